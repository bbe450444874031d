/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/check.h"
#include "cli/progress.h"
#include "input/input.h"
#include "lists/lists.h"
#include "pages/pages.h"
#include "print/print.h"
#include "shown/shown.h"
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HELD_BACK ((size_t)128 * 1024) /* bytes of JSON and rows that are written at once */
#define SHOWN_MAX 4096                 /* bytes of an input that are given back */
#define WAITING   16                   /* codes that are read before the first of them is checked */
#define GROUP_MAX 127                  /* bytes of a thing that a summary is split by */
#define DAYS_MET  512                  /* dates that were met before */

/* What a summary is split by. */
struct check_by {
	const char *name;
	unsigned date_length; /* so many characters of the row's date; 0: a column */
	size_t column;        /* among those that are read */
};

/* A code that was read and is not checked yet. */
struct waiting {
	struct icd_asked_code asked;
	struct row_field input;
	uint64_t row;
	icd_date on;
	uint32_t group;
};

/* From which finding on the exit status is 1. */
enum fail_on { FAIL_ON_WARNING, FAIL_ON_ERROR, FAIL_ON_NONE };

struct checking {
	struct session *session;
	struct icd_check *check;
	struct icd_code_list *list;        /* the codes to be on it; NULL: none was named */
	struct printer *printer;           /* of answers as JSON; NULL: text, rows or a summary */
	bool as_rows;                      /* rows, or the user's own ones */
	bool quick;                        /* what is simply billable is taken the short way */
	struct verdict_form form;          /* of these */
	struct icd_buffer rows;            /* not written yet */
	struct icd_check_summary *summary; /* NULL: each answer is shown */
	struct row_columns columns;        /* code columns, then the date's, then those of `by` */
	size_t code_columns;
	bool fix, to_output;        /* codes are replaced; in what goes to standard output */
	bool dotless;               /* the last code of more than three characters was written without its dot */
	struct row_fixes row_fixes; /* of the row in hand */
	struct text_fixes fixes;    /* of the file being read */
	uint64_t fixed, fixed_files;
	struct row_input input; /* the file being read */
	bool dated, invalid_only, keep;
	bool names_kept; /* the row of names of a file before was written */
	struct check_by by[2];
	size_t by_count;
	char group[2 * (GROUP_MAX + 1)]; /* of the row in hand: what it is counted under */
	struct met_day {                 /* where that follows from its date */
		icd_date on;             /* 0: none was met */
		uint32_t group;
	} met[DAYS_MET];
	icd_date on;
	struct waiting waiting[WAITING];
	size_t waiting_count;
	const char *file; /* the one being read */
	struct progress *progress;
	icd_date fine_from, fine_to; /* days of rows, all between them within the releases held */
	bool warned;
	bool errors, warnings; /* a code is not billable; that is uncertain, or it is not on the list */
	bool row_bad;          /* a code of the row in hand is not right */
	struct icd_error err;
	bool failed;
};

struct check_options {
	const char *codes[ROWS_COLUMNS_MAX];
	size_t code_count;
	const char *date, *list, *list_column;
	const char *by[2];
	size_t by_count;
	char delimiter;
	bool summary, invalid, keep, row, quiet, fix;
	enum fail_on fail_on;
	const char *html; /* the file that the page of a summary goes to */
	struct summary_page page;
};

/* ---- output ---- */

static void write_rows(struct checking *c)
{
	if (c->rows.failed)
		c->failed |= !icd_out_of_memory(&c->err);
	progress_aside(c->progress, stdout);
	bool exact = shown_file();
	if (c->rows.size)
		fwrite(c->rows.data, 1, c->rows.size, c->session->out.file);
	shown_exact(exact);
	progress_back(c->progress);
	icd_buffer_clear(&c->rows);
}

/* The input pauses: whoever waits for an answer gets it. */
static void on_pause(void *context)
{
	struct checking *c = context;
	if (c->printer)
		printer_write(c->printer);
	write_rows(c);
	fflush(c->session->out.file);
}

