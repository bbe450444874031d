/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What terms say is written once for all lists of a kind, and a term by its number. Most terms follow the one that they
 * followed in the list before: a list is how many do so, the number of the one that does not, how many do so, and so on.
 */
#include "issues_bytes.h"

#include <stdlib.h>
#include <string.h>

#define TERMS_MOST  ((uint32_t)1 << 20) /* of a list; official ones have 90,000 */
#define WITH_RAW    (1u << ICD_INDEX_PARTS)
#define WITH_PLAIN  (2u << ICD_INDEX_PARTS) /* the plain title is not as the title */
#define WITH_ALL    ((4u << ICD_INDEX_PARTS) - 1)
#define NO_TERM_YET UINT32_MAX

/* What the terms of a kind say, by number: first those of index_terms, then those that addenda told. */
struct said {
	const struct icd_index_term *says;
	const char *plain;
	uint32_t after; /* the number of the term that came after it in the list last walked */
};

struct numbering {
	struct said *at;
	size_t count, capacity;
	struct icd_hash by_says;
};

/* ---- what terms say ---- */

static void walk_says(const struct icd_codec *c, struct icd_index_term *says, const char **plain)
{
	unsigned with = 0;
	for (unsigned i = 0; c->out && i < ICD_INDEX_PARTS; i++)
		with |= says->parts[i] ? 1u << i : 0;
	if (c->out)
		with |= (says->raw ? WITH_RAW : 0) | (strcmp(*plain, says->title) != 0 ? WITH_PLAIN : 0);
	ICD_CODEC_NUMBER(c, with, WITH_ALL);
	ICD_CODEC_BYTE(c, says->level);
	icd_codec_expect(c, says->level < ICD_INDEX_LEVELS);
	icd_codec_text(c, &says->title);
	icd_codec_text(c, &says->behind);
	for (unsigned i = 0; i < ICD_INDEX_PARTS; i++) {
		if (with >> i & 1)
			icd_codec_text(c, &says->parts[i]);
	}
	if (with & WITH_RAW)
		icd_codec_text(c, &says->raw);
	if (with & WITH_PLAIN)
		icd_codec_text(c, plain);
	else if (c->in)
		*plain = says->title;
}

/* ---- lists ---- */

/* The number of the term that is to be expected after one. */
static uint32_t expected(const struct numbering *n, uint32_t before)
{
	return before == NO_TERM_YET ? 0 : n->at[before].after;
}

static void follows(struct numbering *n, uint32_t before, uint32_t number)
{
	if (before != NO_TERM_YET)
		n->at[before].after = number;
}

static bool is_said(const void *context, uint32_t item, const void *key)
{
	return ((const struct numbering *)context)->at[item].says == key;
}

static uint32_t number_of(struct numbering *n, const struct icd_index_term *says, const char *plain)
{
	uint64_t hash = icd_hash_bytes(&says, sizeof says);
	uint32_t number = icd_hash_find(&n->by_says, hash, is_said, n, says);
	if (number != ICD_HASH_NONE)
		return number;
	number = (uint32_t)n->count;
	need_hashed(&n->by_says, hash, number);
	*one_more(n->at, n->count, n->capacity) = (struct said){says, plain, number + 1};
	return number;
}

static void put_terms(struct icd_buffer *out, struct numbering *n, const struct index_list *list)
{
	uint32_t before = NO_TERM_YET;
	size_t run = 0, above[ICD_INDEX_LEVELS];
	for (size_t i = 0; i < list->count; i++) {
		const struct index_term *term = &list->terms[i];
		uint32_t number = expected(n, before);
		above[term->says->level] = i;
		/* Where a term stands is told by its level. */
		out->failed |= term->parent != (term->says->level ? above[term->says->level - 1] : SIZE_MAX);
		if (number < n->count && n->at[number].says == term->says) {
			run++;
		} else {
			number = number_of(n, term->says, term->plain);
			icd_put_number(out, run);
			icd_put_number(out, number);
			run = 0;
		}
		follows(n, before, number);
		before = number;
	}
	icd_put_number(out, run);
}

