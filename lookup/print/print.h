/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers: told to a printer as JSON and rows (tell_ functions, with the columns of the rows), and as text for
 * people (print_text and the like). One file for each kind of answer. The door of lookup/print/, with output.h.
 */
#ifndef ICD_PRINT_PRINT_H
#define ICD_PRINT_PRINT_H

#include "book/book.h"
#include "check/check.h"
#include "check/tally.h"
#include "claim/claim.h"
#include "guideline/guideline.h"
#include "history/changes.h"
#include "history/history.h"
#include "icd9/icd9.h"
#include "index/index.h"
#include "input/input.h"
#include "lists/lists.h"
#include "narrowing/narrowing.h"
#include "output.h"
#include "scan/scan.h"
#include "tell/card_fields.h"
#include "user/user.h"

/* ---- cards: tell/card_fields.h, desk_notes.c, card_text.c ---- */

/* A card as an answer: its fields, the desk notes of card->desk that cover the code, and card->lists. */
void tell_card(struct printer *printer, const struct icd_view *view, const struct icd_card *card);
/* "desk_notes" of a card. */
void tell_card_desk_notes(struct printer *printer, const struct icd_card *card);
/* {"for":"M54.5-","text":...,"source":"user"} or "shipped". */
void tell_desk_note(struct printer *printer, const struct icd_desk_note *note);

/* `all`: chapter-wide notes and Excludes2 elsewhere too, which fold to a line otherwise. */
void card_print_text(const struct output *out, const struct icd_card *card, bool all);
/* Billable or not and why, in a sentence: "BILLABLE since 2021-10-01." Returns out. */
#define CARD_VERDICT 512
const char *card_verdict(const struct icd_card *card, char out[CARD_VERDICT]);
/* Code, verdict, title on a line. */
void card_print_line(const struct output *out, const struct icd_card *card);
/* On which of the user's lists it is; nothing when it is on none. */
void card_print_lists(const struct output *out, const struct icd_card *card, unsigned indent);
/* Desk notes that cover the code: the user's own, numbered or not, then those that came with the book, each
 * under a heading that says what they are. Of those that came with the book, the ones for the whole family fold
 * to a line without `all`. How many there were. */
size_t desk_notes_print(const struct output *out, const struct icd_desk_notes *notes, const char *code, bool numbered,
			bool all);

/* ---- dated events: event.c ---- */

/* "2021-10-01  became a header: ..." in a line or several; events after `on` are marked (0: none is). */
void event_print_text(const struct output *out, const struct icd_event *event, icd_date on);
/* With `related` also how it touches what was asked for: "relation" and, of several things, "for" which. */
void tell_event(struct printer *printer, const struct icd_event *event, bool related);
/* Of a list "events": of the whole book, of what was asked for, of a history. The dated ones have the date and, where
 * it is uncertain, the day after which it was. */
extern const struct columns event_columns, selected_event_columns, dated_event_columns;
/* "replaced by M54.50, M54.51 (conversion table)", cut at `size` - 1 bytes; "" when nothing is known. */
/* How the codes on the other side of a change are known. */
const char *event_source_words(enum icd_source source);
const char *event_others_text(const struct icd_event *event, char *out, size_t size);
/* What events of the kind stand under: "Codes added"; notes both under "Notes". */
const char *event_heading(enum icd_event_kind kind);

/* What changed between two releases: a summary and what touches billable codes, long lists folded; with `all`
 * everything. `scope` names what was asked for, "" for the whole book: changes.c */
void changes_print_text(const struct output *out, const struct icd_changes *changes, const char *scope, bool all);

/* ---- sections of the official guidelines: guideline.c ---- */

/* The paragraphs of a text, each wrapped, all lines but those of bullets starting with `indent` blanks. */
void guideline_print_text(const struct output *out, unsigned indent, const char *text);
/* "I.C.9.a  Hypertension", numbered in a shell, wrapped under the title. */
void guideline_print_line(const struct output *out, unsigned width, const char *number, const char *title);
/* What a new edition changed: sections that are new, gone, reworded, retitled and moved, changed words marked as
 * [-old-] and {+new+}. False when memory runs out. */
bool guideline_changes_print_text(const struct output *out, const struct icd_guideline_changes *changes);
/* An event for each thing that happened to a section: guideline_added, guideline_removed, guideline_changed,
 * guideline_retitled, guideline_moved. `date` is that of the newer edition. */
void tell_guideline_change(struct printer *printer, const struct icd_guideline_change *change, icd_date date);
/* The start of the first paragraph that has one of the words, or of the text. */
#define GUIDELINE_EXCERPT 200
const char *guideline_excerpt(const char *text, const char *words, char out[GUIDELINE_EXCERPT]);

/* ---- findings of claims: claim.c ---- */

/* A claim's name and date, as far as it has them. */
struct claim_label {
	const char *id;     /* NULL: none was given */
	unsigned long line; /* of its line or segment; 0 when it was typed as arguments */
	icd_date on;
	unsigned icd9; /* ICD-9-CM codes that were only counted */
};

