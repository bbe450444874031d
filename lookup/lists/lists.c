/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists.h"

#include "input/input.h"
#include "user/user.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHERE_SIZE (ICD_LOCATION_SIZE + 24)
#define EXPECTED   "a code, M54.5-, M50-M54, or one of these after ! was expected"

struct icd_list {
	struct icd_store *store;
	struct icd_pool pool;
	const char *name;
	struct icd_list_pattern *at; /* in the order of the file */
	size_t count, room;
	uint32_t *sorted; /* those that are no range, by code */
	size_t sorted_count;
	bool ranges;
};

/* ---- patterns ---- */

static void take_code(struct icd_list_pattern *pattern, const struct icd_typed_code *typed)
{
	memcpy(pattern->code, typed->code, sizeof pattern->code);
	pattern->kind = typed->open ? ICD_LIST_BELOW : ICD_LIST_CODE;
}

/* Do two words stand there? A code may have no blank within. */
static bool has_words(const char *text)
{
	for (; (text = strchr(text, ' ')) != NULL; text++) {
		if (icd_is_letter_or_digit(text[-1]) && icd_is_letter_or_digit(text[1 + strspn(text + 1, " ")]))
			return true;
	}
	return false;
}

static bool read_pattern(const char *text, struct icd_list_pattern *pattern)
{
	struct icd_typed_code low, high;
	pattern->text = text;
	pattern->except = *text == '!';
	text += pattern->except ? 1 + strspn(text + 1, " ") : 0;
	if (has_words(text))
		return false;
	if (icd_code_range_parse(text, &low, &high)) {
		take_code(pattern, &low);
		pattern->kind = ICD_LIST_RANGE;
		memcpy(pattern->last, high.code, sizeof pattern->last);
		return true;
	}
	if (!icd_code_parse(text, strlen(text), &low))
		return false;
	take_code(pattern, &low);
	return true;
}

/* A range in tabular order has ends that stand in it. */
static bool find_end(struct icd_list *list, const char *code, uint32_t *first, uint32_t *last, const char *where,
		     struct icd_error *err)
{
	struct icd_code_record record;
	char shown[ICD_DOTTED_SIZE];
	enum icd_found found = icd_store_code(list->store, &list->pool, code, &record, err);
	if (found == ICD_NOT_FOUND)
		return icd_fail(err, "%s: %s, an end of a range, is in no release held", where,
				icd_code_format(code, shown));
	*first = record.ordinal;
	*last = record.last;
	return found == ICD_FOUND;
}

static bool find_ends(struct icd_list *list, struct icd_list_pattern *pattern, const char *where, struct icd_error *err)
{
	uint32_t other = 0;
	if (!find_end(list, pattern->code, &pattern->first_ordinal, &other, where, err) ||
	    !find_end(list, pattern->last, &other, &pattern->last_ordinal, where, err))
		return false;
	list->ranges = true;
	return pattern->first_ordinal <= other ||
	       icd_fail(err, "%s: %s: its end stands before its beginning in the tabular list", where, pattern->text);
}

/* ---- lines ---- */

struct reading {
	struct icd_list *list;
	const char *name;
	struct icd_error *err;
	bool failed;
};

static char *trimmed(char *text)
{
	text += strspn(text, " \r");
	size_t length = strlen(text);
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\r'))
		text[--length] = '\0';
	return text;
}

/* Takes off what follows "#", where that does not stand within a word. */
static void drop_comment(char *text)
{
	for (char *at = text; (at = strchr(at, '#')) != NULL; at++) {
		if (at == text || at[-1] == ' ' || at[-1] == '\t') {
			*at = '\0';
			return;
		}
	}
}

/* A day in a column of its own, if one is there. */
static bool read_day(const char *text, icd_date *day)
{
	return !text || !*text || icd_date_parse_cell(text, strlen(text), day);
}

