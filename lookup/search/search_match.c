/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From slots to texts, from texts to families. */
#include "search_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts that have less of the query are not looked at, unless there are no others. */
#define LEAST_COVER 0.3f
/* Where one text has so much of it, what stands above a code is not asked. */
#define ENOUGH_COVER 0.88f

static const struct icd_search_weights *const W = &icd_search_weights;

/* ---- what a set of slots comes to ---- */

static float weight_of(const struct query *q, uint64_t slots)
{
	float weight = 0;
	for (; slots; slots &= slots - 1)
		weight += q->slots[__builtin_ctzll(slots)].query_weight;
	return weight;
}

/* How well the slots meet an alternative: an expansion of several words wants them all. */
static float meets(const struct query *q, const struct alternative *alternative, uint64_t slots)
{
	uint64_t met = alternative->slots & slots;
	if (met == alternative->slots && !alternative->partial)
		return alternative->quality;
	if (!met)
		return 0;
	float part = weight_of(q, met) / alternative->weight;
	return part < 0.5f && alternative->expansion ? 0 : alternative->quality * part * part;
}

static float cover_of(const struct query *q, uint64_t slots)
{
	float covered = 0, factor = 1;
	for (uint32_t i = 0; i < q->concept_count; i++) {
		const struct concept *concept = &q->concepts[i];
		float best = 0;
		for (uint32_t j = 0; j < concept->count && best < 1; j++) {
			float met = meets(q, &concept->at[j], slots);
			best = met > best ? met : best;
		}
		covered += best * concept->weight;
		if (concept->subject && best < 0.5f)
			factor *= W->subject;
	}
	for (uint32_t i = 0; i < q->against_count; i++) {
		if ((slots & q->against[i]) == q->against[i])
			factor *= W->denied;
	}
	return q->weight > 0 ? factor * covered / q->weight : 0;
}

static float text_weight_of(const struct query *q, uint64_t slots)
{
	float weight = 0;
	for (; slots; slots &= slots - 1)
		weight += q->slots[__builtin_ctzll(slots)].text_weight;
	return weight;
}

static __attribute__((noinline)) void work_out(const struct query *q, uint64_t slots, struct memo *memo)
{
	*memo = (struct memo){slots, cover_of(q, slots), text_weight_of(q, slots), true};
}

/* The part of the query that texts with these slots cover, and the text weight of the slots. */
static inline const struct memo *cover(struct icd_searcher *s, uint64_t slots)
{
	struct memo *memo = &s->memo[icd_hash_number(slots) >> (64 - MEMO_BITS)];
	if (!memo->used || memo->slots != slots)
		work_out(&s->query, slots, memo);
	return memo;
}

/* ---- texts ---- */

static uint32_t first_place(const struct icd_searcher *s, uint32_t text)
{
	return text * UINT32_C(2654435761) >> (32 - s->place_bits);
}

static uint32_t next_place(const struct icd_searcher *s, uint32_t place)
{
	return (place + 1) & ((UINT32_C(1) << s->place_bits) - 1);
}

/* The text among those touched; a new one is put there unless `known_only`: then NULL where it is not there. */
static struct touched *touch(struct icd_searcher *s, uint32_t text, bool known_only)
{
	uint32_t place = first_place(s, text);
	for (; s->places[place]; place = next_place(s, place)) {
		struct touched *touched = &s->touched[s->places[place] - 1];
		if (touched->text == text)
			return touched;
	}
	if (known_only)
		return NULL;
	s->touched[s->touched_count] = (struct touched){.text = text};
	s->places[place] = ++s->touched_count;
	return &s->touched[s->touched_count - 1];
}

/* Has the table, empty now, twice as many places as the lists of the slots have texts? Half of them stay free. */
static bool need_places(struct icd_searcher *s, uint64_t slots)
{
	uint64_t texts = 0;
	unsigned bits = 8;
	for (; slots; slots &= slots - 1) {
		const struct slot *slot = &s->query.slots[__builtin_ctzll(slots)];
		for (uint8_t j = 0; j < slot->list_count; j++)
			texts += slot->lists[j].count;
	}
	texts = texts < s->about.texts ? texts : s->about.texts;
	while (UINT64_C(1) << bits < 2 * texts)
		bits++;
	if (s->places && bits <= s->place_bits)
		return true;
	free(s->places);
	s->places = calloc((size_t)1 << bits, sizeof *s->places);
	s->place_bits = bits;
	if (!s->places)
		search_out_of_memory(s);
	return s->places != NULL;
}

/* Marks the texts of a list; with `known_only` those that other lists have marked. */
static bool mark_list(struct icd_searcher *s, struct icd_postings postings, uint64_t bit, bool known_only)
{
	uint32_t text = 0, count = s->about.texts;
	const unsigned char *at = postings.in.at, *end = postings.in.end;
	for (uint32_t i = 0; i < postings.count; i++) {
		uint32_t step = 0;
		for (unsigned shift = 0; at < end && shift < 28; shift += 7) {
			unsigned byte = *at++;
			step |= (uint32_t)(byte & 0x7f) << shift;
			if (!(byte & 0x80))
				break;
		}
		text += step;
		if (text >= count)
			return false;
		struct touched *touched = touch(s, text, known_only);
		if (touched)
			touched->slots |= bit;
	}
	return true;
}

