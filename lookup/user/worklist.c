/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worklist.h"

#include "memory/memory.h"
#include "user_file.h"
#include "write_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool icd_worklist_open(struct icd_worklist *list, struct icd_error *err)
{
	*list = (struct icd_worklist){.count = 0};
	user_file(USER_STATE, "worklist", list->path);
	return icd_worklist_read(list, err);
}

/* A line is a code; whatever else stands there is passed over, so that a damaged file gives what it still has. */
static bool read_lines(struct icd_worklist *list, FILE *file, struct icd_error *err)
{
	char line[64];
	while (list->count < ICD_WORKLIST_CODES_MAX && fgets(line, sizeof line, file)) {
		struct icd_typed_code typed;
		if (icd_code_parse(line, strlen(line), &typed) && icd_worklist_find(list, typed.code) == list->count &&
		    !icd_worklist_add(list, typed.code, err))
			return false;
	}
	return !ferror(file) || icd_fail(err, "%s: %s", list->path, strerror(errno));
}

bool icd_worklist_read(struct icd_worklist *list, struct icd_error *err)
{
	if (!list->path[0])
		return true;
	list->count = 0;
	FILE *file = fopen(list->path, "re");
	if (!file)
		return errno == ENOENT || icd_fail(err, "%s: %s", list->path, strerror(errno));
	bool ok = read_lines(list, file, err);
	fclose(file);
	return ok;
}

static bool write_codes(void *context, FILE *file, struct icd_error *err)
{
	const struct icd_worklist *list = context;
	(void)err;
	for (size_t i = 0; i < list->count; i++)
		fprintf(file, "%s\n", list->codes[i]);
	return true;
}

bool icd_worklist_write(const struct icd_worklist *list, struct icd_error *err)
{
	if (!list->path[0])
		return true;
	if (list->count == 0)
		return unlink(list->path) == 0 || errno == ENOENT ||
		       icd_fail(err, "%s: %s", list->path, strerror(errno));
	if (!user_file_make_folder(list->path, err))
		return false;
	/* What replaces a file keeps its mode. */
	int fd = user_file_open(list->path, O_CREAT | O_WRONLY);
	if (fd < 0)
		return icd_fail(err, "%s: %s", list->path, strerror(errno));
	fchmod(fd, 0600);
	close(fd);
	return write_file(list->path, write_codes, (void *)list, err);
}

void icd_worklist_close(struct icd_worklist *list)
{
	free(list->codes);
	*list = (struct icd_worklist){.count = 0};
}

size_t icd_worklist_find(const struct icd_worklist *list, const char *code)
{
	size_t i = 0;
	while (i < list->count && strcmp(list->codes[i], code) != 0)
		i++;
	return i;
}

bool icd_worklist_add(struct icd_worklist *list, const char *code, struct icd_error *err)
{
	if (!icd_array_room(&list->codes, list->count, &list->room, sizeof *list->codes))
		return icd_out_of_memory(err);
	snprintf(list->codes[list->count++], ICD_CODE_SIZE, "%s", code);
	return true;
}

void icd_worklist_take(struct icd_worklist *list, size_t at)
{
	icd_worklist_move(list, at, list->count - 1);
	list->count--;
}

void icd_worklist_move(struct icd_worklist *list, size_t from, size_t to)
{
	char code[ICD_CODE_SIZE];
	size_t step = sizeof *list->codes, low = from < to ? from : to, high = from < to ? to : from;
	memcpy(code, list->codes[from], sizeof code);
	if (from < to)
		memmove(list->codes[low], list->codes[low + 1], (high - low) * step);
	else
		memmove(list->codes[low + 1], list->codes[low], (high - low) * step);
	memcpy(list->codes[to], code, sizeof code);
}
