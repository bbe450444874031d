/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "apart.h"

#include "base/base.h"

#include <string.h>

/* A title as its words. */
struct split_title {
	const char **words; /* where each begins */
	uint32_t count;
};

static uint32_t word_length(const char *word)
{
	return (uint32_t)strcspn(word, " ");
}

static bool split(struct icd_pool *pool, const char *title, struct split_title *out)
{
	out->words = icd_pool_take(pool, strlen(title) / 2 + 1, sizeof *out->words);
	out->count = 0;
	for (const char *c = title + strspn(title, " "); out->words && *c; c += strspn(c, " ")) {
		out->words[out->count++] = c;
		c += word_length(c);
	}
	return out->words != NULL;
}

static bool same_word(const char *a, const char *b)
{
	uint32_t length = word_length(a);
	return length == word_length(b) && memcmp(a, b, length) == 0;
}

/* How many words all titles begin with or, `from_end`, end with. */
static uint32_t shared(const struct split_title *titles, uint32_t count, bool from_end)
{
	uint32_t words = titles[0].count;
	for (uint32_t i = 1; i < count; i++) {
		const struct split_title *a = &titles[0], *b = &titles[i];
		uint32_t same = 0;
		while (same < words && same < b->count &&
		       same_word(a->words[from_end ? a->count - 1 - same : same],
				 b->words[from_end ? b->count - 1 - same : same]))
			same++;
		words = same;
	}
	return words;
}

static bool is_one_of(const char *word, const char *list)
{
	uint32_t length = word_length(word);
	for (const char *c = list; *c; c += word_length(c), c += strspn(c, " ")) {
		if (word_length(c) == length && memcmp(c, word, length) == 0)
			return true;
	}
	return false;
}

/* Does what is left without so many words in front and behind read alone? */
static bool reads_alone(const struct split_title *title, uint32_t front, uint32_t behind)
{
	if (front + behind >= title->count)
		return false;
	const char *first = title->words[front];
	return !is_one_of(first, "of and or the to") && !(behind && is_one_of(first, "other Other")) &&
	       !is_one_of(title->words[title->count - behind - 1],
			  "of in and or with without to by for at on due from the a an");
}

static bool all_read_alone(const struct split_title *titles, uint32_t count, uint32_t front, uint32_t behind)
{
	bool all = true;
	for (uint32_t i = 0; i < count && all; i++)
		all = reads_alone(&titles[i], front, behind);
	return all;
}

static const char *without(struct icd_pool *pool, const struct split_title *title, uint32_t front, uint32_t behind)
{
	const char *first = title->words[front], *last = title->words[title->count - behind - 1];
	size_t length = (size_t)(last - first) + word_length(last);
	while (length > 1 && strchr(",;", first[length - 1]))
		length--;
	return icd_pool_text(pool, first, length);
}

void icd_titles_apart(struct icd_pool *pool, const char *const *titles, uint32_t count, const char **out)
{
	struct split_title *at = icd_pool_take(pool, count, sizeof *at);
	bool ok = at != NULL;
	for (uint32_t i = 0; i < count; i++) {
		out[i] = titles[i];
		ok = ok && split(pool, titles[i], &at[i]);
	}
	if (!ok || count < 2)
		return;
	uint32_t front_most = shared(at, count, false), behind_most = shared(at, count, true), front = 0, behind = 0;
	for (uint32_t f = front_most + 1; f-- > 0;) {
		for (uint32_t b = behind_most + 1; b-- > 0;) {
			if (f + b > front + behind && all_read_alone(at, count, f, b)) {
				front = f;
				behind = b;
			}
		}
	}
	for (uint32_t i = 0; i < count && front + behind > 0; i++)
		out[i] = without(pool, &at[i], front, behind);
	for (uint32_t i = 0; i < count && pool->failed; i++)
		out[i] = titles[i];
}
