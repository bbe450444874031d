/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The code book of all releases: where releases, read one by one in order of date,
 * become dated facts. Builder only.
 *
 * For each code, section and chapter the book holds what each code set and each tabular
 * list says of it; book_settle() then gives all codes their place in one tabular order.
 */
#ifndef ICD_BUILD_MERGE_BOOK_H
#define ICD_BUILD_MERGE_BOOK_H

#include "common/common.h"
#include "common/report.h"
#include "read/release.h"
#include "store/write.h"
#include "code_set.h"

#define NO_CODE ICD_HASH_NONE

/*
 * What one tabular list says of a place: struct place, as it was read, without what only its file needs and with its
 * texts interned, so that lists are compared by pointers once their files are forgotten. Lists that say the same one
 * after the other share it. All lists together become one icd_entries (facts/spans.h).
 */
struct place_state {
	bool placeholder;
	const char *name; /* of a section: its id */
	const char *title;
	const char *section;         /* of a category the key of its section, of a section that of its block */
	const struct entry *entries; /* texts interned; equal arrays one after the other are shared */
	size_t entry_count;
};

/* What no order file said of a code in a code set. */
enum {
	TITLE_LISTED = 1,   /* its title is spelled by a tabular list, or it has none */
	TITLE_NO_SHORT = 2, /* no short title is given */
};

struct book_code {
	char code[ICD_CODE_SIZE];
	uint32_t number; /* book_code_number */
	uint32_t parent; /* index of the longest code above it, NO_CODE for categories */
	uint32_t ordinal, last;
	uint8_t *state;                         /* enum icd_state, for each code set */
	const char **long_title, **short_title; /* interned, for each code set; NULL when absent */
	uint8_t *wanting;                       /* for each code set: what stands in for titles, TITLE_* */
	const char *
		*listed_otherwise; /* for each code set: the title that the tabular list of its release has, where it
	                                  is another; NULL where there is none in any */
	const struct place_state *
		*lists;      /* for each tabular list, NULL where it does not have it; NULL for codes in none */
	uint8_t *poa;        /* for each POA list: is it on the list? */
	const char *derived; /* of a category that no list has: the key of a section (places.h); else NULL */
};

struct book_section {
	const char *key; /* interned */
	int chapter;
	const struct place_state **lists; /* likewise */
	uint32_t rank;                    /* among all sections, in tabular order */
};

struct book_chapter {
	int number;
	const struct place_state **lists; /* likewise */
};

/* A row of any of the conversion tables; equal rows once. */
struct book_conversion {
	uint32_t code;                    /* NO_CODE when no release has it */
	const struct conversion_row *row; /* texts interned */
};

enum book_title { BOOK_TITLE_LONG, BOOK_TITLE_SHORT, BOOK_TITLE_LISTED, BOOK_TITLES };

/* What the book was told of a code, in whatever file. */
struct told_code {
	uint32_t index;                   /* in book.codes, NO_CODE when no release has it */
	const char *title[BOOK_TITLES];   /* told last; NULL: none yet */
	const char *start, *end, *joined; /* a title that was joined last, and the texts it was joined of */
};

/* The rows of one official file in its own order, as indexes of codes. */
struct book_sequence {
	uint32_t *codes;
	size_t count;
	uint32_t *parents; /* tabular lists: the diag each stands in, NO_CODE for categories */
};

