/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include "base/base.h"
#include "facts/phrase_book.h"
#include "notes/note_grammar.h"
#include "search_facts/search_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the state of the making ---- */

struct incoming_list {
	struct icd_incoming *at;
	size_t count, capacity;
};

struct ordinal_list {
	uint32_t *at; /* ordinals, ascending */
	size_t count, capacity;
};

struct facts_work { /* what all records are made from, and the record in hand */
	struct book *book;
	struct book_facts facts;
	struct term_numbers numbers;
	struct records *records;
	struct report *report;
	struct icd_pool pool; /* of the record in hand */
	struct icd_pool kept; /* of all of them: the incoming notes with their references */
	struct icd_buffer buffer;
	struct phrase_book *phrases;
	uint32_t *categories; /* ordinals of the categories, ascending */
	size_t category_count;
	struct icd_incoming *carriers;                  /* of the sections, by their index in the book */
	struct ordinal_list *held;                      /* the same: the categories that were ever in them */
	struct icd_hash by_key;                         /* of the sections */
	struct incoming_list *incoming;                 /* for each of the categories */
	struct incoming_list incoming_letters['Z' + 1]; /* of notes that refer to many of them */
	struct ordinal_list *changed;                   /* by release: the codes that it changed */
	struct note_tally *tally;                       /* by tabular list */
	struct report unknown;                          /* references to codes that no release has */
};

/* What became of the notes of a list that may name codes. */
struct note_tally {
	uint32_t notes, resolved, no_code, not_understood;
};

static uint16_t set_count(const struct facts_work *w)
{
	return w->book->about.sets.count;
}

static uint16_t list_count(const struct facts_work *w)
{
	return w->book->about.lists.count;
}

static const struct code_facts *facts_of(const struct facts_work *w, const struct book_code *code)
{
	return &w->facts.codes[code - w->book->codes];
}

static void keep(struct facts_work *w, const struct icd_key *key)
{
	records_add(w->records, key, &w->buffer);
	icd_pool_reset(&w->pool);
}

/* ---- what the lists say of a place ---- */

/* Which of its texts. */
enum place_text { PLACE_NAME, PLACE_TITLE, PLACE_SECTION };

static struct icd_texts place_texts(struct facts_work *w, const struct place_state *const *lists, enum place_text which)
{
	const char **texts = need(&w->pool, list_count(w), sizeof *texts);
	for (uint16_t i = 0; lists && i < list_count(w); i++) {
		if (lists[i])
			texts[i] = which == PLACE_NAME    ? lists[i]->name
				   : which == PLACE_TITLE ? lists[i]->title
							  : lists[i]->section;
	}
	return texts_of(&w->pool, texts, list_count(w));
}

/* ---- titles ---- */

static void add_phrases_of(struct phrase_book *phrases, const struct icd_texts *titles)
{
	for (uint32_t i = 0; i < titles->count; i++)
		phrase_book_add(phrases, titles->at[i].text);
}

/* The phrases of all titles. */
static void make_phrases(struct facts_work *w)
{
	w->phrases = phrase_book_new();
	for (uint32_t at = 0; at < w->book->code_count; at++) {
		const struct code_facts *facts = facts_of(w, code_at(w->book, at));
		add_phrases_of(w->phrases, &facts->long_titles);
		add_phrases_of(w->phrases, &facts->short_titles);
		if (facts->display_titles.at != facts->long_titles.at)
			add_phrases_of(w->phrases, &facts->display_titles);
	}
	w->buffer.phraser = phrase_book_make(w->phrases);
	phrase_book_put(w->phrases, w->records);
}

/* Once all titles are written. */
static void forget_phrases(struct facts_work *w)
{
	phrase_book_free(w->phrases);
	w->phrases = NULL;
	w->buffer.phraser = NULL;
}

