/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "facts/dated.h"
#include "index/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bracket { /* a code in brackets in one member */
	char code[ICD_CODE_SIZE];
	uint16_t member;
};

struct brackets {
	struct bracket *at;
	size_t count, capacity;
};

static int compare(const void *a, const void *b)
{
	const struct bracket *left = a, *right = b;
	int order = strcmp(left->code, right->code);
	return order ? order : (left->member > right->member) - (left->member < right->member);
}

/* A term may name several ("G63, I43"). */
static void add_text(struct brackets *brackets, const struct book *book, const char *text, uint16_t member)
{
	while (text && *text) {
		size_t length = strcspn(text, ",;/");
		struct icd_typed_code typed;
		if (length && icd_code_parse(text, length, &typed) && book_has_prefix(book, typed.code)) {
			brackets->at =
				grow_array(brackets->at, brackets->count, &brackets->capacity, sizeof *brackets->at);
			struct bracket *bracket = &brackets->at[brackets->count++];
			*bracket = (struct bracket){.member = member};
			memcpy(bracket->code, typed.code, sizeof bracket->code);
		}
		text += length + (text[length] != '\0');
	}
}

static void gather(struct brackets *brackets, const struct book *book)
{
	for (uint16_t member = 0; member < book->about.index[ICD_INDEX_ALPHABETIC].count; member++) {
		const struct index_list *list = book->indexes[ICD_INDEX_ALPHABETIC][member];
		for (size_t i = 0; list && i < list->count; i++)
			add_text(brackets, book, list->terms[i].says->parts[ICD_PART_MANIFESTATION], member);
	}
	if (brackets->count)
		qsort(brackets->at, brackets->count, sizeof *brackets->at, compare);
}

/* Brackets, sorted, to codes with spans. */
static void condense(const struct brackets *brackets, uint16_t members, struct icd_pool *pool,
		     struct icd_manifestations *list)
{
	list->at = need(pool, brackets->count, sizeof *list->at);
	for (size_t i = 0; i < brackets->count; i++) {
		const struct bracket *bracket = &brackets->at[i];
		struct icd_manifestation *one = list->count ? &list->at[list->count - 1] : NULL;
		if (!one || strcmp(one->code, bracket->code) != 0) {
			one = &list->at[list->count++];
			one->code = bracket->code;
			one->spans = need(pool, members, sizeof *one->spans);
		}
		struct icd_span *last = one->span_count ? &one->spans[one->span_count - 1] : NULL;
		if (last && bracket->member <= last->last + 1)
			last->last = bracket->member;
		else
			one->spans[one->span_count++] = (struct icd_span){bracket->member, bracket->member};
	}
}

void manifestations_make(const struct book *book, struct records *records)
{
	struct brackets brackets = {0};
	struct icd_manifestations list = {0};
	struct icd_pool pool = {0};
	struct icd_buffer buffer = {0};
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, ICD_MANIFESTATIONS_KEY);
	gather(&brackets, book);
	condense(&brackets, book->about.index[ICD_INDEX_ALPHABETIC].count, &pool, &list);
	icd_put_manifestations(&buffer, &list);
	records_add(records, &key, &buffer);
	icd_buffer_free(&buffer);
	icd_pool_free(&pool);
	free(brackets.at);
}
