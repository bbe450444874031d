/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "chart.h"
#include "html.h"

#include <inttypes.h>
#include <string.h>

#define GROUPS_SHOWN 8u
#define TREND_TIMES  3u /* a line has so many points at least */

static void add_figure(struct figure *to, const struct figure *from)
{
	to->codes += from->codes;
	to->billable += from->billable;
	to->unspecified += from->unspecified;
	to->claims += from->claims;
	to->faulty += from->faulty;
}

/* Of the groups from one to another: how their share in the family went over time. */
static void put_trend(struct sheet *sheet, const struct figure_family *family, uint32_t from, uint32_t to)
{
	const struct figures *figures = sheet->figures;
	uint32_t count = figures->time_count;
	int64_t *places = icd_pool_take(sheet->pool, count, sizeof *places);
	uint64_t *part = icd_pool_take(sheet->pool, count, sizeof *part);
	uint64_t *all = icd_pool_take(sheet->pool, count, sizeof *all);
	if (sheet->pool->failed)
		return;
	for (uint32_t t = 0; t < count; t++) {
		places[t] = figures->times[t].place;
		for (uint32_t g = from; g < to; g++) {
			part[t] += family->cells[(size_t)g * count + t].unspecified;
			all[t] += family->cells[(size_t)g * count + t].billable;
		}
	}
	chart_spark(sheet->file, places, part, all, count);
}

/* The share of unspecified codes of a family, with its way over time where there is one, else as a bar. */
static void put_family_cells(struct sheet *sheet, const struct figure_family *family, uint32_t from, uint32_t to)
{
	struct figure sum = {0};
	for (uint32_t g = from; g < to; g++)
		add_figure(&sum, &family->groups[g]);
	if (!family->cells || sheet->figures->time_count < TREND_TIMES) {
		sheet_cells_share(sheet, sum.unspecified, sum.billable, 60, "a");
		return;
	}
	fputs("<td class=\"bars\">", sheet->file);
	put_trend(sheet, family, from, to);
	fputs("</td>", sheet->file);
	sheet_cell_share(sheet, sum.unspecified, sum.billable);
}

/* A row for the groups from one to another. */
static void put_group_row(struct sheet *sheet, const char *name, uint32_t from, uint32_t to, uint32_t families)
{
	struct figure sum = {0};
	for (uint32_t g = from; g < to; g++)
		add_figure(&sum, &sheet->figures->groups[g].figure);
	html_in(sheet->file, "<tr><th scope=\"row\" class=\"name\" title=\"", name, "\">");
	html_in(sheet->file, "", name, "</th>");
	if (sheet->figures->all.claims) {
		sheet_cell_number(sheet, sum.claims);
		sheet_cell_share(sheet, sum.faulty, sum.claims);
	}
	sheet_cell_number(sheet, sum.codes);
	sheet_cell_share(sheet, sum.codes - sum.billable, sum.codes);
	sheet_cells_share(sheet, sum.unspecified, sum.billable, 60, "a");
	for (uint32_t i = 0; i < families; i++)
		put_family_cells(sheet, &sheet->figures->families[i], from, to);
	fputs("</tr>\n", sheet->file);
}

static void group_head(const struct sheet *sheet, uint32_t family_count)
{
	fputs("<thead><tr>", sheet->file);
	html_in(sheet->file, "<th scope=\"col\">", sheet_group_word(sheet), "</th>");
	if (sheet->figures->all.claims)
		fputs("<th scope=\"col\" class=\"n\">Claims</th><th scope=\"col\" class=\"n\">Flagged</th>",
		      sheet->file);
	fputs("<th scope=\"col\" class=\"n\">Codes</th><th scope=\"col\" class=\"n\">Not billable</th>"
	      "<th scope=\"col\" colspan=\"2\">Unspecified</th>",
	      sheet->file);
	for (uint32_t i = 0; i < family_count; i++) {
		const struct figure_family *family = &sheet->figures->families[i];
		const char *of = sheet_unspecified(family);
		html_in(sheet->file, "<th scope=\"col\" colspan=\"2\">", strchr(of, ' ') ? "Unspecified" : of, " in ");
		html_in(sheet->file, "", family->header.name, "</th>");
	}
	fputs("</tr></thead>\n", sheet->file);
}

/* The first so many groups, a row each, and what is left as one. */
static void put_group_table(struct sheet *sheet, uint32_t shown)
{
	const struct figures *figures = sheet->figures;
	uint32_t families = figures->family_count < FIGURE_FAMILIES ? figures->family_count : FIGURE_FAMILIES;
	char rest[64];
	fputs("<table>", sheet->file);
	group_head(sheet, families);
	fputs("<tbody>\n", sheet->file);
	for (uint32_t i = 0; i < shown; i++)
		put_group_row(sheet, figures->groups[i].name, i, i + 1, families);
	snprintf(rest, sizeof rest, "%" PRIu32 " more", figures->group_count - shown);
	if (shown < figures->group_count)
		put_group_row(sheet, rest, shown, figures->group_count, families);
	fputs("</tbody></table>\n", sheet->file);
}

void sheet_put_groups(struct sheet *sheet)
{
	uint32_t count = sheet->figures->group_count, shown = count > GROUPS_SHOWN ? GROUPS_SHOWN - 1 : count;
	char heading[128];
	if (count == 0)
		return;
	snprintf(heading, sizeof heading, "By %.100s", sheet_group_word(sheet));
	sheet_section(sheet, heading);
	fputs("<div class=\"scroll\">", sheet->file);
	put_group_table(sheet, shown);
	fputs("</div>\n", sheet->file);
	if (shown < count) {
		fputs("<details class=\"scroll\"><summary>All of them</summary>", sheet->file);
		put_group_table(sheet, count);
		fputs("</details>\n", sheet->file);
	}
	fputs("</section>\n", sheet->file);
}
