# Tocsin: build, try, test, measure. `make drill` and `make test` need nothing but Debian and Swift.

PREFIX ?= /usr/local
RELEASE := .build-release
SWIFT ?= swift
# Debian packages: ncurses, SQLite, OpenSSL, RE2, xxHash and zlib headers to build, terminals to test.
PACKAGES := libncurses-dev libsqlite3-dev libssl-dev libre2-dev libxxhash-dev zlib1g-dev tmux ncurses-term

.PHONY: drill test test-release fuzz torture build install deb pictures setup bench format lint clean

## Opens the command centre on a simulated incident (DRILL=name for another one).
DRILL ?= waku-2021-07
drill: build
	@$(RELEASE)/release/tocsin drill run $(DRILL)

## A run of the tests that stands still ends, and fails, after so many seconds.
TEST_LIMIT := 1500

## So many tests run at once. By itself the runner begins all of them together, and on a busy machine
## the answer of a server then waits for longer than the deadlines that its test is about.
TEST_WIDTH := 8
TEST_SETTINGS := LC_ALL=C.UTF-8 SWIFT_BACKTRACE=interactive=no,color=no \
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(TEST_WIDTH)

## Runs every test.
test: setup
	@echo "== building Tocsin and its tests (the first time takes some minutes)"
	@$(SWIFT) build --build-tests
	@echo "== testing"
	@$(TEST_SETTINGS) \
		timeout --kill-after=20 $(TEST_LIMIT) $(SWIFT) test --skip-build --disable-xctest

## Runs the tests at the boundaries of the program once more, compiled as it is shipped: the optimiser
## has broken code that is right without it.
RELEASE_TESTS := .build-release-tests
BOUNDARIES := ProbingTests|WebClientTests|HostAccessTests|EventStoreTests|BroadcastingTests
BOUNDARIES := $(BOUNDARIES)|RuntimeTests|CommandCentreTests|ScenariosTests|TocsinTests
test-release: setup
	@echo "== building Tocsin and its tests as released (the first time takes some minutes)"
	@$(SWIFT) build -c release --build-tests -Xswiftc -enable-testing \
		--scratch-path $(RELEASE_TESTS)
	@echo "== testing what is shipped"
	@$(TEST_SETTINGS) \
		timeout --kill-after=20 $(TEST_LIMIT) $(SWIFT) test -c release --skip-build \
		--disable-xctest -Xswiftc -enable-testing --scratch-path $(RELEASE_TESTS) --filter '^($(BOUNDARIES))\.'

## Runs the fuzz tests longer, on new random input (FACTOR=100 times as long, SEED=number to repeat).
FACTOR ?= 100
SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
fuzz: SEED := $(SEED)
fuzz: setup
	@$(SWIFT) build --build-tests
	@echo "== fuzzing; again with: make fuzz FACTOR=$(FACTOR) SEED=$(SEED)"
	@$(TEST_SETTINGS) \
		FUZZ_FACTOR=$(FACTOR) FUZZ_SEED=$(SEED) \
		$(SWIFT) test --skip-build --disable-xctest --filter FuzzTests

## Kills, crowds, lost power, flipped bits and broken files, longer than in the tests (FACTOR, SEED).
torture: FACTOR := $(if $(filter command line environment,$(origin FACTOR)),$(FACTOR),20)
torture: SEED := $(SEED)
torture: setup
	@$(SWIFT) build --build-tests
	@echo "== torture; again with: make torture FACTOR=$(FACTOR) SEED=$(SEED)"
	@$(TEST_SETTINGS) \
		FUZZ_FACTOR=$(FACTOR) FUZZ_SEED=$(SEED) \
		$(SWIFT) test --skip-build --disable-xctest --filter TortureTests

## Nobody debugs the C and C++ of other people, and what is slow in it is written in assembler: the
## compiler need not give it so much time (a quarter of what BoringSSL takes).
FOREIGN := -Xcc -g0 -Xcxx -g0 -Xcxx -O1

