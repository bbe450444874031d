/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

struct draft_code {
	const char *code;
	struct draft_place *place, *buried; /* NULL: none */
};

/* The entries of a list, which its draft and the copies of that share. */
struct shared_entries {
	size_t drafts;
	struct entry at[];
};

struct draft {
	struct icd_pool pool;
	struct shared_entries *shared;
	struct interner *texts;
	struct draft_place *first; /* chapter */
	struct draft_code *codes;
	size_t code_count, code_capacity;
	struct icd_hash by_code;
	struct draft_place **places; /* all there ever were, to be freed */
	size_t place_count, place_capacity;
	const char *front;
	unsigned turn;
};

/* ---- codes ---- */

static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct draft *draft = context;
	return strcmp(draft->codes[item].code, key) == 0;
}

static struct draft_code *find_code(const struct draft *draft, const char *code)
{
	uint32_t found = icd_hash_find(&draft->by_code, icd_hash_text(code), same_code, draft, code);
	return found == ICD_HASH_NONE ? NULL : &draft->codes[found];
}

struct draft_place *draft_code(const struct draft *draft, const char *code)
{
	const struct draft_code *found = find_code(draft, code);
	return found ? found->place : NULL;
}

struct draft_place *draft_buried(const struct draft *draft, const char *code)
{
	const struct draft_code *found = find_code(draft, code);
	return found ? found->buried : NULL;
}

static void set_code(struct draft *draft, struct draft_place *place)
{
	struct draft_code *found = find_code(draft, place->name);
	if (!found) {
		need_hashed(&draft->by_code, icd_hash_text(place->name), (uint32_t)draft->code_count);
		found = one_more(draft->codes, draft->code_count, draft->code_capacity);
		*found = (struct draft_code){.code = place->name};
	}
	found->place = place;
	place->code = (uint32_t)(found - draft->codes);
}

/* ---- making and giving back ---- */

/* The texts are kept ones. */
static struct draft_place *new_place(struct draft *draft, enum icd_place_kind kind, const char *name, const char *title,
				     struct draft_place *parent)
{
	struct draft_place *place = need(&draft->pool, 1, sizeof *place);
	*one_more(draft->places, draft->place_count, draft->place_capacity) = place;
	*place = (struct draft_place){.kind = kind, .name = name, .title = title, .origin = SIZE_MAX, .parent = parent};
	if (kind == ICD_PLACE_CODE)
		set_code(draft, place);
	return place;
}

static struct draft_place **children_of(struct draft *draft, struct draft_place *parent)
{
	return parent ? &parent->first : &draft->first;
}

static struct entry kept_entry(struct draft *draft, const struct entry *entry)
{
	struct entry kept = *entry;
	kept.text = intern(draft->texts, entry->text);
	kept.character = *entry->character ? intern(draft->texts, entry->character) : "";
	return kept;
}

/* `shared` is one more draft's then. */
static struct draft *new_draft(struct interner *texts, struct shared_entries *shared)
{
	struct draft *draft = calloc(1, sizeof *draft);
	if (!draft)
		out_of_memory();
	draft->texts = texts;
	draft->shared = shared;
	shared->drafts++;
	return draft;
}

static struct shared_entries *shared_entries_of(const struct tabular_list *list)
{
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++)
		count += list->places[i].entry_count;
	struct shared_entries *shared = calloc(1, sizeof *shared + count * sizeof *shared->at);
	if (!shared)
		out_of_memory();
	return shared;
}

