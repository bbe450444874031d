/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index that was changed and then sealed (hostile.h): the first byte says which question is asked first, the rest are
 * the changes. It is refused, or answers; a sentence is given for each that fails.
 */
#include "hostile.h"
#include "lines.h"

#include "store/store.h"

#include <string.h>

/* How many questions: few, so that many indexes are tried; all to an index that was kept. */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define ASKED 4
#else
#define ASKED FUZZ_LINES
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = NULL;
	struct icd_error err = {.text = ""};
	if (size == 0 || size > 1 + 16 * HOSTILE_SIZE)
		return 0;
	const char *path = hostile_index(data + 1, size - 1);
	fuzz_line_files();
	if (!icd_store_open(path, &store, &err)) {
		fuzz_expect(err.text[0], "what is refused is said why");
		return 0;
	}
	for (unsigned i = 0; i < ASKED; i++) {
		size_t length;
		fuzz_answer(store, fuzz_lines[(data[0] + i * (FUZZ_LINES / ASKED)) % FUZZ_LINES]);
		const char *text = fuzz_answered(&length);
		fuzz_expect(!memmem(text, length, "(null)", 6), "no text of an answer is missing");
	}
	icd_store_close(store);
	return 0;
}
