/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A walk over the terms of a block of the index, for who wants few of them: those between are passed over, and only what
 * is asked for is decoded. For this room.
 */
#ifndef ICD_INDEX_INDEX_WALK_H
#define ICD_INDEX_INDEX_WALK_H

#include "book/book.h"
#include "index_record.h"

/* A term with others below it. */
struct icd_index_open {
	uint32_t number; /* in the block */
	uint32_t node;   /* the caller's; ICD_INDEX_NO_NODE at first */
	uint8_t level;
	const unsigned char *at; /* where it begins */
};

#define ICD_INDEX_NO_NODE UINT32_MAX

struct icd_index_walk {
	enum icd_index_kind kind;
	uint32_t block;
	uint16_t member;             /* of the sequence of indexes */
	uint32_t count, next;        /* terms, and how many of them were passed */
	bool begun, started, stands; /* has the index its main term, and the term passed last? */
	struct icd_reader in;
	unsigned open_count;
	struct icd_index_open open[ICD_INDEX_LEVELS]; /* the term passed last, if it stands, after those above it */
};

/* Begins at the first term of the block, as the index in force on the view's date has it. */
bool icd_index_walk_start(struct icd_index_walk *walk, const struct icd_view *view, enum icd_index_kind kind,
			  uint32_t block, struct icd_error *err);
/* Is the term still to be passed, or the one passed last, of the block that is walked? */
bool icd_index_walk_leads_to(const struct icd_index_walk *walk, const struct icd_index_pointer *pointer);
/* Passes all up to the term; *stands: the index has it. */
bool icd_index_walk_to(struct icd_index_walk *walk, const struct icd_view *view, uint32_t term, bool *stands,
		       struct icd_error *err);
/* What an open term says, without its spans. The walk to it has looked at the bytes. */
struct icd_index_term icd_index_walk_term(const struct icd_index_walk *walk, const struct icd_index_open *open);

#endif
