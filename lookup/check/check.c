/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include "view/successor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_SIZE    32768 /* answers kept; a power of two */
#define LONGEST_TYPED 64
#define FEW           64 /* codes that are answered one by one for less than reading the table takes */
#define REASON_SIZE   1024

/*
 * The classes of history that an answer is made from: first the code's own, of which it tells the days, then those of
 * other codes, whose status alone counts. It is the same in all epochs in which these are.
 */
#define CLASSES_MOST 8
struct made_from {
	unsigned count; /* 0: that is not known, it is good for its epoch alone */
	uint32_t classes[CLASSES_MOST];
};

struct kept_answer {
	icd_packed code; /* 0: nothing kept here */
	const struct icd_epoch *epoch;
	bool open;
	struct made_from from;
	struct icd_answer answer;
	char *texts; /* owned: what the answer points to */
};

/* The codes below a header, or the one above a code, for its card. */
struct beside {
	char own[ICD_CODE_SIZE], codes[ICD_ANSWER_CODES][ICD_CODE_SIZE];
	struct icd_code_line lines[ICD_ANSWER_CODES];
	struct icd_code_record record;
};

struct icd_check {
	struct icd_store *store;
	struct beside beside;
	unsigned few;                   /* codes answered without the table */
	struct icd_status_table *table; /* NULL: not read yet, for few were asked for */
	struct kept_answer **cache;     /* comes with the table; made when they are needed */
	struct made_from from;          /* the answer in hand */
	unsigned noted;                 /* classes that it is made from, of which there may be room for fewer */
	struct kept_answer alone;       /* the last one answered without */
	struct kept_answer malformed;   /* the last one that may be meant as a code */
	/* Of the last one that had something odd beside it. */
	char odd[ICD_ODD_SIZE], odd_reason[REASON_SIZE + ICD_ODD_SIZE], meant[ICD_DOTTED_SIZE];
	const char *meant_list[1];
	struct icd_pool pool; /* of one look-up */
};

/* ---- what to report instead ---- */

struct choice {
	unsigned count;
	char codes[ICD_ANSWER_CODES][ICD_ANSWER_TEXT];
};

static void choose(struct choice *choice, const char *code, bool header)
{
	char shown[ICD_DOTTED_SIZE];
	if (choice->count == ICD_ANSWER_CODES)
		return;
	icd_code_format(code, shown);
	/* A category has its dot before the dash that says more follows: "S06.-". */
	snprintf(choice->codes[choice->count++], ICD_ANSWER_TEXT, "%s%s", shown,
		 !header             ? ""
		 : strlen(code) == 3 ? ".-"
				     : "-");
}

static void choose_first(struct choice *choice, const struct icd_code_lines *codes, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		/* A range of the conversion table has no status: it names no single code. */
		if (icd_status_holds(codes->at[i].status))
			choose(choice, codes->at[i].code, codes->at[i].status == ICD_STATUS_HEADER);
	}
}

static void choose_all(struct choice *choice, const struct icd_code_lines *codes)
{
	choose_first(choice, codes, codes->count);
}

/* The code above a later one, where that is billable now: it becomes the header. */
static void choose_parent(struct choice *choice, const struct icd_card *card)
{
	const struct icd_code_line *parent = card->parents.count ? &card->parents.at[card->parents.count - 1] : NULL;
	if (choice->count == 0 && parent && parent->status == ICD_STATUS_BILLABLE)
		choose(choice, parent->code, false);
}

static bool find_known(const struct icd_check *check, const char *code, struct icd_known_code *known)
{
	size_t length = strlen(code);
	return length <= ICD_CODE_LENGTH && icd_status_find(check->table, icd_pack(code, length), known);
}

static void note_class(struct icd_check *check, uint32_t class)
{
	if (check->noted < CLASSES_MOST)
		check->from.classes[check->noted] = class;
	check->noted++;
}

