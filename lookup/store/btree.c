/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "btree.h"

#include "memory/memory.h"

#include <string.h>

/* ---- LMDB's layout, with the machine's own numbers ---- */

#define LMDB_MAGIC   0xBEEFC0DEu
#define LMDB_VERSION 1
#define DEPTH_MAX    32

enum page_flags { PAGE_BRANCH = 0x01, PAGE_LEAF = 0x02, PAGE_OVERFLOW = 0x04, PAGE_META = 0x08 };
enum node_flags { NODE_BIG = 0x01 }; /* its value stands in pages of its own */

struct page_header {
	size_t number;
	uint16_t unused, flags;
	union {
		struct {
			uint16_t lower, upper; /* where the offsets of nodes end and where the nodes begin */
		};
		uint32_t pages; /* of a big value */
	};
};

struct database {
	uint32_t unused;
	uint16_t flags, depth;
	size_t branch_pages, leaf_pages, overflow_pages, entries, root;
};

struct meta {
	uint32_t magic, version;
	void *address;
	size_t map_size;
	struct database databases[2]; /* free pages, and the records */
	size_t last_page, transaction;
};

/* Its key follows, then its value or the number of the page where that begins. */
struct node_header {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint16_t low, high;
#else
	uint16_t high, low;
#endif
	uint16_t flags, key_size;
};

struct page {
	uint64_t number;
	const unsigned char *bytes;
	size_t size;
	struct page_header header;
	unsigned count; /* of nodes */
};

struct node {
	struct node_header header;
	const unsigned char *key;
};

/* ---- pages and nodes ---- */

/* Says so; always false. */
static bool damaged(const struct icd_seal *seal, uint64_t page, struct icd_error *err)
{
	icd_seal_damaged(seal, page, err);
	return false;
}

static bool read_page(const struct icd_btree *tree, uint64_t number, uint16_t kind, struct page *page,
		      struct icd_error *err)
{
	*page = (struct page){.number = number, .size = icd_seal_page_size(tree->seal)};
	page->bytes = icd_seal_pages(tree->seal, number, 1, err);
	if (!page->bytes)
		return false;
	memcpy(&page->header, page->bytes, sizeof page->header);
	size_t lower = page->header.lower;
	if (page->header.number != number || page->header.flags != kind || lower <= sizeof page->header ||
	    lower > page->size || lower > page->header.upper)
		return damaged(tree->seal, number, err);
	page->count = (unsigned)((lower - sizeof page->header) / 2);
	return page->count != 0 || damaged(tree->seal, number, err);
}

/* The node, when it and its key lie within the page and the key is no longer than any; else its key is NULL. */
static inline struct node node_at(const struct page *page, unsigned index)
{
	struct node node = {.key = NULL};
	uint16_t offset;
	memcpy(&offset, page->bytes + sizeof page->header + (size_t)2 * index, sizeof offset);
	if (offset < page->header.lower || offset + sizeof node.header > page->size)
		return node;
	memcpy(&node.header, page->bytes + offset, sizeof node.header);
	if (node.header.key_size <= ICD_KEY_MAX && offset + sizeof node.header + node.header.key_size <= page->size)
		node.key = page->bytes + offset + sizeof node.header;
	return node;
}

/* What a node of a branch leads to. */
static uint64_t child_of(const struct node *node)
{
	uint64_t high = sizeof(size_t) == 8 ? node->header.flags : 0;
	return node->header.low | (uint64_t)node->header.high << 16 | high << 32;
}

static bool big_value(const struct icd_btree *tree, const struct page *page, const unsigned char *at, size_t size,
		      struct icd_bytes *value, struct icd_error *err)
{
	size_t first;
	struct page_header header;
	memcpy(&first, at, sizeof first);
	uint64_t count = ((uint64_t)sizeof header + size + page->size - 1) / page->size;
	const unsigned char *bytes = icd_seal_pages(tree->seal, first, count, err);
	if (!bytes)
		return false;
	memcpy(&header, bytes, sizeof header);
	if (header.number != first || header.flags != PAGE_OVERFLOW || header.pages != count)
		return damaged(tree->seal, first, err);
	*value = (struct icd_bytes){bytes + sizeof header, size};
	return true;
}

