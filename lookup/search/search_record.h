/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records that searching reads. The builder's search_*.c encode, lookup/search*.c
 * decode.
 *
 * What is searched is a text: the title of a code, an inclusion or includes term, a path
 * of an index or table. Texts are numbered: those of the tabular list in tabular order,
 * then those of each index, sorted. A code whose title is that of the code above and the
 * meaning of a seventh character ("..., initial encounter") has no text of its own.
 *
 * Keys, all in ICD_TABLE_TERM, second byte:
 *
 *	A              what follows, in numbers (struct icd_search_about)
 *	C + number     codes by ordinal, ICD_SEARCH_ROWS in one record (struct icd_code_row)
 *	E + number     whole titles, long and short: their hashes and codes, by hash (struct icd_title_row)
 *	F + number     the words of texts, ICD_SEARCH_ROWS texts in one record
 *	N + number     index paths, ICD_SEARCH_NAMES in one record, front-coded
 *	P + stem       the texts in which a stem stands (struct icd_postings)
 *	R              the ranges of figures that texts state, ascending: low and high end of each
 *	S + stem       synonyms whose first word has the stem
 *	V + 2 letters  the words that begin so, front-coded (struct icd_vocabulary)
 *	W              weights of the stems by rank, a byte each
 *	Z + 3 letters  the words whose sound begins so: sound, blank, word; front-coded (struct icd_front_list)
 *	X + number     texts, ICD_SEARCH_ROWS in one record (struct icd_text_row)
 *
 * Stems are ranked by how many texts have them, the commonest first.
 */
#ifndef ICD_SEARCH_SEARCH_RECORD_H
#define ICD_SEARCH_SEARCH_RECORD_H

#include "words/words.h"
#include "memory/buffer.h"
#include "store/store.h"

#define ICD_SEARCH_ROWS      1091 /* of 15 bytes, with the head of the first page, they fill four pages */
#define ICD_SEARCH_NAMES     32
#define ICD_SEARCH_NAME_SIZE 1024 /* an index path and its NUL; longer ones are cut */

/* Where a text stands. */
enum icd_text_kind {
	ICD_TEXT_TITLE,
	ICD_TEXT_INCLUSION,
	ICD_TEXT_INCLUDES,
	ICD_TEXT_INDEX,                              /* + enum icd_index_kind */
	ICD_TEXT_SEE = ICD_TEXT_INDEX + ICD_INDEXES, /* an index path whose "see" leads to the code */
	ICD_TEXT_KINDS
};

struct icd_text_row {
	uint32_t family; /* ordinal of the code's family (below) */
	uint16_t target; /* the code: how far after it */
	uint8_t kind;    /* enum icd_text_kind */
	uint8_t flags;   /* ICD_ROW_MAIN_TERM */
	uint8_t sides;   /* bit for each side (enum icd_side) that it names: right, left, both */
	uint16_t weight; /* of all words that are not optional */
	uint16_t span;   /* when it holds: index of icd_search_about.spans */
	uint16_t class;  /* of history: the code's */
	uint32_t words;  /* where its words begin in their record */
};
#define ICD_ROW_MAIN_TERM 0x80u /* the title of a main term, with the code as its default */
#define ICD_TEXT_ROW_SIZE 15    /* bytes; kind, flag and sides share one: kind below, then the sides */

/*
 * Codes that differ from the one above only by side or intent, or are its form with nothing
 * further specified, or its seventh characters, are one family with it, under the
 * highest such code.
 */
struct icd_code_row {
	uint16_t class;     /* of history */
	uint16_t below;     /* how many codes are below it */
	uint16_t family;    /* its family: how far before it */
	uint16_t above;     /* the code above it: how far before it; 0: none */
	uint16_t standard;  /* the code below it that stands for it when nothing more is said:
	                                 how far after it; 0: none */
	uint8_t side;       /* enum icd_side (words/side.h) */
	uint8_t intent;     /* enum icd_intent */
	uint8_t sides;      /* bit for each side that the codes right below it, or of its family, have; ICD_ROW_* */
	uint8_t extensions; /* set of seventh characters below its family, 0: none */
	uint8_t extension;  /* of a code that is one: its number in the set + 1 */
	uint8_t prior;      /* how likely it is meant: 0 to 255 */
};
#define ICD_CODE_ROW_SIZE 15 /* bytes */

#define ICD_ROW_ON_PURPOSE                                                                                             \
	0x20u /* an external cause that is no accident: self-harm, assault, legal intervention, war */
#define ICD_ROW_INTENTS        0x40u /* the codes right below it differ by intent */
#define ICD_ROW_EXTERNAL_CAUSE 0x80u /* an external cause */

/* What a code for a drug, a poison or an asphyxiation says of how it came about. When nothing is said, it is accidental
 * (guideline I.C.20.h.1). The order is that of the columns of the table of drugs. */
