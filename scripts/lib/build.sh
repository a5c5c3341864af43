# Builds with the CMake presets. Sourced, not run.
# shellcheck shell=bash

# configure PRESET [-DNAME=VALUE]…
configure() {
  step "Configuring the build ($1)"
  (cd "$project" && quietly cmake --preset "$@") || die "the build cannot be configured: see above"
}

# build PRESET [TARGET…]: one changing line on a terminal, nothing elsewhere unless it fails.
build() {
  local -a command=(cmake --build --preset "$1")
  step "Building ($1)"
  [[ $# -eq 1 ]] || command+=(--target "${@:2}")
  [[ -t 2 ]] || command=(quietly "${command[@]}")
  (cd "$project" && "${command[@]}") >&2 || die "the build failed: see above"
}
