/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "family.h"

bool icd_family_walk(struct icd_shelf *shelf, const struct icd_view *view, struct icd_pool *pool, const char *code,
		     icd_family_visit *visit, void *context, struct icd_error *err)
{
	struct icd_code_record record;
	enum icd_found found = icd_store_code(icd_shelf_store(shelf), pool, code, &record, err);
	bool ok = found == ICD_FOUND ? icd_store_children(icd_shelf_store(shelf), &record.children, err)
				     : found == ICD_NOT_FOUND;
	for (uint32_t i = 0; found == ICD_FOUND && i < record.children.count && ok; i++) {
		const struct icd_child *child = &record.children.at[i];
		const char *title = icd_view_text(view, &child->titles);
		struct icd_validity validity;
		struct icd_title_words words;
		icd_view_validity(view, &child->runs, &validity);
		icd_title_read(title ? title : "", &words);
		if (validity.status == ICD_STATUS_HEADER && !icd_is_one_side(words.side))
			ok = icd_family_walk(shelf, view, pool, child->code, visit, context, err);
		else if (validity.status == ICD_STATUS_BILLABLE)
			visit(context, child, &words);
	}
	return ok;
}
