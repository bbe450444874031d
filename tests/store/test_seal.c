/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An index file with one bit changed, or cut off: whatever is asked, the answer is the right
 * one or a refusal. Bits change all over the file and, more closely, where its structure is.
 */
#include "store/store.h"
#include "support/sample_index.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define FLIPS  2000
#define CUTS   200
#define PAGE   4096
#define FOOTER 64

static const struct {
	enum icd_table table;
	const char *name;
	enum icd_found found;
} asked[] = {
	{ICD_TABLE_ABOUT, "releases", ICD_FOUND},    {ICD_TABLE_CODE, "A000", ICD_NOT_FOUND},
	{ICD_TABLE_CODE, "C4A", ICD_FOUND},          {ICD_TABLE_CODE, "F0280", ICD_FOUND},
	{ICD_TABLE_CODE, "I5A", ICD_FOUND},          {ICD_TABLE_CODE, "M5450", ICD_FOUND},
	{ICD_TABLE_CODE, "M545", ICD_FOUND},         {ICD_TABLE_CODE, "QA00101", ICD_FOUND},
	{ICD_TABLE_CODE, "S39012D", ICD_FOUND},      {ICD_TABLE_CODE, "W2189XA", ICD_FOUND},
	{ICD_TABLE_CODE, "Z515", ICD_FOUND},         {ICD_TABLE_CODE, "Z999", ICD_NOT_FOUND},
	{ICD_TABLE_CHAPTER, "02", ICD_FOUND},        {ICD_TABLE_CHAPTER, "13", ICD_FOUND},
	{ICD_TABLE_CHAPTER, "19", ICD_FOUND},        {ICD_TABLE_CHAPTER, "99", ICD_NOT_FOUND},
	{ICD_TABLE_SECTION, "13M50", ICD_FOUND},     {ICD_TABLE_SECTION, "19S39", ICD_FOUND},
	{ICD_TABLE_SECTION, "13M99", ICD_NOT_FOUND}, {ICD_TABLE_INCOMING, "M54", ICD_FOUND},
	{ICD_TABLE_INCOMING, "Z99", ICD_NOT_FOUND},
};
#define ASKED (sizeof asked / sizeof *asked)

struct answer {
	enum icd_found found;
	unsigned char *data;
	size_t size;
};

static struct sample_index sample;
static int file;
static size_t file_size;
static struct answer right[ASKED];
static uint64_t right_scan;

/* ---- asking ---- */

/* All records of a table, counted and summed up: no checksum, but another one for another answer. */
static bool add_up(void *context, struct icd_bytes key, struct icd_bytes value)
{
	uint64_t *sum = context;
	*sum = *sum * 31 + key.size;
	for (size_t i = 0; i < value.size; i++)
		*sum = *sum * 31 + value.data[i];
	return true;
}

static bool scan_codes(struct icd_store *store, uint64_t *sum)
{
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, ""), high = icd_key_of(ICD_TABLE_CODE, "~");
	struct icd_error err;
	*sum = 1;
	return icd_store_scan(store, &low, &high, add_up, sum, &err);
}

static enum icd_found ask(struct icd_store *store, size_t i, struct icd_bytes *value)
{
	struct icd_key key = icd_key_of(asked[i].table, asked[i].name);
	struct icd_error err = {.text = ""};
	enum icd_found found = icd_store_get(store, &key, value, &err);
	if (found == ICD_FAILED)
		assert_true(strstr(err.text, sample.path) != NULL);
	return found;
}

/* A record that came out decodes, too, unless the phrases of its texts stand in a page that is damaged. */
static void decode(struct icd_store *store, size_t i)
{
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	struct icd_code_record code;
	struct icd_section_record section;
	struct icd_chapter_record chapter;
	enum icd_found found = right[i].found;
	if (asked[i].table == ICD_TABLE_CODE)
		found = icd_store_code(store, &pool, asked[i].name, &code, &err);
	else if (asked[i].table == ICD_TABLE_SECTION)
		found = icd_store_section(store, asked[i].name, &section, &err);
	else if (asked[i].table == ICD_TABLE_CHAPTER)
		found = icd_store_chapter(store, atoi(asked[i].name), &chapter, &err);
	if (found == ICD_FAILED && asked[i].table == ICD_TABLE_CODE)
		assert_true(strstr(err.text, sample.path) != NULL);
	else
		assert_int_equal(found, right[i].found);
	icd_pool_free(&pool);
}

/* Right or refused; returns whether all pages are said to be whole. */
static bool ask_all(const char *what, size_t where)
{
	struct icd_store *store = NULL;
	struct icd_error err = {.text = ""};
	uint64_t sum;
	if (!icd_store_open(sample.path, &store, &err)) {
		assert_null(store);
		assert_true(strstr(err.text, sample.path) != NULL);
		return false;
	}
	for (size_t i = 0; i < ASKED; i++) {
		struct icd_bytes value;
		enum icd_found found = ask(store, i, &value);
		if (found == ICD_FAILED)
			continue;
		if (found != right[i].found ||
		    (found == ICD_FOUND &&
		     (value.size != right[i].size || memcmp(value.data, right[i].data, value.size) != 0)))
			fail_msg("%s %zu: a wrong answer for %c%s", what, where, asked[i].table, asked[i].name);
		decode(store, i);
	}
	if (scan_codes(store, &sum) && sum != right_scan)
		fail_msg("%s %zu: a scan of the codes gives other records", what, where);
	bool whole = icd_store_check(store, &err);
	icd_store_close(store);
	return whole;
}

