/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Dated events: what happened to a code, and when. For `history`, and for `changes` (changes.h),
 * which tells the same events between two releases.
 *
 * A change is dated by the release that first shows it. Where releases between that one and
 * the one before are not held it came some day in between: `after` is then the last date on which the
 * old state was seen. Dates of conversion tables go before both.
 */
#ifndef ICD_HISTORY_HISTORY_H
#define ICD_HISTORY_HISTORY_H

#include "book/book.h"

enum icd_event_kind {
	ICD_EVENT_ADDED,
	ICD_EVENT_DELETED,
	ICD_EVENT_BECAME_HEADER,
	ICD_EVENT_BECAME_BILLABLE,
	ICD_EVENT_RETITLED,       /* the order file's long title */
	ICD_EVENT_SHORT_RETITLED, /* its short title alone */
	ICD_EVENT_SECTION_ADDED,
	ICD_EVENT_SECTION_DELETED,
	ICD_EVENT_SECTION_RETITLED,
	ICD_EVENT_CHAPTER_RETITLED,
	ICD_EVENT_NOTE_ADDED,
	ICD_EVENT_NOTE_DELETED,
	ICD_EVENT_POA_ADDED,
	ICD_EVENT_POA_REMOVED,
	ICD_EVENTS
};
extern const char *const icd_event_names[ICD_EVENTS]; /* as the contract spells them */

/* Did a note come or go? */
bool icd_event_of_note(enum icd_event_kind kind);

/* How an event touches the codes that were asked for. The nearest counts where there are several. */
enum icd_relation {
	ICD_RELATION_OWN,       /* it happened to one of them, or to a place that was asked for */
	ICD_RELATION_INHERITED, /* a note at a place above */
	ICD_RELATION_INCOMING,  /* an Excludes note elsewhere that names one of them */
};
extern const char *const icd_relation_names[];

/* A thing that was asked for, one of several. */
struct icd_item {
	const char *name; /* as it was asked for */
	uint32_t number;  /* from 0 */
};

struct icd_event {
	enum icd_event_kind kind;
	icd_date date;
	icd_date after;           /* 0: the date is exact */
	bool untold;              /* a note's: releases between are held, and their addenda do not tell of it */
	bool rebuilt;             /* a note's: addenda tell of it, the tabular list itself is not held */
	const char *at;           /* label of the place: "M54.5", "M50-M54", "chapter 13" */
	uint64_t rank;            /* of the place in tabular order */
	uint32_t told;            /* among the events of one place: as the list has its notes */
	bool billable;            /* of a code's own: it is or was billable then */
	enum icd_state state;     /* of a code that came: what it came as; that went: what it was; else ICD_ABSENT */
	const char *from, *to;    /* titles, texts of notes (white space folded); NULL where there is none */
	enum icd_entry_kind note; /* of notes: the kind */
	const char **others;      /* stored codes: what replaced this one or what it replaced */
	uint32_t other_count;
	enum icd_source source;
	const char *words; /* the conversion table's own words where they are not just codes, else "" */
	enum icd_relation relation;
	const struct icd_item **mine; /* of what was asked for, what it touches; none of the whole book */
	uint32_t mine_count;
	uint64_t *touched; /* of many: a bit for each, by its number */
	uint32_t touched_size;
	uint32_t named_count; /* so many of the last ones are only named by the note */
};

/* Live in a pool. Where memory runs out an event that nobody sees is written to, and the pool says so: who
 * makes an answer looks at that once. */
struct icd_events {
	uint32_t count;
	size_t capacity;
	struct icd_event *at;
	struct icd_event lost;
};

/* Adds an empty event. Never NULL. */
struct icd_event *icd_events_add(struct icd_events *events, struct icd_pool *pool, enum icd_event_kind kind,
				 icd_date date, icd_date after);

struct icd_history {
	const char *code;  /* stored spelling */
	const char *label; /* with its dot */
	const char *title; /* the newest one */
	struct icd_code_record *record;
	icd_date held_since;        /* it stood in the first release held, and nothing dates its start: that
	                                   release; else 0 */
	enum icd_state first_state; /* what it was there */
	struct icd_events events;   /* by date */
};

/* All that happened to a code (stored spelling) in the releases held: to itself, and the notes it inherits or that
 * name it, as its card has them. */
enum icd_found icd_history_make(struct icd_store *store, struct icd_pool *pool, const char *code,
				struct icd_history *history, struct icd_error *err);

/* The same for many codes, one after the other: what codes of a category share is read once. The store must stay open. NULL
 * when memory runs out. */
struct icd_histories;
struct icd_histories *icd_histories_start(struct icd_store *store);
enum icd_found icd_history_next(struct icd_histories *histories, struct icd_pool *pool, const char *code,
				struct icd_history *history, struct icd_error *err);
void icd_histories_free(struct icd_histories *histories);

/* ---- the parts that `changes` shares ---- */

/*
 * Notes that stand in only one of two tabular lists, compared as (kind, text with white space folded),
 * as often as they stand there. The place must stand in both; with ICD_NO_LIST all its notes in the other count.
 * `date` and `after` are when what differs between the two changed; a note that came or went in a window of its own
 * (ICD_ENTRY_CAME_IN_WINDOW) gets that one.
 */
#define ICD_NO_LIST UINT16_MAX
void icd_note_events(struct icd_pool *pool, const struct icd_about *about, const struct icd_entries *entries,
		     uint16_t from, uint16_t to, icd_date date, icd_date after, struct icd_events *events);

/* A change that no addendum tells came between the published lists around it. `list` is the first that shows it; the
 * window as members of the lists have it is widened to that. */
void icd_note_window(const struct icd_about *about, uint16_t list, icd_date *date, icd_date *after);

/*
 * What replaced a code, or what it replaced, by an event that has its kind, date and window: by the conversion
 * tables, else from the family. Fills in others, source and words. False when records
 * cannot be read.
 */
bool icd_event_others(struct icd_store *store, struct icd_pool *pool, const struct icd_code_record *record,
		      struct icd_event *event, struct icd_error *err);

#endif
