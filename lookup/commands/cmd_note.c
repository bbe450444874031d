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

static void print_rows(const struct output *out, const struct icd_desk_notes *notes, const char *code)
{
	static const char *const names[] = {"for", "source", "text"};
	if (out->header)
		output_row(out, names, 3);
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		const char *fields[] = {note->place.text, note->shipped ? "shipped" : "user", note->text};
		if (code ? icd_desk_place_covers(&note->place, code) : !note->shipped)
			output_row(out, fields, 3);
	}
}

static void print_json(const struct output *out, const struct icd_desk_notes *notes, const char *query,
		       const char *code)
{
	json_t *array = json_array();
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		if (code ? icd_desk_place_covers(&note->place, code) : !note->shipped)
			json_array_append_new(array, desk_note_json(note));
	}
	output_json(out, json_pack("{si so so}", "v", 1, "query", json_text(query), "notes", array));
}

static size_t print_own(const struct output *out, const struct icd_desk_notes *notes)
{
	char path[ICD_LOCATION_SIZE], first[64];
	size_t printed = 0;
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		if (note->shipped)
			continue;
		snprintf(first, sizeof first, "  #%-2u %s%-8s%s  ", note->number, ink(out, INK_CODE), note->place.text,
			 ink_end(out));
		output_wrap(out, first, 16, 16, INK_PLAIN, note->text);
		printed++;
	}
	icd_desk_path(ICD_DESK_NOTES, path);
	if (printed)
		fprintf(out->file, "%sThey are in %s%s\n", ink(out, INK_DIM), path, ink_end(out));
	else
		fprintf(out->file, "There are no notes of yours yet. One is made with: note M54.50 \"text\"\n");
	return printed;
}

static size_t count_shown(const struct icd_desk_notes *notes, const char *code)
{
	size_t count = 0;
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		count += code ? icd_desk_place_covers(&note->place, code) : !note->shipped;
	}
	return count;
}

/* Notes that cover the place; all of the user's own when it is NULL. */
static int show(struct session *session, const char *query, const struct icd_desk_place *place)
{
	const struct output *out = &session->out;
	const struct icd_desk_notes *notes = session_notes(session);
	const char *code = place ? place->code : NULL;
	if (!notes)
		return STATUS_FAILED;
	if (out->format == FORMAT_JSON)
		print_json(out, notes, query, code);
	else if (out->format == FORMAT_TSV)
		print_rows(out, notes, code);
	else if (!place)
		print_own(out, notes);
	else if (desk_notes_print(out, notes, code, true, true) == 0)
		fprintf(out->file, "There is no desk note for %s.\n", place->text);
	return count_shown(notes, code) ? STATUS_OK : STATUS_NO;
}

/* ---- changing ---- */

static void report(const struct session *session, const char *done, const struct icd_desk_place *place,
		   const char *text)
{
	if (session->out.format == FORMAT_TEXT)
		fprintf(session->out.file, "%c%s for %s: %s\n", toupper((unsigned char)done[0]), done + 1, place->text,
			text);
	else if (session->out.format == FORMAT_JSON)
		output_json(&session->out, json_pack("{si ss ss so}", "v", 1, "done", done, "for", place->text, "text",
						     json_text(text)));
}

static int add(struct session *session, const struct icd_desk_place *place, const char *text)
{
	struct icd_error err;
	if (!icd_desk_add(ICD_DESK_NOTES, place, text, &err))
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

static int edit(struct session *session, const char *which, char **argv, int count)
{
	const struct icd_desk_note *note;
	char *text = command_join(argv + 1, count);
	int status = STATUS_FAILED;
	if (!text)
		return command_fail("out of memory");
	if (is_blank(text))
		command_usage("note", "--edit: the new text was expected");
	else if ((status = choose(session, which, &note)) == STATUS_OK)
		status = change(session, note, text);
	free(text);
	return status;
}

static int delete (struct session *session, const char *which)
{
	const struct icd_desk_note *note;
	int status = choose(session, which, &note);
	return status == STATUS_OK ? change(session, note, NULL) : status;
}

int cmd_note(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"delete", 'd', true}, {"edit", 'e', true}, {0}};
	struct option_reader reader;
	struct icd_desk_place place;
	const char *deleted = NULL, *edited = NULL;
	int option, status;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		*(option == 'd' ? &deleted : &edited) = reader.value;
	}
	if (deleted && (edited || reader.count))
		return command_usage("note", "--delete: one note was expected and nothing else");
	if (deleted)
		return delete (session, deleted);
	if (edited)
		return edit(session, edited, argv, reader.count);
	if (reader.count == 0)
		return show(session, NULL, NULL);
	status = read_place(session, argv[1], &place);
	if (status == STATUS_NO && reader.count == 1 && session->out.format == FORMAT_JSON)
		print_json(&session->out, NULL, argv[1], "");
	if (status != STATUS_OK)
		return status;
	if (reader.count == 1)
		return show(session, argv[1], &place);
	status = STATUS_FAILED;
	char *text = command_join(argv + 2, reader.count - 1);
	if (text && !is_blank(text))
		status = add(session, &place, text);
	else
		command_usage("note", "a text was expected");
	free(text);
	return status;
}

