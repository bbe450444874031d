/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encoded records on their way into the index: whoever makes dated facts adds them here, in any
 * order; publish.c writes them in the order of their keys. Builder only.
 */
#ifndef ICD_BUILD_FACTS_RECORDS_H
#define ICD_BUILD_FACTS_RECORDS_H

#include "common/common.h"
#include "memory/buffer.h"
#include "store/write.h"

/* Encoded records, to be written in order of their keys. */
struct record {
	struct icd_key *key;
	const unsigned char *data;
	size_t size;
};

struct records {
	struct icd_pool arena;
	struct record *at;
	size_t count, capacity;
};

/* Adds what is in the buffer as a record and empties it. */
void records_add(struct records *records, const struct icd_key *key, struct icd_buffer *value);
void records_free(struct records *records);

#endif
