/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes inside templates, superbills and order sets: any text file. For the scan command.
 *
 * Codes with a dot are found wherever they stand by themselves. Codes without one only where
 * the place says so: a diagnosis column of a table, a value under a diagnosis key, a list of
 * codes, a code with its own title beside it. In running text "B12" or "J1100" is not taken
 * for a code. A false alarm is worse than a miss; where there is doubt nothing is said.
 */
#ifndef ICD_SCAN_SCAN_H
#define ICD_SCAN_SCAN_H

#include "baseline.h"
#include "check/check.h"
#include "claim/claim.h"

#define SCAN_EXCLUDES_MAX 64

enum scan_rule {
	/* What the code is on the date. */
	SCAN_HEADER,
	SCAN_NEEDS_SEVENTH,
	SCAN_BAD_SEVENTH,
	SCAN_RETIRED,
	SCAN_FUTURE,
	SCAN_UNKNOWN,
	SCAN_MALFORMED, /* a complete code with more behind it: "M54.50-" */
	SCAN_UNCERTAIN,
	SCAN_PLACEHOLDER, /* "M54.5-", "S39.012_": needs more characters */
	SCAN_LABEL,       /* the words beside it contradict it */
	SCAN_ICD9,        /* a code of ICD-9-CM in a place that names a diagnosis */
	/* What it will need on the date of --against. */
	SCAN_REFRESH_DELETED,
	SCAN_REFRESH_HEADER,
	SCAN_REFRESH_RETITLED,
	SCAN_REFRESH_NOTES,
	SCAN_REFRESH_POA,
	SCAN_REFRESH_NEW, /* a family of which the file holds most has new codes */
	SCAN_REFRESH_OK,
	SCAN_RULES
};
struct scan_rule_text {
	const char *name;
	enum icd_severity severity;
	const char *summary; /* a sentence */
	const char *help;    /* sentences: what it means, and what to do about it */
};
extern const struct scan_rule_text scan_rules[SCAN_RULES];

/* Sets of rules have a bit for each. */
#define SCAN_ALL_RULES ((UINT64_C(1) << SCAN_RULES) - 1)
/* The bit of the rule of that name, 0 for none. */
uint64_t scan_rule_named(const char *name, size_t length);

/* What is known of a finding besides. Only new ones are counted by rule and severity. */
enum scan_state {
	SCAN_NEW,
	SCAN_KNOWN,   /* the baseline has it */
	SCAN_IGNORED, /* a comment on its line says so: "icd10:ignore RULE" */
};

struct scan_finding {
	const char *file;
	uint64_t line, column, end_column; /* characters, from 1; the end is after the last one */
	enum scan_rule rule;
	enum icd_severity severity;
	const char *code;    /* with its dot, as far as it is one */
	const char *written; /* as it stands in the file */
	const char *message;
	const char *replacement; /* what --fix puts in its place, NULL for nothing */
	enum scan_state state;
	uint64_t line_hash, number; /* with a baseline: the line's text, and which of the like ones in the file it is */
};

struct scan_counts {
	uint64_t files, binary, codes;
	uint64_t unreadable; /* in folders: warned of */
	uint64_t by_rule[SCAN_RULES], by_severity[ICD_ERROR + 1];
	uint64_t known, ignored; /* findings that are not new, by enum scan_state */
	uint64_t fixed, fixed_files;
};

struct scan_options {
	icd_date on;
	icd_date against; /* 0: not asked for */
	bool fix;
	bool byte_columns;                       /* columns count bytes of UTF-8 instead of characters */
	uint64_t rules;                          /* those that are looked for, a bit each; 0: all */
	struct scan_baseline *baseline;          /* NULL: none; stays the caller's */
	const char *excludes[SCAN_EXCLUDES_MAX]; /* patterns of names or paths, as in a shell */
	size_t exclude_count;
	size_t step; /* bytes of a file that are read at a time, 0: the usual number; for tests, answers do not hang on it */
	/* Not NULL: each code as it is found, stored spelling, and nothing is judged. A line that is a code and nothing
	 * else is taken for one, as in a list of codes. */
	void (*code)(void *context, const char *code);
	/* Not NULL: only what is found of codes, stored spelling, of which it says true is told and fixed. */
	bool (*wanted)(void *context, const char *code);
	/* Findings in the order of the file; its texts are valid during the call. */
	void (*visit)(void *context, const struct scan_finding *finding);
	void *context;
	/* A file is read from now on; -1: it has been. May be NULL. */
	void (*reading)(void *context, int fd);
	/* Something that was passed over, a sentence; may be NULL. */
	void (*warn)(void *context, const char *text);
};

struct scan;
bool scan_open(struct icd_store *store, const struct scan_options *options, struct scan **out, struct icd_error *err);
void scan_close(struct scan *scan);

/*
 * Scans a file, or the files of a folder by name, without those of version control. A folder's
 * symbolic links are not followed. "-" is standard input.
 */
bool scan_path(struct scan *scan, const char *path, struct icd_error *err);

/* How many bytes the files of a path have that scan_path would read; may run beside it, and ends early when *stop comes
 * true. */
uint64_t scan_size(const struct scan_options *options, const char *path, const volatile bool *stop);

const struct scan_counts *scan_counts(const struct scan *scan);

#endif
