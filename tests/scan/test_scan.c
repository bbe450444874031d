/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup/scan on the sample: what is a finding, and above all what is none. */
#include "print/print.h"
#include "scan/scan.h"
#include "support/sample_index.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define FOUND_MAX 64

static struct sample_index sample;
static struct icd_store *store;

struct found {
	size_t count;
	char text[FOUND_MAX][96]; /* "line:column rule code" */
	char message[FOUND_MAX][600];
	struct scan_sarif *sarif;
};

static int open_sample(void **state)
{
	static const char *const paths[] = {"data/sample"};
	struct icd_error err = {.text = ""};
	(void)state;
	return sample_index_make(&sample, paths, 1) && icd_store_open(sample.path, &store, &err) ? 0 : -1;
}

static int close_sample(void **state)
{
	(void)state;
	icd_store_close(store);
	sample_index_remove(&sample);
	return 0;
}

static void see(void *context, const struct scan_finding *finding)
{
	struct found *found = context;
	if (found->sarif)
		scan_sarif_finding(found->sarif, finding);
	if (found->count < FOUND_MAX) {
		snprintf(found->text[found->count], sizeof found->text[0], "%d:%d %s %s", (int)finding->line,
			 (int)finding->column, scan_rules[finding->rule].name, finding->code);
		snprintf(found->message[found->count], sizeof found->message[0], "%s", finding->message);
	}
	found->count++;
}

static void path_of(const char *name, char out[160])
{
	snprintf(out, 160, "%s/%s", sample.folder, name);
}

