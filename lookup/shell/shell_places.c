/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "book/book.h"
#include "guideline/guideline.h"
#include "shell_work.h"
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int shell_run_paged(struct shell *shell, int (*run)(struct session *session, int argc, char **argv), int argc,
		    char **argv)
{
	struct terminal_aside aside;
	if (!shell->interactive || !terminal_keep_aside(&aside))
		return run(shell->session, argc, argv);
	terminal_interrupted();
	int status = run(shell->session, argc, argv);
	terminal_show(&aside, !terminal_interrupted());
	return status;
}

/* ---- the way back ---- */

/* What was gone back from is forgotten. */
void shell_remember(struct shell *shell, const char *line)
{
	if (shell->trail_at && strcmp(shell->trail[shell->trail_at - 1], line) == 0)
		return;
	char *copy = strdup(line);
	if (!copy)
		return;
	while (shell->trail_count > shell->trail_at)
		free(shell->trail[--shell->trail_count]);
	if (shell->trail_count == TRAIL_MAX) {
		free(shell->trail[0]);
		memmove(shell->trail, shell->trail + 1, (TRAIL_MAX - 1) * sizeof *shell->trail);
		shell->trail_count--;
	}
	shell->trail[shell->trail_count++] = copy;
	shell->trail_at = shell->trail_count;
}

int shell_word_back(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	(void)argc;
	(void)argv;
	if (shell->trail_at < 2) {
		puts("There is nothing to go back to.");
		return STATUS_NO;
	}
	shell->trail_at--;
	shell->moves = true;
	return STATUS_OK;
}

int shell_word_forward(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	(void)argc;
	(void)argv;
	if (shell->trail_at == shell->trail_count) {
		puts("There is nothing to go forward to.");
		return STATUS_NO;
	}
	shell->trail_at++;
	shell->moves = true;
	return STATUS_OK;
}

/* ---- places ---- */

static void print_child(const struct output *out, const struct icd_node *node)
{
	char number[OUTPUT_NUMBER_SIZE], first[128];
	bool code = node->kind == ICD_PLACE_CODE, billable = code && node->status == ICD_STATUS_BILLABLE;
	unsigned columns = text_columns(node->label), width = columns < 8 ? 8 : columns;
	output_number(out, node->label, number);
	snprintf(first, sizeof first, "%s%s%s%s%s%s%*s  ", number, ink(out, INK_GOOD), billable ? "* " : "  ",
		 ink(out, INK_CODE), node->label, ink_end(out), (int)(width - columns), "");
	width += (unsigned)strlen(number) + 4;
	output_wrap(out, first, width, width, INK_PLAIN, node->title);
}

static void print_children(const struct output *out, const struct icd_tree *tree)
{
	const struct icd_node *root = &tree->at[0];
	bool billable = false;
	fprintf(out->file, "%s%s%s%s  ", ink(out, INK_CODE), root->kind == ICD_PLACE_CHAPTER ? "Chapter " : "",
		root->label, ink_end(out));
	output_wrap(out, "", text_columns(root->label) + 2, text_columns(root->label) + 2, INK_HEAD, root->title);
	for (size_t i = 1; i < tree->count; i++) {
		print_child(out, &tree->at[i]);
		billable |= tree->at[i].kind == ICD_PLACE_CODE && tree->at[i].status == ICD_STATUS_BILLABLE;
	}
	if (billable)
		fprintf(out->file, "%s     * billable%s\n", ink(out, INK_DIM), ink_end(out));
	else if (tree->count == 1)
		fputs("     There is nothing below it.\n", out->file);
}

/* What is right below a place; argv[1] names it. */
static int show_children(struct session *session, int argc, char **argv)
{
	struct icd_pool pool = {0};
	struct icd_tree tree;
	struct icd_error err;
	(void)argc;
	enum icd_found found = icd_tree_make_to(&session->view, &pool, argv[1], 1, &tree, &err);
	session_warn_date(session);
	if (found == ICD_FAILED)
		command_fail("%s", err.text);
	else if (found == ICD_NOT_FOUND)
		fprintf(session->out.file, "%s is not in the code set on this date.\n", argv[1]);
	else
		print_children(&session->out, &tree);
	icd_pool_free(&pool);
	return found == ICD_FOUND ? STATUS_OK : found == ICD_NOT_FOUND ? STATUS_NO : STATUS_FAILED;
}

/* The command that argv[0] names. */
static int run_named(struct session *session, int argc, char **argv)
{
	return command_run(session, command_find(session, argv[0]), argc, argv);
}

static int run_children(struct shell *shell, const char *label)
{
	char *argv[] = {(char *)"tree", (char *)label, (char *)"--depth=1", NULL, NULL};
	if (shell->session->out.format == FORMAT_TEXT)
		return shell_run_paged(shell, show_children, 2, argv);
	return shell_run_paged(shell, run_named, 3, argv);
}

