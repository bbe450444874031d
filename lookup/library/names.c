/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The numbers that icd10.h gives to kinds, and their names. They stay as they are when the rooms within order theirs
 * anew: that is what the tables are for.
 */
#include "tell/card_fields.h"
#include "library.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The name of the kind that has the number; "" when none has. */
static const char *name_of(const unsigned char *numbers, size_t count, const char *const *names, int number)
{
	for (size_t i = 0; i < count; i++) {
		if (numbers[i] == number)
			return names[i];
	}
	return "";
}

static const unsigned char statuses[] = {
	[ICD_STATUS_BILLABLE] = ICD10_STATUS_BILLABLE, [ICD_STATUS_HEADER] = ICD10_STATUS_HEADER,
	[ICD_STATUS_RETIRED] = ICD10_STATUS_RETIRED,   [ICD_STATUS_FUTURE] = ICD10_STATUS_FUTURE,
	[ICD_STATUS_UNKNOWN] = ICD10_STATUS_UNKNOWN,   [ICD_STATUS_UNCERTAIN] = ICD10_STATUS_UNCERTAIN,
};

enum icd10_status library_status(enum icd_status status)
{
	return (enum icd10_status)statuses[status];
}

const char *icd10_status_name(enum icd10_status status)
{
	return name_of(statuses, COUNT(statuses), icd_status_names, status);
}

static const unsigned char details[] = {
	[ICD_DETAIL_OK] = ICD10_DETAIL_OK,
	[ICD_DETAIL_HEADER] = ICD10_DETAIL_HEADER,
	[ICD_DETAIL_NEEDS_SEVENTH] = ICD10_DETAIL_NEEDS_SEVENTH,
	[ICD_DETAIL_BAD_SEVENTH] = ICD10_DETAIL_BAD_SEVENTH,
	[ICD_DETAIL_RETIRED] = ICD10_DETAIL_RETIRED,
	[ICD_DETAIL_FUTURE] = ICD10_DETAIL_FUTURE,
	[ICD_DETAIL_UNKNOWN] = ICD10_DETAIL_UNKNOWN,
	[ICD_DETAIL_UNCERTAIN] = ICD10_DETAIL_UNCERTAIN,
	[ICD_DETAIL_MALFORMED] = ICD10_DETAIL_MALFORMED,
};

enum icd10_detail library_detail(enum icd_detail detail)
{
	return (enum icd10_detail)details[detail];
}

const char *icd10_detail_name(enum icd10_detail detail)
{
	return name_of(details, COUNT(details), icd_detail_names, detail);
}

static const unsigned char note_numbers[] = {
	[ICD_NOTE_INCLUDES] = ICD10_NOTE_INCLUDES,
	[ICD_NOTE_INCLUSION_TERM] = ICD10_NOTE_INCLUSION_TERM,
	[ICD_NOTE_EXCLUDES1] = ICD10_NOTE_EXCLUDES1,
	[ICD_NOTE_EXCLUDES2] = ICD10_NOTE_EXCLUDES2,
	[ICD_NOTE_CODE_FIRST] = ICD10_NOTE_CODE_FIRST,
	[ICD_NOTE_USE_ADDITIONAL] = ICD10_NOTE_USE_ADDITIONAL,
	[ICD_NOTE_CODE_ALSO] = ICD10_NOTE_CODE_ALSO,
	[ICD_NOTE_NOTE] = ICD10_NOTE_NOTE,
	[ICD_NOTE_SEVENTH_CHARACTER] = ICD10_NOTE_SEVENTH_CHARACTER,
};
_Static_assert(COUNT(note_numbers) == ICD_NOTE_KINDS, "each kind has its number in icd10.h");

enum icd10_note_kind library_note_kind(enum icd_entry_kind kind)
{
	return kind < ICD_NOTE_KINDS ? (enum icd10_note_kind)note_numbers[kind] : ICD10_NOTE_OTHER;
}

const char *icd10_note_kind_name(enum icd10_note_kind kind)
{
	for (unsigned i = 0; i < ICD_NOTE_KINDS; i++) {
		if (note_numbers[i] == kind)
			return note_kinds[i].name;
	}
	return kind == ICD10_NOTE_OTHER ? note_kinds[ICD_ENTRY_XML].name : "";
}

static const unsigned char severities[] = {
	[ICD_INFO] = ICD10_SEVERITY_INFO,
	[ICD_WARNING] = ICD10_SEVERITY_WARNING,
	[ICD_ERROR] = ICD10_SEVERITY_ERROR,
};

enum icd10_severity library_severity(enum icd_severity severity)
{
	return (enum icd10_severity)severities[severity];
}

const char *icd10_severity_name(enum icd10_severity severity)
{
	return name_of(severities, COUNT(severities), icd_severity_names, severity);
}

