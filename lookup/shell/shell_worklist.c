/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encounter in hand: codes put on it and taken off, what speaks against them as it grows, the list for pasting. */
#include "cli/typed.h"
#include "print/print.h"
#include "shell_work.h"

#include <stdlib.h>
#include <string.h>

/* ---- which codes ---- */

/* The arguments as one text, numbers of the list and "." as the places they stand for; NULL, having said so, when a number
 * stands for none. */
static const char *arguments_text(struct shell *shell, struct icd_pool *pool, int argc, char **argv)
{
	const char **words = icd_pool_take(pool, (size_t)argc, sizeof *words);
	for (int i = 1; words && i < argc; i++) {
		const char *word = argv[i];
		if (shell_is_number(word))
			word = shell_numbered(shell, word);
		else if (strcmp(word, ".") == 0 && shell->placed)
			word = shell->place.label;
		if (!word)
			return NULL;
		words[i - 1] = word;
	}
	return icd_pool_joined(pool, ", ", words, words ? (size_t)argc - 1 : 0);
}

static bool is_code(const struct typed_piece *piece)
{
	return piece->kind == TYPED_CODE && piece->code[0];
}

bool shell_adds(struct shell *shell, int argc, char **argv)
{
	struct icd_pool pool = {0};
	struct icd_error err;
	struct typed typed;
	bool numbers = true, any = false;
	const char *text = command_join(&pool, argv + 1, argc - 1);
	for (int i = 1; i < argc; i++)
		numbers &= shell_is_number(argv[i]) || strcmp(argv[i], ".") == 0;
	if (!numbers && typed_read(shell->session->store, &pool, text, &typed, &err)) {
		for (size_t i = 0; i < typed.count; i++)
			any |= is_code(&typed.at[i]);
	}
	icd_pool_free(&pool);
	return numbers || any;
}

/* Where a word of "-" or "move" stands on the list: its number there, or the code; the count when nowhere. */
static size_t position(const struct icd_worklist *list, const char *word)
{
	struct icd_typed_code typed;
	unsigned long number = strtoul(word, NULL, 10);
	if (shell_is_number(word))
		return number >= 1 && number <= list->count ? number - 1 : list->count;
	return icd_code_parse(word, strlen(word), &typed) ? icd_worklist_find(list, typed.code) : list->count;
}

bool shell_takes_off(struct shell *shell, int argc, char **argv)
{
	bool all = true;
	for (int i = 1; i < argc; i++)
		all &= shell_is_number(argv[i]) || position(&shell->worklist, argv[i]) < shell->worklist.count;
	return all;
}

/* ---- findings ---- */

