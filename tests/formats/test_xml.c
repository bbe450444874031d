/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of XML, and that libxml2's own reader tells the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/xml.h"
#include "support/official_files.h"
#include "support/xml_twin.h"

#include <stdlib.h>

static void assert_twins(const char *data, size_t size)
{
	char told[1024], *copy = malloc(size + 1);
	assert_non_null(copy);
	memcpy(copy, data, size);
	copy[size] = '\0';
	const struct input in = {"a.xml", copy, size};
	const char *difference = size ? twin_difference(&in, told, sizeof told) : NULL;
	if (difference)
		fail_msg("%s: %s\n%s", difference, copy, told);
	free(copy);
}

/* Start tags, end tags and texts as they come, the text in brackets. */
static void assert_reads_as(const char *data, size_t size, const char *wanted)
{
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	const struct input in = {"a.xml", data, size};
	struct xml *xml = xml_open(&in, &pool, &err);
	enum xml_event event = XML_FAILED;
	while (xml && (event = xml_next(xml)) != XML_DONE && event != XML_FAILED) {
		twin_put(&out, event == XML_START ? "<" : event == XML_END ? "/" : "[");
		twin_put(&out, event == XML_TEXT ? xml_chars(xml) : xml_name(xml));
		twin_put(&out, event == XML_TEXT ? "]" : ">");
	}
	icd_put_byte(&out, '\0');
	assert_string_equal(event == XML_FAILED ? err.text : (const char *)out.data, wanted);
	xml_close(xml);
	icd_buffer_free(&out);
	icd_pool_free(&pool);
	assert_twins(data, size);
}

#define READS_AS(data, wanted) assert_reads_as(data, sizeof(data) - 1, wanted)
#define WELL                   ", well-formed XML was expected"

static void reads_what_stands_there(void **state)
{
	(void)state;
	READS_AS("<a/>", "<a>/a>");
	READS_AS("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- b --><?c?><a></a> <!--d-->\n", "<a>/a>");
	READS_AS("<a>x &lt;&gt;&amp;&quot;&apos; &#65;&#x42;&#x1F600;</a>", "<a>[x <>&\"' AB\xF0\x9F\x98\x80]/a>");
	READS_AS("<a>x<!-- <b> -->y<![CDATA[<c>&amp;]]]><?d <e>?>z</a>", "<a>[xy<c>&amp;]z]/a>");
	READS_AS("<a><!-- b --><![CDATA[]]><c/><!-- d --></a>", "<a><c>/c>/a>");
	READS_AS("<a>1\r\n2\r3\n4<![CDATA[5]]></a>", "<a>[1\n2\n3\n45]/a>");
	READS_AS("<a>]] ]> ></a>", "<a>[]] ]> >]/a>");
	READS_AS("<a-1._:b xmlns:b='u' xmlns:a-1._='v'\n></a-1._:b >", "<a-1._:b>/a-1._:b>");
	READS_AS("<\xC3\xA9\xC2\xB7/>", "<\xC3\xA9\xC2\xB7>/\xC3\xA9\xC2\xB7>");
}

static void reads_other_encodings(void **state)
{
	(void)state;
	READS_AS("<?xml version='1.0' encoding='Iso-8859-1'?><a>\xE9\xFF</a>", "<a>[\xC3\xA9\xC3\xBF]/a>");
	READS_AS("\xFF\xFE<\0a\0>\0\x3D\xD8\x00\xDE<\0/\0a\0>\0", "<a>[\xF0\x9F\x98\x80]/a>");
	READS_AS("\xFE\xFF\0<\0a\0/\0>", "<a>/a>");
	READS_AS("\0<\0?\0b\0?\0>\0<\0a\0/\0>", "<a>/a>");
}

