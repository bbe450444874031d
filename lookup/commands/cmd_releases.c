/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/print.h"
#include "commands.h"

#include <string.h>

static const char *const kind_names[] = {
	[ICD_FILE_UNKNOWN] = "unknown",
	[ICD_FILE_ORDER] = "order",
	[ICD_FILE_CODES] = "codes",
	[ICD_FILE_ORDER_ADDENDA] = "order_addenda",
	[ICD_FILE_CODES_ADDENDA] = "codes_addenda",
	[ICD_FILE_TABULAR] = "tabular",
	[ICD_FILE_INDEX] = "index",
	[ICD_FILE_CAUSE] = "external_cause_index",
	[ICD_FILE_DRUG] = "drug",
	[ICD_FILE_NEOPLASM] = "neoplasm",
	[ICD_FILE_CONVERSION_CSV] = "conversion_table",
	[ICD_FILE_CONVERSION_XLSX] = "conversion_table",
	[ICD_FILE_POA] = "poa_exempt",
};

static unsigned long note_total(const struct icd_release *release)
{
	unsigned long total = 0;
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		total += release->notes[i];
	return total;
}

static const char *basis(const struct icd_release *release)
{
	if (release->flags & ICD_RELEASE_ORDER)
		return "order file";
	if (release->flags & ICD_RELEASE_ADDENDA)
		return "order addenda";
	if (release->flags & ICD_RELEASE_CODES)
		return "codes file";
	return release->flags & ICD_RELEASE_DERIVED ? "derived" : "";
}

static json_t *files_json(const struct icd_release *release)
{
	json_t *files = json_array();
	for (uint32_t i = 0; i < release->file_count; i++) {
		const struct icd_file *file = &release->files[i];
		json_array_append_new(files, json_pack("{ss so sI ss}", "kind", kind_names[file->kind], "name",
						       json_text(file->name), "bytes", (json_int_t)file->size, "sha256",
						       file->sha256));
	}
	return files;
}

static json_t *notes_json(const struct icd_release *release)
{
	json_t *notes = json_object();
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		json_object_set_new(notes, note_kind_names[i], json_integer(release->notes[i]));
	return notes;
}

static void print_json(const struct session *session)
{
	const struct icd_about *about = session->view.about;
	json_t *releases = json_array();
	for (uint16_t i = 0; i < about->release_count; i++) {
		const struct icd_release *release = &about->releases[i];
		json_array_append_new(releases,
				      json_pack("{so ss si si si so sI si so}", "effective", json_date(release->date),
						"basis", basis(release), "billable", (int)release->billable, "headers",
						(int)release->headers, "diags", (int)release->diags, "notes",
						notes_json(release), "note_total", (json_int_t)note_total(release),
						"poa_exempt", (int)release->poa, "files", files_json(release)));
	}
	output_json(&session->out, json_pack("{si so so}", "v", 1, "index", json_text(icd_store_path(session->store)),
					     "releases", releases));
}

static void print_rows(const struct session *session)
{
	static const char *const names[] = {"effective", "kind", "name", "bytes", "sha256"};
	const struct icd_about *about = session->view.about;
	if (session->out.header)
		output_row(&session->out, names, 5);
	for (uint16_t i = 0; i < about->release_count; i++) {
		for (uint32_t j = 0; j < about->releases[i].file_count; j++) {
			const struct icd_file *file = &about->releases[i].files[j];
			char date[ICD_DATE_SIZE], bytes[32];
			snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)file->size);
			const char *fields[] = {icd_date_format(about->releases[i].date, date), kind_names[file->kind],
						file->name, bytes, file->sha256};
			output_row(&session->out, fields, 5);
		}
	}
}

static void print_text(const struct session *session, bool files)
{
	const struct output *out = &session->out;
	const struct icd_about *about = session->view.about;
	fprintf(out->file, "%s%-10s  %9s  %8s  %7s  %10s  %s%s\n", ink(out, INK_HEAD), "effective", "billable",
		"headers", "notes", "POA exempt", "code set from", ink_end(out));
	for (uint16_t i = 0; i < about->release_count; i++) {
		const struct icd_release *release = &about->releases[i];
		char date[ICD_DATE_SIZE], notes[32] = "-", poa[32] = "-";
		if (release->diags)
			snprintf(notes, sizeof notes, "%lu", note_total(release));
		if (release->poa)
			snprintf(poa, sizeof poa, "%u", release->poa);
		fprintf(out->file, "%-10s  %9u  %8u  %7s  %10s  %s\n", icd_date_format(release->date, date),
			release->billable, release->headers, notes, poa, basis(release));
		for (uint32_t j = 0; files && j < release->file_count; j++)
			fprintf(out->file, "  %-20s  %s\n  %20s  %s%s%s\n", kind_names[release->files[j].kind],
				release->files[j].name, "", ink(out, INK_DIM), release->files[j].sha256, ink_end(out));
	}
	fprintf(out->file, "%s%s%s\n", ink(out, INK_DIM), icd_store_path(session->store), ink_end(out));
}

int cmd_releases(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"files", 0, false}, {0}};
	struct option_reader reader;
	bool files = false;
	int option;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		files = true;
	}
	if (reader.count)
		return command_usage("releases", "no argument was expected: %s", argv[1]);
	if (session->out.format == FORMAT_JSON)
		print_json(session);
	else if (session->out.format == FORMAT_TSV)
		print_rows(session);
	else
		print_text(session, files);
	return STATUS_OK;
}
