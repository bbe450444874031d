/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records of the index and their encoding. The builder encodes, the reader
 * decodes; both stand side by side in record.c. icd10-index(5) describes the bytes.
 *
 * Time. Facts come in sequences: the code sets (order, codes or addenda files), the
 * tabular lists, the POA-exempt lists. A span says from which to which member of its
 * sequence a fact holds (indexes into struct icd_sequence, both ends included).
 *
 * Decoded records live in the icd_pool given; their texts point into the index file
 * and stay valid until the store is closed.
 */
#ifndef ICD_STORE_RECORD_H
#define ICD_STORE_RECORD_H

#include "base/base.h"
#include "memory/buffer.h"
#include "memory/memory.h"
#include "format.h"
#include "key.h"
#include "phrases.h"
#include "reference.h"

#include <stdbool.h>
#include <stdint.h>

#define ICD_RELEASES_MAX 4096

/* ---- sequences and releases ---- */

struct icd_member {
	uint16_t release; /* index into the releases */
	icd_date date;    /* its effective date */
	icd_date gap;     /* first date on which a release not held may have changed things since the
	                       member before; 0 when none is missing between the two */
};

struct icd_sequence {
	uint16_t count;
	struct icd_member *at; /* by date, ascending */
};

/* Flags of a file. */
enum {
	ICD_FILE_LF = 1,        /* lines end in LF, not CRLF */
	ICD_FILE_IRREGULAR = 2, /* rows are not laid out as published: cannot be given back byte for byte */
	ICD_FILE_OVERRULED = 4, /* another file of the release decided what of its rows holds: the same */
};

struct icd_file {
	enum icd_file_kind kind;
	uint8_t flags;
	const char *name;
	uint64_t size;
	const char *sha256; /* hex */
};

/* Flags of a release. */
enum {
	ICD_RELEASE_DERIVED = 1,        /* billability derived from the tabular list: no order or codes file */
	ICD_RELEASE_ADDENDA = 2,        /* code set rebuilt from the release before and addenda */
	ICD_RELEASE_ORDER = 4,          /* an order file was read */
	ICD_RELEASE_CODES = 8,          /* a codes file was read */
	ICD_RELEASE_REBUILT = 32,       /* tabular list rebuilt from an older one and addenda */
	ICD_RELEASE_REBUILT_INDEX = 64, /* the same of the index or table of the kind: this << icd_index_kind */
};

/* What became of the lines of a release's addenda, and how the published lists differ from what addenda told: sentences. */
struct icd_account {
	uint32_t lines; /* that have a label */
	uint32_t unplaced_count, difference_count;
	const char **unplaced, **differences;
};

struct icd_release {
	icd_date date;
	uint32_t flags;
	uint32_t billable, headers;         /* of its code set */
	uint32_t diags;                     /* of its tabular list */
	uint32_t notes[ICD_NOTE_KINDS + 1]; /* <note> elements by kind; last: in sevenChrDef */
	uint32_t poa;                       /* codes on its POA-exempt list */
	uint32_t edits;                     /* codes on lists of the Medicare Code Editor */
	uint32_t gems[ICD_GEMS];            /* rows of its general equivalence mappings */
	uint32_t guidelines;                /* sections of its official guidelines */

	/* What it was made from: of a store, only after icd_store_sources. */
	const char *tabular_digest;            /* hex digest of the list's content (digest.h), "" when none */
	const char *index_digest[ICD_INDEXES]; /* of each index or table as index_xml.h writes it, "" when none */
	const char *guidelines_digest;         /* of their numbers, titles and texts (digest.h), "" when none */
	struct icd_file *files;
	uint32_t file_count;
	struct icd_account addenda;
};

struct icd_about {
	struct icd_release *releases;
	uint16_t release_count;
	struct icd_sequence sets, lists, poa;
	struct icd_sequence index[ICD_INDEXES];
	struct icd_sequence edits; /* editions of the Medicare Code Editor */
	struct icd_sequence gems[ICD_GEMS];
	struct icd_sequence guidelines; /* editions of the official guidelines */
	uint32_t code_count;            /* ordinals are 0 .. code_count - 1 */
	uint64_t words; /* icd_stemmer_fingerprint() of the builder: by which words it was made searchable */
};

