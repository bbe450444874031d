/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "family.h"

#include "shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kept_family {
	char category[ICD_CODE_SIZE];
	struct shelf_days days;
	struct icd_family family;
};

struct family_work {
	struct icd_shelf *shelf;
	const struct icd_view *view;
	struct icd_family_member *at; /* malloc'd */
	size_t count, capacity;
	struct shelf_days days; /* on which the family is the same */
	struct icd_error *err;
};

static bool add_member(struct family_work *work, const char *code, const char *title,
		       const struct icd_title_words *words)
{
	if (!icd_array_room(&work->at, work->count, &work->capacity, sizeof *work->at))
		return icd_out_of_memory(work->err);
	struct icd_family_member *member = &work->at[work->count++];
	*member = (struct icd_family_member){.title = title, .words = icd_title_signature(words), .side = words->side};
	snprintf(member->code, sizeof member->code, "%s", code);
	return true;
}

static bool walk(struct family_work *work, const char *code)
{
	struct icd_store *store = work->shelf->store;
	struct icd_code_record record;
	enum icd_found found = icd_store_code(store, &work->shelf->scratch, code, &record, work->err);
	bool ok = found == ICD_FOUND ? icd_store_children(store, &record.children, work->err) : found == ICD_NOT_FOUND;
	for (uint32_t i = 0; found == ICD_FOUND && i < record.children.count && ok; i++) {
		const struct icd_child *child = &record.children.at[i];
		const char *title = icd_view_text(work->view, &child->titles);
		enum icd_status status = icd_view_status(work->view, &child->runs);
		struct icd_title_words words;
		shelf_days_narrow(&work->days, work->view, &child->runs);
		title = title ? title : "";
		icd_title_read(title, &words);
		if (status == ICD_STATUS_HEADER && !icd_is_one_side(words.side))
			ok = walk(work, child->code);
		else if (status == ICD_STATUS_BILLABLE)
			ok = add_member(work, child->code, title, &words);
	}
	return ok;
}

static struct kept_family *read_family(struct icd_shelf *shelf, const struct icd_view *view,
				       const struct shelf_days *days, const char *category, struct icd_error *err)
{
	struct family_work work = {.shelf = shelf, .view = view, .days = *days, .err = err};
	icd_pool_reset(&shelf->scratch);
	bool ok = walk(&work, category);
	struct kept_family *kept = icd_pool_take(&shelf->pool, 1, sizeof *kept);
	struct icd_family_member *members = icd_pool_take(&shelf->pool, work.count, sizeof *members);
	if (ok && !(kept && members)) {
		ok = icd_out_of_memory(err);
	} else if (ok) {
		if (work.at)
			memcpy(members, work.at, work.count * sizeof *members);
		*kept = (struct kept_family){.days = work.days, .family = {work.count, members}};
		snprintf(kept->category, sizeof kept->category, "%s", category);
	}
	free(work.at);
	return ok ? kept : NULL;
}

struct sought_family {
	const char *category;
	icd_date on;
	struct shelf_days days;
};

static bool same_family(const void *context, uint32_t item, const void *key)
{
	const struct kept_family *kept = ((const struct kept_things *)context)->at[item];
	const struct sought_family *sought = key;
	return shelf_days_have(&kept->days, &sought->days, sought->on) && strcmp(kept->category, sought->category) == 0;
}

const struct icd_family *icd_shelf_family(struct icd_shelf *shelf, const struct icd_view *view, const char *category,
					  struct icd_error *err)
{
	struct sought_family sought = {category, view->on, shelf_days_of(shelf, view)};
	uint64_t hash = shelf_hash(category, sought.days.stretch);
	struct kept_family *kept = shelf_find(&shelf->families, hash, same_family, &sought);
	if (!kept && (kept = read_family(shelf, view, &sought.days, category, err)) != NULL) {
		shelf->members += kept->family.count;
		shelf_keep(shelf, &shelf->families, hash, kept);
	}
	return kept ? &kept->family : NULL;
}
