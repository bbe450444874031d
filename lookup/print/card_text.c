/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a person wants first stands first: title, billable or not and why, what to do. */

static const char *kind_heading(int kind)
{
	return note_kinds[kind].heading ? note_kinds[kind].heading : note_kinds[kind].title;
}

static const char *dotted(const char *code)
{
	static char text[8][ICD_DOTTED_SIZE];
	static unsigned turn;
	turn = (turn + 1) % 8;
	return icd_code_format(code, text[turn]);
}

/* A line "  label  text", wrapped under the text. */
static void labelled_from(const struct output *out, const char *start, enum ink label_ink, const char *label,
			  unsigned label_width, enum ink text_ink, const char *text)
{
	unsigned columns = text_columns(label), pad = columns < label_width ? label_width - columns : 0;
	output_item(out, OUTPUT_UNDER, text_ink, text, "%s%s%s%s%*s  ", start, ink(out, label_ink), label, ink_end(out),
		    (int)pad, "");
}

static void labelled(const struct output *out, unsigned indent, enum ink label_ink, const char *label,
		     unsigned label_width, enum ink text_ink, const char *text)
{
	char start[16];
	snprintf(start, sizeof start, "%*s", (int)indent, "");
	labelled_from(out, start, label_ink, label, label_width, text_ink, text);
}

static void code_line(const struct output *out, const char *start, const struct icd_code_line *code, const char *mark)
{
	char title[1200];
	snprintf(title, sizeof title, "%s%s%s", code->title, *mark ? "  " : "", mark);
	labelled_from(out, start, INK_CODE, dotted(code->code), 8, INK_PLAIN, title);
}

static void code_list(const struct output *out, const struct icd_code_lines *codes)
{
	for (uint32_t i = 0; i < codes->count; i++) {
		const struct icd_code_line *code = &codes->at[i];
		char number[OUTPUT_NUMBER_SIZE];
		output_number(out, code->code, number);
		const char *mark = code->status == ICD_STATUS_BILLABLE || code->status == ICD_STATUS_UNKNOWN ? ""
				   : code->status == ICD_STATUS_HEADER ? "(header)"
								       : icd_status_names[code->status];
		code_line(out, *number ? number : "  ", code, mark);
	}
}

/* ---- the verdict ---- */

#define SENTENCE CARD_VERDICT

/* A growing sentence; what does not fit is cut. */
struct sentence {
	char text[SENTENCE];
	size_t length;
};

static void add(struct sentence *sentence, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct sentence *sentence, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(sentence->text + sentence->length, SENTENCE - sentence->length, format, args);
	va_end(args);
	sentence->length += length > 0 ? (size_t)length : 0;
	if (sentence->length >= SENTENCE)
		sentence->length = SENTENCE - 1;
}

static void add_since(struct sentence *sentence, const struct icd_validity *validity)
{
	char from[ICD_DATE_SIZE], after[ICD_DATE_SIZE], to[ICD_DATE_SIZE], before[ICD_DATE_SIZE];
	icd_date_format(validity->from, from);
	icd_date_format(validity->from_after, after);
	icd_date_format(validity->to, to);
	icd_date_format(validity->to_before, before);
	if (validity->from_after)
		add(sentence, " since some day after %s, %s at the latest", after, from);
	else
		add(sentence, " since %s%s", from, validity->or_earlier ? " or earlier" : "");
	if (validity->to_before)
		add(sentence, ", to %s or some day before %s", to, before);
	else if (validity->to)
		add(sentence, ", to %s", to);
}

/* The verdict and what stands right behind it, as one sentence. */
static void print_sentence(const struct output *out, enum ink wanted, const char *word, struct sentence *sentence)
{
	add(sentence, ".");
	output_item(out, 2, INK_PLAIN, sentence->text, "%s%s%s%s", ink(out, wanted), word, ink_end(out),
		    sentence->text[0] == ':' ? "" : " ");
}

static void print_was_billable(const struct output *out, const struct icd_validity *validity)
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	if (validity->billable_to)
		output_item(out, 2, INK_PLAIN, validity->billable_longer ? "at least." : "",
			    "  It was billable from %s to %s%s", icd_date_format(validity->billable_from, from),
			    icd_date_format(validity->billable_to, to), validity->billable_longer ? " " : ".");
}

