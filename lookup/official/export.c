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

bool icd_export_start(struct icd_store *store, struct icd_export **out, struct icd_error *err)
{
	struct icd_export *export = calloc(1, sizeof *export);
	if (!export)
		return icd_out_of_memory(err);
	export->store = store;
	export->about = icd_store_about(store);
	export->codes = icd_pool_take(&export->pool, export->about->code_count, sizeof *export->codes);
	bool ok = export->codes ? icd_store_sources(store, err) : icd_out_of_memory(err);
	if (ok)
		*out = export;
	else
		icd_export_close(export);
	return ok;
}

struct icd_code_record *icd_export_read(struct icd_export *export, struct icd_bytes key, struct icd_reader *in)
{
	struct icd_code_record record = {0};
	char name[ICD_CODE_SIZE];
	if (!icd_get_code(in, &export->pool, icd_store_code_of(key, name), &record) ||
	    record.ordinal >= export->about->code_count || export->codes[record.ordinal].code[0])
		return NULL;
	export->codes[record.ordinal] = record;
	export->code_count++;
	return &export->codes[record.ordinal];
}

struct reading {
	struct icd_export *export;
	bool bad;
};

static bool read_code(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct reading *reading = context;
	struct icd_reader in = icd_store_reader(reading->export->store, value);
	reading->bad = !icd_export_read(reading->export, key, &in);
	return !reading->bad;
}

static bool read_codes(struct icd_export *export, struct icd_error *err)
{
	struct reading reading = {.export = export};
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "\xff");
	if (!icd_store_scan(export->store, &low, &high, read_code, &reading, err))
		return false;
	if (export->pool.failed)
		return icd_out_of_memory(err);
	if (reading.bad || export->code_count != export->about->code_count)
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: %u codes can be read, %u were expected: build the index again "
				   "with icd10-build-index",
				   icd_store_path(export->store), (unsigned)export->code_count,
				   (unsigned)export->about->code_count);
	return true;
}

bool icd_export_open(struct icd_store *store, struct icd_export **out, struct icd_error *err)
{
	if (!icd_export_start(store, out, err))
		return false;
	if (read_codes(*out, err))
		return true;
	icd_export_close(*out);
	return false;
}

void icd_export_close(struct icd_export *export)
{
	if (!export)
		return;
	icd_pool_free(&export->ordered.pool);
	icd_pool_free(&export->pool);
	icd_buffer_free(&export->work);
	free(export);
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

/* ---- order and codes files ---- */

/* Where the columns of a row begin behind its number: the code, whether it is billable, the titles. */
enum { ROW_BILLABLE = 8, ROW_SHORT = 10, ROW_SHORT_WIDTH = 60, ROW_LONG = 71 };

/* The row of a code in a code set, and in those after it that have the same. */
static void make_row(struct icd_export *export, const struct icd_code_record *record, uint16_t set, struct row *row)
{
	const struct icd_run *run = icd_run_at(&record->runs, set);
	const char *long_title = icd_text_at(&record->long_titles, set);
	const char *short_title = icd_text_at(&record->short_titles, set);
	*row = (struct row){.sets = {set, export->about->sets.count}};
	for (uint32_t i = 0; i < record->runs.count; i++)
		stretch_cut(&row->sets, record->runs.at[i].span);
	stretch_cut_texts(&row->sets, &record->long_titles);
	stretch_cut_texts(&row->sets, &record->short_titles);
	if (!run)
		return;
	long_title = long_title ? long_title : "";
	short_title = short_title && *short_title ? short_title : long_title;
	size_t length = strlen(long_title);
	char *text = icd_pool_take(&export->pool, ROW_LONG + length, 1);
	if (!text)
		return;
	memset(text, ' ', ROW_LONG);
	memcpy(text, record->code, strlen(record->code));
	text[ROW_BILLABLE] = run->state == ICD_BILLABLE ? '1' : '0';
	memcpy(text + ROW_SHORT, short_title, strnlen(short_title, ROW_SHORT_WIDTH));
	memcpy(text + ROW_LONG, long_title, length);
	row->text = text;
	row->length = (uint32_t)(ROW_LONG + length);
}

/* Brings the rows of the code set into the order of its files. */
static bool order_rows(struct icd_export *export, uint16_t set, struct icd_error *err)
{
	struct ordered *ordered = &export->ordered;
	uint32_t all = export->about->code_count;
	struct icd_export_record record;
	icd_pool_reset(&ordered->pool);
	ordered->order = NULL;
	if (!export->rows)
		export->rows = icd_pool_take(&export->pool, all, sizeof *export->rows);
	bool *holds = icd_pool_take(&ordered->pool, all, sizeof *holds);
	if (!export->rows || !holds)
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < all; i++) {
		if (!stretch_has(export->rows[i].sets, set))
			make_row(export, &export->codes[i], set, &export->rows[i]);
		holds[i] = export->rows[i].text != NULL;
	}
	if (export->pool.failed)
		return icd_out_of_memory(err);
	ordered->set = set;
	if (icd_export_record(export, &ordered->pool, "order", export->about->sets.at[set].date, &record, err))
		ordered->order = icd_export_order(export, &ordered->pool, holds, &record.moves, &ordered->count, err);
	return ordered->order != NULL;
}

/* At least five digits and a blank. */
static void put_number(struct icd_writer *writer, uint32_t number)
{
	char text[] = "0000000000 ";
	unsigned first = sizeof text - 2;
	for (; number; number /= 10)
		text[--first] = (char)('0' + number % 10);
	first = first < 5 ? first : 5;
	icd_writer_put(writer, text + first, sizeof text - 1 - first);
}

static void put_row(struct icd_writer *writer, const struct row *row, enum icd_file_kind kind, uint32_t number)
{
	if (kind == ICD_FILE_ORDER) {
		put_number(writer, number);
		icd_writer_put(writer, row->text, row->length);
	} else {
		icd_writer_put(writer, row->text, ROW_BILLABLE);
		icd_writer_put(writer, row->text + ROW_LONG, row->length - ROW_LONG);
	}
}

bool icd_export_table(struct icd_export *export, enum icd_file_kind kind, uint16_t set, const struct icd_sink *sink,
		      struct icd_error *err)
{
	const struct icd_release *release = &export->about->releases[export->about->sets.at[set].release];
	const struct icd_file *file = icd_release_file(release, kind);
	const char *line_end = file && file->flags & ICD_FILE_LF ? "\n" : "\r\n";
	const struct ordered *ordered = &export->ordered;
	struct icd_writer writer = {.sink = *sink, .held = 0};
	uint32_t number = 0;
	if (!(ordered->order && ordered->set == set) && !order_rows(export, set, err))
		return false;
	for (uint32_t i = 0; i < ordered->count; i++) {
		const struct row *row = &export->rows[ordered->order[i]];
		if (kind != ICD_FILE_ORDER && row->text[ROW_BILLABLE] != '1')
			continue;
		put_row(&writer, row, kind, ++number);
		icd_writer_text(&writer, line_end);
	}
	icd_writer_end(&writer);
	return true;
}
