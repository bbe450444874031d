/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where codes stand in a text: what parts them from their neighbours, what does not, and how they are spelled. */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The next spelling of a code at or behind *at, which is moved behind it. */
static bool next_span(const char *start, const char **at, const char *end, struct icd_code_span *span)
{
	while (*at < end) {
		struct icd_char c = icd_char_at(*at, end);
		bool digit = c.kind == ICD_CHAR_CODE && icd_is_digit(c.value);
		const char *first = digit ? icd_code_span_start(start, *at) : NULL;
		if (first && icd_code_span_read(start, first, end, span)) {
			*at = span->end;
			return true;
		}
		*at += c.size ? c.size : 1;
	}
	return false;
}

/* All spellings of a text, a blank between: the code, "." when dotted, "?" when open, "~" glued, "#" number, "/" joined. */
static void read_all(const char *text, char out[256])
{
	size_t size = strlen(text);
	char *copy = malloc(size ? size : 1); /* exactly as long as the text: nothing outside is looked at */
	struct icd_code_span span;
	assert_non_null(copy);
	memcpy(copy, text, size);
	out[0] = '\0';
	for (const char *at = copy; next_span(copy, &at, copy + size, &span);) {
		size_t used = strlen(out);
		assert_true(span.at >= copy && span.at < span.core && span.core <= span.end && span.end <= copy + size);
		assert_int_equal(span.length, strlen(span.code));
		snprintf(out + used, 256 - used, "%s%s%s%s%s%s%s%s", used ? " " : "", span.code, span.dotted ? "." : "",
			 span.lower ? "l" : "", (const char *const[]){"", "-", "_", "*"}[span.open],
			 span.flags & ICD_SPAN_GLUED ? "~" : "", span.flags & ICD_SPAN_NUMBER ? "#" : "",
			 span.flags & ICD_SPAN_JOINED ? "/" : "");
	}
	free(copy);
}

struct row {
	const char *text, *spans;
};

static void expect(const struct row *rows, size_t count)
{
	char got[256];
	for (size_t i = 0; i < count; i++) {
		read_all(rows[i].text, got);
		if (strcmp(got, rows[i].spans) != 0)
			fail_msg("%s\n  expected: %s\n  read: %s", rows[i].text, rows[i].spans, got);
	}
}
#define EXPECT(rows) expect(rows, sizeof(rows) / sizeof *(rows))

static void what_parts_codes(void **state)
{
	static const struct row rows[] = {
		{"M54.5", "M545."},
		{"M545 m54.50 QA0.0101 C4A", "M545 M5450.l QA00101. C4A"},
		{"(M54.5) [M54.5] {M54.5} <b>M54.5</b>", "M545. M545. M545. M545."},
		{"\xe2\x80\x9cM54.5\xe2\x80\x9d \xe2\x80\x98M54.5\xe2\x80\x99 \xc2\xabM54.5\xc2\xbb",
		 "M545. M545. M545."},
		{"\xe2\x80\x93M54.5\xe2\x80\x94M54.5\xe2\x80\xa6M54.5\xe2\x80\xa2M54.5", "M545. M545. M545. M545."},
		{"\xc2\xa0M54.5\xc2\xa0I10\xe2\x80\xafI10\xe3\x80\x80I10", "M545. I10 I10 I10"},
		{"PV1|1||M54.5^Low back pain^I10||M54.4~M54.3&M54.2", "PV1 M545. I10 M544. M543. M542."},
		{"___M54.5 __M54.5 _M54.5", "M545. M545. M545.~"},
		{"M54.5___ M54.50_ S82.___", "M545. M5450._ S82._"},
		{"\xef\xbc\xad\xef\xbc\x95\xef\xbc\x94\xef\xbc\x8e\xef\xbc\x95", "M545."},
		{"M\xe2\x80\x8b"
		 "54.\xe2\x80\x8d"
		 "5 \xef\xbb\xbfM54.5 M54\xc2\xb7"
		 "5 M54.5\xc2\xad.",
		 "M545. M545. M545. M545."},
		{"\xe2\x98\x91\xef\xb8\x8fM54.5 M54.5\xc2\xb9 \xe2\x91\xa0M54.5", "M545. M545. M545."},
		{"\\nM54.5\\tM54.4 \\u00a0M54.5 %20M54.5%20", "M545. M544. M545. M545."},
		{"\\'93M54.5\\'94 M54.4\\b0 M54.3\\par M54.2\\\\", "M545. M544. M543. M542."},
		{"_M54.5_ __M54.4__ a_M54.3_ M54.2_", "M545. M544. M543._~ M542._"},
		{"M54.5... M54.5.", "M545. M545."},
		{"M54.50/99213 M54.5, \x93M54.5\x94 \xa0M54.5", "M5450. M545. M545. M545."},
	};
	(void)state;
	EXPECT(rows);
}

static void what_does_not(void **state)
{
	static const struct row rows[] = {
		{"libM54.5 M54.5A1B2 caf\xc3\xa9M54.5 M54.5\xc3\xa9 caf\xe9M54.5", "M545.~"},
		{"M54.5_2 $M54.5 a@M54.5 M54.5@b", "M545.~ M545.~ M545.~ M545.~"},
		{"M54.5.1 v1.M54.5 M54.5-2 M54:1 M54.5(1) M54.5/98", "M545.# M545.# M545.# M54# M545.# M545.#"},
		{"ICD-10-M54.5 /usr/M54.5 M54.2/M54.5", "M545./ M545./ M542. M545./"},
		{"C:\\M54.5", "M545.~"},
		{"M54.5%", "M545.#"},
		{"5M54.5 M5 54.5 12345 ABC", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void what_is_missing(void **state)
{
	static const struct row rows[] = {
		{"M54.5- M54.- S39.012_ M54.5-low back", "M545.- M54.- S39012._ M545."},
		{"M54.5* 'M54.5%' E11[0-9] M54.* M54.[^0]", "M545.* M545.* E11* M54.* M54.*"},
		{"*M54.5* **M54.5** M54.5[1] M54.5*A", "M545. M545. M545. M545."},
		{"M54. Then E11.", "M54 E11"},
	};
	(void)state;
	EXPECT(rows);
}

/* Any bytes: nothing outside of the text is read (under a sanitizer), and the end is come to. */
static void any_bytes(void **state)
{
	static const char alphabet[] = "M5450.-_*%[]\\nu/ \xef\xbc\xad\x95\xe2\x80\x8b\xc3\xa9";
	char text[24], got[256];
	uint32_t seed = 7;
	(void)state;
	for (int i = 0; i < 200000; i++) {
		size_t size = seed % (sizeof text - 1);
		for (size_t j = 0; j < size; j++) {
			seed = seed * 1664525 + 1013904223;
			text[j] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		text[size] = '\0';
		seed = seed * 1664525 + 1013904223;
		read_all(text, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_parts_codes),
		cmocka_unit_test(what_does_not),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
