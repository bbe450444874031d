/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Desk notes: what people write beside a code for themselves. They are advice, never part
 * of the code set. The user's own are in $XDG_DATA_HOME/icd10/notes.txt, bookmarks beside
 * it in bookmarks.txt; a first set comes with the book. For the card, the note and bookmark
 * commands and the shell.
 *
 * A file of notes has one on a line: code, tab, text. "M54.50" is for this code alone,
 * "M54.5-" for M54.5 and all below it. Lines that begin with "#", empty ones and those that
 * are no note are left alone. A bookmark is a code without text.
 */
#ifndef ICD_USER_NOTES_H
#define ICD_USER_NOTES_H

#include "base/base.h"
#include "location.h"

#include <stdbool.h>
#include <stddef.h>

/* A code, or a code and all below it. */
struct icd_desk_place {
	char code[ICD_CODE_SIZE]; /* stored spelling */
	bool below;
	char text[ICD_DOTTED_SIZE + 1]; /* "M54.50", "M54.5-" */
};

/* Reads a place as typed; false when it is not spelled like a code. */
bool icd_desk_place_parse(const char *typed, struct icd_desk_place *out);
bool icd_desk_place_covers(const struct icd_desk_place *place, const char *code);

struct icd_desk_note {
	struct icd_desk_place place;
	const char *text;
	bool shipped;    /* came with the book; else the user's own */
	unsigned number; /* of the user's own: 1 is the first of the file */
};

struct icd_desk_notes; /* all of them, read at once */

enum icd_desk_file { ICD_DESK_NOTES, ICD_DESK_BOOKMARKS };

/*
 * Reads the user's notes and those that came with the book, or the bookmarks. Files that
 * are not there hold nothing; false when one cannot be read. The notes that came with the
 * book are the files *.txt of the first of these folders that is there: $ICD10_NOTES alone
 * when it is set; beside the program ../share/icd10/notes, ../data/notes; PREFIX/share/icd10/notes.
 */
bool icd_desk_notes_read(enum icd_desk_file which, struct icd_desk_notes **out, struct icd_error *err);
/* The same for those that were read before, or NULL: reads them again where the user's file is another than it was. */
bool icd_desk_notes_renew(enum icd_desk_file which, struct icd_desk_notes **notes, struct icd_error *err);
void icd_desk_notes_free(struct icd_desk_notes *notes);

size_t icd_desk_notes_count(const struct icd_desk_notes *notes);
/* The user's own first, as they stand in their files. */
const struct icd_desk_note *icd_desk_notes_at(const struct icd_desk_notes *notes, size_t i);
/* The first note for this place alone, "M54.5-"; *out is NULL where there is none. False when memory runs out. */
bool icd_desk_notes_find(struct icd_desk_notes *notes, const char *place, const struct icd_desk_note **out,
			 struct icd_error *err);

/* The first one from number `from` on that covers the code, in stored spelling; as many as there are when there is none. */
size_t icd_desk_notes_next(const struct icd_desk_notes *notes, const char *code, size_t from);

/* Where the user's own are; "" when there is no home. Returns out. */
const char *icd_desk_path(enum icd_desk_file which, char out[ICD_LOCATION_SIZE]);

/* The places where the notes that came with the book may be, by number; "" after the last one. */
const char *icd_desk_shipped_folder(unsigned number, char out[ICD_LOCATION_SIZE]);

/* Writes one more at the end of the user's file, which is made when it is not there. White space in
 * the text is folded; a bookmark has no text (NULL). Bookmarks that were read, if given, have it then, too. */
bool icd_desk_add(enum icd_desk_file which, const struct icd_desk_place *place, const char *text,
		  struct icd_desk_notes *bookmarks, struct icd_error *err);
/* Puts the text in the place of the note, or takes the line away (NULL). The rest of the file stays as
 * it is. False too when that note is no longer there. */
bool icd_desk_change(enum icd_desk_file which, const struct icd_desk_note *note, const char *text,
		     struct icd_error *err);

#endif
