/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim_print.h"

#include "card.h"

#include <string.h>

const char *note_kind_words(enum icd_entry_kind kind)
{
	static const char *const words[] = {
		"Includes",  "Inclusion term", "Excludes1",          "Excludes2", "Code first", "Use additional code",
		"Code also", "Note",           "7th character note",
	};
	return kind < ICD_NOTE_KINDS ? words[kind] : "Note";
}

static enum ink ink_of(enum icd_severity severity)
{
	return severity == ICD_ERROR ? INK_BAD : severity == ICD_WARNING ? INK_WARN : INK_DIM;
}

static void print_codes(FILE *file, const struct icd_finding *finding, const char *between)
{
	for (unsigned i = 0; i < finding->code_count; i++)
		fprintf(file, "%s%s", i ? between : "", finding->codes[i]);
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
	char first[160], text[8192];
	int length = snprintf(first, sizeof first, "  %s at %s: ", note_kind_words(notes->kind), notes->at);
	size_t used = (size_t)snprintf(text, sizeof text, "%s%s", notes->heading ? without_comma(notes->heading) : "",
				       notes->heading ? " " : "");
	for (unsigned i = 0; i < count && i < ITEMS_SHOWN && used < sizeof text; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s\"%s\"", i ? "; " : "",
					 without_comma(notes[i].text));
	if (count > ITEMS_SHOWN && used < sizeof text)
		snprintf(text + used, sizeof text - used, "; and %u more", count - ITEMS_SHOWN);
	output_wrap(out, first, (unsigned)length, 4, INK_PLAIN, text);
}

/* Said by a finding of its own, or is the text that of its first note? */
static bool own_text(const struct icd_finding *finding)
{
	return finding->note_count == 0 || strcmp(finding->text, finding->notes[0].text) != 0;
}

void finding_print_text(const struct output *out, const struct icd_finding *finding)
{
	fprintf(out->file, "%s%s%s  ", ink(out, ink_of(finding->severity)), icd_severity_names[finding->severity],
		ink_end(out));
	fputs(ink(out, INK_CODE), out->file);
	print_codes(out->file, finding, " with ");
	fprintf(out->file, "%s  [%s%s%s]\n", ink_end(out), icd_rule_names[finding->rule],
		*finding->guideline ? ", " : "", finding->guideline);
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
	fprintf(out->file, "%s: %s%s%s: ", id_of(label, line), ink(out, ink_of(finding->severity)),
		icd_severity_names[finding->severity], ink_end(out));
	print_codes(out->file, finding, " ");
	fputs(": ", out->file);
	if (!own_text(finding))
		fprintf(out->file, "%s at %s: ", note_kind_words(finding->notes[0].kind), finding->at);
	fprintf(out->file, "%s [%s]\n", finding->text, icd_rule_names[finding->rule]);
}

void finding_print_row(const struct output *out, const struct claim_label *label, const struct icd_finding *finding)
{
	char line[24], codes[1024];
	size_t used = 0;
	codes[0] = '\0';
	for (unsigned i = 0; i < finding->code_count && used < sizeof codes; i++) {
		int length = snprintf(codes + used, sizeof codes - used, "%s%s", i ? " " : "", finding->codes[i]);
		used += length > 0 ? (size_t)length : 0;
	}
	const char *fields[] = {id_of(label, line),
				icd_severity_names[finding->severity],
				icd_rule_names[finding->rule],
				codes,
				finding->at,
				finding->text};
	output_row(out, fields, 6);
}

/* ---- JSON ---- */

static json_t *notes_json(const struct icd_finding *finding)
{
	json_t *notes = json_array();
	for (unsigned i = 0; i < finding->note_count; i++) {
		const struct icd_note *note = &finding->notes[i];
		json_t *one = json_pack("{ss so so}", "kind", note_kind_names[note->kind], "at", json_text(note->at),
					"text", json_text(note->text));
		if (note->heading)
			json_object_set_new(one, "heading", json_text(note->heading));
		json_array_append_new(notes, one);
	}
	return notes;
}

json_t *finding_json(const struct icd_finding *finding)
{
	json_t *codes = json_array();
	for (unsigned i = 0; i < finding->code_count; i++)
		json_array_append_new(codes, json_text(finding->codes[i]));
	return json_pack("{ss ss so so so so so so}", "rule", icd_rule_names[finding->rule], "severity",
			 icd_severity_names[finding->severity], "codes", codes, "at",
			 json_text(*finding->at ? finding->at : NULL), "text", json_text(finding->text), "guideline",
			 json_text(*finding->guideline ? finding->guideline : NULL), "advice",
			 json_text(finding->advice), "notes", notes_json(finding));
}

json_t *claim_json(const struct claim_label *label, const struct icd_claim_result *result, enum icd_severity least,
		   const char *warning)
{
	json_t *codes = json_array(), *validated = json_array(), *findings = json_array();
	for (unsigned i = 0; i < result->code_count; i++)
		json_array_append_new(i >= result->reported ? validated : codes, json_text(result->codes[i]->shown));
	for (unsigned i = 0; i < result->count; i++) {
		if (result->findings[i].severity >= least)
			json_array_append_new(findings, finding_json(&result->findings[i]));
	}
	json_t *object = json_pack("{si so so so so so}", "v", 1, "id", json_text(label->id), "codes", codes, "on",
				   json_date(label->on), "findings", findings, "release", json_date(result->release));
	if (json_array_size(validated))
		json_object_set(object, "validated", validated);
	json_decref(validated);
	if (label->line)
		json_object_set_new(object, "line", json_integer((json_int_t)label->line));
	if (label->icd9)
		json_object_set_new(object, "icd9", json_integer((json_int_t)label->icd9));
	if (*warning)
		json_object_set_new(object, "warning", json_text(warning));
	return object;
}
