/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and tables: what they hold, where it stands, in any encoding and in pieces of any size. */
#include "input/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SEEN_MAX 64

struct seen {
	size_t count, pauses;
	char text[SEEN_MAX][128];  /* number, name or not, fields */
	char whole[SEEN_MAX][128]; /* the row as it came, with its end */
	uint64_t offset[SEEN_MAX];
	size_t stop_at; /* 0: never */
	bool split;     /* all fields are looked at too */
	char all[SEEN_MAX][128];
};

static void add(char *to, size_t size, const char *text, size_t length)
{
	size_t used = strlen(to);
	if (length > 40)
		length = 40;
	snprintf(to + used, size - used, "%.*s", (int)length, text);
}

static bool see(void *context, const struct row *row)
{
	struct seen *seen = context;
	size_t at = seen->count++;
	if (at >= SEEN_MAX)
		return true;
	char *text = seen->text[at];
	snprintf(text, 128, "%d%s", (int)row->number, row->names ? " names" : "");
	for (size_t i = 0; i < row->count && !row->names; i++) {
		add(text, 128, i ? "|" : ":", 1);
		add(text, 128, row->fields[i].text, row->fields[i].length);
		assert_true(row->places[i].length == 0 ||
			    (row->places[i].text >= row->whole.text &&
			     row->places[i].text + row->places[i].length <= row->whole.text + row->whole.length));
	}
	seen->whole[at][0] = seen->all[at][0] = '\0';
	add(seen->whole[at], 128, row->whole.text, row->whole.length);
	add(seen->whole[at], 128, row->end.text, row->end.length);
	seen->offset[at] = row->offset;
	const char *next = row->whole.text;
	struct row_field place;
	while (seen->split && rows_next_field(row, &next, &place)) {
		struct icd_buffer buffer = {0};
		struct row_field field = rows_unquoted(place, &buffer);
		add(seen->all[at], 128, "<", 1);
		add(seen->all[at], 128, field.text, field.length);
		icd_buffer_free(&buffer);
	}
	return seen->count != seen->stop_at;
}

static void paused(void *context)
{
	((struct seen *)context)->pauses++;
}

static int file_of(const char *text, size_t size)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	rewind(file);
	int fd = dup(fileno(file));
	fclose(file);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* A pipe into which a child writes the text, so many bytes at once. */