static void put_titles(struct facts_work *w, const struct book_code *code, struct icd_code_record *record)
{
	const struct code_facts *facts = facts_of(w, code);
	record->long_titles = facts->long_titles;
	record->short_titles = facts->short_titles;
	if (facts->display_titles.at != facts->long_titles.at)
		record->display_titles = facts->display_titles;
}

/* ---- being in the tabular lists ---- */

static void put_diags(struct facts_work *w, const struct book_code *code, struct icd_code_record *record)
{
	record->diags = need(&w->pool, list_count(w), sizeof *record->diags);
	for (uint16_t i = 0; code->lists && i < list_count(w); i++) {
		const struct place_state *state = code->lists[i];
		if (!state)
			continue;
		const char *shown = icd_text_at(&facts_of(w, code)->display_titles,
						book_set_on(w->book, w->book->about.lists.at[i].date));
		const char *title = shown == state->title ? "" : state->title;
		struct icd_diag *last = record->diag_count ? &record->diags[record->diag_count - 1] : NULL;
		if (last && last->span.last + 1 == i && last->placeholder == state->placeholder &&
		    strcmp(last->title, title) == 0)
			last->span.last = i;
		else
			record->diags[record->diag_count++] = (struct icd_diag){{i, i}, state->placeholder, title};
	}
}

/* ---- what notes name ---- */

static bool known(void *context, const char *prefix)
{
	return book_has_prefix(context, prefix);
}

static bool may_name_codes(const struct icd_entry *entry)
{
	return entry->kind < ICD_NOTE_KINDS && !(entry->flags & ICD_ENTRY_EMPTY);
}

/* Counts the note for each list it stands in and names what could not be read, once. */
static void tally_note(struct facts_work *w, const struct icd_entry *entry, enum note_outcome outcome,
		       const char *label, const struct note_reference *found, size_t count)
{
	icd_date newest = 0;
	for (uint16_t i = 0; i < list_count(w); i++) {
		if (!icd_spans_have(entry->spans, entry->span_count, i))
			continue;
		struct note_tally *tally = &w->tally[i];
		newest = w->book->about.lists.at[i].date;
		tally->notes++;
		tally->resolved += outcome == NOTE_RESOLVED;
		tally->no_code += outcome == NOTE_NAMES_NO_CODE;
		tally->not_understood += outcome == NOTE_NOT_UNDERSTOOD;
	}
	if (outcome == NOTE_NOT_UNDERSTOOD)
		report_add(w->report, newest, REPORT_DIFFER, "%s: note not understood: \"%s\"", label, entry->text);
	for (size_t i = 0; i < count; i++) {
		char shown[ICD_REFERENCE_TEXT];
		if (found[i].from_known && found[i].to_known)
			continue;
		icd_reference_text(&found[i].reference, entry->text, shown, sizeof shown);
		report_add(&w->unknown, newest, REPORT_DETAIL, "%s: %s in \"%.200s\"", label, shown, entry->text);
	}
}

static void put_references(struct facts_work *w, struct icd_entry *entry, const char *at, const char *label)
{
	static struct note_reference found[NOTE_REFERENCES_MAX];
	size_t count = 0;
	enum note_outcome outcome = note_parse(entry->text, at, known, w->book, found, &count);
	entry->references = need(&w->kept, count, sizeof *entry->references);
	for (size_t i = 0; i < count; i++) {
		struct icd_reference *reference = &entry->references[entry->reference_count++];
		*reference = found[i].reference;
		book_resolve(w->book, reference);
	}
	tally_note(w, entry, outcome, label, found, count);
}

/* ---- notes seen from the codes they name ---- */

struct bound {
	const struct facts_work *work;
	uint32_t ordinal;
};

static bool ends_before(const void *context, size_t category)
{
	const struct bound *bound = context;
	return code_at(bound->work->book, bound->work->categories[category])->last < bound->ordinal;
}

/* Below, `carrier` is the place that carries a note, as an incoming note names it. */

/* A note that refers to more categories than this is kept once for each letter they begin with. */
#define FEW_CATEGORIES 6

