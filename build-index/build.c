/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "base/words.h"
#include "find/find.h"
#include "find/known.h"
#include "merge/book.h"
#include "load/load.h"
#include "merge/merge.h"
#include "official/official.h"
#include "store/store.h"
#include "write/facts.h"
#include "write/publish.h"
#include "refresh_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- progress ---- */

static bool showing;

static void show(const char *what)
{
	if (showing)
		fprintf(stderr, "\r\033[K%.70s", what);
}

static void show_file(const char *name)
{
	char text[128];
	snprintf(text, sizeof text, "reading %.100s", name);
	show(text);
}

/* ---- the releases there are ---- */

struct plan {
	const struct source *first; /* of the release */
	size_t count;
	unsigned kinds; /* of file that it has: bits KIND(...) */
};

#define KIND(kind) (1u << (kind))

static struct plan *plan_releases(const struct sources *sources, struct icd_pool *pool, size_t *count)
{
	struct plan *plans = need(pool, sources->count + 1, sizeof *plans);
	*count = 0;
	for (size_t i = 0; i < sources->count; i++) {
		if (i == 0 || sources->at[i].date != sources->at[i - 1].date)
			plans[(*count)++].first = &sources->at[i];
		plans[*count - 1].count++;
		plans[*count - 1].kinds |= KIND(sources->at[i].kind);
	}
	return plans;
}

static void add_member(struct icd_sequence *sequence, const struct icd_about *about, uint16_t release)
{
	icd_date date = about->releases[release].date;
	icd_date before = sequence->count ? sequence->at[sequence->count - 1].date : date;
	sequence->at[sequence->count++] = (struct icd_member){release, date, known_release_between(before, date)};
}

static void plan_about(const struct plan *plans, uint16_t count, struct icd_pool *pool, struct icd_about *about)
{
	const struct {
		struct icd_sequence *sequence;
		unsigned kinds; /* a release with any of them is a member */
	} sequences[] = {
		{&about->sets, KIND(ICD_FILE_ORDER) | KIND(ICD_FILE_CODES) | KIND(ICD_FILE_ORDER_ADDENDA) |
				       KIND(ICD_FILE_CODES_ADDENDA) | KIND(ICD_FILE_TABULAR)},
		{&about->lists, KIND(ICD_FILE_TABULAR)},
		{&about->poa, KIND(ICD_FILE_POA)},
		{&about->index[ICD_INDEX_ALPHABETIC], KIND(ICD_FILE_INDEX)},
		{&about->index[ICD_INDEX_CAUSE], KIND(ICD_FILE_CAUSE)},
		{&about->index[ICD_INDEX_DRUG], KIND(ICD_FILE_DRUG)},
		{&about->index[ICD_INDEX_NEOPLASM], KIND(ICD_FILE_NEOPLASM)},
	};
	*about = (struct icd_about){.release_count = count};
	about->releases = need(pool, count, sizeof *about->releases);
	for (uint16_t i = 0; i < count; i++) {
		about->releases[i].date = plans[i].first->date;
		about->releases[i].tabular_digest = "";
		for (size_t j = 0; j < ICD_INDEXES; j++)
			about->releases[i].index_digest[j] = "";
	}
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		sequences[i].sequence->at = need(pool, count, sizeof(struct icd_member));
		for (uint16_t j = 0; j < count; j++) {
			if (plans[j].kinds & sequences[i].kinds)
				add_member(sequences[i].sequence, about, j);
		}
	}
}

/* By which words the index is made searchable. */
static bool take_words(struct icd_about *about, struct icd_error *err)
{
	struct icd_stemmer *stemmer = icd_stemmer_new();
	if (!stemmer)
		return icd_out_of_memory(err);
	about->words = icd_stemmer_fingerprint(stemmer);
	bool ok = !icd_stemmer_failed(stemmer) || icd_out_of_memory(err);
	icd_stemmer_free(stemmer);
	return ok;
}

/* ---- one release ---- */

static void digest_tabular(const struct tabular_list *list, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	icd_digest_front(&digest, list->front);
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		unsigned depth = 0;
		for (size_t up = place->parent; up != SIZE_MAX; up = list->places[up].parent)
			depth++;
		icd_digest_place(&digest, place->kind, depth, place->name, place->title, place->placeholder);
		for (size_t j = 0; j < place->entry_count; j++) {
			const struct entry *entry = &place->entries[j];
			icd_digest_entry(&digest, entry->kind, entry->flags, entry->character, entry->text);
		}
	}
	icd_digest_end(&digest, out);
}

static void fill_release(struct book *book, const struct release *read, const struct code_set *set,
			 struct icd_release *release)
{
	release->files = need(&book->pool, read->file_count, sizeof *release->files);
	release->file_count = (uint32_t)read->file_count;
	for (size_t i = 0; i < read->file_count; i++) {
		struct icd_file *file = &release->files[i];
		*file = read->files[i].about;
		file->name = intern(&book->texts, file->name);
		file->sha256 = intern(&book->texts, file->sha256);
	}
	if (set) {
		release->flags |= set->flags;
		release->billable = (uint32_t)set->billable;
		release->headers = (uint32_t)(set->count - set->billable);
	}
	if (read->tabular) {
		char digest[ICD_DIGEST_SIZE];
		digest_tabular(read->tabular, digest);
		release->tabular_digest = intern(&book->texts, digest);
		release->diags = read->tabular->diag_count;
		memcpy(release->notes, read->tabular->note_count, sizeof release->notes);
	}
	release->poa = read->poa ? (uint32_t)read->poa->count : 0;
}

