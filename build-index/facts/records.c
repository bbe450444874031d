/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <stdlib.h>
#include <string.h>

void records_add(struct records *records, const struct icd_key *key, struct icd_buffer *value)
{
	if (value->failed)
		out_of_memory();
	records->at = grow_array(records->at, records->count, &records->capacity, sizeof *records->at);
	struct record *record = &records->at[records->count++];
	record->key = need(&records->arena, offsetof(struct icd_key, bytes) + key->size, 1);
	record->key->size = key->size;
	memcpy(record->key->bytes, key->bytes, key->size);
	record->data = (const unsigned char *)need_text(&records->arena, (const char *)value->data, value->size);
	record->size = value->size;
	icd_buffer_clear(value);
}

void records_free(struct records *records)
{
	icd_pool_free(&records->arena);
	free(records->at);
	memset(records, 0, sizeof *records);
}
