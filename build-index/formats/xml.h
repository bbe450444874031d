/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading an official XML file piece by piece, for the readers of the tabular list
 * and of the indexes. Builder only.
 *
 * Safe for files of unknown origin: nothing is fetched or expanded, a DOCTYPE is
 * refused, and so are nesting deeper than XML_DEPTH_MAX and tags longer than XML_TAG_MAX. Comments and processing
 * instructions are passed over. All texts are UTF-8 (of files in UTF-16 and ISO 8859-1 as well).
 *
 * Errors are reported once, as "name:line: what, what was expected", in the report
 * given to xml_open; from then on every call gives XML_FAILED, NULL or false.
 */
#ifndef ICD_BUILD_FORMATS_XML_H
#define ICD_BUILD_FORMATS_XML_H

#include "base/base.h"
#include "common/common.h"
#include "memory/buffer.h"
#include "lines.h"
#include "xml_scan.h"

#include <stdbool.h>
#include <stdint.h>

struct xml;

/* Once, before any file is read: memory that runs out ends the program. */
void xml_start(void);

/*
 * The text of an XML file from its root's start tag on: declaration, comments and white space before it are passed
 * over, a DOCTYPE with all it declares too. *doctype is the text from the DOCTYPE on, empty when there is none.
 */
struct span xml_root(struct span text, struct span *doctype);

/* `in`, `pool` and `err` must outlive the reader; texts it returns live in the pool
 * unless said otherwise. NULL and a report when it cannot start. */
struct xml *xml_open(const struct input *in, struct icd_pool *pool, struct icd_error *err);
void xml_close(struct xml *xml);

enum xml_event xml_next(struct xml *xml);
/* The next tag (or XML_DONE): white space is passed over, any other text is an error. */
enum xml_event xml_next_tag(struct xml *xml);

/* Of the event last given: the element's name (a start or an end), as long as the reader lives. */
const char *xml_name(const struct xml *xml);
bool xml_is(const struct xml *xml, const char *name);
/* The same without its prefix, in the file itself. */
const char *xml_local_name(const struct xml *xml);
/* Its text (XML_TEXT), until the next event. */
const char *xml_chars(const struct xml *xml);
struct span xml_chars_span(const struct xml *xml);
/* The line the tag or text starts on, from 1. */
uint32_t xml_line(const struct xml *xml);

/* After XML_START: the value of an attribute, NULL when it is not there. */
const char *xml_attribute(struct xml *xml, const char *name);
/* The same without a copy, until the next event; empty when it is not there. */
struct span xml_attribute_span(const struct xml *xml, const char *name);
/* The value of the attribute that has this name after a prefix, whatever prefix that is; NULL when it is not there. */
const char *xml_prefixed_attribute(struct xml *xml, const char *name);
/* After XML_START: an error when there are attributes other than these (NULL ends the list). */
bool xml_only_attributes(struct xml *xml, const char *const *names);
/* After XML_START: the start tag without its brackets, name and attributes escaped. */
const char *xml_start_tag(struct xml *xml);

/*
 * After XML_START, these take the element up to and including its end tag.
 * Text: what it holds, joined; an element within is an error.
 * Outer: it and all it holds, as XML.
 * XML given back has no comments, no CDATA and no empty-element tags, and equals the
 * original once both are canonical.
 */
const char *xml_text(struct xml *xml);
const char *xml_outer(struct xml *xml);

bool xml_has_failed(const struct xml *xml);
/* Reports an error at the line, unless there is one already. False, for `return`. */
bool xml_fail(struct xml *xml, uint32_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds a text with what XML gives a meaning (& < > and carriage return) escaped. */
void xml_escape(struct icd_buffer *out, const char *text);
/* The bytes of a buffer as a text in the pool; the buffer is emptied. NULL and a report
 * when memory ran out on the way. */
const char *xml_take(struct xml *xml, struct icd_buffer *buffer);
/* Nothing but white space? */
bool xml_blank(const char *text);

#endif
