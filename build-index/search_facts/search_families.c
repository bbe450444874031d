/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search_families.h"

#include "facts/dated.h"

#include <stdlib.h>
#include <string.h>

/* What the words of a title come to. Stems are sorted, each once. */
struct titled {
	const char *title;
	uint32_t *stems, *core; /* without words of side and "unspecified"; without words that say little */
	uint32_t *bare;         /* the stems without words of intent */
	uint8_t stem_count, core_count, bare_count;
	uint8_t unspecified; /* how often it says so */
	enum icd_side side;
	enum icd_intent intent;
};

struct family_work { /* what the titles say, and what comes of it */
	const struct book *book;
	struct lexicon *lexicon;
	struct icd_pool *arena; /* of what stays */
	struct icd_pool pool;
	struct families *families;
	struct titled *titled;                /* by ordinal */
	uint32_t sides[ICD_SIDES], side;      /* stems */
	uint32_t purposes[ICD_PURPOSE_WORDS]; /* stems of icd_purpose_words */
};

const char *newest_title(const struct book *book, const struct book_code *code)
{
	for (uint16_t i = book->about.sets.count; i-- > 0;) {
		if (code->long_title[i])
			return code->long_title[i];
	}
	return "";
}

static bool is_in_newest(const struct book *book, const struct book_code *code)
{
	return code->state[book->about.sets.count - 1] != ICD_ABSENT;
}

/* ---- words of titles ---- */

/* Few numbers. Returns how many stay. */
static uint8_t sort_unique(uint32_t *numbers, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t number = numbers[i];
		size_t place = kept;
		while (place > 0 && numbers[place - 1] > number)
			place--;
		if (place > 0 && numbers[place - 1] == number)
			continue;
		memmove(&numbers[place + 1], &numbers[place], (kept - place) * sizeof *numbers);
		numbers[place] = number;
		kept++;
	}
	return (uint8_t)kept;
}

static bool says_little(const struct lexicon *lexicon, uint32_t stem)
{
	uint8_t weight = lexicon->stems[stem].weight.text;
	return weight > 0 && weight <= 30;
}

/* The side that a title names, by bits of those its words are: of right with left it names neither. */
static enum icd_side side_of(unsigned sides)
{
	bool right = sides >> ICD_SIDE_RIGHT & 1, left = sides >> ICD_SIDE_LEFT & 1;
	if (sides >> ICD_SIDE_BOTH & 1)
		return ICD_SIDE_BOTH;
	if (right != left)
		return right ? ICD_SIDE_RIGHT : ICD_SIDE_LEFT;
	return sides >> ICD_SIDE_UNSPECIFIED & 1 && !right ? ICD_SIDE_UNSPECIFIED : ICD_SIDE_NONE;
}

/* The side that a stem is. */
static enum icd_side side_of_stem(const struct family_work *w, uint32_t stem)
{
	int side = ICD_SIDE_BOTH;
	while (side > ICD_SIDE_NONE && w->sides[side] != stem)
		side--;
	return (enum icd_side)side;
}

/* Is the stem a word of intents? The last of those that a title has is the intent that counts: "intentional" is not
 * enough without "self-harm". */
static bool is_of_intent(const struct families *families, uint32_t stem, enum icd_intent *intent)
{
	for (int i = 0; i < ICD_INTENTS; i++) {
		for (int j = 0; j < ICD_INTENT_WORDS_MAX && families->intents[i][j] != NO_STEM; j++) {
			if (families->intents[i][j] != stem)
				continue;
			if (i > (int)*intent)
				*intent = (enum icd_intent)i;
			return true;
		}
	}
	return false;
}

bool families_intent_word(const struct families *families, uint32_t stem)
{
	enum icd_intent intent = ICD_INTENT_NONE;
	return is_of_intent(families, stem, &intent);
}

static bool is_purpose(const struct family_work *w, uint32_t stem)
{
	for (size_t i = 0; i < ICD_PURPOSE_WORDS; i++) {
		if (w->purposes[i] == stem)
			return true;
	}
	return false;
}

