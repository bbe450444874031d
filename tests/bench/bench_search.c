/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good searches are and how long they take, within the process: bench_search [-v] [-q] [-d DATE] INDEX CASES...
 *
 * A case is a line `query<TAB>prefix[,prefix...][<TAB>class]`: codes that begin with one of the prefixes are right.
 * Prints for each class, and for all, how many cases have a right code as the first hit, among the first five and
 * the first ten, and the mean of 1 / rank of the first right one (MRR). Then how long searches take: each query as it
 * is, each of its beginnings as it is typed, and with two letters swapped; and the slowest queries.
 * -v names the cases whose first hit is not right; -q leaves the times out.
 */
#include "search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS      5
#define LINE_SIZE   512
#define CLASSES_MAX 64
#define SLOWEST     5
#define LOOKED_AT   100 /* hits among which a right one is looked for */

struct timed {
	char query[LINE_SIZE];
	double taken;
};

struct tally {
	char name[LINE_SIZE];
	unsigned cases, first, five, ten;
	double reciprocal; /* sum of 1 / rank */
};

struct bench {
	struct icd_store *store;
	struct icd_searcher *searcher;
	struct icd_view view;
	bool verbose, quick;
	double *times;
	size_t count, capacity;
	struct timed slowest[SLOWEST];
	struct tally tallies[CLASSES_MAX];
	size_t tally_count;
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void die(const char *what)
{
	fprintf(stderr, "bench_search: %s\n", what);
	exit(2);
}

/* ---- how long ---- */

static void note_slow(struct bench *bench, const char *query, double taken)
{
	size_t at = SLOWEST;
	while (at > 0 && taken > bench->slowest[at - 1].taken)
		at--;
	if (at == SLOWEST)
		return;
	memmove(&bench->slowest[at + 1], &bench->slowest[at], (SLOWEST - 1 - at) * sizeof *bench->slowest);
	snprintf(bench->slowest[at].query, sizeof bench->slowest[at].query, "%s", query);
	bench->slowest[at].taken = taken;
}

static void search(struct bench *bench, const char *query, uint32_t limit, struct icd_pool *pool,
		   struct icd_search_result *result)
{
	struct icd_search_options options = {.limit = limit};
	struct icd_error err;
	icd_pool_reset(pool);
	if (!icd_search(bench->searcher, &bench->view, query, &options, pool, result, &err))
		die(err.text);
}

/* The fastest of some rounds: what the search takes, not what the machine does besides. */
static void measure(struct bench *bench, const char *query, struct icd_pool *pool)
{
	struct icd_search_result result;
	double best = 1e12;
	for (int i = 0; i < ROUNDS; i++) {
		double start = now();
		search(bench, query, 20, pool, &result);
		double taken = now() - start;
		best = taken < best ? taken : best;
	}
	if (bench->count == bench->capacity) {
		bench->capacity = bench->capacity ? bench->capacity * 2 : 4096;
		bench->times = realloc(bench->times, bench->capacity * sizeof *bench->times);
		if (!bench->times)
			die("out of memory");
	}
	bench->times[bench->count++] = best;
	note_slow(bench, query, best);
}

/* As it is, as it is typed, and mistyped. */
static void time_case(struct bench *bench, const char *query, bool variants)
{
	struct icd_pool pool = {0};
	char text[LINE_SIZE];
	size_t length = strlen(query);
	if (!variants)
		measure(bench, query, &pool);
	for (size_t i = 1; i < length && variants; i++) {
		snprintf(text, sizeof text, "%.*s", (int)i, query);
		measure(bench, text, &pool);
	}
	for (size_t i = 1; i + 2 < length && variants; i++) {
		snprintf(text, sizeof text, "%s", query);
		text[i] = query[i + 1];
		text[i + 1] = query[i];
		measure(bench, text, &pool);
	}
	icd_pool_free(&pool);
}

static int compare_times(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static void print_times(struct bench *bench, const char *what)
{
	if (!bench->count)
		return;
	qsort(bench->times, bench->count, sizeof *bench->times, compare_times);
	printf("  %-22s %6zu searches, median %5.0f us, p99 %5.0f us; slowest", what, bench->count,
	       bench->times[bench->count / 2], bench->times[bench->count * 99 / 100]);
	for (int i = 0; i < SLOWEST && bench->slowest[i].taken > 0; i++)
		printf("%s %.0f (%s)", i ? "," : "", bench->slowest[i].taken, bench->slowest[i].query);
	printf("\n");
	bench->count = 0;
	memset(bench->slowest, 0, sizeof bench->slowest);
}

/* ---- how good ---- */

static bool is_right(const char *code, const char *prefixes)
{
	char plain[LINE_SIZE], *save = NULL;
	size_t length = 0;
	for (const char *c = prefixes; *c && length + 1 < sizeof plain; c++) {
		if (*c != '.' && *c != ' ')
			plain[length++] = *c;
	}
	plain[length] = '\0';
	for (char *one = strtok_r(plain, ",", &save); one; one = strtok_r(NULL, ",", &save)) {
		if (strncmp(code, one, strlen(one)) == 0)
			return true;
	}
	return false;
}

static void print_miss(const char *query, const char *prefixes, const struct icd_search_result *result, uint32_t place)
{
	printf("%s %-34s wanted %-18s at %u of %u:", place ? "late " : "never", query, prefixes, (unsigned)place,
	       (unsigned)result->total);
	for (uint32_t i = 0; i < result->count && i < 5; i++)
		printf(" %s(%.0f)", result->hits[i].code, result->hits[i].score);
	printf("\n");
}

static struct tally *tally_of(struct bench *bench, const char *name)
{
	size_t i = 0;
	while (i < bench->tally_count && strcmp(bench->tallies[i].name, name) != 0)
		i++;
	if (i == bench->tally_count && i == CLASSES_MAX)
		die("more classes than there is room for");
	if (i == bench->tally_count)
		snprintf(bench->tallies[bench->tally_count++].name, LINE_SIZE, "%s", name);
	return &bench->tallies[i];
}

static void count_case(struct tally *tally, uint32_t place)
{
	tally->cases++;
	tally->first += place == 1;
	tally->five += place >= 1 && place <= 5;
	tally->ten += place >= 1 && place <= 10;
	tally->reciprocal += place ? 1.0 / place : 0;
}

static void judge_case(struct bench *bench, const char *query, const char *prefixes, const char *class)
{
	struct icd_pool pool = {0};
	struct icd_search_result result;
	uint32_t place = 0;
	search(bench, query, LOOKED_AT, &pool, &result);
	for (uint32_t i = 0; i < result.count && !place; i++) {
		if (is_right(result.hits[i].code, prefixes))
			place = i + 1;
	}
	count_case(tally_of(bench, "all"), place);
	if (*class)
		count_case(tally_of(bench, class), place);
	if (bench->verbose && place != 1)
		print_miss(query, prefixes, &result, place);
	icd_pool_free(&pool);
}

static int compare_tallies(const void *a, const void *b)
{
	return strcmp(((const struct tally *)a)->name, ((const struct tally *)b)->name);
}

static void print_tallies(struct bench *bench, const char *path)
{
	qsort(bench->tallies, bench->tally_count, sizeof *bench->tallies, compare_tallies);
	printf("%s\n  %-10s %6s %7s %7s %7s %6s\n", path, "class", "cases", "first", "five", "ten", "MRR");
	for (size_t i = 0; i < bench->tally_count; i++) {
		const struct tally *t = &bench->tallies[i];
		printf("  %-10s %6u %6.1f%% %6.1f%% %6.1f%% %6.3f\n", t->name, t->cases, 100.0 * t->first / t->cases,
		       100.0 * t->five / t->cases, 100.0 * t->ten / t->cases, t->reciprocal / t->cases);
	}
	memset(bench->tallies, 0, sizeof bench->tallies);
	bench->tally_count = 0;
}

/* ---- files of cases ---- */

enum pass { JUDGE, TIME, TIME_VARIANTS };

static void run_line(struct bench *bench, char *line, enum pass pass)
{
	line[strcspn(line, "\r\n")] = '\0';
	char *prefixes = strchr(line, '\t');
	if (line[0] == '#' || !prefixes)
		return;
	*prefixes++ = '\0';
	char *class = prefixes + strcspn(prefixes, "\t");
	if (*class)
		*class ++ = '\0';
	if (pass == JUDGE)
		judge_case(bench, line, prefixes, class);
	else
		time_case(bench, line, pass == TIME_VARIANTS);
}

static void run_file(struct bench *bench, const char *path, enum pass pass)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "r");
	if (!file)
		die(path);
	while (fgets(line, sizeof line, file))
		run_line(bench, line, pass);
	fclose(file);
}