static void show_verdict(struct checking *c, struct verdict *verdict)
{
	if (verdict->input.length > SHOWN_MAX)
		verdict->input.length = SHOWN_MAX;
	if (c->as_rows) {
		verdict_put_row(&c->rows, &c->form, verdict);
		if (c->rows.size >= HELD_BACK)
			write_rows(c);
		return;
	}
	progress_aside(c->progress, stdout);
	if (c->printer)
		tell_verdict(c->printer, &c->form, verdict);
	else
		verdict_print_text(&c->session->out, &c->form, verdict);
	progress_back(c->progress);
}

/* ---- a code ---- */

static struct row_field without_blanks(struct row_field field)
{
	while (field.length && (field.text[0] == ' ' || field.text[0] == '\t')) {
		field.text++;
		field.length--;
	}
	while (field.length && (field.text[field.length - 1] == ' ' || field.text[field.length - 1] == '\t'))
		field.length--;
	return field;
}

static inline struct row_field trimmed(struct row_field field)
{
	bool bare =
		field.length && (unsigned char)field.text[0] > ' ' && (unsigned char)field.text[field.length - 1] > ' ';
	return bare ? field : without_blanks(field);
}

/* What is asked of the codes of a row. */
struct row_question {
	const struct row *row;
	bool dated;            /* it has a day */
	icd_date on;           /* then */
	struct row_field date; /* what stands in place of one */
	uint32_t group;        /* of a summary: the number of what its codes are counted under */
};

static void answer_without_date(struct row_field input, struct row_field date, char reason[256],
				struct icd_answer *answer)
{
	struct icd_typed_code typed;
	int shown = date.length > 40 ? 40 : (int)date.length;
	*answer = (struct icd_answer){.detail = ICD_DETAIL_MALFORMED,
				      .status = ICD_STATUS_UNKNOWN,
				      .from = "",
				      .to = "",
				      .reason = reason,
				      .odd = "",
				      .ordinal = -1};
	if (icd_code_parse(input.text, input.length, &typed))
		icd_code_format(typed.code, answer->code);
	if (date.length == 0)
		snprintf(reason, 256, "the row has no date of service");
	else
		snprintf(reason, 256, "the date of service is no date: %.*s", shown, date.text);
}

/* Is it right? */
static bool note_verdict(struct checking *c, enum icd_detail detail, enum on_list listed)
{
	bool right = detail == ICD_DETAIL_OK && listed != ON_LIST_NO;
	c->warnings |= detail == ICD_DETAIL_UNCERTAIN || listed == ON_LIST_NO;
	c->errors |= detail != ICD_DETAIL_OK && detail != ICD_DETAIL_UNCERTAIN;
	c->row_bad |= !right;
	return right;
}

/* The pattern of the list that was named that covers the code, in stored spelling, on its day; NULL where none does. */
static bool ask_list(struct checking *c, const char *code, int64_t ordinal, icd_date on, enum on_list *listed,
		     const struct icd_pattern **found)
{
	*found = NULL;
	*listed = ON_LIST_UNASKED;
	if (!c->list)
		return true;
	if (*code && !icd_code_list_has(c->list, code, ordinal, on, found, &c->err))
		return false;
	*listed = *found ? ON_LIST_YES : ON_LIST_NO;
	return true;
}

/* The letters, digits and dots of a cell; what stands around them is not replaced. */
static struct row_field core_of(struct row_field input)
{
	while (input.length && !icd_is_letter_or_digit(input.text[0])) {
		input.text++;
		input.length--;
	}
	while (input.length && !icd_is_letter_or_digit(input.text[input.length - 1]))
		input.length--;
	return input;
}

/* Has a code that has one successor replaced by it, written as it is. What is written otherwise, or says that more
 * characters follow, is left for people. */
static void replace(struct checking *c, const struct row *row, size_t column, struct row_field input,
		    const struct icd_answer *answer)
{
	struct row_field core = core_of(input);
	char put[16];
	bool plain = icd_pack_typed(core.text, core.length) && (core.length == input.length || *answer->odd);
	bool dotted = memchr(core.text, '.', core.length), lower = false;
	/* One of three characters is written as the last longer one of the file. */
	if (core.length > 3)
		c->dotless = !dotted;
	else
		dotted = !c->dotless;
	for (size_t i = 0; i < core.length; i++)
		lower |= core.text[i] != 'x' && core.text[i] >= 'a' && core.text[i] <= 'z';
	if (plain && icd_answer_replacement(answer, dotted, lower, put))
		row_fixes_add(&c->row_fixes, row, row->places[column], core, put);
}