static bool add_line(struct reading *reading, char *line, uint64_t number)
{
	struct icd_list *list = reading->list;
	struct icd_list_pattern pattern = {.line = number, .note = ""};
	char *columns[4] = {NULL}, where[WHERE_SIZE];
	for (size_t i = 0; i < 4 && line; i++)
		columns[i] = trimmed(i < 3 ? strsep(&line, "\t") : line);
	snprintf(where, sizeof where, "%s:%llu", reading->name, (unsigned long long)number);
	if (!read_pattern(columns[0], &pattern))
		return icd_fail(reading->err, "%s: %.60s: " EXPECTED, where, columns[0]);
	if (!read_day(columns[1], &pattern.from) || !read_day(columns[2], &pattern.to))
		return icd_fail(reading->err,
				"%s: the days from and to which it is on the list were expected, as YYYY-MM-DD", where);
	pattern.note = columns[3] ? columns[3] : "";
	if (pattern.kind == ICD_LIST_RANGE && !find_ends(list, &pattern, where, reading->err))
		return false;
	if (!icd_pool_room(&list->pool, &list->at, list->count, &list->room, sizeof *list->at))
		return icd_out_of_memory(reading->err);
	list->at[list->count++] = pattern;
	return true;
}

static bool on_line(void *context, const struct row *row)
{
	struct reading *reading = context;
	/* It stays in the pool, for the patterns to point to. */
	char *line = icd_pool_take(&reading->list->pool, row->fields[0].length + 1, 1);
	if (!line)
		return reading->failed = !icd_out_of_memory(reading->err), false;
	memcpy(line, row->fields[0].text, row->fields[0].length);
	drop_comment(line);
	if (line[strspn(line, " \t\r")])
		reading->failed = !add_line(reading, line, row->number);
	return !reading->failed;
}

/* ---- files ---- */

/* The file, or one of that name among the user's lists. */
static int open_list(const char *name, char path[ICD_LOCATION_SIZE], struct icd_error *err)
{
	char folder[ICD_LOCATION_SIZE];
	snprintf(path, ICD_LOCATION_SIZE, "%s", name);
	if (strcmp(name, "-") == 0)
		return dup(STDIN_FILENO);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 || errno != ENOENT || strchr(name, '/')) {
		if (fd < 0)
			icd_fail(err, "%s: %s", name, strerror(errno));
		return fd;
	}
	user_file(USER_DATA, "lists", folder);
	for (int plain = 0; fd < 0 && plain < 2; plain++) {
		snprintf(path, ICD_LOCATION_SIZE, "%.3800s/%.200s%s", folder, name, plain ? "" : ".txt");
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		icd_fail(err, "%s: neither a file nor the name of a list in %s", name, folder);
	return fd;
}

static const char *name_of(struct icd_pool *pool, const char *path)
{
	const char *base = strrchr(path, '/');
	base = base ? base + 1 : path;
	size_t length = strlen(base);
	if (length > 4 && strcmp(base + length - 4, ".txt") == 0)
		length -= 4;
	return icd_pool_text(pool, base, length);
}

static int by_code(const void *a, const void *b, void *context)
{
	const struct icd_list_pattern *at = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = strcmp(at[x].code, at[y].code);
	return order ? order : ICD_ORDER(x, y);
}

static bool sort_codes(struct icd_list *list, struct icd_error *err)
{
	list->sorted = icd_pool_take(&list->pool, list->count + 1, sizeof *list->sorted);
	if (list->pool.failed)
		return icd_out_of_memory(err);
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].kind != ICD_LIST_RANGE)
			list->sorted[list->sorted_count++] = (uint32_t)i;
	}
	if (list->sorted_count)
		qsort_r(list->sorted, list->sorted_count, sizeof *list->sorted, by_code, list->at);
	return true;
}

static bool read_list(struct icd_list *list, const char *name, struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	struct reading reading = {.list = list, .name = path, .err = err};
	int fd = open_list(name, path, err);
	if (fd < 0)
		return false;
	bool standard = strcmp(name, "-") == 0;
	struct row_input input = {.fd = fd,
				  .name = standard ? "standard input" : path,
				  .visit = on_line,
				  .context = &reading,
				  .uncut = true};
	reading.name = input.name;
	list->name = name_of(&list->pool, input.name);
	bool ok = rows_read_lines(&input, err) && !reading.failed && sort_codes(list, err);
	close(fd);
	return ok;
}

