/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <string.h>

/* ---- words ---- */

static const struct {
	const char *verb; /* for people */
	enum ink ink;
} kinds[ICD_EVENTS] = {
	[ICD_EVENT_ADDED] = {"added", INK_GOOD},
	[ICD_EVENT_DELETED] = {"deleted", INK_BAD},
	[ICD_EVENT_BECAME_HEADER] = {"became a header, no longer billable", INK_WARN},
	[ICD_EVENT_BECAME_BILLABLE] = {"became billable", INK_GOOD},
	[ICD_EVENT_RETITLED] = {"retitled", INK_HEAD},
	[ICD_EVENT_SHORT_RETITLED] = {"short title changed", INK_HEAD},
	[ICD_EVENT_SECTION_ADDED] = {"section added", INK_GOOD},
	[ICD_EVENT_SECTION_DELETED] = {"section deleted", INK_BAD},
	[ICD_EVENT_SECTION_RETITLED] = {"section retitled", INK_HEAD},
	[ICD_EVENT_CHAPTER_RETITLED] = {"chapter retitled", INK_HEAD},
	[ICD_EVENT_NOTE_ADDED] = {"note added", INK_GOOD},
	[ICD_EVENT_NOTE_DELETED] = {"note removed", INK_BAD},
	[ICD_EVENT_POA_ADDED] = {"exempt from POA reporting", INK_HEAD},
	[ICD_EVENT_POA_REMOVED] = {"no longer exempt from POA reporting", INK_HEAD},
};

static bool replaces(const struct icd_event *event)
{
	return event->kind == ICD_EVENT_ADDED || event->kind == ICD_EVENT_BECAME_BILLABLE;
}

const char *event_source_words(enum icd_source source)
{
	static const char *const words[] = {
		[ICD_SOURCE_NONE] = "",
		[ICD_SOURCE_TABLE] = "conversion table",
		[ICD_SOURCE_CHILDREN] = "the codes below it",
		[ICD_SOURCE_PARENT] = "the code above it",
		[ICD_SOURCE_TITLE] = "the code with the same title",
	};
	return words[source];
}

const char *event_heading(enum icd_event_kind kind)
{
	static const char *const headings[ICD_EVENTS] = {
		[ICD_EVENT_ADDED] = "Codes added",
		[ICD_EVENT_DELETED] = "Codes deleted",
		[ICD_EVENT_BECAME_HEADER] = "Codes that became headers",
		[ICD_EVENT_BECAME_BILLABLE] = "Headers that became billable",
		[ICD_EVENT_RETITLED] = "Codes retitled",
		[ICD_EVENT_SHORT_RETITLED] = "Short titles changed",
		[ICD_EVENT_SECTION_ADDED] = "Sections added",
		[ICD_EVENT_SECTION_DELETED] = "Sections deleted",
		[ICD_EVENT_SECTION_RETITLED] = "Sections retitled",
		[ICD_EVENT_CHAPTER_RETITLED] = "Chapters retitled",
		[ICD_EVENT_NOTE_ADDED] = "Notes",
		[ICD_EVENT_NOTE_DELETED] = "Notes",
		[ICD_EVENT_POA_ADDED] = "Newly exempt from POA reporting",
		[ICD_EVENT_POA_REMOVED] = "No longer exempt from POA reporting",
	};
	return headings[kind];
}

const char *event_others_text(const struct icd_event *event, char *out, size_t size)
{
	char codes[ICD_CODES_SIZE];
	size_t used = 0;
	out[0] = '\0';
	if (event->source == ICD_SOURCE_NONE)
		return out;
	used = (size_t)snprintf(out, size, "%s ", replaces(event) ? "coded before as" : "replaced by");
	for (uint32_t i = 0; i < event->other_count && used + 32 < size; i++) {
		used += (size_t)snprintf(out + used, size - used, "%s", i ? ", " : "");
		used += (size_t)snprintf(out + used, size - used, "%s", icd_codes_format(event->others[i], codes));
	}
	if (*event->words && event->other_count == 0 && used < size)
		used += (size_t)snprintf(out + used, size - used, "\"%s\"", event->words);
	if (used < size)
		snprintf(out + used, size - used, " (%s)", event_source_words(event->source));
	return out;
}

/* ---- text ---- */

static const char *const relation_words[] = {
	[ICD_RELATION_OWN] = "",
	[ICD_RELATION_INHERITED] = " (inherited)",
	[ICD_RELATION_INCOMING] = " (names this code)",
};

