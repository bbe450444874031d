/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New codes beside those of a file that holds most of a family. */
#include "book/book.h"
#include "scan_work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODES_SAID 6 /* codes, or runs of them, that a message names */

/* A code of the file, where it stands last. */
struct held_code {
	char code[ICD_CODE_SIZE];
	struct scan_place place;
};

struct scan_families {
	struct icd_pool pool; /* of the file being read */
	struct icd_hash table;
	struct held_code *codes;
	size_t count, room;
};

/* A code of a category without the seventh characters that only complete it. */
struct unit {
	char code[ICD_CODE_SIZE];
	bool before, now; /* billable on the two days, itself or completed */
	bool completed;   /* by seventh characters */
	bool header;      /* on the first day */
	const struct held_code *held;
	const char *family; /* of a new one: the header above that it is told under */
};

struct units {
	struct unit *at;
	size_t count, room;
};

struct scan_families *scan_families_new(void)
{
	return calloc(1, sizeof(struct scan_families));
}

void scan_families_free(struct scan_families *families)
{
	if (!families)
		return;
	icd_pool_free(&families->pool);
	icd_hash_free(&families->table);
	free(families);
}

void scan_families_file(struct scan_families *families)
{
	icd_pool_reset(&families->pool);
	icd_hash_clear(&families->table);
	families->codes = NULL;
	families->count = families->room = 0;
}

static bool same_code(const void *context, uint32_t item, const void *key)
{
	const struct scan_families *families = context;
	return strcmp(families->codes[item].code, key) == 0;
}

bool scan_families_add(struct scan_families *families, const char *code, const struct scan_place *place)
{
	uint64_t hash = icd_hash_text(code);
	uint32_t item = icd_hash_find(&families->table, hash, same_code, families, code);
	if (item == ICD_HASH_NONE) {
		if (!icd_pool_room(&families->pool, &families->codes, families->count, &families->room,
				   sizeof *families->codes) ||
		    !icd_hash_add(&families->table, hash, (uint32_t)families->count))
			return false;
		item = (uint32_t)families->count++;
		snprintf(families->codes[item].code, ICD_CODE_SIZE, "%s", code);
	}
	families->codes[item].place = *place;
	return true;
}

/* ---- the codes of a category ---- */

static const struct held_code *find_held(const struct scan_families *families, const char *code)
{
	uint32_t item = icd_hash_find(&families->table, icd_hash_text(code), same_code, families, code);
	return item == ICD_HASH_NONE ? NULL : &families->codes[item];
}

static bool is_later(const struct held_code *a, const struct held_code *b)
{
	return !b || (a && (a->place.line > b->place.line ||
			    (a->place.line == b->place.line && a->place.column > b->place.column)));
}

/* A code made by a seventh character counts for the code it completes, which stands before it. */
static struct unit *unit_of(struct units *units, struct icd_pool *pool, const struct icd_code_record *record)
{
	bool made = record->diag_count == 0 && strlen(record->code) == ICD_CODE_LENGTH;
	for (size_t i = units->count; made && i-- > 0;) {
		const char *code = units->at[i].code;
		if (strncmp(code, record->code, strlen(code)) == 0) {
			units->at[i].completed = true;
			return &units->at[i];
		}
	}
	if (!icd_pool_room(pool, &units->at, units->count, &units->room, sizeof *units->at))
		return NULL;
	struct unit *unit = &units->at[units->count++];
	*unit = (struct unit){0};
	memcpy(unit->code, record->code, sizeof unit->code);
	return unit;
}

static bool read_units(const struct scan_families *families, const struct scan_days *days, const char *category,
		       struct icd_pool *pool, struct units *units, struct icd_error *err)
{
	struct icd_code_record record;
	struct icd_pool scratch = {0};
	bool ok = icd_store_code(days->on->store, &scratch, category, &record, err) == ICD_FOUND;
	uint32_t last = ok ? record.last : 0;
	for (uint32_t at = ok ? record.ordinal : 1; ok && at <= last; at++) {
		icd_pool_reset(&scratch);
		ok = icd_view_code_at(days->on, &scratch, at, &record, err);
		struct unit *unit = ok ? unit_of(units, pool, &record) : NULL;
		if (!unit)
			break;
		enum icd_status before = icd_view_status(days->on, &record.runs);
		const struct held_code *held = find_held(families, record.code);
		unit->before |= before == ICD_STATUS_BILLABLE;
		unit->now |= icd_view_status(days->against, &record.runs) == ICD_STATUS_BILLABLE;
		unit->header |= before == ICD_STATUS_HEADER && strcmp(unit->code, record.code) == 0;
		if (is_later(held, unit->held))
			unit->held = held;
	}
	icd_pool_free(&scratch);
	return ok && (!pool->failed || icd_out_of_memory(err));
}

/* ---- families ---- */

