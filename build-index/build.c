/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"

#include "words/words.h"
#include "cache/cache.h"
#include "find/find.h"
#include "find/known.h"
#include "guidelines/guidelines.h"
#include "merge/book.h"
#include "load/load.h"
#include "merge/merge.h"
#include "rebuild/rebuild.h"
#include "reindex/reindex.h"
#include "resume/resume.h"
#include "official/official.h"
#include "store/store.h"
#include "shown/shown.h"
#include "write/facts.h"
#include "write/publish.h"
#include "build_report.h"
#include "refresh_report.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- progress ---- */

static bool showing;

static void show(const char *what)
{
	static const char anew[] = "\r\033[K";
	if (!showing)
		return;
	shown_control(stderr, anew, sizeof anew - 1);
	fprintf(stderr, "%.70s", what);
}

static void show_file(const char *name)
{
	char text[128];
	snprintf(text, sizeof text, "reading %.100s", name);
	show(text);
}

/* ---- the releases there are ---- */

struct plan {
	struct source *first; /* of the release */
	size_t count;
	unsigned kinds; /* of file that it has: bits KIND(...) */
};

#define KIND(kind) (1u << (kind))

/* Beside the kinds: its tabular list can be rebuilt. */
#define KIND_REBUILT KIND(ICD_FILE_KINDS)
/* The same for the index or table of a kind. */
#define KIND_REINDEXED(kind) KIND(ICD_FILE_KINDS + 1 + (kind))

/* What can be rebuilt of a release that has these kinds, after releases that have those before. */
static unsigned rebuilt_kinds(unsigned kinds, unsigned before)
{
	unsigned rebuilt = 0;
	if (before & KIND(ICD_FILE_TABULAR) && kinds & KIND(ICD_FILE_TABULAR_ADDENDA))
		rebuilt |= KIND_REBUILT;
	for (unsigned i = 0; i < ICD_INDEXES; i++) {
		if (before & KIND(icd_index_files[i].published) && kinds & KIND(icd_index_files[i].addenda))
			rebuilt |= KIND_REINDEXED(i);
	}
	return rebuilt;
}

/* Before the first published tabular list: what it was before its addenda changed it, back to a release without any. */
static void plan_undoing(struct plan *plans, size_t count)
{
	size_t published = 0;
	while (published < count && !(plans[published].kinds & KIND(ICD_FILE_TABULAR)))
		published++;
	for (size_t i = published < count ? published : 0; i-- > 0;) {
		if (!(plans[i + 1].kinds & KIND(ICD_FILE_TABULAR_ADDENDA)) ||
		    !(plans[i].kinds & (KIND(ICD_FILE_ORDER) | KIND(ICD_FILE_CODES))))
			break;
		plans[i].kinds |= KIND_REBUILT;
	}
}

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
	unsigned before = 0;
	for (size_t i = 0; i < *count; i++) {
		plans[i].kinds |= rebuilt_kinds(plans[i].kinds, before);
		before |= plans[i].kinds;
	}
	plan_undoing(plans, *count);
	return plans;
}

/* The first release after `before` and before `date` that may have changed things: one that is known, or one that is held
 * with its codes and has not got what the sequence is of. */
static icd_date gap_between(const struct icd_about *about, icd_date before, icd_date date)
{
	icd_date gap = known_release_between(before, date);
	for (uint16_t i = 0; i < about->sets.count; i++) {
		icd_date held = about->sets.at[i].date;
		if (held > before && held < date && (!gap || held < gap))
			gap = held;
	}
	return gap;
}

static void add_member(struct icd_sequence *sequence, const struct icd_about *about, uint16_t release)
{
	icd_date date = about->releases[release].date;
	icd_date before = sequence->count ? sequence->at[sequence->count - 1].date : date;
	sequence->at[sequence->count++] = (struct icd_member){release, date, gap_between(about, before, date)};
}

