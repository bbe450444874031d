/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The book of some releases as bytes, and back (book_bytes.c). For resume.c. */
#ifndef ICD_BUILD_RESUME_BOOK_BYTES_H
#define ICD_BUILD_RESUME_BOOK_BYTES_H

#include "memory/buffer.h"
#include "merge/book.h"

/* What the book has of its first `releases` releases, as book_add left it; not its indexes, edits, mappings and
 * guidelines. Texts that are not the book's yet become so. */
void book_put(struct icd_buffer *out, struct book *book, uint16_t releases);

/*
 * The same into a book that was started and has nothing yet; the bytes must live as long as it does. False when they are
 * not those of such a book: then it has something, and is to be freed.
 */
bool book_get(struct icd_reader *in, struct book *book, uint16_t releases);

#endif
