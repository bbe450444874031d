/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
	xmlTextReader *reader;
	const char *file;
	struct icd_pool *pool;
	struct icd_error *err;
	bool failed;
	char broken[400];     /* libxml2's first error, "" while there is none ... */
	uint32_t broken_line; /* ... and its line */
	const char *name;     /* of the event last given */
	uint32_t line;
	struct icd_buffer text; /* of XML_TEXT, NUL-terminated when given */
	uint32_t line_now;      /* the line after everything seen so far */
	uint32_t depth;
	bool waiting; /* the reader stands on a tag not given yet: text came first */
	bool closing; /* the start of an empty element was given, its end is due */
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

void xml_start(void)
{
	xmlMemSetup(free, take_memory, change_memory, copy_text);
	xmlInitParser();
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

/* libxml2's message, or ours where its own would puzzle a user. */
static const char *message_of(const xmlError *error)
{
	if (error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_DOCUMENT_EMPTY)
		return "the file breaks off or has something beside its root element";
	if (!error->message || !*error->message)
		return "broken XML";
	if (strstr(error->message, "not proper UTF-8"))
		return "bytes that are not UTF-8";
	const char *function = strncmp(error->message, "xmlParse", 8) == 0 ? strstr(error->message, ": ") : NULL;
	return function ? function + 2 : error->message;
}

/* The parser's own errors. It runs ahead of the events, so they are kept until it stops. */
#if LIBXML_VERSION >= 21200
static void keep_error(void *data, const xmlError *error)
#else
static void keep_error(void *data, xmlError *error)
#endif
{
	struct xml *xml = data;
	if (error->level < XML_ERR_ERROR || xml->broken[0])
		return;
	const char *message = message_of(error);
	size_t length = strcspn(message, "\n");
	if (length >= sizeof xml->broken)
		length = sizeof xml->broken - 1;
	memcpy(xml->broken, message, length);
	xml->broken[length] = '\0';
	xml->broken_line = error->line > 0 ? (uint32_t)error->line : 1;
}

static enum xml_event broken(struct xml *xml)
{
	xml_fail(xml, xml->broken[0] ? xml->broken_line : xml->line_now, "%s, well-formed XML was expected",
		 xml->broken[0] ? xml->broken : "broken XML");
	return XML_FAILED;
}

static bool refuse_doctype(struct xml *xml, uint32_t line)
{
	return xml_fail(xml, line, "a DOCTYPE, an official file without one was expected");
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
 * Looks for a DOCTYPE before the parser sees any of the file: its entities could
 * do harm before the reader tells of it. In an encoding this does not understand
 * (UTF-16) it is found as an event instead.
 */
static bool check_prolog(struct xml *xml, const struct input *in)
{
	struct line_cursor start = lines_of(in);
	struct span doctype;
	xml_root((struct span){start.at, (size_t)(start.end - start.at)}, &doctype);
	return !doctype.length || refuse_doctype(xml, 1 + count_lines(in->data, doctype.text));
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

/*
 * Looks for tags that are longer than any: the parser compares each attribute of a tag with all others of it, which in
 * a tag of a megabyte takes hours.
 */
static bool check_tags(struct xml *xml, const struct input *in)
{
	const char *end = in->data + in->size;
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
	xml->line = xml->line_now = 1;
	if (!check_prolog(xml, in) || !check_tags(xml, in))
		return NULL;
	xml->reader = xmlReaderForMemory(in->data, (int)in->size, NULL, NULL, XML_PARSE_NONET);
	if (!xml->reader) {
		xml_fail(xml, 1, "the XML parser cannot start, free memory was expected");
		return NULL;
	}
	xmlTextReaderSetStructuredErrorHandler(xml->reader, keep_error, xml);
	return xml;
}

void xml_close(struct xml *xml)
{
	if (!xml)
		return;
	xmlFreeTextReader(xml->reader);
	icd_buffer_free(&xml->text);
}

/*
 * libxml2 caps the line of an element at 65,535 and the indexes have five times as
 * many, so from there on the line ends that go by are counted.
 */
static void see_line(struct xml *xml)
{
	long line = xmlGetLineNo(xmlTextReaderCurrentNode(xml->reader));
	if (line > 0 && line < USHRT_MAX)
		xml->line_now = (uint32_t)line;
}

static const char *see_value(struct xml *xml)
{
	const char *value = (const char *)xmlTextReaderConstValue(xml->reader);
	if (!value)
		return "";
	xml->line_now += count_lines(value, value + strlen(value));
	return value;
}

static enum xml_event give_start(struct xml *xml)
{
	see_line(xml);
	xml->line = xml->line_now;
	xml->closing = xmlTextReaderIsEmptyElement(xml->reader) == 1;
	if (++xml->depth > XML_DEPTH_MAX) {
		xml_fail(xml, xml->line, "<%s> is nested %u deep, %u at most were expected", xml->name,
			 (unsigned)xml->depth, (unsigned)XML_DEPTH_MAX);
		return XML_FAILED;
	}
	return XML_START;
}

static enum xml_event give_end(struct xml *xml)
{
	xml->depth--;
	xml->closing = false;
	xml->line = xml->line_now;
	return XML_END;
}

static enum xml_event give_text(struct xml *xml, uint32_t line)
{
	xml->waiting = true;
	xml->line = line;
	icd_put_byte(&xml->text, '\0');
	if (!xml->text.failed)
		return XML_TEXT;
	xml_fail(xml, line, "a text too large for memory, a shorter one was expected");
	return XML_FAILED;
}

/* Moves the reader one node on; false at the end of the file and on errors. */
static bool step(struct xml *xml)
{
	if (xml->waiting) {
		xml->waiting = false;
		return true;
	}
	return xmlTextReaderRead(xml->reader) == 1;
}

enum xml_event xml_next(struct xml *xml)
{
	if (xml->failed)
		return XML_FAILED;
	if (xml->closing)
		return give_end(xml);
	icd_buffer_clear(&xml->text);
	uint32_t line = xml->line_now;
	while (step(xml)) {
		switch (xmlTextReaderNodeType(xml->reader)) {
		case XML_READER_TYPE_ELEMENT:
		case XML_READER_TYPE_END_ELEMENT:
			if (xml->text.size)
				return give_text(xml, line);
			xml->name = (const char *)xmlTextReaderConstName(xml->reader);
			if (xmlTextReaderNodeType(xml->reader) == XML_READER_TYPE_ELEMENT)
				return give_start(xml);
			return give_end(xml);
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: {
			const char *value = see_value(xml);
			icd_put_bytes(&xml->text, value, strlen(value));
			break;
		}
		case XML_READER_TYPE_DOCUMENT_TYPE:
			refuse_doctype(xml, xml->line_now);
			return XML_FAILED;
		default: /* comments and processing instructions */
			see_value(xml);
		}
	}
	if (xml->broken[0] || xmlTextReaderReadState(xml->reader) == XML_TEXTREADER_MODE_ERROR)
		return broken(xml);
	return xml->depth ? broken(xml) : XML_DONE;
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
	uint32_t line = xml->line;
	const char *text = xml_chars(xml);
	while (strchr(" \t\r\n", *text))
		line += *text++ == '\n';
	xml_fail(xml, line, "text between elements, only elements were expected there");
	return XML_FAILED;
}

const char *xml_name(const struct xml *xml)
{
	return xml->name;
}

bool xml_is(const struct xml *xml, const char *name)
{
	return strcmp(xml->name, name) == 0;
}

const char *xml_chars(const struct xml *xml)
{
	return (const char *)xml->text.data;
}

uint32_t xml_line(const struct xml *xml)
{
	return xml->line;
}

const char *xml_attribute(struct xml *xml, const char *name)
{
	if (xml->failed)
		return NULL;
	xmlChar *value = xmlTextReaderGetAttribute(xml->reader, (const xmlChar *)name);
	if (!value)
		return NULL;
	const char *copy = need_text(xml->pool, (const char *)value, strlen((const char *)value));
	xmlFree(value);
	return copy;
}

const char *xml_prefixed_attribute(struct xml *xml, const char *name)
{
	const char *found = NULL;
	while (!found && xmlTextReaderMoveToNextAttribute(xml->reader) == 1) {
		const char *local = (const char *)xmlTextReaderConstLocalName(xml->reader);
		const char *value = (const char *)xmlTextReaderConstValue(xml->reader);
		if (xmlTextReaderConstPrefix(xml->reader) && strcmp(local, name) == 0 && value)
			found = need_text(xml->pool, value, strlen(value));
	}
	xmlTextReaderMoveToElement(xml->reader);
	return found;
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
	bool good = true;
	while (good && xmlTextReaderMoveToNextAttribute(xml->reader) == 1) {
		const char *name = (const char *)xmlTextReaderConstName(xml->reader);
		if (is_one_of(name, names))
			continue;
		good = xml_fail(xml, xml->line, "attribute \"%s\" of <%s>, %s%s%s was expected", name, xml->name,
				*names ? "\"" : "", *names ? *names : "none", *names ? "\"" : "");
	}
	xmlTextReaderMoveToElement(xml->reader);
	return good;
}

static void put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

static void put_escaped(struct icd_buffer *out, const char *text, const char *special)
{
	static const char *const named[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;"};

	for (;;) {
		size_t plain = strcspn(text, special);
		icd_put_bytes(out, text, plain);
		text += plain;
		if (!*text)
			return;
		unsigned char c = (unsigned char)*text++;
		char number[8];
		snprintf(number, sizeof number, "&#%u;", c);
		put(out, named[c] ? named[c] : number);
	}
}

void xml_escape(struct icd_buffer *out, const char *text)
{
	put_escaped(out, text, "&<>\r");
}

static void put_start_tag(struct xml *xml, struct icd_buffer *out)
{
	put(out, xml->name);
	while (xmlTextReaderMoveToNextAttribute(xml->reader) == 1) {
		const char *value = (const char *)xmlTextReaderConstValue(xml->reader);
		put(out, " ");
		put(out, (const char *)xmlTextReaderConstName(xml->reader));
		put(out, "=\"");
		put_escaped(out, value ? value : "", "&<\"\t\r\n");
		put(out, "\"");
	}
	xmlTextReaderMoveToElement(xml->reader);
}

const char *xml_take(struct xml *xml, struct icd_buffer *buffer)
{
	if (buffer->failed) {
		xml_fail(xml, xml->line, "a text too large for memory, a shorter one was expected");
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
	const char *element = xml->name;
	const char *text = "";
	enum xml_event event = xml_next(xml);
	if (event == XML_TEXT) {
		text = need_text(xml->pool, xml_chars(xml), strlen(xml_chars(xml)));
		event = xml_next(xml);
	}
	if (event == XML_START)
		xml_fail(xml, xml->line, "<%s> in <%s>, only text was expected", xml->name, element);
	return event == XML_END ? text : NULL;
}

const char *xml_outer(struct xml *xml)
{
	struct icd_buffer out = {0};
	uint32_t top = xml->depth;
	enum xml_event event = xml->failed ? XML_FAILED : XML_START;
	while (event != XML_FAILED) {
		if (event == XML_TEXT) {
			xml_escape(&out, xml_chars(xml));
		} else {
			put(&out, event == XML_END ? "</" : "<");
			if (event == XML_END)
				put(&out, xml->name);
			else
				put_start_tag(xml, &out);
			put(&out, ">");
		}
		if (event == XML_END && xml->depth < top)
			break;
		event = xml_next(xml);
	}
	const char *text = event == XML_FAILED ? NULL : xml_take(xml, &out);
	icd_buffer_free(&out);
	return text;
}
