/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "edits.h"

#include <stdio.h>
#include <string.h>

/* The editor looks at the sex of patients to the day before: FY 2025 IPPS final rule, deactivated from 2024-10-01. */
#define SEX_ENDS 20241001

const char *const icd_edit_names[] = {
	"newborn",       "pediatric",    "maternity",    "adult",           "female",      "male",
	"manifestation", "questionable", "unacceptable", "needs_secondary", "unspecified",
};

bool icd_edit_is_of_age(enum icd_edit edit)
{
	return edit <= ICD_EDIT_ADULT;
}

static bool is_of_sex(enum icd_edit edit)
{
	return edit == ICD_EDIT_FEMALE || edit == ICD_EDIT_MALE;
}

static void put_age(const struct icd_edit_ages *ages, uint16_t edition, struct icd_edit_fact *fact)
{
	for (uint32_t i = 0; i < ages->count; i++) {
		if (ages->at[i].edition != edition || ages->at[i].edit != fact->edit)
			continue;
		fact->from = ages->at[i].from;
		fact->to = ages->at[i].to;
	}
}

static void put_facts(const struct icd_view *view, const struct icd_edit_standings *standings,
		      const struct icd_edit_ages *ages, uint16_t edition, struct icd_edit_facts *out)
{
	for (uint32_t i = 0; i < standings->count && out->count < ICD_EDITS; i++) {
		const struct icd_edit_standing *one = &standings->at[i];
		if (!icd_span_has(one->span, edition) || (is_of_sex(one->edit) && view->on >= SEX_ENDS))
			continue;
		struct icd_edit_fact *fact = &out->at[out->count++];
		*fact = (struct icd_edit_fact){.edit = one->edit};
		if (icd_edit_is_of_age(one->edit))
			put_age(ages, edition, fact);
	}
}

/* Reads a record with its decoder: found, not found, or failed. */
static enum icd_found fetch(const struct icd_view *view, const struct icd_key *key, struct icd_pool *pool,
			    struct icd_edit_standings *standings, struct icd_edit_ages *ages, struct icd_error *err)
{
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(view->store, key, &in, err);
	if (found != ICD_FOUND)
		return found;
	bool read = standings ? icd_get_edit_standings(&in, pool, standings) : icd_get_edit_ages(&in, pool, ages);
	return read ? ICD_FOUND : (icd_store_bad_record(view->store, key, &in, err), ICD_FAILED);
}

bool icd_edits_of(const struct icd_view *view, struct icd_pool *pool, const char *code, struct icd_edit_facts *out,
		  struct icd_error *err)
{
	struct icd_edit_standings standings = {0};
	struct icd_edit_ages ages = {0};
	int edition = icd_member_on(&view->about->edits, view->on);
	*out = (struct icd_edit_facts){0};
	if (edition < 0)
		return true;
	out->edition = view->about->edits.at[edition].date;
	struct icd_key key = icd_key_of(ICD_TABLE_EDIT, code), about = icd_key_of(ICD_TABLE_ABOUT, ICD_EDITS_KEY);
	enum icd_found found = fetch(view, &key, pool, &standings, NULL, err);
	if (found == ICD_FOUND)
		found = fetch(view, &about, pool, NULL, &ages, err);
	if (found == ICD_FOUND)
		put_facts(view, &standings, &ages, (uint16_t)edition, out);
	return found != ICD_FAILED;
}

const char *icd_edit_text(const struct icd_edit_fact *fact, char out[ICD_EDIT_TEXT])
{
	static const char *const texts[ICD_EDITS] = {
		[ICD_EDIT_FEMALE] = "for females only",
		[ICD_EDIT_MALE] = "for males only",
		[ICD_EDIT_MANIFESTATION] = "a manifestation, not allowed as principal diagnosis",
		[ICD_EDIT_QUESTIONABLE] = "as principal diagnosis a questionable admission",
		[ICD_EDIT_UNACCEPTABLE] = "unacceptable as principal diagnosis",
		[ICD_EDIT_NEEDS_SECONDARY] = "as principal diagnosis requires a secondary diagnosis",
		[ICD_EDIT_UNSPECIFIED] = "unspecified where the record can tell the side",
	};
	if (!icd_edit_is_of_age(fact->edit))
		snprintf(out, ICD_EDIT_TEXT, "%s", texts[fact->edit]);
	else if (fact->from == fact->to)
		snprintf(out, ICD_EDIT_TEXT, "for age %u only (%s)", fact->from, icd_edit_names[fact->edit]);
	else
		snprintf(out, ICD_EDIT_TEXT, "for ages %u to %u only (%s)", fact->from, fact->to,
			 icd_edit_names[fact->edit]);
	return out;
}