/* The row has been checked: what is replaced goes out, or is noted for the file. */
static bool finish_fixes(struct checking *c, const struct row *row)
{
	c->fixed += c->row_fixes.count;
	if (!c->to_output)
		c->failed |= !row_fixes_note(&c->row_fixes, row, c->input.encoding, &c->fixes) &&
			     !icd_out_of_memory(&c->err);
	else if (c->input.encoding != TEXT_BYTES)
		c->failed |= !icd_fail(&c->err, "standard input is UTF-16: --fix changes such a table in its file");
	else
		row_fixes_put(&c->row_fixes, row, &c->rows);
	c->row_fixes.count = 0;
	if (c->rows.size >= HELD_BACK)
		write_rows(c);
	return !c->failed;
}

/* Most codes are simply billable: for rows and counts little has to be made of them. */
static bool take_billable(struct checking *c, const struct row_question *question, struct row_field input,
			  const struct icd_billable *billable)
{
	const struct icd_pattern *found;
	enum on_list listed = ON_LIST_UNASKED;
	char code[ICD_CODE_SIZE];
	if (c->list) {
		icd_unpack(billable->known.code, code);
		if (!ask_list(c, code, billable->known.ordinal, question->on, &listed, &found))
			return false;
	}
	bool right = note_verdict(c, ICD_DETAIL_OK, listed);
	if (c->summary)
		return icd_check_summary_add_billable(c->summary, question->group, billable, listed == ON_LIST_NO,
						      &c->err);
	if (c->keep)
		verdict_put_billable(&c->rows, &c->form, billable, listed);
	else if (!c->invalid_only || !right)
		verdict_put_billable_row(&c->rows, &c->form, question->row->number, input, billable, listed);
	if (c->rows.size >= HELD_BACK && !c->keep)
		write_rows(c);
	return true;
}

/* Any other code. */
static bool take_answer(struct checking *c, const struct row_question *question, size_t column, struct row_field input,
			const struct icd_answer *answer)
{
	const struct icd_pattern *found;
	struct icd_typed_code typed;
	struct verdict verdict = {.row = question->row->number,
				  .input = input,
				  .on = question->dated ? question->on : 0,
				  .answer = answer,
				  .whole = c->keep ? question->row : NULL};
	if (!c->list || !icd_code_parse(answer->code, strlen(answer->code), &typed))
		typed.code[0] = '\0';
	if (!ask_list(c, typed.code, answer->ordinal, verdict.on, &verdict.listed, &found))
		return false;
	verdict.list_note = found ? found->note : "";
	bool right = note_verdict(c, answer->detail, verdict.listed);
	if (c->fix)
		replace(c, question->row, column, input, answer);
	if (c->summary)
		return icd_check_summary_add(c->summary, question->group, answer, verdict.listed == ON_LIST_NO,
					     &c->err);
	if (c->keep && c->as_rows)
		verdict_put(&c->rows, &c->form, &verdict);
	else if (!c->to_output && (!c->invalid_only || !right))
		show_verdict(c, &verdict);
	return true;
}

static bool answer_code(struct checking *c, const struct row_question *question, size_t column, struct row_field input)
{
	struct icd_answer answer;
	char reason[256];
	if (!question->dated)
		answer_without_date(input, question->date, reason, &answer);
	else if (!icd_check_code(c->check, input.text, input.length, question->on, &answer, &c->err))
		return false;
	return take_answer(c, question, column, input, &answer);
}

static bool check_one(struct checking *c, const struct row_question *question, size_t column, struct row_field input,
		      const struct icd_asked_code *asked)
{
	struct icd_billable billable;
	bool quick = c->quick && question->dated && icd_check_billable(c->check, asked, question->on, &billable);
	c->failed |= quick ? !take_billable(c, question, input, &billable) : !answer_code(c, question, column, input);
	return !c->failed;
}

/* ---- codes that wait ---- */

