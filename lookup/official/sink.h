/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a file that is given back goes, piece by piece; small pieces are held until they are many. */
#ifndef ICD_OFFICIAL_SINK_H
#define ICD_OFFICIAL_SINK_H

#include <stddef.h>
#include <string.h>

struct icd_sink {
	/* Takes bytes of the file; whether they arrived is for its owner to know. */
	void (*put)(void *context, const void *bytes, size_t size);
	void *context;
};

/* Bytes on their way to a sink; all of them are there after icd_writer_end. */
struct icd_writer {
	struct icd_sink sink;
	size_t held;
	char bytes[8192];
};

static inline void icd_writer_end(struct icd_writer *writer)
{
	if (writer->held)
		writer->sink.put(writer->sink.context, writer->bytes, writer->held);
	writer->held = 0;
}

static inline void icd_writer_put(struct icd_writer *writer, const void *bytes, size_t size)
{
	if (size > sizeof writer->bytes - writer->held)
		icd_writer_end(writer);
	if (size > sizeof writer->bytes) {
		writer->sink.put(writer->sink.context, bytes, size);
		return;
	}
	memcpy(writer->bytes + writer->held, bytes, size);
	writer->held += size;
}

/* Fewer than the writer holds. */
static inline void icd_writer_blanks(struct icd_writer *writer, size_t count)
{
	if (count > sizeof writer->bytes - writer->held)
		icd_writer_end(writer);
	memset(writer->bytes + writer->held, ' ', count);
	writer->held += count;
}

static inline void icd_writer_text(struct icd_writer *writer, const char *text)
{
	icd_writer_put(writer, text, strlen(text));
}

#endif
