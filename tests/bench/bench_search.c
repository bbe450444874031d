/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Searches within the process: bench_search [-v] [-d DATE] INDEX CASES...
 *
 * A case is a line `query<TAB>prefix[,prefix...]`: the codes expected among the first five hits. Prints how many cases
 * are met by the first hit and by the first five, and how long searches take: each query as it
 * is, each of its beginnings as it is typed, and with two letters swapped. -v names the cases
 * that are not met and the slowest searches.
 */
#include "search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS    5
#define LINE_SIZE 512

struct bench {
	struct icd_store *store;
	struct icd_searcher *searcher;
	struct icd_view view;
	bool verbose;
	double *times;
	size_t count, capacity;
	double slowest;
	char slowest_query[LINE_SIZE];
};

struct tally {
	unsigned cases, first, five;
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

/* The fastest of some rounds: what the search takes, not what the machine does besides. */
static void measure(struct bench *bench, const char *query, struct icd_pool *pool, struct icd_search_result *result)
{
	struct icd_search_options options = {.limit = 20};
	struct icd_error err;
	double best = 1e12;
	for (int i = 0; i < ROUNDS; i++) {
		icd_pool_reset(pool);
		double start = now();
		if (!icd_search(bench->searcher, &bench->view, query, &options, pool, result, &err))
			die(err.text);
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
	if (best > bench->slowest) {
		bench->slowest = best;
		snprintf(bench->slowest_query, sizeof bench->slowest_query, "%s", query);
	}
}

static bool expected(const char *code, const char *prefixes)
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

static void run_case(struct bench *bench, const char *query, const char *prefixes, struct tally *tally)
{
	struct icd_pool pool = {0};
	struct icd_search_result result;
	measure(bench, query, &pool, &result);
	uint32_t place = 0;
	for (uint32_t i = 0; i < result.count && !place; i++) {
		if (expected(result.hits[i].code, prefixes))
			place = i + 1;
	}
	tally->cases++;
	tally->first += place == 1;
	tally->five += place >= 1 && place <= 5;
	if (bench->verbose && place != 1)
		print_miss(query, prefixes, &result, place);
	icd_pool_free(&pool);
}

/* As it is typed, and mistyped. */
static void run_variants(struct bench *bench, const char *query)
{
	struct icd_pool pool = {0};
	struct icd_search_result result;
	char text[LINE_SIZE];
	size_t length = strlen(query);
	for (size_t i = 1; i < length; i++) {
		snprintf(text, sizeof text, "%.*s", (int)i, query);
		measure(bench, text, &pool, &result);
	}
	for (size_t i = 1; i + 2 < length; i++) {
		snprintf(text, sizeof text, "%s", query);
		text[i] = query[i + 1];
		text[i + 1] = query[i];
		measure(bench, text, &pool, &result);
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
	printf("  %-28s %6zu searches, median %6.0f us, p99 %6.0f us, slowest %6.0f us", what, bench->count,
	       bench->times[bench->count / 2], bench->times[bench->count * 99 / 100], bench->times[bench->count - 1]);
	if (bench->verbose)
		printf(" (%s)", bench->slowest_query);
	printf("\n");
	bench->count = 0;
	bench->slowest = 0;
}

static void run_file(struct bench *bench, const char *path, bool variants, struct tally *tally)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "r");
	if (!file)
		die(path);
	while (fgets(line, sizeof line, file)) {
		line[strcspn(line, "\r\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (line[0] == '#' || !tab)
			continue;
		*tab = '\0';
		if (variants)
			run_variants(bench, line);
		else
			run_case(bench, line, tab + 1, tally);
	}
	fclose(file);
}

int main(int argc, char **argv)
{
	struct bench bench = {0};
	struct icd_error err;
	icd_date on = 0;
	int at = 1;
	if (argc > at && strcmp(argv[at], "-v") == 0)
		bench.verbose = at++;
	if (argc > at + 1 && strcmp(argv[at], "-d") == 0) {
		if (!icd_date_parse(argv[at + 1], &on))
			die("-d: a date was expected");
		at += 2;
	}
	if (argc - at < 2)
		die("usage: bench_search [-v] [-d DATE] INDEX CASES...");
	if (!icd_store_open(argv[at++], &bench.store, &err) ||
	    !icd_searcher_open(bench.store, NULL, &bench.searcher, &err))
		die(err.text);
	const struct icd_about *about = icd_store_about(bench.store);
	icd_view_make(&bench.view, bench.store, on ? on : about->sets.at[about->sets.count - 1].date);
	for (; at < argc; at++) {
		struct tally tally = {0};
		run_file(&bench, argv[at], false, &tally);
		printf("%s: %u cases, first hit %u (%.1f%%), first five %u (%.1f%%)\n", argv[at], tally.cases,
		       tally.first, 100.0 * tally.first / tally.cases, tally.five, 100.0 * tally.five / tally.cases);
		print_times(&bench, "as they are");
		run_file(&bench, argv[at], true, &tally);
		print_times(&bench, "as typed and mistyped");
	}
	free(bench.times);
	icd_searcher_close(bench.searcher);
	icd_store_close(bench.store);
	return 0;
}
