/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a code on one Letter sheet. What would not fit is counted instead. */
#include "print/print.h"
#include "html.h"
#include "pages.h"

#include <string.h>

#define LINES_ON_SHEET 112 /* of both columns, headings included */
#define LINE_LETTERS   55  /* of a note on a line of a column */
#define NOTES_OF_PLACE 14  /* of one kind at one place */

static const char style[] =
	":root{--ink:#1c1b19;--soft:#5c5a55;--line:#cbc8c1;--good:#0a6b3d;--bad:#a3262a}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#eceae5;--soft:#aaa79f;--line:#4a4843;--good:#6fd39d;--bad:#ff9a94}"
	"body{background:#1b1a18}}\n"
	"body{font:15px/1.4 system-ui,sans-serif;color:var(--ink);max-width:62rem;margin:0 auto;padding:1rem}\n"
	"h1{font-size:1.5rem;line-height:1.2;margin:0 0 .4rem}h2{font-size:.95rem;margin:.8rem 0 .2rem;break-after:avoid}\n"
	"p,ul{margin:.2rem 0}ul{padding-left:1.1rem}li{break-inside:avoid;overflow-wrap:anywhere}\n"
	".verdict{font-weight:600}.billable{color:var(--good)}.not{color:var(--bad)}.soft{color:var(--soft);font-weight:400}\n"
	".notes{columns:2;column-gap:2rem;border-top:1px solid var(--line);margin-top:.6rem;padding-top:.5rem}"
	".notes h2:first-child{margin-top:0}.code{font-family:monospace}\n"
	"@media(max-width:40rem){.notes{columns:1}}\n"
	"@page{size:Letter;margin:.5in}\n"
	"@media print{:root{--ink:#000;--soft:#444;--line:#999;--good:#000;--bad:#000}body{background:#fff;font-size:7.6pt;"
	"line-height:1.25;padding:0;max-width:none}h1{font-size:13pt}h2{margin:.4rem 0 .1rem;font-size:8pt}.notes{columns:2}}\n";

struct card_page {
	FILE *file;
	const struct icd_card *card;
	unsigned lines; /* that are taken */
	unsigned left_out;
};

/* Takes room for a text; counts it as left out where there is none. */
static bool take_room(struct card_page *page, const char *text)
{
	unsigned lines = 1 + (unsigned)(strlen(text) / LINE_LETTERS);
	if (page->lines + lines > LINES_ON_SHEET) {
		page->left_out++;
		return false;
	}
	page->lines += lines;
	return true;
}

static const char *dotted(const char *code, char out[ICD_DOTTED_SIZE])
{
	return icd_code_format(code, out);
}

static void put_code(struct card_page *page, const struct icd_code_line *line, const char *title)
{
	char shown[ICD_DOTTED_SIZE];
	if (!take_room(page, title))
		return;
	html_in(page->file, "<li><span class=\"code\">", dotted(line->code, shown), "</span> ");
	html_in(page->file, "", title, "</li>\n");
}

static void put_heading(struct card_page *page, const char *heading, const char *behind, const char *soft)
{
	page->lines += 2;
	html_in(page->file, "<h2>", heading, "");
	html_in(page->file, *behind ? " at " : "", behind, "");
	if (soft)
		html_in(page->file, " <span class=\"soft\">", soft, "</span>");
	fputs("</h2>\n<ul>\n", page->file);
}

static void put_codes(struct card_page *page, const char *heading, const struct icd_code_lines *codes)
{
	if (codes->count == 0)
		return;
	put_heading(page, heading, "", NULL);
	for (uint32_t i = 0; i < codes->count; i++)
		put_code(page, &codes->at[i], codes->at[i].title);
	fputs("</ul>\n", page->file);
}

/* ---- notes ---- */

static bool begins_place(const struct icd_note *note, const struct icd_note *before)
{
	return !before || strcmp(note->at, before->at) != 0;
}

#define PLACE 64

/* The place that carries the note, with the seventh character that it is a term of; "" for the code itself. */
static const char *place_of(const struct icd_card *card, const struct icd_note *note, char out[PLACE])
{
	bool own = note->place == ICD_PLACE_CODE && strcmp(note->at, card->path.steps[0].label) == 0;
	snprintf(out, PLACE, "%.40s%s%.1s", own ? "" : note->at, note->seventh ? ", 7th character " : "",
		 &note->seventh);
	return out;
}

/* The notes of a kind, the nearest places first; those of a whole chapter are left to the book. */
static void put_kind(struct card_page *page, enum icd_entry_kind kind)
{
	const struct icd_note *before = NULL;
	const struct note_kind *names = &note_kinds[kind];
	unsigned of_place = 0;
	for (uint32_t i = 0; i < page->card->notes.count; i++) {
		const struct icd_note *note = &page->card->notes.at[i];
		if (note->kind != kind || note->place == ICD_PLACE_CHAPTER || !*note->text)
			continue;
		if (page->lines + 3 > LINES_ON_SHEET || (!begins_place(note, before) && of_place >= NOTES_OF_PLACE)) {
			page->left_out++;
			continue;
		}
		if (begins_place(note, before)) {
			fputs(before ? "</ul>\n" : "", page->file);
			char place[PLACE];
			put_heading(page, names->heading ? names->heading : names->title,
				    place_of(page->card, note, place), names->meaning);
			of_place = 0;
		}
		before = note;
		of_place++;
		if (take_room(page, note->text))
			html_in(page->file, "<li>", note->text, "</li>\n");
	}
	fputs(before ? "</ul>\n" : "", page->file);
}

