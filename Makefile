# tasksd: `make run` and `make test` are all a newcomer needs; each installs what is missing first.

SHELL := /bin/bash
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
export SWIFT
CONFIG ?= config/tasksd.ini
# Many tests wait for processes most of the time; all of them at once would starve each other.
TESTS_AT_ONCE ?= 12
# Stories on whole machines: as many as there are machines at once, so that none spends its time limit waiting for one.
MACHINES_AT_ONCE ?= 2

# A release is built beside the debug build, so that tests and release builds do not undo each other.
# The linker flags make the process smaller by some four megabytes: relocations packed (glibc 2.36 and newer read them),
# identical functions folded.
RELEASE = -c release --static-swift-stdlib --scratch-path .build-release \
  -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --icf=safe
TASKSD_BINARY ?= .build-release/release/tasksd
BINARY = $(TASKSD_BINARY)

# Where `make install` puts what: distributions differ in the last two.
UNITDIR ?= $(PREFIX)/lib/systemd/system
DOCDIR ?= $(PREFIX)/share/doc/tasksd
STRIP ?= strip
# What operators read.
TEXTS = $(filter-out docs/architecture.md,CHANGELOG.md $(wildcard docs/*.md docs/*.yaml docs/operations/*.md))
# A file to its place, with the paths in it that PREFIX changes.
place = sed 's|/usr/bin/tasksd|$(PREFIX)/bin/tasksd|g; s|%(here)s/backup.sh|$(PREFIX)/share/tasksd/backup.sh|; \
  s|/usr/share/tasksd|$(PREFIX)/share/tasksd|g; s|/usr/share/doc/tasksd|$(DOCDIR)|g' $(1) \
  | install -D -m 644 /dev/stdin $(DESTDIR)$(2)

.PHONY: help run test test-system build install deb bench fmt lint docs deps deps-test example clean

help: ## Show what can be made.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

deps:
	@.ci/install build

deps-test:
	@.ci/install build test
	@.ci/python-environment || echo "WARNING: without it the tests with the real Celery are left out" >&2

run: deps ## Build, then run the schedule and the tasks of CONFIG (config/tasksd.ini) on the embedded store.
	@echo "building tasksd (the first time takes some minutes)"
	@$(SWIFT) build --product tasksd
	@mkdir -p var
	@echo "running tasksd with $(CONFIG); INT (control-C) stops it"
	@exec .build/debug/tasksd run --config $(CONFIG)

test: deps-test ## Run all tests, and build the examples. TASKSD_SKIP_INTEROP=1 leaves out those with Python.
	$(SWIFT) build --build-tests
	@test -x "$${TASKSD_PYTHON_ENVIRONMENT:-.build/python}/bin/celery" || export TASKSD_SKIP_INTEROP=1; \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(TESTS_AT_ONCE) .ci/swift-test --skip-build
	$(MAKE) --no-print-directory example

test-system: ## Run the stories on whole Debian machines (systemd, supervisor) with the package. Needs root.
	@test "$$(id -u)" -eq 0 || { echo "only root can boot a machine: sudo make test-system" >&2; exit 1; }
	@.ci/install build system
	@$(MAKE) --no-print-directory deb
	@.ci/debian-root bare > /dev/null && .ci/debian-root equipped > /dev/null
	$(SWIFT) build --build-tests
	TASKSD_PACKAGE="$$(ls -t $(CURDIR)/.build-release/tasksd_*.deb | head -1)" \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(MACHINES_AT_ONCE) .ci/swift-test --skip-build --filter '^SystemTests'

example: ## Build the examples, and run the shop's tests.
	$(SWIFT) build --package-path docs/examples/conversion-rates
	$(SWIFT) test --package-path docs/examples/shop

build: deps ## Build the release binary, with Swift's runtime inside.
	$(SWIFT) build $(RELEASE) --product tasksd

bench: deps ## Measure, and print a table with ratios. BENCH holds options, such as BENCH="--only drain".
	@.ci/install build test
	@.ci/python-environment || echo "without Celery the rows on Redis cannot be measured: they will say so"
	$(SWIFT) build $(RELEASE) --product tasksd
	$(SWIFT) build $(RELEASE) --product tasksd-bench
	.build-release/release/tasksd-bench $(BENCH)

install: ## Install the release binary, units, completions, man pages and a configuration below DESTDIR.
	@test -x $(BINARY) || { echo "there is no $(BINARY): run 'make build' first" >&2; exit 1; }
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/tasksd
	$(STRIP) $(DESTDIR)$(PREFIX)/bin/tasksd
	install -D -m 755 config/backup.sh $(DESTDIR)$(PREFIX)/share/tasksd/backup.sh
	for unit in systemd/*.service systemd/*.socket; do \
	  $(call place,$$unit,$(UNITDIR)/$${unit##*/}); done
	$(call place,systemd/sysusers.d/tasksd.conf,$(PREFIX)/lib/sysusers.d/tasksd.conf)
	$(call place,systemd/tmpfiles.d/tasksd.conf,$(PREFIX)/lib/tmpfiles.d/tasksd.conf)
	for example in supervisor.conf production.ini; do \
	  $(call place,config/$$example,$(DOCDIR)/examples/$$example); done
	for text in $(TEXTS); do $(call place,$$text,$(DOCDIR)/$${text#docs/}); done
	for page in $(wildcard docs/man/*.[1-8]); do \
	  $(call place,$$page,$(PREFIX)/share/man/man$${page##*.}/$${page##*/}); done
	test -e $(DESTDIR)/etc/tasksd/tasksd.ini || { \
	  $(call place,config/service.ini,/etc/tasksd/tasksd.ini) && chmod 640 $(DESTDIR)/etc/tasksd/tasksd.ini; }
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BINARY) --generate-completion-script bash | sed '1{/^#!/d}' > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tasksd
	$(BINARY) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_tasksd
	$(BINARY) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/tasksd.fish

deb: ## Make the Debian package, .build-release/tasksd_VERSION_ARCHITECTURE.deb.
	@.ci/install package
	@test -n "$$TASKSD_BINARY" || $(MAKE) --no-print-directory build
	.ci/deb

fmt: ## Format the sources.
	$(SWIFT) format --in-place --recursive Sources Tests docs/examples

lint: ## Say where the sources are not formatted.
	$(SWIFT) format lint --strict --recursive Sources Tests

docs: deps-test ## Write the command reference and the manual pages from the program's own help and config/production.ini.
	@$(SWIFT) build --product tasksd
	.ci/commands > docs/commands.md
	.ci/manual

clean: ## Delete what was built.
	rm -rf .build .build-release docs/examples/*/.build
