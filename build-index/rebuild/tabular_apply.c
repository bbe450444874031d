/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tabular_apply.h"

#include "blocks.h"
#include "tabular_grammar.h"

#include <string.h>

/* Backwards, what was added is taken away before what was deleted is put back: a code may be told to go and to come. */
enum direction { FORWARDS, TAKE_AWAY, PUT_BACK };

struct apply_work {
	struct draft *draft;
	struct tabular_context at;
	const char *element; /* the heading's note, when it opened an element of its own in a list that was there */
	const char *seventh; /* the seventh character told last at the place; NULL: none was */
	enum direction direction;
	struct icd_pool *pool;
	struct placing *placing;
};

static void miss(struct apply_work *w, const struct addendum_line *line, const char *why)
{
	placing_miss(w->placing, line, false, why);
}

static void miss_already(struct apply_work *w, const struct addendum_line *line, const char *why)
{
	placing_miss(w->placing, line, true, why);
}

/* The line as it reads in the direction the addendum is applied. Of one that changes nothing then, only where it leads
 * counts. */
static struct addendum_line turned(const struct apply_work *w, const struct addendum_line *line)
{
	static const enum addendum_label as[][ADDENDUM_LABELS] = {
		[FORWARDS] = {ADDENDUM_NO_CHANGE, ADDENDUM_ADD, ADDENDUM_DELETE, ADDENDUM_REVISE_FROM,
			      ADDENDUM_REVISE_TO},
		[TAKE_AWAY] = {ADDENDUM_NO_CHANGE, ADDENDUM_DELETE, ADDENDUM_NO_CHANGE, ADDENDUM_NO_CHANGE,
			       ADDENDUM_NO_CHANGE},
		[PUT_BACK] = {ADDENDUM_NO_CHANGE, ADDENDUM_NO_CHANGE, ADDENDUM_ADD, ADDENDUM_REVISE_TO,
			      ADDENDUM_REVISE_FROM},
	};
	struct addendum_line out = *line;
	out.label = as[w->direction][line->label];
	return out;
}

/* ---- places ---- */

static void enter(struct apply_work *w, struct draft_place *place)
{
	w->at.here = place;
	w->at.in_group = w->at.in_sevenths = false;
	w->element = w->seventh = NULL;
}

static void enter_chapter(struct apply_work *w, const struct tabular_line *line)
{
	w->at.chapter = draft_chapter(w->draft, line->name);
	/* A chapter that is new may be told without "Add": it goes again when nothing comes into it. */
	if (!w->at.chapter)
		w->at.chapter = draft_add_chapter(w->draft, line->name, "");
	enter(w, w->at.chapter);
	w->at.wants_title = true;
	w->at.in_blocks = false;
}

static void chapter_title(struct apply_work *w, const struct tabular_line *line)
{
	w->at.wants_title = false;
	if (!*w->at.chapter->title)
		draft_rename(w->draft, w->at.chapter, w->at.chapter->name, line->text);
}

/* A section that is deleted while codes stand in it, and added with another range, is the same section. */
static struct draft_place *doomed_section(const struct apply_work *w, const char *id)
{
	for (struct draft_place *section = w->at.chapter->first; section; section = section->next) {
		if (section->doomed && strncmp(section->name, id, 3) == 0)
			return section;
	}
	return NULL;
}

static void add_section(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is,
			struct draft_place *known)
{
	struct draft_place *doomed = doomed_section(w, is->name);
	if (doomed)
		draft_rename(w->draft, doomed, is->name, is->text);
	else if (known)
		miss_already(w, line, "the section is there already");
	else
		doomed = draft_add_section(w->draft, w->at.chapter, is->name, is->text);
	enter(w, doomed ? doomed : known);
}

static void do_section(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	struct draft_place *known = draft_section_titled(w->at.chapter, is->text);
	if (!known)
		known = draft_section(w->at.chapter, is->name);
	w->at.in_blocks = false;
	if (line->label == ADDENDUM_ADD) {
		add_section(w, line, is, known);
	} else if (known) {
		known->doomed = line->label == ADDENDUM_DELETE;
		enter(w, known);
	} else {
		miss_already(w, line, "no such section");
	}
}

