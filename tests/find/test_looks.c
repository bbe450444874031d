/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What files were found to be is known again from build to build, and only of the same bytes, names and programs. */
#include "find/find.h"
#include "find/looks.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char home[] = "/tmp/icd10-looks-XXXXXX";
static char releases[64], release[96], zip_path[128];

#define ROWS     1000 /* more than is read to tell what it is */
#define ROW_SIZE 100

/* The rows of an order file; the last title is given. */
static const char *order_with(const char *title)
{
	static char rows[ROWS * ROW_SIZE];
	size_t length = 0;
	for (int i = 0; i < ROWS; i++)
		length += (size_t)snprintf(rows + length, sizeof rows - length, "%05d %-7s %d %-60s %s\r\n", i + 1,
					   "A00", 0, "Cholera", i + 1 < ROWS ? "Cholera" : title);
	return rows;
}

static void write_release(const char *titles)
{
	int error;
	zip_t *zip = zip_open(zip_path, ZIP_CREATE | ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	zip_source_t *source = zip_source_buffer(zip, titles, strlen(titles), 0);
	assert_true(zip_file_add(zip, "in/order.txt", source, 0) >= 0);
	source = zip_source_buffer(zip, "nothing", 7, 0);
	assert_true(zip_file_add(zip, "in/readme.txt", source, 0) >= 0);
	assert_int_equal(zip_close(zip), 0);
}

static int start(void **state)
{
	(void)state;
	if (!mkdtemp(home) || setenv("XDG_CACHE_HOME", home, 1) != 0)
		return -1;
	snprintf(releases, sizeof releases, "%s/releases", home);
	snprintf(release, sizeof release, "%s/2025-10-01", releases);
	snprintf(zip_path, sizeof zip_path, "%s/a.zip", release);
	return mkdir(releases, 0700) || mkdir(release, 0700);
}

static int end(void **state)
{
	char command[64];
	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", home);
	return system(command);
}

/* Finds the one source. Is its checksum known before it is read? Reads it when that is asked for. */
static bool is_known(bool reads, char sha256[ICD_DIGEST_SIZE])
{
	struct icd_pool pool = {0};
	struct report report = {0};
	struct sources sources;
	struct inventory inventory;
	struct icd_error err;
	struct input in = {0};
	char *paths[] = {releases};
	struct icd_digest digest = icd_digest_start();
	struct cache *cache = cache_open(CACHE_READ);
	assert_true(inventory_take(paths, 1, &digest, &inventory));
	struct find_options find = {.cache = cache, .inventory = &inventory};
	if (!find_sources(paths, 1, &find, &pool, &report, &sources, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sources.count, 1);
	struct source *source = &sources.at[0];
	assert_int_equal(source->kind, ICD_FILE_ORDER);
	assert_int_equal(source->date, 20251001);
	assert_string_equal(source->name, "order.txt");
	bool known = source->look->sha256[0];
	if (reads && !source_read(source, &in, &err))
		fail_msg("%s", err.text);
	memcpy(sha256, source->look->sha256, ICD_DIGEST_SIZE);
	free((char *)in.data);
	source_done(source);
	sources_free(&sources);
	inventory_free(&inventory);
	report_free(&report);
	icd_pool_free(&pool);
	cache_close(cache, CACHE_READ_MOST);
	return known;
}

static void knows_again_what_was_read(void **state)
{
	char first[ICD_DIGEST_SIZE], again[ICD_DIGEST_SIZE];
	(void)state;
	write_release(order_with("one"));
	assert_false(is_known(true, first));
	assert_true(is_known(false, again));
	assert_string_equal(first, again);
	assert_true(is_known(true, again)); /* and it is what the bytes say */
}

static void knows_no_other_bytes(void **state)
{
	char first[ICD_DIGEST_SIZE], other[ICD_DIGEST_SIZE];
	struct stat before;
	(void)state;
	write_release(order_with("one"));
	is_known(true, first);
	assert_int_equal(stat(zip_path, &before), 0);
	write_release(order_with("two"));
	const struct timespec times[2] = {before.st_atim, before.st_mtim};
	assert_int_equal(utimensat(AT_FDCWD, zip_path, times, 0), 0);
	assert_false(is_known(true, other));
	assert_string_not_equal(first, other);
}

/* What was not read is not known, and then it is, by and by. */
static void keeps_what_is_known_by_then(void **state)
{
	char sha256[ICD_DIGEST_SIZE];
	(void)state;
	write_release(order_with("three"));
	assert_false(is_known(false, sha256));
	assert_false(is_known(true, sha256));
	assert_true(is_known(false, sha256));
}

static void tells_programs_and_names_apart(void **state)
{
	char key[ICD_DIGEST_SIZE], program[ICD_DIGEST_SIZE], name[ICD_DIGEST_SIZE], bytes[ICD_DIGEST_SIZE];
	(void)state;
	looks_key("one", "a.zip", "01", key);
	looks_key("two", "a.zip", "01", program);
	looks_key("one", "b.zip", "01", name);
	looks_key("one", "a.zip", "02", bytes);
	assert_string_not_equal(key, program);
	assert_string_not_equal(key, name);
	assert_string_not_equal(key, bytes);
}

/* Whatever stands in an entry: it says just what looks say, or it is none. */
static void believes_nothing_else(void **state)
{
	char key[ICD_DIGEST_SIZE];
	struct icd_pool pool = {0};
	struct look at[2] = {{.inner = "a/", .says = LOOK_NOTHING},
			     {.inner = "a/b.txt", .says = LOOK_RELEASE, .kind = ICD_FILE_ORDER, .size = 7}};
	struct looks looks = {at, 2, true, true}, out;
	struct cache *cache = cache_open(CACHE_READ);
	size_t size;
	(void)state;
	memset(at[1].sha256, 'a', ICD_DIGEST_SIZE - 1);
	looks_key("one", "a.zip", "01", key);
	looks_keep(cache, key, &looks);
	assert_true(looks_recall(cache, key, &pool, &out));
	assert_int_equal(out.count, 2);
	assert_string_equal(out.at[1].inner, "a/b.txt");
	assert_string_equal(out.at[1].sha256, at[1].sha256);
	char *kept = cache_get(cache, key, &size);
	assert_non_null(kept);
	for (size_t cut = 0; cut < size; cut++) {
		cache_put(cache, key, kept, cut);
		assert_false(looks_recall(cache, key, &pool, &out));
	}
	cache_put(cache, key, kept, size + 1); /* the NUL behind it */
	assert_false(looks_recall(cache, key, &pool, &out));
	at[1].says = LOOK_ENDS;
	looks_keep(cache, key, &looks);
	assert_false(looks_recall(cache, key, &pool, &out));
	at[1].says = LOOK_RELEASE;
	at[1].sha256[9] = '\0';
	looks_keep(cache, key, &looks);
	assert_false(looks_recall(cache, key, &pool, &out));
	free(kept);
	icd_pool_free(&pool);
	cache_close(cache, CACHE_READ_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_again_what_was_read),   cmocka_unit_test(knows_no_other_bytes),
		cmocka_unit_test(keeps_what_is_known_by_then), cmocka_unit_test(tells_programs_and_names_apart),
		cmocka_unit_test(believes_nothing_else),
	};
	return cmocka_run_group_tests(tests, start, end) != 0;
}
