/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The official guidelines as of a date: their sections, and those that name a code. For everything in lookup/ that
 * answers.
 *
 * An edition is a member of about->guidelines. A date is answered from the newest edition not after it, or from the
 * first one where all are later (icd_guidelines_on).
 */
#ifndef ICD_GUIDELINE_GUIDELINE_H
#define ICD_GUIDELINE_GUIDELINE_H

#include "records.h"

struct icd_guideline {
	const char *number; /* "I.C.13.d.1" */
	const char *title;  /* "" where it has none */
	uint32_t section;   /* the same in other editions, whatever its number there */
	uint16_t depth;     /* how many sections are above it */
};

struct icd_guidelines { /* of one edition */
	uint16_t edition;
	uint32_t count;
	struct icd_guideline *at; /* as they stand in the document */
};

/* The edition in force on a date; -1 when none is held. */
int icd_guidelines_on(const struct icd_about *about, icd_date date);

/* The sections of an edition, in the pool. False for a failure. */
bool icd_guidelines_read(struct icd_store *store, struct icd_pool *pool, uint16_t edition, struct icd_guidelines *out,
			 struct icd_error *err);

/* The section with this number, as icd_guideline_read spells it; NULL when the edition has none. */
const struct icd_guideline *icd_guideline_find(const struct icd_guidelines *guidelines, const char *number);
/* The section that has this number in another edition and another one here; NULL when it is not in this edition. */
const struct icd_guideline *icd_guideline_known(const struct icd_guidelines *guidelines, uint32_t section);

/* The own text of a section, paragraphs parted by a line feed; "" when it has none. False for a failure. */
bool icd_guideline_text(struct icd_store *store, struct icd_pool *pool, uint16_t edition, const char *number,
			const char **out, struct icd_error *err);

/* ---- over time ---- */

/* A section through the editions, as it stood in each stretch of them in which nothing of it changed. */
struct icd_guideline_stretch {
	struct icd_span span; /* of the editions */
	const char *number, *title, *text;
};

struct icd_guideline_history {
	uint32_t count;
	struct icd_guideline_stretch *at; /* ascending */
};

/* The days of a span of editions, both included. */
struct icd_guideline_days {
	icd_date from,
		from_after; /* editions are missing before it: some day after `from_after`, `from` at the latest */
	icd_date to;        /* 0 while the newest edition has it */
};
struct icd_guideline_days icd_guideline_days(const struct icd_about *about, struct icd_span span);

bool icd_guideline_history(struct icd_store *store, struct icd_pool *pool, uint32_t section,
			   struct icd_guideline_history *out, struct icd_error *err);

/* The edition whose numbers the rules of this program cite. */
#define ICD_GUIDELINES_CITED 20251001

/* What became of a section from one edition to another: one of these, or any of the last three. */
enum {
	ICD_GUIDELINE_ADDED = 1,
	ICD_GUIDELINE_REMOVED = 2,
	ICD_GUIDELINE_MOVED = 4, /* it has another number */
	ICD_GUIDELINE_RETITLED = 8,
	ICD_GUIDELINE_REWORDED = 16, /* its own text says something else */
};

struct icd_guideline_change {
	unsigned what;                         /* a sum of ICD_GUIDELINE_* */
	const struct icd_guideline *from, *to; /* NULL in the edition that does not have it */
	const char *from_text, *to_text;       /* "" where it has none */
};

struct icd_guideline_changes {
	struct icd_guidelines from, to;
	uint32_t count;
	struct icd_guideline_change *at; /* as the sections stand in the newer edition; a removed one where it stood */
};

bool icd_guideline_changes(struct icd_store *store, struct icd_pool *pool, uint16_t from, uint16_t to,
			   struct icd_guideline_changes *out, struct icd_error *err);

/*
 * The numbers of sections in all editions, for those who cite many. A number that the rules of this program cite is one
 * of the edition in force on ICD_GUIDELINES_CITED.
 */
struct icd_citations;

bool icd_citations_open(struct icd_store *store, struct icd_citations **out, struct icd_error *err);
void icd_citations_close(struct icd_citations *citations);
/* The number that the section has in the edition in force on a date; `number` itself where no guidelines are held, or
 * one of the two editions does not have it. Valid as long as the store is open. */
const char *icd_cited(struct icd_citations *citations, icd_date on, const char *number);

/* ---- by codes ---- */

enum icd_mentioned {                       /* how a section names a code */
		     ICD_MENTIONED_CODE,   /* itself */
		     ICD_MENTIONED_HEADER, /* a code above it */
		     ICD_MENTIONED_RANGE,  /* a range that it lies in */
		     ICD_MENTIONED_BELOW,  /* a code below it */
};

struct icd_guideline_mention {
	const char *number, *title;
	enum icd_mentioned how;
	const char *from, *to; /* stored spelling: what is named; the same for a single code */
	uint32_t codes;        /* how many codes and headers that means */
};

struct icd_guideline_mentions {
	uint32_t count;
	struct icd_guideline_mention *at; /* one a section: what means the fewest codes first */
};

/*
 * The sections of an edition that name the code (ordinal to last, with all below it) or what it lies in, in the pool.
 * Without `below` not those that name only codes below it.
 */
bool icd_guideline_mentions(struct icd_store *store, struct icd_pool *pool, uint16_t edition,
			    const struct icd_code_record *code, bool below, struct icd_guideline_mentions *out,
			    struct icd_error *err);

/* ---- by words ---- */

struct icd_guideline_hit {
	const struct icd_guideline *section;
	const char *text;
	uint32_t score;
};

struct icd_guideline_hits {
	uint32_t count;
	struct icd_guideline_hit *at; /* the best first */
};

/*
 * The sections that have all the words or, when there are none, most of them; by their stems, title before text.
 * Words that say nothing by themselves ("of") count only where there are no others.
 */
bool icd_guideline_search(struct icd_store *store, struct icd_pool *pool, const struct icd_guidelines *guidelines,
			  const char *words, struct icd_guideline_hits *out, struct icd_error *err);

#endif