/* Is the code billable on the view's date? From the table where there is one. */
static bool is_billable(struct icd_check *check, const struct icd_view *view, const char *code, bool *billable,
			struct icd_error *err)
{
	struct icd_child shown = {.code = code};
	if (check->table) {
		struct icd_known_code known;
		bool found = find_known(check, code, &known);
		if (found)
			note_class(check, known.class);
		const struct icd_epoch *epoch = found ? icd_status_epoch(check->table, view->on) : NULL;
		*billable = epoch && icd_epoch_answer(epoch, known.class)->validity.status == ICD_STATUS_BILLABLE;
		return !found || epoch || icd_out_of_memory(err);
	}
	enum icd_found found = icd_store_code_shown(check->store, &check->pool, &shown, err);
	*billable = found == ICD_FOUND && icd_view_status(view, &shown.runs) == ICD_STATUS_BILLABLE;
	return found != ICD_FAILED;
}

/* Of a code that comes later: what it will replace, as far as that is billable now. */
static bool choose_replaced(struct choice *choice, struct icd_check *check, const struct icd_view *view,
			    const struct icd_code_record *record, struct icd_error *err)
{
	for (uint32_t i = 0; i < record->replaced.count; i++) {
		const struct icd_conversion *one = &record->replaced.at[i];
		for (uint32_t j = 0; j < one->count; j++) {
			bool billable;
			if (!is_billable(check, view, one->codes[j], &billable, err))
				return false;
			if (billable)
				choose(choice, one->codes[j], false);
		}
	}
	return true;
}

static bool choose_instead(struct icd_check *check, const struct icd_view *view, const struct icd_card *card,
			   struct choice *choice, struct icd_error *err)
{
	switch (card->detail) {
	case ICD_DETAIL_HEADER:
	case ICD_DETAIL_NEEDS_SEVENTH:
		choose_all(choice, &card->children);
		break;
	case ICD_DETAIL_RETIRED:
		choose_all(choice, &card->replaced_by);
		break;
	case ICD_DETAIL_FUTURE:
		if (!choose_replaced(choice, check, view, card->path.codes[0], err))
			return false;
		choose_parent(choice, card);
		break;
	default:
		/* Swapped digits that lead far away are no advice. */
		choose_first(choice, &card->suggestions, card->suggestions.count - card->far);
	}
	return true;
}

/* ---- why ---- */

static void say_overfull(const struct icd_card *card, char *out, size_t size)
{
	char shown[ICD_DOTTED_SIZE];
	snprintf(out, size, "%s is complete, no character follows it; X only fills places before a 7th one [I.A.4]",
		 icd_code_format(card->suggestions.at[0].code, shown));
}

static void say_bad_seventh(const struct icd_card *card, char *out, size_t size)
{
	if (card->forbidden_by)
		snprintf(out, size, "a note at %s rules this 7th character out: %s", card->forbidden_at,
			 card->forbidden_by);
	else if (strlen(card->code) < ICD_CODE_LENGTH)
		snprintf(out, size,
			 "a 7th character must be in the 7th place [I.A.5], X fills the empty places [I.A.4]");
	else
		snprintf(out, size, "%c is no 7th character of this code [I.A.5]", card->code[ICD_CODE_LENGTH - 1]);
}

/* What may be a code of ICD-9-CM, too. */
static void say_icd9(const struct icd_card *card, char *out, size_t size)
{
	char says[ICD_MAPPING_SAY];
	if (!card->icd9)
		return;
	icd_mapping_say(card->icd9, says);
	size_t used = card->found ? strlen(out) : 0;
	snprintf(out + used, size - used, "%s%s", used ? "; or " : "", says);
}

