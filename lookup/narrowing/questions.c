/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "questions.h"

#include "words/words.h"

#include <stdlib.h>
#include <string.h>

const char *const icd_axis_names[ICD_AXES] = {"side", "encounter", "seventh_character", "type", "one"};
const char *const icd_axis_questions[ICD_AXES] = {"Which side?", "Which encounter?", "Which 7th character?",
						  "Which type?", "Which one?"};

#define ONE_KEY 9u /* choices that one key answers */

struct asking {
	const struct icd_view *view;
	struct icd_pool *pool;
	const struct icd_candidates *left;
	struct icd_question *question;
	struct icd_error *err;
};

static bool is_unspecified(const char *label)
{
	char *const words[] = {(char *)icd_side_words[ICD_SIDE_UNSPECIFIED]};
	return icd_title_has_words(label, words, 1);
}

/* ---- choices ---- */

static bool take_choices(struct asking *a, enum icd_axis axis, const char *at, uint32_t room)
{
	a->question->axis = axis;
	a->question->at = at;
	a->question->choices = icd_pool_take(a->pool, room, sizeof *a->question->choices);
	return a->question->choices || icd_out_of_memory(a->err);
}

/* The codes for which `has` says so, as a choice; none where there is no such code. */
static bool add_choice(struct asking *a, const struct icd_choice *choice,
		       bool (*has)(const struct icd_candidate *one, const struct icd_choice *choice))
{
	struct icd_choice *new = &a->question->choices[a->question->count];
	*new = *choice;
	new->apart = new->label;
	new->left.at = icd_pool_take(a->pool, a->left->count, sizeof *new->left.at);
	if (!new->left.at)
		return icd_out_of_memory(a->err);
	for (uint32_t i = 0; i < a->left->count; i++) {
		if (has(&a->left->at[i], choice))
			new->left.at[new->left.count++] = a->left->at[i];
	}
	a->question->count += new->left.count > 0;
	return true;
}

/* ---- the side ---- */

static bool has_side(const struct icd_candidate *one, const struct icd_choice *choice)
{
	return strcmp(icd_side_words[one->side], choice->label) == 0;
}

/* Do all codes left tell a side, and not all the same one? */
static bool sides_differ(const struct icd_candidates *left)
{
	bool differ = false;
	for (uint32_t i = 0; i < left->count; i++) {
		if (left->at[i].side == ICD_SIDE_NONE)
			return false;
		differ |= left->at[i].side != left->at[0].side;
	}
	return differ;
}

static bool ask_side(struct asking *a, const char *at)
{
	static const enum icd_side sides[] = {ICD_SIDE_RIGHT, ICD_SIDE_LEFT, ICD_SIDE_BOTH, ICD_SIDE_UNSPECIFIED};
	bool ok = take_choices(a, ICD_AXIS_SIDE, at, ICD_SIDES);
	for (size_t i = 0; ok && i < sizeof sides / sizeof *sides; i++)
		ok = add_choice(a, &(struct icd_choice){.label = icd_side_words[sides[i]]}, has_side);
	return ok;
}

/* ---- the seventh character ---- */

static char seventh_of(const struct icd_candidate *one)
{
	return one->meaning ? one->code[ICD_CODE_LENGTH - 1] : '\0';
}

static bool has_seventh(const struct icd_candidate *one, const struct icd_choice *choice)
{
	return seventh_of(one) == choice->character;
}

/* Have all codes left a seventh character that the same place defines, and not all the same one? */
static bool sevenths_differ(const struct icd_candidates *left)
{
	bool differ = false;
	for (uint32_t i = 0; i < left->count; i++) {
		const struct icd_candidate *one = &left->at[i];
		if (!one->meaning || strcmp(one->table, left->at[0].table) != 0)
			return false;
		differ |= seventh_of(one) != seventh_of(&left->at[0]);
	}
	return differ;
}

static bool is_asked(const struct icd_question *question, char character)
{
	bool asked = false;
	for (uint32_t i = 0; i < question->count; i++)
		asked |= question->choices[i].character == character;
	return asked;
}

static bool tells_encounter(const struct icd_question *question)
{
	bool encounter = false;
	for (uint32_t i = 0; i < question->count; i++)
		encounter |= strstr(question->choices[i].label, "encounter") != NULL;
	return encounter;
}

#define SEVENTHS 36 /* letters and digits */

static int compare_seventh(const void *a, const void *b)
{
	const struct icd_choice *one = a, *other = b;
	return ICD_ORDER(one->character, other->character);
}

