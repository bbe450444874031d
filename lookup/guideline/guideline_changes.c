/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guideline.h"

#include <stdlib.h>
#include <string.h>

struct comparing {
	struct icd_store *store;
	struct icd_pool *pool;
	struct icd_guideline_changes *out;
	struct icd_error *err;
};

static bool text_of(const struct comparing *c, uint16_t edition, const struct icd_guideline *section, const char **text)
{
	*text = "";
	return !section || icd_guideline_text(c->store, c->pool, edition, section->number, text, c->err);
}

/* Texts that stand under one number in one stretch are one text; others may still say the same. */
static bool same_text(const char *from, const char *to)
{
	return from == to || icd_text_same_but_space(from, to);
}

static bool compare(const struct comparing *c, const struct icd_guideline *from, const struct icd_guideline *to)
{
	struct icd_guideline_change change = {.from = from, .to = to};
	if (!text_of(c, c->out->from.edition, from, &change.from_text) ||
	    !text_of(c, c->out->to.edition, to, &change.to_text))
		return false;
	if (!from || !to)
		change.what = from ? ICD_GUIDELINE_REMOVED : ICD_GUIDELINE_ADDED;
	else
		change.what = (strcmp(from->number, to->number) != 0 ? ICD_GUIDELINE_MOVED : 0) |
			      (strcmp(from->title, to->title) != 0 ? ICD_GUIDELINE_RETITLED : 0) |
			      (same_text(change.from_text, change.to_text) ? 0 : ICD_GUIDELINE_REWORDED);
	if (change.what)
		c->out->at[c->out->count++] = change;
	return true;
}

static const char *number_of(const struct icd_guideline_change *change)
{
	return change->to ? change->to->number : change->from->number;
}

static int compare_changes(const void *a, const void *b)
{
	const struct icd_guideline_change *left = a, *right = b;
	return icd_guideline_compare(number_of(left), number_of(right))
		       ?: ICD_ORDER(left->to != NULL, right->to != NULL);
}

static bool compare_all(const struct comparing *c)
{
	for (uint32_t i = 0; i < c->out->to.count; i++) {
		const struct icd_guideline *to = &c->out->to.at[i];
		if (!compare(c, icd_guideline_known(&c->out->from, to->section), to))
			return false;
	}
	for (uint32_t i = 0; i < c->out->from.count; i++) {
		const struct icd_guideline *from = &c->out->from.at[i];
		if (!icd_guideline_known(&c->out->to, from->section) && !compare(c, from, NULL))
			return false;
	}
	return true;
}

bool icd_guideline_changes(struct icd_store *store, struct icd_pool *pool, uint16_t from, uint16_t to,
			   struct icd_guideline_changes *out, struct icd_error *err)
{
	struct comparing c = {store, pool, out, err};
	*out = (struct icd_guideline_changes){0};
	if (!icd_guidelines_read(store, pool, from, &out->from, err) ||
	    !icd_guidelines_read(store, pool, to, &out->to, err))
		return false;
	out->at = icd_pool_take(pool, (size_t)out->from.count + out->to.count + 1, sizeof *out->at);
	if (!out->at)
		return icd_out_of_memory(err);
	if (!compare_all(&c))
		return false;
	qsort(out->at, out->count, sizeof *out->at, compare_changes);
	return true;
}
