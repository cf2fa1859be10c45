# SPDX-License-Identifier: GPL-3.0-or-later
# dadao: build, test, install. `make help` lists the targets.

ifeq ($(origin CC),default)
CC := gcc
endif
BUILD ?= release
O ?= build/$(notdir $(CC))-$(BUILD)
PREFIX ?= /usr/local
DESTDIR ?=
PKG_CONFIG ?= pkg-config
VERSION := 0.1.0

PACKAGES := igraph gsl lapacke openblas jansson libxxhash zlib ncursesw cairo
TEST_PACKAGES := cmocka vterm
DEBIAN_BUILD := gcc libc6-dev pkg-config libigraph-dev libgsl-dev liblapacke-dev libopenblas-dev libjansson-dev \
	libxxhash-dev zlib1g-dev libncurses-dev libcairo2-dev ncurses-base
DEBIAN_TEST := clang libclang-rt-dev llvm cppcheck mandoc valgrind libc6-dbg tmux locales libcmocka-dev libvterm-dev

# `make deps run`: the packages first, then the rest in a make of its own that sees them.
ALONGSIDE := $(filter-out deps,$(MAKECMDGOALS))
ifneq ($(and $(filter deps,$(MAKECMDGOALS)),$(ALONGSIDE)),)
.NOTPARALLEL:
$(ALONGSIDE): deps
	@$(MAKE) --no-print-directory $@
.PHONY: $(ALONGSIDE)
else

# Rooms from the ground floor up: a room may use only those before it. The engine is a library without a screen.
ENGINE := core topology spectrum problem method simulation output experiment lesson
ROOMS := $(ENGINE) sweep view tui cli

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings -Wvla
OPTIMISE_release := -O3 -fno-math-errno -fno-trapping-math
OPTIMISE_o2 := -O2
OPTIMISE_debug := -O0 -DDADAO_VALIDATE
OPTIMISE_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DDADAO_VALIDATE
OPTIMISE_tsan := -O1 -fsanitize=thread -fno-omit-frame-pointer
OPTIMISE_fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DDADAO_VALIDATE
# Loops that are asked to be vectorised cannot be while every access is watched.
WATCHED := $(if $(and $(findstring clang,$(CC)),$(filter asan tsan fuzz,$(BUILD))),-Wno-pass-failed)
SANITIZE := $(subst fuzzer-no-link,fuzzer,$(filter -fsanitize=%,$(OPTIMISE_$(BUILD))))

# Asked for when first needed, and once: on a fresh machine pkg-config itself comes with `make deps`. GSL is content with
# OpenBLAS's BLAS; linking its own slow one first would shadow it.
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $(subst -I/,-isystem /,$(shell $(PKG_CONFIG) --cflags $(PACKAGES))))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $(filter-out -lgslcblas,$(shell $(PKG_CONFIG) --libs $(PACKAGES))) -lm)$(PACKAGE_LIBS)
TEST_LIBS = $(eval TEST_LIBS := $(shell $(PKG_CONFIG) --libs $(TEST_PACKAGES)))$(TEST_LIBS)

