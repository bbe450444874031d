/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "successor.h"

#include <string.h>

const char *const icd_source_names[] = {
	[ICD_SOURCE_NONE] = "",
	[ICD_SOURCE_TABLE] = "conversion_table",
	[ICD_SOURCE_CHILDREN] = "children",
	[ICD_SOURCE_PARENT] = "parent",
	[ICD_SOURCE_TITLE] = "title",
};

/* ---- codes on the other side of one change ---- */

static void add_counterpart(struct icd_counterparts *out, struct icd_pool *pool, const char *code)
{
	for (uint32_t i = 0; i < out->count; i++) {
		if (strcmp(out->codes[i], code) == 0)
			return;
	}
	const char **codes = icd_pool_grown(pool, out->codes, out->count, sizeof *codes);
	if (!codes)
		return;
	codes[out->count++] = icd_pool_print(pool, "%s", code);
	out->codes = codes;
}

/* Is a row of this date about the change? */
static bool belongs(icd_date date, const struct icd_turn *turn)
{
	return date == turn->date || (turn->after && date > turn->after && date < turn->date);
}

static void by_table(struct icd_pool *pool, const char *code, const struct icd_conversions *conversions,
		     const struct icd_turn *turn, struct icd_counterparts *out)
{
	for (uint32_t i = 0; i < conversions->count; i++) {
		const struct icd_conversion *one = &conversions->at[i];
		if (!belongs(one->date, turn))
			continue;
		out->words = *one->text ? one->text : out->words;
		for (uint32_t j = 0; j < one->count; j++) {
			if (strcmp(one->codes[j], code) != 0)
				add_counterpart(out, pool, one->codes[j]);
		}
	}
	if (out->count || *out->words)
		out->source = ICD_SOURCE_TABLE;
}

/* Of a deleted code whose rows have another date: those of the last one before, when its new code came already. */
static void by_older_rows(struct icd_pool *pool, const struct icd_code_record *record, const struct icd_turn *turn,
			  struct icd_counterparts *out)
{
	struct icd_turn older = {0};
	for (uint32_t i = 0; i < record->replaced_by.count; i++) {
		icd_date date = record->replaced_by.at[i].date;
		if (date < turn->date && date > older.date)
			older.date = date;
	}
	if (older.date)
		by_table(pool, record->code, &record->replaced_by, &older, out);
}

static bool by_children(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
			const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err)
{
	if (!icd_store_children(store, &record->children, err))
		return false;
	for (uint32_t i = 0; i < record->children.count; i++) {
		const struct icd_child *child = &record->children.at[i];
		if (icd_run_at(&child->runs, turn->set))
			add_counterpart(out, pool, child->code);
	}
	out->source = out->count ? ICD_SOURCE_CHILDREN : ICD_SOURCE_NONE;
	return true;
}

/* The header right above a code; ICD_NOT_FOUND for categories. */
static enum icd_found read_parent(struct icd_store *store, struct icd_pool *pool, const char *code,
				  struct icd_code_record *parent, struct icd_error *err)
{
	char prefix[ICD_CODE_SIZE];
	enum icd_found found = ICD_NOT_FOUND;
	memcpy(prefix, code, sizeof prefix);
	for (size_t length = strlen(prefix); found == ICD_NOT_FOUND && length > 3;) {
		prefix[--length] = '\0';
		found = icd_store_code(store, pool, prefix, parent, err);
	}
	return found;
}

/* The code above a new one, where that was billable before. */
static bool by_parent(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		      const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err)
{
	struct icd_code_record parent;
	enum icd_found found = read_parent(store, pool, record->code, &parent, err);
	if (found == ICD_FOUND && icd_state_at(&record->runs, turn->set) == ICD_BILLABLE &&
	    icd_state_at(&parent.runs, turn->set - 1u) == ICD_BILLABLE) {
		out->source = ICD_SOURCE_PARENT;
		add_counterpart(out, pool, parent.code);
	}
	return found != ICD_FAILED;
}

/* Sets before and after a change, by the side that a code with the same title is looked for on. */
struct sides {
	uint16_t here, there;
	bool gone_before; /* it must not be in the set that this code is in */
};

