/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paths.h"

#include "index/index.h"
#include "index/records.h"

#include <stdlib.h>
#include <string.h>

/* A pointer of a category at one code. */
struct pointer {
	uint32_t first, last; /* ordinals of the code it names and of the last one below that */
	uint32_t block, term;
	uint8_t kind, part;
};

struct category {
	char name[4];
	uint32_t count;
	struct pointer *at; /* by `first` */
};

struct term {
	const char *title; /* as XML */
	uint64_t written;  /* hash of the words of its path */
	uint16_t parts;    /* a bit for each that it has */
	uint8_t level;
	bool in;      /* stands in the index of the day */
	bool is_read; /* the path is */
};

struct block {
	uint64_t key;
	uint64_t signature;    /* of the main term's words: without a bit of these no path of the block is a label */
	uint32_t first, count; /* the main term of the day */
	struct term *at;
};

struct paths {
	struct icd_pool kept, scratch; /* what is kept, and what a call needs */
	struct icd_hash category_hash, block_hash;
	struct category *categories;
	size_t category_count, category_room;
	struct block *blocks;
	size_t block_count, block_room;
	struct icd_buffer buffer;
};

/* One call. */
struct asked {
	struct paths *paths;
	struct vocabulary *vocabulary;
	const struct icd_path *path;
	const struct label_text *label;
	struct icd_error *err;
};

/* ---- pointers of a category ---- */

static bool same_category(const void *context, uint32_t item, const void *key)
{
	return memcmp(((const struct paths *)context)->categories[item].name, key, 3) == 0;
}

static int by_code(const void *a, const void *b)
{
	return ICD_ORDER(((const struct pointer *)a)->first, ((const struct pointer *)b)->first);
}

/* Of these only those that name one code can lead to it. */
static void keep_pointers(struct paths *paths, const struct icd_index_pointers *pointers, struct category *out)
{
	out->at = icd_pool_take(&paths->kept, pointers->count, sizeof *out->at);
	for (uint32_t i = 0; out->at && i < pointers->count; i++) {
		const struct icd_index_pointer *one = &pointers->at[i];
		if (!icd_index_points_at_code(one))
			continue;
		struct icd_interval codes = icd_index_codes_of(one);
		out->at[out->count++] = (struct pointer){codes.first, codes.last,         one->block,
							 one->term,   (uint8_t)one->kind, (uint8_t)one->part};
	}
	if (out->count)
		qsort(out->at, out->count, sizeof *out->at, by_code);
}

static const struct category *category_of(const struct asked *asked, const char *code)
{
	struct paths *paths = asked->paths;
	struct icd_index_pointers pointers;
	uint64_t hash = icd_hash_bytes(code, 3);
	uint32_t item = icd_hash_find(&paths->category_hash, hash, same_category, paths, code);
	if (item != ICD_HASH_NONE)
		return &paths->categories[item];
	struct category category = {.count = 0};
	memcpy(category.name, code, 3);
	if (!icd_index_pointers_read(asked->path->view->store, &paths->scratch, code, &pointers, asked->err))
		return NULL;
	keep_pointers(paths, &pointers, &category);
	if (!icd_array_room(&paths->categories, paths->category_count, &paths->category_room, sizeof category) ||
	    !icd_hash_add(&paths->category_hash, hash, (uint32_t)paths->category_count) || paths->kept.failed) {
		icd_out_of_memory(asked->err);
		return NULL;
	}
	paths->categories[paths->category_count] = category;
	return &paths->categories[paths->category_count++];
}

/* ---- blocks ---- */

static bool same_block(const void *context, uint32_t item, const void *key)
{
	return ((const struct paths *)context)->blocks[item].key == *(const uint64_t *)key;
}

/* A term's title without its nonessential modifiers. */
static const char *plain(struct paths *paths, const struct term *term)
{
	const char *title = icd_index_title_text(&paths->scratch, &paths->buffer, term->title);
	const char *name = title ? icd_index_plain_text(&paths->scratch, &paths->buffer, title) : NULL;
	return name ? name : "";
}

static void keep_terms(const struct asked *asked, const struct icd_index_block *terms, uint16_t member,
		       struct block *out)
{
	struct paths *paths = asked->paths;
	out->first = icd_index_block_start(terms, member);
	out->at = icd_pool_take(&paths->kept, terms->count, sizeof *out->at);
	out->count = out->at ? terms->count : 0;
	for (uint32_t i = 0; i < out->count; i++) {
		const struct icd_index_term *term = &terms->at[i];
		out->at[i] = (struct term){
			.title = term->title, .level = term->level, .in = icd_index_term_in(term, member)};
		for (unsigned part = 0; part < ICD_INDEX_PARTS; part++)
			out->at[i].parts |= (uint16_t)(term->parts[part] ? 1u << part : 0);
	}
	if (out->first < out->count)
		out->signature =
			vocabulary_know(asked->vocabulary, plain(paths, &out->at[out->first]))->written_signature;
}

