/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "question.h"

#include "asking_words.h"
#include "words/words.h"
#include "fits.h"
#include "icd9/icd9.h"
#include "search/search.h"
#include "typed.h"

#include <string.h>

struct asking {
	struct session *session;
	struct icd_pool *pool;
	const struct typed_line *line;
	struct question *out;
	struct icd_error *err;
	const struct command *named; /* the command whose name is the first word, and is none for these arguments */
	struct typed typed;
};

/* Has it letters alone, three at least, or a capital first? Short options have neither. */
static bool is_bulleted(const char *word)
{
	size_t letters = 0, length = strlen(word);
	while (icd_is_letter(word[letters]))
		letters++;
	return length > 2 && (letters == length || (*word >= 'A' && *word <= 'Z'));
}

/* "-1", "--all", "--", not the bullet before a word or a code ("-M54.50", "-HTN"), nor the modifier "-25". */
static bool is_option(const char *word)
{
	struct icd_typed_code typed;
	size_t dashes = strspn(word, "-"), length = strlen(word + dashes);
	bool code = strchr(word, '.') && icd_code_parse(word + dashes, length, &typed);
	bool modifier = dashes == 1 && length == 2 && icd_is_digit(word[1]) && icd_is_digit(word[2]);
	bool bullet = code || modifier || (dashes == 1 && is_bulleted(word + 1));
	return (dashes == 2 && !length) || (dashes && icd_is_letter_or_digit(word[dashes]) && !bullet);
}

/* The first word that is no option; the count when there is none. */
static int first_word(const struct typed_line *line)
{
	int i = 0;
	while (i < line->count && is_option(line->words[i]))
		i++;
	return i;
}

/* ---- what is answered ---- */

/* Makes the command the answer, with nothing but its name. */
static bool ask(struct asking *a, const char *name)
{
	struct question *out = a->out;
	out->command = command_find(a->session, name);
	out->count = 0;
	out->values = icd_pool_take(a->pool, (size_t)a->line->count + a->typed.count + 4, sizeof *out->values);
	if (!out->values)
		return icd_out_of_memory(a->err);
	if (!out->command)
		return icd_fail(a->err, "no command %s", name);
	out->values[out->count++] = (char *)out->command->name;
	return true;
}

static void put(struct asking *a, const char *value)
{
	a->out->values[a->out->count++] = (char *)value;
}

/* The options of the line, for the command that is meant. */
static void put_options(struct asking *a)
{
	for (int i = 0; i < a->line->count; i++) {
		if (is_option(a->line->words[i]))
			put(a, a->line->words[i]);
	}
}

/* The command with all words but the one that names it. */
static bool ask_as_typed(struct asking *a, const char *name, int left_out)
{
	if (!ask(a, name))
		return false;
	for (int i = 0; i < a->line->count; i++) {
		if (i != left_out)
			put(a, a->line->words[i]);
	}
	return true;
}

/* ---- what the pieces are ---- */

/* Does the piece say something of its own: no code, no date, no word that asks? */
static bool says(const struct typed_piece *piece)
{
	return (piece->kind == TYPED_WORD || piece->kind == TYPED_SECTION) && asks_word(piece->text) == ASKS_NOTHING;
}

static bool has_asks(const struct typed *typed, enum asks asks)
{
	bool has = false;
	for (size_t i = 0; i < typed->count; i++)
		has |= typed->at[i].kind == TYPED_WORD && asks_word(typed->at[i].text) == asks;
	return has;
}

static size_t count_of(const struct typed *typed, bool (*is)(const struct typed_piece *piece))
{
	size_t count = 0;
	for (size_t i = 0; i < typed->count; i++)
		count += is(&typed->at[i]);
	return count;
}

static bool is_code(const struct typed_piece *piece)
{
	return piece->kind == TYPED_CODE;
}

static bool is_icd9(const struct typed_piece *piece)
{
	return piece->kind == TYPED_ICD9;
}

/* ---- is it a code? ---- */

