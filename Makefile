# SPDX-License-Identifier: GPL-3.0-or-later
# icd10: builds everything into build/. See README.md.

VERSION := $(shell sed -n '/^[0-9][0-9.]*/{s/ .*//p;q;}' CHANGELOG)
BUILD = build
# CC, CFLAGS, CPPFLAGS, LDFLAGS and where to install are taken from the environment too.
CFLAGS ?= -O2 -g
LDFLAGS ?=
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DESTDIR ?=

# make CROSS=aarch64-linux-gnu makes programs for another kind of machine. What runs while they are made is made by
# CC_FOR_BUILD, with CFLAGS only where both compilers are one.
ifneq ($(CROSS),)
CC = $(CROSS)-gcc
AR = $(CROSS)-ar
LD = $(CROSS)-ld
OBJCOPY = $(CROSS)-objcopy
PKG_CONFIG ?= $(or $(shell command -v $(CROSS)-pkg-config),pkg-config)
CC_FOR_BUILD ?= cc
endif
OBJCOPY ?= objcopy
PKG_CONFIG ?= pkg-config
CC_FOR_BUILD ?= $(CC)
FLAGS_FOR_BUILD ?= $(if $(filter-out $(CC),$(CC_FOR_BUILD)),-O2,$(CPPFLAGS) $(CFLAGS) $(LDFLAGS))

# Warnings and the language stand apart, so that CFLAGS can be set from outside.
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
# Asked when it is needed: `make deps all` installs libxml2 first.
XML_CFLAGS = $(shell $(PKG_CONFIG) --cflags libxml-2.0)
# Files and their numbers may be large where long has 32 bits, too; vectors of scan/ are passed within one file only.
override ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(WARNINGS) -Wno-psabi -DICD_VERSION='"$(VERSION)"' \
	-DICD_PREFIX='"$(PREFIX)"' -Ilookup -Ibuild-index -I$(BUILD) -MMD -MP

