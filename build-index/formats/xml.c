/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml.h"

#include "xml_encoding.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
	struct xml_scan scan;
	const char *file;
	struct icd_pool *pool;
	struct icd_error *err;
	bool failed;
	struct interner names;   /* as texts with a NUL */
	struct icd_buffer value; /* of an attribute that is not written as it is meant, or a text with a NUL */
	/* How far lines were counted. */
	const char *counted;
	uint32_t line;
};

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

/* The line of a place in the file: places are mostly asked for in their order. */
static uint32_t line_at(struct xml *xml, const char *at)
{
	if (at < xml->counted) {
		xml->counted = xml->scan.start;
		xml->line = 1;
	}
	xml->line += count_lines(xml->counted, at);
	xml->counted = at;
	return xml->line;
}

/* Starts the scan of the text as UTF-8. */
static bool start_scan(struct xml *xml, const struct input *in)
{
	struct span text = {in->data, in->size}, encoding;
	if (xml_is_utf16(text)) {
		text = xml_from_utf16(text, xml->pool);
		xml_scan_start(&xml->scan, text);
		return true;
	}
	xml_scan_start(&xml->scan, text);
	encoding = xml->scan.encoding;
	if (xml_is_latin1(encoding))
		xml_scan_start(&xml->scan, xml_from_latin1(text, xml->pool));
	else if (encoding.length && !xml_is_utf8(encoding))
		return xml_fail(xml, 1, "the encoding \"%.*s\", UTF-8 was expected",
				encoding.length < 40 ? (int)encoding.length : 40, encoding.text);
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
	xml->line = 1;
	if (!start_scan(xml, in))
		return NULL;
	xml->counted = xml->scan.start;
	return xml;
}

void xml_close(struct xml *xml)
{
	if (!xml)
		return;
	xml_scan_free(&xml->scan);
	interner_free(&xml->names);
	icd_buffer_free(&xml->value);
}

enum xml_event xml_next(struct xml *xml)
{
	if (xml->failed)
		return XML_FAILED;
	enum xml_event event = xml_scan_next(&xml->scan);
	if (event == XML_FAILED)
		xml_fail(xml, line_at(xml, xml->scan.fault_at), "%s", xml->scan.fault);
	return event;
}

bool xml_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static bool is_blank_span(struct span span)
{
	while (span.length && strchr(" \t\r\n", *span.text) && *span.text) {
		span.text++;
		span.length--;
	}
	return !span.length;
}

enum xml_event xml_next_tag(struct xml *xml)
{
	enum xml_event event = xml_next(xml);
	if (event != XML_TEXT)
		return event;
	if (is_blank_span(xml->scan.text))
		return xml_next(xml);
	uint32_t line = xml_line(xml);
	const char *text = xml_chars(xml);
	while (strchr(" \t\r\n", *text))
		line += *text++ == '\n';
	xml_fail(xml, line, "text between elements, only elements were expected there");
	return XML_FAILED;
}

/* Adds a NUL behind what is in the buffer. */
static const char *text_of(struct icd_buffer *buffer)
{
	icd_put_byte(buffer, '\0');
	if (buffer->failed)
		out_of_memory();
	return (const char *)buffer->data;
}

static const char *span_text(struct xml *xml, struct span span)
{
	icd_buffer_clear(&xml->value);
	icd_put_bytes(&xml->value, span.text, span.length);
	return text_of(&xml->value);
}

const char *xml_name(struct xml *xml)
{
	return intern(&xml->names, span_text(xml, xml->scan.name));
}

bool xml_is(const struct xml *xml, const char *name)
{
	return span_is(xml->scan.name, name);
}

static struct span local_part(struct span name)
{
	const char *colon = memchr(name.text, ':', name.length);
	size_t prefix = colon ? (size_t)(colon + 1 - name.text) : 0;
	return (struct span){name.text + prefix, name.length - prefix};
}

struct span xml_local_name(const struct xml *xml)
{
	return local_part(xml->scan.name);
}

const char *xml_chars(struct xml *xml)
{
	return span_text(xml, xml->scan.text);
}

struct span xml_chars_span(const struct xml *xml)
{
	return xml->scan.text;
}

uint32_t xml_line(struct xml *xml)
{
	return line_at(xml, xml->scan.begins);
}

static struct span value_of(struct xml *xml, const struct xml_attribute *attribute)
{
	struct span value = xml_scan_value(attribute, &xml->value);
	if (xml->value.failed)
		out_of_memory();
	return value;
}