static void report_release(const struct icd_release *release, struct report *report)
{
	unsigned long notes = 0;
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		notes += release->notes[i];
	for (uint32_t i = 0; i < release->file_count; i++)
		report_add(report, release->date, REPORT_FACT, "%s", release->files[i].name);
	if (release->billable)
		report_add(report, release->date, REPORT_FACT, "%u billable codes, %u headers", release->billable,
			   release->headers);
	if (release->diags)
		report_add(report, release->date, REPORT_FACT, "tabular list: %u diags, %lu notes", release->diags,
			   notes);
	if (release->poa)
		report_add(report, release->date, REPORT_FACT, "%u codes exempt from POA reporting", release->poa);
}

static bool add_release(struct book *book, uint16_t release, const struct plan *plan, struct report *report,
			struct icd_error *err)
{
	struct icd_release *about = &book->about.releases[release];
	struct icd_pool pool = {0};
	struct release read;
	struct code_set *set = NULL;
	struct expansion expansion = {0};
	struct report late = {0};                                /* what the comparison says comes after the counts */
	int earlier = icd_member_of(&book->about.sets, release); /* code sets before its own */
	bool ok = load_release(plan->first, plan->count, &pool, &book->index_pool, report, show_file, &read, err);
	if (ok && read.tabular)
		code_set_expand(read.tabular, &pool, &expansion);
	ok = ok && plausible_release(&read, &expansion, err) &&
	     code_set_make(&read, &expansion, book, earlier, &pool, &late, &set, err);
	if (ok) {
		fill_release(book, &read, set, about);
		report_release(about, report);
		report_append(report, &late);
		book_add(book, &read, set, release);
		if (read.conversion)
			conversions_add(book, read.conversion);
	}
	report_free(&late);
	icd_pool_free(&pool);
	return ok;
}

/* ---- all of them ---- */

static bool build_records(const struct plan *plans, const struct icd_about *about, struct records *records,
			  struct report *report, const struct icd_about *before, struct report *refresh,
			  struct icd_error *err)
{
	struct book book;
	bool ok = true;
	book_start(&book, about);
	for (uint16_t i = 0; ok && i < about->release_count; i++)
		ok = add_release(&book, i, &plans[i], report, err);
	if (ok) {
		show("merging the releases");
		book_settle(&book);
		conversions_settle(&book);
		ok = facts_make(&book, records, report, err);
	}
	if (ok && before)
		refresh_report(&book, before, refresh);
	book_free(&book);
	return ok;
}

/* The index that is there already, for the comparison; NULL when there is none, or none that can be read. */
static struct icd_store *open_before(const char *path, struct report *refresh)
{
	struct icd_store *store = NULL;
	struct icd_error err;
	if (access(path, F_OK) != 0 || icd_store_open(path, &store, &err))
		return store;
	if (err.fault == ICD_FAULT_FORMAT)
		report_add(refresh, 0, REPORT_FACT, "the index before is of another format: replaced, not compared");
	else
		report_add(refresh, 0, REPORT_DIFFER, "not compared with the index before: %s", err.text);
	return store;
}

bool build_index(const struct build_options *options, char *const *paths, size_t count, struct report *report,
		 struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct sources sources = {0};
	struct records records = {0};
	struct report refresh = {0};
	struct publication *publication = NULL;
	struct icd_about about;
	size_t releases;
	bool ok = false;
	showing = options->progress;
	if (!publish_start(options->output, &publication, err))
		return false;
	struct icd_store *before = open_before(options->output, &refresh);
	show("looking for release files");
	if (!find_sources(paths, count, &(struct find_options){.effective = options->effective}, &pool, report,
			  &sources, err))
		goto end;
	struct plan *plans = plan_releases(&sources, &pool, &releases);
	if (releases > ICD_RELEASES_MAX) {
		icd_fail(err, "%zu releases, %d at most were expected", releases, ICD_RELEASES_MAX);
		goto end;
	}
	plan_about(plans, (uint16_t)releases, &pool, &about);
	if (!take_words(&about, err))
		goto end;
	if (about.sets.count == 0) {
		icd_fail(err, "%s%s: no order file, codes file or tabular list in it: at least one is needed", paths[0],
			 count > 1 ? " and the other paths" : "");
		goto end;
	}
	if (!build_records(plans, &about, &records, report, before ? icd_store_about(before) : NULL, &refresh, err))
		goto end;
	show("writing the index");
	ok = publish_records(publication, &records, err);
	report_sort(report);
	if (ok) {
		report_add(report, 0, REPORT_FACT, "%s: %.1f MB, %u releases, %zu records", options->output,
			   (double)publish_size(publication) / 1e6, (unsigned)about.release_count, records.count);
		report_append(report, &refresh);
	}
end:
	show("");
	publish_end(publication);
	icd_store_close(before);
	records_free(&records);
	report_free(&refresh);
	sources_free(&sources);
	icd_pool_free(&pool);
	return ok;
}
