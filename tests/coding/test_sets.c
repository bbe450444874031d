/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of titles, which sets of codes go by, and where codes lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "coding/claim_code.h"

#include <string.h>

static void test_find(void **state)
{
	struct claim_title title;
	(void)state;
	claim_title_read("Acute Sepsis due to Escherichia coli [E. coli], Stage 3", &title);
	assert_string_equal(claim_title_find(&title, "escherichia coli"), "escherichia coli [e. coli], stage 3");
	assert_ptr_equal(claim_title_find(&title, "acute "), title.text);
	assert_non_null(claim_title_find(&title, "stage 3"));
	assert_non_null(claim_title_find(&title, "e"));
	assert_null(claim_title_find(&title, "stage 2"));
	assert_null(claim_title_find(&title, "septic"));
	assert_null(claim_title_find(&title, "acute sepsis with"));
	/* All its pairs are there, but not one after the other. */
	assert_null(claim_title_find(&title, "coli due"));
}

/* As the table's sets are found with strstr alone, of any bytes. */
static void test_any_bytes(void **state)
{
	char text[256];
	struct claim_title title;
	(void)state;
	for (unsigned i = 0; i < 255; i++)
		text[i] = (char)(i + 1);
	text[255] = '\0';
	claim_title_read(text, &title);
	for (const char *at = title.text; at[0] && at[1]; at++) {
		const char pair[] = {at[0], at[1], '\0'};
		assert_non_null(claim_title_find(&title, pair));
	}
}

static void test_long_title(void **state)
{
	char text[2 * CLAIM_TITLE_SIZE];
	struct claim_title title;
	(void)state;
	memset(text, 'A', sizeof text);
	text[sizeof text - 1] = '\0';
	claim_title_read(text, &title);
	assert_int_equal(strlen(title.text), CLAIM_TITLE_SIZE - 1);
	claim_title_read("", &title);
	assert_string_equal(title.text, "");
	assert_null(claim_title_find(&title, "aa"));
}

static void test_reach(void **state)
{
	(void)state;
	assert_true(icd_reach(0, 0) == 1);
	assert_true(icd_reach(5000, 5000) & icd_reach(4000, 9000));
	assert_false(icd_reach(5000, 5000) & icd_reach(90000, 98000));
	assert_true(icd_reach(0, UINT32_MAX) == UINT64_MAX);
	assert_true(icd_reach(UINT32_MAX, UINT32_MAX) != 0);
	assert_true(icd_reach(9, 8) == icd_reach(9, 9));
	assert_true(icd_reach(90000, 8) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_long_title),
		cmocka_unit_test(test_reach),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