static const struct icd_seventh *seventh_of(const struct icd_card *card, const struct icd_code_line *code)
{
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		if (card->sevenths[i].character == code->code[ICD_CODE_LENGTH - 1])
			return &card->sevenths[i];
	}
	return NULL;
}

/* Below the line of the character, indented under its meaning. */
static void print_seventh_terms(const struct output *out, const struct icd_seventh *seventh, unsigned indent)
{
	for (uint32_t i = 0; i < seventh->term_count; i++)
		output_item(out, indent + 2, INK_PLAIN, seventh->terms[i], "%*s", (int)indent, "");
}

#define ENCOUNTERS                                                                                                     \
	"A is for active treatment, D for routine healing, S for a sequela, whatever the number of the visit "         \
	"[guideline I.C.19.a]."

static void print_codes_by_seventh(const struct output *out, const struct icd_card *card)
{
	for (uint32_t i = 0; i < card->children.count; i++) {
		const struct icd_code_line *code = &card->children.at[i];
		char number[OUTPUT_NUMBER_SIZE];
		output_number(out, code->code, number);
		const struct icd_seventh *seventh = seventh_of(card, code);
		labelled_from(out, *number ? number : "  ", INK_CODE, dotted(code->code), 8, INK_PLAIN,
			      seventh ? seventh->meaning : code->title);
		if (seventh)
			print_seventh_terms(out, seventh, (*number ? (unsigned)strlen(number) : 2) + 12);
	}
	if (card->injury_sevenths)
		output_wrap(out, "  ", 2, 2, INK_DIM, ENCOUNTERS);
}

static void add_retired(struct sentence *sentence, const struct icd_card *card)
{
	char to[ICD_DATE_SIZE], before[ICD_DATE_SIZE];
	const struct icd_validity *validity = &card->validity;
	icd_date_format(icd_date_add_days(validity->to, 1), to);
	icd_date_format(validity->to_before, before);
	if (validity->to_before)
		add(sentence, ": retired some day from %s to %s", to, before);
	else
		add(sentence, ": retired on %s", to);
	add(sentence, validity->state == ICD_HEADER ? "; it was a header" : "; it was billable");
	add_since(sentence, validity);
}

static void add_on(struct sentence *sentence, const struct icd_card *card, const char *why)
{
	char on[ICD_DATE_SIZE];
	add(sentence, "on %s: %s%s", icd_date_format(card->path.view->on, on), why,
	    card->validity.state == ICD_HEADER ? "a header" : "billable");
	add_since(sentence, &card->validity);
}

static void add_header(struct sentence *sentence, const struct icd_card *card)
{
	add(sentence, ": a header, more characters are needed");
	if (card->validity.billable_to || card->validity.from_after)
		add_since(sentence, &card->validity);
}

/* The word of the verdict, its ink, and what stands right behind it. */
static const char *verdict_of(const struct icd_card *card, struct sentence *sentence, enum ink *wanted)
{
	*wanted = card->detail == ICD_DETAIL_OK ? INK_GOOD : card->detail == ICD_DETAIL_UNCERTAIN ? INK_WARN : INK_BAD;
	switch (card->detail) {
	case ICD_DETAIL_OK:
		add_since(sentence, &card->validity);
		if (card->poa_exempt == ICD_KNOWN_TRUE)
			add(sentence, "; exempt from POA reporting");
		return "BILLABLE";
	case ICD_DETAIL_NEEDS_SEVENTH:
		add(sentence, ": needs its 7th character");
		return "NOT BILLABLE";
	case ICD_DETAIL_RETIRED:
		add_retired(sentence, card);
		return "NOT VALID";
	case ICD_DETAIL_FUTURE:
		add_on(sentence, card, "");
		return "NOT VALID YET";
	case ICD_DETAIL_UNCERTAIN:
		add_on(sentence, card, "it changed between two releases held, and those between them are missing; ");
		return "UNCERTAIN";
	case ICD_DETAIL_UNKNOWN:
		add(sentence, ": a tabular list has it, no code set held does");
		return "NOT VALID";
	default:
		add_header(sentence, card);
		return "NOT BILLABLE";
	}
}

