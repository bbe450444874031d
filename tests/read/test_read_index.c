/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of the indexes and tables: what it makes of each element, that the
 * terms give the XML back, and what it says about broken files. The entries in the
 * small files here are made up.
 */
#include "read/release.h"
#include "formats/xml.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/canonical_xml.h"

#define START         "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ICD10CM.index>\n"
#define END           "</ICD10CM.index>\n"
#define LETTER(terms) START "<letter><title>A</title>\n" terms "</letter>" END
#define TERM(more)    LETTER("<mainTerm><title>Ache</title>" more "</mainTerm>")

static struct input input_of(const char *text)
{
	return (struct input){.name = "a.xml", .data = text, .size = strlen(text)};
}

static struct index_list *must_read(const struct input *in, struct icd_pool *arena)
{
	struct index_list *list = NULL;
	struct icd_error err = {.text = ""};
	if (!read_index(in, arena, &list, &err))
		fail_msg("%s", err.text);
	return list;
}

/* ---- terms -> XML ---- */

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

static void put_element(struct icd_buffer *out, const char *name, const char *text)
{
	if (!*text)
		return;
	put(out, "<");
	put(out, name);
	put(out, ">");
	xml_escape(out, text);
	put(out, "</");
	put(out, name);
	put(out, ">");
}

/* What the term says there, "" for nothing. */
static const char *said(const struct index_term *term, unsigned part)
{
	return term->says->parts[part] ? term->says->parts[part] : "";
}

static const char *cell(const struct index_term *term, unsigned column)
{
	return said(term, ICD_PART_CELL + column - 2);
}

static void put_parts(struct icd_buffer *out, const struct index_term *term)
{
	put_element(out, "see", said(term, ICD_PART_SEE));
	put_element(out, "seeAlso", said(term, ICD_PART_SEE_ALSO));
	put_element(out, "code", said(term, ICD_PART_CODE));
	put_element(out, "seecat", said(term, ICD_PART_SEE_CATEGORY));
	put_element(out, "subcat", said(term, ICD_PART_SUBCATEGORY));
	put_element(out, "manif", said(term, ICD_PART_MANIFESTATION));
	put_element(out, "warning", said(term, ICD_PART_WARNING));
	for (unsigned column = 2; column <= ICD_INDEX_COLUMNS; column++) {
		if (!*cell(term, column))
			continue;
		char tag[24];
		snprintf(tag, sizeof tag, "<cell col=\"%u\">", column);
		put(out, tag);
		xml_escape(out, cell(term, column));
		put(out, "</cell>");
	}
}

static void open_term(struct icd_buffer *out, const struct index_term *term)
{
	char tag[24] = "<mainTerm>";
	if (term->says->level)
		snprintf(tag, sizeof tag, "<term level=\"%u\">", term->says->level);
	put(out, tag);
	put(out, "<title>");
	put(out, term->says->title);
	put(out, "</title>");
	if (term->says->raw)
		put(out, term->says->raw);
	else
		put_parts(out, term);
}

/* Closes the term and those around it down to level `next`; SIZE_MAX is none. */
static void close_terms(struct icd_buffer *out, const struct index_list *list, size_t open, int next)
{
	while (open != SIZE_MAX && list->terms[open].says->level >= next) {
		put(out, list->terms[open].says->level ? "</term>" : "</mainTerm>");
		put(out, list->terms[open].says->behind);
		open = list->terms[open].parent;
	}
}

static void put_terms(struct icd_buffer *out, const struct index_list *list, size_t from, size_t to)
{
	size_t open = SIZE_MAX;
	for (size_t i = from; i < to; i++) {
		close_terms(out, list, open, list->terms[i].says->level);
		open_term(out, &list->terms[i]);
		open = i;
	}
	close_terms(out, list, open, 0);
}

