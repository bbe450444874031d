/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reindex.h"

#include "index_apply.h"
#include "index_differences.h"
#include "index_draft.h"
#include "index_line.h"
#include "index_told.h"

struct reindexing {
	struct index_issue *issues; /* of the kind */
	struct icd_account **accounts;
	size_t count;
	enum icd_index_kind kind;
	struct icd_pool *pool;
	struct report *report;
	struct index_folds folds;        /* of all lists */
	const struct index_list *newest; /* the published list before, or a settled one; NULL: none yet */
	struct index_draft *draft;       /* what addenda made of it; NULL: none has changed it */
	icd_date since;                  /* of the published list that it began with */
};

/* ---- telling ---- */

/* "Abscess > liver K75.0": the term with the titles above it. */
static const char *whole_term(const struct index_list *list, size_t term, struct icd_pool *pool)
{
	struct icd_buffer line = {0};
	index_line_write(&line, list->terms[term].says);
	icd_put_byte(&line, 0);
	if (line.failed)
		out_of_memory();
	const char *text = need_text(pool, (const char *)line.data, line.size - 1);
	icd_buffer_free(&line);
	for (size_t up = list->terms[term].parent; up != SIZE_MAX; up = list->terms[up].parent)
		text = need_print(pool, "%s > %s", list->terms[up].plain, text);
	return text;
}

static struct accounting accounting_of(const struct reindexing *w, size_t number)
{
	return (struct accounting){w->accounts[number], w->pool, index_names[w->kind], w->issues[number].date,
				   w->report};
}

static void account_terms(const struct accounting *accounting, const char *side, const struct index_list *list,
			  const size_t *terms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *term = whole_term(list, terms[i], accounting->pool);
		account_difference(accounting, need_print(accounting->pool, "%s: %s %s", accounting->list, term, side));
	}
}

static void check_against(struct reindexing *w, size_t number)
{
	struct index_differences found = {0};
	const struct index_issue *issue = &w->issues[number];
	struct icd_pool pool = {0};
	const struct index_list *told = index_draft_list(w->draft, &pool);
	struct accounting accounting = accounting_of(w, number);
	index_differences_find(told, issue->list, &w->folds, &found);
	size_t differences = found.told_count + found.held_count;
	if (!differences)
		report_add(w->report, issue->date, REPORT_FACT, "%s as the addenda tell it: all %zu terms equal",
			   index_names[w->kind], found.equal);
	else
		report_add(w->report, issue->date, REPORT_DIFFER,
			   "%s and what the addenda tell (the published one decides): %zu terms equal, %zu differences",
			   index_names[w->kind], found.equal, differences);
	account_terms(&accounting, "by the addenda, not as published", told, found.told, found.told_count);
	account_terms(&accounting, "as published, not by the addenda", issue->list, found.held, found.held_count);
	index_differences_free(&found);
	icd_pool_free(&pool);
}

/* ---- rebuilding ---- */

static void undo_next(struct reindexing *w, size_t number)
{
	const struct index_issue *next = &w->issues[number + 1];
	struct placing trial = {0}, undone = {0};
	struct accounting accounting = accounting_of(w, number);
	size_t count;
	if (!next->addendum)
		return;
	const struct index_told *told = index_told_read(next->addendum, w->kind, w->pool, &count);
	index_apply(w->draft, told, count, INDEX_TRIAL, &trial);
	if (placing_is_so_already(&trial)) {
		index_apply(w->draft, told, count, INDEX_BACKWARD, &undone);
		account_reissue(&accounting, next->date);
	}
	placing_free(&trial);
	placing_free(&undone);
}

static void apply_addendum(struct reindexing *w, size_t number)
{
	struct placing placing = {0};
	struct accounting accounting = accounting_of(w, number);
	size_t count;
	const struct index_told *told = index_told_read(w->issues[number].addendum, w->kind, w->pool, &count);
	index_apply(w->draft, told, count, INDEX_FORWARD, &placing);
	if (count)
		account_placing(&accounting, &placing);
	placing_free(&placing);
}

