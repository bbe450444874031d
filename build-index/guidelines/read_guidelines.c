/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guidelines.h"

#include "guide_labels.h"
#include "guide_lines.h"
#include "memory/buffer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct mark { /* a bookmark that bears a label */
	struct guide_label labels[GUIDE_READINGS];
	size_t label_count;
	const char *key; /* of the whole bookmark */
	uint32_t page;
};

struct sections {
	struct icd_pool *pool;
	struct guide_document document;
	struct mark *marks;
	size_t mark_count;
	const struct guidelines *earlier; /* the edition before; NULL when there is none */
	int margin;                       /* how far lines of text reach to the right */
	int pitch;                        /* from one line of a paragraph to the next */
	struct guideline *at;
	size_t count, capacity;
	struct guide_place place;
	struct icd_buffer text;          /* of the section being read */
	const struct guide_line *before; /* the line of it that was added last */
};

/* ---- comparing headings with bookmarks ---- */

/* Letters and digits alone, in lower case: how two spellings of a heading are compared. */
static char *key_of(struct icd_pool *pool, const char *text)
{
	char *key = need(pool, strlen(text) + 1, 1), *to = key;
	for (; *text; text++) {
		if (isalnum((unsigned char)*text))
			*to++ = (char)tolower((unsigned char)*text);
	}
	return key;
}

static bool begins_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static void list_marks(struct sections *s)
{
	s->marks = need(s->pool, s->document.mark_count, sizeof *s->marks);
	for (size_t i = 0; i < s->document.mark_count; i++) {
		const struct guide_mark *from = &s->document.marks[i];
		struct mark *mark = &s->marks[s->mark_count];
		mark->label_count = guide_labels_of(from->text, mark->labels);
		mark->key = key_of(s->pool, from->text);
		mark->page = from->page;
		s->mark_count += mark->label_count > 0 && !strstr(from->text, ".....");
	}
}

static bool bears(const struct mark *mark, const struct guide_label *label)
{
	for (size_t i = 0; i < mark->label_count; i++) {
		if (mark->labels[i].level == label->level && mark->labels[i].order == label->order)
			return true;
	}
	return false;
}

/* The line and, where it is a label alone, the next one as well. */
static const char *heading_key(const struct sections *s, size_t line, const struct guide_label *label)
{
	const struct guide_line *first = &s->document.lines[line];
	bool alone = first->text[label->length] == '\0' && line + 1 < s->document.line_count;
	return key_of(s->pool, alone ? need_print(s->pool, "%s %s", first->text, first[1].text) : first->text);
}

/* The heading that the edition before has under the number that the label makes here, as if it were a bookmark. Only
 * where it is the heading on this line, or begins with it; NULL otherwise. */
static const struct mark *earlier_mark_of(const struct sections *s, size_t line, const struct guide_label *label,
					  enum guide_step step)
{
	struct guide_place place = s->place;
	const char *text = s->document.lines[line].text;
	guide_go_to(&place, label, step);
	const char *number = guide_place_number(s->pool, &place);
	for (size_t i = 0; s->earlier && i < s->earlier->count; i++) {
		if (strcmp(s->earlier->at[i].number, number) != 0)
			continue;
		struct mark *mark = need(s->pool, 1, sizeof *mark);
		mark->key = key_of(s->pool,
				   need_print(s->pool, "%.*s%s", (int)label->length, text, s->earlier->at[i].title));
		return begins_with(mark->key, heading_key(s, line, label)) ? mark : NULL;
	}
	return NULL;
}

/* The bookmark that leads to the heading on this line; NULL when there is none. */
static const struct mark *mark_of(const struct sections *s, size_t line, const struct guide_label *label)
{
	const struct guide_line *first = &s->document.lines[line];
	const char *key = heading_key(s, line, label);
	const struct mark *found = NULL;
	for (size_t i = 0; i < s->mark_count; i++) {
		const struct mark *mark = &s->marks[i];
		bool near = !mark->page || (mark->page + 1 >= first->page && mark->page <= first->page + 1);
		bool same = begins_with(mark->key, key) || begins_with(key, mark->key);
		if (near && same && bears(mark, label) && (!found || strlen(mark->key) > strlen(found->key)))
			found = mark;
	}
	return found;
}