/* The section whose range a new category lies in: the last such one, for blocks stand before their sections. */
static struct draft_place *section_for(const struct apply_work *w, const char *category)
{
	struct draft_place *here = w->at.here, *found = NULL;
	while (here && here->kind == ICD_PLACE_CODE)
		here = here->parent;
	for (struct draft_place *section = w->at.chapter ? w->at.chapter->first : NULL; section;
	     section = section->next) {
		const char *dash = strchr(section->name, '-');
		bool within = strncmp(section->name, category, 3) <= 0 &&
			      strncmp(dash ? dash + 1 : section->name, category, 3) >= 0;
		if (within && (section == here || !found || found != here))
			found = section;
	}
	return found ? found : here && here->kind == ICD_PLACE_SECTION ? here : NULL;
}

static struct draft_place *parent_for(const struct apply_work *w, const char *code)
{
	char above[ICD_CODE_SIZE];
	strcpy(above, code);
	for (size_t length = strlen(code); length-- > 3;) {
		above[length] = '\0';
		struct draft_place *parent = draft_code(w->draft, above);
		if (parent)
			return parent;
	}
	return strlen(code) > 3 ? NULL : section_for(w, code);
}

static void add_code(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	struct draft_place *parent = parent_for(w, is->name);
	if (parent)
		enter(w, draft_add_code(w->draft, parent, is->name, is->text));
	else
		miss(w, line, "no code or section above it");
	w->placing->added += parent != NULL;
}

static void do_code(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	struct draft_place *known = draft_code(w->draft, is->name), *buried = draft_buried(w->draft, is->name);
	w->at.in_blocks = false;
	if (line->label == ADDENDUM_ADD && known) {
		miss_already(w, line, "the code is there already");
		enter(w, known);
	} else if (line->label == ADDENDUM_ADD) {
		add_code(w, line, is);
	} else if (!known && buried) {
		enter(w, buried); /* it went with the code above it */
	} else if (!known) {
		miss_already(w, line, "no such code");
	} else {
		if (line->label == ADDENDUM_DELETE)
			draft_bury(w->draft, known);
		w->placing->deleted += line->label == ADDENDUM_DELETE;
		enter(w, known);
	}
}

/* ---- notes ---- */

static struct entry entry_of(const struct tabular_line *is)
{
	return (struct entry){.kind = is->kind, .text = is->text, .character = is->character};
}

static size_t find(const struct apply_work *w, const struct tabular_line *is)
{
	return draft_find_words(w->at.here, is->kind, is->text, is->character);
}

/* Keeps what the line says of those that follow it: a heading's notes, a definition's characters. */
static void follow(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	bool in_group = w->at.in_group && is->what == TABULAR_NOTE && line->indent > w->at.group_indent + 4.0F;
	if (is->what == TABULAR_HEADING) {
		w->at.in_group = true;
		w->at.in_sevenths = false;
		w->at.group = is->kind;
		w->at.group_indent = line->indent;
		w->element = NULL;
	} else if (is->kind == ICD_NOTE_SEVENTH_CHARACTER) {
		w->at.in_group = false;
		w->at.in_sevenths = true;
		w->at.sevenths_indent = line->indent;
	} else if (!in_group && is->kind != ICD_ENTRY_SEVENTH && is->kind != ICD_ENTRY_SEVENTH_NOTE) {
		w->at.in_group = w->at.in_sevenths = false;
	}
}

/* Does an added heading with these words open an element of its own, where there is one of the kind already? One like
 * "Use additional code to identify:" does; "Use additional insulin (Z79.4)" only names the kind of its note. */
static bool opens_element(const struct tabular_line *is)
{
	size_t length = strlen(is->text);
	bool instructs = is->kind == ICD_NOTE_CODE_FIRST || is->kind == ICD_NOTE_CODE_ALSO ||
			 is->kind == ICD_NOTE_USE_ADDITIONAL;
	return is->what == TABULAR_HEADING && instructs && length &&
	       (strncmp(is->text, "code", 4) == 0 || is->text[0] == ',' || is->text[length - 1] == ':');
}

static void add_note(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	struct entry entry = entry_of(is);
	bool element = opens_element(is), there = draft_find(w->at.here, is->kind, is->text, is->character) != SIZE_MAX;
	if (there && w->direction == PUT_BACK) {
		miss_already(w, line, "told to go, and still there");
		return;
	}
	w->placing->already += there;
	const char *under = is->kind == ICD_ENTRY_SEVENTH_NOTE ? w->seventh : w->element;
	const char *kept = draft_add(w->draft, w->at.here, &entry, element, under);
	if (element)
		w->element = kept;
	w->placing->added++;
}

/* What only says where the next lines belong may be worded otherwise than the note it means. */
static bool resembles_any(const struct draft_place *place, const struct tabular_line *is)
{
	for (size_t i = 0; i < place->entry_count; i++) {
		if (place->entries[i].kind == is->kind && tabular_alike(place->entries[i].text, is->text))
			return true;
	}
	return false;
}

