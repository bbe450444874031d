/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card.h"

#include "guideline/guideline.h"
#include "seventh.h"
#include "suggest.h"

#include <stdio.h>
#include <string.h>

const char *const icd_detail_names[] = {
	"ok",        "header",    "needs_seventh_character", "bad_seventh_character", "retired", "future", "unknown",
	"uncertain", "malformed",
};

/* ---- notes ---- */

static void name_codes(struct icd_pool *pool, struct icd_notes *notes)
{
	for (uint32_t i = 0; i < notes->count; i++)
		icd_note_name_codes(pool, &notes->at[i]);
}

#define KINDS (ICD_KINDS_OF_NOTES | ICD_KIND_BIT(ICD_ENTRY_SEVENTH_NOTE))

/* A term of a seventh character is a note of the codes that have this one by the definitions it stands in. */
static bool is_note_of(const struct icd_path *path, const struct icd_note *note)
{
	const char *code = path->codes[0]->code;
	if (!note->seventh)
		return true;
	const struct icd_step *step = strlen(code) == ICD_CODE_LENGTH ? icd_sevenths_step(path) : NULL;
	return step && strcmp(step->label, note->at) == 0 && code[ICD_CODE_LENGTH - 1] == note->seventh;
}

static void keep_notes_of(const struct icd_path *path, struct icd_notes *notes)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < notes->count; i++) {
		if (is_note_of(path, &notes->at[i]))
			notes->at[kept++] = notes->at[i];
	}
	notes->count = kept;
}

static void put_own_notes(struct icd_card *card, struct icd_pool *pool, unsigned steps)
{
	icd_notes_of_steps(&card->path, 0, steps, KINDS, pool, &card->notes);
	name_codes(pool, &card->notes);
}

/* Notes of the places above the code. Labels of places are the card's: the notes take theirs along. */
static bool keep_notes_above(struct icd_card_kept *kept, const struct icd_path *path, struct icd_error *err)
{
	icd_pool_reset(&kept->pool);
	icd_notes_of_steps(path, 1, path->step_count - 1, KINDS, &kept->pool, &kept->notes);
	name_codes(&kept->pool, &kept->notes);
	for (uint32_t i = 0; i < kept->notes.count; i++)
		kept->notes.at[i].at = icd_pool_print(&kept->pool, "%s", kept->notes.at[i].at);
	strcpy(kept->above, kept->pool.failed ? "" : path->codes[1]->code);
	kept->list = path->list;
	return !kept->pool.failed || icd_out_of_memory(err);
}

static bool put_inherited_notes(struct icd_card *card, struct icd_pool *pool, struct icd_card_kept *kept,
				struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	if ((kept->list != path->list || strcmp(kept->above, path->codes[1]->code) != 0) &&
	    !keep_notes_above(kept, path, err))
		return false;
	uint32_t own = card->notes.count, above = kept->notes.count;
	struct icd_note *notes = icd_pool_take(pool, own + above, sizeof *notes);
	if (!notes)
		return icd_out_of_memory(err);
	memcpy(mempcpy(notes, card->notes.at, own * sizeof *notes), kept->notes.at, above * sizeof *notes);
	card->notes = (struct icd_notes){own + above, notes};
	return true;
}

/* What stands above a code depends on the code right above it and the list, but for a place that was derived. */
static bool put_notes(struct icd_card *card, struct icd_pool *pool, struct icd_card_kept *kept, struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	bool header = path->codes[0]->children.count > 0, inherits = kept && path->code_count > 1 && !path->derived;
	put_own_notes(card, pool, inherits ? 1 : path->step_count);
	if (inherits && !put_inherited_notes(card, pool, kept, err))
		return false;
	keep_notes_of(path, &card->notes);
	if (kept)
		return icd_notes_incoming_kept(path, pool, &kept->incoming, ICD_KINDS_EXCLUDES, header, false,
					       &card->incoming, err);
	bool ok = icd_notes_incoming(path, pool, ICD_KINDS_EXCLUDES, header, false, &card->incoming, err);
	name_codes(pool, &card->incoming);
	return ok;
}

/* ---- codes around it ---- */

static bool take_codes(struct icd_pool *pool, struct icd_code_lines *codes, uint32_t room)
{
	codes->at = icd_pool_take(pool, room, sizeof *codes->at);
	return codes->at != NULL;
}