static void read_title(struct family_work *w, uint32_t ordinal)
{
	struct lexicon_token tokens[ICD_WORDS_MAX];
	struct titled *titled = &w->titled[ordinal];
	uint32_t stems[ICD_WORDS_MAX], core[ICD_WORDS_MAX], bare[ICD_WORDS_MAX];
	size_t stem_count = 0, core_count = 0, bare_count = 0;
	unsigned sides = 0;
	titled->title = newest_title(w->book, code_at(w->book, ordinal));
	size_t count = lexicon_split(w->lexicon, titled->title, 0, tokens, 0);
	for (size_t i = 0; i < count; i++) {
		uint32_t stem = tokens[i].stem;
		enum icd_side side = side_of_stem(w, stem);
		w->families->on_purpose[ordinal] |= is_purpose(w, stem);
		if (tokens[i].flags & ICD_WORD_JOINED)
			continue;
		icd_title_hash_add(&w->families->titles[ordinal], w->lexicon->stems[stem].text);
		sides |= 1u << side;
		titled->unspecified += side == ICD_SIDE_UNSPECIFIED;
		if (side != ICD_SIDE_NONE || stem == w->side)
			continue;
		stems[stem_count++] = stem;
		if (!is_of_intent(w->families, stem, &titled->intent))
			bare[bare_count++] = stem;
		if (!says_little(w->lexicon, stem))
			core[core_count++] = stem;
	}
	titled->side = side_of(sides);
	titled->stem_count = sort_unique(stems, stem_count);
	titled->core_count = sort_unique(core, core_count);
	titled->bare_count = sort_unique(bare, bare_count);
	titled->stems = need_copy(&w->pool, stems, titled->stem_count, sizeof *stems);
	titled->bare = need_copy(&w->pool, bare, titled->bare_count, sizeof *bare);
	titled->core = need_copy(&w->pool, core, titled->core_count, sizeof *core);
}

static bool same_stems(const struct titled *a, const struct titled *b)
{
	return a->stem_count == b->stem_count && memcmp(a->stems, b->stems, a->stem_count * sizeof *a->stems) == 0;
}

static bool same_core(const struct titled *a, const struct titled *b)
{
	return a->core_count == b->core_count && memcmp(a->core, b->core, a->core_count * sizeof *a->core) == 0;
}

/* Are all stems of `inner` in `outer`, which has few more? */
static bool few_more(const struct titled *inner, const struct titled *outer)
{
	size_t at = 0;
	for (size_t i = 0; i < outer->stem_count && at < inner->stem_count; i++)
		at += outer->stems[i] == inner->stems[at];
	return at == inner->stem_count && outer->stem_count <= inner->stem_count + 3;
}

/* ---- seventh characters ---- */

/* What the title adds to the one above after a comma; NULL when it is no such title. */
static const char *added(const char *title, const char *above)
{
	size_t length = strlen(above);
	if (!length || strncmp(title, above, length) != 0 || strncmp(title + length, ", ", 2) != 0)
		return NULL;
	return title + length + 2;
}

static uint8_t find_set(struct families *families, struct icd_pool *arena, const char **texts, uint32_t count)
{
	for (uint32_t i = 1; i < families->set_count; i++) {
		const struct icd_extension_set *set = &families->sets[i];
		uint32_t same = 0;
		while (same < count && set->count == count && strcmp(set->texts[same], texts[same]) == 0)
			same++;
		if (same == count && set->count == count)
			return (uint8_t)i;
	}
	if (families->set_count > EXTENSION_SETS_MAX)
		return 0;
	struct icd_extension_set *set = &families->sets[families->set_count];
	set->count = count;
	set->texts = need(arena, count, sizeof *set->texts);
	memcpy(set->texts, texts, count * sizeof *set->texts);
	return (uint8_t)families->set_count++;
}

/* The codes right below that only add a seventh character's meaning. */
static void find_extensions(struct family_work *w, uint32_t ordinal)
{
	const char *texts[36];
	uint32_t codes[36], count = 0;
	const struct book_code *code = code_at(w->book, ordinal);
	for (uint32_t at = ordinal + 1; at <= code->last && count < 36; at = code_at(w->book, at)->last + 1) {
		const char *text = strlen(code_at(w->book, at)->code) == ICD_CODE_LENGTH
					   ? added(w->titled[at].title, w->titled[ordinal].title)
					   : NULL;
		if (!text)
			continue;
		codes[count] = at;
		texts[count++] = text;
	}
	uint8_t set = count ? find_set(w->families, w->arena, texts, count) : 0;
	for (uint32_t i = 0; set && i < count; i++)
		w->families->rows[codes[i]].extension = (uint8_t)(i + 1);
	w->families->rows[ordinal].extensions = set;
}

