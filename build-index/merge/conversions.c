/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct conversion_row *keep_row(struct book *book, const struct conversion_row *row)
{
	struct conversion_row *kept = need(&book->pool, 1, sizeof *kept);
	*kept = *row;
	kept->code = intern(&book->texts, row->code);
	kept->previous_text = intern(&book->texts, row->previous_text);
	kept->previous = need(&book->pool, row->previous_count, sizeof *kept->previous);
	for (size_t i = 0; i < row->previous_count; i++)
		kept->previous[i] = intern(&book->texts, row->previous[i]);
	return kept;
}

void conversions_add(struct book *book, const struct conversion_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		*one_more(book->conversions, book->conversion_count, book->conversion_capacity) =
			(struct book_conversion){NO_CODE, keep_row(book, &table->rows[i])};
	}
}

/* ---- each row once ---- */

static int compare_conversions(const void *a, const void *b)
{
	const struct book_conversion *left = a, *right = b;
	int order = conversion_compare(left->row, right->row);
	return order ? order : strcmp(left->row->previous_text, right->row->previous_text);
}

/* Tables repeat the rows of the years before: each row is kept once. */
static void drop_repeated(struct book *book)
{
	size_t kept = 0;
	if (book->conversion_count)
		qsort(book->conversions, book->conversion_count, sizeof *book->conversions, compare_conversions);
	for (size_t i = 0; i < book->conversion_count; i++) {
		struct book_conversion *one = &book->conversions[i];
		if (kept && conversion_compare(book->conversions[kept - 1].row, one->row) == 0)
			continue;
		one->code = book_find(book, one->row->code);
		book->conversions[kept++] = *one;
	}
	book->conversion_count = kept;
}

/* ---- the rows of each code ---- */

static bool ever_billable(const struct book *book, uint32_t code)
{
	return memchr(book->codes[code].state, ICD_BILLABLE, book->about.sets.count) != NULL;
}

/* A code that a row names on its old side, or a range of codes "from-to". */
struct named {
	char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE]; /* equal for one code */
};

static struct named named_of(const char *previous)
{
	struct named named;
	const char *dash = strchr(previous, '-');
	snprintf(named.from, sizeof named.from, "%.*s", (int)(dash ? (size_t)(dash - previous) : strlen(previous)),
		 previous);
	snprintf(named.to, sizeof named.to, "%s", dash ? dash + 1 : previous);
	return named;
}

static bool is_range(const struct named *named)
{
	return strcmp(named->from, named->to) != 0;
}

static bool never_billable(const struct book *book, const char *text)
{
	uint32_t code = book_find(book, text);
	return code != NO_CODE && !ever_billable(book, code);
}

/* "Code from categories T36-T50" stands for one coded beside; only ranges between codes were replaced. */
static bool of_headers(const struct book *book, const struct named *named)
{
	return never_billable(book, named->from) || never_billable(book, named->to);
}

/* A row may name a code by itself and within a range: it counts once. */
static bool named_before(const struct conversion_row *row, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++) {
		struct named named = named_of(row->previous[i]);
		if (strcmp(code, named.from) >= 0 && strcmp(code, named.to) <= 0)
			return true;
	}
	return false;
}

/* A row that speaks of a code. */
struct mention {
	uint32_t code, row;
	icd_date date;
};

struct mentions {
	struct mention *at; /* malloc'd */
	size_t count, capacity;
};

static void add_mention(struct mentions *mentions, const struct book *book, uint32_t code, uint32_t row)
{
	*one_more(mentions->at, mentions->count, mentions->capacity) =
		(struct mention){code, row, book->conversions[row].row->effective};
}

/* Of a range the codes that were ever billable: those are what was reported before. */
static void add_old_codes(struct mentions *mentions, const struct book *book, uint32_t row)
{
	const struct conversion_row *said = book->conversions[row].row;
	for (size_t i = 0; i < said->previous_count; i++) {
		struct named named = named_of(said->previous[i]);
		bool range = is_range(&named);
		if (range && of_headers(book, &named))
			continue;
		for (size_t at = book_lower_bound(book, named.from); at < book->code_count; at++) {
			uint32_t code = book->sorted[at];
			const char *name = book->codes[code].code;
			if (strcmp(name, named.to) > 0)
				break;
			if ((!range || ever_billable(book, code)) && !named_before(said, i, name))
				add_mention(mentions, book, code, row);
		}
	}
}

/* By code and date; rows of one date as they stand, by their new code. */
static int compare_mentions(const void *a, const void *b)
{
	const struct mention *left = a, *right = b;
	return ICD_ORDER(left->code, right->code) ?:
	       ICD_ORDER(left->date, right->date) ?:
	       ICD_ORDER(left->row, right->row);
}

/* Puts the mentions where struct book says, and frees them. */
static void index_mentions(struct book *book, struct mentions *mentions, uint32_t **rows, uint32_t **first)
{
	if (mentions->count)
		qsort(mentions->at, mentions->count, sizeof *mentions->at, compare_mentions);
	*rows = need(&book->pool, mentions->count, sizeof **rows);
	*first = need(&book->pool, book->code_count + 1, sizeof **first);
	for (size_t code = 0, i = 0; code <= book->code_count; code++) {
		(*first)[code] = (uint32_t)i;
		for (; i < mentions->count && mentions->at[i].code == code; i++)
			(*rows)[i] = mentions->at[i].row;
	}
	free(mentions->at);
}

void conversions_settle(struct book *book)
{
	struct mentions as_new = {0}, as_old = {0};
	drop_repeated(book);
	for (uint32_t i = 0; i < book->conversion_count; i++) {
		if (book->conversions[i].code != NO_CODE)
			add_mention(&as_new, book, book->conversions[i].code, i);
		add_old_codes(&as_old, book, i);
	}
	index_mentions(book, &as_new, &book->rows_of, &book->first_row_of);
	index_mentions(book, &as_old, &book->rows_to, &book->first_row_to);
}
