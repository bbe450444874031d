/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guide: the official guidelines as of the date: a section, the sections that name a code, a search in them. */
#include "base/base.h"
#include "guideline/guideline.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

struct guide {
	struct session *session;
	struct printer *printer; /* NULL: text */
	const char *query;
	struct icd_pool pool;
	struct icd_guidelines guidelines; /* of the date */
	struct icd_error err;
};

static icd_date edition_date(const struct guide *g, uint16_t edition)
{
	return g->session->view.about->guidelines.at[edition].date;
}

static int guide_fail(struct guide *g)
{
	return command_fail("%s", g->pool.failed ? "out of memory" : g->err.text);
}

static const char *dated(icd_date date, char text[ICD_DATE_SIZE])
{
	return icd_date_format(date, text);
}

static void begin(struct guide *g)
{
	tell_answer(g->printer);
	tell_fields(g->printer, "query:%s edition:%x", g->query, edition_date(g, g->guidelines.edition));
}

static void end(struct guide *g)
{
	tell_warning(g->printer, &g->session->view);
	tell_end(g->printer);
}

/* The longest of the numbers that are to stand in a column. */
static unsigned wider(unsigned width, const char *number)
{
	unsigned columns = text_columns(number);
	return columns > width ? columns : width;
}

/* "Guidelines of 2025-04-01" */
static void print_edition(const struct guide *g)
{
	const struct output *out = &g->session->out;
	char date[ICD_DATE_SIZE];
	fprintf(out->file, "%sguidelines of %s%s\n", ink(out, INK_DIM),
		dated(edition_date(g, g->guidelines.edition), date), ink_end(out));
}

/* ---- contents ---- */

#define CONTENTS_DEPTH 2 /* as deep as the contents go for people */

static const struct columns section_columns = {"sections", "section title", false};

static int show_contents(struct guide *g)
{
	unsigned width = 0;
	if (g->printer) {
		begin(g);
		tell_list(g->printer, "sections");
	} else {
		print_edition(g);
	}
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		if (g->guidelines.at[i].depth <= CONTENTS_DEPTH)
			width = wider(width, g->guidelines.at[i].number);
	}
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (g->printer)
			tell_item(g->printer, NULL, "section:%s title:%s", one->number, one->title);
		else if (one->depth <= CONTENTS_DEPTH)
			guideline_print_line(&g->session->out, width, one->number, one->title);
	}
	if (g->printer) {
		tell_end(g->printer);
		end(g);
	}
	return STATUS_OK;
}

/* ---- a section ---- */

struct opened {
	const struct icd_guideline *section;
	const char *text;
	struct icd_guideline_history history;
	uint32_t now; /* the stretch of the date */
};

static bool open_section(struct guide *g, const struct icd_guideline *section, struct opened *out)
{
	*out = (struct opened){.section = section};
	if (!icd_guideline_text(g->session->store, &g->pool, g->guidelines.edition, section->number, &out->text,
				&g->err) ||
	    !icd_guideline_history(g->session->store, &g->pool, section->section, &out->history, &g->err))
		return false;
	while (out->now + 1 < out->history.count &&
	       !icd_span_has(out->history.at[out->now].span, g->guidelines.edition))
		out->now++;
	return true;
}

static struct icd_guideline_days days_of(const struct guide *g, struct icd_span span)
{
	return icd_guideline_days(g->session->view.about, span);
}

static void tell_days(struct printer *printer, struct icd_guideline_days days)
{
	tell_date(printer, "valid_from", days.from);
	if (days.from_after)
		tell_date(printer, "valid_from_after", days.from_after);
	tell_fields(printer, "valid_to:%x", days.to);
}

static bool is_child(const struct icd_guideline *section, const struct icd_guideline *of)
{
	return section->depth == of->depth + 1 && icd_guideline_above(of->number, section->number);
}

static void tell_stretch(struct guide *g, const struct icd_guideline_stretch *stretch)
{
	tell_object(g->printer, NULL);
	tell_fields(g->printer, "section:%s title:%s", stretch->number, stretch->title);
	tell_days(g->printer, days_of(g, stretch->span));
	tell_text(g->printer, "text", stretch->text);
	tell_end(g->printer);
}

static void tell_relatives(struct guide *g, const struct icd_guideline *section)
{
	tell_list(g->printer, "parents");
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (icd_guideline_above(one->number, section->number))
			tell_item(g->printer, NULL, "section:%s title:%s", one->number, one->title);
	}
	tell_end(g->printer);
	tell_list(g->printer, "children");
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (is_child(one, section))
			tell_item(g->printer, NULL, "section:%s title:%s", one->number, one->title);
	}
	tell_end(g->printer);
}

