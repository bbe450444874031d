/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libicd10: the ICD-10-CM code book for other programs. The same answers as icd10-lookup gives.
 *
 *	cc app.c $(pkg-config --cflags --libs icd10)
 *
 * The book is an index file that icd10-build-index made. A view is that book as of a day of service. What is
 * asked of a view or a book is an answer of its own: a card, a pair, a claim, a search, a history, changes.
 *
 * Handles    are opaque and are freed by the function named beside the one that opens them; NULL may be freed. They
 *            may be freed in any order: a view keeps the file open that it needs, an answer too.
 * Texts      are UTF-8 and end with a NUL. They live as long as the answer they were got from, and are never NULL
 *            where it is not said ("" then).
 * Threads    A book and all that was opened with it is for one thread at a time. Several threads open the file
 *            each for itself: its pages are shared, opening reads two of them. The library keeps no state beside
 *            its handles and takes no locks.
 * Manners    Nothing is printed, no process is ended, no signal or locale is touched. The environment is read by
 *            icd10_default_path() alone (and TZ, for the local time, by icd10_today()). An index file must not be changed in place while it is open
 *            (icd10-build-index never does so: it puts a new file there, see icd10_replaced()).
 * Errors     Functions that can fail return an enum icd10_result, negative for failures, and write one sentence to
 *            the struct icd10_error of the caller, which may be NULL. After a failure the handle asked for is NULL.
 *            That something is not found is an answer and no failure.
 * Structs    begin with `size`, which the caller sets to sizeof: the library fills in (or reads) no more than that, so
 *            a program goes on working when later versions add fields at the end. A function that fills a struct
 *            returns false, and leaves it alone, when there is no such item or the size was not set.
 * Numbers    of enums, once given, keep their meaning. New ones come at the end: have a default for them.
 *            Each enum has a function that gives its names, as JSON and the command line have them.
 * Guidelines The sections named are those of the ICD-10-CM Official Guidelines for Coding and Reporting.
 *
 * The pages icd10(3), icd10_open(3), icd10_check(3), icd10_card(3), icd10_search(3), icd10_pair(3), icd10_claim(3),
 * icd10_mapping(3), icd10_list(3), icd10_guideline(3) and icd10_history(3) have examples.
 */
#ifndef ICD10_H
#define ICD10_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header. The library that is running may be a later one of the same major version. */
#define ICD10_VERSION_MAJOR 0
#define ICD10_VERSION_MINOR 2
/* "0.2", of the library that is running. */
const char *icd10_version(void);

/* ---- results and errors ---- */

enum icd10_result {
	ICD10_OK = 0,
	ICD10_NOT_FOUND = 1,      /* an answer: no release has such a code, nothing has these words */
	ICD10_ERROR_FILE = -1,    /* a file cannot be read, or is no index */
	ICD10_ERROR_FORMAT = -2,  /* an index that this library does not read: it is to be built again */
	ICD10_ERROR_DAMAGED = -3, /* the index is not as it was written: a checksum or a record is wrong */
	ICD10_ERROR_MEMORY = -4,
	ICD10_ERROR_ARGUMENT = -5 /* the caller's: NULL, no date, a size that is too small */
};

/* One sentence without a line feed: "file: what, what was expected". Does not grow. */
struct icd10_error {
	char text[1024];
};

/* ---- dates ---- */

/* YYYYMMDD as a number, so that dates compare as numbers. 0: no date, or none yet. */
typedef int32_t icd10_date;

#define ICD10_DATE_SIZE 11 /* "YYYY-MM-DD" and its NUL */

/* Reads YYYY-MM-DD, YYYYMMDD, M/D/YYYY or FY2025 (fiscal year: 2024-10-01); false for all else. */
bool icd10_date_parse(const char *text, icd10_date *out);
/* Writes "YYYY-MM-DD", "" for 0 and less; returns out. */
const char *icd10_date_format(icd10_date date, char out[ICD10_DATE_SIZE]);
/* Today in local time. */
icd10_date icd10_today(void);

/* ---- the book: icd10_open(3) ---- */

typedef struct icd10_book icd10_book;

/* Opens an index file. ICD10_ERROR_FILE, _FORMAT, _DAMAGED, _MEMORY. */
enum icd10_result icd10_open(const char *path, icd10_book **out, struct icd10_error *err);
void icd10_close(icd10_book *book);

/* Does another file stand in its place now? Then a program that runs long opens it again. */
bool icd10_replaced(const icd10_book *book);

/*
 * Where icd10-lookup finds its index: $ICD10_INDEX when it is set; else the first that is there of
 * $XDG_DATA_HOME/icd10/icd10cm.mdb (~/.local/share/...) and PREFIX/share/icd10/icd10cm.mdb; the first of them when
 * none is. Writes at most `size` bytes with the NUL and returns the length of the path, as snprintf does. Paths are
 * cut at 4095 bytes.
 */