struct draft *draft_of(const struct tabular_list *list, struct interner *texts)
{
	struct draft *draft = new_draft(texts, shared_entries_of(list));
	struct entry *entries = draft->shared->at;
	struct draft_place **made = need(&draft->pool, list->count, sizeof *made);
	struct draft_place **last = need(&draft->pool, list->count + 1, sizeof *last); /* child of each, and chapter */
	draft->front = intern(texts, list->front);
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		size_t parent = place->parent == SIZE_MAX ? list->count : place->parent;
		made[i] = new_place(draft, place->kind, intern(texts, place->name), intern(texts, place->title),
				    place->parent == SIZE_MAX ? NULL : made[place->parent]);
		made[i]->origin = i;
		made[i]->placeholder = place->placeholder;
		*(last[parent] ? &last[parent]->next : children_of(draft, made[i]->parent)) = made[i];
		last[parent] = made[i];
		made[i]->entries = entries;
		made[i]->entry_count = place->entry_count;
		for (size_t j = 0; j < place->entry_count; j++)
			*entries++ = kept_entry(draft, &place->entries[j]);
	}
	return draft;
}

static struct entry *copy_entries(const struct entry *entries, size_t count)
{
	struct entry *copy = calloc(count + 1, sizeof *copy);
	if (!copy)
		out_of_memory();
	return count ? memcpy(copy, entries, count * sizeof *copy) : copy;
}

/* Copies a place, those after it and all below it to where `link` points. There is room for all in `made`; returns where
 * it goes on. */
static struct draft_place *copy_places(struct draft *copy, const struct draft_place *place, struct draft_place *parent,
				       struct draft_place **link, struct draft_place *made)
{
	for (; place; place = place->next) {
		struct draft_place *copied = made++;
		*copied = (struct draft_place){.kind = place->kind,
					       .name = place->name,
					       .title = place->title,
					       .placeholder = place->placeholder,
					       .origin = place->origin,
					       .parent = parent,
					       .entries = place->entries,
					       .entry_count = place->entry_count,
					       .code = place->code};
		if (place->own_entries) {
			copied->entries = copy_entries(place->entries, place->entry_count);
			copied->entry_capacity = place->entry_count;
			copied->own_entries = true;
		}
		copy->places[copy->place_count++] = copied;
		if (copied->kind == ICD_PLACE_CODE)
			copy->codes[copied->code].place = copied;
		*link = copied;
		link = &copied->next;
		made = copy_places(copy, place->first, copied, &copied->first, made);
	}
	return made;
}

/* The codes, with their numbers; where they stand is not copied yet. */
static void copy_codes(struct draft *copy, const struct draft *draft)
{
	copy->codes = calloc(draft->code_count + 1, sizeof *copy->codes);
	copy->by_code = draft->by_code;
	copy->by_code.slots = malloc((draft->by_code.capacity + 1) * sizeof *copy->by_code.slots);
	if (!copy->codes || !copy->by_code.slots)
		out_of_memory();
	copy->code_count = copy->code_capacity = draft->code_count;
	for (size_t i = 0; i < draft->code_count; i++)
		copy->codes[i].code = draft->codes[i].code;
	if (draft->by_code.capacity)
		memcpy(copy->by_code.slots, draft->by_code.slots,
		       draft->by_code.capacity * sizeof *copy->by_code.slots);
}

struct draft *draft_copy(const struct draft *draft)
{
	struct draft *copy = new_draft(draft->texts, draft->shared);
	copy->front = draft->front;
	copy->places = malloc((draft->place_count + 1) * sizeof *copy->places);
	if (!copy->places)
		out_of_memory();
	copy->place_capacity = draft->place_count + 1;
	copy_codes(copy, draft);
	copy_places(copy, draft->first, NULL, &copy->first,
		    need(&copy->pool, draft->place_count, sizeof(struct draft_place)));
	return copy;
}

static void let_go(struct shared_entries *shared)
{
	if (--shared->drafts == 0)
		free(shared);
}

void draft_free(struct draft *draft)
{
	if (!draft)
		return;
	for (size_t i = 0; i < draft->place_count; i++) {
		if (draft->places[i]->own_entries)
			free((struct entry *)draft->places[i]->entries);
	}
	let_go(draft->shared);
	free(draft->places);
	free(draft->codes);
	icd_hash_free(&draft->by_code);
	icd_pool_free(&draft->pool);
	free(draft);
}

