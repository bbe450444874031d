/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths of the alphabetic index, the index of external causes and the tables as texts:
 * "Pain, neck" with the code beside it. A path that only says "see" stands for the code of the
 * term it leads to.
 */
#include "search_texts.h"

#include "common/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SEE_STEPS 3 /* a "see" may lead to another one */
#define SEE_PARTS 16

/* A path as it stands in one or more indexes of a kind. */
struct path {
	const char *name;     /* interned; what is shown */
	const char *searched; /* interned; the same without "see ..." */
	uint32_t target, column;
	uint8_t kind;
	uint16_t main_length; /* of the main term's title, in front */
	uint16_t first, last; /* members of the kind's sequence */
	uint32_t latest;      /* of the first path with such values: the latest one */
};

#define NO_TERM UINT32_MAX
#define NO_KEY  UINT32_MAX /* of a name without words, or not yet looked for */
#define NO_PATH UINT32_MAX

/* A name of a term below another one; names are told by their stems. */
struct name_below {
	uint32_t parent, key, term; /* terms by their numbers (facts/term_numbers.h) */
	uint32_t next, last;        /* of the same parent and key; `last` of the first one only */
};

struct main_name {
	uint32_t term; /* where it stands in the list */
	uint32_t next; /* of the same key */
};

/* A term, by its number. */
struct named {
	uint32_t term;               /* where a list has it, the one in hand or one before */
	uint32_t first_key, end_key; /* its keys; first_key 0: not yet named */
	uint32_t target;             /* of its code, where it has one and was asked for it: target_known */
	bool is_main, target_known;
};

/* The lists of an index made ready for following "see", one after the other. A term with several names ("Infarct,
 * infarction") is there for each. Numbers begin at 1 where 0 is none. */
struct guide {
	const struct kind_numbers *numbers;
	const struct index_list *list; /* in hand */
	const uint32_t *number_of;     /* its terms */
	struct named *named;           /* by number */
	uint32_t *keys;                /* of the names of all terms */
	size_t key_count, key_capacity;
	struct name_below *below;
	size_t below_count, below_capacity;
	struct icd_hash by_parent;
	struct main_name *mains; /* of the list in hand */
	size_t main_count, main_capacity;
	uint32_t *main_of_key; /* the number + 1 of the first one with the key */
	size_t main_key_count;
	struct icd_pool pool;
};

/* A text after "see". */
struct see {
	bool leads_nowhere;
	const char *const *parts; /* between its commas; one more is the end */
	size_t part_count;
	uint32_t *keys; /* those of the parts from one to another, once they were looked for */
	bool *has_key;
	uint32_t followed_in, target; /* what it leads to, in the list with this number from 1 on */
};

/* The path that a "see" gave in the list before, or would have given had it led to a code. What it leads to may change
 * with other terms: it is followed anew in each list. */
struct given_see {
	uint32_t see, kind;
	const char *name, *searched; /* interned */
	uint32_t target, path;
};

/* What a term gave, by its number. */
struct given {
	uint32_t first_path, end_path, first_see, end_see;
	uint16_t main_length; /* of its paths */
};

struct path_work { /* the paths of one kind of index, and the index in hand */
	const struct book *book;
	const struct term_numbers *numbers;
	const struct families *families;
	struct lexicon *lexicon;
	struct search_texts *texts;
	struct path *paths;
	size_t path_count, path_capacity;
	struct icd_hash by_values; /* the first path with such values */
	enum icd_index_kind index;
	uint16_t member, main_length;
	uint32_t lists_walked; /* of all kinds, with the one in hand */
	struct guide guide, neoplasms;
	struct given *given; /* by number */
	uint32_t given_count;
	uint32_t *given_paths;
	size_t given_path_count, given_path_capacity;
	struct given_see *given_sees;
	size_t given_see_count, given_see_capacity;
	struct interner plain_names; /* names that were looked for, ... */
	uint32_t *keys;              /* ... and their keys, by the number of the name */
	size_t key_count, key_capacity;
	struct interner key_texts;
	struct interner see_texts;
	struct see *sees; /* by the number of the text */
	size_t see_count, see_capacity;
	struct icd_pool pool;
};

/* ---- codes ---- */

