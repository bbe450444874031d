/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cache.h"

#include "common/common.h"
#include "user/user.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ENTRY_MOST ((size_t)64 << 20) /* bytes; the largest official document makes 5 MB */
#define STALE      86400 /* seconds after which what is half written was left by a builder that was killed */

/* Stands behind the bytes of an entry. */
struct footer {
	char key[ICD_DIGEST_SIZE];
	unsigned char checksum[sizeof(XXH128_canonical_t)]; /* of the bytes */
};

struct cache {
	char folder[ICD_LOCATION_SIZE];
};

struct cache *cache_open(const char *name)
{
	char base[ICD_LOCATION_SIZE];
	struct icd_error ignored;
	if (!icd_user_folder("XDG_CACHE_HOME", ".cache", base)[0])
		return NULL;
	struct cache *cache = calloc(1, sizeof *cache);
	if (!cache)
		out_of_memory();
	snprintf(cache->folder, sizeof cache->folder, "%.4000s/%.16s/", base, name);
	if (!user_file_make_folder(cache->folder, &ignored) || access(cache->folder, W_OK) != 0) {
		free(cache);
		return NULL;
	}
	return cache;
}

void cache_key(const char *rule, const void *data, size_t size, char key[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	icd_digest_bytes(&digest, rule, strlen(rule) + 1);
	icd_digest_bytes(&digest, data, size);
	icd_digest_end(&digest, key);
}

/* ---- entries ---- */

static const char *path_of(const struct cache *cache, const char *key, char out[ICD_LOCATION_SIZE])
{
	snprintf(out, ICD_LOCATION_SIZE, "%.4000s%.64s", cache->folder, key);
	return out;
}

static struct footer footer_of(const char *key, const void *data, size_t size)
{
	struct footer footer = {.key = ""};
	XXH128_canonical_t checksum;
	XXH128_canonicalFromHash(&checksum, XXH3_128bits(data, size));
	memcpy(footer.key, key, sizeof footer.key);
	memcpy(footer.checksum, &checksum, sizeof footer.checksum);
	return footer;
}

/* The whole file; NULL when it cannot be read or has no size that an entry has. */
static char *read_file(int fd, size_t *size)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size < sizeof(struct footer) ||
	    (uint64_t)st.st_size > ENTRY_MOST)
		return NULL;
	char *data = malloc((size_t)st.st_size + 1);
	ssize_t got = 1;
	for (*size = 0; data && *size < (size_t)st.st_size && got > 0; *size += got > 0 ? (size_t)got : 0)
		got = read(fd, data + *size, (size_t)st.st_size - *size);
	if (*size == (size_t)st.st_size)
		return data;
	free(data);
	return NULL;
}

/* The bytes of the entry, without their footer. */
static char *read_entry(int fd, const char *key, size_t *size)
{
	char *data = read_file(fd, size);
	if (!data)
		return NULL;
	*size -= sizeof(struct footer);
	struct footer footer = footer_of(key, data, *size);
	if (memcmp(data + *size, &footer, sizeof footer) == 0) {
		data[*size] = '\0';
		return data;
	}
	free(data);
	return NULL;
}

char *cache_get(const struct cache *cache, const char *key, size_t *size)
{
	char path[ICD_LOCATION_SIZE];
	int fd = cache ? open(path_of(cache, key, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
	if (fd < 0)
		return NULL;
	char *data = read_entry(fd, key, size);
	if (data)
		futimens(fd, NULL); /* it was used now */
	else
		unlink(path);
	close(fd);
	return data;
}

struct entry {
	const void *data;
	size_t size;
	struct footer footer;
};

static bool write_entry(void *context, FILE *file, struct icd_error *err)
{
	const struct entry *entry = context;
	return (fwrite(entry->data, 1, entry->size, file) == entry->size &&
		fwrite(&entry->footer, sizeof entry->footer, 1, file) == 1) ||
	       icd_fail(err, "cannot be written");
}

void cache_put(const struct cache *cache, const char *key, const void *data, size_t size)
{
	char path[ICD_LOCATION_SIZE];
	struct icd_error ignored;
	if (!cache || size > ENTRY_MOST - sizeof(struct footer))
		return;
	struct entry entry = {data, size, footer_of(key, data, size)};
	write_file(path_of(cache, key, path), write_entry, &entry, &ignored);
}

/* ---- tidying ---- */

struct kept {
	char name[ICD_DIGEST_SIZE];
	struct timespec used;
	uint64_t size;
};

struct kept_list {
	struct kept *at;
	size_t count, capacity;
	uint64_t bytes;
};

/* An entry has its key as name, one half written something behind it. */
static void look_at(struct kept_list *list, int folder, const char *name)
{
	struct stat st;
	size_t length = strlen(name);
	if (length < ICD_DIGEST_SIZE - 1 || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return;
	if (length > ICD_DIGEST_SIZE - 1) {
		if (st.st_mtime < time(NULL) - STALE)
			unlinkat(folder, name, 0);
		return;
	}
	struct kept *kept = one_more(list->at, list->count, list->capacity);
	*kept = (struct kept){.used = st.st_mtim, .size = (uint64_t)st.st_size};
	memcpy(kept->name, name, length + 1);
	list->bytes += kept->size;
}

static int by_use(const void *a, const void *b)
{
	const struct kept *one = a, *other = b;
	int order = ICD_ORDER(one->used.tv_sec, other->used.tv_sec);
	order = order ? order : ICD_ORDER(one->used.tv_nsec, other->used.tv_nsec);
	return order ? order : strcmp(one->name, other->name);
}

static void tidy(DIR *folder, uint64_t most)
{
	struct kept_list list = {0};
	for (const struct dirent *entry; (entry = readdir(folder));)
		look_at(&list, dirfd(folder), entry->d_name);
	if (list.bytes > most)
		qsort(list.at, list.count, sizeof *list.at, by_use);
	for (size_t i = 0; i < list.count && list.bytes > most; i++) {
		unlinkat(dirfd(folder), list.at[i].name, 0);
		list.bytes -= list.at[i].size;
	}
	free(list.at);
}

void cache_close(struct cache *cache, uint64_t most)
{
	DIR *folder = cache ? opendir(cache->folder) : NULL;
	if (folder) {
		tidy(folder, most);
		closedir(folder);
	}
	free(cache);
}
