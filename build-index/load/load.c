/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load.h"

#include "find/evidence.h"
#include "find/known.h"
#include "guidelines/guidelines.h"
#include "official/official.h"
#include "store/write.h"
#include "parsed.h"
#include "twins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct load_work {
	struct icd_pool *pool; /* of the release */
	struct icd_pool *list_pool, *addenda_pool, *book_pool;
	const struct guidelines *earlier; /* the edition before */
	struct report *report;
	struct release *release;
	const char *conversion_name; /* of the table read first */
	const char *strayed;         /* path of the zip last told to be of another release */
	struct icd_error *err;
};

static uint8_t file_flags(bool uses_lf, bool canonical)
{
	return (uint8_t)((uses_lf ? ICD_FILE_LF : 0) | (canonical ? 0 : ICD_FILE_IRREGULAR));
}

static uint8_t table_flags(const struct code_table *table)
{
	return file_flags(table->uses_lf, table->canonical);
}

static enum icd_gem gem_of(enum icd_file_kind kind)
{
	return kind == ICD_FILE_GEM_FROM_9 ? ICD_GEM_FROM_9 : ICD_GEM_FROM_10;
}

/* ---- the same kind twice ---- */

/* What a conversion table adds to the ones read before. */
static bool take_conversion(struct load_work *w, struct conversion_table *table, const char *name)
{
	struct release *r = w->release;
	struct conversion_file one = {r->conversion, w->conversion_name}, other = {table, name};
	if (one.table && !join_conversions(&one, &other, r->effective, w->pool, w->report, &table, w->err)) {
		r->blamed[0] = one.name;
		return false;
	}
	if (!one.table)
		w->conversion_name = name;
	for (size_t i = 0; !one.table && i < table->unread_count; i++)
		report_add(w->report, r->effective, REPORT_TROUBLE, "not read: %s", table->unread[i]);
	r->conversion = table;
	return true;
}

static bool is_xml(const struct input *in)
{
	return memchr(in->data, '<', in->size < 4 ? in->size : 4) != NULL;
}

/* A table of drugs as CSV beside one in XML, which counts. */
static const char *compare_drug_csv(struct load_work *w, const struct release *second, const char *name)
{
	size_t lone;
	const char *found =
		index_contradiction(w->release->index[ICD_INDEX_DRUG], second->index[ICD_INDEX_DRUG], &lone);
	if (!found && lone)
		report_add(w->report, w->release->effective, REPORT_DIFFER,
			   "table of drugs: %zu terms of %s are not in the XML, which counts", lone, name);
	return found;
}

/* What the list of the file that was read second has otherwise; NULL when they are equal. */
static const char *difference_of(const struct load_work *w, const struct release *second, enum icd_file_kind kind)
{
	const struct release *first = w->release;
	switch (kind) {
	case ICD_FILE_ORDER:
		return code_table_difference(first->order, second->order, w->pool);
	case ICD_FILE_CODES:
		return code_table_difference(first->codes, second->codes, w->pool);
	case ICD_FILE_POA:
		return poa_difference(first->poa, second->poa, w->pool);
	case ICD_FILE_INDEX:
	case ICD_FILE_CAUSE:
	case ICD_FILE_DRUG:
	case ICD_FILE_NEOPLASM:
		return index_difference(first->index[icd_index_of(kind)], second->index[icd_index_of(kind)]);
	case ICD_FILE_TABULAR_ADDENDA:
		return addendum_difference(first->tabular_addendum, second->tabular_addendum);
	case ICD_FILE_INDEX_ADDENDA:
	case ICD_FILE_CAUSE_ADDENDA:
	case ICD_FILE_DRUG_ADDENDA:
	case ICD_FILE_NEOPLASM_ADDENDA:
		return addendum_difference(first->index_addenda[icd_index_of(kind)],
					   second->index_addenda[icd_index_of(kind)]);
	case ICD_FILE_MCE:
		return mce_difference(first->mce, second->mce, w->pool);
	case ICD_FILE_GEM_FROM_9:
	case ICD_FILE_GEM_FROM_10:
		return gem_difference(first->gems[gem_of(kind)], second->gems[gem_of(kind)], w->pool);
	case ICD_FILE_GUIDELINES:
		return guidelines_difference(first->guidelines, second->guidelines);
	default:
		return "";
	}
}

/* ---- one file ---- */

/* A file of a release, whose bytes are read when they are asked for. */
struct file {
	struct source *source;
	struct input in; /* without data until then */
};

static void forget_bytes(struct file *file)
{
	free((char *)file->in.data);
	file->in = (struct input){0};
}

