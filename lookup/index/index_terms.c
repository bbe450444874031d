/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_terms.h"

#include "index_entries.h"

#include "index_text.h"

#include <string.h>

/* A block of the index as far as it was read. */
struct block {
	const struct icd_index_pointer *of; /* one that points into it; NULL: none was begun */
	struct icd_key key;
	struct icd_reader in;
	uint32_t count, next; /* terms, and how many of them were read */
	uint16_t member;      /* of the sequence of indexes */
	bool started, stands; /* has the index its main term, and the term read last? */
	unsigned open_count;
	struct icd_index_term *open; /* that term, last, with those above it: ICD_INDEX_LEVELS at most */
};

struct terms_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_card *card;
	uint32_t limit;
	struct block block;
	struct icd_buffer buffer;
	struct icd_error *err;
};

/* ---- which terms ---- */

/* How far above the card's code the code stands that the pointer names: 0 is that itself; the number of codes of its path
 * for all else. */
static unsigned step_named(const struct icd_index_pointer *pointer, const struct icd_path *path)
{
	const struct icd_reference *reference = pointer->references;
	unsigned step = icd_index_points_at_code(pointer) ? 0 : path->code_count;
	while (step < path->code_count &&
	       (reference->first != path->codes[step]->ordinal || reference->last != path->codes[step]->last))
		step++;
	return step;
}

static unsigned nearest_step(const struct icd_index_pointers *pointers, const struct icd_path *path)
{
	unsigned nearest = path->code_count;
	for (uint32_t i = 0; i < pointers->count; i++) {
		unsigned step = step_named(&pointers->at[i], path);
		nearest = step < nearest ? step : nearest;
	}
	return nearest;
}

/* ---- the words of a term ---- */

/* Begins to read the block that the pointer names. */
static bool start_block(struct terms_work *w, const struct icd_index_pointer *pointer)
{
	struct icd_key key = icd_index_block_key(pointer->kind, pointer->block);
	int member = icd_member_on(&w->view->about->index[pointer->kind], w->view->on);
	w->block = (struct block){
		.of = pointer, .key = key, .member = (uint16_t)(member < 0 ? 0 : member), .open = w->block.open};
	if (icd_store_fetch(w->view->store, &key, &w->block.in, w->err) == ICD_FAILED)
		return false;
	w->block.count = icd_get_count(&w->block.in);
	return !w->block.in.failed || icd_store_bad_record(w->view->store, &key, &w->block.in, w->err);
}

/* Reads one term and keeps it where it is open: terms may stand below it. */
static void next_term(struct block *block)
{
	struct icd_index_term term;
	bool stands = icd_get_index_term_in(&block->in, block->member, &term);
	block->next++;
	block->started |= stands && term.level == 0;
	block->stands = stands && block->started && !block->in.failed;
	if (!block->stands)
		return;
	while (block->open_count > 0 && block->open[block->open_count - 1].level >= term.level)
		block->open_count--;
	block->open[block->open_count++] = term;
}

/* Reads on to the term of the pointer, which stands after those read before. */
static bool read_term(struct terms_work *w, const struct icd_index_pointer *pointer)
{
	struct block *block = &w->block;
	bool same = block->of && block->of->kind == pointer->kind && block->of->block == pointer->block &&
		    block->next <= pointer->term + 1;
	if (!same && !start_block(w, pointer))
		return false;
	while (block->next <= pointer->term && block->next < block->count && !block->in.failed)
		next_term(block);
	return !block->in.failed || icd_store_bad_record(w->view->store, &block->key, &block->in, w->err);
}

/* A term's title without its nonessential modifiers. */
static const char *plain(struct terms_work *w, const struct icd_index_term *term)
{
	const char *title = icd_index_title_text(w->pool, &w->buffer, term->title);
	const char *name = title ? icd_index_plain_text(w->pool, &w->buffer, title) : NULL;
	return name ? name : "";
}

/* The term read last with those above it; NULL when the index in force does not have it. */
static const char *path_of(struct terms_work *w, const struct icd_index_pointer *pointer)
{
	const struct block *block = &w->block;
	unsigned at = block->open_count;
	if (!block->stands || block->next != pointer->term + 1 || !block->open[at - 1].parts[pointer->part])
		return NULL;
	const char *path = plain(w, &block->open[--at]);
	while (at > 0)
		path = icd_pool_print(w->pool, "%s, %s", plain(w, &block->open[--at]), path);
	return path;
}

