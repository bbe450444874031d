/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "candidates.h"

#include <string.h>
#include <strings.h>

struct collecting {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_candidates *out;
	size_t capacity;
	char *const *words;
	int word_count;
	bool has_path;                   /* `path` is that of the base read last ... */
	const struct icd_step *sevenths; /* ... and this the step that defines its seventh characters */
	struct icd_path path;
	const char *base, *base_title;
	struct icd_error *err;
};

/* ---- seventh characters ---- */

/* The header that a code of seven characters completes: without the last one, and without placeholders. */
static enum icd_found read_base(struct collecting *c, const char *code)
{
	char base[ICD_CODE_SIZE];
	enum icd_found found = ICD_NOT_FOUND;
	memcpy(base, code, sizeof base);
	for (size_t length = ICD_CODE_LENGTH - 1; found == ICD_NOT_FOUND && length >= 3; length--) {
		if (length < ICD_CODE_LENGTH - 1 && base[length] != 'X')
			break;
		base[length] = '\0';
		if (c->has_path && strcmp(c->base, base) == 0)
			return ICD_FOUND;
		c->has_path = false;
		found = icd_path_read(c->view, c->pool, base, &c->path, c->err);
	}
	c->has_path = found == ICD_FOUND;
	if (found != ICD_FOUND)
		return found;
	c->base = c->path.codes[0]->code;
	c->base_title = icd_view_title(c->view, c->path.codes[0]);
	c->sevenths = icd_sevenths_step(&c->path);
	return ICD_FOUND;
}

static bool is_diag(const struct icd_view *view, const struct icd_code_record *record)
{
	bool later;
	int list = icd_view_list_for(view, record, &later);
	return list >= 0 && icd_diag_in(record, (uint16_t)list);
}

static bool put_seventh(struct collecting *c, const struct icd_code_record *record, struct icd_candidate *candidate)
{
	if (strlen(record->code) < ICD_CODE_LENGTH || is_diag(c->view, record))
		return true;
	enum icd_found found = read_base(c, record->code);
	const struct icd_entry *entry = found == ICD_FOUND && c->sevenths
						? icd_seventh_entry(&c->path, record->code[ICD_CODE_LENGTH - 1])
						: NULL;
	if (found == ICD_FAILED)
		return false;
	if (!entry)
		return true;
	candidate->base = c->base;
	candidate->base_title = c->base_title;
	candidate->meaning = icd_text_folded(c->pool, entry->text);
	candidate->table = c->sevenths->label;
	return true;
}

/* ---- sides ---- */

static bool is_word(const char *at, const char *title, const char *word)
{
	size_t length = strlen(word);
	return strncasecmp(at, word, length) == 0 && (at == title || !icd_is_letter_or_digit(at[-1])) &&
	       !icd_is_letter_or_digit(at[length]);
}

/* Where the word stands in the title from `from` on; NULL when it does not. */
static const char *find_word(const char *title, const char *from, const char *word)
{
	for (; *from; from++) {
		if (is_word(from, title, word))
			return from;
	}
	return NULL;
}

/* The title without the word that tells the side, nor what it leaves of "right eye", "right side". */
static const char *without_side(struct icd_pool *pool, const char *title, const char *at, const char *word)
{
	const char *rest = at + strlen(word);
	size_t front = (size_t)(at - title);
	rest += strspn(rest, " ");
	for (const char *const *noun = (const char *const[]){"eye", "ear", "side", NULL}; *noun; noun++) {
		if (front && is_word(rest, title, *noun))
			rest += strlen(*noun);
	}
	rest += front ? 0 : strspn(rest, " ,");
	while (front && strchr(*rest == ' ' || !*rest || *rest == ',' ? " ," : " ", title[front - 1]))
		front--;
	return icd_pool_print(pool, "%.*s%s%s", (int)front, title, front && *rest && !strchr(" ,", *rest) ? " " : "",
			      rest);
}

/* Of right, left and both: the one whose word the title has, when it has no other. */
static void read_side(struct icd_pool *pool, struct icd_candidate *candidate)
{
	const char *title = candidate->base_title, *at = NULL;
	for (enum icd_side side = ICD_SIDE_RIGHT; side < ICD_SIDES; side++) {
		const char *found = find_word(title, title, icd_side_words[side]);
		if (!found)
			continue;
		candidate->side = at ? ICD_SIDE_NONE : side;
		at = found;
	}
	candidate->sideless = title;
	if (candidate->side != ICD_SIDE_NONE)
		candidate->sideless = without_side(pool, title, at, icd_side_words[candidate->side]);
}

struct sideless {
	const struct icd_candidates *of;
	struct icd_hash table;
};

static bool same_sideless(const void *context, uint32_t item, const void *key)
{
	const struct icd_candidates *of = context;
	return strcasecmp(of->at[item].sideless, key) == 0;
}

static uint64_t hash_of(const char *text)
{
	char lower[512];
	size_t length = 0;
	for (; length < sizeof lower && text[length]; length++)
		lower[length] = (char)(text[length] | 0x20);
	return icd_hash_bytes(lower, length);
}

