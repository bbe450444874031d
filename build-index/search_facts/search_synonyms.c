/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_facts.h"

#include "search/search_record.h"

#include <stdlib.h>
#include <string.h>

/* The lines of data/synonyms.tsv: term, then its expansions, with tabs between. */
static const char *const lines[] = {
#include "synonyms.inc"
	NULL};

#define EXPANSIONS_MAX 16

struct term {
	const char *first; /* stem of its first word */
	struct icd_synonym synonym;
	const char *expansions[EXPANSIONS_MAX];
	size_t line;
};

struct terms {
	struct icd_pool arena;
	struct term *at;
	size_t count, capacity;
};

static void split_line(struct terms *terms, const char *line, struct term *term)
{
	char *copy = need_text(&terms->arena, line, strlen(line));
	term->synonym.term = copy;
	for (char *tab = strchr(copy, '\t'); tab && term->synonym.expansion_count < EXPANSIONS_MAX;
	     tab = strchr(tab, '\t')) {
		*tab++ = '\0';
		if (*tab && *tab != '\t')
			term->expansions[term->synonym.expansion_count++] = tab;
	}
}

/* A word that is a term alone is as common as the rarest word of its first expansion: people look up what it stands for. */
static void weigh(struct lexicon *lexicon, const struct term *term, const struct lexicon_token *words, size_t count)
{
	struct lexicon_token expansion[ICD_WORDS_MAX];
	size_t length = lexicon_split(lexicon, term->expansions[0], 0, expansion, 0);
	uint32_t least = UINT32_MAX;
	for (size_t i = 0; i < length; i++) {
		uint32_t texts = lexicon->stems[expansion[i].stem].count;
		least = texts < least ? texts : least;
	}
	if (count == 1 && length && lexicon->stems[words[0].stem].called < least)
		lexicon->stems[words[0].stem].called = least;
}

/* Expansions too may hold words that stand nowhere else: they become known. */
static void learn(struct lexicon *lexicon, const struct term *term)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	for (uint32_t i = 0; i < term->synonym.expansion_count; i++)
		lexicon_split(lexicon, term->expansions[i], 0, words, 0);
}

static void read_line(struct lexicon *lexicon, struct terms *terms, size_t number)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	struct term term = {.line = number};
	split_line(terms, lines[number], &term);
	size_t count = lexicon_split(lexicon, term.synonym.term, 0, words, 0);
	for (size_t i = 0; i < count; i++) {
		if (!(words[i].flags & ICD_WORD_JOINED))
			term.synonym.stems[term.synonym.stem_count++] = lexicon->stems[words[i].stem].text;
	}
	if (!term.synonym.stem_count || !term.synonym.expansion_count)
		return;
	learn(lexicon, &term);
	weigh(lexicon, &term, words, count);
	term.first = term.synonym.stems[0];
	terms->at = grow_array(terms->at, terms->count, &terms->capacity, sizeof *terms->at);
	terms->at[terms->count++] = term;
}

static int compare_terms(const void *a, const void *b)
{
	const struct term *left = a, *right = b;
	int order = strcmp(left->first, right->first);
	return order ? order : (left->line > right->line) - (left->line < right->line);
}

void search_synonyms_make(struct lexicon *lexicon, struct records *records, struct icd_buffer *buffer)
{
	struct terms terms = {0};
	for (size_t i = 0; lines[i]; i++)
		read_line(lexicon, &terms, i);
	if (terms.count)
		qsort(terms.at, terms.count, sizeof *terms.at, compare_terms);
	for (size_t i = 0; i < terms.count; i++) {
		icd_put_synonym(buffer, &terms.at[i].synonym, terms.at[i].expansions);
		if (i + 1 < terms.count && strcmp(terms.at[i].first, terms.at[i + 1].first) == 0)
			continue;
		struct icd_key key = icd_search_key(ICD_SEARCH_SYNONYMS, terms.at[i].first);
		records_add(records, &key, buffer);
	}
	free(terms.at);
	icd_pool_free(&terms.arena);
}
