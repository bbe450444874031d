/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "official/official.h"
#include "tables/tables.h"
#include "user/user.h"
#include "commands.h"

#include <stddef.h>
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
};

/* A file given back exactly, or made from what the release came with? */
static void say_origin(const struct icd_release *release, enum icd_file_kind kind, const char *what)
{
	const struct icd_file *file = icd_release_file(release, kind);
	char date[ICD_DATE_SIZE];
	icd_date_format(release->date, date);
	if (!file)
		command_say("%s had no %s file at hand; this one is made from its other files", date, what);
	else if (file->flags & ICD_FILE_IRREGULAR)
		command_say("the %s file of %s was not laid out as published files are; "
			    "this one is",
			    what, date);
	else if (file->flags & ICD_FILE_OVERRULED)
		command_say("where the rows of the %s file of %s differ from another file of the release, "
			    "this one goes by that",
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
		command_say("%s has no %s at hand; this is the one of %s",
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

static const struct kind kinds[] = {
	{"order", export_table, .file = ICD_FILE_ORDER},
	{"codes", export_table, .file = ICD_FILE_CODES},
	{"tabular", export_tabular, .what = "tabular list"},
	{"index", export_index, "alphabetic index", .index = ICD_INDEX_ALPHABETIC},
	{"cause", export_index, "external cause index", .index = ICD_INDEX_CAUSE},
	{"drug", export_index, "table of drugs", .index = ICD_INDEX_DRUG},
	{"neoplasm", export_index, "table of neoplasms", .index = ICD_INDEX_NEOPLASM},
};

static const char export_names[] =
	"order, codes, tabular, index, cause, drug, neoplasm, crosswalk, dated, dated-notes or "
	"dated-excludes";

struct export_options {
	const char *path;
	enum sql_engine sql; /* SQL_ENGINES: none was asked for */
};

struct writing {
	struct session *session;
	const struct icd_view *view;
	const struct kind *kind;   /* what is to be exported, or */
	const struct table *table; /* the table for databases */
	enum sql_engine sql;
};

#define HELD_ROWS 65536 /* bytes of rows that are written at once */

/* A table for databases: rows, or JSON with -f json; or the SQL that loads it. */
static bool write_table(const struct writing *writing, FILE *file, struct icd_error *err)
{
	const struct output *out = &writing->session->out;
	struct printer printer = {0};
	bool json = out->format == FORMAT_JSON;
	if (writing->sql != SQL_ENGINES) {
		table_sql(writing->table, writing->sql, file);
		return true;
	}
	printer_start(&printer, file, json ? NULL : &writing->table->columns);
	printer.csv = out->format == FORMAT_CSV;
	printer.hold = HELD_ROWS;
	if (!json && out->header)
		printer_names(&printer);
	bool ok = writing->table->tell(writing->view, &printer, err);
	return (printer_close(&printer) || icd_out_of_memory(err)) && ok;
}

static bool write_export(void *context, FILE *file, struct icd_error *err)
{
	const struct writing *writing = context;
	const struct icd_sink sink = {write_bytes, file};
	struct icd_export *export = NULL;
	if (writing->table)
		return write_table(writing, file, err);
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
		command_say("releases in force on %s may not be held, the first missing is of %s; "
			    "written from %s",
			    icd_date_format(view->on, on), icd_date_format(missing, gap),
			    icd_date_format(icd_view_release(view), release));
}

static int export_to(struct session *session, const char *what, const struct export_options *chosen)
{
	struct writing writing = {
		.session = session, .view = &session->view, .table = table_find(what), .sql = chosen->sql};
	struct icd_error err;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].name, what) == 0)
			writing.kind = &kinds[i];
	}
	if (!writing.kind && !writing.table)
		return command_usage(session, "%s was expected: %s", export_names, what);
	if (writing.kind && (chosen->sql != SQL_ENGINES || session->out.format == FORMAT_CSV))
		return command_usage(session,
				     "%s is no table: --sql and -f csv go with crosswalk, dated, dated-notes and "
				     "dated-excludes",
				     what);
	/* The whole history is not of a day. */
	if (writing.kind || strcmp(what, "crosswalk") == 0) {
		session_warn_date(session);
		warn_of_gap(&session->view);
	}
	if (!write_file(chosen->path, write_export, &writing, &err))
		return command_fail("%s", err.text);
	return STATUS_OK;
}

static const char *take_engine(void *chosen, const char *value)
{
	struct export_options *options = chosen;
	for (options->sql = 0; options->sql < SQL_ENGINES; options->sql++) {
		if (strcmp(sql_engine_names[options->sql], value) == 0)
			return NULL;
	}
	return "--sql: %s: postgresql, sqlite or duckdb was expected";
}

int cmd_export(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"output", 'o', OPTION_TEXT, offsetof(struct export_options, path), NULL},
		{"sql", 0, OPTION_TAKEN, 0, take_engine},
		{0}};
	struct export_options chosen = {"-", SQL_ENGINES};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count != 1)
		return command_usage(session, "what to export was expected: %s", export_names);
	return export_to(session, argv[1], &chosen);
}
