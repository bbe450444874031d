/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes mutants of C source: copies with one small mistake each, which the tests should notice. Used by
 * tests/mutate.sh.
 *
 *	mutants [-n COUNT] [-s SEED] FILE...	lists them, or COUNT of them chosen by the seed:
 *						file, number, line, operator, before, after; between tabs
 *	mutants -m NUMBER FILE			writes the mutant of that number to standard output
 *
 * Left out is what no test can notice: comments, preprocessor lines, assertions, what is done when memory is
 * short, calls that only free, and how much more than needed is allocated.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_QUOTED, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	size_t at, length;
	unsigned line, braces; /* braces: how many are open */
	bool in_allocation;    /* among the arguments of a call that allocates */
};

struct source {
	const char *name;
	char *text;
	size_t length;
	struct token *tokens;
	size_t count;
};

/* text[at, at + length) becomes `after`. */
struct mutant {
	const struct source *source;
	const char *operator;
	size_t at, length;
	unsigned number, line;
	char after[512];
};

static struct mutant *mutants;
static size_t mutant_count, mutant_room;
static unsigned number; /* of the mutant made last, within its file */

static void die(const char *what)
{
	perror(what);
	exit(2);
}

/* ---- reading ---- */

static char *read_file(const char *name, size_t *length)
{
	FILE *file = fopen(name, "r");
	char *text = malloc(4 << 20);
	if (!file || !text)
		die(name);
	*length = fread(text, 1, (4 << 20) - 1, file);
	text[*length] = '\0';
	fclose(file);
	return text;
}

static size_t skip_comment(const char *text, size_t at)
{
	const char *end = strstr(text + at + 2, text[at + 1] == '*' ? "*/" : "\n");
	return end ? (size_t)(end - text) + (*end == '*' ? 2 : 0) : strlen(text);
}

static size_t skip_directive(const char *text, size_t at)
{
	while (text[at] && text[at] != '\n')
		at += text[at] == '\\' && text[at + 1] ? 2 : 1;
	return at;
}

static size_t quoted_length(const char *text)
{
	size_t i = 1;
	while (text[i] && text[i] != *text)
		i += text[i] == '\\' && text[i + 1] ? 2 : 1;
	return i + 1;
}

static size_t sign_length(const char *text)
{
	static const char *const long_signs[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
						 "!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^="};
	for (size_t i = 0; i < sizeof long_signs / sizeof *long_signs; i++) {
		if (strncmp(text, long_signs[i], strlen(long_signs[i])) == 0)
			return strlen(long_signs[i]);
	}
	return 1;
}

static struct token next_token(const char *text, size_t at)
{
	struct token token = {.at = at};
	size_t length = 1;
	unsigned char c = (unsigned char)text[at];
	if (isalnum(c) || c == '_') {
		while (isalnum((unsigned char)text[at + length]) || text[at + length] == '_')
			length++;
		token.kind = isdigit(c) ? TOKEN_NUMBER : TOKEN_NAME;
	} else if (c == '"' || c == '\'') {
		length = quoted_length(text + at);
		token.kind = TOKEN_QUOTED;
	} else {
		length = sign_length(text + at);
		token.kind = TOKEN_SIGN;
	}
	token.length = length;
	return token;
}

static bool token_is(const struct source *source, size_t i, const char *text)
{
	const struct token *token = &source->tokens[i];
	return i < source->count && token->length == strlen(text) &&
	       strncmp(source->text + token->at, text, token->length) == 0;
}

static void split(struct source *source)
{
	const char *text = source->text;
	unsigned line = 1, braces = 0;
	size_t counted = 0;
	bool line_start = true;
	for (size_t at = 0; text[at];) {
		if (text[at] == '/' && (text[at + 1] == '*' || text[at + 1] == '/')) {
			at = skip_comment(text, at);
		} else if (line_start && text[at] == '#') {
			at = skip_directive(text, at);
		} else if (isspace((unsigned char)text[at])) {
			line_start |= text[at++] == '\n';
		} else {
			struct token token = next_token(text, at);
			for (; counted < at; counted++)
				line += text[counted] == '\n';
			token.line = line;
			braces -= text[at] == '}';
			token.braces = braces;
			braces += text[at] == '{';
			source->tokens[source->count++] = token;
			at += token.length;
			line_start = false;
		}
	}
}

