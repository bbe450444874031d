/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include "base/base.h"
#include "memory/memory.h"
#include "shown/shown.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define LINE_SIZE 4096 /* bytes of what is formatted before it is wrapped */
/* Stands for the blank between a place and its mark, which stay on one line. */
#define GLUE '\037'

/* ---- the terminal ---- */

static void measure(struct output *out)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int fd = shown_descriptor(out->file);
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
	int fd = shown_descriptor(file);
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

#define INKS     (INK_MATCH + 1)
#define INK_SIZE (SHOWN_MARK_SIZE + 8)

const char *ink(const struct output *out, enum ink wanted)
{
	static const char *const colours[INKS] = {
		[INK_CODE] = "[1m",  [INK_GOOD] = "[32m", [INK_BAD] = "[31m",  [INK_WARN] = "[33m",
		[INK_HEAD] = "[36m", [INK_DIM] = "[2m",   [INK_MATCH] = "[4m",
	};
	static char sequences[INKS][INK_SIZE];
	if (!out->color || !colours[wanted])
		return "";
	if (!*sequences[wanted])
		snprintf(sequences[wanted], INK_SIZE, "%s%s", shown_mark(), colours[wanted]);
	return sequences[wanted];
}

const char *ink_end(const struct output *out)
{
	static char sequence[INK_SIZE];
	if (out->color && !*sequence)
		snprintf(sequence, sizeof sequence, "%s[0m", shown_mark());
	return out->color ? sequence : "";
}

/* The columns of the character at *text, which is moved past it. Bytes that are no UTF-8 take one; an escape
 * sequence that sets the ink takes none, and what is shown escaped takes as many as the escape has. */