/* "HLA B27 positive", "F18-FDG": a short name without a dot behind a word with no mark between, or bound to one. */
static bool is_doubtful(const struct typed *typed, size_t i)
{
	const struct typed_piece *piece = &typed->at[i], *last = typed->at + typed->count - 1;
	bool bound_before = piece > typed->at && piece->mark == '-' && piece[-1].to + 1 == piece->from;
	bool before = piece > typed->at && says(piece - 1) && (piece->mark == ' ' || bound_before);
	bool bound = piece < last && piece[1].mark == '-' && piece->to + 1 == piece[1].from && says(piece + 1);
	return is_code(piece) && !piece->dotted && strlen(piece->text) <= 4 && (before || bound) && !piece->to_next;
}

/* What pieces say, as many words as a search reads. */
struct said {
	const char *words[ICD_WORDS_MAX];
	size_t count;
};

static void add_said(struct said *said, const struct typed_piece *piece)
{
	if (said->count < ICD_WORDS_MAX && says(piece))
		said->words[said->count++] = piece->text;
}

/* The words that may be about a code: those before it, from the last code or the start of the line; else those after. */
static const char *words_around(struct asking *a, const struct said *before, const struct typed_piece *piece)
{
	const struct typed_piece *to = piece + 1, *end = a->typed.at + a->typed.count;
	struct said after = {.count = 0};
	for (; !before->count && to < end && to->mark != '\n' && !is_code(to); to++)
		add_said(&after, to);
	const struct said *said = before->count ? before : &after;
	return icd_pool_joined(a->pool, " ", said->words, said->count);
}

static bool words_lead_to(struct asking *a, const struct said *before, const struct typed_piece *piece, bool *lead)
{
	const struct icd_search_options options = {.limit = 1, .within = piece->code};
	struct icd_search_result result;
	struct icd_searcher *searcher = session_searcher(a->session, a->err);
	if (!searcher || !icd_search(searcher, &a->session->view, words_around(a, before, piece), &options, a->pool,
				     &result, a->err))
		return false;
	*lead = result.total > 0;
	return true;
}

/* Codes that the words around them do not speak of are words themselves; the first of them is remarked. */
static bool drop_doubtful(struct asking *a, const struct typed_piece **dropped)
{
	struct said before = {.count = 0};
	for (size_t i = 0; i < a->typed.count; i++) {
		struct typed_piece *piece = &a->typed.at[i];
		bool lead = true;
		if (piece->mark == '\n')
			before.count = 0;
		if (is_doubtful(&a->typed, i) && !words_lead_to(a, &before, piece, &lead))
			return false;
		if (!lead) {
			piece->kind = TYPED_WORD;
			*dropped = *dropped ? *dropped : piece;
		}
		if (is_code(piece))
			before.count = 0;
		else
			add_said(&before, piece);
	}
	return true;
}

/* ---- one code ---- */

/* Is what is behind the piece its title? */
static bool is_title(struct asking *a, const struct typed_piece *piece, bool *same)
{
	struct icd_word said[ICD_WORDS_MAX], words[ICD_WORDS_MAX];
	struct icd_code_record record;
	enum icd_found found = icd_store_code(a->session->store, a->pool, piece->code, &record, a->err);
	*same = false;
	if (found != ICD_FOUND)
		return found != ICD_FAILED;
	size_t count = icd_words_split(a->typed.text + piece->to, said, ICD_WORDS_MAX);
	*same = count == icd_words_split(icd_view_title(&a->session->view, &record), words, ICD_WORDS_MAX);
	for (size_t i = 0; *same && i < count; i++)
		*same = strcmp(said[i].text, words[i].text) == 0;
	return true;
}

/* Do marks part the code from the first word behind it that says something, as they part it from a label? */
static bool is_labelled(const struct typed *typed, const struct typed_piece *code)
{
	for (const struct typed_piece *piece = code + 1; piece < typed->at + typed->count; piece++) {
		if (strchr("-:|\t\n=>;", piece->mark))
			return true;
		if (says(piece))
			return false;
	}
	return false;
}

static bool only_asks_before(const struct typed *typed, const struct typed_piece *code)
{
	for (const struct typed_piece *piece = typed->at; piece < code; piece++) {
		if (says(piece))
			return false;
	}
	return true;
}

