/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writing an index or table in its official XML form: the builder, to digest what it
 * read, and `verify` and `export`, to give it back. What is written equals the official
 * file once both are canonical (white space between elements does not count).
 */
#ifndef ICD_OFFICIAL_INDEX_XML_H
#define ICD_OFFICIAL_INDEX_XML_H

#include "index/records.h"
#include "digest.h"

struct icd_index_xml {
	struct icd_writer out;
	const char *comment; /* before the root; NULL: none */
	const char *root;
	unsigned open;                        /* terms that are open: levels 0 to open - 1 */
	const char *behind[ICD_INDEX_LEVELS]; /* of each of them */
	bool in_letter;
};

/* Texts given must last until the end. */
void icd_index_xml_start(struct icd_index_xml *xml, const struct icd_index_head *head);
void icd_index_xml_letter(struct icd_index_xml *xml, const char *title);
/* Terms in document order. */
void icd_index_xml_term(struct icd_index_xml *xml, const struct icd_index_term *term);
/* Ends the terms that are open: for main terms that are written without what they stand in. */
void icd_index_xml_terms_end(struct icd_index_xml *xml);
void icd_index_xml_end(struct icd_index_xml *xml);

#endif
