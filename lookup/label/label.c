/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "label.h"

#include "book/book.h"
#include "index/index.h"
#include "paths.h"
#include "titles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LABEL_WORDS 14    /* more that are no whole title are running text */
#define JUDGED_SETS 32768 /* of verdicts that are remembered; a power of two */
#define JUDGED_WAYS 8     /* labels of a set: together they fill a line of a processor's cache */

struct judged_set {
	uint64_t hashes[JUDGED_WAYS];
};

struct icd_labels {
	struct icd_store *store;
	struct vocabulary *vocabulary;
	struct paths *paths;
	struct icd_pool pool; /* of one verdict */
	const char *written;  /* the label that is judged */
	struct label_text label;
	struct label_set own;
	/* Hashes of codes and labels that do not contradict each other; those of a code stand in one set, and a set in one
	 * line of the cache. */
	struct judged_set *judged;
	void *judged_memory; /* that they lie in; owned */
	char sentence[1024];
	struct icd_error err; /* the first failure */
	bool failed;
};

/* The code that is judged, with what it goes by. What few labels need is read when it is asked for. */
struct judged {
	struct icd_labels *labels;
	const struct icd_view *view;
	const char *code;
	const struct icd_code_record *start; /* its titles */
	const char *title;                   /* that of the day */
	struct icd_path path;                /* has no codes until it is read */
	bool own_read;                       /* labels->own is that of this code */
};

/* ---- titles of codes ---- */

/* Goes on with the code's titles, where its record was found; false when no release has the code, and on failure. */
static bool have_titles(struct judged *j, enum icd_found found, struct icd_code_record *record)
{
	struct icd_labels *labels = j->labels;
	/* One that is in no code set has its title elsewhere. */
	if (found == ICD_FOUND && record->long_titles.count == 0)
		found = icd_store_code(labels->store, &labels->pool, j->code, record, &labels->err);
	labels->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND)
		return false;
	j->start = record;
	j->title = icd_view_title(j->view, record);
	return true;
}

static bool read_titles(struct judged *j, struct icd_code_record *record)
{
	struct icd_labels *labels = j->labels;
	icd_pool_reset(&labels->pool);
	return have_titles(j, icd_store_code_start(labels->store, &labels->pool, j->code, record, &labels->err),
			   record);
}

/* The same for a label that is not letter for letter a title that the code has or had: what most labels are, and of these
 * nothing needs be read. */
static bool read_titles_unlike(struct judged *j, const char *label, struct icd_code_record *record)
{
	struct icd_labels *labels = j->labels;
	bool titled;
	icd_pool_reset(&labels->pool);
	enum icd_found found =
		icd_store_code_titled(labels->store, &labels->pool, j->code, label, &titled, record, &labels->err);
	return !titled && have_titles(j, found, record) && strcasecmp(j->title, label) != 0;
}

/* ---- what a code goes by ---- */

static bool is_term(const struct icd_entry *entry)
{
	return entry->kind == ICD_NOTE_INCLUSION_TERM || entry->kind == ICD_NOTE_INCLUDES;
}

/* Reads the code with what is above it; on failure it has no codes, and is not in any release. */
static const struct icd_path *path_of(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	if (j->path.code_count || labels->failed)
		return &j->path;
	labels->failed = icd_path_read(j->view, &labels->pool, j->code, &j->path, &labels->err) == ICD_FAILED;
	if (labels->failed)
		j->path.code_count = 0;
	return &j->path;
}

static void add_text(struct icd_labels *labels, const char *text)
{
	const struct known_text *known = vocabulary_know(labels->vocabulary, text);
	for (unsigned i = 0; i < known->count; i++)
		label_set_add(&labels->own, known->words[i]);
}

static void add_texts(struct icd_labels *labels, const struct icd_texts *texts)
{
	for (uint32_t i = 0; i < texts->count; i++)
		add_text(labels, texts->at[i].text);
}

/* All words by which the list and the titles of any release call the code and what is above it. */
static const struct label_set *own_words(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	if (j->own_read)
		return &labels->own;
	j->own_read = true;
	labels->own.count = 0;
	labels->own.signature = 0;
	path_of(j);
	for (unsigned i = 0; i < j->path.code_count; i++) {
		const struct icd_code_record *record = j->path.codes[i];
		add_texts(labels, &record->long_titles);
		add_texts(labels, &record->short_titles);
		add_texts(labels, &record->display_titles);
		for (uint32_t k = 0; k < record->entries.count; k++) {
			if (is_term(&record->entries.at[k]))
				add_text(labels, record->entries.at[k].text);
		}
	}
	return &labels->own;
}

