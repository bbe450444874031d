/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_terms.h"

#include "index_entries.h"

#include "index_text.h"
#include "index_walk.h"

#include <string.h>

struct terms_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_card *card;
	uint32_t limit;
	const char *const *paths; /* of all pointers, where they were read before; else NULL */
	struct icd_index_walk walk;
	struct icd_buffer buffer;
	struct icd_error *err;
};

/* ---- which terms ---- */

/* How far above the card's code the code stands that the pointer names: 0 is that itself; the number of codes of its path
 * for all else. */
static unsigned step_named(const struct icd_index_pointer *pointer, const struct icd_path *path)
{
	struct icd_interval codes = {0, 0};
	unsigned step = path->code_count;
	if (icd_index_points_at_code(pointer)) {
		codes = icd_index_codes_of(pointer);
		step = 0;
	}
	while (step < path->code_count &&
	       (codes.first != path->codes[step]->ordinal || codes.last != path->codes[step]->last))
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

/* Goes on to the term of the pointer, which stands after those read before; *stands: the index has it. */
static bool read_term(struct terms_work *w, const struct icd_index_pointer *pointer, bool *stands)
{
	if (!icd_index_walk_leads_to(&w->walk, pointer) &&
	    !icd_index_walk_start(&w->walk, w->view, pointer->kind, pointer->block, w->err))
		return false;
	return icd_index_walk_to(&w->walk, w->view, pointer->term, stands, w->err);
}

/* A term's title without its nonessential modifiers. */
static const char *plain(struct terms_work *w, const char *written)
{
	const char *title = icd_index_title_text(w->pool, &w->buffer, written);
	const char *name = title ? icd_index_plain_text(w->pool, &w->buffer, title) : NULL;
	return name ? name : "";
}

/* The term passed last with those above it; NULL when it does not say what the pointer points with. */
static const char *path_of(struct terms_work *w, const struct icd_index_pointer *pointer)
{
	unsigned at = w->walk.open_count - 1;
	struct icd_index_term term = icd_index_walk_term(&w->walk, &w->walk.open[at]);
	if (!term.parts[pointer->part])
		return NULL;
	const char *path = plain(w, term.title);
	while (at-- > 0) {
		term = icd_index_walk_term(&w->walk, &w->walk.open[at]);
		path = icd_pool_joined(w->pool, ", ", (const char *const[]){plain(w, term.title), path}, 2);
	}
	return path;
}

/* What the pointer leads to; *path is NULL where that does not stand or says something else. */
static bool read_path(struct terms_work *w, const struct icd_index_pointer *pointer, const char **path)
{
	bool stands;
	if (!read_term(w, pointer, &stands))
		return false;
	*path = stands ? path_of(w, pointer) : NULL;
	return true;
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
		const char *path = w->paths ? w->paths[i] : NULL;
		if (!w->paths && !read_path(w, pointer, &path))
			return false;
		if (path && !is_there(card, path))
			card->index_terms[card->index_term_count++] = path;
	}
	return true;
}

static void tell_whose(struct icd_card *card, unsigned step)
{
	card->index_terms_of = step < card->path.code_count ? card->path.codes[step]->code : "";
}

/* Nothing is missing for lack of memory; frees the rest. */
static bool end_work(struct terms_work *w, bool ok)
{
	ok = ok && ((!w->buffer.failed && !w->pool->failed) || icd_out_of_memory(w->err));
	icd_buffer_free(&w->buffer);
	return ok;
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
	struct terms_work w = {.view = view, .pool = pool, .card = card, .limit = limit, .err = err};
	return end_work(&w, put_terms(&w, &pointers, step));
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

/* Where all pointers of the category lead, in one walk through each main term. */
static bool read_paths(const struct icd_view *view, struct icd_index_terms *kept, struct icd_error *err)
{
	struct terms_work w = {.view = view, .pool = &kept->pool, .err = err};
	const struct icd_index_pointers *pointers = &kept->pointers;
	kept->paths = icd_pool_take(&kept->pool, pointers->count, sizeof *kept->paths);
	bool ok = kept->paths;
	for (uint32_t i = 0; ok && i < pointers->count; i++) {
		if (icd_index_points_at_code(&pointers->at[i]))
			ok = read_path(&w, &pointers->at[i], &kept->paths[i]);
	}
	return end_work(&w, ok);
}

/* The first code of a category reads what it needs; a second one, all that others may need. */
static bool put_kept(const struct icd_view *view, struct icd_index_terms *kept, uint32_t limit, unsigned step,
		     struct icd_card *card, struct icd_error *err)
{
	struct terms_work w = {.view = view, .pool = &kept->pool, .card = card, .limit = limit, .err = err};
	if (kept->at && !kept->paths && !read_paths(view, kept, err))
		return false;
	w.paths = kept->paths;
	if (!end_work(&w, put_terms(&w, &kept->pointers, step)))
		return false;
	strcpy(kept->of, card->index_terms_of);
	kept->at = card->index_terms;
	kept->count = card->index_term_count;
	kept->more = card->index_terms_more;
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
	if ((!kept->at || strcmp(kept->of, card->index_terms_of) != 0) &&
	    !put_kept(view, kept, limit, step, card, err)) {
		kept->category[0] = '\0'; /* half of it may be missing */
		return false;
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
