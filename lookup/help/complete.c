/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include "guideline/guideline.h"
#include "icd9/icd9.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void candidates_clear(struct candidates *list)
{
	list->count = 0;
	list->files = false;
	list->before = NULL;
	icd_pool_reset(&list->pool);
}

void candidates_free(struct candidates *list)
{
	free(list->at);
	icd_pool_free(&list->pool);
	*list = (struct candidates){0};
}

void candidates_add(struct candidates *list, const char *text, size_t length, const char *title, bool goes_on)
{
	const char *before = list->before ? list->before : "";
	const char *copy = icd_pool_print(&list->pool, "%s%.*s", before, (int)length, text);
	/* A shell draws what is offered as it is. */
	if (icd_text_steers(copy))
		return;
	if (icd_array_room(&list->at, list->count, &list->room, sizeof *list->at))
		list->at[list->count++] = (struct candidate){copy, title, goes_on};
}

static bool begins(const char *text, const char *typed)
{
	return strncmp(text, typed, strlen(typed)) == 0;
}

bool candidates_have(const struct candidates *list, const char *text, size_t length)
{
	size_t before = list->before ? strlen(list->before) : 0;
	for (size_t i = 0; i < list->count; i++) {
		const char *has = list->at[i].text + before;
		if (strncmp(has, text, length) == 0 && has[length] == '\0')
			return true;
	}
	return false;
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
	candidates_add(out, text, strlen(text), icd_view_title(view, &record),
		       icd_view_status(view, &record.runs) == ICD_STATUS_HEADER);
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

/* ---- above and beside codes ---- */

struct section_search {
	const struct icd_view *view;
	const char *typed;
	struct candidates *out;
};

static bool add_section(void *context, struct icd_bytes key, struct icd_bytes value)
{
	const struct section_search *search = context;
	struct icd_section_record record;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	(void)key;
	if (!icd_get_section(&in, &search->out->pool, &record))
		return false;
	const char *id = icd_text_at(&record.ids, (uint16_t)search->view->list);
	const char *title = icd_text_at(&record.titles, (uint16_t)search->view->list);
	if (id && strncasecmp(id, search->typed, strlen(search->typed)) == 0)
		candidates_add(search->out, id, strlen(id), title ? title : "", false);
	return true;
}

void complete_sections(const struct icd_view *view, const char *typed, struct candidates *out)
{
	struct section_search search = {view, typed, out};
	struct icd_key low = icd_key_of(ICD_TABLE_SECTION, ""), high = icd_key_of(ICD_TABLE_SECTION, "\xff");
	struct icd_error err;
	if (view->list >= 0 && *typed)
		icd_store_scan(view->store, &low, &high, add_section, &search, &err);
}

void complete_chapters(const struct icd_view *view, const char *typed, struct candidates *out)
{
	struct icd_chapter_record chapter;
	struct icd_error err;
	char number[16];
	for (int i = 1; view->list >= 0 && i < 100; i++) {
		if (icd_store_chapter(view->store, i, &chapter, &err) != ICD_FOUND)
			continue;
		const char *title = icd_text_at(&chapter.titles, (uint16_t)view->list);
		snprintf(number, sizeof number, "%d", i);
		if (title && begins(number, typed))
			candidates_add(out, number, strlen(number), title, false);
	}
}

struct icd9_search {
	char typed[ICD9_DOTTED_SIZE];
	struct candidates *out;
};

static void add_icd9(void *context, const char *code)
{
	const struct icd9_search *search = context;
	char text[ICD9_DOTTED_SIZE];
	icd9_code_format(code, text);
	if (strncasecmp(text, search->typed, strlen(search->typed)) == 0 &&
	    !candidates_have(search->out, text, strlen(text)))
		candidates_add(search->out, text, strlen(text), "", false);
}

void complete_icd9(const struct icd_view *view, const char *typed, struct candidates *out)
{
	struct icd9_search search = {.out = out};
	struct icd_error err;
	size_t length = strlen(typed);
	if (length < 3 || length >= sizeof search.typed)
		return;
	memcpy(search.typed, typed, length + 1);
	icd9_each_code(view, add_icd9, &search, &err);
}

/* ---- words ---- */

#define WORDS_MAX 60

/* A word that opens the title of a main term, or stands after a comma in it. */
struct opening {
	uint32_t block;
	const char *word;
};

struct openings {
	struct opening *at; /* in the pool */
	size_t count, room;
};

static void add_openings(struct icd_pool *pool, struct icd_index_word *word, struct openings *openings)
{
	struct icd_index_place place;
	while (icd_get_index_place(word, &place)) {
		if (place.opens &&
		    icd_pool_room(pool, &openings->at, openings->count, &openings->room, sizeof *openings->at))
			openings->at[openings->count++] = (struct opening){place.block, word->text};
	}
}

static int compare_openings(const void *a, const void *b)
{
	const struct opening *left = a, *right = b;
	return ICD_ORDER(left->block, right->block) ?: strcmp(left->word, right->word);
}

/* Of all days, in the order of the book. */
static struct openings openings_of(const struct icd_view *view, enum icd_index_kind kind, const char *typed,
				   struct icd_pool *pool)
{
	struct icd_key key = icd_index_words_key(kind, icd_lower(*typed));
	struct openings openings = {.count = 0};
	struct icd_index_word word;
	struct icd_reader in;
	struct icd_error err;
	icd_store_fetch(view->store, &key, &in, &err);
	while (icd_get_index_word(&in, &word)) {
		if (strncasecmp(word.text, typed, strlen(typed)) == 0)
			add_openings(pool, &word, &openings);
	}
	if (openings.count)
		qsort(openings.at, openings.count, sizeof *openings.at, compare_openings);
	return openings;
}

static bool stands_in(const struct icd_index_standing *standing, uint16_t member)
{
	return icd_spans_have(standing->spans, standing->span_count, member);
}

void complete_terms(const struct icd_view *view, enum icd_index_kind kind, const char *typed, struct candidates *out)
{
	struct icd_key key = icd_index_standings_key(kind);
	uint16_t members = view->about->index[kind].count;
	struct icd_index_standings standings;
	struct icd_reader in;
	struct icd_error err;
	if (!*typed || !members || icd_store_fetch(view->store, &key, &in, &err) != ICD_FOUND ||
	    !icd_get_index_standings(&in, &out->pool, &standings))
		return;
	struct openings openings = openings_of(view, kind, typed, &out->pool);
	for (size_t i = 0; i < openings.count && out->count < WORDS_MAX; i++) {
		const struct opening *opening = &openings.at[i];
		if (opening->block < standings.count &&
		    stands_in(&standings.at[opening->block], (uint16_t)(members - 1)) &&
		    !candidates_have(out, opening->word, strlen(opening->word)))
			candidates_add(out, opening->word, strlen(opening->word), "", false);
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
			candidates_add(out, one->number, strlen(one->number), one->title, false);
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
		if (strncasecmp(words[i], typed, strlen(typed)) == 0 && !candidates_have(out, words[i], length))
			candidates_add(out, words[i], length, "", false);
	}
}

/* ---- commands and dates ---- */

void complete_commands(const struct command *table, const char *typed, struct candidates *out)
{
	for (const struct command *command = table; command->name; command++) {
		if (begins(command->name, typed))
			candidates_add(out, command->name, strlen(command->name), command->summary, false);
	}
}

void complete_dates(const struct icd_view *view, const char *typed, struct candidates *out)
{
	char text[ICD_DATE_SIZE];
	for (uint16_t i = 0; i < view->about->release_count; i++) {
		icd_date_format(view->about->releases[i].date, text);
		if (begins(text, typed))
			candidates_add(out, text, strlen(text), "a release held", false);
	}
}
