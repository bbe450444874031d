/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Claims as lines of text: codes separated by blanks, commas or semicolons, with "id:" or
 * "id" and a tab before them if wanted. For cmd_claim.c.
 */
#ifndef ICD_INPUT_CLAIM_LINES_H
#define ICD_INPUT_CLAIM_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct claim_line {
	const char *id;     /* NULL when there is none */
	const char **codes; /* grows, kept from line to line */
	size_t count, room;
};

/*
 * Takes the line (no line feed) apart in place. What stands before a tab is the id, unless it is
 * spelled as a code with its dot. Empty lines and those that begin with # have no codes.
 * False when memory runs out.
 */
bool claim_line_split(char *text, struct claim_line *line);
void claim_line_free(struct claim_line *line);

#endif
