/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <stdarg.h>
#include <stdlib.h>

void report_add(struct report *report, icd_date release, enum report_weight weight, const char *format, ...)
{
	char text[2048];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (length < 0)
		return;
	size_t kept = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
	/* Names and notes come from the files: none of them may break a line or steer a terminal. */
	for (size_t i = 0; i < kept; i++) {
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	}
	*one_more(report->lines, report->count, report->capacity) =
		(struct report_line){release, weight, need_text(&report->pool, text, kept)};
}

void report_append(struct report *report, const struct report *more)
{
	for (size_t i = 0; i < more->count; i++)
		report_add(report, more->lines[i].release, more->lines[i].weight, "%s", more->lines[i].text);
}

static int by_release(const void *a, const void *b)
{
	const struct report_line *left = *(const struct report_line *const *)a;
	const struct report_line *right = *(const struct report_line *const *)b;
	return ICD_ORDER(left->release, right->release) ?: ICD_ORDER(left, right);
}

void report_sort(struct report *report)
{
	struct icd_pool scratch = {0};
	struct report_line **order = need(&scratch, report->count, sizeof *order);
	struct report_line *unsorted = need_copy(&scratch, report->lines, report->count, sizeof *unsorted);
	for (size_t i = 0; i < report->count; i++)
		order[i] = &unsorted[i];
	qsort(order, report->count, sizeof(*order), by_release);
	for (size_t i = 0; i < report->count; i++)
		report->lines[i] = *order[i];
	icd_pool_free(&scratch);
}

static void print_line(const struct report_line *line, FILE *out)
{
	static const char *const indents[] = {"  ", "  ! ", "      ", "  ", "  ", "  ! "};
	fprintf(out, "%s%s\n", line->release ? indents[line->weight] : "", line->text);
}

void report_print(const struct report *report, FILE *out)
{
	icd_date release = 0;
	for (size_t i = 0; i < report->count; i++) {
		const struct report_line *line = &report->lines[i];
		char date[ICD_DATE_SIZE];
		if (line->release != release && line->release)
			fprintf(out, "%s\n", icd_date_format(line->release, date));
		release = line->release;
		print_line(line, out);
	}
}

void report_free(struct report *report)
{
	icd_pool_free(&report->pool);
	free(report->lines);
	*report = (struct report){0};
}
