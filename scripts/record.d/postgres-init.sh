# Makes a small postgres cluster in /tmp/data.
export PATH=/usr/lib/postgresql/15/bin:$PATH
initdb -D /tmp/data -U nobody -A trust --no-locale -E UTF8 >/tmp/log/initdb
cat >>/tmp/data/postgresql.conf <<END
unix_socket_directories = '/tmp/run'
listen_addresses = ''
max_connections = 20
shared_buffers = 4MB
autovacuum_naptime = 1s
deadlock_timeout = 100ms
END
