#!/usr/bin/env bash
# `make bench`: builds release and runs Benchmarks/; arguments are passed on.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/packages.sh bench
scripts/venv.sh Documents/worker/requirements.txt Benchmarks/requirements.txt
scripts/build.sh release
exec .venv/bin/python Benchmarks/run.py "$@"
