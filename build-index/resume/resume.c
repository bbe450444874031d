/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resume.h"

#include "book_bytes.h"
#include "issues_bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool resume_reads(enum icd_file_kind kind)
{
	switch (kind) {
	case ICD_FILE_INDEX:
	case ICD_FILE_CAUSE:
	case ICD_FILE_DRUG:
	case ICD_FILE_NEOPLASM:
	case ICD_FILE_INDEX_ADDENDA:
	case ICD_FILE_CAUSE_ADDENDA:
	case ICD_FILE_DRUG_ADDENDA:
	case ICD_FILE_NEOPLASM_ADDENDA:
	case ICD_FILE_MCE:
	case ICD_FILE_GEM_FROM_9:
	case ICD_FILE_GEM_FROM_10:
	case ICD_FILE_GUIDELINES:
		return true;
	default:
		return false;
	}
}

/* ---- what it depends on ---- */

/* False when nobody knows what is in it. */
static bool put_source(struct icd_buffer *out, const struct source *source)
{
	icd_put_number(out, source->kind);
	icd_put_number(out, (uint32_t)source->date);
	icd_put_number(out, (uint32_t)source->published);
	icd_put_byte(out, source->inferred);
	icd_put_number(out, (uint64_t)(source->member + 1));
	icd_put_text(out, source->path);
	icd_put_text(out, source->display);
	icd_put_text(out, source->name);
	icd_put_text(out, source->look->sha256);
	return source->look->sha256[0];
}

/* Of what there is of these releases; false when it cannot be told. */
static bool key_of(const struct resume *resume, const char *what, uint16_t releases, char key[ICD_DIGEST_SIZE])
{
	char rule[ICD_DIGEST_SIZE + 32];
	struct icd_buffer sources = {0};
	snprintf(rule, sizeof rule, "%s of %d, %s", what, (int)releases, resume->looked_by);
	bool ok = true;
	for (uint16_t i = 0; i < releases && ok; i++) {
		for (size_t j = 0; j < resume->releases[i].count && ok; j++)
			ok = put_source(&sources, &resume->releases[i].sources[j]);
	}
	ok = ok && !sources.failed;
	if (ok)
		cache_key(rule, sources.data, sources.size, key);
	icd_buffer_free(&sources);
	return ok;
}

/* ---- the report, and what is known about the releases ---- */

static void walk_line(const struct icd_codec *c, struct report_line *line)
{
	ICD_CODEC_NUMBER(c, line->release, UINT32_MAX);
	ICD_CODEC_BYTE(c, line->weight);
	icd_codec_text(c, &line->text);
}

static void put_report(struct icd_buffer *out, const struct report *report, size_t first)
{
	icd_put_number(out, report->count - first);
	for (size_t i = first; i < report->count; i++)
		walk_line(&(struct icd_codec){.out = out}, &report->lines[i]);
}

static void get_report(struct icd_reader *in, struct report *report)
{
	uint32_t count = icd_get_count(in);
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		struct report_line line = {.text = ""};
		walk_line(&(struct icd_codec){.in = in}, &line);
		in->failed |= line.weight > REPORT_TROUBLE;
		report_add(report, line.release, line.weight, "%s", line.text);
	}
}

/* The releases alone: their places in sequences depend on those that come after them, too. */
static struct icd_about about_of(const struct book *book, uint16_t releases)
{
	return (struct icd_about){.releases = book->about.releases, .release_count = releases};
}

static void put_about(struct icd_buffer *out, const struct book *book, uint16_t releases)
{
	struct icd_about about = about_of(book, releases);
	icd_put_about(out, &about);
	icd_put_sources(out, &about);
}

/* The sentences in an array that grows on as the pool's arrays do: more will be told of the release. */
static const char **growing(struct icd_pool *pool, const char *const *sentences, uint32_t count)
{
	const char **grown = NULL;
	for (uint32_t i = 0; i < count; i++) {
		grown = icd_pool_grown(pool, grown, i, sizeof *grown);
		if (!grown)
			out_of_memory();
		grown[i] = sentences[i];
	}
	return grown;
}

static void get_about(struct icd_reader *in, struct book *book, uint16_t releases, struct icd_about *about)
{
	bool ok = icd_get_about(in, &book->pool, about) && icd_get_sources(in, &book->pool, about) &&
		  about->release_count == releases;
	for (uint16_t i = 0; ok && i < releases; i++) {
		struct icd_account *told = &about->releases[i].addenda;
		told->unplaced = growing(&book->pool, told->unplaced, told->unplaced_count);
		told->differences = growing(&book->pool, told->differences, told->difference_count);
		ok = about->releases[i].date == book->about.releases[i].date;
	}
	in->failed |= !ok;
}

