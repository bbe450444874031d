/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dated.h"

#include "days.h"

#include <stdlib.h>
#include <string.h>

/* A code that others may be below: they follow it, for the records stand by spelling. */
struct level {
	struct icd_pool pool;
	struct icd_code_record record;
};

/* Where a category stands in a list. */
struct place {
	bool known;
	int chapter;
	const char *section;
};

struct walk {
	struct icd_store *store;
	const struct icd_about *about;
	struct icd_pool kept;
	struct dated_days days;
	struct level levels[ICD_CODE_LENGTH]; /* the code in hand with those above it, category first */
	unsigned depth;
	struct place *places; /* of the category in hand by list: as it stands there, then as derived */
	struct icd_pool pool; /* of the code in hand */
	void (*visit)(void *context, const struct icd_dated_code *code);
	void *context;
	struct icd_error *err;
	bool failed;
};

/* ---- one day ---- */

/* What the codes above and the lists say is asked of a path; its records are here already. */
static void put_path(struct walk *walk, const struct icd_view *view, struct icd_path *path)
{
	*path = (struct icd_path){.view = view, .code_count = walk->depth};
	for (unsigned i = 0; i < walk->depth; i++)
		path->codes[i] = &walk->levels[walk->depth - 1 - i].record;
	icd_path_choose_list(path);
}

/* The codes of a category stand in one section. */
static bool find_place(struct walk *walk, const struct icd_path *path, struct place *place)
{
	struct icd_path read;
	icd_pool_reset(&walk->pool);
	enum icd_found found = icd_path_read(path->view, &walk->pool, path->codes[0]->code, &read, walk->err);
	if (found == ICD_FAILED)
		return false;
	*place = (struct place){.known = true, .section = ""};
	if (found == ICD_FOUND && read.section) {
		place->chapter = read.chapter->number;
		place->section = read.section_id; /* stays as long as the store */
	}
	return true;
}

static bool put_place(struct walk *walk, const struct icd_path *path, struct icd_dated_code *code)
{
	code->section = "";
	if (path->list < 0)
		return true;
	struct place *place = &walk->places[(path->derived ? walk->about->lists.count : 0) + path->list];
	if (!place->known && !find_place(walk, path, place))
		return false;
	code->chapter = place->chapter;
	code->section = place->section;
	return true;
}

/* The nearest code above that had come by then, as a card has it. */
static const char *parent_on(const struct icd_path *path)
{
	for (unsigned i = 1; i < path->code_count; i++) {
		const struct icd_code_record *above = path->codes[i];
		if (above->runs.count && icd_view_status(path->view, &above->runs) != ICD_STATUS_FUTURE)
			return above->code;
	}
	return "";
}

static bool as_of(struct walk *walk, const struct icd_view *view, struct icd_dated_code *code)
{
	const struct icd_code_record *record = &walk->levels[walk->depth - 1].record;
	struct icd_path path;
	put_path(walk, view, &path);
	*code = (struct icd_dated_code){.code = record->code,
					.from = view->on,
					.title = icd_view_title(view, record),
					.short_title = icd_view_short_title(view, record),
					.parent = parent_on(&path),
					.poa_exempt = icd_view_poa_exempt(view, record),
					.replaced_by = {.words = ""}};
	if (!code->short_title)
		code->short_title = "";
	return put_place(walk, &path, code);
}

static bool is_same(const struct icd_dated_code *a, const struct icd_dated_code *b)
{
	return a->chapter == b->chapter && a->poa_exempt == b->poa_exempt && strcmp(a->title, b->title) == 0 &&
	       strcmp(a->short_title, b->short_title) == 0 && strcmp(a->parent, b->parent) == 0 &&
	       strcmp(a->section, b->section) == 0;
}

/* ---- one code ---- */

