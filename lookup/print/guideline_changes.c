/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new edition of the guidelines changed, section by section and word by word. */
#include "print.h"

#include <string.h>

#define CONTEXT 6 /* words shown on either side of what was changed */

/* ---- word by word ---- */

struct passage {
	const struct output *out;
	struct icd_buffer text;
	enum word_side side; /* of the words put last */
	bool begun;
};

static void put(struct passage *p, const char *text)
{
	icd_put_bytes(&p->text, text, strlen(text));
}

static void close_side(struct passage *p)
{
	if (p->begun && p->side != WORD_BOTH) {
		put(p, p->side == WORD_OLD ? "-]" : "+}");
		put(p, ink_end(p->out));
	}
}

static void put_word(struct passage *p, const struct word *word)
{
	bool turns = !p->begun || word->side != p->side;
	if (turns)
		close_side(p);
	if (p->begun && word->space)
		put(p, " ");
	if (turns && word->side != WORD_BOTH) {
		put(p, ink(p->out, word->side == WORD_OLD ? INK_BAD : INK_GOOD));
		put(p, word->side == WORD_OLD ? "[-" : "{+");
	}
	icd_put_bytes(&p->text, word->text, word->length);
	p->side = word->side;
	p->begun = true;
}

/* Is there a change within the context of the word? */
static bool is_near(const struct word_diff *diff, uint32_t at)
{
	uint32_t first = at > CONTEXT ? at - CONTEXT : 0, last = at + CONTEXT;
	for (uint32_t i = first; i <= last && i < diff->count; i++) {
		if (diff->words[i].side != WORD_BOTH)
			return true;
	}
	return false;
}

static bool print_diff(const struct output *out, struct icd_pool *pool, const char *from, const char *to)
{
	struct word_diff diff;
	struct passage p = {.out = out};
	bool left_out = false;
	if (!word_diff_make(pool, from, to, &diff))
		return false;
	for (uint32_t i = 0; i < diff.count; i++) {
		if (!is_near(&diff, i)) {
			left_out = true;
			continue;
		}
		if (left_out) {
			close_side(&p);
			p.side = WORD_BOTH;
			put(&p, p.begun ? " ..." : "...");
			p.begun = true;
		}
		left_out = false;
		put_word(&p, &diff.words[i]);
	}
	close_side(&p);
	put(&p, left_out ? " ..." : "");
	icd_put_byte(&p.text, '\0');
	bool ok = !p.text.failed;
	if (ok)
		output_wrap(out, "      ", 6, 6, INK_PLAIN, (const char *)p.text.data);
	icd_buffer_free(&p.text);
	return ok;
}

/* ---- sections ---- */

static void print_line(const struct output *out, const struct icd_guideline *section)
{
	guideline_print_line(out, 0, section->number, section->title);
}

static bool print_change(const struct output *out, struct icd_pool *pool, const struct icd_guideline_change *change)
{
	print_line(out, change->to ? change->to : change->from);
	if (change->what & ICD_GUIDELINE_ADDED && *change->to_text)
		output_wrap(out, "      + ", 8, 8, INK_GOOD, change->to_text);
	if (change->what & ICD_GUIDELINE_REMOVED && *change->from_text)
		output_wrap(out, "      - ", 8, 8, INK_BAD, change->from_text);
	if (change->what & ICD_GUIDELINE_MOVED)
		output_item(out, 6, INK_DIM, change->from->number, "      moved, it was ");
	if (change->what & ICD_GUIDELINE_RETITLED && !print_diff(out, pool, change->from->title, change->to->title))
		return false;
	return !(change->what & ICD_GUIDELINE_REWORDED) || print_diff(out, pool, change->from_text, change->to_text);
}

static const struct {
	unsigned what;
	const char *heading, *event;
} kinds[] = {
	{ICD_GUIDELINE_ADDED, "New sections", "guideline_added"},
	{ICD_GUIDELINE_REMOVED, "Sections that are gone", "guideline_removed"},
	{ICD_GUIDELINE_REWORDED, "Reworded", "guideline_changed"},
	{ICD_GUIDELINE_RETITLED, "With another title", "guideline_retitled"},
	{ICD_GUIDELINE_MOVED, "Only moved", "guideline_moved"},
};

/* Each section stands under the first kind that it is of. */
static size_t kind_of(const struct icd_guideline_change *change)
{
	size_t kind = 0;
	while (!(change->what & kinds[kind].what))
		kind++;
	return kind;
}

bool guideline_changes_print_text(const struct output *out, const struct icd_guideline_changes *changes)
{
	struct icd_pool pool = {0};
	bool ok = true;
	for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
		bool headed = false;
		for (uint32_t i = 0; ok && i < changes->count; i++) {
			if (kind_of(&changes->at[i]) != kind)
				continue;
			if (!headed)
				fprintf(out->file, "\n%s%s%s\n", ink(out, INK_HEAD), kinds[kind].heading, ink_end(out));
			headed = true;
			ok = print_change(out, &pool, &changes->at[i]);
			icd_pool_reset(&pool);
		}
	}
	icd_pool_free(&pool);
	return ok;
}

/* ---- JSON and rows ---- */

/* What there was and is of it: a text, a title, a number. */
static void sides_of(const struct icd_guideline_change *change, unsigned what, const char **from, const char **to)
{
	*from = change->from_text;
	*to = change->to_text;
	if (what == ICD_GUIDELINE_RETITLED) {
		*from = change->from->title;
		*to = change->to->title;
	} else if (what == ICD_GUIDELINE_MOVED) {
		*from = change->from->number;
		*to = change->to->number;
	} else if (what == ICD_GUIDELINE_ADDED) {
		*from = NULL;
	} else if (what == ICD_GUIDELINE_REMOVED) {
		*to = NULL;
	}
}

void tell_guideline_change(struct printer *printer, const struct icd_guideline_change *change, icd_date date)
{
	const struct icd_guideline *section = change->to ? change->to : change->from;
	for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
		const char *from, *to;
		if (!(change->what & kinds[kind].what))
			continue;
		sides_of(change, kinds[kind].what, &from, &to);
		tell_item(printer, NULL, "date:%x event:%s code:%s from:%s to:%s title:%s", date, kinds[kind].event,
			  section->number, from, to, section->title);
	}
}
