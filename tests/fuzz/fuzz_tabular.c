/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of a tabular list, and of a workbook's part, a guideline or whatever else it is by its content. */
#include "fuzz.h"

#include "read/recognise.h"
#include "read/release.h"
#include "rebuild/draft.h"

#include <stdlib.h>

/* A list can be made a draft and is the same list again. */
static void draft(const struct tabular_list *list, struct icd_pool *pool)
{
	struct interner texts = {0};
	struct draft *draft = draft_of(list, &texts);
	fuzz_expect(draft_list(draft, pool)->count == list->count, "a draft has the places of its list");
	draft_free(draft);
	interner_free(&texts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	struct icd_pool pool = {0};
	struct tabular_list *list = NULL;
	struct icd_error err = {.text = ""};
	recognise(&in);
	is_rebuilt_export(&in);
	if (read_tabular(&in, &pool, &list, &err))
		draft(list, &pool);
	else
		fuzz_expect(err.text[0] && !list, "what is refused is said why");
	icd_pool_free(&pool);
	free((char *)in.data);
	return 0;
}
