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

bool placing_is_so_already(const struct placing *placing)
{
	size_t told = placing->added + placing->deleted + placing->revised + placing->unplaced_count;
	return placing->already * 2 > told;
}

static void add_sentence(const char ***sentences, uint32_t *count, struct icd_pool *pool, const char *sentence)
{
	*sentences = icd_pool_grown(pool, *sentences, *count, sizeof **sentences);
	if (!*sentences)
		out_of_memory();
	(*sentences)[(*count)++] = sentence;
}

void account_placing(const struct accounting *accounting, const struct placing *placing)
{
	struct icd_account *account = accounting->account;
	size_t missed = placing->unplaced_count;
	account->lines += (uint32_t)placing->lines;
	if (!missed)
		report_add(accounting->report, accounting->release, REPORT_FACT,
			   "addenda of the %s: %zu lines, all placed: %zu added, %zu deleted, %zu revised",
			   accounting->list, placing->lines, placing->added, placing->deleted, placing->revised);
	else
		report_add(accounting->report, accounting->release, REPORT_DIFFER,
			   "addenda of the %s: %zu lines, %zu placed, %zu not: %zu added, %zu deleted, %zu revised",
			   accounting->list, placing->lines, placing->lines - missed, missed, placing->added,
			   placing->deleted, placing->revised);
	for (size_t i = 0; i < missed; i++) {
		const struct unplaced *it = &placing->unplaced[i];
		const char *sentence =
			need_print(accounting->pool, "%s, page %u, %s \"%s\": %s", accounting->list,
				   (unsigned)it->line->page, addendum_labels[it->line->label], it->line->text, it->why);
		add_sentence(&account->unplaced, &account->unplaced_count, accounting->pool, sentence);
		report_add(accounting->report, accounting->release, REPORT_DETAIL, "%s", sentence);
	}
}

void account_again(struct icd_account *account, const struct icd_account *given, struct icd_pool *pool)
{
	account->lines += given->lines;
	for (uint32_t i = 0; i < given->unplaced_count; i++)
		add_sentence(&account->unplaced, &account->unplaced_count, pool, given->unplaced[i]);
	for (uint32_t i = 0; i < given->difference_count; i++)
		add_sentence(&account->differences, &account->difference_count, pool, given->differences[i]);
}

void account_reissue(const struct accounting *accounting, icd_date next)
{
	char date[ICD_DATE_SIZE];
	report_add(accounting->report, accounting->release, REPORT_DIFFER,
		   "addenda of the %s: issued again, they hold what those of %s tell: taken away from this release",
		   accounting->list, icd_date_format(next, date));
}

void account_difference(const struct accounting *accounting, const char *sentence)
{
	struct icd_account *account = accounting->account;
	add_sentence(&account->differences, &account->difference_count, accounting->pool, sentence);
	report_add(accounting->report, accounting->release, REPORT_DETAIL, "%s", sentence);
}
