/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A code list, wherever one may be given. */
#include "fuzz.h"

#include "lists/lists.h"

static void open_list(const char *file)
{
	struct icd_code_list *list = NULL;
	struct icd_listing found;
	struct icd_error err = {.text = ""};
	if (!icd_code_list_open(fuzz_store(), file, NULL, &list, NULL, &err)) {
		fuzz_expect(err.text[0], "what is refused is said why");
		return;
	}
	for (size_t i = 0; i < icd_code_list_count(list); i++)
		fuzz_expect(icd_code_list_at(list, i)->text && icd_code_list_at(list, i)->note,
			    "a pattern has its texts");
	fuzz_expect(icd_code_list_find(list, "M5450", -1, 20260201, &found, &err), "a list is asked");
	icd_code_list_close(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	const char *file = fuzz_file("list.txt", data, size), *codes = fuzz_file("codes.txt", "M54.50\nS39.012A\n", 16);
	open_list(file);
	fuzz_answer(store, (const char *const[]){"-f", "json", "check", "--list", file, codes, NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "changes", "--list", file, "FY2026", NULL});
	fuzz_answer(store, (const char *const[]){"-f", "tsv", "list", "expand", file, NULL});
	fuzz_answer(store, (const char *const[]){"list", "diff", file, "2021-10-01", "2025-10-01", NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "list", "check", file, NULL});
	return 0;
}
