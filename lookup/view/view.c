/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view.h"

#include <stdio.h>
#include <string.h>

const char *const icd_status_names[] = {"billable", "header", "retired", "future", "unknown", "uncertain"};

icd_date icd_gap_on(const struct icd_sequence *sequence, icd_date date)
{
	int member = icd_member_on(sequence, date);
	icd_date gap = member >= 0 && member + 1 < sequence->count ? sequence->at[member + 1].gap : 0;
	return gap <= date ? gap : 0;
}

static icd_date newest_set(const struct icd_view *view)
{
	return view->about->sets.at[view->about->sets.count - 1].date;
}

/* The 30 September that ends the fiscal year of the newest release. */
static icd_date last_day(const struct icd_view *view)
{
	return icd_date_fiscal_year(newest_set(view)) * 10000 + 930;
}

void icd_view_make(struct icd_view *view, struct icd_store *store, icd_date on)
{
	const struct icd_about *about = icd_store_about(store);
	int list = icd_member_on(&about->lists, on);
	*view = (struct icd_view){
		.store = store,
		.about = about,
		.on = on,
		.set = icd_member_or_first(&about->sets, on),
		.list = list < 0 && about->lists.count ? 0 : list,
		.poa = icd_member_on(&about->poa, on),
		.before_first = icd_member_on(&about->sets, on) < 0,
	};
	view->after_last = on > last_day(view);
}

icd_date icd_view_release(const struct icd_view *view)
{
	return view->about->sets.at[view->set].date;
}

const char *icd_view_warning(const struct icd_view *view, char out[ICD_WARNING_SIZE])
{
	char on[ICD_DATE_SIZE], release[ICD_DATE_SIZE], last[ICD_DATE_SIZE];
	out[0] = '\0';
	if (!view->before_first && !view->after_last)
		return out;
	icd_date_format(view->on, on);
	icd_date_format(icd_view_release(view), release);
	if (view->before_first)
		snprintf(out, ICD_WARNING_SIZE, "%s is before the first release held; answered from that one, %s", on,
			 release);
	else
		snprintf(out, ICD_WARNING_SIZE,
			 "%s is after the newest release held, %s, which is in force to %s; answered from it", on,
			 release, icd_date_format(last_day(view), last));
	return out;
}

/* ---- dates of runs ---- */

static const struct icd_member *set_at(const struct icd_view *view, uint16_t set)
{
	return &view->about->sets.at[set];
}

/* When a run holds. Where releases are missing about its beginning or end, that lies some day in between. */
struct stretch {
	icd_date after;    /* the last release day before it, when it began in a gap; else 0 */
	icd_date possible; /* the first day on which it may hold */
	icd_date start;    /* the first day on which it is known to hold */
	icd_date doubt;    /* the first day on which it may not hold any more; 0 when it still does */
	icd_date end;      /* the first day on which it is known not to hold any more; likewise */
};

static struct stretch stretch_of(const struct icd_view *view, const struct icd_run *run)
{
	const struct icd_member *first = set_at(view, run->span.first);
	struct stretch stretch = {.start = run->since ? run->since : first->date};
	stretch.possible = stretch.start;
	if (!run->since && run->span.first > 0 && first->gap) {
		stretch.after = first[-1].date;
		stretch.possible = first->gap;
	}
	if (run->span.last + 1 < view->about->sets.count) {
		const struct icd_member *next = set_at(view, (uint16_t)(run->span.last + 1));
		stretch.end = run->until ? run->until : next->date;
		stretch.doubt = !run->until && next->gap ? next->gap : stretch.end;
	}
	return stretch;
}

static void set_stretch(const struct icd_view *view, const struct icd_run *run, struct icd_validity *out)
{
	struct stretch stretch = stretch_of(view, run);
	out->state = run->state;
	out->from = stretch.start;
	out->from_after = stretch.after;
	out->or_earlier = run->span.first == 0 && !run->since && out->from > 20151001;
	out->to = stretch.end ? icd_date_add_days(stretch.doubt, -1) : 0;
	out->to_before = stretch.doubt != stretch.end ? stretch.end : 0;
}

