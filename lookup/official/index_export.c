/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_export.h"

#include "base/base.h"
#include "index_xml.h"

struct exporting {
	struct icd_store *store;
	uint16_t member;
	struct icd_index_xml xml;
	struct icd_index_head head;
	uint32_t letter;      /* the next one */
	uint32_t main_terms;  /* that the letter in hand still has to come */
	uint32_t terms;       /* written */
	struct icd_pool pool; /* of the block in hand; the texts themselves stand in the file */
	struct icd_reader in; /* of that block */
	bool bad;
};

static void write_main_term(struct exporting *e, const struct icd_index_block *block, uint32_t start)
{
	while (e->main_terms == 0 && e->letter < e->head.letter_count) {
		icd_index_xml_letter(&e->xml, e->head.letters[e->letter].title);
		e->main_terms = e->head.letters[e->letter++].main_terms;
	}
	e->main_terms -= e->main_terms > 0;
	for (uint32_t i = start; i < block->count; i++) {
		if (!icd_index_term_in(&block->at[i], e->member))
			continue;
		icd_index_xml_term(&e->xml, &block->at[i]);
		e->terms++;
	}
}

static bool write_block(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct exporting *e = context;
	struct icd_index_block block;
	(void)key;
	icd_pool_reset(&e->pool);
	e->in = icd_reader_of(value.data, value.size);
	e->bad = !icd_get_index_block(&e->in, &e->pool, &block);
	if (e->bad)
		return false;
	uint32_t start = icd_index_block_start(&block, e->member);
	if (start < block.count)
		write_main_term(e, &block, start);
	return true;
}

static bool write_terms(struct exporting *e, enum icd_index_kind kind, struct icd_error *err)
{
	struct icd_key low = icd_index_block_key(kind, 0), high = icd_index_block_key(kind, 999999);
	if (!icd_store_scan(e->store, &low, &high, write_block, e, err))
		return false;
	/* Letters after the last main term. */
	while (e->letter < e->head.letter_count)
		icd_index_xml_letter(&e->xml, e->head.letters[e->letter++].title);
	icd_index_xml_end(&e->xml);
	if (e->bad || e->terms != e->head.term_count)
		return icd_store_bad_record(e->store, &low, &e->in, err);
	return true;
}

static bool export_to(struct exporting *e, enum icd_index_kind kind, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct icd_key key = icd_index_head_key(kind, e->member);
	struct icd_reader in;
	if (icd_store_fetch(e->store, &key, &in, err) == ICD_FAILED)
		return false;
	bool ok = icd_get_index_head(&in, &pool, &e->head) || icd_store_bad_record(e->store, &key, &in, err);
	if (ok) {
		icd_index_xml_start(&e->xml, &e->head);
		ok = write_terms(e, kind, err);
	}
	icd_pool_free(&e->pool);
	icd_pool_free(&pool);
	return ok;
}

/* What one that was rebuilt says of itself; NULL for a published one. */
static const char *origin_of(const struct icd_about *about, enum icd_index_kind kind, uint16_t member,
			     struct icd_pool *pool)
{
	const struct icd_sequence *sequence = &about->index[kind];
	uint16_t base = icd_index_base(about, kind, member);
	char date[ICD_DATE_SIZE];
	if (base == member)
		return NULL;
	const char *text = icd_pool_print(pool, ICD_NOT_OFFICIAL ": rebuilt from that of %s and the addenda of",
					  icd_date_format(sequence->at[base].date, date));
	for (uint16_t i = (uint16_t)(base + 1); i <= member; i++)
		text = icd_pool_print(pool, "%s%s %s", text, i > base + 1 ? "," : "",
				      icd_date_format(sequence->at[i].date, date));
	return text;
}

bool icd_index_export(struct icd_store *store, enum icd_index_kind kind, uint16_t member, const struct icd_sink *sink,
		      struct icd_error *err)
{
	struct exporting e = {.store = store, .member = member, .xml.out.sink = *sink};
	struct icd_pool pool = {0};
	e.xml.comment = origin_of(icd_store_about(store), kind, member, &pool);
	bool ok = pool.failed ? icd_out_of_memory(err) : export_to(&e, kind, err);
	icd_pool_free(&pool);
	return ok;
}

bool icd_index_digest(struct icd_store *store, enum icd_index_kind kind, uint16_t member, char out[ICD_DIGEST_SIZE],
		      struct icd_error *err)
{
	struct icd_digest digest = icd_digest_start();
	struct exporting e = {.store = store, .member = member, .xml.out.sink = {icd_digest_put, &digest}};
	bool ok = export_to(&e, kind, err);
	icd_digest_end(&digest, out);
	return ok;
}