static bool ask_seventh(struct asking *a)
{
	struct icd_question *question = a->question;
	bool ok = take_choices(a, ICD_AXIS_SEVENTH, a->left->at[0].table, SEVENTHS);
	for (uint32_t i = 0; ok && i < a->left->count; i++) {
		const struct icd_candidate *one = &a->left->at[i];
		if (!is_asked(question, seventh_of(one)) && question->count < SEVENTHS)
			ok = add_choice(a, &(struct icd_choice){.label = one->meaning, .character = seventh_of(one)},
					has_seventh);
	}
	qsort(question->choices, question->count, sizeof *question->choices, compare_seventh);
	if (tells_encounter(question))
		question->axis = ICD_AXIS_ENCOUNTER;
	return ok;
}

/* ---- headers and codes ---- */

/* A run of codes left, those below one header or made of one code. */
struct group {
	uint32_t first, end; /* among the codes left; end is behind the last */
};

static size_t shared_start(const char *a, const char *b)
{
	size_t length = 0;
	while (a[length] && a[length] == b[length])
		length++;
	return length;
}

/* How many characters the codes of a group begin with together; less than a category counts as none. */
static size_t start_of(const struct icd_candidates *left, const struct group *group)
{
	size_t length = strlen(left->at[group->first].base);
	for (uint32_t i = group->first + 1; i < group->end; i++) {
		size_t same = shared_start(left->at[group->first].base, left->at[i].base);
		length = same < length ? same : length;
	}
	return length < 3 ? 0 : length;
}

static bool is_one_base(const struct icd_candidates *left, const struct group *group)
{
	return strcmp(left->at[group->first].base, left->at[group->end - 1].base) == 0;
}

/* The groups right below a group, in `out` unless that is NULL; how many there are. */
static uint32_t split(const struct icd_candidates *left, const struct group *group, struct group *out)
{
	size_t start = start_of(left, group), length = start ? start + 1 : 3;
	uint32_t count = 0;
	for (uint32_t i = group->first, end; i < group->end; i = end) {
		for (end = i + 1; end < group->end && strncmp(left->at[i].base, left->at[end].base, length) == 0;)
			end++;
		if (out)
			out[count] = (struct group){i, end};
		count++;
	}
	return count;
}

/* Puts what is right below a group in its place. */
static uint32_t open_group(const struct icd_candidates *left, struct group *groups, uint32_t count, uint32_t which,
			   uint32_t parts)
{
	struct group opened = groups[which];
	memmove(groups + which + parts, groups + which + 1, (count - which - 1) * sizeof *groups);
	split(left, &opened, groups + which);
	return count + parts - 1;
}

/* Asks for what lies deeper at once, the smallest first, as long as one key answers. */
static uint32_t open_small(const struct icd_candidates *left, struct group *groups, uint32_t count)
{
	for (;;) {
		uint32_t best = count, parts = ONE_KEY + 1;
		for (uint32_t i = 0; i < count; i++) {
			uint32_t below = is_one_base(left, &groups[i]) ? parts : split(left, &groups[i], NULL);
			if (below < parts) {
				best = i;
				parts = below;
			}
		}
		if (best == count || count + parts - 1 > ONE_KEY)
			return count;
		count = open_group(left, groups, count, best, parts);
	}
}

/* The header of a group: the lowest one over all its codes. */
static bool name_group(struct asking *a, const struct group *group, struct icd_choice *choice)
{
	const struct icd_candidate *first = &a->left->at[group->first];
	char code[ICD_CODE_SIZE];
	choice->at = first->base;
	choice->label = first->side != ICD_SIDE_NONE && !sides_differ(a->left) ? first->sideless : first->base_title;
	choice->left = (struct icd_candidates){group->end - group->first, a->left->at + group->first};
	enum icd_found found = is_one_base(a->left, group) ? ICD_FOUND : ICD_NOT_FOUND;
	memcpy(code, first->base, sizeof code);
	for (size_t length = start_of(a->left, group); found == ICD_NOT_FOUND && length >= 3; length--) {
		struct icd_code_record record;
		code[length] = '\0';
		found = icd_store_code(a->view->store, a->pool, code, &record, a->err);
		if (found == ICD_FOUND) {
			choice->at = icd_pool_print(a->pool, "%s", code);
			choice->label = icd_view_title(a->view, &record);
		}
	}
	choice->apart = choice->label;
	return found != ICD_FAILED;
}

/* Do the labels have a word in common that says something? */
static bool have_something_in_common(const struct icd_question *question)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(question->choices[0].label, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		char *const word[] = {words[i].text};
		bool all = strlen(words[i].text) > 3 && !(words[i].flags & ICD_WORD_STOP);
		for (uint32_t j = 1; j < question->count && all; j++)
			all = icd_title_has_words(question->choices[j].label, word, 1);
		if (all)
			return true;
	}
	return false;
}