/* A header and the words behind it: the codes below it that fit. Words that ask are words of titles, too ("I15
 * secondary", "K57 without bleeding"), where some code fits with them. */
static bool ask_below(struct asking *a, const struct typed_piece *code, bool *asked)
{
	const struct typed_piece *end = a->typed.at + a->typed.count;
	struct icd_code_lines fit = {0};
	size_t all = 0, say = 0;
	if (!ask(a, "code"))
		return false;
	put_options(a);
	put(a, code->text);
	char **words = a->out->values + a->out->count;
	for (const struct typed_piece *piece = code + 1; piece < end; piece++) {
		say += says(piece);
		if (piece->kind == TYPED_WORD)
			words[all++] = (char *)piece->text;
	}
	if (all && icd_narrow(&a->session->view, a->pool, code->code, words, (int)all, &fit, a->err) == ICD_FAILED)
		return false;
	*asked = say || fit.count;
	if (fit.count == 0) {
		all = 0;
		for (const struct typed_piece *piece = code + 1; piece < end; piece++) {
			if (says(piece))
				words[all++] = (char *)piece->text;
		}
	}
	words[all] = NULL;
	a->out->count += (int)all;
	return true;
}

/* ---- codes ---- */

static bool same_code(const void *codes, uint32_t item, const void *piece)
{
	const struct typed_piece *a = ((const struct typed_piece *const *)codes)[item], *b = piece;
	return a->code[0] ? strcmp(a->code, b->code) == 0 : strcmp(a->text, b->text) == 0;
}

/* The codes of the text, each once; NULL when memory runs out. */
static const struct typed_piece **distinct_codes(struct asking *a, size_t *count)
{
	const struct typed_piece **codes = icd_pool_take(a->pool, a->typed.count + 1, sizeof *codes);
	struct icd_hash known = {0};
	bool ok = codes != NULL;
	*count = 0;
	for (size_t i = 0; ok && i < a->typed.count; i++) {
		const struct typed_piece *piece = &a->typed.at[i];
		uint64_t hash = icd_hash_text(piece->code[0] ? piece->code : piece->text);
		if (!is_code(piece) || icd_hash_find(&known, hash, same_code, codes, piece) != ICD_HASH_NONE)
			continue;
		ok = icd_hash_add(&known, hash, (uint32_t)*count);
		codes[(*count)++] = piece;
	}
	icd_hash_free(&known);
	return ok ? codes : NULL;
}

static const struct {
	enum asks asks;
	const char *command;
} asked[] = {
	{ASKS_COMPARE, "compare"}, {ASKS_HISTORY, "history"}, {ASKS_TREE, "tree"},
	{ASKS_REFS, "refs"},       {ASKS_GUIDE, "guide"},     {ASKS_CLAIM, "claim"},
};

static bool takes_codes(const struct command *command)
{
	return command && (command->takes == TAKES_CODES || command->takes == TAKES_PLACES ||
			   command->takes == TAKES_CLAIM || command->takes == TAKES_GUIDE);
}

/* The command that words among the codes ask for, or that is named before them; else what so many codes are. */
static const char *command_for(const struct asking *a, size_t codes)
{
	bool said = count_of(&a->typed, says) > 0;
	bool two = !a->named || strcmp(a->named->name, "pair") != 0 || codes == 2;
	if (codes > 1 && has_asks(&a->typed, ASKS_COMPARE))
		return "compare";
	if (takes_codes(a->named) && two && !said)
		return a->named->name;
	for (size_t i = 0; !said && i < sizeof asked / sizeof *asked; i++) {
		enum asks asks = asked[i].asks;
		if (asks != ASKS_COMPARE && (asks != ASKS_CLAIM || codes > 1) && has_asks(&a->typed, asks))
			return asked[i].command;
	}
	return codes > 2 ? "claim" : codes == 2 ? "pair" : "code";
}

