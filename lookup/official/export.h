/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A release again in its official form: the order file and the codes file byte for byte,
 * the tabular list as XML that equals the official one once both are canonical (white
 * space between elements aside). For `export` and `verify`.
 *
 * What an official file holds beside the dated facts (the order of its rows, the XML before
 * its chapters) stands in the index's export records.
 */
#ifndef ICD_OFFICIAL_EXPORT_H
#define ICD_OFFICIAL_EXPORT_H

#include "store/store.h"
#include "digest.h"
#include "sink.h"

/* What the XML of a list that was rebuilt says first, in a comment before its root. */
#define ICD_NOT_OFFICIAL "Not an official file"

/* All codes of the index, read once: what exports are written from. */
struct icd_export;

bool icd_export_open(struct icd_store *store, struct icd_export **out, struct icd_error *err);
void icd_export_close(struct icd_export *export);

/* The order or codes file (ICD_FILE_ORDER, ICD_FILE_CODES) of a code set (index into about->sets). */
bool icd_export_table(struct icd_export *export, enum icd_file_kind kind, uint16_t set, const struct icd_sink *sink,
		      struct icd_error *err);

/* The tabular list of a member of about->lists. */
bool icd_export_tabular(struct icd_export *export, uint16_t list, const struct icd_sink *sink, struct icd_error *err);

/* The digest of that list as the index gives it back (digest.h). */
bool icd_export_digest(struct icd_export *export, uint16_t list, char out[ICD_DIGEST_SIZE], struct icd_error *err);

/* The kind of file that a general equivalence mapping comes as. */
extern const enum icd_file_kind icd_gem_files[ICD_GEMS];
/* "GEM from ICD-9", "GEM from ICD-10" */
extern const char *const icd_gem_names[ICD_GEMS];

/* An edition of a mapping (index into about->gems[gem]) byte for byte, its rows by source and target. */
bool icd_export_gem(struct icd_store *store, enum icd_gem gem, uint16_t edition, const struct icd_sink *sink,
		    struct icd_error *err);

/* The file of a kind in a release, NULL when it had none. */
const struct icd_file *icd_release_file(const struct icd_release *release, enum icd_file_kind kind);

#endif