/* The token that closes what token `open` opens. */
static size_t closing(const struct source *source, size_t open)
{
	unsigned depth = 0;
	for (size_t i = open; i < source->count; i++) {
		depth += token_is(source, i, "(");
		depth -= token_is(source, i, ")");
		if (depth == 0)
			return i;
	}
	return source->count;
}

static void mark_allocations(struct source *source)
{
	static const char *const calls[] = {"icd_pool_take", "need",    "malloc",
					    "calloc",        "realloc", "icd_array_reserve"};
	for (size_t i = 0; i + 1 < source->count; i++) {
		for (size_t j = 0; j < sizeof calls / sizeof *calls; j++) {
			if (!token_is(source, i, calls[j]) || !token_is(source, i + 1, "("))
				continue;
			for (size_t k = i, end = closing(source, i + 1); k < end; k++)
				source->tokens[k].in_allocation = true;
		}
	}
}

/* ---- what is left out ---- */

static bool line_speaks_of(const struct source *source, const struct token *token, unsigned lines, const char *what)
{
	size_t start = token->at, end = token->at;
	while (start > 0 && source->text[start - 1] != '\n')
		start--;
	for (; lines > 0; lines--) {
		end += strcspn(source->text + end, "\n");
		end += source->text[end] && lines > 1;
	}
	const char *found = strstr(source->text + start, what);
	return found && found < source->text + end;
}

/* A condition is left out also for the line below it, which it leads to. */
static bool left_out(const struct source *source, const struct token *token)
{
	static const char *const words[] = {"out of memory", "out_of_memory", "->failed",
					    ".failed",       "assert",        "sizeof"};
	bool condition = line_speaks_of(source, token, 1, "if (");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (line_speaks_of(source, token, condition && i < 2 ? 2 : 1, words[i]))
			return true;
	}
	return false;
}

static void make(const struct source *source, const char *operator, size_t at, size_t length, const struct token *token,
		 const char *form, ...)
{
	va_list arguments;
	if (left_out(source, token))
		return;
	if (mutant_count == mutant_room) {
		mutant_room = mutant_room ? 2 * mutant_room : 1024;
		mutants = realloc(mutants, mutant_room * sizeof *mutants);
		if (!mutants)
			die("memory");
	}
	struct mutant *mutant = &mutants[mutant_count++];
	*mutant = (struct mutant){source, operator, at, length, ++number, token->line, ""};
	va_start(arguments, form);
	if (vsnprintf(mutant->after, sizeof mutant->after, form, arguments) >= (int)sizeof mutant->after) {
		mutant_count--;
		number--;
	}
	va_end(arguments);
}

static void replace(const struct source *source, const char *operator, const struct token * token, const char *after)
{
	make(source, operator, token->at, token->length, token, "%s", after);
}

/* ---- operators ---- */

static bool ends_value(const struct source *source, size_t i)
{
	const struct token *token = &source->tokens[i];
	return (token->kind != TOKEN_SIGN && !token_is(source, i, "return")) || token_is(source, i, ")") ||
	       token_is(source, i, "]");
}