/* A command, a code, and words that are none: the command is meant, and says what it makes of them. */
static bool is_named_with_code(const struct asking *a)
{
	const char *word = a->named ? a->line->words[first_word(a->line) + 1] : "";
	struct icd_typed_code typed;
	return takes_codes(a->named) && icd_code_parse(word, strlen(word), &typed) && count_of(&a->typed, says) > 0;
}

static bool ask_codes(struct asking *a)
{
	size_t count;
	bool title = false, below = false;
	const struct typed_piece **codes = distinct_codes(a, &count);
	if (!codes)
		return icd_out_of_memory(a->err);
	if (is_named_with_code(a))
		return ask_as_typed(a, a->named->name, first_word(a->line));
	if (count == 1 && codes[0]->below && codes[0]->code[0]) {
		bool label = is_labelled(&a->typed, codes[0]);
		if (!label && !is_title(a, codes[0], &title))
			return false;
		if (!label && !title && only_asks_before(&a->typed, codes[0]) && !ask_below(a, codes[0], &below))
			return false;
		if (below)
			return true;
	}
	if (!ask(a, command_for(a, count)))
		return false;
	put_options(a);
	for (size_t i = 0; i < count; i++)
		put(a, codes[i]->text);
	return true;
}

static bool ask_range(struct asking *a, const struct typed_piece *low)
{
	if (!ask(a, "tree"))
		return false;
	put_options(a);
	if (strlen(low->code) == 3)
		put(a, "--depth=1");
	put(a, icd_pool_print(a->pool, "%s-%s", low->text, low[1].text));
	return true;
}

/* The first date of the text, the day a service began. */
static icd_date date_in(const struct typed *typed)
{
	for (size_t i = 0; i < typed->count; i++) {
		if (typed->at[i].kind == TYPED_DATE)
			return typed->at[i].date;
	}
	return 0;
}

/* ---- no codes ---- */

static bool ask_icd9(struct asking *a)
{
	if (!ask(a, "icd9"))
		return false;
	put_options(a);
	for (size_t i = 0; i < a->typed.count; i++) {
		if (is_icd9(&a->typed.at[i]))
			put(a, a->typed.at[i].text);
	}
	return true;
}

/* "chapter 13", "ch. 13  Diseases of the ..." */
static bool names_chapter(const struct typed *typed, const char **number)
{
	*number = typed->count > 1 ? typed->at[1].text : "";
	return typed->count > 1 && icd_is_chapter_word(typed->at[0].text) && icd_chapter_number(*number) > 0;
}

/* One number of a section and nothing else that says something: "guideline I.C.9.a". */
static const struct typed_piece *names_section(const struct typed *typed)
{
	const struct typed_piece *section = NULL;
	for (size_t i = 0; i < typed->count; i++) {
		const struct typed_piece *piece = &typed->at[i];
		if (piece->kind == TYPED_SECTION && !section)
			section = piece;
		else if (says(piece) && !icd_same_but_case(piece->text, "section"))
			return NULL;
	}
	return section;
}

static bool ask_search(struct asking *a, const struct typed_piece *dropped)
{
	int first = first_word(a->line);
	if (!ask_as_typed(a, "search", -1))
		return false;
	if (dropped)
		a->out->remark =
			icd_pool_print(a->pool, "%s is a code, too; its card: code %s", dropped->text, dropped->text);
	else if (a->named)
		a->out->remark = icd_pool_print(
			a->pool, "searched for \"%s\" as a word; the command: %s -- %s", a->line->words[first],
			a->line->words[first],
			command_join(a->pool, (char **)a->line->words + first + 1, a->line->count - first - 1));
	return true;
}

/* "guidelines for sepsis" */
static bool ask_guide(struct asking *a)
{
	if (!ask(a, "guide"))
		return false;
	put_options(a);
	for (size_t i = 1; i < a->typed.count; i++) {
		if (says(&a->typed.at[i]) || i + 1 == a->typed.count)
			put(a, a->typed.at[i].text);
	}
	return true;
}

