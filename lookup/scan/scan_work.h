/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the scanner share. For scan*.c only. A token is what may be a code: its stored spelling and
 * where it stands.
 */
#ifndef ICD_SCAN_SCAN_WORK_H
#define ICD_SCAN_SCAN_WORK_H

#include "words/words.h"
#include "scan.h"
#include "scan_text.h"

/* What may be a code, where it stands. */
struct scan_token {
	const char *at, *core;    /* letters and digits as written */
	const char *end;          /* core, or behind its placeholder */
	char code[ICD_CODE_SIZE]; /* stored spelling, without placeholders */
	icd_packed packed;
	unsigned length; /* of code */
	bool dotted;
	bool open;     /* a placeholder stands at its end */
	bool wildcard; /* and is one of patterns: "M54.5*" */
	bool lower;    /* has small letters other than a placeholder x */
	bool known;    /* some release has the code */
	bool alone;    /* stands by itself, not within a name, a number or an address */
	bool joined;   /* but for a hyphen or slash before it */
	bool drawing;  /* part of a drawing: <path d="M11.1 12.08c-2.33"/> */
	bool sure;     /* looks like a code and like nothing else */
};

/* ---- scan_token.c ---- */

#define SCAN_NEAR 4096 /* bytes around a doubtful spelling in which a sure one speaks for it */

/*
 * The tokens of a file whose first three characters are a category of any release: each is found once, in order, and
 * stays while it is near the one that is judged.
 */
struct scan_tokens {
	const struct icd_status_table *table;
	struct scan_token *at; /* owned */
	size_t count, room;
	size_t dropped, next;        /* before these: no longer held, already judged */
	size_t near_start, near_end; /* those within SCAN_NEAR of the one judged last */
	unsigned sure;               /* how many of these are sure, */
	const char *found_to;
	uint16_t near[36 * 36 * 36]; /* and how many of each category */
	bool categories[36 * 36 * 36];
};

/* NULL when memory runs out. */
struct scan_tokens *scan_tokens_new(const struct icd_status_table *table);
void scan_tokens_free(struct scan_tokens *tokens);
/* Tokens may begin with the three characters, too, though no release has such a category. */
void scan_tokens_add_category(struct scan_tokens *tokens, const char *code);
/* A new file; a new window of it. */
void scan_tokens_start(struct scan_tokens *tokens);
void scan_tokens_window(struct scan_tokens *tokens, const struct text_window *window);
/*
 * The next token, NULL when no other begins before window->to; valid until the next call. False when memory runs out.
 */
bool scan_tokens_next(struct scan_tokens *tokens, const struct text_window *window, struct scan_token **token);

/* Of the token given last: the one before it and the one after it, if they are near, else NULL. */
const struct scan_token *scan_token_before(const struct scan_tokens *tokens);
const struct scan_token *scan_token_after(const struct scan_tokens *tokens);
/* Is there a sure one of another category near? */
bool scan_has_company(const struct scan_tokens *tokens, const struct scan_token *token);
/* Is it an end of a range ("M54.0-M54.9"), which means whatever is between? */
bool scan_in_range(const struct scan_tokens *tokens, const struct text_window *window, const struct scan_token *token);
/* Is it, or was it ever, a category? Three letters or digits, upper case. */
bool scan_is_category(const struct scan_tokens *tokens, const char *code);

/* ---- scan_context.c ---- */

/* What the place of a value says of it. */
enum scan_named {
	SCAN_NAMED_NOTHING,
	SCAN_NAMED_CODE,      /* a code of some kind: what kind, the object or tag around it may say */
	SCAN_NAMED_DIAGNOSIS, /* a diagnosis: a key, column or code system */
	SCAN_NAMED_ICD9,      /* a diagnosis of ICD-9-CM */
	SCAN_NAMED_OTHER,     /* another code system */
};

