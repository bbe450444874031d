/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "note.h"
#include "seventh.h"

#include <string.h>

bool icd_note_heads(const char *text)
{
	size_t length = strlen(text);
	return length > 0 && text[length - 1] == ':';
}

struct icd_note icd_note_of_entry(struct icd_pool *pool, const struct icd_entry *entry, enum icd_place_kind place,
				  const char *at)
{
	struct icd_note note = {.kind = entry->kind, .place = place, .at = at, .entry = entry};
	note.text = icd_text_folded(pool, entry->text);
	note.is_heading = icd_note_heads(note.text);
	return note;
}

/* References are named as the note writes them; those that only the table of place notes knows stand apart. */
void icd_note_name_codes(struct icd_pool *pool, struct icd_note *note)
{
	const struct icd_entry *entry = note->entry;
	note->codes = icd_pool_take(pool, entry->reference_count, sizeof *note->codes);
	note->means = icd_pool_take(pool, entry->reference_count, sizeof *note->means);
	for (uint32_t i = 0; note->codes && note->means && i < entry->reference_count; i++) {
		char text[ICD_REFERENCE_TEXT];
		icd_reference_text(&entry->references[i], entry->text, text, sizeof text);
		const char *kept = icd_pool_print(pool, "%s", text);
		if (entry->references[i].text_length)
			note->codes[note->code_count++] = kept;
		else
			note->means[note->means_count++] = kept;
	}
}

static bool is_wanted(const struct icd_path *path, const struct icd_entry *entry, unsigned kinds)
{
	return (kinds & ICD_KIND_BIT(entry->kind)) && !(entry->flags & ICD_ENTRY_EMPTY) && icd_path_has(path, entry);
}

static void place_in_sevenths(const struct icd_path *path, const struct icd_step *step, struct icd_note *note)
{
	note->seventh = icd_seventh_of_note(step->entries, note->entry, path->list);
	if (!note->seventh)
		note->kind = ICD_NOTE_INCLUSION_TERM;
}

/* A note that ends in a colon heads those after it in its list element. */
static void add_notes(const struct icd_path *path, const struct icd_step *step, unsigned kinds, struct icd_pool *pool,
		      struct icd_notes *out)
{
	const char *heading = NULL;
	enum icd_entry_kind kind = ICD_ENTRY_KINDS;
	for (uint32_t i = 0; i < step->entries->count; i++) {
		const struct icd_entry *entry = &step->entries->at[i];
		if (!icd_path_has(path, entry))
			continue;
		if ((entry->flags & ICD_ENTRY_OPENS) || entry->kind != kind)
			heading = NULL;
		kind = entry->kind;
		if (!is_wanted(path, entry, kinds))
			continue;
		struct icd_note *note = &out->at[out->count++];
		*note = icd_note_of_entry(pool, entry, step->kind, step->label);
		if (kind == ICD_ENTRY_SEVENTH_NOTE)
			place_in_sevenths(path, step, note);
		if (note->is_heading)
			heading = note->text;
		else
			note->heading = heading;
	}
}

void icd_notes_of_steps(const struct icd_path *path, unsigned first, unsigned count, unsigned kinds,
			struct icd_pool *pool, struct icd_notes *out)
{
	size_t room = 0;
	for (unsigned step = first; step < first + count; step++) {
		for (uint32_t i = 0; i < path->steps[step].entries->count; i++)
			room += is_wanted(path, &path->steps[step].entries->at[i], kinds);
	}
	*out = (struct icd_notes){.at = icd_pool_take(pool, room, sizeof *out->at)};
	for (unsigned step = first; out->at && step < first + count; step++)
		add_notes(path, &path->steps[step], kinds, pool, out);
}
