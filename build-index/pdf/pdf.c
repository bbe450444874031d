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
	[PDF_WORDS] = {(const char *const[]){"pdftotext", "-tsv", "-", "-", NULL}},
	[PDF_LINES] = {(const char *const[]){"pdftohtml", "-xml", "-i", "-stdout", "-", "document", NULL}},
};

#define LOOK_AGAIN 3       /* milliseconds between looks at what a program has written by now */
#define WAIT_LONG  1000000 /* milliseconds, more than any job may take */

enum job_state { WAITING, RUNNING, ENDED };

/* What the cache may have of a document. */
enum part { WHOLE, FIRST_PAGE, PARTS };

struct kept {
	char key[ICD_DIGEST_SIZE];
	char *data; /* malloc'd; NULL: nothing */
	size_t size;
};

struct pdf_job {
	struct pdf_job *next; /* in the order they came */
	const char *name;
	enum pdf_form form;
	enum job_state state;
	bool set_aside; /* its first page is known, and that may be enough: it begins when it is waited for */
	struct pdf_process process;
	struct kept kept[PARTS];
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
static void look_into_cache(const struct pdf_desk *desk, struct pdf_job *job, enum part part, const char *digest)
{
	char rule[PDF_PROGRAMS_SIZE + 128];
	struct kept *kept = &job->kept[part];
	size_t length = (size_t)snprintf(rule, sizeof rule, "%s%s", desk->programs, part == WHOLE ? "" : " first page");
	for (const char *const *argument = forms[job->form].arguments; *argument && length < sizeof rule; argument++)
		length += (size_t)snprintf(rule + length, sizeof rule - length, " %s", *argument);
	cache_key(rule, digest, strlen(digest), kept->key);
	kept->data = cache_get(desk->cache, kept->key, &kept->size);
}

/* The words of all pages, else those of the first, which may be all that is asked for. */
static void recall(const struct pdf_desk *desk, struct pdf_job *job, const struct input *document, const char *sha256)
{
	char digest[ICD_DIGEST_SIZE];
	if (!desk->cache)
		return;
	if (!sha256) {
		icd_digest_of(document->data, document->size, digest);
		sha256 = digest;
	}
	look_into_cache(desk, job, WHOLE, sha256);
	if (!job->kept[WHOLE].data && job->form == PDF_WORDS)
		look_into_cache(desk, job, FIRST_PAGE, sha256);
}

struct pdf_job *pdf_start(struct pdf_desk *desk, const struct input *document, const char *sha256, enum pdf_form form)
{
	struct pdf_job *job = calloc(1, sizeof *job), **last = &desk->first;
	if (!job)
		out_of_memory();
	job->name = document->name;
	job->form = form;
	job->process = PDF_PROCESS_NONE;
	recall(desk, job, document, sha256);
	job->set_aside = job->kept[FIRST_PAGE].data != NULL;
	if (job->kept[WHOLE].data)
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
		if (job->state == WAITING && !job->set_aside)
			begin(desk, job);
	}
}

void pdf_drop(struct pdf_desk *desk, struct pdf_job *job)
{
	struct pdf_job **link = &desk->first;
	while (*link != job)
		link = &(*link)->next;
	*link = job->next;
	desk->running -= job->state == RUNNING;
	pdf_process_free(&job->process);
	for (enum part part = WHOLE; part < PARTS; part++)
		free(job->kept[part].data);
	free(job);
}

/* Whoever is waited for goes first. */
static void wait_for(struct pdf_desk *desk, struct pdf_job *job, int milliseconds)
{
	if (job->state == WAITING)
		begin(desk, job);
	if (job->state == RUNNING)
		pdf_process_wait(&job->process, milliseconds);
	pdf_turn(desk);
}

/* Gives out what the cache had. */
static enum pdf_outcome give_kept(const struct pdf_job *job, struct kept *kept, struct input *out)
{
	*out = (struct input){job->name, kept->data, kept->size};
	kept->data = NULL;
	return PDF_READ;
}

bool pdf_recall(const struct pdf_desk *desk, const char *sha256, enum pdf_form form, const char *name,
		struct input *out)
{
	struct pdf_job job = {.name = name, .form = form};
	if (!desk->cache)
		return false;
	look_into_cache(desk, &job, WHOLE, sha256);
	return job.kept[WHOLE].data && give_kept(&job, &job.kept[WHOLE], out) == PDF_READ;
}

enum pdf_outcome pdf_take(struct pdf_desk *desk, struct pdf_job *job, struct input *out, struct icd_error *err)
{
	while (job->state != ENDED)
		wait_for(desk, job, WAIT_LONG);
	enum pdf_outcome outcome;
	if (job->kept[WHOLE].data) {
		outcome = give_kept(job, &job->kept[WHOLE], out);
	} else {
		outcome = pdf_process_result(&job->process, forms[job->form].arguments[0], job->name, out, err);
		if (outcome == PDF_READ)
			cache_put(desk->cache, job->kept[WHOLE].key, out->data, out->size);
	}
	pdf_drop(desk, job);
	return outcome;
}

/* ---- the first page ---- */

/* The bytes of the rows of the first page; 0 when there is no second one, or it is not known yet. A row begins with what
 * it is, 1 for a page, and the number of the page. */
static size_t first_page(const char *rows)
{
	static const char second[] = "\n1\t2\t";
	const char *found = strstr(rows, second);
	return found ? (size_t)(found + 1 - rows) : 0;
}

/* The rows of the first page of those that are written by now; false when they are not all known. */
static bool look_at_written(const struct pdf_job *job, struct input *out)
{
	size_t size;
	char *rows = pdf_process_written(&job->process, &size);
	size_t page = rows ? first_page(rows) : 0;
	if (!page) {
		free(rows);
		return false;
	}
	rows[page] = '\0';
	*out = (struct input){job->name, rows, page};
	return true;
}

/* The first page of what the cache had. */
static enum pdf_outcome look_at_kept(const struct pdf_job *job, struct input *out)
{
	const struct kept *whole = &job->kept[WHOLE];
	size_t page = first_page(whole->data), size = page ? page : whole->size;
	char *copy = strndup(whole->data, size);
	if (!copy)
		out_of_memory();
	*out = (struct input){job->name, copy, size};
	return PDF_READ;
}

enum pdf_outcome pdf_look(struct pdf_desk *desk, struct pdf_job *job, struct input *out, struct icd_error *err)
{
	if (job->kept[WHOLE].data)
		return look_at_kept(job, out);
	if (job->kept[FIRST_PAGE].data)
		return give_kept(job, &job->kept[FIRST_PAGE], out);
	bool known = false;
	while (!known && job->state != ENDED) {
		wait_for(desk, job, LOOK_AGAIN);
		known = look_at_written(job, out);
	}
	enum pdf_outcome outcome = PDF_READ;
	if (!known)
		outcome = pdf_process_result(&job->process, forms[job->form].arguments[0], job->name, out, err);
	if (outcome == PDF_READ)
		cache_put(desk->cache, job->kept[FIRST_PAGE].key, out->data, out->size);
	return outcome;
}

void pdf_desk_close(struct pdf_desk *desk)
{
	while (desk && desk->first)
		pdf_drop(desk, desk->first);
	free(desk);
}
