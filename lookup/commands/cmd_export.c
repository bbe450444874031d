/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "official/official.h"
#include "user/user.h"
#include "view/crosswalk.h"
#include "commands.h"

#include <string.h>

static void write_bytes(void *context, const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, context);
}

/* What may be exported. */
struct kind {
	const char *name; /* as typed */
	bool (*run)(struct icd_export *export, const struct icd_view *view, const struct kind *kind,
		    const struct icd_sink *sink, struct icd_error *err);
	const char *what; /* for people */
	enum icd_file_kind file;
	enum icd_index_kind index;
	bool (*table)(struct session *session, FILE *file, struct icd_error *err); /* a table for databases instead */
};

/* A file given back exactly, or made from what the release came with? */
static void say_origin(const struct icd_release *release, enum icd_file_kind kind, const char *what)
{
	const struct icd_file *file = icd_release_file(release, kind);
	char date[ICD_DATE_SIZE];
	icd_date_format(release->date, date);
	if (!file)
		fprintf(stderr, "icd10-lookup: %s had no %s file at hand; this one is made from its other files\n",
			date, what);
	else if (file->flags & ICD_FILE_IRREGULAR)
		fprintf(stderr,
			"icd10-lookup: the %s file of %s was not laid out as published files are; "
			"this one is\n",
			what, date);
}

/* The order or codes file of the code set in force. */
static bool export_table(struct icd_export *export, const struct icd_view *view, const struct kind *kind,
			 const struct icd_sink *sink, struct icd_error *err)
{
	say_origin(&view->about->releases[view->about->sets.at[view->set].release], kind->file, kind->name);
	return icd_export_table(export, kind->file, view->set, sink, err);
}

/* A file of another date than the release that answers is told of. */
static void say_other_date(const struct icd_view *view, icd_date date, const char *what)
{
	char text[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	if (date != icd_view_release(view))
		fprintf(stderr, "icd10-lookup: %s has no %s at hand; this is the one of %s\n",
			icd_date_format(icd_view_release(view), release), what, icd_date_format(date, text));
}

static bool export_tabular(struct icd_export *export, const struct icd_view *view, const struct kind *kind,
			   const struct icd_sink *sink, struct icd_error *err)
{
	if (view->list < 0)
		return icd_fail(err, "the index holds no %s", kind->what);
	say_other_date(view, view->about->lists.at[view->list].date, kind->what);
	return icd_export_tabular(export, (uint16_t)view->list, sink, err);
}

/* The index or table in force on the date; the first one for dates before it. */
static bool export_index(struct icd_export *export, const struct icd_view *view, const struct kind *kind,
			 const struct icd_sink *sink, struct icd_error *err)
{
	const struct icd_sequence *sequence = &view->about->index[kind->index];
	int on = icd_member_on(sequence, view->on);
	uint16_t member = (uint16_t)(on < 0 ? 0 : on);
	(void)export;
	if (sequence->count == 0)
		return icd_fail(err, "the index holds no %s", kind->what);
	say_other_date(view, sequence->at[member].date, kind->what);
	return icd_index_export(view->store, kind->index, member, sink, err);
}

/* ---- tables for databases: rows, or JSON with -f json ---- */

/* A field of a row is empty where the old code has no successor: then nothing is known of one. */
static const struct columns crosswalk_columns = {NULL, "old new date one_to_one source after", false};

static void tell_crossing(void *context, const char *code, const struct icd_successors *successors)
{
	struct printer *printer = context;
	for (uint32_t i = 0; i < successors->count || i == 0; i++) {
		const struct icd_successor *one = successors->count ? &successors->at[i] : NULL;
		tell_answer(printer);
		tell_fields(printer, "old:%7s new:%7s date:%x one_to_one:%hhd source:%s", code,
			    one ? one->line.code : NULL, successors->turn.date, (bool)(successors->count == 1),
			    one ? icd_source_names[one->source] : NULL);
		if (successors->turn.after)
			tell_date(printer, "after", successors->turn.after);
		tell_end(printer);
	}
}

static bool export_crosswalk(struct session *session, FILE *file, struct icd_error *err)
{
	struct printer printer = {0};
	bool json = session->out.format == FORMAT_JSON;
	printer_start(&printer, file, json ? NULL : &crosswalk_columns);
	if (!json && session->out.header)
		printer_names(&printer);
	bool ok = icd_crosswalk(&session->view, tell_crossing, &printer, err);
	return (printer_close(&printer) || icd_out_of_memory(err)) && ok;
}

static const struct kind kinds[] = {
	{"order", export_table, .file = ICD_FILE_ORDER},
	{"codes", export_table, .file = ICD_FILE_CODES},
	{"tabular", export_tabular, .what = "tabular list"},
	{"index", export_index, "alphabetic index", .index = ICD_INDEX_ALPHABETIC},
	{"cause", export_index, "external cause index", .index = ICD_INDEX_CAUSE},
	{"drug", export_index, "table of drugs", .index = ICD_INDEX_DRUG},
	{"neoplasm", export_index, "table of neoplasms", .index = ICD_INDEX_NEOPLASM},
	{"crosswalk", .table = export_crosswalk},
};

static const char export_names[] = "order, codes, tabular, index, cause, drug, neoplasm or crosswalk";

struct writing {
	struct session *session;
	const struct icd_view *view;
	const struct kind *kind;
};

static bool write_export(void *context, FILE *file, struct icd_error *err)
{
	const struct writing *writing = context;
	const struct icd_sink sink = {write_bytes, file};
	struct icd_export *export = NULL;
	if (writing->kind->table)
		return writing->kind->table(writing->session, file, err);
	/* The indexes are read for themselves. */
	if (writing->kind->run != export_index && !icd_export_open(writing->view->store, &export, err))
		return false;
	bool ok = writing->kind->run(export, writing->view, writing->kind, &sink, err);
	icd_export_close(export);
	return ok;
}

/* What is written may not be what was in force then. */
static void warn_of_gap(const struct icd_view *view)
{
	char on[ICD_DATE_SIZE], gap[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	icd_date missing = icd_gap_on(&view->about->sets, view->on);
	if (missing)
		fprintf(stderr,
			"icd10-lookup: releases in force on %s may not be held, the first missing is of %s; "
			"written from %s\n",
			icd_date_format(view->on, on), icd_date_format(missing, gap),
			icd_date_format(icd_view_release(view), release));
}

static int export_to(struct session *session, const char *what, const char *path)
{
	struct writing writing = {.session = session, .view = &session->view};
	struct icd_error err;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].name, what) == 0)
			writing.kind = &kinds[i];
	}
	if (!writing.kind)
		return command_usage(session, "%s was expected: %s", export_names, what);
	if (!write_file(path, write_export, &writing, &err))
		return command_fail("%s", err.text);
	return STATUS_OK;
}

int cmd_export(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"output", 'o', OPTION_TEXT, 0, NULL}, {0}};
	const char *path = "-";
	int count = options_read(session, argc, argv, options, &path, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count != 1)
		return command_usage(session, "what to export was expected: %s", export_names);
	session_warn_date(session);
	warn_of_gap(&session->view);
	return export_to(session, argv[1], path);
}
