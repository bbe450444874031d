/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of releases that came without them, rebuilt: the published list before, changed as the addenda of each release
 * tell. Builder only.
 *
 * Releases are handed over in stretches: those after a published list, up to and with the one that has the next (or
 * the last release). What the next published list has decides: where it differs from what the addenda told, the lists
 * rebuilt in between are set right, and the change keeps its window (struct entry, `doubt`).
 */
#ifndef ICD_BUILD_REBUILD_REBUILD_H
#define ICD_BUILD_REBUILD_REBUILD_H

#include "common/report.h"
#include "read/release.h"

struct rebuilder; /* keeps the published list read last */

struct rebuilder *rebuilder_start(void);
void rebuilder_free(struct rebuilder *rebuilder);

/* The published list read last, of a release before those that are handed over next. */
void rebuild_from(struct rebuilder *rebuilder, const struct tabular_list *published, icd_date date);

/*
 * Gives tabular lists to those of the releases that have none and have an addendum, where a published one came before.
 * Before the first published one, releases with an order or codes file get what that was before its addenda: the lists
 * live in the pools, one a release, and use texts of the rebuilder until the next stretch. The report gets what became of each addendum's lines and, where a published
 * list ends the stretch, in what the two differ.
 */
void rebuild_tabular(struct rebuilder *rebuilder, struct release *const *releases, struct icd_pool *const *pools,
		     size_t count, struct report *report);

#endif
