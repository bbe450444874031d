/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each put function has its get function right after it; they are to be read and
 * changed together. A list is its count, then its items.
 */
#include "record.h"

#include <string.h>

static bool done(const struct icd_reader *in)
{
	return !in->failed;
}

static void put_span(struct icd_buffer *out, struct icd_span span)
{
	icd_put_number(out, span.first);
	icd_put_number(out, (uint64_t)(span.last - span.first));
}

static struct icd_span get_span(struct icd_reader *in)
{
	uint32_t first = icd_get_number_to(in, ICD_RELEASES_MAX);
	uint32_t length = icd_get_number_to(in, ICD_RELEASES_MAX);
	return (struct icd_span){(uint16_t)first, (uint16_t)(first + length)};
}

void icd_put_spans(struct icd_buffer *out, const struct icd_span *spans, uint32_t count)
{
	icd_put_number(out, count);
	for (uint32_t i = 0; i < count; i++)
		put_span(out, spans[i]);
}

struct icd_span *icd_get_spans(struct icd_reader *in, struct icd_pool *pool, uint32_t *count)
{
	struct icd_span *spans = icd_get_items(in, pool, count, sizeof *spans);
	for (uint32_t i = 0; i < *count && !in->failed; i++)
		spans[i] = get_span(in);
	return spans;
}

static void put_date(struct icd_buffer *out, icd_date date)
{
	icd_put_number(out, (uint64_t)date);
}

static icd_date get_date(struct icd_reader *in)
{
	uint32_t date = icd_get_number_to(in, 99991231);
	if (date != 0 && !icd_date_valid((icd_date)date))
		in->failed = true;
	return (icd_date)date;
}

/* ---- runs: the state's two bits and whether dates follow share a byte ---- */

enum { RUN_STATE = 3, RUN_SINCE = 4, RUN_UNTIL = 8 };

void icd_put_runs(struct icd_buffer *out, const struct icd_runs *runs)
{
	icd_put_number(out, runs->count);
	for (uint32_t i = 0; i < runs->count; i++) {
		const struct icd_run *run = &runs->at[i];
		icd_put_byte(out, (unsigned)run->state | (run->since ? RUN_SINCE : 0) | (run->until ? RUN_UNTIL : 0));
		put_span(out, run->span);
		if (run->since)
			put_date(out, run->since);
		if (run->until)
			put_date(out, run->until);
	}
}

bool icd_get_runs(struct icd_reader *in, struct icd_pool *pool, struct icd_runs *runs)
{
	runs->at = icd_get_items(in, pool, &runs->count, sizeof *runs->at);
	for (uint32_t i = 0; i < runs->count && !in->failed; i++) {
		unsigned byte = icd_get_byte(in);
		struct icd_run *run = &runs->at[i];
		run->state = byte & RUN_STATE;
		if (run->state > ICD_BILLABLE)
			in->failed = true;
		run->span = get_span(in);
		run->since = byte & RUN_SINCE ? get_date(in) : 0;
		run->until = byte & RUN_UNTIL ? get_date(in) : 0;
	}
	return done(in);
}

/* ---- dated texts ---- */

static void put_texts(struct icd_buffer *out, const struct icd_texts *texts)
{
	icd_put_number(out, texts->count);
	for (uint32_t i = 0; i < texts->count; i++) {
		put_span(out, texts->at[i].span);
		icd_put_text(out, texts->at[i].text);
	}
}

static void get_texts(struct icd_reader *in, struct icd_pool *pool, struct icd_texts *texts)
{
	texts->at = icd_get_items(in, pool, &texts->count, sizeof *texts->at);
	for (uint32_t i = 0; i < texts->count && !in->failed; i++) {
		texts->at[i].span = get_span(in);
		texts->at[i].text = icd_get_text(in);
	}
}

/* ---- entries ---- */

