/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desk notes and bookmarks: reading, covering, adding, changing. In a folder of their own. */
#include "user/notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/icd10-notes-XXXXXX";
static char own[128], bookmarks[128], shipped[128];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(own, sizeof own, "%s/icd10/notes.txt", folder);
	snprintf(bookmarks, sizeof bookmarks, "%s/icd10/bookmarks.txt", folder);
	snprintf(shipped, sizeof shipped, "%s/shipped", folder);
	setenv("XDG_DATA_HOME", folder, 1);
	setenv("ICD10_NOTES", shipped, 1);
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const files[] = {"icd10/notes.txt", "icd10/bookmarks.txt",
					    "shipped/a.txt",   "shipped/b.txt",
					    "shipped/c.md",    "icd10",
					    "shipped",         ""};
	char path[256];
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		remove(path);
	}
	return 0;
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_file(const char *path, const char *expected)
{
	char text[2048] = "";
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, expected);
}

static struct icd_desk_notes *read_notes(enum icd_desk_file which)
{
	struct icd_desk_notes *notes;
	struct icd_error err = {.text = ""};
	if (!icd_desk_notes_read(which, &notes, &err))
		fail_msg("%s", err.text);
	return notes;
}

static struct icd_desk_place place_of(const char *typed)
{
	struct icd_desk_place place;
	assert_true(icd_desk_place_parse(typed, &place));
	return place;
}

static void test_places(void **state)
{
	struct icd_desk_place place;
	(void)state;
	assert_string_equal(place_of("m5450").text, "M54.50");
	assert_string_equal(place_of(" M54.5- ").text, "M54.5-");
	assert_string_equal(place_of("m54-").text, "M54-");
	assert_string_equal(place_of("S39012A").text, "S39.012A");
	assert_false(icd_desk_place_parse("", &place));
	assert_false(icd_desk_place_parse("-", &place));
	assert_false(icd_desk_place_parse("hello", &place));
	assert_false(icd_desk_place_parse("M54.5012345", &place));

	place = place_of("M54.5-");
	assert_true(icd_desk_place_covers(&place, "M545"));
	assert_true(icd_desk_place_covers(&place, "M5451"));
	assert_false(icd_desk_place_covers(&place, "M546"));
	assert_false(icd_desk_place_covers(&place, "M54"));
	place = place_of("M54.5");
	assert_true(icd_desk_place_covers(&place, "M545"));
	assert_false(icd_desk_place_covers(&place, "M5451"));
}

static void test_nothing_there(void **state)
{
	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	(void)state;
	assert_int_equal(icd_desk_notes_count(notes), 0);
	icd_desk_notes_free(notes);
	assert_int_equal(icd_desk_notes_count(NULL), 0);
}

static void test_add_and_change(void **state)
{
	struct icd_error err;
	struct icd_desk_place place = place_of("M54.50"), below = place_of("M54.5-");
	(void)state;
	assert_true(icd_desk_add(ICD_DESK_NOTES, &place, "Payer X \n wants\tduration ", NULL, &err));
	assert_file(own, "M54.50\tPayer X wants duration\n");
	/* A file of the user's own making: comments, an end without a line feed, lines that are no note. */
	put_file(own, "# mine\r\nM54.50\tone\r\nnot a note\n\nm54.5-\t two");
	assert_true(icd_desk_add(ICD_DESK_NOTES, &below, "three", NULL, &err));
	assert_file(own, "# mine\r\nM54.50\tone\r\nnot a note\n\nm54.5-\t two\nM54.5-\tthree\n");

	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	assert_int_equal(icd_desk_notes_count(notes), 3);
	const struct icd_desk_note *second = icd_desk_notes_at(notes, 1);
	assert_string_equal(second->text, "two");
	assert_string_equal(second->place.text, "M54.5-");
	assert_int_equal(second->number, 2);
	assert_false(second->shipped);
	assert_true(icd_desk_change(ICD_DESK_NOTES, second, "two and a half", &err));
	assert_file(own, "# mine\r\nM54.50\tone\r\nnot a note\n\nM54.5-\ttwo and a half\nM54.5-\tthree\n");
	/* It is another one now. */
	assert_false(icd_desk_change(ICD_DESK_NOTES, second, NULL, &err));
	assert_non_null(strstr(err.text, "no longer there"));
	assert_true(icd_desk_change(ICD_DESK_NOTES, icd_desk_notes_at(notes, 0), NULL, &err));
	assert_file(own, "# mine\r\nnot a note\n\nM54.5-\ttwo and a half\nM54.5-\tthree\n");
	icd_desk_notes_free(notes);
}

static void test_shipped(void **state)
{
	char path[160];
	(void)state;
	mkdir(shipped, 0777);
	snprintf(path, sizeof path, "%s/b.txt", shipped);
	put_file(path, "M54.2\tfrom b\n");
	snprintf(path, sizeof path, "%s/a.txt", shipped);
	put_file(path, "# a heading\nM54.5-\tfrom a\n");
	snprintf(path, sizeof path, "%s/c.md", shipped);
	put_file(path, "M54.5-\tnot read\n");

	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	assert_int_equal(icd_desk_notes_count(notes), 4);
	assert_false(icd_desk_notes_at(notes, 1)->shipped);
	assert_true(icd_desk_notes_at(notes, 2)->shipped);
	assert_string_equal(icd_desk_notes_at(notes, 2)->text, "from a");
	assert_string_equal(icd_desk_notes_at(notes, 3)->text, "from b");
	assert_int_equal(icd_desk_notes_at(notes, 3)->number, 0);
	icd_desk_notes_free(notes);
}

