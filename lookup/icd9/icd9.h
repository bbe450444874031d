/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ICD-9-CM and today's codes, both ways: what the general equivalence mappings (GEM) say, and what the history of
 * ICD-10-CM makes of it on a date. The mappings were made for one release and not kept up: codes that are newer are
 * followed back to codes that a mapping has, and targets on to the codes of the date. For commands, checks and scans.
 *
 * The door of lookup/icd9/, beside records.h.
 */
#ifndef ICD_ICD9_ICD9_H
#define ICD_ICD9_ICD9_H

#include "icd9_code.h"
#include "view/successor.h"

/* A code of ICD-10-CM that a mapping has, from which the code asked for is known. */
struct icd_mapped_source {
	const char *code;       /* stored spelling */
	struct icd_turn turn;   /* when the code asked for came from it, or became it; all 0: it is that code itself */
	enum icd_source source; /* how that is known, the least sure of all steps */
};

/* A row of a mapping. Single rows are alternatives. Those of a combination count together: of each scenario, one code
 * from each of its choice lists. */
struct icd_mapped_row {
	const char *source; /* the code the mapping has, stored spelling */
	const char *target; /* stored spelling; "": the mapping says that there is none */
	bool approximate, combination;
	uint8_t scenario, choice; /* from 1; 0 of single rows */
	/* Of targets in ICD-10-CM: */
	const char *title;      /* as of the date; NULL: no release held has the code */
	enum icd_status status; /* on the date */
	struct icd_turn turn;   /* when it stopped being billable; all 0 where it did not */
	uint32_t today_count;
	const char *
		*today; /* the codes that stand for it on the date: itself, or what replaced it, or what it replaced */
};

struct icd_mapping {
	enum icd_gem gem;
	const char *code; /* asked for, stored spelling */
	/* Of a code of ICD-10-CM, as of the date: */
	const char *title; /* NULL: no release has it */
	enum icd_status status;
	icd_date edition;      /* the release of the mapping; 0: none is held */
	icd_date back_edition; /* of the mapping the other way; 0: none is held */
	uint32_t source_count;
	struct icd_mapped_source *sources;
	uint32_t count;
	struct icd_mapped_row *at; /* single rows first, then by scenario, choice list and target */
	/* Codes on the other side, each once: of ICD-10-CM as of the date, of ICD-9-CM those of the rows. */
	uint32_t today_count;
	struct icd_successor *today;
	/* Codes from which the mapping the other way leads here. */
	uint32_t back_count;
	const char **back;
	/* Where it has no row, codes of the mapping that begin so: those of the header V72.0, of the category 250. */
	uint32_t below_count;
	const char **below;
};

/* Has a mapping the code, on either side? */
static inline bool icd_mapping_found(const struct icd_mapping *mapping)
{
	return mapping->count || mapping->back_count;
}

/*
 * What the mapping from a code set says of one of its codes, by the edition in force on the date of the view, the first
 * one for earlier dates. `code` is in stored spelling. What is found is in the pool. False when a record cannot be read or
 * memory runs out.
 */
bool icd_mapping_make(const struct icd_view *view, struct icd_pool *pool, enum icd_gem gem, const char *code,
		      struct icd_mapping *out, struct icd_error *err);

/* Does the mapping from ICD-9-CM have the code? For many questions: nothing but that is looked up. */
enum icd_found icd9_is_code(const struct icd_view *view, const char *code, struct icd_error *err);

/* Calls `visit` for each code that the mapping from ICD-9-CM has, in any edition. */
bool icd9_each_code(const struct icd_view *view, void (*visit)(void *context, const char *code), void *context,
		    struct icd_error *err);

/* What a code of ICD-9-CM is today, in a sentence without full stop: "a code of ICD-9-CM; by the mapping of 2017-10-01 the
 * same as M54.5, today M54.50, M54.51 or M54.59"; at most four codes by name. Returns out. */
#define ICD_MAPPING_SAY 256
const char *icd_mapping_say(const struct icd_mapping *mapping, char out[ICD_MAPPING_SAY]);

/* The only billable code that stands for a code of ICD-9-CM on the date, in the pool; NULL when it is none, several or a
 * combination. */
const char *icd_mapping_only(const struct icd_mapping *mapping);

#endif
