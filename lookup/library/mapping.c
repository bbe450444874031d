/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ICD-9-CM: the general equivalence mappings. */
#include "icd9/icd9.h"
#include "library.h"

#include <stdlib.h>
#include <string.h>

struct icd10_mapping {
	icd10_view *view;
	struct icd_pool pool;
	struct icd_mapping mapping;
	struct icd10_mapping_row *rows;
	const char *only;
	const char *const *back, *const *below;
};

/* A code of the side the mapping leads from, or to, with its dot. */
static const char *shown(const struct icd_mapping *mapping, bool target, const char *code, char *out)
{
	if ((mapping->gem == ICD_GEM_FROM_9) != target)
		return icd9_code_format(code, out);
	return library_code(code, out, ICD10_CODE_SIZE);
}

/* Such codes in the pool. */
static const char *const *all_shown(icd10_mapping *mapping, bool target, const char *const *codes, size_t count)
{
	char text[ICD10_CODE_SIZE];
	const char **texts = icd_pool_take(&mapping->pool, count, sizeof *texts);
	for (size_t i = 0; texts && i < count; i++)
		texts[i] = icd_pool_print(&mapping->pool, "%s", shown(&mapping->mapping, target, codes[i], text));
	return texts;
}

static struct icd10_mapping_row row_of(icd10_mapping *mapping, const struct icd_mapped_row *row)
{
	bool today = mapping->mapping.gem == ICD_GEM_FROM_9 && *row->target;
	struct icd10_mapping_row ours = {
		.approximate = row->approximate,
		.combination = row->combination,
		.scenario = row->scenario,
		.choice = row->choice,
		.title = row->title ? row->title : "",
		.status = today ? library_status(row->status) : ICD10_STATUS_UNKNOWN,
		.ended = row->turn.date,
		.today = all_shown(mapping, true, row->today, row->today_count),
		.today_count = row->today_count,
	};
	shown(&mapping->mapping, false, row->source, ours.source);
	if (*row->target)
		shown(&mapping->mapping, true, row->target, ours.target);
	return ours;
}

static void copy_rows(icd10_mapping *mapping)
{
	const struct icd_mapping *from = &mapping->mapping;
	const char *only = icd_mapping_only(from);
	mapping->rows = icd_pool_take(&mapping->pool, from->count, sizeof *mapping->rows);
	for (uint32_t i = 0; mapping->rows && i < from->count; i++)
		mapping->rows[i] = row_of(mapping, &from->at[i]);
	mapping->back = all_shown(mapping, true, from->back, from->back_count);
	mapping->below = all_shown(mapping, false, from->below, from->below_count);
	mapping->only = only ? library_codes(&mapping->pool, &only, 1)[0] : NULL;
}

/* The code in stored spelling; false when it is not spelled like one. */
static bool read_code(enum icd10_way way, const char *typed, char code[ICD_CODE_SIZE])
{
	struct icd_typed_code read;
	if (way == ICD10_WAY_FROM_9)
		return icd9_code_parse(typed, strlen(typed), code);
	if (!icd_code_parse(typed, strlen(typed), &read))
		return false;
	memcpy(code, read.code, ICD_CODE_SIZE);
	return true;
}

static enum icd10_result make_mapping(icd10_mapping *mapping, enum icd10_way way, const char *code,
				      struct icd10_error *err)
{
	struct icd_error why;
	enum icd_gem gem = way == ICD10_WAY_FROM_9 ? ICD_GEM_FROM_9 : ICD_GEM_FROM_10;
	/* The mapping keeps the text. */
	const char *kept = icd_pool_text(&mapping->pool, code, strlen(code));
	if (!icd_mapping_make(&mapping->view->view, &mapping->pool, gem, kept, &mapping->mapping, &why))
		return library_failed(&why, err);
	copy_rows(mapping);
	if (mapping->pool.failed)
		return library_out_of_memory(err);
	return icd_mapping_found(&mapping->mapping) ? ICD10_OK : ICD10_NOT_FOUND;
}

enum icd10_result icd10_mapping_open(icd10_view *view, enum icd10_way way, const char *typed, icd10_mapping **out,
				     struct icd10_error *err)
{
	char code[ICD_CODE_SIZE];
	if (!out)
		return library_refused(err, "a place for the mapping was expected");
	*out = NULL;
	if (!view || !typed)
		return library_refused(err, view ? "a code was expected" : "a view was expected");
	if (way != ICD10_WAY_FROM_9 && way != ICD10_WAY_TO_9)
		return library_refused(err, "a way that this version knows was expected");
	if (!read_code(way, typed, code))
		return ICD10_NOT_FOUND;
	icd10_mapping *mapping = calloc(1, sizeof *mapping);
	if (!mapping)
		return library_out_of_memory(err);
	mapping->view = library_hold_view(view);
	enum icd10_result result = make_mapping(mapping, way, code, err);
	if (result >= ICD10_OK)
		*out = mapping;
	else
		icd10_mapping_free(mapping);
	return result;
}

void icd10_mapping_free(icd10_mapping *mapping)
{
	if (!mapping)
		return;
	icd_pool_free(&mapping->pool);
	icd10_view_free(mapping->view);
	free(mapping);
}

bool icd10_mapping_facts(const icd10_mapping *mapping, struct icd10_mapping_facts *out)
{
	if (!mapping)
		return false;
	const struct icd_mapping *from = &mapping->mapping;
	struct icd10_mapping_facts ours = {
		.edition = from->edition,
		.back_edition = from->back_edition,
		.title = from->title ? from->title : "",
		.status = from->title ? library_status(from->status) : ICD10_STATUS_UNKNOWN,
	};
	shown(from, false, from->code, ours.code);
	return library_fill(out, &ours, sizeof ours);
}

size_t icd10_mapping_count(const icd10_mapping *mapping)
{
	return mapping ? mapping->mapping.count : 0;
}

bool icd10_mapping_row(const icd10_mapping *mapping, size_t i, struct icd10_mapping_row *out)
{
	return mapping && library_fill_item(out, mapping->rows, mapping->mapping.count, sizeof *mapping->rows, i);
}

size_t icd10_mapping_today_count(const icd10_mapping *mapping)
{
	return mapping && mapping->mapping.gem == ICD_GEM_FROM_9 ? mapping->mapping.today_count : 0;
}

bool icd10_mapping_today(const icd10_mapping *mapping, size_t i, struct icd10_code *out)
{
	if (i >= icd10_mapping_today_count(mapping))
		return false;
	const struct icd_code_line *line = &mapping->mapping.today[i].line;
	struct icd10_code ours = {.title = line->title ? line->title : "", .status = library_status(line->status)};
	library_code(line->code, ours.code, sizeof ours.code);
	return library_fill(out, &ours, sizeof ours);
}

const char *icd10_mapping_only(const icd10_mapping *mapping)
{
	return mapping ? mapping->only : NULL;
}

const char *icd10_mapping_back(const icd10_mapping *mapping, size_t i)
{
	return mapping && i < mapping->mapping.back_count ? mapping->back[i] : NULL;
}

const char *icd10_mapping_below(const icd10_mapping *mapping, size_t i)
{
	return mapping && i < mapping->mapping.below_count ? mapping->below[i] : NULL;
}
