/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_CODES 8 /* codes a line of text names */
#define ROW_DIGITS 24

/* ---- text ---- */

void verdict_print_text(const struct output *out, const struct verdict_form *form, const struct verdict *verdict)
{
	const struct icd_answer *answer = verdict->answer;
	bool ok = answer->detail == ICD_DETAIL_OK;
	char fix[256];
	int length = (int)verdict->input.length;
	if (form->row)
		fprintf(out->file, "%" PRIu64 ": ", verdict->row);
	fputs(ink(out, INK_CODE), out->file);
	output_bytes(out, verdict->input.text, verdict->input.length);
	fputs(ink_end(out), out->file);
	fprintf(out->file, "%*s  %s%s%s", length < 8 ? 8 - length : 0, "", ink(out, ok ? INK_GOOD : INK_BAD),
		icd_detail_names[answer->detail], ink_end(out));
	if (ok && *answer->odd)
		fprintf(out->file, "; %s", answer->odd);
	if (!ok)
		fprintf(out->file, ": %s%s%s", answer->reason,
			*icd_answer_fix(answer, TEXT_CODES, fix, sizeof fix) ? "; " : "", fix);
	if (verdict->listed == ON_LIST_NO)
		fprintf(out->file, "; %snot on the list %s%s", ink(out, INK_WARN), form->list, ink_end(out));
	fputc('\n', out->file);
}

/* ---- JSON ---- */

static const char *text_or_null(const char *text)
{
	return *text ? text : NULL;
}

/* The user's own cell: what quotes hold, else as it stands. */
static struct row_field own_cell(const struct row *row, struct row_field place, struct icd_buffer *buffer)
{
	size_t blanks = 0;
	while (blanks < place.length && place.text[blanks] == ' ')
		blanks++;
	bool quoted = row->delimiter && blanks < place.length && place.text[blanks] == '"';
	icd_buffer_clear(buffer);
	return quoted ? rows_unquoted(place, buffer) : place;
}

static void tell_columns(struct printer *printer, const struct row *row)
{
	struct icd_buffer buffer = {0};
	struct row_field place;
	const char *at = row->whole.text;
	tell_list(printer, "columns");
	while (rows_next_field(row, &at, &place)) {
		struct row_field text = own_cell(row, place, &buffer);
		tell_bytes(printer, NULL, text.text, text.length);
	}
	tell_end(printer);
	icd_buffer_free(&buffer);
}

void tell_verdict(struct printer *printer, const struct verdict_form *form, const struct verdict *verdict)
{
	const struct icd_answer *answer = verdict->answer;
	tell_answer(printer);
	tell_bytes(printer, "input", verdict->input.text, verdict->input.length);
	tell_fields(printer, "code:%s on:%x status:%s valid_from:%s valid_to:%s detail:%s", text_or_null(answer->code),
		    verdict->on, icd_status_names[answer->status], text_or_null(answer->from), text_or_null(answer->to),
		    icd_detail_names[answer->detail]);
	tell_texts(printer, "suggestion", answer->codes, answer->code_count);
	tell_fields(printer, "reason:%s odd:%s row:%lld", answer->reason, text_or_null(answer->odd),
		    (long long)verdict->row);
	if (form->list)
		tell_fields(printer, "listed:%hhd list_note:%s", (bool)(verdict->listed == ON_LIST_YES),
			    text_or_null(verdict->list_note));
	if (verdict->whole)
		tell_columns(printer, verdict->whole);
	tell_end(printer);
}

/* ---- rows ---- */

static void put_text(struct icd_buffer *rows, const char *text)
{
	icd_put_bytes(rows, text, strlen(text));
}

/* A cell of the user's own table: quoted where it has to be. */
static void put_quoted(struct icd_buffer *rows, char delimiter, const char *text)
{
	bool plain = !strpbrk(text, "\"\r\n") && !strchr(text, delimiter);
	if (plain) {
		put_text(rows, text);
		return;
	}
	icd_put_byte(rows, '"');
	for (; *text; text++) {
		if (*text == '"')
			icd_put_byte(rows, '"');
		icd_put_byte(rows, (unsigned char)*text);
	}
	icd_put_byte(rows, '"');
}

static char between(const struct verdict_form *form)
{
	return form->delimiter ? form->delimiter : '\t';
}

static void put_cell(struct icd_buffer *rows, const struct verdict_form *form, const char *text)
{
	icd_put_byte(rows, (unsigned char)between(form));
	if (form->delimiter)
		put_quoted(rows, form->delimiter, text);
	else
		cell_put(rows, text, strlen(text));
}

