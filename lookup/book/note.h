/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A note as answers give it: made of the entry that the store holds, in one place, for cards, pairs,
 * claims and the notes that refer to a code.
 *
 * A note lives in the pool it was made in; its entry lives where it was read. Where memory runs out a text is ""
 * and pool->failed is set: who makes an answer looks at that once.
 */
#ifndef ICD_BOOK_NOTE_H
#define ICD_BOOK_NOTE_H

#include "path.h"

struct icd_note {
	enum icd_entry_kind kind;
	enum icd_place_kind place; /* of the place that carries it */
	const char *at;            /* its label: "M54.5", "M50-M54", "chapter 13" */
	const char *text;          /* white space folded */
	const char *heading;       /* of the list that it stands in, when that began with "...:", else NULL */
	bool is_heading;
	char seventh;                  /* of a term of a seventh character (ICD_ENTRY_SEVENTH_NOTE): which; else 0 */
	const struct icd_entry *entry; /* as stored, with its references */
	const char **codes;            /* references as written; none before icd_note_name_codes */
	uint32_t code_count;
	const char **means; /* codes it means without naming them ("see injury of spine by body region") */
	uint32_t means_count;
};

struct icd_notes {
	uint32_t count;
	struct icd_note *at;
};

/* The bit of a kind in a set of kinds. */
#define ICD_KIND_BIT(kind) (1u << (kind))
#define ICD_KINDS_OF_NOTES (ICD_KIND_BIT(ICD_NOTE_KINDS) - 1)
#define ICD_KINDS_EXCLUDES (ICD_KIND_BIT(ICD_NOTE_EXCLUDES1) | ICD_KIND_BIT(ICD_NOTE_EXCLUDES2))

/* Does a note, white space folded, head those after it in its list: "underlying disease, such as:"? */
bool icd_note_heads(const char *text);

/* The note of an entry that stands at the place, which has the label. */
struct icd_note icd_note_of_entry(struct icd_pool *pool, const struct icd_entry *entry, enum icd_place_kind place,
				  const char *at);

/* Fills in codes and means. */
void icd_note_name_codes(struct icd_pool *pool, struct icd_note *note);

/* The notes of some kinds at `count` steps of a path, from the step `first` on, as the path's list has them. A note within
 * definitions of seventh characters that is a term of the place is an inclusion term. */
void icd_notes_of_steps(const struct icd_path *path, unsigned first, unsigned count, unsigned kinds,
			struct icd_pool *pool, struct icd_notes *out);

/* ---- notes elsewhere that mean a code (incoming.c) ---- */

/* Notes that mean codes of one category or letter: each is made when a code first wants it, as thousands of codes have the
 * same ones. */
struct icd_incoming_shelf {
	struct icd_pool pool;
	char name[4]; /* "" for none */
	struct icd_incoming_heads heads;
	struct icd_incoming_kept *notes; /* one for each head */
};

/* What was read for one code, for the next. All 0: nothing yet. For one store. */
struct icd_incoming_shelves {
	struct icd_incoming_shelf category, letter;
};

/*
 * Notes elsewhere whose references mean the code of the path, as the path's list has them. With `touching` also
 * those that mean only some of the codes below it. Notes of places that the code itself lies in come
 * only with `own`.
 */
bool icd_notes_incoming(const struct icd_path *path, struct icd_pool *pool, unsigned kinds, bool touching, bool own,
			struct icd_notes *out, struct icd_error *err);
/* The same from what is kept, and with their codes named: valid until a code of another category or letter, or
 * icd_incoming_free. */
bool icd_notes_incoming_kept(const struct icd_path *path, struct icd_pool *pool, struct icd_incoming_shelves *kept,
			     unsigned kinds, bool touching, bool own, struct icd_notes *out, struct icd_error *err);
void icd_incoming_free(struct icd_incoming_shelves *kept);

/* The note of one of them; its place is named as everywhere else. */
struct icd_note icd_note_of_incoming(struct icd_pool *pool, const struct icd_incoming *incoming);

#endif
