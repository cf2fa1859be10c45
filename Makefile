# SPDX-License-Identifier: GPL-3.0-or-later
# dadao: build, test, install. `make help` lists the targets.

CC ?= gcc
BUILD ?= release
O ?= build/$(notdir $(CC))-$(BUILD)
PREFIX ?= /usr/local
DESTDIR ?=
PKG_CONFIG ?= pkg-config

VERSION := 0.1.0
PACKAGES := igraph gsl lapacke openblas jansson libxxhash ncursesw cairo
TEST_PACKAGES := cmocka vterm

# Rooms from the ground floor up: a room may use only those before it.
ROOMS := core topology spectrum problem method simulation output experiment view tui cli
ENGINE := core topology spectrum problem method simulation output experiment

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings -Wvla
OPTIMISE_release := -O3 -fno-math-errno -fno-trapping-math
OPTIMISE_debug := -O0 -DDADAO_VALIDATE
OPTIMISE_o2 := -O2
OPTIMISE_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DDADAO_VALIDATE
OPTIMISE_tsan := -O1 -fsanitize=thread -fno-omit-frame-pointer
SANITIZE := $(filter -fsanitize=%,$(OPTIMISE_$(BUILD)))

PACKAGE_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
PACKAGE_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES))
TEST_LIBS = $(shell $(PKG_CONFIG) --libs $(TEST_PACKAGES))
DADAO_CFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -g -pthread -ffp-contract=off $(OPTIMISE_$(BUILD)) $(WARNINGS) \
	-DDADAO_VERSION='"$(VERSION)"' $(subst -I/,-isystem /,$(PACKAGE_CFLAGS)) $(EXTRA_CFLAGS)

sources = $(wildcard src/$(1)/*.c)
objects = $(patsubst src/%.c,$(O)/%.o,$(call sources,$(1)))
ARCHIVES := $(foreach room,$(ROOMS),$(O)/lib$(room).a)

all: $(O)/dadao

run: all
	$(O)/dadao

.PHONY: all run

# ---- objects and archives ----------------------------------------------------------------------
$(O)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(DADAO_CFLAGS) -MMD -MP -c -o $@ $<

# Kernels: the same source once for each level of x86-64; the program picks one at run time.
ISA_baseline := -march=x86-64
ISA_v3 := -march=x86-64-v3
ISA_v4 := -march=x86-64-v4 -mprefer-vector-width=512
define isa_rule
$(O)/%.isa.$(1).o: src/%.isa.c
	@mkdir -p $$(@D)
	$$(CC) $$(DADAO_CFLAGS) $$(ISA_$(1)) -DDADAO_ISA=$(1) -MMD -MP -c -o $$@ $$<
endef
$(foreach isa,baseline v3 v4,$(eval $(call isa_rule,$(isa))))

plain = $(filter-out %.isa.c,$(call sources,$(1)))
kernels = $(filter %.isa.c,$(call sources,$(1)))
room_objects = $(patsubst src/%.c,$(O)/%.o,$(call plain,$(1))) \
	$(foreach isa,baseline v3 v4,$(patsubst src/%.isa.c,$(O)/%.isa.$(isa).o,$(call kernels,$(1))))

define room_rule
$(O)/lib$(1).a: $$(call room_objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(AR) rcs $$@ $$^
endef
$(foreach room,$(ROOMS),$(eval $(call room_rule,$(room))))

# The archives of a room and those below it, highest first (link order).
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
up_to = $(if $(filter $(1),$(firstword $(2))),$(firstword $(2)),$(firstword $(2)) $(call up_to,$(1),$(wordlist 2,$(words $(2)),$(2))))
archives_of = $(foreach room,$(call reverse,$(call up_to,$(1),$(ROOMS))),$(O)/lib$(room).a)

LINK = $(CC) -pthread $(SANITIZE) -o $@
LIBS = $(PACKAGE_LIBS) -lm

$(O)/dadao: $(call archives_of,cli)
	$(LINK) -Wl,--whole-archive $(O)/libcli.a -Wl,--no-whole-archive $(filter-out %/libcli.a,$^) $(LIBS)

# ---- unit tests --------------------------------------------------------------------------------
unit_programs = $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/$(1)/test_*.c))
define unit_rule
$(O)/tests/$(1)/test_%: tests/unit/$(1)/test_%.c $$(call archives_of,$(1))
	@mkdir -p $$(@D)
	$$(CC) $$(DADAO_CFLAGS) -Itests $$(SANITIZE) -MMD -MP -o $$@ $$< $$(wildcard tests/support/*.c) $$(filter %.a,$$^) $$(TEST_LIBS) $$(LIBS)
unit-$(1): $$(call unit_programs,$(1))
	@for program in $$^; do $$$$program || exit 1; done
.PHONY: unit-$(1)
endef
$(foreach room,$(ROOMS),$(eval $(call unit_rule,$(room))))

clean:
	rm -rf build
.PHONY: clean

-include $(shell find $(O) -name '*.d' 2>/dev/null)
