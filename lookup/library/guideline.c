/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The official guidelines. */
#include "guideline/guideline.h"
#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct icd10_guideline {
	icd10_view *view;
	struct icd_pool pool;
	struct icd10_guideline_facts facts;
};

struct icd10_guidelines {
	icd10_view *view;
	struct icd_pool pool;
	struct icd_guidelines all;
	struct icd10_guideline_line *lines;
	size_t count;
};

static enum icd10_result read_edition(icd10_view *view, struct icd_pool *pool, struct icd_guidelines *out,
				      struct icd10_error *err)
{
	struct icd_error why;
	int edition = icd_guidelines_on(view->view.about, view->view.on);
	*out = (struct icd_guidelines){0};
	if (edition < 0)
		return ICD10_NOT_FOUND;
	return icd_guidelines_read(view->book->store, pool, (uint16_t)edition, out, &why) ? ICD10_OK
											  : library_failed(&why, err);
}

/* ---- a section ---- */

/* The days on which the section is as it is in the edition. */
static struct icd_guideline_days days_in(const struct icd_about *about, const struct icd_guideline_history *history,
					 uint16_t edition)
{
	uint32_t at = 0;
	while (at + 1 < history->count && !icd_span_has(history->at[at].span, edition))
		at++;
	return icd_guideline_days(about, history->at[at].span);
}

static enum icd10_result make_guideline(icd10_guideline *guideline, const char *number, struct icd10_error *err)
{
	icd10_view *view = guideline->view;
	struct icd_guidelines all;
	struct icd_guideline_history history;
	struct icd_error why;
	const char *text;
	enum icd10_result result = read_edition(view, &guideline->pool, &all, err);
	const struct icd_guideline *section = result == ICD10_OK ? icd_guideline_find(&all, number) : NULL;
	if (!section)
		return result < 0 ? result : ICD10_NOT_FOUND;
	if (!icd_guideline_text(view->book->store, &guideline->pool, all.edition, section->number, &text, &why) ||
	    !icd_guideline_history(view->book->store, &guideline->pool, section->section, &history, &why))
		return library_failed(&why, err);
	struct icd_guideline_days days = days_in(view->view.about, &history, all.edition);
	guideline->facts = (struct icd10_guideline_facts){
		.number = section->number,
		.title = section->title,
		.text = text,
		.edition = view->view.about->guidelines.at[all.edition].date,
		.from = days.from,
		.to = days.to,
		.from_after = days.from_after,
	};
	return ICD10_OK;
}

enum icd10_result icd10_guideline_open(icd10_view *view, const char *number, icd10_guideline **out,
				       struct icd10_error *err)
{
	char spelled[ICD_GUIDELINE_SIZE];
	if (!out)
		return library_refused(err, "a place for the section was expected");
	*out = NULL;
	if (!view || !number)
		return library_refused(err, view ? "the number of a section was expected" : "a view was expected");
	if (!icd_guideline_read(number, spelled))
		return ICD10_NOT_FOUND;
	icd10_guideline *guideline = calloc(1, sizeof *guideline);
	if (!guideline)
		return library_out_of_memory(err);
	guideline->view = library_hold_view(view);
	enum icd10_result result = make_guideline(guideline, spelled, err);
	if (result == ICD10_OK)
		*out = guideline;
	else
		icd10_guideline_free(guideline);
	return result;
}

void icd10_guideline_free(icd10_guideline *guideline)
{
	if (!guideline)
		return;
	icd_pool_free(&guideline->pool);
	icd10_view_free(guideline->view);
	free(guideline);
}

bool icd10_guideline_facts(const icd10_guideline *guideline, struct icd10_guideline_facts *out)
{
	return guideline && library_fill(out, &guideline->facts, sizeof guideline->facts);
}

/* ---- several ---- */

static void add_line(icd10_guidelines *list, const struct icd_guideline *section)
{
	list->lines[list->count++] = (struct icd10_guideline_line){
		.number = section->number, .title = section->title, .depth = section->depth};
}