static void put_notes(struct card_page *page)
{
	static const enum icd_entry_kind order[] = {
		ICD_NOTE_CODE_FIRST, ICD_NOTE_USE_ADDITIONAL, ICD_NOTE_CODE_ALSO,
		ICD_NOTE_INCLUDES,   ICD_NOTE_INCLUSION_TERM, ICD_ENTRY_SEVENTH_NOTE,
		ICD_NOTE_NOTE,       ICD_NOTE_EXCLUDES1,      ICD_NOTE_EXCLUDES2,
	};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		put_kind(page, order[i]);
}

/* ---- the rest ---- */

static void put_seventh_terms(struct card_page *page, const struct icd_seventh *seventh)
{
	for (uint32_t i = 0; i < seventh->term_count; i++) {
		if (take_room(page, seventh->terms[i]))
			html_in(page->file, "<br>", seventh->terms[i], "");
	}
}

static void put_sevenths(struct card_page *page)
{
	const struct icd_card *card = page->card;
	if (!card->seventh_count)
		return;
	put_heading(page, "7th character", "", NULL);
	for (uint32_t i = 0; i < card->seventh_count; i++) {
		if (!take_room(page, card->sevenths[i].meaning))
			continue;
		fprintf(page->file, "<li><span class=\"code\">%c</span> ", card->sevenths[i].character);
		html_text(page->file, card->sevenths[i].meaning);
		put_seventh_terms(page, &card->sevenths[i]);
		fputs("</li>\n", page->file);
	}
	fputs("</ul>\n", page->file);
}

static void put_siblings(struct card_page *page, struct icd_pool *pool)
{
	const struct icd_code_lines *siblings = &page->card->siblings;
	const char **titles = icd_pool_take(pool, 2 * ((size_t)siblings->count + 1), sizeof *titles);
	if (siblings->count == 0 || !titles)
		return;
	for (uint32_t i = 0; i < siblings->count; i++)
		titles[i] = siblings->at[i].title;
	titles[siblings->count] = page->card->title;
	const char **apart = titles + siblings->count + 1;
	icd_titles_apart(pool, titles, siblings->count + 1, apart);
	put_heading(page, "Beside it", "", NULL);
	for (uint32_t i = 0; i < siblings->count; i++)
		put_code(page, &siblings->at[i], apart[i]);
	fputs("</ul>\n", page->file);
}

static void put_texts(struct card_page *page, const char *heading, const char *const *texts, size_t count)
{
	if (count == 0)
		return;
	put_heading(page, heading, "", NULL);
	for (size_t i = 0; i < count; i++) {
		if (take_room(page, texts[i]))
			html_in(page->file, "<li>", texts[i], "</li>\n");
	}
	fputs("</ul>\n", page->file);
}

/* "M54.5 Low back pain, in M54 Dorsalgia, ..." */
static void put_above(const struct card_page *page)
{
	const struct icd_card *card = page->card;
	char shown[ICD_DOTTED_SIZE];
	fputs("<p class=\"soft\">", page->file);
	for (uint32_t i = card->parents.count; i-- > 0;) {
		html_in(page->file, "", dotted(card->parents.at[i].code, shown), " ");
		html_in(page->file, "", card->parents.at[i].title, " &middot; ");
	}
	if (card->path.section) {
		html_in(page->file, "", card->path.section_id, " ");
		html_in(page->file, "", card->section_title, " &middot; ");
		fprintf(page->file, "chapter %d ", card->chapter);
		html_text(page->file, card->chapter_title);
	}
	fputs("</p>\n", page->file);
}

static void put_source(const struct card_page *page)
{
	const struct icd_view *view = page->card->path.view;
	char on[ICD_DATE_SIZE], release[ICD_DATE_SIZE], shown[ICD_DOTTED_SIZE], warning[ICD_WARNING_SIZE];
	fprintf(page->file, "<p class=\"soft\">On %s, from the release of %s.", icd_date_format(view->on, on),
		icd_date_format(icd_view_release(view), release));
	if (*icd_view_warning(view, warning))
		html_in(page->file, " ", warning, ".");
	if (page->left_out)
		fprintf(page->file, " %u more lines than fit on the sheet: icd10 %s --all.", page->left_out,
			dotted(page->card->code, shown));
	fputs("</p>\n", page->file);
}

bool html_card(FILE *file, const struct icd_card *card, struct icd_error *err)
{
	struct card_page page = {.file = file, .card = card};
	struct icd_pool pool = {0};
	char shown[ICD_DOTTED_SIZE], verdict[CARD_VERDICT];
	html_head(file, icd_pool_print(&pool, "%s %s", dotted(card->code, shown), card->title), style);
	fprintf(file, "<p class=\"verdict %s\">", card->detail == ICD_DETAIL_OK ? "billable" : "not");
	html_in(file, "", card_verdict(card, verdict), "</p>\n");
	put_above(&page);
	fputs("<div class=\"notes\">\n", file);
	put_codes(&page, "Replaced by", &card->replaced_by);
	if (card->detail != ICD_DETAIL_NEEDS_SEVENTH)
		put_codes(&page, "Its codes", &card->children);
	put_sevenths(&page);
	put_notes(&page);
	put_texts(&page, "Index terms", card->index_terms, card->index_term_count);
	put_siblings(&page, &pool);
	put_texts(&page, "On your lists", card->lists, card->list_count);
	put_texts(&page, "Guidelines that speak of it", card->guidelines, card->guideline_count);
	fputs("</div>\n", file);
	put_source(&page);
	html_end(file);
	bool ok = !pool.failed || icd_out_of_memory(err);
	icd_pool_free(&pool);
	return ok;
}
