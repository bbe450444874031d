/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refresh_report.h"

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXAMPLES       4
#define FILES_SHOWN    3 /* releases with other files that are told without -v */
#define RELEASES_SHOWN 3 /* likewise, gained ones beside the newest */

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
	char label[ICD_DOTTED_SIZE];
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
	note_code(!before             ? &c->added
		  : !now              ? &c->deleted
		  : now == ICD_HEADER ? &c->became_header
				      : &c->became_billable,
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
	struct icd_pool scratch = {0};
	bool *taken = need(&scratch, in->entry_count, sizeof *taken);
	uint32_t count = 0;
	for (size_t i = 0; i < from->entry_count; i++) {
		size_t j = 0;
		if (!is_note(&from->entries[i]))
			continue;
		while (j < in->entry_count &&
		       (taken[j] || !is_note(&in->entries[j]) || !same_note(&from->entries[i], &in->entries[j])))
			j++;
		if (j < in->entry_count)
			taken[j] = true;
		else
			count++;
	}
	icd_pool_free(&scratch);
	return count;
}

static void compare_notes(struct comparison *c, const struct place_state *const *lists, const char *label)
{
	const struct place_state *before = lists[c->list[0]], *now = lists[c->list[1]];
	if (!before || !now || before->entries == now->entries)
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
		const struct place_state *now = book->sections[i].lists[c->list[1]];
		compare_notes(c, book->sections[i].lists, now ? now->name : "");
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
	if (!kind->count)
		return;
	report_add(report, 0, REPORT_FACT, "  %-20s %u (%s%s)", what, (unsigned)kind->count, kind->examples,
		   kind->count > EXAMPLES ? ", ..." : "");
}

static void tell_notes(const struct comparison *c, const struct icd_sequence *lists, struct report *report)
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	if (c->list[0] < 0) {
		report_add(report, 0, REPORT_FACT, "  %-20s not compared: no tabular list of %s", "notes",
			   c->list[1] >= 0 ? "a release before" : "this release");
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
	const struct icd_member *sets = c->book->about.sets.at;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	report_add(report, 0, REPORT_FACT, "what %s changed since %s (all of it: icd10-lookup changes):",
		   icd_date_format(sets[c->set[1]].date, to), icd_date_format(sets[c->set[0]].date, from));
	report_add(report, 0, REPORT_FACT, "  %-20s +%u -%u", "billable codes", (unsigned)c->billable_added,
		   (unsigned)c->billable_removed);
	tell_kind(report, "codes added", &c->added);
	tell_kind(report, "codes deleted", &c->deleted);
	tell_kind(report, "became headers", &c->became_header);
	tell_kind(report, "became billable", &c->became_billable);
	tell_kind(report, "codes retitled", &c->retitled);
	tell_notes(c, &c->book->about.lists, report);
	if (c->poa[0] >= 0) {
		tell_kind(report, "newly POA exempt", &c->poa_added);
		tell_kind(report, "no more POA exempt", &c->poa_removed);
	}
}

/* ---- one release against the one before it ---- */

/* The member that is the release, and the one before it; both -1 when the release has none. */
static void members_of(int members[2], const struct icd_sequence *sequence, uint16_t release)
{
	members[1] = icd_member_of(sequence, release);
	members[0] = members[1] < 0 ? -1 : members[1] - 1;
}

static void compare_release(struct comparison *c, bool detail)
{
	for (size_t i = 0; i < c->book->code_count; i++) {
		const struct book_code *code = &c->book->codes[c->book->order[i]];
		compare_states(c, code);
		if (detail && c->poa[0] >= 0)
			compare_poa(c, code);
	}
	if (detail && c->list[0] >= 0)
		compare_all_notes(c);
}