# Hardened by default, with what the compiler and the linker have of it; `make HARDENING= HARDENED_LINK=` leaves that to
# CFLAGS and LDFLAGS. .ci/hardening looks into the programs made for what is asked for here.
SANITIZED = $(findstring sanitize,$(CFLAGS) $(LDFLAGS))
OPTIMIZED = $(filter -O -O1 -O2 -O3 -Os -Og -Ofast,$(CFLAGS))
EMPTY_MAIN = echo 'int main(void) { return 0; }' | $(CC) -Werror -x c
comma = ,
compiles = $(shell $(EMPTY_MAIN) $(CPPFLAGS) -O2 $(1) -include stdio.h -S -o /dev/null - 2>/dev/null && echo '$(1)')
ifeq ($(origin HARDENING),undefined)
HARDENING := $(call compiles,-fPIE) $(call compiles,-fstack-protector-strong) $(call compiles,-fcf-protection=full) \
	$(call compiles,-ffile-prefix-map=$(CURDIR)=.) $(call compiles,-ffile-prefix-map=$(abspath $(BUILD))=./build) \
	$(if $(OPTIMIZED),$(if $(SANITIZED),,$(or $(call compiles,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)))
endif
ifeq ($(origin HARDENED_LINK),undefined)
links = $(shell $(EMPTY_MAIN) $(1) -o /dev/null - 2>/dev/null && echo '$(1)')
HARDENED_LINK := $(call links,-Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now$(comma)-z$(comma)noexecstack)
endif

# A one-shot look-up takes little longer than starting a program does, so icd10-lookup loads no
# library: all are linked in, at a fixed address, since moving itself to another (-static-pie) takes a sixth of
# a look-up (0.17 of 0.96 ms: 20,000 pointers of tables on 100 pages). What reads hostile files in it runs in a sandbox instead. The
# builder, which takes seconds, is position-independent. To have the look-up so too: make STATIC=-static-pie.
# Where libc.a is not wanted (sanitizers, other C libraries): make STATIC=
STATIC = $(if $(SANITIZED)$(SHARED),,-static -Wl,--no-warnings)
PIE = $(if $(findstring -static,$(STATIC)),,-pie)
LINK = $(CC) $(CFLAGS) $(HARDENED_LINK) $(LDFLAGS)

# make SHARED=1 links against the libraries of the distribution, as packages of one want it; it is so where archives
# cannot be asked for by name.
SHARED = $(filter Darwin,$(shell uname -s))
override ALL_CFLAGS += $(if $(SHARED),-DICD_LOADS_STEMMER)
archives = $(foreach name,$(1),$(if $(SHARED),-l$(name),-l:lib$(name).a))
STORE_LIBS = $(call archives,nettle utf8proc stemmer) $(FUNOPEN_LIBS) -lpthread -lm
STRICT_MEMORY = $(addprefix -Wl$(comma)--wrap=,malloc calloc realloc strdup)
BUILDER_LIBS = -lxml2 -lzip -lcsv $(call archives,lmdb) $(STORE_LIBS)
LOOKUP_LIBS = $(call archives,readline $(if $(SHARED),,tinfo)) $(STORE_LIBS)
# Nettle looks what the processor can do when a program starts, and again where its functions are first called. The first is
# left out: under a hypervisor each question to the processor takes microseconds, and few commands need a SHA-256.
LAZY_NETTLE = $(BUILD)/lazy_nettle.a

# What other systems have not is made of what they have (lookup/portable/); make FALLBACKS=1 has it so on Linux, too, and
# with libbsd-dev as the BSDs do.
FALLBACKS = $(filter-out Linux,$(shell uname -s))
FUNOPEN := $(if $(FALLBACKS),$(call compiles,-include bsd/stdio.h))
override ALL_CFLAGS += $(if $(FALLBACKS),-include lookup/portable/portable.h -Ilookup/portable) $(if $(FUNOPEN),-DICD_FUNOPEN)
FUNOPEN_LIBS = $(if $(FUNOPEN),$(call archives,bsd md))

# A sandbox stands in the way of what sanitizers and coverage write and start.
SANDBOX = $(if $(SANITIZED)$(FALLBACKS)$(findstring coverage,$(CFLAGS))$(findstring -fprofile,$(CFLAGS)),0,1)

# What both programs use: the index file, and what its records are made of.
SHARED_SOURCES = $(wildcard lookup/base/*.c lookup/words/*.c lookup/sandbox/*.c lookup/memory/*.c lookup/store/*.c lookup/shown/*.c) $(SHARED_RECORDS) \
	$(addprefix lookup/user/,location.c user_file.c write_file.c)
SHARED_RECORDS = $(addprefix lookup/,index/index_record.c index/index_text.c index/manifestations.c official/index_xml.c official/digest.c \
	search/search_record.c guideline/records.c guideline/number.c edits/records.c icd9/records.c icd9/icd9_code.c)
LIBRARY_ROOMS = base words memory store view edits icd9 book guideline history index search check coding rules payer claim official tell library
LIBRARY_SOURCES = $(wildcard $(patsubst %,lookup/%/*.c,$(LIBRARY_ROOMS))) $(filter-out %/list_folder.c,$(wildcard lookup/lists/*.c)) \
	$(addprefix lookup/,input/rows.c input/source.c input/encoding.c user/location.c)
LIBRARY_LIBS = -lnettle -lutf8proc -lstemmer $(if $(FUNOPEN),-lbsd) -lm
LOOKUP_SOURCES = $(filter-out lookup/main.c $(SQLITE_SOURCE),$(wildcard lookup/*.c lookup/*/*.c))
SQLITE_SOURCE = lookup/sqlite/icd10.c
BUILDER_SOURCES = $(filter-out build-index/main.c build-index/strict_memory.c,$(wildcard build-index/*.c build-index/*/*.c))
TEST_SOURCES = $(wildcard tests/*/test_*.c)
BENCH_SOURCES = $(wildcard tests/bench/bench_*.c)
HELPER_SOURCES = tests/support/http_server.c
FUZZ_SOURCES = $(wildcard tests/fuzz/fuzz_*.c)

# Commands are shown as short lines, whole with V=1, not at all with make -s. Errors and warnings always are.
Q = $(if $(V),,@)
quiet = $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(V)$(quiet),,@echo '  $(1)	$(2)')

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
PROGRAMS = $(BUILD)/icd10-build-index $(BUILD)/icd10-lookup $(BUILD)/icd10 $(BUILD)/icd10-fetch
TESTS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(TEST_SOURCES))
BENCHES = $(patsubst tests/%.c,$(BUILD)/tests/%,$(BENCH_SOURCES))
FUZZERS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(FUZZ_SOURCES))
TEST_HELPERS = $(patsubst tests/%.c,$(BUILD)/tests/%,$(HELPER_SOURCES))

LIBRARY_MAJOR := $(shell sed -n 's/^.define ICD10_VERSION_MAJOR //p' lookup/icd10.h)
LIBRARY_VERSION := $(LIBRARY_MAJOR).$(shell sed -n 's/^.define ICD10_VERSION_MINOR //p' lookup/icd10.h)
SONAME = libicd10.so.$(LIBRARY_MAJOR)
SHARED_LIBRARY = libicd10.so.$(LIBRARY_VERSION)
LIBRARIES = $(BUILD)/libicd10.a $(BUILD)/$(SHARED_LIBRARY) $(BUILD)/icd10.pc
LIBRARY_OBJECTS = $(patsubst %.c,$(BUILD)/library/%.o,$(LIBRARY_SOURCES))

# The extension of SQLite, where libsqlite3-dev is installed. Sanitizers cannot be loaded into a program without them.
SQLITE_EXTENSION := $(if $(SANITIZED),,$(if $(call compiles,-include sqlite3ext.h),$(BUILD)/sqlite/icd10.so))

.SECONDARY:

.PHONY: all
all: $(PROGRAMS) $(LIBRARIES) $(SQLITE_EXTENSION)

# ---- programs ----

$(BUILD)/lookup.a: $(call objects,$(LOOKUP_SOURCES))
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $^

$(BUILD)/icd10-build-index: $(call objects,build-index/main.c build-index/strict_memory.c $(BUILDER_SOURCES) $(SHARED_SOURCES))
	$(call say,LINK,$@)
	$(Q)$(LINK) -pie $(STRICT_MEMORY) -o $@ $^ $(BUILDER_LIBS)

$(LAZY_NETTLE):
	@mkdir -p $(@D)
	$(Q)$(OBJCOPY) --remove-section=.init_array --remove-section=.rela.init_array \
		"$$($(CC) -print-file-name=libnettle.a)" $@

# It is copied, as make install does: Linux keeps what a linker writes here and there in memory by single pages, and a file
# that was written from its beginning to its end in larger pieces, of which it maps more at once (a tenth of a look-up).
$(BUILD)/icd10-lookup: $(call objects,lookup/main.c) $(BUILD)/lookup.a $(if $(STATIC),$(LAZY_NETTLE))
	$(call say,LINK,$@)
	$(Q)$(LINK) $(PIE) $(STATIC) -o $@.linked $^ $(LOOKUP_LIBS)
	@rm -f $@ && cp $@.linked $@ && rm $@.linked

$(BUILD)/icd10: $(BUILD)/icd10-lookup
	$(Q)ln -sf icd10-lookup $@

$(BUILD)/icd10-fetch: build-index/icd10-fetch.sh lookup/store/format.h
	@mkdir -p $(@D)
	$(Q)sed -e 's|@DATADIR@|$(PREFIX)/share/icd10|g' \
		-e "s|@FORMAT@|$$(sed -n 's/^.define ICD_FORMAT_VERSION //p' lookup/store/format.h)|g" build-index/icd10-fetch.sh > $@
	@chmod +x $@

# ---- the library ----

# One set of objects serves both forms of libicd10. They are position-independent, and nothing is seen from
# outside but the functions of lookup/icd10.h: in the shared library by its map; for the static one all objects are
# made one, in which what is hidden becomes local.
$(BUILD)/library/%.o: %.c Makefile | $(DEPS_FIRST)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -DNDEBUG -DICD_LOADS_STEMMER $(CFLAGS) $(HARDENING) -fPIC -fvisibility=hidden -c -o $@ $<

$(BUILD)/libicd10.a: $(LIBRARY_OBJECTS)
	@rm -f $@
	$(Q)$(LD) -r -o $(BUILD)/library/icd10.o $^
	$(Q)$(OBJCOPY) --localize-hidden $(BUILD)/library/icd10.o
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $(BUILD)/library/icd10.o

# Compilers other than gcc leave the sanitizers' functions to the program.
$(BUILD)/$(SHARED_LIBRARY): $(LIBRARY_OBJECTS) lookup/icd10.map
	$(call say,LINK,$@)
	$(Q)$(LINK) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lookup/icd10.map \
		$(if $(SANITIZED),,-Wl,-z,defs) -o $@ $(LIBRARY_OBJECTS) $(LIBRARY_LIBS)
	@ln -sf $(SHARED_LIBRARY) $(BUILD)/$(SONAME)
	@ln -sf $(SONAME) $(BUILD)/libicd10.so

# All of libicd10 is in it, and nothing is seen of that.
$(BUILD)/sqlite/icd10.so: $(BUILD)/library/$(SQLITE_SOURCE:.c=.o) $(BUILD)/libicd10.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) -shared -Wl,--exclude-libs,ALL -Wl,-z,defs -o $@ $^ $(LIBRARY_LIBS)

$(BUILD)/icd10.pc: lookup/icd10.pc.in FORCE
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|' -e 's|@VERSION@|$(LIBRARY_VERSION)|' -e 's|@LIBS@|$(LIBRARY_LIBS)|' \
		$< > $@

# With `make -j deps all`, compiling waits for the packages.
DEPS_FIRST = $(filter deps,$(MAKECMDGOALS))

$(BUILD)/%.o: %.c Makefile | $(DEPS_FIRST)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(CFLAGS) $(HARDENING) -c -o $@ $<

$(BUILD)/build-index/%.o: build-index/%.c Makefile | $(DEPS_FIRST)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(XML_CFLAGS) $(CFLAGS) $(HARDENING) -c -o $@ $<

# What knows the PREFIX is made again when that changes.
$(BUILD)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
.PHONY: FORCE
FORCE:
$(call objects,$(SHARED_SOURCES) $(LOOKUP_SOURCES)) $(BUILD)/icd10-fetch: $(BUILD)/prefix
$(BUILD)/library/lookup/user/location.o: $(BUILD)/prefix

# Tables of data/ are made C by awk; a row that is not as it should be ends the make with a sentence (table.awk).
TABLE_AWK = LC_ALL=C awk -f lookup/base/table.awk

# The dates and checksums of published zips and files, and of the files in the zips, compiled into the builder.
$(BUILD)/build-index/find/known.o: $(BUILD)/sources.inc $(BUILD)/members.inc
$(BUILD)/sources.inc $(BUILD)/members.inc: $(BUILD)/%.inc: data/%.tsv lookup/base/table.awk build-index/find/sources.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f build-index/find/sources.awk $< > $@.new && mv $@.new $@

# The releases that the table of addresses has, likewise into the look-up.
$(BUILD)/lookup/commands/newer.o: $(BUILD)/release_dates.inc
$(BUILD)/release_dates.inc: data/sources.tsv lookup/base/table.awk lookup/commands/release_dates.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/commands/release_dates.awk $< > $@.new && mv $@.new $@

# Abbreviations and lay words of data/synonyms.tsv and the drugs of data/drugs.tsv, likewise.
$(BUILD)/build-index/search_facts/search_synonyms.o: $(BUILD)/synonyms.inc
$(BUILD)/synonyms.inc: data/synonyms.tsv data/drugs.tsv lookup/base/table.awk build-index/search_facts/synonyms.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f build-index/search_facts/synonyms.awk data/synonyms.tsv data/drugs.tsv > $@.new && mv $@.new $@

# Lists and weights of words, likewise.
WORD_LISTS = $(addprefix $(BUILD)/,words.inc search_words.inc scan_words.inc label_words.inc)
$(WORD_LISTS): $(BUILD)/%.inc: data/%.tsv lookup/base/table.awk lookup/words/word_lists.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/words/word_lists.awk $< > $@.new && mv $@.new $@
$(BUILD)/word_weights.inc: data/word_weights.tsv lookup/base/table.awk lookup/words/word_weights.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/words/word_weights.awk $< > $@.new && mv $@.new $@
# Stems of the weighted words need the rules of the words themselves.
$(BUILD)/make-stems: data/stems.c lookup/words/words.c lookup/words/words.h lookup/memory/hash.c lookup/memory/hash_wide.c lookup/memory/array.c Makefile \
		$(BUILD)/words.inc $(BUILD)/word_weights.inc
	$(Q)$(CC_FOR_BUILD) $(ALL_CFLAGS) $(FLAGS_FOR_BUILD) -MF $@.d -MT $@ -o $@ data/stems.c lookup/memory/hash.c \
		lookup/memory/hash_wide.c lookup/memory/array.c -lutf8proc -lstemmer
$(BUILD)/stems.inc: $(BUILD)/make-stems
	$(Q)$< > $@.new && mv $@.new $@
$(BUILD)/lookup/words/words.o: $(BUILD)/words.inc $(BUILD)/stems.inc
$(call objects,lookup/search/search_query.c lookup/search/search_readings.c lookup/search/search_words.c): $(BUILD)/search_words.inc
# What they are made again for is said in their .d files.
$(LIBRARY_OBJECTS): | $(WORD_LISTS) $(addprefix $(BUILD)/,stems.inc $(addprefix claim_,spans.inc combinations.inc sets.inc \
	set_words.inc set_asked.inc set_letters.inc relations.inc))
$(call objects,lookup/scan/scan_context.c lookup/scan/scan_beside.c lookup/scan/scan_doubt.c lookup/scan/scan_icd9.c): $(BUILD)/scan_words.inc
$(call objects,lookup/label/vocabulary.c): $(BUILD)/label_words.inc

# System calls by number, of data/system_calls.tsv, likewise.
$(BUILD)/lookup/sandbox/calls.o: $(BUILD)/system_calls.inc
$(BUILD)/system_calls.inc: data/system_calls.tsv lookup/base/table.awk lookup/sandbox/calls.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/sandbox/calls.awk $< > $@.new && mv $@.new $@
$(BUILD)/lookup/sandbox/sandbox.o: override ALL_CFLAGS += -DICD_SANDBOX=$(SANDBOX)

# What notes mean that name no code, of data/place_notes.tsv, likewise.
$(BUILD)/build-index/notes/place_notes.o: $(BUILD)/place_notes.inc
$(BUILD)/place_notes.inc: data/place_notes.tsv lookup/base/table.awk build-index/notes/place_notes.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f build-index/notes/place_notes.awk $< > $@.new && mv $@.new $@

# Codes that the rules for claims speak of, of data/claim_spans.tsv, likewise.
$(BUILD)/lookup/coding/spans.o: $(BUILD)/claim_spans.inc
$(BUILD)/claim_spans.inc: data/claim_spans.tsv lookup/base/table.awk lookup/coding/spans.awk lookup/coding/spans.h
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/coding/spans.awk lookup/coding/spans.h $< > $@.new && mv $@.new $@
$(BUILD)/lookup/coding/combinations.o: $(BUILD)/claim_combinations.inc
$(BUILD)/claim_combinations.inc: data/claim_combinations.tsv lookup/base/table.awk lookup/coding/combinations.awk
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -f lookup/coding/combinations.awk $< > $@.new && mv $@.new $@

# Relations of sets of codes, of data/claim_rules.tsv, likewise: the sets for coding/, the relations for rules/.
CLAIM_RULES_AWK = lookup/coding/sets.awk lookup/rules/finding.h lookup/rules/claim_relations.c
$(BUILD)/lookup/coding/sets.o: $(addprefix $(BUILD)/claim_,sets.inc set_words.inc set_asked.inc set_letters.inc)
$(BUILD)/lookup/rules/claim_relations.o: $(BUILD)/claim_relations.inc
$(addprefix $(BUILD)/claim_,sets.inc set_words.inc set_asked.inc set_letters.inc relations.inc): $(BUILD)/claim_%.inc: data/claim_rules.tsv lookup/base/table.awk \
		$(CLAIM_RULES_AWK)
	@mkdir -p $(@D)
	$(Q)$(TABLE_AWK) -v want=$* -f $(CLAIM_RULES_AWK) $< > $@.new && mv $@.new $@

# ---- tests ----

$(BUILD)/tests/%.o: tests/%.c Makefile | $(DEPS_FIRST)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -Itests $(XML_CFLAGS) $(CFLAGS) $(HARDENING) -c -o $@ $<

$(TESTS): %: %.o $(call objects,$(BUILDER_SOURCES)) $(BUILD)/lookup.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -pie -o $@ $^ -lcmocka -ljansson $(BUILDER_LIBS) $(LOOKUP_LIBS)

$(BENCHES): %: %.o $(call objects,$(BUILDER_SOURCES)) $(BUILD)/lookup.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -pie -o $@ $^ $(BUILDER_LIBS) $(LOOKUP_LIBS)

# Fuzz targets, for libFuzzer or, in every other build, with a replayer of inputs that were kept.
WITH_FUZZER = $(findstring fuzzer,$(CFLAGS))
FUZZ_SHARED = $(call objects,tests/fuzz/fuzz.c tests/fuzz/hostile.c $(if $(WITH_FUZZER),,tests/fuzz/replay.c))
FLIPS = $(BUILD)/tests/fuzz/flips
$(FLIPS): $(call objects,tests/fuzz/flips.c tests/fuzz/fuzz.c tests/fuzz/hostile.c $(BUILDER_SOURCES)) $(BUILD)/lookup.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -pie -o $@ $^ -ljansson $(BUILDER_LIBS) $(LOOKUP_LIBS)
$(FUZZERS): %: %.o $(FUZZ_SHARED) $(call objects,$(BUILDER_SOURCES)) $(BUILD)/lookup.a
	$(call say,LINK,$@)
	$(Q)$(LINK) $(if $(WITH_FUZZER),-fsanitize=fuzzer) -pie -o $@ $^ -ljansson $(BUILDER_LIBS) $(LOOKUP_LIBS)

$(BUILD)/tests/support/http_server: tests/support/http_server.c Makefile
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) $(ALL_CFLAGS) $(HARDENING) -pie -o $@ $<

# Fixed, so that examples and golden outputs do not change with the day.
CHECK_ENV = ICD10_BUILD=$(abspath $(BUILD)) BUILD=$(abspath $(BUILD)) ICD10_INDEX= ICD10_ON= \
	HTTP_SERVER=$(abspath $(BUILD))/tests/support/http_server LC_ALL=C.UTF-8 TERM=dumb
TEST_SCRIPTS = $(wildcard tests/run_*.sh tests/*/test_*.sh)
UNIT = $(CHECK_ENV) sh tests/all.sh

