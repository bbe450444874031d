/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "text_lines.h"

#include "memory/memory.h"
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int next_byte(struct text_lines *lines)
{
	if (lines->begun_length == 0)
		return getc_unlocked(lines->file);
	lines->begun_length--;
	return (unsigned char)*lines->begun++;
}

static enum text_line out_of_memory(struct icd_error *err)
{
	icd_out_of_memory(err);
	return TEXT_LINE_FAILED;
}

static enum text_line bad(const struct text_lines *lines, const char *what, struct icd_error *err)
{
	icd_fail(err, "%s:%lu: %s, %s was expected", lines->name, lines->number, what, lines->wanted);
	return TEXT_LINE_BAD;
}

enum text_line text_lines_next(struct text_lines *lines, struct icd_error *err)
{
	size_t used = 0;
	bool zero = false, cut = false;
	int c = next_byte(lines);
	if (lines->after_return && c == '\n')
		c = next_byte(lines);
	lines->after_return = false;
	lines->number++;
	bool any = c != EOF;
	for (; c != EOF && c != '\n' && c != '\r'; c = next_byte(lines)) {
		zero |= c == '\0';
		cut |= used == TEXT_LINE_MAX;
		if (cut)
			continue;
		if (!icd_array_room(&lines->line, used, &lines->capacity, 1))
			return out_of_memory(err);
		lines->line[used++] = (char)c;
	}
	lines->after_return = c == '\r';
	if (c == EOF && ferror(lines->file)) {
		icd_fail(err, "%s: %s", lines->name, text_source_failure(errno));
		return TEXT_LINE_FAILED;
	}
	if (!icd_array_room(&lines->line, used, &lines->capacity, 1))
		return out_of_memory(err);
	lines->line[used] = '\0';
	if (zero)
		return bad(lines, "a NUL byte", err);
	return !any ? TEXT_LINE_END : cut ? bad(lines, "a line of more than 1 MiB", err) : TEXT_LINE_READ;
}

void text_lines_free(struct text_lines *lines)
{
	free(lines->line);
	lines->line = NULL;
	lines->capacity = 0;
}
