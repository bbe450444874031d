/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and tables of codes, checked: with columns and without, kept, counted, fixed, and as JSON. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	const char *file = fuzz_file("rows.csv", data, size);
	fuzz_answer(store, (const char *const[]){"-f", "json", "check", file, NULL});
	fuzz_answer(store, (const char *const[]){"check", "--column", "1", "--date-column", "2", "--keep", file, NULL});
	fuzz_answer(store,
		    (const char *const[]){"-f", "json", "check", "--column", "dx", "--keep", "--row", file, NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "check", "--column", "1", "--by", "2", "--summary", file,
						 NULL});
	fuzz_answer(store, (const char *const[]){"-f", "tsv", "check", "--column", "1", "--fix", "--keep", file, NULL});
	fuzz_answer(store, (const char *const[]){"check", "--fix", file, NULL});
	fuzz_clean();
	return 0;
}
