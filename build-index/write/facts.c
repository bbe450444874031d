/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "base/base.h"
#include "facts/spans.h"
#include "notes/note_grammar.h"
#include "search_facts/search_facts.h"
#include "index_facts.h"
#include "manifestations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the state of the making ---- */

struct incoming_list {
	struct icd_incoming *at;
	size_t count, capacity;
};

struct making {
	struct book *book;
	struct records *records;
	struct report *report;
	struct icd_pool pool; /* of the record in hand */
	struct icd_pool kept; /* of the incoming notes and the classes of history */
	struct icd_buffer buffer;
	uint32_t *categories; /* ordinals of the categories, ascending */
	size_t category_count;
	struct incoming_list *incoming;                 /* for each of them */
	struct incoming_list incoming_letters['Z' + 1]; /* of notes that refer to many of them */
	uint32_t *class_of;                             /* by code: its class of history */
	struct icd_runs *classes;
	size_t class_count, class_capacity;
	struct note_tally *tally; /* by tabular list */
	struct report unknown;    /* references to codes that no release has */
};

/* What became of the notes of a list that may name codes. */
struct note_tally {
	uint32_t notes, resolved, no_code, not_understood;
};

static uint16_t set_count(const struct making *m)
{
	return m->book->about.sets.count;
}

static uint16_t list_count(const struct making *m)
{
	return m->book->about.lists.count;
}

static void keep(struct making *m, const struct icd_key *key)
{
	records_add(m->records, key, &m->buffer);
	icd_pool_reset(&m->pool);
}

/* ---- titles ---- */

/* The newest list not after the set's date that has the code; else the nearest later one. */
static const struct place_state *list_state_for(const struct making *m, const struct book_code *code, icd_date date)
{
	const struct place_state *found = NULL;
	for (uint16_t i = 0; code->lists && i < list_count(m); i++) {
		if (!code->lists[i].present)
			continue;
		if (m->book->about.lists.at[i].date <= date || !found)
			found = &code->lists[i];
	}
	return found;
}

static bool is_ascii(const char *text)
{
	while (*text && !((unsigned char)*text & 0x80))
		text++;
	return !*text;
}

/* The title for display in a code set: the tabular list's spelling where it only adds accents. */
static const char *display_title(const struct making *m, const struct book_code *code, uint16_t set)
{
	const char *title = code->long_title[set];
	if (!title)
		return NULL;
	const struct place_state *state = list_state_for(m, code, m->book->about.sets.at[set].date);
	if (!state || state->title == title || is_ascii(state->title))
		return title;
	return icd_text_same_but_accents(state->title, title) ? state->title : title;
}

static const char **display_titles(struct making *m, const struct book_code *code)
{
	const char **titles = need(&m->pool, set_count(m), sizeof *titles);
	for (uint16_t i = 0; i < set_count(m); i++)
		titles[i] = display_title(m, code, i);
	return titles;
}

static void put_titles(struct making *m, const struct book_code *code, struct icd_code_record *record)
{
	const char **shorts = need(&m->pool, set_count(m), sizeof *shorts);
	const char **display = display_titles(m, code);
	bool same = true;
	for (uint16_t i = 0; i < set_count(m); i++) {
		same &= display[i] == code->long_title[i];
		shorts[i] =
			code->long_title[i] && code->short_title[i] == code->long_title[i] ? "" : code->short_title[i];
	}
	record->long_titles = texts_of(&m->pool, code->long_title, set_count(m));
	record->short_titles = texts_of(&m->pool, shorts, set_count(m));
	if (!same)
		record->display_titles = texts_of(&m->pool, display, set_count(m));
}

/* ---- being in the tabular lists ---- */

static void put_diags(struct making *m, const struct book_code *code, struct icd_code_record *record)
{
	record->diags = need(&m->pool, list_count(m), sizeof *record->diags);
	for (uint16_t i = 0; code->lists && i < list_count(m); i++) {
		const struct place_state *state = &code->lists[i];
		if (!state->present)
			continue;
		const char *shown = display_title(m, code, book_set_on(m->book, m->book->about.lists.at[i].date));
		const char *title = shown == state->title ? "" : state->title;
		struct icd_diag *last = record->diag_count ? &record->diags[record->diag_count - 1] : NULL;
		if (last && last->span.last + 1 == i && last->placeholder == state->placeholder &&
		    strcmp(last->title, title) == 0)
			last->span.last = i;
		else
			record->diags[record->diag_count++] = (struct icd_diag){{i, i}, state->placeholder, title};
	}
}

