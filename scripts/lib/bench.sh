# What the measurements of whole programs in bench/ share. Sourced, not run, after common.sh.
# shellcheck shell=bash
source "$project/scripts/lib/packages.sh"
source "$project/scripts/lib/toolchains.sh"
source "$project/scripts/lib/servers.sh"
source "$project/scripts/lib/running_server.sh"
source "$project/scripts/lib/build.sh"

# measure NAME ORDERS ROUNDS: builds the program, fills a server with so many orders, and calls bench/NAME.py on it.
measure() {
  local python
  install_packages test
  configure release -DMONGOKEEP_TESTS=ON
  build release mongokeep_cli
  start_server secantus_rust
  python=$(dirname "$(provide_server secantus_wheel)")/python
  "$python" "$project/examples/shop/load.py" "mongodb://$server_host/shop" --orders "$2"

  step "Measuring, $3 rounds"
  "$python" "$project/bench/$1.py" --host "$server_host" --rounds "$3" --peers "${PEERS:-}" \
    --program "$project/build/release/mongokeep" --folder "$server_storage"
}
