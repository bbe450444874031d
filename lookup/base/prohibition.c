/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prohibition.h"

#include "ascii.h"

#include <stdio.h>
#include <string.h>

/* The next word of a note: letters, digits, dots; *cut holds what stood before it that counts as a
 * separator (',' when there was a comma, '-' a dash, else ' '). */
static bool next_word(const char **text, char *word, size_t size, char *cut)
{
	size_t length = 0;
	*cut = ' ';
	while (**text && !icd_is_letter_or_digit(**text)) {
		if (**text == ',' || **text == '-' || **text == ';')
			*cut = **text == '-' ? '-' : ',';
		(*text)++;
	}
	while (icd_is_letter_or_digit(**text) || (**text == '.' && icd_is_letter_or_digit((*text)[1]))) {
		if (length + 1 < size)
			word[length++] = **text;
		(*text)++;
	}
	word[length] = '\0';
	return length > 0;
}

static bool is_character(const char *word)
{
	return icd_is_letter_or_digit(word[0]) && icd_upper(word[0]) == word[0] && !word[1];
}

static void add_character(char *set, char c)
{
	size_t length = strlen(set);
	if (!strchr(set, c) && length < 36) {
		set[length] = c;
		set[length + 1] = '\0';
	}
}

/* Does what follows close a single character off: a dash, a comma, "or", "and" or the end? */
static bool stands_alone(const char *rest)
{
	while (*rest == ' ')
		rest++;
	return !*rest || strchr("-,;.", *rest) || strncmp(rest, "or ", 3) == 0 || strncmp(rest, "and ", 4) == 0;
}

static int position_word(const char *word)
{
	static const char *const names[] = {"4th", "5th", "6th", "fourth", "fifth", "sixth"};
	for (int i = 0; i < 6; i++) {
		if (icd_same_but_case(word, names[i]))
			return 4 + i % 3;
	}
	return 0;
}

bool icd_prohibition_read(const char *note, struct icd_prohibition *out)
{
	char word[32], before[32] = "", cut;
	struct icd_typed_code typed;
	enum { SEVENTHS, UNDER, POSITION, CHARACTERS } want = SEVENTHS;
	memset(out, 0, sizeof *out);
	const char *start = strstr(note, "7th character");
	if (!start || !strstr(start, "not apply"))
		return false;
	start += strlen("7th character");
	while (next_word(&start, word, sizeof word, &cut)) {
		if (want == SEVENTHS && is_character(word)) {
			add_character(out->sevenths, word[0]);
		} else if (want == SEVENTHS && strcmp(word, "not") == 0) {
			want = UNDER;
		} else if (want == UNDER && (strstr(before, "categor") || strcmp(before, "code") == 0) &&
			   icd_code_parse(word, strlen(word), &typed)) {
			memcpy(out->under, typed.code, sizeof out->under);
			want = POSITION;
		} else if (want == POSITION && position_word(word)) {
			out->position = position_word(word);
			want = CHARACTERS;
		} else if (want == CHARACTERS && is_character(word) && stands_alone(start) &&
			   (strncmp(before, "character", 9) == 0 || cut == ',' || strcmp(before, "or") == 0 ||
			    strcmp(before, "and") == 0)) {
			add_character(out->there, word[0]);
		}
		snprintf(before, sizeof before, "%s", word);
	}
	return out->sevenths[0] && out->under[0] && out->there[0];
}

bool icd_prohibition_covers(const struct icd_prohibition *prohibition, const char *code)
{
	return strncmp(code, prohibition->under, strlen(prohibition->under)) == 0 &&
	       strchr(prohibition->there, code[prohibition->position - 1]) &&
	       strchr(prohibition->sevenths, code[ICD_CODE_LENGTH - 1]);
}
