# The packages of Debian 12 and 13 that each purpose needs, and their installation. Sourced, not run.
# shellcheck shell=bash

packages_for() {
  case $1 in
    build)
      echo g++ cmake ninja-build pkg-config tzdata libmongoc-dev libfmt-dev libspdlog-dev libcli11-dev \
        libtomlplusplus-dev nlohmann-json3-dev libsimdjson-dev libdragonbox-dev libhwy-dev libhowardhinnant-date-dev \
        libxxhash-dev libcurl4-openssl-dev libzstd-dev zlib1g-dev libsnappy-dev libssl-dev
      ;;
    demo) echo "$(packages_for build)" ca-certificates python3 python3-venv ;;
    # dpkg-dev and file find out which libraries the program needs.
    package) echo "$(packages_for build)" dpkg-dev file ;;
    # The shells, man and systemd read what packaging/ has for them. openssh: a store by sftp.
    test)
      echo "$(packages_for demo)" "$(packages_for package)" openssl libgtest-dev libgmock-dev librapidcheck-dev \
        clang-format ccache zsh fish man-db systemd python3-yaml age zstd jq \
        openssh-server openssh-client
      ;;
    fuzz) echo "$(packages_for build)" clang libclang-rt-dev ;;
    fuzz_coverage) echo "$(packages_for fuzz)" llvm jq ;;
    check) echo "$(packages_for test)" clang-tidy shellcheck ;;
    coverage) echo "$(packages_for test)" gcovr ;;
    # python3-clang reads sources for scripts/mutate.
    mutate) echo "$(packages_for test)" python3-clang git ;;
    bench) echo "$(packages_for demo)" libbenchmark-dev git ;;
    # Only where the machine has no Node of its own: a newer one, from elsewhere, brings its npm along.
    node) echo nodejs npm ;;
    # To build SecantusDB's Rust server where the machine has no recent cargo: Debian's ordinary one is too old.
    rust) echo ca-certificates g++ cmake make cargo-web rustc-web ;;
    *) die "no such purpose: $1 (there are build, package, demo, test, fuzz, fuzz_coverage, check, coverage, mutate, bench, node and rust)" ;;
  esac
}

is_installed() {
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

apt_get() { quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get --yes "$@"; }

# Tests start an sshd of their own. The package's service would open the machine to the network as soon as it is installed.
keep_sshd_off() {
  [[ -d /run/systemd/system ]] || return 0
  as_root systemctl mask --quiet ssh.service ssh.socket
  say "The service ssh is masked. To use it: systemctl unmask ssh.service ssh.socket"
}

# Asks apt for what is missing, and for a fresh list of packages only where the one at hand does not do.
install_packages() {
  local package
  local -a missing=()
  for package in $(packages_for "$1"); do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
    die "packages are missing; as root, type: apt-get install ${missing[*]}"
  fi
  step "Installing Debian packages: ${missing[*]}"
  if [[ " ${missing[*]} " == *" openssh-server "* ]]; then keep_sshd_off; fi
  if ! apt_get install --no-install-recommends "${missing[@]}" 2>/dev/null; then
    apt_get update
    apt_get install --no-install-recommends "${missing[@]}"
  fi
}
