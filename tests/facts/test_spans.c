/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of equal values, moved rows, and ordered lists merged over time: each list comes out of it as it went in. */
#include "facts/spans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- stretches ---- */

static void equal_neighbours_are_one_stretch(void **state)
{
	/* One bit of `pattern` a member, and nothing behind them that counts. */
	(void)state;
	for (unsigned pattern = 0; pattern < 1u << 6; pattern++) {
		struct icd_pool pool = {0};
		uint8_t holds[7];
		uint32_t count, stretches = 0;
		for (int i = 0; i < 6; i++) {
			holds[i] = pattern >> i & 1;
			stretches += holds[i] && (i == 0 || !holds[i - 1]);
		}
		holds[6] = 1;
		struct icd_span *spans = spans_of(&pool, holds, 6, &count);
		assert_int_equal(count, stretches);
		for (uint16_t i = 0; i < 6; i++)
			assert_int_equal(icd_spans_have(spans, count, i), holds[i]);
		icd_pool_free(&pool);
	}
}

static void a_text_holds_until_another_or_none(void **state)
{
	static const char *const by_member[] = {NULL, "a", "a", "b", NULL, "b", "a", "c"};
	static const struct icd_dated_text expected[] = {{{1, 2}, "a"}, {{3, 3}, "b"}, {{5, 5}, "b"}, {{6, 6}, "a"}};
	struct icd_pool pool = {0};
	struct icd_texts texts = texts_of(&pool, by_member, 7);
	(void)state;
	assert_int_equal(texts.count, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_int_equal(texts.at[i].span.first, expected[i].span.first);
		assert_int_equal(texts.at[i].span.last, expected[i].span.last);
		assert_string_equal(texts.at[i].text, expected[i].text);
	}
	assert_int_equal(texts_of(&pool, by_member, 1).count, 0);
	assert_int_equal(texts_of(&pool, by_member + 1, 2).count, 1);
	icd_pool_free(&pool);
}

/* ---- moved rows ---- */

#define ROWS 6

/* The length of the longest increasing subsequence, found by trying all. */
static unsigned longest_increasing(const uint32_t *numbers, unsigned count)
{
	unsigned longest = 0;
	for (unsigned chosen = 0; chosen < 1u << count; chosen++) {
		unsigned length = 0;
		uint32_t last = 0;
		bool rises = true;
		for (unsigned i = 0; i < count; i++) {
			if (!(chosen >> i & 1))
				continue;
			rises &= length == 0 || numbers[i] > last;
			last = numbers[i];
			length++;
		}
		if (rises && length > longest)
			longest = length;
	}
	return longest;
}

/* Puts `code` right behind `after`, or first. */
static void move(uint32_t *rows, unsigned count, struct icd_move one)
{
	uint32_t kept[ROWS];
	unsigned n = 0;
	if (one.after == UINT32_MAX)
		kept[n++] = one.code;
	for (unsigned i = 0; i < count; i++) {
		if (rows[i] != one.code)
			kept[n++] = rows[i];
		if (rows[i] == one.after)
			kept[n++] = one.code;
	}
	assert_int_equal(n, count);
	memcpy(rows, kept, count * sizeof *kept);
}

static void no_fewer_moves_give_the_order_of_a_file(uint32_t *file, unsigned count)
{
	struct icd_pool pool = {0};
	struct icd_moves moves = moves_of(&pool, file, count);
	uint32_t rows[ROWS];
	assert_int_equal(moves.count, count - longest_increasing(file, count));
	for (unsigned i = 0; i < count; i++)
		rows[i] = 10 * i;
	for (uint32_t i = 0; i < moves.count; i++)
		move(rows, count, moves.at[i]);
	assert_memory_equal(rows, file, count * sizeof *rows);
	icd_pool_free(&pool);
}

