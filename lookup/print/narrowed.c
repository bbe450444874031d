/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What still has to be chosen: numbered choices, and what may be asked after them. */
#include "print.h"

#include <stdio.h>
#include <string.h>

#define AXES_SHOWN 6 /* more of them fold to a line */

/* "S52.51-" for a header, the code itself for a code; "" for none. */
static const char *place_text(const char *at, bool header, char out[ICD_DOTTED_SIZE + 1])
{
	char code[ICD_DOTTED_SIZE];
	out[0] = '\0';
	if (at && *at)
		snprintf(out, ICD_DOTTED_SIZE + 1, "%s%s%s", icd_code_format(at, code),
			 header && strlen(at) == 3 ? "." : "", header ? "-" : "");
	return out;
}

/* ---- JSON and rows ---- */

static void tell_axis_value(struct printer *printer, const struct icd_axis_value *value)
{
	tell_object(printer, NULL);
	tell_fields(printer, "value:%s title:%s at:%7s", value->apart, value->label, value->at);
	if (value->character)
		tell_bytes(printer, "char", &value->character, 1);
	else
		tell_null(printer, "char");
	tell_list(printer, "codes");
	for (uint32_t i = 0; i < value->count; i++)
		tell_code(printer, NULL, value->codes[i]);
	tell_end(printer);
	tell_end(printer);
}

/* A code comes with its dot, anything else as it is: the places that define seventh characters may be sections. */
static void tell_axis_place(struct printer *printer, const struct icd_axis_question *axis)
{
	if (axis->axis == ICD_AXIS_ENCOUNTER || axis->axis == ICD_AXIS_SEVENTH)
		tell_text(printer, "at", axis->at);
	else
		tell_code(printer, "at", axis->at);
}

static void tell_axis(struct printer *printer, const struct icd_axis_question *axis)
{
	tell_object(printer, NULL);
	tell_fields(printer, "axis:%s question:%s", icd_axis_names[axis->axis], icd_axis_questions[axis->axis]);
	tell_axis_place(printer, axis);
	tell_list(printer, "values");
	for (uint32_t i = 0; i < axis->count; i++)
		tell_axis_value(printer, &axis->values[i]);
	tell_end(printer);
	tell_end(printer);
}

void tell_narrowed(struct printer *printer, const struct icd_view *view, const struct narrowed *narrowed)
{
	const struct icd_axes *axes = &narrowed->axes;
	tell_answer(printer);
	tell_fields(printer, "query:%s code:%7s title:%s on:%x release:%x", narrowed->query, narrowed->code,
		    narrowed->title, view->on, icd_view_release(view));
	tell_list(printer, "answers");
	for (uint32_t i = 0; i < narrowed->answer_count; i++)
		tell_item(printer, NULL, "axis:%s value:%s", icd_axis_names[narrowed->answers[i].axis],
			  narrowed->answers[i].value);
	tell_end(printer);
	tell_list(printer, "axes");
	for (uint32_t i = 0; i < axes->count; i++)
		tell_axis(printer, &axes->at[i]);
	tell_end(printer);
	tell_fields(printer, "codes:%u most_answers:%u", narrowed->found ? 1 : axes->codes, axes->most);
	if (narrowed->found)
		tell_item(printer, "complete", "code:%7s title:%s", narrowed->found->code, narrowed->found->title);
	else
		tell_null(printer, "complete");
	tell_warning(printer, view);
	tell_end(printer);
}

const struct columns narrowed_columns = {NULL, "axis at value char code", false};

static void tell_row(struct printer *printer, const struct icd_axis_question *axis, const struct icd_axis_value *value,
		     const char *code)
{
	char character[2] = {value->character, '\0'};
	tell_answer(printer);
	tell_text(printer, "axis", icd_axis_names[axis->axis]);
	tell_axis_place(printer, axis);
	tell_fields(printer, "value:%s char:%s code:%7s", value->apart, character, code);
	tell_end(printer);
}

void tell_narrowed_rows(struct printer *printer, const struct narrowed *narrowed)
{
	const struct icd_axes *axes = &narrowed->axes;
	for (uint32_t i = 0; i < axes->count; i++) {
		for (uint32_t j = 0; j < axes->at[i].count; j++) {
			const struct icd_axis_value *value = &axes->at[i].values[j];
			for (uint32_t k = 0; k < value->count; k++)
				tell_row(printer, &axes->at[i], value, value->codes[k]);
		}
	}
}

/* ---- text ---- */

/* "  1  S52.51-   Fracture of radial styloid process", or without the number. */
static void print_value(const struct output *out, const char *number, const char *at, bool header, char character,
			const char *label)
{
	char place[ICD_DOTTED_SIZE + 1], of[2] = {character, '\0'};
	place_text(at, header, place);
	if (*place)
		output_item(out, OUTPUT_UNDER, INK_PLAIN, label, "%s%s%-9s%s  ", number, ink(out, INK_CODE), place,
			    ink_end(out));
	else if (character)
		output_item(out, OUTPUT_UNDER, INK_PLAIN, label, "%s%s%s%s  ", number, ink(out, INK_CODE), of,
			    ink_end(out));
	else
		output_item(out, OUTPUT_UNDER, INK_PLAIN, label, "%s", number);
}

