/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "suggest.h"

#include "seventh.h"

#include <stdio.h>
#include <string.h>

#define SUGGESTIONS_MAX 10
#define FAR_MAX         8
#define BESIDE_MAX      2 /* categories offered on either side of one that is none */

struct suggest_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	char code[ICD_LOOSE_SIZE]; /* the letters and digits typed, upper case */
	size_t length;
	struct icd_code_record start; /* the longest start that is a code; what it is worth says start_length */
	size_t start_length;          /* 0: there is none */
	struct icd_path start_path;   /* its path, once it is asked for: see path_of_start */
	struct icd_suggestions *out;
	struct icd_error *err;
	bool failed; /* err is filled */
};

/* ---- one candidate ---- */

static bool is_suggested(const struct icd_code_lines *codes, const char *code)
{
	for (uint32_t i = 0; i < codes->count; i++) {
		if (strcmp(codes->at[i].code, code) == 0)
			return true;
	}
	return false;
}

/* What a code is on the date, and its title; by a view that knows the runs of codes without it. */
static enum icd_status status_of(struct suggest_work *s, const char *code, const char **title)
{
	struct icd_child shown = {.code = code};
	*title = "";
	if (!icd_view_may_have(s->view, code))
		return ICD_STATUS_UNKNOWN;
	if (s->view->runs)
		return icd_view_status(s->view, s->view->runs(s->view->codes, code));
	enum icd_found found = icd_store_code_shown(s->view->store, s->pool, &shown, s->err);
	s->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND)
		return ICD_STATUS_UNKNOWN;
	*title = icd_view_text(s->view, &shown.titles) ?: "";
	return icd_view_status(s->view, &shown.runs);
}

/* Adds the code if it is one on the date and there is room; tells whether it did. */
static bool suggest_of(struct suggest_work *s, const char *code, uint32_t room)
{
	struct icd_code_lines *codes = &s->out->codes;
	const char *title;
	if (s->failed || codes->count >= room || is_suggested(codes, code))
		return false;
	enum icd_status status = status_of(s, code, &title);
	if (!icd_status_holds(status))
		return false;
	codes->at[codes->count++] = (struct icd_code_line){icd_pool_text(s->pool, code, strlen(code)), title, status};
	return true;
}

static bool suggest(struct suggest_work *s, const char *code)
{
	return strlen(code) <= ICD_CODE_LENGTH && suggest_of(s, code, SUGGESTIONS_MAX);
}

/* ---- its longest start that is a code ---- */

/* The longest start before `length` that is a code of any release; its length, 0 when none. */
static size_t shorter_start(struct suggest_work *s, size_t length, struct icd_code_record *record)
{
	char start[ICD_LOOSE_SIZE];
	memcpy(start, s->code, sizeof start);
	while (length-- > 3) {
		start[length] = '\0';
		if (length > ICD_CODE_LENGTH || !icd_view_may_have(s->view, start))
			continue;
		enum icd_found found = icd_store_code(s->view->store, s->pool, start, record, s->err);
		s->failed |= found == ICD_FAILED;
		if (s->failed)
			return 0;
		if (found == ICD_FOUND && record->runs.count)
			return length;
	}
	return 0;
}

/* NULL where there is no start, and on failure. */
static const struct icd_path *path_of_start(struct suggest_work *s)
{
	if (s->start_length && !s->start_path.code_count && !s->failed)
		s->failed = icd_path_read(s->view, s->pool, s->start.code, &s->start_path, s->err) == ICD_FAILED;
	return s->start_length && !s->failed ? &s->start_path : NULL;
}

/* ---- characters that look alike ---- */

/* On paper and on keyboards. */
static const char look_alikes[][2] = {{'O', '0'}, {'I', '1'}, {'L', '1'}, {'S', '5'},
				      {'B', '8'}, {'Z', '2'}, {'G', '6'}};
#define LOOK_ALIKES (sizeof look_alikes / sizeof *look_alikes)

