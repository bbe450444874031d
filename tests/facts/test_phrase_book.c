/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts told in phrases are read as they were; bytes that are no such text are refused. */
#include "facts/phrase_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXTS 400

static char texts[TEXTS][200];
static struct records records;
static struct phrase_book *book;
static struct icd_buffer told;

static const unsigned char *fetch(void *context, uint32_t block, size_t *size)
{
	const struct records *from = context;
	struct icd_key key = icd_key_of_number(ICD_TABLE_PHRASE, block);
	for (size_t i = 0; i < from->count; i++) {
		const struct record *one = &from->at[i];
		if (one->key->size == key.size && memcmp(one->key->bytes, key.bytes, key.size) == 0) {
			*size = one->size;
			return one->data;
		}
	}
	return NULL;
}

/* Titles as they are: many that begin and end alike, and some with bytes that need telling. */
static void make_texts(void)
{
	static const char *const sides[] = {"right", "left", "unspecified"},
				 *const bones[] = {"radius", "ulna", "tibia"},
				 *const odd[] = {"M\xc3\xa9ni\xc3\xa8re's disease", "\x01\x01 one", "", ", ,", " ",
						 "a long word without any blank"};
	for (int i = 0; i < TEXTS; i++)
		snprintf(texts[i], sizeof texts[i], "%sracture of %s %s, %s encounter for %s fracture%s%d",
			 i % 7 ? "F" : "Other f", sides[i % 3], bones[i / 3 % 3], i % 2 ? "initial" : "subsequent",
			 i % 5 ? "closed" : "open", i % 11 ? " " : "\xc3\xa9", i / 8);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		snprintf(texts[10 * i], sizeof texts[0], "%s", odd[i]);
	memset(texts[3], 'x', sizeof texts[3] - 1);
}

static void tell(struct phrase_book *to, struct records *put, struct icd_buffer *out)
{
	for (int i = 0; i < TEXTS; i++)
		phrase_book_add(to, texts[i]);
	out->phraser = phrase_book_make(to);
	for (int i = 0; i < TEXTS; i++)
		icd_put_phrased(out, texts[i]);
	phrase_book_put(to, put);
}

static int make(void **state)
{
	(void)state;
	make_texts();
	book = phrase_book_new();
	tell(book, &records, &told);
	return told.failed;
}

static int forget(void **state)
{
	(void)state;
	phrase_book_free(book);
	records_free(&records);
	icd_buffer_free(&told);
	return 0;
}

static void texts_are_read_as_they_were(void **state)
{
	struct icd_phrases phrases = {.fetch = fetch, .context = &records};
	struct icd_reader in = icd_reader_of(told.data, told.size);
	struct icd_pool pool = {0};
	size_t plain = 0;
	(void)state;
	in.phrases = &phrases;
	for (int i = 0; i < TEXTS; i++) {
		assert_string_equal(icd_get_phrased(&in, &pool), texts[i]);
		plain += strlen(texts[i]);
	}
	assert_false(in.failed);
	assert_ptr_equal(in.at, in.end);
	/* The phrases are found: "fracture of" and the like. */
	assert_in_range(told.size, TEXTS, plain / 4);
	/* Each is put together once. */
	in.at = told.data;
	const char *first = icd_get_phrased(&in, &pool);
	in.at = told.data;
	assert_ptr_equal(icd_get_phrased(&in, &pool), first);
	icd_phrases_free(&phrases);
	icd_pool_free(&pool);
}

static void texts_are_passed_over(void **state)
{
	struct icd_reader in = icd_reader_of(told.data, told.size);
	(void)state;
	for (int i = 0; i < TEXTS; i++)
		icd_skip_phrased(&in);
	assert_false(in.failed);
	assert_ptr_equal(in.at, in.end);
}

static void the_same_texts_give_the_same_phrases(void **state)
{
	struct phrase_book *again = phrase_book_new();
	struct records put = {0};
	struct icd_buffer out = {0};
	(void)state;
	tell(again, &put, &out);
	assert_int_equal(out.size, told.size);
	assert_memory_equal(out.data, told.data, told.size);
	assert_int_equal(put.count, records.count);
	for (size_t i = 0; i < put.count; i++) {
		assert_int_equal(put.at[i].size, records.at[i].size);
		assert_memory_equal(put.at[i].data, records.at[i].data, put.at[i].size);
	}
	phrase_book_free(again);
	records_free(&put);
	icd_buffer_free(&out);
}

