/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_MAX  62
#define CELLS_MAX 100000

/* What is counted under names; each name has a slot. */
struct slots {
	struct figure_slot *at; /* in the pool */
	size_t count, capacity;
	struct icd_hash hash;
};

struct codes {
	struct figure_code *at; /* in the pool */
	size_t count, capacity;
	struct icd_hash hash;
};

struct making {
	struct icd_pool *pool;
	const struct summary_page *page;
	struct figures *figures;
	struct slots times, groups;
	struct codes bad, categories, headers;
	bool folded; /* days count under their months */
	bool failed;
};

/* ---- names ---- */

static bool same_slot(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct slots *)context)->at[item].name, key) == 0;
}

static struct figure_slot *slot_of(struct making *making, struct slots *slots, const char *name)
{
	uint64_t hash = icd_hash_text(name);
	uint32_t known = icd_hash_find(&slots->hash, hash, same_slot, slots, name);
	if (known != ICD_HASH_NONE)
		return &slots->at[known];
	if (!icd_pool_room(making->pool, &slots->at, slots->count, &slots->capacity, sizeof *slots->at) ||
	    !icd_hash_add(&slots->hash, hash, (uint32_t)slots->count)) {
		making->failed = true;
		return NULL;
	}
	slots->at[slots->count] = (struct figure_slot){.name = icd_pool_print(making->pool, "%s", name)};
	return &slots->at[slots->count++];
}

static bool same_code(const void *context, uint32_t item, const void *key)
{
	return strcmp(((const struct codes *)context)->at[item].name, key) == 0;
}

static struct figure_code *code_of(struct making *making, struct codes *codes, const char *name)
{
	uint64_t hash = icd_hash_text(name);
	uint32_t known = icd_hash_find(&codes->hash, hash, same_code, codes, name);
	if (known != ICD_HASH_NONE)
		return &codes->at[known];
	if (!icd_pool_room(making->pool, &codes->at, codes->count, &codes->capacity, sizeof *codes->at) ||
	    !icd_hash_add(&codes->hash, hash, (uint32_t)codes->count)) {
		making->failed = true;
		return NULL;
	}
	codes->at[codes->count] = (struct figure_code){.name = icd_pool_print(making->pool, "%s", name), .title = ""};
	return &codes->at[codes->count++];
}

/* ---- what the summary is split by ---- */

/* The first or second thing that `by` names. */
static const char *part_of(const char *by, int part, char *out, size_t size)
{
	const char *and = strchr(by, ICD_TALLY_AND);
	size_t length = and? (size_t)(and-by) : strlen(by);
	if (part == 0)
		snprintf(out, size, "%.*s", (int)length, by);
	else
		snprintf(out, size, "%s", and? and+1 : "");
	return out;
}

/* How the name is a time, and its place among such: "2025", "2025-03", "2025-03-31". */
static enum figure_time read_time(const char *name, int64_t *place)
{
	static const char *const forms[] = {
		[FIGURE_YEARS] = "dddd", [FIGURE_MONTHS] = "dddd-dd", [FIGURE_DAYS] = "dddd-dd-dd"};
	for (enum figure_time kind = FIGURE_YEARS; kind <= FIGURE_DAYS; kind++) {
		size_t length = strlen(forms[kind]), i = 0;
		while (i < length && (forms[kind][i] == 'd' ? icd_is_digit(name[i]) : name[i] == '-'))
			i++;
		if (i < length || name[length])
			continue;
		long year = strtol(name, NULL, 10), month = kind >= FIGURE_MONTHS ? strtol(name + 5, NULL, 10) : 1;
		long day = kind == FIGURE_DAYS ? strtol(name + 8, NULL, 10) : 1;
		if (year < 1900 || month < 1 || month > 12 || day < 1 || day > 31)
			return FIGURE_NO_TIME;
		/* Days count from 1 March, so that the leap day is the last one. */
		long y = month < 3 ? year - 1 : year, m = (month + 9) % 12;
		int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
		*place = kind == FIGURE_YEARS ? year : kind == FIGURE_MONTHS ? 12 * year + month - 1 : days;
		return kind;
	}
	return FIGURE_NO_TIME;
}

