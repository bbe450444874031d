/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/word_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The comparison as one line: "-" before a word that went, "+" before one that came, "_" for a blank before it. */
static void assert_diff(const char *old_text, const char *new_text, const char *expected)
{
	struct icd_pool pool = {0};
	struct word_diff diff;
	char line[512] = "";
	size_t length = 0;
	assert_true(word_diff_make(&pool, old_text, new_text, &diff));
	for (uint32_t i = 0; i < diff.count; i++) {
		const struct word *word = &diff.words[i];
		const char *sign = word->side == WORD_OLD ? "-" : word->side == WORD_NEW ? "+" : "";
		length += (size_t)snprintf(line + length, sizeof line - length, "%s%s%.*s", word->space ? "_" : "",
					   sign, (int)word->length, word->text);
	}
	assert_string_equal(line, expected);
	icd_pool_free(&pool);
}

static void words_that_changed_stand_beside_each_other(void **state)
{
	(void)state;
	assert_diff("low back pain", "low back strain", "_low_back_-pain_+strain");
	assert_diff("pain", "pain", "_pain");
	assert_diff("", "new", "_+new");
	assert_diff("brackets (K59.0-)", "brackets (K59.0-, K59.1)", "_brackets_(K59.0-+,_+K59.1)");
}

/* The first word of a text has no blank before it there, but stands apart from the word it replaced. */
static void a_first_word_that_changed_stands_apart(void **state)
{
	(void)state;
	assert_diff("Family history", "Other history", "_-Family_+Other_history");
}

static void likeness_is_the_share_of_the_longer_text(void **state)
{
	(void)state;
	struct icd_pool pool = {0};
	struct word_diff diff;
	assert_true(word_diff_make(&pool, "a b c d", "a b c d", &diff));
	assert_int_equal(word_diff_likeness(&diff), 100);
	assert_true(word_diff_make(&pool, "a b c d", "a b", &diff));
	assert_int_equal(word_diff_likeness(&diff), 50);
	assert_true(word_diff_make(&pool, "a b", "c d", &diff));
	assert_int_equal(word_diff_likeness(&diff), 0);
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_changed_stand_beside_each_other),
		cmocka_unit_test(a_first_word_that_changed_stands_apart),
		cmocka_unit_test(likeness_is_the_share_of_the_longer_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