size_t icd10_default_path(char *out, size_t size);

/* A release that the index holds. */
struct icd10_release {
	size_t size;
	icd10_date date;     /* its effective date */
	uint32_t billable;   /* codes that can be billed */
	uint32_t headers;    /* codes that cannot, since codes below them can */
	uint32_t listed;     /* codes of its tabular list; 0: none was read */
	uint32_t poa_exempt; /* codes on its list of those exempt from POA reporting; 0: none was read */
};
size_t icd10_release_count(const icd10_book *book);
/* By date, the oldest is 0. */
bool icd10_release(const icd10_book *book, size_t i, struct icd10_release *out);

enum icd10_verdict {
	ICD10_VERDICT_EQUAL = 0,     /* the file is given back with the checksum it had */
	ICD10_VERDICT_DIFFERENT = 1, /* it is not: the index is damaged */
	ICD10_VERDICT_SKIPPED = 2    /* it cannot be compared: why is said */
};
const char *icd10_verdict_name(enum icd10_verdict verdict);

/* A file that the index was made from. The texts live as long as the call. */
struct icd10_verified {
	size_t size; /* of this struct in the library that is running: newer fields than the caller knows are passed over */
	icd10_date release;
	const char *what; /* "order file", "codes file", "tabular list", "alphabetic index", "drugs" ... */
	const char *file; /* its name */
	enum icd10_verdict verdict;
	const char *why; /* of SKIPPED and DIFFERENT, else "" */
};
/*
 * Is the index whole? Checks every page of the file and reads every record, then gives back each file it was made from
 * and compares. `tell`, which may be NULL, is called for each of these files. Takes seconds. ICD10_OK;
 * ICD10_ERROR_DAMAGED, _MEMORY, _ARGUMENT.
 */
enum icd10_result icd10_verify(icd10_book *book, void (*tell)(void *context, const struct icd10_verified *one),
			       void *context, struct icd10_error *err);

/* ---- the book as of a day: icd10_open(3) ---- */

typedef struct icd10_view icd10_view;

/* `on` is the date of service. A day before the first release is answered from that one, a day after the last from
 * the last, see icd10_view_warning(). Cheap: reads nothing. */
enum icd10_result icd10_view_open(icd10_book *book, icd10_date on, icd10_view **out, struct icd10_error *err);
void icd10_view_free(icd10_view *view);
icd10_date icd10_view_date(const icd10_view *view);
/* Its book, as long as the view is there: not to be closed for this. NULL for NULL. */
icd10_book *icd10_view_book(const icd10_view *view);
/* The release that answers: the newest one that has a code set and is not after the date. */
icd10_date icd10_view_release(const icd10_view *view);
/* A sentence where the date lies outside the releases held; "" where it does not. */
const char *icd10_view_warning(const icd10_view *view);

/* ---- is a code valid and billable: icd10_check(3) ---- */

enum icd10_status {
	ICD10_STATUS_UNKNOWN = 0,
	ICD10_STATUS_BILLABLE = 1,
	ICD10_STATUS_HEADER = 2,   /* in the code set, but codes below it are to be used [I.B.2] */
	ICD10_STATUS_RETIRED = 3,  /* was in the code set before */
	ICD10_STATUS_FUTURE = 4,   /* comes later */
	ICD10_STATUS_UNCERTAIN = 5 /* it changed between two releases held, and the date lies between them */
};
const char *icd10_status_name(enum icd10_status status);

/* What is right or wrong with a code as it was typed. */
enum icd10_detail {
	ICD10_DETAIL_UNKNOWN = 0,
	ICD10_DETAIL_OK = 1,
	ICD10_DETAIL_HEADER = 2,        /* more characters are required [I.A.3] */
	ICD10_DETAIL_NEEDS_SEVENTH = 3, /* invalid without its seventh character [I.A.5] */
	ICD10_DETAIL_BAD_SEVENTH = 4,   /* one that does not apply, or not in seventh place [I.A.4, I.A.5] */
	ICD10_DETAIL_RETIRED = 5,
	ICD10_DETAIL_FUTURE = 6,
	ICD10_DETAIL_UNCERTAIN = 7,
	ICD10_DETAIL_MALFORMED = 8 /* not spelled like a code */
};
const char *icd10_detail_name(enum icd10_detail detail);

#define ICD10_CODE_SIZE 12 /* a code with its dot, with a dash where more characters follow, and its NUL */

struct icd10_check {
	size_t size;
	enum icd10_status status;
	enum icd10_detail detail;
	char code[ICD10_CODE_SIZE]; /* with its dot; "" when malformed */
	icd10_date from, to;        /* first and last day of what it is; to 0: it still holds. A retired code: of what
	                               it was last; a future one: of what it will be */
	const char *reason;         /* in the words of the guidelines: "not reportable, more characters are required
	                               [I.A.3]"; until the next icd10_check() with the book, as are the codes */
	const char *const *codes;   /* what to report instead, best first; a header ends in "-"; NULL when none */
	size_t code_count;
};
/*
 * Is a code, typed in any of the usual ways, valid and billable on the view's date? Unknown and malformed codes are
 * answers: ICD10_OK. The first call with a book reads a table of all codes (a few milliseconds); after it there
 * are about a million checks in a second.
 */
