/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "seventh.h"

#include <string.h>

/* The first entry of a step that defines the seventh character, any for 0. */
static const struct icd_entry *find_seventh(const struct icd_path *path, const struct icd_step *step, char character)
{
	for (uint32_t i = 0; i < step->entries->count; i++) {
		if (icd_entry_defines(&step->entries->at[i], character, path->list))
			return &step->entries->at[i];
	}
	return NULL;
}

bool icd_seventh_is_own(const struct icd_code_record *record, int list)
{
	return strlen(record->code) == ICD_CODE_LENGTH && list >= 0 && icd_diag_in(record, (uint16_t)list);
}

const struct icd_step *icd_sevenths_step(const struct icd_path *path)
{
	if (icd_seventh_is_own(path->codes[0], path->list))
		return NULL;
	for (unsigned i = 0; i < path->step_count; i++) {
		if (find_seventh(path, &path->steps[i], 0))
			return &path->steps[i];
	}
	return NULL;
}

const struct icd_entry *icd_seventh_entry(const struct icd_path *path, char character)
{
	const struct icd_step *step = icd_sevenths_step(path);
	return step ? find_seventh(path, step, character) : NULL;
}

char icd_seventh_of_note(const struct icd_entries *entries, const struct icd_entry *note, int list)
{
	const struct icd_entry *entry = note;
	while (entry > entries->at && !icd_entry_defines(entry, 0, list))
		entry--;
	bool of_one = icd_entry_defines(entry, 0, list) && !icd_text_same_but_space(entry->text, "sequela");
	return of_one ? entry->character[0] : '\0';
}

bool icd_needs_seventh(enum icd_status status, const struct icd_code_lines *children)
{
	bool all = status == ICD_STATUS_HEADER && children->count > 0;
	for (uint32_t i = 0; i < children->count; i++)
		all &= strlen(children->at[i].code) == ICD_CODE_LENGTH;
	return all;
}

const char *icd_forbidding_note(const struct icd_path *path, struct icd_pool *pool, const char *code, const char **at)
{
	for (unsigned i = 0; i < path->step_count; i++) {
		for (uint32_t j = 0; j < path->steps[i].entries->count; j++) {
			const struct icd_entry *entry = &path->steps[i].entries->at[j];
			struct icd_prohibition prohibition;
			if (entry->kind != ICD_NOTE_NOTE || !icd_path_has(path, entry) ||
			    !icd_prohibition_read(entry->text, &prohibition) ||
			    !icd_prohibition_covers(&prohibition, code))
				continue;
			*at = path->steps[i].label;
			return icd_text_folded(pool, entry->text);
		}
	}
	return NULL;
}