static int pieces_of(const char *text, size_t size, size_t piece, pid_t *child)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	*child = fork();
	assert_true(*child >= 0);
	if (*child == 0) {
		close(ends[0]);
		for (size_t at = 0; at < size; at += piece) {
			if (write(ends[1], text + at, size - at < piece ? size - at : piece) < 0)
				_exit(1);
			usleep(50);
		}
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static bool read_lines(int fd, struct seen *seen, struct icd_error *err)
{
	struct row_input input = {.fd = fd, .name = "lines", .visit = see, .pause = paused, .context = seen};
	bool ok = rows_read_lines(&input, err);
	close(fd);
	return ok;
}

static void lines(void **state)
{
	static const char text[] = "\xef\xbb\xbfM54.5\r\n\nI10\r\nE11.9";
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	assert_true(read_lines(file_of(text, sizeof text - 1), &seen, &err));
	assert_int_equal(seen.count, 4);
	assert_string_equal(seen.text[0], "1:M54.5");
	assert_string_equal(seen.text[1], "2:");
	assert_string_equal(seen.text[2], "3:I10");
	assert_string_equal(seen.text[3], "4:E11.9");
	assert_string_equal(seen.whole[0], "M54.5\r\n");
	assert_string_equal(seen.whole[3], "E11.9");
	assert_int_equal(seen.offset[0], 3);
	assert_int_equal(seen.offset[1], 10);
	seen = (struct seen){.stop_at = 2};
	assert_true(read_lines(file_of(text, sizeof text - 1), &seen, &err));
	assert_int_equal(seen.count, 2);
	seen = (struct seen){0};
	assert_true(read_lines(file_of("", 0), &seen, &err));
	assert_int_equal(seen.count, 0);
	assert_false(read_lines(-1, &seen, &err));
}

static void long_lines_are_cut(void **state)
{
	size_t size = 1000000;
	char *text = malloc(size);
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	memset(text, 'A', size);
	memcpy(text + size - 5, "\nI10\n", 5);
	assert_true(read_lines(file_of(text, size), &seen, &err));
	assert_int_equal(seen.count, 2);
	assert_string_equal(seen.text[1], "2:I10");
	assert_int_equal(seen.offset[1], size - 4);
	struct row_input uncut = {
		.fd = file_of(text, size), .name = "lines", .visit = see, .context = &seen, .uncut = true};
	assert_false(rows_read_lines(&uncut, &err));
	assert_string_equal(err.text, "lines: row 1: a line longer than 64 KiB");
	close(uncut.fd);
	free(text);
}

static bool read_table(int fd, const char *first, const char *second, struct seen *seen, struct icd_error *err)
{
	struct row_columns columns = {.names = {first, second}, .count = 2};
	struct row_input input = {.fd = fd, .name = "t.csv", .visit = see, .pause = paused, .context = seen};
	bool ok = rows_read_table(&input, &columns, err);
	close(fd);
	return ok;
}

static void read_rows(const char *text, const char *first, const char *second, struct seen *seen, struct icd_error *err,
		      bool ok)
{
	*seen = (struct seen){.split = seen->split};
	assert_int_equal(read_table(file_of(text, strlen(text)), first, second, seen, err), ok);
}

static void tables(void **state)
{
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	read_rows("id,DX,day\r\n1,M54.5,2021-01-01\r\n2,\"M54,\"\"50\"\n\n3\n", "dx", "DAY", &seen, &err, true);
	assert_int_equal(seen.count, 5);
	assert_string_equal(seen.text[0], "1 names");
	assert_string_equal(seen.text[1], "2:M54.5|2021-01-01");
	assert_string_equal(seen.text[2], "3:M54,\"50|");
	assert_string_equal(seen.text[3], "4:|");
	assert_string_equal(seen.text[4], "5:|");
	assert_string_equal(seen.whole[1], "1,M54.5,2021-01-01\r\n");
	assert_string_equal(seen.whole[2], "2,\"M54,\"\"50\"\n");
	read_rows("a;b;c\n1;2;3\n", "3", "1", &seen, &err, true);
	assert_string_equal(seen.text[0], "1:c|a");
	assert_string_equal(seen.text[1], "2:3|1");
	read_rows("\xef\xbb\xbfx\ty\n1\t2\n", "y", "x", &seen, &err, true);
	assert_string_equal(seen.text[1], "2:2|1");
	assert_int_equal(seen.offset[0], 3);
	read_rows("x,y\n1,2\n", "z", "x", &seen, &err, false);
	assert_string_equal(err.text, "t.csv:1: no column is named z");
	read_rows("1,2\n", "1", "3", &seen, &err, false);
	assert_string_equal(err.text, "t.csv:1: has 2 columns, there is no column 3");
	read_rows("", "z", "x", &seen, &err, false);
	read_rows("", "1", "2", &seen, &err, true);
}

/* What is no table as RFC 4180 has it is read all the same, as spreadsheets read it. */
static void odd_tables(void **state)
{
	struct seen seen = {.split = true};
	struct icd_error err = {.text = ""};
	(void)state;
	read_rows("a,b\r1,2\r\r3,4", "b", "a", &seen, &err, true);
	assert_int_equal(seen.count, 4);
	assert_string_equal(seen.text[1], "2:2|1");
	assert_string_equal(seen.text[3], "4:4|3");
	read_rows("a,b\n x y , \"q\" \n5\" tall,x\"y\n\"a\"b\",c\n,\n\"\",\"\"\"\"\n", "a", "b", &seen, &err, true);
	assert_string_equal(seen.text[1], "2:x y|q");
	assert_string_equal(seen.text[2], "3:5\" tall|x\"y");
	assert_string_equal(seen.text[3], "4:a\"b|c");
	assert_string_equal(seen.text[4], "5:|");
	assert_string_equal(seen.text[5], "6:|\"");
	assert_string_equal(seen.all[1], "<x y<q");
	assert_string_equal(seen.all[4], "<<");
	read_rows("a,b\n\"two\r\nlines, one field\",2\n3,\"never closed\n", "a", "b", &seen, &err, true);
	assert_int_equal(seen.count, 3);
	assert_string_equal(seen.text[1], "2:two\r\nlines, one field|2");
	assert_string_equal(seen.text[2], "3:3|never closed\n");
	assert_string_equal(seen.all[1], "<two\r\nlines, one field<2");
	/* The same column twice, and one that the row does not have. */
	read_rows("a,b\n1\n2,3,4\n", "b", "b", &seen, &err, true);
	assert_string_equal(seen.text[1], "2:|");
	assert_string_equal(seen.text[2], "3:3|3");
}

static void endless_fields(void **state)
{
	size_t size = 3 * (size_t)ROWS_FIELD_MAX;
	char *text = malloc(size + 1);
	struct seen seen = {0};
	struct icd_error err = {.text = ""};
	(void)state;
	memset(text, 'x', size);
	memcpy(text, "dx,n\n\"", 6);
	text[size] = '\0';
	read_rows(text, "dx", "n", &seen, &err, false);
	assert_string_equal(err.text, "t.csv: row 2: a field longer than 2 MiB, is a quote never closed?");
	memcpy(text + ROWS_FIELD_MAX - 100, "\",1\nM,2\n", 9);
	read_rows(text, "dx", "n", &seen, &err, true);
	assert_int_equal(seen.count, 3);
	assert_string_equal(seen.text[2], "3:M|2");
	free(text);
}

/* ASCII and characters of one and of two units, in UTF-16. */
static size_t utf16(const char *text, bool big, bool mark, char *out)
{
	size_t size = 0;
	unsigned units[256], count = 0;
	if (mark)
		units[count++] = 0xfeff;
	for (; *text; text++) {
		bool special = *text == '!' || *text == '?';
		if (special && *text == '!') {
			units[count++] = 0xd83d;
			units[count++] = 0xde00;
		} else {
			units[count++] = special ? 0x00e9 : (unsigned char)*text;
		}
	}
	for (unsigned i = 0; i < count; i++) {
		out[size++] = (char)(big ? units[i] >> 8 : units[i] & 0xff);
		out[size++] = (char)(big ? units[i] & 0xff : units[i] >> 8);
	}
	return size;
}

static void wide_tables(void **state)
{
	struct icd_error err = {.text = ""};
	(void)state;
	for (int kind = 0; kind < 4; kind++) {
		char text[512];
		bool big = kind & 1, mark = kind & 2;
		struct seen seen = {0};
		size_t size = utf16("id\tdx\r\n1\tM54.5\r\n?!\tI10\r\nx\ty", big, mark, text);
		assert_true(read_table(file_of(text, size), "dx", "id", &seen, &err));
		assert_int_equal(seen.count, 4);
		assert_string_equal(seen.text[1], "2:M54.5|1");
		assert_string_equal(seen.text[2], "3:I10|\xc3\xa9\xf0\x9f\x98\x80");
		assert_int_equal(seen.offset[0], mark ? 2 : 0);
		assert_int_equal(seen.offset[3], size - 6);
		seen = (struct seen){0};
		assert_true(read_lines(file_of(text, size), &seen, &err));
		assert_string_equal(seen.text[3], "4:x\ty");
		assert_int_equal(seen.offset[3], size - 6);
	}
}

/* Bytes may come one by one: what is read is the same, and before each wait what was answered goes out. */
static void pieces(void **state)
{
	static const char table[] = "\xef\xbb\xbfid;dx\r\n1;\"M54;\"\"5\"\r\n\r\n2;I10\r\n3;x";
	char wide[512];
	size_t size = utf16("id;dx\r\n1;M54.5\r\n?!;I10", false, true, wide);
	struct icd_error err = {.text = ""};
	(void)state;
	for (size_t piece = 1; piece < 12; piece++) {
		struct seen whole = {0}, seen = {0};
		pid_t child;
		assert_true(read_table(file_of(table, sizeof table - 1), "dx", "id", &whole, &err));
		assert_int_equal(whole.count, 5);
		assert_int_equal(whole.pauses, 0);
		assert_true(read_table(pieces_of(table, sizeof table - 1, piece, &child), "dx", "id", &seen, &err));
		waitpid(child, NULL, 0);
		assert_memory_equal(seen.text, whole.text, sizeof whole.text);
		assert_memory_equal(seen.whole, whole.whole, sizeof whole.whole);
		assert_memory_equal(seen.offset, whole.offset, sizeof whole.offset);
		assert_true(seen.pauses > 0);
		whole = seen = (struct seen){0};
		assert_true(read_table(file_of(wide, size), "dx", "id", &whole, &err));
		assert_true(read_table(pieces_of(wide, size, piece, &child), "dx", "id", &seen, &err));
		waitpid(child, NULL, 0);
		assert_int_equal(seen.count, 3);
		assert_memory_equal(seen.text, whole.text, sizeof whole.text);
		assert_memory_equal(seen.offset, whole.offset, sizeof whole.offset);
	}
}

/* The bytes of rows that were visited stay as they are until it is said that they go. */
struct kept_rows {
	size_t count, all;
	struct row_field whole[4096];
	uint64_t hash[4096];
};

static bool keep_row(void *context, const struct row *row)
{
	struct kept_rows *kept = context;
	size_t at = kept->count++;
	assert_true(at < 4096);
	kept->all++;
	kept->whole[at] = row->whole;
	kept->hash[at] = icd_hash_bytes(row->whole.text, row->whole.length);
	return true;
}

static void rows_go(void *context)
{
	struct kept_rows *kept = context;
	for (size_t i = 0; i < kept->count; i++)
		assert_true(kept->hash[i] == icd_hash_bytes(kept->whole[i].text, kept->whole[i].length));
	kept->count = 0;
}

static void rows_stay(void **state)
{
	static struct kept_rows kept;
	struct icd_error err;
	size_t size = 0, room = 4u << 20;
	char *text = malloc(room);
	(void)state;
	assert_non_null(text);
	unsigned rows = 0;
	for (; size + 2048 < room; rows++)
		size += (size_t)sprintf(text + size, "%u,%0*u\n", rows, (int)(rows * 37 % 2000), rows);
	size--; /* the last one ends with the file */
	for (int table = 0; table < 2; table++) {
		kept.count = kept.all = 0;
		struct row_input input = {.fd = file_of(text, size),
					  .name = "list",
					  .visit = keep_row,
					  .leave = rows_go,
					  .context = &kept};
		struct row_columns columns = {.names = {"2"}, .count = 1};
		assert_true(table ? rows_read_table(&input, &columns, &err) : rows_read_lines(&input, &err));
		assert_int_equal(kept.count, 0);
		assert_int_equal(kept.all, rows);
		close(input.fd);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),      cmocka_unit_test(long_lines_are_cut), cmocka_unit_test(tables),
		cmocka_unit_test(odd_tables), cmocka_unit_test(endless_fields),     cmocka_unit_test(wide_tables),
		cmocka_unit_test(pieces),     cmocka_unit_test(rows_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
