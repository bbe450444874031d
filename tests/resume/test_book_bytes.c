/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book as bytes and back: what does not hang together is no book, though the bytes are whole. */
#include "resume/book_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct icd_member only = {0, 20251001, 0};
static const struct icd_about about = {.sets = {1, &only}, .lists = {1, &only}, .poa = {1, &only}};

/* M54 in a section within a block, of one release. */
struct made {
	struct book book;
	struct place_state category, section, block;
	const struct place_state *of_category, *of_section, *of_block;
	uint32_t code, no_parent;
};

static void add_section(struct made *m, const char *key, const struct place_state **lists)
{
	*one_more(m->book.sections, m->book.section_count, m->book.section_capacity) =
		(struct book_section){.key = intern(&m->book.texts, key), .chapter = 13, .lists = lists};
}

static void make(struct made *m)
{
	memset(m, 0, sizeof *m);
	m->no_parent = NO_CODE;
	book_start(&m->book, &about);
	struct interner *texts = &m->book.texts;
	const char *title = intern(texts, "Dorsalgia");
	m->category = (struct place_state){.name = "M54", .title = title, .section = intern(texts, "13M50")};
	m->section = (struct place_state){.name = "M50-M54", .title = title, .section = intern(texts, "13M40")};
	m->block = (struct place_state){.name = "M40-M54", .title = title};
	m->of_category = &m->category;
	m->of_section = &m->section;
	m->of_block = &m->block;
	m->code = book_add_code(&m->book, book_code_number(&m->book, "M54"));
	struct book_code *code = &m->book.codes[m->code];
	code->state[0] = ICD_HEADER;
	code->long_title[0] = code->short_title[0] = title;
	code->lists = &m->of_category;
	add_section(m, "13M50", &m->of_section);
	add_section(m, "13M40", &m->of_block);
	m->book.set_sequences[0] = (struct book_sequence){.codes = &m->code, .count = 1};
	m->book.list_sequences[0] = (struct book_sequence){&m->code, 1, &m->no_parent};
}

/* Frees it, too. */
static bool comes_back(struct made *m)
{
	struct icd_buffer bytes = {0};
	struct book read;
	book_put(&bytes, &m->book, 1);
	assert_false(bytes.failed);
	book_start(&read, &about);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	bool ok = book_get(&in, &read, 1);
	if (ok) {
		assert_string_equal(read.codes[0].lists[0]->section, "13M50");
		assert_int_equal(read.section_count, 2);
	}
	book_free(&read);
	book_free(&m->book);
	icd_buffer_free(&bytes);
	return ok;
}

static void a_whole_book_comes_back(void **state)
{
	struct made m;
	(void)state;
	make(&m);
	assert_true(comes_back(&m));
}

static void sections_and_blocks_have_to_be_there(void **state)
{
	struct made m;
	(void)state;
	make(&m);
	m.category.section = "13M60";
	assert_false(comes_back(&m));
	make(&m);
	m.section.section = "13M60";
	assert_false(comes_back(&m));
	make(&m);
	m.block.section = "13M50"; /* each in the other */
	assert_false(comes_back(&m));
}

/* What is in the sequence of a code set and not in the set is passed over. */
static void a_code_set_has_what_is_in_it(void **state)
{
	struct made m;
	struct code_set set;
	(void)state;
	make(&m);
	book_code_set(&m.book, 0, &m.book.pool, &set);
	assert_int_equal(set.count, 1);
	m.book.codes[0].state[0] = ICD_ABSENT;
	m.book.codes[0].long_title[0] = NULL;
	book_code_set(&m.book, 0, &m.book.pool, &set);
	assert_int_equal(set.count, 0);
	book_free(&m.book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_book_comes_back),
		cmocka_unit_test(sections_and_blocks_have_to_be_there),
		cmocka_unit_test(a_code_set_has_what_is_in_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
