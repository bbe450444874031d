/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

bool icd_fail(struct icd_error *err, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	for (char *c = err->text; *c; c++) {
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	}
	return false;
}

bool icd_out_of_memory(struct icd_error *err)
{
	return icd_fail(err, "out of memory");
}