static void say_why(const struct icd_card *card, char *out, size_t size)
{
	const struct icd_validity *validity = &card->validity;
	char date[ICD_DATE_SIZE];
	if (card->overfull) {
		say_overfull(card, out, size);
		return;
	}
	switch (card->detail) {
	case ICD_DETAIL_OK:
		snprintf(out, size, "valid and billable");
		break;
	case ICD_DETAIL_HEADER:
		snprintf(out, size, "not reportable, more characters are required [I.A.3]%s%s",
			 validity->billable_to ? "; billable through " : "",
			 icd_date_format(validity->billable_to, date));
		break;
	case ICD_DETAIL_NEEDS_SEVENTH:
		snprintf(out, size, "invalid without its 7th character [I.A.5]%s",
			 strlen(card->code) < ICD_CODE_LENGTH - 1 ? ", X fills the empty places [I.A.4]" : "");
		break;
	case ICD_DETAIL_BAD_SEVENTH:
		say_bad_seventh(card, out, size);
		break;
	case ICD_DETAIL_RETIRED:
		snprintf(out, size, "deleted, valid through %s%s", icd_date_format(validity->to, date),
			 validity->to_before ? " at least" : "");
		break;
	case ICD_DETAIL_FUTURE:
		snprintf(out, size, "not yet in the code set, valid from %s%s", icd_date_format(validity->from, date),
			 validity->from_after ? " at the latest" : "");
		break;
	case ICD_DETAIL_MALFORMED:
		snprintf(out, size, "not spelled like a code: a letter, then two to six letters and digits");
		break;
	case ICD_DETAIL_UNCERTAIN:
		snprintf(out, size,
			 "changed between two releases held, and this date lies between them; a release is missing");
		break;
	default:
		snprintf(out, size, "in no release held");
	}
}

/* ---- answers ---- */

/* Copies what the answer points to into one block that the cache owns. */
static bool keep(struct kept_answer *kept, const struct choice *choice, const char *reason)
{
	size_t pointers = choice->count * sizeof(char *), codes = choice->count * sizeof *choice->codes;
	size_t reason_size = strlen(reason) + 1;
	char *block = malloc(pointers + codes + reason_size + 2 * ICD_DATE_SIZE);
	if (!block)
		return false;
	const char **list = (const char **)(void *)block;
	char *text = block + pointers;
	memcpy(text, choice->codes, codes);
	for (unsigned i = 0; i < choice->count; i++)
		list[i] = text + i * sizeof *choice->codes;
	kept->texts = block;
	kept->answer.code_count = choice->count;
	kept->answer.codes = list;
	kept->answer.reason = memcpy(text + codes, reason, reason_size);
	kept->answer.from = text + codes + reason_size;
	kept->answer.to = kept->answer.from + ICD_DATE_SIZE;
	return true;
}

/*
 * The card of a header, as far as an answer needs one, from the table alone: what is below a header follows it in
 * tabular order. False where that does not do: a complete code that ends in a digit or stands alone below the
 * header may have its seventh character itself, which only the tabular list tells (C44.1021 and H54.413A are codes
 * without one).
 */
static bool card_of_header(struct icd_check *check, const struct icd_epoch *epoch, int64_t ordinal,
			   struct icd_card *card)
{
	uint32_t count;
	const icd_packed *codes = icd_status_codes(check->table, &count);
	const struct icd_class_answer *known =
		icd_epoch_answer(epoch, icd_status_class(check->table, (uint32_t)ordinal));
	struct beside *beside = &check->beside;
	if (known->validity.status != ICD_STATUS_HEADER)
		return false;
	icd_unpack(codes[ordinal], beside->own);
	*card = (struct icd_card){.code = beside->own, .validity = known->validity, .children.at = beside->lines};
	size_t length = strlen(beside->own);
	const char *child = NULL;
	for (uint32_t i = (uint32_t)ordinal + 1; i < count && card->children.count < ICD_ANSWER_CODES; i++) {
		char *code = beside->codes[card->children.count];
		icd_unpack(codes[i], code);
		if (strncmp(code, beside->own, length) != 0)
			break;
		enum icd_status status = icd_epoch_answer(epoch, icd_status_class(check->table, i))->validity.status;
		bool deeper = child && strncmp(code, child, strlen(child)) == 0;
		if (!deeper && icd_status_holds(status)) {
			card->children.at[card->children.count++] = (struct icd_code_line){code, "", status};
			child = code;
		}
	}
	bool seventh = icd_needs_seventh(ICD_STATUS_HEADER, &card->children);
	card->detail = seventh ? ICD_DETAIL_NEEDS_SEVENTH : ICD_DETAIL_HEADER;
	for (uint32_t i = 0; seventh && i < card->children.count; i++) {
		if (icd_is_digit(card->children.at[i].code[ICD_CODE_LENGTH - 1]))
			return false;
	}
	return card->children.count > 1 && card->children.count < ICD_ANSWER_CODES;
}

