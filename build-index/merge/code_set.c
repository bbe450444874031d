/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code_set.h"

#include "base/base.h"
#include "store/write.h"
#include "book.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

/* One release whose code set is being made. */
struct set_work {
	const struct release *release;
	struct book *book;
	int earlier; /* how many code sets the book has already: those of the releases before */
	const struct expansion *expansion;
	struct icd_pool *pool;
	struct report *report;
	struct rows order, codes, listed; /* of the order file, the codes file, the tabular list; empty where none */
	struct code_set base;             /* what the addenda change, once it was looked for */
	bool base_sought, base_found;
	size_t first_line; /* of the comparison that is being made, in the report */
	size_t differences;
};

/* ---- comparing sources ---- */

#define DIFFER(work, ...)                                                                                              \
	((work)->differences++, report_add((work)->report, (work)->release->effective, REPORT_DETAIL, __VA_ARGS__))

static const char *shown(const char *code)
{
	static char text[4][ICD_DOTTED_SIZE];
	static int turn;
	turn = (turn + 1) % 4;
	return icd_code_format(code, text[turn]);
}

static const char *state_word(const struct code_row *row)
{
	return row->billable ? "billable" : "a header";
}

static void start_comparison(struct set_work *w)
{
	w->first_line = w->report->count;
	w->differences = 0;
}

/* Puts a headline before the details of the comparison, when there are any. */
static void end_comparison(struct set_work *w, const char *text)
{
	struct report *report = w->report;
	if (w->differences == 0)
		return;
	report_add(report, w->release->effective, REPORT_DIFFER, "%s: %zu %s", text, w->differences,
		   w->differences == 1 ? "difference" : "differences");
	struct report_line last = report->lines[report->count - 1], *first = report->lines + w->first_line;
	memmove(first + 1, first, (report->count - 1 - w->first_line) * sizeof *first);
	*first = last;
}

/* Tells of each row that the other source lacks; `format` takes its code and whether it is a header. */
static void differ_lacking(struct set_work *w, const struct rows *rows, bool headers, const struct rows *other,
			   const char *format)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct code_row *row = &rows->at[i];
		if ((headers || row->billable) && !rows_find(other, row->number))
			DIFFER(w, format, shown(row->code), state_word(row));
	}
}

static bool same_short_title(const struct code_row *a, const struct code_row *b)
{
	return !a->short_title || !b->short_title || icd_text_same(a->short_title, b->short_title);
}

/* Every billable row of the codes file stands in the order file with the same title, and back. */
static void compare_codes_file(struct set_work *w)
{
	start_comparison(w);
	for (size_t i = 0; i < w->codes.count; i++) {
		const struct code_row *row = &w->codes.at[i], *other = rows_find(&w->order, row->number);
		if (!other || !other->billable)
			DIFFER(w, "%s: in the codes file, in the order file %s", shown(row->code),
			       other ? "a header" : "it is missing");
		else if (!icd_text_same(other->long_title, row->long_title))
			DIFFER(w, "%s: codes file \"%s\", order file \"%s\"", shown(row->code), row->long_title,
			       other->long_title);
	}
	differ_lacking(w, &w->order, false, &w->codes, "%s: %s in the order file, missing in the codes file");
	end_comparison(w, "order file and codes file (the order file decides)");
}

static void compare_listed_titles(struct set_work *w, struct rows *set)
{
	const struct tabular_list *list = w->release->tabular;
	start_comparison(w);
	for (size_t i = 0; i < list->count; i++) {
		const struct place *place = &list->places[i];
		const struct code_row *row = place->kind == ICD_PLACE_CODE ? rows_find(set, place->number) : NULL;
		if (row && place->title != row->long_title &&
		    !icd_text_same_but_accents(place->title, row->long_title) &&
		    !icd_text_same_but_space(place->title, row->long_title))
			DIFFER(w, "%s: tabular list \"%s\", order file \"%s\"", shown(row->code), place->title,
			       row->long_title);
	}
	end_comparison(w, "titles of the tabular list and the order file, beyond accents");
}

