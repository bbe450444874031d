/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sets.h"

#include "base/base.h"
#include "spans.h"

#include <string.h>

/* Words by bit. All titles and notes have the highest one, so that a token that asks for no words asks for any. */
#define ANY      UINT64_MAX
#define ANY_TEXT (UINT64_C(1) << 63)

/* One way into a set, or out of it. Those of a set stand together, and sets by number. */
struct claim_token {
	unsigned short set;
	bool except; /* takes codes out of the set */
	short of;    /* -1, else a set with a smaller number, and nothing else is said */
	struct claim_codes codes;
	const char *sevenths; /* "": with any 7th character or none, else with one of these */
	uint64_t words;       /* that the title has */
	uint64_t asked;       /* words that a note "use additional code" has */
};

static const struct claim_token tokens[] = {
#include "claim_sets.inc"
};

/* Those of titles, in small letters, and those of notes, by bit. */
static const char *const title_words[] = {
#include "claim_set_words.inc"
};
static const char *const asked_words[] = {
#include "claim_set_asked.inc"
};

/* The tokens that codes of a letter may meet, in the order of the table. */
static const struct {
	unsigned short count;
	const unsigned short *at;
} tokens_of_letter[] = {
#include "claim_set_letters.inc"
};

/* ---- titles ---- */

static unsigned pair_of(char first, char second)
{
	return (unsigned)(first & 31) << 5 | (second & 31);
}

void claim_title_read(const char *text, struct claim_title *title)
{
	size_t length = 0;
	char before = '\0';
	memset(title->pairs, 0, sizeof title->pairs);
	for (; length < CLAIM_TITLE_SIZE - 1 && text[length]; length++) {
		char letter = icd_lower(text[length]);
		unsigned pair = pair_of(before, letter);
		title->pairs[pair / 64] |= UINT64_C(1) << pair % 64;
		title->text[length] = before = letter;
	}
	title->text[length] = '\0';
}

const char *claim_title_find(const struct claim_title *title, const char *words)
{
	for (const char *at = words; at[0] && at[1]; at++) {
		unsigned pair = pair_of(at[0], at[1]);
		if (!(title->pairs[pair / 64] >> pair % 64 & 1))
			return NULL;
	}
	return strstr(title->text, words);
}

/* ---- sets ---- */

static uint64_t words_of(const struct claim_title *title)
{
	uint64_t words = ANY_TEXT;
	for (size_t i = 0; i < sizeof title_words / sizeof *title_words; i++)
		words |= (uint64_t)(claim_title_find(title, title_words[i]) != NULL) << i;
	return words;
}

uint64_t claim_sets_asked(const char *note)
{
	uint64_t asked = 0;
	for (size_t i = 0; i < sizeof asked_words / sizeof *asked_words; i++)
		asked |= (uint64_t)(strstr(note, asked_words[i]) != NULL) << i;
	return asked;
}

static bool has_seventh(const struct claim_token *token, const char *code)
{
	return !*token->sevenths ||
	       (strlen(code) == ICD_CODE_LENGTH && strchr(token->sevenths, code[ICD_CODE_LENGTH - 1]));
}

void claim_sets_find(const char *code, const struct claim_title *title, uint64_t asked, struct claim_sets *sets)
{
	unsigned letter = (unsigned)(code[0] - 'A');
	struct claim_sets out = {{0}};
	memset(sets, 0, sizeof *sets);
	if (letter >= sizeof tokens_of_letter / sizeof *tokens_of_letter)
		return;
	const unsigned short *at = tokens_of_letter[letter].at, *end = at + tokens_of_letter[letter].count;
	uint64_t spelled = claim_spelled(code), words = words_of(title);
	for (; at < end; at++) {
		const struct claim_token *token = &tokens[*at];
		if ((token->words & words) && claim_codes_have(&token->codes, spelled) &&
		    (token->asked & (asked | ANY_TEXT)) && has_seventh(token, code) &&
		    (token->of < 0 ||
		     (claim_sets_have(sets, (unsigned)token->of) && !claim_sets_have(&out, (unsigned)token->of))))
			claim_sets_add(token->except ? &out : sets, token->set);
	}
	for (unsigned i = 0; i < CLAIM_SETS_MAX / 64; i++)
		sets->bits[i] &= ~out.bits[i];
}