/*
 * The same of a code that comes later and was never there before, as far as an answer needs it: what it will replace, and
 * the nearest code above it that is there already. False of whatever is otherwise.
 */
static bool card_of_future(struct icd_check *check, const struct icd_epoch *epoch, int64_t ordinal,
			   struct icd_card *card, struct icd_error *err)
{
	uint32_t count;
	icd_packed code = icd_status_codes(check->table, &count)[ordinal];
	uint32_t class = icd_status_class(check->table, (uint32_t)ordinal);
	const struct icd_class_answer *answer = icd_epoch_answer(epoch, class);
	struct beside *beside = &check->beside;
	icd_unpack(code, beside->own);
	if (answer->validity.status != ICD_STATUS_FUTURE ||
	    icd_store_code_on(check->store, &check->pool, beside->own, icd_epoch_view(epoch)->set, &beside->record,
			      err) != ICD_FOUND)
		return false;
	*card = (struct icd_card){.code = beside->own,
				  .detail = ICD_DETAIL_FUTURE,
				  .validity = answer->validity,
				  .parents.at = beside->lines,
				  .path.codes[0] = &beside->record};
	note_class(check, class);
	for (size_t length = strlen(beside->own); length > 3 && !card->parents.count;) {
		char *above = beside->codes[0];
		snprintf(above, ICD_CODE_SIZE, "%.*s", (int)--length, beside->own);
		struct icd_known_code known;
		if (!find_known(check, above, &known))
			continue;
		note_class(check, known.class);
		enum icd_status status = icd_epoch_answer(epoch, known.class)->validity.status;
		if (status != ICD_STATUS_FUTURE)
			card->parents.at[card->parents.count++] = (struct icd_code_line){above, "", status};
	}
	return true;
}

/*
 * The one billable code that took the place of a code, over the years: where what replaced it became a header, the one
 * code below that. A header of which there is a choice has no one successor, whatever the table names.
 */
static bool put_successor(struct icd_check *check, const struct icd_view *view, const struct icd_card *card,
			  char out[ICD_DOTTED_SIZE], struct icd_error *err)
{
	struct icd_successors successors;
	out[0] = '\0';
	if (card->replaced_by.count != 1 || card->children.count > 1)
		return true;
	const struct icd_code_line *line = &card->replaced_by.at[0];
	if (line->status == ICD_STATUS_HEADER) {
		if (!icd_billable_successors(view, &check->pool, card->path.codes[0], &successors, err))
			return false;
		line = successors.count == 1 ? &successors.at[0].line : line;
	}
	if (line->status == ICD_STATUS_BILLABLE)
		icd_code_format(line->code, out);
	return true;
}

/* Answers from a card. */
static bool answer_card(struct icd_check *check, const struct icd_view *view, const struct icd_card *card,
			struct kept_answer *kept, struct icd_error *err)
{
	struct choice choice = {0};
	char reason[REASON_SIZE];
	char successor[ICD_DOTTED_SIZE];
	if (!choose_instead(check, view, card, &choice, err) || !put_successor(check, view, card, successor, err))
		return false;
	say_why(card, reason, sizeof reason);
	say_icd9(card, reason, sizeof reason);
	if (!keep(kept, &choice, reason))
		return icd_out_of_memory(err);
	memcpy(kept->answer.successor, successor, sizeof successor);
	kept->answer.odd = "";
	kept->answer.ordinal = -1;
	kept->answer.detail = card->detail;
	kept->answer.status = card->validity.status;
	kept->answer.meant = card->meant > 0;
	kept->answer.icd9 = card->icd9 != NULL;
	kept->answer.replaced = card->detail == ICD_DETAIL_RETIRED && card->replaced_by_source == ICD_SOURCE_TABLE;
	icd_code_format(card->code, kept->answer.code);
	icd_date_format(card->validity.from, (char *)kept->answer.from);
	icd_date_format(card->validity.to, (char *)kept->answer.to);
	return true;
}

