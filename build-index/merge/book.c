/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book.h"

#include "places.h"
#include "titles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void book_start(struct book *book, const struct icd_about *about)
{
	memset(book, 0, sizeof *book);
	book->about = *about;
	book->set_sequences = need(&book->pool, about->sets.count + 1u, sizeof *book->set_sequences);
	book->list_sequences = need(&book->pool, about->lists.count + 1u, sizeof *book->list_sequences);
	book->list_sections = need(&book->pool, about->lists.count + 1u, sizeof *book->list_sections);
	for (int i = 0; i < ICD_INDEXES; i++)
		book->indexes[i] = need(&book->pool, about->index[i].count + 1u, sizeof *book->indexes[i]);
	for (int i = 0; i < ICD_GEMS; i++)
		book->gems[i] = need(&book->pool, about->gems[i].count + 1u, sizeof *book->gems[i]);
	book->edits = need(&book->pool, about->edits.count + 1u, sizeof *book->edits);
	book->guidelines = need(&book->pool, about->guidelines.count + 1u, sizeof *book->guidelines);
	book->fronts = need(&book->pool, about->lists.count + 1u, sizeof *book->fronts);
}

void book_free(struct book *book)
{
	free(book->codes);
	free(book->told);
	interner_free(&book->code_names);
	free(book->sections);
	free(book->conversions);
	icd_hash_free(&book->by_code);
	icd_pool_free(&book->pool);
	icd_pool_free(&book->index_pool);
	interner_free(&book->texts);
}

/* ---- codes by name ---- */

static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct book *book = context;
	return strcmp(book->codes[item].code, key) == 0;
}

uint32_t book_find(const struct book *book, const char *code)
{
	return icd_hash_find(&book->by_code, icd_hash_text(code), same_code, book, code);
}

uint32_t book_add_code(struct book *book, uint32_t number)
{
	const char *code = book_code_name(book, number);
	book->codes = grow_array(book->codes, book->code_count, &book->code_capacity, sizeof *book->codes);
	struct book_code *added = &book->codes[book->code_count];
	*added = (struct book_code){.parent = NO_CODE, .number = number};
	memcpy(added->code, code, strlen(code) + 1);
	added->state = need(&book->pool, book->about.sets.count + 1u, 1);
	added->long_title = need(&book->pool, book->about.sets.count + 1u, sizeof(char *));
	added->short_title = need(&book->pool, book->about.sets.count + 1u, sizeof(char *));
	added->wanting = need(&book->pool, book->about.sets.count + 1u, 1);
	added->poa = need(&book->pool, book->about.poa.count + 1u, 1);
	need_hashed(&book->by_code, icd_hash_text(code), (uint32_t)book->code_count);
	book->told[number].index = (uint32_t)book->code_count;
	return (uint32_t)book->code_count++;
}

static uint32_t find_or_add(struct book *book, uint32_t number)
{
	uint32_t found = book->told[number].index;
	return found == NO_CODE ? book_add_code(book, number) : found;
}

static const struct place_state **new_states(struct book *book)
{
	return need(&book->pool, book->about.lists.count + 1u, sizeof(struct place_state *));
}

uint16_t book_set_on(const struct book *book, icd_date date)
{
	return icd_member_or_first(&book->about.sets, date);
}

/* ---- adding a release ---- */

static uint8_t wanting_of(const struct code_row *row)
{
	bool untitled = !*row->long_title;
	return (row->listed || untitled ? TITLE_LISTED : 0) | (!row->short_title || untitled ? TITLE_NO_SHORT : 0);
}

static void add_listed_titles(struct book *book, const struct code_set *set, int member)
{
	for (size_t i = 0; i < set->listed_otherwise_count; i++) {
		const struct code_row *row = set->listed_otherwise[i];
		struct book_code *code = &book->codes[find_or_add(book, row->number)];
		if (!code->listed_otherwise)
			code->listed_otherwise = need(&book->pool, book->about.sets.count + 1u, sizeof(char *));
		code->listed_otherwise[member] = row->long_title;
	}
}