.PHONY: check
check: all $(TESTS) $(TEST_HELPERS) $(FUZZERS) $(FLIPS)
	$(UNIT) $(TESTS) $(TEST_SCRIPTS)

# Address and undefined-behaviour sanitizers, in a build of their own.
.PHONY: check-san
check-san:
	$(MAKE) BUILD=build-san CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
		-fno-sanitize-recover=undefined" LDFLAGS="-fsanitize=address,undefined" check

# As on systems other than Linux, with what is made there of what they have; and is there a call that they have not?
.PHONY: check-fallbacks
check-fallbacks:
	$(MAKE) BUILD=build-fallbacks FALLBACKS=1 check
	.ci/portable build-fallbacks

# What libFuzzer finds with inputs that it makes up: FUZZ_SECONDS for each target; make fuzz takes an hour in all.
# (NULL + 0, which pointer-overflow minds, is well-defined in the next C and in every compiler.)
FUZZ_SECONDS = 60
FUZZ_BUILD = BUILD=build-fuzz CC=clang STATIC= LDFLAGS="-fsanitize=address,undefined" CFLAGS="-O1 -g \
	-fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow \
	-fno-sanitize-recover=undefined"
.PHONY: fuzz-build fuzz-smoke fuzz
fuzz-build:
	$(MAKE) $(FUZZ_BUILD) fuzzers
