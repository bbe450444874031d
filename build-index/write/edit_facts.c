/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of the Medicare Code Editor as dated facts: from which edition to which a code stands on a list. */
#include "edits/records.h"
#include "facts.h"

#include <stdlib.h>
#include <string.h>

struct standing {
	const char *code;
	struct icd_edit_standing is;
};

struct edit_work {
	const struct book *book;
	struct records *records;
	struct icd_pool pool;
	struct icd_buffer buffer;
	struct standing *at;
	size_t count, capacity;
};

static int by_code(const void *a, const void *b)
{
	const struct standing *left = a, *right = b;
	return strcmp(left->code, right->code)
		       ?: ICD_ORDER(left->is.edit, right->is.edit) ?: ICD_ORDER(left->is.span.first, right->is.span.first);
}

static void list_standings(struct edit_work *w)
{
	for (uint16_t e = 0; e < w->book->about.edits.count; e++) {
		const struct mce_list *list = w->book->edits[e];
		for (size_t i = 0; list && i < list->count; i++)
			*one_more(w->at, w->count, w->capacity) =
				(struct standing){list->rows[i].code, {list->rows[i].edit, {e, e}}};
	}
	if (w->count)
		qsort(w->at, w->count, sizeof *w->at, by_code);
}

/* The standings of one code, equal ones of editions that follow each other joined; where they end. */
static size_t make_code(struct edit_work *w, size_t first)
{
	struct icd_edit_standings record = {0};
	size_t end = first;
	struct icd_key key = icd_key_of(ICD_TABLE_EDIT, w->at[first].code);
	while (end < w->count && strcmp(w->at[end].code, w->at[first].code) == 0)
		end++;
	record.at = need(&w->pool, end - first, sizeof *record.at);
	for (size_t i = first; i < end; i++) {
		struct icd_edit_standing *last = record.count ? &record.at[record.count - 1] : NULL;
		if (last && last->edit == w->at[i].is.edit && last->span.last + 1 == w->at[i].is.span.first)
			last->span.last = w->at[i].is.span.last;
		else
			record.at[record.count++] = w->at[i].is;
	}
	icd_put_edit_standings(&w->buffer, &record);
	records_add(w->records, &key, &w->buffer);
	return end;
}

static void make_ages(struct edit_work *w)
{
	struct icd_edit_ages ages = {0};
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_EDITS_KEY);
	ages.at = need(&w->pool, (size_t)w->book->about.edits.count * (ICD_EDIT_ADULT + 1), sizeof *ages.at);
	for (uint16_t e = 0; e < w->book->about.edits.count; e++) {
		const struct mce_list *list = w->book->edits[e];
		for (int edit = 0; list && edit <= ICD_EDIT_ADULT; edit++) {
			if (list->ages[edit].has)
				ages.at[ages.count++] = (struct icd_edit_age){
					e, (enum icd_edit)edit, list->ages[edit].from, list->ages[edit].to};
		}
	}
	icd_put_edit_ages(&w->buffer, &ages);
	records_add(w->records, &key, &w->buffer);
}

void edit_facts_make(const struct book *book, struct records *records)
{
	struct edit_work w = {.book = book, .records = records};
	if (book->about.edits.count == 0)
		return;
	list_standings(&w);
	make_ages(&w);
	for (size_t i = 0; i < w.count;)
		i = make_code(&w, i);
	free(w.at);
	icd_buffer_free(&w.buffer);
	icd_pool_free(&w.pool);
}
