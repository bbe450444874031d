/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include "input/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHERE_SIZE  (ICD_LOCATION_SIZE + 24)
#define COLUMNS_MAX 64 /* of a table; those behind are not looked at */
#define NOT_THERE   ((size_t)-1)

struct reading {
	struct icd_code_list *list;
	const struct icd_list_text *source;
	struct icd_error *err;
	bool failed;
	/* Of a table. */
	uint64_t skipped;     /* lines before it: comments */
	size_t body;          /* bytes of these */
	struct icd_pool pool; /* of the cells of a row */
	const char *cells[COLUMNS_MAX];
	size_t cell_count;
	bool begun;                                /* its first row was read */
	bool no_table;                             /* that has codes, or is but one cell */
	size_t code, from, to, note;               /* columns; NOT_THERE */
	const char *code_name;                     /* of the column, "" where it has none */
	const char *names[COLUMNS_MAX];            /* in the first row */
	bool wrong[COLUMNS_MAX], any[COLUMNS_MAX]; /* columns in which something is no pattern; in which there is one */
};

/* ---- a cell of patterns ---- */

static char *trimmed(char *text)
{
	text += strspn(text, " \t\r");
	size_t length = strlen(text);
	while (length && strchr(" \t\r", text[length - 1]))
		text[--length] = '\0';
	return text;
}

/* What is said of all patterns of a line. */
struct line {
	const char *where; /* "file:12" */
	uint64_t number;
	const char *from, *to, *note; /* NULL or "": nothing */
};

static bool add_pattern(struct reading *reading, const char *text, const struct icd_pattern *like,
			const struct line *line)
{
	struct icd_code_list *list = reading->list;
	struct icd_pattern pattern = *like;
	pattern.text = icd_pool_text(&list->pool, text, strlen(text));
	if (!pattern_read(text, &pattern))
		return icd_fail(reading->err, "%s: %.60s: " LIST_EXPECTED, line->where, text);
	if (!pattern_settle(list->store, &pattern, line->where, reading->err))
		return false;
	if (list->pool.failed || !icd_pool_room(&list->pool, &list->at, list->count, &list->room, sizeof *list->at))
		return icd_out_of_memory(reading->err);
	list->at[list->count++] = pattern;
	return true;
}

/* A day in a column of its own, if one is there. */
static bool read_day(const char *text, icd_date *day)
{
	return !text || !*text || icd_date_parse_cell(text, strlen(text), day);
}

static bool read_days(struct reading *reading, const struct line *line, struct icd_pattern *pattern)
{
	if (!read_day(line->from, &pattern->from) || !read_day(line->to, &pattern->to))
		return icd_fail(reading->err,
				"%s: the days from and to which it is on the list were expected, as YYYY-MM-DD",
				line->where);
	return !pattern->to || pattern->from <= pattern->to ||
	       icd_fail(reading->err, "%s: the first day on the list was expected before the last one", line->where);
}

/* The next pattern of a cell, up to a comma or semicolon; NULL after the last one. */
static char *next_pattern(char **rest)
{
	char *text = *rest ? strsep(rest, ",;") : NULL;
	return text ? trimmed(text) : NULL;
}

/* A cell, which is written into, of one pattern or several. */
static bool add_cell(struct reading *reading, char *cell, const struct line *line)
{
	struct icd_pattern like = {.line = line->number, .note = ""};
	if (line->note && *line->note)
		like.note = icd_pool_text(&reading->list->pool, line->note, strlen(line->note));
	/* What stands there first is told of first. */
	struct icd_pattern tried;
	char *rest = cell, *text = next_pattern(&rest);
	if (!pattern_read(text, &tried))
		return icd_fail(reading->err, "%s: %.60s: " LIST_EXPECTED, line->where, text);
	if (!read_days(reading, line, &like))
		return false;
	for (bool ok = true; text; text = next_pattern(&rest)) {
		/* A comma at the end, or two in a row. */
		ok = !*text || add_pattern(reading, text, &like, line);
		if (!ok)
			return false;
	}
	return true;
}

