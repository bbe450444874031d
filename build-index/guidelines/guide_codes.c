/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guidelines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct scan {
	guideline_code_known *known;
	void *context;
	struct guideline_code *at; /* malloc'd */
	size_t count, capacity;
};

/*
 * Takes what has the form of a code, "I12", "I12.9", "Z3A", off the text: a letter, a digit, letters and digits with one
 * dot in them. *end is what follows it and the dashes or dot that say that characters may follow.
 */
static bool take_code(const char *text, char out[ICD_CODE_SIZE], const char **end)
{
	size_t length = 0, at = 0;
	if (!isupper((unsigned char)text[0]))
		return false;
	for (; isupper((unsigned char)text[at]) || isdigit((unsigned char)text[at]) ||
	       (text[at] == '.' && length == 3 && isalnum((unsigned char)text[at + 1]));
	     at++) {
		if (text[at] == '.')
			continue;
		if (length == ICD_CODE_LENGTH)
			return false;
		out[length++] = text[at];
	}
	out[length] = '\0';
	bool has_digit = strpbrk(out, "0123456789") != NULL;
	if (length < 3 || !has_digit || islower((unsigned char)text[at]))
		return false;
	*end = text + at;
	return true;
}

/* "Z34.-", "R65.2-": passes over what says that all codes below are meant. */
static const char *after_dashes(const char *text)
{
	const char *at = text + (text[0] == '.' && text[1] == '-');
	return *at == '-' && !isalnum((unsigned char)at[1]) ? at + 1 : text;
}

/* The other end of a range: "-O9A", " through T88.9", " – F99". */
static bool take_range_end(const char *text, char out[ICD_CODE_SIZE], const char **end)
{
	static const char *const words[] = {"-", "\xE2\x80\x93", "through ", "to ", NULL};
	const char *at = text + (*text == ' ');
	for (size_t i = 0; words[i]; i++) {
		if (strncmp(at, words[i], strlen(words[i])) != 0)
			continue;
		const char *code = at + strlen(words[i]);
		code += strspn(code, " ");
		return take_code(code, out, end);
	}
	return false;
}

static void add(struct scan *s, const struct guideline_code *code)
{
	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(s->at[i].from, code->from) == 0 && strcmp(s->at[i].to, code->to) == 0)
			return;
	}
	*one_more(s->at, s->count, s->capacity) = *code;
}

/* Adds what the text begins with, if that is a code; where to go on. */
static const char *scan_code(struct scan *s, const char *text)
{
	struct guideline_code code = {0};
	const char *end, *range_end;
	if (!take_code(text, code.from, &end) || !s->known(s->context, code.from))
		return text + 1;
	memcpy(code.to, code.from, sizeof code.to);
	end = after_dashes(end);
	char to[ICD_CODE_SIZE] = "";
	if (take_range_end(end, to, &range_end)) {
		memcpy(code.to, to, sizeof code.to);
		end = after_dashes(range_end);
	}
	add(s, &code);
	return end;
}

struct guideline_code *guideline_codes(const char *text, guideline_code_known *known, void *context,
				       struct icd_pool *pool, size_t *count)
{
	struct scan s = {.known = known, .context = context};
	const char *at = text;
	while (*at) {
		bool starts = at == text || !(isalnum((unsigned char)at[-1]) || strchr("-./_", at[-1]) != NULL) ||
			      (at[-1] == '/' && at - text > 1);
		at = starts ? scan_code(&s, at) : at + 1;
	}
	*count = s.count;
	struct guideline_code *codes = need_copy(pool, s.at, s.count, sizeof *s.at);
	free(s.at);
	return codes;
}
