/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code lists: what there are, their codes, what differs, what is wrong with them, where a code stands. */
#include "print.h"

#include <string.h>

/* ---- pieces ---- */

static void code_item(const struct output *out, const char *code, const char *title)
{
	char shown[ICD_DOTTED_SIZE], number[OUTPUT_NUMBER_SIZE];
	if (!*output_number(out, code, number))
		snprintf(number, sizeof number, "  ");
	output_item(out, OUTPUT_UNDER, INK_PLAIN, title, "%s%s%-8s%s  ", number, ink(out, INK_CODE),
		    icd_code_format(code, shown), ink_end(out));
}

/* The line by which a code is on a list: "line" and "pattern", null where there is none. */
static void tell_line(struct printer *printer, const struct icd_pattern *by)
{
	if (by)
		tell_number(printer, "line", (int64_t)by->line);
	else
		tell_null(printer, "line");
	tell_text(printer, "pattern", by ? by->text : NULL);
}

static void tell_note(struct printer *printer, const struct icd_pattern *by)
{
	tell_text(printer, "note", *by->note ? by->note : NULL);
}

static void tell_day(struct printer *printer, const struct icd_view *view)
{
	tell_fields(printer, "on:%x release:%x", view->on, icd_view_release(view));
}

/* ---- the lists there are ---- */

const struct columns code_lists_columns = {"lists", "name patterns codes comment file", false};

void tell_code_lists(struct printer *printer, const struct icd_view *view, const char *folder,
		     const struct code_list_row *rows, size_t count)
{
	tell_answer(printer);
	tell_text(printer, "folder", folder);
	tell_day(printer, view);
	tell_list(printer, "lists");
	for (size_t i = 0; i < count; i++) {
		const struct icd_code_list *list = rows[i].list;
		const char *comment = icd_code_list_comment(list);
		tell_item(printer, NULL, "name:%s file:%s patterns:%zu codes:%zu comment:%s", icd_code_list_name(list),
			  icd_code_list_file(list), icd_code_list_count(list), rows[i].codes,
			  *comment ? comment : NULL);
	}
	tell_end(printer);
	tell_warning(printer, view);
	tell_end(printer);
}

void code_lists_print_text(const struct output *out, const char *folder, const struct code_list_row *rows, size_t count)
{
	unsigned width = 4;
	for (size_t i = 0; i < count; i++) {
		unsigned columns = text_columns(icd_code_list_name(rows[i].list));
		width = columns > width && columns < 40 ? columns : width;
	}
	for (size_t i = 0; i < count; i++) {
		const char *name = icd_code_list_name(rows[i].list);
		unsigned columns = text_columns(name);
		output_item(out, OUTPUT_UNDER, INK_PLAIN, icd_code_list_comment(rows[i].list),
			    "%s%s%s%*s  %6zu codes  ", ink(out, INK_CODE), name, ink_end(out),
			    (int)(columns < width ? width - columns : 0), "", rows[i].codes);
	}
	if (count == 0)
		output_line(out, 2, INK_PLAIN,
			    "No lists in %s: a list is a small text file NAME.txt there, see icd10-list(5).", folder);
}

/* ---- the codes of one ---- */

const struct columns code_list_columns = {"codes", "code title line pattern note", false};

void tell_code_list(struct printer *printer, const struct icd_view *view, const struct icd_code_list *list,
		    const struct code_list_code *codes, size_t count)
{
	tell_answer(printer);
	tell_fields(printer, "list:%s file:%s", icd_code_list_name(list), icd_code_list_file(list));
	tell_day(printer, view);
	tell_number(printer, "count", (int64_t)count);
	tell_list(printer, "codes");
	for (size_t i = 0; i < count; i++) {
		tell_object(printer, NULL);
		tell_code(printer, "code", codes[i].listed->code);
		tell_text(printer, "title", codes[i].title);
		tell_line(printer, codes[i].listed->by);
		tell_note(printer, codes[i].listed->by);
		tell_end(printer);
	}
	tell_end(printer);
	tell_warning(printer, view);
	tell_end(printer);
}

void code_list_print_text(const struct output *out, const struct icd_code_list *list, const struct icd_view *view,
			  const struct code_list_code *codes, size_t count)
{
	char on[ICD_DATE_SIZE];
	output_line(out, 2, INK_HEAD, "%s: %zu billable codes on %s", icd_code_list_name(list), count,
		    icd_date_format(view->on, on));
	for (size_t i = 0; i < count; i++)
		code_item(out, codes[i].listed->code, codes[i].title);
}