/* One that has nothing to be escaped: a code, a day, a word of ours. */
static void put_plain(struct icd_buffer *rows, const struct verdict_form *form, const char *text)
{
	if (form->delimiter) {
		put_cell(rows, form, text);
		return;
	}
	icd_put_byte(rows, '\t');
	put_text(rows, text);
}

/* The first cell of a row that goes on behind it. */
static void put_first(struct icd_buffer *rows, const struct verdict_form *form, const char *text)
{
	if (form->delimiter)
		put_quoted(rows, form->delimiter, text);
	else
		put_text(rows, text);
	icd_put_byte(rows, (unsigned char)between(form));
}

static void put_number(struct icd_buffer *rows, const struct verdict_form *form, uint64_t number)
{
	char text[ROW_DIGITS];
	snprintf(text, sizeof text, "%" PRIu64, number);
	put_first(rows, form, text);
}

static void make_piece(struct verdict_piece *piece, const char *before, const char *cell, const char *behind)
{
	piece->length = (size_t)snprintf(piece->text, sizeof piece->text, "%s%s%s", before, cell, behind);
}

void verdict_use_delimiter(struct verdict_form *form, char delimiter)
{
	form->delimiter = delimiter;
	form->inside = icd_is_letter_or_digit(delimiter) || (delimiter && strchr(".-_ ", delimiter));
	char cell_end[] = {between(form), '\0'}, last_end[] = {between(form), between(form), '\0'};
	make_piece(&form->billable, cell_end, icd_status_names[ICD_STATUS_BILLABLE], cell_end);
	make_piece(&form->ok, cell_end, icd_detail_names[ICD_DETAIL_OK], last_end);
}

/* Bytes that put_billable writes at most. */
#define BILLABLE_SIZE (2 + ICD_DOTTED_SIZE + 2 * ICD_DATE_SIZE + 2 * VERDICT_PIECE_SIZE)

/* What is put has a fixed size, of which as much counts as there is: that takes no loop. */
static inline unsigned char *put_piece(unsigned char *to, const struct verdict_piece *piece)
{
	memcpy(to, piece->text, sizeof piece->text);
	return to + piece->length;
}

static inline unsigned char *put_day(unsigned char *to, const char day[ICD_DATE_SIZE])
{
	memcpy(to, day, ICD_DATE_SIZE);
	return to + (*day ? ICD_DATE_SIZE - 1 : 0);
}

/* A code, which has nothing that is escaped or quoted, and all cells behind it; returns where they end. */
static unsigned char *put_billable(unsigned char *to, const struct verdict_form *form,
				   const struct icd_billable *billable)
{
	*to++ = (unsigned char)between(form);
	to += icd_packed_format(billable->known.code, (char *)to);
	to = put_day(put_piece(to, &form->billable), billable->days->from);
	*to++ = (unsigned char)between(form);
	return put_piece(put_day(to, billable->days->to), &form->ok);
}

/* The same cell by cell, quoted where they have to be. */
static void put_billable_quoted(struct icd_buffer *rows, const struct verdict_form *form,
				const struct icd_billable *billable)
{
	char code[ICD_DOTTED_SIZE];
	icd_packed_format(billable->known.code, code);
	const char *cells[] = {code,
			       icd_status_names[ICD_STATUS_BILLABLE],
			       billable->days->from,
			       billable->days->to,
			       icd_detail_names[ICD_DETAIL_OK],
			       "",
			       ""};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		put_cell(rows, form, cells[i]);
}

static void put_listed(struct icd_buffer *rows, const struct verdict_form *form, enum on_list listed)
{
	if (form->list)
		put_cell(rows, form, listed == ON_LIST_YES ? "1" : "0");
}

/* Would the delimiter part the codes of a cell? */
static bool are_parted(const struct icd_answer *answer, char delimiter)
{
	bool parted = delimiter == ' ' && answer->code_count > 1;
	for (unsigned i = 0; i < answer->code_count; i++)
		parted |= strchr(answer->codes[i], delimiter) != NULL;
	return parted;
}

/* Codes with a blank between; there are no quotes in them. */
static void put_codes(struct icd_buffer *rows, const struct verdict_form *form, const struct icd_answer *answer)
{
	bool quoted = form->inside && are_parted(answer, form->delimiter);
	if (quoted)
		icd_put_byte(rows, '"');
	unsigned char *to = icd_buffer_room(rows, answer->code_count * (size_t)ICD_ANSWER_TEXT + 1), *start = to;
	for (unsigned i = 0; to && i < answer->code_count; i++) {
		if (i)
			*to++ = ' ';
		to = (unsigned char *)stpcpy((char *)to, answer->codes[i]);
	}
	rows->size += (size_t)(to - start);
	if (quoted)
		icd_put_byte(rows, '"');
}

