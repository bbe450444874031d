/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_points.h"

#include "words/words.h"
#include "facts/dated.h"
#include "index/records.h"
#include "notes/note_grammar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct category {
	uint32_t ordinal; /* of its first code */
	struct icd_index_pointer *at;
	size_t count, capacity;
};

enum meaning {
	POINTS_NOWHERE, /* "--", or a see to another term */
	POINTS_AT_CODE, /* one code or header, in full */
	POINTS_AT_NOTE, /* as a note does: "E08-E13 with .51", "category M01" */
	POINTS_WRONG,   /* a text where a code should be */
};

/* What a code set says of a target. */
enum verdict {
	STANDS,
	STANDS_COMPLETE, /* though it has a dash */
	STANDS_NOT,      /* one of its codes at least, or it is none */
};

/* What a text of a term points at, worked out once for all terms that have it. */
struct target {
	enum meaning meaning;
	uint32_t first, last; /* of a code, with all below it; first > last: no release has it */
	uint32_t reference_count;
	struct icd_reference *references; /* of a note; first > last: no release has it */
	uint8_t *verdicts;                /* enum verdict, by code set, and one more for a book without any */
	uint32_t stem;                    /* of the first word of a see to another term, NO_STEM: it has none */
};

#define NO_STEM UINT32_MAX

struct targets {
	struct interner texts;
	struct target *at; /* by the number of the text */
	size_t count, capacity;
};

struct pointing {
	uint8_t part;
	uint32_t target; /* of the targets of sees, or of the others */
};

/* What the terms of a kind point at, by their numbers (facts/term_numbers.h). */
struct kind_points {
	const struct kind_numbers *numbers;
	struct pointing *pointings;
	size_t pointing_count, pointing_capacity;
	uint32_t *first_pointing; /* of each term; of one more, their end */
	uint32_t *stems;          /* of the words of main terms */
	size_t stem_count, stem_capacity;
	uint32_t *first_stem; /* as first_pointing */
};

struct index_points {
	const struct book *book;
	struct category *categories; /* in tabular order */
	size_t category_count;
	struct targets targets[2]; /* [1]: of see and see also */
	struct kind_points kinds[ICD_INDEXES];
	struct interner words, stems;
	uint32_t *stem_of; /* by the number of the word */
	size_t word_count, word_capacity;
	struct icd_stemmer *stemmer;
	struct icd_pool pool;
};

static bool same_category(const struct book *book, uint32_t a, uint32_t b)
{
	return strncmp(code_at(book, a)->code, code_at(book, b)->code, 3) == 0;
}

static void list_categories(struct index_points *points)
{
	const struct book *book = points->book;
	points->categories = need(&points->pool, book->code_count, sizeof *points->categories);
	for (uint32_t at = 0; at < book->code_count; at = code_at(book, at)->last + 1) {
		/* Codes without their category (a POA list's, a codes file's) stand side by side. */
		if (at == 0 || !same_category(book, at - 1, at))
			points->categories[points->category_count++].ordinal = at;
	}
}

/* ---- what a part of a term points at ---- */

static bool known(void *context, const char *prefix)
{
	return book_has_prefix(context, prefix);
}

static bool only_dashes(const char *text)
{
	return text[strspn(text, "- ")] == '\0';
}

static bool is_see(enum icd_index_part part)
{
	return part == ICD_PART_SEE || part == ICD_PART_SEE_ALSO;
}

static bool interval_of(const struct book *book, const struct note_reference *found, uint32_t *first, uint32_t *last)
{
	uint32_t from, to;
	if (!found->from_known || !found->to_known || !book_interval(book, found->reference.from, first, last))
		return false;
	if (book_interval(book, found->reference.to, &from, &to) && to > *last)
		*last = to;
	return true;
}

static bool stands(const struct book *book, uint32_t first, uint32_t last, uint16_t set)
{
	for (uint32_t at = first; at <= last; at++) {
		if (code_at(book, at)->state[set] != ICD_ABSENT)
			return true;
	}
	return false;
}

