#!/usr/bin/env bash
# Keeps .venv at the pinned Python packages: venv.sh REQUIREMENTS...
# A list that is installed already costs nothing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || fail \
  "Python 3.11 or newer is needed ($(python3 --version 2>&1 || true) was found)." \
  "On Debian 12: apt-get install python3 python3-venv"

for list in "$@"; do
  stamp=.venv/$(printf '%s' "$list" | tr '/' '-').stamp
  sum=$(digest "$list")
  [[ -x .venv/bin/python && -f $stamp && $(<"$stamp") == "$sum" ]] && continue
  # A .venv whose Python was upgraded or removed is made anew.
  if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    rm -rf .venv
    python3 -m venv .venv || fail "The Python environment .venv could not be made (apt-get install python3-venv)."
  fi
  say "Installing Python packages: $list"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$list" </dev/null || fail \
    "The Python packages of $list could not be installed. Is there a network, and is the disk not full?" \
    "To see what pip says: .venv/bin/python -m pip install -r $list"
  printf '%s\n' "$sum" >"$stamp"
done
