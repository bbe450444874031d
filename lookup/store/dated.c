/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dated.h"

int icd_member_on(const struct icd_sequence *sequence, icd_date date)
{
	int found = -1;
	for (uint16_t i = 0; i < sequence->count; i++) {
		if (sequence->at[i].date <= date)
			found = i;
	}
	return found;
}

int icd_member_of(const struct icd_sequence *sequence, uint16_t release)
{
	int member = sequence->count;
	while (member-- > 0 && sequence->at[member].release != release)
		;
	return member;
}

uint16_t icd_member_or_first(const struct icd_sequence *sequence, icd_date date)
{
	int member = icd_member_on(sequence, date);
	return (uint16_t)(member < 0 ? 0 : member);
}

bool icd_list_rebuilt(const struct icd_about *about, uint16_t list)
{
	return about->releases[about->lists.at[list].release].flags & ICD_RELEASE_REBUILT;
}

uint16_t icd_list_base(const struct icd_about *about, uint16_t list)
{
	uint16_t base = list;
	while (base > 0 && icd_list_rebuilt(about, base))
		base--;
	if (icd_list_rebuilt(about, base))
		base = list;
	while (base + 1 < about->lists.count && icd_list_rebuilt(about, base))
		base++;
	return base;
}

icd_date icd_list_missing(const struct icd_about *about, uint16_t list)
{
	uint16_t base = icd_list_base(about, list);
	for (uint16_t i = base; i < list; i++) {
		if (about->lists.at[i + 1].gap)
			return about->lists.at[i + 1].gap;
	}
	return 0;
}

const struct icd_index_files icd_index_files[ICD_INDEXES] = {
	[ICD_INDEX_ALPHABETIC] = {ICD_FILE_INDEX, ICD_FILE_INDEX_ADDENDA},
	[ICD_INDEX_CAUSE] = {ICD_FILE_CAUSE, ICD_FILE_CAUSE_ADDENDA},
	[ICD_INDEX_DRUG] = {ICD_FILE_DRUG, ICD_FILE_DRUG_ADDENDA},
	[ICD_INDEX_NEOPLASM] = {ICD_FILE_NEOPLASM, ICD_FILE_NEOPLASM_ADDENDA},
};

enum icd_index_kind icd_index_of(enum icd_file_kind file)
{
	unsigned kind = 0;
	while (kind < ICD_INDEXES && icd_index_files[kind].published != file && icd_index_files[kind].addenda != file)
		kind++;
	return (enum icd_index_kind)kind;
}

bool icd_index_rebuilt(const struct icd_about *about, enum icd_index_kind kind, uint16_t member)
{
	return about->releases[about->index[kind].at[member].release].flags &
	       ((unsigned)ICD_RELEASE_REBUILT_INDEX << kind);
}

uint16_t icd_index_base(const struct icd_about *about, enum icd_index_kind kind, uint16_t member)
{
	while (member > 0 && icd_index_rebuilt(about, kind, member))
		member--;
	return member;
}

bool icd_span_has(struct icd_span span, uint16_t member)
{
	return span.first <= member && member <= span.last;
}

bool icd_spans_have(const struct icd_span *spans, uint32_t count, uint16_t member)
{
	for (uint32_t i = 0; i < count; i++) {
		if (icd_span_has(spans[i], member))
			return true;
	}
	return false;
}

const char *icd_text_at(const struct icd_texts *texts, uint16_t member)
{
	for (uint32_t i = 0; i < texts->count; i++) {
		if (icd_span_has(texts->at[i].span, member))
			return texts->at[i].text;
	}
	return NULL;
}

const struct icd_dated_text *icd_text_near(const struct icd_texts *texts, int member)
{
	for (uint32_t i = 0; i < texts->count; i++) {
		if (texts->at[i].span.last >= member)
			return &texts->at[i];
	}
	return texts->count ? &texts->at[texts->count - 1] : NULL;
}

enum icd_saying icd_titles_unspecified(const struct icd_texts *titles)
{
	uint32_t saying = 0;
	for (uint32_t i = 0; i < titles->count; i++)
		saying += icd_text_unspecified(titles->at[i].text);
	return !saying ? ICD_SAYS_NEVER : saying < titles->count ? ICD_SAYS_AT_TIMES : ICD_SAYS_ALWAYS;
}

const struct icd_diag *icd_diag_in(const struct icd_code_record *record, uint16_t list)
{
	for (uint32_t i = 0; i < record->diag_count; i++) {
		if (icd_span_has(record->diags[i].span, list))
			return &record->diags[i];
	}
	return NULL;
}

const char *icd_category_section(const struct icd_code_record *category, int list)
{
	return list < 0 ? category->derived_section : icd_text_at(&category->sections, (uint16_t)list);
}

const struct icd_run *icd_run_at(const struct icd_runs *runs, uint16_t member)
{
	for (uint32_t i = 0; i < runs->count; i++) {
		if (icd_span_has(runs->at[i].span, member))
			return &runs->at[i];
	}
	return NULL;
}

enum icd_state icd_state_at(const struct icd_runs *runs, uint16_t member)
{
	const struct icd_run *run = icd_run_at(runs, member);
	return run ? run->state : ICD_ABSENT;
}

const char *icd_release_basis(const struct icd_release *release)
{
	if (release->flags & ICD_RELEASE_ORDER)
		return "order file";
	if (release->flags & ICD_RELEASE_ADDENDA)
		return "order addenda";
	if (release->flags & ICD_RELEASE_CODES)
		return "codes file";
	return release->flags & ICD_RELEASE_DERIVED ? "derived" : "";
}

unsigned long icd_release_notes(const struct icd_release *release)
{
	unsigned long total = 0;
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		total += release->notes[i];
	return total;
}

/* ---- turns ---- */

/* The releases that a span of the sequence begins with, and that come after its end. */
static void add_turns(const struct icd_sequence *sequence, struct icd_span span, bool *turns)
{
	if (span.first > 0)
		turns[sequence->at[span.first].release] = true;
	if (span.last + 1 < sequence->count)
		turns[sequence->at[span.last + 1].release] = true;
}

static void add_turns_of_texts(const struct icd_sequence *sequence, const struct icd_texts *texts, bool *turns)
{
	for (uint32_t i = 0; i < texts->count; i++)
		add_turns(sequence, texts->at[i].span, turns);
}

static void add_turns_of_spans(const struct icd_sequence *sequence, const struct icd_span *spans, uint32_t count,
			       bool *turns)
{
	for (uint32_t i = 0; i < count; i++)
		add_turns(sequence, spans[i], turns);
}

void icd_code_turns(const struct icd_code_record *record, const struct icd_about *about, bool *turns)
{
	for (uint32_t i = 0; i < record->runs.count; i++)
		add_turns(&about->sets, record->runs.at[i].span, turns);
	add_turns_of_texts(&about->sets, &record->long_titles, turns);
	add_turns_of_texts(&about->sets, &record->short_titles, turns);
	add_turns_of_texts(&about->sets, &record->display_titles, turns);
	add_turns_of_texts(&about->lists, &record->sections, turns);
	for (uint32_t i = 0; i < record->diag_count; i++)
		add_turns(&about->lists, record->diags[i].span, turns);
	for (uint32_t i = 0; i < record->entries.count; i++)
		add_turns_of_spans(&about->lists, record->entries.at[i].spans, record->entries.at[i].span_count, turns);
	add_turns_of_spans(&about->poa, record->poa, record->poa_count, turns);
}
