/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/print.h"
#include "commands.h"

#include <stddef.h>
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
	[ICD_FILE_TABULAR_ADDENDA] = "tabular_addenda",
	[ICD_FILE_INDEX_ADDENDA] = "index_addenda",
	[ICD_FILE_CAUSE_ADDENDA] = "external_cause_addenda",
	[ICD_FILE_DRUG_ADDENDA] = "drug_addenda",
	[ICD_FILE_NEOPLASM_ADDENDA] = "neoplasm_addenda",
	[ICD_FILE_GUIDELINES] = "guidelines",
	[ICD_FILE_MCE] = "mce",
	[ICD_FILE_GEM_FROM_9] = "gem_from_icd9",
	[ICD_FILE_GEM_FROM_10] = "gem_from_icd10",
};

/* Where its tabular list is from. */
static const char *notes_source(const struct icd_release *release)
{
	return release->diags ? notes_source_names[(release->flags & ICD_RELEASE_REBUILT) != 0] : NULL;
}

static const struct columns columns = {"files", "effective=releases.effective kind name bytes sha256", false};

static void tell_files(struct printer *printer, const struct icd_release *release)
{
	tell_list(printer, "files");
	for (uint32_t i = 0; i < release->file_count; i++) {
		const struct icd_file *file = &release->files[i];
		tell_item(printer, NULL, "kind:%s name:%s bytes:%lld sha256:%s", kind_names[file->kind], file->name,
			  (long long)file->size, file->sha256);
	}
	tell_end(printer);
}

/* Null of what the release did not come with: 0 would say that there are none. */
static void tell_held(struct printer *printer, const char *name, bool held, uint64_t count)
{
	if (held)
		tell_number(printer, name, (int64_t)count);
	else
		tell_null(printer, name);
}

static void tell_release(struct printer *printer, const struct icd_release *release)
{
	bool codes = release->billable + release->headers > 0, list = release->diags > 0;
	tell_object(printer, NULL);
	tell_fields(printer, "effective:%x basis:%s", release->date, icd_release_basis(release));
	tell_held(printer, "billable", codes, release->billable);
	tell_held(printer, "headers", codes, release->headers);
	tell_held(printer, "diags", list, release->diags);
	tell_object(printer, "notes");
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		tell_held(printer, note_kinds[i].name, list, release->notes[i]);
	tell_end(printer);
	tell_held(printer, "note_total", list, (uint64_t)icd_release_notes(release));
	tell_held(printer, "poa_exempt", release->poa > 0, release->poa);
	tell_held(printer, "mce", release->edits > 0, release->edits);
	tell_held(printer, "gem_from_icd9", release->gems[ICD_GEM_FROM_9] > 0, release->gems[ICD_GEM_FROM_9]);
	tell_held(printer, "gem_from_icd10", release->gems[ICD_GEM_FROM_10] > 0, release->gems[ICD_GEM_FROM_10]);
	tell_held(printer, "guidelines", release->guidelines > 0, release->guidelines);
	tell_text(printer, "notes_source", notes_source(release));
	if (release->addenda.lines) {
		tell_object(printer, "addenda");
		tell_fields(printer, "lines:%u", release->addenda.lines);
		tell_texts(printer, "not_placed", release->addenda.unplaced, release->addenda.unplaced_count);
		tell_texts(printer, "differences", release->addenda.differences, release->addenda.difference_count);
		tell_end(printer);
	}
	tell_files(printer, release);
	tell_end(printer);
}

static void tell_releases(struct printer *printer, const struct session *session)
{
	const struct icd_about *about = session->view.about;
	tell_answer(printer);
	tell_text(printer, "index", icd_store_path(session->store));
	tell_list(printer, "releases");
	for (uint16_t i = 0; i < about->release_count; i++)
		tell_release(printer, &about->releases[i]);
	tell_end(printer);
	tell_end(printer);
}

static void print_addenda(const struct output *out, const struct icd_account *addenda)
{
	if (!addenda->lines)
		return;
	fprintf(out->file, "  addenda: %u lines, %u not placed; %u differences from the tabular list\n", addenda->lines,
		addenda->unplaced_count, addenda->difference_count);
	for (uint32_t i = 0; i < addenda->unplaced_count; i++)
		output_wrap(out, "    not placed: ", 4, 6, INK_DIM, addenda->unplaced[i]);
	for (uint32_t i = 0; i < addenda->difference_count; i++)
		output_wrap(out, "    ", 4, 6, INK_DIM, addenda->differences[i]);
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
			snprintf(notes, sizeof notes, "%lu", icd_release_notes(release));
		if (release->poa)
			snprintf(poa, sizeof poa, "%u", release->poa);
		bool rebuilt = release->flags & ICD_RELEASE_REBUILT;
		output_item(out, OUTPUT_UNDER, INK_PLAIN, rebuilt ? "notes from addenda" : "",
			    "%-10s  %9u  %8u  %7s  %10s  %s%s", icd_date_format(release->date, date), release->billable,
			    release->headers, notes, poa, icd_release_basis(release), rebuilt ? "; " : "");
		if (files)
			print_addenda(out, &release->addenda);
		for (uint32_t j = 0; files && j < release->file_count; j++)
			fprintf(out->file, "  %-20s  %s\n  %20s  %s%s%s\n", kind_names[release->files[j].kind],
				release->files[j].name, "", ink(out, INK_DIM), release->files[j].sha256, ink_end(out));
	}
	fprintf(out->file, "%s%s%s\n", ink(out, INK_DIM), icd_store_path(session->store), ink_end(out));
}

struct releases_options {
	bool files, newer;
};

int cmd_releases(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"files", 0, OPTION_FLAG, offsetof(struct releases_options, files), NULL},
		{"newer", 0, OPTION_FLAG, offsetof(struct releases_options, newer), NULL},
		{0}};
	struct releases_options chosen = {false, false};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count)
		return command_usage(session, "no argument was expected: %s", argv[1]);
	if (chosen.newer)
		return releases_newer(session);
	struct printer *printer = session_printer(session, &columns);
	struct icd_error err;
	if (!icd_store_sources(session->store, &err))
		return command_fail("%s", err.text);
	if (printer)
		tell_releases(printer, session);
	else
		print_text(session, chosen.files);
	return STATUS_OK;
}
