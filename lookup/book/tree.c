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
	struct icd_pool *pool;   /* of the tree */
	struct icd_pool scratch; /* of the code in hand */
	struct icd_tree *tree;
	size_t capacity;
	unsigned deepest;
	uint32_t first, last; /* ordinals of the range that was asked for; all of them for anything else */
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
		.derived = record->diag_count == 0 && *record->derived_section,
	};
	return true;
}

/* The codes from one ordinal to another; each is a step deeper than the nearest above it that is in the set. */
static bool add_codes(struct tree_work *g, uint32_t at, uint32_t last, unsigned depth)
{
	uint32_t open[ICD_CODE_SIZE]; /* the last ordinals of those above */
	unsigned above = 0;
	for (; at <= last && depth <= g->deepest; at++) {
		struct icd_code_record record;
		size_t before = g->tree->count;
		icd_pool_reset(&g->scratch);
		if (!icd_view_code_at(g->view, &g->scratch, at, &record, g->err))
			return false;
		while (above > 0 && open[above - 1] < at)
			above--;
		if (!add_code(g, &record, depth + above))
			return false;
		if (g->tree->count == before || record.last <= at)
			continue;
		if (depth + above < g->deepest && above < ICD_CODE_SIZE)
			open[above++] = record.last;
		else
			at = record.last;
	}
	return true;
}

/* ---- sections and chapters ---- */

static const char *text_near(const struct icd_texts *texts, int list)
{
	const struct icd_dated_text *near = icd_text_near(texts, list);
	return near ? near->text : NULL;
}

static bool add_place(struct tree_work *g, enum icd_place_kind kind, const char *name, const char *label,
		      const struct icd_texts *titles, unsigned depth)
{
	char bare[1024], range[64];
	const char *title = text_near(titles, g->view->list);
	struct icd_node *node = add_node(g);
	if (!node)
		return false;
	icd_split_range(title ? title : "", bare, sizeof bare, range, sizeof range);
	*node = (struct icd_node){.kind = kind,
				  .name = name,
				  .depth = depth,
				  .label = icd_pool_print(g->pool, "%s", label),
				  .title = icd_pool_print(g->pool, "%s", bare)};
	return true;
}

/* Does the category stand in the section on the date? By the list that its notes are from, as its card says. */
static bool stands_in(const struct tree_work *g, const struct icd_code_record *category, const char *section)
{
	bool later;
	int list = icd_view_list_for(g->view, category, &later);
	const char *own = icd_category_section(category, list);
	return own && strcmp(own, section) == 0;
}

/* The categories of a section. *holds is set when one of them is in the set on the date. */
static bool add_categories(struct tree_work *g, const char *key, const struct icd_children *categories, unsigned depth,
			   bool *holds)
{
	for (uint32_t i = 0; i < categories->count; i++) {
		struct icd_code_record category;
		const char *code = categories->at[i].code;
		icd_pool_reset(&g->scratch);
		enum icd_found found = icd_store_code(g->view->store, &g->scratch, code, &category, g->err);
		if (found == ICD_FAILED)
			return false;
		if (found != ICD_FOUND || !stands_in(g, &category, key))
			continue;
		uint32_t first = category.ordinal > g->first ? category.ordinal : g->first;
		uint32_t last = category.last < g->last ? category.last : g->last;
		*holds |= icd_status_may_hold(icd_view_status(g->view, &category.runs));
		if (!add_codes(g, first, last, depth))
			return false;
	}
	return true;
}

/* A section or block of the chapter that is being walked. */
struct walked {
	const char *key;
	bool wanted;    /* it is asked for, or lies in what is */
	bool shown;     /* it is a node ... */
	unsigned depth; /* ... that deep; else what is in it is */
};

/* What is asked for of a chapter. */
struct wish {
	const char *section; /* the key of a section or block, NULL for all */
	unsigned depth;
};

static const struct walked *find_walked(const struct walked *walked, uint32_t count, const char *key)
{
	for (uint32_t i = 0; key && i < count; i++) {
		if (strcmp(walked[i].key, key) == 0)
			return &walked[i];
	}
	return NULL;
}

static bool is_whole(const struct tree_work *g, uint32_t first, uint32_t last)
{
	return g->first <= first && last <= g->last;
}

