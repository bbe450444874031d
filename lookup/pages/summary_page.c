/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"
#include "html.h"
#include "sheet.h"

#include "print/print.h"

#include <inttypes.h>
#include <string.h>

/* What fits on a sheet; what is left out is told, and stands in full in the tables that are folded away. */
#define BAD_SHOWN   6u
#define RULES_SHOWN 6u

/* Colours keep apart also in grey, and when seen without red or green. A Letter sheet has 720 points inside its margins. */
static const char style[] =
	":root{--ink:#1c2126;--soft:#5b6570;--line:#cfd6dd;--track:#e9edf1;--a:#24588f;--b:#b0481e;--c:#5b6570;--paper:#fff}\n"
	"@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e8ec;--soft:#9aa5b1;--line:#3b444d;--track:#2b333b;"
	"--a:#7fb2e8;--b:#f0956a;--c:#9aa5b1;--paper:#14181c}}\n"
	"*{box-sizing:border-box}\n"
	"body{font:12px/1.35 system-ui,'Segoe UI','DejaVu Sans',sans-serif;color:var(--ink);background:var(--paper);"
	"max-width:752px;margin:0 auto;padding:16px;overflow-wrap:break-word}\n"
	"h1{font-size:20px;line-height:1.2;margin:0}h2{font-size:13px;margin:0 0 3px;border-bottom:1.5px solid var(--ink);"
	"padding-bottom:1px}\n"
	"p{margin:2px 0}.soft{color:var(--soft);font-weight:400}.name{max-width:0;width:28%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.lead{font-size:15px;line-height:1.3;font-weight:600;margin:6px 0 2px}\n"
	"dl{display:flex;flex-wrap:wrap;gap:4px 28px;margin:8px 0 10px}dl div{display:flex;flex-direction:column-reverse}"
	"dt{color:var(--soft)}dd{margin:0;font-size:22px;line-height:1.15;font-weight:600;font-variant-numeric:tabular-nums}\n"
	".columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 20px}"
	"section{break-inside:avoid;margin:0 0 12px}\n"
	"table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:0 0 2px}\n"
	"th,td{text-align:left;vertical-align:baseline;padding:1px 6px 1px 0;border-bottom:1px solid var(--line);"
	"font-weight:400}thead th{color:var(--soft)}tbody th{font-weight:600}"
	".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.code{white-space:nowrap;font-weight:600}\n"
	".bars{white-space:nowrap;width:1%}.bar{vertical-align:baseline}.track{fill:var(--track)}rect.a{fill:var(--a)}"
	"rect.b{fill:var(--b)}rect.c{fill:var(--c)}\n"
	".chart{display:block;margin-top:5px;max-width:100%;height:auto}.chart text{font-size:10.5px;fill:var(--soft)}"
	".chart .label{font-weight:600}.grid{stroke:var(--line)}.axis{stroke:var(--ink)}.line{fill:none;stroke-width:2}.thin{stroke-width:1.3;stroke-linecap:round}\n"
	".line.a{stroke:var(--a)}.line.b{stroke:var(--b);stroke-dasharray:6 3}.line.c{stroke:var(--c);stroke-dasharray:2 3}"
	"circle.a{fill:var(--a)}circle.b{fill:var(--b)}circle.c{fill:var(--c)}text.label.a{fill:var(--a)}"
	"text.label.b{fill:var(--b)}text.label.c{fill:var(--c)}\n"
	".scroll{overflow-x:auto}details{margin:3px 0}summary{color:var(--soft);cursor:pointer}footer{margin-top:10px;color:var(--soft);"
	"font-size:11px}\n"
	"@media(max-width:600px){.columns{grid-template-columns:minmax(0,1fr)}"
	".name{max-width:none}}\n"
	"@page{size:letter;margin:.5in}\n"
	"@media print{body{max-width:none;padding:0;font-size:10.5px}details{display:none}section{margin:0 0 9px}"
	".columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* ---- tables with bars ---- */

