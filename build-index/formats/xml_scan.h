/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tags and texts of an XML file that lies in memory, one after another. For xml.c, through which the readers
 * see them, and for read_xlsx.c, whose sheets have millions.
 *
 * A file is UTF-8 and well-formed by XML 1.0 (https://www.w3.org/TR/xml/), all of it, or there is a fault: the rules
 * that a document type would bring along, and those of namespaces, are not looked at. Nothing is expanded but
 * references to characters and the five entities that each file has, so that no text is longer than the file. Texts
 * are given where they stand, without a copy, unless something in them has to be read differently. Line ends are LF.
 */
#ifndef ICD_BUILD_FORMATS_XML_SCAN_H
#define ICD_BUILD_FORMATS_XML_SCAN_H

#include "common/common.h"
#include "memory/buffer.h"
#include "lines.h"

#include <stdbool.h>
#include <stddef.h>

#define XML_DEPTH_MAX      64    /* elements within each other */
#define XML_TAG_MAX        16384 /* bytes of a tag; the longest official one has 500 */
#define XML_ATTRIBUTES_MAX 256   /* of a tag: each is compared with all others */

enum xml_event {
	XML_FAILED, /* the report says why */
	XML_DONE,   /* after the root element */
	XML_START,  /* a start tag; <a/> gives a start and an end */
	XML_END,
	XML_TEXT, /* the whole text between two tags, white space and all; comments and the like are passed over */
};

struct xml_attribute {
	struct span name, value; /* the value as it is written, without its quotes ... */
	bool plain;              /* ... and it means what is written */
};

struct xml_scan {
	const char *start, *at, *end; /* of the file, and what was not read yet; a NUL stands at the end */
	struct span encoding;         /* that the file's declaration names, empty when it names none */
	/* Of the event last given. */
	const char *begins;
	struct span name;                                    /* of a start or an end, with its prefix */
	struct span text;                                    /* until the next event; no NUL behind it */
	struct xml_attribute attributes[XML_ATTRIBUTES_MAX]; /* of a start, as many as: */
	size_t attribute_count;

	struct span open[XML_DEPTH_MAX]; /* names of the elements that have begun, the outermost first */
	size_t depth;
	bool closing, rooted;     /* the start of an empty element was given, its end is due; there was a root */
	struct icd_buffer joined; /* a text that does not stand in the file as it is */
	char fault[400];          /* one sentence when the scan has failed ... */
	const char *fault_at;     /* ... and where */
};

/* Starts at the first byte, which may be those of a byte order mark; `text` has a NUL behind its end and outlives the scan. */
void xml_scan_start(struct xml_scan *scan, struct span text);
void xml_scan_free(struct xml_scan *scan);

/* From a failure on, every event is one. */
enum xml_event xml_scan_next(struct xml_scan *scan);

/* What the value of an attribute means; `buffer` is where it may be put together, and all it then holds. */
struct span xml_scan_value(const struct xml_attribute *attribute, struct icd_buffer *buffer);

#endif