static void put_memberships(struct making *m, const struct book_code *code, struct icd_code_record *record)
{
	record->memberships = need(&m->pool, list_count(m), sizeof *record->memberships);
	for (uint16_t i = 0; code->lists && i < list_count(m); i++) {
		const struct place_state *state = &code->lists[i];
		struct icd_membership *last =
			record->membership_count ? &record->memberships[record->membership_count - 1] : NULL;
		if (!state->present || !state->section)
			continue;
		if (last && last->span.last + 1 == i && last->section == state->section)
			last->span.last = i;
		else
			record->memberships[record->membership_count++] =
				(struct icd_membership){{i, i}, state->section};
	}
}

/* ---- what notes name ---- */

static bool known(void *context, const char *prefix)
{
	return book_has_prefix(context, prefix);
}

/*
 * Where a reference begins and ends in tabular order; first > last when it means no code held. An end of a
 * range that no release has ("K00-K93" where K92 is the last before it, "S13.0-S13.4" in an excerpt that
 * begins with S13.4) is stood in for by the nearest code within the range.
 */
static void resolve(const struct book *book, struct icd_reference *reference)
{
	bool range = strcmp(reference->from, reference->to) != 0;
	uint32_t first, last, start, end = 0;
	reference->first = 1;
	reference->last = 0;
	if (!reference->from[0])
		return;
	bool starts = book_interval(book, reference->from, &first, &last) ||
		      (range && book_nearest(book, reference->from, true, &first, &last));
	bool ends = range ? book_interval(book, reference->to, &start, &end) ||
				    book_nearest(book, reference->to, false, &start, &end)
			  : starts;
	if (!starts || !ends || (range && end < first))
		return;
	reference->first = first;
	reference->last = range ? end : last;
}

static bool may_name_codes(const struct icd_entry *entry)
{
	return entry->kind < ICD_NOTE_KINDS && !(entry->flags & ICD_ENTRY_EMPTY);
}

/* Counts the note for each list it stands in and names what could not be read, once. */
static void tally_note(struct making *m, const struct icd_entry *entry, enum note_outcome outcome, const char *label,
		       const struct note_reference *found, size_t count)
{
	icd_date newest = 0;
	for (uint16_t i = 0; i < list_count(m); i++) {
		if (!icd_spans_have(entry->spans, entry->span_count, i))
			continue;
		struct note_tally *tally = &m->tally[i];
		newest = m->book->about.lists.at[i].date;
		tally->notes++;
		tally->resolved += outcome == NOTE_RESOLVED;
		tally->no_code += outcome == NOTE_NAMES_NO_CODE;
		tally->not_understood += outcome == NOTE_NOT_UNDERSTOOD;
	}
	if (outcome == NOTE_NOT_UNDERSTOOD)
		report_add(m->report, newest, REPORT_DIFFER, "%s: note not understood: \"%s\"", label, entry->text);
	for (size_t i = 0; i < count; i++) {
		char shown[ICD_REFERENCE_TEXT];
		if (found[i].from_known && found[i].to_known)
			continue;
		icd_reference_text(&found[i].reference, entry->text, shown, sizeof shown);
		report_add(&m->unknown, newest, REPORT_DETAIL, "%s: %s in \"%.200s\"", label, shown, entry->text);
	}
}

static void put_references(struct making *m, struct icd_entry *entry, const char *at, const char *label)
{
	static struct note_reference found[NOTE_REFERENCES_MAX];
	size_t count = 0;
	enum note_outcome outcome = note_parse(entry->text, at, known, m->book, found, &count);
	entry->references = need(&m->pool, count, sizeof *entry->references);
	for (size_t i = 0; i < count; i++) {
		struct icd_reference *reference = &entry->references[entry->reference_count++];
		*reference = found[i].reference;
		resolve(m->book, reference);
	}
	tally_note(m, entry, outcome, label, found, count);
}

/* ---- notes seen from the codes they name ---- */

