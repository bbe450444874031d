/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "code_span.h"

#include "ascii.h"

#include <stddef.h>
#include <string.h>
#include <utf8proc.h>

/* ---- characters ---- */

/* ASCII: letters and digits are ICD_CHAR_CODE, what is not named parts words. */
#define C ICD_CHAR_CODE
static const unsigned char ascii_kinds[128] = {
	['0'] = C,
	['1'] = C,
	['2'] = C,
	['3'] = C,
	['4'] = C,
	['5'] = C,
	['6'] = C,
	['7'] = C,
	['8'] = C,
	['9'] = C,
	['A'] = C,
	['B'] = C,
	['C'] = C,
	['D'] = C,
	['E'] = C,
	['F'] = C,
	['G'] = C,
	['H'] = C,
	['I'] = C,
	['J'] = C,
	['K'] = C,
	['L'] = C,
	['M'] = C,
	['N'] = C,
	['O'] = C,
	['P'] = C,
	['Q'] = C,
	['R'] = C,
	['S'] = C,
	['T'] = C,
	['U'] = C,
	['V'] = C,
	['W'] = C,
	['X'] = C,
	['Y'] = C,
	['Z'] = C,
	['a'] = C,
	['b'] = C,
	['c'] = C,
	['d'] = C,
	['e'] = C,
	['f'] = C,
	['g'] = C,
	['h'] = C,
	['i'] = C,
	['j'] = C,
	['k'] = C,
	['l'] = C,
	['m'] = C,
	['n'] = C,
	['o'] = C,
	['p'] = C,
	['q'] = C,
	['r'] = C,
	['s'] = C,
	['t'] = C,
	['u'] = C,
	['v'] = C,
	['w'] = C,
	['x'] = C,
	['y'] = C,
	['z'] = C,
	['.'] = ICD_CHAR_DOT,
	['-'] = ICD_CHAR_DASH,
	[' '] = ICD_CHAR_SPACE,
	['\t'] = ICD_CHAR_SPACE,
};
#undef C

static struct icd_char of_ascii(char c)
{
	enum icd_char_kind kind = (enum icd_char_kind)ascii_kinds[(unsigned char)c];
	return (struct icd_char){kind, 1, icd_upper(c), c >= 'a' && c <= 'z'};
}

static enum icd_char_kind kind_of(utf8proc_int32_t c)
{
	if (c == 0xb7 || c == 0x2024 || c == 0xff0e)
		return ICD_CHAR_DOT;
	if (c >= 0xfe00 && c <= 0xfe0f) /* how the character before it is drawn */
		return ICD_CHAR_HIDDEN;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
		return ICD_CHAR_WORD;
	case UTF8PROC_CATEGORY_CF:
		return ICD_CHAR_HIDDEN;
	case UTF8PROC_CATEGORY_PD:
		return ICD_CHAR_DASH;
	case UTF8PROC_CATEGORY_ZS:
		return ICD_CHAR_SPACE;
	default:
		return c == 0x2212 ? ICD_CHAR_DASH : ICD_CHAR_OTHER; /* minus */
	}
}

static struct icd_char of_unicode(utf8proc_int32_t c, unsigned size)
{
	/* Fullwidth letters and digits lie in the order of ASCII. */
	if (c >= 0xff10 && c <= 0xff5a && ascii_kinds[c - 0xfee0] == ICD_CHAR_CODE) {
		struct icd_char plain = of_ascii((char)(c - 0xfee0));
		plain.size = size;
		return plain;
	}
	return (struct icd_char){kind_of(c), size, '\0', false};
}

/* A byte that is no UTF-8: Latin-1, or Windows' quotes and dashes. */
static struct icd_char of_stray(unsigned char c)
{
	if (c == 0x96 || c == 0x97)
		return (struct icd_char){ICD_CHAR_DASH, 1, '\0', false};
	return (struct icd_char){c >= 0xa0 ? kind_of(c) : ICD_CHAR_OTHER, 1, '\0', false};
}

struct icd_char icd_char_at(const char *at, const char *end)
{
	utf8proc_int32_t c;
	if (at >= end)
		return (struct icd_char){.kind = ICD_CHAR_OTHER};
	if ((unsigned char)*at < 0x80)
		return of_ascii(*at);
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, end - at, &c);
	return size > 0 ? of_unicode(c, (unsigned)size) : of_stray((unsigned char)*at);
}

