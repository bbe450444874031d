/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/print.h"
#include "commands.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- which place is meant ---- */

struct prefix_search {
	struct icd_key key;
	bool found;
};

static bool any_code(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct prefix_search *search = context;
	(void)value;
	search->found = key.size >= search->key.size && memcmp(key.data, search->key.bytes, search->key.size) == 0;
	return false;
}

/* Is there a code of this name or, for a place with all below it, one that begins so? */
static enum icd_found known(struct icd_store *store, const struct icd_desk_place *place, struct icd_error *err)
{
	struct prefix_search search = {.key = icd_key_of(ICD_TABLE_CODE, place->code)};
	struct icd_key high = search.key;
	struct icd_bytes value;
	if (!place->below)
		return icd_store_get(store, &search.key, &value, err);
	high.bytes[high.size++] = 0xff;
	if (!icd_store_scan(store, &search.key, &high, any_code, &search, err))
		return ICD_FAILED;
	return search.found ? ICD_FOUND : ICD_NOT_FOUND;
}

/* Reads a place of the book as typed: STATUS_OK; otherwise the message was given. */
static int read_place(const struct session *session, const char *typed, struct icd_desk_place *place)
{
	struct icd_error err;
	if (!icd_desk_place_parse(typed, place))
		return command_fail("%s: a code (M54.50) or the start of codes (M54.5-) was expected", typed);
	enum icd_found found = known(session->store, place, &err);
	if (found == ICD_FAILED)
		return command_fail("%s", err.text);
	if (found == ICD_FOUND)
		return STATUS_OK;
	command_fail("%s is in no release held", place->text);
	return STATUS_NO;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n\v\f")] == '\0';
}

/* ---- showing ---- */

static const struct columns columns = {"notes", "for source text", false};

/* Is the note to be shown: it covers the code or, without one, is the user's own. */
static bool is_shown(const struct icd_desk_note *note, const char *code)
{
	return code ? icd_desk_place_covers(&note->place, code) : !note->shipped;
}

static void tell_desk_notes(struct printer *printer, const struct icd_desk_notes *notes, const char *query,
			    const char *code)
{
	tell_answer(printer);
	tell_text(printer, "query", query);
	tell_list(printer, "notes");
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		if (is_shown(icd_desk_notes_at(notes, i), code))
			tell_desk_note(printer, icd_desk_notes_at(notes, i));
	}
	tell_end(printer);
	tell_end(printer);
}

static void print_own(const struct output *out, const struct icd_desk_notes *notes)
{
	char path[ICD_LOCATION_SIZE];
	bool any = false;
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		if (note->shipped)
			continue;
		output_item(out, OUTPUT_UNDER, INK_PLAIN, note->text, "  #%-2u %s%-8s%s  ", note->number,
			    ink(out, INK_CODE), note->place.text, ink_end(out));
		any = true;
	}
	icd_desk_path(ICD_DESK_NOTES, path);
	if (any)
		fprintf(out->file, "%sThey are in %s%s\n", ink(out, INK_DIM), path, ink_end(out));
	else
		fprintf(out->file, "There are no notes of yours yet. One is made with: note M54.50 \"text\"\n");
}

/* Notes that cover the place; all of the user's own when it is NULL. */
static int show(struct session *session, const char *query, const struct icd_desk_place *place)
{
	const struct output *out = &session->out;
	const struct icd_desk_notes *notes = session_notes(session);
	const char *code = place ? place->code : NULL;
	if (!notes)
		return STATUS_FAILED;
	struct printer *printer = session_printer(session, &columns);
	if (printer)
		tell_desk_notes(printer, notes, query, code);
	else if (!place)
		print_own(out, notes);
	else if (desk_notes_print(out, notes, code, true, true) == 0)
		fprintf(out->file, "There is no desk note for %s.\n", place->text);
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		if (is_shown(icd_desk_notes_at(notes, i), code))
			return STATUS_OK;
	}
	return STATUS_NO;
}

/* ---- changing ---- */

static void report(struct session *session, const char *done, const struct icd_desk_place *place, const char *text)
{
	if (session->out.format == FORMAT_TEXT) {
		fprintf(session->out.file, "%c%s for %s: %s\n", toupper((unsigned char)done[0]), done + 1, place->text,
			text);
	} else if (session->out.format == FORMAT_JSON) {
		struct printer *printer = session_printer(session, NULL);
		tell_answer(printer);
		tell_fields(printer, "done:%s for:%s text:%s", done, place->text, text);
		tell_end(printer);
	}
}

