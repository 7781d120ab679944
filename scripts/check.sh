#!/usr/bin/env bash
# `make check`: everything CI looks at before the tests. Goes on after a finding, so that one run shows all.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/packages.sh run
source scripts/toolchain.sh

failed=()
step() {
  local name=$1
  shift
  say "== $name"
  "$@" || failed+=("$name")
}

scripts_are_sound() {
  local file result=0
  for file in scripts/*.sh .ci/run; do bash -n "$file" || result=1; done
  if command -v shellcheck >/dev/null 2>&1; then
    shellcheck -x -P SCRIPTDIR scripts/*.sh .ci/run || result=1
  fi
  return $result
}

imports_are_declared() {
  mkdir -p .build && swift package dump-package >.build/package.json && python3 scripts/check_imports.py <.build/package.json
}

step "house rules, links, texts" python3 scripts/check_tree.py
step "import graph" imports_are_declared
step "shell scripts" scripts_are_sound
step "format" swift format lint --strict --parallel --recursive "${swift_folders[@]}" Package.swift
step "build: no warnings" scripts/build.sh debug

if ((${#failed[@]} > 0)); then
  printf -v list '%s; ' "${failed[@]}"
  fail "make check failed in: ${list%; }" "(make format repairs the format)"
fi
say "make check: all good"
