/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_find.h"

#include "base/base.h"
#include "words/words.h"
#include "index_text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERY_WORDS 16

/* ---- the words asked for ---- */

struct query {
	struct icd_word words[QUERY_WORDS];
	struct icd_wanted_stem stems[QUERY_WORDS];
	size_t count;
	uint32_t required;          /* bits of the words that must be met */
	size_t first, last;         /* of these */
	bool unfinished;            /* the last one may be the beginning of a word */
	bool begins[UCHAR_MAX + 1]; /* by character: does one of the words begin so? */
	bool lettered;              /* all begin with letters: no numeral ("II" is "2") is one of them */
	struct icd_stemmer *stemmer;
};

static bool says_something(const struct icd_word *word)
{
	return !(word->flags & (ICD_WORD_STOP | ICD_WORD_JOINED));
}

/* `without`: a bit of a word to leave out. */
static void require(struct query *query, uint32_t without)
{
	query->required = 0;
	for (size_t i = 0; i < query->count; i++) {
		if (says_something(&query->words[i]))
			query->required |= 1u << i;
	}
	if (!query->required)
		query->required = (1u << query->count) - 1;
	query->required &= ~without;
	query->first = query->count;
	for (size_t i = query->count; i-- > 0;) {
		if (!(query->required & 1u << i))
			continue;
		if (query->first == query->count)
			query->last = i;
		query->first = i;
	}
}

static void read_query(struct query *query, const char *text)
{
	query->count = icd_words_split(text, query->words, QUERY_WORDS);
	query->lettered = true;
	for (size_t i = 0; i < query->count; i++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(query->stemmer, query->words[i].text, stem);
		icd_stemmer_want(query->stemmer, stem, &query->stems[i]);
		query->begins[(unsigned char)query->words[i].text[0]] = true;
		query->lettered &= query->words[i].text[0] >= 'a' && query->words[i].text[0] <= 'z';
	}
	require(query, 0);
}

/* Bits of the query: the words that a word of a title meets, those that it is, and those that it begins with. */
struct met {
	uint32_t all, exactly, begun;
};

/* Stems are equal only where the first letters are. */
static struct met meet(const struct query *query, const char *word)
{
	struct met met = {0, 0, 0};
	for (size_t i = 0; i < query->count; i++) {
		const char *wanted = query->words[i].text;
		const struct icd_wanted_stem *stem = &query->stems[i];
		size_t length = 0;
		if (wanted[0] != word[0])
			continue;
		/* Most words are told by their second letter. */
		if (word[1] != wanted[1] && word[1] != stem->stem[1] && stem->kept > 1 && !stem->irregular_count)
			continue;
		while (wanted[length] && wanted[length] == word[length])
			length++;
		bool begun = !wanted[length], same = begun && !word[length];
		if (same || icd_stemmer_stems_to(query->stemmer, word, stem))
			met.all |= 1u << i;
		if (begun && length > 1)
			met.begun |= 1u << i;
		if (same)
			met.exactly |= 1u << i;
	}
	return met;
}

/* Those met, the last one also where the word goes on, if the query is unfinished. */
static uint32_t all_met(const struct query *query, uint32_t all, uint32_t begun)
{
	return query->unfinished ? all | (begun & 1u << query->last) : all;
}

/* Two words that a hyphen joins are met with what they are as one. */
static uint32_t with_joined(const struct query *query, uint32_t met)
{
	for (size_t i = 0; i + 2 < query->count; i++) {
		if ((query->words[i].flags & ICD_WORD_JOINED) && met & 1u << i)
			met |= 3u << (i + 1);
	}
	return met;
}

/* ---- main terms that may have them ---- */

/* How a main term comes to be looked at, best first. */
enum tier { TIER_FIRST, TIER_OTHER, TIER_WITHIN, TIER_ALL };

