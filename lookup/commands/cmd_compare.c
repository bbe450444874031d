/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index/index.h"
#include "print/print.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>

/* Codes side by side: what they share is said once, then what sets each apart. */

struct comparison {
	struct icd_card *cards;
	const char ***paths; /* of each card: where the alphabetic index leads to it, NULL ends them */
	int count;
};

static bool has_note(const struct icd_card *card, const struct icd_note *note)
{
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_note *other = &card->notes.at[i];
		if (other->kind == note->kind && strcmp(other->at, note->at) == 0 &&
		    strcmp(other->text, note->text) == 0)
			return true;
	}
	return false;
}

/* Which of the cards have the note, as bits. */
static uint64_t holders(const struct comparison *c, const struct icd_note *note)
{
	uint64_t bits = 0;
	for (int i = 0; i < c->count; i++) {
		if (c->cards[i].found && has_note(&c->cards[i], note))
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

static uint64_t parent_holders(const struct comparison *c, const char *code)
{
	uint64_t bits = 0;
	for (int i = 0; i < c->count; i++) {
		if (c->cards[i].found && strncmp(c->cards[i].code, code, strlen(code)) == 0)
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

static void print_note(const struct output *out, const struct icd_note *note)
{
	output_item(out, 6, INK_PLAIN, note->text, "  %s (%s): ", note_kinds[note->kind].name, note->at);
}

/* What exactly these cards share: parents and notes, as the first of them has them. Chapter-wide notes
 * are counted. */
static void print_group(const struct output *out, const struct comparison *c, uint64_t group)
{
	unsigned chapter_wide = 0;
	const struct icd_card *card = &c->cards[__builtin_ctzll(group)];
	for (uint32_t i = 0; i < card->parents.count; i++) {
		char code[ICD_DOTTED_SIZE];
		if (parent_holders(c, card->parents.at[i].code) == group)
			fprintf(out->file, "  in %s%s%s %s\n", ink(out, INK_CODE),
				icd_code_format(card->parents.at[i].code, code), ink_end(out),
				card->parents.at[i].title);
	}
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_note *note = &card->notes.at[i];
		if (note->is_heading || holders(c, note) != group)
			continue;
		if (note->place == ICD_PLACE_CHAPTER)
			chapter_wide++;
		else
			print_note(out, note);
	}
	if (chapter_wide)
		fprintf(out->file, "  %s%u notes of chapter %d%s\n", ink(out, INK_DIM), chapter_wide, card->chapter,
			ink_end(out));
}

static void print_group_name(const struct output *out, const struct comparison *c, uint64_t group)
{
	const char *separator = "";
	fputs(ink(out, INK_HEAD), out->file);
	for (int i = 0; i < c->count; i++) {
		char code[ICD_DOTTED_SIZE];
		if (group >> i & 1)
			fprintf(out->file, "%s%s", separator, icd_code_format(c->cards[i].code, code));
		separator = group >> i & 1 ? ", " : separator;
	}
	fprintf(out->file, " share%s\n", ink_end(out));
}

/* Index terms that lead to the code itself. */
static void print_paths(const struct output *out, const char *const *paths)
{
	for (; *paths; paths++)
		output_wrap(out, "  index: ", 9, 6, INK_PLAIN, *paths);
}

static void add_group(uint64_t *groups, size_t *count, uint64_t group)
{
	for (size_t i = 0; i < *count; i++) {
		if (groups[i] == group)
			return;
	}
	if (group)
		groups[(*count)++] = group;
}

static int more_first(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	int order = __builtin_popcountll(right) - __builtin_popcountll(left);
	return order ? order : (left > right) - (left < right);
}

/* What several share is said once, under their names; then what each has alone. */
static bool print_text(const struct output *out, struct icd_pool *pool, const struct comparison *c)
{
	size_t count = 0, most = 0;
	for (int i = 0; i < c->count; i++)
		most += (size_t)c->cards[i].notes.count + c->cards[i].parents.count;
	uint64_t *groups = icd_pool_take(pool, most, sizeof *groups);
	if (!groups)
		return false;
	for (int i = 0; i < c->count; i++) {
		for (uint32_t j = 0; j < c->cards[i].notes.count; j++)
			add_group(groups, &count, holders(c, &c->cards[i].notes.at[j]));
		for (uint32_t j = 0; j < c->cards[i].parents.count; j++)
			add_group(groups, &count, parent_holders(c, c->cards[i].parents.at[j].code));
	}
	if (count)
		qsort(groups, count, sizeof *groups, more_first);
	for (int i = 0; i < c->count; i++) {
		card_print_line(out, &c->cards[i]);
		if (c->cards[i].found)
			print_group(out, c, UINT64_C(1) << i);
		print_paths(out, c->paths[i]);
		card_print_lists(out, &c->cards[i], 2);
	}
	for (size_t i = 0; i < count; i++) {
		if (__builtin_popcountll(groups[i]) < 2)
			continue;
		fputc('\n', out->file);
		print_group_name(out, c, groups[i]);
		print_group(out, c, groups[i]);
	}
	return true;
}

static void tell_comparison(struct printer *printer, const struct session *session, const struct comparison *c)
{
	tell_answer(printer);
	tell_date(printer, "on", session->view.on);
	tell_list(printer, "codes");
	for (int i = 0; i < c->count; i++) {
		tell_answer(printer);
		tell_card_fields(printer, &session->view, &c->cards[i]);
		tell_card_desk_notes(printer, &c->cards[i]);
		tell_list(printer, "index_paths");
		for (const char **path = c->paths[i]; *path; path++)
			tell_text(printer, NULL, *path);
		tell_end(printer);
		tell_texts(printer, "lists", c->cards[i].lists, c->cards[i].list_count);
		tell_end(printer);
	}
	tell_end(printer);
	tell_end(printer);
}

static const struct columns columns = {NULL, "code held_by kind at text", false};

/* Each row is an answer of its own. */
static void tell_rows(struct printer *printer, const struct comparison *c)
{
	uint64_t all = 0;
	for (int i = 0; i < c->count; i++)
		all |= c->cards[i].found ? UINT64_C(1) << i : 0;
	for (int i = 0; i < c->count; i++) {
		const struct icd_card *card = &c->cards[i];
		if (!card->found)
			command_no_code(card->query);
		for (uint32_t j = 0; j < card->notes.count; j++) {
			const struct icd_note *note = &card->notes.at[j];
			tell_item(printer, NULL, "code:%7s held_by:%s kind:%s at:%s text:%s", card->code,
				  holders(c, note) == all ? "shared" : "own", note_kinds[note->kind].name, note->at,
				  note->text);
		}
	}
}

/* The paths of the alphabetic index that name the code, and none of its relatives. */
static bool read_paths(const struct icd_view *view, struct icd_pool *pool, const struct icd_card *card,
		       const char ***out, struct icd_error *err)
{
	static const char *none[] = {NULL};
	struct icd_index_entries entries;
	size_t count = 0;
	*out = none;
	if (!card->found)
		return true;
	if (!icd_index_entries_for(view, pool, card->path.codes[0], false, &entries, err))
		return false;
	const char **paths = icd_pool_take(pool, entries.count + 1u, sizeof *paths);
	for (uint32_t i = 0; paths && i < entries.count; i++) {
		const struct icd_index_entry *entry = &entries.at[i];
		struct icd_typed_code typed;
		if (entry->book->kind != ICD_INDEX_ALPHABETIC ||
		    !icd_code_parse(entry->text, strlen(entry->text), &typed) || strcmp(typed.code, card->code) != 0)
			continue;
		paths[count++] = icd_index_path(pool, entry->tree, entry->node, ", ");
	}
	*out = paths;
	return !pool->failed || icd_out_of_memory(err);
}

static bool make_card(struct session *session, struct icd_pool *pool, const char *query, struct comparison *c, int i,
		      struct icd_error *err)
{
	if (!c->cards || !c->paths)
		return icd_out_of_memory(err);
	return icd_card_make(&session->view, pool, query, &c->cards[i], err) &&
	       (session->out.format == FORMAT_TSV || session_put_lists(session, pool, &c->cards[i], err)) &&
	       read_paths(&session->view, pool, &c->cards[i], &c->paths[i], err);
}

static int compare(struct session *session, struct icd_pool *pool, char **queries, int count)
{
	struct comparison c = {icd_pool_take(pool, (size_t)count, sizeof *c.cards),
			       icd_pool_take(pool, (size_t)count, sizeof *c.paths), count};
	struct icd_error err;
	bool all = true;
	for (int i = 0; i < count; i++) {
		if (!make_card(session, pool, queries[i], &c, i, &err))
			return command_fail("%s", err.text);
		all &= c.cards[i].found;
	}
	if (session->out.format == FORMAT_JSON)
		tell_comparison(session_printer(session, NULL), session, &c);
	else if (session->out.format == FORMAT_TSV)
		tell_rows(session_printer(session, &columns), &c);
	else if (!print_text(&session->out, pool, &c))
		return command_fail("out of memory");
	return all ? STATUS_OK : STATUS_NO;
}

int cmd_compare(struct session *session, int argc, char **argv)
{
	struct icd_pool pool = {0};
	int count = options_read(session, argc, argv, no_options, NULL, "codes were");
	if (count < 0)
		return STATUS_FAILED;
	if (count > 64)
		return command_usage(session, "64 codes at most were expected");
	session_warn_date(session);
	int status = compare(session, &pool, argv + 1, count);
	icd_pool_free(&pool);
	return status;
}