static size_t first_category_not_before(const struct making *m, uint32_t ordinal)
{
	size_t low = 0, high = m->category_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t category = m->categories[middle];
		if (m->book->codes[m->book->order[category]].last < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct icd_entry copy_entry(struct making *m, const struct icd_entry *entry)
{
	struct icd_entry copy = *entry;
	copy.spans = need(&m->kept, entry->span_count, sizeof *copy.spans);
	memcpy(copy.spans, entry->spans, entry->span_count * sizeof *copy.spans);
	copy.references = need(&m->kept, entry->reference_count, sizeof *copy.references);
	memcpy(copy.references, entry->references, entry->reference_count * sizeof *copy.references);
	return copy;
}

struct carrier { /* the place that carries an entry */
	enum icd_place_kind kind;
	const char *name, *label;
	uint32_t first, last;
};

/* A note that refers to more categories than this is kept once for each letter they begin with. */
#define FEW_CATEGORIES 6

static void add_to(struct incoming_list *list, const struct carrier *carrier, const struct icd_entry *entry)
{
	list->at = grow_array(list->at, list->count, &list->capacity, sizeof *list->at);
	list->at[list->count++] = (struct icd_incoming){carrier->kind,  carrier->name, carrier->label,
							carrier->first, carrier->last, *entry};
}

/* Marks the categories that the references touch; returns how many. */
static size_t mark_touched(const struct making *m, const struct icd_entry *entry, bool *touched)
{
	size_t count = 0;
	for (uint32_t i = 0; i < entry->reference_count; i++) {
		const struct icd_reference *reference = &entry->references[i];
		if (reference->first > reference->last)
			continue;
		for (size_t c = first_category_not_before(m, reference->first);
		     c < m->category_count && m->categories[c] <= reference->last; c++) {
			count += !touched[c];
			touched[c] = true;
		}
	}
	return count;
}

static void add_incoming(struct making *m, const struct carrier *carrier, const struct icd_entry *entry)
{
	bool *touched = need(&m->pool, m->category_count, sizeof *touched);
	bool letters['Z' + 1] = {false};
	size_t count = mark_touched(m, entry, touched);
	struct icd_entry kept = {0};
	if (count)
		kept = copy_entry(m, entry);
	for (size_t c = 0; count && c < m->category_count; c++) {
		unsigned char letter = (unsigned char)m->book->codes[m->book->order[m->categories[c]]].code[0];
		if (!touched[c])
			continue;
		if (count <= FEW_CATEGORIES)
			add_to(&m->incoming[c], carrier, &kept);
		else if (letter <= 'Z' && !letters[letter])
			add_to(&m->incoming_letters[letter], carrier, &kept);
		letters[letter <= 'Z' ? letter : 0] = true;
	}
}

static struct icd_entries make_entries(struct making *m, const struct place_state *lists, const char *at,
				       const struct carrier *carrier)
{
	struct icd_entries entries = entries_of(&m->pool, lists, list_count(m));
	for (uint32_t i = 0; i < entries.count; i++) {
		if (!may_name_codes(&entries.at[i]))
			continue;
		put_references(m, &entries.at[i], at, carrier->label);
		if (entries.at[i].reference_count)
			add_incoming(m, carrier, &entries.at[i]);
	}
	return entries;
}

/* ---- codes ---- */

static void put_children(struct making *m, const struct book_code *code, struct icd_children *children)
{
	const struct book *book = m->book;
	for (uint32_t at = code->ordinal + 1; at <= code->last; at = book->codes[book->order[at]].last + 1)
		children->count++;
	children->at = need(&m->pool, children->count, sizeof *children->at);
	struct icd_child *child = children->at;
	for (uint32_t at = code->ordinal + 1; at <= code->last; at = book->codes[book->order[at]].last + 1) {
		uint32_t index = book->order[at];
		child->code = book->codes[index].code;
		child->runs = runs_of(&m->pool, book, index);
		child->titles = texts_of(&m->pool, display_titles(m, &book->codes[index]), set_count(m));
		child++;
	}
}

static struct icd_conversion conversion_to(struct making *m, const struct conversion_row *row, uint32_t count)
{
	return (struct icd_conversion){
		.date = row->effective, .count = count, .text = "", .codes = need(&m->pool, count, sizeof(char *))};
}

static bool plain_list(const struct conversion_row *row)
{
	size_t letters = 0, named = 0;
	for (const char *c = row->previous_text; *c; c++)
		letters += *c != ' ' && *c != '.' && *c != ',' && *c != ';' && *c != '&';
	for (size_t i = 0; i < row->previous_count; i++)
		named += strlen(row->previous[i]);
	return row->previous_count && letters == named;
}

/* Rows of the conversion tables that have the code on their new side, and on their old side. */
static void put_conversions(struct making *m, uint32_t index, struct icd_code_record *record)
{
	const struct book *book = m->book;
	uint32_t own = book->first_row_of[index], own_end = book->first_row_of[index + 1];
	record->replaced.at = need(&m->pool, own_end - own, sizeof *record->replaced.at);
	for (; own < own_end; own++) {
		const struct conversion_row *row = book->conversions[book->rows_of[own]].row;
		struct icd_conversion one = conversion_to(m, row, (uint32_t)row->previous_count);
		memcpy(one.codes, row->previous, row->previous_count * sizeof *one.codes);
		if (!plain_list(row))
			one.text = row->previous_text;
		record->replaced.at[record->replaced.count++] = one;
	}
	uint32_t other = book->first_row_to[index], end = book->first_row_to[index + 1];
	record->replaced_by.at = need(&m->pool, end - other, sizeof *record->replaced_by.at);
	for (; other < end; other++) {
		const struct conversion_row *row = book->conversions[book->rows_to[other]].row;
		struct icd_conversion *last =
			record->replaced_by.count ? &record->replaced_by.at[record->replaced_by.count - 1] : NULL;
		if (!last || last->date != row->effective) {
			last = &record->replaced_by.at[record->replaced_by.count++];
			*last = conversion_to(m, row, end - other);
			last->count = 0;
		}
		last->codes[last->count++] = row->code;
	}
}

static void make_code(struct making *m, uint32_t index)
{
	const struct book_code *code = &m->book->codes[index];
	struct icd_code_record record = {.ordinal = code->ordinal, .last = code->last};
	char *label = need(&m->kept, ICD_DOTTED_SIZE, 1);
	struct carrier carrier = {ICD_PLACE_CODE, code->code, icd_code_format(code->code, label), code->ordinal,
				  code->last};
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code->code);
	memcpy(record.code, code->code, sizeof record.code);
	record.runs = runs_of(&m->pool, m->book, index);
	put_titles(m, code, &record);
	put_diags(m, code, &record);
	put_memberships(m, code, &record);
	put_children(m, code, &record.children);
	record.poa = spans_of(&m->pool, code->poa, m->book->about.poa.count, &record.poa_count);
	put_conversions(m, index, &record);
	record.entries = make_entries(m, code->lists, code->code, &carrier);
	icd_put_code(&m->buffer, &record);
	keep(m, &key);
}

/* ---- sections and chapters ---- */

static struct icd_texts place_texts(struct making *m, const struct place_state *lists, bool names)
{
	const char **texts = need(&m->pool, list_count(m), sizeof *texts);
	for (uint16_t i = 0; i < list_count(m); i++)
		texts[i] = !lists[i].present ? NULL : names ? lists[i].name : lists[i].title;
	return texts_of(&m->pool, texts, list_count(m));
}

static const char *newest_name(const struct making *m, const struct place_state *lists)
{
	const char *name = "";
	for (uint16_t i = 0; i < list_count(m); i++)
		name = lists[i].present ? lists[i].name : name;
	return name;
}

/* The categories that were ever in the section, in tabular order, with the lists they were in it. */
static void put_categories(struct making *m, const struct book_section *section, struct icd_children *children)
{
	const struct book *book = m->book;
	uint8_t *holds = need(&m->pool, list_count(m), 1);
	children->at = need(&m->pool, m->category_count, sizeof *children->at);
	for (size_t c = 0; c < m->category_count; c++) {
		uint32_t index = book->order[m->categories[c]];
		const struct book_code *code = &book->codes[index];
		bool any = false;
		for (uint16_t i = 0; i < list_count(m); i++) {
			holds[i] = code->lists && code->lists[i].present && code->lists[i].section == section->key;
			any |= holds[i];
		}
		if (!any)
			continue;
		struct icd_child *child = &children->at[children->count++];
		child->code = code->code;
		child->runs = runs_of(&m->pool, book, index);
		child->titles = texts_of(&m->pool, display_titles(m, code), set_count(m));
		child->spans = spans_of(&m->pool, holds, list_count(m), &child->span_count);
	}
}

static void span_of_children(const struct making *m, const struct icd_children *children, struct carrier *carrier)
{
	carrier->first = 1;
	carrier->last = 0;
	for (uint32_t i = 0; i < children->count; i++) {
		const struct book_code *code = &m->book->codes[book_find(m->book, children->at[i].code)];
		if (carrier->first > carrier->last || code->ordinal < carrier->first)
			carrier->first = code->ordinal;
		if (code->last > carrier->last)
			carrier->last = code->last;
	}
}

static void make_section(struct making *m, const struct book_section *section, struct carrier *carrier)
{
	struct icd_section_record record = {.chapter = (uint16_t)section->chapter};
	struct icd_key key = icd_key_of(ICD_TABLE_SECTION, section->key);
	const char *id = newest_name(m, section->lists);
	*carrier = (struct carrier){.kind = ICD_PLACE_SECTION, .name = section->key, .label = id};
	record.ids = place_texts(m, section->lists, true);
	record.titles = place_texts(m, section->lists, false);
	put_categories(m, section, &record.categories);
	span_of_children(m, &record.categories, carrier);
	record.entries = make_entries(m, section->lists, id, carrier);
	icd_put_section(&m->buffer, &record);
	keep(m, &key);
}

static int compare_rank(const void *a, const void *b)
{
	const struct book_section *const *left = a, *const *right = b;
	return ((*left)->rank > (*right)->rank) - ((*left)->rank < (*right)->rank);
}

static void make_chapter(struct making *m, const struct book_chapter *chapter, const struct book_section **sections,
			 size_t count, const struct carrier *section_spans)
{
	struct icd_chapter_record record = {.number = (uint16_t)chapter->number};
	char *label = need(&m->kept, 16, 1);
	snprintf(label, 16, "%02d", chapter->number);
	struct icd_key key = icd_key_of(ICD_TABLE_CHAPTER, label);
	struct carrier carrier = {ICD_PLACE_CHAPTER, label, newest_name(m, chapter->lists), 1, 0};
	record.titles = place_texts(m, chapter->lists, false);
	record.sections.at = need(&m->pool, count, sizeof *record.sections.at);
	for (size_t i = 0; i < count; i++) {
		if (sections[i]->chapter != chapter->number)
			continue;
		struct icd_child *child = &record.sections.at[record.sections.count++];
		child->code = sections[i]->key;
		child->titles = place_texts(m, sections[i]->lists, true);
		const struct carrier *span = &section_spans[sections[i]->rank];
		if (span->first > span->last)
			continue;
		if (carrier.first > carrier.last || span->first < carrier.first)
			carrier.first = span->first;
		if (span->last > carrier.last)
			carrier.last = span->last;
	}
	record.entries = make_entries(m, chapter->lists, carrier.label, &carrier);
	icd_put_chapter(&m->buffer, &record);
	keep(m, &key);
}

static void make_chapters(struct making *m)
{
	const struct book *book = m->book;
	const struct book_section **sorted = need(&m->kept, book->section_count, sizeof *sorted);
	struct carrier *spans = need(&m->kept, book->section_count, sizeof *spans);
	for (size_t i = 0; i < book->section_count; i++)
		sorted[i] = &book->sections[i];
	if (book->section_count)
		qsort(sorted, book->section_count, sizeof *sorted, compare_rank);
	for (size_t i = 0; i < book->section_count; i++)
		make_section(m, sorted[i], &spans[sorted[i]->rank]);
	for (int i = 0; i < 100; i++) {
		if (book->chapters[i].lists)
			make_chapter(m, &book->chapters[i], sorted, book->section_count, spans);
	}
}

/* ---- incoming notes, tabular order ---- */

static void keep_incoming(struct making *m, const char *name, struct incoming_list *list)
{
	struct icd_incoming_record record = {(uint32_t)list->count, list->at};
	struct icd_key key = icd_key_of(ICD_TABLE_INCOMING, name);
	if (!record.count)
		return;
	icd_put_incoming(&m->buffer, &record);
	keep(m, &key);
	free(list->at);
}

static void make_incoming(struct making *m)
{
	for (size_t c = 0; c < m->category_count; c++)
		keep_incoming(m, m->book->codes[m->book->order[m->categories[c]]].code, &m->incoming[c]);
	for (char letter = 'A'; letter <= 'Z'; letter++) {
		char name[2] = {letter, '\0'};
		keep_incoming(m, name, &m->incoming_letters[(unsigned char)letter]);
	}
}

#define CODES_MAX   0xffffffu
#define CLASSES_MAX 0x10000u

static bool same_runs(const struct icd_runs *a, const struct icd_runs *b)
{
	return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof *a->at) == 0;
}

