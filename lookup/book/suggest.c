/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suggest.h"

#include "base/base.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SUGGESTIONS_MAX 10

struct suggesting {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_card *card;
	struct icd_error *err;
	bool failed;
};

static bool suggested(const struct icd_card *card, const char *code)
{
	for (uint32_t i = 0; i < card->suggestions.count; i++) {
		if (strcmp(card->suggestions.at[i].code, code) == 0)
			return true;
	}
	return false;
}

/* Adds the code if it is one on the date; tells whether it is. */
static bool suggest(struct suggesting *s, const char *code)
{
	struct icd_code_record record;
	struct icd_validity validity;
	if (s->failed || s->card->suggestions.count == SUGGESTIONS_MAX || suggested(s->card, code))
		return false;
	enum icd_found found = icd_store_code(s->view->store, s->pool, code, &record, s->err);
	s->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND)
		return false;
	icd_view_validity(s->view, &record.runs, &validity);
	if (validity.status != ICD_STATUS_BILLABLE && validity.status != ICD_STATUS_HEADER)
		return false;
	const char *kept = icd_pool_print(s->pool, "%s", code);
	if (!kept) {
		s->failed = !icd_out_of_memory(s->err);
		return false;
	}
	s->card->suggestions.at[s->card->suggestions.count++] =
		(struct icd_card_code){kept, icd_view_title(s->view, &record), validity.status};
	return true;
}

/* Letters and digits that are mistaken for each other, on paper and on keyboards. */
static const char look_alikes[][2] = {{'O', '0'}, {'I', '1'}, {'L', '1'}, {'S', '5'}, {'B', '8'}, {'Z', '2'}};

static void suggest_look_alikes(struct suggesting *s)
{
	for (size_t i = 0; s->card->code[i]; i++) {
		for (size_t j = 0; j < sizeof look_alikes / sizeof *look_alikes; j++) {
			char code[ICD_CODE_SIZE];
			int other = s->card->code[i] == look_alikes[j][0]   ? look_alikes[j][1]
				    : s->card->code[i] == look_alikes[j][1] ? look_alikes[j][0]
									    : 0;
			if (!other)
				continue;
			snprintf(code, sizeof code, "%s", s->card->code);
			code[i] = (char)other;
			suggest(s, code);
		}
	}
}

static void suggest_swapped(struct suggesting *s)
{
	size_t length = strlen(s->card->code);
	for (size_t i = 0; i + 1 < length; i++) {
		char code[ICD_CODE_SIZE];
		snprintf(code, sizeof code, "%s", s->card->code);
		code[i] = s->card->code[i + 1];
		code[i + 1] = s->card->code[i];
		if (icd_is_letter(code[0]))
			suggest(s, code);
	}
}

/* The longest start of the code that is one; its length, 0 when none. */
static size_t longest_start(struct suggesting *s, struct icd_path *path)
{
	char start[ICD_CODE_SIZE];
	snprintf(start, sizeof start, "%s", s->card->code);
	for (size_t length = strlen(start); length >= 3; length--) {
		start[length] = '\0';
		enum icd_found found = icd_path_read(s->view, s->pool, start, path, s->err);
		s->failed |= found == ICD_FAILED;
		if (s->failed)
			return 0;
		if (found == ICD_FOUND && path->codes[0]->runs.count)
			return length;
	}
	return 0;
}

/* Does the character stand alone, as a word, between the two places? */
static bool names_character(const char *from, const char *to, char character)
{
	for (const char *c = from; c < to; c++) {
		bool alone = (c == from || !icd_is_letter_or_digit(c[-1])) && !icd_is_letter_or_digit(c[1]);
		if (*c == character && alone)
			return true;
	}
	return false;
}

/* "7th characters D and S do not apply to codes in category S06 with 6th character 7 - ..., or 8 - ...": is this
 * one of them? */
static bool forbids(const char *note, const char *code)
{
	const char *sevenths = strstr(note, "7th character");
	const char *apply = sevenths ? strstr(sevenths, "not apply") : NULL;
	const char *sixths = apply ? strstr(apply, "6th character") : NULL;
	return sixths && names_character(sevenths, apply, code[6]) &&
	       names_character(sixths, sixths + strlen(sixths), code[5]);
}

bool icd_forbidding_note(const struct icd_path *path, struct icd_pool *pool, const char *code, struct icd_card *card,
			 struct icd_error *err)
{
	for (unsigned i = 0; i < path->step_count && !card->forbidden_by; i++) {
		for (uint32_t j = 0; j < path->steps[i].entries->count; j++) {
			const struct icd_entry *entry = &path->steps[i].entries->at[j];
			if (entry->kind != ICD_NOTE_NOTE || !icd_path_has(path, entry) || !forbids(entry->text, code))
				continue;
			card->forbidden_by = icd_text_folded(pool, entry->text);
			card->forbidden_at = path->steps[i].label;
			return card->forbidden_by || icd_out_of_memory(err);
		}
	}
	return true;
}

static bool is_defined(const struct icd_path *path, const struct icd_step *step, char character)
{
	for (uint32_t i = 0; i < step->entries->count; i++) {
		const struct icd_entry *entry = &step->entries->at[i];
		if (entry->kind == ICD_ENTRY_SEVENTH && icd_path_has(path, entry) && entry->character[0] == character)
			return true;
	}
	return false;
}

/* A leaf that takes a seventh character: the last one typed is it, X fills the places between. */
static void suggest_filled(struct suggesting *s, const struct icd_path *path, size_t length)
{
	const struct icd_step *sevenths = icd_path_sevenths(path);
	const struct icd_children *children = &path->codes[0]->children;
	const char *typed = s->card->code;
	char filled[ICD_CODE_SIZE] = "XXXXXXX";
	if (!sevenths || !typed[length] || children->count == 0 || strlen(children->at[0].code) != ICD_CODE_LENGTH)
		return;
	memcpy(filled, typed, length);
	filled[ICD_CODE_LENGTH - 1] = typed[strlen(typed) - 1];
	s->card->detail = ICD_DETAIL_BAD_SEVENTH;
	if (!suggest(s, filled) && is_defined(path, sevenths, filled[ICD_CODE_LENGTH - 1]))
		s->failed |= !icd_forbidding_note(path, s->pool, filled, s->card, s->err);
}

static void suggest_family(struct suggesting *s, const struct icd_path *path)
{
	const struct icd_code_record *record = path->codes[0];
	if (record->children.count == 0)
		suggest(s, record->code);
	for (uint32_t i = 0; i < record->children.count; i++)
		suggest(s, record->children.at[i].code);
}

bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, struct icd_card *card, struct icd_error *err)
{
	struct suggesting s = {view, pool, card, err, false};
	struct icd_path path;
	card->suggestions.at = icd_pool_take(pool, SUGGESTIONS_MAX, sizeof *card->suggestions.at);
	if (!card->suggestions.at)
		return icd_out_of_memory(err);
	size_t length = longest_start(&s, &path);
	if (length)
		suggest_filled(&s, &path, length);
	suggest_look_alikes(&s);
	suggest_swapped(&s);
	if (length)
		suggest_family(&s, &path);
	return !s.failed;
}