static void count_place(struct tabular_list *list, const struct draft_place *place)
{
	list->chapter_count += place->kind == ICD_PLACE_CHAPTER;
	list->section_count += place->kind == ICD_PLACE_SECTION;
	list->diag_count += place->kind == ICD_PLACE_CODE;
	for (size_t i = 0; i < place->entry_count; i++) {
		const struct entry *entry = &place->entries[i];
		if (entry->kind <= ICD_ENTRY_SEVENTH_NOTE && !(entry->flags & ICD_ENTRY_EMPTY))
			list->note_count[entry->kind < ICD_NOTE_KINDS ? entry->kind : ICD_NOTE_KINDS]++;
	}
}

/* Adds a place and all below it. Places are not deeper than codes are long, so the recursion is shallow. */
static void give_place(struct tabular_list *list, const struct draft_place *place, size_t parent)
{
	size_t index = list->count++;
	struct place *out = &list->places[index];
	*out = (struct place){.kind = place->kind,
			      .name = place->name,
			      .title = place->title,
			      .first = "",
			      .parent = parent,
			      .placeholder = place->placeholder,
			      .entries = (struct entry *)place->entries,
			      .entry_count = place->entry_count};
	if (place->kind == ICD_PLACE_SECTION && place->first)
		out->first = place->first->name;
	count_place(list, place);
	for (const struct draft_place *child = place->first; child; child = child->next)
		give_place(list, child, index);
}

struct tabular_list *draft_list(const struct draft *draft, struct icd_pool *pool)
{
	struct tabular_list *list = need(pool, 1, sizeof *list);
	list->front = draft->front;
	list->places = need(pool, draft->place_count, sizeof *list->places);
	for (const struct draft_place *chapter = draft->first; chapter; chapter = chapter->next)
		give_place(list, chapter, SIZE_MAX);
	/* The draft goes on changing its entries. */
	for (size_t i = 0; i < list->count; i++)
		list->places[i].entries = need_copy(pool, list->places[i].entries, list->places[i].entry_count,
						    sizeof *list->places[i].entries);
	return list;
}

void draft_begin(struct draft *draft)
{
	draft->turn++;
}

/* The place, with what it says of an earlier addendum forgotten. */
static struct draft_place *now(const struct draft *draft, struct draft_place *place)
{
	if (place->turn != draft->turn) {
		place->turn = draft->turn;
		place->made = 0;
		place->has_changed = false;
	}
	return place;
}

/* ---- places ---- */

struct draft_place *draft_chapters(const struct draft *draft)
{
	return draft->first;
}

struct draft_place *draft_chapter(const struct draft *draft, const char *number)
{
	struct draft_place *chapter = draft->first;
	while (chapter && strcmp(chapter->name, number) != 0)
		chapter = chapter->next;
	return chapter;
}

struct draft_place *draft_section_titled(const struct draft_place *chapter, const char *title)
{
	struct draft_place *section = chapter->first;
	while (section && !icd_text_same_but_space(section->title, title))
		section = section->next;
	return section;
}

struct draft_place *draft_section(const struct draft_place *chapter, const char *id)
{
	struct draft_place *section = chapter->first;
	while (section && strcmp(section->name, id) != 0)
		section = section->next;
	return section;
}

static struct draft_place *same_section(const struct draft_place *chapter, const struct draft_place *section)
{
	struct draft_place *found = draft_section(chapter, section->name);
	for (struct draft_place *it = found ? NULL : chapter->first; it && !found; it = it->next) {
		if (it->first && section->first && strcmp(it->first->name, section->first->name) == 0)
			found = it;
	}
	return found;
}

