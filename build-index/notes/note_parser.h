/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of the note grammar: tokens and the words of notes (note_tokens.c), qualifiers of codes
 * (note_qualifier.c), codes, lists and prose (note_grammar.c). For these three files only.
 *
 * A scanner gives one token ahead, and a recursive descent goes over the tokens. Whatever fails goes back to
 * where it began: where the parser stands is a small value.
 */
#ifndef ICD_BUILD_NOTES_NOTE_PARSER_H
#define ICD_BUILD_NOTES_NOTE_PARSER_H

#include "note_grammar.h"

/* ---- tokens ---- */

enum token_kind {
	TOKEN_END,
	TOKEN_CODE,     /* spelled like a code */
	TOKEN_MISSPELT, /* meant as one, but no code can be spelled so: "F1.5" */
	TOKEN_PART,     /* ".52" */
	TOKEN_WORD,
	TOKEN_DASH,
	TOKEN_COMMA,
	TOKEN_SEMICOLON,
	TOKEN_PERIOD,
	TOKEN_SLASH, /* or & */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_OTHER
};

/* What the words of the grammar do; one word may do several things. */
enum word_class {
	WORD_AND = 1, /* separates codes or values */
	WORD_TO = 2,  /* between the ends of a range */
	WORD_WITH = 4,
	WORD_CATEGORY = 8,    /* a code right after it is a code */
	WORD_CLASSIFIES = 16, /* the sentence speaks of codes: one after a preposition is a code */
	WORD_CONDITION = 32,  /* the same after "in" and "under" only */
	WORD_IN = 64,
	WORD_PREPOSITION = 128,
	WORD_EXCEPT = 256,
	WORD_NOT = 512,      /* except when "classified", "than" or the like follows */
	WORD_ARTICLE = 1024, /* between "with" and what matters; "A" after "character" is a value */
	WORD_CHARACTER = 2048,
	WORD_FINAL = 4096,
	WORD_INDICATE = 8192,
	WORD_ORDINAL = 16384,
	WORD_FOR = 32768,    /* the codes after it are those the note is about */
	WORD_COPULA = 65536, /* between "character" and its values */
	WORD_ALSO = 131072   /* "see also" is "see" */
};

struct token {
	enum token_kind kind;
	size_t at, length;
	bool spaced;       /* white space before it */
	bool dotted;       /* of codes */
	unsigned classes;  /* of words */
	unsigned position; /* of ordinals */
	char code[ICD_CODE_SIZE];
};

/* ---- the parser ---- */

struct note_parser {
	const char *text;
	size_t at;          /* after the token */
	struct token token; /* the one ahead */
	note_code_known *known;
	void *context;
	struct note_reference *out;
	size_t count;
	bool garbled;                        /* something about the codes was not understood */
	bool grouped;                        /* codes stand in parentheses: those that describe are mentioned only */
	bool describes[NOTE_REFERENCES_MAX]; /* stands in prose, after "in", "to" or "category" */
	/* What stands before the token, in the same sentence. */
	unsigned sentence;    /* classes of its words */
	unsigned before;      /* classes of the word right before */
	unsigned before_that; /* and of the one before that */
	unsigned excepting;   /* how many more words "except" reaches */
};

/* Where the parser stands: enough to come back to it. */
struct note_mark {
	size_t at, count;
	struct token token;
};

struct note_mark mark_here(const struct note_parser *p);
/* Always false, so that a part of the grammar can say `return go_back(...)`. */
bool go_back(struct note_parser *p, const struct note_mark *mark);

/* ---- reading tokens ---- */

void next_token(struct note_parser *p);

/* Is the token ahead a word of these classes, or this word? */
bool at_word(const struct note_parser *p, unsigned classes);
bool at_text(const struct note_parser *p, const char *word);

/* Moves over the token ahead if it is one of the kind, a word of these classes, this word. */
bool take_token(struct note_parser *p, enum token_kind kind);
bool take_word(struct note_parser *p, unsigned classes);
bool take_text(struct note_parser *p, const char *word);
/* Moves over what stands between codes or values: commas, semicolons, stops, slashes, "and", "or". */
bool take_separators(struct note_parser *p);

#define KIND(name) (1u << TOKEN_##name)

/* Does one of these kinds come after the token ahead? Of words: those of the classes. */
bool then_comes(const struct note_parser *p, unsigned kinds, unsigned classes);

/* ---- characters ---- */

static inline bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the dash at text, 0 when there is none: hyphens, en and em dashes, the minus sign. */
size_t dash_size(const char *text);
/* Bytes of the letters and digits at text. */
size_t run_size(const char *text);
/* Are these characters as codes have them? The placeholder may be a small x. */
bool code_characters(const char *text, size_t length);
/* Is this spelled like a category, the first three characters of a code? */
bool category_shape(const char *text);
void copy_upper(char *out, const char *text, size_t length);

/* ---- qualifiers ---- */

/* Where a qualifier stands decides how much of its form may be missing. */
enum setting {
	IN_GROUP, /* inside the parentheses */
	AFTER_GROUP,
	IN_PROSE
};

/* Reads a qualifier, if there is one, and puts it on the references from `first` on. */
bool qualify(struct note_parser *p, enum setting setting, size_t first);

#endif