enum icd10_result icd10_check(icd10_view *view, const char *typed, struct icd10_check *out, struct icd10_error *err);

/* ---- notes: one shape, for cards, pairs and claims ---- */

enum icd10_note_kind {
	ICD10_NOTE_INCLUDES = 0,
	ICD10_NOTE_INCLUSION_TERM = 1,
	ICD10_NOTE_EXCLUDES1 = 2,      /* not coded here, and not together unless unrelated [I.A.12.a] */
	ICD10_NOTE_EXCLUDES2 = 3,      /* not included here; both may be reported [I.A.12.b] */
	ICD10_NOTE_CODE_FIRST = 4,     /* [I.A.13] */
	ICD10_NOTE_USE_ADDITIONAL = 5, /* [I.A.13] */
	ICD10_NOTE_CODE_ALSO = 6,      /* two codes may be required; says nothing of their order [I.A.17] */
	ICD10_NOTE_NOTE = 7,
	ICD10_NOTE_SEVENTH_CHARACTER = 8, /* which seventh characters apply [I.A.5] */
	ICD10_NOTE_OTHER = 9              /* of the card of a complete code: a term of its seventh character */
};
const char *icd10_note_kind_name(enum icd10_note_kind kind);

struct icd10_note {
	size_t size;
	enum icd10_note_kind kind;
	const char *at;           /* the place that carries it: "M54.5", "M50-M54", "chapter 13" */
	const char *text;         /* white space folded */
	const char *heading;      /* of the list it stands in ("such as:"), NULL when it has none */
	const char *const *codes; /* those it names, as written; of a card */
	size_t code_count;
	const char *const *means; /* those it means without naming them ("see injury of spine"); of a card */
	size_t mean_count;
	unsigned step;    /* of a card: 0 the code's own note, 1 from the place above, and so on */
	bool incoming;    /* of a card: stands elsewhere and means this code */
	unsigned carrier; /* of a pair: 0 or 1, on whose path it stands; it means the other one */
	bool partly;      /* of a pair: the other code is a header, and the note means only some of the codes below */
};

/* ---- the card of a code: icd10_card(3) ---- */

typedef struct icd10_card icd10_card;

/* ICD10_NOT_FOUND when no release has the code: there is a card then too, with suggestions. */
enum icd10_result icd10_card_open(icd10_view *view, const char *typed, icd10_card **out, struct icd10_error *err);
void icd10_card_free(icd10_card *card);

struct icd10_card_facts {
	size_t size;
	char code[ICD10_CODE_SIZE]; /* with its dot; "" when malformed */
	enum icd10_status status;
	enum icd10_detail detail;
	const char *title, *short_title;
	icd10_date from, to;   /* as in struct icd10_check */
	icd10_date from_after; /* not 0: it began some day after this one, and on `from` at the latest */
	icd10_date to_before;  /* not 0: it ended some day after `to` and before this one */
	bool from_or_earlier;  /* `from` is the first release held: it may have begun before */
	int chapter;           /* its number; 0 when no tabular list held has the code */
	const char *chapter_title, *chapter_range; /* "M00-M99" */
	const char *section_title, *section_range; /* "M50-M54" */
	icd10_date list;          /* of the tabular list that the notes are from, 0 when none has the code */
	bool list_later;          /* that list came after the date: it is the nearest that has the code */
	bool poa_known;           /* false: whether it is exempt from POA reporting is not known: no list by the
	                             date covers it (a newer code, a header) */
	bool poa_exempt;          /* on it [appendix I] */
	const char *forbidden_by; /* the note that rules this seventh character out, "" when none does ... */
	const char *forbidden_at; /* ... and where it stands */
	bool section_derived;     /* no tabular list held has it: its section is that of its place among the codes */
};
bool icd10_card_facts(const icd10_card *card, struct icd10_card_facts *out);

enum icd10_list {
	ICD10_LIST_PARENTS = 0,     /* category first */
	ICD10_LIST_CHILDREN = 1,    /* in the code set on the date, in tabular order */
	ICD10_LIST_REPLACED_BY = 2, /* of a retired code or a header that was billable */
	ICD10_LIST_SUGGESTIONS = 3, /* of an unknown code: what was probably meant, best first */
	ICD10_LIST_BLOCKS = 4       /* ranges of sections that its section lies in, "V00-V99", outermost first */
};
struct icd10_code {
	size_t size;
	char code[2 * ICD10_CODE_SIZE]; /* with its dot; what replaced a code may be a range "A00-A09" */
	const char *title;
	enum icd10_status status;
};
size_t icd10_card_count(const icd10_card *card, enum icd10_list list);
bool icd10_card_code(const icd10_card *card, enum icd10_list list, size_t i, struct icd10_code *out);