/* ---- is a line a heading? ---- */

struct heading {
	struct guide_label label;
	enum guide_step step;
	const struct mark *mark; /* NULL: it is known by its bold print */
};

#define GUIDE_LEFT_OUT 2 /* sections that the numbers of a document may jump over */

static bool is_heading_as(const struct sections *s, size_t line, const struct guide_label *label, struct heading *out)
{
	*out = (struct heading){*label, guide_step_to(&s->place, label), NULL};
	if (out->step == GUIDE_NO_STEP)
		return false;
	const struct guide_line *at = &s->document.lines[line];
	/* The label, or the title alone. */
	bool bold = at->bold >= strcspn(at->text, " ") || (at->plain <= label->length && at->text[label->length]);
	out->mark = mark_of(s, line, label);
	if (!out->mark && out->step == GUIDE_NEXT)
		out->mark = earlier_mark_of(s, line, label, out->step);
	if (out->step == GUIDE_NEXT)
		return bold || out->mark;
	unsigned before = s->place.orders[label->level];
	return bold && out->mark && before > 0 && label->order <= before + 1 + GUIDE_LEFT_OUT;
}

static bool is_heading(const struct sections *s, size_t line, struct heading *out)
{
	struct guide_label labels[GUIDE_READINGS];
	size_t count = guide_labels_of(s->document.lines[line].text, labels);
	for (size_t i = 0; i < count; i++) {
		if (guide_step_to(&s->place, &labels[i]) == GUIDE_NEXT && is_heading_as(s, line, &labels[i], out))
			return true;
	}
	return count && is_heading_as(s, line, &labels[0], out);
}

/* ---- the text of a section ---- */

static bool is_bullet(const char *text)
{
	static const char *const bullets[] = {"\xE2\x80\xA2", "\xEF\x82\xB7", "o ", "\xE2\x96\xAA", NULL};
	for (size_t i = 0; bullets[i]; i++) {
		if (begins_with(text, bullets[i]))
			return true;
	}
	return false;
}

/* "Z66 Do not resuscitate": an entry of a list of codes. In sentences a comma parts a code from its title. */
static bool is_code_entry(const char *text)
{
	size_t code = strcspn(text, " ");
	bool is_code = code >= 3 && code <= 9 && isupper((unsigned char)text[0]) && isdigit((unsigned char)text[1]) &&
		       isalnum((unsigned char)text[2]) &&
		       (isalnum((unsigned char)text[code - 1]) || text[code - 1] == '-');
	return is_code && isupper((unsigned char)text[code + 1]) && islower((unsigned char)text[code + 2]);
}

/* Was the line too full for the first word of the next one? */
static bool was_full(const struct sections *s, const struct guide_line *line, const struct guide_line *next)
{
	int length = (int)strlen(next->text), word = (int)strcspn(next->text, " ") + 1;
	return line->right + (next->right - next->left) * word / length > s->margin - s->pitch / 2;
}

/* A long line without a full stop: something that must not be broken did not fit in. */
static bool breaks_off(const struct sections *s, const struct guide_line *line)
{
	return !strchr(".:;?!", line->text[strlen(line->text) - 1]) && 20 * line->right > 17 * s->margin;
}

/* Does the line continue the paragraph? */
static bool goes_on(const struct sections *s, const struct guide_line *line)
{
	const struct guide_line *before = s->before;
	if (!before || is_bullet(line->text) || is_code_entry(line->text))
		return false;
	int down = line->top - before->top;
	if (line->page == before->page && (down < 0 || 2 * down > 3 * s->pitch))
		return false;
	return was_full(s, before, line) || breaks_off(s, before);
}

/* Words that are parted at a hyphen come together again: "ICD-" "10-CM". */
static bool joins(const char *text, size_t size, const char *next)
{
	bool hyphen = size >= 2 && text[size - 1] == '-' && isalnum((unsigned char)text[size - 2]);
	return hyphen && isalnum((unsigned char)next[0]) && !begins_with(next, "and ") && !begins_with(next, "or ");
}

static void add_text(struct sections *s, const struct guide_line *line)
{
	if (s->text.size && !joins((const char *)s->text.data, s->text.size, line->text))
		icd_put_byte(&s->text, goes_on(s, line) ? ' ' : '\n');
	icd_put_bytes(&s->text, line->text, strlen(line->text));
	s->before = line;
}

