/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include <string.h>
#include <strings.h>

static struct candidate *add(struct candidates *out, struct icd_pool *pool, const char *text, const char *title)
{
	/* Room for 16, 32, 64, ...: a full list is one whose count is such a number. */
	if (out->count == 0 || (out->count >= 16 && (out->count & (out->count - 1)) == 0)) {
		struct candidate *bigger = icd_pool_take(pool, out->count ? out->count * 2 : 16, sizeof *bigger);
		if (!bigger)
			return NULL;
		if (out->count)
			memcpy(bigger, out->at, out->count * sizeof *bigger);
		out->at = bigger;
	}
	const char *copy = icd_pool_print(pool, "%s", text);
	if (!copy)
		return NULL;
	out->at[out->count] = (struct candidate){copy, title, false};
	return &out->at[out->count++];
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

/* The code at or behind `low` that begins with `start`: "" when there is none. */
static bool next_code(struct icd_store *store, const struct icd_key *low, const char *start, char code[ICD_CODE_SIZE],
		      struct icd_error *err)
{
	struct icd_key high = icd_key_of(ICD_TABLE_CODE, start);
	high.bytes[high.size++] = 0xff;
	code[0] = '\0';
	return icd_store_scan(store, low, &high, first_key, code, err);
}

static bool add_code(const struct icd_view *view, struct icd_pool *pool, const char *code, struct candidates *out,
		     struct icd_error *err)
{
	struct icd_code_record record;
	char text[ICD_DOTTED_SIZE];
	enum icd_found found = icd_store_code(view->store, pool, code, &record, err);
	if (found == ICD_FAILED)
		return false;
	if (found == ICD_NOT_FOUND || !icd_view_holds(view, &record.runs))
		return true;
	struct candidate *added = add(out, pool, icd_code_format(code, text), icd_view_title(view, &record));
	if (!added)
		return icd_fail(err, "out of memory");
	added->goes_on = record.children.count > 0;
	return true;
}

bool complete_codes(const struct icd_view *view, struct icd_pool *pool, const char *typed, struct candidates *out,
		    struct icd_error *err)
{
	char start[ICD_CODE_SIZE], code[ICD_CODE_SIZE];
	size_t before = out->count;
	if (!icd_code_start(typed, strlen(typed), start))
		return true;
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, start);
	low.bytes[low.size++] = 0;
	for (;;) {
		if (!next_code(view->store, &low, start, code, err))
			return false;
		if (!code[0])
			break;
		if (!add_code(view, pool, code, out, err))
			return false;
		/* What is below this one is not offered: on behind it. */
		low = icd_key_of(ICD_TABLE_CODE, code);
		low.bytes[low.size++] = 0xff;
	}
	return out->count > before || add_code(view, pool, start, out, err);
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

/* Adds the words of a title that open it or stand behind a comma (icd_index_name). */
static bool add_openings(const char *words, const char *typed, struct icd_pool *pool, struct candidates *out)
{
	static const char marks[] = ",( ";
	size_t wanted = strlen(typed);
	while (*words) {
		char mark = *words++;
		size_t length = strcspn(words, marks);
		if (mark == ',' && strncasecmp(words, typed, wanted) == 0 && !has(out, words, length)) {
			const char *word = icd_pool_print(pool, "%.*s", (int)length, words);
			if (!word || !add(out, pool, word, ""))
				return false;
		}
		words += length;
	}
	return true;
}

bool complete_terms(const struct icd_view *view, enum icd_index_kind kind, struct icd_pool *pool, const char *typed,
		    struct candidates *out, struct icd_error *err)
{
	const struct icd_key key = icd_index_names_key(kind);
	struct icd_index_names names;
	struct icd_bytes value;
	uint16_t members = view->about->index[kind].count;
	enum icd_found found = *typed && members ? icd_store_get(view->store, &key, &value, err) : ICD_NOT_FOUND;
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	if (!icd_get_index_names(&in, pool, &names))
		return icd_store_bad_record(view->store, &key, err) != ICD_FAILED;
	for (uint32_t i = 0; i < names.count && out->count < WORDS_MAX; i++) {
		const struct icd_index_name *name = &names.at[i];
		if (icd_spans_have(name->spans, name->span_count, (uint16_t)(members - 1)) &&
		    !add_openings(name->words, typed, pool, out))
			return icd_fail(err, "out of memory");
	}
	return true;
}

bool complete_words(struct icd_searcher *searcher, struct icd_pool *pool, const char *typed, struct candidates *out,
		    struct icd_error *err)
{
	const char **words;
	uint32_t count;
	if (!*typed)
		return true;
	if (!icd_search_complete(searcher, typed, WORDS_MAX, pool, &words, &count, err))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		/* A search folds and splits more than can be completed. */
		if (strncasecmp(words[i], typed, strlen(typed)) == 0 && !has(out, words[i], strlen(words[i])) &&
		    !add(out, pool, words[i], ""))
			return icd_fail(err, "out of memory");
	}
	return true;
}

/* ---- commands and dates ---- */

bool complete_commands(const struct command *table, struct icd_pool *pool, const char *typed, struct candidates *out)
{
	for (const struct command *command = table; command->name; command++) {
		if (strncmp(command->name, typed, strlen(typed)) == 0 &&
		    !add(out, pool, command->name, command->summary))
			return false;
	}
	return true;
}

bool complete_dates(const struct icd_view *view, struct icd_pool *pool, const char *typed, struct candidates *out)
{
	char text[ICD_DATE_SIZE];
	for (uint16_t i = 0; i < view->about->release_count; i++) {
		icd_date_format(view->about->releases[i].date, text);
		if (strncmp(text, typed, strlen(typed)) == 0 && !add(out, pool, text, "a release held"))
			return false;
	}
	return true;
}
