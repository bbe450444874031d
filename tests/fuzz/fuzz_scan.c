/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scans of a file: in windows of any size its codes are the same; --fix changes nothing but codes, and keeps the file
 * as it was.
 */
#include "fuzz.h"

#include "scan/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seen {
	size_t count;
	uint64_t hash, fixes;
};

static void see(void *context, const struct scan_finding *finding)
{
	struct seen *seen = context;
	uint64_t parts[] = {finding->line, finding->column, finding->rule, icd_hash_text(finding->written)};
	seen->count++;
	seen->hash = seen->hash * 31 + icd_hash_bytes(parts, sizeof parts);
	seen->fixes += finding->replacement != NULL;
	fuzz_expect(finding->code && finding->written && finding->message, "a finding has its texts");
}

static struct seen scanned(const char *file, size_t step, bool fix)
{
	struct seen seen = {0};
	struct scan_options options = {.on = 20260201,
				       .against = fix ? 0 : 20261001,
				       .fix = fix,
				       .step = step,
				       .visit = see,
				       .context = &seen};
	struct scan *scan = NULL;
	struct icd_error err = {.text = ""};
	bool ok = scan_open(fuzz_store(), &options, &scan, &err) && scan_path(scan, file, &err);
	fuzz_expect(ok || err.text[0], "a failure is said");
	scan_close(scan);
	return seen;
}

static void read_back(const char *name, const uint8_t *data, size_t size)
{
	FILE *file = fopen(name, "r");
	char *copy = malloc(size + 1);
	fuzz_expect(file && copy && fread(copy, 1, size + 1, file) == size && memcmp(copy, data, size) == 0,
		    "the file as it was is kept");
	fclose(file);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *file = fuzz_file("form.html", data, size);
	struct seen whole = scanned(file, 0, false), pieces = scanned(file, 64, false);
	fuzz_expect(whole.count == pieces.count && whole.hash == pieces.hash, "findings do not hang on windows");
	struct seen first = scanned(file, 0, true);
	if (first.fixes) {
		read_back("form.html.bak", data, size);
		fuzz_expect(!scanned(file, 0, true).fixes, "what was fixed needs no fix");
	} else {
		read_back(file, data, size);
	}
	fuzz_answer(fuzz_store(), (const char *const[]){"-f", "json", "scan", file, NULL});
	fuzz_answer(fuzz_store(), (const char *const[]){"-f", "sarif", "scan", file, NULL});
	fuzz_clean();
	return 0;
}