static int learn_answers(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_store *store;
	struct icd_error err = {.text = ""};
	struct stat st;
	(void)state;
	if (!sample_index_make(&sample, paths, 1) || !icd_store_open(sample.path, &store, &err))
		return -1;
	for (size_t i = 0; i < ASKED; i++) {
		struct icd_bytes value = {NULL, 0};
		right[i].found = ask(store, i, &value);
		right[i].size = value.size;
		right[i].data = malloc(value.size + 1);
		if (value.size)
			memcpy(right[i].data, value.data, value.size);
	}
	bool ok = scan_codes(store, &right_scan);
	icd_store_close(store);
	file = open(sample.path, O_RDWR);
	ok = ok && file >= 0 && fstat(file, &st) == 0;
	file_size = ok ? (size_t)st.st_size : 0;
	return ok ? 0 : -1;
}

static int forget_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ASKED; i++)
		free(right[i].data);
	close(file);
	sample_index_remove(&sample);
	return 0;
}

/* ---- damage ---- */

static void flip(size_t bit)
{
	unsigned char byte;
	assert_int_equal(pread(file, &byte, 1, (off_t)(bit / 8)), 1);
	byte ^= (unsigned char)(1u << (bit % 8));
	assert_int_equal(pwrite(file, &byte, 1, (off_t)(bit / 8)), 1);
}

static void must_notice(size_t bit)
{
	flip(bit);
	bool whole = ask_all("bit", bit);
	flip(bit);
	if (whole)
		fail_msg("bit %zu of byte %zu: not noticed", bit % 8, bit / 8);
}

static void the_whole_file_answers(void **state)
{
	(void)state;
	assert_true(ask_all("nothing", 0));
	for (size_t i = 0; i < ASKED; i++) {
		if (right[i].found != asked[i].found)
			fail_msg("%c%s is not as expected", asked[i].table, asked[i].name);
	}
}

static void any_flipped_bit_is_noticed(void **state)
{
	size_t bits = file_size * 8;
	(void)state;
	for (size_t i = 0; i < FLIPS; i++)
		must_notice(i * (bits / FLIPS) + i * 7919 % (bits / FLIPS));
}

/* The heads of all pages, meta, branch, leaf and overflow: LMDB steers by them. */
static void flipped_bits_in_page_heads_are_noticed(void **state)
{
	(void)state;
	for (size_t page = 0; page * PAGE < file_size; page++) {
		for (size_t i = 0; i < 24; i++) {
			size_t byte = page * PAGE + i;
			if (byte < file_size)
				must_notice(byte * 8 + (page + i) % 8);
		}
	}
	for (size_t byte = 0; byte < 2 * PAGE; byte += byte % PAGE < 160 ? 1 : 97)
		must_notice(byte * 8 + byte % 8);
}

static void flipped_bits_in_the_footer_are_noticed(void **state)
{
	(void)state;
	for (size_t bit = (file_size - FOOTER) * 8; bit < file_size * 8; bit++)
		must_notice(bit);
}

static void a_file_cut_off_is_refused(void **state)
{
	char *bytes = malloc(file_size);
	(void)state;
	assert_int_equal(pread(file, bytes, file_size, 0), file_size);
	for (size_t i = 0; i < CUTS; i++) {
		/* Over the whole file, then byte by byte at its end, then at the ends of pages. */
		size_t size = i < 100 ? i * file_size / 100 : i < 150 ? file_size - (i - 99) : (i - 150) * PAGE;
		struct icd_store *store = NULL;
		struct icd_error err = {.text = ""};
		if (size >= file_size)
			continue;
		assert_int_equal(ftruncate(file, (off_t)size), 0);
		if (icd_store_open(sample.path, &store, &err))
			fail_msg("%zu of %zu bytes were taken for an index", size, file_size);
		assert_true(strstr(err.text, sample.path) != NULL);
		assert_int_equal(pwrite(file, bytes + size, file_size - size, (off_t)size), file_size - size);
	}
	free(bytes);
	assert_true(ask_all("whole again", 0));
}

static void a_file_that_grew_is_refused(void **state)
{
	struct icd_store *store = NULL;
	struct icd_error err;
	(void)state;
	assert_int_equal(ftruncate(file, (off_t)file_size + 1), 0);
	assert_false(icd_store_open(sample.path, &store, &err));
	assert_int_equal(ftruncate(file, (off_t)file_size + PAGE), 0);
	assert_false(icd_store_open(sample.path, &store, &err));
	assert_int_equal(ftruncate(file, (off_t)file_size), 0);
	assert_true(ask_all("whole again", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_file_answers),
		cmocka_unit_test(any_flipped_bit_is_noticed),
		cmocka_unit_test(flipped_bits_in_page_heads_are_noticed),
		cmocka_unit_test(flipped_bits_in_the_footer_are_noticed),
		cmocka_unit_test(a_file_cut_off_is_refused),
		cmocka_unit_test(a_file_that_grew_is_refused),
	};
	return cmocka_run_group_tests(tests, learn_answers, forget_answers) != 0;
}
