/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a code is spelled. One code has four spellings, each for one purpose:
 *
 *	typed    "m54.50", " M5450 ", "M54.5-"  what people and files have; read by icd_code_parse
 *	stored   "M5450"                        the key of its record, and what the modules pass on
 *	packed   the stored spelling in a number, for tables in memory that are asked for many codes
 *	dotted   "M54.50"                       what people are shown (icd_code_format)
 *
 * A stored spelling has three to seven letters and digits in upper case and no dot; it is part of the
 * index format. Whether such a spelling is a code at all is decided by looking it up, never by its
 * pattern: second and third characters may be letters (QA0, C4A).
 */
#ifndef ICD_BASE_CODE_H
#define ICD_BASE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ICD_CODE_LENGTH 7
#define ICD_CODE_SIZE   (ICD_CODE_LENGTH + 1) /* a stored code and its NUL */
#define ICD_DOTTED_SIZE (ICD_CODE_LENGTH + 2) /* the same with its dot */

struct icd_typed_code {
	char code[ICD_CODE_SIZE]; /* stored spelling */
	bool open;                /* typed with a trailing "-" or "_": more characters follow */
};

/*
 * Reads a code as people type it: any case, with or without the dot, with spaces
 * around or within, a trailing dot, a trailing dash. False when what is left is not
 * three to seven letters and digits that start with a letter and hold a digit, or
 * the dot stands anywhere but after the third character.
 * A trailing "x" is kept in `code` (it may be a real placeholder: T74.A1X); the
 * caller that finds no such code may take it away (icd_code_without_placeholder).
 */
bool icd_code_parse(const char *text, size_t length, struct icd_typed_code *out);

/* Reads two codes with a dash between, "M54.30-M54.32"; false when it is no such range. */
bool icd_code_range_parse(const char *text, struct icd_typed_code *low, struct icd_typed_code *high);

/*
 * Reads what may be the start of a code, two characters or more: a letter, then letters and digits of
 * which one is a digit, any case, a dot after the third character or none; nothing else. "m5" is "M5".
 */
bool icd_code_start(const char *text, size_t length, char start[ICD_CODE_SIZE]);

/* Takes trailing X off in place, never below three characters; true when any was there. */
bool icd_code_without_placeholder(char code[ICD_CODE_SIZE]);

/* Writes the code with its dot ("M54.50"), returns out. */
const char *icd_code_format(const char *code, char out[ICD_DOTTED_SIZE]);
/* The same of a code or a range of them, "M5450-M5459". */
#define ICD_CODES_SIZE (2 * ICD_DOTTED_SIZE + 2)
const char *icd_codes_format(const char *codes, char out[ICD_CODES_SIZE]);

/* A stored spelling as a number; 0 stands for none. */
typedef uint64_t icd_packed;
icd_packed icd_pack(const char *code, size_t length);
/* The same of a code in a record, whose characters are followed by NULs where it has fewer than ICD_CODE_LENGTH.
 * One byte more is read, whatever it is. */
icd_packed icd_pack_record(const unsigned char code[ICD_CODE_LENGTH + 1]);
/* The stored spelling again, at most ICD_CODE_LENGTH characters and a NUL. */
void icd_unpack(icd_packed packed, char code[ICD_CODE_SIZE]);
/* The same with its dot; returns its length. */
size_t icd_packed_format(icd_packed packed, char out[ICD_DOTTED_SIZE]);

/*
 * Packs a code typed the usual way: three to seven letters and digits, any case, with or
 * without the dot, nothing else. 0 for whatever else it is: that is for icd_code_parse.
 */
icd_packed icd_pack_typed(const char *text, size_t length);

/* The categories that a section's range begins and ends with: "V00-X58", "B20". */
struct icd_category_range {
	char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE];
};
/* False for what is no such range. */
bool icd_category_range_read(const char *text, struct icd_category_range *out);
/* Does the category of the code spell between the two? What stands between them is for the order of a list to say. */
bool icd_category_range_has(const struct icd_category_range *range, const char *code);

/* Are the first three characters of a code in stored spelling letters in upper case and digits, as in every category?
 * Tables of categories go by them: what an index says is a code is looked at first. */
static inline bool icd_code_has_category(const char *code)
{
	for (int i = 0; i < 3; i++) {
		if (!((code[i] >= '0' && code[i] <= '9') || (code[i] >= 'A' && code[i] <= 'Z')))
			return false;
	}
	return true;
}

#endif
