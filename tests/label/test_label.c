/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup/label: the words beside a code. On the sample, and on a whole release: every code with every title it had. */
#include "check/check.h"
#include "label/label.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static struct sample_index sample;
static struct icd_store *store;
static struct icd_labels *labels;
static struct icd_view view;

static int open_sample(void **state)
{
	(void)state;
	if (!sample_index_open(&sample, &store))
		return -1;
	labels = icd_labels_new(store);
	icd_view_make(&view, store, 20260101);
	return labels ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_labels_free(labels);
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

struct row {
	const char *code, *label;
	const char *says; /* what the sentence has in it; "": there must be none */
};

static void judge_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *sentence = icd_label_judge(labels, &view, rows[i].code, rows[i].label);
		if (!*rows[i].says ? *sentence != '\0' : !strstr(sentence, rows[i].says))
			fail_msg("%s \"%s\": \"%s\" was expected, not \"%s\"", rows[i].code, rows[i].label,
				 rows[i].says, sentence);
	}
}
#define JUDGE(rows) judge_rows(rows, sizeof rows / sizeof *rows)

static void titles_of_other_codes_are_named(void **state)
{
	static const struct row rows[] = {
		{"M5441", "Lumbago with sciatica, left side", "those of M54.42 \"Lumbago with sciatica, left side\""},
		{"M5441", "LUMBAGO WITH SCIATICA, LEFT SIDE", "M54.42"},
		{"M5441", "sciatica with lumbago, lt side", "M54.42"},
		{"M25561", "Pain in knee (L)", "M25.562"},
		{"M25561", "Pain in knee, left-sided", "left"},
		{"I10", "Heart failure, unspecified", "I50.9"},
		{"I10", "Heart failure", "I50.-"},
		{"E119", "Type 2 diabetes mellitus with diabetic chronic kidney disease", "E11.22"},
		{"M48061", "Spinal stenosis, lumbar region with neurogenic claudication", "M48.062"},
		{"M5136", "Other intervertebral disc degeneration, lumbosacral region", "M51.37"},
		/* Old titles, too: M54.5 had it up to 2021. */
		{"G8929", "Low back pain", "M54.5"},
	};
	(void)state;
	JUDGE(rows);
}

static void right_labels_raise_nothing(void **state)
{
	static const struct row rows[] = {
		{"M5441", "Lumbago with sciatica, right side", ""},
		{"M5441", "Lumbago with sciatica, rt side", ""},
		{"M5441", "LUMBAGO W/ SCIATICA (R)", ""},
		{"M5441", "Lumbago with sciatica", ""},
		{"M5441", "Right-sided lumbago with sciatica", ""},
		{"M5450", "Low back pain", ""},
		{"M5450", "Loin pain", ""},
		{"M5450", "Lumbago NOS", ""},
		{"M545", "Low back pain", ""},
		{"E119", "T2DM w/o complications", ""},
		{"I10", "High blood pressure", ""},
		{"I10", "", ""},
		{"I10", "HTN", ""},
		{"M3500", "Sj\303\266gren syndrome", ""},
		{"M3500", "Sjo\314\210gren syndrome", ""},
		{"I10", "Active", ""},
		{"I10", "Office visit, established patient", ""},
		{"Q9999", "Low back pain", ""}, /* no such code */
	};
	(void)state;
	JUDGE(rows);
}

/* Words that share most with another title, and are none. */
static void what_shares_most_words_is_not_named(void **state)
{
	static const struct row rows[] = {
		{"M25561", "chronic severe left knee pain after a fall", "the words beside it say \"left\""},
		{"M5441", "lumbago with sciatica, left, worse at night", "the words beside it say \"left\""},
		/* As this label has it, however others were written before. */
		{"M5441", "lumbago with sciatica, lt, worse at night", "the words beside it say \"lt\""},
	};
	(void)state;
	JUDGE(rows);
}

