/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of libicd10 share. Each of them puts a group of functions of icd10.h before the rooms that
 * answer: it calls them, and keeps what they say as structs of icd10.h in a pool that the answer owns.
 *
 * A view holds its book and an answer holds its view, so that texts that lie in the index file stay there. The
 * counts of holders are plain numbers: a book and all that hangs on it is for one thread at a time.
 */
#ifndef ICD_LIBRARY_LIBRARY_H
#define ICD_LIBRARY_LIBRARY_H

/* The functions of icd10.h are all that is seen outside the library. */
#pragma GCC visibility push(default)
#include "icd10.h"
#pragma GCC visibility pop

#include "check/check.h"
#include "claim/claim.h"
#include "history/history.h"
#include "search/search.h"

struct icd10_book {
	unsigned holders;
	struct icd_store *store;
	struct icd_check *check; /* NULL until it is asked for, as the other two */
	struct icd_claims *claims;
	struct icd_searcher *searcher; /* without synonyms of the user's own */
};

struct icd10_view {
	unsigned holders;
	icd10_book *book;
	struct icd_view view;
	char warning[ICD_WARNING_SIZE];
};

icd10_book *library_hold_book(icd10_book *book);
icd10_view *library_hold_view(icd10_view *view);

/* ---- results ---- */

/* The result for a failure of the rooms, whose sentence goes to the caller. */
enum icd10_result library_failed(const struct icd_error *err, struct icd10_error *out);
enum icd10_result library_out_of_memory(struct icd10_error *out);
/* ICD10_ERROR_ARGUMENT, with the sentence. */
enum icd10_result library_refused(struct icd10_error *out, const char *sentence);

/* ---- structs that carry their size ---- */

/* Fills the caller's struct, as much of it as there is, from one of ours. */
bool library_fill(void *out, const void *ours, size_t our_size);
/* The same from item number `i` of ours. */
bool library_fill_item(void *out, const void *items, size_t count, size_t our_size, size_t i);
/* Reads the caller's struct, NULL is one that is all 0, into one of ours. False when the caller sets fields that this
 * library does not know. */
bool library_read(const void *given, void *ours, size_t our_size);

/* ---- codes ---- */

/* A stored code with its dot, a range "M5450-M5459" with both. Writes at most `size` bytes; returns out. */
const char *library_code(const char *code, char *out, size_t size);
/* Such texts in the pool. */
const char *const *library_codes(struct icd_pool *pool, const char *const *codes, size_t count);
/* How codes begin that were typed ("M54.5", "M5"), in stored spelling; false when it is longer than a code. */
bool library_prefix(const char *typed, char out[ICD_CODE_SIZE]);

/* A note of the rooms, whose texts it shares. */
struct icd10_note library_note(const struct icd_note *note);

/* ---- numbers of enums (names.c) ---- */

enum icd10_status library_status(enum icd_status status);
enum icd10_detail library_detail(enum icd_detail detail);
enum icd10_note_kind library_note_kind(enum icd_entry_kind kind);
enum icd10_severity library_severity(enum icd_severity severity);
enum icd10_rule library_rule(enum icd_rule rule);
enum icd10_field library_field(enum icd_search_field field);
enum icd10_event_kind library_event_kind(enum icd_event_kind kind);
enum icd10_source library_source(enum icd_source source);
enum icd10_relation library_relation(enum icd_relation relation);

#endif
