/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_facts.h"

#include "search/search_record.h"
#include "search_families.h"
#include "search_texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct search_work { /* all that the records of searching are made from, and the record in hand */
	const struct book *book;
	const struct book_facts *facts;
	struct records *records;
	struct icd_pool arena;
	struct icd_buffer buffer;
	struct lexicon lexicon;
	struct families families;
	struct search_texts texts;
	uint32_t *by_rank;         /* stems */
	uint32_t *references;      /* by ordinal of a family: index entries that point into it */
	bool *is_main;             /* by ordinal of a family: default of a main term */
	uint32_t sides[ICD_SIDES]; /* stems of the words of sides, from ICD_SIDE_RIGHT on */
	int *causes; /* by ordinal of a category: paths of the index of external causes less those of the other */
};

static void keep(struct search_work *w, enum icd_search_record record, uint32_t number)
{
	struct icd_key key = icd_search_number_key(record, number);
	records_add(w->records, &key, &w->buffer);
}

static uint32_t family_of(const struct search_work *w, uint32_t ordinal)
{
	return ordinal - w->families.rows[ordinal].family;
}

/* The class of history of the code at an ordinal. */
static uint32_t class_at(const struct search_work *w, uint32_t ordinal)
{
	return w->facts->codes[w->book->order[ordinal]].class;
}

/* ---- texts ---- */

static void post_texts(struct search_work *w)
{
	for (uint32_t i = 0; i < w->texts.count; i++) {
		const struct search_text *text = &w->texts.at[i];
		for (size_t j = 0; j < text->word_count; j++)
			lexicon_post(&w->lexicon, text->words[j].stem, i);
	}
}

/* The weight of all words of a text but the optional ones, each stem once. */
static uint16_t text_weight(const struct search_work *w, const struct search_text *text)
{
	uint32_t weight = 0;
	for (size_t i = 0; i < text->word_count; i++) {
		bool again = (text->words[i].flags & (ICD_WORD_OPTIONAL | ICD_WORD_JOINED)) != 0;
		for (size_t j = 0; j < i && !again; j++)
			again = text->words[j].stem == text->words[i].stem &&
				!(text->words[j].flags & ICD_WORD_OPTIONAL);
		weight += again ? 0 : w->lexicon.stems[text->words[i].stem].weight.text;
	}
	return (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX);
}

/* Where codes differ by intent, its words are as optional as a modifier: a text is about all of them. */
static void free_intents(struct search_work *w)
{
	for (uint32_t i = 0; i < w->texts.count; i++) {
		struct search_text *text = &w->texts.at[i];
		if (!(w->families.rows[family_of(w, text->target)].sides & ICD_ROW_INTENTS))
			continue;
		for (size_t j = 0; j < text->word_count; j++) {
			if (families_intent_word(&w->families, text->words[j].stem))
				text->words[j].flags |= ICD_WORD_OPTIONAL;
		}
	}
}

static uint8_t text_sides(const struct search_work *w, const struct search_text *text)
{
	uint8_t sides = 0;
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++) {
		for (size_t i = 0; i < text->word_count; i++)
			sides |= (uint8_t)(text->words[i].stem == w->sides[side] ? 1u << side : 0);
	}
	return sides;
}

static void put_words(struct search_work *w, const struct search_text *text, struct icd_buffer *out)
{
	struct icd_text_word words[ICD_WORDS_MAX];
	for (size_t i = 0; i < text->word_count; i++) {
		words[i].rank = w->lexicon.stems[text->words[i].stem].rank;
		words[i].flags = text->words[i].flags;
	}
	icd_put_text_words(out, text->entry, words, text->word_count);
}

