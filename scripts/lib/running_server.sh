# One running server for a script, gone with it. Sourced, not run; needs common.sh and servers.sh.
# shellcheck shell=bash

server_host=
server_pid=
server_storage=

# start_server KIND: sets server_host to 127.0.0.1:PORT. Stops it, and removes its data, when the script ends.
start_server() {
  local command
  command=$(provide_server "$1")
  step "Starting $1"
  server_storage=$(mktemp -d)
  trap stop_server EXIT
  # Here already when it is looked into first.
  : >"$server_storage/log"
  # A configuration file of the user's is not for this server.
  HOME=$server_storage "$command" --port 0 --storage-path "$server_storage/data" >"$server_storage/log" 2>&1 &
  server_pid=$!
  until grep -q 'listening on' "$server_storage/log"; do
    kill -0 "$server_pid" 2>/dev/null || { cat "$server_storage/log" >&2 && die "the server did not start: see above"; }
    sleep 0.1
  done
  server_host=$(grep -oE '127\.0\.0\.1:[0-9]+' "$server_storage/log" | head -1)
  say "listening at $server_host"
}

stop_server() {
  if [[ -n $server_pid ]]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" || true
  fi
  [[ -z $server_storage ]] || rm -rf "$server_storage"
}