/* The ordinal of a code as an index has it; UINT32_MAX: none, or no such code. */
static uint32_t target_of(const struct path_work *w, const char *text)
{
	struct icd_typed_code typed;
	if (!icd_code_parse(text, strlen(text), &typed))
		return UINT32_MAX;
	uint32_t index = book_find(w->book, typed.code);
	if (index == NO_CODE && icd_code_without_placeholder(typed.code))
		index = book_find(w->book, typed.code);
	if (index == NO_CODE)
		return UINT32_MAX;
	uint32_t ordinal = w->book->codes[index].ordinal;
	/* A seventh character has no texts of its own. */
	while (w->families->rows[ordinal].extension)
		ordinal = w->book->codes[w->book->codes[w->book->order[ordinal]].parent].ordinal;
	return ordinal;
}

/* ---- paths ---- */

static bool same_path(const void *context, uint32_t item, const void *key)
{
	const struct path *a = &((const struct path_work *)context)->paths[item], *b = key;
	return a->name == b->name && a->target == b->target && a->column == b->column && a->kind == b->kind;
}

/* Adds the path with the member in hand, or the member to the path that the one before it has; the number of the path,
 * NO_PATH where it leads to no code. `name` and `searched` are interned. */
static uint32_t add_path(struct path_work *w, const char *name, const char *searched, uint32_t target, uint32_t column,
			 unsigned kind)
{
	uint32_t number = (uint32_t)w->path_count;
	struct path path = {.name = name,
			    .searched = searched,
			    .target = target,
			    .column = column,
			    .kind = (uint8_t)kind,
			    .main_length = w->main_length,
			    .first = w->member,
			    .last = w->member,
			    .latest = number};
	uint64_t values[4] = {(uintptr_t)path.name, target, column, path.kind};
	uint64_t hash = icd_hash_bytes(values, sizeof values);
	if (target == UINT32_MAX)
		return NO_PATH;
	uint32_t first = icd_hash_find(&w->by_values, hash, same_path, w, &path);
	struct path *known = first == ICD_HASH_NONE ? NULL : &w->paths[w->paths[first].latest];
	if (known && known->last + 1 >= w->member) {
		known->last = w->member;
		return w->paths[first].latest;
	}
	if (known)
		w->paths[first].latest = number;
	else
		need_hashed(&w->by_values, hash, number);
	*one_more(w->paths, w->path_count, w->path_capacity) = path;
	return number;
}

/* Adds a path that a term in hand gives in all lists that have the term. */
static void give_path(struct path_work *w, const char *path, uint32_t target, uint32_t column, unsigned kind)
{
	const char *name = intern(&w->texts->names, path);
	uint32_t number = add_path(w, name, name, target, column, kind);
	if (number != NO_PATH)
		*one_more(w->given_paths, w->given_path_count, w->given_path_capacity) = number;
}

static uint32_t column_number(struct search_texts *texts, const char *title)
{
	for (size_t i = 0; i < texts->column_count; i++) {
		if (strcmp(texts->columns[i], title) == 0)
			return (uint32_t)i + 1;
	}
	texts->columns =
		grow_array(texts->columns, texts->column_count, &texts->column_capacity, sizeof *texts->columns);
	texts->columns[texts->column_count++] = need_text(&texts->arena, title, strlen(title));
	return (uint32_t)texts->column_count;
}

/* ---- "see" ---- */

/* The stems of a name without its modifiers. */
static uint32_t make_key(struct path_work *w, const char *text)
{
	char key[ICD_WORDS_MAX * ICD_WORD_SIZE + 1];
	struct icd_word words[ICD_WORDS_MAX];
	size_t size = 0;
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		if ((words[i].flags & (ICD_WORD_OPTIONAL | ICD_WORD_JOINED)) || strcmp(words[i].text, "nec") == 0 ||
		    strcmp(words[i].text, "nos") == 0)
			continue;
		uint32_t stem = lexicon_stem(w->lexicon, words[i].text, 0);
		size += strlen(icd_text_cut(w->lexicon->stems[stem].text, ICD_WORD_SIZE, key + size, ICD_WORD_SIZE));
		key[size++] = ' ';
	}
	key[size] = '\0';
	return size ? intern_number(&w->key_texts, key) : NO_KEY;
}