static void mark_slots(struct icd_searcher *s, uint64_t slots, bool known_only)
{
	for (; slots; slots &= slots - 1) {
		int i = __builtin_ctzll(slots);
		for (uint8_t j = 0; j < s->query.slots[i].list_count; j++) {
			if (!mark_list(s, s->query.slots[i].lists[j], UINT64_C(1) << i, known_only))
				search_damaged(s, "the words of the index cannot be read");
		}
	}
}

/* Slots that all together cover too little: a text that has only these is no answer. The longest lists
 * ("left", "unspecified") are mostly among them. */
static uint64_t minor_slots(struct icd_searcher *s)
{
	uint64_t minor = 0;
	for (;;) {
		float least = LEAST_COVER;
		uint64_t next = 0;
		for (uint32_t i = 0; i < s->query.slot_count; i++) {
			uint64_t bit = UINT64_C(1) << i;
			if (minor & bit)
				continue;
			float covered = cover(s, minor | bit | s->query.variants)->cover;
			if (covered < least) {
				least = covered;
				next = bit;
			}
		}
		if (!next)
			return minor;
		minor |= next;
	}
}

static void forget_texts(struct icd_searcher *s)
{
	/* The last one first: so each is found past those that were there before it. */
	for (uint32_t i = s->touched_count; i > 0; i--) {
		uint32_t place = first_place(s, s->touched[i - 1].text);
		while (s->places[place] != i)
			place = next_place(s, place);
		s->places[place] = 0;
	}
	s->touched_count = 0;
}

/* How much of the query each text may cover; returns the most. */
static float most_cover(struct icd_searcher *s)
{
	float most = 0;
	for (uint32_t i = 0; i < s->touched_count; i++) {
		struct touched *touched = &s->touched[i];
		touched->most = cover(s, touched->slots | s->query.variants)->cover;
		most = touched->most > most ? touched->most : most;
	}
	return most;
}

/* Finds the texts that may be answers; returns what one of them may cover of the query at most. */
static float mark_texts(struct icd_searcher *s)
{
	uint64_t all = s->query.slot_count == 64 ? UINT64_MAX : (UINT64_C(1) << s->query.slot_count) - 1;
	uint64_t minor = minor_slots(s);
	forget_texts(s); /* of the search before */
	if (!need_places(s, all & ~minor))
		return 0;
	mark_slots(s, all & ~minor, false);
	mark_slots(s, minor, true);
	float most = most_cover(s);
	if (most >= LEAST_COVER)
		return most;
	forget_texts(s);
	if (!need_places(s, all))
		return 0;
	mark_slots(s, all, false);
	return most_cover(s);
}

/* ---- families ---- */

/* What the query says of side and seventh character and the family can meet. */
static uint64_t variants_of(const struct query *q, const struct icd_code_row *family)
{
	uint64_t slots = family->extensions ? q->set_slots[family->extensions] : 0;
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++) {
		if (family->sides >> side & 1)
			slots |= q->side_slots[side];
	}
	if (family->sides & ICD_ROW_INTENTS)
		slots |= q->intent_slots;
	return slots;
}

/* The family of that ordinal; NULL when memory runs out. */
static struct family *family_at(struct icd_searcher *s, uint32_t ordinal)
{
	if (s->family_of[ordinal])
		return &s->families[s->family_of[ordinal] - 1];
	if (!icd_array_room(&s->families, s->family_count, &s->family_room, sizeof *s->families)) {
		search_out_of_memory(s);
		return NULL;
	}
	struct icd_code_row row = search_code_row(s, ordinal);
	struct family *family = &s->families[s->family_count++];
	*family = (struct family){.ordinal = ordinal,
				  .variants = variants_of(&s->query, &row),
				  .prior = row.prior,
				  .cause = (row.sides & ICD_ROW_EXTERNAL_CAUSE) != 0,
				  .on_purpose = (row.sides & ICD_ROW_ON_PURPOSE) != 0};
	s->family_of[ordinal] = (uint32_t)s->family_count;
	return family;
}

static float kind_factor(const struct icd_text_row *row)
{
	static const uint8_t factor_of[ICD_TEXT_KINDS] = {0, 1, 2, 3, 3, 4, 5, 6};
	if (row->flags & ICD_ROW_MAIN_TERM)
		return 1;
	return W->kinds[row->kind < ICD_TEXT_KINDS ? factor_of[row->kind] : 0];
}

static float text_score(struct icd_searcher *s, const struct icd_text_row *row, uint64_t slots, float covered)
{
	const struct query *q = &s->query;
	float has = cover(s, slots)->weight;
	float precision = row->weight > has ? has / row->weight : 1;
	float score = covered * sqrtf(covered) * (1 - W->vague + W->vague * precision) * kind_factor(row);
	if (row->sides & ~(1u << q->side) && q->side && !(row->sides >> q->side & 1))
		score *= W->other_side;
	return score;
}

