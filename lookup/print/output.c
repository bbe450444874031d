/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include "memory/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define LINE_SIZE 4096 /* bytes of what is formatted before it is wrapped */

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

/* The columns of the character at *text, which is moved past it. Bytes that are no UTF-8 take one; an escape
 * sequence that sets the ink takes none. */
static unsigned take_columns(const char **text, const char *end)
{
	if (**text == '\033') {
		const char *last = memchr(*text, 'm', (size_t)(end - *text));
		*text = last ? last + 1 : end;
		return 0;
	}
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

void output_item(const struct output *out, unsigned rest, enum ink wanted, const char *text, const char *format, ...)
{
	char first[LINE_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(first, sizeof first, format, args);
	va_end(args);
	unsigned columns = text_columns(first);
	output_wrap(out, first, columns, rest < OUTPUT_UNDER ? rest : columns + rest - OUTPUT_UNDER, wanted, text);
}

void output_line(const struct output *out, unsigned rest, enum ink wanted, const char *format, ...)
{
	char text[LINE_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	output_wrap(out, "", 0, rest, wanted, text);
}

/* ---- numbered lists ---- */

const char *output_number(const struct output *out, const char *name, char text[OUTPUT_NUMBER_SIZE])
{
	struct output_numbers *numbers = out->numbers;
	text[0] = '\0';
	if (!numbers)
		return text;
	if (!numbers->goes_on)
		numbers->count = 0;
	numbers->goes_on = true;
	if (!icd_array_room(&numbers->names, numbers->count, &numbers->capacity, sizeof *numbers->names)) {
		numbers->failed = true;
		return text;
	}
	snprintf(numbers->names[numbers->count++], OUTPUT_NAME_SIZE, "%s", name);
	snprintf(text, OUTPUT_NUMBER_SIZE, "%3zu  ", numbers->count);
	return text;
}

/* ---- rows ---- */

void output_bytes(const struct output *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char *escape = cell_escape(text[i]);
		if (escape)
			fputs_unlocked(escape, out->file);
		else
			putc_unlocked(text[i], out->file);
	}
}

void output_row(const struct output *out, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc('\t', out->file);
		if (fields[i])
			output_bytes(out, fields[i], strlen(fields[i]));
	}
	fputc('\n', out->file);
}
