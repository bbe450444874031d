/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "told.h"

#include <stdlib.h>
#include <string.h>

/* The number of a source of the release stands between these, a sign for what of it before that. The report has no such
 * characters. */
#define MARK_DISPLAY '\1'
#define MARK_PATH    '\2'
#define MARK_END     '\3'

/* The report shows signs for what steers a terminal, and cuts lines that are too long. */
static bool is_shown_whole(const char *name)
{
	size_t length = strlen(name);
	bool plain = length < 1000;
	for (size_t i = 0; i < length && plain; i++)
		plain = (unsigned char)name[i] >= 0x20 && name[i] != 0x7f;
	return plain;
}

const char *told_name(const struct source *source)
{
	size_t length = strlen(source->path);
	bool inside = source->member >= 0 && strncmp(source->display, source->path, length) == 0;
	if (!is_shown_whole(source->display))
		return source->display;
	return inside ? source->display + length : source->name;
}

static const struct resume_release *release_of(const struct resume *resume, icd_date date)
{
	for (uint16_t i = 0; i < resume->count; i++) {
		if (resume->releases[i].sources->date == date)
			return &resume->releases[i];
	}
	return NULL;
}

/* ---- putting ---- */

/* What of which source stands at some place of a line. */
struct named {
	size_t source, length; /* length 0: nothing */
	char mark;
};

static void name_longer(struct named *named, const char *at, const char *name, size_t source, char mark)
{
	size_t length = strlen(name);
	if (length > named->length && strncmp(at, name, length) == 0)
		*named = (struct named){source, length, mark};
}

/* The longest name that stands here; of equal ones the first. */
static struct named named_at(const struct resume_release *release, const char *at)
{
	struct named named = {0};
	for (size_t i = 0; release && i < release->count; i++) {
		const struct source *source = &release->sources[i];
		name_longer(&named, at, source->display, i, MARK_DISPLAY);
		name_longer(&named, at, source->path, i, MARK_PATH);
	}
	return named;
}

static void put_text(struct icd_buffer *out, const struct resume_release *release, const char *text)
{
	struct icd_pool pool = {0};
	struct icd_buffer line = {0};
	while (*text) {
		struct named named = named_at(release, text);
		if (!named.length) {
			icd_put_byte(&line, (unsigned char)*text++);
			continue;
		}
		const char *mark = icd_pool_print(&pool, "%c%zu%c", named.mark, named.source, MARK_END);
		icd_put_bytes(&line, mark, strlen(mark));
		text += named.length;
	}
	icd_put_byte(&line, 0);
	if (line.failed || pool.failed)
		out_of_memory();
	icd_put_text(out, (const char *)line.data);
	icd_buffer_free(&line);
	icd_pool_free(&pool);
}

void told_put(struct icd_buffer *out, const struct resume *resume, const struct report *report, size_t first)
{
	icd_put_number(out, report->count - first);
	for (size_t i = first; i < report->count; i++) {
		const struct report_line *line = &report->lines[i];
		icd_put_number(out, (uint32_t)line->release);
		icd_put_byte(out, line->weight);
		put_text(out, release_of(resume, line->release), line->text);
	}
}

/* ---- getting ---- */

/* Reads "12" and the mark's end behind it; false when that does not stand there, or there is no such source. */
static bool get_number(const char **at, size_t count, size_t *number)
{
	char *end;
	*number = strtoul(*at, &end, 10);
	*at = end + 1;
	return *end == MARK_END && *number < count;
}

static bool get_text(const struct resume_release *release, const char *text, struct icd_buffer *line)
{
	icd_buffer_clear(line);
	while (*text) {
		char mark = *text++;
		size_t number = 0;
		if (mark != MARK_DISPLAY && mark != MARK_PATH) {
			icd_put_byte(line, (unsigned char)mark);
			continue;
		}
		if (!release || !get_number(&text, release->count, &number))
			return false;
		const struct source *source = &release->sources[number];
		const char *name = mark == MARK_PATH ? source->path : source->display;
		icd_put_bytes(line, name, strlen(name));
	}
	icd_put_byte(line, 0);
	if (line->failed)
		out_of_memory();
	return true;
}

void told_get(struct icd_reader *in, const struct resume *resume, struct report *report)
{
	struct icd_buffer line = {0};
	uint32_t count = icd_get_count(in);
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		icd_date date = (icd_date)icd_get_number_to(in, UINT32_MAX);
		unsigned weight = icd_get_byte(in);
		in->failed |= weight > REPORT_TROUBLE || !get_text(release_of(resume, date), icd_get_text(in), &line);
		if (!in->failed)
			report_add(report, date, weight, "%s", (const char *)line.data);
	}
	icd_buffer_free(&line);
}
