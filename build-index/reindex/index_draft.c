/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_draft.h"

#include "base/base.h"
#include "index/records.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- from a list and to a list ---- */

struct index_draft *index_draft_of(const struct index_list *list, struct index_folds *folds, struct icd_pool *pool)
{
	struct index_draft *draft = need(pool, 1, sizeof *draft);
	struct icd_pool last_pool = {0};
	struct index_node **last =
		need(&last_pool, list->count + 1, sizeof *last); /* child of each; at 0 of the root */
	size_t letter = 0;
	draft->list = list;
	draft->pool = pool;
	draft->folds = folds;
	draft->nodes = need(pool, 1, sizeof *draft->nodes);
	struct index_node *nodes = need(draft->nodes, list->count + 1, sizeof *nodes);
	for (size_t i = 0; i < list->count; i++) {
		size_t parent = list->terms[i].parent == SIZE_MAX ? 0 : list->terms[i].parent + 1;
		while (letter + 1 < list->letter_count && list->letter_first[letter + 1] <= i)
			letter++;
		nodes[i].term = list->terms[i];
		nodes[i].parent = parent ? &nodes[parent - 1] : &draft->root;
		nodes[i].letter = letter;
		if (last[parent])
			last[parent]->next = &nodes[i];
		else
			nodes[i].parent->first = &nodes[i];
		last[parent] = &nodes[i];
	}
	icd_pool_free(&last_pool);
	return draft;
}

void index_draft_free(struct index_draft *draft)
{
	if (!draft)
		return;
	icd_hash_free(&draft->by_exact);
	free(draft->children);
	icd_pool_free(draft->nodes);
}

struct listing {
	struct index_list *list;
	struct icd_pool *says_pool;
	size_t capacity, next_letter;
};

static void list_below(struct listing *w, struct index_node *parent, size_t parent_at, unsigned level)
{
	struct index_list *list = w->list;
	for (struct index_node *node = parent->first; node; node = node->next) {
		for (; level == 0 && w->next_letter <= node->letter; w->next_letter++)
			list->letter_first[w->next_letter] = list->count;
		if (level == 0)
			node->letter = w->next_letter - 1; /* that under which it stands in the list */
		size_t at = list->count;
		struct index_term *term = one_more(list->terms, list->count, w->capacity);
		*term = node->term;
		term->parent = parent_at;
		if (term->says->level != level) {
			term->says = need_copy(w->says_pool, term->says, 1, sizeof *term->says);
			term->says->level = (uint8_t)level;
			node->term.says = term->says;
		}
		list_below(w, node, at, level + 1);
	}
}

struct index_list *index_draft_list(struct index_draft *draft, struct icd_pool *pool)
{
	struct index_list *list = need(pool, 1, sizeof *list);
	*list = *draft->list;
	list->letter_first = need(pool, list->letter_count, sizeof *list->letter_first);
	list->terms = NULL;
	list->count = 0;
	struct listing w = {.list = list, .says_pool = draft->pool};
	list_below(&w, &draft->root, SIZE_MAX, 0);
	for (; w.next_letter < list->letter_count; w.next_letter++)
		list->letter_first[w.next_letter] = list->count;
	struct index_term *terms = list->terms;
	list->terms = need_copy(pool, terms, list->count, sizeof *terms);
	free(terms);
	return list;
}

static const char *ended(struct icd_buffer *text)
{
	icd_put_byte(text, 0);
	if (text->failed)
		out_of_memory();
	return (const char *)text->data;
}

static const struct index_fold *fold_of(const struct index_draft *draft, struct index_node *node)
{
	if (!node->fold)
		node->fold = index_folds_of(draft->folds, node->term.says);
	return node->fold;
}

/* ---- finding ---- */

static bool same_part(const struct icd_index_term *a, const struct icd_index_term *b, unsigned part)
{
	const char *one = a->parts[part], *other = b->parts[part];
	return one == other || (one && other && strcasecmp(one, other) == 0);
}

static bool same_codes(const struct icd_index_term *a, const struct icd_index_term *b)
{
	for (unsigned part = 0; part < ICD_INDEX_PARTS; part++) {
		if (part != ICD_PART_SEE_ALSO && !same_part(a, b, part))
			return false;
	}
	return true;
}

/* Does one title begin with the other, or do both begin with the same word? */
static bool begins_alike(const char *a, const char *b)
{
	size_t length = 0;
	while (a[length] && a[length] == b[length] && (a[length] != ' '))
		length++;
	bool ends = !a[length] || !b[length];
	return length > 2 && (ends || (a[length] == ' ' && b[length] == ' '));
}

