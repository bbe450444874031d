/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The complete codes a tabular list stands for (code_set_expand). */
#include "code_set.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "7th characters D and S do not apply to codes in category S06 with 6th character 7 ..., or 8 ..." */
struct prohibition {
	char under[ICD_CODE_SIZE];
	int position;      /* 4 to 6 */
	char there[37];    /* characters at the position */
	char sevenths[37]; /* seventh characters that do not apply */
};

struct prohibitions {
	struct prohibition *at;
	size_t count, capacity;
};

/* ---- the note that forbids seventh characters ---- */

/* The next word of a note: letters, digits, dots; *cut holds what stood before it that counts as a
 * separator (',' when there was a comma, '-' a dash, else ' '). */
static bool next_word(const char **text, char *word, size_t size, char *cut)
{
	size_t length = 0;
	*cut = ' ';
	while (**text && !isalnum((unsigned char)**text)) {
		if (**text == ',' || **text == '-' || **text == ';')
			*cut = **text == '-' ? '-' : ',';
		(*text)++;
	}
	while (isalnum((unsigned char)**text) || (**text == '.' && isalnum((unsigned char)(*text)[1]))) {
		if (length + 1 < size)
			word[length++] = **text;
		(*text)++;
	}
	word[length] = '\0';
	return length > 0;
}

static bool is_character(const char *word)
{
	return (isdigit((unsigned char)word[0]) || isupper((unsigned char)word[0])) && !word[1];
}

static void add_character(char *set, char c)
{
	size_t length = strlen(set);
	if (!strchr(set, c) && length < 36) {
		set[length] = c;
		set[length + 1] = '\0';
	}
}

/* Does what follows close a single character off: a dash, a comma, "or", "and" or the end? */
static bool stands_alone(const char *rest)
{
	while (*rest == ' ')
		rest++;
	return !*rest || strchr("-,;.", *rest) || strncmp(rest, "or ", 3) == 0 || strncmp(rest, "and ", 4) == 0;
}

static int position_word(const char *word)
{
	static const char *const names[] = {"4th", "5th", "6th", "fourth", "fifth", "sixth"};
	for (int i = 0; i < 6; i++) {
		if (strcasecmp(word, names[i]) == 0)
			return 4 + i % 3;
	}
	return 0;
}

static bool read_prohibition(const char *text, struct prohibition *out)
{
	char word[32], before[32] = "", cut;
	struct icd_typed_code typed;
	enum { SEVENTHS, UNDER, POSITION, CHARACTERS } want = SEVENTHS;
	memset(out, 0, sizeof *out);
	const char *start = strstr(text, "7th character");
	if (!start || !strstr(start, "not apply"))
		return false;
	start += strlen("7th character");
	while (next_word(&start, word, sizeof word, &cut)) {
		if (want == SEVENTHS && is_character(word)) {
			add_character(out->sevenths, word[0]);
		} else if (want == SEVENTHS && strcmp(word, "not") == 0) {
			want = UNDER;
		} else if (want == UNDER && (strstr(before, "categor") || strcmp(before, "code") == 0) &&
			   icd_code_parse(word, strlen(word), &typed)) {
			memcpy(out->under, typed.code, sizeof out->under);
			want = POSITION;
		} else if (want == POSITION && position_word(word)) {
			out->position = position_word(word);
			want = CHARACTERS;
		} else if (want == CHARACTERS && is_character(word) && stands_alone(start) &&
			   (strncmp(before, "character", 9) == 0 || cut == ',' || strcmp(before, "or") == 0 ||
			    strcmp(before, "and") == 0)) {
			add_character(out->there, word[0]);
		}
		snprintf(before, sizeof before, "%s", word);
	}
	return out->sevenths[0] && out->under[0] && out->there[0];
}

static void collect_prohibitions(const struct tabular_list *list, struct prohibitions *out)
{
	struct prohibition one;
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		for (size_t j = 0; j < place->entry_count; j++) {
			if (place->entries[j].kind != ICD_NOTE_NOTE || !read_prohibition(place->entries[j].text, &one))
				continue;
			out->at = grow_array(out->at, out->count, &out->capacity, sizeof *out->at);
			out->at[out->count++] = one;
		}
	}
}

