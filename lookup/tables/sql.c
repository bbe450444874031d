/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <stdio.h>
#include <string.h>

const char *const sql_engine_names[SQL_ENGINES] = {"postgresql", "sqlite", "duckdb"};

#define NAME_SIZE 32

/* What an engine calls the types, and how its client reads a file. */
struct dialect {
	const char *text, *date, *boolean; /* types; of text with the order of codes, which is that of their bytes */
	const char *suffix;                /* of the file */
	const char *client, *format;       /* that loads it; option of `export` */
};

static const struct dialect dialects[SQL_ENGINES] = {
	[SQL_POSTGRESQL] = {"text COLLATE \"C\"", "date", "boolean", "tsv", "psql", ""},
	[SQL_SQLITE] = {"text", "text", "integer", "csv", "sqlite3", "-f csv "},
	[SQL_DUCKDB] = {"varchar", "date", "boolean", "csv", "duckdb", "-f csv "},
};

/* A column: its name and type, read from the texts of the table, which go on behind it. */
struct column {
	char name[NAME_SIZE], type[NAME_SIZE];
	bool required;
};

static bool next_column(const char **names, const char **types, struct column *out)
{
	size_t name = strcspn(*names, " "), type = strcspn(*types, " ");
	if (!name || !type)
		return false;
	out->required = (*types)[type - 1] == '!';
	snprintf(out->name, NAME_SIZE, "%.*s", (int)strcspn(*names, " +="), *names);
	snprintf(out->type, NAME_SIZE, "%.*s", (int)(type - out->required), *types);
	*names += name + strspn(*names + name, " ");
	*types += type + strspn(*types + type, " ");
	return true;
}

static const char *type_in(const struct dialect *dialect, const char *type)
{
	return strcmp(type, "text") == 0      ? dialect->text
	       : strcmp(type, "date") == 0    ? dialect->date
	       : strcmp(type, "boolean") == 0 ? dialect->boolean
					      : type;
}

/* "icd10_dated_notes" */
static void name_table(const struct table *table, char out[NAME_SIZE])
{
	snprintf(out, NAME_SIZE, "icd10_%s", table->name);
	for (char *dash; (dash = strchr(out, '-'));)
		*dash = '_';
}

static void put_columns(const struct table *table, const struct dialect *dialect, FILE *file)
{
	const char *names = table->columns.columns, *types = table->types;
	struct column column;
	for (bool first = true; next_column(&names, &types, &column); first = false)
		fprintf(file, "%s\t%s %s%s", first ? "" : ",\n", column.name, type_in(dialect, column.type),
			column.required ? " NOT NULL" : "");
	fputs("\n);\n", file);
}

/* SQLite has empty texts for the empty fields of a file. */
static void put_nulls(const struct table *table, const char *name, FILE *file)
{
	const char *names = table->columns.columns, *types = table->types;
	struct column column;
	bool first = true;
	while (next_column(&names, &types, &column)) {
		if (column.required)
			continue;
		if (first)
			fprintf(file, "UPDATE %s SET", name);
		fprintf(file, "%s %s = nullif(%s, '')", first ? "" : ",", column.name, column.name);
		first = false;
	}
	if (!first)
		fputs(";\n", file);
}

static void put_load(const struct table *table, enum sql_engine engine, const char *name, FILE *file)
{
	switch (engine) {
	case SQL_POSTGRESQL:
		fprintf(file, "\\copy %s FROM '%s.tsv' WITH (FORMAT text, NULL '')\n", name, table->name);
		break;
	case SQL_SQLITE:
		fprintf(file, ".import --csv %s.csv %s\n", table->name, name);
		put_nulls(table, name, file);
		break;
	default:
		fprintf(file,
			"COPY %s FROM '%s.csv' (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', "
			"NULLSTR '');\n"
			"-- To Parquet: COPY %s TO '%s.parquet' (FORMAT parquet);\n",
			name, table->name, name, table->name);
	}
}

void table_sql(const struct table *table, enum sql_engine engine, FILE *file)
{
	const struct dialect *dialect = &dialects[engine];
	char name[NAME_SIZE];
	name_table(table, name);
	fprintf(file, "-- For %s, after: icd10-lookup %sexport %s -o %s.%s\n", dialect->client, dialect->format,
		table->name, table->name, dialect->suffix);
	fprintf(file, "CREATE TABLE %s (\n", name);
	put_columns(table, dialect, file);
	put_load(table, engine, name, file);
	if (table->single && engine == SQL_POSTGRESQL)
		fprintf(file,
			"-- No two rows of a %s have a day in common:\n"
			"CREATE EXTENSION IF NOT EXISTS btree_gist;\n"
			"ALTER TABLE %s ADD CONSTRAINT %s_days\n"
			"\tEXCLUDE USING gist (%s WITH =, daterange(valid_from, valid_to, '[]') WITH &&);\n",
			table->single, name, name, table->single);
	fprintf(file, "CREATE INDEX %s_index ON %s (%s);\n", name, name, table->index);
	if (engine != SQL_DUCKDB)
		fprintf(file, "ANALYZE %s;\n", name);
}
