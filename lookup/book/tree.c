/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tree.h"

#include "path.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct tree_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_tree *tree;
	size_t capacity;
	unsigned deepest;
	struct icd_error *err;
};

static struct icd_node *add_node(struct tree_work *g)
{
	struct icd_tree *tree = g->tree;
	if (icd_pool_room(g->pool, &tree->at, tree->count, &g->capacity, sizeof *tree->at))
		return &tree->at[tree->count++];
	icd_out_of_memory(g->err);
	return NULL;
}

/* ---- codes ---- */

static bool add_code(struct tree_work *g, const struct icd_code_record *record, unsigned depth)
{
	char text[ICD_DOTTED_SIZE];
	enum icd_status status = icd_view_status(g->view, &record->runs);
	if (!icd_status_may_hold(status))
		return true;
	struct icd_node *node = add_node(g);
	if (!node)
		return false;
	*node = (struct icd_node){
		.kind = ICD_PLACE_CODE,
		.name = icd_pool_print(g->pool, "%s", record->code),
		.label = icd_pool_print(g->pool, "%s", icd_code_format(record->code, text)),
		.title = icd_view_title(g->view, record),
		.status = status,
		.depth = depth,
		.made = strlen(record->code) == ICD_CODE_LENGTH && record->diag_count == 0,
	};
	return true;
}

