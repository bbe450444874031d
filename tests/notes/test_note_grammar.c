/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes/note_grammar.h"
#include "notes/place_notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A code is known when its category is here and the code is not below. */
static const char categories[] =
	"A00 A37 A80 A89 B15 B19 B20 B27 B34 B36 B95 B97 C00 C43 C44 C4A C50 C76 C77 C78 C79 C7A C80 C91 "
	"C95 C96 D09 D29 D49 E08 E09 E10 E11 E13 E43 E44 E46 E50 E63 F01 F02 F10 F11 F13 F17 F19 F98 G31 "
	"G80 G82 I00 I05 I09 I10 I11 I12 I51 I60 I61 I62 I63 I69 J00 J06 J20 J22 J40 J96 K35 K36 K50 K65 "
	"L97 L98 M00 M43 M51 M54 M99 N18 N26 O08 O33 O34 P02 P03 Q68 QA0 R22 R94 S00 S01 S02 S06 S09 S12 "
	"S13 S22 S23 S24 S32 S33 S42 S44 S49 S52 S53 S59 S62 S72 S79 S82 S89 S92 S99 T07 T14 T28 T31 T32 "
	"T36 T39 T40 T43 T50 T51 T65 T80 T82 T85 T88 V00 V01 V09 V70 V79 Y36 Y93 Y99 Z17 Z21 Z3A Z68 Z86 "
	"Z87 Z89 Z91";
static const char *const missing[] = {"K5099", "M5499", "T889"};

static bool known(void *context, const char *prefix)
{
	char category[4] = {0};
	(void)context;
	assert_true(strlen(prefix) <= ICD_CODE_LENGTH);
	memcpy(category, prefix, 3);
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		if (strcmp(prefix, missing[i]) == 0)
			return false;
	return strlen(category) == 3 && strstr(categories, category) != NULL;
}

static bool any_known(void *context, const char *prefix)
{
	(void)context;
	return strlen(prefix) >= 3;
}

/*
 * The references of a note in one line: "!" before those taken out, "~" before those
 * only mentioned, "?" before those with an end that is not known; then the codes and
 * the qualifier in the index's own words, not the note's. "; " in between.
 */
static enum note_outcome read_note(const char *text, const char *at, char *out, size_t size)
{
	static struct note_reference references[NOTE_REFERENCES_MAX];
	static const char role[] = {[ICD_ROLE_MEANT] = 0, [ICD_ROLE_EXCEPT] = '!', [ICD_ROLE_MENTIONED] = '~'};
	size_t count, length = 0;
	enum note_outcome outcome = note_parse(text, at, known, NULL, references, &count);
	*out = '\0';
	for (size_t i = 0; i < count; i++) {
		struct icd_reference reference = references[i].reference;
		char one[ICD_REFERENCE_TEXT], sign[2] = {role[reference.role]};
		reference.text_length = reference.qualifier_length = 0;
		icd_reference_text(&reference, "", one, sizeof one);
		length += (size_t)snprintf(out + length, size - length, "%s%s%s%s", i ? "; " : "", sign,
					   references[i].from_known && references[i].to_known ? "" : "?", one);
		assert_true(length < size);
	}
	return outcome;
}

struct form {
	const char *note;
	const char *references;
};

static void check_forms(const struct form *forms, size_t count, enum note_outcome expected)
{
	char got[8192];
	for (size_t i = 0; i < count; i++) {
		enum note_outcome outcome = read_note(forms[i].note, NULL, got, sizeof got);
		if (strcmp(got, forms[i].references) != 0 || outcome != expected)
			fail_msg("%s\n  expected %d: %s\n  got      %d: %s", forms[i].note, expected,
				 forms[i].references, outcome, got);
	}
}

#define CHECK(forms, outcome) check_forms(forms, sizeof(forms) / sizeof *(forms), outcome)

