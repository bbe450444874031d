/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References: which codes they mean, how they are shown, what of their record form is refused. */
#include "store/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t set_of(const char *characters)
{
	uint64_t set = 0;
	for (; *characters; characters++)
		set |= icd_character_bit(*characters);
	return set;
}

static void bits_are_those_of_positions_and_characters(void **state)
{
	(void)state;
	assert_int_equal(icd_position_bit(3), 0);
	assert_int_equal(icd_position_bit(4), 1);
	assert_int_equal(icd_position_bit(7), 8);
	assert_int_equal(icd_position_bit(8), 0);
	assert_true(icd_character_bit('0') == 1);
	assert_true(icd_character_bit('9') == 1u << 9);
	assert_true(icd_character_bit('A') == 1u << 10);
	assert_true(icd_character_bit('Z') == UINT64_C(1) << 35);
	assert_true(icd_character_bit('-') == 0 && icd_character_bit('/') == 0 && icd_character_bit(':') == 0);
	assert_true(icd_character_bit('@') == 0 && icd_character_bit('[') == 0 && icd_character_bit('a') == 0);
}

struct row {
	const char *code;
	bool matches;
};

static void expect(const struct icd_reference *reference, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (icd_reference_matches(reference, rows[i].code) != rows[i].matches)
			fail_msg("%s %s", rows[i].code, rows[i].matches ? "is not meant" : "is meant");
	}
}

/* "E08-E13 with .52 or .6" */
static void characters_from_a_position_on(void **state)
{
	struct icd_reference with = {
		.qualifier = ICD_QUALIFIER_FROM, .position = 4, .part_count = 2, .parts = {"52", "6"}};
	struct icd_reference seventh = {
		.qualifier = ICD_QUALIFIER_FROM, .position = 7, .part_count = 1, .parts = {"B"}};
	static const struct row rows[] = {{"E1152", true}, {"E11529", true}, {"E116", true},
					  {"E1169", true}, {"E115", false},  {"E1151", false},
					  {"E11", false},  {"E1125", false}, {"E1115", false}};
	static const struct row sevenths[] = {
		{"S39012B", true}, {"S39012A", false}, {"S39012", false}, {"S3901B", false}};
	(void)state;
	expect(&with, rows, COUNT(rows));
	expect(&seventh, sevenths, COUNT(sevenths));
}

/* "T36-T50 with final character 6, 23": the encounter's letter is not part of the ending, nor is the X before it. */
static void endings_stop_before_the_encounter(void **state)
{
	struct icd_reference ending = {.qualifier = ICD_QUALIFIER_ENDING, .part_count = 2, .parts = {"6", "23"}};
	static const struct row rows[] = {{"T360X6A", true},  {"T3696XA", true}, {"T366XXA", true}, {"I6923", true},
					  {"I69236", true},   {"I692", false},   {"I6932", false},  {"T3606X1", false},
					  {"T360X5A", false}, {"T3666X", false}, {"C441026", true}, {"T36", true},
					  {"T35", false}};
	(void)state;
	expect(&ending, rows, COUNT(rows));
}

/* Endings stand behind what is named, and a dash in them is a character of the code. */
static void endings_are_counted_from_the_end(void **state)
{
	struct icd_reference ending = {
		.from = "I69", .to = "I69", .qualifier = ICD_QUALIFIER_ENDING, .part_count = 1, .parts = {"-20"}};
	static const struct row rows[] = {
		{"I69120", true}, {"I69920", true}, {"I6920", false}, {"I69201", false}, {"I69", false}};
	(void)state;
	expect(&ending, rows, COUNT(rows));
	ending = (struct icd_reference){
		.from = "T36", .to = "T50", .qualifier = ICD_QUALIFIER_ENDING, .part_count = 1, .parts = {"6"}};
	static const struct row drugs[] = {{"T36", false}, {"T366", true}, {"T360X6A", true}, {"T3696XA", true}};
	expect(&ending, drugs, COUNT(drugs));
}

