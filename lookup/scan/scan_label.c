/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "book/book.h"
#include "scan_words.inc" /* empty_words, negations, abbreviations: see data/scan_words.tsv */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_WORDS 14 /* more is running text */
#define VOCABULARY  400
#define JUDGED      4096 /* verdicts remembered; a power of two */

/* ---- words ---- */

struct words {
	size_t count;
	char at[VOCABULARY][ICD_WORD_SIZE + 1]; /* stems; "-" before what a "without" or "not" takes away */
};

struct scan_labels {
	struct icd_store *store;
	struct icd_stemmer *stemmer;
	struct icd_pool pool;
	struct icd_pool others;    /* of codes that are only looked at */
	struct words own;          /* of the code judged last */
	struct words label, named; /* of its label: all words, those outside parentheses and the sides */
	struct words sibling, node;
	uint64_t judged[JUDGED]; /* hashes of codes and labels that do not contradict each other */
	char sentence[1024];
	struct icd_error err; /* the first failure */
	bool failed;
};

static bool has(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strcmp(words->at[i], word) == 0)
			return true;
	}
	return false;
}

static const char *spelled_out(const char *word)
{
	const struct icd_word_row *row = icd_word_find(&abbreviations, word, strlen(word));
	return row ? row->form : word;
}

static void add_words(struct scan_labels *labels, const char *text, bool optional, struct words *out)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	bool negated = false;
	for (size_t i = 0; i < count && out->count < VOCABULARY; i++) {
		const char *word = words[i].text;
		char stem[ICD_WORD_SIZE];
		if (words[i].flags & ICD_WORD_JOINED || (!optional && words[i].flags & ICD_WORD_OPTIONAL))
			continue;
		bool without = strcmp(word, "w") == 0 && i + 1 < count && strcmp(words[i + 1].text, "o") == 0;
		if (without || icd_word_find(&negations, word, strlen(word))) {
			negated = true;
			continue;
		}
		if (icd_word_find(&empty_words, word, strlen(word)))
			continue;
		icd_stemmer_stem(labels->stemmer, spelled_out(word), stem);
		snprintf(out->at[out->count], sizeof out->at[0], "%s%s", negated ? "-" : "", stem);
		negated = false;
		out->count += !has(out, out->at[out->count]);
	}
}

static bool is_side(const char *stem)
{
	return strcmp(stem, "left") == 0 || strcmp(stem, "right") == 0 || strncmp(stem, "bilater", 7) == 0;
}

/* What stands in parentheses may be a nonessential modifier; a side is none: "knee pain (left)". */
static void add_label(struct scan_labels *labels, const char *label)
{
	labels->label.count = labels->named.count = 0;
	add_words(labels, label, true, &labels->label);
	add_words(labels, label, false, &labels->named);
	for (size_t i = 0; i < labels->label.count && labels->named.count < VOCABULARY; i++) {
		const char *word = labels->label.at[i];
		if (is_side(word) && !has(&labels->named, word))
			memcpy(labels->named.at[labels->named.count++], word, ICD_WORD_SIZE);
	}
}

static void add_texts(struct scan_labels *labels, const struct icd_texts *texts, struct words *out)
{
	for (uint32_t i = 0; i < texts->count; i++)
		add_words(labels, texts->at[i].text, true, out);
}

/* All words by which the list and the titles of any release call the code and what is above it. */
static void own_words(struct scan_labels *labels, const struct icd_path *path)
{
	labels->own.count = 0;
	for (unsigned i = 0; i < path->code_count; i++) {
		const struct icd_code_record *record = path->codes[i];
		add_texts(labels, &record->long_titles, &labels->own);
		add_texts(labels, &record->short_titles, &labels->own);
		add_texts(labels, &record->display_titles, &labels->own);
		for (uint32_t j = 0; j < record->entries.count; j++) {
			const struct icd_entry *entry = &record->entries.at[j];
			if (entry->kind == ICD_NOTE_INCLUSION_TERM || entry->kind == ICD_NOTE_INCLUDES)
				add_words(labels, entry->text, true, &labels->own);
		}
	}
}

static size_t shared(const struct words *a, const struct words *b)
{
	size_t count = 0;
	for (size_t i = 0; i < a->count; i++)
		count += has(b, a->at[i]);
	return count;
}

