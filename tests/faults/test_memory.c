/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that runs out: each command is run with one allocation failing, once for every place of the program that
 * allocates. It must give its full answer, or say one sentence and fail: never a short answer, never a crash.
 */
#include "icd10.h"
#include "support/sample_index.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

/* Pools of the smallest blocks: nearly each taking from one is an allocation. */
#define FIRST_BLOCK   ((size_t)16)
#define LARGEST_BLOCK ((size_t)16)
#include "../lookup/memory/pool.c"

int lookup_main(int argc, char **argv);
#define main lookup_main
#include "../lookup/main.c"
#undef main

/* ---- allocations, counted in the child that runs a command ---- */

#define DEPTH      7     /* callers that tell one place from another */
#define PLACES     65536 /* room for places, by their hash */
#define LISTED_MAX 1000000

/* Shared with the child that lists. */
static struct listed {
	unsigned count;
	uint32_t place[LISTED_MAX];
} * listed;

static bool seen[PLACES]; /* places that have failed once, in whatever command */
static bool counting, listing;
static unsigned failing;

/* malloc is ours here; not where a sanitizer brings its own, nor with a C library that has no second name for it. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(SANITIZED)
#define OURS true

static bool inside;
static unsigned allocations;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static uint32_t place_of_call(void)
{
	void *callers[DEPTH + 3];
	uint32_t hash = 2166136261u;
	int count = backtrace(callers, DEPTH + 3);
	for (int i = 3; i < count; i++)
		hash = (hash ^ (uint32_t)((uintptr_t)callers[i] - (uintptr_t)&lookup_main)) * 16777619u;
	return (hash ^ hash >> 16) % PLACES;
}

static bool fails(void)
{
	if (!counting || inside)
		return false;
	allocations++;
	if (listing && listed->count < LISTED_MAX) {
		inside = true;
		listed->place[listed->count++] = place_of_call();
		inside = false;
	}
	if (allocations != failing)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

#else
#define OURS false
#endif

/* ---- the library, as a command: what it gives on standard output, its sentence on standard error ---- */

static struct sample_index sample;

static bool misnamed; /* a failure was told as another than of memory */

static bool went(enum icd10_result result, const struct icd10_error *err)
{
	if (result < ICD10_OK)
		fprintf(stderr, "icd10-lookup: %s\n", err->text);
	misnamed |= result < ICD10_OK && result != ICD10_ERROR_MEMORY;
	return result >= ICD10_OK;
}

static bool print_json(icd10_card *card)
{
	const char *json = icd10_card_json(card);
	if (json)
		puts(json);
	else
		fputs("icd10-lookup: out of memory\n", stderr);
	return json != NULL;
}

static int use_library(void)
{
	static const char *const codes[] = {"M54.50", "M54.41", "W21.89XA"};
	struct icd10_check check = {.size = sizeof check};
	struct icd10_error err;
	icd10_book *book = NULL;
	icd10_view *view = NULL;
	icd10_card *card = NULL;
	icd10_pair *pair = NULL;
	icd10_claim *claim = NULL;
	icd10_search *search = NULL;
	icd10_history *history = NULL;
	icd10_changes *changes = NULL;
	bool ok = went(icd10_open(sample.path, &book, &err), &err) &&
		  went(icd10_view_open(book, 20260201, &view, &err), &err) &&
		  went(icd10_check(view, "M54.5", &check, &err), &err) &&
		  went(icd10_card_open(view, "M54.5", &card, &err), &err) && print_json(card) &&
		  went(icd10_pair_open(view, "M54.50", "M54.41", &pair, &err), &err) &&
		  went(icd10_claim_open(view, codes, 3, NULL, &claim, &err), &err) &&
		  went(icd10_search_open(view, "low back pain", NULL, &search, &err), &err) &&
		  went(icd10_history_open(book, "M54.5", &history, &err), &err) &&
		  went(icd10_changes_open(book, 20201001, 20251001, NULL, &changes, &err), &err) &&
		  went(icd10_verify(book, NULL, NULL, &err), &err);
	printf("%zu %zu %zu %zu %zu\n", icd10_pair_note_count(pair), icd10_claim_finding_count(claim),
	       icd10_search_count(search), icd10_history_count(history), icd10_changes_count(changes));
	icd10_changes_free(changes);
	icd10_history_free(history);
	icd10_search_free(search);
	icd10_claim_free(claim);
	icd10_pair_free(pair);
	icd10_card_free(card);
	icd10_view_free(view);
	icd10_close(book);
	return misnamed ? 3 : ok ? 0 : 2;
}