static void plan_about(const struct plan *plans, uint16_t count, struct icd_pool *pool, struct icd_about *about)
{
	const struct {
		struct icd_sequence *sequence;
		unsigned kinds; /* a release with any of them is a member */
	} sequences[] = {
		{&about->sets, KIND(ICD_FILE_ORDER) | KIND(ICD_FILE_CODES) | KIND(ICD_FILE_ORDER_ADDENDA) |
				       KIND(ICD_FILE_CODES_ADDENDA) | KIND(ICD_FILE_TABULAR) | KIND_REBUILT},
		{&about->lists, KIND(ICD_FILE_TABULAR) | KIND_REBUILT},
		{&about->poa, KIND(ICD_FILE_POA)},
		{&about->index[ICD_INDEX_ALPHABETIC], KIND(ICD_FILE_INDEX) | KIND_REINDEXED(ICD_INDEX_ALPHABETIC)},
		{&about->index[ICD_INDEX_CAUSE], KIND(ICD_FILE_CAUSE) | KIND_REINDEXED(ICD_INDEX_CAUSE)},
		{&about->index[ICD_INDEX_DRUG], KIND(ICD_FILE_DRUG) | KIND_REINDEXED(ICD_INDEX_DRUG)},
		{&about->index[ICD_INDEX_NEOPLASM], KIND(ICD_FILE_NEOPLASM) | KIND_REINDEXED(ICD_INDEX_NEOPLASM)},
		{&about->guidelines, KIND(ICD_FILE_GUIDELINES)},
		{&about->edits, KIND(ICD_FILE_MCE)},
		{&about->gems[ICD_GEM_FROM_9], KIND(ICD_FILE_GEM_FROM_9)},
		{&about->gems[ICD_GEM_FROM_10], KIND(ICD_FILE_GEM_FROM_10)},
	};
	*about = (struct icd_about){.release_count = count};
	about->releases = need(pool, count, sizeof *about->releases);
	for (uint16_t i = 0; i < count; i++) {
		about->releases[i].date = plans[i].first->date;
		about->releases[i].tabular_digest = "";
		for (size_t j = 0; j < ICD_INDEXES; j++)
			about->releases[i].index_digest[j] = "";
		about->releases[i].guidelines_digest = "";
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

/* As long as the book lives; the indexes add to them. */
static const char **kept_sentences(struct book *book, const char **sentences, uint32_t count)
{
	const char **kept = NULL;
	for (uint32_t i = 0; i < count; i++) {
		kept = icd_pool_grown(&book->pool, kept, i, sizeof *kept);
		if (!kept)
			out_of_memory();
		kept[i] = intern(&book->texts, sentences[i]);
	}
	return kept;
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
		if (file->kind == ICD_FILE_CODES && set && !code_set_is(set, read->codes))
			file->flags |= ICD_FILE_OVERRULED;
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
		release->flags |= read->tabular_rebuilt ? ICD_RELEASE_REBUILT : 0;
		release->diags = read->tabular->diag_count;
		memcpy(release->notes, read->tabular->note_count, sizeof release->notes);
	}
	release->addenda = read->addenda;
	release->addenda.unplaced = kept_sentences(book, read->addenda.unplaced, read->addenda.unplaced_count);
	release->addenda.differences = kept_sentences(book, read->addenda.differences, read->addenda.difference_count);
	release->poa = read->poa ? (uint32_t)read->poa->count : 0;
	release->edits = read->mce ? (uint32_t)read->mce->count : 0;
	for (int i = 0; i < ICD_GEMS; i++)
		release->gems[i] = read->gems[i] ? (uint32_t)read->gems[i]->count : 0;
	release->guidelines = read->guidelines ? (uint32_t)read->guidelines->count : 0;
}

static void report_release(const struct icd_release *release, struct report *report)
{
	for (uint32_t i = 0; i < release->file_count; i++)
		report_add(report, release->date, REPORT_FACT, "%s", release->files[i].name);
	if (release->billable)
		report_add(report, release->date, REPORT_FACT, "%u billable codes, %u headers", release->billable,
			   release->headers);
	if (release->diags)
		report_add(report, release->date, REPORT_FACT, "tabular list: %u diags, %lu notes", release->diags,
			   icd_release_notes(release));
	if (release->poa)
		report_add(report, release->date, REPORT_FACT, "%u codes exempt from POA reporting", release->poa);
	if (release->edits)
		report_add(report, release->date, REPORT_FACT, "Medicare code edits: %u codes on its lists",
			   release->edits);
	for (int i = 0; i < ICD_GEMS; i++) {
		if (release->gems[i])
			report_add(report, release->date, REPORT_FACT, "general equivalence mapping from %s: %u rows",
				   i == ICD_GEM_FROM_9 ? "ICD-9-CM" : "ICD-10-CM", release->gems[i]);
	}
	if (release->guidelines)
		report_add(report, release->date, REPORT_FACT, "official guidelines: %u sections", release->guidelines);
}

/* Which files a release fails for; where the reader did not say it, the sentence begins with the path. */
static void blame(const struct release *read, struct left_out *left_out, const struct icd_error *err)
{
	bool blamed = false;
	for (size_t i = 0; i < 2; i++)
		blamed |= read->blamed[i] && leave_out(left_out, read->blamed[i], err->text);
	for (size_t i = 0; i < read->file_count && !blamed; i++) {
		const struct release_file *file = &read->files[i];
		size_t length = strlen(file->path);
		bool addenda = file->about.kind == ICD_FILE_ORDER_ADDENDA || file->about.kind == ICD_FILE_CODES_ADDENDA;
		if ((strncmp(err->text, file->path, length) == 0 && err->text[length] == ':') ||
		    (addenda && strncmp(err->text, "release ", 8) == 0))
			leave_out(left_out, file->path, err->text);
	}
}

/* A release read and not yet in the book. */
struct reading {
	struct icd_pool pool;
	struct release release;
};

static bool add_release(struct book *book, uint16_t number, struct reading *reading, struct report *report,
			struct left_out *left_out, struct icd_error *err)
{
	struct icd_release *about = &book->about.releases[number];
	const struct release *read = &reading->release;
	struct code_set *set = NULL;
	struct expansion expansion = {0};
	if (read->tabular_rebuilt)
		reading->release.tabular = book_keep_tabular(book, read->tabular, &reading->pool);
	struct report late = {0};                               /* what the comparison says comes after the counts */
	int earlier = icd_member_of(&book->about.sets, number); /* code sets before its own */
	if (read->tabular)
		code_set_expand(read->tabular, book, &reading->pool, &expansion);
	bool ok = plausible_release(read, &expansion, err) &&
		  code_set_make(read, &expansion, book, earlier, &reading->pool, &late, &set, err);
	if (ok) {
		fill_release(book, read, set, about);
		report_release(about, report);
		report_append(report, &late);
		book_add(book, read, set, number);
		if (read->conversion)
			conversions_add(book, read->conversion);
	} else {
		blame(read, left_out, err);
	}
	report_free(&late);
	return ok;
}

/* ---- all of them ---- */

/*
 * How many releases from this one on are read before the first of them is added: those whose tabular lists are rebuilt
 * wait for the next published one, which decides what they say.
 */
static uint16_t stretch_from(const struct plan *plans, uint16_t first, uint16_t count)
{
	uint16_t end = first, last = first;
	for (; end < count && !(plans[end].kinds & KIND(ICD_FILE_TABULAR)); end++)
		last = plans[end].kinds & KIND_REBUILT ? (uint16_t)(end + 1) : last;
	bool published = end < count;
	return published && last > first ? (uint16_t)(end + 1 - first) : last > first ? (uint16_t)(last - first) : 1;
}

/* The edition of the guidelines before a release: one that was loaded with it, the last one of these, or one that is in
 * the book already. */
static const struct guidelines *guidelines_before(const struct book *book, uint16_t release,
						  struct release *const *loaded, uint16_t count)
{
	while (count > 0 && !loaded[count - 1]->guidelines)
		count--;
	if (count > 0)
		return loaded[count - 1]->guidelines;
	int member = icd_member_on(&book->about.guidelines, book->about.releases[release].date - 1);
	while (member >= 0 && !book->guidelines[member])
		member--;
	return member < 0 ? NULL : book->guidelines[member];
}

/* Indexes and tables are rebuilt once all releases are read. */
static void rebuild_indexes(struct book *book, struct index_issues *issues, struct report *report)
{
	for (size_t i = 0; i < issues->count; i++)
		issues->accounts[i] = &book->about.releases[i].addenda;
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++) {
		const struct icd_sequence *sequence = &book->about.index[kind];
		reindex(issues, kind, &book->index_pool, report);
		for (uint16_t m = 0; m < sequence->count; m++) {
			const struct index_issue *issue = &issues->of[kind][sequence->at[m].release];
			book->indexes[kind][m] = issue->list;
			if (issue->rebuilt)
				book->about.releases[sequence->at[m].release].flags |=
					(unsigned)ICD_RELEASE_REBUILT_INDEX << kind;
		}
	}
}