static void classify(struct making *m)
{
	m->class_of = need(&m->kept, m->book->code_count, sizeof *m->class_of);
	for (uint32_t i = 0; i < m->book->code_count; i++) {
		struct icd_runs runs = runs_of(&m->pool, m->book, i);
		size_t class = 0;
		while (class < m->class_count && !same_runs(&m->classes[class], &runs))
			class ++;
		if (class > CLASSES_MAX)
			return;
		if (class == m->class_count) {
			m->classes = grow_array(m->classes, class, &m->class_capacity, sizeof *m->classes);
			struct icd_run *kept = need(&m->kept, runs.count, sizeof *kept);
			memcpy(kept, runs.at, runs.count * sizeof *kept);
			m->classes[m->class_count++] = (struct icd_runs){runs.count, kept};
		}
		m->class_of[i] = (uint32_t) class;
		icd_pool_reset(&m->pool);
	}
}

static void make_order(struct making *m)
{
	const struct book *book = m->book;
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "histories");
	icd_put_number(&m->buffer, m->class_count);
	for (size_t i = 0; i < m->class_count; i++)
		icd_put_runs(&m->buffer, &m->classes[i]);
	keep(m, &key);
	for (uint32_t at = 0; at < book->code_count; at++) {
		char padded[ICD_CODE_SIZE + 8] = {0};
		uint32_t index = book->order[at];
		strcpy(padded, book->codes[index].code);
		icd_put_bytes(&m->buffer, padded, ICD_CODE_LENGTH);
		icd_put_byte(&m->buffer, m->class_of[index] >> 8 & 0xff);
		icd_put_byte(&m->buffer, m->class_of[index] & 0xff);
		if ((at + 1) % ICD_BLOCK_CODES == 0 || at + 1 == book->code_count) {
			key = icd_key_of_number(ICD_TABLE_ORDINAL, at / ICD_BLOCK_CODES);
			keep(m, &key);
		}
	}
}