static void free_kept(struct kept_answer *kept)
{
	if (kept)
		free(kept->texts);
	free(kept);
}

/* Where an answer for an epoch is kept, or with NULL one that is good for others, too. */
static struct kept_answer **place_in_cache(const struct icd_check *check, icd_packed code,
					   const struct icd_epoch *epoch, bool open)
{
	uint64_t number = epoch ? icd_epoch_number(epoch) + 1 : 0;
	uint64_t hash = icd_hash_number(code ^ number << 57 ^ (uint64_t)open << 56);
	return &check->cache[hash >> 40 & (CACHE_SIZE - 1)];
}

/* Does an answer for a code that comes later tell the same of both? */
static bool same_later(const struct icd_validity *a, const struct icd_validity *b)
{
	return a->status == b->status && a->from == b->from && a->from_after == b->from_after && a->to == b->to;
}

static const struct icd_validity *validity_in(const struct icd_epoch *epoch, uint32_t class)
{
	return &icd_epoch_answer(epoch, class)->validity;
}

/* Was it made from what is the same in the other epoch? */
static bool is_good_for(const struct kept_answer *kept, const struct icd_epoch *epoch)
{
	const struct made_from *from = &kept->from;
	bool good = from->count &&
		    same_later(validity_in(kept->epoch, from->classes[0]), validity_in(epoch, from->classes[0]));
	for (unsigned i = 1; good && i < from->count; i++)
		good = validity_in(kept->epoch, from->classes[i])->status ==
		       validity_in(epoch, from->classes[i])->status;
	return good;
}

/* NULL when none is kept. One that is good for other epochs, too, is of a code that comes later in all of them. */
static const struct kept_answer *find_kept(const struct icd_check *check, const struct icd_epoch *epoch,
					   icd_packed code, bool open, bool later)
{
	const struct kept_answer *kept = later ? *place_in_cache(check, code, NULL, open) : NULL;
	if (kept && kept->code == code && kept->open == open && is_good_for(kept, epoch))
		return kept;
	kept = *place_in_cache(check, code, epoch, open);
	return kept && kept->code == code && kept->epoch == epoch && kept->open == open ? kept : NULL;
}

/* Makes the answer anew, of what was typed. */
static bool judge(struct icd_check *check, const struct icd_view *view, const char *query, struct kept_answer *kept,
		  struct icd_error *err)
{
	struct icd_card card;
	return icd_card_judge(view, &check->pool, query, &card, err) && answer_card(check, view, &card, kept, err);
}

static void forget(struct icd_check *check, struct kept_answer *kept)
{
	free(kept->texts);
	*kept = (struct kept_answer){0};
	icd_pool_reset(&check->pool);
}

/* The same with the table, which knows most headers and what comes later; `ordinal` is -1 of what no release has. */
static bool make_answer(struct icd_check *check, const struct icd_epoch *epoch, const char *query, int64_t ordinal,
			struct kept_answer *kept, struct icd_error *err)
{
	struct icd_card card;
	char icd9[ICD9_CODE_SIZE];
	forget(check, kept);
	check->noted = check->from.count = 0;
	if (ordinal < 0 || icd9_code_parse(query, strlen(query), icd9))
		return judge(check, icd_epoch_view(epoch), query, kept, err);
	if (card_of_header(check, epoch, ordinal, &card))
		return answer_card(check, icd_epoch_view(epoch), &card, kept, err);
	if (!card_of_future(check, epoch, ordinal, &card, err))
		return judge(check, icd_epoch_view(epoch), query, kept, err);
	bool ok = answer_card(check, icd_epoch_view(epoch), &card, kept, err);
	check->from.count = check->noted <= CLASSES_MOST ? check->noted : 0;
	return ok;
}

