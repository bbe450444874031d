/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a program may still do once it knows what it has to: so that a hostile file, should it ever take the program
 * over, finds no other file to read, none to change, no network and nothing to start. For both programs' mains and the
 * tests.
 *
 * Files are kept by landlock, all else by a filter of system calls (seccomp). Both are asked of the kernel directly: a
 * look-up takes a millisecond, and libseccomp takes longer to work its filter out than the whole filter takes here. A
 * kernel that has neither, or a system that is not Linux, gives less, and says nothing: sandbox_describe tells. What
 * was opened before stays open.
 *
 *	struct sandbox box;
 *	sandbox_prepare(&box);
 *	sandbox_allow(&box, "visits.csv", SANDBOX_READ);
 *	sandbox_enter(&box, SANDBOX_FEW_CALLS);	// for good, also for threads and programs begun later
 *
 * A build for sanitizers, coverage or fuzzing has no sandbox (SANDBOX in the Makefile), nor has valgrind.
 */
#ifndef ICD_SANDBOX_SANDBOX_H
#define ICD_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum {
	SANDBOX_READ = 1,
	SANDBOX_WRITE = 2, /* also make, replace and remove what is below a folder */
	SANDBOX_RUN = 4,
};

struct sandbox {
	int rules;    /* of landlock; -1: it has none */
	long version; /* its */
};

void sandbox_prepare(struct sandbox *box);

/* The file or, with all below it, the folder. What is not there is passed over. */
void sandbox_allow(struct sandbox *box, const char *path, unsigned access);

/* A file that is to be written, and may not be there yet: itself and the folder it is put into, or the nearest folder
 * above that is there. Follows links. */
void sandbox_allow_output(struct sandbox *box, const char *path);

/* What programs of the system need to run: those on the PATH, their libraries, fonts and settings; nothing is written. */
void sandbox_allow_programs(struct sandbox *box);

/* How far system calls are refused. A filter of them takes 50 of the 1,000 microseconds that a look-up of one code takes,
 * landlock 20: so what reads nothing but the index has landlock alone, where the kernel has it. */
enum sandbox_calls {
	SANDBOX_FILES_ALONE, /* landlock: no other file, no program, no connection by TCP */
	SANDBOX_FEW_CALLS,   /* all calls are refused but those on a short list: no socket, no process */
	SANDBOX_PROGRAMS, /* programs are started, which are confined too: what no reading of documents needs is refused */
};

/* Nothing is allowed from here on but what was said. */
void sandbox_enter(struct sandbox *box, enum sandbox_calls calls);

#define SANDBOX_TOLD_SIZE 160
/* What this kernel has of it: "landlock 7 (files), seccomp (system calls)". */
const char *sandbox_describe(char out[SANDBOX_TOLD_SIZE]);

#endif