static void add_to(struct incoming_list *list, const struct icd_incoming *carrier, const struct icd_entry *entry)
{
	list->at = grow_array(list->at, list->count, &list->capacity, sizeof *list->at);
	list->at[list->count] = *carrier;
	list->at[list->count++].entry = *entry;
}

/* Marks the categories that the references touch; returns how many. */
static size_t mark_touched(const struct facts_work *w, const struct icd_entry *entry, bool *touched)
{
	size_t count = 0;
	for (uint32_t i = 0; i < entry->reference_count; i++) {
		const struct icd_reference *reference = &entry->references[i];
		if (reference->first > reference->last)
			continue;
		struct bound bound = {w, reference->first};
		for (size_t c = icd_lower_bound(w->category_count, ends_before, &bound);
		     c < w->category_count && w->categories[c] <= reference->last; c++) {
			count += !touched[c];
			touched[c] = true;
		}
	}
	return count;
}

static void add_incoming(struct facts_work *w, const struct icd_incoming *carrier, const struct icd_entry *entry)
{
	bool *touched = need(&w->pool, w->category_count, sizeof *touched);
	bool letters['Z' + 1] = {false};
	size_t count = mark_touched(w, entry, touched);
	for (size_t c = 0; count && c < w->category_count; c++) {
		unsigned char letter = (unsigned char)code_at(w->book, w->categories[c])->code[0];
		if (!touched[c])
			continue;
		if (count <= FEW_CATEGORIES)
			add_to(&w->incoming[c], carrier, entry);
		else if (letter <= 'Z' && !letters[letter])
			add_to(&w->incoming_letters[letter], carrier, entry);
		letters[letter <= 'Z' ? letter : 0] = true;
	}
}

/* Finds out what the entries name. Their texts and spans stay until all records are made. */
static void read_notes(struct facts_work *w, const struct icd_entries *entries, const char *at,
		       const struct icd_incoming *carrier)
{
	for (uint32_t i = 0; i < entries->count; i++) {
		if (!may_name_codes(&entries->at[i]))
			continue;
		put_references(w, &entries->at[i], at, carrier->label);
		if (entries->at[i].reference_count)
			add_incoming(w, carrier, &entries->at[i]);
	}
}

static struct icd_entries make_entries(struct facts_work *w, const struct place_state *const *lists, const char *at,
				       const struct icd_incoming *carrier)
{
	struct icd_entries entries = entries_of(&w->kept, &w->pool, lists, list_count(w));
	read_notes(w, &entries, at, carrier);
	return entries;
}

/* ---- codes ---- */

static struct icd_child child_of(const struct facts_work *w, const struct book_code *code)
{
	return (struct icd_child){.code = code->code,
				  .runs = code_runs(&w->facts, (uint32_t)(code - w->book->codes)),
				  .titles = facts_of(w, code)->display_titles};
}

static void put_children(struct facts_work *w, const struct book_code *code, struct icd_children *children)
{
	children->at = need(&w->pool, code->last - code->ordinal, sizeof *children->at);
	for (uint32_t at = code->ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1)
		children->at[children->count++] = child_of(w, code_at(w->book, at));
}