/* Its own notes, then those it has from above, nearest first, then the Excludes notes elsewhere that mean it. */
size_t icd10_card_note_count(const icd10_card *card);
bool icd10_card_note(const icd10_card *card, size_t i, struct icd10_note *out);

/* The seventh characters that the code can have [I.A.5]. */
struct icd10_seventh {
	size_t size;
	char character;
	const char *meaning; /* "initial encounter" */
};
size_t icd10_card_seventh_count(const icd10_card *card);
bool icd10_card_seventh(const icd10_card *card, size_t i, struct icd10_seventh *out);

/* Numbers of the sections of the official guidelines that name the code, the nearest first; NULL when there are no more. */
const char *icd10_card_guideline(const icd10_card *card, size_t i);

/*
 * The card as one line of JSON without its line feed: what `icd10-lookup -f json code` prints for a user without desk
 * notes of their own or of the installation ("desk_notes" is []) and with the code lists that icd10_card_lists() was given.
 * The text is the card's. NULL when memory runs out.
 */
const char *icd10_card_json(icd10_card *card);

/* ---- two codes together: icd10_pair(3) ---- */

enum icd10_together {
	ICD10_TOGETHER_UNKNOWN = 0, /* a code was not found, or no tabular list held has it */
	ICD10_TOGETHER_SAME = 1,    /* one code: reported once [I.B.12] */
	ICD10_TOGETHER_NO = 2,      /* Excludes1: not together unless unrelated [I.A.12.a] */
	ICD10_TOGETHER_SEQUELA = 3, /* Excludes1, but a residual with its sequela code [I.B.10] */
	ICD10_TOGETHER_PARTLY = 4,  /* of headers: some of the codes below exclude each other */
	ICD10_TOGETHER_YES = 5,     /* Excludes2 says that both may be reported [I.A.12.b] */
	ICD10_TOGETHER_SILENT = 6   /* no Excludes note in either direction, and no more than that [I.B.5] */
};
const char *icd10_together_name(enum icd10_together together);

typedef struct icd10_pair icd10_pair;

enum icd10_result icd10_pair_open(icd10_view *view, const char *first, const char *second, icd10_pair **out,
				  struct icd10_error *err);
void icd10_pair_free(icd10_pair *pair);
enum icd10_together icd10_pair_together(const icd10_pair *pair);
/* `which` is 0 or 1. A text that is no code is given back as it was typed, as far as there is room for it. */
bool icd10_pair_code(const icd10_pair *pair, unsigned which, struct icd10_code *out);
/* The notes that speak of it: Excludes1 first, then by kind; nearest first. */
size_t icd10_pair_note_count(const icd10_pair *pair);
bool icd10_pair_note(const icd10_pair *pair, size_t i, struct icd10_note *out);

/* ---- codes of one claim: icd10_claim(3) ---- */

enum icd10_severity {
	ICD10_SEVERITY_INFO = 0,    /* good to know, never a reason to stop */
	ICD10_SEVERITY_WARNING = 1, /* a note or guideline speaks against it; a person decides */
	ICD10_SEVERITY_ERROR = 2    /* the code cannot be billed on that date */
};
const char *icd10_severity_name(enum icd10_severity severity);

enum icd10_rule {
	ICD10_RULE_OTHER = 0,             /* one that this header does not know yet */
	ICD10_RULE_INVALID = 1,           /* not in the code set on the date [I.B.2] */
	ICD10_RULE_HEADER = 2,            /* more characters are required [I.A.3] */
	ICD10_RULE_SEVENTH_CHARACTER = 3, /* [I.A.5] */
	ICD10_RULE_EXCLUDES1 = 4,         /* [I.A.12.a] */
	ICD10_RULE_EXCLUDES2 = 5,         /* [I.A.12.b] */
	ICD10_RULE_DUPLICATE = 6,         /* reported once for an encounter [I.B.12] */
	ICD10_RULE_FIRST_LISTED = 7,      /* only first [I.C.21.c.15], or never first [I.C.19.e.5] */
	ICD10_RULE_SECONDARY_ONLY = 8,    /* [I.C.19.e.5, I.C.20.a] */
	ICD10_RULE_MANIFESTATION = 9,     /* never first, and with its etiology [I.A.13] */
	ICD10_RULE_CODE_FIRST = 10,       /* [I.A.13, I.B.7] */
	ICD10_RULE_USE_ADDITIONAL = 11,   /* [I.A.13, I.B.7] */
	ICD10_RULE_SEQUELA = 12,          /* [I.B.10] */
	ICD10_RULE_EXTERNAL_CAUSE = 13,   /* [I.C.20] */
	ICD10_RULE_COMBINATION = 14,      /* [I.B.9] */
	ICD10_RULE_SIDE = 15,             /* [I.B.13] */
	ICD10_RULE_PAIN_ORDER = 16,       /* [I.C.6.b.1.b] */
	ICD10_RULE_OBSTETRIC_FIRST = 17,  /* [I.C.15.a.1] */
	ICD10_RULE_TRIMESTER = 18,        /* the trimester is not that of the weeks [I.C.15.a.3] */
	ICD10_RULE_ORGANISM = 19,         /* [I.C.1] */
	ICD10_RULE_MCE = 21,              /* Medicare's edits of inpatient claims */
	ICD10_RULE_CONTRADICTION = 20     /* codes that say opposite things of one condition */
};
const char *icd10_rule_name(enum icd10_rule rule);

