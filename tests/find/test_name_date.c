/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What names say of dates. Names of published files, and the same as people and browsers change them. */
#include "find/name_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

struct example {
	const char *name;
	icd_date date;
	int fiscal_year;
};

static void says(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct name_date found = name_date_of(examples[i].name);
		if (found.unclear || found.date != examples[i].date ||
		    (examples[i].fiscal_year && found.fiscal_year != examples[i].fiscal_year) ||
		    (!examples[i].date && found.fiscal_year != examples[i].fiscal_year))
			fail_msg("%s: %d, fiscal year %d%s", examples[i].name, found.date, found.fiscal_year,
				 found.unclear ? ", unclear" : "");
	}
}

#define SAYS(...)                                                                                                      \
	says((const struct example[]){__VA_ARGS__}, sizeof((struct example[]){__VA_ARGS__}) / sizeof(struct example))

static void published_names(void **state)
{
	(void)state;
	SAYS({"april-1-2026-code-descriptions-tabular-order.zip", 20260401, 0}, {"icd10cm_order_2026.txt", 0, 2026},
	     {"icd10cm_order_2026-04-01.txt", 20260401, 0},
	     {"ICD-10-CM-Conversion-Table-FY19-Effective-10-1-2018_FINAL.XLSX", 20181001, 2019},
	     {"icd10cmconversiontablefy19effective1012018_.csv", 20181001, 2019},
	     {"Copy of ICD-10-CM-Conversion-Table-FY2023-Effective-04-01-2023.xlsx", 20230401, 2023},
	     {"ICD-10-CM-Conversion-Table-FY2024-Effective-10-01-2023-Final (updated 9-21-2023).xlsx", 20231001, 2024},
	     {"ICD-10-CM-Conversion-Table-FY2022-Effective-10-1-2021-updated-08-24-2021.xlsx", 20211001, 2022},
	     {"icd10cm-tabular-addenda2022-updated-6-30-2021.pdf", 0, 2022},
	     {"ICD-10-CM-Conversion-Table-FY2021-Jan-2021.xlsx", 20210101, 0},
	     {"FY 2021 ICD-10-CM-Conversion-Table_ Jan2021 updates.xlsx", 20210101, 2021},
	     {"POAexemptCodesApr22.zip", 20220401, 0}, {"POAexemptCodesFY22.txt", 0, 2022},
	     {"icd10cm-order- April 1 2023.txt", 20230401, 0}, {"icd10cm-drug-April-2024.txt", 20240401, 0},
	     {"icd10cm-code%20descriptions-%20April%201%202023.zip", 20230401, 0},
	     {"ICD10CM_FY2016_%20Full_%20XML.ZIP", 0, 2016}, {"2017-ICD10-Code-Descriptions.zip", 0, 2017},
	     {"4 2017_addenda.zip", 0, 2017}, {"10cmguidelines-FY2022-7-2022-7-15-21-update-508.pdf", 0, 2022},
	     {"10cmguidelines_fy2018_draft_07_30_2017_final_version_6_nlc_sb_tmr_dp_08_07_2017_002.pdf", 0, 2018},
	     {"ICD-10-CM-Guidelines-October 1 FY2024FINALv.2.pdf", 20231001, 2024},
	     {"ICD-10-CM-April-1-FY25-Guidelines.pdf", 20250401, 2025},
	     {"icd-10-cm-FY25-guidelines-october -2024.pdf", 20241001, 2025},
	     {"icd10cm_order_2021jan.txt", 20210101, 0}, {"icd-10-cm-order-files.pdf", 0, 0},
	     {"508_Compliant_Version_of_ICD-10-CM-Conversion-Table-FY25.csv", 0, 2025});
}

static void forms_of_a_day(void **state)
{
	static const char *const april[] = {
		"april_1_2026",
		"APRIL 1ST, 2026",
		"1 April 2026",
		"1-Apr-26",
		"01apr2026",
		"2026 April 1",
		"2026-Apr",
		"2026apr01",
		"20260401",
		"04012026",
		"040126",
		"260401",
		"202604",
		"042026",
		"4-1-2026",
		"4.1.26",
		"04_01_26",
		"2026-04",
		"04-2026",
		"FY2026 April",
		"FY26-Apr",
		"April 2026",
		"apr_2026",
		"CODESAPR26.TXT",
		"order%20April%202026",
		"order+April+1+2026",
		"april codes 2026",
		"april-1-2026 (1)",
		"April 2026 - Copy (4)",
		"Copy of april-1-2026",
		"effective4012026",
		"effective_2026_04_01",
		"icd-10-cm-4-1-2026",
	};
	(void)state;
	for (size_t i = 0; i < sizeof april / sizeof *april; i++)
		SAYS({april[i], 20260401, 0});
	SAYS({"01-01-2021", 20210101, 0}, {"1-1-21", 20210101, 0}, {"october-1-2026", 20261001, 0},
	     {"july-1-2026", 20260701, 0});
}

static void years_alone(void **state)
{
	(void)state;
	SAYS({"Copy of icd10cm_order_2026 (4).txt", 0, 2026}, {"icd10cm_order_2026.txt.1", 0, 2026},
	     {"ICD_10_2026.zip", 0, 2026}, {"2 2026 codes", 0, 2026}, {"order 2026 2025-12-03", 0, 2026},
	     {"icd10cm_order_2026_updated_9-21-2025", 0, 2026}, {"2011 ICD-10-CM", 0, 2011}, {"order.txt", 0, 0});
}

static void what_can_be_read_in_two_ways(void **state)
{
	static const char *const names[] = {
		"01-04-2026",
		"4-2026",
		"icd10cm_order_2026-1.txt",
		"icd10cm_order_2026_updated_4-1-2026",
		"order 2026 revised April 2026",
		"FY18-Effective-10-1-2018",
		"effective1012018",
		"July 2026 codes",
		"october codes 2026",
		"2025-2026 codes",
		"2025-26 codes",
		"FY2025 and FY2026",
		"april-1-2026 and october-1-2026",
		"2026-04-31",
		"2026-13-01 order",
	};
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!name_date_of(names[i]).unclear)
			fail_msg("%s is clear", names[i]);
	}
}

static struct name_date joined(const char *one, const char *other)
{
	struct name_date all = name_date_of(one), more = name_date_of(other);
	name_date_join(&all, &more);
	return all;
}

static void names_together(void **state)
{
	(void)state;
	struct name_date april = joined("icd10cm_order_2026.txt", "april-1-2026-code-descriptions.zip");
	assert_int_equal(april.date, 20260401);
	assert_false(april.unclear);
	assert_int_equal(joined("order-april-1.txt", "codes 2026.zip").date, 20260401);
	assert_int_equal(joined("order-october-1.txt", "FY2026.zip").date, 20251001);
	assert_int_equal(joined("order.txt", "FY2026.zip").fiscal_year, 2026);
	assert_true(joined("icd10cm_order_2026.txt", "april-1-2025.zip").unclear);
	assert_true(joined("icd10cm_order_2026.txt", "2027-codes.zip").unclear);
	assert_true(joined("Jan-2021.txt", "April-2021.zip").unclear);
	assert_true(joined("icd10cm_order_2025.txt", "october-1-2025.zip").unclear);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_names), cmocka_unit_test(forms_of_a_day),
		cmocka_unit_test(years_alone),     cmocka_unit_test(what_can_be_read_in_two_ways),
		cmocka_unit_test(names_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