## Builds the release program at .build-release/release/tocsin. Nothing loads it as a library, so
## that it needs no table of its 45,000 symbols for that.
build: setup
	@echo "== building Tocsin, release (the first time takes some minutes)"
	@$(SWIFT) build -c release --product tocsin --static-swift-stdlib $(FOREIGN) \
		-Xlinker --no-export-dynamic --scratch-path $(RELEASE)

## Installs the program, its manual pages and the completions of bash, zsh and fish
## (PREFIX=/usr/local).
SHARE = $(DESTDIR)$(PREFIX)/share
BASH_COMPLETIONS = $(SHARE)/bash-completion/completions
ZSH_COMPLETIONS = $(SHARE)/zsh/site-functions
FISH_COMPLETIONS = $(SHARE)/fish/vendor_completions.d
install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/man/man1" "$(BASH_COMPLETIONS)" \
		"$(ZSH_COMPLETIONS)" "$(FISH_COMPLETIONS)"
	install -s -m 755 $(RELEASE)/release/tocsin "$(DESTDIR)$(PREFIX)/bin/tocsin"
	$(RELEASE)/release/tocsin docs man "$(SHARE)/man/man1" >/dev/null
	$(RELEASE)/release/tocsin completions bash >"$(BASH_COMPLETIONS)/tocsin"
	$(RELEASE)/release/tocsin completions zsh >"$(ZSH_COMPLETIONS)/_tocsin"
	$(RELEASE)/release/tocsin completions fish >"$(FISH_COMPLETIONS)/tocsin.fish"

## Makes a Debian package in .build-release/deb: program, manual pages, completions.
DEB_TREE := $(RELEASE)/deb/tree
deb: build
	@command -v dpkg-shlibdeps >/dev/null || { echo "this needs: apt-get install dpkg-dev"; exit 1; }
	@rm -rf $(RELEASE)/deb
	@$(MAKE) --no-print-directory -o build install DESTDIR=$(DEB_TREE) PREFIX=/usr \
		ZSH_COMPLETIONS=$(DEB_TREE)/usr/share/zsh/vendor-completions >/dev/null
	@.ci/deb $(RELEASE)/release/tocsin $(DEB_TREE)

## Draws the pictures of README.md anew, with the program itself.
pictures: build
	@.ci/pictures $(RELEASE)/release/tocsin

## Installs the Debian packages that are missing; says which when it may not.
setup:
	@command -v $(SWIFT) >/dev/null || { \
		echo "Tocsin needs the Swift toolchain 6.2 or later: https://www.swift.org/install"; exit 1; }
	@missing=""; for name in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q "ok installed" \
			|| missing="$$missing $$name"; \
	done; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ]; then \
			echo "== installing Debian packages:$$missing"; \
			(apt-get -o DPkg::Lock::Timeout=120 install -y -qq $$missing >/dev/null 2>&1 \
				|| { apt-get -o DPkg::Lock::Timeout=120 update -qq \
				&& DEBIAN_FRONTEND=noninteractive \
				apt-get -o DPkg::Lock::Timeout=120 install -y -qq $$missing >/dev/null; }); \
		else \
			echo "Tocsin needs these Debian packages:$$missing"; \
			echo "install them as root: apt-get install$$missing"; exit 1; \
		fi; \
	fi

## Measures speed and memory, in release.
bench: setup
	@for product in tocsin benchmarks; do \
		$(SWIFT) build -c release --product $$product --static-swift-stdlib $(FOREIGN) \
			--scratch-path $(RELEASE) || exit 1; \
	done
	@$(RELEASE)/release/benchmarks

## Formats the sources.
format:
	@$(SWIFT) format format --in-place --recursive Package.swift Sources Tests

## Checks the format without changing anything.
lint:
	@$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

clean:
	@rm -rf .build $(RELEASE) $(RELEASE_TESTS)