static void put_entry(struct icd_buffer *out, const struct icd_entry *entry)
{
	icd_put_byte(out, entry->kind);
	icd_put_byte(out, entry->flags);
	icd_put_text(out, entry->text);
	if (entry->kind == ICD_ENTRY_SEVENTH)
		icd_put_text(out, entry->character);
	icd_put_spans(out, entry->spans, entry->span_count);
	icd_put_number(out, entry->reference_count);
	for (uint32_t i = 0; i < entry->reference_count; i++)
		icd_put_reference(out, &entry->references[i]);
}

static void get_entry(struct icd_reader *in, struct icd_pool *pool, struct icd_entry *entry)
{
	entry->kind = icd_get_byte(in);
	if (entry->kind >= ICD_ENTRY_KINDS)
		in->failed = true;
	entry->flags = (uint8_t)icd_get_byte(in);
	entry->text = icd_get_text(in);
	entry->character = entry->kind == ICD_ENTRY_SEVENTH ? icd_get_text(in) : "";
	entry->spans = icd_get_spans(in, pool, &entry->span_count);
	entry->references = icd_get_items(in, pool, &entry->reference_count, sizeof *entry->references);
	for (uint32_t i = 0; i < entry->reference_count && !in->failed; i++)
		icd_get_reference(in, &entry->references[i]);
}

static void put_entries(struct icd_buffer *out, const struct icd_entries *entries)
{
	icd_put_number(out, entries->count);
	for (uint32_t i = 0; i < entries->count; i++)
		put_entry(out, &entries->at[i]);
}

static void get_entries(struct icd_reader *in, struct icd_pool *pool, struct icd_entries *entries)
{
	entries->at = icd_get_items(in, pool, &entries->count, sizeof *entries->at);
	for (uint32_t i = 0; i < entries->count && !in->failed; i++)
		get_entry(in, pool, &entries->at[i]);
}

/* ---- children: their titles begin as their parent's does, more often than not ---- */

static void put_title(struct icd_buffer *out, const char *text, const char *parent)
{
	size_t shared = 0;
	while (text[shared] && text[shared] == parent[shared])
		shared++;
	icd_put_number(out, shared);
	icd_put_text(out, text + shared);
}

static const char *get_title(struct icd_reader *in, struct icd_pool *pool, const char *parent)
{
	size_t shared = icd_get_number_to(in, (uint32_t)strlen(parent));
	const char *rest = icd_get_text(in);
	if (shared == 0)
		return rest;
	size_t size = strlen(rest) + 1; /* with its NUL */
	char *text = icd_reader_take(in, pool, shared + size, 1);
	if (!text)
		return "";
	memcpy(mempcpy(text, parent, shared), rest, size);
	return text;
}

static void put_child(struct icd_buffer *out, const struct icd_child *child, const char *parent)
{
	icd_put_text(out, child->code);
	icd_put_runs(out, &child->runs);
	icd_put_number(out, child->titles.count);
	for (uint32_t i = 0; i < child->titles.count; i++) {
		put_span(out, child->titles.at[i].span);
		put_title(out, child->titles.at[i].text, parent);
	}
	icd_put_spans(out, child->spans, child->span_count);
}

static void get_child(struct icd_reader *in, struct icd_pool *pool, const char *parent, struct icd_child *child)
{
	child->code = icd_get_text(in);
	icd_get_runs(in, pool, &child->runs);
	child->titles.at = icd_get_items(in, pool, &child->titles.count, sizeof *child->titles.at);
	for (uint32_t i = 0; i < child->titles.count && !in->failed; i++) {
		child->titles.at[i].span = get_span(in);
		child->titles.at[i].text = get_title(in, pool, parent);
	}
	child->spans = icd_get_spans(in, pool, &child->span_count);
}

/* The newest title; "" when there is none. */
static const char *newest(const struct icd_texts *titles)
{
	return titles->count ? titles->at[titles->count - 1].text : "";
}

static void put_children(struct icd_buffer *out, const struct icd_children *children, const struct icd_texts *titles)
{
	icd_put_number(out, children->count);
	for (uint32_t i = 0; i < children->count; i++)
		put_child(out, &children->at[i], newest(titles));
}

