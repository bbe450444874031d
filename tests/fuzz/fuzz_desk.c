/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of desk notes. Bytes of the user's that are no business of a change stay: a note that is added stands behind
 * all that was there, a note that is changed leaves the other lines.
 */
#include "fuzz.h"

#include "user/user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct input read_back(void)
{
	char path[ICD_LOCATION_SIZE];
	FILE *file = fopen(icd_desk_path(ICD_DESK_NOTES, path), "r");
	static uint8_t text[1 << 20];
	size_t size = file ? fread(text, 1, sizeof text, file) : 0;
	if (file)
		fclose(file);
	return fuzz_input(text, size);
}

static void add(const uint8_t *data, size_t size)
{
	struct icd_desk_place place;
	struct icd_error err = {.text = ""};
	fuzz_expect(icd_desk_place_parse("M54.5-", &place), "a place is read");
	bool ok = icd_desk_add(ICD_DESK_NOTES, &place, "which side?", NULL, &err);
	struct input now = read_back();
	fuzz_expect(ok || err.text[0], "a failure is said");
	fuzz_expect(now.size >= size && (!size || memcmp(now.data, data, size) == 0), "what was there stays");
	fuzz_expect(ok == (now.size > size), "a note is added, or nothing");
	free((char *)now.data);
}

/* The lines are those of before, but for the one. */
static void check_others(const struct input *before, const struct input *after, size_t gone)
{
	struct span_of_bytes a = {(const uint8_t *)before->data, before->size},
			     b = {(const uint8_t *)after->data, after->size};
	size_t differ = 0;
	while (a.size) {
		struct span_of_bytes x = fuzz_part(&a, '\n'), rest = b, y = fuzz_part(&rest, '\n');
		bool same = x.size == y.size && (!x.size || memcmp(x.data, y.data, x.size) == 0);
		differ += !same;
		if (same || gone == 0)
			b = rest;
	}
	fuzz_expect(differ <= 1 && b.size == 0, "the other lines stay");
}

static void change(const struct icd_desk_notes *notes, const char *text)
{
	struct icd_error err = {.text = ""};
	struct input before = read_back();
	bool ok = icd_desk_change(ICD_DESK_NOTES, icd_desk_notes_at(notes, 0), text, &err);
	struct input after = read_back();
	fuzz_expect(ok || err.text[0], "a failure is said");
	if (ok)
		check_others(&before, &after, text == NULL);
	else
		fuzz_expect(before.size == after.size && memcmp(before.data, after.data, after.size) == 0,
			    "a failure changes nothing");
	free((char *)before.data);
	free((char *)after.data);
}

static void change_first(const char *text)
{
	struct icd_desk_notes *notes = NULL;
	struct icd_error err = {.text = ""};
	bool ok = icd_desk_notes_read(ICD_DESK_NOTES, &notes, &err);
	fuzz_expect(ok || err.text[0], "a failure is said");
	if (ok && icd_desk_notes_count(notes))
		change(notes, text);
	if (ok)
		icd_desk_notes_free(notes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct icd_store *store = fuzz_store();
	if (size > 1 << 16)
		return 0;
	mkdir("icd10", 0700);
	fuzz_file("icd10/notes.txt", data, size);
	fuzz_answer(store, (const char *const[]){"-f", "json", "M54.50", NULL});
	fuzz_answer(store, (const char *const[]){"-f", "json", "note", NULL});
	fuzz_answer(store, (const char *const[]){"note", NULL});
	change_first("reads better");
	change_first(NULL);
	fuzz_file("icd10/notes.txt", data, size);
	add(data, size);
	fuzz_file("icd10/bookmarks.txt", data, size);
	fuzz_answer(store, (const char *const[]){"-f", "json", "bookmarks", NULL});
	fuzz_clean();
	return 0;
}
