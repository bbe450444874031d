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

struct index_points {
	const struct book *book;
	struct category *categories; /* in tabular order */
	size_t category_count;
	struct icd_stemmer *stemmer;
	struct icd_pool pool;
};

static bool same_category(const struct book *book, uint32_t a, uint32_t b)
{
	return strncmp(code_at(book, a)->code, code_at(book, b)->code, 3) == 0;
}

struct index_points *index_points_start(const struct book *book)
{
	struct icd_pool pool = {0};
	struct index_points *points = need(&pool, 1, sizeof *points);
	*points = (struct index_points){.book = book, .pool = pool};
	points->categories = need(&points->pool, book->code_count, sizeof *points->categories);
	points->stemmer = icd_stemmer_new();
	if (!points->stemmer)
		out_of_memory();
	for (uint32_t at = 0; at < book->code_count; at = code_at(book, at)->last + 1) {
		/* Codes without their category (a POA list's, a codes file's) stand side by side. */
		if (at == 0 || !same_category(book, at - 1, at))
			points->categories[points->category_count++].ordinal = at;
	}
	return points;
}

/* ---- what a part of a term points at ---- */

enum meaning {
	POINTS_NOWHERE, /* "--", or a see to another term */
	POINTS_AT_CODE, /* one code or header, in full */
	POINTS_AT_NOTE, /* as a note does: "E08-E13 with .51", "category M01" */
	POINTS_WRONG,   /* a text where a code should be */
};

struct target {
	enum meaning meaning;
	struct icd_typed_code code;
	struct note_reference *references;
	size_t count;
};

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

/* The references are good until the next call. */
static struct target read_target(const struct book *book, enum icd_index_part part, const char *text)
{
	static struct note_reference references[NOTE_REFERENCES_MAX];
	struct target target = {.meaning = POINTS_NOWHERE, .references = references};
	if (part == ICD_PART_WARNING || only_dashes(text))
		return target;
	if (!is_see(part) && icd_code_parse(text, strlen(text), &target.code)) {
		target.meaning = POINTS_AT_CODE;
		return target;
	}
	note_parse(text, NULL, known, (void *)book, references, &target.count);
	target.meaning = target.count ? POINTS_AT_NOTE : is_see(part) ? POINTS_NOWHERE : POINTS_WRONG;
	return target;
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

/* The references as the store has them; those to codes that no release has are left out. */
static void collect_note(struct index_points *points, struct icd_index_pointer pointer, const struct target *target)
{
	uint32_t lowest = UINT32_MAX, highest = 0;
	pointer.references = need(&points->pool, target->count, sizeof *pointer.references);
	for (size_t i = 0; i < target->count; i++) {
		struct icd_reference reference = target->references[i].reference;
		if (!interval_of(points->book, &target->references[i], &reference.first, &reference.last))
			continue;
		pointer.references[pointer.reference_count++] = reference;
		lowest = reference.first < lowest ? reference.first : lowest;
		highest = reference.last > highest ? reference.last : highest;
	}
	if (pointer.reference_count)
		collect(points, &pointer, lowest, highest);
}

/* All of a header, or one code: its ordinals without its spelling. */
static void collect_code(struct index_points *points, struct icd_index_pointer pointer, const char *code)
{
	uint32_t first, last;
	if (!book_interval(points->book, code, &first, &last))
		return;
	pointer.reference_count = 1;
	pointer.references = need(&points->pool, 1, sizeof *pointer.references);
	pointer.references->first = first;
	pointer.references->last = last;
	collect(points, &pointer, first, last);
}

void index_points_add(struct index_points *points, enum icd_index_kind kind, uint32_t block, uint32_t number,
		      const struct icd_index_term *term)
{
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		struct icd_index_pointer pointer = {.kind = kind, .part = part, .block = block, .term = number};
		if (!term->parts[part])
			continue;
		struct target target = read_target(points->book, part, term->parts[part]);
		if (target.meaning == POINTS_AT_NOTE)
			collect_note(points, pointer, &target);
		else if (target.meaning == POINTS_AT_CODE)
			collect_code(points, pointer, target.code.code);
	}
}

/* ---- records ---- */

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
	if (icd_stemmer_failed(points->stemmer))
		out_of_memory();
	icd_stemmer_free(points->stemmer);
	struct icd_pool pool = points->pool; /* it holds `points` itself */
	icd_pool_free(&pool);
}

/* ---- the report ---- */

