/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records that are not as the builder writes them, under a seal that is right: verify decodes each record and names
 * the one that is damaged.
 */
#include "facts/records.h"
#include "guideline/records.h"
#include "icd9/records.h"
#include "index/records.h"
#include "official/official.h"
#include "search/search_record.h"
#include "store/store.h"
#include "support/sample_index.h"
#include "write/publish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sample_index sample;
static struct records records; /* of the sample's index */
static struct icd_about about;
static struct icd_pool pool;

/* ---- an index with one record changed ---- */

static bool keep(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct icd_key name = {.size = key.size};
	struct icd_buffer buffer = {0};
	memcpy(name.bytes, key.data, key.size);
	icd_put_bytes(&buffer, value.data, value.size);
	records_add(context, &name, &buffer);
	icd_buffer_free(&buffer);
	return true;
}

static int read_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_key low = {.size = 1, .bytes = {0}}, high = {.size = 1, .bytes = {0xff}};
	struct icd_store *store;
	struct icd_error err;
	(void)state;
	if (!sample_index_make(&sample, paths, 1) || !icd_store_open(sample.path, &store, &err))
		return -1;
	bool ok = icd_store_scan(store, &low, &high, keep, &records, &err);
	icd_store_close(store);
	return ok ? 0 : -1;
}

static int forget_sample(void **state)
{
	(void)state;
	records_free(&records);
	icd_pool_free(&pool);
	sample_index_remove(&sample);
	return 0;
}

static void ignore(void *context, const struct icd_verification *one)
{
	(void)context, (void)one;
}

/* Writes the records as an index and verifies it; "" when it is whole, else the sentence. */
static const char *verdict(void)
{
	static struct icd_error err;
	struct publication *publication;
	struct icd_store *store = NULL;
	bool damaged;
	err.text[0] = '\0';
	if (!publish_start(sample.path, &publication, &err))
		fail_msg("%s", err.text);
	if (!publish_records(publication, &records, &err))
		fail_msg("%s", err.text);
	publish_end(publication);
	if (icd_store_open(sample.path, &store, &err) && icd_verify(store, ignore, NULL, &damaged, &err) && damaged)
		strcpy(err.text, "different");
	icd_store_close(store);
	return err.text;
}

static struct record *record_of(const char *start, size_t size)
{
	for (size_t i = 0; i < records.count; i++) {
		struct record *one = &records.at[i];
		if (one->key->size >= size && memcmp(one->key->bytes, start, size) == 0)
			return one;
	}
	fail_msg("no record %s", start);
	return NULL;
}

static struct record *record_named(const char *start)
{
	return record_of(start, strlen(start));
}

/* The record with another value must be named; then it is as it was. */
static void refused(struct record *record, const void *data, size_t size, const char *what)
{
	struct record old = *record;
	char name[64] = "record \"";
	for (size_t i = 0; i < record->key->size && i < 8 && record->key->bytes[i] > ' '; i++)
		strncat(name, (const char *)&record->key->bytes[i], 1);
	record->data = data;
	record->size = size;
	const char *said = verdict();
	if (!strstr(said, name) || !strstr(said, sample.path))
		fail_msg("%s, %s: '%s'", name, what, said);
	*record = old;
}

static void refused_buffer(struct record *record, struct icd_buffer *buffer, const char *what)
{
	refused(record, buffer->data, buffer->size, what);
	icd_buffer_free(buffer);
}

static const unsigned char *fetch_phrases(void *context, uint32_t block, size_t *size)
{
	struct icd_key key = icd_key_of_number(ICD_TABLE_PHRASE, block);
	const struct record *record = record_of((const char *)key.bytes, key.size);
	(void)context;
	*size = record->size;
	return record->data;
}

static struct icd_reader reader_of(const struct record *record)
{
	static struct icd_phrases phrases = {.fetch = fetch_phrases};
	struct icd_reader in = icd_reader_of(record->data, record->size);
	in.phrases = &phrases;
	return in;
}

/* ---- tests ---- */

static void an_index_as_it_was_is_whole(void **state)
{
	(void)state;
	assert_string_equal(verdict(), "");
}

/* One of each kind: the first that begins so. */
static const char *const kinds[] = {
	"Ahistories", "Amanifestations",
	"CM545",      "Etabular",
	"H13",        "I0H",
	"I0S",        "I0T",
	"I0Wp",       "I2T",
	"JM54",       "K",
	"O",          "RM54",
	"S13M50",     "TA",
	"TC",         "TF",
	"TN",         "TP",
	"TS",         "TV",
	"TW",         "TX",
	"U",
};

