/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Code lists. */
#include "lists/lists.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

struct icd10_code_list {
	unsigned holders;
	icd10_book *book;
	struct icd_code_list *list;
};

struct icd10_listed {
	icd10_code_list *list;
	icd10_view *view;
	struct icd_pool pool;
	size_t count;
	struct icd_listed *at;
};

/* ---- reading ---- */

static enum icd10_result begin(icd10_book *book, icd10_code_list **out, struct icd10_error *err)
{
	icd10_code_list *list = calloc(1, sizeof *list);
	if (!list)
		return library_out_of_memory(err);
	list->holders = 1;
	list->book = library_hold_book(book);
	*out = list;
	return ICD10_OK;
}

static enum icd10_result end(bool ok, const struct icd_error *why, icd10_code_list **out, struct icd10_error *err)
{
	if (ok)
		return ICD10_OK;
	icd10_code_list_free(*out);
	*out = NULL;
	return library_failed(why, err);
}

enum icd10_result icd10_code_list_open(icd10_book *book, const char *path, const char *column, icd10_code_list **out,
				       struct icd10_error *err)
{
	struct icd_error why;
	if (!out)
		return library_refused(err, "a place for the list was expected");
	*out = NULL;
	if (!book || !path)
		return library_refused(err, book ? "the path of a list was expected" : "a book was expected");
	enum icd10_result result = begin(book, out, err);
	if (result != ICD10_OK)
		return result;
	return end(icd_code_list_open_file(book->store, path, column, &(*out)->list, NULL, &why), &why, out, err);
}

enum icd10_result icd10_code_list_read(icd10_book *book, const char *name, const char *text, size_t length,
				       const char *column, icd10_code_list **out, struct icd10_error *err)
{
	struct icd_error why;
	const struct icd_list_text source = {name ? name : "the list", text ? text : "", length, column};
	if (!out)
		return library_refused(err, "a place for the list was expected");
	*out = NULL;
	if (!book || (!text && length))
		return library_refused(err, book ? "the text of a list was expected" : "a book was expected");
	enum icd10_result result = begin(book, out, err);
	if (result != ICD10_OK)
		return result;
	return end(icd_code_list_read(book->store, &source, &(*out)->list, NULL, &why), &why, out, err);
}

void icd10_code_list_free(icd10_code_list *list)
{
	if (!list || --list->holders)
		return;
	icd_code_list_close(list->list);
	icd10_close(list->book);
	free(list);
}

/* ---- is a code on it ---- */

static struct icd10_listing listing_of(const char *code, const struct icd_pattern *by)
{
	struct icd10_listing ours = {
		.pattern = by->text, .note = by->note, .line = by->line, .from = by->from, .to = by->to};
	library_code(code, ours.code, sizeof ours.code);
	return ours;
}

enum icd10_result icd10_code_list_find(const icd10_code_list *list, const icd10_view *view, const char *typed,
				       struct icd10_listing *out, struct icd10_error *err)
{
	struct icd_typed_code code;
	const struct icd_pattern *by;
	struct icd_error why;
	if (!list || !view || !typed || (out && out->size < sizeof out->size))
		return library_refused(err, "a list, a view, a code and a place for the answer were expected");
	if (list->book->store != view->view.store)
		return library_refused(err, "a view of the book of the list was expected");
	if (!icd_code_parse(typed, strlen(typed), &code))
		return ICD10_NOT_FOUND;
	if (!icd_code_list_has(list->list, code.code, -1, view->view.on, &by, &why))
		return library_failed(&why, err);
	if (!by)
		return ICD10_NOT_FOUND;
	struct icd10_listing ours = listing_of(code.code, by);
	if (out)
		library_fill(out, &ours, sizeof ours);
	return ICD10_OK;
}

/* ---- its codes ---- */

enum icd10_result icd10_listed_open(icd10_code_list *list, icd10_view *view, icd10_listed **out,
				    struct icd10_error *err)
{
	struct icd_error why;
	if (!out)
		return library_refused(err, "a place for the codes was expected");
	*out = NULL;
	if (!list || !view || list->book->store != view->view.store)
		return library_refused(err, "a list and a view of the same book were expected");
	icd10_listed *listed = calloc(1, sizeof *listed);
	if (!listed)
		return library_out_of_memory(err);
	listed->list = list;
	list->holders++;
	listed->view = library_hold_view(view);
	*out = listed;
	if (icd_code_list_expand(list->list, &view->view, &listed->pool, &listed->at, &listed->count, &why))
		return listed->count ? ICD10_OK : ICD10_NOT_FOUND;
	icd10_listed_free(listed);
	*out = NULL;
	return library_failed(&why, err);
}

void icd10_listed_free(icd10_listed *listed)
{
	if (!listed)
		return;
	icd_pool_free(&listed->pool);
	icd10_code_list_free(listed->list);
	icd10_view_free(listed->view);
	free(listed);
}

size_t icd10_listed_count(const icd10_listed *listed)
{
	return listed ? listed->count : 0;
}

bool icd10_listed_code(const icd10_listed *listed, size_t i, struct icd10_listing *out)
{
	if (i >= icd10_listed_count(listed))
		return false;
	struct icd10_listing ours = listing_of(listed->at[i].code, listed->at[i].by);
	return library_fill(out, &ours, sizeof ours);
}
