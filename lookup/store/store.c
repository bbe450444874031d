/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store.h"

#include "btree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

union place_record {
	struct icd_code_record code;
	struct icd_section_record section;
	struct icd_chapter_record chapter;
	struct icd_incoming_record incoming;
};

struct icd_store {
	char *path;
	struct icd_seal *seal;
	struct icd_btree tree;
	struct icd_pool pool; /* of `about` and of what is kept */
	struct icd_about about;
	bool has_sources; /* the releases of `about` say what they were made from */
	struct icd_phrases phrases;
	struct icd_hash kept;       /* records of places, decoded once: see get_kept */
	struct kept_place **places; /* in the pool */
	size_t place_count, place_capacity;
	/* The record of codes by ordinal that was asked for last, and its number; its data is NULL at first. */
	struct icd_bytes ordinals;
	uint32_t ordinals_block;
};

struct kept_place {
	enum icd_table table;
	const char *name;
	enum icd_found found; /* starts of codes that are no headers are looked for once, too, and have no record */
	union place_record record;
};

/* A record that cannot be had is one that is not there: whoever needs its phrases has a record that cannot be read. */
static const unsigned char *fetch_phrases(void *context, uint32_t block, size_t *size)
{
	struct icd_key key = icd_key_of_number(ICD_TABLE_PHRASE, block);
	struct icd_bytes value;
	struct icd_store *store = context;
	struct icd_error err;
	enum icd_found found = icd_store_get(store, &key, &value, &err);
	store->phrases.out_of_memory = found == ICD_FAILED && err.fault == ICD_FAULT_MEMORY;
	if (found != ICD_FOUND)
		return NULL;
	*size = value.size;
	return value.data;
}

static bool read_about(struct icd_store *store, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "releases");
	struct icd_reader in;
	if (icd_store_fetch(store, &key, &in, err) == ICD_FAILED)
		return false;
	return (icd_get_about(&in, &store->pool, &store->about) && store->about.sets.count != 0) ||
	       icd_store_bad_record(store, &key, &in, err);
}

/* A published file is never changed: a new one takes its place. So nothing is locked. */
static bool open_file(struct icd_store *store, struct icd_error *err)
{
	int fd = open(store->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return icd_fail(err, "%s: %s", store->path, strerror(errno));
	return icd_seal_open(fd, store->path, &store->seal, err) && icd_btree_open(store->seal, &store->tree, err) &&
	       read_about(store, err);
}

bool icd_store_open(const char *path, struct icd_store **out, struct icd_error *err)
{
	struct icd_store *store = calloc(1, sizeof *store);
	if (!store || !(store->path = strdup(path))) {
		free(store);
		return icd_out_of_memory(err);
	}
	store->phrases.fetch = fetch_phrases;
	store->phrases.context = store;
	if (!open_file(store, err)) {
		icd_store_close(store);
		return false;
	}
	*out = store;
	return true;
}

void icd_store_close(struct icd_store *store)
{
	if (!store)
		return;
	icd_seal_close(store->seal);
	icd_phrases_free(&store->phrases);
	icd_pool_free(&store->pool);
	icd_hash_free(&store->kept);
	free(store->places);
	free(store->path);
	free(store);
}

const struct icd_about *icd_store_about(const struct icd_store *store)
{
	return &store->about;
}

bool icd_store_sources(struct icd_store *store, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "sources");
	struct icd_reader in;
	if (store->has_sources)
		return true;
	if (icd_store_fetch(store, &key, &in, err) == ICD_FAILED)
		return false;
	store->has_sources = icd_get_sources(&in, &store->pool, &store->about);
	return store->has_sources || icd_store_bad_record(store, &key, &in, err);
}

const char *icd_store_path(const struct icd_store *store)
{
	return store->path;
}

bool icd_store_same_words(const struct icd_store *store, uint64_t words, struct icd_error *err)
{
	return store->about.words == words ||
	       icd_fail_as(err, ICD_FAULT_FORMAT,
			   "%s: made with another word list: build it again with icd10-build-index", store->path);
}

