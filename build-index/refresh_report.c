/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refresh_report.h"

#include "../lookup/store/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXAMPLES 4

/* How many there are, and the first few of them. */
struct kind {
	uint32_t count;
	char examples[96];
};

static void note(struct kind *kind, const char *label)
{
	size_t used = strlen(kind->examples);
	if (kind->count++ < EXAMPLES)
		snprintf(kind->examples + used, sizeof kind->examples - used, "%s%.16s", used ? ", " : "", label);
}

static void note_code(struct kind *kind, const char *code)
{
	char label[ICD_CODE_TEXT];
	note(kind, icd_code_format(code, label));
}

struct comparison {
	const struct book *book;
	int set[2], list[2], poa[2]; /* the members compared, older first */
	struct kind added, deleted, became_header, became_billable, retitled, poa_added, poa_removed;
	struct kind note_places;
	uint32_t billable_added, billable_removed, notes_added, notes_deleted;
};

/* ---- codes ---- */

static void compare_states(struct comparison *c, const struct book_code *code)
{
	enum icd_state before = code->state[c->set[0]], now = code->state[c->set[1]];
	c->billable_added += now == ICD_BILLABLE && before != now;
	c->billable_removed += before == ICD_BILLABLE && before != now;
	if (before && now && code->long_title[c->set[0]] != code->long_title[c->set[1]])
		note_code(&c->retitled, code->code);
	if (before == now)
		return;
	note_code(!before ? &c->added : !now ? &c->deleted : now == ICD_HEADER ? &c->became_header : &c->became_billable,
		  code->code);
}

static void compare_poa(struct comparison *c, const struct book_code *code)
{
	if (code->poa[c->poa[0]] != code->poa[c->poa[1]])
		note_code(code->poa[c->poa[1]] ? &c->poa_added : &c->poa_removed, code->code);
}

/* ---- notes ---- */

static bool is_note(const struct entry *entry)
{
	return entry->kind != ICD_ENTRY_XML && !(entry->flags & ICD_ENTRY_EMPTY);
}

static bool same_note(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind && a->character == b->character &&
	       (a->text == b->text || icd_text_same_but_space(a->text, b->text));
}

/* Notes of the one state that the other lacks, as often as they stand there. */
static uint32_t missing(const struct place_state *from, const struct place_state *in)
{
	bool *taken = calloc(in->entry_count + 1, sizeof *taken);
	uint32_t count = 0;
	for (size_t i = 0; taken && i < from->entry_count; i++) {
		size_t j = 0;
		if (!is_note(&from->entries[i]))
			continue;
		while (j < in->entry_count && (taken[j] || !is_note(&in->entries[j]) ||
					       !same_note(&from->entries[i], &in->entries[j])))
			j++;
		if (j < in->entry_count)
			taken[j] = true;
		else
			count++;
	}
	free(taken);
	return count;
}

static void compare_notes(struct comparison *c, const struct place_state *lists, const char *label)
{
	const struct place_state *before = &lists[c->list[0]], *now = &lists[c->list[1]];
	if (!before->present || !now->present || before->entries == now->entries)
		return;
	uint32_t deleted = missing(before, now), added = missing(now, before);
	c->notes_added += added;
	c->notes_deleted += deleted;
	if (added || deleted)
		note(&c->note_places, label);
}

static void compare_all_notes(struct comparison *c)
{
	const struct book *book = c->book;
	char label[32];
	for (int i = 0; i < 100; i++) {
		snprintf(label, sizeof label, "chapter %d", i);
		if (book->chapters[i].lists)
			compare_notes(c, book->chapters[i].lists, label);
	}
	for (size_t i = 0; i < book->section_count; i++) {
		const struct place_state *now = &book->sections[i].lists[c->list[1]];
		compare_notes(c, book->sections[i].lists, now->present ? now->name : "");
	}
	for (size_t i = 0; i < book->code_count; i++) {
		const struct book_code *code = &book->codes[book->order[i]];
		if (code->lists)
			compare_notes(c, code->lists, icd_code_format(code->code, label));
	}
}

/* ---- the lines ---- */

static void tell_kind(struct report *report, const char *what, const struct kind *kind)
{
	report_add(report, 0, REPORT_FACT, "  %-20s %u%s%s%s%s", what, (unsigned)kind->count, kind->count ? " (" : "",
		   kind->examples, kind->count > EXAMPLES ? ", ..." : "", kind->count ? ")" : "");
}

static void tell_notes(const struct comparison *c, const struct icd_sequence *lists, bool own, struct report *report)
{
	char from[ICD_DATE_TEXT], to[ICD_DATE_TEXT];
	if (!own || c->list[1] < 1) {
		report_add(report, 0, REPORT_FACT, "  %-20s not compared: no tabular list of %s", "notes",
			   own ? "a release before" : "this release");
		return;
	}
	report_add(report, 0, REPORT_FACT, "  %-20s +%u -%u, at %u places%s%s%s (lists of %s and %s)", "notes",
		   (unsigned)c->notes_added, (unsigned)c->notes_deleted, (unsigned)c->note_places.count,
		   c->note_places.count ? ": " : "", c->note_places.examples,
		   c->note_places.count > EXAMPLES ? ", ..." : "", icd_date_format(lists->at[c->list[0]].date, from),
		   icd_date_format(lists->at[c->list[1]].date, to));
}

static void tell(const struct comparison *c, struct report *report)
{
	const struct icd_about *about = &c->book->about;
	const struct icd_member *sets = about->sets.at;
	char from[ICD_DATE_TEXT], to[ICD_DATE_TEXT];
	uint16_t release = sets[c->set[1]].release;
	bool list = c->list[1] >= 0 && about->lists.at[c->list[1]].release == release;
	bool poa = c->poa[1] >= 1 && about->poa.at[c->poa[1]].release == release;
	report_add(report, 0, REPORT_FACT, "what %s changed since %s (all of it: icd10-lookup changes):",
		   icd_date_format(sets[c->set[1]].date, to), icd_date_format(sets[c->set[0]].date, from));
	report_add(report, 0, REPORT_FACT, "  %-20s +%u -%u", "billable codes", (unsigned)c->billable_added,
		   (unsigned)c->billable_removed);
	tell_kind(report, "codes added", &c->added);
	tell_kind(report, "codes deleted", &c->deleted);
	tell_kind(report, "became headers", &c->became_header);
	if (c->became_billable.count)
		tell_kind(report, "became billable", &c->became_billable);
	tell_kind(report, "codes retitled", &c->retitled);
	tell_notes(c, &about->lists, list, report);
	if (poa) {
		tell_kind(report, "newly POA exempt", &c->poa_added);
		tell_kind(report, "no more POA exempt", &c->poa_removed);
	}
}

static void newest_two(int members[2], const struct icd_sequence *sequence)
{
	members[1] = sequence->count - 1;
	members[0] = members[1] - 1;
}

void refresh_report(const struct book *book, struct report *report)
{
	struct comparison c = {.book = book};
	newest_two(c.set, &book->about.sets);
	newest_two(c.list, &book->about.lists);
	newest_two(c.poa, &book->about.poa);
	if (c.set[0] < 0)
		return;
	for (size_t i = 0; i < book->code_count; i++) {
		const struct book_code *code = &book->codes[book->order[i]];
		compare_states(&c, code);
		if (c.poa[0] >= 0)
			compare_poa(&c, code);
	}
	if (c.list[0] >= 0)
		compare_all_notes(&c);
	tell(&c, report);
}
