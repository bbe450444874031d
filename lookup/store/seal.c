/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "seal.h"

#include "format.h"
#include "memory/memory.h"

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
	unsigned char word_size, byte_order;
};

/*
 * The blocks that are asked for first, side by side. A look-up reads fifty to a hundred from all over the file, and memory
 * in one piece costs the kernel less than as much in as many places.
 */
#define FRONT_SIZE ((size_t)512 * 1024)
#define FRONT_STEP ((size_t)64 * 1024) /* of it is populated at once */
#define FRONT_MOST 128                 /* blocks */
#define FRONT_KEYS 512                 /* a power of two */

struct front {
	unsigned char *bytes;            /* FRONT_SIZE */
	size_t populated;                /* of them */
	unsigned taken, room;            /* places for blocks */
	uint64_t block[FRONT_MOST];      /* what lies there */
	unsigned char place[FRONT_KEYS]; /* by hash of a block, counted from 1; 0 is none */
};

struct icd_seal {
	char *path;
	int fd;
	struct timespec written; /* when the file was last changed, as of opening it */
	struct footer footer;
	size_t file_size;
	struct front front;
	unsigned char
		*copy; /* of the file, with the blocks for which the front has no room; NULL until there are any */
	unsigned char *ready; /* a bit for each block: it is in the copy and, of a page, its checksum holds */
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

/* What LMDB's pages depend on: the width of its numbers, in bytes, and their order. */
static unsigned char word_size(void)
{
	return sizeof(size_t);
}

static unsigned char byte_order(void)
{
	const uint16_t one = 1;
	return *(const unsigned char *)&one ? 'L' : 'B';
}

static void encode_footer(unsigned char bytes[FOOTER_SIZE], const struct footer *footer)
{
	memset(bytes, 0, FOOTER_SIZE);
	put_le(bytes, 4, footer->version);
	put_le(bytes + 4, 4, footer->page_size);
	put_le(bytes + 8, 8, footer->pages);
	bytes[16] = footer->word_size;
	bytes[17] = footer->byte_order;
	put_le(bytes + 48, 8, icd_hash_bytes(bytes, 48));
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
	footer->word_size = bytes[16];
	footer->byte_order = bytes[17];
	return get_le(bytes + 48, 8) == icd_hash_bytes(bytes, 48);
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
		put_le(table + page * 8, 8, icd_hash_bytes((const unsigned char *)map + page * page_size, page_size));
	encode_footer(table + table_size,
		      &(struct footer){ICD_FORMAT_VERSION, page_size, pages, word_size(), byte_order()});
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

bool icd_seal_damaged(const struct icd_seal *seal, uint64_t page, struct icd_error *err)
{
	return icd_fail_as(err, ICD_FAULT_DAMAGED,
			   "%s: the index is damaged (page %llu): build it again with icd10-build-index", seal->path,
			   (unsigned long long)page);
}

static bool fail_reading(const struct icd_seal *seal, struct icd_error *err)
{
	return icd_fail(err, "%s: cannot read the index: %s", seal->path, strerror(errno));
}

/* Reads what is left of `size` after interruptions; short only at the end of the file. */
static ssize_t read_at(int fd, unsigned char *to, size_t size, uint64_t offset)
{
	size_t done = 0;
	while (done < size) {
		ssize_t count = pread(fd, to + done, size - done, (off_t)(offset + done));
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		if (count == 0)
			break;
		done += (size_t)count;
	}
	return (ssize_t)done;
}

static bool read_status(int fd, struct icd_seal *seal, struct icd_error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return fail_reading(seal, err);
	if (!S_ISREG(st.st_mode))
		return icd_fail(err, "%s: not a file: an index made by icd10-build-index was expected", seal->path);
	seal->file_size = (size_t)st.st_size;
	seal->written = st.st_mtim;
	return true;
}

/* The file was read before this is asked: is what was read from the file that was opened? */
static bool is_unchanged(const struct icd_seal *seal)
{
	struct stat st;
	return fstat(seal->fd, &st) == 0 && (size_t)st.st_size == seal->file_size &&
	       st.st_mtim.tv_sec == seal->written.tv_sec && st.st_mtim.tv_nsec == seal->written.tv_nsec;
}

static bool fail_footer(const struct icd_seal *seal, const char *what, struct icd_error *err)
{
	return icd_fail_as(err, ICD_FAULT_DAMAGED, "%s: the index %s: build it again with icd10-build-index",
			   seal->path, what);
}

static bool read_footer(struct icd_seal *seal, struct icd_error *err)
{
	unsigned char bytes[FOOTER_SIZE];
	if (seal->file_size < FOOTER_SIZE ||
	    read_at(seal->fd, bytes, sizeof bytes, seal->file_size - FOOTER_SIZE) != FOOTER_SIZE || !is_ours(bytes))
		return icd_fail(err,
				"%s: not an ICD-10-CM index, or one that was cut off: build it again with "
				"icd10-build-index",
				seal->path);
	if (!decode_footer(bytes, &seal->footer))
		return fail_footer(seal, "is damaged (its last bytes)", err);
	if (seal->footer.version != ICD_FORMAT_VERSION)
		return icd_fail_as(err, ICD_FAULT_FORMAT,
				   "%s: made by index format %u, this program reads %d: build it again with "
				   "icd10-build-index",
				   seal->path, (unsigned)seal->footer.version, ICD_FORMAT_VERSION);
	return true;
}

/* LMDB's pages are numbers as the machine has them. */
static bool is_of_this_machine(const struct icd_seal *seal, struct icd_error *err)
{
	const struct footer *footer = &seal->footer;
	return (footer->word_size == word_size() && footer->byte_order == byte_order()) ||
	       icd_fail_as(err, ICD_FAULT_FORMAT,
			   "%s: made on a %d-bit machine with the %s byte first, this is a %d-bit one with the %s byte "
			   "first: build it again here with icd10-build-index",
			   seal->path, footer->word_size * 8, footer->byte_order == 'L' ? "low" : "high",
			   word_size() * 8, byte_order() == 'L' ? "low" : "high");
}

static bool sizes_agree(const struct icd_seal *seal)
{
	const struct footer *footer = &seal->footer;
	uint32_t size = footer->page_size;
	return size >= 512 && size <= 65536 && (size & (size - 1)) == 0 && footer->pages >= 2 &&
	       footer->pages <= SIZE_MAX / 2 / (size + 8) &&
	       footer->pages * (size + 8) + FOOTER_SIZE == seal->file_size;
}

/* Memory of zeros, of which none is taken until it is written to; NULL when it runs out. */
static unsigned char *map_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static size_t block_count(const struct icd_seal *seal)
{
	return seal->file_size / seal->footer.page_size + 1;
}

static bool make_front(struct icd_seal *seal, struct icd_error *err)
{
	size_t room = FRONT_SIZE / seal->footer.page_size;
	seal->front.room = room < FRONT_MOST ? (unsigned)room : FRONT_MOST;
	seal->front.bytes = map_memory(FRONT_SIZE);
	seal->ready = calloc(block_count(seal) / 8 + 1, 1);
	return (seal->front.bytes && seal->ready) || icd_out_of_memory(err);
}

bool icd_seal_open(int fd, const char *path, struct icd_seal **out, struct icd_error *err)
{
	struct icd_seal *seal = calloc(1, sizeof *seal);
	if (!seal || !(seal->path = strdup(path))) {
		free(seal);
		close(fd);
		return icd_out_of_memory(err);
	}
	seal->fd = fd;
	if (!read_status(fd, seal, err) || !read_footer(seal, err) || !is_of_this_machine(seal, err))
		goto fail;
	if (!sizes_agree(seal)) {
		fail_footer(seal, "was cut off or has grown", err);
		goto fail;
	}
	if (!make_front(seal, err))
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
	if (seal->front.bytes)
		munmap(seal->front.bytes, FRONT_SIZE);
	if (seal->copy)
		munmap(seal->copy, block_count(seal) * seal->footer.page_size);
	close(seal->fd);
	free(seal->ready);
	free(seal->path);
	free(seal);
}

uint64_t icd_seal_page_count(const struct icd_seal *seal)
{
	return seal->footer.pages;
}

size_t icd_seal_page_size(const struct icd_seal *seal)
{
	return seal->footer.page_size;
}

bool icd_seal_replaced(const struct icd_seal *seal)
{
	struct stat held, named;
	return fstat(seal->fd, &held) == 0 && stat(seal->path, &named) == 0 &&
	       (held.st_dev != named.st_dev || held.st_ino != named.st_ino);
}

/* ---- the front ---- */

#define FRONT_NOTHING UINT64_MAX

/* The key of a block, or the free one where it would have it. */
static unsigned front_key(const struct front *front, uint64_t block)
{
	unsigned key = (unsigned)(icd_hash_number(block) >> 55) % FRONT_KEYS;
	while (front->place[key] && front->block[front->place[key] - 1] != block)
		key = (key + 1) % FRONT_KEYS;
	return key;
}

/* Where a run of blocks lies; NULL when it does not, or not in one piece. */
static const unsigned char *front_run(const struct icd_seal *seal, uint64_t first, uint64_t count)
{
	const struct front *front = &seal->front;
	unsigned key = front_key(front, first), place = front->place[key] - 1u;
	if (!front->place[key] || count > front->taken - place)
		return NULL;
	for (unsigned i = 1; i < count; i++) {
		if (front->block[place + i] != first + i)
			return NULL;
	}
	return front->bytes + (size_t)place * seal->footer.page_size;
}

/* Memory that is there costs less than what is found missing while it is written to. */
static void populate(unsigned char *bytes, size_t size)
{
	madvise(bytes, size, MADV_POPULATE_WRITE);
}

/* Room for a run of blocks; NULL when there is none. */
static unsigned char *front_take(struct icd_seal *seal, uint64_t count)
{
	struct front *front = &seal->front;
	size_t size = seal->footer.page_size, begin = front->taken * size;
	if (count > front->room - front->taken)
		return NULL;
	while (begin + (size_t)count * size > front->populated) {
		populate(front->bytes + front->populated, FRONT_STEP);
		front->populated += FRONT_STEP;
	}
	for (uint64_t i = 0; i < count; i++)
		front->block[front->taken++] = FRONT_NOTHING;
	return front->bytes + begin;
}

/* The room that was taken at `bytes` has the run now, and the front its blocks there. */
static void front_set(struct icd_seal *seal, const unsigned char *bytes, uint64_t first, uint64_t count)
{
	struct front *front = &seal->front;
	size_t place = (size_t)(bytes - front->bytes) / seal->footer.page_size;
	for (uint64_t block = first; block < first + count; block++) {
		unsigned key = front_key(front, block);
		front->block[place++] = block;
		front->place[key] = (unsigned char)place;
	}
}

/* ---- blocks ---- */

static bool is_in_copy(const struct icd_seal *seal, uint64_t block)
{
	return seal->ready[block / 8] & 1u << block % 8;
}

/* Where a run of blocks lies that was read before; else NULL. */
static const unsigned char *run_at(const struct icd_seal *seal, uint64_t first, uint64_t count)
{
	uint64_t known = 0;
	while (known < count && is_in_copy(seal, first + known))
		known++;
	return known == count ? seal->copy + (size_t)first * seal->footer.page_size : front_run(seal, first, count);
}

/* How many blocks from `first` on, `most` at most, were not read before the next one that was. */
static uint64_t count_unread(const struct icd_seal *seal, uint64_t first, uint64_t most)
{
	uint64_t count = 0;
	while (count < most && !run_at(seal, first + count, 1))
		count++;
	return count;
}

static bool fail_written_over(const struct icd_seal *seal, struct icd_error *err)
{
	return icd_fail(err, "%s: the index was written over while it was read: start again", seal->path);
}

static bool read_blocks(const struct icd_seal *seal, uint64_t first, uint64_t count, unsigned char *to,
			struct icd_error *err)
{
	size_t size = seal->footer.page_size, offset = (size_t)first * size;
	size_t wanted =
		(size_t)count * size < seal->file_size - offset ? (size_t)count * size : seal->file_size - offset;
	ssize_t got = read_at(seal->fd, to, wanted, offset);
	if (got < 0)
		return fail_reading(seal, err);
	return (size_t)got == wanted || fail_written_over(seal, err);
}

/* Is what was read well? False says what is wrong with it. */
typedef bool check_blocks(struct icd_seal *seal, uint64_t first, uint64_t count, const unsigned char *bytes,
			  struct icd_error *err);

/* Reads those of a run of blocks that are not in the copy; others may be in use. */
static bool fill_copy(struct icd_seal *seal, uint64_t first, uint64_t count, check_blocks *check, struct icd_error *err)
{
	size_t size = seal->footer.page_size;
	if (!seal->copy && !(seal->copy = map_memory(block_count(seal) * size)))
		return icd_out_of_memory(err);
	for (uint64_t block = first, end = first + count, run; block < end; block += run) {
		unsigned char *bytes = seal->copy + (size_t)block * size;
		for (run = 1; !is_in_copy(seal, block) && block + run < end && !is_in_copy(seal, block + run);)
			run++;
		if (is_in_copy(seal, block))
			continue;
		populate(bytes, (size_t)run * size);
		if (!read_blocks(seal, block, run, bytes, err) || !check(seal, block, run, bytes, err))
			return false;
		for (uint64_t i = block; i < block + run; i++)
			seal->ready[i / 8] |= (unsigned char)(1u << i % 8);
	}
	return true;
}

/* Reads a run of blocks that was not read before as such; NULL on failure. */
static const unsigned char *read_run(struct icd_seal *seal, uint64_t first, uint64_t count, check_blocks *check,
				     struct icd_error *err)
{
	unsigned char *front = front_take(seal, count);
	if (!front)
		return fill_copy(seal, first, count, check, err) ? run_at(seal, first, count) : NULL;
	if (!read_blocks(seal, first, count, front, err) || !check(seal, first, count, front, err))
		return NULL;
	front_set(seal, front, first, count);
	return front;
}

/* ---- pages ---- */

/* Checksums must be those of the file that was opened; then they tell of each page whether it is. */
static bool check_unchanged(struct icd_seal *seal, uint64_t first, uint64_t count, const unsigned char *bytes,
			    struct icd_error *err)
{
	(void)first, (void)count, (void)bytes;
	return is_unchanged(seal) || fail_written_over(seal, err);
}

/* The checksum that the seal has for a page. */
static bool get_checksum(struct icd_seal *seal, uint64_t page, uint64_t *checksum, struct icd_error *err)
{
	size_t size = seal->footer.page_size, at = (size_t)page * 8;
	uint64_t block = seal->footer.pages + at / size;
	const unsigned char *bytes = run_at(seal, block, 1);
	if (!bytes && !(bytes = read_run(seal, block, 1, check_unchanged, err)))
		return false;
	*checksum = get_le(bytes + at % size, 8);
	return true;
}

static bool check_pages(struct icd_seal *seal, uint64_t first, uint64_t count, const unsigned char *bytes,
			struct icd_error *err)
{
	for (uint64_t page = first; page < first + count; page++, bytes += seal->footer.page_size) {
		uint64_t checksum;
		if (!get_checksum(seal, page, &checksum, err))
			return false;
		if (checksum != icd_hash_bytes(bytes, seal->footer.page_size))
			return is_unchanged(seal) ? icd_seal_damaged(seal, page, err) : fail_written_over(seal, err);
	}
	return true;
}

const unsigned char *icd_seal_pages(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err)
{
	if (first >= seal->footer.pages || count == 0 || count > seal->footer.pages - first) {
		icd_seal_damaged(seal, first, err);
		return NULL;
	}
	const unsigned char *bytes = run_at(seal, first, count);
	return bytes ? bytes : read_run(seal, first, count, check_pages, err);
}

bool icd_seal_read_ahead(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err)
{
	if (first >= seal->footer.pages || count > seal->footer.pages - first)
		return icd_seal_damaged(seal, first, err);
	uint64_t wanted = count_unread(seal, first, count);
	return wanted == 0 || icd_seal_pages(seal, first, wanted, err) != NULL;
}

#define CHECKED_AT_ONCE 32 /* pages */

/* The checksums are to be read again. */
static void forget_checksums(struct icd_seal *seal)
{
	for (uint64_t block = seal->footer.pages; block < block_count(seal); block++)
		seal->ready[block / 8] &= (unsigned char)~(1u << block % 8);
	for (unsigned place = 0; place < seal->front.taken; place++) {
		if (seal->front.block[place] >= seal->footer.pages)
			seal->front.block[place] = FRONT_NOTHING;
	}
}

/* What was read before is read again; what was not is there from now on. */
bool icd_seal_check_all(struct icd_seal *seal, struct icd_error *err)
{
	unsigned char *page = calloc(1, seal->footer.page_size);
	if (!page)
		return icd_out_of_memory(err);
	bool ok = true;
	uint64_t pages = seal->footer.pages;
	forget_checksums(seal);
	for (uint64_t number = 0, count; ok && number < pages; number += count ? count : 1) {
		uint64_t left = pages - number;
		count = count_unread(seal, number, left < CHECKED_AT_ONCE ? left : CHECKED_AT_ONCE);
		ok = count ? icd_seal_pages(seal, number, count, err) != NULL
			   : read_blocks(seal, number, 1, page, err) && check_pages(seal, number, 1, page, err);
	}
	free(page);
	return ok;
}