static const char *where_of(const struct reading *reading, uint64_t number, char out[WHERE_SIZE])
{
	snprintf(out, WHERE_SIZE, "%s:%llu", reading->source->name, (unsigned long long)number);
	return out;
}

/* ---- lines ---- */

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

static void keep_comment(struct icd_code_list *list, const char *line)
{
	line += strspn(line, " \t");
	if (*list->comment || *line != '#')
		return;
	line += strspn(line, "# \t");
	size_t length = strlen(line);
	while (length && strchr(" \t\r", line[length - 1]))
		length--;
	list->comment = icd_pool_text(&list->pool, line, length);
}

static bool add_line(struct reading *reading, char *text, uint64_t number)
{
	char where[WHERE_SIZE], *columns[4] = {NULL};
	for (size_t i = 0; i < 4 && text; i++)
		columns[i] = trimmed(i < 3 ? strsep(&text, "\t") : text);
	struct line line = {where_of(reading, number, where), number, columns[1], columns[2], columns[3]};
	return add_cell(reading, columns[0], &line);
}

static bool on_line(void *context, const struct row *row)
{
	struct reading *reading = context;
	const struct row_field *field = &row->fields[0];
	char where[WHERE_SIZE], *line = strndup(field->text, field->length);
	if (!line)
		return reading->failed = !icd_out_of_memory(reading->err), false;
	if (strlen(line) < field->length) {
		reading->failed = !icd_fail(reading->err, "%s: a NUL byte, " LIST_EXPECTED,
					    where_of(reading, row->number, where));
	} else {
		keep_comment(reading->list, line);
		drop_comment(line);
		if (line[strspn(line, " \t\r")])
			reading->failed = !add_line(reading, line, row->number);
	}
	free(line);
	return !reading->failed;
}

/* ---- tables ---- */

/* Comments and empty lines may stand before a table. */
static void skip_lead(struct reading *reading)
{
	const char *text = reading->source->text, *end = text + reading->source->size, *at = text;
	if (reading->source->size >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	reading->skipped = 0;
	while (at < end && (*at == '#' || *at == '\n' || *at == '\r')) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		if (!feed)
			break;
		at = feed + 1;
		reading->skipped++;
	}
	reading->body = reading->skipped ? (size_t)(at - text) : 0;
}

/* The cells of a row as texts; false when memory runs out. */
static bool take_cells(struct reading *reading, const struct row *row)
{
	const char *at = row->whole.text;
	struct icd_buffer buffer = {0};
	struct row_field place;
	icd_pool_reset(&reading->pool);
	reading->cell_count = 0;
	while (reading->cell_count < COLUMNS_MAX && rows_next_field(row, &at, &place)) {
		icd_buffer_clear(&buffer);
		struct row_field cell = rows_unquoted(place, &buffer);
		char *text = (char *)icd_pool_text(&reading->pool, cell.text, cell.length);
		reading->cells[reading->cell_count++] = *text ? trimmed(text) : text;
	}
	reading->failed = (buffer.failed || reading->pool.failed) && !icd_out_of_memory(reading->err);
	icd_buffer_free(&buffer);
	return !reading->failed;
}

static const char *cell_at(const struct reading *reading, size_t column)
{
	return column < reading->cell_count ? reading->cells[column] : "";
}

/* Is the cell a pattern, or several? */
static bool is_patterns(const char *cell)
{
	struct icd_pattern pattern;
	char *copy = strdup(cell), *rest = copy, *text;
	bool all = copy && *copy;
	while (all && (text = next_pattern(&rest)) != NULL)
		all = !*text || pattern_read(text, &pattern);
	free(copy);
	return all;
}

static bool read_rows(struct reading *reading, row_visitor *visit)
{
	const struct icd_list_text *source = reading->source;
	struct row_input input = {.fd = -1,
				  .memory = source->text + reading->body,
				  .memory_size = source->size - reading->body,
				  .name = source->name,
				  .visit = visit,
				  .context = reading};
	struct row_columns columns = {.names = {"1"}, .count = 1};
	reading->begun = false;
	bool ok = rows_read_table(&input, &columns, reading->err) && !reading->failed;
	icd_pool_free(&reading->pool);
	return ok;
}