struct icd10_finding {
	size_t size;
	enum icd10_rule rule;
	enum icd10_severity severity;
	const char *const *codes; /* that it is about, with their dots, in the order of the claim */
	size_t code_count;
	const char *at;        /* where its first note stands, "" when no note is behind it */
	const char *text;      /* the note's words; else what was found */
	const char *guideline; /* "I.A.12.a"; "" when none */
	const char *advice;    /* what to do */
	size_t note_count;     /* notes behind it, those that contradict too */
};

/* What the rules for claims say of the pair, without its Excludes notes. */
size_t icd10_pair_finding_count(const icd10_pair *pair);
bool icd10_pair_finding(const icd10_pair *pair, size_t i, struct icd10_finding *out);
/* Note number `note` behind finding number `i`. */
bool icd10_pair_finding_note(const icd10_pair *pair, size_t i, size_t note, struct icd10_note *out);

struct icd10_claim_options {
	size_t size;
	const char *const *validated; /* codes that are not reported together with the others (admitting ...) and only
	                                 checked for being valid */
	size_t validated_count;
	bool excludes1_only; /* for long lists: each pair that an Excludes1 note forbids, once; nothing else */
	bool inpatient;      /* a stay in a hospital: Medicare's edits apply, where the index holds them */
	bool age_known;
	unsigned age; /* in full years on the day of admission */
	char sex;     /* F or M, 0: not known */
	const char *
		poa; /* for each reported code its POA indicator (Y, N, U, W, 1), a blank where it has none; NULL: they are not known */
};

typedef struct icd10_claim icd10_claim;

/* Codes as typed that are reported together on the view's date, 5000 at most but for excludes1_only; the first is
 * first-listed. `options` may be NULL. */
enum icd10_result icd10_claim_open(icd10_view *view, const char *const *codes, size_t count,
				   const struct icd10_claim_options *options, icd10_claim **out,
				   struct icd10_error *err);
void icd10_claim_free(icd10_claim *claim);
/* Most severe first, then by rule. */
size_t icd10_claim_finding_count(const icd10_claim *claim);
bool icd10_claim_finding(const icd10_claim *claim, size_t i, struct icd10_finding *out);
bool icd10_claim_finding_note(const icd10_claim *claim, size_t i, size_t note, struct icd10_note *out);

/* ---- codes for words: icd10_search(3) ---- */

enum icd10_field {
	ICD10_FIELD_TITLE = 0,
	ICD10_FIELD_INCLUSION_TERM = 1,
	ICD10_FIELD_INDEX = 2,   /* a path of the alphabetic index or of another table */
	ICD10_FIELD_SYNONYM = 3, /* "term: expansion" */
	ICD10_FIELD_CODE = 4     /* the query is a code, or how codes begin */
};
const char *icd10_field_name(enum icd10_field field);

struct icd10_search_options {
	size_t size;
	uint32_t limit;       /* hits wanted at most; 0: all */
	bool all_dates;       /* codes and texts of any date, not only the view's */
	bool finished;        /* the last word is complete; else it may be the start of one */
	const char *within;   /* codes that begin so ("M54.5"), of a range or chapter ("M50-M54", "13"); NULL: all */
	const char *synonyms; /* a file of the user's own, one term a line and its expansions after tabs; NULL: none */
};

struct icd10_hit {
	size_t size;
	char code[ICD10_CODE_SIZE];
	enum icd10_status status;
	const char *title;
	enum icd10_field field;
	const char *matched;          /* the text that was found */
	double score;                 /* for comparing hits of one search only */
	char family[ICD10_CODE_SIZE]; /* the header above all codes of its family; the code itself when it is alone */
	uint32_t family_codes;        /* codes of the family beside this one, which count in the total */
	const char *lacks;     /* words of the query that it was not found by, with blanks between; "" for none */
	uint32_t group;        /* of several conditions: number + 1 of the one it is for (icd10_search_group), else 0 */
	icd10_date index_date; /* of a hit by an index that is older than the code set: its date; else 0 */
};