/* ---- sides ---- */

/* Do all codes below that have a side say the same but for the side? NULL when they do not, or there are none. */
static const struct titled *common_title(const struct family_work *w, uint32_t ordinal)
{
	const struct titled *common = NULL;
	const struct book_code *code = code_at(w->book, ordinal);
	for (uint32_t at = ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1) {
		const struct titled *one = &w->titled[at];
		if (!icd_is_one_side(one->side))
			continue;
		if (common && !same_stems(common, one))
			return NULL;
		common = one;
	}
	const struct titled *above = &w->titled[ordinal];
	return common && (few_more(above, common) || few_more(common, above)) ? common : NULL;
}

static bool is_sided(const struct titled *above, const struct titled *common, const struct titled *one)
{
	return one->side != ICD_SIDE_NONE && (same_stems(above, one) || (common && same_stems(common, one)));
}

/* ---- intents ---- */

/* Does the code say what the one above says and how it came about ("Poisoning by penicillins, assault")? */
static bool is_intended(const struct titled *above, const struct titled *one)
{
	return one->intent != ICD_INTENT_NONE && above->bare_count && above->bare_count == one->bare_count &&
	       memcmp(above->bare, one->bare, above->bare_count * sizeof *above->bare) == 0;
}

/* The codes right below that differ by intent only; one alone differs from nothing. */
static void find_intents(struct family_work *w, uint32_t ordinal)
{
	struct icd_code_row *rows = w->families->rows;
	const struct book_code *code = code_at(w->book, ordinal);
	unsigned intents = 0;
	for (uint32_t at = ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1) {
		if (is_intended(&w->titled[ordinal], &w->titled[at]))
			intents |= 1u << w->titled[at].intent;
	}
	if (!(intents & (intents - 1)))
		return;
	rows[ordinal].sides |= ICD_ROW_INTENTS;
	rows[ordinal - rows[ordinal].family].sides |= ICD_ROW_INTENTS;
	for (uint32_t at = ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1) {
		if (is_intended(&w->titled[ordinal], &w->titled[at]))
			rows[at].intent = (uint8_t)w->titled[at].intent;
	}
}

/* Is the code a placeholder under the one above, and nothing else? */
static bool is_placeholder(const struct family_work *w, uint32_t above, uint32_t ordinal)
{
	const char *code = code_at(w->book, ordinal)->code;
	return code[strlen(code) - 1] == 'X' && same_stems(&w->titled[above], &w->titled[ordinal]);
}

/* Gives the codes right below their place in the family of the code, or one of their own. */
static void find_family(struct family_work *w, uint32_t ordinal)
{
	struct icd_code_row *rows = w->families->rows;
	const struct book_code *code = code_at(w->book, ordinal);
	const struct titled *common = common_title(w, ordinal);
	uint32_t family = ordinal - rows[ordinal].family;
	for (uint32_t at = ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1) {
		bool sided = !rows[at].extension && is_sided(&w->titled[ordinal], common, &w->titled[at]);
		if (!sided && !rows[at].extension && !rows[at].intent && !is_placeholder(w, ordinal, at))
			continue;
		if (at - family > UINT16_MAX)
			continue;
		rows[at].family = (uint16_t)(at - family);
		if (sided) {
			rows[at].side = (uint8_t)w->titled[at].side;
			rows[family].sides |= (uint8_t)(1u << rows[at].side);
			rows[ordinal].sides |= (uint8_t)(1u << rows[at].side);
		}
	}
}

/* The seventh characters that the family's codes have. */
static void lift_extensions(struct family_work *w, uint32_t ordinal)
{
	struct icd_code_row *rows = w->families->rows;
	struct icd_code_row *family = &rows[ordinal - rows[ordinal].family];
	if (rows[ordinal].extensions && !family->extensions)
		family->extensions = rows[ordinal].extensions;
}