/* Suggests what comes of `changes` letters from `at` on that are read as the digits they look like. */
static void suggest_digits(struct suggest_work *s, char *code, size_t at, unsigned changes)
{
	if (changes == 0) {
		suggest(s, code);
		return;
	}
	for (; code[at]; at++) {
		char typed = code[at];
		for (size_t i = 0; i < LOOK_ALIKES; i++) {
			if (typed != look_alikes[i][0])
				continue;
			code[at] = look_alikes[i][1];
			suggest_digits(s, code, at + 1, changes - 1);
		}
		code[at] = typed;
	}
}

/* Where codes have digits: as few letters as will do, behind the first character. */
static void suggest_fewest_digits(struct suggest_work *s, char *code)
{
	uint32_t before = s->out->codes.count;
	for (unsigned changes = 1; changes < ICD_CODE_LENGTH && s->out->codes.count == before; changes++)
		suggest_digits(s, code, 1, changes);
}

/* The seventh character alone is a letter in most codes. */
static void suggest_seventh_letter(struct suggest_work *s)
{
	char code[ICD_LOOSE_SIZE];
	memcpy(code, s->code, sizeof code);
	for (size_t i = 0; s->length == ICD_CODE_LENGTH && i < LOOK_ALIKES; i++) {
		code[ICD_CODE_LENGTH - 1] = look_alikes[i][0];
		if (s->code[ICD_CODE_LENGTH - 1] == look_alikes[i][1])
			suggest(s, code);
	}
}

/* The first character is a letter: which one does the digit look like, or is a small l meant for I? */
static void suggest_first_letter(struct suggest_work *s)
{
	char code[ICD_LOOSE_SIZE];
	memcpy(code, s->code, sizeof code);
	for (size_t i = 0; i < LOOK_ALIKES; i++) {
		code[0] = look_alikes[i][0];
		if (s->code[0] == look_alikes[i][1] && !suggest(s, code))
			suggest_fewest_digits(s, code);
	}
	code[0] = 'I';
	if (s->code[0] == 'L')
		suggest(s, code);
}

/* ---- placeholders ---- */

struct placing {
	char code[ICD_CODE_SIZE];
	const char *rest; /* what follows the category, without its X */
};

/* Suggests all codes that have the rest in its order and so many X, none of them at the end. */
static void place_fillers(struct suggest_work *s, struct placing *placing, size_t length, const char *rest, int fillers)
{
	if (!*rest) {
		placing->code[length] = '\0';
		if (fillers == 0)
			suggest(s, placing->code);
		return;
	}
	placing->code[length] = *rest;
	place_fillers(s, placing, length + 1, rest + 1, fillers);
	if (fillers == 0)
		return;
	placing->code[length] = 'X';
	place_fillers(s, placing, length + 1, rest, fillers - 1);
}

/* The code with another number of X, the nearest number first. */
static void suggest_fillers(struct suggest_work *s)
{
	struct placing placing;
	char rest[ICD_LOOSE_SIZE];
	int kept = 0, typed = 0;
	uint32_t before = s->out->codes.count;
	for (size_t i = 3; i < s->length; i++) {
		if (s->code[i] == 'X')
			typed++;
		else
			rest[kept++] = s->code[i];
	}
	rest[kept] = '\0';
	memcpy(placing.code, s->code, 3);
	int most = ICD_CODE_LENGTH - 3 - kept;
	for (int apart = 0; kept && apart < ICD_LOOSE_SIZE && s->out->codes.count == before; apart++) {
		if (typed - apart >= 0 && typed - apart <= most)
			place_fillers(s, &placing, 3, rest, typed - apart);
		if (apart && typed + apart <= most)
			place_fillers(s, &placing, 3, rest, typed + apart);
	}
}

/* ---- one character too many, two swapped ---- */

