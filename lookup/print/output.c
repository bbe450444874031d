/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include "book/book.h"
#include "user/user.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

/* ---- the terminal ---- */

static void measure(struct output *out)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int fd = fileno(out->file);
	out->width = 0;
	if (fd < 0 || !isatty(fd))
		return;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		out->width = size.ws_col;
	else
		out->width = columns && atoi(columns) > 0 ? (unsigned)atoi(columns) : 80;
}

static bool colour_by_default(FILE *file)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	int fd = fileno(file);
	return fd >= 0 && isatty(fd) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

bool output_start(struct output *out, FILE *file, enum format format, const char *when)
{
	*out = (struct output){.file = file, .format = format};
	measure(out);
	if (strcmp(when, "always") == 0)
		out->color = true;
	else if (strcmp(when, "auto") == 0)
		out->color = format == FORMAT_TEXT && colour_by_default(file);
	else if (strcmp(when, "never") != 0)
		return false;
	return true;
}

/* ---- text ---- */

const char *ink(const struct output *out, enum ink wanted)
{
	static const char *const sequences[] = {
		[INK_PLAIN] = "",        [INK_CODE] = "\033[1m",  [INK_GOOD] = "\033[32m", [INK_BAD] = "\033[31m",
		[INK_WARN] = "\033[33m", [INK_HEAD] = "\033[36m", [INK_DIM] = "\033[2m",   [INK_MATCH] = "\033[4m",
	};
	return out->color ? sequences[wanted] : "";
}

const char *ink_end(const struct output *out)
{
	return out->color ? "\033[0m" : "";
}

/* The columns of the character at *text, which is moved behind it. Bytes that are no UTF-8 take one. */
static unsigned take_columns(const char **text, const char *end)
{
	utf8proc_int32_t character;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)*text, end - *text, &character);
	if (size <= 0) {
		(*text)++;
		return 1;
	}
	*text += size;
	int width = utf8proc_charwidth(character);
	return width > 0 ? (unsigned)width : 0;
}

static unsigned columns_of(const char *text, size_t length)
{
	const char *end = text + length;
	unsigned columns = 0;
	while (text < end)
		columns += take_columns(&text, end);
	return columns;
}

unsigned text_columns(const char *text)
{
	return columns_of(text, strlen(text));
}

void output_wrap(const struct output *out, const char *first, unsigned first_columns, unsigned rest, enum ink wanted,
		 const char *text)
{
	const char *start = ink(out, wanted), *end = *start ? ink_end(out) : "";
	unsigned at = first_columns;
	bool begun = false;
	fputs(first, out->file);
	fputs(start, out->file);
	while (*text) {
		size_t space = strspn(text, " \t\r\n"), word = strcspn(text + space, " \t\r\n");
		text += space;
		if (!word)
			break;
		unsigned columns = columns_of(text, word);
		if (begun && out->width && at + 1 + columns > out->width) {
			fprintf(out->file, "%s\n%*s%s", end, (int)rest, "", start);
			at = rest;
		} else if (begun) {
			fputc(' ', out->file);
			at++;
		}
		fwrite(text, 1, word, out->file);
		at += columns;
		text += word;
		begun = true;
	}
	fprintf(out->file, "%s\n", end);
}

/* ---- numbered lists ---- */

static bool numbers_grow(struct output_numbers *numbers)
{
	size_t capacity = numbers->capacity ? numbers->capacity * 2 : 64;
	void *bigger = realloc(numbers->names, capacity * sizeof *numbers->names);
	if (!bigger)
		return false;
	numbers->names = bigger;
	numbers->capacity = capacity;
	return true;
}

const char *output_number(const struct output *out, const char *name, char text[OUTPUT_NUMBER_SIZE])
{
	struct output_numbers *numbers = out->numbers;
	text[0] = '\0';
	if (!numbers)
		return text;
	if (!numbers->goes_on)
		numbers->count = 0;
	numbers->goes_on = true;
	if (numbers->count == numbers->capacity && !numbers_grow(numbers))
		return text;
	snprintf(numbers->names[numbers->count++], OUTPUT_NAME_SIZE, "%s", name);
	snprintf(text, OUTPUT_NUMBER_SIZE, "%3zu  ", numbers->count);
	return text;
}

/* ---- JSON ---- */

static bool object_missing;

void output_json(const struct output *out, json_t *object)
{
	/* A stream that takes no more shows it in its error state, which main looks at. */
	int failed = object ? json_dumpf(object, out->file, JSON_COMPACT | JSON_REAL_PRECISION(6)) : -1;
	if (!failed || ferror(out->file)) {
		fputc('\n', out->file);
	} else {
		object_missing = true;
		fputs("icd10-lookup: out of memory\n", stderr);
	}
	json_decref(object);
}

bool output_failed(void)
{
	return object_missing;
}

/* Copies what is UTF-8, U+FFFD for each byte that is not. */
static json_t *repaired(const char *text)
{
	size_t length = strlen(text), used = 0;
	char *copy = malloc(length * 3 + 1);
	const char *end = text + length;
	if (!copy)
		return NULL;
	while (text < end) {
		utf8proc_int32_t character;
		utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, end - text, &character);
		const char *from = size > 0 ? text : "\xef\xbf\xbd";
		size_t bytes = size > 0 ? (size_t)size : 3;
		memcpy(copy + used, from, bytes);
		used += bytes;
		text += size > 0 ? size : 1;
	}
	json_t *json = json_stringn(copy, used);
	free(copy);
	return json;
}

json_t *json_text(const char *text)
{
	if (!text)
		return json_null();
	json_t *json = json_string(text);
	return json ? json : repaired(text);
}

/* ---- TSV ---- */

static void put_field(FILE *file, const char *field)
{
	for (const char *c = field; *c; c++) {
		switch (*c) {
		case '\t':
			fputs("\\t", file);
			break;
		case '\n':
			fputs("\\n", file);
			break;
		case '\\':
			fputs("\\\\", file);
			break;
		default:
			fputc(*c, file);
		}
	}
}

void output_row(const struct output *out, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc('\t', out->file);
		put_field(out->file, fields[i] ? fields[i] : "");
	}
	fputc('\n', out->file);
}

json_t *json_date(icd_date date)
{
	char text[ICD_DATE_SIZE];
	return date ? json_string(icd_date_format(date, text)) : json_null();
}

void json_set_warning(json_t *object, const struct icd_view *view)
{
	char warning[ICD_WARNING_SIZE];
	if (*icd_view_warning(view, warning))
		json_object_set_new(object, "warning", json_text(warning));
}

json_t *desk_note_json(const struct icd_desk_note *note)
{
	return json_pack("{ss so ss}", "for", note->place.text, "text", json_text(note->text), "source",
			 note->shipped ? "shipped" : "user");
}