static void get_children(struct icd_reader *in, struct icd_pool *pool, const struct icd_texts *titles,
			 struct icd_children *children)
{
	children->at = icd_get_items(in, pool, &children->count, sizeof *children->at);
	for (uint32_t i = 0; i < children->count && !in->failed; i++)
		get_child(in, pool, newest(titles), &children->at[i]);
}

/* ---- conversions ---- */

static void put_conversions(struct icd_buffer *out, const struct icd_conversions *conversions)
{
	icd_put_number(out, conversions->count);
	for (uint32_t i = 0; i < conversions->count; i++) {
		const struct icd_conversion *one = &conversions->at[i];
		put_date(out, one->date);
		icd_put_text(out, one->text);
		icd_put_number(out, one->count);
		for (uint32_t j = 0; j < one->count; j++)
			icd_put_text(out, one->codes[j]);
	}
}

static void get_conversions(struct icd_reader *in, struct icd_pool *pool, struct icd_conversions *conversions)
{
	conversions->at = icd_get_items(in, pool, &conversions->count, sizeof *conversions->at);
	for (uint32_t i = 0; i < conversions->count && !in->failed; i++) {
		struct icd_conversion *one = &conversions->at[i];
		one->date = get_date(in);
		one->text = icd_get_text(in);
		one->codes = icd_get_items(in, pool, &one->count, sizeof *one->codes);
		for (uint32_t j = 0; j < one->count && !in->failed; j++)
			one->codes[j] = icd_get_text(in);
	}
}

/* ---- a code ---- */

static void put_diags(struct icd_buffer *out, const struct icd_code_record *record)
{
	icd_put_number(out, record->diag_count);
	for (uint32_t i = 0; i < record->diag_count; i++) {
		put_span(out, record->diags[i].span);
		icd_put_byte(out, record->diags[i].placeholder);
		icd_put_text(out, record->diags[i].title);
	}
}

static void get_diags(struct icd_reader *in, struct icd_pool *pool, struct icd_code_record *record)
{
	record->diags = icd_get_items(in, pool, &record->diag_count, sizeof *record->diags);
	for (uint32_t i = 0; i < record->diag_count && !in->failed; i++) {
		record->diags[i].span = get_span(in);
		record->diags[i].placeholder = icd_get_byte(in) == 1;
		record->diags[i].title = icd_get_text(in);
	}
}

static void put_memberships(struct icd_buffer *out, const struct icd_code_record *record)
{
	icd_put_number(out, record->membership_count);
	for (uint32_t i = 0; i < record->membership_count; i++) {
		put_span(out, record->memberships[i].span);
		icd_put_text(out, record->memberships[i].section);
	}
}

static void get_memberships(struct icd_reader *in, struct icd_pool *pool, struct icd_code_record *record)
{
	record->memberships = icd_get_items(in, pool, &record->membership_count, sizeof *record->memberships);
	for (uint32_t i = 0; i < record->membership_count && !in->failed; i++) {
		record->memberships[i].span = get_span(in);
		record->memberships[i].section = icd_get_text(in);
	}
}

void icd_put_code(struct icd_buffer *out, const struct icd_code_record *record)
{
	icd_put_text(out, record->code);
	icd_put_number(out, record->ordinal);
	icd_put_number(out, record->last - record->ordinal);
	icd_put_runs(out, &record->runs);
	put_texts(out, &record->long_titles);
	put_texts(out, &record->short_titles);
	put_texts(out, &record->display_titles);
	put_diags(out, record);
	put_memberships(out, record);
	put_children(out, &record->children, &record->long_titles);
	icd_put_spans(out, record->poa, record->poa_count);
	put_conversions(out, &record->replaced);
	put_conversions(out, &record->replaced_by);
	put_entries(out, &record->entries);
}