static void add_code_set(struct book *book, const struct code_set *set, int member)
{
	struct book_sequence *sequence = &book->set_sequences[member];
	sequence->codes = need(&book->pool, set->count, sizeof *sequence->codes);
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *row = &set->rows[i];
		uint32_t index = find_or_add(book, row->number);
		struct book_code *code = &book->codes[index];
		code->state[member] = row->billable ? ICD_BILLABLE : ICD_HEADER;
		code->long_title[member] = row->long_title;
		code->short_title[member] = row->short_title ? row->short_title : row->long_title;
		code->wanting[member] = wanting_of(row);
		titles_stand_in(code, member, member + 1);
		sequence->codes[sequence->count++] = index;
	}
	add_listed_titles(book, set, member);
}

static bool same_entries(const struct place_state *a, const struct place *place)
{
	if (a->entry_count != place->entry_count)
		return false;
	for (size_t i = 0; i < a->entry_count; i++) {
		const struct entry *left = &a->entries[i], *right = &place->entries[i];
		if (left->kind != right->kind || left->flags != right->flags || left->text != right->text ||
		    left->character != right->character || left->doubt != right->doubt)
			return false;
	}
	return true;
}

/* `section` is interned. */
static void set_state(struct book *book, const struct place_state **states, int member, const struct place *place,
		      const char *section)
{
	const struct place_state *before = member > 0 ? states[member - 1] : NULL;
	bool same = before && same_entries(before, place);
	if (same && before->placeholder == place->placeholder && before->name == place->name &&
	    before->title == place->title && before->section == section) {
		states[member] = before;
		return;
	}
	struct place_state *state = need(&book->pool, 1, sizeof *state);
	*state = (struct place_state){
		.placeholder = place->placeholder,
		.name = place->name,
		.title = place->title,
		.section = section,
		.entries = same ? before->entries
				: need_copy(&book->pool, place->entries, place->entry_count, sizeof *place->entries),
		.entry_count = place->entry_count,
	};
	states[member] = state;
}

static struct book_section *section_of(struct book *book, const char *key, int chapter)
{
	const char *kept = intern(&book->texts, key);
	struct book_section *found = book_section(book, kept);
	if (found)
		return found;
	struct book_section *added = one_more(book->sections, book->section_count, book->section_capacity);
	*added = (struct book_section){.key = kept, .chapter = chapter, .lists = new_states(book)};
	return added;
}

/* What the walk through a tabular list knows of where it is. */
struct list_work {
	int member;
	int chapter;
	const char *section; /* key */
	uint32_t *index_of;  /* places -> codes */
	size_t *blocks;      /* places -> places */
};

static void add_diag(struct book *book, const struct tabular_list *list, size_t i, struct list_work *w)
{
	const struct place *place = &list->places[i];
	struct book_sequence *sequence = &book->list_sequences[w->member];
	bool category = list->places[place->parent].kind != ICD_PLACE_CODE;
	uint32_t index = find_or_add(book, place->number);
	struct book_code *code = &book->codes[index];
	if (!code->lists)
		code->lists = new_states(book);
	set_state(book, code->lists, w->member, place, category ? w->section : NULL);
	w->index_of[i] = index;
	sequence->parents[sequence->count] = category ? NO_CODE : w->index_of[place->parent];
	sequence->codes[sequence->count++] = index;
}

static void add_section(struct book *book, const struct tabular_list *list, size_t i, struct list_work *w)
{
	struct book_sequence *sequence = &book->list_sections[w->member];
	const struct place *place = &list->places[i];
	const struct place *block = w->blocks[i] == SIZE_MAX ? NULL : &list->places[w->blocks[i]];
	char key[ICD_SECTION_KEY_SIZE], block_key[ICD_SECTION_KEY_SIZE];
	icd_section_key(key, w->chapter, place->first, place->name);
	if (block)
		icd_section_key(block_key, w->chapter, block->first, block->name);
	struct book_section *section = section_of(book, key, w->chapter);
	w->section = section->key;
	set_state(book, section->lists, w->member, place, block ? intern(&book->texts, block_key) : NULL);
	sequence->codes[sequence->count++] = (uint32_t)(section - book->sections);
}

