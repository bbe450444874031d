/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of one release say, as read: the data that flows from the
 * readers (read_*.c) into the merge (book.c). Builder only.
 *
 * All texts are NUL-terminated UTF-8 in the pool the reader was given, exactly as
 * they stand in the file unless a field says otherwise. Codes are in stored spelling
 * (no dot, upper case; lookup/base/code.h). `line` counts from 1.
 */
#ifndef ICD_BUILD_READ_RELEASE_H
#define ICD_BUILD_READ_RELEASE_H

#include "addenda/addendum.h"
#include "base/base.h"
#include "common/common.h"
#include "edits/records.h"
#include "icd9/records.h"
#include "index/records.h"
#include "store/write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHORT_TITLE_WIDTH 60 /* columns of an order file */

/* One row of an order file or of a codes file (short_title NULL, billable true). */
struct code_row {
	const char *code;
	const char *short_title;
	const char *long_title;
	uint32_t line;
	uint32_t number; /* of the code among all that the book was told of; set when the book keeps the row */
	bool billable;
	bool listed; /* the title is spelled as a tabular list has it */
};

struct code_table { /* an order file or a codes file, rows in file order */
	struct code_row *rows;
	size_t count;
	bool uses_lf; /* lines end in LF, not in CRLF as published */
	/*
	 * Rendering the rows with that line end gives the file back byte for byte: an order
	 * file as "%05d %-7s %c %-60s %s" with numbers from 1, a codes file as "%-7s %s".
	 */
	bool canonical;
};

/* One line of an order or codes addenda file. */
enum addenda_verb { ADDENDA_ADD, ADDENDA_DELETE, ADDENDA_REVISE_FROM, ADDENDA_REVISE_TO };

struct addenda_row {
	enum addenda_verb verb;
	struct code_row row; /* of codes addenda: short_title NULL, billable true */
};

/* The counts in the footer; -1 where the footer has none. [0] headers, [1] codes. */
struct addenda_counts {
	long before, after, additions, deletions, revisions;
	long both_titles, long_only, short_only;
};

struct addenda {
	struct addenda_row *rows;
	size_t count;
	struct addenda_counts footer[2];
	char footer_before[64], footer_after[64]; /* file names the footer gives, "" when none */
};

/* A row of a conversion table: from `effective` on, `code` stands for what `previous` held. */
struct conversion_row {
	const char *code;
	icd_date effective;
	const char *previous_text; /* the cell as published, ends trimmed */
	const char **previous;     /* codes it names, stored spelling; ranges are given as "from-to" */
	size_t previous_count;     /* 0 for "None" and the like */
	uint32_t line;             /* line of the CSV, row of the sheet */
};

/* Orders rows by code, date and previous codes; 0 for two that say the same, whatever their words. */
int conversion_compare(const struct conversion_row *a, const struct conversion_row *b);

struct conversion_table {
	struct conversion_row *rows;
	size_t count;
	/* Rows that could not be read, one sentence each (with line or row): reported, never guessed. */
	const char **unread;
	size_t unread_count;
};

/* The codes of a POA-exempt list, in file order. */
struct poa_list {
	const char **codes;
	size_t count;
	unsigned long last_order; /* the highest order number of its rows */
};

/* The lists of diagnoses of the Medicare Code Editor (lookup/edits/records.h), by code and edit, each once. */
struct mce_row {
	const char *code;
	enum icd_edit edit;
};

struct mce_list {
	struct mce_row *rows;
	size_t count;
	struct {
		bool has;
		uint16_t from, to; /* years, both included */
	} ages[ICD_EDIT_ADULT + 1];
};

/*
 * A general equivalence mapping (lookup/icd9/records.h; spans are not set yet). Rows may stand in any order in the file.
 */
struct gem_row {
	const char *source; /* stored spelling */
	struct icd_gem_row says;
	uint32_t line;
};

/* By source, then target, then flags: 0 for rows that say the same. */
int gem_row_compare(const struct gem_row *a, const struct gem_row *b);

struct gem_table {
	struct gem_row *rows; /* ordered by gem_row_compare */
	size_t count;
	bool uses_lf;   /* lines end in LF, not in CRLF as published */
	bool canonical; /* writing the rows in this order with that line end gives the file back byte for byte */
};

/*
 * The tabular list: places (chapters, sections, diags) in document order.
 * Everything between the title of a place and its first child, and after its
 * children, is an entry; the sequence of entries gives the XML back.
 */
struct entry {
	enum icd_entry_kind kind;
	uint8_t flags;         /* ICD_ENTRY_OPENS: first of its list element; ICD_ENTRY_LATE: after the children */
	const char *text;      /* as written, white space and all; raw XML for ICD_ENTRY_XML */
	const char *character; /* sevenChrDef extension: its char attribute; else "" */
	uint8_t doubt;         /* ENTRY_CAME_IN_WINDOW and the like, of lists rebuilt and those that follow them */
};

/*
 * Lists that were rebuilt from addenda stand between two published ones. What the addenda do not tell as the later
 * published list has it came or went on some day between those two: then the entry of the first list that has
 * it, or of the last one, says so.
 */
enum { ENTRY_CAME_IN_WINDOW = 1, ENTRY_WENT_IN_WINDOW = 2 };

