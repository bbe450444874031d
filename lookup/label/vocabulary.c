/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"

#include "label_words.inc" /* empty_words, abbreviations: see data/label_words.tsv */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EMPTY      UINT32_MAX /* the number of all words that tell nothing */
#define WORDS_KEPT 50000      /* a vocabulary with more words or texts is trimmed */
#define TEXTS_KEPT 150000

/* A word as written, folded, denied or not. */
struct written {
	const char *text;
	uint8_t flags;    /* that count: denied; a stop word ("a" may be none); in parentheses, where "L" is a side */
	uint32_t word;    /* of what it stands for */
	uint64_t plain;   /* hashes of its stem, and of that of what it stands for */
	uint64_t spelled; /* several words, where an abbreviation stands for them */
	enum icd_side side;
};

struct vocabulary {
	struct icd_stemmer *stemmer;
	struct icd_pool pool;
	struct icd_hash written_hash, stem_hash, text_hash;
	struct written *written;
	size_t written_count, written_room;
	const char **stems; /* by number */
	size_t stem_count, stem_room;
	struct known_text **texts;
	size_t text_count, text_room;
};

/* ---- sets ---- */

static uint64_t bit_of(uint32_t word)
{
	return UINT64_C(1) << word % 64;
}

bool label_set_has(const struct label_set *set, uint32_t word)
{
	for (unsigned i = 0; (set->signature & bit_of(word)) && i < set->count; i++) {
		if (set->at[i] == word)
			return true;
	}
	return false;
}

void label_set_add(struct label_set *set, uint32_t word)
{
	if (set->count == LABEL_SET_MAX || label_set_has(set, word))
		return;
	set->signature |= bit_of(word);
	set->at[set->count++] = word;
}

unsigned label_set_shared(const struct label_set *a, const struct label_set *b)
{
	unsigned count = 0;
	for (unsigned i = 0; i < a->count; i++)
		count += label_set_has(b, a->at[i]);
	return count;
}

bool known_text_has(const struct known_text *text, uint32_t word)
{
	for (unsigned i = 0; (text->signature & bit_of(word)) && i < text->count; i++) {
		if (text->words[i] == word)
			return true;
	}
	return false;
}

bool known_text_has_all(const struct known_text *text, const struct label_set *set)
{
	bool all = !(set->signature & ~text->signature);
	for (unsigned i = 0; all && i < set->count; i++)
		all = known_text_has(text, set->at[i]);
	return all;
}

/* ---- words ---- */

static bool same_stem(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct vocabulary *)context)->stems[item], key) == 0;
}

/* The number of a stem; EMPTY when memory runs out, which the pool says. */
static uint32_t number_of(struct vocabulary *v, const char *stem)
{
	uint64_t hash = icd_hash_text(stem);
	uint32_t number = icd_hash_find(&v->stem_hash, hash, same_stem, v, stem);
	if (number != ICD_HASH_NONE)
		return number;
	if (!icd_array_room(&v->stems, v->stem_count, &v->stem_room, sizeof *v->stems) ||
	    !icd_hash_add(&v->stem_hash, hash, (uint32_t)v->stem_count)) {
		v->pool.failed = true;
		return EMPTY;
	}
	v->stems[v->stem_count] = icd_pool_text(&v->pool, stem, strlen(stem));
	return (uint32_t)v->stem_count++;
}

/* "L" and "R" are sides where they stand in parentheses: "Pain in knee (L)". */
static const char *spelled_out(const struct icd_word *word)
{
	const struct icd_word_row *row = icd_word_find(&abbreviations, word->text, strlen(word->text));
	if (row)
		return row->form;
	if ((word->flags & ICD_WORD_OPTIONAL) && strcmp(word->text, "l") == 0)
		return "left";
	if ((word->flags & ICD_WORD_OPTIONAL) && strcmp(word->text, "r") == 0)
		return "right";
	return word->text;
}

static uint64_t stem_of(struct vocabulary *v, const struct icd_word *word, char stem[ICD_WORD_SIZE])
{
	icd_stemmer_stem_word(v->stemmer, word, stem);
	return word->flags & ICD_WORD_STOP ? 0 : icd_hash_text(stem);
}

static void read_word(struct vocabulary *v, const struct icd_word *word, struct written *out)
{
	struct icd_word form = *word;
	char stem[ICD_WORD_SIZE];
	const char *spelled = spelled_out(word);
	out->plain = out->spelled = stem_of(v, word, stem);
	if (spelled != word->text) {
		strcpy(form.text, spelled);
		out->spelled = stem_of(v, &form, stem);
	}
	out->side = icd_side_of(form.text);
	bool empty = (word->flags & ICD_WORD_DENIES) || icd_word_find(&empty_words, form.text, strlen(form.text));
	out->word = empty ? EMPTY : number_of(v, stem);
}

static bool same_written(const void *context, uint32_t item, const void *key)
{
	const struct written *known = &((const struct vocabulary *)context)->written[item], *sought = key;
	return known->flags == sought->flags && strcmp(known->text, sought->text) == 0;
}

static struct written find_word(struct vocabulary *v, const struct icd_word *word)
{
	const uint8_t counting = ICD_WORD_STOP | ICD_WORD_OPTIONAL | ICD_WORD_DENIED | ICD_WORD_DENIES;
	struct written sought = {.text = word->text, .flags = word->flags & counting};
	uint64_t hash = icd_hash_text(word->text) + sought.flags;
	uint32_t item = icd_hash_find(&v->written_hash, hash, same_written, v, &sought);
	if (item != ICD_HASH_NONE)
		return v->written[item];
	read_word(v, word, &sought);
	sought.text = icd_pool_text(&v->pool, word->text, strlen(word->text));
	if (!icd_array_room(&v->written, v->written_count, &v->written_room, sizeof *v->written) ||
	    !icd_hash_add(&v->written_hash, hash, (uint32_t)v->written_count))
		v->pool.failed = true;
	else
		v->written[v->written_count++] = sought;
	return sought;
}

