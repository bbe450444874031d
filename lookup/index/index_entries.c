/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_entries.h"

#include "index_text.h"
#include "index_walk.h"

#include <string.h>

const char *const icd_index_names[ICD_INDEXES] = {"alphabetic", "cause", "drug", "neoplasm"};

/* ---- books ---- */

enum icd_found icd_index_book_read(const struct icd_view *view, enum icd_index_kind kind, struct icd_pool *pool,
				   struct icd_index_book *book, struct icd_error *err)
{
	const struct icd_sequence *sequence = &view->about->index[kind];
	struct icd_reader in;
	int member = icd_member_on(sequence, view->on);
	if (sequence->count == 0)
		return ICD_NOT_FOUND;
	*book = (struct icd_index_book){.view = view, .kind = kind};
	book->member = (uint16_t)(member < 0 ? 0 : member);
	book->date = sequence->at[book->member].date;
	book->later = book->date > view->on;
	for (uint16_t i = 0; i < view->about->sets.count; i++) {
		icd_date date = view->about->sets.at[i].date;
		book->stale |= date > book->date && date <= view->on;
	}
	struct icd_key key = icd_index_head_key(kind, book->member);
	if (icd_store_fetch(view->store, &key, &in, err) == ICD_FAILED)
		return ICD_FAILED;
	return icd_get_index_head(&in, pool, &book->head) || icd_store_bad_record(view->store, &key, &in, err)
		       ? ICD_FOUND
		       : ICD_FAILED;
}

/* ---- trees ---- */

/* Gives a node its title and name; false when memory runs out. */
static bool name_node(struct icd_pool *pool, struct icd_buffer *buffer, struct icd_index_node *node)
{
	node->title = icd_index_title_text(pool, buffer, node->term->title);
	node->name = node->title ? icd_index_plain_text(pool, buffer, node->title) : NULL;
	return node->name && !pool->failed;
}

/* Parents and last subterms; a level that does not fit (in a damaged index only) is taken as the next below. */
static void link_nodes(struct icd_index_tree *tree)
{
	uint32_t open[ICD_INDEX_LEVELS] = {0};
	for (uint32_t i = 0; i < tree->count; i++) {
		struct icd_index_node *node = &tree->at[i];
		unsigned most = i ? tree->at[i - 1].level + 1 : 0;
		node->level = node->level > most ? most : node->level;
		node->parent = node->level ? open[node->level - 1] : i;
		node->last = i;
		open[node->level] = i;
		for (unsigned level = 0; level < node->level; level++)
			tree->at[open[level]].last = i;
	}
}

/* The nodes of a tree without their names. */
static bool read_nodes(const struct icd_index_book *book, struct icd_pool *pool, uint32_t block,
		       struct icd_index_tree *tree, struct icd_error *err)
{
	struct icd_key key = icd_index_block_key(book->kind, block);
	struct icd_index_block terms;
	struct icd_reader in;
	*tree = (struct icd_index_tree){.block = block};
	if (icd_store_fetch(book->view->store, &key, &in, err) == ICD_FAILED)
		return false;
	if (!icd_get_index_block(&in, pool, &terms))
		return icd_store_bad_record(book->view->store, &key, &in, err);
	tree->at = icd_pool_take(pool, terms.count, sizeof *tree->at);
	if (!tree->at)
		return icd_out_of_memory(err);
	for (uint32_t i = icd_index_block_start(&terms, book->member); i < terms.count; i++) {
		const struct icd_index_term *term = &terms.at[i];
		if (icd_index_term_in(term, book->member))
			tree->at[tree->count++] =
				(struct icd_index_node){.term = term, .level = term->level, .number = i};
	}
	link_nodes(tree);
	return true;
}

bool icd_index_tree_read(const struct icd_index_book *book, struct icd_pool *pool, uint32_t block,
			 struct icd_index_tree *tree, struct icd_error *err)
{
	struct icd_buffer buffer = {0};
	if (!read_nodes(book, pool, block, tree, err))
		return false;
	bool ok = true;
	for (uint32_t i = 0; ok && i < tree->count; i++)
		ok = name_node(pool, &buffer, &tree->at[i]);
	icd_buffer_free(&buffer);
	return ok || icd_out_of_memory(err);
}

const char *icd_index_path(struct icd_pool *pool, const struct icd_index_tree *tree, uint32_t node, const char *between)
{
	const char *path = tree->at[node].name;
	while (path && tree->at[node].parent != node) {
		node = tree->at[node].parent;
		path = icd_pool_print(pool, "%s%s%s", tree->at[node].name, between, path);
	}
	return path;
}

/* ---- codes ---- */

