/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "label.h"

#include "book/book.h"
#include "index/index.h"
#include "titles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_WORDS 14      /* more that are no whole title are running text */
#define JUDGED      262144  /* verdicts remembered; a power of two */
#define CODES_MOST  131072u /* codes whose titles are remembered: all that a book has */

/* A code's title on the day, as words. */
struct titled {
	const char *code;
	uint64_t hash; /* of the whole title */
	uint64_t signature;
	unsigned count;
	const uint32_t *words;
};

struct icd_labels {
	struct icd_store *store;
	struct vocabulary *vocabulary;
	struct icd_pool pool; /* of one verdict */
	struct icd_pool kept; /* of titles */
	struct icd_hash title_hash;
	struct titled *titles;
	size_t title_count, title_room;
	const char *written; /* the label that is judged */
	struct label_text label, text;
	struct label_set own;
	uint64_t judged[JUDGED]; /* hashes of codes and labels that do not contradict each other */
	char sentence[1024];
	struct icd_error err; /* the first failure */
	bool failed;
};

/* The code that is judged, with what it goes by. */
struct judged {
	struct icd_labels *labels;
	struct icd_path path;
	char shown[ICD_DOTTED_SIZE];
	const char *title;
};

/* ---- titles of codes ---- */

static bool same_code(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct icd_labels *)context)->titles[item].code, key) == 0;
}

/* Reads a title into what is kept of it. */
static struct titled title_words(struct icd_labels *labels, const char *code, const char *title)
{
	struct label_text *text = &labels->text;
	vocabulary_read(labels->vocabulary, title, text);
	uint32_t *words = icd_pool_take(&labels->kept, text->all.count, sizeof *words);
	if (words && text->all.count)
		memcpy(words, text->all.at, text->all.count * sizeof *words);
	return (struct titled){.code = icd_pool_text(&labels->kept, code, strlen(code)),
			       .hash = text->written,
			       .signature = text->all.signature,
			       .count = words ? text->all.count : 0,
			       .words = words};
}

/* The code's title; NULL when no release has the code, and on failure. */
static const struct titled *title_of(struct icd_labels *labels, const struct icd_view *view, const char *code)
{
	struct icd_code_record record;
	uint64_t hash = icd_hash_text(code);
	uint32_t item = icd_hash_find(&labels->title_hash, hash, same_code, labels, code);
	if (item != ICD_HASH_NONE)
		return &labels->titles[item];
	icd_pool_reset(&labels->pool);
	enum icd_found found = icd_store_code(labels->store, &labels->pool, code, &record, &labels->err);
	labels->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND || labels->title_count >= CODES_MOST)
		return NULL;
	struct titled titled = title_words(labels, code, icd_view_title(view, &record));
	if (!icd_array_room(&labels->titles, labels->title_count, &labels->title_room, sizeof titled) ||
	    !icd_hash_add(&labels->title_hash, hash, (uint32_t)labels->title_count)) {
		labels->kept.failed = true;
		return NULL;
	}
	labels->titles[labels->title_count] = titled;
	return &labels->titles[labels->title_count++];
}

/* Are all words of the label in the title? */
static bool is_within(const struct label_set *label, const struct titled *title)
{
	if (label->signature & ~title->signature)
		return false;
	for (unsigned i = 0; i < label->count; i++) {
		bool found = false;
		for (unsigned j = 0; j < title->count && !found; j++)
			found = title->words[j] == label->at[i];
		if (!found)
			return false;
	}
	return true;
}

/* ---- what a code goes by ---- */

static bool is_term(const struct icd_entry *entry)
{
	return entry->kind == ICD_NOTE_INCLUSION_TERM || entry->kind == ICD_NOTE_INCLUDES;
}

static void add_texts(struct icd_labels *labels, const struct icd_texts *texts)
{
	for (uint32_t i = 0; i < texts->count; i++)
		vocabulary_add(labels->vocabulary, texts->at[i].text, true, &labels->own);
}

/* All words by which the list and the titles of any release call the code and what is above it. */
static void read_own(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	labels->own.count = 0;
	labels->own.signature = 0;
	for (unsigned i = 0; i < j->path.code_count; i++) {
		const struct icd_code_record *record = j->path.codes[i];
		add_texts(labels, &record->long_titles);
		add_texts(labels, &record->short_titles);
		add_texts(labels, &record->display_titles);
		for (uint32_t k = 0; k < record->entries.count; k++) {
			if (is_term(&record->entries.at[k]))
				vocabulary_add(labels->vocabulary, record->entries.at[k].text, true, &labels->own);
		}
	}
}

