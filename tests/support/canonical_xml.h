/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML files compared in their canonical form, white space between elements aside. Tests only;
 * to be included behind cmocka.h.
 */
#ifndef ICD_SUPPORT_CANONICAL_XML_H
#define ICD_SUPPORT_CANONICAL_XML_H

#include "formats/xml.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <string.h>

/* Takes white space between elements away; in a title it is text. */
static inline void drop_blanks(xmlNode *parent)
{
	bool elements = xmlFirstElementChild(parent) && strcmp((const char *)parent->name, "title") != 0;
	for (xmlNode *node = parent->children, *next; node; node = next) {
		next = node->next;
		if (node->type == XML_ELEMENT_NODE) {
			drop_blanks(node);
		} else if (elements && node->type == XML_TEXT_NODE && xml_blank((const char *)node->content)) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
}

/* To be freed with xmlFree. */
static inline char *canonical(const char *data, size_t size)
{
	xmlDoc *doc = xmlReadMemory(data, (int)size, NULL, NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	drop_blanks(xmlDocGetRootElement(doc));
	xmlChar *text = NULL;
	assert_true(xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 0, &text) > 0);
	xmlFreeDoc(doc);
	return (char *)text;
}

static inline void assert_same_xml(const char *name, const char *got_data, size_t got_size, const char *want_data,
				   size_t want_size)
{
	char *got = canonical(got_data, got_size), *want = canonical(want_data, want_size);
	size_t i = 0;
	while (got[i] && got[i] == want[i])
		i++;
	if (got[i] || want[i])
		fail_msg("%s: given back as ...%.60s, it was ...%.60s", name, got + (i > 30 ? i - 30 : 0),
			 want + (i > 30 ? i - 30 : 0));
	xmlFree(got);
	xmlFree(want);
}

#endif
