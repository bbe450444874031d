/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "chart.h"
#include "html.h"

#define NAME_CUT 30 /* bytes of a group's name in a sentence */

static void lead_billable(const struct sheet *sheet)
{
	const struct figures *figures = sheet->figures;
	uint64_t bad = figures->all.codes - figures->all.billable;
	char counted[NUMBER_SIZE], all[NUMBER_SIZE], share[SHARE_SIZE];
	const struct figure_code *often = NULL;
	for (uint32_t i = 0; i < figures->bad_count && !often; i++)
		often = figures->bad[i].name[0] == '(' ? NULL : &figures->bad[i];
	sheet_number(figures->all.codes, all);
	if (figures->all.codes == 0) {
		fputs("<p class=\"lead\">There is no code to count.</p>\n", sheet->file);
		return;
	}
	if (bad == 0) {
		fprintf(sheet->file, "<p class=\"lead\">All %s codes were billable.</p>\n", all);
		return;
	}
	fprintf(sheet->file, "<p class=\"lead\">%s of %s codes (", sheet_number(bad, counted), all);
	html_text(sheet->file, share_text(bad, figures->all.codes, share));
	fprintf(sheet->file, ") %s not billable", bad == 1 ? "was" : "were");
	if (often && (bad == 1 || often->count > 1))
		html_in(sheet->file, bad == 1 ? ": " : ", most often ", often->name, "");
	if (often && often->count > 1)
		fprintf(sheet->file, " (%s)", sheet_number(often->count, counted));
	fputs(".</p>\n", sheet->file);
}

/* Where the share of a family began and ended. */
static void lead_over_time(const struct sheet *sheet, const struct figure_family *family)
{
	const struct figures *figures = sheet->figures;
	const struct figure *times = family->times;
	char name[64], share[SHARE_SIZE];
	uint32_t first = 0, last = figures->time_count;
	while (first < last && times[first].billable < SHEET_FEW)
		first++;
	while (last > first && times[last - 1].billable < SHEET_FEW)
		last--;
	if (last < first + 2)
		return;
	html_in(sheet->file, ": ", share_text(times[first].unspecified, times[first].billable, share), " in ");
	html_text(sheet->file, sheet_time_name(figures, &figures->times[first], name));
	html_in(sheet->file, ", ", share_text(times[last - 1].unspecified, times[last - 1].billable, share), " in ");
	html_text(sheet->file, sheet_time_name(figures, &figures->times[last - 1], name));
}

/* Which group has the highest share, and which the lowest. */
static void lead_over_groups(const struct sheet *sheet, const struct figure_family *family)
{
	const struct figures *figures = sheet->figures;
	const struct figure *groups = family->groups;
	uint32_t low = UINT32_MAX, high = UINT32_MAX;
	char share[SHARE_SIZE];
	for (uint32_t i = 0; i < figures->group_count; i++) {
		if (groups[i].billable < SHEET_FEW)
			continue;
		double part = (double)groups[i].unspecified / (double)groups[i].billable;
		if (low == UINT32_MAX || part < (double)groups[low].unspecified / (double)groups[low].billable)
			low = i;
		if (high == UINT32_MAX || part > (double)groups[high].unspecified / (double)groups[high].billable)
			high = i;
	}
	if (low == high)
		return;
	html_in(sheet->file, "; from ", share_text(groups[low].unspecified, groups[low].billable, share), " (");
	html_bytes(sheet->file, figures->groups[low].name, sheet_cut(figures->groups[low].name, NAME_CUT));
	fputc(')', sheet->file);
	html_in(sheet->file, " to ", share_text(groups[high].unspecified, groups[high].billable, share), " (");
	html_bytes(sheet->file, figures->groups[high].name, sheet_cut(figures->groups[high].name, NAME_CUT));
	fputc(')', sheet->file);
}

static void lead_family(const struct sheet *sheet)
{
	const struct figure_family *family = sheet->figures->families;
	char share[SHARE_SIZE], part[NUMBER_SIZE], all[NUMBER_SIZE];
	if (sheet->figures->family_count == 0 || family->header.count == 0)
		return;
	html_in(sheet->file, "<p>", sheet_unspecified(family), " made ");
	html_in(sheet->file, "<b>", share_text(family->header.unspecified, family->header.count, share), "</b> of ");
	html_text(sheet->file, family->header.name);
	fprintf(sheet->file, " (%s of %s)", sheet_number(family->header.unspecified, part),
		sheet_number(family->header.count, all));
	lead_over_time(sheet, family);
	lead_over_groups(sheet, family);
	fputs(".</p>\n", sheet->file);
}

static void tile(FILE *file, const char *value, const char *name)
{
	html_in(file, "<div><dt>", name, "</dt>");
	html_in(file, "<dd>", value, "</dd></div>\n");
}

static void put_tiles(const struct sheet *sheet)
{
	const struct figure *all = &sheet->figures->all;
	char text[NUMBER_SIZE];
	fputs("<dl>\n", sheet->file);
	if (all->claims)
		tile(sheet->file, sheet_number(all->claims, text), "claims");
	tile(sheet->file, sheet_number(all->codes, text), "codes");
	tile(sheet->file, share_text(all->codes - all->billable, all->codes, text), "not billable");
	tile(sheet->file, share_text(all->unspecified, all->billable, text), "unspecified, of the billable");
	if (all->claims)
		tile(sheet->file, share_text(all->faulty, all->claims, text), "claims flagged (error or warning)");
	fputs("</dl>\n", sheet->file);
}

void sheet_put_lead(const struct sheet *sheet)
{
	lead_billable(sheet);
	lead_family(sheet);
	put_tiles(sheet);
}