/* Headers and billable codes of the tabular list against those of the set, both ways. */
static void compare_tabular(struct set_work *w, struct rows *set)
{
	start_comparison(w);
	for (size_t i = 0; i < w->listed.count; i++) {
		const struct code_row *row = &w->listed.at[i], *other = rows_find(set, row->number);
		if (!other)
			DIFFER(w, "%s: %s by the tabular list, missing in the code set: dropped", shown(row->code),
			       state_word(row));
		else if (other->billable != row->billable)
			DIFFER(w, "%s: %s by the tabular list, %s in the code set", shown(row->code), state_word(row),
			       state_word(other));
	}
	differ_lacking(w, set, true, &w->listed, "%s: %s in the code set, missing in the tabular list");
	end_comparison(w, "tabular list and code set (the code set decides)");
	compare_listed_titles(w, set);
}

static void report_phantoms(const struct set_work *w, struct rows *set)
{
	const struct expansion *expansion = w->expansion;
	icd_date release = w->release->effective;
	size_t dropped = 0;
	for (size_t i = 0; i < expansion->phantom_count; i++)
		dropped += rows_find(set, expansion->phantoms[i]) == NULL;
	if (dropped)
		report_add(w->report, release, REPORT_FACT,
			   "%zu codes that seventh characters would make and a note forbids: dropped", dropped);
	for (size_t i = 0; i < expansion->phantom_count; i++) {
		if (!rows_find(set, expansion->phantoms[i]))
			report_add(w->report, release, REPORT_DETAIL, "%s",
				   shown(w->book->code_names.texts[expansion->phantoms[i]]));
	}
	if (dropped < expansion->phantom_count)
		report_add(w->report, release, REPORT_DIFFER,
			   "%zu codes that a note of the tabular list forbids are in the code set: kept",
			   expansion->phantom_count - dropped);
}

/* ---- addenda ---- */

struct tally {
	long additions, deletions, revisions;
};

static void count_rows(const struct addenda *addenda, struct tally tally[2])
{
	for (size_t i = 0; i < addenda->count; i++) {
		const struct addenda_row *row = &addenda->rows[i];
		struct tally *one = &tally[row->row.billable];
		one->additions += row->verb == ADDENDA_ADD;
		one->deletions += row->verb == ADDENDA_DELETE;
		one->revisions += row->verb == ADDENDA_REVISE_TO;
	}
}

/* What changed from one set to the other, by kind (headers, billable codes). */
static void count_difference(struct rows *before, struct rows *after, struct tally tally[2])
{
	for (size_t i = 0; i < after->count; i++) {
		const struct code_row *row = &after->at[i], *old = rows_find(before, row->number);
		struct tally *one = &tally[row->billable];
		if (!old || old->billable != row->billable)
			one->additions++;
		else
			one->revisions +=
				!icd_text_same(old->long_title, row->long_title) || !same_short_title(old, row);
	}
	for (size_t i = 0; i < before->count; i++) {
		const struct code_row *row = &before->at[i], *now = rows_find(after, row->number);
		tally[row->billable].deletions += !now || now->billable != row->billable;
	}
}

static void compare_count(struct set_work *w, const char *kind, const char *what, long footer, long found)
{
	if (footer >= 0 && footer != found)
		DIFFER(w, "%s: the footer says %ld %s, there are %ld", kind, footer, what, found);
}

static void compare_footer(struct set_work *w, const struct addenda *addenda, bool codes_only,
			   const struct tally tally[2], const char *headline)
{
	static const char *const kinds[] = {"headers", "codes"};
	start_comparison(w);
	for (int i = codes_only; i < 2; i++) {
		const struct addenda_counts *footer = &addenda->footer[i];
		compare_count(w, kinds[i], "additions", footer->additions, tally[i].additions);
		compare_count(w, kinds[i], "deletions", footer->deletions, tally[i].deletions);
		compare_count(w, kinds[i], "revisions", footer->revisions, tally[i].revisions);
	}
	end_comparison(w, headline);
}

