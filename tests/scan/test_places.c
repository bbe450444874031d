/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which codes scan finds in texts of many kinds (places.tsv), wherever the texts are cut into windows and in any
 * encoding. The book is made here: what the texts name, and categories that are spelled like other things.
 */
#include "scan/scan.h"
#include "support/sample_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define ON       20260101
#define TEXT_MAX (1 << 20)

/* Categories with nothing below them; headers of the codes that follow are made of these. */
static const char categories[] =
	"B20 C34 C50 D12 D50 D60 D94 E10 E14 E20 E31 E40 E45 E46 F10 F12 F16 F20 F32 F35 F45 F54 G10 G20 G43 H10 I20 I25 "
	"K12 K35 K55 L20 L30 L40 M00 M10 M11 M12 M20 M25 M50 M51 N10 N20 N39 N40 P36 P50 P72 P90 Q10 Q12 Q99 R10 R12 R14 "
	"R18 R53 S12 S14 S33 T20 T36 T37 T38 U07 V20 V24 V28 V45 V46 W12 W13 X10 Y20 Z00 Z30";
static const struct {
	const char *code, *title;
} codes[] = {
	{"E11", "Type 2 diabetes mellitus"},
	{"E1165", "Type 2 diabetes mellitus with hyperglycemia"},
	{"E119", "Type 2 diabetes mellitus without complications"},
	{"G35", "Multiple sclerosis"},
	{"I10", "Essential (primary) hypertension"},
	{"J45", "Asthma"},
	{"J4590", "Unspecified asthma"},
	{"J45909", "Unspecified asthma, uncomplicated"},
	{"M256", "Pain in joint"},
	{"M25561", "Pain in right knee"},
	{"M54", "Dorsalgia"},
	{"M540", "Panniculitis"},
	{"M541", "Radiculopathy"},
	{"M542", "Cervicalgia"},
	{"M545", "Low back pain"},
	{"M5450", "Low back pain, unspecified"},
	{"M549", "Dorsalgia, unspecified"},
	{"N390", "Urinary tract infection, site not specified"},
	{"R05", "Cough"},
	{"R059", "Cough, unspecified"},
	{"S39", "Other injuries"},
	{"S39012A", "Strain of muscle, fascia and tendon of lower back, initial encounter"},
	{"T368", "Poisoning by other systemic antibiotics"},
};

static struct sample_index book;
static char folder[64];
static struct icd_store *store;

static void put_code(FILE *file, int number, const char *code, const char *title)
{
	fprintf(file, "%05d %-7s %d %-60.60s %s\r\n", number, code, 1, title, title);
}

static int make_book(void **state)
{
	char path[128];
	const char *const paths[] = {folder, "data/sample/2020-10-01/i9gem.txt"};
	struct icd_error err = {.text = ""};
	int number = 0;
	(void)state;
	strcpy(folder, "/tmp/icd10-places-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/2025-10-01", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/2025-10-01/icd10cm_order_2026.txt", folder);
	FILE *file = fopen(path, "wb");
	for (const char *at = categories; *at; at += at[3] ? 4 : 3) {
		char code[4] = {at[0], at[1], at[2], '\0'};
		put_code(file, ++number, code, "A condition of the test");
	}
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		put_code(file, ++number, codes[i].code, codes[i].title);
	fclose(file);
	return sample_index_make(&book, paths, 2) && icd_store_open(book.path, &store, &err) ? 0 : -1;
}

static int remove_book(void **state)
{
	char path[128];
	(void)state;
	icd_store_close(store);
	sample_index_remove(&book);
	snprintf(path, sizeof path, "%s/2025-10-01/icd10cm_order_2026.txt", folder);
	unlink(path);
	snprintf(path, sizeof path, "%s/2025-10-01", folder);
	rmdir(path);
	snprintf(path, sizeof path, "%s/text", folder);
	unlink(path);
	rmdir(folder);
	return 0;
}

/* All that was found. */
struct found {
	char *text;
	size_t size, room;
	uint64_t line, column; /* of the last code */
	bool places;           /* told, too */
};

static void see(void *context, const struct scan_finding *finding)
{
	struct found *found = context;
	if (!found->places && found->line == finding->line && found->column == finding->column)
		return;
	found->line = finding->line;
	found->column = finding->column;
	if (found->room - found->size < 128)
		found->text = realloc(found->text, found->room = found->room * 2 + 4096);
	found->size +=
		(size_t)(found->places ? snprintf(found->text + found->size, 128, "%d:%d-%d %s %s\n",
						  (int)finding->line, (int)finding->column, (int)finding->end_column,
						  scan_rules[finding->rule].name, finding->code)
				       : snprintf(found->text + found->size, 128, "%s%s", found->size ? " " : "",
						  finding->code));
}

static void scan_bytes(const char *bytes, size_t size, size_t step, struct found *found)
{
	char path[128];
	struct icd_error err = {.text = ""};
	struct scan *scan;
	/* Codes that are right are told, too. */
	struct scan_options options = {.on = ON, .against = ON, .visit = see, .context = found, .step = step};
	snprintf(path, sizeof path, "%s/text", folder);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
	found->size = 0;
	found->line = found->column = 0;
	assert_true(scan_open(store, &options, &scan, &err));
	if (!scan_path(scan, path, &err))
		fail_msg("%s", err.text);
	scan_close(scan);
	if (found->size == 0 && found->text)
		found->text[0] = '\0';
}

/* Takes the escapes of a field out in place; its length. */
static size_t unescape(char *field)
{
	char *to = field;
	for (const char *at = field; *at; at++) {
		if (*at != '\\')
			*to++ = *at;
		else
			*to++ = *++at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at;
	}
	*to = '\0';
	return (size_t)(to - field);
}

/* Each row of places.tsv: its text and its codes; in all when there are no more. */
static size_t each_row(void (*visit)(void *context, char *text, size_t size, const char *expected), void *context)
{
	char line[1024];
	size_t rows = 0;
	FILE *file = fopen("tests/scan/places.tsv", "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (line[0] == '#' && line[1] == ' ')
			continue;
		assert_non_null(tab);
		*tab = '\0';
		visit(context, line, unescape(line), tab + 1);
		rows++;
	}
	fclose(file);
	return rows;
}

static void check_row(void *context, char *text, size_t size, const char *expected)
{
	struct found *found = context;
	scan_bytes(text, size, 0, found);
	const char *got = found->text ? found->text : "";
	if (strcmp(got, expected) != 0)
		fail_msg("%s\n  expected: %s\n  found: %s", text, expected, got);
}

static void codes_of_all_kinds_of_texts(void **state)
{
	struct found found = {0};
	(void)state;
	assert_true(each_row(check_row, &found) > 400);
	free(found.text);
}

/* ---- windows ---- */

struct joined {
	char *text;
	size_t size;
	char between;
};

static void join_row(void *context, char *text, size_t size, const char *expected)
{
	struct joined *joined = context;
	(void)expected;
	for (size_t i = 0; i < size; i++)
		joined->text[joined->size++] = text[i] == '\n' ? joined->between : text[i];
	joined->text[joined->size++] = joined->between;
}

/* All texts in one, as lines or as one line, a few times over. */
static struct joined join_all(char between, unsigned times)
{
	struct joined joined = {.text = malloc(TEXT_MAX), .between = between};
	for (unsigned i = 0; i < times; i++)
		each_row(join_row, &joined);
	return joined;
}

static void expect_same(const char *bytes, size_t size)
{
	static const size_t steps[] = {1, 2, 3, 61, 1000, 4096, 8191, 65536};
	struct found whole = {.places = true}, cut = {.places = true};
	scan_bytes(bytes, size, TEXT_MAX * 2, &whole);
	assert_true(whole.size > 1000);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		scan_bytes(bytes, size, steps[i], &cut);
		size_t same = 0;
		while (same < cut.size && same < whole.size && cut.text[same] == whole.text[same])
			same++;
		while (same && cut.text[same - 1] != '\n')
			same--;
		if (cut.size != whole.size || memcmp(cut.text, whole.text, cut.size) != 0)
			fail_msg("read by %zu: %.60s\ninstead of %.60s", steps[i], cut.text + same, whole.text + same);
	}
	free(whole.text);
	free(cut.text);
}

