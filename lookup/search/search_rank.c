/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From families to hits: the order, and the code each family shows. */
#include "search_parts.h"

#include <stdlib.h>
#include <string.h>

/* Families whose best text is looked at word by word. */
#define REFINED      160
#define STEPS_MAX    8
#define SAYS_NOTHING 8 /* weight of words that make no difference */

const struct icd_search_weights icd_search_weights = {
	.vague = 0.5f,
	.text = 100,
	.exact = 8,
	.main = 8,
	.phrase = 5,
	.prior = 14,
	.header = 10,
	.together = 0.4f,
	.other_side = 0.55f,
	.subject = 0.75f,
	.cause = 0.93f,
	.scattered = 0.97f,
	.kinds = {1, 0.985f, 0.93f, 0.985f, 0.93f, 0.95f, 0.95f},
	.expansions = {0.97f, 0.92f, 0.88f, 0.84f},
	.british = 0.98f,
	.split = 0.95f,
	.prefix = 0.9f,
	.known_prefix = 0.7f,
	.one_edit = 0.88f,
	.two_edits = 0.78f,
};
static const struct icd_search_weights *const W = &icd_search_weights;

struct ranking {
	struct icd_searcher *s;
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_search_result *result;
	struct icd_error *err;
	uint32_t first, last; /* ordinals of `within` */
	uint32_t wanted;      /* hits at most */
	uint32_t sorted;      /* families that stand in order so far, all better than the rest */
};

/* ---- words of a text ---- */

/* Which slots each word of the text meets. */
static uint64_t slots_of_rank(const struct query *q, uint32_t rank)
{
	uint64_t slots = 0;
	for (uint32_t i = 0; i < q->slot_count; i++) {
		for (uint8_t j = 0; j < q->slots[i].list_count; j++)
			slots |= q->slots[i].lists[j].rank == rank ? UINT64_C(1) << i : 0;
	}
	return slots;
}

static bool follows(const struct query *q, uint64_t first, uint64_t second)
{
	for (; second; second &= second - 1) {
		if (q->slots[__builtin_ctzll(second)].before & first)
			return true;
	}
	return false;
}

static bool says_nothing(const struct icd_searcher *s, uint32_t rank)
{
	return rank < s->weights.size && s->weights.data[rank] <= SAYS_NOTHING;
}

/* The part of the matched words that stand beside each other as in the query; in an index a
 * main term and its subterm ("Pain, neck") may stand the other way round. */
static float together(const struct icd_searcher *s, const struct icd_text_word *words, size_t count)
{
	const struct query *q = &s->query;
	uint64_t before = 0;
	unsigned met = 0, pairs = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & ICD_WORD_JOINED)
			continue;
		uint64_t here = slots_of_rank(q, words[i].rank);
		if (!here && ((words[i].flags & ICD_WORD_OPTIONAL) || says_nothing(s, words[i].rank)))
			continue;
		met += here != 0;
		if (here && before)
			pairs += follows(q, before, here) ||
				 ((words[i].flags & ICD_WORD_OPENS) && follows(q, here, before));
		before = here;
	}
	return met > 1 ? (float)pairs / (float)(met - 1) : met == 1 ? 1 : 0;
}

/* Has the text no word that counts but those of the query? "unspecified" and the like do not. */
static bool is_exact(const struct icd_searcher *s, const struct icd_text_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & (ICD_WORD_OPTIONAL | ICD_WORD_JOINED) || says_nothing(s, words[i].rank))
			continue;
		if (!slots_of_rank(&s->query, words[i].rank))
			return false;
	}
	return count > 0;
}

/* ---- the code a family shows ---- */

struct choice {
	uint32_t ordinal;
	struct icd_code_row row;
	bool billable;
};

static bool is_billable(const struct icd_searcher *s, const struct icd_code_row *row)
{
	return row->class < s->class_count && s->class_status[row->class] == ICD_STATUS_BILLABLE + 1;
}

