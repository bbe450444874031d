/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes that mean codes without naming them ("current injury - see injury of spine by
 * body region"), and notes whose codes are misprinted, with the codes they mean: the table
 * data/place_notes.tsv, made by hand. Builder only, for the note grammar.
 */
#ifndef ICD_BUILD_NOTES_PLACE_NOTES_H
#define ICD_BUILD_NOTES_PLACE_NOTES_H

#include <stddef.h>

/*
 * The codes that a note means, in the notation of note_grammar.h without parentheses;
 * NULL when the note is not in the table. Case, white space and punctuation of the note
 * do not matter. `at` is the place that carries the note, NULL when unknown: some texts
 * mean different codes at different places.
 */
const char *place_note_references(const char *text, const char *at);

/* The table itself, for tests: place_note_at gives the i-th entry, NULL after the last. */
struct place_note {
	const char *note; /* folded: lower case, words separated by one space */
	const char *at;   /* the name of the place begins so; "" for any */
	const char *codes;
};
const struct place_note *place_note_at(size_t index);

#endif