static void judge_code(const struct index_points *points, struct target *target, const struct icd_typed_code *code)
{
	const struct book *book = points->book;
	uint32_t found = code->open ? book_find(book, code->code) : NO_CODE;
	if (target->first > target->last)
		memset(target->verdicts, STANDS_NOT, book->about.sets.count + 1u);
	for (uint16_t set = 0; set < book->about.sets.count; set++) {
		bool complete = found != NO_CODE && book->codes[found].state[set] == ICD_BILLABLE;
		target->verdicts[set] = !stands(book, target->first, target->last, set) ? STANDS_NOT
					: complete                                      ? STANDS_COMPLETE
											: STANDS;
	}
}

static void judge_note(const struct index_points *points, struct target *target)
{
	const struct book *book = points->book;
	for (uint32_t i = 0; i < target->reference_count; i++) {
		const struct icd_reference *reference = &target->references[i];
		if (reference->first > reference->last)
			memset(target->verdicts, STANDS_NOT, book->about.sets.count + 1u);
		for (uint16_t set = 0; set < book->about.sets.count; set++) {
			if (!stands(book, reference->first, reference->last, set))
				target->verdicts[set] = STANDS_NOT;
		}
	}
}

/* As the store has them; one that no release has is empty. */
static void keep_references(struct index_points *points, struct target *target, const struct note_reference *found)
{
	target->references = need(&points->pool, target->reference_count, sizeof *target->references);
	for (uint32_t i = 0; i < target->reference_count; i++) {
		struct icd_reference *reference = &target->references[i];
		*reference = found[i].reference;
		if (interval_of(points->book, &found[i], &reference->first, &reference->last))
			continue;
		reference->first = 1;
		reference->last = 0;
	}
}

static uint32_t stem_of(struct index_points *points, const char *word)
{
	char stem[ICD_WORD_SIZE];
	uint32_t number = intern_number(&points->words, word);
	if (number < points->word_count)
		return points->stem_of[number];
	icd_stemmer_stem(points->stemmer, word, stem);
	return *one_more(points->stem_of, points->word_count, points->word_capacity) =
		       intern_number(&points->stems, stem);
}

/* A see leads to a main term when one has the first of its words; the tables and indexes are named. */
static uint32_t stem_of_see(struct index_points *points, const char *text)
{
	struct icd_word first;
	if (icd_see_read(text + strspn(text, " ")).names_book || !icd_words_split(text, &first, 1))
		return NO_STEM;
	return stem_of(points, first.text);
}

static void read_note(struct index_points *points, const char *text, bool see, struct target *target)
{
	struct note_reference found[NOTE_REFERENCES_MAX];
	size_t count = 0;
	note_parse(text, NULL, known, (void *)points->book, found, &count);
	target->reference_count = (uint32_t)count;
	target->meaning = count ? POINTS_AT_NOTE : see ? POINTS_NOWHERE : POINTS_WRONG;
	keep_references(points, target, found);
	judge_note(points, target);
}

static struct target read_target(struct index_points *points, const char *text, bool see)
{
	const struct book *book = points->book;
	struct target target = {.meaning = POINTS_NOWHERE, .first = 1, .stem = NO_STEM};
	struct icd_typed_code code;
	if (!only_dashes(text)) {
		target.verdicts = need(&points->pool, book->about.sets.count + 1u, 1);
		if (!see && icd_code_parse(text, strlen(text), &code)) {
			target.meaning = POINTS_AT_CODE;
			book_interval(book, code.code, &target.first, &target.last);
			judge_code(points, &target, &code);
		} else {
			read_note(points, text, see, &target);
		}
	}
	if (see && target.meaning == POINTS_NOWHERE)
		target.stem = stem_of_see(points, text);
	return target;
}

static uint32_t target_of(struct index_points *points, const char *text, bool see)
{
	struct targets *targets = &points->targets[see];
	uint32_t number = intern_number(&targets->texts, text);
	if (number == targets->count) {
		struct target target = read_target(points, text, see);
		*one_more(targets->at, targets->count, targets->capacity) = target;
	}
	return number;
}

/* ---- the terms of a kind ---- */

static void read_parts(struct index_points *points, struct kind_points *kind, const struct icd_index_term *term)
{
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		if (!term->parts[part] || part == ICD_PART_WARNING)
			continue;
		uint32_t target = target_of(points, term->parts[part], is_see(part));
		if (is_see(part) || points->targets[0].at[target].meaning != POINTS_NOWHERE)
			*one_more(kind->pointings, kind->pointing_count, kind->pointing_capacity) =
				(struct pointing){(uint8_t)part, target};
	}
}

