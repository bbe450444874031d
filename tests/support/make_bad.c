/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes the broken files of run_bad.sh that a shell cannot.
 *
 *	make_bad zip OUT NAME FILE [NAME FILE...]   a sound zip
 *	make_bad lie ZIP                            its entries claim to be of 1000 bytes
 *	make_bad repeat ZIP TIMES                   its one member is named that often, its bytes are there once
 *	make_bad deep OUT DEPTH                     a tabular list nested so deep
 *	make_bad version INDEX                      says that it is of another version
 */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static int complain(const char *what)
{
	fprintf(stderr, "make_bad: %s\n", what);
	return 1;
}

static int make_zip(int count, char **arguments)
{
	zip_t *zip = zip_open(arguments[0], ZIP_CREATE | ZIP_TRUNCATE, NULL);
	for (int i = 1; zip && i + 1 < count; i += 2) {
		zip_source_t *source = zip_source_file(zip, arguments[i + 1], 0, -1);
		zip_int64_t at = source ? zip_file_add(zip, arguments[i], source, ZIP_FL_ENC_UTF_8) : -1;
		if (at < 0)
			return complain(zip_strerror(zip));
		zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 1);
	}
	return zip && zip_close(zip) == 0 ? 0 : complain(arguments[0]);
}

static unsigned char *read_file(const char *path, long *size)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0)
		return NULL;
	*size = ftell(file);
	rewind(file);
	unsigned char *bytes = malloc((size_t)*size + 1);
	if (bytes && fread(bytes, 1, (size_t)*size, file) != (size_t)*size)
		return NULL;
	fclose(file);
	return bytes;
}

static int write_file(const char *path, const void *bytes, long size)
{
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(bytes, 1, (size_t)size, file) != (size_t)size || fclose(file) != 0)
		return complain(path);
	return 0;
}

static int write_and_free(const char *path, unsigned char *bytes, long size)
{
	int status = write_file(path, bytes, size);
	free(bytes);
	return status;
}

static void put_le(unsigned char *at, int size, unsigned long long number)
{
	for (int i = 0; i < size; i++, number >>= 8)
		at[i] = (unsigned char)number;
}

static int lie(const char *path)
{
	long size;
	unsigned char *bytes = read_file(path, &size);
	if (!bytes)
		return complain(path);
	for (long i = 0; i + 46 < size; i++) {
		if (memcmp(bytes + i, "PK\001\002", 4) == 0)
			put_le(bytes + i + 24, 4, 1000);
		else if (memcmp(bytes + i, "PK\003\004", 4) == 0)
			put_le(bytes + i + 22, 4, 1000);
	}
	return write_and_free(path, bytes, size);
}

static unsigned get_le(const unsigned char *at, int size)
{
	unsigned number = 0;
	for (int i = size; i-- > 0;)
		number = number << 8 | at[i];
	return number;
}

/* The one member of a zip, named many times: its directory is the same entry again and again. */
static int repeat(const char *path, int times)
{
	long size;
	unsigned char *bytes = read_file(path, &size), end[22];
	if (!bytes || size < 22 || memcmp(bytes + size - 22, "PK\005\006", 4) != 0)
		return complain(path);
	memcpy(end, bytes + size - 22, sizeof end);
	unsigned entry = get_le(end + 12, 4), start = get_le(end + 16, 4);
	put_le(end + 8, 2, (unsigned)times);
	put_le(end + 10, 2, (unsigned)times);
	put_le(end + 12, 4, (unsigned long long)entry * (unsigned)times);
	FILE *file = fopen(path, "wb");
	if (!file)
		return complain(path);
	fwrite(bytes, 1, start, file);
	for (int i = 0; i < times; i++)
		fwrite(bytes + start, 1, entry, file);
	fwrite(end, 1, sizeof end, file);
	free(bytes);
	return fclose(file) == 0 ? 0 : complain(path);
}

static int deep(const char *path, int depth)
{
	FILE *file = fopen(path, "w");
	if (!file)
		return complain(path);
	fputs("<?xml version=\"1.0\"?>\n<ICD10CM.tabular><chapter><name>1</name><desc>A</desc>"
	      "<section id=\"A00-A09\"><desc>A</desc>\n",
	      file);
	for (int i = 0; i < depth; i++)
		fputs("<diag><name>A00</name><desc>A</desc>\n", file);
	return fclose(file) == 0 ? 0 : complain(path);
}

/* The footer is the last 64 bytes: the version first, the checksum of 48 bytes behind them. */
static int version(const char *path)
{
	long size;
	unsigned char *bytes = read_file(path, &size);
	if (!bytes || size < 64)
		return complain(path);
	unsigned char *footer = bytes + size - 64;
	put_le(footer, 4, 999);
	put_le(footer + 48, 8, XXH3_64bits(footer, 48));
	return write_and_free(path, bytes, size);
}

int main(int argc, char **argv)
{
	if (argc > 4 && strcmp(argv[1], "zip") == 0)
		return make_zip(argc - 2, argv + 2);
	if (argc == 3 && strcmp(argv[1], "lie") == 0)
		return lie(argv[2]);
	if (argc == 4 && strcmp(argv[1], "repeat") == 0)
		return repeat(argv[2], atoi(argv[3]));
	if (argc == 4 && strcmp(argv[1], "deep") == 0)
		return deep(argv[2], atoi(argv[3]));
	if (argc == 3 && strcmp(argv[1], "version") == 0)
		return version(argv[2]);
	return complain("zip, lie, repeat, deep or version was expected");
}