/* ---- official files ---- */

static uint32_t *ordinals_of(struct making *m, const struct book_sequence *sequence)
{
	uint32_t *ordinals = need(&m->pool, sequence->count, sizeof *ordinals);
	for (size_t i = 0; i < sequence->count; i++)
		ordinals[i] = m->book->codes[sequence->codes[i]].ordinal;
	return ordinals;
}

static void keep_export(struct making *m, const char *what, icd_date date, const struct icd_export_record *record)
{
	char name[32];
	snprintf(name, sizeof name, "%s%d", what, (int)date);
	struct icd_key key = icd_key_of(ICD_TABLE_EXPORT, name);
	icd_put_export(&m->buffer, record);
	keep(m, &key);
}

/* The diag a code stands in if nothing else is said: the longest above it that the list has. */
static uint32_t natural_parent(const struct book *book, uint32_t code, uint16_t list)
{
	uint32_t parent = book->codes[code].parent;
	while (parent != NO_CODE && !(book->codes[parent].lists && book->codes[parent].lists[list].present))
		parent = book->codes[parent].parent;
	return parent;
}

static void put_odd_parents(struct making *m, uint16_t list, struct icd_moves *parents)
{
	const struct book *book = m->book;
	const struct book_sequence *sequence = &book->list_sequences[list];
	parents->at = need(&m->pool, sequence->count, sizeof *parents->at);
	for (size_t i = 0; i < sequence->count; i++) {
		uint32_t code = sequence->codes[i], parent = sequence->parents[i];
		if (parent != natural_parent(book, code, list))
			parents->at[parents->count++] =
				(struct icd_move){book->codes[code].ordinal,
						  parent == NO_CODE ? UINT32_MAX : book->codes[parent].ordinal};
	}
}

