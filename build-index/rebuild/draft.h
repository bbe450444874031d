/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tabular list that can be changed: made from one as read, changed line by line as an addendum tells, and given back
 * as a list of the same shape. Builder only.
 *
 * Texts given to it are copied.
 */
#ifndef ICD_BUILD_REBUILD_DRAFT_H
#define ICD_BUILD_REBUILD_DRAFT_H

#include "read/release.h"

struct draft_place {
	enum icd_place_kind kind;
	const char *name; /* as in struct place */
	const char *title;
	bool placeholder;
	size_t origin;              /* its index in the list that the draft was made of; SIZE_MAX when it came since */
	struct draft_place *parent; /* NULL for chapters */
	struct draft_place *first, *next;
	const struct entry *entries; /* to be changed by the calls below alone */
	size_t entry_count, entry_capacity;
	bool own_entries; /* they are its own, malloc'd; else those of the list that the draft, or what it is a copy of,
			     was made of */
	uint32_t code;    /* of a code: its number in the draft */
	bool doomed;      /* a section that was deleted: it goes when no code stands in it at the end */
	bool has_changed; /* codes were added below it since draft_begin */
	unsigned
		made; /* kinds of entry, as bits, whose list was made anew since draft_begin: it keeps the order told */
	unsigned turn; /* of draft_begin, that `made` and `has_changed` are of */
};

struct draft;

/* `texts` keeps the texts of this draft and of its copies, and outlives them. */
struct draft *draft_of(const struct tabular_list *list, struct interner *texts);
struct draft *draft_copy(const struct draft *draft);
void draft_free(struct draft *draft);

/* The list as it now is, in the pool; its texts are those of the draft. */
struct tabular_list *draft_list(const struct draft *draft, struct icd_pool *pool);

/* A next addendum begins: lists of notes that it makes anew keep the order it tells. */
void draft_begin(struct draft *draft);

/* ---- places ---- */

struct draft_place *draft_chapters(const struct draft *draft); /* the first one */
struct draft_place *draft_chapter(const struct draft *draft, const char *number);
/* Its sections by title, by id, by first category's three characters; NULL when there is none. */
struct draft_place *draft_section_titled(const struct draft_place *chapter, const char *title);
struct draft_place *draft_section(const struct draft_place *chapter, const char *id);
/* The place of a code (stored spelling); NULL when the list does not have it. */
struct draft_place *draft_code(const struct draft *draft, const char *code);
/* The place of a code that was deleted: it can be looked at still. */
struct draft_place *draft_buried(const struct draft *draft, const char *code);

/* The place of another draft that a place of this or that draft is: by name; a section that changed its range by its
 * first category. NULL when there is none. */
struct draft_place *draft_same_place(const struct draft *draft, const struct draft_place *place);

struct draft_place *draft_add_chapter(struct draft *draft, const char *number, const char *title);
struct draft_place *draft_add_section(struct draft *draft, struct draft_place *chapter, const char *id,
				      const char *title);
/* Adds a code to a section or below a code, among its siblings by spelling. */
struct draft_place *draft_add_code(struct draft *draft, struct draft_place *parent, const char *code,
				   const char *title);
/* Takes a code away with all below it. */
void draft_bury(struct draft *draft, struct draft_place *place);
void draft_rename(struct draft *draft, struct draft_place *place, const char *name, const char *title);
/* Takes away sections that are doomed and empty, and chapters without sections. Those that are doomed and not empty
 * stay. */
void draft_end(struct draft *draft);
/* Puts the codes below places that got new ones into the order of these rows, where they have them all. */
void draft_order(struct draft *draft, const struct code_row *rows, size_t count);

/* ---- entries of a place ---- */

/* The entries, to be changed: they are those of this place alone then. */
struct entry *draft_entries(struct draft_place *place);

/* Do the two say the same, white space aside? */
bool draft_same_entry(const struct entry *a, const struct entry *b);

/* The first entry of the kind with this text, white space aside; SIZE_MAX when there is none. `character` is looked at
 * for ICD_ENTRY_SEVENTH alone. */
size_t draft_find(const struct draft_place *place, enum icd_entry_kind kind, const char *text, const char *character);
/* The same or, when there is none, one with the same letters and digits: addenda quote what is there not always sign by
 * sign. */
size_t draft_find_words(const struct draft_place *place, enum icd_entry_kind kind, const char *text,
			const char *character);
void draft_remove(struct draft *draft, struct draft_place *place, size_t entry);
/*
 * Adds an entry. Into a list that was there already it is sorted, without regard to case and signs; in one that this
 * addendum makes it comes last. `element`: it opens an element of its own (a second "Use additional code ..."); entries
 * added to `under`, which is such an entry's text or NULL, come last in that element; a term of a seventh character
 * comes behind that, `under`. Returns the text as the draft keeps it.
 */
const char *draft_add(struct draft *draft, struct draft_place *place, const struct entry *entry, bool element,
		      const char *under);
void draft_reword(struct draft *draft, struct draft_place *place, size_t entry, const char *text);
void draft_set_character(struct draft *draft, struct draft_place *place, size_t entry, const char *character);

#endif
