/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html.h"
#include "pages.h"

#include "print/print.h"

#include <stdlib.h>
#include <string.h>

static const char style[] =
	":root{--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--old:#8a1c1c;--oldbg:#fdeaea;--new:#0b5a2b;"
	"--newbg:#e5f6ea}\n"
	"*{box-sizing:border-box}\n"
	"body{font:14px/1.45 system-ui,'Segoe UI','DejaVu Sans',sans-serif;color:var(--ink);background:#fff;"
	"max-width:64rem;margin:0 auto;padding:1.5rem}\n"
	"h1{font-size:1.5rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:1.8rem 0 .5rem;"
	"border-bottom:2px solid var(--ink);padding-bottom:.15rem}\n"
	"p{margin:.3rem 0}.soft{color:var(--soft)}.code{font-weight:600;white-space:nowrap}\n"
	"table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
	"padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line)}th{font-weight:600}\n"
	"td:first-child{width:7rem}.kind{width:10rem;color:var(--soft)}.number{text-align:right}\n"
	"table.counts{width:auto}table.counts td:first-child{width:auto}\n"
	"del{color:var(--old);background:var(--oldbg);text-decoration:line-through}\n"
	"ins{color:var(--new);background:var(--newbg);text-decoration:underline}\n"
	"nav a{margin-right:1rem;color:inherit}\n"
	".place{margin:.9rem 0 0;break-inside:avoid}.place h2{font-size:1rem;margin:0;border:0;padding:0}\n"
	".place ul{margin:.15rem 0 0;padding-left:1.1rem}.place li{margin:.05rem 0}\n"
	".chapter h2{font-size:1.25rem}.section h2{font-size:1.12rem}\n"
	".billable{display:inline-block;border:1px solid var(--new);color:var(--new);border-radius:.6rem;"
	"padding:0 .45rem;font-size:.75rem;font-weight:600}\n"
	".header{display:inline-block;border:1px solid var(--soft);color:var(--soft);border-radius:.6rem;"
	"padding:0 .45rem;font-size:.75rem}\n"
	".note b{font-weight:600}.leaf{margin-top:.35rem}.leaf h2{font-weight:400}\n"
	"table.grid{width:auto;font-size:.8rem}table.grid td,table.grid th{border:1px solid var(--line);"
	"padding:.15rem .35rem;text-align:center;width:auto}.grid .up{writing-mode:vertical-rl}\n"
	"@media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}tr{break-inside:avoid}"
	"h2{break-after:avoid}}\n";

/* ---- word by word ---- */

static void put_words(FILE *file, const struct word_diff *diff)
{
	static const char *const open[] = {"", "<del>", "<ins>"}, *const close[] = {"", "</del>", "</ins>"};
	for (uint32_t i = 0; i < diff->count;) {
		enum word_side side = diff->words[i].side;
		bool space = i && diff->words[i].space;
		fprintf(file, "%s%s", space ? " " : "", open[side]);
		for (uint32_t first = i; i < diff->count && diff->words[i].side == side; i++) {
			if (i > first && diff->words[i].space)
				fputc(' ', file);
			html_bytes(file, diff->words[i].text, diff->words[i].length);
		}
		fputs(close[side], file);
	}
}

/* What was changed; a text that only came or went as a whole. */
static bool put_change(FILE *file, const char *from, const char *to)
{
	struct icd_pool pool = {0};
	struct word_diff diff;
	bool ok = true;
	if (!from || !to) {
		html_in(file, from ? "<del>" : "<ins>", from ? from : to ? to : "", from ? "</del>" : "</ins>");
		return true;
	}
	ok = word_diff_make(&pool, from, to, &diff);
	if (ok)
		put_words(file, &diff);
	icd_pool_free(&pool);
	return ok;
}

/* ---- changes ---- */

static void put_count(FILE *file, const char *what, uint32_t more, uint32_t less)
{
	fprintf(file, "<tr><td>%s</td><td class=\"number\">+%u</td><td class=\"number\">&minus;%u</td></tr>\n", what,
		more, less);
}

static void put_counts(FILE *file, const struct icd_changes *changes)
{
	const uint32_t *counts = changes->counts;
	fputs("<table class=\"counts\">\n", file);
	put_count(file, "Billable codes", changes->billable_added, changes->billable_removed);
	put_count(file, "Headers", changes->header_added, changes->header_removed);
	if (icd_compared_differ(changes->lists))
		put_count(file, "Notes", counts[ICD_EVENT_NOTE_ADDED], counts[ICD_EVENT_NOTE_DELETED]);
	if (icd_compared_differ(changes->poa))
		put_count(file, "Exempt from POA reporting", counts[ICD_EVENT_POA_ADDED],
			  counts[ICD_EVENT_POA_REMOVED]);
	fprintf(file, "<tr><td>Codes retitled</td><td class=\"number\">%u</td><td></td></tr>\n</table>\n",
		counts[ICD_EVENT_RETITLED]);
}