/* A main term that has words of the query. */
struct name {
	uint32_t block;
	uint32_t opens, opens_begun;   /* words that a word of it meets which opens the title or stands after a comma */
	uint32_t within, within_begun; /* the same of its other words */
};

static enum tier tier_of(const struct query *query, const struct name *name)
{
	uint32_t opens = all_met(query, name->opens, name->opens_begun) & query->required;
	uint32_t within = all_met(query, name->within, name->within_begun) & query->required;
	if (opens)
		return opens & 1u << query->first ? TIER_FIRST : TIER_OTHER;
	return within ? TIER_WITHIN : TIER_ALL;
}

/* ---- terms below them ---- */

struct found {
	uint32_t block, node;
	unsigned distance;
};

struct find_work {
	const struct icd_index_book *book;
	struct query query;
	struct name *names; /* malloc'd: those that have a word of the query, on any day; by block */
	size_t name_count, name_room;
	struct icd_pool pool;    /* of the tree in hand */
	struct icd_pool kept;    /* of those that something was found in */
	struct icd_buffer title; /* in hand */
	bool may_be_in_rest;     /* a main term without words of the query has all of them in its tree */
	struct icd_index_tree *trees[ICD_INDEX_HITS_MAX];
	size_t tree_count;
	struct found *found; /* malloc'd */
	size_t count, room;
	bool failed; /* the sentence is in *err; nothing more is found */
	struct icd_error *err;
};

struct met_node {
	uint32_t met;
	unsigned distance;
};

static const unsigned far = 3;        /* of a word not asked for */
static const unsigned inexact = 1000; /* of a word met in another form: more than all the rest */

/*
 * What a title adds to the words met, and how far it leads away from the query: by words that were not
 * asked for (those after a comma are other names for the same), a little by words met in a modifier only,
 * far by words met in another form ("painful" for "pain").
 */
static struct met_node meet_title(const struct query *query, const char *title, struct met_node above)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX);
	struct met_node node = above;
	for (size_t i = 0; i < count; i++) {
		struct met met = meet(query, words[i].text);
		met.all = all_met(query, met.all, met.begun);
		bool modifier = words[i].flags & ICD_WORD_OPTIONAL;
		bool another = (words[i].flags & ICD_WORD_OPENS) && i > 0;
		if (!met.all && says_something(&words[i]) && !modifier && !another)
			node.distance += far;
		if (met.all & ~node.met)
			node.distance += modifier + (met.all & ~node.met & ~met.exactly ? inexact : 0);
		node.met |= met.all;
	}
	node.met = with_joined(query, node.met);
	return node;
}

static void add_found(struct find_work *f, uint32_t block, uint32_t node, unsigned distance)
{
	if (icd_array_room(&f->found, f->count, &f->room, sizeof *f->found))
		f->found[f->count++] = (struct found){block, node, distance};
	else
		f->failed = !icd_out_of_memory(f->err);
}

/* A stop word of the query that the path does not have leads away a little too. */
static unsigned missing(const struct query *query, uint32_t met)
{
	unsigned count = 0;
	for (size_t i = 0; i < query->count; i++)
		count += !(query->words[i].flags & ICD_WORD_JOINED) && !(met & 1u << i);
	return count;
}

/* The shallowest terms of a tree whose paths have all required words. */
static void find_in_tree(struct find_work *f, const struct icd_index_tree *tree)
{
	const struct query *query = &f->query;
	struct met_node *met = icd_pool_take(&f->pool, tree->count, sizeof *met);
	if (!met) {
		f->failed = !icd_out_of_memory(f->err);
		return;
	}
	for (uint32_t i = 0; i < tree->count && !f->failed; i++) {
		const struct icd_index_node *node = &tree->at[i];
		met[i] = meet_title(query, node->title, node->level ? met[node->parent] : (struct met_node){0});
		if ((met[i].met & query->required) != query->required)
			continue;
		add_found(f, tree->block, i, met[i].distance + missing(query, met[i].met));
		i = node->last;
	}
}

