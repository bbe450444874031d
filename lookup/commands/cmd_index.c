/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index, drug, neoplasm, cause: the terms of an index or table. */
#include "book/book.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

#define FOLLOW_MOST 5 /* sees one after the other */

struct index_options {
	bool all, below, follow;
};

/* One query being answered. */
struct index_work {
	struct session *session;
	const struct index_options *options;
	const char *query;
	struct icd_pool pool;
	struct index_printing printing;
	struct printer *printer; /* of JSON, else NULL */
	struct icd_error err;
};

static const struct icd_index_node *node_of(const struct icd_index_hit *hit)
{
	return &hit->tree->at[hit->node];
}

/* ---- JSON ---- */

static bool tell_cells(struct index_work *a, const struct icd_index_book *book, const struct icd_index_term *term)
{
	struct icd_index_code code;
	tell_list(a->printer, "cells");
	for (unsigned i = 1; i < book->head.column_count; i++) {
		const char *text = term->parts[ICD_PART_CELL + i - 1];
		if (!icd_index_code_read(&a->session->view, &a->pool, text ? text : "", &code, &a->err))
			return false;
		tell_item(a->printer, NULL, "column:%s code:%s more_characters:%hhd status:%s code_title:%s",
			  book->head.columns[i], text ? text : "", code.open, icd_status_names[code.status],
			  code.title);
	}
	tell_end(a->printer);
	return true;
}

/* --below: the billable codes below the codes of a term. */
static bool tell_below(struct index_work *a, const struct icd_index_term *term)
{
	tell_list(a->printer, "below");
	for (unsigned part = ICD_PART_CODE; part < ICD_INDEX_PARTS; part++) {
		struct icd_index_code code;
		struct icd_tree tree = {0};
		if (!term->parts[part] || part == ICD_PART_WARNING)
			continue;
		if (!icd_index_code_read(&a->session->view, &a->pool, term->parts[part], &code, &a->err))
			return false;
		if (!code.is_code || code.status != ICD_STATUS_HEADER)
			continue;
		if (icd_tree_make(&a->session->view, &a->pool, code.code, &tree, &a->err) == ICD_FAILED)
			return false;
		for (size_t i = 0; i < tree.count; i++) {
			if (tree.at[i].status != ICD_STATUS_BILLABLE)
				continue;
			tell_item(a->printer, NULL, "code:%s title:%s", tree.at[i].label, tree.at[i].title);
		}
	}
	tell_end(a->printer);
	return true;
}

/* The code that a term has, in its fields "status" and what follows; null without one. */
static bool tell_term_code(struct index_work *a, const char *text)
{
	struct icd_index_code code;
	if (!text) {
		tell_null(a->printer, "status");
		return true;
	}
	if (!icd_index_code_read(&a->session->view, &a->pool, text, &code, &a->err))
		return false;
	tell_fields(a->printer, "status:%s more_characters:%hhd code_title:%s", icd_status_names[code.status],
		    code.open, code.title);
	return true;
}

/* False on failure, with the answer left in the middle. */
static bool tell_term(struct index_work *a, const struct icd_index_book *book, const struct icd_index_tree *tree,
		      uint32_t at, bool matched, const char *via)
{
	const struct icd_index_node *node = &tree->at[at];
	const char *const *parts = node->term->parts;
	tell_object(a->printer, NULL);
	tell_index_path(a->printer, tree, at);
	tell_fields(a->printer,
		    "term:%s level:%u matched:%hhd code:%s manifestation:%s see:%s see_also:%s "
		    "see_category:%s subcategory:%s via:%s",
		    node->title, node->level, matched, parts[ICD_PART_CODE], parts[ICD_PART_MANIFESTATION],
		    parts[ICD_PART_SEE], parts[ICD_PART_SEE_ALSO], parts[ICD_PART_SEE_CATEGORY],
		    parts[ICD_PART_SUBCATEGORY], via);
	if (!tell_term_code(a, parts[ICD_PART_CODE]) || (book->head.column_count && !tell_cells(a, book, node->term)) ||
	    (a->options->below && !tell_below(a, node->term)))
		return false;
	tell_end(a->printer);
	return true;
}

/* What stands before the terms. */
static void tell_start(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits)
{
	tell_answer(a->printer);
	tell_fields(a->printer, "query:%s index:%s release:%x later:%hhd on:%x total:%u left_out:%s", a->query,
		    icd_index_names[book->kind], book->date, book->later, a->session->view.on, hits->total,
		    hits->left_out);
	tell_list(a->printer, "columns");
	for (unsigned i = 1; i < book->head.column_count; i++)
		tell_text(a->printer, NULL, book->head.columns[i]);
	tell_end(a->printer);
	tell_list(a->printer, "terms");
}

static void tell_rest(struct index_work *a)
{
	tell_end(a->printer);
	tell_warning(a->printer, &a->session->view);
	tell_end(a->printer);
}

