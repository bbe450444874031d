# SPDX-License-Identifier: GPL-3.0-or-later
# icd10: builds everything into build/. See README.md.

VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
BUILD = build
CC = cc
CFLAGS = -O2 -g
LDFLAGS =

# Warnings and the language stand apart, so that CFLAGS can be set from outside.
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
XML_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null)
override ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -DICD_VERSION='"$(VERSION)"' \
	-DICD_PREFIX='"$(PREFIX)"' -I$(BUILD) -MMD -MP

# Linked into the programs: a one-shot look-up loads no library but the C library.
STATIC = -Wl,-Bstatic
DYNAMIC = -Wl,-Bdynamic
STORE_LIBS = $(STATIC) -llmdb -lmd -lutf8proc $(DYNAMIC) -lpthread
BUILDER_LIBS = -lxml2 -lzip -lcsv $(STORE_LIBS)
LOOKUP_LIBS = $(STATIC) -ljansson -lstemmer -lreadline -ltinfo $(DYNAMIC) $(STORE_LIBS)

STORE_SOURCES = $(wildcard lookup/store/*.c)
LOOKUP_SOURCES = $(filter-out lookup/main.c,$(wildcard lookup/*.c lookup/*/*.c))
BUILDER_SOURCES = $(filter-out build-index/main.c,$(wildcard build-index/*.c))
TEST_SOURCES = $(wildcard tests/test_*.c)

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
PROGRAMS = $(BUILD)/icd10-build-index $(BUILD)/icd10-lookup $(BUILD)/icd10 $(BUILD)/icd10-fetch
TESTS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(TEST_SOURCES))

.PHONY: all
all: $(PROGRAMS)

# ---- programs ----

$(BUILD)/libicd10.a: $(call objects,$(LOOKUP_SOURCES))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/icd10-build-index: $(call objects,build-index/main.c $(BUILDER_SOURCES) $(STORE_SOURCES))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(BUILDER_LIBS)

$(BUILD)/icd10-lookup: $(call objects,lookup/main.c) $(BUILD)/libicd10.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LOOKUP_LIBS)

$(BUILD)/icd10: $(BUILD)/icd10-lookup
	ln -sf icd10-lookup $@

$(BUILD)/icd10-fetch: build-index/icd10-fetch.sh
	@mkdir -p $(@D)
	sed 's|@DATADIR@|$(PREFIX)/share/icd10|g' $< > $@
	@chmod +x $@

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/build-index/%.o: build-index/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(XML_CFLAGS) $(CFLAGS) -c -o $@ $<

# The dates and checksums of data/sources.tsv, compiled into the builder.
$(BUILD)/build-index/known.o: $(BUILD)/sources.inc
$(BUILD)/sources.inc: data/sources.tsv
	@mkdir -p $(@D)
	awk -F '\t' '!/^#/ && NF >= 4 { gsub("-", "", $$1); printf "{%s, \"%s\"},\n", $$1, $$4 }' $< > $@

# ---- tests ----

$(BUILD)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(XML_CFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/test_%: $(BUILD)/tests/test_%.o $(call objects,$(BUILDER_SOURCES)) $(BUILD)/libicd10.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(BUILDER_LIBS) $(LOOKUP_LIBS)

$(BUILD)/tests/http_server: tests/http_server.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
