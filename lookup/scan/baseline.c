/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "baseline.h"

#include "memory/memory.h"
#include "tell/printer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_LINE "# icd10 scan baseline 1"
#define FIELDS     6

struct entry {
	struct scan_met finding; /* texts in the pool */
	uint64_t known, met, stays;
};

struct scan_baseline {
	struct icd_pool pool;
	struct entry *at;
	size_t count, capacity;
	struct icd_hash hash; /* of entries, by finding */
	const char **files;   /* scanned ones */
	size_t file_count, file_capacity;
	struct icd_hash file_hash;
};

struct scan_baseline *scan_baseline_new(void)
{
	return calloc(1, sizeof(struct scan_baseline));
}

void scan_baseline_free(struct scan_baseline *baseline)
{
	if (!baseline)
		return;
	icd_pool_free(&baseline->pool);
	icd_hash_free(&baseline->hash);
	icd_hash_free(&baseline->file_hash);
	free(baseline->at);
	free(baseline->files);
	free(baseline);
}

/* ---- entries ---- */

/* "./a" and "a" are one file. */
static const char *plain_name(const char *file)
{
	while (file[0] == '.' && file[1] == '/') {
		file += 2;
		file += strspn(file, "/");
	}
	return file;
}

static bool same(const void *context, uint32_t item, const void *key)
{
	const struct scan_met *a = &((const struct scan_baseline *)context)->at[item].finding, *b = key;
	return a->line_hash == b->line_hash && strcmp(a->code, b->code) == 0 && strcmp(a->rule, b->rule) == 0 &&
	       strcmp(a->file, b->file) == 0;
}

/* The entry of a finding, made where there was none; NULL when memory runs out. */
static struct entry *entry_of(struct scan_baseline *baseline, const struct scan_met *met)
{
	struct icd_pool *pool = &baseline->pool;
	struct scan_met key = *met;
	key.file = plain_name(met->file);
	uint64_t hash =
		icd_hash_text(key.file) + 3 * icd_hash_text(key.code) + 5 * icd_hash_text(key.rule) + key.line_hash;
	uint32_t item = icd_hash_find(&baseline->hash, hash, same, baseline, &key);
	if (item != ICD_HASH_NONE)
		return &baseline->at[item];
	key.file = icd_pool_print(pool, "%s", key.file);
	key.rule = icd_pool_print(pool, "%s", key.rule);
	key.code = icd_pool_print(pool, "%s", key.code);
	key.message = icd_pool_print(pool, "%s", key.message);
	if (pool->failed ||
	    !icd_array_room(&baseline->at, baseline->count, &baseline->capacity, sizeof *baseline->at) ||
	    !icd_hash_add(&baseline->hash, hash, (uint32_t)baseline->count))
		return NULL;
	baseline->at[baseline->count] = (struct entry){.finding = key};
	return &baseline->at[baseline->count++];
}

bool scan_baseline_meet(struct scan_baseline *baseline, const struct scan_met *met, uint64_t *number, bool *known)
{
	struct entry *entry = entry_of(baseline, met);
	if (!entry)
		return false;
	*number = ++entry->met;
	*known = entry->met <= entry->known;
	return true;
}

/* ---- files that were scanned ---- */

static bool same_file(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct scan_baseline *)context)->files[item], key) == 0;
}

static bool was_scanned(const struct scan_baseline *baseline, const char *file)
{
	return icd_hash_find(&baseline->file_hash, icd_hash_text(file), same_file, baseline, file) != ICD_HASH_NONE;
}

bool scan_baseline_file(struct scan_baseline *baseline, const char *file)
{
	file = plain_name(file);
	if (was_scanned(baseline, file))
		return true;
	const char *name = icd_pool_print(&baseline->pool, "%s", file);
	if (baseline->pool.failed ||
	    !icd_array_room(&baseline->files, baseline->file_count, &baseline->file_capacity,
			    sizeof *baseline->files) ||
	    !icd_hash_add(&baseline->file_hash, icd_hash_text(name), (uint32_t)baseline->file_count))
		return false;
	baseline->files[baseline->file_count++] = name;
	return true;
}

/* ---- reading ---- */

bool scan_baseline_begins(const char *text, size_t size)
{
	return size >= sizeof FIRST_LINE - 1 && memcmp(text, FIRST_LINE, sizeof FIRST_LINE - 1) == 0;
}

/* Takes the field before the next tab out of the line and undoes its escapes, in place. */
static char *take_field(char **line)
{
	char *field = *line, *to = field, *at = field;
	for (; *at && *at != '\t'; at++) {
		if (*at == '\\' && at[1]) {
			at++;
			*to++ = *at == 't' ? '\t' : *at == 'n' ? '\n' : *at;
		} else {
			*to++ = *at;
		}
	}
	*line = *at ? at + 1 : NULL;
	*to = '\0';
	return field;
}