/* Loads a release, and keeps what it says as the book does: what was read is forgotten file by file. */
static bool read_release(struct book *book, struct index_issues *issues, const struct plan *plan, uint16_t number,
			 const struct guidelines *earlier, struct reading *reading, struct report *report,
			 struct icd_error *err)
{
	struct icd_pool lists = {0};
	struct load_pools pools = {&reading->pool, &lists, issues->pool, &book->index_pool};
	struct release *release = &reading->release;
	bool ok = load_release(plan->first, plan->count, earlier, &pools, report, show_file, release, err);
	if (ok) {
		book_keep(book, release, &reading->pool);
		index_issues_keep(issues, number, release);
	}
	icd_pool_free(&lists);
	return ok;
}

static bool add_stretch(struct book *book, struct rebuilder *rebuilder, struct index_issues *issues,
			const struct plan *plans, uint16_t first, uint16_t count, struct report *report,
			struct left_out *left_out, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct reading *readings = need(&pool, count, sizeof *readings);
	struct release **releases = need(&pool, count, sizeof *releases);
	struct icd_pool **pools = need(&pool, count, sizeof *pools);
	bool ok = true;
	for (uint16_t i = 0; i < count && ok; i++) {
		releases[i] = &readings[i].release;
		pools[i] = &readings[i].pool;
		uint16_t number = (uint16_t)(first + i);
		ok = read_release(book, issues, &plans[number], number, guidelines_before(book, number, releases, i),
				  &readings[i], report, err);
		if (!ok)
			blame(releases[i], left_out, err);
	}
	if (ok)
		rebuild_tabular(rebuilder, releases, pools, count, report);
	for (uint16_t i = 0; i < count; i++) {
		ok = ok && add_release(book, (uint16_t)(first + i), &readings[i], report, left_out, err);
		icd_pool_free(&readings[i].pool);
	}
	icd_pool_free(&pool);
	return ok;
}

