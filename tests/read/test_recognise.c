/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are told apart by what is in them. */
#include "read/recognise.h"
#include "support/made_xlsx.h"
#include "support/official_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ORDER     "00001 Q10     0 Ache                                                         Ache of some kind\r\n"
#define CODES     "Q100    Ache of some kind, left side\r\n"
#define ADD       "Add:         1 Q100    Ache, left                                                   Ache, left side\r\n"
#define CODES_ADD "Add:         Q100    Ache, left side\r\n"
#define HEADERS   "\r\nHeaders\r\n  20 headers in old.txt\r\n  20 headers in new.txt\r\n   0 additions\r\n"
#define TOTALS    "\r\nCodes\r\n  80 codes in old.txt\r\n  80 codes in new.txt\r\n   0 additions\r\n"
#define HEADS(first)                                                                                                   \
	"<ICD10CM.index><version>1</version><indexHeading><head col=\"1\">" first "</head>"                            \
	"</indexHeading><letter><title>A</title></letter></ICD10CM.index>"
#define TITLED(title)                                                                                                  \
	"<ICD10CM.index><version>1</version><title>" title "</title><letter><title>A</title>"                          \
	"<mainTerm><title>Drugs, neoplasm, external cause</title></mainTerm></letter>"                                 \
	"</ICD10CM.index>"
#define CONVERSION "\"Some prose,\nmore of it\",,\r\nCurrent code assignment,Effective,Previous Code(s) Assignment\r\n"

