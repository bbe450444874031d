/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phrase_book.h"

#include "common/common.h"

#include <stdlib.h>
#include <string.h>

#define PASSES     6
#define PASS_JOINS 4000 /* pairs that become one, in a pass */
#define PAIR_LEAST 8    /* times a pair stands in different texts, at least */
#define SEEN_PAIRS (1u << 20)
#define NO_PART    UINT32_MAX
#define NO_RANK    UINT32_MAX
#define NO_PAIR    UINT32_MAX

/* A word with the blanks and commas before it, or several of them. */
struct part {
	const char *at; /* in the pool */
	uint32_t length;
	uint32_t left, right; /* what it was joined from, NO_PART: a word */
	uint64_t uses;        /* how often it is to be written by itself */
	uint32_t phrase;      /* its number, NO_PART: it is none */
};

struct pair {
	uint32_t left, right, count;
	uint32_t rank, joined; /* in this pass; NO_RANK: it is not joined */
};

struct told_text {
	const char *text;
	uint32_t times, first; /* its parts, up to those of the next one */
	size_t at, size;       /* in phrase_book.told */
};

struct phrase_book {
	struct icd_phraser phraser; /* first: it is what the writer of a record has of the book */
	struct icd_pool pool;
	struct told_text *texts;
	size_t text_count, text_capacity;
	struct icd_hash by_text;
	struct part *parts;
	size_t part_count, part_capacity;
	struct icd_hash by_part;
	uint32_t *line; /* the parts of all texts */
	size_t line_count, line_capacity;
	/* As the line, of all parts but the last of each text: the pair that each begins, NO_PAIR where it is too rare to be
	 * joined; while pairs are counted, first its hash. */
	uint32_t *pair_of;
	uint8_t *seen; /* SEEN_PAIRS, by hash: how often pairs of that hash stand there, up to PAIR_LEAST */
	struct pair *pairs;
	size_t pair_count, pair_capacity;
	struct icd_hash by_pair;
	uint32_t *phrases; /* the parts that are, in the order of their numbers */
	size_t phrase_count;
	struct icd_buffer told;
};

/* ---- texts and words ---- */

static bool same_text(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct phrase_book *)context)->texts[item].text, key) == 0;
}

void phrase_book_add(struct phrase_book *book, const char *text)
{
	uint64_t hash = icd_hash_text(text);
	uint32_t item = icd_hash_find(&book->by_text, hash, same_text, book, text);
	if (item != ICD_HASH_NONE) {
		book->texts[item].times++;
		return;
	}
	need_hashed(&book->by_text, hash, (uint32_t)book->text_count);
	*one_more(book->texts, book->text_count, book->text_capacity) = (struct told_text){.text = text, .times = 1};
}

static bool same_part(const void *context, uint32_t item, const void *key)
{
	const struct part *part = &((const struct phrase_book *)context)->parts[item], *sought = key;
	return part->length == sought->length && memcmp(part->at, sought->at, part->length) == 0;
}

/* Its number; it is kept where it is new. */
static uint32_t part_of(struct phrase_book *book, struct part part)
{
	uint64_t hash = icd_hash_bytes(part.at, part.length);
	uint32_t item = icd_hash_find(&book->by_part, hash, same_part, book, &part);
	if (item != ICD_HASH_NONE)
		return item;
	part.at = need_text(&book->pool, part.at, part.length);
	need_hashed(&book->by_part, hash, (uint32_t)book->part_count);
	*one_more(book->parts, book->part_count, book->part_capacity) = part;
	return (uint32_t)book->part_count - 1;
}

/* Up to the end of the word there with the blanks and commas before it; a part is no longer than a phrase may be. */
static size_t part_length(const char *at)
{
	const char *stop = at + strnlen(at, ICD_PHRASE_LENGTH), *end = at;
	while (end < stop && (*end == ' ' || *end == ','))
		end++;
	while (end < stop && *end != ' ' && *end != ',')
		end++;
	return (size_t)(end - at);
}

