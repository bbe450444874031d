/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "claim/pair.h"
#include "pages/pages.h"
#include "print/print.h"
#include "user/user.h"
#include "commands.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *mark(const struct icd_node *node)
{
	if (node->kind != ICD_PLACE_CODE)
		return "";
	if (node->derived)
		return "~";
	return node->status == ICD_STATUS_BILLABLE ? "*" : node->status == ICD_STATUS_UNCERTAIN ? "?" : " ";
}

/* The complete codes that a leaf has by its seventh characters are one line. */
static size_t print_made(const struct output *out, const struct icd_tree *tree, size_t i)
{
	const struct icd_node *first = &tree->at[i];
	unsigned indent = 2 * first->depth;
	fprintf(out->file, "%*s%s* with 7th character", (int)indent, "", ink(out, INK_DIM));
	for (; i < tree->count && tree->at[i].made && tree->at[i].depth == first->depth; i++)
		fprintf(out->file, " %c", tree->at[i].name[ICD_CODE_LENGTH - 1]);
	fprintf(out->file, ": %s ...%s\n", first->label, ink_end(out));
	return i;
}

static void print_node(const struct output *out, const struct icd_node *node)
{
	unsigned indent = 2 * node->depth, width = node->kind == ICD_PLACE_CODE ? 8 : 0;
	unsigned label = text_columns(node->label);
	bool billable = node->status == ICD_STATUS_BILLABLE && node->kind == ICD_PLACE_CODE;
	output_item(out, OUTPUT_UNDER, billable ? INK_PLAIN : INK_HEAD, node->title, "%*s%s%s%s %s%s%s%*s  ",
		    (int)indent, "", ink(out, INK_GOOD), mark(node), ink_end(out), ink(out, INK_CODE), node->label,
		    ink_end(out), (int)(label < width ? width - label : 0), "");
}

static void print_text(const struct output *out, struct icd_pool *pool, const struct icd_tree *tree, unsigned depth,
		       bool all)
{
	bool derived = false;
	if (tree->range.from)
		output_line(out, 0, INK_DIM, "%s", icd_tree_range_text(&tree->range, pool));
	for (size_t i = 0; i < tree->count; i++)
		derived |= tree->at[i].derived && tree->at[i].depth <= depth;
	for (size_t i = 0; i < tree->count;) {
		const struct icd_node *node = &tree->at[i];
		if (node->depth > depth)
			i++;
		else if (node->made && !all && i > 0 && node->depth > 0)
			i = print_made(out, tree, i);
		else
			print_node(out, &tree->at[i++]);
	}
	fprintf(out->file, "%s* billable%s%s\n", ink(out, INK_DIM),
		derived ? "  ~ in no tabular list held: its section is derived from its place among the codes" : "",
		ink_end(out));
}

static const struct columns columns = {"nodes", "depth code status title", false};

static void tell_node(struct printer *printer, const struct icd_node *node)
{
	static const char *const kinds[] = {"chapter", "section", "code"};
	tell_object(printer, NULL);
	tell_fields(printer, "kind:%s code:%s title:%s status:%s depth:%u", kinds[node->kind], node->label, node->title,
		    node->kind == ICD_PLACE_CODE ? icd_status_names[node->status] : NULL, node->depth);
	if (node->derived)
		tell_bool(printer, "section_derived", true);
	tell_end(printer);
}

static void tell_range(struct printer *printer, const struct icd_tree_range *range)
{
	if (!range->from)
		return;
	tell_object(printer, "range");
	tell_fields(printer, "from:%s to:%s", range->from, range->to);
	tell_texts(printer, "takes_in", range->takes_in, range->takes_in_count);
	tell_texts(printer, "leaves_out", range->leaves_out, range->leaves_out_count);
	tell_end(printer);
}

static void tell_tree(struct printer *printer, const struct icd_view *view, const char *query,
		      const struct icd_tree *tree, unsigned depth)
{
	tell_answer(printer);
	tell_fields(printer, "query:%s on:%x release:%x", query, view->on, icd_view_release(view));
	tell_list(printer, "nodes");
	for (size_t i = 0; i < tree->count; i++) {
		if (tree->at[i].depth <= depth)
			tell_node(printer, &tree->at[i]);
	}
	tell_end(printer);
	tell_range(printer, &tree->range);
	tell_warning(printer, view);
	tell_end(printer);
}

static void say_none(const char *query)
{
	command_say("%s: no code, section, block, chapter or range on that date", query);
}

/* ---- a printable sheet ---- */

struct sheet {
	struct session *session;
	const struct icd_tree *tree;
	const char *query;
	struct icd_claims *claims; /* for the grid of pairs */
	struct icd_pool pool;      /* of the pair in hand */
};