static void put_menu(FILE *file, const struct icd_changes *changes)
{
	fputs("<nav>", file);
	for (enum icd_event_kind i = 0; i < ICD_EVENTS; i++) {
		if (changes->counts[i] && !icd_event_of_note(i))
			fprintf(file, "<a href=\"#%s\">%s (%u)</a> ", icd_event_names[i], event_heading(i),
				changes->counts[i]);
	}
	if (changes->counts[ICD_EVENT_NOTE_ADDED] + changes->counts[ICD_EVENT_NOTE_DELETED])
		fputs("<a href=\"#notes\">Notes</a>", file);
	fputs("</nav>\n", file);
}

static bool put_event(FILE *file, const struct icd_event *event)
{
	char others[4096];
	bool retitled = event->from && event->to && event->kind != ICD_EVENT_BECAME_HEADER &&
			event->kind != ICD_EVENT_BECAME_BILLABLE;
	html_in(file, "<tr><td class=\"code\">", event->at, "</td><td>");
	if (retitled && !put_change(file, event->from, event->to))
		return false;
	if (!retitled)
		html_text(file, event->to ? event->to : event->from ? event->from : "");
	if (event->state == ICD_HEADER && event->kind != ICD_EVENT_BECAME_HEADER)
		fputs(" <span class=\"header\">header</span>", file);
	if (*event_others_text(event, others, sizeof others))
		html_in(file, "<br><span class=\"soft\">", others, "</span>");
	fputs("</td></tr>\n", file);
	return true;
}

static bool put_kind(FILE *file, const struct icd_changes *changes, enum icd_event_kind kind)
{
	bool ok = true;
	if (!changes->counts[kind])
		return true;
	fprintf(file, "<h2 id=\"%s\">%s <span class=\"soft\">(%u)</span></h2>\n<table>\n", icd_event_names[kind],
		event_heading(kind), changes->counts[kind]);
	for (uint32_t i = 0; ok && i < changes->events.count; i++) {
		if (changes->events.at[i].kind == kind)
			ok = put_event(file, &changes->events.at[i]);
	}
	fputs("</table>\n", file);
	return ok;
}

static bool put_notes(FILE *file, const struct icd_changes *changes)
{
	struct icd_pool pool = {0};
	struct icd_revision *revisions;
	uint32_t count = icd_changes_revisions(changes, &pool, &revisions);
	bool ok = revisions != NULL;
	const char *place = "";
	if (ok && count)
		fprintf(file, "<h2 id=\"notes\">Notes <span class=\"soft\">(+%u &minus;%u)</span></h2>\n<table>\n",
			changes->counts[ICD_EVENT_NOTE_ADDED], changes->counts[ICD_EVENT_NOTE_DELETED]);
	for (uint32_t i = 0; ok && i < count; i++) {
		const struct icd_revision *one = &revisions[i];
		const struct icd_event *event = one->old ? one->old : one->new;
		html_in(file, "<tr><td class=\"code\">", strcmp(place, event->at) == 0 ? "" : event->at, "</td>");
		html_in(file, "<td class=\"kind\">", note_kinds[event->note].title, "</td><td>");
		ok = put_change(file, one->old ? one->old->from : NULL, one->new ? one->new->to : NULL);
		fputs("</td></tr>\n", file);
		place = event->at;
	}
	if (ok && count)
		fputs("</table>\n", file);
	icd_pool_free(&pool);
	return ok;
}

bool html_changes(FILE *file, const struct icd_changes *changes, const char *scope, struct icd_error *err)
{
	char title[128], from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], remark[ICD_REMARK_SIZE];
	bool ok = true;
	snprintf(title, sizeof title, "ICD-10-CM%s%s: changes from %s to %s", *scope ? " " : "", scope,
		 icd_date_format(changes->from->date, from), icd_date_format(changes->to->date, to));
	html_head(file, title, style);
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(changes, i, remark))
			html_in(file, "<p class=\"soft\">", remark, "</p>\n");
	}
	put_counts(file, changes);
	put_menu(file, changes);
	for (enum icd_event_kind i = 0; ok && i < ICD_EVENTS; i++)
		ok = icd_event_of_note(i) || put_kind(file, changes, i);
	ok = ok && put_notes(file, changes);
	html_end(file);
	return ok || icd_out_of_memory(err);
}

/* ---- a family ---- */