struct draft_place *draft_same_place(const struct draft *draft, const struct draft_place *place)
{
	if (place->kind == ICD_PLACE_CODE)
		return draft_code(draft, place->name);
	if (place->kind == ICD_PLACE_CHAPTER)
		return draft_chapter(draft, place->name);
	const struct draft_place *chapter = draft_chapter(draft, place->parent->name);
	return chapter ? same_section(chapter, place) : NULL;
}

/* Puts a place among its siblings, before the first that is spelled later. */
static void put_among(struct draft_place **first, struct draft_place *place)
{
	while (*first && strcmp((*first)->name, place->name) < 0)
		first = &(*first)->next;
	place->next = *first;
	*first = place;
}

struct draft_place *draft_add_chapter(struct draft *draft, const char *number, const char *title)
{
	struct draft_place **last = &draft->first,
			   *chapter = new_place(draft, ICD_PLACE_CHAPTER, intern(draft->texts, number),
						intern(draft->texts, title), NULL);
	while (*last)
		last = &(*last)->next;
	*last = chapter;
	return chapter;
}

struct draft_place *draft_add_section(struct draft *draft, struct draft_place *chapter, const char *id,
				      const char *title)
{
	struct draft_place *section =
		new_place(draft, ICD_PLACE_SECTION, intern(draft->texts, id), intern(draft->texts, title), chapter);
	put_among(&chapter->first, section);
	return section;
}

struct draft_place *draft_add_code(struct draft *draft, struct draft_place *parent, const char *code, const char *title)
{
	struct draft_place *place =
		new_place(draft, ICD_PLACE_CODE, intern(draft->texts, code), intern(draft->texts, title), parent);
	put_among(&parent->first, place);
	now(draft, parent)->has_changed = true;
	return place;
}

static void bury_below(struct draft *draft, struct draft_place *place)
{
	struct draft_code *code = find_code(draft, place->name);
	code->place = NULL;
	code->buried = place;
	for (struct draft_place *child = place->first; child; child = child->next)
		bury_below(draft, child);
}

void draft_bury(struct draft *draft, struct draft_place *place)
{
	struct draft_place **link = children_of(draft, place->parent);
	while (*link != place)
		link = &(*link)->next;
	*link = place->next;
	place->next = NULL;
	bury_below(draft, place);
}

void draft_rename(struct draft *draft, struct draft_place *place, const char *name, const char *title)
{
	place->name = intern(draft->texts, name);
	place->title = intern(draft->texts, title);
	place->doomed = false;
}

void draft_end(struct draft *draft)
{
	for (struct draft_place **chapter = &draft->first; *chapter;) {
		for (struct draft_place **section = &(*chapter)->first; *section;) {
			if ((*section)->doomed && !(*section)->first) {
				*section = (*section)->next;
			} else {
				(*section)->doomed = false;
				section = &(*section)->next;
			}
		}
		if ((*chapter)->first)
			chapter = &(*chapter)->next;
		else
			*chapter = (*chapter)->next;
	}
}

/* ---- the order of codes ---- */

struct ordered_place {
	struct draft_place *place, *parent;
	uint32_t row; /* NO_ROW: none has it */
};

#define NO_ROW UINT32_MAX

struct ordering {
	struct ordered_place *children; /* of the places that got new ones, parent after parent */
	size_t count, capacity;
	struct icd_hash by_code;
};

static bool same_child(const void *context, uint32_t item, const void *key)
{
	const struct ordering *ordering = context;
	return strcmp(ordering->children[item].place->name, key) == 0;
}

static void collect_children(struct ordering *ordering, struct draft_place *parent)
{
	for (struct draft_place *child = parent->first; child; child = child->next) {
		need_hashed(&ordering->by_code, icd_hash_text(child->name), (uint32_t)ordering->count);
		*one_more(ordering->children, ordering->count, ordering->capacity) =
			(struct ordered_place){child, parent, NO_ROW};
	}
}

