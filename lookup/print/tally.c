/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <inttypes.h>

#define BAD_SHOWN 20u /* codes; the counts by reason are complete */

/* In tenths of a percent, rounded. */
static uint64_t share(const struct icd_tally_row *row)
{
	return row->count ? (row->unspecified * 1000 + row->count / 2) / row->count : 0;
}

static const char *share_text(const struct icd_tally_row *row, char out[32])
{
	uint64_t tenths = share(row);
	snprintf(out, 32, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
	return out;
}

/* ---- text ---- */

const char *const tally_detail_words[] = {
	"billable",
	"headers",
	"without their 7th character",
	"with a wrong 7th character",
	"retired",
	"not yet valid",
	"in no release",
	"uncertain",
	"no codes at all",
};

static void print_details(const struct output *out, const struct icd_tally_part *part)
{
	fprintf(out->file, "%" PRIu64 " codes, %" PRIu64 " billable", part->codes, part->details[ICD_DETAIL_OK]);
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++) {
		if (part->details[i])
			fprintf(out->file, ", %" PRIu64 " %s", part->details[i], tally_detail_words[i]);
	}
	fputc('\n', out->file);
	for (uint32_t i = 0; i < part->bad_count && i < BAD_SHOWN; i++)
		fprintf(out->file, "  %s%-8s%s %6" PRIu64 "  %s\n", ink(out, INK_BAD), part->bad[i].code, ink_end(out),
			part->bad[i].count, icd_detail_names[part->bad[i].detail]);
	if (part->bad_count > BAD_SHOWN)
		fprintf(out->file, "  and %" PRIu32 " more\n", part->bad_count - BAD_SHOWN);
}

static void print_shares(const struct output *out, const char *what, const struct icd_tally_row *rows, uint32_t count)
{
	char percent[32];
	if (count)
		fprintf(out->file, "%sUnspecified codes by %s%s\n", ink(out, INK_HEAD), what, ink_end(out));
	for (uint32_t i = 0; i < count; i++)
		fprintf(out->file, "  %s%-8s%s %6" PRIu64 " of %6" PRIu64 "  %5s%%\n", ink(out, INK_CODE), rows[i].name,
			ink_end(out), rows[i].unspecified, rows[i].count, share_text(&rows[i], percent));
}

void tally_print_text(const struct output *out, const struct icd_tally_part *parts, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (*parts[i].by)
			fprintf(out->file, "\n%s%s%s\n", ink(out, INK_HEAD), parts[i].by, ink_end(out));
		print_details(out, &parts[i]);
		print_shares(out, "category", parts[i].categories, parts[i].category_count);
		print_shares(out, "the header above them", parts[i].groups, parts[i].group_count);
	}
}

/* ---- rows ---- */

void tally_print_names(const struct output *out)
{
	output_row(out, (const char *const[]){"by", "what", "name", "count", "unspecified", "percent"}, 6);
}

void tally_print_row(const struct output *out, const char *by, const char *what, const char *name, uint64_t count,
		     const struct icd_tally_row *row)
{
	char counted[24], unspecified[24] = "", percent[32] = "";
	snprintf(counted, sizeof counted, "%" PRIu64, count);
	if (row) {
		snprintf(unspecified, sizeof unspecified, "%" PRIu64, row->unspecified);
		share_text(row, percent);
	}
	const char *fields[] = {by, what, name, counted, unspecified, percent};
	output_row(out, fields, 6);
}

void tally_print_rows(const struct output *out, const struct icd_tally_part *parts, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct icd_tally_part *part = &parts[i];
		tally_print_row(out, part->by, "codes", "", part->codes, NULL);
		for (unsigned d = 0; d <= ICD_DETAIL_MALFORMED; d++)
			tally_print_row(out, part->by, icd_detail_names[d], "", part->details[d], NULL);
		for (uint32_t j = 0; j < part->bad_count; j++)
			tally_print_row(out, part->by, icd_detail_names[part->bad[j].detail], part->bad[j].code,
					part->bad[j].count, NULL);
		for (uint32_t j = 0; j < part->category_count; j++)
			tally_print_row(out, part->by, "category", part->categories[j].name, part->categories[j].count,
					&part->categories[j]);
		for (uint32_t j = 0; j < part->group_count; j++)
			tally_print_row(out, part->by, "group", part->groups[j].name, part->groups[j].count,
					&part->groups[j]);
	}
}

/* ---- JSON ---- */

static void tell_rows(struct printer *printer, const char *name, const struct icd_tally_row *rows, uint32_t count)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < count; i++) {
		tell_item(printer, NULL, "name:%s codes:%lld unspecified:%lld percent:%g", rows[i].name,
			  (long long)rows[i].count, (long long)rows[i].unspecified, (double)share(&rows[i]) / 10);
	}
	tell_end(printer);
}

static void tell_not_billable(struct printer *printer, const struct icd_tally_part *part)
{
	tell_object(printer, "not_billable");
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++)
		tell_number(printer, icd_detail_names[i], (int64_t)part->details[i]);
	tell_end(printer);
	tell_list(printer, "not_billable_codes");
	for (uint32_t i = 0; i < part->bad_count; i++) {
		tell_item(printer, NULL, "code:%s detail:%s count:%lld", part->bad[i].code,
			  icd_detail_names[part->bad[i].detail], (long long)part->bad[i].count);
	}
	tell_end(printer);
}

void tell_tally(struct printer *printer, const struct icd_tally_part *parts, uint32_t count)
{
	tell_list(printer, "parts");
	for (uint32_t i = 0; i < count; i++) {
		const struct icd_tally_part *part = &parts[i];
		tell_object(printer, NULL);
		tell_fields(printer, "by:%s codes:%lld billable:%lld", *part->by ? part->by : NULL,
			    (long long)part->codes, (long long)part->details[ICD_DETAIL_OK]);
		if (part->also)
			tell_text(printer, "also", part->also);
		tell_not_billable(printer, part);
		tell_rows(printer, "unspecified", part->categories, part->category_count);
		tell_rows(printer, "unspecified_groups", part->groups, part->group_count);
		tell_end(printer);
	}
	tell_end(printer);
}