static void make_texts(struct search_work *w)
{
	struct icd_buffer words = {0};
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++)
		w->sides[side] = lexicon_stem(&w->lexicon, icd_side_words[side], 0);
	for (uint32_t i = 0; i < w->texts.count; i++) {
		const struct search_text *text = &w->texts.at[i];
		uint32_t family = family_of(w, text->target);
		struct icd_text_row row = {.family = family,
					   .target = (uint16_t)(text->target - family),
					   .kind = text->kind & 0x0f,
					   .flags = text->kind & ICD_ROW_MAIN_TERM,
					   .sides = text_sides(w, text),
					   .weight = text_weight(w, text),
					   .span = text->span,
					   .class = (uint16_t)class_at(w, text->target),
					   .words = (uint32_t)words.size};
		icd_put_text_row(&w->buffer, &row);
		put_words(w, text, &words);
		if ((i + 1) % ICD_SEARCH_ROWS == 0 || i + 1 == w->texts.count) {
			keep(w, ICD_SEARCH_TEXTS, i / ICD_SEARCH_ROWS);
			struct icd_key key = icd_search_number_key(ICD_SEARCH_WORDS, i / ICD_SEARCH_ROWS);
			records_add(w->records, &key, &words);
		}
	}
	icd_buffer_free(&words);
}

static void make_names(struct search_work *w)
{
	const char *before = "";
	uint32_t count = (uint32_t)(w->texts.count - w->texts.first_name);
	for (uint32_t i = 0; i < count; i++) {
		const struct search_text *text = &w->texts.at[w->texts.first_name + i];
		icd_put_front(&w->buffer, i % ICD_SEARCH_NAMES ? before : "", text->name, text->column);
		before = text->name;
		if ((i + 1) % ICD_SEARCH_NAMES == 0 || i + 1 == count)
			keep(w, ICD_SEARCH_PATHS, i / ICD_SEARCH_NAMES);
	}
}

/* ---- stems and words ---- */

static void make_postings(struct search_work *w)
{
	for (size_t i = 0; i < w->lexicon.stem_count; i++) {
		const struct lexicon_stem *stem = &w->lexicon.stems[i];
		struct icd_key key = icd_search_key(ICD_SEARCH_POSTINGS, stem->text);
		if (!stem->count)
			continue;
		icd_put_postings(&w->buffer, stem->rank, (enum icd_stem_role)stem->role, stem->texts,
				 (uint32_t)stem->text_count);
		records_add(w->records, &key, &w->buffer);
	}
}

static void make_weights(struct search_work *w)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_WEIGHTS, "");
	for (size_t i = 0; i < w->lexicon.stem_count; i++)
		icd_put_byte(&w->buffer, w->lexicon.stems[w->by_rank[i]].weight.text);
	records_add(w->records, &key, &w->buffer);
}

struct known_word {
	const char *text;
	uint32_t stem;
};

static int compare_words(const void *a, const void *b)
{
	return strcmp(((const struct known_word *)a)->text, ((const struct known_word *)b)->text);
}

static bool same_key(const struct icd_key *a, const struct icd_key *b)
{
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void make_vocabulary(struct search_work *w)
{
	size_t count = w->lexicon.word_count;
	struct known_word *sorted = need(&w->arena, count + 1, sizeof *sorted);
	const char *before = "";
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct known_word){w->lexicon.words.texts[i], w->lexicon.stem_of[i]};
	qsort(sorted, count, sizeof *sorted, compare_words);
	for (size_t i = 0; i < count; i++) {
		struct icd_key key = icd_search_vocabulary_key(sorted[i].text), next;
		if (sorted[i].text[0] == '-' || sorted[i].text[0] == '#')
			continue;
		const struct lexicon_stem *stem = &w->lexicon.stems[sorted[i].stem];
		icd_put_front(&w->buffer, before, sorted[i].text,
			      stem->called > stem->count ? stem->called : stem->count);
		before = sorted[i].text;
		if (i + 1 < count) {
			next = icd_search_vocabulary_key(sorted[i + 1].text);
			if (same_key(&key, &next))
				continue;
		}
		records_add(w->records, &key, &w->buffer);
		before = "";
	}
}

/* The words that may be known by their sound, in the order of their sounds. */
static size_t sounding_words(struct search_work *w, struct known_word *out)
{
	size_t count = 0;
	for (size_t i = 0; i < w->lexicon.word_count; i++) {
		const char *word = w->lexicon.words.texts[i];
		char sound[ICD_WORD_SIZE];
		if (strlen(word) < ICD_SOUND_LEAST || strpbrk(word, "-#0123456789"))
			continue;
		icd_sound_of(word, sound);
		char *text = need(&w->arena, strlen(sound) + strlen(word) + 2, 1);
		sprintf(text, "%s %s", sound, word);
		out[count++] = (struct known_word){text, w->lexicon.stem_of[i]};
	}
	qsort(out, count, sizeof *out, compare_words);
	return count;
}

