/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the shell share: shell.c, shell_places.c, shell_worklist.c. For nobody else. */
#ifndef ICD_SHELL_SHELL_WORK_H
#define ICD_SHELL_SHELL_WORK_H

#include "claim/claim.h"
#include "cli/arguments.h"
#include "memory/memory.h"
#include "shell.h"
#include "user/user.h"

#define TRAIL_MAX 200

/* What was found of the encounter in hand when it had these codes; the next change is told from it. */
struct shell_found {
	struct icd_pool pool; /* of all that follows but the table */
	icd_date on;
	size_t code_count;
	char (*codes)[ICD_CODE_SIZE];
	size_t count;
	const char **keys; /* what tells each finding from others */
	struct icd_hash table;
};

struct shell {
	struct session *session;
	struct arguments base;  /* the global options that hold for every line */
	char on[ICD_DATE_SIZE]; /* the date set by "on" */
	bool interactive, left;
	int status;           /* the worst of the lines so far, a STATUS_ */
	bool replacement_bad; /* the index was replaced by one that cannot be read, and that was said */
	bool placed;
	struct icd_place place;
	struct output_numbers numbers; /* of the last answer that had any; of the one that runs as it comes */
	struct output_numbers shown;   /* what they were when the line began: what is typed means these */
	struct icd_worklist worklist;
	struct icd_claims *claims; /* that check it: NULL before the first change */
	struct shell_found found;
	char *trail[TRAIL_MAX]; /* lines that showed something, for "back" and "forward" */
	size_t trail_count;
	size_t trail_at;               /* how many of them are up to what is shown */
	const char *text;              /* the line that runs, where no option was taken out of it; else NULL */
	char answer[OUTPUT_LINE_SIZE]; /* the line that comes after the one that runs: a choice by its number */
	bool moves;                    /* after the line that is running comes the one at trail_at */
	icd_date warned_for;           /* the date for which the warning was given */
};

/*
 * shell_places.c: where in the book one is, and how one got there. shell.c, which runs lines, stands above it:
 * nothing here runs a line.
 */

/* Runs a command, its output through the pager where it is long. */
int shell_run_paged(struct shell *shell, int (*run)(struct session *session, int argc, char **argv), int argc,
		    char **argv);

void shell_remember(struct shell *shell, const char *line);
/* From now on the place is the one that is open. */
void shell_go_to(struct shell *shell, const struct icd_place *place);
/* Opens a place: a code's card, or what is right below a section or chapter. */
int shell_open_place(struct shell *shell, const struct icd_place *place);
/* False, having said so, before any place was opened. */
bool shell_has_place(const struct shell *shell);

bool shell_is_number(const char *word);
/* What a number of the list stands for; NULL, having said so, when there is none. */
const char *shell_numbered(const struct shell *shell, const char *word);
int shell_open_number(struct shell *shell, const char *word);
/* The line that a number of the list stands for; NULL for one that stands for a place, and for none. */
const char *shell_answer(const struct shell *shell, const char *word);

/* Words of the shell, as rows of a table of commands have them. */
int shell_word_back(struct session *session, int argc, char **argv);
int shell_word_forward(struct session *session, int argc, char **argv);
int shell_word_above(struct session *session, int argc, char **argv);
int shell_word_next(struct session *session, int argc, char **argv);
int shell_word_prev(struct session *session, int argc, char **argv);
int shell_word_children(struct session *session, int argc, char **argv);

/* Is a word of a text a place that a number can open? For struct output_numbers. */
bool shell_names_place(void *shell, const char *word, size_t length, char name[OUTPUT_NAME_SIZE]);

/* shell_worklist.c: the encounter in hand. */

/* Are the arguments of "+" codes, of "-" codes and numbers on the list? Else the line is text that begins so. */
bool shell_adds(struct shell *shell, int argc, char **argv);
bool shell_takes_off(struct shell *shell, int argc, char **argv);
int shell_word_add(struct session *session, int argc, char **argv);
int shell_word_take(struct session *session, int argc, char **argv);
int shell_word_move(struct session *session, int argc, char **argv);
int shell_word_done(struct session *session, int argc, char **argv);
/* Closes what the changes of the encounter have open: for another index, and at the end. */
void shell_forget_claims(struct shell *shell);

#endif
