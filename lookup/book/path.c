/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "path.h"

#include <stdio.h>
#include <string.h>

static enum icd_found out_of_memory(struct icd_error *err)
{
	icd_out_of_memory(err);
	return ICD_FAILED;
}

/* Does the place pass its notes on? One that was derived only where its range vouches for it. */
static bool passes_on(const struct icd_path *path, const char *id)
{
	struct icd_category_range range;
	return !path->derived ||
	       (icd_category_range_read(id, &range) && icd_category_range_has(&range, path->codes[0]->code));
}

static void add_step(struct icd_path *path, enum icd_place_kind kind, const char *name, const char *label,
		     const struct icd_entries *entries)
{
	path->steps[path->step_count++] = (struct icd_step){kind, name, label, entries};
}

static void add_code(struct icd_path *path, struct icd_pool *pool, const struct icd_code_record *record)
{
	char label[ICD_DOTTED_SIZE];
	path->codes[path->code_count++] = record;
	icd_code_format(record->code, label);
	add_step(path, ICD_PLACE_CODE, record->code, icd_pool_text(pool, label, strlen(label)), &record->entries);
}

/* The codes above are the starts of the code that are codes themselves. */
static enum icd_found read_parents(struct icd_path *path, struct icd_pool *pool, struct icd_error *err)
{
	char prefix[ICD_CODE_SIZE];
	memcpy(prefix, path->codes[0]->code, sizeof prefix);
	for (size_t length = strlen(prefix); length-- > 3;) {
		prefix[length] = '\0';
		if (!icd_view_may_have(path->view, prefix))
			continue;
		const struct icd_code_record *record;
		enum icd_found found = icd_store_header(path->view->store, prefix, &record, err);
		if (found == ICD_FAILED)
			return found;
		if (found == ICD_FOUND)
			add_code(path, pool, record);
	}
	return ICD_FOUND;
}

static const char *section_key(const struct icd_path *path)
{
	const struct icd_code_record *category = path->codes[path->code_count - 1];
	return icd_category_section(category, path->derived ? -1 : path->list);
}

static enum icd_found read_section(const struct icd_path *path, struct icd_pool *pool, const char *key,
				   struct icd_path_section *out, struct icd_error *err)
{
	*out = (struct icd_path_section){.record = icd_pool_take(pool, 1, sizeof *out->record)};
	if (!out->record)
		return out_of_memory(err);
	enum icd_found found = icd_store_section(path->view->store, key, out->record, err);
	const char *id = found == ICD_FOUND ? icd_text_at(&out->record->ids, (uint16_t)path->list) : NULL;
	out->id = id ? id : "";
	return found;
}

/* The list that has the section nearest to the path's: that itself, the first later one, else the last. */
static void go_to_list_with(struct icd_path *path, struct icd_path_section *section)
{
	const struct icd_dated_text *id = icd_text_near(&section->record->ids, path->list);
	if (*section->id || !id)
		return;
	path->list = id->span.first > path->list ? id->span.first : id->span.last;
	section->id = id->text;
}

/* The blocks that the section lies in. A chain without end is cut: only a damaged index has one. */
static enum icd_found read_blocks(struct icd_path *path, struct icd_pool *pool, struct icd_error *err)
{
	const char *key = icd_text_at(&path->section->blocks, (uint16_t)path->list);
	while (key && path->block_count < ICD_BLOCKS_MAX) {
		struct icd_path_section *block = &path->blocks[path->block_count];
		enum icd_found found = read_section(path, pool, key, block, err);
		if (found != ICD_FOUND)
			return found;
		if (passes_on(path, block->id))
			add_step(path, ICD_PLACE_SECTION, key, block->id, &block->record->entries);
		path->block_count++;
		key = icd_text_at(&block->record->blocks, (uint16_t)path->list);
	}
	return ICD_FOUND;
}

static void add_chapter(struct icd_path *path, struct icd_pool *pool)
{
	const char *label = icd_pool_print(pool, "chapter %u", (unsigned)path->chapter->number);
	add_step(path, ICD_PLACE_CHAPTER, label, label, &path->chapter->entries);
}

/*
 * Can a derived category be of the chapter: is it in its range, or of the letter that the range ends with (QA0 and
 * Q00-Q99)? U07 is not of chapter 21, though it stands behind Z99 where no list has its own chapter yet.
 */
static bool chapter_fits(const struct icd_path *path, const struct icd_chapter_record *chapter)
{
	const char *text = icd_text_at(&chapter->titles, (uint16_t)path->list), *code = path->codes[0]->code;
	char title[1024], id[64];
	struct icd_category_range range;
	icd_split_range(text ? text : "", title, sizeof title, id, sizeof id);
	return !icd_category_range_read(id, &range) || icd_category_range_has(&range, code) || range.to[0] == code[0];
}

