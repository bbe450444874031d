/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts kept once, the build report, zips in memory. */
#include "common/common.h"
#include "common/report.h"
#include "support/made_xlsx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void keeps_texts_once(void **state)
{
	struct interner interner = {0};
	char text[16];
	(void)state;
	assert_null(intern(&interner, NULL));
	for (uint32_t i = 0; i < 1000; i++) {
		snprintf(text, sizeof text, "%u", (unsigned)i);
		assert_int_equal(intern_number(&interner, text), i);
	}
	assert_int_equal(intern_number(&interner, "7"), 7);
	assert_int_equal(interner.count, 1000);
	/* In the order they came, and not. */
	assert_int_equal(intern_number(&interner, "8"), 8);
	assert_int_equal(intern_number(&interner, "10"), 10);
	assert_int_equal(intern_number(&interner, "10"), 10);
	assert_int_equal(intern_number(&interner, "999"), 999);
	assert_int_equal(intern_number(&interner, "0"), 0);
	assert_int_equal(interner.count, 1000);
	assert_ptr_equal(intern(&interner, "999"), interner.texts[999]);
	assert_string_equal(interner.texts[500], "500");
	interner_free(&interner);
	assert_int_equal(interner.count, 0);
}

static void copies_what_grew(void **state)
{
	struct icd_pool pool = {0};
	int *numbers = NULL;
	size_t count = 0, capacity = 0;
	(void)state;
	for (int i = 0; i < 100; i++)
		*one_more(numbers, count, capacity) = i;
	const int *copy = need_copy(&pool, numbers, count, sizeof *numbers);
	free(numbers);
	assert_int_equal(count, 100);
	assert_int_equal(copy[99], 99);
	assert_non_null(need_copy(&pool, NULL, 0, sizeof *numbers));
	assert_string_equal(need_print(&pool, "%s-%d", "a", 5), "a-5");
	icd_pool_free(&pool);
}

static void sorts_a_report_by_release(void **state)
{
	struct report report = {0}, more = {0};
	(void)state;
	report_add(&report, 20211001, REPORT_FACT, "b%d", 1);
	report_add(&report, 20201001, REPORT_FACT, "a1");
	report_add(&more, 20201001, REPORT_DETAIL, "a2\n");
	report_add(&more, 0, REPORT_FACT, "of all");
	report_append(&report, &more);
	report_sort(&report);
	assert_int_equal(report.count, 4);
	assert_string_equal(report.lines[0].text, "of all");
	assert_string_equal(report.lines[1].text, "a1");
	assert_string_equal(report.lines[2].text, "a2 ");
	assert_int_equal(report.lines[2].weight, REPORT_DETAIL);
	assert_string_equal(report.lines[3].text, "b1");
	report_free(&report);
	report_free(&more);
}

static void reads_zips(void **state)
{
	struct input in = made_xlsx("a.zip", "<a/>", NULL), part, none = {"b.zip", "", 0}, text = {"c.zip", "text", 4};
	struct icd_error err;
	(void)state;
	assert_null(zip_of(&none, &err));
	assert_string_equal(err.text, "b.zip: broken or cut off: it is empty, a whole zip or workbook was expected");
	assert_null(zip_of(&text, &err));
	zip_t *zip = zip_of(&in, &err);
	assert_non_null(zip);
	uint64_t member = (uint64_t)zip_name_locate(zip, "xl/worksheets/table.xml", 0);
	assert_true(zip_read(zip, member, "table", SIZE_MAX, &part, &err));
	assert_string_equal(part.name, "table");
	assert_string_equal(part.data, "<a/>");
	free((char *)part.data);
	assert_true(zip_read(zip, member, "table", 2, &part, &err));
	assert_int_equal(part.size, 2);
	assert_string_equal(part.data, "<a");
	free((char *)part.data);
	assert_false(zip_read(zip, 99, "table", SIZE_MAX, &part, &err));
	assert_string_equal(err.text, "table: broken zip entry");
	zip_discard(zip);
	free((char *)in.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_texts_once),
		cmocka_unit_test(copies_what_grew),
		cmocka_unit_test(sorts_a_report_by_release),
		cmocka_unit_test(reads_zips),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