typedef struct icd10_search icd10_search;

/* `options` may be NULL: 20 hits. ICD10_NOT_FOUND when nothing is found: there is an answer then too, with suggestions.
 * The first search with a book takes longer than those that follow. */
enum icd10_result icd10_search_open(icd10_view *view, const char *words, const struct icd10_search_options *options,
				    icd10_search **out, struct icd10_error *err);
void icd10_search_free(icd10_search *search);
/* Codes found; those that are here, best first. */
size_t icd10_search_total(const icd10_search *search);
size_t icd10_search_count(const icd10_search *search);
bool icd10_search_hit(const icd10_search *search, size_t i, struct icd10_hit *out);
/* Words that were read as other ones: false when there are no more. *read is NULL when nothing is known of the word. */
bool icd10_search_reading(const icd10_search *search, size_t i, const char **typed, const char **read);
/* When nothing was found: the nearest words that the book knows. NULL when there are no more. */
const char *icd10_search_suggestion(const icd10_search *search, size_t i);
/* What the query was understood to deny ("without fever"), as it was typed. NULL when there is no more. */
const char *icd10_search_denied(const icd10_search *search, size_t i);
/* Of a query for several conditions, which no one code has: the words of each. NULL when there are no more. */
const char *icd10_search_group(const icd10_search *search, size_t i);

/* ---- ICD-9-CM: icd10_mapping(3) ---- */

/* Which way CMS's general equivalence mappings are read. */
enum icd10_way {
	ICD10_WAY_FROM_9 = 0, /* a code of ICD-9-CM: what it is in ICD-10-CM */
	ICD10_WAY_TO_9 = 1    /* a code of ICD-10-CM: what it was in ICD-9-CM */
};

typedef struct icd10_mapping icd10_mapping;

/*
 * What the mapping in force on the view's date says of a code, typed in any of the usual ways; and which codes of the
 * date stand for what it says, followed over the years. A text may be a code of both systems ("V72.0"): then both ways
 * are to be asked. ICD10_NOT_FOUND when no mapping has the code, or the book holds none, and *out NULL when the text is
 * not spelled like a code of its system; else there is a mapping then too, with facts and codes below.
 */
enum icd10_result icd10_mapping_open(icd10_view *view, enum icd10_way way, const char *typed, icd10_mapping **out,
				     struct icd10_error *err);
void icd10_mapping_free(icd10_mapping *mapping);

struct icd10_mapping_facts {
	size_t size;
	char code[ICD10_CODE_SIZE]; /* with its dot */
	icd10_date edition;         /* the release that the mapping is of; 0: none is held */
	icd10_date back_edition;    /* that of the mapping the other way; 0: none is held */
	const char *title; /* of a code of ICD-10-CM, as of the date; "" when no release has it, and of ICD-9-CM */
	enum icd10_status status; /* likewise; of ICD-9-CM ICD10_STATUS_UNKNOWN */
};
bool icd10_mapping_facts(const icd10_mapping *mapping, struct icd10_mapping_facts *out);

/* Single rows are alternatives. Those of a combination count together: of each scenario, one code from each of its
 * choice lists. */
struct icd10_mapping_row {
	size_t size;
	char source
		[ICD10_CODE_SIZE]; /* the code that the mapping has: the one asked for, or one from which it is known */
	char target[ICD10_CODE_SIZE]; /* "": the mapping says that there is none */
	bool approximate, combination;
	unsigned scenario, choice; /* from 1; 0 of single rows */
	const char *title;         /* of a target in ICD-10-CM, as of the date; "" when no release held has it */
	enum icd10_status status;  /* likewise; of targets in ICD-9-CM ICD10_STATUS_UNKNOWN */
	icd10_date ended;          /* when such a target stopped being billable; 0: it did not */
	const char *const
		*today; /* the codes that stand for such a target on the date; of ICD-9-CM the target itself */
	size_t today_count;
};
/* Single rows first, then by scenario, choice list and target. */
size_t icd10_mapping_count(const icd10_mapping *mapping);
bool icd10_mapping_row(const icd10_mapping *mapping, size_t i, struct icd10_mapping_row *out);

/* From ICD-9-CM: the codes of the date that the rows lead to, each once. */
size_t icd10_mapping_today_count(const icd10_mapping *mapping);
bool icd10_mapping_today(const icd10_mapping *mapping, size_t i, struct icd10_code *out);
/* From ICD-9-CM: the only billable code that stands for it on the date, with its dot; NULL when there is none, several or
 * a combination. */
const char *icd10_mapping_only(const icd10_mapping *mapping);
/* Codes from which the mapping the other way leads here. NULL when there are no more. */
const char *icd10_mapping_back(const icd10_mapping *mapping, size_t i);
/* When it has no row: codes of the mapping that begin so. NULL when there are no more. */
const char *icd10_mapping_below(const icd10_mapping *mapping, size_t i);

