/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One walk told as JSON and as rows. */
#include "tell/printer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct printer printer;

/* An answer with two groups of items, the second without any. */
static void tell_groups(void)
{
	static const char *const marks[] = {"a", "b\tc"};
	tell_answer(&printer);
	tell_fields(&printer, "query:%s found:%hhd", "q\"1\"", (bool)true);
	tell_null(&printer, "none");
	tell_list(&printer, "groups");
	tell_object(&printer, NULL);
	tell_fields(&printer, "of:%s on:%x", "first", (icd_date)20211001);
	tell_list(&printer, "items");
	tell_item(&printer, NULL, "code:%7s size:%u", "M5450", 7u);
	tell_object(&printer, NULL);
	tell_fields(&printer, "code:%7s size:%lld share:%g", "", -12345678901LL, 12.5);
	tell_texts(&printer, "marks", marks, 2);
	tell_column(&printer, "only", "row");
	tell_end(&printer);
	tell_end(&printer);
	tell_end(&printer);
	tell_object(&printer, NULL);
	tell_fields(&printer, "of:%s on:%x", "second", (icd_date)0);
	tell_list(&printer, "items");
	tell_end(&printer);
	tell_end(&printer);
	tell_end(&printer);
	tell_end(&printer);
}

static void json(void **state)
{
	(void)state;
	printer_start(&printer, NULL, NULL);
	tell_groups();
	assert_string_equal(
		printer_text(&printer),
		"{\"v\":1,\"query\":\"q\\\"1\\\"\",\"found\":true,\"none\":null,\"groups\":[{\"of\":\"first\","
		"\"on\":\"2021-10-01\",\"items\":[{\"code\":\"M54.50\",\"size\":7},{\"code\":null,"
		"\"size\":-12345678901,\"share\":12.5,\"marks\":[\"a\",\"b\\tc\"]}]},"
		"{\"of\":\"second\",\"on\":null,\"items\":[]}]}");
	assert_true(printer_close(&printer));
}

static void rows(void **state)
{
	static const struct columns columns = {
		"items", "nr=# query=.query found=.found of=groups.of code size marks+ only", false};
	(void)state;
	printer_start(&printer, NULL, &columns);
	tell_groups();
	tell_groups();
	assert_string_equal(printer_text(&printer), "1\tq\"1\"\t1\tfirst\tM54.50\t7\t\t\n"
						    "2\tq\"1\"\t1\tfirst\t\t-12345678901\ta b\\tc\trow\n"
						    "1\tq\"1\"\t1\tfirst\tM54.50\t7\t\t\n"
						    "2\tq\"1\"\t1\tfirst\t\t-12345678901\ta b\\tc\trow\n");
	assert_true(printer_close(&printer));
}

static void a_row_for_the_answer(void **state)
{
	static const struct columns columns = {NULL, "query first=items.code", false};
	(void)state;
	printer_start(&printer, NULL, &columns);
	tell_groups();
	assert_string_equal(printer_text(&printer), "q\"1\"\tM54.50\n");
	assert_true(printer_close(&printer));
}

static void an_answer_without_rows(void **state)
{
	static const struct columns columns = {"hits", "query=.query code", true};
	(void)state;
	printer_start(&printer, NULL, &columns);
	tell_groups();
	assert_string_equal(printer_text(&printer), "q\"1\"\t\n");
	assert_true(printer_close(&printer));
}

static const char *told(const char *text, size_t length)
{
	printer_start(&printer, NULL, NULL);
	printer_drop(&printer);
	tell_list(&printer, NULL);
	tell_bytes(&printer, NULL, text, length);
	tell_end(&printer);
	return printer_text(&printer);
}

static void strings(void **state)
{
	(void)state;
	assert_string_equal(told("", 0), "[\"\"]");
	assert_string_equal(told("a/\\\x7f", 4), "[\"a/\\\\\x7f\"]");
	assert_string_equal(told("\b\f\n\r\t\x01\x1f", 7), "[\"\\b\\f\\n\\r\\t\\u0001\\u001F\"]");
	assert_string_equal(told("a\0b", 3), "[\"a?b\"]");
	/* UTF-8 stands as it is; of what is none, each byte is U+FFFD: a lone byte, a surrogate, a cut character. */
	assert_string_equal(told("\xc3\xa9\xe9", 3), "[\"\xc3\xa9\xef\xbf\xbd\"]");
	assert_string_equal(told("\xed\xa0\x80", 3), "[\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"]");
	assert_string_equal(told("\xe2\x82", 2), "[\"\xef\xbf\xbd\xef\xbf\xbd\"]");
	assert_true(printer_close(&printer));
}

/* Reals always look like reals. */
static void reals(void **state)
{
	(void)state;
	printer_start(&printer, NULL, NULL);
	tell_item(&printer, NULL, "a:%g b:%g c:%g d:%g", 3.0, 1.0 / 3, 1e20, 0.0);
	assert_string_equal(printer_text(&printer), "{\"a\":3.0,\"b\":0.333333,\"c\":1e+20,\"d\":0.0}");
	assert_true(printer_close(&printer));
}

/* An answer that came to nothing leaves no trace; answers in a file are lines. */
static void dropped(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	(void)state;
	printer_start(&printer, file, NULL);
	tell_item(&printer, NULL, "a:%d", 1);
	tell_answer(&printer);
	tell_list(&printer, "parts");
	printer_drop(&printer);
	tell_item(&printer, NULL, "b:%d", 2);
	assert_true(printer_close(&printer));
	fclose(file);
	assert_string_equal(text, "{\"a\":1}\n{\"b\":2}\n");
	free(text);
}

/* An answer for which memory ran out is not written, and that is kept in mind. */
static void out_of_memory(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	(void)state;
	printer_start(&printer, file, NULL);
	tell_answer(&printer);
	tell_number(&printer, "a", 1);
	printer.text.failed = true;
	tell_number(&printer, "b", 2);
	tell_end(&printer);
	tell_item(&printer, NULL, "c:%d", 3);
	assert_false(printer_close(&printer));
	fclose(file);
	assert_string_equal(text, "{\"c\":3}\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json),    cmocka_unit_test(rows),          cmocka_unit_test(a_row_for_the_answer),
		cmocka_unit_test(strings), cmocka_unit_test(reals),         cmocka_unit_test(an_answer_without_rows),
		cmocka_unit_test(dropped), cmocka_unit_test(out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
