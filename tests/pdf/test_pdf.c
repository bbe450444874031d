/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs read by poppler's programs: whole ones, hostile ones, and programs that misbehave. */
#include "pdf/pdf.h"
#include "support/made_pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char programs[] = "/tmp/test_pdf.XXXXXX", found_path[4096];

/* From here on the program of this name is a script; found_path has the real ones. */
static void use_script(const char *program, const char *script)
{
	char path[128], search[4300];
	snprintf(path, sizeof path, "%s/%s", programs, program);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fprintf(out, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(chmod(path, 0755), 0);
	snprintf(search, sizeof search, "%s:%s", programs, found_path);
	setenv("PATH", search, 1);
}

static int use_real(void **state)
{
	(void)state;
	setenv("PATH", found_path, 1);
	return 0;
}

static int start(void **state)
{
	(void)state;
	snprintf(found_path, sizeof found_path, "%s", getenv("PATH"));
	return mkdtemp(programs) ? 0 : -1;
}

static int end(void **state)
{
	char path[64];
	use_real(state);
	snprintf(path, sizeof path, "%s/pdftotext", programs);
	unlink(path);
	return rmdir(programs);
}

static struct input made(unsigned pages, bool encrypted)
{
	struct made_pdf pdf;
	made_pdf_start(&pdf);
	for (unsigned i = 1; i <= pages; i++) {
		char text[32];
		snprintf(text, sizeof text, "Page%u", i);
		made_pdf_text(&pdf, 36, 72, "Add (label)");
		made_pdf_text(&pdf, 90, 72, text);
		made_pdf_end_page(&pdf);
	}
	made_pdf_end(&pdf, encrypted);
	return (struct input){"a.pdf", pdf.data, pdf.size};
}

/* Reads the document and gives it back; what came is in `out`, to be freed, or in `err`. */
static enum pdf_outcome read_within(const struct pdf_limits *limits, struct input document, enum pdf_form form,
				    struct input *out, struct icd_error *err)
{
	struct pdf_desk *desk = pdf_desk_open(limits, NULL);
	enum pdf_outcome outcome = pdf_take(desk, pdf_start(desk, &document, NULL, form), out, err);
	pdf_desk_close(desk);
	free((char *)document.data);
	return outcome;
}

static void gives_words_with_their_places(void **state)
{
	struct input out;
	struct icd_error err;
	(void)state;
	assert_int_equal(read_within(&pdf_limits, made(3, false), PDF_WORDS, &out, &err), PDF_READ);
	assert_string_equal(out.name, "a.pdf");
	assert_int_equal(strlen(out.data), out.size);
	assert_non_null(strstr(out.data, "\t36.00\t"));
	assert_non_null(strstr(out.data, "\t90.00\t"));
	assert_non_null(strstr(out.data, "Page3"));
	free((char *)out.data);
	assert_int_equal(read_within(&pdf_limits, made(3, false), PDF_LINES, &out, &err), PDF_READ);
	assert_non_null(strstr(out.data, "<page number=\"3\""));
	assert_non_null(strstr(out.data, "Page2</text>"));
	free((char *)out.data);
}

/* Of a document with so many pages. */
static void look_at_first_page(unsigned pages, bool go_on)
{
	struct input out, document = made(pages, false);
	struct icd_error err;
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, NULL);
	struct pdf_job *job = pdf_start(desk, &document, NULL, PDF_WORDS);
	assert_int_equal(pdf_look(desk, job, &out, &err), PDF_READ);
	assert_non_null(strstr(out.data, "Page1"));
	assert_null(strstr(out.data, "Page2"));
	assert_int_equal(strlen(out.data), out.size);
	free((char *)out.data);
	if (go_on) {
		assert_int_equal(pdf_take(desk, job, &out, &err), PDF_READ);
		assert_non_null(strstr(out.data, pages > 1 ? "Page200" : "Page1"));
		free((char *)out.data);
	} else {
		pdf_drop(desk, job);
	}
	pdf_desk_close(desk);
	free((char *)document.data);
}

static void tells_the_first_page_before_the_rest(void **state)
{
	(void)state;
	look_at_first_page(1, true);
	look_at_first_page(200, true);
	look_at_first_page(200, false);
}

static void knows_a_pdf_by_its_start(void **state)
{
	(void)state;
	assert_true(pdf_is(&(struct input){"a", "%PDF-1.4", 8}));
	assert_false(pdf_is(&(struct input){"a", "%PDF", 4}));
	assert_false(pdf_is(&(struct input){"a", "", 0}));
	assert_false(pdf_is(&(struct input){"a", "PK\3\4 a zip", 10}));
}

static void refuses_what_is_no_whole_document(void **state)
{
	struct input out, whole = made(200, false), short_one = made(1, false);
	struct icd_error err;
	(void)state;
	assert_int_equal(read_within(&pdf_limits, made(1, true), PDF_WORDS, &out, &err), PDF_FAILED);
	assert_non_null(strstr(err.text, "a.pdf: pdftotext cannot read it"));
	assert_non_null(strstr(err.text, "password"));
	short_one.size = 9;
	assert_int_equal(read_within(&pdf_limits, short_one, PDF_WORDS, &out, &err), PDF_FAILED);
	assert_int_equal(read_within(&pdf_limits, (struct input){"a.pdf", calloc(1, 1), 0}, PDF_WORDS, &out, &err),
			 PDF_FAILED);
	/* Cut off in the middle it is read as far as it goes, or refused: poppler looks for what it finds. */
	whole.size /= 2;
	if (read_within(&pdf_limits, whole, PDF_WORDS, &out, &err) == PDF_READ)
		free((char *)out.data);
}

