/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What release files say, once they were found. */
#include "find.h"

#include "pdf/pdf.h"
#include "container.h"

#include <stdlib.h>
#include <string.h>

void container_let_go(const struct cache *cache, struct container *container)
{
	archive_close(&container->archive);
	if (container->news && container->key[0])
		looks_keep(cache, container->key, &container->looks);
	container->news = false;
}

bool source_read(struct source *source, struct input *in, struct icd_error *err)
{
	char sha256[ICD_DIGEST_SIZE];
	struct look *look = source->look;
	pdf_turn(source->desk);
	if (!archive_read(&source->container->archive, source->member, source->display, SIZE_MAX, in, err))
		return false;
	if (source->member == ARCHIVE_ITSELF && source->container->inventoried)
		return true;
	icd_digest_of(in->data, in->size, sha256);
	if (!look->sha256[0]) {
		look->size = in->size;
		memcpy(look->sha256, sha256, sizeof sha256);
		source->container->news = true;
	}
	if (strcmp(look->sha256, sha256) == 0)
		return true;
	free((char *)in->data);
	*in = (struct input){0};
	return icd_fail(err, "%s: it was changed while the index was made: make it again", source->display);
}

void source_done(struct source *source)
{
	source->done = true;
	if (--source->container->unread == 0)
		container_let_go(source->cache, source->container);
}

bool source_words(struct source *source, struct input *words, struct icd_error *err)
{
	enum pdf_form form = source->kind == ICD_FILE_GUIDELINES ? PDF_LINES : PDF_WORDS;
	struct pdf_job *job = source->job;
	struct input in;
	source->job = NULL;
	if (!job && pdf_recall(source->desk, source->look->sha256, form, source->display, words))
		return true;
	if (!job && !source_read(source, &in, err))
		return false;
	if (!job) {
		job = pdf_start(source->desk, &in, source->look->sha256, form);
		free((char *)in.data);
	}
	return pdf_take(source->desk, job, words, err) == PDF_READ;
}