static void make_sounds(struct search_work *w)
{
	struct known_word *sorted = need(&w->arena, w->lexicon.word_count + 1, sizeof *sorted);
	size_t count = sounding_words(w, sorted);
	const char *before = "";
	for (size_t i = 0; i < count; i++) {
		char sound[ICD_WORD_SIZE];
		snprintf(sound, sizeof sound, "%.*s", (int)strcspn(sorted[i].text, " "), sorted[i].text);
		struct icd_key key = icd_search_sound_key(sound);
		icd_put_front(&w->buffer, before, sorted[i].text, w->lexicon.stems[sorted[i].stem].count);
		before = sorted[i].text;
		if (i + 1 < count) {
			snprintf(sound, sizeof sound, "%.*s", (int)strcspn(sorted[i + 1].text, " "),
				 sorted[i + 1].text);
			struct icd_key next = icd_search_sound_key(sound);
			if (same_key(&key, &next))
				continue;
		}
		records_add(w->records, &key, &w->buffer);
		before = "";
	}
}

/* ---- ranges of figures ---- */

static int compare_ranges(const void *a, const void *b)
{
	const struct icd_figure_range *left = a, *right = b;
	return ICD_ORDER(left->low, right->low) ?: ICD_ORDER(left->high, right->high);
}

static void make_ranges(struct search_work *w)
{
	struct icd_figure_range *ranges = need(&w->arena, w->lexicon.stem_count + 1, sizeof *ranges);
	struct icd_key key = icd_search_key(ICD_SEARCH_RANGES, "");
	size_t count = 0;
	for (size_t i = 0; i < w->lexicon.stem_count; i++) {
		unsigned low, high;
		if (w->lexicon.stems[i].count && sscanf(w->lexicon.stems[i].text, "#%u-%u", &low, &high) == 2)
			ranges[count++] = (struct icd_figure_range){low, high};
	}
	qsort(ranges, count, sizeof *ranges, compare_ranges);
	for (size_t i = 0; i < count; i++) {
		icd_put_number(&w->buffer, ranges[i].low);
		icd_put_number(&w->buffer, ranges[i].high);
	}
	if (count)
		records_add(w->records, &key, &w->buffer);
}

/* ---- codes ---- */

static uint32_t category_of(const struct search_work *w, uint32_t ordinal)
{
	const struct book_code *code = code_at(w->book, ordinal);
	while (code->parent != NO_CODE)
		code = &w->book->codes[code->parent];
	return code->ordinal;
}

static void count_references(struct search_work *w)
{
	w->causes = need(&w->arena, w->book->code_count + 1, sizeof *w->causes);
	w->references = need(&w->arena, w->book->code_count + 1, sizeof *w->references);
	w->is_main = need(&w->arena, w->book->code_count + 1, 1);
	for (size_t i = w->texts.first_name; i < w->texts.count; i++) {
		const struct search_text *text = &w->texts.at[i];
		unsigned kind = text->kind & ~ICD_ROW_MAIN_TERM;
		uint32_t family = family_of(w, text->target);
		if (kind == ICD_TEXT_INDEX + ICD_INDEX_ALPHABETIC || kind == ICD_TEXT_INDEX + ICD_INDEX_CAUSE ||
		    kind == ICD_TEXT_SEE)
			w->references[family]++;
		w->is_main[family] |= (text->kind & ICD_ROW_MAIN_TERM) != 0;
		if (kind == ICD_TEXT_INDEX + ICD_INDEX_ALPHABETIC || kind == ICD_TEXT_INDEX + ICD_INDEX_CAUSE)
			w->causes[category_of(w, family)] += kind == ICD_TEXT_INDEX + ICD_INDEX_CAUSE ? 1 : -1;
	}
}

/*
 * How likely a code is meant, from its place in the book alone: how many index entries lead to
 * it, whether it is the default of a main term or stands for the code above it, how high it
 * stands and how short its title is.
 */
