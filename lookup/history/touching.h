/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The notes that came or went between two tabular lists and touch codes without standing at them: those of the places
 * above, which the codes inherit, and the Excludes notes elsewhere that name them. What is told is the difference of
 * the codes' cards on two dates. For history.c and changes.c.
 *
 * A note is one event, however many codes it touches; the event says which (icd_event.mine).
 */
#ifndef ICD_HISTORY_TOUCHING_H
#define ICD_HISTORY_TOUCHING_H

#include "book/book.h"

#include "history.h"

struct icd_touching;

/* The two days whose cards are compared, and the window of the change. */
struct icd_touching_days {
	struct icd_view from, to;
	icd_date date, after; /* as events have them */
};

/* For one answer, or for one after the other. NULL when memory runs out. */
struct icd_touching *icd_touching_start(const struct icd_touching_days *days);
void icd_touching_free(struct icd_touching *touching);

/* Begins an answer: events are added to `events` and live in `pool`. */
void icd_touching_begin(struct icd_touching *touching, struct icd_pool *pool, struct icd_events *events);

/* Notes of a place asked for were told as the last events, from `first` on: they are not told again. `name` is a code,
 * a section key, or "chapter 13". */
void icd_touching_own(struct icd_touching *touching, enum icd_place_kind kind, const char *name, uint32_t first);

/*
 * The notes above a code (stored spelling). It must be in the code set on both days and be known to the two lists;
 * nothing is told of others, whose notes came or went with them. `mine` is how the code was asked for. With `below`
 * the codes below it were asked for too.
 */
bool icd_touching_code(struct icd_touching *touching, const char *code, const struct icd_item *mine, bool below,
		       struct icd_error *err);

/* The same by the code's paths as the two days have them. */
bool icd_touching_paths(struct icd_touching *touching, const struct icd_path *from, const struct icd_path *to,
			const struct icd_item *mine, struct icd_error *err);

/* After all codes: the notes elsewhere that name them, and events that touch none are taken away again. */
bool icd_touching_finish(struct icd_touching *touching, struct icd_error *err);

/* Adds what was asked for to what an event touches, once. */
void icd_event_touches(struct icd_event *event, struct icd_pool *pool, const struct icd_item *mine);

/*
 * Where places stand, to sort by: in tabular order, what takes in more before what takes in less. Of a section or block
 * 0 when no code was ever below it. The chapter's is false when a record cannot be read.
 */
uint64_t icd_code_rank(uint32_t ordinal);
uint32_t icd_rank_ordinal(uint64_t rank); /* of the first code of the place */
uint64_t icd_section_rank(const struct icd_section_record *section);
bool icd_chapter_rank(struct icd_store *store, const struct icd_chapter_record *chapter, uint64_t *rank,
		      struct icd_error *err);

#endif
