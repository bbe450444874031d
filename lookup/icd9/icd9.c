/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "icd9.h"

#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mapping_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_mapping *out;
	struct icd_view then; /* the book as of the edition */
	size_t source_room, row_room, today_room, back_room;
	struct icd_error *err;
};

/* ---- entries of a mapping ---- */

static const struct icd_sequence *editions(const struct icd_view *view, enum icd_gem gem)
{
	return &view->about->gems[gem];
}

static icd_date edition_date(const struct icd_view *view, enum icd_gem gem)
{
	const struct icd_sequence *all = editions(view, gem);
	return all->count ? all->at[icd_member_or_first(all, view->on)].date : 0;
}

static enum icd_found read_block(const struct icd_view *view, struct icd_pool *pool, const struct icd_key *key,
				 struct icd_gem_block *block, struct icd_error *err)
{
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(view->store, key, &in, err);
	if (found != ICD_FOUND)
		return found;
	return icd_get_gem_block(&in, pool, block) ? ICD_FOUND
						   : (icd_store_bad_record(view->store, key, &in, err), ICD_FAILED);
}

/* Has the edition of the date a row of the entry? */
static bool holds(const struct icd_view *view, enum icd_gem gem, const struct icd_gem_entry *entry)
{
	const struct icd_sequence *all = editions(view, gem);
	for (uint32_t i = 0; all->count && i < entry->count; i++) {
		if (icd_span_has(entry->at[i].span, icd_member_or_first(all, view->on)))
			return true;
	}
	return false;
}

/* The rows of a code in the edition of the date; ICD_NOT_FOUND where it has none. */
static enum icd_found read_rows(const struct icd_view *view, struct icd_pool *pool, enum icd_gem gem, bool by_target,
				const char *code, struct icd_gem_entry *out, struct icd_error *err)
{
	struct icd_gem_block block = {0};
	struct icd_key key = icd_gem_key(gem, by_target, code);
	enum icd_found found = read_block(view, pool, &key, &block, err);
	const struct icd_sequence *all = editions(view, gem);
	*out = (struct icd_gem_entry){.code = code};
	if (found != ICD_FOUND || !all->count)
		return found == ICD_FAILED ? ICD_FAILED : ICD_NOT_FOUND;
	uint16_t edition = icd_member_or_first(all, view->on);
	for (uint32_t i = 0; i < block.count; i++) {
		const struct icd_gem_entry *entry = &block.at[i];
		if (strcmp(entry->code, code) != 0)
			continue;
		out->at = entry->at;
		for (uint32_t j = 0; j < entry->count; j++) {
			if (icd_span_has(entry->at[j].span, edition))
				out->at[out->count++] = entry->at[j];
		}
	}
	return out->count ? ICD_FOUND : ICD_NOT_FOUND;
}

/* ---- back in time: what a code came from ---- */

/* When the run began; false where the first release held has it. */
static bool start_of_run(const struct icd_view *view, const struct icd_run *run, struct icd_turn *turn)
{
	uint16_t set = run->span.first;
	if (set == 0)
		return false;
	const struct icd_member *member = &view->about->sets.at[set];
	*turn = (struct icd_turn){.date = run->since ? run->since : member->date, .set = set};
	turn->after = !run->since && member->gap ? member[-1].date : 0;
	return true;
}

/* A code on the way back; `turn` is the first one of the way. */
struct step {
	const char *code;
	struct icd_turn turn;
	enum icd_source source;
};

struct tracing {
	struct mapping_work *work;
	icd_date until; /* turns up to this date are not followed */
	struct step *steps;
	size_t step_room, seen_room;
	uint32_t step_count, seen_count;
	const char **seen; /* so that a circle ends */
};

static bool seen_before(struct tracing *t, const char *code)
{
	for (uint32_t i = 0; i < t->seen_count; i++) {
		if (strcmp(t->seen[i], code) == 0)
			return true;
	}
	if (icd_pool_room(t->work->pool, &t->seen, t->seen_count, &t->seen_room, sizeof *t->seen))
		t->seen[t->seen_count++] = code;
	return false;
}

static void push(struct tracing *t, const struct step *from, const struct icd_turn *turn,
		 const struct icd_counterparts *found)
{
	for (uint32_t i = found->count; i-- > 0;) {
		struct step next = {found->codes[i], from->turn.date ? from->turn : *turn, found->source};
		next.source = next.source > from->source ? next.source : from->source;
		if (icd_pool_room(t->work->pool, &t->steps, t->step_count, &t->step_room, sizeof next))
			t->steps[t->step_count++] = next;
	}
}