static void split_text(struct phrase_book *book, struct told_text *text)
{
	text->first = (uint32_t)book->line_count;
	for (const char *at = text->text; *at;) {
		size_t length = part_length(at);
		uint32_t part = part_of(book, (struct part){at, (uint32_t)length, NO_PART, NO_PART, 0, NO_PART});
		*one_more(book->line, book->line_count, book->line_capacity) = part;
		at += length;
	}
}

static uint32_t line_end(const struct phrase_book *book, size_t text)
{
	return text + 1 < book->text_count ? book->texts[text + 1].first : (uint32_t)book->line_count;
}

/* ---- what stands side by side ---- */

static bool same_pair(const void *context, uint32_t item, const void *key)
{
	const struct pair *pair = &((const struct phrase_book *)context)->pairs[item], *sought = key;
	return pair->left == sought->left && pair->right == sought->right;
}

static uint32_t pair_hash(uint32_t left, uint32_t right)
{
	return (uint32_t)(icd_hash_pair(left, right) >> 20);
}

/* Counts the pair; its number. */
static uint32_t count_pair(struct phrase_book *book, uint32_t left, uint32_t right, uint32_t hash)
{
	struct pair pair = {left, right, 1, NO_RANK, NO_PART};
	uint32_t item = icd_hash_find(&book->by_pair, hash, same_pair, book, &pair);
	if (item != ICD_HASH_NONE) {
		book->pairs[item].count++;
		return item;
	}
	need_hashed(&book->by_pair, hash, (uint32_t)book->pair_count);
	*one_more(book->pairs, book->pair_count, book->pair_capacity) = pair;
	return (uint32_t)book->pair_count - 1;
}

/* Counts pairs by their hashes alone: most are rare and are known by that. */
static void see_pairs(struct phrase_book *book)
{
	memset(book->seen, 0, SEEN_PAIRS);
	for (size_t i = 0; i < book->text_count; i++) {
		for (uint32_t at = book->texts[i].first, end = line_end(book, i); at + 1 < end; at++) {
			uint32_t hash = pair_hash(book->line[at], book->line[at + 1]);
			uint8_t *seen = &book->seen[hash % SEEN_PAIRS];
			book->pair_of[at] = hash;
			*seen = (uint8_t)(*seen + (*seen < PAIR_LEAST));
		}
	}
}

static void count_pairs(struct phrase_book *book)
{
	icd_hash_clear(&book->by_pair);
	book->pair_count = 0;
	see_pairs(book);
	for (size_t i = 0; i < book->text_count; i++) {
		for (uint32_t at = book->texts[i].first, end = line_end(book, i); at + 1 < end; at++) {
			uint32_t hash = book->pair_of[at];
			bool often = book->seen[hash % SEEN_PAIRS] == PAIR_LEAST;
			book->pair_of[at] =
				often ? count_pair(book, book->line[at], book->line[at + 1], hash) : NO_PAIR;
		}
	}
}

static int by_count(const void *a, const void *b)
{
	const struct pair *left = *(struct pair *const *)a, *right = *(struct pair *const *)b;
	return ICD_ORDER(right->count, left->count) ?:
	       ICD_ORDER(left->left, right->left) ?: ICD_ORDER(left->right, right->right);
}

static void join_pair(struct phrase_book *book, struct pair *pair, uint32_t rank)
{
	const struct part *left = &book->parts[pair->left], *right = &book->parts[pair->right];
	char both[ICD_PHRASE_LENGTH];
	size_t length = left->length + right->length;
	if (length > sizeof both)
		return;
	memcpy(mempcpy(both, left->at, left->length), right->at, right->length);
	pair->rank = rank;
	pair->joined = part_of(book, (struct part){both, (uint32_t)length, pair->left, pair->right, 0, NO_PART});
}

