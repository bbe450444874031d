/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "passed_over.h"

#include "pdf/pdf.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define START_SIZE  4096
#define ROWS_LOOKED 40

static bool ends_with_one(const char *name, const char *const *ends)
{
	size_t length = strlen(name);
	for (; *ends; ends++) {
		size_t size = strlen(*ends);
		if (length >= size && strcasecmp(name + length - size, *ends) == 0)
			return true;
	}
	return false;
}

static bool holds_one(const char *text, const char *const *words)
{
	for (; *words; words++) {
		if (strcasestr(text, *words))
			return true;
	}
	return false;
}

static bool is_pdf(const char *name)
{
	static const char *const ends[] = {".pdf", NULL};
	return ends_with_one(name, ends);
}

/* Lists of what changed in a POA-exempt list, which the list itself tells, too. */
static bool is_of_changes(const char *name)
{
	static const char *const changes[] = {"add", "del", "revise", NULL};
	return strcasestr(name, "poa") && holds_one(name, changes);
}

void passed_over_add(struct passed_over *over, const char *name)
{
	over->pdf += is_pdf(name);
	over->changes += is_of_changes(name);
	over->other += !is_pdf(name) && !is_of_changes(name);
}

void passed_over_report(const struct passed_over *over, struct report *report)
{
	size_t all = over->pdf + over->changes + over->other;
	if (all)
		report_add(report, 0, REPORT_SAID,
			   "passed over: %zu %s nothing to the index (%zu PDF, %zu lists of POA changes, %zu other; "
			   "-v names them)",
			   all, all == 1 ? "file that is" : "files that are", over->pdf, over->changes, over->other);
}

/* ---- what looks like a file of a release ---- */

static bool is_document(const char *name)
{
	static const char *const ends[] = {".pdf", ".xsd", ".doc", ".docx", ".rtf", ".htm", ".html",
					   ".md",  ".png", ".jpg", ".pptx", ".url", ".dtd", NULL};
	static const char *const words[] = {"readme", "read me", "read_me", "duplicate", "gem", "guideline", NULL};
	return ends_with_one(name, ends) || holds_one(name, words);
}

/* Is the name one that CMS or CDC gives to a file with codes? */
static bool is_named_like_ours(const char *name)
{
	static const char *const words[] = {"icd10",      "icd-10",  "icd_10", "icd 10",   "poaexempt",
					    "conversion", "tabular", "eindex", "neoplasm", "drug",
					    "order",      "codes",   "addend", NULL};
	return holds_one(name, words);
}

/* "A00", "M54.50", "S39.012A": what a column of codes holds. */
static bool is_code_like(const char *text, size_t length)
{
	if (length < 3 || length > 8 || !isupper((unsigned char)text[0]) || !isdigit((unsigned char)text[1]))
		return false;
	for (size_t i = 2; i < length; i++) {
		if (!isalnum((unsigned char)text[i]) && !(i == 3 && text[i] == '.'))
			return false;
	}
	return true;
}

static bool is_field_end(char c)
{
	return c == '\0' || strchr(" \t,;|\"\r\n", c) != NULL;
}

/* Has the line a code as its first or second word? */
static bool line_has_code(const char *line, const char *end)
{
	for (int field = 0; field < 2 && line < end; field++) {
		while (line < end && is_field_end(*line))
			line++;
		size_t length = 0;
		while (line + length < end && !is_field_end(line[length]))
			length++;
		if (is_code_like(line, length))
			return true;
		line += length;
	}
	return false;
}

static bool has_rows_of_codes(const struct input *in)
{
	const char *at = in->data, *end = in->data + (in->size < START_SIZE ? in->size : START_SIZE);
	size_t rows = 0, coded = 0;
	while (at < end && rows < ROWS_LOOKED) {
		const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed : end;
		coded += line_has_code(at, stop);
		rows++;
		at = stop + 1;
	}
	return coded * 2 > rows;
}

static bool is_our_xml(const struct input *in)
{
	size_t size = in->size < START_SIZE ? in->size : START_SIZE;
	return memmem(in->data, size, "<ICD10CM.", 9) != NULL;
}

/* A document by its name that is none: a download that broke off at once. */
static bool is_broken_addendum(const char *name, const struct input *in)
{
	static const char *const ends[] = {".pdf", NULL}, *const words[] = {"addend", NULL};
	return ends_with_one(name, ends) && holds_one(name, words) && !pdf_is(in);
}

bool looks_like_ours(const char *name, const struct input *in)
{
	if (is_broken_addendum(name, in))
		return true;
	if (is_document(name) || is_of_changes(name))
		return false;
	return is_named_like_ours(name) || is_our_xml(in) || has_rows_of_codes(in);
}