/* A child that is not in the set on the date is stood in for by its own: H54.512 came years after H54.512A. */
static bool add_children(struct icd_card *card, struct icd_pool *pool, const struct icd_children *children,
			 struct icd_error *err)
{
	const struct icd_view *view = card->path.view;
	if (!icd_store_children(view->store, children, err))
		return false;
	for (uint32_t i = 0; i < children->count; i++) {
		const struct icd_child *child = &children->at[i];
		struct icd_code_record record;
		const char *title = icd_view_text(view, &child->titles);
		enum icd_status status = icd_view_status(view, &child->runs);
		if (icd_status_may_hold(status)) {
			card->children.at[card->children.count++] =
				(struct icd_code_line){child->code, title ? title : "", status};
			continue;
		}
		enum icd_found found = strlen(child->code) == ICD_CODE_LENGTH
					       ? ICD_NOT_FOUND
					       : icd_store_code(view->store, pool, child->code, &record, err);
		if (found == ICD_FAILED || (found == ICD_FOUND && !add_children(card, pool, &record.children, err)))
			return false;
	}
	return true;
}

static bool put_children(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_code_record *record = card->path.codes[0];
	return (take_codes(pool, &card->children, record->last - record->ordinal) || icd_out_of_memory(err)) &&
	       add_children(card, pool, &record->children, err);
}

/* Codes beside it, right below the same header. */
static bool put_siblings(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	const struct icd_children *beside = path->code_count > 1 ? &path->codes[1]->children : NULL;
	if (!beside || !icd_status_may_hold(card->validity.status))
		return true;
	if (!icd_store_children(path->view->store, beside, err))
		return false;
	bool room = take_codes(pool, &card->siblings, beside->count);
	for (uint32_t i = 0; room && i < beside->count; i++) {
		const struct icd_child *child = &beside->at[i];
		enum icd_status status = icd_view_status(path->view, &child->runs);
		const char *title = icd_view_text(path->view, &child->titles);
		if (icd_status_may_hold(status) && strcmp(child->code, card->code) != 0)
			card->siblings.at[card->siblings.count++] =
				(struct icd_code_line){child->code, title ? title : "", status};
	}
	return true;
}

static void put_parents(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_path *path = &card->path;
	bool room = take_codes(pool, &card->parents, path->code_count);
	for (unsigned i = path->code_count; room && i-- > 1;) {
		const struct icd_code_record *parent = path->codes[i];
		enum icd_status status = icd_view_status(path->view, &parent->runs);
		if (parent->runs.count && status != ICD_STATUS_FUTURE)
			card->parents.at[card->parents.count++] =
				(struct icd_code_line){parent->code, icd_view_title(path->view, parent), status};
	}
}

static bool put_replacements(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	struct icd_successors successors;
	if (!icd_successors(card->path.view, pool, card->path.codes[0], &successors, err))
		return false;
	bool room = take_codes(pool, &card->replaced_by, successors.count);
	for (uint32_t i = 0; room && i < successors.count; i++) {
		const struct icd_successor *one = &successors.at[i];
		card->replaced_by.at[card->replaced_by.count++] = one->line;
		card->replaced_by_source =
			one->source > card->replaced_by_source ? one->source : card->replaced_by_source;
	}
	return true;
}

/* ---- seventh characters ---- */

/* Injuries and the like: A, D and S are all there [guideline I.C.19.a]. */
static bool tells_encounter(const struct icd_card *card)
{
	bool active = false, routine = false, sequela = false;
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		active |= card->sevenths[i].character == 'A';
		routine |= card->sevenths[i].character == 'D';
		sequela |= card->sevenths[i].character == 'S';
	}
	return active && routine && sequela;
}

static void add_seventh_term(struct icd_seventh *seventh, struct icd_pool *pool, uint32_t room,
			     const struct icd_entry *note)
{
	if (!seventh->terms)
		seventh->terms = icd_pool_take(pool, room, sizeof *seventh->terms);
	if (seventh->terms)
		seventh->terms[seventh->term_count++] = icd_text_folded(pool, note->text);
}

