/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <stdarg.h>
#include <string.h>

#define MINE_SAID 6   /* codes that a line names */
#define FULL      12  /* events of a kind that are told in full of the whole book */
#define FULL_MINE 40  /* the same of what was asked for */
#define FOLDED    800 /* characters of codes without their titles: some ten lines */

struct changes_text {
	const struct output *out;
	const struct icd_changes *changes;
	bool all;
	uint32_t untouched; /* events left out because they touch no billable code */
	bool folded;
};

/* ---- the summary ---- */

static void print_count(const struct output *out, const char *what, uint32_t more, uint32_t less)
{
	fprintf(out->file, "  %-28s %s+%-6u%s %s-%u%s\n", what, ink(out, INK_GOOD), more, ink_end(out),
		ink(out, INK_BAD), less, ink_end(out));
}

static void print_counts(const struct output *out, const struct icd_changes *changes)
{
	const uint32_t *counts = changes->counts;
	if (changes->what & ICD_CHANGES_CODES) {
		print_count(out, "billable codes", changes->billable_added, changes->billable_removed);
		print_count(out, "headers", changes->header_added, changes->header_removed);
	}
	if (changes->what & ICD_CHANGES_TITLES)
		fprintf(out->file, "  %-28s %u\n", "codes retitled", counts[ICD_EVENT_RETITLED]);
	if (changes->what & ICD_CHANGES_NOTES && icd_compared_differ(changes->lists))
		print_count(out, "notes", counts[ICD_EVENT_NOTE_ADDED], counts[ICD_EVENT_NOTE_DELETED]);
	if (changes->what & ICD_CHANGES_POA && icd_compared_differ(changes->poa))
		print_count(out, "exempt from POA reporting", counts[ICD_EVENT_POA_ADDED],
			    counts[ICD_EVENT_POA_REMOVED]);
}

static void print_summary(const struct output *out, const struct icd_changes *changes, const char *scope)
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], remark[ICD_REMARK_SIZE];
	output_line(out, 2, INK_HEAD, "Changes from %s to %s%s%s", icd_date_format(changes->from->date, from),
		    icd_date_format(changes->to->date, to), *scope ? ", " : "", scope);
	print_counts(out, changes);
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(changes, i, remark))
			output_wrap(out, "  ", 2, 4, INK_WARN, remark);
	}
}

/* ---- events in full ---- */

static void print_two(const struct output *out, const char *from, const char *to)
{
	output_wrap(out, "          - ", 12, 12, INK_BAD, from);
	output_wrap(out, "          + ", 12, 12, INK_GOOD, to);
}

static void print_event(const struct output *out, const struct icd_event *event)
{
	char others[4096];
	const char *title = event->to ? event->to : event->from ? event->from : "";
	bool retitled = event->kind >= ICD_EVENT_RETITLED && event->from && event->to;
	bool header = event->state == ICD_HEADER && event->kind != ICD_EVENT_BECAME_HEADER;
	if (retitled) {
		fprintf(out->file, "  %s%s%s\n", ink(out, INK_CODE), event->at, ink_end(out));
		print_two(out, event->from, event->to);
	} else {
		output_item(out, 11, INK_PLAIN, title, "  %s%-8s%s %s", ink(out, INK_CODE), event->at, ink_end(out),
			    header ? "(header) " : "");
	}
	if (*event_others_text(event, others, sizeof others))
		output_wrap(out, "             ", 13, 15, INK_DIM, others);
}

/* "  inherited by M54.50, M54.51 and 3 more" */
static void print_mine(const struct output *out, const char *how, const struct icd_item *const *mine, uint32_t count)
{
	uint32_t said = count <= MINE_SAID ? count : MINE_SAID - 1;
	fprintf(out->file, "  %s%s ", ink(out, INK_DIM), how);
	for (uint32_t i = 0; i < said; i++)
		fprintf(out->file, "%s%s", i ? ", " : "", mine[i]->name);
	if (said < count)
		fprintf(out->file, " and %u more", count - said);
	fputs(ink_end(out), out->file);
}

/* Where notes stand and, when that is not what was asked for, whom they touch. */
static void print_place(const struct output *out, const struct icd_event *event)
{
	uint32_t above = event->mine_count - event->named_count;
	fprintf(out->file, "  %s%s%s", ink(out, INK_CODE), event->at, ink_end(out));
	if (event->relation == ICD_RELATION_INHERITED && above)
		print_mine(out, "inherited by", event->mine, above);
	if (event->named_count)
		print_mine(out, "names", event->mine + above, event->named_count);
	fputc('\n', out->file);
}

static bool same_place(const struct icd_event *a, const struct icd_event *b)
{
	bool same = strcmp(a->at, b->at) == 0 && a->relation == b->relation;
	if (same && (a->relation != ICD_RELATION_OWN || a->named_count || b->named_count))
		same = a->named_count == b->named_count && a->mine_count == b->mine_count &&
		       memcmp(a->mine, b->mine, a->mine_count * sizeof *a->mine) == 0;
	return same;
}

static void print_note(const struct output *out, const struct icd_event *event, const struct icd_event *last)
{
	bool added = event->kind == ICD_EVENT_NOTE_ADDED;
	if (!last || !same_place(event, last))
		print_place(out, event);
	output_item(out, 8, added ? INK_GOOD : INK_BAD, added ? event->to : event->from,
		    "    %c %s: ", added ? '+' : '-', note_kinds[event->note].title);
}

/* ---- events without their texts ---- */

