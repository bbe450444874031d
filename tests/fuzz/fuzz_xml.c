/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any XML: what formats/xml.h reads is what libxml2 reads. */
#include "fuzz.h"

#include "support/xml_twin.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	char told[1024];
	const char *difference = size ? twin_difference(&in, told, sizeof told) : NULL;
	if (difference)
		fprintf(stderr, "%s\n%s\n", difference, told);
	fuzz_expect(!difference, "the two readers of XML agree");
	free((char *)in.data);
	return 0;
}
