/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes as bytes and back: as they were, sharing what they shared; what is damaged is taken whole or not at all. */
#include "resume/issues_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RELEASES 4

static const char index_xml[] =
	"<ICD10CM.index><version>2030</version><title>Index</title><letter><title>A</title>"
	"<mainTerm><title>Ache</title><seeAlso>Pain</seeAlso><code>R52</code>"
	"<term level=\"1\"><title>hip<nemod>(s)</nemod></title><code>M25.55-</code>"
	"<term level=\"2\"><title>left</title><code>M25.552</code></term></term>"
	"<term level=\"1\"><title>knee</title><code>M25.56</code>"
	"<term level=\"2\"><title>left</title><code>M25.562</code></term></term></mainTerm></letter>"
	"<letter><title>B</title><mainTerm><title>Bite</title><code>T14.8</code></mainTerm></letter></ICD10CM.index>";

static const char addenda[] = "ICD-10-CM INDEX to DISEASES and INJURIES\n2031 Addenda\n"
			      "No Change    Ache (see also Pain) R52\n"
			      "Add          - foot M79.67-\n"
			      "Delete       - tooth K08.8\n";

/* The index, then what addenda make of it, then the index again, then nothing. */
struct made {
	struct icd_pool pool;
	struct index_issues issues;
	struct icd_account accounts[RELEASES];
	struct report report;
};

static void read_release(struct made *m, size_t number, const char *xml, const char *text)
{
	struct release release = {.effective = (icd_date)(20301001 + number)};
	struct icd_error err;
	struct input in = {"made", xml ? xml : text, xml || text ? strlen(xml ? xml : text) : 0};
	if (xml && !read_index(&in, &m->pool, &release.index[0], &err))
		fail_msg("%s", err.text);
	if (text && !addendum_read(&in, &m->pool, &release.index_addenda[0], &err))
		fail_msg("%s", err.text);
	m->issues.accounts[number] = &m->accounts[number];
	index_issues_keep(&m->issues, number, &release);
}

static void make(struct made *m)
{
	*m = (struct made){.pool = {0}};
	m->issues = index_issues_start(&m->pool, &m->pool, RELEASES);
	read_release(m, 0, index_xml, NULL);
	read_release(m, 1, NULL, addenda);
	read_release(m, 2, index_xml, NULL);
	read_release(m, 3, NULL, NULL);
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
		reindex(&m->issues, kind, &m->pool, &m->report);
}

static void end(struct made *m)
{
	index_issues_free(&m->issues);
	report_free(&m->report);
	icd_pool_free(&m->pool);
}

static void same_list(const struct index_list *one, const struct index_list *other)
{
	assert_int_equal(one->count, other->count);
	assert_int_equal(one->letter_count, other->letter_count);
	assert_string_equal(one->title, other->title);
	for (size_t i = 0; i < one->letter_count; i++) {
		assert_string_equal(one->letters[i], other->letters[i]);
		assert_int_equal(one->letter_first[i], other->letter_first[i]);
	}
	for (size_t i = 0; i < one->count; i++) {
		const struct icd_index_term *a = one->terms[i].says, *b = other->terms[i].says;
		assert_string_equal(a->title, b->title);
		assert_string_equal(one->terms[i].plain, other->terms[i].plain);
		assert_int_equal(one->terms[i].parent, other->terms[i].parent);
		for (unsigned part = 0; part < ICD_INDEX_PARTS; part++)
			assert_true(icd_text_same(a->parts[part], b->parts[part]));
	}
}

static void lists_come_back_as_they_were(void **state)
{
	struct made m, read = {.pool = {0}};
	struct icd_buffer bytes = {0};
	(void)state;
	make(&m);
	issues_put(&bytes, &m.issues, RELEASES);
	assert_false(bytes.failed);
	read.issues = index_issues_start(&read.pool, &read.pool, RELEASES);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	assert_true(issues_get(&in, &read.issues, RELEASES, &read.pool));
	assert_ptr_equal(in.at, in.end);
	assert_int_equal(read.issues.settled, RELEASES);
	const struct index_issue *old = m.issues.of[0], *new = read.issues.of[0];
	for (size_t i = 0; i < 3; i++) {
		same_list(old[i].list, new[i].list);
		assert_int_equal(old[i].rebuilt, new[i].rebuilt);
		assert_int_equal(old[i].line_count, new[i].line_count);
		assert_ptr_equal(new[0].list->terms[0].says, new[i].list->terms[0].says);
	}
	assert_true(new[1].rebuilt);
	assert_int_equal(new[1].list->count, new[0].list->count + 1);
	assert_int_equal(new[1].account.unplaced_count, 1);
	assert_string_equal(new[1].account.unplaced[0], old[1].account.unplaced[0]);
	assert_null(new[3].list);
	end(&read);
	end(&m);
	icd_buffer_free(&bytes);
}

static void what_is_damaged_is_taken_whole_or_not_at_all(void **state)
{
	struct made m;
	struct icd_buffer bytes = {0};
	static const unsigned char flips[] = {0x01, 0x02, 0x40, 0x80, 0xff};
	(void)state;
	make(&m);
	issues_put(&bytes, &m.issues, RELEASES);
	for (size_t i = 0; i < bytes.size * sizeof flips; i++) {
		struct icd_pool pool = {0};
		struct index_issues issues = index_issues_start(&pool, &pool, RELEASES);
		unsigned char *byte = &bytes.data[i / sizeof flips], was = *byte;
		*byte ^= flips[i % sizeof flips];
		struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
		bool ok = issues_get(&in, &issues, RELEASES, &pool);
		*byte = was;
		const struct index_list *list = issues.of[0][1].list;
		if (!ok)
			assert_true(!list && !issues.settled && !issues.terms[0].count);
		for (size_t term = 0; ok && list && term < list->count; term++)
			assert_true(list->terms[term].says->level ? list->terms[term].parent < term
								  : list->terms[term].parent == SIZE_MAX);
		index_issues_free(&issues);
		icd_pool_free(&pool);
	}
	end(&m);
	icd_buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_come_back_as_they_were),
		cmocka_unit_test(what_is_damaged_is_taken_whole_or_not_at_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
