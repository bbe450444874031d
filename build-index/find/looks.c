/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "looks.h"

#include "common/common.h"
#include "memory/buffer.h"

#include <stdlib.h>
#include <string.h>

void looks_key(const char *by, const char *name, const char *sha256, char key[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	char bytes[ICD_DIGEST_SIZE];
	icd_digest_bytes(&digest, by, strlen(by) + 1);
	icd_digest_bytes(&digest, name, strlen(name) + 1);
	icd_digest_bytes(&digest, sha256, strlen(sha256));
	icd_digest_end(&digest, bytes);
	cache_key("looks", bytes, strlen(bytes), key);
}

static void walk_look(const struct icd_codec *c, struct look *look)
{
	icd_codec_text(c, &look->inner);
	ICD_CODEC_BYTE(c, look->says);
	ICD_CODEC_BYTE(c, look->kind);
	ICD_CODEC_BYTE(c, look->is_pdf);
	ICD_CODEC_NUMBER(c, look->said, UINT32_MAX);
	ICD_CODEC_NUMBER64(c, look->size);
	icd_codec_short_text(c, look->sha256, sizeof look->sha256);
	size_t digits = strlen(look->sha256);
	icd_codec_expect(c, look->says < LOOK_ENDS && look->kind < ICD_FILE_KINDS);
	icd_codec_expect(c, !digits || digits == sizeof look->sha256 - 1);
}

static void walk_looks(const struct icd_codec *c, struct looks *looks)
{
	uint32_t count = (uint32_t)looks->count;
	ICD_CODEC_BYTE(c, looks->zipped);
	ICD_CODEC_BYTE(c, looks->of_zip);
	icd_codec_items(c, &looks->at, &count, sizeof *looks->at);
	looks->count = count;
	for (size_t i = 0; i < count && icd_codec_well(c); i++)
		walk_look(c, &looks->at[i]);
	icd_codec_expect(c, looks->of_zip || count == 1);
}

bool looks_recall(const struct cache *cache, const char *key, struct icd_pool *pool, struct looks *out)
{
	size_t size;
	char *kept = cache_get(cache, key, &size);
	struct looks looks = {.count = 0};
	if (!kept)
		return false;
	struct icd_reader in = icd_reader_of(need_copy(pool, kept, size, 1), size);
	free(kept);
	walk_looks(&(struct icd_codec){.in = &in, .pool = pool}, &looks);
	if (in.failed || in.at != in.end)
		return false;
	*out = looks;
	return true;
}

void looks_keep(const struct cache *cache, const char *key, const struct looks *looks)
{
	struct icd_buffer out = {0};
	walk_looks(&(struct icd_codec){.out = &out}, (struct looks *)looks);
	if (!out.failed)
		cache_put(cache, key, out.data, out.size);
	icd_buffer_free(&out);
}
