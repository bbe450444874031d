/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of an index or a table, and the table of drugs as CSV. */
#include "fuzz.h"

#include "read/recognise.h"
#include "read/release.h"
#include "reindex/index_draft.h"

#include <stdlib.h>

static void draft(const struct index_list *list, struct icd_pool *pool)
{
	struct index_folds folds = {0};
	struct index_draft *draft = index_draft_of(list, &folds, pool);
	index_draft_settle(draft);
	fuzz_expect(index_draft_list(draft, pool)->count == list->count, "a draft has the terms of its list");
	index_draft_free(draft);
	index_folds_free(&folds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	struct icd_pool pool = {0};
	struct index_list *list = NULL;
	struct icd_error err = {.text = ""};
	recognise(&in);
	if (read_index(&in, &pool, &list, &err) || read_drug_csv(&in, &pool, &list, &err))
		draft(list, &pool);
	else
		fuzz_expect(err.text[0] && !list, "what is refused is said why");
	icd_pool_free(&pool);
	free((char *)in.data);
	return 0;
}