static void permute(uint32_t *file, unsigned fixed, unsigned count)
{
	if (fixed == count)
		no_fewer_moves_give_the_order_of_a_file(file, count);
	for (unsigned i = fixed; i < count; i++) {
		uint32_t kept = file[fixed];
		file[fixed] = file[i];
		file[i] = kept;
		permute(file, fixed + 1, count);
		file[i] = file[fixed];
		file[fixed] = kept;
	}
}

static void any_order_comes_out_of_the_fewest_moves(void **state)
{
	uint32_t file[ROWS];
	(void)state;
	for (unsigned count = 0; count <= ROWS; count++) {
		for (unsigned i = 0; i < count; i++)
			file[i] = 10 * i;
		permute(file, 0, count);
	}
}

/* ---- ordered lists over time ---- */

#define LISTS   4
#define LONGEST 5

static const char *const texts[] = {"one", "two", "three", "four"};

/* A place of which each list has some notes, equal ones among them, or none, or which it does not have. */
static void make_lists(unsigned seed, struct place_state states[LISTS], const struct place_state *lists[LISTS],
		       struct entry entries[LISTS][LONGEST])
{
	memset(entries, 0, LISTS * sizeof *entries);
	for (unsigned i = 0; i < LISTS; i++) {
		lists[i] = seed % 7 != 0 ? &states[i] : NULL;
		states[i] =
			(struct place_state){.entries = entries[i], .entry_count = lists[i] ? seed % (LONGEST + 1) : 0};
		for (unsigned j = 0; j < states[i].entry_count; j++) {
			seed = seed * 1103515245u + 12345u;
			entries[i][j].kind = seed >> 20 & 1 ? ICD_NOTE_EXCLUDES1 : ICD_NOTE_INCLUDES;
			entries[i][j].flags = seed >> 21 & 1 ? ICD_ENTRY_OPENS : 0;
			entries[i][j].text = texts[seed >> 16 & 3];
			entries[i][j].character = "";
		}
		seed = seed * 1103515245u + 12345u;
		seed >>= 1;
	}
}

static bool same(const struct icd_entry *merged, const struct entry *entry)
{
	return merged->kind == entry->kind && merged->flags == entry->flags && merged->text == entry->text;
}

static void each_list_comes_out_as_it_went_in(void **state)
{
	struct place_state states[LISTS];
	const struct place_state *lists[LISTS];
	struct entry entries[LISTS][LONGEST];
	(void)state;
	for (unsigned seed = 1; seed <= 3000; seed++) {
		struct icd_pool pool = {0}, scratch = {0};
		make_lists(seed * 7919u, states, lists, entries);
		struct icd_entries merged = entries_of(&pool, &scratch, lists, LISTS);
		for (uint16_t list = 0; list < LISTS; list++) {
			uint32_t next = 0;
			for (uint32_t i = 0; i < merged.count; i++) {
				const struct icd_entry *one = &merged.at[i];
				if (!icd_spans_have(one->spans, one->span_count, list))
					continue;
				if (next == states[list].entry_count || !same(one, &entries[list][next]))
					fail_msg("seed %u, list %d: another note at %u", seed, list, (unsigned)next);
				next++;
			}
			assert_int_equal(next, states[list].entry_count);
		}
		icd_pool_free(&pool);
		icd_pool_free(&scratch);
	}
}

static struct entry note(const char *text)
{
	return (struct entry){.kind = ICD_NOTE_INCLUDES, .text = text, .character = ""};
}

/* "one two three", "one four three", "three one four": how it is merged, "-" for a list without it. */
static void what_stays_in_order_is_one_entry(void **state)
{
	static const char *const expected[] = {"three --x", "one xxx", "two x--", "four -xx", "three xx-"};
	struct entry first[] = {note(texts[0]), note(texts[1]), note(texts[2])};
	struct entry second[] = {note(texts[0]), note(texts[3]), note(texts[2])};
	struct entry third[] = {note(texts[2]), note(texts[0]), note(texts[3])};
	const struct place_state states[] = {{.entries = first, .entry_count = 3},
					     {.entries = second, .entry_count = 3},
					     {.entries = third, .entry_count = 3}};
	const struct place_state *const lists[] = {&states[0], &states[1], &states[2]};
	struct icd_pool pool = {0}, scratch = {0};
	struct icd_entries merged = entries_of(&pool, &scratch, lists, 3);
	(void)state;
	assert_int_equal(merged.count, COUNT(expected));
	for (uint32_t i = 0; i < merged.count; i++) {
		const struct icd_entry *one = &merged.at[i];
		char got[32];
		snprintf(got, sizeof got, "%s ", one->text);
		for (uint16_t list = 0; list < 3; list++)
			strcat(got, icd_spans_have(one->spans, one->span_count, list) ? "x" : "-");
		assert_string_equal(got, expected[i]);
	}
	icd_pool_free(&pool);
	icd_pool_free(&scratch);
}

