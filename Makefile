# Handbill. `make` alone says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PACKAGES := $(shell sed '/^\#/d' deploy/packages.txt)
VENV := .venv/installed
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE := .build/release/handbill
# The Swift runtime goes into the program, which then runs where no Swift is.
STATIC := -c release --static-swift-stdlib
# Suites that open a database, have pages drawn or looked at by other programs, or wait for threads and clocks;
# those that talk to real servers; and those that drive the real binary, in a process of their own, since they keep its
# few threads waiting. What is left is the fast suite: under ten seconds on two cores.
SLOW := ^StoreTests\.|^PressTests\.(ChangesLayout|Fit|LabelContent|LabelInk|Laying|OrderPaper|PDFText|PNG|PaperFile|Papers|PostScript|PrintedCodes|PrinterProfile)Tests/|^FulfilmentTests\.(Alarm|Batcher|BatcherPostage|CutoffService|DispatchedList|DispatchedListWriting|Dispatcher|FileQueue|FileQueueService|Mailer|MailerService|Mender|Notifier|Papers|Receiver|Service)Tests/
PEERS := ^(WireTests|WebTests)\.|^FulfilmentTests\.(MailDoor.*|QueueDoor.*|PrintWatch)Tests/
BINARY := ^DaemonTests\.

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
release: deps ## build what is installed, the Swift runtime inside
	swift build $(STATIC) --product handbill
	@rm -rf .build/manual

# Where things are put; DESTDIR stands before each, for a package or another machine's disk.
PREFIX := /usr/local
SYSCONFDIR := /etc
DESTDIR :=
BIN := $(DESTDIR)$(PREFIX)/bin
LIB := $(DESTDIR)$(PREFIX)/lib
SHARE := $(DESTDIR)$(PREFIX)/share
ETC := $(DESTDIR)$(SYSCONFDIR)
# $(call put,MODE,FILE,TARGET) installs a file with these paths filled in.
put = sed -e 's|/usr/local/|$(PREFIX)/|g' -e 's|/etc/handbill/|$(SYSCONFDIR)/handbill/|g' $(2) \
	| install -D -m $(1) /dev/stdin $(3)
SYSTEMD := $(if $(DESTDIR),,$(wildcard /run/systemd/system))

