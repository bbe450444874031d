/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "words.h"

#include "base/base.h"
#include "memory/memory.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- tables ---- */

/* A table for each list of data/words.tsv: stop_words, denials, denial_ends and on. */
#include "words.inc"

/*
 * The words of data/word_weights.tsv by their stems, each as many times as the table has words of it, and the
 * fingerprint of all words (icd_stemmer_fingerprint): worked out when the program is made, by data/stems.c, which
 * includes this file for that.
 */
#define STEM_SIZE 24
struct stem_weight {
	char stem[STEM_SIZE], word[STEM_SIZE];
	struct icd_word_weight weight;
};
#ifdef ICD_MAKE_STEMS
static struct stem_weight stem_weights[UINT8_MAX];
static size_t stem_weight_count;
static const uint64_t stems_fingerprint = 0;
#else
#include "stems.inc"
static const size_t stem_weight_count = sizeof stem_weights / sizeof *stem_weights;
#endif

/* The number of a letter or digit in the tables of a list. */
static unsigned number_of(char character)
{
	return icd_is_digit(character) ? 26u + (unsigned)(character - '0') : (unsigned)(character - 'a');
}

/* As word_lists.awk has it. */
static uint32_t second_bit(const char *word, size_t length)
{
	char second = length > 1 ? icd_lower(word[1]) : '\0';
	if (length < 2)
		return 1;
	if (!icd_is_letter_or_digit(second))
		return 1u << 28;
	return icd_is_digit(second) ? 1u << 27 : 2u << number_of(second);
}

const struct icd_word_row *icd_word_find(const struct icd_word_list *list, const char *word, size_t length)
{
	char first = length ? icd_lower(*word) : '\0';
	if (!icd_is_letter_or_digit(first) || !(list->seconds[number_of(first)] & second_bit(word, length)))
		return NULL;
	for (unsigned i = list->first[number_of(first)]; i; i = list->at[i - 1].next) {
		const char *listed = list->at[i - 1].word;
		size_t same = 1;
		while (same < length && listed[same] == icd_lower(word[same]))
			same++;
		if (same == length && !listed[same])
			return &list->at[i - 1];
	}
	return NULL;
}

/* How a folded word begins, by which most lists are known not to have it. */
struct start {
	unsigned first;  /* number of its first letter or digit; STARTS: it begins with neither */
	uint32_t second; /* bit of its second one */
};
#define STARTS (sizeof ordinals.seconds / sizeof *ordinals.seconds)

static struct start start_of(const char *word)
{
	char first = icd_lower(*word);
	if (!icd_is_letter_or_digit(first))
		return (struct start){STARTS, 0};
	return (struct start){number_of(first), second_bit(word, word[1] ? 2 : 1)};
}

static inline const struct icd_word_row *find_started(const struct icd_word_list *list, const char *word,
						      struct start start)
{
	bool may = start.first < STARTS && (list->seconds[start.first] & start.second);
	return may ? icd_word_find(list, word, strlen(word)) : NULL;
}

static const struct icd_word_row *find(const struct icd_word_list *list, const char *word)
{
	return find_started(list, word, start_of(word));
}

/* A denied word says next to nothing in a text, where most of them are: "without complications". */
static const struct icd_word_weight denied_weight = {6, 30};

/* ---- splitting ---- */

struct splitter {
	const char *at;
	struct icd_word *out;
	size_t count, max;
	unsigned depth; /* of parentheses */
	bool opens;
	unsigned denied; /* after a denial: depth + 1 where it stands; 0: not */
	unsigned since;  /* words after it */
	bool deny_one;   /* it reaches no farther than one word */
	bool hyphen;     /* a hyphen joins the word to the one before it */
	size_t chain;    /* words so joined, with the last one */
};