/* Reasons and codes that were not billable. */
static void put_bad(const struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	uint64_t bad = figures->all.codes - figures->all.billable;
	if (bad == 0)
		return;
	sheet_section(sheet, "Not billable, and why");
	fputs("<table><caption>Share of what was not billable</caption>\n<thead><tr><th scope=\"col\">Reason</th>"
	      "<th scope=\"col\" class=\"n\">Codes</th><th scope=\"col\" colspan=\"2\">Share</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (unsigned i = ICD_DETAIL_OK + 1; i <= ICD_DETAIL_MALFORMED; i++) {
		if (!figures->details[i])
			continue;
		html_in(sheet->file, "<tr><th scope=\"row\">", tally_detail_words[i], "</th>");
		sheet_cell_number(sheet, figures->details[i]);
		sheet_cells_share(sheet, figures->details[i], bad, 90, "b");
		fputs("</tr>\n", sheet->file);
	}
	fputs("</tbody></table>\n<p>", sheet->file);
	for (uint32_t i = 0; i < figures->bad_count && i < BAD_SHOWN; i++) {
		char counted[NUMBER_SIZE];
		html_in(sheet->file, i ? ", <span class=\"code\">" : "Most often <span class=\"code\">",
			figures->bad[i].name, "</span>");
		fprintf(sheet->file, " %s", sheet_number(figures->bad[i].count, counted));
	}
	if (figures->bad_count > BAD_SHOWN)
		fprintf(sheet->file, " and %" PRIu32 " more", figures->bad_count - BAD_SHOWN);
	fputs(".</p>\n</section>\n", sheet->file);
}

static void put_categories(const struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	uint32_t shown = figures->category_count < FIGURE_CATEGORIES ? figures->category_count : FIGURE_CATEGORIES;
	if (shown == 0)
		return;
	sheet_section(sheet, "Unspecified codes by category");
	fputs("<table><caption>Share of the category&rsquo;s billable codes; most of them first</caption>\n<thead><tr>"
	      "<th scope=\"col\">Category</th><th scope=\"col\" class=\"n\">Of</th><th scope=\"col\" colspan=\"2\">"
	      "Unspecified</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (uint32_t i = 0; i < shown; i++) {
		const struct figure_code *category = &figures->categories[i];
		html_in(sheet->file, "<tr><th scope=\"row\"><span class=\"code\">", category->name, "</span>");
		fprintf(sheet->file, " <span class=\"soft\">");
		html_bytes(sheet->file, category->title, sheet_cut(category->title, 26));
		fprintf(sheet->file, "%s</span></th>", strlen(category->title) > 26 ? "&hellip;" : "");
		sheet_cell_number(sheet, category->count);
		sheet_cells_share(sheet, category->unspecified, category->count, 60, "a");
		fputs("</tr>\n", sheet->file);
	}
	fputs("</tbody></table>\n", sheet->file);
	if (figures->category_count > shown)
		fprintf(sheet->file, "<p class=\"soft\">and %" PRIu32 " more</p>\n", figures->category_count - shown);
	fputs("</section>\n", sheet->file);
}

/* ---- findings ---- */

struct rule_count {
	enum icd_severity severity;
	uint64_t count;
	const char *codes; /* of an example */
};

