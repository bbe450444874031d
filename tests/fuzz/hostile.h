/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes that somebody made to do harm: the sample's, changed at will and then sealed, so that the checksums hold.
 */
#ifndef ICD_TESTS_HOSTILE_H
#define ICD_TESTS_HOSTILE_H

#include "fuzz.h"

/*
 * A change takes 8 bytes: what (one of enum hostile_change), which page (2), which node of it (1) or the like, where in
 * it (2), the new value (2).
 */
#define HOSTILE_SIZE 8

enum hostile_change {
	HOSTILE_PAGE_HEAD,   /* two bytes of a page's head */
	HOSTILE_NODE_OFFSET, /* where a node begins */
	HOSTILE_NODE_HEAD,   /* two bytes of a node's head: size, flags, size of its key */
	HOSTILE_KEY,         /* a byte of a key */
	HOSTILE_VALUE,       /* a byte of a record */
	HOSTILE_NUMBER,      /* a number in it: the largest ones there are */
	HOSTILE_CUT,         /* a record made shorter */
	HOSTILE_COPY,        /* a record that has the bytes of another one of the page */
	HOSTILE_META,        /* a byte of the meta pages */
	HOSTILE_BIG,         /* a byte of a record with pages of its own */
	HOSTILE_FOOTER,      /* a byte of the footer, whose own checksum is set right */
	HOSTILE_BYTE,        /* any byte of a page */
	HOSTILE_CHANGES
};

/* The index to be changed instead of the sample's, by its absolute path, which must stay; before the first change. */
void hostile_take(const char *path);

/* Makes the changes in a copy of the index, and seals it. Returns its path, valid until the next call. */
const char *hostile_index(const uint8_t *changes, size_t size);

#endif