/* NULL, with one sentence, when they cannot be read. */
static const struct input *bytes_of(struct load_work *w, struct file *file)
{
	return file->in.data || source_read(file->source, &file->in, w->err) ? &file->in : NULL;
}

/* What a document says: what is made of a PDF, a text itself. */
static const struct input *words_of(struct load_work *w, struct file *file)
{
	if (!file->source->look->is_pdf)
		return bytes_of(w, file);
	forget_bytes(file);
	return source_words(file->source, &file->in, w->err) ? &file->in : NULL;
}

static bool read_addendum(struct load_work *w, struct file *file, struct addendum **out)
{
	const struct source *source = file->source;
	const struct input *words = words_of(w, file);
	if (!words)
		return false;
	bool ok = addendum_read(words, w->addenda_pool, out, w->err);
	bool table = source->kind == ICD_FILE_DRUG_ADDENDA || source->kind == ICD_FILE_NEOPLASM_ADDENDA;
	if (ok && table && !(*out)->placed && (*out)->row_count > (*out)->head_rows + 1) /* more than "No changes" */
		ok = icd_fail(
			w->err,
			"%s: the columns of a table are told by the places of its words: its PDF, or what pdftotext -tsv "
			"makes of it, was expected",
			source->display);
	return ok;
}

static bool read_document(struct load_work *w, struct file *file, struct release *r)
{
	const struct input *lines = words_of(w, file);
	return lines && read_guidelines(lines, w->earlier, w->book_pool, &r->guidelines, w->err);
}

/* Reads an order file or a codes file, or what changes one. */
static bool read_code_table(struct load_work *w, enum icd_file_kind kind, const struct input *in, struct release *r)
{
	if (kind == ICD_FILE_ORDER_ADDENDA)
		return read_addenda(in, w->pool, &r->order_addenda, w->err);
	if (kind == ICD_FILE_CODES_ADDENDA)
		return read_addenda(in, w->pool, &r->codes_addenda, w->err);
	return kind == ICD_FILE_ORDER ? read_order(in, w->list_pool, &r->order, w->err)
				      : read_codes(in, w->list_pool, &r->codes, w->err);
}

static bool read_conversion(struct load_work *w, enum icd_file_kind kind, const struct input *in, struct release *r)
{
	return kind == ICD_FILE_CONVERSION_CSV ? read_conversion_csv(in, w->pool, &r->conversion, w->err)
					       : read_conversion_xlsx(in, w->pool, &r->conversion, w->err);
}

/* Calls the reader for the kind of file, other than a document. */
static bool read_bytes(struct load_work *w, enum icd_file_kind kind, const struct input *in, struct release *r)
{
	switch (kind) {
	case ICD_FILE_ORDER:
	case ICD_FILE_CODES:
	case ICD_FILE_ORDER_ADDENDA:
	case ICD_FILE_CODES_ADDENDA:
		return read_code_table(w, kind, in, r);
	case ICD_FILE_TABULAR:
		return read_tabular(in, w->list_pool, &r->tabular, w->err);
	case ICD_FILE_INDEX:
	case ICD_FILE_CAUSE:
	case ICD_FILE_DRUG:
	case ICD_FILE_NEOPLASM:
		return (is_xml(in) ? read_index : read_drug_csv)(in, w->list_pool, &r->index[icd_index_of(kind)],
								 w->err);
	case ICD_FILE_CONVERSION_CSV:
	case ICD_FILE_CONVERSION_XLSX:
		return read_conversion(w, kind, in, r);
	case ICD_FILE_POA:
		return read_poa(in, w->pool, &r->poa, w->err);
	case ICD_FILE_MCE:
		return read_mce(in, w->book_pool, &r->mce, w->err);
	case ICD_FILE_GEM_FROM_9:
	case ICD_FILE_GEM_FROM_10:
		return read_gem(in, gem_of(kind), w->book_pool, &r->gems[gem_of(kind)], w->err);
	default:
		return false;
	}
}

/* Calls the reader for the kind of the source. */
static bool read_anew(struct load_work *w, struct file *file, struct release *r)
{
	enum icd_file_kind kind = file->source->kind;
	const struct input *in;
	switch (kind) {
	case ICD_FILE_GUIDELINES:
		return read_document(w, file, r);
	case ICD_FILE_TABULAR_ADDENDA:
		return read_addendum(w, file, &r->tabular_addendum);
	case ICD_FILE_INDEX_ADDENDA:
	case ICD_FILE_CAUSE_ADDENDA:
	case ICD_FILE_DRUG_ADDENDA:
	case ICD_FILE_NEOPLASM_ADDENDA:
		return read_addendum(w, file, &r->index_addenda[icd_index_of(kind)]);
	default:
		in = bytes_of(w, file);
		return in && read_bytes(w, kind, in, r);
	}
}