static struct icd_conversion conversion_to(struct facts_work *w, const struct conversion_row *row, uint32_t count)
{
	return (struct icd_conversion){
		.date = row->effective, .count = count, .text = "", .codes = need(&w->pool, count, sizeof(char *))};
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
static void put_conversions(struct facts_work *w, uint32_t index, struct icd_code_record *record)
{
	const struct book *book = w->book;
	uint32_t own = book->first_row_of[index], own_end = book->first_row_of[index + 1];
	record->replaced.at = need(&w->pool, own_end - own, sizeof *record->replaced.at);
	for (; own < own_end; own++) {
		const struct conversion_row *row = book->conversions[book->rows_of[own]].row;
		struct icd_conversion one = conversion_to(w, row, (uint32_t)row->previous_count);
		memcpy(one.codes, row->previous, row->previous_count * sizeof *one.codes);
		if (!plain_list(row))
			one.text = row->previous_text;
		record->replaced.at[record->replaced.count++] = one;
	}
	uint32_t other = book->first_row_to[index], end = book->first_row_to[index + 1];
	record->replaced_by.at = need(&w->pool, end - other, sizeof *record->replaced_by.at);
	for (; other < end; other++) {
		const struct conversion_row *row = book->conversions[book->rows_to[other]].row;
		struct icd_conversion *last =
			record->replaced_by.count ? &record->replaced_by.at[record->replaced_by.count - 1] : NULL;
		if (!last || last->date != row->effective) {
			last = &record->replaced_by.at[record->replaced_by.count++];
			*last = conversion_to(w, row, end - other);
			last->count = 0;
		}
		last->codes[last->count++] = row->code;
	}
}

static void put_twins(struct facts_work *w, uint32_t index, struct icd_code_record *record)
{
	const struct twins *twins = &w->facts.twins;
	uint32_t first = twins->first[index], end = twins->first[index + 1];
	record->twins = need(&w->pool, end - first, sizeof *record->twins);
	for (; first < end; first++)
		record->twins[record->twin_count++] = w->book->codes[twins->at[first]].code;
}

/* Codes come in tabular order. */
static void add_changed(struct facts_work *w, const struct icd_code_record *record)
{
	const struct icd_about *about = &w->book->about;
	bool *turns = need(&w->pool, about->release_count, sizeof *turns);
	icd_code_turns(record, about, turns);
	for (uint16_t i = 0; i < about->release_count; i++) {
		struct ordinal_list *list = &w->changed[i];
		if (turns[i])
			*one_more(list->at, list->count, list->capacity) = record->ordinal;
	}
}

static void make_code(struct facts_work *w, uint32_t index)
{
	const struct book_code *code = &w->book->codes[index];
	struct icd_code_record record = {.ordinal = code->ordinal, .last = code->last};
	char *label = need(&w->kept, ICD_DOTTED_SIZE, 1);
	struct icd_incoming carrier = {.place = ICD_PLACE_CODE,
				       .name = code->code,
				       .label = icd_code_format(code->code, label),
				       .first = code->ordinal,
				       .last = code->last};
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code->code);
	memcpy(record.code, code->code, sizeof record.code);
	record.runs = code_runs(&w->facts, index);
	put_titles(w, code, &record);
	put_diags(w, code, &record);
	record.sections = place_texts(w, code->lists, PLACE_SECTION);
	record.derived_section = code->derived ? code->derived : "";
	put_children(w, code, &record.children);
	record.poa = spans_of(&w->pool, code->poa, w->book->about.poa.count, &record.poa_count);
	put_conversions(w, index, &record);
	put_twins(w, index, &record);
	record.entries = w->facts.codes[index].entries;
	read_notes(w, &record.entries, code->code, &carrier);
	add_changed(w, &record);
	icd_put_code(&w->buffer, &record);
	keep(w, &key);
}

/* ---- sections and chapters ---- */

static const char *newest_name(const struct facts_work *w, const struct place_state *const *lists)
{
	const char *name = "";
	for (uint16_t i = 0; i < list_count(w); i++)
		name = lists[i] ? lists[i]->name : name;
	return name;
}

/* The codes below a place: from here to there too. One without codes has first > last. */
static void widen(struct icd_incoming *carrier, uint32_t first, uint32_t last)
{
	bool empty = carrier->first > carrier->last;
	if (first > last)
		return;
	carrier->first = empty || first < carrier->first ? first : carrier->first;
	carrier->last = empty || last > carrier->last ? last : carrier->last;
}

/* The lists in which a category stands in the section. */
static void find_holds(const struct facts_work *w, const struct book_section *section, const struct book_code *code,
		       uint8_t *holds)
{
	for (uint16_t i = 0; i < list_count(w); i++)
		holds[i] = code->lists && code->lists[i] && code->lists[i]->section == section->key;
}

