/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "headings.h"

#include "formats/csv.h"
#include "formats/lines.h"
#include "formats/read_xlsx.h"
#include "release.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column { COLUMN_CODE, COLUMN_EFFECTIVE, COLUMN_PREVIOUS, COLUMNS };

static const char *const headings[COLUMNS] = {"current code", "effective", "previous code"};

/* Years a conversion table can speak of; numbers outside are no years and no dates. */
#define FIRST_YEAR 2000
#define LAST_YEAR  2099

static struct span span_of(const char *text)
{
	return trim((struct span){text, strlen(text)});
}

static bool word_is(struct span word, const char *text)
{
	return strlen(text) == word.length && strncasecmp(word.text, text, word.length) == 0;
}

static bool word_is_one_of(struct span word, const char *const *words)
{
	for (; *words; words++) {
		if (word_is(word, *words))
			return true;
	}
	return false;
}

static bool find_columns(const char *const *cells, size_t count, size_t columns[COLUMNS])
{
	for (size_t wanted = 0; wanted < COLUMNS; wanted++) {
		size_t i = 0;
		/* A header is short; the prose above it may speak of the same things. */
		while (i < count && (strlen(cells[i]) > 80 || !span_holds(span_of(cells[i]), headings[wanted])))
			i++;
		if (i == count)
			return false;
		columns[wanted] = i;
	}
	return columns[COLUMN_CODE] != columns[COLUMN_EFFECTIVE] &&
	       columns[COLUMN_EFFECTIVE] != columns[COLUMN_PREVIOUS];
}

bool conversion_is_header(const char *const *cells, size_t count)
{
	size_t columns[COLUMNS];
	return find_columns(cells, count, columns);
}

/* -- Dates ------------------------------------------------------------- */

struct date_parts {
	int numbers[6], digits[6];
	int count;
	int month; /* given as a word, 0 when not */
};

static int month_of(struct span word)
{
	for (int i = 0; i < 12; i++) {
		if (word.length >= 3 && word.length <= strlen(icd_month_names[i]) &&
		    strncasecmp(word.text, icd_month_names[i], word.length) == 0)
			return i + 1;
	}
	return word_is(word, "sept") ? 9 : 0;
}

static bool add_number(struct date_parts *parts, struct span digits)
{
	unsigned long value;
	size_t count = take_digits(&digits, 8, &value);
	if (parts->count == 6 || digits.length)
		return false;
	parts->numbers[parts->count] = (int)value;
	parts->digits[parts->count++] = (int)count;
	return true;
}

static bool add_word(struct date_parts *parts, struct span word)
{
	static const char *const idle[] = {"effective", "eff", "as", "of", "on", "st", "nd", "rd", "th", "t", NULL};
	int month = month_of(word);
	if (month && !parts->month) {
		parts->month = month;
		return true;
	}
	return !month && word_is_one_of(word, idle);
}

/* The run of characters at the start of the text that are all digits or all letters. */
static struct span take_run(struct span text, int (*is_kind)(int))
{
	struct span run = {text.text, 0};
	while (run.length < text.length && (unsigned char)text.text[run.length] < 0x80 &&
	       is_kind((unsigned char)text.text[run.length]))
		run.length++;
	return run;
}

static bool take_date_parts(struct span text, struct date_parts *parts)
{
	*parts = (struct date_parts){0};
	while (text.length) {
		struct span digits = take_run(text, isdigit), word = take_run(text, isalpha);
		size_t used = digits.length + word.length;
		if (digits.length ? !add_number(parts, digits) : word.length && !add_word(parts, word))
			return false;
		/* strchr would find the NUL that ends its own argument. */
		if (!used && (!text.text[0] || !strchr(" ,./-:\t\n\r", text.text[0])))
			return false;
		used += !used;
		text.text += used;
		text.length -= used;
	}
	/* A time of day or a ".0" says nothing more. */
	while (parts->count > 1 && parts->numbers[parts->count - 1] == 0)
		parts->count--;
	return parts->count > 0;
}