enum ink severity_ink(enum icd_severity severity);
void finding_print_text(const struct output *out, const struct icd_finding *finding);
/* One line for a finding: "ID: warning: M54.50 M54.41: Excludes1 at M54.5: ... [excludes1]". */
void finding_print_line(const struct output *out, const struct claim_label *label, const struct icd_finding *finding);
void tell_finding(struct printer *printer, const struct icd_finding *finding);
/* With the findings of at least a severity. A row is a finding. */
void tell_claim(struct printer *printer, const struct claim_label *label, const struct icd_claim_result *result,
		enum icd_severity least, const char *warning);
extern const struct columns claim_columns;

/* ---- verdicts on codes: verdict.c ---- */

enum on_list { ON_LIST_UNASKED, ON_LIST_NO, ON_LIST_YES };

/* What is said of a code of a list or table. */
struct verdict {
	uint64_t row;
	struct row_field input; /* as it came */
	icd_date on;            /* 0: the row has none */
	const struct icd_answer *answer;
	enum on_list listed;     /* is it on the list it was held against? */
	const char *list_note;   /* what the list notes on it */
	const struct row *whole; /* JSON: the row with all its columns, where it is kept */
};

/* Cells that are the same in many rows, with what stands between and behind them. */
#define VERDICT_PIECE_SIZE 16
struct verdict_piece {
	size_t length;
	char text[VERDICT_PIECE_SIZE];
};

/* How rows of verdicts are written. */
struct verdict_form {
	char delimiter; /* of the user's own table, which is kept with its quotes; 0: tabs, and escapes as in all rows */
	bool inside;    /* the delimiter may stand within codes, days and words of ours, which are plain else */
	bool row;       /* the row's number first */
	const char *list;                  /* the name of the list they are held against, NULL for none */
	struct verdict_piece billable, ok; /* of a code that is simply right, before and behind its days */
};

/* Sets the delimiter, which rows are written with from then on; before the first one, too. */
void verdict_use_delimiter(struct verdict_form *form, char delimiter);

void verdict_print_text(const struct output *out, const struct verdict_form *form, const struct verdict *verdict);
void tell_verdict(struct printer *printer, const struct verdict_form *form, const struct verdict *verdict);

/* Rows. With the user's columns kept: its row, then for each code verdict_put, then verdict_put_end. */
void verdict_put_row(struct icd_buffer *rows, const struct verdict_form *form, const struct verdict *verdict);
/* The same as verdict_put_row and verdict_put, of a code that is simply billable. */
void verdict_put_billable_row(struct icd_buffer *rows, const struct verdict_form *form, uint64_t number,
			      struct row_field input, const struct icd_billable *billable, enum on_list listed);
void verdict_put_billable(struct icd_buffer *rows, const struct verdict_form *form, const struct icd_billable *billable,
			  enum on_list listed);
void verdict_put_kept(struct icd_buffer *rows, const struct verdict_form *form, const struct row *row);
void verdict_put(struct icd_buffer *rows, const struct verdict_form *form, const struct verdict *verdict);
void verdict_put_end(struct icd_buffer *rows, const struct verdict_form *form, const struct row *row);
/* A cell with nothing in it: the verdict's columns, empty. */
void verdict_put_empty(struct icd_buffer *rows, const struct verdict_form *form);
/* The names of its columns, each with the prefix; `delimiter` stands before the first. */
void verdict_put_names(struct icd_buffer *rows, const struct verdict_form *form, const char *prefix);

/* ---- counts of many codes: tally.c ---- */

/* What codes are, of many: "headers", "retired"; by enum icd_detail. */
extern const char *const tally_detail_words[];
/* All that was counted, stretch by stretch; icd_tally_failed tells whether that is the whole of it. */
void tally_print_text(const struct output *out, struct icd_tally *tally);
/* Rows: by, what (codes, a detail, category, group), name, count, unspecified, share in percent. */
void tally_print_names(const struct output *out);
void tally_print_row(const struct output *out, const char *by, const char *what, const char *name, uint64_t count,
		     const struct icd_tally_row *row);
void tally_print_rows(const struct output *out, struct icd_tally *tally);
/* The list "parts". */
void tell_tally(struct printer *printer, struct icd_tally *tally);

/* ---- terms of the indexes: index.c ---- */

struct index_printing {
	const struct output *out;
	const struct icd_view *view;
	bool all;     /* fold nothing */
	bool below;   /* the billable codes below each header */
	unsigned met; /* what was printed that the legend explains */
};

/* "Alphabetic index of 2022-10-01, the newest one held; codes as of 2025-05-01" */
void index_print_book(const struct index_printing *printing, const struct icd_index_book *book);
/* The terms found, each under the terms above it and with its subterms, folded where they are many. */
bool index_print_hits(struct index_printing *printing, const struct icd_index_book *book,
		      const struct icd_index_hits *hits, struct icd_error *err);