static bool list_all(icd10_guidelines *list)
{
	for (uint32_t i = 0; i < list->all.count; i++)
		add_line(list, &list->all.at[i]);
	return true;
}

static bool list_words(icd10_guidelines *list, const char *words, struct icd_error *why)
{
	struct icd_guideline_hits hits;
	if (!icd_guideline_search(list->view->book->store, &list->pool, &list->all, words, &hits, why))
		return false;
	for (uint32_t i = 0; i < hits.count; i++)
		add_line(list, hits.at[i].section);
	return true;
}

static void put_names(struct icd10_guideline_line *line, const struct icd_guideline_mention *mention)
{
	char from[ICD_DOTTED_SIZE], to[ICD_DOTTED_SIZE];
	bool range = strcmp(mention->from, mention->to) != 0;
	snprintf(line->names, sizeof line->names, "%s%s%s", icd_code_format(mention->from, from), range ? "-" : "",
		 range ? icd_code_format(mention->to, to) : "");
}

static bool list_code(icd10_guidelines *list, const char *typed, struct icd_error *why)
{
	struct icd_typed_code code;
	struct icd_code_record record;
	struct icd_guideline_mentions mentions;
	struct icd_store *store = list->view->book->store;
	if (!icd_code_parse(typed, strlen(typed), &code))
		return true;
	enum icd_found found = icd_store_code(store, &list->pool, code.code, &record, why);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	if (!icd_guideline_mentions(store, &list->pool, list->all.edition, &record, true, &mentions, why))
		return false;
	for (uint32_t i = 0; i < mentions.count; i++) {
		const struct icd_guideline *section = icd_guideline_find(&list->all, mentions.at[i].number);
		if (!section)
			continue;
		add_line(list, section);
		put_names(&list->lines[list->count - 1], &mentions.at[i]);
	}
	return true;
}

static enum icd10_result make_guidelines(icd10_guidelines *list, const char *code, const char *words,
					 struct icd10_error *err)
{
	struct icd_error why;
	enum icd10_result result = read_edition(list->view, &list->pool, &list->all, err);
	if (result != ICD10_OK)
		return result;
	list->lines = icd_pool_take(&list->pool, list->all.count + 1u, sizeof *list->lines);
	if (!list->lines)
		return library_out_of_memory(err);
	bool ok = code ? list_code(list, code, &why) : words ? list_words(list, words, &why) : list_all(list);
	if (!ok)
		return library_failed(&why, err);
	return list->count ? ICD10_OK : ICD10_NOT_FOUND;
}

enum icd10_result icd10_guidelines_open(icd10_view *view, const char *code, const char *words, icd10_guidelines **out,
					struct icd10_error *err)
{
	if (!out)
		return library_refused(err, "a place for the list was expected");
	*out = NULL;
	if (!view || (code && words))
		return library_refused(err, view ? "a code or words were expected" : "a view was expected");
	icd10_guidelines *list = calloc(1, sizeof *list);
	if (!list)
		return library_out_of_memory(err);
	list->view = library_hold_view(view);
	enum icd10_result result = make_guidelines(list, code, words, err);
	if (result >= ICD10_OK)
		*out = list;
	else
		icd10_guidelines_free(list);
	return result;
}

void icd10_guidelines_free(icd10_guidelines *guidelines)
{
	if (!guidelines)
		return;
	icd_pool_free(&guidelines->pool);
	icd10_view_free(guidelines->view);
	free(guidelines);
}

size_t icd10_guidelines_count(const icd10_guidelines *guidelines)
{
	return guidelines ? guidelines->count : 0;
}

bool icd10_guidelines_line(const icd10_guidelines *guidelines, size_t i, struct icd10_guideline_line *out)
{
	return guidelines && library_fill_item(out, guidelines->lines, guidelines->count, sizeof *guidelines->lines, i);
}
