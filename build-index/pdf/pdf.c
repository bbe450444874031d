/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pdf.h"

#include "common/common.h"
#include "pdf_process.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct pdf_limits pdf_limits = {60, (size_t)1 << 30, (size_t)128 << 20};

static const struct {
	const char *const *arguments; /* the first is the program */
} forms[PDF_FORMS] = {
	[PDF_FIRST_WORDS] = {(const char *const[]){"pdftotext", "-l", "1", "-tsv", "-", "-", NULL}},
	[PDF_WORDS] = {(const char *const[]){"pdftotext", "-tsv", "-", "-", NULL}},
	[PDF_LINES] = {(const char *const[]){"pdftohtml", "-xml", "-i", "-stdout", "-", "document", NULL}},
};

enum job_state { WAITING, RUNNING, ENDED };

struct pdf_job {
	struct pdf_job *next; /* in the order they came */
	const char *name;
	enum pdf_form form;
	enum job_state state;
	struct pdf_process process;
	char key[ICD_DIGEST_SIZE]; /* in the cache */
	char *kept;                /* what the cache had, malloc'd; NULL: nothing */
	size_t kept_size;
};

struct pdf_desk {
	struct pdf_limits limits;
	const struct cache *cache;
	char programs[PDF_PROGRAMS_SIZE];
	size_t at_once, running;
	struct pdf_job *first;
};

bool pdf_is(const struct input *in)
{
	return in->size >= 5 && memcmp(in->data, "%PDF-", 5) == 0;
}

/* The program on the PATH, as execvp finds it; false when it is not there. */
static bool find_program(const char *name, char path[PATH_MAX], struct stat *st)
{
	const char *folders = getenv("PATH");
	for (size_t length; folders && *folders; folders += length + (folders[length] == ':')) {
		length = strcspn(folders, ":");
		snprintf(path, PATH_MAX, "%.*s/%s", (int)length, folders, name);
		if (access(path, X_OK) == 0 && stat(path, st) == 0 && S_ISREG(st->st_mode))
			return true;
	}
	return false;
}

void pdf_programs(char out[PDF_PROGRAMS_SIZE])
{
	size_t length = 0;
	out[0] = '\0';
	for (size_t i = 0; i < PDF_FORMS && length < PDF_PROGRAMS_SIZE; i++) {
		char path[PATH_MAX];
		struct stat st;
		if (find_program(forms[i].arguments[0], path, &st))
			length += (size_t)snprintf(out + length, PDF_PROGRAMS_SIZE - length, "%s %lld %lld\n", path,
						   (long long)st.st_size, (long long)st.st_mtime);
	}
}

struct pdf_desk *pdf_desk_open(const struct pdf_limits *limits, const struct cache *cache)
{
	struct pdf_desk *desk = calloc(1, sizeof *desk);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	if (!desk)
		out_of_memory();
	desk->limits = *limits;
	pdf_programs(desk->programs);
	desk->cache = desk->programs[0] ? cache : NULL;
	desk->at_once = processors > 1 ? (size_t)processors : 1;
	return desk;
}

/* What is read depends on the programs, what is asked of them, and the document. */
static void look_into_cache(const struct pdf_desk *desk, struct pdf_job *job, const struct input *document)
{
	char rule[PDF_PROGRAMS_SIZE + 128];
	size_t length = (size_t)snprintf(rule, sizeof rule, "%s", desk->programs);
	if (!desk->cache)
		return;
	for (const char *const *argument = forms[job->form].arguments; *argument && length < sizeof rule; argument++)
		length += (size_t)snprintf(rule + length, sizeof rule - length, " %s", *argument);
	cache_key(rule, document->data, document->size, job->key);
	job->kept = cache_get(desk->cache, job->key, &job->kept_size);
}

struct pdf_job *pdf_start(struct pdf_desk *desk, const struct input *document, enum pdf_form form)
{
	struct pdf_job *job = calloc(1, sizeof *job), **last = &desk->first;
	if (!job)
		out_of_memory();
	job->name = document->name;
	job->form = form;
	job->process = PDF_PROCESS_NONE;
	look_into_cache(desk, job, document);
	if (job->kept)
		job->state = ENDED;
	else
		pdf_process_prepare(&job->process, document->data, document->size);
	while (*last)
		last = &(*last)->next;
	*last = job;
	pdf_turn(desk);
	return job;
}

static void begin(struct pdf_desk *desk, struct pdf_job *job)
{
	bool begun = pdf_process_begin(&job->process, forms[job->form].arguments, &desk->limits);
	job->state = begun ? RUNNING : ENDED;
	desk->running += begun;
}

static void look_after(struct pdf_desk *desk)
{
	for (struct pdf_job *job = desk->first; job; job = job->next) {
		if (job->state != RUNNING || !pdf_process_ended(&job->process))
			continue;
		job->state = ENDED;
		desk->running--;
	}
}

void pdf_turn(struct pdf_desk *desk)
{
	look_after(desk);
	for (struct pdf_job *job = desk->first; job && desk->running < desk->at_once; job = job->next) {
		if (job->state == WAITING)
			begin(desk, job);
	}
}

static void forget(struct pdf_desk *desk, struct pdf_job *job)
{
	struct pdf_job **link = &desk->first;
	while (*link != job)
		link = &(*link)->next;
	*link = job->next;
	pdf_process_free(&job->process);
	free(job->kept);
	free(job);
}

enum pdf_outcome pdf_take(struct pdf_desk *desk, struct pdf_job *job, struct input *out, struct icd_error *err)
{
	/* Whoever is waited for goes first. */
	if (job->state == WAITING)
		begin(desk, job);
	while (job->state == RUNNING) {
		pdf_process_wait(&job->process);
		pdf_turn(desk);
	}
	enum pdf_outcome outcome = PDF_READ;
	if (job->kept) {
		*out = (struct input){job->name, job->kept, job->kept_size};
		job->kept = NULL;
	} else {
		outcome = pdf_process_result(&job->process, forms[job->form].arguments[0], job->name, out, err);
		if (outcome == PDF_READ)
			cache_put(desk->cache, job->key, out->data, out->size);
	}
	forget(desk, job);
	return outcome;
}

void pdf_desk_close(struct pdf_desk *desk)
{
	while (desk && desk->first)
		forget(desk, desk->first);
	free(desk);
}
