/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Run by make: the words of word_weights.tsv with their stems as rows of a C table (lookup/words/words.c), by stem, and
 * the fingerprint of all words. Words of one stem stay in the order of their file.
 */
#define ICD_MAKE_STEMS
#include "words/words.c"

static const struct weighted {
	const char *word;
	uint8_t text, query;
} weighted[] = {
#include "word_weights.inc"
};

/* False when the table has no room for it. */
static bool add(struct icd_stemmer *stemmer, const struct weighted *row)
{
	struct stem_weight new = {.weight = {row->text, row->query}};
	char stem[ICD_WORD_SIZE];
	size_t at = stem_weight_count, length = strlen(row->word);
	icd_stemmer_stem(stemmer, row->word, stem);
	if (at == UINT8_MAX || length >= STEM_SIZE || strlen(stem) >= STEM_SIZE)
		return false;
	memcpy(new.stem, stem, strlen(stem) + 1);
	memcpy(new.word, row->word, length + 1);
	for (; at > 0 && strcmp(stem_weights[at - 1].stem, new.stem) > 0; at--)
		stem_weights[at] = stem_weights[at - 1];
	stem_weights[at] = new;
	stem_weight_count++;
	return true;
}

int main(void)
{
	struct icd_stemmer *stemmer = icd_stemmer_new();
	for (size_t i = 0; stemmer && i < sizeof weighted / sizeof *weighted; i++) {
		if (!add(stemmer, &weighted[i])) {
			fprintf(stderr, "data/word_weights.tsv: %s: at most %d words of %d letters were expected\n",
				weighted[i].word, UINT8_MAX, STEM_SIZE - 1);
			return 1;
		}
	}
	printf("static const struct stem_weight stem_weights[] = {\n");
	for (size_t i = 0; i < stem_weight_count; i++)
		printf("\t{\"%s\", \"%s\", {%d, %d}},\n", stem_weights[i].stem, stem_weights[i].word,
		       stem_weights[i].weight.text, stem_weights[i].weight.query);
	printf("};\nstatic const uint64_t stems_fingerprint = UINT64_C(0x%016llx);\n",
	       stemmer ? (unsigned long long)icd_stemmer_work_out(stemmer) : 0);
	bool failed = !stemmer || icd_stemmer_failed(stemmer);
	icd_stemmer_free(stemmer);
	return failed || fflush(stdout) != 0;
}
