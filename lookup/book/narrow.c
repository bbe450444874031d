/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "narrow.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const short_words[][2] = {
	{"lt", "left"}, {"l", "left"},          {"rt", "right"},
	{"r", "right"}, {"bilat", "bilateral"}, {"unspec", "unspecified"},
};

const char *icd_title_word(const char *word)
{
	for (size_t i = 0; i < sizeof short_words / sizeof *short_words; i++) {
		if (icd_same_but_case(word, short_words[i][0]))
			return short_words[i][1];
	}
	return word;
}

static bool has_word(const char *title, const char *word)
{
	size_t length = strlen(word);
	for (const char *c = title; *c; c++) {
		bool starts = c == title || !icd_is_letter_or_digit(c[-1]);
		if (starts && strncasecmp(c, word, length) == 0)
			return true;
	}
	return false;
}

bool icd_title_has_words(const char *title, char *const *words, int count)
{
	for (int i = 0; i < count; i++) {
		if (!has_word(title, icd_title_word(words[i])))
			return false;
	}
	return true;
}

enum icd_found icd_narrow(const struct icd_view *view, struct icd_pool *pool, const char *code, char *const *words,
			  int word_count, struct icd_code_lines *out, struct icd_error *err)
{
	struct icd_code_record top;
	enum icd_found found = icd_store_code(view->store, pool, code, &top, err);
	*out = (struct icd_code_lines){0};
	if (found != ICD_FOUND)
		return found;
	out->at = icd_pool_take(pool, (size_t)(top.last - top.ordinal) + 1, sizeof *out->at);
	for (uint32_t at = top.ordinal; out->at && at <= top.last; at++) {
		struct icd_code_record record;
		if (!icd_view_code_at(view, pool, at, &record, err))
			return ICD_FAILED;
		const char *title = icd_view_title(view, &record);
		if (icd_view_status(view, &record.runs) == ICD_STATUS_BILLABLE &&
		    icd_title_has_words(title, words, word_count))
			out->at[out->count++] = (struct icd_code_line){icd_pool_print(pool, "%s", record.code), title,
								       ICD_STATUS_BILLABLE};
	}
	return pool->failed ? icd_out_of_memory(err), ICD_FAILED : ICD_FOUND;
}
