/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each structure has one walk over its fields, which both writes and reads it (struct icd_codec). In long tables, whose
 * rows begin much as the row before does, a text is how many bytes it shares with that, and the rest.
 */
#include "parsed.h"

#include "guidelines/guidelines.h"

#include <stdlib.h>
#include <string.h>

#define MOST UINT32_MAX

/* ---- texts and lists ---- */

static void walk_size(const struct icd_codec *c, size_t *size)
{
	ICD_CODEC_NUMBER(c, *size, MOST);
}

/* How many items a list has, and room for them when it is read; all 0. */
static void walk_list(const struct icd_codec *c, void *items, size_t *count, size_t size)
{
	uint32_t number = (uint32_t)*count;
	icd_codec_items(c, items, &number, size);
	*count = number;
}

static void put_following(struct icd_buffer *out, const char *text, const char *before)
{
	size_t shared = 0;
	while (text[shared] && text[shared] == before[shared])
		shared++;
	icd_put_number(out, shared);
	icd_put_text(out, text + shared);
}

static const char *get_following(const struct icd_codec *c, const char *before)
{
	size_t shared = icd_get_number_to(c->in, MOST);
	const char *rest = icd_get_text(c->in);
	if (!shared || c->in->failed)
		return rest;
	if (shared > strlen(before)) {
		c->in->failed = true;
		return "";
	}
	size_t size = strlen(rest) + 1;
	char *text = icd_reader_take(c->in, c->pool, shared + size, 1);
	if (!text)
		return "";
	memcpy(mempcpy(text, before, shared), rest, size);
	return text;
}

/* `before` is the same text of the row before, "" for the first one. */
static void walk_following(const struct icd_codec *c, const char **text, const char *before)
{
	if (c->out)
		put_following(c->out, *text, before);
	else
		*text = get_following(c, before);
}

/* A code, which becomes one of the book. */
static void expect_code(const struct icd_codec *c, const char *code)
{
	icd_codec_expect(c, strlen(code) < ICD_CODE_SIZE);
}

static void walk_texts(const struct icd_codec *c, const char ***texts, size_t *count)
{
	uint32_t number = (uint32_t)*count;
	icd_codec_texts(c, texts, &number);
	*count = number;
}

/* ---- order and codes files, and what changes them ---- */

enum { ROW_BILLABLE = 1, ROW_LISTED = 2, ROW_SHORT = 4 };

static void walk_row(const struct icd_codec *c, struct code_row *row, const struct code_row *before)
{
	unsigned flags = (row->billable ? ROW_BILLABLE : 0) | (row->listed ? ROW_LISTED : 0) |
			 (row->short_title ? ROW_SHORT : 0);
	ICD_CODEC_BYTE(c, flags);
	if (c->in) {
		row->billable = flags & ROW_BILLABLE;
		row->listed = flags & ROW_LISTED;
	}
	ICD_CODEC_NUMBER(c, row->line, MOST);
	walk_following(c, &row->code, before->code);
	expect_code(c, row->code);
	walk_following(c, &row->long_title, before->long_title);
	if (flags & ROW_SHORT)
		walk_following(c, &row->short_title, before->short_title ? before->short_title : "");
}

static void walk_code_table(const struct icd_codec *c, struct code_table *table)
{
	static const struct code_row none = {.code = "", .long_title = ""};
	walk_list(c, &table->rows, &table->count, sizeof *table->rows);
	for (size_t i = 0; i < table->count && icd_codec_well(c); i++)
		walk_row(c, &table->rows[i], i ? &table->rows[i - 1] : &none);
	ICD_CODEC_BYTE(c, table->uses_lf);
	ICD_CODEC_BYTE(c, table->canonical);
}

/* ---- smaller tables ---- */