static void tell_section(struct guide *g, const struct opened *opened)
{
	const struct icd_guideline *section = opened->section;
	begin(g);
	tell_fields(g->printer, "found:%hhd section:%s title:%s text:%s", (bool)true, section->number, section->title,
		    opened->text);
	tell_days(g->printer, days_of(g, opened->history.at[opened->now].span));
	tell_relatives(g, section);
	tell_list(g->printer, "history");
	for (uint32_t i = 0; i < opened->history.count; i++)
		tell_stretch(g, &opened->history.at[i]);
	tell_end(g->printer);
	end(g);
}

static void print_since(const struct guide *g, const struct opened *opened)
{
	const struct output *out = &g->session->out;
	struct icd_span span = opened->history.at[opened->now].span;
	struct icd_guideline_days days = days_of(g, span);
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], after[ICD_DATE_SIZE];
	fprintf(out->file, "%sguidelines of %s; in these words ", ink(out, INK_DIM),
		dated(edition_date(g, g->guidelines.edition), to));
	if (days.from_after)
		fprintf(out->file, "since some day after %s, %s at the latest", dated(days.from_after, after),
			dated(days.from, from));
	else
		fprintf(out->file, "since %s%s", dated(days.from, from), span.first == 0 ? " or earlier" : "");
	if (days.to)
		fprintf(out->file, ", to %s", dated(days.to, to));
	fprintf(out->file, "%s\n", ink_end(out));
}

/* The numbers it had before and has after. */
static void print_moves(const struct guide *g, const struct opened *opened)
{
	const struct output *out = &g->session->out;
	char date[ICD_DATE_SIZE];
	for (uint32_t i = 1; i < opened->history.count; i++) {
		const struct icd_guideline_stretch *old = &opened->history.at[i - 1], *new = &opened->history.at[i];
		if (strcmp(old->number, new->number) != 0)
			output_line(out, 2, INK_DIM, "moved on %s: %s became %s",
				    dated(edition_date(g, new->span.first), date), old->number, new->number);
	}
}

static void print_section(struct guide *g, const struct opened *opened)
{
	const struct output *out = &g->session->out;
	const struct icd_guideline *section = opened->section;
	unsigned width = 0, above = 0;
	bool children = false;
	output_item(out, OUTPUT_UNDER, INK_HEAD, section->title, "%s%s%s  ", ink(out, INK_CODE), section->number,
		    ink_end(out));
	print_since(g, opened);
	print_moves(g, opened);
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (icd_guideline_above(one->number, section->number))
			above = wider(above, one->number);
		if (is_child(one, section))
			width = wider(width, one->number);
	}
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (icd_guideline_above(one->number, section->number))
			guideline_print_line(out, above, one->number, one->title);
	}
	if (opened->text[0]) {
		fputc('\n', out->file);
		guideline_print_text(out, 0, opened->text);
	}
	for (uint32_t i = 0; i < g->guidelines.count; i++) {
		const struct icd_guideline *one = &g->guidelines.at[i];
		if (!is_child(one, section))
			continue;
		fputs(children ? "" : "\n", out->file);
		children = true;
		guideline_print_line(out, width, one->number, one->title);
	}
}

static const struct columns text_columns_of_section = {NULL, "section title edition valid_from valid_to text", false};

static int show_section(struct guide *g, const struct icd_guideline *section)
{
	struct opened opened;
	if (!open_section(g, section, &opened) || g->pool.failed)
		return guide_fail(g);
	if (g->printer)
		tell_section(g, &opened);
	else
		print_section(g, &opened);
	return STATUS_OK;
}

/* A number that other editions have, on a date that has it not. */
static int show_other_edition(struct guide *g, const char *number, uint16_t edition)
{
	char on[ICD_DATE_SIZE], has[ICD_DATE_SIZE];
	if (g->printer) {
		begin(g);
		tell_fields(g->printer, "found:%hhd section:%s", (bool)false, number);
		end(g);
	}
	if (!g->printer || g->session->out.format != FORMAT_JSON)
		command_say("%s: the guidelines of %s have no such section, those of %s do", number,
			    dated(edition_date(g, g->guidelines.edition), on), dated(edition_date(g, edition), has));
	return STATUS_NO;
}

/* -1: no edition has such a section. */
static int find_section(struct guide *g, const char *number)
{
	const struct icd_guideline *section = icd_guideline_find(&g->guidelines, number);
	if (section)
		return show_section(g, section);
	for (uint16_t edition = g->session->view.about->guidelines.count; edition-- > 0;) {
		struct icd_guidelines other;
		if (!icd_guidelines_read(g->session->store, &g->pool, edition, &other, &g->err))
			return guide_fail(g);
		if (icd_guideline_find(&other, number))
			return show_other_edition(g, number, edition);
	}
	return -1;
}

