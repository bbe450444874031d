/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fits.h"

#include "words/words.h"
#include "guideline/guideline.h"
#include "icd9/icd9.h"
#include "index/index.h"
#include "lists/lists.h"
#include "search/search.h"

#include <string.h>
#include <unistd.h>

struct fitting {
	struct session *session;
	const struct command *command;
	char *const *arguments;
	int count;
	struct icd_pool pool;
	struct icd_error *err;
};

/* ---- words ---- */

static bool search(struct fitting *f, const char *query, struct icd_search_result *result)
{
	const struct icd_search_options options = {.limit = 1, .finished = true};
	struct icd_searcher *searcher = session_searcher(f->session, f->err);
	return searcher && icd_search(searcher, &f->session->view, query, &options, &f->pool, result, f->err);
}

static bool is_number(const char *word)
{
	return word[strspn(word, "0123456789")] == '\0';
}

/* Does the book, or every sentence, have the word? What it does not have is a mistyped argument rather. */
static enum icd_found book_has(struct fitting *f, const char *typed)
{
	struct icd_word words[ICD_WORDS_MAX];
	struct icd_search_result result;
	size_t count = icd_words_split(typed, words, ICD_WORDS_MAX);
	if (count == 0 || (count == 1 && words[0].flags & ICD_WORD_STOP) || icd_is_digit(typed[0]))
		return ICD_FOUND;
	if (!search(f, typed, &result))
		return ICD_FAILED;
	return result.total && result.reading_count == 0 ? ICD_FOUND : ICD_NOT_FOUND;
}

