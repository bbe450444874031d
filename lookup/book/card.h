/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The card of a code: everything the book says of it on a date. For the commands.
 */
#ifndef ICD_BOOK_CARD_H
#define ICD_BOOK_CARD_H

#include "edits/edits.h"
#include "icd9/icd9.h"
#include "note.h"
#include "view/successor.h"

struct icd_desk_notes;

/* What is right or wrong with a code as typed, for billing on the date. */
enum icd_detail {
	ICD_DETAIL_OK,
	ICD_DETAIL_HEADER,
	ICD_DETAIL_NEEDS_SEVENTH,
	ICD_DETAIL_BAD_SEVENTH, /* a seventh character that does not apply, or not in seventh place */
	ICD_DETAIL_RETIRED,
	ICD_DETAIL_FUTURE,
	ICD_DETAIL_UNKNOWN,
	ICD_DETAIL_UNCERTAIN,
	ICD_DETAIL_MALFORMED,
};
extern const char *const icd_detail_names[]; /* as the contract spells them */

struct icd_seventh {
	char character;
	const char *meaning;
	const char **terms; /* the notes that stand behind it: "initial encounter for open fracture NOS" */
	uint32_t term_count;
};

struct icd_card {
	const char *query;
	bool found; /* some release has the code */
	enum icd_detail detail;
	struct icd_path path; /* when found */
	const char *code;     /* stored spelling of what was looked up */
	const char *title, *short_title;
	struct icd_validity validity;
	int chapter; /* number, 0 when no list has the code */
	const char *chapter_title, *chapter_range;
	const char *section_title;      /* without its range; range is path.section_id */
	struct icd_code_lines blocks;   /* that the section lies in, outermost first: ranges with their titles */
	struct icd_code_lines parents;  /* category first */
	struct icd_code_lines children; /* in the set on the date */
	/* Own and inherited, nearest first, with the codes they name; of a complete code also the terms of its seventh
	 * character. */
	struct icd_notes notes;
	struct icd_notes incoming; /* Excludes notes elsewhere that mean this code, likewise */
	struct icd_seventh *sevenths;
	uint32_t seventh_count;
	bool injury_sevenths; /* A, D, S (or the fracture ones): A is active treatment [I.C.19.a] */
	enum icd_known poa_exempt;
	struct icd_edit_facts edits;       /* of the Medicare Code Editor */
	struct icd_code_lines replaced_by; /* of a retired code, and of a header that once was billable (successor.h) */
	enum icd_source replaced_by_source; /* the least sure of them */
	const char *forbidden_by;           /* the note that rules this seventh character out, and where */
	const char *forbidden_at;
	bool overfull; /* a complete code with more behind it ("I10X", "M54.50-"): suggestions has the code */
	struct icd_code_lines suggestions; /* of a code that is none, best first (suggest.h) */
	const char *odd; /* what stands in or beside it that no code has: "U+041C (Cyrillic) in place of M"; or "" */
	uint32_t meant, far; /* so many of them, the first, were meant; so many, the last, are far */
	/* Of what is not billable and a code of ICD-9-CM, too, by a mapping that is held: what that makes of it; else NULL.
	 * Suggestions of what is no code of ICD-10-CM are then the one code that it leads to, or none. */
	const struct icd_mapping *icd9;
	/* Sections of the official guidelines of the date that name the code or what it lies in, the nearest first, up
	 * to its chapter. */
	const char **guidelines;
	uint32_t guideline_count;
	struct icd_code_lines
		siblings; /* of a code that is in the set: those beside it, in the set; right below one header */
	/* Terms of the indexes that lead to it, put in by who shows the card (icd_index_terms_put), and the code that
	 * they name: it, or the nearest above it that any names. */
	const char **index_terms;
	uint32_t index_term_count;
	bool index_terms_more; /* there are others */
	const char *index_terms_of;
	/* Names of the user's code lists that it is on, put in by who prints the card, as is what follows. */
	const char *const *lists;
	size_t list_count;
	const struct icd_desk_notes *desk; /* put in by who prints the card; those that cover the code are shown */
};

/*
 * What a code as typed is on the date, and what there is instead: a card without what stands above the code but for its
 * parents, without notes, POA exemption, editor and guidelines. For those who look at many codes.
 */
bool icd_card_judge(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		    struct icd_error *err);
/* The same as far as a line of text tells it: found, the code with its title, detail and validity, or what was meant. */
bool icd_card_line(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		   struct icd_error *err);

/* Makes the card for a code as typed. Everything lives in the pool and the store. Unknown and
 * malformed codes get a card too (found false, suggestions). False on failure only. */
bool icd_card_make(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		   struct icd_error *err);

/*
 * What was read for one card, for the next: codes of a category have most of their notes in common. All 0: nothing yet.
 * For cards of one view; what it put into a card is valid until the next card is made, or icd_card_kept_free.
 */
struct icd_card_kept {
	struct icd_incoming_shelves incoming;
	struct icd_pool pool; /* of what follows */
	char above[ICD_CODE_SIZE];
	int list;
	struct icd_notes notes; /* of the places above the code: of the code `above` as the list has them, and higher */
};

/* The same, faster for the next code of a category; NULL keeps nothing. */
bool icd_card_make_kept(const struct icd_view *view, struct icd_pool *pool, const char *query,
			struct icd_card_kept *kept, struct icd_card *card, struct icd_error *err);
void icd_card_kept_free(struct icd_card_kept *kept);

#endif