static void add_chapter(struct book *book, const struct place *place, struct list_work *w)
{
	w->chapter = atoi(place->name); /* 1 to 99: read_tabular sees to it */
	struct book_chapter *chapter = &book->chapters[w->chapter];
	chapter->number = w->chapter;
	if (!chapter->lists)
		chapter->lists = new_states(book);
	set_state(book, chapter->lists, w->member, place, NULL);
}

static void add_tabular(struct book *book, const struct tabular_list *list, int member)
{
	struct book_sequence *sequence = &book->list_sequences[member];
	struct list_work w = {.member = member, .section = ""};
	sequence->codes = need(&book->pool, list->diag_count, sizeof *sequence->codes);
	sequence->parents = need(&book->pool, list->diag_count, sizeof *sequence->parents);
	book->list_sections[member].codes = need(&book->pool, list->section_count, sizeof(uint32_t));
	w.index_of = need(&book->pool, list->count, sizeof *w.index_of);
	w.blocks = blocks_of(list, &book->pool);
	book->fronts[member] = list->front;
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		if (place->kind == ICD_PLACE_CHAPTER)
			add_chapter(book, place, &w);
		else if (place->kind == ICD_PLACE_SECTION)
			add_section(book, list, i, &w);
		else
			add_diag(book, list, i, &w);
	}
}

void book_add_documents(struct book *book, const struct release *read, uint16_t release)
{
	const struct icd_about *about = &book->about;
	for (int i = 0; i < ICD_GEMS; i++) {
		if (read->gems[i])
			book->gems[i][icd_member_of(&about->gems[i], release)] = read->gems[i];
	}
	if (read->mce)
		book->edits[icd_member_of(&about->edits, release)] = read->mce;
	if (read->guidelines)
		book->guidelines[icd_member_of(&about->guidelines, release)] = read->guidelines;
}

void book_add(struct book *book, const struct release *read, const struct code_set *set, uint16_t release)
{
	const struct icd_about *about = &book->about;
	if (set)
		add_code_set(book, set, icd_member_of(&about->sets, release));
	if (read->tabular)
		add_tabular(book, read->tabular, icd_member_of(&about->lists, release));
	for (size_t i = 0; read->poa && i < read->poa->count; i++) {
		uint32_t index = find_or_add(book, book_code_number(book, read->poa->codes[i]));
		book->codes[index].poa[icd_member_of(&about->poa, release)] = 1;
	}
	book_add_documents(book, read, release);
}

void book_code_set(const struct book *book, int member, struct icd_pool *pool, struct code_set *out)
{
	const struct book_sequence *sequence = &book->set_sequences[member];
	memset(out, 0, sizeof *out);
	out->rows = need(pool, sequence->count, sizeof *out->rows);
	for (size_t i = 0; i < sequence->count; i++) {
		const struct book_code *code = &book->codes[sequence->codes[i]];
		bool billable = code->state[member] == ICD_BILLABLE;
		if (code->state[member] == ICD_ABSENT) /* only a kept book that is damaged has it in the sequence */
			continue;
		out->rows[out->count++] = (struct code_row){
			.code = book_code_name(book, code->number),
			.number = code->number,
			.short_title = code->wanting[member] & TITLE_NO_SHORT ? NULL : code->short_title[member],
			.long_title = code->long_title[member],
			.billable = billable,
			.listed = code->wanting[member] & TITLE_LISTED,
		};
		out->billable += billable;
	}
}

/* ---- one tabular order for all releases ---- */

static void set_parents(struct book *book)
{
	for (size_t i = 0; i < book->code_count; i++) {
		struct book_code *code = &book->codes[i];
		char prefix[ICD_CODE_SIZE];
		memcpy(prefix, code->code, sizeof prefix);
		for (size_t length = strlen(prefix); length > 3 && code->parent == NO_CODE;) {
			prefix[--length] = '\0';
			code->parent = book_find(book, prefix);
		}
	}
}

