/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEGINNING 8 /* bytes by which encodings are told */

off_t icd_file_begun(int fd)
{
	struct stat status;
	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : 0;
}

bool icd_file_ended(int fd, off_t begun, const char *name, struct icd_error *err)
{
	if (begun == 0 || lseek(fd, 0, SEEK_CUR) >= begun)
		return true;
	icd_fail(err, "%s: %s", name, text_source_failure(ESTALE));
	errno = ESTALE;
	return false;
}

const char *text_source_failure(int number)
{
	return number == ESTALE ? "it became shorter while it was read" : strerror(number);
}

static bool nothing_waits(int fd)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	return poll(&ready, 1, 0) == 0;
}

static ssize_t read_memory(struct text_source *source, void *to, size_t size)
{
	size_t taken = source->memory_size < size ? source->memory_size : size;
	memcpy(to, source->memory, taken);
	source->memory += taken;
	source->memory_size -= taken;
	return (ssize_t)taken;
}

/* The next bytes of the file; 0 at the end, -1 on failure. */
static ssize_t read_bytes(struct text_source *source, void *to, size_t size, struct icd_error *err)
{
	ssize_t got;
	if (source->memory)
		return read_memory(source, to, size);
	if (source->pause && nothing_waits(source->fd))
		source->pause(source->context);
	do
		got = read(source->fd, to, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		icd_fail(err, "%s: %s", source->name, strerror(errno));
	return got == 0 && !icd_file_ended(source->fd, source->begun, source->name, err) ? -1 : got;
}

/* Reads enough to tell the encoding; a first line that is whole is enough. */
static bool start(struct text_source *source, struct icd_error *err)
{
	ssize_t got = 1;
	source->begun = source->memory ? 0 : icd_file_begun(source->fd);
	while (got > 0 && source->have < BEGINNING && !memchr(source->raw, '\n', source->have)) {
		got = read_bytes(source, source->raw + source->have, sizeof source->raw - source->have, err);
		source->have += got > 0 ? (size_t)got : 0;
	}
	source->encoding = icd_encoding_told(source->raw, source->have);
	if (source->encoding == TEXT_BINARY)
		source->encoding = TEXT_BYTES;
	source->started = true;
	return got >= 0;
}

static size_t take_bytes(struct text_source *source, char *to, size_t size)
{
	size_t taken = source->have < size ? source->have : size;
	memcpy(to, source->raw, taken);
	source->have -= taken;
	memmove(source->raw, source->raw + taken, source->have);
	return taken;
}

static size_t take_utf16(struct text_source *source, char *to, size_t size, bool ended)
{
	size_t taken, made = icd_utf16_decode(source->encoding, source->raw, source->have, ended, to, size, &taken);
	source->have -= taken;
	memmove(source->raw, source->raw + taken, source->have);
	return made;
}

static ssize_t read_utf16(struct text_source *source, char *to, size_t size, struct icd_error *err)
{
	size_t made = take_utf16(source, to, size, false);
	ssize_t got = 1;
	while (made == 0 && got > 0) {
		got = read_bytes(source, source->raw + source->have, sizeof source->raw - source->have, err);
		source->have += got > 0 ? (size_t)got : 0;
		made = take_utf16(source, to, size, got == 0);
	}
	return got < 0 ? got : (ssize_t)made;
}

static ssize_t read_text(struct text_source *source, char *to, size_t size, struct icd_error *err)
{
	if (source->encoding != TEXT_BYTES)
		return read_utf16(source, to, size, err);
	return source->have ? (ssize_t)take_bytes(source, to, size) : read_bytes(source, to, size, err);
}

ssize_t text_source_read(struct text_source *source, char *to, size_t size, struct icd_error *err)
{
	if (source->started)
		return read_text(source, to, size, err);
	if (!start(source, err))
		return -1;
	ssize_t got = read_text(source, to, size, err);
	source->marked = got >= 3 && memcmp(to, "\xef\xbb\xbf", 3) == 0;
	if (!source->marked)
		return got;
	memmove(to, to + 3, (size_t)got - 3);
	return got > 3 ? got - 3 : read_text(source, to, size, err);
}

unsigned text_source_mark(const struct text_source *source)
{
	return !source->marked ? 0 : source->encoding == TEXT_BYTES ? 3 : 2;
}

/* ---- as a stream ---- */

static ssize_t read_stream(void *cookie, char *to, size_t size)
{
	struct icd_error err;
	return text_source_read(cookie, to, size, &err);
}

static int close_stream(void *cookie)
{
	free(cookie);
	return 0;
}

FILE *text_source_stream(int fd, const char *name)
{
	static const cookie_io_functions_t functions = {.read = read_stream, .close = close_stream};
	struct text_source *source = calloc(1, sizeof *source);
	if (!source)
		return NULL;
	source->fd = fd;
	source->name = name;
	FILE *stream = fopencookie(source, "r", functions);
	if (!stream)
		free(source);
	return stream;
}