fuzz-smoke: fuzz-build
	sh tests/fuzz/run.sh build-fuzz $(FUZZ_SECONDS) $(TARGETS)
fuzz: fuzz-build
	sh tests/fuzz/run.sh build-fuzz hour $(TARGETS)
.PHONY: fuzzers fuzz-flips
fuzzers: $(FUZZERS)
# Bits of an index changed, and heads of its pages changed and sealed again: all commands on each. INDEX: another one than
# the sample's.
fuzz-flips: $(FLIPS)
	$(FLIPS) $(if $(INDEX),5000 500 1 $(INDEX),100000 20000)

# What the fuzz targets reach, with the inputs in the project and those of the runs before, by folder.
.PHONY: fuzz-coverage
fuzz-coverage:
	$(MAKE) BUILD=build-fuzz-cov STATIC= CFLAGS="-O1 -g --coverage" LDFLAGS=--coverage \
		fuzzers build-fuzz-cov/tests/fuzz/flips
	BUILD=build-fuzz-cov KEPT="build-fuzz/fuzz-reached build-fuzz/fuzz-corpus" sh tests/fuzz/test_corpus.sh
	@.ci/coverage build-fuzz-cov 0 0

.PHONY: check-valgrind
check-valgrind: $(PROGRAMS) $(TESTS) $(TEST_HELPERS)
	WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
		--errors-for-leak-kinds=definite,indirect" \
		ICD10_RELEASES=none $(UNIT) $(filter-out $(VALGRIND_LEAVES_OUT),$(TESTS))

