/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diagnoses out of X12 837 files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "input/claim_lines.h"
#include "input/x12.h"

#include <stdlib.h>
#include <string.h>

#define ISA                                                                                                            \
	"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250501*1200*^*00501*000000001*0*P*:~\n"

static const char professional[] =
	ISA "GS*HC*S*R*20250501*1200*1*X*005010X222A1~\nST*837*0001*005010X222A1~\nHL*1**20*1~\nHL*2*1*22*0~\n"
	    "CLM*C1*100***11:B:1*Y*A*Y*Y~\nHI*ABF:M5441*ABK:M5450~\nLX*1~\nDTP*472*D8*20250501~\n"
	    "DTP*472*D8*20250502~\nHL*3*1*22*0~\n"
	    "CLM*C2*100***11:B:1*Y*A*Y*Y~\nHI*BK:7242*BF:7243~\nDTP*472*RD8*20210501-20210503~\nSE*9*0001~\nGE*1*1~\n"
	    "IEA*1*000000001~\n";

static const char institutional[] =
	ISA "GS*HC*S*R*20250501*1200*1*X*005010X223A2~ST*837*0001*005010X223A2~"
	    "CLM*IN*100***11:A:1*Y*A*Y*Y~DTP*434*RD8*20240925-20241003~DTP*435*DT*202409251200~"
	    "HI*ABK:M51360:::::::Y~HI*ABJ:R52*APR:M545~HI*ABF:M5450*ABF:I10~HI*ABN:W11XXXA~HI*BE:80:::3~"
	    "LX*1~DTP*472*D8*20240926~"
	    "CLM*OUT*100***13:A:1*Y*A*Y*Y~DTP*434*RD8*20240925-20241003~HI*ABK:M5450~LX*1~DTP*472*D8*20240926~"
	    "SE*9*0001~GE*1*1~IEA*1*000000001~";

struct reading {
	FILE *file;
	struct icd_x12 *x12;
	struct icd_x12_claim claim;
	struct icd_error err;
};

static struct reading *open_text(const char *text, size_t length)
{
	struct reading *reading = calloc(1, sizeof *reading);
	assert_non_null(reading);
	reading->file = fmemopen((void *)(uintptr_t)text, length, "rb");
	assert_non_null(reading->file);
	char begun[ICD_X12_BEGUN];
	size_t read = fread(begun, 1, sizeof begun, reading->file);
	assert_true(icd_x12_open(reading->file, begun, read, "test", &reading->x12, &reading->err));
	return reading;
}

static void close_text(struct reading *reading)
{
	icd_x12_close(reading->x12);
	fclose(reading->file);
	free(reading);
}

static bool next(struct reading *reading)
{
	bool more;
	if (!icd_x12_next(reading->x12, &reading->claim, &more, &reading->err))
		fail_msg("%s", reading->err.text);
	return more;
}

static void check_professional(const char *text)
{
	struct reading *reading = open_text(text, strlen(text));
	assert_true(next(reading));
	assert_string_equal(reading->claim.id, "C1");
	assert_int_equal(reading->claim.on, 20250501);
	assert_int_equal(reading->claim.count, 2);
	assert_string_equal(reading->claim.codes[0], "M5450");
	assert_string_equal(reading->claim.codes[1], "M5441");
	assert_true(next(reading));
	assert_string_equal(reading->claim.id, "C2");
	assert_int_equal(reading->claim.on, 20210501);
	assert_int_equal(reading->claim.count, 0);
	assert_int_equal(reading->claim.icd9, 2);
	assert_false(next(reading));
	close_text(reading);
}

static void test_professional(void **state)
{
	(void)state;
	check_professional(professional);
}

/* Other separators, one of them the end of the line. */
static void test_separators(void **state)
{
	char *text = strdup(professional), *to = text;
	(void)state;
	assert_non_null(text);
	for (const char *from = professional; *from; from++) {
		if (*from != '\n')
			*to++ = *from == '*' ? '|' : *from == ':' ? '>' : *from == '~' ? '\n' : *from;
	}
	*to = '\0';
	check_professional(text);
	free(text);
}

static void test_institutional(void **state)
{
	(void)state;
	struct reading *reading = open_text(institutional, strlen(institutional));
	assert_true(next(reading));
	assert_int_equal(reading->claim.on, 20241003);
	assert_int_equal(reading->claim.count, 4);
	assert_string_equal(reading->claim.codes[0], "M51360");
	assert_string_equal(reading->claim.codes[3], "W11XXXA");
	assert_int_equal(reading->claim.validated_count, 2);
	assert_string_equal(reading->claim.validated[0], "R52");
	assert_true(next(reading));
	assert_string_equal(reading->claim.id, "OUT");
	assert_int_equal(reading->claim.on, 20240926);
	assert_false(next(reading));
	close_text(reading);
}

/* Cut anywhere the file is refused, at the last: nothing is taken for its end but IEA. */
static void test_cut_off(void **state)
{
	(void)state;
	size_t whole = strlen(institutional);
	for (size_t length = 4; length < whole; length++) {
		struct reading *reading = open_text(institutional, length);
		bool more = true, ok = true;
		while (ok && more)
			ok = icd_x12_next(reading->x12, &reading->claim, &more, &reading->err);
		assert_false(ok);
		assert_memory_equal(reading->err.text, "test: segment ", 14);
		close_text(reading);
	}
}

