/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of drugs as CSV. Substances here are made up. */
#include "common/common.h"
#include "read/recognise.h"
#include "read/release.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEADER                                                                                                         \
	"Substance,\"Poisoning, Accidental (unintentional)\",Poisoning Intentional self-harm,Poisoning Assault,"       \
	"Poisoning Undetermined,Adverse effect,Underdosing\r\n"

static bool read_text(const char *text, struct icd_pool *pool, struct index_list **out, struct icd_error *err)
{
	struct input in = {"drugs.csv", text, strlen(text)};
	assert_int_equal(recognise(&in), ICD_FILE_DRUG);
	return read_drug_csv(&in, pool, out, err);
}

static void reads_substances(void **state)
{
	struct icd_pool pool = {0};
	struct index_list *list = NULL;
	struct icd_error err = {.text = ""};
	(void)state;
	if (!read_text("Table of made-up drugs,,,,,,\r\n" HEADER "A,,,,,,\r\n"
		       "Abraxin (pure) (\xE9lan) NEC,T36.0X1,T36.0X2,T36.0X3,T36.0X4,T36.0X5,T36.0X6\r\n"
		       "- vapor & gas,T36.1X1,T36.1X2,T36.1X3,T36.1X4,--,--\r\n"
		       "- - thin - see also Brewine,,,,,,\r\n\r\nB,,,,,,\r\n\"Brewine, see Abraxin\",,,,,,\r\n",
		       &pool, &list, &err))
		fail_msg("%s", err.text);
	assert_int_equal(list->count, 4);
	assert_string_equal(list->terms[0].says->title, "Abraxin<nemod>(pure) (\xC3\xA9lan)</nemod> NEC");
	assert_string_equal(list->terms[0].plain, "Abraxin (pure) (\xC3\xA9lan) NEC");
	assert_string_equal(list->terms[0].says->parts[ICD_PART_CELL], "T36.0X1");
	assert_string_equal(list->terms[0].says->parts[ICD_PART_CELL + 5], "T36.0X6");
	assert_string_equal(list->terms[1].says->title, "vapor &amp; gas");
	assert_int_equal(list->terms[1].says->level, 1);
	assert_string_equal(list->terms[2].plain, "thin");
	assert_int_equal(list->terms[2].parent, 1);
	assert_string_equal(list->terms[2].says->parts[ICD_PART_SEE_ALSO], "Brewine");
	assert_string_equal(list->terms[3].plain, "Brewine");
	assert_string_equal(list->terms[3].says->parts[ICD_PART_SEE], "Abraxin");
	assert_null(list->terms[3].says->parts[ICD_PART_CELL]);
	assert_int_equal(list->letter_count, 2);
	assert_int_equal(list->letter_first[1], 3);
	assert_int_equal(list->head_count, 7);
	assert_string_equal(list->heads[1], "Poisoning, Accidental (unintentional)");
	icd_pool_free(&pool);
}

static void refuses(const char *text, const char *why)
{
	struct icd_pool pool = {0};
	struct index_list *list = NULL;
	struct icd_error err = {.text = ""};
	assert_false(read_text(text, &pool, &list, &err));
	assert_null(list);
	if (!strstr(err.text, why))
		fail_msg("'%s' should say '%s'", err.text, why);
	icd_pool_free(&pool);
}

static void refuses_broken_tables(void **state)
{
	(void)state;
	refuses(HEADER, "no substances");
	refuses(HEADER "Abraxin,T36.0X1,,,,,", "cut short");
	refuses(HEADER ",T36.0X1,,,,,\r\n", "drugs.csv:2: codes without a substance");
	refuses(HEADER "- vapor,T36.0X1,,,,,\r\n", "drugs.csv:2: more dashes");
	refuses(HEADER "Abraxin,T36.0X1,,,,,\r\n- - thin,,,,,,\r\n", "drugs.csv:3: more dashes");
	refuses(HEADER "\"Abraxin,T36.0X1,,,,,\r\n", "quotes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_substances),
		cmocka_unit_test(refuses_broken_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