static void read_stems(struct index_points *points, struct kind_points *kind, const char *title)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(title, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++)
		*one_more(kind->stems, kind->stem_count, kind->stem_capacity) = stem_of(points, words[i].text);
}

static void read_kind(struct index_points *points, struct kind_points *kind, const struct index_list *const *lists,
		      uint16_t members)
{
	uint32_t read = 0; /* terms, by number */
	kind->first_pointing = need(&points->pool, kind->numbers->count + 1, sizeof *kind->first_pointing);
	kind->first_stem = need(&points->pool, kind->numbers->count + 1, sizeof *kind->first_stem);
	for (uint16_t m = 0; m < members; m++) {
		for (size_t i = 0; i < lists[m]->count; i++) {
			const struct index_term *term = &lists[m]->terms[i];
			if (kind->numbers->of[m][i] < read)
				continue;
			read_parts(points, kind, term->says);
			if (term->says->level == 0)
				read_stems(points, kind, term->plain);
			kind->first_pointing[++read] = (uint32_t)kind->pointing_count;
			kind->first_stem[read] = (uint32_t)kind->stem_count;
		}
	}
}

struct index_points *index_points_start(const struct book *book, const struct term_numbers *numbers)
{
	struct icd_pool pool = {0};
	struct index_points *points = need(&pool, 1, sizeof *points);
	*points = (struct index_points){.book = book, .pool = pool, .stemmer = icd_stemmer_new()};
	if (!points->stemmer)
		out_of_memory();
	list_categories(points);
	for (unsigned kind = 0; kind < ICD_INDEXES; kind++) {
		points->kinds[kind].numbers = &numbers->kinds[kind];
		read_kind(points, &points->kinds[kind], book->indexes[kind], book->about.index[kind].count);
	}
	if (icd_stemmer_failed(points->stemmer))
		out_of_memory();
	return points;
}

/* ---- collecting ---- */

struct bound {
	const struct category *categories;
	uint32_t ordinal;
};

static bool begins_by(const void *context, size_t category)
{
	const struct bound *bound = context;
	return bound->categories[category].ordinal <= bound->ordinal;
}

/* Adds the pointer to the categories that have codes from the first to the last. */
static void collect(struct index_points *points, const struct icd_index_pointer *pointer, uint32_t first, uint32_t last)
{
	struct bound bound = {points->categories, first};
	size_t next = icd_lower_bound(points->category_count, begins_by, &bound);
	for (size_t c = next ? next - 1 : 0; c < points->category_count; c++) {
		struct category *category = &points->categories[c];
		if (category->ordinal > last)
			return;
		category->at = grow_array(category->at, category->count, &category->capacity, sizeof *category->at);
		category->at[category->count++] = *pointer;
	}
}

/* The references to codes that no release has are left out. */
static void collect_note(struct index_points *points, struct icd_index_pointer pointer, const struct target *target)
{
	uint32_t lowest = UINT32_MAX, highest = 0;
	pointer.references = need(&points->pool, target->reference_count, sizeof *pointer.references);
	for (uint32_t i = 0; i < target->reference_count; i++) {
		const struct icd_reference *reference = &target->references[i];
		if (reference->first > reference->last)
			continue;
		pointer.references[pointer.reference_count++] = *reference;
		lowest = reference->first < lowest ? reference->first : lowest;
		highest = reference->last > highest ? reference->last : highest;
	}
	if (pointer.reference_count)
		collect(points, &pointer, lowest, highest);
}

/* All of a header, or one code: its ordinals without its spelling. */
static void collect_code(struct index_points *points, struct icd_index_pointer pointer, const struct target *target)
{
	if (target->first > target->last)
		return;
	pointer.codes = (struct icd_interval){target->first, target->last};
	collect(points, &pointer, target->first, target->last);
}

static const struct target *target_at(const struct index_points *points, const struct pointing *pointing)
{
	return &points->targets[is_see(pointing->part)].at[pointing->target];
}

