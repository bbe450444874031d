/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usage.h"

#include <string.h>

static const char between[] = " \n[].";

/* An option has a value when a word that is neither an option nor a sign stands behind it, in the same brackets. */
static bool value_follows(const char *at)
{
	return *at == ' ' && at[1] && !strchr("[-|", at[1]);
}

bool usage_next(struct usage_reader *reader, struct usage_word *out)
{
	const char *at = reader->at + strspn(reader->at, between);
	size_t length = strcspn(at, " \n[]");
	reader->at = at + length;
	if (!length)
		return false;
	enum usage_kind kind = reader->awaits ? USAGE_VALUE : USAGE_ARGUMENT;
	if (length == 1 && *at == '|')
		kind = USAGE_OR;
	else if (length > 1 && *at == '-')
		kind = USAGE_OPTION;
	reader->awaits = kind == USAGE_OPTION && value_follows(reader->at);
	*out = (struct usage_word){kind, at, length};
	return true;
}

bool usage_choice(const struct usage_word *word, size_t *at, struct usage_word *choice)
{
	if (*at >= word->length)
		return false;
	const char *text = word->text + *at;
	size_t left = word->length - *at, length = 0;
	while (length < left && text[length] != '|')
		length++;
	*at += length + 1;
	while (length && text[length - 1] == '.')
		length--;
	*choice = (struct usage_word){word->kind, text, length};
	return true;
}

static bool is_option(const struct usage_word *word, const char *name, char letter)
{
	if (word->text[1] == '-')
		return word->length == strlen(name) + 2 && strncmp(word->text + 2, name, word->length - 2) == 0;
	return letter && memchr(word->text + 1, letter, word->length - 1);
}

struct usage_word usage_value(const char *line, const char *name, char letter)
{
	struct usage_reader reader = {.at = line};
	struct usage_word word = {0};
	while (usage_next(&reader, &word)) {
		if (word.kind == USAGE_OPTION && is_option(&word, name, letter) && reader.awaits &&
		    usage_next(&reader, &word))
			return word;
	}
	return (struct usage_word){0};
}

bool usage_is(const struct usage_word *word, const char *text)
{
	return strlen(text) == word->length && strncmp(word->text, text, word->length) == 0;
}
