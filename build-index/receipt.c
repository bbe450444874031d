/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "receipt.h"

#include "pdf/pdf.h"
#include "user/user.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK         ((size_t)1 << 16)
#define CHECKSUM_SIZE (2 * sizeof(XXH128_canonical_t) + 1)

static bool digest_file(const char *path, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	bool ok = inventory_digest_file(path, &digest);
	icd_digest_end(&digest, out);
	return ok;
}

static bool add_bytes(XXH3_state_t *state, int fd)
{
	static unsigned char chunk[CHUNK];
	ssize_t got;
	while ((got = read(fd, chunk, sizeof chunk)) > 0)
		XXH3_128bits_update(state, chunk, (size_t)got);
	return got == 0;
}

/* Of the index: it guards against accidents, as those in the cache do, and takes a tenth of the time of a digest. */
static bool checksum_file(const char *path, char out[CHECKSUM_SIZE])
{
	XXH128_canonical_t checksum;
	XXH3_state_t state;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	XXH3_128bits_reset(&state);
	bool ok = fd >= 0 && add_bytes(&state, fd);
	if (fd >= 0)
		close(fd);
	XXH128_canonicalFromHash(&checksum, XXH3_128bits_digest(&state));
	for (size_t i = 0; i < sizeof checksum; i++)
		snprintf(out + 2 * i, 3, "%02x", checksum.digest[i]);
	return ok;
}

/* The program itself, and those that read PDFs for it. */
static bool add_programs(struct icd_digest *digest)
{
	char self[ICD_DIGEST_SIZE], readers[PDF_PROGRAMS_SIZE];
	if (!digest_file("/proc/self/exe", self))
		return false;
	pdf_programs(readers);
	icd_digest_bytes(digest, self, sizeof self);
	icd_digest_bytes(digest, readers, strlen(readers) + 1);
	return true;
}

void receipt_take(const struct build_options *options, char *const *paths, size_t count, struct inventory *inventory,
		  struct receipt *receipt)
{
	struct icd_digest digest = icd_digest_start();
	*receipt = (struct receipt){.of = ""};
	icd_digest_bytes(&digest, &options->effective, sizeof options->effective);
	bool known = add_programs(&digest);
	if (inventory_take(paths, count, &digest, inventory) && known)
		icd_digest_end(&digest, receipt->of);
	receipt->files = inventory->count;
}

/* Where the receipt of an index is: by the whole path of that. "" where there is no place. */
static const char *receipt_path(const char *index, char out[ICD_LOCATION_SIZE])
{
	char folder[ICD_LOCATION_SIZE], digest[ICD_DIGEST_SIZE];
	char *whole = realpath(index, NULL);
	out[0] = '\0';
	if (whole && icd_user_folder("XDG_CACHE_HOME", ".cache", folder)[0]) {
		icd_digest_of(whole, strlen(whole), digest);
		snprintf(out, ICD_LOCATION_SIZE, "%.4000s/made-%.16s", folder, digest);
	}
	free(whole);
	return out;
}

bool receipt_holds(const struct receipt *receipt, const char *index)
{
	char path[ICD_LOCATION_SIZE], of[ICD_DIGEST_SIZE], made[CHECKSUM_SIZE], is[CHECKSUM_SIZE];
	if (!receipt->of[0] || !receipt_path(index, path)[0])
		return false;
	FILE *file = fopen(path, "r");
	if (!file)
		return false;
	bool read = fscanf(file, "%64s %32s", of, made) == 2;
	fclose(file);
	return read && strcmp(of, receipt->of) == 0 && checksum_file(index, is) && strcmp(is, made) == 0;
}

struct kept {
	const struct receipt *receipt;
	char made[CHECKSUM_SIZE];
};

static bool write_receipt(void *context, FILE *file, struct icd_error *err)
{
	const struct kept *kept = context;
	return fprintf(file, "%s %s\n", kept->receipt->of, kept->made) > 0 || icd_fail(err, "cannot be written");
}

void receipt_keep(const struct receipt *receipt, const char *index)
{
	char path[ICD_LOCATION_SIZE];
	struct kept kept = {.receipt = receipt};
	struct icd_error ignored;
	if (receipt->of[0] && receipt_path(index, path)[0] && checksum_file(index, kept.made) &&
	    user_file_make_folder(path, &ignored))
		write_file(path, write_receipt, &kept, &ignored);
}
