# A backend dies by SIGKILL in the middle of a query; the server recovers and is shut down.
export PATH=/usr/lib/postgresql/15/bin:$PATH
pg_ctl -D /tmp/data -w -l /tmp/log/server start
psql -h /tmp/run -U nobody -c "select pg_sleep(9)" postgres &
sleep 0.7
kill -KILL "$(psql -h /tmp/run -U nobody -At -c "select pid from pg_stat_activity where query like '%sleep(9)%' and pid <> pg_backend_pid()" postgres)"
sleep 1.5
psql -h /tmp/run -U nobody -c "select 1" postgres
pg_ctl -D /tmp/data -m immediate -w stop
wait
