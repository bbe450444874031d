/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "path.h"

#include <stdio.h>
#include <string.h>

static enum icd_found out_of_memory(struct icd_error *err)
{
	icd_out_of_memory(err);
	return ICD_FAILED;
}

static void add_step(struct icd_path *path, struct icd_pool *pool, enum icd_place_kind kind, const char *name,
		     const char *label, const struct icd_entries *entries)
{
	path->steps[path->step_count++] = (struct icd_step){kind, name, icd_pool_print(pool, "%s", label), entries};
}

static enum icd_found read_code(struct icd_path *path, struct icd_pool *pool, const char *code, struct icd_error *err)
{
	struct icd_code_record *record = icd_pool_take(pool, 1, sizeof *record);
	char label[ICD_DOTTED_SIZE];
	if (!record)
		return out_of_memory(err);
	enum icd_found found = icd_store_code(path->view->store, pool, code, record, err);
	if (found != ICD_FOUND)
		return found;
	path->codes[path->code_count++] = record;
	add_step(path, pool, ICD_PLACE_CODE, record->code, icd_code_format(record->code, label), &record->entries);
	return ICD_FOUND;
}

/* The codes above are the starts of the code that are codes themselves. */
static enum icd_found read_parents(struct icd_path *path, struct icd_pool *pool, const char *code,
				   struct icd_error *err)
{
	char prefix[ICD_CODE_SIZE];
	snprintf(prefix, sizeof prefix, "%s", code);
	for (size_t length = strlen(prefix); length-- > 3;) {
		prefix[length] = '\0';
		if (read_code(path, pool, prefix, err) == ICD_FAILED)
			return ICD_FAILED;
	}
	return ICD_FOUND;
}

static const char *section_key(const struct icd_path *path)
{
	const struct icd_code_record *category = path->codes[path->code_count - 1];
	for (uint32_t i = 0; i < category->membership_count; i++) {
		if (icd_span_has(category->memberships[i].span, (uint16_t)path->list))
			return category->memberships[i].section;
	}
	return NULL;
}

static enum icd_found read_above(struct icd_path *path, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_view *view = path->view;
	const char *key = path->list < 0 ? NULL : section_key(path);
	char label[32];
	if (!key)
		return ICD_FOUND;
	struct icd_section_record *section = icd_pool_take(pool, 1, sizeof *section);
	struct icd_chapter_record *chapter = icd_pool_take(pool, 1, sizeof *chapter);
	if (!section || !chapter)
		return out_of_memory(err);
	enum icd_found found = icd_store_section(view->store, pool, key, section, err);
	if (found == ICD_FOUND)
		found = icd_store_chapter(view->store, pool, section->chapter, chapter, err);
	if (found != ICD_FOUND)
		return found == ICD_FAILED ? found : ICD_FOUND;
	path->section = section;
	path->chapter = chapter;
	path->section_id = icd_text_at(&section->ids, (uint16_t)path->list);
	if (!path->section_id)
		path->section_id = "";
	snprintf(label, sizeof label, "chapter %u", (unsigned)chapter->number);
	add_step(path, pool, ICD_PLACE_SECTION, key, path->section_id, &section->entries);
	add_step(path, pool, ICD_PLACE_CHAPTER, label, label, &chapter->entries);
	path->steps[path->step_count - 1].name = path->steps[path->step_count - 1].label;
	return ICD_FOUND;
}

/* Does a place among the codes of the path define the seventh character in the list? */
static bool defines_seventh(const struct icd_path *path, char character, uint16_t list)
{
	for (unsigned i = 1; i < path->code_count; i++) {
		const struct icd_entries *entries = &path->codes[i]->entries;
		for (uint32_t j = 0; j < entries->count; j++) {
			const struct icd_entry *entry = &entries->at[j];
			if (entry->kind == ICD_ENTRY_SEVENTH && entry->character[0] == character &&
			    icd_spans_have(entry->spans, entry->span_count, list))
				return true;
		}
	}
	return false;
}

/*
 * A code that is no diag itself (made by a seventh character) goes by the nearest above it that is. A list
 * that has that one without seventh characters is too old for the code (T07.XXXA and the list of T07): the
 * nearest later one that makes it is taken.
 */
static void choose_list(struct icd_path *path)
{
	const struct icd_code_record *own = path->codes[0];
	bool made = own->diag_count == 0 && strlen(own->code) == ICD_CODE_LENGTH;
	path->list = -1;
	for (unsigned i = 0; i < path->code_count && path->list < 0; i++)
		path->list = icd_view_list_for(path->view, path->codes[i], &path->later);
	if (!made || path->list < 0 || defines_seventh(path, own->code[ICD_CODE_LENGTH - 1], (uint16_t)path->list))
		return;
	for (int list = path->list + 1; list < path->view->about->lists.count; list++) {
		if (!defines_seventh(path, own->code[ICD_CODE_LENGTH - 1], (uint16_t)list))
			continue;
		path->list = list;
		path->later = path->view->about->lists.at[list].date > path->view->on;
		return;
	}
}

enum icd_found icd_path_read(const struct icd_view *view, struct icd_pool *pool, const char *code,
			     struct icd_path *path, struct icd_error *err)
{
	memset(path, 0, sizeof *path);
	path->view = view;
	enum icd_found found = read_code(path, pool, code, err);
	if (found == ICD_FOUND)
		found = read_parents(path, pool, code, err);
	if (found != ICD_FOUND)
		return found;
	choose_list(path);
	found = read_above(path, pool, err);
	return pool->failed ? out_of_memory(err) : found;
}

bool icd_path_has(const struct icd_path *path, const struct icd_entry *entry)
{
	return path->list >= 0 && icd_spans_have(entry->spans, entry->span_count, (uint16_t)path->list);
}

void icd_split_range(const char *text, char *title, size_t title_size, char *range, size_t range_size)
{
	const char *open = strrchr(text, '('), *close = open ? strchr(open, ')') : NULL;
	size_t length = strlen(text);
	range[0] = '\0';
	if (open && close && close[1] == '\0') {
		snprintf(range, range_size, "%.*s", (int)(close - open - 1), open + 1);
		length = (size_t)(open - text);
		while (length > 0 && text[length - 1] == ' ')
			length--;
	}
	snprintf(title, title_size, "%.*s", (int)length, text);
}