/* Does the file hold most of the codes that the header had? *latest is the one of them that stands last. */
static bool holds_most(const struct units *units, const char *header, const struct held_code **latest)
{
	size_t length = strlen(header), had = 0, holds = 0;
	*latest = NULL;
	for (size_t i = 0; i < units->count; i++) {
		const struct unit *unit = &units->at[i];
		if (strncmp(unit->code, header, length) != 0 || !unit->before)
			continue;
		had++;
		holds += unit->held != NULL;
		if (unit->held && is_later(unit->held, *latest))
			*latest = unit->held;
	}
	return holds * 2 > had;
}

static const struct unit *find_unit(const struct units *units, const char *code)
{
	for (size_t i = 0; i < units->count; i++) {
		if (strcmp(units->at[i].code, code) == 0)
			return &units->at[i];
	}
	return NULL;
}

/* The nearest header above a new code of whose codes the file holds most; NULL when there is none. */
static const char *family_of(const struct units *units, const struct unit *unit)
{
	char prefix[ICD_CODE_SIZE];
	const struct held_code *latest;
	memcpy(prefix, unit->code, sizeof prefix);
	for (size_t length = strlen(prefix); length-- > 3;) {
		prefix[length] = '\0';
		const struct unit *header = find_unit(units, prefix);
		if (header && header->header && holds_most(units, prefix, &latest))
			return header->code;
	}
	return NULL;
}

/* ---- the message ---- */

/* How many new codes of the family follow each other from this one on, differing in their last character alone. */
static size_t run_length(const struct units *units, size_t first, const char *family)
{
	const struct unit *unit = &units->at[first];
	size_t length = strlen(unit->code), i = first;
	while (i < units->count && units->at[i].family == family && strlen(units->at[i].code) == length &&
	       strncmp(units->at[i].code, unit->code, length - 1) == 0)
		i++;
	return i - first;
}

/* "E66.811-E66.813, E66.89 and 3 more"; how many there are goes to *count. */
static const char *new_codes(const struct units *units, struct icd_pool *pool, const char *family, size_t *count)
{
	const char *text = "";
	unsigned said = 0;
	size_t left = 0;
	*count = 0;
	for (size_t i = 0; i < units->count; i++) {
		char first[ICD_DOTTED_SIZE], last[ICD_DOTTED_SIZE];
		const struct unit *unit = &units->at[i];
		if (unit->family != family)
			continue;
		size_t run = run_length(units, i, family), taken = run > 2 && !unit->completed ? run : 1;
		*count += taken;
		if (said == CODES_SAID)
			left += taken;
		else
			text = icd_pool_print(pool, "%s%s%s%s%s", text, said++ ? ", " : "",
					      icd_code_format(unit->code, first),
					      taken > 1 || unit->completed ? "-" : "",
					      taken > 1 ? icd_code_format(units->at[i + taken - 1].code, last) : "");
		i += taken - 1;
	}
	return left ? icd_pool_print(pool, "%s and %zu more", text, left) : text;
}

static void tell_family(const struct units *units, struct icd_pool *pool, const struct scan_days *days,
			const char *family, scan_tell_family *tell, void *context)
{
	char header[ICD_DOTTED_SIZE], date[ICD_DATE_SIZE];
	const struct held_code *latest;
	size_t count;
	const char *codes = new_codes(units, pool, family, &count);
	holds_most(units, family, &latest);
	icd_code_format(family, header);
	tell(context, &latest->place, header,
	     icd_pool_print(pool, "%s has %zu new code%s on %s beside those here: %s", header, count,
			    count == 1 ? "" : "s", icd_date_format(days->against->on, date), codes));
}

static bool tell_category(const struct scan_families *families, const struct scan_days *days, const char *category,
			  scan_tell_family *tell, void *context, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct units units = {0};
	bool ok = read_units(families, days, category, &pool, &units, err);
	for (size_t i = 0; ok && i < units.count; i++) {
		if (units.at[i].now && !units.at[i].before)
			units.at[i].family = family_of(&units, &units.at[i]);
	}
	for (size_t i = 0; ok && i < units.count; i++) {
		const char *family = units.at[i].family;
		bool told = !family;
		for (size_t j = 0; !told && j < i; j++)
			told = units.at[j].family == family;
		if (!told)
			tell_family(&units, &pool, days, family, tell, context);
	}
	ok = ok && (!pool.failed || icd_out_of_memory(err));
	icd_pool_free(&pool);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool scan_families_tell(struct scan_families *families, const struct scan_days *days, scan_tell_family *tell,
			void *context, struct icd_error *err)
{
	char(*categories)[4] = icd_pool_take(&families->pool, families->count, sizeof *categories);
	bool ok = true;
	if (!categories)
		return icd_out_of_memory(err);
	for (size_t i = 0; ok && i < families->count; i++)
		snprintf(categories[i], sizeof *categories, "%.3s", families->codes[i].code);
	if (ok && families->count)
		qsort(categories, families->count, sizeof *categories, by_name);
	for (size_t i = 0; ok && i < families->count; i++) {
		bool told = i > 0 && strcmp(categories[i], categories[i - 1]) == 0;
		ok = told || tell_category(families, days, categories[i], tell, context, err);
	}
	return ok;
}
