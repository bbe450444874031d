/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every command of icd10-lookup gets and gives. For main.c, the cmd_*.c files and
 * the shell.
 *
 * A command is a row of the table in lookup/commands.c and a function in cmd_NAME.c. It asks the rooms that
 * answer (book, search, claim, ...), which know nothing of output, and has print/ show the answer: as text, or told
 * to the printer as JSON and rows.
 */
#ifndef ICD_CLI_COMMAND_H
#define ICD_CLI_COMMAND_H

#include "book/book.h"
#include "index/index.h"
#include "lists/lists.h"
#include "options.h"
#include "print/output.h"
#include "user/user.h"

#include <stdbool.h>
#include <stdio.h>

/* Exit statuses, as grep has them. */
enum { STATUS_OK = 0, STATUS_NO = 1, STATUS_FAILED = 2 };

/* A number or "." of a shell and the place it stood for; NULL where nothing was typed and the open place meant. */
#define PLACED_MAX 16
struct placed {
	const char *typed, *name;
};

/* What an index or table has for a query (session_terms). */
struct terms {
	enum icd_index_kind kind;
	icd_date on;
	const char *query; /* NULL: nothing was asked yet */
	struct icd_index_book book;
	struct icd_index_hits hits;
	struct icd_pool pool; /* of all this */
};

/* A user's session: one command of the command line, or all of a shell. */
struct session {
	const struct command *commands; /* the table; ends with a row without name */
	const struct command *command;  /* the one that runs */
	struct icd_store *store;
	struct icd_view view; /* as of --on */
	bool on_given;        /* the date was given, not today's */
	struct output out;
	struct printer printer;           /* session_printer; main closes it */
	const struct columns *named;      /* of the last table of rows: --header names its columns once */
	bool warned;                      /* the warning about the date was given */
	const struct arguments *given;    /* the global options; a shell keeps to them */
	struct icd_desk_notes *notes;     /* session_notes */
	bool notes_failed;                /* they could not be read, and that was said */
	struct icd_desk_notes *bookmarks; /* as the bookmark command last saw them; NULL before that */
	struct icd_code_lists *lists;     /* session_put_lists */
	struct icd_searcher *searcher;    /* session_searcher */
	struct terms terms;               /* session_terms */
	char place[OUTPUT_NAME_SIZE];     /* the code whose card was shown last, "" before any */
	const char *here; /* in a shell, the place that is open: for "." and where no argument is given */
	const struct output_numbers *shown; /* in a shell, what the last answer gave numbers to */
	struct placed placed[PLACED_MAX];   /* what became places in the line that runs: for whoever keeps lines */
	size_t placed_count;
	struct shell *shell;                 /* the shell the command runs in, NULL on the command line */
	FILE *lines;                         /* of that shell, where they are a script; else NULL */
	const struct command_option **asked; /* command_options: options_read gives them here and reads nothing */
};

/* What the arguments of a command are: whether they fit it says command_fit. */
enum takes {
	TAKES_ANY,        /* whatever it is: the command is always meant */
	TAKES_CODES,      /* codes alone */
	TAKES_CODE_FIRST, /* a code, then whatever */
	TAKES_FAMILY,     /* a code, then whatever, or words: not those of a text that has the command's name too */
	TAKES_EITHER,     /* codes of ICD-10-CM or of ICD-9-CM: the command is always meant */
	TAKES_PLACES,     /* codes, ranges, chapters */
	TAKES_FILES,
	TAKES_LISTS, /* what to do with code lists, then these */
	TAKES_CLAIM, /* codes or files */
	TAKES_TERMS, /* a term of the index of that name */
	TAKES_GUIDE, /* a section of the guidelines, codes, words of theirs */
	TAKES_DATES, /* dates, then places */
	TAKES_DATE,  /* one date, or "today" */
	TAKES_NAMED, /* the words that its row names */
	TAKES_NOTHING,
	TAKES_COMMAND, /* the name of a command */
};

