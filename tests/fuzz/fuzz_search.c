/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A query: searched for, completed, narrowed, looked up in the indexes and the guidelines. */
#include "fuzz.h"

#include "search/search.h"

#include <stdlib.h>

static struct icd_searcher *searcher(void)
{
	static struct icd_searcher *searcher;
	struct icd_error err = {.text = ""};
	if (!searcher)
		fuzz_expect(icd_searcher_open(fuzz_store(), NULL, &searcher, &err), err.text);
	return searcher;
}

static void search(const char *query)
{
	struct icd_pool pool = {0};
	struct icd_view view;
	struct icd_search_result result;
	struct icd_error err = {.text = ""};
	const char **words;
	uint32_t count;
	icd_view_make(&view, fuzz_store(), 20260201);
	bool ok = icd_search(searcher(), &view, query, &(struct icd_search_options){.limit = 20}, &pool, &result, &err);
	fuzz_expect(ok, "a query is answered");
	fuzz_expect(result.count <= result.total && result.count <= 20, "hits are of those found");
	for (uint32_t i = 0; i < result.count; i++)
		fuzz_expect(result.hits[i].title && result.hits[i].matched, "a hit has its texts");
	fuzz_expect(icd_search_complete(searcher(), query, 10, &pool, &words, &count, &err), "a query is completed");
	icd_pool_free(&pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	struct input in = fuzz_input(data, size);
	search(in.data);
	fuzz_answer(store, (const char *const[]){"-f", "json", "search", "--", in.data, NULL});
	fuzz_answer(store, (const char *const[]){"search", "-a", "--", in.data, NULL});
	fuzz_answer(store, (const char *const[]){"narrow", "--", in.data, NULL});
	fuzz_answer(store, (const char *const[]){"index", "--", in.data, NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "guide", "--", in.data, NULL});
	fuzz_answer(store, (const char *const[]){"icd9", "--", in.data, NULL});
	free((char *)in.data);
	return 0;
}
