/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion.h"

#include "option_help.h"
#include "rules/finding.h"
#include "scan/scan.h"
#include "usage.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct completing {
	struct session *session;
	const struct command *own, *command;  /* the command that the line names; NULL before it does */
	const struct command_option *options; /* of the command */
	const struct command_option *awaits;  /* its value comes next, else NULL */
	bool global;                          /* that one is of every command */
	bool ended;                           /* "--" stood there */
	uint32_t filled;                      /* which of the kinds, a bit each, so that none comes twice */
	char **arguments;                     /* words that are no options, behind the command */
	int count;
	const char *word;
	struct candidates *out;
};

static bool begins(const char *text, const char *typed)
{
	return strncmp(text, typed, strlen(typed)) == 0;
}

static void offer(struct completing *c, const char *text, const char *title)
{
	if (begins(text, c->word))
		candidates_add(c->out, text, strlen(text), title, false);
}

static const char *arguments_joined(const struct completing *c)
{
	return command_join(&c->out->pool, c->arguments, c->count);
}

/* ---- what words in capitals stand for ---- */

static void fill_codes(struct completing *c)
{
	complete_codes(&c->session->view, c->word, c->out);
	if (c->command && c->command->takes == TAKES_EITHER)
		complete_icd9(&c->session->view, c->word, c->out);
}

static void fill_sections(struct completing *c)
{
	complete_sections(&c->session->view, c->word, c->out);
}

static void fill_chapters(struct completing *c)
{
	complete_chapters(&c->session->view, c->word, c->out);
}

static void fill_guidelines(struct completing *c)
{
	complete_guidelines(&c->session->view, c->word, c->out);
}

static void fill_dates(struct completing *c)
{
	complete_dates(&c->session->view, c->word, c->out);
}

/* The terms right below the one that the words before are: "index pain l" gives "lower back" and others. */
static void fill_subterms(struct completing *c, enum icd_index_kind kind)
{
	const struct terms *terms;
	struct icd_error err;
	if (session_terms(c->session, kind, arguments_joined(c), &terms, &err) != ICD_FOUND || terms->hits.count == 0 ||
	    terms->hits.left_out)
		return;
	const struct icd_index_hit *hit = &terms->hits.at[0];
	const struct icd_index_node *nodes = hit->tree->at;
	for (uint32_t i = hit->node + 1; i <= nodes[hit->node].last; i++) {
		const char *name = nodes[i].name, *code = nodes[i].term->parts[ICD_PART_CODE];
		if (nodes[i].parent == hit->node && name && strncasecmp(name, c->word, strlen(c->word)) == 0)
			candidates_add(c->out, name, strlen(name),
				       icd_pool_print(&c->out->pool, "%s", code ? code : ""), false);
	}
}

static void fill_terms(struct completing *c)
{
	enum icd_index_kind kind = ICD_INDEX_CAUSE;
	while (kind < ICD_INDEXES && strcmp(icd_index_names[kind], c->command->name) != 0)
		kind++;
	kind = kind < ICD_INDEXES ? kind : ICD_INDEX_ALPHABETIC;
	if (c->count)
		fill_subterms(c, kind);
	if (c->out->count == 0)
		complete_terms(&c->session->view, kind, c->word, c->out);
}

/* Words come behind all else: they fit nearly everywhere. */
static void fill_words(struct completing *c)
{
	struct icd_error err;
	struct icd_searcher *searcher = c->out->count ? NULL : session_searcher(c->session, &err);
	if (searcher)
		complete_words(searcher, arguments_joined(c), c->word, c->out);
}

static void fill_files(struct completing *c)
{
	c->out->files = true;
}

static void fill_lists(struct completing *c)
{
	struct icd_list_file *files;
	struct icd_error err;
	size_t count;
	c->out->files = true;
	if (!icd_code_list_files(&c->out->pool, &files, &count, &err))
		return;
	for (size_t i = 0; i < count; i++)
		offer(c, files[i].name, "a list of yours");
}

static void fill_rules(struct completing *c)
{
	for (size_t i = 0; i < SCAN_RULES; i++)
		offer(c, scan_rules[i].name, scan_rules[i].summary);
}

