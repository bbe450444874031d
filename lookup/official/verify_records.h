/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Are all records of an index sound? Each is decoded whole, and what it says of others must be there: members of
 * sequences, ordinals of codes, classes of history, rows, words, terms. For verify.c and verify_search.c only.
 *
 * One pass in the order of the keys: what a record refers to is checked where it stands after what it refers to.
 */
#ifndef ICD_OFFICIAL_VERIFY_RECORDS_H
#define ICD_OFFICIAL_VERIFY_RECORDS_H

#include "edits/records.h"
#include "guideline/records.h"
#include "icd9/records.h"
#include "index/records.h"
#include "search/search_record.h"
#include "store/store.h"
#include "export_work.h"

/* What was read of an index of one kind. */
struct verified_index {
	uint32_t blocks, blocks_read; /* main terms: those there are, those whose block was read */
	uint32_t *terms;              /* by block: how many there are in it */
	uint32_t heads_read;
	uint32_t firsts, firsts_read; /* characters that words begin with, and that have their record */
};

/* Some of the codes, as their own records have it: those that a release changed, those with a kind of title. */
struct verified_codes {
	uint32_t count;
	uint64_t sum; /* of their ordinals */
};

struct record_check {
	const struct icd_about *about;
	struct icd_pool pool;      /* of the record in hand */
	struct icd_pool kept;      /* of what follows */
	uint32_t classes;          /* of history */
	struct icd_export *export; /* has the codes that were read */
	uint32_t ordinals_read, phrase_records_read;
	struct verified_codes *changes; /* by release */
	uint32_t changes_read;
	bool *turns; /* of the code in hand */
	struct verified_codes always_unspecified, at_times_unspecified;
	bool unspecified_read;
	struct verified_index index[ICD_INDEXES];
	struct icd_guideline_heads guidelines; /* their texts come later: */
	uint32_t guidelines_read;              /* numbers whose texts were read */
	/* Searching: */
	struct icd_search_about search;
	uint32_t code_rows, words_read, paths_read, weights_read, text_rows; /* rows read */
	uint32_t *word_starts; /* by text: where its words begin in their record */
};

/* Is the record sound? What the reader does not read counts as unsound. */
typedef bool record_sound(struct record_check *check, struct icd_bytes key, struct icd_reader *in);

record_sound verify_search_about, verify_search_codes, verify_titles, verify_sounds, verify_ranges, verify_search_words,
	verify_search_paths, verify_postings, verify_synonyms, verify_vocabulary, verify_weights, verify_search_texts;

/* After the last record: has each text and code all that searching needs of it? */
bool verify_search_complete(const struct record_check *check);

/* Reads all codes for an export. False names the first damaged record, or that some are missing. */
bool icd_verify_records(struct icd_store *store, struct icd_export *export, struct icd_error *err);

#endif