static void rebuild_issue(struct reindexing *w, size_t number)
{
	struct index_issue *issue = &w->issues[number];
	char date[ICD_DATE_SIZE];
	if (!issue->addendum || !w->newest)
		return;
	if (!w->draft)
		w->draft = index_draft_of(w->newest, &w->folds, w->pool);
	apply_addendum(w, number);
	if (issue->list) {
		check_against(w, number);
		return;
	}
	if (number + 1 < w->count)
		undo_next(w, number);
	issue->list = index_draft_list(w->draft, w->pool);
	issue->rebuilt = true;
	report_add(w->report, issue->date, REPORT_FACT, "%s rebuilt from that of %s and the addenda since",
		   index_names[w->kind], icd_date_format(w->since, date));
}

/* The sentences from the `before`th on. */
static const char **since(const char **sentences, uint32_t count, uint32_t before)
{
	return count > before ? sentences + before : NULL;
}

/* Rebuilds the issue, and keeps what there was to tell of that. */
static void rebuild_and_tell(struct reindexing *w, size_t number)
{
	struct index_issue *issue = &w->issues[number];
	const struct icd_account *account = w->accounts[number], before = *account;
	size_t lines = w->report->count;
	rebuild_issue(w, number);
	issue->account = (struct icd_account){
		.lines = account->lines - before.lines,
		.unplaced_count = account->unplaced_count - before.unplaced_count,
		.difference_count = account->difference_count - before.difference_count,
		.unplaced = since(account->unplaced, account->unplaced_count, before.unplaced_count),
		.differences = since(account->differences, account->difference_count, before.difference_count),
	};
	issue->line_count = w->report->count - lines;
	if (issue->line_count)
		issue->lines = need_copy(w->pool, w->report->lines + lines, issue->line_count, sizeof *issue->lines);
}

static void tell_again(struct reindexing *w, size_t number)
{
	const struct index_issue *issue = &w->issues[number];
	account_again(w->accounts[number], &issue->account, w->pool);
	for (size_t i = 0; i < issue->line_count; i++)
		report_add(w->report, issue->lines[i].release, issue->lines[i].weight, "%s", issue->lines[i].text);
}

struct index_issues index_issues_start(struct icd_pool *kept, struct icd_pool *pool, size_t count)
{
	struct index_issues issues = {
		.accounts = need(kept, count, sizeof *issues.accounts), .count = count, .pool = pool};
	for (unsigned i = 0; i < ICD_INDEXES; i++)
		issues.of[i] = need(kept, count, sizeof *issues.of[i]);
	return issues;
}

void index_issues_keep(struct index_issues *issues, size_t number, const struct release *release)
{
	for (unsigned i = 0; i < ICD_INDEXES && number >= issues->settled; i++) {
		const struct index_list *list = release->index[i];
		issues->of[i][number] =
			(struct index_issue){.date = release->effective,
					     .list = list ? index_terms_keep(&issues->terms[i], list) : NULL,
					     .addendum = release->index_addenda[i]};
	}
}

void index_issues_free(struct index_issues *issues)
{
	for (unsigned i = 0; i < ICD_INDEXES; i++)
		index_terms_free(&issues->terms[i]);
}

void reindex(struct index_issues *issues, enum icd_index_kind kind, struct icd_pool *pool, struct report *report)
{
	struct reindexing w = {.issues = issues->of[kind],
			       .accounts = issues->accounts,
			       .count = issues->count,
			       .kind = kind,
			       .pool = pool,
			       .report = report};
	for (size_t i = 0; i < w.count; i++) {
		const struct index_issue *issue = &w.issues[i];
		bool settled = i < issues->settled, published = issue->list && !issue->rebuilt;
		if (settled)
			tell_again(&w, i);
		else
			rebuild_and_tell(&w, i);
		if (published)
			w.since = issue->date;
		if (published || (settled && issue->list)) {
			index_draft_free(w.draft);
			w.draft = NULL;
			w.newest = issue->list;
		}
	}
	index_draft_free(w.draft);
	index_folds_free(&w.folds);
}