/* ---- TSV ---- */

static void print_header(const struct output *out, const struct icd_index_book *book)
{
	const char *names[5 + ICD_INDEX_COLUMNS] = {"path", "code", "manifestation", "see", "see_also"};
	size_t count = 5;
	for (unsigned i = 1; i < book->head.column_count; i++)
		names[count++] = book->head.columns[i];
	output_row(out, names, count);
}

static bool print_row(struct index_work *a, const struct icd_index_book *book, const struct icd_index_tree *tree,
		      uint32_t node)
{
	const char *const *parts = tree->at[node].term->parts;
	const char *fields[5 + ICD_INDEX_COLUMNS] = {icd_index_path(&a->pool, tree, node, " > "), parts[ICD_PART_CODE],
						     parts[ICD_PART_MANIFESTATION], parts[ICD_PART_SEE],
						     parts[ICD_PART_SEE_ALSO]};
	size_t count = 5;
	for (unsigned i = 1; i < book->head.column_count; i++)
		fields[count++] = parts[ICD_PART_CELL + i - 1];
	if (a->pool.failed)
		return icd_out_of_memory(&a->err);
	output_row(&a->session->out, fields, count);
	return true;
}

/* ---- any form ---- */

/* The hits with their subterms, as rows or told. */
static bool each_term(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits,
		      const char *via)
{
	for (uint32_t i = 0; i < hits->count; i++) {
		const struct icd_index_tree *tree = hits->at[i].tree;
		for (uint32_t at = hits->at[i].node; at <= node_of(&hits->at[i])->last; at++) {
			bool ok = a->printer ? tell_term(a, book, tree, at, at == hits->at[i].node, via)
					     : print_row(a, book, tree, at);
			if (!ok)
				return false;
		}
	}
	return true;
}

static bool print_hits(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits,
		       const char *via)
{
	if (a->session->out.format == FORMAT_TEXT)
		return index_print_hits(&a->printing, book, hits, &a->err);
	return each_term(a, book, hits, via);
}

/* ---- following ---- */

static const char *see_of(const struct icd_index_hit *hit)
{
	const char *const *parts = node_of(hit)->term->parts;
	return parts[ICD_PART_SEE] ? parts[ICD_PART_SEE] : parts[ICD_PART_SEE_ALSO];
}

static void print_lead(struct index_work *a, const struct icd_index_target *target, const char *see)
{
	const struct output *out = &a->session->out;
	const char *what = "";
	if (out->format != FORMAT_TEXT)
		return;
	if (target->lead == ICD_LEAD_CONDITION)
		what = index_print_condition;
	else if (target->lead == ICD_LEAD_TABLE)
		what = target->book->kind == ICD_INDEX_DRUG ? ": look up the substance with the drug command"
							    : ": look up the site with the neoplasm command";
	else if (target->lead == ICD_LEAD_NOWHERE)
		what = ": no such term here";
	const char *column = target->column && target->column <= target->book->head.column_count
				     ? target->book->head.columns[target->column - 1]
				     : NULL;
	fputc('\n', out->file);
	output_line(out, 4, INK_HEAD, "see %s%s%s%s", see + strspn(see, " "), column ? ", column " : "",
		    column ? column : "", what);
}

static bool follow(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hit *hit,
		   unsigned depth)
{
	const char *see = see_of(hit);
	struct icd_index_target *target = icd_pool_take(&a->pool, 1, sizeof *target);
	if (!see || depth == FOLLOW_MOST)
		return true;
	if (!target)
		return icd_out_of_memory(&a->err);
	if (!icd_index_follow(book, &a->pool, see, target, &a->err))
		return false;
	print_lead(a, target, see);
	if (target->lead != ICD_LEAD_TERMS)
		return true;
	if (!print_hits(a, target->book, &target->hits, see))
		return false;
	return target->hits.count != 1 || follow(a, target->book, &target->hits.at[0], depth + 1);
}

static bool follow_all(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits)
{
	for (uint32_t i = 0; i < hits->count; i++) {
		if (!follow(a, book, &hits->at[i], 0))
			return false;
	}
	return true;
}

/* ---- the command ---- */

/* Path and code of a term, as a line to offer. */
static void print_offer(struct index_work *a, const struct icd_index_hit *hit, const char *first)
{
	const char *path = icd_index_path(&a->pool, hit->tree, hit->node, ", ");
	const char *code = node_of(hit)->term->parts[ICD_PART_CODE];
	char line[1024];
	snprintf(line, sizeof line, "%s%s%s", path, code ? "  " : "", code ? code : "");
	output_item(&a->session->out, 4, INK_PLAIN, line, "%s", first);
}