/* The footer's counts against the rows of the addenda themselves. */
static void compare_own_footer(struct set_work *w, const struct addenda *addenda, bool codes_only, const char *name)
{
	struct tally tally[2] = {{0}};
	count_rows(addenda, tally);
	compare_footer(w, addenda, codes_only, tally, name);
}

static const struct addenda *addenda_of(const struct release *release)
{
	return release->order_addenda ? release->order_addenda : release->codes_addenda;
}

/* Finds the set that the addenda change: the newest earlier one that has as many codes as their footer says were
 * before (addenda may be cumulative), the newest of all when it says nothing. False when none fits. */
static bool find_base(struct set_work *w)
{
	const struct addenda_counts *footer = addenda_of(w->release)->footer;
	for (int i = w->base_sought ? 0 : w->earlier; i-- > 0 && !w->base_found;) {
		const struct icd_about *about = &w->book->about;
		const struct icd_release *release = &about->releases[about->sets.at[i].release];
		w->base_found = (footer[0].before < 0 || footer[0].before == (long)release->headers) &&
				(footer[1].before < 0 || footer[1].before == (long)release->billable);
		if (w->base_found)
			book_code_set(w->book, i, w->pool, &w->base);
	}
	w->base_sought = true;
	return w->base_found;
}

static void compare_made(struct set_work *w, struct rows *made)
{
	for (size_t i = 0; i < made->count; i++) {
		const struct code_row *row = &made->at[i], *other = rows_find(&w->order, row->number);
		if (!other || other->billable != row->billable)
			DIFFER(w, "%s: %s by the addenda, %s in the order file", shown(row->code), state_word(row),
			       other ? state_word(other) : "missing");
		else if (!icd_text_same(other->long_title, row->long_title))
			DIFFER(w, "%s: \"%s\" by the addenda, \"%s\" in the order file", shown(row->code),
			       row->long_title, other->long_title);
		else if (!same_short_title(row, other))
			DIFFER(w, "%s: short title \"%s\" by the addenda, \"%s\" in the order file", shown(row->code),
			       row->short_title, other->short_title);
	}
	differ_lacking(w, &w->order, true, made, "%s: in the order file, not by the addenda");
}

/* The set that addenda make of their base must be the one the release's order file gives. */
static void compare_addenda(struct set_work *w)
{
	const struct addenda *addenda = w->release->order_addenda;
	struct tally tally[2] = {{0}};
	struct code_set applied;
	if (!find_base(w)) {
		report_add(w->report, w->release->effective, REPORT_FACT,
			   "order addenda: the release they change is not held, not compared");
		return;
	}
	struct rows base = rows_of(w->base.rows, w->base.count);
	count_difference(&base, &w->order, tally);
	compare_footer(w, addenda, false, tally, "footer of the order addenda and the order files themselves");
	start_comparison(w);
	addenda_apply(&w->base, addenda, w->release->effective, w->pool, w->report, &applied);
	struct rows made = rows_of(applied.rows, applied.count);
	compare_made(w, &made);
	end_comparison(w, "order addenda and order file (the order file decides)");
	rows_free(&base);
	rows_free(&made);
}

/* ---- making the set ---- */

static void take_rows(struct code_set *set, const struct code_row *rows, size_t count)
{
	set->rows = (struct code_row *)rows;
	set->count = count;
	set->billable = 0;
	for (size_t i = 0; i < count; i++)
		set->billable += rows[i].billable;
}

/* Headers and sequence of the tabular list, billability and titles of the codes file. */
static void set_from_codes_and_tabular(struct set_work *w, struct code_set *set)
{
	size_t kept = 0;
	struct code_row *rows = need(w->pool, w->listed.count + w->codes.count, sizeof *rows);
	start_comparison(w);
	for (size_t i = 0; i < w->listed.count; i++) {
		const struct code_row *row = &w->listed.at[i], *coded = rows_find(&w->codes, row->number);
		if (row->billable && !coded)
			DIFFER(w, "%s: billable by the tabular list, missing in the codes file: dropped",
			       shown(row->code));
		else
			rows[kept++] = coded ? *coded : *row;
	}
	for (size_t i = 0; i < w->codes.count; i++) {
		const struct code_row *row = &w->codes.at[i];
		if (rows_find(&w->listed, row->number))
			continue;
		DIFFER(w, "%s: in the codes file, missing in the tabular list", shown(row->code));
		rows[kept++] = *row;
	}
	end_comparison(w, "tabular list and codes file (the codes file decides)");
	take_rows(set, rows, kept);
}

