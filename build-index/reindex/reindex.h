/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes and tables of releases that came without them, rebuilt: the published one before, changed as the addenda of
 * each release tell. Builder only.
 */
#ifndef ICD_BUILD_REINDEX_REINDEX_H
#define ICD_BUILD_REINDEX_REINDEX_H

#include "common/report.h"
#include "index_terms.h"
#include "read/release.h"

struct index_issue { /* the index or table of one kind, of one release */
	icd_date date;
	struct index_list *list; /* as published, NULL where it was not; rebuilt, once that is done */
	const struct addendum *addendum;
	bool rebuilt;
	struct icd_account account; /* what rebuilding adds to that of the release */
	const struct report_line *lines;
	size_t line_count; /* of the report, from rebuilding */
};

/* Those of all releases, from the first to the last. */
struct index_issues {
	struct index_issue *of[ICD_INDEXES];
	struct icd_account *
		*accounts; /* of each release: what became of the lines of its addenda; set before reindex() */
	size_t count;
	size_t settled;        /* so many, from the first on, are as an earlier build left them (resume/) */
	struct icd_pool *pool; /* for what is wanted until all are rebuilt */
	struct index_terms terms[ICD_INDEXES]; /* what the lists are made of */
};
/* The issues themselves stay as long as `kept` does. */
struct index_issues index_issues_start(struct icd_pool *kept, struct icd_pool *pool, size_t count);
/* Keeps the lists that the release has, which may be freed then, and its addenda, which may not. One that is settled
 * stays as it is. */
void index_issues_keep(struct index_issues *issues, size_t number, const struct release *release);
void index_issues_free(struct index_issues *issues);

/*
 * Gives lists to those of the issues of a kind that have none and have an addendum, where a published one came before.
 * Accounts and report get what became of each addendum's lines and, where a published list ends a chain of addenda, in
 * what the two differ: the published one stays as it is. Lists live in the pool, as do the sentences of the accounts.
 */
void reindex(struct index_issues *issues, enum icd_index_kind kind, struct icd_pool *pool, struct report *report);

#endif