/* Which kind of time all names of a part are; those that are empty do not count. */
static enum figure_time time_of_part(const struct summary_page *page, int part)
{
	enum figure_time kind = FIGURE_NO_TIME;
	struct icd_tally_walk walk = {0};
	struct icd_tally_counted counted;
	while (icd_tally_each(page->tally, &walk, &counted)) {
		int64_t place;
		char name[256];
		part_of(counted.by, part, name, sizeof name);
		enum figure_time one = *name ? read_time(name, &place) : kind;
		if (*name && (one == FIGURE_NO_TIME || (kind && kind != one)))
			return FIGURE_NO_TIME;
		kind = one;
	}
	return kind;
}

/* More than a line over time can show. */
static bool has_many_days(struct making *making)
{
	struct slots days = {0};
	char name[256];
	struct icd_tally_walk walk = {0};
	struct icd_tally_counted counted;
	while (!making->failed && icd_tally_each(making->page->tally, &walk, &counted))
		slot_of(making, &days, part_of(counted.by, making->figures->time_part, name, sizeof name));
	icd_hash_free(&days.hash);
	return days.count > DAYS_MAX;
}

static void find_time(struct making *making)
{
	making->figures->time_part = -1;
	for (int part = 0; part < 2 && making->figures->time_part < 0; part++) {
		making->figures->time = time_of_part(making->page, part);
		if (making->figures->time)
			making->figures->time_part = part;
	}
	if (making->figures->time == FIGURE_DAYS && has_many_days(making)) {
		making->folded = true;
		making->figures->time = FIGURE_MONTHS;
	}
}

/* The point in time that it counts under; NULL where there is none. */
static struct figure_slot *time_slot(struct making *making, const char *by)
{
	char name[256];
	if (making->figures->time_part < 0 || !*part_of(by, making->figures->time_part, name, sizeof name))
		return NULL;
	if (making->folded)
		name[sizeof "2025-03" - 1] = '\0';
	struct figure_slot *slot = slot_of(making, &making->times, name);
	if (slot)
		read_time(name, &slot->place);
	return slot;
}

/* The group, which both things name where neither is a time. */
static struct figure_slot *group_slot(struct making *making, const char *by)
{
	char first[256], second[256], name[520];
	part_of(by, 0, first, sizeof first);
	part_of(by, 1, second, sizeof second);
	bool two = making->figures->time_part < 0 && strchr(by, ICD_TALLY_AND);
	snprintf(name, sizeof name, "%s%s%s",
		 making->figures->time_part == 0 ? ""
		 : *first                        ? first
						 : "(none)",
		 two ? ", " : "",
		 making->figures->time_part == 1 || !strchr(by, ICD_TALLY_AND) ? ""
		 : *second                                                     ? second
									       : "(none)");
	return *name && *by ? slot_of(making, &making->groups, name) : NULL;
}

/* ---- counting ---- */

static void add_item(struct figure *figure, const struct icd_tally_item *item, uint64_t count)
{
	figure->codes += count;
	if (item->detail != ICD_DETAIL_OK)
		return;
	figure->billable += count;
	if (item->unspecified)
		figure->unspecified += count;
}

static void add_code(struct figure_code *code, const struct icd_tally_item *item, uint64_t count)
{
	if (!code)
		return;
	code->count += count;
	code->detail = item->detail;
	if (item->unspecified && item->detail == ICD_DETAIL_OK) {
		code->is_unspecified = true;
		code->unspecified += count;
	}
}

static void count_item(struct making *making, const struct icd_tally_counted *counted)
{
	struct figure_slot *time = time_slot(making, counted->by), *group = group_slot(making, counted->by);
	const struct icd_tally_item *item = counted->item;
	uint64_t count = counted->count;
	add_item(&making->figures->all, item, count);
	making->figures->details[item->detail] += count;
	if (time)
		add_item(&time->figure, item, count);
	if (group)
		add_item(&group->figure, item, count);
	if (item->detail != ICD_DETAIL_OK) {
		add_code(code_of(making, &making->bad, item->code), item, count);
		return;
	}
	add_code(code_of(making, &making->categories, item->category), item, count);
	if (strlen(item->group) > 3)
		add_code(code_of(making, &making->headers, item->group), item, count);
}