static void do_note(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	bool only_heading = is->what == TABULAR_HEADING && !*is->text;
	if (!w->at.here) {
		miss(w, line, "no code, section or chapter before it");
		return;
	}
	follow(w, line, is);
	if (is->kind == ICD_ENTRY_SEVENTH)
		w->seventh = is->character;
	if (only_heading)
		return;
	size_t found = line->label == ADDENDUM_ADD ? 0 : find(w, is);
	if (line->label == ADDENDUM_ADD) {
		add_note(w, line, is);
	} else if (found == SIZE_MAX && line->label == ADDENDUM_DELETE) {
		miss_already(w, line, "no such note there");
	} else if (found == SIZE_MAX && !resembles_any(w->at.here, is)) {
		miss(w, line, "no such note there");
	} else if (line->label == ADDENDUM_DELETE) {
		draft_remove(w->draft, w->at.here, found);
		w->placing->deleted++;
	}
}

/* ---- blocks: the list of sections that a chapter begins with ---- */

static void do_block(struct apply_work *w, const struct addendum_line *line, const struct tabular_line *is)
{
	bool comes = line->label == ADDENDUM_ADD, goes = line->label == ADDENDUM_DELETE;
	if (comes || goes) {
		if (blocks_change(w->draft, w->at.chapter, goes ? is->text : NULL, comes ? is->text : NULL))
			return;
		placing_miss(w->placing, line, goes, "no such block");
	}
}

/* ---- lines ---- */

static void do_line(struct apply_work *w, const struct addendum_line *line)
{
	struct tabular_line is = tabular_line_of(&w->at, line, w->pool);
	switch (is.what) {
	case TABULAR_CHAPTER:
		enter_chapter(w, &is);
		break;
	case TABULAR_CHAPTER_TITLE:
		chapter_title(w, &is);
		break;
	case TABULAR_BLOCKS:
		w->at.in_blocks = true;
		break;
	case TABULAR_BLOCK:
		do_block(w, line, &is);
		break;
	case TABULAR_SECTION:
		do_section(w, line, &is);
		break;
	case TABULAR_CODE:
		do_code(w, line, &is);
		break;
	case TABULAR_HEADING:
	case TABULAR_NOTE:
		do_note(w, line, &is);
		break;
	}
}

/* ---- revisions ---- */

static bool revise_section(struct apply_work *w, const struct tabular_line *from, const struct addendum_line *to)
{
	const char *id;
	struct draft_place *section = draft_section_titled(w->at.chapter, from->text);
	if (!section)
		section = draft_section(w->at.chapter, from->name);
	if (!section || !tabular_section_of(to->text, w->pool, &id))
		return false;
	draft_rename(w->draft, section, id, to->text);
	enter(w, section);
	return true;
}

static bool revise_code(struct apply_work *w, const struct tabular_line *from, const struct addendum_line *to)
{
	char code[ICD_CODE_SIZE];
	const char *title;
	struct draft_place *place = draft_code(w->draft, from->name);
	if (!place || !tabular_code_of(to->text, code, &title) || strcmp(code, from->name) != 0)
		return false;
	draft_rename(w->draft, place, place->name, title);
	enter(w, place);
	return true;
}

static bool revise_title(struct apply_work *w, const struct addendum_line *to)
{
	w->at.wants_title = false;
	draft_rename(w->draft, w->at.chapter, w->at.chapter->name, to->text);
	return true;
}

/* A heading alone that becomes another: all notes of the kind change theirs. */
static void rename_kind(struct draft_place *place, enum icd_entry_kind from, enum icd_entry_kind to)
{
	for (size_t i = 0; i < place->entry_count; i++) {
		if (place->entries[i].kind == from)
			draft_entries(place)[i].kind = to;
	}
}

