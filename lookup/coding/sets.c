/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sets.h"

#include "claim_code.h"
#include "spans.h"

#include <string.h>

/* One way into a set, or out of it. Those of a set stand together, and sets by number. */
struct claim_token {
	unsigned short set;
	bool except;              /* takes codes out of the set */
	short of;                 /* -1, else a set with a smaller number, and nothing else is said */
	const char *first, *last; /* as in struct claim_span; first "": codes of all spellings */
	const char *sevenths;     /* "": with any 7th character or none, else with one of these */
	const char *words;        /* "": whatever the title, else one that has these words, in small letters */
	const char *asked;        /* "": whatever the notes, else one of "use additional code" that has these words */
};

static const struct claim_token tokens[] = {
#include "claim_sets.inc"
};

/* The tokens that codes of a letter may meet, in the order of the table. */
static const struct {
	unsigned short count;
	const unsigned short *at;
} tokens_of_letter[] = {
#include "claim_set_letters.inc"
};

/* A title in small letters, and which pairs of letters follow each other in it: a word whose pairs are not there is not
 * looked for. */
struct paired_title {
	const char *text;
	uint64_t pairs[16];
};

static unsigned pair_at(const char *text)
{
	return (unsigned)(text[0] & 31) << 5 | (text[1] & 31);
}

static void read_pairs(struct paired_title *title, const char *text)
{
	*title = (struct paired_title){.text = text};
	for (; text[0] && text[1]; text++)
		title->pairs[pair_at(text) / 64] |= UINT64_C(1) << pair_at(text) % 64;
}

static bool has_pair(const struct paired_title *title, const char *text)
{
	return title->pairs[pair_at(text) / 64] >> pair_at(text) % 64 & 1;
}

static bool has_words(const struct paired_title *title, const char *words)
{
	if (words[0] && words[1] && !(has_pair(title, words) && (!words[2] || has_pair(title, words + 1))))
		return false;
	return strstr(title->text, words) != NULL;
}

static bool in_span(const struct claim_token *token, const char *code)
{
	return !*token->first || claim_span_has(token->first, token->last, code);
}

static bool has_seventh(const struct claim_token *token, const char *code)
{
	return !*token->sevenths ||
	       (strlen(code) == ICD_CODE_LENGTH && strchr(token->sevenths, code[ICD_CODE_LENGTH - 1]));
}

static bool asks(const struct icd_claim_code *code, const char *words)
{
	for (unsigned i = 0; i < code->place_count; i++) {
		const struct icd_notes *notes = &code->places[i]->notes;
		bool any = code->places[i]->kinds & ICD_KIND_BIT(ICD_NOTE_USE_ADDITIONAL);
		for (uint32_t j = 0; any && j < notes->count; j++) {
			if (notes->at[j].kind == ICD_NOTE_USE_ADDITIONAL && strstr(notes->at[j].text, words))
				return true;
		}
	}
	return false;
}

static bool meets(const struct claim_token *token, const struct icd_claim_code *code, const struct paired_title *title,
		  const struct claim_sets *sets)
{
	if (token->of >= 0)
		return claim_sets_have(sets, (unsigned)token->of);
	return in_span(token, code->code) && has_seventh(token, code->code) &&
	       (!*token->words || has_words(title, token->words)) && (!*token->asked || asks(code, token->asked));
}

void claim_sets_find(const struct icd_claim_code *code, const char *title, struct claim_sets *sets)
{
	unsigned letter = (unsigned)(code->code[0] - 'A');
	struct paired_title paired;
	memset(sets, 0, sizeof *sets);
	if (letter >= sizeof tokens_of_letter / sizeof *tokens_of_letter)
		return;
	read_pairs(&paired, title);
	const unsigned short *at = tokens_of_letter[letter].at, *end = at + tokens_of_letter[letter].count;
	while (at < end) {
		unsigned set = tokens[*at].set;
		bool in = false, out = false;
		for (; at < end && tokens[*at].set == set; at++) {
			const struct claim_token *token = &tokens[*at];
			if (!(token->except ? out : in) && meets(token, code, &paired, sets))
				*(token->except ? &out : &in) = true;
		}
		if (in && !out)
			claim_sets_add(sets, set);
	}
}
