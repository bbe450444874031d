/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_export.h"

#include "base/base.h"
#include "index_xml.h"

#include <string.h>

/* The index of one member on its way out. */
struct written {
	struct icd_index_xml xml;
	struct icd_index_head head;
	uint32_t letter;     /* the next one */
	uint32_t main_terms; /* that the letter in hand still has to come */
	uint32_t terms;      /* written */
};

struct exporting {
	struct icd_store *store;
	enum icd_index_kind kind;
	uint16_t first, count; /* the members, */
	struct written *at;    /* and what is written of each */
	bool *turns;           /* is its main term another than that of the member before? */
	struct icd_pool kept;  /* of heads */
	/* Of the block in hand; the texts themselves stand in the file: */
	struct icd_pool pool;
	struct icd_reader in;
	bool bad;
	/* Its main term as the last member had it: */
	struct icd_index_xml xml;
	struct icd_buffer text;
	uint32_t terms;
};

static void put_in_buffer(void *buffer, const void *bytes, size_t size)
{
	icd_put_bytes(buffer, bytes, size);
}

/* The main term as a member has it, with all below it; no terms where it has none. */
static void make_main_term(struct exporting *e, const struct icd_index_block *block, uint16_t member)
{
	icd_buffer_clear(&e->text);
	e->terms = 0;
	for (uint32_t i = icd_index_block_start(block, member); i < block->count; i++) {
		if (!icd_index_term_in(&block->at[i], member))
			continue;
		icd_index_xml_term(&e->xml, &block->at[i]);
		e->terms++;
	}
	icd_index_xml_terms_end(&e->xml);
}

static void mark_turn(struct exporting *e, unsigned member)
{
	if (member >= e->first && member - e->first < e->count)
		e->turns[member - e->first] = true;
}

/* Marks the members with which a term of the block begins or has ended. */
static void mark_turns(struct exporting *e, const struct icd_index_block *block)
{
	memset(e->turns, 0, e->count * sizeof *e->turns);
	for (uint32_t i = 0; i < block->count; i++) {
		for (uint32_t j = 0; j < block->at[i].span_count; j++) {
			mark_turn(e, block->at[i].spans[j].first);
			mark_turn(e, block->at[i].spans[j].last + 1u);
		}
	}
}

static void write_main_term(const struct exporting *e, struct written *written)
{
	while (written->main_terms == 0 && written->letter < written->head.letter_count) {
		icd_index_xml_letter(&written->xml, written->head.letters[written->letter].title);
		written->main_terms = written->head.letters[written->letter++].main_terms;
	}
	written->main_terms -= written->main_terms > 0;
	icd_writer_put(&written->xml.out, e->text.data, e->text.size);
	written->terms += e->terms;
}

/* Most main terms are the same in all indexes: what does not change is made once. */
static bool write_block(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct exporting *e = context;
	struct icd_index_block block;
	(void)key;
	icd_pool_reset(&e->pool);
	e->in = icd_reader_of(value.data, value.size);
	e->bad = !icd_get_index_block(&e->in, &e->pool, &block);
	if (!e->bad)
		mark_turns(e, &block);
	for (uint16_t i = 0; !e->bad && i < e->count; i++) {
		if (i == 0 || e->turns[i])
			make_main_term(e, &block, (uint16_t)(e->first + i));
		e->bad = e->text.failed;
		if (!e->bad && e->terms)
			write_main_term(e, &e->at[i]);
	}
	return !e->bad;
}

static bool start(struct exporting *e, uint16_t member, struct written *written, struct icd_error *err)
{
	struct icd_key key = icd_index_head_key(e->kind, member);
	struct icd_reader in;
	if (icd_store_fetch(e->store, &key, &in, err) == ICD_FAILED ||
	    !(icd_get_index_head(&in, &e->kept, &written->head) || icd_store_bad_record(e->store, &key, &in, err)))
		return false;
	icd_index_xml_start(&written->xml, &written->head);
	return true;
}

