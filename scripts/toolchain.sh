# Sourced: makes sure that `swift` is there and new enough.
# shellcheck shell=bash

if ! command -v swift >/dev/null 2>&1; then
  # Places where installers put a toolchain without touching PATH.
  for folder in "$HOME/.local/share/swiftly/bin" /usr/local/swift/usr/bin /opt/swift/usr/bin /usr/share/swift/usr/bin; do
    if [[ -x $folder/swift ]]; then
      PATH=$PATH:$folder
      break
    fi
  done
fi
command -v swift >/dev/null 2>&1 || fail \
  "Swift is not installed. Qiao is built with Swift 6.3: see https://www.swift.org/install/linux/" \
  "(unpack the toolchain, put its usr/bin folder into PATH), then try again."

version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
if [[ $(printf '%s\n' 6.3 "$version" | sort -V | head -n 1) != 6.3 ]]; then
  fail "Swift ${version:-of an unknown version} is installed ($(command -v swift)); Qiao needs 6.3 or newer." \
    "See https://www.swift.org/install/linux/"
fi