/* ---- taking and keeping ---- */

/* Reads what was kept; the book has what is about its releases only when all of it is well. */
static bool get_all(struct icd_reader *in, struct book *book, uint16_t releases, struct report *report)
{
	struct icd_about about = {0};
	get_report(in, report);
	get_about(in, book, releases, &about);
	if (in->failed || !book_get(in, book, releases) || in->at != in->end)
		return false;
	memcpy(book->about.releases, about.releases, releases * sizeof *about.releases);
	return true;
}

static bool take(struct resume *resume, uint16_t releases, struct book *book, struct report *report)
{
	char key[ICD_DIGEST_SIZE];
	size_t size;
	struct report kept = {0};
	struct icd_about about = book->about;
	char *data = key_of(resume, "book", releases, key) ? cache_get(resume->books, key, &size) : NULL;
	if (!data)
		return false;
	struct icd_reader in = icd_reader_of(data, size);
	bool ok = get_all(&in, book, releases, &kept);
	if (ok) {
		resume->held[0] = data;
		report_append(report, &kept);
	} else {
		book_free(book);
		book_start(book, &about);
		free(data);
	}
	report_free(&kept);
	return ok;
}

uint16_t resume_take(struct resume *resume, struct book *book, struct report *report)
{
	for (uint16_t i = resume->books ? resume->count : 0; i > 0; i--) {
		if (resume->releases[i - 1].published && take(resume, i, book, report))
			return resume->taken = i;
	}
	return 0;
}

uint16_t resume_end(const struct resume *resume)
{
	uint16_t end = resume->books ? resume->count : 0;
	while (end > 0 && !resume->releases[end - 1].published)
		end--;
	return end;
}

void resume_keep(struct resume *resume, uint16_t releases, struct book *book, const struct report *report, size_t first)
{
	char key[ICD_DIGEST_SIZE];
	struct icd_buffer entry = {0};
	if (!resume->books || releases <= resume->taken + 1u || !key_of(resume, "book", releases, key))
		return;
	resume->kept = releases;
	put_report(&entry, report, first);
	put_about(&entry, book, releases);
	book_put(&entry, book, releases);
	if (!entry.failed)
		cache_put(resume->books, key, entry.data, entry.size);
	icd_buffer_free(&entry);
}

void resume_free(struct resume *resume)
{
	for (size_t i = 0; i < sizeof resume->held / sizeof *resume->held; i++)
		free(resume->held[i]);
}

/* ---- indexes and tables ---- */

/* Those of the last release may change with what comes after it. */
static uint16_t settled_of(uint16_t releases)
{
	return releases ? (uint16_t)(releases - 1) : 0;
}

static void get_digests(struct icd_reader *in, struct book *book, uint16_t settled)
{
	for (uint16_t i = 0; i < settled; i++) {
		for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
			book->about.releases[i].index_digest[kind] = icd_get_text(in);
	}
}

void resume_take_indexes(struct resume *resume, struct book *book, struct index_issues *issues)
{
	char key[ICD_DIGEST_SIZE];
	size_t size;
	uint16_t settled = settled_of(resume->taken);
	char *data =
		settled && key_of(resume, "indexes", resume->taken, key) ? cache_get(resume->books, key, &size) : NULL;
	resume->kept = resume->taken; /* they are kept again where they are wanting or damaged */
	if (!data)
		return;
	struct icd_reader in = icd_reader_of(data, size);
	resume->held[1] = data;
	if (!issues_get(&in, issues, settled, &book->index_pool))
		return;
	get_digests(&in, book, settled);
	resume->kept = 0;
}

void resume_keep_indexes(const struct resume *resume, const struct book *book, const struct index_issues *issues)
{
	char key[ICD_DIGEST_SIZE];
	struct icd_buffer entry = {0};
	uint16_t settled = settled_of(resume->kept);
	if (!settled || !key_of(resume, "indexes", resume->kept, key))
		return;
	issues_put(&entry, issues, settled);
	for (uint16_t i = 0; i < settled; i++) {
		for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
			icd_put_text(&entry, book->about.releases[i].index_digest[kind]);
	}
	if (!entry.failed)
		cache_put(resume->books, key, entry.data, entry.size);
	icd_buffer_free(&entry);
}