static int by_spelling(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What tells a finding from others, whatever the order of its codes. */
static const char *key_of(struct icd_pool *pool, const struct icd_finding *finding)
{
	const char **codes = icd_pool_copy(pool, finding->codes, finding->code_count, sizeof *codes);
	if (codes)
		qsort(codes, finding->code_count, sizeof *codes, by_spelling);
	return icd_pool_print(pool, "%d %s %s %s", finding->rule, finding->at, finding->text,
			      icd_pool_joined(pool, " ", codes, codes ? finding->code_count : 0));
}

static bool same_key(const void *context, uint32_t item, const void *key)
{
	const struct shell_found *found = context;
	return strcmp(found->keys[item], key) == 0;
}

static bool has(const struct shell_found *found, const char *key)
{
	return icd_hash_find(&found->table, icd_hash_text(key), same_key, found, key) != ICD_HASH_NONE;
}

static bool keep_key(struct shell_found *found, const struct icd_finding *finding)
{
	const char *key = found->keys[found->count] = key_of(&found->pool, finding);
	uint32_t item = (uint32_t)found->count++;
	return has(found, key) || icd_hash_add(&found->table, icd_hash_text(key), item);
}

static void forget_found(struct shell_found *found)
{
	icd_hash_free(&found->table);
	icd_pool_free(&found->pool);
	*found = (struct shell_found){.count = 0};
}

void shell_forget_claims(struct shell *shell)
{
	icd_claims_close(shell->claims);
	shell->claims = NULL;
	forget_found(&shell->found);
}

/* Checks the list; prints what is found and was not before. */
static bool find(struct shell *shell, const struct shell_found *before, struct shell_found *found,
		 struct icd_error *err)
{
	const struct icd_worklist *list = &shell->worklist;
	const char **codes = icd_pool_take(&found->pool, list->count, sizeof *codes);
	const struct icd_claim_input input = {.codes = codes, .count = (unsigned)list->count};
	struct icd_claim_result result = {.count = 0};
	found->on = shell->session->view.on;
	found->code_count = list->count;
	found->codes = icd_pool_copy(&found->pool, list->codes, list->count, sizeof *list->codes);
	for (size_t i = 0; codes && i < list->count; i++)
		codes[i] = list->codes[i];
	if (found->pool.failed)
		return icd_out_of_memory(err);
	if (list->count && !icd_claims_check(shell->claims, found->on, &input, &result, err))
		return false;
	found->keys = icd_pool_take(&found->pool, result.count, sizeof *found->keys);
	for (unsigned i = 0; found->keys && i < result.count; i++) {
		if (!keep_key(found, &result.findings[i]))
			return icd_out_of_memory(err);
		if (before && !has(before, found->keys[i]))
			finding_print_text(&shell->session->out, &result.findings[i]);
	}
	return !found->pool.failed || icd_out_of_memory(err);
}

/* Is it what holds of the list as it is now? Another shell may have changed the list. */
static bool still_holds(const struct shell *shell, const struct shell_found *found)
{
	const struct icd_worklist *list = &shell->worklist;
	bool same = found->on == shell->session->view.on && found->code_count == list->count;
	for (size_t i = 0; same && i < list->count; i++)
		same = strcmp(found->codes[i], list->codes[i]) == 0;
	return same;
}

/* Makes shell->found what holds of the list before it changes. */
static bool find_before(struct shell *shell, struct icd_error *err)
{
	if (!icd_worklist_read(&shell->worklist, err))
		return false;
	if (shell->claims && still_holds(shell, &shell->found))
		return true;
	forget_found(&shell->found);
	return (shell->claims || icd_claims_open(shell->session->store, &shell->claims, err)) &&
	       find(shell, NULL, &shell->found, err);
}

static void print_settled(const struct output *out, const struct shell_found *before, const struct shell_found *after)
{
	size_t settled = 0;
	for (size_t i = 0; i < before->count; i++)
		settled += !has(after, before->keys[i]);
	if (settled)
		fprintf(out->file, "%s%zu finding%s no longer%s\n", ink(out, INK_DIM), settled,
			settled == 1 ? " holds" : "s hold", ink_end(out));
}

/* ---- changes ---- */

typedef int change(struct shell *shell, int argc, char **argv, struct icd_error *err);

/* Changes the list, keeps it, and tells what is found now and was not before. Numbers of what was shown still hold. */
static int run_change(struct shell *shell, change *make, int argc, char **argv)
{
	struct shell_found after = {.count = 0};
	struct icd_error err;
	int status = STATUS_FAILED;
	shell->numbers.goes_on = true;
	if (find_before(shell, &err))
		status = make(shell, argc, argv, &err);
	if (status == STATUS_OK && !icd_worklist_write(&shell->worklist, &err))
		status = STATUS_FAILED;
	if (status == STATUS_OK && find(shell, &shell->found, &after, &err)) {
		print_settled(&shell->session->out, &shell->found, &after);
		forget_found(&shell->found);
		shell->found = after;
	} else if (status != STATUS_NO) {
		forget_found(&after);
		shell_forget_claims(shell);
		status = command_fail("%s", err.text);
	}
	return status;
}

static void print_code(struct shell *shell, size_t at, const char *number, const char *said)
{
	const struct output *out = &shell->session->out;
	struct icd_pool pool = {0};
	struct icd_code_record record;
	struct icd_error err;
	char dotted[ICD_DOTTED_SIZE];
	const char *code = shell->worklist.codes[at], *title = "";
	if (icd_store_code(shell->session->store, &pool, code, &record, &err) == ICD_FOUND)
		title = icd_view_title(&shell->session->view, &record);
	output_item(out, OUTPUT_UNDER, INK_PLAIN, title, "%s%s%s%-8s%s  ", number, said, ink(out, INK_CODE),
		    icd_code_format(code, dotted), ink_end(out));
	icd_pool_free(&pool);
}

/* Adds a code once. */
static int add_code(struct shell *shell, const struct typed_piece *piece, struct icd_error *err)
{
	struct icd_worklist *list = &shell->worklist;
	struct icd_code_record record;
	struct icd_pool pool = {0};
	char dotted[ICD_DOTTED_SIZE], number[32];
	enum icd_found found = icd_store_code(shell->session->store, &pool, piece->code, &record, err);
	icd_pool_free(&pool);
	icd_code_format(piece->code, dotted);
	if (found == ICD_FAILED)
		return STATUS_FAILED;
	if (found == ICD_NOT_FOUND) {
		command_no_code(piece->text);
		return STATUS_NO;
	}
	if (icd_worklist_find(list, piece->code) < list->count) {
		printf("%s is on the encounter already.\n", dotted);
		return STATUS_OK;
	}
	if (list->count >= ICD_WORKLIST_CODES_MAX) {
		printf("%s was not put on the encounter: it has room for %d codes.\n", dotted, ICD_WORKLIST_CODES_MAX);
		return STATUS_OK;
	}
	if (!icd_worklist_add(list, piece->code, err))
		return STATUS_FAILED;
	snprintf(number, sizeof number, "%zu: ", list->count);
	print_code(shell, list->count - 1, number, "");
	return STATUS_OK;
}

static int add_codes(struct shell *shell, int argc, char **argv, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct typed typed;
	int status = STATUS_NO;
	const char *text = arguments_text(shell, &pool, argc, argv);
	if (text && !typed_read(shell->session->store, &pool, text, &typed, err))
		status = STATUS_FAILED;
	for (size_t i = 0; text && status != STATUS_FAILED && i < typed.count; i++) {
		if (!is_code(&typed.at[i]))
			continue;
		int added = add_code(shell, &typed.at[i], err);
		status = added == STATUS_NO ? status : added;
	}
	icd_pool_free(&pool);
	return status;
}

static int take_codes(struct shell *shell, int argc, char **argv, struct icd_error *err)
{
	struct icd_worklist *list = &shell->worklist;
	struct icd_pool pool = {0};
	char dotted[ICD_DOTTED_SIZE];
	/* Numbers are those of the list as it was: what goes is kept by its code first. */
	char(*gone)[ICD_CODE_SIZE] = icd_pool_take(&pool, (size_t)argc, sizeof *gone);
	int status = gone ? STATUS_OK : STATUS_FAILED;
	for (int i = 1; status == STATUS_OK && i < argc; i++) {
		size_t at = position(list, argv[i]);
		if (at < list->count) {
			memcpy(gone[i], list->codes[at], ICD_CODE_SIZE);
			continue;
		}
		printf("There is no %s on the encounter: 1 to %zu.\n", argv[i], list->count);
		status = STATUS_NO;
	}
	for (int i = 1; status == STATUS_OK && i < argc; i++) {
		size_t at = icd_worklist_find(list, gone[i]);
		if (at >= list->count)
			continue;
		icd_worklist_take(list, at);
		printf("%s is off the encounter.\n", icd_code_format(gone[i], dotted));
	}
	if (status == STATUS_FAILED)
		icd_out_of_memory(err);
	icd_pool_free(&pool);
	return status;
}

static int move_code(struct shell *shell, int argc, char **argv, struct icd_error *err)
{
	struct icd_worklist *list = &shell->worklist;
	size_t from = position(list, argv[1]), to = position(list, argv[2]);
	(void)argc;
	(void)err;
	if (from >= list->count || to >= list->count) {
		printf("There is no %s on the encounter: 1 to %zu.\n", from >= list->count ? argv[1] : argv[2],
		       list->count);
		return STATUS_NO;
	}
	icd_worklist_move(list, from, to);
	return STATUS_OK;
}

/* ---- words ---- */

static int show(struct shell *shell)
{
	const struct icd_worklist *list = &shell->worklist;
	char number[OUTPUT_NUMBER_SIZE];
	shell->numbers.goes_on = false;
	if (list->count == 0)
		puts("There is no code on the encounter: + M54.50, or + and a number of the list, puts one there.");
	for (size_t i = 0; i < list->count; i++) {
		output_number(&shell->session->out, list->codes[i], number);
		print_code(shell, i, number, "");
	}
	return list->count ? STATUS_OK : STATUS_NO;
}

int shell_word_add(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	struct icd_error err;
	if (argc > 1)
		return run_change(shell, add_codes, argc, argv);
	if (!icd_worklist_read(&shell->worklist, &err))
		return command_fail("%s", err.text);
	return show(shell);
}

int shell_word_take(struct session *session, int argc, char **argv)
{
	if (argc > 1)
		return run_change(session->shell, take_codes, argc, argv);
	puts("- and a number of the encounter, or a code, takes it off: - 2");
	return STATUS_NO;
}

int shell_word_move(struct session *session, int argc, char **argv)
{
	if (argc != 3)
		return command_fail("move: the place of a code on the encounter and the place where it goes were "
				    "expected: move 3 1");
	int status = run_change(session->shell, move_code, argc, argv);
	return status == STATUS_OK ? show(session->shell) : status;
}

/* "done", "done nodot", "done table" */
int shell_word_done(struct session *session, int argc, char **argv)
{
	struct shell *shell = session->shell;
	struct icd_worklist *list = &shell->worklist;
	struct icd_error err;
	char dotted[ICD_DOTTED_SIZE];
	bool nodot = false, table = false;
	for (int i = 1; i < argc; i++) {
		nodot |= strcmp(argv[i], "nodot") == 0;
		table |= strcmp(argv[i], "table") == 0;
	}
	if (!icd_worklist_read(list, &err))
		return command_fail("%s", err.text);
	if (list->count == 0)
		return show(shell);
	for (size_t i = 0; i < list->count; i++) {
		struct icd_pool pool = {0};
		struct icd_code_record record;
		const char *title = "";
		if (table && icd_store_code(session->store, &pool, list->codes[i], &record, &err) == ICD_FOUND)
			title = icd_view_title(&session->view, &record);
		printf("%s%s%s%s%s", !table && i ? ", " : "",
		       nodot ? list->codes[i] : icd_code_format(list->codes[i], dotted), table ? "\t" : "", title,
		       table ? "\n" : "");
		icd_pool_free(&pool);
	}
	fputs(table ? "" : "\n", stdout);
	list->count = 0;
	return icd_worklist_write(list, &err) ? STATUS_OK : command_fail("%s", err.text);
}
