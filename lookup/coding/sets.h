/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sets of codes that the rows of data/claim_rules.tsv speak of: by spans of codes, 7th characters, words of the
 * title and what the notes ask for. A code's sets are found once, when it is read. For lookup/coding/ and
 * rules/claim_relations.c, whose rows name sets by number.
 */
#ifndef ICD_CODING_SETS_H
#define ICD_CODING_SETS_H

#include <stdbool.h>
#include <stdint.h>

#define CLAIM_SETS_MAX 320 /* the program that makes the table refuses more */

/* Which sets a code is in, or the codes of a claim together: a bit a set. */
struct claim_sets {
	uint64_t bits[CLAIM_SETS_MAX / 64];
};

/* A title in small letters, and which pairs of letters follow each other in it: words are looked for only where all of
 * their pairs are there. More of it than any title has is not looked at. */
#define CLAIM_TITLE_SIZE 512
struct claim_title {
	char text[CLAIM_TITLE_SIZE];
	uint64_t pairs[16];
};
void claim_title_read(const char *text, struct claim_title *title);
/* Where the words, in small letters, begin; NULL when the title does not have them. */
const char *claim_title_find(const struct claim_title *title, const char *words);

/* What the text of a note "use additional code" asks for: the bits of the words it has. */
uint64_t claim_sets_asked(const char *note);

/* Of a code in stored spelling: its title, and what all notes that it inherits ask for together. */
void claim_sets_find(const char *code, const struct claim_title *title, uint64_t asked, struct claim_sets *sets);

static inline bool claim_sets_have(const struct claim_sets *sets, unsigned set)
{
	return sets->bits[set / 64] >> set % 64 & 1;
}

static inline void claim_sets_add(struct claim_sets *sets, unsigned set)
{
	sets->bits[set / 64] |= UINT64_C(1) << set % 64;
}

static inline void claim_sets_join(struct claim_sets *all, const struct claim_sets *more)
{
	for (unsigned i = 0; i < CLAIM_SETS_MAX / 64; i++)
		all->bits[i] |= more->bits[i];
}

#endif