/* The character at `at` folded, as UTF-8; its length there. 0: no letter or digit. */
static size_t fold_character(const char *at, char folded[16], size_t *taken)
{
	utf8proc_int32_t character;
	unsigned char byte = (unsigned char)*at;
	if (byte < 0x80) {
		*taken = 1;
		folded[0] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
		return (byte >= '0' && byte <= '9') || (folded[0] >= 'a' && folded[0] <= 'z');
	}
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &character);
	if (length <= 0) {
		*taken = 1;
		return 0;
	}
	*taken = (size_t)length;
	utf8proc_int32_t parts[8];
	int bound = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(
		character, parts, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
		&bound);
	size_t size = 0;
	for (utf8proc_ssize_t i = 0; i < count && i < 8 && size <= 12; i++) {
		utf8proc_category_t kind = utf8proc_category(parts[i]);
		if (kind <= UTF8PROC_CATEGORY_LO || kind == UTF8PROC_CATEGORY_ND)
			size += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)folded + size);
	}
	return size;
}

/* How long what belongs to the letter before it is: an accent that stands by itself, as some systems write names of
 * files and what is copied from them, or a soft hyphen. 0: there is none. */
static size_t mark_at(const char *at)
{
	utf8proc_int32_t character;
	if (!(*at & 0x80))
		return 0;
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &character);
	utf8proc_category_t kind = length > 0 ? utf8proc_category(character) : UTF8PROC_CATEGORY_CN;
	bool mark = kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
	return length > 0 && (mark || character == 0xad) ? (size_t)length : 0;
}

/* The apostrophes people and files use. */
static size_t apostrophe_at(const char *at)
{
	if (*at == '\'' || *at == '`')
		return 1;
	if (strncmp(at, "\xe2\x80\x99", 3) == 0 || strncmp(at, "\xe2\x80\x98", 3) == 0)
		return 3;
	return strncmp(at, "\xc2\xb4", 2) == 0 ? 2 : 0;
}

/* Is it a character of ASCII, or the end of the text, that ends a word? */
static bool is_plain_end(char character)
{
	return !(character & 0x80) && character != '\'' && character != '`' && !icd_is_letter_or_digit(character);
}

/* Reads the letters and digits at the place; false when there are none. */
static bool take_word(struct splitter *s, struct icd_word *word, bool *capital)
{
	size_t size = 0, taken, length;
	char folded[16];
	*capital = *s->at >= 'A' && *s->at <= 'Z';
	for (;;) {
		for (; icd_is_letter_or_digit(*s->at); s->at++) {
			if (size + 1 < ICD_WORD_SIZE)
				word->text[size++] = icd_lower(*s->at);
		}
		if (is_plain_end(*s->at))
			break;
		size_t passed = size ? apostrophe_at(s->at) + mark_at(s->at) : 0;
		if (passed) {
			s->at += passed;
			continue;
		}
		if ((length = fold_character(s->at, folded, &taken)) == 0)
			break;
		if (size + length < ICD_WORD_SIZE) {
			memcpy(word->text + size, folded, length);
			size += length;
		}
		s->at += taken;
	}
	word->text[size] = '\0';
	return size > 0;
}

static void fold_numeral(const struct splitter *s, struct icd_word *word, struct start start)
{
	const struct icd_word_row *row = find_started(&ordinals, word->text, start);
	if (!row && (row = find_started(&numerals, word->text, start)) != NULL && !word->text[1] &&
	    !(s->count && find(&counted, s->out[s->count - 1].text)))
		return;
	if (row)
		strcpy(word->text, row->form);
}

static void add_word(struct splitter *s, const struct icd_word *word)
{
	if (s->count < s->max)
		s->out[s->count++] = *word;
}

