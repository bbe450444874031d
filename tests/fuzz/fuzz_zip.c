/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Zips as they are found: the bytes are one, or parts from which one is made, "name\ncontent", with form feeds between.
 * All that is found in it is read.
 */
#include "fuzz.h"

#include "find/find.h"
#include "load/load.h"

#include <stdlib.h>
#include <string.h>

#define MEMBERS_MOST 32

static void add_member(zip_t *zip, struct span_of_bytes part)
{
	struct span_of_bytes name = fuzz_part(&part, '\n');
	char *text = strndup((const char *)name.data, name.size);
	zip_source_t *source = zip_source_buffer(zip, part.data, part.size, 0);
	if (text && *text && source && zip_file_add(zip, text, source, 0) >= 0)
		source = NULL;
	zip_source_free(source);
	free(text);
}

static const char *made_zip(struct span_of_bytes rest)
{
	int why;
	zip_t *zip = zip_open("made.zip", ZIP_CREATE | ZIP_TRUNCATE, &why);
	fuzz_expect(zip != NULL, "no zip can be made");
	for (unsigned i = 0; rest.size && i < MEMBERS_MOST; i++)
		add_member(zip, fuzz_part(&rest, '\f'));
	if (zip_close(zip) != 0)
		zip_discard(zip);
	return "made.zip";
}

static void read_all(struct sources *sources, struct icd_pool *pool, struct icd_pool *index_pool, struct report *report)
{
	for (size_t i = 0, next; i < sources->count; i = next) {
		struct release release = {0};
		struct icd_error err = {.text = ""};
		for (next = i + 1; next < sources->count && sources->at[next].date == sources->at[i].date;)
			next++;
		bool ok =
			load_release(&sources->at[i], next - i, NULL,
				     &(struct load_pools){pool, pool, pool, index_pool}, report, NULL, &release, &err);
		fuzz_expect(ok || err.text[0], "a release that is refused is said why");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_pool pool = {0}, index_pool = {0};
	struct report report = {0};
	struct sources sources = {0};
	struct icd_error err = {.text = ""};
	fuzz_folder();
	const char *path = size > 1 && memcmp(data, "PK", 2) == 0 ? fuzz_file("2025-10-01.zip", data, size)
								  : made_zip((struct span_of_bytes){data, size});
	struct find_options options = {.effective = 20251001};
	if (find_sources((char **)&path, 1, &options, &pool, &report, &sources, &err))
		read_all(&sources, &pool, &index_pool, &report);
	else
		fuzz_expect(err.text[0], "what is refused is said why");
	sources_free(&sources);
	report_free(&report);
	icd_pool_free(&index_pool);
	icd_pool_free(&pool);
	fuzz_clean();
	return 0;
}
