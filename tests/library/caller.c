/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A caller that knows nothing but the installed header, compiled as C99 and as C++: every way of going wrong that it can
 * have, structs of other sizes than today's, and handles freed in any order.
 */
#include <icd10.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "caller: %s\n", what);
	exit(1);
}

/* A struct as an older header had it, and one as a later header may have it. */
struct older_check {
	size_t size;
	enum icd10_status status;
	char guard[64];
};
struct newer_check {
	struct icd10_check check;
	char added[16];
};

static void sizes(icd10_view *view)
{
	struct older_check older;
	struct newer_check newer;
	struct icd10_error err;
	memset(&older, 'x', sizeof older);
	older.size = offsetof(struct older_check, guard);
	expect(icd10_check(view, "M54.50", (struct icd10_check *)(void *)&older, &err) == ICD10_OK, err.text);
	expect(older.status == ICD10_STATUS_BILLABLE, "an older struct is filled");
	expect(older.guard[0] == 'x' && older.guard[63] == 'x', "no more than its size is filled");
	memset(&newer, 'x', sizeof newer);
	newer.check.size = sizeof newer;
	expect(icd10_check(view, "M54.50", &newer.check, NULL) == ICD10_OK, "a newer struct");
	expect(strcmp(newer.check.code, "M54.50") == 0 && newer.added[0] == 0, "what is not known is 0");
	newer.check.size = 0;
	expect(icd10_check(view, "M54.50", &newer.check, &err) == ICD10_ERROR_ARGUMENT, "a struct without its size");
	struct {
		struct icd10_search_options options;
		char later[8];
	} options;
	icd10_search *search;
	memset(&options, 0, sizeof options);
	options.options.size = sizeof options;
	expect(icd10_search_open(view, "pain", &options.options, &search, &err) == ICD10_OK,
	       "options that are not set");
	icd10_search_free(search);
	options.later[0] = 1;
	expect(icd10_search_open(view, "pain", &options.options, &search, &err) == ICD10_ERROR_ARGUMENT && !search,
	       "options that are not known");
}

static void wrong(icd10_book *book, icd10_view *view)
{
	struct icd10_error err;
	icd10_book *none = book;
	icd10_view *no_view = view;
	icd10_card *card;
	icd10_history *history;
	expect(icd10_open("/no/such/index", &none, &err) == ICD10_ERROR_FILE && !none && err.text[0], "no file");
	expect(icd10_open(NULL, &none, NULL) == ICD10_ERROR_ARGUMENT, "no path");
	expect(icd10_view_open(book, 20260231, &no_view, &err) == ICD10_ERROR_ARGUMENT && !no_view, "no date");
	expect(icd10_card_open(view, "Q99.99", &card, &err) == ICD10_NOT_FOUND && card, "an unknown code has a card");
	expect(icd10_card_json(card) != NULL, "which has JSON");
	icd10_card_free(card);
	expect(icd10_card_open(NULL, "M54", &card, &err) == ICD10_ERROR_ARGUMENT && !card, "no view");
	expect(icd10_history_open(book, "Q99.99", &history, &err) == ICD10_NOT_FOUND && !history, "no history");
	icd10_close(NULL);
	icd10_view_free(NULL);
	icd10_card_free(NULL);
	icd10_pair_free(NULL);
	icd10_claim_free(NULL);
	icd10_search_free(NULL);
	icd10_history_free(NULL);
	icd10_changes_free(NULL);
}

/* Answers outlive the view and the book they were asked of. */
static void lifetimes(icd10_view *view)
{
	struct icd10_note note;
	struct icd10_finding finding;
	struct icd10_card_facts facts;
	const char *codes[] = {"M54.50", "M54.41"};
	icd10_card *card;
	icd10_claim *claim;
	memset(&note, 0, sizeof note);
	memset(&finding, 0, sizeof finding);
	memset(&facts, 0, sizeof facts);
	note.size = sizeof note;
	finding.size = sizeof finding;
	facts.size = sizeof facts;
	expect(icd10_card_open(view, "m5450", &card, NULL) == ICD10_OK, "a card");
	expect(icd10_claim_open(view, codes, 2, NULL, &claim, NULL) == ICD10_OK, "a claim");
	icd10_view_free(view);
	expect(icd10_card_facts(card, &facts) && strcmp(facts.code, "M54.50") == 0 && facts.title[0], "facts");
	expect(icd10_card_note(card, 0, &note) && note.at[0] && note.text[0], "a note");
	expect(!icd10_card_note(card, icd10_card_note_count(card), &note), "no note after the last");
	expect(icd10_claim_finding(claim, 0, &finding) && finding.rule == ICD10_RULE_EXCLUDES1, "a finding");
	expect(finding.note_count > 0 && icd10_claim_finding_note(claim, 0, 0, &note), "a note behind it");
	expect(strcmp(icd10_rule_name(finding.rule), "excludes1") == 0, "its name");
	icd10_claim_free(claim);
	icd10_card_free(card);
}

static void changed(icd10_book *book)
{
	struct icd10_release first, last;
	struct icd10_event event;
	icd10_changes *changes;
	size_t count = icd10_release_count(book);
	memset(&event, 0, sizeof event);
	first.size = last.size = sizeof first;
	event.size = sizeof event;
	expect(count > 1 && icd10_release(book, 0, &first) && icd10_release(book, count - 1, &last), "releases");
	expect(icd10_changes_open(book, first.date, last.date, NULL, &changes, NULL) == ICD10_OK, "changes");
	expect(icd10_changes_from(changes) == first.date && icd10_changes_to(changes) == last.date, "of two releases");
	expect(icd10_changes_event(changes, 0, &event) && icd10_event_name(event.kind)[0], "an event");
	icd10_changes_free(changes);
	expect(icd10_changes_open(book, 19000101, last.date, NULL, &changes, NULL) == ICD10_NOT_FOUND, "too early");
	expect(icd10_verify(book, NULL, NULL, NULL) == ICD10_OK, "the index is whole");
}

int main(int argc, char **argv)
{
	struct icd10_error err;
	icd10_book *book = NULL;
	icd10_view *view = NULL;
	expect(argc == 2 && icd10_open(argv[1], &book, &err) == ICD10_OK, err.text);
	expect(icd10_view_open(book, 20260201, &view, &err) == ICD10_OK, err.text);
	sizes(view);
	wrong(book, view);
	changed(book);
	icd10_close(book);
	lifetimes(view);
	printf("libicd10 %s\n", icd10_version());
	return 0;
}
