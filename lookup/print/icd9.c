/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <stdio.h>
#include <string.h>

#define CODES_SHOWN 12

/* A code of the mapping's targets, or of its sources. */
static const char *target_label(const struct icd_mapping *mapping, const char *code, char out[ICD_DOTTED_SIZE])
{
	return mapping->gem == ICD_GEM_FROM_9 ? icd_code_format(code, out) : icd9_code_format(code, out);
}

static const char *source_label(const struct icd_mapping *mapping, const char *code, char out[ICD_DOTTED_SIZE])
{
	return mapping->gem == ICD_GEM_FROM_9 ? icd9_code_format(code, out) : icd_code_format(code, out);
}

/* ---- text ---- */

/* A line of its own, indented. */
static void print_line(const struct output *out, unsigned indent, enum ink wanted, const char *text)
{
	output_item(out, OUTPUT_UNDER, wanted, text, "%*s", (int)indent, "");
}

static void print_today(const struct output *out, const struct icd_mapping *mapping, const char *code)
{
	char label[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	for (uint32_t i = 0; i < mapping->today_count; i++) {
		const struct icd_code_line *line = &mapping->today[i].line;
		if (strcmp(line->code, code) == 0)
			output_item(out, OUTPUT_UNDER, INK_PLAIN, line->title, "        %s%s%-8s%s  ",
				    output_number(out, line->code, number), ink(out, INK_CODE),
				    icd_code_format(line->code, label), ink_end(out));
	}
}

/* What a target that is not billable on the date is instead, and which codes stand for it. */
static void print_change(const struct output *out, const struct icd_mapping *mapping, const struct icd_mapped_row *row,
			 icd_date on)
{
	char date[ICD_DATE_SIZE], day[ICD_DATE_SIZE], text[160];
	icd_date_format(on, day);
	if (row->status == ICD_STATUS_FUTURE)
		snprintf(text, sizeof text, "comes after %s%s", day, row->today_count ? "; until then:" : "");
	else if (row->turn.date)
		snprintf(text, sizeof text, "no longer billable %s %s; on %s %s:", row->turn.after ? "by" : "since",
			 icd_date_format(row->turn.date, date), day,
			 row->today_count == 0  ? "no code is known to stand for it"
			 : row->today_count > 1 ? "one of these"
						: "this one");
	else
		snprintf(text, sizeof text, "%s on %s%s", icd_status_names[row->status], day,
			 row->today_count ? ", over:" : "");
	if (row->today_count == 0 && text[strlen(text) - 1] == ':')
		text[strlen(text) - 1] = '\0';
	print_line(out, 6, INK_WARN, text);
	for (uint32_t i = 0; i < row->today_count; i++)
		print_today(out, mapping, row->today[i]);
}

static void print_target(const struct output *out, const struct icd_mapping *mapping, const struct icd_mapped_row *row,
			 icd_date on)
{
	char label[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	if (mapping->gem == ICD_GEM_FROM_10) {
		fprintf(out->file, "    %s%s%s\n", ink(out, INK_CODE), icd9_code_format(row->target, label),
			ink_end(out));
		return;
	}
	output_item(out, OUTPUT_UNDER, INK_PLAIN, row->title ? row->title : "no release held has this code",
		    "    %s%s%-8s%s  ", output_number(out, row->target, number), ink(out, INK_CODE),
		    icd_code_format(row->target, label), ink_end(out));
	if (row->title && row->status != ICD_STATUS_BILLABLE)
		print_change(out, mapping, row, on);
}

/* How many rows from this one on are one alternative: all single ones of a source, or all of a scenario. */
static uint32_t group_size(const struct icd_mapping *mapping, uint32_t first)
{
	const struct icd_mapped_row *one = &mapping->at[first];
	uint32_t end = first;
	while (end < mapping->count && strcmp(mapping->at[end].source, one->source) == 0 &&
	       mapping->at[end].combination == one->combination && mapping->at[end].scenario == one->scenario)
		end++;
	return end - first;
}

/* "  mapping of 2017-10-01: or approximately one of these 2" */
static void print_heading(const struct output *out, const struct icd_mapping *mapping, bool other, bool approximate,
			  const char *says)
{
	char edition[ICD_DATE_SIZE], text[96];
	snprintf(text, sizeof text, "%s%s%s%s", other ? "or " : "", approximate ? "approximately" : "",
		 approximate && *says ? " " : "", says);
	output_item(out, 4, INK_PLAIN, text, "  %smapping of %s:%s ", ink(out, INK_DIM),
		    icd_date_format(mapping->edition, edition), ink_end(out));
}

static void print_singles(const struct output *out, const struct icd_mapping *mapping,
			  const struct icd_mapped_row *rows, uint32_t count, bool other, icd_date on)
{
	char says[64] = "";
	bool none = !*rows->target, approximate = rows->approximate && !none;
	if (none)
		snprintf(says, sizeof says, "no code of %s corresponds",
			 mapping->gem == ICD_GEM_FROM_9 ? "ICD-10-CM" : "ICD-9-CM");
	else if (count > 1)
		snprintf(says, sizeof says, "one of these %u", count);
	else if (!approximate)
		snprintf(says, sizeof says, "the same as");
	print_heading(out, mapping, other, approximate, says);
	for (uint32_t i = 0; i < count && !none; i++)
		print_target(out, mapping, &rows[i], on);
}

static void print_scenario(const struct output *out, const struct icd_mapping *mapping,
			   const struct icd_mapped_row *rows, uint32_t count, bool other, icd_date on)
{
	char says[64];
	snprintf(says, sizeof says, "all of these together (scenario %u)", rows->scenario);
	print_heading(out, mapping, other, rows->approximate, says);
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || rows[i].choice != rows[i - 1].choice) {
			bool several = i + 1 < count && rows[i + 1].choice == rows[i].choice;
			snprintf(says, sizeof says, "%schoice list %u%s", i ? "and " : "", rows[i].choice,
				 several ? ", one of" : "");
			print_line(out, 2, INK_DIM, says);
		}
		print_target(out, mapping, &rows[i], on);
	}
}