enum icd_found icd_path_finish(struct icd_path *path, struct icd_pool *pool, struct icd_error *err)
{
	const char *key = path->list < 0 ? NULL : section_key(path);
	struct icd_path_section section;
	if (!key)
		return ICD_FOUND;
	struct icd_chapter_record *chapter = icd_pool_take(pool, 1, sizeof *chapter);
	if (!chapter)
		return out_of_memory(err);
	enum icd_found found = read_section(path, pool, key, &section, err);
	if (found == ICD_FOUND)
		found = icd_store_chapter(path->view->store, section.record->chapter, chapter, err);
	if (found != ICD_FOUND)
		return found == ICD_FAILED ? found : ICD_FOUND;
	if (path->derived)
		go_to_list_with(path, &section);
	if (path->derived && !chapter_fits(path, chapter)) {
		path->derived = false;
		path->list = -1;
		return ICD_FOUND;
	}
	path->section = section.record;
	path->section_key = key;
	path->section_id = section.id;
	path->chapter = chapter;
	if (passes_on(path, section.id))
		add_step(path, ICD_PLACE_SECTION, key, section.id, &section.record->entries);
	if (read_blocks(path, pool, err) == ICD_FAILED)
		return ICD_FAILED;
	add_chapter(path, pool);
	return pool->failed ? out_of_memory(err) : ICD_FOUND;
}

/* Does a place among the codes of the path define the seventh character in the list? */
static bool defines_seventh(const struct icd_path *path, char character, int list)
{
	for (unsigned i = 1; i < path->code_count; i++) {
		const struct icd_entries *entries = &path->codes[i]->entries;
		for (uint32_t j = 0; j < entries->count; j++) {
			if (icd_entry_defines(&entries->at[j], character, list))
				return true;
		}
	}
	return false;
}

int icd_path_list_from(const struct icd_path *path, unsigned from, bool *later)
{
	int list = -1;
	for (unsigned i = from; i < path->code_count && list < 0; i++)
		list = icd_view_list_for(path->view, path->codes[i], later);
	return list;
}

/*
 * A code that is no diag itself (made by a seventh character) goes by the nearest above it that is. A list
 * that has that one without seventh characters is too old for the code (T07.XXXA and the list of T07): the
 * nearest later one that makes it is taken.
 */
void icd_path_choose_list(struct icd_path *path)
{
	const struct icd_code_record *own = path->codes[0];
	path->derived = false;
	path->list = icd_path_list_from(path, 0, &path->later);
	if (path->list < 0 && *path->codes[path->code_count - 1]->derived_section) {
		path->derived = true;
		path->list = path->view->list;
		return;
	}
	if (!icd_code_is_made(own) || path->list < 0 ||
	    defines_seventh(path, own->code[ICD_CODE_LENGTH - 1], path->list))
		return;
	for (int list = path->list + 1; list < path->view->about->lists.count; list++) {
		if (!defines_seventh(path, own->code[ICD_CODE_LENGTH - 1], list))
			continue;
		path->list = list;
		path->later = path->view->about->lists.at[list].date > path->view->on;
		return;
	}
}

enum icd_found icd_path_start(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
			      struct icd_path *path, struct icd_error *err)
{
	memset(path, 0, sizeof *path);
	path->view = view;
	add_code(path, pool, record);
	if (read_parents(path, pool, err) == ICD_FAILED)
		return ICD_FAILED;
	icd_path_choose_list(path);
	return pool->failed ? out_of_memory(err) : ICD_FOUND;
}

enum icd_found icd_path_read(const struct icd_view *view, struct icd_pool *pool, const char *code,
			     struct icd_path *path, struct icd_error *err)
{
	memset(path, 0, sizeof *path);
	if (!icd_view_may_have(view, code))
		return ICD_NOT_FOUND;
	struct icd_code_record *record = icd_pool_take(pool, 1, sizeof *record);
	if (!record)
		return out_of_memory(err);
	enum icd_found found = icd_store_code(view->store, pool, code, record, err);
	if (found == ICD_FOUND)
		found = icd_path_start(view, pool, record, path, err);
	return found == ICD_FOUND ? icd_path_finish(path, pool, err) : found;
}

enum icd_found icd_path_read_again(const struct icd_path *read, const struct icd_view *view, struct icd_pool *pool,
				   struct icd_path *path, struct icd_error *err)
{
	*path = (struct icd_path){.view = view, .code_count = read->code_count, .step_count = read->code_count};
	memcpy(path->codes, read->codes, read->code_count * sizeof *path->codes);
	memcpy(path->steps, read->steps, read->code_count * sizeof *path->steps);
	icd_path_choose_list(path);
	return icd_path_finish(path, pool, err);
}

bool icd_path_has(const struct icd_path *path, const struct icd_entry *entry)
{
	return path->list >= 0 && icd_spans_have(entry->spans, entry->span_count, (uint16_t)path->list);
}

void icd_split_range(const char *text, char *title, size_t title_size, char *range, size_t range_size)
{
	text += strspn(text, " \t\r\n");
	const char *open = strrchr(text, '('), *close = open ? strchr(open, ')') : NULL;
	size_t length = strlen(text);
	range[0] = '\0';
	if (open && close && close[1] == '\0') {
		icd_text_cut(open + 1, (size_t)(close - open - 1), range, range_size);
		length = (size_t)(open - text);
		while (length > 0 && text[length - 1] == ' ')
			length--;
	}
	icd_text_cut(text, length, title, title_size);
}