/* Is every word of the label one of the code's own titles? Then it cannot name anything else. */
static bool is_plain_title(struct scan_labels *labels, const struct icd_view *view, const char *code)
{
	struct icd_code_record record;
	if (labels->failed)
		return false;
	icd_pool_reset(&labels->pool);
	enum icd_found found = icd_store_code(labels->store, &labels->pool, code, &record, &labels->err);
	labels->failed = found == ICD_FAILED;
	if (found != ICD_FOUND)
		return false;
	labels->own.count = 0;
	add_words(labels, icd_view_title(view, &record), true, &labels->own);
	return shared(&labels->label, &labels->own) == labels->label.count;
}

/* ---- judging ---- */

/* Reads the code and its words in all releases; false when no release has it. */
static bool read_code(struct scan_labels *labels, const struct icd_view *view, const char *code, struct icd_path *path)
{
	if (labels->failed)
		return false;
	icd_pool_reset(&labels->pool);
	enum icd_found found = icd_path_read(view, &labels->pool, code, path, &labels->err);
	labels->failed = found == ICD_FAILED;
	if (found == ICD_FOUND)
		own_words(labels, path);
	return found == ICD_FOUND;
}

bool scan_label_fits(struct scan_labels *labels, const struct icd_view *view, const char *code, const char *label)
{
	struct icd_path path;
	add_label(labels, label);
	if (labels->label.count == 0)
		return false;
	/* One word alone must be more than a mark: "R05 Cough". */
	if ((labels->label.count > 1 || strlen(labels->label.at[0]) >= 3) && is_plain_title(labels, view, code))
		return true;
	if (!read_code(labels, view, code, &path))
		return false;
	size_t common = shared(&labels->label, &labels->own);
	return common >= 2 && common * 2 >= labels->label.count;
}

static bool is_residual(const char *title)
{
	return strncmp(title, "Other ", 6) == 0;
}

/*
 * The words that tell `sibling` from the code: those of its title that the code does not go by at all.
 * The label names the sibling when it has them all, and none of those that tell the code from the sibling.
 */
static bool names_sibling(struct scan_labels *labels, const char *title, const char *node_title)
{
	struct words *sibling = &labels->sibling, *node = &labels->node;
	size_t telling = 0, apart = 0;
	sibling->count = node->count = 0;
	add_words(labels, title, false, sibling);
	for (size_t i = 0; i < sibling->count; i++) {
		if (has(&labels->own, sibling->at[i]))
			continue;
		if (!has(&labels->named, sibling->at[i]))
			return false;
		telling++;
	}
	if (telling == 0)
		return false;
	add_words(labels, title, true, sibling);
	add_words(labels, node_title, false, node);
	for (size_t i = 0; i < node->count; i++) {
		if (has(sibling, node->at[i]))
			continue;
		if (has(&labels->label, node->at[i]))
			return false;
		apart++;
	}
	/* A code for what has none of its own may go by any name. */
	return apart > 0 || !is_residual(node_title);
}

static bool find_named_sibling(struct scan_labels *labels, const struct icd_path *path, const char *shown)
{
	char other[ICD_DOTTED_SIZE];
	for (unsigned i = 0; i + 1 < path->code_count; i++) {
		const struct icd_children *children = &path->codes[i + 1]->children;
		const char *node_title = icd_view_title(path->view, path->codes[i]);
		for (uint32_t j = 0; j < children->count; j++) {
			const struct icd_child *child = &children->at[j];
			const char *title = icd_view_text(path->view, &child->titles);
			if (!title || strcmp(child->code, path->codes[i]->code) == 0 ||
			    !icd_view_holds(path->view, &child->runs) ||
			    (strstr(title, "unspecified") && !strstr(node_title, "unspecified")) ||
			    (is_residual(title) && !is_residual(node_title)) ||
			    !names_sibling(labels, title, node_title))
				continue;
			snprintf(labels->sentence, sizeof labels->sentence,
				 "%s is \"%s\"; the words beside it are those of %s%s \"%s\"", shown,
				 icd_view_title(path->view, path->codes[0]), icd_code_format(child->code, other),
				 i && icd_view_status(path->view, &child->runs) == ICD_STATUS_HEADER ? "-" : "", title);
			return true;
		}
	}
	return false;
}

