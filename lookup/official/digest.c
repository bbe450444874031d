/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "digest.h"

#include <string.h>

struct icd_digest icd_digest_start(void)
{
	struct icd_digest digest;
	sha256_init(&digest.context);
	return digest;
}

void icd_digest_bytes(struct icd_digest *digest, const void *bytes, size_t size)
{
	if (size)
		sha256_update(&digest->context, size, bytes);
}

/* A text with its NUL: no two sequences of texts give the same bytes. */
static void add_text(struct icd_digest *digest, const char *text)
{
	icd_digest_bytes(digest, text, strlen(text) + 1);
}

void icd_digest_of(const void *bytes, size_t size, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	icd_digest_bytes(&digest, bytes, size);
	icd_digest_end(&digest, out);
}

void icd_digest_front(struct icd_digest *digest, const char *front)
{
	add_text(digest, front);
}

void icd_digest_place(struct icd_digest *digest, enum icd_place_kind kind, unsigned depth, const char *name,
		      const char *title, bool placeholder)
{
	unsigned char head[4] = {'P', (unsigned char)kind, (unsigned char)depth, placeholder};
	icd_digest_bytes(digest, head, sizeof head);
	add_text(digest, name);
	add_text(digest, title);
}

void icd_digest_entry(struct icd_digest *digest, enum icd_entry_kind kind, unsigned flags, const char *character,
		      const char *text)
{
	unsigned char head[3] = {'E', (unsigned char)kind, (unsigned char)flags};
	icd_digest_bytes(digest, head, sizeof head);
	add_text(digest, character);
	add_text(digest, text);
}

void icd_digest_guideline(struct icd_digest *digest, const char *number, const char *title, const char *text)
{
	add_text(digest, number);
	add_text(digest, title);
	add_text(digest, text);
}

void icd_digest_end(struct icd_digest *digest, char out[ICD_DIGEST_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[SHA256_DIGEST_SIZE];
	sha256_digest(&digest->context, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * sizeof bytes] = '\0';
}
