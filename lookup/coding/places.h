/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The places above codes, for the files of this folder. They are read once, and kept in the shelf. */
#ifndef ICD_CODING_PLACES_H
#define ICD_CODING_PLACES_H

#include "shelf.h"

#include "book/book.h"

/* Is what stands above the path's code kept already, so that icd_path_read_above can be spared? */
bool shelf_knows_above(const struct icd_shelf *shelf, const struct icd_path *path);

/* Gives the code its places: the path is whole, or what stands above is known. */
void shelf_put_places(struct icd_shelf *shelf, const struct icd_path *path, struct icd_claim_code *code);

#endif