/* Could the title be the label in other words' order? What is cheap to tell, before words are compared. */
static bool is_alike(const char *title, const char *label, const char *word)
{
	size_t a = strlen(title), b = strlen(label);
	return a * 10 >= b * 7 && b * 10 >= a * 7 && strcasestr(title, word);
}

/* Do the title and the label have the same words? */
static bool says_label(struct scan_labels *labels, const char *title)
{
	struct words *words = &labels->sibling;
	words->count = 0;
	add_words(labels, title, true, words);
	return words->count == labels->label.count && shared(words, &labels->label) == words->count;
}

/* The longest word of the label as written. */
static void longest_word(const char *label, char out[ICD_WORD_SIZE])
{
	out[0] = '\0';
	for (const char *at = label; *at;) {
		size_t length = strcspn(at, " ,;:()[]-/\"'");
		if (length > strlen(out) && length < ICD_WORD_SIZE)
			snprintf(out, ICD_WORD_SIZE, "%.*s", (int)length, at);
		at += length + (at[length] != '\0');
	}
}

/* How well a title that has the words of the label is the label: 3 letter for letter, 1 but for "other" or "unspecified". */
static int likeness(const char *title, const char *label)
{
	static const char *const telling[] = {"unspecified", "other"};
	if (icd_same_but_case(title, label))
		return 3;
	for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
		if (!strcasestr(title, telling[i]) != !strcasestr(label, telling[i]))
			return 1;
	}
	return 2;
}

static void say_titled(struct scan_labels *labels, const struct icd_path *path, const char *shown,
		       const struct icd_code_record *other, const char *title)
{
	char dotted[ICD_DOTTED_SIZE];
	bool header = icd_view_status(path->view, &other->runs) == ICD_STATUS_HEADER;
	const char *more = !header ? "" : strlen(other->code) == 3 ? ".-" : "-";
	snprintf(labels->sentence, sizeof labels->sentence,
		 "%s is \"%s\"; the words beside it are those of %s%s \"%s\"", shown,
		 icd_view_title(path->view, path->codes[0]), icd_code_format(other->code, dotted), more, title);
}

/*
 * The code of the section whose title the label is, word for word: then it is that one, and no other is near. False
 * when the code itself goes by all words of the label.
 */
static bool find_titled(struct scan_labels *labels, const struct icd_path *path, const char *shown, const char *label)
{
	char word[ICD_WORD_SIZE];
	int best = 0;
	const struct icd_section_record *section = path->section;
	if (!section || labels->label.count < 2 || shared(&labels->label, &labels->own) == labels->label.count)
		return false;
	longest_word(label, word);
	for (uint32_t at = section->first; *word && best < 3 && at <= section->last; at++) {
		struct icd_code_record record;
		icd_pool_reset(&labels->others);
		labels->failed = !icd_view_code_at(path->view, &labels->others, at, &record, &labels->err);
		if (labels->failed)
			return false;
		const char *title = icd_view_text(path->view, &record.long_titles);
		if (!title || !icd_view_holds(path->view, &record.runs) || !is_alike(title, label, word) ||
		    likeness(title, label) <= best || !says_label(labels, title))
			continue;
		best = likeness(title, label);
		say_titled(labels, path, shown, &record, title);
	}
	return best > 0;
}

/* The side that the text names; ICD_SIDE_NONE when it names none or several. `count`: how many. */
static enum icd_side only_side(const char *text, unsigned *count)
{
	struct icd_word words[ICD_WORDS_MAX];
	size_t word_count = icd_words_split(text, words, ICD_WORDS_MAX);
	bool seen[ICD_SIDES] = {false};
	for (size_t i = 0; i < word_count; i++)
		seen[icd_side_of(spelled_out(words[i].text))] = true;
	*count = (unsigned)seen[ICD_SIDE_RIGHT] + seen[ICD_SIDE_LEFT] + seen[ICD_SIDE_BOTH];
	if (*count != 1)
		return ICD_SIDE_NONE;
	return seen[ICD_SIDE_RIGHT] ? ICD_SIDE_RIGHT : seen[ICD_SIDE_LEFT] ? ICD_SIDE_LEFT : ICD_SIDE_BOTH;
}