const char *card_verdict(const struct icd_card *card, char out[CARD_VERDICT])
{
	struct sentence sentence = {.length = 0};
	enum ink wanted;
	const char *word = verdict_of(card, &sentence, &wanted);
	const char *rest = sentence.text + strspn(sentence.text, " ");
	snprintf(out, CARD_VERDICT, "%s%s%s.", word, rest[0] == ':' ? "" : " ", rest);
	return out;
}

static void print_replacements(const struct output *out, const struct icd_card *card)
{
	if (card->forbidden_by)
		labelled(out, 2, INK_CODE, card->forbidden_at, 5, INK_PLAIN, card->forbidden_by);
	if (card->replaced_by.count) {
		fprintf(out->file, "  Replaced by (%s):\n", event_source_words(card->replaced_by_source));
		code_list(out, &card->replaced_by);
	}
}

static void print_poa(const struct output *out, const struct icd_card *card)
{
	const struct icd_view *view = card->path.view;
	char date[ICD_DATE_SIZE];
	struct sentence sentence = {.length = 0};
	if (card->poa_exempt != ICD_NOT_KNOWN)
		return;
	add(&sentence, "Not known whether exempt from POA reporting: ");
	if (view->poa < 0)
		add(&sentence, "no list of the date is held.");
	else
		add(&sentence, "younger than the list held, of %s.",
		    icd_date_format(view->about->poa.at[view->poa].date, date));
	output_item(out, 2, INK_PLAIN, sentence.text, "  ");
}

static void print_children(const struct output *out, const struct icd_card *card)
{
	print_was_billable(out, &card->validity);
	code_list(out, &card->children);
}

static void print_verdict(const struct output *out, const struct icd_card *card)
{
	struct sentence sentence = {.length = 0};
	enum ink wanted;
	const char *word = verdict_of(card, &sentence, &wanted);
	print_sentence(out, wanted, word, &sentence);
	if (card->detail == ICD_DETAIL_OK)
		print_poa(out, card);
	else if (card->detail == ICD_DETAIL_NEEDS_SEVENTH)
		print_codes_by_seventh(out, card);
	else if (card->detail == ICD_DETAIL_RETIRED)
		print_replacements(out, card);
	else if (card->detail == ICD_DETAIL_HEADER)
		print_children(out, card);
}

/* ---- seventh characters ---- */

/* The table of a header over codes that need one, and the character of a complete code; a code that lacks nothing but
 * its seventh character shows it as its codes. */
static void print_sevenths(const struct output *out, const struct icd_card *card)
{
	bool complete = card->detail == ICD_DETAIL_OK && strlen(card->code) == ICD_CODE_LENGTH;
	if (!card->seventh_count || card->detail == ICD_DETAIL_NEEDS_SEVENTH)
		return;
	fprintf(out->file, "%s7th character%s\n", ink(out, INK_HEAD), ink_end(out));
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		const struct icd_seventh *seventh = &card->sevenths[i];
		char character[2] = {seventh->character, '\0'};
		if (!complete || character[0] == card->code[ICD_CODE_LENGTH - 1])
			labelled(out, 2, INK_CODE, character, 1, INK_PLAIN, seventh->meaning);
		if (!complete)
			print_seventh_terms(out, seventh, 7);
	}
	if (card->injury_sevenths)
		output_wrap(out, "  ", 2, 2, INK_DIM, ENCOUNTERS);
}

/* ---- notes ---- */

/* A block over the section; not the section itself. */
static bool is_block(const struct icd_card *card, const struct icd_note *note)
{
	return note->place == ICD_PLACE_SECTION && strcmp(note->at, card->path.section_id) != 0;
}

/* What speaks of a whole chapter, or defines the words of a whole block, is a line unless all is asked for. */
static bool folds(const struct icd_card *card, const struct icd_note *note)
{
	return note->place == ICD_PLACE_CHAPTER || (note->kind == ICD_NOTE_NOTE && is_block(card, note));
}

static void print_note(const struct output *out, const struct icd_note *note)
{
	unsigned indent = note->heading ? 4 : 2;
	output_item(out, indent + 2, INK_PLAIN, note->text, "%*s", (int)indent, "");
}

