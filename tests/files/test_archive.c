/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and zips are read as often as is asked, from what they were when they were opened first or not at all. */
#include "files/archive.h"
#include "files/inventory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/icd10-archive-XXXXXX";
static char file[64], inner[64], outer[64];

static void write_text(const char *path, const char *text)
{
	FILE *to = fopen(path, "w");
	assert_non_null(to);
	fputs(text, to);
	assert_int_equal(fclose(to), 0);
}

/* A zip of one file. */
static void write_zip(const char *path, const char *name, const char *of)
{
	int error;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	assert_true(zip_file_add(zip, name, zip_source_file(zip, of, 0, -1), 0) >= 0);
	assert_int_equal(zip_close(zip), 0);
}

static int start(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(file, sizeof file, "%s/a.txt", folder);
	snprintf(inner, sizeof inner, "%s/b.zip", folder);
	snprintf(outer, sizeof outer, "%s/c.zip", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(file);
	unlink(inner);
	unlink(outer);
	return rmdir(folder);
}

static void expect_text(struct archive *archive, int64_t member, size_t limit, const char *text)
{
	struct input in;
	struct icd_error err;
	if (!archive_read(archive, member, "shown", limit, &in, &err))
		fail_msg("%s", err.text);
	assert_string_equal(in.name, "shown");
	assert_int_equal(in.size, strlen(text));
	assert_string_equal(in.data, text);
	free((char *)in.data);
}

static void reads_again_after_it_was_closed(void **state)
{
	(void)state;
	write_text(file, "words");
	write_zip(inner, "a.txt", file);
	write_zip(outer, "b.zip", inner);
	struct archive loose = archive_of(file), zip = archive_of(outer), nested = archive_within(&zip, 0, "c: b");
	for (int i = 0; i < 2; i++) {
		expect_text(&loose, ARCHIVE_ITSELF, SIZE_MAX, "words");
		expect_text(&loose, ARCHIVE_ITSELF, 2, "wo");
		expect_text(&nested, 0, SIZE_MAX, "words");
		expect_text(&nested, 0, 3, "wor");
		assert_null(zip.zip); /* it was not open before, and is not kept open */
		archive_close(&loose);
		archive_close(&nested);
	}
	archive_close(&zip);
}

static void refuses_what_has_changed(void **state)
{
	struct input in;
	struct icd_error err;
	(void)state;
	write_text(file, "words");
	struct archive archive = archive_of(file);
	expect_text(&archive, ARCHIVE_ITSELF, SIZE_MAX, "words");
	archive_close(&archive);
	unlink(file);
	write_text(file, "other");
	assert_false(archive_read(&archive, ARCHIVE_ITSELF, "shown", SIZE_MAX, &in, &err));
	assert_non_null(strstr(err.text, "a.txt: it was changed"));
	archive_close(&archive);
}

static void refuses_what_is_no_zip(void **state)
{
	struct icd_error err;
	(void)state;
	write_text(file, "words");
	struct archive archive = archive_of(file);
	assert_null(archive_zip(&archive, &err));
	assert_non_null(strstr(err.text, "a.txt: broken or cut off"));
	archive_close(&archive);
	write_text(file, "");
	archive = archive_of(file);
	assert_null(archive_zip(&archive, &err));
	assert_non_null(strstr(err.text, "it is empty"));
	archive_close(&archive);
}

/* The checksum of an inventory is that of the bytes, and goes with a stamp that no other bytes have. */
static void knows_files_by_their_stamp(void **state)
{
	static const char expected[] = "dba36bffa5cab0f922d087a3aeb179f9d4e745df40b323e1b1471402848c8a3e";
	struct icd_digest digest = icd_digest_start();
	struct inventory inventory;
	struct stat st;
	char *paths[] = {file};
	(void)state;
	write_text(file, "words");
	assert_true(inventory_take(paths, 1, &digest, &inventory));
	assert_int_equal(stat(file, &st), 0);
	struct file_stamp stamp = file_stamp_of(&st);
	assert_false(inventory_settled(&inventory, &stamp)); /* it was written to just now */
	inventory.taken += 60;
	assert_true(inventory_settled(&inventory, &stamp));
	assert_string_equal(inventory_sha256(&inventory, file, &stamp), expected);
	assert_null(inventory_sha256(&inventory, inner, &stamp));
	assert_null(inventory_sha256(NULL, file, &stamp));
	stamp.modified.tv_nsec ^= 1;
	assert_null(inventory_sha256(&inventory, file, &stamp));
	inventory_free(&inventory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_again_after_it_was_closed),
		cmocka_unit_test(refuses_what_has_changed),
		cmocka_unit_test(refuses_what_is_no_zip),
		cmocka_unit_test(knows_files_by_their_stamp),
	};
	return cmocka_run_group_tests(tests, start, end) != 0;
}