/* A tree in which something is found is kept: it is likely to be shown. */
static void find_in_block(struct find_work *f, uint32_t block)
{
	size_t before = f->count;
	icd_pool_reset(&f->pool);
	struct icd_index_tree *tree = icd_pool_take(&f->pool, 1, sizeof *tree);
	if (!tree || !icd_index_tree_read(f->book, &f->pool, block, tree, f->err)) {
		f->failed = tree || !icd_out_of_memory(f->err);
		return;
	}
	find_in_tree(f, tree);
	if (f->count > before && f->tree_count < ICD_INDEX_HITS_MAX) {
		f->trees[f->tree_count++] = tree;
		icd_pool_adopt(&f->kept, &f->pool);
	}
}

static void fail_record(struct find_work *f, const struct icd_key *key, const struct icd_reader *in)
{
	f->failed = !icd_store_bad_record(f->book->view->store, key, in, f->err);
}

/* The main terms that have the word, which meets words of the query. */
static void add_names(struct find_work *f, struct icd_index_word *word, struct met met)
{
	struct icd_index_place place;
	while (icd_get_index_place(word, &place)) {
		struct name name = {.block = place.block};
		if (place.opens)
			name.opens = met.all, name.opens_begun = met.begun;
		if (place.within)
			name.within = met.all, name.within_begun = met.begun;
		if (!icd_array_room(&f->names, f->name_count, &f->name_room, sizeof *f->names)) {
			f->failed = !icd_out_of_memory(f->err);
			return;
		}
		f->names[f->name_count++] = name;
	}
}

/* Those that have words of the query which begin with the character. */
static void gather_words(struct find_work *f, char first)
{
	struct icd_key key = icd_index_words_key(f->book->kind, first);
	struct icd_reader in;
	struct icd_index_word word;
	f->failed = icd_store_fetch(f->book->view->store, &key, &in, f->err) == ICD_FAILED;
	while (!f->failed && icd_get_index_word(&in, &word)) {
		struct met met = meet(&f->query, word.text);
		if (met.all | met.begun)
			add_names(f, &word, met);
		in.failed |= word.places.failed;
	}
	if (!f->failed && in.failed)
		fail_record(f, &key, &in);
}

static int compare_names(const void *a, const void *b)
{
	const struct name *left = a, *right = b;
	return ICD_ORDER(left->block, right->block);
}

/* What several words say of a main term is made one. */
static void join_names(struct find_work *f)
{
	size_t count = 0;
	if (f->name_count)
		qsort(f->names, f->name_count, sizeof *f->names, compare_names);
	for (size_t i = 0; i < f->name_count; i++) {
		const struct name name = f->names[i];
		if (!count || f->names[count - 1].block != name.block)
			f->names[count++] = (struct name){.block = name.block};
		struct name *joined = &f->names[count - 1];
		joined->opens |= name.opens;
		joined->opens_begun |= name.opens_begun;
		joined->within |= name.within;
		joined->within_begun |= name.within_begun;
	}
	f->name_count = count;
}

static void gather_names(struct find_work *f)
{
	for (unsigned first = 1; first <= UCHAR_MAX && !f->failed; first++) {
		if (f->query.begins[first])
			gather_words(f, (char)first);
	}
	join_names(f);
}

static void find_in_tier(struct find_work *f, enum tier tier)
{
	for (size_t i = 0; i < f->name_count && !f->failed; i++) {
		if (tier_of(&f->query, &f->names[i]) == tier)
			find_in_block(f, f->names[i].block);
	}
}

/* May the title, in XML, have words that begin as one of the query does? Figures ("1st" is "first") and letters that are
 * no ASCII are taken for such. */
