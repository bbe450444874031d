/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keys of the index file. All records are in one B+tree; the first byte of a key
 * says which table it belongs to.
 */
#ifndef ICD_STORE_KEY_H
#define ICD_STORE_KEY_H

#include "base/base.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ICD_KEY_MAX 511 /* LMDB's limit */

/* Tables, in the order they stand in the file. */
enum icd_table {
	ICD_TABLE_ABOUT = 'A',     /* + name: releases, classes of history, ... */
	ICD_TABLE_GEM = 'B',       /* + mapping and side, first three characters of codes: see icd9/records.h */
	ICD_TABLE_CODE = 'C',      /* + code */
	ICD_TABLE_EDIT = 'D',      /* + code: on which lists of the Medicare Code Editor it stands */
	ICD_TABLE_EXPORT = 'E',    /* + what, release: what an official file holds beside the facts */
	ICD_TABLE_GUIDELINE = 'G', /* + number of a section: its texts */
	ICD_TABLE_CHAPTER = 'H',   /* + two digits */
	ICD_TABLE_INDEX = 'I',     /* alphabetic index and tables: see index_record.h */
	ICD_TABLE_POINTER = 'J',   /* + category: entries of the indexes that point at its codes */
	ICD_TABLE_CHANGED = 'K',   /* + release number, big-endian: codes that it changed (struct icd_ordinals) */
	ICD_TABLE_MENTION = 'M',   /* + category: sections of the guidelines that name its codes */
	ICD_TABLE_ORDINAL = 'O',   /* + block number, big-endian: codes in tabular order with their class of history */
	ICD_TABLE_PHRASE = 'P',    /* + block number, big-endian: see phrases.h */
	/* + category: notes elsewhere that refer to its codes; + letter: to many of its categories */
	ICD_TABLE_INCOMING = 'R',
	ICD_TABLE_SECTION = 'S',     /* + section key */
	ICD_TABLE_TERM = 'T',        /* search: see search_record.h */
	ICD_TABLE_UNSPECIFIED = 'U', /* no more: struct icd_unspecified */
};

struct icd_key {
	size_t size;
	unsigned char bytes[ICD_KEY_MAX];
};

/* Table and name, cut at ICD_KEY_MAX. */
struct icd_key icd_key_of(enum icd_table table, const char *name);
/* Table and big-endian number: keys sort as the numbers do. */
struct icd_key icd_key_of_number(enum icd_table table, uint32_t number);

/* The order of keys in the file, which is LMDB's: byte by byte, then the shorter one first. Like memcmp. */
static inline int icd_key_compare(const void *a, size_t a_size, const void *b, size_t b_size)
{
	int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
	return order ? order : (a_size > b_size) - (a_size < b_size);
}

/*
 * A section's key: its chapter's number and first category ("13M50"), so that a
 * section which changed its range is still the same section; one without
 * categories goes by its id ("02C00-C96").
 */
#define ICD_SECTION_KEY_SIZE 32
void icd_section_key(char out[ICD_SECTION_KEY_SIZE], int chapter, const char *first_category, const char *id);

#endif
