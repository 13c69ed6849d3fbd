# Handbill. `make` alone says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PACKAGES := $(shell sed '/^\#/d' deploy/packages.txt)
VENV := .venv/installed
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE := .build/release/handbill
# Suites that talk to real servers, or drive the real binary.
SLOW := ^(WireTests|DaemonTests)\.

.PHONY: help
help: ## say what each target does
	@echo "Handbill: leaflet orders in, address labels and order sheets out, confirmations sent."
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{ printf "  make %-13s %s\n", $$1, $$2 }'

.PHONY: deps
deps: swift-there packages $(VENV) ## install what deploy/packages.txt names, only if something is missing

.PHONY: swift-there
swift-there:
	@command -v swift >/dev/null || { \
		echo "Swift 6.3 is not on the PATH. Get the Debian 12 toolchain from https://www.swift.org/install/linux/," >&2; \
		echo "unpack it (say to /opt/swift) and: export PATH=/opt/swift/usr/bin:\$$PATH" >&2; exit 69; }

.PHONY: packages
packages:
	@missing=""; \
	for package in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "installing:$$missing"; \
		echo "postfix postfix/main_mailer_type select No configuration" | $(SUDO) debconf-set-selections; \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

$(VENV): deploy/python-packages.txt | packages
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r deploy/python-packages.txt
	@touch $@

.PHONY: build
build: deps ## build for development
	swift build --build-tests

$(RELEASE): release

.PHONY: release
release: deps
	swift build -c release --product handbill

.PHONY: demo
demo: release ## the whole job on the examples: orders, batch, labels, order sheets, mail
	$(RELEASE) demo

.PHONY: test
test: build ## the fast suite, then the wire and the real binary against real servers
	swift test --skip-build --skip '$(SLOW)'
	swift test --skip-build --filter '$(SLOW)'

.PHONY: lint
lint: ## check formatting and habits
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

.PHONY: format
format: ## format the sources in place
	swift format --in-place --parallel --recursive Sources Tests Package.swift

.PHONY: bench
bench: deps ## measure in release mode, each figure beside what it compares with
	swift build -c release --product handbill-bench
	.build/release/handbill-bench

.PHONY: completions
completions: release ## write shell completions to .build/completions
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do $(RELEASE) --generate-completion-script $$shell > .build/completions/handbill.$$shell; done
	@ls .build/completions

.PHONY: manual
manual: deps ## write the manual pages to .build/manual
	swift package generate-manual --multi-page
	@mkdir -p .build/manual && cp .build/plugins/GenerateManual/outputs/handbill/* .build/manual/ && ls .build/manual

.PHONY: pictures
pictures: release ## make the README's pictures anew, from what the program prints
	@folder=$$(mktemp -d) && trap "rm -rf $$folder" EXIT && $(RELEASE) demo --keep $$folder/demo >/dev/null && \
	papers=$$(echo $$folder/demo/state/batches/*) && \
	pdftoppm -png -r 72 -singlefile $$papers/labels.pdf docs/labels && \
	pdftoppm -png -r 72 -singlefile $$papers/orders.pdf docs/order-sheet

.PHONY: ci
ci: deps lint test demo ## what continuous integration runs