/* The bit of a word in the signature of a whole text; none of one that does not count. */
static uint64_t whole_bit(uint64_t word)
{
	return word ? UINT64_C(1) << (word >> 58) : 0;
}

static void read_label_word(const struct written *word, struct label_text *out)
{
	out->written += word->plain;
	out->spelled += word->spelled;
	out->written_signature |= whole_bit(word->plain);
	out->spelled_signature |= whole_bit(word->spelled);
	out->sides |= 1u << word->side;
	if (strcmp(word->text, "a") == 0) {
		out->letters++;
		out->counted_letters += word->plain != 0;
	}
	if (word->word == EMPTY)
		return;
	label_set_add(&out->all, word->word);
	if (!(word->flags & ICD_WORD_OPTIONAL) || word->side)
		label_set_add(&out->named, word->word);
}

void vocabulary_read(struct vocabulary *v, const char *text, struct label_text *out)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	out->all.count = out->named.count = 0;
	out->all.signature = out->named.signature = 0;
	out->sides = 0;
	out->written = out->spelled = out->written_signature = out->spelled_signature = 0;
	out->letters = out->counted_letters = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & ICD_WORD_JOINED)
			continue;
		struct written word = find_word(v, &words[i]);
		read_label_word(&word, out);
	}
}

/* ---- texts of the book ---- */

/* The words of a text: those outside of parentheses go to `plain`, those that stand in them alone to `optional`. */
static void read_words(struct vocabulary *v, const char *text, struct known_text *out, struct label_set *plain,
		       struct label_set *optional)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	plain->count = optional->count = 0;
	plain->signature = optional->signature = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & ICD_WORD_JOINED)
			continue;
		struct written word = find_word(v, &words[i]);
		out->written += word.plain;
		out->written_signature |= whole_bit(word.plain);
		out->sides |= (uint16_t)(1u << word.side);
		if (word.word != EMPTY)
			label_set_add(word.flags & ICD_WORD_OPTIONAL ? optional : plain, word.word);
	}
}

/* What stands for a text when memory ran out. */
static const struct known_text no_text;

static const struct known_text *read_text(struct vocabulary *v, const char *text, uint64_t hash)
{
	struct label_set plain, optional;
	struct known_text *known = icd_pool_take(&v->pool, 1, sizeof *known);
	if (!known)
		return &no_text;
	read_words(v, text, known, &plain, &optional);
	uint32_t *words = icd_pool_take(&v->pool, plain.count + optional.count, sizeof *words);
	if (!words || !icd_array_room(&v->texts, v->text_count, &v->text_room, sizeof *v->texts) ||
	    !icd_hash_add(&v->text_hash, hash, (uint32_t)v->text_count)) {
		v->pool.failed = true;
		return &no_text;
	}
	known->hash = hash;
	known->words = words;
	known->signature = plain.signature | optional.signature;
	known->plain = (uint16_t)plain.count;
	memcpy(words, plain.at, plain.count * sizeof *words);
	known->count = known->plain;
	for (unsigned i = 0; i < optional.count; i++) {
		if (!label_set_has(&plain, optional.at[i]))
			words[known->count++] = optional.at[i];
	}
	return v->texts[v->text_count++] = known;
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
	return ((const struct vocabulary *)context)->texts[item]->hash == *(const uint64_t *)key;
}

const struct known_text *vocabulary_know(struct vocabulary *v, const char *text)
{
	uint64_t hash = icd_hash_text(text);
	uint32_t item = icd_hash_find(&v->text_hash, hash, same_text, v, &hash);
	return item == ICD_HASH_NONE ? read_text(v, text, hash) : v->texts[item];
}

void vocabulary_trim(struct vocabulary *v)
{
	if (v->written_count < WORDS_KEPT && v->text_count < TEXTS_KEPT)
		return;
	bool failed = v->pool.failed;
	icd_pool_reset(&v->pool);
	v->pool.failed = failed;
	icd_hash_clear(&v->written_hash);
	icd_hash_clear(&v->stem_hash);
	icd_hash_clear(&v->text_hash);
	v->written_count = v->stem_count = v->text_count = 0;
}

/* ---- single words ---- */

uint64_t vocabulary_hash(struct vocabulary *v, const char *word)
{
	struct icd_word whole = {.flags = 0};
	snprintf(whole.text, sizeof whole.text, "%s", word);
	return find_word(v, &whole).plain;
}

const char *vocabulary_written(struct vocabulary *v, const char *text, uint32_t word, char out[ICD_WORD_SIZE])
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX), i = 0;
	while (i < count && ((words[i].flags & ICD_WORD_JOINED) || find_word(v, &words[i]).word != word))
		i++;
	return strcpy(out, i < count ? words[i].text : "");
}

bool vocabulary_failed(struct vocabulary *v)
{
	return icd_stemmer_failed(v->stemmer) || v->pool.failed;
}

struct vocabulary *vocabulary_new(void)
{
	struct vocabulary *v = calloc(1, sizeof *v);
	if (v && !(v->stemmer = icd_stemmer_new())) {
		free(v);
		return NULL;
	}
	return v;
}

void vocabulary_free(struct vocabulary *v)
{
	if (!v)
		return;
	icd_stemmer_free(v->stemmer);
	icd_pool_free(&v->pool);
	icd_hash_free(&v->written_hash);
	icd_hash_free(&v->stem_hash);
	icd_hash_free(&v->text_hash);
	free(v->written);
	free(v->stems);
	free(v->texts);
	free(v);
}