/* Ranks the pairs that are joined in this pass; false when there are none. */
static bool choose_pairs(struct phrase_book *book)
{
	struct icd_pool pool = {0};
	struct pair **often = need(&pool, book->pair_count, sizeof *often);
	size_t count = 0;
	for (size_t i = 0; i < book->pair_count; i++) {
		if (book->pairs[i].count >= PAIR_LEAST)
			often[count++] = &book->pairs[i];
	}
	if (count)
		qsort(often, count, sizeof *often, by_count);
	for (size_t i = 0; i < count && i < PASS_JOINS; i++)
		join_pair(book, often[i], (uint32_t)i);
	icd_pool_free(&pool);
	return count > 0;
}

/* The pair at a place of the line, when it is joined in this pass; NULL at the end of a text too. */
static const struct pair *pair_at(const struct phrase_book *book, uint32_t at, uint32_t end)
{
	uint32_t pair = at + 1 < end ? book->pair_of[at] : NO_PAIR;
	return pair != NO_PAIR && book->pairs[pair].rank != NO_RANK ? &book->pairs[pair] : NULL;
}

/* Joins the pairs of a text, from its start; one that overlaps with a commoner one stays. Returns where the text ends
 * then, beginning at `to`. */
static uint32_t join_text(struct phrase_book *book, uint32_t at, uint32_t end, uint32_t to)
{
	const struct pair *pair = pair_at(book, at, end);
	while (at < end) {
		const struct pair *next = pair_at(book, at + 1, end);
		if (pair && (!next || pair->rank < next->rank)) {
			book->line[to++] = pair->joined;
			at += 2;
			pair = pair_at(book, at, end);
		} else {
			book->line[to++] = book->line[at++];
			pair = next;
		}
	}
	return to;
}

static void join_pairs(struct phrase_book *book)
{
	uint32_t to = 0;
	for (size_t i = 0; i < book->text_count; i++) {
		uint32_t first = book->texts[i].first, end = line_end(book, i);
		book->texts[i].first = to;
		to = join_text(book, first, end, to);
	}
	book->line_count = to;
}

/* ---- which of them are phrases ---- */

static int by_length(const void *a, const void *b, void *context)
{
	const uint32_t *left = a, *right = b;
	const struct part *parts = context;
	return ICD_ORDER(parts[*right].length, parts[*left].length) ?: ICD_ORDER(*left, *right);
}

static int by_uses(const void *a, const void *b, void *context)
{
	const uint32_t *left = a, *right = b;
	const struct part *parts = context;
	return ICD_ORDER(parts[*right].uses, parts[*left].uses) ?: ICD_ORDER(*left, *right);
}

static void count_uses(struct phrase_book *book)
{
	for (size_t i = 0; i < book->text_count; i++) {
		for (uint32_t at = book->texts[i].first; at < line_end(book, i); at++)
			book->parts[book->line[at]].uses += book->texts[i].times;
	}
}

/* A part is a phrase when that saves more bytes than its place in the table takes; else its two halves stand for it. */
static bool is_worth_it(const struct part *part)
{
	uint64_t saved = part->left == NO_PART && part->length > 2 ? part->length - 2 : part->left == NO_PART ? 0 : 2;
	return part->uses * saved > part->length + 2u;
}

static void choose_phrases(struct phrase_book *book)
{
	uint32_t *order = need(&book->pool, book->part_count, sizeof *order);
	count_uses(book);
	for (uint32_t i = 0; i < book->part_count; i++)
		order[i] = i;
	if (book->part_count)
		qsort_r(order, book->part_count, sizeof *order, by_length, book->parts);
	book->phrases = need(&book->pool, book->part_count, sizeof *book->phrases);
	for (size_t i = 0; i < book->part_count; i++) {
		struct part *part = &book->parts[order[i]];
		if (is_worth_it(part)) {
			book->phrases[book->phrase_count++] = order[i];
		} else if (part->left != NO_PART) {
			book->parts[part->left].uses += part->uses;
			book->parts[part->right].uses += part->uses;
		}
	}
	if (book->phrase_count)
		qsort_r(book->phrases, book->phrase_count, sizeof *book->phrases, by_uses, book->parts);
	if (book->phrase_count > ICD_PHRASES_MAX)
		book->phrase_count = ICD_PHRASES_MAX;
	for (size_t i = 0; i < book->phrase_count; i++)
		book->parts[book->phrases[i]].phrase = (uint32_t)i;
}