/* The first to need a phrase is named, which may be another record. */
static void phrases_that_are_not_there_are_found(void **state)
{
	struct record *record = record_named("P"), old = *record;
	(void)state;
	record->size--;
	assert_non_null(strstr(verdict(), "cannot be read"));
	record->size = 0;
	assert_non_null(strstr(verdict(), "cannot be read"));
	*record = old;
	assert_string_equal(verdict(), "");
}

static void a_record_cut_off_or_longer_is_named(void **state)
{
	static unsigned char longer[1 << 20];
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct record *record = record_named(kinds[i]);
		assert_true(record->size < sizeof longer - 1);
		refused(record, record->data, record->size - 1, "cut off");
		memcpy(longer, record->data, record->size);
		longer[record->size] = 0xff;
		refused(record, longer, record->size + 1, "longer");
	}
}

static void a_missing_record_is_noticed(void **state)
{
	static const char *const missing[] = {"CM545", "GI.C.13.a", "I0H", "I0S", "I0T", "I0Wp",
					      "K",     "O",         "TN",  "TW",  "TX",  "U"};
	(void)state;
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
		struct record *record = record_named(missing[i]);
		struct record old = *record, *end = records.at + records.count;
		memmove(record, record + 1, (size_t)(end - record - 1) * sizeof *record);
		records.count--;
		if (!*verdict())
			fail_msg("without record %s it is said to be whole", missing[i]);
		memmove(record + 1, record, (size_t)(end - record - 1) * sizeof *record);
		*record = old;
		records.count++;
	}
}

static void a_record_that_no_reader_knows_is_named(void **state)
{
	struct record *record = record_named("CM545");
	struct icd_key *old = record->key, odd = {.size = 2, .bytes = "CM"};
	(void)state;
	record->key = &odd;
	assert_non_null(strstr(verdict(), "record \"CM\""));
	odd.bytes[0] = 'B';
	assert_non_null(strstr(verdict(), "record \"BM\""));
	/* Publishing sorts. */
	for (size_t i = 0; i < records.count; i++) {
		if (records.at[i].key == &odd)
			records.at[i].key = old;
	}
	assert_string_equal(verdict(), "");
}

static void read_code(struct icd_code_record *code, struct record **record)
{
	*record = record_named("CM545");
	struct icd_reader in = reader_of(*record);
	assert_true(icd_get_code(&in, &pool, "M545", code));
	assert_true(code->entries.count > 0);
}

static void numbers_of_a_code_out_of_range_are_named(void **state)
{
	struct icd_code_record code, good;
	struct icd_buffer buffer = {0};
	struct record *record;
	(void)state;
	read_code(&good, &record);
	code = good;
	code.ordinal = code.last = 999999;
	icd_put_code(&buffer, &code);
	refused_buffer(record, &buffer, "an ordinal that no code has");
	code = good;
	code.ordinal = code.last = 0;
	icd_put_code(&buffer, &code);
	refused_buffer(record, &buffer, "the ordinal of another code");
	code = good;
	code.runs.at[0].span.last = 77;
	icd_put_code(&buffer, &code);
	refused_buffer(record, &buffer, "a code set that there is not");
	icd_pool_reset(&pool);
}

static void references_of_a_note_out_of_range_are_named(void **state)
{
	struct icd_code_record code;
	struct icd_buffer buffer = {0};
	struct record *record;
	struct icd_reference *reference = NULL;
	(void)state;
	read_code(&code, &record);
	for (uint32_t i = 0; i < code.entries.count && !reference; i++)
		reference = code.entries.at[i].reference_count ? code.entries.at[i].references : NULL;
	assert_non_null(reference);
	struct icd_reference good = *reference;
	reference->last = 999999;
	icd_put_code(&buffer, &code);
	refused_buffer(record, &buffer, "a reference to codes that there are not");
	*reference = good;
	reference->text_at = 100000;
	icd_put_code(&buffer, &code);
	refused_buffer(record, &buffer, "a reference outside the note");
	icd_pool_reset(&pool);
}

static void pointers_to_terms_that_are_not_there_are_named(void **state)
{
	struct record *record = record_named("JM54");
	struct icd_index_pointers pointers;
	struct icd_buffer buffer = {0};
	struct icd_reader in = reader_of(record);
	(void)state;
	assert_true(icd_get_index_pointers(&in, &pool, &pointers) && pointers.count > 0);
	struct icd_index_pointer *last = &pointers.at[pointers.count - 1], good = *last;
	last->term = 5000;
	icd_put_index_pointers(&buffer, &pointers);
	refused_buffer(record, &buffer, "a term that the block has not");
	*last = good;
	last->block = 5000;
	icd_put_index_pointers(&buffer, &pointers);
	refused_buffer(record, &buffer, "a block that there is not");
	icd_pool_reset(&pool);
}