.PHONY: lint
lint: all
	@.ci/lint $(ALL_CFLAGS) $(XML_CFLAGS) $(CFLAGS)

# Coverage by folder, in a build of its own.
.PHONY: coverage
coverage:
	$(MAKE) BUILD=build-cov STATIC= CFLAGS="-O0 -g --coverage" LDFLAGS=--coverage check
	@.ci/coverage build-cov

# ---- measuring ----

# What the programs cost beside rivals and limits; ROWS="card check" measures some.
.PHONY: bench
bench: $(PROGRAMS) $(BUILD)/tests/bench/bench_measure
	@BUILD=$(BUILD) CC="$(CC)" sh tests/bench/bench.sh $(ROWS)

# Instructions instead of times, beside those kept in tests/bench/instructions.tsv: fails where one rose by more than 5%.
.PHONY: bench-instr
bench-instr: $(PROGRAMS) $(BUILD)/tests/bench/bench_measure
	@BUILD=$(BUILD) CC="$(CC)" sh tests/bench/instructions.sh

# How time and memory grow with releases and with the size of what is read.
.PHONY: bench-growth
bench-growth: $(PROGRAMS) $(BUILD)/tests/bench/bench_measure
	@BUILD=$(BUILD) sh tests/bench/growth.sh $(ROWS)