/* False when there is nothing before it to compare its codes with. */
static bool tell_release(const struct book *book, uint16_t release, size_t told, struct report *report)
{
	struct comparison c = {.book = book};
	bool detail = told == 0;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	members_of(c.set, &book->about.sets, release);
	members_of(c.list, &book->about.lists, release);
	members_of(c.poa, &book->about.poa, release);
	if (c.set[0] < 0)
		return false;
	compare_release(&c, detail);
	if (detail)
		tell(&c, report);
	else
		report_add(report, 0, told <= RELEASES_SHOWN ? REPORT_FACT : REPORT_ASIDE,
			   "what %s changed since %s: billable codes +%u -%u",
			   icd_date_format(book->about.sets.at[c.set[1]].date, to),
			   icd_date_format(book->about.sets.at[c.set[0]].date, from), (unsigned)c.billable_added,
			   (unsigned)c.billable_removed);
	return true;
}

/* ---- this index against the one before ---- */

const struct icd_release *refresh_release(const struct icd_about *about, icd_date date)
{
	for (uint16_t i = 0; i < about->release_count; i++) {
		if (about->releases[i].date == date)
			return &about->releases[i];
	}
	return NULL;
}

static bool has_file(const struct icd_release *release, const struct icd_file *file)
{
	for (uint32_t i = 0; i < release->file_count; i++) {
		if (release->files[i].kind == file->kind && strcmp(release->files[i].sha256, file->sha256) == 0)
			return true;
	}
	return false;
}

/* Adds the names of files that `in` has not, each after `sign`. */
static void list_files(const struct icd_release *from, const struct icd_release *in, char sign, char *text, size_t size)
{
	for (uint32_t i = 0; i < from->file_count; i++) {
		size_t used = strlen(text);
		if (!has_file(in, &from->files[i]))
			snprintf(text + used, size - used, "%s%c%s", used ? ", " : "", sign, from->files[i].name);
	}
}

/* Tells the releases of `about` that `other` lacks, in one line; the count of them. */
static size_t tell_lacking(const struct icd_about *about, const struct icd_about *other, const char *what,
			   struct report *report)
{
	struct kind all = {0};
	char date[ICD_DATE_SIZE];
	for (uint16_t i = about->release_count; i-- > 0;) {
		if (!refresh_release(other, about->releases[i].date))
			note(&all, icd_date_format(about->releases[i].date, date));
	}
	if (all.count)
		report_add(report, 0, REPORT_FACT, "  %-20s %u (%s%s)", what, (unsigned)all.count, all.examples,
			   all.count > EXAMPLES ? ", ..." : "");
	return all.count;
}

static size_t tell_other_files(const struct icd_about *before, const struct icd_about *now, struct report *report)
{
	char date[ICD_DATE_SIZE];
	size_t count = 0;
	for (uint16_t i = now->release_count; i-- > 0;) {
		const struct icd_release *old = refresh_release(before, now->releases[i].date);
		char files[400] = "";
		if (!old)
			continue;
		list_files(old, &now->releases[i], '-', files, sizeof files);
		list_files(&now->releases[i], old, '+', files, sizeof files);
		if (!files[0])
			continue;
		count++;
		report_add(report, 0, count <= FILES_SHOWN ? REPORT_FACT : REPORT_ASIDE, "  %-20s %s: %s",
			   "other files", icd_date_format(now->releases[i].date, date), files);
	}
	return count;
}

void refresh_report(const struct book *book, const struct icd_about *before, struct report *report)
{
	const struct icd_about *now = &book->about;
	size_t told = 0;
	report_add(report, 0, REPORT_FACT, "since the index before:");
	size_t differences = tell_lacking(now, before, "releases gained", report);
	differences += tell_lacking(before, now, "releases lost", report);
	differences += tell_other_files(before, now, report);
	if (!differences)
		report_add(report, 0, REPORT_FACT, "  the same releases, from the same files");
	for (uint16_t i = now->release_count; i-- > 0;) {
		if (!refresh_release(before, now->releases[i].date))
			told += tell_release(book, i, told, report);
	}
}