/* ---- dated facts ---- */

struct icd_span {
	uint16_t first, last;
};

enum icd_state { ICD_ABSENT, ICD_HEADER, ICD_BILLABLE };

/* A stretch of code sets over which a code was a header or billable. */
struct icd_run {
	struct icd_span span; /* of the code sets */
	enum icd_state state;
	icd_date since; /* when a conversion table dates its start better than the code sets; else 0 */
	icd_date until; /* likewise the first day it no longer held; else 0 */
};

struct icd_runs {
	uint32_t count;
	struct icd_run *at;
};

struct icd_dated_text {
	struct icd_span span;
	const char *text;
};

struct icd_texts {
	uint32_t count;
	struct icd_dated_text *at; /* ascending, not overlapping */
};

/* One entry of a place in the tabular list. Entries stand in document order: those that
 * hold in one list, taken in turn, are that list. */
struct icd_entry {
	enum icd_entry_kind kind;
	uint8_t flags;         /* ICD_ENTRY_* */
	const char *text;      /* as written */
	const char *character; /* ICD_ENTRY_SEVENTH: the extension's char */
	uint32_t span_count;
	struct icd_span *spans; /* of the lists */
	uint32_t reference_count;
	struct icd_reference *references;
};

struct icd_entries {
	uint32_t count;
	struct icd_entry *at;
};

struct icd_child {
	const char *code;        /* stored spelling; of a chapter's section: its section key */
	struct icd_runs runs;    /* of a section: none */
	struct icd_texts titles; /* of a code: display titles over the sets; of a section: ids over the lists */
	uint32_t span_count;     /* of a section's category: the lists in which it stands there */
	struct icd_span *spans;
	bool fetched; /* by icd_store_children */
};

/* A code's record has only the codes of its children: their runs and titles stand in their own records, and
 * icd_store_children fetches them. A section's and a chapter's have all of it. */
struct icd_children {
	uint32_t count;
	struct icd_child *at;
	struct icd_pool *pool; /* of a code's: that of the record; NULL: they have all of it */
};

/* What a conversion table says: from `date` on, these codes stand (or stood) on the other side. */
struct icd_conversion {
	icd_date date;
	uint32_t count;
	const char **codes; /* stored spelling; a range as "from-to" */
	const char *text;   /* the table's own words, "" where they are just these codes */
};

struct icd_conversions {
	uint32_t count;
	struct icd_conversion *at;
};

/* Being a diag of the tabular list. */
struct icd_diag {
	struct icd_span span; /* of the lists */
	bool placeholder;
	const char *title; /* "" when it is the display title in force on the list's date */
};

struct icd_code_record {
	char code[ICD_CODE_SIZE]; /* the record's key has it */
	uint32_t ordinal, last;   /* place in tabular order; ordinal of the last code below it */
	struct icd_runs runs;
	struct icd_texts long_titles;    /* order file's, over the sets */
	struct icd_texts short_titles;   /* "" where it is the long title */
	struct icd_texts display_titles; /* only where the tabular list spells the long title with accents */
	uint32_t diag_count;
	struct icd_diag *diags;
	struct icd_texts sections;    /* of a category: the key of the section it stands in, over the lists */
	const char *derived_section;  /* of a category that no list has: the key of the section it falls into by its
	                                place among the codes; "" for none */
	struct icd_children children; /* in tabular order */
	uint32_t poa_count;
	struct icd_span *poa;            /* of the POA lists */
	struct icd_conversions replaced; /* what this code replaced */
	struct icd_conversions replaced_by;
	uint32_t twin_count;
	const char **twins; /* codes that ever had a title of this one's, where either was deleted; stored spelling */
	struct icd_entries entries;
};