static void fill_levels(struct completing *c)
{
	for (int level = ICD_ERROR; level >= ICD_INFO; level--)
		offer(c, icd_severity_names[level], "");
}

static void fill_commands(struct completing *c)
{
	if (c->own)
		complete_commands(c->own, c->word, c->out);
	complete_commands(c->session->commands, c->word, c->out);
}

static const struct {
	const char *name;
	void (*fill)(struct completing *c); /* NULL: nothing is known of it */
	bool from_index;
} kinds[] = {
	{"CODE", fill_codes, true},
	{"START", fill_codes, true},
	{"RANGE", fill_sections, true},
	{"CHAPTER", fill_chapters, true},
	{"SECTION", fill_guidelines, true},
	{"DATE", fill_dates, true},
	{"FROM", fill_dates, true},
	{"TO", fill_dates, true},
	{"TERM", fill_terms, true},
	{"WORD", fill_words, true},
	{"FILE", fill_files, false},
	{"FOLDER", fill_files, false},
	{"INDEX", fill_files, false},
	{"LIST", fill_lists, false},
	{"RULE", fill_rules, false},
	{"LEVEL", fill_levels, false},
	{"COMMAND", fill_commands, false},
	{"N", NULL, false},
	{"C", NULL, false},
	{"NAME", NULL, false},
	{"NUMBER", NULL, false},
	{"TEXT", NULL, false},
	{"YEARS", NULL, false},
	{"PATTERN", NULL, false},
	{"ARG", NULL, false},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static size_t kind_of(const struct usage_word *word)
{
	size_t kind = 0;
	while (kind < KINDS && !usage_is(word, kinds[kind].name))
		kind++;
	return kind;
}

/* "all" stands for itself, of "id:N" what stands before the number. */
static void offer_literal(struct completing *c, const struct usage_word *word)
{
	const char *colon = memchr(word->text, ':', word->length);
	size_t length = colon ? (size_t)(colon - word->text) + 1 : word->length;
	if (strncmp(word->text, c->word, strlen(c->word)) == 0 && strlen(c->word) <= length && word->text[0] != '-' &&
	    !candidates_have(c->out, word->text, length))
		candidates_add(c->out, word->text, length, "", colon != NULL);
}

static void fill(struct completing *c, size_t kind)
{
	size_t first = 0;
	while (kinds[first].fill != kinds[kind].fill)
		first++;
	if (kinds[kind].fill && !(c->filled >> first & 1) && (c->session->store || !kinds[kind].from_index))
		kinds[kind].fill(c);
	c->filled |= UINT32_C(1) << first;
}

static void offer_choice(struct completing *c, const struct usage_word *choice)
{
	size_t kind = kind_of(choice);
	if (kind == KINDS)
		offer_literal(c, choice);
	else
		fill(c, kind);
}

/* A name beside a file is that of a code list. */
static void offer_word(struct completing *c, const struct usage_word *word)
{
	struct usage_word choice, other;
	bool file = false;
	size_t at = 0, beside = 0;
	while (usage_choice(word, &beside, &other))
		file |= usage_is(&other, "FILE");
	while (usage_choice(word, &at, &choice)) {
		if (file && usage_is(&choice, "NAME"))
			fill_lists(c);
		else
			offer_choice(c, &choice);
	}
}

bool complete_knows(const char *usage)
{
	struct usage_reader reader = {.at = usage};
	struct usage_word word, choice;
	bool known = true;
	while (usage_next(&reader, &word)) {
		for (size_t at = 0; word.kind != USAGE_OPTION && usage_choice(&word, &at, &choice);) {
			bool capitals = choice.length > 1;
			for (size_t i = 0; i < choice.length; i++)
				capitals &= choice.text[i] >= 'A' && choice.text[i] <= 'Z';
			known &= !capitals || kind_of(&choice) < KINDS;
		}
	}
	return known;
}

/* ---- options ---- */

static void offer_option(struct completing *c, const struct command *command, const struct command_option *option)
{
	char text[64];
	const char *says = option_says(command, option->name);
	snprintf(text, sizeof text, "--%s", option->name);
	offer(c, text, says ? says : "");
	snprintf(text, sizeof text, "-%c", option->letter);
	if (option->letter && c->word[1] != '-')
		offer(c, text, says ? says : "");
}

static void offer_options(struct completing *c)
{
	for (const struct command_option *option = c->options; option->name; option++)
		offer_option(c, c->command, option);
	for (const struct command_option *option = arguments_options; option->name; option++)
		offer_option(c, NULL, option);
}

static void offer_formats(struct completing *c)
{
	size_t at = 0;
	for (const char *name; (name = arguments_format(c->command ? c->command->name : "", &at)) != NULL;)
		offer(c, name, "");
}

/* What may stand as the value of the option; of several with commas between the last one. */
static void offer_value(struct completing *c, const struct command_option *option, bool global)
{
	const char *usage = global ? program_usage : c->command->arguments;
	struct usage_word value = usage_value(usage, option->name, option->letter);
	const char *comma = strrchr(c->word, ',');
	while (value.length && (value.text[value.length - 1] == '.' || value.text[value.length - 1] == ',')) {
		if (value.text[--value.length] == ',' && comma) {
			c->out->before = icd_pool_print(&c->out->pool, "%s%.*s", c->out->before ? c->out->before : "",
							(int)(comma + 1 - c->word), c->word);
			c->word = comma + 1;
		}
	}
	if (global && strcmp(option->name, "format") == 0)
		offer_formats(c);
	else
		offer_word(c, &value);
	c->out->before = NULL;
}

static const struct command_option *find_in(const struct command_option *options, const char *name, size_t length,
					    char letter)
{
	for (; options->name; options++) {
		if (letter ? options->letter == letter
			   : strlen(options->name) == length && strncmp(options->name, name, length) == 0)
			return options;
	}
	return NULL;
}

/* The option of a long name or a letter; *global tells whether every command has it. NULL when it is none. */
static const struct command_option *find_option(const struct completing *c, const char *name, size_t length,
						char letter, bool *global)
{
	const struct command_option *found = find_in(c->options, name, length, letter);
	*global = !found;
	return found ? found : find_in(arguments_options, name, length, letter);
}

/* ---- the line ---- */

static const struct command *find_command(const struct completing *c, const char *name)
{
	for (const struct command *word = c->own; word && word->name; word++) {
		if (strcmp(word->name, name) == 0)
			return word;
	}
	return command_find(c->session, name);
}

static bool is_own(const struct completing *c)
{
	for (const struct command *word = c->own; word && word->name; word++) {
		if (word == c->command)
			return true;
	}
	return false;
}

/* An option among the whole words: does its value come next? */
static void read_option(struct completing *c, const char *word)
{
	const struct command_option *option = NULL;
	bool global = false;
	if (word[1] == '-') {
		option = strchr(word, '=') ? NULL : find_option(c, word + 2, strlen(word + 2), 0, &global);
	} else {
		for (const char *letter = word + 1; *letter; letter++) {
			option = find_option(c, "", 0, *letter, &global);
			if (option && option->kind != OPTION_FLAG && letter[1])
				option = NULL, letter += strlen(letter) - 1;
		}
	}
	c->awaits = option && option->kind != OPTION_FLAG ? option : NULL;
	c->global = global;
}

static void read_argument(struct completing *c, char *word)
{
	const struct command *command = c->command || c->count ? NULL : find_command(c, word);
	if (!command) {
		c->arguments[c->count++] = word;
		return;
	}
	c->command = command;
	if (!is_own(c))
		c->options = command_options(c->session, command);
}

static void read_words(struct completing *c, char *const *words, int count)
{
	for (int i = 0; i < count; i++) {
		if (c->awaits)
			c->awaits = NULL;
		else if (!c->ended && strcmp(words[i], "--") == 0)
			c->ended = true;
		else if (!c->ended && words[i][0] == '-' && words[i][1])
			read_option(c, words[i]);
		else
			read_argument(c, words[i]);
	}
}

/* ---- arguments ---- */

/* Does a way to call the command begin with this word, or with any that stands for itself ("": any)? */
static bool way_begins(const struct usage_word *word, const char *with)
{
	struct usage_word choice;
	bool literal = true;
	for (size_t at = 0; usage_choice(word, &at, &choice);) {
		if (*with && usage_is(&choice, with))
			return true;
		literal &= kind_of(&choice) == KINDS && choice.text[0] != '-';
	}
	return !*with && literal;
}

/* Does any way begin with the word? */
static bool names_way(const char *usage, const char *with)
{
	struct usage_reader reader = {.at = usage};
	struct usage_word word;
	bool first = true, names = false;
	while (usage_next(&reader, &word)) {
		names |= first && word.kind == USAGE_ARGUMENT && way_begins(&word, "") && way_begins(&word, with);
		first = word.kind == USAGE_OR || (first && word.kind != USAGE_ARGUMENT);
	}
	return names;
}

/* Behind a word that ways begin with ("expand LIST... | find CODE...") comes what these have; behind any other word what
 * the others have. */
static void offer_arguments(struct completing *c)
{
	struct usage_reader reader = {.at = c->command->arguments};
	struct usage_word word;
	bool elsewhere = c->count && names_way(reader.at, c->arguments[0]), first = true, named = false, fits = true;
	while (usage_next(&reader, &word)) {
		if (word.kind == USAGE_OR) {
			first = true;
			continue;
		}
		if (word.kind != USAGE_ARGUMENT)
			continue;
		if (first) {
			named = way_begins(&word, "");
			fits = named ? c->count && way_begins(&word, c->arguments[0]) : !elsewhere;
		}
		if (first && named ? c->count == 0 : fits)
			offer_word(c, &word);
		first = false;
	}
}

/* No command yet: their names, codes, words. Behind "help" names alone. */
static void offer_start(struct completing *c)
{
	bool help = !c->own && c->count == 1 && strcmp(c->arguments[0], "help") == 0;
	if (c->count == 0 || help)
		fill_commands(c);
	if (c->count == 0 && !c->own)
		offer(c, "help", option_says(NULL, "help"));
	if (help || !c->session->store)
		return;
	fill_codes(c);
	fill_words(c);
}

/* "--min=err": the value, with what stands before it. */
static bool offer_assigned(struct completing *c)
{
	const char *equals = strchr(c->word, '=');
	bool global;
	if (c->word[1] != '-' || !equals)
		return false;
	const struct command_option *option = find_option(c, c->word + 2, (size_t)(equals - c->word) - 2, 0, &global);
	c->out->before = icd_pool_text(&c->out->pool, c->word, (size_t)(equals - c->word) + 1);
	c->word = equals + 1;
	if (option && option->kind != OPTION_FLAG)
		offer_value(c, option, global);
	c->out->before = NULL;
	return true;
}

void complete_line(struct session *session, const struct command *own, char *const *words, int count, const char *word,
		   struct candidates *out)
{
	struct completing c = {.session = session, .own = own, .options = no_options, .word = word, .out = out};
	c.arguments = icd_pool_take(&out->pool, (size_t)count + 1, sizeof *c.arguments);
	if (!c.arguments)
		return;
	read_words(&c, words, count);
	bool code_behind = c.command && c.command->takes == TAKES_CODE_FIRST && c.count > 0;
	if (c.awaits)
		offer_value(&c, c.awaits, c.global);
	else if (!c.ended && word[0] == '-' && offer_assigned(&c))
		;
	else if (!c.ended && word[0] == '-')
		offer_options(&c);
	else if (c.command && !code_behind)
		offer_arguments(&c);
	else if (!c.command)
		offer_start(&c);
}

void complete_print(const struct candidates *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct candidate *one = &list->at[i];
		/* The two signs have a meaning here, and none in a word that could be typed. */
		if (!strpbrk(one->text, "\t\n"))
			printf("%s\t%.*s\n", one->text, (int)strcspn(one->title, "\t\n"), one->title);
	}
	if (list->files)
		puts("\tfiles");
	if (list->count == 1 && list->at[0].goes_on)
		puts("\topen");
}