/* The mark in the grid: whether an Excludes1 note stands between the two. */
static bool mark_pair(void *context, const char *first, const char *second, const char **mark_text,
		      struct icd_error *err)
{
	static const char *const marks[] = {[ICD_TOGETHER_NO] = "1",
					    [ICD_TOGETHER_PARTLY] = "1",
					    [ICD_TOGETHER_YES] = "2",
					    [ICD_TOGETHER_SEQUELA] = "s",
					    [ICD_TOGETHER_SILENT] = ""};
	struct sheet *sheet = context;
	struct icd_pair pair;
	icd_pool_reset(&sheet->pool);
	if (!icd_pair_make(sheet->claims, &sheet->pool, sheet->session->view.on, first, second, &pair, err))
		return false;
	size_t known = (size_t)pair.together;
	*mark_text = known < sizeof marks / sizeof *marks && marks[known] ? marks[known] : "";
	return true;
}

static bool write_sheet(void *context, FILE *file, struct icd_error *err)
{
	struct sheet *sheet = context;
	const struct html_pairs pairs = {
		mark_pair, sheet,
		"1: an Excludes1 note, not reported together unless the two are unrelated. 2: an Excludes2 note, both may "
		"be reported. s: Excludes1, but one is a sequela. Codes that no such note stands between are left out."};
	return html_tree(file, &sheet->session->view, sheet->tree, sheet->query, &pairs, err);
}

static int make_sheet(struct session *session, const char *query, const char *path)
{
	struct icd_pool pool = {0};
	struct icd_tree tree = {0};
	struct sheet sheet = {.session = session, .tree = &tree, .query = query};
	struct icd_error err;
	enum icd_found found = icd_tree_make(&session->view, &pool, query, &tree, &err);
	if (found == ICD_NOT_FOUND)
		say_none(query);
	else if (found == ICD_FOUND && (!icd_claims_open(session->store, &sheet.claims, &err) ||
					!write_file(path, write_sheet, &sheet, &err)))
		found = ICD_FAILED;
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	icd_claims_close(sheet.claims);
	icd_pool_free(&sheet.pool);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

/* ---- the command ---- */

#define DEPTH_MAX 1000

struct tree_options {
	unsigned depth;
	bool all;
	const char *html;
};

static const char *take_depth(void *chosen, const char *value)
{
	struct tree_options *options = chosen;
	char *end;
	unsigned long number = strtoul(value, &end, 10);
	options->depth = number < DEPTH_MAX ? (unsigned)number : DEPTH_MAX;
	return *end || !isdigit((unsigned char)*value) ? "--depth: a number was expected: %s" : NULL;
}

static int show_tree(struct session *session, const char *query, bool first, const void *chosen)
{
	const struct tree_options *options = chosen;
	struct icd_pool pool = {0};
	struct icd_tree tree;
	struct icd_error err;
	enum icd_found found = icd_tree_make(&session->view, &pool, query, &tree, &err);
	struct printer *printer;
	(void)first;
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (found == ICD_NOT_FOUND && session->out.format != FORMAT_JSON)
		say_none(query);
	else if ((printer = session_printer(session, &columns)) != NULL)
		tell_tree(printer, &session->view, query, &tree, options->depth);
	else
		print_text(&session->out, &pool, &tree, options->depth, options->all);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

/* Takes "chapter" away before a number, where the two came as two words: the number says it. Returns how many remain. */
static int drop_chapter_words(char **places, int count)
{
	int kept = 0;
	for (int i = 0; i < count; i++) {
		if (i + 1 == count || !icd_is_chapter_word(places[i]) || !icd_chapter_number(places[i + 1]))
			places[kept++] = places[i];
	}
	return kept;
}

int cmd_tree(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"depth", 'd', OPTION_TAKEN, 0, take_depth},
		{"all", 'a', OPTION_FLAG, offsetof(struct tree_options, all), NULL},
		{"html", 0, OPTION_TEXT, offsetof(struct tree_options, html), NULL},
		{0}};
	struct tree_options chosen = {.depth = DEPTH_MAX};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	static char *whole[] = {(char *)"tree", (char *)"all", NULL};
	if (count < 0)
		return STATUS_FAILED;
	count = drop_chapter_words(argv + 1, count);
	if (count == 0 && chosen.html)
		return command_usage(session, "--html: a place was expected, or all%s", "");
	if (count == 0) {
		argv = whole;
		count = 1;
	}
	if (chosen.html && count > 1)
		return command_usage(session, "--html: one place was expected: %s", argv[2]);
	session_warn_date(session);
	if (chosen.html)
		return make_sheet(session, argv[1], chosen.html);
	return command_each(session, argv + 1, count, show_tree, &chosen);
}