static void a_text_that_nobody_added_is_written_as_it_is(void **state)
{
	struct icd_buffer out = {0};
	struct icd_pool pool = {0};
	(void)state;
	icd_put_phrased(&out, "caf\xc3\xa9\x01");
	struct icd_reader in = icd_reader_of(out.data, out.size);
	assert_string_equal(icd_get_phrased(&in, &pool), "caf\xc3\xa9\x01");
	assert_false(in.failed);
	icd_buffer_free(&out);
	icd_pool_free(&pool);
}

/* ---- what is no such text ---- */

/* One block of the table, as an attacker could seal it. */
struct one_block {
	const void *data;
	size_t size;
};

static const unsigned char *fetch_one(void *context, uint32_t block, size_t *size)
{
	const struct one_block *one = context;
	*size = one->size;
	return block == 0 ? one->data : NULL;
}

static bool is_taken(const void *table, size_t table_size, const void *text, size_t size)
{
	struct one_block one = {table, table_size};
	struct icd_phrases phrases = {.fetch = fetch_one, .context = &one};
	struct icd_reader in = icd_reader_of(text, size);
	struct icd_pool pool = {0};
	in.phrases = &phrases;
	icd_get_phrased(&in, &pool);
	icd_phrases_free(&phrases);
	icd_pool_free(&pool);
	return !in.failed;
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	static const char good[] = "\2\2\0\4\0abcd", gap[] = "\2\4\0\2\0abcd", empty[] = "\2\0\0\4\0abcd",
			  far[] = "\2\2\0\5\0abcd", nul[] = "\2\2\0\4\0\0\0cd";
	(void)state;
	assert_true(is_taken(good, 9, "\2\x80\0", 3));
	assert_true(is_taken(good, 9, "\4\x80\1\x80\0", 5));
	assert_false(is_taken(good, 9, "\2\x80\2", 3));   /* a phrase behind the last one */
	assert_false(is_taken(good, 9, "\2\x80\x40", 3)); /* a block that is not there */
	assert_false(is_taken(good, 9, "\1\x80", 2));     /* cut off in a phrase */
	assert_false(is_taken(good, 9, "\1\1", 2));       /* cut off in a byte */
	assert_false(is_taken(good, 9, "\2\1\0", 3));     /* a NUL in a text */
	assert_false(is_taken(good, 9, "\3\x80\0", 3));   /* longer than the record */
	assert_false(is_taken(good, 8, "\2\x80\1", 3));   /* a block cut off */
	assert_false(is_taken(good, 0, "\2\x80\0", 3));   /* an empty block */
	assert_false(is_taken(gap, 9, "\2\x80\1", 3));    /* ends that go back */
	assert_false(is_taken(empty, 9, "\2\x80\0", 3));  /* an empty phrase */
	assert_false(is_taken(far, 9, "\2\x80\1", 3));    /* an end behind the block */
	assert_false(is_taken(nul, 9, "\2\x80\0", 3));    /* a NUL in a phrase */
}

static void a_block_is_sound_as_a_whole(void **state)
{
	struct icd_reader good = icd_reader_of("\2\2\0\4\0abcd", 9), longer = icd_reader_of("\2\2\0\4\0abcde", 10),
			  shorter = icd_reader_of("\2\2\0\4\0abc", 8), none = icd_reader_of("\0", 1);
	(void)state;
	assert_true(icd_phrases_sound(&good) && good.at == good.end);
	assert_true(icd_phrases_sound(&longer) && longer.at != longer.end);
	assert_false(icd_phrases_sound(&shorter) || icd_phrases_sound(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read_as_they_were),
		cmocka_unit_test(texts_are_passed_over),
		cmocka_unit_test(the_same_texts_give_the_same_phrases),
		cmocka_unit_test(a_text_that_nobody_added_is_written_as_it_is),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(a_block_is_sound_as_a_whole),
	};
	return cmocka_run_group_tests(tests, make, forget);
}
