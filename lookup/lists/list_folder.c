/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list_work.h"
#include "user/user.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order in which they are looked for. */
static const char *const endings[] = {".txt", ".csv", ".tsv", ""};
#define ENDINGS (sizeof endings / sizeof *endings)

const char *icd_code_list_folder(char out[ICD_LOCATION_SIZE])
{
	return user_file(USER_DATA, "lists", out);
}

/* ---- finding the file ---- */

static bool is_file(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

/* The path of a list by its name: false when there is neither. */
static bool find_path(const char *name, char path[ICD_LOCATION_SIZE])
{
	char folder[ICD_LOCATION_SIZE];
	snprintf(path, ICD_LOCATION_SIZE, "%s", name);
	if (strcmp(name, "-") == 0 || is_file(name))
		return true;
	if (strchr(name, '/') || !icd_code_list_folder(folder)[0])
		return false;
	for (size_t i = 0; i < ENDINGS; i++) {
		snprintf(path, ICD_LOCATION_SIZE, "%.3800s/%.200s%s", folder, name, endings[i]);
		if (is_file(path))
			return true;
	}
	return false;
}

bool icd_code_list_exists(const char *file_or_name)
{
	char path[ICD_LOCATION_SIZE];
	return find_path(file_or_name, path);
}

static bool say_missing(const char *name, struct icd_error *err)
{
	char folder[ICD_LOCATION_SIZE];
	if (strchr(name, '/') || access(name, F_OK) == 0)
		return icd_fail(err, "%s: %s", name, access(name, F_OK) == 0 ? strerror(EISDIR) : strerror(errno));
	return icd_fail(err, "%s: neither a file nor the name of a list in %s", name, icd_code_list_folder(folder));
}

bool icd_code_list_open(struct icd_store *store, const char *file_or_name, const char *column,
			struct icd_code_list **out, bool *other, struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	*out = NULL;
	if (other)
		*other = false;
	if (!find_path(file_or_name, path))
		return say_missing(file_or_name, err);
	return icd_code_list_open_file(store, strcmp(file_or_name, "-") == 0 ? NULL : path, column, out, other, err);
}

/* ---- the folder ---- */

/* The name of a list by that of its file; 0 of what is none: hidden, kept by an editor, of another kind. */
static size_t name_length(const char *file)
{
	size_t length = strlen(file);
	const char *dot = strrchr(file, '.');
	if (*file == '.' || file[length - 1] == '~')
		return 0;
	for (size_t i = 0; dot && i < ENDINGS; i++) {
		if (strcmp(dot, endings[i]) == 0)
			return (size_t)(dot - file);
	}
	return dot ? 0 : length;
}

static bool add_name(struct icd_pool *pool, const char *file, struct icd_list_file **at, size_t *count, size_t *room)
{
	char path[ICD_LOCATION_SIZE];
	const char *name = icd_pool_text(pool, file, name_length(file));
	for (size_t i = 0; i < *count; i++) {
		if (strcmp((*at)[i].name, name) == 0)
			return true;
	}
	char folder[ICD_LOCATION_SIZE];
	icd_code_list_folder(folder);
	path[0] = '\0';
	for (size_t i = 0; i < ENDINGS; i++) {
		snprintf(path, sizeof path, "%.3800s/%.200s%s", folder, name, endings[i]);
		if (is_file(path))
			break;
	}
	if (!is_file(path))
		return true;
	if (!icd_pool_room(pool, at, *count, room, sizeof **at))
		return false;
	(*at)[(*count)++] = (struct icd_list_file){name, icd_pool_text(pool, path, strlen(path))};
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct icd_list_file *)a)->name, ((const struct icd_list_file *)b)->name);
}

bool icd_code_list_files(struct icd_pool *pool, struct icd_list_file **out, size_t *count, struct icd_error *err)
{
	char folder[ICD_LOCATION_SIZE];
	size_t room = 0;
	bool ok = true;
	*out = NULL;
	*count = 0;
	DIR *stream = icd_code_list_folder(folder)[0] ? opendir(folder) : NULL;
	if (!stream)
		return !folder[0] || errno == ENOENT || icd_fail(err, "%s: %s", folder, strerror(errno));
	for (struct dirent *entry; ok && (entry = readdir(stream)) != NULL;) {
		if (name_length(entry->d_name))
			ok = add_name(pool, entry->d_name, out, count, &room);
	}
	closedir(stream);
	if (!ok || pool->failed)
		return icd_out_of_memory(err);
	if (*count)
		qsort(*out, *count, sizeof **out, by_name);
	return true;
}

bool icd_code_lists_open(struct icd_store *store, void (*wrong)(const char *text), struct icd_code_lists *out)
{
	struct icd_list_file *files;
	struct icd_error err;
	size_t count;
	*out = (struct icd_code_lists){0};
	if (!icd_code_list_files(&out->pool, &files, &count, &err)) {
		wrong(err.text);
		return err.fault != ICD_FAULT_MEMORY;
	}
	out->at = icd_pool_take(&out->pool, count + 1, sizeof(struct icd_code_list *));
	for (size_t i = 0; out->at && i < count; i++) {
		if (icd_code_list_open(store, files[i].path, NULL, &out->at[out->count], NULL, &err))
			out->count++;
		else
			wrong(err.text);
	}
	return out->at != NULL;
}

void icd_code_lists_close(struct icd_code_lists *lists)
{
	for (size_t i = 0; i < lists->count; i++)
		icd_code_list_close(lists->at[i]);
	icd_pool_free(&lists->pool);
	*lists = (struct icd_code_lists){0};
}
