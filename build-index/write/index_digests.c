/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index_digests.h"

#include <assert.h>
#include <stdlib.h>

struct digested { /* a list */
	const struct index_list *list;
	const struct icd_index_head *head;
	struct icd_index_xml xml;
	struct icd_digest digest;
	bool known;          /* nothing is made of it */
	uint32_t letter;     /* the next one */
	uint32_t main_terms; /* of the letter before that, not yet added */
	size_t terms;        /* that were added */
};

struct index_digests {
	struct digested *at; /* by member */
	/* The main term that was added last, in XML. */
	const struct index_term *last;
	size_t last_count;
	struct icd_buffer text;
	struct icd_index_xml xml; /* writes into it */
	struct icd_pool pool;
};

static void put_in_buffer(void *buffer, const void *bytes, size_t size)
{
	icd_put_bytes(buffer, bytes, size);
}

struct index_digests *index_digests_start(const struct index_list *const *lists, const struct icd_index_head *heads,
					  const bool *known, uint16_t count)
{
	struct icd_pool pool = {0};
	struct index_digests *digests = need(&pool, 1, sizeof *digests);
	digests->at = need(&pool, count, sizeof *digests->at);
	digests->xml.out.sink = (struct icd_sink){put_in_buffer, &digests->text};
	for (uint16_t i = 0; i < count; i++) {
		struct digested *one = &digests->at[i];
		one->known = known[i];
		one->list = lists[i];
		one->head = &heads[i];
		one->digest = icd_digest_start();
		one->xml.out.sink = (struct icd_sink){icd_digest_put, &one->digest};
		icd_index_xml_start(&one->xml, one->head);
	}
	digests->pool = pool;
	return digests;
}

/* What a term says is kept once for all lists. */
static bool is_last(const struct index_digests *digests, const struct index_term *terms, size_t count)
{
	size_t same = 0;
	while (same < count && count == digests->last_count && terms[same].says == digests->last[same].says)
		same++;
	return count == same;
}

static void write_terms(struct index_digests *digests, const struct index_term *terms, size_t count)
{
	icd_buffer_clear(&digests->text);
	for (size_t i = 0; i < count; i++)
		icd_index_xml_term(&digests->xml, terms[i].says);
	icd_index_xml_terms_end(&digests->xml);
	if (digests->text.failed)
		out_of_memory();
	digests->last = terms;
	digests->last_count = count;
}

static void write_letter(struct digested *one)
{
	icd_index_xml_letter(&one->xml, one->head->letters[one->letter].title);
	one->main_terms = one->head->letters[one->letter++].main_terms;
}

/* No file can break what is asserted here and at the end: every list begins with a main term, as the readers and what
 * takes lists from the cache see to, and merge_list keeps the order of each. */
void index_digests_add(struct index_digests *digests, uint16_t member, uint32_t first, uint32_t count)
{
	struct digested *one = &digests->at[member];
	const struct index_term *terms = &one->list->terms[first];
	if (one->known)
		return;
	assert(first == one->terms);
	if (!is_last(digests, terms, count))
		write_terms(digests, terms, count);
	while (one->main_terms == 0 && one->letter < one->head->letter_count)
		write_letter(one);
	one->main_terms -= one->main_terms > 0;
	one->terms += count;
	icd_writer_put(&one->xml.out, digests->text.data, digests->text.size);
}

void index_digests_end(struct index_digests *digests, uint16_t member, char out[ICD_DIGEST_SIZE])
{
	struct digested *one = &digests->at[member];
	assert(one->terms == one->list->count);
	while (one->letter < one->head->letter_count)
		write_letter(one);
	icd_index_xml_end(&one->xml);
	icd_digest_end(&one->digest, out);
}

void index_digests_free(struct index_digests *digests)
{
	icd_buffer_free(&digests->text);
	struct icd_pool pool = digests->pool; /* it holds `digests` itself */
	icd_pool_free(&pool);
}
