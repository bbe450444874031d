/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the scanner share. For scan*.c only. A token is what may be a code: its stored spelling and
 * where it stands.
 */
#ifndef ICD_SCAN_SCAN_WORK_H
#define ICD_SCAN_SCAN_WORK_H

#include "base/words.h"
#include "scan.h"
#include "scan_text.h"

/* What may be a code, where it stands. */
struct scan_token {
	const char *at, *end;     /* with its placeholder */
	char code[ICD_CODE_SIZE]; /* stored spelling, without placeholders */
	icd_packed packed;
	unsigned length; /* of code */
	bool dotted;
	bool open;  /* a placeholder stands at its end */
	bool lower; /* has small letters other than a placeholder x */
	bool known; /* some release has the code */
};

/* ---- scan_token.c ---- */

extern const unsigned char scan_classes[256];
enum {
	SCAN_DIGIT = 1,
	SCAN_LETTER = 2,
	SCAN_ALNUM = SCAN_DIGIT | SCAN_LETTER,
	SCAN_SEPARATOR = 4, /* parts the cells, tags and values of a line */
};
static inline bool scan_is(char c, unsigned class)
{
	return scan_classes[(unsigned char)c] & class;
}

/* How many line feeds there are. */
uint64_t scan_count_feeds(const char *at, const char *end);

/*
 * The next token at or after `at` whose first three characters are a category of any release;
 * *next is where to go on. False at the end. Up to `TEXT_PADDING` bytes around may be looked at.
 */
bool scan_next_token(const struct icd_status_table *table, const char *at, const char *end, struct scan_token *token,
		     const char **next);

/* Does it stand by itself, not within a name, a number or an address? */
bool scan_stands_alone(const struct icd_status_table *table, const struct scan_token *token);
/* Is it an end of a range ("M54.0-M54.9"), which means whatever is between? */
bool scan_in_range(const struct icd_status_table *table, const struct scan_token *token);

/* ---- scan_context.c ---- */

struct scan_context {
	char delimiter;   /* of a table, else 0 */
	uint64_t columns; /* bit of each column that has diagnoses, of the first 64 */
	const char *last; /* the code taken last under a neutral key, in this window */
};

/* Looks at the first line of a file: is it a table with a diagnosis column? */
void scan_context_start(struct scan_context *context, const char *text, const char *end);
/* Does the place say that a code without its dot (or in small letters) is one? */
bool scan_context_allows(struct scan_context *context, const struct icd_status_table *table, const char *text,
			 const char *end, const struct scan_token *token);
/* Is it part of a drawing: <path d="M11.1 12.08c-2.33"/>? */
bool scan_is_drawing(const char *text, const struct scan_token *token);
/* Words that are followed by a number of their own: "section", "figure", "version". */
bool scan_after_number_word(const char *text, const struct scan_token *token);

/* ---- scan_beside.c ---- */

#define SCAN_LABEL_MAX 512

/* The words beside the code on its line (or in the next, of JSON and XML); "" when there are none or they
 * could belong to another. */
void scan_label_find(const struct icd_status_table *table, const char *text, const char *end,
		     const struct scan_token *token, char out[SCAN_LABEL_MAX]);

/* ---- scan_label.c ---- */

struct scan_labels;
struct scan_labels *scan_labels_new(struct icd_store *store);
void scan_labels_free(struct scan_labels *labels);

/* Does it share words with the code's title, so that it must be its label? */
bool scan_label_fits(struct scan_labels *labels, const struct icd_view *view, const char *code, const char *label);
/* A sentence that says how the label contradicts the code; "" when it does not. Valid until the next call. */
const char *scan_label_judge(struct scan_labels *labels, const struct icd_view *view, const char *code,
			     const char *label);
/* Could a code not be read for either of them? Then they said that nothing fits, nothing contradicts. */
bool scan_labels_failed(struct scan_labels *labels, struct icd_error *err);

/* ---- scan_line.c ---- */

struct scan_words {
	const char *at, *end;
};

/* What the line of a code in the window is known again by, wherever it moves to: a hash of its text, white space
 * folded; of a long line, of what stands right beside the code. */
uint64_t scan_line_hash(const struct scan_token *token, const char *text, const char *end);
/* The rules that comments on the line ("icd10:ignore label, header") name, a bit each; all, where one names none. The
 * first name that no rule has goes to *unknown, else that has no place. */
uint64_t scan_line_ignored(const struct scan_token *token, const char *text, const char *end,
			   struct scan_words *unknown);

/* ---- scan_refresh.c ---- */

/* What changes for a code from the day of the scan to the day of the refresh; "" for nothing. */
struct scan_refreshed {
	const char *notes; /* own, inherited, and Excludes notes that name it */
	const char *poa;
	const char *missing; /* what cannot be compared */
};

struct scan_refresh;
struct scan_refresh *scan_refresh_new(struct icd_store *store, icd_date on, icd_date against);
void scan_refresh_free(struct scan_refresh *refresh);
/* A new file: notes are quoted once in each. */
void scan_refresh_file(struct scan_refresh *refresh);
/* `line` is where the code stands. The texts are valid until the next file. */
bool scan_refresh_code(struct scan_refresh *refresh, const char *code, uint64_t line, struct scan_refreshed *out,
		       struct icd_error *err);

/* ---- scan_family.c ---- */

/* Where a finding stands. */
struct scan_place {
	uint64_t line, column, end_column;
	char written[32];
	uint64_t line_hash; /* scan_line_hash */
	uint64_t ignored;   /* scan_line_ignored */
};

struct scan_days {
	const struct icd_view *on, *against;
};

struct scan_families;
struct scan_families *scan_families_new(void);
void scan_families_free(struct scan_families *families);
/* A new file. */
void scan_families_file(struct scan_families *families);
/* A code of the file; false when memory runs out. */
bool scan_families_add(struct scan_families *families, const char *code, const struct scan_place *place);

/* A family that got new codes, and the last of its codes in the file. */
typedef void scan_tell_family(void *context, const struct scan_place *place, const char *header, const char *message);
/*
 * After all codes of the file: each header of whose codes the file holds more than half, and that has new ones on the
 * second day. Codes that differ by seventh characters alone count as one. Each new code is told once, under the
 * nearest such header.
 */
bool scan_families_tell(struct scan_families *families, const struct scan_days *days, scan_tell_family *tell,
			void *context, struct icd_error *err);

/* ---- scan_files.c ---- */

/* Not one of version control, nor . or .. */
bool scan_is_wanted_name(const char *name);
bool scan_is_excluded(const struct scan_options *options, const char *path);

/* ---- scan_fix.c ---- */

struct scan_fix {
	uint64_t place; /* in the file, bytes */
	char written[16], put[16];
};
struct scan_fixes {
	size_t count, room;
	struct scan_fix *at; /* ascending; owned */
};
/* Replaces each, keeps the old file as PATH.bak (.bak2, ... where there is one), and its permissions. */
bool scan_fix_file(const char *path, enum text_encoding encoding, const struct scan_fixes *fixes,
		   struct icd_error *err);

#endif