/* Of rows with one code the first counts. */
static void find_rows(struct ordering *ordering, const struct code_row *rows, size_t count)
{
	for (size_t i = 0; i < count && ordering->count; i++) {
		uint32_t child = icd_hash_find(&ordering->by_code, icd_hash_text(rows[i].code), same_child, ordering,
					       rows[i].code);
		if (child != ICD_HASH_NONE && ordering->children[child].row == NO_ROW)
			ordering->children[child].row = (uint32_t)i;
	}
}

static int by_row(const void *a, const void *b)
{
	const struct ordered_place *left = a, *right = b;
	return ICD_ORDER(left->row, right->row);
}

/* Puts the children of a parent in order, if there is a row for each. */
static void order_children(struct ordered_place *children, size_t count)
{
	struct draft_place **link = &children->parent->first;
	for (size_t i = 0; i < count; i++) {
		if (children[i].row == NO_ROW)
			return;
	}
	qsort(children, count, sizeof *children, by_row);
	for (size_t i = 0; i < count; i++) {
		*link = children[i].place;
		link = &children[i].place->next;
	}
	*link = NULL;
}

void draft_order(struct draft *draft, const struct code_row *rows, size_t count)
{
	struct ordering ordering = {0};
	for (size_t i = 0; i < draft->place_count; i++) {
		struct draft_place *place = draft->places[i];
		if (place->turn == draft->turn && place->has_changed)
			collect_children(&ordering, place);
	}
	find_rows(&ordering, rows, count);
	for (size_t i = 0, end; i < ordering.count; i = end) {
		for (end = i + 1; end < ordering.count && ordering.children[end].parent == ordering.children[i].parent;)
			end++;
		order_children(&ordering.children[i], end - i);
	}
	icd_hash_free(&ordering.by_code);
	free(ordering.children);
}

/* ---- entries ---- */

struct entry *draft_entries(struct draft_place *place)
{
	if (!place->own_entries) {
		place->entries = copy_entries(place->entries, place->entry_count);
		place->entry_capacity = place->entry_count;
		place->own_entries = true;
	}
	return (struct entry *)place->entries;
}

bool draft_same_entry(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && strcmp(a->character, b->character) == 0 &&
	       (a->text == b->text || icd_text_same_but_space(a->text, b->text));
}

/*
 * The next character of a text that counts for its place among others, 0 at the end: letters and digits, in either case,
 * and blanks and dashes between words, which are the same; all other signs are passed over.
 */
static int next_character(const char **text)
{
	bool gap = false;
	for (; **text; ++*text) {
		if (icd_is_letter_or_digit(**text) || (unsigned char)**text >= 0x80)
			break;
		gap |= **text == ' ' || **text == '-';
	}
	if (gap)
		return **text ? ' ' : 0;
	return **text ? (unsigned char)icd_lower(*(*text)++) : 0;
}

static int compare_words(const char *a, const char *b)
{
	int left, right;
	do {
		left = next_character(&a);
		right = next_character(&b);
	} while (left && left == right);
	return left - right;
}

static bool same_text(const char *a, const char *b)
{
	return icd_text_same_but_space(a, b);
}

static bool same_words(const char *a, const char *b)
{
	return compare_words(a, b) == 0;
}

static size_t find_by(const struct draft_place *place, enum icd_entry_kind kind, const char *text,
		      const char *character, bool (*same)(const char *, const char *))
{
	for (size_t i = 0; i < place->entry_count; i++) {
		const struct entry *entry = &place->entries[i];
		if (entry->kind == kind && !(entry->flags & ICD_ENTRY_EMPTY) && same(entry->text, text) &&
		    (kind != ICD_ENTRY_SEVENTH || strcmp(entry->character, character) == 0))
			return i;
	}
	return SIZE_MAX;
}

size_t draft_find(const struct draft_place *place, enum icd_entry_kind kind, const char *text, const char *character)
{
	return find_by(place, kind, text, character, same_text);
}