bool icd_get_code(struct icd_reader *in, struct icd_pool *pool, struct icd_code_record *record)
{
	icd_get_short_text(in, record->code, sizeof record->code);
	record->ordinal = icd_get_number_to(in, UINT32_MAX / 2);
	record->last = record->ordinal + icd_get_number_to(in, UINT32_MAX / 2);
	icd_get_runs(in, pool, &record->runs);
	get_texts(in, pool, &record->long_titles);
	get_texts(in, pool, &record->short_titles);
	get_texts(in, pool, &record->display_titles);
	get_diags(in, pool, record);
	get_memberships(in, pool, record);
	get_children(in, pool, &record->long_titles, &record->children);
	record->poa = icd_get_spans(in, pool, &record->poa_count);
	get_conversions(in, pool, &record->replaced);
	get_conversions(in, pool, &record->replaced_by);
	get_entries(in, pool, &record->entries);
	return done(in);
}

/* ---- sections and chapters ---- */

void icd_put_section(struct icd_buffer *out, const struct icd_section_record *record)
{
	icd_put_number(out, record->chapter);
	put_texts(out, &record->ids);
	put_texts(out, &record->titles);
	put_children(out, &record->categories, &record->titles);
	put_entries(out, &record->entries);
}

bool icd_get_section(struct icd_reader *in, struct icd_pool *pool, struct icd_section_record *record)
{
	record->chapter = (uint16_t)icd_get_number_to(in, 99);
	get_texts(in, pool, &record->ids);
	get_texts(in, pool, &record->titles);
	get_children(in, pool, &record->titles, &record->categories);
	get_entries(in, pool, &record->entries);
	return done(in);
}

void icd_put_chapter(struct icd_buffer *out, const struct icd_chapter_record *record)
{
	icd_put_number(out, record->number);
	put_texts(out, &record->titles);
	put_children(out, &record->sections, &record->titles);
	put_entries(out, &record->entries);
}

bool icd_get_chapter(struct icd_reader *in, struct icd_pool *pool, struct icd_chapter_record *record)
{
	record->number = (uint16_t)icd_get_number_to(in, 99);
	get_texts(in, pool, &record->titles);
	get_children(in, pool, &record->titles, &record->sections);
	get_entries(in, pool, &record->entries);
	return done(in);
}

/* ---- incoming notes ---- */

void icd_put_incoming(struct icd_buffer *out, const struct icd_incoming_record *record)
{
	icd_put_number(out, record->count);
	for (uint32_t i = 0; i < record->count; i++) {
		const struct icd_incoming *one = &record->at[i];
		icd_put_byte(out, one->place);
		icd_put_text(out, one->name);
		icd_put_text(out, one->label);
		icd_put_number(out, one->first);
		icd_put_number(out, one->last);
		put_entry(out, &one->entry);
	}
}

bool icd_get_incoming(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_record *record)
{
	uint32_t more = icd_get_count(in);
	struct icd_incoming *at = icd_reader_take(in, pool, record->count + more, sizeof *at);
	if (in->failed)
		return false;
	if (record->count)
		memcpy(at, record->at, record->count * sizeof *at);
	record->at = at;
	for (; more > 0 && !in->failed; more--) {
		struct icd_incoming *one = &record->at[record->count++];
		one->place = icd_get_byte(in);
		if (one->place > ICD_PLACE_CODE)
			in->failed = true;
		one->name = icd_get_text(in);
		one->label = icd_get_text(in);
		one->first = icd_get_number_to(in, UINT32_MAX);
		one->last = icd_get_number_to(in, UINT32_MAX);
		get_entry(in, pool, &one->entry);
	}
	return done(in);
}

/* ---- official files ---- */

static void put_moves(struct icd_buffer *out, const struct icd_moves *moves)
{
	icd_put_number(out, moves->count);
	for (uint32_t i = 0; i < moves->count; i++) {
		icd_put_number(out, moves->at[i].code);
		icd_put_number(out, moves->at[i].after);
	}
}

static void get_moves(struct icd_reader *in, struct icd_pool *pool, struct icd_moves *moves)
{
	moves->at = icd_get_items(in, pool, &moves->count, sizeof *moves->at);
	for (uint32_t i = 0; i < moves->count && !in->failed; i++) {
		moves->at[i].code = icd_get_number_to(in, UINT32_MAX);
		moves->at[i].after = icd_get_number_to(in, UINT32_MAX);
	}
}