static bool ask_without_codes(struct asking *a, const struct typed_piece *dropped)
{
	const char *chapter;
	const struct typed_piece *section = dropped ? NULL : names_section(&a->typed);
	bool place = !dropped && names_chapter(&a->typed, &chapter);
	if (!dropped && count_of(&a->typed, is_icd9))
		return ask_icd9(a);
	if (!place && !section && !dropped && a->typed.count > 1 && a->typed.at[0].kind == TYPED_WORD &&
	    asks_word(a->typed.at[0].text) == ASKS_GUIDE)
		return ask_guide(a);
	if (!place && !section)
		return ask_search(a, dropped);
	if (!ask(a, place ? "tree" : "guide"))
		return false;
	put_options(a);
	if (place)
		put(a, "--depth=1");
	put(a, place ? icd_pool_print(a->pool, "chapter %s", chapter) : section->text);
	return true;
}

/* ---- the line ---- */

/* A code that no release has, and ICD-9-CM had: V58.69, E849.0. */
static enum icd_found is_only_icd9(struct asking *a, const char *word, const char *code)
{
	char old[ICD9_CODE_SIZE];
	struct icd_code_record record;
	if (!icd9_code_parse(word, strlen(word), old))
		return ICD_NOT_FOUND;
	enum icd_found known =
		*code ? icd_store_code(a->session->store, a->pool, code, &record, a->err) : ICD_NOT_FOUND;
	return known == ICD_NOT_FOUND ? icd9_is_code(&a->session->view, old, a->err)
	       : known == ICD_FOUND   ? ICD_NOT_FOUND
				      : known;
}

static enum icd_found is_not_icd9(struct asking *a, const char *word, const char *code)
{
	enum icd_found found = is_only_icd9(a, word, code);
	return found == ICD_FOUND ? ICD_NOT_FOUND : found == ICD_NOT_FOUND ? ICD_FOUND : found;
}

/* Is the argument as a whole a code, or a slip in one? Marks around it are none of it, and words between blanks
 * ("N39.0 uti", "E11.9 I10") are one code only where the book has it. */
static enum icd_found is_argument_code(struct asking *a, const char *word)
{
	struct icd_typed_code typed;
	struct icd_code_record record;
	char letters[ICD_LOOSE_SIZE], category[4];
	struct icd_cell cell;
	bool odd = icd_cell_clean(word, strlen(word), &cell);
	bool foreign = odd && cell.foreign && icd_code_parse(cell.text, cell.length, &typed);
	bool spelled = icd_code_parse(word, strlen(word), &typed), dot = strchr(word, '.') != NULL;
	const char *end = word + strlen(word);
	while (end > word && strchr(" \t", end[-1]))
		end--;
	word += strspn(word, " \t");
	if (spelled && word + strcspn(word, " \t") < end)
		return icd_store_code(a->session->store, a->pool, typed.code, &record, a->err);
	if (!spelled && (odd != foreign || !(dot || foreign) || strpbrk(word, ",;:()[]{}*#=\"' ") ||
			 !icd_code_read_loosely(word, letters)))
		return ICD_NOT_FOUND;
	snprintf(category, sizeof category, "%.3s", spelled ? typed.code : letters);
	enum icd_found found = icd_store_code(a->session->store, a->pool, category, &record, a->err);
	if (found == ICD_NOT_FOUND && spelled && dot)
		found = ICD_FOUND;
	return found == ICD_FOUND && dot ? is_not_icd9(a, word, spelled ? typed.code : "") : found;
}

/* Arguments that are codes, all of them, are these, whatever else could be read in them. */
static bool all_codes(struct asking *a, bool *all)
{
	int count = 0;
	*all = true;
	for (int i = 0; i < a->line->count && *all; i++) {
		const char *word = a->line->words[i];
		if (is_option(word))
			continue;
		enum icd_found found = is_argument_code(a, word);
		if (found == ICD_FAILED)
			return false;
		*all = found == ICD_FOUND;
		count++;
	}
	/* A line of its own for each is a list of codes that belong together. */
	*all &= count > 0 && !(count > 1 && a->line->text && strchr(a->line->text, '\n'));
	return true;
}

/* A name with a dot or a slash, which few words have and all but few files: is it a file or folder that is there? */
static enum icd_found is_file(struct asking *a, const char *word)
{
	bool like = strpbrk(word, "./") && word[strspn(word, "./")];
	return like ? command_names_file(a->session, word, a->err) : ICD_NOT_FOUND;
}

