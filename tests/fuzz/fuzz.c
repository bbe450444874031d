/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "build.h"
#include "cli/arguments.h"
#include "cli/question.h"
#include "commands.h"
#include "help/help.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS_MOST 64

static const char *const *asked; /* the words of the command that runs */

void fuzz_expect(bool holds, const char *sentence)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz: %s\n", sentence);
	for (const char *const *word = asked; word && *word; word++)
		fprintf(stderr, "asked: %s\n", *word);
	abort();
}

struct input fuzz_input(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);
	fuzz_expect(copy != NULL, "out of memory");
	memcpy(copy, size ? (const void *)data : "", size);
	copy[size] = '\0';
	return (struct input){"input", copy, size};
}

struct span_of_bytes fuzz_part(struct span_of_bytes *rest, char mark)
{
	const uint8_t *end = rest->size ? memchr(rest->data, mark, rest->size) : NULL;
	struct span_of_bytes part = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
	size_t taken = part.size + (end != NULL);
	*rest = (struct span_of_bytes){rest->data + taken, rest->size - taken};
	return part;
}

/* ---- the folder ---- */

static char outer[64], folder[80], index_path[96];

static void empty(const char *path)
{
	DIR *dir = opendir(path);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		char inner[512];
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
		if (unlink(inner) != 0) {
			empty(inner);
			rmdir(inner);
		}
	}
	if (dir)
		closedir(dir);
}

static pid_t owner;

static void remove_folder(void)
{
	if (getpid() != owner || !outer[0])
		return;
	empty(outer);
	rmdir(outer);
}

static void set_environment(void)
{
	static const char *const folders[] = {"HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		setenv(folders[i], folder, 1);
	setenv("ICD10_TODAY", "2026-02-01", 1);
	setenv("ICD10_NOTES", "", 1);
	setenv("TERM", "dumb", 1);
	setenv("PATH", "", 1); /* so that no other program is run: no pdftotext, no pager */
	unsetenv("ICD10_ON");
	unsetenv("ICD10_INDEX");
	unsetenv("PAGER");
}

static void make_index(void)
{
	static const char *const paths[] = {"data/sample"};
	struct build_told told = {0};
	struct icd_error err = {.text = ""};
	snprintf(index_path, sizeof index_path, "%s/index.mdb", outer);
	bool ok = build_index(&(struct build_options){.output = index_path}, (char *const *)paths, 1, &told, &err);
	build_told_free(&told);
	fuzz_expect(ok, err.text);
}

const char *fuzz_folder(void)
{
	if (folder[0])
		return folder;
	const char *base = getenv("TMPDIR");
	snprintf(outer, sizeof outer, "%.40s/icd10-fuzz-XXXXXX", base && *base ? base : "/tmp");
	fuzz_expect(mkdtemp(outer) != NULL, "no folder can be made");
	owner = getpid();
	atexit(remove_folder);
	snprintf(folder, sizeof folder, "%s/work", outer);
	make_index();
	fuzz_expect(mkdir(folder, 0700) == 0 && chdir(folder) == 0, "no folder can be made");
	set_environment();
	return folder;
}

const char *fuzz_index(void)
{
	fuzz_folder();
	return index_path;
}

const char *fuzz_file(const char *name, const void *data, size_t size)
{
	fuzz_folder();
	FILE *file = fopen(name, "w");
	fuzz_expect(file && (!size || fwrite(data, size, 1, file) == 1) && fclose(file) == 0,
		    "a file cannot be written");
	return name;
}

void fuzz_clean(void)
{
	empty(fuzz_folder());
}

struct icd_store *fuzz_store(void)
{
	static struct icd_store *store;
	struct icd_error err = {.text = ""};
	if (!store)
		fuzz_expect(icd_store_open(fuzz_index(), &store, &err), err.text);
	return store;
}

/* ---- commands ---- */

static char *said[2];
static size_t said_size[2];

static bool is_json(const char *text, size_t size)
{
	bool good = true;
	for (const char *end; good && size; size -= (size_t)(end - text) + 1, text = end + 1) {
		end = memchr(text, '\n', size);
		json_t *value =
			end ? json_loadb(text, (size_t)(end - text), JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL) : NULL;
		good = value != NULL;
		json_decref(value);
		if (!end)
			break;
	}
	return good;
}

static bool wants_json(const struct session *session)
{
	return session->out.format == FORMAT_JSON;
}

/* As arguments_run does, but without the sandbox: it would stay shut for the questions that follow. */
static int run_question(struct session *session, const struct arguments *arguments)
{
	const struct typed_line line = {arguments->count, arguments->values, arguments->line};
	struct question question;
	struct icd_pool pool = {0};
	struct icd_error err = {.text = ""};
	int status = STATUS_FAILED;
	if (question_read(session, &pool, &line, &question, &err)) {
		if (question.on && !arguments->on)
			icd_view_make(&session->view, session->store, question.on);
		status = command_run(session, question.command, question.count, question.values);
	} else {
		command_fail("%s", err.text);
	}
	icd_pool_free(&pool);
	return status;
}

static int run(struct icd_store *store, struct arguments *arguments, bool *json)
{
	struct session session = {.commands = commands, .given = arguments};
	int status = STATUS_FAILED;
	if (arguments_apply(arguments, &session)) {
		session.store = store;
		icd_view_make(&session.view, store, session.view.on);
		status = arguments_ask_help(&session, arguments) ? help_show(&session, arguments)
								 : run_question(&session, arguments);
		*json = wants_json(&session) && !arguments_ask_help(&session, arguments) && status != STATUS_FAILED;
	}
	session_forget_notes(&session);
	session_forget_bookmarks(&session);
	session_forget_searcher(&session);
	session_forget_terms(&session);
	return printer_close(&session.printer) ? status : STATUS_FAILED;
}

/* The words after the name of the program, as main() has them. */
static int run_words(struct icd_store *store, const char *const *words, bool *json)
{
	char *copies[WORDS_MOST + 2] = {(char *)"icd10-lookup"}, *values[WORDS_MOST + 2];
	struct arguments arguments = {.values = values};
	int count = 1, status = STATUS_FAILED;
	for (; *words && count < WORDS_MOST; words++)
		copies[count++] = strdup(*words);
	if (arguments_read(count, copies, &arguments) && (arguments.count || arguments.help || arguments.version))
		status = run(store, &arguments, json);
	else
		fputs("nothing was asked\n", stderr);
	for (int i = 1; i < count; i++)
		free(copies[i]);
	return status;
}

int fuzz_answer(struct icd_store *store, const char *const *words)
{
	FILE *kept[2] = {stdout, stderr};
	bool json = false;
	asked = words;
	for (int i = 0; i < 2; i++)
		free(said[i]);
	stdout = open_memstream(&said[0], &said_size[0]);
	stderr = open_memstream(&said[1], &said_size[1]);
	int status = run_words(store, words, &json);
	fclose(stdout);
	fclose(stderr);
	stdout = kept[0];
	stderr = kept[1];
	fuzz_expect(status >= STATUS_OK && status <= STATUS_FAILED, "an answer has a status");
	fuzz_expect(status != STATUS_FAILED || said_size[0] + said_size[1], "a failure is said");
	fuzz_expect(!json || is_json(said[0], said_size[0]), "what is called JSON is JSON");
	asked = NULL;
	return status;
}

const char *fuzz_answered(size_t *size)
{
	*size = said_size[0];
	return said[0];
}
