/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include "book/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_place(struct icd_place *place, enum icd_place_kind kind, const char *name, const char *label)
{
	*place = (struct icd_place){.kind = kind};
	snprintf(place->name, sizeof place->name, "%s", name);
	snprintf(place->label, sizeof place->label, "%s", label);
}

static void set_code(struct icd_place *place, const char *code)
{
	char text[ICD_DOTTED_SIZE];
	set_place(place, ICD_PLACE_CODE, code, icd_code_format(code, text));
}

static void set_chapter(struct icd_place *place, unsigned number)
{
	char name[16], label[32];
	snprintf(name, sizeof name, "%u", number);
	snprintf(label, sizeof label, "chapter %u", number);
	set_place(place, ICD_PLACE_CHAPTER, name, label);
}

/* ---- by name ---- */

static enum icd_found find_above_codes(const struct icd_view *view, struct icd_pool *pool, const char *query,
				       struct icd_place *out, struct icd_error *err)
{
	struct icd_tree tree;
	enum icd_found found = icd_tree_make_to(view, pool, query, 0, &tree, err);
	if (found != ICD_FOUND)
		return found;
	if (tree.at[0].kind == ICD_PLACE_CODE)
		return ICD_NOT_FOUND;
	if (tree.at[0].kind == ICD_PLACE_CHAPTER)
		set_chapter(out, (unsigned)strtoul(tree.at[0].name, NULL, 10));
	else
		set_place(out, ICD_PLACE_SECTION, tree.at[0].name, tree.at[0].label);
	return ICD_FOUND;
}

enum icd_found icd_place_find(const struct icd_view *view, const char *query, struct icd_place *out,
			      struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_typed_code typed;
	struct icd_code_record record;
	enum icd_found found = ICD_NOT_FOUND;
	if (icd_code_parse(query, strlen(query), &typed))
		found = icd_store_code(view->store, &pool, typed.code, &record, err);
	if (found == ICD_FOUND)
		set_code(out, typed.code);
	else if (found == ICD_NOT_FOUND)
		found = find_above_codes(view, &pool, query, out, err);
	icd_pool_free(&pool);
	return found;
}

/* ---- above ---- */

static enum icd_found above_code(const struct icd_view *view, struct icd_pool *pool, const char *code,
				 struct icd_place *out, struct icd_error *err)
{
	struct icd_path path;
	enum icd_found found = icd_path_read(view, pool, code, &path, err);
	if (found != ICD_FOUND)
		return found;
	if (path.code_count > 1)
		set_code(out, path.codes[1]->code);
	else if (path.section)
		set_place(out, ICD_PLACE_SECTION, path.section_key, path.section_id);
	else
		return ICD_NOT_FOUND;
	return ICD_FOUND;
}

/* The block that the section lies in, else its chapter. */
static enum icd_found above_section(const struct icd_view *view, const char *key, struct icd_place *out,
				    struct icd_error *err)
{
	struct icd_section_record section, outer;
	enum icd_found found = icd_store_section(view->store, key, &section, err);
	const char *block = found == ICD_FOUND ? icd_text_at(&section.blocks, (uint16_t)view->list) : NULL;
	if (found != ICD_FOUND)
		return found;
	set_chapter(out, section.chapter);
	found = block ? icd_store_section(view->store, block, &outer, err) : ICD_NOT_FOUND;
	const char *id = found == ICD_FOUND ? icd_text_at(&outer.ids, (uint16_t)view->list) : NULL;
	if (id)
		set_place(out, ICD_PLACE_SECTION, block, id);
	return found == ICD_FAILED ? found : ICD_FOUND;
}

enum icd_found icd_place_above(const struct icd_view *view, const struct icd_place *place, struct icd_place *out,
			       struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_place above = {0};
	enum icd_found found = ICD_NOT_FOUND;
	if (place->kind == ICD_PLACE_CODE)
		found = above_code(view, &pool, place->name, &above, err);
	else if (place->kind == ICD_PLACE_SECTION)
		found = above_section(view, place->name, &above, err);
	if (found == ICD_FOUND)
		*out = above;
	icd_pool_free(&pool);
	return found;
}

/* ---- beside ---- */

static enum icd_found beside_code(const struct icd_view *view, struct icd_pool *pool, const char *from, int step,
				  struct icd_place *out, struct icd_error *err)
{
	struct icd_code_record record;
	enum icd_found found = icd_store_code(view->store, pool, from, &record, err);
	if (found != ICD_FOUND)
		return found;
	for (int64_t at = (int64_t)record.ordinal + step; at >= 0 && at < view->about->code_count; at += step) {
		icd_pool_reset(pool);
		if (!icd_view_code_at(view, pool, (uint32_t)at, &record, err))
			return ICD_FAILED;
		if (icd_view_holds(view, &record.runs)) {
			set_code(out, record.code);
			return ICD_FOUND;
		}
	}
	return ICD_NOT_FOUND;
}

/* Do both stand directly in the same block, or in none? */
static bool same_block(const struct icd_view *view, const struct icd_section_record *a,
		       const struct icd_section_record *b)
{
	const char *left = icd_text_at(&a->blocks, (uint16_t)view->list);
	const char *right = icd_text_at(&b->blocks, (uint16_t)view->list);
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static enum icd_found beside_section(const struct icd_view *view, const char *key, int step, struct icd_place *out,
				     struct icd_error *err)
{
	struct icd_section_record section, other;
	struct icd_chapter_record chapter;
	int64_t at = 0;
	enum icd_found found = icd_store_section(view->store, key, &section, err);
	if (found == ICD_FOUND)
		found = icd_store_chapter(view->store, section.chapter, &chapter, err);
	if (found != ICD_FOUND)
		return found;
	while (at < chapter.sections.count && strcmp(chapter.sections.at[at].code, key) != 0)
		at++;
	for (at += step; at >= 0 && at < chapter.sections.count; at += step) {
		const struct icd_child *child = &chapter.sections.at[at];
		const char *id = icd_text_at(&child->titles, (uint16_t)view->list);
		found = id ? icd_store_section(view->store, child->code, &other, err) : ICD_NOT_FOUND;
		if (found == ICD_FAILED)
			return ICD_FAILED;
		if (found == ICD_FOUND && same_block(view, &section, &other)) {
			set_place(out, ICD_PLACE_SECTION, child->code, id);
			return ICD_FOUND;
		}
	}
	return ICD_NOT_FOUND;
}

static enum icd_found beside_chapter(const struct icd_view *view, const char *name, int step, struct icd_place *out,
				     struct icd_error *err)
{
	struct icd_chapter_record chapter;
	for (long number = strtol(name, NULL, 10) + step; number > 0 && number < 100; number += step) {
		enum icd_found found = icd_store_chapter(view->store, (int)number, &chapter, err);
		if (found == ICD_FOUND)
			set_chapter(out, (unsigned)number);
		if (found != ICD_NOT_FOUND)
			return found;
	}
	return ICD_NOT_FOUND;
}

enum icd_found icd_place_beside(const struct icd_view *view, const struct icd_place *place, int step,
				struct icd_place *out, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_place next;
	enum icd_found found;
	if (place->kind == ICD_PLACE_CODE)
		found = beside_code(view, &pool, place->name, step, &next, err);
	else if (place->kind == ICD_PLACE_SECTION)
		found = beside_section(view, place->name, step, &next, err);
	else
		found = beside_chapter(view, place->name, step, &next, err);
	if (found == ICD_FOUND)
		*out = next;
	icd_pool_free(&pool);
	return found;
}