/* Refused on that line, whatever is said of it. */
static void assert_refused(const char *data, size_t size, unsigned line)
{
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	const struct input in = {"a.xml", data, size};
	struct xml *xml = xml_open(&in, &pool, &err);
	char place[32];
	enum xml_event event = XML_FAILED;
	while (xml && (event = xml_next(xml)) != XML_DONE && event != XML_FAILED)
		;
	assert_int_equal(event, XML_FAILED);
	snprintf(place, sizeof place, "a.xml:%u: ", line);
	assert_memory_equal(err.text, place, strlen(place));
	assert_non_null(strstr(err.text, WELL));
	assert_null(strchr(err.text, '\n'));
	xml_close(xml);
	icd_pool_free(&pool);
	assert_twins(data, size);
}

#define REFUSED(data, line) assert_refused(data, sizeof(data) - 1, line)

static void refuses_what_is_not_well_formed(void **state)
{
	(void)state;
	static const char breaks_off[] = "a.xml:1: the file breaks off or has something beside its root element" WELL;
	READS_AS("<a/>b", breaks_off);
	READS_AS("<a/><b/>", breaks_off);
	READS_AS("b<a/>", breaks_off);
	REFUSED("<a>\xED\xA0\x80</a>", 1);
	READS_AS("<a b='\xFF'/>", "a.xml:1: bytes that are not UTF-8" WELL);
	REFUSED("<a>", 1);
	REFUSED("<a", 1);
	REFUSED("<a><!-- ", 1);
	REFUSED("<a>\n</b></a>", 2);
	REFUSED("<a>\n\n&b;</a>", 3);
	REFUSED("<a>&#xD800;</a>", 1);
	REFUSED("<a>]]></a>", 1);
	REFUSED("<a>\n\1</a>", 2);
	REFUSED("<a>\0</a>", 1);
	REFUSED("<a b='<'/>", 1);
	REFUSED("<a\nb='1' b='2'/>", 2);
	REFUSED("<a b/>", 1);
	REFUSED(" <?xml version='1.0'?><a/>", 1);
}

/* A document type with entities that would grow, a tag of many attributes, elements deep within each other. */
static void refuses_what_would_cost(void **state)
{
	(void)state;
	char many[8192], *at = many + sprintf(many, "<a>\n<b");
	READS_AS("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
		 "a.xml:2: a DOCTYPE, an official file without one was expected");
	READS_AS("\xFF\xFE<\0!\0D\0O\0C\0T\0Y\0P\0E\0 \0a\0>\0<\0a\0/\0>\0",
		 "a.xml:1: a DOCTYPE, an official file without one was expected");
	for (int i = 0; i <= XML_ATTRIBUTES_MAX; i++)
		at += sprintf(at, " a%d=''", i);
	at += sprintf(at, "/></a>");
	assert_reads_as(many, (size_t)(at - many), "a.xml:2: a tag of more than 256 attributes, fewer were expected");
	at = many;
	for (int i = 0; i <= XML_DEPTH_MAX; i++)
		at += sprintf(at, "<a>\n");
	assert_reads_as(many, (size_t)(at - many), "a.xml:65: <a> is nested 65 deep, 64 at most were expected");
}

/* Texts, names and values that lie on the seams of the parts that the parser is given, and the lines of all. */
static void reads_over_seams(void **state)
{
	(void)state;
	size_t size = 0;
	char *text = malloc(400000);
	assert_non_null(text);
	size += (size_t)sprintf(text, "<a>");
	for (int i = 0; i < 9000; i++)
		size += (size_t)sprintf(text + size, "\n<b%d c='%d'>t&amp;%d\r\n</b%d>", i, i, i, i);
	size += (size_t)sprintf(text + size, "</a>");
	struct icd_pool pool = {0};
	struct icd_error err;
	const struct input in = {"a.xml", text, size};
	struct xml *xml = xml_open(&in, &pool, &err);
	char wanted[32];
	assert_int_equal(xml_next(xml), XML_START);
	for (int i = 0; i < 9000; i++) {
		assert_int_equal(xml_next_tag(xml), XML_START);
		assert_int_equal(xml_line(xml), 2 + 2 * i);
		snprintf(wanted, sizeof wanted, "%d", i);
		assert_string_equal(xml_attribute_span(xml, "c").text, wanted);
		snprintf(wanted, sizeof wanted, "t&%d\n", i);
		assert_string_equal(xml_text(xml), wanted);
		snprintf(wanted, sizeof wanted, "b%d", i);
		assert_string_equal(xml_name(xml), wanted);
	}
	assert_int_equal(xml_next(xml), XML_END);
	assert_int_equal(xml_next(xml), XML_DONE);
	xml_close(xml);
	icd_pool_free(&pool);
	free(text);
}