/*
 * What is known of the places of a file, carried along from value to value. It is asked for values in the order of
 * the file, for codes of any kind: what names a code of ICD-10-CM names one of ICD-9-CM, too. Bytes within
 * TEXT_AROUND of a value are all that is looked at besides.
 */
struct scan_context {
	const struct scan_tokens *tokens;
	/* a table */
	char delimiter;      /* else 0 */
	uint64_t columns;    /* bit of each column that has diagnoses, of the first 64 */
	uint64_t icd9;       /* and of those that are named for ICD-9-CM */
	const char *counted; /* columns of the line are counted up to here */
	unsigned column;
	bool quoted, header; /* within quotes; in the first line */
	/* keys: the value asked for last, what named it, and whether that was asked for */
	const char *value_end, *earlier_end; /* and the one before it */
	enum scan_named named;
	const char *neutral_end;         /* of the diagnosis code found last under a key for any code */
	const char *searched, *named_at; /* up to where names of diagnoses were looked for, and the last one */
	/* the object or tag looked at last */
	const char *object, *object_end;
	enum scan_named system; /* SCAN_NAMED_NOTHING: it names none */
	/* lists: lines of codes alone */
	const char *clean, *clean_end;            /* nothing but codes from here to there */
	const char *other, *other_end;            /* in which there is something else */
	unsigned codes, plain, longer, long_ones; /* in the clean stretch */
};

/* Looks at the first lines of a file: are they a table with a diagnosis column? */
void scan_context_start(struct scan_context *context, const struct scan_tokens *tokens,
			const struct text_window *window);
/* A new window of the file. */
void scan_context_window(struct scan_context *context, const struct text_window *window);

/* No value that is asked for begins before `to` any more. */
void scan_context_leave(struct scan_context *context, const char *to);

/*
 * A value at `at` up to `end`, of any spelling that may be a code, in the order of the file: what its key or the list
 * it stands in names it is kept.
 */
void scan_context_value(struct scan_context *context, const struct text_window *window, const char *at,
			const char *end);
/*
 * What that value is named: by its column, its key, or the code system of the object or tag around it. `short_one`:
 * it is spelled like other things, too ("V28"), and a key for codes of any kind is not enough.
 */
enum scan_named scan_context_named(struct scan_context *context, const struct text_window *window, const char *at,
				   const char *end, bool short_one);
/* Of a table: does an item begin at `at`, in one of these columns? */
bool scan_context_in_columns(struct scan_context *context, const struct text_window *window, const char *at,
			     uint64_t columns);
/* ---- scan_list.c ---- */

/* HCPCS codes are a letter and four digits, and many are spelled like a diagnosis: J1100, G0439, E1100. */
bool scan_like_hcpcs(const char *at, size_t length);
/* Stands the character between the values of a list, or before the first one: blanks, quotes, brackets, commas? */
bool scan_parts_values(struct icd_char c, char byte);
/* Do only blanks stand between `at` and the end of its line? */
bool scan_ends_line(const char *at, const char *end);
/* Is the value from `to` to `end` the next one of the list with the one that ends at `from`? */
bool scan_goes_on(const struct text_window *window, const char *from, const char *to, const char *end);
/* Is one the next value of a list after the other: nothing but blanks, commas, quotes and comments between? */
bool scan_is_next(const struct text_window *window, const struct scan_token *before, const struct scan_token *token);
/* Is the code in a list of codes and nothing else? For codes without a dot, in the order of the file. */
bool scan_context_lists(struct scan_context *context, const struct text_window *window, const struct scan_token *token);

/* ---- scan_doubt.c ---- */

