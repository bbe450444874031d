/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What titles say against each other: with and without the same, uncomplicated beside a complication, two that one code
 * stands for [I.B.9], an acute condition behind the chronic one [I.B.8], unspecified beside specified [I.A.9.b], and
 * symptoms that another title names [I.C.18.c].
 */
#include "coding/family.h"
#include "findings.h"

#include <stdio.h>
#include <string.h>

/* ---- titles word by word ---- */

#define LINE_WORDS 64

struct line_word {
	const char *start;
	unsigned length;
	bool negated; /* "not", "without", "non-" */
};

struct line {
	unsigned count;
	struct line_word at[LINE_WORDS];
};

static bool is_word(const char *start, size_t length, const char *word)
{
	return length == strlen(word) && strncasecmp(start, word, length) == 0;
}

/* "without" is "with" denied, "nondisplaced" "displaced", "or" joins as "and" does. */
static struct line_word word_of(const char *start, size_t length, bool negated)
{
	if (is_word(start, length, "without"))
		return (struct line_word){start, 4, !negated};
	if (is_word(start, length, "or"))
		return (struct line_word){"and", 3, negated};
	if (is_word(start, length, "nondisplaced"))
		return (struct line_word){start + 3, (unsigned)length - 3, !negated};
	return (struct line_word){start, (unsigned)length, negated};
}

/* What a title says of the condition; what the 7th character says of the encounter is left out. */
static size_t length_of(const struct icd_claim_code *code)
{
	static const char *const ends[] = {", initial encounter", ", subsequent encounter", ", sequela"};
	for (size_t i = 0; code->encounter && i < sizeof ends / sizeof *ends; i++) {
		const char *end = strstr(code->title, ends[i]);
		if (end)
			return (size_t)(end - code->title);
	}
	return strlen(code->title);
}

static void read_line(const struct icd_claim_code *code, struct line *line)
{
	size_t length = length_of(code);
	bool negated = false;
	line->count = 0;
	for (size_t i = 0; i < length && line->count < LINE_WORDS;) {
		size_t start = i;
		while (i < length && icd_is_letter_or_digit(code->title[i]))
			i++;
		if (i == start) {
			i++;
		} else if (is_word(code->title + start, i - start, "not")) {
			negated = true;
		} else {
			line->at[line->count++] = word_of(code->title + start, i - start, negated);
			negated = false;
		}
	}
}

static bool same_word(const struct line_word *a, const struct line_word *b)
{
	return a->length == b->length && strncasecmp(a->start, b->start, a->length) == 0;
}

/* ---- with and without [I.B.9] ---- */

/* Kinds of one disease that a patient may well have both: "Migraine with aura", "Migraine without aura". */
static bool names_kind(const struct line *line, unsigned at)
{
	return at + 1 < line->count && is_word(line->at[at + 1].start, line->at[at + 1].length, "aura");
}

/* Two injuries of one kind may differ in what came with them; a bone is displaced or not. */
static bool counts(const struct icd_claim_code *code, const struct line_word *word)
{
	return !claim_in(code, SPAN_INJURY) || is_word(word->start, word->length, "displaced");
}

/* Do the titles differ in nothing but what one denies? */
static bool are_opposite(const struct icd_claim_code *code, const struct line *a, const struct line *b)
{
	bool opposite = false;
	if (a->count != b->count)
		return false;
	for (unsigned i = 0; i < a->count; i++) {
		if (!same_word(&a->at[i], &b->at[i]))
			return false;
		if (a->at[i].negated == b->at[i].negated)
			continue;
		if (names_kind(a, i) || !counts(code, &a->at[i]))
			return false;
		opposite = true;
	}
	return opposite;
}

static void check_opposites(struct claim_work *work, const struct icd_claim_code *a, const struct line *x,
			    const struct icd_claim_code *b, const struct line *y)
{
	bool injury = claim_in(a, SPAN_INJURY);
	if (!are_opposite(a, x, y) || claim_found(work, ICD_RULE_EXCLUDES1, a, b))
		return;
	struct icd_finding *finding = claim_find(work, injury ? ICD_RULE_CONTRADICTION : ICD_RULE_COMBINATION,
						 ICD_WARNING, injury ? "I.C.19.c" : "I.B.9", a, b);
	claim_say(work, finding, "The titles of %s and %s contradict each other: \"%s\"", a->shown, b->shown, a->title);
	claim_advise(work, finding, "Keep the one that the record supports.");
}

