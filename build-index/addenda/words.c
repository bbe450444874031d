/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "base/base.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TSV_HEAD     "level\tpage_num\t"
#define TSV_FIELDS   12
#define TSV_WORD     "5"   /* the level of a word; lower ones are pages, flows and lines */
#define ROW_HEIGHT   3.5F  /* words whose middles are nearer to each other than so many points stand on one row */
#define COLUMN_WIDTH 4.75F /* of a character in plain text, as pdftotext lays the addenda out */

struct placed_word {
	uint32_t page;
	float middle;
	struct addendum_word word;
};

struct words_work {
	const struct input *text;
	struct icd_pool *pool;
	struct placed_word *words; /* with places: those of the page being read */
	size_t count, capacity;
	struct document_rows rows;
	size_t row_capacity, most;
	uint32_t line;
	struct icd_error *err;
};

bool words_have_places(const struct input *text)
{
	return text->size >= strlen(TSV_HEAD) && memcmp(text->data, TSV_HEAD, strlen(TSV_HEAD)) == 0;
}

static void end_row(struct words_work *w, const struct placed_word *first, size_t count)
{
	struct addendum_row *row = one_more(w->rows.at, w->rows.count, w->row_capacity);
	*row = (struct addendum_row){first->page, first->middle, need(w->pool, count, sizeof *row->words), count};
	for (size_t i = 0; i < count; i++)
		row->words[i] = first[i].word;
}

/* ---- words with places ---- */

static int by_height(const void *a, const void *b)
{
	const struct placed_word *left = a, *right = b;
	return ICD_ORDER(left->middle, right->middle) ?: ICD_ORDER(left->word.left, right->word.left);
}

static int by_left(const void *a, const void *b)
{
	const struct placed_word *left = a, *right = b;
	return ICD_ORDER(left->word.left, right->word.left);
}

/* Puts the words of the page that ends into rows. */
static void end_page(struct words_work *w)
{
	if (w->count == 0)
		return;
	qsort(w->words, w->count, sizeof *w->words, by_height);
	for (size_t first = 0, next; first < w->count; first = next) {
		for (next = first + 1; next < w->count && w->words[next].middle - w->words[first].middle <= ROW_HEIGHT;)
			next++;
		qsort(w->words + first, next - first, sizeof *w->words, by_left);
		end_row(w, &w->words[first], next - first);
	}
	w->count = 0;
}

static bool bad_line(struct words_work *w)
{
	return icd_fail(w->err, "%s:%u: a line of pdftotext -tsv was expected: twelve fields, the places of a word",
			w->text->name, (unsigned)w->line);
}

/* A field that is a number, of points or a page. */
static bool number_of(const char *field, float *out)
{
	char *end;
	*out = strtof(field, &end);
	return !icd_is_space(*field) && end != field && (*end == '\t' || *end == '\0') && isfinite(*out) &&
	       fabsf(*out) < 1e6F;
}

static size_t split_fields(const char *line, const char *end, const char *fields[TSV_FIELDS])
{
	size_t count = 0;
	while (count < TSV_FIELDS) {
		fields[count++] = line;
		const char *tab = memchr(line, '\t', (size_t)(end - line));
		if (!tab)
			break;
		line = tab + 1;
	}
	return count;
}

static bool read_placed(struct words_work *w, const char *line, const char *end)
{
	const char *fields[TSV_FIELDS];
	float page, left, top, width, height;
	if (split_fields(line, end, fields) != TSV_FIELDS || !number_of(fields[1], &page) || page < 0)
		return bad_line(w);
	if (w->count && w->words[0].page != (uint32_t)page)
		end_page(w);
	if (memcmp(fields[0], TSV_WORD "\t", 2) != 0)
		return true;
	if (!number_of(fields[6], &left) || !number_of(fields[7], &top) || !number_of(fields[8], &width) ||
	    !number_of(fields[9], &height))
		return bad_line(w);
	struct placed_word *word = one_more(w->words, w->count, w->capacity);
	*word = (struct placed_word){(uint32_t)page,
				     top + height / 2,
				     {left, width, need_text(w->pool, fields[11], (size_t)(end - fields[11]))}};
	return true;
}

/* ---- plain text ---- */

static size_t characters(const char *from, const char *to)
{
	size_t count = 0;
	for (; from < to; from++)
		count += ((unsigned char)*from & 0xC0) != 0x80;
	return count;
}

static bool read_plain(struct words_work *w, const char *line, const char *end, uint32_t page)
{
	size_t left = 0; /* characters before the word */
	w->count = 0;
	for (const char *at = line; at < end;) {
		const char *before = at;
		while (at < end && icd_is_space(*at))
			at++;
		const char *start = at;
		left += characters(before, start);
		while (at < end && !icd_is_space(*at))
			at++;
		if (at == start)
			break;
		size_t width = characters(start, at);
		struct placed_word *word = one_more(w->words, w->count, w->capacity);
		*word = (struct placed_word){page,
					     0,
					     {COLUMN_WIDTH * (float)left, COLUMN_WIDTH * (float)width,
					      need_text(w->pool, start, (size_t)(at - start))}};
		left += width;
	}
	if (w->count)
		end_row(w, w->words, w->count);
	return true;
}

/* ---- either ---- */

static bool read_all(struct words_work *w)
{
	bool placed = words_have_places(w->text);
	const char *at = w->text->data, *all = at + w->text->size;
	uint32_t page = 1;
	if (w->text->size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
		at += 3;
	while (at < all && w->rows.count < w->most) {
		const char *end = memchr(at, '\n', (size_t)(all - at)), *next = end ? end + 1 : all;
		end = end ? end : all;
		w->line++;
		if (end > at && end[-1] == '\r')
			end--;
		for (; at < end && *at == '\f' && !placed; at++)
			page++;
		if (placed ? w->line > 1 && end > at && !read_placed(w, at, end) : !read_plain(w, at, end, page))
			return false;
		at = next;
	}
	if (placed)
		end_page(w);
	return true;
}

bool words_read(const struct input *text, size_t most, struct icd_pool *pool, struct document_rows *out,
		struct icd_error *err)
{
	struct words_work w = {.text = text, .pool = pool, .most = most, .err = err};
	bool ok = read_all(&w);
	out->at = need_copy(pool, w.rows.at, w.rows.count, sizeof *w.rows.at);
	out->count = w.rows.count;
	free(w.words);
	free(w.rows.at);
	return ok;
}