/* Makes the answer and keeps it in the cache. NULL on failure. */
static const struct kept_answer *keep_new(struct icd_check *check, const struct icd_epoch *epoch, const char *code,
					  icd_packed packed, bool open, struct icd_error *err)
{
	char query[ICD_CODE_SIZE + 1];
	int64_t ordinal = icd_status_ordinal(check->table, packed);
	struct kept_answer *kept = calloc(1, sizeof *kept);
	snprintf(query, sizeof query, "%s%s", code, open ? "-" : "");
	if (!(kept || icd_out_of_memory(err)) || !make_answer(check, epoch, query, ordinal, kept, err)) {
		free_kept(kept);
		return NULL;
	}
	kept->answer.ordinal = *kept->answer.code ? ordinal : -1; /* "I10-" is no code, though I10 is */
	kept->code = packed;
	kept->epoch = epoch;
	kept->open = open;
	kept->from = check->from;
	struct kept_answer **place = place_in_cache(check, packed, kept->from.count ? NULL : epoch, open);
	free_kept(*place);
	return *place = kept;
}

/* What is not simply billable: from the cache, by its letters and digits. */
static bool answer_kept(struct icd_check *check, const struct icd_epoch *epoch, const char *code, bool open,
			struct icd_answer *answer, struct icd_error *err)
{
	icd_packed packed = icd_pack(code, strlen(code));
	const struct kept_answer *kept = find_kept(check, epoch, packed, open, true);
	if (!kept)
		kept = keep_new(check, epoch, code, packed, open, err);
	if (kept)
		*answer = kept->answer;
	return kept != NULL;
}

static void answer_billable(const struct icd_billable *billable, struct icd_answer *answer)
{
	icd_packed_format(billable->known.code, answer->code);
	answer->detail = ICD_DETAIL_OK;
	answer->status = ICD_STATUS_BILLABLE;
	answer->from = billable->days->from;
	answer->to = billable->days->to;
	answer->reason = "valid and billable";
	answer->odd = "";
	answer->ordinal = billable->known.ordinal;
	answer->code_count = 0;
	answer->codes = NULL;
	answer->replaced = answer->meant = answer->icd9 = false;
	answer->successor[0] = '\0';
}

/* What is no code and cannot be meant as one. */
static void answer_no_code(const char *text, size_t length, struct icd_answer *answer)
{
	bool table = false;
	for (size_t i = 0; i < length && i < LONGEST_TYPED; i++)
		table |= text[i] == ',' || text[i] == ';' || text[i] == '\t';
	*answer = (struct icd_answer){
		.detail = ICD_DETAIL_MALFORMED,
		.status = ICD_STATUS_UNKNOWN,
		.from = "",
		.to = "",
		.odd = "",
		.ordinal = -1,
		.reason = table ? "more than a code; of a table, name the column with --column"
				: "not spelled like a code: a letter, then two to six letters and digits",
	};
}

/* ---- what stands beside a code ---- */

/* A code with something beside it that is no part of it: the answer for the code, which says so too. */
static bool answer_beside(struct icd_check *check, const struct icd_cell *cell, icd_date on, struct icd_answer *answer,
			  struct icd_error *err)
{
	if (!icd_check_code(check, cell->text, cell->length, on, answer, err))
		return false;
	if (answer->detail == ICD_DETAIL_MALFORMED)
		return true;
	snprintf(check->odd, sizeof check->odd, "%s", cell->odd);
	snprintf(check->odd_reason, sizeof check->odd_reason, "%s; %s", answer->reason, cell->odd);
	answer->odd = check->odd;
	answer->reason = check->odd_reason;
	return true;
}

