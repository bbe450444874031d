/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "digest.h"

#include <string.h>

struct icd_digest icd_digest_start(void)
{
	struct icd_digest digest;
	SHA256Init(&digest.context);
	return digest;
}

void icd_digest_bytes(struct icd_digest *digest, const void *bytes, size_t size)
{
	if (size)
		SHA256Update(&digest->context, bytes, size);
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
	SHA256End(&digest->context, out);
}
