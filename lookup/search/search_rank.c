/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From families to hits: the order, and the code each family shows. */
#include "search_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Families whose best text is looked at word by word. */
#define REFINED      160
#define STEPS_MAX    8
#define SIDES_ALL    0x1fu
#define SAYS_NOTHING 8 /* weight of words that make no difference */

const struct icd_search_weights icd_search_weights = {
	.vague = 0.5f,
	.text = 100,
	.exact = 8,
	.main = 8,
	.phrase = 5,
	.prior = 14,
	.begun_prior = 30,
	.common = 16,
	.modifier = 24,
	.header = 10,
	.together = 0.4f,
	.other_side = 0.55f,
	.subject = 0.75f,
	.cause = 0.93f,
	.on_purpose = 0.6f,
	.denied = 0.35f,
	.led = 1,
	.figure = 0.97f,
	.stale = 0.97f,
	.abbreviation = 0.92f,
	.scattered = 0.97f,
	.kinds = {1, 0.985f, 0.93f, 0.985f, 0.93f, 0.95f, 0.95f},
	.called = 0.5f,
	.expansions = {0.97f, 0.92f, 0.88f, 0.84f},
	.british = 0.98f,
	.split = 0.95f,
	.prefix = 0.9f,
	.known_prefix = 0.8f,
	.one_edit = 0.88f,
	.alike = 0.86f,
	.two_edits = 0.78f,
	.rare_reading = 0.9f,
};
static const struct icd_search_weights *const W = &icd_search_weights;

struct rank_work {
	struct icd_searcher *s;
	uint32_t first, last; /* ordinals of `within` */
	uint32_t wanted;      /* hits at most */
	size_t sorted;        /* families that stand in order so far, all better than the rest */
};

/* ---- words of a text ---- */

static struct rank_slots *place_of(struct icd_searcher *s, uint32_t rank)
{
	uint32_t at = rank * UINT32_C(2654435761) >> (32 - s->rank_bits);
	while (s->by_rank[at].slots && s->by_rank[at].rank != rank)
		at = (at + 1) & ((1u << s->rank_bits) - 1);
	return &s->by_rank[at];
}

/* Makes ready what slots_of_rank asks. There is always a free place left. */
static void place_ranks(struct icd_searcher *s)
{
	const struct query *q = &s->query;
	uint32_t used = 0, all = 0;
	for (uint32_t i = 0; i < q->slot_count; i++)
		all += q->slots[i].list_count;
	for (s->rank_bits = 1; s->rank_bits < RANK_BITS && 1u << s->rank_bits < 2 * all;)
		s->rank_bits++;
	memset(s->by_rank, 0, sizeof *s->by_rank << s->rank_bits);
	for (uint32_t i = 0; i < q->slot_count; i++) {
		for (uint8_t j = 0; j < q->slots[i].list_count; j++) {
			struct rank_slots *place = place_of(s, q->slots[i].lists[j].rank);
			if (!place->slots && ++used == 1u << s->rank_bits)
				return;
			place->rank = q->slots[i].lists[j].rank;
			place->slots |= UINT64_C(1) << i;
		}
	}
}

/* Which slots a word of the text meets. */
static uint64_t slots_of_rank(const struct icd_searcher *s, uint32_t rank)
{
	return place_of((struct icd_searcher *)s, rank)->slots;
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

/* The part of the matched words that stand beside each other as in the query, in either order. */
static float together(const struct icd_searcher *s, const struct icd_text_word *words, size_t count)
{
	const struct query *q = &s->query;
	uint64_t before = 0;
	unsigned met = 0, pairs = 0;
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & ICD_WORD_JOINED)
			continue;
		uint64_t here = slots_of_rank(s, words[i].rank);
		if (!here && ((words[i].flags & ICD_WORD_OPTIONAL) || says_nothing(s, words[i].rank)))
			continue;
		met += here != 0;
		if (here && before)
			pairs += follows(q, before, here) || follows(q, here, before);
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
		if (!slots_of_rank(s, words[i].rank))
			return false;
	}
	return count > 0;
}