static bool choose(struct ranking *r, uint32_t ordinal, struct choice *choice)
{
	choice->ordinal = ordinal;
	if (!search_code_row(r->s, ordinal, &choice->row, r->err))
		return false;
	choice->billable = is_billable(r->s, &choice->row);
	return true;
}

/* The seventh character asked for, else the first, among the codes right below. */
static bool choose_extension(struct ranking *r, const struct choice *above, struct choice *found, bool *any)
{
	uint8_t wanted = r->s->query.set_choice ? r->s->query.set_choice[above->row.extensions] : 0;
	*any = false;
	for (uint32_t at = above->ordinal + 1; at <= above->ordinal + above->row.below;) {
		struct choice one;
		if (!choose(r, at, &one))
			return false;
		at += one.row.below + 1;
		if (!one.row.extension || !search_counts(r->s, &one.row))
			continue;
		if (!*any || one.row.extension == wanted + 1)
			*found = one;
		*any = true;
		if (one.row.extension == wanted + 1)
			break;
	}
	return true;
}

/* The side asked for, else the unspecified one, among the codes right below. */
static bool choose_side(struct ranking *r, const struct choice *above, struct choice *found, bool *any)
{
	enum icd_side wanted = r->s->query.side;
	*any = false;
	for (uint32_t at = above->ordinal + 1; at <= above->ordinal + above->row.below;) {
		struct choice one;
		if (!choose(r, at, &one))
			return false;
		at += one.row.below + 1;
		if (one.row.side == ICD_SIDE_NONE || !search_counts(r->s, &one.row))
			continue;
		if (one.row.side == wanted || (one.row.side == ICD_SIDE_UNSPECIFIED && !*any)) {
			*found = one;
			*any = true;
		}
		if (one.row.side == wanted)
			break;
	}
	return true;
}

static bool choose_standard(struct ranking *r, const struct choice *above, struct choice *found, bool *any)
{
	*any = false;
	if (!above->row.standard)
		return true;
	if (!choose(r, above->ordinal + above->row.standard, found))
		return false;
	*any = search_counts(r->s, &found->row);
	return true;
}

/* Down from the family to the code that is shown. */
static bool choose_code(struct ranking *r, uint32_t ordinal, struct choice *choice)
{
	if (!choose(r, ordinal, choice))
		return false;
	for (int step = 0; step < STEPS_MAX && !choice->billable; step++) {
		struct choice found;
		bool any = false;
		if (choice->row.sides && !choose_side(r, choice, &found, &any))
			return false;
		if (!any && choice->row.extensions && !choose_extension(r, choice, &found, &any))
			return false;
		if (!any && !choose_standard(r, choice, &found, &any))
			return false;
		if (!any)
			break;
		*choice = found;
	}
	return true;
}

/* What only a closer look at the best text and the code that is shown can tell. */
static bool refine(struct ranking *r, struct family *family)
{
	struct icd_searcher *s = r->s;
	struct icd_text_row row;
	struct choice choice;
	struct icd_text_word words[ICD_WORDS_MAX];
	uint32_t entry;
	size_t count;
	if (!search_text_row(s, family->text, &row, r->err) ||
	    !search_text_words(s, family->text, &row, &entry, words, &count, r->err))
		return false;
	family->score += W->phrase * together(s, words, count) * family->cover;
	if (is_exact(s, words, count))
		family->score +=
			family->cover * family->cover * (W->exact + (row.flags & ICD_ROW_MAIN_TERM ? W->main : 0));
	if (!choose_code(r, family->ordinal, &choice))
		return false;
	family->score -= choice.billable ? 0 : W->header;
	return true;
}

/* ---- order ---- */

static int compare_families(const void *a, const void *b)
{
	const struct family *left = a, *right = b;
	if (left->score != right->score)
		return left->score > right->score ? -1 : 1;
	return (left->ordinal > right->ordinal) - (left->ordinal < right->ordinal);
}

