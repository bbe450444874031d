/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes the file system fail, loaded by LD_PRELOAD into the builder (run_bad.sh).
 *
 *	FAULT_PATH   a part of the names of the files that are meant
 *	FAULT        open: cannot be opened for reading
 *	             full: the disk is full once FAULT_AFTER bytes were written
 *	             sync: cannot be synced
 *	             kill, term: the process gets SIGKILL or SIGTERM instead of that write
 *	             wait: that write waits until something is written to the fifo FAULT_FIFO
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static bool fault_is(const char *fault)
{
	const char *chosen = getenv("FAULT");
	return chosen && strcmp(chosen, fault) == 0;
}

static bool meant(const char *path)
{
	const char *part = getenv("FAULT_PATH");
	return part && strstr(path, part);
}

static bool meant_fd(int fd)
{
	char link[64], path[PATH_MAX];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return meant(path);
}

static void wait_for_fifo(void)
{
	char byte;
	int fd = open(getenv("FAULT_FIFO"), O_RDONLY);
	if (fd < 0 || read(fd, &byte, 1) < 0)
		perror("faults");
	close(fd);
}

/* Is this write to fail? */
static bool fails(int fd, size_t size)
{
	static size_t written;
	static bool waited;
	const char *after = getenv("FAULT_AFTER");
	if (!meant_fd(fd))
		return false;
	written += size;
	if (written <= (after ? strtoul(after, NULL, 10) : 0))
		return false;
	if (fault_is("kill"))
		raise(SIGKILL);
	if (fault_is("term"))
		raise(SIGTERM);
	if (fault_is("wait") && !waited) {
		waited = true;
		wait_for_fifo();
	}
	if (!fault_is("full"))
		return false;
	errno = ENOSPC;
	return true;
}

static size_t total(const struct iovec *parts, int count)
{
	size_t size = 0;
	for (int i = 0; i < count; i++)
		size += parts[i].iov_len;
	return size;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size)
{
	return fails(fd, size) ? -1 : REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
	return fails(fd, size) ? -1 : REAL(pwrite)(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	return fails(fd, total(parts, count)) ? -1 : REAL(writev)(fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
	return fails(fd, total(parts, count)) ? -1 : REAL(pwritev)(fd, parts, count, at);
}

static int sync_fails(void)
{
	errno = EIO;
	return -1;
}

int fsync(int fd)
{
	return fault_is("sync") && meant_fd(fd) ? sync_fails() : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
	return fault_is("sync") && meant_fd(fd) ? sync_fails() : REAL(fdatasync)(fd);
}

/* Programs built for large files on 32-bit machines call those with 64 in their name, LMDB the others. */
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
	return fails(fd, size) ? -1 : REAL(pwrite64)(fd, data, size, at);
}

static bool open_fails(const char *path)
{
	errno = EACCES;
	return fault_is("open") && meant(path);
}

#define OPEN(name)                                                                                                     \
	int name(const char *path, int flags, ...)                                                                     \
	{                                                                                                              \
		va_list args;                                                                                          \
		va_start(args, flags);                                                                                 \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;                                \
		va_end(args);                                                                                          \
		return open_fails(path) ? -1 : REAL(name)(path, flags, mode);                                          \
	}
OPEN(open)
OPEN(open64)