static void count_claims(struct making *making, const struct icd_claim_group *claims)
{
	struct figure_slot *time = time_slot(making, claims->by), *group = group_slot(making, claims->by);
	uint64_t faulty = claims->by_worst[ICD_ERROR + 1] + claims->by_worst[ICD_WARNING + 1];
	uint64_t all = faulty + claims->by_worst[ICD_INFO + 1] + claims->by_worst[0];
	struct figure *figures[] = {&making->figures->all, time ? &time->figure : NULL, group ? &group->figure : NULL};
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		if (figures[i]) {
			figures[i]->claims += all;
			figures[i]->faulty += faulty;
		}
	}
}

/* ---- order ---- */

static int by_count(const void *a, const void *b)
{
	const struct figure_code *x = a, *y = b;
	return ICD_ORDER(y->count, x->count) ?: strcmp(x->name, y->name);
}

static int by_unspecified(const void *a, const void *b)
{
	const struct figure_code *x = a, *y = b;
	return ICD_ORDER(y->unspecified, x->unspecified) ?: by_count(a, b);
}

static int by_place(const void *a, const void *b)
{
	return ICD_ORDER(((const struct figure_slot *)a)->place, ((const struct figure_slot *)b)->place);
}

static int by_codes(const void *a, const void *b)
{
	const struct figure_slot *x = a, *y = b;
	return ICD_ORDER(y->figure.codes, x->figure.codes) ?: strcmp(x->name, y->name);
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort(items, count, size, compare);
}

/* Those with unspecified codes, most of them first; how many. */
static uint32_t sort_unspecified(struct codes *codes)
{
	uint32_t count = 0;
	sort(codes->at, codes->count, sizeof *codes->at, by_unspecified);
	while (count < codes->count && codes->at[count].unspecified)
		count++;
	return count;
}

/* ---- families ---- */

static const char *title_of(struct making *making, const char *stored, struct icd_error *err)
{
	struct icd_code_record record;
	struct icd_pool pool = {0};
	enum icd_found found = icd_store_code(making->page->view->store, &pool, stored, &record, err);
	const char *title = "";
	making->failed |= found == ICD_FAILED;
	if (found == ICD_FOUND)
		title = icd_pool_print(making->pool, "%s", icd_view_title(making->page->view, &record));
	icd_pool_free(&pool);
	return title;
}

/* Adds an item to the family whose header begins its code. */
static void count_member(struct making *making, struct figure_family *family, struct codes *members,
			 const struct icd_tally_counted *counted)
{
	struct figures *figures = making->figures;
	struct figure_slot *time = time_slot(making, counted->by), *group = group_slot(making, counted->by);
	const struct icd_tally_item *item = counted->item;
	uint64_t count = counted->count;
	struct figure_code *member = code_of(making, members, item->code);
	if (member && !member->by_group)
		member->by_group = icd_pool_take(making->pool, figures->group_count + 1, sizeof *member->by_group);
	if (!member || !member->by_group)
		return;
	add_code(member, item, count);
	add_code(&family->header, item, count);
	if (time && figures->time_count)
		add_item(&family->times[time - figures->times], item, count);
	if (time && group && family->cells)
		add_item(&family->cells[(size_t)(group - figures->groups) * figures->time_count +
					(size_t)(time - figures->times)],
			 item, count);
	if (group && figures->group_count) {
		add_item(&family->groups[group - figures->groups], item, count);
		member->by_group[group - figures->groups] += count;
	}
}

