/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes small spreadsheets in memory, well-formed or not. Tests only. */
#ifndef ICD_SUPPORT_MADE_XLSX_H
#define ICD_SUPPORT_MADE_XLSX_H

#include "common/input.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define MADE_WORKBOOK                                                                                                  \
	"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "                                 \
	"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>"                       \
	"<sheet name='Empty' sheetId='1' r:id='rId7'/><sheet name='Table' sheetId='2' r:id='rId3'/>"                   \
	"</sheets></workbook>"
#define MADE_LINKS                                                                                                     \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"                         \
	"<Relationship Id='rId3' Type='http://x/worksheet' Target='worksheets/table.xml'/>"                            \
	"<Relationship Id='rId7' Type='http://x/worksheet' Target='/xl/worksheets/empty.xml'/>"                        \
	"<Relationship Id='rId9' Type='http://x/sharedStrings' Target='sharedStrings.xml'/>"                           \
	"</Relationships>"
#define MADE_EMPTY "<worksheet><sheetData><row r='1'><c r='A1' s='4'/></row></sheetData></worksheet>"

static inline void made_part(zip_t *zip, const char *path, const char *text)
{
	if (text)
		zip_file_add(zip, path, zip_source_buffer(zip, text, strlen(text), 0), 0);
}

/* A spreadsheet of two sheets, the first empty. Parts that are NULL are left out. free() its data. */
static inline struct input made_xlsx(const char *name, const char *table, const char *strings)
{
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, &error);
	zip_source_keep(whole);
	made_part(zip, "xl/workbook.xml", MADE_WORKBOOK);
	made_part(zip, "xl/_rels/workbook.xml.rels", MADE_LINKS);
	made_part(zip, "xl/worksheets/empty.xml", MADE_EMPTY);
	made_part(zip, "xl/worksheets/table.xml", table);
	made_part(zip, "xl/sharedStrings.xml", strings);
	zip_close(zip);
	zip_stat_t stat;
	zip_source_open(whole);
	zip_source_stat(whole, &stat);
	char *data = calloc(1, stat.size + 1);
	zip_source_read(whole, data, stat.size);
	zip_source_close(whole);
	zip_source_free(whole);
	zip_error_fini(&error);
	return (struct input){name, data, stat.size};
}

#endif