/* The categories that were ever in the section, in tabular order, with the lists they were in it. */
static void put_categories(struct facts_work *w, const struct book_section *section, struct icd_children *children)
{
	const struct ordinal_list *held = &w->held[section - w->book->sections];
	uint8_t *holds = need(&w->pool, list_count(w), 1);
	children->at = need(&w->pool, held->count, sizeof *children->at);
	for (size_t c = 0; c < held->count; c++) {
		const struct book_code *code = code_at(w->book, held->at[c]);
		struct icd_child *child = &children->at[children->count++];
		find_holds(w, section, code, holds);
		*child = child_of(w, code);
		child->spans = spans_of(&w->pool, holds, list_count(w), &child->span_count);
	}
	free(held->at);
}

static bool same_section(const void *context, uint32_t item, const void *key)
{
	return ((const struct book *)context)->sections[item].key == key;
}

/* Keys are interned. */
static uint64_t section_hash(const char *key)
{
	return icd_hash_bytes(&key, sizeof key);
}

static uint32_t section_number(const struct facts_work *w, const char *key)
{
	return icd_hash_find(&w->by_key, section_hash(key), same_section, w->book, key);
}

/* The category was in the section, by its key; categories come in tabular order. */
static void hold(struct facts_work *w, const char *key, const struct book_code *code)
{
	struct ordinal_list *held = key ? &w->held[section_number(w, key)] : NULL;
	if (held && (!held->count || held->at[held->count - 1] != code->ordinal))
		*one_more(held->at, held->count, held->capacity) = code->ordinal;
}

/* Widens the carrier of the section and those of the blocks that it lies in, in the list. */
static void widen_upward(struct facts_work *w, const char *key, int list, const struct book_code *code)
{
	while (key) {
		uint32_t section = section_number(w, key);
		widen(&w->carriers[section], code->ordinal, code->last);
		const struct place_state *state = w->book->sections[section].lists[list];
		key = state ? state->section : NULL;
	}
}

/* Which codes were ever below each section and block. */
static void make_carriers(struct facts_work *w)
{
	const struct book *book = w->book;
	w->carriers = need(&w->kept, book->section_count, sizeof *w->carriers);
	w->held = need(&w->kept, book->section_count, sizeof *w->held);
	for (uint32_t i = 0; i < book->section_count; i++) {
		need_hashed(&w->by_key, section_hash(book->sections[i].key), i);
		w->carriers[i] = (struct icd_incoming){.place = ICD_PLACE_SECTION,
						       .name = book->sections[i].key,
						       .label = newest_name(w, book->sections[i].lists),
						       .first = 1};
	}
	for (size_t c = 0; c < w->category_count; c++) {
		const struct book_code *code = code_at(book, w->categories[c]);
		for (uint16_t i = 0; i < list_count(w); i++) {
			const char *key = code->lists && code->lists[i] ? code->lists[i]->section : NULL;
			hold(w, key, code);
			widen_upward(w, key, i, code);
			widen_upward(w, code->derived, i, code);
		}
		hold(w, code->derived, code);
	}
}

static void make_section(struct facts_work *w, const struct book_section *section)
{
	const struct icd_incoming *carrier = &w->carriers[section - w->book->sections];
	struct icd_section_record record = {
		.chapter = (uint16_t)section->chapter, .first = carrier->first, .last = carrier->last};
	struct icd_key key = icd_key_of(ICD_TABLE_SECTION, section->key);
	record.ids = place_texts(w, section->lists, PLACE_NAME);
	record.titles = place_texts(w, section->lists, PLACE_TITLE);
	record.blocks = place_texts(w, section->lists, PLACE_SECTION);
	put_categories(w, section, &record.categories);
	record.entries = make_entries(w, section->lists, carrier->label, carrier);
	icd_put_section(&w->buffer, &record);
	keep(w, &key);
}