/* ---- what was made of the same bytes before ---- */

/* Where the readers put it. */
static struct icd_pool *pool_of(const struct load_work *w, enum icd_file_kind kind)
{
	bool gem = kind == ICD_FILE_GEM_FROM_9 || kind == ICD_FILE_GEM_FROM_10;
	bool book = gem || kind == ICD_FILE_GUIDELINES;
	bool list = kind == ICD_FILE_ORDER || kind == ICD_FILE_CODES || kind == ICD_FILE_TABULAR ||
		    icd_index_of(kind) < ICD_INDEXES;
	return book ? w->book_pool : list ? w->list_pool : w->pool;
}

/* What the reader of guidelines asks of the edition before. */
static void digest_headings(const struct guidelines *earlier, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	for (size_t i = 0; earlier && i < earlier->count; i++)
		icd_digest_guideline(&digest, earlier->at[i].number, earlier->at[i].title, "");
	icd_digest_end(&digest, out);
}

static void parsed_key(const struct load_work *w, const struct source *source, const char *sha256,
		       char key[ICD_DIGEST_SIZE])
{
	char rule[2 * ICD_DIGEST_SIZE + 32], headings[ICD_DIGEST_SIZE] = "";
	bool document = source->kind == ICD_FILE_GUIDELINES;
	if (document)
		digest_headings(w->earlier, headings);
	snprintf(rule, sizeof rule, "parsed %d %s %s", (int)source->kind,
		 document ? source->looked_by : source->program, headings);
	cache_key(rule, sha256, strlen(sha256), key);
}

static bool recall(const struct load_work *w, const struct source *source, const char *key, struct release *r)
{
	struct icd_pool *pool = pool_of(w, source->kind);
	size_t size;
	char *kept = cache_get(source->cache, key, &size);
	if (!kept)
		return false;
	struct icd_reader in = icd_reader_of(need_copy(pool, kept, size, 1), size);
	free(kept);
	return parsed_get(&in, pool, source->kind, r);
}

static void keep(const struct source *source, const char *key, const struct release *r)
{
	struct icd_buffer entry = {0};
	if (parsed_put(&entry, source->kind, r))
		cache_put(source->cache, key, entry.data, entry.size);
	icd_buffer_free(&entry);
}

static bool read_one(struct load_work *w, struct file *file, const char *sha256, struct release *r)
{
	const struct source *source = file->source;
	char key[ICD_DIGEST_SIZE];
	if (!source->cache || !sha256 || !parsed_keeps(source->kind))
		return read_anew(w, file, r);
	parsed_key(w, source, sha256, key);
	if (recall(w, source, key, r))
		return true;
	if (!read_anew(w, file, r))
		return false;
	keep(source, key, r);
	return true;
}

static bool is_conversion(enum icd_file_kind kind)
{
	return kind == ICD_FILE_CONVERSION_CSV || kind == ICD_FILE_CONVERSION_XLSX;
}

static uint8_t flags_of(enum icd_file_kind kind, const struct release *r)
{
	if (kind == ICD_FILE_ORDER || kind == ICD_FILE_CODES)
		return table_flags(kind == ICD_FILE_ORDER ? r->order : r->codes);
	if (kind == ICD_FILE_GEM_FROM_9 || kind == ICD_FILE_GEM_FROM_10)
		return file_flags(r->gems[gem_of(kind)]->uses_lf, r->gems[gem_of(kind)]->canonical);
	return 0;
}

/* What the source says, into the release; *flags are those of the file's record. `sha256` is NULL where nobody knows. */
static bool read_kind(struct load_work *w, struct file *file, const char *sha256, struct release *r, uint8_t *flags)
{
	const struct source *source = file->source;
	struct release table = {0};
	if (is_conversion(source->kind))
		return read_one(w, file, sha256, &table) && take_conversion(w, table.conversion, source->display);
	if (!read_one(w, file, sha256, r))
		return false;
	*flags = flags_of(source->kind, r);
	return true;
}

const struct release_file *release_file(const struct release *release, enum icd_file_kind kind)
{
	for (size_t i = 0; i < release->file_count; i++) {
		if (release->files[i].about.kind == kind)
			return &release->files[i];
	}
	return NULL;
}