/* The entries of a place in a list, kind by kind. */
static void put_entries(FILE *file, const struct icd_entries *entries, int list)
{
	const struct icd_entry *last = NULL;
	for (uint32_t i = 0; list >= 0 && i < entries->count; i++) {
		const struct icd_entry *entry = &entries->at[i];
		if (entry->kind == ICD_ENTRY_XML || entry->flags & ICD_ENTRY_EMPTY ||
		    !icd_spans_have(entry->spans, entry->span_count, (uint16_t)list))
			continue;
		if (!last || last->kind != entry->kind)
			fprintf(file, "%s<p class=\"note\"><b>%s</b></p>\n<ul>\n", last ? "</ul>\n" : "",
				note_kinds[entry->kind].title);
		fputs("<li>", file);
		if (*entry->character)
			html_in(file, "<b>", entry->character, "</b> ");
		html_in(file, "", entry->text, "</li>\n");
		last = entry;
	}
	if (last)
		fputs("</ul>\n", file);
}

static enum icd_found put_node_entries(FILE *file, const struct icd_view *view, struct icd_pool *pool,
				       const struct icd_node *node, struct icd_error *err)
{
	struct icd_code_record code;
	struct icd_section_record section;
	struct icd_chapter_record chapter;
	enum icd_found found;
	bool later;
	if (node->kind == ICD_PLACE_CODE) {
		found = icd_store_code(view->store, pool, node->name, &code, err);
		if (found == ICD_FOUND)
			put_entries(file, &code.entries, icd_view_list_for(view, &code, &later));
	} else if (node->kind == ICD_PLACE_SECTION) {
		found = icd_store_section(view->store, node->name, &section, err);
		if (found == ICD_FOUND)
			put_entries(file, &section.entries, view->list);
	} else {
		found = icd_store_chapter(view->store, atoi(node->name), &chapter, err);
		if (found == ICD_FOUND)
			put_entries(file, &chapter.entries, view->list);
	}
	return found;
}

static const char *status_class(const struct icd_node *node)
{
	return node->kind != ICD_PLACE_CODE ? "" : node->status == ICD_STATUS_BILLABLE ? "billable" : "header";
}

static bool put_node(FILE *file, const struct icd_view *view, const struct icd_node *node, struct icd_error *err)
{
	static const char *const classes[] = {"chapter", "section", "codes"};
	struct icd_pool pool = {0};
	const char *status = status_class(node);
	fprintf(file, "<div class=\"place %s%s\" style=\"margin-left:%.1frem\">\n<h2>", classes[node->kind],
		strcmp(status, "billable") == 0 ? " leaf" : "", 1.2 * node->depth);
	html_in(file, node->kind == ICD_PLACE_CHAPTER ? "Chapter " : "<span class=\"code\">", node->label,
		node->kind == ICD_PLACE_CHAPTER ? " " : "</span> ");
	html_in(file, "", node->title, " ");
	if (*status)
		fprintf(file, "<span class=\"%s\">%s</span>", status, icd_status_names[node->status]);
	fputs("</h2>\n", file);
	enum icd_found found = put_node_entries(file, view, &pool, node, err);
	fputs("</div>\n", file);
	icd_pool_free(&pool);
	return found != ICD_FAILED;
}

/* The run of complete codes that seventh characters make below one place, on a line. */
static size_t put_made(FILE *file, const struct icd_tree *tree, size_t i)
{
	const struct icd_node *first = &tree->at[i];
	fprintf(file, "<p class=\"soft\" style=\"margin-left:%.1frem\">complete codes:", 1.2 * first->depth);
	for (; i < tree->count && tree->at[i].made && tree->at[i].depth == first->depth; i++)
		html_in(file, " <span class=\"code\">", tree->at[i].label, "</span>");
	fputs("</p>\n", file);
	return i;
}

/* ---- the grid ---- */

#define GRID_TRIED 200 /* codes that are compared with each other */
#define GRID_SHOWN 40  /* codes that fit on a sheet */

struct grid {
	const struct icd_node *codes[GRID_TRIED];
	size_t count;
	const char *(*marks)[GRID_TRIED];
};

static void grid_codes(const struct icd_tree *tree, struct grid *grid)
{
	for (size_t i = 0; i < tree->count && grid->count <= GRID_TRIED; i++) {
		const struct icd_node *node = &tree->at[i];
		if (node->kind != ICD_PLACE_CODE || node->status != ICD_STATUS_BILLABLE)
			continue;
		if (grid->count < GRID_TRIED)
			grid->codes[grid->count] = node;
		grid->count++;
	}
}

