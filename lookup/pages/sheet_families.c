/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "chart.h"
#include "html.h"

#include <inttypes.h>
#include <string.h>

#define MEMBERS_SHOWN 4u
#define TIMES_SHOWN   36u /* columns of a table */

/* ---- over time ---- */

struct line_values {
	uint64_t *part, *all;
};

static struct line_values take_values(struct sheet *sheet)
{
	uint32_t count = sheet->figures->time_count;
	return (struct line_values){icd_pool_take(sheet->pool, count, sizeof(uint64_t)),
				    icd_pool_take(sheet->pool, count, sizeof(uint64_t))};
}

/* The axis of times; false when memory runs out. */
static bool time_axis(struct sheet *sheet, struct chart *chart)
{
	const struct figures *figures = sheet->figures;
	int64_t *places = icd_pool_take(sheet->pool, figures->time_count, sizeof *places);
	const char **names = icd_pool_take(sheet->pool, figures->time_count, sizeof *names);
	for (uint32_t i = 0; places && names && i < figures->time_count; i++) {
		places[i] = figures->times[i].place;
		names[i] = sheet_short_time(sheet, &figures->times[i]);
	}
	chart->places = places;
	chart->names = names;
	chart->count = figures->time_count;
	/* Days without a code are weekends, mostly. */
	chart->breaks = figures->time == FIGURE_DAYS ? 0 : 1;
	return !sheet->pool->failed;
}

static void put_time_table(const struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	char name[64], share[SHARE_SIZE];
	fputs("<details><summary>The figures</summary><table><thead><tr><th scope=\"col\">Time</th>"
	      "<th scope=\"col\" class=\"n\">Codes</th><th scope=\"col\" class=\"n\">Not billable</th>"
	      "<th scope=\"col\" class=\"n\">Unspecified</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (uint32_t i = 0; i < figures->time_count; i++) {
		const struct figure *figure = &figures->times[i].figure;
		html_in(sheet->file, "<tr><th scope=\"row\">", sheet_time_name(figures, &figures->times[i], name),
			"</th>");
		sheet_cell_number(sheet, figure->codes);
		html_in(sheet->file, "<td class=\"n\">",
			share_text(figure->codes - figure->billable, figure->codes, share), "</td>");
		html_in(sheet->file, "<td class=\"n\">", share_text(figure->unspecified, figure->billable, share),
			"</td></tr>\n");
	}
	fputs("</tbody></table></details>\n", sheet->file);
}

void sheet_put_times(struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	struct line_values unspecified = take_values(sheet), bad = take_values(sheet), faulty = take_values(sheet);
	struct chart chart = {.id = "time", .width = 350, .height = 140};
	if (figures->time_count < 2 || !time_axis(sheet, &chart))
		return;
	for (uint32_t i = 0; i < figures->time_count; i++) {
		const struct figure *figure = &figures->times[i].figure;
		unspecified.part[i] = figure->unspecified;
		unspecified.all[i] = figure->billable;
		bad.part[i] = figure->codes - figure->billable;
		bad.all[i] = figure->codes;
		faulty.part[i] = figure->faulty;
		faulty.all[i] = figure->claims;
	}
	struct chart_line lines[] = {{"unspecified", "a", unspecified.part, unspecified.all},
				     {"not billable", "b", bad.part, bad.all},
				     {"claims flagged", "c", faulty.part, faulty.all}};
	chart.title = "Shares of codes over time";
	chart.lines = lines;
	chart.line_count = figures->all.claims ? 3 : 2;
	sheet_section(sheet, "Over time");
	chart_lines(sheet->file, &chart);
	put_time_table(sheet);
	fputs("</section>\n", sheet->file);
}

/* ---- families ---- */

static void put_family_times(const struct sheet *sheet, const struct figure_family *family)
{
	const struct figures *figures = sheet->figures;
	char name[64], share[SHARE_SIZE];
	fputs("<details><summary>The figures over time</summary><table><thead><tr><th scope=\"col\">Time</th>"
	      "<th scope=\"col\" class=\"n\">Codes</th><th scope=\"col\" class=\"n\">Unspecified</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (uint32_t i = 0; i < figures->time_count; i++) {
		const struct figure *figure = &family->times[i];
		html_in(sheet->file, "<tr><th scope=\"row\">", sheet_time_name(figures, &figures->times[i], name),
			"</th>");
		sheet_cell_number(sheet, figure->billable);
		html_in(sheet->file, "<td class=\"n\">", share_text(figure->unspecified, figure->billable, share),
			"</td></tr>\n");
	}
	fputs("</tbody></table></details>\n", sheet->file);
}

static void family_line(struct sheet *sheet, const struct figure_family *family, uint32_t which)
{
	const struct figures *figures = sheet->figures;
	struct line_values values = take_values(sheet);
	struct chart chart = {.width = 350, .height = 84};
	if (figures->time_count < 2 || !time_axis(sheet, &chart))
		return;
	for (uint32_t i = 0; i < figures->time_count; i++) {
		values.part[i] = family->times[i].unspecified;
		values.all[i] = family->times[i].billable;
	}
	const char *name = strchr(sheet_unspecified(family), ' ') ? "unspecified" : sheet_unspecified(family);
	struct chart_line line = {name, "a", values.part, values.all};
	chart.id = icd_pool_print(sheet->pool, "family%" PRIu32, which);
	chart.title =
		icd_pool_print(sheet->pool, "%s within %s over time", sheet_unspecified(family), family->header.name);
	chart.lines = &line;
	chart.line_count = 1;
	chart_lines(sheet->file, &chart);
	put_family_times(sheet, family);
}

