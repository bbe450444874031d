/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A code with every place above it that its notes come from: its parents, its section,
 * the blocks that the section lies in, its chapter, as of a date. One read for each place.
 * What the card, the pair and the claim are made from.
 */
#ifndef ICD_BOOK_PATH_H
#define ICD_BOOK_PATH_H

#include "view/view.h"

#define ICD_PATH_STEPS (ICD_CODE_LENGTH + ICD_BLOCKS_MAX + 2)

struct icd_step {
	enum icd_place_kind kind;
	const char *name;  /* code, section key or chapter number, as in the store */
	const char *label; /* for people: "M54.5", "M50-M54", "chapter 13" */
	const struct icd_entries *entries;
};

/* A section of a path, or a block. */
struct icd_path_section {
	struct icd_section_record *record;
	const char *id; /* "M50-M54" in the path's list */
};

struct icd_path {
	const struct icd_view *view;
	const struct icd_code_record *codes[ICD_CODE_LENGTH]; /* the code itself, then upward to its category */
	unsigned code_count;
	struct icd_section_record *section; /* NULL when it is in no list, and none is derived for it */
	struct icd_chapter_record *chapter;
	const char *section_key, *section_id;           /* as in the store, and "M50-M54" in the list */
	struct icd_path_section blocks[ICD_BLOCKS_MAX]; /* that the section lies in, innermost first */
	unsigned block_count;
	struct icd_step steps[ICD_PATH_STEPS]; /* nearest first: codes, section, blocks, chapter */
	unsigned step_count;
	int list;     /* the list its notes are from, -1: none */
	bool later;   /* that list came after the date */
	bool derived; /* no list has its category: it stands where its place among the codes puts it, and inherits from
			 its chapter and from sections and blocks whose range has it */
};

/* Reads the path of a code that any release has. Texts live as long as the store, the rest in the pool. */
enum icd_found icd_path_read(const struct icd_view *view, struct icd_pool *pool, const char *code,
			     struct icd_path *path, struct icd_error *err);
/* The same code as another view of the store has it, from a path that was read: its codes serve both. */
enum icd_found icd_path_read_again(const struct icd_path *read, const struct icd_view *view, struct icd_pool *pool,
				   struct icd_path *path, struct icd_error *err);

/* The same in two steps, of a code whose record is there: the codes above it and the list that its notes are from; then
 * its section, the blocks that this lies in, and the chapter. Never ICD_NOT_FOUND. */
enum icd_found icd_path_start(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *record,
			      struct icd_path *path, struct icd_error *err);
enum icd_found icd_path_finish(struct icd_path *path, struct icd_pool *pool, struct icd_error *err);

/* The list of a path whose codes are there, as of its view: sets list, later and derived; for whoever asks for many
 * days. What stands above its codes is as it was. */
void icd_path_choose_list(struct icd_path *path);

/* The list of the nearest of its codes that a list has, from the one of this number upward (icd_view_list_for); -1: no
 * list has any. */
int icd_path_list_from(const struct icd_path *path, unsigned from, bool *later);

/* Does the entry stand in the path's list? */
bool icd_path_has(const struct icd_path *path, const struct icd_entry *entry);

/* The text of a chapter's title and its range: "Diseases of ... (M00-M99)" in two; blanks before it are left out. */
void icd_split_range(const char *text, char *title, size_t title_size, char *range, size_t range_size);

#endif