/* "fifth or sixth character 1-4 or 6": the last of them that is not the placeholder counts. */
static void one_of_the_positions_counts(void **state)
{
	struct icd_reference fifth_or_sixth = {.qualifier = ICD_QUALIFIER_CHARACTERS,
					       .positions = icd_position_bit(5) | icd_position_bit(6),
					       .characters = set_of("12346")};
	struct icd_reference fourth = {
		.qualifier = ICD_QUALIFIER_CHARACTERS, .positions = icd_position_bit(4), .characters = set_of("9")};
	static const struct row rows[] = {{"T360X6A", true}, {"T3696XA", true},  {"T360X5A", false}, {"T3695XA", false},
					  {"T40416A", true}, {"T40415A", false}, {"T361", false},    {"T3604", true},
					  {"T3605", false},  {"T40465A", false}, {"T36XXXA", false}};
	static const struct row fourths[] = {{"T369", true}, {"T36", false}, {"T3690", true}, {"T3609", false}};
	(void)state;
	expect(&fifth_or_sixth, rows, COUNT(rows));
	expect(&fourth, fourths, COUNT(fourths));
	expect(&(struct icd_reference){.qualifier = ICD_QUALIFIERS}, (const struct row[]){{"T36", false}}, 1);
}

static void what_is_taken_out_is_not_meant(void **state)
{
	const struct icd_reference references[] = {
		{.first = 10, .last = 20},
		{.first = 15, .last = 16, .role = ICD_ROLE_EXCEPT},
		{.first = 30, .last = 40, .role = ICD_ROLE_MENTIONED},
		{.first = 50, .last = 50},
		{.first = 60,
		 .last = 69,
		 .qualifier = ICD_QUALIFIER_FROM,
		 .position = 4,
		 .part_count = 1,
		 .parts = {"1"}},
		{.first = 17, .last = 17, .role = ICD_ROLE_EXCEPT, .qualifier = ICD_QUALIFIER_ENDING},
	};
	static const struct {
		uint32_t ordinal;
		bool meant;
	} rows[] = {{9, false},  {10, true},  {14, true},  {15, false}, {16, false}, {17, true}, {20, true},
		    {21, false}, {35, false}, {49, false}, {50, true},  {51, false}, {60, true}};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (icd_references_mean(references, COUNT(references), "A001", rows[i].ordinal) != rows[i].meant)
			fail_msg("ordinal %u", (unsigned)rows[i].ordinal);
	}
	assert_false(icd_references_mean(references, COUNT(references), "A002", 60));
	assert_false(icd_references_mean(references, 0, "A001", 10));
}

static void a_span_touches_what_it_overlaps(void **state)
{
	const struct icd_reference references[] = {{.first = 10, .last = 20},
						   {.first = 30, .last = 40, .role = ICD_ROLE_MENTIONED}};
	(void)state;
	assert_true(icd_references_touch(references, 2, 20, 25) && icd_references_touch(references, 2, 5, 10));
	assert_true(icd_references_touch(references, 2, 0, 99) && icd_references_touch(references, 2, 12, 12));
	assert_false(icd_references_touch(references, 2, 0, 9) || icd_references_touch(references, 2, 21, 50));
}

static void is_shown(const char *expected, struct icd_reference reference)
{
	static const char note[] = "a  note (E08 -\n E13 with .52)";
	char text[ICD_REFERENCE_TEXT];
	assert_string_equal(icd_reference_text(&reference, note, text, sizeof text), expected);
}