static void put_list(struct icd_buffer *out, const struct index_list *list)
{
	char root[32] = "";
	sscanf(list->root, "%31s", root);
	put(out, "<");
	put(out, list->root);
	put(out, ">");
	put(out, list->front);
	for (size_t i = 0; i < list->letter_count; i++) {
		size_t last = i + 1 < list->letter_count ? list->letter_first[i + 1] : list->count;
		put(out, "<letter><title>");
		xml_escape(out, list->letters[i]);
		put(out, "</title>");
		put_terms(out, list, list->letter_first[i], last);
		put(out, "</letter>");
	}
	put(out, "</");
	put(out, root);
	put(out, ">");
}

static void assert_gives_back(const struct index_list *list, const struct input *in)
{
	struct icd_buffer out = {0};
	put_list(&out, list);
	assert_same_xml(in->name, (const char *)out.data, out.size, in->data, in->size);
	icd_buffer_free(&out);
}

/* ---- small files ---- */

static void test_elements(void **state)
{
	(void)state;
	struct icd_pool arena = {0};
	struct input in =
		input_of(START "<version>2031</version>\r\n<title>An &amp; index</title>\n"
			       "<letter><title>A</title>\n"
			       "<mainTerm><title>Ache<nemod>(dull) (<!-- -->sharp)</nemod></title>\n"
			       "  <seeAlso>Pain </seeAlso><code>Q<![CDATA[99]]>.1-</code><manif>Q98</manif>\n"
			       "  <term level=\"1\"><title>knee &lt; 2</title><see>Knee</see>\n"
			       "    <term level=\"2\"><title>left</title><seecat>Q97</seecat></term></term>\n"
			       "  <term level=\"1\"><title>with</title><subcat>Q96.1</subcat><warning>!</warning>"
			       "</term></mainTerm></letter>\n"
			       "<letter><title>B</title><mainTerm><title>False</title></mainTerm></letter>" END);
	struct index_list *list = must_read(&in, &arena);

	assert_string_equal(list->version, "2031");
	assert_string_equal(list->title, "An & index");
	assert_string_equal(list->root, "ICD10CM.index");
	assert_int_equal(list->head_count, 0);
	assert_int_equal(list->letter_count, 2);
	assert_string_equal(list->letters[1], "B");
	assert_int_equal(list->letter_first[1], 4);
	assert_int_equal(list->count, 5);

	const struct index_term *term = list->terms;
	assert_string_equal(term->plain, "Ache (dull) (sharp)");
	assert_string_equal(term->says->title, "Ache<nemod>(dull) (sharp)</nemod>");
	assert_string_equal(said(term, ICD_PART_SEE_ALSO), "Pain ");
	assert_string_equal(said(term, ICD_PART_CODE), "Q99.1-");
	assert_string_equal(said(term, ICD_PART_MANIFESTATION), "Q98");
	assert_string_equal(said(term, ICD_PART_SEE), "");
	assert_null(term->says->raw);
	assert_null(term->says->parts[ICD_PART_CELL]);
	assert_int_equal(term->line, 6);
	assert_true(term->parent == SIZE_MAX);
	assert_string_equal(term[1].plain, "knee < 2");
	assert_string_equal(term[1].says->title, "knee &lt; 2");
	assert_string_equal(said(&term[1], ICD_PART_SEE), "Knee");
	assert_int_equal(term[1].line, 8);
	assert_string_equal(said(&term[2], ICD_PART_SEE_CATEGORY), "Q97");
	assert_int_equal(term[2].says->level, 2);
	assert_int_equal(term[2].parent, 1);
	assert_string_equal(said(&term[3], ICD_PART_SUBCATEGORY), "Q96.1");
	assert_string_equal(said(&term[3], ICD_PART_WARNING), "!");
	assert_int_equal(term[3].parent, 0);
	assert_string_equal(term[4].plain, "False");
	assert_gives_back(list, &in);
	icd_pool_free(&arena);
}

