/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_facts.h"

#include "base/words.h"
#include "facts/spans.h"
#include "index/records.h"
#include "official/official.h"
#include "index_points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ABSENT UINT32_MAX

/* An index as read, cut into its main terms: main term i is terms[first[i]] to terms[first[i + 1] - 1]. */
struct cut_list {
	const struct index_list *list;
	uint32_t *first;
	uint32_t count;
};

struct indexing {
	struct book *book;
	struct records *records;
	struct report *report;
	struct index_points *points;
	enum icd_index_kind kind;
	struct cut_list *lists; /* all of the kind, by member */
	uint16_t list_count;
	struct interner keys;
	struct icd_pool kept; /* of the kind */
	struct icd_pool pool; /* of the block in hand */
	struct icd_buffer buffer, text;
};

/* What was put in x->text, with its NUL. */
static const char *text_of(struct indexing *x)
{
	icd_put_byte(&x->text, 0);
	if (x->text.failed)
		out_of_memory();
	return (const char *)x->text.data;
}

/* ---- cutting an index into main terms ---- */

static void cut(struct indexing *x, struct cut_list *cut_list, const struct index_list *list)
{
	cut_list->list = list;
	cut_list->first = need(&x->kept, list->count + 1, sizeof *cut_list->first);
	for (size_t i = 0; i < list->count; i++) {
		if (list->terms[i].says.level == 0)
			cut_list->first[cut_list->count++] = (uint32_t)i;
	}
	cut_list->first[cut_list->count] = (uint32_t)list->count;
}

/*
 * ---- merging ----
 * Main terms are told by their titles, the terms below one by the titles above them and all
 * they say. What an index has twice is numbered. Items of a sequence that are in the next
 * index in the same order are the same facts; what is new, or moved, goes where it stands there.
 */

struct item {
	const char *key; /* interned */
	uint32_t *at;    /* by member: the item's number in that index, ABSENT where it is not in it */
};

struct sequence {
	struct item *at;
	size_t count;
};

struct place_of_key {
	const char *key;
	uint32_t place;
};

static int compare_keys(const void *a, const void *b)
{
	const struct place_of_key *left = a, *right = b;
	if (left->key != right->key)
		return (uintptr_t)left->key < (uintptr_t)right->key ? -1 : 1;
	return (left->place > right->place) - (left->place < right->place);
}

/* Numbers the second and later of equal keys. */
static void number_equal_keys(struct indexing *x, const char **keys, uint32_t count)
{
	struct place_of_key *sorted = need(&x->pool, count, sizeof *sorted);
	for (uint32_t i = 0; i < count; i++)
		sorted[i] = (struct place_of_key){keys[i], i};
	qsort(sorted, count, sizeof *sorted, compare_keys);
	for (uint32_t i = 1, nth = 1; i < count; i++) {
		nth = sorted[i].key == sorted[i - 1].key ? nth + 1 : 1;
		if (nth == 1)
			continue;
		icd_buffer_clear(&x->text);
		icd_put_bytes(&x->text, sorted[i].key, strlen(sorted[i].key));
		icd_put_byte(&x->text, 3);
		icd_put_number(&x->text, nth);
		keys[sorted[i].place] = intern(&x->keys, text_of(x));
	}
}

/* The place of each key in the sequence, ABSENT where it has none. */
static uint32_t *places_in(struct icd_pool *pool, const struct sequence *sequence, const char **keys, uint32_t count)
{
	struct place_of_key *sorted = need(pool, sequence->count, sizeof *sorted);
	uint32_t *places = need(pool, count, sizeof *places);
	for (uint32_t i = 0; i < sequence->count; i++)
		sorted[i] = (struct place_of_key){sequence->at[i].key, i};
	if (sequence->count)
		qsort(sorted, sequence->count, sizeof *sorted, compare_keys);
	for (uint32_t i = 0; i < count; i++) {
		size_t low = 0, high = sequence->count;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if ((uintptr_t)sorted[middle].key < (uintptr_t)keys[i])
				low = middle + 1;
			else
				high = middle;
		}
		bool found = low < sequence->count && sorted[low].key == keys[i];
		places[i] = found ? sorted[low].place : ABSENT;
	}
	return places;
}

/* Takes the places away that are out of order. */
static void drop_moved(struct icd_pool *pool, uint32_t *places, uint32_t count)
{
	uint32_t *known = need(pool, count, sizeof *known), known_count = 0;
	bool *stays = need(pool, count, sizeof *stays);
	for (uint32_t i = 0; i < count; i++) {
		if (places[i] != ABSENT)
			known[known_count++] = places[i];
	}
	mark_staying(pool, known, known_count, stays);
	for (uint32_t i = 0, j = 0; i < count; i++) {
		if (places[i] != ABSENT && !stays[j++])
			places[i] = ABSENT;
	}
}

static struct item new_item(struct icd_pool *pool, const char *key, uint16_t members)
{
	struct item item = {key, need(pool, members, sizeof *item.at)};
	memset(item.at, 0xff, members * sizeof *item.at);
	return item;
}

