/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_terms.h"

#include "index_entries.h"

#include "index_text.h"

#include <string.h>

struct terms_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_card *card;
	uint32_t limit;
	unsigned step;                /* of the path: the code that the terms name */
	struct icd_index_block block; /* the one read last, of this kind and number */
	const struct icd_index_pointer *read_for;
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

/* The last term that any of so many pointers wants of the block of the first of them. */
static uint32_t last_wanted(const struct terms_work *w, const struct icd_index_pointer *pointers, uint32_t count)
{
	uint32_t last = pointers->term;
	for (uint32_t i = 1, wanted = 1; i < count && wanted < w->limit; i++) {
		const struct icd_index_pointer *pointer = &pointers[i];
		if (pointer->kind != pointers->kind || pointer->block != pointers->block ||
		    step_named(pointer, &w->card->path) != w->step)
			continue;
		last = pointer->term > last ? pointer->term : last;
		wanted++;
	}
	return last;
}

/* Reads the block of the first of so many pointers, as far as they want it. */
static bool read_block(struct terms_work *w, const struct icd_index_pointer *pointer, uint32_t count)
{
	struct icd_key key = icd_index_block_key(pointer->kind, pointer->block);
	struct icd_reader in;
	if (w->read_for && w->read_for->kind == pointer->kind && w->read_for->block == pointer->block &&
	    pointer->term < w->block.count)
		return true;
	if (icd_store_fetch(w->view->store, &key, &in, w->err) == ICD_FAILED)
		return false;
	if (!icd_get_index_block_to(&in, w->pool, last_wanted(w, pointer, count), &w->block))
		return icd_store_bad_record(w->view->store, &key, &in, w->err);
	w->read_for = pointer;
	return true;
}

/* A term's title without its nonessential modifiers. */
static const char *plain(struct terms_work *w, const struct icd_index_term *term)
{
	const char *title = icd_index_title_text(w->pool, &w->buffer, term->title);
	const char *name = title ? icd_index_plain_text(w->pool, &w->buffer, title) : NULL;
	return name ? name : "";
}

/* The term with those above it; NULL when the index in force does not have it. */
static const char *path_of(struct terms_work *w, const struct icd_index_pointer *pointer, uint16_t member)
{
	uint32_t first = icd_index_block_start(&w->block, member), at = pointer->term;
	if (at < first || at >= w->block.count || !icd_index_term_in(&w->block.at[at], member) ||
	    !w->block.at[at].parts[pointer->part])
		return NULL;
	unsigned level = w->block.at[at].level;
	const char *path = plain(w, &w->block.at[at]);
	while (level > 0 && at-- > first) {
		const struct icd_index_term *term = &w->block.at[at];
		if (term->level >= level || !icd_index_term_in(term, member))
			continue;
		level = term->level;
		path = icd_pool_print(w->pool, "%s, %s", plain(w, term), path);
	}
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

static bool put_terms(struct terms_work *w, const struct icd_index_pointers *pointers)
{
	struct icd_card *card = w->card;
	unsigned step = w->step = nearest_step(pointers, &card->path);
	uint32_t room = pointers->count < w->limit ? pointers->count : w->limit;
	card->index_terms = icd_pool_take(w->pool, room + 1u, sizeof *card->index_terms);
	card->index_terms_of = step < card->path.code_count ? card->path.codes[step]->code : "";
	for (uint32_t i = 0; card->index_terms && *card->index_terms_of && i < pointers->count; i++) {
		const struct icd_index_pointer *pointer = &pointers->at[i];
		int member = icd_member_on(&w->view->about->index[pointer->kind], w->view->on);
		if (step_named(pointer, &card->path) != step)
			continue;
		if (card->index_term_count == room) {
			card->index_terms_more = true;
			break;
		}
		if (!read_block(w, pointer, pointers->count - i))
			return false;
		const char *path = path_of(w, pointer, (uint16_t)(member < 0 ? 0 : member));
		if (path && !is_there(card, path))
			card->index_terms[card->index_term_count++] = path;
	}
	return true;
}

bool icd_index_terms_put(const struct icd_view *view, struct icd_pool *pool, uint32_t limit, struct icd_card *card,
			 struct icd_error *err)
{
	struct terms_work w = {.view = view, .pool = pool, .card = card, .limit = limit, .err = err};
	struct icd_index_pointers pointers;
	if (!icd_index_pointers_read(view->store, pool, card->code, &pointers, err))
		return false;
	if (pointers.count == 0)
		return true;
	bool ok = put_terms(&w, &pointers);
	ok = ok && (!w.buffer.failed || icd_out_of_memory(err));
	icd_buffer_free(&w.buffer);
	return ok && (!pool->failed || icd_out_of_memory(err));
}