/* A section with its categories, or a block: what lies in that comes after it. */
static bool add_section(struct tree_work *g, const struct icd_section_record *section, struct walked *own,
			const struct walked *block, const struct wish *wish)
{
	bool holds = section->first > section->last || section->categories.count == 0;
	size_t before = g->tree->count;
	own->depth = block ? block->depth + block->shown : wish->depth;
	own->shown =
		section->first > section->last ? g->last == UINT32_MAX : is_whole(g, section->first, section->last);
	if (own->shown && own->depth <= g->deepest &&
	    !add_place(g, ICD_PLACE_SECTION, own->key, text_near(&section->ids, g->view->list), &section->titles,
		       own->depth))
		return false;
	if (!add_categories(g, own->key, &section->categories, own->depth + own->shown, &holds))
		return false;
	/* Of sections that the list in force does not have, those are there that have codes. */
	if (!icd_text_at(&section->ids, (uint16_t)g->view->list) && (!holds || section->categories.count == 0))
		g->tree->count = before;
	return true;
}

static bool add_sections(struct tree_work *g, const struct icd_chapter_record *chapter, const struct wish *wish)
{
	struct walked *walked = icd_pool_take(g->pool, chapter->sections.count, sizeof *walked);
	for (uint32_t i = 0; walked && i < chapter->sections.count; i++) {
		struct icd_section_record section;
		struct walked *own = &walked[i];
		*own = (struct walked){.key = chapter->sections.at[i].code};
		enum icd_found found = icd_store_section(g->view->store, own->key, &section, g->err);
		if (found == ICD_FAILED)
			return false;
		if (found != ICD_FOUND || section.first > g->last || section.last < g->first)
			continue;
		const struct walked *block = find_walked(walked, i, text_near(&section.blocks, g->view->list));
		own->wanted = !wish->section || strcmp(own->key, wish->section) == 0 || (block && block->wanted);
		if (own->wanted && !add_section(g, &section, own, block, wish))
			return false;
	}
	return walked || icd_out_of_memory(g->err);
}

/* Does all of the chapter lie in the range? */
static bool chapter_is_whole(struct tree_work *g, const struct icd_chapter_record *chapter, bool *whole)
{
	*whole = true;
	for (uint32_t i = 0; *whole && g->last != UINT32_MAX && i < chapter->sections.count; i++) {
		struct icd_section_record section;
		icd_pool_reset(&g->scratch);
		enum icd_found found =
			icd_store_section(g->view->store, chapter->sections.at[i].code, &section, g->err);
		if (found == ICD_FAILED)
			return false;
		*whole = found != ICD_FOUND || section.first > section.last || is_whole(g, section.first, section.last);
	}
	return true;
}

static bool add_chapter(struct tree_work *g, const struct icd_chapter_record *chapter)
{
	const char *number = icd_pool_print(g->pool, "%u", (unsigned)chapter->number);
	size_t before = g->tree->count;
	bool whole;
	if (!chapter_is_whole(g, chapter, &whole) ||
	    (whole && !add_place(g, ICD_PLACE_CHAPTER, number, number, &chapter->titles, 0)))
		return false;
	size_t own = g->tree->count;
	if (!add_sections(g, chapter, &(struct wish){NULL, whole}))
		return false;
	/* A chapter that the list in force does not have is there when there are codes in it. */
	if (!icd_text_at(&chapter->titles, (uint16_t)g->view->list) && g->tree->count == own)
		g->tree->count = before;
	return true;
}

/* All codes of the range, with the chapters, blocks and sections that lie in it. */
static enum icd_found add_range(struct tree_work *g)
{
	if (g->view->list < 0) {
		uint32_t last = g->view->about->code_count - 1;
		return add_codes(g, g->first, g->last < last ? g->last : last, 0) ? ICD_FOUND : ICD_FAILED;
	}
	for (int i = 1; i < 100; i++) {
		struct icd_chapter_record chapter;
		enum icd_found found = icd_store_chapter(g->view->store, i, &chapter, g->err);
		if (found == ICD_FAILED || (found == ICD_FOUND && !add_chapter(g, &chapter)))
			return ICD_FAILED;
	}
	return ICD_FOUND;
}