void icd_put_export(struct icd_buffer *out, const struct icd_export_record *record)
{
	icd_put_text(out, record->front);
	put_moves(out, &record->moves);
	put_moves(out, &record->parents);
}

bool icd_get_export(struct icd_reader *in, struct icd_pool *pool, struct icd_export_record *record)
{
	record->front = icd_get_text(in);
	get_moves(in, pool, &record->moves);
	get_moves(in, pool, &record->parents);
	return done(in);
}

/* ---- about the index ---- */

static void put_sequence(struct icd_buffer *out, const struct icd_sequence *sequence)
{
	icd_put_number(out, sequence->count);
	for (uint16_t i = 0; i < sequence->count; i++) {
		icd_put_number(out, sequence->at[i].release);
		put_date(out, sequence->at[i].gap);
	}
}

static void get_sequence(struct icd_reader *in, struct icd_pool *pool, const struct icd_about *about,
			 struct icd_sequence *sequence)
{
	sequence->count = (uint16_t)icd_get_number_to(in, about->release_count);
	sequence->at = icd_reader_take(in, pool, sequence->count, sizeof *sequence->at);
	for (uint16_t i = 0; i < sequence->count && !in->failed; i++) {
		uint32_t release = icd_get_number_to(in, ICD_RELEASES_MAX);
		sequence->at[i].gap = get_date(in);
		if (release >= about->release_count) {
			in->failed = true;
			return;
		}
		sequence->at[i].release = (uint16_t)release;
		sequence->at[i].date = about->releases[release].date;
	}
}

static void put_release(struct icd_buffer *out, const struct icd_release *release)
{
	put_date(out, release->date);
	icd_put_number(out, release->flags);
	icd_put_number(out, release->billable);
	icd_put_number(out, release->headers);
	icd_put_number(out, release->diags);
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		icd_put_number(out, release->notes[i]);
	icd_put_number(out, release->poa);
	icd_put_text(out, release->tabular_digest);
	for (int i = 0; i < ICD_INDEXES; i++)
		icd_put_text(out, release->index_digest[i]);
	icd_put_number(out, release->file_count);
	for (uint32_t i = 0; i < release->file_count; i++) {
		icd_put_byte(out, release->files[i].kind);
		icd_put_text(out, release->files[i].name);
		icd_put_number(out, release->files[i].size);
		icd_put_text(out, release->files[i].sha256);
		icd_put_byte(out, release->files[i].flags);
	}
}

static void get_release(struct icd_reader *in, struct icd_pool *pool, struct icd_release *release)
{
	release->date = get_date(in);
	release->flags = icd_get_number_to(in, UINT32_MAX);
	release->billable = icd_get_number_to(in, UINT32_MAX);
	release->headers = icd_get_number_to(in, UINT32_MAX);
	release->diags = icd_get_number_to(in, UINT32_MAX);
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		release->notes[i] = icd_get_number_to(in, UINT32_MAX);
	release->poa = icd_get_number_to(in, UINT32_MAX);
	release->tabular_digest = icd_get_text(in);
	for (int i = 0; i < ICD_INDEXES; i++)
		release->index_digest[i] = icd_get_text(in);
	release->files = icd_get_items(in, pool, &release->file_count, sizeof *release->files);
	for (uint32_t i = 0; i < release->file_count && !in->failed; i++) {
		release->files[i].kind = icd_get_byte(in);
		if (release->files[i].kind >= ICD_FILE_KINDS)
			in->failed = true;
		release->files[i].name = icd_get_text(in);
		release->files[i].size = icd_get_number(in);
		release->files[i].sha256 = icd_get_text(in);
		release->files[i].flags = (uint8_t)icd_get_byte(in);
	}
}