static icd_date date_of(int year, int month, int day)
{
	bool usable = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31;
	icd_date date = usable ? year * 10000 + month * 100 + day : 0;
	return icd_date_valid(date) ? date : 0;
}

/* A year means October 1, as the tables say; five digits are a serial number, eight a date. */
static icd_date date_of_number(int number, int digits)
{
	icd_date date;
	if (digits == 4)
		return date_of(number, 10, 1);
	if (digits == 5)
		date = icd_date_from_excel(number);
	else
		date = digits == 8 ? number : 0;
	return date_of(date / 10000, date / 100 % 100, date % 100);
}

static int year_of(const struct date_parts *parts, int i)
{
	int digits = parts->digits[i];
	return digits == 2 ? 2000 + parts->numbers[i] : digits == 4 ? parts->numbers[i] : 0;
}

static icd_date date_with_month_word(const struct date_parts *parts)
{
	const int *n = parts->numbers;
	if (parts->count == 1) /* "Jan 2021"; two digits could be a day as well as a year */
		return parts->digits[0] == 4 ? date_of(n[0], parts->month, 1) : 0;
	if (parts->count != 2)
		return 0;
	if (parts->digits[0] == 4)
		return date_of(n[0], parts->month, n[1]);
	return date_of(year_of(parts, 1), parts->month, n[0]);
}

static icd_date date_of_numbers(const struct date_parts *parts)
{
	const int *n = parts->numbers;
	if (parts->count == 1)
		return date_of_number(n[0], parts->digits[0]);
	if (parts->count != 3)
		return 0;
	if (parts->digits[0] == 4)
		return date_of(n[0], n[1], n[2]);
	return date_of(year_of(parts, 2), n[0], n[1]);
}

/* 0 when the text is no date. */
static icd_date effective_date(struct span text)
{
	struct date_parts parts;
	char fiscal[16];
	icd_date date;
	if (text.length >= 2 && text.length < sizeof fiscal && strncasecmp(text.text, "FY", 2) == 0) {
		struct span year = trim((struct span){text.text + 2, text.length - 2});
		snprintf(fiscal, sizeof fiscal, "FY%.*s", (int)year.length, year.text);
		return icd_date_parse(fiscal, &date) ? date : 0;
	}
	if (!take_date_parts(text, &parts))
		return 0;
	return parts.month ? date_with_month_word(&parts) : date_of_numbers(&parts);
}

/* -- Previous codes ---------------------------------------------------- */

/* What was read last: decides what a dash or a second code means. */
enum previous_state {
	AFTER_JOIN, /* at the start, after a separator or a joining word */
	AFTER_CODE,
	AFTER_RANGE, /* "C-C" */
	AFTER_DASH,  /* "C-": a range when a code follows, else all codes below */
	AFTER_TO     /* "C to": a code must follow */
};

struct previous_reader {
	struct icd_pool *pool;
	enum previous_state state;
	const char **codes; /* malloc'd */
	size_t count, capacity;
	bool blank; /* directly before what comes next */
	bool blank_before_dash;
};

static bool take_previous_code(struct previous_reader *reader, const char *code)
{
	char range[2 * ICD_CODE_SIZE];
	if (reader->state == AFTER_DASH || reader->state == AFTER_TO) {
		/* "C- C" could be a range or two codes, the first with all below it. */
		if (reader->state == AFTER_DASH && reader->blank != reader->blank_before_dash)
			return false;
		const char **last = &reader->codes[reader->count - 1];
		snprintf(range, sizeof range, "%s-%s", *last, code);
		*last = need_text(reader->pool, range, strlen(range));
		reader->state = AFTER_RANGE;
		return true;
	}
	*one_more(reader->codes, reader->count, reader->capacity) = need_text(reader->pool, code, strlen(code));
	reader->state = AFTER_CODE;
	return true;
}