/*
 * A list of codes in no order asks for places all over the table, and most of its time would be waiting for memory. So
 * codes wait for a few others while theirs comes.
 */
static bool check_waiting(struct checking *c)
{
	struct row row = {.number = 0};
	struct row_question question = {.row = &row, .dated = true};
	for (size_t i = 0; !c->failed && i < c->waiting_count; i++) {
		const struct waiting *one = &c->waiting[i];
		row.number = one->row;
		question.on = one->on;
		question.group = one->group;
		check_one(c, &question, 0, one->input, &one->asked);
	}
	c->waiting_count = 0;
	return !c->failed;
}

static void on_leave(void *context)
{
	check_waiting(context);
}

/* Of the row no more is needed than its number and the code itself, where that stands in it as it is. */
static bool may_wait(const struct checking *c, const struct row_question *question, struct row_field input)
{
	struct row_field whole = question->row->whole;
	return c->quick && !c->keep && question->dated && input.text >= whole.text &&
	       input.text + input.length <= whole.text + whole.length;
}

/* Checks the code now or, where it may wait, with others. */
static bool take_code(struct checking *c, const struct row_question *question, size_t column, struct row_field input)
{
	struct icd_asked_code asked = icd_check_ahead(c->check, input.text, input.length);
	if (!may_wait(c, question, input))
		return check_waiting(c) && check_one(c, question, column, input, &asked);
	c->waiting[c->waiting_count++] =
		(struct waiting){asked, input, question->row->number, question->on, question->group};
	return c->waiting_count < WAITING || check_waiting(c);
}

/* ---- rows ---- */

static bool check_fields(struct checking *c, const struct row_question *question)
{
	for (size_t i = 0; i < (c->code_columns ? c->code_columns : 1); i++) {
		struct row_field input = trimmed(question->row->fields[i]);
		if (input.length ? !take_code(c, question, i, input) : false)
			return false;
		if (!input.length && c->keep && c->as_rows)
			verdict_put_empty(&c->rows, &c->form);
	}
	return true;
}

/* With the user's columns kept: a row for a row, also for those without a code. */
static bool check_row(struct checking *c, const struct row_question *question)
{
	size_t before = c->rows.size;
	c->row_bad = false;
	if (c->fix)
		return check_fields(c, question) && finish_fixes(c, question->row);
	if (!c->keep || !c->as_rows)
		return check_fields(c, question);
	/* An empty line of a table is none of its rows. */
	if (c->code_columns && !question->row->whole.length) {
		if (!c->invalid_only)
			verdict_put_end(&c->rows, &c->form, question->row);
		return true;
	}
	verdict_put_kept(&c->rows, &c->form, question->row);
	if (!check_fields(c, question))
		return false;
	verdict_put_end(&c->rows, &c->form, question->row);
	if (c->invalid_only && !c->row_bad)
		c->rows.size = before;
	if (c->rows.size >= HELD_BACK)
		write_rows(c);
	return !c->failed;
}

static bool on_line(void *context, const struct row *row)
{
	struct checking *c = context;
	return check_row(c, &(struct row_question){.row = row, .dated = true, .on = c->on});
}

/* Once: a row's date outside the releases is answered from the nearest one. */
static void warn_row_date(struct checking *c, uint64_t row, icd_date on)
{
	struct icd_view view;
	char warning[ICD_WARNING_SIZE];
	icd_view_make(&view, c->session->store, on);
	if (*icd_view_warning(&view, warning)) {
		c->warned = true;
		check_waiting(c);
		on_pause(c);
		progress_aside(c->progress, stderr);
		command_say("%s: row %llu: %s; said once", c->file, (unsigned long long)row, warning);
		progress_back(c->progress);
	} else {
		c->fine_from = !c->fine_from || on < c->fine_from ? on : c->fine_from;
		c->fine_to = on > c->fine_to ? on : c->fine_to;
	}
}

/* The row of names of a table whose columns were given by number: it has no code. */
static bool is_names(struct checking *c, const struct row *row)
{
	bool names = row->number == 1 && c->columns.by_number;
	for (size_t i = 0; names && i < c->code_columns; i++) {
		struct icd_typed_code typed;
		struct row_field field = row->fields[i];
		bool is_category = false;
		if (icd_code_parse(field.text, field.length, &typed))
			c->failed |= !icd_check_category(c->check, typed.code, &is_category, &c->err);
		names = field.length && !is_category;
	}
	return names;
}