static void test_codes_and_lists(void **state)
{
	static const struct form forms[] = {
		{"fluency disorder (F98.5)", "F98.5"},
		{"lumbago with sciatica (M54.4-)", "M54.4"},
		{"asthma (J96.-)", "J96"},
		{"pathological fracture (M43.4.-)", "M43.4"},
		{"any (J40)", "J40"},
		{"range (I05-I09)", "I05-I09"},
		{"list (K50.014, K50.114,C44.2-,K35)", "K50.014; K50.114; C44.2; K35"},
		{"trailing comma (K50.014, K50.114,)", "K50.014; K50.114"},
		{"trailing comma and space (K50.0-K50.2, )", "K50.0-K50.2"},
		{"dash behind the range (T40.0-T40.2-)", "T40.0-T40.2"},
		{"two dashes (I60.2--I60.7-)", "I60.2-I60.7"},
		{"dashes and dot (S12.0--S12.6.-)", "S12.0-S12.6"},
		{"spaced dashes (P02.3- - P03.4-)", "P02.3-P03.4"},
		{"spaced second dash (Q68.0- -Q68.3-)", "Q68.0-Q68.3"},
		{"space behind the dash (C91.10- C91.22)", "C91.10-C91.22"},
		{"spaces (S00 - S09)", "S00-S09"},
		{"en quads (S00\xe2\x80\x80-\xe2\x80\x80S09)", "S00-S09"},
		{"spaces of no width (S00\xe2\x80\x8b-\xe2\x80\x8bS09)", "S00-S09"},
		{"narrow spaces (S00\xe2\x80\xaf-\xe2\x80\xafS09)", "S00-S09"},
		{"dots (F10.- -F19.-)", "F10-F19"},
		{"dots too (F11.-F17.-)", "F11-F17"},
		{"dot before the dash (F98.2.-F98.3)", "F98.2-F98.3"},
		{"to (S00.- to S09.-)", "S00-S09"},
		{"through (K50.0- through K50.8-)", "K50.0-K50.8"},
		{"short second end (K50.0-.8)", "K50.0-K50.8"},
		{"en dash (I05\xe2\x80\x93I09)", "I05-I09"},
		{"semicolon (J00-J06; J20-J22)", "J00-J06; J20-J22"},
		{"stop for a comma (I60.-. I61.-, I62.-)", "I60; I61; I62"},
		{"stray dot (M43.5., M54.6)", "M43.5; M54.6"},
		{"and (S24.0 and S24.1)", "S24.0; S24.1"},
		{"ranges and (A00-R94 and T80-T88.6, T88.8)", "A00-R94; T80-T88.6; T88.8"},
		{"and/or (K35.2 and/or K36)", "K35.2; K36"},
		{"slash (K35.2/K36)", "K35.2; K36"},
		{"no closing parenthesis (Z89.52-", "Z89.52"},
		{"no opening one C44.301, C44.311, C44.321)", "C44.301; C44.311; C44.321"},
		{"one too many (J96.0))", "J96.0"},
		{"doubled ((J96.0))", "J96.0"},
		{"space inside (M43.0 )", "M43.0"},
		{"stop behind (P02.0).", "P02.0"},
		{"two groups (W(ell)) (I11.0), or other (I12.-)", "I11.0; I12"},
		{"lead-in (i.e. E08.8, E10-E13)", "E08.8; E10-E13"},
		{"see (see also category F17)", "F17"},
		{"no dot (M5450)", "M54.50"},
		{"letters (C4A.-, C7A.098, Z3A, QA0.0101)", "C4A; C7A.098; Z3A; QA0.0101"},
		{"line\n\tfeed (I05-\n\tI09)", "I05-I09"},
	};
	(void)state;
	CHECK(forms, NOTE_RESOLVED);
}

static void test_unknown_codes(void **state)
{
	static const struct form partly[] = {
		{"misprint (K50.99, K50.1)", "?K50.99; K50.1"},
	};
	static const struct form forms[] = {
		{"misprint (M54.99)", "?M54.99"},      {"one end (K50.0-K50.99)", "?K50.0-K50.99"},
		{"no code is spelled so (H1.5)", "?"}, {"too long (E11.3X111)", "?"},
		{"no such category (B12)", "?B12"},    {"misprint outside M54.99", "?M54.99"},
	};
	(void)state;
	CHECK(partly, NOTE_RESOLVED);
	CHECK(forms, NOTE_NAMES_NO_CODE);
}