static void put_rule(const struct sheet *sheet, const char *rule, const struct rule_count *counted, uint64_t most)
{
	static const char *const kinds[] = {[ICD_INFO] = "c", [ICD_WARNING] = "a", [ICD_ERROR] = "b"};
	char name[64];
	snprintf(name, sizeof name, "%s", rule);
	for (char *c = name; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	html_in(sheet->file, "<tr><th scope=\"row\">", name, "</th>");
	html_in(sheet->file, "<td class=\"bars\">", icd_severity_names[counted->severity], "</td>");
	fputs("<td class=\"bars\">", sheet->file);
	chart_bar(sheet->file, counted->count, most, 56, kinds[counted->severity]);
	fputs("</td>", sheet->file);
	sheet_cell_number(sheet, counted->count);
	fputs("<td class=\"bars soft\">", sheet->file);
	html_bytes(sheet->file, counted->codes, sheet_cut(counted->codes, 16));
	fputs("</td></tr>\n", sheet->file);
}

/* The rule with most findings among those not yet shown: of the worst severity first. */
static int next_rule(const struct rule_count *rules)
{
	int best = -1;
	for (int i = 0; i < ICD_RULES; i++) {
		if (rules[i].count == 0)
			continue;
		if (best < 0 || rules[i].severity > rules[best].severity ||
		    (rules[i].severity == rules[best].severity && rules[i].count > rules[best].count))
			best = i;
	}
	return best;
}

static void put_findings(const struct sheet *sheet)
{
	const struct icd_finding_tally *findings = sheet->page->findings;
	struct rule_count rules[ICD_RULES] = {{0}};
	uint64_t most = 0;
	uint32_t left = 0;
	if (!findings || findings->count == 0)
		return;
	for (size_t i = 0; i < findings->count; i++) {
		const struct icd_finding_count *one = &findings->at[i];
		struct rule_count *rule = &rules[one->rule];
		if (!rule->codes)
			*rule = (struct rule_count){one->severity, 0, one->codes};
		rule->count += one->count;
		most = rule->count > most ? rule->count : most;
	}
	sheet_section(sheet, "Findings by rule");
	fputs("<table><caption>Errors first; the longest bar is the most frequent rule</caption>\n<thead><tr>"
	      "<th scope=\"col\">Rule</th><th scope=\"col\">Severity</th><th scope=\"col\" colspan=\"2\">Findings</th>"
	      "<th scope=\"col\">Such as</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (int rule; (rule = next_rule(rules)) >= 0; rules[rule].count = 0, left++) {
		if (left < RULES_SHOWN)
			put_rule(sheet, icd_rule_names[rule], &rules[rule], most);
	}
	fputs("</tbody></table>\n", sheet->file);
	if (left > RULES_SHOWN)
		fprintf(sheet->file, "<p class=\"soft\">and %" PRIu32 " more</p>\n", left - RULES_SHOWN);
	fputs("</section>\n", sheet->file);
}

/* ---- the sheet ---- */

static const char *title_of(struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	const char *what = sheet->page->claims ? "Claims" : "Diagnosis codes";
	char first[64], last[64];
	if (figures->time_count == 0)
		return what;
	if (figures->time_count == 1)
		return icd_pool_print(sheet->pool, "%s, %s", what, sheet_time_name(figures, &figures->times[0], first));
	return icd_pool_print(sheet->pool, "%s, %s to %s", what, sheet_time_name(figures, &figures->times[0], first),
			      sheet_time_name(figures, &figures->times[figures->time_count - 1], last));
}

static void put_source(const struct sheet *sheet)
{
	char release[ICD_DATE_SIZE];
	html_in(sheet->file, "<p class=\"soft\">", sheet->page->source, "");
	fprintf(sheet->file, "; titles of the release of %s</p>\n",
		icd_date_format(icd_view_release(sheet->page->view), release));
}

const char *html_summary_follow(struct summary_page *page, const char *typed)
{
	struct icd_typed_code code;
	if (page->family_count == SUMMARY_FAMILIES)
		return "--family %s: six were given before";
	if (!icd_code_parse(typed, strlen(typed), &code))
		return "--family %s: a header was expected, such as M54.5-";
	snprintf(page->families[page->family_count++], ICD_CODE_SIZE, "%s", code.code);
	return NULL;
}

bool html_summary(FILE *file, const struct summary_page *page, struct icd_error *err)
{
	struct icd_pool pool = {0};
	struct figures figures;
	struct sheet sheet = {file, page, &figures, &pool};
	bool ok = figures_make(&pool, page, &figures, err);
	if (ok) {
		html_head(file, title_of(&sheet), style);
		put_source(&sheet);
		sheet_put_lead(&sheet);
		fputs("<main>\n<div class=\"columns\">\n<div>\n", file);
		put_bad(&sheet);
		sheet_put_times(&sheet);
		sheet_put_families(&sheet, 0);
		fputs("</div>\n<div>\n", file);
		put_categories(&sheet);
		put_findings(&sheet);
		sheet_put_families(&sheet, 1);
		fputs("</div>\n</div>\n", file);
		sheet_put_groups(&sheet);
		fputs("</main>\n<footer>Unspecified codes are acceptable when nothing more is known (guideline I.B.18): "
		      "shares are for comparing, they are no findings. They are of billable codes; those of fewer than ten are grey.</footer>\n",
		      file);
		html_end(file);
		ok = !pool.failed || icd_out_of_memory(err);
	}
	icd_pool_free(&pool);
	return ok;
}