/* The user's row of names, and those of the verdict; of several files the first one's. */
static void keep_names(struct checking *c, const struct row *row)
{
	struct row named = *row;
	named.names = true;
	if (!c->keep || !c->as_rows || c->names_kept || (!c->form.delimiter && !c->session->out.header))
		return;
	c->names_kept = true;
	verdict_put_kept(&c->rows, &c->form, &named);
	for (size_t i = 0; i < c->code_columns; i++)
		verdict_put_names(&c->rows, &c->form, c->code_columns > 1 ? c->columns.names[i] : "");
	verdict_put_end(&c->rows, &c->form, &named);
}

static bool read_date(struct checking *c, struct row_question *question)
{
	question->date = trimmed(question->row->fields[c->code_columns]);
	if (!icd_date_parse_cell(question->date.text, question->date.length, &question->on))
		return false;
	if (!c->warned && (question->on < c->fine_from || question->on > c->fine_to))
		warn_row_date(c, question->row->number, question->on);
	return true;
}

/* Rows that are kept have the delimiter of the table that is being read. */
static void use_delimiter(struct checking *c, char delimiter)
{
	if (c->form.delimiter && c->form.delimiter != delimiter)
		verdict_use_delimiter(&c->form, delimiter);
}

static void replace_bytes(char *text, size_t length, char what)
{
	for (char *at = text; (at = memchr(at, what, length - (size_t)(at - text))) != NULL;)
		*at = '?';
}