/* The same as a number, NO_KEY where there are none; most names stand in one index after the other. */
static uint32_t key_of(struct path_work *w, const char *name, size_t length)
{
	char text[ICD_SEARCH_NAME_SIZE];
	icd_text_cut(name, length, text, sizeof text);
	uint32_t number = intern_number(&w->plain_names, text);
	if (number == w->key_count)
		*one_more(w->keys, w->key_count, w->key_capacity) = make_key(w, text);
	return w->keys[number];
}

/* How long the text is up to a comma that stands in no parentheses. */
static size_t name_length(const char *text)
{
	size_t length = 0;
	for (unsigned depth = 0; text[length] && (depth || text[length] != ','); length++) {
		depth += text[length] == '(';
		depth -= depth && text[length] == ')';
	}
	return length;
}

static void add_name(struct path_work *w, struct guide *guide, const char *name, size_t length)
{
	uint32_t key = key_of(w, name, length);
	if (key != NO_KEY)
		*one_more(guide->keys, guide->key_count, guide->key_capacity) = key;
}

/* "acute or subacute" */
static void add_names(struct path_work *w, struct guide *guide, const char *name, size_t length)
{
	const char * or = strstr(name, " or "), *end = name + length;
	add_name(w, guide, name, length);
	if (! or || or +4 > end)
		return;
	add_name(w, guide, name, (size_t)(or -name));
	add_name(w, guide, or +4, (size_t)(end - or -4));
}

/* A term answers to its title and to each of the names in it. */
static void name_term(struct path_work *w, struct guide *guide, const char *title)
{
	size_t length = name_length(title);
	if (!title[length]) {
		add_names(w, guide, title, length);
		return;
	}
	add_name(w, guide, title, strlen(title));
	for (; *title; title += length + (title[length] == ',')) {
		length = name_length(title);
		add_names(w, guide, title, length);
	}
}

static bool same_name(const void *context, uint32_t item, const void *key)
{
	const struct name_below *a = &((const struct guide *)context)->below[item], *b = key;
	return a->parent == b->parent && a->key == b->key;
}

static uint64_t name_hash(const struct name_below *name)
{
	return icd_hash_pair(name->parent, name->key) >> 20;
}

/* The first of the names with this key below the term, as a number + 1; 0: there is none. */
static uint32_t find_below(const struct guide *guide, uint32_t parent, uint32_t key)
{
	struct name_below sought = {.parent = parent, .key = key};
	return icd_hash_find(&guide->by_parent, name_hash(&sought), same_name, guide, &sought) + 1;
}

static void add_below(struct guide *guide, uint32_t parent, uint32_t key, uint32_t term)
{
	uint32_t first = find_below(guide, parent, key), number = (uint32_t)guide->below_count + 1;
	struct name_below name = {parent, key, term, 0, number};
	if (first) {
		guide->below[guide->below[first - 1].last - 1].next = number;
		guide->below[first - 1].last = number;
	} else {
		need_hashed(&guide->by_parent, name_hash(&name), number - 1);
	}
	*one_more(guide->below, guide->below_count, guide->below_capacity) = name;
}

/* Names a term that no list before had. */
static void name_new(struct path_work *w, struct guide *guide, const struct index_term *term, uint32_t number)
{
	uint32_t first = (uint32_t)guide->key_count;
	name_term(w, guide, term->plain);
	struct named *named = &guide->named[number];
	named->is_main = term->says->level == 0;
	named->first_key = first + 1;
	named->end_key = (uint32_t)guide->key_count;
	for (uint32_t i = first; term->says->level && i < guide->key_count; i++)
		add_below(guide, guide->number_of[term->parent], guide->keys[i], number);
}

/* The main terms by their keys; those of one key as they stand in the list. */
static void hash_mains(struct path_work *w, struct guide *guide)
{
	guide->main_count = 0;
	guide->main_key_count = w->key_texts.count;
	guide->main_of_key = realloc(guide->main_of_key, (guide->main_key_count + 1) * sizeof *guide->main_of_key);
	if (!guide->main_of_key)
		out_of_memory();
	memset(guide->main_of_key, 0, (guide->main_key_count + 1) * sizeof *guide->main_of_key);
	for (size_t i = guide->list->count; i-- > 0;) {
		const struct named *named = &guide->named[guide->number_of[i]];
		if (!named->is_main)
			continue;
		for (uint32_t k = named->first_key - 1; k < named->end_key; k++) {
			uint32_t *first = &guide->main_of_key[guide->keys[k]];
			*one_more(guide->mains, guide->main_count, guide->main_capacity) =
				(struct main_name){(uint32_t)i, *first};
			*first = (uint32_t)guide->main_count;
		}
	}
}