static void test_qualifiers(void **state)
{
	static const struct form forms[] = {
		{"(E08-E13 with .52)", "E08-E13 with .52"},
		{"(E08-E13 with .610)", "E08-E13 with .610"},
		{"(E08-E13 with .62-)", "E08-E13 with .62"},
		{"(E08-E13 with .51-.52)", "E08-E13 with .51, .52"},
		{"(F10-F19, with .17, .27, .97)", "F10-F19 with .17, .27, .97"},
		{"(F11-F19 with .15. .25, .95)", "F11-F19 with .15, .25, .95"},
		{"(F10, F13, F19 with .26, .96)", "F10 with .26, .96; F13 with .26, .96; F19 with .26, .96"},
		{"(E08.52, E09-E13 with .52, I10)", "E08.52; E09-E13 with .52; I10"},
		{"(E08, E09 with final characters .00 or .01)", "E08 with .00, .01; E09 with .00, .01"},
		{"(I69. with final characters -23)", "I69 with final characters -23"},
		{"(I69.- with final character(s) -23 or -24)", "I69 with final characters -23, -24"},
		{"(T36-T50 with final character 6)", "T36-T50 with final characters -6"},
		{"(S02.- with 7th character B)", "S02 with 7th character B"},
		{"(S42.- with 7th character B or C)", "S42 with 7th character B, C"},
		{"(S92.-with 7th character B)", "S92 with 7th character B"},
		{"(S32.1--S32.9 with 7th character A-C)", "S32.1-S32.9 with 7th character A, B, C"},
		{"(S32.-, 7th character B)", "S32 with 7th character B"},
		{"(S42.- with 7th character B; S52.- with 7th character C)",
		 "S42 with 7th character B; S52 with 7th character C"},
		{"(S52.- with open fracture 7th character)", "S52 with 7th character B, C, E, F, H, J, M, N, Q, R"},
		{"(J96. with 5th character 2)", "J96 with 5th character 2"},
		{"(V01-V09 with 5th digit 9)", "V01-V09 with 5th character 9"},
		{"(F10-F19 with 5th character .6)", "F10-F19 with 5th character 6"},
		{"(A37 with fifth-character 1)", "A37 with 5th character 1"},
		{"(M51.- with fifth character 4)", "M51 with 5th character 4"},
		{"(B27.- with fourth character 2)", "B27 with 4th character 2"},
		{"(B27.0-B27.9 with 1)", "B27.0-B27.9 with characters from the 5th on 1"},
		{"(B27.0-B27.9 with .9)", "B27.0-B27.9 with characters from the 5th on 9"},
		{"(F11-F19 with fifth to sixth characters 51)", "F11-F19 with characters from the 5th on 51"},
		{"(T36-T65 with fifth or sixth character 1-4 or 6)", "T36-T65 with 5th or 6th character 1, 2, 3, 4, 6"},
		{"(T36-T50 with fifth or six character 5)", "T36-T50 with 5th or 6th character 5"},
		{"(T36-T50 with fifth or sixth character 5", "T36-T50 with 5th or 6th character 5"},
		{"(T36-T50 with 4th, 5th or 6th character 5)", "T36-T50 with 4th or 5th or 6th character 5"},
		{"(T51-T65 with fifth or sixth character to indicate intent), for pneumonopathy",
		 "T51-T65 with 5th or 6th character 1, 2, 3, 4"},
		{"(T39.0-, with sixth character 5)", "T39.0 with 6th character 5"},
		{"(T43.1X with sixth character 1\xe2\x80\x93"
		 "4)",
		 "T43.1X with 6th character 1, 2, 3, 4"},
		{"underdosing (T36-T50) with fifth or sixth character 6", "T36-T50 with 5th or 6th character 6"},
		{"in remission C91.0-C95.9 with 5th character 1", "C91.0-C95.9 with 5th character 1"},
		{"code O33.3 with a 7th character of 1 through 3.", "O33.3 with 7th character 1, 2, 3"},
		{"code O33.3. 7th character 0 is for single gestations", "O33.3"},
		{"any condition (K35.2) with 7 days of fever", "K35.2"},
		{"nephropathy (with C3 disease) with deposits (I12.6)", "I12.6"},
	};
	(void)state;
	CHECK(forms, NOTE_RESOLVED);
}

