/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include "chart.h"
#include "html.h"

#include <inttypes.h>
#include <string.h>

const char *sheet_number(uint64_t value, char out[NUMBER_SIZE])
{
	char digits[NUMBER_SIZE];
	size_t length = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, value), to = 0;
	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[to++] = ',';
		out[to++] = digits[i];
	}
	out[to] = '\0';
	return out;
}

const char *sheet_time_name(const struct figures *figures, const struct figure_slot *slot, char out[64])
{
	snprintf(out, 64, "%s", slot->name);
	if (figures->time == FIGURE_MONTHS)
		snprintf(out, 64, "%s %d", icd_month_names[slot->place % 12], (int)(slot->place / 12));
	return out;
}

const char *sheet_short_time(struct sheet *sheet, const struct figure_slot *slot)
{
	if (sheet->figures->time != FIGURE_MONTHS)
		return slot->name;
	return icd_pool_print(sheet->pool, "%.3s %d", icd_month_names[slot->place % 12], (int)(slot->place / 12));
}

const char *sheet_group_word(const struct sheet *sheet)
{
	const char *const *by = sheet->page->by;
	if (sheet->figures->time_part < 0 && by[0] && by[1])
		return icd_pool_print(sheet->pool, "%s, %s", by[0], by[1]);
	const char *word = by[sheet->figures->time_part == 0];
	return word ? word : "group";
}

size_t sheet_cut(const char *text, size_t most)
{
	size_t length = strlen(text), at;
	if (length <= most)
		return length;
	for (at = most; at > most / 2 && text[at] != ' '; at--)
		;
	if (text[at] == ' ')
		return at;
	for (at = most; at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80; at--)
		;
	return at;
}

const char *sheet_unspecified(const struct figure_family *family)
{
	const char *only = NULL;
	for (uint32_t i = 0; i < family->member_count; i++) {
		if (!family->members[i].is_unspecified)
			continue;
		if (only)
			return "Unspecified codes";
		only = family->members[i].name;
	}
	return only ? only : "Unspecified codes";
}

void sheet_section(const struct sheet *sheet, const char *heading)
{
	html_in(sheet->file, "<section><h2>", heading, "</h2>\n");
}

void sheet_cell_number(const struct sheet *sheet, uint64_t value)
{
	char text[NUMBER_SIZE];
	html_in(sheet->file, "<td class=\"n\">", sheet_number(value, text), "</td>");
}

void sheet_cell_share(const struct sheet *sheet, uint64_t part, uint64_t all)
{
	char text[SHARE_SIZE];
	html_in(sheet->file, all < SHEET_FEW ? "<td class=\"n soft\">" : "<td class=\"n\">",
		share_text(part, all, text), "</td>");
}

void sheet_cells_share(const struct sheet *sheet, uint64_t part, uint64_t all, unsigned width, const char *kind)
{
	fputs("<td class=\"bars\">", sheet->file);
	chart_bar(sheet->file, part, all, width, kind);
	fputs("</td>", sheet->file);
	sheet_cell_share(sheet, part, all);
}
