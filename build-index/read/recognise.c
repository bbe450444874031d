/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recognise.h"

#include "official/official.h"

#include "addenda/addendum.h"
#include "common/common.h"
#include "columns.h"
#include "formats/lines.h"
#include "headings.h"
#include "formats/read_xlsx.h"
#include "formats/xml.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* -- XML --------------------------------------------------------------- */

/* What stands between the root's start tag and the first letter or term, comments included. */
static struct span front_matter(struct span content)
{
	static const char *const ends[] = {"<letter", "<mainTerm", NULL};
	size_t length = content.length;
	for (size_t i = 0; ends[i]; i++) {
		const char *found = memmem(content.text, length, ends[i], strlen(ends[i]));
		if (found)
			length = (size_t)(found - content.text);
	}
	return (struct span){content.text, length};
}

/* The four indexes share one root element; heading and title tell them apart. Headings of the tables may lack their
 * first cell, which names the table: then the other columns tell it. */
static enum icd_file_kind kind_of_index(struct span content)
{
	static const struct {
		const char *word;
		enum icd_file_kind kind;
	} words[] = {
		{"index to diseases", ICD_FILE_INDEX}, {"substance", ICD_FILE_DRUG},       {"drugs", ICD_FILE_DRUG},
		{"neoplasm", ICD_FILE_NEOPLASM},       {"external cause", ICD_FILE_CAUSE}, {"poisoning", ICD_FILE_DRUG},
		{"malignant", ICD_FILE_NEOPLASM},      {"<title", ICD_FILE_INDEX},
	};
	struct span front = front_matter(content);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (span_holds(front, words[i].word))
			return words[i].kind;
	}
	return ICD_FILE_UNKNOWN;
}

static bool is_addenda(struct span tag)
{
	struct span value = span_after(tag, "isAddenda");
	value = trim(value);
	if (!span_starts(value, "="))
		return false;
	value = trim((struct span){value.text + 1, value.length - 1});
	return span_starts(value, "\"true\"") || span_starts(value, "'true'");
}

static enum icd_file_kind kind_of_xml(struct span text)
{
	struct span doctype, root = xml_root(text, &doctype);
	struct span content = span_after(root, ">");
	struct span tag = {root.text, root.length - content.length};
	struct span name = {root.text + 1, 0};
	while (name.length + 1 < tag.length && !strchr(" \t\r\n/>", name.text[name.length]))
		name.length++;
	if (!span_starts(root, "<") || is_addenda(tag))
		return ICD_FILE_UNKNOWN;
	if (span_is(name, "ICD10CM.tabular"))
		return ICD_FILE_TABULAR;
	if (span_is(name, "pdf2xml"))
		return recognise_document(content.text, content.length);
	if (span_is(name, "ICD10CM.index") || span_is(name, "ICD10CM.table"))
		return kind_of_index(content);
	return ICD_FILE_UNKNOWN;
}

/* -- Documents --------------------------------------------------------- */

#define TITLE_WITHIN 2000 /* bytes from the start in which a document has its title ... */
#define TITLE_SIZE   800  /* ... and that this takes, with what stands between its words */

/* What comes after the word, in whichever case; empty when it is not there. */
static struct span after_word(struct span span, const char *word)
{
	size_t length = strlen(word);
	for (size_t i = 0; i + length <= span.length; i++) {
		if (strncasecmp(span.text + i, word, length) == 0)
			return (struct span){span.text + i + length, span.length - i - length};
	}
	return (struct span){span.text + span.length, 0};
}

enum icd_file_kind recognise_document(const char *text, size_t length)
{
	static const char *const title[] = {"official", "guidelines", "for", "coding", "and", "reporting"};
	struct span at = {text, length < TITLE_WITHIN ? length : TITLE_WITHIN};
	at = after_word(at, "icd-10-cm");
	at.length = at.length < TITLE_SIZE ? at.length : TITLE_SIZE;
	for (size_t i = 0; i < sizeof title / sizeof *title; i++)
		at = after_word(at, title[i]);
	return at.length ? ICD_FILE_GUIDELINES : ICD_FILE_UNKNOWN;
}

/* -- Lines of fixed columns --------------------------------------------- */

#define LINES_LOOKED_AT 64

/*
 * What rows look like, a character a column: 9 digit, A letter, 0 letter or digit,
 * . letter, digit or blank, _ blank, f flag, * anything but a blank, ~ anything.
 * Codes of ICD-10-CM start with a letter; those of ICD-10-PCS, whose order file has
 * the same columns, start with a digit where the file starts.
 */
static const struct {
	const char *pattern;
	enum icd_file_kind kind;
	bool is_addenda; /* starts with a verb in columns 1-13 */
} rows[] = {
	{"99999_A00...._f_*", ICD_FILE_ORDER, false},
	{"A00...._*", ICD_FILE_CODES, false},
	{"~~~~~~~~~~~~~f_A00...._*", ICD_FILE_ORDER_ADDENDA, true},
	{"~~~~~~~~~~~~~A00...._*", ICD_FILE_CODES_ADDENDA, true},
};

static bool character_fits(char pattern, unsigned char c)
{
	switch (pattern) {
	case '9':
		return isdigit(c);
	case 'A':
		return isupper(c);
	case '0':
		return isupper(c) || isdigit(c);
	case '.':
		return isupper(c) || isdigit(c) || c == ' ';
	case '_':
		return c == ' ';
	case 'f':
		return c == '0' || c == '1';
	case '*':
		return c > ' ';
	default:
		return true;
	}
}

static bool row_fits(const char *pattern, const struct line *line)
{
	size_t length = strlen(pattern);
	if (line->length < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!character_fits(pattern[i], (unsigned char)line->text[i]))
			return false;
	}
	return true;
}

