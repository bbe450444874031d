/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing the index and putting it in its place: under a lock against a second
 * builder, aside, synced, then renamed over the old one. Builder only.
 *
 * Until the rename the old index is untouched, whatever happens; readers that have it
 * open keep it.
 */
#ifndef ICD_BUILD_WRITE_PUBLISH_H
#define ICD_BUILD_WRITE_PUBLISH_H

#include "facts.h"

struct publication;

/* Makes the folder of `path` where it is missing and takes the lock; fails at once when another builder
 * holds it. */
bool publish_start(const char *path, struct publication **out, struct icd_error *err);

/* Writes the records (sorted by key here) and puts the file in its place. */
bool publish_records(struct publication *publication, struct records *records, struct icd_error *err);

/* Size of the published file in bytes. */
unsigned long long publish_size(const struct publication *publication);

/* Releases the lock and removes what was not published. */
void publish_end(struct publication *publication);

#endif
