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

/* Its digest as the index gives it back, to be compared with the release's index_digest[kind]. */
bool icd_index_digest(struct icd_store *store, enum icd_index_kind kind, uint16_t member, char out[ICD_DIGEST_SIZE],
		      struct icd_error *err);

#endif
