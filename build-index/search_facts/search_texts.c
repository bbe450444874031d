/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_texts.h"

#include <stdlib.h>
#include <string.h>

struct search_text *texts_add(struct search_texts *texts, uint32_t target, uint8_t kind,
			      const struct lexicon_token *words, size_t count)
{
	texts->at = grow_array(texts->at, texts->count, &texts->capacity, sizeof *texts->at);
	struct search_text *text = &texts->at[texts->count++];
	*text = (struct search_text){.target = target, .kind = kind, .word_count = (uint8_t)count};
	text->words = need(&texts->arena, count, sizeof *words);
	if (count)
		memcpy(text->words, words, count * sizeof *words);
	return text;
}

uint16_t texts_span(struct search_texts *texts, uint8_t sequence, uint16_t first, uint16_t last)
{
	if (first == 0 && last == UINT16_MAX)
		sequence = 0;
	for (size_t i = 0; i < texts->span_count; i++) {
		const struct icd_search_span *one = &texts->spans[i];
		if (one->sequence == sequence && one->span.first == first && one->span.last == last)
			return (uint16_t)i;
	}
	texts->spans = grow_array(texts->spans, texts->span_count, &texts->span_capacity, sizeof *texts->spans);
	texts->spans[texts->span_count] = (struct icd_search_span){sequence, {first, last}};
	return (uint16_t)texts->span_count++;
}

void texts_free(struct search_texts *texts)
{
	free(texts->at);
	free(texts->spans);
	free(texts->columns);
	interner_free(&texts->names);
	icd_pool_free(&texts->arena);
}

/* ---- ranges of figures ---- */

/* Adds the ranges that the text states ("2000-2499 grams", "BMI 33.0-33.9") to its words, as words of their own that
 * take nothing from it. */
static size_t add_ranges(struct lexicon *lexicon, const char *text, struct lexicon_token words[ICD_WORDS_MAX],
			 size_t count)
{
	struct icd_figure_range range;
	while (count < ICD_WORDS_MAX && (text = icd_figure_range_in(text, &range)) != NULL) {
		char name[ICD_WORD_SIZE];
		icd_figure_range_name(&range, name);
		words[count++] = (struct lexicon_token){lexicon_stem(lexicon, name, 0), ICD_WORD_OPTIONAL};
	}
	return count;
}

/* ---- titles, inclusion terms ---- */

struct texts_work { /* what the texts of codes are collected from and into */
	const struct book *book;
	struct lexicon *lexicon;
	struct search_texts *texts;
};

/* The titles a code had; the first and the last hold for all time: whether there is a code is known otherwise. */
static void add_titles(struct texts_work *w, const struct book_code *code, const struct icd_texts *titles)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	for (uint32_t i = 0; i < titles->count; i++) {
		size_t count = lexicon_split(w->lexicon, titles->at[i].text, 0, words, 0);
		count = add_ranges(w->lexicon, titles->at[i].text, words, count);
		struct search_text *text = texts_add(w->texts, code->ordinal, ICD_TEXT_TITLE, words, count);
		text->entry = i;
		text->span = texts_span(w->texts, 0, i == 0 ? 0 : titles->at[i].span.first,
					i + 1 == titles->count ? UINT16_MAX : titles->at[i].span.last);
	}
}

/* The first and the last tabular list that have the code. */
static struct icd_span listed(const struct texts_work *w, const struct book_code *code)
{
	struct icd_span span = {UINT16_MAX, 0};
	for (uint16_t i = 0; i < w->book->about.lists.count; i++) {
		if (!code->lists[i])
			continue;
		span.first = span.first == UINT16_MAX ? i : span.first;
		span.last = i;
	}
	return span;
}

static bool ends_in_colon(const char *text)
{
	size_t length = strlen(text);
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length && text[length - 1] == ':';
}

static void add_entry(struct texts_work *w, const struct book_code *code, const struct icd_entry *entry,
		      uint32_t number, uint8_t kind, struct icd_span list)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	size_t count = lexicon_split(w->lexicon, entry->text, 0, words, 0);
	for (uint32_t i = 0; count && i < entry->span_count; i++) {
		struct icd_span span = entry->spans[i];
		struct search_text *text = texts_add(w->texts, code->ordinal, kind, words, count);
		text->entry = number;
		/* Codes younger or older than a list take their terms from the nearest. */
		text->span = texts_span(w->texts, 1, span.first == list.first ? 0 : span.first,
					span.last == list.last ? UINT16_MAX : span.last);
	}
}

static void add_terms(struct texts_work *w, const struct book_code *code, const struct icd_entries *entries)
{
	if (!code->lists)
		return;
	struct icd_span list = listed(w, code);
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		if ((entry->kind != ICD_NOTE_INCLUSION_TERM && entry->kind != ICD_NOTE_INCLUDES) ||
		    (entry->flags & ICD_ENTRY_EMPTY) || ends_in_colon(entry->text))
			continue;
		add_entry(w, code, entry, i, entry->kind == ICD_NOTE_INCLUDES ? ICD_TEXT_INCLUDES : ICD_TEXT_INCLUSION,
			  list);
	}
}

void texts_of_codes(const struct book_facts *facts, const struct families *families, struct lexicon *lexicon,
		    struct search_texts *texts)
{
	const struct book *book = facts->book;
	struct texts_work w = {.book = book, .lexicon = lexicon, .texts = texts};
	texts_span(texts, 0, 0, UINT16_MAX);
	for (uint32_t at = 0; at < book->code_count; at++) {
		const struct code_facts *code = &facts->codes[book->order[at]];
		if (families->rows[at].extension)
			continue;
		add_titles(&w, code_at(book, at), &code->long_titles);
		add_terms(&w, code_at(book, at), &code->entries);
	}
	texts->first_name = texts->count;
}
