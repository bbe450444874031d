/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "word_diff.h"

#include <string.h>

#define SPACE     " \t\r\n"
#define SIGNS     "()[],;:"
#define WORDS_MAX 2000 /* beyond that texts count as wholly different: the table would be too large */

struct words {
	struct word *at;
	uint32_t count;
};

static bool split(struct icd_pool *pool, const char *text, enum word_side side, struct words *out)
{
	out->count = 0;
	out->at = icd_pool_take(pool, strlen(text) + 1, sizeof *out->at);
	if (!out->at)
		return false;
	for (;;) {
		size_t space = strspn(text, SPACE);
		text += space;
		if (!*text)
			return true;
		size_t length = strcspn(text, SPACE SIGNS);
		length += length == 0;
		bool spaced = space > 0 || out->count == 0;
		out->at[out->count++] = (struct word){side, text, (uint32_t)length, spaced};
		text += length;
	}
}

static bool same_word(const struct word *a, const struct word *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Lengths of the longest common subsequences of what is left of both. */
static uint16_t *common_lengths(struct icd_pool *pool, const struct words *a, const struct words *b)
{
	size_t width = b->count + 1u;
	uint16_t *length = icd_pool_take(pool, (a->count + 1u) * width, sizeof *length);
	for (size_t i = a->count; length && i-- > 0;) {
		for (size_t j = b->count; j-- > 0;) {
			uint16_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];
			length[i * width + j] = same_word(&a->at[i], &b->at[j])
							? (uint16_t)(length[(i + 1) * width + j + 1] + 1)
							: (down > right ? down : right);
		}
	}
	return length;
}

static void add_common(struct word_diff *out, const struct word *word)
{
	out->words[out->count] = *word;
	out->words[out->count++].side = WORD_BOTH;
	out->common++;
}

static void walk(const struct words *a, const struct words *b, const uint16_t *length, struct word_diff *out)
{
	size_t width = b->count + 1u, i = 0, j = 0;
	while (i < a->count || j < b->count) {
		if (length && i < a->count && j < b->count && same_word(&a->at[i], &b->at[j])) {
			add_common(out, &a->at[i++]);
			j++;
		} else if (i < a->count &&
			   (j == b->count || !length || length[(i + 1) * width + j] >= length[i * width + j + 1])) {
			out->words[out->count++] = a->at[i++];
		} else {
			out->words[out->count++] = b->at[j++];
		}
	}
}

/* How many words both begin with, or end with. */
static uint32_t common_start(const struct words *a, const struct words *b)
{
	uint32_t count = 0;
	while (count < a->count && count < b->count && same_word(&a->at[count], &b->at[count]))
		count++;
	return count;
}

static uint32_t common_end(const struct words *a, const struct words *b)
{
	uint32_t count = 0;
	while (count < a->count && count < b->count &&
	       same_word(&a->at[a->count - 1 - count], &b->at[b->count - 1 - count]))
		count++;
	return count;
}

bool word_diff_make(struct icd_pool *pool, const char *old_text, const char *new_text, struct word_diff *out)
{
	struct words a, b;
	const uint16_t *length = NULL;
	*out = (struct word_diff){0};
	if (!split(pool, old_text, WORD_OLD, &a) || !split(pool, new_text, WORD_NEW, &b))
		return false;
	out->words = icd_pool_take(pool, a.count + b.count + 1u, sizeof *out->words);
	out->old_count = a.count;
	out->new_count = b.count;
	if (!out->words)
		return false;
	/* Of long texts, that most often have little changed, only what lies between is compared. */
	uint32_t start = common_start(&a, &b);
	struct words old = {a.at + start, a.count - start}, new = {b.at + start, b.count - start};
	uint32_t end = common_end(&old, &new);
	old.count -= end;
	new.count -= end;
	if (old.count <= WORDS_MAX && new.count <= WORDS_MAX && !(length = common_lengths(pool, &old, &new)))
		return false;
	for (uint32_t i = 0; i < start; i++)
		add_common(out, &a.at[i]);
	walk(&old, &new, length, out);
	for (uint32_t i = 0; i < end; i++)
		add_common(out, &old.at[old.count + i]);
	return true;
}

unsigned word_diff_likeness(const struct word_diff *diff)
{
	uint32_t longer = diff->old_count > diff->new_count ? diff->old_count : diff->new_count;
	return longer ? 100u * diff->common / longer : 0;
}