/* Marks of the end of a file, as old systems write them, are no segment. */
static void test_marks_behind(void **state)
{
	(void)state;
	char *text;
	assert_true(asprintf(&text, "%s\r\n\x1a", professional) > 0);
	check_professional(text);
	free(text);
}

/* NUL bytes that fill up a block hide nothing of what stands behind them. */
static void test_nul_bytes(void **state)
{
	(void)state;
	size_t length = strlen(professional), used = 0;
	char *text = malloc(3 * length);
	assert_non_null(text);
	for (size_t i = 0; i < length; i++) {
		text[used++] = professional[i];
		if (i > 106 && strchr("~5", professional[i])) {
			text[used++] = '\0';
			text[used++] = '\0';
		}
	}
	struct reading *reading = open_text(text, used);
	assert_true(next(reading));
	assert_int_equal(reading->claim.count, 2);
	assert_string_equal(reading->claim.codes[0], "M5450");
	assert_true(next(reading));
	assert_int_equal(reading->claim.icd9, 2);
	assert_false(next(reading));
	close_text(reading);
	free(text);
}

/* More diagnoses than there is room for are said, not left out. */
static void test_too_many(void **state)
{
	static const char *const repeated[] = {"*ABF:I10", "~HI*ABF:I10"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char text[4096];
		bool more = true, ok = true;
		size_t used = (size_t)snprintf(
			text, sizeof text, ISA "GS*HC*S*R*20250501*1200*1*X*005010X222A1~ST*837*0001~CLM*C1*100~HI");
		for (int code = 0; code < 200; code++)
			used += (size_t)snprintf(text + used, sizeof text - used, "%s", repeated[i]);
		used += (size_t)snprintf(text + used, sizeof text - used, "~SE*9*0001~GE*1*1~IEA*1*000000001~");
		struct reading *reading = open_text(text, used);
		while (ok && more)
			ok = icd_x12_next(reading->x12, &reading->claim, &more, &reading->err);
		assert_false(ok);
		assert_non_null(strstr(reading->err.text, "more diagnoses"));
		close_text(reading);
	}
}

static void test_begins(void **state)
{
	(void)state;
	assert_true(icd_x12_begins(ISA, 4));
	assert_false(icd_x12_begins("I10 ", 4));
	assert_false(icd_x12_begins("ISA", 3));
}

/* DMG of the subscriber, or of the patient who is another; POA indicators; what stands in one composite. */
static void test_person(void **state)
{
	static const char text[] = ISA
		"ST*837*1~HL*1**22*1~DMG*D8*19500615*F~HL*2*1*23*0~DMG*D8*20200301*M~"
		"CLM*A*1***11:A:1~DTP*435*D8*20250228~DTP*434*D8*20250302~HI*ABK:R52:::::::N*ABF:I10~HI*ABF:Z87891:::::::1~"
		"HL*3**22*0~DMG*D8*19500615*U~CLM*B*1***13:A:1~HI*ABK:M5450:ABF:R52:I10*ABF:D8:D8:20250101^ABF:B20~"
		"HL*4**22*0~CLM*C*1***13:A:1~HI*ABF:I10~SE*1*1~GE*1*1~IEA*1*1~";
	struct reading *reading = open_text(text, sizeof text - 1);
	struct icd_x12_claim *claim = &reading->claim;
	(void)state;
	assert_true(next(reading));
	assert_int_equal(claim->born, 20200301);
	assert_int_equal(claim->sex, 'M');
	assert_int_equal(claim->admitted, 20250228);
	assert_true(claim->inpatient);
	assert_memory_equal(claim->poa, "N\0001", 3);
	assert_true(next(reading));
	assert_int_equal(claim->sex, 0);
	assert_false(claim->inpatient);
	assert_int_equal(claim->count, 5);
	assert_string_equal(claim->codes[0], "M5450");
	assert_string_equal(claim->codes[2], "I10");
	assert_string_equal(claim->codes[4], "B20");
	assert_true(next(reading));
	assert_int_equal(claim->born, 0);
	close_text(reading);
}

static void test_lines(void **state)
{
	static const struct {
		const char *text, *id, *codes;
	} rows[] = {
		{"M54.50, M54.41", NULL, "M54.50 M54.41 "},
		{"A1: M54.50 M54.41", "A1", "M54.50 M54.41 "},
		{"A001\tM54.50,I10", "A001", "M54.50 I10 "},
		{"M54.50\tI10", NULL, "M54.50 I10 "},
		{"# M54.50", NULL, ""},
		{"", NULL, ""},
		{" M54.50\r", NULL, "M54.50 "},
	};
	struct claim_line line = {0};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[64], codes[64] = "";
		snprintf(text, sizeof text, "%s", rows[i].text);
		assert_true(claim_line_split(text, &line));
		for (unsigned j = 0; j < line.count; j++) {
			strcat(codes, line.codes[j]);
			strcat(codes, " ");
		}
		assert_string_equal(codes, rows[i].codes);
		assert_string_equal(line.id ? line.id : "", rows[i].id ? rows[i].id : "");
	}
	claim_line_free(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_professional),  cmocka_unit_test(test_separators),
		cmocka_unit_test(test_institutional), cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_begins),        cmocka_unit_test(test_lines),
		cmocka_unit_test(test_nul_bytes),     cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_marks_behind),  cmocka_unit_test(test_person),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