/* ---- codes ---- */

static const char *const how_names[] = {
	[ICD_MENTIONED_CODE] = "code",
	[ICD_MENTIONED_HEADER] = "header",
	[ICD_MENTIONED_RANGE] = "range",
	[ICD_MENTIONED_BELOW] = "below",
};

static const struct columns mention_columns = {"sections", "code=.code section how names title", false};

/* "O00-O9A" */
static const char *names_text(const struct icd_guideline_mention *mention, char out[2 * ICD_DOTTED_SIZE])
{
	char from[ICD_DOTTED_SIZE], to[ICD_DOTTED_SIZE];
	bool range = strcmp(mention->from, mention->to) != 0;
	snprintf(out, 2 * ICD_DOTTED_SIZE, "%s%s%s", icd_code_format(mention->from, from), range ? "-" : "",
		 range ? icd_code_format(mention->to, to) : "");
	return out;
}

static const char *title_of(const struct guide *g, const char *number)
{
	const struct icd_guideline *section = icd_guideline_find(&g->guidelines, number);
	return section ? section->title : "";
}

static void tell_mentions(struct guide *g, const char *code, const struct icd_guideline_mentions *mentions)
{
	char names[2 * ICD_DOTTED_SIZE];
	begin(g);
	tell_fields(g->printer, "found:%hhd code:%7s", (bool)true, code);
	tell_list(g->printer, "sections");
	for (uint32_t i = 0; i < mentions->count; i++) {
		const struct icd_guideline_mention *one = &mentions->at[i];
		tell_item(g->printer, NULL, "section:%s title:%s how:%s names:%s", one->number,
			  title_of(g, one->number), how_names[one->how], names_text(one, names));
	}
	tell_end(g->printer);
	end(g);
}

static void print_mentions(struct guide *g, const struct icd_code_record *code,
			   const struct icd_guideline_mentions *mentions)
{
	const struct output *out = &g->session->out;
	char names[2 * ICD_DOTTED_SIZE], shown[ICD_DOTTED_SIZE], line[1400];
	unsigned width = 0;
	output_item(out, OUTPUT_UNDER, INK_PLAIN, icd_view_title(&g->session->view, code), "%s%s%s  ",
		    ink(out, INK_CODE), icd_code_format(code->code, shown), ink_end(out));
	print_edition(g);
	for (uint32_t i = 0; i < mentions->count; i++)
		width = wider(width, mentions->at[i].number);
	for (uint32_t i = 0; i < mentions->count; i++) {
		const struct icd_guideline_mention *one = &mentions->at[i];
		const char *title = title_of(g, one->number);
		snprintf(line, sizeof line, "%s%s(%s)", title, *title ? "  " : "", names_text(one, names));
		guideline_print_line(out, width, one->number, line);
	}
	if (mentions->count == 0)
		fprintf(out->file, "  no section names it, nor what it lies in\n");
}

static int no_such_code(struct guide *g, const char *query)
{
	if (g->session->out.format == FORMAT_JSON) {
		begin(g);
		tell_fields(g->printer, "found:%hhd code:%7s", (bool)false, "");
		tell_list(g->printer, "sections");
		tell_end(g->printer);
		end(g);
	} else {
		command_no_code(query);
	}
	return STATUS_NO;
}

static int show_code(struct guide *g, const char *query, bool first)
{
	struct icd_typed_code typed;
	struct icd_code_record code;
	struct icd_guideline_mentions mentions = {0};
	g->query = query;
	icd_code_parse(query, strlen(query), &typed);
	enum icd_found found = icd_store_code(g->session->store, &g->pool, typed.code, &code, &g->err);
	if (found == ICD_FAILED ||
	    (found == ICD_FOUND && !icd_guideline_mentions(g->session->store, &g->pool, g->guidelines.edition, &code,
							   true, &mentions, &g->err)))
		return guide_fail(g);
	if (found == ICD_NOT_FOUND)
		return no_such_code(g, query);
	if (g->printer) {
		tell_mentions(g, code.code, &mentions);
	} else {
		fputs(first ? "" : "\n", g->session->out.file);
		print_mentions(g, &code, &mentions);
	}
	return mentions.count ? STATUS_OK : STATUS_NO;
}