/* ---- what differs ---- */

const struct columns code_list_diff_columns = {"changes", "change code title line replaced_by+ not_listed+ beside was",
					       false};

static void tell_side(struct printer *printer, const char *name, const struct icd_list_side *side, size_t count)
{
	tell_object(printer, name);
	tell_text(printer, "list", icd_code_list_name(side->list));
	tell_day(printer, side->view);
	tell_number(printer, "count", (int64_t)count);
	tell_end(printer);
}

static void tell_replaced(struct printer *printer, const struct icd_list_change *change, const char *name, bool all)
{
	tell_list(printer, name);
	for (uint32_t i = 0; i < change->replaced.count; i++) {
		if (all || !change->listed[i])
			tell_code(printer, NULL, change->replaced.at[i].line.code);
	}
	tell_end(printer);
}

void tell_code_list_diff(struct printer *printer, const struct icd_list_side *from, const struct icd_list_side *to,
			 const struct icd_list_diff *diff)
{
	tell_answer(printer);
	tell_side(printer, "from", from, diff->before);
	tell_side(printer, "to", to, diff->after);
	tell_list(printer, "changes");
	for (size_t i = 0; i < diff->count; i++) {
		const struct icd_list_change *change = &diff->at[i];
		tell_object(printer, NULL);
		tell_fields(printer, "change:%s code:%7s title:%s was:%s", icd_list_change_names[change->kind],
			    change->code, change->title, change->was);
		bool left = change->kind <= ICD_LIST_DROPPED;
		tell_text(printer, "status", left ? icd_status_names[change->status] : "billable");
		tell_line(printer, change->by);
		tell_code(printer, "beside", change->beside);
		tell_replaced(printer, change, "replaced_by", true);
		tell_replaced(printer, change, "not_listed", false);
		tell_end(printer);
	}
	tell_end(printer);
	tell_warning(printer, to->view);
	tell_end(printer);
}

static const char *const diff_headings[ICD_LIST_CHANGES] = {
	[ICD_LIST_GONE] = "Gone: billable no more",
	[ICD_LIST_SPLIT] = "Split: headers now",
	[ICD_LIST_DROPPED] = "Not on the list any more, and billable",
	[ICD_LIST_NEW] = "New codes on the list",
	[ICD_LIST_JOINED] = "On the list now, and billable before",
	[ICD_LIST_SIBLING] = "New codes beside them, not on the list",
	[ICD_LIST_RETITLED] = "New titles",
};

static void print_replaced(const struct output *out, const struct icd_list_change *change)
{
	struct icd_buffer text = {0};
	for (uint32_t i = 0; i < change->replaced.count; i++) {
		char shown[ICD_DOTTED_SIZE];
		icd_code_format(change->replaced.at[i].line.code, shown);
		if (i)
			icd_put_bytes(&text, ", ", 2);
		icd_put_bytes(&text, shown, strlen(shown));
		if (!change->listed[i])
			icd_put_bytes(&text, " (not on the list)", 18);
	}
	icd_put_byte(&text, '\0');
	if (change->replaced.count && !text.failed)
		output_item(out, OUTPUT_UNDER, INK_PLAIN, (const char *)text.data, "%12sreplaced by ", "");
	icd_buffer_free(&text);
}

void code_list_diff_print_text(const struct output *out, const struct icd_list_side *from,
			       const struct icd_list_side *to, const struct icd_list_diff *diff)
{
	char first[ICD_DATE_SIZE], last[ICD_DATE_SIZE];
	output_line(out, 2, INK_HEAD, "%s on %s: codes %zu; %s on %s: codes %zu", icd_code_list_name(from->list),
		    icd_date_format(from->view->on, first), diff->before, icd_code_list_name(to->list),
		    icd_date_format(to->view->on, last), diff->after);
	for (size_t i = 0; i < diff->count; i++) {
		const struct icd_list_change *change = &diff->at[i];
		if (i == 0 || diff->at[i - 1].kind != change->kind)
			fprintf(out->file, "\n%s%s: %zu%s\n", ink(out, INK_HEAD), diff_headings[change->kind],
				diff->counts[change->kind], ink_end(out));
		code_item(out, change->code, change->title);
		if (change->was)
			output_item(out, OUTPUT_UNDER, INK_DIM, change->was, "%12swas: ", "");
		print_replaced(out, change);
	}
	if (diff->count == 0)
		output_line(out, 2, INK_PLAIN, "nothing differs");
}

