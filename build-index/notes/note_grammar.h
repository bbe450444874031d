/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammar of code references inside notes: which codes does the text of a note
 * of the tabular list point at? Builder only; all nine kinds of note go through it.
 *
 * In parentheses stands a list of codes, headers and ranges, which a qualifier may
 * narrow:
 *
 *	M54.4-                  a code or header, any dashes or dot after it
 *	S32.1--S32.9            a range; "to" and "through" are dashes too
 *	J00-J06; J20-J22        a list; commas, semicolons, stops, slashes, and, or
 *	F10, F19 with .26, .96  the characters after the dot, of all codes before it
 *	I69. with final characters -23
 *	T36-T65 with fifth or sixth character 1-4 or 6
 *	S52.- with open fracture 7th character
 *	A80-B34 except B20      codes taken out
 *
 * The typesetting is taken as it comes: lost or doubled parentheses, commas, dots and
 * dashes, any kind of dash. Outside parentheses a code counts when it shows itself as
 * one: by its dot or dash ("O34.-"), as one end of a range, or by the words before it
 * ("category T31", "classifiable to C15", "conditions in N18 and N26"). B12, H1N1, LGMD R12
 * are none.
 *
 * Notes that point at codes without naming them ("see injury of spine by body
 * region"), and a few whose codes are misprinted, are looked up in place_notes.h.
 */
#ifndef ICD_BUILD_NOTES_NOTE_GRAMMAR_H
#define ICD_BUILD_NOTES_NOTE_GRAMMAR_H

#include "store/write.h"

#include <stdbool.h>
#include <stddef.h>

enum note_outcome {
	NOTE_NAMES_NO_CODE,
	NOTE_RESOLVED,
	/* Names codes, but something about them ("with ...") could not be read: show, do not enforce. */
	NOTE_NOT_UNDERSTOOD
};

struct note_reference {
	/*
	 * Ordinals are 0. Of a note from the table of place notes text_length is 0. `from`
	 * is "" where what stands there could be no code at all ("F1.5").
	 */
	struct icd_reference reference;
	bool from_known, to_known; /* `known` said so of both ends */
};

/* More references than any note has (the longest have about 30); a note with more is not understood. */
#define NOTE_REFERENCES_MAX 128

/* Is this (stored spelling) a code or header of any release, or the beginning of one? */
typedef bool note_code_known(void *context, const char *prefix);

/*
 * Reads one note. `at` names the place that carries it (code in stored spelling,
 * section id or chapter number) and may be NULL. *count is the number of references
 * written to out (room for NOTE_REFERENCES_MAX); those read before something was not
 * understood are among them. NOTE_RESOLVED means there is at least one whose ends
 * are both known. An end that is not known is a misprint or a code no release held had:
 * the caller reports it, and may still place it between its neighbours ("K00-K93").
 */
enum note_outcome note_parse(const char *text, const char *at, note_code_known *known, void *context,
			     struct note_reference out[NOTE_REFERENCES_MAX], size_t *count);

#endif