static void test_table(void **state)
{
	(void)state;
	struct icd_pool arena = {0};
	struct input in = input_of(
		START "<indexHeading><head col=\"1\">Stuff</head><head col=\"2\">by chance</head>"
		      "<head col=\"4\">R &amp; D</head></indexHeading><letter><title>#</title>"
		      "<mainTerm><title>Glue</title><cell col=\"2\">Q11</cell><cell col=\"4\">--</cell></mainTerm>"
		      "<mainTerm><title>Paste</title><cell col=\"7\">Q12 </cell></mainTerm></letter>" END);
	struct index_list *list = must_read(&in, &arena);

	assert_string_equal(list->version, "");
	assert_int_equal(list->head_count, 4);
	assert_string_equal(list->heads[0], "Stuff");
	assert_string_equal(list->heads[2], "");
	assert_string_equal(list->heads[3], "R & D");
	assert_string_equal(cell(&list->terms[0], 2), "Q11");
	assert_null(list->terms[0].says->parts[ICD_PART_CELL + 1]);
	assert_string_equal(cell(&list->terms[0], 4), "--");
	assert_string_equal(cell(&list->terms[0], 5), "");
	assert_string_equal(cell(&list->terms[1], 7), "Q12 ");
	assert_gives_back(list, &in);
	icd_pool_free(&arena);
}

/* The plain title: words never run together, parts of a word stay with it. */
static void test_titles(void **state)
{
	(void)state;
	static const char *const titles[][2] = {
		{"heavy<nemod>(load)</nemod> cart", "heavy (load) cart"},
		{"Limp<nemod>(-ing) (lame)</nemod>", "Limp (-ing) (lame)"},
		{"wheel<nemod>(s)</nemod>, big", "wheel(s), big"},
		{"Sneez<nemod>(o)</nemod>phobia", "Sneez(o)phobia"},
		{"arm<nemod>(s) (and hand(s)) (bare)</nemod>", "arm(s) (and hand(s)) (bare)"},
		{"Throb<nemod>(dry)(hot)(-ing)</nemod>", "Throb (dry) (hot) (-ing)"},
		{"post-<nemod>(pre)</nemod>lunch", "post-(pre)lunch"},
		{"<nemod>(a)</nemod> b", "(a) b"},
		{"own<nemod>(many)</nemod>parts", "own (many)parts"},
		{"cart<nemod>(old)</nemod>[CRT]", "cart (old) [CRT]"},
		{"one<nemod>(two)</nemod><nemod>(three)</nemod>", "one (two) (three)"},
		{" spread \n out<nemod> (of \n )</nemod>  ", "spread out (of )"},
		{"one<nemod>(two)</nemod> <nemod>(three)</nemod>", "one (two) (three)"},
		{"Sj\xc3\xb6gr<!-- x -->en &#13;", "Sj\xc3\xb6gren"},
	};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		char text[512];
		snprintf(text, sizeof text, LETTER("<mainTerm><title>%s</title></mainTerm>"), titles[i][0]);
		struct icd_pool arena = {0};
		struct input in = input_of(text);
		struct index_list *list = must_read(&in, &arena);
		assert_string_equal(list->terms[0].plain, titles[i][1]);
		assert_gives_back(list, &in);
		icd_pool_free(&arena);
	}
}

