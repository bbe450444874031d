/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes replaced in a file, in place, and nothing else of it changed. For scan and check, --fix. */
#ifndef ICD_INPUT_REPLACE_H
#define ICD_INPUT_REPLACE_H

#include "base/base.h"
#include "encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct text_fix {
	uint64_t place; /* in the file, bytes */
	char written[16], put[16];
};
struct text_fixes {
	size_t count, room;
	struct text_fix *at; /* ascending; owned */
};

/*
 * Replaces each, keeps the old file as PATH.bak (.bak2, ... where there is one), and its permissions. `read` is what
 * fstat said when reading began: a file that was changed or replaced since is left alone, and that is the error.
 */
bool text_fix_file(const char *path, const struct stat *read, enum text_encoding encoding,
		   const struct text_fixes *fixes, struct icd_error *err);

#endif
