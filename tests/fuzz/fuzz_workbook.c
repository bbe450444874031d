/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbooks: the bytes are one, or what its worksheet holds, a form feed, and its shared strings.
 */
#include "fuzz.h"

#include "formats/read_xlsx.h"
#include "read/recognise.h"
#include "read/release.h"
#include "support/made_xlsx.h"

static void read(const struct input *in)
{
	struct icd_pool pool = {0};
	struct conversion_table *table = NULL;
	struct sheet *sheet = NULL;
	struct icd_error err = {.text = ""};
	struct workbook *book = workbook_open(in, &err);
	recognise(in);
	if (book && workbook_rows(book, SIZE_MAX, &pool, &sheet, &err)) {
		for (size_t i = 0; i < sheet->count; i++)
			for (size_t j = 0; j < sheet->rows[i].count; j++)
				fuzz_expect(sheet->rows[i].cells[j] != NULL, "each cell has a text");
		fuzz_expect(read_conversion_xlsx(in, &pool, &table, &err) || err.text[0],
			    "what is refused is said why");
	} else {
		fuzz_expect(err.text[0], "what is refused is said why");
	}
	if (book)
		workbook_close(book);
	icd_pool_free(&pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	if (size > 1 && memcmp(data, "PK", 2) == 0) {
		read(&in);
	} else {
		char *strings = memchr(in.data, '\f', size);
		if (strings)
			*strings++ = '\0';
		struct input made = made_xlsx("input", in.data, strings);
		read(&made);
		free((char *)made.data);
	}
	free((char *)in.data);
	return 0;
}