static void gives_values_as_they_are_meant(void **state)
{
	(void)state;
	struct icd_pool pool = {0};
	struct icd_error err;
	static const char text[] = "<a b='1' c='&lt;\t&#9;\r\n\"' x:id = \"r\"/>";
	const struct input in = {"a.xml", text, sizeof text - 1};
	struct xml *xml = xml_open(&in, &pool, &err);
	assert_int_equal(xml_next(xml), XML_START);
	assert_string_equal(xml_attribute(xml, "b"), "1");
	assert_string_equal(xml_attribute(xml, "c"), "< \t \"");
	assert_null(xml_attribute(xml, "id"));
	assert_string_equal(xml_prefixed_attribute(xml, "id"), "r");
	assert_true(span_is(xml_attribute_span(xml, "b"), "1"));
	assert_true(span_is(xml_attribute_span(xml, "d"), ""));
	assert_string_equal(xml_start_tag(xml), "a b=\"1\" c=\"&lt; &#9; &#34;\" x:id=\"r\"");
	xml_close(xml);
	icd_pool_free(&pool);
}

/* Files of which bytes are changed, left out or said twice are refused by both, or read alike. */
static void reads_damaged_files_as_libxml2_does(void **state)
{
	(void)state;
	static const char whole[] =
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<a b='1' c=\"&#x9;&lt;\">\n<!-- d -->t&amp;t"
		"<![CDATA[<&]]]]>\r\nS\xC3\xB6<?e f?><g h=''/>\xE2\x82\xAC</a>\n<!-- i --><?j?>";
	static const char bytes[] = "<>&;'\"/!?-[]= \r\n\t#xa0:\x80\xC3\xFF";
	char text[sizeof whole + 1];
	uint32_t random = 1;
	for (int round = 0; round < 20000; round++) {
		size_t size = sizeof whole - 1;
		memcpy(text, whole, sizeof whole);
		for (int change = 0; change < 1 + round % 3; change++) {
			random = random * 1664525 + 1013904223;
			size_t at = (random >> 8) % size;
			bool drop = random & 0x40, insert = random & 0x80 && size < sizeof whole;
			if (drop)
				memmove(text + at, text + at + 1, --size - at);
			else if (insert)
				memmove(text + at + 1, text + at, size++ - at);
			if (!drop)
				text[at] = bytes[(random & 0x3F) % (sizeof bytes - 1)];
		}
		assert_twins(text, size);
	}
}

static void compare_official(void *context, const struct input *in)
{
	size_t *count = context;
	if (in->size > 4 && memcmp(in->data, "PK\3\4", 4) == 0) /* a workbook */
		official_visit_zip(in, compare_official, context);
	if (!memchr(in->data, '<', in->size < 4 ? in->size : 4))
		return;
	assert_twins(in->data, in->size);
	++*count;
}

static void reads_official_files_as_libxml2_does(void **state)
{
	(void)state;
	size_t count = 0;
	if (official_visit("2024-10-01", compare_official, &count))
		printf("%zu official files read as libxml2 reads them\n", count);
	else
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_stands_there),
		cmocka_unit_test(reads_other_encodings),
		cmocka_unit_test(refuses_what_is_not_well_formed),
		cmocka_unit_test(refuses_what_would_cost),
		cmocka_unit_test(reads_over_seams),
		cmocka_unit_test(gives_values_as_they_are_meant),
		cmocka_unit_test(reads_damaged_files_as_libxml2_does),
		cmocka_unit_test(reads_official_files_as_libxml2_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
