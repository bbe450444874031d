/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/check.h"
#include "input/input.h"
#include "print/print.h"
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE ((size_t)128 * 1024)
#define SHOWN_MAX   4096 /* bytes of an input that are given back */
#define TEXT_CODES  8    /* codes a line of text names */

struct checking {
	struct session *session;
	struct icd_check *check;
	struct check_summary *summary; /* NULL: rows are printed */
	struct row_columns columns;    /* code columns, then the date's, then the group's */
	size_t code_columns;
	bool dated, grouped, invalid_only;
	unsigned by_date; /* so many characters of the row's date are its group */
	icd_date on;
	const char *file;   /* the one being read */
	char date_text[64]; /* the date read last, and what it was */
	icd_date date;
	bool any_bad, warned;
	char *buffer;
	size_t used;
	struct icd_error err;
	bool failed;
};

/* ---- output ---- */

static void flush(struct checking *c)
{
	fwrite(c->buffer, 1, c->used, c->session->out.file);
	c->used = 0;
}

static void put(struct checking *c, const char *text, size_t length)
{
	if (length > BUFFER_SIZE - c->used)
		flush(c);
	memcpy(c->buffer + c->used, text, length);
	c->used += length;
}

static void put_text(struct checking *c, const char *text)
{
	put(c, text, strlen(text));
}

static void put_char(struct checking *c, char text)
{
	put(c, &text, 1);
}

/* An input as it stands in a line: tab, line feed and backslash are escaped, a NUL is shown as "?". */
static void put_input(struct checking *c, struct row_field input)
{
	size_t length = input.length > SHOWN_MAX ? SHOWN_MAX : input.length;
	for (size_t i = 0; i < length; i++) {
		switch (input.text[i]) {
		case '\t':
			put_text(c, "\\t");
			break;
		case '\n':
			put_text(c, "\\n");
			break;
		case '\\':
			put_text(c, "\\\\");
			break;
		case '\0':
			put_char(c, '?');
			break;
		default:
			put_char(c, input.text[i]);
		}
	}
}

static bool is_plain(struct row_field input)
{
	for (size_t i = 0; i < input.length; i++) {
		unsigned char u = (unsigned char)input.text[i];
		if (u < 0x20 || u >= 0x7f || u == '"' || u == '\\')
			return false;
	}
	return true;
}

static void put_json(struct checking *c, struct row_field input)
{
	char text[SHOWN_MAX + 1];
	size_t length = input.length > SHOWN_MAX ? SHOWN_MAX : input.length;
	if (is_plain((struct row_field){input.text, length})) {
		put_char(c, '"');
		put(c, input.text, length);
		put_char(c, '"');
		return;
	}
	for (size_t i = 0; i < length; i++)
		text[i] = input.text[i] ? input.text[i] : '?';
	text[length] = '\0';
	json_t *json = json_text(text);
	char *dumped = json ? json_dumps(json, JSON_ENCODE_ANY) : NULL;
	put_text(c, dumped ? dumped : "null");
	free(dumped);
	json_decref(json);
}

static void put_json_text(struct checking *c, const char *text)
{
	put_json(c, (struct row_field){text, strlen(text)});
}

static void put_date_or_null(struct checking *c, const char *name, const char *date)
{
	put_text(c, name);
	put_text(c, *date ? "\"" : "null");
	put_text(c, date);
	put_text(c, *date ? "\"" : "");
}

static void put_json_row(struct checking *c, struct row_field input, icd_date on, const struct icd_answer *answer)
{
	char date[ICD_DATE_SIZE];
	put_text(c, "{\"v\":1,\"input\":");
	put_json(c, input);
	put_date_or_null(c, ",\"code\":", answer->code);
	put_date_or_null(c, ",\"on\":", icd_date_format(on, date));
	put_text(c, ",\"status\":\"");
	put_text(c, icd_status_names[answer->status]);
	put_date_or_null(c, "\",\"valid_from\":", answer->from);
	put_date_or_null(c, ",\"valid_to\":", answer->to);
	put_text(c, ",\"detail\":\"");
	put_text(c, icd_detail_names[answer->detail]);
	put_text(c, "\",\"suggestion\":[");
	for (unsigned i = 0; i < answer->code_count; i++) {
		put_text(c, i ? ",\"" : "\"");
		put_text(c, answer->codes[i]);
		put_char(c, '"');
	}
	put_text(c, "],\"reason\":");
	put_json_text(c, answer->reason);
	put_text(c, "}\n");
}

