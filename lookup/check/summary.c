/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define BY_SIZE 256

/*
 * What is right is counted under numbers of our own: the places in the tabular order, then the same for codes that are not
 * on the list they were held against. What the codes are is told at the end, once each.
 */
struct icd_check_summary {
	struct icd_view view;
	const struct icd_status_table *table;
	uint32_t codes; /* in the table */
	bool listed;
	struct icd_tally *tally;
	char by[BY_SIZE]; /* what was counted under last, and its number + 1 */
	uint32_t by_number;
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
	summary->tally = icd_tally_new(2 * summary->codes);
	if (summary->tally) {
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

/* The number of what is counted under, ICD_TALLY_FULL when memory runs out. */
static uint32_t number_of(struct icd_check_summary *summary, const char *by)
{
	if (summary->by_number && strcmp(by, summary->by) == 0)
		return summary->by_number - 1;
	size_t length = strnlen(by, BY_SIZE - 1);
	memcpy(summary->by, by, length);
	summary->by[length] = '\0';
	uint32_t number = icd_tally_by(summary->tally, summary->by);
	summary->by_number = number + 1;
	return number;
}

static uint32_t number_of_right(const struct icd_check_summary *summary, uint32_t ordinal, bool off_list)
{
	return ordinal + (off_list ? summary->codes : 0);
}

bool icd_check_summary_add_billable(struct icd_check_summary *summary, const char *by,
				    const struct icd_billable *billable, bool off_list, struct icd_error *err)
{
	return icd_tally_count(summary->tally, number_of(summary, by),
			       number_of_right(summary, billable->known->ordinal, off_list)) ||
	       icd_out_of_memory(err);
}

bool icd_check_summary_add(struct icd_check_summary *summary, const char *by, const struct icd_answer *answer,
			   bool off_list, struct icd_error *err)
{
	icd_packed packed = icd_pack_typed(answer->code, strlen(answer->code));
	int64_t ordinal = answer->detail == ICD_DETAIL_OK ? icd_status_ordinal(summary->table, packed) : -1;
	/* Of what is no code at all there may be any number: it is counted as one. */
	struct icd_tally_item item = {.code = *answer->code ? answer->code : "(not a code)",
				      .category = "",
				      .group = "",
				      .detail = answer->detail,
				      .off_list = off_list};
	uint32_t number = ordinal >= 0 ? number_of_right(summary, (uint32_t)ordinal, off_list)
				       : icd_tally_code(summary->tally, &item);
	return icd_tally_count(summary->tally, number_of(summary, by), number) || icd_out_of_memory(err);
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
static bool is_unspecified_then(struct icd_check_summary *summary, const char *code, bool *unspecified,
				struct icd_error *err)
{
	struct icd_store *store = summary->view.store;
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_code_record record;
	enum icd_found found = icd_store_code_start(store, &summary->pool, code, &record, err);
	*unspecified = found == ICD_FOUND && icd_text_unspecified(icd_view_title(&summary->view, &record));
	return found == ICD_FOUND || (found == ICD_NOT_FOUND && icd_store_bad_record(store, &key, NULL, err));
}

/* Tells the tally what the two numbers of a code stand for, as far as they were used. */
static bool tell_code(struct icd_check_summary *summary, uint32_t ordinal, icd_packed packed, const unsigned char *used,
		      enum icd_saying saying, struct icd_error *err)
{
	char code[ICD_CODE_SIZE], shown[ICD_DOTTED_SIZE], category[4] = "", group[ICD_CODE_SIZE] = "";
	struct icd_tally_item item = {.code = shown,
				      .category = category,
				      .group = group,
				      .unspecified = saying == ICD_SAYS_ALWAYS,
				      .detail = ICD_DETAIL_OK};
	icd_unpack(packed, code);
	icd_code_format(code, shown);
	memcpy(category, code, 3);
	/* The longest start of it that is a code of its own. */
	for (size_t shorter = strlen(code); shorter-- > 3 && !*group;) {
		if (icd_status_ordinal(summary->table, icd_pack(code, shorter)) >= 0)
			memcpy(group, code, shorter);
	}
	if (saying == ICD_SAYS_AT_TIMES && !is_unspecified_then(summary, code, &item.unspecified, err))
		return false;
	for (int off_list = 0; off_list < 2; off_list++) {
		uint32_t number = number_of_right(summary, ordinal, off_list);
		item.off_list = off_list;
		if (used[number] && !icd_tally_tell(summary->tally, number, &item))
			return icd_out_of_memory(err);
	}
	return true;
}

static bool tell_codes(struct icd_check_summary *summary, struct icd_error *err)
{
	const unsigned char *used = icd_tally_used(summary->tally);
	const struct icd_listed_code *codes = icd_status_codes(summary->table, &summary->codes);
	const unsigned char *saying = used ? read_unspecified(summary, err) : NULL;
	if (!used)
		return icd_out_of_memory(err);
	bool ok = saying != NULL;
	for (uint32_t i = 0; ok && i < summary->codes; i++) {
		if (used[i] || used[summary->codes + i])
			ok = tell_code(summary, i, codes[i].code, used, saying[i], err);
	}
	return ok;
}

const struct icd_tally *icd_check_summary_tally(struct icd_check_summary *summary, struct icd_error *err)
{
	if (!tell_codes(summary, err))
		return NULL;
	if (icd_tally_settle(summary->tally))
		return summary->tally;
	icd_out_of_memory(err);
	return NULL;
}

bool icd_check_summary_parts(struct icd_check_summary *summary, struct icd_tally_part **parts, uint32_t *count,
			     struct icd_error *err)
{
	if (!icd_check_summary_tally(summary, err))
		return false;
	if (!icd_tally_parts(summary->tally, parts, count))
		return icd_out_of_memory(err);
	for (uint32_t i = 0; i < *count; i++)
		(*parts)[i].listed = summary->listed;
	return true;
}