static bool is_forbidden(const struct prohibitions *prohibitions, const char code[ICD_CODE_SIZE])
{
	for (size_t i = 0; i < prohibitions->count; i++) {
		const struct prohibition *one = &prohibitions->at[i];
		if (strncmp(code, one->under, strlen(one->under)) == 0 && strchr(one->there, code[one->position - 1]) &&
		    strchr(one->sevenths, code[6]))
			return true;
	}
	return false;
}

/* ---- expansion ---- */

/* The place whose sevenChrDef governs this one: itself or the nearest above; SIZE_MAX when none. */
static size_t governing(const struct tabular_list *list, size_t index)
{
	for (; index != SIZE_MAX; index = list->places[index].parent) {
		const struct place *place = &list->places[index];
		for (size_t j = 0; j < place->entry_count; j++) {
			if (place->entries[j].kind == ICD_ENTRY_SEVENTH)
				return index;
		}
	}
	return SIZE_MAX;
}

struct growing {
	struct icd_pool *arena;
	struct code_row *rows;
	size_t count, capacity;
	const char **phantoms;
	size_t phantom_count, phantom_capacity;
};

static void add_row(struct growing *out, const struct place *place, const char *code, const char *title, bool billable)
{
	out->rows = grow_array(out->rows, out->count, &out->capacity, sizeof *out->rows);
	out->rows[out->count++] =
		(struct code_row){.code = code, .long_title = title, .line = place->line, .billable = billable};
}

static const char *title_with(struct icd_pool *arena, const char *title, const char *meaning)
{
	char text[4096];
	int length = snprintf(text, sizeof text, "%s, %s", title, meaning);
	return need_text(arena, text, length < (int)sizeof text ? (size_t)length : sizeof text - 1);
}

static void expand_leaf(const struct tabular_list *list, size_t index, size_t governor,
			const struct prohibitions *prohibitions, struct growing *out)
{
	const struct place *place = &list->places[index], *above = &list->places[governor];
	char code[ICD_CODE_SIZE] = "XXXXXX";
	memcpy(code, place->name, strlen(place->name));
	for (size_t j = 0; j < above->entry_count; j++) {
		const struct entry *entry = &above->entries[j];
		if (entry->kind != ICD_ENTRY_SEVENTH)
			continue;
		code[6] = entry->character[0];
		const char *kept = need_text(out->arena, code, ICD_CODE_LENGTH);
		if (!is_forbidden(prohibitions, code)) {
			add_row(out, place, kept, title_with(out->arena, place->title, entry->text), true);
			continue;
		}
		out->phantoms =
			grow_array(out->phantoms, out->phantom_count, &out->phantom_capacity, sizeof *out->phantoms);
		out->phantoms[out->phantom_count++] = kept;
	}
}

static void expand_place(const struct tabular_list *list, size_t index, const struct prohibitions *prohibitions,
			 struct growing *out)
{
	const struct place *place = &list->places[index];
	bool leaf = index + 1 == list->count || list->places[index + 1].parent != index;
	size_t governor = leaf && strlen(place->name) < ICD_CODE_LENGTH ? governing(list, index) : SIZE_MAX;
	if (leaf && governor == SIZE_MAX) {
		add_row(out, place, place->name, place->title, true);
		return;
	}
	add_row(out, place, place->name, place->title, false);
	if (leaf)
		expand_leaf(list, index, governor, prohibitions, out);
}

void code_set_expand(const struct tabular_list *list, struct icd_pool *arena, struct expansion *out)
{
	struct prohibitions prohibitions = {0};
	struct growing grown = {.arena = arena};
	collect_prohibitions(list, &prohibitions);
	for (size_t i = 0; i < list->count; i++) {
		if (list->places[i].kind == ICD_PLACE_CODE)
			expand_place(list, i, &prohibitions, &grown);
	}
	out->count = grown.count;
	out->rows = need(arena, grown.count, sizeof *out->rows);
	if (grown.count)
		memcpy(out->rows, grown.rows, grown.count * sizeof *out->rows);
	out->phantom_count = grown.phantom_count;
	out->phantoms = need(arena, grown.phantom_count, sizeof *out->phantoms);
	if (grown.phantom_count)
		memcpy(out->phantoms, grown.phantoms, grown.phantom_count * sizeof *out->phantoms);
	free(prohibitions.at);
	free(grown.rows);
	free(grown.phantoms);
}
