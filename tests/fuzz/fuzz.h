/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the fuzz targets share. A target is one file, fuzz_NAME.c, with one function, which libFuzzer calls with bytes
 * that it makes up, and the replayer (replay.c) with those of the files in corpus/NAME. They run from the project's root.
 *
 * A target reads its bytes as a file of its kind and asks for what a user would. Sanitizers see what goes wrong within;
 * fuzz_expect says what must hold besides.
 */
#ifndef ICD_TESTS_FUZZ_H
#define ICD_TESTS_FUZZ_H

#include "common/input.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program with the sentence when this does not hold. */
void fuzz_expect(bool holds, const char *sentence);

/* A copy as readers of the builder want it; free() its data. */
struct input fuzz_input(const uint8_t *data, size_t size);

/* Takes the bytes up to the next `mark`, or all, off the rest. */
struct span_of_bytes {
	const uint8_t *data;
	size_t size;
};
struct span_of_bytes fuzz_part(struct span_of_bytes *rest, char mark);

/*
 * A folder of its own, which is the working folder from the first of these calls on and goes with the program. It lies
 * in another one that is empty but for it, so that what is typed of ".." reaches nothing of anybody else's.
 */
const char *fuzz_folder(void);
/* Writes a file there. Returns its name. */
const char *fuzz_file(const char *name, const void *data, size_t size);
/* Makes the folder empty. */
void fuzz_clean(void);

/* An index made of data/sample, and its path. */
struct icd_store *fuzz_store(void);
const char *fuzz_index(void);

/*
 * Runs a command as the program does: words after its name, the last one NULL; standard input is empty. The answer must
 * have a status, a sentence where that is 2 and, where JSON is asked for, be JSON.
 */
int fuzz_answer(struct icd_store *store, const char *const *words);
/* The standard output of the last one. */
const char *fuzz_answered(size_t *size);

#endif
