/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml_scan.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#define WELL_FORMED ", well-formed XML was expected"
#define BREAKS_OFF  "the file breaks off or has something beside its root element" WELL_FORMED

/* ---- faults ---- */

/* Of several faults the first counts; whatever is wrong at the end, the file breaks off. False, for `return`. */
__attribute__((format(printf, 3, 4))) static bool fail(struct xml_scan *scan, const char *at, const char *format, ...)
{
	va_list args;
	if (scan->fault_at)
		return false;
	scan->fault_at = at;
	va_start(args, format);
	vsnprintf(scan->fault, sizeof scan->fault, at == scan->end ? BREAKS_OFF : format, args);
	va_end(args);
	return false;
}

/* How much of a name a sentence shows. */
static int shown(struct span name)
{
	return name.length < 80 ? (int)name.length : 80;
}

/* ---- characters ---- */

enum { PLAIN, LESS, AMPERSAND, RETURN, BRACKET, HIGH, NONE };

/* What a byte of a text may be: all others are PLAIN. Bytes that XML has no use for are NONE, as is the NUL at the end. */
static const unsigned char kinds[256] = {
	[0 ... 8] = NONE,  [11 ... 12] = NONE, [14 ... 31] = NONE, ['<'] = LESS,
	['&'] = AMPERSAND, ['\r'] = RETURN,    [']'] = BRACKET,    [128 ... 255] = HIGH,
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The production Char of XML 1.0. */
static bool is_character(long c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
	       (c >= 0x10000 && c <= 0x10FFFF);
}

/* The bytes of the character that begins at `at`, which is not ASCII. 0, and a fault, when XML does not allow it. */
static size_t take_high(struct xml_scan *scan, const char *at, utf8proc_int32_t *character)
{
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, scan->end - at, character);
	if (size <= 0)
		fail(scan, at, "bytes that are not UTF-8" WELL_FORMED);
	else if (!is_character(*character))
		fail(scan, at, "the character U+%04lX, which XML does not allow" WELL_FORMED, (long)*character);
	return scan->fault_at ? 0 : (size_t)size;
}

/* A byte of the kind NONE. */
static bool fail_none(struct xml_scan *scan, const char *at)
{
	return fail(scan, at, "the control character 0x%02X" WELL_FORMED, (unsigned char)*at);
}

/* Are the bytes up to `to` characters, of whatever meaning? */
static bool check_characters(struct xml_scan *scan, const char *at, const char *to)
{
	utf8proc_int32_t character;
	while (at < to) {
		unsigned char kind = kinds[(unsigned char)*at];
		size_t size = kind == HIGH ? take_high(scan, at, &character) : 1;
		if (kind == NONE)
			return fail_none(scan, at);
		if (!size)
			return false;
		at += size;
	}
	return true;
}

/* Stands behind the mark, before which there are but characters. */
static bool skip_behind(struct xml_scan *scan, const char *mark)
{
	const char *found = memmem(scan->at, (size_t)(scan->end - scan->at), mark, strlen(mark));
	if (!found)
		return fail(scan, scan->end, BREAKS_OFF);
	if (!check_characters(scan, scan->at, found))
		return false;
	scan->at = found + strlen(mark);
	return true;
}

static bool stands(const struct xml_scan *scan, const char *what)
{
	size_t length = strlen(what);
	return (size_t)(scan->end - scan->at) >= length && memcmp(scan->at, what, length) == 0;
}

static void skip_blanks(struct xml_scan *scan)
{
	while (is_blank(*scan->at))
		scan->at++;
}

/* ---- names ---- */