.PHONY: bench-search
bench-search: $(PROGRAMS) $(BUILD)/tests/bench/bench_measure $(BUILD)/tests/bench/bench_search
	@BUILD=$(BUILD) sh tests/bench/search.sh

# The ways to check a table: check itself, and joins with the dated table in the engines that are there.
.PHONY: bench-warehouse
bench-warehouse: $(PROGRAMS)
	@$(BUILD)/icd10-build-index -q -o $(BUILD)/warehouse.mdb $${ICD10_RELEASES:-../shared/releases}
	@$(CHECK_ENV) TIMES=1 ROWS=$${ROWS:-1000000} INDEX=$(abspath $(BUILD))/warehouse.mdb sh tests/tables/test_engines.sh 2>/dev/null

# ---- what a machine needs ----

PACKAGES = gcc make pkg-config libc6-dev liblmdb-dev libxml2-dev libzip-dev libreadline-dev \
	libncurses-dev libcmocka-dev libjansson-dev libutf8proc-dev libstemmer-dev libcsv-dev \
	libxxhash-dev nettle-dev curl mandoc less poppler-utils

.PHONY: deps
deps:
	@sh .ci/install-deps $(PACKAGES)

# What lint, coverage, the sanitizers and a second compiler want besides; a user needs none of it.
DEVELOPER_PACKAGES = clang libclang-rt-14-dev clang-format clang-tidy cppcheck shellcheck codespell gcovr g++ python3 \
	python3-jsonschema valgrind git sqlite3 libsqlite3-dev parallel zsh fish \
	debhelper lintian debootstrap libbsd-dev

