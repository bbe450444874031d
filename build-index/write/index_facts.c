/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "words/words.h"
#include "facts/dated.h"
#include "index/records.h"
#include "official/official.h"
#include "index_digests.h"
#include "index_points.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An index as read, cut into its main terms: main term i is terms[first[i]] to terms[first[i + 1] - 1]. */
struct cut_list {
	const struct index_list *list;
	uint32_t *first;
	uint32_t count;
};

struct index_work { /* the indexes of one kind, and the record in hand */
	struct book *book;
	struct records *records;
	struct report *report;
	struct index_points *points;
	struct index_digests *digests; /* of the kind */
	bool *digested;                /* by member: its digest is known from an earlier build */
	const struct term_numbers *numbers;
	enum icd_index_kind kind;
	struct cut_list *lists; /* all of the kind, by member */
	uint16_t list_count;
	struct interner keys;
	struct icd_pool kept; /* of the kind */
	struct icd_pool pool; /* of the block in hand */
	struct icd_buffer buffer, text;
};

/* What was put in w->text, with its NUL. */
static const char *text_of(struct index_work *w)
{
	icd_put_byte(&w->text, 0);
	if (w->text.failed)
		out_of_memory();
	return (const char *)w->text.data;
}

/* ---- cutting an index into main terms ---- */

static void cut(struct index_work *w, struct cut_list *cut_list, const struct index_list *list)
{
	cut_list->list = list;
	cut_list->first = need(&w->kept, list->count + 1, sizeof *cut_list->first);
	for (size_t i = 0; i < list->count; i++) {
		if (list->terms[i].says->level == 0)
			cut_list->first[cut_list->count++] = (uint32_t)i;
	}
	cut_list->first[cut_list->count] = (uint32_t)list->count;
}

/*
 * ---- keys of terms ----
 * Main terms are told by their titles, the terms below one by the titles above them and all
 * they say. What an index has twice is numbered. Equal keys are one pointer.
 */

struct keys {
	const void **at;
	uint32_t count;
};

static bool same_key(const void *context, uint32_t item, const void *key)
{
	return ((const struct keys *)context)->at[item] == key;
}

static uint64_t hash_of(const void *key)
{
	return icd_hash_bytes(&key, sizeof key);
}

/* Numbers the second and later of equal keys. */
static void number_equal_keys(struct index_work *w, struct keys *keys)
{
	struct icd_hash table = {0};
	uint32_t *times = need(&w->pool, keys->count, sizeof *times);
	for (uint32_t i = 0; i < keys->count; i++) {
		const char *key = keys->at[i];
		uint32_t first = icd_hash_find(&table, hash_of(key), same_key, keys, key);
		if (first == ICD_HASH_NONE) {
			need_hashed(&table, hash_of(key), i);
			times[i] = 1;
			continue;
		}
		icd_buffer_clear(&w->text);
		icd_put_bytes(&w->text, key, strlen(key));
		icd_put_byte(&w->text, 3);
		icd_put_number(&w->text, ++times[first]);
		keys->at[i] = intern(&w->keys, text_of(w));
	}
	icd_hash_free(&table);
}

static bool is_item(const void *context, uint32_t item, const void *key)
{
	return ((const struct merged *)context)->at[item].key == key;
}

/* The newest member that has the item, of those before `member`. */
static uint16_t newest_member(const struct merged_item *item, uint16_t member)
{
	while (member > 0 && item->at[member - 1] == ABSENT)
		member--;
	return member;
}

/* Items by their keys. What has moved from list to list is there more than once: the one of the newest list counts. */
static void hash_items(struct icd_hash *table, const struct merged *merged, uint16_t member)
{
	for (uint16_t newest = member; newest > 0; newest--) {
		for (uint32_t i = 0; i < merged->count; i++) {
			const struct merged_item *item = &merged->at[i];
			if (newest_member(item, member) == newest &&
			    icd_hash_find(table, hash_of(item->key), is_item, merged, item->key) == ICD_HASH_NONE)
				need_hashed(table, hash_of(item->key), i);
		}
	}
}

/* Merges the index of a member into what there is of those before. */
static void merge_keys(struct index_work *w, struct icd_pool *pool, struct merged *merged, struct keys *keys,
		       uint16_t member)
{
	struct icd_hash table = {0};
	uint32_t *places = need(pool, keys->count, sizeof *places);
	number_equal_keys(w, keys);
	hash_items(&table, merged, member);
	for (uint32_t i = 0; i < keys->count; i++)
		places[i] = icd_hash_find(&table, hash_of(keys->at[i]), is_item, merged, keys->at[i]);
	icd_hash_free(&table);
	merge_list(pool, merged, keys->at, places, keys->count, member, w->list_count);
}

