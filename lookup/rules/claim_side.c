/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Right, left and bilateral [I.B.13]. The families are read off the titles: codes whose
 * titles differ in nothing but the side. A right with a left is right unless the family has
 * a bilateral code on the date; a bilateral beside one of its sides contradicts it.
 */
#include "findings.h"

#include "base/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- titles as sets of words ---- */

#define WORDS_MAX 48
#define WORD_SIZE 24

struct words {
	enum icd_side side;
	unsigned count;
	char at[WORDS_MAX][WORD_SIZE]; /* sorted, each once; without those that tell the side */
};

static int compare_words(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Words that only join, or that differ between a side's title and the bilateral's. */
static bool is_filler(const char *word)
{
	static const char *const fillers[] = {"of",    "the",  "and",  "unilateral", "bilateral",
					      "right", "left", "side", "unspecified"};
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
		if (strcmp(word, fillers[i]) == 0)
			return true;
	}
	return false;
}

/* "unspecified" tells the side only where nothing else does. */
static void take_side(struct words *words, enum icd_side side)
{
	if (side != ICD_SIDE_NONE && (words->side == ICD_SIDE_NONE || words->side == ICD_SIDE_UNSPECIFIED))
		words->side = side;
}

static void add_word(struct words *words, const char *start, size_t length)
{
	char word[WORD_SIZE];
	if (length >= sizeof word)
		length = sizeof word - 1;
	for (size_t i = 0; i < length; i++)
		word[i] = icd_lower(start[i]);
	word[length] = '\0';
	take_side(words, icd_side_of(word));
	if (is_filler(word) || words->count == WORDS_MAX)
		return;
	/* One knee, two knees. */
	if (length > 4 && word[length - 1] == 's' && word[length - 2] != 's')
		word[length - 1] = '\0';
	for (unsigned i = 0; i < words->count; i++) {
		if (strcmp(words->at[i], word) == 0)
			return;
	}
	memcpy(words->at[words->count++], word, sizeof word);
}

/* "..., right ear, with unrestricted hearing on the contralateral side": what follows is about the other ear. */
static size_t title_length(const char *title)
{
	const char *with = strstr(title, "contralateral side") ? strstr(title, " with ") : NULL;
	return with ? (size_t)(with - title) : strlen(title);
}

static void read_title(const char *title, struct words *words)
{
	size_t length = title_length(title);
	words->side = ICD_SIDE_NONE;
	words->count = 0;
	for (size_t i = 0; i < length;) {
		size_t start = i;
		while (i < length && (icd_is_letter_or_digit(title[i]) || title[i] == '-' || (title[i] & 0x80)))
			i++;
		if (i > start)
			add_word(words, title + start, i - start);
		else
			i++;
	}
	qsort(words->at, words->count, sizeof words->at[0], compare_words);
}

/* How many words of `a` are not in `b`. */
static unsigned more_in(const struct words *a, const struct words *b)
{
	unsigned more = 0;
	for (unsigned i = 0; i < a->count; i++)
		more += !bsearch(a->at[i], b->at, b->count, sizeof b->at[0], compare_words);
	return more;
}

static bool same_words(const struct words *a, const struct words *b)
{
	return a->count == b->count && more_in(a, b) == 0;
}

/* A side's title may name the organ ("right eye", "right hand"), the bilateral's need not. */
static bool bilateral_of(const struct words *bilateral, const struct words *one)
{
	return more_in(bilateral, one) == 0 && more_in(one, bilateral) <= 1;
}

/* ---- the bilateral code of a family ---- */

struct bilateral_work {
	struct claim_work *work;
	const struct words *one; /* words of a side's title */
	unsigned extra;          /* how much the best so far differs from it */
	char code[ICD_CODE_SIZE];
};

static bool read_record(struct claim_work *work, const char *code, struct icd_code_record *record, bool *found)
{
	enum icd_found result = icd_store_code(icd_shelf_store(work->shelf), work->pool, code, record, work->err);
	work->failed |= result == ICD_FAILED;
	*found = result == ICD_FOUND;
	return result != ICD_FAILED;
}

