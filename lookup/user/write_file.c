/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write_file.h"

#include "shown/shown.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef bool writer(void *context, FILE *file, struct icd_error *err);

/* Writes, then closes; false with the sentence when any of it went wrong. */
static bool write_and_close(const char *path, FILE *file, writer *write, void *context, struct icd_error *err)
{
	bool ok = write(context, file, err);
	bool written = !ferror(file);
	written &= fclose(file) == 0;
	return ok && (written || icd_fail(err, "%s: %s", path, strerror(errno)));
}

/* A device or a pipe. A file that took its place meanwhile is not cut off. */
static bool write_through(const char *path, writer *write, void *context, struct icd_error *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	bool file_now = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	FILE *file = fd < 0 || file_now ? NULL : fdopen(fd, "wb");
	if (!file) {
		icd_fail(err, "%s: %s", path, file_now ? "was replaced by another file meanwhile" : strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	return write_and_close(path, file, write, context, err);
}

/* The mode a new file gets; mkstemp makes it readable to its owner alone. */
static mode_t new_file_mode(void)
{
	mode_t mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static bool write_aside(const char *path, char *aside, mode_t mode, writer *write, void *context, struct icd_error *err)
{
	int fd = mkstemp(aside);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!file) {
		icd_fail(err, "%s: %s", path, strerror(errno));
		if (fd >= 0) {
			close(fd);
			unlink(aside);
		}
		return false;
	}
	bool moded = fchmod(fd, mode) == 0 || icd_fail(err, "%s: %s", path, strerror(errno));
	bool ok = write_and_close(path, file, write, context, err) && moded;
	if (ok && rename(aside, path) != 0)
		ok = icd_fail(err, "%s: %s", path, strerror(errno));
	if (!ok)
		unlink(aside);
	return ok;
}

/* What is a file for others is not escaped on standard output. */
static bool write_exactly(writer *write, void *context, struct icd_error *err)
{
	bool exact = shown_file(), ok = write(context, stdout, err);
	shown_exact(exact);
	return ok;
}

bool write_file(const char *path, writer *write, void *context, struct icd_error *err)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	if (strcmp(path, "-") == 0)
		return write_exactly(write, context, err);
	if (exists && !S_ISREG(st.st_mode))
		return write_through(path, write, context, err);
	size_t size = strlen(path) + sizeof ".XXXXXX";
	char *aside = malloc(size);
	if (!aside)
		return icd_out_of_memory(err);
	snprintf(aside, size, "%s.XXXXXX", path);
	bool ok = write_aside(path, aside, exists ? st.st_mode & 07777 : new_file_mode(), write, context, err);
	free(aside);
	return ok;
}
