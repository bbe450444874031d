/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What stands above codes, for the files of this folder. Codes that begin alike have it in common: it is read once for
 * them, and kept in the shelf.
 */
#ifndef ICD_CODING_PLACES_H
#define ICD_CODING_PLACES_H

#include "shelf.h"

#include "book/book.h"

/* What a code needs to know of what stands above it. */
struct shelf_above {
	icd_packed start;                            /* of the codes: all but their last character */
	int view_list;                               /* the list in force */
	int list;                                    /* that their notes are from, -1: none */
	bool later, derived;                         /* as in struct icd_path */
	bool by_headers;                             /* that is the list of codes which no list has themselves */
	const struct icd_claim_place *place;         /* the nearest place above; NULL: none */
	const struct icd_code_record *header, *over; /* right above, and above that; of a category the code itself */
};

/* Of a code whose record is there. False on failure only. */
bool shelf_above_of(struct icd_shelf *shelf, const struct icd_view *view, const struct icd_code_record *record,
		    struct shelf_above *above, struct icd_error *err);
/* Of a code whose path is there. */
void shelf_above_of_path(struct icd_shelf *shelf, const struct icd_path *path, struct shelf_above *above);

/* Gives the code its places: its own where it has notes, and those above. It knows how it is shown. */
void shelf_put_places(struct icd_shelf *shelf, const struct icd_code_record *record, const struct shelf_above *above,
		      struct icd_claim_code *code);

#endif