/* "Alcohol dependence, uncomplicated" beside "Alcohol dependence with withdrawal". */
static void check_uncomplicated(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	const char *end = strstr(a->title, ", uncomplicated");
	size_t length = end ? (size_t)(end - a->title) : 0;
	if (!end || end[15] || strncmp(a->title, b->title, length) != 0 || claim_in(a, SPAN_INJURY))
		return;
	if (strncmp(b->title + length, " with", 5) != 0 && strncmp(b->title + length, ", in remission", 14) != 0 &&
	    strncmp(b->title + length, ", with", 6) != 0)
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.B.9", a, b);
	claim_say(work, finding, "%s says \"uncomplicated\", which %s contradicts: \"%s\"", a->shown, b->shown,
		  b->title);
	claim_advise(work, finding, "Leave out %s if the other is right.", a->shown);
}

/* ---- one code for two [I.B.9] ---- */

struct union_work {
	const struct icd_title_words *a, *b;
	char code[ICD_CODE_SIZE];
};

/* Words that a title for both may have, or lack, besides those of the two. */
static bool joins(const char *word)
{
	static const char *const words[] = {"with", "on", "combined"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

static bool has_word(const struct icd_title_words *words, const char *word)
{
	for (unsigned i = 0; i < words->count; i++) {
		if (strcmp(words->at[i], word) == 0)
			return true;
	}
	return false;
}

/* How many words of `a`, that are not just joining, neither b nor c has. */
static unsigned beyond(const struct icd_title_words *a, const struct icd_title_words *b,
		       const struct icd_title_words *c)
{
	unsigned more = 0;
	for (unsigned i = 0; i < a->count; i++)
		more += !joins(a->at[i]) && !has_word(b, a->at[i]) && !has_word(c, a->at[i]);
	return more;
}

static void weigh_union(void *context, const struct icd_child *child, const struct icd_title_words *words)
{
	struct union_work *hunt = context;
	if (!*hunt->code && beyond(words, hunt->a, hunt->b) == 0 && beyond(hunt->a, words, words) == 0 &&
	    beyond(hunt->b, words, words) == 0)
		memcpy(hunt->code, child->code, sizeof hunt->code);
}

/* Do both say something that the other does not, of one side, so that a third may say both? */
static bool may_join(const struct icd_claim_code *a, const struct icd_claim_code *b, const struct icd_title_words *x,
		     const struct icd_title_words *y)
{
	return a->detail == ICD_DETAIL_OK && b->detail == ICD_DETAIL_OK && a->side == b->side && beyond(x, y, y) > 0 &&
	       beyond(y, x, x) > 0 && !claim_in(a, SPAN_INJURY) && !claim_in(a, SPAN_EXTERNAL_CAUSE) &&
	       !claim_in(a, SPAN_HEALTH_FACTOR);
}

/* A third code of the category whose title is the two titles together ("Acute and chronic ..."). */
static void check_union(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_words x, y;
	char shown[ICD_DOTTED_SIZE];
	icd_title_read(a->title, &x);
	icd_title_read(b->title, &y);
	struct union_work hunt = {.a = &x, .b = &y};
	if (!may_join(a, b, &x, &y))
		return;
	work->failed |=
		!icd_family_walk(work->shelf, &work->view, work->pool, a->category, weigh_union, &hunt, work->err);
	if (!*hunt.code || strcmp(hunt.code, a->code) == 0 || strcmp(hunt.code, b->code) == 0)
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.B.9", a, b);
	claim_say(work, finding, "%s is one code for both", icd_code_format(hunt.code, shown));
	claim_advise(work, finding, "Report %s instead of the two.", shown);
}

/* ---- acute before chronic [I.B.8] ---- */

/* "Acute pancreatitis without necrosis or infection" is "pancreatitis": its words before what follows it. */
static void read_condition(const struct icd_claim_code *code, struct icd_title_words *words)
{
	static const char *const ends[] = {",", " with", " due to", " in ", " following", "("};
	char text[128];
	snprintf(text, sizeof text, "%s", code->title);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char *end = strstr(text, ends[i]);
		if (end)
			*end = '\0';
	}
	icd_title_read(text, words);
}

/* Words that tell how long it has been there, or that there are others. */
static unsigned condition_words(const struct icd_title_words *words, struct icd_title_words *out)
{
	static const char *const left_out[] = {"acute", "subacute", "chronic", "other", "recurrent", "on"};
	out->count = 0;
	for (unsigned i = 0; i < words->count; i++) {
		bool out_of = false;
		for (size_t j = 0; j < sizeof left_out / sizeof *left_out; j++)
			out_of |= strcmp(words->at[i], left_out[j]) == 0;
		if (!out_of)
			memcpy(out->at[out->count++], words->at[i], sizeof out->at[0]);
	}
	return out->count;
}

static bool one_condition(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_words x, y, first, second;
	if (a->code[0] != b->code[0] || (icd_is_one_side(a->side) && icd_is_one_side(b->side) && a->side != b->side))
		return false;
	read_condition(a, &x);
	read_condition(b, &y);
	return condition_words(&x, &first) && condition_words(&y, &second) && icd_title_same(&first, &second);
}

static void check_chronic_first(struct claim_work *work, const struct icd_claim_code *chronic, unsigned self)
{
	for (unsigned i = self + 1; i < work->count; i++) {
		const struct icd_claim_code *acute = work->codes[i];
		if (!acute->known || !acute->acute || acute->chronic || !one_condition(chronic, acute) ||
		    claim_found(work, ICD_RULE_EXCLUDES1, chronic, acute) ||
		    claim_found(work, ICD_RULE_COMBINATION, chronic, acute))
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_CODE_FIRST, ICD_WARNING, "I.B.8", chronic, acute);
		claim_say(work, finding, "Of a condition that is acute and chronic the acute one goes first");
		claim_advise(work, finding, "List %s before %s.", acute->shown, chronic->shown);
	}
}

