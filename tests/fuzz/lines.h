/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that ask for all kinds of answer, of the sample's index. A word each, NULL at its end. */
#ifndef ICD_TESTS_FUZZ_LINES_H
#define ICD_TESTS_FUZZ_LINES_H

#include "fuzz.h"

#include <string.h>

#define FUZZ_LINE_WORDS 12

static const char *const fuzz_lines[][FUZZ_LINE_WORDS] = {
	{"-a", "M54.50"},
	{"-f", "json", "M54.50", "M54.5", "S39.012A", "M54.4"},
	{"-f", "tsv", "code", "M54.5", "W21.89XA"},
	{"M54", "low", "back"},
	{"--on", "2021-03-01", "M54.5", "M54.59"},
	{"-f", "json", "narrow", "M54"},
	{"narrow", "S39.012"},
	{"-f", "json", "search", "low", "back", "pain"},
	{"search", "lowbak", "pian"},
	{"search", "-a", "diabetes", "kidney"},
	{"-f", "json", "search", "E11"},
	{"search", "Radiculopathy, lumbar region"},
	{"-f", "tsv", "search", "heart attack"},
	{"search", "bmi", "33"},
	{"tree"},
	{"-f", "json", "tree", "13"},
	{"tree", "M50-M54"},
	{"-f", "json", "history", "M54.5", "M51.36"},
	{"history", "M54.50", "E11.9"},
	{"-f", "json", "changes", "2020-10-01", "2025-10-01"},
	{"changes", "FY2022"},
	{"changes", "2020-10-01", "2025-10-01", "M54"},
	{"compare", "M54.50", "M54.51", "M54.59"},
	{"-f", "json", "compare", "M54.50", "M54.51"},
	{"pair", "M54.50", "M54.41"},
	{"-f", "json", "pair", "M54.50", "M51.16"},
	{"refs", "M54.5"},
	{"-f", "json", "refs", "M51", "--below"},
	{"claim", "-v", "M54.50", "M54.41", "W21.89XA", "S39.012A", "E11.9"},
	{"-f", "json", "claim", "--setting", "inpatient", "--age", "40", "--sex", "F", "M54.50", "Z68.35", "R65.2"},
	{"claim", "--matrix", "M54.50", "M54.41", "S39.012A"},
	{"icd9", "724.2", "M54.50"},
	{"-f", "json", "icd9", "722.52", "250"},
	{"index", "pain"},
	{"-f", "json", "index", "pain", "low", "back"},
	{"index", "--below", "--follow", "dorsalgia"},
	{"-f", "tsv", "cause", "fall"},
	{"drug", "aspirin"},
	{"-f", "json", "neoplasm", "breast"},
	{"guide", "I.A.12.a"},
	{"-f", "json", "guide", "M54.50"},
	{"guide", "bilateral", "codes"},
	{"changes", "--only", "guidelines", "2021-10-01", "2025-10-01"},
	{"-f", "json", "releases"},
	{"releases", "--files"},
	{"export", "order"},
	{"export", "codes"},
	{"export", "tabular"},
	{"export", "index"},
	{"export", "drug"},
	{"export", "crosswalk"},
	{"export", "cause"},
	{"export", "neoplasm"},
	{"export", "dated"},
	{"export", "dated-notes"},
	{"export", "dated-excludes"},
	{"-f", "json", "verify"},
	{"-f", "json", "check", "codes.txt"},
	{"check", "--summary", "codes.txt"},
	{"-f", "json", "scan", "--against", "2026-10-01", "form.txt"},
	{"scan", "form.txt"},
	{"-f", "json", "list", "expand", "list.txt"},
	{"list", "diff", "list.txt", "2020-10-01", "2025-10-01"},
	{"list", "check", "list.txt"},
	{"changes", "--list", "list.txt", "2020-10-01", "2025-10-01"},
};
#define FUZZ_LINES (sizeof fuzz_lines / sizeof *fuzz_lines)

/* Makes the files that the lines name, in the working folder. */
static inline void fuzz_line_files(void)
{
	static const char *const files[][2] = {
		{"codes.txt", "m5450\nM54.5\nW21.89A\nS06.1X7D\nM54.99\nS39.012A\n"},
		{"form.txt",
		 "<b>M25.561</b>\n<option value=\"M54.5-\">Low back pain</option>\nDx: m54.5, M51.36, E11.9\n"},
		{"list.txt", "M54.5-\n!M54.59\nM50-M54\t2021-10-01\nS39.012A\nM54.99\n"},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		fuzz_file(files[i][0], files[i][1], strlen(files[i][1]));
}

#endif
