/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/check.h"
#include "cli/progress.h"
#include "input/input.h"
#include "print/print.h"
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HELD_BACK  ((size_t)128 * 1024) /* bytes of JSON and rows that are written at once */
#define SHOWN_MAX  4096                 /* bytes of an input that are given back */
#define TEXT_CODES 8                    /* codes a line of text names */

struct checking {
	struct session *session;
	struct icd_check *check;
	struct printer *printer;           /* of answers as JSON or rows; NULL: text, or a summary */
	struct icd_check_summary *summary; /* NULL: each answer is shown */
	struct row_columns columns;        /* code columns, then the date's, then the group's */
	size_t code_columns;
	bool dated, grouped, invalid_only;
	unsigned by_date; /* so many characters of the row's date are its group */
	icd_date on;
	const char *file; /* the one being read */
	struct progress *progress;
	char date_text[64]; /* the date read last, and what it was */
	icd_date date;
	bool any_bad, warned;
	struct icd_error err;
	bool failed;
};

/* ---- output ---- */

static const struct columns columns = {NULL, "input code status valid_from valid_to detail suggestion+", false};

static const char *text_or_null(const char *text)
{
	return *text ? text : NULL;
}

static void tell_checked(struct printer *printer, struct row_field input, icd_date on, const struct icd_answer *answer)
{
	tell_answer(printer);
	tell_bytes(printer, "input", input.text, input.length);
	tell_fields(printer, "code:%s on:%x status:%s valid_from:%s valid_to:%s detail:%s", text_or_null(answer->code),
		    on, icd_status_names[answer->status], text_or_null(answer->from), text_or_null(answer->to),
		    icd_detail_names[answer->detail]);
	tell_texts(printer, "suggestion", answer->codes, answer->code_count);
	tell_text(printer, "reason", answer->reason);
	tell_end(printer);
}

static void print_text(const struct output *out, struct row_field input, const struct icd_answer *answer)
{
	bool ok = answer->detail == ICD_DETAIL_OK;
	char fix[256];
	fputs(ink(out, INK_CODE), out->file);
	output_bytes(out, input.text, input.length);
	fputs(ink_end(out), out->file);
	fprintf(out->file, "%*s  %s%s%s", input.length < 8 ? 8 - (int)input.length : 0, "",
		ink(out, ok ? INK_GOOD : INK_BAD), icd_detail_names[answer->detail], ink_end(out));
	if (!ok)
		fprintf(out->file, ": %s%s%s", answer->reason,
			*icd_answer_fix(answer, TEXT_CODES, fix, sizeof fix) ? "; " : "", fix);
	fputc('\n', out->file);
}

static void show_answer(struct checking *c, struct row_field input, icd_date on, const struct icd_answer *answer)
{
	if (c->invalid_only && answer->detail == ICD_DETAIL_OK)
		return;
	if (input.length > SHOWN_MAX)
		input.length = SHOWN_MAX;
	progress_aside(c->progress, stdout);
	if (c->printer)
		tell_checked(c->printer, input, on, answer);
	else
		print_text(&c->session->out, input, answer);
	progress_back(c->progress);
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
		show_answer(c, input, on, answer);
		return true;
	}
	c->failed |= !icd_check_summary_add(c->summary, group.text, group.length, answer, &c->err);
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
	progress_aside(c->progress, stderr);
	fprintf(stderr, "icd10-lookup: %s: row %llu: %s; said once\n", c->file, (unsigned long long)row, warning);
	progress_back(c->progress);
}

/* A row's date; a time of day after it is passed over. */
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
	progress_file(c->progress, fd);
	bool ok = c->code_columns ? rows_read_table(fd, name, &c->columns, on_row, c, &c->err)
				  : rows_read_lines(fd, name, on_line, c, &c->err);
	progress_file(c->progress, -1);
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

static bool show_summary(struct checking *c)
{
	const struct output *out = &c->session->out;
	struct icd_tally_part *parts;
	uint32_t count;
	if (!icd_check_summary_parts(c->summary, &parts, &count, &c->err))
		return false;
	if (out->format == FORMAT_JSON) {
		struct printer *printer = session_printer(c->session, NULL);
		tell_answer(printer);
		tell_tally(printer, parts, count);
		tell_end(printer);
	} else if (out->format == FORMAT_TSV) {
		if (out->header)
			tally_print_names(out);
		tally_print_rows(out, parts, count);
	} else {
		tally_print_text(out, parts, count);
	}
	return true;
}

static bool read_files(struct checking *c, int count, char **files, bool quiet)
{
	static char *standard_input[] = {(char *)"-"};
	struct progress_files all = {count ? files : standard_input, count ? count : 1};
	bool ok = true;
	c->progress = progress_start("check", quiet, progress_measure_files, &all);
	for (int i = 0; ok && i < all.count; i++)
		ok = read_file(c, all.paths[i]);
	progress_end(c->progress);
	c->progress = NULL;
	return ok;
}

static int run(struct checking *c, int count, char **files, bool quiet)
{
	if (!c->summary && (c->printer = session_printer(c->session, &columns)))
		c->printer->hold = HELD_BACK;
	bool ok = read_files(c, count, files, quiet);
	if (c->printer)
		printer_write(c->printer);
	if (!ok || (c->summary && !show_summary(c)))
		return command_fail("%s", c->err.text);
	return c->any_bad ? STATUS_NO : STATUS_OK;
}

/* ---- options ---- */

struct check_options {
	const char *codes[ROWS_COLUMNS_MAX];
	size_t code_count;
	const char *date, *by;
	char delimiter;
	bool summary, invalid, quiet;
};

static const char *take_column(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	if (options->code_count + 2 == ROWS_COLUMNS_MAX)
		return "too many columns";
	options->codes[options->code_count++] = value;
	return NULL;
}

static const char *take_by(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	options->by = value;
	options->summary = true;
	return NULL;
}

static const char *take_delimiter(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	options->delimiter = strcmp(value, "\\t") == 0 ? '\t' : value[0];
	bool one = value[0] && (value[1] == '\0' || options->delimiter == '\t');
	return one ? NULL : "--delimiter: a single character was expected";
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
	struct checking c = {.session = session, .on = session->view.on};
	int status = STATUS_FAILED;
	if (!icd_check_open(session->store, &c.check, &c.err) ||
	    (chosen->summary && !icd_check_summary_open(&session->view, c.check, &c.summary, &c.err))) {
		command_fail("%s", c.err.text);
	} else {
		set_columns(&c, chosen);
		status = run(&c, count, files, chosen->quiet);
	}
	icd_check_summary_close(c.summary);
	icd_check_close(c.check);
	return status;
}

int cmd_check(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"column", 0, OPTION_TAKEN, 0, take_column},
		{"date-column", 0, OPTION_TEXT, offsetof(struct check_options, date), NULL},
		{"by", 0, OPTION_TAKEN, 0, take_by},
		{"delimiter", 0, OPTION_TAKEN, 0, take_delimiter},
		{"summary", 0, OPTION_FLAG, offsetof(struct check_options, summary), NULL},
		{"quiet", 'q', OPTION_FLAG, offsetof(struct check_options, quiet), NULL},
		{"invalid", 0, OPTION_FLAG, offsetof(struct check_options, invalid), NULL},
		{0}};
	struct check_options chosen = {0};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if ((chosen.date || chosen.by || chosen.delimiter) && chosen.code_count == 0)
		return command_usage(session, "--column was expected: which column has the codes");
	if (!chosen.date)
		session_warn_date(session);
	return start(session, &chosen, count, argv + 1);
}
