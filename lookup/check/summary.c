/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was not right of a code the last time, and its number in the tally: most often it is the same again. */
struct wrong_code {
	unsigned detail : 4, off_list : 1, number : 27;
};

/*
 * What is right is counted under numbers of our own: the places in the tabular order or, where codes are held against a
 * list, twice that and one more for a code that is not on it. What the codes are is told at the end, once each.
 */
struct icd_check_summary {
	struct icd_view view;
	const struct icd_status_table *table;
	uint32_t codes; /* in the table */
	bool listed;
	struct wrong_code *wrong; /* by place in the tabular order */
	struct icd_tally *tally;
	struct icd_pool pool;
};

bool icd_check_summary_open(const struct icd_view *view, struct icd_check *check, bool listed,
			    struct icd_check_summary **out, struct icd_error *err)
{
	struct icd_check_summary *summary = calloc(1, sizeof *summary);
	*out = NULL;
	if (!summary)
		return icd_out_of_memory(err);
	summary->view = *view;
	summary->listed = listed;
	summary->table = icd_check_table(check, err);
	if (!summary->table) {
		icd_check_summary_close(summary);
		return false;
	}
	icd_status_codes(summary->table, &summary->codes);
	summary->tally = icd_tally_new(summary->codes << listed, listed);
	summary->wrong = icd_pool_take(&summary->pool, summary->codes + 1, sizeof *summary->wrong);
	/* What is not split has the name "", which is number 0. */
	if (summary->tally && summary->wrong && icd_tally_by(summary->tally, "", 0) == 0) {
		*out = summary;
		return true;
	}
	icd_check_summary_close(summary);
	return icd_out_of_memory(err);
}

void icd_check_summary_close(struct icd_check_summary *summary)
{
	if (!summary)
		return;
	icd_tally_free(summary->tally);
	icd_pool_free(&summary->pool);
	free(summary);
}

/* ---- counting ---- */

struct icd_tally_name *icd_check_summary_find(struct icd_check_summary *summary, const char *by, size_t length)
{
	return icd_tally_find(summary->tally, by, length);
}

uint32_t icd_check_summary_by(struct icd_check_summary *summary, const char *by, size_t length)
{
	return icd_tally_by(summary->tally, by, length);
}

static uint32_t number_of_right(const struct icd_check_summary *summary, uint32_t ordinal, bool off_list)
{
	return summary->listed ? 2 * ordinal + off_list : ordinal;
}

bool icd_check_summary_add_billable(struct icd_check_summary *summary, uint32_t by, const struct icd_billable *billable,
				    bool off_list, struct icd_error *err)
{
	return icd_tally_count(summary->tally, by, number_of_right(summary, billable->known.ordinal, off_list)) ||
	       icd_out_of_memory(err);
}

static uint32_t number_of_wrong(struct icd_check_summary *summary, const struct icd_answer *answer, bool off_list)
{
	struct wrong_code now = {.detail = answer->detail, .off_list = off_list}, *last = &now;
	if (answer->ordinal >= 0)
		last = &summary->wrong[answer->ordinal];
	if (last != &now && last->detail == now.detail && last->off_list == now.off_list)
		return last->number;
	/* Of what is no code at all there may be any number: it is counted as one. */
	struct icd_tally_item item = {.code = *answer->code ? answer->code : "(not a code)",
				      .category = "",
				      .group = "",
				      .detail = answer->detail,
				      .off_list = off_list};
	uint32_t number = icd_tally_code(summary->tally, &item);
	now.number = number;
	if (now.number == number)
		*last = now;
	return number;
}

bool icd_check_summary_add(struct icd_check_summary *summary, uint32_t by, const struct icd_answer *answer,
			   bool off_list, struct icd_error *err)
{
	bool right = answer->detail == ICD_DETAIL_OK && answer->ordinal >= 0;
	uint32_t number = right ? number_of_right(summary, (uint32_t)answer->ordinal, off_list)
				: number_of_wrong(summary, answer, off_list);
	return icd_tally_count(summary->tally, by, number) || icd_out_of_memory(err);
}