/* Those that come with the book: every line is a comment, empty or a note. */
static void test_the_books_own(void **state)
{
	char line[2048];
	size_t lines = 0;
	FILE *file = fopen("data/notes/M54.5.txt", "r");
	(void)state;
	if (!file)
		skip();
	while (fgets(line, sizeof line, file))
		lines += line[0] != '#' && line[0] != '\n';
	fclose(file);
	setenv("ICD10_NOTES", "data/notes", 1);
	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	size_t count = 0, low_back = 0;
	for (size_t i = 0; i < icd_desk_notes_count(notes); i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		count += note->shipped;
		low_back += note->shipped && strncmp(note->place.code, "M545", 4) == 0;
	}
	assert_int_equal(count, lines);
	assert_int_equal(low_back, lines);
	assert_true(lines > 10);
	icd_desk_notes_free(notes);
	setenv("ICD10_NOTES", shipped, 1);
}

/* Those of a code come in the order of the file, however many codes are asked for. */
static void test_notes_of_codes(void **state)
{
	static const char *const codes[] = {"M54",    "M545",    "M5450", "M5451", "S39",
					    "S39012", "S39012A", "I10",   "M546",  "I11"};
	static const char *const places[] = {"M54.5-", "M54",     "M54.50",    "M54-",   "I10", "S39.012A",
					     "S39.0-", "S39.012", "S39.012A-", "M54.5-", "I10-"};
	char lines[4096];
	size_t length = 0;
	(void)state;
	for (int i = 0; i < 200; i++)
		length += (size_t)snprintf(lines + length, sizeof lines - length, "%s\t%d\n", places[i * 7 % 11], i);
	put_file(own, lines);
	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	size_t count = icd_desk_notes_count(notes), found = 0;
	for (int round = 0; round < 50; round++) {
		const char *code = codes[round % 10];
		for (size_t i = 0, next = 0; i <= count; i++) {
			next = i < next ? next : icd_desk_notes_next(notes, code, i);
			bool covers = i < count && icd_desk_place_covers(&icd_desk_notes_at(notes, i)->place, code);
			assert_int_equal(i == next, covers || i == count);
			found += covers;
			next += i == next;
		}
	}
	assert_true(found > 1000);
	icd_desk_notes_free(notes);
	assert_int_equal(icd_desk_notes_next(NULL, "M54", 0), 0);
	put_file(own, "");
}

static void test_bookmarks(void **state)
{
	struct icd_error err;
	struct icd_desk_place first = place_of("M54.50"), second = place_of("E11.9");
	(void)state;
	assert_true(icd_desk_add(ICD_DESK_BOOKMARKS, &first, NULL, NULL, &err));
	assert_true(icd_desk_add(ICD_DESK_BOOKMARKS, &second, NULL, NULL, &err));
	assert_file(bookmarks, "M54.50\nE11.9\n");
	struct icd_desk_notes *marks = read_notes(ICD_DESK_BOOKMARKS);
	assert_int_equal(icd_desk_notes_count(marks), 2);
	assert_true(icd_desk_change(ICD_DESK_BOOKMARKS, icd_desk_notes_at(marks, 0), NULL, &err));
	assert_file(bookmarks, "E11.9\n");
	icd_desk_notes_free(marks);
}

/* What was added, and what others wrote meanwhile, is found. */
static void test_bookmarks_renewed(void **state)
{
	struct icd_error err;
	struct icd_desk_place first = place_of("M54.50"), second = place_of("E11.9");
	struct icd_desk_notes *marks = NULL;
	const struct icd_desk_note *found;
	(void)state;
	remove(bookmarks);
	for (int i = 0; i < 2; i++) {
		struct icd_desk_place *place = i ? &second : &first;
		assert_true(icd_desk_notes_renew(ICD_DESK_BOOKMARKS, &marks, &err));
		assert_true(icd_desk_notes_find(marks, place->text, &found, &err));
		assert_null(found);
		assert_true(icd_desk_add(ICD_DESK_BOOKMARKS, place, NULL, marks, &err));
	}
	const struct icd_desk_notes *kept = marks;
	assert_true(icd_desk_notes_renew(ICD_DESK_BOOKMARKS, &marks, &err));
	assert_true(icd_desk_notes_find(marks, "E11.9", &found, &err));
	assert_ptr_equal(marks, kept);
	assert_int_equal(found->number, 2);
	FILE *file = fopen(bookmarks, "w");
	assert_non_null(file);
	fputs("i10\nM54.50\n\n", file);
	fclose(file);
	assert_true(icd_desk_notes_renew(ICD_DESK_BOOKMARKS, &marks, &err));
	assert_true(icd_desk_notes_find(marks, "E11.9", &found, &err));
	assert_null(found);
	assert_true(icd_desk_notes_find(marks, "M54.50", &found, &err));
	assert_int_equal(found->number, 2);
	icd_desk_notes_free(marks);
}

static void test_no_home(void **state)
{
	struct icd_error err;
	struct icd_desk_place place = place_of("M54.50");
	char *home = strdup(getenv("HOME") ? getenv("HOME") : "");
	(void)state;
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	assert_false(icd_desk_add(ICD_DESK_NOTES, &place, "x", NULL, &err));
	struct icd_desk_notes *notes = read_notes(ICD_DESK_NOTES);
	assert_int_equal(icd_desk_notes_count(notes), 2);
	icd_desk_notes_free(notes);
	setenv("XDG_DATA_HOME", folder, 1);
	setenv("HOME", home, 1);
	free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),         cmocka_unit_test(test_nothing_there),
		cmocka_unit_test(test_add_and_change), cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_the_books_own),  cmocka_unit_test(test_notes_of_codes),
		cmocka_unit_test(test_bookmarks),      cmocka_unit_test(test_bookmarks_renewed),
		cmocka_unit_test(test_no_home),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder) != 0;
}