/* What the code came from after the date. */
static bool trace_back(struct tracing *t, const struct step *step, const struct icd_code_record *record)
{
	struct mapping_work *w = t->work;
	for (uint32_t i = record->runs.count; i-- > 0;) {
		struct icd_turn turn;
		struct icd_counterparts found;
		if (!start_of_run(w->view, &record->runs.at[i], &turn) || turn.date <= t->until)
			continue;
		if (!icd_came_from(w->view->store, w->pool, record, &turn, &found, w->err))
			return false;
		push(t, step, &turn, &found);
	}
	return true;
}

/*
 * Goes back from a code, which is not looked at itself, to the nearest ones that `take` takes; false from it ends all.
 * `record` is NULL for a range "from-to" of a conversion table and for codes that no release held has.
 */
static bool trace(struct mapping_work *w, const char *code, icd_date until,
		  bool (*take)(struct mapping_work *w, const struct step *step, const struct icd_code_record *record,
			       bool *taken))
{
	struct tracing t = {.work = w, .until = until};
	struct step step = {.code = code};
	for (bool first = true;; first = false) {
		struct icd_code_record record;
		bool taken = false;
		enum icd_found found = icd_store_code(w->view->store, w->pool, step.code, &record, w->err);
		if (found == ICD_FAILED || (!first && !take(w, &step, found == ICD_FOUND ? &record : NULL, &taken)))
			return false;
		if (found == ICD_FOUND && !taken && !seen_before(&t, step.code) && !trace_back(&t, &step, &record))
			return false;
		if (!t.step_count)
			return true;
		step = t.steps[--t.step_count];
	}
}

/* ---- targets in ICD-10-CM, as of the date ---- */

static void add_today(struct mapping_work *w, struct icd_mapped_row *row, const struct icd_successor *one)
{
	struct icd_mapping *out = w->out;
	const char **today = icd_pool_grown(w->pool, row->today, row->today_count, sizeof *today);
	if (!today)
		return;
	row->today = today;
	row->today[row->today_count++] = one->line.code;
	for (uint32_t i = 0; i < out->today_count; i++) {
		if (strcmp(out->today[i].line.code, one->line.code) == 0)
			return;
	}
	if (icd_pool_room(w->pool, &out->today, out->today_count, &w->today_room, sizeof *one))
		out->today[out->today_count++] = *one;
}

static struct icd_successor line_of(struct mapping_work *w, const struct icd_code_record *record,
				    enum icd_source source)
{
	return (struct icd_successor){{icd_pool_print(w->pool, "%s", record->code), icd_view_title(w->view, record),
				       icd_view_status(w->view, &record->runs)},
				      source};
}

/* A code that the target came from and that was billable on the date. */
static bool take_billable(struct mapping_work *w, const struct step *step, const struct icd_code_record *record,
			  bool *taken)
{
	if (!record)
		return true;
	struct icd_successor one = line_of(w, record, step->source);
	*taken = one.line.status == ICD_STATUS_BILLABLE;
	if (*taken)
		add_today(w, &w->out->at[w->out->count - 1], &one);
	return true;
}

/* Of a header that was one in all releases held: the billable codes below it. */
static bool add_billable_below(struct mapping_work *w, struct icd_mapped_row *row, const struct icd_code_record *header)
{
	for (uint32_t ordinal = header->ordinal + 1; ordinal <= header->last; ordinal++) {
		struct icd_code_record record;
		if (!icd_view_code_at(w->view, w->pool, ordinal, &record, w->err))
			return false;
		struct icd_successor one = line_of(w, &record, ICD_SOURCE_CHILDREN);
		if (one.line.status == ICD_STATUS_BILLABLE)
			add_today(w, row, &one);
	}
	return true;
}

static bool follow_target(struct mapping_work *w, struct icd_mapped_row *row)
{
	struct icd_code_record record;
	struct icd_successors successors;
	enum icd_found found = icd_store_code(w->view->store, w->pool, row->target, &record, w->err);
	row->status = ICD_STATUS_UNKNOWN;
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	struct icd_successor self = line_of(w, &record, ICD_SOURCE_NONE);
	row->status = self.line.status;
	row->title = self.line.title;
	if (row->status == ICD_STATUS_BILLABLE || row->status == ICD_STATUS_UNCERTAIN) {
		add_today(w, row, &self);
		return true;
	}
	if (row->status == ICD_STATUS_FUTURE)
		return trace(w, row->target, w->view->on, take_billable);
	if (!icd_billable_successors(w->view, w->pool, &record, &successors, w->err))
		return false;
	row->turn = successors.turn;
	for (uint32_t i = 0; i < successors.count; i++)
		add_today(w, row, &successors.at[i]);
	return row->status != ICD_STATUS_HEADER || successors.count || add_billable_below(w, row, &record);
}

