/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <string.h>

enum ink severity_ink(enum icd_severity severity)
{
	return severity == ICD_ERROR ? INK_BAD : severity == ICD_WARNING ? INK_WARN : INK_DIM;
}

static void print_codes(FILE *file, const struct icd_finding *finding, const char *between)
{
	for (unsigned i = 0; i < finding->code_count; i++) {
		fputs(i ? between : "", file);
		icd_text_show(file, finding->codes[i]);
	}
}

/* Lists begin ", if applicable:" where the kind of note goes on in the text. */
static const char *without_comma(const char *text)
{
	return text + strspn(text, ", ");
}

#define ITEMS_SHOWN 5u

/* Notes that follow each other in one list, from the first on; returns how many. */
static unsigned list_length(const struct icd_finding *finding, unsigned first)
{
	const struct icd_note *notes = finding->notes;
	unsigned count = 1;
	while (first + count < finding->note_count && notes[first + count].kind == notes[first].kind &&
	       strcmp(notes[first + count].at, notes[first].at) == 0)
		count++;
	return count;
}

static void print_list(const struct output *out, const struct icd_note *notes, unsigned count)
{
	char text[8192];
	size_t used = (size_t)snprintf(text, sizeof text, "%s%s", notes->heading ? without_comma(notes->heading) : "",
				       notes->heading ? " " : "");
	for (unsigned i = 0; i < count && i < ITEMS_SHOWN && used < sizeof text; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s\"%s\"", i ? "; " : "",
					 without_comma(notes[i].text));
	if (count > ITEMS_SHOWN && used < sizeof text)
		snprintf(text + used, sizeof text - used, "; and %u more", count - ITEMS_SHOWN);
	output_item(out, 4, INK_PLAIN, text, "  %s at %s: ", note_kinds[notes->kind].title, notes->at);
}

/* Said by a finding of its own, or is the text that of its first note? */
static bool own_text(const struct icd_finding *finding)
{
	return finding->note_count == 0 || strcmp(finding->text, finding->notes[0].text) != 0;
}

void finding_print_text(const struct output *out, const struct icd_finding *finding)
{
	char codes[256] = "", rule[128];
	size_t used = 0;
	for (unsigned i = 0; i < finding->code_count && used < sizeof codes; i++)
		used += (size_t)snprintf(codes + used, sizeof codes - used, "%s%s", i ? " with " : "",
					 finding->codes[i]);
	snprintf(rule, sizeof rule, "[%s%s%s]", icd_rule_names[finding->rule], *finding->guideline ? ", " : "",
		 finding->guideline);
	output_item(out, 4, INK_PLAIN, rule, "%s%s%s  %s%s%s  ", ink(out, severity_ink(finding->severity)),
		    icd_severity_names[finding->severity], ink_end(out), ink(out, INK_CODE), codes, ink_end(out));
	if (own_text(finding))
		output_wrap(out, "  ", 2, 2, INK_PLAIN, finding->text);
	for (unsigned i = 0, count; i < finding->note_count; i += count) {
		count = list_length(finding, i);
		print_list(out, &finding->notes[i], count);
	}
	if (*finding->advice)
		output_wrap(out, "  ", 2, 2, INK_PLAIN, finding->advice);
}

static const char *id_of(const struct claim_label *label, char line[24])
{
	snprintf(line, 24, "%lu", label->line);
	return label->id ? label->id : label->line ? line : "";
}

/* One line for a finding: "ID: warning: M54.50 M54.41: Excludes1 at M54.5: ... [excludes1]". */
void finding_print_line(const struct output *out, const struct claim_label *label, const struct icd_finding *finding)
{
	char line[24];
	icd_text_show(out->file, id_of(label, line));
	fprintf(out->file, ": %s%s%s: ", ink(out, severity_ink(finding->severity)),
		icd_severity_names[finding->severity], ink_end(out));
	print_codes(out->file, finding, " ");
	if (finding->code_count)
		fputs(": ", out->file);
	if (!own_text(finding))
		fprintf(out->file, "%s at %s: ", note_kinds[finding->notes[0].kind].title, finding->at);
	icd_text_show(out->file, finding->text);
	fprintf(out->file, " [%s]\n", icd_rule_names[finding->rule]);
}

/* ---- JSON and rows ---- */

static void tell_notes(struct printer *printer, const struct icd_finding *finding)
{
	tell_list(printer, "notes");
	for (unsigned i = 0; i < finding->note_count; i++) {
		const struct icd_note *note = &finding->notes[i];
		tell_object(printer, NULL);
		tell_fields(printer, "kind:%s at:%s text:%s", note_kinds[note->kind].name, note->at, note->text);
		if (note->heading)
			tell_text(printer, "heading", note->heading);
		tell_end(printer);
	}
	tell_end(printer);
}

void tell_finding(struct printer *printer, const struct icd_finding *finding)
{
	tell_object(printer, NULL);
	tell_fields(printer, "rule:%s severity:%s", icd_rule_names[finding->rule],
		    icd_severity_names[finding->severity]);
	tell_texts(printer, "codes", finding->codes, finding->code_count);
	tell_fields(printer, "at:%s text:%s guideline:%s advice:%s", *finding->at ? finding->at : NULL, finding->text,
		    *finding->guideline ? finding->guideline : NULL, finding->advice);
	tell_notes(printer, finding);
	tell_end(printer);
}

const struct columns claim_columns = {"findings", "id=.name severity rule codes+ at text", false};

static void tell_codes(struct printer *printer, const char *name, const struct icd_claim_result *result, unsigned first,
		       unsigned last)
{
	tell_list(printer, name);
	for (unsigned i = first; i < last; i++)
		tell_text(printer, NULL, result->codes[i]->shown);
	tell_end(printer);
}

void tell_claim(struct printer *printer, const struct claim_label *label, const struct icd_claim_result *result,
		enum icd_severity least, const char *warning)
{
	char line[24];
	tell_answer(printer);
	tell_column(printer, "name", id_of(label, line));
	tell_text(printer, "id", label->id);
	tell_codes(printer, "codes", result, 0, result->reported);
	tell_date(printer, "on", label->on);
	tell_list(printer, "findings");
	for (unsigned i = 0; i < result->count; i++) {
		if (result->findings[i].severity >= least)
			tell_finding(printer, &result->findings[i]);
	}
	tell_end(printer);
	tell_date(printer, "release", result->release);
	if (result->code_count > result->reported)
		tell_codes(printer, "validated", result, result->reported, result->code_count);
	if (label->line)
		tell_number(printer, "line", (int64_t)label->line);
	if (label->icd9)
		tell_number(printer, "icd9", label->icd9);
	if (*warning)
		tell_text(printer, "warning", warning);
	tell_end(printer);
}