static void put_members(const struct sheet *sheet, const struct figure_family *family)
{
	uint64_t rest = family->header.count;
	fputs("<table><thead><tr><th scope=\"col\">Code</th><th scope=\"col\" class=\"n\">Times</th>"
	      "<th scope=\"col\" colspan=\"2\">Share</th></tr></thead>\n<tbody>\n",
	      sheet->file);
	for (uint32_t i = 0; i < family->member_count && i < MEMBERS_SHOWN; i++) {
		const struct figure_code *member = &family->members[i];
		html_in(sheet->file, "<tr><th scope=\"row\"><span class=\"code\">", member->name, "</span>");
		fprintf(sheet->file, "%s</th>",
			member->is_unspecified ? " <span class=\"soft\">unspecified</span>" : "");
		sheet_cell_number(sheet, member->count);
		sheet_cells_share(sheet, member->count, family->header.count, 110, member->is_unspecified ? "a" : "c");
		fputs("</tr>\n", sheet->file);
		rest -= member->count;
	}
	if (rest) {
		fprintf(sheet->file, "<tr><th scope=\"row\">%" PRIu32 " more</th>",
			family->member_count - MEMBERS_SHOWN);
		sheet_cell_number(sheet, rest);
		sheet_cells_share(sheet, rest, family->header.count, 110, "c");
		fputs("</tr>\n", sheet->file);
	}
	fputs("</tbody></table>\n", sheet->file);
}

/* Each member's share in each group. */
static void put_member_groups(const struct sheet *sheet, const struct figure_family *family)
{
	const struct figures *figures = sheet->figures;
	char share[SHARE_SIZE];
	if (figures->group_count == 0)
		return;
	fputs("<details class=\"scroll\"><summary>The figures by group</summary><table><thead><tr>", sheet->file);
	html_in(sheet->file, "<th scope=\"col\">", sheet_group_word(sheet), "</th>");
	for (uint32_t i = 0; i < family->member_count; i++)
		html_in(sheet->file, "<th scope=\"col\" class=\"n\">", family->members[i].name, "</th>");
	fputs("</tr></thead>\n<tbody>\n", sheet->file);
	for (uint32_t g = 0; g < figures->group_count; g++) {
		html_in(sheet->file, "<tr><th scope=\"row\">", figures->groups[g].name, "</th>");
		for (uint32_t i = 0; i < family->member_count; i++)
			html_in(sheet->file, "<td class=\"n\">",
				share_text(family->members[i].by_group[g], family->groups[g].billable, share), "</td>");
		fputs("</tr>\n", sheet->file);
	}
	fputs("</tbody></table></details>\n", sheet->file);
}

/* The share of unspecified codes in each group at each time. */
static void put_cells(const struct sheet *sheet, const struct figure_family *family)
{
	const struct figures *figures = sheet->figures;
	char share[SHARE_SIZE];
	if (!family->cells || figures->time_count < 2 || figures->time_count > TIMES_SHOWN)
		return;
	fputs("<details class=\"scroll\"><summary>The figures by group and time</summary><table><thead><tr>",
	      sheet->file);
	html_in(sheet->file, "<th scope=\"col\">", sheet_group_word(sheet), "</th>");
	for (uint32_t t = 0; t < figures->time_count; t++)
		html_in(sheet->file, "<th scope=\"col\" class=\"n\">", figures->times[t].name, "</th>");
	fputs("</tr></thead>\n<tbody>\n", sheet->file);
	for (uint32_t g = 0; g < figures->group_count; g++) {
		html_in(sheet->file, "<tr><th scope=\"row\">", figures->groups[g].name, "</th>");
		for (uint32_t t = 0; t < figures->time_count; t++) {
			const struct figure *cell = &family->cells[(size_t)g * figures->time_count + t];
			html_in(sheet->file, "<td class=\"n\">", share_text(cell->unspecified, cell->billable, share),
				"</td>");
		}
		fputs("</tr>\n", sheet->file);
	}
	fputs("</tbody></table></details>\n", sheet->file);
}

void sheet_put_families(struct sheet *sheet, uint32_t first)
{
	for (uint32_t i = first; i < sheet->figures->family_count; i += 2) {
		const struct figure_family *family = &sheet->figures->families[i];
		html_in(sheet->file, "<section><h2>", family->header.name, " <span class=\"soft\">");
		html_in(sheet->file, "", family->header.title, "</span></h2>\n");
		if (family->header.count == 0) {
			fputs("<p>No billable code of it was counted.</p>\n</section>\n", sheet->file);
			continue;
		}
		put_members(sheet, family);
		family_line(sheet, family, i);
		put_member_groups(sheet, family);
		put_cells(sheet, family);
		fputs("</section>\n", sheet->file);
	}
}