static void make_exports(struct making *m)
{
	const struct icd_about *about = &m->book->about;
	for (uint16_t i = 0; i < set_count(m); i++) {
		struct icd_export_record record = {.front = ""};
		record.moves =
			moves_of(&m->pool, ordinals_of(m, &m->book->set_sequences[i]), m->book->set_sequences[i].count);
		keep_export(m, "order", about->sets.at[i].date, &record);
	}
	for (uint16_t i = 0; i < list_count(m); i++) {
		struct icd_export_record record = {.front = m->book->fronts[i]};
		record.moves = moves_of(&m->pool, ordinals_of(m, &m->book->list_sequences[i]),
					m->book->list_sequences[i].count);
		put_odd_parents(m, i, &record.parents);
		keep_export(m, "tabular", about->lists.at[i].date, &record);
	}
}

static void make_about(struct making *m)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "releases");
	icd_put_about(&m->buffer, &m->book->about);
	keep(m, &key);
}

/* ---- all of it ---- */

static void list_categories(struct making *m)
{
	const struct book *book = m->book;
	m->categories = need(&m->kept, book->code_count, sizeof *m->categories);
	for (uint32_t at = 0; at < book->code_count; at = book->codes[book->order[at]].last + 1)
		m->categories[m->category_count++] = at;
	m->incoming = need(&m->kept, m->category_count, sizeof *m->incoming);
	m->tally = need(&m->kept, list_count(m), sizeof *m->tally);
}