static void put_file(const char *name, const void *bytes, size_t size)
{
	char path[160];
	path_of(name, path);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static void remove_file(const char *name)
{
	char path[160];
	path_of(name, path);
	unlink(path);
}

static void scan_it(const char *name, struct scan_options options, struct found *found)
{
	struct icd_error err = {.text = ""};
	struct scan *scan;
	char path[160];
	path_of(name, path);
	found->count = 0;
	options.on = options.on ? options.on : 20260101;
	options.visit = see;
	options.context = found;
	assert_true(scan_open(store, &options, &scan, &err));
	if (!scan_path(scan, path, &err))
		fail_msg("%s", err.text);
	scan_close(scan);
}

static void scan_text(const char *text, struct found *found)
{
	put_file("t.txt", text, strlen(text));
	scan_it("t.txt", (struct scan_options){0}, found);
	remove_file("t.txt");
}

/* One line each: the text, and the finding it gives, "" for none. */
struct expected {
	const char *text, *finding;
};

static void expect(const struct expected *rows, size_t count)
{
	static struct found found;
	for (size_t i = 0; i < count; i++) {
		scan_text(rows[i].text, &found);
		const char *got = found.count ? found.text[0] : "";
		if (strcmp(got, rows[i].finding) != 0)
			fail_msg("%s\n  expected: %s\n  found: %s %s", rows[i].text, rows[i].finding, got,
				 found.count ? found.message[0] : "");
		assert_true(found.count <= 1);
	}
}
#define EXPECT(rows) expect(rows, sizeof(rows) / sizeof *(rows))

static void codes_with_a_dot(void **state)
{
	static const struct expected rows[] = {
		{"M54.5 low back pain", "1:1 header M54.5"},
		{"seen for M54.5.\n", "1:10 header M54.5"},
		{"(M54.5)", "1:2 header M54.5"},
		{"M54.50/M54.5", "1:8 header M54.5"},
		{"<td>M54.5</td>", "1:5 header M54.5"},
		{"\xc3\xa9t\xc3\xa9 M54.5", "1:5 header M54.5"},
		{"\xef\xbb\xbfM54.5", "1:1 header M54.5"},
		{"M51.36 or so", "1:1 header M51.36"},
		{"S39.012 strain", "1:1 needs_seventh_character S39.012"},
		{"W21.89A", "1:1 bad_seventh_character W21.89A"},
		{"M54.50, M54.51", ""},
		{"I10 E11.9 W21.89XA", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void placeholders(void **state)
{
	static const struct expected rows[] = {
		{"S39.012_ lumbar strain", "1:1 placeholder S39.012"},
		{"M54.5x", "1:1 placeholder M54.5"},
		{"M54.5- low back pain", "1:1 placeholder M54.5"},
		{"M54.5-low back pain", "1:1 header M54.5"},
		{"M54.50- low back pain", ""},
		{"M54.5* and more", "1:1 placeholder M54.5"},
		{"dx LIKE 'M54.5%'", "1:10 placeholder M54.5"},
		{"dx LIKE 'M54.50%'", ""},
		{"icd10 ~ '^M51[0-9]'", "1:11 placeholder M51"},
		{"icd10 ~ '^M54.5.*'", "1:11 placeholder M54.5"},
		{"M54.50* or M54.50[0-9]", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void what_is_no_code(void **state)
{
	static const struct expected rows[] = {
		{"vitamin B12, A1C, H1N1, T4, N95 and the C2-C3 disc", ""},
		{"J1100, G0439, G0481, E1100", ""},
		{"J1100\nG0439\nG0481\nE1100\n", ""},
		{"M545 in running text", ""},
		{"see section M54.5 and figure M51.3", ""},
		{"driver version M54.5", ""},
		{"libM54.5 M54.5.1 M54.5_2 /usr/M54.5 a@M54.5 m54.5 M54.5% 0xM54.5", ""},
		{"codes M54.0-M54.9 and M50-M54", ""},
		{"<path d=\"M51.3 12.08c-2.3-4\"/>", ""},
		{"ignore = E111,E112,E113,E114", ""},
		{"\"hcpcs\": \"M545\"", ""},
		{"int e10 = i10 + m54;", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void codes_without_a_dot(void **state)
{
	static const struct expected rows[] = {
		{"id,diagnosis,proc\n1,M545,J1100\n", "2:3 header M54.5"},
		{"id,diagnosis,proc\n1,M5450,M545\n", ""},
		{"{\"procedure\":\"J1100\",\"diagnosis\":\"M545\"}", "1:35 header M54.5"},
		{"{\"dx\": [\"M5450\",\n  \"M545\"]}", "2:4 header M54.5"},
		{"<diagnosisCode>M545</diagnosisCode>", "1:16 header M54.5"},
		{"{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"M545\"}", "1:55 header M54.5"},
		{"dx1: M545", "1:6 header M54.5"},
		{"M5450\nM545\nS39012A\n", "2:1 header M54.5"},
		{"m545, m5450, s39012a", "1:1 header M54.5"},
		/* in no release: where the place names a diagnosis, and no procedure or record */
		{"id,dx\n1,M5456\n2,M5450\n", "2:3 unknown M54.56"},
		{"DG1|1||M5456^x^I10", "1:8 unknown M54.56"},
		{"icd10: [\"M5450\",\"M5456\"]", "1:18 unknown M54.56"},
		{"Dx: M54.50, M5456, M545", "1:20 header M54.5"},
		{"diagnosis_id: M54023", ""},
		{"M5456 in running text", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void labels(void **state)
{
	static const struct expected rows[] = {
		{"M54.51 left low back pain", "1:1 label M54.51"},
		{"[ ] M54.59 right low back pain", "1:5 label M54.59"},
		{"M54.51 vertebrogenic low back pain, left", ""},
		{"M54.50 left low back pain", ""},
		{"M54.51 low back pain", ""},
		{"M25.561 left knee pain", "1:1 label M25.561"},
		{"M25.561 pain in right knee", ""},
		{"M25.561\tknee pain, rt", ""},
		{"left knee pain (M25.561)", "1:17 label M25.561"},
		{"right knee pain M25.561, left knee pain M25.562", ""},
		{"M25.561 right knee pain M25.562 left knee pain", ""},
		{"<td>M25.561</td><td>left knee pain</td>", "1:5 label M25.561"},
		{"{\n\"code\": \"M25.561\",\n\"display\": \"left knee pain\"\n}", "2:10 label M25.561"},
		{"S39.012A strain of muscle of lower back, subsequent encounter", "1:1 label S39.012A"},
		{"he has M25.561 and his left knee hurts", ""},
	};
	(void)state;
	EXPECT(rows);
}

static void encodings(void **state)
{
	static struct found found;
	static const unsigned char little[] = {0xff, 0xfe, 'a', 0,   '\n', 0,   0xe9, 0,   'M',
					       0,    '5',  0,   '4', 0,    '.', 0,    '5', 0};
	static const unsigned char big[] = {0, 'x', 0, ' ', 0, ' ', 0, ' ', 0, 'M', 0, '5', 0, '4', 0, '.', 0, '5'};
	static const unsigned char binary[] = {'M', '5', '4', '.', '5', '\n', 0, 1};
	static const unsigned char latin[] = {'S', 'j', 0xf6, 'g', ' ', 'M', '5', '4', '.', '5', ' ', 0xe9};
	(void)state;
	put_file("u.txt", little, sizeof little);
	scan_it("u.txt", (struct scan_options){0}, &found);
	assert_int_equal(found.count, 0); /* a letter before it */
	put_file("u.txt", big, sizeof big);
	scan_it("u.txt", (struct scan_options){0}, &found);
	assert_int_equal(found.count, 1);
	assert_string_equal(found.text[0], "1:5 header M54.5");
	put_file("u.txt", binary, sizeof binary);
	scan_it("u.txt", (struct scan_options){0}, &found);
	assert_int_equal(found.count, 0);
	put_file("u.txt", latin, sizeof latin);
	scan_it("u.txt", (struct scan_options){0}, &found);
	assert_int_equal(found.count, 1);
	remove_file("u.txt");
}

/* Codes on both sides of the places where a file is read in pieces. */
static void long_files(void **state)
{
	static struct found found;
	size_t size = 5000000, lines = size / 50;
	char *text = malloc(size);
	(void)state;
	for (size_t i = 0; i < lines; i++) {
		memset(text + 50 * i, ' ', 50);
		text[50 * i + 49] = '\n';
		if (i % 4999 == 7)
			memcpy(text + 50 * i + 3, "M54.5", 5);
	}
	put_file("l.txt", text, size);
	scan_it("l.txt", (struct scan_options){0}, &found);
	assert_int_equal(found.count, (lines - 8) / 4999 + 1);
	assert_string_equal(found.text[2], "10006:4 header M54.5");
	free(text);
	remove_file("l.txt");
}

static void next_refresh(void **state)
{
	static struct found found;
	static const char text[] = "M54.5 Low back pain\nI10\nE11.9\n";
	(void)state;
	put_file("r.txt", text, sizeof text - 1);
	scan_it("r.txt", (struct scan_options){.on = 20210901, .against = 20211001}, &found);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.text[0], "1:1 refresh_header M54.5");
	assert_non_null(strstr(found.message[0], "M54.50, M54.51 or M54.59"));
	assert_string_equal(found.text[1], "3:1 refresh_ok E11.9");
	remove_file("r.txt");
}

static void fixing_leaves_choices_alone(void **state)
{
	static struct found found;
	static const char text[] = "M54.5 Low back pain\nM51.36\n";
	struct stat status;
	char path[160];
	(void)state;
	put_file("f.txt", text, sizeof text - 1);
	scan_it("f.txt", (struct scan_options){.fix = true}, &found);
	assert_int_equal(found.count, 2);
	path_of("f.txt.bak", path);
	assert_int_not_equal(stat(path, &status), 0);
	path_of("f.txt", path);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, sizeof text - 1);
	remove_file("f.txt");
}

static void sarif(void **state)
{
	static struct found found;
	static const char text[] = "M54.5 \"quoted\" \xe9\nS39.012_\n";
	char *out = NULL;
	size_t size = 0;
	(void)state;
	struct printer printer = {0};
	struct scan_sarif log_of = {.printer = &printer, .file = open_memstream(&out, &size)};
	found.sarif = &log_of;
	put_file("a b.txt", text, sizeof text - 1);
	scan_sarif_start(&log_of);
	scan_it("a b.txt", (struct scan_options){0}, &found);
	scan_sarif_end(&log_of, true, 1);
	printer_close(&printer);
	icd_buffer_free(&log_of.told_besides);
	fclose(log_of.file);
	found.sarif = NULL;
	remove_file("a b.txt");
	json_t *log = json_loads(out, 0, NULL);
	assert_non_null(log);
	assert_string_equal(json_string_value(json_object_get(log, "version")), "2.1.0");
	json_t *run = json_array_get(json_object_get(log, "runs"), 0);
	json_t *results = json_object_get(run, "results");
	assert_int_equal(json_array_size(results), 2);
	const char *uri = NULL;
	int line = 0, column = 0, end = 0;
	assert_int_equal(json_unpack(json_array_get(results, 1), "{s:[{s:{s:{s:s},s:{s:i,s:i,s:i}}}]}", "locations",
				     "physicalLocation", "artifactLocation", "uri", &uri, "region", "startLine", &line,
				     "startColumn", &column, "endColumn", &end),
			 0);
	assert_non_null(strstr(uri, "a%20b.txt"));
	assert_int_equal(line, 2);
	assert_int_equal(column, 1);
	assert_int_equal(end, 9);
	json_decref(log);
	free(out);
}

/* ---- the official files ---- */

struct releases {
	struct sample_index index;
	struct icd_store *store;
};

static bool open_release(struct releases *releases)
{
	const char *base = getenv("ICD10_RELEASES");
	static char folders[2][1024];
	static const char *const dates[] = {"2016-10-01", "2025-04-01"};
	const char *paths[2];
	struct icd_error err = {.text = ""};
	for (int i = 0; i < 2; i++) {
		snprintf(folders[i], sizeof folders[i], "%s/%s", base ? base : "../shared/releases", dates[i]);
		paths[i] = folders[i];
		if (access(folders[i], R_OK) != 0)
			return false;
	}
	return sample_index_make(&releases->index, paths, 2) &&
	       icd_store_open(releases->index.path, &releases->store, &err);
}

/* Every code with its own title beside it, before and behind: not a word is said. */
static void titles_never_contradict(void **state)
{
	static struct found found;
	struct releases releases = {0};
	struct icd_error err = {.text = ""};
	struct scan_options options = {.on = 20250501, .visit = see, .context = &found};
	struct icd_status_table *table;
	struct icd_pool pool = {0};
	struct icd_view view;
	struct scan *scan;
	uint32_t count;
	char path[160];
	(void)state;
	if (!open_release(&releases)) {
		print_message("skipped: no releases\n");
		skip();
	}
	assert_true(icd_status_table_open(releases.store, &table, &err));
	icd_view_make(&view, releases.store, options.on);
	path_of("titles.txt", path);
	FILE *file = fopen(path, "wb");
	const icd_packed *codes = icd_status_codes(table, &count);
	for (uint32_t i = 0; i < count; i += 11) {
		char code[ICD_CODE_SIZE], shown[ICD_DOTTED_SIZE];
		struct icd_code_record record;
		struct icd_validity validity;
		icd_unpack(codes[i], code);
		icd_pool_reset(&pool);
		assert_int_equal(icd_store_code(releases.store, &pool, code, &record, &err), ICD_FOUND);
		icd_view_validity(&view, &record.runs, &validity);
		if (validity.status != ICD_STATUS_BILLABLE)
			continue;
		icd_code_format(code, shown);
		fprintf(file, "%s %s\n%s (%s)\n%s,%s\n", shown, icd_view_title(&view, &record),
			icd_view_text(&view, &record.long_titles), shown, code,
			icd_view_text(&view, &record.long_titles));
	}
	fclose(file);
	found.count = 0;
	assert_true(scan_open(releases.store, &options, &scan, &err));
	assert_true(scan_path(scan, path, &err));
	assert_true(scan_counts(scan)->codes > 10000);
	if (found.count)
		fail_msg("%s: %s", found.text[0], found.message[0]);
	/* What both titles leave unspecified does not hide that the label has the other side. */
	static const char other_side[] = "S72.001A Fracture of unspecified part of neck of left femur\n";
	put_file("titles.txt", other_side, strlen(other_side));
	assert_true(scan_path(scan, path, &err));
	assert_int_equal(found.count, 1);
	assert_string_equal(found.text[0], "1:1 label S72.001A");
	scan_close(scan);
	remove_file("titles.txt");
	icd_status_table_close(table);
	icd_pool_free(&pool);
	icd_store_close(releases.store);
	sample_index_remove(&releases.index);
}

static void places_to_fill_in_side_by_side(void **state)
{
	struct found found = {0};
	(void)state;
	scan_text("M54.5- M54.4-\n", &found);
	assert_int_equal(found.count, 2);
	found.count = 0;
	scan_text("M54.4-M54.5\nM54.4 - M54.5\nM54.4- -M54.5-\n", &found);
	assert_int_equal(found.count, 0);
}

static void escapes_of_json(void **state)
{
	struct found found = {0};
	(void)state;
	scan_text("{\"note\":\"Seen:\\nM54.5\\nM54.4\\tplan\"}\n", &found);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.text[0], "1:17 header M54.5");
	assert_string_equal(found.text[1], "1:24 header M54.4");
	found.count = 0;
	scan_text("C:\\M54.5\\x\n", &found);
	assert_int_equal(found.count, 0);
}

/* Bytes of Latin-1 and Windows are a column each, as are characters of UTF-8. */
static void columns_of_other_encodings(void **state)
{
	struct found found = {0};
	(void)state;
	scan_text("a \x93M54.5\x94 \x96 \xe9M54 M54.5\n", &found);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.text[0], "1:4 header M54.5");
	assert_string_equal(found.text[1], "1:18 header M54.5");
	found.count = 0;
	scan_text("a \xe2\x80\x9cM54.5\xe2\x80\x9d \xc3\xa9 M54.5\n", &found);
	assert_int_equal(found.count, 2);
	assert_string_equal(found.text[0], "1:4 header M54.5");
	assert_string_equal(found.text[1], "1:13 header M54.5");
}

/* A line longer than a window: columns go on, and what is beside a code is near it. */
static void one_long_line(void **state)
{
	const size_t items = 40000;
	struct found found = {0};
	char *text = malloc(items * 32 + 64), *end = text;
	(void)state;
	for (size_t i = 0; i < items; i++)
		end += sprintf(end, "{\"dx\":\"M5450\",\"x\":\"B12\"},");
	sprintf(end, "{\"dx\":\"M545\"}");
	scan_text(text, &found);
	assert_int_equal(found.count, 1);
	char expected[64];
	snprintf(expected, sizeof expected, "1:%zu header M54.5", (size_t)(end - text) + 8);
	assert_string_equal(found.text[0], expected);
	free(text);
}

/* ---- comments on a long line ---- */

static void count_ignored(void *context, const struct scan_finding *finding)
{
	const bool *ignored = context;
	if (ignored[finding->column - 1] != (finding->state == SCAN_IGNORED))
		fail_msg("column %d: %s", (int)finding->column, ignored[finding->column - 1] ? "seen" : "ignored");
}

#define MARKER "icd10:ignore; "

/* A comment on a line longer than a window holds for what is within 4000 bytes of it, wherever windows are cut. */
static void comments_on_a_long_line(void **state)
{
	enum { SIZE = 60000, REACH = 4000 };
	static const size_t markers[] = {9000, 9030, 30000, 47988}, steps[] = {1, 700, 8192, 0};
	static char text[SIZE + 1];
	static bool ignored[SIZE];
	char path[160];
	(void)state;
	path_of("t.txt", path);
	for (size_t at = 0; at < SIZE; at += 6)
		memcpy(text + at, "M54.5 ", 6);
	for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
		memcpy(text + markers[i], MARKER "        ", sizeof MARKER + 7);
	for (size_t at = 0; at < SIZE; at++) {
		for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
			ignored[at] |= markers[i] + REACH >= at && markers[i] + sizeof MARKER - 3 <= at + 5 + REACH;
	}
	put_file("t.txt", text, SIZE);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct scan_options options = {
			.on = 20260101, .step = steps[i], .visit = count_ignored, .context = ignored};
		struct icd_error err;
		struct scan *scan;
		assert_true(scan_open(store, &options, &scan, &err) && scan_path(scan, path, &err));
		assert_true(scan_counts(scan)->ignored > 3000 && scan_counts(scan)->by_rule[SCAN_HEADER] > 3000);
		scan_close(scan);
	}
	remove_file("t.txt");
}

/* Whoever reads a finding elsewhere sees what its rule means and what to do, in sentences. */
static void rules_are_described(void **state)
{
	(void)state;
	for (int i = 0; i < SCAN_RULES; i++) {
		const struct scan_rule_text *rule = &scan_rules[i];
		assert_non_null(rule->name);
		assert_true(scan_rule_named(rule->name, strlen(rule->name)) == UINT64_C(1) << i);
		assert_non_null(rule->summary);
		assert_non_null(rule->help);
		assert_int_equal(rule->summary[strlen(rule->summary) - 1], '.');
		assert_int_equal(rule->help[strlen(rule->help) - 1], '.');
	}
	assert_true(scan_rule_named("label", 4) == 0);
	assert_true(scan_rule_named("", 0) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_with_a_dot),
		cmocka_unit_test(placeholders),
		cmocka_unit_test(what_is_no_code),
		cmocka_unit_test(codes_without_a_dot),
		cmocka_unit_test(labels),
		cmocka_unit_test(encodings),
		cmocka_unit_test(long_files),
		cmocka_unit_test(next_refresh),
		cmocka_unit_test(fixing_leaves_choices_alone),
		cmocka_unit_test(sarif),
		cmocka_unit_test(titles_never_contradict),
		cmocka_unit_test(places_to_fill_in_side_by_side),
		cmocka_unit_test(escapes_of_json),
		cmocka_unit_test(columns_of_other_encodings),
		cmocka_unit_test(one_long_line),
		cmocka_unit_test(comments_on_a_long_line),
		cmocka_unit_test(rules_are_described),
	};
	return cmocka_run_group_tests(tests, open_sample, close_sample) != 0;
}