/* Two words that a hyphen joins also stand as one, before them. */
static void add_joined(struct splitter *s, const struct icd_word *second)
{
	struct icd_word joined = s->out[s->count - 1];
	size_t first_size = strlen(joined.text), second_size = strlen(second->text);
	bool figures = joined.text[0] <= '9' && second->text[0] <= '9';
	if (first_size + second_size >= ICD_WORD_SIZE || figures || s->count + 2 > s->max)
		return;
	memcpy(joined.text + first_size, second->text, second_size + 1);
	joined.flags = (uint8_t)((joined.flags & ~ICD_WORD_STOP) | ICD_WORD_JOINED);
	s->out[s->count] = s->out[s->count - 1];
	s->out[s->count - 1] = joined;
	s->count++;
}

/* Does a hyphen with a letter or digit after it stand here? */
static bool at_hyphen(const char *at)
{
	char folded[16];
	size_t taken;
	return at[0] == '-' && at[1] && fold_character(at + 1, folded, &taken) > 0;
}

static bool is_article(const struct splitter *s, const struct icd_word *word, bool capital)
{
	return !capital && strcmp(word->text, "a") == 0 && *s->at == ' ' &&
	       !(s->count && find(&lettered, s->out[s->count - 1].text));
}

/* "w/o" */
static void read_without(struct splitter *s, struct icd_word *word)
{
	if (strcmp(word->text, "w") != 0 || s->at[0] != '/' || icd_lower(s->at[1]) != 'o' ||
	    icd_is_letter_or_digit(s->at[2]))
		return;
	strcpy(word->text, "without");
	s->at += 2;
}

static const char *word_before(const struct splitter *s, size_t steps)
{
	return s->count >= steps ? s->out[s->count - steps].text : "";
}

static bool ends_denial(const struct splitter *s, const struct icd_word *word, struct start start)
{
	if (s->deny_one)
		return s->since > 0;
	return s->since > 0 && find_started(&denial_ends, word->text, start) && !find(&carriers, word_before(s, 1));
}

/* Is the word denied, and does it deny what comes after it? */
static void read_denial(struct splitter *s, struct icd_word *word, struct start start)
{
	const struct icd_word_row *denial = find_started(&denials, word->text, start);
	if (s->denied && ends_denial(s, word, start))
		s->denied = 0;
	if (s->denied)
		word->flags |= ICD_WORD_DENIED;
	s->since++;
	if (!denial || (strcmp(word_before(s, 1), "or") == 0 && strcmp(word_before(s, 2), "with") == 0))
		return;
	word->flags |= ICD_WORD_DENIES;
	s->denied = s->depth + 1;
	s->since = 0;
	s->deny_one = denial->form[0] != '\0';
}

static void split_word(struct splitter *s, bool glued)
{
	struct icd_word word = {.flags = 0};
	bool capital;
	if (!take_word(s, &word, &capital))
		return;
	read_without(s, &word);
	/* "vertebra(e)", "Pain(s)" */
	if (glued && s->depth && !word.text[1] && *s->at == ')')
		return;
	fold_numeral(s, &word, start_of(word.text));
	struct start start = start_of(word.text);
	if (find_started(&stop_words, word.text, start) || is_article(s, &word, capital))
		word.flags |= ICD_WORD_STOP;
	if (s->depth)
		word.flags |= ICD_WORD_OPTIONAL;
	if (s->opens)
		word.flags |= ICD_WORD_OPENS;
	read_denial(s, &word, start);
	s->opens = false;
	s->chain = s->hyphen ? s->chain + 1 : 1;
	s->hyphen = at_hyphen(s->at);
	if (s->chain == 2 && !s->hyphen && s->count)
		add_joined(s, &word);
	add_word(s, &word);
}

static void split_mark(struct splitter *s)
{
	switch (*s->at) {
	case '(':
	case '[':
		s->depth++;
		break;
	case ')':
	case ']':
		s->depth -= s->depth > 0;
		if (s->denied > s->depth + 1)
			s->denied = 0;
		break;
	case ',':
	case ';':
	case ':':
		s->opens = true;
		s->denied = 0;
		break;
	}
	if (*s->at != '-')
		s->hyphen = false;
	s->at++;
}

