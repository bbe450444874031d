/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml_scan.h"

#include <libxml/parser.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PART 32768 /* bytes of the file that the parser is given at a time */

/* Texts and values stand in `bytes`, which moves when it grows: they are told by where they begin. */
struct item {
	enum xml_event event;
	uint32_t line;
	const char *name;    /* of a tag, the parser's own copy */
	size_t from, length; /* of a text: bytes; of a start: its attributes */
};

struct value {
	const char *name;
	size_t from, length;
};

struct xml_scan {
	xmlParserCtxt *parser;
	const char *at, *end; /* of the file, what the parser was not given yet */
	bool ended;           /* it was told that there is no more */

	struct item *items; /* what it called back with, those before `next` were given */
	size_t next, count, capacity;
	struct value *values;
	size_t value_count, value_capacity;
	struct icd_buffer bytes;
	size_t text_from;   /* what stands behind it in `bytes` is a text whose end is not seen yet */
	uint32_t text_line; /* and begins on this line */

	uint32_t line; /* behind everything that the parser has told */
	size_t depth, given_depth;
	bool rooted; /* an element has begun */
	struct item given;
	char fault[400];
	uint32_t fault_line;
};

/* ---- faults ---- */

__attribute__((format(printf, 3, 4))) static void fail(struct xml_scan *scan, uint32_t line, const char *format, ...)
{
	va_list args;
	if (scan->fault[0])
		return;
	scan->fault_line = line;
	va_start(args, format);
	vsnprintf(scan->fault, sizeof scan->fault, format, args);
	va_end(args);
	if (scan->parser)
		xmlStopParser(scan->parser);
}

static const char breaks_off[] = "the file breaks off or has something beside its root element";

/* libxml2's message, or ours where its own would puzzle a user. */
static const char *message_of(const xmlError *error)
{
	if (error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_DOCUMENT_EMPTY)
		return breaks_off;
	if (!error->message || !*error->message)
		return "broken XML";
	if (strstr(error->message, "not proper UTF-8"))
		return "bytes that are not UTF-8";
	const char *function = strncmp(error->message, "xmlParse", 8) == 0 ? strstr(error->message, ": ") : NULL;
	return function ? function + 2 : error->message;
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
	if (error->level < XML_ERR_ERROR || error->domain == XML_FROM_NAMESPACE)
		return;
	const char *message = message_of(error);
	fail(context, error->line > 0 ? (uint32_t)error->line : 1, "%.*s, well-formed XML was expected",
	     (int)strcspn(message, "\n"), message);
}

/* ---- what the parser calls back with ---- */

static size_t keep_bytes(struct xml_scan *scan, const char *bytes, size_t size)
{
	size_t from = scan->bytes.size;
	icd_put_bytes(&scan->bytes, bytes, size);
	if (scan->bytes.failed)
		out_of_memory();
	return from;
}

static void see_line(struct xml_scan *scan)
{
	if (scan->parser->input)
		scan->line = (uint32_t)scan->parser->input->line;
}

static struct item *add_item(struct xml_scan *scan, enum xml_event event, uint32_t line)
{
	if (!icd_array_room(&scan->items, scan->count, &scan->capacity, sizeof *scan->items))
		out_of_memory();
	struct item *item = &scan->items[scan->count++];
	*item = (struct item){.event = event, .line = line};
	return item;
}

/* A tag ends the text before it. */
static void end_text(struct xml_scan *scan)
{
	size_t length = scan->bytes.size - scan->text_from;
	if (!length)
		return;
	struct item *item = add_item(scan, XML_TEXT, scan->text_line);
	item->from = scan->text_from;
	item->length = length;
	keep_bytes(scan, "", 1);
	scan->text_from = scan->bytes.size;
}

static const char *name_of(struct xml_scan *scan, const xmlChar *prefix, const xmlChar *name)
{
	if (!prefix)
		return (const char *)name;
	const xmlChar *whole = xmlDictQLookup(scan->parser->dict, prefix, name);
	if (!whole)
		out_of_memory();
	return (const char *)whole;
}

static void add_value(struct xml_scan *scan, const char *name, const xmlChar *value, size_t length)
{
	if (!icd_array_room(&scan->values, scan->value_count, &scan->value_capacity, sizeof *scan->values))
		out_of_memory();
	size_t from = keep_bytes(scan, (const char *)value, length);
	keep_bytes(scan, "", 1);
	scan->values[scan->value_count++] = (struct value){name, from, length};
}

static void add_values(struct xml_scan *scan, int namespaces, const xmlChar **declared, int count,
		       const xmlChar **attributes)
{
	for (const xmlChar **at = declared; at < declared + 2 * namespaces; at += 2) {
		const xmlChar *value = at[1] ? at[1] : (const xmlChar *)"";
		add_value(scan, at[0] ? name_of(scan, (const xmlChar *)"xmlns", at[0]) : "xmlns", value,
			  strlen((const char *)value));
	}
	/* Of each: its name, prefix, namespace, and where its value begins and ends. */
	for (const xmlChar **at = attributes; at < attributes + 5 * count; at += 5)
		add_value(scan, name_of(scan, at[1], at[0]), at[3], (size_t)(at[4] - at[3]));
	scan->text_from = scan->bytes.size;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *namespace,
		     int namespaces, const xmlChar **declared, int count, int defaulted, const xmlChar **attributes)
{
	struct xml_scan *scan = context;
	(void)namespace;
	(void)defaulted; /* only a DOCTYPE brings such */
	end_text(scan);
	if (++scan->depth > XML_DEPTH_MAX)
		fail(scan, scan->line, "<%.80s> is nested %zu deep, %d at most were expected",
		     name_of(scan, prefix, name), scan->depth, XML_DEPTH_MAX);
	if (namespaces + count > XML_ATTRIBUTES_MAX)
		fail(scan, scan->line, "a tag of more than %d attributes, fewer were expected", XML_ATTRIBUTES_MAX);
	if (scan->fault[0])
		return;
	scan->rooted = true;
	struct item *item = add_item(scan, XML_START, scan->line);
	item->name = name_of(scan, prefix, name);
	item->from = scan->value_count;
	item->length = (size_t)namespaces + (size_t)count;
	add_values(scan, namespaces, declared, count, attributes);
	see_line(scan);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *namespace)
{
	struct xml_scan *scan = context;
	(void)namespace;
	end_text(scan);
	scan->depth--;
	add_item(scan, XML_END, scan->line)->name = name_of(scan, prefix, name);
	see_line(scan);
}