/* A term the book in force does not have may have come with the next one. */
static bool print_newer(struct index_work *a, const struct icd_index_book *book)
{
	const struct icd_sequence *sequence = &book->view->about->index[book->kind];
	struct icd_index_book *newer = icd_pool_take(&a->pool, 1, sizeof *newer);
	struct icd_view *view = icd_pool_take(&a->pool, 1, sizeof *view);
	struct icd_index_hits hits;
	char date[ICD_DATE_SIZE], first[64];
	if (book->member + 1 >= sequence->count)
		return true;
	if (!newer || !view)
		return icd_out_of_memory(&a->err);
	icd_view_make(view, book->view->store, sequence->at[book->member + 1].date);
	if (icd_index_book_read(view, book->kind, &a->pool, newer, &a->err) != ICD_FOUND ||
	    !icd_index_find(newer, &a->pool, a->query, &hits, &a->err))
		return false;
	if (!hits.count || hits.left_out)
		return true;
	snprintf(first, sizeof first, "The one of %s has it: ", icd_date_format(newer->date, date));
	print_offer(a, &hits.at[0], first);
	return true;
}

/* Nothing has all words: says what there is without one of them. */
static bool print_nearest(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits)
{
	enum { NEAREST = 5 };
	const struct output *out = &a->session->out;
	index_print_book(&a->printing, book);
	fprintf(out->file, "No entry has all words of \"%s\".", a->query);
	if (hits->left_out)
		fprintf(out->file, " Without \"%s\":", hits->left_out);
	fputc('\n', out->file);
	for (uint32_t i = 0; i < hits->count && i < NEAREST; i++)
		print_offer(a, &hits->at[i], "  ");
	return print_newer(a, book);
}

static bool answer(struct index_work *a, const struct icd_index_book *book, const struct icd_index_hits *hits)
{
	const struct output *out = &a->session->out;
	bool found = hits->count && !hits->left_out, ok = true;
	if (out->format == FORMAT_TEXT && !found)
		return print_nearest(a, book, hits);
	if (out->format == FORMAT_TEXT)
		index_print_book(&a->printing, book);
	else if (a->printer)
		tell_start(a, book, hits);
	else if (out->header)
		print_header(out, book);
	if (found)
		ok = print_hits(a, book, hits, NULL) && (!a->options->follow || follow_all(a, book, hits));
	if (out->format == FORMAT_TEXT)
		index_print_legend(&a->printing);
	else if (a->printer && ok)
		tell_rest(a);
	else if (a->printer)
		printer_drop(a->printer);
	return ok;
}

static int ask(struct session *session, enum icd_index_kind kind, const char *query,
	       const struct index_options *options)
{
	const struct output *out = &session->out;
	struct index_work a = {
		.session = session,
		.options = options,
		.query = query,
		.printing = {.out = out, .view = &session->view, .all = options->all, .below = options->below},
		.printer = out->format == FORMAT_JSON ? session_printer(session, NULL) : NULL};
	const struct terms *terms;
	enum icd_found found = session_terms(session, kind, query, &terms, &a.err);
	const struct icd_index_hits *hits = &terms->hits;
	if (found == ICD_NOT_FOUND)
		icd_fail(&a.err, "%s: the index file holds none; it is made from files like icd10cm_%s_2025.xml",
			 index_print_names[kind],
			 kind == ICD_INDEX_CAUSE        ? "eindex"
			 : kind == ICD_INDEX_ALPHABETIC ? "index"
							: icd_index_names[kind]);
	bool ok = found == ICD_FOUND && answer(&a, &terms->book, hits);
	ok = ok && (!a.pool.failed || icd_out_of_memory(&a.err));
	int status = !ok ? command_fail("%s", a.err.text) : hits->count && !hits->left_out ? STATUS_OK : STATUS_NO;
	icd_pool_free(&a.pool);
	return status;
}

static enum icd_index_kind kind_named(const char *command)
{
	for (enum icd_index_kind kind = ICD_INDEX_CAUSE; kind < ICD_INDEXES; kind++) {
		if (strcmp(icd_index_names[kind], command) == 0)
			return kind;
	}
	return ICD_INDEX_ALPHABETIC;
}

int cmd_index(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"all", 'a', OPTION_FLAG, offsetof(struct index_options, all), NULL},
		{"below", 'b', OPTION_FLAG, offsetof(struct index_options, below), NULL},
		{"follow", 'F', OPTION_FLAG, offsetof(struct index_options, follow), NULL},
		{0}};
	struct index_options chosen = {0};
	struct icd_pool pool = {0};
	int count = options_read(session, argc, argv, options, &chosen, "a term was");
	if (count < 0)
		return STATUS_FAILED;
	const char *query = command_join(&pool, argv + 1, count);
	if (!pool.failed)
		session_warn_date(session);
	int status = pool.failed ? command_fail("out of memory") : ask(session, kind_named(argv[0]), query, &chosen);
	icd_pool_free(&pool);
	return status;
}
