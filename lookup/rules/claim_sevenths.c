/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The same code with two 7th characters, and injuries of one site told twice: an acute injury with its own sequela
 * [I.B.10], a fracture open and closed or at two stages [I.C.19.a, c], one eye at two stages [I.C.7.a], burns of one
 * site at two degrees and the order of degrees [I.C.19.d], superficial injuries beside worse ones [I.C.19.b.1].
 */
#include "coding/title_words.h"
#include "findings.h"

#include <stdio.h>
#include <string.h>

/* ---- two 7th characters ---- */

static bool starts(const struct icd_claim_code *code, const char *start)
{
	return strncmp(code->code, start, strlen(start)) == 0;
}

/* T20 to T28, and T31, T32: a healing burn may stand beside the sequela of another [I.C.19.d.8]. */
static bool is_burn(const struct icd_claim_code *code)
{
	return starts(code, "T2") || starts(code, "T31") || starts(code, "T32");
}

/* Injuries, and fractures from disease; not drugs, complications and causes. */
static bool is_injury(const struct icd_claim_code *code)
{
	return starts(code, "S") || starts(code, "T0") || starts(code, "T1") || starts(code, "T33") ||
	       starts(code, "T34") || strcasestr(code->title, "fracture");
}

static bool same_but_seventh(const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	return strlen(a->code) == ICD_CODE_LENGTH && strlen(b->code) == ICD_CODE_LENGTH &&
	       strncmp(a->code, b->code, ICD_CODE_LENGTH - 1) == 0;
}

static void report_two_stages(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_CONTRADICTION, ICD_WARNING, "I.C.7.a.4", a, b);
	claim_say(work, finding, "The same eye has the disease at two stages");
	claim_advise(work, finding, "Report the highest stage.");
}

static void report_sequela(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	struct icd_finding *finding = claim_find(work, ICD_RULE_SEQUELA, ICD_WARNING, "I.B.10", a, b);
	claim_say(work, finding, "The acute phase of an injury is not coded with its sequela");
	claim_advise(work, finding, "Keep one of the two, unless the site was injured again.");
}

static void report_two_encounters(struct claim_work *work, const struct icd_claim_code *a,
				  const struct icd_claim_code *b)
{
	bool fracture = strcasestr(a->title, "fracture") != NULL;
	struct icd_finding *finding = claim_find(work, ICD_RULE_CONTRADICTION, ICD_WARNING,
						 starts(a, "M") ? "I.C.13.c"
						 : fracture     ? "I.C.19.c.1"
								: "I.C.19.a",
						 a, b);
	claim_say(work, finding, "The same %s has two 7th characters, which contradict each other",
		  fracture ? "fracture" : "injury");
	claim_advise(work, finding,
		     "A is for active treatment, D and others for healing; an injury is open or closed.");
}

static void check_sevenths(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	bool sequela = (a->encounter == ICD_ENCOUNTER_SEQUELA) != (b->encounter == ICD_ENCOUNTER_SEQUELA);
	if (!same_but_seventh(a, b))
		return;
	if (starts(a, "H40") && (icd_is_one_side(a->side) || a->side == ICD_SIDE_BOTH))
		report_two_stages(work, a, b);
	if (!a->encounter || !b->encounter || is_burn(a) || !is_injury(a))
		return;
	if (sequela)
		report_sequela(work, a, b);
	else
		report_two_encounters(work, a, b);
}

/* ---- burns ---- */

/* The degree that the fourth character of T20 to T25 tells, of a burn or of a corrosion; 0: unspecified. */
static unsigned degree(const struct icd_claim_code *code)
{
	return (unsigned)(code->code[3] - '0') % 4;
}

static bool has_degree(const struct icd_claim_code *code)
{
	return strlen(code->code) == ICD_CODE_LENGTH && code->code[0] == 'T' && code->code[1] == '2' &&
	       code->code[2] <= '5' && code->code[3] <= '7' && code->encounter != ICD_ENCOUNTER_SEQUELA;
}