/* ---- one run ---- */

struct run {
	int status;
	size_t out_size, err_size;
	char out[1 << 18], err[1 << 12];
};
static struct run whole, short_of_memory;
static int out_fd, err_fd;

static size_t taken(int fd, char *to, size_t room)
{
	ssize_t size = pread(fd, to, room - 1, 0);
	assert_true(size >= 0);
	to[size] = '\0';
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return (size_t)size;
}

static void run_child(char **words, int count, const char *input)
{
	int in = open(input ? input : "/dev/null", O_RDONLY);
	if (in < 0 || dup2(in, 0) < 0 || dup2(out_fd, 1) < 0 || dup2(err_fd, 2) < 0)
		_exit(99);
	counting = true;
	bool library = count > 1 && strcmp(words[1], "libicd10") == 0;
	int status = library ? use_library() : lookup_main(count, words);
	counting = false;
	fflush(stdout);
	exit(status);
}

static void run(const char *line, unsigned at, bool list, struct run *out)
{
	char text[256], *words[32] = {(char *)"icd10-lookup"}, *input = NULL, *rest;
	int count = 1;
	snprintf(text, sizeof text, "%s", line);
	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		for (char *c = word; *c; c++)
			*c = *c == '_' ? ' ' : *c;
		if (*word == '<')
			input = word + 1;
		else
			words[count++] = word;
	}
	failing = at;
	listing = list;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGSEGV, SIG_DFL); /* not cmocka's, which would go on in the child */
		alarm(20);
		run_child(words, count, input);
	}
	assert_int_equal(waitpid(child, &out->status, 0), child);
	out->out_size = taken(out_fd, out->out, sizeof out->out);
	out->err_size = taken(err_fd, out->err, sizeof out->err);
}

/* The lines of a shell fail one by one; the shell itself goes on. */
static bool in_order(const char *line, const struct run *got)
{
	const char *feed = strchr(got->err, '\n');
	bool full = got->status == whole.status && got->out_size == whole.out_size &&
		    memcmp(got->out, whole.out, got->out_size) == 0;
	bool said = strncmp(got->err, "icd10-lookup: ", 14) == 0 && feed && (!feed[1] || whole.err_size);
	bool failed = WIFEXITED(got->status) && (WEXITSTATUS(got->status) == 2 || strncmp(line, "shell", 5) == 0);
	/* An answer is full without the user's own notes too, when it is said that they could not be read. */
	return full ? said || got->err_size == whole.err_size : said && failed;
}

static unsigned try_all(const char *line)
{
	unsigned bad = 0;
	listed->count = 0;
	run(line, 0, true, &whole);
	for (unsigned i = 0; i < listed->count; i++) {
		if (seen[listed->place[i]])
			continue;
		seen[listed->place[i]] = true;
		run(line, i + 1, false, &short_of_memory);
		if (in_order(line, &short_of_memory))
			continue;
		print_error("%s: allocation %u: status %x; %s\n", line, i + 1, (unsigned)short_of_memory.status,
			    short_of_memory.err_size ? short_of_memory.err : "nothing said");
		bad++;
	}
	return bad;
}

/* ---- the commands; _ stands for a blank within a word ---- */

