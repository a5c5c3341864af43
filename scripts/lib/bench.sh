# What bench/run needs before it can measure. Sourced, not run, after common.sh.
# shellcheck shell=bash
SECANTUS_RUST_OPT_LEVEL=3
source "$project/scripts/lib/packages.sh"
source "$project/scripts/lib/toolchains.sh"
source "$project/scripts/lib/servers.sh"
source "$project/scripts/lib/running_server.sh"

install_mongoose() {
  step "Installing Mongoose"
  cp "$project"/bench/node/package*.json "$1"
  # Ends the subshell that `cached` is, so that what is half there is not kept.
  (cd "$1" && quietly npm ci --ignore-scripts --no-audit --no-fund) || exit 1
}

# Sets BENCH_NODE_MODULES, outside the tree; leaves it empty, with a word about it, where Mongoose cannot be had.
provide_mongoose() {
  local lock made
  command -v npm >/dev/null || (install_packages node) || true
  lock=$(sha256sum <"$project/bench/node/package-lock.json" | cut -c1-12)
  export BENCH_NODE_MODULES=
  if made=$(cached "bench-node-$lock" install_mongoose); then
    BENCH_NODE_MODULES=$made/node_modules
  else
    say "left out: Mongoose cannot be installed"
  fi
}

# Sets PEERS, unless it is set or the tools are in the PATH.
find_peers() {
  if [[ -z ${PEERS:-} ]] && ! command -v mongodump >/dev/null && [[ -d $project/../shared/peers ]]; then
    PEERS=$(cd "$project/../shared/peers" && pwd)
  fi
  export PEERS=${PEERS:-}
}

# build_bench FOLDER: the program as users run it, and what it is measured with.
build_bench() {
  step "Building (bench)"
  (cd "$project" && quietly cmake --preset release -B "$1" -DMONGOKEEP_BENCH=ON -DMONGOKEEP_TESTS=OFF -DMONGOKEEP_EXAMPLES=OFF) ||
    die "the build cannot be configured: see above"
  quietly cmake --build "$1" --target mongokeep_cli text_bench bare_cursor slow_proxy || die "the build failed: see above"
}

# measure OPTION…: builds, starts a server, and calls bench/run.py on it. BENCH_SERVER=KIND takes another server than the
# Rust one, BENCH_BUILD=DIR another build folder than build/bench.
measure() {
  local python version build=${BENCH_BUILD:-$project/build/bench} kind=${BENCH_SERVER:-secantus_rust}
  if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^set /{s/^# \{0,1\}//p}' "$project/bench/run"
    return
  fi
  mkdir -p "$cache"
  exec {bench_lock}>"$cache/bench.lock"
  flock -n "$bench_lock" || die "another bench/run is measuring: wait for it, each would disturb the other"
  install_packages bench
  export BENCH_COMMAND="bench/run${*:+ $*}" PYTHONDONTWRITEBYTECODE=1 MONGOC_DISABLE_SHM=1
  python3 "$project/bench/options.py" "$@"
  provide_mongoose
  find_peers
  provide_server rclone >/dev/null
  provide_server versitygw >/dev/null
  build_bench "$build"
  python=$(dirname "$(provide_server secantus_wheel)")/python
  start_server "$kind"
  version=${kind}_version
  "$python" "$project/bench/run.py" --host "$server_host" --server "$kind ${!version}" --build "$build" --folder "$server_storage" "$@"
}
