/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML files that are not UTF-8: in UTF-16, which each reader of XML knows, and in ISO 8859-1. For xml.c. What stands in
 * the pool has a NUL behind it.
 */
#ifndef ICD_BUILD_FORMATS_XML_ENCODING_H
#define ICD_BUILD_FORMATS_XML_ENCODING_H

#include "common/common.h"
#include "lines.h"

#include <stdbool.h>

/* By the first bytes: a byte order mark, or "<?" in four. */
bool xml_is_utf16(struct span text);
/* Halves of a pair that stand alone, and a last odd byte, become bytes that are no UTF-8. */
struct span xml_from_utf16(struct span text, struct icd_pool *pool);

/* By the name in the declaration, in either case. */
bool xml_is_utf8(struct span encoding);
bool xml_is_latin1(struct span encoding);
struct span xml_from_latin1(struct span text, struct icd_pool *pool);

#endif