/* Flags of a command. */
enum {
	COMMAND_CURRENT = 1, /* in a shell, means the current code when no argument is given */
	COMMAND_SHOWS = 2,   /* a look at the book that a shell comes back to */
	COMMAND_KEEPS = 4,   /* writes the user's own files: notes, bookmarks */
	COMMAND_ROAMS = 8,   /* opens and starts whatever its user asks for: no sandbox */
};

struct command {
	const char *name;
	int (*run)(struct session *session, int argc, char **argv); /* argv[0] is the name; returns a STATUS_ */
	unsigned flags;
	const char *arguments; /* "CODE..." */
	const char *summary;   /* one line, for help */
	enum takes takes;
};

extern const char program_usage[];

/* NULL when the table has none of that name. */
const struct command *command_find(const struct session *session, const char *name);
int command_run(struct session *session, const struct command *command, int argc, char **argv);

/* ---- for commands ---- */

/* Is the argument a file or folder that is there? Where it is spelled like a code that the book has, it is the code; with a
 * slash in it ("./M54") the file. */
enum icd_found command_names_file(const struct session *session, const char *word, struct icd_error *err);

/* "icd10-lookup: ..." on stderr, wrapped to the width of a terminal. */
void command_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same of what went wrong; returns STATUS_FAILED. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same of how the command that runs was called, with its usage line after it. */
int command_usage(const struct session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* How a command is called, in lines that fit a terminal. */
void command_usage_line(const struct command *command, FILE *file);
/* That no release has the code, on stderr. */
void command_no_code(const char *query);

/* Answers one argument: a code, mostly. `first` is false when an answer was given before it. Returns a STATUS_. */
typedef int answer_one(struct session *session, const char *query, bool first, const void *options);
/* Answers the arguments one after the other, up to a failure; returns the worst status. */
int command_each(struct session *session, char **queries, int count, answer_one *answer, const void *options);
/* The same; the argument "-" stands for the lines of the standard input. */
int command_each_or_lines(struct session *session, char **queries, int count, answer_one *answer, const void *options);

/* The arguments with a blank between them, in the pool; "" when memory runs out, which the pool then says. */
const char *command_join(struct icd_pool *pool, char **arguments, int count);

/* The printer for JSON, or for rows of these columns with their names first where --header asks for them, once for
 * tables that follow each other; NULL when the
 * answer is to be text. */
struct printer *session_printer(struct session *session, const struct columns *columns);

/* Says on stderr, once for a session, that the date lies outside the releases. Text and TSV only: JSON
 * answers carry it themselves. */
void session_warn_date(struct session *session);

/* The desk notes, read on first use and kept until session_forget_notes; NULL when they cannot be
 * read, which is said once. */
const struct icd_desk_notes *session_notes(struct session *session);
void session_forget_notes(struct session *session);
void session_forget_bookmarks(struct session *session);

/* Puts into a card on which of the user's code lists its code is on the day. The lists are read on first use and kept
 * until session_forget_notes; what cannot be read of them is said and left out. */
bool session_put_lists(struct session *session, struct icd_pool *pool, struct icd_card *card, struct icd_error *err);

/* The searcher of the open index without words of the user's own, opened on first use and kept until
 * session_forget_searcher, which comes before the index is closed; NULL, and why, when it cannot be opened. */
struct icd_searcher *session_searcher(struct session *session, struct icd_error *err);
void session_forget_searcher(struct session *session);

/* The terms that an index has for a query on the view's day; ICD_NOT_FOUND where no such index is held. They are kept
 * for who asks the same again, as a command does once it is clear that it was meant: until the next query, and at most
 * until session_forget_terms, which comes before the index is closed. */
enum icd_found session_terms(struct session *session, enum icd_index_kind kind, const char *query,
			     const struct terms **out, struct icd_error *err);
void session_forget_terms(struct session *session);

#endif
