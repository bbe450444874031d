/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place_notes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The rows of data/place_notes.tsv, sorted by note; of those of one note the first whose place fits counts. */
static const struct place_note notes[] = {
#include "place_notes.inc"
};

#define NOTES (sizeof notes / sizeof *notes)

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The next character of a note folded: signs and white space are one space, none at the end. */
static char next_folded(const char **text)
{
	const char *at = *text;
	if (is_letter(*at)) {
		*text = at + 1;
		return *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
	}
	while (*at && !is_letter(*at))
		at++;
	*text = at;
	return *at ? ' ' : '\0';
}

/* Compares a note as written with an entry's. */
static int compare_note(const void *key, const void *item)
{
	const char *text = key, *note = ((const struct place_note *)item)->note;
	while (*text && !is_letter(*text))
		text++;
	for (;; note++) {
		unsigned char c = (unsigned char)next_folded(&text);
		if (c != (unsigned char)*note || c == '\0')
			return c - (unsigned char)*note;
	}
}

const char *place_note_references(const char *text, const char *at)
{
	const struct place_note *found = bsearch(text, notes, NOTES, sizeof *notes, compare_note);
	if (!found)
		return NULL;
	while (found > notes && strcmp(found[-1].note, found->note) == 0)
		found--;
	for (const struct place_note *entry = found; entry < notes + NOTES && strcmp(entry->note, found->note) == 0;
	     entry++)
		if (strncmp(at ? at : "", entry->at, strlen(entry->at)) == 0)
			return entry->codes;
	return NULL;
}

const struct place_note *place_note_at(size_t index)
{
	return index < NOTES ? &notes[index] : NULL;
}
