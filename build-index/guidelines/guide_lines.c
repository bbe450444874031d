/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide_lines.h"

#include "formats/xml.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading the XML ---- */

struct reading {
	struct xml *xml;
	struct icd_pool *pool;
	struct guide_document *document;
	size_t line_capacity, mark_capacity;
	uint32_t page;
	struct guide_line line;  /* being put together from its pieces */
	struct icd_buffer words; /* what it says so far */
	bool open;               /* there is such a line */
	bool all_bold;           /* all of it so far stands in bold */
};

static int number_of(struct xml *xml, const char *name)
{
	const char *value = xml_attribute(xml, name);
	long number = value ? strtol(value, NULL, 10) : 0;
	return number > -100000 && number < 100000 ? (int)number : 0;
}

/* The text with its white space folded, the no-break space included. */
static const char *folded(struct icd_pool *pool, const char *text, size_t length)
{
	char *copy = need_text(pool, text, length);
	for (char *c = copy; (c = strstr(c, "\xC2\xA0")); c += 2)
		memset(c, ' ', 2);
	return need_text_of(pool, icd_text_folded(pool, copy));
}

static bool blank_to(const char *text, size_t length)
{
	while (length && (isspace((unsigned char)*text) || *text == '\xC2' || *text == '\xA0')) {
		text++;
		length--;
	}
	return length == 0;
}

static void end_line(struct reading *r)
{
	if (!r->open)
		return;
	struct guide_document *out = r->document;
	const char *text = folded(r->pool, (const char *)r->words.data, r->words.size);
	size_t bold = strlen(folded(r->pool, (const char *)r->words.data, r->line.bold));
	size_t plain = strlen(folded(r->pool, (const char *)r->words.data, r->line.plain));
	if (text[0]) {
		struct guide_line *line = one_more(out->lines, out->line_count, r->line_capacity);
		*line = r->line;
		line->text = text;
		line->bold = bold;
		line->plain = plain;
	}
	r->open = false;
	icd_buffer_clear(&r->words);
}

/* Does the piece stand beside what there is of the line? "10th" comes as "10" and a raised "th". */
static bool goes_on(const struct reading *r, const struct guide_line *piece)
{
	int apart = (2 * r->line.top + r->line.height) - (2 * piece->top + piece->height);
	return r->open && 2 * abs(apart) < 3 * r->line.height && abs(apart) < r->line.height + 4 &&
	       piece->left >= r->line.right - piece->height / 4;
}

static void add_piece(struct reading *r, const struct guide_line *piece, const char *text)
{
	size_t bold = piece->bold;
	size_t length = strlen(text);
	if (!goes_on(r, piece)) {
		end_line(r);
		r->line = *piece;
		r->line.plain = 0;
		r->open = r->all_bold = true;
	} else if (piece->left - r->line.right > piece->height / 5)
		icd_put_byte(&r->words, ' '); /* the pieces stand apart */
	r->line.right = piece->right > r->line.right ? piece->right : r->line.right;
	if (r->all_bold)
		r->line.bold = r->words.size + bold;
	r->all_bold &= bold == length || blank_to(text + bold, length - bold);
	if (piece->plain)
		r->line.plain = r->words.size + piece->plain;
	icd_put_bytes(&r->words, text, length);
}

/* Takes a <text> up to its end: what it says, with <b>, <i> and <a> in it. */
static bool read_piece(struct reading *r)
{
	struct guide_line piece = {.page = r->page,
				   .top = number_of(r->xml, "top"),
				   .left = number_of(r->xml, "left"),
				   .height = number_of(r->xml, "height")};
	piece.right = piece.left + number_of(r->xml, "width");
	struct icd_buffer text = {0};
	int depth = 1, bold_depth = 0;
	bool bold_so_far = true;
	while (depth) {
		enum xml_event event = xml_next(r->xml);
		if (event == XML_FAILED || event == XML_DONE)
			break;
		bool is_bold = event != XML_TEXT && xml_is(r->xml, "b");
		depth += (event == XML_START) - (event == XML_END);
		bold_depth += is_bold ? (event == XML_START) - (event == XML_END) : 0;
		if (event != XML_TEXT)
			continue;
		icd_put_bytes(&text, xml_chars(r->xml), strlen(xml_chars(r->xml)));
		bool plain = bold_depth == 0 && !xml_blank(xml_chars(r->xml));
		bold_so_far &= !plain;
		piece.bold = bold_so_far ? text.size : piece.bold;
		piece.plain = plain ? text.size : piece.plain;
	}
	const char *said = xml_has_failed(r->xml) ? NULL : xml_take(r->xml, &text);
	if (said)
		add_piece(r, &piece, said);
	icd_buffer_free(&text);
	return said != NULL;
}

