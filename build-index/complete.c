/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "complete.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A row of the help that tells of an option; the texts lie in it. */
struct row {
	const char *letter, *name, *value, *says;
	int letter_length, name_length, value_length, says_length; /* 0: there is none */
};

/* A word of the row from *at on, which is moved behind it. */
static int take_word(const char **at, const char **word)
{
	*word = *at;
	*at += strcspn(*at, " ,\n");
	return (int)(*at - *word);
}

/* False for rows of anything else. */
static bool read_row(const char *line, struct row *row)
{
	const char *at = line + strspn(line, " ");
	*row = (struct row){.letter = NULL};
	if (at == line || *at != '-')
		return false;
	if (at[1] != '-') {
		row->letter_length = take_word(&at, &row->letter);
		at += strspn(at, ", ");
	}
	row->name_length = take_word(&at, &row->name);
	if (at[0] == ' ' && at[1] != ' ') {
		at++;
		row->value_length = take_word(&at, &row->value);
	}
	row->says = at + strspn(at, " ");
	row->says_length = (int)strcspn(row->says, "\n");
	return true;
}

/* The next such row from *at on, which is moved behind it; false when there is none. */
static bool next_row(const char **at, struct row *row)
{
	bool found = false;
	while (*at && !found) {
		found = read_row(*at, row);
		*at = strchr(*at, '\n');
		if (*at)
			(*at)++;
	}
	return found;
}

static bool is_word(const char *text, int length, const char *word)
{
	return length && strlen(word) == (size_t)length && strncmp(text, word, (size_t)length) == 0;
}

static void offer(const char *text, int length, const char *word, const struct row *row)
{
	if (length && strlen(word) <= (size_t)length && strncmp(text, word, strlen(word)) == 0)
		printf("%.*s\t%.*s\n", length, text, row->says_length, row->says);
}

void complete_from_help(const char *help, char *const *words, int count)
{
	const char *word = count ? words[count - 1] : "", *before = count > 1 ? words[count - 2] : "";
	const struct row none = {.letter = NULL};
	struct row awaits = none, row;
	for (const char *at = help; next_row(&at, &row);) {
		if (row.value_length &&
		    (is_word(row.letter, row.letter_length, before) || is_word(row.name, row.name_length, before)))
			awaits = row;
	}
	bool options = word[0] == '-' && !awaits.value_length;
	for (const char *at = help; options && next_row(&at, &row);) {
		offer(row.letter, row.letter_length, word, &row);
		offer(row.name, row.name_length, word, &row);
	}
	if (!options && !is_word(awaits.value, awaits.value_length, "DATE"))
		puts("\tfiles");
}
