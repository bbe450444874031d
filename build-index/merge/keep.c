/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a release says, in texts of the book (book_keep, book.h). Most of it is what the release before says too. */
#include "book.h"

#include "memory/buffer.h"

#include <string.h>

/* ---- codes, their titles, sections ---- */

uint32_t book_code_number(struct book *book, const char *code)
{
	uint32_t number = intern_number(&book->code_names, code);
	if (number == book->told_count) {
		struct told_code *told = one_more(book->told, book->told_count, book->told_capacity);
		*told = (struct told_code){.index = NO_CODE};
	}
	return number;
}

const char *book_code_name(const struct book *book, uint32_t number)
{
	return book->code_names.texts[number];
}

/* The book's copy of a title of the code; mostly it is the one told last. */
static const char *own_title(struct book *book, uint32_t number, enum book_title which, const char *title)
{
	const char **told = &book->told[number].title[which];
	if (!*told || (*told != title && strcmp(*told, title) != 0))
		*told = intern(&book->texts, title);
	return *told;
}

const char *book_joined_title(struct book *book, uint32_t number, const char *start, const char *end)
{
	struct told_code *told = &book->told[number];
	if (told->start == start && told->end == end)
		return told->joined;
	struct icd_buffer title = {0};
	icd_put_bytes(&title, start, strlen(start));
	icd_put_bytes(&title, ", ", 2);
	icd_put_bytes(&title, end, strlen(end) + 1);
	if (title.failed)
		out_of_memory();
	told->joined = own_title(book, number, BOOK_TITLE_LISTED, (const char *)title.data);
	told->start = start;
	told->end = end;
	icd_buffer_free(&title);
	return told->joined;
}

struct book_section *book_section(const struct book *book, const char *key)
{
	for (size_t i = 0; i < book->section_count; i++) {
		if (book->sections[i].key == key)
			return &book->sections[i];
	}
	return NULL;
}

static void keep_row(struct book *book, struct code_row *row)
{
	row->number = book_code_number(book, row->code);
	row->code = book_code_name(book, row->number);
	row->long_title = own_title(book, row->number, BOOK_TITLE_LONG, row->long_title);
	if (row->short_title)
		row->short_title = own_title(book, row->number, BOOK_TITLE_SHORT, row->short_title);
}

static struct code_table *keep_table(struct book *book, const struct code_table *table, struct icd_pool *pool)
{
	if (!table)
		return NULL;
	struct code_table *kept = need_copy(pool, table, 1, sizeof *table);
	kept->rows = need_copy(pool, table->rows, table->count, sizeof *table->rows);
	for (size_t i = 0; i < kept->count; i++)
		keep_row(book, &kept->rows[i]);
	return kept;
}

static void keep_addenda(struct book *book, struct addenda *addenda)
{
	for (size_t i = 0; addenda && i < addenda->count; i++)
		keep_row(book, &addenda->rows[i].row);
}

/* ---- tabular lists ---- */

/* What the book has of the code from the newest list before; NULL when there is none. */
static const struct place_state *state_before(const struct book *book, uint32_t number)
{
	uint32_t index = book->told[number].index;
	const struct place_state *const *lists = index == NO_CODE ? NULL : book->codes[index].lists;
	for (uint16_t i = book->about.lists.count; lists && i-- > 0;) {
		if (lists[i])
			return lists[i];
	}
	return NULL;
}

/* The book's copy of a text, which is mostly what was there before; that may be NULL. */
static const char *keep_text(struct book *book, const char *text, const char *before)
{
	return before && (text == before || strcmp(text, before) == 0) ? before : intern(&book->texts, text);
}

static void keep_entries(struct book *book, struct entry *entries, size_t count, const struct place_state *before)
{
	for (size_t i = 0; i < count; i++) {
		const struct entry *old = before && i < before->entry_count ? &before->entries[i] : NULL;
		entries[i].text = keep_text(book, entries[i].text, old ? old->text : NULL);
		entries[i].character = keep_text(book, entries[i].character, old ? old->character : NULL);
	}
}

static void keep_place(struct book *book, struct place *place, struct icd_pool *pool)
{
	const struct place_state *before = NULL;
	if (place->kind == ICD_PLACE_CODE) {
		place->number = book_code_number(book, place->name);
		place->name = book_code_name(book, place->number);
		place->title = own_title(book, place->number, BOOK_TITLE_LISTED, place->title);
		before = state_before(book, place->number);
	} else {
		place->name = intern(&book->texts, place->name);
		place->title = intern(&book->texts, place->title);
	}
	place->first = place->kind == ICD_PLACE_SECTION ? intern(&book->texts, place->first) : "";
	place->entries = need_copy(pool, place->entries, place->entry_count, sizeof *place->entries);
	keep_entries(book, place->entries, place->entry_count, before);
}

struct tabular_list *book_keep_tabular(struct book *book, const struct tabular_list *list, struct icd_pool *pool)
{
	struct tabular_list *kept = need_copy(pool, list, 1, sizeof *list);
	kept->places = need_copy(pool, list->places, list->count, sizeof *list->places);
	kept->front = intern(&book->texts, list->front);
	for (size_t i = 0; i < kept->count; i++)
		keep_place(book, &kept->places[i], pool);
	return kept;
}

void book_keep(struct book *book, struct release *release, struct icd_pool *pool)
{
	release->order = keep_table(book, release->order, pool);
	release->codes = keep_table(book, release->codes, pool);
	keep_addenda(book, release->order_addenda);
	keep_addenda(book, release->codes_addenda);
	if (release->tabular)
		release->tabular = book_keep_tabular(book, release->tabular, pool);
}