/* ---- what was asked for ---- */

/* A section or block of the chapter by its id in the list in force. */
static enum icd_found find_section(struct tree_work *g, const struct icd_chapter_record *chapter, const char *query)
{
	for (uint32_t i = 0; i < chapter->sections.count; i++) {
		const char *id = icd_text_at(&chapter->sections.at[i].titles, (uint16_t)g->view->list);
		if (!id || !strchr(id, '-') || !icd_same_but_case(id, query))
			continue;
		struct wish wish = {chapter->sections.at[i].code, 0};
		return add_sections(g, chapter, &wish) ? ICD_FOUND : ICD_FAILED;
	}
	return ICD_NOT_FOUND;
}

/* A chapter by its number or the range in its title; a section or block by its id. */
static enum icd_found find_place(struct tree_work *g, const char *query)
{
	enum icd_found found = ICD_NOT_FOUND;
	long number = icd_chapter_number(query);
	for (int i = 1; i < 100 && found == ICD_NOT_FOUND && g->view->list >= 0; i++) {
		struct icd_chapter_record chapter;
		char title[1024], range[64];
		found = icd_store_chapter(g->view->store, i, &chapter, g->err);
		if (found != ICD_FOUND)
			continue;
		const char *text = text_near(&chapter.titles, g->view->list);
		icd_split_range(text ? text : "", title, sizeof title, range, sizeof range);
		if (number ? number == i : icd_same_but_case(range, query))
			return add_chapter(g, &chapter) ? ICD_FOUND : ICD_FAILED;
		found = find_section(g, &chapter, query);
	}
	return found;
}

/* ---- ranges ---- */

/* The first and the last code in the order of spelling. */
struct spelled {
	char first[ICD_CODE_SIZE], last[ICD_CODE_SIZE];
};

static bool note_spelled(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct spelled *spelled = context;
	(void)value;
	snprintf(spelled->last, sizeof spelled->last, "%.*s", (int)key.size - 1, (const char *)key.data + 1);
	if (!*spelled->first)
		memcpy(spelled->first, spelled->last, sizeof spelled->first);
	return true;
}

/* An end of the range; one that no release has is stood in for by the nearest code between the two. */
static enum icd_found read_end(struct tree_work *g, const char *code, const char *instead, struct icd_code_record *out)
{
	enum icd_found found = icd_store_code(g->view->store, g->pool, code, out, g->err);
	return found == ICD_NOT_FOUND && *instead ? icd_store_code(g->view->store, g->pool, instead, out, g->err)
						  : found;
}

static enum icd_found read_ends(struct tree_work *g, const char *low, const char *high, struct icd_code_record ends[2])
{
	struct spelled spelled = {0};
	char behind[ICD_CODE_SIZE + 1];
	snprintf(behind, sizeof behind, "%s\xff", high);
	struct icd_key from = icd_key_of(ICD_TABLE_CODE, low), to = icd_key_of(ICD_TABLE_CODE, behind);
	if (!icd_store_scan(g->view->store, &from, &to, note_spelled, &spelled, g->err))
		return ICD_FAILED;
	enum icd_found found = read_end(g, low, spelled.first, &ends[0]);
	return found == ICD_FOUND ? read_end(g, high, spelled.last, &ends[1]) : found;
}

/* Says which categories on the date stand in the range and spell outside it, and the other way round. */
static bool compare_spelling(struct tree_work *g, const struct icd_code_record ends[2])
{
	struct icd_tree_range *range = &g->tree->range;
	size_t in_room = 0, out_room = 0;
	uint32_t next = 0;
	for (uint32_t at = 0; at < g->view->about->code_count; at = next) {
		struct icd_code_record record;
		icd_pool_reset(&g->scratch);
		if (!icd_view_code_at(g->view, &g->scratch, at, &record, g->err))
			return false;
		next = (record.last > at ? record.last : at) + 1;
		bool stands = record.last >= g->first && at <= g->last;
		bool spells = strncmp(record.code, ends[0].code, 3) >= 0 && strncmp(record.code, ends[1].code, 3) <= 0;
		bool end = strncmp(record.code, ends[0].code, 3) == 0 || strncmp(record.code, ends[1].code, 3) == 0;
		if (stands == spells || end || !icd_status_may_hold(icd_view_status(g->view, &record.runs)))
			continue;
		const char *code = icd_pool_print(g->pool, "%s", record.code);
		if (stands && icd_pool_room(g->pool, &range->takes_in, range->takes_in_count, &in_room, sizeof code))
			range->takes_in[range->takes_in_count++] = code;
		if (spells &&
		    icd_pool_room(g->pool, &range->leaves_out, range->leaves_out_count, &out_room, sizeof code))
			range->leaves_out[range->leaves_out_count++] = code;
	}
	return true;
}

