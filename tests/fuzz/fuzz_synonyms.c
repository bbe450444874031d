/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of synonyms of the user's own; its first words are searched for. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	const char *file = fuzz_file("synonyms.tsv", data, size);
	struct input in = fuzz_input(data, size);
	char *query = strndup(in.data, strcspn(in.data, "\t\n"));
	fuzz_answer(store, (const char *const[]){"-f", "json", "search", "--synonyms", file, "--", query, NULL});
	fuzz_answer(store, (const char *const[]){"search", "--synonyms", file, "low back pain", NULL});
	free(query);
	free((char *)in.data);
	return 0;
}