/* Siblings in lists; the categories are the children of index code_count. */
struct order_work {
	struct book *book;
	uint32_t *first_child, *next, *last_seen;
	bool *placed;
};

static size_t family(const struct order_work *o, uint32_t code)
{
	uint32_t parent = o->book->codes[code].parent;
	return parent == NO_CODE ? o->book->code_count : parent;
}

/* Puts an item into a list after the one before it (NO_CODE: at its start), unless it is there already. */
static void put_after(uint32_t *first, uint32_t *next, bool *placed, uint32_t before, uint32_t item)
{
	uint32_t *link = before == NO_CODE ? first : &next[before];
	if (placed[item])
		return;
	next[item] = *link;
	*link = item;
	placed[item] = true;
}

/* Puts a code after the sibling that the current sequence showed last. */
static void place_among_siblings(struct order_work *o, uint32_t code)
{
	size_t parent = family(o, code);
	put_after(&o->first_child[parent], o->next, o->placed, o->last_seen[parent], code);
	o->last_seen[parent] = code;
}

static void place_sequence(struct order_work *o, const struct book_sequence *sequence)
{
	for (size_t i = 0; i <= o->book->code_count; i++)
		o->last_seen[i] = NO_CODE;
	for (size_t i = 0; i < sequence->count; i++) {
		for (uint32_t code = sequence->codes[i]; code != NO_CODE; code = o->book->codes[code].parent)
			place_among_siblings(o, code);
	}
}

/* Codes in no sequence (on a POA list only) go by their spelling's neighbours: last. */
static void place_rest(struct order_work *o)
{
	for (uint32_t code = 0; code < o->book->code_count; code++) {
		if (o->placed[code])
			continue;
		size_t parent = family(o, code);
		uint32_t before = NO_CODE, sibling = o->first_child[parent];
		while (sibling != NO_CODE && strcmp(o->book->codes[sibling].code, o->book->codes[code].code) < 0) {
			before = sibling;
			sibling = o->next[sibling];
		}
		put_after(&o->first_child[parent], o->next, o->placed, before, code);
	}
}

/* Numbers a family depth first; returns the next free ordinal. Codes have seven characters at most, so
 * the recursion is shallow. */
static uint32_t number_family(struct order_work *o, size_t parent, uint32_t ordinal)
{
	for (uint32_t code = o->first_child[parent]; code != NO_CODE; code = o->next[code]) {
		o->book->codes[code].ordinal = ordinal;
		o->book->order[ordinal] = code;
		ordinal = number_family(o, code, ordinal + 1);
		o->book->codes[code].last = ordinal - 1;
	}
	return ordinal;
}

static void settle_order(struct book *book)
{
	size_t count = book->code_count + 1;
	struct order_work o = {
		.book = book,
		.first_child = need(&book->pool, count, sizeof(uint32_t)),
		.next = need(&book->pool, count, sizeof(uint32_t)),
		.last_seen = need(&book->pool, count, sizeof(uint32_t)),
		.placed = need(&book->pool, count, sizeof(bool)),
	};
	memset(o.first_child, 0xff, count * sizeof(uint32_t));
	memset(o.next, 0xff, count * sizeof(uint32_t));
	/* The newest release has the last word; older ones add what it no longer has. */
	for (int i = book->about.sets.count; i-- > 0;)
		place_sequence(&o, &book->set_sequences[i]);
	for (int i = book->about.lists.count; i-- > 0;)
		place_sequence(&o, &book->list_sequences[i]);
	place_rest(&o);
	book->order = need(&book->pool, count, sizeof(uint32_t));
	number_family(&o, book->code_count, 0);
}

/* Sections stand in tabular order too: newest list first, older ones put their own after the
 * section they showed before. Chapters do not mix: a list shows one after the other. */
