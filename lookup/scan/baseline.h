/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings of a scan that are known and accepted, kept in a text file, so that only new ones count. For the scan
 * command and the scanner.
 *
 * A finding is known again by its file, rule, code and the text of its line, not by the line's number, so that it
 * may move. Several that are alike are counted. The file has a line for each, sorted, so that it merges and its
 * differences can be read.
 */
#ifndef ICD_SCAN_BASELINE_H
#define ICD_SCAN_BASELINE_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct scan_baseline; /* also counts what a scan meets, so that findings which are alike can be told apart */

struct scan_baseline *scan_baseline_new(void); /* empty; NULL when memory runs out */
void scan_baseline_free(struct scan_baseline *baseline);

/* Adds what a baseline's file holds. False with a sentence when it cannot be read or is none. */
bool scan_baseline_read(struct scan_baseline *baseline, const char *path, struct icd_error *err);

/* Does a file that begins with the text hold a baseline? It is no place for codes. */
bool scan_baseline_begins(const char *text, size_t size);

/* A file is scanned now: what the baseline knows of it and is not met again is gone. */
bool scan_baseline_file(struct scan_baseline *baseline, const char *file);

struct scan_met {
	const char *file, *rule, *code, *message;
	uint64_t line_hash; /* of the line's text */
};
/* A finding was met. *number is which of those that are alike it is, from 1; *known whether the baseline had so many.
 * False when memory runs out. */
bool scan_baseline_meet(struct scan_baseline *baseline, const struct scan_met *met, uint64_t *number, bool *known);

struct scan_baseline_counts {
	uint64_t all;         /* findings that scan_baseline_write writes */
	uint64_t fresh, gone; /* against what was read */
};
/*
 * After the scan. `rules` says which rules were looked for (NULL: all); what was known of other rules, and of files
 * that were not scanned but are still there, is neither met nor gone: it stays. Each that is gone is told, if wanted.
 */
typedef bool scan_rule_looked_for(const void *context, const char *rule);
typedef void scan_tell_gone(void *context, const struct scan_met *gone, uint64_t count);
struct scan_baseline_counts scan_baseline_finish(struct scan_baseline *baseline, scan_rule_looked_for *rules,
						 const void *looked_for, scan_tell_gone *tell, void *context);

/* After scan_baseline_finish: writes all that were met or stay. False when memory runs out. */
bool scan_baseline_write(const struct scan_baseline *baseline, FILE *file);

#endif
