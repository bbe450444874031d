/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole way from paths to a published index. Builder only.
 */
#ifndef ICD_BUILD_BUILD_H
#define ICD_BUILD_BUILD_H

#include "base/base.h"
#include "common/report.h"

#include <stdbool.h>
#include <stddef.h>

struct build_options {
	const char *output; /* the index file */
	icd_date effective; /* 0: from folders, checksums and names */
	bool progress;      /* a line on stderr that says what is being read */
};

/* Builds and publishes; what there is to say is in the report, the failure in err. */
bool build_index(const struct build_options *options, char *const *paths, size_t count, struct report *report,
		 struct icd_error *err);

#endif