/* External causes stand behind what they cause, and those that are no accident behind those that are, unless asked for. */
static float cause_factor(const struct query *q, const struct family *family)
{
	return (family->cause ? W->cause : 1) * (family->on_purpose && !q->on_purpose ? W->on_purpose : 1);
}

static void take_text(struct icd_searcher *s, uint32_t text, uint64_t slots)
{
	struct icd_text_row row = search_text_row(s, text);
	if (row.span >= s->about.span_count || !s->span_holds[row.span] || row.class >= s->class_count ||
	    !s->class_status[row.class])
		return;
	struct family *family = family_at(s, row.family);
	if (!family)
		return;
	uint64_t all = slots | family->variants;
	float covered = cover(s, all)->cover;
	family->slots |= all;
	bool stale = s->span_stale[row.span];
	float score = text_score(s, &row, slots, covered) * (stale ? W->stale : 1) * cause_factor(&s->query, family);
	if (score > family->score || (score == family->score && row.flags & ICD_ROW_MAIN_TERM)) {
		family->score = score;
		family->cover = covered;
		family->text = text;
		family->text_slots = slots;
	}
	if (covered > s->best_cover)
		s->best_cover = covered;
}

static uint64_t slots_at(const struct icd_searcher *s, uint32_t ordinal)
{
	return s->family_of[ordinal] ? s->families[s->family_of[ordinal] - 1].slots : 0;
}

/* What the codes above the family have of the query, and those that stand for them. */
static uint64_t slots_above(struct icd_searcher *s, uint32_t ordinal)
{
	uint64_t slots = 0;
	for (struct icd_code_row row = search_code_row(s, ordinal); row.above;) {
		ordinal -= row.above;
		row = search_code_row(s, ordinal);
		slots |= slots_at(s, ordinal);
		if (row.standard)
			slots |= slots_at(s, ordinal + row.standard);
	}
	return slots;
}

/* Where the texts of a family together, or those above it, cover more than its best one. */
static void join_texts(struct icd_searcher *s, struct family *family)
{
	uint64_t above = 0;
	if (s->best_cover < ENOUGH_COVER && family->cover >= COVER_OF_BEST * s->best_cover)
		above = slots_above(s, family->ordinal);
	float covered = cover(s, family->slots | above)->cover;
	if (covered <= family->cover)
		return;
	float score =
		covered * sqrtf(covered) * (1 - W->vague + W->vague * W->together) * cause_factor(&s->query, family);
	if (score > family->score)
		family->score = score;
	family->cover = covered;
	if (covered > s->best_joined)
		s->best_joined = covered;
}

/* Looks at the texts that may cover at least `least` of the query, or, with `others`, at those that do not
 * but at least `others`. */
static void take_texts(struct icd_searcher *s, float least, float others)
{
	for (uint32_t i = 0; i < s->touched_count; i++) {
		const struct touched *touched = &s->touched[i];
		bool first = touched->most >= least;
		if (others > 0 ? !first && touched->most >= others : first)
			take_text(s, touched->text, touched->slots);
	}
}

/* Texts with much of the query first: where one has enough, those with little of it are not needed. */
static void find_families(struct icd_searcher *s)
{
	float most = mark_texts(s);
	if (most <= 0)
		return;
	take_texts(s, 0.8f * most, 0);
	float others = (s->best_cover < ENOUGH_COVER ? 0.5f : COVER_OF_BEST) * s->best_cover;
	take_texts(s, 0.8f * most, others > LEAST_COVER ? others : LEAST_COVER);
}

/* Codes to which notes lead have all that was asked for. */
void search_add_led(struct icd_searcher *s)
{
	if (!s->led_count)
		return;
	for (size_t i = 0; i < s->family_count; i++)
		s->family_of[s->families[i].ordinal] = (uint32_t)i + 1;
	for (uint32_t i = 0; i < s->led_count; i++) {
		struct icd_code_row row = search_code_row(s, s->led[i].ordinal);
		struct family *family = family_at(s, s->led[i].ordinal - row.family);
		if (!family || family->score >= W->led)
			continue;
		family->score = W->led;
		family->cover = 1;
		family->led = (uint8_t)(i + 1);
	}
	for (size_t i = 0; i < s->family_count; i++)
		s->family_of[s->families[i].ordinal] = 0;
}

void search_match(struct icd_searcher *s)
{
	memset(s->memo, 0, sizeof s->memo);
	s->family_count = 0;
	s->best_cover = 0;
	find_families(s);
	s->best_joined = s->best_cover;
	for (size_t i = 0; i < s->family_count; i++)
		join_texts(s, &s->families[i]);
	for (size_t i = 0; i < s->family_count; i++)
		s->family_of[s->families[i].ordinal] = 0;
	s->best_cover = s->best_joined;
}
