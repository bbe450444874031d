/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally_print.h"

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

static const char *const detail_words[] = {
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
			fprintf(out->file, ", %" PRIu64 " %s", part->details[i], detail_words[i]);
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

static void print_row(const struct output *out, const char *by, const char *what, const char *name, uint64_t count,
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
		print_row(out, part->by, "codes", "", part->codes, NULL);
		for (unsigned d = 0; d <= ICD_DETAIL_MALFORMED; d++)
			print_row(out, part->by, icd_detail_names[d], "", part->details[d], NULL);
		for (uint32_t j = 0; j < part->bad_count; j++)
			print_row(out, part->by, icd_detail_names[part->bad[j].detail], part->bad[j].code,
				  part->bad[j].count, NULL);
		for (uint32_t j = 0; j < part->category_count; j++)
			print_row(out, part->by, "category", part->categories[j].name, part->categories[j].count,
				  &part->categories[j]);
		for (uint32_t j = 0; j < part->group_count; j++)
			print_row(out, part->by, "group", part->groups[j].name, part->groups[j].count,
				  &part->groups[j]);
	}
}

/* ---- JSON ---- */

static json_t *rows_json(const struct icd_tally_row *rows, uint32_t count)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(array, json_pack("{so sI sI sf}", "name", json_text(rows[i].name), "codes",
						       (json_int_t)rows[i].count, "unspecified",
						       (json_int_t)rows[i].unspecified, "percent",
						       (double)share(&rows[i]) / 10));
	return array;
}

static json_t *part_json(const struct icd_tally_part *part)
{
	json_t *details = json_object(), *bad = json_array();
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++)
		json_object_set_new(details, icd_detail_names[i], json_integer((json_int_t)part->details[i]));
	for (uint32_t i = 0; i < part->bad_count; i++)
		json_array_append_new(bad, json_pack("{so ss sI}", "code", json_text(part->bad[i].code), "detail",
						     icd_detail_names[part->bad[i].detail], "count",
						     (json_int_t)part->bad[i].count));
	return json_pack("{so sI sI so so so so}", "by", json_text(*part->by ? part->by : NULL), "codes",
			 (json_int_t)part->codes, "billable", (json_int_t)part->details[ICD_DETAIL_OK], "not_billable",
			 details, "not_billable_codes", bad, "unspecified",
			 rows_json(part->categories, part->category_count), "unspecified_groups",
			 rows_json(part->groups, part->group_count));
}

json_t *tally_json(const struct icd_tally_part *parts, uint32_t count)
{
	json_t *array = json_array();
	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(array, part_json(&parts[i]));
	return array;
}