/* Looks it like a code, and like nothing else? */
bool scan_is_sure(const struct text_window *window, const struct scan_token *token);
/* Is it part of a drawing: <path d="M11.1 12.08c-2.33"/>? `before`: the token before it, or NULL. */
bool scan_is_drawing(const char *text, const struct scan_token *before, const struct scan_token *token);
/* A number that words or units beside it tell: "section M54.5", "version R14.0", "K12.5 kg"; or part of a drawing. */
bool scan_is_number(const struct text_window *window, const struct scan_token *token);
/* Spelled as versions ("V12.1") and temperatures ("T36.8") are. */
bool scan_is_doubtful(const struct scan_token *token);
/* A temperature among vital signs: "T36.8 P72", "Temp T38.5". */
bool scan_is_vital_sign(const struct text_window *window, const struct scan_token *token);
/* The name of a coding system in a field of HL7: the last I10 of "M54.5^Low back pain^I10". */
bool scan_is_system_name(const struct text_window *window, const struct scan_token *token);

/* ---- scan_icd9.c ---- */

/*
 * Codes of ICD-9-CM that the mapping has, in places that name a diagnosis; NULL: the index holds no mapping. Numbers
 * elsewhere are left alone. A window's codes are asked for in turn with the tokens of ICD-10-CM, so that the context is
 * asked in the order of the file.
 */
struct scan_icd9;
/* V codes are found as tokens are: their categories that ICD-10-CM has not are added to the tokens. */
bool scan_icd9_new(const struct icd_view *view, struct scan_tokens *tokens, struct scan_icd9 **out,
		   struct icd_error *err);
void scan_icd9_free(struct scan_icd9 *icd9);
/* Is a token, which no release of ICD-10-CM has, a code of ICD-9-CM that only a place can tell, which names a diagnosis:
 * one without dot, or of a category that ICD-10-CM has not? */
bool scan_icd9_wants_place(const struct scan_icd9 *icd9, const struct scan_token *token);
/* A new window, after the context had it. */
void scan_icd9_window(struct scan_icd9 *icd9, const struct scan_context *context, const struct text_window *window);
/* The next one before `to`; false when there is none. Of the token are set: at, core, end, code, length, dotted, alone. */
bool scan_icd9_next(struct scan_icd9 *icd9, struct scan_context *context, const struct text_window *window,
		    const char *to, struct scan_token *token);

/* ---- scan_beside.c ---- */

#define SCAN_LABEL_MAX 512

/* The line of a token: its number, and where it begins or is seen from. */
struct scan_line {
	uint64_t number;
	const char *start;
};

/* What the line asked for last begins with; carried along from code to code. */
struct scan_beside {
	uint64_t line;    /* its number, 0 for none */
	bool words_first; /* words stand before its first code */
};

/* The words beside the token given last on its line (or in the next, of JSON and XML); "" when there are none or they
 * could belong to another. */
void scan_beside_find(struct scan_beside *beside, const struct scan_tokens *tokens, const struct text_window *window,
		      const struct scan_token *token, struct scan_line line, char out[SCAN_LABEL_MAX]);
/* The words right before it, or right behind it, on its line, whatever they belong to; "" for none. */
void scan_beside_words(const struct scan_tokens *tokens, const struct text_window *window,
		       const struct scan_token *token, struct scan_line line, bool behind, char out[SCAN_LABEL_MAX]);

/* ---- scan_line.c ---- */

struct scan_words {
	const char *at, *end;
};

/* What the line of a code in the window is known again by, wherever it moves to: a hash of its text, white space
 * folded; of a long line, of what stands right beside the code. */
uint64_t scan_line_hash(const struct scan_token *token, const char *text, const char *end);
/* Of a window: between these no comment says what is to be ignored. All 0: nothing is known. */
struct scan_unmarked {
	const char *at, *end;
};
/* The rules that comments on the line ("icd10:ignore label, header") name, a bit each; all, where one names none. The
 * first name that no rule has goes to *unknown, else that has no place. */
uint64_t scan_line_ignored(struct scan_unmarked *unmarked, const struct scan_token *token, const char *text,
			   const char *end, struct scan_words *unknown);

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
	char written[48];
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

#endif