/* Elements the schema would have elsewhere, or once: all of them come back. */
static void test_odd_terms(void **state)
{
	(void)state;
	struct icd_pool arena = {0};
	struct input in = input_of(
		LETTER("<mainTerm><title>Ache</title><code>Q1</code><see>Pain</see></mainTerm>"
		       "<mainTerm><title>Burn</title><code>Q1</code><code>Q2</code></mainTerm>"
		       "<mainTerm><title>Cut</title><code></code><cell col=\"3\">a</cell><cell col=\"2\"/>"
		       "</mainTerm>"
		       "<mainTerm><title>Dent</title><term level=\"1\"><title>deep</title><code>Q3</code></term>"
		       "<code>Q4</code><manif>Q&amp;</manif><term level=\"1\"><title>flat</title></term>"
		       "<see>Bump</see></mainTerm>"));
	struct index_list *list = must_read(&in, &arena);
	const struct index_term *term = list->terms;

	assert_string_equal(term[0].says->raw, "<code>Q1</code><see>Pain</see>");
	assert_string_equal(said(&term[0], ICD_PART_CODE), "Q1");
	assert_string_equal(said(&term[0], ICD_PART_SEE), "Pain");
	assert_string_equal(said(&term[1], ICD_PART_CODE), "Q1, Q2");
	assert_string_equal(said(&term[2], ICD_PART_CODE), "");
	assert_string_equal(cell(&term[2], 3), "a");
	assert_string_equal(term[3].says->raw, "");
	assert_null(term[4].says->raw);
	assert_string_equal(said(&term[3], ICD_PART_CODE), "Q4");
	assert_string_equal(said(&term[3], ICD_PART_SEE), "Bump");
	assert_string_equal(term[4].says->behind, "<code>Q4</code><manif>Q&amp;</manif>");
	assert_string_equal(term[5].says->behind, "<see>Bump</see>");
	assert_gives_back(list, &in);
	icd_pool_free(&arena);
}

static void test_root_attributes(void **state)
{
	(void)state;
	struct icd_pool arena = {0};
	struct input in = input_of("<ICD10CM.table isAddenda=\"false\" xmlns:x=\"http://x\" x:y='\"&#10;'><letter>"
				   "<title>A</title><mainTerm><title>B</title></mainTerm></letter></ICD10CM.table>");
	assert_gives_back(must_read(&in, &arena), &in);
	icd_pool_free(&arena);
}

/* ---- broken files ---- */

