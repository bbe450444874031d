/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "family.h"

static bool read_record(struct claim_work *work, const char *code, struct icd_code_record *record)
{
	enum icd_found found = icd_store_code(icd_shelf_store(work->shelf), work->pool, code, record, work->err);
	work->failed |= found == ICD_FAILED;
	return found == ICD_FOUND;
}

void claim_visit_family(struct claim_work *work, const char *code, claim_visit *visit, void *context)
{
	struct icd_code_record record;
	if (!read_record(work, code, &record))
		return;
	for (uint32_t i = 0; i < record.children.count && !work->failed; i++) {
		const struct icd_child *child = &record.children.at[i];
		const char *title = icd_view_text(&work->view, &child->titles);
		struct icd_validity validity;
		struct icd_title_words words;
		icd_view_validity(&work->view, &child->runs, &validity);
		icd_title_read(title ? title : "", &words);
		if (validity.status == ICD_STATUS_HEADER && !icd_is_one_side(words.side))
			claim_visit_family(work, child->code, visit, context);
		else if (validity.status == ICD_STATUS_BILLABLE)
			visit(context, child, &words);
	}
}