static const struct xml_attribute *find_attribute(const struct xml *xml, const char *name)
{
	for (size_t i = 0; i < xml->scan.attribute_count; i++) {
		if (span_is(xml->scan.attributes[i].name, name))
			return &xml->scan.attributes[i];
	}
	return NULL;
}

struct span xml_attribute_span(struct xml *xml, const char *name)
{
	const struct xml_attribute *attribute = find_attribute(xml, name);
	return attribute ? value_of(xml, attribute) : (struct span){"", 0};
}

static const char *copy_value(struct xml *xml, const struct xml_attribute *attribute)
{
	struct span value = value_of(xml, attribute);
	return need_text(xml->pool, value.text, value.length);
}

const char *xml_attribute(struct xml *xml, const char *name)
{
	const struct xml_attribute *attribute = xml->failed ? NULL : find_attribute(xml, name);
	return attribute ? copy_value(xml, attribute) : NULL;
}

/* xmlns="...", xmlns:x="...", which are no attributes to those who know namespaces. */
static bool declares_namespace(const struct xml_attribute *attribute)
{
	return span_is(attribute->name, "xmlns") || span_starts(attribute->name, "xmlns:");
}

const char *xml_prefixed_attribute(struct xml *xml, const char *name)
{
	for (size_t i = 0; i < xml->scan.attribute_count; i++) {
		const struct xml_attribute *attribute = &xml->scan.attributes[i];
		struct span local = local_part(attribute->name);
		if (local.length < attribute->name.length && span_is(local, name) && !declares_namespace(attribute))
			return copy_value(xml, attribute);
	}
	return NULL;
}

static bool is_one_of(struct span name, const char *const *names)
{
	while (*names && !span_is(name, *names))
		names++;
	return *names != NULL;
}

bool xml_only_attributes(struct xml *xml, const char *const *names)
{
	if (xml->failed)
		return false;
	for (size_t i = 0; i < xml->scan.attribute_count; i++) {
		struct span name = xml->scan.attributes[i].name;
		if (!is_one_of(name, names))
			return xml_fail(xml, xml_line(xml), "attribute \"%.*s\" of <%s>, %s%s%s was expected",
					name.length < 80 ? (int)name.length : 80, name.text, xml_name(xml),
					*names ? "\"" : "", *names ? *names : "none", *names ? "\"" : "");
	}
	return true;
}

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

static void put_span(struct icd_buffer *out, struct span span)
{
	icd_put_bytes(out, span.text, span.length);
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

static void put_attribute(struct xml *xml, const struct xml_attribute *attribute, struct icd_buffer *out)
{
	put(out, " ");
	put_span(out, attribute->name);
	put(out, "=\"");
	put_escaped(out, value_of(xml, attribute), "&<\"\t\r\n");
	put(out, "\"");
}

/* Namespaces are declared before the other attributes. */
static void put_start_tag(struct xml *xml, struct icd_buffer *out)
{
	put_span(out, xml->scan.name);
	for (int declares = 1; declares >= 0; declares--) {
		for (size_t i = 0; i < xml->scan.attribute_count; i++) {
			if (declares_namespace(&xml->scan.attributes[i]) == declares)
				put_attribute(xml, &xml->scan.attributes[i], out);
		}
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
	struct span element = xml->scan.name;
	const char *text = "";
	enum xml_event event = xml_next(xml);
	if (event == XML_TEXT) {
		text = need_text(xml->pool, xml->scan.text.text, xml->scan.text.length);
		event = xml_next(xml);
	}
	if (event == XML_START)
		xml_fail(xml, xml_line(xml), "<%s> in <%.*s>, only text was expected", xml_name(xml),
			 element.length < 80 ? (int)element.length : 80, element.text);
	return event == XML_END ? text : NULL;
}

/* Adds what an event stands for. */
static void put_event(struct xml *xml, enum xml_event event, struct icd_buffer *out)
{
	if (event == XML_TEXT) {
		escape_span(out, xml->scan.text);
		return;
	}
	put(out, event == XML_END ? "</" : "<");
	if (event == XML_END)
		put_span(out, xml->scan.name);
	else
		put_start_tag(xml, out);
	put(out, ">");
}

const char *xml_outer(struct xml *xml)
{
	struct icd_buffer out = {0};
	size_t top = xml->scan.depth;
	enum xml_event event = xml->failed ? XML_FAILED : XML_START;
	while (event != XML_FAILED) {
		put_event(xml, event, &out);
		if (event == XML_END && xml->scan.depth < top)
			break;
		event = xml_next(xml);
	}
	const char *text = event == XML_FAILED ? NULL : xml_take(xml, &out);
	icd_buffer_free(&out);
	return text;
}
