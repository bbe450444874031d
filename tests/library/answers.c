/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A caller of libicd10 that writes its answers as icd10-lookup does: test_library.sh holds the two against each other.
 *
 *	answers INDEX DATE cards|checks|pairs|searches|mappings|listed < LINES
 *	answers INDEX DATE threads COUNT LINES...      the same from several threads at once
 */
#define _GNU_SOURCE
#include <icd10.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what, const struct icd10_error *err)
{
	fprintf(stderr, "answers: %s: %s\n", what, err->text);
	exit(2);
}

static void card(icd10_view *view, const char *line, FILE *out)
{
	struct icd10_error err;
	icd10_card *card;
	if (icd10_card_open(view, line, &card, &err) < 0)
		fail(line, &err);
	fprintf(out, "%s\n", icd10_card_json(card));
	icd10_card_free(card);
}

static void check(icd10_view *view, const char *line, FILE *out)
{
	struct icd10_error err;
	struct icd10_check check = {.size = sizeof check};
	char from[ICD10_DATE_SIZE], to[ICD10_DATE_SIZE];
	if (icd10_check(view, line, &check, &err) < 0)
		fail(line, &err);
	fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t", line, check.code, icd10_status_name(check.status),
		icd10_date_format(check.from, from), icd10_date_format(check.to, to), icd10_detail_name(check.detail));
	for (size_t i = 0; i < check.code_count; i++)
		fprintf(out, "%s%s", i ? " " : "", check.codes[i]);
	fputc('\n', out);
}

static void pair(icd10_view *view, const char *line, FILE *out)
{
	struct icd10_error err;
	struct icd10_code codes[2] = {{.size = sizeof *codes}, {.size = sizeof *codes}};
	struct icd10_note note = {.size = sizeof note};
	char first[64] = "", second[64] = "";
	icd10_pair *pair;
	sscanf(line, "%63s %63s", first, second);
	if (icd10_pair_open(view, first, second, &pair, &err) < 0)
		fail(line, &err);
	icd10_pair_code(pair, 0, &codes[0]);
	icd10_pair_code(pair, 1, &codes[1]);
	const char *together = icd10_together_name(icd10_pair_together(pair));
	for (size_t i = 0; icd10_pair_note(pair, i, &note); i++)
		fprintf(out, "%s %s\t%s\t%s\t%s\t%s\n", codes[0].code, codes[1].code, together,
			icd10_note_kind_name(note.kind), note.at, note.text);
	if (icd10_pair_note_count(pair) == 0)
		fprintf(out, "%s %s\t%s\t\t\t\n", codes[0].code, codes[1].code, together);
	icd10_pair_free(pair);
}

static void search(icd10_view *view, const char *line, FILE *out)
{
	struct icd10_error err;
	struct icd10_hit hit = {.size = sizeof hit};
	icd10_search *search;
	if (icd10_search_open(view, line, NULL, &search, &err) < 0)
		fail(line, &err);
	for (size_t i = 0; icd10_search_hit(search, i, &hit); i++)
		fprintf(out, "%zu\t%s\t%d\t%s\t%s\n", i + 1, hit.code, hit.status == ICD10_STATUS_BILLABLE, hit.title,
			hit.matched);
	icd10_search_free(search);
}

static void mapping_rows(const icd10_mapping *mapping, const char *line, const char *system, FILE *out)
{
	struct icd10_mapping_facts facts = {.size = sizeof facts};
	struct icd10_mapping_row row = {.size = sizeof row};
	icd10_mapping_facts(mapping, &facts);
	for (size_t i = 0; icd10_mapping_row(mapping, i, &row); i++) {
		bool today = row.target[0] && strcmp(system, "icd9") == 0;
		fprintf(out, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%u\t%u\t%s\t", line, system, facts.code, row.source,
			row.target, row.approximate, !row.target[0], row.combination, row.scenario, row.choice,
			today ? icd10_status_name(row.status) : "");
		for (size_t j = 0; j < row.today_count; j++)
			fprintf(out, "%s%s", j ? " " : "", row.today[j]);
		fputc('\n', out);
	}
}

