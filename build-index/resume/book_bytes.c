/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One walk over the book, which both writes and reads it (struct icd_codec). Texts stand first, in the order of the
 * book's; all else names them by their number. What holds for several members of a sequence, one after the other, is
 * there once, with how many they are.
 */
#include "book_bytes.h"

#include <string.h>

#define MOST UINT32_MAX

struct book_walk {
	struct icd_codec codec;
	struct book *book;
	uint16_t sets, lists, poa; /* members of these releases */
};

/* ---- numbers and texts ---- */

static bool well(const struct book_walk *w)
{
	return icd_codec_well(&w->codec);
}

/* A number that is mostly near the one before it, or the same: the step, with its sign last. */
static void walk_step(const struct book_walk *w, uint32_t *number, uint32_t before)
{
	uint32_t step = *number - before;
	uint32_t folded = step << 1 ^ (step >> 31 ? UINT32_MAX : 0);
	ICD_CODEC_NUMBER(&w->codec, folded, MOST);
	if (w->codec.in)
		*number = before + (folded >> 1 ^ (folded & 1 ? UINT32_MAX : 0));
}

/* A text of the book; it may be NULL. */
static void walk_text(const struct book_walk *w, const char **text)
{
	struct interner *texts = &w->book->texts;
	if (w->codec.out) {
		icd_put_number(w->codec.out, *text ? intern_number(texts, *text) + 1ull : 0);
		return;
	}
	uint32_t number = icd_get_number_to(w->codec.in, (uint32_t)texts->count);
	*text = number ? texts->texts[number - 1] : NULL;
}

/* A text that is always there. */
static void walk_said(const struct book_walk *w, const char **text)
{
	walk_text(w, text);
	icd_codec_expect(&w->codec, *text != NULL);
}

/* All texts of an interner that is empty when it is read. */
static void walk_interner(const struct icd_codec *c, struct interner *interner)
{
	uint32_t count = (uint32_t)interner->count;
	if (c->out)
		icd_put_number(c->out, count);
	else
		count = icd_get_count(c->in);
	if (c->in)
		intern_room(interner, count);
	for (uint32_t i = 0; i < count && icd_codec_well(c); i++) {
		const char *text = c->out ? interner->texts[i] : NULL;
		icd_codec_text(c, &text);
		icd_codec_expect(c, c->out || intern_lent(interner, text));
	}
}

/* How many of the members from the first one on are the same, where `same` tells so of two. */
static uint32_t walk_run(const struct book_walk *w, uint32_t first, uint32_t end, const void *of,
			 bool (*same)(const void *of, uint32_t one, uint32_t other))
{
	uint32_t length = 1;
	while (w->codec.out && first + length < end && same(of, first, first + length))
		length++;
	ICD_CODEC_NUMBER(&w->codec, length, end - first);
	icd_codec_expect(&w->codec, length > 0);
	return length;
}

/* ---- what code sets and POA lists say of a code ---- */

static const char *listed_otherwise(const struct book_code *code, uint32_t set)
{
	return code->listed_otherwise ? code->listed_otherwise[set] : NULL;
}

static bool same_sets(const void *of, uint32_t one, uint32_t other)
{
	const struct book_code *code = of;
	return code->state[one] == code->state[other] && code->wanting[one] == code->wanting[other] &&
	       code->long_title[one] == code->long_title[other] && code->short_title[one] == code->short_title[other] &&
	       listed_otherwise(code, one) == listed_otherwise(code, other);
}

static void walk_set(const struct book_walk *w, struct book_code *code, uint32_t set)
{
	const char *listed = listed_otherwise(code, set);
	ICD_CODEC_BYTE(&w->codec, code->state[set]);
	icd_codec_expect(&w->codec, code->state[set] <= ICD_BILLABLE);
	ICD_CODEC_BYTE(&w->codec, code->wanting[set]);
	walk_text(w, &code->long_title[set]);
	walk_text(w, &code->short_title[set]);
	icd_codec_expect(&w->codec, !code->state[set] || (code->long_title[set] && code->short_title[set]));
	walk_text(w, &listed);
	if (w->codec.in && listed) {
		if (!code->listed_otherwise)
			code->listed_otherwise = need(&w->book->pool, w->book->about.sets.count + 1u, sizeof(char *));
		code->listed_otherwise[set] = listed;
	}
}

static void copy_set(struct book_code *code, uint32_t from, uint32_t to)
{
	code->state[to] = code->state[from];
	code->wanting[to] = code->wanting[from];
	code->long_title[to] = code->long_title[from];
	code->short_title[to] = code->short_title[from];
	if (code->listed_otherwise)
		code->listed_otherwise[to] = code->listed_otherwise[from];
}