struct tally { /* of one index, for its part of the report */
	const struct index_points *points;
	const struct index_list *list;
	uint16_t set; /* the code set in force on the index's day */
	uint32_t codes, wrong, dashes, sees, blind;
	struct interner stems; /* of the words of its main terms */
	struct report wrong_lines, dash_lines;
};

static bool stands(const struct book *book, uint32_t first, uint32_t last, uint16_t set)
{
	for (uint32_t at = first; at <= last; at++) {
		if (code_at(book, at)->state[set] != ICD_ABSENT)
			return true;
	}
	return false;
}

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

static void add_wrong(struct tally *tally, size_t index, const char *text, const char *reason)
{
	tally->wrong++;
	add_line(tally, &tally->wrong_lines, index, text, reason);
}

static void check_code(struct tally *tally, size_t index, const char *text, const struct icd_typed_code *code)
{
	const struct book *book = tally->points->book;
	uint32_t first, last;
	char reason[64] = "no release has it";
	if (book_interval(book, code->code, &first, &last))
		why_not(tally, first, last, reason);
	if (reason[0]) {
		add_wrong(tally, index, text, reason);
		return;
	}
	uint32_t found = book_find(book, code->code);
	if (code->open && found != NO_CODE && book->codes[found].state[tally->set] == ICD_BILLABLE) {
		tally->dashes++;
		add_line(tally, &tally->dash_lines, index, text, "is complete");
	}
}

static void check_note(struct tally *tally, size_t index, const char *text, const struct target *target)
{
	for (size_t i = 0; i < target->count; i++) {
		uint32_t first, last;
		char reason[64] = "no release has it";
		if (interval_of(tally->points->book, &target->references[i], &first, &last))
			why_not(tally, first, last, reason);
		if (!reason[0])
			continue;
		add_wrong(tally, index, text, reason);
		return;
	}
}

/* Does the part point at codes, rightly or not? */
static bool check_part(struct tally *tally, size_t index, enum icd_index_part part, const char *text)
{
	struct target target = read_target(tally->points->book, part, text);
	tally->codes += target.meaning != POINTS_NOWHERE;
	if (target.meaning == POINTS_AT_CODE)
		check_code(tally, index, text, &target.code);
	else if (target.meaning == POINTS_AT_NOTE)
		check_note(tally, index, text, &target);
	else if (target.meaning == POINTS_WRONG)
		add_wrong(tally, index, text, "no code");
	return target.meaning != POINTS_NOWHERE;
}

/* ---- see and see also ---- */

static void add_stems(struct tally *tally, const struct index_list *list)
{
	struct icd_word words[ICD_WORDS_MAX];
	char stem[ICD_WORD_SIZE];
	for (size_t i = 0; list && i < list->count; i++) {
		size_t count =
			list->terms[i].says->level ? 0 : icd_words_split(list->terms[i].plain, words, ICD_WORDS_MAX);
		for (size_t j = 0; j < count; j++) {
			icd_stemmer_stem(tally->points->stemmer, words[j].text, stem);
			intern(&tally->stems, stem);
		}
	}
}

/* The alphabetic index in force on a date, else the first; NULL when there is none. */
static const struct index_list *alphabetic_on(const struct book *book, icd_date date)
{
	const struct icd_sequence *sequence = &book->about.index[ICD_INDEX_ALPHABETIC];
	return sequence->count ? book->indexes[ICD_INDEX_ALPHABETIC][icd_member_or_first(sequence, date)] : NULL;
}

/* A see leads to a main term when one has the first of its words; the tables and indexes are named. */
static void check_see(struct tally *tally, const char *text)
{
	struct icd_word first;
	char stem[ICD_WORD_SIZE];
	tally->sees++;
	if (icd_see_read(text + strspn(text, " ")).names_book || !icd_words_split(text, &first, 1))
		return;
	icd_stemmer_stem(tally->points->stemmer, first.text, stem);
	tally->blind += !intern_find(&tally->stems, stem);
}

/* ---- one index ---- */

static void check_term(struct tally *tally, size_t index)
{
	const struct icd_index_term *term = tally->list->terms[index].says;
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		if (!term->parts[part])
			continue;
		if (!check_part(tally, index, part, term->parts[part]) && is_see(part))
			check_see(tally, term->parts[part]);
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
	struct tally tally = {.points = points, .list = book->indexes[kind][member], .set = book_set_on(book, date)};
	add_stems(&tally, tally.list);
	if (kind != ICD_INDEX_ALPHABETIC)
		add_stems(&tally, alphabetic_on(book, date));
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
	interner_free(&tally.stems);
	report_free(&tally.wrong_lines);
	report_free(&tally.dash_lines);
}
