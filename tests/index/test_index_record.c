/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes and tables in the store: their records, and that lists which change in every way
 * from release to release are each given back. The entries here are made up.
 */
#include "index/index_record.h"
#include "index/index_text.h"
#include "official/index_export.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/canonical_xml.h"

/* ---- titles ---- */

static void titles_are_read_out_of_xml(void **state)
{
	static const char *const titles[][3] = {
		{"Limp<nemod>(-ing) (lame)</nemod>", "Limp (-ing) (lame)", "Limp"},
		{"heavy<nemod>(load)</nemod> cart", "heavy (load) cart", "heavy cart"},
		{"wheel<nemod>(s)</nemod>, big", "wheel(s), big", "wheel, big"},
		{"Bumped<nemod>(hard) by</nemod>", "Bumped (hard) by", "Bumped by"},
		{"drug &amp; drink", "drug & drink", "drug & drink"},
		{"a &lt; b  c", "a < b c", "a < b c"},
		{"<nemod>(a)</nemod>", "(a)", "(a)"},
		{"with<nemod>(rash (red))</nemod>", "with (rash (red))", "with"},
		{"open (", "open (", "open"},
		{"", "", ""},
		{"&bad <b", "&bad", "&bad"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		struct icd_buffer title = {0}, plain = {0};
		icd_index_title(&title, titles[i][0]);
		icd_put_byte(&title, 0);
		assert_string_equal((char *)title.data, titles[i][1]);
		icd_index_plain(&plain, (char *)title.data);
		icd_put_byte(&plain, 0);
		assert_string_equal((char *)plain.data, titles[i][2]);
		icd_buffer_free(&title);
		icd_buffer_free(&plain);
	}
}

/* ---- records ---- */

static struct icd_buffer made_block(void)
{
	static struct icd_span spans[] = {{0, 1}, {3, 3}};
	struct icd_index_term terms[] = {
		{.level = 0,
		 .title = "Ache<nemod>(dull)</nemod>",
		 .behind = "",
		 .span_count = 2,
		 .spans = spans,
		 .parts = {[ICD_PART_CODE] = "Q99.1-", [ICD_PART_SEE_ALSO] = "Pain "}},
		{.level = 1, .title = "knee", .raw = "", .behind = "<see>x</see>"},
		{.level = 2,
		 .title = "left",
		 .behind = "",
		 .raw = "<code></code>",
		 .parts = {[ICD_PART_CELL] = "Q1", [ICD_PART_CELL + 7] = "--", [ICD_PART_MANIFESTATION] = "Q2"}},
	};
	struct icd_buffer out = {0};
	icd_put_number(&out, 3);
	for (int i = 0; i < 3; i++) {
		icd_put_index_term(&out, &terms[i]);
		icd_put_spans(&out, terms[i].spans, terms[i].span_count);
	}
	return out;
}

static void blocks_keep_all_of_a_term(void **state)
{
	struct icd_buffer bytes = made_block();
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	struct icd_pool pool = {0};
	struct icd_index_block block;
	(void)state;
	assert_true(icd_get_index_block(&in, &pool, &block));
	assert_int_equal(block.count, 3);
	assert_string_equal(block.at[0].parts[ICD_PART_CODE], "Q99.1-");
	assert_string_equal(block.at[0].parts[ICD_PART_SEE_ALSO], "Pain ");
	assert_null(block.at[0].parts[ICD_PART_SEE]);
	assert_null(block.at[0].raw);
	assert_string_equal(block.at[1].raw, "");
	assert_string_equal(block.at[1].behind, "<see>x</see>");
	assert_string_equal(block.at[2].parts[ICD_PART_CELL + 7], "--");
	assert_string_equal(block.at[2].parts[ICD_PART_MANIFESTATION], "Q2");
	assert_int_equal(icd_index_block_start(&block, 3), 0);
	assert_int_equal(icd_index_block_start(&block, 2), 3);
	assert_true(icd_index_term_in(&block.at[2], 3));
	icd_pool_free(&pool);
	icd_buffer_free(&bytes);
}

/* Words of main terms: "fever" in blocks 3 and 4000000, "flu" in 7. */
static struct icd_buffer made_words(void)
{
	const struct icd_index_place places[] = {{3, true, false}, {4000000, false, true}, {7, true, true}};
	struct icd_buffer out = {0}, fever = {0}, flu = {0};
	icd_put_index_place(&fever, &places[0], 0);
	icd_put_index_place(&fever, &places[1], places[0].block);
	icd_put_index_place(&flu, &places[2], 0);
	icd_put_index_word(&out, "fever", &fever);
	icd_put_index_word(&out, "flu", &flu);
	icd_buffer_free(&fever);
	icd_buffer_free(&flu);
	return out;
}

static void expect_place(struct icd_index_word *word, uint32_t block, bool opens, bool within)
{
	struct icd_index_place place;
	assert_true(icd_get_index_place(word, &place));
	assert_int_equal(place.block, block);
	assert_int_equal(place.opens, opens);
	assert_int_equal(place.within, within);
}

static void words_lead_to_main_terms(void **state)
{
	struct icd_buffer bytes = made_words();
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	struct icd_index_word word;
	struct icd_index_place place;
	(void)state;
	assert_true(icd_get_index_word(&in, &word));
	assert_string_equal(word.text, "fever");
	expect_place(&word, 3, true, false);
	expect_place(&word, 4000000, false, true);
	assert_false(icd_get_index_place(&word, &place) || word.places.failed);
	assert_true(icd_get_index_word(&in, &word));
	assert_string_equal(word.text, "flu"); /* whatever was read of the one before */
	expect_place(&word, 7, true, true);
	assert_false(icd_get_index_word(&in, &word) || in.failed);
	icd_buffer_free(&bytes);
}

/* In memory of their own size, where a byte more that is read is found by the sanitizer. */
static void read_words(const unsigned char *bytes, size_t size, size_t changed, int to)
{
	unsigned char *part = malloc(size ? size : 1);
	struct icd_index_word word;
	struct icd_index_place place;
	assert_non_null(part);
	memcpy(part, bytes, size);
	if (changed < size)
		part[changed] = (unsigned char)to;
	struct icd_reader in = icd_reader_of(part, size);
	while (icd_get_index_word(&in, &word)) {
		for (uint32_t before = 0; icd_get_index_place(&word, &place); before = place.block)
			assert_true(place.block >= before);
	}
	free(part);
}

static void cut_or_changed_words_do_no_harm(void **state)
{
	struct icd_buffer bytes = made_words();
	(void)state;
	for (size_t i = 0; i < bytes.size; i++) {
		read_words(bytes.data, i, bytes.size, 0);
		for (int to = 0; to < 256; to++)
			read_words(bytes.data, bytes.size, i, to);
	}
	icd_buffer_free(&bytes);
}

static void cut_or_changed_blocks_do_no_harm(void **state)
{
	struct icd_buffer bytes = made_block();
	(void)state;
	for (size_t size = 0; size < bytes.size; size++) {
		unsigned char *part = malloc(size + 1);
		struct icd_pool pool = {0};
		struct icd_index_block block;
		assert_non_null(part);
		memcpy(part, bytes.data, size);
		struct icd_reader in = icd_reader_of(part, size);
		assert_false(icd_get_index_block(&in, &pool, &block));
		icd_pool_free(&pool);
		free(part);
	}
	for (size_t at = 0; at < bytes.size * 8; at++) {
		struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
		struct icd_pool pool = {0};
		struct icd_index_block block;
		bytes.data[at / 8] ^= (unsigned char)(1u << at % 8);
		icd_get_index_block(&in, &pool, &block);
		bytes.data[at / 8] ^= (unsigned char)(1u << at % 8);
		icd_pool_free(&pool);
	}
	icd_buffer_free(&bytes);
}

static void pointers_keep_codes_and_notes_apart(void **state)
{
	struct icd_reference range[] = {{.from = "E08", .to = "E13", .first = 2, .last = 90},
					{.from = "E09", .to = "E09", .first = 5, .last = 6, .role = ICD_ROLE_EXCEPT}};
	struct icd_index_pointer at[] = {
		{ICD_INDEX_ALPHABETIC, 3, 0, ICD_PART_CODE, {7, 9}, 0, NULL},
		{ICD_INDEX_ALPHABETIC, 900, 41, ICD_PART_SEE, {0, 0}, 2, range},
		{ICD_INDEX_NEOPLASM, 0, 1938, ICD_PART_CELL + 5, {7, 9}, 0, NULL},
	};
	struct icd_index_pointers out, pointers = {3, at};
	struct icd_buffer bytes = {0};
	struct icd_pool pool = {0};
	(void)state;
	icd_put_index_pointers(&bytes, &pointers);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	assert_true(icd_get_index_pointers(&in, &pool, &out));
	assert_int_equal(out.count, 3);
	assert_int_equal(out.at[0].codes.last, 9);
	assert_int_equal(icd_index_codes_of(&out.at[0]).first, 7);
	assert_int_equal(out.at[1].block, 900);
	assert_int_equal(out.at[1].reference_count, 2);
	assert_string_equal(out.at[1].references[0].to, "E13");
	assert_int_equal(out.at[1].references[1].role, ICD_ROLE_EXCEPT);
	assert_int_equal(out.at[2].kind, ICD_INDEX_NEOPLASM);
	assert_int_equal(out.at[2].block, 0);
	assert_int_equal(out.at[2].term, 1938);
	assert_int_equal(out.at[2].part, ICD_PART_CELL + 5);
	for (size_t size = 0; size < bytes.size; size++) {
		in = icd_reader_of(bytes.data, size);
		assert_false(icd_get_index_pointers(&in, &pool, &out));
	}
	icd_pool_free(&pool);
	icd_buffer_free(&bytes);
}

/* ---- lists that change ---- */

#define LISTS                    5
#define START                    "<?xml version=\"1.0\"?>\n<ICD10CM.index>"
#define HEAD(version)            START "<version>" version "</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>"
#define LETTER(title, terms)     "<letter><title>" title "</title>" terms "</letter>"
#define MAIN(title, rest)        "<mainTerm><title>" title "</title>" rest "</mainTerm>"
#define TERM(level, title, rest) "<term level=\"" level "\"><title>" title "</title>" rest "</term>"
#define CODE(code)               "<code>" code "</code>"
#define END                      "</ICD10CM.index>"

static const char *const dates[LISTS] = {"2030-10-01", "2031-10-01", "2032-10-01", "2033-10-01", "2034-10-01"};

static const char *const lists[LISTS] = {
	/* The same main term twice, a path twice, letters without terms, terms of every kind. */
	HEAD("2031") LETTER(
		"A",
		MAIN("Ache", CODE("M54.5") TERM("1", "back", CODE("M54.5") TERM("2", "low", "") TERM("2", "low", ""))
				     TERM("1", "with", TERM("2", "fever", CODE("R50.9") "<manif>M54.5</manif>")))
			MAIN("Ache", "<see>Pain</see>")) LETTER("B", "")
		LETTER("C", MAIN("Cut", "<seecat>S01</seecat>")) END,
	/* A code changed, a subterm new, a main term gone, another new before it, root attributes. */
	"<ICD10CM.index lang=\"en\"><version>2032</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>" LETTER(
		"A",
		MAIN("Abasia<nemod>(-astasia)</nemod>", CODE("F44.4")) MAIN(
			"Ache", CODE("M54.50") TERM("1", "back",
						    CODE("M54.5") TERM("2", "high", CODE("M54.6")) TERM("2", "low", ""))
					TERM("1", "with", TERM("2", "fever", CODE("R50.9") "<manif>M54.5</manif>"))))
		LETTER("C", MAIN("Cut", "<seecat>S01</seecat>") MAIN("Czerny", "<see>condition</see>")) END,
	/* Moved: main terms and subterms in another order, under other letters. */
	HEAD("2033") LETTER("C", MAIN("Czerny", "<see>condition</see>") MAIN("Cut", "<seecat>S01</seecat>")) LETTER(
		"A",
		MAIN("Ache",
		     CODE("M54.50") TERM("1", "with", TERM("2", "fever", CODE("R50.9") "<manif>M54.5</manif>"))
			     TERM("1", "back", CODE("M54.5") TERM("2", "low", "") TERM("2", "high", CODE("M54.6")))))
		LETTER("A", MAIN("Abasia<nemod>(-astasia)</nemod>", CODE("F44.4"))) END,
	/* Odd markup; and what was there in the first list again. */
	HEAD("2034") LETTER(
		"A",
		MAIN("Ache",
		     CODE("M54.5") TERM(
			     "1", "back",
			     CODE("M54.5") "<see>x</see>" TERM(
				     "2", "low",
				     CODE("Q1") CODE(
					     "Q2"))) "<code>Q4</code>" TERM("1", "with",
									    "<code></code>") "<see>Bump &amp; run</see>")
			MAIN("Ache", "<see>Pain</see>")) LETTER("B", MAIN("&lt;B&gt;", "<warning>!</warning>")) END,
	/* Nothing as before. */
	HEAD("2035") LETTER(
		"Z",
		MAIN("Zoster",
		     CODE("B02.9") TERM("1", "a",
					TERM("2", "b", TERM("3", "c", TERM("4", "d", TERM("5", "e", CODE("Z1"))))))))
		LETTER("#", "") END,
};

static char folder[64];

static void write_file_in(const char *date, const char *name, const char *text)
{
	char path[160];
	snprintf(path, sizeof path, "%s/%s", folder, date);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/%s/%s", folder, date, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void remove_files(void)
{
	char path[160];
	for (int i = 0; i < LISTS; i++) {
		snprintf(path, sizeof path, "%s/%s/index.xml", folder, dates[i]);
		unlink(path);
		snprintf(path, sizeof path, "%s/%s", folder, dates[i]);
		rmdir(path);
	}
	rmdir(folder);
}

static void keep(void *context, const void *bytes, size_t size)
{
	icd_put_bytes(context, bytes, size);
}

static void assert_given_back(struct icd_store *store, uint16_t member)
{
	struct icd_buffer got = {0};
	struct icd_sink sink = {keep, &got};
	struct icd_error err = {.text = ""};
	char digest[ICD_DIGEST_SIZE];
	const struct icd_about *about = icd_store_about(store);
	if (!icd_index_export(store, ICD_INDEX_ALPHABETIC, member, &sink, &err) ||
	    !icd_index_digests(store, ICD_INDEX_ALPHABETIC, member, 1, &digest, &err) ||
	    !icd_store_sources(store, &err))
		fail_msg("%s", err.text);
	assert_same_xml(dates[member], (char *)got.data, got.size, lists[member], strlen(lists[member]));
	uint16_t release = about->index[ICD_INDEX_ALPHABETIC].at[member].release;
	assert_string_equal(digest, about->releases[release].index_digest[ICD_INDEX_ALPHABETIC]);
	assert_string_equal("", about->releases[release].index_digest[ICD_INDEX_DRUG]);
	icd_buffer_free(&got);
}

static void every_list_comes_back_whatever_changed(void **state)
{
	static const char order[] = "data/sample/2020-10-01/icd10cm_order_2021.txt";
	struct sample_index index;
	struct icd_store *store = NULL;
	struct icd_error err = {.text = ""};
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/icd10-XXXXXX");
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < LISTS; i++)
		write_file_in(dates[i], "index.xml", lists[i]);
	const char *const paths[] = {order, folder};
	assert_true(sample_index_make(&index, paths, 2));
	remove_files();
	assert_true(icd_store_open(index.path, &store, &err));
	assert_int_equal(icd_store_about(store)->index[ICD_INDEX_ALPHABETIC].count, LISTS);
	for (uint16_t member = 0; member < LISTS; member++)
		assert_given_back(store, member);
	assert_false(icd_index_export(store, ICD_INDEX_ALPHABETIC, LISTS, &(struct icd_sink){keep, NULL}, &err));
	icd_store_close(store);
	sample_index_remove(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_are_read_out_of_xml),
		cmocka_unit_test(blocks_keep_all_of_a_term),
		cmocka_unit_test(words_lead_to_main_terms),
		cmocka_unit_test(cut_or_changed_words_do_no_harm),
		cmocka_unit_test(cut_or_changed_blocks_do_no_harm),
		cmocka_unit_test(pointers_keep_codes_and_notes_apart),
		cmocka_unit_test(every_list_comes_back_whatever_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
