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

void icd_digest_put(void *digest, const void *bytes, size_t size)
{
	icd_digest_bytes(digest, bytes, size);
}

/* A text with its NUL: no two sequences of texts give the same bytes. */
static void put_text(const struct icd_sink *sink, const char *text)
{
	sink->put(sink->context, text, strlen(text) + 1);
}

void icd_said_place(const struct icd_sink *sink, enum icd_place_kind kind, unsigned depth, const char *name,
		    const char *title, bool placeholder)
{
	unsigned char head[] = {'P', (unsigned char)kind, [ICD_SAID_DEPTH] = (unsigned char)depth, placeholder};
	sink->put(sink->context, head, sizeof head);
	put_text(sink, name);
	put_text(sink, title);
}

void icd_said_entry(const struct icd_sink *sink, enum icd_entry_kind kind, unsigned flags, const char *character,
		    const char *text)
{
	unsigned char head[] = {'E', (unsigned char)kind, (unsigned char)flags};
	sink->put(sink->context, head, sizeof head);
	put_text(sink, character);
	put_text(sink, text);
}

void icd_digest_of(const void *bytes, size_t size, char out[ICD_DIGEST_SIZE])
{
	struct icd_digest digest = icd_digest_start();
	icd_digest_bytes(&digest, bytes, size);
	icd_digest_end(&digest, out);
}

void icd_digest_front(struct icd_digest *digest, const char *front)
{
	put_text(&(struct icd_sink){icd_digest_put, digest}, front);
}

void icd_digest_place(struct icd_digest *digest, enum icd_place_kind kind, unsigned depth, const char *name,
		      const char *title, bool placeholder)
{
	icd_said_place(&(struct icd_sink){icd_digest_put, digest}, kind, depth, name, title, placeholder);
}

void icd_digest_entry(struct icd_digest *digest, enum icd_entry_kind kind, unsigned flags, const char *character,
		      const char *text)
{
	icd_said_entry(&(struct icd_sink){icd_digest_put, digest}, kind, flags, character, text);
}

void icd_digest_guideline(struct icd_digest *digest, const char *number, const char *title, const char *text)
{
	const struct icd_sink sink = {icd_digest_put, digest};
	put_text(&sink, number);
	put_text(&sink, title);
	put_text(&sink, text);
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
