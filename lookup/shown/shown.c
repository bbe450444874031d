/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown.h"

#include "base/base.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define SEQUENCE_MAX 16 /* bytes of "[1m" and its like */
#define HELD_MAX     (SHOWN_MARK_SIZE + SEQUENCE_MAX)
#define CHUNK        4096

struct shown {
	FILE *stream; /* NULL until shown_start */
	int fd;
	bool exact;
	size_t held; /* bytes of what was begun and goes on in what is printed next */
	char begun[HELD_MAX];
};

static struct shown output = {.fd = STDOUT_FILENO}, errors = {.fd = STDERR_FILENO};
static char mark[SHOWN_MARK_SIZE] = "\033"; /* "": not drawn yet, no sequence is the program's own */
static FILE *before;                        /* stdout */

static struct shown *shown_of(const FILE *file)
{
	return file && file == output.stream ? &output : file && file == errors.stream ? &errors : NULL;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t put = write(fd, bytes, size);
		if (put < 0 && errno != EINTR)
			return false;
		bytes += put > 0 ? put : 0;
		size -= put > 0 ? (size_t)put : 0;
	}
	return true;
}

/* ---- the program's own sequences ---- */

/* What follows ESC is drawn by lot; the clock where the system has no lots. */
static void draw_mark(void)
{
	uint64_t drawn;
	struct timespec now;
	if (getrandom(&drawn, sizeof drawn, GRND_NONBLOCK) != sizeof drawn) {
		clock_gettime(CLOCK_REALTIME, &now);
		drawn = icd_hash_number((uint64_t)now.tv_nsec) + (uint64_t)now.tv_sec + (uint64_t)getpid();
	}
	snprintf(mark, sizeof mark, "\033%016" PRIx64, drawn);
}

const char *shown_mark(void)
{
	if (!*mark)
		draw_mark();
	return mark;
}

/* The same as shown_sequence; *goes_on: the text ends within one. */
static size_t sequence(const char *text, const char *end, bool *goes_on)
{
	size_t size = strlen(mark), left = (size_t)(end - text);
	*goes_on = left <= size && memcmp(text, mark, left) == 0;
	if (left <= size || memcmp(text, mark, size) != 0 || text[size] != '[')
		return 0;
	for (size++; size < left && size < HELD_MAX; size++) {
		if (text[size] == 'm')
			return size + 1;
		if (!icd_is_digit(text[size]) && text[size] != ';')
			return 0;
	}
	*goes_on = size < HELD_MAX;
	return 0;
}

size_t shown_sequence(const char *text, const char *end)
{
	bool goes_on;
	return text < end && *mark && *text == *mark ? sequence(text, end, &goes_on) : 0;
}

/* ---- escaping ---- */

#define OF_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Which of eight bytes is the first that is no ASCII character one can see, nor a blank; 8: none. */
static size_t first_odd(const char *text)
{
	uint64_t bytes, deletes;
	memcpy(&bytes, text, sizeof bytes);
	bytes = le64toh(bytes);
	deletes = bytes ^ OF_EACH(0x7f);
	uint64_t odd =
		(((bytes - OF_EACH(' ')) & ~bytes) | ((deletes - OF_EACH(1)) & ~deletes) | bytes) & OF_EACH(0x80);
	return odd ? (size_t)__builtin_ctzll(odd) / 8 : sizeof bytes;
}

/* Where the text begins to be other than lines of such characters. */
static const char *plain_end(const char *text, const char *end)
{
	while (end - text >= 8) {
		size_t plain = first_odd(text);
		text += plain;
		if (plain < 8 && *text != '\n')
			return text;
		text += plain < 8;
	}
	while (text < end && ((*text >= ' ' && *text < 0x7f) || *text == '\n'))
		text++;
	return text;
}

/* Does a character of UTF-8 begin here whose end is not there? */
static bool is_cut(const char *text, const char *end)
{
	unsigned char first = (unsigned char)*text;
	ptrdiff_t length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
	for (ptrdiff_t i = 1; i < length && i < end - text; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return false;
	}
	return end - text < length;
}

/* What is collected before it is written. */
struct chunk {
	int fd;
	bool failed;
	size_t size;
	char bytes[CHUNK];
};

