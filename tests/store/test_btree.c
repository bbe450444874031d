/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tree of an index file: the records that LMDB's own library finds, and no crash or endless walk whatever stands in
 * pages whose seal holds, or when the file is changed under a reader.
 */
#include "store/seal.h"
#include "store/store.h"
#include "support/sample_index.h"

#include <fcntl.h>
#include <lmdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CHANGES 6000

static struct sample_index sample;
static unsigned char *whole;
static size_t whole_size, page_size, page_count;

static int make_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct stat st;
	(void)state;
	if (!sample_index_make(&sample, paths, 1))
		return -1;
	int fd = open(sample.path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		return -1;
	whole_size = (size_t)st.st_size;
	whole = malloc(whole_size);
	bool ok = whole && read(fd, whole, whole_size) == (ssize_t)whole_size;
	close(fd);
	page_size = 4096;
	page_count = whole_size / (page_size + 8);
	return ok ? 0 : -1;
}

static int remove_sample(void **state)
{
	(void)state;
	free(whole);
	sample_index_remove(&sample);
	return 0;
}

static void write_file(const unsigned char *bytes, size_t size)
{
	int fd = open(sample.path, O_WRONLY | O_TRUNC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
}

/* ---- against LMDB ---- */

struct lmdb_walk {
	MDB_cursor *cursor;
	size_t records;
};

static bool is_next_of_lmdb(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct lmdb_walk *walk = context;
	MDB_val their_key, their_value;
	assert_int_equal(mdb_cursor_get(walk->cursor, &their_key, &their_value, MDB_NEXT), 0);
	assert_int_equal(their_key.mv_size, key.size);
	assert_memory_equal(their_key.mv_data, key.data, key.size);
	assert_int_equal(their_value.mv_size, value.size);
	assert_memory_equal(their_value.mv_data, value.data, value.size);
	walk->records++;
	return true;
}

static void lmdb_finds_the_same_records(void **state)
{
	struct icd_store *store;
	struct icd_error err;
	struct icd_key low = {.size = 0}, high = {.size = 1, .bytes = {0xff}};
	struct lmdb_walk walk = {.records = 0};
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	MDB_stat stat;
	(void)state;
	assert_true(icd_store_open(sample.path, &store, &err));
	assert_int_equal(mdb_env_create(&env), 0);
	assert_int_equal(mdb_env_open(env, sample.path, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK, 0), 0);
	assert_int_equal(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
	assert_int_equal(mdb_cursor_open(txn, dbi, &walk.cursor), 0);
	assert_true(icd_store_scan(store, &low, &high, is_next_of_lmdb, &walk, &err));
	assert_int_equal(mdb_stat(txn, dbi, &stat), 0);
	assert_int_equal(walk.records, stat.ms_entries);
	assert_true(stat.ms_depth > 1);
	assert_true(stat.ms_overflow_pages > 0);
	mdb_cursor_close(walk.cursor);
	mdb_txn_abort(txn);
	mdb_env_close(env);
	icd_store_close(store);
}

struct get_check {
	struct icd_store *store;
};

static bool is_got(void *context, struct icd_bytes key, struct icd_bytes value)
{
	const struct get_check *check = context;
	struct icd_key name = {.size = key.size};
	struct icd_bytes got;
	struct icd_error err;
	memcpy(name.bytes, key.data, key.size);
	assert_int_equal(icd_store_get(check->store, &name, &got, &err), ICD_FOUND);
	assert_ptr_equal(got.data, value.data);
	assert_int_equal(got.size, value.size);
	if (name.size < ICD_KEY_MAX) { /* Between this key and the next one there is none. */
		name.bytes[name.size++] = 0;
		assert_int_equal(icd_store_get(check->store, &name, &got, &err), ICD_NOT_FOUND);
	}
	return true;
}

static void each_record_is_got_by_its_key(void **state)
{
	struct get_check check;
	struct icd_error err;
	struct icd_key low = {.size = 0}, high = {.size = 1, .bytes = {0xff}};
	struct icd_bytes value;
	(void)state;
	assert_true(icd_store_open(sample.path, &check.store, &err));
	assert_true(icd_store_scan(check.store, &low, &high, is_got, &check, &err));
	assert_int_equal(icd_store_get(check.store, &low, &value, &err), ICD_NOT_FOUND);
	assert_int_equal(icd_store_get(check.store, &high, &value, &err), ICD_NOT_FOUND);
	icd_store_close(check.store);
}

/* ---- pages that someone changed and sealed again ---- */

static uint64_t random_state = 20261126;

static uint64_t random_number(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

static bool touch(void *context, struct icd_bytes key, struct icd_bytes value)
{
	uint64_t *sum = context;
	for (size_t i = 0; i < key.size; i++)
		*sum += key.data[i];
	for (size_t i = 0; i < value.size; i++)
		*sum += value.data[i];
	return true;
}

/* Every byte that is given out is read, so that a sanitizer sees what lies outside. */
static void ask_everything(void)
{
	static const char *const codes[] = {"A000", "M5450", "S39012D", "W2189XA", "Z999"};
	struct icd_store *store;
	struct icd_error err;
	struct icd_bytes value;
	struct icd_key low = {.size = 0}, high = {.size = 1, .bytes = {0xff}};
	uint64_t sum = 0;
	if (!icd_store_open(sample.path, &store, &err))
		return;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct icd_key key = icd_key_of(ICD_TABLE_CODE, codes[i]);
		if (icd_store_get(store, &key, &value, &err) == ICD_FOUND)
			touch(&sum, (struct icd_bytes){key.bytes, key.size}, value);
	}
	icd_store_scan(store, &low, &high, touch, &sum, &err);
	icd_store_close(store);
}

static void seal_again(const unsigned char *bytes)
{
	struct icd_error err;
	int fd = open(sample.path, O_RDWR | O_TRUNC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, page_count * page_size), page_count * page_size);
	assert_true(icd_seal_write(fd, page_count, (uint32_t)page_size, sample.path, &err));
	close(fd);
}

/* A place that steers the reader: a page's header, its table of nodes, a node's header, or the meta pages' fields. */
static size_t place_that_steers(const unsigned char *bytes)
{
	size_t page = random_number(4) == 0 ? random_number(2) : random_number(page_count), start = page * page_size;
	uint16_t offset;
	switch (random_number(3)) {
	case 0:
		return start + random_number(page < 2 ? 160 : 16);
	case 1:
		return start + 16 + random_number(64);
	default:
		memcpy(&offset, bytes + start + 16 + 2 * random_number(16), sizeof offset);
		return start + (offset + random_number(16)) % page_size;
	}
}

static void changed_pages_never_lead_astray(void **state)
{
	static const unsigned char values[] = {0, 1, 2, 4, 0x10, 0x7f, 0x80, 0xff};
	unsigned char *bytes = malloc(whole_size);
	(void)state;
	for (int i = 0; i < CHANGES; i++) {
		memcpy(bytes, whole, whole_size);
		for (uint64_t n = 1 + random_number(3); n-- > 0;)
			bytes[place_that_steers(whole)] = values[random_number(sizeof values)];
		seal_again(bytes);
		ask_everything();
	}
	free(bytes);
	write_file(whole, whole_size);
}

/* A branch that leads to itself, at the depth at which leaves stand, and above. */
static void a_tree_in_a_circle_ends(void **state)
{
	unsigned char *bytes = malloc(whole_size);
	(void)state;
	memcpy(bytes, whole, whole_size);
	for (size_t page = 2; page < page_count; page++) {
		uint16_t flags, lower, offset;
		memcpy(&flags, bytes + page * page_size + 10, sizeof flags);
		memcpy(&lower, bytes + page * page_size + 12, sizeof lower);
		for (size_t at = 16; flags == 1 && at < lower; at += 2) {
			memcpy(&offset, bytes + page * page_size + at, sizeof offset);
			uint16_t child[3] = {(uint16_t)page, (uint16_t)(page >> 16), 0};
			memcpy(bytes + page * page_size + offset, child, sizeof child);
		}
	}
	for (size_t meta = 0; meta < 2; meta++) { /* The depth of the tree, told as more than it is. */
		uint16_t depth = 30;
		memcpy(bytes + meta * page_size + 16 + 24 + 48 + 6, &depth, sizeof depth);
	}
	seal_again(bytes);
	struct icd_store *store;
	struct icd_error err;
	assert_false(icd_store_open(sample.path, &store, &err));
	assert_non_null(strstr(err.text, "damaged"));
	free(bytes);
	write_file(whole, whole_size);
}

/* ---- files that change under a reader ---- */

static struct icd_store *open_sample(void)
{
	struct icd_store *store;
	struct icd_error err;
	assert_true(icd_store_open(sample.path, &store, &err));
	return store;
}

static void must_refuse(struct icd_store *store)
{
	struct icd_key low = {.size = 0}, high = {.size = 1, .bytes = {0xff}};
	struct icd_error err = {.text = ""};
	uint64_t sum = 0;
	assert_false(icd_store_scan(store, &low, &high, touch, &sum, &err));
	assert_non_null(strstr(err.text, sample.path));
	assert_non_null(strstr(err.text, "written over"));
	icd_store_close(store);
}

/* Another index of the same length, with a seal of its own. */
static void a_file_written_over_is_told(void **state)
{
	struct icd_store *store = open_sample();
	unsigned char *other = malloc(whole_size);
	(void)state;
	memcpy(other, whole, whole_size);
	for (size_t page = 0; page < page_count; page++)
		other[page * page_size + page_size - 1] ^= 1;
	usleep(20000); /* The clock of files has ticks of some milliseconds. */
	seal_again(other);
	must_refuse(store);
	write_file(whole, whole_size);
	free(other);
}

/* ---- pages in any order ---- */

/* Alone and in runs, over and over: what was handed out first stays as it is. */
static void pages_are_those_of_the_file(void **state)
{
	const unsigned char *first_given = NULL;
	uint64_t first_place = 0;
	struct icd_seal *seal;
	struct icd_error err;
	(void)state;
	for (int time = 0; time < 200; time++) {
		assert_true(icd_seal_open(open(sample.path, O_RDONLY), sample.path, &seal, &err));
		for (int i = 0; i < 100; i++) {
			uint64_t count = 1 + random_number(i % 4 ? 3 : 40), first = random_number(page_count - count);
			const unsigned char *pages = icd_seal_pages(seal, first, count, &err);
			assert_memory_equal(pages, whole + first * page_size, count * page_size);
			assert_ptr_equal(icd_seal_pages(seal, first, count, &err), pages);
			first_given = i ? first_given : pages;
			first_place = i ? first_place : first;
			assert_memory_equal(first_given, whole + first_place * page_size, page_size);
		}
		assert_true(icd_seal_check_all(seal, &err));
		assert_null(icd_seal_pages(seal, page_count - 1, 2, &err));
		icd_seal_close(seal);
	}
}

static void a_file_cut_off_under_a_reader_is_told(void **state)
{
	struct icd_store *store = open_sample();
	(void)state;
	assert_int_equal(truncate(sample.path, (off_t)(3 * page_size)), 0);
	must_refuse(store);
	store = NULL;
	write_file(whole, whole_size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lmdb_finds_the_same_records),
		cmocka_unit_test(each_record_is_got_by_its_key),
		cmocka_unit_test(changed_pages_never_lead_astray),
		cmocka_unit_test(a_tree_in_a_circle_ends),
		cmocka_unit_test(a_file_written_over_is_told),
		cmocka_unit_test(pages_are_those_of_the_file),
		cmocka_unit_test(a_file_cut_off_under_a_reader_is_told),
	};
	return cmocka_run_group_tests(tests, make_sample, remove_sample) != 0;
}
