/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An XML file as libxml2's own reader tells of it, node by node, beside what formats/xml.h makes of what the parser calls
 * back with. Tests only. Where both take a file, they must say the same of it. One that ours takes may be refused for its
 * namespaces; one that libxml2 takes may be refused by ours for what xml.h says it refuses.
 */
#ifndef ICD_SUPPORT_XML_TWIN_H
#define ICD_SUPPORT_XML_TWIN_H

#include "formats/xml.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <string.h>

static inline void twin_put(struct icd_buffer *out, const char *text)
{
	icd_put_bytes(out, text, strlen(text));
}

/* An attribute as xml_start_tag writes it. */
static inline void twin_put_attribute(struct icd_buffer *out, xmlTextReader *reader)
{
	const char *value = (const char *)xmlTextReaderConstValue(reader);
	twin_put(out, " ");
	twin_put(out, (const char *)xmlTextReaderConstName(reader));
	twin_put(out, "=\"");
	for (; value && *value; value++) {
		char number[8];
		snprintf(number, sizeof number, strchr("\t\r\n\"", *value) ? "&#%d;" : "%c", *value);
		twin_put(out, *value == '&' ? "&amp;" : *value == '<' ? "&lt;" : number);
	}
	twin_put(out, "\"");
}

static inline void twin_put_start(struct icd_buffer *out, xmlTextReader *reader)
{
	char name[512];
	bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
	snprintf(name, sizeof name, "%s", (const char *)xmlTextReaderConstName(reader));
	twin_put(out, "<");
	twin_put(out, name);
	while (xmlTextReaderMoveToNextAttribute(reader) == 1)
		twin_put_attribute(out, reader);
	twin_put(out, empty ? "></" : ">");
	twin_put(out, empty ? name : "");
	twin_put(out, empty ? ">" : "");
}

struct twin_error {
	bool namespaces; /* what is said is of those */
	bool any, doctype;
};

static inline void twin_keep_error(void *context, xmlError *error)
{
	struct twin_error *twin = context;
	if (error->level < XML_ERR_ERROR || twin->any)
		return;
	twin->any = true;
	twin->namespaces = error->domain == XML_FROM_NAMESPACE;
}

/* What libxml2 reads, as text; texts are as long as they are between tags. */
static inline bool twin_read(const struct input *in, struct icd_buffer *out, struct twin_error *error)
{
	xmlTextReader *reader = xmlReaderForMemory(in->data, (int)in->size, NULL, NULL, XML_PARSE_NONET);
	xmlTextReaderSetStructuredErrorHandler(reader, (xmlStructuredErrorFunc)twin_keep_error, error);
	int read;
	while ((read = xmlTextReaderRead(reader)) == 1) {
		const char *value = (const char *)xmlTextReaderConstValue(reader);
		switch (xmlTextReaderNodeType(reader)) {
		case XML_READER_TYPE_ELEMENT:
			twin_put_start(out, reader);
			break;
		case XML_READER_TYPE_END_ELEMENT:
			twin_put(out, "</");
			twin_put(out, (const char *)xmlTextReaderConstName(reader));
			twin_put(out, ">");
			break;
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			twin_put(out, value ? value : "");
			break;
		case XML_READER_TYPE_DOCUMENT_TYPE:
			error->doctype = true;
			break;
		default:
			break;
		}
	}
	xmlFreeTextReader(reader);
	return read == 0 && !error->any;
}

static inline bool twin_read_ours(const struct input *in, struct icd_buffer *out, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct xml *xml = xml_open(in, &pool, err);
	enum xml_event event = XML_FAILED;
	while (xml && (event = xml_next(xml)) != XML_DONE && event != XML_FAILED) {
		twin_put(out, event == XML_TEXT ? "" : event == XML_END ? "</" : "<");
		twin_put(out, event == XML_TEXT  ? xml_chars(xml)
			      : event == XML_END ? xml_name(xml)
						 : xml_start_tag(xml));
		twin_put(out, event == XML_TEXT ? "" : ">");
	}
	xml_close(xml);
	icd_pool_free(&pool);
	return event == XML_DONE;
}

/* Refusals of ours that are beyond XML itself. */
static inline bool twin_is_limit(const char *sentence)
{
	static const char *const limits[] = {"deep, ", "a tag of ", "a DOCTYPE", "a file of "};
	bool found = false;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		found |= strstr(sentence, limits[i]) != NULL;
	return found;
}

/* NULL, or what the two do not agree in; `told` is then what each says. */
static inline const char *twin_difference(const struct input *in, char *told, size_t size)
{
	struct icd_buffer theirs = {0}, ours = {0};
	struct twin_error error = {0};
	struct icd_error err = {.text = ""};
	bool they_do = twin_read(in, &theirs, &error), we_do = twin_read_ours(in, &ours, &err);
	const char *difference = NULL;
	icd_put_byte(&theirs, '\0');
	icd_put_byte(&ours, '\0');
	if (they_do && we_do && (ours.size != theirs.size || memcmp(ours.data, theirs.data, ours.size) != 0))
		difference = "both read it, and not alike";
	else if (they_do && !error.doctype && !we_do && !twin_is_limit(err.text))
		difference = "libxml2 reads it alone";
	else if (we_do && !they_do && !error.namespaces)
		difference = "ours reads it alone";
	snprintf(told, size, "libxml2: %.300s\nours: %.300s\n%.300s", (const char *)theirs.data,
		 (const char *)ours.data, err.text);
	icd_buffer_free(&theirs);
	icd_buffer_free(&ours);
	return difference;
}

#endif