/* Has the text just the words of the label; or, unless it must be `whole`, these and others? */
static bool says_label(struct judged *j, const char *text, bool whole)
{
	struct icd_labels *labels = j->labels;
	const struct known_text *known = vocabulary_know(labels->vocabulary, text);
	if (whole)
		return known->written == labels->label.written || known->written == labels->label.spelled;
	return known->count && known_text_has_all(known, &labels->label.all);
}

/* Is it one of the inclusion terms of the code, in any release, or of what is above it, on the day? Of those that headers
 * had, many are codes of their own since. */
static bool is_inclusion_term(struct judged *j, bool whole)
{
	path_of(j);
	for (unsigned i = 0; i < j->path.code_count; i++) {
		const struct icd_entries *entries = &j->path.codes[i]->entries;
		for (uint32_t k = 0; k < entries->count; k++) {
			const struct icd_entry *entry = &entries->at[k];
			if (is_term(entry) && (i == 0 || icd_path_has(&j->path, entry)) &&
			    says_label(j, entry->text, whole))
				return true;
		}
	}
	return false;
}

/* Is it just a path of an index that leads to the code? True on failure, too. */
static bool is_index_path(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	const struct icd_path *path = path_of(j);
	bool said = false;
	if (path->code_count &&
	    !paths_say(labels->paths, labels->vocabulary, path, &labels->label, &said, &labels->err))
		labels->failed = true;
	return said || labels->failed;
}

/* Is it in such a path? */
static bool is_in_index_path(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	struct icd_card card = {.code = j->code, .path = *path_of(j)};
	if (!card.path.code_count || !icd_index_terms_put(j->view, &labels->pool, UINT32_MAX, &card, &labels->err)) {
		labels->failed = true;
		return true;
	}
	for (uint32_t i = 0; i < card.index_term_count; i++) {
		if (says_label(j, card.index_terms[i], false))
			return true;
	}
	return false;
}

static bool is_right(struct judged *j, bool whole)
{
	return is_inclusion_term(j, whole) || (whole ? is_index_path(j) : is_in_index_path(j));
}

/* ---- titles of other codes ---- */

static const char *open_end(const struct icd_view *view, const struct icd_code_record *record)
{
	if (icd_view_status(view, &record->runs) != ICD_STATUS_HEADER)
		return "";
	return strlen(record->code) == 3 ? ".-" : "-";
}

/* Those in force before those that are not. */
static void say_called(struct judged *j, const struct called *called, unsigned count)
{
	struct icd_labels *labels = j->labels;
	unsigned told = 0, most = 3, first = 0;
	char own[ICD_DOTTED_SIZE];
	while (first < count && !called[first].in_force)
		first++;
	bool all = first == count;
	first = all ? 0 : first;
	size_t length = (size_t)snprintf(labels->sentence, sizeof labels->sentence,
					 "%s is \"%s\"; the words beside it are those of ",
					 icd_code_format(j->code, own), j->title);
	for (unsigned i = first; i < count && told < most && length < sizeof labels->sentence; i++) {
		char shown[ICD_DOTTED_SIZE];
		if (!all && !called[i].in_force)
			continue;
		length += (size_t)snprintf(labels->sentence + length, sizeof labels->sentence - length, "%s%s%s",
					   told++ ? ", " : "", icd_code_format(called[i].record.code, shown),
					   open_end(j->view, &called[i].record));
	}
	if (length < sizeof labels->sentence)
		snprintf(labels->sentence + length, sizeof labels->sentence - length, " \"%s\"", called[first].title);
}

/* Is it the code, or a header above it? These may be called by that title. */
static bool is_own(const struct judged *j, const struct called *called)
{
	return strncmp(j->code, called->record.code, strlen(called->record.code)) == 0;
}

enum verdict { VERDICT_NONE, VERDICT_RIGHT, VERDICT_WRONG };

/* What a text of that hash is the title of. */
static enum verdict judge_titles(struct judged *j, uint64_t hash)
{
	struct called called[CALLED_MOST];
	struct icd_labels *labels = j->labels;
	struct text_sought sought = {hash, hash == labels->label.written ? labels->written : NULL};
	unsigned count =
		titles_find(labels->vocabulary, j->view, &labels->pool, &sought, called, &labels->failed, &labels->err);
	for (unsigned i = 0; i < count; i++) {
		if (is_own(j, &called[i]))
			return VERDICT_RIGHT;
	}
	if (count == 0)
		return VERDICT_NONE;
	if (is_right(j, true))
		return VERDICT_RIGHT;
	say_called(j, called, count);
	return VERDICT_WRONG;
}