/* The references of the list that nothing answers to, behind a line that says so. */
static void report_unknown(struct making *m, icd_date list)
{
	size_t count = 0;
	for (size_t i = 0; i < m->unknown.count; i++)
		count += m->unknown.lines[i].release == list;
	if (count)
		report_add(m->report, list, REPORT_DIFFER, "notes name codes that no release has: %zu", count);
	for (size_t i = 0; i < m->unknown.count; i++) {
		if (m->unknown.lines[i].release == list)
			report_add(m->report, list, REPORT_DETAIL, "%s", m->unknown.lines[i].text);
	}
}

static void report_notes(struct making *m)
{
	for (uint16_t i = 0; i < list_count(m); i++) {
		const struct note_tally *tally = &m->tally[i];
		report_add(m->report, m->book->about.lists.at[i].date, REPORT_FACT,
			   "notes: %u name codes, %u name none, %u not understood (of %u)", tally->resolved,
			   tally->no_code, tally->not_understood, tally->notes);
		report_unknown(m, m->book->about.lists.at[i].date);
	}
}

/* Ordinals take three bytes in the records of searching, classes of history two. */
static bool check_limits(const struct making *m, struct icd_error *err)
{
	if (m->book->code_count > CODES_MAX)
		return icd_fail(err, "%zu codes, %u at most were expected", m->book->code_count, CODES_MAX);
	if (m->class_count > CLASSES_MAX)
		return icd_fail(err, "%zu different histories of codes, %u at most were expected", m->class_count,
				CLASSES_MAX);
	return true;
}

static void make_records(struct making *m)
{
	for (uint32_t at = 0; at < m->book->code_count; at++)
		make_code(m, m->book->order[at]);
	make_chapters(m);
	make_incoming(m);
	make_order(m);
	search_facts_make(m->book, m->class_of, m->records);
	make_exports(m);
	index_facts_make(m->book, m->records, m->report);
	make_about(m);
	manifestations_make(m->book, m->records);
	report_notes(m);
}

bool facts_make(struct book *book, struct records *records, struct report *report, struct icd_error *err)
{
	struct making m = {.book = book, .records = records, .report = report};
	list_categories(&m);
	classify(&m);
	bool ok = check_limits(&m, err);
	if (ok)
		make_records(&m);
	free(m.classes);
	report_free(&m.unknown);
	icd_buffer_free(&m.buffer);
	icd_pool_free(&m.pool);
	icd_pool_free(&m.kept);
	return ok;
}