static void run_passes(struct bench *bench, const char *path)
{
	run_file(bench, path, JUDGE);
	print_tallies(bench, path);
	if (bench->quick)
		return;
	run_file(bench, path, TIME);
	print_times(bench, "as they are");
	run_file(bench, path, TIME_VARIANTS);
	print_times(bench, "as typed and mistyped");
}

/* Reads the options; returns the number of the first argument that is none. */
static int read_options(struct bench *bench, int argc, char **argv, icd_date *on)
{
	int at = 1;
	for (; at < argc && argv[at][0] == '-'; at++) {
		if (strcmp(argv[at], "-v") == 0)
			bench->verbose = true;
		else if (strcmp(argv[at], "-q") == 0)
			bench->quick = true;
		else if (strcmp(argv[at], "-d") != 0 || at + 1 == argc || !icd_date_parse(argv[++at], on))
			die("-v, -q, or -d and a date was expected");
	}
	if (argc - at < 2)
		die("usage: bench_search [-v] [-q] [-d DATE] INDEX CASES...");
	return at;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct icd_error err;
	icd_date on = 0;
	int at = read_options(&bench, argc, argv, &on);
	if (!icd_store_open(argv[at++], &bench.store, &err) ||
	    !icd_searcher_open(bench.store, NULL, &bench.searcher, &err))
		die(err.text);
	const struct icd_about *about = icd_store_about(bench.store);
	icd_view_make(&bench.view, bench.store, on ? on : about->sets.at[about->sets.count - 1].date);
	for (; at < argc; at++)
		run_passes(&bench, argv[at]);
	free(bench.times);
	icd_searcher_close(bench.searcher);
	icd_store_close(bench.store);
	return 0;
}