/* Files and folders and nothing else: the codes in them are looked at. */
static bool ask_files(struct asking *a, bool *files)
{
	int count = 0;
	const char *first = "";
	*files = true;
	for (int i = 0; i < a->line->count && *files; i++) {
		const char *word = a->line->words[i];
		if (is_option(word))
			continue;
		enum icd_found found = is_file(a, word);
		if (found == ICD_FAILED)
			return false;
		*files = found == ICD_FOUND;
		first = count++ ? first : word;
	}
	*files &= count > 0;
	if (!*files)
		return true;
	a->out->remark = icd_pool_print(
		a->pool,
		"%s is a file or folder: the codes in it, as scan sees them; check takes lists and tables of codes",
		first);
	return ask_as_typed(a, "scan", -1);
}

/* The text to look for codes in: the line itself, else its words; options are none of it. */
static const char *text_of(struct asking *a)
{
	size_t count = 0;
	const char **words = icd_pool_take(a->pool, (size_t)a->line->count, sizeof *words);
	for (int i = 0; words && i < a->line->count; i++) {
		if (!is_option(a->line->words[i]))
			words[count++] = a->line->words[i];
	}
	bool options = count < (size_t)a->line->count;
	return a->line->text && !options ? a->line->text : icd_pool_joined(a->pool, " ", words, count);
}

/* Reads the text; the name of a command in it says nothing about its codes. */
static bool read_pieces(struct asking *a, const struct command *named)
{
	if (!typed_read(a->session->store, a->pool, text_of(a), &a->typed, a->err))
		return false;
	if (named && a->typed.count && says(&a->typed.at[0]))
		a->typed.at[0].text = "";
	return true;
}

/* Numbers that are codes of ICD-9-CM are these, and what only they have: V58.69, E849.0; other numbers are words. Behind
 * "ICD-9" they need no dot. */
static bool settle_icd9(struct asking *a)
{
	bool named = false;
	for (size_t i = 0; i < a->typed.count; i++) {
		struct typed_piece *piece = &a->typed.at[i];
		char code[ICD9_CODE_SIZE];
		bool tens = i > 0 && strcmp(piece->text, "9") == 0 && icd_same_but_case(piece[-1].text, "icd");
		named |= tens || icd_same_but_case(piece->text, "icd9");
		bool may = piece->kind == TYPED_ICD9 || (is_code(piece) && !piece->known && piece->dotted) ||
			   (named && piece->kind == TYPED_WORD && !tens);
		bool spelled = may && icd9_code_parse(piece->text, strlen(piece->text), code);
		enum icd_found found = spelled ? icd9_is_code(&a->session->view, code, a->err) : ICD_NOT_FOUND;
		if (found == ICD_FAILED)
			return false;
		if (found == ICD_FOUND)
			piece->kind = TYPED_ICD9;
		else if (piece->kind == TYPED_ICD9)
			piece->kind = TYPED_WORD;
	}
	return true;
}

/* The path of a web address names what is above a code, too. */
static void keep_last_code(struct typed *typed)
{
	bool last = true;
	for (size_t i = typed->count; i-- > 0;) {
		struct typed_piece *piece = &typed->at[i];
		if (is_code(piece) && !last)
			piece->kind = TYPED_WORD;
		last &= !is_code(piece);
		piece->to_next = false;
	}
}

/* Letter and four digits, without a dot and in no release: the form of a procedure of HCPCS. */
static bool is_like_hcpcs(const struct typed_piece *piece)
{
	return is_code(piece) && !piece->known && !piece->dotted && strlen(piece->text) == 5 &&
	       strspn(piece->text + 1, "0123456789") == 4;
}