static void put_tsv_row(struct checking *c, struct row_field input, const struct icd_answer *answer)
{
	const char *fields[] = {answer->code, icd_status_names[answer->status], answer->from, answer->to,
				icd_detail_names[answer->detail]};
	put_input(c, input);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		put_char(c, '\t');
		put_text(c, fields[i]);
	}
	put_char(c, '\t');
	for (unsigned i = 0; i < answer->code_count; i++) {
		put_text(c, i ? " " : "");
		put_text(c, answer->codes[i]);
	}
	put_char(c, '\n');
}

static void put_text_row(struct checking *c, struct row_field input, const struct icd_answer *answer)
{
	const struct output *out = &c->session->out;
	bool ok = answer->detail == ICD_DETAIL_OK;
	char fix[256];
	put_text(c, ink(out, INK_CODE));
	put_input(c, input);
	put_text(c, ink_end(out));
	put_text(c, input.length < 8 ? &"       "[input.length - 1] : "");
	put_text(c, "  ");
	put_text(c, ink(out, ok ? INK_GOOD : INK_BAD));
	put_text(c, icd_detail_names[answer->detail]);
	put_text(c, ink_end(out));
	if (!ok) {
		put_text(c, ": ");
		put_text(c, answer->reason);
		put_text(c, *icd_answer_fix(answer, TEXT_CODES, fix, sizeof fix) ? "; " : "");
		put_text(c, fix);
	}
	put_char(c, '\n');
}

static void put_header(struct checking *c)
{
	if (c->session->out.format == FORMAT_TSV && c->session->out.header && !c->summary)
		put_text(c, "input\tcode\tstatus\tvalid_from\tvalid_to\tdetail\tsuggestion\n");
}

static void put_row(struct checking *c, struct row_field input, icd_date on, const struct icd_answer *answer)
{
	if (c->invalid_only && answer->detail == ICD_DETAIL_OK)
		return;
	switch (c->session->out.format) {
	case FORMAT_JSON:
		put_json_row(c, input, on, answer);
		break;
	case FORMAT_TSV:
		put_tsv_row(c, input, answer);
		break;
	default:
		put_text_row(c, input, answer);
	}
}

/* ---- a code ---- */

static struct row_field trimmed(struct row_field field)
{
	while (field.length && (field.text[0] == ' ' || field.text[0] == '\t')) {
		field.text++;
		field.length--;
	}
	while (field.length && (field.text[field.length - 1] == ' ' || field.text[field.length - 1] == '\t'))
		field.length--;
	return field;
}

static bool finish_answer(struct checking *c, struct row_field input, icd_date on, const struct icd_answer *answer,
			  struct row_field group)
{
	c->any_bad |= answer->detail != ICD_DETAIL_OK;
	if (!c->summary) {
		put_row(c, input, on, answer);
		return true;
	}
	c->failed |= !check_summary_add(c->summary, group.text, group.length, answer, &c->err);
	return !c->failed;
}

static bool check_one(struct checking *c, struct row_field input, icd_date on, struct row_field group)
{
	struct icd_answer answer;
	if (!icd_check_code(c->check, input.text, input.length, on, &answer, &c->err)) {
		c->failed = true;
		return false;
	}
	return finish_answer(c, input, on, &answer, group);
}

static bool on_line(void *context, uint64_t line __attribute__((unused)), struct row_field text)
{
	struct checking *c = context;
	struct row_field input = trimmed(text);
	return input.length == 0 || check_one(c, input, c->on, (struct row_field){"", 0});
}

/* ---- rows of a table ---- */