static void end(struct written *written)
{
	/* Letters after the last main term. */
	while (written->letter < written->head.letter_count)
		icd_index_xml_letter(&written->xml, written->head.letters[written->letter++].title);
	icd_index_xml_end(&written->xml);
}

static bool is_complete(const struct written *written)
{
	return written->terms == written->head.term_count;
}

static bool bad_terms(const struct exporting *e, struct icd_error *err)
{
	struct icd_key low = icd_index_block_key(e->kind, 0);
	return e->text.failed || e->pool.failed ? icd_out_of_memory(err)
						: icd_store_bad_record(e->store, &low, &e->in, err);
}

/* Takes room for `count` members. False when memory runs out. */
static bool make_room(struct exporting *e, uint16_t first, uint16_t count)
{
	e->first = first;
	e->count = count;
	e->at = icd_pool_take(&e->kept, count, sizeof *e->at);
	e->turns = icd_pool_take(&e->kept, count, sizeof *e->turns);
	e->xml.out.sink = (struct icd_sink){put_in_buffer, &e->text};
	return e->at && e->turns;
}

static bool write_all(struct exporting *e, struct icd_error *err)
{
	struct icd_key low = icd_index_block_key(e->kind, 0), high = icd_index_block_key(e->kind, 999999);
	for (uint16_t i = 0; i < e->count; i++) {
		if (!start(e, (uint16_t)(e->first + i), &e->at[i], err))
			return false;
	}
	if (!icd_store_scan(e->store, &low, &high, write_block, e, err))
		return false;
	if (e->bad)
		return bad_terms(e, err);
	for (uint16_t i = 0; i < e->count; i++)
		end(&e->at[i]);
	return true;
}

static void free_room(struct exporting *e)
{
	icd_buffer_free(&e->text);
	icd_pool_free(&e->pool);
	icd_pool_free(&e->kept);
}

/* What one that was rebuilt says of itself; NULL for a published one, and for one that there is not. */
static const char *origin_of(const struct icd_about *about, enum icd_index_kind kind, uint16_t member,
			     struct icd_pool *pool)
{
	const struct icd_sequence *sequence = &about->index[kind];
	uint16_t base = member < sequence->count ? icd_index_base(about, kind, member) : member;
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
	struct exporting e = {.store = store, .kind = kind};
	bool ok = make_room(&e, member, 1);
	if (ok) {
		e.at->xml.comment = origin_of(icd_store_about(store), kind, member, &e.kept);
		e.at->xml.out.sink = *sink;
	}
	if (!ok || e.kept.failed)
		ok = icd_out_of_memory(err);
	else
		ok = write_all(&e, err) && (is_complete(e.at) || bad_terms(&e, err));
	free_room(&e);
	return ok;
}

/* "" where the terms are not as many as were counted. */
static bool make_digests(struct exporting *e, char (*out)[ICD_DIGEST_SIZE], struct icd_error *err)
{
	struct icd_digest *digests = icd_pool_take(&e->kept, e->count, sizeof *digests);
	if (!digests)
		return icd_out_of_memory(err);
	for (uint16_t i = 0; i < e->count; i++) {
		digests[i] = icd_digest_start();
		e->at[i].xml.out.sink = (struct icd_sink){icd_digest_put, &digests[i]};
	}
	if (!write_all(e, err))
		return false;
	for (uint16_t i = 0; i < e->count; i++) {
		icd_digest_end(&digests[i], out[i]);
		if (!is_complete(&e->at[i]))
			out[i][0] = '\0';
	}
	return true;
}

bool icd_index_digests(struct icd_store *store, enum icd_index_kind kind, uint16_t first, uint16_t count,
		       char (*out)[ICD_DIGEST_SIZE], struct icd_error *err)
{
	struct exporting e = {.store = store, .kind = kind};
	bool ok = make_room(&e, first, count) ? make_digests(&e, out, err) : icd_out_of_memory(err);
	free_room(&e);
	return ok;
}