struct finding {
	struct index_node *at[INDEX_FOUND_START + 1]; /* the first one of each kind */
	unsigned bare, start;                         /* how many there are */
	struct index_node *coded;                     /* bare, with the same codes */
};

static void look_at(struct finding *finding, struct index_node *node, const struct index_fold *fold,
		    const struct index_fold *wanted, const struct icd_index_term *says)
{
	const struct icd_index_term *said = node->term.says;
	enum index_found found =
		fold->exact == wanted->exact     ? INDEX_FOUND_EXACT
		: fold->said == wanted->said     ? INDEX_FOUND_SAME
		: fold->titled == wanted->titled ? INDEX_FOUND_TITLE
		: fold->bare == wanted->bare     ? INDEX_FOUND_BARE
		: says->parts[ICD_PART_CODE] && begins_alike(fold->order, wanted->order) && same_codes(said, says)
			? INDEX_FOUND_START
			: INDEX_FOUND_NOT;
	if (!finding->at[found])
		finding->at[found] = node;
	finding->bare += found == INDEX_FOUND_BARE;
	finding->start += found == INDEX_FOUND_START;
	if (found == INDEX_FOUND_BARE && !finding->coded && same_codes(said, says))
		finding->coded = node;
}

/* ---- children by all they say ---- */

static uint64_t hash_below(const struct index_node *parent, uint64_t exact)
{
	uint64_t both[2] = {(uintptr_t)parent, exact};
	return icd_hash_bytes(both, sizeof both);
}

/* Has the node found by what it says now, if its parent's children are. */
static void index_child(struct index_draft *draft, struct index_node *node)
{
	if (!node->parent->indexed)
		return;
	need_hashed(&draft->by_exact, hash_below(node->parent, fold_of(draft, node)->exact),
		    (uint32_t)draft->child_count);
	*one_more(draft->children, draft->child_count, draft->child_capacity) = node;
}

struct exact_child {
	const struct index_node *parent;
	uint64_t exact;
	struct index_node *found;
	unsigned count; /* more than 1: several, or one that is listed twice */
};

/* Counts the children that say it; for icd_hash_find, which goes on to the next then. */
static bool count_child(const void *context, uint32_t item, const void *key)
{
	const struct index_draft *draft = context;
	struct exact_child *wanted = (struct exact_child *)key;
	struct index_node *node = draft->children[item];
	if (node->parent == wanted->parent && fold_of(draft, node)->exact == wanted->exact) {
		wanted->found = node;
		wanted->count++;
	}
	return false;
}

static struct exact_child exact_child(struct index_draft *draft, struct index_node *parent, uint64_t exact)
{
	struct exact_child wanted = {.parent = parent, .exact = exact};
	bool indexed = parent->indexed;
	parent->indexed = true;
	for (struct index_node *node = indexed ? NULL : parent->first; node; node = node->next)
		index_child(draft, node);
	icd_hash_find(&draft->by_exact, hash_below(parent, exact), count_child, draft, &wanted);
	return wanted;
}

/* ---- the child that is meant ---- */

static enum index_found judge(const struct finding *finding, struct index_node **out)
{
	*out = finding->at[INDEX_FOUND_TITLE];
	if (*out)
		return INDEX_FOUND_TITLE;
	*out = finding->coded ? finding->coded : finding->bare == 1 ? finding->at[INDEX_FOUND_BARE] : NULL;
	if (*out)
		return INDEX_FOUND_BARE;
	*out = finding->start == 1 ? finding->at[INDEX_FOUND_START] : NULL;
	return *out ? INDEX_FOUND_START : INDEX_FOUND_NOT;
}

enum index_found index_find(struct index_draft *draft, struct index_node *parent, const struct icd_index_term *says,
			    struct index_node **out)
{
	struct finding findings[2] = {{{NULL}, 0, 0, NULL}, {{NULL}, 0, 0, NULL}}; /* among the others, the deleted */
	struct icd_pool pool = {0};
	struct index_fold wanted = index_fold(says, &pool);
	struct exact_child exact = exact_child(draft, parent, wanted.exact);
	if (exact.count == 1) {
		icd_pool_free(&pool);
		*out = exact.found;
		return INDEX_FOUND_EXACT;
	}
	for (struct index_node *node = parent->first; node; node = node->next)
		look_at(&findings[node->deleted], node, fold_of(draft, node), &wanted, says);
	icd_pool_free(&pool);
	for (int found = INDEX_FOUND_EXACT; found <= INDEX_FOUND_SAME; found++) {
		*out = findings[0].at[found] ? findings[0].at[found] : findings[1].at[found];
		if (*out)
			return (enum index_found)found;
	}
	enum index_found found = judge(&findings[0], out);
	return found ? found : judge(&findings[1], out);
}

