/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
	struct xml_scan *scan;
	const char *file;
	struct icd_pool *pool;
	struct icd_error *err;
	bool failed;
};

/* ---- memory ---- */

static void *memory_or_end(void *memory)
{
	if (!memory)
		out_of_memory();
	return memory;
}

static void *take_memory(size_t size)
{
	return memory_or_end(malloc(size ? size : 1));
}

static void *change_memory(void *memory, size_t size)
{
	return memory_or_end(realloc(memory, size ? size : 1));
}

static char *copy_text(const char *text)
{
	return memory_or_end(strdup(text));
}

static void say_nothing(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

void xml_start(void)
{
	xmlMemSetup(free, take_memory, change_memory, copy_text);
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, say_nothing); /* what is wrong with a file is said in its report */
}

/* ---- errors ---- */

bool xml_has_failed(const struct xml *xml)
{
	return xml->failed;
}

bool xml_fail(struct xml *xml, uint32_t line, const char *format, ...)
{
	if (xml->failed)
		return false;
	xml->failed = true;
	char what[sizeof xml->err->text];
	va_list args;
	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return icd_fail(xml->err, "%s:%u: %s", xml->file, (unsigned)line, what);
}

static uint32_t count_lines(const char *from, const char *to)
{
	uint32_t lines = 0;
	while ((from = memchr(from, '\n', (size_t)(to - from)))) {
		lines++;
		from++;
	}
	return lines;
}

/* What comes after a document type with the declarations it may hold. */
static struct span after_doctype(struct span span)
{
	int depth = 0;
	for (size_t i = 0; i < span.length; i++) {
		char c = span.text[i];
		depth += (c == '[') - (c == ']');
		if (c == '>' && depth <= 0)
			return (struct span){span.text + i + 1, span.length - i - 1};
	}
	return (struct span){span.text + span.length, 0};
}

struct span xml_root(struct span text, struct span *doctype)
{
	*doctype = (struct span){text.text, 0};
	for (;;) {
		text = trim(text);
		if (span_starts(text, "<?")) {
			text = span_after(text, "?>");
		} else if (span_starts(text, "<!--")) {
			text = span_after(text, "-->");
		} else if (span_starts(text, "<!DOCTYPE")) {
			*doctype = text;
			text = after_doctype(text);
		} else {
			return text;
		}
	}
}

/*
 * Looks for a DOCTYPE before the parser sees any of the file. In an encoding this does not understand (UTF-16) the scan
 * finds it.
 */
static bool check_prolog(struct xml *xml, const struct input *in)
{
	struct line_cursor start = lines_of(in);
	struct span doctype;
	xml_root((struct span){start.at, (size_t)(start.end - start.at)}, &doctype);
	return !doctype.length || xml_fail(xml, 1 + count_lines(in->data, doctype.text),
					   "a DOCTYPE, an official file without one was expected");
}

/* Where what begins at `at` with "<" ends, behind its last byte; `end` when it does not. */
static const char *after_markup(const char *at, const char *end)
{
	static const struct {
		const char *start, *stop;
	} kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
	char quote = '\0';
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i].start);
		if ((size_t)(end - at) < length || memcmp(at, kinds[i].start, length) != 0)
			continue;
		const char *stop =
			memmem(at + length, (size_t)(end - at) - length, kinds[i].stop, strlen(kinds[i].stop));
		return stop ? stop + strlen(kinds[i].stop) : end;
	}
	for (at++; at < end && (quote || *at != '>'); at++) {
		if (*at == quote)
			quote = '\0';
		else if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
	}
	return at < end ? at + 1 : end;
}

/* Is there nowhere so much between one "<" and the next, or the end, that it may be too long a tag? The parser goes on
 * from no "<" within a tag. */
static bool has_short_tags(const struct input *in)
{
	const char *at = in->data, *end = in->data + in->size;
	for (const char *next; at < end; at = next + 1) {
		next = memchr(at, '<', (size_t)(end - at));
		next = next ? next : end;
		if (next - at >= XML_TAG_MAX)
			return false;
	}
	return true;
}

/*
 * Looks for tags that are longer than any: the parser compares each attribute of a tag with all others of it, which in
 * a tag of a megabyte takes hours.
 */
