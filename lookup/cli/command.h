/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every command of icd10-lookup gets and gives. For main.c, the cmd_*.c files and
 * the shell.
 *
 * A command is a row of the table in commands.c and a function in cmd_NAME.c. It asks
 * the modules that answer (card.h, search.h, claim.h, ...), which know nothing of output,
 * and prints through output.h.
 */
#ifndef ICD_CLI_COMMAND_H
#define ICD_CLI_COMMAND_H

#include "book/book.h"
#include "print/output.h"
#include "print/printer.h"
#include "user/user.h"

#include <stdbool.h>

/* Exit statuses, as grep has them. */
enum { STATUS_OK = 0, STATUS_NO = 1, STATUS_FAILED = 2 };

/* A user's session: one command of the command line, or all of a shell. */
struct session {
	struct icd_store *store;
	struct icd_view view; /* as of --on */
	bool on_given;        /* the date was given, not today's */
	struct output out;
	struct printer printer;        /* session_printer */
	bool warned;                   /* the warning about the date was given */
	const struct arguments *given; /* the global options; a shell keeps to them */
	struct icd_desk_notes *notes;  /* session_notes */
	bool notes_failed;             /* they could not be read, and that was said */
	char place[OUTPUT_NAME_SIZE];  /* the code whose card was shown last, "" before any */
	struct shell *shell;           /* the shell the command runs in, NULL on the command line */
};

/* Flags of a command. */
enum {
	COMMAND_CURRENT = 1, /* in a shell, means the current code when no argument is given */
	COMMAND_SHOWS = 2,   /* a look at the book that a shell comes back to */
};

struct command {
	const char *name;
	int (*run)(struct session *session, int argc, char **argv); /* argv[0] is the name; returns a STATUS_ */
	unsigned flags;
	const char *arguments; /* "CODE..." */
	const char *summary;   /* one line, for help */
};

extern const struct command commands[]; /* ends with a row without name */
const struct command *command_find(const char *name);

/* ---- for commands ---- */

/* "icd10-lookup: ..." on stderr; returns STATUS_FAILED. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same with the command's name before it and its usage line behind it. */
int command_usage(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Options of a command: short ones as in getopt, long ones by name, before or behind the
 * arguments, "--" ends them. Call until it returns -1; then the arguments are argv[1] to
 * argv[reader.count], in order. '?': unknown or without its value, the message was given.
 */
struct command_option {
	const char *name; /* long name, NULL ends the list */
	char letter;      /* short name, 0 when none; the value returned is letter, or the index + 1000 */
	bool has_value;
};
struct option_reader {
	int argc;
	char **argv;
	const struct command_option *options;
	int next;          /* the next argument to look at */
	const char *rest;  /* of bundled short options */
	int count;         /* arguments so far, moved to argv[1] ... argv[count] */
	bool ended;        /* "--" was seen */
	const char *value; /* of the option last returned */
};
void options_start(struct option_reader *reader, int argc, char **argv, const struct command_option *options);
int options_next(struct option_reader *reader);

/* The arguments with a blank between them; NULL when memory ran out, the caller frees it. */
char *command_join(char **arguments, int count);

/* The printer for JSON, or for rows of these columns with their names first where --header asks for them; NULL when the
 * answer is to be text. */
struct printer *session_printer(struct session *session, const struct columns *columns);

/* Says on stderr, once for a session, that the date lies outside the releases. Text and TSV only: JSON
 * answers carry it themselves. */
void session_warn_date(struct session *session);

/* The desk notes, read on first use and kept until session_forget_notes; NULL when they cannot be
 * read, which is said once. */
const struct icd_desk_notes *session_notes(struct session *session);
void session_forget_notes(struct session *session);

#endif