static void walk_conversion_table(const struct icd_codec *c, struct conversion_table *table)
{
	walk_list(c, &table->rows, &table->count, sizeof *table->rows);
	for (size_t i = 0; i < table->count && icd_codec_well(c); i++) {
		struct conversion_row *row = &table->rows[i];
		icd_codec_text(c, &row->code);
		ICD_CODEC_NUMBER(c, row->effective, MOST);
		icd_codec_text(c, &row->previous_text);
		walk_texts(c, &row->previous, &row->previous_count);
		ICD_CODEC_NUMBER(c, row->line, MOST);
	}
}

static void walk_poa(const struct icd_codec *c, struct poa_list *list)
{
	walk_list(c, &list->codes, &list->count, sizeof *list->codes);
	for (size_t i = 0; i < list->count && icd_codec_well(c); i++) {
		walk_following(c, &list->codes[i], i ? list->codes[i - 1] : "");
		expect_code(c, list->codes[i]);
	}
	ICD_CODEC_NUMBER64(c, list->last_order);
}

enum { GEM_APPROXIMATE = 1, GEM_COMBINATION = 2, GEM_SMALL = 4 };

static void walk_gem_row(const struct icd_codec *c, struct gem_row *row, const struct gem_row *before)
{
	struct icd_gem_row *says = &row->says;
	unsigned flags = (says->approximate ? GEM_APPROXIMATE : 0) | (says->combination ? GEM_COMBINATION : 0) |
			 (says->small ? GEM_SMALL : 0);
	walk_following(c, &row->source, before ? before->source : "");
	walk_following(c, &says->code, before ? before->says.code : "");
	ICD_CODEC_BYTE(c, flags);
	if (c->in) {
		says->approximate = flags & GEM_APPROXIMATE;
		says->combination = flags & GEM_COMBINATION;
		says->small = flags & GEM_SMALL;
	}
	ICD_CODEC_BYTE(c, says->scenario);
	ICD_CODEC_BYTE(c, says->choice);
	ICD_CODEC_NUMBER(c, row->line, MOST);
}

static void walk_gem(const struct icd_codec *c, struct gem_table *table)
{
	walk_list(c, &table->rows, &table->count, sizeof *table->rows);
	for (size_t i = 0; i < table->count && icd_codec_well(c); i++)
		walk_gem_row(c, &table->rows[i], i ? &table->rows[i - 1] : NULL);
	ICD_CODEC_BYTE(c, table->uses_lf);
	ICD_CODEC_BYTE(c, table->canonical);
}

/* ---- the tabular list ---- */

static void walk_entry(const struct icd_codec *c, struct entry *entry)
{
	ICD_CODEC_BYTE(c, entry->kind);
	ICD_CODEC_BYTE(c, entry->flags);
	ICD_CODEC_BYTE(c, entry->doubt);
	icd_codec_text(c, &entry->text);
	icd_codec_text(c, &entry->character);
}

static void walk_place(const struct icd_codec *c, struct place *place)
{
	ICD_CODEC_BYTE(c, place->kind);
	icd_codec_text(c, &place->name);
	icd_codec_text(c, &place->title);
	icd_codec_optional(c, &place->first);
	ICD_CODEC_NUMBER64(c, place->parent);
	ICD_CODEC_BYTE(c, place->placeholder);
	ICD_CODEC_NUMBER(c, place->line, MOST);
	walk_list(c, &place->entries, &place->entry_count, sizeof *place->entries);
	for (size_t i = 0; i < place->entry_count && icd_codec_well(c); i++)
		walk_entry(c, &place->entries[i]);
}

/* Does the place stand where those of its kind do? Sections in chapters, codes in sections or codes before them. */
static void expect_in_place(const struct icd_codec *c, const struct tabular_list *list, size_t i)
{
	const struct place *place = &list->places[i];
	const struct place *outer = place->parent < i ? &list->places[place->parent] : NULL;
	int chapter = atoi(place->name);
	switch (place->kind) {
	case ICD_PLACE_CHAPTER:
		icd_codec_expect(c, place->parent == SIZE_MAX && 0 < chapter && chapter < 100);
		break;
	case ICD_PLACE_SECTION:
		icd_codec_expect(c, outer && outer->kind == ICD_PLACE_CHAPTER && place->first);
		break;
	default:
		icd_codec_expect(c, place->kind == ICD_PLACE_CODE && outer && outer->kind != ICD_PLACE_CHAPTER);
		expect_code(c, place->name);
		break;
	}
}

