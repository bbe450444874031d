/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include "guideline/guideline.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void candidates_clear(struct candidates *list)
{
	list->count = 0;
	icd_pool_reset(&list->pool);
}

void candidates_free(struct candidates *list)
{
	free(list->at);
	icd_pool_free(&list->pool);
	*list = (struct candidates){0};
}

static void add(struct candidates *out, const char *text, size_t length, const char *title, bool goes_on)
{
	const char *copy = icd_pool_text(&out->pool, text, length);
	/* readline draws what is offered as it is. */
	if (icd_text_steers(copy))
		return;
	if (icd_array_room(&out->at, out->count, &out->room, sizeof *out->at))
		out->at[out->count++] = (struct candidate){copy, title, goes_on};
}

static bool begins(const char *text, const char *typed)
{
	return strncmp(text, typed, strlen(typed)) == 0;
}

/* ---- codes ---- */

static bool first_key(void *context, struct icd_bytes key, struct icd_bytes value)
{
	char *code = context;
	size_t length = key.size - 1 < ICD_CODE_LENGTH ? key.size - 1 : ICD_CODE_LENGTH;
	(void)value;
	memcpy(code, key.data + 1, length);
	code[length] = '\0';
	return false;
}

/* The key after `code` and what `last` says comes before it: 0 is nothing, 0xff all codes that begin so. */
static struct icd_key key_after(const char *code, unsigned char last)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	key.bytes[key.size++] = last;
	return key;
}

static void add_code(const struct icd_view *view, const char *code, struct candidates *out)
{
	struct icd_code_record record;
	struct icd_error err;
	char text[ICD_DOTTED_SIZE];
	if (icd_store_code(view->store, &out->pool, code, &record, &err) != ICD_FOUND ||
	    !icd_view_holds(view, &record.runs))
		return;
	icd_code_format(code, text);
	add(out, text, strlen(text), icd_view_title(view, &record), record.children.count > 0);
}

void complete_codes(const struct icd_view *view, const char *typed, struct candidates *out)
{
	char start[ICD_CODE_SIZE], code[ICD_CODE_SIZE];
	size_t before = out->count;
	struct icd_error err;
	if (!icd_code_start(typed, strlen(typed), start))
		return;
	struct icd_key low = key_after(start, 0), high = key_after(start, 0xff);
	for (;;) {
		code[0] = '\0';
		if (!icd_store_scan(view->store, &low, &high, first_key, code, &err) || !code[0])
			break;
		add_code(view, code, out);
		/* What is below this one is not offered. */
		low = key_after(code, 0xff);
	}
	if (out->count == before)
		add_code(view, start, out);
}

/* ---- words ---- */

#define WORDS_MAX 60

static bool has(const struct candidates *out, const char *text, size_t length)
{
	for (size_t i = 0; i < out->count; i++) {
		if (strncmp(out->at[i].text, text, length) == 0 && out->at[i].text[length] == '\0')
			return true;
	}
	return false;
}

/* Adds the words of a title that open it or stand after a comma (icd_index_name). */
static void add_openings(const char *words, const char *typed, struct candidates *out)
{
	static const char marks[] = ",( ";
	while (*words) {
		char mark = *words++;
		size_t length = strcspn(words, marks);
		if (mark == ',' && strncasecmp(words, typed, strlen(typed)) == 0 && !has(out, words, length))
			add(out, words, length, "", false);
		words += length;
	}
}

void complete_terms(const struct icd_view *view, enum icd_index_kind kind, const char *typed, struct candidates *out)
{
	const struct icd_key key = icd_index_names_key(kind);
	struct icd_index_names names;
	struct icd_bytes value;
	struct icd_error err;
	uint16_t members = view->about->index[kind].count;
	if (!*typed || !members || icd_store_get(view->store, &key, &value, &err) != ICD_FOUND)
		return;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	if (!icd_get_index_names(&in, &out->pool, &names))
		return;
	for (uint32_t i = 0; i < names.count && out->count < WORDS_MAX; i++) {
		const struct icd_index_name *name = &names.at[i];
		if (icd_spans_have(name->spans, name->span_count, (uint16_t)(members - 1)))
			add_openings(name->words, typed, out);
	}
}

void complete_guidelines(const struct icd_view *view, const char *typed, struct candidates *out)
{
	int edition = icd_guidelines_on(view->about, view->on);
	struct icd_guidelines guidelines;
	struct icd_error err;
	if (edition < 0 || !icd_guidelines_read(view->store, &out->pool, (uint16_t)edition, &guidelines, &err))
		return;
	for (uint32_t i = 0; i < guidelines.count; i++) {
		const struct icd_guideline *one = &guidelines.at[i];
		const char *rest = one->number + strlen(typed);
		bool begins = strncasecmp(one->number, typed, strlen(typed)) == 0;
		/* What is below the next dot is not offered. */
		if (begins && !strchr(*rest == '.' ? rest + 1 : rest, '.'))
			add(out, one->number, strlen(one->number), one->title, false);
	}
}

void complete_words(struct icd_searcher *searcher, const char *before, const char *typed, struct candidates *out)
{
	const char **words;
	uint32_t count;
	struct icd_error err;
	const char *start = icd_pool_print(&out->pool, "%s %s", before, typed);
	if (!*typed || !icd_search_complete(searcher, start, WORDS_MAX, &out->pool, &words, &count, &err))
		return;
	for (uint32_t i = 0; i < count; i++) {
		size_t length = strlen(words[i]);
		/* A search folds and splits more than can be completed. */
		if (strncasecmp(words[i], typed, strlen(typed)) == 0 && !has(out, words[i], length))
			add(out, words[i], length, "", false);
	}
}

/* ---- commands and dates ---- */

void complete_commands(const struct command *table, const char *typed, struct candidates *out)
{
	for (const struct command *command = table; command->name; command++) {
		if (begins(command->name, typed))
			add(out, command->name, strlen(command->name), command->summary, false);
	}
}

void complete_dates(const struct icd_view *view, const char *typed, struct candidates *out)
{
	char text[ICD_DATE_SIZE];
	for (uint16_t i = 0; i < view->about->release_count; i++) {
		icd_date_format(view->about->releases[i].date, text);
		if (begins(text, typed))
			add(out, text, strlen(text), "a release held", false);
	}
}