/* Tables of mappings start with a code as well; titles have small letters. */
static bool has_small_letter(const struct line *line)
{
	for (size_t i = 0; i < line->length; i++) {
		if (islower((unsigned char)line->text[i]))
			return true;
	}
	return false;
}

static enum icd_file_kind kind_of_row(const struct line *line)
{
	enum addenda_verb verb;
	bool has_verb = take_addenda_verb(line, &verb);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].is_addenda == has_verb && row_fits(rows[i].pattern, line) && has_small_letter(line))
			return rows[i].kind;
	}
	return ICD_FILE_UNKNOWN;
}

/* Addenda of a release that changed no code consist of a footer: a heading, then a count. */
static enum icd_file_kind kind_of_footer(struct line_cursor cursor)
{
	struct line line;
	struct span heading = {"", 0}, count = {"", 0};
	while (!count.length && next_line(&cursor, &line)) {
		struct span span = trim((struct span){line.text, line.length});
		if (span.length)
			*(heading.length ? &count : &heading) = span;
	}
	if (!count.length || !isdigit((unsigned char)count.text[0]))
		return ICD_FILE_UNKNOWN;
	if (span_is(heading, "Headers") && span_holds(count, " headers in "))
		return ICD_FILE_ORDER_ADDENDA;
	if (span_is(heading, "Codes") && span_holds(count, " codes in "))
		return ICD_FILE_CODES_ADDENDA;
	return ICD_FILE_UNKNOWN;
}

/* The kind more than half of the first lines are rows of: one broken row does not hide a file. */
static enum icd_file_kind kind_of_lines(struct line_cursor cursor)
{
	struct line line;
	size_t votes[ICD_FILE_KINDS] = {0}, lines = 0;
	enum icd_file_kind footer = kind_of_footer(cursor);
	if (footer != ICD_FILE_UNKNOWN)
		return footer;
	while (lines < LINES_LOOKED_AT && next_line(&cursor, &line)) {
		if (line_is_blank(&line))
			continue;
		/* The footer of short addenda is longer than their rows. */
		if (kind_of_footer((struct line_cursor){line.text, cursor.end, 0}) != ICD_FILE_UNKNOWN)
			break;
		votes[kind_of_row(&line)]++;
		lines++;
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (votes[rows[i].kind] * 2 > lines)
			return rows[i].kind;
	}
	return ICD_FILE_UNKNOWN;
}

/* -- Spreadsheets ------------------------------------------------------ */

static enum icd_file_kind kind_of_sheet(const struct sheet *sheet, const char *name)
{
	for (size_t i = 0; i < sheet->count && i < CONVERSION_PROSE_ROWS; i++) {
		if (conversion_is_header(sheet->rows[i].cells, sheet->rows[i].count))
			return ICD_FILE_CONVERSION_XLSX;
	}
	return poa_is_full_sheet(sheet, name) ? ICD_FILE_POA : ICD_FILE_UNKNOWN;
}

/* The kind by the first `most` rows. One that is broken is left to the reader of the kind that most workbooks are. */
static enum icd_file_kind kind_of_rows(struct workbook *book, const struct input *in, size_t most, bool *decided)
{
	struct icd_pool pool = {0};
	struct icd_error ignored;
	struct sheet *sheet;
	enum icd_file_kind kind = ICD_FILE_CONVERSION_XLSX;
	*decided = true;
	if (workbook_rows(book, most, &pool, &sheet, &ignored)) {
		kind = kind_of_sheet(sheet, in->name);
		*decided = kind != ICD_FILE_UNKNOWN || sheet->count < most || !poa_has_heading(sheet);
	}
	icd_pool_free(&pool);
	return kind;
}

static enum icd_file_kind kind_of_xlsx(const struct input *in)
{
	struct icd_error ignored;
	struct workbook *book = workbook_open(in, &ignored);
	bool decided;
	if (!book)
		return ICD_FILE_UNKNOWN;
	enum icd_file_kind kind = kind_of_rows(book, in, CONVERSION_PROSE_ROWS, &decided);
	if (!decided) /* how many rows there are tells */
		kind = kind_of_rows(book, in, SIZE_MAX, &decided);
	workbook_close(book);
	return kind;
}

bool is_rebuilt_export(const struct input *in)
{
	static const char says[] = "<!-- " ICD_NOT_OFFICIAL;
	return memmem(in->data, in->size < TITLE_WITHIN ? in->size : TITLE_WITHIN, says, sizeof says - 1) != NULL;
}

enum icd_file_kind recognise(const struct input *in)
{
	struct line_cursor cursor = lines_of(in);
	struct span text = trim((struct span){cursor.at, (size_t)(cursor.end - cursor.at)});
	if (!text.length)
		return ICD_FILE_UNKNOWN;
	if (span_starts(text, "PK\3\4"))
		return kind_of_xlsx(in);
	if (text.text[0] == '<')
		return is_rebuilt_export(in) ? ICD_FILE_UNKNOWN : kind_of_xml(text);
	if (poa_is_full_list(in))
		return ICD_FILE_POA;
	if (mce_is_title(in))
		return ICD_FILE_MCE;
	enum icd_file_kind kind = addendum_kind(in);
	if (kind == ICD_FILE_UNKNOWN)
		kind = gem_kind(in);
	if (kind == ICD_FILE_UNKNOWN)
		kind = kind_of_lines(cursor);
	if (kind != ICD_FILE_UNKNOWN)
		return kind;
	if (drug_csv_has_header(in))
		return ICD_FILE_DRUG;
	return conversion_csv_has_header(in) ? ICD_FILE_CONVERSION_CSV : ICD_FILE_UNKNOWN;
}