static void print_texts(const struct output *out, const struct icd_event *event, const char *first)
{
	const unsigned indent = 14;
	if (icd_event_of_note(event->kind)) {
		output_item(out, indent, INK_PLAIN, event->from ? event->from : event->to, "%s%s%s%s, %s: ", first,
			    event->relation == ICD_RELATION_OWN ? "" : " at ",
			    event->relation == ICD_RELATION_OWN ? "" : event->at, relation_words[event->relation],
			    note_kinds[event->note].title);
		return;
	}
	if (event->kind == ICD_EVENT_RETITLED || event->kind == ICD_EVENT_SHORT_RETITLED ||
	    event->kind == ICD_EVENT_SECTION_RETITLED || event->kind == ICD_EVENT_CHAPTER_RETITLED) {
		fprintf(out->file, "%s\n", first);
		output_wrap(out, "              from: ", 20, 20, INK_PLAIN, event->from ? event->from : "");
		output_wrap(out, "                to: ", 20, 20, INK_PLAIN, event->to ? event->to : "");
		return;
	}
	const char *title = event->to ? event->to : event->from;
	if (title)
		output_item(out, indent, INK_PLAIN, title, "%s: ", first);
	else
		fprintf(out->file, "%s\n", first);
}

void event_print_text(const struct output *out, const struct icd_event *event, icd_date on)
{
	char first[256], date[ICD_DATE_SIZE], after[ICD_DATE_SIZE], others[4096];
	bool later = on && event->date > on;
	snprintf(first, sizeof first, "  %s%s  %s%s%s", icd_date_format(event->date, date), later ? " (later)" : "",
		 ink(out, kinds[event->kind].ink), kinds[event->kind].verb, ink_end(out));
	print_texts(out, event, first);
	if (*event_others_text(event, others, sizeof others))
		output_wrap(out, "              ", 14, 16, INK_PLAIN, others);
	if (event->after)
		fprintf(out->file, "              %ssome day after %s, by %s: %s%s\n", ink(out, INK_DIM),
			icd_date_format(event->after, after), date,
			event->untold ? "no addenda between tell it" : "releases between are not held", ink_end(out));
}

/* ---- JSON and rows ---- */

const struct columns event_columns = {"events", "event code from to replaced_by+", false};
const struct columns selected_event_columns = {"events", "event code from to relation for+ replaced_by+", false};
const struct columns dated_event_columns = {"events", "event code from to date after relation for=.code replaced_by+",
					    false};

/* The state on one side of the event: a title; of a note "kind: text". */
static void tell_side(struct printer *printer, const char *name, const struct icd_event *event, const char *text)
{
	struct icd_pool pool = {0};
	if (text && icd_event_of_note(event->kind))
		text = icd_pool_print(&pool, "%s: %s", note_kinds[event->note].name, text);
	tell_text(printer, name, text);
	printer->text.failed |= pool.failed;
	icd_pool_free(&pool);
}

static void tell_others(struct printer *printer, const struct icd_event *event)
{
	char text[ICD_CODES_SIZE];
	bool gone = event->kind == ICD_EVENT_DELETED || event->kind == ICD_EVENT_BECAME_HEADER;
	if (event->source == ICD_SOURCE_NONE && !gone)
		return;
	tell_list(printer, event->source != ICD_SOURCE_NONE && replaces(event) ? "replaces" : "replaced_by");
	for (uint32_t i = 0; event->source != ICD_SOURCE_NONE && i < event->other_count; i++)
		tell_text(printer, NULL, icd_codes_format(event->others[i], text));
	tell_end(printer);
	if (event->source == ICD_SOURCE_NONE)
		return;
	tell_text(printer, "source", icd_source_names[event->source]);
	if (*event->words)
		tell_text(printer, "words", event->words);
}

static void tell_items(struct printer *printer, const char *name, const struct icd_item *const *items, uint32_t count)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < count; i++)
		tell_text(printer, NULL, items[i]->name);
	tell_end(printer);
}

/* How it touches what was asked for and, when that may be several things, which of them. */
static void tell_relation(struct printer *printer, const struct icd_event *event)
{
	tell_text(printer, "relation", icd_relation_names[event->relation]);
	if (event->mine_count)
		tell_items(printer, "for", event->mine, event->mine_count);
	if (event->named_count)
		tell_items(printer, "named", event->mine + event->mine_count - event->named_count, event->named_count);
}

void tell_event(struct printer *printer, const struct icd_event *event, bool related)
{
	tell_object(printer, NULL);
	tell_fields(printer, "date:%x event:%s code:%s", event->date, icd_event_names[event->kind], event->at);
	tell_side(printer, "from", event, event->from);
	tell_side(printer, "to", event, event->to);
	if (event->state != ICD_ABSENT)
		tell_bool(printer, "billable", event->state == ICD_BILLABLE);
	if (event->after)
		tell_date(printer, "after", event->after);
	if (icd_event_of_note(event->kind)) {
		tell_fields(printer, "kind:%s text:%s notes_source:%s", note_kinds[event->note].name,
			    event->from ? event->from : event->to, notes_source_names[event->rebuilt]);
	}
	tell_others(printer, event);
	if (related)
		tell_relation(printer, event);
	tell_end(printer);
}
