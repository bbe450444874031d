/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Questions to dated facts: what holds at a member of a sequence (record.h), and which member a date goes by. For
 * both programs. They say nothing of how records are stored.
 */
#ifndef ICD_STORE_DATED_H
#define ICD_STORE_DATED_H

#include "record.h"

#include <string.h>

/* The newest member of a sequence not after the date; -1 when all are later. */
int icd_member_on(const struct icd_sequence *sequence, icd_date date);
/* As icd_member_on, and the first one where all are later: dates before everything held are answered from that. */
uint16_t icd_member_or_first(const struct icd_sequence *sequence, icd_date date);
/* The member that is the release with this index; -1 when the sequence has none. */
int icd_member_of(const struct icd_sequence *sequence, uint16_t release);

/* Was the tabular list of this number rebuilt from addenda? And from which published list: the newest one before it,
 * and where there is none, the next one, without what its addenda tell; a published list is from itself. */
bool icd_list_rebuilt(const struct icd_about *about, uint16_t list);
uint16_t icd_list_base(const struct icd_about *about, uint16_t list);
/* The first date between that list and a rebuilt one on which a release came whose addenda are not held, so that the
 * rebuilt one lacks what they tell; 0: there is none. */
icd_date icd_list_missing(const struct icd_about *about, uint16_t list);
/* The kinds of file that the index or table of a kind is from: its XML, or what changes an older one. */
struct icd_index_files {
	enum icd_file_kind published, addenda;
};
extern const struct icd_index_files icd_index_files[ICD_INDEXES];
/* Of which index or table a file of one of these kinds is; ICD_INDEXES for all other kinds. */
enum icd_index_kind icd_index_of(enum icd_file_kind file);

/* What is told above of a tabular list, of the index or table of a kind. */
bool icd_index_rebuilt(const struct icd_about *about, enum icd_index_kind kind, uint16_t member);
uint16_t icd_index_base(const struct icd_about *about, enum icd_index_kind kind, uint16_t member);

/* What the code set of a release is from, in words; "" when it has none. */
const char *icd_release_basis(const struct icd_release *release);
/* All notes of its tabular list. */
unsigned long icd_release_notes(const struct icd_release *release);

bool icd_span_has(struct icd_span span, uint16_t member);
bool icd_spans_have(const struct icd_span *spans, uint32_t count, uint16_t member);
/* The text that holds at the member; NULL when none does. */
const char *icd_text_at(const struct icd_texts *texts, uint16_t member);
/*
 * Of dated texts, which stand in the order of their spans, that of a member is the one that holds there, else the nearest
 * before it, else the first. May it be the text of this number and span, or one behind it?
 */
static inline bool icd_text_reaches(uint32_t number, struct icd_span span, uint16_t member)
{
	return number == 0 || span.first <= member;
}
/* The text that holds at the member, else the first later one, else the last; NULL when there is none at all. */
const struct icd_dated_text *icd_text_near(const struct icd_texts *texts, int member);
/* Do the titles say that the code is an unspecified one (icd_text_unspecified)? */
enum icd_saying { ICD_SAYS_NEVER, ICD_SAYS_AT_TIMES, ICD_SAYS_ALWAYS };
enum icd_saying icd_titles_unspecified(const struct icd_texts *titles);
/* What the tabular list has the code as; NULL when it does not have it. */
const struct icd_diag *icd_diag_in(const struct icd_code_record *record, uint16_t list);
/* Was the code made by a seventh character, so that no list has it itself? */
static inline bool icd_code_is_made(const struct icd_code_record *record)
{
	return record->diag_count == 0 && strlen(record->code) == ICD_CODE_LENGTH;
}
/* Does the entry define the seventh character, or with 0 any, in the list (-1: none)? */
static inline bool icd_entry_defines(const struct icd_entry *entry, char character, int list)
{
	return entry->kind == ICD_ENTRY_SEVENTH && (!character || entry->character[0] == character) && list >= 0 &&
	       icd_spans_have(entry->spans, entry->span_count, (uint16_t)list);
}
/* The key of the section that the category stands in, in the list; with -1, of one that no list has, that it falls into. */
const char *icd_category_section(const struct icd_code_record *category, int list);
/* The run that holds at the member; NULL when the code was absent. */
const struct icd_run *icd_run_at(const struct icd_runs *runs, uint16_t member);
enum icd_state icd_state_at(const struct icd_runs *runs, uint16_t member);

/* With which releases some dated fact of the code begins, or is no more: `turns` has a place for each release and is
 * set where there is one. The first member of a sequence is no turn: nothing is known of what was before. */
void icd_code_turns(const struct icd_code_record *record, const struct icd_about *about, bool *turns);

#endif