/* Where a label that is all capitals, or all small letters, has an "a", that may be an article or a letter. */
static enum verdict judge_letters(struct judged *j)
{
	const struct label_text *label = &j->labels->label;
	uint64_t letter = label->letters ? vocabulary_hash(j->labels->vocabulary, "a") : 0;
	enum verdict verdict = VERDICT_NONE;
	for (unsigned count = 0; verdict == VERDICT_NONE && label->letters && count <= label->letters; count++)
		verdict = judge_titles(j, label->spelled + (count - (uint64_t)label->counted_letters) * letter);
	return verdict;
}

/* The label as written, with its abbreviations spelled out and, of more than one word, with or without "unspecified". */
static enum verdict judge_whole(struct judged *j)
{
	const struct label_text *label = &j->labels->label;
	bool said = label->sides & 1u << ICD_SIDE_UNSPECIFIED;
	enum verdict verdict = judge_titles(j, label->written);
	if (verdict == VERDICT_NONE && label->spelled != label->written)
		verdict = judge_titles(j, label->spelled);
	if (verdict == VERDICT_NONE)
		verdict = judge_letters(j);
	if (verdict == VERDICT_NONE && label->all.count > 1 && !label_set_within(&label->all, own_words(j))) {
		uint64_t unspecified = vocabulary_hash(j->labels->vocabulary, "unspecified");
		verdict = judge_titles(j, said ? label->spelled - unspecified : label->spelled + unspecified);
	}
	return verdict;
}

/* ---- neighbours ---- */

static bool is_residual(const char *title)
{
	return strncmp(title, "Other ", 6) == 0;
}

/*
 * The words that tell `sibling` from the code: those of its title that the code does not go by at all. The label means
 * the sibling when it has them all, and none of those that tell the code from the sibling.
 */
static bool tells_sibling(struct judged *j, const char *title, const char *node_title, struct label_set *telling)
{
	struct icd_labels *labels = j->labels;
	const struct known_text *sibling = vocabulary_know(labels->vocabulary, title),
				*node = vocabulary_know(labels->vocabulary, node_title);
	unsigned apart = 0;
	telling->count = 0;
	telling->signature = 0;
	for (unsigned i = 0; i < sibling->plain; i++) {
		if (label_set_has(own_words(j), sibling->words[i]))
			continue;
		if (!label_set_has(&labels->label.named, sibling->words[i]))
			return false;
		label_set_add(telling, sibling->words[i]);
	}
	if (telling->count == 0)
		return false;
	for (unsigned i = 0; i < node->plain; i++) {
		if (known_text_has(sibling, node->words[i]))
			continue;
		if (label_set_has(&labels->label.all, node->words[i]))
			return false;
		apart++;
	}
	/* A code for what has none of its own may go by any name. */
	return apart > 0 || !is_residual(node_title);
}

/* The sibling is named only where its title has just the words of the label; else what the label says. */
static void say_sibling(struct judged *j, const struct icd_child *child, const char *title, bool completed,
			const struct label_set *telling)
{
	struct icd_labels *labels = j->labels;
	const struct known_text *words = vocabulary_know(labels->vocabulary, title);
	char own[ICD_DOTTED_SIZE];
	icd_code_format(j->code, own);
	if (words->count == labels->label.all.count && known_text_has_all(words, &labels->label.all)) {
		char shown[ICD_DOTTED_SIZE];
		bool header = icd_view_status(j->view, &child->runs) == ICD_STATUS_HEADER;
		snprintf(labels->sentence, sizeof labels->sentence,
			 "%s is \"%s\"; the words beside it are those of %s%s \"%s\"", own, j->title,
			 icd_code_format(child->code, shown), completed && header ? "-" : "", title);
		return;
	}
	char word[ICD_WORD_SIZE];
	size_t length = (size_t)snprintf(labels->sentence, sizeof labels->sentence,
					 "%s is \"%s\"; the words beside it say \"", own, j->title);
	for (unsigned i = 0; i < telling->count && length < sizeof labels->sentence; i++)
		length += (size_t)snprintf(
			labels->sentence + length, sizeof labels->sentence - length, "%s%s", i ? " " : "",
			vocabulary_written(labels->vocabulary, labels->written, telling->at[i], word));
	if (length < sizeof labels->sentence)
		snprintf(labels->sentence + length, sizeof labels->sentence - length, "\"");
}

