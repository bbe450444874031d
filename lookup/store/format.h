/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The constants of the index file. Both programs use them; icd10-index(5) says
 * the same to people. Numbers once given are not used again for something else.
 */
#ifndef ICD_STORE_FORMAT_H
#define ICD_STORE_FORMAT_H

/*
 * Readers refuse an index of another version. It is counted up with each change of the layout of records
 * or of what they mean; tests/format/ holds the files that define both against it.
 */
#define ICD_FORMAT_VERSION 7

/* Blocks that lie in each other, at most: V00-V99 in V00-X58 are two. */
#define ICD_BLOCKS_MAX 8

/* Kinds of place that carry notes. A block over sections is kept as a section is. */
enum icd_place_kind { ICD_PLACE_CHAPTER, ICD_PLACE_SECTION, ICD_PLACE_CODE };

/*
 * What can stand at a place of the tabular list. The first nine are the kinds of
 * note, in the order a card shows them; the rest keeps the list complete.
 */
enum icd_entry_kind {
	ICD_NOTE_INCLUDES,
	ICD_NOTE_INCLUSION_TERM,
	ICD_NOTE_EXCLUDES1,
	ICD_NOTE_EXCLUDES2,
	ICD_NOTE_CODE_FIRST,
	ICD_NOTE_USE_ADDITIONAL,
	ICD_NOTE_CODE_ALSO,
	ICD_NOTE_NOTE,
	ICD_NOTE_SEVENTH_CHARACTER, /* sevenChrNote */
	ICD_NOTE_KINDS,
	ICD_ENTRY_SEVENTH = ICD_NOTE_KINDS, /* sevenChrDef/extension */
	ICD_ENTRY_SEVENTH_NOTE,             /* sevenChrDef/note */
	ICD_ENTRY_XML,                      /* any other element (visualImpairment, sectionIndex, ...), raw */
	ICD_ENTRY_KINDS
};

/* The first entry of its list element: an element that repeats a kind starts anew. */
#define ICD_ENTRY_OPENS 1u
/* Stands after the place's children. */
#define ICD_ENTRY_LATE 2u
/* An element without any note: text is empty, nothing to show. */
#define ICD_ENTRY_EMPTY 4u
/*
 * It came, or went, on some day between two published lists, and no addendum says on which: its first span begins with a
 * list that was rebuilt, or with the published one after such; its last span ends likewise.
 */
#define ICD_ENTRY_CAME_IN_WINDOW 8u
#define ICD_ENTRY_WENT_IN_WINDOW 16u
/* Of the flags above, those that tell of the list itself. */
#define ICD_ENTRY_OF_LIST (ICD_ENTRY_OPENS | ICD_ENTRY_LATE | ICD_ENTRY_EMPTY)

enum icd_index_kind { ICD_INDEX_ALPHABETIC, ICD_INDEX_CAUSE, ICD_INDEX_DRUG, ICD_INDEX_NEOPLASM, ICD_INDEXES };

/* The general equivalence mappings, by the code set of their sources. */
enum icd_gem { ICD_GEM_FROM_9, ICD_GEM_FROM_10, ICD_GEMS };

/* Kinds of release file. */
enum icd_file_kind {
	ICD_FILE_UNKNOWN,
	ICD_FILE_ORDER,
	ICD_FILE_CODES,
	ICD_FILE_ORDER_ADDENDA,
	ICD_FILE_CODES_ADDENDA,
	ICD_FILE_TABULAR,
	ICD_FILE_INDEX,
	ICD_FILE_CAUSE,
	ICD_FILE_DRUG,
	ICD_FILE_NEOPLASM,
	ICD_FILE_CONVERSION_CSV,
	ICD_FILE_CONVERSION_XLSX,
	ICD_FILE_POA,
	/* Documents that tell what a release changes in its lists. */
	ICD_FILE_TABULAR_ADDENDA,
	ICD_FILE_INDEX_ADDENDA,
	ICD_FILE_CAUSE_ADDENDA,
	ICD_FILE_DRUG_ADDENDA,
	ICD_FILE_NEOPLASM_ADDENDA,
	ICD_FILE_GUIDELINES,  /* the document, or what pdftohtml -xml writes of it */
	ICD_FILE_MCE,         /* Definitions of Medicare Code Edits, as text */
	ICD_FILE_GEM_FROM_9,  /* general equivalence mapping of ICD-9-CM to ICD-10-CM ... */
	ICD_FILE_GEM_FROM_10, /* ... and back */
	ICD_FILE_KINDS
};

#endif
