/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "seal.h"

#include "memory/memory.h"
#include "format.h"
#include "key.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The file ends with: a checksum of 8 bytes for each page, then the footer. Numbers in
 * the seal are little-endian, whatever the machine.
 */
#define FOOTER_SIZE 64
static const char magic[8] = "ICD10CM\n"; /* without its NUL */

struct footer {
	uint32_t version;
	uint32_t page_size;
	uint64_t pages;
};

struct icd_seal {
	char *path;
	struct footer footer;
	size_t file_size;
	const unsigned char *map;   /* the whole file; LMDB maps it for itself */
	const unsigned char *table; /* the checksums in it */
	unsigned char *checked;     /* a bit for each page */
};

/* ---- little-endian numbers at any address ---- */

static uint64_t get_le(const unsigned char *at, int size)
{
	uint64_t number = 0;
	for (int i = size; i-- > 0;)
		number = number << 8 | at[i];
	return number;
}

static void put_le(unsigned char *at, int size, uint64_t number)
{
	for (int i = 0; i < size; i++, number >>= 8)
		at[i] = (unsigned char)number;
}

static void encode_footer(unsigned char bytes[FOOTER_SIZE], const struct footer *footer)
{
	memset(bytes, 0, FOOTER_SIZE);
	put_le(bytes, 4, footer->version);
	put_le(bytes + 4, 4, footer->page_size);
	put_le(bytes + 8, 8, footer->pages);
	put_le(bytes + 48, 8, XXH3_64bits(bytes, 48));
	memcpy(bytes + 56, magic, sizeof magic);
}

static bool is_ours(const unsigned char bytes[FOOTER_SIZE])
{
	return memcmp(bytes + 56, magic, sizeof magic) == 0;
}

static bool decode_footer(const unsigned char bytes[FOOTER_SIZE], struct footer *footer)
{
	footer->version = (uint32_t)get_le(bytes, 4);
	footer->page_size = (uint32_t)get_le(bytes + 4, 4);
	footer->pages = get_le(bytes + 8, 8);
	return get_le(bytes + 48, 8) == XXH3_64bits(bytes, 48);
}

/* ---- writing ---- */