/* A section, or a block over sections: that has no categories itself. */
struct icd_section_record {
	uint16_t chapter;
	uint32_t first, last;           /* ordinals of all codes that were ever below it; of an empty one 1 and 0 */
	struct icd_texts ids;           /* "M50-M54", over the lists */
	struct icd_texts titles;        /* desc as written, over the lists */
	struct icd_texts blocks;        /* the key of the block it lies directly in, over the lists */
	struct icd_children categories; /* those that no list has, but that fall into it, without spans */
	struct icd_entries entries;
};

struct icd_chapter_record {
	uint16_t number;
	struct icd_texts titles; /* desc as written: "Diseases ... (M00-M99)", over the lists */
	struct icd_children sections;
	struct icd_entries entries;
};

/* A note elsewhere that refers to codes of a category. */
struct icd_incoming {
	enum icd_place_kind place;
	const char *name;       /* code, section key or chapter number of the place that carries it */
	const char *label;      /* how the place is named to people: code without dot, section id, number */
	uint32_t first, last;   /* ordinals of the codes below that place; of an empty one first > last */
	struct icd_entry entry; /* whole, with all its references */
};

/* Codes from the first to the last ordinal. */
struct icd_interval {
	uint32_t first, last;
};

struct icd_incoming_record {
	uint32_t count;
	struct icd_incoming *at;
};

/* One of them that is not decoded yet: it may mean `count` codes from the ordinal `first` on. */
struct icd_incoming_head {
	uint64_t first, count;
	struct icd_reader note;
};

struct icd_incoming_heads {
	uint32_t count;
	struct icd_incoming_head *at;
};

/* ---- codes in tabular order ---- */

#define ICD_BLOCK_CODES 448 /* codes in one block of ICD_TABLE_ORDINAL: the block fills a page */
#define ICD_BLOCK_ITEM  9   /* bytes of one: code padded with NUL to seven, class of history big-endian */

/* ---- some of the codes ---- */

/*
 * Of a release (ICD_TABLE_CHANGED): the codes of which some dated fact begins or ends with it (icd_code_turns in dated.h):
 * what is another in one release than in an earlier one is so by a release between the two.
 */
struct icd_ordinals {
	uint32_t count;
	uint32_t *ordinals; /* ascending */
};

/* The codes whose titles for display say that they are unspecified ones (icd_text_unspecified): all of their titles say so,
 * or only some, and then the one in force tells. So that whoever counts many codes need not read their titles. */
struct icd_unspecified {
	struct icd_ordinals always, at_times;
};

/* ---- what an official file holds beside the facts (ICD_TABLE_EXPORT) ---- */

/* In the file, `code` stands right after `after` (UINT32_MAX: first), not where tabular order has it.
 * Moves are to be made in turn. */
struct icd_move {
	uint32_t code, after; /* ordinals */
};

struct icd_moves {
	uint32_t count;
	struct icd_move *at;
};

/* An order or codes file: its moves. A tabular list: the XML before its chapters, its moves, and the
 * diags that stand in another diag than the longest one their code begins with. */
struct icd_export_record {
	const char *front;
	struct icd_moves moves;
	struct icd_moves parents; /* `after` is the diag it stands in */
};

/* ---- encoding ---- */

void icd_put_about(struct icd_buffer *out,
		   const struct icd_about *record); /* without what the releases were made from */
void icd_put_sources(struct icd_buffer *out, const struct icd_about *record); /* and that */
void icd_put_code(struct icd_buffer *out, const struct icd_code_record *record);
void icd_put_section(struct icd_buffer *out, const struct icd_section_record *record);
void icd_put_chapter(struct icd_buffer *out, const struct icd_chapter_record *record);
void icd_put_incoming(struct icd_buffer *out, const struct icd_incoming_record *record);
void icd_put_runs(struct icd_buffer *out, const struct icd_runs *record);
void icd_put_spans(struct icd_buffer *out, const struct icd_span *spans, uint32_t count);
void icd_put_ordinals(struct icd_buffer *out, const struct icd_ordinals *record);
void icd_put_unspecified(struct icd_buffer *out, const struct icd_unspecified *record);
void icd_put_export(struct icd_buffer *out, const struct icd_export_record *record);

/* Decoders: false when the bytes are no such record or memory ran out. The record of a code is read by its code, which is
 * its key's name. */
