/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <inttypes.h>
#include <string.h>

#define BAD_SHOWN 20u /* codes; the counts by reason are complete */

/* In tenths of a percent, rounded. */
static uint64_t share(const struct icd_tally_row *row)
{
	return row->count ? (row->unspecified * 1000 + row->count / 2) / row->count : 0;
}

/* A summary by day or provider has lines without number, so that these are not left to printf: what a number is in digits,
 * in the last characters of out, and where they begin. */
#define DIGITS_SIZE 24
static char *digits_of(uint64_t number, char out[DIGITS_SIZE])
{
	char *at = &out[DIGITS_SIZE - 1];
	*at = '\0';
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	return at;
}

static const char *share_text(const struct icd_tally_row *row, char out[DIGITS_SIZE])
{
	uint64_t tenths = share(row);
	char *at = digits_of(tenths / 10, out) - 2;
	memmove(at, at + 2, strlen(at + 2));
	out[DIGITS_SIZE - 3] = '.';
	out[DIGITS_SIZE - 2] = (char)('0' + tenths % 10);
	return at;
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

/* The first of them, with what is said of them all, else of each its detail. */
static void print_codes(const struct output *out, const struct icd_tally_bad *codes, uint32_t count, const char *what)
{
	enum ink color = what ? INK_WARN : INK_BAD;
	for (uint32_t i = 0; i < count && i < BAD_SHOWN; i++)
		fprintf(out->file, "  %s%-8s%s %6" PRIu64 "  %s\n", ink(out, color), codes[i].code, ink_end(out),
			codes[i].count, what ? what : icd_detail_names[codes[i].detail]);
	if (count > BAD_SHOWN)
		fprintf(out->file, "  and %" PRIu32 " more\n", count - BAD_SHOWN);
}

static void print_details(const struct output *out, const struct icd_tally_part *part)
{
	fprintf(out->file, "%" PRIu64 " codes, %" PRIu64 " billable", part->codes, part->details[ICD_DETAIL_OK]);
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++) {
		if (part->details[i])
			fprintf(out->file, ", %" PRIu64 " %s", part->details[i], tally_detail_words[i]);
	}
	if (part->listed)
		fprintf(out->file, ", %" PRIu64 " not on the list", part->off_list);
	fputc('\n', out->file);
	print_codes(out, part->bad, part->bad_count, NULL);
	print_codes(out, part->off_list_codes, part->off_list_count, "not on the list");
}

/* The number, with blanks before it up to a width. Returns where it ends. */
static inline char *put_number(char *to, uint64_t number, unsigned width)
{
	char *at = to + width, digits[DIGITS_SIZE];
	uint64_t rest = number;
	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) && at > to);
	while (at > to)
		*--at = ' ';
	return rest ? stpcpy(to, digits_of(number, digits)) : to + width;
}

/* Colours are empty mostly, and names short. */
static inline char *put_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

/* Bytes of a line at most, with its colours; and of lines that are written at once. */
#define SHARE_LINE  256
#define SHARE_LINES 8192

static char *put_share(char *to, const char *begin, const char *end, const struct icd_tally_row *row)
{
	uint64_t tenths = share(row);
	char *name = put_text(mempcpy(to, "  ", 2), begin);
	to = put_text(name, row->name);
	while (to < name + 8)
		*to++ = ' ';
	to = put_text(to, end);
	*to++ = ' ';
	to = mempcpy(put_number(to, row->unspecified, 6), " of ", 4);
	to = mempcpy(put_number(to, row->count, 6), "  ", 2);
	to = put_number(to, tenths / 10, 3);
	*to++ = '.';
	*to++ = (char)('0' + tenths % 10);
	return mempcpy(to, "%\n", 2);
}

static void print_shares(const struct output *out, const char *what, const struct icd_tally_row *rows, uint32_t count)
{
	char lines[SHARE_LINES], *to = lines;
	if (count)
		fprintf(out->file, "%sUnspecified codes by %s%s\n", ink(out, INK_HEAD), what, ink_end(out));
	for (uint32_t i = 0; i < count; i++) {
		to = put_share(to, ink(out, INK_CODE), ink_end(out), &rows[i]);
		if (to + SHARE_LINE > lines + sizeof lines || i + 1 == count) {
			fwrite(lines, 1, (size_t)(to - lines), out->file);
			to = lines;
		}
	}
}