static bool read_mark(struct reading *r)
{
	struct guide_document *out = r->document;
	uint32_t page = (uint32_t)number_of(r->xml, "page");
	const char *text = xml_text(r->xml);
	if (!text)
		return false;
	text = folded(r->pool, text, strlen(text));
	if (text[0])
		*one_more(out->marks, out->mark_count, r->mark_capacity) = (struct guide_mark){text, page};
	return true;
}

static bool read_elements(struct reading *r)
{
	enum xml_event event;
	while ((event = xml_next(r->xml)) != XML_DONE) {
		if (event == XML_FAILED)
			return false;
		if (event == XML_START && xml_is(r->xml, "page")) {
			end_line(r);
			r->page++;
		}
		if (event == XML_START && xml_is(r->xml, "text") && !read_piece(r))
			return false;
		if (event == XML_START && xml_is(r->xml, "item") && !read_mark(r))
			return false;
	}
	end_line(r);
	return true;
}

/* ---- what is no text of the document ---- */

/* The line with "#" for each number: what page headers and footers have in common. */
static const char *without_numbers(struct icd_pool *pool, const char *text)
{
	char *out = need(pool, strlen(text) + 1, 1), *to = out;
	for (; *text; text++) {
		if (!isdigit((unsigned char)*text))
			*to++ = *text;
		else if (to == out || to[-1] != '#')
			*to++ = '#';
	}
	return out;
}

/* Takes out the lines that more than half of the pages, and two at least, have. The first page stays as it is: the
 * title there is what the footers repeat. */
static void drop_page_marks(struct guide_document *document, uint32_t pages)
{
	struct interner shapes = {0};
	struct icd_pool pool = {0};
	uint32_t *shape = need(&pool, document->line_count, sizeof *shape);
	uint32_t *on_pages = need(&pool, document->line_count, sizeof *on_pages);
	uint32_t *last_page = need(&pool, document->line_count, sizeof *last_page);
	for (size_t i = 0; i < document->line_count; i++) {
		shape[i] = intern_number(&shapes, without_numbers(&pool, document->lines[i].text));
		on_pages[shape[i]] += last_page[shape[i]] != document->lines[i].page;
		last_page[shape[i]] = document->lines[i].page;
	}
	size_t kept = 0;
	for (size_t i = 0; i < document->line_count; i++) {
		if (document->lines[i].page == 1 || on_pages[shape[i]] < 2 || 2 * on_pages[shape[i]] <= pages)
			document->lines[kept++] = document->lines[i];
	}
	document->line_count = kept;
	interner_free(&shapes);
	icd_pool_free(&pool);
}

static bool leads_to_page(const struct guide_line *line)
{
	return strstr(line->text, ".....") != NULL;
}

/* Takes out what stands from the first line that leads to a page to the last one on the pages that have such. */
static void drop_contents(struct guide_document *document)
{
	size_t first = 0, end;
	while (first < document->line_count && !leads_to_page(&document->lines[first]))
		first++;
	end = first;
	for (size_t i = first; i < document->line_count; i++) {
		if (end > first && document->lines[i].page > document->lines[end - 1].page + 1)
			break;
		if (leads_to_page(&document->lines[i]))
			end = i + 1;
	}
	for (size_t i = end; i < document->line_count; i++)
		document->lines[first + (i - end)] = document->lines[i];
	document->line_count -= end - first;
}

/* ---- all of it ---- */

/* The same XML with blanks where its DOCTYPE stands, and for characters that XML does not allow. */
static struct input without_doctype(const struct input *in, struct icd_pool *pool)
{
	char *copy = need_text(pool, in->data, in->size);
	struct span doctype, root = xml_root((struct span){copy, in->size}, &doctype);
	for (char *c = copy; c < copy + in->size; c++) {
		bool declared = doctype.length && c >= doctype.text && c < root.text;
		if (*c != '\n' && (declared || (unsigned char)*c < ' '))
			*c = ' ';
	}
	return (struct input){in->name, copy, in->size};
}

bool guide_document_read(const struct input *in, struct icd_pool *pool, struct guide_document *out,
			 struct icd_error *err)
{
	struct icd_pool copies = {0};
	struct input body = without_doctype(in, &copies);
	struct guide_document document = {0};
	struct reading r = {.xml = xml_open(&body, pool, err), .pool = pool, .document = &document};
	bool ok = r.xml && read_elements(&r);
	if (r.words.failed)
		out_of_memory();
	if (r.xml)
		xml_close(r.xml);
	icd_buffer_free(&r.words);
	if (ok) {
		drop_page_marks(&document, r.page);
		drop_contents(&document);
		out->lines = need_copy(pool, document.lines, document.line_count, sizeof *document.lines);
		out->line_count = document.line_count;
		out->marks = need_copy(pool, document.marks, document.mark_count, sizeof *document.marks);
		out->mark_count = document.mark_count;
	}
	free(document.lines);
	free(document.marks);
	icd_pool_free(&copies);
	return ok;
}