/* The headers of the release before, each to be taken once. */
struct old_headers {
	struct rows before;
	bool *taken; /* by row of the set before */
};

/* Takes the old headers above a code, unless the codes file has them as codes. */
static void add_headers_above(struct set_work *w, const struct code_row *row, struct old_headers *old,
			      struct code_set *set)
{
	char prefix[ICD_CODE_SIZE] = "";
	for (size_t length = 3; length < strlen(row->code); length++) {
		memcpy(prefix, row->code, length);
		uint32_t number = book_code_number(w->book, prefix);
		const struct code_row *header = rows_find(&old->before, number);
		if (!header || old->taken[header - old->before.at] || rows_find(&w->codes, number))
			continue;
		old->taken[header - old->before.at] = true;
		set->rows[set->count] = *header;
		set->rows[set->count++].billable = false;
	}
}

/* The category of a code is a header even where no file names it. */
static void add_category(struct set_work *w, const struct code_row *row, struct old_headers *old, struct code_set *set)
{
	const struct code_row *last = set->count ? &set->rows[set->count - 1] : NULL;
	const char *category = need_text(w->pool, row->code, 3), *untitled = intern(&w->book->texts, "");
	uint32_t number = book_code_number(w->book, category);
	if (strlen(row->code) == 3 || (last && strncmp(last->code, category, 3) == 0) ||
	    rows_find(&old->before, number))
		return;
	set->rows[set->count++] =
		(struct code_row){.code = category, .number = number, .long_title = untitled, .short_title = untitled};
}

/* A codes file alone names no headers: those of the release before that still have codes stand. */
static void set_from_codes(struct set_work *w, struct code_set *set)
{
	struct code_set before = {0};
	if (w->earlier)
		book_code_set(w->book, w->earlier - 1, w->pool, &before);
	struct old_headers old = {rows_of(before.rows, before.count), need(w->pool, before.count, sizeof *old.taken)};
	set->rows = need(w->pool, before.count + 2 * w->codes.count, sizeof *set->rows);
	set->billable = w->codes.count;
	for (size_t i = 0; i < w->codes.count; i++) {
		add_headers_above(w, &w->codes.at[i], &old, set);
		add_category(w, &w->codes.at[i], &old, set);
		set->rows[set->count++] = w->codes.at[i];
	}
	rows_free(&old.before);
	report_add(w->report, w->release->effective, REPORT_DIFFER,
		   "a codes file alone: its headers are taken from the release before%s; a category that is new "
		   "has no title",
		   before.count ? "" : ", and there is none");
}

/* A row with its place in another sequence; rows that are not in that one stay after the row before them. */
struct placed_row {
	struct code_row row;
	size_t place, own;
};

static int compare_places(const void *a, const void *b)
{
	const struct placed_row *left = a, *right = b;
	return ICD_ORDER(left->place, right->place) ?: ICD_ORDER(left->own, right->own);
}

/* Puts the set's rows into the sequence of the tabular list; returns how many that one does not have. */
static size_t follow_list(struct set_work *w, struct code_set *set)
{
	struct placed_row *placed = need(w->pool, set->count, sizeof *placed);
	size_t missing = 0;
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *found = rows_find(&w->listed, set->rows[i].number);
		size_t before = i ? placed[i - 1].place : 0;
		placed[i] = (struct placed_row){set->rows[i], found ? (size_t)(found - w->listed.at) : before, i};
		missing += !found;
	}
	if (set->count)
		qsort(placed, set->count, sizeof *placed, compare_places);
	for (size_t i = 0; i < set->count; i++)
		set->rows[i] = placed[i].row;
	return missing;
}