static void suggest_undoubled(struct suggest_work *s)
{
	for (size_t i = 0; i + 1 < s->length; i++) {
		char code[ICD_LOOSE_SIZE];
		if (s->code[i] != s->code[i + 1])
			continue;
		snprintf(code, sizeof code, "%.*s%s", (int)i, s->code, s->code + i + 1);
		/* What it begins with anyway comes with its family. */
		if (strncmp(s->code, code, strlen(code)) != 0)
			suggest(s, code);
	}
}

enum swapped { SWAPPED_NEAR, SWAPPED_IN_SECTION, SWAPPED_FAR };
#define NO_ACCIDENT 6 /* characters of a code that does not come about by chance when two are swapped */

/* Where does a code stand that was made from what was typed? */
static enum swapped stand_of(struct suggest_work *s, const char *code)
{
	struct icd_path path;
	/* What begins with a digit can only be meant so. */
	if (!icd_is_letter(s->code[0]) || strncmp(code, s->code, 3) == 0)
		return SWAPPED_NEAR;
	const struct icd_path *start = icd_view_may_have(s->view, code) ? path_of_start(s) : NULL;
	enum icd_found found = start ? icd_path_read(s->view, s->pool, code, &path, s->err) : ICD_NOT_FOUND;
	s->failed |= found == ICD_FAILED;
	bool home = found == ICD_FOUND && path.section_id && start->section_id &&
		    strcmp(path.section_id, start->section_id) == 0;
	if (!home)
		return SWAPPED_FAR;
	return s->length >= NO_ACCIDENT ? SWAPPED_NEAR : SWAPPED_IN_SECTION;
}

/* What was typed, with the character at `at` and its neighbour swapped; false for what cannot be a code. */
static bool swap(const struct suggest_work *s, size_t at, char code[ICD_LOOSE_SIZE])
{
	memcpy(code, s->code, ICD_LOOSE_SIZE);
	code[at] = s->code[at + 1];
	code[at + 1] = s->code[at];
	return icd_is_letter(code[0]);
}

/* How many places there are at which two neighbours may be swapped. */
static size_t swaps_of(const struct suggest_work *s)
{
	return s->length <= ICD_CODE_LENGTH && s->length ? s->length - 1 : 0;
}

static void find_stands(struct suggest_work *s, enum swapped stands[ICD_CODE_LENGTH])
{
	char code[ICD_LOOSE_SIZE];
	for (size_t i = 0; i < swaps_of(s); i++)
		stands[i] = swap(s, i, code) ? stand_of(s, code) : SWAPPED_FAR;
}

/* Two neighbours swapped, where that leads so far away. */
static void suggest_swapped(struct suggest_work *s, const enum swapped stands[ICD_CODE_LENGTH], enum swapped stand)
{
	bool far = stand == SWAPPED_FAR;
	for (size_t i = 0; i < swaps_of(s); i++) {
		char code[ICD_LOOSE_SIZE];
		if (!swap(s, i, code) || stands[i] != stand)
			continue;
		bool added = suggest_of(s, code, far ? SUGGESTIONS_MAX + FAR_MAX : SUGGESTIONS_MAX);
		s->out->far += added && far;
	}
}

/* ---- what stands beside it in the book ---- */

/* The codes below, where there are many those around the place where what was typed would stand. */
static bool suggest_below(struct suggest_work *s, const struct icd_code_record *record)
{
	const struct icd_children *children = &record->children;
	uint32_t before = s->out->codes.count, place = 0, from = 0;
	if (children->count == 0)
		return suggest(s, record->code) || is_suggested(&s->out->codes, record->code);
	while (place < children->count && strcmp(children->at[place].code, s->code) < 0)
		place++;
	if (children->count > SUGGESTIONS_MAX && place > SUGGESTIONS_MAX / 2)
		from = place - SUGGESTIONS_MAX / 2;
	for (uint32_t i = from; i < children->count; i++)
		suggest(s, children->at[i].code);
	return s->out->codes.count > before;
}

static void suggest_family(struct suggest_work *s)
{
	struct icd_code_record record = s->start;
	size_t length = s->start_length;
	while (length && !suggest_below(s, &record))
		length = shorter_start(s, length, &record);
}