/* ---- which column has the codes ---- */

/* The first row of a table has names, several, and no code. */
static void look_at_names(struct reading *reading)
{
	size_t filled = 0;
	for (size_t i = 0; i < reading->cell_count; i++) {
		filled += *reading->cells[i] != '\0';
		reading->no_table |= is_patterns(reading->cells[i]);
		reading->names[i] = icd_pool_text(&reading->list->pool, reading->cells[i], strlen(reading->cells[i]));
	}
	reading->no_table |= filled < 2;
	reading->begun = true;
}

static bool on_row_told(void *context, const struct row *row)
{
	struct reading *reading = context;
	if (!row->whole.length)
		return true;
	if (!take_cells(reading, row))
		return false;
	if (!reading->begun) {
		look_at_names(reading);
		return !reading->no_table;
	}
	for (size_t i = 0; i < reading->cell_count; i++) {
		const char *name = reading->names[i];
		if (!*reading->cells[i] || (name && icd_same_but_case(name, reading->cells[i])))
			continue;
		bool right = !reading->wrong[i] && is_patterns(reading->cells[i]);
		reading->wrong[i] |= !right;
		reading->any[i] |= right;
	}
	return true;
}

/* Finds the column in which nothing but codes stands; NOT_THERE when the text is no such table. False on failure, and
 * when there are several. */
static bool tell_column(struct reading *reading)
{
	size_t count = 0;
	reading->code = NOT_THERE;
	if (!read_rows(reading, on_row_told))
		return false;
	for (size_t i = 0; !reading->no_table && i < COLUMNS_MAX; i++) {
		if (!reading->any[i] || reading->wrong[i])
			continue;
		count++;
		reading->code = i;
	}
	return count < 2 || icd_fail(reading->err, "%s: %zu columns have codes: which one is meant was expected",
				     reading->source->name, count);
}

/* ---- the rows of a table ---- */

static size_t column_named(const struct reading *reading, const char *name)
{
	for (size_t i = 0; i < reading->cell_count; i++) {
		if (icd_same_but_case(reading->cells[i], name))
			return i;
	}
	return NOT_THERE;
}

static bool find_code_column(struct reading *reading)
{
	const char *name = reading->source->column;
	char *end;
	if (!name)
		return true;
	reading->code = column_named(reading, name);
	if (reading->code != NOT_THERE)
		return true;
	unsigned long number = strtoul(name, &end, 10);
	if (!icd_is_digit(*name) || *end || number == 0)
		return icd_fail(reading->err, "%s:%llu: no column is named %s", reading->source->name,
				(unsigned long long)reading->skipped + 1, name);
	reading->code = number - 1;
	return reading->code < reading->cell_count ||
	       icd_fail(reading->err, "%s:%llu: has %zu columns, there is no column %s", reading->source->name,
			(unsigned long long)reading->skipped + 1, reading->cell_count, name);
}

/* The first row: its names, if it has no code where the codes are. */
static bool start_table(struct reading *reading, bool *names)
{
	if (!find_code_column(reading))
		return false;
	reading->begun = true;
	reading->from = reading->to = reading->note = NOT_THERE;
	reading->code_name = "";
	*names = !is_patterns(cell_at(reading, reading->code));
	if (*names) {
		const char *name = cell_at(reading, reading->code);
		reading->code_name = icd_pool_text(&reading->list->pool, name, strlen(name));
		reading->from = column_named(reading, "from");
		reading->to = column_named(reading, "to");
		reading->note = column_named(reading, "note");
	}
	return true;
}

