/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The alphabetic index, the index of external causes and the tables of drugs and of
 * neoplasms, as of a date. For the commands and the modules that answer from an index;
 * index_find.h looks terms up by words.
 */
#ifndef ICD_INDEX_INDEX_ENTRIES_H
#define ICD_INDEX_INDEX_ENTRIES_H

#include "book/book.h"
#include "index_record.h"

/* One index or table: the newest one held that is not after the view's date, else the nearest later one. */
struct icd_index_book {
	const struct icd_view *view;
	enum icd_index_kind kind;
	uint16_t member; /* of about->index[kind] */
	icd_date date;   /* of the release it is from */
	bool later;      /* that is after the view's date */
	bool stale;      /* a release between that and the view's date has one that is not held */
	struct icd_index_head head;
};

extern const char *const icd_index_names[ICD_INDEXES]; /* "alphabetic", "cause", "drug", "neoplasm" */

/* ICD_NOT_FOUND: the index file holds none of the kind. Lives in the pool and the store. */
enum icd_found icd_index_book_read(const struct icd_view *view, enum icd_index_kind kind, struct icd_pool *pool,
				   struct icd_index_book *book, struct icd_error *err);

/* A term with its place in the book. */
struct icd_index_node {
	const struct icd_index_term *term;
	uint32_t number;   /* of the term in its block */
	const char *title; /* "Abasia (-astasia) (hysterical)" */
	const char *name;  /* the same without modifiers: "Abasia" */
	unsigned level;    /* 0: the main term */
	uint32_t parent;   /* in the tree; of the main term itself */
	uint32_t last;     /* the last term below it; itself when there is none */
};

/* A main term with all its subterms, in the order of the file: "with" comes first. */
struct icd_index_tree {
	uint32_t block;
	uint32_t count; /* 0: the book does not have it */
	struct icd_index_node *at;
};

bool icd_index_tree_read(const struct icd_index_book *book, struct icd_pool *pool, uint32_t block,
			 struct icd_index_tree *tree, struct icd_error *err);

/* The names from the main term to the node, joined; NULL when memory runs out. */
const char *icd_index_path(struct icd_pool *pool, const struct icd_index_tree *tree, uint32_t node,
			   const char *between);

/* ---- codes as an index has them ---- */

struct icd_index_code {
	const char *written; /* "M54.4-"; in the tables "-" and "--" mean none */
	bool is_code;        /* it is one, or looks like one */
	bool open;           /* written with a dash: more characters are needed */
	char code[ICD_CODE_SIZE];
	enum icd_status status; /* on the view's date */
	enum icd_state state;   /* of an uncertain one: header or billable */
	const char *title;      /* then; "" when no release has it */
};

bool icd_index_code_read(const struct icd_view *view, struct icd_pool *pool, const char *written,
			 struct icd_index_code *code, struct icd_error *err);

/* ---- from a code to the entries that point at it ---- */

struct icd_index_entry {
	const struct icd_index_book *book;
	const struct icd_index_tree *tree; /* which has of all terms only those of entries and those above them */
	uint32_t node;
	enum icd_index_part part; /* what of the term points */
	const char *text;         /* and what it says there */
};

/* What all indexes and tables say that points at codes of the category; nothing is no failure. In the pool. */
bool icd_index_pointers_read(struct icd_store *store, struct icd_pool *pool, const char *code,
			     struct icd_index_pointers *pointers, struct icd_error *err);

struct icd_index_entries {
	uint32_t count;
	struct icd_index_entry *at; /* by kind, in the order of the books */
};

/*
 * The entries of all books in force that mean the code: name it, or something above it, or a
 * range with it in it. `below`: those that name something below it too.
 */
bool icd_index_entries_for(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *code,
			   bool below, struct icd_index_entries *out, struct icd_error *err);

#endif