static uint8_t prior_of(const struct search_work *w, uint32_t ordinal)
{
	const struct book_code *code = code_at(w->book, ordinal);
	unsigned prior = 0, words = 1;
	for (uint32_t count = w->references[ordinal]; count && prior < 112; count >>= 1)
		prior += 14;
	for (const char *c = newest_title(w->book, code); *c; c++)
		words += *c == ' ';
	prior += w->is_main[ordinal] ? 45 : 0;
	prior += w->families.standard[ordinal] ? 35 : 0;
	prior += 5 * (unsigned)(ICD_CODE_LENGTH - strlen(code->code));
	prior += words <= 4 ? 20 : words <= 8 ? 10 : 0;
	return (uint8_t)(prior < UINT8_MAX ? prior : UINT8_MAX);
}

static void make_codes(struct search_work *w)
{
	uint32_t count = (uint32_t)w->book->code_count;
	for (uint32_t at = 0; at < count; at++) {
		struct icd_code_row *row = &w->families.rows[at];
		row->class = (uint16_t)class_at(w, at);
		row->prior = prior_of(w, at);
		if (w->causes[category_of(w, at)] > 0)
			row->sides |= ICD_ROW_EXTERNAL_CAUSE | (w->families.on_purpose[at] ? ICD_ROW_ON_PURPOSE : 0);
		icd_put_code_row(&w->buffer, row);
		if ((at + 1) % ICD_SEARCH_ROWS == 0 || at + 1 == count)
			keep(w, ICD_SEARCH_CODES, at / ICD_SEARCH_ROWS);
	}
}

/* What seventh characters mean, as their stems with blanks between. */
static const char *stems_of(struct search_work *w, const char *text)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	size_t count = lexicon_split(&w->lexicon, text, 0, words, 0), size = 0;
	char *stems = need(&w->arena, (count + 1) * ICD_WORD_SIZE, 1);
	for (size_t i = 0; i < count; i++)
		size += (size_t)sprintf(stems + size, "%s%s", i ? " " : "", w->lexicon.stems[words[i].stem].text);
	return stems;
}

static void make_about(struct search_work *w)
{
	struct icd_key key = icd_search_key(ICD_SEARCH_ABOUT, "");
	for (uint32_t i = 0; i < w->families.set_count; i++) {
		for (uint32_t j = 0; j < w->families.sets[i].count; j++)
			w->families.sets[i].texts[j] = stems_of(w, w->families.sets[i].texts[j]);
	}
	struct icd_search_about about = {
		.codes = (uint32_t)w->book->code_count,
		.texts = (uint32_t)w->texts.count,
		.stems = (uint32_t)w->lexicon.stem_count,
		.first_name = (uint32_t)w->texts.first_name,
		.column_count = (uint32_t)w->texts.column_count,
		.columns = w->texts.columns,
		.span_count = (uint32_t)w->texts.span_count,
		.spans = w->texts.spans,
		.set_count = w->families.set_count,
		.sets = w->families.sets,
	};
	icd_put_search_about(&w->buffer, &about);
	records_add(w->records, &key, &w->buffer);
}

void search_facts_make(const struct book_facts *facts, const struct term_numbers *numbers, struct records *records)
{
	const struct book *book = facts->book;
	struct search_work w = {.book = book, .facts = facts, .records = records};
	lexicon_start(&w.lexicon);
	families_make(book, &w.lexicon, &w.arena, &w.families);
	texts_of_codes(facts, &w.families, &w.lexicon, &w.texts);
	texts_of_indexes(book, numbers, &w.families, &w.lexicon, &w.texts);
	post_texts(&w);
	search_synonyms_make(&w.lexicon, records, &w.buffer);
	w.by_rank = lexicon_rank(&w.lexicon, (uint32_t)w.texts.count);
	count_references(&w);
	free_intents(&w);
	make_texts(&w);
	make_names(&w);
	make_postings(&w);
	make_weights(&w);
	make_vocabulary(&w);
	make_sounds(&w);
	make_ranges(&w);
	make_codes(&w);
	make_about(&w);
	search_titles_make(book, &w.families, &w.lexicon, records, &w.buffer);
	texts_free(&w.texts);
	lexicon_free(&w.lexicon);
	icd_buffer_free(&w.buffer);
	icd_pool_free(&w.arena);
}