/* From which code of the mapping the code asked for is known, where it is another one. */
static void print_source(const struct output *out, const struct icd_mapping *mapping,
			 const struct icd_mapped_source *source)
{
	static const char *const how[] = {
		[ICD_SOURCE_NONE] = "",
		[ICD_SOURCE_TABLE] = " (conversion table)",
		[ICD_SOURCE_CHILDREN] = " (the codes below it)",
		[ICD_SOURCE_PARENT] = " (the code above it)",
		[ICD_SOURCE_TITLE] = " (its title)",
	};
	char label[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE], says[160];
	if (!source->turn.date)
		return;
	snprintf(says, sizeof says, "%s %s %s %s%s",
		 source->turn.date > mapping->edition ? "it came from" : "it became",
		 icd_code_format(source->code, label), source->turn.after ? "by" : "on",
		 icd_date_format(source->turn.date, date), how[source->source]);
	print_line(out, 2, INK_PLAIN, says);
}

static void print_rows(const struct output *out, const struct icd_mapping *mapping, icd_date on)
{
	const char *source = "";
	uint32_t size;
	for (uint32_t i = 0; i < mapping->count; i += size) {
		const struct icd_mapped_row *row = &mapping->at[i];
		bool other = strcmp(row->source, source) == 0;
		source = row->source;
		for (uint32_t j = 0; j < mapping->source_count && !other; j++) {
			if (strcmp(mapping->sources[j].code, source) == 0)
				print_source(out, mapping, &mapping->sources[j]);
		}
		size = group_size(mapping, i);
		(row->combination ? print_scenario : print_singles)(out, mapping, row, size, other, on);
	}
}

/* "  mapped to it (2017-10-01): E11.9 E13.9"; the first of many. */
static void print_codes(const struct output *out, struct icd_pool *pool, const char *says, const char *const *codes,
			uint32_t count, bool icd9, bool all)
{
	uint32_t shown = all || count <= CODES_SHOWN ? count : CODES_SHOWN;
	char label[ICD_DOTTED_SIZE];
	const char *line = "";
	for (uint32_t i = 0; i < shown; i++)
		line = icd_pool_print(pool, "%s%s%s", line, i ? " " : "",
				      icd9 ? icd9_code_format(codes[i], label) : icd_code_format(codes[i], label));
	if (shown < count)
		line = icd_pool_print(pool, "%s and %u more (-a)", line, count - shown);
	output_item(out, 4, INK_PLAIN, count ? line : "none", "  %s%s%s ", ink(out, INK_DIM), says, ink_end(out));
}

/* What the mapping does not have: a header, mostly, over codes that it has. */
static void print_no_rows(const struct output *out, struct icd_pool *pool, const struct icd_mapping *mapping, bool all)
{
	bool icd9 = mapping->gem == ICD_GEM_FROM_9;
	char edition[ICD_DATE_SIZE];
	const char *says =
		icd_pool_print(pool, "not in the mapping of %s%s%s%s", icd_date_format(mapping->edition, edition),
			       icd9 ? "" : ": ", icd9 ? "" : icd_status_names[mapping->status],
			       mapping->below_count ? "; codes below it that are:" : "");
	if (mapping->below_count)
		print_codes(out, pool, says, mapping->below, mapping->below_count, icd9, all);
	else if (mapping->edition)
		print_line(out, 2, INK_DIM, says);
}