/* The fourth character tells the degree alone: what is equal before and behind it is one site, side and encounter. */
static void check_degrees(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	if (!has_degree(a) || !has_degree(b) || strncmp(a->code, b->code, 3) != 0 ||
	    strcmp(a->code + 4, b->code + 4) != 0 || (a->code[3] < '4') != (b->code[3] < '4') || a->code[4] == '9')
		return;
	const struct icd_claim_code *worst = degree(a) > degree(b) ? a : b;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.C.19.d.2", a, b);
	claim_say(work, finding, "One site is on the claim with two degrees of burn");
	claim_advise(work, finding, "Report the highest degree of the site only: %s.", worst->shown);
}

static void check_degree_order(struct claim_work *work)
{
	const struct icd_claim_code *first = work->count ? work->codes[0] : NULL;
	if (!first || !first->known || !has_degree(first))
		return;
	for (unsigned i = 1; i < work->count; i++) {
		const struct icd_claim_code *code = work->codes[i];
		if (!code->known || !has_degree(code) || degree(code) <= degree(first) ||
		    code->encounter != first->encounter || claim_found(work, ICD_RULE_COMBINATION, first, code))
			continue;
		struct icd_finding *finding =
			claim_find(work, ICD_RULE_CODE_FIRST, ICD_WARNING, "I.C.19.d.1", first, code);
		claim_say(work, finding, "Of several burns that of the highest degree goes first");
		claim_advise(work, finding, "List %s before %s.", code->shown, first->shown);
		return;
	}
}

/* ---- superficial injuries ---- */

/* Words that tell no site: "other part of head". */
static bool is_vague(const struct icd_title_words *site)
{
	static const char *const vague[] = {"other", "part", "multiple", "initial", "subsequent"};
	for (unsigned i = 0; i < site->count; i++) {
		for (size_t j = 0; j < sizeof vague / sizeof *vague; j++) {
			if (strcmp(site->at[i], vague[j]) == 0)
				return true;
		}
	}
	return site->count == 0;
}

/* "right hand" of "Contusion of right hand, initial encounter". */
static bool read_site(const struct icd_claim_code *code, struct icd_title_words *site)
{
	const char *of = strstr(code->title, " of ");
	char text[128];
	if (!of)
		return false;
	snprintf(text, sizeof text, "%.*s", (int)strcspn(of + 4, ","), of + 4);
	icd_title_read(text, site);
	return !is_vague(site);
}

static bool same_site(const struct icd_claim_code *superficial, const struct icd_claim_code *worse)
{
	struct icd_title_words site, title;
	if (superficial->code[1] != worse->code[1] || superficial->side != worse->side ||
	    superficial->encounter != worse->encounter || !read_site(superficial, &site))
		return false;
	icd_title_read(worse->title, &title);
	return icd_title_more(&site, &title) == 0;
}

static void check_superficial(struct claim_work *work, const struct icd_claim_code *a, const struct icd_claim_code *b)
{
	if (!starts(a, "S") || a->code[2] != '0' || !starts(b, "S") || b->code[2] == '0' || !a->encounter ||
	    a->encounter == ICD_ENCOUNTER_SEQUELA || !same_site(a, b) || claim_found(work, ICD_RULE_EXCLUDES1, a, b))
		return;
	struct icd_finding *finding = claim_find(work, ICD_RULE_COMBINATION, ICD_WARNING, "I.C.19.b.1", a, b);
	claim_say(work, finding, "%s is superficial, and %s is a more severe injury of the same site", a->shown,
		  b->shown);
	claim_advise(work, finding, "Leave out %s, unless it is at another place of the site.", a->shown);
}

void claim_check_sevenths(struct claim_work *work)
{
	for (unsigned i = 0; i < work->count; i++) {
		const struct icd_claim_code *a = work->codes[i];
		for (unsigned j = i + 1; j < work->count && a->known; j++) {
			const struct icd_claim_code *b = work->codes[j];
			if (!b->known || a->code[0] != b->code[0])
				continue;
			check_sevenths(work, a, b);
			check_degrees(work, a, b);
			check_superficial(work, a, b);
			check_superficial(work, b, a);
		}
	}
	check_degree_order(work);
}