static void mutate_sign(const struct source *source, size_t i)
{
	static const struct {
		const char *sign, *operator, * after;
	} rows[] = {
		{"==", "comparison", "!="}, {"!=", "comparison", "=="}, {"<", "comparison", ">"},
		{">", "comparison", "<"},   {"<=", "comparison", ">"},  {">=", "comparison", "<"},
		{"<", "boundary", "<="},    {">", "boundary", ">="},    {"<=", "boundary", "<"},
		{">=", "boundary", ">"},    {"&&", "and/or", "||"},     {"||", "and/or", "&&"},
		{"+", "plus/minus", "-"},   {"-", "plus/minus", "+"},   {"+=", "plus/minus", "-="},
		{"-=", "plus/minus", "+="},
	};
	if (source->tokens[i].kind != TOKEN_SIGN || i == 0 || !ends_value(source, i - 1))
		return;
	for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
		if (token_is(source, i, rows[j].sign))
			replace(source, rows[j].operator, & source->tokens[i], rows[j].after);
	}
}

static void mutate_constant(const struct source *source, size_t i)
{
	const struct token *token = &source->tokens[i];
	char *end;
	if (token_is(source, i, "true") || token_is(source, i, "false")) {
		bool returned = i > 0 && token_is(source, i - 1, "return");
		replace(source, returned ? "return" : "constant", token,
			token_is(source, i, "true") ? "false" : "true");
		return;
	}
	if (token->kind != TOKEN_NUMBER || token->in_allocation)
		return;
	unsigned long value = strtoul(source->text + token->at, &end, 0);
	/* The size of an array, or {0}. */
	bool defined = token_is(source, i + 2, "=") && token_is(source, i + 3, "{");
	bool size = token_is(source, i - 1, "[") && (value > 15 || defined);
	bool zeroed = token_is(source, i - 1, "{") && token_is(source, i + 1, "}");
	if (!size && !zeroed && end == source->text + token->at + token->length)
		make(source, "constant", token->at, token->length, token, "%lu", value + 1);
}

static bool starts_statement(const struct source *source, size_t i)
{
	return i > 0 && source->tokens[i].braces > 0 &&
	       (token_is(source, i - 1, ";") || token_is(source, i - 1, "{") || token_is(source, i - 1, "}") ||
		token_is(source, i - 1, ")") || token_is(source, i - 1, "else"));
}

static bool only_frees(const struct source *source, size_t i)
{
	const struct token *token = &source->tokens[i];
	char name[64] = "";
	snprintf(name, sizeof name, "%.*s", (int)token->length, source->text + token->at);
	return strstr(name, "free") || strstr(name, "close") || strstr(name, "qsort_r");
}

static void mutate_call(const struct source *source, size_t i)
{
	const struct token *token = &source->tokens[i];
	if (token->kind != TOKEN_NAME || !token_is(source, i + 1, "(") || !starts_statement(source, i) ||
	    token_is(source, i, "if") || token_is(source, i, "while") || token_is(source, i, "for") ||
	    token_is(source, i, "switch") || token_is(source, i, "return") || only_frees(source, i))
		return;
	size_t end = closing(source, i + 1);
	if (end + 1 < source->count && token_is(source, end + 1, ";"))
		make(source, "call dropped", token->at, source->tokens[end].at + 1 - token->at, token, "(void)0");
}

static void mutate_condition(const struct source *source, size_t i)
{
	if (!token_is(source, i, "if") || !token_is(source, i + 1, "("))
		return;
	size_t end = closing(source, i + 1);
	size_t from = source->tokens[i + 1].at, to = source->tokens[end].at + 1;
	make(source, "negated", from, to - from, &source->tokens[i], "(!%.*s)", (int)(to - from), source->text + from);
}

static void mutate_return(const struct source *source, size_t i)
{
	if (!token_is(source, i, "return") || token_is(source, i + 1, ";") || token_is(source, i + 1, "true") ||
	    token_is(source, i + 1, "false") || token_is(source, i + 1, "NULL"))
		return;
	size_t end = i;
	while (end < source->count && !token_is(source, end, ";"))
		end++;
	size_t from = source->tokens[i + 1].at, to = source->tokens[end].at;
	make(source, "return", from, to - from, &source->tokens[i], "!(%.*s)", (int)(to - from), source->text + from);
}

