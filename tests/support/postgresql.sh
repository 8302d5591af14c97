#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A PostgreSQL server for tests, in a folder of its own and on a Unix socket in it only. It is as quick as it can be, and
# so keeps nothing through a crash of the machine.
#
#   postgresql.sh start FOLDER     makes the cluster where there is none, and starts it
#   postgresql.sh stop FOLDER
#   postgresql.sh kill FOLDER      at once and without warning, as by kill -9
#   postgresql.sh pause FOLDER     so that it answers nothing and closes nothing, until it is told to
#   postgresql.sh resume FOLDER
#   postgresql.sh remove FOLDER
set -euo pipefail
command=${1:?usage: postgresql.sh start|stop|kill|pause|resume|remove FOLDER}
folder=${2:?usage: postgresql.sh start|stop|kill|pause|resume|remove FOLDER}

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
if [[ ! -x $bin/initdb ]]; then
    echo "the tests need a PostgreSQL server: apt-get install postgresql postgresql-contrib (scripts/setup does)" >&2
    exit 1
fi

# PostgreSQL refuses to run as root.
as_postgres() {
    if ((EUID == 0)); then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"
    else
        "$@"
    fi
}

make_cluster() {
    mkdir -p "$folder"
    if ((EUID == 0)); then chown postgres: "$folder"; fi
    as_postgres "$bin/initdb" --pgdata="$folder/data" --username=signalbox --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
    as_postgres tee -a "$folder/data/postgresql.conf" >/dev/null <<END
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 16MB
END
}

start() {
    [[ -e $folder/data/PG_VERSION ]] || make_cluster
    if as_postgres "$bin/pg_ctl" --pgdata="$folder/data" status >/dev/null 2>&1; then return; fi
    as_postgres "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --timeout=30 start >/dev/null ||
        { cat "$folder/log" >&2; exit 1; }
}

# To the server and all its processes.
signal_all() {
    local server
    server=$(head -1 "$folder/data/postmaster.pid" 2>/dev/null) || return 0
    pkill "$1" --parent "$server" || true
    kill "$1" "$server" 2>/dev/null || true
}

stop() {
    signal_all -CONT
    as_postgres "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate --wait --timeout=30 stop >/dev/null || true
}

kill_at_once() {
    local server children
    server=$(head -1 "$folder/data/postmaster.pid")
    mapfile -t children < <(pgrep --parent "$server")
    kill -9 "$server" "${children[@]}"
    # Where nobody reaps orphans the process still seems to be there, and pg_ctl to have nothing to start.
    rm "$folder/data/postmaster.pid" "$folder"/.s.PGSQL.*
}

case $command in
start) start ;;
stop) stop ;;
kill) kill_at_once ;;
pause) signal_all -STOP ;;
resume) signal_all -CONT ;;
remove)
    if [[ -e $folder/data/PG_VERSION ]]; then stop; fi
    rm -rf "$folder" "$folder.log" "$folder.errors"
    ;;
*)
    echo "postgresql.sh: no command $command" >&2
    exit 1
    ;;
esac
