/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "words/words.h"

#include <stdio.h>
#include <string.h>

/* The words of the text with a blank behind each, flags as letters before them: stop, optional,
 * joined, denied. */
static const char *split(const char *text)
{
	static char out[4096];
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX), length = 0;
	out[0] = '\0';
	for (size_t i = 0; i < count; i++)
		length += (size_t)sprintf(out + length, "%s%s%s%s%s ", words[i].flags & ICD_WORD_STOP ? "." : "",
					  words[i].flags & ICD_WORD_OPTIONAL ? "(" : "",
					  words[i].flags & ICD_WORD_JOINED ? "+" : "",
					  words[i].flags & ICD_WORD_DENIED ? "!" : "", words[i].text);
	return out;
}

static void folds_case_accents_and_apostrophes(void **state)
{
	(void)state;
	assert_string_equal(split("Sj\xc3\xb6gren"), "sjogren ");
	assert_string_equal(split("M\xc3\xa9ni\xc3\xa8re\xe2\x80\x99s DISEASE"), "menieres disease ");
	assert_string_equal(split("Crohn's"), "crohns ");
	/* An accent that stands by itself, and a soft hyphen, are in the word. */
	assert_string_equal(split("Sjo\xcc\x88gren Me\xcc\x81nie\xcc\x80re"), "sjogren meniere ");
	assert_string_equal(split("hyper\xc2\xadtension"), "hypertension ");
	assert_string_equal(split("stra\xc3\x9f"
				  "e"),
			    "strasse ");
	assert_string_equal(split(""), "");
	assert_string_equal(split(" -- / ,;"), "");
	assert_string_equal(split("a\xff\xfe"
				  "b"),
			    "a b ");
}

static void parts_words_at_hyphens_and_slashes(void **state)
{
	(void)state;
	assert_string_equal(split("x-ray"), "+xray x ray ");
	assert_string_equal(split("pre-eclampsia/eclampsia"), "+preeclampsia pre eclampsia eclampsia ");
	assert_string_equal(split("a-b-c"), "a b c ");
	assert_string_equal(split("2-3"), "2 3 ");
	assert_string_equal(split("h/o"), "h o ");
}

static void knows_stop_words_and_modifiers(void **state)
{
	(void)state;
	assert_string_equal(split("Fracture of the neck, NOS"), "fracture .of .the neck .nos ");
	assert_string_equal(split("Pneumonia (acute) (double)"), "pneumonia (acute (double ");
	assert_string_equal(split("vertebra(e)"), "vertebra ");
	assert_string_equal(split("fall from a ladder"), "fall .from .a ladder ");
	assert_string_equal(split("hepatitis a virus"), "hepatitis a virus ");
	assert_string_equal(split("Vitamin A deficiency"), "vitamin a deficiency ");
}

static void reads_numerals(void **state)
{
	(void)state;
	assert_string_equal(split("type II diabetes"), "type 2 diabetes ");
	assert_string_equal(split("stage iv"), "stage 4 ");
	assert_string_equal(split("type i"), "type 1 ");
	assert_string_equal(split("i think"), "i think ");
	assert_string_equal(split("1st trimester"), "first trimester ");
}

static void sees_what_is_denied(void **state)
{
	(void)state;
	assert_string_equal(split("Nausea (without vomiting)"), "nausea (without (!vomiting ");
	assert_string_equal(split("without rupture, unspecified"), "without !rupture unspecified ");
	assert_string_equal(split("without pain with fever"), "without !pain .with fever ");
	assert_string_equal(split("without foreign body of right eyelid"), "without !foreign !body .of right eyelid ");
	assert_string_equal(split("without loss of consciousness"), "without !loss .!of !consciousness ");
	assert_string_equal(split("fever w/o cough"), "fever without !cough ");
	assert_string_equal(split("not due to trauma"), "not .!due .!to !trauma ");
	assert_string_equal(split("burn with or without scar"), "burn .with .or without scar ");
	assert_string_equal(split("non healing ulcer"), "non !healing ulcer ");
}