/* Once: a row's date outside the releases is answered from the nearest one. */
static void warn_row_date(struct checking *c, uint64_t row)
{
	struct icd_view view;
	char warning[ICD_WARNING_SIZE];
	icd_view_make(&view, c->session->store, c->date);
	if (c->warned || !*icd_view_warning(&view, warning))
		return;
	c->warned = true;
	fprintf(stderr, "icd10-lookup: %s: row %llu: %s; said once\n", c->file, (unsigned long long)row, warning);
}

/* A row's date; a time of day behind it is passed over. */
static bool read_date(struct checking *c, uint64_t row, struct row_field field)
{
	char text[sizeof c->date_text];
	size_t length = 0;
	field = trimmed(field);
	while (length < field.length && length + 1 < sizeof text && field.text[length] != ' ' &&
	       field.text[length] != 'T')
		length++;
	memcpy(text, field.text ? field.text : "", length);
	text[length] = '\0';
	if (*text && strcmp(text, c->date_text) == 0)
		return true;
	if (!icd_date_parse(text, &c->date)) {
		c->date_text[0] = '\0';
		return false;
	}
	memcpy(c->date_text, text, length + 1);
	warn_row_date(c, row);
	return true;
}

static bool answer_without_date(struct checking *c, struct row_field input, struct row_field date,
				struct row_field group)
{
	char reason[256];
	struct icd_answer answer = {
		.detail = ICD_DETAIL_MALFORMED, .status = ICD_STATUS_UNKNOWN, .from = "", .to = "", .reason = reason};
	struct icd_typed_code typed;
	int shown = date.length > 40 ? 40 : (int)date.length;
	if (icd_code_parse(input.text, input.length, &typed))
		icd_code_format(typed.code, answer.code);
	if (date.length == 0)
		snprintf(reason, sizeof reason, "the row has no date of service");
	else
		snprintf(reason, sizeof reason, "the date of service is no date: %.*s", shown, date.text);
	return finish_answer(c, input, 0, &answer, group);
}

/* The row of names of a table whose columns were given by number. */
static bool is_names(const struct checking *c, uint64_t row, const struct row_field *fields)
{
	struct icd_typed_code typed;
	if (row != 1 || !c->columns.by_number)
		return false;
	for (size_t i = 0; i < c->code_columns; i++) {
		if (icd_code_parse(fields[i].text ? fields[i].text : "", fields[i].length, &typed) &&
		    icd_status_category(icd_check_table(c->check), typed.code))
			return false;
	}
	return true;
}

static bool on_row(void *context, uint64_t row, const struct row_field *fields, size_t count)
{
	struct checking *c = context;
	struct row_field group = {"", 0};
	char day[ICD_DATE_SIZE];
	icd_date on = c->on;
	bool dated = true;
	if (is_names(c, row, fields))
		return true;
	if (c->dated) {
		dated = read_date(c, row, fields[c->code_columns]);
		on = c->date;
	}
	if (c->grouped)
		group = trimmed(fields[count - 1]);
	if (c->by_date && dated)
		group = (struct row_field){icd_date_format(on, day), c->by_date};
	for (size_t i = 0; i < c->code_columns; i++) {
		struct row_field input = trimmed(fields[i]);
		if (input.length == 0)
			continue;
		if (dated ? !check_one(c, input, on, group)
			  : !answer_without_date(c, input, trimmed(fields[c->code_columns]), group))
			return false;
	}
	return true;
}

/* ---- files ---- */

static bool read_fd(struct checking *c, int fd, const char *name)
{
	c->file = name;
	bool ok = c->code_columns ? rows_read_table(fd, name, &c->columns, on_row, c, &c->err)
				  : rows_read_lines(fd, name, on_line, c, &c->err);
	return ok && !c->failed;
}

static bool read_file(struct checking *c, const char *path)
{
	if (strcmp(path, "-") == 0)
		return read_fd(c, STDIN_FILENO, "standard input");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return icd_fail(&c->err, "%s: %s", path, strerror(errno));
	bool ok = read_fd(c, fd, path);
	close(fd);
	return ok;
}