static const char *const lines[] = {
	"libicd10", /* first: a place fails once only, and here the kind of the failure counts too */
	"M54.50",
	"-a M54.5",
	"-f json M54.50 K56.41 ZZZ S39.012",
	"-f tsv code M54.5 W21.89XA",
	"M54 low back",
	"code - <codes.txt",
	"code --html card.html S39.012A",
	"narrow M54",
	"-f json narrow S39.012 --answers 2",
	"-f tsv narrow low back pain",
	"-f json search low back pain",
	"search lowbak",
	"-f tsv search E11",
	"search -a diabetes kidney",
	"tree",
	"tree M54",
	"-f json tree 13",
	"-f tsv tree M50-M54",
	"tree --html tree.html M54",
	"history M54.5",
	"icd9 724.2 M54.50 T39.011A",
	"-f json icd9 722.52 250",
	"-f json history M51.36",
	"changes 2020-10-01 2025-10-01",
	"-f json changes --only codes --only notes FY2026",
	"-f tsv changes FY2022",
	"changes --html changes.html 2020-10-01 2025-10-01",
	"compare M54.50 M54.51 M54.59",
	"-f json compare M54.50 M54.51",
	"-f tsv compare M54.50 M54.51",
	"pair M54.50 M54.41",
	"-f json pair M54.50 M54.41",
	"refs M54.5",
	"-f json refs M51",
	"claim M54.50 M54.41 W21.89XA",
	"-f json claim --by id:1 claims.txt",
	"claim --summary claims.txt",
	"claim --matrix claims.txt",
	"claim --by month --by id:1 --html claims.html claims.txt",
	"claim claims.x12",
	"check codes.txt",
	"-f json check --column dx --date-column date --by month visits.csv",
	"-f tsv check --summary codes.txt",
	"check --column dx --date-column date --by month --by dx --family M54.5 --html visits.html visits.csv",
	"scan forms",
	"-f json scan --fix --against FY2026 --on 2021-01-01 forms/fix.txt",
	"-f sarif scan forms",
	"scan --summary forms",
	"scan --write-baseline known.txt forms",
	"-f sarif scan --baseline known.txt forms",
	"export order -o order.txt",
	"export tabular -o list.xml",
	"export index -o index.xml",
	"export drug",
	"verify",
	"-f json verify",
	"-f json releases",
	"guide I.A.12.a",
	"-f json guide I.C.21.c.16",
	"-f tsv guide M54.50",
	"guide bilateral codes",
	"changes --only guidelines 2021-10-01 2025-10-01",
	"-f json changes --only guidelines 2021-10-01 2025-10-01",
	"claim -v M54.50 M54.41",
	"index pain",
	"-f json index pain low back",
	"-f tsv cause fall ladder",
	"drug aspirin",
	"neoplasm breast",
	"note M54.50",
	"note M54.5 reads_well",
	"note M54.5 reads_better",
	"note",
	"-f json note",
	"help check",
	"shell <typed.txt",
};

static void test_each_allocation_fails(void **state)
{
	unsigned bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		bad += try_all(lines[i]);
	assert_int_equal(bad, 0);
}

/* ---- before and after ---- */

static void put(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static const char x12[] =
	"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~\n"
	"GS*HC*SENDER*RECEIVER*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~\n"
	"CLM*visit1*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450*ABF:M5441~DTP*472*D8*20251101~\n"
	"SE*12*0001~GE*1*1~IEA*1*000000001~\n";

static int set_up(void **state)
{
	const char *const paths[] = {"data/sample"};
	void *callers[4];
	(void)state;
	backtrace(callers, 4); /* loads what it needs, before anything is counted */
	listed = mmap(NULL, sizeof *listed, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (listed == MAP_FAILED || !sample_index_make(&sample, paths, 1) || chdir(sample.folder) != 0)
		return -1;
	out_fd = fileno(tmpfile());
	err_fd = fileno(tmpfile());
	mkdir("forms", 0777);
	put("codes.txt", "m5450\nM54.5\nW21.89A\nS06.1X7D\nM54.99\n");
	put("claims.txt", "a: M54.50, M54.41\nM54.5 S39.012A\nb\tM54.50;E11.22\n");
	put("claims.x12", x12);
	put("visits.csv", "date;dx\n2021-09-30;M54.5\n10/2/2021 08:15;m54.59\nlate;M54.50\n");
	put("forms/visit.html", "<b>M25.561</b>\n<option value=\"M54.5-\">Low back pain</option>\nDx: m54.5, M51.36\n");
	put("forms/fix.txt", "back: M54.59\nlow back pain m54.59 twice, M54.5\n");
	put("typed.txt", "M54.50\nls\n1\n..\nsearch low back\non 2021-01-01\nhelp\nhelp check\ntree M54\nquit\n");
	setenv("HOME", sample.folder, 1);
	setenv("XDG_DATA_HOME", sample.folder, 1);
	setenv("XDG_STATE_HOME", sample.folder, 1);
	setenv("ICD10_INDEX", sample.path, 1);
	setenv("ICD10_TODAY", "2026-02-01", 1);
	setenv("ICD10_NOTES", "", 1);
	unsetenv("ICD10_ON");
	return 0;
}

static int tear_down(void **state)
{
	char command[128];
	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", sample.folder);
	return chdir("/") != 0 || system(command) != 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_allocation_fails)};
	const char *preloaded = getenv("LD_PRELOAD");
	/* Valgrind brings its own malloc too. */
	if (!OURS || (preloaded && strstr(preloaded, "vgpreload"))) {
		puts("memory: skipped");
		return 0;
	}
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
