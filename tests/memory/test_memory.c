/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void pieces_of_a_pool_are_zeroed_aligned_and_apart(void **state)
{
	(void)state;
	struct icd_pool pool = {0};
	unsigned char *before = NULL;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 300000; size = size * 3 + 1) {
			unsigned char *piece = icd_pool_take(&pool, size, 1);
			assert_non_null(piece);
			assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
			assert_int_equal(piece[0], 0);
			assert_int_equal(piece[size - 1], 0);
			memset(piece, 0xff, size);
			assert_true(!before || before[0] == 0xff);
			before = piece;
		}
		icd_pool_reset(&pool);
		before = NULL;
	}
	icd_pool_free(&pool);
}

static void a_pool_that_ran_out_says_so_until_it_is_reset(void **state)
{
	(void)state;
	struct icd_pool pool = {0};
	assert_string_equal(icd_pool_print(&pool, "%d-%s", 7, "a"), "7-a");
	assert_string_equal(icd_pool_text(&pool, "abcdef", 3), "abc");
	assert_memory_equal(icd_pool_copy(&pool, "abcdef", 3, 2), "abcdef", 6);
	assert_non_null(icd_pool_copy(&pool, NULL, 0, 2));
	assert_false(pool.failed);
	assert_null(icd_pool_take(&pool, SIZE_MAX / 2, 16));
	assert_true(pool.failed);
	assert_null(icd_pool_copy(&pool, "abc", SIZE_MAX / 2, 16));
	assert_string_equal(icd_pool_print(&pool, "x"), "x");
	assert_true(pool.failed);
	icd_pool_reset(&pool);
	assert_false(pool.failed);
	icd_pool_free(&pool);
}

static void a_pool_takes_over_what_another_one_holds(void **state)
{
	(void)state;
	struct icd_pool to = {0}, from = {0}, none = {0};
	const char *here = icd_pool_print(&to, "here"), *there = icd_pool_print(&from, "there");
	char *large = icd_pool_take(&from, 300000, 1);
	assert_non_null(large);
	icd_pool_adopt(&to, &from);
	assert_null(from.newest);
	icd_pool_adopt(&to, &none);
	assert_non_null(icd_pool_take(&to, 100000, 1));
	memset(large, 'x', 300000);
	assert_string_equal(here, "here");
	assert_string_equal(there, "there");
	assert_null(icd_pool_take(&from, SIZE_MAX / 2, 16));
	icd_pool_adopt(&to, &from);
	assert_true(to.failed && !from.failed);
	icd_pool_free(&to);
}

static void an_array_grows_and_keeps_its_items(void **state)
{
	(void)state;
	uint32_t *items = NULL;
	size_t capacity = 0;
	for (uint32_t i = 0; i < 10000; i++) {
		assert_true(icd_array_room(&items, i, &capacity, sizeof *items));
		assert_true(capacity > i);
		items[i] = i * 3;
	}
	for (uint32_t i = 0; i < 10000; i++)
		assert_int_equal(items[i], i * 3);
	size_t whole = SIZE_MAX / 4;
	assert_false(icd_array_room(&items, whole, &whole, sizeof *items));
	assert_int_equal(items[9999], 29997);
	free(items);
}

static bool below(const void *context, size_t item)
{
	const int *wanted = context;
	static const int sorted[] = {1, 3, 3, 3, 7, 9};
	return sorted[item] < *wanted;
}

static void the_lower_bound_is_the_first_not_before(void **state)
{
	(void)state;
	const struct {
		int wanted;
		size_t at;
	} rows[] = {{0, 0}, {1, 0}, {2, 1}, {3, 1}, {4, 4}, {7, 4}, {9, 5}, {10, 6}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(icd_lower_bound(6, below, &rows[i].wanted), rows[i].at);
	assert_int_equal(icd_lower_bound(0, below, &rows[0].wanted), 0);
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
	const char(*texts)[8] = context;
	return strcmp(texts[item], key) == 0;
}

static void a_table_finds_each_key_and_no_other(void **state)
{
	(void)state;
	static char texts[5000][8];
	struct icd_hash table = {0};
	assert_int_equal(icd_hash_find(&table, icd_hash_text("0"), same_text, texts, "0"), ICD_HASH_NONE);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(texts[i], sizeof texts[i], "%u", i);
		/* Hashes that collide must not matter: only 256 different ones. */
		assert_true(icd_hash_add(&table, icd_hash_text(texts[i]) & 0xff, i));
	}
	for (uint32_t i = 0; i < 5000; i++)
		assert_int_equal(icd_hash_find(&table, icd_hash_text(texts[i]) & 0xff, same_text, texts, texts[i]), i);
	assert_int_equal(icd_hash_find(&table, icd_hash_text("x") & 0xff, same_text, texts, "x"), ICD_HASH_NONE);
	icd_hash_clear(&table);
	assert_int_equal(icd_hash_find(&table, icd_hash_text("1") & 0xff, same_text, texts, "1"), ICD_HASH_NONE);
	icd_hash_free(&table);
}

static void texts_are_joined(void **state)
{
	static const char *const texts[] = {"M54.50", "", "I10"};
	struct icd_pool pool = {0};
	(void)state;
	assert_string_equal(icd_pool_joined(&pool, ", ", texts, 3), "M54.50, , I10");
	assert_string_equal(icd_pool_joined(&pool, ", ", texts, 1), "M54.50");
	assert_string_equal(icd_pool_joined(&pool, ", ", texts, 0), "");
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_joined),
		cmocka_unit_test(pieces_of_a_pool_are_zeroed_aligned_and_apart),
		cmocka_unit_test(a_pool_that_ran_out_says_so_until_it_is_reset),
		cmocka_unit_test(a_pool_takes_over_what_another_one_holds),
		cmocka_unit_test(an_array_grows_and_keeps_its_items),
		cmocka_unit_test(the_lower_bound_is_the_first_not_before),
		cmocka_unit_test(a_table_finds_each_key_and_no_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