static void guide_start(struct path_work *w, enum icd_index_kind index, struct guide *guide)
{
	*guide = (struct guide){.numbers = &w->numbers->kinds[index]};
	guide->named = need(&guide->pool, guide->numbers->count, sizeof *guide->named);
}

/* Makes it one of the list of a member. */
static void guide_set(struct path_work *w, struct guide *guide, enum icd_index_kind index, uint16_t member)
{
	const struct index_list *list = w->book->indexes[index][member];
	if (guide->list == list)
		return;
	guide->list = list;
	guide->number_of = guide->numbers->of[member];
	for (uint32_t i = 0; i < list->count; i++) {
		uint32_t number = guide->number_of[i];
		guide->named[number].term = i;
		if (!guide->named[number].first_key)
			name_new(w, guide, &list->terms[i], number);
	}
	hash_mains(w, guide);
}

static void free_guide(struct guide *guide)
{
	free(guide->keys);
	free(guide->below);
	free(guide->mains);
	free(guide->main_of_key);
	icd_hash_free(&guide->by_parent);
	icd_pool_free(&guide->pool);
	*guide = (struct guide){.list = NULL};
}

/* What a "see" is made of, between its commas. */
struct parts {
	const char *at[SEE_PARTS + 1]; /* the last one is the end */
	size_t count;
};

static bool split_parts(const char *text, struct parts *parts)
{
	parts->count = 0;
	for (;;) {
		if (parts->count == SEE_PARTS)
			return false;
		parts->at[parts->count++] = text;
		text += name_length(text);
		if (!*text)
			break;
		text++;
	}
	parts->at[parts->count] = text;
	return true;
}

/* The see of a text, by its number. */
static uint32_t see_number(struct path_work *w, const char *text)
{
	uint32_t number = intern_number(&w->see_texts, text);
	if (number < w->see_count)
		return number;
	struct parts parts;
	const char *kept = w->see_texts.texts[number];
	struct see see = {.leads_nowhere = icd_see_read(kept).condition || !split_parts(kept, &parts)};
	if (!see.leads_nowhere) {
		see.part_count = parts.count;
		see.parts = need_copy(&w->pool, parts.at, parts.count + 1, sizeof *parts.at);
		see.keys = need(&w->pool, parts.count * parts.count, sizeof *see.keys);
		see.has_key = need(&w->pool, parts.count * parts.count, sizeof *see.has_key);
	}
	*one_more(w->sees, w->see_count, w->see_capacity) = see;
	return number;
}

/* The key of the parts from `from` to `to`. */
static uint32_t key_of_parts(struct path_work *w, const struct see *see, size_t from, size_t to)
{
	size_t i = from * see->part_count + to - 1;
	size_t length = (size_t)(see->parts[to] - see->parts[from]) - (to < see->part_count ? 1 : 0);
	if (!see->has_key[i])
		see->keys[i] = key_of(w, see->parts[from], length);
	see->has_key[i] = true;
	return see->keys[i];
}

static uint32_t follow(struct path_work *w, const struct guide *guide, uint32_t parent, const struct see *see,
		       size_t from, size_t to);

/* The same where the first of the parts are known by their key. */
static uint32_t follow_main(struct path_work *w, const struct guide *guide, uint32_t key, const struct see *see,
			    size_t from, size_t to)
{
	uint32_t found = NO_TERM;
	uint32_t name = key < guide->main_key_count ? guide->main_of_key[key] : 0;
	for (; name && found == NO_TERM; name = guide->mains[name - 1].next)
		found = follow(w, guide, guide->mains[name - 1].term, see, from, to);
	return found;
}

/* Where the list in hand has the term of this number, NO_TERM where it has not. */
static uint32_t term_at(const struct guide *guide, uint32_t number)
{
	uint32_t term = guide->named[number].term;
	return term < guide->list->count && guide->number_of[term] == number ? term : NO_TERM;
}

static int compare_terms(const void *a, const void *b)
{
	return ICD_ORDER(*(const uint32_t *)a, *(const uint32_t *)b);
}

