/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "export_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct icd_file *icd_release_file(const struct icd_release *release, enum icd_file_kind kind)
{
	for (uint32_t i = 0; i < release->file_count; i++) {
		if (release->files[i].kind == kind)
			return &release->files[i];
	}
	return NULL;
}

/* ---- reading ---- */

static uint16_t *sets_of_lists(const struct icd_about *about, struct icd_pool *pool)
{
	uint16_t *sets = icd_pool_take(pool, about->lists.count, sizeof *sets);
	for (uint16_t i = 0; sets && i < about->lists.count; i++)
		sets[i] = icd_member_or_first(&about->sets, about->lists.at[i].date);
	return sets;
}

bool icd_export_open(struct icd_store *store, struct icd_export **out, struct icd_error *err)
{
	struct icd_export *export = calloc(1, sizeof *export);
	if (!export)
		return icd_out_of_memory(err);
	export->store = store;
	export->about = icd_store_about(store);
	export->set_of_list = sets_of_lists(export->about, &export->pool);
	bool ok = export->set_of_list ? icd_store_sources(store, err) : icd_out_of_memory(err);
	if (ok)
		*out = export;
	else
		icd_export_close(export);
	return ok;
}

void icd_export_close(struct icd_export *export)
{
	if (!export)
		return;
	icd_pool_free(&export->ordered.pool);
	icd_pool_free(&export->reading);
	icd_pool_free(&export->row_pool);
	icd_pool_free(&export->row_texts);
	icd_pool_free(&export->diag_pool);
	icd_pool_free(&export->diag_texts);
	icd_pool_free(&export->pool);
	icd_buffer_free(&export->work);
	free(export);
}

bool icd_export_failed(const struct icd_export *export)
{
	return export->pool.failed || export->reading.failed || export->row_pool.failed || export->row_texts.failed ||
	       export->diag_pool.failed || export->diag_texts.failed || export->work.failed;
}

bool icd_export_begin(struct icd_export *export, unsigned forms)
{
	uint32_t count = export->about->code_count;
	struct icd_pool *pool = &export->pool;
	export->forms = forms;
	export->code_count = 0;
	export->codes = icd_pool_take(pool, count, sizeof *export->codes);
	export->last = icd_pool_take(pool, count, sizeof *export->last);
	export->rows = forms & FORM_ROWS ? icd_pool_take(pool, count, sizeof(struct row *)) : NULL;
	export->diags = forms & FORM_DIAGS ? icd_pool_take(pool, count, sizeof(struct diag *)) : NULL;
	export->records = forms & FORM_RECORDS ? icd_pool_take(pool, count, sizeof *export->records) : NULL;
	return !pool->failed;
}

bool icd_export_record(struct icd_export *export, struct icd_pool *pool, const char *what, icd_date date,
		       struct icd_export_record *record, struct icd_error *err)
{
	char name[32];
	snprintf(name, sizeof name, "%s%d", what, (int)date);
	struct icd_key key = icd_key_of(ICD_TABLE_EXPORT, name);
	struct icd_reader in;
	if (icd_store_fetch(export->store, &key, &in, err) == ICD_FAILED)
		return false;
	return icd_get_export(&in, pool, record) || icd_store_bad_record(export->store, &key, &in, err);
}

/* ---- the order of rows ---- */

/* Codes as a list that begins after the last ordinal, linked both ways. */
struct chain {
	uint32_t *next, *previous;
	uint32_t end; /* stands before the first and after the last */
};

static void link_two(struct chain *chain, uint32_t before, uint32_t after)
{
	chain->next[before] = after;
	chain->previous[after] = before;
}

static bool start_chain(struct chain *chain, struct icd_pool *pool, uint32_t count)
{
	chain->next = icd_pool_take(pool, count + 1u, sizeof *chain->next);
	chain->previous = icd_pool_take(pool, count + 1u, sizeof *chain->previous);
	chain->end = count;
	if (!chain->next || !chain->previous)
		return false;
	link_two(chain, count, count);
	return true;
}

static bool make_move(struct chain *chain, const bool *holds, struct icd_move move)
{
	uint32_t after = move.after == UINT32_MAX ? chain->end : move.after;
	if (move.code >= chain->end || after > chain->end || move.code == after || !holds[move.code] ||
	    (after != chain->end && !holds[after]))
		return false;
	link_two(chain, chain->previous[move.code], chain->next[move.code]);
	link_two(chain, move.code, chain->next[after]);
	link_two(chain, after, move.code);
	return true;
}

/* Puts `count` ordinals, which are those that hold, in their order. False when the moves make no sense or memory runs
 * out, which the pool says. */