static bool may_begin(const struct query *query, const char *xml)
{
	bool within = false, may = !query->lettered;
	for (; *xml && !may; xml++) {
		char letter = icd_lower(*xml);
		may = (!within && query->begins[(unsigned char)letter]) || *xml & 0x80 || icd_is_digit(*xml);
		within = letter >= 'a' && letter <= 'z';
	}
	return may;
}

/* The words of the query that the title meets, in full or as far as they go. */
static uint32_t met_by_title(struct find_work *f, const char *xml)
{
	struct icd_word words[ICD_WORDS_MAX];
	uint32_t all = 0;
	if (!may_begin(&f->query, xml))
		return 0;
	icd_buffer_clear(&f->title);
	icd_index_title(&f->title, xml);
	icd_put_byte(&f->title, '\0');
	size_t count = f->title.failed ? 0 : icd_words_split((const char *)f->title.data, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		struct met met = meet(&f->query, words[i].text);
		all |= met.all | met.begun;
	}
	return all;
}

/* May the terms of the block, of all indexes, together have the words that must be met? Of most blocks this is known without
 * their tree. */
static bool may_be_in_block(struct find_work *f, uint32_t block)
{
	struct icd_key key = icd_index_block_key(f->book->kind, block);
	struct icd_reader in;
	struct icd_index_term term;
	uint32_t met = 0;
	if (icd_store_fetch(f->book->view->store, &key, &in, f->err) == ICD_FAILED)
		return true;
	for (uint32_t left = icd_get_count(&in); left && icd_get_index_term(&in, &term); left--) {
		met |= met_by_title(f, term.title);
		icd_get_spans_have(&in, f->book->member);
	}
	met = with_joined(&f->query, met);
	return in.failed || f->title.failed || (met & f->query.required) == f->query.required;
}

/* Below the main terms that have no word of the query. */
static void find_in_rest(struct find_work *f)
{
	struct icd_key key = icd_index_standings_key(f->book->kind);
	struct icd_reader in;
	size_t i = 0;
	f->failed = icd_store_fetch(f->book->view->store, &key, &in, f->err) == ICD_FAILED;
	uint32_t count = f->failed ? 0 : icd_get_count(&in);
	for (uint32_t block = 0; block < count && !f->failed; block++) {
		bool stands = icd_get_spans_have(&in, f->book->member);
		while (i < f->name_count && f->names[i].block < block)
			i++;
		bool has = i < f->name_count && f->names[i].block == block;
		if (in.failed)
			fail_record(f, &key, &in);
		else if (stands && (!has || tier_of(&f->query, &f->names[i]) == TIER_ALL) &&
			 may_be_in_block(f, block)) {
			f->may_be_in_rest = true;
			find_in_block(f, block);
		}
	}
}

/* Tier by tier until something is found; with whole words first, then with the last one unfinished. */
static void find_in_tiers(struct find_work *f, enum tier first, enum tier last)
{
	for (int pass = 0; pass < 2; pass++) {
		f->query.unfinished = pass == 1;
		if (pass == 1 && first == TIER_ALL && !f->may_be_in_rest)
			return;
		for (enum tier tier = first; tier <= last && !f->count && !f->failed; tier++)
			tier == TIER_ALL ? find_in_rest(f) : find_in_tier(f, tier);
	}
}

/* ---- the answer ---- */

static int compare_found(const void *a, const void *b)
{
	const struct found *left = a, *right = b;
	return ICD_ORDER(left->distance, right->distance) ?:
	       ICD_ORDER(left->block, right->block) ?:
	       ICD_ORDER(left->node, right->node);
}

/* The tree of a block, read again if it was not kept; NULL on failure. */
static const struct icd_index_tree *tree_of(struct find_work *f, uint32_t block)
{
	for (size_t i = 0; i < f->tree_count; i++) {
		if (f->trees[i]->block == block)
			return f->trees[i];
	}
	struct icd_index_tree *tree = icd_pool_take(&f->kept, 1, sizeof *tree);
	if (!tree || !icd_index_tree_read(f->book, &f->kept, block, tree, f->err)) {
		f->failed = tree || !icd_out_of_memory(f->err);
		return NULL;
	}
	if (f->tree_count < ICD_INDEX_HITS_MAX)
		f->trees[f->tree_count++] = tree;
	return tree;
}