/* ---- releases that an earlier build read too ---- */

static struct resume resume_of(const struct cache *books, const struct plan *plans, uint16_t count,
			       struct icd_pool *pool)
{
	struct resume_release *releases = need(pool, count, sizeof *releases);
	for (uint16_t i = 0; i < count; i++)
		releases[i] = (struct resume_release){plans[i].first, plans[i].count,
						      plans[i].kinds & KIND(ICD_FILE_TABULAR)};
	return (struct resume){
		.books = books, .looked_by = plans->first->looked_by, .releases = releases, .count = count};
}

/* Reads what the book does not keep of a release that it has. Of the last one its tabular list too, which addenda after
 * it change. What there is to report of the files is reported already. */
static bool read_rest(struct book *book, struct rebuilder *rebuilder, struct index_issues *issues,
		      const struct plan *plan, uint16_t number, bool last, struct left_out *left_out,
		      struct icd_error *err)
{
	struct icd_pool pool = {0}, lists = {0};
	struct load_pools pools = {&pool, &lists, issues->pool, &book->index_pool};
	struct report told = {0};
	struct release release;
	for (size_t i = 0; i < plan->count; i++) {
		enum icd_file_kind kind = plan->first[i].kind;
		bool settled = number < issues->settled && icd_index_of(kind) < ICD_INDEXES;
		if (settled || (!resume_reads(kind) && !(last && kind == ICD_FILE_TABULAR)))
			source_done(&plan->first[i]);
	}
	bool ok = load_release(plan->first, plan->count, guidelines_before(book, number, NULL, 0), &pools, &told,
			       show_file, &release, err);
	if (ok) {
		index_issues_keep(issues, number, &release);
		book_add_documents(book, &release, number);
		if (last)
			rebuild_from(rebuilder, release.tabular, release.effective);
	} else {
		blame(&release, left_out, err);
	}
	report_free(&told);
	icd_pool_free(&lists);
	icd_pool_free(&pool);
	return ok;
}

/* ---- all of them ---- */

/* A list that is rebuilt lacks what addenda before it tell that are not held. */
static void report_missing(const struct icd_about *about, const struct icd_sequence *sequence, unsigned rebuilt,
			   const char *name, struct report *report)
{
	char date[ICD_DATE_SIZE];
	for (uint16_t i = 0; i < sequence->count; i++) {
		const struct icd_member *member = &sequence->at[i];
		if (i > 0 && member->gap && about->releases[member->release].flags & rebuilt)
			report_add(report, member->date, REPORT_TROUBLE,
				   "%s rebuilt without what the addenda of %s tell: they are not held", name,
				   icd_date_format(member->gap, date));
	}
}