struct icd_char icd_char_before(const char *start, const char *at)
{
	utf8proc_int32_t c;
	if (at <= start)
		return (struct icd_char){.kind = ICD_CHAR_OTHER};
	if ((unsigned char)at[-1] < 0x80)
		return of_ascii(at[-1]);
	for (unsigned size = 2; size <= 4 && (size_t)(at - start) >= size; size++) {
		if (utf8proc_iterate((const utf8proc_uint8_t *)at - size, size, &c) == (utf8proc_ssize_t)size)
			return of_unicode(c, size);
	}
	return of_stray((unsigned char)at[-1]);
}

#define HIDDEN_MAX 16 /* characters of no width in a row that are passed over */

/* The first character at or after *at that has a width; *at is moved to it. */
static inline struct icd_char seen_at(const char **at, const char *end)
{
	if (*at < end && (unsigned char)**at < 0x80)
		return of_ascii(**at);
	struct icd_char c = icd_char_at(*at, end);
	for (int i = 0; c.kind == ICD_CHAR_HIDDEN && i < HIDDEN_MAX; i++) {
		*at += c.size;
		c = icd_char_at(*at, end);
	}
	return c;
}

/* The last one before *at; *at is moved to its end. */
static inline struct icd_char seen_before(const char *start, const char **at)
{
	if (*at > start && (unsigned char)(*at)[-1] < 0x80)
		return of_ascii((*at)[-1]);
	struct icd_char c = icd_char_before(start, *at);
	for (int i = 0; c.kind == ICD_CHAR_HIDDEN && i < HIDDEN_MAX; i++) {
		*at -= c.size;
		c = icd_char_before(start, *at);
	}
	return c;
}

static bool is_word(struct icd_char c)
{
	return c.kind == ICD_CHAR_CODE || c.kind == ICD_CHAR_WORD;
}

static bool is_plain(const char *at, const char *end, char c)
{
	return at < end && *at == c;
}

static bool digit_at(const char *at, const char *end)
{
	return at < end && icd_is_digit(*at);
}

/* ---- the spelling ---- */

static void add(struct icd_code_span *span, struct icd_char c)
{
	span->lower |= c.lower && (span->length < 3 || c.value != 'X');
	span->code[span->length++] = c.value;
}

/* Letters and digits up to `most` of them; the place after the last one. */
static const char *read_some(const char *at, const char *end, unsigned most, struct icd_code_span *span)
{
	for (; at < end && ascii_kinds[*at & 0x7f] == ICD_CHAR_CODE && !(*at & 0x80) && span->length < most; at++)
		add(span, of_ascii(*at));
	for (;;) {
		const char *here = at;
		struct icd_char c = seen_at(&here, end);
		if (c.kind != ICD_CHAR_CODE || span->length == most)
			return at;
		add(span, c);
		at = here + c.size;
	}
}

/* The place after the dot that stands at `at`; `at` where none does that belongs to the code. */
static const char *read_dot(const char *at, const char *end, struct icd_code_span *span)
{
	const char *here = at;
	struct icd_char dot = seen_at(&here, end);
	if (dot.kind != ICD_CHAR_DOT)
		return at;
	here += dot.size;
	const char *after = here;
	struct icd_char next = seen_at(&here, end);
	span->dotted = next.kind == ICD_CHAR_CODE || (here < end && strchr("_-*%[", *here));
	/* "M54.*" is a pattern, "(M54.)" a sentence's end. */
	return span->dotted ? after : at;
}

/* ---- what stands behind it ---- */

/* Is it "[0-9]" or the like, as in patterns? The place after it, else NULL. */
static const char *after_set(const char *at, const char *end)
{
	if (!is_plain(at, end, '['))
		return NULL;
	const char *close = memchr(at, ']', (size_t)(end - at) < 16 ? (size_t)(end - at) : 16);
	if (!close || close - at < 3)
		return NULL;
	for (const char *c = at + 1; c < close; c++) {
		if (!icd_is_letter_or_digit(*c) && *c != '-' && *c != '^')
			return NULL;
	}
	return memchr(at, '-', (size_t)(close - at)) || at[1] == '^' ? close + 1 : NULL;
}

static void take_wildcard(const char *start, const char *end, struct icd_code_span *span)
{
	const char *at = span->core, *set = after_set(at, end);
	/* "*M54.5*" is emphasis, "M54.5%" without a quote a share. */
	bool star = is_plain(at, end, '*') && !(span->at > start && span->at[-1] == '*') &&
		    !is_word(icd_char_at(at + 1, end));
	bool percent = is_plain(at, end, '%') && at + 1 < end && strchr("'\"", at[1]) && at[1];
	bool any = is_plain(at, end, '.') && is_plain(at + 1, end, '*');
	if (!set && !star && !percent && !any)
		return;
	span->end = set ? set : at + 1 + any;
	span->open = ICD_OPEN_WILDCARD;
}

