/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening: the book, its releases, views of it. */
#include "user/location.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT(number)    TEXT_OF(number)
#define TEXT_OF(number) #number

const char *icd10_version(void)
{
	return TEXT(ICD10_VERSION_MAJOR) "." TEXT(ICD10_VERSION_MINOR);
}

/* ---- dates ---- */

bool icd10_date_parse(const char *text, icd10_date *out)
{
	return text && out && icd_date_parse(text, out);
}

const char *icd10_date_format(icd10_date date, char out[ICD10_DATE_SIZE])
{
	return icd_date_format(date > 0 ? date : 0, out);
}

icd10_date icd10_today(void)
{
	return icd_date_today();
}

/* ---- the book ---- */

enum icd10_result icd10_open(const char *path, icd10_book **out, struct icd10_error *err)
{
	struct icd_error why;
	if (!out)
		return library_refused(err, "a place for the book was expected");
	*out = NULL;
	if (!path)
		return library_refused(err, "the path of an index was expected");
	icd10_book *book = calloc(1, sizeof *book);
	if (!book)
		return library_out_of_memory(err);
	if (!icd_store_open(path, &book->store, &why)) {
		free(book);
		return library_failed(&why, err);
	}
	*out = library_hold_book(book);
	return ICD10_OK;
}

icd10_book *library_hold_book(icd10_book *book)
{
	book->holders++;
	return book;
}

void icd10_close(icd10_book *book)
{
	if (!book || --book->holders > 0)
		return;
	icd_searcher_close(book->searcher);
	icd_claims_close(book->claims);
	icd_check_close(book->check);
	icd_store_close(book->store);
	free(book);
}

bool icd10_replaced(const icd10_book *book)
{
	return book && icd_store_replaced(book->store);
}

size_t icd10_default_path(char *out, size_t size)
{
	char places[ICD_LOCATIONS][ICD_LOCATION_SIZE];
	size_t count = icd_locations(places), chosen = 0;
	for (size_t i = count; i-- > 0;) {
		if (access(places[i], F_OK) == 0)
			chosen = i;
	}
	size_t length = strlen(places[chosen]), used = length < size ? length : size ? size - 1 : 0;
	if (out && size) {
		memcpy(out, places[chosen], used);
		out[used] = '\0';
	}
	return length;
}

size_t icd10_release_count(const icd10_book *book)
{
	return book ? icd_store_about(book->store)->release_count : 0;
}

bool icd10_release(const icd10_book *book, size_t i, struct icd10_release *out)
{
	if (i >= icd10_release_count(book))
		return false;
	const struct icd_release *release = &icd_store_about(book->store)->releases[i];
	struct icd10_release ours = {
		.date = release->date,
		.billable = release->billable,
		.headers = release->headers,
		.listed = release->diags,
		.poa_exempt = release->poa,
	};
	return library_fill(out, &ours, sizeof ours);
}

/* ---- views ---- */

enum icd10_result icd10_view_open(icd10_book *book, icd10_date on, icd10_view **out, struct icd10_error *err)
{
	if (!out)
		return library_refused(err, "a place for the view was expected");
	*out = NULL;
	if (!book || !icd_date_valid(on))
		return library_refused(err, book ? "a date was expected" : "a book was expected");
	icd10_view *view = calloc(1, sizeof *view);
	if (!view)
		return library_out_of_memory(err);
	view->book = library_hold_book(book);
	icd_view_make(&view->view, book->store, on);
	icd_view_warning(&view->view, view->warning);
	*out = library_hold_view(view);
	return ICD10_OK;
}

icd10_view *library_hold_view(icd10_view *view)
{
	view->holders++;
	return view;
}

void icd10_view_free(icd10_view *view)
{
	if (!view || --view->holders > 0)
		return;
	icd10_close(view->book);
	free(view);
}

icd10_book *icd10_view_book(const icd10_view *view)
{
	return view ? view->book : NULL;
}

icd10_date icd10_view_date(const icd10_view *view)
{
	return view ? view->view.on : 0;
}

icd10_date icd10_view_release(const icd10_view *view)
{
	return view ? icd_view_release(&view->view) : 0;
}

const char *icd10_view_warning(const icd10_view *view)
{
	return view ? view->warning : "";
}
