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

/* First letters tell most codes apart. */
static bool in_span(const struct claim_token *token, const char *code)
{
	const char *last = *token->last ? token->last : token->first;
	return !*token->first ||
	       (code[0] >= token->first[0] && code[0] <= last[0] && claim_span_has(token->first, token->last, code));
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
		for (uint32_t j = 0; j < notes->count; j++) {
			if (notes->at[j].kind == ICD_NOTE_USE_ADDITIONAL && strstr(notes->at[j].text, words))
				return true;
		}
	}
	return false;
}

static bool meets(const struct claim_token *token, const struct icd_claim_code *code, const char *title,
		  const struct claim_sets *sets)
{
	if (token->of >= 0)
		return claim_sets_have(sets, (unsigned)token->of);
	return in_span(token, code->code) && has_seventh(token, code->code) &&
	       (!*token->words || strstr(title, token->words)) && (!*token->asked || asks(code, token->asked));
}

void claim_sets_find(const struct icd_claim_code *code, const char *title, struct claim_sets *sets)
{
	const size_t count = sizeof tokens / sizeof *tokens;
	memset(sets, 0, sizeof *sets);
	for (size_t i = 0; i < count;) {
		unsigned set = tokens[i].set;
		bool in = false, out = false;
		for (; i < count && tokens[i].set == set; i++) {
			if (!(tokens[i].except ? out : in) && meets(&tokens[i], code, title, sets))
				*(tokens[i].except ? &out : &in) = true;
		}
		if (in && !out)
			claim_sets_add(sets, set);
	}
}