size_t draft_find_words(const struct draft_place *place, enum icd_entry_kind kind, const char *text,
			const char *character)
{
	size_t found = draft_find(place, kind, text, character);
	return found == SIZE_MAX ? find_by(place, kind, text, character, same_words) : found;
}

/* Do entries of these kinds stand in one list? Definitions of seventh characters hold notes, too. */
static bool same_list(enum icd_entry_kind a, enum icd_entry_kind b)
{
	return (a == ICD_ENTRY_SEVENTH_NOTE ? ICD_ENTRY_SEVENTH : a) ==
	       (b == ICD_ENTRY_SEVENTH_NOTE ? ICD_ENTRY_SEVENTH : b);
}

/* One past the last entry of the element that begins at `first`. */
static size_t element_end(const struct draft_place *place, size_t first)
{
	size_t end = first + 1;
	while (end < place->entry_count && same_list(place->entries[end].kind, place->entries[first].kind) &&
	       !(place->entries[end].flags & ICD_ENTRY_OPENS))
		end++;
	return end;
}

static size_t next_element(const struct draft_place *place, size_t from, enum icd_entry_kind kind)
{
	while (from < place->entry_count && !same_list(place->entries[from].kind, kind))
		from++;
	return from;
}

static unsigned bit_of(enum icd_entry_kind kind)
{
	return 1U << kind;
}

void draft_remove(struct draft *draft, struct draft_place *place, size_t entry)
{
	struct entry *entries = draft_entries(place);
	enum icd_entry_kind kind = entries[entry].kind;
	if (entries[entry].flags & ICD_ENTRY_OPENS && element_end(place, entry) > entry + 1)
		entries[entry + 1].flags |= ICD_ENTRY_OPENS;
	memmove(&entries[entry], &entries[entry + 1], (--place->entry_count - entry) * sizeof *entries);
	if (next_element(place, 0, kind) == place->entry_count)
		now(draft, place)->made |= bit_of(kind);
}

static void insert(struct draft *draft, struct draft_place *place, size_t at, const struct entry *entry, uint8_t flags)
{
	struct entry *entries = draft_entries(place);
	place->entries = entries = grow_array(entries, place->entry_count, &place->entry_capacity, sizeof *entries);
	memmove(&entries[at + 1], &entries[at], (place->entry_count++ - at) * sizeof *entries);
	entries[at] = kept_entry(draft, entry);
	entries[at].flags = flags | (at ? entries[at - 1].flags & ICD_ENTRY_LATE : 0);
}

/* The kinds in the order in which lists stand at a place, as official lists have them nearly always. */
static int rank_of(enum icd_entry_kind kind)
{
	static const int ranks[ICD_ENTRY_KINDS] = {
		[ICD_NOTE_INCLUSION_TERM] = 1, [ICD_NOTE_INCLUDES] = 2,       [ICD_NOTE_NOTE] = 3,
		[ICD_NOTE_CODE_FIRST] = 4,     [ICD_NOTE_CODE_ALSO] = 5,      [ICD_NOTE_USE_ADDITIONAL] = 6,
		[ICD_NOTE_EXCLUDES1] = 7,      [ICD_NOTE_EXCLUDES2] = 8,      [ICD_NOTE_SEVENTH_CHARACTER] = 9,
		[ICD_ENTRY_SEVENTH] = 10,      [ICD_ENTRY_SEVENTH_NOTE] = 10, [ICD_ENTRY_XML] = 11};
	return ranks[kind];
}

/* Adds an entry of a kind that the place has none of. */
static void add_first(struct draft *draft, struct draft_place *place, const struct entry *entry)
{
	size_t at = place->entry_count;
	while (at > 0 && (place->entries[at - 1].flags & ICD_ENTRY_LATE ||
			  rank_of(place->entries[at - 1].kind) > rank_of(entry->kind)))
		at--;
	insert(draft, place, at, entry, entry->kind == ICD_ENTRY_XML ? 0 : ICD_ENTRY_OPENS);
	now(draft, place)->made |= bit_of(entry->kind);
}