/* A target in ICD-9-CM stands as it is. */
static void add_icd9(struct mapping_work *w, struct icd_mapped_row *row)
{
	struct icd_successor one = {{row->target, NULL, ICD_STATUS_UNKNOWN}, ICD_SOURCE_NONE};
	add_today(w, row, &one);
}

/* ---- rows ---- */

static int by_scenario(const void *a, const void *b)
{
	const struct icd_gem_row *left = a, *right = b;
	return ICD_ORDER(left->combination, right->combination)
		       ?: ICD_ORDER(left->scenario, right->scenario)
		       ?: ICD_ORDER(left->choice, right->choice)
		       ?: strcmp(left->code, right->code);
}

static bool add_rows(struct mapping_work *w, const char *source, const struct icd_gem_entry *entry)
{
	struct icd_mapping *out = w->out;
	qsort(entry->at, entry->count, sizeof *entry->at, by_scenario);
	for (uint32_t i = 0; i < entry->count; i++) {
		const struct icd_gem_row *says = &entry->at[i];
		if (!icd_pool_room(w->pool, &out->at, out->count, &w->row_room, sizeof *out->at))
			return true;
		struct icd_mapped_row *row = &out->at[out->count++];
		*row = (struct icd_mapped_row){.source = source,
					       .target = says->code,
					       .approximate = says->approximate,
					       .combination = says->combination,
					       .scenario = says->scenario,
					       .choice = says->choice};
		if (!*row->target)
			continue;
		if (out->gem == ICD_GEM_FROM_10)
			add_icd9(w, row);
		else if (!follow_target(w, row))
			return false;
	}
	return true;
}

/* Takes the code for a source where the mapping has it. */
static bool try_source(struct mapping_work *w, const struct step *step, bool *taken)
{
	struct icd_gem_entry entry;
	enum icd_found found = read_rows(w->view, w->pool, w->out->gem, false, step->code, &entry, w->err);
	*taken = found == ICD_FOUND;
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	if (icd_pool_room(w->pool, &w->out->sources, w->out->source_count, &w->source_room, sizeof *w->out->sources))
		w->out->sources[w->out->source_count++] =
			(struct icd_mapped_source){step->code, step->turn, step->source};
	return add_rows(w, step->code, &entry);
}

static bool has_source(const struct icd_mapping *out, const char *code)
{
	for (uint32_t i = 0; i < out->source_count; i++) {
		if (strcmp(out->sources[i].code, code) == 0)
			return true;
	}
	return false;
}

/* A header, or a range "from-to" of a conversion table within one category: the codes in it that the mapping has. A range
 * over categories says too little. */
static bool take_sources_in(struct mapping_work *w, const struct step *step, bool *taken)
{
	struct icd_gem_block block = {0};
	const char *dash = strchr(step->code, '-'), *last = dash ? dash + 1 : step->code;
	size_t length = dash ? (size_t)(dash - step->code) : strlen(step->code);
	struct icd_key key = icd_gem_key(w->out->gem, false, step->code);
	if (strncmp(step->code, last, 3) != 0)
		return true;
	if (read_block(w->view, w->pool, &key, &block, w->err) == ICD_FAILED)
		return false;
	for (uint32_t i = 0; i < block.count; i++) {
		struct step one = {block.at[i].code, step->turn, step->source};
		bool one_taken = false;
		if (strncmp(one.code, step->code, length) < 0 || strncmp(one.code, last, strlen(last)) > 0)
			continue;
		if (!has_source(w->out, one.code) && !try_source(w, &one, &one_taken))
			return false;
		*taken |= one_taken;
	}
	return true;
}

static bool take_source(struct mapping_work *w, const struct step *step, const struct icd_code_record *record,
			bool *taken)
{
	struct step kept = *step;
	(void)record;
	*taken = has_source(w->out, step->code);
	if (*taken)
		return true;
	kept.code = icd_pool_print(w->pool, "%s", step->code);
	return try_source(w, &kept, taken) && (*taken || take_sources_in(w, &kept, taken));
}

