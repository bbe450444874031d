/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a query says of side, intent and seventh character. */
#include "search_query.h"

#include <string.h>

/* ---- sides and seventh characters ---- */

static void find_sides(struct query_work *w)
{
	struct query *q = w->q;
	uint32_t asked = 0;
	for (int side = ICD_SIDE_RIGHT; side <= ICD_SIDE_BOTH; side++) {
		uint64_t slot = slot_of_word(w, icd_side_words[side]);
		if (!slot)
			continue;
		q->side_slots[side] = slot;
		q->variants |= slot;
		q->side = (enum icd_side)side;
		asked++;
	}
	if (asked != 1)
		q->side = ICD_SIDE_NONE;
}

/* ---- intents ---- */

/* Is one of the slots what was typed, or the commonest meaning of it? Rarer meanings do not make it an act on purpose. */
static bool is_meant(const struct query *q, uint64_t slots)
{
	for (uint32_t i = 0; i < q->concept_count; i++) {
		for (uint32_t j = 0; j < q->concepts[i].count && j < 2; j++) {
			if (q->concepts[i].at[j].slots & slots)
				return true;
		}
	}
	return false;
}

/* Accidental is meant when nothing is said (guideline I.C.20.h.1). */
static void find_intent(struct query_work *w)
{
	struct query *q = w->q;
	q->intent = ICD_INTENT_ACCIDENTAL;
	q->intent_slots = 0;
	q->on_purpose = false;
	for (int i = 0; i < ICD_INTENTS; i++) {
		for (int j = 0; j < ICD_INTENT_WORDS_MAX && icd_intent_words[i][j]; j++) {
			uint64_t slot = slot_of_word(w, icd_intent_words[i][j]);
			q->intent_slots |= slot;
			if (slot && i > (int)q->intent)
				q->intent = (enum icd_intent)i;
		}
	}
	q->variants |= q->intent_slots;
	for (int i = 0; i < ICD_PURPOSE_WORDS; i++)
		q->on_purpose |= is_meant(q, slot_of_word(w, icd_purpose_words[i]));
}

/* The slots whose stems are among those of a seventh character's meaning. */
static uint64_t slots_in(const struct query *q, const char *stems, float *weight)
{
	uint64_t slots = 0;
	*weight = 0;
	while (*stems) {
		size_t length = strcspn(stems, " ");
		for (uint32_t i = 0; i < q->slot_count; i++) {
			const char *stem = q->slots[i].stem;
			if (*stem == *stems && strncmp(stem, stems, length) == 0 && !stem[length] &&
			    !(slots >> i & 1)) {
				slots |= UINT64_C(1) << i;
				*weight += q->slots[i].query_weight;
			}
		}
		stems += length;
		stems += *stems == ' ';
	}
	return slots;
}

static void choose_extensions(struct query_work *w)
{
	struct query *q = w->q;
	const struct icd_search_about *about = &w->s->about;
	char unspecified[ICD_WORD_SIZE];
	q->set_slots = icd_pool_take(w->s->pool, about->set_count, sizeof *q->set_slots);
	q->set_choice = icd_pool_take(w->s->pool, about->set_count, sizeof *q->set_choice);
	if (!q->set_slots || !q->set_choice) {
		search_out_of_memory(w->s);
		return;
	}
	icd_stemmer_stem(w->s->stemmer, icd_side_words[ICD_SIDE_UNSPECIFIED], unspecified);
	for (uint32_t i = 1; i < about->set_count; i++) {
		float best = 0, weight;
		for (uint32_t j = 0; j < about->sets[i].count; j++) {
			if (strcmp(about->sets[i].texts[j], unspecified) == 0)
				q->set_choice[i] = (uint8_t)j;
		}
		for (uint32_t j = 0; j < about->sets[i].count; j++) {
			uint64_t slots = slots_in(q, about->sets[i].texts[j], &weight);
			if (weight > best) {
				best = weight;
				q->set_slots[i] = slots;
				q->set_choice[i] = (uint8_t)j;
			}
		}
		q->variants |= q->set_slots[i];
	}
}

void find_variants(struct query_work *w)
{
	find_sides(w);
	find_intent(w);
	choose_extensions(w);
}
