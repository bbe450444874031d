/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "titles.h"

#include "base/base.h"

#include <string.h>

/* The nearest code set before (step -1) or after it (1) for which it is not wanting; -1 when there is none. */
static int nearest(const struct book_code *code, int member, int step, int end, uint8_t wanting)
{
	for (int i = member + step; i >= 0 && i < end; i += step) {
		if (code->state[i] && !(code->wanting[i] & wanting))
			return i;
	}
	return -1;
}

static bool same(const struct book_code *code, int a, int b)
{
	return a >= 0 && b >= 0 && icd_text_same_title(code->long_title[a], code->long_title[b]);
}

/* Did the tabular list of a release have the list's title where the order file had the one of the set `like`? */
static bool listed_so(const struct book_code *code, int member, int like, int end)
{
	for (int i = 0; like >= 0 && code->listed_otherwise && i < end; i++) {
		const char *listed = code->listed_otherwise[i];
		if (listed && same(code, i, like) && icd_text_same_title(listed, code->long_title[member]))
			return true;
	}
	return false;
}

/* The code set whose title stands in for the list's; -1 when the list says something else than all of them. */
static int title_from(const struct book_code *code, int member, int end)
{
	int before = nearest(code, member, -1, end, TITLE_LISTED), after = nearest(code, member, 1, end, TITLE_LISTED);
	int untitled = !*code->long_title[member];
	if (same(code, member, before) || (untitled && before >= 0) || listed_so(code, member, before, end))
		return before;
	if (same(code, member, after) || untitled || listed_so(code, member, after, end))
		return after;
	/* Said once and taken back in the next order file: the list's own words, no change. */
	return same(code, before, after) ? before : -1;
}

static int short_title_from(const struct book_code *code, int member, int end)
{
	int before = nearest(code, member, -1, end, TITLE_NO_SHORT);
	int after = nearest(code, member, 1, end, TITLE_NO_SHORT);
	return same(code, member, before) ? before : same(code, member, after) ? after : -1;
}

void titles_stand_in(struct book_code *code, int member, int end)
{
	uint8_t *wanting = &code->wanting[member];
	int from = *wanting & TITLE_LISTED ? title_from(code, member, end) : -1;
	if (from >= 0) {
		code->long_title[member] = code->long_title[from];
		*wanting &= (uint8_t)~TITLE_LISTED;
	}
	from = *wanting & TITLE_NO_SHORT ? short_title_from(code, member, end) : -1;
	if (from >= 0) {
		code->short_title[member] = code->short_title[from];
		*wanting &= (uint8_t)~TITLE_NO_SHORT;
	} else if (*wanting & TITLE_NO_SHORT) {
		code->short_title[member] = code->long_title[member];
	}
}

/* A new title that fits into an order file's short title is its own short title, as in all order files; else the short
 * title of the nearest older one stays. */
static void keep_old_short_title(struct book_code *code, int member, int end)
{
	int before = nearest(code, member, -1, end, TITLE_NO_SHORT);
	if (before >= 0 && strlen(code->long_title[member]) > SHORT_TITLE_WIDTH)
		code->short_title[member] = code->short_title[before];
}

void titles_settle(struct book_code *code, int end)
{
	for (int i = 0; i < end; i++) {
		if (!code->wanting[i])
			continue;
		titles_stand_in(code, i, end);
		/* Two lists may spell one title in two ways. */
		if (code->wanting[i] & TITLE_LISTED && i > 0 && code->state[i - 1] && same(code, i, i - 1)) {
			code->long_title[i] = code->long_title[i - 1];
			code->short_title[i] = code->short_title[i - 1];
		}
		if (code->wanting[i] & TITLE_NO_SHORT)
			keep_old_short_title(code, i, end);
	}
}