static int compare_rank(const void *a, const void *b)
{
	const struct book_section *const *left = a, *const *right = b;
	return ICD_ORDER((*left)->rank, (*right)->rank);
}

static void make_chapter(struct facts_work *w, const struct book_chapter *chapter, const struct book_section **sections,
			 size_t count)
{
	struct icd_chapter_record record = {.number = (uint16_t)chapter->number};
	char *label = need(&w->kept, 16, 1);
	snprintf(label, 16, "%02d", chapter->number);
	struct icd_key key = icd_key_of(ICD_TABLE_CHAPTER, label);
	struct icd_incoming carrier = {
		.place = ICD_PLACE_CHAPTER, .name = label, .label = newest_name(w, chapter->lists), .first = 1};
	record.titles = place_texts(w, chapter->lists, PLACE_TITLE);
	record.sections.at = need(&w->pool, count, sizeof *record.sections.at);
	for (size_t i = 0; i < count; i++) {
		if (sections[i]->chapter != chapter->number)
			continue;
		struct icd_child *child = &record.sections.at[record.sections.count++];
		child->code = sections[i]->key;
		child->titles = place_texts(w, sections[i]->lists, PLACE_NAME);
		const struct icd_incoming *below = &w->carriers[sections[i] - w->book->sections];
		widen(&carrier, below->first, below->last);
	}
	record.entries = make_entries(w, chapter->lists, carrier.label, &carrier);
	icd_put_chapter(&w->buffer, &record);
	keep(w, &key);
}

static void make_chapters(struct facts_work *w)
{
	const struct book *book = w->book;
	const struct book_section **sorted = need(&w->kept, book->section_count, sizeof *sorted);
	for (size_t i = 0; i < book->section_count; i++)
		sorted[i] = &book->sections[i];
	if (book->section_count)
		qsort(sorted, book->section_count, sizeof *sorted, compare_rank);
	make_carriers(w);
	for (size_t i = 0; i < book->section_count; i++)
		make_section(w, sorted[i]);
	for (int i = 0; i < 100; i++) {
		if (book->chapters[i].lists)
			make_chapter(w, &book->chapters[i], sorted, book->section_count);
	}
}

/* ---- incoming notes, tabular order ---- */

static void keep_incoming(struct facts_work *w, const char *name, struct incoming_list *list)
{
	struct icd_incoming_record record = {(uint32_t)list->count, list->at};
	struct icd_key key = icd_key_of(ICD_TABLE_INCOMING, name);
	if (!record.count)
		return;
	icd_put_incoming(&w->buffer, &record);
	keep(w, &key);
	free(list->at);
}

static void make_incoming(struct facts_work *w)
{
	for (size_t c = 0; c < w->category_count; c++)
		keep_incoming(w, code_at(w->book, w->categories[c])->code, &w->incoming[c]);
	for (int letter = 'A'; letter <= 'Z'; letter++) {
		char name[2] = {(char)letter, '\0'};
		keep_incoming(w, name, &w->incoming_letters[letter]);
	}
}

#define CODES_MAX   0xffffffu
#define CLASSES_MAX 0x10000u

static void make_order(struct facts_work *w)
{
	const struct book *book = w->book;
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "histories");
	icd_put_number(&w->buffer, w->facts.class_count);
	for (size_t i = 0; i < w->facts.class_count; i++)
		icd_put_runs(&w->buffer, &w->facts.classes[i]);
	keep(w, &key);
	for (uint32_t at = 0; at < book->code_count; at++) {
		char padded[ICD_CODE_SIZE + 8] = {0};
		uint32_t index = book->order[at], class = w->facts.codes[index].class;
		strcpy(padded, book->codes[index].code);
		icd_put_bytes(&w->buffer, padded, ICD_CODE_LENGTH);
		icd_put_byte(&w->buffer, class >> 8 & 0xff);
		icd_put_byte(&w->buffer, class & 0xff);
		if ((at + 1) % ICD_BLOCK_CODES == 0 || at + 1 == book->code_count) {
			key = icd_key_of_number(ICD_TABLE_ORDINAL, at / ICD_BLOCK_CODES);
			keep(w, &key);
		}
	}
}