static bool same_heading(const struct icd_event *a, const struct icd_event *b)
{
	return a->kind == b->kind || (icd_event_of_note(a->kind) && icd_event_of_note(b->kind));
}

/* Without --all: what touches billable codes. */
static bool is_shown(const struct changes_text *t, const struct icd_event *event)
{
	bool places = event->kind >= ICD_EVENT_SECTION_ADDED && event->kind <= ICD_EVENT_CHAPTER_RETITLED;
	return t->all || icd_event_of_note(event->kind) ||
	       (event->billable && !places && event->kind != ICD_EVENT_SHORT_RETITLED);
}

/* Text that ends where it is full; what is left out is counted. */
struct folded {
	char text[FOLDED + 128];
	size_t used;
	uint32_t left;
};

static void fold(struct folded *folded, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fold(struct folded *folded, const char *format, ...)
{
	va_list args;
	if (folded->used >= FOLDED) {
		folded->left++;
		return;
	}
	va_start(args, format);
	folded->used +=
		(size_t)vsnprintf(folded->text + folded->used, sizeof folded->text - folded->used, format, args);
	va_end(args);
}

static void print_folded(const struct changes_text *t, const char *start, const struct folded *folded, const char *what)
{
	output_item(t->out, 2, INK_CODE, folded->text, "  %s", start);
	if (folded->left)
		fprintf(t->out->file, "  %sand %u more %s%s\n", ink(t->out, INK_DIM), folded->left, what,
			ink_end(t->out));
}

/* "F01 23, F02 4": how many codes of each category. */
static void fold_categories(const struct changes_text *t, const struct icd_event *at, const struct icd_event *end)
{
	struct folded folded = {.text = ""};
	while (at < end) {
		const char *category = at->at;
		uint32_t count = 0;
		for (; at < end && strncmp(at->at, category, 3) == 0; at++)
			count += is_shown(t, at);
		if (count)
			fold(&folded, "%s%.3s %u", folded.used ? ", " : "", category, count);
	}
	print_folded(t, "by category: ", &folded, "categories");
}

static void fold_codes(const struct changes_text *t, const struct icd_event *at, const struct icd_event *end)
{
	struct folded folded = {.text = ""};
	for (const struct icd_event *event = at; event < end; event++) {
		if (is_shown(t, event))
			fold(&folded, "%s%s", folded.used ? " " : "", event->at);
	}
	if (folded.left)
		fold_categories(t, at, end);
	else
		print_folded(t, "", &folded, "");
}

/* "M54.5 +2, N18 +3 -1" */
static void fold_notes(const struct changes_text *t, const struct icd_event *at, const struct icd_event *end)
{
	struct folded folded = {.text = ""};
	while (at < end) {
		const struct icd_event *place = at;
		uint32_t counts[2] = {0, 0};
		char more[16] = "", less[16] = "";
		for (; at < end && strcmp(at->at, place->at) == 0; at++)
			counts[at->kind == ICD_EVENT_NOTE_DELETED]++;
		if (counts[0])
			snprintf(more, sizeof more, " +%u", counts[0]);
		if (counts[1])
			snprintf(less, sizeof less, " -%u", counts[1]);
		fold(&folded, "%s%s%s%s", folded.used ? ", " : "", place->at, more, less);
	}
	print_folded(t, "", &folded, "places");
}

/* ---- all of it ---- */

static void print_full(const struct changes_text *t, const struct icd_event *at, const struct icd_event *end)
{
	const struct icd_event *last = NULL;
	for (; at < end; at++) {
		if (!is_shown(t, at))
			continue;
		if (icd_event_of_note(at->kind))
			print_note(t->out, at, last);
		else
			print_event(t->out, at);
		last = at;
	}
}

static void print_heading(struct changes_text *t, const struct icd_event *at, const struct icd_event *end)
{
	uint32_t shown = 0, most = t->changes->selection ? FULL_MINE : FULL;
	for (const struct icd_event *event = at; event < end; event++)
		shown += is_shown(t, event);
	t->untouched += (uint32_t)(end - at) - shown;
	if (shown == 0)
		return;
	bool full = t->all || shown <= most;
	fprintf(t->out->file, "\n%s%s", ink(t->out, INK_HEAD), event_heading(at->kind));
	if (!full)
		fprintf(t->out->file, " (%u)", shown);
	fprintf(t->out->file, "%s\n", ink_end(t->out));
	t->folded |= !full;
	if (full)
		print_full(t, at, end);
	else if (icd_event_of_note(at->kind))
		fold_notes(t, at, end);
	else
		fold_codes(t, at, end);
}

/* What --all would add. */
static void print_rest(const struct changes_text *t)
{
	if (!t->folded && !t->untouched)
		return;
	fprintf(t->out->file, "\n%s", ink(t->out, INK_DIM));
	if (t->untouched)
		fprintf(t->out->file, "%u more on headers, sections and short titles. ", t->untouched);
	fprintf(t->out->file, "--all shows everything%s.%s\n",
		t->folded && !t->changes->selection ? ", a code, a section or --list FILE what is yours" : "",
		ink_end(t->out));
}

void changes_print_text(const struct output *out, const struct icd_changes *changes, const char *scope, bool all)
{
	struct changes_text t = {.out = out, .changes = changes, .all = all};
	const struct icd_event *at = changes->events.at, *end = at + changes->events.count;
	print_summary(out, changes, scope);
	while (at < end) {
		const struct icd_event *first = at;
		while (at < end && same_heading(first, at))
			at++;
		print_heading(&t, first, at);
	}
	print_rest(&t);
}