/* Takes a run of letters, digits and dots: a code or a word that joins codes. */
static bool take_word(struct previous_reader *reader, struct span word)
{
	static const char *const joins[] = {"and",  "or", "code", "codes", "category", "categories", "in",
					    "from", "a",  "any",  "of",    "the",      NULL};
	static const char *const ranges[] = {"to", "thru", "through", NULL};
	struct icd_typed_code typed;
	if (icd_code_parse(word.text, word.length, &typed))
		return take_previous_code(reader, typed.code);
	if (word_is_one_of(word, ranges) && reader->state == AFTER_CODE) {
		reader->state = AFTER_TO;
		return true;
	}
	if (!word_is_one_of(word, joins) || reader->state == AFTER_TO)
		return false;
	reader->state = AFTER_JOIN;
	return true;
}

static bool take_dash(struct previous_reader *reader)
{
	switch (reader->state) {
	case AFTER_CODE:
		reader->state = AFTER_DASH;
		reader->blank_before_dash = reader->blank;
		return true;
	case AFTER_RANGE: /* "C-C-": the last code's dash adds nothing */
	case AFTER_DASH:
		return true;
	default:
		return false;
	}
}

/* The bytes of the dash that starts the text: ASCII, en dash or em dash; 0 when none does. */
static size_t dash_at(struct span text)
{
	if (text.text[0] == '-')
		return 1;
	bool is_long = text.length >= 3 &&
		       (memcmp(text.text, "\xE2\x80\x93", 3) == 0 || memcmp(text.text, "\xE2\x80\x94", 3) == 0);
	return is_long ? 3 : 0;
}

static int is_word_character(int c)
{
	return isalnum(c) || c == '.';
}

/* Takes what the text starts with; the bytes it took, 0 when it cannot be read. */
static size_t take_token(struct previous_reader *reader, struct span text)
{
	struct span word = take_run(text, is_word_character);
	size_t dash = dash_at(text);
	if (word.length)
		return take_word(reader, word) ? word.length : 0;
	if (dash)
		return take_dash(reader) ? dash : 0;
	if (!text.text[0] || !strchr(",;&", text.text[0]) || reader->state == AFTER_TO)
		return 0;
	reader->state = AFTER_JOIN;
	return 1;
}

/*
 * Reads "C", "C and C", "C-C; C", "Codes in Categories C-C", "C.-" and the like. A dash
 * with no code after it means all codes below, as the bare code does.
 */
static bool take_previous(struct previous_reader *reader, struct span text)
{
	while (text.length) {
		struct span rest = trim(text);
		size_t skipped = (size_t)(rest.text - text.text);
		reader->blank = skipped > 0;
		size_t used = take_token(reader, rest);
		if (!used)
			return false;
		text.text += skipped + used;
		text.length -= skipped + used;
	}
	return reader->count > 0 && reader->state != AFTER_TO;
}

static bool means_none(struct span text)
{
	static const char *const none[] = {"none", "n/a", "na", "no code", "no previous code", NULL};
	return word_is_one_of(text, none);
}

/* -- Rows -------------------------------------------------------------- */

struct conversion_builder {
	const struct input *in;
	struct icd_pool *pool;
	bool found_header;
	size_t columns[COLUMNS];
	struct conversion_row *rows; /* malloc'd */
	size_t count, capacity;
	const char **unread; /* malloc'd */
	size_t unread_count, unread_capacity;
};

static void add_unread(struct conversion_builder *builder, uint32_t number, const char *what, struct span cell,
		       const char *expected)
{
	struct icd_error sentence;
	size_t shown = cell.length < 100 ? cell.length : 100;
	while (shown < cell.length && ((unsigned char)cell.text[shown] & 0xC0) == 0x80)
		shown--;
	if (!is_utf8(cell.text, cell.length)) {
		cell.text = "...";
		shown = 3;
	}
	icd_fail(&sentence, "%s:%u: %s '%.*s', expected %s", builder->in->name, number, what, (int)shown, cell.text,
		 expected);
	*one_more(builder->unread, builder->unread_count, builder->unread_capacity) =
		need_text(builder->pool, sentence.text, strlen(sentence.text));
}