/* Several names, from this one on, as they stand in the list. */
static uint32_t follow_several(struct path_work *w, const struct guide *guide, uint32_t name, const struct see *see,
			       size_t from, size_t to)
{
	uint32_t *terms = NULL, found = NO_TERM;
	size_t count = 0, capacity = 0;
	for (; name; name = guide->below[name - 1].next)
		*one_more(terms, count, capacity) = term_at(guide, guide->below[name - 1].term);
	if (count)
		qsort(terms, count, sizeof *terms, compare_terms);
	for (size_t i = 0; i < count && terms[i] != NO_TERM && found == NO_TERM; i++)
		found = follow(w, guide, terms[i], see, from, to);
	free(terms);
	return found;
}

static uint32_t follow_below(struct path_work *w, const struct guide *guide, uint32_t parent, uint32_t key,
			     const struct see *see, size_t from, size_t to)
{
	uint32_t name = find_below(guide, guide->number_of[parent], key);
	if (name && guide->below[name - 1].next)
		return follow_several(w, guide, name, see, from, to);
	uint32_t term = name ? term_at(guide, guide->below[name - 1].term) : NO_TERM;
	return term == NO_TERM ? NO_TERM : follow(w, guide, term, see, from, to);
}

/* The term that the parts from `from` to `to` name, below `parent`. A title may hold commas
 * itself, so that several parts may make one; several main terms may have one name. */
static uint32_t follow(struct path_work *w, const struct guide *guide, uint32_t parent, const struct see *see,
		       size_t from, size_t to)
{
	uint32_t found = from == to ? parent : NO_TERM;
	for (size_t taken = to; taken > from && found == NO_TERM; taken--) {
		uint32_t key = key_of_parts(w, see, from, taken);
		if (key != NO_KEY)
			found = parent == NO_TERM ? follow_main(w, guide, key, see, taken, to)
						  : follow_below(w, guide, parent, key, see, taken, to);
	}
	return found;
}

/* Columns of the neoplasm table as a "see" names them, by the stems of their first word. */
static int neoplasm_cell(struct path_work *w, uint32_t key)
{
	static const struct {
		const char *name;
		int cell;
	} names[] = {{"malignant", 0}, {"malignant primary", 0},   {"primary", 0},
		     {"secondary", 1}, {"malignant secondary", 1}, {"in situ", 2},
		     {"benign", 3},    {"uncertain behavior", 4},  {"unspecified behavior", 5}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (key == key_of(w, names[i].name, strlen(names[i].name)))
			return names[i].cell;
	}
	return -1;
}

/* "Neoplasm, bone, malignant": the table's cell; NULL when it is not one. */
static const char *see_neoplasm(struct path_work *w, const struct see *see)
{
	int cell = -1;
	size_t site_end = see->part_count;
	if (!w->neoplasms.list || !w->neoplasms.list->count || see->part_count < 3 ||
	    strncmp(see->parts[0], "Neoplasm", 8) != 0)
		return NULL;
	for (size_t i = see->part_count; i-- > 1;) {
		int found = neoplasm_cell(w, key_of_parts(w, see, i, i + 1));
		if (found < 0)
			break;
		cell = found > cell ? found : cell;
		site_end = i;
	}
	if (cell < 0 || site_end < 2)
		return NULL;
	uint32_t term = follow(w, &w->neoplasms, 0, see, 1, site_end);
	return term == NO_TERM ? NULL : w->neoplasms.list->terms[term].says->parts[ICD_PART_CELL + cell];
}

/* The see of a term, else its see also; NULL when it has neither. */
static const char *see_of(const struct icd_index_term *term)
{
	return term->parts[ICD_PART_SEE] ? term->parts[ICD_PART_SEE] : term->parts[ICD_PART_SEE_ALSO];
}

/* Where the code of a term of the list in hand leads. */
static uint32_t target_of_term(const struct path_work *w, uint32_t term, const char *code)
{
	struct named *named = &w->guide.named[w->guide.number_of[term]];
	if (!named->target_known)
		named->target = target_of(w, code);
	named->target_known = true;
	return named->target;
}