struct taking { /* the terms of a list */
	struct icd_reader *in;
	struct numbering *numbering;
	struct index_list *list;
	size_t count;                   /* of those that it has */
	uint32_t before;                /* the number of the last of them */
	size_t above[ICD_INDEX_LEVELS]; /* the last term of each level ... */
	unsigned levels;                /* ... as many as the next one may stand below */
};

static void take_term(struct taking *t, uint32_t number)
{
	const struct said *said = number < t->numbering->count ? &t->numbering->at[number] : NULL;
	unsigned level = said ? said->says->level : UINT8_MAX;
	if (level > t->levels) {
		t->in->failed = true;
		return;
	}
	t->list->terms[t->count] = (struct index_term){(struct icd_index_term *)said->says, said->plain,
						       level ? t->above[level - 1] : SIZE_MAX, 0};
	t->above[level] = t->count++;
	t->levels = level + 1 < ICD_INDEX_LEVELS ? level + 1 : level;
	follows(t->numbering, t->before, number);
	t->before = number;
}

static void get_terms(struct icd_reader *in, struct numbering *n, struct index_list *list)
{
	struct taking t = {.in = in, .numbering = n, .list = list, .before = NO_TERM_YET};
	while (!in->failed) {
		uint32_t run = icd_get_number_to(in, (uint32_t)(list->count - t.count));
		for (; run && !in->failed; run--)
			take_term(&t, expected(n, t.before));
		if (t.count == list->count)
			return;
		take_term(&t, (uint32_t)icd_get_number_to(in, UINT32_MAX - 1));
	}
}

/* ---- what an issue has besides its terms ---- */

static void walk_head(const struct icd_codec *c, struct index_list *list)
{
	uint32_t letters = (uint32_t)list->letter_count, heads = list->head_count;
	icd_codec_texts(c, &list->letters, &letters);
	icd_codec_texts(c, &list->heads, &heads);
	icd_codec_expect(c, heads <= UINT8_MAX);
	list->letter_count = letters;
	list->head_count = (uint8_t)heads;
	if (c->in)
		list->letter_first = icd_reader_take(c->in, c->pool, letters, sizeof *list->letter_first);
	for (uint32_t i = 0; i < letters && icd_codec_well(c); i++)
		ICD_CODEC_NUMBER(c, list->letter_first[i], TERMS_MOST);
	icd_codec_optional(c, &list->version);
	icd_codec_optional(c, &list->title);
	icd_codec_optional(c, &list->root);
	icd_codec_optional(c, &list->front);
	ICD_CODEC_NUMBER(c, list->count, TERMS_MOST);
	if (c->in)
		list->terms = icd_reader_take(c->in, c->pool, list->count, sizeof *list->terms);
}

static void walk_told(const struct icd_codec *c, struct index_issue *issue)
{
	struct report_line *lines = (struct report_line *)issue->lines;
	uint32_t count = (uint32_t)issue->line_count;
	ICD_CODEC_NUMBER(c, issue->account.lines, UINT32_MAX);
	icd_codec_texts(c, &issue->account.unplaced, &issue->account.unplaced_count);
	icd_codec_texts(c, &issue->account.differences, &issue->account.difference_count);
	icd_codec_items(c, &lines, &count, sizeof *lines);
	for (uint32_t i = 0; i < count && icd_codec_well(c); i++) {
		ICD_CODEC_NUMBER(c, lines[i].release, UINT32_MAX);
		ICD_CODEC_BYTE(c, lines[i].weight);
		icd_codec_text(c, &lines[i].text);
		icd_codec_expect(c, lines[i].weight <= REPORT_TROUBLE);
	}
	issue->lines = lines;
	issue->line_count = count;
}