/* Of an unfinished query: the part of its slots that the text has in no modifier. Who is typing names the thing first. */
static float outright(const struct icd_searcher *s, uint64_t slots, const struct icd_text_word *words, size_t count)
{
	uint64_t outright = 0;
	for (size_t i = 0; i < count; i++) {
		if (!(words[i].flags & ICD_WORD_OPTIONAL))
			outright |= slots_of_rank(s, words[i].rank);
	}
	return (float)__builtin_popcountll(slots & outright) / (float)(__builtin_popcountll(slots) + !slots);
}

/* How common the word is among those that the unfinished one may become, 1 for the commonest. */
static float commonness(const struct query *q, const struct icd_text_word *words, size_t count)
{
	const struct slot *slot = &q->slots[__builtin_ctzll(q->begun)];
	uint32_t common = 0, most = 1;
	for (uint8_t j = 0; j < slot->list_count; j++) {
		most = slot->lists[j].count > most ? slot->lists[j].count : most;
		for (size_t i = 0; i < count; i++) {
			if (words[i].rank == slot->lists[j].rank && slot->lists[j].count > common)
				common = slot->lists[j].count;
		}
	}
	return logf(1 + (float)common) / logf(1 + (float)most);
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

static struct choice choice_of(struct icd_searcher *s, uint32_t ordinal)
{
	struct choice choice = {.ordinal = ordinal, .row = search_code_row(s, ordinal)};
	choice.billable = is_billable(s, &choice.row);
	return choice;
}

/* How well a code stands for the one right above it: not at all, for want of the one asked for, as that one. */
enum fit { FIT_NOT, FIT_ELSE, FIT_ASKED };

/* The seventh character asked for, else the first. */
static enum fit fit_of_extension(const struct query *q, const struct icd_code_row *above,
				 const struct icd_code_row *row)
{
	if (!row->extension)
		return FIT_NOT;
	return row->extension == q->set_choice[above->extensions] + 1 ? FIT_ASKED : FIT_ELSE;
}

/* The side asked for, else the unspecified one. */
static enum fit fit_of_side(const struct query *q, const struct icd_code_row *above, const struct icd_code_row *row)
{
	(void)above;
	if (row->side == ICD_SIDE_NONE)
		return FIT_NOT;
	return row->side == q->side ? FIT_ASKED : row->side == ICD_SIDE_UNSPECIFIED ? FIT_ELSE : FIT_NOT;
}

/* The intent asked for, else the accidental one. */
static enum fit fit_of_intent(const struct query *q, const struct icd_code_row *above, const struct icd_code_row *row)
{
	(void)above;
	if (row->intent == ICD_INTENT_NONE)
		return FIT_NOT;
	return row->intent == q->intent ? FIT_ASKED : row->intent == ICD_INTENT_ACCIDENTAL ? FIT_ELSE : FIT_NOT;
}

/* The first of those that fit best among the codes right below; false when none does. */
static bool choose_below(struct icd_searcher *s, const struct choice *above,
			 enum fit (*fit_of)(const struct query *, const struct icd_code_row *,
					    const struct icd_code_row *),
			 struct choice *found)
{
	enum fit best = FIT_NOT;
	for (uint32_t at = above->ordinal + 1; at <= above->ordinal + above->row.below && best < FIT_ASKED;) {
		struct choice one = choice_of(s, at);
		enum fit fit = search_counts(s, &one.row) ? fit_of(&s->query, &above->row, &one.row) : FIT_NOT;
		at += one.row.below + 1;
		if (fit <= best)
			continue;
		*found = one;
		best = fit;
	}
	return best != FIT_NOT;
}

static bool choose_standard(struct icd_searcher *s, const struct choice *above, struct choice *found)
{
	if (!above->row.standard)
		return false;
	*found = choice_of(s, above->ordinal + above->row.standard);
	return search_counts(s, &found->row);
}

/* Down from the family to the code that is shown. */
static struct choice choose_code(struct icd_searcher *s, uint32_t ordinal)
{
	struct choice choice = choice_of(s, ordinal), found;
	for (int step = 0; step < STEPS_MAX && !choice.billable; step++) {
		if (!(choice.row.sides & SIDES_ALL && choose_below(s, &choice, fit_of_side, &found)) &&
		    !(choice.row.sides & ICD_ROW_INTENTS && choose_below(s, &choice, fit_of_intent, &found)) &&
		    !(choice.row.extensions && choose_below(s, &choice, fit_of_extension, &found)) &&
		    !choose_standard(s, &choice, &found))
			break;
		choice = found;
	}
	return choice;
}

/* What only a closer look at the best text and the code that is shown can tell. */
static void refine(struct icd_searcher *s, struct family *family)
{
	struct icd_text_word words[ICD_WORDS_MAX];
	uint32_t entry;
	if (family->led)
		return;
	struct icd_text_row row = search_text_row(s, family->text);
	size_t count = search_text_words(s, family->text, &row, &entry, words);
	family->score += W->phrase * together(s, words, count) * family->cover;
	if (is_exact(s, words, count))
		family->score +=
			family->cover * family->cover * (W->exact + (row.flags & ICD_ROW_MAIN_TERM ? W->main : 0));
	if (s->query.begun)
		family->score += W->common * commonness(&s->query, words, count) -
				 W->modifier * (1 - outright(s, family->text_slots, words, count));
	family->score -= choose_code(s, family->ordinal).billable ? 0 : W->header;
}

/* ---- order ---- */

static int compare_families(const void *a, const void *b)
{
	const struct family *left = a, *right = b;
	return ICD_ORDER(right->score, left->score) ?: ICD_ORDER(left->ordinal, right->ordinal);
}

/* Puts the `count` best families in front, in no order (Hoare's selection). */
static void select_families(struct family *families, size_t all, size_t count)
{
	size_t low = 0, high = all;
	while (high - low > 1) {
		struct family middle = families[low + (high - low) / 2];
		size_t i = low, j = high - 1;
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

static bool is_wanted(const struct rank_work *w, uint32_t ordinal)
{
	return ordinal >= w->first && ordinal <= w->last && (!w->s->options->only || w->s->options->only[ordinal]);
}

/* Is the family, or a code below it, in the range asked for? */
static bool reaches_range(const struct rank_work *w, uint32_t ordinal)
{
	return ordinal <= w->last &&
	       (ordinal >= w->first || ordinal + search_code_row(w->s, ordinal).below >= w->first);
}

/* Full scores; families that are no answer are taken out. */
static void score_families(struct rank_work *w)
{
	struct icd_searcher *s = w->s;
	size_t kept = 0;
	for (size_t i = 0; i < s->family_count; i++) {
		struct family *family = &s->families[i];
		if (family->cover < COVER_OF_BEST * s->best_cover || !reaches_range(w, family->ordinal))
			continue;
		/* While a word is being typed, what is looked up most counts for more. */
		float prior = family->text_slots & s->query.begun ? W->begun_prior : W->prior;
		family->score = W->text * family->score + prior * (float)family->prior / UINT8_MAX;
		s->families[kept++] = *family;
	}
	s->family_count = kept;
}

static void sort_families(struct icd_searcher *s, size_t from, size_t to)
{
	if (to > from)
		qsort(s->families + from, to - from, sizeof *s->families, compare_families);
}

/* Puts the best in order, looking closer at them. */
static void order_families(struct rank_work *w)
{
	struct icd_searcher *s = w->s;
	place_ranks(s);
	w->sorted = s->family_count < REFINED ? s->family_count : REFINED;
	if (w->sorted < s->family_count)
		select_families(s->families, s->family_count, w->sorted);
	for (size_t i = 0; i < w->sorted; i++)
		refine(s, &s->families[i]);
	sort_families(s, 0, w->sorted);
}

/* The rest, when it is wanted. Those that were not looked at closer stand after all that were. */
static void order_rest(struct rank_work *w)
{
	struct icd_searcher *s = w->s;
	sort_families(s, w->sorted, s->family_count);
	for (size_t i = w->sorted; i > 0 && i < s->family_count; i++) {
		if (s->families[i].score > s->families[i - 1].score)
			s->families[i].score = s->families[i - 1].score;
	}
	w->sorted = s->family_count;
}

/* ---- hits ---- */

static enum icd_search_field field_of(unsigned kind)
{
	return kind == ICD_TEXT_TITLE      ? ICD_FIELD_TITLE
	       : kind <= ICD_TEXT_INCLUDES ? ICD_FIELD_INCLUSION_TERM
					   : ICD_FIELD_INDEX;
}

/* The column of a table of drugs in which the code stands that is shown; else the one that the text has. */
static const char *column_of(struct icd_searcher *s, uint32_t number, uint32_t shown)
{
	const struct icd_search_about *about = &s->about;
	struct icd_code_row row = search_code_row(s, shown);
	const char *column = number && number <= about->column_count ? about->columns[number - 1] : NULL;
	while (row.extension && row.above)
		row = search_code_row(s, shown -= row.above);
	if (!column || row.intent <= ICD_INTENT_ACCIDENTAL || row.intent >= ICD_INTENTS)
		return column;
	int last = 0;
	while (last + 1 < ICD_INTENT_WORDS_MAX && icd_intent_words[row.intent][last + 1])
		last++;
	for (uint32_t i = 0; i < about->column_count; i++) {
		if (strcasestr(about->columns[i], icd_intent_words[row.intent][last]))
			column = about->columns[i];
	}
	return column;
}

/* `shown` is the ordinal of the code that is shown. */
static const char *index_path(struct icd_searcher *s, uint32_t text, uint32_t shown)
{
	uint32_t number = text - s->about.first_name;
	struct icd_key key = icd_search_number_key(ICD_SEARCH_PATHS, number / ICD_SEARCH_NAMES);
	struct icd_bytes bytes = search_record(s, &key);
	struct icd_front_list list;
	if (!bytes.data)
		return "";
	icd_front_list_start(&list, bytes.data, bytes.size);
	for (uint32_t i = 0; i <= number % ICD_SEARCH_NAMES; i++) {
		if (!icd_front_list_next(&list))
			search_bad_record(s, &key);
	}
	const char *column = column_of(s, list.number, shown);
	return icd_pool_print(s->pool, "%s%s%s", list.text, column ? ": " : "", column ? column : "");
}

/* The inclusion term of a code; `otherwise` where it has no such. */
static const char *inclusion_of(struct icd_searcher *s, const char *code, uint32_t entry, const char *otherwise)
{
	struct icd_code_record record = {.entries = {0}};
	if (!s->failed)
		s->failed = icd_store_code(s->store, s->pool, code, &record, s->err) == ICD_FAILED;
	return !s->failed && entry < record.entries.count ? record.entries.at[entry].text : otherwise;
}

/* The text itself, which may be of another code of the family than the hit. */
static const char *text_of(struct icd_searcher *s, const struct family *family, const struct icd_search_hit *hit,
			   enum icd_search_field *field)
{
	struct icd_text_row row = search_text_row(s, family->text);
	struct icd_text_word words[ICD_WORDS_MAX];
	struct icd_search_hit place = *hit;
	struct icd_code_record other = {.long_titles = {0}};
	uint32_t entry;
	*field = field_of(row.kind);
	if (row.kind >= ICD_TEXT_INDEX)
		return index_path(s, family->text, hit->ordinal);
	search_text_words(s, family->text, &row, &entry, words);
	if (row.family + row.target != hit->ordinal)
		search_fill_hit(s, row.family + row.target, &place, &other);
	if (row.kind != ICD_TEXT_TITLE)
		return inclusion_of(s, place.code, entry, hit->title);
	return entry < other.long_titles.count ? other.long_titles.at[entry].text : hit->title;
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

/* The words of the query that the family has nothing of. */
static const char *lacks(struct icd_searcher *s, const struct family *family)
{
	const struct query *q = &s->query;
	const char *words = "";
	for (uint32_t i = 0; i < q->concept_count && !family->led; i++) {
		uint64_t slots = 0;
		for (uint32_t j = 0; j < q->concepts[i].count; j++)
			slots |= q->concepts[i].at[j].slots;
		if (q->concepts[i].denied || (slots & (family->slots | family->variants)))
			continue;
		words = icd_pool_print(s->pool, "%s%s%s", words, *words ? " " : "", q->concepts[i].typed);
	}
	return words;
}

/* Does the family have each word of the query, or all words of what stands for it? "Secondary neoplasm" is not all of
 * "bone mets". */
static bool has_whole(const struct query *q, const struct family *family)
{
	for (uint32_t i = 0; i < q->concept_count && !family->led; i++) {
		const struct concept *concept = &q->concepts[i];
		bool met = concept->denied;
		for (uint32_t j = 0; j < concept->count && !met; j++)
			met = !(concept->at[j].slots & ~(family->slots | family->variants));
		if (!met)
			return false;
	}
	return true;
}

/* The date of the index that the best text is from, when it is older than the code set; else 0. */
static icd_date stale_date(const struct icd_searcher *s, const struct family *family)
{
	struct icd_text_row row = search_text_row((struct icd_searcher *)s, family->text);
	if (family->led || row.kind < ICD_TEXT_INDEX || row.span >= s->about.span_count || !s->span_stale[row.span])
		return 0;
	unsigned kind = s->about.spans[row.span].sequence - 2u;
	const struct icd_sequence *sequence = &s->view->about->index[kind];
	return sequence->at[icd_member_or_first(sequence, s->view->on)].date;
}

static void explain(struct icd_searcher *s, const struct family *family, struct icd_search_hit *hit)
{
	hit->lacks = lacks(s, family);
	hit->whole = has_whole(&s->query, family);
	hit->index_date = stale_date(s, family);
	if (family->led) {
		hit->field = ICD_FIELD_INCLUSION_TERM;
		hit->matched = s->led[family->led - 1].note;
		return;
	}
	hit->matched = text_of(s, family, hit, &hit->field);
	const struct alternative *synonym = synonym_of(&s->query, family->text_slots);
	if (!synonym)
		return;
	hit->field = ICD_FIELD_SYNONYM;
	hit->matched = icd_pool_print(s->pool, "%s: %s", synonym->term, synonym->expansion);
}

/* ---- the codes of a family ---- */

/* Calls `visit` for each code of the family that counts and is in range. A code of another family has none of
 * this one below it. */
static void each_code(struct rank_work *w, uint32_t head,
		      void (*visit)(struct rank_work *w, uint32_t ordinal, const struct icd_code_row *row,
				    void *context),
		      void *context)
{
	uint32_t last = head + search_code_row(w->s, head).below;
	for (uint32_t at = head; at <= last;) {
		struct icd_code_row row = search_code_row(w->s, at);
		bool member = at - row.family == head;
		if (member && search_counts(w->s, &row) && is_wanted(w, at))
			visit(w, at, &row, context);
		at += member ? 1 : row.below + 1;
	}
}

static void count_one(struct rank_work *w, uint32_t ordinal, const struct icd_code_row *row, void *context)
{
	(void)w, (void)ordinal, (void)row;
	++*(uint32_t *)context;
}

/* How many codes of the family count; kept for the next search when all of them are in range. */
static uint32_t count_codes(struct rank_work *w, uint32_t head)
{
	bool all = w->first == 0 && w->last == UINT32_MAX && !w->s->options->only;
	uint32_t count = 0;
	if (all && w->s->family_codes[head])
		return w->s->family_codes[head] - 1;
	each_code(w, head, count_one, &count);
	if (all && !w->s->failed)
		w->s->family_codes[head] = count + 1;
	return count;
}

/* ---- the list ---- */

static void add_hit(struct rank_work *w, const struct family *family, uint32_t ordinal, const struct icd_code_row *row)
{
	struct icd_searcher *s = w->s;
	struct icd_search_hit *hit = &s->result->hits[s->result->count++];
	struct icd_code_record record;
	uint32_t class, head = ordinal - row->family, codes = count_codes(w, head);
	search_fill_hit(s, ordinal, hit, &record);
	explain(s, family, hit);
	hit->score = family->score;
	hit->family_codes = codes ? codes - 1 : 0;
	if (!s->failed && icd_store_ordinal(s->store, head, hit->family, &class, s->err) == ICD_FAILED)
		s->failed = true;
}

/* The code the family shows; where that is out of range, the one that its text is about. False: there is none. */
static bool show_family(struct rank_work *w, const struct family *family, struct choice *choice)
{
	*choice = choose_code(w->s, family->led ? w->s->led[family->led - 1].ordinal : family->ordinal);
	if (!is_wanted(w, choice->ordinal)) {
		struct icd_text_row row = search_text_row(w->s, family->text);
		*choice = choose_code(w->s, row.family + row.target);
	}
	return is_wanted(w, choice->ordinal) && search_counts(w->s, &choice->row);
}

/* The code whose title the query is, before all others. */
static void list_called(struct rank_work *w)
{
	struct icd_searcher *s = w->s;
	const struct family *best = s->family_count ? &s->families[0] : NULL;
	struct family called = {.ordinal = s->called.ordinal, .score = W->text + W->exact + W->phrase + W->prior};
	if (!s->called.found || !best || !is_wanted(w, s->called.ordinal) || s->result->count == w->wanted)
		return;
	struct icd_code_row row = search_code_row(s, called.ordinal);
	if (best->score > called.score)
		called.score = best->score;
	called.text = best->text;
	s->family_of[called.ordinal] = 1;
	add_hit(w, &called, called.ordinal, &row);
	struct icd_search_hit *hit = &s->result->hits[s->result->count - 1];
	hit->field = ICD_FIELD_TITLE;
	hit->matched = s->called.title;
	hit->lacks = "";
	hit->whole = true;
	hit->index_date = 0;
}

static void list_one(struct rank_work *w, uint32_t ordinal, const struct icd_code_row *row, void *context)
{
	if (w->s->result->count == w->wanted || w->s->family_of[ordinal])
		return;
	w->s->family_of[ordinal] = 1;
	add_hit(w, context, ordinal, row);
}

static void find_first(struct rank_work *w, uint32_t ordinal, const struct icd_code_row *row, void *context)
{
	struct choice *first = context;
	if (first->ordinal == UINT32_MAX && !w->s->family_of[ordinal])
		*first = (struct choice){.ordinal = ordinal, .row = *row};
}

/* Of chosen codes, the first one of a family whose own is not among them. */
static void list_first(struct rank_work *w, struct family *family)
{
	struct choice first = {.ordinal = UINT32_MAX};
	if (!w->s->options->only)
		return;
	each_code(w, family->ordinal, find_first, &first);
	if (first.ordinal != UINT32_MAX)
		list_one(w, first.ordinal, &first.row, family);
}

/* One code of each family, best first. `family_of` marks the codes that are shown. */
static void list_families(struct rank_work *w)
{
	struct icd_searcher *s = w->s;
	for (size_t i = 0; i < s->family_count && s->result->count < w->wanted; i++) {
		struct choice choice;
		if (i == w->sorted)
			order_rest(w);
		if (!show_family(w, &s->families[i], &choice)) {
			list_first(w, &s->families[i]);
			continue;
		}
		if (s->family_of[choice.ordinal])
			continue;
		s->family_of[choice.ordinal] = 1;
		add_hit(w, &s->families[i], choice.ordinal, &choice.row);
	}
}

/* After them all other codes of the families. */
static void list_others(struct rank_work *w)
{
	for (size_t i = 0; i < w->s->family_count && w->s->result->count < w->wanted; i++)
		each_code(w, w->s->families[i].ordinal, list_one, &w->s->families[i]);
}

void search_rank(struct icd_searcher *s)
{
	struct rank_work w = {.s = s, .last = UINT32_MAX};
	struct icd_search_result *result = s->result;
	if (s->options->within)
		search_within(s, s->options->within, &w.first, &w.last);
	score_families(&w);
	for (size_t i = 0; i < s->family_count; i++)
		result->total += count_codes(&w, s->families[i].ordinal);
	order_families(&w);
	w.wanted = s->options->limit && s->options->limit < result->total ? s->options->limit : result->total;
	result->hits = icd_pool_take(s->pool, w.wanted, sizeof *result->hits);
	if (!result->hits)
		return;
	list_called(&w);
	list_families(&w);
	list_others(&w);
	for (uint32_t i = 0; i < result->count; i++)
		s->family_of[result->hits[i].ordinal] = 0;
}
