# Everything a person needs; the work is in scripts/.
# Each target sets up what it needs and does nothing twice.

.DEFAULT_GOAL := help
.PHONY: help run build test check bench format clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18
	@echo
	@echo "  make run takes PORT=8080 HOST=127.0.0.1 DATA=./data EMPTY=1 DATABASE=postgres://…"

run: ## install what is missing, build, serve http://127.0.0.1:8080 with a demo
	@EMPTY='$(EMPTY)' PORT='$(PORT)' HOST='$(HOST)' DATA='$(DATA)' DATABASE='$(DATABASE)' scripts/run.sh

build: ## the release binary .build/release/qiao
	@scripts/build.sh release

test: ## all tests: units, stores on both engines, HTTP, worker, browser
	@scripts/test.sh $(PARTS)

check: ## what CI checks before the tests: format, import graph, house rules, links
	@scripts/check.sh

bench: ## measured work, as ratios within one run
	@scripts/bench.sh

format: ## rewrite the Swift sources in the house format
	@scripts/format.sh

clean: ## remove what was built (not ./data)
	rm -rf .build .venv .bench E2E/out
