/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guidelines, as pdftohtml writes them or as text; and a second edition, from what stands behind a form feed. */
#include "fuzz.h"

#include "guidelines/guidelines.h"

#include <stdlib.h>

static bool known(void *context, const char *prefix)
{
	(void)context;
	return prefix[0] != 'B';
}

static struct guidelines *read(struct span_of_bytes part, const struct guidelines *earlier, struct icd_pool *pool)
{
	struct input in = fuzz_input(part.data, part.size);
	struct guidelines *edition = NULL;
	struct icd_error err = {.text = ""};
	fuzz_expect(read_guidelines(&in, earlier, pool, &edition, &err) || err.text[0], "what is refused is said why");
	for (size_t i = 0, count; edition && i < edition->count; i++)
		guideline_codes(edition->at[i].text, known, NULL, pool, &count);
	free((char *)in.data);
	return edition;
}

static void match(const struct guidelines *const editions[2], struct icd_pool *pool)
{
	uint32_t *sections[2];
	for (size_t i = 0; i < 2; i++)
		sections[i] = need(pool, editions[i]->count + 1, sizeof *sections[i]);
	uint32_t most = guidelines_match(editions, 2, sections);
	for (size_t i = 0; i < editions[1]->count; i++)
		fuzz_expect(sections[1][i] < most, "each section has a number");
	guidelines_difference(editions[0], editions[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_pool pool = {0};
	struct span_of_bytes rest = {data, size};
	const struct guidelines *editions[2];
	editions[0] = read(fuzz_part(&rest, '\f'), NULL, &pool);
	editions[1] = editions[0] ? read(rest, editions[0], &pool) : NULL;
	if (editions[1])
		match(editions, &pool);
	icd_pool_free(&pool);
	return 0;
}