/* Nearest first. Other forms of the words count only where nothing has the words themselves. */
static void sort_found(struct find_work *f)
{
	if (f->count)
		qsort(f->found, f->count, sizeof *f->found, compare_found);
	while (f->count && f->found[f->count - 1].distance >= f->found[0].distance + inexact)
		f->count--;
}

static void give(struct find_work *f, struct icd_pool *pool, struct icd_index_hits *hits)
{
	sort_found(f);
	size_t most = f->count < ICD_INDEX_HITS_MAX ? f->count : ICD_INDEX_HITS_MAX;
	hits->total = (uint32_t)f->count;
	hits->at = icd_pool_take(pool, most, sizeof *hits->at);
	for (size_t i = 0; i < most && hits->at && !f->failed; i++) {
		const struct found *found = &f->found[i];
		hits->at[hits->count++] =
			(struct icd_index_hit){tree_of(f, found->block), found->node, found->distance};
	}
	icd_pool_adopt(pool, &f->kept);
}

static void find_without_one(struct find_work *f, struct icd_pool *pool, struct icd_index_hits *hits)
{
	uint32_t all = f->query.required;
	for (size_t i = f->query.count; i-- > 0 && !f->count && !f->failed;) {
		uint32_t bit = 1u << i;
		if (!(all & bit) || all == bit)
			continue;
		require(&f->query, bit);
		find_in_tiers(f, TIER_FIRST, TIER_WITHIN);
		if (f->count)
			hits->left_out = icd_pool_print(pool, "%s", f->query.words[i].text);
	}
}

static void find_words(struct find_work *f, const char *query, struct icd_pool *pool, struct icd_index_hits *hits)
{
	read_query(&f->query, query);
	if (!f->query.count)
		return;
	gather_names(f);
	find_in_tiers(f, TIER_FIRST, TIER_WITHIN);
	if (!f->count)
		find_in_tiers(f, TIER_ALL, TIER_ALL);
	if (!f->count)
		find_without_one(f, pool, hits);
	if (!f->failed)
		give(f, pool, hits);
	if (!f->failed && (pool->failed || icd_stemmer_failed(f->query.stemmer)))
		f->failed = !icd_out_of_memory(f->err);
}

bool icd_index_find(const struct icd_index_book *book, struct icd_pool *pool, const char *query,
		    struct icd_index_hits *hits, struct icd_error *err)
{
	struct find_work f = {.book = book, .err = err, .query = {.stemmer = icd_stemmer_new()}};
	*hits = (struct icd_index_hits){0};
	f.failed = !f.query.stemmer && !icd_out_of_memory(err);
	if (!f.failed)
		find_words(&f, query, pool, hits);
	icd_stemmer_free(f.query.stemmer);
	free(f.names);
	icd_pool_free(&f.pool);
	icd_pool_free(&f.kept);
	icd_buffer_free(&f.title);
	free(f.found);
	return !f.failed;
}

/* ---- see and see also ---- */