bool icd_get_about(struct icd_reader *in, struct icd_pool *pool, struct icd_about *about);
/* Into the releases of an `about` that was read before. */
bool icd_get_sources(struct icd_reader *in, struct icd_pool *pool, struct icd_about *about);
bool icd_get_code(struct icd_reader *in, struct icd_pool *pool, const char *code, struct icd_code_record *record);
/* The same with one title alone, that which people are shown as of the code set: among those for display. */
bool icd_get_code_on(struct icd_reader *in, struct icd_pool *pool, const char *code, uint16_t set,
		     struct icd_code_record *record);
/* Its runs and titles alone; whoever reads many codes needs no more. The rest is not set. */
bool icd_get_code_start(struct icd_reader *in, struct icd_pool *pool, const char *code, struct icd_code_record *record);
/* Does its record have the title in any release, long, short or for display, whatever is capital? False on failure, too:
 * the reader then has failed. */
bool icd_get_code_titled(struct icd_reader *in, const char *title);
/* Of its record its ordinal and that of the last code below it; the reader then stands at its runs. */
bool icd_get_code_place(struct icd_reader *in, uint32_t *ordinal, uint32_t *last);
/* Of its record what a child of another one has: runs and titles. */
bool icd_get_child(struct icd_reader *in, struct icd_pool *pool, struct icd_child *child);
bool icd_get_section(struct icd_reader *in, struct icd_pool *pool, struct icd_section_record *record);
bool icd_get_chapter(struct icd_reader *in, struct icd_pool *pool, struct icd_chapter_record *record);
/* Added to those that the record has already. */
bool icd_get_incoming(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_record *record);
/* The same of those alone that may mean a code of the range; NULL: of all. */
bool icd_get_incoming_of(struct icd_reader *in, struct icd_pool *pool, const struct icd_interval *of,
			 struct icd_incoming_record *record);
/* The heads alone: whoever asks for many codes decodes a note when the first one wants it. The bytes stay in use. */
bool icd_get_incoming_heads(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_heads *heads);
bool icd_incoming_may_mean(const struct icd_incoming_head *head, const struct icd_interval *of);
/* Decodes the note of a head, once. */
bool icd_get_incoming_note(struct icd_incoming_head *head, struct icd_pool *pool, struct icd_incoming *one);
bool icd_get_runs(struct icd_reader *in, struct icd_pool *pool, struct icd_runs *runs);
/* Reads spans without keeping them: do they have the member? */
bool icd_get_long_spans_have(struct icd_reader *in, uint16_t member);
/* The same. Most are one span with numbers of one byte: thousands are passed over. */
static inline bool icd_get_spans_have(struct icd_reader *in, uint16_t member)
{
	const unsigned char *at = in->at;
	if (in->failed || in->end - at < 3 || at[0] != 1 || at[1] >= 0x80 || at[2] >= 0x80)
		return icd_get_long_spans_have(in, member);
	in->at += 3;
	return at[1] <= member && member <= at[1] + at[2];
}
/* In the pool; a reader that fails leaves *count as it was read. */
struct icd_span *icd_get_spans(struct icd_reader *in, struct icd_pool *pool, uint32_t *count);
bool icd_get_ordinals(struct icd_reader *in, struct icd_pool *pool, struct icd_ordinals *record);
bool icd_get_unspecified(struct icd_reader *in, struct icd_pool *pool, struct icd_unspecified *record);
bool icd_get_export(struct icd_reader *in, struct icd_pool *pool, struct icd_export_record *record);

/* Do all spans of a record lie within the sequences? A record that does not fit is damaged. */
bool icd_runs_fit(const struct icd_runs *runs, const struct icd_about *about);
bool icd_code_fits(const struct icd_code_record *record, const struct icd_about *about);
bool icd_child_fits(const struct icd_child *child, const struct icd_about *about);
bool icd_code_start_fits(const struct icd_code_record *record, const struct icd_about *about);
bool icd_section_fits(const struct icd_section_record *record, const struct icd_about *about);
bool icd_chapter_fits(const struct icd_chapter_record *record, const struct icd_about *about);

#endif