bool icd_store_replaced(const struct icd_store *store)
{
	return icd_seal_replaced(store->seal);
}

/* ---- bytes ---- */

enum icd_found icd_store_get(struct icd_store *store, const struct icd_key *key, struct icd_bytes *value,
			     struct icd_error *err)
{
	return icd_btree_get(&store->tree, key, value, err);
}

bool icd_store_scan(struct icd_store *store, const struct icd_key *low, const struct icd_key *high,
		    bool (*visit)(void *context, struct icd_bytes key, struct icd_bytes value), void *context,
		    struct icd_error *err)
{
	return icd_btree_scan(&store->tree, low, high, visit, context, err);
}

/* The key for people: bytes that are no printable ASCII as \xNN. */
static const char *shown_key(const struct icd_key *key, char out[4 * ICD_KEY_MAX + 1])
{
	size_t length = 0;
	out[0] = '\0';
	for (size_t i = 0; i < key->size; i++) {
		unsigned char byte = key->bytes[i];
		length += (size_t)sprintf(out + length, byte > ' ' && byte < 0x7f ? "%c" : "\\x%02x", byte);
	}
	return out;
}

bool icd_store_bad_record(const struct icd_store *store, const struct icd_key *key, const struct icd_reader *in,
			  struct icd_error *err)
{
	char shown[4 * ICD_KEY_MAX + 1];
	if (in && in->out_of_memory)
		return icd_out_of_memory(err);
	return icd_fail_as(err, ICD_FAULT_DAMAGED,
			   "%s: record \"%s\" cannot be read: build the index again with icd10-build-index",
			   store->path, shown_key(key, shown));
}

bool icd_store_check(struct icd_store *store, struct icd_error *err)
{
	return icd_seal_check_all(store->seal, err);
}

/* ---- records ---- */

enum icd_found icd_store_fetch(struct icd_store *store, const struct icd_key *key, struct icd_reader *in,
			       struct icd_error *err)
{
	struct icd_bytes value;
	enum icd_found found = icd_store_get(store, key, &value, err);
	*in = found == ICD_FOUND ? icd_store_reader(store, value) : icd_reader_of("", 0);
	return found;
}

struct icd_reader icd_store_reader(struct icd_store *store, struct icd_bytes bytes)
{
	struct icd_reader in = icd_reader_of(bytes.data, bytes.size);
	in.phrases = &store->phrases;
	return in;
}

const char *icd_store_code_of(struct icd_bytes key, char out[ICD_CODE_SIZE])
{
	size_t length = key.size - 1 < ICD_CODE_SIZE ? key.size - 1 : 0;
	memcpy(out, key.data + 1, length);
	out[length] = '\0';
	return out;
}

/* What was found, when it decodes. */
static enum icd_found decoded(const struct icd_store *store, const struct icd_key *key, const struct icd_reader *in,
			      bool well, struct icd_error *err)
{
	return well || icd_store_bad_record(store, key, in, err) ? ICD_FOUND : ICD_FAILED;
}

static enum icd_found add_incoming(struct icd_store *store, struct icd_pool *pool, const char *name,
				   const struct icd_interval *of, struct icd_incoming_record *record,
				   struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_INCOMING, name);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found;
	return decoded(store, &key, &in, icd_get_incoming_of(&in, pool, of, record), err);
}

/* Those of the code's category, then those of its letter. */
bool icd_store_incoming_of(struct icd_store *store, struct icd_pool *pool, const char *code,
			   const struct icd_interval *of, struct icd_incoming_record *record, struct icd_error *err)
{
	char category[4], letter[2] = {code[0], '\0'};
	snprintf(category, sizeof category, "%.3s", code);
	*record = (struct icd_incoming_record){0};
	return add_incoming(store, pool, category, of, record, err) != ICD_FAILED &&
	       add_incoming(store, pool, letter, of, record, err) != ICD_FAILED;
}

