#!/usr/bin/env bash
# Builds: build.sh release   .build/release/qiao
#         build.sh debug     everything with its tests
# A release binary newer than its sources is left alone.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kind=${1:-release}
stamp=.build/$kind.stamp

# Newer than anything it is made of. Folders count too, so that a deleted file is noticed.
is_fresh() {
  [[ -x .build/release/qiao && -f $stamp ]] || return 1
  local newer
  newer=$(find Package.swift "${swift_folders[@]}" -name Tests -prune -o -newer "$stamp" -print -quit)
  [[ -z $newer ]]
}
[[ $kind == release ]] && is_fresh && exit 0

scripts/packages.sh run
source scripts/toolchain.sh

if [[ ! -d .build/$kind ]]; then
  free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1048576) }')
  ((free >= 6)) || fail "The first build needs 6 GB of disk; $(df -Pk . | awk 'NR == 2 { print $6 }') has $free GB free." \
    "Make room, or clone the project to another disk."
  say "The first build takes a while (about 5 minutes for a release, 10 for tests, on two cores)."
fi
if [[ ! -d .build/checkouts ]]; then
  swift package resolve </dev/null || fail \
    "The Swift packages could not be fetched. Is there a network, and may git reach github.com?"
fi

mkdir -p .build
# The time before the build: a file saved meanwhile is newer than the stamp.
touch ".build/$kind.begun"
case $kind in
  release) swift build -c release --static-swift-stdlib --product qiao </dev/null ;;
  debug) swift build --build-tests </dev/null ;;
  *) fail "build.sh release|debug" ;;
esac
mv ".build/$kind.begun" "$stamp"
