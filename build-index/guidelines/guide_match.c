/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guidelines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts ---- */

/* The next byte that counts, 0 at the end: white space is passed over, quotes and dashes are of one kind. */
static int next_byte(const char **text)
{
	static const struct {
		const char *bytes;
		char plain;
	} kinds[] = {{"\xE2\x80\x9C", '"'},  {"\xE2\x80\x9D", '"'}, {"\xE2\x80\x98", '\''},
		     {"\xE2\x80\x99", '\''}, {"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'}};
	while (isspace((unsigned char)**text))
		++*text;
	if ((unsigned char)**text < 0x80)
		return **text ? *(*text)++ : 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strncmp(*text, kinds[i].bytes, 3) == 0) {
			*text += 3;
			return kinds[i].plain;
		}
	}
	return (unsigned char)*(*text)++;
}

bool guideline_says_same(const char *a, const char *b)
{
	int byte;
	if (strcmp(a, b) == 0)
		return true;
	while ((byte = next_byte(&a)) == next_byte(&b)) {
		if (!byte)
			return true;
	}
	return false;
}

const char *guidelines_difference(const struct guidelines *one, const struct guidelines *other)
{
	size_t longer = one->count > other->count ? one->count : other->count;
	for (size_t i = 0; i < longer; i++) {
		const struct guideline *a = &one->at[i], *b = &other->at[i];
		if (i >= one->count || i >= other->count)
			return i >= one->count ? b->number : a->number;
		if (strcmp(a->number, b->number) != 0 || !guideline_says_same(a->title, b->title) ||
		    !guideline_says_same(a->text, b->text))
			return a->number;
	}
	return NULL;
}

/* ---- words ---- */

struct words {
	uint64_t *at; /* hashes of the words, sorted */
	size_t count;
};

static int compare_hashes(const void *a, const void *b)
{
	return ICD_ORDER(*(const uint64_t *)a, *(const uint64_t *)b);
}

static void add_words(struct words *words, const char *text)
{
	char word[64];
	size_t length = 0;
	for (const char *c = text;; c++) {
		bool letter = isalnum((unsigned char)*c) != 0;
		if (letter && length + 1 < sizeof word)
			word[length++] = (char)tolower((unsigned char)*c);
		if (!letter && length) {
			word[length] = '\0';
			words->at[words->count++] = icd_hash_text(word);
			length = 0;
		}
		if (!*c)
			break;
	}
}

static struct words make_words(struct icd_pool *pool, const struct guideline *section)
{
	struct words words = {need(pool, (strlen(section->title) + strlen(section->text)) / 2 + 2, sizeof *words.at),
			      0};
	add_words(&words, section->title);
	add_words(&words, section->text);
	qsort(words.at, words.count, sizeof *words.at, compare_hashes);
	return words;
}