# No contraction to fused multiply-add: the same bits on every processor. Paths in debug information are relative.
DADAO_CFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -I$(O) -g -pthread -ffp-contract=off $(OPTIMISE_$(BUILD)) $(WARNINGS) $(WATCHED) \
	$(if $(WERROR),-Werror) -ffile-prefix-map=$(CURDIR)=. -DDADAO_VERSION='"$(VERSION)"' \
	-DDADAO_GRAPHS_DIR='"$(PREFIX)/share/dadao/graphs"' -DDADAO_LESSONS_DIR='"$(PREFIX)/share/dadao/lessons"' $(PACKAGE_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(EXTRA_CFLAGS)
LINK = $(CC) -pthread $(SANITIZE) $(LDFLAGS) -o $@

# One short line a command; V=1 shows the commands themselves.
Q := $(if $(V),,@)
say = $(if $(V)$(findstring s,$(firstword $(MAKEFLAGS))),,@printf '  %-5s %s\n' $(1) $(2))

all: $(O)/dadao $(O)/libdadao.a $(O)/dadao.pc $(O)/dadao.1  ## the program, the library, the manual page

run: $(O)/dadao  ## build and start the program
	$(O)/dadao

# ---- objects and archives ----------------------------------------------------------------------
$(O)/packages:
	@$(PKG_CONFIG) --exists --print-errors $(PACKAGES) || { echo "Missing libraries: run \`make deps\` (as root or with sudo)." >&2; exit 1; }
	@mkdir -p $(@D) && touch $@

# The page that plays a recording, as the numbers of its bytes.
$(O)/lesson/page.inc: src/lesson/page.html
	@mkdir -p $(@D)
	$(Q)od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g' > $@
$(O)/lesson/web_page.o: $(O)/lesson/page.inc

$(O)/%.o: src/%.c | $(O)/packages
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(DADAO_CFLAGS) -MMD -MP -c -o $@ $<

# Kernels: the same source once for each level of x86-64; the program picks one at run time.
LEVELS := baseline v3 v4
LEVEL_baseline := -march=x86-64
LEVEL_v3 := -march=x86-64-v3
LEVEL_v4 := -march=x86-64-v4 -mprefer-vector-width=512
define level_rule
$(O)/%.isa.$(1).o: src/%.isa.c | $(O)/packages
	@mkdir -p $$(@D)
	$$(call say,CC,"$$< ($(1))")
	$$(Q)$$(CC) $$(DADAO_CFLAGS) $$(LEVEL_$(1)) -DDADAO_ISA=$(1) -MMD -MP -c -o $$@ $$<
endef
$(foreach level,$(LEVELS),$(eval $(call level_rule,$(level))))

# The prefix is compiled into the objects that look for the installed graphs: another prefix, other objects.
$(O)/prefix: FORCE
	@mkdir -p $(@D); echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
FORCE:
$(patsubst src/%.c,$(O)/%.o,$(shell grep -lsE "DADAO_(GRAPHS|LESSONS)_DIR" src/*/*.c)): $(O)/prefix

sources = $(sort $(wildcard src/$(1)/*.c))
objects = $(patsubst src/%.c,$(O)/%.o,$(filter-out %.isa.c,$(call sources,$(1)))) $(foreach level,$(LEVELS),\
	$(patsubst src/%.isa.c,$(O)/%.isa.$(level).o,$(filter %.isa.c,$(call sources,$(1)))))
define room_rule
$(O)/lib$(1).a: $$(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR,$$@)
	$$(Q)$$(AR) rcs $$@ $$^
endef
$(foreach room,$(ROOMS),$(eval $(call room_rule,$(room))))

# The archives of a room and those below it, highest first (link order).
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
up_to = $(firstword $(2)) $(if $(filter $(1),$(firstword $(2))),,$(call up_to,$(1),$(wordlist 2,$(words $(2)),$(2))))
archives_of = $(foreach room,$(call reverse,$(call up_to,$(1),$(ROOMS))),$(O)/lib$(room).a)

$(O)/dadao: $(call archives_of,cli)
	$(call say,LINK,$@)
	$(Q)$(LINK) $^ $(PACKAGE_LIBS)

# q, not r: two rooms may have files of the same name.
$(O)/libdadao.a: $(foreach room,$(ENGINE),$(call objects,$(room)))
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) qcs $@ $^

$(O)/dadao.pc: dadao.pc.in Makefile $(O)/prefix
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@PACKAGES@|$(filter-out ncursesw,$(PACKAGES))|' $< > $@

# The reference of commands is written by the program from its own table.
$(O)/dadao.1: man/dadao.1 $(O)/dadao $(O)/prefix
	$(call say,MAN,$@)
	$(Q)$(O)/dadao commands --man > $@.commands
	$(Q)sed -e 's|@VERSION@|$(VERSION)|' -e 's|@PREFIX@|$(PREFIX)|' -e '/@COMMANDS@/{r $@.commands' -e 'd}' $< > $@

# ---- tests: programs, one each tests/unit/ROOM/test_*.c, tests/screen/test_*.c, tests/fuzz/fuzz_*.c, tests/bench/bench_*.c ----
PROGRAM_CFLAGS = $(DADAO_CFLAGS) $(SANITIZE) -MMD -MP -MF $@.d -MT $@
TEST_CFLAGS = $(PROGRAM_CFLAGS) -O1 -Itests
$(O)/tests/support/%.o: tests/support/%.c | $(O)/packages
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(DADAO_CFLAGS) -Itests -MMD -MP -c -o $@ $<
$(O)/libsupport.a: $(patsubst %.c,$(O)/%.o,$(wildcard tests/support/*.c))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(O)/preload.so: tests/support/preload/preload.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O2 $(WARNINGS) -fPIC -shared -o $@ $<

unit_programs = $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/$(1)/test_*.c))
define unit_rule
$(O)/tests/$(1)/test_%: tests/unit/$(1)/test_%.c $$(call archives_of,$(1)) $(O)/libsupport.a
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)
	$$(Q)$$(CC) $$(TEST_CFLAGS) -o $$@ $$< $$(filter %.a,$$^) $$(TEST_LIBS) $$(PACKAGE_LIBS)
unit-$(1): $$(call unit_programs,$(1)) | $(if $(filter cli tui,$(1)),$(O)/dadao)
	@DADAO_BUILD=$(O) tests/run $$(call unit_programs,$(1))
.PHONY: unit-$(1)
endef
$(foreach room,$(ROOMS),$(eval $(call unit_rule,$(room))))

SCREENS := $(patsubst %.c,$(O)/%,$(wildcard tests/screen/test_*.c))
$(O)/tests/screen/%: tests/screen/%.c $(O)/libsupport.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(TEST_CFLAGS) -o $@ $< $(filter %.a,$^) $(TEST_LIBS) $(if $(filter %libview.a,$^),$(PACKAGE_LIBS)) -lm
# The rows of looks are read from the view's own table.
$(O)/tests/screen/test_looks: $(call archives_of,view)
unit-screen: $(SCREENS) $(O)/dadao $(O)/preload.so
	@DADAO_BUILD=$(O) tests/run -j 1 $(SCREENS)

web: $(O)/dadao  ## pages in a headless Chromium, where there is one
	@tests/web/run $(O) || [ $$? = 77 ]

FUZZERS := $(patsubst %.c,$(O)/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(patsubst %.c,$(O)/%,$(wildcard tests/bench/bench_*.c))
$(FUZZERS) $(BENCHES) $(O)/tests/gallery/gallery: $(O)/%: %.c $(call archives_of,tui)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(PROGRAM_CFLAGS) -o $@ $< $(filter %.a,$^) $(PACKAGE_LIBS)

tests: $(foreach room,$(ROOMS),$(call unit_programs,$(room))) $(SCREENS) $(O)/preload.so $(O)/dadao
unit: $(addprefix unit-,$(ROOMS))  ## the unit tests of this build (unit-ROOM: of one room)
fuzzers: $(FUZZERS)
benches: $(BENCHES)

check:  ## build with gcc and clang and run every test; the last line says how many passed
	@MAKE="$(MAKE)" tests/check

lint:  ## rooms, names, lengths, static analysis
	@$(MAKE) --no-print-directory $(O)/dadao $(O)/dadao.1
	@DADAO_BUILD=$(O) tests/run -l "lint " $(filter-out %/tap,$(wildcard tests/lint/*))

sanitize:  ## the tests under AddressSanitizer, UBSan and ThreadSanitizer
	@MAKE="$(MAKE)" tests/check sanitize

fuzz:  ## fuzz the parsers for long (SECONDS=600 each)
	@MAKE="$(MAKE)" tests/fuzz/run $(or $(SECONDS),600)

bench:  ## speed and memory, as ratios to the bare arithmetic on this machine
	@$(MAKE) --no-print-directory $(O)/dadao benches
	@for program in $(BENCHES); do DADAO_BUILD=$(O) $$program || exit 1; done
	@sh tests/bench/engine_ratio.sh $(O)/tests/bench/bench_engine all
	@sh tests/bench/sweep_ratio.sh $(O)/dadao
	@sh tests/bench/screen.sh $(O)

screenshot: $(O)/tests/screen/screenshot $(O)/dadao  ## the picture in README.md, by the tests' terminal emulator
	DADAO_BUILD=$(O) $< man/screenshot.svg 120 36 30

gallery: $(O)/tests/gallery/gallery  ## every view as SVG and PNG, dark and light, in build/gallery
	@OPENBLAS_NUM_THREADS=1 $< build/gallery

# ---- installing and packing --------------------------------------------------------------------
INSTALL := install -D -m 644 -t $(DESTDIR)$(PREFIX)
install: all  ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(O)/dadao
	$(INSTALL)/lib $(O)/libdadao.a
	$(INSTALL)/lib/pkgconfig $(O)/dadao.pc
	$(INSTALL)/include/dadao include/dadao/*.h
	$(INSTALL)/share/dadao/graphs $(wildcard graphs/*)
	$(if $(wildcard lessons/*),$(INSTALL)/share/dadao/lessons $(wildcard lessons/*))
	$(INSTALL)/share/man/man1 $(O)/dadao.1

uninstall:  ## remove what install put there
	cd $(DESTDIR)$(PREFIX) && rm -rf bin/dadao lib/libdadao.a lib/pkgconfig/dadao.pc include/dadao share/dadao share/man/man1/dadao.1

dist:  ## a tarball of the committed tree, which builds without git
	@mkdir -p build
	git archive --format=tar --prefix=dadao-$(VERSION)/ HEAD | gzip -9n > build/dadao-$(VERSION).tar.gz
	@echo build/dadao-$(VERSION).tar.gz

clean:  ## remove everything that was built
	rm -rf build

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r t w; do printf '  make %-12s%s\n' $$t "$$w"; done
	@echo; echo "Variables: CC=gcc|clang BUILD=release|debug|o2|asan|tsan PREFIX=$(PREFIX) DESTDIR= O=object-folder WERROR=1 V=1"

.PHONY: all run tests unit unit-screen web fuzzers benches check lint sanitize fuzz bench screenshot gallery install uninstall dist clean help
-include $(if $(filter-out clean help dist check,$(or $(MAKECMDGOALS),all)),$(shell find $(O) -name '*.d' 2>/dev/null))
endif

# What only the tests need is left out when someone just wants to see it run.
DEBIAN := $(DEBIAN_BUILD) $(if $(filter-out all run install,$(or $(ALONGSIDE),check)),$(DEBIAN_TEST))
deps:  ## install the Debian packages that are missing
	@missing=; for package in $(DEBIAN); do \
	    dpkg-query -W -f='$${db:Status-Status}\n' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; done; \
	if [ -z "$$missing" ]; then echo "deps: every package is there"; exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; \
	else echo "deps: missing$$missing; become root and run: apt-get install$$missing" >&2; exit 1; fi; \
	echo "deps: installing$$missing"; \
	$$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing
.PHONY: deps