/* Puts the `count` best families in front, in no order (Hoare's selection). */
static void select_families(struct family *families, uint32_t all, uint32_t count)
{
	uint32_t low = 0, high = all;
	while (high - low > 1) {
		struct family middle = families[low + (high - low) / 2];
		uint32_t i = low, j = high - 1;
		for (;;) {
			while (compare_families(&families[i], &middle) < 0)
				i++;
			while (compare_families(&middle, &families[j]) < 0)
				j--;
			if (i >= j)
				break;
			struct family other = families[i];
			families[i++] = families[j];
			families[j--] = other;
		}
		/* Nothing before i is worse than anything from i on. */
		if (i == low)
			i++;
		if (count < i)
			high = i;
		else
			low = i;
		if (count == i)
			break;
	}
}

/* Full scores; families that are no answer are taken out. */
static bool score_families(struct ranking *r)
{
	struct icd_searcher *s = r->s;
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->family_count; i++) {
		struct family *family = &s->families[i];
		struct icd_code_row row;
		if (family->cover < COVER_OF_BEST * s->best_cover || family->ordinal > r->last)
			continue;
		if (family->ordinal < r->first) {
			if (!search_code_row(s, family->ordinal, &row, r->err))
				return false;
			if (family->ordinal + row.below < r->first)
				continue;
		}
		family->score = W->text * family->score + W->prior * (float)family->prior / UINT8_MAX;
		s->families[kept++] = *family;
	}
	s->family_count = kept;
	return true;
}

static void sort_families(struct icd_searcher *s, uint32_t from, uint32_t to)
{
	if (to > from)
		qsort(s->families + from, to - from, sizeof *s->families, compare_families);
}

/* Puts the best in order, looking closer at them. */
static bool order_families(struct ranking *r)
{
	struct icd_searcher *s = r->s;
	r->sorted = s->family_count < REFINED ? s->family_count : REFINED;
	if (r->sorted < s->family_count)
		select_families(s->families, s->family_count, r->sorted);
	for (uint32_t i = 0; i < r->sorted; i++) {
		if (!refine(r, &s->families[i]))
			return false;
	}
	sort_families(s, 0, r->sorted);
	return true;
}

/* The rest, when it is wanted. Who was not looked at closer stands behind all who were. */
static void order_rest(struct ranking *r)
{
	struct icd_searcher *s = r->s;
	sort_families(s, r->sorted, s->family_count);
	for (uint32_t i = r->sorted; i > 0 && i < s->family_count; i++) {
		if (s->families[i].score > s->families[i - 1].score)
			s->families[i].score = s->families[i - 1].score;
	}
	r->sorted = s->family_count;
}

/* ---- hits ---- */

static enum icd_search_field field_of(unsigned kind)
{
	return kind == ICD_TEXT_TITLE      ? ICD_FIELD_TITLE
	       : kind <= ICD_TEXT_INCLUDES ? ICD_FIELD_INCLUSION_TERM
					   : ICD_FIELD_INDEX;
}

static bool index_path(struct ranking *r, uint32_t text, const char **out)
{
	const struct icd_search_about *about = &r->s->about;
	uint32_t number = text - about->first_name;
	struct icd_key key = icd_search_number_key(ICD_SEARCH_PATHS, number / ICD_SEARCH_NAMES);
	struct icd_front_list list;
	struct icd_bytes bytes;
	enum icd_found found = icd_store_get(r->s->store, &key, &bytes, r->err);
	*out = "";
	if (found != ICD_FOUND)
		return found != ICD_FAILED;
	icd_front_list_start(&list, bytes.data, bytes.size);
	for (uint32_t i = 0; i <= number % ICD_SEARCH_NAMES; i++) {
		if (!icd_front_list_next(&list))
			return icd_store_bad_record(r->s->store, &key, r->err) != ICD_FAILED;
	}
	const char *column = list.number && list.number <= about->column_count ? about->columns[list.number - 1] : NULL;
	*out = icd_pool_print(r->pool, "%s%s%s", list.text, column ? ": " : "", column ? column : "");
	return *out != NULL || icd_out_of_memory(r->err);
}