/* ---- the code that stands for the one above ---- */

/* Does the title add nothing but what is not there ("without complications")? */
static bool adds_absence(const struct titled *above, const struct titled *one)
{
	const char *text = added(one->title, above->title);
	size_t length = strlen(above->title);
	if (text)
		return strncmp(text, "not ", 4) == 0 || strncmp(text, "without ", 8) == 0;
	return strncmp(one->title, above->title, length) == 0 && strncmp(one->title + length, " without ", 9) == 0;
}

/* How well it stands for the code above; 0: not at all. */
static int stands_for(const struct titled *above, const struct titled *one, char last)
{
	bool vague = one->unspecified > above->unspecified;
	if (icd_is_one_side(one->side) || one->side == ICD_SIDE_BOTH)
		return 0;
	if (vague && same_core(above, one))
		return 5;
	if (adds_absence(above, one))
		return 4;
	if (same_core(above, one) && (last == '9' || last == '0'))
		return 3;
	if (vague && (last == '9' || last == '0'))
		return last == '9' ? 2 : 1;
	return 0;
}

static void find_standard(struct family_work *w, uint32_t ordinal)
{
	const struct book_code *code = code_at(w->book, ordinal);
	int best = 0;
	for (uint32_t at = ordinal + 1; at <= code->last; at = code_at(w->book, at)->last + 1) {
		const struct book_code *below = code_at(w->book, at);
		if (w->families->rows[at].extension || !is_in_newest(w->book, below) || at - ordinal > UINT16_MAX)
			continue;
		int how = is_placeholder(w, ordinal, at) ? 6
							 : stands_for(&w->titled[ordinal], &w->titled[at],
								      below->code[strlen(below->code) - 1]);
		if (how > best) {
			best = how;
			w->families->rows[ordinal].standard = (uint16_t)(at - ordinal);
		}
	}
	if (best)
		w->families->standard[ordinal + w->families->rows[ordinal].standard] = true;
}

void families_make(const struct book *book, struct lexicon *lexicon, struct icd_pool *arena, struct families *families)
{
	uint32_t count = (uint32_t)book->code_count;
	struct family_work w = {.book = book,
				.lexicon = lexicon,
				.arena = arena,
				.families = families,
				.side = lexicon_stem(lexicon, "side", 0)};
	w.sides[ICD_SIDE_NONE] = NO_STEM;
	for (int side = ICD_SIDE_UNSPECIFIED; side < ICD_SIDES; side++)
		w.sides[side] = lexicon_stem(lexicon, icd_side_words[side], 0);
	for (int i = 0; i < ICD_PURPOSE_WORDS; i++)
		w.purposes[i] = lexicon_stem(lexicon, icd_purpose_words[i], 0);
	memset(families, 0, sizeof *families);
	families->set_count = 1;
	for (int i = 0; i < ICD_INTENTS; i++) {
		for (int j = 0; j < ICD_INTENT_WORDS_MAX; j++)
			families->intents[i][j] =
				icd_intent_words[i][j] ? lexicon_stem(lexicon, icd_intent_words[i][j], 0) : NO_STEM;
	}
	families->rows = need(arena, count + 1, sizeof *families->rows);
	families->standard = need(arena, count + 1, 1);
	families->on_purpose = need(arena, count + 1, 1);
	families->titles = need(arena, count + 1, sizeof *families->titles);
	w.titled = need(&w.pool, count + 1, sizeof *w.titled);
	for (uint32_t at = 0; at < count; at++)
		read_title(&w, at);
	for (uint32_t at = 0; at < count; at++) {
		uint32_t below = code_at(book, at)->last - at, parent = code_at(book, at)->parent;
		uint32_t above = parent == NO_CODE ? 0 : at - book->codes[parent].ordinal;
		families->rows[at].above = (uint16_t)(above < UINT16_MAX ? above : 0);
		families->rows[at].below = (uint16_t)(below < UINT16_MAX ? below : UINT16_MAX);
		find_extensions(&w, at);
		find_intents(&w, at);
		find_family(&w, at);
		lift_extensions(&w, at);
		find_standard(&w, at);
		families->standard[at] |= w.titled[at].unspecified > 0;
	}
	icd_pool_free(&w.pool);
}