static bool make_moves(struct icd_pool *pool, const bool *holds, uint32_t all, const struct icd_moves *moves,
		       uint32_t *order, uint32_t count)
{
	struct chain chain;
	if (!start_chain(&chain, pool, all))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		link_two(&chain, chain.previous[all], order[i]);
		link_two(&chain, order[i], all);
	}
	for (uint32_t i = 0; i < moves->count; i++) {
		if (!make_move(&chain, holds, moves->at[i]))
			return false;
	}
	for (uint32_t i = chain.next[all]; i != all; i = chain.next[i])
		*order++ = i;
	return true;
}

uint32_t *icd_export_order(const struct icd_export *export, struct icd_pool *pool, const bool *holds,
			   const struct icd_moves *moves, uint32_t *count, struct icd_error *err)
{
	uint32_t all = export->about->code_count, *order = icd_pool_take(pool, all, sizeof *order);
	*count = 0;
	for (uint32_t i = 0; order && i < all; i++) {
		order[*count] = i;
		*count += holds[i];
	}
	if (order && (moves->count == 0 || make_moves(pool, holds, all, moves, order, *count)))
		return order;
	if (pool->failed)
		icd_out_of_memory(err);
	else
		icd_fail_as(err, ICD_FAULT_DAMAGED,
			    "%s: the order of the rows cannot be read: build the index again with "
			    "icd10-build-index",
			    icd_store_path(export->store));
	return NULL;
}

/* ---- rows ---- */

/* The text of the row in a code set in which the code stands. */
static void write_row(struct icd_export *export, const struct icd_code_record *record, uint16_t set, struct row *row)
{
	const char *long_title = icd_text_at(&record->long_titles, set);
	const char *short_title = icd_text_at(&record->short_titles, set);
	long_title = long_title ? long_title : "";
	short_title = short_title && *short_title ? short_title : long_title;
	size_t length = strlen(long_title);
	char *text = icd_pool_take(&export->row_texts, ROW_LONG + length + ROW_END, 1);
	if (!text)
		return;
	memset(text, ' ', ROW_LONG);
	memcpy(text, record->code, strlen(record->code));
	text[ROW_BILLABLE] = icd_state_at(&record->runs, set) == ICD_BILLABLE ? '1' : '0';
	memcpy(text + ROW_SHORT, short_title, strnlen(short_title, ROW_SHORT_WIDTH));
	memcpy(mempcpy(text + ROW_LONG, long_title, length), "\r\n", ROW_END);
	row->text = text;
	row->length = (uint32_t)(ROW_LONG + length + ROW_END);
}

static struct row *make_rows(struct icd_export *export, const struct icd_code_record *record)
{
	uint16_t sets = export->about->sets.count;
	struct row *rows = NULL;
	size_t count = 0;
	for (uint16_t set = 0; set < sets; set = rows[count++].end) {
		rows = icd_pool_grown(&export->row_pool, rows, count, sizeof *rows);
		if (!rows)
			return NULL;
		struct row *row = &rows[count];
		*row = (struct row){.end = sets};
		for (uint32_t i = 0; i < record->runs.count; i++)
			cut_at(set, &row->end, record->runs.at[i].span);
		cut_at_texts(set, &row->end, &record->long_titles);
		cut_at_texts(set, &row->end, &record->short_titles);
		if (icd_run_at(&record->runs, set))
			write_row(export, record, set, row);
	}
	return rows;
}

/* ---- diags ---- */

static const struct icd_texts *display_titles(const struct icd_code_record *record)
{
	return record->display_titles.count ? &record->display_titles : &record->long_titles;
}

const char *icd_export_title(const struct icd_export *export, const struct icd_code_record *record, uint16_t list)
{
	const struct icd_diag *diag = icd_diag_in(record, list);
	const char *title = *diag->title ? diag->title : icd_text_at(display_titles(record), export->set_of_list[list]);
	return title ? title : "";
}

static void put_in_buffer(void *buffer, const void *bytes, size_t size)
{
	icd_put_bytes(buffer, bytes, size);
}

/* What a diag says in a list. */
static void say_diag(struct icd_export *export, const struct icd_code_record *record, uint16_t list, struct diag *diag)
{
	struct icd_buffer *work = &export->work;
	const struct icd_sink sink = {put_in_buffer, work};
	icd_buffer_clear(work);
	icd_said_place(&sink, ICD_PLACE_CODE, 0, record->code, icd_export_title(export, record, list),
		       icd_diag_in(record, list)->placeholder);
	for (uint32_t i = 0; i < record->entries.count; i++) {
		const struct icd_entry *entry = &record->entries.at[i];
		if (icd_spans_have(entry->spans, entry->span_count, list))
			icd_said_entry(&sink, entry->kind, entry->flags & ICD_ENTRY_OF_LIST, entry->character,
				       entry->text);
	}
	diag->size = (uint32_t)work->size;
	diag->said = icd_pool_take(&export->diag_texts, work->size, 1);
	if (diag->said && !work->failed)
		memcpy(diag->said, work->data, work->size);
}

