/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index with one bit that is not as it was: every command answers as before, or fails with a sentence; and the check
 * of all pages sees it. Then indexes with a page or a node changed and sealed again: none may crash a command. The index
 * is the sample's, or the one that is named.
 * usage: flips COUNT [SEALED [SEED [INDEX]]]
 */
#include "hostile.h"
#include "lines.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct answer {
	int status;
	size_t size;
	char *text;
};

static struct answer whole[FUZZ_LINES];

static uint64_t state;
static uint64_t any(uint64_t most)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % most;
}

static struct answer ask(struct icd_store *store, size_t line)
{
	struct answer answer = {.status = fuzz_answer(store, fuzz_lines[line])};
	const char *text = fuzz_answered(&answer.size);
	answer.text = malloc(answer.size + 1);
	fuzz_expect(answer.text != NULL, "out of memory");
	memcpy(answer.text, text, answer.size);
	return answer;
}

static bool same(const struct answer *a, const struct answer *b)
{
	return a->status == b->status && a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

struct counts {
	unsigned long flips, refused, answers, failed;
};

/* `store` is of an index that is damaged. */
static void ask_damaged(struct icd_store *store, struct counts *counts)
{
	struct icd_error err = {.text = ""};
	for (size_t i = 0; i < FUZZ_LINES; i++) {
		struct answer answer = ask(store, i);
		fuzz_expect(answer.status == 2 || same(&answer, &whole[i]), "an answer is that of the whole index");
		counts->answers++;
		counts->failed += answer.status == 2;
		free(answer.text);
	}
	fuzz_expect(!icd_store_check(store, &err), "the check of all pages sees what was changed");
}

static void flip(int fd, const char *path, off_t at, unsigned bit, struct counts *counts)
{
	struct icd_store *store;
	struct icd_error err = {.text = ""};
	unsigned char byte, changed;
	bool ok = pread(fd, &byte, 1, at) == 1;
	changed = (unsigned char)(byte ^ 1u << bit);
	fuzz_expect(ok && pwrite(fd, &changed, 1, at) == 1, "the index is changed");
	counts->flips++;
	if (icd_store_open(path, &store, &err)) {
		ask_damaged(store, counts);
		icd_store_close(store);
	} else {
		counts->refused++;
		fuzz_expect(err.text[0], "what is refused is said why");
	}
	fuzz_expect(pwrite(fd, &byte, 1, at) == 1, "the index is as it was");
}

static void flips(unsigned long count)
{
	const char *path = hostile_index(NULL, 0);
	int fd = open(path, O_RDWR);
	struct stat st;
	struct counts counts = {0};
	struct icd_store *store = NULL;
	struct icd_error err = {.text = ""};
	fuzz_expect(fd >= 0 && fstat(fd, &st) == 0 && icd_store_open(path, &store, &err), "the index is there");
	for (size_t i = 0; i < FUZZ_LINES; i++)
		whole[i] = ask(store, i);
	icd_store_close(store);
	for (unsigned long i = 0; i < count; i++)
		flip(fd, path, (off_t)any((uint64_t)st.st_size), (unsigned)any(8), &counts);
	close(fd);
	printf("%lu flips: %lu refused at once; %lu answers, %lu of them failed with a sentence, none was another\n",
	       counts.flips, counts.refused, counts.answers, counts.failed);
}

/* Heads of pages and nodes, as a hostile index has them. */
static void sealed(unsigned long count)
{
	static const uint8_t heads[] = {HOSTILE_PAGE_HEAD, HOSTILE_NODE_OFFSET, HOSTILE_NODE_HEAD, HOSTILE_NUMBER,
					HOSTILE_META};
	struct counts counts = {0};
	for (unsigned long i = 0; i < count; i++) {
		uint8_t change[HOSTILE_SIZE];
		struct icd_store *store;
		struct icd_error err = {.text = ""};
		for (size_t j = 0; j < sizeof change; j++)
			change[j] = (uint8_t)any(256);
		change[0] = heads[any(sizeof heads)];
		change[7] = (uint8_t)(any(4) ? any(16) : change[7]);
		if (!icd_store_open(hostile_index(change, sizeof change), &store, &err)) {
			counts.refused++;
			continue;
		}
		for (size_t j = 0; j < FUZZ_LINES; j++, counts.answers++)
			counts.failed += fuzz_answer(store, fuzz_lines[j]) == 2;
		icd_store_close(store);
	}
	printf("%lu sealed again: %lu refused at once; %lu answers, %lu of them failed with a sentence\n", count,
	       counts.refused, counts.answers, counts.failed);
}

int main(int argc, char **argv)
{
	state = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
	char *index = argc > 4 ? realpath(argv[4], NULL) : NULL;
	fuzz_expect(argc <= 4 || index, "the index that was named is there");
	hostile_take(index);
	fuzz_line_files();
	flips(argc > 1 ? strtoul(argv[1], NULL, 10) : 1000);
	sealed(argc > 2 ? strtoul(argv[2], NULL, 10) : 0);
	free(index);
	return 0;
}