static void words_of_main_terms_out_of_range_are_named(void **state)
{
	struct record *record = record_named("I0Wp");
	const struct icd_index_place here = {0, true, false}, none = {5000, true, false}, nowhere = {0, false, false};
	const struct {
		const char *first, *second;
		const struct icd_index_place *place;
		const char *what;
	} wrong[] = {
		{"pain", "pain", &here, "a word twice"},
		{"pain", "pad", &here, "words out of order"},
		{"pain", "low", &here, "a word that begins otherwise"},
		{"pain", "palsy", &none, "a main term that there is not"},
		{"pain", "palsy", &nowhere, "a word that stands nowhere in the title"},
		{"pain", "palsy", NULL, "a word of no main term"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct icd_buffer buffer = {0}, places = {0};
		icd_put_index_place(&places, &here, 0);
		icd_put_index_word(&buffer, wrong[i].first, &places);
		icd_buffer_clear(&places);
		if (wrong[i].place)
			icd_put_index_place(&places, wrong[i].place, 0);
		icd_put_index_word(&buffer, wrong[i].second, &places);
		icd_buffer_free(&places);
		refused_buffer(record, &buffer, wrong[i].what);
	}
}

static void sections_and_what_they_name_out_of_range_are_named(void **state)
{
	struct icd_guideline_heads heads;
	struct icd_mentions mentions;
	struct icd_texts texts;
	struct icd_buffer buffer = {0};
	struct record *record = record_named("Aguidelines");
	struct icd_reader in = reader_of(record);
	(void)state;
	assert_true(icd_get_guideline_heads(&in, &pool, &heads) && heads.count > 2);
	struct icd_guideline_head good = heads.at[1];
	heads.at[1].span.last = 7;
	icd_put_guideline_heads(&buffer, &heads);
	refused_buffer(record, &buffer, "an edition that there is not");
	heads.at[1] = heads.at[2];
	icd_put_guideline_heads(&buffer, &heads);
	refused_buffer(record, &buffer, "a section that stands twice");
	heads.at[1] = good;
	record = record_named("GI.A.12.a");
	in = reader_of(record);
	assert_true(icd_get_guideline_texts(&in, &pool, &texts) && texts.count == 2);
	texts.count = 1;
	icd_put_guideline_texts(&buffer, &texts);
	refused_buffer(record, &buffer, "an edition without its text");
	record = record_named("MM54");
	in = reader_of(record);
	assert_true(icd_get_mentions(&in, &pool, &mentions) && mentions.count > 0);
	mentions.at[0].last = 999999;
	icd_put_mentions(&buffer, &mentions);
	refused_buffer(record, &buffer, "codes that there are not");
	icd_pool_reset(&pool);
}

/* Changes one byte of a record: what stands there is known from its layout. */
static void refused_byte(const char *start, size_t at, unsigned char byte, const char *what)
{
	struct record *record = record_named(start);
	unsigned char *changed = malloc(record->size);
	memcpy(changed, record->data, record->size);
	assert_int_not_equal(changed[at], byte);
	changed[at] = byte;
	refused(record, changed, record->size, what);
	free(changed);
}

/* The record of a release that changed codes, with other ordinals. */
static void changed_codes_that_did_not_change_are_named(void **state)
{
	const struct icd_key key = icd_key_of_number(ICD_TABLE_CHANGED, 2);
	struct record *record = record_of((const char *)key.bytes, key.size);
	struct icd_reader in = reader_of(record);
	struct icd_ordinals changed;
	struct icd_buffer buffer = {0};
	(void)state;
	assert_true(icd_get_ordinals(&in, &pool, &changed) && changed.count > 2);
	uint32_t *last = &changed.ordinals[changed.count - 1], good = *last;
	*last = 999999;
	icd_put_ordinals(&buffer, &changed);
	refused_buffer(record, &buffer, "a code that there is not");
	*last = changed.ordinals[changed.count - 2];
	icd_put_ordinals(&buffer, &changed);
	refused_buffer(record, &buffer, "a code that stands twice");
	*last = good;
	changed.count--;
	icd_put_ordinals(&buffer, &changed);
	refused_buffer(record, &buffer, "without a code that changed");
	icd_pool_reset(&pool);
}

/* Codes whose titles say "unspecified", all of them or some, with other ordinals. */
static void other_codes_are_not_unspecified(void **state)
{
	struct record *record = record_named("U");
	struct icd_reader in = reader_of(record);
	struct icd_unspecified codes;
	struct icd_buffer buffer = {0};
	(void)state;
	assert_true(icd_get_unspecified(&in, &pool, &codes) && codes.always.count > 1);
	uint32_t *last = &codes.always.ordinals[codes.always.count - 1], good = *last;
	*last = 999999;
	icd_put_unspecified(&buffer, &codes);
	refused_buffer(record, &buffer, "a code that there is not");
	*last = codes.always.ordinals[codes.always.count - 2];
	icd_put_unspecified(&buffer, &codes);
	refused_buffer(record, &buffer, "a code that stands twice");
	*last = good;
	codes.at_times = (struct icd_ordinals){1, last};
	icd_put_unspecified(&buffer, &codes);
	refused_buffer(record, &buffer, "a code that is always one is one at times");
	codes.at_times.count = 0;
	codes.always.count--;
	icd_put_unspecified(&buffer, &codes);
	refused_buffer(record, &buffer, "without a code that is one");
	icd_pool_reset(&pool);
}

static void codes_of_a_mapping_that_are_none_are_named(void **state)
{
	struct record *record = record_named("B");
	struct icd_reader in = reader_of(record);
	struct icd_gem_block block;
	struct icd_buffer buffer = {0};
	char code[32];
	(void)state;
	assert_true(icd_get_gem_block(&in, &pool, &block) && block.count > 0);
	struct icd_gem_entry *last = &block.at[block.count - 1];
	const char *good = last->code;
	snprintf(code, sizeof code, "%sAAAAAAAAAAAAAAA", good);
	last->code = code;
	icd_put_gem_block(&buffer, &block);
	refused_buffer(record, &buffer, "a code longer than any");
	last->code = good;
	last->at[last->count - 1].code = code;
	icd_put_gem_block(&buffer, &block);
	refused_buffer(record, &buffer, "a code longer than any that it leads to");
	icd_pool_reset(&pool);
}

static void rows_out_of_range_are_named(void **state)
{
	(void)state;
	refused_byte("O", 0, 'Z', "another code in tabular order");
	refused_byte("O", 7, 0xff, "a class of history that there is not");
	refused_byte("TC", 1, 0xff, "a class of history that there is not");
	refused_byte("TC", 3, 0xff, "more codes below than there are");
	refused_byte("TC", 4, 0xff, "a family before the first code");
	refused_byte("TC", 8, 9, "a side that there is not");
	refused_byte("TX", 2, 0xff, "a family that there is not");
	refused_byte("TX", 9, 0xff, "a span that there is not");
	refused_byte("TX", 10, 0xff, "words that begin elsewhere");
	refused_byte("TX", 14, 0xff, "a class of history that there is not");
}

static void an_index_of_other_words_is_not_searched(void **state)
{
	struct record *record = record_named("Areleases"), old = *record;
	struct icd_reader in = reader_of(record);
	struct icd_buffer buffer = {0};
	struct icd_store *store;
	struct icd_error err;
	(void)state;
	assert_true(icd_get_about(&in, &pool, &about));
	uint64_t words = about.words++;
	icd_put_about(&buffer, &about);
	record->data = buffer.data;
	record->size = buffer.size;
	assert_string_equal(verdict(), "");
	assert_true(icd_store_open(sample.path, &store, &err));
	assert_false(icd_store_same_words(store, words, &err));
	assert_non_null(strstr(err.text, "made with another word list: build it again with icd10-build-index"));
	assert_int_equal(err.fault, ICD_FAULT_FORMAT);
	icd_store_close(store);
	*record = old;
	icd_buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_as_it_was_is_whole),
		cmocka_unit_test(phrases_that_are_not_there_are_found),
		cmocka_unit_test(a_record_cut_off_or_longer_is_named),
		cmocka_unit_test(a_missing_record_is_noticed),
		cmocka_unit_test(a_record_that_no_reader_knows_is_named),
		cmocka_unit_test(numbers_of_a_code_out_of_range_are_named),
		cmocka_unit_test(references_of_a_note_out_of_range_are_named),
		cmocka_unit_test(pointers_to_terms_that_are_not_there_are_named),
		cmocka_unit_test(words_of_main_terms_out_of_range_are_named),
		cmocka_unit_test(sections_and_what_they_name_out_of_range_are_named),
		cmocka_unit_test(changed_codes_that_did_not_change_are_named),
		cmocka_unit_test(other_codes_are_not_unspecified),
		cmocka_unit_test(codes_of_a_mapping_that_are_none_are_named),
		cmocka_unit_test(rows_out_of_range_are_named),
		cmocka_unit_test(an_index_of_other_words_is_not_searched),
	};
	return cmocka_run_group_tests(tests, read_sample, forget_sample) != 0;
}