/* ---- the card ---- */

static bool is_there(const struct icd_card *card, const char *path)
{
	bool there = false;
	for (uint32_t i = 0; i < card->index_term_count; i++)
		there |= strcmp(card->index_terms[i], path) == 0;
	return there;
}

/* The terms that name the code `step` above the card's; none when that is not on its path. */
static bool put_terms(struct terms_work *w, const struct icd_index_pointers *pointers, unsigned step)
{
	struct icd_card *card = w->card;
	uint32_t room = pointers->count < w->limit ? pointers->count : w->limit;
	card->index_terms = icd_pool_take(w->pool, room + 1u, sizeof *card->index_terms);
	for (uint32_t i = 0; card->index_terms && step < card->path.code_count && i < pointers->count; i++) {
		const struct icd_index_pointer *pointer = &pointers->at[i];
		if (step_named(pointer, &card->path) != step)
			continue;
		if (card->index_term_count == room) {
			card->index_terms_more = true;
			break;
		}
		if (!read_term(w, pointer))
			return false;
		const char *path = path_of(w, pointer);
		if (path && !is_there(card, path))
			card->index_terms[card->index_term_count++] = path;
	}
	return true;
}

static void tell_whose(struct icd_card *card, unsigned step)
{
	card->index_terms_of = step < card->path.code_count ? card->path.codes[step]->code : "";
}

static bool read_terms(const struct icd_view *view, struct icd_pool *pool, uint32_t limit,
		       const struct icd_index_pointers *pointers, unsigned step, struct icd_card *card,
		       struct icd_error *err)
{
	struct icd_index_term open[ICD_INDEX_LEVELS];
	struct terms_work w = {
		.view = view, .pool = pool, .card = card, .limit = limit, .block.open = open, .err = err};
	bool ok = put_terms(&w, pointers, step);
	ok = ok && (!w.buffer.failed || icd_out_of_memory(err));
	icd_buffer_free(&w.buffer);
	return ok && (!pool->failed || icd_out_of_memory(err));
}

bool icd_index_terms_put(const struct icd_view *view, struct icd_pool *pool, uint32_t limit, struct icd_card *card,
			 struct icd_error *err)
{
	struct icd_index_pointers pointers;
	if (!icd_index_pointers_read(view->store, pool, card->code, &pointers, err))
		return false;
	if (pointers.count == 0)
		return true;
	unsigned step = nearest_step(&pointers, &card->path);
	tell_whose(card, step);
	return read_terms(view, pool, limit, &pointers, step, card, err);
}

/* ---- the same for many cards ---- */

static bool go_to_category(const struct icd_view *view, struct icd_index_terms *kept, const char *code,
			   struct icd_error *err)
{
	if (strncmp(kept->category, code, 3) == 0)
		return true;
	icd_pool_reset(&kept->pool);
	*kept = (struct icd_index_terms){.pool = kept->pool};
	if (!icd_index_pointers_read(view->store, &kept->pool, code, &kept->pointers, err))
		return false;
	memcpy(kept->category, code, 3);
	return true;
}

bool icd_index_terms_put_kept(const struct icd_view *view, struct icd_index_terms *kept, uint32_t limit,
			      struct icd_card *card, struct icd_error *err)
{
	if (!go_to_category(view, kept, card->code, err))
		return false;
	if (kept->pointers.count == 0)
		return true;
	unsigned step = nearest_step(&kept->pointers, &card->path);
	tell_whose(card, step);
	if (!kept->at || strcmp(kept->of, card->index_terms_of) != 0) {
		if (!read_terms(view, &kept->pool, limit, &kept->pointers, step, card, err)) {
			kept->category[0] = '\0'; /* half of it may be missing */
			return false;
		}
		strcpy(kept->of, card->index_terms_of);
		kept->at = card->index_terms;
		kept->count = card->index_term_count;
		kept->more = card->index_terms_more;
	}
	card->index_terms = kept->at;
	card->index_term_count = kept->count;
	card->index_terms_more = kept->more;
	return true;
}

void icd_index_terms_free(struct icd_index_terms *kept)
{
	icd_pool_free(&kept->pool);
}