/* Excludes hold in both directions: each pair is asked for once. */
static bool mark_grid(const struct html_pairs *pairs, struct grid *grid, struct icd_error *err)
{
	for (size_t i = 0; i < grid->count; i++) {
		grid->marks[i][i] = "";
		for (size_t j = 0; j < i; j++) {
			const char *mark = "";
			if (!pairs->mark(pairs->context, grid->codes[i]->name, grid->codes[j]->name, &mark, err))
				return false;
			grid->marks[i][j] = grid->marks[j][i] = mark;
		}
	}
	return true;
}

/* Codes that nothing is said of are left out. */
static size_t marked_codes(const struct grid *grid, size_t out[GRID_TRIED])
{
	size_t count = 0;
	for (size_t i = 0; i < grid->count; i++) {
		bool any = false;
		for (size_t j = 0; j < grid->count; j++)
			any |= *grid->marks[i][j] != '\0';
		if (any)
			out[count++] = i;
	}
	return count;
}

static void put_grid_table(FILE *file, const struct grid *grid, const size_t *shown, size_t count)
{
	fputs("<table class=\"grid\">\n<tr><th></th>", file);
	for (size_t i = 0; i < count; i++)
		html_in(file, "<th class=\"up\">", grid->codes[shown[i]]->label, "</th>");
	fputs("</tr>\n", file);
	for (size_t i = 0; i < count; i++) {
		html_in(file, "<tr><th>", grid->codes[shown[i]]->label, "</th>");
		for (size_t j = 0; j < count; j++)
			html_in(file, "<td>", grid->marks[shown[i]][shown[j]], "</td>");
		fputs("</tr>\n", file);
	}
	fputs("</table>\n", file);
}

static bool put_grid(FILE *file, const struct icd_tree *tree, const struct html_pairs *pairs, struct icd_error *err)
{
	struct grid grid = {0};
	size_t shown[GRID_TRIED];
	if (pairs)
		grid_codes(tree, &grid);
	if (grid.count < 2 || grid.count > GRID_TRIED)
		return true;
	grid.marks = calloc(GRID_TRIED, sizeof *grid.marks);
	bool ok = (grid.marks || icd_out_of_memory(err)) && mark_grid(pairs, &grid, err);
	size_t count = ok ? marked_codes(&grid, shown) : 0;
	if (ok)
		fputs("<h2>Which of these codes exclude each other</h2>\n", file);
	if (ok && count == 0)
		fputs("<p>No Excludes note stands between any two of them.</p>\n", file);
	else if (ok && count > GRID_SHOWN)
		fprintf(file, "<p>%zu codes, more than fit on a sheet: ask for a smaller family.</p>\n", count);
	else if (ok)
		put_grid_table(file, &grid, shown, count);
	if (ok && count > 0 && count <= GRID_SHOWN)
		html_in(file, "<p class=\"soft\">", pairs->legend, "</p>\n");
	free(grid.marks);
	return ok;
}

static void put_sources(FILE *file, const struct icd_view *view)
{
	char on[ICD_DATE_SIZE], release[ICD_DATE_SIZE], list[ICD_DATE_SIZE], warning[ICD_WARNING_SIZE];
	fprintf(file, "<p class=\"soft\">On %s: codes and titles of the release of %s", icd_date_format(view->on, on),
		icd_date_format(icd_view_release(view), release));
	if (view->list >= 0)
		fprintf(file, ", notes of the tabular list of %s",
			icd_date_format(view->about->lists.at[view->list].date, list));
	fputs(".</p>\n", file);
	if (*icd_view_warning(view, warning))
		html_in(file, "<p class=\"soft\">", warning, ".</p>\n");
}

static void put_range(FILE *file, const struct icd_tree_range *range)
{
	struct icd_pool pool = {0};
	if (range->from)
		html_in(file, "<p class=\"soft\">", icd_tree_range_text(range, &pool), ".</p>\n");
	icd_pool_free(&pool);
}

bool html_tree(FILE *file, const struct icd_view *view, const struct icd_tree *tree, const char *query,
	       const struct html_pairs *pairs, struct icd_error *err)
{
	char title[256];
	bool ok = true;
	snprintf(title, sizeof title, "ICD-10-CM %s",
		 tree->count && tree->at[0].depth == 0 ? tree->at[0].label : query);
	html_head(file, title, style);
	put_sources(file, view);
	put_range(file, &tree->range);
	for (size_t i = 0; ok && i < tree->count;) {
		if (tree->at[i].made && i > 0)
			i = put_made(file, tree, i);
		else
			ok = put_node(file, view, &tree->at[i++], err);
	}
	ok = ok && put_grid(file, tree, pairs, err);
	html_end(file);
	return ok;
}
