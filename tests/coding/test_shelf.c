/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What claims keep of the codes they have read: each once, however it was typed, and for the days on which it is the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "coding/claim_code.h"
#include "support/sample_index.h"

struct book {
	struct sample_index index;
	struct icd_store *store;
	struct icd_shelf *shelf;
};

static int open_book(void **state)
{
	static struct book book;
	struct icd_error err;
	*state = &book;
	return sample_index_open(&book.index, &book.store) && icd_shelf_open(book.store, &book.shelf, &err) ? 0 : -1;
}

static int close_book(void **state)
{
	struct book *book = *state;
	icd_shelf_close(book->shelf);
	icd_store_close(book->store);
	sample_index_remove(&book->index);
	return 0;
}

static const struct icd_claim_code *code_on(const struct book *book, icd_date on, const char *typed)
{
	struct icd_view view;
	struct icd_error err;
	icd_view_make(&view, book->store, on);
	const struct icd_claim_code *code = icd_shelf_code(book->shelf, &view, typed, &err);
	assert_non_null(code);
	return code;
}

static void test_spellings(void **state)
{
	static const char *const spellings[] = {"M5450", "m54.50", "m5450", " M54.50 ", "M54.50.", "M54.50\r"};
	const struct icd_claim_code *code = code_on(*state, 20250501, "M54.50");
	assert_true(code->known && code->detail == ICD_DETAIL_OK);
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		assert_ptr_equal(code_on(*state, 20250501, spellings[i]), code);
	/* More characters are said to follow: that is no code that is right. */
	assert_ptr_not_equal(code_on(*state, 20250501, "M54.50-"), code);
}

static void test_days(void **state)
{
	const struct icd_claim_code *code = code_on(*state, 20250501, "M54.50");
	assert_ptr_equal(code_on(*state, 20250502, "M5450"), code);
	assert_ptr_not_equal(code_on(*state, 20210930, "M54.50"), code);
	assert_int_equal(code_on(*state, 20210930, "M54.50")->detail, ICD_DETAIL_FUTURE);
	assert_int_equal(code_on(*state, 20210930, "M54.5")->detail, ICD_DETAIL_OK);
	assert_int_equal(code_on(*state, 20250501, "M545")->detail, ICD_DETAIL_HEADER);
	assert_ptr_equal(code_on(*state, 20250501, "M54.50"), code);
}

/* A record with one title says of a code what the whole record does. */
static void test_one_title(void **state)
{
	static const icd_date days[] = {20150101, 20191001, 20210930, 20211001, 20230415, 20260101};
	const struct book *book = *state;
	struct icd_pool pool = {0};
	for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
		struct icd_view view;
		icd_view_make(&view, book->store, days[d]);
		for (uint32_t i = 0; i < view.about->code_count; i++) {
			struct icd_code_record whole, one;
			struct icd_error err;
			bool later, other;
			assert_true(icd_view_code_at(&view, &pool, i, &whole, &err));
			assert_int_equal(icd_store_code_on(book->store, &pool, whole.code, view.set, &one, &err),
					 ICD_FOUND);
			assert_string_equal(icd_view_title(&view, &whole), icd_view_title(&view, &one));
			assert_int_equal(icd_view_list_for(&view, &whole, &later),
					 icd_view_list_for(&view, &one, &other));
			assert_int_equal(later, other);
			assert_int_equal(whole.ordinal, one.ordinal);
			assert_int_equal(whole.entries.count, one.entries.count);
			assert_int_equal(whole.children.count, one.children.count);
		}
		icd_pool_reset(&pool);
	}
	icd_pool_free(&pool);
}

/* What is none is shown as it was typed. */
static void test_wrong(void **state)
{
	static const char *const typed[] = {"M54.5O", "M545O", "m54.5o", "pain",
					    "M54.50 and much more than any code has"};
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		const struct icd_claim_code *code = code_on(*state, 20250501, typed[i]);
		assert_false(code->known);
		assert_int_not_equal(code->detail, ICD_DETAIL_OK);
	}
	assert_ptr_equal(code_on(*state, 20250501, "pain"), code_on(*state, 20250501, "pain"));
	assert_string_equal(code_on(*state, 20250501, "pain")->shown, "pain");
	assert_string_equal(code_on(*state, 20250501, "Pain")->shown, "Pain");
	assert_ptr_not_equal(code_on(*state, 20250501, "pain"), code_on(*state, 20250502, "pain"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_one_title),
		cmocka_unit_test(test_wrong),
	};
	return cmocka_run_group_tests(tests, open_book, close_book) != 0;
}