bool icd_store_incoming_heads(struct icd_store *store, struct icd_pool *pool, const char *name,
			      struct icd_incoming_heads *heads, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_INCOMING, name);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	*heads = (struct icd_incoming_heads){0};
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	return decoded(store, &key, &in, icd_get_incoming_heads(&in, pool, heads), err) == ICD_FOUND;
}

bool icd_store_incoming_note(const struct icd_store *store, struct icd_pool *pool, const char *name,
			     struct icd_incoming_head *head, struct icd_incoming *one, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_INCOMING, name);
	return decoded(store, &key, &head->note, icd_get_incoming_note(head, pool, one), err) == ICD_FOUND;
}

/* Decodes the record of a code, section, chapter or of a category's incoming notes into the pool. */
static enum icd_found read_place(struct icd_store *store, struct icd_pool *pool, enum icd_table table, const char *name,
				 union place_record *record, struct icd_error *err)
{
	struct icd_key key = icd_key_of(table, name);
	struct icd_reader in;
	bool well = true;
	if (table == ICD_TABLE_INCOMING)
		return icd_store_incoming_of(store, pool, name, NULL, &record->incoming, err) ? ICD_FOUND : ICD_FAILED;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found;
	if (table == ICD_TABLE_CODE)
		well = icd_get_code(&in, pool, name, &record->code) && icd_code_fits(&record->code, &store->about);
	else if (table == ICD_TABLE_SECTION)
		well = icd_get_section(&in, pool, &record->section) &&
		       icd_section_fits(&record->section, &store->about);
	else
		well = icd_get_chapter(&in, pool, &record->chapter) &&
		       icd_chapter_fits(&record->chapter, &store->about);
	return decoded(store, &key, &in, well, err);
}

static bool same_place(const void *context, uint32_t item, const void *key)
{
	const struct kept_place *kept = ((const struct icd_store *)context)->places[item], *sought = key;
	return kept->table == sought->table && strcmp(kept->name, sought->name) == 0;
}

/* A copy in the store's own pool, which is found again; where memory runs out for that, it is read again. */
static const struct kept_place *keep_place(struct icd_store *store, uint64_t hash, const struct kept_place *place)
{
	size_t size = place->found == ICD_FOUND ? sizeof *place : offsetof(struct kept_place, record);
	const char *name = icd_pool_text(&store->pool, place->name, strlen(place->name)); /* beside what it names */
	struct kept_place *kept = icd_pool_take(&store->pool, 1, size);
	if (!kept)
		return NULL;
	memcpy(kept, place, size);
	kept->name = name;
	if (!store->pool.failed &&
	    icd_array_room(&store->places, store->place_count, &store->place_capacity, sizeof *store->places) &&
	    icd_hash_add(&store->kept, hash, (uint32_t)store->place_count))
		store->places[store->place_count++] = kept;
	return store->pool.failed ? NULL : kept;
}

static enum icd_found read_kept(struct icd_store *store, uint64_t hash, const struct kept_place *sought,
				const struct kept_place **kept, struct icd_error *err)
{
	struct kept_place place = *sought;
	place.found = read_place(store, &store->pool, place.table, place.name, &place.record, err);
	*kept = NULL;
	if (place.found == ICD_FOUND || (place.found == ICD_NOT_FOUND && place.table == ICD_TABLE_CODE)) {
		*kept = keep_place(store, hash, &place);
		if (!*kept && !icd_out_of_memory(err))
			place.found = ICD_FAILED;
	}
	store->pool.failed = false; /* the next record may find memory again */
	return place.found;
}

