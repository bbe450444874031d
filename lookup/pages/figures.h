/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the counts of a summary come to: in all, over time, by group (a provider, a site), by family of codes. For the
 * page that shows them, pages/ only.
 */
#ifndef ICD_PAGES_FIGURES_H
#define ICD_PAGES_FIGURES_H

#include "pages.h"

/* Codes, or claims, of one kind. */
struct figure {
	uint64_t codes, billable;
	uint64_t unspecified;    /* of the billable ones */
	uint64_t claims, faulty; /* those with an error or a warning */
};

/* A point in time, or a group. */
struct figure_slot {
	const char *name;
	int64_t place; /* of a time: its day, month or year, counted from some start */
	struct figure figure;
};

struct figure_code {
	const char *name, *title; /* as shown; the title is "" where it was not asked for */
	enum icd_detail detail;
	bool is_unspecified;
	uint64_t count, unspecified;
	uint64_t *by_group; /* of a member of a family: its count in each group */
};

/* A header with the codes below it that were counted. */
struct figure_family {
	struct figure_code header;
	struct figure_code *members; /* most frequent first */
	uint32_t member_count;
	struct figure *times, *groups; /* as the figures have them */
	struct figure *cells;          /* of each group at each time: [group * time_count + time]; NULL of too many */
};

enum figure_time { FIGURE_NO_TIME, FIGURE_YEARS, FIGURE_MONTHS, FIGURE_DAYS };

struct figures {
	struct figure all;
	uint64_t details[ICD_DETAIL_MALFORMED + 1];
	struct figure_code *bad; /* codes that are not billable, most frequent first */
	uint32_t bad_count;
	struct figure_code *categories; /* those with unspecified codes, most of them first */
	uint32_t category_count;
	enum figure_time time;
	int time_part;             /* which of the two things that the tally is split by is a time; -1: none */
	struct figure_slot *times; /* in their order; of many days their months */
	uint32_t time_count;
	struct figure_slot *groups; /* most codes first; at least two, or none */
	uint32_t group_count;
	struct figure_family *families; /* those asked for, else those with most unspecified codes */
	uint32_t family_count;
};

#define FIGURE_FAMILIES   2 /* that are shown */
#define FIGURE_CATEGORIES 7

/* False when memory runs out, or the index cannot be read. */
bool figures_make(struct icd_pool *pool, const struct summary_page *page, struct figures *figures,
		  struct icd_error *err);

#endif