static void walk_tabular(const struct icd_codec *c, struct tabular_list *list)
{
	uint32_t counts[ICD_PLACE_CODE + 1] = {0};
	walk_list(c, &list->places, &list->count, sizeof *list->places);
	for (size_t i = 0; i < list->count && icd_codec_well(c); i++) {
		walk_place(c, &list->places[i]);
		expect_in_place(c, list, i);
		if (icd_codec_well(c))
			counts[list->places[i].kind]++;
	}
	icd_codec_optional(c, &list->front);
	for (size_t i = 0; i < sizeof list->note_count / sizeof *list->note_count; i++)
		ICD_CODEC_NUMBER(c, list->note_count[i], MOST);
	ICD_CODEC_NUMBER(c, list->diag_count, MOST);
	ICD_CODEC_NUMBER(c, list->section_count, MOST);
	ICD_CODEC_NUMBER(c, list->chapter_count, MOST);
	icd_codec_expect(c, list->diag_count == counts[ICD_PLACE_CODE] &&
				    list->section_count == counts[ICD_PLACE_SECTION] &&
				    list->chapter_count == counts[ICD_PLACE_CHAPTER]);
}

/* ---- indexes and tables ---- */

static void walk_term(const struct icd_codec *c, struct index_term *term, const struct index_term *before)
{
	uint32_t parts = 0;
	if (c->in)
		term->says = icd_reader_take(c->in, c->pool, 1, sizeof *term->says);
	if (!icd_codec_well(c))
		return;
	for (size_t i = 0; c->out && i < ICD_INDEX_PARTS; i++)
		parts |= term->says->parts[i] ? 1u << i : 0;
	ICD_CODEC_NUMBER(c, parts, (1u << ICD_INDEX_PARTS) - 1);
	for (size_t i = 0; i < ICD_INDEX_PARTS; i++) {
		if (parts >> i & 1)
			icd_codec_text(c, &term->says->parts[i]);
	}
	ICD_CODEC_BYTE(c, term->says->level);
	icd_codec_text(c, &term->says->title);
	icd_codec_optional(c, &term->says->raw);
	icd_codec_optional(c, &term->says->behind);
	walk_following(c, &term->plain, before ? before->plain : "");
	ICD_CODEC_NUMBER64(c, term->parent);
	ICD_CODEC_NUMBER(c, term->line, MOST);
}

static void walk_letters(const struct icd_codec *c, struct index_list *list)
{
	walk_texts(c, &list->letters, &list->letter_count);
	if (c->in)
		list->letter_first = icd_reader_take(c->in, c->pool, list->letter_count, sizeof *list->letter_first);
	for (size_t i = 0; i < list->letter_count && icd_codec_well(c); i++)
		walk_size(c, &list->letter_first[i]);
}

static void walk_heads(const struct icd_codec *c, struct index_list *list)
{
	size_t heads = list->head_count;
	walk_texts(c, &list->heads, &heads);
	icd_codec_expect(c, heads <= UINT8_MAX);
	list->head_count = (uint8_t)heads;
}

/* Main terms have none, and the level 0. */
static bool is_below_its_parent(const struct index_list *list, size_t i)
{
	const struct index_term *term = &list->terms[i];
	if (term->parent == SIZE_MAX)
		return term->says->level == 0;
	return term->parent < i && term->says->level == list->terms[term->parent].says->level + 1;
}