/* The productions NameStartChar and NameChar, without ASCII. */
static bool is_high_name_character(long c, bool first)
{
	static const struct {
		long from, to;
	} starts[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
		      {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
		      {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		if (c >= starts[i].from && c <= starts[i].to)
			return true;
	}
	return !first && (c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040));
}

/* Letters of ASCII and what may stand like them, 1; what may not come first, 2. */
static const unsigned char name_kinds[256] = {
	['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['_'] = 1, [':'] = 1, ['0' ... '9'] = 2, ['-'] = 2, ['.'] = 2,
};

static bool take_name(struct xml_scan *scan, struct span *name)
{
	const char *first = scan->at, *at = first;
	for (;;) {
		utf8proc_int32_t character;
		size_t size = 0;
		unsigned char kind = name_kinds[(unsigned char)*at];
		if (kind == 1 || (kind == 2 && at > first))
			size = 1;
		else if ((unsigned char)*at >= 0x80 && (size = take_high(scan, at, &character)) &&
			 !is_high_name_character(character, at == first))
			size = 0;
		if (!size)
			break;
		at += size;
	}
	*name = (struct span){first, (size_t)(at - first)};
	scan->at = at;
	if (!name->length)
		return fail(scan, at, "a name was expected" WELL_FORMED);
	return !scan->fault_at;
}

static bool same_span(struct span a, struct span b)
{
	return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

/* ---- references ---- */

static const struct {
	const char *name;
	char character;
} entities[] = {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}};

/* The character of the number that stands between "&#" and ";"; -1 when there is none. */
static long take_number(const char **at)
{
	int base = **at == 'x' ? 16 : 10;
	const char *digits = *at += base == 16;
	long number = 0;
	for (; base == 16 ? isxdigit((unsigned char)**at) : isdigit((unsigned char)**at); ++*at) {
		int digit = isdigit((unsigned char)**at) ? **at - '0' : (**at | 0x20) - 'a' + 10;
		number = number > 0x10FFFF ? number : number * base + digit;
	}
	return *at > digits && *(*at)++ == ';' && is_character(number) ? number : -1;
}

/* Goes over what "&" begins; what it means, or -1. A NUL ends what is looked at at the latest. */
static long take_reference(const char **at)
{
	++*at;
	if (**at == '#') {
		++*at;
		return take_number(at);
	}
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		size_t length = strlen(entities[i].name);
		if (strncmp(*at, entities[i].name, length) == 0) {
			*at += length;
			return entities[i].character;
		}
	}
	return -1;
}

static bool check_reference(struct xml_scan *scan, const char **at, long *character)
{
	const char *from = *at;
	*character = take_reference(at);
	return *character >= 0 ||
	       fail(scan, from,
		    "\"%.*s\", a reference to a character, or one of &lt; &gt; &amp; &quot; &apos; was expected",
		    (int)strcspn(from, "; <\"'\r\n") % 40, from);
}

static void put_character(struct icd_buffer *out, long character)
{
	utf8proc_uint8_t bytes[4];
	icd_put_bytes(out, bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)character, bytes));
}

/* ---- attributes ---- */

/* A value from its quote on. */
static bool take_value(struct xml_scan *scan, struct xml_attribute *attribute)
{
	char quote = *scan->at++;
	const char *at = scan->at;
	utf8proc_int32_t character;
	long meant;
	for (attribute->plain = true; *at != quote;) {
		unsigned char kind = kinds[(unsigned char)*at];
		size_t size = kind == HIGH ? take_high(scan, at, &character) : 1;
		if (kind == NONE || kind == LESS)
			return kind == NONE ? fail_none(scan, at)
					    : fail(scan, at, "'<' in the value of an attribute" WELL_FORMED);
		attribute->plain &= kind != AMPERSAND && (*at == ' ' || !is_blank(*at));
		if (!size || (kind == AMPERSAND && !check_reference(scan, &at, &meant)))
			return false;
		at += kind == AMPERSAND ? 0 : size;
	}
	attribute->value = (struct span){scan->at, (size_t)(at - scan->at)};
	scan->at = at + 1;
	return true;
}