void icd_put_about(struct icd_buffer *out, const struct icd_about *about)
{
	icd_put_number(out, about->release_count);
	for (uint16_t i = 0; i < about->release_count; i++)
		put_release(out, &about->releases[i]);
	put_sequence(out, &about->sets);
	put_sequence(out, &about->lists);
	put_sequence(out, &about->poa);
	for (int i = 0; i < ICD_INDEXES; i++)
		put_sequence(out, &about->index[i]);
	icd_put_number(out, about->code_count);
	icd_put_number(out, about->words);
}

bool icd_get_about(struct icd_reader *in, struct icd_pool *pool, struct icd_about *about)
{
	about->release_count = (uint16_t)icd_get_number_to(in, ICD_RELEASES_MAX);
	about->releases = icd_reader_take(in, pool, about->release_count, sizeof *about->releases);
	for (uint16_t i = 0; i < about->release_count && !in->failed; i++)
		get_release(in, pool, &about->releases[i]);
	if (in->failed)
		return false;
	get_sequence(in, pool, about, &about->sets);
	get_sequence(in, pool, about, &about->lists);
	get_sequence(in, pool, about, &about->poa);
	for (int i = 0; i < ICD_INDEXES; i++)
		get_sequence(in, pool, about, &about->index[i]);
	about->code_count = icd_get_number_to(in, UINT32_MAX / 2);
	about->words = icd_get_number(in);
	return done(in);
}

/* ---- spans within their sequences ---- */

bool icd_runs_fit(const struct icd_runs *runs, const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < runs->count; i++)
		fit &= runs->at[i].span.last < about->sets.count;
	return fit;
}

static bool texts_fit(const struct icd_texts *texts, const struct icd_sequence *sequence)
{
	bool fit = true;
	for (uint32_t i = 0; i < texts->count; i++)
		fit &= texts->at[i].span.last < sequence->count;
	return fit;
}

static bool spans_fit(const struct icd_span *spans, uint32_t count, const struct icd_sequence *sequence)
{
	bool fit = true;
	for (uint32_t i = 0; i < count; i++)
		fit &= spans[i].last < sequence->count;
	return fit;
}

static bool entries_fit(const struct icd_entries *entries, const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < entries->count; i++)
		fit &= spans_fit(entries->at[i].spans, entries->at[i].span_count, &about->lists);
	return fit;
}

/* `titles` is the sequence that the children's titles are dated by. */
static bool children_fit(const struct icd_children *children, const struct icd_sequence *titles,
			 const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < children->count; i++) {
		const struct icd_child *child = &children->at[i];
		fit &= icd_runs_fit(&child->runs, about) && texts_fit(&child->titles, titles) &&
		       spans_fit(child->spans, child->span_count, &about->lists);
	}
	return fit;
}

bool icd_code_fits(const struct icd_code_record *record, const struct icd_about *about)
{
	bool fit = icd_runs_fit(&record->runs, about) && texts_fit(&record->long_titles, &about->sets) &&
		   texts_fit(&record->short_titles, &about->sets) && texts_fit(&record->display_titles, &about->sets) &&
		   children_fit(&record->children, &about->sets, about) &&
		   spans_fit(record->poa, record->poa_count, &about->poa) && entries_fit(&record->entries, about);
	for (uint32_t i = 0; i < record->diag_count; i++)
		fit &= record->diags[i].span.last < about->lists.count;
	for (uint32_t i = 0; i < record->membership_count; i++)
		fit &= record->memberships[i].span.last < about->lists.count;
	return fit;
}

bool icd_section_fits(const struct icd_section_record *record, const struct icd_about *about)
{
	return texts_fit(&record->ids, &about->lists) && texts_fit(&record->titles, &about->lists) &&
	       children_fit(&record->categories, &about->sets, about) && entries_fit(&record->entries, about);
}

bool icd_chapter_fits(const struct icd_chapter_record *record, const struct icd_about *about)
{
	return texts_fit(&record->titles, &about->lists) && children_fit(&record->sections, &about->lists, about) &&
	       entries_fit(&record->entries, about);
}