/* The category with this number: with the rest of what was typed, if there is such a code, else itself. */
static bool suggest_category(struct suggest_work *s, int number)
{
	char code[ICD_LOOSE_SIZE];
	if (number < 0 || number > 99)
		return false;
	memcpy(code, s->code, sizeof code);
	code[1] = (char)('0' + number / 10);
	code[2] = (char)('0' + number % 10);
	if (suggest(s, code))
		return true;
	code[3] = '\0';
	return suggest(s, code);
}

/* No release has its category: the nearest ones before and behind it. */
static void suggest_categories_beside(struct suggest_work *s)
{
	unsigned below = 0, above = 0;
	if (s->start_length || !icd_is_letter(s->code[0]) || !icd_is_digit(s->code[1]))
		return;
	/* A letter stands behind all digits: I5B after I59. */
	bool digit = icd_is_digit(s->code[2]);
	int number = 10 * (s->code[1] - '0') + (digit ? s->code[2] - '0' : 9);
	for (int apart = 1; apart < 10; apart++) {
		if (below < BESIDE_MAX)
			below += suggest_category(s, number - apart + !digit);
		if (above < BESIDE_MAX)
			above += suggest_category(s, number + apart);
	}
}

/* ---- the seventh character ---- */

/* A code that takes one, and more behind it: what is wrong with the last character as its seventh? */
static void judge_seventh(struct suggest_work *s)
{
	const struct icd_children *below = &s->start.children;
	char filled[ICD_CODE_SIZE] = "XXXXXXX";
	if (!s->start_length || !s->code[s->start_length] || below->count == 0 ||
	    strlen(below->at[0].code) != ICD_CODE_LENGTH)
		return;
	const struct icd_path *path = path_of_start(s);
	if (!path || !icd_sevenths_step(path))
		return;
	memcpy(filled, s->code, s->start_length);
	filled[ICD_CODE_LENGTH - 1] = s->code[s->length - 1];
	s->out->bad_seventh = true;
	if (!is_suggested(&s->out->codes, filled) && icd_seventh_entry(path, filled[ICD_CODE_LENGTH - 1]))
		s->out->forbidden_by = icd_forbidding_note(path, s->pool, filled, &s->out->forbidden_at);
}

/* ---- all of it ---- */

static void suggest_meant(struct suggest_work *s)
{
	if (!icd_is_letter(s->code[0]))
		return;
	suggest(s, s->code);
	suggest_fewest_digits(s, s->code);
	suggest_seventh_letter(s);
	suggest_fillers(s);
	s->out->meant = s->out->codes.count;
}

static void suggest_near(struct suggest_work *s)
{
	enum swapped stands[ICD_CODE_LENGTH] = {SWAPPED_NEAR};
	suggest_first_letter(s);
	if (s->start_length && s->start.children.count == 0)
		suggest(s, s->start.code);
	suggest_undoubled(s);
	find_stands(s, stands);
	suggest_swapped(s, stands, SWAPPED_NEAR);
	suggest_family(s);
	suggest_categories_beside(s);
	suggest_swapped(s, stands, SWAPPED_IN_SECTION);
	suggest_swapped(s, stands, SWAPPED_FAR);
}

bool icd_suggest(const struct icd_view *view, struct icd_pool *pool, const char *text, struct icd_suggestions *out,
		 struct icd_error *err)
{
	struct suggest_work s = {.view = view, .pool = pool, .out = out, .err = err};
	*out = (struct icd_suggestions){.codes.at =
						icd_pool_take(pool, SUGGESTIONS_MAX + FAR_MAX, sizeof *out->codes.at)};
	if (!out->codes.at)
		return icd_out_of_memory(err);
	s.length = icd_code_read_loosely(text, s.code);
	if (!s.length)
		return true;
	s.start_length = shorter_start(&s, s.length, &s.start);
	suggest_meant(&s);
	judge_seventh(&s);
	if (out->meant == 0)
		suggest_near(&s);
	return !s.failed;
}