/* ---- bookmarks ---- */

static const struct icd_desk_note *bookmark_of(const struct icd_desk_notes *bookmarks, const char *place)
{
	for (size_t i = 0; i < icd_desk_notes_count(bookmarks); i++) {
		if (strcmp(icd_desk_notes_at(bookmarks, i)->place.text, place) == 0)
			return icd_desk_notes_at(bookmarks, i);
	}
	return NULL;
}

/* Bookmarks the code, or takes its bookmark away. */
static int set_bookmark(struct session *session, const char *typed, bool wanted)
{
	struct icd_desk_notes *bookmarks;
	struct icd_desk_place place;
	struct icd_error err;
	int status = read_place(session, typed, &place);
	if (status != STATUS_OK)
		return status;
	if (!icd_desk_notes_read(ICD_DESK_BOOKMARKS, &bookmarks, &err))
		return command_fail("%s", err.text);
	const struct icd_desk_note *bookmark = bookmark_of(bookmarks, place.text);
	const char *said = wanted     ? bookmark ? "is bookmarked already" : "is bookmarked"
			   : bookmark ? "is bookmarked no longer"
				      : "was not bookmarked";
	bool ok = true;
	if (wanted && !bookmark)
		ok = icd_desk_add(ICD_DESK_BOOKMARKS, &place, NULL, &err);
	else if (!wanted && bookmark)
		ok = icd_desk_change(ICD_DESK_BOOKMARKS, bookmark, NULL, &err);
	if (ok && session->out.format == FORMAT_TEXT)
		fprintf(session->out.file, "%s %s.\n", place.text, said);
	else if (ok && session->out.format == FORMAT_JSON)
		output_json(&session->out, json_pack("{si ss sb sb}", "v", 1, "code", place.text, "bookmarked",
						     (int)wanted, "changed", (int)(wanted == !bookmark)));
	int found = wanted || bookmark ? STATUS_OK : STATUS_NO;
	icd_desk_notes_free(bookmarks);
	return ok ? found : command_fail("%s", err.text);
}

int cmd_bookmark(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"delete", 'd', false}, {0}};
	struct option_reader reader;
	bool wanted = true;
	int option, worst = STATUS_OK;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		wanted = false;
	}
	if (reader.count == 0)
		return command_usage("bookmark", "a code was expected");
	for (int i = 1; i <= reader.count; i++) {
		int status = set_bookmark(session, argv[i], wanted);
		worst = status > worst ? status : worst;
	}
	return worst;
}

static void print_bookmark(const struct output *out, const struct icd_card *card)
{
	char number[OUTPUT_NUMBER_SIZE];
	const char *fields[] = {card->query, icd_status_names[card->validity.status], card->found ? card->title : ""};
	if (out->format == FORMAT_TSV) {
		output_row(out, fields, 3);
		return;
	}
	fputs(output_number(out, card->query, number), out->file);
	card_print_line(out, card);
}

static json_t *bookmark_json(const struct icd_card *card)
{
	return json_pack("{ss ss so}", "code", card->query, "status", icd_status_names[card->validity.status], "title",
			 json_text(card->found ? card->title : NULL));
}

static bool list_bookmark(struct session *session, const struct icd_desk_note *bookmark, json_t *array)
{
	struct icd_pool pool = {0};
	struct icd_card card;
	struct icd_error err;
	bool ok = icd_card_make(&session->view, &pool, bookmark->place.text, &card, &err);
	if (!ok)
		command_fail("%s", err.text);
	else if (array)
		json_array_append_new(array, bookmark_json(&card));
	else
		print_bookmark(&session->out, &card);
	icd_pool_free(&pool);
	return ok;
}

static void print_bookmarks_json(const struct session *session, json_t *array)
{
	json_t *object = json_pack("{si so so}", "v", 1, "on", json_date(session->view.on), "bookmarks", array);
	json_set_warning(object, &session->view);
	output_json(&session->out, object);
}

int cmd_bookmarks(struct session *session, int argc, char **argv)
{
	struct icd_desk_notes *bookmarks;
	struct icd_error err;
	static const char *const names[] = {"code", "status", "title"};
	bool json = session->out.format == FORMAT_JSON, ok = true;
	(void)argv;
	if (argc > 1)
		return command_usage("bookmarks", "no argument was expected");
	if (!icd_desk_notes_read(ICD_DESK_BOOKMARKS, &bookmarks, &err))
		return command_fail("%s", err.text);
	size_t count = icd_desk_notes_count(bookmarks);
	json_t *array = json ? json_array() : NULL;
	if (count)
		session_warn_date(session);
	if (session->out.format == FORMAT_TSV && session->out.header)
		output_row(&session->out, names, 3);
	for (size_t i = 0; i < count && ok; i++)
		ok = list_bookmark(session, icd_desk_notes_at(bookmarks, i), array);
	if (json)
		print_bookmarks_json(session, array);
	else if (count == 0 && session->out.format == FORMAT_TEXT)
		fputs("There are no bookmarks yet. One is made with: bookmark M54.50\n", session->out.file);
	icd_desk_notes_free(bookmarks);
	return !ok ? STATUS_FAILED : count ? STATUS_OK : STATUS_NO;
}