static void labels_that_fit(void **state)
{
	static const struct {
		const char *code, *label;
		bool fits;
	} rows[] = {
		{"I10", "Essential (primary) hypertension", true},
		{"I10", "hypertension", true},
		{"I10", "Interstate", false},
		{"M542", "Cervicalgia", true},
		{"M542", "mm", false},
		{"M542", "", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(icd_label_fits(labels, &view, rows[i].code, rows[i].label), rows[i].fits);
}

/* ---- a whole release ---- */

struct book {
	struct sample_index index;
	struct icd_store *store;
	struct icd_labels *labels;
	struct icd_view view;
	struct icd_status_table *table;
	const icd_packed *codes;
	uint32_t count;
};

static bool open_book(struct book *book)
{
	const char *releases = getenv("ICD10_RELEASES");
	char path[4096];
	const char *paths[] = {path};
	struct stat st;
	struct icd_error err;
	snprintf(path, sizeof path, "%s/2024-10-01", releases ? releases : "../shared/releases");
	if (stat(path, &st) != 0)
		return false;
	assert_true(sample_index_make(&book->index, paths, 1));
	assert_true(icd_store_open(book->index.path, &book->store, &err));
	assert_true(icd_status_table_open(book->store, &book->table, &err));
	book->labels = icd_labels_new(book->store);
	assert_non_null(book->labels);
	icd_view_make(&book->view, book->store, 20241001);
	book->codes = icd_status_codes(book->table, &book->count);
	return true;
}

static void close_book(struct book *book)
{
	icd_status_table_close(book->table);
	icd_labels_free(book->labels);
	icd_store_close(book->store);
	sample_index_remove(&book->index);
}

/* False for a header. */
static bool read_title(const struct book *book, uint32_t at, struct icd_pool *pool, char code[ICD_CODE_SIZE],
		       struct icd_code_record *record)
{
	struct icd_error err;
	icd_unpack(book->codes[at], code);
	assert_int_equal(icd_store_code(book->store, pool, code, record, &err), ICD_FOUND);
	return icd_view_status(&book->view, &record->runs) == ICD_STATUS_BILLABLE;
}

/* Each code's own titles say nothing; that of a code elsewhere in the book names this, unless both are called so. */
static void a_whole_release(void **state)
{
	struct book book;
	struct icd_pool pool = {0};
	size_t compared = 0, silent = 0;
	(void)state;
	if (!open_book(&book)) {
		print_message("skipped: no releases\n");
		skip();
	}
	for (uint32_t i = 0; i < book.count; i += 7) {
		char code[ICD_CODE_SIZE], other[ICD_CODE_SIZE], shown[ICD_DOTTED_SIZE];
		struct icd_code_record record, far;
		uint32_t far_at = (uint32_t)(((uint64_t)i * 7919 + 13) % book.count);
		icd_pool_reset(&pool);
		if (!read_title(&book, i, &pool, code, &record))
			continue;
		for (uint32_t t = 0; t < record.long_titles.count; t++)
			assert_string_equal(
				icd_label_judge(book.labels, &book.view, code, record.long_titles.at[t].text), "");
		for (uint32_t t = 0; t < record.short_titles.count; t++)
			assert_string_equal(
				icd_label_judge(book.labels, &book.view, code, record.short_titles.at[t].text), "");
		if (!read_title(&book, far_at, &pool, other, &far) || strncmp(code, other, 3) == 0)
			continue;
		const char *sentence =
			icd_label_judge(book.labels, &book.view, code, icd_view_text(&book.view, &far.long_titles));
		compared++;
		silent += !strstr(sentence, icd_code_format(other, shown));
	}
	assert_true(compared > 5000);
	if (silent * 1000 > compared)
		fail_msg("%zu of %zu titles of other codes did not name them", silent, compared);
	icd_pool_free(&pool);
	close_book(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles_of_other_codes_are_named),
		cmocka_unit_test(right_labels_raise_nothing),
		cmocka_unit_test(what_shares_most_words_is_not_named),
		cmocka_unit_test(labels_that_fit),
		cmocka_unit_test(a_whole_release),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