static int add(struct session *session, const struct icd_desk_place *place, const char *text)
{
	struct icd_error err;
	if (!icd_desk_add(ICD_DESK_NOTES, place, text, NULL, &err))
		return command_fail("%s", err.text);
	session_forget_notes(session);
	report(session, "noted", place, text);
	return STATUS_OK;
}

/* Puts the text in the place of a note, or deletes it (NULL). */
static int change(struct session *session, const struct icd_desk_note *note, const char *text)
{
	struct icd_error err;
	if (!icd_desk_change(ICD_DESK_NOTES, note, text, &err))
		return command_fail("%s", err.text);
	report(session, text ? "changed" : "deleted", &note->place, text ? text : note->text);
	session_forget_notes(session);
	return STATUS_OK;
}

/* The user's note of this number ("3", "#3"); else the only one written for this very place. STATUS_OK;
 * otherwise the message was given. */
static int choose(struct session *session, const char *which, const struct icd_desk_note **found)
{
	const struct icd_desk_notes *notes = session_notes(session);
	const char *digits = which + (*which == '#');
	struct icd_desk_place place;
	char *end;
	unsigned long number = strtoul(digits, &end, 10), count = 0;
	bool numbered = *digits && *end == '\0', placed = !numbered && icd_desk_place_parse(which, &place);
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		bool meant = numbered ? note->number == number : placed && strcmp(note->place.text, place.text) == 0;
		if (note->shipped || !meant)
			continue;
		*found = note;
		count++;
	}
	if (notes && count == 0) {
		command_fail("note: there is no note of yours %s %s", numbered ? "with the number" : "for", which);
		return STATUS_NO;
	}
	if (count > 1)
		command_fail(
			"note: there are %lu notes of yours for %s; name one by its number, as \"note\" lists them",
			count, which);
	return count == 1 ? STATUS_OK : STATUS_FAILED;
}

static int edit(struct session *session, const char *which, const char *text)
{
	const struct icd_desk_note *note;
	if (is_blank(text))
		return command_usage(session, "--edit: the new text was expected");
	int status = choose(session, which, &note);
	return status == STATUS_OK ? change(session, note, text) : status;
}

static int delete (struct session *session, const char *which)
{
	const struct icd_desk_note *note;
	int status = choose(session, which, &note);
	return status == STATUS_OK ? change(session, note, NULL) : status;
}

/* A place alone shows its notes, a place and a text make one. */
static int show_or_add(struct session *session, const char *typed, const char *text)
{
	struct icd_desk_place place;
	int status = read_place(session, typed, &place);
	if (status == STATUS_NO && !text && session->out.format == FORMAT_JSON)
		tell_desk_notes(session_printer(session, NULL), NULL, typed, "");
	if (status != STATUS_OK)
		return status;
	if (!text)
		return show(session, typed, &place);
	return is_blank(text) ? command_usage(session, "a text was expected") : add(session, &place, text);
}

struct note_options {
	const char *deleted, *edited;
};

int cmd_note(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"delete", 'd', OPTION_TEXT, offsetof(struct note_options, deleted), NULL},
		{"edit", 'e', OPTION_TEXT, offsetof(struct note_options, edited), NULL},
		{0}};
	struct note_options chosen = {0};
	struct icd_pool pool = {0};
	int count = options_read(session, argc, argv, options, &chosen, NULL), status;
	if (count < 0)
		return STATUS_FAILED;
	if (chosen.deleted && (chosen.edited || count))
		return command_usage(session, "--delete: one note was expected and nothing else");
	int before = chosen.edited ? 0 : 1; /* arguments before the text */
	const char *text = count > before ? command_join(&pool, argv + 1 + before, count - before) : NULL;
	if (pool.failed)
		status = command_fail("out of memory");
	else if (chosen.deleted)
		status = delete (session, chosen.deleted);
	else if (chosen.edited)
		status = edit(session, chosen.edited, text ? text : "");
	else
		status = count ? show_or_add(session, argv[1], text) : show(session, NULL, NULL);
	icd_pool_free(&pool);
	return status;
}

/* ---- bookmarks ---- */

static void tell_bookmarked(struct printer *printer, const char *code, bool bookmarked, bool changed)
{
	tell_answer(printer);
	tell_fields(printer, "code:%s bookmarked:%hhd changed:%hhd", code, bookmarked, changed);
	tell_end(printer);
}