static void walk_sets(const struct book_walk *w, struct book_code *code)
{
	for (uint32_t i = 0, length; i < w->sets && well(w); i += length) {
		length = walk_run(w, i, w->sets, code, same_sets);
		if (!well(w))
			break;
		walk_set(w, code, i);
		for (uint32_t j = 1; w->codec.in && j < length; j++)
			copy_set(code, i, i + j);
	}
}

static bool same_poa(const void *of, uint32_t one, uint32_t other)
{
	const uint8_t *poa = of;
	return poa[one] == poa[other];
}

static void walk_poa(const struct book_walk *w, uint8_t *poa)
{
	for (uint32_t i = 0, length; i < w->poa && well(w); i += length) {
		length = walk_run(w, i, w->poa, poa, same_poa);
		if (!well(w))
			break;
		ICD_CODEC_BYTE(&w->codec, poa[i]);
		if (w->codec.in)
			memset(&poa[i], poa[i], length);
	}
}

/* ---- what tabular lists say of a place ---- */

enum { STATE_NONE, STATE_OWN, STATE_OLD_ENTRIES };

static bool same_state(const void *of, uint32_t one, uint32_t other)
{
	const struct place_state *const *states = of;
	return states[one] == states[other];
}

static void walk_entries(const struct book_walk *w, struct place_state *state)
{
	const struct icd_codec *c = &w->codec;
	uint32_t count = (uint32_t)state->entry_count;
	struct entry *entries = (struct entry *)state->entries;
	icd_codec_items(c, &entries, &count, sizeof *entries);
	for (uint32_t i = 0; i < count && well(w); i++) {
		ICD_CODEC_BYTE(c, entries[i].kind);
		icd_codec_expect(c, entries[i].kind < ICD_ENTRY_KINDS);
		ICD_CODEC_BYTE(c, entries[i].flags);
		ICD_CODEC_BYTE(c, entries[i].doubt);
		walk_said(w, &entries[i].text);
		walk_said(w, &entries[i].character);
	}
	state->entries = entries;
	state->entry_count = count;
}

/* Codes have their own name at each place; what it is called elsewhere is a text. */
static void walk_place(const struct book_walk *w, struct place_state *state, const char *code,
		       const struct place_state *before, uint32_t tag)
{
	ICD_CODEC_BYTE(&w->codec, state->placeholder);
	if (!code)
		walk_said(w, &state->name);
	else if (w->codec.in)
		state->name = code;
	walk_said(w, &state->title);
	walk_text(w, &state->section);
	if (tag == STATE_OWN) {
		walk_entries(w, state);
	} else if (w->codec.in) {
		state->entries = before->entries;
		state->entry_count = before->entry_count;
	}
}

static uint32_t tag_of(const struct place_state *state, const struct place_state *before)
{
	if (!state)
		return STATE_NONE;
	return before && before->entries == state->entries && before->entry_count == state->entry_count
		       ? STATE_OLD_ENTRIES
		       : STATE_OWN;
}

/* One state, which holds for one list or more; `before` is that of the list before. */
static const struct place_state *walk_state(const struct book_walk *w, const struct place_state *state,
					    const char *code, const struct place_state *before)
{
	uint32_t tag = w->codec.out ? tag_of(state, before) : STATE_NONE;
	ICD_CODEC_BYTE(&w->codec, tag);
	icd_codec_expect(&w->codec, tag <= STATE_OLD_ENTRIES && (before || tag != STATE_OLD_ENTRIES));
	if (tag == STATE_NONE || !well(w))
		return NULL;
	struct place_state *walked =
		w->codec.out ? (struct place_state *)state : need(&w->book->pool, 1, sizeof *walked);
	walk_place(w, walked, code, before, tag);
	return walked;
}

/* `code` is the name of the code whose states they are, NULL for sections and chapters. */
static void walk_states(const struct book_walk *w, const struct place_state ***states, const char *code)
{
	static const struct place_state *const none[ICD_RELEASES_MAX];
	const struct place_state *before = NULL;
	for (uint32_t i = 0, length; i < w->lists && well(w); i += length) {
		const struct place_state *const *now = *states ? *states : none;
		length = walk_run(w, i, w->lists, now, same_state);
		if (!well(w))
			break;
		const struct place_state *state = walk_state(w, now[i], code, before);
		if (w->codec.in && state && !*states)
			*states = need(&w->book->pool, w->book->about.lists.count + 1u, sizeof **states);
		for (uint32_t j = 0; w->codec.in && *states && j < length; j++)
			(*states)[i + j] = state;
		before = state;
	}
}

/* ---- codes ---- */

