/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "suggest.h"

#include "seventh.h"

#include <stdio.h>
#include <string.h>

#define SUGGESTIONS_MAX 10

struct suggest_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	const char *code;
	struct icd_suggestions *out;
	struct icd_error *err;
	bool failed; /* err is filled */
};

static bool is_suggested(const struct icd_code_lines *codes, const char *code)
{
	for (uint32_t i = 0; i < codes->count; i++) {
		if (strcmp(codes->at[i].code, code) == 0)
			return true;
	}
	return false;
}

/* Adds the code if it is one on the date; tells whether it is. */
static bool suggest(struct suggest_work *s, const char *code)
{
	struct icd_code_record record;
	struct icd_code_lines *codes = &s->out->codes;
	if (s->failed || codes->count == SUGGESTIONS_MAX || is_suggested(codes, code))
		return false;
	enum icd_found found = icd_store_code(s->view->store, s->pool, code, &record, s->err);
	s->failed |= found == ICD_FAILED;
	enum icd_status status = found == ICD_FOUND ? icd_view_status(s->view, &record.runs) : ICD_STATUS_UNKNOWN;
	if (!icd_status_holds(status))
		return false;
	codes->at[codes->count++] =
		(struct icd_code_line){icd_pool_print(s->pool, "%s", code), icd_view_title(s->view, &record), status};
	return true;
}

/* Letters and digits that are mistaken for each other, on paper and on keyboards. */
static const char look_alikes[][2] = {{'O', '0'}, {'I', '1'}, {'L', '1'}, {'S', '5'}, {'B', '8'}, {'Z', '2'}};

static void suggest_look_alikes(struct suggest_work *s)
{
	for (size_t i = 0; s->code[i]; i++) {
		for (size_t j = 0; j < sizeof look_alikes / sizeof *look_alikes; j++) {
			char code[ICD_CODE_SIZE];
			int other = s->code[i] == look_alikes[j][0]   ? look_alikes[j][1]
				    : s->code[i] == look_alikes[j][1] ? look_alikes[j][0]
								      : 0;
			if (!other)
				continue;
			snprintf(code, sizeof code, "%s", s->code);
			code[i] = (char)other;
			suggest(s, code);
		}
	}
}

static void suggest_swapped(struct suggest_work *s)
{
	size_t length = strlen(s->code);
	for (size_t i = 0; i + 1 < length; i++) {
		char code[ICD_CODE_SIZE];
		snprintf(code, sizeof code, "%s", s->code);
		code[i] = s->code[i + 1];
		code[i + 1] = s->code[i];
		if (icd_is_letter(code[0]))
			suggest(s, code);
	}
}

/* The longest start of the code that is one; its length, 0 when none. */
static size_t longest_start(struct suggest_work *s, struct icd_path *path)
{
	char start[ICD_CODE_SIZE];
	snprintf(start, sizeof start, "%s", s->code);
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

/* A leaf that takes a seventh character: the last one typed is it, X fills the places between. */
static void suggest_filled(struct suggest_work *s, const struct icd_path *path, size_t length)
{
	const struct icd_children *children = &path->codes[0]->children;
	char filled[ICD_CODE_SIZE] = "XXXXXXX";
	if (!icd_sevenths_step(path) || !s->code[length] || children->count == 0 ||
	    strlen(children->at[0].code) != ICD_CODE_LENGTH)
		return;
	memcpy(filled, s->code, length);
	filled[ICD_CODE_LENGTH - 1] = s->code[strlen(s->code) - 1];
	s->out->bad_seventh = true;
	if (!suggest(s, filled) && icd_seventh_entry(path, filled[ICD_CODE_LENGTH - 1]))
		s->out->forbidden_by = icd_forbidding_note(path, s->pool, filled, &s->out->forbidden_at);
}

static void suggest_family(struct suggest_work *s, const struct icd_path *path)
{
	const struct icd_code_record *record = path->codes[0];
	if (record->children.count == 0)
		suggest(s, record->code);
	for (uint32_t i = 0; i < record->children.count; i++)
		suggest(s, record->children.at[i].code);
}

bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, const char *code, struct icd_suggestions *out,
		 struct icd_error *err)
{
	struct suggest_work s = {view, pool, code, out, err, false};
	struct icd_path path;
	*out = (struct icd_suggestions){.codes.at = icd_pool_take(pool, SUGGESTIONS_MAX, sizeof *out->codes.at)};
	if (!out->codes.at)
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