static bool value_of(const struct icd_btree *tree, const struct page *page, const struct node *node,
		     struct icd_bytes *value, struct icd_error *err)
{
	const unsigned char *at = node->key + node->header.key_size;
	size_t size = node->header.low | (size_t)node->header.high << 16,
	       left = (size_t)(page->bytes + page->size - at);
	if (node->header.flags == NODE_BIG && left >= sizeof(size_t))
		return big_value(tree, page, at, size, value, err);
	if (node->header.flags != 0 || size > left)
		return damaged(tree->seal, page->number, err);
	*value = (struct icd_bytes){at, size};
	return true;
}

/* ---- searching ---- */

/* The first eight bytes of a key as a number that sorts as the key does, with NULs for those it has not; at `at` there must
 * be eight bytes to be read. Numbers that are equal say nothing. */
static inline uint64_t key_start(const unsigned char *at, size_t size)
{
	uint64_t start;
	memcpy(&start, at, sizeof start);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	start = __builtin_bswap64(start);
#endif
	return size >= sizeof start ? start : start & ~(UINT64_MAX >> 8 * size);
}

/* Is a key of the page below the one that is sought? Most are told by how they start. */
static inline bool is_below(const struct page *page, const struct node *node, const struct icd_key *key, uint64_t start)
{
	if (page->bytes + page->size - node->key >= (ptrdiff_t)sizeof start) {
		uint64_t here = key_start(node->key, node->header.key_size);
		if (here != start)
			return here < start;
	}
	return icd_key_compare(node->key, node->header.key_size, key->bytes, key->size) < 0;
}

/* The first node from `from` on whose key is not below `key`. A loop of its own: all look-ups come by here. */
static bool find_node(const struct icd_btree *tree, const struct page *page, unsigned from, const struct icd_key *key,
		      unsigned *index, struct icd_error *err)
{
	unsigned low = from, high = page->count;
	const uint64_t start = key_start(key->bytes, key->size);
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		struct node node = node_at(page, middle);
		if (!node.key)
			return damaged(tree->seal, page->number, err);
		if (is_below(page, &node, key, start))
			low = middle + 1;
		else
			high = middle;
	}
	*index = low;
	return true;
}

static bool get_node(const struct icd_btree *tree, const struct page *page, unsigned index, struct node *node,
		     struct icd_error *err)
{
	*node = node_at(page, index);
	return node->key || damaged(tree->seal, page->number, err);
}

/* The node of a branch below which `key` stands. The key of its first node stands for all below the second. */
static bool find_child(const struct icd_btree *tree, const struct page *page, const struct icd_key *key,
		       unsigned *index, struct icd_error *err)
{
	struct node node;
	if (!find_node(tree, page, 1, key, index, err))
		return false;
	if (*index < page->count) {
		if (!get_node(tree, page, *index, &node, err))
			return false;
		if (icd_key_compare(node.key, node.header.key_size, key->bytes, key->size) == 0)
			return true;
	}
	--*index;
	return true;
}

enum icd_found icd_btree_get(const struct icd_btree *tree, const struct icd_key *key, struct icd_bytes *value,
			     struct icd_error *err)
{
	uint64_t number = tree->root;
	struct page page;
	struct node node;
	unsigned index;
	if (number == UINT64_MAX)
		return ICD_NOT_FOUND;
	for (unsigned level = 1; level < tree->depth; level++, number = child_of(&node)) {
		if (!read_page(tree, number, PAGE_BRANCH, &page, err) || !find_child(tree, &page, key, &index, err) ||
		    !get_node(tree, &page, index, &node, err))
			return ICD_FAILED;
	}
	if (!read_page(tree, number, PAGE_LEAF, &page, err) || !find_node(tree, &page, 0, key, &index, err))
		return ICD_FAILED;
	if (index == page.count)
		return ICD_NOT_FOUND;
	if (!get_node(tree, &page, index, &node, err))
		return ICD_FAILED;
	if (icd_key_compare(node.key, node.header.key_size, key->bytes, key->size) != 0)
		return ICD_NOT_FOUND;
	return value_of(tree, &page, &node, value, err) ? ICD_FOUND : ICD_FAILED;
}

struct walk {
	const struct icd_btree *tree;
	const struct icd_key *low, *high;
	bool (*visit)(void *context, struct icd_bytes key, struct icd_bytes value);
	void *context;
	bool ended;     /* past `high`, or `visit` has enough */
	unsigned ahead; /* leaves that are read in one go, more of them as the walk goes on */
	uint64_t left;  /* pages that a tree of this file can still have: one that leads to itself is found out */
	struct icd_error *err;
};