static void make_unspecified(struct facts_work *w)
{
	size_t count = w->book->code_count;
	struct icd_key key = icd_key_of(ICD_TABLE_UNSPECIFIED, "");
	struct icd_unspecified record = {{0, need(&w->pool, count, sizeof(uint32_t))},
					 {0, need(&w->pool, count, sizeof(uint32_t))}};
	for (uint32_t at = 0; at < count; at++) {
		const struct code_facts *facts = facts_of(w, code_at(w->book, at));
		enum icd_saying saying = icd_titles_unspecified(&facts->display_titles);
		struct icd_ordinals *some = saying == ICD_SAYS_ALWAYS ? &record.always : &record.at_times;
		if (saying != ICD_SAYS_NEVER)
			some->ordinals[some->count++] = at;
	}
	icd_put_unspecified(&w->buffer, &record);
	keep(w, &key);
}

static void make_changed(struct facts_work *w)
{
	for (uint16_t i = 0; i < w->book->about.release_count; i++) {
		struct ordinal_list *list = &w->changed[i];
		struct icd_key key = icd_key_of_number(ICD_TABLE_CHANGED, i);
		icd_put_ordinals(&w->buffer, &(struct icd_ordinals){(uint32_t)list->count, list->at});
		keep(w, &key);
		free(list->at);
	}
}

/* ---- official files ---- */

static struct icd_moves moves_in(struct facts_work *w, const struct book_sequence *sequence)
{
	uint32_t *ordinals = need(&w->pool, sequence->count, sizeof *ordinals);
	for (size_t i = 0; i < sequence->count; i++)
		ordinals[i] = w->book->codes[sequence->codes[i]].ordinal;
	return moves_of(&w->pool, ordinals, sequence->count);
}

static void keep_export(struct facts_work *w, const char *what, icd_date date, const struct icd_export_record *record)
{
	char name[32];
	snprintf(name, sizeof name, "%s%d", what, (int)date);
	struct icd_key key = icd_key_of(ICD_TABLE_EXPORT, name);
	icd_put_export(&w->buffer, record);
	keep(w, &key);
}

/* The diag a code stands in if nothing else is said: the longest above it that the list has. */
static uint32_t natural_parent(const struct book *book, uint32_t code, uint16_t list)
{
	uint32_t parent = book->codes[code].parent;
	while (parent != NO_CODE && !(book->codes[parent].lists && book->codes[parent].lists[list]))
		parent = book->codes[parent].parent;
	return parent;
}

static void put_odd_parents(struct facts_work *w, uint16_t list, struct icd_moves *parents)
{
	const struct book *book = w->book;
	const struct book_sequence *sequence = &book->list_sequences[list];
	parents->at = need(&w->pool, sequence->count, sizeof *parents->at);
	for (size_t i = 0; i < sequence->count; i++) {
		uint32_t code = sequence->codes[i], parent = sequence->parents[i];
		if (parent != natural_parent(book, code, list))
			parents->at[parents->count++] =
				(struct icd_move){book->codes[code].ordinal,
						  parent == NO_CODE ? UINT32_MAX : book->codes[parent].ordinal};
	}
}

static void make_exports(struct facts_work *w)
{
	const struct icd_about *about = &w->book->about;
	for (uint16_t i = 0; i < set_count(w); i++) {
		struct icd_export_record record = {.front = "", .moves = moves_in(w, &w->book->set_sequences[i])};
		keep_export(w, "order", about->sets.at[i].date, &record);
	}
	for (uint16_t i = 0; i < list_count(w); i++) {
		struct icd_export_record record = {.front = w->book->fronts[i],
						   .moves = moves_in(w, &w->book->list_sequences[i])};
		put_odd_parents(w, i, &record.parents);
		keep_export(w, "tabular", about->lists.at[i].date, &record);
	}
}

