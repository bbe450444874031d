/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that only look like codes. */
#include "scan_work.h"

#include "scan_words.inc" /* number_words, vital_words, units: see data/scan_words.tsv */

#include <string.h>

#define NUMBER_MAX 24  /* characters of a number or unit that is looked at */
#define HL7_FIELD  400 /* bytes of a field of HL7 before the name of its coding system */

/* Nothing but numbers and commands of drawings between? */
static bool only_drawn(const char *at, const char *end)
{
	while (at < end && *at && strchr("0123456789 .,-+\n\tMmLlHhVvCcSsQqTtAaZze", *at))
		at++;
	return at == end;
}

/* Drawing commands of SVG: d="M11.1 12.08c-2.33", where M moves to a point. */
bool scan_is_drawing(const char *text, const struct scan_token *before, const struct scan_token *token)
{
	const char *after = token->core;
	if (before && before->drawing && token->at - before->end < 200 && only_drawn(before->core, token->at))
		return true;
	if (token->at - text >= 3 && (token->at[-1] == '"' || token->at[-1] == '\'') && token->at[-2] == '=' &&
	    token->at[-3] == 'd')
		return true;
	after += *after == ' ' || *after == ',';
	after += *after == '-';
	const char *number = after;
	while (after - number < NUMBER_MAX && (scan_is(*after, SCAN_DIGIT) || *after == '.'))
		after++;
	return after > number && scan_is(*after, SCAN_LETTER) &&
	       (scan_is(after[1], SCAN_DIGIT) || (after[1] && strchr("-.zZ\"", after[1])));
}

static bool after_number_word(const char *text, const struct scan_token *token)
{
	const char *at = token->at;
	while (at > text && strchr(" \t(#:.\"'[", at[-1]) && token->at - at < 8)
		at--;
	const char *stop = at;
	while (at > text && scan_is(at[-1], SCAN_LETTER) && stop - at < 20)
		at--;
	if (icd_word_find(&number_words, at, (size_t)(stop - at)))
		return true;
	return stop == at && at > text && (unsigned char)at[-1] == 0xa7; /* section sign */
}

/* "K12.5 kg", "N51.5, W0.12": a number with its unit, a place on the globe. */
static bool is_measure(const struct text_window *window, const struct scan_token *token)
{
	const char *at = token->end, *end = window->end;
	at += at < end && *at == ',';
	at += at < end && *at == ' ';
	const char *word = at;
	while (at < end && at - word < NUMBER_MAX && scan_is(*at, SCAN_LETTER))
		at++;
	if (at > word + 1)
		return icd_word_find(&units, word, (size_t)(at - word)) != NULL && token->length == 4;
	if (at == word || !strchr("NSEW", *word) || !strchr("NSEW", token->code[0]))
		return false;
	const char *number = at;
	while (at < end && at - number < NUMBER_MAX && scan_is(*at, SCAN_DIGIT))
		at++;
	/* With two digits it is spelled like a code itself. */
	return at - number != 2 && at > number && end - at >= 2 && *at == '.' && scan_is(at[1], SCAN_DIGIT);
}

bool scan_is_number(const struct text_window *window, const struct scan_token *token)
{
	return token->drawing || is_measure(window, token) || after_number_word(window->text, token);
}

/* "V12.1" is a version more often than a pedal cycle accident, "T36.8" a temperature in degrees Celsius. */
bool scan_is_doubtful(const struct scan_token *token)
{
	return (token->code[0] == 'V' && token->length <= 5) ||
	       (token->code[0] == 'T' && token->length == 4 && token->dotted && memcmp(token->code, "T34", 3) >= 0 &&
		memcmp(token->code, "T42", 3) <= 0);
}

/* A word of vital signs, or one of their numbers: "P72", "R18", "BP120/80", "98.6F". */
static bool is_vital_word(const char *at, const char *end)
{
	const char *letters = at;
	while (letters < end && scan_is(*letters, SCAN_LETTER))
		letters++;
	if (icd_word_find(&vital_words, at, (size_t)(letters - at)))
		return true;
	return letters - at == 1 && strchr("PR", *at) && end - letters >= 2 && end - letters <= 3 &&
	       scan_is(*letters, SCAN_DIGIT) && scan_is(letters[1], SCAN_DIGIT) && scan_is(end[-1], SCAN_DIGIT);
}

/* Is there such a word in the stretch? */
static bool has_vital_word(const char *at, const char *end)
{
	while (at < end) {
		const char *word = at;
		while (at < end && scan_is(*at, SCAN_ALNUM))
			at++;
		if (at > word && is_vital_word(word, at))
			return true;
		at += at == word;
	}
	return false;
}

#define VITAL_NEAR 80 /* bytes on either side of a temperature, on its line */

bool scan_is_vital_sign(const struct text_window *window, const struct scan_token *token)
{
	if (token->code[0] != 'T' || !scan_is_doubtful(token))
		return false;
	const char *from = token->at - window->text > VITAL_NEAR ? token->at - VITAL_NEAR : window->text;
	const char *to = window->end - token->end > VITAL_NEAR ? token->end + VITAL_NEAR : window->end;
	const char *feed = memrchr(from, '\n', (size_t)(token->at - from));
	return has_vital_word(feed ? feed + 1 : from, token->at) ||
	       has_vital_word(token->end, scan_line_end(token->end, to)) ||
	       (token->end + 1 < to && memcmp(token->end, "\xc2\xb0", 2) == 0);
}

bool scan_is_system_name(const struct text_window *window, const struct scan_token *token)
{
	unsigned carets = 0;
	if (token->packed != icd_pack("I10", 3) || token->at == window->text || token->at[-1] != '^')
		return false;
	const char *floor = token->at - window->text > HL7_FIELD ? token->at - HL7_FIELD : window->text;
	for (const char *at = token->at;
	     at > floor && at[-1] != '|' && at[-1] != '~' && at[-1] != '\n' && at[-1] != '\r'; at--)
		carets += at[-1] == '^';
	return carets % 3 == 2;
}

bool scan_is_sure(const struct text_window *window, const struct scan_token *token)
{
	return token->alone && token->dotted && token->known && !token->lower && !token->open &&
	       !scan_is_doubtful(token) && !scan_is_number(window, token);
}
