/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define BY_SIZE 256
#define FEW     8 /* one code of so many, or fewer, are looked up one by one */

/*
 * What is right is counted under numbers of our own: the places in the tabular order, then the same for codes that are not
 * on the list they were held against. Titles are read at the end, each once.
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

struct telling {
	struct icd_check_summary *summary;
	const unsigned char *used; /* by number */
	struct icd_error *err;
	bool failed;
};

static bool is_used(const struct telling *telling, uint32_t ordinal)
{
	return telling->used[ordinal] || telling->used[telling->summary->codes + ordinal];
}

/* Tells the tally what the two numbers of a code stand for. */
static bool tell_code(struct telling *telling, const struct icd_code_record *record)
{
	struct icd_check_summary *summary = telling->summary;
	char shown[ICD_DOTTED_SIZE], category[4] = "", group[ICD_CODE_SIZE] = "";
	struct icd_tally_item item = {.code = icd_code_format(record->code, shown),
				      .category = category,
				      .group = group,
				      .detail = ICD_DETAIL_OK};
	memcpy(category, record->code, 3);
	/* The longest start of it that is a code of its own. */
	for (size_t shorter = strlen(record->code); shorter-- > 3 && !*group;) {
		if (icd_status_ordinal(summary->table, icd_pack(record->code, shorter)) >= 0)
			memcpy(group, record->code, shorter);
	}
	item.unspecified = icd_tally_unspecified(icd_view_title(&summary->view, record));
	for (int off_list = 0; off_list < 2; off_list++) {
		uint32_t number = number_of_right(summary, record->ordinal, off_list);
		item.off_list = off_list;
		if (telling->used[number] && !icd_tally_tell(summary->tally, number, &item))
			return icd_out_of_memory(telling->err);
	}
	return true;
}

static bool on_record(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct telling *telling = context;
	struct icd_check_summary *summary = telling->summary;
	struct icd_reader in = icd_store_reader(summary->view.store, value);
	struct icd_code_record record;
	struct icd_key again = {.size = key.size};
	char code[ICD_CODE_SIZE];
	icd_pool_reset(&summary->pool);
	if (icd_get_code_start(&in, &summary->pool, icd_store_code_of(key, code), &record) &&
	    record.ordinal < summary->codes) {
		telling->failed = is_used(telling, record.ordinal) && !tell_code(telling, &record);
	} else {
		memcpy(again.bytes, key.data, key.size);
		telling->failed = !icd_store_bad_record(summary->view.store, &again, &in, telling->err);
	}
	return !telling->failed;
}

/* Many codes: all records one after the other. */
static bool tell_in_one_go(struct telling *telling)
{
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "\xff");
	return icd_store_scan(telling->summary->view.store, &low, &high, on_record, telling, telling->err) &&
	       !telling->failed;
}

static bool tell_one(struct telling *telling, const char *code)
{
	struct icd_store *store = telling->summary->view.store;
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_bytes value;
	enum icd_found found = icd_store_get(store, &key, &value, telling->err);
	if (found == ICD_NOT_FOUND)
		return icd_store_bad_record(store, &key, NULL, telling->err);
	return found == ICD_FOUND && on_record(telling, (struct icd_bytes){key.bytes, key.size}, value);
}

static bool tell_codes(struct icd_check_summary *summary, struct icd_error *err)
{
	struct telling telling = {.summary = summary, .used = icd_tally_used(summary->tally), .err = err};
	const struct icd_listed_code *codes = icd_status_codes(summary->table, &summary->codes);
	uint32_t used = 0;
	bool ok = telling.used || icd_out_of_memory(err);
	for (uint32_t i = 0; ok && i < 2 * summary->codes; i++)
		used += telling.used[i];
	if (used > summary->codes / FEW)
		return tell_in_one_go(&telling);
	for (uint32_t i = 0; ok && i < summary->codes; i++) {
		char code[ICD_CODE_SIZE];
		icd_unpack(codes[i].code, code);
		ok = !is_used(&telling, i) || tell_one(&telling, code);
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