/* Does each of the words begin with a category of some release? */
static enum icd_found find_categories(struct guide *g, char **words, int count)
{
	enum icd_found found = ICD_FOUND;
	for (int i = 0; i < count && found == ICD_FOUND; i++) {
		struct icd_typed_code typed;
		struct icd_code_record category;
		if (!icd_code_parse(words[i], strlen(words[i]), &typed))
			return ICD_NOT_FOUND;
		typed.code[3] = '\0';
		found = icd_store_code(g->session->store, &g->pool, typed.code, &category, &g->err);
	}
	return found;
}

static int show_codes(struct guide *g, char **words, int count)
{
	int status = STATUS_OK;
	for (int i = 0; i < count && status != STATUS_FAILED; i++) {
		int one = show_code(g, words[i], i == 0);
		status = one > status ? one : status;
	}
	return status;
}

/* ---- words ---- */

#define HITS_SHOWN 20

static const struct columns hit_columns = {"hits", "rank=# section title excerpt", false};

static int show_search(struct guide *g)
{
	const struct output *out = &g->session->out;
	struct icd_guideline_hits hits;
	char excerpt[GUIDELINE_EXCERPT];
	unsigned width = 0;
	if (!icd_guideline_search(g->session->store, &g->pool, &g->guidelines, g->query, &hits, &g->err))
		return guide_fail(g);
	uint32_t shown = hits.count < HITS_SHOWN || g->printer ? hits.count : HITS_SHOWN;
	if (g->printer) {
		begin(g);
		tell_number(g->printer, "total", hits.count);
		tell_list(g->printer, "hits");
	} else if (hits.count) {
		print_edition(g);
	}
	for (uint32_t i = 0; i < shown; i++)
		width = wider(width, hits.at[i].section->number);
	for (uint32_t i = 0; i < shown; i++) {
		const struct icd_guideline_hit *hit = &hits.at[i];
		guideline_excerpt(hit->text, g->query, excerpt);
		if (g->printer) {
			tell_item(g->printer, NULL, "section:%s title:%s excerpt:%s", hit->section->number,
				  hit->section->title, excerpt);
			continue;
		}
		guideline_print_line(out, width, hit->section->number, hit->section->title);
		if (*excerpt)
			output_item(out, OUTPUT_UNDER, INK_DIM, excerpt, "%*s", (int)width + 4, "");
	}
	if (g->printer) {
		tell_end(g->printer);
		end(g);
	} else if (shown < hits.count) {
		fprintf(out->file, "  and %u more\n", hits.count - shown);
	}
	if (hits.count == 0 && g->session->out.format != FORMAT_JSON)
		command_say("no section of the guidelines has these words: %s", g->query);
	return hits.count ? STATUS_OK : STATUS_NO;
}

/* ---- */

static int no_guidelines(struct session *session, const char *query)
{
	struct printer *printer = session_printer(session, &section_columns);
	if (session->out.format == FORMAT_JSON) {
		tell_answer(printer);
		tell_fields(printer, "query:%s edition:%x found:%hhd", query, 0, (bool)false);
		tell_end(printer);
		return STATUS_NO;
	}
	command_say("the index holds no official guidelines: put their PDF beside the release files and "
		    "build it again with icd10-build-index");
	return STATUS_NO;
}

static int show(struct guide *g, char **words, int count)
{
	char number[ICD_GUIDELINE_SIZE];
	if (count == 0) {
		g->printer = session_printer(g->session, &section_columns);
		return show_contents(g);
	}
	if (icd_guideline_read(g->query, number)) {
		g->printer = session_printer(g->session, &text_columns_of_section);
		int status = find_section(g, number);
		if (status >= 0)
			return status;
	}
	enum icd_found codes = find_categories(g, words, count);
	if (codes == ICD_FAILED)
		return guide_fail(g);
	if (codes == ICD_FOUND) {
		g->printer = session_printer(g->session, &mention_columns);
		return show_codes(g, words, count);
	}
	g->printer = session_printer(g->session, &hit_columns);
	return show_search(g);
}

int cmd_guide(struct session *session, int argc, char **argv)
{
	struct guide g = {.session = session};
	int count = options_read(session, argc, argv, no_options, NULL, NULL);
	if (count < 0)
		return STATUS_FAILED;
	int edition = icd_guidelines_on(session->view.about, session->view.on), status = STATUS_FAILED;
	session_warn_date(session);
	g.query = command_join(&g.pool, argv + 1, count);
	if (edition < 0)
		status = no_guidelines(session, g.query);
	else if (g.pool.failed ||
		 !icd_guidelines_read(session->store, &g.pool, (uint16_t)edition, &g.guidelines, &g.err))
		guide_fail(&g);
	else
		status = show(&g, argv + 1, count);
	icd_pool_free(&g.pool);
	return status;
}