static unsigned take_columns(const char **text, const char *end)
{
	size_t sequence = shown_sequence(*text, end);
	char escape[ICD_ESCAPE_SIZE];
	if (sequence) {
		*text += sequence;
		return 0;
	}
	if (**text == GLUE || (**text >= ' ' && **text <= '~')) {
		(*text)++;
		return 1;
	}
	utf8proc_int32_t character;
	const utf8proc_uint8_t *start = (const utf8proc_uint8_t *)*text;
	int width = utf8proc_iterate(start, end - *text, &character) > 0 ? utf8proc_charwidth(character) : 1;
	*text += icd_text_escape(*text, (size_t)(end - *text), escape);
	return *escape ? (unsigned)strlen(escape) : width > 0 ? (unsigned)width : 0;
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

/* ---- marks behind places ---- */

#define MARK_SIZE      (3 * INK_SIZE + 16)
#define LINES_NEAR     6
#define NUMBERS_MARKED 999
#define MARKS_MAX      8 /* of one word or start of a line */

struct marks {
	size_t count, at[MARKS_MAX]; /* numbers */
};

/* Puts the name on the list; its number, 0 when there is no memory. */
static size_t add_place(struct output_numbers *numbers, const char *name)
{
	if (!icd_array_room(&numbers->at, numbers->count, &numbers->capacity, sizeof *numbers->at)) {
		numbers->failed = true;
		return 0;
	}
	struct output_place *place = &numbers->at[numbers->count++];
	snprintf(place->name, sizeof place->name, "%s", name);
	place->answer[0] = '\0';
	place->line = 0;
	return numbers->count;
}

/* The number of the name in the list, where it is put if it is not there; 0 when there is no memory. */
static size_t number_of(struct output_numbers *numbers, const char *name)
{
	if (!numbers->goes_on)
		numbers->count = 0;
	numbers->goes_on = true;
	/* Nobody types longer numbers; places beyond them are not looked for among so many. */
	if (numbers->count >= NUMBERS_MARKED)
		return 0;
	for (size_t i = 0; i < numbers->count; i++) {
		if (strcmp(numbers->at[i].name, name) == 0)
			return i + 1;
	}
	return add_place(numbers, name);
}

static void add_mark(struct output_numbers *numbers, const char *name, struct marks *marks)
{
	if ((numbers->open && strcmp(numbers->open, name) == 0) || marks->count == MARKS_MAX ||
	    (numbers->begun && strcmp(numbers->at[numbers->begun - 1].name, name) == 0))
		return;
	size_t number = number_of(numbers, name);
	struct output_place *place = number ? &numbers->at[number - 1] : NULL;
	if (!place || (place->line && numbers->line - place->line < LINES_NEAR))
		return;
	place->line = numbers->line;
	marks->at[marks->count++] = number;
}

static bool in_name(char c)
{
	return icd_is_letter_or_digit(c) || c == '.' || c == '-';
}

/* How many bytes of a text may be a name; names begin with a capital letter. "ch. 13" and "chapter 13" have a blank. */
static size_t name_length(const char *text, size_t length)
{
	size_t size = 0, chapter = strncmp(text, "ch. ", 4) == 0 ? 4 : strncmp(text, "chapter ", 8) == 0 ? 8 : 0;
	if (chapter && length > chapter) {
		size = strspn(text + chapter, "0123456789");
		return size ? size + chapter : 0;
	}
	while (*text >= 'A' && *text <= 'Z' && size < length && in_name(text[size]))
		size++;
	return size;
}

/* The places that a text names: "(M51.2-)", "M50-M54", "M54.2/M54.5". Ink is passed over. How many there are; with
 * `marks` NULL they are only counted. */
static size_t find_places(struct output_numbers *numbers, const char *text, size_t length, struct marks *marks)
{
	char name[OUTPUT_NAME_SIZE];
	size_t places = 0;
	for (size_t i = 0; i < length;) {
		size_t size = name_length(text + i, length - i);
		const char *dash = size ? memchr(text + i, '-', size) : NULL;
		size_t first = dash ? (size_t)(dash - text) - i : 0;
		bool whole = size && numbers->names_place(numbers->context, text + i, size, name);
		bool part = !whole && first && numbers->names_place(numbers->context, text + i, first, name);
		if ((whole || part) && marks)
			add_mark(numbers, name, marks);
		size = part ? first : size;
		places += whole || part;
		size_t sequence = shown_sequence(text + i, text + length);
		if (sequence)
			size = sequence;
		else if (!size)
			while (i + size < length && icd_is_letter_or_digit(text[i + size]))
				size++;
		i += size ? size : 1;
	}
	return places;
}

/* The marks as text: in ink, behind a blank each; `start` is the ink of the text around them. */
static size_t write_marks(const struct output *out, const struct marks *marks, const char *start, char *to)
{
	char *at = to;
	for (size_t i = 0; i < marks->count; i++)
		at += sprintf(at, "%c%s%s[%zu]%s%s", i ? ' ' : GLUE, *start ? ink_end(out) : "", ink(out, INK_DIM),
			      marks->at[i], ink_end(out), start);
	return (size_t)(at - to);
}

/* The text with marks behind the words that name places. Those of the line's start stand behind all of it or, where the
 * text names places itself, before it. In memory that the caller frees; NULL where nothing is to be marked. */
static char *marked(const struct output *out, const char *first, const char *start, const char *text)
{
	struct output_numbers *numbers = out->numbers;
	struct marks before = {0};
	if (!numbers || !numbers->names_place || out->format != FORMAT_TEXT)
		return NULL;
	size_t words = 1;
	numbers->line++;
	for (const char *c = text; *c; c++)
		words += icd_is_space(*c);
	char *copy = malloc(strlen(text) + (words + 1) * MARKS_MAX * MARK_SIZE), *to = copy;
	if (!copy)
		return NULL;
	bool leads = find_places(numbers, text, strlen(text), NULL) > 0;
	if (leads) {
		find_places(numbers, first, strlen(first), &before);
		to += write_marks(out, &before, start, to);
		/* What parts the first mark from a word before it is not needed. */
		if (before.count)
			*copy = ' ';
		*to++ = ' ';
	}
	while (*text) {
		struct marks marks = {0};
		size_t space = strspn(text, " \t\r\n"), word = strcspn(text + space, " \t\r\n");
		find_places(numbers, text + space, word, &marks);
		to = mempcpy(to, text, space + word);
		to += write_marks(out, &marks, start, to);
		text += space + word;
	}
	if (!leads && find_places(numbers, first, strlen(first), &before))
		to += write_marks(out, &before, start, to);
	*to = '\0';
	numbers->begun = 0;
	return copy;
}

/* ---- wrapping ---- */

/* Writes a word; marks behind it are parted by blanks. */
static void write_word(FILE *file, const char *word, size_t length)
{
	const char *end = word + length, *glue;
	while ((glue = memchr(word, GLUE, (size_t)(end - word))) != NULL) {
		fwrite(word, 1, (size_t)(glue - word), file);
		fputc(' ', file);
		word = glue + 1;
	}
	fwrite(word, 1, (size_t)(end - word), file);
}

/* Does the text have its words with one blank between them already, as titles do? Seven pairs of bytes at a time; no is
 * also said of short texts. */
static bool is_folded(const char *text, size_t length)
{
	uint64_t bytes, odd = 0;
	if (length < sizeof bytes || *text == ' ' || text[length - 1] == ' ')
		return false;
	for (size_t i = 0; !odd && i < length; i += sizeof bytes - 1) {
		memcpy(&bytes, text + (i + sizeof bytes < length ? i : length - sizeof bytes), sizeof bytes);
		uint64_t blanks = icd_bytes_equal(bytes, ' ');
		odd = icd_bytes_control(bytes) | (blanks & blanks >> 8);
	}
	return !odd;
}

/* Words with one blank between them, where there are no columns to fit them into. */
static void write_words(FILE *file, const char *text)
{
	size_t length = strlen(text);
	if (is_folded(text, length)) {
		fwrite(text, 1, length, file);
		return;
	}
	char line[512] = "";
	size_t used = 0;
	bool begun = false, space = false;
	for (; *text; text++) {
		if (used + 2 > sizeof line) {
			fwrite(line, 1, used, file);
			used = 0;
		}
		if (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n') {
			space = begun;
			continue;
		}
		if (space)
			line[used++] = ' ';
		line[used++] = *text == GLUE ? ' ' : *text;
		begun = true;
		space = false;
		/* The rest of the word. */
		for (; (unsigned char)text[1] > ' ' && used + 2 <= sizeof line; text++)
			line[used++] = text[1];
	}
	fwrite(line, 1, used, file);
}

static void wrap(const struct output *out, unsigned at, unsigned rest, const char *start, const char *text)
{
	start = text[strspn(text, " \t\r\n")] ? start : "";
	const char *end = *start ? ink_end(out) : "";
	bool begun = false;
	fputs(start, out->file);
	if (!out->width && *text)
		write_words(out->file, text);
	while (out->width && *text) {
		size_t space = strspn(text, " \t\r\n"), word = strcspn(text + space, " \t\r\n");
		text += space;
		if (!word)
			break;
		unsigned columns = columns_of(text, word);
		if (begun && at + 1 + columns > out->width) {
			fprintf(out->file, "%s\n%*s%s", end, (int)rest, "", start);
			at = rest;
		} else if (begun) {
			fputc(' ', out->file);
			at++;
		}
		write_word(out->file, text, word);
		at += columns;
		text += word;
		begun = true;
	}
	fputs(end, out->file);
	fputc('\n', out->file);
}

void output_wrap(const struct output *out, const char *first, unsigned first_columns, unsigned rest, enum ink wanted,
		 const char *text)
{
	const char *start = ink(out, wanted);
	char *copy = marked(out, first, start, text);
	fputs(first, out->file);
	wrap(out, first_columns, rest, start, copy ? copy : text);
	free(copy);
}

void output_item(const struct output *out, unsigned rest, enum ink wanted, const char *text, const char *format, ...)
{
	char first[LINE_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(first, sizeof first, format, args);
	va_end(args);
	output_under(out, first, rest, wanted, text);
}

void output_under(const struct output *out, const char *first, unsigned rest, enum ink wanted, const char *text)
{
	/* What is not wrapped needs no columns. */
	unsigned columns = out->width ? text_columns(first) : 0;
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
	char dotted[ICD_DOTTED_SIZE];
	struct icd_typed_code typed;
	bool code = icd_code_parse(name, strlen(name), &typed) && !typed.open;
	numbers->begun = add_place(numbers, code ? icd_code_format(typed.code, dotted) : name);
	if (!numbers->begun)
		return text;
	numbers->at[numbers->begun - 1].line = numbers->line + 1;
	snprintf(text, OUTPUT_NUMBER_SIZE, "%3zu  ", numbers->begun);
	return text;
}

const char *output_choice(const struct output *out, const char *name, const char *answer, char text[OUTPUT_NUMBER_SIZE])
{
	output_number(out, name, text);
	if (*text)
		snprintf(out->numbers->at[out->numbers->begun - 1].answer, OUTPUT_LINE_SIZE, "%s", answer);
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
