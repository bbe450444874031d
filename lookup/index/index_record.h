/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records of the alphabetic index, the index of external causes, the table of drugs
 * and the table of neoplasms. The builder encodes, the reader decodes; both stand side by
 * side in index_record.c. For the builder's index_facts.c and the modules in lookup/ that
 * answer from an index.
 *
 * An index is a sequence of terms in document order, each main term (level 0) with its
 * subterms after it. The main terms of all indexes of a kind make one sequence, and each
 * has one record, its block, with the terms that any of these indexes has under it: those
 * that stand in one index, taken in turn, are that index. A term that did not change is
 * there once. Spans are of the kind's sequence (struct icd_about, index).
 *
 * Keys, all in ICD_TABLE_INDEX, begin with the kind as a digit:
 *
 *	0H0003       what the fourth index of its kind has besides terms
 *	0S           in which indexes each main term stands, by block; with what their words begin
 *	0T000123     block 123
 *	0Wp          the words of main terms that begin with "p"
 *
 * ICD_TABLE_POINTER has, by category, the terms that point at its codes.
 */
#ifndef ICD_INDEX_INDEX_RECORD_H
#define ICD_INDEX_INDEX_RECORD_H

#include "store/store.h"

/* What a term may say, in the order the official schema has it. */
enum icd_index_part {
	ICD_PART_SEE,
	ICD_PART_SEE_ALSO,
	ICD_PART_CODE,
	ICD_PART_SEE_CATEGORY,
	ICD_PART_SUBCATEGORY,
	ICD_PART_MANIFESTATION,
	ICD_PART_WARNING,
	ICD_PART_CELL,                      /* column 2 of a table ... */
	ICD_INDEX_PARTS = ICD_PART_CELL + 8 /* ... to column 9 */
};

#define ICD_INDEX_COLUMNS 9
#define ICD_INDEX_LEVELS  64 /* levels are below this */

struct icd_index_term {
	uint8_t level;
	const char *title;                  /* as XML with its modifiers: icd_index_title() reads it */
	const char *parts[ICD_INDEX_PARTS]; /* as written; NULL: no such element */
	/* Elements that stand otherwise than the schema has them, as XML: */
	const char *raw;     /* all those before the first subterm, else NULL */
	const char *behind;  /* those of the parent after this term, else "" */
	uint32_t span_count; /* of subterms: 0 is all indexes in which the main term stands */
	struct icd_span *spans;
};

struct icd_index_block {
	uint32_t count;
	struct icd_index_term *at;
};

/* In which indexes a main term stands. */
struct icd_index_standing {
	uint32_t span_count;
	struct icd_span *spans;
};

struct icd_index_standings {
	uint32_t count;
	struct icd_index_standing *at; /* by block */
	const char *firsts;            /* the characters that words of main terms begin with, each once, ascending */
};

/* A main term that has a word in its title. */
struct icd_index_place {
	uint32_t block;
	bool opens;  /* the word opens the title or stands after a comma ("Lumbago, lumbalgia") */
	bool within; /* or it stands elsewhere, in a modifier too; both where it is there more than once */
};

/* A word of main terms, as words.h splits titles: those of one first character are one record, in the order of their bytes. */
struct icd_index_word {
	const char *text;
	struct icd_reader places; /* the first one not read yet, by block; icd_get_index_place reads it */
	uint32_t block;           /* of the one before it */
};

struct icd_index_letter {
	const char *title;
	uint32_t main_terms;
};

/* What one index has besides its terms. */
struct icd_index_head {
	const char *root;  /* the root's start tag without brackets */
	const char *front; /* XML between it and the first letter */
	const char *version, *title;
	uint32_t column_count; /* of the tables */
	const char **columns;  /* titles; columns[0] is column 1 */
	uint32_t letter_count;
	struct icd_index_letter *letters;
	uint32_t term_count;
};

/* A term that points at codes: which codes, with which of its parts. */
struct icd_index_pointer {
	enum icd_index_kind kind;
	uint32_t block, term; /* number of the block; of the term in it */
	enum icd_index_part part;
	struct icd_interval codes;        /* of a part that is one code or header: that and all below it */
	uint32_t reference_count;         /* 0 of such a part */
	struct icd_reference *references; /* of all others */
};

/* Does it name one code that the term is another name of? */
static inline bool icd_index_points_at_code(const struct icd_index_pointer *pointer)
{
	return (pointer->part == ICD_PART_CODE || pointer->part >= ICD_PART_CELL) && pointer->reference_count <= 1;
}

/* The codes of a pointer that has one reference at most. */
static inline struct icd_interval icd_index_codes_of(const struct icd_index_pointer *pointer)
{
	const struct icd_reference *reference = pointer->references;
	return pointer->reference_count ? (struct icd_interval){reference->first, reference->last} : pointer->codes;
}

struct icd_index_pointers {
	uint32_t count;
	struct icd_index_pointer *at;
};

/* ---- keys ---- */

struct icd_key icd_index_standings_key(enum icd_index_kind kind);
struct icd_key icd_index_words_key(enum icd_index_kind kind, char first);
struct icd_key icd_index_head_key(enum icd_index_kind kind, uint16_t member);
struct icd_key icd_index_block_key(enum icd_index_kind kind, uint32_t block);
struct icd_key icd_index_pointers_key(const char *category);

/* ---- encoding ---- */

/* A term without its spans, so that equal terms have equal bytes; its spans follow (icd_put_spans). */
void icd_put_index_term(struct icd_buffer *out, const struct icd_index_term *term);
/* Its places, by block, are put by icd_put_index_place into a buffer of their own before. */
void icd_put_index_word(struct icd_buffer *out, const char *text, const struct icd_buffer *places);
/* `before`: the block of the one before it, 0 for the first one. */
void icd_put_index_place(struct icd_buffer *out, const struct icd_index_place *place, uint32_t before);
void icd_put_index_head(struct icd_buffer *out, const struct icd_index_head *record);
void icd_put_index_pointers(struct icd_buffer *out, const struct icd_index_pointers *pointers);

/* Decoders: false when the bytes are no such record or memory ran out. Blocks are their
 * count, then the terms. */
bool icd_get_index_block(struct icd_reader *in, struct icd_pool *pool, struct icd_index_block *block);
/* The next one of the terms that follow their count, without its spans. */
bool icd_get_index_term(struct icd_reader *in, struct icd_index_term *term);
/* Passes over that term: its level, and whether it stands in the index, of a subterm given that its main term does. */
bool icd_skip_index_term(struct icd_reader *in, uint16_t member, uint8_t *level);
bool icd_get_index_standings(struct icd_reader *in, struct icd_pool *pool, struct icd_index_standings *standings);
/* The next word of a record, and the next place of a word: false, too, at the end, where the reader has not failed. */
bool icd_get_index_word(struct icd_reader *in, struct icd_index_word *word);
bool icd_get_index_place(struct icd_index_word *word, struct icd_index_place *place);
bool icd_get_index_head(struct icd_reader *in, struct icd_pool *pool, struct icd_index_head *head);
bool icd_get_index_pointers(struct icd_reader *in, struct icd_pool *pool, struct icd_index_pointers *pointers);

/* Does the term stand in the index, for a subterm given that its main term does? */
bool icd_index_term_in(const struct icd_index_term *term, uint16_t member);

/*
 * Where in the block the terms of an index begin: its main term. The block's count when the
 * index does not have it. A block may have a main term more than once, as it says something else.
 */
uint32_t icd_index_block_start(const struct icd_index_block *block, uint16_t member);

#endif
