/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole build: files, "date/name\ncontent", with form feeds between. What is built is an index whose pages are whole,
 * that gives back what it was made of, and that answers.
 */
#include "fuzz.h"

#include "build.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MOST 16

/* "2025-10-01/name" with nothing in it that leads elsewhere. */
static bool is_name(const char *name)
{
	size_t date = strspn(name, "0123456789-"), rest = 0;
	if (date == 0 || date > 10 || name[date] != '/' || strlen(name) > 60)
		return false;
	for (const char *c = name + date + 1; *c; c++, rest++) {
		if (!isalnum((unsigned char)*c) && !strchr("_-.", *c))
			return false;
	}
	return rest > 0 && name[date + 1] != '.';
}

static void write_files(struct span_of_bytes rest)
{
	mkdir("r", 0700);
	for (unsigned i = 0; rest.size && i < FILES_MOST; i++) {
		struct span_of_bytes part = fuzz_part(&rest, '\f'), first = fuzz_part(&part, '\n');
		char path[128], *name = strndup((const char *)first.data, first.size);
		if (name && is_name(name)) {
			snprintf(path, sizeof path, "r/%s", name);
			*strrchr(path, '/') = '\0';
			mkdir(path, 0700);
			path[strlen(path)] = '/';
			fuzz_file(path, part.data, part.size);
		}
		free(name);
	}
}

static void ask(const char *path)
{
	static const char *const lines[][6] = {{"tree", "all"},
					       {"-f", "json", "changes"},
					       {"search", "pain"},
					       {"-f", "json", "M54.5"},
					       {"-f", "json", "releases"},
					       {"export", "tabular"},
					       {"export", "order"},
					       {"index", "pain"},
					       {"history", "M54.5"},
					       {"guide", "M54.5"},
					       {"refs", "M54"}};
	struct icd_store *store = NULL;
	struct icd_error err = {.text = ""};
	fuzz_expect(icd_store_open(path, &store, &err) && icd_store_check(store, &err), err.text);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		fuzz_answer(store, lines[i]);
	fuzz_expect(fuzz_answer(store, (const char *const[]){"-f", "json", "verify", NULL}) == 0,
		    "an index is whole as it was built");
	icd_store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"r"};
	struct build_told told = {0};
	struct icd_error err = {.text = ""};
	fuzz_folder();
	write_files((struct span_of_bytes){data, size});
	bool ok = build_index(&(struct build_options){.output = "made.mdb"}, (char *const *)paths, 1, &told, &err);
	fuzz_expect(ok || err.text[0], "what is refused is said why");
	build_told_free(&told);
	if (ok)
		ask("made.mdb");
	fuzz_clean();
	return 0;
}
