/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A code made ready to be compared with others: what it is on its date and the notes
 * of every place above it that speak of other codes. What claims and pairs are made from.
 *
 * Codes and places that were read stay in a shelf of bounded size, so that a file of
 * claims reads each of them once.
 */
#ifndef ICD_CODING_CLAIM_CODE_H
#define ICD_CODING_CLAIM_CODE_H

#include "words/words.h"
#include "book/book.h"
#include "sets.h"

/* What a seventh character says of the encounter, by the words of its meaning. */
enum icd_encounter { ICD_ENCOUNTER_NONE, ICD_ENCOUNTER_INITIAL, ICD_ENCOUNTER_SUBSEQUENT, ICD_ENCOUNTER_SEQUELA };

/* Phrases of notes, or of the headings that they stand under, that rules go by: bits. */
enum icd_phrase {
	ICD_PHRASE_SUCH_AS = 1 << 0,
	ICD_PHRASE_OPTIONAL = 1 << 1, /* "if applicable" and the like */
	ICD_PHRASE_ADVERSE = 1 << 2,  /* "for adverse effects" */
	ICD_PHRASE_UNDERLYING = 1 << 3,
	ICD_PHRASE_ANY = 1 << 4, /* "any ", "if known" */
};

/* The codes of one span that an Excludes note means. */
struct icd_claim_excluded {
	uint32_t first, last;      /* ordinals */
	uint32_t reference;        /* of the note, by number */
	const struct icd_note *by; /* the note */
};

/* What rules go by in a note that asks for another code. */
struct icd_claim_asking {
	unsigned phrases; /* a sum of enum icd_phrase */
	uint64_t reach;   /* where the codes lie that it means (icd_reach) */
};

/* Where codes lie, a bit for each stretch of the tabular order: what has no bit in common has no code in common. */
static inline uint64_t icd_reach(uint32_t first, uint32_t last)
{
	const unsigned stretch = 11; /* 2,048 ordinals; stretches 64 apart share a bit */
	uint64_t reach = 0;
	for (uint32_t at = first >> stretch; at <= last >> stretch && reach != UINT64_MAX; at++)
		reach |= UINT64_C(1) << (at & 63);
	return reach;
}

/* The 7th characters that a place defines, and what they say (icd_character_bit). */
struct icd_claim_sevenths {
	uint64_t defined, encounters[ICD_ENCOUNTER_SEQUELA + 1];
};

/* A place above a code, with its notes that speak of other codes. What is said to be from here upward is of all places
 * above it too. */
struct icd_claim_place {
	const char *label;
	const struct icd_claim_place *above;   /* NULL above a chapter */
	struct icd_notes notes;                /* of entries only kind, text and references may be there */
	const struct icd_claim_asking *asking; /* of each note */
	unsigned kinds, kinds_upward;          /* of its notes, a bit each (ICD_KIND_BIT); of those from here upward */
	uint64_t excludes, excludes_upward; /* which codes its Excludes notes may mean (icd_reach); and those above */
	bool asks_for_cause; /* from here upward: a code has a note "code first" that is not only for where it applies */
	uint64_t asked;      /* from here upward: by notes "use additional code" (claim_sets_asked) */
	const struct icd_claim_sevenths *sevenths; /* of the nearest from here upward that has any; NULL: none has */
	uint64_t made;                             /* from here upward: by codes, all 7th characters that they define */
	/* By the notes, one after the other. Excludes2 notes of chapters name whole other chapters, which is true of
	 * nearly every claim: theirs are left out. */
	const struct icd_claim_excluded *excluded;
	uint32_t excluded_count;
};

struct icd_claim_code {
	char code[ICD_CODE_SIZE];
	char dotted[ICD_DOTTED_SIZE];
	const char *shown; /* `dotted`; of what has no such spelling the whole text, as it was typed */
	const char *title;
	enum icd_detail detail; /* OK, or why not */
	bool known;             /* in force as a header or code, or it may be: notes can be compared */
	uint32_t ordinal, last;
	enum icd_encounter encounter;
	uint32_t spans;         /* the spans of the rules that it lies in on the date, a sum of 1 << kind (spans.h) */
	struct claim_sets sets; /* of the rows of data/claim_rules.tsv */
	enum icd_side side;     /* that the title names */
	bool manifestation;     /* a true one [I.A.13] */
	bool unspecified;
	bool acute, chronic;             /* words of the title, both of "acute on chronic" */
	bool without_complication, with; /* the title has these words */
	bool names_side;                 /* "right", "left" or "bilateral" somewhere in the title */
	unsigned trimesters;             /* that the title names, a bit each; bit 0: unspecified trimester */
	uint64_t part, partner;          /* of combinations, a bit a row (combinations.h) */
	char category[4];
	char group[ICD_CODE_SIZE];
	const struct icd_claim_place *place; /* the nearest one with notes: its own, or the one above; NULL: none */
	unsigned step;                       /* 0: its own, 1: the one above */
	int list;                            /* index of the list its notes are from, -1 when none */
	bool later;
	bool own_notes;            /* a list has it: what its own notes say is known */
	const char *const *better; /* of a code that is not right: what was probably meant or replaced it */
	unsigned better_count;
	bool meant;                          /* what is better was meant with near certainty */
	bool overfull;                       /* a complete code with more behind it: "I10X" */
	struct icd_validity validity;        /* of a code that is right the status alone */
	struct icd_title_facts *title_facts; /* title_facts.h; of the code's keeper */
};

struct icd_shelf;

bool icd_shelf_open(struct icd_store *store, struct icd_shelf **out, struct icd_error *err);
void icd_shelf_close(struct icd_shelf *shelf);
struct icd_store *icd_shelf_store(const struct icd_shelf *shelf);

/* Gives back what was read when there is too much of it. Codes handed out before are gone then. */
void icd_shelf_trim(struct icd_shelf *shelf);

/* The code as typed, on the view's date; unknown and malformed ones too. NULL on failure only.
 * Valid until the next icd_shelf_trim. */
const struct icd_claim_code *icd_shelf_code(struct icd_shelf *shelf, const struct icd_view *view, const char *typed,
					    struct icd_error *err);

/* Do the note's references mean the code? */
bool icd_claim_note_means(const struct icd_note *note, const struct icd_claim_code *code);
/* Or, of a header, something below it? */
bool icd_claim_note_reaches(const struct icd_note *note, const struct icd_claim_code *code);

#endif