/* When a code that is not billable on the date last was before it. */
static void set_billable_stretch(const struct icd_view *view, const struct icd_runs *runs, struct icd_validity *out)
{
	if (out->status == ICD_STATUS_BILLABLE || out->status == ICD_STATUS_FUTURE)
		return;
	for (uint32_t i = 0; i < runs->count; i++) {
		struct stretch stretch = stretch_of(view, &runs->at[i]);
		if (runs->at[i].state != ICD_BILLABLE || stretch.start > view->on)
			continue;
		out->billable_from = stretch.start;
		out->billable_to = stretch.doubt ? icd_date_add_days(stretch.doubt, -1) : 0;
		out->billable_longer = stretch.doubt != stretch.end;
	}
}

/* The run that holds for certain on the date; NULL when none does. */
static const struct icd_run *certain_run(const struct icd_view *view, const struct icd_runs *runs, icd_date on)
{
	for (uint32_t i = 0; i < runs->count; i++) {
		struct stretch stretch = stretch_of(view, &runs->at[i]);
		if (stretch.start <= on && (!stretch.doubt || on < stretch.doubt))
			return &runs->at[i];
	}
	return NULL;
}

/* The run that may have begun or ended by the date; NULL when there is none. */
static const struct icd_run *doubtful_run(const struct icd_view *view, const struct icd_runs *runs, icd_date on)
{
	for (uint32_t i = 0; i < runs->count; i++) {
		struct stretch stretch = stretch_of(view, &runs->at[i]);
		if ((stretch.doubt && stretch.doubt <= on && on < stretch.end) ||
		    (stretch.possible <= on && on < stretch.start))
			return &runs->at[i];
	}
	return NULL;
}

/* Dates outside the releases are answered from the nearest one. */
static icd_date answered_date(const struct icd_view *view)
{
	icd_date first = set_at(view, 0)->date;
	return view->on < first ? first : view->on;
}

/* The status, and the run that says so; NULL of a code without runs. */
static enum icd_status status_of(const struct icd_view *view, const struct icd_runs *runs,
				 const struct icd_run **said_by)
{
	icd_date on = answered_date(view);
	const struct icd_run *run = certain_run(view, runs, view->on);
	*said_by = NULL;
	if (runs->count == 0)
		return ICD_STATUS_UNKNOWN;
	if (!run && on != view->on)
		run = certain_run(view, runs, on);
	if ((*said_by = run) != NULL)
		return run->state == ICD_BILLABLE ? ICD_STATUS_BILLABLE : ICD_STATUS_HEADER;
	if ((*said_by = doubtful_run(view, runs, on)) != NULL)
		return ICD_STATUS_UNCERTAIN;
	*said_by = &runs->at[0];
	if (stretch_of(view, &runs->at[0]).start > on)
		return ICD_STATUS_FUTURE;
	for (uint32_t i = 1; i < runs->count && stretch_of(view, &runs->at[i]).start <= on; i++)
		*said_by = &runs->at[i];
	return ICD_STATUS_RETIRED;
}

void icd_view_validity(const struct icd_view *view, const struct icd_runs *runs, struct icd_validity *out)
{
	const struct icd_run *run;
	memset(out, 0, sizeof *out);
	out->status = status_of(view, runs, &run);
	if (!run)
		return;
	set_stretch(view, run, out);
	set_billable_stretch(view, runs, out);
}

bool icd_run_days(const struct icd_view *view, const struct icd_run *run, icd_date *from, icd_date *to)
{
	struct stretch stretch = stretch_of(view, run);
	*from = stretch.start;
	*to = stretch.doubt ? icd_date_add_days(stretch.doubt, -1) : 0;
	return !stretch.doubt || stretch.start < stretch.doubt;
}

