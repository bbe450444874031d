/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST_MAX ((size_t)64 << 20) /* bytes of a list; no payer's is that long */

/* All of a file, malloc'd; NULL, with the sentence. */
static char *slurp(int fd, const char *name, size_t *size, struct icd_error *err)
{
	char *text = NULL;
	size_t used = 0, room = 0;
	ssize_t got = 1;
	while (got > 0 && used < LIST_MAX) {
		if (used == room) {
			char *larger = realloc(text, room = room ? 2 * room : 16384);
			if (!larger) {
				free(text);
				return icd_out_of_memory(err), NULL;
			}
			text = larger;
		}
		got = read(fd, text + used, room - used);
		used += got > 0 ? (size_t)got : 0;
		if (got < 0 && errno == EINTR)
			got = 1;
	}
	*size = used;
	if (got == 0)
		return text;
	if (got < 0)
		icd_fail(err, "%s: %s", name, strerror(errno));
	else
		icd_fail(err, "%s: more than 64 MiB, a list of codes was expected", name);
	free(text);
	return NULL;
}

bool icd_code_list_open_file(struct icd_store *store, const char *path, const char *column, struct icd_code_list **out,
			     bool *other, struct icd_error *err)
{
	struct icd_list_text source = {.name = path ? path : "standard input", .column = column};
	*out = NULL;
	if (other)
		*other = false;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (fd < 0)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	char *text = slurp(fd, source.name, &source.size, err);
	if (path)
		close(fd);
	source.text = text;
	bool ok = text && icd_code_list_read(store, &source, out, other, err);
	free(text);
	return ok;
}