static void reads_ten_thousand_pages_within_its_limits(void **state)
{
	static const struct pdf_limits small = {60, (size_t)1 << 30, (size_t)1 << 20};
	struct input out;
	struct icd_error err;
	(void)state;
	assert_int_equal(read_within(&pdf_limits, made(10000, false), PDF_WORDS, &out, &err), PDF_READ);
	assert_non_null(strstr(out.data, "Page10000"));
	free((char *)out.data);
	assert_int_equal(read_within(&small, made(10000, false), PDF_WORDS, &out, &err), PDF_FAILED);
	assert_string_equal(err.text, "a.pdf: pdftotext writes more than 1 MB, a document of a release was expected");
}

static void ends_what_takes_too_long(void **state)
{
	static const struct pdf_limits short_time = {1, (size_t)1 << 30, (size_t)1 << 20};
	struct input out;
	struct icd_error err;
	(void)state;
	use_script("pdftotext", "exec sleep 1000");
	assert_int_equal(read_within(&short_time, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
	assert_string_equal(err.text,
			    "a.pdf: pdftotext takes longer than 1 seconds, a document of a release was expected");
	use_script("pdftotext", "while :; do :; done");
	assert_int_equal(read_within(&short_time, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
}

static void looks_at_how_it_ended(void **state)
{
	static const struct pdf_limits little = {20, (size_t)64 << 20, (size_t)1 << 20};
	struct input out;
	struct icd_error err;
	(void)state;
	use_script("pdftotext", "echo half a text; echo 'no such font' >&2; exit 3");
	assert_int_equal(read_within(&little, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
	assert_non_null(strstr(err.text, "cannot read it (exit status 3): no such font"));
	use_script("pdftotext", "kill -SEGV $$");
	assert_int_equal(read_within(&little, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
	assert_non_null(strstr(err.text, "ended by signal 11"));
	/* More memory than it may have: awk says so and fails. */
	use_script("pdftotext", "exec awk 'BEGIN { s = \"0123456789abcdef\"; while (1) s = s s }'");
	assert_int_equal(read_within(&little, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
	/* What it gets is the document and nothing else. */
	use_script("pdftotext", "cat; ls /proc/self/fd | wc -l >&2; exit 1");
	assert_int_equal(read_within(&little, made(1, false), PDF_WORDS, &out, &err), PDF_FAILED);
	use_script("pdftotext", "exec cat");
	struct input document = made(1, false), copy = {"a.pdf", malloc(document.size), document.size};
	memcpy((char *)copy.data, document.data, document.size);
	assert_int_equal(read_within(&little, document, PDF_WORDS, &out, &err), PDF_READ);
	assert_int_equal(out.size, copy.size);
	assert_memory_equal(out.data, copy.data, copy.size);
	free((char *)out.data);
	free((char *)copy.data);
}

static void says_when_the_program_is_missing(void **state)
{
	struct input out;
	struct icd_error err;
	(void)state;
	setenv("PATH", programs, 1);
	char path[64];
	snprintf(path, sizeof path, "%s/pdftotext", programs);
	unlink(path);
	assert_int_equal(read_within(&pdf_limits, made(1, false), PDF_WORDS, &out, &err), PDF_NO_PROGRAM);
	assert_string_equal(err.text, "a.pdf: pdftotext is not installed (Debian has it in poppler-utils)");
}

static void runs_many_beside_each_other(void **state)
{
	enum { COUNT = 40 };
	struct pdf_job *jobs[COUNT];
	struct pdf_desk *desk = pdf_desk_open(&pdf_limits, NULL);
	struct input documents[COUNT], out;
	struct icd_error err;
	(void)state;
	for (unsigned i = 0; i < COUNT; i++) {
		documents[i] = made(i + 1, false);
		jobs[i] = pdf_start(desk, &documents[i], NULL, PDF_WORDS);
		free((char *)documents[i].data);
	}
	/* Taken in another order than they came; the rest is ended with the desk. */
	for (unsigned i = COUNT; i-- > COUNT / 2;) {
		char last[16];
		assert_int_equal(pdf_take(desk, jobs[i], &out, &err), PDF_READ);
		snprintf(last, sizeof last, "Page%u\n", i + 1);
		assert_non_null(strstr(out.data, last));
		free((char *)out.data);
	}
	pdf_desk_close(desk);
	pdf_desk_close(NULL);
	/* No process is left behind. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_the_first_page_before_the_rest),
		cmocka_unit_test(knows_a_pdf_by_its_start),
		cmocka_unit_test_teardown(gives_words_with_their_places, use_real),
		cmocka_unit_test_teardown(refuses_what_is_no_whole_document, use_real),
		cmocka_unit_test_teardown(reads_ten_thousand_pages_within_its_limits, use_real),
		cmocka_unit_test_teardown(ends_what_takes_too_long, use_real),
		cmocka_unit_test_teardown(looks_at_how_it_ended, use_real),
		cmocka_unit_test_teardown(says_when_the_program_is_missing, use_real),
		cmocka_unit_test_teardown(runs_many_beside_each_other, use_real),
	};
	return cmocka_run_group_tests(tests, start, end) != 0;
}