/* What the book was told of the code last; what a title is held against first. */
static void tell(const struct book_walk *w, const struct book_code *code)
{
	struct told_code *told = &w->book->told[code->number];
	for (uint32_t i = 0; i < w->sets; i++) {
		told->title[BOOK_TITLE_LONG] = code->state[i] ? code->long_title[i] : told->title[BOOK_TITLE_LONG];
		told->title[BOOK_TITLE_SHORT] = code->state[i] ? code->short_title[i] : told->title[BOOK_TITLE_SHORT];
	}
	told->title[BOOK_TITLE_LISTED] = told->title[BOOK_TITLE_LONG];
	for (uint32_t i = 0; code->lists && i < w->lists; i++) {
		if (code->lists[i])
			told->title[BOOK_TITLE_LISTED] = code->lists[i]->title;
	}
}

/* Adds the code with the number to the book that is read; NULL when that cannot be. */
static struct book_code *take_code(const struct book_walk *w, uint32_t number)
{
	struct book *book = w->book;
	bool fits = number < book->told_count && book->told[number].index == NO_CODE &&
		    strlen(book_code_name(book, number)) < ICD_CODE_SIZE;
	icd_codec_expect(&w->codec, fits);
	if (!fits)
		return NULL;
	uint32_t index = book_add_code(book, number); /* may move the codes */
	return &book->codes[index];
}

static void walk_codes(const struct book_walk *w)
{
	struct book *book = w->book;
	uint32_t count = (uint32_t)book->code_count, number = 0;
	ICD_CODEC_NUMBER(&w->codec, count, MOST);
	for (uint32_t i = 0; i < count && well(w); i++) {
		struct book_code *code = w->codec.out ? &book->codes[i] : NULL;
		uint32_t own = code ? code->number : 0;
		walk_step(w, &own, number);
		number = own;
		if (w->codec.in)
			code = take_code(w, number);
		if (!code)
			return;
		walk_sets(w, code);
		walk_states(w, &code->lists, book_code_name(book, number));
		walk_poa(w, code->poa);
		if (w->codec.in && well(w))
			tell(w, code);
	}
}

/* ---- sections and chapters ---- */

static void walk_section(const struct book_walk *w, struct book_section *section)
{
	walk_said(w, &section->key);
	ICD_CODEC_NUMBER(&w->codec, section->chapter, 99);
	walk_states(w, &section->lists, NULL);
	icd_codec_expect(&w->codec, section->lists != NULL);
}

static void walk_sections(const struct book_walk *w)
{
	struct book *book = w->book;
	uint32_t count = (uint32_t)book->section_count;
	ICD_CODEC_NUMBER(&w->codec, count, MOST);
	for (uint32_t i = 0; i < count && well(w); i++) {
		if (w->codec.in)
			*one_more(book->sections, book->section_count, book->section_capacity) =
				(struct book_section){0};
		walk_section(w, &book->sections[i]);
	}
}

static void walk_chapters(const struct book_walk *w)
{
	for (int i = 0; i < 100 && well(w); i++) {
		struct book_chapter *chapter = &w->book->chapters[i];
		ICD_CODEC_NUMBER(&w->codec, chapter->number, 99);
		if (chapter->number)
			walk_states(w, &chapter->lists, NULL);
	}
}

/* ---- sequences ---- */

/* Numbers below `end`, or NO_CODE where that may be. */
static void walk_numbers(const struct book_walk *w, uint32_t *numbers, size_t count, size_t end, bool none)
{
	uint32_t before = 0;
	for (size_t i = 0; i < count && well(w); i++) {
		walk_step(w, &numbers[i], before);
		icd_codec_expect(&w->codec, numbers[i] < end || (none && numbers[i] == NO_CODE));
		before = numbers[i];
	}
}

static void walk_sequence(const struct book_walk *w, struct book_sequence *sequence, size_t end, bool parents)
{
	uint32_t count = (uint32_t)sequence->count;
	icd_codec_items(&w->codec, &sequence->codes, &count, sizeof *sequence->codes);
	sequence->count = count;
	if (!well(w))
		return;
	walk_numbers(w, sequence->codes, count, end, false);
	if (w->codec.in && parents)
		sequence->parents = need(&w->book->pool, count, sizeof *sequence->parents);
	if (parents)
		walk_numbers(w, sequence->parents, count, end, true);
}

static void walk_sequences(const struct book_walk *w)
{
	struct book *book = w->book;
	for (uint16_t i = 0; i < w->sets && well(w); i++)
		walk_sequence(w, &book->set_sequences[i], book->code_count, false);
	for (uint16_t i = 0; i < w->lists && well(w); i++) {
		walk_sequence(w, &book->list_sequences[i], book->code_count, true);
		walk_sequence(w, &book->list_sections[i], book->section_count, false);
		walk_text(w, &book->fronts[i]);
	}
}

