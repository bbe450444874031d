/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: X12 837 or lines, as their file says. All that may be asked of them. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	const char *file = fuzz_file("claims.txt", data, size);
	fuzz_answer(store, (const char *const[]){"-f", "json", "claim", file, NULL});
	fuzz_answer(store, (const char *const[]){"claim", "-v", file, NULL});
	fuzz_answer(store, (const char *const[]){"-f", "tsv", "claim", "--setting", "inpatient", file, NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "claim", "--summary", "--by", "day", file, NULL});
	fuzz_answer(store, (const char *const[]){"claim", "--matrix", file, NULL});
	fuzz_answer(store, (const char *const[]){"claim", "--x12", file, NULL});
	return 0;
}