void index_points_add(struct index_points *points, enum icd_index_kind kind, uint32_t block, uint32_t number,
		      uint32_t term)
{
	const struct kind_points *of = &points->kinds[kind];
	for (uint32_t i = of->first_pointing[term]; i < of->first_pointing[term + 1]; i++) {
		const struct target *target = target_at(points, &of->pointings[i]);
		struct icd_index_pointer pointer = {
			.kind = kind, .part = of->pointings[i].part, .block = block, .term = number};
		if (target->meaning == POINTS_AT_NOTE)
			collect_note(points, pointer, target);
		else if (target->meaning == POINTS_AT_CODE)
			collect_code(points, pointer, target);
	}
}

/* ---- records ---- */

static void free_points(struct index_points *points)
{
	for (size_t i = 0; i < 2; i++) {
		interner_free(&points->targets[i].texts);
		free(points->targets[i].at);
	}
	for (size_t i = 0; i < ICD_INDEXES; i++) {
		free(points->kinds[i].pointings);
		free(points->kinds[i].stems);
	}
	interner_free(&points->words);
	interner_free(&points->stems);
	free(points->stem_of);
	icd_stemmer_free(points->stemmer);
	struct icd_pool pool = points->pool; /* it holds `points` itself */
	icd_pool_free(&pool);
}

void index_points_end(struct index_points *points, struct records *records)
{
	struct icd_buffer buffer = {0};
	for (size_t i = 0; i < points->category_count; i++) {
		const struct category *category = &points->categories[i];
		struct icd_index_pointers pointers = {(uint32_t)category->count, category->at};
		struct icd_key key = icd_index_pointers_key(code_at(points->book, category->ordinal)->code);
		if (!category->count)
			continue;
		icd_put_index_pointers(&buffer, &pointers);
		records_add(records, &key, &buffer);
		free(category->at);
	}
	icd_buffer_free(&buffer);
	free_points(points);
}

/* ---- the report ---- */

struct tally { /* of one index, for its part of the report */
	const struct index_points *points;
	const struct index_list *list;
	enum icd_index_kind kind;
	uint16_t member, set; /* the code set in force on the index's day */
	uint32_t codes, wrong, dashes, sees, blind;
	bool *stems; /* of the words of the main terms that a see may lead to; NULL: nobody asked */
	struct report wrong_lines, dash_lines;
	struct icd_pool pool;
};

/* Why none of the codes is in the code set; "" when one is. */
static void why_not(const struct tally *tally, uint32_t first, uint32_t last, char out[64])
{
	const struct icd_sequence *sets = &tally->points->book->about.sets;
	char date[ICD_DATE_SIZE];
	int newer = tally->set, older = tally->set;
	while (newer < sets->count && !stands(tally->points->book, first, last, (uint16_t)newer))
		newer++;
	while (older >= 0 && !stands(tally->points->book, first, last, (uint16_t)older))
		older--;
	out[0] = '\0';
	if (newer == tally->set)
		return;
	if (newer < sets->count)
		snprintf(out, 64, "not in the code set before %s", icd_date_format(sets->at[newer].date, date));
	else if (older >= 0)
		snprintf(out, 64, "last in the code set of %s", icd_date_format(sets->at[older].date, date));
	else
		strcpy(out, "in no code set");
}

static void add_line(struct tally *tally, struct report *lines, size_t index, const char *text, const char *reason)
{
	struct icd_buffer path = {0};
	size_t chain[ICD_INDEX_LEVELS], depth = 0;
	for (size_t i = index; i != SIZE_MAX; i = tally->list->terms[i].parent)
		chain[depth++] = i;
	while (depth--) {
		icd_index_plain(&path, tally->list->terms[chain[depth]].plain);
		icd_put_bytes(&path, depth ? " > " : "", depth ? 3 : 1);
	}
	report_add(lines, 1, REPORT_DETAIL, "%.400s: %.200s: %s", path.failed ? "" : (const char *)path.data, text,
		   reason);
	icd_buffer_free(&path);
}

static void tell_wrong(struct tally *tally, size_t index, const char *text, const struct target *target)
{
	char reason[64] = "no release has it";
	if (target->meaning == POINTS_WRONG)
		strcpy(reason, "no code");
	else if (target->meaning == POINTS_AT_CODE && target->first <= target->last)
		why_not(tally, target->first, target->last, reason);
	for (uint32_t i = 0; i < target->reference_count; i++) {
		const struct icd_reference *reference = &target->references[i];
		if (stands(tally->points->book, reference->first, reference->last, tally->set))
			continue;
		if (reference->first <= reference->last)
			why_not(tally, reference->first, reference->last, reason);
		break;
	}
	tally->wrong++;
	add_line(tally, &tally->wrong_lines, index, text, reason);
}