/* Texts come in pieces. */
static void on_text(void *context, const xmlChar *text, int length)
{
	struct xml_scan *scan = context;
	if (scan->bytes.size == scan->text_from)
		scan->text_line = scan->line;
	keep_bytes(scan, (const char *)text, (size_t)length);
	see_line(scan);
}

static void on_comment(void *context, const xmlChar *text)
{
	(void)text;
	see_line(context);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	(void)target;
	(void)data;
	see_line(context);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
	struct xml_scan *scan = context;
	(void)name;
	(void)public;
	(void)system;
	fail(scan, scan->line, "a DOCTYPE, an official file without one was expected");
}

/* ---- the scan ---- */

struct xml_scan *xml_scan_new(struct span text)
{
	static const int first = 4; /* bytes, by which the parser knows the encoding */
	xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
				 .startElementNs = on_start,
				 .endElementNs = on_end,
				 .characters = on_text,
				 .ignorableWhitespace = on_text,
				 .cdataBlock = on_text,
				 .comment = on_comment,
				 .processingInstruction = on_instruction,
				 .internalSubset = on_doctype,
				 .serror = on_error};
	struct xml_scan *scan = calloc(1, sizeof *scan);
	if (!scan)
		out_of_memory();
	*scan = (struct xml_scan){.at = text.text, .end = text.text + text.length, .line = 1};
	int given = text.length < (size_t)first ? 0 : first;
	scan->parser = xmlCreatePushParserCtxt(&handler, scan, text.text, given, NULL);
	if (!scan->parser)
		out_of_memory();
	scan->at += given;
	xmlCtxtUseOptions(scan->parser, XML_PARSE_NONET);
	return scan;
}

void xml_scan_free(struct xml_scan *scan)
{
	if (!scan)
		return;
	xmlFreeParserCtxt(scan->parser);
	icd_buffer_free(&scan->bytes);
	free(scan->items);
	free(scan->values);
	free(scan);
}

/* Gives the parser the next part of the file, once all that it told of the last one was given. */
static void feed(struct xml_scan *scan)
{
	size_t left = (size_t)(scan->end - scan->at), size = left < PART ? left : PART;
	size_t unfinished = scan->bytes.size - scan->text_from;
	if (unfinished)
		memmove(scan->bytes.data, scan->bytes.data + scan->text_from, unfinished);
	scan->bytes.size = unfinished;
	scan->text_from = 0;
	scan->next = scan->count = scan->value_count = 0;
	scan->ended = !size;
	int status = xmlParseChunk(scan->parser, scan->at, (int)size, scan->ended);
	scan->at += size;
	if (status == XML_ERR_INVALID_ENCODING || status == XML_PARSER_EOF)
		fail(scan, scan->line, "bytes that are not of the encoding declared, well-formed XML was expected");
	/* Of a file whose encoding ends in the middle of a character the parser says nothing. */
	if (scan->ended && (scan->depth || !scan->rooted || !scan->parser->wellFormed))
		fail(scan, scan->line, "%s, well-formed XML was expected", breaks_off);
}

enum xml_event xml_scan_next(struct xml_scan *scan)
{
	while (scan->next == scan->count && !scan->ended && !scan->fault[0])
		feed(scan);
	if (scan->next < scan->count)
		scan->given = scan->items[scan->next++];
	else
		scan->given = (struct item){.event = scan->fault[0] ? XML_FAILED : XML_DONE};
	if (scan->given.event == XML_START)
		scan->given_depth++;
	else if (scan->given.event == XML_END)
		scan->given_depth--;
	return scan->given.event;
}

/* ---- the event last given ---- */

const char *xml_scan_name(const struct xml_scan *scan)
{
	return scan->given.name;
}

static struct span bytes_of(const struct xml_scan *scan, size_t from, size_t length)
{
	return (struct span){(const char *)scan->bytes.data + from, length};
}

struct span xml_scan_text(const struct xml_scan *scan)
{
	return bytes_of(scan, scan->given.from, scan->given.length);
}

size_t xml_scan_attributes(const struct xml_scan *scan)
{
	return scan->given.event == XML_START ? scan->given.length : 0;
}

struct xml_attribute xml_scan_attribute(const struct xml_scan *scan, size_t number)
{
	const struct value *value = &scan->values[scan->given.from + number];
	return (struct xml_attribute){value->name, bytes_of(scan, value->from, value->length)};
}

uint32_t xml_scan_line(const struct xml_scan *scan)
{
	return scan->given.event == XML_FAILED ? scan->fault_line : scan->given.line;
}

size_t xml_scan_depth(const struct xml_scan *scan)
{
	return scan->given_depth;
}

const char *xml_scan_fault(const struct xml_scan *scan)
{
	return scan->fault;
}
