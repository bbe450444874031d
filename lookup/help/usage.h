/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The usage line of a command, word by word: "[--limit N] [-qv] WORD... | -". For help and completion, which know from
 * it what may stand where.
 *
 * Words in capitals stand for something (CODE, FILE), others for themselves (all, json); "|" right between them means
 * either, and with blanks around it another way to call the command.
 */
#ifndef ICD_HELP_USAGE_H
#define ICD_HELP_USAGE_H

#include <stdbool.h>
#include <stddef.h>

enum usage_kind {
	USAGE_OPTION,   /* "--limit", "-qv" */
	USAGE_VALUE,    /* of the option before it */
	USAGE_ARGUMENT, /* any other word */
	USAGE_OR,       /* the "|" before another way */
};

struct usage_word {
	enum usage_kind kind;
	const char *text; /* in the line, without brackets */
	size_t length;
};

struct usage_reader { /* from the line: {.at = line} */
	const char *at;
	bool awaits; /* the value of an option comes next */
};

/* The next word; false at the end. */
bool usage_next(struct usage_reader *reader, struct usage_word *out);

/* One of the words between which "|" stands, from *at on, which is moved behind it; 0 at the start. Without the dots that
 * say it may be repeated. False when there is none left. */
bool usage_choice(const struct usage_word *word, size_t *at, struct usage_word *choice);

/* The value that the line gives an option of this name or letter (0: none); length 0 where it gives none. */
struct usage_word usage_value(const char *line, const char *name, char letter);

/* Is it this one? */
bool usage_is(const struct usage_word *word, const char *text);

#endif