/* Any range: the codes from the first to the last one of the other, in tabular order. */
static enum icd_found find_range(struct tree_work *g, const char *query)
{
	struct icd_typed_code low, high;
	struct icd_code_record ends[2];
	char label[ICD_DOTTED_SIZE];
	if (!icd_code_range_parse(query, &low, &high))
		return ICD_NOT_FOUND;
	enum icd_found found = read_ends(g, low.code, high.code, ends);
	if (found != ICD_FOUND || ends[0].ordinal > ends[1].last)
		return found == ICD_FOUND ? ICD_NOT_FOUND : found;
	g->first = ends[0].ordinal;
	g->last = ends[1].last;
	g->tree->range.from = icd_pool_print(g->pool, "%s", icd_code_format(ends[0].code, label));
	g->tree->range.to = icd_pool_print(g->pool, "%s", icd_code_format(ends[1].code, label));
	return compare_spelling(g, ends) ? add_range(g) : ICD_FAILED;
}

static const char *name_categories(struct icd_pool *pool, const char *before, const char *const *at, uint32_t count)
{
	const char *text = "";
	for (uint32_t i = 0; i < count; i++)
		text = icd_pool_print(pool, "%s%s%s", text, i ? ", " : before, at[i]);
	return text;
}

const char *icd_tree_range_text(const struct icd_tree_range *range, struct icd_pool *pool)
{
	return icd_pool_print(pool, "From %s to %s in tabular order%s%s", range->from, range->to,
			      name_categories(pool, ", with ", range->takes_in, range->takes_in_count),
			      name_categories(pool, "; not in it, for they stand outside: ", range->leaves_out,
					      range->leaves_out_count));
}

/* A code with all below it. */
static enum icd_found find_code(struct tree_work *g, const char *query)
{
	struct icd_typed_code typed;
	struct icd_code_record record;
	if (!icd_code_parse(query, strlen(query), &typed))
		return ICD_NOT_FOUND;
	enum icd_found found = icd_store_code(g->view->store, g->pool, typed.code, &record, g->err);
	return found == ICD_FOUND && !add_codes(g, record.ordinal, record.last, 0) ? ICD_FAILED : found;
}

/* All, a code, else a place, else a range. */
static enum icd_found grow(struct tree_work *g, const char *query)
{
	if (icd_same_but_case(query, "all"))
		return g->view->about->code_count ? add_range(g) : ICD_NOT_FOUND;
	enum icd_found found = find_code(g, query);
	if (found == ICD_NOT_FOUND)
		found = find_place(g, query);
	return found == ICD_NOT_FOUND ? find_range(g, query) : found;
}

enum icd_found icd_tree_make_to(const struct icd_view *view, struct icd_pool *pool, const char *query, unsigned deepest,
				struct icd_tree *tree, struct icd_error *err)
{
	struct tree_work g = {
		.view = view, .pool = pool, .tree = tree, .deepest = deepest, .last = UINT32_MAX, .err = err};
	*tree = (struct icd_tree){0};
	enum icd_found found = grow(&g, query);
	pool->failed |= g.scratch.failed;
	icd_pool_free(&g.scratch);
	if (pool->failed)
		return icd_out_of_memory(err), ICD_FAILED;
	return found == ICD_FOUND && tree->count == 0 ? ICD_NOT_FOUND : found;
}

enum icd_found icd_tree_make(const struct icd_view *view, struct icd_pool *pool, const char *query,
			     struct icd_tree *tree, struct icd_error *err)
{
	return icd_tree_make_to(view, pool, query, UINT_MAX, tree, err);
}
