/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small PDFs made by tests: pages of 612 by 792 points with lines of text, in Helvetica of 10 points. Places are given
 * as poppler gives them: points from the left and from the top of the page.
 */
#ifndef ICD_TESTS_MADE_PDF_H
#define ICD_TESTS_MADE_PDF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct made_pdf {
	FILE *out;
	char *data; /* after made_pdf_end; the caller frees it */
	size_t size;
	FILE *page; /* the content of the page being written */
	char *content;
	size_t content_size;
	long *objects; /* where object i + 1 starts */
	unsigned pages, count, capacity;
};

#define MADE_PDF_FIRST 4 /* objects before the first page: catalogue, list of pages, font */

static inline void made_pdf_object(struct made_pdf *pdf, unsigned number)
{
	if (number > pdf->capacity) {
		pdf->capacity = number * 2;
		pdf->objects = realloc(pdf->objects, pdf->capacity * sizeof *pdf->objects);
	}
	pdf->count = number > pdf->count ? number : pdf->count;
	pdf->objects[number - 1] = ftell(pdf->out);
	fprintf(pdf->out, "%u 0 obj\n", number);
}

static inline void made_pdf_start(struct made_pdf *pdf)
{
	*pdf = (struct made_pdf){0};
	pdf->out = open_memstream(&pdf->data, &pdf->size);
	fputs("%PDF-1.4\n", pdf->out);
	pdf->count = MADE_PDF_FIRST - 1;
}

static inline void made_pdf_end_page(struct made_pdf *pdf)
{
	unsigned number = MADE_PDF_FIRST + 2 * pdf->pages++;
	if (!pdf->page)
		pdf->page = open_memstream(&pdf->content, &pdf->content_size);
	fclose(pdf->page);
	pdf->page = NULL;
	made_pdf_object(pdf, number);
	fprintf(pdf->out,
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %u 0 R>>\nendobj\n",
		number + 1);
	made_pdf_object(pdf, number + 1);
	fprintf(pdf->out, "<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", pdf->content_size, pdf->content);
	free(pdf->content);
}

/* A line of text on the page, its top left corner at these points. */
static inline void made_pdf_text(struct made_pdf *pdf, int x, int y, const char *text)
{
	if (!pdf->page)
		pdf->page = open_memstream(&pdf->content, &pdf->content_size);
	fprintf(pdf->page, "BT /F 10 Tf %d %d Td (", x, 792 - 10 - y);
	for (; *text; text++)
		fprintf(pdf->page, "%s%c", *text == '(' || *text == ')' || *text == '\\' ? "\\" : "", *text);
	fputs(") Tj ET\n", pdf->page);
}

/* With a password nobody knows, when it is to be encrypted. */
static inline void made_pdf_end(struct made_pdf *pdf, bool encrypted)
{
	static const char key[] = "<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>";
	if (pdf->page || !pdf->pages)
		made_pdf_end_page(pdf);
	made_pdf_object(pdf, 1);
	fputs("<</Type/Catalog/Pages 2 0 R>>\nendobj\n", pdf->out);
	made_pdf_object(pdf, 2);
	fputs("<</Type/Pages/Kids[", pdf->out);
	for (unsigned i = 0; i < pdf->pages; i++)
		fprintf(pdf->out, "%u 0 R ", MADE_PDF_FIRST + 2 * i);
	fprintf(pdf->out, "]/Count %u>>\nendobj\n", pdf->pages);
	made_pdf_object(pdf, 3);
	fputs("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n", pdf->out);
	long table = ftell(pdf->out);
	fprintf(pdf->out, "xref\n0 %u\n0000000000 65535 f \n", pdf->count + 1);
	for (unsigned i = 0; i < pdf->count; i++)
		fprintf(pdf->out, "%010ld 00000 n \n", pdf->objects[i]);
	fprintf(pdf->out, "trailer\n<</Size %u/Root 1 0 R", pdf->count + 1);
	if (encrypted)
		fprintf(pdf->out, "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O %s/U %s>>/ID[%s%s]", key, key, key, key);
	fprintf(pdf->out, ">>\nstartxref\n%ld\n%%%%EOF\n", table);
	fclose(pdf->out);
	free(pdf->objects);
}

#endif
