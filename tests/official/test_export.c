/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases given back as they came, on the sample; and what `verify` says of them. */
#include "official/export.h"
#include "official/verify.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_export *export;

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err;
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) &&
			       icd_export_open(store, &export, &err)
		       ? 0
		       : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_export_close(export);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static void keep(void *context, const void *bytes, size_t size)
{
	icd_put_bytes(context, bytes, size);
}

static struct icd_buffer read_whole(const char *path)
{
	struct icd_buffer whole = {0};
	char bytes[4096];
	size_t size;
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	while ((size = fread(bytes, 1, sizeof bytes, file)) > 0)
		icd_put_bytes(&whole, bytes, size);
	fclose(file);
	return whole;
}

static void is_given_back(enum icd_file_kind kind, uint16_t set, const char *path)
{
	struct icd_buffer got = {0}, expected = read_whole(path);
	struct icd_sink sink = {keep, &got};
	struct icd_error err;
	assert_true(icd_export_table(export, kind, set, &sink, &err));
	assert_int_equal(got.size, expected.size);
	assert_memory_equal(got.data, expected.data, got.size);
	icd_buffer_free(&got);
	icd_buffer_free(&expected);
}

static void order_files_come_back_byte_for_byte(void **state)
{
	(void)state;
	is_given_back(ICD_FILE_ORDER, 0, "data/sample/2020-10-01/icd10cm_order_2021.txt");
	is_given_back(ICD_FILE_ORDER, 2, "data/sample/2021-10-01/icd10cm_order_2022.txt");
	is_given_back(ICD_FILE_ORDER, 3, "data/sample/2025-10-01/icd10cm_order_2026.txt");
}

/* What was written for one release is no part of what is written for another. */
static void releases_come_back_in_any_order(void **state)
{
	const struct icd_about *about = icd_store_about(store);
	char digest[ICD_DIGEST_SIZE];
	struct icd_error err;
	(void)state;
	for (int round = 0; round < 2; round++) {
		is_given_back(ICD_FILE_ORDER, 3, "data/sample/2025-10-01/icd10cm_order_2026.txt");
		is_given_back(ICD_FILE_CODES, 0, "data/sample/2020-10-01/icd10cm_codes_2021.txt");
		is_given_back(ICD_FILE_ORDER, 2, "data/sample/2021-10-01/icd10cm_order_2022.txt");
		for (uint16_t i = about->lists.count; i-- > 0;) {
			assert_true(icd_export_digest(export, i, digest, &err));
			assert_string_equal(digest, about->releases[about->lists.at[i].release].tabular_digest);
		}
	}
}

static void codes_files_come_back_byte_for_byte(void **state)
{
	(void)state;
	is_given_back(ICD_FILE_CODES, 0, "data/sample/2020-10-01/icd10cm_codes_2021.txt");
	is_given_back(ICD_FILE_CODES, 3, "data/sample/2025-10-01/icd10cm_codes_2026.txt");
}

/* A tabular list written out and built again says what it said. */
static void a_tabular_list_survives_the_way_there_and_back(void **state)
{
	struct icd_buffer xml = {0};
	struct icd_sink sink = {keep, &xml};
	struct icd_error err;
	struct sample_index again;
	struct icd_store *second;
	char folder[] = "/tmp/icd10-XXXXXX", path[128];
	(void)state;
	assert_true(icd_export_tabular(export, 3, &sink, &err));
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/icd10cm_tabular_2026.xml", folder);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(xml.data, 1, xml.size, file), xml.size);
	fclose(file);
	const char *const paths[] = {path};
	assert_true(sample_index_make(&again, paths, 1));
	assert_true(icd_store_open(again.path, &second, &err) && icd_store_sources(second, &err));
	assert_string_equal(icd_store_about(second)->releases[0].tabular_digest,
			    icd_store_about(store)->releases[3].tabular_digest);
	icd_store_close(second);
	sample_index_remove(&again);
	unlink(path);
	rmdir(folder);
	icd_buffer_free(&xml);
}

static void digests_are_those_of_the_build(void **state)
{
	const struct icd_about *about = icd_store_about(store);
	char digest[ICD_DIGEST_SIZE];
	struct icd_error err;
	(void)state;
	for (uint16_t i = 0; i < about->lists.count; i++) {
		assert_true(icd_export_digest(export, i, digest, &err));
		assert_string_equal(digest, about->releases[about->lists.at[i].release].tabular_digest);
	}
}

static void count_equal(void *context, const struct icd_verification *one)
{
	unsigned *count = context;
	assert_int_equal(one->verdict, ICD_VERDICT_EQUAL);
	(*count)++;
}

static void the_sample_verifies(void **state)
{
	struct icd_error err;
	unsigned count = 0;
	bool damaged;
	(void)state;
	assert_true(icd_verify(store, count_equal, &count, &damaged, &err));
	assert_false(damaged);
	/* Three order, codes and tabular files, a list rebuilt, five indexes and tables, two guidelines, two mappings. */
	assert_int_equal(count, 19);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_files_come_back_byte_for_byte),
		cmocka_unit_test(codes_files_come_back_byte_for_byte),
		cmocka_unit_test(releases_come_back_in_any_order),
		cmocka_unit_test(a_tabular_list_survives_the_way_there_and_back),
		cmocka_unit_test(digests_are_those_of_the_build),
		cmocka_unit_test(the_sample_verifies),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