static bool add_row(struct reading *reading, uint64_t number)
{
	char where[WHERE_SIZE];
	const char *code = cell_at(reading, reading->code);
	bool names = false;
	if (!reading->begun && !start_table(reading, &names))
		return false;
	if (!names)
		code = cell_at(reading, reading->code);
	/* Titles of groups stand without a code, and names may come again under them. */
	if (names || !*code || (*reading->code_name && icd_same_but_case(code, reading->code_name)))
		return true;
	struct line line = {where_of(reading, number, where), number, cell_at(reading, reading->from),
			    cell_at(reading, reading->to), cell_at(reading, reading->note)};
	return add_cell(reading, (char *)code, &line);
}

static bool on_row(void *context, const struct row *row)
{
	struct reading *reading = context;
	if (row->whole.length && take_cells(reading, row))
		reading->failed = !add_row(reading, row->number + reading->skipped);
	return !reading->failed;
}

static bool read_table(struct reading *reading)
{
	return read_rows(reading, on_row);
}

/* ---- the whole ---- */

static bool read_lines(struct reading *reading)
{
	const struct icd_list_text *source = reading->source;
	struct row_input input = {.fd = -1,
				  .memory = source->text,
				  .memory_size = source->size,
				  .name = source->name,
				  .visit = on_line,
				  .context = reading,
				  .uncut = true};
	return rows_read_lines(&input, reading->err) && !reading->failed;
}

/* Of what is no list by lines: is it a table? Else the error stands as it is, and *other is set. */
static bool read_other(struct reading *reading, bool *other)
{
	struct icd_error why = *reading->err;
	reading->failed = false;
	skip_lead(reading);
	*other = true;
	bool told = tell_column(reading);
	if (told && reading->code != NOT_THERE) {
		*other = false;
		return read_table(reading);
	}
	if (told || reading->no_table)
		*reading->err = why;
	return false;
}

static bool read_all(struct reading *reading, bool *other)
{
	if (reading->source->column) {
		skip_lead(reading);
		return read_table(reading);
	}
	if (read_lines(reading))
		return true;
	return reading->list->count == 0 && reading->err->fault == ICD_FAULT_FILE && read_other(reading, other);
}

static const char *name_of(struct icd_pool *pool, const char *path)
{
	static const char *const endings[] = {".txt", ".csv", ".tsv"};
	const char *base = strrchr(path, '/');
	base = base ? base + 1 : path;
	size_t length = strlen(base);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (length > 4 && strcmp(base + length - 4, endings[i]) == 0)
			return icd_pool_text(pool, base, length - 4);
	}
	return icd_pool_text(pool, base, length);
}

bool icd_code_list_read(struct icd_store *store, const struct icd_list_text *source, struct icd_code_list **out,
			bool *other, struct icd_error *err)
{
	struct icd_code_list *list = calloc(1, sizeof *list);
	struct reading *reading = calloc(1, sizeof *reading);
	bool foreign = false, ok = list && reading;
	*out = NULL;
	if (ok) {
		*reading = (struct reading){.list = list, .source = source, .err = err};
		list->store = store;
		list->comment = "";
		list->file = icd_pool_text(&list->pool, source->name, strlen(source->name));
		list->name = name_of(&list->pool, source->name);
		ok = read_all(reading, &foreign) && list_sort(list, err);
	} else {
		icd_out_of_memory(err);
	}
	free(reading);
	if (ok)
		*out = list;
	else
		icd_code_list_close(list);
	if (other)
		*other = foreign;
	return ok;
}

void icd_code_list_close(struct icd_code_list *list)
{
	if (!list)
		return;
	icd_pool_free(&list->pool);
	free(list);
}

const char *icd_code_list_name(const struct icd_code_list *list)
{
	return list->name;
}

const char *icd_code_list_file(const struct icd_code_list *list)
{
	return list->file;
}

const char *icd_code_list_comment(const struct icd_code_list *list)
{
	return list->comment;
}

size_t icd_code_list_count(const struct icd_code_list *list)
{
	return list->count;
}

const struct icd_pattern *icd_code_list_at(const struct icd_code_list *list, size_t i)
{
	return &list->at[i];
}
