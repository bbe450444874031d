/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <string.h>

struct search {
	const struct icd_code_list *list;
	const char *code;
	uint32_t ordinal;
	icd_date on;
	struct icd_listing *out;
};

/* Which of the steps from `first` on is the first after the day? */
struct steps {
	const struct list_step *at;
	icd_date on;
};

static bool is_by_then(const void *context, size_t item)
{
	const struct steps *steps = context;
	return steps->at[item].from <= steps->on;
}

static void match(struct search *search, uint32_t first, uint32_t end, bool except)
{
	const struct icd_code_list *list = search->list;
	struct steps steps = {list->steps + first, search->on};
	size_t after = first < end ? icd_lower_bound(end - first, is_by_then, &steps) : 0;
	if (!after || steps.at[after - 1].by == LIST_NO_PATTERN)
		return;
	const struct icd_pattern *pattern = &list->at[steps.at[after - 1].by];
	const struct icd_pattern **found = except ? &search->out->excepted : &search->out->by;
	if (!*found || pattern < *found)
		*found = pattern;
}

static bool stands_before(const void *context, size_t item)
{
	const struct search *search = context;
	return strcmp(search->list->at[search->list->keys[item].pattern].code, search->code) < 0;
}

/* Patterns of this very code; of the codes above one those count that mean what is below. */
static void match_code(struct search *search, const char *code, bool above)
{
	const struct icd_code_list *list = search->list;
	search->code = code;
	for (size_t i = icd_lower_bound(list->key_count, stands_before, search); i < list->key_count; i++) {
		const struct icd_pattern *like = &list->at[list->keys[i].pattern];
		if (strcmp(like->code, code) != 0)
			return;
		if (!above || like->kind == ICD_PATTERN_BELOW)
			match(search, list->keys[i].step, list->keys[i + 1].step, like->except);
	}
}

static bool begins_by(const void *context, size_t item)
{
	const struct search *search = context;
	return search->list->edges[item] <= search->ordinal;
}

/* The ranges at the leaf of the ordinal and at the nodes above it. */
static void match_ranges(struct search *search)
{
	const struct icd_code_list *list = search->list;
	size_t edges = icd_lower_bound(list->edge_count, begins_by, search);
	for (size_t node = edges ? list->edge_count + edges - 1 : 0; node; node /= 2) {
		for (int except = 0; except < 2; except++) {
			const uint32_t *steps = &list->nodes[2 * node + (unsigned)except];
			match(search, steps[0], steps[1], except);
		}
	}
}

/* The place of a code in the tabular order; -1 of what no release has. */
static bool read_ordinal(const struct icd_code_list *list, const char *code, int64_t *ordinal, struct icd_error *err)
{
	uint32_t own, last;
	enum icd_found found = icd_store_code_place(list->store, code, &own, &last, err);
	*ordinal = found == ICD_FOUND ? (int64_t)own : -1;
	return found != ICD_FAILED;
}

bool icd_code_list_find(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
			struct icd_listing *out, struct icd_error *err)
{
	struct search search = {.list = list, .on = on, .out = out};
	char start[ICD_CODE_SIZE];
	size_t length = strlen(code);
	*out = (struct icd_listing){NULL, NULL};
	memcpy(start, code, length + 1);
	match_code(&search, code, false);
	while (length > 3) {
		start[--length] = '\0';
		match_code(&search, start, true);
	}
	if (list->edge_count && ordinal < 0 && *code && !read_ordinal(list, code, &ordinal, err))
		return false;
	search.ordinal = (uint32_t)ordinal;
	if (ordinal >= 0)
		match_ranges(&search);
	return true;
}

bool icd_code_list_has(const struct icd_code_list *list, const char *code, int64_t ordinal, icd_date on,
		       const struct icd_pattern **by, struct icd_error *err)
{
	struct icd_listing listing;
	bool ok = icd_code_list_find(list, code, ordinal, on, &listing, err);
	*by = ok && !listing.excepted ? listing.by : NULL;
	return ok;
}
