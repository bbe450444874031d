/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intern.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const void *context, uint32_t item, const void *key)
{
	const struct interner *interner = context;
	return strcmp(interner->texts[item], key) == 0;
}

static uint32_t find_or_add(struct interner *interner, const char *text)
{
	uint64_t hash = icd_hash_text(text);
	uint32_t number = icd_hash_find(&interner->hash, hash, same_text, interner, text);
	if (number != ICD_HASH_NONE)
		return number;
	number = (uint32_t)interner->count;
	*one_more(interner->texts, interner->count, interner->capacity) =
		need_text(&interner->pool, text, strlen(text));
	need_hashed(&interner->hash, hash, number);
	return number;
}

uint32_t intern_number(struct interner *interner, const char *text)
{
	if (interner->next < interner->count && strcmp(interner->texts[interner->next], text) == 0)
		return interner->next++;
	uint32_t number = find_or_add(interner, text);
	if (*text) /* what is empty stands between others everywhere */
		interner->next = number + 1;
	return number;
}

const char *intern(struct interner *interner, const char *text)
{
	if (!text)
		return NULL;
	uint32_t number = intern_number(interner, text); /* may move the texts */
	return interner->texts[number];
}

void intern_room(struct interner *interner, size_t count)
{
	size_t wanted = interner->count + count;
	if (wanted > interner->capacity) {
		const char **texts = realloc(interner->texts, wanted * sizeof *texts);
		if (!texts)
			out_of_memory();
		interner->texts = texts;
		interner->capacity = wanted;
	}
	if (!icd_hash_reserve(&interner->hash, wanted))
		out_of_memory();
}

bool intern_lent(struct interner *interner, const char *text)
{
	uint64_t hash = icd_hash_text(text);
	if (icd_hash_find(&interner->hash, hash, same_text, interner, text) != ICD_HASH_NONE)
		return false;
	*one_more(interner->texts, interner->count, interner->capacity) = text;
	need_hashed(&interner->hash, hash, (uint32_t)interner->count - 1);
	return true;
}

void interner_free(struct interner *interner)
{
	icd_pool_free(&interner->pool);
	icd_hash_free(&interner->hash);
	free(interner->texts);
	*interner = (struct interner){0};
}