.PHONY: developer-deps
developer-deps: deps
	@sh .ci/install-deps $(DEVELOPER_PACKAGES)

# Checkers of HTML and SARIF, by npm; their tests say "skipped" without them, and those in a browser without chromium.
.PHONY: validators
validators:
	@sh .ci/install-validators

# ---- trying it ----

# What it does in a few lines; V=1 shows the commands.
.PHONY: demo
demo: $(DEPS_FIRST)
	@echo 'Building the programs into $(BUILD)/ (a minute or two; V=1 shows how).'
	@$(MAKE) $(if $(V),,-s) all
	@echo 'Making an index of the sample in data/sample: $(BUILD)/sample.mdb.'
	@$(BUILD)/icd10-build-index -q -o $(BUILD)/sample.mdb data/sample
	@echo 'Looking a code up in it: $(BUILD)/icd10 M54.50'
	@echo
	@$(BUILD)/icd10-lookup -i $(BUILD)/sample.mdb --on 2026-02-01 M54.50
	@echo
	@echo 'That was the sample: for trying, never for coding. Type next:'
	@echo '  $(BUILD)/icd10 lumbago with sciatica'
	@echo '  $(BUILD)/icd10 narrow S39.012'
	@echo '  $(BUILD)/icd10 history M54.5'
	@echo 'The whole code book: make data RELEASE=2026'

# make data RELEASE=2027, RELEASE="2025 2026 2027", RELEASE=all. What has no known address is said and is no failure.
.PHONY: data
data: $(BUILD)/icd10-fetch $(BUILD)/icd10-build-index
	@test -n "$(RELEASE)" || { echo 'usage: make data RELEASE=2027, RELEASE="2026 2027" or RELEASE=all' >&2; exit 2; }
	@$(BUILD)/icd10-fetch -s data/sources.tsv $(RELEASE) || [ $$? -eq 1 ]

# ---- installing ----