bool icd_index_code_read(const struct icd_view *view, struct icd_pool *pool, const char *written,
			 struct icd_index_code *code, struct icd_error *err)
{
	struct icd_typed_code typed;
	struct icd_code_record record;
	struct icd_validity validity;
	*code = (struct icd_index_code){.written = written, .status = ICD_STATUS_UNKNOWN, .title = ""};
	if (!icd_code_parse(written, strlen(written), &typed))
		return true;
	code->is_code = true;
	code->open = typed.open;
	memcpy(code->code, typed.code, sizeof code->code);
	enum icd_found found = icd_store_code(view->store, pool, typed.code, &record, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	icd_view_validity(view, &record.runs, &validity);
	code->status = validity.status;
	code->state = validity.state;
	code->title = icd_view_title(view, &record);
	return true;
}

/* ---- entries for a code ---- */

struct entries_work {
	const struct icd_view *view;
	struct icd_pool *pool;
	const struct icd_code_record *code;
	bool below;
	struct icd_index_book *books[ICD_INDEXES]; /* NULL until needed, or not held */
	struct icd_index_tree *tree;               /* of the block that is walked */
	struct icd_index_walk walk;
	struct icd_index_entries *out;
	struct icd_buffer buffer;
	struct icd_error *err;
};

static bool means(const struct entries_work *l, const struct icd_index_pointer *pointer)
{
	const struct icd_code_record *code = l->code;
	const struct icd_interval *of = &pointer->codes;
	if (!pointer->reference_count)
		return of->first <= code->ordinal + (l->below ? code->last - code->ordinal : 0) &&
		       of->last >= code->ordinal;
	return icd_references_mean(pointer->references, pointer->reference_count, code->code, code->ordinal) ||
	       (l->below &&
		icd_references_touch(pointer->references, pointer->reference_count, code->ordinal, code->last));
}

static bool book_of(struct entries_work *l, enum icd_index_kind kind)
{
	if (l->books[kind])
		return true;
	l->books[kind] = icd_pool_take(l->pool, 1, sizeof *l->books[kind]);
	return l->books[kind] ? icd_index_book_read(l->view, kind, l->pool, l->books[kind], l->err) == ICD_FOUND
			      : icd_out_of_memory(l->err);
}

/* Goes on to the term of the pointer, in the block that is walked or in another one; *stands: the index has it. */
static bool walk_to(struct entries_work *l, const struct icd_index_pointer *pointer, bool *stands)
{
	if (!icd_index_walk_leads_to(&l->walk, pointer)) {
		l->tree = icd_pool_take(l->pool, 1, sizeof *l->tree);
		if (!l->tree)
			return icd_out_of_memory(l->err);
		l->tree->block = pointer->block;
		if (!icd_index_walk_start(&l->walk, l->view, pointer->kind, pointer->block, l->err))
			return false;
	}
	return icd_index_walk_to(&l->walk, l->view, pointer->term, stands, l->err);
}

/* Adds the node of an open term below `parent`, or that of the main term. */
static bool add_node(struct entries_work *l, struct icd_index_open *open, uint32_t parent)
{
	struct icd_index_tree *tree = l->tree;
	struct icd_index_term *term = icd_pool_take(l->pool, 1, sizeof *term);
	tree->at = icd_pool_grown(l->pool, tree->at, tree->count, sizeof *tree->at);
	if (!term || !tree->at)
		return icd_out_of_memory(l->err);
	*term = icd_index_walk_term(&l->walk, open);
	open->node = tree->count++;
	struct icd_index_node *node = &tree->at[open->node];
	*node = (struct icd_index_node){.term = term, .number = open->number, .level = open->level};
	node->parent = parent == ICD_INDEX_NO_NODE ? open->node : parent;
	node->last = open->node;
	return name_node(l->pool, &l->buffer, node) || icd_out_of_memory(l->err);
}

/* Gives the term passed last and those above it nodes, where they have none yet. */
static bool add_nodes(struct entries_work *l)
{
	uint32_t parent = ICD_INDEX_NO_NODE;
	bool ok = true;
	for (unsigned i = 0; ok && i < l->walk.open_count; i++) {
		struct icd_index_open *open = &l->walk.open[i];
		ok = open->node != ICD_INDEX_NO_NODE || add_node(l, open, parent);
		parent = open->node;
	}
	return ok;
}

/* Adds the entry when its term stands in the book in force. */
static bool add_entry(struct entries_work *l, const struct icd_index_pointer *pointer)
{
	bool stands = false;
	if (!book_of(l, pointer->kind) || !walk_to(l, pointer, &stands))
		return false;
	struct icd_index_open *last = &l->walk.open[l->walk.open_count - stands];
	const char *text = stands ? icd_index_walk_term(&l->walk, last).parts[pointer->part] : NULL;
	if (!text)
		return true;
	if (!add_nodes(l))
		return false;
	l->out->at[l->out->count++] =
		(struct icd_index_entry){l->books[pointer->kind], l->tree, last->node, pointer->part, text};
	return true;
}

bool icd_index_pointers_read(struct icd_store *store, struct icd_pool *pool, const char *code,
			     struct icd_index_pointers *pointers, struct icd_error *err)
{
	struct icd_key key = icd_index_pointers_key(code);
	struct icd_reader in;
	*pointers = (struct icd_index_pointers){0};
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return icd_get_index_pointers(&in, pool, pointers) || icd_store_bad_record(store, &key, &in, err);
}

bool icd_index_entries_for(const struct icd_view *view, struct icd_pool *pool, const struct icd_code_record *code,
			   bool below, struct icd_index_entries *out, struct icd_error *err)
{
	struct entries_work l = {.view = view, .pool = pool, .code = code, .below = below, .out = out, .err = err};
	struct icd_index_pointers pointers;
	*out = (struct icd_index_entries){0};
	if (!icd_index_pointers_read(view->store, pool, code->code, &pointers, err))
		return false;
	out->at = icd_pool_take(pool, pointers.count, sizeof *out->at);
	if (!out->at)
		return icd_out_of_memory(err);
	bool ok = true;
	for (uint32_t i = 0; ok && i < pointers.count; i++)
		ok = !means(&l, &pointers.at[i]) || add_entry(&l, &pointers.at[i]);
	icd_buffer_free(&l.buffer);
	return ok;
}
