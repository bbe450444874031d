/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "claim/pair.h"
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
	return node->status == ICD_STATUS_BILLABLE ? "*" : node->status == ICD_STATUS_UNCERTAIN ? "?" : " ";
}

/* The run of complete codes behind a leaf is one line: their seventh characters. */
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
	char first[128];
	unsigned indent = 2 * node->depth, width = node->kind == ICD_PLACE_CODE ? 8 : 0;
	unsigned label = text_columns(node->label);
	bool billable = node->status == ICD_STATUS_BILLABLE && node->kind == ICD_PLACE_CODE;
	snprintf(first, sizeof first, "%*s%s%s%s %s%s%s%*s  ", (int)indent, "", ink(out, INK_GOOD), mark(node),
		 ink_end(out), ink(out, INK_CODE), node->label, ink_end(out), (int)(label < width ? width - label : 0),
		 "");
	unsigned columns = indent + (unsigned)strlen(mark(node)) + 1 + (label < width ? width : label) + 2;
	output_wrap(out, first, columns, columns, billable ? INK_PLAIN : INK_HEAD, node->title);
}

static void print_text(const struct output *out, const struct icd_tree *tree, unsigned depth, bool all)
{
	for (size_t i = 0; i < tree->count;) {
		const struct icd_node *node = &tree->at[i];
		if (node->depth > depth)
			i++;
		else if (node->made && !all && i > 0 && node->depth > 0)
			i = print_made(out, tree, i);
		else
			print_node(out, &tree->at[i++]);
	}
	fprintf(out->file, "%s* billable%s\n", ink(out, INK_DIM), ink_end(out));
}

static void print_rows(const struct output *out, const struct icd_tree *tree, unsigned depth)
{
	static const char *const names[] = {"depth", "code", "status", "title"};
	if (out->header)
		output_row(out, names, 4);
	for (size_t i = 0; i < tree->count; i++) {
		const struct icd_node *node = &tree->at[i];
		char level[16];
		snprintf(level, sizeof level, "%u", node->depth);
		const char *fields[] = {level, node->label,
					node->kind == ICD_PLACE_CODE ? icd_status_names[node->status] : "",
					node->title};
		if (node->depth <= depth)
			output_row(out, fields, 4);
	}
}

static void print_json(const struct session *session, const char *query, const struct icd_tree *tree, unsigned depth)
{
	static const char *const kinds[] = {"chapter", "section", "code"};
	json_t *nodes = json_array();
	for (size_t i = 0; i < tree->count; i++) {
		const struct icd_node *node = &tree->at[i];
		if (node->depth > depth)
			continue;
		json_array_append_new(
			nodes, json_pack("{ss so so so si}", "kind", kinds[node->kind], "code", json_text(node->label),
					 "title", json_text(node->title), "status",
					 node->kind == ICD_PLACE_CODE ? json_string(icd_status_names[node->status])
								      : json_null(),
					 "depth", (int)node->depth));
	}
	json_t *object =
		json_pack("{si so so so so}", "v", 1, "query", json_text(query), "on", json_date(session->view.on),
			  "release", json_date(icd_view_release(&session->view)), "nodes", nodes);
	json_set_warning(object, &session->view);
	output_json(&session->out, object);
}

static void say_none(const char *query)
{
	fprintf(stderr, "icd10-lookup: %s: no code, section, chapter or range on that date\n", query);
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

/* ---- */

static int show_tree(struct session *session, const char *query, unsigned depth, bool all)
{
	struct icd_pool pool = {0};
	struct icd_tree tree;
	struct icd_error err;
	enum icd_found found = icd_tree_make(&session->view, &pool, query, &tree, &err);
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (session->out.format == FORMAT_JSON)
		print_json(session, query, &tree, depth);
	else if (found == ICD_NOT_FOUND)
		say_none(query);
	else if (session->out.format == FORMAT_TSV)
		print_rows(&session->out, &tree, depth);
	else
		print_text(&session->out, &tree, depth, all);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

int cmd_tree(struct session *session, int argc, char **argv)
{
	enum { OPTION_HTML = 1002, DEPTH_MAX = 1000 };
	static const struct command_option options[] = {
		{"depth", 'd', true}, {"all", 'a', false}, {"html", 0, true}, {0}};
	struct option_reader reader;
	const char *html = NULL;
	unsigned depth = DEPTH_MAX;
	bool all = false;
	char *end;
	int option, worst = STATUS_OK;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		all |= option == 'a';
		html = option == OPTION_HTML ? reader.value : html;
		if (option == 'd') {
			unsigned long number = strtoul(reader.value, &end, 10);
			depth = number < DEPTH_MAX ? (unsigned)number : DEPTH_MAX;
			if (*end || !isdigit((unsigned char)*reader.value))
				return command_usage("tree", "--depth: a number was expected: %s", reader.value);
		}
	}
	if (reader.count == 0)
		return command_usage("tree", "a code, section, chapter or range was expected");
	if (html && reader.count > 1)
		return command_usage("tree", "--html: one place was expected: %s", argv[2]);
	session_warn_date(session);
	if (html)
		return make_sheet(session, argv[1], html);
	for (int i = 1; i <= reader.count && worst < STATUS_FAILED; i++) {
		int status = show_tree(session, argv[i], depth, all);
		worst = status > worst ? status : worst;
	}
	return worst;
}