static void report_all_missing(const struct icd_about *about, struct report *report)
{
	report_missing(about, &about->lists, ICD_RELEASE_REBUILT, "tabular list", report);
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
		report_missing(about, &about->index[kind], (unsigned)ICD_RELEASE_REBUILT_INDEX << kind,
			       index_names[kind], report);
}

/* Reads all releases and adds them to the book; what that takes besides is forgotten. */
static bool read_releases(struct book *book, struct index_issues *issues, const struct plan *plans,
			  struct resume *resume, struct report *report, struct left_out *left_out,
			  struct icd_error *err)
{
	struct rebuilder *rebuilder = rebuilder_start();
	struct icd_pool pool = {0};
	uint16_t releases = book->about.release_count;
	size_t lines = report->count; /* before there are any of releases */
	uint16_t known = resume_take(resume, book, report);
	bool ok = true;
	*issues = index_issues_start(&book->index_pool, &pool, releases);
	resume_take_indexes(resume, book, issues);
	for (uint16_t i = 0; ok && i < known; i++)
		ok = read_rest(book, rebuilder, issues, &plans[i], i, i + 1 == known, left_out, err);
	for (uint16_t i = known, count; ok && i < releases; i = (uint16_t)(i + count)) {
		count = stretch_from(plans, i, releases);
		ok = add_stretch(book, rebuilder, issues, plans, i, count, report, left_out, err);
		if (ok && i + count == resume_end(resume))
			resume_keep(resume, (uint16_t)(i + count), book, report, lines);
	}
	show("merging the releases");
	if (ok)
		rebuild_indexes(book, issues, report);
	rebuilder_free(rebuilder);
	icd_pool_free(&pool);
	return ok;
}

static bool build_records(const struct cache *books, const struct plan *plans, const struct icd_about *about,
			  struct records *records, struct report *report, struct left_out *left_out,
			  const struct icd_about *before, struct report *refresh, struct icd_error *err)
{
	struct book book;
	struct index_issues issues;
	struct icd_pool pool = {0};
	struct resume resume = resume_of(books, plans, about->release_count, &pool);
	book_start(&book, about);
	bool ok = read_releases(&book, &issues, plans, &resume, report, left_out, err);
	if (ok) {
		report_all_missing(&book.about, report);
		book_settle(&book);
		derive_sections(&book);
		conversions_settle(&book);
		ok = facts_make(&book, records, report, err);
	}
	if (ok)
		resume_keep_indexes(&resume, &book, &issues);
	if (ok && before)
		refresh_report(&book, before, refresh);
	index_issues_free(&issues);
	book_free(&book);
	resume_free(&resume);
	icd_pool_free(&pool);
	return ok;
}

/* The index that is there already, for the comparison; NULL when there is none, or none that can be read. */
static struct icd_store *open_before(const char *path, struct report *report)
{
	struct icd_store *store = NULL;
	struct icd_error err;
	if (access(path, F_OK) != 0 || (icd_store_open(path, &store, &err) && icd_store_sources(store, &err)))
		return store;
	icd_store_close(store);
	if (err.fault == ICD_FAULT_FORMAT)
		report_add(report, 0, REPORT_SAID, "the index before is of another format: replaced, not compared");
	else
		report_add(report, 0, REPORT_TROUBLE, "not compared with the index before: %s", err.text);
	return NULL;
}

/* What one attempt makes of the paths. */
struct attempt {
	const struct build_options *options;
	const struct cache *cache, *books;
	struct icd_pool pool;
	struct sources sources;
	struct icd_about about;
	struct records records;
	struct report report, refresh;
	struct icd_error *err;
};

static void attempt_free(struct attempt *a)
{
	sources_free(&a->sources);
	records_free(&a->records);
	report_free(&a->report);
	report_free(&a->refresh);
	icd_pool_free(&a->pool);
}

