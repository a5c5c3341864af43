# Builds with the CMake presets. Sourced, not run.
# shellcheck shell=bash

# configure PRESET [-DNAME=VALUE]… With ccache, where that is installed: what was compiled once is kept in our cache. The
# sloppiness is what ccache asks for before it caches what is compiled behind a precompiled header.
configure() {
  # Named in any case: an earlier build may have had one that is gone by now.
  local -a launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=)
  step "Configuring the build ($1)"
  if command -v ccache >/dev/null; then
    export CCACHE_DIR="$cache/ccache" CCACHE_BASEDIR="$project" CCACHE_SLOPPINESS=pch_defines,time_macros
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  (cd "$project" && quietly cmake --preset "$1" "${launcher[@]}" "${@:2}") || die "the build cannot be configured: see above"
}

# build PRESET [TARGET…]: one changing line on a terminal, nothing elsewhere unless it fails.
build() {
  local -a command=(cmake --build --preset "$1")
  step "Building ($1)"
  [[ $# -eq 1 ]] || command+=(--target "${@:2}")
  [[ -t 2 ]] || command=(quietly "${command[@]}")
  (cd "$project" && "${command[@]}") >&2 || die "the build failed: see above"
}