/* A header that became billable was replaced by nothing: it is there still. */
static bool put_replaced(struct walk *walk, const struct icd_view *view, const struct icd_run *run,
			 struct icd_dated_code *last)
{
	const struct icd_code_record *record = &walk->levels[walk->depth - 1].record;
	struct icd_turn turn;
	if (!icd_run_end(view, run, &turn) || icd_state_at(&record->runs, turn.set) == ICD_BILLABLE)
		return true;
	icd_pool_reset(&walk->pool);
	return icd_turned_into(walk->store, &walk->pool, record, &turn, &last->replaced_by, walk->err) &&
	       (!walk->pool.failed || icd_out_of_memory(walk->err));
}

/* A run in which the code was billable, or a header. */
static bool tell_run(struct walk *walk, const struct icd_run *run)
{
	struct dated_cursor cursor = {.days = &walk->days};
	struct icd_dated_code row = {0}, now;
	icd_date from, to;
	if (!icd_run_days(&walk->days.at[0], run, &from, &to))
		return true;
	while (dated_cursor_next(&cursor, walk->store, from, to)) {
		if (!as_of(walk, &cursor.view, &now))
			return false;
		now.status = run->state == ICD_BILLABLE ? ICD_STATUS_BILLABLE : ICD_STATUS_HEADER;
		if (row.code && is_same(&row, &now))
			continue;
		row.to = icd_date_add_days(now.from, -1);
		if (row.code)
			walk->visit(walk->context, &row);
		row = now;
	}
	row.to = to ? to : ICD_DATE_OPEN;
	if (!put_replaced(walk, &cursor.view, run, &row))
		return false;
	walk->visit(walk->context, &row);
	return true;
}

/* ---- all codes ---- */

/* The codes above the one whose record follows; the new one's own level. */
static struct level *next_level(struct walk *walk, struct icd_bytes key)
{
	const char *code = (const char *)key.data + 1;
	size_t length = key.size - 1;
	while (walk->depth) {
		const char *above = walk->levels[walk->depth - 1].record.code;
		if (strlen(above) < length && strncmp(above, code, strlen(above)) == 0)
			break;
		walk->depth--;
	}
	if (walk->depth == 0)
		memset(walk->places, 0, 2 * (size_t)walk->about->lists.count * sizeof *walk->places);
	struct level *level = walk->depth < ICD_CODE_LENGTH ? &walk->levels[walk->depth++] : NULL;
	if (level)
		icd_pool_reset(&level->pool);
	return level;
}

static bool visit_code(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct walk *walk = context;
	struct icd_reader in = icd_store_reader(walk->store, value);
	char code[ICD_CODE_SIZE];
	struct level *level = next_level(walk, key);
	walk->failed = !level || !icd_get_code(&in, &level->pool, icd_store_code_of(key, code), &level->record) ||
		       !icd_code_fits(&level->record, walk->about);
	if (walk->failed)
		return dated_bad_record(walk->store, key, &in, walk->err);
	for (uint32_t i = 0; !walk->failed && i < level->record.runs.count; i++)
		walk->failed = !tell_run(walk, &level->record.runs.at[i]);
	return !walk->failed;
}

static bool walk_codes(struct walk *walk)
{
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "\xff");
	return icd_store_scan(walk->store, &low, &high, visit_code, walk, walk->err) && !walk->failed;
}

bool icd_dated_codes(struct icd_store *store, void (*visit)(void *context, const struct icd_dated_code *code),
		     void *context, struct icd_error *err)
{
	const struct icd_about *about = icd_store_about(store);
	struct walk *walk = calloc(1, sizeof *walk);
	if (!walk)
		return icd_out_of_memory(err);
	*walk = (struct walk){.store = store, .about = about, .visit = visit, .context = context, .err = err};
	walk->places = icd_pool_take(&walk->kept, 2 * (size_t)about->lists.count + 1, sizeof *walk->places);
	bool ok = walk->places ? dated_days_make(store, &walk->kept, &walk->days, err) && walk_codes(walk)
			       : icd_out_of_memory(err);
	for (unsigned i = 0; i < ICD_CODE_LENGTH; i++)
		icd_pool_free(&walk->levels[i].pool);
	icd_pool_free(&walk->pool);
	icd_pool_free(&walk->kept);
	free(walk);
	return ok;
}
