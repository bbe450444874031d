/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where codes stand in a text that people or programs wrote, and where each begins and ends: for the scanner, the
 * shell and the command line, so that all three read the same codes in the same text.
 *
 * A code begins and ends at any character that is no letter and no digit: white space, quotes, dashes, bullets,
 * ellipses, brackets and symbols of any script, by their Unicode category. Letters (L*), digits (Nd, Nl) and marks
 * on them (Mn, Mc) glue it to a word; small numbers such as a footnote's (No) do not. Characters of no width (Cf: zero
 * width space, byte order mark, soft hyphen) are not seen, within a code neither, up to 16 in a row, and fullwidth
 * letters, digits and stops are read as their plain ones. Bytes that are no UTF-8 are taken for Latin-1. No more than a
 * few hundred bytes around a code are looked at, so that a text can be read in pieces.
 *
 * Only the spelling is read here. Whether the book has such a code, or such a category, is for the caller to ask.
 */
#ifndef ICD_BASE_CODE_SPAN_H
#define ICD_BASE_CODE_SPAN_H

#include "code.h"

#include <stdbool.h>
#include <stddef.h>

/* What speaks against a code that stands by itself. */
enum {
	ICD_SPAN_GLUED = 1,  /* to a letter, a digit or one underscore: "xM54.5", "M54.5_2", "$M54" */
	ICD_SPAN_NUMBER = 2, /* part of a longer number or version: "M54.5.1", "1.M54", "M54.5-2", "M54:1" */
	ICD_SPAN_JOINED = 4, /* a hyphen or slash joins it to what is before it: "ICD-10-M54.5", "/usr/M54.5" */
};

/* What stands behind the code for characters that are missing. */
enum icd_code_open {
	ICD_OPEN_NOT,
	ICD_OPEN_DASH,     /* "M54.5-" */
	ICD_OPEN_BLANK,    /* "S39.012_" */
	ICD_OPEN_WILDCARD, /* "M54.5*", "M54.5%", "E11[0-9]" */
};

struct icd_code_span {
	const char *at, *core; /* the letters and digits as written, with their dot */
	const char *end;       /* core, or after what stands for missing characters */
	char code[ICD_CODE_SIZE];
	unsigned length; /* of code: stored spelling, 3 to 7; an X at its end stays */
	bool dotted;
	bool lower; /* has small letters other than x behind the third character */
	enum icd_code_open open;
	unsigned flags; /* ICD_SPAN_... */
};

/*
 * Reads what is spelled like a code at `at`, in a text from `start` to `end` of which nothing outside is looked at:
 * a letter, then two letters or digits of which one is a digit, then up to four more, with a dot after the third
 * or none. False where no such spelling stands.
 */
bool icd_code_span_read(const char *start, const char *at, const char *end, struct icd_code_span *out);

/*
 * The place where a code would begin of which the digit at `digit`, plain or fullwidth, is the second or third
 * character; NULL where none can. Whoever looks for codes in a text looks for digits.
 */
const char *icd_code_span_start(const char *start, const char *digit);

/* What a character is beside a code. */
enum icd_char_kind {
	ICD_CHAR_OTHER,  /* parts words: white space, punctuation, symbols; also the end of the text */
	ICD_CHAR_CODE,   /* a letter or digit of codes, plain or fullwidth */
	ICD_CHAR_DOT,    /* ".", fullwidth or middle */
	ICD_CHAR_WORD,   /* another letter or digit, or a mark on one */
	ICD_CHAR_HIDDEN, /* has no width */
	ICD_CHAR_DASH,   /* any dash or hyphen */
	ICD_CHAR_SPACE,  /* white space of any kind but line feeds and carriage returns */
};
struct icd_char {
	enum icd_char_kind kind;
	unsigned size; /* bytes; 0 at the end (or start) of the text */
	char value;    /* of ICD_CHAR_CODE: the plain character, upper case */
	bool lower;    /* and was it a small letter? */
};
/* The character at `at`, and the one that ends before it. */
struct icd_char icd_char_at(const char *at, const char *end);
struct icd_char icd_char_before(const char *start, const char *at);

#endif
