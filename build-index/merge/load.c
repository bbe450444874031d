/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load.h"

#include "find/known.h"
#include "official/official.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

struct loading {
	struct icd_pool *pool, *index_pool;
	struct report *report;
	struct release *release;
	const struct source *first_of[ICD_FILE_KINDS];
	const char *digest_of[ICD_FILE_KINDS];
	const char *strayed; /* path of the zip last told to be of another release */
	struct icd_error *err;
};

static uint8_t table_flags(const struct code_table *table)
{
	return (uint8_t)((table->uses_lf ? ICD_FILE_LF : 0) | (table->canonical ? 0 : ICD_FILE_IRREGULAR));
}

/* ---- conversion tables in two containers ---- */

static bool has_row(const struct conversion_table *table, const struct conversion_row *row)
{
	for (size_t i = 0; i < table->count; i++) {
		if (conversion_compare(&table->rows[i], row) == 0)
			return true;
	}
	return false;
}

static void report_missing(struct loading *l, const struct conversion_table *in, const struct conversion_table *from,
			   const char *name)
{
	char code[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	for (size_t i = 0; i < from->count; i++) {
		const struct conversion_row *row = &from->rows[i];
		if (!has_row(in, row))
			report_add(l->report, l->release->effective, REPORT_DIFFER,
				   "conversion table: %s, %s, \"%s\" stands only in the %s",
				   icd_code_format(row->code, code), icd_date_format(row->effective, date),
				   row->previous_text, name);
	}
}

/* The CSV counts; what the workbook has beside it is reported. */
static void take_conversion(struct loading *l, struct conversion_table *table, enum icd_file_kind kind)
{
	if (l->release->conversion) {
		bool csv = kind == ICD_FILE_CONVERSION_CSV;
		const struct conversion_table *other = l->release->conversion;
		report_missing(l, other, table, csv ? "CSV" : "workbook");
		report_missing(l, table, other, csv ? "workbook" : "CSV");
		if (!csv)
			return;
	}
	l->release->conversion = table;
	for (size_t i = 0; i < table->unread_count; i++)
		report_add(l->report, l->release->effective, REPORT_DIFFER, "not read: %s", table->unread[i]);
}

/* ---- one file ---- */

/* Calls the reader for the kind; *flags are those of the file's record. */
static bool read_kind(struct loading *l, const struct input *in, enum icd_file_kind kind, uint8_t *flags)
{
	struct release *r = l->release;
	struct conversion_table *conversion = NULL;
	bool ok = false;
	switch (kind) {
	case ICD_FILE_ORDER:
		ok = read_order(in, l->pool, &r->order, l->err);
		*flags = ok ? table_flags(r->order) : 0;
		break;
	case ICD_FILE_CODES:
		ok = read_codes(in, l->pool, &r->codes, l->err);
		*flags = ok ? table_flags(r->codes) : 0;
		break;
	case ICD_FILE_ORDER_ADDENDA:
		ok = read_addenda(in, l->pool, &r->order_addenda, l->err);
		break;
	case ICD_FILE_CODES_ADDENDA:
		ok = read_addenda(in, l->pool, &r->codes_addenda, l->err);
		break;
	case ICD_FILE_TABULAR:
		ok = read_tabular(in, l->pool, &r->tabular, l->err);
		break;
	case ICD_FILE_INDEX:
		ok = read_index(in, l->index_pool, &r->index[ICD_INDEX_ALPHABETIC], l->err);
		break;
	case ICD_FILE_CAUSE:
		ok = read_index(in, l->index_pool, &r->index[ICD_INDEX_CAUSE], l->err);
		break;
	case ICD_FILE_DRUG:
		ok = read_index(in, l->index_pool, &r->index[ICD_INDEX_DRUG], l->err);
		break;
	case ICD_FILE_NEOPLASM:
		ok = read_index(in, l->index_pool, &r->index[ICD_INDEX_NEOPLASM], l->err);
		break;
	case ICD_FILE_CONVERSION_CSV:
	case ICD_FILE_CONVERSION_XLSX:
		ok = (kind == ICD_FILE_CONVERSION_CSV ? read_conversion_csv
						      : read_conversion_xlsx)(in, l->pool, &conversion, l->err);
		if (ok)
			take_conversion(l, conversion, kind);
		break;
	case ICD_FILE_POA:
		ok = read_poa(in, l->pool, &r->poa, l->err);
		break;
	case ICD_FILE_UNKNOWN:
	case ICD_FILE_KINDS:
		break;
	}
	return ok;
}

static const char *digest_of(struct icd_pool *pool, const struct input *in)
{
	char text[ICD_DIGEST_SIZE];
	struct icd_digest *digest = icd_digest_start();
	icd_digest_bytes(digest, in->data, in->size);
	icd_digest_end(digest, text);
	return need_text(pool, text, strlen(text));
}

static void record_file(struct loading *l, const struct source *source, const struct input *in, const char *digest,
			uint8_t flags)
{
	struct source_file *file = &l->release->files[l->release->file_count++];
	*file = (struct source_file){
		.path = source->display, .name = source->name, .kind = source->kind, .size = in->size, .flags = flags};
	memcpy(file->sha256, digest, strlen(digest) + 1);
}

/* A file whose checksum is known to be another release's lies in the wrong folder, most likely. */
static void report_strayed(struct loading *l, const struct source *source, const char *digest)
{
	char published[ICD_DATE_SIZE], taken[ICD_DATE_SIZE];
	icd_date own = known_file_date(digest), date = own ? own : source->published;
	bool told = !own && l->strayed && strcmp(l->strayed, source->path) == 0;
	if (!date || date == source->date || told)
		return;
	report_add(l->report, source->date, REPORT_DIFFER, "%s: published for %s by its checksum, taken as of %s",
		   own ? source->display : source->path, icd_date_format(date, published),
		   icd_date_format(source->date, taken));
	if (!own)
		l->strayed = source->path;
}

static bool load_file(struct loading *l, const struct source *source)
{
	struct input in;
	uint8_t flags = 0;
	bool ok = false;
	if (!source_read(source, &in, l->err))
		return false;
	const char *digest = digest_of(l->pool, &in);
	report_strayed(l, source, digest);
	const struct source *twin = l->first_of[source->kind];
	if (twin) {
		char date[ICD_DATE_SIZE];
		ok = strcmp(digest, l->digest_of[source->kind]) == 0 ||
		     icd_fail(l->err, "%s and %s: two different files of one kind for %s", twin->display,
			      source->display, icd_date_format(source->date, date));
		goto end;
	}
	ok = read_kind(l, &in, source->kind, &flags);
	if (!ok)
		goto end;
	l->first_of[source->kind] = source;
	l->digest_of[source->kind] = digest;
	record_file(l, source, &in, digest, flags);
end:
	free((char *)in.data);
	return ok;
}

bool load_release(const struct source *sources, size_t count, struct icd_pool *pool, struct icd_pool *index_pool,
		  struct report *report, void (*progress)(const char *name), struct release *out, struct icd_error *err)
{
	struct loading l = {.pool = pool, .index_pool = index_pool, .report = report, .release = out, .err = err};
	memset(out, 0, sizeof *out);
	out->effective = sources[0].date;
	out->files = need(pool, count, sizeof *out->files);
	for (size_t i = 0; i < count; i++) {
		if (progress)
			progress(sources[i].name);
		if (!load_file(&l, &sources[i]))
			return false;
	}
	return true;
}
