/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row_fixes.h"

#include "memory/memory.h"

#include <stdio.h>
#include <string.h>

void row_fixes_add(struct row_fixes *fixes, const struct row *row, struct row_field place, struct row_field written,
		   const char *put)
{
	const char *found = memmem(place.text, place.length, written.text, written.length);
	struct row_fix one = {.length = written.length};
	size_t i = fixes->count;
	bool parted = row->delimiter && strchr(put, row->delimiter) && !memchr(place.text, '"', place.length);
	if (!found || parted || written.length >= sizeof one.put || fixes->count == ROWS_COLUMNS_MAX)
		return;
	one.at = (size_t)(found - row->whole.text);
	snprintf(one.put, sizeof one.put, "%s", put);
	while (i > 0 && fixes->fixes[i - 1].at > one.at)
		i--;
	/* A column may be asked for twice. */
	if (i > 0 && fixes->fixes[i - 1].at == one.at)
		return;
	memmove(&fixes->fixes[i + 1], &fixes->fixes[i], (fixes->count - i) * sizeof one);
	fixes->fixes[i] = one;
	fixes->count++;
}

void row_fixes_put(const struct row_fixes *fixes, const struct row *row, struct icd_buffer *out)
{
	size_t at = 0;
	if (row->marked)
		icd_put_bytes(out, "\xef\xbb\xbf", 3);
	for (size_t i = 0; i < fixes->count; i++) {
		const struct row_fix *fix = &fixes->fixes[i];
		icd_put_bytes(out, row->whole.text + at, fix->at - at);
		icd_put_bytes(out, fix->put, strlen(fix->put));
		at = fix->at + fix->length;
	}
	icd_put_bytes(out, row->whole.text + at, row->whole.length - at);
	icd_put_bytes(out, row->end.text, row->end.length);
}

bool row_fixes_note(const struct row_fixes *fixes, const struct row *row, enum text_encoding encoding,
		    struct text_fixes *file)
{
	for (size_t i = 0; i < fixes->count; i++) {
		const struct row_fix *fix = &fixes->fixes[i];
		const char *written = row->whole.text + fix->at;
		if (!icd_array_room(&file->at, file->count, &file->room, sizeof *file->at))
			return false;
		struct text_fix *to = &file->at[file->count++];
		to->place = row->offset + icd_encoded_size(encoding, row->whole.text, fix->at);
		snprintf(to->written, sizeof to->written, "%.*s", (int)fix->length, written);
		memcpy(to->put, fix->put, sizeof to->put);
	}
	return true;
}
