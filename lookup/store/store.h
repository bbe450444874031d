/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An index file opened for reading: where everything in lookup/ that answers questions gets its records.
 *
 * Records come out decoded, in a pool of the caller; their texts point into our copy of the file's pages (seal.h)
 * and stay valid until the store is closed. A store is for one thread at a time.
 */
#ifndef ICD_STORE_STORE_H
#define ICD_STORE_STORE_H

#include "base/base.h"
#include "dated.h"
#include "key.h"
#include "record.h"
#include "btree.h"

#include <stdbool.h>
#include <stddef.h>

struct icd_store;

/* Opens an index; on failure one sentence names the file and what is wrong with it. */
bool icd_store_open(const char *path, struct icd_store **out, struct icd_error *err);
void icd_store_close(struct icd_store *store);

/* What the index holds; valid until the store is closed. */
const struct icd_about *icd_store_about(const struct icd_store *store);
/* Reads what its releases were made from: digests, files and what became of addenda, which are 0 before that. */
bool icd_store_sources(struct icd_store *store, struct icd_error *err);
const char *icd_store_path(const struct icd_store *store);

/* Was it made searchable by the words of this program (icd_stemmer_fingerprint)? Else false, with the sentence. */
bool icd_store_same_words(const struct icd_store *store, uint64_t words, struct icd_error *err);

/* Has another file taken the place of the one that is open? */
bool icd_store_replaced(const struct icd_store *store);

/* The record of a code (stored spelling), in the pool. */
enum icd_found icd_store_code(struct icd_store *store, struct icd_pool *pool, const char *code,
			      struct icd_code_record *record, struct icd_error *err);

/* That record with the one title that people are shown as of a code set (icd_get_code_on), for who reads many codes. */
enum icd_found icd_store_code_on(struct icd_store *store, struct icd_pool *pool, const char *code, uint16_t set,
				 struct icd_code_record *record, struct icd_error *err);

/* Of that record the code's ordinal and that of the last code below it. */
enum icd_found icd_store_code_place(struct icd_store *store, const char *code, uint32_t *ordinal, uint32_t *last,
				    struct icd_error *err);

/* The runs and titles of the codes right below one, for who needs more of them than their codes: fetched at the first
 * call, and kept where the record is. */
bool icd_store_children(struct icd_store *store, const struct icd_children *children, struct icd_error *err);

/* Of that record the runs and titles alone, for who reads many codes; the rest is 0. */
enum icd_found icd_store_code_start(struct icd_store *store, struct icd_pool *pool, const char *code,
				    struct icd_code_record *record, struct icd_error *err);

/* Of that record the runs and the titles that people are shown, as of a code below another one: `child` has the code. */
enum icd_found icd_store_code_shown(struct icd_store *store, struct icd_pool *pool, struct icd_child *child,
				    struct icd_error *err);

/* As icd_store_code_start where none of its titles, of any release, is `title`, whatever is capital; where one is, sets *titled and
 * decodes nothing. */
enum icd_found icd_store_code_titled(struct icd_store *store, struct icd_pool *pool, const char *code,
				     const char *title, bool *titled, struct icd_code_record *record,
				     struct icd_error *err);

/*
 * Places that many codes lie in: headers, sections by their keys, chapters, and the notes elsewhere that refer to codes
 * of a category (three characters). Each is decoded once and lives as long as the store; all of a book take 25 MB.
 */
enum icd_found icd_store_header(struct icd_store *store, const char *code, const struct icd_code_record **record,
				struct icd_error *err);
enum icd_found icd_store_section(struct icd_store *store, const char *name, struct icd_section_record *record,
				 struct icd_error *err);
enum icd_found icd_store_chapter(struct icd_store *store, int number, struct icd_chapter_record *record,
				 struct icd_error *err);
enum icd_found icd_store_incoming(struct icd_store *store, const char *category, struct icd_incoming_record *record,
				  struct icd_error *err);

/* The same notes without keeping them: those alone that may mean a code of the range, in the pool. */
bool icd_store_incoming_of(struct icd_store *store, struct icd_pool *pool, const char *code,
			   const struct icd_interval *of, struct icd_incoming_record *record, struct icd_error *err);

/* The heads of those under a name, a category or a letter; none when there is no such record. */
bool icd_store_incoming_heads(struct icd_store *store, struct icd_pool *pool, const char *name,
			      struct icd_incoming_heads *heads, struct icd_error *err);
/* Decodes one of them, once. */
bool icd_store_incoming_note(const struct icd_store *store, struct icd_pool *pool, const char *name,
			     struct icd_incoming_head *head, struct icd_incoming *one, struct icd_error *err);

/* The code at a place of the tabular order, and its class of history (icd_store_classes). */
enum icd_found icd_store_ordinal(struct icd_store *store, uint32_t ordinal, char code[ICD_CODE_SIZE], uint32_t *class,
				 struct icd_error *err);
/* The runs shared by all codes of each class of history. */
bool icd_store_classes(struct icd_store *store, struct icd_pool *pool, struct icd_runs **classes, uint32_t *count,
		       struct icd_error *err);

/* ---- bytes, for the modules that keep tables of their own ---- */

enum icd_found icd_store_get(struct icd_store *store, const struct icd_key *key, struct icd_bytes *value,
			     struct icd_error *err);
/* The bytes of a record of this store, to be decoded. */
struct icd_reader icd_store_reader(struct icd_store *store, struct icd_bytes bytes);
/* The record to be decoded, an empty one when there is none. */
enum icd_found icd_store_fetch(struct icd_store *store, const struct icd_key *key, struct icd_reader *in,
			       struct icd_error *err);

/* What stands in a key after its table, as a text; "" when it is longer than a code. */
const char *icd_store_code_of(struct icd_bytes key, char out[ICD_CODE_SIZE]);

/* Calls `visit` for each record with low <= key <= high, in order, until it returns false. */
bool icd_store_scan(struct icd_store *store, const struct icd_key *low, const struct icd_key *high,
		    bool (*visit)(void *context, struct icd_bytes key, struct icd_bytes value), void *context,
		    struct icd_error *err);

/* The sentence for a record that does not decode: that it is damaged, or that memory ran out where its reader (NULL
 * for none) says so. Returns false. */
bool icd_store_bad_record(const struct icd_store *store, const struct icd_key *key, const struct icd_reader *in,
			  struct icd_error *err);

/* Checks all pages of the file; false names the first damaged one. */
bool icd_store_check(struct icd_store *store, struct icd_error *err);

#endif