/* "_M54.5_", "__M54.5__" in Markdown: as many before the code as behind it, and no name around them. */
static bool is_emphasis(const char *start, const char *at, size_t blanks)
{
	for (size_t i = 1; i <= blanks; i++) {
		if ((size_t)(at - start) < i || at[-(ptrdiff_t)i] != '_')
			return false;
	}
	at -= blanks;
	return blanks < 3 && !(at > start && at[-1] == '_') && !is_word(icd_char_before(start, at));
}

/* "S39.012_"; three and more are a form's blank behind the code, unless they are all that follows its dot. */
static bool take_blanks(const char *start, const char *end, struct icd_code_span *span)
{
	const char *at = span->core;
	while (is_plain(at, end, '_') && at - span->core < 64)
		at++;
	size_t blanks = (size_t)(at - span->core);
	if (blanks == 0 || is_word(icd_char_at(at, end)))
		return false;
	if (is_emphasis(start, span->at, blanks)) {
		span->end = at;
		return true;
	}
	if (blanks < 3 || (span->dotted && span->length == 3)) {
		span->end = at;
		span->open = ICD_OPEN_BLANK;
	}
	return true;
}

/* A trailing hyphen says that more follows, unless words follow it: "M54.5-low back pain". */
static void take_dash(const char *end, struct icd_code_span *span)
{
	static const char *const hyphens[] = {"-", "\xe2\x80\x90", "\xe2\x80\x91", "\xef\xbc\x8d"};
	if (span->end == end || (*span->end != '-' && !(*span->end & 0x80)))
		return;
	for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
		size_t size = strlen(hyphens[i]);
		const char *after = span->end + size;
		if (after > end || memcmp(span->end, hyphens[i], size) != 0)
			continue;
		if (icd_char_at(after, end).kind == ICD_CHAR_DASH || is_word(icd_char_at(after, end)))
			return;
		span->end = after;
		span->open = span->open ? span->open : ICD_OPEN_DASH;
		return;
	}
}

/* What stands for missing characters. */
static void take_open(const char *start, const char *end, struct icd_code_span *span)
{
	span->end = span->core;
	if (!take_blanks(start, end, span))
		take_wildcard(start, end, span);
	if (span->open != ICD_OPEN_WILDCARD)
		take_dash(end, span);
}

/* ---- does it stand by itself? ---- */

static bool is_hex(char c)
{
	return icd_is_digit(c) || (icd_lower(c) >= 'a' && icd_lower(c) <= 'f');
}

/* "\\nM54.5", "\\u00a0M54.5" in JSON and programs, "%20M54.5" in addresses: letters that belong to the escape. */
static bool after_escape(const char *start, const char *at)
{
	if (at - start >= 2 && at[-2] == '\\' && strchr("ntr", at[-1]))
		return at[-1] != '\0';
	if (at - start >= 4 && at[-4] == '\\' && at[-3] == '\'') /* "\'93M54.5" in RTF */
		return is_hex(at[-2]) && is_hex(at[-1]);
	if (at - start >= 3 && at[-3] == '%' && icd_is_digit(at[-2]) && is_hex(at[-1]))
		return true;
	if (at - start < 6 || at[-6] != '\\' || at[-5] != 'u')
		return false;
	return is_hex(at[-4]) && is_hex(at[-3]) && is_hex(at[-2]) && is_hex(at[-1]);
}

/* Underscores before the code: one belongs to a name, more are a form's blank. */
static unsigned after_blanks(const char *start, const char *at)
{
	return at - start >= 2 && at[-2] == '_' ? 0 : ICD_SPAN_GLUED;
}

static unsigned flags_before(const char *start, const char *at)
{
	struct icd_char c = seen_before(start, &at);
	if (c.size == 0 || after_escape(start, at))
		return 0;
	if (is_word(c))
		return ICD_SPAN_GLUED;
	const char *before = at - c.size;
	switch (at[-1]) {
	case '_':
		return after_blanks(start, at);
	case '$':
	case '\\':
		return ICD_SPAN_GLUED;
	case '@':
		return is_word(icd_char_before(start, before)) ? ICD_SPAN_GLUED : 0;
	case '.':
		return is_plain(before - (before > start), at, '.') ? 0 : ICD_SPAN_NUMBER;
	case '-':
		return is_word(icd_char_before(start, before)) || is_plain(before - (before > start), at, '.')
			       ? ICD_SPAN_JOINED
			       : 0;
	case '/':
		return ICD_SPAN_JOINED;
	default:
		return 0;
	}
}