/* ---- code lists: icd10_list(3) ---- */

typedef struct icd10_code_list icd10_code_list;

/*
 * Reads a code list, a file in one of the forms of icd10-list(5) or a table (CSV, TSV). `column` is the one of a table that
 * has the codes, by its name or its number from 1; NULL: it is told by what it holds. ICD10_ERROR_FILE, with file and line,
 * when the file cannot be read or is no list; _MEMORY, _ARGUMENT, _DAMAGED. The list holds the book.
 */
enum icd10_result icd10_code_list_open(icd10_book *book, const char *path, const char *column, icd10_code_list **out,
				       struct icd10_error *err);
/* The same from memory, which is not kept; `name` stands for the file in sentences. */
enum icd10_result icd10_code_list_read(icd10_book *book, const char *name, const char *text, size_t length,
				       const char *column, icd10_code_list **out, struct icd10_error *err);
void icd10_code_list_free(icd10_code_list *list);

/* A code that is on a list, and by what. */
struct icd10_listing {
	size_t size;
	char code[ICD10_CODE_SIZE]; /* with its dot */
	const char *pattern;        /* the first pattern that has it, as it stands in the file */
	const char *note;           /* its note; "" when it has none */
	uint64_t line;              /* of the file; of a table its row */
	icd10_date from, to;        /* the days on which the pattern counts; 0: not limited */
};
/* Is a code, typed in any of the usual ways, on the list on the view's date? ICD10_OK: it is, and *out, which may be NULL,
 * says by what, with texts of the list; ICD10_NOT_FOUND: it is not, or not spelled like a code. */
enum icd10_result icd10_code_list_find(const icd10_code_list *list, const icd10_view *view, const char *typed,
				       struct icd10_listing *out, struct icd10_error *err);

typedef struct icd10_listed icd10_listed;

/* The codes that are on the list and billable on the view's date, in tabular order; ICD10_NOT_FOUND, with an empty answer,
 * when there are none. */
enum icd10_result icd10_listed_open(icd10_code_list *list, icd10_view *view, icd10_listed **out,
				    struct icd10_error *err);
void icd10_listed_free(icd10_listed *listed);
size_t icd10_listed_count(const icd10_listed *listed);
/* Its texts are the list's, which the answer holds. */
bool icd10_listed_code(const icd10_listed *listed, size_t i, struct icd10_listing *out);

/*
 * Says in the card's JSON ("lists") on which of these lists its code is on the view's date, by the names given with them.
 * Names are copied; what was said before is said no more, and the text that icd10_card_json() gave is gone.
 */
enum icd10_result icd10_card_lists(icd10_card *card, const icd10_code_list *const *lists, const char *const *names,
				   size_t count, struct icd10_error *err);

/* ---- the official guidelines: icd10_guideline(3) ---- */

typedef struct icd10_guideline icd10_guideline;

/* A section as of the view's date, by its number as people write it ("I.C.9.a"). ICD10_NOT_FOUND, without a handle, when
 * the edition of the date has none, or the book no guidelines. */
enum icd10_result icd10_guideline_open(icd10_view *view, const char *number, icd10_guideline **out,
				       struct icd10_error *err);
void icd10_guideline_free(icd10_guideline *guideline);

struct icd10_guideline_facts {
	size_t size;
	const char *number, *title; /* "I.C.9.a"; the title is "" where there is none */
	const char *text;           /* its own, without the sections below it: paragraphs, a line feed between them */
	icd10_date edition;         /* of the guidelines */
	icd10_date from, to;   /* since when and how long it has this number, title and text; `to` 0: it still has */
	icd10_date from_after; /* not 0: it began some day after this one, and on `from` at the latest */
};
bool icd10_guideline_facts(const icd10_guideline *guideline, struct icd10_guideline_facts *out);

typedef struct icd10_guidelines icd10_guidelines;

/* Sections of the edition of the view's date: those that name a code or what it lies in, what means the fewest codes
 * first; those that have words, the best first; all of them for NULL. ICD10_NOT_FOUND, with an empty list, when there are
 * none. */
enum icd10_result icd10_guidelines_open(icd10_view *view, const char *code, const char *words, icd10_guidelines **out,
					struct icd10_error *err);
void icd10_guidelines_free(icd10_guidelines *guidelines);

struct icd10_guideline_line {
	size_t size;
	const char *number, *title;
	unsigned depth;                  /* sections above it */
	char names[2 * ICD10_CODE_SIZE]; /* for a code: what is named, "M54.5", "O00-O9A"; else "" */
};
size_t icd10_guidelines_count(const icd10_guidelines *guidelines);
bool icd10_guidelines_line(const icd10_guidelines *guidelines, size_t i, struct icd10_guideline_line *out);

/* ---- what changed, and when: icd10_history(3) ---- */