static bool take_attribute(struct xml_scan *scan)
{
	struct xml_attribute *attribute = &scan->attributes[scan->attribute_count];
	if (scan->attribute_count == XML_ATTRIBUTES_MAX)
		return fail(scan, scan->begins, "a tag of more than %d attributes, fewer were expected",
			    XML_ATTRIBUTES_MAX);
	const char *begins = scan->at;
	if (!take_name(scan, &attribute->name))
		return false;
	skip_blanks(scan);
	if (*scan->at != '=')
		return fail(scan, scan->at, "an attribute without its value" WELL_FORMED);
	scan->at++;
	skip_blanks(scan);
	if (*scan->at != '"' && *scan->at != '\'')
		return fail(scan, scan->at, "the value of an attribute without quotes" WELL_FORMED);
	for (size_t i = 0; i < scan->attribute_count; i++) {
		if (same_span(scan->attributes[i].name, attribute->name))
			return fail(scan, begins, "attribute \"%.*s\" again, each once was expected",
				    shown(attribute->name), attribute->name.text);
	}
	scan->attribute_count++;
	return take_value(scan, attribute);
}

/* As many as there are before what ends the tag; blanks stand before each. */
static bool take_attributes(struct xml_scan *scan)
{
	scan->attribute_count = 0;
	for (;;) {
		bool blank = is_blank(*scan->at);
		skip_blanks(scan);
		if (*scan->at == '>' || *scan->at == '/' || *scan->at == '?')
			return true;
		if (!blank)
			return fail(scan, scan->at, "a tag without its end" WELL_FORMED);
		if (!take_attribute(scan))
			return false;
	}
}

struct span xml_scan_value(const struct xml_attribute *attribute, struct icd_buffer *buffer)
{
	const char *at = attribute->value.text, *end = at + attribute->value.length;
	if (attribute->plain)
		return attribute->value;
	icd_buffer_clear(buffer);
	while (at < end) {
		if (*at == '&') {
			put_character(buffer, take_reference(&at));
			continue;
		}
		/* A line end is one blank, of however many bytes. */
		at += *at == '\r' && at + 1 < end && at[1] == '\n';
		icd_put_byte(buffer, is_blank(*at) ? ' ' : (unsigned char)*at);
		at++;
	}
	return (struct span){(const char *)buffer->data, buffer->size};
}

/* ---- tags ---- */

static enum xml_event give_end(struct xml_scan *scan)
{
	scan->name = scan->open[--scan->depth];
	scan->closing = false;
	return XML_END;
}

static bool take_start(struct xml_scan *scan)
{
	scan->begins = scan->at++;
	if (!scan->depth && scan->rooted)
		return fail(scan, scan->begins, BREAKS_OFF);
	if (!take_name(scan, &scan->name) || !take_attributes(scan))
		return false;
	scan->closing = *scan->at == '/';
	scan->at += scan->closing;
	if (*scan->at != '>')
		return fail(scan, scan->at, "a tag without its end" WELL_FORMED);
	scan->at++;
	if (scan->at - scan->begins > XML_TAG_MAX)
		return fail(scan, scan->begins, "a tag of %zu bytes, %d at most were expected",
			    (size_t)(scan->at - scan->begins), XML_TAG_MAX);
	if (scan->depth == XML_DEPTH_MAX)
		return fail(scan, scan->begins, "<%.*s> is nested %d deep, %d at most were expected", shown(scan->name),
			    scan->name.text, XML_DEPTH_MAX + 1, XML_DEPTH_MAX);
	scan->open[scan->depth++] = scan->name;
	return scan->rooted = true;
}

static bool take_end(struct xml_scan *scan)
{
	struct span name, wanted = scan->open[scan->depth ? scan->depth - 1 : 0];
	scan->begins = scan->at;
	scan->at += 2;
	if (!scan->depth)
		return fail(scan, scan->begins, BREAKS_OFF);
	if (!take_name(scan, &name))
		return false;
	if (!same_span(name, wanted))
		return fail(scan, scan->begins, "</%.*s>, </%.*s> was expected", shown(name), name.text, shown(wanted),
			    wanted.text);
	skip_blanks(scan);
	if (*scan->at != '>')
		return fail(scan, scan->at, "a tag without its end" WELL_FORMED);
	scan->at++;
	return true;
}

/* ---- what is passed over ---- */