static bool walk_leaf(struct walk *w, const struct page *page)
{
	unsigned index;
	if (!find_node(w->tree, page, 0, w->low, &index, w->err))
		return false;
	for (; index < page->count && !w->ended; index++) {
		struct node node;
		struct icd_bytes value;
		if (!get_node(w->tree, page, index, &node, w->err))
			return false;
		w->ended = icd_key_compare(node.key, node.header.key_size, w->high->bytes, w->high->size) > 0;
		if (w->ended)
			return true;
		if (!value_of(w->tree, page, &node, &value, w->err))
			return false;
		w->ended = !w->visit(w->context, (struct icd_bytes){node.key, node.header.key_size}, value);
	}
	return true;
}

#define AHEAD_MOST 32

/*
 * Reads the leaf below a node of a branch, and those behind it in the file that follow it and are within the walk, with one
 * system call. *end is the first node whose leaf is not read yet.
 */
static bool read_leaves(struct walk *w, const struct page *page, unsigned index, unsigned *end)
{
	struct node node;
	if (!get_node(w->tree, page, index, &node, w->err))
		return false;
	uint64_t first = child_of(&node);
	for (*end = index + 1; *end < page->count && *end - index < w->ahead; ++*end) {
		node = node_at(page, *end);
		if (!node.key || child_of(&node) != first + (*end - index) ||
		    icd_key_compare(node.key, node.header.key_size, w->high->bytes, w->high->size) > 0)
			break;
	}
	w->ahead = w->ahead < AHEAD_MOST ? 2 * w->ahead : AHEAD_MOST;
	return icd_seal_read_ahead(w->tree->seal, first, *end - index, w->err);
}

static bool walk_page(struct walk *w, uint64_t number, unsigned level);

static bool walk_branch(struct walk *w, const struct page *page, unsigned level)
{
	unsigned index, read = 0;
	if (!find_child(w->tree, page, w->low, &index, w->err))
		return false;
	for (; index < page->count && !w->ended; index++) {
		struct node node;
		if (!get_node(w->tree, page, index, &node, w->err))
			return false;
		w->ended =
			index > 0 && icd_key_compare(node.key, node.header.key_size, w->high->bytes, w->high->size) > 0;
		if (w->ended)
			return true;
		if (level + 1 == w->tree->depth && index >= read && !read_leaves(w, page, index, &read))
			return false;
		if (!walk_page(w, child_of(&node), level + 1))
			return false;
	}
	return true;
}

static bool walk_page(struct walk *w, uint64_t number, unsigned level)
{
	struct page page;
	bool leaf = level == w->tree->depth;
	if (w->left-- == 0)
		return damaged(w->tree->seal, number, w->err);
	if (!read_page(w->tree, number, leaf ? PAGE_LEAF : PAGE_BRANCH, &page, w->err))
		return false;
	return leaf ? walk_leaf(w, &page) : walk_branch(w, &page, level);
}

bool icd_btree_scan(const struct icd_btree *tree, const struct icd_key *low, const struct icd_key *high,
		    bool (*visit)(void *context, struct icd_bytes key, struct icd_bytes value), void *context,
		    struct icd_error *err)
{
	struct walk walk = {tree, low, high, visit, context, false, 1, icd_seal_page_count(tree->seal), err};
	return tree->root == UINT64_MAX || walk_page(&walk, tree->root, 1);
}

/* ---- opening ---- */

static bool read_meta(struct icd_seal *seal, uint64_t number, struct meta *meta, struct icd_error *err)
{
	struct page_header header;
	const unsigned char *bytes = icd_seal_pages(seal, number, 1, err);
	if (!bytes)
		return false;
	memcpy(&header, bytes, sizeof header);
	memcpy(meta, bytes + sizeof header, sizeof *meta);
	const struct database *records = &meta->databases[1];
	return ((header.flags & PAGE_META) && meta->magic == LMDB_MAGIC && meta->version == LMDB_VERSION &&
		records->depth <= DEPTH_MAX && (records->root == SIZE_MAX || records->depth > 0)) ||
	       damaged(seal, number, err);
}

bool icd_btree_open(struct icd_seal *seal, struct icd_btree *tree, struct icd_error *err)
{
	struct meta metas[2];
	if (!read_meta(seal, 0, &metas[0], err) || !read_meta(seal, 1, &metas[1], err))
		return false;
	const struct meta *newer = &metas[metas[1].transaction > metas[0].transaction];
	const struct database *records = &newer->databases[1];
	*tree = (struct icd_btree){
		.seal = seal,
		.root = records->root == SIZE_MAX ? UINT64_MAX : records->root,
		.depth = records->depth,
	};
	return true;
}