/* What the marks that were printed mean. */
void index_print_legend(const struct index_printing *printing);
/* "path": the names of the terms above, and of the term itself. */
void tell_index_path(struct printer *printer, const struct icd_index_tree *tree, uint32_t node);
/* "Alphabetic index" and the like. */
extern const char *const index_print_names[ICD_INDEXES];
/* What to do about a "see condition", after these words. */
extern const char index_print_condition[];

/* ---- ICD-9-CM: icd9.c ---- */

/* What the mappings say of a code, and what stands for it on the date; all codes that lead back to it, or the first.
 * False when memory runs out. */
bool icd9_print_text(const struct output *out, const struct icd_mapping *mapping, icd_date on, bool all);
/* The object "icd9" or "icd10", by the code set of the code; null where the mapping has nothing of it. */
void tell_mapping(struct printer *printer, const struct icd_mapping *mapping);
extern const struct columns mapping_columns;
/* ---- what still has to be chosen: narrowed.c ---- */

struct narrowed_answer {
	enum icd_axis axis;
	const char *value;
};

struct narrowed {
	const char *query;
	const char *code, *title; /* what was narrowed, stored spelling; NULL for words */
	const struct narrowed_answer *answers;
	uint32_t answer_count;
	const char *given;                   /* the answers as they were typed; NULL for none */
	icd_date on;                         /* the day it is asked for; 0: today */
	const struct icd_question *question; /* the one that is open */
	struct icd_axes axes;                /* it and all that may follow */
	const struct icd_candidate *found;   /* the complete code, when one is left; else NULL */
};

void tell_narrowed(struct printer *printer, const struct icd_view *view, const struct narrowed *narrowed);
/* A row for each code of each value of each question. */
void tell_narrowed_rows(struct printer *printer, const struct narrowed *narrowed);
extern const struct columns narrowed_columns;
/* The question that is open and, unless `one`, those that may follow: the first ones, with `all` all of them. */
void narrowed_print_text(const struct output *out, const struct narrowed *narrowed, bool one, bool all);

/* ---- code lists: list.c ---- */

struct code_list_row {
	const struct icd_code_list *list;
	size_t codes; /* billable on the day */
};
struct code_list_code {
	const struct icd_listed *listed;
	const char *title;
};
struct code_list_hit {
	const struct icd_code_list *list;
	const struct icd_pattern *by; /* that has the code, or excepts it */
	bool excepted;
};

extern const struct columns code_lists_columns, code_list_columns, code_list_diff_columns, code_list_check_columns,
	code_list_find_columns;
/* The lists of the folder. */
void tell_code_lists(struct printer *printer, const struct icd_view *view, const char *folder,
		     const struct code_list_row *rows, size_t count);
void code_lists_print_text(const struct output *out, const char *folder, const struct code_list_row *rows,
			   size_t count);
/* The codes of one. */
void tell_code_list(struct printer *printer, const struct icd_view *view, const struct icd_code_list *list,
		    const struct code_list_code *codes, size_t count);
void code_list_print_text(const struct output *out, const struct icd_code_list *list, const struct icd_view *view,
			  const struct code_list_code *codes, size_t count);
/* What differs between two, or two days. */
void tell_code_list_diff(struct printer *printer, const struct icd_list_side *from, const struct icd_list_side *to,
			 const struct icd_list_diff *diff);
void code_list_diff_print_text(const struct output *out, const struct icd_list_side *from,
			       const struct icd_list_side *to, const struct icd_list_diff *diff);
/* What is wrong with one. */
void tell_code_list_check(struct printer *printer, const struct icd_view *view, const struct icd_code_list *list,
			  const struct icd_list_finding *findings, size_t count);
void code_list_check_print_text(const struct output *out, const struct icd_code_list *list,
				const struct icd_list_finding *findings, size_t count);
/* On which a code (stored spelling) stands. */
void tell_code_list_find(struct printer *printer, const struct icd_view *view, const char *query, const char *code,
			 const struct code_list_hit *hits, size_t count);
void code_list_find_print_text(const struct output *out, const char *code, const struct code_list_hit *hits,
			       size_t count);

/* ---- findings of a scan as SARIF 2.1.0, written as they come: sarif.c ---- */

struct scan_sarif {
	struct printer *printer;
	FILE *file;
	bool baseline;                  /* findings say whether they are new */
	uint64_t count;                 /* findings written */
	struct icd_buffer told_besides; /* what was warned of, each text with its NUL */
};

/* What stands before the findings; starts the printer. The file and the printer are filled in. */
void scan_sarif_start(struct scan_sarif *sarif);
void scan_sarif_finding(struct scan_sarif *sarif, const struct scan_finding *finding);
/* Something that went wrong or was passed over. */
void scan_sarif_notify(struct scan_sarif *sarif, const char *text);
/* What stands after them: whether all was read, and the exit status. */
void scan_sarif_end(struct scan_sarif *sarif, bool whole, int status);

#endif
