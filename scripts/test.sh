#!/usr/bin/env bash
# `make test`: sets up, then hands over to run_tests.py, which starts and stops what the tests need.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
scripts/packages.sh test
scripts/venv.sh Documents/worker/requirements.txt E2E/requirements.txt
source scripts/toolchain.sh
exec .venv/bin/python scripts/run_tests.py "$@"