static void make_family(struct making *making, struct figure_family *family, const char *stored, struct icd_error *err)
{
	struct figures *figures = making->figures;
	struct codes members = {0};
	char shown[ICD_DOTTED_SIZE], code[ICD_CODE_SIZE];
	size_t length = strlen(stored);
	family->header.name = icd_pool_print(making->pool, "%s-", icd_code_format(stored, shown));
	family->header.title = title_of(making, stored, err);
	family->times = icd_pool_take(making->pool, figures->time_count + 1, sizeof *family->times);
	family->groups = icd_pool_take(making->pool, figures->group_count + 1, sizeof *family->groups);
	size_t cells = (size_t)figures->group_count * figures->time_count;
	if (cells > 0 && cells <= CELLS_MAX)
		family->cells = icd_pool_take(making->pool, cells, sizeof *family->cells);
	struct icd_tally_walk walk = {0};
	struct icd_tally_counted counted;
	while (!making->pool->failed && icd_tally_each(making->page->tally, &walk, &counted)) {
		const struct icd_tally_item *item = counted.item;
		icd_packed packed = icd_pack_typed(item->code, strlen(item->code));
		if (item->detail != ICD_DETAIL_OK || !packed)
			continue;
		icd_unpack(packed, code);
		if (strncmp(code, stored, length) == 0)
			count_member(making, family, &members, &counted);
	}
	sort(members.at, members.count, sizeof *members.at, by_count);
	family->members = members.at;
	family->member_count = (uint32_t)members.count;
	icd_hash_free(&members.hash);
}

static void make_families(struct making *making, struct icd_error *err)
{
	struct figures *figures = making->figures;
	uint32_t found = sort_unspecified(&making->headers), asked = making->page->family_count;
	uint32_t room = asked ? asked : FIGURE_FAMILIES;
	figures->families = icd_pool_take(making->pool, room, sizeof *figures->families);
	for (uint32_t i = 0; figures->families && i < asked; i++)
		make_family(making, &figures->families[figures->family_count++], making->page->families[i], err);
	for (uint32_t i = 0; figures->families && !asked && i < found && figures->family_count < room; i++) {
		const char *header = making->headers.at[i].name;
		/* Of "Unspecified asthma" there is nothing else to choose below. */
		if (!icd_text_unspecified(title_of(making, header, err)))
			make_family(making, &figures->families[figures->family_count++], header, err);
	}
}

/* ---- all ---- */

static void take_slots(struct making *making)
{
	struct figures *figures = making->figures;
	sort(making->times.at, making->times.count, sizeof *making->times.at, by_place);
	sort(making->groups.at, making->groups.count, sizeof *making->groups.at, by_codes);
	/* Names are looked for by hash only before they are sorted. */
	icd_hash_clear(&making->times.hash);
	icd_hash_clear(&making->groups.hash);
	for (uint32_t i = 0; i < making->times.count; i++)
		making->failed |= !icd_hash_add(&making->times.hash, icd_hash_text(making->times.at[i].name), i);
	for (uint32_t i = 0; i < making->groups.count; i++)
		making->failed |= !icd_hash_add(&making->groups.hash, icd_hash_text(making->groups.at[i].name), i);
	figures->times = making->times.at;
	figures->time_count = (uint32_t)making->times.count;
	figures->groups = making->groups.at;
	figures->group_count = making->groups.count > 1 ? (uint32_t)making->groups.count : 0;
}

static void count_all(struct making *making)
{
	const struct summary_page *page = making->page;
	struct icd_tally_walk walk = {0};
	struct icd_tally_counted counted;
	while (!making->failed && icd_tally_each(page->tally, &walk, &counted))
		count_item(making, &counted);
	for (size_t i = 0; page->claims && i < page->claims->count && !making->failed; i++)
		count_claims(making, &page->claims->at[i]);
}

bool figures_make(struct icd_pool *pool, const struct summary_page *page, struct figures *figures,
		  struct icd_error *err)
{
	struct making making = {.pool = pool, .page = page, .figures = figures};
	*figures = (struct figures){0};
	icd_out_of_memory(err);
	find_time(&making);
	count_all(&making);
	take_slots(&making);
	sort(making.bad.at, making.bad.count, sizeof *making.bad.at, by_count);
	figures->bad = making.bad.at;
	figures->bad_count = (uint32_t)making.bad.count;
	figures->category_count = sort_unspecified(&making.categories);
	figures->categories = making.categories.at;
	for (uint32_t i = 0; i < figures->category_count && i < FIGURE_CATEGORIES; i++)
		figures->categories[i].title = title_of(&making, figures->categories[i].name, err);
	make_families(&making, err);
	icd_hash_free(&making.times.hash);
	icd_hash_free(&making.groups.hash);
	icd_hash_free(&making.bad.hash);
	icd_hash_free(&making.categories.hash);
	icd_hash_free(&making.headers.hash);
	return !making.failed && !pool->failed;
}