static void print_kind_heading(const struct output *out, const struct icd_card *card, const struct icd_note *note)
{
	const char *meaning = note_kinds[note->kind].meaning;
	bool own = note->place == ICD_PLACE_CODE && strcmp(note->at, card->path.steps[0].label) == 0;
	output_item(out, 2, INK_DIM, meaning ? meaning : "", "%s%s%s%s%s%s%.1s%s", ink(out, INK_HEAD),
		    kind_heading((int)note->kind), ink_end(out), own ? "" : " at ", own ? "" : note->at,
		    note->seventh ? ", 7th character " : "", &note->seventh, meaning ? "  " : "");
}

/* What only says that the table of seventh characters is to be used, which the card shows. */
static bool announces_sevenths(const struct icd_card *card, const struct icd_note *note)
{
	return note->kind == ICD_NOTE_SEVENTH_CHARACTER && card->seventh_count > 0;
}

/* All notes of one kind, by the place that carries them, the nearest first. */
static void print_kind(const struct output *out, const struct icd_card *card, enum icd_entry_kind kind, bool all)
{
	const char *at = NULL;
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_note *note = &card->notes.at[i];
		if (note->kind != kind || !*note->text ||
		    ((folds(card, note) || announces_sevenths(card, note)) && !all))
			continue;
		if (!at || strcmp(at, note->at) != 0) {
			print_kind_heading(out, card, note);
		}
		at = note->at;
		print_note(out, note);
	}
}

/* How many notes of each kind fold at a place. */
static void print_folded_at(const struct output *out, const struct icd_card *card, const struct icd_note *first)
{
	unsigned counts[ICD_ENTRY_KINDS] = {0};
	char text[512];
	int used = first->place == ICD_PLACE_CHAPTER
			   ? snprintf(text, sizeof text, "Chapter %d, for all its codes:", card->chapter)
			   : snprintf(text, sizeof text, "%.32s, for all its codes:", first->at);
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_note *note = &card->notes.at[i];
		counts[note->kind] += folds(card, note) && strcmp(note->at, first->at) == 0;
	}
	for (int kind = 0; kind < ICD_NOTE_KINDS; kind++) {
		if (counts[kind])
			used += snprintf(text + used, sizeof text - (size_t)used, " %s (%u),", kind_heading(kind),
					 counts[kind]);
	}
	text[used - 1] = ';';
	snprintf(text + used, sizeof text - (size_t)used, " --all shows them");
	output_wrap(out, "", 0, 2, INK_DIM, text);
}

static void print_folded(const struct output *out, const struct icd_card *card)
{
	const char *at = "";
	for (uint32_t i = 0; i < card->notes.count; i++) {
		const struct icd_note *note = &card->notes.at[i];
		if (!folds(card, note) || strcmp(note->at, at) == 0)
			continue;
		at = note->at;
		print_folded_at(out, card, note);
	}
}

/* Does the reference mean all of the code's chapter: is it spelled as that, or does it go from letter to letter? */
static bool is_chapter_wide(const struct icd_card *card, const struct icd_reference *reference)
{
	size_t length = strlen(reference->from);
	const char *range = card->chapter_range;
	return reference->from[0] != reference->to[0] ||
	       (strncmp(range, reference->from, length) == 0 && range[length] == '-' &&
		strcmp(range + length + 1, reference->to) == 0);
}

/* A note elsewhere that names the code only as one of its whole chapter, or of more, says little of it. */
static bool means_a_chapter(const struct icd_card *card, const struct icd_note *note)
{
	const struct icd_code_record *code = card->path.codes[0];
	bool any = false, wide = true;
	for (uint32_t i = 0; i < note->entry->reference_count; i++) {
		const struct icd_reference *reference = &note->entry->references[i];
		if (reference->first > code->last || reference->last < code->ordinal ||
		    reference->role != ICD_ROLE_MEANT)
			continue;
		any = true;
		wide &= is_chapter_wide(card, reference);
	}
	return any && wide;
}

static void print_incoming_note(const struct output *out, const struct icd_note *note)
{
	unsigned at = text_columns(note->at), width = (at < 8 ? 8 : at) + 4;
	output_item(out, width, INK_PLAIN, note->text, "  %s%.40s%s%*s  %s: ", ink(out, INK_CODE), note->at,
		    ink_end(out), (int)(width - 4 - at), "", note_kinds[note->kind].title);
}