/* Is it there with the same title, in the same state or in any? */
static bool is_twin(const struct icd_code_record *record, const struct icd_code_record *twin, const struct sides *sides,
		    bool any_state)
{
	const char *title = icd_text_at(&record->long_titles, sides->here);
	const char *other = icd_text_at(&twin->long_titles, sides->there);
	enum icd_state state = icd_state_at(&twin->runs, sides->there);
	return title && other && state != ICD_ABSENT && icd_text_same_title(title, other) &&
	       (any_state || state == icd_state_at(&record->runs, sides->here)) &&
	       !(sides->gone_before && icd_run_at(&twin->runs, sides->here));
}

/* Codes with the very same title: for a billable code a billable one, for a header a header, else whatever there is. */
static bool by_title(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		     const struct sides *sides, struct icd_counterparts *out, struct icd_error *err)
{
	for (int any_state = 0; any_state < 2 && out->count == 0; any_state++) {
		for (uint32_t i = 0; i < record->twin_count; i++) {
			struct icd_code_record twin;
			enum icd_found found = icd_store_code(store, pool, record->twins[i], &twin, err);
			if (found == ICD_FAILED)
				return false;
			if (found == ICD_FOUND && is_twin(record, &twin, sides, any_state))
				add_counterpart(out, pool, twin.code);
		}
	}
	out->source = out->count ? ICD_SOURCE_TITLE : ICD_SOURCE_NONE;
	return true;
}

bool icd_turned_into(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		     const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err)
{
	*out = (struct icd_counterparts){.words = ""};
	by_table(pool, record->code, &record->replaced_by, turn, out);
	if (out->source != ICD_SOURCE_NONE || turn->set == 0)
		return true;
	struct sides sides = {(uint16_t)(turn->set - 1), turn->set, false};
	if (icd_state_at(&record->runs, turn->set) != ICD_ABSENT)
		return by_children(store, pool, record, turn, out, err);
	by_older_rows(pool, record, turn, out);
	return out->source != ICD_SOURCE_NONE || by_title(store, pool, record, &sides, out, err);
}

bool icd_came_from(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		   const struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err)
{
	*out = (struct icd_counterparts){.words = ""};
	by_table(pool, record->code, &record->replaced, turn, out);
	if (out->source != ICD_SOURCE_NONE || turn->set == 0 ||
	    icd_state_at(&record->runs, turn->set - 1u) != ICD_ABSENT)
		return true;
	struct sides sides = {turn->set, (uint16_t)(turn->set - 1), true};
	if (!by_parent(store, pool, record, turn, out, err))
		return false;
	return out->source != ICD_SOURCE_NONE || by_title(store, pool, record, &sides, out, err);
}

/* ---- over the years ---- */

bool icd_run_end(const struct icd_view *view, const struct icd_run *run, struct icd_turn *turn)
{
	const struct icd_sequence *sets = &view->about->sets;
	uint16_t set = (uint16_t)(run->span.last + 1);
	if (set >= sets->count)
		return false;
	const struct icd_member *next = &sets->at[set];
	*turn = (struct icd_turn){.date = run->until ? run->until : next->date, .set = set};
	turn->after = !run->until && next->gap ? next[-1].date : 0;
	return true;
}

/* The last run with an end by the date; of the billable ones only where that is wanted. */
static bool last_end(const struct icd_view *view, const struct icd_runs *runs, bool billable, struct icd_turn *turn)
{
	for (uint32_t i = runs->count; i-- > 0;) {
		if ((!billable || runs->at[i].state == ICD_BILLABLE) && icd_run_end(view, &runs->at[i], turn) &&
		    turn->date <= view->on)
			return true;
	}
	return false;
}

/* What replaced the code when it was billable last, else when it went. */
static bool counterparts_of(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
			    struct icd_turn *turn, struct icd_counterparts *out, struct icd_error *err)
{
	struct icd_turn gone;
	bool billable = last_end(view, &record->runs, true, turn);
	*out = (struct icd_counterparts){.words = ""};
	if (billable && !icd_turned_into(view->store, pool, record, turn, out, err))
		return false;
	if (out->count || !last_end(view, &record->runs, false, &gone) || (billable && gone.set == turn->set))
		return true;
	*turn = billable ? *turn : gone;
	return icd_turned_into(view->store, pool, record, &gone, out, err);
}

/* A code to look at, and how it was come by. */
struct step {
	const char *code;
	enum icd_source source;
};

