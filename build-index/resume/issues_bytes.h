/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexes and tables of the first releases as bytes, and back (issues_bytes.c). For resume.c. */
#ifndef ICD_BUILD_RESUME_ISSUES_BYTES_H
#define ICD_BUILD_RESUME_ISSUES_BYTES_H

#include "reindex/reindex.h"

/*
 * The issues of the first `settled` releases, once they are rebuilt. What they are does not depend on releases that come
 * after the next one: addenda of that may hold what a release's own addenda tell.
 */
void issues_put(struct icd_buffer *out, const struct index_issues *issues, size_t settled);

/*
 * The same into issues that were started and have nothing yet: `settled` of them are. The bytes and the pool must live as
 * long as the lists do. False when they are not those of such issues: then they have nothing.
 */
bool issues_get(struct icd_reader *in, struct index_issues *issues, size_t settled, struct icd_pool *pool);

#endif