#define SEE_SIZE   512
#define QUERY_SIZE (2 * SEE_SIZE) /* a blank more at each comma */

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* White space folded, lower case. */
static void fold_see(const char *see, char out[SEE_SIZE])
{
	icd_text_fold_space(see, out, SEE_SIZE);
	for (char *c = out; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
}

static bool has_words_of(const char *title, const char *part)
{
	struct icd_word words[ICD_WORDS_MAX], wanted[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX);
	size_t wanted_count = icd_words_split(part, wanted, ICD_WORDS_MAX);
	for (size_t i = 0; i < wanted_count; i++) {
		size_t j = 0;
		while (j < count && strcmp(words[j].text, wanted[i].text) != 0)
			j++;
		if (j == count)
			return false;
	}
	return wanted_count > 0;
}

/* The first column whose title has the part's words: "benign", "malignant", "adverse effect"; 0: none. */
static unsigned column_named(const struct icd_index_book *book, const char *part)
{
	for (unsigned column = 2; column <= book->head.column_count; column++) {
		if (has_words_of(book->head.columns[column - 1], part))
			return column;
	}
	return 0;
}

/* What is left to look up once the parts between commas that name a column or leave the choice to the
 * coder are taken out. `target` is used up. */
static void what_to_find(const struct icd_index_book *book, char *target, unsigned *column, char out[QUERY_SIZE])
{
	size_t length = 0;
	out[0] = '\0';
	for (char *rest = NULL, *part = strtok_r(target, ",", &rest); part; part = strtok_r(NULL, ",", &rest)) {
		part += strspn(part, " ");
		unsigned named = column_named(book, part);
		if (named)
			*column = named;
		else if (!starts(part, "by "))
			length += (size_t)snprintf(out + length, QUERY_SIZE - length, "%s%s", length ? ", " : "", part);
	}
}

/* Looks the target up in a book; keeps the nearest hits. */
static bool find_target(const struct icd_index_book *book, struct icd_pool *pool, const char *query,
			struct icd_index_target *target, struct icd_error *err)
{
	struct icd_index_hits *hits = &target->hits;
	if (!icd_index_find(book, pool, query, hits, err))
		return false;
	if (hits->left_out)
		hits->count = 0;
	for (uint32_t i = 1; i < hits->count; i++) {
		if (hits->at[i].distance != hits->at[0].distance)
			hits->count = i;
	}
	target->book = book;
	target->lead = hits->count ? ICD_LEAD_TERMS : ICD_LEAD_NOWHERE;
	return true;
}

/* The book of a kind: the one at hand, or another. NULL when the index holds none; *ok tells failure. */
static const struct icd_index_book *other_book(const struct icd_index_book *book, enum icd_index_kind kind,
					       struct icd_pool *pool, bool *ok, struct icd_error *err)
{
	*ok = true;
	if (kind == book->kind)
		return book;
	struct icd_index_book *other = icd_pool_take(pool, 1, sizeof *other);
	enum icd_found found = other ? icd_index_book_read(book->view, kind, pool, other, err) : ICD_FAILED;
	if (!other)
		icd_out_of_memory(err);
	*ok = found != ICD_FAILED;
	return found == ICD_FOUND ? other : NULL;
}

bool icd_index_follow(const struct icd_index_book *book, struct icd_pool *pool, const char *see,
		      struct icd_index_target *target, struct icd_error *err)
{
	char folded[SEE_SIZE], query[QUERY_SIZE];
	bool ok;
	*target = (struct icd_index_target){.lead = ICD_LEAD_NOWHERE, .book = book};
	fold_see(see, folded);
	struct icd_see read = icd_see_read(folded);
	if (read.condition) {
		target->lead = ICD_LEAD_CONDITION;
		return true;
	}
	const struct icd_index_book *to = other_book(book, read.names_book ? read.book : book->kind, pool, &ok, err);
	if (!to)
		return ok;
	target->book = to;
	what_to_find(to, folded + (read.rest - folded), &target->column, query);
	if (!query[0]) {
		target->lead = to->head.column_count ? ICD_LEAD_TABLE : ICD_LEAD_NOWHERE;
		return true;
	}
	if (!find_target(to, pool, query, target, err))
		return false;
	if (target->lead == ICD_LEAD_TERMS || to != book || book->kind == ICD_INDEX_ALPHABETIC)
		return true;
	/* The tables and the external cause index send to the alphabetic index without saying so. */
	to = other_book(book, ICD_INDEX_ALPHABETIC, pool, &ok, err);
	return to ? find_target(to, pool, query, target, err) : ok;
}
