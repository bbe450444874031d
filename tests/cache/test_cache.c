/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept from build to build is given back as it was, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cache/cache.h"
#include "pdf/pdf.h"
#include "support/made_pdf.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[] = "/tmp/icd10-cache-XXXXXX";

static int start(void **state)
{
	(void)state;
	return mkdtemp(home) && setenv("XDG_CACHE_HOME", home, 1) == 0 ? 0 : -1;
}

static int end(void **state)
{
	char command[64];
	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", home);
	return system(command);
}

/* The path of the entry of this text. */
static const char *path_of(const char *text, char key[ICD_DIGEST_SIZE], char path[256])
{
	cache_key("rule", text, strlen(text), key);
	snprintf(path, 256, "%s/icd10/read/%s", home, key);
	return path;
}

static void keep(const char *text)
{
	char key[ICD_DIGEST_SIZE], path[256];
	struct cache *cache = cache_open(CACHE_READ);
	path_of(text, key, path);
	cache_put(cache, key, text, strlen(text));
	cache_close(cache, CACHE_READ_MOST);
}

static bool has(const char *text)
{
	char key[ICD_DIGEST_SIZE], path[256];
	size_t size = 0;
	struct cache *cache = cache_open(CACHE_READ);
	path_of(text, key, path);
	char *kept = cache_get(cache, key, &size);
	bool is = kept && size == strlen(text) && strcmp(kept, text) == 0;
	assert_true(is || !kept);
	free(kept);
	cache_close(cache, CACHE_READ_MOST);
	return is;
}

static void gives_back_what_was_kept(void **state)
{
	(void)state;
	assert_false(has("words"));
	keep("words");
	keep("");
	assert_true(has("words"));
	assert_true(has(""));
	assert_false(has("other words"));
}

static void keys_tell_rules_and_bytes_apart(void **state)
{
	char a[ICD_DIGEST_SIZE], b[ICD_DIGEST_SIZE], c[ICD_DIGEST_SIZE];
	(void)state;
	cache_key("rule", "data", 4, a);
	cache_key("ruled", "ata", 3, b);
	cache_key("rule", "dat", 3, c);
	assert_string_not_equal(a, b);
	assert_string_not_equal(a, c);
}

/* Each byte of an entry changed, and each length cut short. */
static void believes_no_damaged_entry(void **state)
{
	char key[ICD_DIGEST_SIZE], path[256];
	struct stat st;
	(void)state;
	keep("damaged");
	assert_int_equal(stat(path_of("damaged", key, path), &st), 0);
	for (off_t at = 0; at < st.st_size; at++) {
		for (int cut = 0; cut < 2; cut++) {
			keep("damaged");
			int fd = open(path, O_RDWR);
			char byte;
			assert_int_equal(pread(fd, &byte, 1, at), 1);
			byte ^= 0x20;
			assert_int_equal(cut ? ftruncate(fd, at) : pwrite(fd, &byte, 1, at) - 1, 0);
			close(fd);
			assert_false(has("damaged"));
			assert_int_equal(access(path, F_OK), -1); /* taken away */
		}
	}
}

static void believes_no_entry_of_another_key(void **state)
{
	char key[ICD_DIGEST_SIZE], one[256], other[256];
	(void)state;
	keep("one");
	assert_int_equal(rename(path_of("one", key, one), path_of("other", key, other)), 0);
	assert_false(has("other"));
}

static void reads_no_link_and_no_pipe(void **state)
{
	char key[ICD_DIGEST_SIZE], one[256], other[256];
	(void)state;
	keep("linked");
	snprintf(other, sizeof other, "%s/elsewhere", home);
	assert_int_equal(rename(path_of("linked", key, one), other), 0);
	assert_int_equal(symlink(other, one), 0);
	assert_false(has("linked"));
	unlink(one);
	assert_int_equal(mkfifo(path_of("pipe", key, one), 0600), 0);
	assert_false(has("pipe"));
	unlink(one);
}

