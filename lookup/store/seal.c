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

struct icd_seal {
	char *path;
	int fd;
	struct timespec written; /* when the file was last changed, as of opening it */
	struct footer footer;
	size_t file_size;
	unsigned char *copy;  /* of the file, filled block by block as they are asked for */
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

/* The copy takes no memory until blocks are read into it. */
static bool make_copy(struct icd_seal *seal, struct icd_error *err)
{
	size_t blocks = seal->file_size / seal->footer.page_size + 1;
	void *copy = mmap(NULL, blocks * seal->footer.page_size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (copy == MAP_FAILED)
		return icd_out_of_memory(err);
	seal->copy = copy;
	seal->ready = calloc(blocks / 8 + 1, 1);
	return seal->ready || icd_out_of_memory(err);
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
	if (!make_copy(seal, err))
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
	if (seal->copy)
		munmap(seal->copy, (seal->file_size / seal->footer.page_size + 1) * seal->footer.page_size);
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

/* ---- pages ---- */

static bool is_ready(const struct icd_seal *seal, uint64_t block)
{
	return seal->ready[block / 8] & 1u << block % 8;
}

static void set_ready(struct icd_seal *seal, uint64_t block)
{
	seal->ready[block / 8] |= (unsigned char)(1u << block % 8);
}

/* Reads the blocks from `first` on into `to`. */
static bool read_blocks(const struct icd_seal *seal, uint64_t first, uint64_t count, unsigned char *to,
			struct icd_error *err)
{
	size_t size = seal->footer.page_size, offset = (size_t)first * size;
	size_t wanted =
		(size_t)count * size < seal->file_size - offset ? (size_t)count * size : seal->file_size - offset;
	/* Memory that is there costs less than what is found missing while it is written to. */
	if (to >= seal->copy && to < seal->copy + seal->file_size)
		madvise(to, wanted, MADV_POPULATE_WRITE);
	ssize_t got = read_at(seal->fd, to, wanted, offset);
	if (got < 0)
		return fail_reading(seal, err);
	if ((size_t)got == wanted && is_unchanged(seal))
		return true;
	return icd_fail(err, "%s: the index was written over while it was read: start again", seal->path);
}

/* The checksum that the seal has for a page. */
static bool get_checksum(struct icd_seal *seal, uint64_t page, uint64_t *checksum, struct icd_error *err)
{
	size_t size = seal->footer.page_size, at = (size_t)page * 8;
	uint64_t block = seal->footer.pages + at / size;
	if (!is_ready(seal, block)) {
		if (!read_blocks(seal, block, 1, seal->copy + (size_t)block * size, err))
			return false;
		set_ready(seal, block);
	}
	*checksum = get_le(seal->copy + (size_t)seal->footer.pages * size + at, 8);
	return true;
}

static bool check_page(struct icd_seal *seal, uint64_t page, const unsigned char *bytes, struct icd_error *err)
{
	uint64_t checksum;
	return get_checksum(seal, page, &checksum, err) &&
	       (checksum == icd_hash_bytes(bytes, seal->footer.page_size) || icd_seal_damaged(seal, page, err));
}

const unsigned char *icd_seal_pages(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err)
{
	if (first >= seal->footer.pages || count == 0 || count > seal->footer.pages - first) {
		icd_seal_damaged(seal, first, err);
		return NULL;
	}
	unsigned char *bytes = seal->copy + (size_t)first * seal->footer.page_size;
	uint64_t known = 0;
	while (known < count && is_ready(seal, first + known))
		known++;
	if (known == count)
		return bytes;
	unsigned char *rest = bytes + (size_t)known * seal->footer.page_size;
	if (!read_blocks(seal, first + known, count - known, rest, err))
		return NULL;
	for (uint64_t i = known; i < count; i++, rest += seal->footer.page_size) {
		if (!check_page(seal, first + i, rest, err))
			return NULL;
		set_ready(seal, first + i);
	}
	return bytes;
}

/* How many pages from `first` on, `most` at most, were not read before the next one that was. */
static uint64_t count_unread(const struct icd_seal *seal, uint64_t first, uint64_t most)
{
	uint64_t count = 0;
	while (count < most && !is_ready(seal, first + count))
		count++;
	return count;
}

bool icd_seal_read_ahead(struct icd_seal *seal, uint64_t first, uint64_t count, struct icd_error *err)
{
	if (first >= seal->footer.pages || count > seal->footer.pages - first)
		return icd_seal_damaged(seal, first, err);
	uint64_t wanted = count_unread(seal, first, count);
	return wanted == 0 || icd_seal_pages(seal, first, wanted, err) != NULL;
}

#define CHECKED_AT_ONCE 32 /* pages */

/* What was read before is read again; what was not is there from now on. */
bool icd_seal_check_all(struct icd_seal *seal, struct icd_error *err)
{
	unsigned char *page = calloc(1, seal->footer.page_size);
	if (!page)
		return icd_out_of_memory(err);
	bool ok = true;
	uint64_t pages = seal->footer.pages, blocks = seal->file_size / seal->footer.page_size + 1;
	for (uint64_t block = pages; block < blocks; block++)
		seal->ready[block / 8] &= (unsigned char)~(1u << block % 8);
	for (uint64_t number = 0, count; ok && number < pages; number += count ? count : 1) {
		uint64_t left = pages - number;
		count = count_unread(seal, number, left < CHECKED_AT_ONCE ? left : CHECKED_AT_ONCE);
		ok = count ? icd_seal_pages(seal, number, count, err) != NULL
			   : read_blocks(seal, number, 1, page, err) && check_page(seal, number, page, err);
	}
	free(page);
	return ok;
}