enum icd_intent {
	ICD_INTENT_NONE,
	ICD_INTENT_ACCIDENTAL,
	ICD_INTENT_SELF_HARM,
	ICD_INTENT_ASSAULT,
	ICD_INTENT_UNDETERMINED,
	ICD_INTENT_ADVERSE_EFFECT,
	ICD_INTENT_UNDERDOSING,
	ICD_INTENTS
};
/* The words of each, in titles and columns; those of number 0 go with several of them. They end in NULL. */
#define ICD_INTENT_WORDS_MAX 4
extern const char *const icd_intent_words[ICD_INTENTS][ICD_INTENT_WORDS_MAX];

/* Words of external causes that are no accident, and of queries for them. */
#define ICD_PURPOSE_WORDS 10
extern const char *const icd_purpose_words[ICD_PURPOSE_WORDS];

void icd_put_text_row(struct icd_buffer *out, const struct icd_text_row *row);
void icd_put_code_row(struct icd_buffer *out, const struct icd_code_row *row);

static inline uint32_t icd_row_number(const unsigned char *at, int size)
{
	uint32_t number = 0;
	for (int i = 0; i < size; i++)
		number |= (uint32_t)at[i] << (8 * i);
	return number;
}

/* From the row's first byte; there must be ICD_TEXT_ROW_SIZE, ICD_CODE_ROW_SIZE of them. A search does this
 * ten thousand times: hence in the header. */
static inline struct icd_text_row icd_text_row_at(const unsigned char *at)
{
	return (struct icd_text_row){.family = icd_row_number(at, 3),
				     .kind = at[3] & 0x0f,
				     .flags = at[3] & ICD_ROW_MAIN_TERM,
				     .sides = (at[3] & 0x70) >> 2,
				     .target = (uint16_t)icd_row_number(at + 4, 2),
				     .weight = (uint16_t)icd_row_number(at + 6, 2),
				     .span = (uint16_t)icd_row_number(at + 8, 2),
				     .words = icd_row_number(at + 10, 3),
				     .class = (uint16_t)icd_row_number(at + 13, 2)};
}

static inline struct icd_code_row icd_code_row_at(const unsigned char *at)
{
	return (struct icd_code_row){.class = (uint16_t)icd_row_number(at, 2),
				     .below = (uint16_t)icd_row_number(at + 2, 2),
				     .family = (uint16_t)icd_row_number(at + 4, 2),
				     .standard = (uint16_t)icd_row_number(at + 6, 2),
				     .side = at[8] & 0x0f,
				     .intent = at[8] >> 4,
				     .sides = at[9],
				     .extensions = at[10],
				     .extension = at[11],
				     .prior = at[12],
				     .above = (uint16_t)icd_row_number(at + 13, 2)};
}

/* ---- what there is ---- */

/* A text holds while its sequence is at one of these members. */
struct icd_search_span {
	uint8_t sequence;     /* 0: code sets, 1: tabular lists, 2 + enum icd_index_kind */
	struct icd_span span; /* last 0xffff: to the end */
};

/* A set of seventh characters: what the codes add to the title above them, in their order, as
 * stems with blanks between. */
struct icd_extension_set {
	uint32_t count;
	const char **texts;
};

struct icd_search_about {
	uint32_t codes, texts, stems;
	uint32_t first_name;   /* the first text with an index path */
	uint32_t column_count; /* what the cells of tables are called, after the path */
	const char **columns;
	uint32_t span_count; /* the first one is always */
	struct icd_search_span *spans;
	uint32_t set_count; /* the first one is empty */
	struct icd_extension_set *sets;
};

void icd_put_search_about(struct icd_buffer *out, const struct icd_search_about *record);
bool icd_get_search_about(struct icd_reader *in, struct icd_pool *pool, struct icd_search_about *about);

/* ---- whole titles ---- */

/* A title that a code has or had. The hash is that of its words in any order (icd_title_hash_add); titles are in
 * ICD_SEARCH_BUCKETS records by its lowest bits and sorted in each, so that one record tells what codes are called so. */
#define ICD_SEARCH_BUCKETS 2048
#define ICD_TITLE_ROW_SIZE 7 /* bytes: 32 bits of the hash, then the ordinal */
struct icd_title_row {
	uint32_t hash, ordinal;
};
void icd_put_title_row(struct icd_buffer *out, const struct icd_title_row *row);
struct icd_title_row icd_title_row_at(const unsigned char *at);

/* The words of a title in any order. All 0: none yet. */
struct icd_title_hash {
	size_t count;
	uint64_t sum;
};
void icd_title_hash_add(struct icd_title_hash *hash, const char *stem);
static inline uint32_t icd_title_bucket(const struct icd_title_hash *hash)
{
	return (uint32_t)(hash->sum % ICD_SEARCH_BUCKETS);
}
static inline uint32_t icd_title_rest(const struct icd_title_hash *hash)
{
	return (uint32_t)(hash->sum >> 32);
}