/* file, rule, code, how many, hash of the line's text, message */
static bool read_line(char *line, struct scan_met *met, uint64_t *known)
{
	char *fields[FIELDS], *count_end, *hash_end;
	for (int i = 0; i < FIELDS; i++) {
		if (!line)
			return false;
		fields[i] = take_field(&line);
	}
	*known = strtoull(fields[3], &count_end, 10);
	*met = (struct scan_met){fields[0], fields[1], fields[2], fields[5], strtoull(fields[4], &hash_end, 16)};
	return !line && *fields[0] && *fields[1] && *known > 0 && !*count_end && strlen(fields[4]) == 16 && !*hash_end;
}

static bool add_line(struct scan_baseline *baseline, char *line, const char *path, unsigned long number,
		     struct icd_error *err)
{
	struct scan_met met;
	uint64_t known;
	if (line[0] == '#' || !line[0])
		return true;
	if (!read_line(line, &met, &known))
		return icd_fail(
			err,
			"%s:%lu: file, rule, code, count, hash of the line and message were expected, with tabs "
			"between",
			path, number);
	struct entry *entry = entry_of(baseline, &met);
	if (!entry)
		return icd_out_of_memory(err);
	/* A line that a merge left twice says the same twice. */
	if (entry->known < known)
		entry->known = known;
	return true;
}

static bool read_lines(struct scan_baseline *baseline, FILE *file, const char *path, struct icd_error *err)
{
	char *line = NULL;
	size_t size = 0;
	bool ok = true;
	for (unsigned long number = 1; ok && getline(&line, &size, file) >= 0; number++) {
		line[strcspn(line, "\r\n")] = '\0';
		if (number == 1 && !scan_baseline_begins(line, strlen(line)))
			ok = icd_fail(err, "%s:1: is no baseline: \"" FIRST_LINE "\" was expected first", path);
		else
			ok = add_line(baseline, line, path, number, err);
	}
	free(line);
	/* A line may be lost for want of memory, too. */
	if (ok && !feof(file))
		return icd_fail(err, "%s: %s", path, strerror(errno));
	return ok;
}

bool scan_baseline_read(struct scan_baseline *baseline, const char *path, struct icd_error *err)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	bool ok = read_lines(baseline, file, path, err);
	fclose(file);
	return ok;
}

/* ---- after the scan ---- */

/* Standard input is no file that could go. */
static bool is_gone(const char *file)
{
	return strcmp(file, "-") != 0 && access(file, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

struct scan_baseline_counts scan_baseline_finish(struct scan_baseline *baseline, scan_rule_looked_for *rules,
						 const void *looked_for, scan_tell_gone *tell, void *context)
{
	struct scan_baseline_counts counts = {0};
	for (size_t i = 0; i < baseline->count; i++) {
		struct entry *entry = &baseline->at[i];
		const char *file = entry->finding.file;
		bool looked =
			was_scanned(baseline, file) ? !rules || rules(looked_for, entry->finding.rule) : is_gone(file);
		entry->stays = looked ? entry->met : entry->known;
		counts.all += entry->stays;
		if (entry->stays > entry->known)
			counts.fresh += entry->stays - entry->known;
		if (entry->stays >= entry->known)
			continue;
		counts.gone += entry->known - entry->stays;
		if (tell)
			tell(context, &entry->finding, entry->known - entry->stays);
	}
	return counts;
}

/* ---- writing ---- */

static int by_place(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;
	return strcmp(x->finding.file, y->finding.file)   ?:
	       strcmp(x->finding.rule, y->finding.rule) ?:
	       strcmp(x->finding.code, y->finding.code) ?:
	       ICD_ORDER(x->finding.line_hash, y->finding.line_hash);
}

static void put(FILE *file, const char *text)
{
	for (; *text; text++) {
		const char *escape = cell_escape(*text);
		if (escape)
			fputs(escape, file);
		else
			fputc(*text, file);
	}
}

static void put_entry(FILE *file, const struct entry *entry)
{
	const struct scan_met *finding = &entry->finding;
	const char *const texts[] = {finding->file, finding->rule, finding->code};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		put(file, texts[i]);
		fputc('\t', file);
	}
	fprintf(file, "%" PRIu64 "\t%016" PRIx64 "\t", entry->stays, finding->line_hash);
	put(file, finding->message);
	fputc('\n', file);
}

bool scan_baseline_write(const struct scan_baseline *baseline, FILE *file)
{
	const struct entry **sorted = calloc(baseline->count + 1, sizeof *sorted);
	size_t count = 0;
	if (!sorted)
		return false;
	for (size_t i = 0; i < baseline->count; i++) {
		if (baseline->at[i].stays)
			sorted[count++] = &baseline->at[i];
	}
	qsort(sorted, count, sizeof *sorted, by_place);
	fputs(FIRST_LINE ": findings that are known, as icd10-lookup scan --write-baseline makes it.\n"
			 "# file, rule, code, how many, hash of the line's text, message\n",
	      file);
	for (size_t i = 0; i < count; i++)
		put_entry(file, sorted[i]);
	free(sorted);
	return true;
}
