/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be typed next, for the completion of shells. For main.c. */
#ifndef BUILD_COMPLETE_H
#define BUILD_COMPLETE_H

/*
 * Prints what may stand for the last of `count` words, as icd10-lookup does (help/completion.h): options, told by the
 * rows of `help` ("  -o, --output INDEX    write INDEX"), each with what it says of them. All else are files.
 */
void complete_from_help(const char *help, char *const *words, int count);

#endif