static bool folds_incoming(const struct icd_card *card, const struct icd_note *note)
{
	return note->kind != ICD_NOTE_EXCLUDES1 || means_a_chapter(card, note);
}

static void print_incoming(const struct output *out, const struct icd_card *card, bool all)
{
	unsigned shown = 0;
	for (uint32_t i = 0; i < card->incoming.count; i++) {
		const struct icd_note *note = &card->incoming.at[i];
		if (!all && folds_incoming(card, note))
			continue;
		if (shown++ == 0)
			fprintf(out->file, "%sOther codes' Excludes that name it%s\n", ink(out, INK_HEAD),
				ink_end(out));
		print_incoming_note(out, note);
	}
}

static void print_incoming_folded(const struct output *out, const struct icd_card *card)
{
	unsigned second = 0, wide = 0;
	for (uint32_t i = 0; i < card->incoming.count; i++) {
		const struct icd_note *note = &card->incoming.at[i];
		second += note->kind != ICD_NOTE_EXCLUDES1;
		wide += note->kind == ICD_NOTE_EXCLUDES1 && folds_incoming(card, note);
	}
	if (wide)
		output_line(out, 2, INK_DIM, "Excludes1 elsewhere for all its chapter: %u; --all shows them", wide);
	if (second)
		output_line(out, 2, INK_DIM, "Excludes2 elsewhere that name it: %u; --all shows them", second);
}

/* ---- what else it is called, what stands beside it ---- */

static void print_index_terms(const struct output *out, const struct icd_card *card)
{
	if (!card->index_term_count)
		return;
	bool own = strcmp(card->index_terms_of, card->code) == 0;
	output_item(out, 2, INK_DIM, own ? "" : "the nearest code that any names", "%sIndex terms that lead to %s%s%s",
		    ink(out, INK_HEAD), dotted(card->index_terms_of), ink_end(out), own ? "" : "  ");
	for (uint32_t i = 0; i < card->index_term_count; i++)
		output_wrap(out, "  ", 2, 4, INK_PLAIN, card->index_terms[i]);
	if (card->index_terms_more)
		output_item(out, 4, INK_DIM, "and others; --all shows them", "  ");
}

#define SIBLINGS_SHOWN 16 /* as many as one header has by its seventh characters; more of them are counted */