static void cuts_what_is_too_long(void **state)
{
	char text[1000];
	struct icd_word words[ICD_WORDS_MAX];
	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_int_equal(icd_words_split(text, words, ICD_WORDS_MAX), 1);
	assert_int_equal(strlen(words[0].text), ICD_WORD_SIZE - 1);
	for (size_t i = 1; i < sizeof text - 1; i += 2)
		text[i] = ' ';
	assert_int_equal(icd_words_split(text, words, ICD_WORDS_MAX), ICD_WORDS_MAX);
	assert_int_equal(icd_words_split(text, words, 3), 3);
}

/* ---- stems ---- */

static void assert_same_stem(struct icd_stemmer *stemmer, const char *a, const char *b, bool same)
{
	char left[ICD_WORD_SIZE], right[ICD_WORD_SIZE];
	icd_stemmer_stem(stemmer, a, left);
	icd_stemmer_stem(stemmer, b, right);
	if ((strcmp(left, right) == 0) != same)
		fail_msg("%s is %s, %s is %s", a, left, b, right);
}

static void stems_word_forms_alike(void **state)
{
	static const char *const alike[][2] = {{"fracture", "fractures"},
					       {"sprained", "sprain"},
					       {"diabetes", "diabetic"},
					       {"stenosis", "stenoses"},
					       {"stenosis", "stenotic"},
					       {"arthritis", "arthritic"},
					       {"fungi", "fungus"},
					       {"vertebrae", "vertebra"},
					       {"ischemia", "ischemic"},
					       {"neuropathy", "neuropathic"},
					       {"spine", "spinal"},
					       {"foot", "feet"},
					       {"bitten", "bite"},
					       {"pregnant", "pregnancy"},
					       {"hypertension", "hypertensive"}};
	static const char *const unlike[][2] = {
		{"sprain", "strain"},      {"hypotension", "hypertension"}, {"spondylolysis", "spondylosis"},
		{"tonsillitis", "tonsil"}, {"hepatitis", "hepatic"},        {"conduct", "conduction"},
		{"organ", "organism"}};
	struct icd_stemmer *stemmer = icd_stemmer_new();
	(void)state;
	assert_non_null(stemmer);
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		assert_same_stem(stemmer, alike[i][0], alike[i][1], true);
	for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++)
		assert_same_stem(stemmer, unlike[i][0], unlike[i][1], false);
	icd_stemmer_free(stemmer);
}

static void keeps_denied_words_apart(void **state)
{
	struct icd_stemmer *stemmer = icd_stemmer_new();
	char stem[ICD_WORD_SIZE];
	(void)state;
	assert_non_null(stemmer);
	icd_stemmer_stem_word(stemmer, &(struct icd_word){"vomiting", ICD_WORD_DENIED}, stem);
	assert_string_equal(stem, "-vomit");
	assert_true(icd_stem_weight(stem).text < 10);
	icd_stemmer_free(stemmer);
}

static void weighs_words(void **state)
{
	struct icd_stemmer *stemmer = icd_stemmer_new();
	char stem[ICD_WORD_SIZE];
	(void)state;
	assert_non_null(stemmer);
	icd_stemmer_stem(stemmer, "unspecified", stem);
	assert_true(icd_stem_weight(stem).text < 10);
	icd_stemmer_stem(stemmer, "history", stem);
	assert_true(icd_stem_weight(stem).text > ICD_WEIGHT_ONE);
	assert_int_equal(icd_stem_weight("pneumonia").text, 0);
	assert_int_equal(icd_word_rarity(1, 100000), ICD_WEIGHT_ONE);
	assert_true(icd_word_rarity(100, 100000) < icd_word_rarity(10, 100000));
	assert_true(icd_word_rarity(100000, 100000) > 0);
	icd_stemmer_free(stemmer);
}

