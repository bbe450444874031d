/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A general equivalence mapping again as the file it is from, byte for byte. For `export` and `verify`. */
#ifndef ICD_OFFICIAL_GEM_EXPORT_H
#define ICD_OFFICIAL_GEM_EXPORT_H

#include "export.h"

/* The kind of file that a mapping comes as. */
extern const enum icd_file_kind icd_gem_files[ICD_GEMS];
/* "GEM from ICD-9-CM", "GEM from ICD-10-CM" */
extern const char *const icd_gem_names[ICD_GEMS];

/* An edition (index into about->gems[gem]), its rows by source and target. */
bool icd_export_gem(struct icd_store *store, enum icd_gem gem, uint16_t edition, const struct icd_sink *sink,
		    struct icd_error *err);

#endif