static bool has_side(const struct icd_view *view, const struct icd_children *children)
{
	unsigned count = 0;
	for (uint32_t i = 0; i < children->count && !count; i++) {
		const char *title = icd_view_text(view, &children->at[i].titles);
		if (title)
			only_side(title, &count);
	}
	return count > 0;
}

/* What the code's title adds to that of the header above it, of which the label has nothing. */
static bool lacks_what_tells(struct scan_labels *labels, const struct icd_path *path)
{
	const char *title = icd_view_title(path->view, path->codes[0]);
	struct words *above = &labels->sibling, *node = &labels->node;
	size_t telling = is_residual(title);
	above->count = node->count = 0;
	add_words(labels, icd_view_title(path->view, path->codes[1]), true, above);
	add_words(labels, title, true, node);
	for (size_t i = 0; i < node->count; i++) {
		if (has(above, node->at[i]))
			continue;
		if (has(&labels->label, node->at[i]))
			return false;
		telling++;
	}
	return telling > 0;
}

/* A side in the label of a code that has none, and nothing of what does set the code apart. */
static bool find_side(struct scan_labels *labels, const struct icd_path *path, const char *shown, const char *label)
{
	const char *title = icd_view_title(path->view, path->codes[0]);
	unsigned of_label, of_title;
	enum icd_side side = only_side(label, &of_label);
	only_side(title, &of_title);
	/* But for the side the label must be made of the code's own words. */
	size_t common = shared(&labels->named, &labels->own);
	if (of_label != 1 || of_title != 0 || path->code_count < 2 || common < 2 || common + 1 < labels->named.count ||
	    has_side(path->view, &path->codes[1]->children) ||
	    (path->code_count > 2 && has_side(path->view, &path->codes[2]->children)) ||
	    !lacks_what_tells(labels, path))
		return false;
	snprintf(labels->sentence, sizeof labels->sentence, "%s has no side, it is \"%s\"; the words beside it say %s",
		 shown, title, icd_side_words[side]);
	return true;
}

/* Never 0, which stands for no hash. */
static uint64_t hash_of(const char *code, const char *label)
{
	uint64_t both[] = {icd_hash_text(code), icd_hash_text(label)};
	return icd_hash_bytes(both, sizeof both) | 1;
}

/* How the label contradicts the code, "" for not at all; its words were read by add_label. */
static const char *contradiction(struct scan_labels *labels, const struct icd_view *view, const char *code,
				 const char *label)
{
	struct icd_path path;
	char shown[ICD_DOTTED_SIZE];
	if (labels->label.count == 0 || labels->label.count > LABEL_WORDS || is_plain_title(labels, view, code) ||
	    !read_code(labels, view, code, &path))
		return "";
	icd_code_format(code, shown);
	if (find_titled(labels, &path, shown, label))
		return labels->sentence;
	if (shared(&labels->label, &labels->own) == 0)
		return "";
	return find_named_sibling(labels, &path, shown) || find_side(labels, &path, shown, label) ? labels->sentence
												  : "";
}

const char *scan_label_judge(struct scan_labels *labels, const struct icd_view *view, const char *code,
			     const char *label)
{
	uint64_t hash = hash_of(code, label), *judged = &labels->judged[hash >> 20 & (JUDGED - 1)];
	if (*judged == hash)
		return "";
	add_label(labels, label);
	const char *sentence = contradiction(labels, view, code, label);
	if (!*sentence && !labels->failed)
		*judged = hash;
	return sentence;
}

bool scan_labels_failed(struct scan_labels *labels, struct icd_error *err)
{
	bool unstemmed = icd_stemmer_failed(labels->stemmer);
	if (unstemmed && !labels->failed)
		labels->failed = !icd_out_of_memory(&labels->err);
	if (labels->failed)
		*err = labels->err;
	return labels->failed;
}

struct scan_labels *scan_labels_new(struct icd_store *store)
{
	struct scan_labels *labels = calloc(1, sizeof *labels);
	if (labels) {
		labels->store = store;
		labels->stemmer = icd_stemmer_new();
	}
	if (labels && !labels->stemmer) {
		free(labels);
		return NULL;
	}
	return labels;
}

void scan_labels_free(struct scan_labels *labels)
{
	if (!labels)
		return;
	icd_stemmer_free(labels->stemmer);
	icd_pool_free(&labels->pool);
	icd_pool_free(&labels->others);
	free(labels);
}
