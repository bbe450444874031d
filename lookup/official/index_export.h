/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An index or table of a release again in its official form: XML that equals the official
 * file once both are canonical (white space between elements aside). For `export` and `verify`.
 */
#ifndef ICD_OFFICIAL_INDEX_EXPORT_H
#define ICD_OFFICIAL_INDEX_EXPORT_H

#include "export.h"

/* The index that is member `member` of about->index[kind]. */
bool icd_index_export(struct icd_store *store, enum icd_index_kind kind, uint16_t member, const struct icd_sink *sink,
		      struct icd_error *err);

/* The digests of `count` members from `first` on, as the index gives them back, to be compared with index_digest[kind] of
 * their releases; "" for one whose terms are not as many as its head says. */
bool icd_index_digests(struct icd_store *store, enum icd_index_kind kind, uint16_t first, uint16_t count,
		       char (*out)[ICD_DIGEST_SIZE], struct icd_error *err);

#endif