/* ---- the words of a text ---- */

/* The number of the entry or title the text is, then its words by rank, with flags. */
#define ICD_WORD_FLAG_BITS 3 /* bits: ICD_WORD_OPTIONAL, ICD_WORD_JOINED, ICD_WORD_OPENS >> 1 */
struct icd_text_word {
	uint32_t rank;
	uint8_t flags; /* ICD_WORD_OPTIONAL, ICD_WORD_JOINED, ICD_WORD_OPENS */
};
void icd_put_text_words(struct icd_buffer *out, uint32_t entry, const struct icd_text_word *words, size_t count);
/* Returns how many words there are; `words` has room for ICD_WORDS_MAX. */
size_t icd_get_text_words(struct icd_reader *in, uint32_t *entry, struct icd_text_word *words);

/* ---- postings: rank, role and count, then the numbers of the texts, as steps ---- */

/* What a stem is in the alphabetic index: a main term is a condition; one that says "see condition"
 * is a place or a quality ("Chronic", "Lumbar"). */
enum icd_stem_role { ICD_STEM_NONE, ICD_STEM_CONDITION, ICD_STEM_QUALITY, ICD_STEM_ROLES };

struct icd_postings {
	uint32_t rank, count;
	enum icd_stem_role role;
	struct icd_reader in; /* at the first step */
};
void icd_put_postings(struct icd_buffer *out, uint32_t rank, enum icd_stem_role role, const uint32_t *texts,
		      uint32_t count);
bool icd_get_postings(struct icd_reader *in, struct icd_postings *postings);

/* ---- front-coded lists: names and vocabulary ---- */

/* Each: how much of the one before it begins with, the rest, a number. */
struct icd_front_list {
	struct icd_reader in;
	char text[ICD_SEARCH_NAME_SIZE];
	size_t shared, length; /* of the last one read */
	uint32_t number;       /* names: the column + 1 or 0; vocabulary: how many texts have the word's stem */
};
void icd_put_front(struct icd_buffer *out, const char *before, const char *text, uint32_t number);
void icd_front_list_start(struct icd_front_list *list, const void *data, size_t size);
bool icd_front_list_next(struct icd_front_list *list);

/* ---- ranges of figures that texts state ---- */

/* In tenths, both ends included. In the postings a range goes by its name, "#330-339", as if it were a stem. */
struct icd_figure_range {
	uint32_t low, high;
};
/* The next range in the text ("33.0-33.9", "8 to 28"): where it ends; NULL when there is none. */
const char *icd_figure_range_in(const char *text, struct icd_figure_range *range);
void icd_figure_range_name(const struct icd_figure_range *range, char out[ICD_WORD_SIZE]);

/* ---- sounds ---- */

/* What a word sounds like: consonants that are taken for each other become one letter; vowels and h none, but for a first
 * one. "excema" and "eczema" are both "-sm". */
void icd_sound_of(const char *word, char out[ICD_WORD_SIZE]);
#define ICD_SOUND_LEAST 5 /* letters of a word that is known by its sound */

/* ---- synonyms ---- */

/* A term: its stems after the first, the term as written, its expansions as written. */
struct icd_synonym {
	uint32_t stem_count;              /* with the first one */
	const char *stems[ICD_WORDS_MAX]; /* [0] is NULL: the key has it */
	const char *term;
	uint32_t expansion_count;
	struct icd_reader expansions; /* expansion_count texts */
};
void icd_put_synonym(struct icd_buffer *out, const struct icd_synonym *synonym, const char *const *expansions);
bool icd_get_synonym(struct icd_reader *in, struct icd_synonym *synonym);

/* ---- keys ---- */

enum icd_search_record {
	ICD_SEARCH_ABOUT = 'A',
	ICD_SEARCH_CODES = 'C',
	ICD_SEARCH_TITLES = 'E',
	ICD_SEARCH_WORDS = 'F',
	ICD_SEARCH_PATHS = 'N',
	ICD_SEARCH_POSTINGS = 'P',
	ICD_SEARCH_RANGES = 'R',
	ICD_SEARCH_SYNONYMS = 'S',
	ICD_SEARCH_VOCABULARY = 'V',
	ICD_SEARCH_WEIGHTS = 'W',
	ICD_SEARCH_TEXTS = 'X',
	ICD_SEARCH_SOUNDS = 'Z'
};
struct icd_key icd_search_key(enum icd_search_record record, const char *name);
struct icd_key icd_search_number_key(enum icd_search_record record, uint32_t number);
/* The vocabulary record a word stands in: its first two bytes. */
struct icd_key icd_search_vocabulary_key(const char *word);
/* The record of sounds a sound stands in: its first three bytes. */
struct icd_key icd_search_sound_key(const char *sound);

#endif