/* ---- what is wrong ---- */

const struct columns code_list_check_columns = {"findings", "list=.list line rule pattern message codes+", false};

void tell_code_list_check(struct printer *printer, const struct icd_view *view, const struct icd_code_list *list,
			  const struct icd_list_finding *findings, size_t count)
{
	tell_answer(printer);
	tell_fields(printer, "list:%s file:%s", icd_code_list_name(list), icd_code_list_file(list));
	tell_day(printer, view);
	tell_number(printer, "patterns", (int64_t)icd_code_list_count(list));
	tell_list(printer, "findings");
	for (size_t i = 0; i < count; i++) {
		const struct icd_list_finding *finding = &findings[i];
		tell_object(printer, NULL);
		tell_text(printer, "rule", icd_list_rule_names[finding->rule]);
		tell_line(printer, finding->pattern);
		tell_text(printer, "message", finding->message);
		if (finding->other)
			tell_number(printer, "other_line", (int64_t)finding->other->line);
		else
			tell_null(printer, "other_line");
		tell_list(printer, "codes");
		for (size_t j = 0; j < finding->code_count; j++)
			tell_code(printer, NULL, finding->codes[j]);
		tell_end(printer);
		tell_end(printer);
	}
	tell_end(printer);
	tell_warning(printer, view);
	tell_end(printer);
}

void code_list_check_print_text(const struct output *out, const struct icd_code_list *list,
				const struct icd_list_finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct icd_list_finding *finding = &findings[i];
		icd_text_show(out->file, icd_code_list_file(list));
		fprintf(out->file, ":%llu: ", finding->pattern ? (unsigned long long)finding->pattern->line : 1ULL);
		if (finding->pattern) {
			icd_text_show(out->file, finding->pattern->text);
			fputs(": ", out->file);
		}
		icd_text_show(out->file, finding->message);
		for (size_t j = 0; j < finding->code_count; j++) {
			char shown[ICD_DOTTED_SIZE];
			fprintf(out->file, "%s%s", j ? ", " : "; today: ", icd_code_format(finding->codes[j], shown));
		}
		fprintf(out->file, " [%s]\n", icd_list_rule_names[finding->rule]);
	}
}

/* ---- where a code stands ---- */

const struct columns code_list_find_columns = {"lists", "code=.code list line pattern note excepted", false};

void tell_code_list_find(struct printer *printer, const struct icd_view *view, const char *query, const char *code,
			 const struct code_list_hit *hits, size_t count)
{
	tell_answer(printer);
	tell_fields(printer, "query:%s code:%7s", query, code);
	tell_day(printer, view);
	tell_list(printer, "lists");
	for (size_t i = 0; i < count; i++) {
		const struct icd_pattern *by = hits[i].by;
		tell_object(printer, NULL);
		tell_fields(printer, "list:%s file:%s", icd_code_list_name(hits[i].list),
			    icd_code_list_file(hits[i].list));
		tell_line(printer, by);
		tell_note(printer, by);
		tell_fields(printer, "from:%x to:%x", by->from, by->to);
		tell_bool(printer, "excepted", hits[i].excepted);
		tell_end(printer);
	}
	tell_end(printer);
	tell_warning(printer, view);
	tell_end(printer);
}

void code_list_find_print_text(const struct output *out, const char *code, const struct code_list_hit *hits,
			       size_t count)
{
	char shown[ICD_DOTTED_SIZE];
	icd_code_format(code, shown);
	for (size_t i = 0; i < count; i++) {
		const struct icd_pattern *by = hits[i].by;
		output_line(out, 2, INK_PLAIN, "%s: %s, line %llu: %s%s%s%s", shown, icd_code_list_name(hits[i].list),
			    (unsigned long long)by->line, by->text, hits[i].excepted ? " excepts it" : "",
			    *by->note ? ", " : "", by->note);
	}
	if (count == 0)
		output_line(out, 2, INK_PLAIN, "%s is on none of your lists", shown);
}