/* Of so many bytes, those that are whole letters in UTF-8. */
static size_t whole_letters(const char *text, size_t length)
{
	size_t end = length;
	while (end > 0 && length - end < 4 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	return length - end < 4 ? end : length;
}

/* Returns where the name of a group ends. Bytes that no name has are shown as question marks. */
static char *put_group(char *to, struct row_field part)
{
	size_t length = part.length <= GROUP_MAX ? part.length : whole_letters(part.text, GROUP_MAX);
	memcpy(to, part.text, length);
	replace_bytes(to, length, ICD_TALLY_AND);
	replace_bytes(to, length, '\0');
	return to + length;
}

/* One of the things that the row's codes are counted under. */
static struct row_field group_part(const struct row_question *question, const struct check_by *by,
				   char day[ICD_DATE_SIZE])
{
	if (!by->date_length)
		return trimmed(question->row->fields[by->column]);
	return question->dated ? (struct row_field){icd_date_format(question->on, day), by->date_length}
			       : (struct row_field){"", 0};
}

/* What the row's codes are counted under, cut where it has to be. */
static uint32_t make_group(struct checking *c, const struct row_question *question)
{
	char *to = c->group, day[ICD_DATE_SIZE];
	for (size_t i = 0; i < c->by_count; i++) {
		if (i)
			*to++ = ICD_TALLY_AND;
		to = put_group(to, group_part(question, &c->by[i], day));
	}
	return icd_check_summary_by(c->summary, c->group, (size_t)(to - c->group));
}

/* The same where that is one column, and known as it stands in the row; NULL when it is not. */
static struct icd_tally_name *find_group(struct checking *c, const struct row *row)
{
	struct row_field part = trimmed(row->fields[c->by[0].column]);
	return part.length <= GROUP_MAX ? icd_check_summary_find(c->summary, part.text, part.length) : NULL;
}

static uint32_t group_of(struct checking *c, const struct row_question *question)
{
	const struct icd_tally_name *name = c->by_count == 1 ? find_group(c, question->row) : NULL;
	return name ? name->number : make_group(c, question);
}

/* Of what is counted by day, month or year few dates stand for all. */
static void group_by_date(struct checking *c, struct row_question *question)
{
	struct met_day *met = &c->met[(unsigned)question->on % DAYS_MET];
	bool known = question->dated && met->on == question->on;
	question->group = known ? met->group : make_group(c, question);
	if (question->dated)
		*met = (struct met_day){question->on, question->group};
}

/* The column of the dates itself: a group that was met before has the day that it had. */
static void date_by_group(struct checking *c, struct row_question *question)
{
	struct icd_tally_name *name = find_group(c, question->row);
	question->group = name ? name->number : make_group(c, question);
	if (name && name->noted)
		question->on = name->noted;
	else
		question->dated = read_date(c, question);
	if (name && question->dated)
		name->noted = question->on;
}

static void date_and_group(struct checking *c, struct row_question *question)
{
	const struct check_by *by = &c->by[0];
	if (c->by_count == 1 && c->dated && !by->date_length && by->column == c->code_columns) {
		date_by_group(c, question);
		return;
	}
	if (c->dated)
		question->dated = read_date(c, question);
	if (c->by_count == 1 && by->date_length)
		group_by_date(c, question);
	else if (c->by_count)
		question->group = group_of(c, question);
}

static bool on_row(void *context, const struct row *row)
{
	struct checking *c = context;
	struct row_question question = {.row = row, .dated = true, .on = c->on};
	use_delimiter(c, c->columns.delimiter);
	if (row->names || is_names(c, row)) {
		keep_names(c, row);
		return !c->failed && (!c->fix || finish_fixes(c, row));
	}
	date_and_group(c, &question);
	return check_row(c, &question);
}

/* ---- files ---- */

static bool read_fd(struct checking *c, int fd, const char *name)
{
	c->dotless = false;
	c->input = (struct row_input){.fd = fd,
				      .name = name,
				      .visit = c->code_columns ? on_row : on_line,
				      .pause = on_pause,
				      .leave = on_leave,
				      .context = c,
				      .uncut = c->keep || c->fix};
	struct row_columns columns = c->columns;
	c->to_output = c->fix && fd == STDIN_FILENO;
	c->file = name;
	progress_file(c->progress, fd);
	bool ok = c->code_columns ? rows_read_table(&c->input, &c->columns, &c->err)
				  : rows_read_lines(&c->input, &c->err);
	progress_file(c->progress, -1);
	/* Each file is told its own delimiter. */
	c->columns.delimiter = columns.delimiter;
	return ok && !c->failed;
}

static bool read_file(struct checking *c, const char *path)
{
	if (strcmp(path, "-") == 0)
		return read_fd(c, STDIN_FILENO, "standard input");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return icd_fail(&c->err, "%s: %s", path, strerror(errno));
	struct stat before;
	bool ok =
		(fstat(fd, &before) == 0 || icd_fail(&c->err, "%s: %s", path, strerror(errno))) && read_fd(c, fd, path);
	close(fd);
	if (ok && c->fixes.count) {
		ok = text_fix_file(path, &before, c->input.encoding, &c->fixes, &c->err);
		c->fixed_files += ok;
	}
	c->fixes.count = 0;
	return ok;
}

static bool show_summary(struct checking *c)
{
	const struct output *out = &c->session->out;
	struct icd_tally *tally = icd_check_summary_tally(c->summary, &c->err);
	if (!tally)
		return false;
	if (out->format == FORMAT_JSON) {
		struct printer *printer = session_printer(c->session, NULL);
		tell_answer(printer);
		tell_tally(printer, tally);
		tell_end(printer);
	} else if (out->format == FORMAT_TSV) {
		if (out->header)
			tally_print_names(out);
		tally_print_rows(out, tally);
	} else {
		tally_print_text(out, tally);
	}
	return !icd_tally_failed(tally) || icd_out_of_memory(&c->err);
}

static bool write_page(void *context, FILE *file, struct icd_error *err)
{
	return html_summary(file, context, err);
}

/* The page in place of the text. */
static bool show_page(struct checking *c, const struct check_options *chosen, int count, char **files)
{
	struct summary_page page = chosen->page;
	char source[64];
	snprintf(source, sizeof source, "%d files", count);
	page.view = &c->session->view;
	page.source = count == 0 ? "standard input" : count == 1 ? files[0] : source;
	page.tally = icd_check_summary_tally(c->summary, &c->err);
	if (!page.tally)
		return false;
	for (size_t i = 0; i < c->by_count; i++)
		page.by[i] = c->by[i].name;
	return write_file(chosen->html, write_page, &page, &c->err);
}

/* Rows of verdicts alone have their names first where --header asks for them. */
static void start_rows(struct checking *c)
{
	const struct output *out = &c->session->out;
	c->as_rows = out->format == FORMAT_TSV || (c->keep && out->format == FORMAT_TEXT);
	verdict_use_delimiter(&c->form, out->format == FORMAT_TEXT ? '\t' : '\0');
	if (!c->as_rows || !out->header || c->keep)
		return;
	icd_put_bytes(&c->rows, c->form.row ? "row\tinput" : "input", c->form.row ? 9 : 5);
	verdict_put_names(&c->rows, &c->form, "");
	icd_put_byte(&c->rows, '\n');
}

static int status_of(const struct checking *c, enum fail_on fail_on)
{
	bool bad = (c->errors && fail_on <= FAIL_ON_ERROR) || (c->warnings && fail_on == FAIL_ON_WARNING);
	return bad ? STATUS_NO : STATUS_OK;
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

static void say_fixed(const struct checking *c)
{
	fflush(c->session->out.file);
	fprintf(stderr, "icd10-lookup: %" PRIu64 " codes replaced", c->fixed);
	if (c->fixed_files)
		fprintf(stderr, " in %" PRIu64 " files; the old ones are kept as .bak", c->fixed_files);
	fputc('\n', stderr);
}

static int run(struct checking *c, const struct check_options *chosen, int count, char **files)
{
	bool to_output = chosen->fix && (count == 0 || strcmp(files[0], "-") == 0);
	if (!c->summary && !to_output)
		start_rows(c);
	if (!c->summary && !c->as_rows && (c->printer = session_printer(c->session, NULL)))
		c->printer->hold = HELD_BACK;
	c->quick = (c->as_rows || c->summary) && !c->fix;
	bool ok = read_files(c, count, files, chosen->quiet);
	if (c->printer)
		printer_write(c->printer);
	write_rows(c);
	ok = ok && !c->failed;
	if (ok && chosen->html)
		ok = show_page(c, chosen, count, files);
	else if (ok && c->summary)
		ok = show_summary(c);
	if (c->fixed)
		say_fixed(c);
	if (!ok)
		return command_fail("%s", c->err.text);
	return status_of(c, chosen->fail_on);
}

/* ---- options ---- */

static const char *take_column(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	if (options->code_count + 3 == ROWS_COLUMNS_MAX)
		return "too many columns";
	options->codes[options->code_count++] = value;
	return NULL;
}

static const char *take_by(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	options->summary = true;
	if (options->by_count == 2)
		return "--by %s: two were given before";
	options->by[options->by_count++] = value;
	return NULL;
}

static const char *take_html(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	options->html = value;
	options->summary = true;
	return NULL;
}

static const char *take_family(void *chosen, const char *value)
{
	return html_summary_follow(&((struct check_options *)chosen)->page, value);
}

static const char *take_delimiter(void *chosen, const char *value)
{
	struct check_options *options = chosen;
	options->delimiter = strcmp(value, "\\t") == 0 ? '\t' : value[0];
	bool one = value[0] && (value[1] == '\0' || options->delimiter == '\t');
	if (one && strchr("\"\r\n", options->delimiter))
		return "--delimiter: neither a quote nor a line end parts cells";
	return one ? NULL : "--delimiter: a single character was expected";
}

static const char *take_fail_on(void *chosen, const char *value)
{
	static const char *const names[] = {
		[FAIL_ON_WARNING] = "warning", [FAIL_ON_ERROR] = "error", [FAIL_ON_NONE] = "none"};
	struct check_options *options = chosen;
	for (int i = 0; i <= FAIL_ON_NONE; i++) {
		if (strcmp(value, names[i]) == 0) {
			options->fail_on = (enum fail_on)i;
			return NULL;
		}
	}
	return "--fail-on: error, warning or none was expected";
}

/* How much of a date "YYYY-MM-DD" a day, month or year is; 0 of other names. */
static unsigned date_length(const char *by)
{
	return strcmp(by, "day") == 0 ? 10 : strcmp(by, "month") == 0 ? 7 : strcmp(by, "year") == 0 ? 4 : 0;
}

/* Where the column is among those that are read, or will be. */
static size_t column_of(const struct row_columns *columns, const char *name)
{
	size_t column = 0;
	while (column < columns->count && strcmp(columns->names[column], name) != 0)
		column++;
	return column;
}

static void set_columns(struct checking *c, const struct check_options *chosen)
{
	for (size_t i = 0; i < chosen->code_count; i++)
		c->columns.names[c->columns.count++] = chosen->codes[i];
	if (chosen->date)
		c->columns.names[c->columns.count++] = chosen->date;
	for (size_t i = 0; i < chosen->by_count; i++) {
		struct check_by *by = &c->by[c->by_count++];
		*by = (struct check_by){chosen->by[i], chosen->date ? date_length(chosen->by[i]) : 0,
					column_of(&c->columns, chosen->by[i])};
		if (!by->date_length && by->column == c->columns.count)
			c->columns.names[c->columns.count++] = by->name;
	}
	c->columns.delimiter = chosen->delimiter;
	c->code_columns = chosen->code_count;
	c->dated = chosen->date != NULL;
	c->invalid_only = chosen->invalid;
	c->keep = chosen->keep;
	c->fix = chosen->fix;
	c->form.row = chosen->row;
	c->form.list = chosen->list ? icd_code_list_name(c->list) : NULL;
}

static int start(struct session *session, const struct check_options *chosen, int count, char **files)
{
	struct checking c = {.session = session, .on = session->view.on};
	int status = STATUS_FAILED;
	if ((chosen->list &&
	     !icd_code_list_open(session->store, chosen->list, chosen->list_column, &c.list, NULL, &c.err)) ||
	    !icd_check_open(session->store, &c.check, &c.err) ||
	    (chosen->summary && !icd_check_summary_open(&session->view, c.check, chosen->list, &c.summary, &c.err))) {
		command_fail("%s", c.err.text);
	} else {
		set_columns(&c, chosen);
		status = run(&c, chosen, count, files);
	}
	icd_check_summary_close(c.summary);
	icd_buffer_free(&c.rows);
	free(c.fixes.at);
	icd_code_list_close(c.list);
	icd_check_close(c.check);
	return status;
}

int cmd_check(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"column", 0, OPTION_TAKEN, 0, take_column},
		{"date-column", 0, OPTION_TEXT, offsetof(struct check_options, date), NULL},
		{"by", 0, OPTION_TAKEN, 0, take_by},
		{"html", 0, OPTION_TAKEN, 0, take_html},
		{"family", 0, OPTION_TAKEN, 0, take_family},
		{"delimiter", 0, OPTION_TAKEN, 0, take_delimiter},
		{"summary", 0, OPTION_FLAG, offsetof(struct check_options, summary), NULL},
		{"quiet", 'q', OPTION_FLAG, offsetof(struct check_options, quiet), NULL},
		{"invalid", 0, OPTION_FLAG, offsetof(struct check_options, invalid), NULL},
		{"keep", 0, OPTION_FLAG, offsetof(struct check_options, keep), NULL},
		{"row", 0, OPTION_FLAG, offsetof(struct check_options, row), NULL},
		{"fix", 0, OPTION_FLAG, offsetof(struct check_options, fix), NULL},
		{"list", 0, OPTION_TEXT, offsetof(struct check_options, list), NULL},
		{"list-column", 0, OPTION_TEXT, offsetof(struct check_options, list_column), NULL},
		{"fail-on", 0, OPTION_TAKEN, 0, take_fail_on},
		{0}};
	struct check_options chosen = {0};
	int count = options_read(session, argc, argv, options, &chosen, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if ((chosen.date || chosen.by_count || chosen.delimiter) && chosen.code_count == 0)
		return command_usage(session, "--column was expected: which column has the codes");
	if (chosen.fix && (chosen.keep || chosen.summary))
		return command_usage(session, "--fix goes without --keep, --summary, --by and --html");
	if (chosen.html && chosen.date && chosen.by_count == 0)
		chosen.by[chosen.by_count++] = "month";
	if (!chosen.date)
		session_warn_date(session);
	return start(session, &chosen, count, argv + 1);
}