static void put_sevenths(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_step *step = icd_sevenths_step(&card->path);
	card->sevenths = icd_pool_take(pool, step ? step->entries->count : 0, sizeof *card->sevenths);
	for (uint32_t i = 0; step && card->sevenths && i < step->entries->count; i++) {
		const struct icd_entry *entry = &step->entries->at[i];
		if (icd_entry_defines(entry, 0, card->path.list))
			card->sevenths[card->seventh_count++] =
				(struct icd_seventh){entry->character[0], icd_text_folded(pool, entry->text), NULL, 0};
		else if (entry->kind == ICD_ENTRY_SEVENTH_NOTE && *entry->text && icd_path_has(&card->path, entry) &&
			 icd_seventh_of_note(step->entries, entry, card->path.list))
			add_seventh_term(&card->sevenths[card->seventh_count - 1], pool, step->entries->count - i,
					 entry);
	}
	card->injury_sevenths = tells_encounter(card);
}

/* ---- places above ---- */

/* What stands before the range in the title that the path's list has; the range goes to `range`. */
static const char *bare_title(const struct icd_path *path, struct icd_pool *pool, const struct icd_texts *titles,
			      char range[64])
{
	const char *text = icd_text_at(titles, (uint16_t)path->list);
	char title[1024];
	icd_split_range(text ? text : "", title, sizeof title, range, 64);
	return icd_pool_print(pool, "%s", title);
}

static void put_places(struct icd_card *card, struct icd_pool *pool)
{
	const struct icd_path *path = &card->path;
	char range[64];
	card->section_title = card->chapter_title = card->chapter_range = "";
	if (!path->section)
		return;
	card->chapter = path->chapter->number;
	card->section_title = bare_title(path, pool, &path->section->titles, range);
	bool room = take_codes(pool, &card->blocks, path->block_count);
	for (unsigned i = path->block_count; room && i-- > 0;) {
		const struct icd_path_section *block = &path->blocks[i];
		card->blocks.at[card->blocks.count++] = (struct icd_code_line){
			block->id, bare_title(path, pool, &block->record->titles, range), ICD_STATUS_HEADER};
	}
	card->chapter_title = bare_title(path, pool, &path->chapter->titles, range);
	card->chapter_range = icd_pool_print(pool, "%s", range);
}

/* ---- the card ---- */

static const enum icd_detail detail_of_status[] = {
	[ICD_STATUS_BILLABLE] = ICD_DETAIL_OK,     [ICD_STATUS_HEADER] = ICD_DETAIL_HEADER,
	[ICD_STATUS_RETIRED] = ICD_DETAIL_RETIRED, [ICD_STATUS_FUTURE] = ICD_DETAIL_FUTURE,
	[ICD_STATUS_UNKNOWN] = ICD_DETAIL_UNKNOWN, [ICD_STATUS_UNCERTAIN] = ICD_DETAIL_UNCERTAIN,
};

/* Of the seventh characters defined above, those that the codes below have: notes may forbid some. */
static void keep_sevenths_that_apply(struct icd_card *card)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		bool applies = false;
		for (uint32_t j = 0; j < card->children.count; j++)
			applies |= card->children.at[j].code[ICD_CODE_LENGTH - 1] == card->sevenths[i].character;
		if (applies)
			card->sevenths[kept++] = card->sevenths[i];
	}
	card->seventh_count = kept;
}

/* A range of more than this share of all codes ("A00.0 through T88.9") says nothing of one of them. */
static bool names_nearly_all(const struct icd_view *view, const struct icd_guideline_mention *mention)
{
	return mention->how == ICD_MENTIONED_RANGE && mention->codes > view->about->code_count / 3 * 2;
}

static bool put_guidelines(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_view *view = card->path.view;
	struct icd_guideline_mentions mentions;
	int edition = icd_guidelines_on(view->about, view->on);
	if (edition < 0)
		return true;
	if (!icd_guideline_mentions(view->store, pool, (uint16_t)edition, card->path.codes[0], false, &mentions, err))
		return false;
	card->guidelines = icd_pool_take(pool, mentions.count + 1u, sizeof *card->guidelines);
	for (uint32_t i = 0; card->guidelines && i < mentions.count; i++) {
		if (!names_nearly_all(view, &mentions.at[i]))
			card->guidelines[card->guideline_count++] = mentions.at[i].number;
	}
	return true;
}

