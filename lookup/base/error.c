/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>

static void write_error(struct icd_error *err, enum icd_fault fault, const char *format, va_list args)
{
	err->fault = fault;
	vsnprintf(err->text, sizeof err->text, format, args);
	for (char *c = err->text; *c; c++) {
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	}
}

bool icd_fail(struct icd_error *err, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	write_error(err, ICD_FAULT_FILE, format, args);
	va_end(args);
	return false;
}

bool icd_fail_as(struct icd_error *err, enum icd_fault fault, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	write_error(err, fault, format, args);
	va_end(args);
	return false;
}

bool icd_out_of_memory(struct icd_error *err)
{
	return icd_fail_as(err, ICD_FAULT_MEMORY, "out of memory");
}
