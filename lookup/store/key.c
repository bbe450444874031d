/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "key.h"

#include <stdio.h>
#include <string.h>

struct icd_key icd_key_of(enum icd_table table, const char *name)
{
	struct icd_key key;
	size_t length = strnlen(name, ICD_KEY_MAX - 1);
	key.bytes[0] = (unsigned char)table;
	memcpy(key.bytes + 1, name, length);
	key.size = length + 1;
	return key;
}

struct icd_key icd_key_of_number(enum icd_table table, uint32_t number)
{
	struct icd_key key;
	key.bytes[0] = (unsigned char)table;
	for (int i = 0; i < 4; i++)
		key.bytes[1 + i] = (unsigned char)(number >> (24 - 8 * i));
	key.size = 5;
	return key;
}

void icd_section_key(char out[ICD_SECTION_KEY_SIZE], int chapter, const char *first_category, const char *id)
{
	snprintf(out, ICD_SECTION_KEY_SIZE, "%02d%.16s", chapter, first_category[0] ? first_category : id);
}