static bool revise_note(struct apply_work *w, const struct addendum_line *from_line, const struct tabular_line *from,
			const struct addendum_line *to_line)
{
	if (!w->at.here)
		return false;
	follow(w, from_line, from);
	struct tabular_line to = tabular_line_of(&w->at, to_line, w->pool);
	if (to.what != TABULAR_NOTE && to.what != TABULAR_HEADING)
		return false;
	size_t found = *from->text ? find(w, from) : SIZE_MAX;
	if (*from->text && found == SIZE_MAX) {
		w->placing->already += find(w, &to) != SIZE_MAX;
		return false;
	}
	follow(w, to_line, &to);
	if (found == SIZE_MAX && !*to.text) {
		rename_kind(w->at.here, from->kind, to.kind);
	} else if (found != SIZE_MAX && from->kind == to.kind && *to.text) {
		draft_reword(w->draft, w->at.here, found, to.text);
		if (to.kind == ICD_ENTRY_SEVENTH)
			draft_set_character(w->draft, w->at.here, found, to.character);
	} else {
		struct entry entry = entry_of(&to);
		if (found != SIZE_MAX)
			draft_remove(w->draft, w->at.here, found);
		if (*to.text)
			draft_add(w->draft, w->at.here, &entry, opens_element(&to), NULL);
	}
	return true;
}

static void revise(struct apply_work *w, const struct addendum_line *from_line, const struct addendum_line *to_line)
{
	struct tabular_line from = tabular_line_of(&w->at, from_line, w->pool);
	bool ok = true;
	if (from.what == TABULAR_CHAPTER_TITLE)
		ok = revise_title(w, to_line);
	else if (from.what == TABULAR_BLOCK)
		ok = blocks_change(w->draft, w->at.chapter, from.text, to_line->text);
	else if (from.what == TABULAR_SECTION)
		ok = revise_section(w, &from, to_line);
	else if (from.what == TABULAR_CODE)
		ok = revise_code(w, &from, to_line);
	else if (from.what == TABULAR_HEADING || from.what == TABULAR_NOTE)
		ok = revise_note(w, from_line, &from, to_line);
	w->placing->revised += ok;
	if (!ok) {
		miss(w, from_line, "not there as it is to be revised");
		miss(w, to_line, "what it revises was not found");
	}
}

/* Takes the lines that revise: so many from, so many to. Returns how many lines that were. */
static size_t do_revisions(struct apply_work *w, const struct addendum_line *lines, size_t count)
{
	size_t from = 0, to = 0;
	while (from < count && lines[from].label == ADDENDUM_REVISE_FROM)
		from++;
	while (from + to < count && lines[from + to].label == ADDENDUM_REVISE_TO)
		to++;
	for (size_t i = 0; i < from || i < to; i++) {
		if (i >= from || i >= to) {
			miss(w, &lines[i >= from ? from + i : i], "a revision without its other half");
			continue;
		}
		struct addendum_line one = turned(w, &lines[i]), other = turned(w, &lines[from + i]);
		size_t missed = w->placing->unplaced_count;
		revise(w, w->direction == FORWARDS ? &one : &other, w->direction == FORWARDS ? &other : &one);
		for (size_t j = missed; j < w->placing->unplaced_count; j++) {
			const struct addendum_line **noted = &w->placing->unplaced[j].line;
			*noted = *noted == &one ? &lines[i] : &lines[from + i];
		}
	}
	return from + to;
}

/* A line by itself: all but those that revise. */
static void do_single(struct apply_work *w, const struct addendum_line *line)
{
	struct addendum_line as = turned(w, line);
	size_t missed = w->placing->unplaced_count, already = w->placing->already;
	do_line(w, &as);
	/* What is noted is the line itself, not the one turned; where one only leads nothing is. */
	for (size_t i = missed; i < w->placing->unplaced_count; i++)
		w->placing->unplaced[i].line = line;
	if (w->direction != FORWARDS && as.label == ADDENDUM_NO_CHANGE) {
		w->placing->unplaced_count = missed;
		w->placing->already = already;
	}
}

static void go_through(struct apply_work *w, const struct addendum *addendum)
{
	w->at = (struct tabular_context){.draft = w->draft};
	for (size_t i = 0; i < addendum->line_count;) {
		const struct addendum_line *line = &addendum->lines[i];
		bool revises = line->label == ADDENDUM_REVISE_FROM || line->label == ADDENDUM_REVISE_TO;
		if (revises && w->direction != TAKE_AWAY) {
			i += do_revisions(w, line, addendum->line_count - i);
			continue;
		}
		do_single(w, line);
		i++;
	}
}

void tabular_apply(struct draft *draft, const struct addendum *addendum, bool backwards, struct icd_pool *pool,
		   struct placing *placing)
{
	struct apply_work w = {.draft = draft, .pool = pool, .placing = placing};
	draft_begin(draft);
	placing->lines += addendum->line_count;
	w.direction = backwards ? TAKE_AWAY : FORWARDS;
	go_through(&w, addendum);
	w.direction = PUT_BACK;
	if (backwards)
		go_through(&w, addendum);
	draft_end(draft);
}