static void settle_sequence(struct set_work *w, struct code_set *set)
{
	if (!w->release->tabular)
		report_add(w->report, w->release->effective, REPORT_FACT,
			   "rebuilt from order addenda; the sequence of new rows is inferred, addenda do not carry it");
	else
		report_add(w->report, w->release->effective, REPORT_FACT,
			   "rebuilt from order addenda, in the sequence of the tabular list; %zu rows that it does not "
			   "have are placed by inference",
			   follow_list(w, set));
}

/* A codes file beside addenda decides what is billable, and its titles. */
static void correct_by_codes_file(struct set_work *w, struct code_set *set)
{
	size_t kept = 0;
	start_comparison(w);
	for (size_t i = 0; i < set->count; i++) {
		struct code_row row = set->rows[i];
		const struct code_row *coded = rows_find(&w->codes, row.number);
		if (row.billable && !coded) {
			DIFFER(w, "%s: billable by the addenda, missing in the codes file: dropped", shown(row.code));
			continue;
		}
		if (coded && (!row.billable || !icd_text_same(coded->long_title, row.long_title))) {
			DIFFER(w, "%s: \"%s\" in the codes file, %s \"%s\" by the addenda", shown(row.code),
			       coded->long_title, state_word(&row), row.long_title);
			row.long_title = coded->long_title;
			row.billable = true;
		}
		set->rows[kept++] = row;
	}
	take_rows(set, set->rows, kept);
	end_comparison(w, "order addenda and codes file (the codes file decides)");
}

/* Are there codes among those added that begin with the code? */
static bool is_split(const struct addenda *addenda, const char *code)
{
	for (size_t i = 0; i < addenda->count; i++) {
		if (addenda->rows[i].verb == ADDENDA_ADD && strncmp(addenda->rows[i].row.code, code, strlen(code)) == 0)
			return true;
	}
	return false;
}

/* Addenda name billable codes only: one that is deleted with codes added below it becomes a header. */
static struct addenda *with_headers(const struct addenda *addenda, const struct code_set *base, struct icd_pool *pool)
{
	struct addenda *out = need(pool, 1, sizeof *out);
	struct rows rows = rows_of(base->rows, base->count);
	*out = *addenda;
	out->rows = need(pool, addenda->count * 2, sizeof *out->rows);
	out->count = 0;
	for (size_t i = 0; i < addenda->count; i++) {
		const struct addenda_row *row = &addenda->rows[i];
		const struct code_row *old = rows_find(&rows, row->row.number);
		out->rows[out->count++] = *row;
		if (row->verb != ADDENDA_DELETE || !old || !is_split(addenda, row->row.code))
			continue;
		struct addenda_row header = {ADDENDA_ADD, *old};
		header.row.billable = false;
		header.row.line = row->row.line;
		out->rows[out->count++] = header;
	}
	rows_free(&rows);
	return out;
}

static bool set_from_addenda(struct set_work *w, struct code_set *set, struct icd_error *err)
{
	const struct addenda *addenda = addenda_of(w->release);
	char date[ICD_DATE_SIZE];
	if (!find_base(w))
		return icd_fail(err,
				"release %s: only addenda, and the release they change (%ld headers, %ld "
				"billable codes) is not among the files given",
				icd_date_format(w->release->effective, date), addenda->footer[0].before,
				addenda->footer[1].before);
	if (!w->release->order_addenda) {
		addenda = with_headers(addenda, &w->base, w->pool);
		report_add(w->report, w->release->effective, REPORT_DIFFER,
			   "rebuilt from codes addenda alone: they name no headers and no short titles");
	}
	addenda_apply(&w->base, addenda, w->release->effective, w->pool, w->report, set);
	settle_sequence(w, set);
	if (w->release->codes)
		correct_by_codes_file(w, set);
	return true;
}

/* Are there addenda, and the release they change? */
static bool addenda_usable(struct set_work *w)
{
	if (!w->release->order_addenda || find_base(w))
		return w->release->order_addenda != NULL;
	report_add(w->report, w->release->effective, REPORT_DIFFER,
		   "the order addenda are not used: the release they change is not held");
	return false;
}