static void assert_refused(const char *text, size_t size, const char *message)
{
	struct icd_pool arena = {0};
	struct icd_error err = {.text = ""};
	struct index_list *list = NULL;
	struct input in = {.name = "a.xml", .data = text, .size = size};
	assert_false(read_index(&in, &arena, &list, &err));
	assert_null(list);
	if (!strstr(err.text, message))
		fail_msg("\"%s\" was expected in \"%s\"", message, err.text);
	icd_pool_free(&arena);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const files[][2] = {
		{"", "a.xml:1: a file of 0 bytes"},
		{"Q00 text", "a.xml:1: "},
		{"  ", "a.xml:1: "},
		{START "<letter>\n", "the file breaks off or has something"},
		{START "<letter></lettre>" END, "a.xml:3: Opening and ending tag mismatch"},
		{START "<title>&nothing;</title>" END, "a.xml:3: Entity 'nothing' not defined"},
		{TERM("") "<x/>", "well-formed XML was expected"},
		{TERM("<code>\xff</code>"), "a.xml:4: bytes that are not UTF-8"},
		{TERM("<code>Sj\xf6gren</code>"), "a.xml:4: bytes that are not UTF-8"},
		{"<?xml version=\"1.0\"?><!-- -->\n<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
		 "a.xml:2: a DOCTYPE, an official file without one was expected"},
		{"<ICD10CM.tabular/>", "a.xml:1: <ICD10CM.tabular> is the root element, <ICD10CM.index>"},
		{"<ICD10CM.index isAddenda=\"true\"/>", "an addenda of an index, a full index"},
		{START END, "a.xml:3: an index without terms"},
		{START "<letter><title>A</title></letter>" END, "an index without terms"},
		{START "\n<mainTerm/>" END, "a.xml:4: <mainTerm> in the index, version, title"},
		{START "\n<letter><mainTerm/></letter>" END, "a.xml:4: <letter> does not start with a title"},
		{LETTER("<term/>"), "a.xml:4: <term> in a letter, <mainTerm> was expected"},
		{LETTER("<mainTerm>\n<code>Q1</code></mainTerm>"),
		 "a.xml:4: <mainTerm> does not start with a title, <title> was expected"},
		{LETTER("<mainTerm>\n</mainTerm>"), "a.xml:4: <mainTerm> does not start with a title"},
		{LETTER("<mainTerm><title> </title></mainTerm>"), "<mainTerm> has an empty title"},
		{LETTER("<mainTerm><title>A<b/></title></mainTerm>"), "<b> in a title, text or <nemod>"},
		{LETTER("<mainTerm><title>A<nemod><b/></nemod></title></mainTerm>"),
		 "<b> in <nemod>, only text was expected"},
		{LETTER("<mainTerm level=\"0\"><title>A</title></mainTerm>"),
		 "attribute \"level\" of <mainTerm>, none was expected"},
		{TERM("\n\n<foo/>"), "a.xml:6: <foo> in a term, see, seeAlso, code"},
		{TERM("\n words <code>Q1</code>"), "a.xml:5: text between elements"},
		{TERM("<code>Q1<see/></code>"), "<see> in <code>, only text was expected"},
		{TERM("<code kind=\"x\">Q1</code>"), "attribute \"kind\" of <code>, none was expected"},
		{TERM("\n<term level=\"2\"><title>b</title></term>"),
		 "a.xml:5: level=\"2\" of <term>, \"1\" was expected below a term of level 0"},
		{TERM("<term><title>b</title></term>"), "level=\"\" of <term>, \"1\" was expected"},
		{TERM("<term level=\"1\" id=\"2\"><title>b</title></term>"),
		 "attribute \"id\" of <term>, \"level\" was expected"},
		{TERM("<cell>Q1</cell>"), "col=\"\" of <cell>, a column from 2 to 9 was expected"},
		{TERM("<cell col=\"1\">Q1</cell>"), "col=\"1\" of <cell>, a column from 2 to 9"},
		{TERM("<cell col=\"10\">Q1</cell>"), "col=\"10\" of <cell>, a column from 2 to 9"},
		{START "<indexHeading><head col=\"0\">a</head></indexHeading>" END,
		 "col=\"0\" of <head>, a column from 1 to 9 was expected"},
		{START "<indexHeading><cell/></indexHeading>" END, "<cell> in <indexHeading>, <head>"},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		assert_refused(files[i][0], strlen(files[i][0]), files[i][1]);
}

static void test_too_deep(void **state)
{
	(void)state;
	struct icd_buffer text = {0};
	put(&text, START "<letter><title>A</title><mainTerm><title>b</title>");
	for (int level = 1; level < 200; level++) {
		char term[64];
		snprintf(term, sizeof term, "<term level=\"%d\"><title>c</title>", level);
		put(&text, term);
	}
	assert_refused((const char *)text.data, text.size, "<title> is nested 65 deep, 64 at most were expected");
	icd_buffer_free(&text);
}

/* Whatever the place where a file breaks off: one sentence with a line. */
static void test_truncated(void **state)
{
	(void)state;
	static const char whole[] = TERM("<code>Q1</code>\n<term level=\"1\"><title>b<nemod>(c)"
					 "</nemod></title><cell col=\"2\">Q2</cell></term>");
	for (size_t size = 1; size < strlen(whole) - 1; size++) {
		char *part = malloc(size + 1);
		assert_non_null(part);
		memcpy(part, whole, size);
		part[size] = '\0';
		assert_refused(part, size, "expected");
		free(part);
	}
}

/* Lines beyond the 65,535 that the parser itself keeps. */
static void test_far_line(void **state)
{
	(void)state;
	struct icd_buffer text = {0};
	put(&text, START "<letter><title>A</title>\r\n");
	for (int i = 0; i < 70000; i++)
		put(&text, "<mainTerm><title>b</title>\r\n<code>Q1</code><!--\n--></mainTerm>\n");
	put(&text, "<mainTerm>\n<title>c</title>\n<foo/>");
	assert_refused((const char *)text.data, text.size, "a.xml:210006: <foo> in a term");
	icd_buffer_free(&text);
}

/* ---- official files ---- */

struct totals {
	size_t terms, main_terms, codes, manifestations, see, see_also, categories, cells, deepest;
};

static struct totals count_list(const struct index_list *list)
{
	struct totals n = {.terms = list->count};
	for (size_t i = 0; i < list->count; i++) {
		const struct index_term *term = &list->terms[i];
		n.main_terms += !term->says->level;
		n.codes += *said(term, ICD_PART_CODE) != '\0';
		n.manifestations += *said(term, ICD_PART_MANIFESTATION) != '\0';
		n.see += *said(term, ICD_PART_SEE) != '\0';
		n.see_also += *said(term, ICD_PART_SEE_ALSO) != '\0';
		n.categories += *said(term, ICD_PART_SEE_CATEGORY) || *said(term, ICD_PART_SUBCATEGORY);
		for (unsigned part = ICD_PART_CELL; part < ICD_INDEX_PARTS; part++)
			n.cells += term->says->parts[part] != NULL;
		if (term->says->level > n.deepest)
			n.deepest = term->says->level;
	}
	return n;
}

/* Measured on the files with another XML parser. */
static const struct golden {
	const char *name;
	struct totals totals;
} golden[] = {
	{"2016-10-01/icd10cm_index_2017.xml", {77199, 7973, 59412, 746, 11979, 1704, 145, 0, 9}},
	{"2022-10-01/icd10cm_index_2023.xml", {80118, 8060, 61983, 760, 12077, 1997, 145, 0, 9}},
	{"2022-10-01/icd10cm_eindex_2023.xml", {7961, 314, 6563, 0, 791, 97, 15, 0, 8}},
	{"2022-10-01/icd10cm_drug_2023.xml", {7423, 5175, 0, 0, 97, 35, 0, 43182, 4}},
	{"2018-10-01/icd10cm_neoplasm_2019.xml", {1939, 1, 0, 1, 67, 120, 0, 10912, 4}},
	{"2024-10-01/icd10cm_neoplasm_2025.xml", {1939, 1, 0, 1, 67, 120, 0, 10916, 4}},
};

static void check_totals(const char *path, const struct index_list *list)
{
	struct totals got = count_list(list);
	for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
		size_t length = strlen(path), tail = strlen(golden[i].name);
		if (length >= tail && strcmp(path + length - tail, golden[i].name) == 0)
			assert_memory_equal(&got, &golden[i].totals, sizeof got);
	}
}

