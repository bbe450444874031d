/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refs: every index entry and every note that points at a code. */
#include "base/base.h"
#include "book/book.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

struct refs {
	struct session *session;
	const char *query;
	bool below;
	struct icd_pool pool;
	struct icd_path path;
	struct icd_index_entries entries;
	struct icd_notes notes; /* elsewhere, that refer to the code */
	struct icd_error err;
};

/* What of an entry points, as JSON and TSV have it. */
static const char *const part_names[ICD_INDEX_PARTS] = {
	[ICD_PART_SEE] = "see",
	[ICD_PART_SEE_ALSO] = "see_also",
	[ICD_PART_CODE] = "code",
	[ICD_PART_SEE_CATEGORY] = "see_category",
	[ICD_PART_SUBCATEGORY] = "subcategory",
	[ICD_PART_MANIFESTATION] = "manifestation",
	[ICD_PART_WARNING] = "warning",
};

/* Of the tables: the title of the column. */
static const char *part_name(const struct icd_index_entry *entry)
{
	const struct icd_index_head *head = &entry->book->head;
	unsigned column = entry->part - ICD_PART_CELL + 1;
	if (entry->part < ICD_PART_CELL)
		return part_names[entry->part];
	return column < head->column_count ? head->columns[column] : "cell";
}

/* ---- what could not be looked at ---- */

static bool any_index(const struct icd_about *about)
{
	for (int kind = 0; kind < ICD_INDEXES; kind++) {
		if (about->index[kind].count)
			return true;
	}
	return false;
}

#define REMARKS     2u
#define REMARK_SIZE 128

/* One sentence each, "" where there was something to look at. */
static const char *remark(const struct refs *r, unsigned which, char out[REMARK_SIZE])
{
	char code[ICD_DOTTED_SIZE];
	out[0] = '\0';
	if (which == 0 && !any_index(r->session->view.about))
		snprintf(out, REMARK_SIZE, "Cannot tell of index entries: no alphabetic index and no table is held.");
	if (which == 1 && (r->path.list < 0 || r->path.derived))
		snprintf(out, REMARK_SIZE, "Cannot tell of notes: no tabular list held has %s.",
			 icd_code_format(r->path.codes[0]->code, code));
	return out;
}

/* ---- JSON ---- */

