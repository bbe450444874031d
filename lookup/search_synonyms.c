/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synonyms: those in the index and those of the user. */
#include "search_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_SIZE 4096
#define USER_STEMS 16

struct user_term {
	uint32_t stem_count;
	const char *stems[USER_STEMS];
	const char *term;
	uint32_t expansion_count;
	const char *expansions[ALTERNATIVES_MAX];
	struct user_term *next;      /* of the same file, in its order */
};

struct user_synonyms {
	struct user_term *first, **end;
};

/* ---- the user's file ---- */

static const char *copy(struct icd_searcher *s, const char *text)
{
	return icd_pool_print(&s->pool, "%s", text);
}

static bool split_line(struct icd_searcher *s, char *line, struct user_term *term)
{
	char *tab = strchr(line, '\t');
	if (!tab)
		return false;
	*tab++ = '\0';
	term->term = copy(s, line);
	for (char *next; tab && term->expansion_count < ALTERNATIVES_MAX; tab = next) {
		next = strchr(tab, '\t');
		if (next)
			*next++ = '\0';
		if (*tab)
			term->expansions[term->expansion_count++] = copy(s, tab);
	}
	return term->term && term->expansion_count;
}

static bool add_line(struct icd_searcher *s, char *line, struct icd_error *err)
{
	struct icd_word words[ICD_WORDS_MAX];
	struct user_term *term = icd_pool_take(&s->pool, 1, sizeof *term);
	if (!term)
		return icd_fail(err, "out of memory");
	if (!split_line(s, line, term))
		return true;
	size_t count = icd_words_split(term->term, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count && term->stem_count < USER_STEMS; i++) {
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & (ICD_WORD_STOP | ICD_WORD_JOINED))
			continue;
		icd_stemmer_stem(s->stemmer, words[i].text, stem);
		term->stems[term->stem_count++] = copy(s, stem);
	}
	if (term->stem_count) {
		*s->user->end = term;
		s->user->end = &term->next;
	}
	return true;
}

bool search_user_synonyms(struct icd_searcher *s, const char *path, struct icd_error *err)
{
	char line[LINE_MAX_SIZE];
	bool ok = true;
	FILE *file = fopen(path, "re");
	if (!file)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	s->user = calloc(1, sizeof *s->user);
	if (s->user)
		s->user->end = &s->user->first;
	else
		ok = icd_fail(err, "out of memory");
	for (unsigned long number = 1; ok && fgets(line, sizeof line, file); number++) {
		size_t length = strcspn(line, "\r\n");
		if (!line[length] && !feof(file))
			ok = icd_fail(err, "%s:%lu: a line of %d bytes at most was expected", path, number,
				      LINE_MAX_SIZE - 2);
		line[length] = '\0';
		if (ok && line[0] != '#')
			ok = add_line(s, line, err);
	}
	if (ok && ferror(file))
		ok = icd_fail(err, "%s: %s", path, strerror(errno));
	fclose(file);
	return ok;
}

void search_free_user_synonyms(struct icd_searcher *s)
{
	free(s->user);
}

/* ---- looking terms up ---- */

static bool begins_with(const char *const *stems, uint32_t count, const char *const *term, uint32_t from,
			uint32_t term_count)
{
	if (term_count > count)
		return false;
	for (uint32_t i = from; i < term_count; i++) {
		if (strcmp(stems[i], term[i]) != 0)
			return false;
	}
	return true;
}

static void add_expansion(struct synonym_match *match, const char *expansion)
{
	if (match->expansion_count < ALTERNATIVES_MAX)
		match->expansions[match->expansion_count++] = expansion;
}

/* A longer term takes the place of a shorter one; equal ones add their expansions. */
static bool take_term(struct synonym_match *match, uint32_t length, const char *term)
{
	if (length < match->length)
		return false;
	if (length > match->length)
		*match = (struct synonym_match){.length = length, .term = term};
	return true;
}

static void match_user(struct icd_searcher *s, const char *const *stems, uint32_t count,
		       struct synonym_match *match)
{
	for (const struct user_term *term = s->user ? s->user->first : NULL; term; term = term->next) {
		if (!begins_with(stems, count, term->stems, 0, term->stem_count) ||
		    !take_term(match, term->stem_count, term->term))
			continue;
		for (uint32_t i = 0; i < term->expansion_count; i++)
			add_expansion(match, term->expansions[i]);
	}
}

bool search_synonym(struct icd_searcher *s, const char *const *stems, uint32_t count,
		    struct synonym_match *match, struct icd_error *err)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_SYNONYMS, stems[0]);
	struct icd_synonym synonym;
	struct icd_bytes bytes;
	*match = (struct synonym_match){.length = 0};
	match_user(s, stems, count, match);
	enum icd_found found = icd_store_get(s->store, &key, &bytes, err);
	if (found != ICD_FOUND)
		return found != ICD_FAILED;
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	while (icd_get_synonym(&in, &synonym)) {
		if (!begins_with(stems, count, synonym.stems, 1, synonym.stem_count) ||
		    !take_term(match, synonym.stem_count, synonym.term))
			continue;
		for (uint32_t i = 0; i < synonym.expansion_count; i++)
			add_expansion(match, icd_get_text(&synonym.expansions));
	}
	if (in.failed)
		return icd_store_bad_record(s->store, &key, err) != ICD_FAILED;
	return true;
}
