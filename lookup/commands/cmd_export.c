/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "official/official.h"
#include "user/user.h"
#include "commands.h"

#include <string.h>

static void write_bytes(void *context, const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, context);
}

struct choice {
	struct session *session;
	struct icd_sink sink;
	struct icd_error *err;
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

static bool export_table(struct choice *choice, enum icd_file_kind kind, const char *what)
{
	const struct icd_view *view = &choice->session->view;
	struct icd_export *export;
	if (!icd_export_open(view->store, &export, choice->err))
		return false;
	say_origin(&view->about->releases[view->about->sets.at[view->set].release], kind, what);
	bool ok = icd_export_table(export, kind, view->set, &choice->sink, choice->err);
	icd_export_close(export);
	return ok;
}

static bool export_order(struct choice *choice)
{
	return export_table(choice, ICD_FILE_ORDER, "order");
}

static bool export_codes(struct choice *choice)
{
	return export_table(choice, ICD_FILE_CODES, "codes");
}

static bool export_tabular(struct choice *choice)
{
	const struct icd_view *view = &choice->session->view;
	struct icd_export *export;
	char date[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	if (view->list < 0)
		return icd_fail(choice->err, "the index holds no tabular list");
	icd_date_format(view->about->lists.at[view->list].date, date);
	icd_date_format(icd_view_release(view), release);
	if (strcmp(date, release) != 0)
		fprintf(stderr, "icd10-lookup: %s has no tabular list at hand; this is the one of %s\n", release, date);
	if (!icd_export_open(view->store, &export, choice->err))
		return false;
	bool ok = icd_export_tabular(export, (uint16_t)view->list, &choice->sink, choice->err);
	icd_export_close(export);
	return ok;
}

/* The index or table in force on the date; the first one for dates before it. */
static bool export_one_index(struct choice *choice, enum icd_index_kind kind, const char *what)
{
	const struct icd_view *view = &choice->session->view;
	const struct icd_sequence *sequence = &view->about->index[kind];
	char date[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	int on = icd_member_on(sequence, view->on);
	uint16_t member = (uint16_t)(on < 0 ? 0 : on);
	if (sequence->count == 0)
		return icd_fail(choice->err, "the index holds no %s", what);
	icd_date_format(sequence->at[member].date, date);
	icd_date_format(icd_view_release(view), release);
	if (strcmp(date, release) != 0)
		fprintf(stderr, "icd10-lookup: %s has no %s at hand; this is the one of %s\n", release, what, date);
	return icd_index_export(view->store, kind, member, &choice->sink, choice->err);
}

static bool export_index(struct choice *choice)
{
	return export_one_index(choice, ICD_INDEX_ALPHABETIC, "alphabetic index");
}

static bool export_cause(struct choice *choice)
{
	return export_one_index(choice, ICD_INDEX_CAUSE, "external cause index");
}

static bool export_drug(struct choice *choice)
{
	return export_one_index(choice, ICD_INDEX_DRUG, "table of drugs");
}

static bool export_neoplasm(struct choice *choice)
{
	return export_one_index(choice, ICD_INDEX_NEOPLASM, "table of neoplasms");
}

static const struct {
	const char *name;
	bool (*run)(struct choice *choice);
} exports[] = {
	{"order", export_order}, {"codes", export_codes}, {"tabular", export_tabular},   {"index", export_index},
	{"cause", export_cause}, {"drug", export_drug},   {"neoplasm", export_neoplasm},
};

static const char export_names[] = "order, codes, tabular, index, cause, drug or neoplasm";

/* Writes the export that was chosen to a file. */
struct writing {
	struct session *session;
	bool (*run)(struct choice *choice);
};

static bool write_export(void *context, FILE *file, struct icd_error *err)
{
	struct writing *writing = context;
	struct choice choice = {writing->session, {write_bytes, file}, err};
	return writing->run(&choice);
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
	struct writing writing = {.session = session};
	struct icd_error err;
	for (size_t i = 0; i < sizeof exports / sizeof *exports; i++) {
		if (strcmp(exports[i].name, what) == 0)
			writing.run = exports[i].run;
	}
	if (!writing.run)
		return command_usage(session, "%s was expected: %s", export_names, what);
	if (!write_file(path, write_export, &writing, &err))
		return command_fail("%s", err.text);
	return STATUS_OK;
}

int cmd_export(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"output", 'o', OPTION_TEXT, 0, NULL}, {0}};
	const char *path = "-";
	int count = options_read(session, argc, argv, options, &path);
	if (count < 0)
		return STATUS_FAILED;
	if (count != 1)
		return command_usage(session, "what to export was expected: %s", export_names);
	session_warn_date(session);
	warn_of_gap(&session->view);
	return export_to(session, argv[1], path);
}