/* Merges the items of the next index, numbered from `first` on, into the sequence. */
static void merge(struct icd_pool *pool, struct sequence *sequence, const char **keys, uint32_t count, uint32_t first,
		  uint16_t member, uint16_t members)
{
	uint32_t *places = places_in(pool, sequence, keys, count);
	struct sequence merged = {.at = need(pool, sequence->count + count, sizeof *merged.at)};
	size_t passed = 0;
	drop_moved(pool, places, count);
	for (uint32_t i = 0; i < count; i++) {
		while (places[i] != ABSENT && passed <= places[i])
			merged.at[merged.count++] = sequence->at[passed++];
		if (places[i] == ABSENT)
			merged.at[merged.count++] = new_item(pool, keys[i], members);
		merged.at[merged.count - 1].at[member] = first + i;
	}
	while (passed < sequence->count)
		merged.at[merged.count++] = sequence->at[passed++];
	*sequence = merged;
}

/* ---- main terms ---- */

static struct sequence merge_main_terms(struct indexing *x)
{
	struct sequence sequence = {0};
	for (uint16_t m = 0; m < x->list_count; m++) {
		const struct cut_list *list = &x->lists[m];
		const char **keys = need(&x->kept, list->count, sizeof *keys);
		for (uint32_t i = 0; i < list->count; i++)
			keys[i] = intern(&x->keys, list->list->terms[list->first[i]].says.title);
		number_equal_keys(x, keys, list->count);
		merge(&x->kept, &sequence, keys, list->count, 0, m, x->list_count);
		icd_pool_reset(&x->pool);
	}
	return sequence;
}

static struct icd_span *spans_of_item(struct icd_pool *pool, const struct item *item, uint16_t members, uint32_t *count)
{
	uint8_t *holds = need(pool, members, 1);
	for (uint16_t m = 0; m < members; m++)
		holds[m] = item->at[m] != ABSENT;
	return spans_of(pool, holds, members, count);
}

/* The item's term in the newest index that has it. */
static const struct index_term *term_of_item(const struct indexing *x, const struct item *item, bool main)
{
	uint16_t m = x->list_count;
	while (item->at[m - 1] == ABSENT)
		m--;
	const struct cut_list *list = &x->lists[m - 1];
	return &list->list->terms[main ? list->first[item->at[m - 1]] : item->at[m - 1]];
}

static const char *words_of(struct indexing *x, const struct index_term *term)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(term->plain, words, ICD_WORDS_MAX);
	icd_buffer_clear(&x->text);
	for (size_t i = 0; i < count; i++) {
		unsigned flags = words[i].flags;
		icd_put_byte(&x->text, flags & ICD_WORD_OPTIONAL ? '(' : flags & ICD_WORD_OPENS ? ',' : ' ');
		icd_put_bytes(&x->text, words[i].text, strlen(words[i].text));
	}
	return text_of(x);
}

static void keep_names(struct indexing *x, const struct sequence *main_terms)
{
	struct icd_key key = icd_index_names_key(x->kind);
	icd_put_number(&x->buffer, main_terms->count);
	for (size_t i = 0; i < main_terms->count; i++) {
		struct icd_index_name name = {.words = words_of(x, term_of_item(x, &main_terms->at[i], true))};
		name.spans = spans_of_item(&x->pool, &main_terms->at[i], x->list_count, &name.span_count);
		icd_put_index_name(&x->buffer, &name);
		icd_pool_reset(&x->pool);
	}
	records_add(x->records, &key, &x->buffer);
}

/* ---- the terms of a main term ---- */

static void put_part(struct icd_buffer *out, char mark, const char *text)
{
	icd_put_byte(out, (unsigned char)mark);
	icd_put_bytes(out, text, strlen(text));
}

/* All that a term says behind the titles above it. The marks are characters that XML cannot have. */
static const char *key_of_term(struct indexing *x, const struct index_list *list, size_t index, const char **path)
{
	const struct icd_index_term *term = &list->terms[index].says;
	const char *above = term->level ? path[term->level - 1] : "";
	struct icd_buffer *key = &x->text;
	icd_buffer_clear(key);
	put_part(key, 1, above);
	put_part(key, 1, term->title);
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		if (term->parts[part])
			put_part(key, (char)(14 + part), term->parts[part]);
	}
	if (term->raw)
		put_part(key, 4, term->raw);
	if (*term->behind)
		put_part(key, 5, term->behind);
	path[term->level] = icd_pool_print(&x->pool, "%s\x02%s", above, term->title);
	return intern(&x->keys, text_of(x));
}

static void merge_block(struct indexing *x, const struct item *main_term, struct sequence *block)
{
	const char *path[ICD_INDEX_LEVELS];
	for (uint16_t m = 0; m < x->list_count; m++) {
		const struct cut_list *list = &x->lists[m];
		uint32_t number = main_term->at[m];
		if (number == ABSENT)
			continue;
		uint32_t first = list->first[number], count = list->first[number + 1] - first;
		const char **keys = need(&x->pool, count, sizeof *keys);
		for (uint32_t i = 0; i < count; i++)
			keys[i] = key_of_term(x, list->list, first + i, path);
		number_equal_keys(x, keys, count);
		merge(&x->pool, block, keys, count, first, m, x->list_count);
	}
}

