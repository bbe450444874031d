/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_xml.h"

#include <string.h>

/* Start tag and name of each part's element; cells share theirs. */
static const struct element {
	const char *start, *name;
} elements[ICD_INDEX_PARTS] = {
	[ICD_PART_SEE] = {"see", "see"},
	[ICD_PART_SEE_ALSO] = {"seeAlso", "seeAlso"},
	[ICD_PART_CODE] = {"code", "code"},
	[ICD_PART_SEE_CATEGORY] = {"seecat", "seecat"},
	[ICD_PART_SUBCATEGORY] = {"subcat", "subcat"},
	[ICD_PART_MANIFESTATION] = {"manif", "manif"},
	[ICD_PART_WARNING] = {"warning", "warning"},
	[ICD_PART_CELL] = {"cell col=\"2\"", "cell"},
	[ICD_PART_CELL + 1] = {"cell col=\"3\"", "cell"},
	[ICD_PART_CELL + 2] = {"cell col=\"4\"", "cell"},
	[ICD_PART_CELL + 3] = {"cell col=\"5\"", "cell"},
	[ICD_PART_CELL + 4] = {"cell col=\"6\"", "cell"},
	[ICD_PART_CELL + 5] = {"cell col=\"7\"", "cell"},
	[ICD_PART_CELL + 6] = {"cell col=\"8\"", "cell"},
	[ICD_PART_CELL + 7] = {"cell col=\"9\"", "cell"},
};

/* Inline, so that the lengths of constant texts are known. */
static inline void put(struct icd_index_xml *xml, const char *text)
{
	icd_writer_text(&xml->out, text);
}

static void put_escaped(struct icd_index_xml *xml, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "&<>\r");
		icd_writer_put(&xml->out, text, plain);
		text += plain;
		if (*text) {
			put(xml, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "&#13;");
			text++;
		}
	}
}

/* A new line at a depth of elements. */
static void new_line(struct icd_index_xml *xml, unsigned depth)
{
	put(xml, "\n");
	icd_writer_blanks(&xml->out, 2 * (size_t)depth);
}

void icd_index_xml_start(struct icd_index_xml *xml, const struct icd_index_head *head)
{
	xml->root = head->root;
	put(xml, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	if (xml->comment) {
		put(xml, "<!-- ");
		put(xml, xml->comment);
		put(xml, " -->\n");
	}
	put(xml, "<");
	put(xml, head->root);
	put(xml, ">");
	if (*head->front) {
		new_line(xml, 1);
		put(xml, head->front);
	}
}

/* Closes the open terms from the innermost to the given level. */
static void close_terms(struct icd_index_xml *xml, unsigned level)
{
	while (xml->open > level) {
		unsigned closing = --xml->open;
		new_line(xml, closing + 2);
		put(xml, closing ? "</term>" : "</mainTerm>");
		put(xml, xml->behind[closing]);
	}
}

static void close_letter(struct icd_index_xml *xml)
{
	close_terms(xml, 0);
	if (!xml->in_letter)
		return;
	new_line(xml, 1);
	put(xml, "</letter>");
	xml->in_letter = false;
}

void icd_index_xml_letter(struct icd_index_xml *xml, const char *title)
{
	close_letter(xml);
	new_line(xml, 1);
	put(xml, "<letter>");
	new_line(xml, 2);
	put(xml, "<title>");
	put_escaped(xml, title);
	put(xml, "</title>");
	xml->in_letter = true;
}

static void put_part(struct icd_index_xml *xml, const struct element *element, const char *text, unsigned depth)
{
	new_line(xml, depth);
	put(xml, "<");
	put(xml, element->start);
	put(xml, ">");
	put_escaped(xml, text);
	put(xml, "</");
	put(xml, element->name);
	put(xml, ">");
}

static void put_start(struct icd_index_xml *xml, unsigned level)
{
	const char digits[] = {(char)('0' + level / 10), (char)('0' + level % 10), '\0'};
	if (level == 0) {
		put(xml, "<mainTerm>");
		return;
	}
	put(xml, "<term level=\"");
	put(xml, digits + (level < 10));
	put(xml, "\">");
}

void icd_index_xml_term(struct icd_index_xml *xml, const struct icd_index_term *term)
{
	/* A term too deep for what is open (in a damaged index only) goes as deep as it can. */
	unsigned level = term->level < xml->open ? term->level : xml->open;
	unsigned depth = level + 3;
	close_terms(xml, level);
	new_line(xml, depth - 1);
	put_start(xml, level);
	new_line(xml, depth);
	put(xml, "<title>");
	put(xml, term->title);
	put(xml, "</title>");
	for (unsigned part = 0; !term->raw && part < ICD_INDEX_PARTS; part++) {
		if (term->parts[part])
			put_part(xml, &elements[part], term->parts[part], depth);
	}
	if (term->raw)
		put(xml, term->raw);
	xml->behind[level] = term->behind;
	xml->open = level + 1;
}

void icd_index_xml_terms_end(struct icd_index_xml *xml)
{
	close_terms(xml, 0);
	icd_writer_end(&xml->out);
}

void icd_index_xml_end(struct icd_index_xml *xml)
{
	close_letter(xml);
	put(xml, "\n</");
	icd_writer_put(&xml->out, xml->root, strcspn(xml->root, " \t\r\n"));
	put(xml, ">\n");
	icd_writer_end(&xml->out);
}