size_t icd_words_split(const char *text, struct icd_word *out, size_t max)
{
	struct splitter s = {.at = text, .out = out, .max = max, .opens = true};
	while (*s.at) {
		char folded[16];
		size_t taken = 1;
		bool glued = s.at > text + 1 && s.at[-1] == '(' && s.at[-2] != ' ';
		if (!is_plain_end(*s.at) && fold_character(s.at, folded, &taken))
			split_word(&s, glued);
		else if (taken > 1)
			s.at += taken;
		else
			split_mark(&s);
	}
	return s.count;
}

/* ---- stems and weights ---- */

struct icd_stemmer {
	struct sb_stemmer *english;
	bool failed;
};

struct icd_stemmer *icd_stemmer_new(void)
{
	struct icd_stemmer *stemmer = calloc(1, sizeof *stemmer);
	if (!stemmer || !(stemmer->english = sb_stemmer_new("english", NULL))) {
		free(stemmer);
		return NULL;
	}
	return stemmer;
}

bool icd_stemmer_failed(struct icd_stemmer *stemmer)
{
	bool failed = stemmer->failed;
	stemmer->failed = false;
	return failed;
}

void icd_stemmer_free(struct icd_stemmer *stemmer)
{
	if (!stemmer)
		return;
	sb_stemmer_delete(stemmer->english);
	free(stemmer);
}

static bool ends_in(const char *word, size_t length, const char *end)
{
	size_t size = strlen(end);
	return length >= size && memcmp(word + length - size, end, size) == 0;
}

/* Plurals of Latin and Greek words, for which the English stemmer has no rule. */
static void to_singular(char *word, size_t length)
{
	if (length >= 7 && ends_in(word, length, "mata"))
		length -= 2;
	else if (length >= 5 && ends_in(word, length, "ae"))
		length -= 1;
	else if (length >= 5 && word[length - 1] == 'i' && !strchr("aeiou", word[length - 2]) &&
		 length + 1 < ICD_WORD_SIZE) {
		word[length - 1] = 'u';
		word[length++] = 's';
	}
	word[length] = '\0';
}

/* "tonsillitis" must not become the stem of "tonsil": an inflammation keeps its "it". */
static bool is_inflammation(char *word, size_t length)
{
	static const char *const ends[] = {"itis", "itic", "itides"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (length >= 7 && ends_in(word, length, ends[i])) {
			word[length - strlen(ends[i]) + 2] = '\0';
			return true;
		}
	}
	return false;
}

static void to_noun(char *word, size_t length)
{
	for (size_t i = 0; i < adjectives.count; i++) {
		const struct icd_word_row *row = &adjectives.at[i];
		size_t size = strlen(row->word);
		if (length >= size + 3 && length + 1 < ICD_WORD_SIZE && ends_in(word, length, row->word)) {
			strcpy(word + length - size, row->form);
			return;
		}
	}
}

