/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broken files are left out all at once, so that an attempt is not made for each of them. */
#include "load/load.h"

#include "common/left_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define BROKEN 20

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void all_at_once(void **state)
{
	static const char sound[] = "<?xml version=\"1.0\"?>\n<ICD10CM.tabular><chapter><name>1</name><desc>One</desc>"
				    "<section id=\"A00-A09\"><desc>Some (A00-A09)</desc><diag><name>A00</name>"
				    "<desc>Cholera</desc></diag></section></chapter></ICD10CM.tabular>\n";
	char root[] = "/tmp/icd10-leave-out-XXXXXX", folder[64], path[96];
	struct icd_pool pool = {0};
	struct report report = {0};
	struct left_out left_out = {0};
	struct sources sources;
	struct icd_error err;
	(void)state;
	assert_non_null(mkdtemp(root));
	snprintf(folder, sizeof folder, "%s/2025-10-01", root);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (int i = 0; i <= BROKEN; i++) {
		char text[sizeof sound];
		snprintf(text, sizeof text, "%.*s", i ? (int)strlen(sound) - 20 - i : (int)strlen(sound), sound);
		snprintf(path, sizeof path, "%s/%02d.xml", folder, i);
		write_text(path, text);
	}
	char *paths[] = {root};
	struct find_options find = {.left_out = &left_out};
	if (!find_sources(paths, 1, &find, &pool, &report, &sources, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sources.count, BROKEN + 1);
	leave_out_broken(&sources, &left_out);
	assert_int_equal(left_out.count, BROKEN);
	snprintf(path, sizeof path, "%s/00.xml", folder);
	assert_false(is_left_out(&left_out, path));
	/* What was read is not read again. */
	leave_out_broken(&sources, &left_out);
	assert_int_equal(left_out.count, BROKEN);
	sources_free(&sources);
	left_out_free(&left_out);
	report_free(&report);
	icd_pool_free(&pool);
	for (int i = 0; i <= BROKEN; i++) {
		snprintf(path, sizeof path, "%s/%02d.xml", folder, i);
		unlink(path);
	}
	rmdir(folder);
	rmdir(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(all_at_once)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
