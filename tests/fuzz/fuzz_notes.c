/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of notes: a line is a note. What it names is written as text, and lies within the note. */
#include "fuzz.h"

#include "notes/note_grammar.h"

#include <stdlib.h>
#include <string.h>

static bool known(void *context, const char *prefix)
{
	(void)context;
	return strchr("ABEIMSTZ", prefix[0]) != NULL;
}

static void check(const struct note_reference *found, const char *note)
{
	const struct icd_reference *reference = &found->reference;
	char text[ICD_REFERENCE_TEXT];
	size_t length = strlen(note);
	fuzz_expect((size_t)reference->text_at + reference->text_length <= length, "what is named stands in the note");
	fuzz_expect((size_t)reference->qualifier_at + reference->qualifier_length <= length,
		    "a qualifier stands in the note");
	fuzz_expect(reference->part_count <= ICD_REFERENCE_PARTS, "there is room for the parts");
	icd_reference_text(reference, note, text, sizeof text);
	icd_reference_matches(reference, "M5450");
	icd_reference_matches(reference, "T360X5A");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span_of_bytes rest = {data, size};
	while (rest.size) {
		struct note_reference found[NOTE_REFERENCES_MAX];
		struct span_of_bytes line = fuzz_part(&rest, '\n');
		struct input note = fuzz_input(line.data, line.size);
		size_t count = 0;
		note_parse(note.data, "M545", known, NULL, found, &count);
		fuzz_expect(count <= NOTE_REFERENCES_MAX, "there is room for what is found");
		for (size_t i = 0; i < count; i++)
			check(&found[i], note.data);
		free((char *)note.data);
	}
	return 0;
}