static const struct {
	const char *text;
	enum icd_file_kind kind;
} cases[] = {
	{"", ICD_FILE_UNKNOWN},
	{" \r\n ", ICD_FILE_UNKNOWN},
	{"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n", ICD_FILE_UNKNOWN},
	{"Description of the files\r\n\r\nA list of codes (36 codes).\r\n", ICD_FILE_UNKNOWN},

	{ORDER ORDER, ICD_FILE_ORDER},
	{"\xEF\xBB\xBF" ORDER, ICD_FILE_ORDER},
	{ORDER "\r\n00002 broken\r\n" ORDER, ICD_FILE_ORDER},
	{"broken\r\n" ORDER ORDER, ICD_FILE_ORDER},
	{"00001 001     0 Some procedure                                               Some procedure\r\n",
	 ICD_FILE_UNKNOWN},
	{CODES, ICD_FILE_CODES},
	{"QA00101 Ache\n", ICD_FILE_CODES},
	{"Q100    0010    10000\r\nQ101    0011    00000\r\n", ICD_FILE_GEM_FROM_10},
	{"0016070 Some procedure\r\n", ICD_FILE_UNKNOWN},

	{ADD, ICD_FILE_ORDER_ADDENDA},
	{ADD HEADERS TOTALS, ICD_FILE_ORDER_ADDENDA},
	{HEADERS TOTALS, ICD_FILE_ORDER_ADDENDA},
	{CODES_ADD CODES_ADD, ICD_FILE_CODES_ADDENDA},
	{CODES_ADD TOTALS, ICD_FILE_CODES_ADDENDA},
	{TOTALS, ICD_FILE_CODES_ADDENDA},
	{"\nCodes\n  \r\n  9 codes in a.txt\n  9 codes in b.txt\n", ICD_FILE_CODES_ADDENDA},
	{"Codes\r\nare listed below\r\n", ICD_FILE_UNKNOWN},
	{"Add: a note about codes\r\n", ICD_FILE_UNKNOWN},

	{"<ICD10CM.tabular/>", ICD_FILE_TABULAR},
	{"\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<!-- <ICD10CM.index> -->\n<?pi ?><ICD10CM.tabular>\n",
	 ICD_FILE_TABULAR},
	{"<!DOCTYPE ICD10CM.tabular [<!ENTITY a \"b\">]><ICD10CM.tabular>", ICD_FILE_TABULAR},
	{"<ICD10CM.tabular xmlns:xsi=\"x\" isAddenda=\"false\">", ICD_FILE_TABULAR},
	{"<ICD10CM.tabular isAddenda = 'true'>", ICD_FILE_UNKNOWN},
	{"<ICD10CM.tabular isAddenda=\"true\">", ICD_FILE_UNKNOWN},
	{"<ICD10CM.tabularly>", ICD_FILE_UNKNOWN},
	{"<tabular><ICD10CM.tabular/></tabular>", ICD_FILE_UNKNOWN},
	{"<html><title>ICD10CM.tabular</title></html>", ICD_FILE_UNKNOWN},
	{"<xsd:schema><xsd:element name=\"ICD10CM.tabular\"/></xsd:schema>", ICD_FILE_UNKNOWN},
	{"<", ICD_FILE_UNKNOWN},
	{"<!--", ICD_FILE_UNKNOWN},
	{"<?xml", ICD_FILE_UNKNOWN},

	{TITLED("ICD-10-CM INDEX TO DISEASES and INJURIES"), ICD_FILE_INDEX},
	{TITLED("ICD-10-CM External Cause of Injuries Index"), ICD_FILE_CAUSE},
	{TITLED("ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX"), ICD_FILE_CAUSE},
	{HEADS("Substance"), ICD_FILE_DRUG},
	{HEADS("Neoplasm"), ICD_FILE_NEOPLASM},
	{"<?xml version=\"1.0\"?><ICD10CM.table><indexHeading><head col=\"1\">Substance</head>", ICD_FILE_DRUG},
	{"<ICD10CM.index isAddenda=\"true\"><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>", ICD_FILE_UNKNOWN},
	{"<ICD10CM.index><letter><title>A</title></letter></ICD10CM.index>", ICD_FILE_UNKNOWN},

	{CONVERSION "Q10.0,2017,Q10\r\n", ICD_FILE_CONVERSION_CSV},
	{"Current code assignment\tEffective\t\"Previous Code(s) Assignment\"\r\nQ10.0\t2017\tQ10\r\n",
	 ICD_FILE_CONVERSION_CSV},
	{"<ICD10CM.index><indexHeading><head col=\"2\">Malignant Primary</head></indexHeading><letter>",
	 ICD_FILE_NEOPLASM},
	{"<ICD10CM.index><indexHeading><head col=\"2\">Poisoning, Assault</head></indexHeading><letter>",
	 ICD_FILE_DRUG},
	{"Current code,Note\r\nQ10.0,new\r\n", ICD_FILE_UNKNOWN},

	{"Order2021\tPOAexemptCode\tDescription\r\n00004\tQ10.0\tAche\r\n00009\tQ11.0\tSting\r\n", ICD_FILE_POA},
	{"POAexemptCode\tDescription\r\nQ10.0\tAche\r\n", ICD_FILE_UNKNOWN},
	{"POA-exm-Add-code\tDescription\r\nQ10.0\tAche\r\n", ICD_FILE_UNKNOWN},
	{"Action\tPOAexemptCode\tDescription\r\nRevise from\tQ10.0\tAche\r\n", ICD_FILE_UNKNOWN},
	{"Order2018\tAction\tPOAexemptCode\tDescription\r\n1\tRevise to\tQ10.0\tAche\r\n", ICD_FILE_UNKNOWN},
};

/* A list of few codes is one of changes if its name says so; else it may be a full list, cut off. */
static void tells_poa_lists_by_their_names(void **state)
{
	static const char text[] =
		"OrdJan2021\tPOAexemptCode\tDescription\r\n93829\tQ10.0\tAche\r\n94942\tQ11\tSting\r\n";
	(void)state;
	assert_int_equal(recognise(&(struct input){"a.zip: POAexemptAddCodes2021.txt", text, strlen(text)}),
			 ICD_FILE_UNKNOWN);
	assert_int_equal(recognise(&(struct input){"add/POAexemptCodes2021.txt", text, strlen(text)}), ICD_FILE_POA);
}

static void tells_texts_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input in = {"file", cases[i].text, strlen(cases[i].text)};
		enum icd_file_kind kind = recognise(&in);
		if (kind != cases[i].kind)
			fail_msg("kind %d, should be %d: %.60s", kind, cases[i].kind, cases[i].text);
	}
}