/* A code and all below it; depth counts the codes above that are in the set. */
static bool add_family(struct tree_work *g, const char *code, unsigned depth, uint32_t *last)
{
	struct icd_code_record record;
	if (depth > g->deepest)
		return true;
	enum icd_found found = icd_store_code(g->view->store, g->pool, code, &record, g->err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	size_t before = g->tree->count;
	if (!add_code(g, &record, depth))
		return false;
	depth += g->tree->count > before;
	if (last)
		*last = record.last;
	for (uint32_t i = 0; i < record.children.count; i++) {
		if (!add_family(g, record.children.at[i].code, depth, NULL))
			return false;
	}
	return true;
}

/* ---- sections and chapters ---- */

static const char *text_in(const struct icd_texts *texts, int list)
{
	const char *text = icd_text_at(texts, (uint16_t)list);
	return text ? text : "";
}

static bool add_place(struct tree_work *g, enum icd_place_kind kind, const char *name, const char *label,
		      const char *title, unsigned depth)
{
	char bare[1024], range[64];
	struct icd_node *node = add_node(g);
	if (!node)
		return false;
	icd_split_range(title, bare, sizeof bare, range, sizeof range);
	*node = (struct icd_node){.kind = kind,
				  .name = name,
				  .depth = depth,
				  .label = icd_pool_print(g->pool, "%s", label),
				  .title = icd_pool_print(g->pool, "%s", bare)};
	return true;
}

static bool add_section(struct tree_work *g, const char *key, unsigned depth)
{
	struct icd_section_record section;
	int list = g->view->list;
	enum icd_found found = icd_store_section(g->view->store, g->pool, key, &section, g->err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	const char *id = icd_text_at(&section.ids, (uint16_t)list);
	if (!id)
		return true;
	if (!add_place(g, ICD_PLACE_SECTION, key, id, text_in(&section.titles, list), depth))
		return false;
	for (uint32_t i = 0; i < section.categories.count; i++) {
		const struct icd_child *category = &section.categories.at[i];
		if (icd_spans_have(category->spans, category->span_count, (uint16_t)list) &&
		    !add_family(g, category->code, depth + 1, NULL))
			return false;
	}
	return true;
}

static bool add_chapter(struct tree_work *g, const struct icd_chapter_record *chapter)
{
	const char *number = icd_pool_print(g->pool, "%u", (unsigned)chapter->number);
	if (!add_place(g, ICD_PLACE_CHAPTER, number, number, text_in(&chapter->titles, g->view->list), 0))
		return false;
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		if (!add_section(g, chapter->sections.at[i].code, 1))
			return false;
	}
	return true;
}

/* ---- what was asked for ---- */

/* A chapter by its number or the range in its title; a section by its id. */
static enum icd_found find_place(struct tree_work *g, const char *query)
{
	const char *digits = strncasecmp(query, "chapter", 7) == 0 ? query + 7 : query;
	char *end;
	long number = strtol(digits, &end, 10);
	bool numbered = end != digits && *end == '\0' && number > 0;
	for (int i = 1; i < 100 && g->view->list >= 0; i++) {
		struct icd_chapter_record chapter;
		char title[1024], range[64];
		enum icd_found found = icd_store_chapter(g->view->store, g->pool, i, &chapter, g->err);
		if (found == ICD_FAILED)
			return ICD_FAILED;
		if (found != ICD_FOUND)
			continue;
		icd_split_range(text_in(&chapter.titles, g->view->list), title, sizeof title, range, sizeof range);
		if (numbered ? number == i : icd_same_but_case(range, query))
			return add_chapter(g, &chapter) ? ICD_FOUND : ICD_FAILED;
		for (uint32_t j = 0; j < chapter.sections.count; j++) {
			const char *id = icd_text_at(&chapter.sections.at[j].titles, (uint16_t)g->view->list);
			if (id && strchr(id, '-') && icd_same_but_case(id, query))
				return add_section(g, chapter.sections.at[j].code, 0) ? ICD_FOUND : ICD_FAILED;
		}
	}
	return ICD_NOT_FOUND;
}

/* Any range: the codes from the first to the last one of the other, in tabular order. */
static enum icd_found find_range(struct tree_work *g, const char *query)
{
	const char *dash = strchr(query, '-');
	struct icd_typed_code low, high;
	struct icd_code_record first, last;
	if (!dash || !dash[1] || !icd_code_parse(query, (size_t)(dash - query), &low) ||
	    !icd_code_parse(dash + 1, strlen(dash + 1), &high))
		return ICD_NOT_FOUND;
	enum icd_found found = icd_store_code(g->view->store, g->pool, low.code, &first, g->err);
	if (found == ICD_FOUND)
		found = icd_store_code(g->view->store, g->pool, high.code, &last, g->err);
	if (found != ICD_FOUND)
		return found;
	for (uint32_t at = first.ordinal; at <= last.last; at++) {
		struct icd_code_record record;
		if (!icd_view_code_at(g->view, g->pool, at, &record, g->err) || !add_family(g, record.code, 0, &at))
			return ICD_FAILED;
	}
	return ICD_FOUND;
}

/* A code, else a place, else a range. */
static enum icd_found grow(struct tree_work *g, const char *query)
{
	struct icd_typed_code typed;
	enum icd_found found = ICD_NOT_FOUND;
	if (icd_code_parse(query, strlen(query), &typed)) {
		struct icd_code_record record;
		found = icd_store_code(g->view->store, g->pool, typed.code, &record, g->err);
		if (found == ICD_FOUND)
			return add_family(g, typed.code, 0, NULL) ? ICD_FOUND : ICD_FAILED;
	}
	if (found == ICD_NOT_FOUND)
		found = find_place(g, query);
	return found == ICD_NOT_FOUND ? find_range(g, query) : found;
}

enum icd_found icd_tree_make_to(const struct icd_view *view, struct icd_pool *pool, const char *query, unsigned deepest,
				struct icd_tree *tree, struct icd_error *err)
{
	struct tree_work g = {view, pool, tree, 0, deepest, err};
	*tree = (struct icd_tree){0};
	enum icd_found found = grow(&g, query);
	if (pool->failed)
		return icd_out_of_memory(err), ICD_FAILED;
	return found == ICD_FOUND && tree->count == 0 ? ICD_NOT_FOUND : found;
}

enum icd_found icd_tree_make(const struct icd_view *view, struct icd_pool *pool, const char *query,
			     struct icd_tree *tree, struct icd_error *err)
{
	return icd_tree_make_to(view, pool, query, UINT_MAX, tree, err);
}
