/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a line of an addendum to the tabular list is: a chapter, a section, a code, a heading with or without a note
 * behind it, a note, a seventh character. Builder only.
 *
 * A code is told by what is known: its title, or a code above it; never by how far it is indented or by a pattern (a
 * new category may be QA0). Headings are told strictly: misspelled ones ("Excludes 1:") are plain text in the official
 * lists too. What a group of notes holds is told by indents: it goes on while lines stand further right than its
 * heading.
 */
#ifndef ICD_BUILD_REBUILD_TABULAR_GRAMMAR_H
#define ICD_BUILD_REBUILD_TABULAR_GRAMMAR_H

#include "addenda/addendum.h"
#include "draft.h"

enum tabular_line_kind {
	TABULAR_CHAPTER,       /* "Chapter 4" */
	TABULAR_CHAPTER_TITLE, /* the line after it */
	TABULAR_BLOCKS,        /* "This chapter contains the following blocks:" */
	TABULAR_BLOCK,         /* one of them */
	TABULAR_SECTION,       /* "Intestinal infectious diseases (A00-A09)" */
	TABULAR_CODE,          /* "A92.5 Zika virus disease" */
	TABULAR_HEADING,       /* "Excludes1:", with a note behind it or without */
	TABULAR_NOTE, /* a note under a heading, or an inclusion term, or a seventh character and what it says */
};

struct tabular_line {
	enum tabular_line_kind what;
	enum icd_entry_kind kind; /* of headings and notes */
	const char *name;         /* a chapter's number, a section's id, a code (stored) */
	const char *text;         /* its title, the note; "" for a heading alone */
	const char *character;    /* a seventh one, else "" */
};

/* Where the lines read so far have led. */
struct tabular_context {
	const struct draft *draft;
	struct draft_place *chapter, *here; /* NULL at the start; `here` is what notes are added to */
	bool wants_title;                   /* the line before was a chapter */
	bool in_blocks;
	bool in_group, in_sevenths;
	enum icd_entry_kind group; /* the kind of the notes under the heading read last */
	float group_indent, sevenths_indent;
};

/* Texts live in the pool. */
struct tabular_line tabular_line_of(const struct tabular_context *context, const struct addendum_line *line,
				    struct icd_pool *pool);

/* Reads "M54.5 Low back pain" as code and title; false when it begins with nothing like a code. */
bool tabular_code_of(const char *text, char code[ICD_CODE_SIZE], const char **title);
/* Do two texts share half of the longer one's words, in whatever order? */
bool tabular_alike(const char *a, const char *b);
/* Reads "Other dorsopathies (M50-M54)" as a section: its id. */
bool tabular_section_of(const char *text, struct icd_pool *pool, const char **id);

#endif
