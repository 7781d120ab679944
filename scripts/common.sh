# Sourced by the scripts: where the project is and how it speaks.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Everything Swift that ends in the product or its tests.
# shellcheck disable=SC2034 # used by the scripts that source this file
swift_folders=(App Assets Features Kit Standards Plugins Tools)

say() { printf '%s\n' "$*"; }

# fail SENTENCE...: one sentence per line that says what is wrong and what to do.
fail() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

# The digest of the given files, to see whether something was set up for exactly them.
digest() { cat -- "$@" | sha256sum | cut -d' ' -f1; }
