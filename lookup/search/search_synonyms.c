/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Synonyms: those in the index and those of the user. */
#include "search_work.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_SIZE 4096
#define USER_STEMS    16

struct user_term {
	uint32_t stem_count;
	const char *stems[USER_STEMS];
	const char *term;
	uint32_t expansion_count;
	const char *expansions[ALTERNATIVES_MAX];
	struct user_term *next; /* of the same file, in its order */
};

/* ---- the user's file ---- */

static const char *copy(struct icd_searcher *s, const char *text)
{
	return icd_pool_print(&s->kept, "%s", text);
}

static bool split_line(struct icd_searcher *s, char *line, struct user_term *term)
{
	char *next = line, *first = strsep(&next, "\t");
	term->term = copy(s, first);
	while (next && term->expansion_count < ALTERNATIVES_MAX) {
		char *expansion = strsep(&next, "\t");
		if (*expansion)
			term->expansions[term->expansion_count++] = copy(s, expansion);
	}
	return term->expansion_count > 0;
}

/* Adds the term of a line at *end, the end of the list; returns the new end. */
static struct user_term **add_line(struct icd_searcher *s, char *line, struct user_term **end)
{
	struct icd_word words[ICD_WORDS_MAX];
	struct user_term *term = icd_pool_take(&s->kept, 1, sizeof *term);
	if (!term || !split_line(s, line, term))
		return end;
	size_t count = icd_words_split(term->term, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count && term->stem_count < USER_STEMS; i++) {
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		icd_stemmer_stem(s->stemmer, words[i].text, stem);
		term->stems[term->stem_count++] = copy(s, stem);
	}
	if (!term->stem_count)
		return end;
	*end = term;
	return &term->next;
}

bool search_user_synonyms(struct icd_searcher *s, const char *path, struct icd_error *err)
{
	char line[LINE_MAX_SIZE];
	struct user_term **end = &s->user;
	bool ok = true;
	FILE *file = fopen(path, "re");
	if (!file)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	for (unsigned long number = 1; ok && fgets(line, sizeof line, file); number++) {
		size_t length = strcspn(line, "\r\n");
		if (!line[length] && !feof(file))
			ok = icd_fail(err, "%s:%lu: a line of %d bytes at most was expected", path, number,
				      LINE_MAX_SIZE - 2);
		line[length] = '\0';
		if (ok && line[0] != '#')
			end = add_line(s, line, end);
	}
	if (ok && ferror(file))
		ok = icd_fail(err, "%s: %s", path, strerror(errno));
	fclose(file);
	return ok && (!(icd_stemmer_failed(s->stemmer) || s->kept.failed) || icd_out_of_memory(err));
}

bool search_user_word(const struct icd_searcher *s, const char *stem)
{
	for (const struct user_term *term = s->user; term; term = term->next) {
		for (uint32_t i = 0; i < term->stem_count; i++) {
			if (strcmp(term->stems[i], stem) == 0)
				return true;
		}
	}
	return false;
}

/* ---- looking terms up ---- */

/* The words of the term that begins with `first`: those that follow it, else any others. 0: it is not there. */
static uint32_t words_of(const struct synonym_words *query, uint32_t first, const char *const *term, uint32_t length,
			 bool *scattered)
{
	uint32_t words = UINT32_C(1) << first, at = first;
	*scattered = false;
	for (uint32_t i = 1; i < length; i++) {
		uint32_t next = at + 1, taken = words | query->used;
		if (next >= query->count || (taken >> next & 1) || strcmp(query->stems[next], term[i]) != 0) {
			next = 0;
			*scattered = true;
		}
		while (*scattered && next < query->count &&
		       ((taken >> next & 1) || strcmp(query->stems[next], term[i]) != 0))
			next++;
		if (next >= query->count)
			return 0;
		words |= UINT32_C(1) << next;
		at = next;
	}
	return words;
}

/* Are the term's own words among them, not only their stems ("rib fractures" for "rib fracture")? */
static bool has_forms(const struct synonym_words *query, uint32_t words, const char *term)
{
	struct icd_word split[ICD_WORDS_MAX];
	size_t count = icd_words_split(term, split, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		bool found = (split[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED)) != 0;
		for (uint32_t j = 0; j < query->count && !found; j++)
			found = (words >> j & 1) && strcmp(query->words[j], split[i].text) == 0;
		if (!found)
			return false;
	}
	return true;
}

static void add_expansion(struct synonym_match *match, const char *expansion)
{
	if (match->expansion_count < ALTERNATIVES_MAX)
		match->expansions[match->expansion_count++] = expansion;
}

/* The better of two: the longer one, the one in its order, the one in its form. Below 0: `a`. */
static int compare_matches(const struct synonym_match *a, const struct synonym_match *b)
{
	if (a->length != b->length)
		return a->length > b->length ? -1 : 1;
	if (a->scattered != b->scattered)
		return a->scattered ? 1 : -1;
	return (int)a->other_form - (int)b->other_form;
}

/* Puts the term in place of a worse one; true when its expansions are to be added to *match. */
static bool take_term(const struct synonym_words *query, uint32_t first, const char *const *stems, uint32_t length,
		      const char *term, struct synonym_match *match)
{
	struct synonym_match new = {.length = length, .term = term};
	if (length == 0 || length < match->length)
		return false;
	new.words = words_of(query, first, stems, length, &new.scattered);
	if (!new.words)
		return false;
	new.other_form = !has_forms(query, new.words, term);
	int order = match->length ? compare_matches(&new, match) : -1;
	if (order > 0 || (order == 0 && new.words != match->words))
		return false;
	if (order < 0)
		*match = new;
	return true;
}

static void match_user(struct icd_searcher *s, const struct synonym_words *query, uint32_t first,
		       struct synonym_match *match)
{
	for (const struct user_term *term = s->user; term; term = term->next) {
		if (strcmp(term->stems[0], query->stems[first]) != 0 ||
		    !take_term(query, first, term->stems, term->stem_count, term->term, match))
			continue;
		for (uint32_t i = 0; i < term->expansion_count; i++)
			add_expansion(match, term->expansions[i]);
	}
}

void search_synonym(struct icd_searcher *s, const struct synonym_words *query, uint32_t first,
		    struct synonym_match *match)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_SYNONYMS, query->stems[first]);
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	struct icd_synonym synonym;
	match_user(s, query, first, match);
	while (icd_get_synonym(&in, &synonym)) {
		synonym.stems[0] = query->stems[first];
		if (!take_term(query, first, synonym.stems, synonym.stem_count, synonym.term, match))
			continue;
		for (uint32_t i = 0; i < synonym.expansion_count; i++)
			add_expansion(match, icd_get_text(&synonym.expansions));
	}
	if (in.failed)
		search_bad_record(s, &key);
}