.PHONY: install
install: ## put program, unit and the rest in place (PREFIX, SYSCONFDIR, DESTDIR)
	@[ -x $(RELEASE) ] || { echo "There is no $(RELEASE) yet: make release" >&2; exit 66; }
	@install -D -m 755 $(RELEASE) $(BIN)/handbill.new && mv -f $(BIN)/handbill.new $(BIN)/handbill
	@$(call put,644,deploy/handbill.service,$(LIB)/systemd/system/handbill.service)
	@$(call put,644,deploy/handbill.sysusers,$(LIB)/sysusers.d/handbill.conf)
	@$(call put,644,deploy/handbill.tmpfiles,$(LIB)/tmpfiles.d/handbill.conf)
	@install -d -m 755 $(ETC)/handbill
	@$(call put,644,deploy/desk.env,$(ETC)/handbill/desk.env)
	@[ -d $(ETC)/sudoers.d ] || install -d -m 750 $(ETC)/sudoers.d
	@$(call put,440,deploy/handbill.sudoers,$(ETC)/sudoers.d/handbill)
	@$(RELEASE) --generate-completion-script bash | install -D -m 644 /dev/stdin $(SHARE)/bash-completion/completions/handbill
	@$(RELEASE) --generate-completion-script zsh | install -D -m 644 /dev/stdin $(SHARE)/zsh/site-functions/_handbill
	@$(RELEASE) --generate-completion-script fish | install -D -m 644 /dev/stdin $(SHARE)/fish/vendor_completions.d/handbill.fish
	@for page in $(wildcard .build/manual/*.1); do install -D -m 644 -t $(SHARE)/man/man1 $$page; done
	@install -D -m 644 -t $(SHARE)/doc/handbill $(wildcard docs/*.md)
	@install -D -m 644 -t $(SHARE)/doc/handbill/examples queue/examples/*
	@install -D -m 644 -t $(SHARE)/doc/handbill/items queue/items/*
	@for secret in mail-password imap-password sqs-credentials; do \
		[ -e $(ETC)/handbill/$$secret ] || install -m 600 /dev/null $(ETC)/handbill/$$secret || exit 73; \
	done
	@$(call put,644,deploy/nginx.conf,$(SHARE)/doc/handbill/nginx.conf)
	@[ -e $(ETC)/handbill/catalogue.yaml ] || install -m 644 deploy/catalogue.yaml $(ETC)/handbill/catalogue.yaml
	@if [ -e $(ETC)/handbill/handbill.yaml ]; then \
		next="Your settings are as they were. To run what is new: systemctl restart handbill"; \
	else \
		sed -e 's|^state: .*|state: /var/lib/handbill|' -e 's|^  directory: queue$$|  directory: /var/spool/handbill|' \
			deploy/handbill.yaml | install -m 644 /dev/stdin $(ETC)/handbill/handbill.yaml; \
		next=$$'Next:\n'; \
		next+=$$'  edit $(SYSCONFDIR)/handbill/handbill.yaml and catalogue.yaml; a password for the mail server goes to mail-password\n'; \
		next+=$$'  systemctl enable --now handbill && systemctl status handbill\n'; \
		next+=$$'  usermod --append --groups handbill-desk LOGIN   for everybody who packs and posts'; \
	fi; \
	if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ] && command -v systemd-sysusers >/dev/null; then \
		systemd-sysusers $(LIB)/sysusers.d/handbill.conf && systemd-tmpfiles --create $(LIB)/tmpfiles.d/handbill.conf || exit 69; \
	fi; \
	if [ -n "$(SYSTEMD)" ]; then systemctl daemon-reload || exit 69; fi; \
	echo "Handbill is in $(BIN). $$next"

.PHONY: uninstall
uninstall: ## take it away again, but for settings, orders and the spool
	@if [ -n "$(SYSTEMD)" ]; then systemctl disable --now handbill || true; fi
	@rm -f $(BIN)/handbill $(LIB)/systemd/system/handbill.service $(LIB)/sysusers.d/handbill.conf \
		$(LIB)/tmpfiles.d/handbill.conf $(ETC)/sudoers.d/handbill $(ETC)/handbill/desk.env \
		$(SHARE)/bash-completion/completions/handbill $(SHARE)/zsh/site-functions/_handbill \
		$(SHARE)/fish/vendor_completions.d/handbill.fish $(SHARE)/man/man1/handbill.1 $(SHARE)/man/man1/handbill.*.1
	@rm -rf $(SHARE)/doc/handbill
	@if [ -n "$(SYSTEMD)" ]; then systemctl daemon-reload; fi
	@echo "Handbill is gone. Left where they are: the settings in $(ETC)/handbill, the orders in $(DESTDIR)/var/lib/handbill,"
	@echo "the files in $(DESTDIR)/var/spool/handbill, the user handbill and the groups handbill and handbill-desk."

.PHONY: demo
demo: release ## the whole job on the examples: orders, batch, labels, order sheets, mail
	$(RELEASE) demo

.PHONY: run
run: release ## serve the form on the examples' catalogue, and say where to look
	@[ -e handbill.yaml ] || mkdir -p var
	@[ -e handbill.yaml ] || echo "Mails are written to var/mail and sent to nobody. Ctrl-C ends it; 'handbill today' looks on."
	@$$([ -e handbill.yaml ] || echo env HANDBILL_CATALOGUE=queue/examples/catalogue.yaml \
		HANDBILL_MAIL_TRANSPORT=directory HANDBILL_MAIL_DIRECTORY=var/mail) $(RELEASE) serve

.PHONY: test
test: build ## the fast suite, then database, service, wire and the real binary against real servers
	swift test --skip-build --skip '$(SLOW)|$(PEERS)|$(BINARY)'
	swift test --skip-build --filter '$(SLOW)'
	swift test --skip-build --filter '$(PEERS)'
	swift test --skip-build --filter '$(BINARY)'

.PHONY: lint
lint: ## check formatting and habits
	swift format lint --strict --parallel --recursive Sources Tests Package.swift

.PHONY: format
format: ## format the sources in place
	swift format --in-place --parallel --recursive Sources Tests Package.swift

.PHONY: bench
bench: deps ## measure in release mode, each figure beside what it compares with
	swift build $(STATIC) --product handbill
	swift build $(STATIC) --product handbill-bench
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
	@folder=$$(mktemp -d) && trap "rm -rf $$folder" EXIT && \
	export HANDBILL_STATE=$$folder/state HANDBILL_CATALOGUE=$$PWD/queue/examples/catalogue.yaml \
		HANDBILL_CAMPAIGN_NAME="Leaflets for Fair Shifts" HANDBILL_CAMPAIGN_OUTSIDE="PO Box 17, EX1 1AA" \
		HANDBILL_CAMPAIGN_IMPRINT="Printed by Example Press, 1 Example Street, Exampleton EX1 1AA." \
		HANDBILL_SHEETS_LABELS=L7160 HANDBILL_SHEETS_BARCODE=rm4scc HANDBILL_SHEETS_QR=true && \
	{ $(RELEASE) submit --no-confirmation queue/examples/*.csv queue/examples/*.json* >/dev/null 2>&1 || true; } && \
	$(RELEASE) batch close >/dev/null && \
	$(RELEASE) print latest --document labels --document orders --format png --output $$folder/png >/dev/null && \
	cp $$folder/png/labels-1.png docs/labels.png && cp $$folder/png/orders-2.png docs/order-sheet.png && \
	$(RELEASE) sheet ruler --output $$folder >/dev/null && \
	pdftoppm -png -r 72 -singlefile $$folder/ruler.pdf docs/ruler
	@folder=$$(mktemp -d); cp -r queue/examples queue/items $$folder; \
	env HANDBILL_STATE=$$folder/state HANDBILL_CATALOGUE=$$folder/examples/catalogue.yaml \
		HANDBILL_QUEUE_DIRECTORY=$$folder/queue HANDBILL_HTTP_PORT=8083 \
		HANDBILL_CAMPAIGN_NAME="Leaflets for Fair Shifts" $(RELEASE) serve 2>/dev/null & service=$$!; \
	trap "kill $$service; rm -rf $$folder" EXIT; \
	until curl -fs http://127.0.0.1:8083/healthz >/dev/null; do sleep 0.1; done; \
	.venv/bin/python Tests/Peers/web_order.py http://127.0.0.1:8083 $$folder >/dev/null && \
	cp $$folder/form.png $$folder/confirmation.png docs/

.PHONY: ci
ci: deps lint test demo ## what continuous integration runs