struct index_node *index_find_exact(struct index_draft *draft, struct index_node *parent,
				    const struct icd_index_term *says)
{
	struct icd_pool pool = {0};
	struct exact_child exact = exact_child(draft, parent, index_fold(says, &pool).exact);
	struct index_node *found = exact.found;
	icd_pool_free(&pool);
	if (exact.count > 1 && index_find(draft, parent, says, &found) != INDEX_FOUND_EXACT)
		found = NULL;
	return found;
}

/* ---- changing ---- */

static size_t letter_of(const struct index_draft *draft, const char *plain)
{
	const struct index_list *list = draft->list;
	while (*plain && !icd_is_letter_or_digit(*plain))
		plain++;
	for (size_t i = 0; i < list->letter_count; i++) {
		if (icd_lower(list->letters[i][0]) == icd_lower(*plain))
			return i;
	}
	return 0; /* before A: digits and signs, where a list has a place for them */
}

/* Main terms stand under their letters; all others by their titles alone. */
static bool comes_before(const struct index_draft *draft, struct index_node *node, const struct index_node *other,
			 const char *order_of_other)
{
	if (other->parent == &draft->root && node->letter != other->letter)
		return node->letter < other->letter;
	return strcmp(fold_of(draft, node)->order, order_of_other) <= 0;
}

/* Puts the node among its siblings, where the fewest of them stand on the wrong side of it: not all official lists are
 * sorted throughout. */
static void place(const struct index_draft *draft, struct index_node *node)
{
	const char *order = fold_of(draft, node)->order;
	struct index_node **best = &node->parent->first;
	long wrong = 0, least = 0;
	for (struct index_node **at = &node->parent->first; *at; at = &(*at)->next) {
		wrong += comes_before(draft, *at, node, order) ? -1 : 1;
		if (wrong < least) {
			least = wrong;
			best = &(*at)->next;
		}
	}
	node->next = *best;
	*best = node;
}

static void take_out(struct index_node *node)
{
	struct index_node **at = &node->parent->first;
	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
}

static void say(const struct index_draft *draft, struct index_node *node, const struct icd_index_term *says)
{
	struct icd_buffer plain = {0};
	node->term.says = need_copy(draft->pool, says, 1, sizeof *says);
	icd_index_title(&plain, says->title);
	const char *text = ended(&plain);
	node->term.plain = need_text(draft->pool, text, strlen(text));
	icd_buffer_free(&plain);
	node->fold = NULL;
	if (node->parent == &draft->root)
		node->letter = letter_of(draft, node->term.plain);
}

struct index_node *index_add(struct index_draft *draft, struct index_node *parent, const struct icd_index_term *says)
{
	struct index_node *node = need(draft->nodes, 1, sizeof *node);
	node->parent = parent;
	say(draft, node, says);
	place(draft, node);
	index_child(draft, node);
	return node;
}

void index_reword(struct index_draft *draft, struct index_node *node, const struct icd_index_term *says)
{
	uint64_t before = fold_of(draft, node)->bare;
	const char *behind = node->term.says->behind;
	say(draft, node, says);
	node->term.says->behind = behind;
	node->deleted = false;
	index_child(draft, node);
	if (fold_of(draft, node)->bare == before)
		return;
	take_out(node);
	place(draft, node);
}

/* Gives the children of a term that goes to the sibling before it: in a printed index they would stand under that. */
static void pass_on_children(struct index_draft *draft, struct index_node *node, struct index_node *before)
{
	struct index_node *above = before ? before : node->parent;
	struct index_node **at = before ? &before->first : &node->next;
	while (before && *at)
		at = &(*at)->next;
	struct index_node *after = *at;
	*at = node->first;
	for (; *at; at = &(*at)->next) {
		(*at)->parent = above;
		(*at)->letter = node->letter;
		index_child(draft, *at);
	}
	*at = after;
}

static void settle_below(struct index_draft *draft, struct index_node *parent)
{
	struct index_node *before = NULL;
	for (struct index_node **at = &parent->first; *at;) {
		struct index_node *node = *at;
		settle_below(draft, node);
		if (node->deleted) {
			pass_on_children(draft, node, before);
			*at = node->next;
			node->parent = NULL;
		} else {
			before = node;
			at = &node->next;
		}
	}
}

void index_draft_settle(struct index_draft *draft)
{
	settle_below(draft, &draft->root);
}