# What goes where, each as FOLDER:FILE. Folders are those below PREFIX; lib is LIBDIR, wherever that is.
into = $(addprefix $(strip $(1)):,$(2))
INSTALLED = $(call into, bin, $(PROGRAMS)) \
	$(foreach n,1 3 5 7,$(call into, share/man/man$(n), $(wildcard man/*.$(n)))) \
	$(call into, share/icd10, $(addprefix data/,sources.tsv indexes.tsv synonyms.tsv drugs.tsv)) \
	$(call into, share/icd10/notes, $(wildcard data/notes/*.txt)) \
	$(call into, share/icd10/schema, $(wildcard data/schema/*.json)) \
	$(call into, share/doc/icd10/examples, .pre-commit-hooks.yaml) \
	$(call into, share/doc/icd10, lookup/COPYING.GPL-3 lookup/COPYING.LGPL-2.1) \
	$(foreach folder,$(wildcard data/sample/*-*),$(call into, share/doc/icd10/examples/$(folder:data/%=%), $(wildcard $(folder)/*))) \
	$(call into, share/doc/icd10/examples/sample, data/sample/README.md) \
	$(call into, share/bash-completion/completions, $(wildcard man/completions/bash/*)) \
	$(call into, share/zsh/site-functions, $(wildcard man/completions/zsh/*)) \
	$(call into, share/fish/vendor_completions.d, $(wildcard man/completions/fish/*)) \
	$(call into, include, lookup/icd10.h) \
	$(call into, lib, $(addprefix $(BUILD)/,libicd10.a $(SHARED_LIBRARY) $(SONAME) libicd10.so)) \
	$(call into, lib/pkgconfig, $(BUILD)/icd10.pc) \
	$(call into, lib/sqlite3, $(SQLITE_EXTENSION))
# Sets $folder, where the file of $pair goes.
IN_FOLDER = folder=$${pair%%:*}; case $$folder in lib*) folder="$(LIBDIR)$${folder\#lib}" ;; *) folder="$(PREFIX)/$$folder" ;; esac; \
	file=$${pair\#*:}; folder="$(DESTDIR)$$folder"

# Nothing is stripped, links stay links.
.PHONY: install
install: all
	$(Q)set -e; for pair in $(INSTALLED); do $(IN_FOLDER); install -d "$$folder"; \
		if [ -h "$$file" ]; then ln -sf "$$(readlink "$$file")" "$$folder/$${file##*/}"; continue; fi; \
		case $$pair in bin:*) mode=755 ;; *) mode=644 ;; esac; install -m $$mode "$$file" "$$folder"; done

# Folders go when they are empty, the deepest first.
.PHONY: uninstall
uninstall:
	$(Q)for pair in $(INSTALLED) lib/sqlite3:icd10.so; do $(IN_FOLDER); rm -f "$$folder/$${file##*/}"; echo "$$folder"; done | \
		sort -ur | while read -r folder; do \
		while [ "$$folder" != "$(DESTDIR)$(PREFIX)" ] && rmdir "$$folder" 2>/dev/null; do folder=$${folder%/*}; done; done

# ---- handing on ----

# The committed tree with its licence texts, the same bytes each time: dates are those of the commit.
DIST = icd10-$(VERSION)
.PHONY: dist
dist:
	@mkdir -p $(BUILD)
	$(Q)git archive --format=tar --prefix=$(DIST)/ HEAD | xz -T1 -6 > $(BUILD)/$(DIST).tar.xz
	@echo $(BUILD)/$(DIST).tar.xz

# Debian packages of the committed tree, in $(BUILD)/deb; .ci/make-deb says more.
.PHONY: deb
deb: dist
	@.ci/make-deb $(BUILD)/$(DIST).tar.xz $(BUILD)/deb
	@ls $(BUILD)/deb/*.deb

# The packages twice, and in a bare Debian; as root, minutes.
.PHONY: check-deb
check-deb: deb
	@sh tests/package/check_deb.sh $(BUILD)/deb

# What is linked in, by version, as SPDX 2.3.
.PHONY: sbom
sbom: $(PROGRAMS) $(LIBRARIES)
	$(Q){ echo 'icd10-lookup'; $(LINK) $(PIE) $(STATIC) -Wl,--trace -o /dev/null $(call objects,lookup/main.c) $(BUILD)/lookup.a \
		$(LOOKUP_LIBS); echo 'icd10-build-index'; $(LINK) -pie -Wl,--trace -o /dev/null \
		$(call objects,build-index/main.c $(BUILDER_SOURCES) $(SHARED_SOURCES)) $(BUILDER_LIBS); } 2>/dev/null | \
		.ci/sbom $(VERSION) > $(BUILD)/icd10.spdx
	@echo $(BUILD)/icd10.spdx

.PHONY: clean
clean:
	rm -rf $(BUILD) build-san build-cov build-clang build-fuzz build-fuzz-cov build-fallbacks build-machines build-arm64 build-s390x build-i386

-include $(shell find $(BUILD) -path $(BUILD)/deb -prune -o -name '*.d' -print 2>/dev/null)