static void mapping(icd10_view *view, const char *line, FILE *out)
{
	static const char *const systems[] = {[ICD10_WAY_FROM_9] = "icd9", [ICD10_WAY_TO_9] = "icd10"};
	struct icd10_error err;
	icd10_mapping *one;
	for (int way = ICD10_WAY_FROM_9; way <= ICD10_WAY_TO_9; way++) {
		if (icd10_mapping_open(view, (enum icd10_way)way, line, &one, &err) < 0)
			fail(line, &err);
		mapping_rows(one, line, systems[way], out);
		icd10_mapping_free(one);
	}
}

/* The line is a list: its codes, each on a line. */
static void listed(icd10_view *view, const char *line, FILE *out)
{
	struct icd10_error err;
	struct icd10_listing code = {.size = sizeof code};
	icd10_code_list *list;
	icd10_listed *codes;
	if (icd10_code_list_read(icd10_view_book(view), NULL, line, strlen(line), NULL, &list, &err) < 0 ||
	    icd10_listed_open(list, view, &codes, &err) < 0)
		fail(line, &err);
	icd10_code_list_free(list);
	for (size_t i = 0; icd10_listed_code(codes, i, &code); i++)
		fprintf(out, "%s\n", code.code);
	icd10_listed_free(codes);
}

static const struct {
	const char *name;
	void (*answer)(icd10_view *view, const char *line, FILE *out);
} kinds[] = {{"cards", card},      {"checks", check},     {"pairs", pair},
	     {"searches", search}, {"mappings", mapping}, {"listed", listed}};
#define KINDS (sizeof kinds / sizeof *kinds)

static icd10_view *open_view(const char *index, const char *date)
{
	struct icd10_error err;
	icd10_book *book;
	icd10_view *view = NULL;
	icd10_date on = 0;
	icd10_date_parse(date, &on);
	if (icd10_open(index, &book, &err) < 0 || icd10_view_open(book, on, &view, &err) < 0)
		fail(index, &err);
	icd10_close(book);
	return view;
}

static void answer_all(icd10_view *view, size_t kind, FILE *in, FILE *out)
{
	char line[512];
	while (fgets(line, sizeof line, in)) {
		line[strcspn(line, "\n")] = '\0';
		kinds[kind].answer(view, line, out);
	}
}

/* ---- threads ---- */

struct task {
	const char *index, *date;
	char **files; /* the lines for each kind */
	char *text;
	size_t size;
};

static void *run_task(void *context)
{
	struct task *task = context;
	FILE *out = open_memstream(&task->text, &task->size);
	icd10_view *view = open_view(task->index, task->date);
	for (size_t kind = 0; kind < KINDS; kind++) {
		FILE *in = fopen(task->files[kind], "r");
		answer_all(view, kind, in, out);
		fclose(in);
	}
	icd10_view_free(view);
	fclose(out);
	return NULL;
}

static int run_threads(const char *index, const char *date, unsigned count, char **files)
{
	struct task *tasks = calloc(count + 1, sizeof *tasks);
	pthread_t *threads = calloc(count, sizeof *threads);
	int status = 0;
	for (unsigned i = 0; i <= count; i++)
		tasks[i] = (struct task){.index = index, .date = date, .files = files};
	run_task(&tasks[count]);
	for (unsigned i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, run_task, &tasks[i]);
	for (unsigned i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		if (tasks[i].size != tasks[count].size || memcmp(tasks[i].text, tasks[count].text, tasks[i].size) != 0)
			status = 1;
		free(tasks[i].text);
	}
	printf("%u threads, %zu bytes of answers each\n", count, tasks[count].size);
	free(tasks[count].text);
	free(tasks);
	free(threads);
	return status;
}

int main(int argc, char **argv)
{
	if (argc == 5 + (int)KINDS && strcmp(argv[3], "threads") == 0)
		return run_threads(argv[1], argv[2], (unsigned)atoi(argv[4]), argv + 5);
	for (size_t kind = 0; argc == 4 && kind < KINDS; kind++) {
		if (strcmp(kinds[kind].name, argv[3]) != 0)
			continue;
		icd10_view *view = open_view(argv[1], argv[2]);
		answer_all(view, kind, stdin, stdout);
		icd10_view_free(view);
		return 0;
	}
	return 2;
}