static void add_table_row(struct conversion_builder *builder, const struct span cells[COLUMNS], uint32_t number)
{
	struct icd_typed_code code;
	struct previous_reader list = {.pool = builder->pool};
	struct span previous = cells[COLUMN_PREVIOUS];
	icd_date effective = effective_date(cells[COLUMN_EFFECTIVE]);
	if (!icd_code_parse(cells[COLUMN_CODE].text, cells[COLUMN_CODE].length, &code) || code.open)
		add_unread(builder, number, "no code in", cells[COLUMN_CODE], "one such as M54.50");
	else if (!effective)
		add_unread(builder, number, "no effective date in", cells[COLUMN_EFFECTIVE], "a year or a date");
	else if (!is_utf8(previous.text, previous.length) || (!means_none(previous) && !take_previous(&list, previous)))
		add_unread(builder, number, "no previous codes in", previous, "codes, ranges or 'None'");
	else {
		struct icd_pool *pool = builder->pool;
		struct conversion_row row = {
			.code = need_text(pool, code.code, strlen(code.code)),
			.effective = effective,
			.previous_text = need_text(pool, previous.text, previous.length),
			.previous = need_copy(pool, list.codes, list.count, sizeof *list.codes),
			.previous_count = list.count,
			.line = number,
		};
		*one_more(builder->rows, builder->count, builder->capacity) = row;
	}
	free(list.codes);
}

static void add_row(void *context, const char *const *cells, size_t count, uint32_t number)
{
	struct conversion_builder *builder = context;
	struct span taken[COLUMNS];
	size_t columns[COLUMNS], filled = 0;
	if (find_columns(cells, count, columns)) {
		memcpy(builder->columns, columns, sizeof columns);
		builder->found_header = true;
		return;
	}
	if (!builder->found_header)
		return;
	for (size_t i = 0; i < COLUMNS; i++) {
		size_t column = builder->columns[i];
		taken[i] = span_of(column < count ? cells[column] : "");
		filled += taken[i].length > 0;
	}
	if (filled)
		add_table_row(builder, taken, number);
}

int conversion_compare(const struct conversion_row *a, const struct conversion_row *b)
{
	int order = strcmp(a->code, b->code);
	if (!order)
		order = (a->effective > b->effective) - (a->effective < b->effective);
	for (size_t i = 0; !order && i < a->previous_count && i < b->previous_count; i++)
		order = strcmp(a->previous[i], b->previous[i]);
	return order ? order : (a->previous_count > b->previous_count) - (a->previous_count < b->previous_count);
}

static int by_content_and_line(const void *a, const void *b)
{
	const struct conversion_row *one = *(const struct conversion_row *const *)a;
	const struct conversion_row *other = *(const struct conversion_row *const *)b;
	int order = conversion_compare(one, other);
	return order ? order : (one->line > other->line) - (one->line < other->line);
}

/* Keeps of rows that say the same the first one. */
static void drop_repeated(struct conversion_builder *builder)
{
	struct icd_pool scratch = {0};
	struct conversion_row **sorted = need(&scratch, builder->count, sizeof *sorted);
	bool *repeats = need(&scratch, builder->count, sizeof *repeats);
	size_t kept = 0;
	for (size_t i = 0; i < builder->count; i++)
		sorted[i] = &builder->rows[i];
	qsort(sorted, builder->count, sizeof *sorted, by_content_and_line);
	for (size_t i = 1; i < builder->count; i++)
		repeats[sorted[i] - builder->rows] = conversion_compare(sorted[i - 1], sorted[i]) == 0;
	for (size_t i = 0; i < builder->count; i++) {
		if (!repeats[i])
			builder->rows[kept++] = builder->rows[i];
	}
	builder->count = kept;
	icd_pool_free(&scratch);
}

