/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that becomes shorter under its reader is not taken for a whole one. */
#include "input/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define BEFORE ((off_t)3 * SOURCE_PIECE)

/* Reads a file of BEFORE bytes that has `after` when its first piece was read: how many came, -1 on failure. */
static ssize_t read_changing(off_t after, struct icd_error *err)
{
	static char text[SOURCE_PIECE];
	char path[] = "/tmp/icd10-source-XXXXXX";
	struct text_source *source = calloc(1, sizeof *source);
	int fd = mkstemp(path);
	assert_true(source && fd >= 0);
	unlink(path);
	assert_int_equal(ftruncate(fd, BEFORE), 0);
	source->fd = fd;
	source->name = "codes.csv";
	ssize_t got = text_source_read(source, text, sizeof text, err), all = got;
	assert_true(got > 0);
	assert_int_equal(ftruncate(fd, after), 0);
	while ((got = text_source_read(source, text, sizeof text, err)) > 0)
		all += got;
	close(fd);
	free(source);
	return got < 0 ? got : all;
}

static void a_file_that_becomes_shorter_is_an_error(void **state)
{
	static const off_t lengths[] = {0, 10, SOURCE_PIECE, BEFORE - 1};
	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct icd_error err = {.text = ""};
		assert_int_equal(read_changing(lengths[i], &err), -1);
		assert_string_equal(err.text, "codes.csv: it became shorter while it was read");
	}
}

static void a_file_that_stays_or_grows_is_read(void **state)
{
	struct icd_error err = {.text = ""};
	(void)state;
	assert_int_equal(read_changing(BEFORE, &err), BEFORE);
	assert_int_equal(read_changing(BEFORE + 10, &err), BEFORE + 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_becomes_shorter_is_an_error),
		cmocka_unit_test(a_file_that_stays_or_grows_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