static bool stands_with(const struct item *term, const struct item *main_term, uint16_t members)
{
	for (uint16_t m = 0; m < members; m++) {
		if ((term->at[m] == ABSENT) != (main_term->at[m] == ABSENT))
			return false;
	}
	return true;
}

static void keep_block(struct indexing *x, const struct item *main_term, uint32_t number)
{
	struct icd_key key = icd_index_block_key(x->kind, number);
	struct sequence block = {0};
	merge_block(x, main_term, &block);
	icd_put_number(&x->buffer, block.count);
	for (uint32_t i = 0; i < block.count; i++) {
		struct icd_index_term term = term_of_item(x, &block.at[i], false)->says;
		if (term.level == 0 || !stands_with(&block.at[i], main_term, x->list_count))
			term.spans = spans_of_item(&x->pool, &block.at[i], x->list_count, &term.span_count);
		icd_put_index_term(&x->buffer, &term);
		icd_put_spans(&x->buffer, term.spans, term.span_count);
		index_points_add(x->points, x->kind, number, i, &term);
	}
	records_add(x->records, &key, &x->buffer);
	icd_pool_reset(&x->pool);
}

/* ---- what an index has besides its terms ---- */

static void make_head(struct indexing *x, const struct cut_list *cut_list, struct icd_index_head *head)
{
	const struct index_list *list = cut_list->list;
	*head = (struct icd_index_head){
		.root = list->root,
		.front = list->front,
		.version = list->version,
		.title = list->title,
		.columns = list->heads,
		.column_count = list->head_count,
		.letters = need(&x->kept, list->letter_count, sizeof *head->letters),
		.letter_count = (uint32_t)list->letter_count,
		.term_count = (uint32_t)list->count,
	};
	uint32_t main_term = 0;
	for (uint32_t i = 0; i < head->letter_count; i++) {
		size_t end = i + 1 < head->letter_count ? list->letter_first[i + 1] : list->count;
		head->letters[i].title = list->letters[i];
		for (; main_term < cut_list->count && cut_list->first[main_term] < end; main_term++)
			head->letters[i].main_terms++;
	}
}

static void digest_list(const struct cut_list *cut_list, const struct icd_index_head *head, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest *digest = icd_digest_start();
	struct icd_index_xml xml = {.write = icd_index_xml_to_digest, .context = digest};
	uint32_t main_term = 0;
	icd_index_xml_start(&xml, head);
	for (uint32_t i = 0; i < head->letter_count; i++) {
		icd_index_xml_letter(&xml, head->letters[i].title);
		uint32_t from = cut_list->first[main_term];
		main_term += head->letters[i].main_terms;
		for (uint32_t at = from; at < cut_list->first[main_term]; at++)
			icd_index_xml_term(&xml, &cut_list->list->terms[at].says);
	}
	icd_index_xml_end(&xml);
	icd_digest_end(digest, out);
}

static void keep_head(struct indexing *x, uint16_t member)
{
	struct icd_key key = icd_index_head_key(x->kind, member);
	struct icd_index_head head;
	char digest[ICD_DIGEST_SIZE];
	make_head(x, &x->lists[member], &head);
	icd_put_index_head(&x->buffer, &head);
	records_add(x->records, &key, &x->buffer);
	digest_list(&x->lists[member], &head, digest);
	uint16_t release = x->book->about.index[x->kind].at[member].release;
	x->book->about.releases[release].index_digest[x->kind] = intern(&x->book->texts, digest);
}

/* ---- all of it ---- */

static void make_kind(struct indexing *x)
{
	x->list_count = x->book->about.index[x->kind].count;
	x->lists = need(&x->kept, x->list_count, sizeof *x->lists);
	for (uint16_t m = 0; m < x->list_count; m++)
		cut(x, &x->lists[m], x->book->indexes[x->kind][m]);
	struct sequence main_terms = merge_main_terms(x);
	keep_names(x, &main_terms);
	for (uint32_t i = 0; i < main_terms.count; i++)
		keep_block(x, &main_terms.at[i], i);
	for (uint16_t m = 0; m < x->list_count; m++) {
		keep_head(x, m);
		index_points_report(x->points, x->kind, m, x->lists[m].count, x->report);
	}
	icd_pool_reset(&x->kept);
}

void index_facts_make(struct book *book, struct records *records, struct report *report)
{
	struct indexing x = {.book = book, .records = records, .report = report, .points = index_points_start(book)};
	for (x.kind = 0; x.kind < ICD_INDEXES; x.kind++) {
		if (book->about.index[x.kind].count)
			make_kind(&x);
	}
	index_points_end(x.points, records);
	interner_free(&x.keys);
	icd_buffer_free(&x.buffer);
	icd_buffer_free(&x.text);
	icd_pool_free(&x.pool);
	icd_pool_free(&x.kept);
}