enum icd10_event_kind {
	ICD10_EVENT_OTHER = 0, /* one that this header does not know yet */
	ICD10_EVENT_ADDED = 1,
	ICD10_EVENT_DELETED = 2,
	ICD10_EVENT_BECAME_HEADER = 3,
	ICD10_EVENT_BECAME_BILLABLE = 4,
	ICD10_EVENT_RETITLED = 5,
	ICD10_EVENT_SHORT_RETITLED = 6,
	ICD10_EVENT_SECTION_ADDED = 7,
	ICD10_EVENT_SECTION_DELETED = 8,
	ICD10_EVENT_SECTION_RETITLED = 9,
	ICD10_EVENT_CHAPTER_RETITLED = 10,
	ICD10_EVENT_NOTE_ADDED = 11,
	ICD10_EVENT_NOTE_DELETED = 12,
	ICD10_EVENT_POA_ADDED = 13,
	ICD10_EVENT_POA_REMOVED = 14
};
const char *icd10_event_name(enum icd10_event_kind kind);

/* How it is known which codes stand on the other side of an event. */
enum icd10_source {
	ICD10_SOURCE_NONE = 0,
	ICD10_SOURCE_TABLE = 1,    /* a conversion table says so */
	ICD10_SOURCE_CHILDREN = 2, /* the codes below a code that became a header */
	ICD10_SOURCE_PARENT = 3,   /* of a new code: the code above it, which was billable before */
	ICD10_SOURCE_TITLE = 4     /* a code with the same title, in force when this one was not */
};
const char *icd10_source_name(enum icd10_source source);

/* How an event touches the code asked for. */
enum icd10_relation {
	ICD10_RELATION_OWN = 0,       /* it happened to it; of the whole book, to any */
	ICD10_RELATION_INHERITED = 1, /* a note at a place above it */
	ICD10_RELATION_INCOMING = 2   /* an Excludes note elsewhere that names it */
};
const char *icd10_relation_name(enum icd10_relation relation);

struct icd10_event {
	size_t size;
	enum icd10_event_kind kind;
	icd10_date date;       /* of the release that shows it first */
	icd10_date after;      /* not 0: releases are missing before it, and the old state was last seen on this date */
	const char *at;        /* the code or place: "M54.5", "M50-M54", "chapter 13" */
	const char *from, *to; /* titles, or the texts of notes; NULL where there is none */
	enum icd10_note_kind note; /* of notes */
	bool header;               /* of a code that came or went: it is, or was, a header */
	const char *const *others; /* with their dots: what replaced it, or what it replaced */
	size_t other_count;
	enum icd10_source source;
	enum icd10_relation relation;
};

typedef struct icd10_history icd10_history;

/* All that happened to a code in the releases held, also to the notes it inherits or that name it. ICD10_NOT_FOUND, and *out NULL, when none of them has it. */
enum icd10_result icd10_history_open(icd10_book *book, const char *typed, icd10_history **out, struct icd10_error *err);
void icd10_history_free(icd10_history *history);
const char *icd10_history_code(const icd10_history *history);
const char *icd10_history_title(const icd10_history *history); /* the newest one */
/* The first release held, when the code was in it and nothing dates its start; else 0. */
icd10_date icd10_history_held_since(const icd10_history *history);
/* By date. */
size_t icd10_history_count(const icd10_history *history);
bool icd10_history_event(const icd10_history *history, size_t i, struct icd10_event *out);

enum {
	ICD10_CHANGES_CODES = 1,
	ICD10_CHANGES_TITLES = 2,
	ICD10_CHANGES_NOTES = 4,
	ICD10_CHANGES_POA = 8,
	ICD10_CHANGES_ALL = 15
};
struct icd10_changes_options {
	size_t size;
	unsigned what; /* a sum of ICD10_CHANGES_; 0: all */
	const char
		*within; /* only codes that begin so, as typed, and the notes that touch them; NULL: the whole book */
};

typedef struct icd10_changes icd10_changes;

/*
 * What changed from one release to another: those in force on the two dates. ICD10_NOT_FOUND, and *out NULL, when a date
 * lies before the first release held. `options` may be NULL.
 */
enum icd10_result icd10_changes_open(icd10_book *book, icd10_date from, icd10_date to,
				     const struct icd10_changes_options *options, icd10_changes **out,
				     struct icd10_error *err);
void icd10_changes_free(icd10_changes *changes);
/* The two releases. */
icd10_date icd10_changes_from(const icd10_changes *changes);
icd10_date icd10_changes_to(const icd10_changes *changes);
/* By kind, then in tabular order. */
size_t icd10_changes_count(const icd10_changes *changes);
bool icd10_changes_event(const icd10_changes *changes, size_t i, struct icd10_event *out);
/* What is to be said of the comparison itself (releases or lists that are missing); NULL when there is no more. */
const char *icd10_changes_remark(const icd10_changes *changes, size_t i);

#ifdef __cplusplus
}
#endif

#endif