static void forgets_what_was_used_longest_ago(void **state)
{
	char key[ICD_DIGEST_SIZE], path[256], half[300];
	const struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};
	(void)state;
	keep("old");
	keep("used");
	assert_int_equal(utimensat(AT_FDCWD, path_of("old", key, path), long_ago, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, path_of("used", key, path), long_ago, 0), 0);
	snprintf(half, sizeof half, "%s.AbCdEf", path);
	close(open(half, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(utimensat(AT_FDCWD, half, long_ago, 0), 0);
	assert_true(has("used"));
	assert_int_equal(access(half, F_OK), -1);
	keep("newest");
	struct stat st;
	assert_int_equal(stat(path_of("newest", key, path), &st), 0);
	cache_close(cache_open(CACHE_READ), (uint64_t)st.st_size * 2);
	assert_false(has("old"));
	assert_true(has("used"));
	assert_true(has("newest"));
	cache_close(cache_open(CACHE_READ), 0);
	assert_false(has("newest"));
}

static void does_without_a_place(void **state)
{
	char key[ICD_DIGEST_SIZE], path[256];
	size_t size;
	(void)state;
	snprintf(path, sizeof path, "%s/file", home);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	setenv("XDG_CACHE_HOME", path, 1);
	assert_null(cache_open(CACHE_READ));
	setenv("XDG_CACHE_HOME", home, 1);
	cache_key("rule", "", 0, key);
	assert_null(cache_get(NULL, key, &size));
	cache_put(NULL, key, "", 0);
	cache_close(NULL, 0);
}

/* What a desk says of the document. */
static char *words_of(const struct cache *cache, const struct input *document)
{
	struct input out;
	struct icd_error err;
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, cache);
	struct pdf_job *never_taken = pdf_start(desk, document, NULL, PDF_LINES);
	assert_non_null(never_taken);
	assert_int_equal(pdf_take(desk, pdf_start(desk, document, NULL, PDF_WORDS), &out, &err), PDF_READ);
	pdf_desk_close(desk);
	return (char *)out.data;
}

static void documents_are_read_once(void **state)
{
	struct made_pdf pdf;
	(void)state;
	made_pdf_start(&pdf);
	made_pdf_text(&pdf, 36, 72, "Add");
	made_pdf_end_page(&pdf);
	made_pdf_end(&pdf, false);
	const struct input document = {"a.pdf", pdf.data, pdf.size};
	struct cache *cache = cache_open(CACHE_READ);
	char *without = words_of(NULL, &document), *first = words_of(cache, &document);
	/* The limits let no program run any more: what comes is from the cache. */
	struct input out;
	struct icd_error err;
	struct pdf_desk *desk = pdf_desk_open(&(struct pdf_limits){60, 1, 1}, cache);
	assert_int_equal(pdf_take(desk, pdf_start(desk, &document, NULL, PDF_WORDS), &out, &err), PDF_READ);
	assert_int_not_equal(pdf_take(desk, pdf_start(desk, &document, NULL, PDF_LINES), &(struct input){0}, &err),
			     PDF_READ);
	pdf_desk_close(desk);
	assert_string_equal(without, first);
	assert_string_equal(without, out.data);
	assert_int_equal(strlen(out.data), out.size);
	free(without);
	free(first);
	free((char *)out.data);
	free(pdf.data);
	cache_close(cache, CACHE_READ_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_was_kept),  cmocka_unit_test(keys_tell_rules_and_bytes_apart),
		cmocka_unit_test(believes_no_damaged_entry), cmocka_unit_test(believes_no_entry_of_another_key),
		cmocka_unit_test(reads_no_link_and_no_pipe), cmocka_unit_test(forgets_what_was_used_longest_ago),
		cmocka_unit_test(does_without_a_place),      cmocka_unit_test(documents_are_read_once),
	};
	return cmocka_run_group_tests(tests, start, end) != 0;
}
