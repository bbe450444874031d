/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zips: those that hold release files, and workbooks (XLSX), which are zips of XML. Builder only. */
#ifndef ICD_BUILD_COMMON_UNZIP_H
#define ICD_BUILD_COMMON_UNZIP_H

#include "base/base.h"
#include "input.h"

#include <stdbool.h>
#include <stdint.h>
#include <zip.h>

#define FILE_SIZE_MAX ((uint64_t)256 << 20) /* the largest official file has 15 MB */

/* The zip that these bytes are: to be given back with zip_discard, before the bytes are. NULL with one sentence when
 * it was not copied whole, or never was one. */
zip_t *zip_of(const struct input *in, struct icd_error *err);
/* Likewise of an open file, which may be closed before the zip is: its bytes are read as they are needed. */
zip_t *zip_of_file(int fd, const char *name, struct icd_error *err);

/* Unpacks a member, or its first `limit` bytes: out->data is malloc'd, out->name is `name`. */
bool zip_read(zip_t *zip, uint64_t member, const char *name, size_t limit, struct input *out, struct icd_error *err);

#endif