/* The code that a "see" leads to; UINT32_MAX when it leads to none. */
static uint32_t see_target(struct path_work *w, uint32_t number, int steps)
{
	struct see see = w->sees[number]; /* they may move */
	if (steps == 0 || see.leads_nowhere)
		return UINT32_MAX;
	const char *cell = see_neoplasm(w, &see);
	if (cell)
		return target_of(w, cell);
	uint32_t term = follow(w, &w->guide, NO_TERM, &see, 0, see.part_count);
	if (term == NO_TERM)
		return UINT32_MAX;
	const struct icd_index_term *found = w->guide.list->terms[term].says;
	if (found->parts[ICD_PART_CODE])
		return target_of_term(w, term, found->parts[ICD_PART_CODE]);
	const char *next = see_of(found);
	return next ? see_target(w, see_number(w, next), steps - 1) : UINT32_MAX;
}

/* ---- walking an index ---- */

static void give_sees(struct path_work *w, const char *path, const struct index_term *term)
{
	char name[ICD_SEARCH_NAME_SIZE];
	const char *text = see_of(term->says), *end;
	for (; text && *text; text = *end ? end + 1 : end) {
		char one[ICD_SEARCH_NAME_SIZE];
		end = text + strcspn(text, ";");
		icd_text_cut(text, (size_t)(end - text), one, sizeof one);
		snprintf(name, sizeof name, "%.500s, see %.400s", path, one + strspn(one, " "));
		*one_more(w->given_sees, w->given_see_count, w->given_see_capacity) = (struct given_see){
			.see = see_number(w, one),
			.kind = w->index == ICD_INDEX_CAUSE ? ICD_TEXT_INDEX + ICD_INDEX_CAUSE : ICD_TEXT_SEE,
			.name = intern(&w->texts->names, name),
			.searched = intern(&w->texts->names, path),
			.target = UINT32_MAX,
			.path = NO_PATH};
	}
}

/* The path goes on with the member in hand, or one like it begins; its number. */
static uint32_t go_on(struct path_work *w, uint32_t number)
{
	struct path path = w->paths[number];
	if (path.last + 1 < w->member)
		return add_path(w, path.name, path.searched, path.target, path.column, path.kind);
	w->paths[number].last = w->member;
	return number;
}

/* What a "see" leads to in the list in hand; the same text stands at many terms. */
static uint32_t target_in_list(struct path_work *w, uint32_t see)
{
	if (w->sees[see].followed_in != w->lists_walked) {
		uint32_t target = see_target(w, see, SEE_STEPS);
		w->sees[see].followed_in = w->lists_walked;
		w->sees[see].target = target;
	}
	return w->sees[see].target;
}

static void follow_see(struct path_work *w, struct given_see *see)
{
	uint32_t target = target_in_list(w, see->see);
	if (target == see->target && see->path != NO_PATH) {
		see->path = go_on(w, see->path);
		return;
	}
	see->target = target;
	see->path = add_path(w, see->name, see->searched, target, 0, see->kind);
}

/* Codes that differ only by intent are one family: one text stands for all cells that lead to it, and the words of
 * no column are in it. The accidental one comes first (guideline I.C.19.e.5.b). */
static void add_cells(struct path_work *w, const struct index_list *list, const char *path,
		      const struct index_term *term)
{
	const char *const *cells = &term->says->parts[ICD_PART_CELL];
	uint32_t families[ICD_INDEX_PARTS]; /* of the cells' codes, UINT32_MAX: none */
	for (unsigned i = 0; i + 1 < list->head_count && i < ICD_INDEX_PARTS - ICD_PART_CELL; i++) {
		uint32_t target = cells[i] ? target_of(w, cells[i]) : UINT32_MAX;
		bool again = false;
		families[i] = target == UINT32_MAX ? target : target - w->families->rows[target].family;
		for (unsigned j = 0; j < i && !again; j++)
			again = families[j] == families[i];
		if (cells[i] && !(again && w->index == ICD_INDEX_DRUG))
			give_path(w, path, target, column_number(w->texts, list->heads[i + 1]),
				  ICD_TEXT_INDEX + w->index);
	}
}

static void give_term(struct path_work *w, const struct index_list *list, const char *path,
		      const struct index_term *term)
{
	unsigned kind = ICD_TEXT_INDEX + w->index;
	bool is_default = term->says->level == 0 && w->index == ICD_INDEX_ALPHABETIC;
	const char *code = term->says->parts[ICD_PART_CODE];
	if (code)
		give_path(w, path, target_of(w, code), 0, kind | (is_default ? ICD_ROW_MAIN_TERM : 0));
	else if (w->index <= ICD_INDEX_CAUSE)
		give_sees(w, path, term);
	add_cells(w, list, path, term);
}

