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

/* `arguments` are those after the name. An option among them, "--", and an answer in rows or JSON say that the command
 * is meant. */
enum fit command_fit(struct session *session, const struct command *command, char *const *arguments, int count,
		     struct icd_error *err);

#endif