static void no_answer_hangs_on_windows(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct joined joined = join_all(i ? ' ' : '\n', 4);
		expect_same(joined.text, joined.size);
		free(joined.text);
	}
}

/* UTF-8 as UTF-16 of either order, without what is beyond the first plane. */
static size_t utf16(const char *text, size_t size, bool big, unsigned char *out)
{
	size_t used = 0;
	out[used++] = big ? 0xfe : 0xff;
	out[used++] = big ? 0xff : 0xfe;
	for (size_t i = 0; i < size;) {
		unsigned char c = (unsigned char)text[i];
		unsigned value = c < 0x80 ? c : c < 0xe0 ? c & 0x1f : c & 0x0f, more = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;
		for (i++; more; more--, i++)
			value = value << 6 | ((unsigned char)text[i] & 0x3f);
		out[used++] = (unsigned char)(big ? value >> 8 : value);
		out[used++] = (unsigned char)(big ? value : value >> 8);
	}
	return used;
}

static void encodings_find_the_same(void **state)
{
	struct joined joined = join_all(' ', 2);
	unsigned char *wide = malloc(2 * joined.size + 2);
	struct found narrow = {.places = true}, found = {.places = true};
	(void)state;
	scan_bytes(joined.text, joined.size, 0, &narrow);
	for (int big = 0; big < 2; big++) {
		size_t size = utf16(joined.text, joined.size, big, wide);
		scan_bytes((const char *)wide, size, 0, &found);
		assert_int_equal(found.size, narrow.size);
		assert_memory_equal(found.text, narrow.text, found.size);
		expect_same((const char *)wide, size);
	}
	free(joined.text);
	free(wide);
	free(narrow.text);
	free(found.text);
}

/* A code at every place around where the usual windows are cut. */
static void codes_over_seams(void **state)
{
	static const size_t seams[] = {8192, 262144 - 8192, 262144, 262144 + 8192};
	char *text = malloc(TEXT_MAX);
	struct found found = {0};
	(void)state;
	for (size_t i = 0; i < sizeof seams / sizeof *seams; i++) {
		for (size_t off = 0; off < 24; off++) {
			size_t size = seams[i] - 12 + off;
			memset(text, 'x', size);
			memcpy(text + size, "[\"M54.5\"]=1", 11);
			scan_bytes(text, size + 11, 0, &found);
			assert_string_equal(found.text, "M54.5");
		}
	}
	free(found.text);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_all_kinds_of_texts),
		cmocka_unit_test(no_answer_hangs_on_windows),
		cmocka_unit_test(encodings_find_the_same),
		cmocka_unit_test(codes_over_seams),
	};
	return cmocka_run_group_tests(tests, make_book, remove_book) != 0;
}