static const unsigned char rules[] = {
	[ICD_RULE_INVALID] = ICD10_RULE_INVALID,
	[ICD_RULE_HEADER] = ICD10_RULE_HEADER,
	[ICD_RULE_SEVENTH_CHARACTER] = ICD10_RULE_SEVENTH_CHARACTER,
	[ICD_RULE_EXCLUDES1] = ICD10_RULE_EXCLUDES1,
	[ICD_RULE_EXCLUDES2] = ICD10_RULE_EXCLUDES2,
	[ICD_RULE_DUPLICATE] = ICD10_RULE_DUPLICATE,
	[ICD_RULE_FIRST_LISTED] = ICD10_RULE_FIRST_LISTED,
	[ICD_RULE_SECONDARY_ONLY] = ICD10_RULE_SECONDARY_ONLY,
	[ICD_RULE_MANIFESTATION] = ICD10_RULE_MANIFESTATION,
	[ICD_RULE_CODE_FIRST] = ICD10_RULE_CODE_FIRST,
	[ICD_RULE_USE_ADDITIONAL] = ICD10_RULE_USE_ADDITIONAL,
	[ICD_RULE_SEQUELA] = ICD10_RULE_SEQUELA,
	[ICD_RULE_EXTERNAL_CAUSE] = ICD10_RULE_EXTERNAL_CAUSE,
	[ICD_RULE_COMBINATION] = ICD10_RULE_COMBINATION,
	[ICD_RULE_SIDE] = ICD10_RULE_SIDE,
	[ICD_RULE_PAIN_ORDER] = ICD10_RULE_PAIN_ORDER,
	[ICD_RULE_OBSTETRIC_FIRST] = ICD10_RULE_OBSTETRIC_FIRST,
	[ICD_RULE_TRIMESTER] = ICD10_RULE_TRIMESTER,
	[ICD_RULE_ORGANISM] = ICD10_RULE_ORGANISM,
	[ICD_RULE_CONTRADICTION] = ICD10_RULE_CONTRADICTION,
	[ICD_RULE_MCE] = ICD10_RULE_MCE,
	[ICD_RULE_NOT_LISTED] = ICD10_RULE_OTHER,
};
_Static_assert(COUNT(rules) == ICD_RULES, "each kind has its number in icd10.h");

enum icd10_rule library_rule(enum icd_rule rule)
{
	return (enum icd10_rule)rules[rule];
}

const char *icd10_rule_name(enum icd10_rule rule)
{
	return name_of(rules, COUNT(rules), icd_rule_names, rule);
}

static const unsigned char fields[] = {
	[ICD_FIELD_TITLE] = ICD10_FIELD_TITLE, [ICD_FIELD_INCLUSION_TERM] = ICD10_FIELD_INCLUSION_TERM,
	[ICD_FIELD_INDEX] = ICD10_FIELD_INDEX, [ICD_FIELD_SYNONYM] = ICD10_FIELD_SYNONYM,
	[ICD_FIELD_CODE] = ICD10_FIELD_CODE,
};

enum icd10_field library_field(enum icd_search_field field)
{
	return (enum icd10_field)fields[field];
}

const char *icd10_field_name(enum icd10_field field)
{
	return name_of(fields, COUNT(fields), icd_search_field_names, field);
}

static const unsigned char event_kinds[] = {
	[ICD_EVENT_ADDED] = ICD10_EVENT_ADDED,
	[ICD_EVENT_DELETED] = ICD10_EVENT_DELETED,
	[ICD_EVENT_BECAME_HEADER] = ICD10_EVENT_BECAME_HEADER,
	[ICD_EVENT_BECAME_BILLABLE] = ICD10_EVENT_BECAME_BILLABLE,
	[ICD_EVENT_RETITLED] = ICD10_EVENT_RETITLED,
	[ICD_EVENT_SHORT_RETITLED] = ICD10_EVENT_SHORT_RETITLED,
	[ICD_EVENT_SECTION_ADDED] = ICD10_EVENT_SECTION_ADDED,
	[ICD_EVENT_SECTION_DELETED] = ICD10_EVENT_SECTION_DELETED,
	[ICD_EVENT_SECTION_RETITLED] = ICD10_EVENT_SECTION_RETITLED,
	[ICD_EVENT_CHAPTER_RETITLED] = ICD10_EVENT_CHAPTER_RETITLED,
	[ICD_EVENT_NOTE_ADDED] = ICD10_EVENT_NOTE_ADDED,
	[ICD_EVENT_NOTE_DELETED] = ICD10_EVENT_NOTE_DELETED,
	[ICD_EVENT_POA_ADDED] = ICD10_EVENT_POA_ADDED,
	[ICD_EVENT_POA_REMOVED] = ICD10_EVENT_POA_REMOVED,
};
_Static_assert(COUNT(event_kinds) == ICD_EVENTS, "each kind has its number in icd10.h");

enum icd10_event_kind library_event_kind(enum icd_event_kind kind)
{
	return (enum icd10_event_kind)event_kinds[kind];
}

const char *icd10_event_name(enum icd10_event_kind kind)
{
	return name_of(event_kinds, COUNT(event_kinds), icd_event_names, kind);
}

static const unsigned char sources[] = {
	[ICD_SOURCE_NONE] = ICD10_SOURCE_NONE,         [ICD_SOURCE_TABLE] = ICD10_SOURCE_TABLE,
	[ICD_SOURCE_CHILDREN] = ICD10_SOURCE_CHILDREN, [ICD_SOURCE_PARENT] = ICD10_SOURCE_PARENT,
	[ICD_SOURCE_TITLE] = ICD10_SOURCE_TITLE,
};

enum icd10_source library_source(enum icd_source source)
{
	return (enum icd10_source)sources[source];
}

const char *icd10_source_name(enum icd10_source source)
{
	return name_of(sources, COUNT(sources), icd_source_names, source);
}

static const unsigned char relations[] = {
	[ICD_RELATION_OWN] = ICD10_RELATION_OWN,
	[ICD_RELATION_INHERITED] = ICD10_RELATION_INHERITED,
	[ICD_RELATION_INCOMING] = ICD10_RELATION_INCOMING,
};

enum icd10_relation library_relation(enum icd_relation relation)
{
	return (enum icd10_relation)relations[relation];
}

const char *icd10_relation_name(enum icd10_relation relation)
{
	return name_of(relations, COUNT(relations), icd_relation_names, relation);
}