bool icd_list_open(struct icd_store *store, const char *file_or_name, struct icd_list **out, struct icd_error *err)
{
	struct icd_list *list = calloc(1, sizeof *list);
	*out = NULL;
	if (!list)
		return icd_out_of_memory(err);
	list->store = store;
	if (!read_list(list, file_or_name, err)) {
		icd_list_close(list);
		return false;
	}
	*out = list;
	return true;
}

void icd_list_close(struct icd_list *list)
{
	if (!list)
		return;
	icd_pool_free(&list->pool);
	free(list);
}

const char *icd_list_name(const struct icd_list *list)
{
	return list->name;
}

size_t icd_list_count(const struct icd_list *list)
{
	return list->count;
}

const struct icd_list_pattern *icd_list_at(const struct icd_list *list, size_t i)
{
	return &list->at[i];
}

/* ---- is it on the list ---- */

/* What was found so far: the first pattern of the file that has the code, unless one excepts it. */
struct matches {
	const struct icd_list_pattern *first;
	bool excepted;
	icd_date on;
};

static void match(struct matches *matches, const struct icd_list_pattern *pattern)
{
	if ((pattern->from && matches->on < pattern->from) || (pattern->to && matches->on > pattern->to))
		return;
	if (pattern->except)
		matches->excepted = true;
	else if (!matches->first || pattern->line < matches->first->line)
		matches->first = pattern;
}

struct wanted {
	const struct icd_list *list;
	const char *code;
};

static bool stands_before(const void *context, size_t item)
{
	const struct wanted *wanted = context;
	return strcmp(wanted->list->at[wanted->list->sorted[item]].code, wanted->code) < 0;
}

/* Patterns of this very code; of the codes above one those count that mean what is below. */
static void match_code(const struct icd_list *list, const char *code, bool above, struct matches *matches)
{
	struct wanted wanted = {list, code};
	for (size_t i = icd_lower_bound(list->sorted_count, stands_before, &wanted); i < list->sorted_count; i++) {
		const struct icd_list_pattern *pattern = &list->at[list->sorted[i]];
		if (strcmp(pattern->code, code) != 0)
			return;
		if (!above || pattern->kind == ICD_LIST_BELOW)
			match(matches, pattern);
	}
}

static void match_ranges(const struct icd_list *list, uint32_t ordinal, struct matches *matches)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct icd_list_pattern *pattern = &list->at[i];
		if (pattern->kind == ICD_LIST_RANGE && pattern->first_ordinal <= ordinal &&
		    ordinal <= pattern->last_ordinal)
			match(matches, pattern);
	}
}

/* The place of a code in the tabular order; -1 of what no release has. */
static bool read_ordinal(const struct icd_list *list, const char *code, int64_t *ordinal, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_code_record record;
	enum icd_found found = icd_store_code(list->store, &pool, code, &record, err);
	*ordinal = found == ICD_FOUND ? (int64_t)record.ordinal : -1;
	icd_pool_free(&pool);
	return found != ICD_FAILED;
}

bool icd_list_has(const struct icd_list *list, const char *code, int64_t ordinal, icd_date on,
		  const struct icd_list_pattern **found, struct icd_error *err)
{
	struct matches matches = {.on = on};
	char start[ICD_CODE_SIZE];
	size_t length = strlen(code);
	*found = NULL;
	memcpy(start, code, length + 1);
	match_code(list, code, false, &matches);
	while (length > 3) {
		start[--length] = '\0';
		match_code(list, start, true, &matches);
	}
	if (list->ranges && ordinal < 0 && *code && !read_ordinal(list, code, &ordinal, err))
		return false;
	if (list->ranges && ordinal >= 0)
		match_ranges(list, (uint32_t)ordinal, &matches);
	*found = matches.excepted ? NULL : matches.first;
	return true;
}