/* Bookmarks the code, or takes its bookmark away. */
static int set_bookmark(struct session *session, const char *typed, bool first, const void *delete)
{
	bool wanted = !*(const bool *)delete;
	(void)first;
	const struct icd_desk_note *bookmark;
	struct icd_desk_place place;
	struct icd_error err;
	int status = read_place(session, typed, &place);
	if (status != STATUS_OK)
		return status;
	if (!icd_desk_notes_renew(ICD_DESK_BOOKMARKS, &session->bookmarks, &err) ||
	    !icd_desk_notes_find(session->bookmarks, place.text, &bookmark, &err))
		return command_fail("%s", err.text);
	bool had = bookmark != NULL;
	const char *said = wanted ? had ? "is bookmarked already" : "is bookmarked"
			   : had  ? "is bookmarked no longer"
				  : "was not bookmarked";
	bool ok = true;
	if (wanted && !had)
		ok = icd_desk_add(ICD_DESK_BOOKMARKS, &place, NULL, session->bookmarks, &err);
	else if (!wanted && had)
		ok = icd_desk_change(ICD_DESK_BOOKMARKS, bookmark, NULL, &err);
	if (!ok)
		return command_fail("%s", err.text);
	if (session->out.format == FORMAT_TEXT)
		fprintf(session->out.file, "%s %s.\n", place.text, said);
	else if (session->out.format == FORMAT_JSON)
		tell_bookmarked(session_printer(session, NULL), place.text, wanted, wanted == !had);
	return wanted || had ? STATUS_OK : STATUS_NO;
}

int cmd_bookmark(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"delete", 'd', OPTION_FLAG, 0, NULL}, {0}};
	bool delete = false;
	int count = options_read(session, argc, argv, options, &delete, "a code was");
	if (count < 0)
		return STATUS_FAILED;
	return command_each(session, argv + 1, count, set_bookmark, &delete);
}

static const struct columns bookmark_columns = {"bookmarks", "code status title", false};

static void tell_bookmark(struct printer *printer, const struct icd_card *card)
{
	tell_item(printer, NULL, "code:%s status:%s title:%s", card->query, icd_status_names[card->validity.status],
		  card->found ? card->title : NULL);
}

static bool list_bookmark(struct session *session, struct printer *printer, const struct icd_desk_note *bookmark)
{
	char number[OUTPUT_NUMBER_SIZE];
	struct icd_pool pool = {0};
	struct icd_card card;
	struct icd_error err;
	bool ok = icd_card_make(&session->view, &pool, bookmark->place.text, &card, &err);
	if (!ok) {
		command_fail("%s", err.text);
	} else if (printer) {
		tell_bookmark(printer, &card);
	} else {
		fputs(output_number(&session->out, card.query, number), session->out.file);
		card_print_line(&session->out, &card);
	}
	icd_pool_free(&pool);
	return ok;
}

static bool list_bookmarks(struct session *session, const struct icd_desk_notes *bookmarks)
{
	struct printer *printer = session_printer(session, &bookmark_columns);
	size_t count = icd_desk_notes_count(bookmarks);
	bool ok = true;
	if (printer) {
		tell_answer(printer);
		tell_date(printer, "on", session->view.on);
		tell_list(printer, "bookmarks");
	}
	for (size_t i = 0; i < count && ok; i++)
		ok = list_bookmark(session, printer, icd_desk_notes_at(bookmarks, i));
	if (printer && !ok) {
		printer_drop(printer);
	} else if (printer) {
		tell_end(printer);
		tell_warning(printer, &session->view);
		tell_end(printer);
	} else if (count == 0) {
		fputs("There are no bookmarks yet. One is made with: bookmark M54.50\n", session->out.file);
	}
	return ok;
}

int cmd_bookmarks(struct session *session, int argc, char **argv)
{
	struct icd_desk_notes *bookmarks;
	struct icd_error err;
	int given = options_read(session, argc, argv, no_options, NULL, NULL);
	if (given < 0)
		return STATUS_FAILED;
	if (given)
		return command_usage(session, "no argument was expected");
	if (!icd_desk_notes_read(ICD_DESK_BOOKMARKS, &bookmarks, &err))
		return command_fail("%s", err.text);
	size_t count = icd_desk_notes_count(bookmarks);
	if (count)
		session_warn_date(session);
	bool ok = list_bookmarks(session, bookmarks);
	icd_desk_notes_free(bookmarks);
	return !ok ? STATUS_FAILED : count ? STATUS_OK : STATUS_NO;
}
