/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words around codes, by what they ask for: "vs", "replaced by", "is it billable". For question.c. */
#ifndef ICD_CLI_ASKING_WORDS_H
#define ICD_CLI_ASKING_WORDS_H

enum asks {
	ASKS_NOTHING, /* it says what is meant: "right", "diabetes" */
	ASKS_NOISE,   /* it says nothing of the code: "dx", "billable", a number */
	ASKS_COMPARE,
	ASKS_HISTORY,
	ASKS_TREE,
	ASKS_REFS,
	ASKS_GUIDE,
	ASKS_CLAIM,
};

/* In any case; numbers behind a word do not count ("dx1"). */
enum asks asks_word(const char *word);

#endif
