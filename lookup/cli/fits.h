/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the arguments of a command fit it? Where they do not, its name was the first word of something else: "tree nut
 * allergy", "cause of death unknown". For question.c and the words of the shell.
 */
#ifndef ICD_CLI_FITS_H
#define ICD_CLI_FITS_H

#include "command.h"

enum fit {
	FIT_COMMAND, /* the command is meant; also by arguments that are mistyped */
	FIT_WORDS,   /* its name is a word like those after it */
	FIT_FAILED,
};

/* Programs, which want rows or JSON, mean the command that they name, whatever follows. */
static inline bool commands_are_meant(const struct session *session)
{
	return session->out.format != FORMAT_TEXT;
}

/* `arguments` are those after the name. An option among them, "--" too, says that the command is meant. */
enum fit command_fit(struct session *session, const struct command *command, char *const *arguments, int count,
		     struct icd_error *err);

#endif