/* What the code is on the date, and what there is instead. */
static bool judge(struct icd_card *card, struct icd_pool *pool, struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	const struct icd_code_record *record = path->codes[0];
	card->found = true;
	card->code = record->code;
	card->title = icd_view_title(path->view, record);
	card->short_title = icd_view_short_title(path->view, record);
	icd_view_validity(path->view, &record->runs, &card->validity);
	card->detail = detail_of_status[card->validity.status];
	if (!put_children(card, pool, err))
		return false;
	put_parents(card, pool);
	put_sevenths(card, pool);
	if (card->seventh_count && icd_needs_seventh(card->validity.status, &card->children)) {
		card->detail = ICD_DETAIL_NEEDS_SEVENTH;
		keep_sevenths_that_apply(card);
	}
	if (strlen(record->code) == ICD_CODE_LENGTH && card->validity.status == ICD_STATUS_RETIRED)
		card->forbidden_by = icd_forbidding_note(path, pool, record->code, &card->forbidden_at);
	return put_replacements(card, pool, err);
}

/* What else is to be known of it. */
static bool fill(struct icd_card *card, struct icd_pool *pool, struct icd_card_kept *kept, struct icd_error *err)
{
	const struct icd_path *path = &card->path;
	card->poa_exempt = icd_view_poa_exempt(path->view, path->codes[0]);
	put_places(card, pool);
	return put_siblings(card, pool, err) && put_notes(card, pool, kept, err) &&
	       icd_edits_of(path->view, pool, card->code, &card->edits, err) && put_guidelines(card, pool, err);
}

/* What was typed is no code: what was meant, or is near? */
static bool suggest(const struct icd_view *view, struct icd_pool *pool, struct icd_card *card, struct icd_error *err)
{
	struct icd_suggestions suggestions;
	if (!icd_suggest(view, pool, card->query, &suggestions, err))
		return false;
	card->suggestions = suggestions.codes;
	card->meant = suggestions.meant;
	card->far = suggestions.far;
	struct icd_cell cell;
	if (card->detail == ICD_DETAIL_MALFORMED && icd_cell_clean(card->query, strlen(card->query), &cell))
		card->odd = icd_pool_print(pool, "%s", cell.odd);
	if (card->detail == ICD_DETAIL_MALFORMED)
		return true;
	card->forbidden_by = suggestions.forbidden_by;
	card->forbidden_at = suggestions.forbidden_at;
	if (suggestions.bad_seventh)
		card->detail = ICD_DETAIL_BAD_SEVENTH;
	return true;
}

/* Suggested of a code of ICD-9-CM is the one code of today, if there is one; "080" may still be O80. */
static void suggest_by_icd9(struct icd_card *card, struct icd_pool *pool)
{
	const char *only = icd_mapping_only(card->icd9);
	bool maybe_o = strlen(card->query) == 3 && card->query[0] == '0';
	uint32_t near = maybe_o ? card->suggestions.count - card->far : 0;
	struct icd_code_line *codes = icd_pool_take(pool, near + 1, sizeof *codes);
	if (!codes)
		return;
	card->meant = only != NULL;
	card->far = 0;
	if (only)
		codes[0] = card->icd9->today[0].line;
	memcpy(codes + card->meant, card->suggestions.at, near * sizeof *codes);
	card->suggestions = (struct icd_code_lines){near + card->meant, codes};
}

/* What is not billable may be a code of ICD-9-CM. */
static bool look_into_icd9(const struct icd_view *view, struct icd_pool *pool, struct icd_card *card,
			   struct icd_error *err)
{
	char code[ICD9_CODE_SIZE];
	if (card->detail == ICD_DETAIL_OK || !view->about->gems[ICD_GEM_FROM_9].count ||
	    !icd9_code_parse(card->query, strlen(card->query), code))
		return true;
	enum icd_found found = icd9_is_code(view, code, err);
	if (found != ICD_FOUND)
		return found == ICD_NOT_FOUND;
	struct icd_mapping *mapping = icd_pool_take(pool, 1, sizeof *mapping);
	if (!mapping)
		return icd_out_of_memory(err);
	card->icd9 = mapping;
	if (!icd_mapping_make(view, pool, ICD_GEM_FROM_9, code, mapping, err))
		return false;
	if (!card->found)
		suggest_by_icd9(card, pool);
	return true;
}

/*
 * A dash, a line or an X behind a code says that more characters follow. Behind a complete code they are one
 * character too many: X only fills the places before a seventh character [guideline I.A.4].
 */