/* The block as it is on the day; NULL on failure. */
static struct block *read_block(const struct asked *asked, const struct pointer *pointer, uint64_t number)
{
	struct paths *paths = asked->paths;
	const struct icd_view *view = asked->path->view;
	struct icd_key key = icd_index_block_key(pointer->kind, pointer->block);
	struct icd_index_block terms;
	struct block block = {.key = number};
	struct icd_reader in;
	int member = icd_member_on(&view->about->index[pointer->kind], view->on);
	if (icd_store_fetch(view->store, &key, &in, asked->err) == ICD_FAILED)
		return NULL;
	if (!icd_get_index_block(&in, &paths->scratch, &terms)) {
		icd_store_bad_record(view->store, &key, &in, asked->err);
		return NULL;
	}
	keep_terms(asked, &terms, (uint16_t)(member < 0 ? 0 : member), &block);
	if (!icd_array_room(&paths->blocks, paths->block_count, &paths->block_room, sizeof block) ||
	    !icd_hash_add(&paths->block_hash, icd_hash_bytes(&number, sizeof number), (uint32_t)paths->block_count)) {
		icd_out_of_memory(asked->err);
		return NULL;
	}
	paths->blocks[paths->block_count] = block;
	return &paths->blocks[paths->block_count++];
}

static struct block *block_of(const struct asked *asked, const struct pointer *pointer)
{
	uint64_t number = (uint64_t)pointer->kind << 32 | pointer->block;
	uint32_t item = icd_hash_find(&asked->paths->block_hash, icd_hash_bytes(&number, sizeof number), same_block,
				      asked->paths, &number);
	return item == ICD_HASH_NONE ? read_block(asked, pointer, number) : &asked->paths->blocks[item];
}

/* ---- paths ---- */

static bool fits(uint64_t signature, const struct label_text *label)
{
	return !(signature & ~label->written_signature) || !(signature & ~label->spelled_signature);
}

/* The term with those above it. */
static const char *path_of(struct paths *paths, const struct block *block, uint32_t at)
{
	unsigned level = block->at[at].level;
	const char *path = plain(paths, &block->at[at]);
	while (level > 0 && at-- > block->first) {
		const struct term *term = &block->at[at];
		if (term->level >= level || !term->in)
			continue;
		level = term->level;
		path = icd_pool_print(&paths->scratch, "%s, %s", plain(paths, term), path);
	}
	return path;
}

static bool is_label(const struct asked *asked, struct block *block, const struct pointer *pointer)
{
	if (pointer->term < block->first || pointer->term >= block->count || !fits(block->signature, asked->label))
		return false;
	struct term *term = &block->at[pointer->term];
	if (!term->in || !(term->parts >> pointer->part & 1))
		return false;
	if (!term->is_read) {
		const char *text = path_of(asked->paths, block, pointer->term);
		term->written = vocabulary_know(asked->vocabulary, text)->written;
		term->is_read = true;
	}
	return term->written == asked->label->written || term->written == asked->label->spelled;
}

struct pointers_of {
	const struct category *category;
	uint32_t ordinal;
};

static bool points_before(const void *context, size_t item)
{
	const struct pointers_of *sought = context;
	return sought->category->at[item].first < sought->ordinal;
}

/* Does a term say it that names the code? *any: is there one? */
static bool say_code(const struct asked *asked, const struct category *category, const struct icd_code_record *code,
		     bool *any, bool *said)
{
	const struct pointers_of sought = {category, code->ordinal};
	*any = *said = false;
	for (size_t i = icd_lower_bound(category->count, points_before, &sought); i < category->count && !*said; i++) {
		const struct pointer *pointer = &category->at[i];
		if (pointer->first != code->ordinal)
			break;
		if (pointer->last != code->last)
			continue;
		struct block *block = block_of(asked, pointer);
		if (!block)
			return false;
		*any = true;
		*said = is_label(asked, block, pointer);
	}
	return true;
}

bool paths_say(struct paths *paths, struct vocabulary *vocabulary, const struct icd_path *path,
	       const struct label_text *label, bool *said, struct icd_error *err)
{
	struct asked asked = {paths, vocabulary, path, label, err};
	bool any = false;
	*said = false;
	icd_pool_reset(&paths->scratch);
	const struct category *category = category_of(&asked, path->codes[0]->code);
	for (unsigned step = 0; category && step < path->code_count && !any; step++) {
		if (!say_code(&asked, category, path->codes[step], &any, said))
			return false;
	}
	if (paths->kept.failed || paths->scratch.failed || paths->buffer.failed)
		return icd_out_of_memory(err);
	return category != NULL;
}

struct paths *paths_new(void)
{
	return calloc(1, sizeof(struct paths));
}

void paths_free(struct paths *paths)
{
	if (!paths)
		return;
	icd_pool_free(&paths->kept);
	icd_pool_free(&paths->scratch);
	icd_hash_free(&paths->category_hash);
	icd_hash_free(&paths->block_hash);
	icd_buffer_free(&paths->buffer);
	free(paths->categories);
	free(paths->blocks);
	free(paths);
}