static void settle_sections(struct book *book)
{
	size_t count = book->section_count;
	uint32_t *next = need(&book->pool, count + 1, sizeof *next);
	bool *placed = need(&book->pool, count + 1, sizeof *placed);
	uint32_t first = NO_CODE, rank = 0;
	for (int list = book->about.lists.count; list-- > 0;) {
		uint32_t before = NO_CODE;
		for (size_t i = 0; i < book->list_sections[list].count; i++) {
			uint32_t section = book->list_sections[list].codes[i];
			put_after(&first, next, placed, before, section);
			before = section;
		}
	}
	for (uint32_t section = first; section != NO_CODE; section = next[section])
		book->sections[section].rank = rank++;
}

static const struct book *sorting;

static int compare_spelling(const void *a, const void *b)
{
	return strcmp(sorting->codes[*(const uint32_t *)a].code, sorting->codes[*(const uint32_t *)b].code);
}

static void sort_codes(struct book *book)
{
	book->sorted = need(&book->pool, book->code_count + 1, sizeof *book->sorted);
	for (uint32_t i = 0; i < book->code_count; i++)
		book->sorted[i] = i;
	sorting = book;
	qsort(book->sorted, book->code_count, sizeof *book->sorted, compare_spelling);
}

/* What the book was told of codes is asked no more. */
static void forget_told(struct book *book)
{
	free(book->told);
	book->told = NULL;
	book->told_count = book->told_capacity = 0;
	icd_hash_free(&book->code_names.hash);
}

void book_settle(struct book *book)
{
	forget_told(book);
	for (size_t i = 0; i < book->code_count; i++)
		titles_settle(&book->codes[i], book->about.sets.count);
	set_parents(book);
	settle_order(book);
	settle_sections(book);
	sort_codes(book);
	book->about.code_count = (uint32_t)book->code_count;
}

/* ---- looking up settled codes ---- */

struct spelled {
	const struct book *book;
	const char *text;
};

static bool spells_before(const void *context, size_t item)
{
	const struct spelled *wanted = context;
	return strcmp(wanted->book->codes[wanted->book->sorted[item]].code, wanted->text) < 0;
}

size_t book_lower_bound(const struct book *book, const char *text)
{
	return icd_lower_bound(book->code_count, spells_before, &(struct spelled){book, text});
}

bool book_interval(const struct book *book, const char *prefix, uint32_t *first, uint32_t *last)
{
	size_t length = strlen(prefix), at = book_lower_bound(book, prefix);
	bool any = false;
	for (; at < book->code_count; at++) {
		const struct book_code *code = &book->codes[book->sorted[at]];
		if (strncmp(code->code, prefix, length) != 0)
			break;
		*first = any && *first < code->ordinal ? *first : code->ordinal;
		*last = any && *last > code->last ? *last : code->last;
		any = true;
		if (strcmp(code->code, prefix) == 0)
			break; /* all below it lies within */
	}
	return any;
}

bool book_has_prefix(const struct book *book, const char *prefix)
{
	size_t at = book_lower_bound(book, prefix);
	return at < book->code_count && strncmp(book->codes[book->sorted[at]].code, prefix, strlen(prefix)) == 0;
}

/* The ordinals of the code that spells next after the text, or next before it, with all below it; false when there is
 * none. */
static bool nearest(const struct book *book, const char *text, bool after, uint32_t *first, uint32_t *last)
{
	size_t at = book_lower_bound(book, text);
	if (after ? at == book->code_count : at == 0)
		return false;
	const struct book_code *code = &book->codes[book->sorted[after ? at : at - 1]];
	*first = code->ordinal;
	*last = code->last;
	return true;
}

void book_resolve(const struct book *book, struct icd_reference *reference)
{
	bool range = strcmp(reference->from, reference->to) != 0;
	uint32_t first, last, start, end = 0;
	reference->first = 1;
	reference->last = 0;
	if (!reference->from[0])
		return;
	bool starts = book_interval(book, reference->from, &first, &last) ||
		      (range && nearest(book, reference->from, true, &first, &last));
	bool ends = range ? book_interval(book, reference->to, &start, &end) ||
				    nearest(book, reference->to, false, &start, &end)
			  : starts;
	if (!starts || !ends || (range && end < first))
		return;
	reference->first = first;
	reference->last = range ? end : last;
}