static bool write_all(int fd, const void *data, size_t size)
{
	const char *at = data;
	while (size) {
		ssize_t written = write(fd, at, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		at += written;
		size -= (size_t)written;
	}
	return true;
}

bool icd_seal_write(int fd, uint64_t pages, uint32_t page_size, const char *path, struct icd_error *err)
{
	size_t size = (size_t)pages * page_size, table_size = (size_t)pages * 8;
	unsigned char *table = malloc(table_size + FOOTER_SIZE);
	void *map = MAP_FAILED;
	bool ok = false;
	if (!table || ftruncate(fd, (off_t)size) != 0)
		goto end;
	map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		goto end;
	for (uint64_t page = 0; page < pages; page++)
		put_le(table + page * 8, 8, XXH3_64bits((const unsigned char *)map + page * page_size, page_size));
	encode_footer(table + table_size, &(struct footer){ICD_FORMAT_VERSION, page_size, pages});
	ok = lseek(fd, (off_t)size, SEEK_SET) == (off_t)size && write_all(fd, table, table_size + FOOTER_SIZE);
end:
	if (!ok)
		icd_fail(err, "%s: cannot write the index: %s", path, strerror(errno));
	if (map != MAP_FAILED)
		munmap(map, size);
	free(table);
	return ok;
}

/* ---- opening ---- */

static bool fail_damaged(const struct icd_seal *seal, uint64_t page, struct icd_error *err)
{
	return icd_fail_as(err, ICD_FAULT_DAMAGED,
			   "%s: the index is damaged (page %llu): build it again with icd10-build-index", seal->path,
			   (unsigned long long)page);
}

static bool read_footer(int fd, struct icd_seal *seal, struct icd_error *err)
{
	unsigned char bytes[FOOTER_SIZE];
	struct stat st;
	if (fstat(fd, &st) != 0)
		return icd_fail(err, "%s: %s", seal->path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return icd_fail(err, "%s: not a file: an index made by icd10-build-index was expected", seal->path);
	seal->file_size = (size_t)st.st_size;
	if (seal->file_size < FOOTER_SIZE || pread(fd, bytes, sizeof bytes, st.st_size - FOOTER_SIZE) != FOOTER_SIZE ||
	    !is_ours(bytes))
		return icd_fail(err,
				"%s: not an ICD-10-CM index, or one that was cut off: build it again with "
				"icd10-build-index",
				seal->path);
	if (!decode_footer(bytes, &seal->footer))
		return icd_fail_as(err, ICD_FAULT_DAMAGED,
				   "%s: the index is damaged (its last bytes): build it again with "
				   "icd10-build-index",
				   seal->path);
	if (seal->footer.version != ICD_FORMAT_VERSION)
		return icd_fail_as(err, ICD_FAULT_FORMAT,
				   "%s: made by index format %u, this program reads %d: build it again with "
				   "icd10-build-index",
				   seal->path, (unsigned)seal->footer.version, ICD_FORMAT_VERSION);
	return true;
}

static bool sizes_agree(const struct icd_seal *seal)
{
	const struct footer *footer = &seal->footer;
	uint32_t size = footer->page_size;
	return size >= 512 && size <= 65536 && (size & (size - 1)) == 0 && footer->pages >= 2 &&
	       footer->pages <= SIZE_MAX / 2 / (size + 8) &&
	       footer->pages * (size + 8) + FOOTER_SIZE == seal->file_size;
}

static bool map_file(int fd, struct icd_seal *seal)
{
	void *map = mmap(NULL, seal->file_size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return false;
	seal->map = map;
	seal->table = seal->map + (size_t)seal->footer.pages * seal->footer.page_size;
	return true;
}

static const unsigned char *page_at(const struct icd_seal *seal, uint64_t page)
{
	return seal->map + page * seal->footer.page_size;
}

static bool check_page(struct icd_seal *seal, uint64_t page, struct icd_error *err)
{
	if (page >= seal->footer.pages)
		return fail_damaged(seal, page, err);
	unsigned char bit = (unsigned char)(1u << (page % 8));
	if (seal->checked[page / 8] & bit)
		return true;
	if (get_le(seal->table + page * 8, 8) != XXH3_64bits(page_at(seal, page), seal->footer.page_size))
		return fail_damaged(seal, page, err);
	seal->checked[page / 8] |= bit;
	return true;
}

bool icd_seal_open(int fd, const char *path, struct icd_seal **out, struct icd_error *err)
{
	struct icd_seal *seal = calloc(1, sizeof *seal);
	if (!seal || !(seal->path = strdup(path))) {
		icd_out_of_memory(err);
		goto fail;
	}
	if (!read_footer(fd, seal, err))
		goto fail;
	if (!sizes_agree(seal)) {
		icd_fail_as(err, ICD_FAULT_DAMAGED,
			    "%s: the index was cut off or has grown: build it again with icd10-build-index", path);
		goto fail;
	}
	seal->checked = calloc((size_t)seal->footer.pages / 8 + 1, 1);
	if (!seal->checked || !map_file(fd, seal)) {
		if (errno == ENOMEM)
			icd_out_of_memory(err);
		else
			icd_fail(err, "%s: %s", path, strerror(errno));
		goto fail;
	}
	/* The meta pages, before LMDB reads them. */
	if (!check_page(seal, 0, err) || !check_page(seal, 1, err))
		goto fail;
	*out = seal;
	return true;
fail:
	icd_seal_close(seal);
	return false;
}

void icd_seal_close(struct icd_seal *seal)
{
	if (!seal)
		return;
	if (seal->map)
		munmap((void *)seal->map, seal->file_size);
	free(seal->checked);
	free(seal->path);
	free(seal);
}

/* ---- checking pages ---- */

bool icd_seal_check_all(struct icd_seal *seal, struct icd_error *err)
{
	bool ok = true;
	memset(seal->checked, 0, (size_t)seal->footer.pages / 8 + 1);
	for (uint64_t page = 0; ok && page < seal->footer.pages; page++)
		ok = check_page(seal, page, err);
	return ok;
}

#if UINTPTR_MAX == UINT64_MAX && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* LMDB's layout (data version 1): offsets in a page, in a node, in a meta page. */
enum {
	PAGE_FLAGS = 10,
	PAGE_LOWER = 12,
	PAGE_OVERFLOW_COUNT = 12,
	PAGE_NODES = 16,
	PAGE_IS_BRANCH = 0x01,
	PAGE_IS_LEAF = 0x02,
	NODE_FLAGS = 4,
	NODE_KEY_SIZE = 6,
	NODE_KEY = 8,
	NODE_IS_BIG = 0x01,
	META_MAIN_ROOT = 16 + 24 + 48 + 40,
	META_TXN = 16 + 24 + 96 + 8,
};

/* A cursor that has read the last key in range steps once more, onto the page of the key after it:
 * that page is checked too. */
struct range {
	const void *low, *high;
	size_t low_size, high_size;
	bool passed; /* a key above `high` was seen, or is not wanted */
};

static const unsigned char *node_at(const unsigned char *page, unsigned index)
{
	return page + get_le(page + PAGE_NODES + (size_t)2 * index, 2);
}

static unsigned node_count(const unsigned char *page)
{
	return (unsigned)(get_le(page + PAGE_LOWER, 2) - PAGE_NODES) / 2;
}

static int compare_node(const unsigned char *node, const void *key, size_t size)
{
	return icd_key_compare(node + NODE_KEY, get_le(node + NODE_KEY_SIZE, 2), key, size);
}

struct node_search {
	const unsigned char *page;
	unsigned from; /* number of the first node that counts */
	const void *key;
	size_t size;
	bool or_equal;
};

static bool stands_before(const void *context, size_t item)
{
	const struct node_search *search = context;
	int order = compare_node(node_at(search->page, search->from + (unsigned)item), search->key, search->size);
	return search->or_equal ? order < 0 : order <= 0;
}

/* The first node from `from` on whose key is above `key` (or equal, with `or_equal`). */
static unsigned first_above(const unsigned char *page, unsigned from, const void *key, size_t size, bool or_equal)
{
	struct node_search search = {page, from, key, size, or_equal};
	unsigned count = node_count(page);
	return from + (count > from ? (unsigned)icd_lower_bound(count - from, stands_before, &search) : 0);
}

static bool check_big_value(struct icd_seal *seal, const unsigned char *node, struct icd_error *err)
{
	uint64_t page = get_le(node + NODE_KEY + get_le(node + NODE_KEY_SIZE, 2), 8);
	if (!check_page(seal, page, err))
		return false;
	uint64_t count = get_le(page_at(seal, page) + PAGE_OVERFLOW_COUNT, 4);
	for (uint64_t i = 1; i < count; i++) {
		if (!check_page(seal, page + i, err))
			return false;
	}
	return true;
}

/* A page whose checksum holds is as the builder wrote it: its offsets can be trusted. */
static bool check_tree(struct icd_seal *seal, uint64_t number, struct range *range, unsigned depth,
		       struct icd_error *err)
{
	if (depth > 32)
		return fail_damaged(seal, number, err);
	if (!check_page(seal, number, err))
		return false;
	const unsigned char *page = page_at(seal, number);
	uint64_t flags = get_le(page + PAGE_FLAGS, 2);
	unsigned count = node_count(page);
	if (flags & PAGE_IS_LEAF) {
		unsigned i = first_above(page, 0, range->low, range->low_size, true);
		for (; i < count && compare_node(node_at(page, i), range->high, range->high_size) <= 0; i++) {
			const unsigned char *node = node_at(page, i);
			if ((get_le(node + NODE_FLAGS, 2) & NODE_IS_BIG) && !check_big_value(seal, node, err))
				return false;
		}
		range->passed |= i < count;
		return true;
	}
	if (!(flags & PAGE_IS_BRANCH))
		return fail_damaged(seal, number, err);
	/* A branch's first key stands for "everything below the second". */
	unsigned i = first_above(page, 1, range->low, range->low_size, false) - 1;
	for (; i < count; i++) {
		const unsigned char *node = node_at(page, i);
		if (range->passed && i > 0 && compare_node(node, range->high, range->high_size) > 0)
			break;
		uint64_t child = get_le(node, 2) | get_le(node + 2, 2) << 16 | get_le(node + 4, 2) << 32;
		if (!check_tree(seal, child, range, depth + 1, err))
			return false;
	}
	return true;
}

bool icd_seal_check(struct icd_seal *seal, const void *low, size_t low_size, const void *high, size_t high_size,
		    struct icd_error *err)
{
	struct range range = {low, high, low_size, high_size, low == high};
	const unsigned char *meta = page_at(seal, 0);
	if (get_le(page_at(seal, 1) + META_TXN, 8) > get_le(meta + META_TXN, 8))
		meta = page_at(seal, 1);
	uint64_t root = get_le(meta + META_MAIN_ROOT, 8);
	if (root == UINT64_MAX) /* an empty tree */
		return true;
	return check_tree(seal, root, &range, 0, err);
}

#else

bool icd_seal_check(struct icd_seal *seal, const void *low, size_t low_size, const void *high, size_t high_size,
		    struct icd_error *err)
{
	(void)low, (void)low_size, (void)high, (void)high_size;
	uint64_t last = seal->footer.pages - 1;
	return (seal->checked[last / 8] & 1u << last % 8) || icd_seal_check_all(seal, err);
}

#endif
