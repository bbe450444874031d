/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addenda: words with their places (pdftotext -tsv) or plain text; what they tell is applied to a list and an index of
 * the sample, forwards and backwards.
 */
#include "fuzz.h"

#include "addenda/addendum.h"
#include "rebuild/tabular_apply.h"
#include "reindex/index_apply.h"

#include <stdio.h>
#include <stdlib.h>

static struct input read_file(const char *path)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "r");
	fuzz_expect(file != NULL, path);
	struct input in = {path, text, fread(text, 1, sizeof text - 1, file)};
	text[in.size] = '\0';
	fclose(file);
	return in;
}

static void *sample_list(bool tabular)
{
	static struct icd_pool pool;
	static struct tabular_list *list;
	static struct index_list *index;
	struct icd_error err = {.text = ""};
	if (!list) {
		struct input in = read_file("data/sample/2025-10-01/icd10cm_tabular_2026.xml");
		bool ok = read_tabular(&in, &pool, &list, &err);
		in = read_file("data/sample/2025-10-01/icd10cm_index_2026.xml");
		ok = ok && read_index(&in, &pool, &index, &err);
		fuzz_expect(ok, err.text);
	}
	return tabular ? (void *)list : (void *)index;
}

static void apply_to_list(const struct addendum *addendum, bool backwards, struct icd_pool *pool)
{
	struct interner texts = {0};
	struct placing placing = {0};
	struct draft *draft = draft_of(sample_list(true), &texts);
	draft_begin(draft);
	tabular_apply(draft, addendum, backwards, pool, &placing);
	draft_end(draft);
	draft_list(draft, pool);
	fuzz_expect(placing.unplaced_count <= addendum->line_count, "a line is not placed once at most");
	placing_free(&placing);
	draft_free(draft);
	interner_free(&texts);
}

static void apply_to_index(const struct addendum *addendum, enum icd_index_kind kind, struct icd_pool *pool)
{
	struct placing placing = {0};
	struct index_folds folds = {0};
	struct index_draft *draft = index_draft_of(sample_list(false), &folds, pool);
	size_t count;
	struct index_told *told = index_told_read(addendum, kind, pool, &count);
	index_apply(draft, told, count, INDEX_TRIAL, &placing);
	index_apply(draft, told, count, INDEX_FORWARD, &placing);
	index_draft_settle(draft);
	index_draft_list(draft, pool);
	index_draft_free(draft);
	index_folds_free(&folds);
	placing_free(&placing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	struct icd_pool pool = {0};
	struct addendum *addendum = NULL;
	struct icd_error err = {.text = ""};
	sample_list(true);
	addendum_kind(&in);
	if (addendum_read(&in, &pool, &addendum, &err)) {
		apply_to_list(addendum, false, &pool);
		apply_to_list(addendum, true, &pool);
		apply_to_index(addendum, ICD_INDEX_ALPHABETIC, &pool);
		apply_to_index(addendum, ICD_INDEX_DRUG, &pool);
	} else {
		fuzz_expect(err.text[0], "what is refused is said why");
	}
	icd_pool_free(&pool);
	free((char *)in.data);
	return 0;
}