struct following {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_successors *out;
	struct step *steps; /* those to look at, the next one last */
	uint32_t step_count;
	size_t step_room, seen_room, out_room;
	bool billable;     /* headers are followed to the codes below them */
	const char **seen; /* so that a circle ends */
	uint32_t seen_count;
};

static bool seen_before(struct following *f, const char *code)
{
	for (uint32_t i = 0; i < f->seen_count; i++) {
		if (strcmp(f->seen[i], code) == 0)
			return true;
	}
	if (icd_pool_room(f->pool, &f->seen, f->seen_count, &f->seen_room, sizeof *f->seen))
		f->seen[f->seen_count++] = code;
	return false;
}

/* The first of them is to be looked at next. */
static void push(struct following *f, const struct icd_counterparts *found, enum icd_source so_far)
{
	for (uint32_t i = found->count; i-- > 0;) {
		enum icd_source source = found->source > so_far ? found->source : so_far;
		if (icd_pool_room(f->pool, &f->steps, f->step_count, &f->step_room, sizeof *f->steps))
			f->steps[f->step_count++] = (struct step){found->codes[i], source};
	}
}

static void add_successor(struct following *f, const struct icd_code_record *record, enum icd_status status,
			  enum icd_source source)
{
	if (icd_pool_room(f->pool, &f->out->at, f->out->count, &f->out_room, sizeof *f->out->at))
		f->out->at[f->out->count++] = (struct icd_successor){
			{icd_pool_print(f->pool, "%s", record->code), icd_view_title(f->view, record), status}, source};
}

/* Was it replaced by the date, as far as that can be? */
static bool is_past(const struct icd_validity *validity)
{
	return validity->status == ICD_STATUS_RETIRED ||
	       (validity->status == ICD_STATUS_HEADER && validity->billable_to);
}

/* The codes right below a header that are there on the date of the view. */
static bool below(const struct following *f, const struct icd_code_record *header, struct icd_counterparts *out,
		  struct icd_error *err)
{
	if (!icd_store_children(f->view->store, &header->children, err))
		return false;
	for (uint32_t i = 0; i < header->children.count; i++) {
		const struct icd_child *child = &header->children.at[i];
		struct icd_validity validity;
		icd_view_validity(f->view, &child->runs, &validity);
		if (icd_status_may_hold(validity.status))
			add_counterpart(out, f->pool, child->code);
	}
	out->source = ICD_SOURCE_CHILDREN;
	return true;
}

static bool follow(struct following *f, const struct step *step, struct icd_error *err)
{
	struct icd_code_record record;
	struct icd_validity validity;
	struct icd_counterparts found = {.words = ""};
	struct icd_turn turn;
	enum icd_found there = icd_store_code(f->view->store, f->pool, step->code, &record, err);
	/* A range of a conversion table, or a code that no release has, is nothing to report. */
	if (there != ICD_FOUND)
		return there == ICD_NOT_FOUND;
	icd_view_validity(f->view, &record.runs, &validity);
	if (is_past(&validity) && !counterparts_of(f->view, f->pool, &record, &turn, &found, err))
		return false;
	if (!found.count && f->billable && validity.status == ICD_STATUS_HEADER && !below(f, &record, &found, err))
		return false;
	if (found.count)
		push(f, &found, step->source);
	else if (icd_status_may_hold(validity.status))
		add_successor(f, &record, validity.status, step->source);
	return true;
}

static bool follow_all(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
		       bool billable, struct icd_successors *out, struct icd_error *err)
{
	struct following f = {.view = view, .pool = pool, .out = out, .billable = billable};
	struct icd_counterparts found;
	struct icd_validity validity;
	*out = (struct icd_successors){0};
	icd_view_validity(view, &record->runs, &validity);
	if (!is_past(&validity))
		return true;
	if (!counterparts_of(view, pool, record, &out->turn, &found, err))
		return false;
	seen_before(&f, record->code);
	push(&f, &found, ICD_SOURCE_NONE);
	while (f.step_count) {
		struct step step = f.steps[--f.step_count];
		if (!seen_before(&f, step.code) && !follow(&f, &step, err))
			return false;
	}
	return true;
}

bool icd_successors(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
		    struct icd_successors *out, struct icd_error *err)
{
	return follow_all(view, pool, record, false, out, err);
}

bool icd_billable_successors(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
			     struct icd_successors *out, struct icd_error *err)
{
	return follow_all(view, pool, record, true, out, err);
}
