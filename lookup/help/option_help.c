/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "option_help.h"

#include "usage.h"

#include <stdio.h>
#include <string.h>

/* The first row that fits counts: those of some commands stand before the one for all others. */
static const struct {
	const char *name, *commands, *says;
} texts[] = {
	/* of every command */
	{"index", "", "the index (default: $ICD10_INDEX, else ~/.local/share/icd10/icd10cm.mdb)"},
	{"on", "", "the date of service (default: $ICD10_ON, else today); also FY2025"},
	{"format", "", "the form of the answer; scan also has sarif, export csv"},
	{"color", "", "colours; auto: on a terminal"},
	{"header", "", "column names first, for tsv"},
	{"help", "", "this help; with a command, its arguments and options"},
	{"version", "", "the version; with -v, what keeps a look-up from other files"},
	/* how much is shown */
	{"all", "code", "also what a card only counts"},
	{"all", "tree", "the codes that seventh characters make, each on a line"},
	{"all", "narrow", "all questions that may follow"},
	{"all", "index drug neoplasm cause", "all terms found and all of their subterms"},
	{"all", "icd9 changes", "everything in full"},
	{"line", "list", "codes alone"},
	{"line", NULL, "a single line"},
	{"depth", NULL, "no more levels than that"},
	{"limit", NULL, "so many codes at most, 0 for all"},
	{"below", "refs", "what points at codes below it, too"},
	{"below", NULL, "the codes below those that need more characters"},
	{"follow", NULL, "go where a see leads"},
	{"files", NULL, "the files it was made from, with their SHA-256"},
	{"newer", NULL, "releases that are out and not held"},
	{"verbose", NULL, "below each finding, the section of the guidelines that it names"},
	{"quiet", "scan", "say nothing about baselines, and show no progress"},
	{"quiet", NULL, "show no progress"},
	{"invalid", NULL, "leave out what is right"},
	{"matrix", NULL, "only which codes exclude each other"},
	{"summary", NULL, "counts instead of rows"},
	{"by", "check", "a summary for each value of a column"},
	{"by", NULL, "a summary for each of these"},
	{"family", NULL, "a family of codes that the page follows"},
	{"html", "check claim", "the summary as a page"},
	{"html", NULL, "a printable page, written to the file"},
	/* what is looked at */
	{"all-dates", NULL, "codes and texts of any date"},
	{"within", NULL, "only codes that begin so, or of a section or range"},
	{"synonyms", NULL, "synonyms of your own"},
	{"answers", NULL, "the answers given so far, by number"},
	{"only", NULL, "only these changes"},
	{"bookmarks", NULL, "what touches the bookmarks"},
	{"list", "check", "is the code on a list, too"},
	{"list", "claim", "hold the codes against a payer's list"},
	{"list", NULL, "only what touches the codes of a list"},
	{"list-column", NULL, "the column of the list that has its codes"},
	{"column", "list", "the column of the list that has its codes"},
	{"column", NULL, "the column with the codes, by name or number"},
	{"date-column", NULL, "the column with each row's date of service"},
	{"delimiter", NULL, "what stands between columns"},
	{"file", NULL, "claims from a file whose name is that of a code"},
	{"setting", NULL, "inpatient: apply the Medicare Code Editor"},
	{"age", NULL, "the patient's, for edits of inpatient claims"},
	{"sex", NULL, "the patient's, for edits of inpatient claims"},
	{"against", NULL, "also what becomes of the codes on a later date"},
	{"exclude", NULL, "pass over files and folders that match"},
	{"rule", NULL, "look for these rules only; !RULE for all but that one"},
	{"columns", NULL, "what columns count"},
	{"min", NULL, "leave out findings of less severity"},
	{"fail-on", NULL, "from which severity on the exit status is 1"},
	/* what is written */
	{"keep", NULL, "your own rows with the verdict behind their columns"},
	{"row", NULL, "the number of the row first"},
	{"fix", NULL, "replace old codes where one code stands for them"},
	{"baseline", NULL, "findings of this file are known"},
	{"write-baseline", NULL, "write what is found to a baseline"},
	{"output", NULL, "write to the file"},
	{"sql", NULL, "the statements that load the table"},
	{"edit", NULL, "write the note of that number anew"},
	{"delete", "note", "delete the note"},
	{"delete", NULL, "take the bookmark away"},
};

/* Is the word one of those of the text, which blanks part? */
static bool is_among(const char *text, const char *word)
{
	size_t length = strlen(word);
	for (; *text; text += strspn(text, " ")) {
		size_t next = strcspn(text, " ");
		if (next == length && strncmp(text, word, length) == 0)
			return true;
		text += next;
	}
	return false;
}

const char *option_says(const struct command *command, const char *name)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *commands = texts[i].commands;
		bool fits = !command ? commands && !*commands : !commands || is_among(commands, command->name);
		if (fits && strcmp(texts[i].name, name) == 0)
			return texts[i].says;
	}
	return NULL;
}

void option_print(const struct command *command, const struct command_option *options, const char *usage)
{
	int widest = 0, width;
	for (int shown = 0; shown < 2; shown++) {
		for (const struct command_option *option = options; option->name; option++) {
			struct usage_word value = usage_value(usage, option->name, option->letter);
			char head[128], letter[8] = "    ";
			if (option->letter)
				snprintf(letter, sizeof letter, "-%c, ", option->letter);
			width = snprintf(head, sizeof head, "  %s--%s%s%.*s", letter, option->name,
					 value.length ? " " : "", (int)value.length, value.length ? value.text : "");
			widest = width > widest && width <= 32 ? width : widest;
			if (shown && width > widest)
				printf("%s\n%*s", head, widest, "");
			else if (shown)
				printf("%-*s", widest, head);
			if (shown)
				printf("  %s\n", option_says(command, option->name));
		}
	}
}