static int run(struct checking *c, int count, char **files)
{
	bool ok = true;
	put_header(c);
	if (count == 0)
		ok = read_file(c, "-");
	for (int i = 0; ok && i < count; i++)
		ok = read_file(c, files[i]);
	flush(c);
	if (!ok)
		return command_fail("%s", c->err.text);
	if (c->summary && !check_summary_print(c->summary, &c->session->out, &c->err))
		return command_fail("%s", c->err.text);
	return c->any_bad ? STATUS_NO : STATUS_OK;
}

/* ---- options ---- */

struct check_options {
	const char *codes[ROWS_COLUMNS_MAX];
	size_t code_count;
	const char *date, *by;
	char delimiter;
	bool summary, invalid;
};

enum { OPTION_COLUMN = 1000, OPTION_DATE, OPTION_BY, OPTION_DELIMITER, OPTION_SUMMARY, OPTION_INVALID };

static bool take_option(int option, const char *value, struct check_options *chosen)
{
	switch (option) {
	case OPTION_COLUMN:
		if (chosen->code_count + 2 == ROWS_COLUMNS_MAX)
			return false;
		chosen->codes[chosen->code_count++] = value;
		return true;
	case OPTION_DATE:
		chosen->date = value;
		return true;
	case OPTION_BY:
		chosen->by = value;
		chosen->summary = true;
		return true;
	case OPTION_DELIMITER:
		chosen->delimiter = strcmp(value, "\\t") == 0 ? '\t' : value[0];
		return value[0] && (value[1] == '\0' || chosen->delimiter == '\t');
	default:
		chosen->summary |= option == OPTION_SUMMARY;
		chosen->invalid |= option == OPTION_INVALID;
		return option != '?';
	}
}

/* How much of a date "YYYY-MM-DD" a day, month or year is; 0 of other names. */
static unsigned date_length(const char *by)
{
	return strcmp(by, "day") == 0 ? 10 : strcmp(by, "month") == 0 ? 7 : strcmp(by, "year") == 0 ? 4 : 0;
}

static void set_columns(struct checking *c, const struct check_options *chosen)
{
	for (size_t i = 0; i < chosen->code_count; i++)
		c->columns.names[c->columns.count++] = chosen->codes[i];
	if (chosen->date)
		c->columns.names[c->columns.count++] = chosen->date;
	c->by_date = chosen->by && chosen->date ? date_length(chosen->by) : 0;
	c->grouped = chosen->by && !c->by_date;
	if (c->grouped)
		c->columns.names[c->columns.count++] = chosen->by;
	c->columns.delimiter = chosen->delimiter;
	c->code_columns = chosen->code_count;
	c->dated = chosen->date != NULL;
	c->invalid_only = chosen->invalid;
}

static int start(struct session *session, const struct check_options *chosen, int count, char **files)
{
	struct checking *c = calloc(1, sizeof *c);
	int status = STATUS_FAILED;
	if (c)
		*c = (struct checking){.session = session, .on = session->view.on, .buffer = malloc(BUFFER_SIZE)};
	if (!c || !c->buffer) {
		command_fail("out of memory");
	} else if (!icd_check_open(session->store, &c->check, &c->err) ||
		   (chosen->summary && !check_summary_open(&session->view, c->check, &c->summary, &c->err))) {
		command_fail("%s", c->err.text);
	} else {
		set_columns(c, chosen);
		status = run(c, count, files);
	}
	if (c) {
		check_summary_close(c->summary);
		icd_check_close(c->check);
		free(c->buffer);
	}
	free(c);
	return status;
}

int cmd_check(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"column", 0, true},
							{"date-column", 0, true},
							{"by", 0, true},
							{"delimiter", 0, true},
							{"summary", 0, false},
							{"invalid", 0, false},
							{0}};
	struct option_reader reader;
	struct check_options chosen = {0};
	int option;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		if (option == '?')
			return STATUS_FAILED;
		if (!take_option(option, reader.value, &chosen))
			return command_usage("check", option == OPTION_COLUMN
							      ? "too many columns"
							      : "--delimiter: a single character was expected");
	}
	if ((chosen.date || chosen.by || chosen.delimiter) && chosen.code_count == 0)
		return command_usage("check", "--column was expected: which column has the codes");
	if (!chosen.date)
		session_warn_date(session);
	return start(session, &chosen, reader.count, argv + 1);
}