static void mutate(const struct source *source)
{
	number = 0;
	for (size_t i = 0; i < source->count; i++) {
		mutate_sign(source, i);
		mutate_constant(source, i);
		mutate_call(source, i);
		mutate_condition(source, i);
		mutate_return(source, i);
	}
}

/* ---- output ---- */

/* xorshift64* */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717) >> 33;
}

/* Leaves `wanted` of them, chosen by the seed, in the order in which they stand. */
static void sample(size_t wanted, uint64_t seed)
{
	uint64_t state = seed * 2654435761u + 88172645463325252u;
	size_t kept = 0;
	for (size_t i = 0; i < mutant_count && kept < wanted; i++) {
		if (next_random(&state) % (mutant_count - i) < wanted - kept)
			mutants[kept++] = mutants[i];
	}
	mutant_count = kept < mutant_count ? kept : mutant_count;
}

/* A few words, on one line. */
static void print_words(const char *text, size_t length)
{
	bool space = false;
	size_t shown = 0;
	for (size_t i = 0; i < length && shown < 100; i++) {
		if (isspace((unsigned char)text[i])) {
			space = true;
			continue;
		}
		if (space && shown)
			putchar(' ');
		space = false;
		putchar(text[i]);
		shown++;
	}
}

/* The line of the mutant, before or after; a change of several lines by itself. */
static void print_line(const struct mutant *mutant, bool after)
{
	const char *text = mutant->source->text;
	size_t start = mutant->at, end = mutant->at + mutant->length;
	if (!memchr(text + start, '\n', mutant->length)) {
		while (start > 0 && text[start - 1] != '\n')
			start--;
		end += strcspn(text + end, "\n");
	}
	print_words(text + start, mutant->at - start);
	if (start < mutant->at && isspace((unsigned char)text[mutant->at - 1]))
		putchar(' ');
	print_words(after ? mutant->after : text + mutant->at, after ? strlen(mutant->after) : mutant->length);
	if (isspace((unsigned char)text[mutant->at + mutant->length]) && end > mutant->at + mutant->length)
		putchar(' ');
	print_words(text + mutant->at + mutant->length, end - mutant->at - mutant->length);
}

static void print_list(void)
{
	for (size_t i = 0; i < mutant_count; i++) {
		const struct mutant *mutant = &mutants[i];
		printf("%s\t%u\t%u\t%s\t", mutant->source->name, mutant->number, mutant->line, mutant->operator);
		print_line(mutant, false);
		putchar('\t');
		print_line(mutant, true);
		putchar('\n');
	}
}

static void print_mutant(unsigned wanted)
{
	for (size_t i = 0; i < mutant_count; i++) {
		const struct mutant *mutant = &mutants[i];
		const struct source *source = mutant->source;
		if (mutant->number != wanted)
			continue;
		fwrite(source->text, 1, mutant->at, stdout);
		fputs(mutant->after, stdout);
		fputs(source->text + mutant->at + mutant->length, stdout);
	}
}

int main(int argc, char **argv)
{
	unsigned long wanted = 0, seed = 1, count = 0;
	for (int option; (option = getopt(argc, argv, "n:s:m:")) != -1;) {
		if (option == '?')
			return 2;
		*(option == 'n' ? &count : option == 's' ? &seed : &wanted) = strtoul(optarg, NULL, 10);
	}
	for (; optind < argc; optind++) {
		struct source *source = calloc(1, sizeof *source);
		if (!source)
			die("memory");
		source->name = argv[optind];
		source->text = read_file(source->name, &source->length);
		source->tokens = calloc(source->length + 1, sizeof *source->tokens);
		if (!source->tokens)
			die("memory");
		split(source);
		mark_allocations(source);
		mutate(source);
	}
	if (count)
		sample(count, seed);
	if (wanted)
		print_mutant((unsigned)wanted);
	else
		print_list();
	return fflush(stdout) != 0 ? 2 : 0;
}
