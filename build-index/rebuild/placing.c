/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placing.h"

#include <stdlib.h>

void placing_free(struct placing *placing)
{
	free(placing->unplaced);
	*placing = (struct placing){0};
}

void placing_miss(struct placing *placing, const struct addendum_line *line, bool already, const char *why)
{
	*one_more(placing->unplaced, placing->unplaced_count, placing->unplaced_capacity) =
		(struct unplaced){line, why};
	placing->already += already;
}

static void add_sentence(const char ***sentences, uint32_t *count, struct icd_pool *pool, const char *sentence)
{
	*sentences = icd_pool_grown(pool, *sentences, *count, sizeof **sentences);
	if (!*sentences)
		out_of_memory();
	(*sentences)[(*count)++] = sentence;
}

void account_placing(struct icd_account *account, struct icd_pool *pool, const char *list,
		     const struct placing *placing)
{
	account->lines += (uint32_t)placing->lines;
	for (size_t i = 0; i < placing->unplaced_count; i++) {
		const struct unplaced *it = &placing->unplaced[i];
		add_sentence(&account->unplaced, &account->unplaced_count, pool,
			     need_print(pool, "%s, page %u, %s \"%s\": %s", list, (unsigned)it->line->page,
					addendum_labels[it->line->label], it->line->text, it->why));
	}
}

void account_difference(struct icd_account *account, struct icd_pool *pool, const char *sentence)
{
	add_sentence(&account->differences, &account->difference_count, pool, sentence);
}
