/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of rows, byte for byte: order and codes files, general equivalence mappings. */
#include "export_work.h"

#include "icd9/records.h"

#include <string.h>

/* ---- order and codes files ---- */

/* Which codes stand in the code set? By ordinal; NULL when memory runs out. */
static bool *find_rows(const struct icd_export *export, struct icd_pool *pool, uint16_t set)
{
	bool *holds = icd_pool_take(pool, export->about->code_count, sizeof *holds);
	for (uint32_t i = 0; holds && i < export->about->code_count; i++)
		holds[i] = row_in(export->rows[i], set)->text != NULL;
	return holds;
}

/* Brings the rows of the code set into the order of its files. */
static bool order_rows(struct icd_export *export, uint16_t set, struct icd_error *err)
{
	struct ordered *ordered = &export->ordered;
	struct icd_export_record record;
	icd_pool_reset(&ordered->pool);
	*ordered = (struct ordered){.pool = ordered->pool, .set = set};
	const bool *holds = find_rows(export, &ordered->pool, set);
	if (!holds)
		return icd_out_of_memory(err);
	if (!icd_export_record(export, &ordered->pool, "order", export->about->sets.at[set].date, &record, err))
		return false;
	uint32_t *order = icd_export_order(export, &ordered->pool, holds, &record.moves, &ordered->count, err);
	if (!order)
		return false;
	ordered->rows = icd_pool_take(&ordered->pool, ordered->count, sizeof(struct row *));
	for (uint32_t i = 0; ordered->rows && i < ordered->count; i++)
		ordered->rows[i] = row_in(export->rows[order[i]], set);
	return ordered->rows || icd_out_of_memory(err);
}

struct table_writer {
	struct icd_writer out;
	enum icd_file_kind kind;
	bool lf;         /* lines end in LF alone */
	char number[12]; /* of the last row, in ten digits, and a blank */
};

/* Five digits at least. */
static void put_next_number(struct table_writer *table)
{
	char *first = table->number, *digit = first + 9;
	for (; *digit == '9'; digit--)
		*digit = '0';
	++*digit;
	while (*first == '0' && first < table->number + 5)
		first++;
	icd_writer_put(&table->out, first, (size_t)(table->number + 11 - first));
}

static void put_row(struct table_writer *table, const struct row *row)
{
	size_t end = table->lf ? ROW_END : 0;
	if (table->kind == ICD_FILE_ORDER) {
		put_next_number(table);
		icd_writer_put(&table->out, row->text, row->length - end);
	} else {
		icd_writer_put(&table->out, row->text, ROW_BILLABLE);
		icd_writer_put(&table->out, row->text + ROW_LONG, row->length - ROW_LONG - end);
	}
	if (table->lf)
		icd_writer_text(&table->out, "\n");
}

bool icd_export_table(struct icd_export *export, enum icd_file_kind kind, uint16_t set, const struct icd_sink *sink,
		      struct icd_error *err)
{
	const struct icd_release *release = &export->about->releases[export->about->sets.at[set].release];
	const struct icd_file *file = icd_release_file(release, kind);
	const struct ordered *ordered = &export->ordered;
	struct table_writer table = {
		.out.sink = *sink, .kind = kind, .lf = file && file->flags & ICD_FILE_LF, .number = "0000000000 "};
	if (!icd_export_need(export, FORM_ROWS, err) ||
	    (!(ordered->rows && ordered->set == set) && !order_rows(export, set, err)))
		return false;
	for (uint32_t i = 0; i < ordered->count; i++) {
		if (kind == ICD_FILE_ORDER || ordered->rows[i]->text[ROW_BILLABLE] == '1')
			put_row(&table, ordered->rows[i]);
	}
	icd_writer_end(&table.out);
	return true;
}

/* ---- general equivalence mappings ---- */

const enum icd_file_kind icd_gem_files[ICD_GEMS] = {ICD_FILE_GEM_FROM_9, ICD_FILE_GEM_FROM_10};
const char *const icd_gem_names[ICD_GEMS] = {"GEM from ICD-9", "GEM from ICD-10"};

struct gem_export {
	struct icd_writer out;
	enum icd_gem gem;
	uint16_t edition;
	const char *line_end;
	struct icd_pool pool; /* of the record in hand */
	bool bad;
};

static void put_gem_row(struct gem_export *e, const char *source, const struct icd_gem_row *row)
{
	char text[ICD_GEM_ROW];
	int length = icd_gem_row_write(e->gem, source, row, text);
	icd_writer_put(&e->out, text, (size_t)length);
	icd_writer_text(&e->out, e->line_end);
}

static bool put_block(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct gem_export *e = context;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	struct icd_gem_block block;
	(void)key;
	icd_pool_reset(&e->pool);
	e->bad = !icd_get_gem_block(&in, &e->pool, &block);
	for (uint32_t i = 0; !e->bad && i < block.count; i++) {
		const struct icd_gem_entry *entry = &block.at[i];
		for (uint32_t j = 0; j < entry->count; j++) {
			if (icd_span_has(entry->at[j].span, e->edition))
				put_gem_row(e, entry->code, &entry->at[j]);
		}
	}
	return !e->bad;
}

bool icd_export_gem(struct icd_store *store, enum icd_gem gem, uint16_t edition, const struct icd_sink *sink,
		    struct icd_error *err)
{
	if (!icd_store_sources(store, err))
		return false;
	const struct icd_about *about = icd_store_about(store);
	const struct icd_release *release = &about->releases[about->gems[gem].at[edition].release];
	const struct icd_file *file = icd_release_file(release, icd_gem_files[gem]);
	struct gem_export e = {.out.sink = *sink,
			       .gem = gem,
			       .edition = edition,
			       .line_end = file && file->flags & ICD_FILE_LF ? "\n" : "\r\n"};
	struct icd_key low = icd_gem_key(gem, false, ""), high = icd_gem_key(gem, false, "\xff");
	bool ok = icd_store_scan(store, &low, &high, put_block, &e, err);
	if (ok && e.pool.failed)
		ok = icd_out_of_memory(err);
	else if (ok && e.bad)
		ok = icd_store_bad_record(store, &low, NULL, err);
	icd_writer_end(&e.out);
	icd_pool_free(&e.pool);
	return ok;
}
