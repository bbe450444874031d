/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What glibc has and other systems (macOS, the BSDs) have not, or have otherwise, under the names of glibc. Included by
 * the compiler before each file where FALLBACKS is set, which the Makefile does on systems other than Linux; nowhere else,
 * so that Linux calls glibc itself. make FALLBACKS=1 tries it there. What the names do stands in the manual pages of
 * Linux; here stands only what differs.
 *
 * Without a fallback, since the callers go on without: /proc/self (desk notes beside the program are not found, the
 * builder keeps no receipts, backups are linked by name), landlock and seccomp (lookup/sandbox/).
 */
#ifndef ICD_PORTABLE_H
#define ICD_PORTABLE_H

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* ---- memory ---- */

#define mempcpy icd_mempcpy
static inline void *icd_mempcpy(void *to, const void *from, size_t size)
{
	return (char *)memcpy(to, from, size) + size;
}

#define memrchr icd_memrchr
static inline void *icd_memrchr(const void *bytes, int byte, size_t size)
{
	const unsigned char *at = bytes;
	while (size > 0) {
		if (at[--size] == (unsigned char)byte)
			return (void *)(uintptr_t)(at + size);
	}
	return NULL;
}

/* Only advice. */
#undef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE MADV_WILLNEED

/* ---- sorting ---- */

struct icd_sorting {
	int (*compare)(const void *, const void *, void *);
	void *context;
};
static _Thread_local struct icd_sorting icd_sorting;

static inline int icd_compare_sorted(const void *a, const void *b)
{
	return icd_sorting.compare(a, b, icd_sorting.context);
}

/* Others have it with its arguments in another order. One may be called within another's comparison. */
#define qsort_r icd_qsort_r
static inline void icd_qsort_r(void *base, size_t count, size_t size,
			       int (*compare)(const void *, const void *, void *), void *context)
{
	struct icd_sorting outer = icd_sorting;
	icd_sorting = (struct icd_sorting){compare, context};
	qsort(base, count, size, icd_compare_sorted);
	icd_sorting = outer;
}

/* ---- files ---- */

/* False, with the file closed, when it cannot be. */
static inline int icd_close_on_exec(int fd)
{
	if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* A file without a name, in $TMPDIR or /tmp. */
#define MFD_CLOEXEC  1U
#define memfd_create icd_memfd_create
static inline int icd_memfd_create(const char *name, unsigned flags)
{
	const char *folder = getenv("TMPDIR");
	char path[1024];
	int length = snprintf(path, sizeof path, "%s/%s.XXXXXX", folder && *folder ? folder : "/tmp", name);
	int fd = length < (int)sizeof path ? mkstemp(path) : -1;
	if (fd >= 0)
		unlink(path);
	return flags & MFD_CLOEXEC ? icd_close_on_exec(fd) : fd;
}

#define mkostemp icd_mkostemp
static inline int icd_mkostemp(char *path, int flags)
{
	int fd = mkstemp(path);
	return flags & O_CLOEXEC ? icd_close_on_exec(fd) : fd;
}

/* Not in one step: a program that another thread starts in between has the ends, too. */
#define pipe2 icd_pipe2
static inline int icd_pipe2(int ends[2], int flags)
{
	if (pipe(ends) != 0)
		return -1;
	if (!(flags & O_CLOEXEC) || (icd_close_on_exec(ends[0]) >= 0 && icd_close_on_exec(ends[1]) >= 0))
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

extern char **environ;

/* ---- streams ---- */

#define fputs_unlocked fputs

/* glibc says 0 of a write that failed, funopen wants -1. */
#if !defined(__linux__) || defined(ICD_FUNOPEN)
#ifdef ICD_FUNOPEN
#include <bsd/stdio.h> /* libbsd, to try this on Linux */
#endif

struct icd_cookie_functions {
	ssize_t (*read)(void *, char *, size_t);
	ssize_t (*write)(void *, const char *, size_t);
	int (*seek)(void *, off_t *, int); /* is not there */
	int (*close)(void *);
};
struct icd_cookie {
	void *cookie;
	struct icd_cookie_functions functions;
};

static inline int icd_cookie_read(void *cookie, char *to, int size)
{
	struct icd_cookie *outer = cookie;
	return (int)outer->functions.read(outer->cookie, to, (size_t)size);
}

static inline int icd_cookie_write(void *cookie, const char *from, int size)
{
	struct icd_cookie *outer = cookie;
	ssize_t put = outer->functions.write(outer->cookie, from, (size_t)size);
	return put > 0 || size == 0 ? (int)put : -1;
}

static inline int icd_cookie_close(void *cookie)
{
	struct icd_cookie *outer = cookie;
	int status = outer->functions.close ? outer->functions.close(outer->cookie) : 0;
	free(outer);
	return status;
}

#define cookie_io_functions_t struct icd_cookie_functions
#define fopencookie           icd_fopencookie
static inline FILE *icd_fopencookie(void *cookie, const char *mode, struct icd_cookie_functions functions)
{
	struct icd_cookie *outer = malloc(sizeof *outer);
	if (!outer)
		return NULL;
	*outer = (struct icd_cookie){cookie, functions};
	FILE *stream = funopen(outer, *mode == 'r' ? icd_cookie_read : NULL, *mode == 'r' ? NULL : icd_cookie_write,
			       NULL, icd_cookie_close);
	if (!stream)
		free(outer);
	return stream;
}
#endif

/* ---- chance and time ---- */

#define GRND_NONBLOCK 0
#define getrandom     icd_getrandom
static inline ssize_t icd_getrandom(void *to, size_t size, unsigned flags)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, to, size);
	(void)flags;
	if (fd >= 0)
		close(fd);
	return got;
}

/* Conditions wait by the clock of the day: there is no choice. */
#define ICD_WAIT_CLOCK            CLOCK_REALTIME
#define pthread_condattr_setclock icd_pthread_condattr_setclock
static inline int icd_pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t by)
{
	(void)attributes;
	return by == ICD_WAIT_CLOCK ? 0 : EINVAL;
}

#endif
