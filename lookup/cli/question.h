/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is asked by a line: one reading for the command line and for the lines of a shell.
 *
 *  1. A command that is named is meant when its arguments fit (fits.h).
 *  2. Arguments that are codes, all of them, are the codes' cards.
 *  3. Else codes are looked for in the text (typed.h), as it may be pasted from anywhere. One code is its card or, a
 *     header with words behind it, what is below it and fits these; two are a pair, more are a claim; a range is
 *     its tree. Words that ask ("vs", "replaced by") say otherwise, and a date is the date of service.
 *  4. Text without codes is a chapter, a section of the guidelines, ICD-9-CM codes, or words to search for.
 *
 * For arguments.c and the tests.
 */
#ifndef ICD_CLI_QUESTION_H
#define ICD_CLI_QUESTION_H

#include "command.h"

struct question {
	const struct command *command;
	int count;          /* of values */
	char **values;      /* the command's name, its arguments, NULL; with room for one more */
	icd_date on;        /* the date of service that the line tells; 0 for none */
	const char *remark; /* a sentence about how the line was read; NULL for none */
};

/* What was typed: the words and, where no option was taken out, the line itself with its tabs and line feeds, or
 * NULL. */
struct typed_line {
	int count;
	char *const *words;
	const char *text;
};

/* All of it lives in the pool, as long as the line. False for a failure. */
bool question_read(struct session *session, struct icd_pool *pool, const struct typed_line *line, struct question *out,
		   struct icd_error *err);

#endif