/* Until which list is everything of the code as it is in this one? Titles come from the code sets. */
static uint16_t end_of(const struct icd_export *export, const struct icd_code_record *record, uint16_t list)
{
	uint16_t end = export->about->lists.count, set = export->set_of_list[list], sets = export->about->sets.count;
	for (uint32_t i = 0; i < record->diag_count; i++)
		cut_at(list, &end, record->diags[i].span);
	for (uint32_t i = 0; i < record->entries.count; i++) {
		const struct icd_entry *entry = &record->entries.at[i];
		for (uint32_t j = 0; j < entry->span_count; j++)
			cut_at(list, &end, entry->spans[j]);
	}
	cut_at_texts(list, &end, &record->sections);
	cut_at_texts(set, &sets, display_titles(record));
	for (uint16_t next = (uint16_t)(list + 1); next < end; next++) {
		if (export->set_of_list[next] >= sets)
			end = next;
	}
	return end;
}

static struct diag *make_diags(struct icd_export *export, const struct icd_code_record *record)
{
	uint16_t lists = record->diag_count ? export->about->lists.count : 0;
	struct diag *diags = NULL;
	size_t count = 0;
	for (uint16_t list = 0; list < lists; list = diags[count++].end) {
		diags = icd_pool_grown(&export->diag_pool, diags, count, sizeof *diags);
		if (!diags)
			return NULL;
		struct diag *diag = &diags[count];
		*diag = (struct diag){.end = end_of(export, record, list),
				      .stands = icd_diag_in(record, list) != NULL,
				      .section = icd_text_at(&record->sections, list)};
		if (diag->stands && export->forms & FORM_SAID)
			say_diag(export, record, list, diag);
	}
	return diags;
}

/* ---- codes ---- */

const struct icd_code_record *icd_export_read(struct icd_export *export, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_pool *pool = export->forms & FORM_RECORDS ? &export->pool : &export->reading;
	char name[ICD_CODE_SIZE];
	icd_pool_reset(&export->reading);
	in->passing = true;
	struct icd_code_record *record = icd_pool_take(pool, 1, sizeof *record);
	if (!record || !icd_get_code(in, pool, icd_store_code_of(key, name), record) ||
	    record->ordinal >= export->about->code_count || export->codes[record->ordinal][0])
		return NULL;
	memcpy(export->codes[record->ordinal], record->code, sizeof record->code);
	export->code_count++;
	return record;
}

bool icd_export_add(struct icd_export *export, const struct icd_code_record *record)
{
	uint32_t ordinal = record->ordinal;
	export->last[ordinal] = record->last;
	if (export->rows)
		export->rows[ordinal] = make_rows(export, record);
	if (export->diags)
		export->diags[ordinal] = make_diags(export, record);
	if (export->records)
		export->records[ordinal] = *record;
	return !icd_export_failed(export);
}

struct reading {
	struct icd_export *export;
	bool bad;
};

static bool read_code(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct reading *reading = context;
	struct icd_reader in = icd_store_reader(reading->export->store, value);
	const struct icd_code_record *record = icd_export_read(reading->export, key, &in);
	reading->bad = !record || !icd_export_add(reading->export, record);
	return !reading->bad;
}

static bool read_codes(struct icd_export *export, struct icd_error *err)
{
	struct reading reading = {.export = export};
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "\xff");
	if (!icd_store_scan(export->store, &low, &high, read_code, &reading, err))
		return false;
	if (icd_export_failed(export))
		return icd_out_of_memory(err);
	if (reading.bad || export->code_count != export->about->code_count)
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: %u codes can be read, %u were expected: build the index again "
				   "with icd10-build-index",
				   icd_store_path(export->store), (unsigned)export->code_count,
				   (unsigned)export->about->code_count);
	return true;
}

bool icd_export_need(struct icd_export *export, unsigned forms, struct icd_error *err)
{
	if ((export->forms & forms) == forms)
		return true;
	bool ok = icd_export_begin(export, export->forms | forms) ? read_codes(export, err) : icd_out_of_memory(err);
	export->forms = ok ? export->forms : 0;
	return ok;
}