static bool make_attempt(struct attempt *a, char *const *paths, size_t count, const struct icd_store *before,
			 struct left_out *left_out)
{
	const struct build_options *options = a->options;
	struct find_options find = {options->effective, options->keep_going ? left_out : NULL, a->cache,
				    options->inventory};
	size_t releases;
	show("looking for release files");
	if (!find_sources(paths, count, &find, &a->pool, &a->report, &a->sources, a->err))
		return false;
	struct plan *plans = plan_releases(&a->sources, &a->pool, &releases);
	if (releases > ICD_RELEASES_MAX)
		return icd_fail(a->err, "%zu releases, %d at most were expected", releases, ICD_RELEASES_MAX);
	plan_about(plans, (uint16_t)releases, &a->pool, &a->about);
	if (!take_words(&a->about, a->err))
		return false;
	if (a->about.sets.count == 0)
		return icd_fail(a->err, "%s%s: no order file, codes file or tabular list in it: at least one is needed",
				paths[0], count > 1 ? " and the other paths" : "");
	return build_records(a->books, plans, &a->about, &a->records, &a->report, left_out,
			     before ? icd_store_about(before) : NULL, &a->refresh, a->err);
}

/* Attempts anew without the files that failed, as long as there are any such. */
static bool make_attempts(struct attempt *a, char *const *paths, size_t count, const struct icd_store *before,
			  struct build_told *told)
{
	for (;;) {
		size_t left_out = told->left_out.count;
		struct attempt next = {.options = a->options, .cache = a->cache, .books = a->books, .err = a->err};
		attempt_free(a);
		*a = next;
		if (make_attempt(a, paths, count, before, &told->left_out))
			return true;
		if (!a->options->keep_going || told->left_out.count == left_out)
			return false;
		leave_out_broken(&a->sources, &told->left_out);
	}
}

static icd_date newest_of(const struct attempt *a, const struct icd_store *before)
{
	const struct icd_about *old = before ? icd_store_about(before) : NULL;
	for (uint16_t i = a->about.sets.count; i-- > 0;) {
		if (old && !refresh_release(old, a->about.sets.at[i].date))
			return a->about.sets.at[i].date;
	}
	return a->about.sets.at[a->about.sets.count - 1].date;
}

static void tell_all(const struct attempt *a, const struct icd_store *before, uint64_t size, struct build_told *told)
{
	char index[PATH_MAX + 96];
	snprintf(index, sizeof index, "%s: %.1f MB, %u releases, %zu records", a->options->output, (double)size / 1e6,
		 (unsigned)a->about.release_count, a->records.count);
	for (size_t i = 0; i < told->left_out.count; i++) {
		if (!left_out_repeats(&told->left_out, i))
			report_add(&told->details, 0, REPORT_TROUBLE, "left out: %s", told->left_out.why[i]);
	}
	report_append(&told->details, &a->report);
	report_sort(&told->details);
	struct build_facts facts = {
		.about = &a->about,
		.details = &told->details,
		.refresh = &a->refresh,
		.index = index,
		.option = a->options->option,
		.newest = newest_of(a, before),
		.all = a->options->verbose,
	};
	build_report(&facts, &told->summary);
}

void build_told_free(struct build_told *told)
{
	report_free(&told->summary);
	report_free(&told->details);
	left_out_free(&told->left_out);
}

bool build_index(const struct build_options *options, char *const *paths, size_t count, struct build_told *told,
		 struct icd_error *err)
{
	struct attempt attempt = {.options = options, .err = err};
	struct cache *cache = NULL, *books = NULL;
	struct publication *publication = NULL;
	bool ok = false;
	showing = options->progress;
	if (!publish_start(options->output, &publication, err))
		return false;
	attempt.cache = cache = options->no_cache ? NULL : cache_open(CACHE_READ);
	attempt.books = books = options->no_cache ? NULL : cache_open(CACHE_BOOKS);
	struct icd_store *before = open_before(options->output, &told->details);
	if (make_attempts(&attempt, paths, count, before, told)) {
		show("writing the index");
		ok = publish_records(publication, &attempt.records, err);
	}
	told->passing = attempt.sources.documents_failed || told->left_out.count;
	if (ok)
		tell_all(&attempt, before, publish_size(publication), told);
	show("");
	publish_end(publication);
	icd_store_close(before);
	attempt_free(&attempt);
	cache_close(cache, CACHE_READ_MOST);
	cache_close(books, CACHE_BOOKS_MOST);
	return ok;
}