/* The record lives as long as the store. */
static enum icd_found get_kept(struct icd_store *store, enum icd_table table, const char *name,
			       const union place_record **record, struct icd_error *err)
{
	const struct kept_place sought = {.table = table, .name = name}, *kept;
	uint64_t hash = icd_hash_text(name) ^ (uint64_t)table;
	uint32_t item = icd_hash_find(&store->kept, hash, same_place, store, &sought);
	enum icd_found found = ICD_FOUND;
	if (item == ICD_HASH_NONE)
		found = read_kept(store, hash, &sought, &kept, err);
	else
		kept = store->places[item];
	if (found == ICD_FOUND)
		found = kept->found;
	*record = found == ICD_FOUND ? &kept->record : NULL;
	return found;
}

enum icd_found icd_store_code(struct icd_store *store, struct icd_pool *pool, const char *code,
			      struct icd_code_record *record, struct icd_error *err)
{
	union place_record place;
	enum icd_found found = read_place(store, pool, ICD_TABLE_CODE, code, &place, err);
	if (found == ICD_FOUND)
		*record = place.code;
	return found;
}

enum icd_found icd_store_code_on(struct icd_store *store, struct icd_pool *pool, const char *code, uint16_t set,
				 struct icd_code_record *record, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found;
	bool well = icd_get_code_on(&in, pool, code, set, record) && icd_code_fits(record, &store->about);
	return decoded(store, &key, &in, well, err);
}

static enum icd_found read_code_start(struct icd_store *store, const struct icd_key *key, struct icd_reader *in,
				      struct icd_pool *pool, const char *code, struct icd_code_record *record,
				      struct icd_error *err)
{
	bool well = icd_get_code_start(in, pool, code, record) && icd_code_start_fits(record, &store->about);
	return decoded(store, key, in, well, err);
}

enum icd_found icd_store_code_start(struct icd_store *store, struct icd_pool *pool, const char *code,
				    struct icd_code_record *record, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	*record = (struct icd_code_record){.diag_count = 0};
	return found == ICD_FOUND ? read_code_start(store, &key, &in, pool, code, record, err) : found;
}

enum icd_found icd_store_code_titled(struct icd_store *store, struct icd_pool *pool, const char *code,
				     const char *title, bool *titled, struct icd_code_record *record,
				     struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	struct icd_reader titles = in;
	*record = (struct icd_code_record){.diag_count = 0};
	*titled = found == ICD_FOUND && icd_get_code_titled(&titles, title);
	return found == ICD_FOUND && !*titled ? read_code_start(store, &key, &in, pool, code, record, err) : found;
}

enum icd_found icd_store_code_place(struct icd_store *store, const char *code, uint32_t *ordinal, uint32_t *last,
				    struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, code);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	return found == ICD_FOUND ? decoded(store, &key, &in, icd_get_code_place(&in, ordinal, last), err) : found;
}

enum icd_found icd_store_code_shown(struct icd_store *store, struct icd_pool *pool, struct icd_child *child,
				    struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, child->code);
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found != ICD_FOUND)
		return found;
	child->fetched = icd_get_child(&in, pool, child) && icd_child_fits(child, &store->about);
	return decoded(store, &key, &in, child->fetched, err);
}

/* Each has its record. */
static bool fetch_child(struct icd_store *store, struct icd_pool *pool, struct icd_child *child, struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_CODE, child->code);
	enum icd_found found = icd_store_code_shown(store, pool, child, err);
	return found == ICD_FOUND || (found == ICD_NOT_FOUND && icd_store_bad_record(store, &key, NULL, err));
}

bool icd_store_children(struct icd_store *store, const struct icd_children *children, struct icd_error *err)
{
	for (uint32_t i = 0; children->pool && i < children->count; i++) {
		if (!children->at[i].fetched && !fetch_child(store, children->pool, &children->at[i], err))
			return false;
	}
	return true;
}

enum icd_found icd_store_header(struct icd_store *store, const char *code, const struct icd_code_record **record,
				struct icd_error *err)
{
	const union place_record *place;
	enum icd_found found = get_kept(store, ICD_TABLE_CODE, code, &place, err);
	*record = found == ICD_FOUND ? &place->code : NULL;
	return found;
}

