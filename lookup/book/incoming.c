/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "note.h"

#include <stdio.h>
#include <string.h>

struct icd_note icd_note_of_incoming(struct icd_pool *pool, const struct icd_incoming *incoming)
{
	const char *at = incoming->place == ICD_PLACE_CHAPTER ? icd_pool_print(pool, "chapter %s", incoming->label)
							      : incoming->label;
	return icd_note_of_entry(pool, &incoming->entry, incoming->place, at);
}

/* ---- which of them are wanted ---- */

struct wish {
	const struct icd_path *path;
	unsigned kinds;
	bool touching, own;
	struct icd_interval of;
};

static struct wish wish_of(const struct icd_path *path, unsigned kinds, bool touching, bool own)
{
	const struct icd_code_record *record = path->codes[0];
	struct icd_interval of = {record->ordinal, touching ? record->last : record->ordinal};
	return (struct wish){path, kinds, touching, own, of};
}

static bool is_wanted(const struct wish *wish, const struct icd_incoming *one)
{
	const struct icd_code_record *record = wish->path->codes[0];
	const struct icd_entry *entry = &one->entry;
	bool inside = one->first <= record->ordinal && record->ordinal <= one->last;
	return (wish->kinds & ICD_KIND_BIT(entry->kind)) && (wish->own || !inside) && icd_path_has(wish->path, entry) &&
	       (icd_references_mean(entry->references, entry->reference_count, record->code, record->ordinal) ||
		(wish->touching &&
		 icd_references_touch(entry->references, entry->reference_count, record->ordinal, record->last)));
}

bool icd_notes_incoming(const struct icd_path *path, struct icd_pool *pool, unsigned kinds, bool touching, bool own,
			struct icd_notes *out, struct icd_error *err)
{
	struct wish wish = wish_of(path, kinds, touching, own);
	struct icd_incoming_record incoming;
	*out = (struct icd_notes){0};
	if (!icd_store_incoming_of(path->view->store, pool, path->codes[0]->code, &wish.of, &incoming, err))
		return false;
	out->at = icd_pool_take(pool, incoming.count, sizeof *out->at);
	for (uint32_t i = 0; out->at && i < incoming.count; i++) {
		if (is_wanted(&wish, &incoming.at[i]))
			out->at[out->count++] = icd_note_of_incoming(pool, &incoming.at[i]);
	}
	return true;
}

/* ---- many codes in a row ---- */

struct icd_incoming_kept {
	bool read;
	struct icd_incoming incoming;
	struct icd_note note; /* without a text until a code wants it */
};

static bool go_to(struct icd_store *store, struct icd_incoming_shelf *shelf, const char *name, struct icd_error *err)
{
	if (strcmp(shelf->name, name) == 0)
		return true;
	icd_pool_reset(&shelf->pool);
	shelf->name[0] = '\0';
	if (!icd_store_incoming_heads(store, &shelf->pool, name, &shelf->heads, err))
		return false;
	shelf->notes = icd_pool_take(&shelf->pool, shelf->heads.count, sizeof *shelf->notes);
	if (!shelf->notes)
		return icd_out_of_memory(err);
	strcpy(shelf->name, name);
	return true;
}

/* Decodes what may be wanted; false on failure, after which nothing is kept. */
static bool is_kept_wanted(struct icd_incoming_shelf *shelf, uint32_t i, const struct wish *wish, bool *wanted,
			   struct icd_error *err)
{
	struct icd_incoming_kept *kept = &shelf->notes[i];
	struct icd_pool *pool = &shelf->pool;
	*wanted = false;
	if (!icd_incoming_may_mean(&shelf->heads.at[i], &wish->of))
		return true;
	if (!kept->read && !icd_store_incoming_note(wish->path->view->store, pool, shelf->name, &shelf->heads.at[i],
						    &kept->incoming, err))
		return false;
	kept->read = true;
	*wanted = is_wanted(wish, &kept->incoming);
	if (*wanted && !kept->note.text) {
		kept->note = icd_note_of_incoming(pool, &kept->incoming);
		icd_note_name_codes(pool, &kept->note);
	}
	return !pool->failed || icd_out_of_memory(err);
}

static bool add_kept(struct icd_incoming_shelf *shelf, struct icd_pool *pool, const struct wish *wish,
		     struct icd_notes *out, struct icd_error *err)
{
	for (uint32_t i = 0; i < shelf->heads.count; i++) {
		bool wanted;
		if (!is_kept_wanted(shelf, i, wish, &wanted, err)) {
			shelf->name[0] = '\0';
			return false;
		}
		if (!wanted)
			continue;
		out->at = icd_pool_grown(pool, out->at, out->count, sizeof *out->at);
		if (!out->at)
			return icd_out_of_memory(err);
		out->at[out->count++] = shelf->notes[i].note;
	}
	return true;
}

bool icd_notes_incoming_kept(const struct icd_path *path, struct icd_pool *pool, struct icd_incoming_shelves *kept,
			     unsigned kinds, bool touching, bool own, struct icd_notes *out, struct icd_error *err)
{
	struct wish wish = wish_of(path, kinds, touching, own);
	const char *code = path->codes[0]->code;
	char category[4], letter[2] = {code[0], '\0'};
	snprintf(category, sizeof category, "%.3s", code);
	*out = (struct icd_notes){0};
	return go_to(path->view->store, &kept->category, category, err) &&
	       go_to(path->view->store, &kept->letter, letter, err) &&
	       add_kept(&kept->category, pool, &wish, out, err) && add_kept(&kept->letter, pool, &wish, out, err);
}

void icd_incoming_free(struct icd_incoming_shelves *kept)
{
	icd_pool_free(&kept->category.pool);
	icd_pool_free(&kept->letter.pool);
}
