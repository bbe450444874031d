/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms as lines of text: the forms that addenda write. */
#include "reindex/index_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct form {
	const char *line;
	unsigned level;
	const char *title; /* as XML */
	const char *see, *see_also, *code, *category, *subcategory, *manifestation;
	const char *written; /* NULL: as the line after its levels */
};

static const struct form forms[] = {
	{"Ache", 0, "Ache", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{"- - knee M25.56-", 2, "knee", NULL, NULL, "M25.56-", NULL, NULL, NULL, NULL},
	{"- hip (joint) (old) M25.55", 1, "hip<nemod>(joint) (old)</nemod>", NULL, NULL, "M25.55", NULL, NULL, NULL,
	 NULL},
	{"- vein (deep) NEC I87.8", 1, "vein<nemod>(deep)</nemod> NEC", NULL, NULL, "I87.8", NULL, NULL, NULL, NULL},
	{"- gum - see Gingivitis", 1, "gum", "Gingivitis", NULL, NULL, NULL, NULL, NULL, NULL},
	{"- - see Gingivitis", 1, "", "Gingivitis", NULL, NULL, NULL, NULL, NULL, " - see Gingivitis"},
	{"Ache - see also Pain", 0, "Ache", NULL, "Pain", NULL, NULL, NULL, NULL, NULL},
	{"Ache -see also Pain", 0, "Ache", NULL, "Pain", NULL, NULL, NULL, NULL, "Ache - see also Pain"},
	{"Ache (see also Pain) R52", 0, "Ache", NULL, "Pain", "R52", NULL, NULL, NULL, NULL},
	{"Ache (dull) (see also Pain, by site) R52 [G63]", 0, "Ache<nemod>(dull)</nemod>", NULL, "Pain, by site", "R52",
	 NULL, NULL, "G63", NULL},
	{"- late (see also, if known, Pain) R52", 1, "late<nemod>(see also, if known, Pain)</nemod>", NULL, NULL, "R52",
	 NULL, NULL, NULL, NULL},
	{"- by drug - see Table, by drug - see also Ache", 1, "by drug", "Table, by drug", "Ache", NULL, NULL, NULL,
	 NULL, NULL},
	{"- with ache - see category I01", 1, "with ache", NULL, NULL, NULL, "I01", NULL, NULL, NULL},
	{"- with ache - see categories I01-I02", 1, "with ache", "categories I01-I02", NULL, NULL, NULL, NULL, NULL,
	 NULL},
	{"- with ache - see subcategory T38.0", 1, "with ache", NULL, NULL, NULL, NULL, "T38.0", NULL, NULL},
	{"- torn - see Tear, inner I60.8-", 1, "torn", "Tear, inner", NULL, "I60.8-", NULL, NULL, NULL, NULL},
	{"- cusp - see Note at K00.2", 1, "cusp", "Note at K00.2", NULL, NULL, NULL, NULL, NULL, NULL},
	{"- burns T30 or T31", 1, "burns", NULL, NULL, "T30 or T31", NULL, NULL, NULL, NULL},
	{"- slipped [SCFE]", 1, "slipped [SCFE]", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{"- lack of vitamin B12 E53.8", 1, "lack of vitamin B12", NULL, NULL, "E53.8", NULL, NULL, NULL, NULL},
	{"- under (&lt; 2 years) R40", 1, "under<nemod>(&lt; 2 years)</nemod>", NULL, NULL, "R40", NULL, NULL, NULL,
	 "under (< 2 years) R40"},
	{"-  much   blank  R40.1", 1, "much blank", NULL, NULL, "R40.1", NULL, NULL, NULL, "much blank R40.1"},
	{"- low -see R40", 1, "low", "", NULL, "R40", NULL, NULL, NULL, "low - see  R40"},
	{"-", 0, "-", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{"", 0, "", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{"- [", 1, "[", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{"- (open R40", 1, "(open", NULL, NULL, "R40", NULL, NULL, NULL, NULL},
};

static void same(const char *line, const char *found, const char *wanted)
{
	if (!found != !wanted || (found && strcmp(found, wanted) != 0))
		fail_msg("\"%s\": \"%s\", \"%s\" was expected", line, found ? found : "nothing",
			 wanted ? wanted : "nothing");
}

static void lines_are_read(void **state)
{
	struct icd_pool pool = {0};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const struct form *form = &forms[i];
		const char *line = form->line;
		struct icd_index_term says;
		assert_int_equal(index_line_level(&line), form->level);
		index_line_read(line, true, &pool, &says);
		same(form->line, says.title, form->title);
		same(form->line, says.parts[ICD_PART_SEE], form->see);
		same(form->line, says.parts[ICD_PART_SEE_ALSO], form->see_also);
		same(form->line, says.parts[ICD_PART_CODE], form->code);
		same(form->line, says.parts[ICD_PART_SEE_CATEGORY], form->category);
		same(form->line, says.parts[ICD_PART_SUBCATEGORY], form->subcategory);
		same(form->line, says.parts[ICD_PART_MANIFESTATION], form->manifestation);
	}
	icd_pool_free(&pool);
}

static void what_is_read_is_written_again(void **state)
{
	struct icd_pool pool = {0};
	struct icd_buffer out = {0};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *line = forms[i].line;
		struct icd_index_term says;
		index_line_level(&line);
		index_line_read(line, true, &pool, &says);
		icd_buffer_clear(&out);
		index_line_write(&out, &says);
		icd_put_byte(&out, 0);
		same(forms[i].line, (const char *)out.data, forms[i].written ? forms[i].written : line);
	}
	icd_buffer_free(&out);
	icd_pool_free(&pool);
}

/* In a table the codes stand in cells. */
static void titles_of_a_table_keep_what_looks_like_a_code(void **state)
{
	struct icd_pool pool = {0};
	struct icd_index_term says;
	(void)state;
	index_line_read("Vitamin B12", false, &pool, &says);
	assert_string_equal(says.title, "Vitamin B12");
	assert_null(says.parts[ICD_PART_CODE]);
	index_line_read("Vitamin C - see also Acid", false, &pool, &says);
	assert_string_equal(says.title, "Vitamin C");
	assert_string_equal(says.parts[ICD_PART_SEE_ALSO], "Acid");
	icd_pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(what_is_read_is_written_again),
		cmocka_unit_test(titles_of_a_table_keep_what_looks_like_a_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