/* The text itself. `record` is the shown code's; the text may be another code's of the family. */
static bool text_of(struct ranking *r, const struct family *family, const struct icd_search_hit *hit,
		    const struct icd_code_record *record, enum icd_search_field *field, const char **out)
{
	struct icd_text_row row;
	struct icd_text_word words[ICD_WORDS_MAX];
	struct icd_code_record other;
	uint32_t entry;
	size_t count;
	if (!search_text_row(r->s, family->text, &row, r->err))
		return false;
	unsigned kind = row.kind;
	*field = field_of(kind);
	if (kind >= ICD_TEXT_INDEX)
		return index_path(r, family->text, out);
	if (!search_text_words(r->s, family->text, &row, &entry, words, &count, r->err))
		return false;
	if (row.family + row.target != hit->ordinal) {
		struct icd_search_hit place;
		if (!search_fill_hit(r->s, r->view, row.family + row.target, r->pool, &place, &other, r->err))
			return false;
		record = &other;
	}
	*out = hit->title;
	if (kind == ICD_TEXT_TITLE && entry < record->long_titles.count)
		*out = record == &other ? record->long_titles.at[entry].text : hit->title;
	else if (kind != ICD_TEXT_TITLE && entry < record->entries.count)
		*out = record->entries.at[entry].text;
	return true;
}

/* The synonym by which most of the text was found; NULL when it has what was typed. */
static const struct alternative *synonym_of(const struct query *q, uint64_t slots)
{
	const struct alternative *used = NULL;
	float weight = 0;
	for (uint32_t i = 0; i < q->concept_count; i++) {
		const struct alternative *best = NULL;
		float most = 0;
		for (uint32_t j = 0; j < q->concepts[i].count; j++) {
			const struct alternative *one = &q->concepts[i].at[j];
			float met = (one->slots & slots) == one->slots ? one->quality : 0;
			if (met > most) {
				most = met;
				best = one;
			}
		}
		if (best && best->expansion && q->concepts[i].weight > weight) {
			used = best;
			weight = q->concepts[i].weight;
		}
	}
	return used;
}

static bool explain(struct ranking *r, const struct family *family, const struct icd_code_record *record,
		    struct icd_search_hit *hit)
{
	if (!text_of(r, family, hit, record, &hit->field, &hit->matched))
		return false;
	const struct alternative *synonym = synonym_of(&r->s->query, family->text_slots);
	if (!synonym)
		return true;
	hit->field = ICD_FIELD_SYNONYM;
	hit->matched = icd_pool_print(r->pool, "%s: %s", synonym->term, synonym->expansion);
	return hit->matched != NULL || icd_out_of_memory(r->err);
}

/* ---- the codes of a family ---- */

/* Calls `visit` for each code of the family that counts and is in range, until it returns false. A code of
 * another family has none of this one below it. */
static bool each_code(struct ranking *r, uint32_t head,
		      bool (*visit)(struct ranking *, uint32_t, const struct icd_code_row *, void *), void *context)
{
	struct icd_code_row row;
	if (!search_code_row(r->s, head, &row, r->err))
		return false;
	for (uint32_t at = head, last = head + row.below; at <= last;) {
		if (!search_code_row(r->s, at, &row, r->err))
			return false;
		bool member = at - row.family == head;
		if (member && search_counts(r->s, &row) && at >= r->first && at <= r->last &&
		    !visit(r, at, &row, context))
			return false;
		at += member ? 1 : row.below + 1;
	}
	return true;
}

static bool count_one(struct ranking *r, uint32_t ordinal, const struct icd_code_row *row, void *context)
{
	(void)r, (void)ordinal, (void)row;
	++*(uint32_t *)context;
	return true;
}

/* How many codes of the family count; kept for the next search when all of them are in range. */
static bool count_codes(struct ranking *r, uint32_t head, uint32_t *count)
{
	bool all = r->first == 0 && r->last == UINT32_MAX;
	*count = 0;
	if (all && r->s->family_codes[head]) {
		*count = r->s->family_codes[head] - 1;
		return true;
	}
	if (!each_code(r, head, count_one, count))
		return false;
	if (all)
		r->s->family_codes[head] = *count + 1;
	return true;
}

