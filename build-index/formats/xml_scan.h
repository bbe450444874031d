/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tags and texts of an XML file that lies in memory, one after another, as libxml2 tells of them: a part of the file
 * is given to its parser, and what that calls back with is kept until it is asked for. No tree is made. For xml.c,
 * through which the readers see them.
 *
 * A DOCTYPE is refused, so that nothing is expanded but references to characters and the five entities that each file
 * has. What libxml2 says of namespaces alone is passed over: files without them are read as well.
 */
#ifndef ICD_BUILD_FORMATS_XML_SCAN_H
#define ICD_BUILD_FORMATS_XML_SCAN_H

#include "common/common.h"
#include "memory/buffer.h"
#include "lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* Each text and value has a NUL behind it. */
struct xml_attribute {
	const char *name; /* with its prefix; declarations of namespaces stand before the others */
	struct span value;
};

struct xml_scan;

/* Starts at the first byte, which may be those of a byte order mark; `text` outlives the scan. Never NULL. */
struct xml_scan *xml_scan_new(struct span text);
void xml_scan_free(struct xml_scan *scan);

/* From a failure on, every event is one. */
enum xml_event xml_scan_next(struct xml_scan *scan);

/* Of the event last given, until the next one. */
const char *xml_scan_name(const struct xml_scan *scan); /* of a start or an end, with its prefix; as long as the scan */
struct span xml_scan_text(const struct xml_scan *scan); /* of a text */
size_t xml_scan_attributes(const struct xml_scan *scan); /* of a start: how many */
struct xml_attribute xml_scan_attribute(const struct xml_scan *scan, size_t number);
uint32_t xml_scan_line(const struct xml_scan *scan); /* on which it starts, from 1; of a failure, the faulty one */
size_t xml_scan_depth(const struct xml_scan *scan);  /* how many elements are open after it */

/* One sentence when the scan has failed. */
const char *xml_scan_fault(const struct xml_scan *scan);

#endif