/* ---- main terms ---- */

static struct merged merge_main_terms(struct index_work *w)
{
	struct merged main_terms = {0};
	for (uint16_t m = 0; m < w->list_count; m++) {
		const struct cut_list *list = &w->lists[m];
		struct keys keys = {need(&w->kept, list->count, sizeof *keys.at), list->count};
		for (uint32_t i = 0; i < list->count; i++)
			keys.at[i] = intern(&w->keys, list->list->terms[list->first[i]].says->title);
		merge_keys(w, &w->kept, &main_terms, &keys, m);
		icd_pool_reset(&w->pool);
	}
	return main_terms;
}

/* Where a term stands in its index. */
struct standing {
	uint16_t member;
	uint32_t at;
};

/* The newest index that has it: a main term, or one of those below it, by its number after it. */
static struct standing newest_standing(const struct index_work *w, const struct merged_item *main_term,
				       const struct merged_item *below)
{
	const struct merged_item *item = below ? below : main_term;
	uint16_t m = newest_member(item, w->list_count) - 1;
	return (struct standing){m, w->lists[m].first[main_term->at[m]] + (below ? below->at[m] : 0)};
}

static const struct index_term *term_at(const struct index_work *w, struct standing standing)
{
	return &w->lists[standing.member].list->terms[standing.at];
}

struct placed_word {
	const char *text; /* equal ones are one pointer */
	struct icd_index_place place;
};

struct placed_words {
	struct placed_word *at;
	size_t count, capacity;
};

static void place_words(struct index_work *w, struct placed_words *placed, const struct index_term *term,
			uint32_t block)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(term->plain, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		bool opens = (words[i].flags & (ICD_WORD_OPENS | ICD_WORD_OPTIONAL)) == ICD_WORD_OPENS;
		*one_more(placed->at, placed->count, placed->capacity) =
			(struct placed_word){intern(&w->keys, words[i].text), {block, opens, !opens}};
	}
}

static int compare_placed(const void *a, const void *b)
{
	const struct placed_word *left = a, *right = b;
	int order = left->text == right->text ? 0 : strcmp(left->text, right->text);
	return order ?: ICD_ORDER(left->place.block, right->place.block);
}

static bool is_word(const struct placed_words *placed, size_t i, const char *text)
{
	return i < placed->count && placed->at[i].text == text;
}

/* The places of the word at `from`, put in w->text; those of one main term are one. Returns the first of another word. */
static size_t put_places(struct index_work *w, const struct placed_words *placed, size_t from)
{
	const char *text = placed->at[from].text;
	uint32_t before = 0;
	size_t i = from;
	icd_buffer_clear(&w->text);
	while (is_word(placed, i, text)) {
		struct icd_index_place place = placed->at[i++].place;
		for (; is_word(placed, i, text) && placed->at[i].place.block == place.block; i++) {
			place.opens |= placed->at[i].place.opens;
			place.within |= placed->at[i].place.within;
		}
		icd_put_index_place(&w->text, &place, before);
		before = place.block;
	}
	return i;
}

/* `firsts`: the characters that words of main terms begin with. */
static void keep_standings(struct index_work *w, const struct merged *main_terms, const char *firsts)
{
	struct icd_key key = icd_index_standings_key(w->kind);
	icd_put_number(&w->buffer, main_terms->count);
	for (size_t i = 0; i < main_terms->count; i++) {
		uint32_t count;
		struct icd_span *spans = spans_of_item(&w->pool, &main_terms->at[i], w->list_count, &count);
		icd_put_spans(&w->buffer, spans, count);
		icd_pool_reset(&w->pool);
	}
	icd_put_text(&w->buffer, firsts);
	records_add(w->records, &key, &w->buffer);
}

/* The words that begin as the one at `from` does. Returns the first that does not. */
static size_t keep_words(struct index_work *w, const struct placed_words *placed, size_t from)
{
	char first = *placed->at[from].text;
	struct icd_key key = icd_index_words_key(w->kind, first);
	size_t i = from;
	while (i < placed->count && *placed->at[i].text == first) {
		const char *text = placed->at[i].text;
		i = put_places(w, placed, i);
		icd_put_index_word(&w->buffer, text, &w->text);
	}
	records_add(w->records, &key, &w->buffer);
	return i;
}

static void keep_main_terms(struct index_work *w, const struct merged *main_terms)
{
	struct placed_words placed = {.count = 0};
	char firsts[UCHAR_MAX + 1];
	size_t count = 0;
	for (uint32_t i = 0; i < main_terms->count; i++)
		place_words(w, &placed, term_at(w, newest_standing(w, &main_terms->at[i], NULL)), i);
	if (placed.count)
		qsort(placed.at, placed.count, sizeof *placed.at, compare_placed);
	for (size_t i = 0; i < placed.count; i = keep_words(w, &placed, i))
		firsts[count++] = *placed.at[i].text;
	firsts[count] = '\0';
	keep_standings(w, main_terms, firsts);
	free(placed.at);
}