static void print_siblings(const struct output *out, const struct icd_card *card)
{
	const char *titles[SIBLINGS_SHOWN + 1], *apart[SIBLINGS_SHOWN + 1];
	struct icd_pool pool = {0};
	uint32_t count = card->siblings.count;
	if (count == 0)
		return;
	if (count > SIBLINGS_SHOWN) {
		output_line(out, 2, INK_DIM, "Codes beside it: %u; tree %s shows them", count,
			    dotted(card->path.codes[1]->code));
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		titles[i] = card->siblings.at[i].title;
	titles[count] = card->title;
	icd_titles_apart(&pool, titles, count + 1, apart);
	fprintf(out->file, "%sBeside it%s\n", ink(out, INK_HEAD), ink_end(out));
	for (uint32_t i = 0; i < count; i++) {
		struct icd_code_line line = card->siblings.at[i];
		line.title = apart[i];
		code_list(out, &(struct icd_code_lines){1, &line});
	}
	icd_pool_free(&pool);
}

/* ---- where it stands, where the answer is from ---- */

static void print_above(const struct output *out, const struct icd_card *card)
{
	for (uint32_t i = card->parents.count; i-- > 0;)
		code_line(out, "  ", &card->parents.at[i], "");
	if (card->path.section) {
		char chapter[32];
		labelled(out, 2, INK_CODE, card->path.section_id, 8, INK_PLAIN, card->section_title);
		for (uint32_t i = card->blocks.count; i-- > 0;)
			labelled(out, 2, INK_CODE, card->blocks.at[i].code, 8, INK_PLAIN, card->blocks.at[i].title);
		snprintf(chapter, sizeof chapter, "ch. %d", card->chapter);
		labelled(out, 2, INK_CODE, chapter, 8, INK_PLAIN, card->chapter_title);
		if (card->path.derived)
			output_line(
				out, 2, INK_WARN,
				"section and chapter derived from its place among the codes: no tabular list held has it");
	}
}

/* Of a list that is the release's own: that of the release as published, or rebuilt. */
static void add_own_list(struct sentence *sentence, const struct icd_about *about, uint16_t list)
{
	char date[ICD_DATE_SIZE], lacking[ICD_DATE_SIZE];
	uint16_t base = icd_list_base(about, list);
	icd_date_format(about->lists.at[base].date, date);
	icd_date missing = icd_list_missing(about, list);
	if (base < list && missing)
		add(sentence, ", notes by the tabular list of %s and the addenda since, but for those of %s", date,
		    icd_date_format(missing, lacking));
	else if (base < list)
		add(sentence, ", notes by the tabular list of %s and the addenda since", date);
	else if (base > list)
		add(sentence, ", notes by the tabular list of %s, without what the addenda since tell", date);
	else
		add(sentence, ", notes included");
}

/* Notes that are from another release. */
static void print_other_list(const struct output *out, const struct icd_card *card, const char *release,
			     const char *notes)
{
	struct sentence sentence = {.length = 0};
	if (card->path.later)
		add(&sentence, "Its notes are from a later tabular list, %s: none held for the date has it.", notes);
	else
		add(&sentence,
		    "Its notes are from the tabular list of %s, the newest held for the date; they may have changed "
		    "since.",
		    notes);
	output_item(out, 2, INK_WARN, sentence.text, "%sRelease %s.%s ", ink(out, INK_DIM), release, ink_end(out));
}

static void print_source(const struct output *out, const struct icd_card *card)
{
	const struct icd_view *view = card->path.view;
	char release[ICD_DATE_SIZE], notes[ICD_DATE_SIZE];
	struct sentence sentence = {.length = 0};
	icd_date list = card->path.list < 0 ? 0 : view->about->lists.at[card->path.list].date;
	icd_date_format(list, notes);
	add(&sentence, "Release %s", icd_date_format(icd_view_release(view), release));
	if (card->path.list >= 0 && !card->path.derived && list != icd_view_release(view)) {
		print_other_list(out, card, release, notes);
		return;
	}
	if (card->path.list < 0)
		add(&sentence, "; no tabular list held has it, so there are no notes");
	else if (card->path.derived)
		add(&sentence,
		    "; no tabular list held has it: the notes are those of its chapter, and of ranges that it lies in, "
		    "in the list of %s; notes of its own are not known",
		    notes);
	else
		add_own_list(&sentence, view->about, (uint16_t)card->path.list);
	output_wrap(out, "", 0, 2, INK_DIM, sentence.text);
}

/* ---- code lists, desk notes ---- */

void card_print_lists(const struct output *out, const struct icd_card *card, unsigned indent)
{
	struct icd_pool pool = {0};
	const char *names = "";
	for (size_t i = 0; i < card->list_count; i++)
		names = icd_pool_print(&pool, "%s%s%s", names, i ? ", " : "", card->lists[i]);
	if (card->list_count)
		output_item(out, indent + 2, INK_PLAIN, names, "%*s%son your lists:%s ", (int)indent, "",
			    ink(out, INK_HEAD), ink_end(out));
	icd_pool_free(&pool);
}

static void print_desk_note(const struct output *out, const struct icd_desk_note *note, bool numbered)
{
	char start[OUTPUT_NUMBER_SIZE] = "  ";
	if (numbered && !note->shipped)
		snprintf(start, sizeof start, "  #%-2u ", note->number);
	labelled_from(out, start, INK_CODE, note->place.text, 8, INK_PLAIN, note->text);
}

/* Notes that came with the book and speak of the whole family fold to a line; the user's own never do. */
static bool desk_note_folds(const struct icd_desk_note *note, const char *code)
{
	return note->shipped && strcmp(note->place.code, code) != 0;
}

size_t desk_notes_print(const struct output *out, const struct icd_desk_notes *notes, const char *code, bool numbered,
			bool all)
{
	static const char *const headings[] = {"Your desk notes", "Desk notes that come with the book"};
	size_t printed = 0, folded = 0, count = icd_desk_notes_count(notes);
	int last = -1;
	for (size_t i = 0; (i = icd_desk_notes_next(notes, code, i)) < count; i++) {
		const struct icd_desk_note *note = icd_desk_notes_at(notes, i);
		if (!all && desk_note_folds(note, code)) {
			folded++;
			continue;
		}
		if (last != note->shipped)
			fprintf(out->file, "%s%s%s  %sadvice, not part of the code set%s\n", ink(out, INK_HEAD),
				headings[note->shipped], ink_end(out), ink(out, INK_DIM), ink_end(out));
		last = note->shipped;
		print_desk_note(out, note, numbered);
		printed++;
	}
	if (folded)
		fprintf(out->file, "%sDesk notes for its family, advice: %zu; --all shows them%s\n", ink(out, INK_DIM),
			folded, ink_end(out));
	return printed + folded;
}

/* ---- cards of codes that are not found ---- */

/* What was typed, without what a terminal would take for commands. */
static const char *printable(const char *typed, char *out, size_t size)
{
	size_t length = 0;
	for (; typed[length] && length + 1 < size; length++)
		out[length] = (unsigned char)typed[length] < 0x20 || typed[length] == 0x7f ? '?' : typed[length];
	out[length] = '\0';
	return out;
}

/* What was meant or is near, then what is far. */
static void print_suggestions(const struct output *out, const struct icd_card *card)
{
	uint32_t near = card->suggestions.count - card->far;
	const struct icd_code_lines codes = {near, card->suggestions.at};
	const struct icd_code_lines far = {card->far, card->suggestions.at + near};
	if (near)
		fprintf(out->file, "%s\n", card->meant ? "  Meant was:" : "  Nearest codes:");
	code_list(out, &codes);
	if (card->far)
		fputs("  Far from it in the book, but for two characters swapped:\n", out->file);
	code_list(out, &far);
}

static void print_not_found(const struct output *out, const struct icd_card *card)
{
	char typed[256], says[ICD_MAPPING_SAY];
	const char *shown =
		card->detail == ICD_DETAIL_MALFORMED ? printable(card->query, typed, sizeof typed) : dotted(card->code);
	fprintf(out->file, "%s%s%s  ", ink(out, INK_CODE), shown, ink_end(out));
	if (card->icd9)
		fprintf(out->file, "is %s\n", icd_mapping_say(card->icd9, says));
	else if (card->overfull)
		fprintf(out->file, "is not valid: %s is complete, no character follows it\n",
			dotted(card->suggestions.at[0].code));
	else if (card->detail == ICD_DETAIL_MALFORMED)
		fprintf(out->file, "is not spelled like a code: %s\n",
			*card->odd ? card->odd : "a letter and two to six letters or digits were expected");
	else if (card->forbidden_by)
		fputs("is not valid: its seventh character does not apply\n", out->file);
	else if (card->detail == ICD_DETAIL_BAD_SEVENTH)
		fputs("is not valid: its seventh character is wrong or not in seventh place; X fills empty places\n",
		      out->file);
	else
		fputs("is in no release held\n", out->file);
	if (card->forbidden_by)
		labelled(out, 2, INK_CODE, card->forbidden_at, 5, INK_PLAIN, card->forbidden_by);
	print_suggestions(out, card);
}

#define GUIDELINES_SHOWN 8

static void print_guidelines(const struct output *out, const struct icd_card *card, bool all)
{
	char text[2048];
	size_t used = 0;
	uint32_t shown =
		all || card->guideline_count <= GUIDELINES_SHOWN ? card->guideline_count : GUIDELINES_SHOWN - 1;
	for (uint32_t i = 0; i < shown && used < sizeof text; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "", card->guidelines[i]);
	if (shown < card->guideline_count && used < sizeof text)
		snprintf(text + used, sizeof text - used, " and %u more", card->guideline_count - shown);
	if (card->guideline_count)
		output_item(out, 2, INK_PLAIN, text, "Guidelines that speak of it: ");
}

/* What the Medicare Code Editor does with it on inpatient claims. */
static void print_edits(const struct output *out, const struct icd_card *card)
{
	char text[ICD_EDIT_TEXT], date[ICD_DATE_SIZE];
	if (card->edits.count)
		fprintf(out->file, "%sMedicare Code Editor%s  %sof inpatient claims, edition of %s%s\n",
			ink(out, INK_HEAD), ink_end(out), ink(out, INK_DIM), icd_date_format(card->edits.edition, date),
			ink_end(out));
	for (unsigned i = 0; i < card->edits.count; i++)
		fprintf(out->file, "  %s\n", icd_edit_text(&card->edits.at[i], text));
}

/* What must be coded besides before what must not be, as a coder reads. */
static const enum icd_entry_kind order[] = {
	ICD_NOTE_CODE_FIRST,     ICD_NOTE_USE_ADDITIONAL, ICD_NOTE_CODE_ALSO,         ICD_NOTE_INCLUDES,
	ICD_NOTE_INCLUSION_TERM, ICD_ENTRY_SEVENTH_NOTE,  ICD_NOTE_SEVENTH_CHARACTER, ICD_NOTE_NOTE,
	ICD_NOTE_EXCLUDES1,      ICD_NOTE_EXCLUDES2,
};

void card_print_text(const struct output *out, const struct icd_card *card, bool all)
{
	if (!card->found) {
		print_not_found(out, card);
		return;
	}
	labelled(out, 0, INK_CODE, dotted(card->code), 0, INK_CODE, card->title);
	print_verdict(out, card);
	print_above(out, card);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if (order[i] == ICD_NOTE_EXCLUDES2)
			print_incoming(out, card, all);
		print_kind(out, card, order[i], all);
		if (order[i] == ICD_NOTE_SEVENTH_CHARACTER)
			print_sevenths(out, card);
	}
	if (!all) {
		print_incoming_folded(out, card);
		print_folded(out, card);
	}
	print_index_terms(out, card);
	print_siblings(out, card);
	print_guidelines(out, card, all);
	print_edits(out, card);
	print_source(out, card);
	card_print_lists(out, card, 0);
	desk_notes_print(out, card->desk, card->code, false, all);
}