/* ---- what was counted ---- */

static bool mark(unsigned char *saying, uint32_t count, const struct icd_ordinals *some, enum icd_saying says)
{
	for (uint32_t i = 0; i < some->count; i++) {
		if (some->ordinals[i] >= count)
			return false;
		saying[some->ordinals[i]] = (unsigned char)says;
	}
	return true;
}

/* Which codes are unspecified ones: an enum icd_saying for each; NULL when that cannot be read. */
static unsigned char *read_unspecified(struct icd_check_summary *summary, struct icd_error *err)
{
	struct icd_store *store = summary->view.store;
	struct icd_key key = icd_key_of(ICD_TABLE_UNSPECIFIED, "");
	struct icd_reader in;
	struct icd_unspecified record;
	unsigned char *saying = icd_pool_take(&summary->pool, summary->codes + 1, 1);
	if (icd_store_fetch(store, &key, &in, err) == ICD_FAILED)
		return NULL;
	bool ok = icd_get_unspecified(&in, &summary->pool, &record) && saying &&
		  mark(saying, summary->codes, &record.always, ICD_SAYS_ALWAYS) &&
		  mark(saying, summary->codes, &record.at_times, ICD_SAYS_AT_TIMES);
	return ok || (saying ? icd_store_bad_record(store, &key, &in, err) : icd_out_of_memory(err)) ? saying : NULL;
}

/* Does the title in force say so? */
static bool is_unspecified_then(struct icd_check_summary *summary, icd_packed packed, bool *unspecified,
				struct icd_error *err)
{
	struct icd_store *store = summary->view.store;
	char code[ICD_CODE_SIZE];
	icd_unpack(packed, code);
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_child shown = {.code = code};
	enum icd_found found = icd_store_code_shown(store, &summary->pool, &shown, err);
	const char *title = found == ICD_FOUND ? icd_view_text(&summary->view, &shown.titles) : NULL;
	*unspecified = title && icd_text_unspecified(title);
	return found == ICD_FOUND || (found == ICD_NOT_FOUND && icd_store_bad_record(store, &key, NULL, err));
}

/* The longest start of a code that is a code of its own, of three characters or more; 0 for none. Mostly it stands right
 * before the first code that it is the start of. */
static icd_packed group_above(const struct icd_check_summary *summary, const icd_packed *codes, uint32_t ordinal)
{
	icd_packed code = codes[ordinal] >> 8;
	if (ordinal && codes[ordinal - 1] == code && code >> 16 && icd_status_held(summary->table, ordinal - 1))
		return code;
	for (; code >> 16; code >>= 8) {
		if (icd_status_ordinal(summary->table, code) >= 0)
			return code;
	}
	return 0;
}

static bool tell_codes(struct icd_check_summary *summary, struct icd_error *err)
{
	const unsigned char *used = icd_tally_used(summary->tally);
	const icd_packed *codes = icd_status_codes(summary->table, &summary->codes);
	const unsigned char *saying = used ? read_unspecified(summary, err) : NULL;
	if (!used)
		return icd_out_of_memory(err);
	bool ok = saying != NULL;
	icd_packed last = 0, group = 0;
	for (uint32_t number = 0; ok && number < summary->codes << summary->listed; number++) {
		uint32_t ordinal = number >> summary->listed;
		bool unspecified = saying[ordinal] == ICD_SAYS_ALWAYS;
		if (!used[number])
			continue;
		ok = saying[ordinal] != ICD_SAYS_AT_TIMES ||
		     is_unspecified_then(summary, codes[ordinal], &unspecified, err);
		/* Codes that differ in their last character alone have the same header. */
		if (codes[ordinal] >> 8 != last >> 8)
			group = group_above(summary, codes, ordinal);
		last = codes[ordinal];
		icd_tally_tell(summary->tally, number, last, group, unspecified, summary->listed && number % 2);
	}
	return ok;
}

struct icd_tally *icd_check_summary_tally(struct icd_check_summary *summary, struct icd_error *err)
{
	return tell_codes(summary, err) ? summary->tally : NULL;
}