/* A main term of one word is a condition, or a quality when it says "see condition". */
static void note_role(struct path_work *w, const struct index_term *term)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	char name[ICD_SEARCH_NAME_SIZE];
	uint32_t stem = NO_STEM;
	icd_text_cut(term->plain, name_length(term->plain), name, sizeof name);
	size_t count = lexicon_split(w->lexicon, name, 0, words, 0);
	for (size_t i = 0; i < count; i++) {
		if (words[i].flags & ICD_WORD_OPTIONAL)
			continue;
		if (stem != NO_STEM)
			return;
		stem = words[i].stem;
	}
	if (stem == NO_STEM)
		return;
	const char *see = term->says->parts[ICD_PART_SEE];
	if (!see || !icd_see_read(see).condition)
		w->lexicon->stems[stem].role = ICD_STEM_CONDITION;
	else if (w->lexicon->stems[stem].role == ICD_STEM_NONE)
		w->lexicon->stems[stem].role = ICD_STEM_QUALITY;
}

/* The path of a term: the titles above it and its own. Returns the length of the main term's title in it. */
static uint16_t make_path(const struct index_list *list, size_t term, char path[ICD_SEARCH_NAME_SIZE])
{
	size_t chain[ICD_INDEX_LEVELS], depth = 0, end = 0, main_length = 0;
	for (; list->terms[term].says->level; term = list->terms[term].parent)
		chain[depth++] = term;
	chain[depth++] = term;
	while (depth--) {
		const char *const parts[] = {end ? ", " : "", list->terms[chain[depth]].plain};
		for (size_t i = 0; i < 2; i++) {
			size_t length = strlen(parts[i]), room = ICD_SEARCH_NAME_SIZE - 1 - end;
			length = length < room ? length : room;
			memcpy(path + end, parts[i], length);
			end += length;
		}
		main_length = list->terms[chain[depth]].says->level ? main_length : end;
	}
	path[end] = '\0';
	return (uint16_t)main_length;
}

/* A term that no list before had. */
static void walk_new(struct path_work *w, const struct index_list *list, size_t number)
{
	const struct index_term *term = &list->terms[number];
	struct given *given = &w->given[w->given_count++];
	char path[ICD_SEARCH_NAME_SIZE];
	given->first_path = (uint32_t)w->given_path_count;
	given->first_see = (uint32_t)w->given_see_count;
	given->main_length = w->main_length = make_path(list, number, path);
	if (term->says->level == 0 && w->index == ICD_INDEX_ALPHABETIC)
		note_role(w, term);
	give_term(w, list, path, term);
	given->end_path = (uint32_t)w->given_path_count;
	given->end_see = (uint32_t)w->given_see_count;
}

static void walk_list(struct path_work *w, const struct index_list *list)
{
	w->lists_walked++;
	for (size_t i = 0; i < list->count; i++) {
		uint32_t number = w->guide.number_of[i];
		if (number == w->given_count)
			walk_new(w, list, i);
		const struct given *given = &w->given[number];
		w->main_length = given->main_length;
		for (uint32_t j = given->first_path; j < given->end_path; j++)
			w->given_paths[j] = go_on(w, w->given_paths[j]);
		for (uint32_t j = given->first_see; j < given->end_see; j++)
			follow_see(w, &w->given_sees[j]);
	}
}

/* The neoplasm table in force with the index: the newest not after its date, else the first. */
static void choose_neoplasms(struct path_work *w, icd_date date)
{
	const struct icd_sequence *sequence = &w->book->about.index[ICD_INDEX_NEOPLASM];
	if (sequence->count)
		guide_set(w, &w->neoplasms, ICD_INDEX_NEOPLASM, icd_member_or_first(sequence, date));
}

/* ---- paths to texts ---- */

struct sorted_path {
	uint64_t start; /* icd_text_start of its name */
	const struct path *path;
};