/* A text that only looks like a code: which one is meant, where some release has it. */
static bool answer_lookalike(struct icd_check *check, const struct icd_cell *cell, icd_date on,
			     struct icd_answer *answer, struct icd_error *err)
{
	struct icd_answer meant = {.detail = ICD_DETAIL_MALFORMED};
	if (!icd_check_code(check, cell->text, cell->length, on, &meant, err))
		return false;
	answer_no_code(cell->text, cell->length, answer);
	snprintf(check->odd, sizeof check->odd, "%s", cell->odd);
	answer->odd = answer->reason = check->odd;
	if (meant.detail == ICD_DETAIL_MALFORMED || meant.detail == ICD_DETAIL_UNKNOWN)
		return true;
	memcpy(check->meant, meant.code, sizeof check->meant);
	check->meant_list[0] = check->meant;
	answer->codes = check->meant_list;
	answer->code_count = 1;
	answer->meant = true;
	return true;
}

/* What is not spelled like a code, but may be meant as one: "G4.3801". */
static bool answer_malformed(struct icd_check *check, const struct icd_view *view, const char *text, size_t length,
			     struct icd_answer *answer, struct icd_error *err)
{
	char query[LONGEST_TYPED + 1], icd9[ICD9_CODE_SIZE];
	answer_no_code(text, length, answer);
	if (length > LONGEST_TYPED || memchr(text, '\0', length))
		return true;
	/* E850.2 would be kept as E85.02 is. */
	if (check->table && icd9_code_parse(text, length, icd9) && icd_is_digit(icd9[0]))
		return answer_kept(check, icd_status_epoch(check->table, view->on), icd9, false, answer, err);
	memcpy(query, text, length);
	query[length] = '\0';
	forget(check, &check->malformed);
	if (!judge(check, view, query, &check->malformed, err))
		return false;
	if (check->malformed.answer.code_count || check->malformed.answer.icd9)
		*answer = check->malformed.answer;
	return true;
}

/* What is not spelled like a code as it stands. */
static bool answer_unspelled(struct icd_check *check, const struct icd_view *view, const char *text, size_t length,
			     struct icd_answer *answer, struct icd_error *err)
{
	struct icd_cell cell;
	struct icd_typed_code typed;
	if (length > LONGEST_TYPED || !icd_cell_clean(text, length, &cell) ||
	    !icd_code_parse(cell.text, cell.length, &typed))
		return answer_malformed(check, view, text, length, answer, err);
	return cell.lookalike ? answer_lookalike(check, &cell, view->on, answer, err)
			      : answer_beside(check, &cell, view->on, answer, err);
}

/* ---- with the table and without ---- */

static bool read_table(struct icd_check *check, struct icd_error *err)
{
	if (check->table)
		return true;
	check->cache = calloc(CACHE_SIZE, sizeof *check->cache);
	return check->cache ? icd_status_table_open(check->store, &check->table, err) : icd_out_of_memory(err);
}

/* One of the first few: from the index alone. */
static bool answer_alone(struct icd_check *check, const char *text, size_t length, icd_date on,
			 struct icd_answer *answer, struct icd_error *err)
{
	struct icd_view view;
	struct icd_typed_code typed;
	char query[ICD_CODE_SIZE + 1];
	icd_view_make(&view, check->store, on);
	if (length > LONGEST_TYPED || !icd_code_parse(text, length, &typed))
		return answer_unspelled(check, &view, text, length, answer, err);
	snprintf(query, sizeof query, "%s%s", typed.code, typed.open ? "-" : "");
	forget(check, &check->alone);
	if (!judge(check, &view, query, &check->alone, err))
		return false;
	*answer = check->alone.answer;
	return true;
}

struct icd_asked_code icd_check_ahead(const struct icd_check *check, const char *text, size_t length)
{
	icd_packed packed = check->table ? icd_pack_typed(text, length) : 0;
	return packed ? icd_status_ahead(check->table, packed) : (struct icd_asked_code){0};
}

bool icd_check_billable(struct icd_check *check, const struct icd_asked_code *asked, icd_date on,
			struct icd_billable *out)
{
	out->days = asked->code ? icd_status_answer(check->table, asked, on, &out->known) : NULL;
	return out->days && out->days->validity.status == ICD_STATUS_BILLABLE;
}