static void put_cells(struct icd_buffer *rows, const struct verdict_form *form, const struct icd_answer *answer)
{
	const char *cells[] = {answer->code, icd_status_names[answer->status], answer->from, answer->to,
			       icd_detail_names[answer->detail]};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		put_plain(rows, form, cells[i]);
	icd_put_byte(rows, (unsigned char)between(form));
	put_codes(rows, form, answer);
	put_cell(rows, form, answer->detail == ICD_DETAIL_OK ? answer->odd : answer->reason);
}

void verdict_put(struct icd_buffer *rows, const struct verdict_form *form, const struct verdict *verdict)
{
	put_cells(rows, form, verdict->answer);
	put_listed(rows, form, verdict->listed);
}

void verdict_put_billable(struct icd_buffer *rows, const struct verdict_form *form, const struct icd_billable *billable,
			  enum on_list listed)
{
	unsigned char *to = form->inside ? NULL : icd_buffer_room(rows, BILLABLE_SIZE);
	if (to)
		rows->size += (size_t)(put_billable(to, form, billable) - to);
	else
		put_billable_quoted(rows, form, billable);
	put_listed(rows, form, listed);
}

/* The last one is there where codes are held against a list. */
static const char *const names[] = {"code",   "status",     "valid_from", "valid_to",
				    "detail", "suggestion", "reason",     "listed"};

static size_t name_count(const struct verdict_form *form)
{
	return sizeof names / sizeof *names - !form->list;
}

void verdict_put_names(struct icd_buffer *rows, const struct verdict_form *form, const char *prefix)
{
	for (size_t i = 0; i < name_count(form); i++) {
		char name[256];
		snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "_" : "", names[i]);
		put_cell(rows, form, name);
	}
}

void verdict_put_empty(struct icd_buffer *rows, const struct verdict_form *form)
{
	for (size_t i = 0; i < name_count(form); i++)
		icd_put_byte(rows, (unsigned char)between(form));
}

void verdict_put_row(struct icd_buffer *rows, const struct verdict_form *form, const struct verdict *verdict)
{
	if (form->row)
		put_number(rows, form, verdict->row);
	cell_put(rows, verdict->input.text, verdict->input.length);
	verdict_put(rows, form, verdict);
	icd_put_byte(rows, '\n');
}

void verdict_put_billable_row(struct icd_buffer *rows, const struct verdict_form *form, uint64_t number,
			      struct row_field input, const struct icd_billable *billable, enum on_list listed)
{
	if (form->row)
		put_number(rows, form, number);
	unsigned char *to = icd_buffer_room(rows, input.length + BILLABLE_SIZE + 1), *start = to;
	if (!to)
		return;
	to = put_billable(mempcpy(to, input.text, input.length), form, billable);
	if (!form->list)
		*to++ = '\n';
	rows->size += (size_t)(to - start);
	if (!form->list)
		return;
	put_listed(rows, form, listed);
	icd_put_byte(rows, '\n');
}

/* ---- the user's own rows ---- */

static void put_columns(struct icd_buffer *rows, const struct row *row)
{
	struct icd_buffer buffer = {0};
	struct row_field place;
	const char *at = row->whole.text;
	while (rows_next_field(row, &at, &place)) {
		struct row_field text = own_cell(row, place, &buffer);
		cell_put(rows, text.text, text.length);
		put_text(rows, at ? "\t" : "");
		rows->failed |= buffer.failed;
	}
	icd_buffer_free(&buffer);
}

void verdict_put_kept(struct icd_buffer *rows, const struct verdict_form *form, const struct row *row)
{
	if (form->delimiter && row->marked)
		put_text(rows, "\xef\xbb\xbf");
	if (form->row && row->names)
		put_first(rows, form, "row");
	else if (form->row)
		put_number(rows, form, row->number);
	if (form->delimiter)
		icd_put_bytes(rows, row->whole.text, row->whole.length);
	else
		put_columns(rows, row);
	/* Spreadsheets leave out empty cells at the end of a row: the verdict stands in its own columns all the same. */
	for (size_t i = 0; i < row->missing; i++)
		icd_put_byte(rows, (unsigned char)between(form));
}

void verdict_put_end(struct icd_buffer *rows, const struct verdict_form *form, const struct row *row)
{
	if (form->delimiter && row->end.length)
		icd_put_bytes(rows, row->end.text, row->end.length);
	else
		icd_put_byte(rows, '\n');
}
