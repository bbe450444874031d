/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One release file in memory, wherever it came from (a loose file, a file in a
 * zip). What the readers get; they know nothing of folders. Whoever made it frees its data.
 */
#ifndef ICD_BUILD_COMMON_INPUT_H
#define ICD_BUILD_COMMON_INPUT_H

#include <stddef.h>

struct input {
	const char *name; /* for messages: "folder/a.zip: Code Descriptions/icd10cm_order_2021.txt" */
	const char *data; /* `size` bytes, and a NUL after them */
	size_t size;
};

#endif