struct place {
	enum icd_place_kind kind;
	const char *name;  /* chapter number, section id as written, or code (stored spelling) */
	const char *title; /* desc */
	const char *first; /* of a section: its first category (stored), "" when it is empty */
	size_t parent;     /* index of the enclosing place, SIZE_MAX for chapters */
	bool placeholder;  /* diag placeholder="true" */
	struct entry *entries;
	size_t entry_count;
	uint32_t line;
	uint32_t number; /* of a code, as in struct code_row */
};

struct tabular_list {
	struct place *places;
	size_t count;
	const char *front; /* the root's start tag and the raw XML up to the first chapter (version, introduction) */
	uint32_t note_count[ICD_NOTE_KINDS + 1]; /* <note> elements by kind; last: children of sevenChrDef */
	uint32_t diag_count, section_count, chapter_count;
};

/*
 * A term of the alphabetic index or of one of the tables, in document order: what it says, as the index stores
 * it, but for the spans. An element that holds no text is NULL there, as one that is not there; one that is
 * repeated has its texts joined by ", ".
 *
 * To give the XML back: the title; then `raw`, or where that is NULL the parts in the schema's order; then the
 * subterms, each with what stands after it. `raw` and `behind` are for lists unlike all so far: elements out of
 * the schema's order, empty, repeated or after subterms.
 */
struct index_term {
	struct icd_index_term *says; /* written by who reads the list; then lists made from it share it */
	const char *
		plain; /* the title with its modifiers in place, white space folded: "Abasia (-astasia) (hysterical)" */
	size_t parent; /* index of the enclosing term, SIZE_MAX for main terms */
	uint32_t line;
};

/* What each kind is called in messages. */
extern const char *const index_names[ICD_INDEXES];

struct index_list {
	struct index_term *terms;
	size_t count;
	const char **letters; /* titles of the letters ... */
	size_t *letter_first; /* ... and the index of each letter's first term */
	size_t letter_count;
	const char *version, *title; /* "" where the list has none (the tables have no title) */
	const char **heads;          /* of the tables: column titles, heads[0] is column 1 */
	uint8_t head_count;
	const char *root;  /* the root's start tag without brackets: name and attributes */
	const char *front; /* raw XML between the root's start and the first letter */
};

struct release_file {
	const char *path;      /* as found, for messages */
	struct icd_file about; /* what the index keeps of it; its checksum is that of its own bytes, unpacked */
};

struct release {
	icd_date effective;
	struct release_file *files;
	size_t file_count;
	/* Each is NULL where no such file is at hand. */
	struct code_table *order, *codes;
	struct addenda *order_addenda, *codes_addenda;
	struct conversion_table *conversion;
	struct poa_list *poa;
	struct mce_list *mce;
	struct gem_table *gems[ICD_GEMS];
	struct tabular_list *tabular;
	bool tabular_rebuilt;       /* from an older list and addenda (rebuild/) */
	struct icd_account addenda; /* what became of their lines; filled in by rebuild/ */
	struct index_list *index[ICD_INDEXES];
	struct addendum *tabular_addendum, *index_addenda[ICD_INDEXES];
	struct guidelines *guidelines; /* guidelines/guidelines.h */
	const char *blamed[2]; /* when the release cannot be taken: paths of the files at fault, NULL where none is */
};

/*
 * The readers. Each reads one input whole into `pool`. On failure: one sentence
 * "name:line: what, what was expected", false, and *out untouched.
 */
bool read_order(const struct input *in, struct icd_pool *pool, struct code_table **out, struct icd_error *err);
bool read_codes(const struct input *in, struct icd_pool *pool, struct code_table **out, struct icd_error *err);
bool read_addenda(const struct input *in, struct icd_pool *pool, struct addenda **out, struct icd_error *err);
bool read_conversion_csv(const struct input *in, struct icd_pool *pool, struct conversion_table **out,
			 struct icd_error *err);
bool read_conversion_xlsx(const struct input *in, struct icd_pool *pool, struct conversion_table **out,
			  struct icd_error *err);
bool read_poa(const struct input *in, struct icd_pool *pool, struct poa_list **out, struct icd_error *err);
bool read_mce(const struct input *in, struct icd_pool *pool, struct mce_list **out, struct icd_error *err);
/* Are these CMS's definitions of Medicare code edits, and from when on do they hold by their own words? 0: not said. */
bool mce_is_title(const struct input *in);
icd_date mce_effective(const struct input *in);
bool read_gem(const struct input *in, enum icd_gem gem, struct icd_pool *pool, struct gem_table **out,
	      struct icd_error *err);
/* Which mapping the input is, by its rows; ICD_FILE_UNKNOWN for everything else. */
enum icd_file_kind gem_kind(const struct input *in);
bool read_tabular(const struct input *in, struct icd_pool *pool, struct tabular_list **out, struct icd_error *err);
bool read_index(const struct input *in, struct icd_pool *pool, struct index_list **out, struct icd_error *err);
/* The table of drugs as CSV: the same terms as the XML gives. */
bool read_drug_csv(const struct input *in, struct icd_pool *pool, struct index_list **out, struct icd_error *err);

#endif