/* ---- texts told by them ---- */

static void tell_part(struct phrase_book *book, uint32_t number)
{
	const struct part *part = &book->parts[number];
	if (part->phrase != NO_PART) {
		icd_put_phrase(&book->told, part->phrase);
	} else if (part->left != NO_PART) {
		tell_part(book, part->left);
		tell_part(book, part->right);
	} else {
		icd_put_unphrased(&book->told, part->at, part->length);
	}
}

static void tell_texts(struct phrase_book *book)
{
	for (size_t i = 0; i < book->text_count; i++) {
		struct told_text *text = &book->texts[i];
		text->at = book->told.size;
		for (uint32_t at = text->first; at < line_end(book, i); at++)
			tell_part(book, book->line[at]);
		text->size = book->told.size - text->at;
	}
	if (book->told.failed)
		out_of_memory();
}

static const unsigned char *told(const struct icd_phraser *phraser, const char *text, size_t *size)
{
	const struct phrase_book *book = (const struct phrase_book *)phraser;
	uint32_t item = icd_hash_find(&book->by_text, icd_hash_text(text), same_text, book, text);
	if (item == ICD_HASH_NONE)
		return NULL;
	*size = book->texts[item].size;
	return book->told.data + book->texts[item].at;
}

/* ---- all of it ---- */

/* Frees what the phrases were found with; the texts, what they are told in and the parts stay. */
static void forget_workings(struct phrase_book *book)
{
	free(book->line);
	free(book->pair_of);
	free(book->seen);
	free(book->pairs);
	book->line = NULL;
	book->pair_of = NULL;
	book->seen = NULL;
	book->pairs = NULL;
	icd_hash_free(&book->by_part);
	icd_hash_free(&book->by_pair);
}

struct phrase_book *phrase_book_new(void)
{
	struct phrase_book *book = calloc(1, sizeof *book);
	if (!book)
		out_of_memory();
	book->phraser.told = told;
	return book;
}

const struct icd_phraser *phrase_book_make(struct phrase_book *book)
{
	for (size_t i = 0; i < book->text_count; i++)
		split_text(book, &book->texts[i]);
	book->pair_of = malloc((book->line_count + 1) * sizeof *book->pair_of);
	book->seen = malloc(SEEN_PAIRS);
	if (!book->pair_of || !book->seen)
		out_of_memory();
	for (int pass = 0; pass < PASSES; pass++) {
		count_pairs(book);
		if (!choose_pairs(book))
			break;
		join_pairs(book);
	}
	choose_phrases(book);
	tell_texts(book);
	forget_workings(book);
	return &book->phraser;
}

void phrase_book_put(const struct phrase_book *book, struct records *records)
{
	struct icd_buffer buffer = {0}, text = {0};
	uint16_t ends[ICD_BLOCK_PHRASES];
	for (size_t i = 0; i < book->phrase_count;) {
		struct icd_key key = icd_key_of_number(ICD_TABLE_PHRASE, (uint32_t)(i / ICD_BLOCK_PHRASES));
		unsigned count = 0;
		icd_buffer_clear(&text);
		for (; count < ICD_BLOCK_PHRASES && i < book->phrase_count; i++) {
			const struct part *part = &book->parts[book->phrases[i]];
			icd_put_bytes(&text, part->at, part->length);
			ends[count++] = (uint16_t)text.size;
		}
		icd_put_phrase_block(&buffer, ends, count, (const char *)text.data);
		if (text.failed)
			out_of_memory();
		records_add(records, &key, &buffer);
	}
	icd_buffer_free(&text);
	icd_buffer_free(&buffer);
}

void phrase_book_free(struct phrase_book *book)
{
	if (!book)
		return;
	free(book->texts);
	free(book->parts);
	forget_workings(book);
	icd_hash_free(&book->by_text);
	icd_buffer_free(&book->told);
	icd_pool_free(&book->pool);
	free(book);
}
