/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Code lists: a payer's coverage list, a quality measure, a superbill, as small text files. The door of lookup/lists/.
 * (Tabular lists, which the rest of the book calls lists, are something else: store/dated.h.)
 *
 * A line is a pattern and, with tabs between, the days from and to which it is on the list and a note, each of them if
 * wanted:
 *
 *	M54.50       this code
 *	M54.5-       this code and all below it; also M54.5*, and M54.5x where no release has a code of that spelling
 *	M50-M54      a range in tabular order, with all below its last code; also "M50 to M54"
 *	!M54.59      but not this, wherever in the file it stands; also of the other patterns
 *
 * Several patterns may stand on a line, with commas between. Empty lines, and what follows "#" at the start of a line or
 * after a blank, do not count.
 *
 * A table (CSV, TSV), as a payer's site gives it, is read as it is: the column that is named or, where nobody says, the
 * only one in which nothing but codes stands below the row of names. Columns named from, to and note are what they
 * are in other lists.
 *
 * What a list has on a day is what its patterns of that day mean, but for what those with "!" do.
 */
#ifndef ICD_LISTS_LISTS_H
#define ICD_LISTS_LISTS_H

#include "user/location.h"
#include "view/successor.h"

enum icd_pattern_kind { ICD_PATTERN_CODE, ICD_PATTERN_BELOW, ICD_PATTERN_RANGE };

struct icd_pattern {
	enum icd_pattern_kind kind;
	bool except;
	bool odd_first,
		odd_last; /* no release has this end of the range: the code next to it in spelling stands for it */
	char code[ICD_CODE_SIZE], last[ICD_CODE_SIZE]; /* stored spelling; `last` of a range alone */
	uint32_t first_ordinal, last_ordinal;          /* of a range; the first after the last: nothing is in it */
	icd_date from, to;                             /* days included; 0: not limited */
	const char *text;                              /* the pattern as it stands in the file */
	const char *note;                              /* "" when there is none */
	uint64_t line;                                 /* of the file; of a table the row */
};

/* What a pattern names, spelled as people do and without its "!": "M54.50", "M54.5-", "M50-M54". */
#define ICD_PATTERN_SIZE 32
const char *icd_pattern_name(const struct icd_pattern *pattern, char out[ICD_PATTERN_SIZE]);
/* Does it count on a day? */
bool icd_pattern_counts(const struct icd_pattern *pattern, icd_date on);

struct icd_code_list;

/* ---- reading: list_read.c ---- */

struct icd_list_text {
	const char *name; /* for messages and for people: a path or "standard input" */
	const char *text; /* the file's bytes; in any encoding that rows are read in */
	size_t size;
	const char *column; /* of a table: a name in any case, or a number from 1; NULL: told by what it holds */
};

/*
 * Reads a list from memory. False, with file and line, for what is none; *other, where it is not NULL, says then that
 * not even its first line was one of a list, so that it may be a text of another kind. The store must stay open; of the
 * text nothing is kept.
 */
bool icd_code_list_read(struct icd_store *store, const struct icd_list_text *source, struct icd_code_list **out,
			bool *other, struct icd_error *err);
void icd_code_list_close(struct icd_code_list *list);

/* What people call it: the file's name without folder and ending. And the file. */
const char *icd_code_list_name(const struct icd_code_list *list);
const char *icd_code_list_file(const struct icd_code_list *list);
/* The first comment of the file, "" when there is none. */
const char *icd_code_list_comment(const struct icd_code_list *list);
/* Its patterns as they stand in the file. */
size_t icd_code_list_count(const struct icd_code_list *list);
const struct icd_pattern *icd_code_list_at(const struct icd_code_list *list, size_t i);

/* ---- files and the user's folder: list_folder.c ---- */

/* $XDG_DATA_HOME/icd10/lists, else ~/.local/share/icd10/lists; "" when there is no home. */
const char *icd_code_list_folder(char out[ICD_LOCATION_SIZE]);

/*
 * The file of that name or, where there is none, the list of that name in the user's folder: NAME.txt, NAME.csv,
 * NAME.tsv or NAME; "-" is standard input. `column` and `other` are as above.
 */
bool icd_code_list_open(struct icd_store *store, const char *file_or_name, const char *column,
			struct icd_code_list **out, bool *other, struct icd_error *err);
/* The file of that path and no other, NULL the standard input: list_file.c. */
bool icd_code_list_open_file(struct icd_store *store, const char *path, const char *column, struct icd_code_list **out,
			     bool *other, struct icd_error *err);
/* Is there such a file, or a list of that name? */
bool icd_code_list_exists(const char *file_or_name);

struct icd_list_file {
	const char *name, *path;
};
/* The lists of the user's folder by name, in the pool. No folder: no lists. False when it cannot be read. */
bool icd_code_list_files(struct icd_pool *pool, struct icd_list_file **out, size_t *count, struct icd_error *err);

