/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define BY_SIZE 256

struct code_fact {
	bool read, unspecified;
	uint8_t group_length; /* of the header right above: so many characters of the code */
};

struct icd_check_summary {
	struct icd_view view;
	const struct icd_status_table *table;
	struct icd_tally *tally;
	struct code_fact *facts; /* by ordinal, made when a code is first met */
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
	struct icd_code_record record;
	icd_pool_reset(&summary->pool);
	if (icd_store_code(summary->view.store, &summary->pool, code, &record, err) == ICD_FAILED)
		return false;
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

bool icd_check_summary_add(struct icd_check_summary *summary, const char *by, size_t length,
			   const struct icd_answer *answer, struct icd_error *err)
{
	char by_text[BY_SIZE], code[ICD_CODE_SIZE] = "", category[4] = "", group[ICD_CODE_SIZE] = "";
	struct code_fact none = {0}, *fact = &none;
	if (length >= BY_SIZE)
		length = BY_SIZE - 1;
	for (size_t i = 0; i < length; i++)
		by_text[i] = by[i] ? by[i] : '?';
	by_text[length] = '\0';
	icd_packed packed = icd_pack_typed(answer->code, strlen(answer->code));
	int64_t ordinal = packed ? icd_status_ordinal(summary->table, packed) : -1;
	if (ordinal >= 0) {
		fact = &summary->facts[ordinal];
		icd_unpack(packed, code);
		if (!fact->read && !read_fact(summary, code, fact, err))
			return false;
		memcpy(category, code, 3);
		memcpy(group, code, fact->group_length);
	}
	/* Of what is no code at all there may be any number: it is counted as one. */
	struct icd_tally_item item = {.by = by_text,
				      .code = *answer->code ? answer->code : "(not a code)",
				      .category = category,
				      .group = group,
				      .unspecified = fact->unspecified,
				      .detail = answer->detail};
	return icd_tally_add(summary->tally, &item) || icd_out_of_memory(err);
}

const struct icd_tally *icd_check_summary_tally(const struct icd_check_summary *summary)
{
	return summary->tally;
}

bool icd_check_summary_parts(struct icd_check_summary *summary, struct icd_tally_part **parts, uint32_t *count,
			     struct icd_error *err)
{
	return icd_tally_parts(summary->tally, parts, count) || icd_out_of_memory(err);
}
