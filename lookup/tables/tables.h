/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables for databases: the history of the book told row by row, and the SQL that makes room for a table and loads it.
 * For `export`.
 */
#ifndef ICD_TABLES_TABLES_H
#define ICD_TABLES_TABLES_H

#include "tell/printer.h"
#include "view/view.h"

struct table {
	const char *name; /* as it is asked for: "dated", "dated-notes" */
	struct columns columns;
	const char *types; /* of the columns, in the words of SQL: "text date"; a "!" behind a type: never empty */
	const char *index; /* columns to look rows up by: "code, valid_from" */
	/* The column of which there is one row a day from valid_from to valid_to; NULL where there may be several. */
	const char *single;
	/* Tells all rows. False when a record cannot be read. */
	bool (*tell)(const struct icd_view *view, struct printer *printer, struct icd_error *err);
};

/* NULL when there is none of that name. */
const struct table *table_find(const char *name);

enum sql_engine { SQL_POSTGRESQL, SQL_SQLITE, SQL_DUCKDB, SQL_ENGINES };
extern const char *const sql_engine_names[SQL_ENGINES];

/* The statements that make the table and load the file that is named in their first line, for the client of the engine:
 * psql, sqlite3, duckdb. */
void table_sql(const struct table *table, enum sql_engine engine, FILE *file);

#endif
