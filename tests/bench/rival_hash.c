/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What checking codes can cost at least: a table of codes and verdicts (code, tab, verdict) in a hash, a code on each
 * line of standard input, both on each line of standard output. Trusts its input. Built by bench.sh.
 * usage: rival_hash TABLE <CODES
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS     ((size_t)1 << 18)
#define IN_SIZE   ((size_t)1 << 18)
#define OUT_SIZE  ((size_t)1 << 17)
#define ROOM_LINE 4096

struct slot {
	uint64_t code; /* 0: free */
	const char *verdict;
	size_t length;
};

static struct slot slots[SLOTS];
static char in[IN_SIZE], out[OUT_SIZE];
static size_t written;

static uint64_t pack(const char *code, size_t length)
{
	uint64_t packed = 0;
	for (size_t i = 0; i < length; i++)
		packed = packed << 8 | (unsigned char)code[i];
	return packed;
}

static struct slot *find(uint64_t code)
{
	size_t at = code * UINT64_C(0x9e3779b97f4a7c15) >> 46;
	while (slots[at].code && slots[at].code != code)
		at = (at + 1) % SLOTS;
	return &slots[at];
}

static void read_table(const char *path)
{
	static char line[ROOM_LINE];
	FILE *file = fopen(path, "r");
	if (!file)
		exit(2);
	while (fgets(line, sizeof line, file)) {
		const char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		struct slot *slot = find(pack(line, (size_t)(tab - line)));
		slot->code = pack(line, (size_t)(tab - line));
		slot->verdict = strdup(tab);
		slot->length = slot->verdict ? strlen(tab) : 0;
	}
	fclose(file);
}

static void flush(void)
{
	for (size_t done = 0; done < written;) {
		ssize_t put = write(1, out + done, written - done);
		if (put < 0)
			exit(2);
		done += (size_t)put;
	}
	written = 0;
}

static void answer(const char *code, size_t length)
{
	const struct slot *slot = find(pack(code, length));
	if (written + ROOM_LINE > sizeof out)
		flush();
	memcpy(out + written, code, length);
	written += length;
	if (slot->code) {
		memcpy(out + written, slot->verdict, slot->length);
		written += slot->length;
	} else {
		out[written++] = '\n';
	}
}

int main(int argc, char **argv)
{
	size_t have = 0;
	ssize_t got;
	if (argc != 2)
		return 2;
	read_table(argv[1]);
	while ((got = read(0, in + have, sizeof in - have)) > 0) {
		char *at = in, *end = in + have + got, *feed;
		while ((feed = memchr(at, '\n', (size_t)(end - at))) != NULL) {
			answer(at, (size_t)(feed - at));
			at = feed + 1;
		}
		have = (size_t)(end - at);
		memmove(in, at, have);
	}
	flush();
	return 0;
}