static bool has_figure(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

/* What is done before the rules of English: true where these have nothing to add. */
static bool stem_by_tables(const char *word, char out[ICD_WORD_SIZE])
{
	const struct icd_word_row *row = find(&irregular, word);
	size_t length = strnlen(row ? row->form : word, ICD_WORD_SIZE - 1);
	memcpy(out, row ? row->form : word, length);
	out[length] = '\0';
	if (length < 4 || has_figure(out) || is_inflammation(out, length))
		return true;
	to_singular(out, length);
	to_noun(out, strlen(out));
	return false;
}

static void stem_by_rules(struct icd_stemmer *stemmer, char out[ICD_WORD_SIZE])
{
	const sb_symbol *stem = sb_stemmer_stem(stemmer->english, (const sb_symbol *)out, (int)strlen(out));
	stemmer->failed |= !stem;
	int size = stem ? sb_stemmer_length(stemmer->english) : 0;
	if (size <= 0 || size >= ICD_WORD_SIZE)
		return;
	memcpy(out, stem, (size_t)size);
	out[size] = '\0';
	/* stenosis and stenoses */
	if (size >= 6 && out[size - 1] == 'i' && out[size - 2] == 's')
		out[size - 1] = '\0';
}

void icd_stemmer_stem(struct icd_stemmer *stemmer, const char *word, char out[ICD_WORD_SIZE])
{
	if (!stem_by_tables(word, out))
		stem_by_rules(stemmer, out);
}

/*
 * How many letters of a stem the word has too, at its beginning. The rules of English take letters from the end of a
 * word and put few in their place: an "e" or "i" ("using": "use", "biopsy": "biopsi"), a "y" ("skies"), "ie" ("dying"),
 * "le" ("possibility") or of that only the "l" ("disability": "disabl").
 */
static size_t kept_letters(const char *stem)
{
	size_t length = strlen(stem);
	if (ends_in(stem, length, "ie") || ends_in(stem, length, "le"))
		return length - 2;
	bool replaced = length && strchr("eiy", stem[length - 1]);
	return length - (replaced || ends_in(stem, length, "bl"));
}

/* As many as the tables leave of any word that they change, but for the irregular ones. */
#define KEPT_BY_TABLES 3

static bool begins_so(const char *word, const char *stem, size_t length)
{
	size_t same = 0;
	while (same < length && word[same] == stem[same])
		same++;
	return same == length;
}

void icd_stemmer_want(struct icd_stemmer *stemmer, const char *stem, struct icd_wanted_stem *wanted)
{
	*wanted = (struct icd_wanted_stem){.kept = (uint8_t)kept_letters(stem)};
	snprintf(wanted->stem, sizeof wanted->stem, "%s", stem);
	for (size_t i = 0; i < irregular.count; i++) {
		const struct icd_word_row *row = &irregular.at[i];
		char out[ICD_WORD_SIZE];
		if (!begins_so(row->form, stem, wanted->kept < KEPT_BY_TABLES ? wanted->kept : KEPT_BY_TABLES))
			continue;
		icd_stemmer_stem(stemmer, row->word, out);
		if (strcmp(out, stem) != 0)
			continue;
		if (wanted->irregular_count < ICD_WANTED_IRREGULAR)
			wanted->irregular[wanted->irregular_count] = row->word;
		if (wanted->irregular_count <= ICD_WANTED_IRREGULAR)
			wanted->irregular_count++;
	}
}

static bool is_irregular_form(const char *word, const struct icd_wanted_stem *wanted)
{
	if (wanted->irregular_count > ICD_WANTED_IRREGULAR)
		return find(&irregular, word) != NULL;
	for (size_t i = 0; i < wanted->irregular_count; i++) {
		if (strcmp(word, wanted->irregular[i]) == 0)
			return true;
	}
	return false;
}

bool icd_stemmer_stems_to(struct icd_stemmer *stemmer, const char *word, const struct icd_wanted_stem *wanted)
{
	char out[ICD_WORD_SIZE];
	size_t least = wanted->kept < KEPT_BY_TABLES ? wanted->kept : KEPT_BY_TABLES;
	if (!begins_so(word, wanted->stem, least) && !is_irregular_form(word, wanted))
		return false;
	if (!stem_by_tables(word, out)) {
		if (!begins_so(out, wanted->stem, wanted->kept))
			return false;
		stem_by_rules(stemmer, out);
	}
	return strcmp(out, wanted->stem) == 0;
}

void icd_stemmer_stem_word(struct icd_stemmer *stemmer, const struct icd_word *word, char out[ICD_WORD_SIZE])
{
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(stemmer, word->text, stem);
	snprintf(out, ICD_WORD_SIZE, "%s%.*s", word->flags & ICD_WORD_DENIED ? "-" : "", ICD_WORD_SIZE - 2, stem);
}

/* A stem_weight begins with its stem: the key may be the stem alone. */
static int compare_stems(const void *a, const void *b)
{
	return strcmp(a, ((const struct stem_weight *)b)->stem);
}

struct icd_word_weight icd_stem_weight(const char *stem)
{
	if (stem[0] == '-')
		return denied_weight;
	const struct stem_weight *found =
		bsearch(stem, stem_weights, stem_weight_count, sizeof *stem_weights, compare_stems);
	return found ? found->weight : (struct icd_word_weight){0, 0};
}

/* ---- the fingerprint ---- */

static void mix(uint64_t *print, const void *bytes, size_t size)
{
	uint64_t both[] = {*print, icd_hash_bytes(bytes, size)};
	*print = icd_hash_bytes(both, sizeof both);
}

static void mix_text(uint64_t *print, const char *text)
{
	mix(print, text, strlen(text));
}

static void mix_list(uint64_t *print, const struct icd_word_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		mix_text(print, list->at[i].word);
		if (list->at[i].form[0])
			mix_text(print, list->at[i].form);
	}
}