static void tell_entries(struct printer *printer, const struct refs *r)
{
	tell_list(printer, "entries");
	for (uint32_t i = 0; i < r->entries.count; i++) {
		const struct icd_index_entry *entry = &r->entries.at[i];
		tell_object(printer, NULL);
		tell_fields(printer, "index:%s release:%x", icd_index_names[entry->book->kind], entry->book->date);
		tell_index_path(printer, entry->tree, entry->node);
		tell_fields(printer, "term:%s as:%s code:%s", entry->tree->at[entry->node].title, part_name(entry),
			    entry->text);
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_notes(struct printer *printer, const struct refs *r)
{
	char text[ICD_REFERENCE_TEXT];
	tell_list(printer, "notes");
	for (uint32_t i = 0; i < r->notes.count; i++) {
		const struct icd_note *note = &r->notes.at[i];
		tell_object(printer, NULL);
		tell_fields(printer, "kind:%s at:%s text:%s", note_kinds[note->kind].name, note->at, note->text);
		tell_list(printer, "codes");
		for (uint32_t j = 0; j < note->entry->reference_count; j++)
			tell_text(
				printer, NULL,
				icd_reference_text(&note->entry->references[j], note->entry->text, text, sizeof text));
		tell_end(printer);
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_remarks(struct printer *printer, const struct refs *r)
{
	char texts[REMARKS][REMARK_SIZE];
	const char *remarks[REMARKS];
	size_t count = 0;
	for (unsigned i = 0; i < REMARKS; i++) {
		remarks[count] = remark(r, i, texts[i]);
		count += *texts[i] != '\0';
	}
	if (count)
		tell_texts(printer, "remarks", remarks, count);
}

static void tell_refs(struct printer *printer, const struct refs *r, bool known)
{
	const struct icd_view *view = &r->session->view;
	int list = known ? r->path.list : -1;
	tell_answer(printer);
	tell_text(printer, "query", r->query);
	tell_code(printer, "code", known ? r->path.codes[0]->code : NULL);
	tell_fields(printer, "found:%hhd on:%x notes_release:%x", known, view->on,
		    list < 0 ? 0 : view->about->lists.at[list].date);
	tell_notes_source(printer, view->about, list);
	tell_entries(printer, r);
	tell_notes(printer, r);
	if (known)
		tell_remarks(printer, r);
	tell_warning(printer, view);
	tell_end(printer);
}

/* ---- TSV ---- */

static const struct columns row_columns = {NULL, "source at code text", false};

/* Each row is an answer of its own. */
static void tell_rows(struct refs *r)
{
	char text[REMARK_SIZE];
	for (unsigned i = 0; i < REMARKS; i++) {
		if (*remark(r, i, text))
			command_say("%s", text);
	}
	struct printer *printer = session_printer(r->session, &row_columns);
	for (uint32_t i = 0; i < r->entries.count; i++) {
		const struct icd_index_entry *entry = &r->entries.at[i];
		tell_item(printer, NULL, "source:%s at:%s code:%s text:%s", icd_index_names[entry->book->kind],
			  icd_index_path(&r->pool, entry->tree, entry->node, " > "), entry->text, part_name(entry));
	}
	for (uint32_t i = 0; i < r->notes.count; i++) {
		const struct icd_note *note = &r->notes.at[i];
		tell_item(printer, NULL, "source:%s at:%s text:%s", note_kinds[note->kind].name, note->at, note->text);
	}
}

/* ---- text ---- */

static void print_entry(const struct output *out, const struct icd_index_entry *entry, struct icd_pool *pool)
{
	char line[2048];
	const char *path = icd_index_path(pool, entry->tree, entry->node, " > ");
	bool manifestation = entry->part == ICD_PART_MANIFESTATION;
	bool see = entry->part == ICD_PART_SEE || entry->part == ICD_PART_SEE_ALSO;
	const char *open = manifestation ? "[" : "", *closed = manifestation ? "]" : "";
	unsigned columns = see ? 0 : text_columns(entry->text) + 2 * manifestation;
	unsigned pad = columns < 9 ? 9 - columns : 0;
	snprintf(line, sizeof line, "%s%s%s%s%s", path ? path : "", see ? " - see " : "", see ? entry->text : "",
		 entry->part >= ICD_PART_CELL ? ": " : "", entry->part >= ICD_PART_CELL ? part_name(entry) : "");
	output_item(out, OUTPUT_UNDER + 2, INK_PLAIN, line, "  %s%s%.60s%s%s%*s  ", ink(out, INK_CODE), open,
		    see ? "" : entry->text, closed, ink_end(out), (int)pad, "");
}

static void print_entries(struct refs *r)
{
	const struct output *out = &r->session->out;
	struct index_printing printing = {.out = out, .view = &r->session->view};
	for (uint32_t i = 0; i < r->entries.count; i++) {
		const struct icd_index_entry *entry = &r->entries.at[i];
		if (i == 0 || entry->book != entry[-1].book)
			index_print_book(&printing, entry->book);
		print_entry(out, entry, &r->pool);
	}
}

static void print_note(const struct output *out, const struct icd_note *note)
{
	char kind[32];
	snprintf(kind, sizeof kind, "%s", note_kinds[note->kind].name);
	for (char *c = kind; (c = strchr(c, '_')) != NULL;)
		*c = ' ';
	unsigned at = text_columns(note->at), name = text_columns(kind);
	output_item(out, OUTPUT_UNDER, INK_PLAIN, note->text, "  %s%.100s%s%*s  %s%*s  ", ink(out, INK_CODE), note->at,
		    ink_end(out), (int)(at < 10 ? 10 - at : 0), "", kind, (int)(name < 14 ? 14 - name : 0), "");
}

static void print_notes(struct refs *r)
{
	char date[ICD_DATE_SIZE];
	if (!r->notes.count)
		return;
	icd_date_format(r->session->view.about->lists.at[r->path.list].date, date);
	output_line(&r->session->out, 0, INK_DIM, "Notes elsewhere in the tabular list of %s%s", date,
		    r->path.later ? ", the nearest one that has the code" : "");
	for (uint32_t i = 0; i < r->notes.count; i++)
		print_note(&r->session->out, &r->notes.at[i]);
}

static void print_text(struct refs *r)
{
	const struct output *out = &r->session->out;
	char code[ICD_DOTTED_SIZE], text[REMARK_SIZE];
	bool all = true;
	const struct icd_code_record *record = r->path.codes[0];
	fprintf(out->file, "%s%s%s  %s\n", ink(out, INK_CODE), icd_code_format(record->code, code), ink_end(out),
		icd_view_title(&r->session->view, record));
	for (unsigned i = 0; i < REMARKS; i++) {
		if (!*remark(r, i, text))
			continue;
		all = false;
		output_wrap(out, "", 0, 0, INK_WARN, text);
	}
	print_entries(r);
	print_notes(r);
	if (all && !r->entries.count && !r->notes.count)
		fputs("No index entry and no note elsewhere points at it.\n", out->file);
}

/* ---- the command ---- */

/* The code as typed, else without the placeholders that templates put at its end. */
static enum icd_found find_code(struct refs *r)
{
	struct icd_typed_code typed;
	if (!icd_code_parse(r->query, strlen(r->query), &typed))
		return ICD_NOT_FOUND;
	r->below |= typed.open;
	enum icd_found found = icd_path_read(&r->session->view, &r->pool, typed.code, &r->path, &r->err);
	if (found == ICD_NOT_FOUND && icd_code_without_placeholder(typed.code))
		found = icd_path_read(&r->session->view, &r->pool, typed.code, &r->path, &r->err);
	return found;
}

static int show_refs(struct session *session, const char *query, bool first, const void *below)
{
	struct refs r = {.session = session, .query = query, .below = *(const bool *)below};
	enum icd_found found = find_code(&r);
	bool known = found == ICD_FOUND, ok = found != ICD_FAILED;
	(void)first;
	if (known)
		ok = icd_index_entries_for(&session->view, &r.pool, r.path.codes[0], r.below, &r.entries, &r.err) &&
		     icd_notes_incoming(&r.path, &r.pool, ICD_KINDS_OF_NOTES, r.below, true, &r.notes, &r.err);
	if (ok && session->out.format == FORMAT_JSON)
		tell_refs(session_printer(session, NULL), &r, known);
	else if (ok && !known)
		command_no_code(query);
	else if (ok && session->out.format == FORMAT_TSV)
		tell_rows(&r);
	else if (ok)
		print_text(&r);
	ok = ok && (!r.pool.failed || icd_out_of_memory(&r.err));
	int status = !ok ? command_fail("%s", r.err.text) : r.entries.count || r.notes.count ? STATUS_OK : STATUS_NO;
	icd_pool_free(&r.pool);
	return status;
}

int cmd_refs(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"below", 'b', OPTION_FLAG, 0, NULL}, {0}};
	bool below = false;
	int count = options_read(session, argc, argv, options, &below, "a code was");
	if (count < 0)
		return STATUS_FAILED;
	session_warn_date(session);
	return command_each(session, argv + 1, count, show_refs, &below);
}