/* ---- the terms of a main term ---- */

static void put_part(struct icd_buffer *out, char mark, const char *text)
{
	icd_put_byte(out, (unsigned char)mark);
	icd_put_bytes(out, text, strlen(text));
}

/* All that a term says after the titles above it. The marks are characters that XML cannot have. */
static const char *key_of_term(struct index_work *w, const struct index_list *list, size_t index, const char **path)
{
	const struct icd_index_term *term = list->terms[index].says;
	const char *above = term->level ? path[term->level - 1] : "";
	struct icd_buffer *key = &w->text;
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
	const char *const titles[] = {above, term->title};
	path[term->level] = need_text_of(&w->pool, icd_pool_joined(&w->pool, "\x02", titles, 2));
	return intern(&w->keys, text_of(w));
}

/* Is all of the main term in the list of the member what it was in the list before? */
static bool is_kept(const struct index_work *w, const struct merged_item *main_term, uint16_t member)
{
	if (member == 0 || main_term->at[member - 1] == ABSENT)
		return false;
	const uint32_t *const *numbers = w->numbers->kinds[w->kind].of;
	const struct cut_list *now = &w->lists[member], *then = &w->lists[member - 1];
	size_t at = main_term->at[member], before = main_term->at[member - 1];
	size_t count = now->first[at + 1] - now->first[at];
	return count == then->first[before + 1] - then->first[before] &&
	       memcmp(&numbers[member][now->first[at]], &numbers[member - 1][then->first[before]],
		      count * sizeof **numbers) == 0;
}

/* Do all lists that have the main term say the same below it? */
static bool never_changes(const struct index_work *w, const struct merged_item *main_term)
{
	uint16_t m = 0;
	while (main_term->at[m] == ABSENT)
		m++;
	for (m++; m < w->list_count; m++) {
		if (main_term->at[m] != ABSENT && !is_kept(w, main_term, m))
			return false;
	}
	return true;
}

/* The terms of a main term that never changes: what merging its lists would come to. */
static void list_block(struct index_work *w, const struct merged_item *main_term, struct merged *block)
{
	uint16_t member = 0;
	while (main_term->at[member] == ABSENT)
		member++;
	uint32_t number = main_term->at[member];
	const struct cut_list *list = &w->lists[member];
	block->count = list->first[number + 1] - list->first[number];
	block->at = need(&w->pool, block->count, sizeof *block->at);
	uint32_t *at = need(&w->pool, block->count * w->list_count, sizeof *at);
	for (uint32_t i = 0; i < block->count; i++, at += w->list_count) {
		block->at[i] = (struct merged_item){NULL, at};
		for (uint16_t m = 0; m < w->list_count; m++)
			at[m] = main_term->at[m] == ABSENT ? ABSENT : i;
	}
}

static void merge_block(struct index_work *w, const struct merged_item *main_term, struct merged *block)
{
	const char *path[ICD_INDEX_LEVELS];
	for (uint16_t m = 0; m < w->list_count; m++) {
		const struct cut_list *list = &w->lists[m];
		uint32_t number = main_term->at[m];
		if (number == ABSENT)
			continue;
		if (is_kept(w, main_term, m)) {
			for (size_t i = 0; i < block->count; i++)
				block->at[i].at[m] = block->at[i].at[m - 1];
			continue;
		}
		uint32_t first = list->first[number], count = list->first[number + 1] - first;
		struct keys keys = {need(&w->pool, count, sizeof *keys.at), count};
		for (uint32_t i = 0; i < count; i++)
			keys.at[i] = key_of_term(w, list->list, first + i, path);
		merge_keys(w, &w->pool, block, &keys, m);
	}
}

static bool stands_with(const struct merged_item *term, const struct merged_item *main_term, uint16_t members)
{
	for (uint16_t m = 0; m < members; m++) {
		if ((term->at[m] == ABSENT) != (main_term->at[m] == ABSENT))
			return false;
	}
	return true;
}