static bool has_digit(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

/* A code, or what is meant as one; a number of the list that a shell showed. */
static bool like_code(const struct fitting *f, const char *word)
{
	struct icd_typed_code typed;
	char start[ICD_CODE_SIZE];
	size_t length = strlen(word);
	bool number = is_number(word);
	return strcmp(word, "-") == 0 || strcmp(word, ".") == 0 || icd_code_parse(word, length, &typed) ||
	       icd_code_start(word, length, start) || (number && f->session->shown) ||
	       (has_digit(word) && !number && icd_is_letter(word[0]) && !strpbrk(word, ",;/&()|"));
}

/* Is one of the arguments a word that is in no text at all? Asked first, since it is told at once. */
static enum icd_found has_unknown(struct fitting *f)
{
	struct icd_searcher *searcher = session_searcher(f->session, f->err);
	bool knows = true;
	for (int i = 0; i < f->count && knows && searcher; i++) {
		const char *typed = f->arguments[i];
		struct icd_word words[2];
		size_t count = icd_words_split(typed, words, 2);
		if (count != 1 || words[0].flags & ICD_WORD_STOP || icd_is_digit(typed[0]) || like_code(f, typed))
			continue;
		if (!icd_search_knows(searcher, words[0].text, &knows, f->err))
			return ICD_FAILED;
	}
	return !searcher ? ICD_FAILED : knows ? ICD_NOT_FOUND : ICD_FOUND;
}

/* Words of the book all of them, the command's name too, are a search, where it finds something; so are codes among
 * words. */
static enum fit words_or_command(struct fitting *f)
{
	struct icd_search_result result;
	bool numbers = true;
	enum icd_found unknown = has_unknown(f);
	if (unknown != ICD_NOT_FOUND)
		return unknown == ICD_FAILED ? FIT_FAILED : FIT_COMMAND;
	enum icd_found known = book_has(f, f->command->name);
	if (known != ICD_FOUND)
		return known == ICD_FAILED ? FIT_FAILED : FIT_COMMAND;
	for (int i = 0; i < f->count; i++) {
		enum icd_found found = book_has(f, f->arguments[i]);
		if (found != ICD_FOUND)
			return found == ICD_FAILED ? FIT_FAILED : FIT_COMMAND;
		numbers &= is_number(f->arguments[i]);
	}
	const char *query = icd_pool_print(&f->pool, "%s %s", f->command->name,
					   command_join(&f->pool, (char **)f->arguments, f->count));
	if (numbers)
		return FIT_COMMAND;
	return !search(f, query, &result) ? FIT_FAILED : result.total ? FIT_WORDS : FIT_COMMAND;
}

/* Has one text that is found first all these words and the command's name: "Check-up, see Examination"? */
static enum fit whole_or_command(struct fitting *f)
{
	struct icd_search_result result;
	const char *query = icd_pool_print(&f->pool, "%s %s", f->command->name,
					   command_join(&f->pool, (char **)f->arguments, f->count));
	struct icd_word asked[ICD_WORDS_MAX], has[ICD_WORDS_MAX];
	enum icd_found unknown = has_unknown(f);
	if (unknown != ICD_NOT_FOUND)
		return unknown == ICD_FAILED ? FIT_FAILED : FIT_COMMAND;
	if (!search(f, query, &result))
		return FIT_FAILED;
	size_t count = icd_words_split(query, asked, ICD_WORDS_MAX), all = 0;
	size_t found = result.count ? icd_words_split(result.hits[0].matched, has, ICD_WORDS_MAX) : 0;
	for (size_t i = 0; i < count; i++) {
		bool in = false;
		for (size_t j = 0; j < found; j++)
			in |= strcmp(asked[i].text, has[j].text) == 0;
		all += in;
	}
	return count && all == count ? FIT_WORDS : FIT_COMMAND;
}

/* ---- codes, places, files ---- */

/* "724.2": the command for codes says of these, too, what they are. */
static bool is_dotted_icd9(const struct fitting *f, const char *word)
{
	char code[ICD9_CODE_SIZE];
	return strcmp(f->command->name, "code") == 0 && strchr(word, '.') && icd9_code_parse(word, strlen(word), code);
}

static enum fit fits_codes(struct fitting *f)
{
	bool all = true;
	for (int i = 0; i < f->count; i++)
		all &= like_code(f, f->arguments[i]) || is_dotted_icd9(f, f->arguments[i]);
	return all ? FIT_COMMAND : words_or_command(f);
}

/* The first one is a code, or the start of some; the rest is free. */
static enum fit fits_code_first(struct fitting *f)
{
	return f->count == 0 || like_code(f, f->arguments[0]) ? FIT_COMMAND : words_or_command(f);
}

/* A code first, or words, unless they and the name of the command are found in one text: "narrow angle glaucoma". */
static enum fit fits_family(struct fitting *f)
{
	struct icd_search_result result;
	char *const name[] = {(char *)f->command->name};
	if (f->count == 0 || like_code(f, f->arguments[0]))
		return FIT_COMMAND;
	const char *query = icd_pool_print(&f->pool, "%s %s", f->command->name,
					   command_join(&f->pool, (char **)f->arguments, f->count));
	if (!search(f, query, &result))
		return FIT_FAILED;
	return result.count && icd_title_has_words(result.hits[0].matched, name, 1) &&
			       icd_title_has_words(result.hits[0].matched, f->arguments, f->count)
		       ? FIT_WORDS
		       : FIT_COMMAND;
}

/* Codes, ranges, chapters by number, "all". */
static enum fit fits_places(struct fitting *f)
{
	bool all = true;
	for (int i = 0; i < f->count; i++) {
		const char *word = f->arguments[i];
		struct icd_typed_code low, high;
		bool chapter = icd_is_chapter_word(word) && i + 1 < f->count && icd_chapter_number(f->arguments[i + 1]);
		all &= chapter || like_code(f, word) || strcmp(word, "all") == 0 || icd_chapter_number(word) ||
		       icd_code_range_parse(word, &low, &high);
	}
	return all ? FIT_COMMAND : words_or_command(f);
}

/* Is it spelled like the name of a file, or is one there? */
static bool like_file(const char *word)
{
	struct icd_typed_code typed;
	bool code = icd_code_parse(word, strlen(word), &typed);
	return strcmp(word, "-") == 0 || access(word, F_OK) == 0 || (!code && strpbrk(word, "./\\~*"));
}

static enum fit fits_files(struct fitting *f)
{
	bool any = false;
	for (int i = 0; i < f->count; i++)
		any |= like_file(f->arguments[i]);
	if (any || (f->count == 1 && like_code(f, f->arguments[0])))
		return any ? FIT_COMMAND : words_or_command(f);
	/* One word may well be a file that is not there; several are hardly all. */
	return f->count == 1 ? whole_or_command(f) : words_or_command(f);
}

/* Codes, or files of claims. Several words without any are no claim, whether the book has all of them or not. */
static enum fit fits_claim(struct fitting *f)
{
	bool all = true, any = false;
	for (int i = 0; i < f->count; i++) {
		bool like = like_code(f, f->arguments[i]) || like_file(f->arguments[i]);
		all &= like;
		any |= like;
	}
	return all ? FIT_COMMAND : !any && f->count > 1 ? FIT_WORDS : words_or_command(f);
}

/* What to do with lists and these, by file or by name; a single word behind it may be mistyped. */
static enum fit fits_lists(struct fitting *f)
{
	static const char *const doings[] = {"expand", "diff", "check", "find"};
	bool known = f->count == 0, any = f->count < 3;
	icd_date date;
	for (size_t i = 0; f->count && i < sizeof doings / sizeof *doings; i++)
		known |= strcmp(f->arguments[0], doings[i]) == 0;
	/* Lists alone are expanded; what stands before one is mistyped. */
	for (int i = 0; i < f->count && i < 2; i++)
		known |= icd_code_list_exists(f->arguments[i]);
	for (int i = 1; i < f->count; i++)
		any |= like_code(f, f->arguments[i]) || like_file(f->arguments[i]) ||
		       icd_date_read(f->arguments[i], &date) || icd_code_list_exists(f->arguments[i]);
	return known && any ? FIT_COMMAND : FIT_WORDS;
}

/* ---- what is looked up ---- */

static enum icd_index_kind kind_of(const struct command *command)
{
	for (enum icd_index_kind kind = ICD_INDEX_CAUSE; kind < ICD_INDEXES; kind++) {
		if (strcmp(icd_index_names[kind], command->name) == 0)
			return kind;
	}
	return ICD_INDEX_ALPHABETIC;
}

/* A term of the index. Where it has all but one of the words that one is mistyped, unless it is what the others are
 * about. */
static enum fit fits_terms(struct fitting *f)
{
	const struct terms *terms;
	struct icd_word first[2];
	const char *query = command_join(&f->pool, (char **)f->arguments, f->count);
	enum icd_found found = session_terms(f->session, kind_of(f->command), query, &terms, f->err);
	if (found == ICD_FAILED)
		return FIT_FAILED;
	bool sentence = f->count && icd_words_split(f->arguments[0], first, 2) == 1 && first[0].flags & ICD_WORD_STOP;
	const struct icd_index_hits *hits = &terms->hits;
	if (found == ICD_NOT_FOUND || f->count == 0 || (hits->count && (!hits->left_out || !sentence)))
		return FIT_COMMAND;
	return words_or_command(f);
}

/* A section, a code, or words that the guidelines have. */
static enum fit fits_guide(struct fitting *f)
{
	struct icd_guidelines guidelines;
	struct icd_guideline_hits hits = {0};
	char number[ICD_GUIDELINE_SIZE];
	const char *words = command_join(&f->pool, (char **)f->arguments, f->count);
	int edition = icd_guidelines_on(f->session->view.about, f->session->view.on);
	if (f->count == 0 || edition < 0 || like_code(f, f->arguments[0]) || icd_guideline_read(words, number))
		return FIT_COMMAND;
	if (!icd_guidelines_read(f->session->store, &f->pool, (uint16_t)edition, &guidelines, f->err) ||
	    !icd_guideline_search(f->session->store, &f->pool, &guidelines, words, &hits, f->err))
		return FIT_FAILED;
	return hits.count ? FIT_COMMAND : words_or_command(f);
}

/* ---- dates ---- */

static bool is_month(const char *word)
{
	char first[32];
	icd_date date;
	snprintf(first, sizeof first, "%.20s 2000", word);
	return icd_date_read(first, &date);
}

/* Dates and places; words like "from" may stand before them. */
static enum fit fits_dates(struct fitting *f)
{
	static const char *const before[] = {"from", "since", "to", "until", "between", "bookmarks", "chapter", "ch."};
	for (size_t i = 0; f->count && i < sizeof before / sizeof *before; i++) {
		if (icd_same_but_case(f->arguments[0], before[i]))
			return FIT_COMMAND;
	}
	bool one_letter = f->count == 1 && strlen(f->arguments[0]) == 1;
	return f->count == 0 || one_letter || has_digit(f->arguments[0]) || is_month(f->arguments[0])
		       ? FIT_COMMAND
		       : words_or_command(f);
}

/* One date, as it is typed; a number with a mark in it is a mistyped one. */
static enum fit fits_date(struct fitting *f)
{
	icd_date date;
	const char *text = command_join(&f->pool, (char **)f->arguments, f->count);
	bool like = has_digit(text) && (strpbrk(text, "/-") || is_month(f->arguments[0]));
	return f->count == 0 || strcmp(text, "today") == 0 || icd_date_read(text, &date) || like ? FIT_COMMAND
												 : words_or_command(f);
}

/* ---- words of a command's own ---- */

/* One of the words that the row of the command names in capitals or small letters: "[nodot] [line|table]". */
static enum fit fits_named(struct fitting *f)
{
	bool all = true;
	for (int i = 0; i < f->count; i++) {
		const char *named = f->command->arguments, *at = strstr(named, f->arguments[i]);
		char before = at && at > named ? at[-1] : ' ', after = at ? at[strlen(f->arguments[i])] : 'x';
		all &= *f->arguments[i] && !icd_is_letter(before) && !icd_is_letter(after);
	}
	return all ? FIT_COMMAND : words_or_command(f);
}

static enum fit fits_nothing(struct fitting *f)
{
	return words_or_command(f);
}

static enum fit fits_command_name(struct fitting *f)
{
	return f->count == 0 || (f->count == 1 && command_find(f->session, f->arguments[0])) ? FIT_COMMAND
											     : words_or_command(f);
}

enum fit command_fit(struct session *session, const struct command *command, char *const *arguments, int count,
		     struct icd_error *err)
{
	static enum fit (*const fits[])(struct fitting * f) = {
		[TAKES_CODES] = fits_codes,     [TAKES_CODE_FIRST] = fits_code_first,
		[TAKES_FAMILY] = fits_family,   [TAKES_PLACES] = fits_places,
		[TAKES_FILES] = fits_files,     [TAKES_CLAIM] = fits_claim,
		[TAKES_LISTS] = fits_lists,     [TAKES_TERMS] = fits_terms,
		[TAKES_GUIDE] = fits_guide,     [TAKES_DATES] = fits_dates,
		[TAKES_DATE] = fits_date,       [TAKES_NAMED] = fits_named,
		[TAKES_NOTHING] = fits_nothing, [TAKES_COMMAND] = fits_command_name,
	};
	struct fitting f = {.session = session, .command = command, .arguments = arguments, .count = count, .err = err};
	bool meant = commands_are_meant(session) || !fits[command->takes];
	for (int i = 0; i < count; i++)
		meant |= arguments[i][0] == '-' && arguments[i][1];
	enum fit fit = meant ? FIT_COMMAND : fits[command->takes](&f);
	if (f.pool.failed && fit != FIT_FAILED) {
		icd_out_of_memory(err);
		fit = FIT_FAILED;
	}
	icd_pool_free(&f.pool);
	return fit;
}