enum icd_found icd_store_section(struct icd_store *store, const char *name, struct icd_section_record *record,
				 struct icd_error *err)
{
	const union place_record *place;
	enum icd_found found = get_kept(store, ICD_TABLE_SECTION, name, &place, err);
	if (found == ICD_FOUND)
		*record = place->section;
	return found;
}

enum icd_found icd_store_chapter(struct icd_store *store, int number, struct icd_chapter_record *record,
				 struct icd_error *err)
{
	const union place_record *place;
	char name[] = {(char)('0' + number / 10), (char)('0' + number % 10), '\0'};
	if (number < 0 || number > 99)
		return ICD_NOT_FOUND;
	enum icd_found found = get_kept(store, ICD_TABLE_CHAPTER, name, &place, err);
	if (found == ICD_FOUND)
		*record = place->chapter;
	return found;
}

enum icd_found icd_store_incoming(struct icd_store *store, const char *category, struct icd_incoming_record *record,
				  struct icd_error *err)
{
	const union place_record *place;
	char name[4];
	snprintf(name, sizeof name, "%.3s", category);
	enum icd_found found = get_kept(store, ICD_TABLE_INCOMING, name, &place, err);
	*record = found == ICD_FOUND ? place->incoming : (struct icd_incoming_record){0};
	return found == ICD_FOUND && !record->count ? ICD_NOT_FOUND : found;
}

/* The record of a block of codes; that of the last one asked for is at hand. */
static enum icd_found get_ordinals(struct icd_store *store, const struct icd_key *key, uint32_t block,
				   struct icd_bytes *value, struct icd_error *err)
{
	*value = store->ordinals;
	if (value->data && store->ordinals_block == block)
		return ICD_FOUND;
	enum icd_found found = icd_store_get(store, key, value, err);
	store->ordinals = found == ICD_FOUND ? *value : (struct icd_bytes){NULL, 0};
	store->ordinals_block = block;
	return found;
}

enum icd_found icd_store_ordinal(struct icd_store *store, uint32_t ordinal, char code[ICD_CODE_SIZE], uint32_t *class,
				 struct icd_error *err)
{
	const uint32_t block = ordinal / ICD_BLOCK_CODES;
	struct icd_key key = icd_key_of_number(ICD_TABLE_ORDINAL, block);
	struct icd_bytes value;
	enum icd_found found = get_ordinals(store, &key, block, &value, err);
	size_t at = (size_t)(ordinal % ICD_BLOCK_CODES) * ICD_BLOCK_ITEM;
	if (found != ICD_FOUND)
		return found;
	if (at + ICD_BLOCK_ITEM > value.size)
		return ICD_NOT_FOUND;
	memcpy(code, value.data + at, ICD_CODE_LENGTH);
	code[ICD_CODE_LENGTH] = '\0';
	*class = (uint32_t)value.data[at + 7] << 8 | value.data[at + 8];
	return icd_code_has_category(code) || icd_store_bad_record(store, &key, NULL, err) ? ICD_FOUND : ICD_FAILED;
}

bool icd_store_classes(struct icd_store *store, struct icd_pool *pool, struct icd_runs **classes, uint32_t *count,
		       struct icd_error *err)
{
	struct icd_key key = icd_key_of(ICD_TABLE_ABOUT, "histories");
	struct icd_reader in;
	enum icd_found found = icd_store_fetch(store, &key, &in, err);
	if (found == ICD_FAILED)
		return false;
	bool ok = found == ICD_FOUND;
	if (ok)
		*classes = icd_get_items(&in, pool, count, sizeof **classes);
	ok = ok && !in.failed;
	for (uint32_t i = 0; ok && i < *count; i++)
		ok = icd_get_runs(&in, pool, &(*classes)[i]) && icd_runs_fit(&(*classes)[i], &store->about);
	return ok || icd_store_bad_record(store, &key, &in, err);
}