/* Lists that do not change are one stretch each; one that lacks the place parts it in two. */
static void what_does_not_change_is_one_stretch(void **state)
{
	struct entry entries[] = {note(texts[0]), note(texts[0]), note(texts[1])};
	const struct place_state there = {.entries = entries, .entry_count = 3};
	const struct place_state *const lists[LISTS] = {&there, &there, NULL, &there};
	struct icd_pool pool = {0}, scratch = {0};
	(void)state;
	struct icd_entries merged = entries_of(&pool, &scratch, lists, LISTS);
	assert_int_equal(merged.count, 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(merged.at[i].span_count, 2);
		assert_int_equal(merged.at[i].spans[0].first, 0);
		assert_int_equal(merged.at[i].spans[0].last, 1);
		assert_int_equal(merged.at[i].spans[1].first, 3);
		assert_int_equal(merged.at[i].spans[1].last, 3);
	}
	assert_int_equal(entries_of(&pool, &scratch, NULL, LISTS).count, 0);
	icd_pool_free(&pool);
	icd_pool_free(&scratch);
}

/* A note that came or went in a window says so of the start or the end of its spans; a window between makes two of it. */
static void a_window_stands_at_an_end(void **state)
{
	struct entry came = note(texts[0]), plain = note(texts[0]), went = note(texts[0]);
	struct entry other = note(texts[1]);
	struct icd_pool pool = {0}, scratch = {0};
	(void)state;
	came.doubt = ENTRY_CAME_IN_WINDOW;
	went.doubt = ENTRY_WENT_IN_WINDOW;
	const struct place_state plain_one = {.entries = &plain, .entry_count = 1};
	const struct place_state went_one = {.entries = &went, .entry_count = 1};
	const struct place_state came_one = {.entries = &came, .entry_count = 1};
	const struct place_state other_one = {.entries = &other, .entry_count = 1};
	const struct place_state *const lists[] = {&plain_one, &went_one,  &other_one, &came_one,
						   &plain_one, &other_one, &plain_one};
	struct icd_entries merged = entries_of(&pool, &scratch, lists, COUNT(lists));
	uint32_t found = 0;
	for (uint32_t i = 0; i < merged.count; i++) {
		const struct icd_entry *entry = &merged.at[i];
		if (entry->text != texts[0])
			continue;
		assert_int_equal(entry->flags, found ? ICD_ENTRY_CAME_IN_WINDOW : ICD_ENTRY_WENT_IN_WINDOW);
		assert_int_equal(entry->span_count, found ? 2 : 1);
		assert_int_equal(entry->spans[0].first, found ? 3 : 0);
		assert_int_equal(entry->spans[entry->span_count - 1].last, found ? 6 : 1);
		found++;
	}
	assert_int_equal(found, 2);
	icd_pool_free(&pool);
	icd_pool_free(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_neighbours_are_one_stretch),
		cmocka_unit_test(a_text_holds_until_another_or_none),
		cmocka_unit_test(any_order_comes_out_of_the_fewest_moves),
		cmocka_unit_test(each_list_comes_out_as_it_went_in),
		cmocka_unit_test(what_stays_in_order_is_one_entry),
		cmocka_unit_test(what_does_not_change_is_one_stretch),
		cmocka_unit_test(a_window_stands_at_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