static bool skip_comment(struct xml_scan *scan)
{
	scan->at += strlen("<!--");
	if (!skip_behind(scan, "--"))
		return false;
	if (*scan->at != '>')
		return fail(scan, scan->at, "'--' in a comment" WELL_FORMED);
	scan->at++;
	return true;
}

static bool skip_instruction(struct xml_scan *scan)
{
	struct span name;
	scan->at += strlen("<?");
	if (!take_name(scan, &name))
		return false;
	if (span_is(name, "xml"))
		return fail(scan, name.text, "an XML declaration that does not stand first" WELL_FORMED);
	if (!is_blank(*scan->at) && !stands(scan, "?>"))
		return fail(scan, scan->at, "a processing instruction without a blank behind its name" WELL_FORMED);
	return skip_behind(scan, "?>");
}

static bool is_of(struct span span, const char *characters)
{
	for (size_t i = 0; i < span.length; i++) {
		if (!span.text[i] || !strchr(characters, span.text[i]))
			return false;
	}
	return true;
}

/* What may stand in a declaration; each is there once at most, in this order, the version always. */
static bool is_version(struct span value)
{
	return span_starts(value, "1.") && is_of((struct span){value.text + 2, value.length - 2}, "0123456789");
}

static bool is_encoding(struct span value)
{
	return value.length && isalpha((unsigned char)*value.text) &&
	       is_of(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}

static bool is_yes_or_no(struct span value)
{
	return span_is(value, "yes") || span_is(value, "no");
}

static bool check_declaration(struct xml_scan *scan)
{
	static const struct {
		const char *name;
		bool (*is)(struct span value);
	} parts[] = {{"version", is_version}, {"encoding", is_encoding}, {"standalone", is_yes_or_no}};
	size_t taken = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const struct xml_attribute *attribute = &scan->attributes[taken];
		bool there = taken < scan->attribute_count && span_is(attribute->name, parts[i].name);
		if ((there && !parts[i].is(attribute->value)) || (i == 0 && !there))
			return false;
		scan->encoding = there && i == 1 ? attribute->value : scan->encoding;
		taken += there;
	}
	return taken == scan->attribute_count;
}

/* The declaration that a file may begin with. */
static bool skip_declaration(struct xml_scan *scan)
{
	scan->begins = scan->at;
	scan->at += strlen("<?xml");
	if (!take_attributes(scan))
		return false;
	if (!check_declaration(scan) || !stands(scan, "?>"))
		return fail(scan, scan->begins, "an XML declaration that is none" WELL_FORMED);
	scan->at += strlen("?>");
	return true;
}

/* A comment or the like. */
static bool skip_aside(struct xml_scan *scan)
{
	if (scan->at[1] == '?')
		return skip_instruction(scan);
	if (stands(scan, "<!--"))
		return skip_comment(scan);
	if (stands(scan, "<!DOCTYPE"))
		return fail(scan, scan->at, "a DOCTYPE, an official file without one was expected");
	return fail(scan, scan->at, "'<!' that begins no comment" WELL_FORMED);
}

/* ---- texts ---- */

static void join(struct xml_scan *scan, const char *from, const char *to)
{
	if (to > from)
		icd_put_bytes(&scan->joined, from, (size_t)(to - from));
}

/* Adds bytes in which only line ends are to be read differently. */
static void join_lines(struct xml_scan *scan, const char *from, const char *to)
{
	for (const char *end; (end = memchr(from, '\r', (size_t)(to - from))); from = end + 1) {
		join(scan, from, end);
		if (end + 1 == to || end[1] != '\n')
			icd_put_byte(&scan->joined, '\n');
	}
	join(scan, from, to);
}

static bool join_cdata(struct xml_scan *scan)
{
	const char *from = scan->at + strlen("<![CDATA[");
	scan->at = from;
	if (!skip_behind(scan, "]]>"))
		return false;
	join_lines(scan, from, scan->at - strlen("]]>"));
	return true;
}