/* All lists of the folder, opened. */
struct icd_code_lists { /* all 0: none */
	struct icd_code_list **at;
	size_t count;
	struct icd_pool pool;
};
/* One that cannot be read, or the folder, is told to `wrong` and left out. False when memory runs out. */
bool icd_code_lists_open(struct icd_store *store, void (*wrong)(const char *text), struct icd_code_lists *out);
void icd_code_lists_close(struct icd_code_lists *lists);

/* ---- is a code on it: list_match.c ---- */

struct icd_listing {
	const struct icd_pattern *by;       /* the first pattern of the file that has it */
	const struct icd_pattern *excepted; /* the first one that excepts it; NULL: none does */
};

/*
 * What the list says of a code (stored spelling) on a day: it is on it when there is a pattern and none excepts it.
 * `ordinal` is its place in the tabular order, -1 where that is not known: then it is looked up if the list has ranges.
 * False on failure only.
 */
bool icd_code_list_find(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
			struct icd_listing *out, struct icd_error *err);
/* That alone: the pattern by which it is on the list, NULL when it is not. */
bool icd_code_list_has(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
		       const struct icd_pattern **by, struct icd_error *err);

/* ---- its codes: list_codes.c ---- */

struct icd_listed {
	char code[ICD_CODE_SIZE]; /* stored spelling */
	uint32_t ordinal;
	const struct icd_pattern *by;
};

/* The codes that are on the list and billable on the day of the view, in tabular order, in the pool. */
bool icd_code_list_expand(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
			  struct icd_listed **out, size_t *count, struct icd_error *err);

/* ---- what is wrong with it: list_check.c ---- */

enum icd_list_rule {
	ICD_LIST_EMPTY,           /* the list has no pattern at all */
	ICD_LIST_UNKNOWN,         /* no release has such a code */
	ICD_LIST_HEADER,          /* a header written as if it were a code: nothing below it is on the list */
	ICD_LIST_STALE,           /* nothing that it means is billable on the day */
	ICD_LIST_EXCEPTED,        /* all that it means is excepted */
	ICD_LIST_EXCEPTS_NOTHING, /* what it excepts is not on the list */
	ICD_LIST_REDUNDANT,       /* another line has all of it */
	ICD_LIST_OVERLAP,         /* another line has some of it */
	ICD_LIST_RANGE_END,       /* an end of the range is in no release */
	ICD_LIST_PAST,            /* its last day is over */
	ICD_LIST_NOT_YET,         /* its first day is to come */
	ICD_LIST_RULES
};
extern const char *const icd_list_rule_names[ICD_LIST_RULES];

struct icd_list_finding {
	enum icd_list_rule rule;
	const struct icd_pattern *pattern; /* NULL: the list as a whole */
	const struct icd_pattern *other;   /* the line that has it too; NULL: none is meant */
	const char *message;               /* a sentence without its full stop */
	const char **codes;                /* what may stand in its place, stored spelling */
	size_t code_count;
};

/* By line; in the pool. */
bool icd_code_list_check(const struct icd_code_list *list, const struct icd_view *view, struct icd_pool *pool,
			 struct icd_list_finding **out, size_t *count, struct icd_error *err);

/* ---- what differs: list_diff.c ---- */

enum icd_list_change_kind {
	ICD_LIST_GONE,     /* was on it, and is in the code set no more, or not for certain */
	ICD_LIST_SPLIT,    /* was on it, and is a header now */
	ICD_LIST_DROPPED,  /* was on it, and is billable still */
	ICD_LIST_NEW,      /* is on it, and was not billable before */
	ICD_LIST_JOINED,   /* is on it, and was billable before */
	ICD_LIST_SIBLING,  /* is new under the same header as codes of the list, and is not on it */
	ICD_LIST_RETITLED, /* is on it as before, by another title */
	ICD_LIST_CHANGES
};
extern const char *const icd_list_change_names[ICD_LIST_CHANGES];

struct icd_list_change {
	enum icd_list_change_kind kind;
	const char *code, *title;       /* stored spelling; the title it has, of what is gone the one it had */
	const char *was;                /* of ICD_LIST_RETITLED: the title it had; else NULL */
	const char *beside;             /* of ICD_LIST_SIBLING: the header, stored spelling; else NULL */
	enum icd_status status;         /* then, on the second day */
	const struct icd_pattern *by;   /* the line by which it is or was on the list; NULL of a sibling */
	struct icd_successors replaced; /* of what is gone or split: what stands for it on the second day */
	bool *listed;                   /* of each of these: is it on the list then? */
};

struct icd_list_side {
	const struct icd_code_list *list;
	const struct icd_view *view;
};
struct icd_list_diff {
	size_t before, after; /* codes on each side */
	struct icd_list_change *at;
	size_t count;
	size_t counts[ICD_LIST_CHANGES];
};

/* From one list to another, from one day to another, or both; by kind, then in tabular order. In the pool. */
bool icd_code_list_diff(const struct icd_list_side *from, const struct icd_list_side *to, struct icd_pool *pool,
			struct icd_list_diff *out, struct icd_error *err);

#endif