static void make_about(struct facts_work *w)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "releases");
	icd_put_about(&w->buffer, &w->book->about);
	keep(w, &key);
	key = icd_key_of(ICD_TABLE_ABOUT, "sources");
	icd_put_sources(&w->buffer, &w->book->about);
	keep(w, &key);
}

/* ---- all of it ---- */

static void list_categories(struct facts_work *w)
{
	const struct book *book = w->book;
	w->categories = need(&w->kept, book->code_count, sizeof *w->categories);
	for (uint32_t at = 0; at < book->code_count; at = code_at(book, at)->last + 1)
		w->categories[w->category_count++] = at;
	w->incoming = need(&w->kept, w->category_count, sizeof *w->incoming);
	w->changed = need(&w->kept, book->about.release_count, sizeof *w->changed);
	w->tally = need(&w->kept, list_count(w), sizeof *w->tally);
}

/* The references of the list that nothing answers to, after a line that says so. */
static void report_unknown(struct facts_work *w, icd_date list)
{
	size_t count = 0;
	for (size_t i = 0; i < w->unknown.count; i++)
		count += w->unknown.lines[i].release == list;
	if (count)
		report_add(w->report, list, REPORT_DIFFER, "notes name codes that no release has: %zu", count);
	for (size_t i = 0; i < w->unknown.count; i++) {
		if (w->unknown.lines[i].release == list)
			report_add(w->report, list, REPORT_DETAIL, "%s", w->unknown.lines[i].text);
	}
}

static void report_notes(struct facts_work *w)
{
	for (uint16_t i = 0; i < list_count(w); i++) {
		const struct note_tally *tally = &w->tally[i];
		report_add(w->report, w->book->about.lists.at[i].date, REPORT_FACT,
			   "notes: %u name codes, %u name none, %u not understood (of %u)", tally->resolved,
			   tally->no_code, tally->not_understood, tally->notes);
		report_unknown(w, w->book->about.lists.at[i].date);
	}
}

/* Ordinals take three bytes in the records of searching, classes of history two. */
static bool check_limits(const struct facts_work *w, struct icd_error *err)
{
	if (w->book->code_count > CODES_MAX)
		return icd_fail(err, "%zu codes, %u at most were expected", w->book->code_count, CODES_MAX);
	if (w->facts.class_count > CLASSES_MAX)
		return icd_fail(err, "%zu different histories of codes, %u at most were expected", w->facts.class_count,
				CLASSES_MAX);
	return true;
}

/* Those of searching first: they take most memory to make, and are made while there are no others yet. */
static void make_records(struct facts_work *w)
{
	term_numbers_make(w->book, &w->numbers);
	search_facts_make(&w->facts, &w->numbers, w->records);
	make_phrases(w);
	for (uint32_t at = 0; at < w->book->code_count; at++)
		make_code(w, w->book->order[at]);
	make_chapters(w);
	make_incoming(w);
	make_order(w);
	make_changed(w);
	make_unspecified(w);
	forget_phrases(w);
	make_exports(w);
	index_facts_make(w->book, &w->numbers, w->records, w->report);
	guideline_facts_make(w->book, w->records);
	edit_facts_make(w->book, w->records);
	gem_facts_make(w->book, w->records);
	make_about(w);
	manifestations_make(w->book, w->records);
	report_notes(w);
}

bool facts_make(struct book *book, struct records *records, struct report *report, struct icd_error *err)
{
	struct facts_work w = {.book = book, .records = records, .report = report};
	list_categories(&w);
	book_facts_make(book, &w.facts);
	bool ok = check_limits(&w, err);
	if (ok)
		make_records(&w);
	book_facts_free(&w.facts);
	term_numbers_free(&w.numbers);
	report_free(&w.unknown);
	icd_buffer_free(&w.buffer);
	icd_pool_free(&w.pool);
	icd_pool_free(&w.kept);
	icd_hash_free(&w.by_key);
	return ok;
}