static void a_reference_is_shown_as_written_or_in_like_words(void **state)
{
	char text[8];
	(void)state;
	is_shown("E08 - E13 with .52", (struct icd_reference){.from = "E08",
							      .to = "E13",
							      .text_at = 9,
							      .text_length = 10,
							      .qualifier = ICD_QUALIFIER_FROM,
							      .qualifier_at = 20,
							      .qualifier_length = 8});
	is_shown("E08.1-E13", (struct icd_reference){.from = "E081", .to = "E13"});
	is_shown("E08", (struct icd_reference){.from = "E08", .to = "E08"});
	is_shown("E08 with .52, .6", (struct icd_reference){.from = "E08",
							    .to = "E08",
							    .qualifier = ICD_QUALIFIER_FROM,
							    .position = 4,
							    .part_count = 2,
							    .parts = {"52", "6"}});
	is_shown("E08 with characters from the 5th on 2", (struct icd_reference){.from = "E08",
										 .to = "E08",
										 .qualifier = ICD_QUALIFIER_FROM,
										 .position = 5,
										 .part_count = 1,
										 .parts = {"2"}});
	is_shown("I69 with final characters -23, -4", (struct icd_reference){.from = "I69",
									     .to = "I69",
									     .qualifier = ICD_QUALIFIER_ENDING,
									     .part_count = 2,
									     .parts = {"23", "4"}});
	is_shown("T36 with 5th or 6th character 1, 6, B", (struct icd_reference){.from = "T36",
										 .to = "T36",
										 .qualifier = ICD_QUALIFIER_CHARACTERS,
										 .positions = 6,
										 .characters = set_of("B61")});
	/* Beyond the note's end there is nothing to show. */
	is_shown(".52)", (struct icd_reference){.from = "E08", .to = "E08", .text_at = 25, .text_length = 99});
	is_shown("", (struct icd_reference){.from = "E08", .to = "E08", .text_at = 99, .text_length = 9});
	struct icd_reference range = {.from = "E081", .to = "E13"};
	assert_string_equal(icd_reference_text(&range, "", text, sizeof text), "E08.1-E");
	assert_string_equal(icd_reference_text(&range, "", text, 1), "");
}

/* ---- the record form ---- */

static bool is_read(const unsigned char *bytes, size_t size, struct icd_reference *out)
{
	struct icd_reader in = icd_reader_of(bytes, size);
	icd_get_reference(&in, out);
	if (!in.failed)
		assert_ptr_equal(in.at, in.end);
	return !in.failed;
}

/* Flags, role, qualifier, the text "E08", four numbers; what follows is the qualifier's. */
static bool is_read_with(unsigned flags, unsigned role, unsigned qualifier, const char *more, size_t size)
{
	struct icd_buffer out = {0};
	struct icd_reference reference;
	icd_put_byte(&out, flags);
	icd_put_byte(&out, role);
	icd_put_byte(&out, qualifier);
	icd_put_text(&out, "E08");
	for (int i = 0; i < 4; i++)
		icd_put_number(&out, 1);
	icd_put_bytes(&out, more, size);
	bool read = is_read(out.data, out.size, &reference);
	assert_int_equal(reference.from[0], read ? 'E' : 0);
	icd_buffer_free(&out);
	return read;
}

static void what_is_out_of_bounds_is_refused(void **state)
{
	(void)state;
	assert_true(is_read_with(0, 0, 0, "", 0));
	assert_false(is_read_with(4, 0, 0, "", 0));
	assert_true(is_read_with(0, ICD_ROLES - 1, 0, "", 0));
	assert_false(is_read_with(0, ICD_ROLES, 0, "", 0));
	assert_false(is_read_with(0, 0, ICD_QUALIFIERS, "", 0));
	assert_true(is_read_with(0, 0, ICD_QUALIFIER_FROM, "\4\0", 2));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_FROM, "\3\0", 2));
	assert_true(is_read_with(0, 0, ICD_QUALIFIER_FROM, "\7\0", 2));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_FROM, "\10\0", 2));
	assert_true(is_read_with(0, 0, ICD_QUALIFIER_ENDING, "\1\4abcd\0", 7));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_ENDING, "\1\5abcde\0", 8));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_ENDING, "\31", 1));
	assert_true(is_read_with(0, 0, ICD_QUALIFIER_CHARACTERS, "\17\1", 2));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_CHARACTERS, "\20\1", 2));
	assert_false(is_read_with(0, 0, ICD_QUALIFIER_CHARACTERS, "\17", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bits_are_those_of_positions_and_characters),
		cmocka_unit_test(characters_from_a_position_on),
		cmocka_unit_test(endings_stop_before_the_encounter),
		cmocka_unit_test(endings_are_counted_from_the_end),
		cmocka_unit_test(one_of_the_positions_counts),
		cmocka_unit_test(what_is_taken_out_is_not_meant),
		cmocka_unit_test(a_span_touches_what_it_overlaps),
		cmocka_unit_test(a_reference_is_shown_as_written_or_in_like_words),
		cmocka_unit_test(what_is_out_of_bounds_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