/* What the rules that stand in no table make of words that need them. */
static void mix_rules(uint64_t *print, struct icd_stemmer *stemmer)
{
	static const char text[] =
		"Crohn's disease, type II (1st stage) of vertebra(e); Sj\xc3\xb6gren X-ray: no carcinomata or "
		"bacilli, tonsillitis with arthritic stenoses, stenotic, ischemic, hemiplegic, neuropathic fractures, "
		"bleeding w/o loss of blood in wounds, with or without non-healing sores, swollen ankles, generalized anxieties, "
		"infectious, hypertensive, lacerations, 2nd toes";
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem_word(stemmer, &words[i], stem);
		mix_text(print, stem);
		mix(print, &words[i].flags, sizeof words[i].flags);
	}
}

uint64_t icd_stemmer_work_out(struct icd_stemmer *stemmer)
{
	const struct icd_word_list *const lists[] = {&stop_words, &counted,  &lettered, &denials,   &denial_ends,
						     &carriers,   &numerals, &ordinals, &irregular, &adjectives};
	uint64_t print = 0;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		mix_list(&print, lists[i]);
	for (size_t i = 0; i < stem_weight_count; i++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem(stemmer, stem_weights[i].word, stem);
		mix_text(&print, stem);
		mix(&print, &stem_weights[i].weight, sizeof stem_weights[i].weight);
	}
	mix(&print, &denied_weight, sizeof denied_weight);
	mix_rules(&print, stemmer);
	return print;
}

/* A program that has libstemmer in it stems as it did when it was made. */
uint64_t icd_stemmer_fingerprint(struct icd_stemmer *stemmer)
{
#ifdef ICD_LOADS_STEMMER
	return icd_stemmer_work_out(stemmer);
#else
	(void)stemmer;
	return stems_fingerprint;
#endif
}

/* The logarithm to base 2 in 1/256; whole numbers only, so that every machine gets the same. */
static uint32_t log2_of(uint32_t number)
{
	uint32_t whole = 0, fraction = 0;
	uint64_t rest = (uint64_t)number << 16;
	while (rest >= (uint64_t)2 << 16) {
		rest >>= 1;
		whole++;
	}
	for (int bit = 7; bit >= 0; bit--) {
		rest = rest * rest >> 16;
		if (rest >= (uint64_t)2 << 16) {
			rest >>= 1;
			fraction |= 1u << bit;
		}
	}
	return whole << 8 | fraction;
}

uint8_t icd_word_rarity(uint32_t count, uint32_t all)
{
	const uint32_t least = ICD_WEIGHT_ONE / 8;
	if (count < 1 || all < 3 || count > all)
		return count > all ? least : ICD_WEIGHT_ONE;
	uint32_t weight = (log2_of(all) - log2_of(count)) * ICD_WEIGHT_ONE / log2_of(all);
	return (uint8_t)(weight < least ? least : weight);
}