static void end_section(struct sections *s)
{
	if (s->text.failed)
		out_of_memory();
	s->at[s->count - 1].text = need_text(s->pool, (const char *)s->text.data, s->text.size);
	icd_buffer_clear(&s->text);
	s->before = NULL;
}

static void begin_section(struct sections *s, const char *number)
{
	if (s->count)
		end_section(s);
	*one_more(s->at, s->count, s->capacity) = (struct guideline){number, "", ""};
}

/* ---- the title of a section ---- */

/* Is the second line the rest of a heading that was too long for its line? */
static bool wraps(const struct sections *s, const struct guide_line *first, const struct guide_line *next)
{
	struct guide_label labels[GUIDE_READINGS];
	int down = next->top - first->top, most = s->place.orders[GUIDE_CAPITAL] ? s->pitch + 3 : s->pitch * 7 / 5;
	bool bold = first->bold == strlen(first->text) && next->bold == strlen(next->text);
	return next->page == first->page && bold && down > 0 && down <= most && was_full(s, first, next) &&
	       guide_labels_of(next->text, labels) == 0;
}

/* How many bytes of a line belong to a heading that has `left` letters and digits to come. */
static size_t bytes_of(const char *text, size_t left)
{
	size_t at = 0;
	for (; text[at] && left; at++)
		left -= isalnum((unsigned char)text[at]) != 0;
	/* What closes the word before the next one. */
	while (text[at] && text[at] != ' ')
		at++;
	return at;
}

static const char *joined(struct icd_pool *pool, const char *title, const char *more, size_t length)
{
	bool parted = title[0] && !joins(title, strlen(title), more);
	return need_print(pool, "%s%s%.*s", title, parted ? " " : "", (int)length, more);
}

/* The title as the bookmark has it, over as many lines as that takes; *line is the last of them. What follows it on
 * that line is text. */
static const char *marked_title(struct sections *s, const struct heading *heading, size_t *line)
{
	const struct guide_line *at = &s->document.lines[*line];
	const char *rest = heading->mark->key, *title = "";
	size_t skip = heading->label.length;
	rest += strlen(key_of(s->pool, need_text(s->pool, at->text, skip)));
	for (;; at++, ++*line) {
		const char *key = key_of(s->pool, at->text + skip);
		size_t all = strlen(at->text + skip), length = all;
		if (!begins_with(rest, key) && begins_with(key, rest)) {
			size_t named = bytes_of(at->text + skip, strlen(rest));
			bool bold = at->bold > skip + named;
			length = bold ? at->bold - skip : named;
		}
		title = joined(s->pool, title, at->text + skip, length);
		if (length < all) {
			struct guide_line *tail = need_copy(s->pool, at, 1, sizeof *at);
			tail->text = at->text + skip + length + strspn(at->text + skip + length, " ");
			if (tail->text[0])
				add_text(s, tail);
			return title;
		}
		rest += strlen(key) < strlen(rest) ? strlen(key) : strlen(rest);
		const char *next = *line + 1 < s->document.line_count ? key_of(s->pool, at[1].text) : "";
		if (!rest[0] || !next[0] || !(begins_with(rest, next) || begins_with(next, rest)))
			return title;
		skip = 0;
	}
}

/* The title with the lines that it goes on in. */
static const char *with_wrapped(struct sections *s, const char *title, size_t *line)
{
	while (*line + 1 < s->document.line_count && !s->text.size) {
		const struct guide_line *at = &s->document.lines[*line];
		if (title[0] && !wraps(s, at, &at[1]))
			break;
		++*line;
		title = joined(s->pool, title, at[1].text, strlen(at[1].text));
	}
	return title;
}

#define SENTENCE_WORDS  8
#define PARAGRAPH_WORDS 25

/* A whole sentence behind a label, not in bold, is text, and so is what no title is as long as: then the section has no
 * title. */
static bool is_sentence(const struct guide_line *first, const char *title)
{
	size_t words = 1, length = strlen(title);
	for (const char *c = title; *c; c++)
		words += *c == ' ';
	bool ends = length && title[length - 1] == '.';
	bool bold = first->bold == strlen(first->text);
	return words >= PARAGRAPH_WORDS || (!bold && ends && words >= SENTENCE_WORDS);
}

