/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A typed or pasted text in pieces: codes, ranges of codes, dates, sections of guidelines, what is spelled like a code
 * of ICD-9-CM, and words. For question.c.
 *
 * The text may come from anywhere: a record, a payer's page, a PDF, a sheet, an e-mail. Codes are found where they
 * stand, whatever marks, bullets, quotes and blanks of any script are around them.
 */
#ifndef ICD_CLI_TYPED_H
#define ICD_CLI_TYPED_H

#include "store/store.h"

enum typed_kind { TYPED_WORD, TYPED_CODE, TYPED_DATE, TYPED_SECTION, TYPED_ICD9 };

struct typed_piece {
	enum typed_kind kind;
	const char *text; /* what is passed on: as it was typed where that is readable, without marks around it */
	char code[ICD_CODE_SIZE]; /* of a code: stored spelling; "" of a slip that is no spelling at all */
	icd_date date;            /* of a date */
	size_t from, to;          /* bytes of the text */
	char mark;                /* what stands before it: ' ' for blanks or nothing, a mark, '*' for one beyond ASCII,
	                             '\t' or '\n' where there is one of these */
	bool dotted;              /* of a code: typed with its dot */
	bool known;               /* of a code: a release has it */
	bool below;               /* and codes below it */
	uint32_t ordinal;         /* of a known code */
	bool to_next;             /* of a code: the first one of a range whose last one is the next piece */
};

struct typed {
	const char *text; /* as it was read: without invisible characters, wide letters made plain, all dashes "-" */
	size_t count;
	struct typed_piece *at;
};

/* Everything lives in the pool. A code is one whose first three characters are a category of any release, or that
 * has the form of one with its dot. False for a failure. */
bool typed_read(struct icd_store *store, struct icd_pool *pool, const char *text, struct typed *out,
		struct icd_error *err);

#endif
