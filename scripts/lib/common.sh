# What every script here starts with: where things are, and how to speak to a person. Sourced, not run.
# shellcheck shell=bash

shopt -s inherit_errexit

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Downloads and built servers live outside the tree, each under a name that holds its version.
cache=${MKTEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mongokeep}

# All of these speak on the standard error: the standard output is for results.
step() { printf '==> %s\n' "$*" >&2; }
say() { printf '    %s\n' "$*" >&2; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# quietly COMMAND…: what it says is shown only when it fails.
quietly() {
  local said status=0
  said=$("$@" 2>&1) || status=$?
  [[ $status -eq 0 ]] || printf '%s\n' "$said" >&2
  return "$status"
}

# cached NAME FUNCTION: prints the path of the folder NAME in the cache, which FUNCTION makes where it is not there. FUNCTION
# gets an empty folder to fill, another one for what need not stay, and the final path. NAME is there whole or not at all.
# Call it outside conditions: bash does not stop at errors in them.
cached() (
  target=$cache/$1
  if [[ ! -d $target ]]; then
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/.$1.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/made" "$work/scratch"
    "$2" "$work/made" "$work/scratch" "$target" >&2
    # Where another run was quicker, its copy is as good.
    mv -T "$work/made" "$target" 2>/dev/null || [[ -d $target ]]
  fi
  echo "$target"
)
