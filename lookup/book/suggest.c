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
	struct icd_path start; /* of the longest start that is a code; what it is worth says start_length */
	size_t start_length;   /* 0: there is none */
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

/* Adds the code if it is one on the date and there is room; tells whether it did. */
static bool suggest_of(struct suggest_work *s, const char *code, uint32_t room)
{
	struct icd_code_record record;
	struct icd_code_lines *codes = &s->out->codes;
	if (s->failed || codes->count >= room || !icd_view_may_have(s->view, code) || is_suggested(codes, code))
		return false;
	enum icd_found found = icd_store_code_start(s->view->store, s->pool, code, &record, s->err);
	s->failed |= found == ICD_FAILED;
	enum icd_status status = found == ICD_FOUND ? icd_view_status(s->view, &record.runs) : ICD_STATUS_UNKNOWN;
	if (!icd_status_holds(status))
		return false;
	codes->at[codes->count++] =
		(struct icd_code_line){icd_pool_print(s->pool, "%s", code), icd_view_title(s->view, &record), status};
	return true;
}

static bool suggest(struct suggest_work *s, const char *code)
{
	return strlen(code) <= ICD_CODE_LENGTH && suggest_of(s, code, SUGGESTIONS_MAX);
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
	enum icd_found found = s->start_length ? icd_path_read(s->view, s->pool, code, &path, s->err) : ICD_NOT_FOUND;
	s->failed |= found == ICD_FAILED;
	bool home = found == ICD_FOUND && path.section_id && s->start.section_id &&
		    strcmp(path.section_id, s->start.section_id) == 0;
	if (!home)
		return SWAPPED_FAR;
	return s->length >= NO_ACCIDENT ? SWAPPED_NEAR : SWAPPED_IN_SECTION;
}

/* Two neighbours swapped, where that leads so far away. */
static void suggest_swapped(struct suggest_work *s, enum swapped stand)
{
	bool far = stand == SWAPPED_FAR;
	for (size_t i = 0; s->length <= ICD_CODE_LENGTH && i + 1 < s->length; i++) {
		char code[ICD_LOOSE_SIZE];
		memcpy(code, s->code, sizeof code);
		code[i] = s->code[i + 1];
		code[i + 1] = s->code[i];
		if (!icd_is_letter(code[0]) || stand_of(s, code) != stand)
			continue;
		bool added = suggest_of(s, code, far ? SUGGESTIONS_MAX + FAR_MAX : SUGGESTIONS_MAX);
		s->out->far += added && far;
	}
}

/* ---- what stands beside it in the book ---- */

/* The longest start before `length` that is a code of any release; its length, 0 when none. */
static size_t shorter_start(struct suggest_work *s, size_t length, struct icd_path *path)
{
	char start[ICD_LOOSE_SIZE];
	memcpy(start, s->code, sizeof start);
	while (length-- > 3) {
		start[length] = '\0';
		if (length > ICD_CODE_LENGTH)
			continue;
		enum icd_found found = icd_path_read(s->view, s->pool, start, path, s->err);
		s->failed |= found == ICD_FAILED;
		if (s->failed)
			return 0;
		if (found == ICD_FOUND && path->codes[0]->runs.count)
			return length;
	}
	return 0;
}

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
	struct icd_path path = s->start;
	size_t length = s->start_length;
	while (length && !suggest_below(s, path.codes[0]))
		length = shorter_start(s, length, &path);
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
	const struct icd_path *path = &s->start;
	char filled[ICD_CODE_SIZE] = "XXXXXXX";
	if (!s->start_length || !icd_sevenths_step(path) || !s->code[s->start_length] ||
	    path->codes[0]->children.count == 0 || strlen(path->codes[0]->children.at[0].code) != ICD_CODE_LENGTH)
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
	suggest_first_letter(s);
	if (s->start_length && s->start.codes[0]->children.count == 0)
		suggest(s, s->start.codes[0]->code);
	suggest_undoubled(s);
	suggest_swapped(s, SWAPPED_NEAR);
	suggest_family(s);
	suggest_categories_beside(s);
	suggest_swapped(s, SWAPPED_IN_SECTION);
	suggest_swapped(s, SWAPPED_FAR);
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
