/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_apply.h"

#include "common/common.h"

#include <string.h>

struct index_work {
	struct index_draft *draft;
	enum index_direction direction;
	struct placing *placing;
	/* The term of each level where the lines read so far have led, NULL where none was found; [0] is the root. */
	struct index_node *path[ICD_INDEX_LEVELS + 1];
	unsigned depth; /* entries of path */
};

static struct index_node *parent_of(const struct index_work *w, const struct index_told *told)
{
	return told->level < w->depth ? w->path[told->level] : NULL;
}

static void lead_to(struct index_work *w, const struct index_told *told, struct index_node *node)
{
	if (told->level >= w->depth)
		return;
	w->path[told->level + 1] = node;
	w->depth = told->level + 2;
}

static enum index_found find(const struct index_work *w, const struct index_told *told, struct index_node **out)
{
	struct index_node *parent = parent_of(w, told);
	*out = NULL;
	return parent ? index_find(w->draft, parent, &told->says, out) : INDEX_FOUND_NOT;
}

static void miss(struct index_work *w, const struct index_told *told, bool already)
{
	struct index_node *parent = parent_of(w, told);
	placing_miss(w->placing, &told->line, already,
		     already   ? "so already"
		     : !parent ? "the term above it is not in the index"
			       : "no such term in the index");
}

/* The term is in the index, just as told, and stays? */
static bool is_there(const struct index_work *w, const struct index_told *told, struct index_node **out)
{
	struct index_node *parent = parent_of(w, told);
	*out = parent ? index_find_exact(w->draft, parent, &told->says) : NULL;
	return *out && !(*out)->deleted;
}

static void add(struct index_work *w, const struct index_told *told)
{
	struct index_node *parent = parent_of(w, told), *node;
	if (is_there(w, told, &node)) {
		miss(w, told, true);
		lead_to(w, told, node);
	} else if (!parent) {
		miss(w, told, false);
	} else {
		w->placing->added++;
		lead_to(w, told, w->direction == INDEX_TRIAL ? NULL : index_add(w->draft, parent, &told->says));
	}
}

static void delete (struct index_work *w, const struct index_told *told)
{
	struct index_node *node;
	find(w, told, &node);
	lead_to(w, told, node);
	if (!node) {
		miss(w, told, false);
		return;
	}
	w->placing->deleted++;
	if (w->direction != INDEX_TRIAL)
		node->deleted = true;
}

static void revise(struct index_work *w, const struct index_told *from, const struct index_told *to)
{
	struct index_node *node, *already;
	enum index_found found = find(w, from, &node);
	bool surely = found == INDEX_FOUND_EXACT || found == INDEX_FOUND_SAME;
	if (!surely && is_there(w, to, &already)) {
		miss(w, from, true);
		lead_to(w, from, already);
		return;
	}
	lead_to(w, from, node);
	if (!node) {
		miss(w, from, false);
		return;
	}
	w->placing->revised++;
	if (w->direction == INDEX_TRIAL)
		return;
	struct icd_index_term says = to->says;
	for (unsigned part = ICD_PART_CELL; part < ICD_INDEX_PARTS; part++) {
		if (!from->says.parts[part] && !says.parts[part])
			says.parts[part] = node->term.says->parts[part]; /* only what changes is told */
	}
	index_reword(w->draft, node, &says);
}

static void follow(struct index_work *w, const struct index_told *told)
{
	struct index_node *node;
	if (told->heading) {
		w->depth = 1;
		return;
	}
	find(w, told, &node);
	lead_to(w, told, node);
	if (!node)
		miss(w, told, false);
}

/* As many lines as follow on each other with this label. */
static size_t run_of(const struct index_told *told, size_t count, enum addendum_label label)
{
	size_t run = 0;
	while (run < count && told[run].line.label == label)
		run++;
	return run;
}

static size_t revise_run(struct index_work *w, const struct index_told *told, size_t count)
{
	size_t from = run_of(told, count, ADDENDUM_REVISE_FROM);
	size_t to = run_of(told + from, count - from, ADDENDUM_REVISE_TO);
	for (size_t i = 0; i < from && i < to; i++) {
		bool backward = w->direction == INDEX_BACKWARD;
		revise(w, &told[backward ? from + i : i], &told[backward ? i : from + i]);
	}
	for (size_t i = to; i < from; i++)
		placing_miss(w->placing, &told[i].line, false, "no line says to what it is revised");
	for (size_t i = from; i < to; i++)
		placing_miss(w->placing, &told[from + i].line, false, "no line says from what it is revised");
	return from + to;
}

void index_apply(struct index_draft *draft, const struct index_told *told, size_t count, enum index_direction direction,
		 struct placing *placing)
{
	struct index_work w = {
		.draft = draft, .direction = direction, .placing = placing, .path = {&draft->root}, .depth = 1};
	placing->lines += count;
	for (size_t i = 0; i < count;) {
		enum addendum_label label = told[i].line.label;
		bool backward = direction == INDEX_BACKWARD;
		if (label == ADDENDUM_REVISE_FROM || label == ADDENDUM_REVISE_TO) {
			i += revise_run(&w, told + i, count - i);
			continue;
		}
		if (label == ADDENDUM_NO_CHANGE)
			follow(&w, &told[i]);
		else if ((label == ADDENDUM_ADD) != backward)
			add(&w, &told[i]);
		else
			delete (&w, &told[i]);
		i++;
	}
	if (direction != INDEX_TRIAL)
		index_draft_settle(draft);
}