static void tells_guidelines_by_their_first_page(void **state)
{
	static const struct {
		const char *words;
		enum icd_file_kind kind;
	} pages[] = {
		{"ICD-10-CM Official Guidelines for Coding and Reporting FY 2027 ...", ICD_FILE_GUIDELINES},
		{"5\t1\t12\tICD-10-CM\n5\t1\t12\tOfficial\n5\tGuidelines\n5\tfor\n5\tCoding\n5\tand\n5\tReporting\n5\tx",
		 ICD_FILE_GUIDELINES},
		{"ICD-10-PCS Official Guidelines for Coding and Reporting 2027 ...", ICD_FILE_UNKNOWN},
		{"ICD-10-CM TABULAR LIST of DISEASES and INJURIES Addenda", ICD_FILE_UNKNOWN},
		{"", ICD_FILE_UNKNOWN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		assert_int_equal(recognise_document(pages[i].words, strlen(pages[i].words)), pages[i].kind);
	const char *xml =
		"<?xml version=\"1.0\"?><!DOCTYPE pdf2xml SYSTEM \"pdf2xml.dtd\"><pdf2xml><page><text><b>ICD-10-CM "
		"Official Guidelines for Coding and Reporting</b></text></page></pdf2xml>";
	assert_int_equal(recognise(&(struct input){"a.xml", xml, strlen(xml)}), ICD_FILE_GUIDELINES);
}

#define SHEET(a, b, c)                                                                                                 \
	"<worksheet><sheetData><row r='1'><c t='str'><v>" a "</v></c><c t='str'><v>" b "</v></c><c t='str'><v>" c      \
	"</v></c></row></sheetData></worksheet>"

static void is_of_kind(struct input in, enum icd_file_kind kind)
{
	assert_int_equal(recognise(&in), kind);
	free((char *)in.data);
}

static void tells_spreadsheets_apart(void **state)
{
	struct input zip = {"a.zip", "PK\3\4 no zip at all", 19};
	(void)state;
	is_of_kind(made_xlsx("a", SHEET("Current code assignment", "Effective", "Previous Code(s)"), NULL),
		   ICD_FILE_CONVERSION_XLSX);
	is_of_kind(made_xlsx("a", SHEET("Order", "POAexemptCode", "Description"), NULL), ICD_FILE_UNKNOWN);
	is_of_kind(made_xlsx("a", "<worksheet/>", NULL), ICD_FILE_UNKNOWN);
	/* Left to the reader, which says what is wrong with it. */
	is_of_kind(made_xlsx("a", "<worksheet><row></worksheet>", NULL), ICD_FILE_CONVERSION_XLSX);
	assert_int_equal(recognise(&zip), ICD_FILE_UNKNOWN);
}

#define FAR "<!--%70000s-->" /* what comes behind it stands far from the beginning */

static void looks_as_far_into_spreadsheets_as_tells(void **state)
{
	static char table[100000], strings[100000];
	(void)state;
	snprintf(strings, sizeof strings, "<sst>" FAR "<si><t>Effective</t></si></sst>", "");
	snprintf(
		table, sizeof table, "<worksheet>%s</worksheet>",
		"<row><c t='str'><v>Current code assignment</v></c><c t='s'><v>0</v></c><c t='str'><v>Previous Code(s)</v></c></row>");
	is_of_kind(made_xlsx("a", table, strings), ICD_FILE_CONVERSION_XLSX);
	snprintf(
		table, sizeof table, "<worksheet>" FAR "%s</worksheet>", "",
		"<row><c t='str'><v>Order</v></c><c t='str'><v>POAexemptCode</v></c><c t='str'><v>Description</v></c></row>"
		"<row><c><v>1</v></c><c t='str'><v>B900</v></c><c t='str'><v>Sequelae</v></c></row>");
	is_of_kind(made_xlsx("a", table, NULL), ICD_FILE_POA);
}

/* As many rows as the last order number makes likely: so many are only known when all are read. */
static void counts_rows_where_the_name_speaks_of_changes(void **state)
{
	static char table[20000];
	(void)state;
	for (int last = 1200; last <= 1201; last++) {
		size_t length = (size_t)snprintf(table, sizeof table, "<worksheet>%s",
						 "<row><c t='str'><v>Order</v></c><c t='str'><v>POAexemptCode</v></c>"
						 "<c t='str'><v>Description</v></c></row>");
		for (int i = 1; i <= 60; i++)
			length += (size_t)snprintf(table + length, sizeof table - length,
						   "<row><c><v>%d</v></c><c t='str'><v>B900</v></c></row>",
						   i == 1 ? last : i);
		snprintf(table + length, sizeof table - length, "</worksheet>");
		is_of_kind(made_xlsx("POAexemptAddCodes.xlsx", table, NULL),
			   last == 1200 ? ICD_FILE_POA : ICD_FILE_UNKNOWN);
		is_of_kind(made_xlsx("POAexemptCodes.xlsx", table, NULL), ICD_FILE_POA);
	}
}

/* -- Official files ------------------------------------------------------ */

/* How many files of each kind a release came with, POA lists and tables where they are at hand. */
static const struct {
	const char *date;
	size_t counts[ICD_FILE_KINDS];
} official[] = {
	{"2015-10-01", {[ICD_FILE_ORDER] = 1, [ICD_FILE_CODES] = 1, [ICD_FILE_CODES_ADDENDA] = 1, [ICD_FILE_POA] = 2}},
	{"2016-10-01",
	 {[ICD_FILE_ORDER] = 1,
	  [ICD_FILE_CODES] = 1,
	  [ICD_FILE_ORDER_ADDENDA] = 1,
	  [ICD_FILE_CODES_ADDENDA] = 1,
	  [ICD_FILE_TABULAR] = 1,
	  [ICD_FILE_INDEX] = 1,
	  [ICD_FILE_CAUSE] = 1,
	  [ICD_FILE_DRUG] = 1,
	  [ICD_FILE_NEOPLASM] = 1,
	  [ICD_FILE_CONVERSION_XLSX] = 1,
	  [ICD_FILE_POA] = 2}},
	{"2022-10-01",
	 {[ICD_FILE_ORDER] = 1,
	  [ICD_FILE_CODES] = 1,
	  [ICD_FILE_ORDER_ADDENDA] = 1,
	  [ICD_FILE_CODES_ADDENDA] = 1,
	  [ICD_FILE_TABULAR] = 1,
	  [ICD_FILE_INDEX] = 1,
	  [ICD_FILE_CAUSE] = 1,
	  [ICD_FILE_DRUG] = 1,
	  [ICD_FILE_NEOPLASM] = 1,
	  [ICD_FILE_CONVERSION_CSV] = 1,
	  [ICD_FILE_POA] = 2}},
	{"2024-04-01",
	 {[ICD_FILE_ORDER] = 1,
	  [ICD_FILE_CODES] = 1,
	  [ICD_FILE_ORDER_ADDENDA] = 1,
	  [ICD_FILE_CODES_ADDENDA] = 1,
	  [ICD_FILE_DRUG] = 1}},
	{"2025-04-01",
	 {[ICD_FILE_ORDER] = 1,
	  [ICD_FILE_CODES] = 1,
	  [ICD_FILE_ORDER_ADDENDA] = 1,
	  [ICD_FILE_CODES_ADDENDA] = 1,
	  [ICD_FILE_TABULAR] = 1}},
};

static void count_kinds(void *context, const struct input *in)
{
	((size_t *)context)[recognise(in)]++;
}

static void recognises_the_official_files(void **state)
{
	bool any = false;
	(void)state;
	for (size_t i = 0; i < sizeof official / sizeof *official; i++) {
		size_t counts[ICD_FILE_KINDS] = {0};
		if (!official_visit(official[i].date, count_kinds, counts))
			continue;
		any = true;
		for (int kind = ICD_FILE_ORDER; kind < ICD_FILE_KINDS; kind++)
			assert_int_equal(counts[kind], official[i].counts[kind]);
	}
	if (!any) {
		print_message("skipped: no releases\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_guidelines_by_their_first_page),
		cmocka_unit_test(tells_texts_apart),
		cmocka_unit_test(tells_poa_lists_by_their_names),
		cmocka_unit_test(tells_spreadsheets_apart),
		cmocka_unit_test(looks_as_far_into_spreadsheets_as_tells),
		cmocka_unit_test(counts_rows_where_the_name_speaks_of_changes),
		cmocka_unit_test(recognises_the_official_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
