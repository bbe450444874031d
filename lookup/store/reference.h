/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The codes a note points at: what the builder reads out of a note's text and the
 * reader tests codes against. Part of the index format; both programs use it.
 *
 * A reference is a span of the tabular list, `from` to `to`, narrowed to the codes
 * for which the qualifier holds ("E08-E13 with .52"). A header stands for everything
 * below it, so the span of a single header runs to its last descendant. Spans are
 * compared by ordinal, never by spelling: C4A stands before C44.
 */
#ifndef ICD_STORE_REFERENCE_H
#define ICD_STORE_REFERENCE_H

#include "base/base.h"
#include "memory/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum icd_qualifier {
	ICD_QUALIFIER_NONE,
	/* The characters from `position` on begin with one of the parts: "with .52" is position 4. */
	ICD_QUALIFIER_FROM,
	/*
	 * The complete code ends with one of the parts, behind the characters that are named: "I69. with final
	 * characters -23". A dash in a part is any one character, so that -20 is I69.120 and not I69.20. A seventh
	 * character that is a letter tells the encounter and is not part of the ending, nor is the X before it:
	 * T36.0X6A and T36.96XA both end in 6.
	 */
	ICD_QUALIFIER_ENDING,
	/*
	 * The character at one of the positions is in the set. Of several positions the
	 * last counts that the code fills with other than the placeholder X, since that
	 * one carries the meaning: "fifth or sixth character 5" looks at the 6th of
	 * T36.0X5A and T40.415A and at the 5th of T36.95XA.
	 */
	ICD_QUALIFIER_CHARACTERS,
	ICD_QUALIFIERS
};

/* What a note does with the codes of a reference. */
enum icd_role {
	ICD_ROLE_MEANT,
	ICD_ROLE_EXCEPT, /* takes them out: "tinea, any type except those in B36.-" */
	/*
	 * Describes with them what it codes elsewhere: I51.4-I51.9 in "any condition in
	 * I51.4-I51.9 due to hypertension (I11.-)", T28.5-T28.9 in "(T51-T65) to identify
	 * chemical and intent for T28.5-T28.9-".
	 */
	ICD_ROLE_MENTIONED,
	ICD_ROLES
};

#define ICD_REFERENCE_PARTS     24
#define ICD_REFERENCE_PART_SIZE 5 /* four characters and a NUL */

struct icd_reference {
	char from[ICD_CODE_SIZE]; /* stored spelling of a code, a header or what begins codes */
	char to[ICD_CODE_SIZE];   /* the same as from for a single code */
	uint32_t first, last;     /* ordinals of the span in the tabular list, both included */

	/* The bytes of the note where the codes stand as written ("M54.4-", "I05-I09"), and
	 * those of their qualifier ("with .52"). Length 0: not written there. */
	uint32_t text_at, text_length;
	uint32_t qualifier_at, qualifier_length;

	uint8_t role;       /* enum icd_role */
	uint8_t qualifier;  /* enum icd_qualifier; what follows is 0 where it is not used */
	uint8_t position;   /* FROM: 4 to 7 */
	uint8_t positions;  /* CHARACTERS: icd_position_bit of each */
	uint8_t part_count; /* FROM and ENDING */
	char parts[ICD_REFERENCE_PARTS][ICD_REFERENCE_PART_SIZE];
	uint64_t characters; /* CHARACTERS: icd_character_bit of each */
};

/* The bit of a character position, 4 to 7; 0 for any other. */
uint8_t icd_position_bit(unsigned position);
/* The bit of a digit or capital letter; 0 for any other character. */
uint64_t icd_character_bit(char c);

/* Does the qualifier hold for this complete code (stored spelling)? The span is not looked at. */
bool icd_reference_matches(const struct icd_reference *reference, const char *code);

/*
 * Do the references of one note, taken together, mean this code: does it lie in the
 * span of one that matches and is meant, and of none that takes it out?
 */
bool icd_references_mean(const struct icd_reference *references, size_t count, const char *code, uint32_t ordinal);
/* The same for any code from the first to the last ordinal: qualifiers and exceptions are not looked at. */
bool icd_references_touch(const struct icd_reference *references, size_t count, uint32_t first, uint32_t last);

/*
 * The reference for people, with its qualifier ("E08-E13 with .52"), as the note has it
 * or, where it is not written there, in like words. White space is folded. Writes at
 * most `size` bytes with the NUL and returns out.
 */
#define ICD_REFERENCE_TEXT 256
const char *icd_reference_text(const struct icd_reference *reference, const char *note, char *out, size_t size);

/* The record form, written and read. What does not fit fails the reader and leaves *reference empty. */
void icd_put_reference(struct icd_buffer *buffer, const struct icd_reference *reference);
void icd_get_reference(struct icd_reader *reader, struct icd_reference *reference);

#endif