bool icd_check_code(struct icd_check *check, const char *text, size_t length, icd_date on, struct icd_answer *answer,
		    struct icd_error *err)
{
	struct icd_billable billable;
	struct icd_typed_code typed;
	if (!check->table) {
		if (check->few++ < FEW)
			return answer_alone(check, text, length, on, answer, err);
		if (!read_table(check, err))
			return false;
	}
	struct icd_asked_code asked = icd_check_ahead(check, text, length);
	if (icd_check_billable(check, &asked, on, &billable)) {
		answer_billable(&billable, answer);
		return true;
	}
	const struct icd_epoch *epoch = icd_status_epoch(check->table, on);
	if (!epoch)
		return icd_out_of_memory(err);
	bool later = billable.days && billable.days->validity.status == ICD_STATUS_FUTURE;
	const struct kept_answer *kept = asked.code ? find_kept(check, epoch, asked.code, false, later) : NULL;
	if (kept) {
		*answer = kept->answer;
		return true;
	}
	if (length > LONGEST_TYPED || !icd_code_parse(text, length, &typed))
		return answer_unspelled(check, icd_epoch_view(epoch), text, length, answer, err);
	return answer_kept(check, epoch, typed.code, typed.open, answer, err);
}

static void append(char *out, size_t size, const char *text)
{
	size_t used = strlen(out), length = strnlen(text, size - used - 1);
	memcpy(out + used, text, length);
	out[used + length] = '\0';
}

const char *icd_answer_fix(const struct icd_answer *answer, unsigned most, char *out, size_t size)
{
	unsigned shown = answer->code_count < most ? answer->code_count : most;
	bool asked = answer->detail == ICD_DETAIL_UNKNOWN || answer->detail == ICD_DETAIL_MALFORMED ||
		     answer->detail == ICD_DETAIL_BAD_SEVENTH;
	out[0] = '\0';
	if (shown == 0)
		return out;
	bool meant = answer->meant;
	append(out, size,
	       meant              ? "did you mean "
	       : asked            ? "nearest: "
	       : answer->replaced ? "replaced by "
				  : "report ");
	for (unsigned i = 0; i < shown; i++) {
		bool last = i + 1 == shown && shown == answer->code_count;
		append(out, size, i == 0 ? "" : last ? " or " : ", ");
		append(out, size, answer->codes[i]);
	}
	if (shown < answer->code_count)
		append(out, size, " ...");
	if (meant)
		append(out, size, "?");
	return out;
}

const char *icd_answer_replacement(const struct icd_answer *answer, bool dotted, bool lower, char out[16])
{
	const char *code = answer->successor;
	if (!*code)
		return NULL;
	snprintf(out, 16, "%s", code);
	if (!dotted && strlen(code) > 3)
		snprintf(out, 16, "%.3s%s", code, code + 4);
	for (char *c = out; lower && *c; c++)
		*c = icd_lower(*c);
	return out;
}

/* ---- opening ---- */

bool icd_check_open(struct icd_store *store, struct icd_check **out, struct icd_error *err)
{
	struct icd_check *check = *out = calloc(1, sizeof *check);
	if (!check)
		return icd_out_of_memory(err);
	check->store = store;
	return true;
}

void icd_check_close(struct icd_check *check)
{
	if (!check)
		return;
	for (size_t i = 0; check->cache && i < CACHE_SIZE; i++)
		free_kept(check->cache[i]);
	free(check->cache);
	free(check->alone.texts);
	free(check->malformed.texts);
	icd_status_table_close(check->table);
	icd_pool_free(&check->pool);
	free(check);
}

struct icd_status_table *icd_check_table(struct icd_check *check, struct icd_error *err)
{
	return read_table(check, err) ? check->table : NULL;
}

bool icd_check_category(struct icd_check *check, const char *text, bool *is_one, struct icd_error *err)
{
	struct icd_code_record record;
	char category[4];
	icd_pool_reset(&check->pool);
	snprintf(category, sizeof category, "%.3s", text);
	enum icd_found found = icd_store_code(check->store, &check->pool, category, &record, err);
	*is_one = found == ICD_FOUND && record.runs.count;
	return found != ICD_FAILED;
}