static void put_chunk(struct chunk *chunk, const char *bytes, size_t size)
{
	if (chunk->size + size > CHUNK) {
		chunk->failed |= !write_all(chunk->fd, chunk->bytes, chunk->size);
		chunk->size = 0;
	}
	if (size > CHUNK)
		chunk->failed |= !write_all(chunk->fd, bytes, size);
	else
		chunk->size = (size_t)((char *)mempcpy(chunk->bytes + chunk->size, bytes, size) - chunk->bytes);
}

/* Puts the text; what goes on beyond its end stays in `shown`, unless this is the `last`. */
static void put_shown(struct shown *shown, struct chunk *chunk, const char *text, const char *end, bool last)
{
	char escape[ICD_ESCAPE_SIZE];
	while (text < end) {
		const char *from = text;
		bool goes_on = false;
		text = plain_end(text, end);
		put_chunk(chunk, from, (size_t)(text - from));
		if (text == end)
			break;
		size_t size = *mark && *text == *mark ? sequence(text, end, &goes_on) : 0;
		if (!last && (goes_on || is_cut(text, end))) {
			shown->held = (size_t)(end - text);
			memcpy(shown->begun, text, shown->held);
			break;
		}
		if (size) {
			put_chunk(chunk, "\033", 1);
			put_chunk(chunk, text + strlen(mark), size - strlen(mark));
		} else {
			size = icd_text_escape(text, (size_t)(end - text), escape);
			if (*text == '\t')
				strcpy(escape, "\\x09");
			put_chunk(chunk, *escape ? escape : text, *escape ? strlen(escape) : size);
		}
		text += size;
	}
}

static bool show(struct shown *shown, const char *text, size_t size, bool last)
{
	struct chunk chunk;
	chunk.fd = shown->fd;
	chunk.failed = false;
	chunk.size = 0;
	size_t held = shown->held;
	char *joined = held ? malloc(held + size) : NULL;
	if (held && !joined)
		return false;
	if (held) {
		memcpy(mempcpy(joined, shown->begun, held), text, size);
		text = joined;
	}
	shown->held = 0;
	put_shown(shown, &chunk, text, text + held + size, last);
	free(joined);
	return write_all(chunk.fd, chunk.bytes, chunk.size) && !chunk.failed;
}

/* What the streams call: 0 is a failure. */
static ssize_t take(void *cookie, const char *text, size_t size)
{
	struct shown *shown = cookie;
	bool ok = shown->exact ? write_all(shown->fd, text, size) : show(shown, text, size, false);
	return ok ? (ssize_t)size : 0;
}

static bool end_held(struct shown *shown)
{
	return !shown->held || show(shown, "", 0, true);
}

/* ---- the streams ---- */

bool shown_start(void)
{
	static char buffer[4 * CHUNK];
	cookie_io_functions_t functions = {.write = take};
	FILE *out = fopencookie(&output, "w", functions), *err = fopencookie(&errors, "w", functions);
	if (!out || !err)
		return false;
	setvbuf(out, buffer, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, sizeof buffer);
	setvbuf(err, NULL, _IONBF, 0);
	before = stdout;
	stdout = output.stream = out;
	stderr = errors.stream = err;
	*mark = '\0';
	return true;
}

bool shown_exact(bool exact)
{
	bool was = output.exact;
	if (output.stream && was != exact) {
		fflush(output.stream);
		end_held(&output);
		output.exact = exact;
	}
	return was;
}

bool shown_file(void)
{
	return shown_exact(output.exact || !isatty(STDOUT_FILENO));
}

void shown_control(FILE *file, const char *bytes, size_t size)
{
	struct shown *shown = shown_of(file);
	fflush(file);
	if (shown)
		write_all(shown->fd, bytes, size);
	else
		fwrite(bytes, 1, size, file);
}

int shown_descriptor(FILE *file)
{
	const struct shown *shown = shown_of(file);
	return shown ? shown->fd : fileno(file);
}

FILE *shown_terminal(void)
{
	return before ? before : stdout;
}

bool shown_end(void)
{
	return fflush(stdout) == 0 && !ferror(stdout) && end_held(&output) && end_held(&errors);
}