/* ---- one line ---- */

/* A text with blanks behind it, so many columns at least. Returns where it ends. */
static char *put_column(char *to, const struct output *out, enum ink wanted, const char *text, size_t columns)
{
	to = stpcpy(to, ink(out, wanted));
	size_t length = strlen(text), blanks = length < columns ? columns - length : 0;
	to = memset(mempcpy(to, text, length), ' ', blanks);
	return stpcpy(stpcpy(to + blanks, ink_end(out)), "  ");
}

/* Thousands are printed in a row: the start of a line is put together without formats. */
void card_print_line(const struct output *out, const struct icd_card *card)
{
	static const enum ink inks[] = {
		[ICD_DETAIL_OK] = INK_GOOD,           [ICD_DETAIL_HEADER] = INK_BAD,
		[ICD_DETAIL_NEEDS_SEVENTH] = INK_BAD, [ICD_DETAIL_BAD_SEVENTH] = INK_BAD,
		[ICD_DETAIL_RETIRED] = INK_BAD,       [ICD_DETAIL_FUTURE] = INK_BAD,
		[ICD_DETAIL_UNKNOWN] = INK_BAD,       [ICD_DETAIL_UNCERTAIN] = INK_WARN,
		[ICD_DETAIL_MALFORMED] = INK_BAD,
	};
	static const char *const words[] = {
		[ICD_DETAIL_OK] = "billable",
		[ICD_DETAIL_HEADER] = "header",
		[ICD_DETAIL_NEEDS_SEVENTH] = "needs 7th",
		[ICD_DETAIL_BAD_SEVENTH] = "bad 7th",
		[ICD_DETAIL_RETIRED] = "retired",
		[ICD_DETAIL_FUTURE] = "future",
		[ICD_DETAIL_UNKNOWN] = "unknown",
		[ICD_DETAIL_UNCERTAIN] = "uncertain",
		[ICD_DETAIL_MALFORMED] = "malformed",
	};
	char suggested[1200];
	char typed[256];
	const char *title = card->found ? card->title : "";
	const char *code =
		card->detail == ICD_DETAIL_MALFORMED ? printable(card->query, typed, sizeof typed) : dotted(card->code);
	if (!card->found && card->suggestions.count > card->far) {
		snprintf(suggested, sizeof suggested, "%s %s?", dotted(card->suggestions.at[0].code),
			 card->suggestions.at[0].title);
		title = suggested;
	}
	char first[2 * sizeof typed]; /* the code or what was typed, the word, and ink */
	put_column(put_column(first, out, INK_CODE, code, 8), out, inks[card->detail], words[card->detail], 9);
	output_under(out, first, OUTPUT_UNDER, INK_PLAIN, title);
}