/* How much of the longer one the two share, in percent. */
static unsigned likeness(const struct words *a, const struct words *b)
{
	size_t i = 0, j = 0, common = 0, longer = a->count > b->count ? a->count : b->count;
	while (i < a->count && j < b->count) {
		int order = compare_hashes(&a->at[i], &b->at[j]);
		common += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return longer ? (unsigned)(100 * common / longer) : 0;
}

/* ---- two editions ---- */

#define NONE UINT32_MAX

struct side { /* one of the two */
	const struct guidelines *edition;
	const char **path;   /* titles of each section and those above it, as keys */
	struct words *words; /* of the sections whose words were asked for; `at` is NULL of the others */
	uint32_t *other;     /* the section it is matched with, NONE */
};

struct pair {
	struct icd_pool *pool;
	struct side old, new;
};

static const char *title_key(struct icd_pool *pool, const char *title)
{
	char *key = need(pool, strlen(title) + 1, 1), *to = key;
	for (; *title; title++) {
		if (isalnum((unsigned char)*title))
			*to++ = (char)tolower((unsigned char)*title);
	}
	return key;
}

static struct side side_of(struct icd_pool *pool, const struct guidelines *edition)
{
	char parent[ICD_GUIDELINE_SIZE];
	struct side side = {.edition = edition};
	side.path = need(pool, edition->count, sizeof *side.path);
	side.words = need(pool, edition->count, sizeof *side.words);
	side.other = need(pool, edition->count, sizeof *side.other);
	for (size_t i = 0; i < edition->count; i++) {
		size_t above = i;
		icd_guideline_parent(edition->at[i].number, parent);
		while (above > 0 && strcmp(edition->at[--above].number, parent) != 0)
			;
		const char *key = title_key(pool, edition->at[i].title);
		side.path[i] = parent[0] ? need_print(pool, "%s/%s", side.path[above], key) : key;
	}
	return side;
}

/* Those of a section: few are asked for, since most sections are known by their titles. */
static const struct words *words_of(const struct pair *p, struct side *side, uint32_t section)
{
	if (!side->words[section].at)
		side->words[section] = make_words(p->pool, &side->edition->at[section]);
	return &side->words[section];
}

static void match(struct pair *p, uint32_t old, uint32_t new)
{
	p->old.other[old] = new;
	p->new.other[new] = old;
}

enum likeness_of { LIKE_PATH, LIKE_NUMBER_PATH, LIKE_NUMBER_TITLE, LIKE_TITLE };

static const char *last_title(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool same_by(const struct pair *p, enum likeness_of by, uint32_t old, uint32_t new)
{
	const char *a = p->old.path[old], *b = p->new.path[new];
	bool whole = by == LIKE_PATH || by == LIKE_NUMBER_PATH, any_number = by == LIKE_PATH || by == LIKE_TITLE;
	if (!any_number && strcmp(p->old.edition->at[old].number, p->new.edition->at[new].number) != 0)
		return false;
	return strcmp(whole ? a : last_title(a), whole ? b : last_title(b)) == 0 && last_title(a)[0];
}

/* The only unmatched section of the old edition that is the same by this; NONE when there are several or none. */
static uint32_t only_one(const struct pair *p, enum likeness_of by, uint32_t new)
{
	uint32_t found = NONE;
	for (uint32_t old = 0; old < p->old.edition->count; old++) {
		if (p->old.other[old] != NONE || !same_by(p, by, old, new))
			continue;
		if (found != NONE)
			return NONE;
		found = old;
	}
	return found;
}

/* Is no other unmatched section of the new edition the same as that one? */
static bool is_only_one(const struct pair *p, enum likeness_of by, uint32_t old, uint32_t new)
{
	for (uint32_t i = 0; i < p->new.edition->count; i++) {
		if (i != new && p->new.other[i] == NONE && same_by(p, by, old, i))
			return false;
	}
	return true;
}

static void match_by(struct pair *p, enum likeness_of by)
{
	for (uint32_t new = 0; new < p->new.edition->count; new ++) {
		uint32_t old = p->new.other[new] == NONE ? only_one(p, by, new) : NONE;
		if (old != NONE && is_only_one(p, by, old, new))
			match(p, old, new);
	}
}

#define LIKE_ENOUGH  40 /* percent of the words, under the same number */
#define LIKE_TO_MOVE 70 /* under another number */
#define MOVE_WORDS   12 /* that a section must have to be known again by them */

static void match_by_words(struct pair *p, bool same_number)
{
	for (uint32_t new = 0; new < p->new.edition->count; new ++) {
		unsigned best = same_number ? LIKE_ENOUGH : LIKE_TO_MOVE;
		uint32_t found = NONE;
		if (p->new.other[new] != NONE)
			continue;
		const struct words *words = words_of(p, &p->new, new);
		if (!same_number && words->count < MOVE_WORDS)
			continue;
		for (uint32_t old = 0; old < p->old.edition->count; old++) {
			bool number = strcmp(p->old.edition->at[old].number, p->new.edition->at[new].number) == 0;
			if (p->old.other[old] != NONE || (same_number && !number))
				continue;
			unsigned like = likeness(words_of(p, &p->old, old), words);
			found = like >= best ? old : found;
			best = like > best ? like : best;
		}
		if (found != NONE)
			match(p, found, new);
	}
}

static void match_pair(struct pair *p)
{
	memset(p->old.other, 0xff, p->old.edition->count * sizeof *p->old.other);
	memset(p->new.other, 0xff, p->new.edition->count * sizeof *p->new.other);
	match_by(p, LIKE_NUMBER_PATH);
	match_by(p, LIKE_PATH);
	match_by(p, LIKE_NUMBER_TITLE);
	match_by(p, LIKE_TITLE);
	match_by_words(p, true);
	match_by_words(p, false);
}

uint32_t guidelines_match(const struct guidelines *const *editions, size_t count, uint32_t *const *sections)
{
	uint32_t all = 0;
	struct icd_pool scratch = {0};
	struct pair p = {.pool = &scratch};
	for (size_t e = 0; e < count; e++) {
		p.old = p.new;
		p.new = side_of(&scratch, editions[e]);
		if (e > 0)
			match_pair(&p);
		for (size_t i = 0; i < editions[e]->count; i++) {
			bool known = e > 0 && p.new.other[i] != NONE;
			sections[e][i] = known ? sections[e - 1][p.new.other[i]] : all++;
		}
	}
	icd_pool_free(&scratch);
	return all;
}
