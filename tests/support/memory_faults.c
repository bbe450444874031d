/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes one allocation fail, loaded by LD_PRELOAD into the builder (tests/faults/test_build_memory.sh).
 *
 *	MEMORY_FAULT   the number of the allocation that fails, counted from 1; 0 for none
 *	MEMORY_COUNT   a file that is told how many there were
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Those of the C library itself. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong allocations;
static unsigned long doomed;

__attribute__((constructor)) static void start(void)
{
	const char *number = getenv("MEMORY_FAULT");
	atomic_store(&allocations, 0);
	doomed = number ? strtoul(number, NULL, 10) : 0;
}

__attribute__((destructor)) static void tell(void)
{
	char text[32];
	const char *path = getenv("MEMORY_COUNT");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd < 0)
		return;
	int length = snprintf(text, sizeof text, "%lu\n", atomic_load(&allocations));
	if (write(fd, text, (size_t)length) < 0)
		_exit(99);
	close(fd);
}

static bool fails(void)
{
	if (atomic_fetch_add(&allocations, 1) + 1 != doomed)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	return fails() ? NULL : __libc_realloc(memory, size);
}

void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;
	return __builtin_mul_overflow(count, size, &bytes) || fails() ? NULL : __libc_realloc(memory, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
	*memory = fails() ? NULL : __libc_memalign(alignment, size);
	return *memory ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}