static void be_overfull(struct icd_card *card, struct icd_pool *pool, const struct icd_typed_code *typed, bool filled)
{
	const struct icd_code_record *record = card->path.codes[0];
	card->overfull = true;
	card->detail = filled ? ICD_DETAIL_BAD_SEVENTH : ICD_DETAIL_MALFORMED;
	card->code = filled ? icd_pool_print(pool, "%s", typed->code) : "";
	card->suggestions.at = icd_pool_take(pool, 1, sizeof *card->suggestions.at);
	if (!card->suggestions.at)
		return;
	card->suggestions.at[0] =
		(struct icd_code_line){record->code, icd_view_title(card->path.view, record), ICD_STATUS_BILLABLE};
	card->suggestions.count = card->meant = 1;
}

static bool is_complete(const struct icd_path *path)
{
	return icd_view_status(path->view, &path->codes[0]->runs) == ICD_STATUS_BILLABLE;
}

/* The code as typed, else without the placeholders that templates put at its end ("M54.5x"): *filled. */
static enum icd_found find(const struct icd_view *view, struct icd_pool *pool, const struct icd_typed_code *typed,
			   struct icd_path *path, bool *filled, struct icd_error *err)
{
	char bare[ICD_CODE_SIZE];
	enum icd_found found = icd_path_read(view, pool, typed->code, path, err);
	memcpy(bare, typed->code, sizeof bare);
	if (found != ICD_NOT_FOUND || !icd_code_without_placeholder(bare))
		return found;
	found = icd_path_read(view, pool, bare, path, err);
	*filled = found == ICD_FOUND;
	return found;
}

bool icd_card_judge(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		    struct icd_error *err)
{
	struct icd_typed_code typed;
	bool filled = false, ok = true;
	memset(card, 0, sizeof *card);
	card->query = query;
	card->odd = "";
	card->detail = ICD_DETAIL_UNKNOWN;
	card->validity.status = ICD_STATUS_UNKNOWN;
	if (!icd_code_parse(query, strlen(query), &typed)) {
		card->detail = ICD_DETAIL_MALFORMED;
		card->code = "";
		return suggest(view, pool, card, err) && look_into_icd9(view, pool, card, err) &&
		       (!pool->failed || icd_out_of_memory(err));
	}
	enum icd_found found = find(view, pool, &typed, &card->path, &filled, err);
	if (found == ICD_FAILED)
		return false;
	if (found == ICD_NOT_FOUND || (!card->path.codes[0]->runs.count && !card->path.codes[0]->diag_count)) {
		card->code = icd_pool_print(pool, "%s", typed.code);
		ok = suggest(view, pool, card, err);
	} else if ((typed.open || filled) && is_complete(&card->path)) {
		be_overfull(card, pool, &typed, filled);
	} else {
		ok = judge(card, pool, err);
	}
	return ok && look_into_icd9(view, pool, card, err) && (!pool->failed || icd_out_of_memory(err));
}

bool icd_card_line(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		   struct icd_error *err)
{
	struct icd_typed_code typed;
	struct icd_child code = {.code = typed.code};
	memset(card, 0, sizeof *card);
	card->query = query;
	bool usual = icd_code_parse(query, strlen(query), &typed) && !typed.open;
	enum icd_found found = usual ? icd_store_code_shown(view->store, pool, &code, err) : ICD_NOT_FOUND;
	if (found == ICD_FAILED)
		return false;
	if (found == ICD_FOUND)
		icd_view_validity(view, &code.runs, &card->validity);
	/* What a header wants, a character or a seventh one, the codes below and its notes tell. */
	if (found != ICD_FOUND || !code.runs.count || card->validity.status == ICD_STATUS_HEADER)
		return icd_card_judge(view, pool, query, card, err);
	card->found = true;
	card->code = icd_pool_text(pool, typed.code, strlen(typed.code));
	card->title = icd_view_text(view, &code.titles) ?: "";
	card->detail = detail_of_status[card->validity.status];
	return !pool->failed || icd_out_of_memory(err);
}

bool icd_card_make_kept(const struct icd_view *view, struct icd_pool *pool, const char *query,
			struct icd_card_kept *kept, struct icd_card *card, struct icd_error *err)
{
	return icd_card_judge(view, pool, query, card, err) &&
	       (!card->found || (fill(card, pool, kept, err) && (!pool->failed || icd_out_of_memory(err))));
}

bool icd_card_make(const struct icd_view *view, struct icd_pool *pool, const char *query, struct icd_card *card,
		   struct icd_error *err)
{
	return icd_card_make_kept(view, pool, query, NULL, card, err);
}

void icd_card_kept_free(struct icd_card_kept *kept)
{
	icd_incoming_free(&kept->incoming);
	icd_pool_free(&kept->pool);
}