static int compare_paths(const void *a, const void *b)
{
	const struct sorted_path *one = a, *other = b;
	const struct path *left = one->path, *right = other->path;
	int order = ICD_ORDER(one->start, other->start);
	if (!order && left->name != right->name)
		order = strcmp(left->name, right->name);
	if (order)
		return order;
	return ICD_ORDER(left->column, right->column) ?:
	       ICD_ORDER(left->target, right->target) ?:
	       ICD_ORDER(left->kind, right->kind) ?:
	       ICD_ORDER(left->first, right->first);
}

/* Is the name after a comma of a main term another form of the first ("Diabetes, diabetic")? Then it
 * is as optional as the modifiers; "Fracture, pathological" is not. */
static bool is_other_form(const char *first, const char *name)
{
	name += strspn(name, " ");
	return strlen(first) >= 3 && strncasecmp(first, name, 3) == 0;
}

static size_t path_words(struct path_work *w, const struct path *path, struct lexicon_token words[ICD_WORDS_MAX])
{
	char part[ICD_SEARCH_NAME_SIZE];
	const char *at = path->searched, *end = at + path->main_length;
	size_t count = 0;
	while (at < end) {
		size_t length = name_length(at);
		if (length > (size_t)(end - at))
			length = (size_t)(end - at);
		bool optional = at != path->searched && is_other_form(path->searched, at);
		icd_text_cut(at, length, part, sizeof part);
		count = lexicon_split(w->lexicon, part, optional ? ICD_WORD_OPTIONAL : 0, words, count);
		at += length + 1;
	}
	count = lexicon_split(w->lexicon, path->searched + path->main_length, 0, words, count);
	if (path->column && !w->families->rows[path->target].intent)
		count = lexicon_split(w->lexicon, w->texts->columns[path->column - 1], 0, words, count);
	return count;
}

static void add_text(struct path_work *w, const struct path *path)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	size_t count = path_words(w, path, words);
	if (!count)
		return;
	uint16_t newest = (uint16_t)(w->book->about.index[w->index].count - 1);
	struct search_text *text = texts_add(w->texts, path->target, path->kind, words, count);
	text->name = path->name;
	text->column = path->column;
	text->span = texts_span(w->texts, (uint8_t)(2 + w->index), path->first,
				path->last == newest ? UINT16_MAX : path->last);
}

static void add_texts(struct path_work *w)
{
	struct icd_pool pool = {0};
	struct sorted_path *sorted = need(&pool, w->path_count, sizeof *sorted);
	for (size_t i = 0; i < w->path_count; i++)
		sorted[i] = (struct sorted_path){icd_text_start(w->paths[i].name), &w->paths[i]};
	if (w->path_count)
		qsort(sorted, w->path_count, sizeof *sorted, compare_paths);
	for (size_t i = 0; i < w->path_count; i++)
		add_text(w, sorted[i].path);
	icd_pool_free(&pool);
}

static void walk_index(struct path_work *w, enum icd_index_kind index)
{
	const struct icd_sequence *sequence = &w->book->about.index[index];
	w->index = index;
	w->path_count = w->given_path_count = w->given_see_count = w->given_count = 0;
	w->given = need(&w->pool, w->numbers->kinds[index].count, sizeof *w->given);
	icd_hash_clear(&w->by_values);
	guide_start(w, index, &w->guide);
	for (w->member = 0; w->member < sequence->count; w->member++) {
		choose_neoplasms(w, sequence->at[w->member].date);
		guide_set(w, &w->guide, index, w->member);
		walk_list(w, w->guide.list);
	}
	free_guide(&w->guide);
	add_texts(w);
}

void texts_of_indexes(const struct book *book, const struct term_numbers *numbers, const struct families *families,
		      struct lexicon *lexicon, struct search_texts *texts)
{
	struct path_work w = {
		.book = book, .numbers = numbers, .families = families, .lexicon = lexicon, .texts = texts};
	guide_start(&w, ICD_INDEX_NEOPLASM, &w.neoplasms);
	for (int i = 0; i < ICD_INDEXES; i++)
		walk_index(&w, (enum icd_index_kind)i);
	free_guide(&w.neoplasms);
	free(w.paths);
	free(w.given_paths);
	free(w.given_sees);
	free(w.keys);
	free(w.sees);
	icd_hash_free(&w.by_values);
	interner_free(&w.plain_names);
	interner_free(&w.key_texts);
	interner_free(&w.see_texts);
	icd_pool_free(&w.pool);
}
