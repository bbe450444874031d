/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths of the alphabetic index, the index of external causes and the tables as texts:
 * "Pain, neck" with the code beside it. A path that only says "see" stands for the code of the
 * term it leads to.
 */
#include "search_texts.h"

#include "common/common.h"
#include "same_terms.h"

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

struct term_name {
	uint32_t parent; /* the term above, NO_TERM for main terms */
	const char *key; /* interned stems, one blank after each */
	uint32_t term;
};

/* An index made ready for following "see": its terms by the one above and by name. One with several
 * names ("Infarct, infarction") is there for each. */
struct guide {
	const struct index_list *list;
	struct term_name *names;
	size_t count, capacity;
};

/* The paths that the terms of an index gave, so that those of a term which the next index has as well are not made
 * again. What a "see" leads to may change with other terms: it is followed anew. */
struct given_paths {
	const struct index_list *list;
	uint32_t *starts; /* by term: the first of its paths; of one more, their end */
	uint32_t *paths;
	size_t count, capacity;
};

struct path_work { /* the paths of one kind of index, and the index in hand */
	const struct book *book;
	const struct families *families;
	struct lexicon *lexicon;
	struct search_texts *texts;
	struct interner names;
	struct path *paths;
	size_t path_count, path_capacity;
	struct icd_hash by_values; /* the first path with such values */
	enum icd_index_kind index;
	uint16_t member, main_length;
	struct guide guide, neoplasms;
	struct given_paths given, before; /* of the index in hand and of the one before */
	struct interner plain_names;      /* names that were looked for, ... */
	const char **keys;                /* ... and their stems, by the number of the name */
	size_t key_count, key_capacity;
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

static void give_path(struct path_work *w, uint32_t path)
{
	*one_more(w->given.paths, w->given.count, w->given.capacity) = path;
}

/* Adds the path with the member in hand, or the member to the path that the one before it has. */
static void add_path(struct path_work *w, const char *name, const char *searched, uint32_t target, uint32_t column,
		     unsigned kind)
{
	uint32_t number = (uint32_t)w->path_count;
	struct path path = {.name = intern(&w->names, name),
			    .searched = intern(&w->names, searched),
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
		return;
	uint32_t first = icd_hash_find(&w->by_values, hash, same_path, w, &path);
	struct path *known = first == ICD_HASH_NONE ? NULL : &w->paths[w->paths[first].latest];
	if (known && known->last + 1 >= w->member) {
		known->last = w->member;
		give_path(w, w->paths[first].latest);
		return;
	}
	if (known)
		w->paths[first].latest = number;
	else
		need_hashed(&w->by_values, hash, number);
	w->paths = grow_array(w->paths, w->path_count, &w->path_capacity, sizeof *w->paths);
	w->paths[w->path_count++] = path;
	give_path(w, number);
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
static const char *make_key(struct path_work *w, const char *text)
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
		size += (size_t)sprintf(key + size, "%s ", w->lexicon->stems[stem].text);
	}
	key[size] = '\0';
	return intern(&w->names, key);
}

/* The same; most names stand in one index after the other. */
static const char *key_of(struct path_work *w, const char *name, size_t length)
{
	char text[ICD_SEARCH_NAME_SIZE];
	snprintf(text, sizeof text, "%.*s", (int)length, name);
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

static void add_name(struct path_work *w, struct guide *guide, uint32_t term, const char *name, size_t length)
{
	const struct index_term *described = &guide->list->terms[term];
	guide->names = grow_array(guide->names, guide->count, &guide->capacity, sizeof *guide->names);
	guide->names[guide->count++] = (struct term_name){
		described->says->level ? (uint32_t)described->parent : NO_TERM, key_of(w, name, length), term};
}

/* "acute or subacute" */
static void add_names(struct path_work *w, struct guide *guide, uint32_t term, const char *name, size_t length)
{
	const char * or = strstr(name, " or "), *end = name + length;
	add_name(w, guide, term, name, length);
	if (! or || or +4 > end)
		return;
	add_name(w, guide, term, name, (size_t)(or -name));
	add_name(w, guide, term, or +4, (size_t)(end - or -4));
}

/* A term answers to its title and to each of the names in it. */
static void name_term(struct path_work *w, struct guide *guide, uint32_t term)
{
	const char *title = guide->list->terms[term].plain;
	size_t length = name_length(title);
	if (!title[length]) {
		add_names(w, guide, term, title, length);
		return;
	}
	add_name(w, guide, term, title, strlen(title));
	for (; *title; title += length + (title[length] == ',')) {
		length = name_length(title);
		add_names(w, guide, term, title, length);
	}
}

static int compare_names(const void *a, const void *b)
{
	const struct term_name *left = a, *right = b;
	if (left->parent != right->parent)
		return left->parent < right->parent ? -1 : 1;
	int order = left->key == right->key ? 0 : strcmp(left->key, right->key);
	return order ? order : ICD_ORDER(left->term, right->term);
}

static void make_guide(struct path_work *w, const struct index_list *list, struct guide *guide)
{
	memset(guide, 0, sizeof *guide);
	guide->list = list;
	for (uint32_t i = 0; i < list->count; i++)
		name_term(w, guide, i);
	if (guide->count)
		qsort(guide->names, guide->count, sizeof *guide->names, compare_names);
}

static void free_guide(struct guide *guide)
{
	free(guide->names);
	memset(guide, 0, sizeof *guide);
}

struct wanted_name {
	const struct guide *guide;
	struct term_name name;
};

static bool stands_before(const void *context, size_t item)
{
	const struct wanted_name *wanted = context;
	return compare_names(&wanted->guide->names[item], &wanted->name) < 0;
}

/* The first of the names with this key below the term. */
static size_t find_names(const struct guide *guide, uint32_t parent, const char *key)
{
	struct wanted_name wanted = {guide, {parent, key, 0}};
	return icd_lower_bound(guide->count, stands_before, &wanted);
}

/* What a "see" is made of, between its commas. */
struct parts {
	const char *at[SEE_PARTS + 1]; /* the last one is the end */
	size_t count;
};

static size_t part_length(const struct parts *parts, size_t from, size_t to)
{
	const char *end = parts->at[to];
	return (size_t)(end - parts->at[from]) - (to < parts->count ? 1 : 0);
}

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

/* The term that the parts from `from` to `to` name, below `parent`. A title may hold commas
 * itself, so that several parts may make one; several main terms may have one name. */
static uint32_t follow(struct path_work *w, const struct guide *guide, uint32_t parent, const struct parts *parts,
		       size_t from, size_t to)
{
	if (from == to)
		return parent;
	for (size_t taken = to; taken > from; taken--) {
		const char *key = key_of(w, parts->at[from], part_length(parts, from, taken));
		size_t at = *key ? find_names(guide, parent, key) : guide->count;
		for (; at < guide->count && guide->names[at].parent == parent && guide->names[at].key == key; at++) {
			uint32_t found = follow(w, guide, guide->names[at].term, parts, taken, to);
			if (found != NO_TERM)
				return found;
		}
	}
	return NO_TERM;
}

/* Columns of the neoplasm table as a "see" names them, by the stems of their first word. */
static int neoplasm_cell(struct path_work *w, const char *text, size_t length)
{
	static const struct {
		const char *name;
		int cell;
	} names[] = {{"malignant", 0}, {"malignant primary", 0},   {"primary", 0},
		     {"secondary", 1}, {"malignant secondary", 1}, {"in situ", 2},
		     {"benign", 3},    {"uncertain behavior", 4},  {"unspecified behavior", 5}};
	const char *key = key_of(w, text, length);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (key == key_of(w, names[i].name, strlen(names[i].name)))
			return names[i].cell;
	}
	return -1;
}

/* "Neoplasm, bone, malignant": the table's cell; NULL when it is not one. */
static const char *see_neoplasm(struct path_work *w, const struct parts *parts)
{
	int cell = -1;
	size_t site_end = parts->count;
	if (!w->neoplasms.list || parts->count < 3 || strncmp(parts->at[0], "Neoplasm", 8) != 0)
		return NULL;
	for (size_t i = parts->count; i-- > 1;) {
		int found = neoplasm_cell(w, parts->at[i], part_length(parts, i, i + 1));
		if (found < 0)
			break;
		cell = found > cell ? found : cell;
		site_end = i;
	}
	if (cell < 0 || site_end < 2)
		return NULL;
	uint32_t term = follow(w, &w->neoplasms, 0, parts, 1, site_end);
	return term == NO_TERM ? NULL : w->neoplasms.list->terms[term].says->parts[ICD_PART_CELL + cell];
}

/* The see of a term, else its see also; NULL when it has neither. */
static const char *see_of(const struct icd_index_term *term)
{
	return term->parts[ICD_PART_SEE] ? term->parts[ICD_PART_SEE] : term->parts[ICD_PART_SEE_ALSO];
}

/* The code that a "see" leads to; UINT32_MAX when it leads to none. */
static uint32_t see_target(struct path_work *w, const char *see, int steps)
{
	struct parts parts;
	if (steps == 0 || icd_see_read(see).condition || !split_parts(see, &parts))
		return UINT32_MAX;
	const char *cell = see_neoplasm(w, &parts);
	if (cell)
		return target_of(w, cell);
	uint32_t term = follow(w, &w->guide, NO_TERM, &parts, 0, parts.count);
	if (term == NO_TERM)
		return UINT32_MAX;
	const struct icd_index_term *found = w->guide.list->terms[term].says;
	if (found->parts[ICD_PART_CODE])
		return target_of(w, found->parts[ICD_PART_CODE]);
	const char *next = see_of(found);
	return next ? see_target(w, next, steps - 1) : UINT32_MAX;
}

/* ---- walking an index ---- */

static void add_see(struct path_work *w, const char *path, const struct index_term *term)
{
	char name[ICD_SEARCH_NAME_SIZE];
	const char *see = see_of(term->says), *end;
	for (; see && *see; see = *end ? end + 1 : end) {
		char one[ICD_SEARCH_NAME_SIZE];
		end = see + strcspn(see, ";");
		snprintf(one, sizeof one, "%.*s", (int)(end - see), see);
		snprintf(name, sizeof name, "%.500s, see %.400s", path, one + strspn(one, " "));
		add_path(w, name, path, see_target(w, one, SEE_STEPS), 0,
			 w->index == ICD_INDEX_CAUSE ? ICD_TEXT_INDEX + ICD_INDEX_CAUSE : ICD_TEXT_SEE);
	}
}

/* The family of a cell's code, UINT32_MAX: none. */
static uint32_t cell_family(const struct path_work *w, const char *cell)
{
	uint32_t target = cell ? target_of(w, cell) : UINT32_MAX;
	return target == UINT32_MAX ? target : target - w->families->rows[target].family;
}

/* Codes that differ only by intent are one family: one text stands for all cells that lead to it, and the words of
 * no column are in it. The accidental one comes first (guideline I.C.19.e.5.b). */
static void add_cells(struct path_work *w, const struct index_list *list, const char *path,
		      const struct index_term *term)
{
	const char *const *cells = &term->says->parts[ICD_PART_CELL];
	uint32_t families[ICD_INDEX_PARTS];
	for (unsigned i = 0; i + 1 < list->head_count && i < ICD_INDEX_PARTS - ICD_PART_CELL; i++) {
		bool again = false;
		families[i] = cell_family(w, cells[i]);
		for (unsigned j = 0; j < i && !again; j++)
			again = families[j] == families[i];
		if (cells[i] && !(again && w->index == ICD_INDEX_DRUG))
			add_path(w, path, path, target_of(w, cells[i]), column_number(w->texts, list->heads[i + 1]),
				 ICD_TEXT_INDEX + w->index);
	}
}

static void add_term(struct path_work *w, const struct index_list *list, const char *path,
		     const struct index_term *term)
{
	unsigned kind = ICD_TEXT_INDEX + w->index;
	bool is_default = term->says->level == 0 && w->index == ICD_INDEX_ALPHABETIC;
	const char *code = term->says->parts[ICD_PART_CODE];
	if (code)
		add_path(w, path, path, target_of(w, code), 0, kind | (is_default ? ICD_ROW_MAIN_TERM : 0));
	else if (w->index <= ICD_INDEX_CAUSE)
		add_see(w, path, term);
	add_cells(w, list, path, term);
}

/* A main term of one word is a condition, or a quality when it says "see condition". */
static void note_role(struct path_work *w, const struct index_term *term)
{
	struct lexicon_token words[ICD_WORDS_MAX];
	char name[ICD_SEARCH_NAME_SIZE];
	uint32_t stem = NO_STEM;
	snprintf(name, sizeof name, "%.*s", (int)name_length(term->plain), term->plain);
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

/* Does the term give the paths that the same term of the index before gave? */
static bool gives_the_same(struct path_work *w, const struct index_term *term, uint32_t same)
{
	bool sees = w->index <= ICD_INDEX_CAUSE && !term->says->parts[ICD_PART_CODE] && see_of(term->says);
	if (same == NO_SAME_TERM || sees)
		return false;
	for (uint32_t i = w->before.starts[same]; i < w->before.starts[same + 1]; i++) {
		w->paths[w->before.paths[i]].last = w->member;
		give_path(w, w->before.paths[i]);
	}
	return true;
}

/* The path of a term: the titles above it and its own; `ends` are those of each level. */
static void set_path(const struct index_term *term, char path[ICD_SEARCH_NAME_SIZE], size_t *ends)
{
	size_t end = term->says->level ? ends[term->says->level - 1] : 0;
	const char *const parts[] = {end ? ", " : "", term->plain};
	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(parts[i]), room = ICD_SEARCH_NAME_SIZE - 1 - end;
		length = length < room ? length : room;
		memcpy(path + end, parts[i], length);
		end += length;
	}
	path[end] = '\0';
	ends[term->says->level] = end;
}

static void walk_list(struct path_work *w, const struct index_list *list)
{
	char path[ICD_SEARCH_NAME_SIZE];
	size_t ends[ICD_INDEX_LEVELS];
	uint32_t *same = same_terms(list, w->before.list);
	w->given.list = list;
	w->given.starts = calloc(list->count + 1, sizeof *w->given.starts);
	if (!w->given.starts)
		out_of_memory();
	for (size_t i = 0; i < list->count; i++) {
		const struct index_term *term = &list->terms[i];
		w->given.starts[i] = (uint32_t)w->given.count;
		set_path(term, path, ends);
		if (term->says->level == 0)
			w->main_length = (uint16_t)ends[0];
		if (gives_the_same(w, term, same[i]))
			continue;
		if (term->says->level == 0 && w->index == ICD_INDEX_ALPHABETIC)
			note_role(w, term);
		add_term(w, list, path, term);
	}
	w->given.starts[list->count] = (uint32_t)w->given.count;
	free(same);
}

static void forget_given(struct given_paths *given)
{
	free(given->starts);
	free(given->paths);
	*given = (struct given_paths){.list = NULL};
}

/* The neoplasm table in force with the index: the newest not after its date, else the first. */
static void choose_neoplasms(struct path_work *w, icd_date date)
{
	const struct icd_sequence *sequence = &w->book->about.index[ICD_INDEX_NEOPLASM];
	uint16_t member = icd_member_or_first(sequence, date);
	if (sequence->count == 0)
		return;
	if (w->neoplasms.list == w->book->indexes[ICD_INDEX_NEOPLASM][member])
		return;
	free_guide(&w->neoplasms);
	make_guide(w, w->book->indexes[ICD_INDEX_NEOPLASM][member], &w->neoplasms);
}

/* ---- paths to texts ---- */

static int compare_paths(const void *a, const void *b)
{
	const struct path *left = a, *right = b;
	int order = left->name == right->name ? 0 : strcmp(left->name, right->name);
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
		snprintf(part, sizeof part, "%.*s", (int)length, at);
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
	text->name = need_text(&w->texts->arena, path->name, strlen(path->name));
	text->column = path->column;
	text->span = texts_span(w->texts, (uint8_t)(2 + w->index), path->first,
				path->last == newest ? UINT16_MAX : path->last);
}

static void walk_index(struct path_work *w, enum icd_index_kind index)
{
	const struct icd_sequence *sequence = &w->book->about.index[index];
	w->index = index;
	w->path_count = 0;
	icd_hash_clear(&w->by_values);
	for (w->member = 0; w->member < sequence->count; w->member++) {
		const struct index_list *list = w->book->indexes[index][w->member];
		choose_neoplasms(w, sequence->at[w->member].date);
		make_guide(w, list, &w->guide);
		walk_list(w, list);
		free_guide(&w->guide);
		forget_given(&w->before);
		w->before = w->given;
		w->given = (struct given_paths){.list = NULL};
	}
	forget_given(&w->before);
	if (w->path_count)
		qsort(w->paths, w->path_count, sizeof *w->paths, compare_paths);
	for (size_t i = 0; i < w->path_count; i++)
		add_text(w, &w->paths[i]);
}

void texts_of_indexes(const struct book *book, const struct families *families, struct lexicon *lexicon,
		      struct search_texts *texts)
{
	struct path_work w = {.book = book, .families = families, .lexicon = lexicon, .texts = texts};
	for (int i = 0; i < ICD_INDEXES; i++)
		walk_index(&w, (enum icd_index_kind)i);
	free_guide(&w.neoplasms);
	free(w.paths);
	icd_hash_free(&w.by_values);
	interner_free(&w.names);
	interner_free(&w.plain_names);
	free(w.keys);
}