void tally_print_text(const struct output *out, struct icd_tally *tally)
{
	struct icd_tally_part part;
	while (icd_tally_next(tally, &part)) {
		if (*part.by)
			fprintf(out->file, "\n%s%s%s\n", ink(out, INK_HEAD), part.by, ink_end(out));
		print_details(out, &part);
		print_shares(out, "category", part.categories, part.category_count);
		print_shares(out, "the header above them", part.groups, part.group_count);
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
	char counted[DIGITS_SIZE], unspecified[DIGITS_SIZE], percent[DIGITS_SIZE];
	const char *fields[] = {by,
				what,
				name,
				digits_of(count, counted),
				row ? digits_of(row->unspecified, unspecified) : "",
				row ? share_text(row, percent) : ""};
	output_row(out, fields, 6);
}

static void print_part_rows(const struct output *out, const struct icd_tally_part *part)
{
	tally_print_row(out, part->by, "codes", "", part->codes, NULL);
	for (unsigned d = 0; d <= ICD_DETAIL_MALFORMED; d++)
		tally_print_row(out, part->by, icd_detail_names[d], "", part->details[d], NULL);
	for (uint32_t j = 0; j < part->bad_count; j++)
		tally_print_row(out, part->by, icd_detail_names[part->bad[j].detail], part->bad[j].code,
				part->bad[j].count, NULL);
	if (part->listed)
		tally_print_row(out, part->by, "not_on_list", "", part->off_list, NULL);
	for (uint32_t j = 0; j < part->off_list_count; j++)
		tally_print_row(out, part->by, "not_on_list", part->off_list_codes[j].code,
				part->off_list_codes[j].count, NULL);
	for (uint32_t j = 0; j < part->category_count; j++)
		tally_print_row(out, part->by, "category", part->categories[j].name, part->categories[j].count,
				&part->categories[j]);
	for (uint32_t j = 0; j < part->group_count; j++)
		tally_print_row(out, part->by, "group", part->groups[j].name, part->groups[j].count, &part->groups[j]);
}

void tally_print_rows(const struct output *out, struct icd_tally *tally)
{
	struct icd_tally_part part;
	while (icd_tally_next(tally, &part))
		print_part_rows(out, &part);
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

static void tell_codes(struct printer *printer, const char *name, const struct icd_tally_bad *codes, uint32_t count)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < count; i++) {
		tell_item(printer, NULL, "code:%s detail:%s count:%lld", codes[i].code,
			  icd_detail_names[codes[i].detail], (long long)codes[i].count);
	}
	tell_end(printer);
}

static void tell_not_billable(struct printer *printer, const struct icd_tally_part *part)
{
	tell_object(printer, "not_billable");
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++)
		tell_number(printer, icd_detail_names[i], (int64_t)part->details[i]);
	tell_end(printer);
	tell_codes(printer, "not_billable_codes", part->bad, part->bad_count);
}

static void tell_part(struct printer *printer, const struct icd_tally_part *part)
{
	tell_object(printer, NULL);
	tell_fields(printer, "by:%s codes:%lld billable:%lld", *part->by ? part->by : NULL, (long long)part->codes,
		    (long long)part->details[ICD_DETAIL_OK]);
	if (part->also)
		tell_text(printer, "also", part->also);
	tell_not_billable(printer, part);
	if (part->listed) {
		tell_number(printer, "not_on_list", (int64_t)part->off_list);
		tell_codes(printer, "not_on_list_codes", part->off_list_codes, part->off_list_count);
	}
	tell_rows(printer, "unspecified", part->categories, part->category_count);
	tell_rows(printer, "unspecified_groups", part->groups, part->group_count);
	tell_end(printer);
}

void tell_tally(struct printer *printer, struct icd_tally *tally)
{
	struct icd_tally_part part;
	tell_list(printer, "parts");
	while (icd_tally_next(tally, &part))
		tell_part(printer, &part);
	tell_end(printer);
}