static bool check_official(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	char head[256] = "";
	size_t size = fread(head, 1, sizeof head - 1, file);
	if (!strstr(head, "<ICD10CM.index")) {
		fclose(file);
		return false;
	}
	struct stat status;
	assert_int_equal(fstat(fileno(file), &status), 0);
	char *data = calloc(1, (size_t)status.st_size + 1);
	assert_non_null(data);
	memcpy(data, head, size);
	size += fread(data + size, 1, (size_t)status.st_size - size, file);
	fclose(file);

	struct icd_pool arena = {0};
	struct input in = {.name = path, .data = data, .size = size};
	struct index_list *list = must_read(&in, &arena);
	assert_gives_back(list, &in);
	check_totals(path, list);
	icd_pool_free(&arena);
	free(data);
	return true;
}

static int check_folder(const char *path, int depth)
{
	DIR *folder = opendir(path);
	if (!folder)
		return 0;
	int found = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		char below[4096];
		struct stat status;
		snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
		if (stat(below, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode) && depth < 3)
			found += check_folder(below, depth + 1);
		else if (S_ISREG(status.st_mode))
			found += check_official(below);
	}
	closedir(folder);
	return found;
}

static void test_official(void **state)
{
	(void)state;
	const char *releases = getenv("ICD10_RELEASES");
	int found = check_folder(releases ? releases : "../shared/releases", 0);
	if (!found) {
		print_message("skipped: no index or table as loose XML in ICD10_RELEASES\n");
		skip();
	}
	print_message("%d official indexes and tables read and given back\n", found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elements),        cmocka_unit_test(test_table),
		cmocka_unit_test(test_titles),          cmocka_unit_test(test_odd_terms),
		cmocka_unit_test(test_root_attributes), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_deep),        cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_far_line),        cmocka_unit_test(test_official),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