/* "M54.5.1" and "M54.5..1", not "M54.5." or "M54.5...". */
static unsigned flags_of_dot(const char *at, const char *end)
{
	const char *after = at + 1;
	while (is_plain(after, end, '.') && after - at < 3)
		after++;
	if (after - at > 2)
		return 0;
	return is_word(icd_char_at(after, end)) && !(after - at == 2 && !digit_at(after, end)) ? ICD_SPAN_NUMBER : 0;
}

/* A slash before three digits at most: "T36.8/98", not the procedure in "M54.50/99213". */
static bool few_digits(const char *at, const char *end)
{
	const char *digit = at;
	while (digit_at(digit, end) && digit - at < 4)
		digit++;
	return digit > at && digit - at <= 3;
}

/* "M54.5\\b0", "M54.5\\par" of RTF, "M54.5\\\\" of LaTeX, "M54.5\\n": a command, not a folder with more behind it. */
static bool begins_command(const char *at, const char *end)
{
	static const char *const words[] = {"b",      "b0",        "i0",   "ul0",   "ulnone", "par",    "pard",
					    "tab",    "line",      "cell", "row",   "plain",  "rquote", "emdash",
					    "endash", "rdblquote", "quad", "qquad", "hfill"};
	if (at == end || !*at)
		return at == end;
	if (strchr("ntr\"'u\\~ ", *at))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(end - at) >= length && memcmp(at, words[i], length) == 0 &&
		    (at + length == end || strchr(" \\{}\r\n", at[length])))
			return true;
	}
	return false;
}

static unsigned flags_behind(const char *at, const char *end)
{
	struct icd_char c = seen_at(&at, end);
	const char *after = at + c.size;
	if (c.size == 0)
		return 0;
	if (is_word(c))
		return ICD_SPAN_GLUED;
	switch (*at) {
	case '_':
		/* Three and more are a form's blank. */
		return is_plain(after, end, '_') && is_plain(after + 1, end, '_') ? 0 : ICD_SPAN_GLUED;
	case '@':
	case '$':
		return is_word(icd_char_at(after, end)) ? ICD_SPAN_GLUED : 0;
	case '%':
		/* "M54.5%20" has an escape behind it. */
		return digit_at(after, end) && after + 1 < end && is_hex(after[1]) ? 0 : ICD_SPAN_NUMBER;
	case '\\':
		return begins_command(after, end) ? 0 : ICD_SPAN_GLUED;
	case '.':
		return flags_of_dot(at, end);
	case '-':
	case '+':
	case ':':
		return digit_at(after, end) ? ICD_SPAN_NUMBER : 0;
	case '/':
		return few_digits(after, end) ? ICD_SPAN_NUMBER : 0;
	case '(':
		return digit_at(after, end) || is_plain(after, end, ')') ? ICD_SPAN_NUMBER : 0;
	default:
		return 0;
	}
}

/* ---- reading ---- */

bool icd_code_span_read(const char *start, const char *at, const char *end, struct icd_code_span *out)
{
	memset(out, 0, sizeof *out);
	out->at = at;
	at = read_some(at, end, 3, out);
	if (out->length < 3 || icd_is_digit(out->code[0]) ||
	    !(icd_is_digit(out->code[1]) || icd_is_digit(out->code[2])))
		return false;
	out->core = at;
	at = read_dot(at, end, out);
	out->core = read_some(at, end, ICD_CODE_LENGTH, out);
	at = out->core;
	if (seen_at(&at, end).kind == ICD_CHAR_CODE)
		return false;
	take_open(start, end, out);
	bool emphasis = !out->open && out->end > out->core && out->end[-1] == '_';
	out->flags = (emphasis ? 0 : flags_before(start, out->at)) | flags_behind(out->end, end);
	return !out->dotted || out->length > 3 || out->open;
}

const char *icd_code_span_start(const char *start, const char *digit)
{
	const char *at = digit;
	struct icd_char c = seen_before(start, &at);
	if (c.kind != ICD_CHAR_CODE || icd_is_digit(c.value))
		return NULL;
	at -= c.size;
	if (after_escape(start, at))
		return at;
	const char *second = at;
	c = seen_before(start, &second);
	if (!is_word(c))
		return at;
	if (c.kind != ICD_CHAR_CODE || icd_is_digit(c.value))
		return NULL;
	second -= c.size;
	const char *third = second;
	return after_escape(start, second) || !is_word(seen_before(start, &third)) ? second : NULL;
}