static void test_not_understood(void **state)
{
	static const struct form forms[] = {
		{"(E08-E13 with something odd)", "E08-E13"},
		{"(J40 in newborn)", "J40"},
		{"(S52.- with 7th character for open fracture)", "S52"},
		{"(S52.- with 7th character other than A)", "S52"},
		{"(S52.-) with 7th character for closed fracture", "S52"},
		{"(M51.- with fifth and sixth character 4)", "M51"},
		{"(S52.- with 7th character C-A)", "S52"},
		{"(K35.2 (K36))", "K35.2; K36"},
	};
	(void)state;
	CHECK(forms, NOTE_NOT_UNDERSTOOD);
}

static void test_prose(void **state)
{
	static const struct form forms[] = {
		{"torticollis NOS M43.6", "M43.6"},
		{"if applicable peritonitis K65.-", "K65"},
		{"at risk for fall (history of fall) Z91.81", "Z91.81"},
		{"hearing loss as classified in I10.-", "I10"},
		{"conditions classifiable to S06.0- to S06.8-code to specified injury", "S06.0-S06.8"},
		{"injuries in subcategories S06.1- to S06.6- , S06.81- and S06.82- code to injury",
		 "S06.1-S06.6; S06.81; S06.82"},
		{"Conditions classifiable to C43", "C43"},
		{"Conditions classifiable to C00-C44, C7A.098, C76", "C00-C44; C7A.098; C76"},
		{"any condition in N18 and N26 - due to hypertension", "N18; N26"},
		{"any condition in I11.- with any condition in I12.-", "I11; I12"},
		{"Any condition in I00 with endocarditis", "I00"},
		{"Any condition listed under K36 specified as gangrenous", "K36"},
		{"code(s) from F11-F13 and F17-F19 to identify manifestations", "F11-F13; F17-F19"},
		{"code from category T31 or T32 to identify extent", "T31; T32"},
		{"from categories E08, E09 and E13 to further identify", "E08; E09; E13"},
		{"code from category Z3A, Weeks of gestation", "Z3A"},
		{"to use in categories E43, E44, E46, E50-E63 as the cause", "E43; E44; E46; E50-E63"},
		{"Use one code for each receptor: Z17.0, Z17.2-", "Z17.0; Z17.2"},
		{"Y93.0 Activities involving walking", "Y93.0"},
		{"(e.g. tracheobronchitis) should be classified to bronchitis in J40", "J40"},
		{"see also K35", "K35"},
		{"E10, E11", "E10; E11"},
		{"[M54.5]", "M54.5"},
	};
	(void)state;
	CHECK(forms, NOTE_RESOLVED);
}

static void test_no_code(void **state)
{
	static const struct form forms[] = {
		{"", ""},
		{"sepsis- code to infection", ""},
		{"disorders of:", ""},
		{"Vitamin B12 deficiency", ""},
		{"megaloblastic anemia unresponsive to vitamin B12 or folate therapy", ""},
		{"deficiency of B12 classified here", ""},
		{"glucose-6-phosphate dehydrogenase (G6PD) deficiency", ""},
		{"novel influenza A/H1N1 (H1N1)", ""},
		{"C2-C3 disc disorder (C2-C3 disc)", ""},
		{"E. coli O157:H7 (O157)", ""},
		{"LGMD R22 collagen 6-related", ""},
		{"parvovirus B19", ""},
		{"(parvovirus B19)", ""},
		{"B19-associated (B19-associated) anemia", ""},
		{"hemoglobin (A1C)", ""},
		{"AML M4 Eo with inv(16) or t(16;16)", ""},
		{"body mass index of 15.0-15.99 kg/m2", ""},
		{"aftercare for healing wound- code to wound with 7th character D", ""},
		{"residual subcategories, numbered .8, are provided", ""},
		{"pain (2-5 years of age)", ""},
		{"Cytomegalovirus (CMV) infection", ""},
	};
	(void)state;
	CHECK(forms, NOTE_NAMES_NO_CODE);
}

