/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of the code book: folding titles, cutting. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Titles of plain letters are folded without the tables of Unicode: with an accent somewhere they fold alike. */
static void titles_fold_alike_with_and_without_accents(void **state)
{
	char plain[64], accented[64];
	(void)state;
	assert_string_equal(icd_text_fold_title(" Sjogren \t SYNDROME [Sicca]\n", plain, sizeof plain),
			    "sjogren syndrome [sicca]");
	assert_string_equal(icd_text_fold_title(" Sj\xC3\xB6gren \t SYNDROME [Sicca]\n", accented, sizeof accented),
			    plain);
	assert_true(icd_text_same_title("Meniere's  disease", "M\xC3\x89NI\xC3\x88RE'S disease"));
	assert_false(icd_text_same_title("Meniere's disease", "Menieres disease"));
	for (int c = 1; c < 128; c++) {
		const char text[] = {'x', (char)c, 'y', '\0'};
		const char other[] = {'x', (char)c, 'y', '\xC3', '\xA9', '\0'};
		icd_text_fold_title(text, plain, sizeof plain);
		icd_text_fold_title(other, accented, sizeof accented);
		assert_int_equal(accented[strlen(plain)], 'e');
		assert_memory_equal(plain, accented, strlen(plain));
	}
}

static void folded_titles_are_cut_to_their_room(void **state)
{
	char room[5];
	(void)state;
	assert_string_equal(icd_text_fold_title("ABCDEFG", room, sizeof room), "abcd");
	assert_string_equal(icd_text_fold_title("\xC3\x84"
						"BCDEFG",
						room, sizeof room),
			    "abcd");
}

static void texts_are_cut_by_length_end_and_room(void **state)
{
	char room[5];
	(void)state;
	assert_string_equal(icd_text_cut("abcdefg", 3, room, sizeof room), "abc");
	assert_string_equal(icd_text_cut("abcdefg", 4, room, sizeof room), "abcd");
	assert_string_equal(icd_text_cut("abcdefg", 7, room, sizeof room), "abcd");
	assert_string_equal(icd_text_cut("ab", 7, room, sizeof room), "ab");
	assert_string_equal(icd_text_cut("abcdefg", 0, room, sizeof room), "");
}

static void starts_of_texts_sort_as_the_texts_do(void **state)
{
	static const char *const sorted[] = {"", "A", "A ", "AB", "ABCDEFGH", "ABCDEFGI", "B", "\xC3\xA9"};
	(void)state;
	for (size_t i = 1; i < sizeof sorted / sizeof *sorted; i++)
		assert_true(icd_text_start(sorted[i - 1]) < icd_text_start(sorted[i]));
	assert_true(icd_text_start("ABCDEFGH") == icd_text_start("ABCDEFGH, and more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_fold_alike_with_and_without_accents),
		cmocka_unit_test(folded_titles_are_cut_to_their_room),
		cmocka_unit_test(texts_are_cut_by_length_end_and_room),
		cmocka_unit_test(starts_of_texts_sort_as_the_texts_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
