# A cluster is made, loaded, reloaded, disturbed and shut down.
. /tmp/postgres-init.sh
pg_ctl -D /tmp/data -w -l /tmp/log/server start
pgbench -h /tmp/run -U nobody -i -q postgres
pgbench -h /tmp/run -U nobody -c 8 -j 2 -t 300 postgres
pg_ctl -D /tmp/data reload
psql -h /tmp/run -U nobody -c "set statement_timeout = 200; select pg_sleep(5)" postgres
timeout -s INT 0.5 psql -h /tmp/run -U nobody -c "select pg_sleep(9)" postgres
psql -h /tmp/run -U nobody -c "notify a; checkpoint" postgres
pg_ctl -D /tmp/data -m fast -w stop