static void keep_block(struct index_work *w, const struct merged_item *main_term, uint32_t number)
{
	struct icd_key key = icd_index_block_key(w->kind, number);
	struct merged block = {0};
	if (never_changes(w, main_term))
		list_block(w, main_term, &block);
	else
		merge_block(w, main_term, &block);
	icd_put_number(&w->buffer, block.count);
	for (uint32_t i = 0; i < block.count; i++) {
		struct standing newest = newest_standing(w, main_term, &block.at[i]);
		struct icd_index_term term = *term_at(w, newest)->says;
		if (term.level == 0 || !stands_with(&block.at[i], main_term, w->list_count))
			term.spans = spans_of_item(&w->pool, &block.at[i], w->list_count, &term.span_count);
		icd_put_index_term(&w->buffer, &term);
		icd_put_spans(&w->buffer, term.spans, term.span_count);
		index_points_add(w->points, w->kind, number, i,
				 w->numbers->kinds[w->kind].of[newest.member][newest.at]);
	}
	records_add(w->records, &key, &w->buffer);
	icd_pool_reset(&w->pool);
}

/* ---- what an index has besides its terms ---- */

static struct icd_index_head make_head(struct index_work *w, const struct cut_list *cut_list)
{
	const struct index_list *list = cut_list->list;
	struct icd_index_head head = {
		.root = list->root,
		.front = list->front,
		.version = list->version,
		.title = list->title,
		.columns = list->heads,
		.column_count = list->head_count,
		.letters = need(&w->kept, list->letter_count, sizeof *head.letters),
		.letter_count = (uint32_t)list->letter_count,
		.term_count = (uint32_t)list->count,
	};
	uint32_t main_term = 0;
	for (uint32_t i = 0; i < head.letter_count; i++) {
		size_t end = i + 1 < head.letter_count ? list->letter_first[i + 1] : list->count;
		head.letters[i].title = list->letters[i];
		for (; main_term < cut_list->count && cut_list->first[main_term] < end; main_term++)
			head.letters[i].main_terms++;
	}
	return head;
}

/* Main terms that are merged stand in the order of each of their lists. */
static void digest_main_term(struct index_work *w, const struct merged_item *main_term)
{
	for (uint16_t m = 0; m < w->list_count; m++) {
		const uint32_t *first = w->lists[m].first, number = main_term->at[m];
		if (number != ABSENT)
			index_digests_add(w->digests, m, first[number], first[number + 1] - first[number]);
	}
}

/* Where the digest of the list of a member stands. */
static const char **digest_of(const struct index_work *w, uint16_t member)
{
	uint16_t release = w->book->about.index[w->kind].at[member].release;
	return &w->book->about.releases[release].index_digest[w->kind];
}

static void keep_head(struct index_work *w, uint16_t member, const struct icd_index_head *head)
{
	struct icd_key key = icd_index_head_key(w->kind, member);
	char digest[ICD_DIGEST_SIZE];
	icd_put_index_head(&w->buffer, head);
	records_add(w->records, &key, &w->buffer);
	if (w->digested[member])
		return;
	index_digests_end(w->digests, member, digest);
	*digest_of(w, member) = intern(&w->book->texts, digest);
}

/* ---- all of it ---- */

static void make_kind(struct index_work *w)
{
	w->list_count = w->book->about.index[w->kind].count;
	w->lists = need(&w->kept, w->list_count, sizeof *w->lists);
	w->digested = need(&w->kept, w->list_count, sizeof *w->digested);
	struct icd_index_head *heads = need(&w->kept, w->list_count, sizeof *heads);
	for (uint16_t m = 0; m < w->list_count; m++) {
		cut(w, &w->lists[m], w->book->indexes[w->kind][m]);
		heads[m] = make_head(w, &w->lists[m]);
		w->digested[m] = **digest_of(w, m);
	}
	struct merged main_terms = merge_main_terms(w);
	keep_main_terms(w, &main_terms);
	w->digests = index_digests_start(w->book->indexes[w->kind], heads, w->digested, w->list_count);
	for (uint32_t i = 0; i < main_terms.count; i++) {
		keep_block(w, &main_terms.at[i], i);
		digest_main_term(w, &main_terms.at[i]);
	}
	for (uint16_t m = 0; m < w->list_count; m++) {
		keep_head(w, m, &heads[m]);
		index_points_report(w->points, w->kind, m, w->lists[m].count, w->report);
	}
	index_digests_free(w->digests);
	icd_pool_reset(&w->kept);
}

void index_facts_make(struct book *book, const struct term_numbers *numbers, struct records *records,
		      struct report *report)
{
	struct index_work w = {.book = book, .records = records, .report = report, .numbers = numbers};
	w.points = index_points_start(book, numbers);
	for (w.kind = 0; w.kind < ICD_INDEXES; w.kind++) {
		if (book->about.index[w.kind].count)
			make_kind(&w);
	}
	index_points_end(w.points, records);
	interner_free(&w.keys);
	icd_buffer_free(&w.buffer);
	icd_buffer_free(&w.text);
	icd_pool_free(&w.pool);
	icd_pool_free(&w.kept);
}
