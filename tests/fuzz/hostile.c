/* SPDX-License-Identifier: GPL-3.0-or-later */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "hostile.h"

#include "store/write.h"
#include "store/seal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FOOTER_SIZE 64
#define PAGE_HEAD   16 /* LMDB's: number 8, unused 2, flags 2, lower 2, upper 2 */
#define NODE_HEAD   8  /* size 4, flags 2, size of the key 2 */
#define LEAF        2
#define BIG         1

static struct image {
	unsigned char *bytes, *changed;
	size_t size, page_size, pages;
} image;

static const char *source; /* NULL: the sample's */

void hostile_take(const char *path)
{
	source = path;
}

static uint64_t number_at(const unsigned char *at, int size)
{
	uint64_t number = 0;
	for (int i = size; i-- > 0;)
		number = number << 8 | at[i];
	return number;
}

static void read_image(void)
{
	FILE *file = fopen(source ? source : fuzz_index(), "r");
	fuzz_expect(file && fseek(file, 0, SEEK_END) == 0, "the index is there");
	image.size = (size_t)ftell(file);
	image.bytes = malloc(image.size);
	image.changed = malloc(image.size);
	rewind(file);
	fuzz_expect(image.bytes && image.changed && fread(image.bytes, image.size, 1, file) == 1, "it is read");
	fclose(file);
	const unsigned char *footer = image.bytes + image.size - FOOTER_SIZE;
	image.page_size = number_at(footer + 4, 4);
	image.pages = number_at(footer + 8, 8);
}

struct change {
	enum hostile_change what;
	unsigned page, node, where, value;
};

static unsigned char *page_of(unsigned number)
{
	return image.changed + (number % image.pages) * image.page_size;
}

static void put_two(unsigned char *page, size_t at, unsigned value)
{
	if (at + 2 > image.page_size)
		return;
	page[at] = (unsigned char)value;
	page[at + 1] = (unsigned char)(value >> 8);
}

/* Where a node of the page stands and how long its key and value are; false when it has none. */
struct place {
	size_t offset, key, value, value_size;
	bool big;
};
static bool node_of(const unsigned char *page, unsigned number, struct place *place)
{
	size_t lower = number_at(page + 12, 2), count = lower > PAGE_HEAD ? (lower - PAGE_HEAD) / 2 : 0;
	if (!count || lower > image.page_size)
		return false;
	place->offset = number_at(page + PAGE_HEAD + 2 * (number % count), 2);
	if (place->offset + NODE_HEAD > image.page_size)
		return false;
	place->key = place->offset + NODE_HEAD;
	place->value = place->key + number_at(page + place->offset + 6, 2);
	place->value_size = number_at(page + place->offset, 4);
	place->big = page[place->offset + 4] & BIG;
	return place->value < image.page_size;
}

static void change_value(unsigned char *page, const struct place *node, const struct change *change)
{
	static const unsigned char largest[][10] = {{0x7f},
						    {0xff, 0x7f},
						    {0xff, 0xff, 0x03},
						    {0xff, 0xff, 0xff, 0xff, 0x0f},
						    {0xff, 0xff, 0xff, 0xff, 0x07},
						    {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}};
	size_t size = node->big ? 8 : node->value_size, at = node->value + change->where % (size ? size : 1);
	const unsigned char *number = largest[change->value % (sizeof largest / sizeof *largest)];
	if (at >= image.page_size)
		return;
	if (change->what == HOSTILE_VALUE)
		page[at] = (unsigned char)change->value;
	for (size_t i = 0; change->what == HOSTILE_NUMBER && i < 10 && number[i] && at + i < image.page_size; i++)
		page[at + i] = number[i];
}

static void copy_value(unsigned char *page, const struct place *node, unsigned from)
{
	struct place other;
	if (!node_of(page, from, &other))
		return;
	size_t size = node->value_size < other.value_size ? node->value_size : other.value_size;
	if (node->big || other.big || node->value + size > image.page_size || other.value + size > image.page_size)
		return;
	memmove(page + node->value, page + other.value, size);
	put_two(page, node->offset, (unsigned)size);
}

static void change_node(unsigned char *page, const struct change *change)
{
	struct place node;
	if (!node_of(page, change->node, &node))
		return;
	switch (change->what) {
	case HOSTILE_NODE_HEAD:
		put_two(page, node.offset + 2 * (change->where % 4), change->value);
		break;
	case HOSTILE_KEY:
		page[node.key + change->where % (node.value - node.key + 1)] = (unsigned char)change->value;
		break;
	case HOSTILE_CUT:
		put_two(page, node.offset, (unsigned)(node.value_size - change->where % (node.value_size + 1)));
		break;
	case HOSTILE_COPY:
		copy_value(page, &node, change->where);
		break;
	default:
		change_value(page, &node, change);
	}
}

static void change_footer(unsigned at, unsigned value)
{
	unsigned char *footer = image.changed + image.size - FOOTER_SIZE;
	footer[at % 48] = (unsigned char)value;
	uint64_t hash = XXH3_64bits(footer, 48);
	for (int i = 0; i < 8; i++)
		footer[48 + i] = (unsigned char)(hash >> 8 * i);
}

static void make_change(const struct change *change)
{
	unsigned char *page = page_of(change->page);
	switch (change->what) {
	case HOSTILE_PAGE_HEAD:
		put_two(page, 2 * (change->where % (PAGE_HEAD / 2)), change->value);
		break;
	case HOSTILE_NODE_OFFSET:
		put_two(page, PAGE_HEAD + 2 * (size_t)change->node, change->value);
		break;
	case HOSTILE_META:
		page_of(change->page % 2)[change->where % 160] = (unsigned char)change->value;
		break;
	case HOSTILE_BIG: /* wherever a big record's pages are: their bytes */
	case HOSTILE_BYTE:
		page[change->where % image.page_size] = (unsigned char)change->value;
		break;
	case HOSTILE_FOOTER:
		break;
	default:
		change_node(page, change);
	}
}

static struct change change_at(const uint8_t *at)
{
	return (struct change){at[0] % HOSTILE_CHANGES, at[1] | (unsigned)at[2] << 8, at[3],
			       at[4] | (unsigned)at[5] << 8, at[6] | (unsigned)at[7] << 8};
}

/* The checksums of all pages, as the builder writes them; then the footer's changes. */
static void seal(const uint8_t *changes, size_t size)
{
	unsigned char *sum = image.changed + image.pages * image.page_size;
	for (size_t page = 0; page < image.pages; page++, sum += 8) {
		uint64_t hash = XXH3_64bits(image.changed + page * image.page_size, image.page_size);
		for (int i = 0; i < 8; i++)
			sum[i] = (unsigned char)(hash >> 8 * i);
	}
	for (; size >= HOSTILE_SIZE; changes += HOSTILE_SIZE, size -= HOSTILE_SIZE) {
		struct change change = change_at(changes);
		if (change.what == HOSTILE_FOOTER)
			change_footer(change.where, change.value);
	}
}

const char *hostile_index(const uint8_t *changes, size_t size)
{
	static char path[64];
	static int fd = -1;
	if (!image.bytes)
		read_image();
	memcpy(image.changed, image.bytes, image.size);
	for (size_t i = 0; i + HOSTILE_SIZE <= size; i += HOSTILE_SIZE) {
		struct change change = change_at(changes + i);
		make_change(&change);
	}
	seal(changes, size);
	if (fd < 0)
		fd = memfd_create("index", MFD_CLOEXEC);
	fuzz_expect(fd >= 0 && pwrite(fd, image.changed, image.size, 0) == (ssize_t)image.size, "the index is written");
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return path;
}