/* ---- conversions ---- */

static void walk_row(const struct book_walk *w, struct conversion_row *row)
{
	uint32_t count = (uint32_t)row->previous_count;
	walk_said(w, &row->code);
	ICD_CODEC_NUMBER(&w->codec, row->effective, MOST);
	walk_said(w, &row->previous_text);
	ICD_CODEC_NUMBER(&w->codec, row->line, MOST);
	icd_codec_items(&w->codec, &row->previous, &count, sizeof *row->previous);
	row->previous_count = count;
	for (uint32_t i = 0; i < count && well(w); i++)
		walk_said(w, &row->previous[i]);
}

static void walk_conversions(const struct book_walk *w)
{
	struct book *book = w->book;
	uint32_t count = (uint32_t)book->conversion_count;
	ICD_CODEC_NUMBER(&w->codec, count, MOST);
	for (uint32_t i = 0; i < count && well(w); i++) {
		struct conversion_row *row = w->codec.out ? (struct conversion_row *)book->conversions[i].row
							  : need(&book->pool, 1, sizeof *row);
		walk_row(w, row);
		if (w->codec.in)
			*one_more(book->conversions, book->conversion_count, book->conversion_capacity) =
				(struct book_conversion){NO_CODE, row};
	}
}

/* ---- what refers to what ---- */

/* Does the list have the section, and all blocks that it lies in, none of them in itself? */
static bool list_has(const struct book *book, uint32_t list, const char *key)
{
	for (unsigned depth = 0; key; depth++) {
		const struct book_section *section = book_section(book, key);
		if (!section || !section->lists[list] || depth > ICD_BLOCKS_MAX)
			return false;
		key = section->lists[list]->section;
	}
	return true;
}

static bool lists_have(const struct book_walk *w, const struct place_state *const *states)
{
	const struct place_state *state = NULL;
	const char *key = NULL;
	bool have = true;
	for (uint32_t i = 0; states && i < w->lists && have; i++) {
		if (states[i] != state)
			key = states[i] ? states[i]->section : NULL;
		state = states[i];
		have = !key || list_has(w->book, i, key);
	}
	return have;
}

/* Does every list of a book that was read have the sections and blocks that are named in it? */
static bool hangs_together(const struct book_walk *w)
{
	const struct book *book = w->book;
	bool ok = true;
	for (size_t i = 0; i < book->section_count && ok; i++)
		ok = lists_have(w, book->sections[i].lists);
	for (size_t i = 0; i < book->code_count && ok; i++)
		ok = lists_have(w, book->codes[i].lists);
	return ok;
}

/* ---- the book ---- */

static uint16_t members_of(const struct icd_sequence *sequence, uint16_t releases)
{
	uint16_t count = 0;
	while (count < sequence->count && sequence->at[count].release < releases)
		count++;
	return count;
}

static struct book_walk walk_of(struct icd_codec codec, struct book *book, uint16_t releases)
{
	const struct icd_about *about = &book->about;
	return (struct book_walk){codec, book, members_of(&about->sets, releases), members_of(&about->lists, releases),
				  members_of(&about->poa, releases)};
}

/* All but the texts. */
static void walk_book(const struct book_walk *w)
{
	walk_codes(w);
	walk_sections(w);
	walk_chapters(w);
	walk_sequences(w);
	walk_conversions(w);
}

void book_put(struct icd_buffer *out, struct book *book, uint16_t releases)
{
	struct icd_buffer rest = {0};
	struct book_walk w = walk_of((struct icd_codec){.out = &rest}, book, releases);
	walk_book(&w); /* first: it may have texts that are not the book's yet */
	walk_interner(&(struct icd_codec){.out = out}, &book->texts);
	walk_interner(&(struct icd_codec){.out = out}, &book->code_names);
	icd_put_bytes(out, rest.data, rest.size);
	out->failed |= rest.failed;
	icd_buffer_free(&rest);
}

bool book_get(struct icd_reader *in, struct book *book, uint16_t releases)
{
	struct book_walk w = walk_of((struct icd_codec){.in = in, .pool = &book->pool}, book, releases);
	walk_interner(&w.codec, &book->texts);
	walk_interner(&w.codec, &book->code_names);
	for (size_t i = 0; i < book->code_names.count; i++)
		*one_more(book->told, book->told_count, book->told_capacity) = (struct told_code){.index = NO_CODE};
	if (well(&w))
		walk_book(&w);
	return well(&w) && hangs_together(&w);
}