/* A word is told by its letters not to have a stem only where it has another one. */
static void knows_the_words_of_a_stem(void **state)
{
	static const char *const words[] = {
		"dying",      "die",         "skies",    "sky",         "using",    "use",        "biopsy",
		"biopsies",   "low",         "lows",     "possibility", "possible", "possibly",   "relation",
		"relative",   "pancreatic",  "pancreas", "feet",        "foot",     "bacilli",    "bacillus",
		"vertebrae",  "tonsillitis", "tonsil",   "stenoses",    "stenosis", "stenotic",   "hopping",
		"hoping",     "b12",         "rely",     "early",       "men",      "devic",      "neuromyelitis",
		"hemiplegic", "hemiplegia",  "activate", "activity",    "a",        "disability", "disabled",
	};
	enum { WORDS = sizeof words / sizeof *words };
	struct icd_stemmer *stemmer = icd_stemmer_new();
	unsigned alike = 0;
	(void)state;
	assert_non_null(stemmer);
	for (size_t i = 0; i < WORDS; i++) {
		struct icd_wanted_stem wanted;
		char stem[ICD_WORD_SIZE], other[ICD_WORD_SIZE];
		icd_stemmer_stem(stemmer, words[i], stem);
		icd_stemmer_want(stemmer, stem, &wanted);
		for (size_t j = 0; j < WORDS; j++) {
			icd_stemmer_stem(stemmer, words[j], other);
			alike += strcmp(stem, other) == 0;
			assert_int_equal(icd_stemmer_stems_to(stemmer, words[j], &wanted), strcmp(stem, other) == 0);
		}
	}
	assert_true(alike > WORDS + 20);
	icd_stemmer_free(stemmer);
}

/* All words of the tables that searching has. */
static void knows_the_stem_of_each_word(void **state)
{
	static const char *const files[] = {"data/synonyms.tsv", "data/drugs.tsv", "data/words.tsv"};
	struct icd_stemmer *stemmer = icd_stemmer_new();
	unsigned long count = 0;
	(void)state;
	assert_non_null(stemmer);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		FILE *file = fopen(files[i], "r");
		char line[4096];
		assert_non_null(file);
		while (fgets(line, sizeof line, file)) {
			struct icd_word words[ICD_WORDS_MAX];
			size_t in_line = icd_words_split(line, words, ICD_WORDS_MAX);
			for (size_t j = 0; j < in_line; j++, count++) {
				struct icd_wanted_stem wanted;
				char stem[ICD_WORD_SIZE];
				icd_stemmer_stem(stemmer, words[j].text, stem);
				icd_stemmer_want(stemmer, stem, &wanted);
				assert_true(icd_stemmer_stems_to(stemmer, words[j].text, &wanted));
			}
		}
		fclose(file);
	}
	assert_true(count > 10000);
	icd_stemmer_free(stemmer);
}

/* What was worked out when the program was made is what its words come to. */
static void stems_are_those_of_the_tables(void **state)
{
	struct icd_stemmer *stemmer = icd_stemmer_new();
	(void)state;
	assert_non_null(stemmer);
	assert_true(icd_stemmer_fingerprint(stemmer) == icd_stemmer_work_out(stemmer));
	icd_stemmer_free(stemmer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_case_accents_and_apostrophes),
		cmocka_unit_test(parts_words_at_hyphens_and_slashes),
		cmocka_unit_test(knows_stop_words_and_modifiers),
		cmocka_unit_test(reads_numerals),
		cmocka_unit_test(sees_what_is_denied),
		cmocka_unit_test(cuts_what_is_too_long),
		cmocka_unit_test(stems_word_forms_alike),
		cmocka_unit_test(keeps_denied_words_apart),
		cmocka_unit_test(weighs_words),
		cmocka_unit_test(knows_the_words_of_a_stem),
		cmocka_unit_test(knows_the_stem_of_each_word),
		cmocka_unit_test(stems_are_those_of_the_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