static bool knows(const struct sideless *known, const char *text)
{
	return icd_hash_find(&known->table, hash_of(text), same_sideless, known->of, text) != ICD_HASH_NONE;
}

static bool note_sided(const struct icd_candidates *candidates, struct sideless *known)
{
	for (uint32_t i = 0; i < candidates->count; i++) {
		const struct icd_candidate *one = &candidates->at[i];
		if (icd_is_one_side(one->side) && !knows(known, one->sideless) &&
		    !icd_hash_add(&known->table, hash_of(one->sideless), i))
			return false;
	}
	return true;
}

/* "Unspecified" is about the side where the title without it is that of the right or left one. */
static void read_unspecified(struct icd_pool *pool, const struct sideless *known, struct icd_candidate *candidate)
{
	const char *word = icd_side_words[ICD_SIDE_UNSPECIFIED], *title = candidate->base_title, *at = title;
	while (candidate->side == ICD_SIDE_NONE && (at = find_word(title, at, word)) != NULL) {
		const char *without = without_side(pool, title, at, word);
		if (knows(known, without)) {
			candidate->side = ICD_SIDE_UNSPECIFIED;
			candidate->sideless = without;
		}
		at += strlen(word);
	}
}

static bool put_sides(struct collecting *c)
{
	struct sideless known = {c->out, {0}};
	for (uint32_t i = 0; i < c->out->count; i++) {
		struct icd_candidate *one = &c->out->at[i], *before = i ? one - 1 : NULL;
		if (before && strcmp(before->base, one->base) == 0) {
			one->side = before->side;
			one->sideless = before->sideless;
		} else {
			read_side(c->pool, one);
		}
	}
	bool ok = note_sided(c->out, &known);
	for (uint32_t i = 0; ok && i < c->out->count; i++)
		read_unspecified(c->pool, &known, &c->out->at[i]);
	icd_hash_free(&known.table);
	return ok || icd_out_of_memory(c->err);
}

/* ---- codes ---- */

static bool add(struct collecting *c, const struct icd_code_record *record)
{
	const char *title = icd_view_title(c->view, record);
	if (icd_view_status(c->view, &record->runs) != ICD_STATUS_BILLABLE ||
	    !icd_title_has_words(title, c->words, c->word_count))
		return true;
	if (!icd_pool_room(c->pool, &c->out->at, c->out->count, &c->capacity, sizeof *c->out->at))
		return icd_out_of_memory(c->err);
	struct icd_candidate *one = &c->out->at[c->out->count++];
	*one = (struct icd_candidate){.title = title, .base_title = title};
	one->code = one->base = icd_pool_print(c->pool, "%s", record->code);
	return put_seventh(c, record, one);
}

/* Those at and below a code that are not there yet. */
static enum icd_found add_below(struct collecting *c, const char *code)
{
	struct icd_code_record top;
	enum icd_found found = icd_store_code(c->view->store, c->pool, code, &top, c->err);
	for (uint32_t at = top.ordinal; found == ICD_FOUND && at <= top.last; at++) {
		struct icd_code_record record;
		if (!icd_view_code_at(c->view, c->pool, at, &record, c->err) || !add(c, &record))
			return ICD_FAILED;
	}
	return found;
}

enum icd_found icd_candidates_below(const struct icd_view *view, struct icd_pool *pool, const char *code,
				    char *const *words, int word_count, struct icd_candidates *out,
				    struct icd_error *err)
{
	struct collecting c = {
		.view = view, .pool = pool, .out = out, .words = words, .word_count = word_count, .err = err};
	*out = (struct icd_candidates){0};
	enum icd_found found = add_below(&c, code);
	if (found == ICD_FOUND && !put_sides(&c))
		found = ICD_FAILED;
	return pool->failed ? icd_out_of_memory(err), ICD_FAILED : found;
}

/* ---- what words say ---- */

static bool fits_side(const struct icd_candidate *one, const char *word)
{
	return one->side == icd_side_of(word);
}

static bool fits_meaning(const struct icd_candidate *one, const char *word)
{
	size_t length = strlen(word);
	return one->meaning && strncasecmp(one->meaning, word, length) == 0 &&
	       !icd_is_letter_or_digit(one->meaning[length]);
}

static void keep(struct icd_candidates *candidates, const char *word,
		 bool (*fits)(const struct icd_candidate *one, const char *word))
{
	uint32_t fitting = 0;
	for (uint32_t i = 0; i < candidates->count; i++)
		fitting += fits(&candidates->at[i], word);
	for (uint32_t i = 0, kept = 0; fitting && i < candidates->count; i++) {
		if (fits(&candidates->at[i], word))
			candidates->at[kept++] = candidates->at[i];
	}
	candidates->count = fitting ? fitting : candidates->count;
}

void icd_candidates_keep(struct icd_candidates *candidates, char *const *words, int word_count)
{
	for (int i = 0; i < word_count; i++) {
		const char *word = icd_title_word(words[i]);
		if (icd_side_of(word) != ICD_SIDE_NONE)
			keep(candidates, word, fits_side);
		keep(candidates, word, fits_meaning);
	}
}