static void set_from_list(const struct set_work *w, struct code_set *set)
{
	take_rows(set, w->listed.at, w->listed.count);
	set->flags = ICD_RELEASE_DERIVED;
	report_add(w->report, w->release->effective, REPORT_FACT,
		   "no order or codes file: billability is derived from the tabular list");
}

static bool make(struct set_work *w, struct code_set *set, struct icd_error *err)
{
	const struct release *release = w->release;
	bool others = release->codes || release->tabular;
	if (release->order) {
		take_rows(set, w->order.at, w->order.count);
		set->flags = ICD_RELEASE_ORDER;
	} else if (release->codes && release->tabular) {
		set_from_codes_and_tabular(w, set);
	} else if (!others || addenda_usable(w)) {
		if (!set_from_addenda(w, set, err))
			return false;
		set->flags = ICD_RELEASE_ADDENDA;
	} else if (release->codes) {
		set_from_codes(w, set);
	} else {
		set_from_list(w, set);
	}
	set->flags |= release->codes ? ICD_RELEASE_CODES : 0;
	return true;
}

/* Where the tabular list of a release has another title than its order file, it goes on to have it: that list's title
 * stands for the order file's (titles.h). */
static void keep_listed_titles(const struct set_work *w, struct code_set *set)
{
	struct rows rows = rows_of(set->rows, set->count);
	set->listed_otherwise = need(w->pool, w->listed.count, sizeof *set->listed_otherwise);
	for (size_t i = 0; i < w->listed.count; i++) {
		const struct code_row *listed = &w->listed.at[i], *row = rows_find(&rows, listed->number);
		if (row && !row->listed && row->long_title != listed->long_title &&
		    !icd_text_same_title(row->long_title, listed->long_title))
			set->listed_otherwise[set->listed_otherwise_count++] = listed;
	}
	rows_free(&rows);
}

/* Compares the set with what it was not made from. */
static void compare_all(struct set_work *w, const struct code_set *set)
{
	const struct release *release = w->release;
	if (release->order && release->codes)
		compare_codes_file(w);
	if (release->tabular) {
		struct rows rows = rows_of(set->rows, set->count);
		report_phantoms(w, &rows);
		if (!(set->flags & ICD_RELEASE_DERIVED))
			compare_tabular(w, &rows);
		rows_free(&rows);
	}
	if (release->order_addenda) {
		compare_own_footer(w, release->order_addenda, false, "order addenda");
		if (release->order)
			compare_addenda(w);
	}
	if (release->codes_addenda)
		compare_own_footer(w, release->codes_addenda, true, "codes addenda");
}

static struct rows table_rows(const struct code_table *table)
{
	return table ? rows_of(table->rows, table->count) : (struct rows){0};
}

bool code_set_make(const struct release *release, const struct expansion *expansion, struct book *book, int earlier,
		   struct icd_pool *pool, struct report *report, struct code_set **out, struct icd_error *err)
{
	*out = NULL;
	if (!release->tabular && !release->order && !release->codes && !addenda_of(release))
		return true;
	struct set_work w = {
		.release = release,
		.book = book,
		.earlier = earlier,
		.expansion = expansion,
		.pool = pool,
		.report = report,
		.order = table_rows(release->order),
		.codes = table_rows(release->codes),
		.listed = rows_of(expansion->rows, expansion->count),
	};
	struct code_set *set = need(pool, 1, sizeof *set);
	if (make(&w, set, err)) {
		compare_all(&w, set);
		keep_listed_titles(&w, set);
		*out = set;
	}
	rows_free(&w.order);
	rows_free(&w.codes);
	rows_free(&w.listed);
	return *out != NULL;
}

bool code_set_is(const struct code_set *set, const struct code_table *codes)
{
	size_t at = 0;
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *row = &set->rows[i];
		if (!row->billable)
			continue;
		if (at == codes->count || row->number != codes->rows[at].number ||
		    !icd_text_same(row->long_title, codes->rows[at].long_title))
			return false;
		at++;
	}
	return at == codes->count;
}