static bool count_all(struct ranking *r)
{
	for (uint32_t i = 0; i < r->s->family_count; i++) {
		uint32_t count;
		if (!count_codes(r, r->s->families[i].ordinal, &count))
			return false;
		r->result->total += count;
	}
	return true;
}

/* ---- the list ---- */

static bool add_hit(struct ranking *r, const struct family *family, uint32_t ordinal, const struct icd_code_row *row)
{
	struct icd_searcher *s = r->s;
	struct icd_search_hit *hit = &r->result->hits[r->result->count];
	struct icd_code_record record;
	uint32_t class, head = ordinal - row->family, codes;
	if (!search_fill_hit(s, r->view, ordinal, r->pool, hit, &record, r->err) || !explain(r, family, &record, hit))
		return false;
	hit->score = family->score;
	if (!count_codes(r, head, &codes))
		return false;
	hit->family_codes = codes ? codes - 1 : 0;
	if (icd_store_ordinal(s->store, head, hit->family, &class, r->err) == ICD_FAILED)
		return false;
	r->result->count++;
	return true;
}

static bool in_range(const struct ranking *r, uint32_t ordinal)
{
	return ordinal >= r->first && ordinal <= r->last;
}

/* The code the family shows; where that is out of range, the one that its text is about. *ok: there is one. */
static bool show_family(struct ranking *r, const struct family *family, struct choice *choice, bool *ok)
{
	struct icd_text_row row;
	*ok = false;
	if (!choose_code(r, family->ordinal, choice))
		return false;
	if (!in_range(r, choice->ordinal)) {
		if (!search_text_row(r->s, family->text, &row, r->err) ||
		    !choose_code(r, row.family + row.target, choice))
			return false;
	}
	*ok = in_range(r, choice->ordinal) && search_counts(r->s, &choice->row);
	return true;
}

/* One code of each family, best first. `family_of` marks the codes that are shown. */
static bool list_families(struct ranking *r)
{
	struct icd_searcher *s = r->s;
	for (uint32_t i = 0; i < s->family_count && r->result->count < r->wanted; i++) {
		struct choice choice;
		bool ok;
		if (i == r->sorted)
			order_rest(r);
		if (!show_family(r, &s->families[i], &choice, &ok))
			return false;
		if (!ok || s->family_of[choice.ordinal])
			continue;
		s->family_of[choice.ordinal] = 1;
		if (!add_hit(r, &s->families[i], choice.ordinal, &choice.row))
			return false;
	}
	return true;
}

static bool list_one(struct ranking *r, uint32_t ordinal, const struct icd_code_row *row, void *context)
{
	if (r->result->count == r->wanted || r->s->family_of[ordinal])
		return true;
	r->s->family_of[ordinal] = 1;
	return add_hit(r, context, ordinal, row);
}

/* Behind them all other codes of the families. */
static bool list_others(struct ranking *r)
{
	for (uint32_t i = 0; i < r->s->family_count && r->result->count < r->wanted; i++) {
		if (!each_code(r, r->s->families[i].ordinal, list_one, &r->s->families[i]))
			return false;
	}
	return true;
}

static void forget_shown(struct ranking *r)
{
	for (uint32_t i = 0; i < r->result->count; i++)
		r->s->family_of[r->result->hits[i].ordinal] = 0;
}

bool search_rank(struct icd_searcher *s, const struct icd_view *view, const struct icd_search_options *options,
		 struct icd_pool *pool, struct icd_search_result *result, struct icd_error *err)
{
	struct ranking r = {.s = s, .view = view, .pool = pool, .result = result, .err = err, .last = UINT32_MAX};
	if (options->within && !search_within(s, options->within, &r.first, &r.last, err))
		return false;
	if (!score_families(&r) || !count_all(&r) || !order_families(&r))
		return false;
	r.wanted = options->limit && options->limit < result->total ? options->limit : result->total;
	result->hits = icd_pool_take(pool, r.wanted, sizeof *result->hits);
	if (!result->hits)
		return icd_out_of_memory(err);
	bool ok = list_families(&r) && list_others(&r);
	forget_shown(&r);
	return ok;
}
