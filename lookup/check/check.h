/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Is a code valid and billable on its date, and if not, why and what is instead? For
 * many codes, one after the other, in constant memory. For check, scan and summaries.
 *
 * The first few codes are looked up in the index. When there are more, the status table is read, and billable codes
 * are answered from it; others are looked up in the index still, and their answers kept in a cache of fixed size.
 */
#ifndef ICD_CHECK_CHECK_H
#define ICD_CHECK_CHECK_H

#include "book/book.h"
#include "status_table.h"
#include "summary.h"

#define ICD_ANSWER_CODES 48
#define ICD_ANSWER_TEXT  (ICD_DOTTED_SIZE + 2) /* a code and its dash */

struct icd_answer {
	enum icd_detail detail;
	enum icd_status status;
	char code[ICD_DOTTED_SIZE]; /* with its dot; "" when malformed */
	const char *from, *to;      /* first and last day of what it is, "" when there is none */
	const char *reason;         /* in the words of the guidelines, without a full stop */
	const char *odd;     /* what stands beside the code and cannot be seen, the reason says it too; "" mostly */
	unsigned code_count; /* what to report instead, best first; a header ends in "-" */
	const char *const *codes;
	int64_t ordinal; /* its place in the tabular order; -1 of what no release has, or where that was not asked */
	bool replaced;   /* the codes are from the conversion table */
	bool icd9;       /* it is a code of ICD-9-CM, too, or nothing else; the reason says what it is today */
	bool meant;      /* of what is no code: the codes were meant with near certainty, else they are near it */
	char successor
		[ICD_DOTTED_SIZE]; /* the one billable code that took its place, "" where there is none, or a choice */
};

struct icd_check;

bool icd_check_open(struct icd_store *store, struct icd_check **out, struct icd_error *err);
void icd_check_close(struct icd_check *check);

/* The table that it answers from when it is asked for many codes, for questions of one's own; it is read on first use.
 * NULL when it cannot be. */
struct icd_status_table *icd_check_table(struct icd_check *check, struct icd_error *err);

/* Is it, or was it ever, a category? Three letters or digits, upper case; what follows does not count. False on
 * failure. */
bool icd_check_category(struct icd_check *check, const char *text, bool *is_one, struct icd_error *err);

/*
 * Answers for a code as typed. False on failure only; unknown and malformed codes are
 * answers. What the answer points to is valid until the next call.
 *
 * Blanks, zero-width characters and quotes of any kind beside a code do not make it another one: it is answered, and
 * `odd` names them. A letter that only looks like one of a code does: that is malformed, and the code is what was meant.
 */
bool icd_check_code(struct icd_check *check, const char *text, size_t length, icd_date on, struct icd_answer *answer,
		    struct icd_error *err);

/*
 * The short way of most codes: one typed the usual way, letters and digits with or without its dot, that is simply
 * billable. It is told ahead, before few others, since it has to be fetched from memory, and asked then. False of whatever
 * is otherwise, which icd_check_code answers; also before that was asked for so many that the table was read.
 */
struct icd_billable {
	struct icd_known_code known;
	const struct icd_class_answer *days; /* from when to when it is what it is */
};
struct icd_asked_code icd_check_ahead(const struct icd_check *check, const char *text, size_t length);
bool icd_check_billable(struct icd_check *check, const struct icd_asked_code *asked, icd_date on,
			struct icd_billable *out);

/*
 * What to do about it: "report M54.50, M54.51 or M54.59", "replaced by ...", "did you mean ...?", "nearest: ...",
 * at most `most` codes of it. "" when there is nothing to say. Returns out.
 */
const char *icd_answer_fix(const struct icd_answer *answer, unsigned most, char *out, size_t size);

/* The successor as the old code is written: with or without its dot, in small letters. NULL where there is none. */
const char *icd_answer_replacement(const struct icd_answer *answer, bool dotted, bool lower, char out[16]);

#endif