static void test_roles(void **state)
{
	static const struct form forms[] = {
		{"(A80-B34, except B20, B27)", "A80-B34; !B20; !B27"},
		{"(A80-B34) except (B20)", "A80-B34; !B20"},
		{"tinea, any type except those in B36.-", "!B36"},
		{"Conditions in S00-T88, except T80 and T82", "S00-T88; !T80; !T82"},
		{"Conditions in S00-T88, except traumatic fractures", "S00-T88"},
		{"newborn affected by conditions in I00 and not included in P02.-, P03.0", "I00; !P02; !P03.0"},
		{"neoplasm of stomach, not classifiable to C43.0-C43.4", "!C43.0-C43.4"},
		{"deficiency, except thiamine (E50-E63.-)", "E50-E63"},
		{"any condition in I51.4-I51.9 due to hypertension (I11.-)", "~I51.4-I51.9; I11"},
		{"(T51-T65) to identify chemical and intent for codes T28.5-T28.9-", "T51-T65; ~T28.5-T28.9"},
		{"For codes G31.0-G31.83, G31.85-G31.9, use additional code", "~G31.0-G31.83; ~G31.85-G31.9"},
	};
	(void)state;
	CHECK(forms, NOTE_RESOLVED);
}

static void test_spans(void **state)
{
	static struct note_reference out[NOTE_REFERENCES_MAX];
	static const char note[] = "disorder (F10.-, F13 - F19\n with .26, .96)";
	char text[ICD_REFERENCE_TEXT];
	size_t count;
	(void)state;
	assert_int_equal(note_parse(note, "F01", known, NULL, out, &count), NOTE_RESOLVED);
	assert_int_equal(count, 2);
	assert_int_equal(out[0].reference.text_at, 10);
	assert_int_equal(out[0].reference.text_length, 5);
	assert_string_equal(icd_reference_text(&out[0].reference, note, text, sizeof text), "F10.- with .26, .96");
	assert_string_equal(icd_reference_text(&out[1].reference, note, text, sizeof text), "F13 - F19 with .26, .96");
	assert_string_equal(icd_reference_text(&out[1].reference, note, text, 8), "F13 - F");
	assert_string_equal(icd_reference_text(&out[1].reference, "short", text, sizeof text), " ");
	assert_int_equal(note_parse("(S92.-with 7th character B)", NULL, known, NULL, out, &count), NOTE_RESOLVED);
	assert_int_equal(out[0].reference.text_length, 5);
}

static void test_too_many(void **state)
{
	static struct note_reference out[NOTE_REFERENCES_MAX];
	char note[NOTE_REFERENCES_MAX * 5 + 16] = "(";
	size_t count;
	(void)state;
	for (size_t i = 0; i <= NOTE_REFERENCES_MAX; i++)
		strcat(note, "K35, ");
	assert_int_equal(note_parse(note, NULL, known, NULL, out, &count), NOTE_NOT_UNDERSTOOD);
	assert_int_equal(count, NOTE_REFERENCES_MAX);
}

/* Does the only reference of the note hold for the code? */
static bool holds(const char *note, const char *code)
{
	static struct note_reference out[NOTE_REFERENCES_MAX];
	size_t count;
	assert_int_equal(note_parse(note, NULL, known, NULL, out, &count), NOTE_RESOLVED);
	assert_int_equal(count, 1);
	return icd_reference_matches(&out[0].reference, code);
}

static void test_matches(void **state)
{
	static const char poisoning[] = "(T36-T65 with fifth or sixth character 1-4 or 6)";
	static const char adverse[] = "(T36-T50 with fifth or sixth character 5)";
	static const char underdosing[] = "(T36-T50 with final character 6)";
	(void)state;
	assert_true(holds(poisoning, "T360X1A"));
	assert_true(holds(poisoning, "T3691XA"));
	assert_true(holds(poisoning, "T40411A"));
	assert_true(holds(poisoning, "T400X6S"));
	assert_false(holds(poisoning, "T40415A")); /* fentanyl: 5th is 1, but the 6th tells the intent */
	assert_false(holds(poisoning, "T360X5A"));
	assert_false(holds(poisoning, "T36"));
	assert_true(holds(adverse, "T50B95A"));
	assert_true(holds(adverse, "T3695XA"));
	assert_false(holds(adverse, "T50B91A"));
	assert_true(holds(underdosing, "T360X6A"));
	assert_true(holds(underdosing, "T3696XD"));
	assert_false(holds(underdosing, "T360X5A"));
	assert_true(holds("(I69. with final characters -23)", "I69323"));
	assert_false(holds("(I69. with final characters -23)", "I69232"));
	/* The dash stands for a character: I69.20 is another code than I69.x20. */
	assert_true(holds("(I69. with final characters -20)", "I69220"));
	assert_false(holds("(I69. with final characters -20)", "I6920"));
	assert_true(holds("(F98.- with final characters 21, 29)", "F9821"));
	assert_true(holds("(E08-E13 with .62-)", "E11621"));
	assert_false(holds("(E08-E13 with .62-)", "E1142"));
	assert_true(holds("(B27.0-B27.9 with .9)", "B2709"));
	assert_false(holds("(B27.0-B27.9 with .9)", "B2790"));
	assert_true(holds("(F11-F19 with fifth to sixth characters 51)", "F11251"));
	assert_false(holds("(F11-F19 with fifth to sixth characters 51)", "F11250"));
	assert_true(holds("(S52.- with open fracture 7th character)", "S52001N"));
	assert_false(holds("(S52.- with open fracture 7th character)", "S52001P"));
	assert_true(holds("(M51.- with fifth character 6)", "M51360"));
	assert_true(holds("(M54.4-)", "anything"));
}

