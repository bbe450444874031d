/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line_words.h"

#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

static bool is_blank(char c)
{
	return c && strchr(blanks, c);
}

/* Copies the word at *line to *out, both are moved after it. */
static void take_word(const char **line, char **out)
{
	const char *at = *line;
	char *to = *out, quote = *at == '\'' || *at == '"' ? *at++ : '\0';
	while (*at && (quote ? *at != quote : !is_blank(*at))) {
		if (*at == '\\' && at[1] && quote != '\'')
			at++;
		*to++ = *at++;
	}
	if (*at && quote)
		at++;
	*to++ = '\0';
	*line = at;
	*out = to;
}

bool line_words(const char *line, char ***words, int *count)
{
	/* Every other character at most is a word; all of them with their NULs fit in one more than the line. */
	size_t length = strlen(line), most = length / 2 + 2;
	char **at = calloc(1, most * 2 * sizeof *at + 2 * length + 2);
	char *text = at ? (char *)(at + most * 2) : NULL;
	*words = at;
	*count = 0;
	if (!at)
		return false;
	for (line += strspn(line, blanks); *line; line += strspn(line, blanks)) {
		at[(*count)++] = text;
		take_word(&line, &text);
	}
	return true;
}
