/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what the rules for claims see that two titles have nothing to do with each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "coding/title_facts.h"

static struct icd_title_facts facts_of(const char *title, enum icd_encounter encounter)
{
	struct icd_title_facts facts = {.known = false};
	struct icd_claim_code code = {.title = title, .encounter = encounter, .title_facts = &facts};
	return *icd_title_facts(&code);
}

static void test_words(void **state)
{
	struct icd_title_facts right = facts_of("Pain in right hip", ICD_ENCOUNTER_NONE);
	struct icd_title_facts left = facts_of("Pain in left hip", ICD_ENCOUNTER_NONE);
	struct icd_title_facts other = facts_of("Pain in right knee", ICD_ENCOUNTER_NONE);
	struct icd_title_facts more = facts_of("Pain in hips with stiffness, bilateral", ICD_ENCOUNTER_NONE);
	struct icd_title_facts stiffness = facts_of("Stiffness", ICD_ENCOUNTER_NONE);
	(void)state;
	assert_true(right.side == ICD_SIDE_RIGHT && left.side == ICD_SIDE_LEFT && more.side == ICD_SIDE_BOTH);
	assert_true(right.words == left.words);
	assert_true(right.words != other.words);
	/* "with" joins, and says nothing by itself. */
	assert_true(more.words == (right.words | stiffness.words));
}

static void test_line(void **state)
{
	struct icd_title_facts with = facts_of("Ulcer with bleeding or pain", ICD_ENCOUNTER_NONE);
	struct icd_title_facts without = facts_of("Ulcer without Bleeding and pain", ICD_ENCOUNTER_NONE);
	struct icd_title_facts other = facts_of("Ulcer with perforation and pain", ICD_ENCOUNTER_NONE);
	struct icd_title_facts first = facts_of("Displaced fracture, initial encounter", ICD_ENCOUNTER_INITIAL);
	struct icd_title_facts later = facts_of("Nondisplaced fracture, sequela", ICD_ENCOUNTER_SEQUELA);
	(void)state;
	assert_true(with.line == without.line);
	assert_true(with.line != other.line);
	assert_true(first.line == later.line);
}

static void test_condition(void **state)
{
	struct icd_title_facts acute = facts_of("Acute pancreatitis without necrosis", ICD_ENCOUNTER_NONE);
	struct icd_title_facts chronic = facts_of("Other chronic pancreatitis", ICD_ENCOUNTER_NONE);
	struct icd_title_facts other = facts_of("Chronic sinusitis", ICD_ENCOUNTER_NONE);
	struct icd_title_facts none = facts_of("Other acute, recurrent", ICD_ENCOUNTER_NONE);
	(void)state;
	assert_true(acute.condition && acute.condition == chronic.condition);
	assert_true(other.condition != chronic.condition);
	assert_true(none.condition == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_condition),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
