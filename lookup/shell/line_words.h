/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the shell in words. For the shell. */
#ifndef ICD_SHELL_LINE_WORDS_H
#define ICD_SHELL_LINE_WORDS_H

#include <stdbool.h>

/*
 * Words stand between white space. A word that begins with ' or " goes on to the next one of
 * these, or to the end of the line where there is none; elsewhere they are characters like any
 * other ("crohn's"). A backslash takes the character after it as it is, but for single quotes.
 * (*words)[0 .. *count - 1], then NULL; one block, the caller frees it. False when memory runs out.
 */
bool line_words(const char *line, char ***words, int *count);

#endif
