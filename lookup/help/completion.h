/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may stand next on a line: the one body of the completion of the shell and of those of bash, zsh and fish.
 *
 * It is told by the tables: commands and their usage lines (usage.h), options as they are read. A usage line says what
 * stands where by its words in capitals, which this file alone knows how to fill.
 */
#ifndef ICD_HELP_COMPLETION_H
#define ICD_HELP_COMPLETION_H

#include "cli/arguments.h"
#include "complete.h"

/*
 * Adds what may stand for `word`, which is begun behind `count` whole words (the name of the program is none of them).
 * `own` are words that a shell has besides the commands, NULL on a command line. Where the session has no index, what
 * needs none is added.
 */
void complete_line(struct session *session, const struct command *own, char *const *words, int count, const char *word,
		   struct candidates *out);

/*
 * Prints them as the scripts of shells read them: a word, a tab, what it stands for. A line that begins with a tab is for
 * the script: "files" where names of files may stand there too, "open" where more follows right behind a single word.
 */
void complete_print(const struct candidates *list);

/* Does the usage line of a command name something in capitals that is not known here? For tests. */
bool complete_knows(const char *usage);

#endif
