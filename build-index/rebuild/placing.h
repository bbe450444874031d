/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the lines of an addendum: the account that each grammar gives. Builder only. */
#ifndef ICD_BUILD_REBUILD_PLACING_H
#define ICD_BUILD_REBUILD_PLACING_H

#include "addenda/addendum.h"
#include "common/report.h"
#include "store/store.h"

struct unplaced {
	const struct addendum_line *line;
	const char *why; /* "no such note" */
};

struct placing {      /* all 0: nothing yet; freed with placing_free */
	size_t lines; /* that have a label */
	struct unplaced *unplaced;
	size_t unplaced_count, unplaced_capacity;
	size_t already; /* of those not placed: what they tell has been so before */
	size_t added, deleted, revised;
};

void placing_free(struct placing *placing);
/* Notes a line that was not placed. `already`: what it tells has been so before. */
void placing_miss(struct placing *placing, const struct addendum_line *line, bool already, const char *why);

/*
 * Of an addendum tried on a list of the release before: is most of what it tells so already? Then the addenda of that
 * release were issued again later and hold this one's changes too.
 */
bool placing_is_so_already(const struct placing *placing);

/*
 * The account that a release keeps: the lines of an addendum, with a sentence for each that was not placed; and how a
 * published list differs from what addenda told. Sentences live in the pool.
 */
struct accounting {
	struct icd_account *account;
	struct icd_pool *pool;
	const char *list; /* "tabular list" */
	icd_date release;
	struct report *report; /* gets the same */
};
void account_placing(const struct accounting *accounting, const struct placing *placing);
/* Tells that what addenda hold of those of the next release, issued on `next`, is taken away. */
void account_reissue(const struct accounting *accounting, icd_date next);
void account_difference(const struct accounting *accounting, const char *sentence);
/* Adds an account that was given before. The sentences live as long as the pool does already. */
void account_again(struct icd_account *account, const struct icd_account *given, struct icd_pool *pool);

#endif