static bool may_be_meant(const struct judged *j, const struct icd_child *child, const char *title,
			 const char *node_title)
{
	return title && icd_view_holds(j->view, &child->runs) &&
	       (!strstr(title, "unspecified") || strstr(node_title, "unspecified")) &&
	       (!is_residual(title) || is_residual(node_title));
}

/* The codes right below a header of the path, with their titles; none on failure. */
static const struct icd_children *children_of(struct judged *j, unsigned above)
{
	static const struct icd_children none;
	const struct icd_children *children = &j->path.codes[above]->children;
	if (icd_store_children(j->labels->store, children, &j->labels->err))
		return children;
	j->labels->failed = true;
	return &none;
}

static bool find_sibling(struct judged *j)
{
	path_of(j);
	for (unsigned i = 0; i + 1 < j->path.code_count; i++) {
		const struct icd_children *children = children_of(j, i + 1);
		const char *node_title = icd_view_title(j->view, j->path.codes[i]);
		for (uint32_t k = 0; k < children->count; k++) {
			const struct icd_child *child = &children->at[k];
			const char *title = icd_view_text(j->view, &child->titles);
			struct label_set telling;
			if (strcmp(child->code, j->path.codes[i]->code) == 0 ||
			    !may_be_meant(j, child, title, node_title) ||
			    !tells_sibling(j, title, node_title, &telling))
				continue;
			say_sibling(j, child, title, i > 0, &telling);
			return true;
		}
	}
	return false;
}

/* ---- sides ---- */

static const unsigned real_sides = 1u << ICD_SIDE_RIGHT | 1u << ICD_SIDE_LEFT | 1u << ICD_SIDE_BOTH;

static bool have_side(struct judged *j, const struct icd_children *children)
{
	for (uint32_t i = 0; i < children->count; i++) {
		const char *title = icd_view_text(j->view, &children->at[i].titles);
		if (title && (vocabulary_know(j->labels->vocabulary, title)->sides & real_sides))
			return true;
	}
	return false;
}

/* Has the label nothing of what the code's title adds to that of the header above it? */
static bool lacks_what_tells(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	const struct known_text *node = vocabulary_know(labels->vocabulary, j->title),
				*above = vocabulary_know(labels->vocabulary, icd_view_title(j->view, j->path.codes[1]));
	unsigned telling = is_residual(j->title);
	for (unsigned i = 0; i < node->count; i++) {
		if (known_text_has(above, node->words[i]))
			continue;
		if (label_set_has(&labels->label.all, node->words[i]))
			return false;
		telling++;
	}
	return telling > 0;
}

/* A side in the label of a code that has none, and nothing of what does set the code apart. */
static bool find_side(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	unsigned sides = labels->label.sides & real_sides;
	/* But for the side the label must be made of the code's own words. */
	unsigned common = label_set_shared(&labels->label.named, own_words(j));
	char own[ICD_DOTTED_SIZE];
	if (!sides || (sides & (sides - 1)) || j->path.code_count < 2 || common < 2 ||
	    common + 1 < labels->label.named.count)
		return false;
	if ((vocabulary_know(labels->vocabulary, j->title)->sides & real_sides) || have_side(j, children_of(j, 1)) ||
	    (j->path.code_count > 2 && have_side(j, children_of(j, 2))) || !lacks_what_tells(j))
		return false;
	snprintf(labels->sentence, sizeof labels->sentence, "%s has no side, it is \"%s\"; the words beside it say %s",
		 icd_code_format(j->code, own), j->title, icd_side_words[__builtin_ctz(sides)]);
	return true;
}

/* ---- judging ---- */

/* Does the label contradict the code? The sentence says how. */
static bool contradicts(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	const struct label_set *label = &labels->label.all;
	enum verdict verdict = judge_whole(j);
	if (verdict != VERDICT_NONE || label->count > LABEL_WORDS || label_set_shared(label, own_words(j)) == 0)
		return verdict == VERDICT_WRONG;
	return (find_sibling(j) || find_side(j)) && !is_right(j, false);
}

/* Is a code with its title called so, as written or spelled out? Sets *own when the code itself may be one of them. */
static bool is_title(const struct judged *j, bool *own)
{
	struct icd_labels *labels = j->labels;
	const struct label_text *label = &labels->label;
	uint32_t ordinal = j->start->ordinal;
	*own = j->start->display_titles.count > 0; /* of these no numbers are kept */
	bool title = titles_may_have(j->view, label->written, ordinal, own, &labels->failed, &labels->err);
	if (label->spelled != label->written)
		title |= titles_may_have(j->view, label->spelled, ordinal, own, &labels->failed, &labels->err);
	return title;
}

