/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code_set.h"

#include "base/base.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding rows by code ---- */

struct indexed_row {
	uint64_t key; /* the code's characters, first one highest: numbers compare as the spellings do */
	const struct code_row *row;
};

struct row_index {
	struct indexed_row *sorted;
	size_t count;
};

static uint64_t key_of(const char *code)
{
	uint64_t key = 0;
	for (int i = 0; i < ICD_CODE_LENGTH; i++)
		key = key << 8 | (unsigned char)(*code ? *code++ : 0);
	return key;
}

static int compare_rows(const void *a, const void *b)
{
	const struct indexed_row *left = a, *right = b;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static void row_index_make(struct row_index *index, const struct code_row *rows, size_t count)
{
	size_t capacity = 0;
	bool sorted = true;
	index->sorted = NULL;
	for (size_t i = 0; i < count; i++) {
		index->sorted = grow_array(index->sorted, i, &capacity, sizeof *index->sorted);
		index->sorted[i] = (struct indexed_row){key_of(rows[i].code), &rows[i]};
		sorted &= i == 0 || index->sorted[i - 1].key <= index->sorted[i].key;
	}
	index->count = count;
	if (!sorted)
		qsort(index->sorted, count, sizeof *index->sorted, compare_rows);
}

/* How many rows spell before the key. */
static size_t rows_before(const struct row_index *index, uint64_t key)
{
	size_t low = 0, high = index->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (index->sorted[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct code_row *row_index_find(const struct row_index *index, const char *code)
{
	uint64_t key = key_of(code);
	size_t at = rows_before(index, key);
	return at < index->count && index->sorted[at].key == key ? index->sorted[at].row : NULL;
}

static void row_index_free(struct row_index *index)
{
	free(index->sorted);
	memset(index, 0, sizeof *index);
}

/* ---- comparing sources ---- */

struct comparison {
	struct report *report;
	icd_date release;
	size_t differences;
};

#define DIFFER(comparison, ...)                                                                                        \
	((comparison)->differences++,                                                                                  \
	 report_add((comparison)->report, (comparison)->release, REPORT_DETAIL, __VA_ARGS__))

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

/* Puts a headline before the details that were added from line `at` on. */
static void headline(struct comparison *comparison, size_t at, const char *text)
{
	struct report *report = comparison->report;
	if (comparison->differences == 0)
		return;
	report_add(report, comparison->release, REPORT_DIFFER, "%s: %zu %s", text, comparison->differences,
		   comparison->differences == 1 ? "difference" : "differences");
	struct report_line last = report->lines[report->count - 1];
	memmove(report->lines + at + 1, report->lines + at, (report->count - 1 - at) * sizeof *report->lines);
	report->lines[at] = last;
}

/* Every billable row of the codes file stands in the order file with the same title, and back. */
static void compare_codes_file(const struct release *release, struct report *report)
{
	struct comparison comparison = {report, release->effective, 0};
	struct row_index order, codes;
	size_t at = report->count;
	row_index_make(&order, release->order->rows, release->order->count);
	row_index_make(&codes, release->codes->rows, release->codes->count);
	for (size_t i = 0; i < release->codes->count; i++) {
		const struct code_row *row = &release->codes->rows[i];
		const struct code_row *other = row_index_find(&order, row->code);
		if (!other || !other->billable)
			DIFFER(&comparison, "%s: in the codes file, in the order file %s", shown(row->code),
			       other ? "a header" : "it is missing");
		else if (strcmp(other->long_title, row->long_title) != 0)
			DIFFER(&comparison, "%s: codes file \"%s\", order file \"%s\"", shown(row->code),
			       row->long_title, other->long_title);
	}
	for (size_t i = 0; i < release->order->count; i++) {
		const struct code_row *row = &release->order->rows[i];
		if (row->billable && !row_index_find(&codes, row->code))
			DIFFER(&comparison, "%s: billable in the order file, missing in the codes file",
			       shown(row->code));
	}
	headline(&comparison, at, "order file and codes file (the order file decides)");
	row_index_free(&order);
	row_index_free(&codes);
}

static void compare_title(const struct code_row *listed, const struct code_row *row, struct comparison *comparison)
{
	if (!icd_text_same_but_accents(listed->long_title, row->long_title) &&
	    !icd_text_same_but_space(listed->long_title, row->long_title))
		DIFFER(comparison, "%s: tabular list \"%s\", order file \"%s\"", shown(row->code), listed->long_title,
		       row->long_title);
}

/* Headers and billable codes of the tabular list against those of the set, both ways. */
static void compare_tabular(const struct release *release, const struct code_set *set,
			    const struct expansion *expansion, struct report *report)
{
	struct comparison comparison = {report, release->effective, 0};
	struct row_index in_set, listed;
	size_t at = report->count;
	row_index_make(&in_set, set->rows, set->count);
	row_index_make(&listed, expansion->rows, expansion->count);
	for (size_t i = 0; i < expansion->count; i++) {
		const struct code_row *row = &expansion->rows[i];
		const struct code_row *other = row_index_find(&in_set, row->code);
		if (!other)
			DIFFER(&comparison, "%s: %s by the tabular list, missing in the code set: dropped",
			       shown(row->code), state_word(row));
		else if (other->billable != row->billable)
			DIFFER(&comparison, "%s: %s by the tabular list, %s in the code set", shown(row->code),
			       state_word(row), state_word(other));
	}
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *other = row_index_find(&listed, set->rows[i].code);
		if (!other)
			DIFFER(&comparison, "%s: %s in the code set, missing in the tabular list",
			       shown(set->rows[i].code), state_word(&set->rows[i]));
	}
	headline(&comparison, at, "tabular list and code set (the code set decides)");
	comparison.differences = 0;
	at = report->count;
	for (size_t i = 0; i < release->tabular->count; i++) {
		const struct place *place = &release->tabular->places[i];
		const struct code_row *row =
			place->kind == ICD_PLACE_CODE ? row_index_find(&in_set, place->name) : NULL;
		if (row)
			compare_title(&(struct code_row){.long_title = place->title}, row, &comparison);
	}
	headline(&comparison, at, "titles of the tabular list and the order file, beyond accents");
	row_index_free(&in_set);
	row_index_free(&listed);
}

static void report_phantoms(const struct release *release, const struct code_set *set,
			    const struct expansion *expansion, struct report *report)
{
	struct row_index in_set;
	size_t dropped = 0;
	row_index_make(&in_set, set->rows, set->count);
	for (size_t i = 0; i < expansion->phantom_count; i++)
		dropped += row_index_find(&in_set, expansion->phantoms[i]) == NULL;
	if (dropped)
		report_add(report, release->effective, REPORT_FACT,
			   "%zu codes that seventh characters would make and a note forbids: dropped", dropped);
	for (size_t i = 0; i < expansion->phantom_count; i++) {
		if (!row_index_find(&in_set, expansion->phantoms[i]))
			report_add(report, release->effective, REPORT_DETAIL, "%s", shown(expansion->phantoms[i]));
	}
	if (dropped < expansion->phantom_count)
		report_add(report, release->effective, REPORT_DIFFER,
			   "%zu codes that a note of the tabular list forbids are in the code set: kept",
			   expansion->phantom_count - dropped);
	row_index_free(&in_set);
}

/* ---- addenda ---- */

struct tally {
	long additions, deletions, revisions, both, only_long, only_short;
};

static void count_revision(struct tally *tally, const struct code_row *from, const struct code_row *to)
{
	bool longer = strcmp(from->long_title, to->long_title) != 0;
	bool shorter = from->short_title && to->short_title && strcmp(from->short_title, to->short_title) != 0;
	tally->revisions++;
	tally->both += longer && shorter;
	tally->only_long += longer && !shorter;
	tally->only_short += !longer && shorter;
}

static void count_rows(const struct addenda *addenda, struct tally tally[2])
{
	for (size_t i = 0; i < addenda->count; i++) {
		const struct addenda_row *row = &addenda->rows[i];
		struct tally *one = &tally[row->row.billable];
		if (row->verb == ADDENDA_ADD)
			one->additions++;
		else if (row->verb == ADDENDA_DELETE)
			one->deletions++;
		else if (row->verb == ADDENDA_REVISE_TO && i > 0)
			count_revision(one, &addenda->rows[i - 1].row, &row->row);
	}
}

static void compare_count(struct comparison *comparison, const char *kind, const char *what, long footer, long found)
{
	if (footer >= 0 && footer != found)
		DIFFER(comparison, "%s: the footer says %ld %s, there are %ld", kind, footer, what, found);
}

static void compare_footer(const struct addenda *addenda, bool codes_only, icd_date release, const char *name,
			   struct report *report)
{
	static const char *const kinds[] = {"headers", "codes"};
	struct comparison comparison = {report, release, 0};
	struct tally tally[2] = {{0}};
	size_t at = report->count;
	count_rows(addenda, tally);
	for (int i = codes_only; i < 2; i++) {
		const struct addenda_counts *footer = &addenda->footer[i];
		compare_count(&comparison, kinds[i], "additions", footer->additions, tally[i].additions);
		compare_count(&comparison, kinds[i], "deletions", footer->deletions, tally[i].deletions);
		compare_count(&comparison, kinds[i], "revisions", footer->revisions, tally[i].revisions);
	}
	headline(&comparison, at, name);
}

static void count_states(const struct code_set *set, long counts[2])
{
	counts[0] = (long)(set->count - set->billable);
	counts[1] = (long)set->billable;
}

/* The newest earlier set that has as many codes as the addenda's footer says were before: addenda
 * may be cumulative. The newest one when the footer says nothing. False when none fits. */
static bool find_base(const struct addenda *addenda, const struct earlier_sets *earlier, struct icd_pool *arena,
		      struct code_set *base, size_t *index)
{
	for (size_t i = earlier->count; i-- > 0;) {
		long counts[2];
		earlier->make(earlier->context, i, arena, base);
		count_states(base, counts);
		if ((addenda->footer[0].before < 0 || addenda->footer[0].before == counts[0]) &&
		    (addenda->footer[1].before < 0 || addenda->footer[1].before == counts[1])) {
			*index = i;
			return true;
		}
	}
	return false;
}

/* What changed from one set to the other, by kind (headers, billable codes). */
static void count_difference(const struct code_set *base, const struct code_set *set, struct tally tally[2])
{
	struct row_index before, after;
	row_index_make(&before, base->rows, base->count);
	row_index_make(&after, set->rows, set->count);
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *row = &set->rows[i], *old = row_index_find(&before, row->code);
		struct tally *one = &tally[row->billable];
		if (!old || old->billable != row->billable)
			one->additions++;
		else if (strcmp(old->long_title, row->long_title) != 0 ||
			 (old->short_title && row->short_title && strcmp(old->short_title, row->short_title) != 0))
			count_revision(one, old, row);
	}
	for (size_t i = 0; i < base->count; i++) {
		const struct code_row *row = &base->rows[i], *now = row_index_find(&after, row->code);
		tally[row->billable].deletions += !now || now->billable != row->billable;
	}
	row_index_free(&before);
	row_index_free(&after);
}

/* The footer's counts against the difference of the two releases' order files. */
static void compare_footer_with_files(const struct addenda *addenda, const struct code_set *base,
				      const struct code_set *set, icd_date release, struct report *report)
{
	static const char *const kinds[] = {"headers", "codes"};
	struct comparison comparison = {report, release, 0};
	struct tally tally[2] = {{0}};
	size_t at = report->count;
	count_difference(base, set, tally);
	for (int i = 0; i < 2; i++) {
		const struct addenda_counts *footer = &addenda->footer[i];
		compare_count(&comparison, kinds[i], "additions", footer->additions, tally[i].additions);
		compare_count(&comparison, kinds[i], "deletions", footer->deletions, tally[i].deletions);
		compare_count(&comparison, kinds[i], "revisions", footer->revisions, tally[i].revisions);
	}
	headline(&comparison, at, "footer of the order addenda and the order files themselves");
}

/* The set that addenda make of their base must be the one the release's own files give. */
static void compare_addenda(const struct release *release, const struct code_set *set,
			    const struct earlier_sets *earlier, struct icd_pool *arena, struct report *report)
{
	struct comparison comparison = {report, release->effective, 0};
	struct code_set base, made;
	struct row_index in_set, in_made;
	size_t index, at = report->count;
	if (!find_base(release->order_addenda, earlier, arena, &base, &index)) {
		report_add(report, release->effective, REPORT_FACT,
			   "order addenda: the release they change is not held, not compared");
		return;
	}
	compare_footer_with_files(release->order_addenda, &base, set, release->effective, report);
	at = report->count;
	addenda_apply(&base, release->order_addenda, release->effective, arena, report, &made);
	row_index_make(&in_set, set->rows, set->count);
	row_index_make(&in_made, made.rows, made.count);
	for (size_t i = 0; i < made.count; i++) {
		const struct code_row *row = &made.rows[i], *other = row_index_find(&in_set, row->code);
		if (!other || other->billable != row->billable)
			DIFFER(&comparison, "%s: %s by the addenda, %s in the order file", shown(row->code),
			       state_word(row), other ? state_word(other) : "missing");
		else if (strcmp(other->long_title, row->long_title) != 0)
			DIFFER(&comparison, "%s: \"%s\" by the addenda, \"%s\" in the order file", shown(row->code),
			       row->long_title, other->long_title);
		else if (row->short_title && other->short_title && strcmp(other->short_title, row->short_title) != 0)
			DIFFER(&comparison, "%s: short title \"%s\" by the addenda, \"%s\" in the order file",
			       shown(row->code), row->short_title, other->short_title);
	}
	for (size_t i = 0; i < set->count; i++) {
		if (!row_index_find(&in_made, set->rows[i].code))
			DIFFER(&comparison, "%s: in the order file, not by the addenda", shown(set->rows[i].code));
	}
	headline(&comparison, at, "order addenda and order file (the order file decides)");
	row_index_free(&in_set);
	row_index_free(&in_made);
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
static void set_from_codes_and_tabular(const struct release *release, const struct expansion *expansion,
				       struct icd_pool *arena, struct report *report, struct code_set *set)
{
	struct comparison comparison = {report, release->effective, 0};
	struct row_index codes, listed;
	size_t kept = 0, at = report->count;
	struct code_row *rows = need(arena, expansion->count + release->codes->count, sizeof *rows);
	row_index_make(&codes, release->codes->rows, release->codes->count);
	row_index_make(&listed, expansion->rows, expansion->count);
	for (size_t i = 0; i < expansion->count; i++) {
		const struct code_row *row = &expansion->rows[i], *coded = row_index_find(&codes, row->code);
		if (row->billable && !coded)
			DIFFER(&comparison, "%s: billable by the tabular list, missing in the codes file: dropped",
			       shown(row->code));
		else
			rows[kept++] = coded ? *coded : *row;
	}
	for (size_t i = 0; i < release->codes->count; i++) {
		if (row_index_find(&listed, release->codes->rows[i].code))
			continue;
		DIFFER(&comparison, "%s: in the codes file, missing in the tabular list",
		       shown(release->codes->rows[i].code));
		rows[kept++] = release->codes->rows[i];
	}
	headline(&comparison, at, "tabular list and codes file (the codes file decides)");
	take_rows(set, rows, kept);
	row_index_free(&codes);
	row_index_free(&listed);
}

/* The headers of the release before, each to be taken once. */
struct old_headers {
	struct code_set before;
	struct row_index index;
	bool *taken; /* by row of the set before */
};

/* Takes the old headers above a code, unless the codes file has them as codes. */
static void add_headers_above(const struct code_row *row, struct old_headers *old, const struct row_index *codes,
			      struct code_set *set)
{
	char prefix[ICD_CODE_SIZE] = "";
	for (size_t length = 3; length < strlen(row->code); length++) {
		memcpy(prefix, row->code, length);
		const struct code_row *header = row_index_find(&old->index, prefix);
		if (!header || old->taken[header - old->before.rows] || row_index_find(codes, prefix))
			continue;
		old->taken[header - old->before.rows] = true;
		set->rows[set->count] = *header;
		set->rows[set->count++].billable = false;
	}
}

/* The category of a code is a header even where no file names it. */
static void add_category(const struct code_row *row, const struct old_headers *old, struct icd_pool *arena,
			 struct code_set *set)
{
	const struct code_row *last = set->count ? &set->rows[set->count - 1] : NULL;
	const char *category = need_text(arena, row->code, 3);
	if (strlen(row->code) == 3 || (last && strncmp(last->code, category, 3) == 0) ||
	    row_index_find(&old->index, category))
		return;
	set->rows[set->count++] = (struct code_row){.code = category, .long_title = "", .short_title = ""};
}

/* A codes file alone names no headers: those of the release before that still have codes stand. */
static void set_from_codes(const struct release *release, const struct earlier_sets *earlier, struct icd_pool *arena,
			   struct report *report, struct code_set *set)
{
	struct row_index codes;
	struct old_headers old = {0};
	if (earlier->count)
		earlier->make(earlier->context, earlier->count - 1, arena, &old.before);
	old.taken = need(arena, old.before.count, sizeof *old.taken);
	set->rows = need(arena, old.before.count + 2 * release->codes->count, sizeof *set->rows);
	set->billable = release->codes->count;
	row_index_make(&codes, release->codes->rows, release->codes->count);
	row_index_make(&old.index, old.before.rows, old.before.count);
	for (size_t i = 0; i < release->codes->count; i++) {
		add_headers_above(&release->codes->rows[i], &old, &codes, set);
		add_category(&release->codes->rows[i], &old, arena, set);
		set->rows[set->count++] = release->codes->rows[i];
	}
	row_index_free(&codes);
	row_index_free(&old.index);
	report_add(report, release->effective, REPORT_DIFFER,
		   "a codes file alone: its headers are taken from the release before%s; a category that is new "
		   "has no title",
		   old.before.count ? "" : ", and there is none");
}

/* A row with its place in another sequence; rows that are not in that one stay behind the row before them. */
struct placed_row {
	struct code_row row;
	size_t place, own;
};

static int compare_places(const void *a, const void *b)
{
	const struct placed_row *left = a, *right = b;
	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	return (left->own > right->own) - (left->own < right->own);
}

/* Puts the set's rows into the sequence of the tabular list; returns how many that one does not have. */
static size_t follow_list(struct code_set *set, const struct expansion *expansion, struct icd_pool *arena)
{
	struct placed_row *placed = need(arena, set->count, sizeof *placed);
	struct row_index listed;
	size_t missing = 0;
	row_index_make(&listed, expansion->rows, expansion->count);
	for (size_t i = 0; i < set->count; i++) {
		const struct code_row *found = row_index_find(&listed, set->rows[i].code);
		size_t before = i ? placed[i - 1].place : 0;
		placed[i] = (struct placed_row){set->rows[i], found ? (size_t)(found - expansion->rows) : before, i};
		missing += !found;
	}
	if (set->count)
		qsort(placed, set->count, sizeof *placed, compare_places);
	for (size_t i = 0; i < set->count; i++)
		set->rows[i] = placed[i].row;
	row_index_free(&listed);
	return missing;
}

static void report_sequence(const struct release *release, struct code_set *set, const struct expansion *expansion,
			    struct icd_pool *arena, struct report *report)
{
	size_t missing = release->tabular ? follow_list(set, expansion, arena) : 0;
	if (!release->tabular)
		report_add(report, release->effective, REPORT_FACT,
			   "rebuilt from order addenda; the sequence of new rows is inferred, addenda do not carry it");
	else
		report_add(report, release->effective, REPORT_FACT,
			   "rebuilt from order addenda, in the sequence of the tabular list; %zu rows that it does not "
			   "have are placed by inference",
			   missing);
}

/* A codes file beside addenda decides what is billable, and its titles. */
static void correct_by_codes_file(const struct release *release, struct code_set *set, struct report *report)
{
	struct comparison comparison = {report, release->effective, 0};
	struct row_index codes;
	size_t at = report->count, kept = 0;
	row_index_make(&codes, release->codes->rows, release->codes->count);
	for (size_t i = 0; i < set->count; i++) {
		struct code_row row = set->rows[i];
		const struct code_row *coded = row_index_find(&codes, row.code);
		if (row.billable && !coded) {
			DIFFER(&comparison, "%s: billable by the addenda, missing in the codes file: dropped",
			       shown(row.code));
			continue;
		}
		if (coded && (!row.billable || strcmp(coded->long_title, row.long_title) != 0)) {
			DIFFER(&comparison, "%s: \"%s\" in the codes file, %s \"%s\" by the addenda", shown(row.code),
			       coded->long_title, state_word(&row), row.long_title);
			row.long_title = coded->long_title;
			row.billable = true;
		}
		set->rows[kept++] = row;
	}
	take_rows(set, set->rows, kept);
	headline(&comparison, at, "order addenda and codes file (the codes file decides)");
	row_index_free(&codes);
}

/* Addenda name billable codes only: one that is deleted with codes added below it becomes a header. */
static struct addenda *with_headers(const struct addenda *addenda, const struct code_set *base, struct icd_pool *arena)
{
	struct addenda *out = need(arena, 1, sizeof *out);
	struct row_index rows;
	*out = *addenda;
	out->rows = need(arena, addenda->count * 2, sizeof *out->rows);
	out->count = 0;
	row_index_make(&rows, base->rows, base->count);
	for (size_t i = 0; i < addenda->count; i++) {
		const struct addenda_row *row = &addenda->rows[i];
		const struct code_row *old = row_index_find(&rows, row->row.code);
		bool split = false;
		out->rows[out->count++] = *row;
		for (size_t j = 0; row->verb == ADDENDA_DELETE && j < addenda->count && !split; j++)
			split = addenda->rows[j].verb == ADDENDA_ADD &&
				strncmp(addenda->rows[j].row.code, row->row.code, strlen(row->row.code)) == 0;
		if (!split || !old)
			continue;
		struct addenda_row header = {ADDENDA_ADD, *old};
		header.row.billable = false;
		header.row.line = row->row.line;
		out->rows[out->count++] = header;
	}
	row_index_free(&rows);
	return out;
}

static bool set_from_addenda(const struct release *release, const struct earlier_sets *earlier,
			     const struct expansion *expansion, struct icd_pool *arena, struct report *report,
			     struct code_set *set, struct icd_error *err)
{
	const struct addenda *addenda = release->order_addenda ? release->order_addenda : release->codes_addenda;
	struct code_set base;
	size_t index;
	char date[ICD_DATE_SIZE];
	if (!find_base(addenda, earlier, arena, &base, &index))
		return icd_fail(err,
				"release %s: only addenda, and the release they change (%ld headers, %ld "
				"billable codes) is not among the files given",
				icd_date_format(release->effective, date), addenda->footer[0].before,
				addenda->footer[1].before);
	if (!release->order_addenda) {
		addenda = with_headers(addenda, &base, arena);
		report_add(report, release->effective, REPORT_DIFFER,
			   "rebuilt from codes addenda alone: they name no headers and no short titles");
	}
	addenda_apply(&base, addenda, release->effective, arena, report, set);
	report_sequence(release, set, expansion, arena, report);
	if (release->codes)
		correct_by_codes_file(release, set, report);
	return true;
}

/* Are there addenda, and the release they change? */
static bool addenda_usable(const struct release *release, const struct earlier_sets *earlier, struct icd_pool *arena,
			   struct report *report)
{
	struct code_set base;
	size_t index;
	if (!release->order_addenda || find_base(release->order_addenda, earlier, arena, &base, &index))
		return release->order_addenda != NULL;
	report_add(report, release->effective, REPORT_DIFFER,
		   "the order addenda are not used: the release they change is not held");
	return false;
}

static void set_from_list(const struct release *release, const struct expansion *expansion, struct report *report,
			  struct code_set *set)
{
	take_rows(set, expansion->rows, expansion->count);
	set->flags = ICD_RELEASE_DERIVED;
	report_add(report, release->effective, REPORT_FACT,
		   "no order or codes file: billability is derived from the tabular list");
}

static struct code_set *make(const struct release *release, const struct earlier_sets *earlier,
			     const struct expansion *expansion, struct icd_pool *arena, struct report *report,
			     struct icd_error *err)
{
	struct code_set *set = need(arena, 1, sizeof *set);
	bool others = release->codes || release->tabular;
	if (release->order) {
		take_rows(set, release->order->rows, release->order->count);
		set->flags = ICD_RELEASE_ORDER;
	} else if (release->codes && release->tabular) {
		set_from_codes_and_tabular(release, expansion, arena, report, set);
	} else if (!others || addenda_usable(release, earlier, arena, report)) {
		if (!set_from_addenda(release, earlier, expansion, arena, report, set, err))
			return NULL;
		set->flags = ICD_RELEASE_ADDENDA;
	} else if (release->codes) {
		set_from_codes(release, earlier, arena, report, set);
	} else {
		set_from_list(release, expansion, report, set);
	}
	set->flags |= release->codes ? ICD_RELEASE_CODES : 0;
	return set;
}

bool code_set_make(const struct release *release, const struct earlier_sets *earlier, struct icd_pool *arena,
		   struct report *report, struct code_set **out, struct icd_error *err)
{
	struct expansion expansion = {0};
	*out = NULL;
	if (release->tabular)
		code_set_expand(release->tabular, arena, &expansion);
	if (!release->tabular && !release->order && !release->codes && !release->order_addenda &&
	    !release->codes_addenda)
		return true;
	struct code_set *set = make(release, earlier, &expansion, arena, report, err);
	if (!set)
		return false;
	if (release->order && release->codes)
		compare_codes_file(release, report);
	if (release->tabular) {
		report_phantoms(release, set, &expansion, report);
		if (!(set->flags & ICD_RELEASE_DERIVED))
			compare_tabular(release, set, &expansion, report);
	}
	if (release->order_addenda) {
		compare_footer(release->order_addenda, false, release->effective, "order addenda", report);
		if (release->order)
			compare_addenda(release, set, earlier, arena, report);
	}
	if (release->codes_addenda)
		compare_footer(release->codes_addenda, true, release->effective, "codes addenda", report);
	*out = set;
	return true;
}
