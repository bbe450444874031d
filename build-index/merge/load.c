/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load.h"

#include "find/known.h"
#include "official/official.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

struct load_work {
	struct icd_pool *pool, *index_pool;
	struct report *report;
	struct release *release;
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

static void report_missing(struct load_work *w, const struct conversion_table *in, const struct conversion_table *from,
			   const char *name)
{
	char code[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	for (size_t i = 0; i < from->count; i++) {
		const struct conversion_row *row = &from->rows[i];
		if (!has_row(in, row))
			report_add(w->report, w->release->effective, REPORT_DIFFER,
				   "conversion table: %s, %s, \"%s\" stands only in the %s",
				   icd_code_format(row->code, code), icd_date_format(row->effective, date),
				   row->previous_text, name);
	}
}

/* The CSV counts; what the workbook has beside it is reported. */
static void take_conversion(struct load_work *w, struct conversion_table *table, enum icd_file_kind kind)
{
	if (w->release->conversion) {
		bool csv = kind == ICD_FILE_CONVERSION_CSV;
		const struct conversion_table *other = w->release->conversion;
		report_missing(w, other, table, csv ? "CSV" : "workbook");
		report_missing(w, table, other, csv ? "workbook" : "CSV");
		if (!csv)
			return;
	}
	w->release->conversion = table;
	for (size_t i = 0; i < table->unread_count; i++)
		report_add(w->report, w->release->effective, REPORT_DIFFER, "not read: %s", table->unread[i]);
}

/* ---- one file ---- */

/* Calls the reader for the kind; *flags are those of the file's record. */
static bool read_kind(struct load_work *w, const struct input *in, enum icd_file_kind kind, uint8_t *flags)
{
	static const enum icd_index_kind index_kinds[ICD_FILE_KINDS] = {[ICD_FILE_INDEX] = ICD_INDEX_ALPHABETIC,
									[ICD_FILE_CAUSE] = ICD_INDEX_CAUSE,
									[ICD_FILE_DRUG] = ICD_INDEX_DRUG,
									[ICD_FILE_NEOPLASM] = ICD_INDEX_NEOPLASM};
	struct release *r = w->release;
	struct conversion_table *conversion = NULL;
	bool ok = false;
	switch (kind) {
	case ICD_FILE_ORDER:
		ok = read_order(in, w->pool, &r->order, w->err);
		*flags = ok ? table_flags(r->order) : 0;
		break;
	case ICD_FILE_CODES:
		ok = read_codes(in, w->pool, &r->codes, w->err);
		*flags = ok ? table_flags(r->codes) : 0;
		break;
	case ICD_FILE_ORDER_ADDENDA:
		ok = read_addenda(in, w->pool, &r->order_addenda, w->err);
		break;
	case ICD_FILE_CODES_ADDENDA:
		ok = read_addenda(in, w->pool, &r->codes_addenda, w->err);
		break;
	case ICD_FILE_TABULAR:
		ok = read_tabular(in, w->pool, &r->tabular, w->err);
		break;
	case ICD_FILE_INDEX:
	case ICD_FILE_CAUSE:
	case ICD_FILE_DRUG:
	case ICD_FILE_NEOPLASM:
		ok = read_index(in, w->index_pool, &r->index[index_kinds[kind]], w->err);
		break;
	case ICD_FILE_CONVERSION_CSV:
	case ICD_FILE_CONVERSION_XLSX:
		ok = (kind == ICD_FILE_CONVERSION_CSV ? read_conversion_csv
						      : read_conversion_xlsx)(in, w->pool, &conversion, w->err);
		if (ok)
			take_conversion(w, conversion, kind);
		break;
	case ICD_FILE_POA:
		ok = read_poa(in, w->pool, &r->poa, w->err);
		break;
	case ICD_FILE_UNKNOWN:
	case ICD_FILE_KINDS:
		break;
	}
	return ok;
}

const struct release_file *release_file(const struct release *release, enum icd_file_kind kind)
{
	for (size_t i = 0; i < release->file_count; i++) {
		if (release->files[i].about.kind == kind)
			return &release->files[i];
	}
	return NULL;
}

static const char *digest_of(struct icd_pool *pool, const struct input *in)
{
	char text[ICD_DIGEST_SIZE];
	icd_digest_of(in->data, in->size, text);
	return need_text(pool, text, strlen(text));
}

/* A file whose checksum is known to be another release's lies in the wrong folder, most likely. */
static void report_strayed(struct load_work *w, const struct source *source, const char *digest)
{
	char published[ICD_DATE_SIZE], taken[ICD_DATE_SIZE];
	icd_date own = known_file_date(digest), date = own ? own : source->published;
	bool told = !own && w->strayed && strcmp(w->strayed, source->path) == 0;
	if (!date || date == source->date || told)
		return;
	report_add(w->report, source->date, REPORT_DIFFER, "%s: published for %s by its checksum, taken as of %s",
		   own ? source->display : source->path, icd_date_format(date, published),
		   icd_date_format(source->date, taken));
	if (!own)
		w->strayed = source->path;
}

static bool read_source(struct load_work *w, const struct source *source, const struct input *in)
{
	struct icd_file about = {source->kind, 0, source->name, in->size, digest_of(w->pool, in)};
	const struct release_file *twin = release_file(w->release, source->kind);
	char date[ICD_DATE_SIZE];
	report_strayed(w, source, about.sha256);
	if (twin)
		return strcmp(about.sha256, twin->about.sha256) == 0 ||
		       icd_fail(w->err, "%s and %s: two different files of one kind for %s", twin->path,
				source->display, icd_date_format(source->date, date));
	if (!read_kind(w, in, source->kind, &about.flags))
		return false;
	w->release->files[w->release->file_count++] = (struct release_file){source->display, about};
	return true;
}

static bool load_file(struct load_work *w, const struct source *source)
{
	struct input in;
	if (!source_read(source, &in, w->err))
		return false;
	bool ok = read_source(w, source, &in);
	free((char *)in.data);
	return ok;
}

bool load_release(const struct source *sources, size_t count, struct icd_pool *pool, struct icd_pool *index_pool,
		  struct report *report, void (*progress)(const char *name), struct release *out, struct icd_error *err)
{
	struct load_work w = {.pool = pool, .index_pool = index_pool, .report = report, .release = out, .err = err};
	memset(out, 0, sizeof *out);
	out->effective = sources[0].date;
	out->files = need(pool, count, sizeof *out->files);
	for (size_t i = 0; i < count; i++) {
		if (progress)
			progress(sources[i].name);
		if (!load_file(&w, &sources[i]))
			return false;
	}
	return true;
}