/* Who writes the dot of one code writes it in all: what has the form of a procedure beside such a code is one. */
static void drop_procedures(struct asking *a)
{
	bool dotted = false;
	for (size_t i = 0; i < a->typed.count; i++)
		dotted |= is_code(&a->typed.at[i]) && a->typed.at[i].known && a->typed.at[i].dotted;
	for (size_t i = 0; dotted && i < a->typed.count; i++) {
		struct typed_piece *piece = &a->typed.at[i];
		if (!is_like_hcpcs(piece))
			continue;
		a->out->remark = icd_pool_print(
			a->pool, "%s is left out: no release has it, and procedures of HCPCS are spelled so",
			piece->text);
		piece->kind = TYPED_WORD;
		piece->to_next = false;
		piece->text = "";
	}
}

static bool read_text(struct asking *a)
{
	const struct typed_piece *dropped = NULL;
	if (!read_pieces(a, a->named) || !settle_icd9(a) || !drop_doubtful(a, &dropped))
		return false;
	if (count_of(&a->typed, is_code) == 0)
		return ask_without_codes(a, dropped);
	if (strstr(a->typed.text, "://"))
		keep_last_code(&a->typed);
	drop_procedures(a);
	char on[ICD_DATE_SIZE];
	a->out->on = date_in(&a->typed);
	if (a->out->on)
		a->out->remark =
			icd_pool_print(a->pool, "as of %s, which stands in the line", icd_date_format(a->out->on, on));
	for (size_t i = 0; i < a->typed.count; i++) {
		if (a->typed.at[i].to_next)
			return ask_range(a, &a->typed.at[i]);
	}
	return ask_codes(a);
}

/* Are the arguments of a command codes with marks or such words among them: "compare M54.50 and M54.59"? */
static bool codes_among(struct asking *a, const struct command *command, bool *among)
{
	struct icd_typed_code low, high;
	bool plain = true;
	for (int i = 1; i < a->line->count; i++) {
		enum icd_found found = is_argument_code(a, a->line->words[i]);
		enum icd_found file = is_file(a, a->line->words[i]);
		if (found == ICD_FAILED || file == ICD_FAILED)
			return false;
		if (is_option(a->line->words[i]) || file == ICD_FOUND)
			return true;
		plain &= found == ICD_FOUND || icd_code_range_parse(a->line->words[i], &low, &high);
	}
	if (plain || !read_pieces(a, command))
		return plain;
	size_t codes = count_of(&a->typed, is_code), said = count_of(&a->typed, says);
	bool range = false;
	for (size_t i = 0; i < a->typed.count; i++)
		range |= a->typed.at[i].to_next;
	bool any_words = strcmp(command->name, "code") == 0;
	*among = codes > 0 && (said == 0 || any_words) && !range && command->takes != TAKES_GUIDE;
	return true;
}

static bool read_line(struct asking *a)
{
	const struct typed_line *line = a->line;
	int first = first_word(line);
	bool codes;
	if (line->count == 0)
		return ask(a, "shell");
	const struct command *command = first < line->count ? command_find(a->session, line->words[first]) : NULL;
	if (command && first == 0) {
		bool among = false;
		if (!commands_are_meant(a->session) && takes_codes(command) && !codes_among(a, command, &among))
			return false;
		enum fit fit =
			among ? FIT_WORDS : command_fit(a->session, command, line->words + 1, line->count - 1, a->err);
		if (fit == FIT_FAILED)
			return false;
		a->named = fit == FIT_WORDS ? command : NULL;
	}
	if (command && !a->named)
		return ask_as_typed(a, command->name, first);
	/* "-": codes from the standard input. */
	if (first == line->count ||
	    (!a->session->shell && first + 1 == line->count && strcmp(line->words[first], "-") == 0))
		return ask_as_typed(a, "code", -1);
	bool files;
	if (!ask_files(a, &files))
		return false;
	if (files)
		return true;
	if (!all_codes(a, &codes))
		return false;
	return codes ? ask_as_typed(a, "code", -1) : read_text(a);
}

bool question_read(struct session *session, struct icd_pool *pool, const struct typed_line *line, struct question *out,
		   struct icd_error *err)
{
	struct asking a = {.session = session, .pool = pool, .line = line, .out = out, .err = err};
	*out = (struct question){.command = NULL};
	bool ok = read_line(&a);
	return ok && (!pool->failed || icd_out_of_memory(err));
}