struct book {
	struct interner texts;
	struct icd_pool pool;
	struct icd_about about; /* releases and sequences, filled by book_start */
	struct book_code *codes;
	size_t code_count, code_capacity;
	struct icd_hash by_code;
	struct interner code_names; /* of all codes that any file names */
	struct told_code *told;     /* of these by number: what was told of them last */
	size_t told_count, told_capacity;
	struct book_section *sections;
	size_t section_count, section_capacity;
	struct book_chapter chapters[100]; /* by number */
	struct book_sequence *set_sequences, *list_sequences;
	struct book_sequence *list_sections;            /* sections of each list, as indexes */
	struct icd_pool index_pool;                     /* the indexes and tables, as read */
	const struct index_list **indexes[ICD_INDEXES]; /* for each member of about.index */
	const struct mce_list **edits;                  /* for each member of about.edits */
	const struct gem_table **gems[ICD_GEMS];        /* for each member of about.gems */
	const struct guidelines **guidelines;           /* for each member of about.guidelines */
	const char **fronts;                            /* of each tabular list: raw XML before its chapters */
	struct book_conversion *conversions;
	size_t conversion_count, conversion_capacity;
	/* Conversion rows by code, after conversions_settle: those with code i on their new side are
	 * rows_of[first_row_of[i]] .. rows_of[first_row_of[i + 1] - 1], by date; on their old side, by itself or within a range
	 * of codes, rows_to. */
	uint32_t *rows_of, *first_row_of;
	uint32_t *rows_to, *first_row_to;
	uint32_t *order;  /* codes by ordinal, after book_settle */
	uint32_t *sorted; /* codes by spelling, after book_settle */
};

/* Starts a book of the given releases (dates and flags set in about->releases; sequences and gaps set). */
void book_start(struct book *book, const struct icd_about *about);
void book_free(struct book *book);

/* The number of a code among all that the book was told of, in whatever file; it gets one when it is new. */
uint32_t book_code_number(struct book *book, const char *code);
const char *book_code_name(const struct book *book, uint32_t number);

/* The title of the code in a tabular list that stands for "start, end"; both are the book's texts. */
const char *book_joined_title(struct book *book, uint32_t number, const char *start, const char *end);

/*
 * Copies the order, codes and tabular files of a release and their addenda into the pool: their texts become the book's,
 * and their codes get numbers. The pool that they were read into may be freed then.
 */
void book_keep(struct book *book, struct release *release, struct icd_pool *pool);
/* The same for a tabular list alone. */
struct tabular_list *book_keep_tabular(struct book *book, const struct tabular_list *list, struct icd_pool *pool);

/* Adds a code that the book has only a number of so far; returns its index. */
uint32_t book_add_code(struct book *book, uint32_t number);

/* Adds the edits, mappings and guidelines of a release, which stay where they were read; book_add does it too. */
void book_add_documents(struct book *book, const struct release *read, uint16_t release);

/* Adds what a release that book_keep has seen says, and its code set (NULL when it has none). `release` is its index in the book's. */
void book_add(struct book *book, const struct release *read, const struct code_set *set, uint16_t release);

/* The code set of an earlier release, as rows in its order: the base of addenda. */
void book_code_set(const struct book *book, int member, struct icd_pool *pool, struct code_set *out);

/* Once all releases are added: gives every code its parent and its place in tabular order. */
void book_settle(struct book *book);

/* The code set in force on a date; the first one for dates before it. */
uint16_t book_set_on(const struct book *book, icd_date date);

/* The section or block with a key; NULL when no list has it. `key` is interned. */
struct book_section *book_section(const struct book *book, const char *key);

/* The index of a code, NO_CODE when no release has it. */
uint32_t book_find(const struct book *book, const char *code);

/* The first place in `sorted` whose code does not spell before the text. */
size_t book_lower_bound(const struct book *book, const char *text);

/* Do the code or codes that begin with it stand in any release? */
bool book_has_prefix(const struct book *book, const char *prefix);

/* The ordinals of a code with all below it, or of all codes that begin with the text; false when none. */
bool book_interval(const struct book *book, const char *prefix, uint32_t *first, uint32_t *last);

/*
 * Where a reference begins and ends in tabular order; first > last when it means no code held. An end of a
 * range that no release has ("K00-K93" where K92 is the last before it, "S13.0-S13.4" in an excerpt that
 * begins with S13.4) is stood in for by the nearest code within the range.
 */
void book_resolve(const struct book *book, struct icd_reference *reference);

#endif