static void check_codes(struct tally *tally, size_t index, const char *text, const struct target *target)
{
	enum verdict verdict = target->meaning == POINTS_WRONG ? STANDS_NOT : target->verdicts[tally->set];
	tally->codes++;
	if (verdict == STANDS_NOT)
		tell_wrong(tally, index, text, target);
	if (verdict != STANDS_COMPLETE)
		return;
	tally->dashes++;
	add_line(tally, &tally->dash_lines, index, text, "is complete");
}

/* ---- see and see also ---- */

static void mark_stems(struct tally *tally, enum icd_index_kind kind, uint16_t member)
{
	const struct kind_points *points = &tally->points->kinds[kind];
	size_t count = tally->points->book->indexes[kind][member]->count;
	for (size_t i = 0; i < count; i++) {
		uint32_t term = points->numbers->of[member][i];
		for (uint32_t j = points->first_stem[term]; j < points->first_stem[term + 1]; j++)
			tally->stems[points->stems[j]] = true;
	}
}

/* Those of the index and of the alphabetic index in force on its day, else the first. */
static void find_stems(struct tally *tally)
{
	const struct icd_about *about = &tally->points->book->about;
	const struct icd_sequence *alphabetic = &about->index[ICD_INDEX_ALPHABETIC];
	tally->stems = need(&tally->pool, tally->points->stems.count, sizeof *tally->stems);
	mark_stems(tally, tally->kind, tally->member);
	if (tally->kind != ICD_INDEX_ALPHABETIC && alphabetic->count)
		mark_stems(tally, ICD_INDEX_ALPHABETIC,
			   icd_member_or_first(alphabetic, about->index[tally->kind].at[tally->member].date));
}

static void check_see(struct tally *tally, const struct target *target)
{
	tally->sees++;
	if (target->stem == NO_STEM)
		return;
	if (!tally->stems)
		find_stems(tally);
	tally->blind += !tally->stems[target->stem];
}

/* ---- one index ---- */

static void check_term(struct tally *tally, size_t index)
{
	const struct kind_points *points = &tally->points->kinds[tally->kind];
	uint32_t term = points->numbers->of[tally->member][index];
	for (uint32_t i = points->first_pointing[term]; i < points->first_pointing[term + 1]; i++) {
		const struct pointing *pointing = &points->pointings[i];
		const struct target *target = target_at(tally->points, pointing);
		if (target->meaning == POINTS_NOWHERE)
			check_see(tally, target);
		else
			check_codes(tally, index, tally->list->terms[index].says->parts[pointing->part], target);
	}
}

static void report_lines(struct report *report, icd_date date, enum report_weight weight, const struct report *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		report_add(report, date, weight, "%s", lines->lines[i].text);
}

void index_points_report(struct index_points *points, enum icd_index_kind kind, uint16_t member, uint32_t main_terms,
			 struct report *report)
{
	const struct book *book = points->book;
	icd_date date = book->about.index[kind].at[member].date;
	struct tally tally = {.points = points,
			      .list = book->indexes[kind][member],
			      .kind = kind,
			      .member = member,
			      .set = book_set_on(book, date)};
	for (size_t i = 0; i < tally.list->count; i++)
		check_term(&tally, i);
	report_add(
		report, date, REPORT_FACT,
		"%s: %zu terms (main terms: %u), %u codes (%u with a dash though complete), %u see and see also (%u to "
		"no main term)",
		index_names[kind], tally.list->count, main_terms, tally.codes, tally.dashes, tally.sees, tally.blind);
	if (tally.wrong)
		report_add(report, date, REPORT_DIFFER, "%s: entries whose code the code set does not have: %u",
			   index_names[kind], tally.wrong);
	report_lines(report, date, REPORT_DETAIL, &tally.wrong_lines);
	report_lines(report, date, REPORT_ASIDE, &tally.dash_lines);
	icd_pool_free(&tally.pool);
	report_free(&tally.wrong_lines);
	report_free(&tally.dash_lines);
}
