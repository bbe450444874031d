/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What titles say against each other: with and without the same, uncomplicated beside a complication, two that one code
 * stands for [I.B.9], an acute condition behind the chronic one [I.B.8], unspecified beside specified [I.A.9.b], and
 * symptoms that another title names [I.C.18.c].
 */
#include "coding/family.h"
#include "coding/title_facts.h"
#include "findings.h"

#include <stdio.h>
#include <string.h>

/* ---- with and without [I.B.9] ---- */

/* Kinds of one disease that a patient may well have both: "Migraine with aura", "Migraine without aura". */
static bool names_kind(const struct icd_title_line *line, unsigned at)
{
	return at + 1 < line->count && icd_line_word_is(&line->at[at + 1], "aura");
}

/* Two injuries of one kind may differ in what came with them; a bone is displaced or not. */
static bool counts(const struct icd_claim_code *code, const struct icd_line_word *word)
{
	return !claim_in(code, SPAN_INJURY) || icd_line_word_is(word, "displaced");
}

/* Do the titles differ in nothing but what one denies? */
static bool are_opposite(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_line x, y;
	bool opposite = false;
	if (icd_title_facts(a)->line != icd_title_facts(b)->line)
		return false;
	icd_title_line_read(a, &x);
	icd_title_line_read(b, &y);
	if (x.count != y.count)
		return false;
	for (unsigned i = 0; i < x.count; i++) {
		if (!icd_line_word_same(&x.at[i], &y.at[i]))
			return false;
		if (x.at[i].negated == y.at[i].negated)
			continue;
		if (names_kind(&x, i) || !counts(a, &x.at[i]))
			return false;
		opposite = true;
	}
	return opposite;
}

static void check_opposites(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	bool injury = claim_in(a, SPAN_INJURY);
	if (!are_opposite(a, b) || claim_found(work, ICD_RULE_EXCLUDES1, a, b))
		return;
	struct icd_finding *finding = claim_find(work, injury ? ICD_RULE_CONTRADICTION : ICD_RULE_COMBINATION,
						 ICD_WARNING, injury ? "I.C.19.c" : "I.B.9", a, b);
	claim_say(work, finding, "The titles of %s and %s contradict each other: \"%s\"", a->shown, b->shown, a->title);
	claim_advise(work, finding, "Keep the one that the record supports.");
}

/* "Alcohol dependence, uncomplicated" beside "Alcohol dependence with withdrawal". */
static void check_uncomplicated(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	size_t length = icd_title_facts(a)->uncomplicated;
	if (!length || strncmp(a->title, b->title, length) != 0 || claim_in(a, SPAN_INJURY))
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

static bool has_word(const struct icd_title_words *words, const char *word)
{
	for (unsigned i = 0; i < words->count; i++) {
		if (strcmp(words->at[i], word) == 0)
			return true;
	}
	return false;
}

/* How many words of `a`, that are not just joining, neither b nor c has: a title for both may have, or lack, those. */
static unsigned beyond(const struct icd_title_words *a, const struct icd_title_words *b,
		       const struct icd_title_words *c)
{
	unsigned more = 0;
	for (unsigned i = 0; i < a->count; i++)
		more += !icd_title_joins(a->at[i]) && !has_word(b, a->at[i]) && !has_word(c, a->at[i]);
	return more;
}

/* May a third code stand for both? */
static bool may_join(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	return a->detail == ICD_DETAIL_OK && b->detail == ICD_DETAIL_OK && a->side == b->side &&
	       !claim_in(a, SPAN_INJURY) && !claim_in(a, SPAN_EXTERNAL_CAUSE) && !claim_in(a, SPAN_HEALTH_FACTOR);
}

/* Both say something that the other does not, and the title says just what the two say together. */
static bool is_union(const char *title, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_words x, y, both;
	icd_title_read(a->title, &x);
	icd_title_read(b->title, &y);
	icd_title_read(title, &both);
	return beyond(&x, &y, &y) > 0 && beyond(&y, &x, &x) > 0 && beyond(&both, &x, &y) == 0 &&
	       beyond(&x, &both, &both) == 0 && beyond(&y, &both, &both) == 0;
}

/* The first code of the category whose title is the two titles together ("Acute and chronic ..."); NULL: none. */
static const char *find_union(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	uint64_t words = icd_title_facts(a)->words | icd_title_facts(b)->words;
	const struct icd_family *family = icd_shelf_family(work->shelf, &work->view, a->category, work->err);
	work->failed |= !family;
	for (size_t i = 0; family && i < family->count; i++) {
		const struct icd_family_member *member = &family->at[i];
		if (member->words == words && is_union(member->title, a, b))
			return member->code;
	}
	return NULL;
}

static void check_union(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	char shown[ICD_DOTTED_SIZE];
	const char *code = may_join(a, b) ? find_union(work, a, b) : NULL;
	if (!code || strcmp(code, a->code) == 0 || strcmp(code, b->code) == 0 ||
	    claim_found(work, ICD_RULE_EXCLUDES1, a, b) || claim_found(work, ICD_RULE_SIDE, a, b))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.B.9", a, b);
	claim_say(work, finding, "%s is one code for both", icd_code_format(code, shown));
	claim_advise(work, finding, "Report %s instead of the two.", shown);
}

/* ---- acute before chronic [I.B.8] ---- */

static bool one_condition(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_title_words x, y;
	uint64_t condition = icd_title_facts(a)->condition;
	if (a->code[0] != b->code[0] || (icd_is_one_side(a->side) && icd_is_one_side(b->side) && a->side != b->side) ||
	    !condition || condition != icd_title_facts(b)->condition)
		return false;
	icd_title_condition(a, &x);
	icd_title_condition(b, &y);
	return icd_title_same(&x, &y);
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
	const unsigned kinds = ICD_KIND_BIT(ICD_NOTE_USE_ADDITIONAL) | ICD_KIND_BIT(ICD_NOTE_CODE_ALSO);
	for (const struct icd_claim_place *place = code->place; place; place = place->above) {
		const struct icd_notes *notes = &place->notes;
		for (uint32_t j = 0; j < notes->count; j++) {
			if ((kinds & ICD_KIND_BIT(notes->at[j].kind)) && icd_claim_note_means(&notes->at[j], symptom))
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
		const char *at = code->known && code->with && code != symptom && !claim_in(code, SPAN_NO_CAUSE) &&
						 !claim_in(code, SPAN_INJURY)
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

static void check_pair(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	size_t before = work->finding_count;
	check_opposites(work, a, b);
	check_uncomplicated(work, a, b);
	check_uncomplicated(work, b, a);
	if (work->finding_count == before)
		check_union(work, a, b);
	if (work->finding_count == before) {
		check_unspecified(work, a, b);
		check_unspecified(work, b, a);
	}
}

static void check_category(struct claim_work *work, unsigned self)
{
	const struct icd_claim_code *a = work->codes[self];
	for (unsigned i = self + 1; i < work->count && !work->failed; i++) {
		const struct icd_claim_code *b = work->codes[i];
		if (b->known && memcmp(a->category, b->category, sizeof a->category) == 0)
			check_pair(work, a, b);
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