static bool check_tags(struct xml *xml, const struct input *in)
{
	const char *end = in->data + in->size;
	if (has_short_tags(in))
		return true;
	for (const char *at = in->data; (at = memchr(at, '<', (size_t)(end - at)));) {
		const char *next = after_markup(at, end);
		bool tag = at + 1 < end && at[1] != '!' && at[1] != '?';
		if (tag && next - at > XML_TAG_MAX)
			return xml_fail(xml, 1 + count_lines(in->data, at),
					"a tag of %zu bytes, %d at most were expected", (size_t)(next - at),
					XML_TAG_MAX);
		at = next;
	}
	return true;
}

struct xml *xml_open(const struct input *in, struct icd_pool *pool, struct icd_error *err)
{
	if (in->size == 0 || in->size > INT_MAX) {
		icd_fail(err, "%s:1: a file of %zu bytes, an XML file of 1 byte to 2 GiB was expected", in->name,
			 in->size);
		return NULL;
	}
	struct xml *xml = need(pool, 1, sizeof *xml);
	xml->file = in->name;
	xml->pool = pool;
	xml->err = err;
	if (!check_prolog(xml, in) || !check_tags(xml, in))
		return NULL;
	xml->scan = xml_scan_new((struct span){in->data, in->size});
	return xml;
}

void xml_close(struct xml *xml)
{
	if (xml)
		xml_scan_free(xml->scan);
}

enum xml_event xml_next(struct xml *xml)
{
	if (xml->failed)
		return XML_FAILED;
	enum xml_event event = xml_scan_next(xml->scan);
	if (event == XML_FAILED)
		xml_fail(xml, xml_scan_line(xml->scan), "%s", xml_scan_fault(xml->scan));
	return event;
}

bool xml_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

enum xml_event xml_next_tag(struct xml *xml)
{
	enum xml_event event = xml_next(xml);
	if (event != XML_TEXT)
		return event;
	if (xml_blank(xml_chars(xml)))
		return xml_next(xml);
	uint32_t line = xml_line(xml);
	const char *text = xml_chars(xml);
	while (strchr(" \t\r\n", *text))
		line += *text++ == '\n';
	xml_fail(xml, line, "text between elements, only elements were expected there");
	return XML_FAILED;
}

const char *xml_name(const struct xml *xml)
{
	return xml_scan_name(xml->scan);
}

bool xml_is(const struct xml *xml, const char *name)
{
	return strcmp(xml_name(xml), name) == 0;
}