static bool labels_differ(const struct icd_question *question)
{
	for (uint32_t i = 0; i < question->count; i++) {
		for (uint32_t j = 0; j < i; j++) {
			if (strcmp(question->choices[i].label, question->choices[j].label) == 0)
				return false;
		}
	}
	return true;
}

/* Titles that are equal without their side are given with it. */
static void make_labels_differ(struct asking *a)
{
	for (uint32_t i = 0; i < a->question->count && !labels_differ(a->question); i++) {
		struct icd_choice *choice = &a->question->choices[i];
		if (strcmp(choice->at, choice->left.at[0].base) == 0)
			choice->label = choice->left.at[0].base_title;
	}
}

static bool set_apart(struct asking *a)
{
	struct icd_question *question = a->question;
	const char **titles = icd_pool_take(a->pool, 2 * (size_t)question->count, sizeof *titles), **apart;
	if (!titles)
		return icd_out_of_memory(a->err);
	apart = titles + question->count;
	for (uint32_t i = 0; i < question->count; i++)
		titles[i] = question->choices[i].label;
	icd_titles_apart(a->pool, titles, question->count, apart);
	for (uint32_t i = 0; i < question->count; i++)
		question->choices[i].apart = apart[i];
	return true;
}

/* Moves the choices of what is unspecified behind the others, the order of each kept. */
static bool put_unspecified_last(struct asking *a)
{
	struct icd_question *question = a->question;
	struct icd_choice *sorted = icd_pool_take(a->pool, question->count, sizeof *sorted);
	uint32_t count = 0;
	for (int last = 0; sorted && last < 2; last++) {
		for (uint32_t i = 0; i < question->count; i++) {
			if (is_unspecified(question->choices[i].apart) == last)
				sorted[count++] = question->choices[i];
		}
	}
	if (sorted)
		question->choices = sorted;
	return sorted || icd_out_of_memory(a->err);
}

static bool ask_groups(struct asking *a, const char *at, struct group *groups, uint32_t count)
{
	bool ok = take_choices(a, ICD_AXIS_ONE, at, count);
	for (uint32_t i = 0; ok && i < count; i++)
		ok = name_group(a, &groups[i], &a->question->choices[i]);
	if (!ok)
		return false;
	a->question->count = count;
	make_labels_differ(a);
	if (have_something_in_common(a->question))
		a->question->axis = ICD_AXIS_TYPE;
	return set_apart(a) && put_unspecified_last(a);
}

/* Each code by its own title: where nothing else tells them apart. */
static bool ask_codes(struct asking *a, const char *at)
{
	if (!take_choices(a, ICD_AXIS_ONE, at, a->left->count))
		return false;
	for (uint32_t i = 0; i < a->left->count; i++) {
		struct icd_candidate *one = &a->left->at[i];
		a->question->choices[i] = (struct icd_choice){
			.label = one->title, .apart = one->title, .at = one->code, .left = {1, one}};
	}
	a->question->count = a->left->count;
	return true;
}

static bool ask_which(struct asking *a, const char *at)
{
	struct group all = {0, a->left->count};
	uint32_t count = split(a->left, &all, NULL);
	if (count < 2) /* an answer would leave all of them */
		return ask_codes(a, at);
	struct group *groups = icd_pool_take(a->pool, count > ONE_KEY ? count : ONE_KEY, sizeof *groups);
	if (!groups)
		return icd_out_of_memory(a->err);
	split(a->left, &all, groups);
	if (count <= ONE_KEY)
		count = open_small(a->left, groups, count);
	return ask_groups(a, at, groups, count);
}

/* ---- the next question ---- */

bool icd_question_next(const struct icd_view *view, struct icd_pool *pool, const struct icd_candidates *left,
		       struct icd_question *question, struct icd_error *err)
{
	struct asking a = {view, pool, left, question, err};
	bool ok = true;
	*question = (struct icd_question){.axis = ICD_AXIS_ONE, .at = ""};
	if (left->count > 1) {
		const struct group all = {0, left->count};
		const char *at = icd_pool_text(pool, left->at[0].base, start_of(left, &all));
		ok = sides_differ(left)      ? ask_side(&a, at)
		     : sevenths_differ(left) ? ask_seventh(&a)
					     : ask_which(&a, at);
	}
	return ok && (!pool->failed || icd_out_of_memory(err));
}

uint32_t icd_question_choice(const struct icd_question *question, const char *answer)
{
	char *end;
	unsigned long number = strtoul(answer, &end, 10);
	if (end > answer && !*end && number >= 1 && number <= question->count)
		return (uint32_t)number - 1;
	for (uint32_t i = 0; answer[0] && !answer[1] && i < question->count; i++) {
		char character = question->choices[i].character;
		if (character && icd_is_letter(answer[0]) && (answer[0] & ~0x20) == character)
			return i;
	}
	return ICD_NO_CHOICE;
}