static bool is_heading(const char *text)
{
	size_t length = strlen(text);
	return length && text[length - 1] == ':';
}

/* Where in an element the text is to stand. What stands under a heading ("... such as:") stays under it: nothing goes
 * between the first entry and the start if that is a heading, and what sorts before a later heading goes before it. */
static size_t sorted_place(const struct draft_place *place, size_t first, size_t end, const char *text)
{
	size_t from = first;
	for (size_t i = first; i < end; i++) {
		if (!is_heading(place->entries[i].text))
			continue;
		if (i > first && compare_words(text, place->entries[i].text) < 0) {
			end = i;
			break;
		}
		from = i + 1;
	}
	while (from < end && compare_words(place->entries[from].text, text) <= 0)
		from++;
	return from;
}

/* Opens an element of its own, among those of its kind by its first words. */
static void add_element(struct draft *draft, struct draft_place *place, const struct entry *entry, bool last)
{
	size_t at = next_element(place, 0, entry->kind), end = at;
	for (; at < place->entry_count; at = next_element(place, end, entry->kind)) {
		if (!last && compare_words(place->entries[at].text, entry->text) > 0)
			break;
		end = element_end(place, at);
	}
	insert(draft, place, at < place->entry_count ? at : end, entry, ICD_ENTRY_OPENS);
}

/* The element that begins with this very text; else the last one of the kind. */
static size_t element_of(const struct draft_place *place, enum icd_entry_kind kind, const char *under)
{
	size_t found = place->entry_count;
	for (size_t at = next_element(place, 0, kind); at < place->entry_count;
	     at = next_element(place, element_end(place, at), kind)) {
		found = at;
		if (under && place->entries[at].text == under)
			break;
	}
	return found;
}

/* Where in definitions of seventh characters a term of the character is to stand: behind it and its other terms. */
static size_t place_behind_seventh(const struct draft_place *place, size_t first, size_t end, const char *character)
{
	size_t at = first;
	while (at < end && strcmp(place->entries[at].character, character) != 0)
		at++;
	at += at < end;
	while (at < end && place->entries[at].kind == ICD_ENTRY_SEVENTH_NOTE)
		at++;
	return at;
}

const char *draft_add(struct draft *draft, struct draft_place *place, const struct entry *entry, bool element,
		      const char *under)
{
	bool made = now(draft, place)->made & bit_of(entry->kind);
	const char *kept = intern(draft->texts, entry->text);
	size_t first = element_of(place, entry->kind, under);
	if (first == place->entry_count) {
		add_first(draft, place, entry);
	} else if (element) {
		add_element(draft, place, entry, made);
	} else {
		size_t end = element_end(place, first);
		bool told = made || (under && place->entries[first].text == under) || entry->kind >= ICD_NOTE_KINDS;
		if (place->entries[first].flags & ICD_ENTRY_EMPTY) {
			struct entry *filled = &draft_entries(place)[first];
			*filled = kept_entry(draft, entry);
			filled->flags = ICD_ENTRY_OPENS;
		} else {
			size_t at = entry->kind == ICD_ENTRY_SEVENTH_NOTE && under
					    ? place_behind_seventh(place, first, end, under)
				    : told ? end
					   : sorted_place(place, first, end, entry->text);
			if (at == first)
				draft_entries(place)[first].flags &= (uint8_t)~ICD_ENTRY_OPENS;
			insert(draft, place, at, entry, at == first ? ICD_ENTRY_OPENS : 0);
		}
	}
	return kept;
}

void draft_reword(struct draft *draft, struct draft_place *place, size_t entry, const char *text)
{
	draft_entries(place)[entry].text = intern(draft->texts, text);
}

void draft_set_character(struct draft *draft, struct draft_place *place, size_t entry, const char *character)
{
	draft_entries(place)[entry].character = intern(draft->texts, character);
}