static void test_mean(void **state)
{
	struct icd_reference references[3] = {
		{.first = 10, .last = 20},
		{.first = 15, .last = 16, .role = ICD_ROLE_EXCEPT},
		{.first = 30, .last = 40, .role = ICD_ROLE_MENTIONED},
	};
	(void)state;
	assert_true(icd_references_mean(references, 3, "M545", 10));
	assert_true(icd_references_mean(references, 3, "M545", 20));
	assert_false(icd_references_mean(references, 3, "M545", 21));
	assert_false(icd_references_mean(references, 3, "M545", 15));
	assert_false(icd_references_mean(references, 3, "M545", 30));
	assert_false(icd_references_mean(references, 0, "M545", 10));
}

static void assert_same(const struct icd_reference *a, const struct icd_reference *b)
{
	assert_string_equal(a->from, b->from);
	assert_string_equal(a->to, b->to);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->last, b->last);
	assert_int_equal(a->text_at, b->text_at);
	assert_int_equal(a->text_length, b->text_length);
	assert_int_equal(a->qualifier_at, b->qualifier_at);
	assert_int_equal(a->qualifier_length, b->qualifier_length);
	assert_int_equal(a->role, b->role);
	assert_int_equal(a->qualifier, b->qualifier);
	assert_int_equal(a->position, b->position);
	assert_int_equal(a->positions, b->positions);
	assert_int_equal(a->part_count, b->part_count);
	assert_memory_equal(a->parts, b->parts, sizeof a->parts);
	assert_true(a->characters == b->characters);
}

static void test_record_form(void **state)
{
	static const char *const notes[] = {
		"(M54.4-)",
		"(I05-I09)",
		"(I69. with final characters -23)",
		"(E08-E13 with .51-.52)",
		"(T36-T65 with fifth or sixth character 1-4 or 6)",
		"except (K35)",
	};
	static struct note_reference out[NOTE_REFERENCES_MAX];
	(void)state;
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		struct icd_buffer buffer = {0};
		struct icd_reference back;
		size_t count;
		note_parse(notes[i], NULL, known, NULL, out, &count);
		assert_int_equal(count, 1);
		out[0].reference.first = 1000;
		out[0].reference.last = 90000;
		icd_put_reference(&buffer, &out[0].reference);
		assert_false(buffer.failed);
		struct icd_reader reader = icd_reader_of(buffer.data, buffer.size);
		icd_get_reference(&reader, &back);
		assert_false(reader.failed);
		assert_true(reader.at == reader.end);
		assert_same(&out[0].reference, &back);
		for (size_t size = 0; size < buffer.size; size++) {
			reader = icd_reader_of(buffer.data, size);
			icd_get_reference(&reader, &back);
			assert_true(reader.failed);
			assert_int_equal(back.from[0], 0);
		}
		icd_buffer_free(&buffer);
	}
}

