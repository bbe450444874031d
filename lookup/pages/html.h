/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages are written with: text that is escaped, and what stands around it. For pages/ only. */
#ifndef ICD_PAGES_HTML_H
#define ICD_PAGES_HTML_H

#include <stddef.h>
#include <stdio.h>

/* Text, escaped for content and quoted attributes. Bytes that are no UTF-8, and characters that HTML does not allow,
 * come out as U+FFFD. */
void html_bytes(FILE *file, const char *text, size_t length);
void html_text(FILE *file, const char *text);
/* open, the text escaped, close */
void html_in(FILE *file, const char *open, const char *text, const char *close);

/* From the doctype to the heading of the page; a page is one file with its style inside. */
void html_head(FILE *file, const char *title, const char *style);
void html_end(FILE *file);

#endif
