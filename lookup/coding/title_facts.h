/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Titles as the rules for claims hold them against each other: word by word, by the condition they name, and in a few
 * numbers by which two titles that have nothing to do with each other are told apart. For lookup/rules/.
 */
#ifndef ICD_CODING_TITLE_FACTS_H
#define ICD_CODING_TITLE_FACTS_H

#include "claim_code.h"
#include "title_words.h"

/* ---- titles word by word ---- */

#define ICD_LINE_WORDS 64 /* more words of a title are not looked at */

struct icd_line_word {
	const char *start;
	unsigned length;
	bool negated; /* "not", "without", "non-" */
};

/* What a title says of the condition; what the 7th character says of the encounter is left out. "without" is "with"
 * denied, "or" joins as "and" does. */
struct icd_title_line {
	unsigned count;
	struct icd_line_word at[ICD_LINE_WORDS];
};

void icd_title_line_read(const struct icd_claim_code *code, struct icd_title_line *line);
bool icd_line_word_is(const struct icd_line_word *word, const char *text);
bool icd_line_word_same(const struct icd_line_word *a, const struct icd_line_word *b);

/* The words of the condition before what follows it, without those that tell how long it has been there:
 * "pancreatitis" of "Acute pancreatitis without necrosis or infection". None where `words` has no count then. */
void icd_title_condition(const struct icd_claim_code *code, struct icd_title_words *words);

/* ---- in numbers ---- */

/* Found when the first rule asks, and kept with the code. What is not equal here is not equal in words; what is, has
 * to be held against each other. */
struct icd_title_facts {
	bool known;
	enum icd_side side;   /* as icd_title_read tells it */
	uint64_t words;       /* icd_title_signature */
	uint64_t line;        /* a hash of the line, whatever is denied in it */
	uint64_t condition;   /* a hash of the words of the condition, 0 when it has none */
	size_t uncomplicated; /* the length of what stands before ", uncomplicated", with which it ends; else 0 */
};

const struct icd_title_facts *icd_title_facts(const struct icd_claim_code *code);

#endif
