/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens the zip of the source, which is its own then; NULL is no source. */
static zip_t *open_zip(zip_source_t *source, const char *name, bool empty, zip_error_t *error, struct icd_error *err)
{
	zip_t *zip = source && !empty ? zip_open_from_source(source, ZIP_RDONLY, error) : NULL;
	if (!zip)
		icd_fail(err, "%s: broken or cut off: %s, a whole zip or workbook was expected", name,
			 empty ? "it is empty" : zip_error_strerror(error));
	if (!zip && source)
		zip_source_free(source);
	zip_error_fini(error);
	return zip;
}

zip_t *zip_of(const struct input *in, struct icd_error *err)
{
	zip_error_t error;
	zip_error_init(&error);
	return open_zip(zip_source_buffer_create(in->data, in->size, 0, &error), in->name, in->size == 0, &error, err);
}

zip_t *zip_of_file(int fd, const char *name, struct icd_error *err)
{
	struct stat st;
	zip_error_t error;
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	FILE *file = own >= 0 ? fdopen(own, "rb") : NULL;
	if (!file || fstat(fd, &st) != 0) {
		icd_fail(err, "%s: %s", name, strerror(errno));
		if (file)
			fclose(file);
		else if (own >= 0)
			close(own);
		return NULL;
	}
	zip_error_init(&error);
	zip_source_t *source = zip_source_filep_create(file, 0, -1, &error);
	if (!source)
		fclose(file);
	return open_zip(source, name, st.st_size == 0, &error, err);
}

/* Reads `size` bytes of a member; when they are all of it, its checksum is compared. */
static bool unpack(zip_file_t *file, char *data, size_t size, bool all)
{
	char rest;
	size_t done = 0;
	zip_int64_t got;
	while (done < size && (got = zip_fread(file, data + done, size - done)) > 0)
		done += (size_t)got;
	data[done] = '\0';
	/* Reading on to the end makes libzip compare. */
	return done == size && (!all || zip_fread(file, &rest, 1) == 0);
}

bool zip_read(zip_t *zip, uint64_t member, const char *name, size_t limit, struct input *out, struct icd_error *err)
{
	zip_stat_t st;
	if (zip_stat_index(zip, member, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE))
		return icd_fail(err, "%s: broken zip entry", name);
	if (st.size > FILE_SIZE_MAX)
		return icd_fail(err, "%s: %llu bytes unpacked, more than any release file has", name,
				(unsigned long long)st.size);
	size_t size = st.size < limit ? (size_t)st.size : limit;
	char *data = malloc(size + 1);
	zip_file_t *file = data ? zip_fopen_index(zip, member, 0) : NULL;
	bool ok = file && unpack(file, data, size, size == st.size);
	if (!file)
		icd_fail(err, "%s: cannot be unpacked: %s", name, data ? zip_strerror(zip) : "out of memory");
	else if (!ok)
		icd_fail(err, "%s: cannot be unpacked: the zip is broken or cut off", name);
	if (file)
		zip_fclose(file);
	if (ok)
		*out = (struct input){name, data, size};
	else
		free(data);
	return ok;
}