/* In a shell the number of a choice asks again with one answer more. */
static void print_question(const struct output *out, const struct narrowed *narrowed)
{
	const struct icd_question *question = narrowed->question;
	char on[ICD_DATE_SIZE], day[ICD_DATE_SIZE + 8] = "";
	if (narrowed->on)
		snprintf(day, sizeof day, " --on %s", icd_date_format(narrowed->on, on));
	fprintf(out->file, "%s%s%s\n", ink(out, INK_HEAD), icd_axis_questions[question->axis], ink_end(out));
	for (uint32_t i = 0; i < question->count; i++) {
		const struct icd_choice *choice = &question->choices[i];
		char number[OUTPUT_NUMBER_SIZE], again[OUTPUT_LINE_SIZE];
		snprintf(again, sizeof again, "narrow%s --answers=%s%s%u %s", day,
			 narrowed->given ? narrowed->given : "", narrowed->given ? "," : "", i + 1, narrowed->query);
		const char *place = choice->at ? choice->at : choice->left.count == 1 ? choice->left.at[0].code : "";
		if (!*output_choice(out, place, again, number))
			snprintf(number, sizeof number, "%3u  ", i + 1);
		print_value(out, number, choice->at, choice->at && strcmp(choice->at, choice->left.at[0].code) != 0,
			    choice->character, choice->apart);
	}
}

/* A question that may come, and where it is asked when that is not everywhere. */
static void print_axis(const struct output *out, const struct icd_axis_question *axis)
{
	char at[ICD_DOTTED_SIZE + 1];
	fprintf(out->file, "%sThen: %s%s", ink(out, INK_HEAD), icd_axis_questions[axis->axis], ink_end(out));
	if (axis->axis == ICD_AXIS_ENCOUNTER || axis->axis == ICD_AXIS_SEVENTH)
		fprintf(out->file, "  %sby the note at %s%s", ink(out, INK_DIM), axis->at, ink_end(out));
	else if (*axis->at)
		fprintf(out->file, "  %sof %s%s", ink(out, INK_DIM), place_text(axis->at, true, at), ink_end(out));
	fputc('\n', out->file);
	for (uint32_t i = 0; i < axis->count; i++) {
		const struct icd_axis_value *value = &axis->values[i];
		bool one = value->at && value->count == 1;
		print_value(out, "     ", value->at, !one || strcmp(value->at, value->codes[0]) != 0, value->character,
			    value->apart);
	}
}

static void print_rest(const struct output *out, const struct icd_axes *axes, bool all)
{
	if (axes->count > AXES_SHOWN && !all)
		output_line(out, 0, INK_DIM, "Then: %u more questions, of which %u at most are asked; --all shows them",
			    axes->count - 1, axes->most - 1);
	for (uint32_t i = 1; i < axes->count && (all || axes->count <= AXES_SHOWN); i++)
		print_axis(out, &axes->at[i]);
}

/* What is narrowed, and the answers; without numbers, for those of the choices begin with 1. */
static void print_head(const struct output *to, const struct narrowed *narrowed)
{
	struct output plain = *to, *out = &plain;
	plain.numbers = NULL;
	char shown[ICD_DOTTED_SIZE], text[1200], answers[512] = "";
	size_t used = 0;
	for (uint32_t i = 0; i < narrowed->answer_count && used < sizeof answers; i++)
		used += (size_t)snprintf(answers + used, sizeof answers - used, " > %s", narrowed->answers[i].value);
	if (narrowed->code) {
		snprintf(text, sizeof text, "%s%s", narrowed->title, answers);
		output_item(out, OUTPUT_UNDER, INK_PLAIN, text, "%s%s%s  ", ink(out, INK_CODE),
			    icd_code_format(narrowed->code, shown), ink_end(out));
	} else {
		output_line(out, 2, INK_PLAIN, "%s%s", narrowed->query, answers);
	}
}

void narrowed_print_text(const struct output *out, const struct narrowed *narrowed, bool one, bool all)
{
	char shown[ICD_DOTTED_SIZE];
	const struct icd_candidate *found = narrowed->found;
	if (found) {
		output_item(out, OUTPUT_UNDER, INK_PLAIN, found->title, "%s%s%s  ", ink(out, INK_CODE),
			    icd_code_format(found->code, shown), ink_end(out));
		return;
	}
	if (narrowed->question->count == 0 && !narrowed->code) {
		output_line(out, 2, INK_PLAIN, "Nothing found for: %s", narrowed->query);
		return;
	}
	print_head(out, narrowed);
	if (narrowed->question->count == 0) {
		fputs("No billable code below it has all of these words.\n", out->file);
		return;
	}
	print_question(out, narrowed);
	if (!one)
		print_rest(out, &narrowed->axes, all);
	output_line(out, 0, INK_DIM, "%u billable codes, %u question%s at most", narrowed->axes.codes,
		    narrowed->axes.most, narrowed->axes.most == 1 ? "" : "s");
}