/* Has it just the words of the code's title, or is it made of these and no title of any code? What most labels are that
 * are not the title. */
static bool is_plain(const struct judged *j)
{
	const struct label_text *label = &j->labels->label;
	bool own, title = is_title(j, &own);
	if (title && !own)
		return false;
	const struct known_text *known = vocabulary_know(j->labels->vocabulary, j->title);
	return label->written == known->written || label->spelled == known->written ||
	       (!title && known_text_has_all(known, &label->all));
}

/* The label is read already. */
static bool judge(struct judged *j)
{
	return j->labels->label.all.count > 0 && !is_plain(j) && contradicts(j);
}

static struct judged_set *set_of(const struct icd_labels *labels, uint64_t code_hash)
{
	return &labels->judged[code_hash >> 40 & (JUDGED_SETS - 1)];
}

void icd_labels_expect(const struct icd_labels *labels, icd_packed code)
{
	__builtin_prefetch(set_of(labels, icd_hash_number(code)));
}

const char *icd_label_judge(struct icd_labels *labels, const struct icd_view *view, const char *code, const char *label)
{
	struct judged j = {.labels = labels, .view = view, .code = code};
	struct icd_code_record start;
	uint64_t code_hash = icd_hash_number(icd_pack(code, strlen(code)));
	uint64_t hash = (icd_hash_text(label) ^ code_hash) | 1; /* 0 stands for no hash */
	uint64_t *judged = &set_of(labels, code_hash)->hashes[hash >> 60 & (JUDGED_WAYS - 1)];
	if (*judged == hash || labels->failed)
		return "";
	bool wrong = false;
	if (read_titles_unlike(&j, label, &start)) {
		vocabulary_trim(labels->vocabulary);
		labels->written = label;
		vocabulary_read(labels->vocabulary, label, &labels->label);
		wrong = judge(&j) && !labels->failed;
	}
	if (!wrong && !labels->failed)
		*judged = hash;
	return wrong ? labels->sentence : "";
}

bool icd_label_fits(struct icd_labels *labels, const struct icd_view *view, const char *code, const char *label)
{
	struct judged j = {.labels = labels, .view = view, .code = code};
	struct icd_code_record start;
	char word[ICD_WORD_SIZE];
	vocabulary_trim(labels->vocabulary);
	vocabulary_read(labels->vocabulary, label, &labels->label);
	const struct label_set *words = &labels->label.all;
	if (!words->count || labels->failed || !read_titles(&j, &start))
		return false;
	/* One word alone must be more than a mark: "R05 Cough". */
	if ((words->count > 1 || strlen(vocabulary_written(labels->vocabulary, label, words->at[0], word)) >= 3) &&
	    known_text_has_all(vocabulary_know(labels->vocabulary, j.title), words))
		return true;
	unsigned common = label_set_shared(words, own_words(&j));
	return common >= 2 && common * 2 >= words->count;
}

bool icd_labels_failed(struct icd_labels *labels, struct icd_error *err)
{
	bool short_of_memory = vocabulary_failed(labels->vocabulary) || labels->pool.failed;
	if (short_of_memory && !labels->failed)
		labels->failed = !icd_out_of_memory(&labels->err);
	if (labels->failed)
		*err = labels->err;
	return labels->failed;
}

/* All sets are empty at first. Memory that is never used costs nothing. */
static bool make_sets(struct icd_labels *labels)
{
	size_t size = sizeof *labels->judged;
	unsigned char *memory = labels->judged_memory = calloc(JUDGED_SETS + 1, size);
	if (memory)
		labels->judged = (struct judged_set *)(memory + (size - (uintptr_t)memory % size));
	return memory != NULL;
}

struct icd_labels *icd_labels_new(struct icd_store *store)
{
	struct icd_labels *labels = calloc(1, sizeof *labels);
	if (!labels)
		return NULL;
	labels->store = store;
	labels->vocabulary = vocabulary_new();
	labels->paths = paths_new();
	if (make_sets(labels) && labels->vocabulary && labels->paths)
		return labels;
	icd_labels_free(labels);
	return NULL;
}

void icd_labels_free(struct icd_labels *labels)
{
	if (!labels)
		return;
	vocabulary_free(labels->vocabulary);
	paths_free(labels->paths);
	icd_pool_free(&labels->pool);
	free(labels->judged_memory);
	free(labels);
}
