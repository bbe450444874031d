/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "card_print.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>

/* Codes side by side: what they share is said once, then what sets each apart. */

struct comparison {
	struct icd_card *cards;
	int count;
};

static bool has_note(const struct icd_card *card, const struct icd_card_note *note)
{
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_card_note *other = &card->notes.at[i];
		if (other->kind == note->kind && strcmp(other->at, note->at) == 0 &&
		    strcmp(other->text, note->text) == 0)
			return true;
	}
	return false;
}

static bool shared_by_all(const struct comparison *c, const struct icd_card_note *note)
{
	for (int i = 0; i < c->count; i++) {
		if (c->cards[i].found && !has_note(&c->cards[i], note))
			return false;
	}
	return true;
}

static bool parent_of_all(const struct comparison *c, const char *code)
{
	for (int i = 0; i < c->count; i++) {
		if (strncmp(c->cards[i].code, code, strlen(code)) != 0)
			return false;
	}
	return true;
}

static void print_note(const struct output *out, const struct icd_card_note *note, unsigned indent)
{
	char first[96];
	int length = snprintf(first, sizeof first, "%*s%s (%s): ", (int)indent, "", note_kind_names[note->kind], note->at);
	output_wrap(out, first, (unsigned)length, indent + 4, INK_PLAIN, note->text);
}

static void print_shared(const struct output *out, const struct comparison *c)
{
	const struct icd_card *first = NULL;
	unsigned chapter_wide = 0;
	char code[ICD_CODE_TEXT];
	for (int i = 0; i < c->count && !first; i++)
		first = c->cards[i].found ? &c->cards[i] : NULL;
	if (!first || c->count < 2)
		return;
	fprintf(out->file, "%sAll of them%s\n", ink(out, INK_HEAD), ink_end(out));
	for (uint32_t i = 0; i < first->parents.count; i++) {
		if (parent_of_all(c, first->parents.at[i].code))
			fprintf(out->file, "  %s%-8s%s  %s\n", ink(out, INK_CODE),
				icd_code_format(first->parents.at[i].code, code), ink_end(out),
				first->parents.at[i].title);
	}
	for (uint32_t i = 0; i < first->notes.count; i++) {
		const struct icd_card_note *note = &first->notes.at[i];
		if (note->is_heading || !shared_by_all(c, note))
			continue;
		if (note->place == ICD_PLACE_CHAPTER)
			chapter_wide++;
		else
			print_note(out, note, 2);
	}
	if (chapter_wide)
		fprintf(out->file, "  %s%u notes of chapter %d%s\n", ink(out, INK_DIM), chapter_wide, first->chapter,
			ink_end(out));
}

static void print_own(const struct output *out, const struct comparison *c, const struct icd_card *card)
{
	fputc('\n', out->file);
	card_print_line(out, card);
	for (uint32_t i = 0; i < card->parents.count; i++) {
		char code[ICD_CODE_TEXT];
		if (c->count > 1 && !parent_of_all(c, card->parents.at[i].code))
			fprintf(out->file, "  in %s %s\n", icd_code_format(card->parents.at[i].code, code),
				card->parents.at[i].title);
	}
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_card_note *note = &card->notes.at[i];
		if (!note->is_heading && note->place != ICD_PLACE_CHAPTER && (c->count < 2 || !shared_by_all(c, note)))
			print_note(out, note, 2);
	}
}

static void print_json(const struct session *session, const struct comparison *c)
{
	json_t *codes = json_array();
	for (int i = 0; i < c->count; i++)
		json_array_append_new(codes, card_json(&session->view, &c->cards[i]));
	output_json(&session->out, json_pack("{si so so}", "v", 1, "on", json_date(session->view.on), "codes", codes));
}

static void print_rows(const struct output *out, const struct comparison *c)
{
	for (int i = 0; i < c->count; i++) {
		const struct icd_card *card = &c->cards[i];
		char code[ICD_CODE_TEXT];
		icd_code_format(card->code, code);
		for (uint32_t j = 0; j < card->notes.count; j++) {
			const struct icd_card_note *note = &card->notes.at[j];
			const char *fields[] = {code, shared_by_all(c, note) ? "shared" : "own", note_kind_names[note->kind],
						note->at, note->text};
			output_row(out, fields, 5);
		}
	}
}

int cmd_compare(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{0}};
	struct option_reader reader;
	struct icd_pool pool = {0};
	struct icd_error err;
	int option, status = STATUS_OK;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1)
		return STATUS_FAILED;
	if (reader.count == 0)
		return command_usage("compare", "codes were expected");
	session_warn_date(session);
	struct comparison c = {icd_pool_take(&pool, (size_t)reader.count, sizeof *c.cards), reader.count};
	for (int i = 0; i < c.count && status != STATUS_FAILED; i++) {
		if (!c.cards || !icd_card_make(&session->view, &pool, argv[i + 1], &c.cards[i], &err))
			status = command_fail("%s", c.cards ? err.text : "out of memory");
		else if (!c.cards[i].found)
			status = STATUS_NO;
	}
	if (status != STATUS_FAILED && session->out.format == FORMAT_JSON) {
		print_json(session, &c);
	} else if (status != STATUS_FAILED && session->out.format == FORMAT_TSV) {
		print_rows(&session->out, &c);
	} else if (status != STATUS_FAILED) {
		print_shared(&session->out, &c);
		for (int i = 0; i < c.count; i++)
			print_own(&session->out, &c, &c.cards[i]);
	}
	icd_pool_free(&pool);
	return status;
}
