#!/usr/bin/env bash
# Installs the Debian packages that are missing: packages.sh run|test|bench
# With nothing missing it says nothing and asks for no rights.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

purpose=${1:-run}

# Libraries the program links, fonts its documents need, and what SwiftPM calls.
wanted=(
  ca-certificates git pkg-config tzdata
  libcurl4-openssl-dev libpq-dev libsqlite3-dev libxlsxwriter-dev libxml2-dev zlib1g-dev
  fonts-noto-cjk
)

has_program() { command -v "$1" >/dev/null 2>&1; }

if ! has_program dpkg-query; then
  # Not Debian: the names differ, so only say what the build needs.
  has_program pkg-config && pkg-config --exists libpq sqlite3 xlsxwriter libcurl && exit 0
  fail "This system has no Debian packages. Install the development files of libpq, SQLite 3," \
    "libxlsxwriter and libcurl together with pkg-config, Python 3.11 and the Noto CJK fonts, then try again."
fi

installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qx "$package installed" <<<"$installed" || missing+=("$package")
done
# The linker needs the C++ runtime's development files, whichever version the system has.
compgen -G '/usr/lib/gcc/*/*/libstdc++.so' >/dev/null || missing+=(g++)
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing+=(python3 python3-venv)
if [[ $purpose != run ]]; then
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
fi
if [[ $purpose == test ]]; then
  has_program chromium || missing+=(chromium)
  # What documents say is read by a program that had no part in making them.
  has_program pdftotext || missing+=(poppler-utils)
fi
if [[ $purpose == bench ]]; then
  has_program wrk || missing+=(wrk)
fi
((${#missing[@]} == 0)) && exit 0

install=(apt-get install -y --no-install-recommends "${missing[@]}")
if [[ $(id -u) == 0 ]]; then
  as_root=()
elif has_program sudo && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  fail "Some Debian packages are missing, and installing them needs root. Run this once, then try again:" \
    "" "  sudo apt-get update && sudo ${install[*]}"
fi

say "Installing Debian packages: ${missing[*]}"
run_apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" -q -o DPkg::Lock::Timeout=300 </dev/null; }
# An index that is there and new enough is used as it is; a stale one is fetched and tried again.
if ! run_apt "${install[@]}" >/dev/null 2>&1; then
  run_apt apt-get update || say "The package index could not be refreshed completely."
  run_apt "${install[@]}" || fail \
    "The Debian packages above could not be installed. Is there a network, and is the disk not full?" \
    "To see what apt says: ${as_root[*]+${as_root[*]} }${install[*]}"
fi