/* Records that are refused: an unknown flag, role or qualifier, a code that is too long. */
static void test_bad_records(void **state)
{
	static const unsigned char good[] = {0, 0, 0, 3, 'A', '0', '0', 0, 1, 2, 0, 0};
	static const struct {
		size_t at;
		unsigned char byte;
	} bad[] = {{0, 8}, {1, ICD_ROLES}, {2, ICD_QUALIFIERS}, {3, 8}, {7, 1}};
	struct icd_reference reference;
	struct icd_reader reader = icd_reader_of(good, sizeof good);
	(void)state;
	icd_get_reference(&reader, &reference);
	assert_false(reader.failed);
	assert_string_equal(reference.to, "A00");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		unsigned char bytes[sizeof good];
		memcpy(bytes, good, sizeof good);
		bytes[bad[i].at] = bad[i].byte;
		reader = icd_reader_of(bytes, sizeof bytes);
		icd_get_reference(&reader, &reference);
		assert_true(reader.failed);
	}
}

static void test_place_notes(void **state)
{
	static const char spine[] = "current injury - see injury of spine by body region";
	static const char wound[] = "any associated open wound";
	(void)state;
	assert_string_equal(place_note_references(spine, NULL),
			    place_note_references(" Current  injury-see Injury, of spine,\n by body region.", "M436"));
	assert_string_equal(place_note_references(wound, "S13"), "S11.-");
	assert_string_equal(place_note_references(wound, "S93"), "S91.-");
	assert_null(place_note_references(wound, NULL));
	assert_null(place_note_references(wound, "T14"));
	assert_null(place_note_references("current injury", "M54"));
	assert_null(place_note_references("current injury - see injury of spine by body region today", "M54"));
	assert_null(place_note_references("", NULL));
	assert_null(place_note_references(" - ", NULL));
}

static void test_place_notes_resolve(void **state)
{
	static struct note_reference out[NOTE_REFERENCES_MAX];
	char got[8192];
	size_t count;
	(void)state;
	assert_int_equal(read_note("current injury - see injury of spine by body region", "M50-M54", got, sizeof got),
			 NOTE_RESOLVED);
	assert_non_null(strstr(got, "S13.0-S13.4"));
	assert_non_null(strstr(got, "S22.0"));
	assert_null(strstr(got, "S13.5"));
	assert_int_equal(read_note("alcoholic hallucinations (F1.5)", "R44", got, sizeof got), NOTE_RESOLVED);
	assert_string_equal(got, "F10.151; F10.251; F10.951");
	assert_int_equal(note_parse("bus", "V60-V69", known, NULL, out, &count), NOTE_RESOLVED);
	assert_int_equal(count, 1);
	assert_int_equal(out[0].reference.text_length, 0);
	assert_int_equal(note_parse("bus", "V70-V79", known, NULL, out, &count), NOTE_NAMES_NO_CODE);
	assert_int_equal(count, 0);
}

/* Every entry of the table is in its place and says codes that the grammar takes. */
static void test_place_note_table(void **state)
{
	static struct note_reference out[NOTE_REFERENCES_MAX];
	const struct place_note *before = NULL, *entry;
	(void)state;
	for (size_t i = 0; (entry = place_note_at(i)) != NULL; before = entry, i++) {
		size_t count;
		if (before && strcmp(before->note, entry->note) > 0)
			fail_msg("\"%s\" stands behind \"%s\"", entry->note, before->note);
		assert_ptr_equal(place_note_references(entry->note, entry->at), entry->codes);
		enum note_outcome outcome = note_parse(entry->note, entry->at, any_known, NULL, out, &count);
		if (outcome != NOTE_RESOLVED)
			fail_msg("\"%s\": %s", entry->note, entry->codes);
		for (size_t j = 0; j < count; j++) {
			assert_true(out[j].from_known && out[j].to_known);
			assert_int_equal(out[j].reference.role, ICD_ROLE_MEANT);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes_and_lists),
		cmocka_unit_test(test_unknown_codes),
		cmocka_unit_test(test_qualifiers),
		cmocka_unit_test(test_not_understood),
		cmocka_unit_test(test_prose),
		cmocka_unit_test(test_no_code),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_mean),
		cmocka_unit_test(test_record_form),
		cmocka_unit_test(test_bad_records),
		cmocka_unit_test(test_place_notes),
		cmocka_unit_test(test_place_notes_resolve),
		cmocka_unit_test(test_place_note_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
