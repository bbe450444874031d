/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim_lines.h"

#include "base/base.h"
#include "memory/memory.h"

#include <stdlib.h>
#include <string.h>

static const char separators[] = " \t,;|\r\n";

static bool spelled_as_code(const char *text, size_t length)
{
	struct icd_typed_code typed;
	return memchr(text, '.', length) && icd_code_parse(text, length, &typed);
}

static char *trim(char *text)
{
	text += strspn(text, " \t");
	size_t length = strlen(text);
	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		text[--length] = '\0';
	return text;
}

/* Takes the id off; returns what is after it. */
static char *take_id(char *text, struct claim_line *line)
{
	size_t length = strcspn(text, ":\t");
	line->id = NULL;
	if (!text[length] || (text[length] == '\t' && spelled_as_code(text, length)))
		return text;
	text[length] = '\0';
	char *id = trim(text);
	line->id = *id ? id : NULL;
	return text + length + 1;
}

bool claim_line_split(char *text, struct claim_line *line)
{
	char *rest = NULL;
	line->count = 0;
	line->id = NULL;
	text += strspn(text, " \r\n");
	if (*text == '\0' || *text == '#')
		return true;
	text = take_id(text, line);
	for (char *code = strtok_r(text, separators, &rest); code; code = strtok_r(NULL, separators, &rest)) {
		if (!icd_array_room(&line->codes, line->count, &line->room, sizeof *line->codes))
			return false;
		line->codes[line->count++] = code;
	}
	return true;
}

void claim_line_free(struct claim_line *line)
{
	free(line->codes);
	*line = (struct claim_line){0};
}