enum icd_status icd_view_status(const struct icd_view *view, const struct icd_runs *runs)
{
	const struct icd_run *run;
	return status_of(view, runs, &run);
}

bool icd_view_holds(const struct icd_view *view, const struct icd_runs *runs)
{
	return icd_status_holds(icd_view_status(view, runs));
}

typedef enum icd_found read_code(struct icd_store *store, struct icd_pool *pool, const char *code,
				 struct icd_code_record *record, struct icd_error *err);

static bool code_at(const struct icd_view *view, struct icd_pool *pool, uint32_t ordinal, read_code *read,
		    struct icd_code_record *record, struct icd_error *err)
{
	char code[ICD_CODE_SIZE];
	uint32_t class;
	enum icd_found found = icd_store_ordinal(view->store, ordinal, code, &class, err);
	if (found == ICD_FOUND)
		found = read(view->store, pool, code, record, err);
	if (found == ICD_NOT_FOUND)
		return icd_fail_as(err, ICD_FAULT_DAMAGED, "%s: the index is damaged: no code stands at place %u",
				   icd_store_path(view->store), (unsigned)ordinal);
	return found == ICD_FOUND;
}

bool icd_view_code_at(const struct icd_view *view, struct icd_pool *pool, uint32_t ordinal,
		      struct icd_code_record *record, struct icd_error *err)
{
	return code_at(view, pool, ordinal, icd_store_code, record, err);
}

bool icd_view_code_start_at(const struct icd_view *view, struct icd_pool *pool, uint32_t ordinal,
			    struct icd_code_record *record, struct icd_error *err)
{
	return code_at(view, pool, ordinal, icd_store_code_start, record, err);
}

/* ---- titles and notes ---- */

const char *icd_view_text(const struct icd_view *view, const struct icd_texts *texts)
{
	const char *found = NULL;
	for (uint32_t i = 0; i < texts->count && icd_text_reaches(i, texts->at[i].span, view->set); i++)
		found = texts->at[i].text;
	return found;
}

const char *icd_view_title(const struct icd_view *view, const struct icd_code_record *record)
{
	const char *title =
		icd_view_text(view, record->display_titles.count ? &record->display_titles : &record->long_titles);
	if (title)
		return title;
	/* A diag that is in no code set has its own title only. */
	return record->diag_count ? record->diags[0].title : "";
}

const char *icd_view_short_title(const struct icd_view *view, const struct icd_code_record *record)
{
	const char *title = icd_view_text(view, &record->short_titles);
	return title && *title ? title : icd_view_text(view, &record->long_titles);
}

int icd_view_list_for(const struct icd_view *view, const struct icd_code_record *record, bool *later)
{
	*later = false;
	if (view->list >= 0 && icd_diag_in(record, (uint16_t)view->list)) {
		*later = view->about->lists.at[view->list].date > view->on;
		return view->list;
	}
	/* Not in the list in force: it is too young for it, or was gone already. */
	for (uint32_t i = 0; i < record->diag_count; i++) {
		if (record->diags[i].span.first > view->list) {
			*later = true;
			return record->diags[i].span.first;
		}
	}
	return record->diag_count ? record->diags[record->diag_count - 1].span.last : -1;
}

enum icd_known icd_view_poa_exempt(const struct icd_view *view, const struct icd_code_record *record)
{
	struct icd_validity validity;
	struct icd_view then;
	icd_view_validity(view, &record->runs, &validity);
	if (view->poa < 0 || !icd_status_may_hold(validity.status) || validity.state != ICD_BILLABLE)
		return ICD_NOT_KNOWN;
	if (icd_spans_have(record->poa, record->poa_count, (uint16_t)view->poa))
		return ICD_KNOWN_TRUE;
	icd_view_make(&then, view->store, view->about->poa.at[view->poa].date);
	return icd_view_status(&then, &record->runs) == ICD_STATUS_BILLABLE ? ICD_KNOWN_FALSE : ICD_NOT_KNOWN;
}