bool icd9_print_text(const struct output *out, const struct icd_mapping *mapping, icd_date on, bool all)
{
	char label[ICD_DOTTED_SIZE], edition[ICD_DATE_SIZE];
	struct icd_pool pool = {0};
	bool from_9 = mapping->gem == ICD_GEM_FROM_9;
	output_item(out, OUTPUT_UNDER, INK_PLAIN,
		    mapping->title ? mapping->title
		    : from_9       ? "ICD-9-CM"
				   : "ICD-10-CM",
		    "%s%s%s  ", ink(out, INK_CODE), source_label(mapping, mapping->code, label), ink_end(out));
	print_rows(out, mapping, on);
	if (mapping->count == 0)
		print_no_rows(out, &pool, mapping, all);
	if (mapping->back_edition && icd_mapping_found(mapping))
		print_codes(out, &pool,
			    icd_pool_print(&pool, "mapped to it from %s (%s):", from_9 ? "ICD-10-CM" : "ICD-9-CM",
					   icd_date_format(mapping->back_edition, edition)),
			    mapping->back, mapping->back_count, !from_9, all);
	bool ok = !pool.failed;
	icd_pool_free(&pool);
	return ok;
}

/* ---- JSON and rows ---- */

const struct columns mapping_columns = {
	"rows",
	"query=.query system code source target approximate no_map combination scenario choice_list status today+",
	false};

static void tell_labels(struct printer *printer, const struct icd_mapping *mapping, const char *name,
			const char *const *codes, uint32_t count)
{
	char label[ICD_DOTTED_SIZE];
	tell_list(printer, name);
	for (uint32_t i = 0; i < count; i++)
		tell_text(printer, NULL, target_label(mapping, codes[i], label));
	tell_end(printer);
}

static void tell_row(struct printer *printer, const struct icd_mapping *mapping, const struct icd_mapped_row *row)
{
	char label[ICD_DOTTED_SIZE];
	bool from_9 = mapping->gem == ICD_GEM_FROM_9;
	tell_object(printer, NULL);
	tell_column(printer, "system", from_9 ? "icd9" : "icd10");
	tell_column(printer, "code", source_label(mapping, mapping->code, label));
	tell_text(printer, "source", source_label(mapping, row->source, label));
	tell_text(printer, "target", *row->target ? target_label(mapping, row->target, label) : NULL);
	tell_fields(printer, "title:%s approximate:%hhd no_map:%hhd combination:%hhd scenario:%d choice_list:%d",
		    row->title, row->approximate, (bool)!*row->target, row->combination, (int)row->scenario,
		    (int)row->choice);
	tell_fields(printer, "status:%s not_billable_since:%x",
		    from_9 && *row->target ? icd_status_names[row->status] : NULL, row->turn.date);
	tell_labels(printer, mapping, "today", row->today, row->today_count);
	tell_end(printer);
}

static void tell_sources(struct printer *printer, const struct icd_mapping *mapping)
{
	tell_list(printer, "sources");
	for (uint32_t i = 0; i < mapping->source_count; i++) {
		const struct icd_mapped_source *one = &mapping->sources[i];
		tell_item(printer, NULL, "code:%7s date:%x after:%x by:%s", one->code, one->turn.date, one->turn.after,
			  one->turn.date ? icd_source_names[one->source] : NULL);
	}
	tell_end(printer);
}

static void tell_today(struct printer *printer, const struct icd_mapping *mapping)
{
	tell_list(printer, "today");
	for (uint32_t i = 0; i < mapping->today_count; i++) {
		const struct icd_successor *one = &mapping->today[i];
		tell_item(printer, NULL, "code:%7s title:%s status:%s by:%s", one->line.code, one->line.title,
			  icd_status_names[one->line.status],
			  one->source == ICD_SOURCE_NONE ? NULL : icd_source_names[one->source]);
	}
	tell_end(printer);
}

void tell_mapping(struct printer *printer, const struct icd_mapping *mapping)
{
	char label[ICD_DOTTED_SIZE];
	bool from_9 = mapping->gem == ICD_GEM_FROM_9;
	const char *name = from_9 ? "icd9" : "icd10";
	if (!icd_mapping_found(mapping) && !mapping->title && !mapping->below_count) {
		tell_null(printer, name);
		return;
	}
	tell_object(printer, name);
	tell_fields(printer, "code:%s mapping:%x", source_label(mapping, mapping->code, label), mapping->edition);
	if (!from_9) {
		tell_fields(printer, "title:%s status:%s", mapping->title, icd_status_names[mapping->status]);
		tell_sources(printer, mapping);
	}
	tell_list(printer, "rows");
	for (uint32_t i = 0; i < mapping->count; i++)
		tell_row(printer, mapping, &mapping->at[i]);
	tell_end(printer);
	if (from_9)
		tell_today(printer, mapping);
	tell_labels(printer, mapping, "mapped_from", mapping->back, mapping->back_count);
	tell_fields(printer, "mapped_from_mapping:%x", mapping->back_edition);
	tell_list(printer, "below");
	for (uint32_t i = 0; i < mapping->below_count; i++)
		tell_text(printer, NULL, source_label(mapping, mapping->below[i], label));
	tell_end(printer);
	tell_end(printer);
}