/* Has the text just the words of the label; or, unless it must be `whole`, these and others? */
static bool says_label(struct judged *j, const char *text, bool whole)
{
	struct icd_labels *labels = j->labels;
	struct label_text *words = &labels->text;
	vocabulary_read(labels->vocabulary, text, words);
	if (whole)
		return words->written == labels->label.written || words->written == labels->label.spelled;
	return words->all.count && label_set_within(&labels->label.all, &words->all);
}

/* Is it one of the inclusion terms of the code, in any release, or of what is above it, on the day? Of those that headers
 * had, many are codes of their own since. */
static bool is_inclusion_term(struct judged *j, bool whole)
{
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

/* Is it a path of an index that leads to the code? */
static bool is_index_path(struct judged *j, bool whole)
{
	struct icd_labels *labels = j->labels;
	struct icd_card card = {.code = j->path.codes[0]->code, .path = j->path};
	if (!icd_index_terms_put(j->path.view, &labels->pool, UINT32_MAX, &card, &labels->err)) {
		labels->failed = true;
		return true;
	}
	for (uint32_t i = 0; i < card.index_term_count; i++) {
		if (says_label(j, card.index_terms[i], whole))
			return true;
	}
	return false;
}

static bool is_right(struct judged *j, bool whole)
{
	return is_inclusion_term(j, whole) || is_index_path(j, whole);
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
	while (first < count && !called[first].in_force)
		first++;
	bool all = first == count;
	first = all ? 0 : first;
	size_t length = (size_t)snprintf(labels->sentence, sizeof labels->sentence,
					 "%s is \"%s\"; the words beside it are those of ", j->shown, j->title);
	for (unsigned i = first; i < count && told < most && length < sizeof labels->sentence; i++) {
		char shown[ICD_DOTTED_SIZE];
		if (!all && !called[i].in_force)
			continue;
		length += (size_t)snprintf(labels->sentence + length, sizeof labels->sentence - length, "%s%s%s",
					   told++ ? ", " : "", icd_code_format(called[i].record.code, shown),
					   open_end(j->path.view, &called[i].record));
	}
	if (length < sizeof labels->sentence)
		snprintf(labels->sentence + length, sizeof labels->sentence - length, " \"%s\"", called[first].title);
}

/* Is it the code, or a header above it? These may be called by that title. */
static bool is_own(const struct judged *j, const struct called *called)
{
	return strncmp(j->path.codes[0]->code, called->record.code, strlen(called->record.code)) == 0;
}

enum verdict { VERDICT_NONE, VERDICT_RIGHT, VERDICT_WRONG };

/* What a text of that hash is the title of. */
static enum verdict judge_titles(struct judged *j, uint64_t hash)
{
	struct called called[CALLED_MOST];
	struct icd_labels *labels = j->labels;
	unsigned count = titles_find(labels->vocabulary, j->path.view, &labels->pool, hash, called, &labels->failed,
				     &labels->err);
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
	uint64_t unspecified = vocabulary_hash(j->labels->vocabulary, "unspecified");
	bool said = label->sides & 1u << ICD_SIDE_UNSPECIFIED;
	enum verdict verdict = judge_titles(j, label->written);
	if (verdict == VERDICT_NONE && label->spelled != label->written)
		verdict = judge_titles(j, label->spelled);
	if (verdict == VERDICT_NONE)
		verdict = judge_letters(j);
	if (verdict == VERDICT_NONE && label->all.count > 1 && !label_set_within(&label->all, &j->labels->own))
		verdict = judge_titles(j, said ? label->spelled - unspecified : label->spelled + unspecified);
	return verdict;
}

/* ---- neighbours ---- */

static bool is_residual(const char *title)
{
	return strncmp(title, "Other ", 6) == 0;
}

static void read_set(struct icd_labels *labels, const char *text, bool optional, struct label_set *out)
{
	out->count = 0;
	out->signature = 0;
	vocabulary_add(labels->vocabulary, text, optional, out);
}

/*
 * The words that tell `sibling` from the code: those of its title that the code does not go by at all. The label means
 * the sibling when it has them all, and none of those that tell the code from the sibling.
 */
static bool tells_sibling(struct judged *j, const char *title, const char *node_title, struct label_set *telling)
{
	struct icd_labels *labels = j->labels;
	struct label_set sibling, node;
	unsigned apart = 0;
	telling->count = 0;
	telling->signature = 0;
	read_set(labels, title, false, &sibling);
	for (unsigned i = 0; i < sibling.count; i++) {
		if (label_set_has(&labels->own, sibling.at[i]))
			continue;
		if (!label_set_has(&labels->label.named, sibling.at[i]))
			return false;
		label_set_add(telling, sibling.at[i]);
	}
	if (telling->count == 0)
		return false;
	vocabulary_add(labels->vocabulary, title, true, &sibling);
	read_set(labels, node_title, false, &node);
	for (unsigned i = 0; i < node.count; i++) {
		if (label_set_has(&sibling, node.at[i]))
			continue;
		if (label_set_has(&labels->label.all, node.at[i]))
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
	struct label_set words;
	read_set(labels, title, true, &words);
	if (words.count == labels->label.all.count && label_set_within(&words, &labels->label.all)) {
		char shown[ICD_DOTTED_SIZE];
		bool header = icd_view_status(j->path.view, &child->runs) == ICD_STATUS_HEADER;
		snprintf(labels->sentence, sizeof labels->sentence,
			 "%s is \"%s\"; the words beside it are those of %s%s \"%s\"", j->shown, j->title,
			 icd_code_format(child->code, shown), completed && header ? "-" : "", title);
		return;
	}
	char word[ICD_WORD_SIZE];
	size_t length = (size_t)snprintf(labels->sentence, sizeof labels->sentence,
					 "%s is \"%s\"; the words beside it say \"", j->shown, j->title);
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
	return title && icd_view_holds(j->path.view, &child->runs) &&
	       (!strstr(title, "unspecified") || strstr(node_title, "unspecified")) &&
	       (!is_residual(title) || is_residual(node_title));
}

static bool find_sibling(struct judged *j)
{
	for (unsigned i = 0; i + 1 < j->path.code_count; i++) {
		const struct icd_children *children = &j->path.codes[i + 1]->children;
		const char *node_title = icd_view_title(j->path.view, j->path.codes[i]);
		for (uint32_t k = 0; k < children->count; k++) {
			const struct icd_child *child = &children->at[k];
			const char *title = icd_view_text(j->path.view, &child->titles);
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

static bool have_side(struct icd_labels *labels, const struct icd_view *view, const struct icd_children *children)
{
	for (uint32_t i = 0; i < children->count; i++) {
		const char *title = icd_view_text(view, &children->at[i].titles);
		vocabulary_read(labels->vocabulary, title ? title : "", &labels->text);
		if (labels->text.sides & real_sides)
			return true;
	}
	return false;
}

/* Has the label nothing of what the code's title adds to that of the header above it? */
static bool lacks_what_tells(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	struct label_set above, node;
	unsigned telling = is_residual(j->title);
	read_set(labels, icd_view_title(j->path.view, j->path.codes[1]), true, &above);
	read_set(labels, j->title, true, &node);
	for (unsigned i = 0; i < node.count; i++) {
		if (label_set_has(&above, node.at[i]))
			continue;
		if (label_set_has(&labels->label.all, node.at[i]))
			return false;
		telling++;
	}
	return telling > 0;
}

/* A side in the label of a code that has none, and nothing of what does set the code apart. */
static bool find_side(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	const struct icd_view *view = j->path.view;
	unsigned sides = labels->label.sides & real_sides;
	/* But for the side the label must be made of the code's own words. */
	unsigned common = label_set_shared(&labels->label.named, &labels->own);
	if (!sides || (sides & (sides - 1)) || j->path.code_count < 2 || common < 2 ||
	    common + 1 < labels->label.named.count)
		return false;
	vocabulary_read(labels->vocabulary, j->title, &labels->text);
	if ((labels->text.sides & real_sides) || have_side(labels, view, &j->path.codes[1]->children) ||
	    (j->path.code_count > 2 && have_side(labels, view, &j->path.codes[2]->children)) || !lacks_what_tells(j))
		return false;
	snprintf(labels->sentence, sizeof labels->sentence, "%s has no side, it is \"%s\"; the words beside it say %s",
		 j->shown, j->title, icd_side_words[__builtin_ctz(sides)]);
	return true;
}

/* ---- judging ---- */

/* Reads the code and its words in all releases; false when no release has it. */
static bool read_code(struct icd_labels *labels, const struct icd_view *view, const char *code, struct judged *j)
{
	if (labels->failed)
		return false;
	*j = (struct judged){.labels = labels};
	icd_pool_reset(&labels->pool);
	enum icd_found found = icd_path_read(view, &labels->pool, code, &j->path, &labels->err);
	labels->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND)
		return false;
	j->title = icd_view_title(view, j->path.codes[0]);
	icd_code_format(code, j->shown);
	read_own(j);
	return true;
}

/* Does the label contradict the code? The sentence says how. */
static bool contradicts(struct judged *j)
{
	struct icd_labels *labels = j->labels;
	const struct label_set *label = &labels->label.all;
	enum verdict verdict = judge_whole(j);
	if (verdict != VERDICT_NONE || label->count > LABEL_WORDS || label_set_shared(label, &labels->own) == 0)
		return verdict == VERDICT_WRONG;
	return (find_sibling(j) || find_side(j)) && !is_right(j, false);
}

/* Words of the code's title that are no title of any code: what most labels are. */
static bool is_plain(struct icd_labels *labels, const struct icd_view *view, const struct titled *title)
{
	const struct label_text *label = &labels->label;
	return is_within(&label->all, title) && !titles_may_have(view, label->written, &labels->failed, &labels->err) &&
	       !titles_may_have(view, label->spelled, &labels->failed, &labels->err);
}

/* The label is read already. */
static bool judge(struct icd_labels *labels, const struct icd_view *view, const char *code)
{
	const struct titled *title = labels->label.all.count ? title_of(labels, view, code) : NULL;
	struct judged j;
	if (!title || labels->label.written == title->hash || labels->label.spelled == title->hash ||
	    is_plain(labels, view, title))
		return false;
	return read_code(labels, view, code, &j) && contradicts(&j);
}

/* Never 0, which stands for no hash. */
static uint64_t hash_of(const char *code, const char *label)
{
	uint64_t both[] = {icd_hash_text(code), icd_hash_text(label)};
	return icd_hash_bytes(both, sizeof both) | 1;
}

const char *icd_label_judge(struct icd_labels *labels, const struct icd_view *view, const char *code, const char *label)
{
	uint64_t hash = hash_of(code, label), *judged = &labels->judged[hash >> 20 & (JUDGED - 1)];
	if (*judged == hash)
		return "";
	labels->written = label;
	vocabulary_read(labels->vocabulary, label, &labels->label);
	bool wrong = judge(labels, view, code) && !labels->failed;
	if (!wrong && !labels->failed)
		*judged = hash;
	return wrong ? labels->sentence : "";
}

bool icd_label_fits(struct icd_labels *labels, const struct icd_view *view, const char *code, const char *label)
{
	struct judged j;
	char word[ICD_WORD_SIZE];
	vocabulary_read(labels->vocabulary, label, &labels->label);
	const struct label_set *words = &labels->label.all;
	const struct titled *title = words->count && !labels->failed ? title_of(labels, view, code) : NULL;
	if (!title)
		return false;
	/* One word alone must be more than a mark: "R05 Cough". */
	if ((words->count > 1 || strlen(vocabulary_written(labels->vocabulary, label, words->at[0], word)) >= 3) &&
	    is_within(words, title))
		return true;
	if (!read_code(labels, view, code, &j))
		return false;
	unsigned common = label_set_shared(words, &labels->own);
	return common >= 2 && common * 2 >= words->count;
}

bool icd_labels_failed(struct icd_labels *labels, struct icd_error *err)
{
	bool short_of_memory = vocabulary_failed(labels->vocabulary) || labels->kept.failed || labels->pool.failed;
	if (short_of_memory && !labels->failed)
		labels->failed = !icd_out_of_memory(&labels->err);
	if (labels->failed)
		*err = labels->err;
	return labels->failed;
}

struct icd_labels *icd_labels_new(struct icd_store *store)
{
	struct icd_labels *labels = calloc(1, sizeof *labels);
	if (labels) {
		labels->store = store;
		labels->vocabulary = vocabulary_new();
	}
	if (labels && !labels->vocabulary) {
		free(labels);
		return NULL;
	}
	return labels;
}

void icd_labels_free(struct icd_labels *labels)
{
	if (!labels)
		return;
	vocabulary_free(labels->vocabulary);
	icd_pool_free(&labels->pool);
	icd_pool_free(&labels->kept);
	icd_hash_free(&labels->title_hash);
	free(labels->titles);
	free(labels);
}