/* Looks through what is below a code, down to the codes themselves. */
static void hunt_below(struct bilateral_work *hunt, const char *code)
{
	struct icd_code_record record;
	bool found;
	if (!read_record(hunt->work, code, &record, &found) || !found)
		return;
	for (uint32_t i = 0; i < record.children.count && !hunt->work->failed; i++) {
		const struct icd_child *child = &record.children.at[i];
		const char *title = icd_view_text(&hunt->work->view, &child->titles);
		struct icd_validity validity;
		struct words words;
		icd_view_validity(&hunt->work->view, &child->runs, &validity);
		read_title(title ? title : "", &words);
		if (validity.status == ICD_STATUS_HEADER && !icd_is_one_side(words.side))
			hunt_below(hunt, child->code);
		if (validity.status != ICD_STATUS_BILLABLE)
			continue;
		unsigned extra = more_in(hunt->one, &words);
		if (words.side != ICD_SIDE_BOTH || !bilateral_of(&words, hunt->one) || extra >= hunt->extra)
			continue;
		hunt->extra = extra;
		memcpy(hunt->code, child->code, sizeof hunt->code);
	}
}

/* The bilateral code of a side's family, the nearest in words; "" when there is none. */
static const char *find_bilateral(struct claim_work *work, const struct icd_claim_code *code, const struct words *words,
				  char out[ICD_DOTTED_SIZE])
{
	struct bilateral_work hunt = {.work = work, .one = words, .extra = UINT32_MAX};
	hunt_below(&hunt, code->category);
	out[0] = '\0';
	return *hunt.code ? icd_code_format(hunt.code, out) : out;
}

/* ---- pairs ---- */

static void report_both(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b,
			const struct words *words)
{
	char bilateral[ICD_DOTTED_SIZE];
	if (!*find_bilateral(work, a, words, bilateral))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", a, b);
	claim_say(work, finding, "Right and left of the same condition have a code for both sides: %s", bilateral);
	claim_advise(work, finding, "Report %s instead of the two.", bilateral);
}

static void report_contradiction(struct claim_work *work, const struct icd_claim_code *whole,
				 const struct icd_claim_code *part)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", whole, part);
	claim_say(work, finding, "%s is for both sides, %s for one of them: they contradict each other", whole->shown,
		  part->shown);
	claim_advise(work, finding, "Keep the one that the record supports.");
}

static void report_unspecified(struct claim_work *work, const struct icd_claim_code *known,
			       const struct icd_claim_code *unspecified)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_SIDE, ICD_WARNING, "I.B.13", known, unspecified);
	claim_say(work, finding, "%s names the side, %s leaves the side of the same condition unspecified",
		  known->shown, unspecified->shown);
	claim_advise(work, finding, "Leave out %s where the record names the side.", unspecified->shown);
}

static void compare(struct claim_work *work, const struct icd_claim_code *a, const struct words *x,
		    const struct icd_claim_code *b, const struct words *y)
{
	if (x->side == ICD_SIDE_BOTH && icd_is_one_side(y->side) && bilateral_of(x, y))
		report_contradiction(work, a, b);
	else if (y->side == ICD_SIDE_BOTH && icd_is_one_side(x->side) && bilateral_of(y, x))
		report_contradiction(work, b, a);
	else if (icd_is_one_side(x->side) && icd_is_one_side(y->side) && x->side != y->side && same_words(x, y))
		report_both(work, a, b, x);
	else if (icd_is_one_side(x->side) && y->side == ICD_SIDE_UNSPECIFIED && same_words(x, y))
		report_unspecified(work, a, b);
	else if (icd_is_one_side(y->side) && x->side == ICD_SIDE_UNSPECIFIED && same_words(x, y))
		report_unspecified(work, b, a);
}

static bool may_have_side(const struct icd_claim_code *code)
{
	return code->known && (strcasestr(code->title, "right") || strcasestr(code->title, "left") ||
			       strcasestr(code->title, "bilateral") || code->unspecified);
}

void claim_check_sides(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *a = work->codes[i];
		struct words x;
		bool read = false;
		if (!may_have_side(a))
			continue;
		for (unsigned j = i + 1; j < work->count && !work->failed; j++) {
			const struct icd_claim_code *b = work->codes[j];
			struct words y;
			if (strcmp(a->category, b->category) != 0 || !may_have_side(b))
				continue;
			if (!read)
				read_title(a->title, &x);
			read = true;
			read_title(b->title, &y);
			compare(work, a, &x, b, &y);
		}
	}
}