/* A file whose checksum is known to be another release's lies in the wrong folder, most likely. */
static void report_strayed(struct load_work *w, const struct source *source, const char *digest)
{
	char published[ICD_DATE_SIZE], taken[ICD_DATE_SIZE];
	bool by_zip = source->published != 0;
	icd_date date = by_zip ? source->published : known_file_date(digest);
	if (!date || date == source->date || (by_zip && w->strayed && strcmp(w->strayed, source->path) == 0))
		return;
	report_add(w->report, source->date, REPORT_TROUBLE, "%s: published for %s by its checksum, taken as of %s",
		   by_zip ? source->path : source->display, icd_date_format(date, published),
		   icd_date_format(source->date, taken));
	if (by_zip)
		w->strayed = source->path;
}

/* A second file of a kind adds nothing if it says the same; if it does not, nobody knows which of them is right. */
static bool read_second(struct load_work *w, struct file *file, const char *sha256, const struct release_file *first)
{
	const struct source *source = file->source;
	const struct input *in = NULL;
	struct release second = {0};
	uint8_t flags;
	char date[ICD_DATE_SIZE];
	if (!read_kind(w, file, sha256, &second, &flags) ||
	    (source->kind == ICD_FILE_DRUG && !(in = bytes_of(w, file))))
		return false;
	bool csv = in && !is_xml(in);
	const char *difference =
		csv ? compare_drug_csv(w, &second, source->display) : difference_of(w, &second, source->kind);
	if (!difference) {
		report_add(w->report, source->date, REPORT_ASIDE, "%s: the same as %s", source->display, first->path);
		return true;
	}
	w->release->blamed[0] = first->path;
	return icd_fail(w->err, "%s and %s: two different files of one kind for %s%s%s", first->path, source->display,
			icd_date_format(source->date, date), *difference ? ", at " : "", difference);
}

static bool read_source(struct load_work *w, struct file *file)
{
	const struct source *source = file->source;
	const struct look *look = source->look;
	if (!look->sha256[0] && !bytes_of(w, file))
		return false;
	struct icd_file about = {source->kind, 0, source->name, look->size,
				 need_text(w->pool, look->sha256, strlen(look->sha256))};
	const struct release_file *twin = release_file(w->release, source->kind);
	report_strayed(w, source, about.sha256);
	if (twin && strcmp(about.sha256, twin->about.sha256) == 0)
		return true;
	if (twin && !is_conversion(source->kind))
		return read_second(w, file, about.sha256, twin);
	if (!read_kind(w, file, about.sha256, w->release, &about.flags))
		return false;
	w->release->files[w->release->file_count++] = (struct release_file){source->display, about};
	return !source->inferred || content_agrees(w->release, source, w->err);
}

static bool load_file(struct load_work *w, struct source *source)
{
	struct file file = {.source = source};
	bool ok = read_source(w, &file);
	if (!ok)
		w->release->blamed[1] = source->display;
	forget_bytes(&file);
	source_done(source);
	return ok;
}

bool load_release(struct source *sources, size_t count, const struct guidelines *earlier,
		  const struct load_pools *pools, struct report *report, void (*progress)(const char *name),
		  struct release *out, struct icd_error *err)
{
	struct load_work w = {.pool = pools->release,
			      .list_pool = pools->lists,
			      .addenda_pool = pools->addenda,
			      .book_pool = pools->book,
			      .earlier = earlier,
			      .report = report,
			      .release = out,
			      .err = err};
	memset(out, 0, sizeof *out);
	out->effective = sources[0].date;
	out->files = need(w.pool, count, sizeof *out->files);
	for (size_t i = 0; i < count; i++) {
		if (sources[i].done)
			continue;
		if (progress)
			progress(sources[i].name);
		if (!load_file(&w, &sources[i]))
			return false;
	}
	return true;
}

static void try_alone(struct source *source, struct left_out *left_out)
{
	struct icd_pool pool = {0};
	struct report ignored = {0};
	struct release release = {.effective = source->date};
	struct icd_error err;
	struct load_work w = {.pool = &pool,
			      .list_pool = &pool,
			      .addenda_pool = &pool,
			      .book_pool = &pool,
			      .report = &ignored,
			      .release = &release,
			      .err = &err};
	struct file file = {.source = source};
	uint8_t flags;
	if (!read_kind(&w, &file, NULL, &release, &flags))
		leave_out(left_out, source->display, err.text);
	forget_bytes(&file);
	source_done(source);
	report_free(&ignored);
	icd_pool_free(&pool);
}

void leave_out_broken(struct sources *sources, struct left_out *left_out)
{
	for (size_t i = 0; i < sources->count; i++) {
		struct source *source = &sources->at[i];
		if (!source->done && !source->look->is_pdf && source->kind != ICD_FILE_GUIDELINES)
			try_alone(source, left_out);
	}
}