static const char *local_part(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

const char *xml_local_name(const struct xml *xml)
{
	return local_part(xml_name(xml));
}

const char *xml_chars(const struct xml *xml)
{
	return xml_scan_text(xml->scan).text;
}

struct span xml_chars_span(const struct xml *xml)
{
	return xml_scan_text(xml->scan);
}

uint32_t xml_line(const struct xml *xml)
{
	return xml_scan_line(xml->scan);
}

static bool find_attribute(const struct xml *xml, const char *name, struct xml_attribute *out)
{
	for (size_t i = 0; i < xml_scan_attributes(xml->scan); i++) {
		*out = xml_scan_attribute(xml->scan, i);
		if (strcmp(out->name, name) == 0)
			return true;
	}
	return false;
}

struct span xml_attribute_span(const struct xml *xml, const char *name)
{
	struct xml_attribute attribute;
	return find_attribute(xml, name, &attribute) ? attribute.value : (struct span){"", 0};
}

const char *xml_attribute(struct xml *xml, const char *name)
{
	struct xml_attribute attribute;
	return !xml->failed && find_attribute(xml, name, &attribute)
		       ? need_text(xml->pool, attribute.value.text, attribute.value.length)
		       : NULL;
}

/* xmlns="...", xmlns:x="...", which are no attributes to those who know namespaces. */
static bool declares_namespace(const char *name)
{
	return strncmp(name, "xmlns", 5) == 0 && (!name[5] || name[5] == ':');
}

const char *xml_prefixed_attribute(struct xml *xml, const char *name)
{
	for (size_t i = 0; i < xml_scan_attributes(xml->scan); i++) {
		struct xml_attribute attribute = xml_scan_attribute(xml->scan, i);
		const char *local = local_part(attribute.name);
		if (local > attribute.name && strcmp(local, name) == 0 && !declares_namespace(attribute.name))
			return need_text(xml->pool, attribute.value.text, attribute.value.length);
	}
	return NULL;
}

static bool is_one_of(const char *name, const char *const *names)
{
	while (*names && strcmp(name, *names) != 0)
		names++;
	return *names != NULL;
}

bool xml_only_attributes(struct xml *xml, const char *const *names)
{
	if (xml->failed)
		return false;
	for (size_t i = 0; i < xml_scan_attributes(xml->scan); i++) {
		const char *name = xml_scan_attribute(xml->scan, i).name;
		if (!is_one_of(name, names))
			return xml_fail(xml, xml_line(xml), "attribute \"%.80s\" of <%s>, %s%s%s was expected", name,
					xml_name(xml), *names ? "\"" : "", *names ? *names : "none",
					*names ? "\"" : "");
	}
	return true;
}

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

static void put_escaped(struct icd_buffer *out, struct span text, const char *special)
{
	static const char *const named[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;"};
	const char *at = text.text, *end = at + text.length;
	for (;;) {
		const char *plain = at;
		while (at < end && !strchr(special, *at))
			at++;
		icd_put_bytes(out, plain, (size_t)(at - plain));
		if (at == end)
			return;
		unsigned char c = (unsigned char)*at++;
		char number[8];
		snprintf(number, sizeof number, "&#%u;", c);
		put(out, named[c] ? named[c] : number);
	}
}

static void escape_span(struct icd_buffer *out, struct span text)
{
	put_escaped(out, text, "&<>\r");
}

void xml_escape(struct icd_buffer *out, const char *text)
{
	escape_span(out, (struct span){text, strlen(text)});
}

static void put_start_tag(const struct xml *xml, struct icd_buffer *out)
{
	put(out, xml_name(xml));
	for (size_t i = 0; i < xml_scan_attributes(xml->scan); i++) {
		struct xml_attribute attribute = xml_scan_attribute(xml->scan, i);
		put(out, " ");
		put(out, attribute.name);
		put(out, "=\"");
		put_escaped(out, attribute.value, "&<\"\t\r\n");
		put(out, "\"");
	}
}

const char *xml_take(struct xml *xml, struct icd_buffer *buffer)
{
	if (buffer->failed) {
		xml_fail(xml, xml_line(xml), "a text too large for memory, a shorter one was expected");
		return NULL;
	}
	const char *text = need_text(xml->pool, (const char *)buffer->data, buffer->size);
	icd_buffer_clear(buffer);
	return text;
}

const char *xml_start_tag(struct xml *xml)
{
	if (xml->failed)
		return NULL;
	struct icd_buffer tag = {0};
	put_start_tag(xml, &tag);
	const char *text = xml_take(xml, &tag);
	icd_buffer_free(&tag);
	return text;
}

const char *xml_text(struct xml *xml)
{
	const char *element = xml_name(xml);
	const char *text = "";
	enum xml_event event = xml_next(xml);
	if (event == XML_TEXT) {
		text = need_text(xml->pool, xml_chars_span(xml).text, xml_chars_span(xml).length);
		event = xml_next(xml);
	}
	if (event == XML_START)
		xml_fail(xml, xml_line(xml), "<%s> in <%s>, only text was expected", xml_name(xml), element);
	return event == XML_END ? text : NULL;
}

/* Adds what an event stands for. */
static void put_event(const struct xml *xml, enum xml_event event, struct icd_buffer *out)
{
	if (event == XML_TEXT) {
		escape_span(out, xml_chars_span(xml));
		return;
	}
	put(out, event == XML_END ? "</" : "<");
	if (event == XML_END)
		put(out, xml_name(xml));
	else
		put_start_tag(xml, out);
	put(out, ">");
}

const char *xml_outer(struct xml *xml)
{
	struct icd_buffer out = {0};
	size_t top = xml_scan_depth(xml->scan);
	enum xml_event event = xml->failed ? XML_FAILED : XML_START;
	while (event != XML_FAILED) {
		put_event(xml, event, &out);
		if (event == XML_END && xml_scan_depth(xml->scan) < top)
			break;
		event = xml_next(xml);
	}
	const char *text = event == XML_FAILED ? NULL : xml_take(xml, &out);
	icd_buffer_free(&out);
	return text;
}