/* Joins what the text goes on with at a character that is not read as it stands. */
static bool join_special(struct xml_scan *scan)
{
	long character;
	switch (kinds[(unsigned char)*scan->at]) {
	case AMPERSAND:
		if (!check_reference(scan, &scan->at, &character))
			return false;
		put_character(&scan->joined, character);
		return true;
	case RETURN:
		if (*++scan->at != '\n')
			icd_put_byte(&scan->joined, '\n');
		return true;
	default: /* "<" that begins no tag */
		return stands(scan, "<![CDATA[") ? join_cdata(scan) : skip_aside(scan);
	}
}

/* Goes over what stands as it is read. False: a fault. */
static bool skip_plain(struct xml_scan *scan)
{
	utf8proc_int32_t character;
	for (;;) {
		while (kinds[(unsigned char)*scan->at] == PLAIN)
			scan->at++;
		switch (kinds[(unsigned char)*scan->at]) {
		case HIGH: {
			size_t size = take_high(scan, scan->at, &character);
			if (!size)
				return false;
			scan->at += size;
			break;
		}
		case BRACKET:
			if (stands(scan, "]]>"))
				return fail(scan, scan->at, "']]>' in a text" WELL_FORMED);
			scan->at++;
			break;
		case NONE:
			return fail_none(scan, scan->at);
		default:
			return true;
		}
	}
}

static bool at_tag(const struct xml_scan *scan)
{
	return *scan->at == '<' && scan->at[1] != '!' && scan->at[1] != '?';
}

/* The text up to the next tag. */
static bool take_text(struct xml_scan *scan)
{
	bool whole = true; /* it stands in the file as it is */
	scan->begins = scan->at;
	icd_buffer_clear(&scan->joined);
	for (;;) {
		const char *from = scan->at;
		if (!skip_plain(scan))
			return false;
		if (whole && at_tag(scan)) {
			scan->text = (struct span){from, (size_t)(scan->at - from)};
			return true;
		}
		join(scan, from, scan->at);
		if (at_tag(scan))
			break;
		whole = false;
		if (!join_special(scan))
			return false;
	}
	if (scan->joined.failed)
		return fail(scan, scan->begins, "a text too large for memory, a shorter one was expected");
	scan->text = (struct span){(const char *)scan->joined.data, scan->joined.size};
	return true;
}

/* ---- all of it ---- */

void xml_scan_start(struct xml_scan *scan, struct span text)
{
	*scan = (struct xml_scan){
		.start = text.text, .at = text.text, .begins = text.text, .end = text.text + text.length};
	scan->at += stands(scan, "\xEF\xBB\xBF") ? 3 : 0;
	if (stands(scan, "<?xml") && is_blank(scan->at[5]))
		skip_declaration(scan);
}

void xml_scan_free(struct xml_scan *scan)
{
	icd_buffer_free(&scan->joined);
}

/* Between the elements outside the root there are blanks and what is passed over. */
static enum xml_event next_outside(struct xml_scan *scan)
{
	for (;;) {
		skip_blanks(scan);
		if (scan->at == scan->end && scan->rooted)
			return XML_DONE;
		if (*scan->at != '<' || scan->at + 1 == scan->end)
			fail(scan, scan->at, BREAKS_OFF);
		else if (scan->at[1] == '/')
			take_end(scan);
		else if (scan->at[1] != '!' && scan->at[1] != '?')
			return take_start(scan) ? XML_START : XML_FAILED;
		else
			skip_aside(scan);
		if (scan->fault_at)
			return XML_FAILED;
	}
}

enum xml_event xml_scan_next(struct xml_scan *scan)
{
	if (scan->fault_at)
		return XML_FAILED;
	if (scan->closing)
		return give_end(scan);
	if (!scan->depth)
		return next_outside(scan);
	if (!at_tag(scan)) {
		if (!take_text(scan))
			return XML_FAILED;
		if (scan->text.length)
			return XML_TEXT;
	}
	if (scan->at[1] != '/')
		return take_start(scan) ? XML_START : XML_FAILED;
	return take_end(scan) ? give_end(scan) : XML_FAILED;
}