static void walk_index(const struct icd_codec *c, struct index_list *list)
{
	walk_list(c, &list->terms, &list->count, sizeof *list->terms);
	for (size_t i = 0; i < list->count && icd_codec_well(c); i++) {
		walk_term(c, &list->terms[i], i ? &list->terms[i - 1] : NULL);
		icd_codec_expect(c, icd_codec_well(c) && is_below_its_parent(list, i));
	}
	walk_letters(c, list);
	walk_heads(c, list);
	icd_codec_optional(c, &list->version);
	icd_codec_optional(c, &list->title);
	icd_codec_optional(c, &list->root);
	icd_codec_optional(c, &list->front);
}

/* ---- guidelines ---- */

static void walk_guidelines(const struct icd_codec *c, struct guidelines *guidelines)
{
	walk_list(c, &guidelines->at, &guidelines->count, sizeof *guidelines->at);
	for (size_t i = 0; i < guidelines->count && icd_codec_well(c); i++) {
		icd_codec_text(c, &guidelines->at[i].number);
		icd_codec_text(c, &guidelines->at[i].title);
		icd_codec_text(c, &guidelines->at[i].text);
	}
}

/* ---- by kind ---- */

/* One structure of a release, for which there is room first when it is read. */
#define WALK(c, member, walk)                                                                                          \
	do {                                                                                                           \
		if ((c)->in)                                                                                           \
			(member) = icd_reader_take((c)->in, (c)->pool, 1, sizeof *(member));                           \
		if (icd_codec_well(c))                                                                                 \
			walk((c), (member));                                                                           \
	} while (0)

static void walk_kind(const struct icd_codec *c, struct release *r, enum icd_file_kind kind)
{
	switch (kind) {
	case ICD_FILE_ORDER:
		WALK(c, r->order, walk_code_table);
		break;
	case ICD_FILE_CODES:
		WALK(c, r->codes, walk_code_table);
		break;
	case ICD_FILE_TABULAR:
		WALK(c, r->tabular, walk_tabular);
		break;
	case ICD_FILE_CONVERSION_XLSX:
		WALK(c, r->conversion, walk_conversion_table);
		break;
	case ICD_FILE_POA:
		WALK(c, r->poa, walk_poa);
		break;
	case ICD_FILE_GEM_FROM_9:
		WALK(c, r->gems[ICD_GEM_FROM_9], walk_gem);
		break;
	case ICD_FILE_GEM_FROM_10:
		WALK(c, r->gems[ICD_GEM_FROM_10], walk_gem);
		break;
	case ICD_FILE_GUIDELINES:
		WALK(c, r->guidelines, walk_guidelines);
		break;
	default:
		WALK(c, r->index[icd_index_of(kind)], walk_index);
		break;
	}
}

bool parsed_keeps(enum icd_file_kind kind)
{
	static const unsigned kinds = 1u << ICD_FILE_ORDER | 1u << ICD_FILE_CODES | 1u << ICD_FILE_TABULAR |
				      1u << ICD_FILE_CONVERSION_XLSX | 1u << ICD_FILE_POA | 1u << ICD_FILE_GEM_FROM_9 |
				      1u << ICD_FILE_GEM_FROM_10 | 1u << ICD_FILE_INDEX | 1u << ICD_FILE_CAUSE |
				      1u << ICD_FILE_DRUG | 1u << ICD_FILE_NEOPLASM | 1u << ICD_FILE_GUIDELINES;
	return kinds >> kind & 1;
}

bool parsed_put(struct icd_buffer *out, enum icd_file_kind kind, const struct release *release)
{
	if (kind == ICD_FILE_CONVERSION_XLSX && release->conversion->unread_count)
		return false;
	walk_kind(&(struct icd_codec){.out = out}, (struct release *)release, kind);
	return !out->failed;
}

bool parsed_get(struct icd_reader *in, struct icd_pool *pool, enum icd_file_kind kind, struct release *release)
{
	struct release read = *release;
	walk_kind(&(struct icd_codec){.in = in, .pool = pool}, &read, kind);
	if (in->failed || in->at != in->end)
		return false;
	*release = read;
	return true;
}