/* Puts it before what there is of the section's text. */
static void text_first(struct sections *s, const char *text)
{
	const char *rest = need_text(s->pool, (const char *)s->text.data, s->text.size);
	icd_buffer_clear(&s->text);
	icd_put_bytes(&s->text, text, strlen(text));
	if (rest[0])
		icd_put_byte(&s->text, ' ');
	icd_put_bytes(&s->text, rest, strlen(rest));
}

static void add_heading(struct sections *s, const struct heading *heading, size_t *line)
{
	guide_go_to(&s->place, &heading->label, heading->step);
	begin_section(s, guide_place_number(s->pool, &s->place));
	const struct guide_line *first = &s->document.lines[*line];
	const char *title = heading->mark
				    ? marked_title(s, heading, line)
				    : joined(s->pool, "", first->text + heading->label.length, strlen(first->text));
	title = with_wrapped(s, title, line);
	if (is_sentence(first, title))
		text_first(s, title);
	else
		s->at[s->count - 1].title = title;
}

/* ---- all of it ---- */

static int compare_numbers(const void *a, const void *b)
{
	return ICD_ORDER(*(const int *)a, *(const int *)b);
}

/* Where full lines end: all but the furthest hundredth. */
static int find_margin(const struct guide_document *document, struct icd_pool *pool)
{
	int *ends = need(pool, document->line_count, sizeof *ends);
	for (size_t i = 0; i < document->line_count; i++)
		ends[i] = document->lines[i].right;
	qsort(ends, document->line_count, sizeof *ends, compare_numbers);
	return document->line_count ? ends[document->line_count - 1 - document->line_count / 100] : 0;
}

#define PITCH_MAX 100

/* How far down most lines stand from the one before. */
static int find_pitch(const struct guide_document *document)
{
	size_t counts[PITCH_MAX] = {0};
	int most = 1;
	for (size_t i = 1; i < document->line_count; i++) {
		int down = document->lines[i].top - document->lines[i - 1].top;
		if (document->lines[i].page == document->lines[i - 1].page && down > 0 && down < PITCH_MAX)
			counts[down]++;
	}
	for (int down = 1; down < PITCH_MAX; down++)
		most = counts[down] > counts[most] ? down : most;
	return most;
}

static void read_sections(struct sections *s)
{
	struct heading heading;
	begin_section(s, ICD_GUIDELINE_FRONT);
	for (size_t i = 0; i < s->document.line_count; i++) {
		if (is_heading(s, i, &heading))
			add_heading(s, &heading, &i);
		else if (s->count == 1 && !s->at[0].title[0])
			s->at[0].title = s->document.lines[i].text;
		else
			add_text(s, &s->document.lines[i]);
	}
	end_section(s);
}

static const char *kept_text(struct icd_pool *pool, const char *text)
{
	return need_text(pool, text, strlen(text));
}

static struct guidelines *keep_sections(const struct sections *s, struct icd_pool *pool)
{
	struct guidelines *kept = need(pool, 1, sizeof *kept);
	kept->at = need(pool, s->count, sizeof *kept->at);
	kept->count = s->count;
	for (size_t i = 0; i < s->count; i++)
		kept->at[i] = (struct guideline){kept_text(pool, s->at[i].number), kept_text(pool, s->at[i].title),
						 kept_text(pool, s->at[i].text)};
	return kept;
}

bool read_guidelines(const struct input *in, const struct guidelines *earlier, struct icd_pool *pool,
		     struct guidelines **out, struct icd_error *err)
{
	struct icd_pool scratch = {0};
	struct sections s = {.pool = &scratch, .earlier = earlier};
	bool ok = guide_document_read(in, &scratch, &s.document, err);
	if (ok) {
		s.margin = find_margin(&s.document, &scratch);
		s.pitch = find_pitch(&s.document);
		list_marks(&s);
		read_sections(&s);
		ok = s.count > 1 || icd_fail(err, "%s: no sections, \"Section I.\" and so on were expected", in->name);
	}
	if (ok)
		*out = keep_sections(&s, pool);
	free(s.at);
	icd_buffer_free(&s.text);
	icd_pool_free(&scratch);
	return ok;
}