/* A code that was replaced before the mapping was made: what stood for it then. */
static bool trace_on(struct mapping_work *w, const char *code)
{
	struct icd_code_record record;
	struct icd_successors successors;
	enum icd_found found = icd_store_code(w->view->store, w->pool, code, &record, w->err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	if (!icd_successors(&w->then, w->pool, &record, &successors, w->err))
		return false;
	for (uint32_t i = 0; i < successors.count; i++) {
		struct step step = {successors.at[i].line.code, successors.turn, successors.at[i].source};
		bool taken;
		if (!try_source(w, &step, &taken))
			return false;
	}
	return true;
}

static bool find_sources(struct mapping_work *w)
{
	struct step self = {.code = w->out->code};
	bool taken;
	if (!try_source(w, &self, &taken))
		return false;
	if (taken || w->out->gem == ICD_GEM_FROM_9)
		return true;
	if (!trace(w, w->out->code, w->out->edition, take_source))
		return false;
	return w->out->source_count || trace_on(w, w->out->code);
}

/* ---- the mapping the other way ---- */

static bool add_back(struct mapping_work *w, const char *code)
{
	struct icd_mapping *out = w->out;
	struct icd_gem_entry entry;
	enum icd_gem other = out->gem == ICD_GEM_FROM_9 ? ICD_GEM_FROM_10 : ICD_GEM_FROM_9;
	if (read_rows(w->view, w->pool, other, true, code, &entry, w->err) == ICD_FAILED)
		return false;
	for (uint32_t i = 0; i < entry.count; i++) {
		bool there = false;
		for (uint32_t j = 0; j < out->back_count; j++)
			there |= strcmp(out->back[j], entry.at[i].code) == 0;
		if (!there && icd_pool_room(w->pool, &out->back, out->back_count, &w->back_room, sizeof *out->back))
			out->back[out->back_count++] = entry.at[i].code;
	}
	return true;
}

static bool find_back(struct mapping_work *w)
{
	const struct icd_mapping *out = w->out;
	bool ok = out->source_count || add_back(w, out->code);
	for (uint32_t i = 0; ok && i < out->source_count; i++)
		ok = add_back(w, out->sources[i].code);
	return ok;
}

static bool find_title(struct mapping_work *w)
{
	struct icd_code_record record;
	enum icd_found found = ICD_NOT_FOUND;
	if (w->out->gem == ICD_GEM_FROM_10)
		found = icd_store_code(w->view->store, w->pool, w->out->code, &record, w->err);
	if (found == ICD_FOUND) {
		w->out->title = icd_view_title(w->view, &record);
		w->out->status = icd_view_status(w->view, &record.runs);
	}
	return found != ICD_FAILED;
}

/* The codes of the mapping that begin as this one does. */
static bool find_below(struct mapping_work *w)
{
	struct icd_gem_block block = {0};
	struct icd_mapping *out = w->out;
	struct icd_key key = icd_gem_key(out->gem, false, out->code);
	if (read_block(w->view, w->pool, &key, &block, w->err) == ICD_FAILED)
		return false;
	out->below = icd_pool_take(w->pool, block.count + 1, sizeof *out->below);
	for (uint32_t i = 0; out->below && i < block.count; i++) {
		const char *code = block.at[i].code;
		if (strncmp(code, out->code, strlen(out->code)) == 0 && holds(w->view, out->gem, &block.at[i]))
			out->below[out->below_count++] = code;
	}
	return true;
}

bool icd_mapping_make(const struct icd_view *view, struct icd_pool *pool, enum icd_gem gem, const char *code,
		      struct icd_mapping *out, struct icd_error *err)
{
	struct mapping_work w = {.view = view, .pool = pool, .out = out, .err = err};
	*out = (struct icd_mapping){.gem = gem, .code = icd_pool_print(pool, "%s", code)};
	out->edition = edition_date(view, gem);
	out->back_edition = edition_date(view, gem == ICD_GEM_FROM_9 ? ICD_GEM_FROM_10 : ICD_GEM_FROM_9);
	icd_view_make(&w.then, view->store, out->edition);
	out->status = ICD_STATUS_UNKNOWN;
	if (!find_title(&w) || (out->edition && !find_sources(&w)) || !find_back(&w) ||
	    (!out->count && !find_below(&w)))
		return false;
	return !pool->failed || icd_out_of_memory(err);
}

/* ---- smaller questions ---- */

enum icd_found icd9_is_code(const struct icd_view *view, const char *code, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_gem_entry entry;
	enum icd_found found = read_rows(view, &pool, ICD_GEM_FROM_9, false, code, &entry, err);
	icd_pool_free(&pool);
	return found;
}

struct each_code {
	struct icd_pool pool; /* of the record in hand */
	void (*visit)(void *context, const char *code);
	void *context;
	bool bad;
};

static bool visit_block(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct each_code *each = context;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	struct icd_gem_block block;
	(void)key;
	icd_pool_reset(&each->pool);
	each->bad = !icd_get_gem_block(&in, &each->pool, &block);
	for (uint32_t i = 0; !each->bad && i < block.count; i++)
		each->visit(each->context, block.at[i].code);
	return !each->bad;
}

bool icd9_each_code(const struct icd_view *view, void (*visit)(void *context, const char *code), void *context,
		    struct icd_error *err)
{
	struct each_code each = {.visit = visit, .context = context};
	struct icd_key low = icd_gem_key(ICD_GEM_FROM_9, false, ""), high = icd_gem_key(ICD_GEM_FROM_9, false, "\xff");
	bool ok = icd_store_scan(view->store, &low, &high, visit_block, &each, err);
	if (ok && each.pool.failed)
		ok = icd_out_of_memory(err);
	else if (ok && each.bad)
		ok = icd_store_bad_record(view->store, &low, NULL, err);
	icd_pool_free(&each.pool);
	return ok;
}

const char *icd_mapping_only(const struct icd_mapping *mapping)
{
	for (uint32_t i = 0; i < mapping->count; i++) {
		if (mapping->at[i].combination)
			return NULL;
	}
	bool one = mapping->gem == ICD_GEM_FROM_9 && mapping->today_count == 1 &&
		   mapping->today[0].line.status == ICD_STATUS_BILLABLE;
	return one ? mapping->today[0].line.code : NULL;
}

/* ---- in words ---- */

#define CODES_NAMED 4

static void append(char out[ICD_MAPPING_SAY], const char *text)
{
	size_t used = strlen(out);
	snprintf(out + used, ICD_MAPPING_SAY - used, "%s", text);
}

/* One of a list: "M54.50, M54.51 or M54.59"; of a long one its first. */
static void append_code(char out[ICD_MAPPING_SAY], const char *code, uint32_t i, uint32_t count, const char *join)
{
	char label[ICD_DOTTED_SIZE];
	if (i == CODES_NAMED)
		append(out, " ...");
	if (i >= CODES_NAMED)
		return;
	append(out, i == 0 ? "" : i + 1 == count ? join : ", ");
	append(out, icd_code_format(code, label));
}

static void append_targets(char out[ICD_MAPPING_SAY], const struct icd_mapping *mapping)
{
	const struct icd_mapped_row *first = &mapping->at[0];
	append(out, first->approximate ? "approximately " : "the same as ");
	append(out, first->combination ? "all of " : mapping->count > 1 ? "one of " : "");
	for (uint32_t i = 0; i < mapping->count; i++)
		append_code(out, mapping->at[i].target, i, mapping->count, first->combination ? " and " : " or ");
}

/* Are the codes of today others than those of the mapping? */
static bool is_changed(const struct icd_mapping *mapping)
{
	for (uint32_t i = 0; i < mapping->count; i++) {
		const struct icd_mapped_row *row = &mapping->at[i];
		if (row->today_count != 1 || strcmp(row->today[0], row->target) != 0)
			return true;
	}
	return false;
}

/* Single rows and combinations, or several scenarios or choices: more than a sentence can tell. */
static bool is_involved(const struct icd_mapping *mapping)
{
	for (uint32_t i = 1; i < mapping->count; i++) {
		const struct icd_mapped_row *before = &mapping->at[i - 1], *row = &mapping->at[i];
		if (row->combination &&
		    (!before->combination || row->scenario != before->scenario || row->choice == before->choice))
			return true;
	}
	return false;
}

const char *icd_mapping_say(const struct icd_mapping *mapping, char out[ICD_MAPPING_SAY])
{
	char date[ICD_DATE_SIZE];
	snprintf(out, ICD_MAPPING_SAY, "a code of ICD-9-CM; by the mapping of %s ",
		 icd_date_format(mapping->edition, date));
	if (mapping->count == 0 || !*mapping->at[0].target) {
		append(out, "no code of ICD-10-CM corresponds");
		return out;
	}
	if (is_involved(mapping)) {
		append(out, "one of several combinations of codes, which icd9 tells");
		return out;
	}
	append_targets(out, mapping);
	if (!is_changed(mapping))
		return out;
	append(out, mapping->today_count ? ", today " : ", for which no code is known to stand today");
	for (uint32_t i = 0; i < mapping->today_count; i++)
		append_code(out, mapping->today[i].line.code, i, mapping->today_count,
			    mapping->at[0].combination ? " and " : " or ");
	return out;
}
