/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BY_SIZE 256

struct code_fact {
	bool read, unspecified;
	uint8_t group_length; /* of the header right above: so many characters of the code */
	uint32_t right;       /* its number + 1 in the tally where it was right; 0: none yet */
	uint32_t by, waiting; /* how often it was right since, under that, and is not counted in the tally yet */
};

struct icd_check_summary {
	struct icd_view view;
	const struct icd_status_table *table;
	struct icd_tally *tally;
	struct code_fact *facts; /* by ordinal, made when a code is first met */
	char by[BY_SIZE];        /* what was counted under last, and its number + 1 */
	uint32_t by_number;
	struct icd_pool pool;
};

bool icd_check_summary_open(const struct icd_view *view, struct icd_check *check, struct icd_check_summary **out,
			    struct icd_error *err)
{
	struct icd_check_summary *summary = calloc(1, sizeof *summary);
	uint32_t count;
	*out = NULL;
	if (!summary)
		return icd_out_of_memory(err);
	summary->view = *view;
	summary->table = icd_check_table(check, err);
	if (!summary->table) {
		icd_check_summary_close(summary);
		return false;
	}
	icd_status_codes(summary->table, &count);
	summary->facts = calloc(count ? count : 1, sizeof *summary->facts);
	summary->tally = icd_tally_new();
	if (summary->facts && summary->tally) {
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
	free(summary->facts);
	free(summary);
}

static bool read_fact(struct icd_check_summary *summary, const char *code, struct code_fact *fact,
		      struct icd_error *err)
{
	struct icd_store *store = summary->view.store;
	struct icd_code_record record = {.diag_count = 0};
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_reader in;
	icd_pool_reset(&summary->pool);
	if (icd_store_fetch(store, &key, &in, err) == ICD_FAILED)
		return false;
	if (!icd_get_code_start(&in, &summary->pool, &record))
		return icd_store_bad_record(store, &key, &in, err);
	size_t length = strlen(code);
	/* The longest start of it that is a code of its own. */
	for (size_t shorter = length - 1; shorter >= 3 && !fact->group_length; shorter--) {
		if (icd_status_ordinal(summary->table, icd_pack(code, shorter)) >= 0)
			fact->group_length = (uint8_t)shorter;
	}
	fact->unspecified = icd_tally_unspecified(icd_view_title(&summary->view, &record));
	fact->read = true;
	return true;
}

/* The number of what is counted under, ICD_TALLY_FULL when memory runs out. */
static uint32_t number_of(struct icd_check_summary *summary, const char *by, size_t length)
{
	char text[BY_SIZE];
	if (length >= BY_SIZE)
		length = BY_SIZE - 1;
	for (size_t i = 0; i < length; i++)
		text[i] = by[i] ? by[i] : '?';
	text[length] = '\0';
	if (summary->by_number && strcmp(text, summary->by) == 0)
		return summary->by_number - 1;
	uint32_t number = icd_tally_by(summary->tally, text);
	memcpy(summary->by, text, length + 1);
	summary->by_number = number + 1;
	return number;
}

/* Counts in the tally what is waiting. */
static bool count_waiting(struct icd_check_summary *summary, struct code_fact *fact)
{
	uint32_t waiting = fact->waiting;
	fact->waiting = 0;
	return waiting == 0 || icd_tally_count(summary->tally, fact->by, fact->right - 1, waiting);
}

/* One more of a code that has its number: those that come under the same again are counted at once. */
static bool count_right(struct icd_check_summary *summary, uint32_t by, struct code_fact *fact)
{
	if ((fact->by != by || fact->waiting == UINT32_MAX) && !count_waiting(summary, fact))
		return false;
	fact->by = by;
	fact->waiting++;
	return true;
}

/* A code of a release. */
static bool add_known(struct icd_check_summary *summary, uint32_t by, int64_t ordinal, const struct icd_answer *answer,
		      struct icd_error *err)
{
	struct code_fact *fact = &summary->facts[ordinal];
	char code[ICD_CODE_SIZE], category[4], group[ICD_CODE_SIZE] = "";
	bool right = answer->detail == ICD_DETAIL_OK;
	if (right && fact->right)
		return count_right(summary, by, fact) || icd_out_of_memory(err);
	icd_unpack(icd_pack_typed(answer->code, strlen(answer->code)), code);
	if (!fact->read && !read_fact(summary, code, fact, err))
		return false;
	snprintf(category, sizeof category, "%.3s", code);
	memcpy(group, code, fact->group_length);
	struct icd_tally_item item = {.code = answer->code,
				      .category = category,
				      .group = group,
				      .unspecified = fact->unspecified,
				      .detail = answer->detail};
	uint32_t number = icd_tally_code(summary->tally, &item);
	fact->right = right && number != ICD_TALLY_FULL ? number + 1 : fact->right;
	return icd_tally_count(summary->tally, by, number, 1) || icd_out_of_memory(err);
}

bool icd_check_summary_add(struct icd_check_summary *summary, const char *by, size_t length,
			   const struct icd_answer *answer, struct icd_error *err)
{
	uint32_t number = number_of(summary, by, length);
	int64_t ordinal = answer->ordinal;
	icd_packed packed = ordinal < 0 ? icd_pack_typed(answer->code, strlen(answer->code)) : 0;
	if (packed)
		ordinal = icd_status_ordinal(summary->table, packed);
	if (ordinal >= 0)
		return add_known(summary, number, ordinal, answer, err);
	/* Of what is no code at all there may be any number: it is counted as one. */
	struct icd_tally_item item = {.code = *answer->code ? answer->code : "(not a code)",
				      .category = "",
				      .group = "",
				      .detail = answer->detail};
	return icd_tally_count(summary->tally, number, icd_tally_code(summary->tally, &item), 1) ||
	       icd_out_of_memory(err);
}

const struct icd_tally *icd_check_summary_tally(struct icd_check_summary *summary, struct icd_error *err)
{
	uint32_t codes;
	icd_status_codes(summary->table, &codes);
	for (uint32_t i = 0; i < codes; i++) {
		if (!count_waiting(summary, &summary->facts[i])) {
			icd_out_of_memory(err);
			return NULL;
		}
	}
	return summary->tally;
}

bool icd_check_summary_parts(struct icd_check_summary *summary, struct icd_tally_part **parts, uint32_t *count,
			     struct icd_error *err)
{
	return icd_check_summary_tally(summary, err) &&
	       (icd_tally_parts(summary->tally, parts, count) || icd_out_of_memory(err));
}