static bool finish(struct conversion_builder *builder, struct conversion_table **out, struct icd_error *err)
{
	struct icd_pool *pool = builder->pool;
	if (!builder->found_header)
		return icd_fail(err,
				"%s:1: no header row, expected 'Current code assignment', 'Effective' "
				"and 'Previous Code(s) Assignment'",
				builder->in->name);
	if (!builder->count && !builder->unread_count)
		return icd_fail(err, "%s:1: no rows after the header, expected a conversion table", builder->in->name);
	drop_repeated(builder);
	*out = need(pool, 1, sizeof **out);
	**out = (struct conversion_table){
		.rows = need_copy(pool, builder->rows, builder->count, sizeof *builder->rows),
		.count = builder->count,
		.unread = need_copy(pool, builder->unread, builder->unread_count, sizeof *builder->unread),
		.unread_count = builder->unread_count,
	};
	return true;
}

static void builder_free(struct conversion_builder *builder)
{
	free(builder->rows);
	free(builder->unread);
}

/* -- CSV --------------------------------------------------------------- */

/* A last row without its line end may be cut short: it is reported, not read. */
static size_t size_of_whole_lines(const struct input *in)
{
	size_t size = in->size;
	while (size && in->data[size - 1] != '\n')
		size--;
	return size;
}

static void look_for_header(void *context, const char *const *cells, size_t count, uint32_t line)
{
	bool *found = context;
	(void)line;
	*found |= conversion_is_header(cells, count);
}

static bool has_header(const struct input *in, char delimiter)
{
	bool found = false;
	struct icd_error ignored;
	struct input front = *in;
	if (front.size > 65536)
		front.size = 65536;
	csv_read(&front, delimiter, CONVERSION_PROSE_ROWS, look_for_header, &found, &ignored);
	return found;
}

/* What separates the columns: a comma, a tab or a semicolon; NUL when there is no header with any of them. */
static char delimiter_of(const struct input *in)
{
	const char *delimiter = ",\t;";
	while (*delimiter && !has_header(in, *delimiter))
		delimiter++;
	return *delimiter;
}

bool conversion_csv_has_header(const struct input *in)
{
	return delimiter_of(in) != '\0';
}

bool read_conversion_csv(const struct input *in, struct icd_pool *pool, struct conversion_table **out,
			 struct icd_error *err)
{
	struct conversion_builder builder = {.in = in, .pool = pool};
	struct input whole = {.name = in->name, .data = in->data, .size = size_of_whole_lines(in)};
	struct span rest = trim((struct span){in->data + whole.size, in->size - whole.size});
	char delimiter = delimiter_of(in);
	bool done = csv_read(&whole, delimiter ? delimiter : ',', UINT32_MAX, add_row, &builder, err);
	if (done && rest.length) {
		uint32_t line = 1;
		for (size_t i = 0; i < whole.size; i++)
			line += in->data[i] == '\n';
		add_unread(&builder, line, "the last row has no line end:", rest, "one: the row may be cut short");
	}
	done = done && finish(&builder, out, err);
	builder_free(&builder);
	return done;
}

/* -- XLSX -------------------------------------------------------------- */

bool read_conversion_xlsx(const struct input *in, struct icd_pool *pool, struct conversion_table **out,
			  struct icd_error *err)
{
	struct conversion_builder builder = {.in = in, .pool = pool};
	struct workbook *book = workbook_open(in, err);
	struct sheet *sheet;
	if (!book)
		return false;
	bool done = workbook_rows(book, SIZE_MAX, pool, &sheet, err);
	for (size_t i = 0; done && i < sheet->count; i++) {
		const struct sheet_row *row = &sheet->rows[i];
		add_row(&builder, row->cells, row->count, row->number);
	}
	done = done && finish(&builder, out, err);
	builder_free(&builder);
	workbook_close(book);
	return done;
}