/* ---- unspecified beside specified [I.A.9.b] ---- */

static void check_unspecified(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	if (!a->unspecified || (b->unspecified && strlen(b->group) <= strlen(a->group)) || claim_in(a, SPAN_INJURY) ||
	    claim_in(a, SPAN_EXTERNAL_CAUSE) || strncmp(a->group, b->code, strlen(a->group)) != 0 ||
	    claim_found(work, ICD_RULE_SIDE, a, b))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_CONTRADICTION, ICD_INFO, "I.A.9.b", a, b);
	claim_say(work, finding, "%s is for when no more is known, and %s says more", a->shown, b->shown);
	claim_advise(work, finding, "Only information: leave out %s where it is the same condition.", a->shown);
}

/* ---- symptoms in a title [I.C.18.c] ---- */

static bool is_told_besides(const struct icd_claim_code *code, const struct icd_claim_code *symptom)
{
	for (unsigned i = 0; i < code->place_count; i++) {
		const struct icd_notes *notes = &code->places[i]->notes;
		for (uint32_t j = 0; j < notes->count; j++) {
			if ((notes->at[j].kind == ICD_NOTE_USE_ADDITIONAL || notes->at[j].kind == ICD_NOTE_CODE_ALSO) &&
			    icd_claim_note_means(&notes->at[j], symptom))
				return true;
		}
	}
	return false;
}

/* " with diarrhea" of "Diarrhea, unspecified"; "" where the title has more words than that. */
static const char *with_symptom(const struct icd_claim_code *symptom, char text[128])
{
	const char *start = symptom->title;
	if (strncmp(start, "Unspecified ", 12) == 0)
		start += 12;
	snprintf(text, 128, " with %.*s", (int)strcspn(start, ",("), start);
	return text;
}

static void check_symptom(struct claim_work *work, const struct icd_claim_code *symptom)
{
	char sought[128];
	with_symptom(symptom, sought);
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		const char *at =
			code->known && code != symptom && !claim_in(code, SPAN_NO_CAUSE) && !claim_in(code, SPAN_INJURY)
				? strcasestr(code->title, sought)
				: NULL;
		if (!at || icd_is_letter_or_digit(at[strlen(sought)]) || at[strlen(sought)] == ' ' ||
		    is_told_besides(code, symptom) || claim_found(work, ICD_RULE_EXCLUDES1, code, symptom))
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.C.18.c", code, symptom);
		claim_say(work, finding, "%s names the symptom itself: \"%s\"", code->shown, code->title);
		claim_advise(work, finding, "Leave out %s.", symptom->shown);
	}
}

/* ---- all codes ---- */

static void check_pair(struct claim_work *work, const struct icd_claim_code *a, const struct line *x,
		       const struct icd_claim_code *b)
{
	struct line y;
	read_line(b, &y);
	size_t before = work->finding_count;
	check_opposites(work, a, x, b, &y);
	check_uncomplicated(work, a, b);
	check_uncomplicated(work, b, a);
	if (work->finding_count == before && !claim_found(work, ICD_RULE_EXCLUDES1, a, b) &&
	    !claim_found(work, ICD_RULE_SIDE, a, b))
		check_union(work, a, b);
	if (work->finding_count == before) {
		check_unspecified(work, a, b);
		check_unspecified(work, b, a);
	}
}

static void check_category(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *a = work->codes[self];
	struct line line = {0};
	for (unsigned i = self + 1; i < work->count && !work->failed; i++) {
		const struct icd_claim_code *b = work->codes[i];
		if (!b->known || strcmp(a->category, b->category) != 0)
			continue;
		if (line.count == 0)
			read_line(a, &line);
		check_pair(work, a, &line, b);
	}
}

void claim_check_titles(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count && !work->failed; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known)
			continue;
		check_category(work, i);
		if (code->chronic && !code->acute)
			check_chronic_first(work, code, i);
		if (code->code[0] == 'R')
			check_symptom(work, code);
	}
}