static void walk_issue(const struct icd_codec *c, struct numbering *n, struct index_issue *issue)
{
	unsigned there = issue->list ? 1 : 0;
	ICD_CODEC_NUMBER(c, issue->date, UINT32_MAX);
	ICD_CODEC_BYTE(c, issue->rebuilt);
	walk_told(c, issue);
	ICD_CODEC_BYTE(c, there);
	if (c->in)
		issue->list = there ? icd_reader_take(c->in, c->pool, 1, sizeof *issue->list) : NULL;
	if (!there || !icd_codec_well(c))
		return;
	walk_head(c, issue->list);
	if (c->out)
		put_terms(c->out, n, issue->list);
	else if (!c->in->failed)
		get_terms(c->in, n, issue->list);
}

/* ---- a kind ---- */

static void put_kind(struct icd_buffer *out, const struct index_issues *issues, unsigned kind, size_t settled)
{
	const struct index_terms *terms = &issues->terms[kind];
	struct numbering n = {.count = 0};
	struct icd_buffer lists = {0};
	for (size_t i = 0; i < terms->count; i++)
		number_of(&n, terms->at[i].says, terms->at[i].plain);
	for (size_t i = 0; i < settled; i++) {
		struct index_issue issue = issues->of[kind][i];
		walk_issue(&(struct icd_codec){.out = &lists}, &n, &issue);
	}
	icd_put_number(out, terms->count);
	icd_put_number(out, n.count);
	for (size_t i = 0; i < n.count; i++)
		walk_says(&(struct icd_codec){.out = out}, (struct icd_index_term *)n.at[i].says, &n.at[i].plain);
	icd_put_bytes(out, lists.data, lists.size);
	out->failed |= lists.failed;
	icd_buffer_free(&lists);
	icd_hash_free(&n.by_says);
	free(n.at);
}

static void get_says(const struct icd_codec *c, struct numbering *n)
{
	uint32_t count = 0;
	struct icd_index_term *says = icd_get_items(c->in, c->pool, &count, sizeof *says);
	n->at = icd_reader_take(c->in, c->pool, count, sizeof *n->at);
	n->count = c->in->failed ? 0 : count;
	for (uint32_t i = 0; i < n->count && !c->in->failed; i++) {
		walk_says(c, &says[i], &n->at[i].plain);
		n->at[i].says = &says[i];
		n->at[i].after = i + 1;
	}
}

static void get_kind(const struct icd_codec *c, struct index_issues *issues, unsigned kind, size_t settled)
{
	struct index_terms *terms = &issues->terms[kind];
	struct numbering n = {.count = 0};
	uint32_t kept = icd_get_number_to(c->in, UINT32_MAX);
	get_says(c, &n);
	icd_codec_expect(c, kept <= n.count);
	for (uint32_t i = 0; i < kept && !c->in->failed; i++)
		*one_more(terms->at, terms->count, terms->capacity) =
			(struct kept_term){n.at[i].says, n.at[i].plain, ICD_HASH_NONE};
	for (size_t i = 0; i < settled && !c->in->failed; i++)
		walk_issue(c, &n, &issues->of[kind][i]);
}

void issues_put(struct icd_buffer *out, const struct index_issues *issues, size_t settled)
{
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
		put_kind(out, issues, kind, settled);
}

bool issues_get(struct icd_reader *in, struct index_issues *issues, size_t settled, struct icd_pool *pool)
{
	const struct icd_codec codec = {.in = in, .pool = pool};
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++)
		get_kind(&codec, issues, kind, settled);
	issues->settled = in->failed ? 0 : settled;
	for (unsigned kind = 0; in->failed && kind < ICD_INDEXES; kind++) {
		index_terms_free(&issues->terms[kind]);
		memset(issues->of[kind], 0, issues->count * sizeof *issues->of[kind]);
	}
	return !in->failed;
}