void shell_go_to(struct shell *shell, const struct icd_place *place)
{
	shell->place = *place;
	shell->placed = true;
	shell->session->here = shell->place.label;
}

int shell_open_place(struct shell *shell, const struct icd_place *place)
{
	char *argv[] = {(char *)"code", (char *)place->label, NULL, NULL};
	shell_go_to(shell, place);
	snprintf(shell->session->place, sizeof shell->session->place, "%.31s", place->label);
	shell_remember(shell, place->label);
	if (place->kind != ICD_PLACE_CODE)
		return run_children(shell, place->label);
	return shell_run_paged(shell, run_named, 2, argv);
}

static int open_found(struct shell *shell, enum icd_found found, const struct icd_place *place,
		      const struct icd_error *err, const char *otherwise)
{
	if (found == ICD_FAILED)
		return command_fail("%s", err->text);
	if (found == ICD_FOUND)
		return shell_open_place(shell, place);
	puts(otherwise);
	return STATUS_NO;
}

bool shell_has_place(const struct shell *shell)
{
	if (!shell->placed)
		puts("No code is open yet: type one, M54.50 for example.");
	return shell->placed;
}

int shell_word_above(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	struct icd_place above;
	struct icd_error err;
	(void)argc;
	(void)argv;
	if (!shell_has_place(shell))
		return STATUS_NO;
	enum icd_found found = icd_place_above(&session->view, &shell->place, &above, &err);
	return open_found(shell, found, &above, &err, "There is nothing above it.");
}

static int go_beside(struct shell *shell, int step, const char *otherwise)
{
	struct icd_place beside;
	struct icd_error err;
	if (!shell_has_place(shell))
		return STATUS_NO;
	enum icd_found found = icd_place_beside(&shell->session->view, &shell->place, step, &beside, &err);
	return open_found(shell, found, &beside, &err, otherwise);
}

int shell_word_next(struct session *session, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return go_beside(session->shell, 1, "It is the last one.");
}

int shell_word_prev(struct session *session, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return go_beside(session->shell, -1, "It is the first one.");
}

int shell_word_children(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	(void)argc;
	(void)argv;
	return shell_has_place(shell) ? run_children(shell, shell->place.label) : STATUS_NO;
}

/* ---- numbers ---- */

const char *shell_numbered(const struct shell *shell, const char *word)
{
	unsigned long number = strtoul(word, NULL, 10);
	if (number >= 1 && number <= shell->shown.count)
		return shell->shown.at[number - 1].name;
	if (shell->shown.count == 0)
		puts("Nothing is listed that a number could open.");
	else
		printf("There is no %s in the list: 1 to %zu.\n", word, shell->shown.count);
	return NULL;
}

bool shell_names_place(void *context, const char *word, size_t length, char name[OUTPUT_NAME_SIZE])
{
	const struct shell *shell = context;
	struct icd_place place;
	struct icd_error err;
	char text[OUTPUT_NAME_SIZE], section[ICD_GUIDELINE_SIZE];
	while (length && strchr("-.", word[length - 1]))
		length--;
	if (length < 3 || length >= sizeof text)
		return false;
	snprintf(text, sizeof text, "%.*s", (int)length, word);
	if (!strpbrk(text, "0123456789."))
		return false;
	if (strchr(text, '.') && icd_guideline_read(text, section)) {
		snprintf(name, OUTPUT_NAME_SIZE, "%.31s", section);
		return true;
	}
	if (icd_place_find(&shell->session->view, text, &place, &err) != ICD_FOUND)
		return false;
	snprintf(name, OUTPUT_NAME_SIZE, "%.31s", place.label);
	return true;
}

bool shell_is_number(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

int shell_open_number(struct shell *shell, const char *word)
{
	struct icd_place place;
	struct icd_error err;
	const char *name = shell_numbered(shell, word);
	char section[ICD_GUIDELINE_SIZE];
	if (!name)
		return STATUS_NO;
	if (icd_guideline_read(name, section)) {
		char *argv[] = {(char *)"guide", section, NULL, NULL};
		return shell_run_paged(shell, run_named, 2, argv);
	}
	enum icd_found found = icd_place_find(&shell->session->view, name, &place, &err);
	return open_found(shell, found, &place, &err, "It is not in the book on this date.");
}

const char *shell_answer(const struct shell *shell, const char *word)
{
	unsigned long number = strtoul(word, NULL, 10);
	bool listed = number >= 1 && number <= shell->shown.count;
	return listed && *shell->shown.at[number - 1].answer ? shell->shown.at[number - 1].answer : NULL;
}
