/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The code book in SQL: an extension that SQLite loads. It uses libicd10 as any program does, by icd10.h alone.
 * icd10-sqlite(7) tells of its functions and tables.
 *
 * What is scalar is a function with a row in `functions`; what has rows is a table with a row in `tables`, whose hidden
 * columns are its arguments. A row of such a table is an array of texts, all of them made when the table is asked.
 */
#include "icd10.h"

#include <sqlite3ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SQLITE_EXTENSION_INIT1

#define VIEWS      64 /* days that are kept ready */
#define PATH_BYTES 4096

/* The open index of a connection. Functions and tables share it; the last of them frees it. */
struct state {
	unsigned users;
	char path[PATH_BYTES];
	icd10_book *book;
	icd10_view *views[VIEWS];
	struct icd10_error err; /* of what failed last */
};

static void close_book(struct state *state)
{
	for (size_t i = 0; i < VIEWS; i++) {
		icd10_view_free(state->views[i]);
		state->views[i] = NULL;
	}
	icd10_close(state->book);
	state->book = NULL;
}

static void leave(void *data)
{
	struct state *state = data;
	if (--state->users)
		return;
	close_book(state);
	sqlite3_free(state);
}

static bool open_book(struct state *state)
{
	return state->book || icd10_open(state->path, &state->book, &state->err) == ICD10_OK;
}

/* The book as of a day: the value's, today for NULL and for none. NULL, with the sentence in state->err. */
static icd10_view *view_of(struct state *state, sqlite3_value *day)
{
	const char *text = day ? (const char *)sqlite3_value_text(day) : NULL;
	icd10_date on = icd10_today();
	if (text && !icd10_date_parse(text, &on)) {
		snprintf(state->err.text, sizeof state->err.text, "%.40s: a date was expected: YYYY-MM-DD", text);
		return NULL;
	}
	if (!open_book(state))
		return NULL;
	icd10_view **view = &state->views[(unsigned)on % VIEWS];
	if (*view && icd10_view_date(*view) != on) {
		icd10_view_free(*view);
		*view = NULL;
	}
	if (!*view)
		icd10_view_open(state->book, on, view, &state->err);
	return *view;
}

/* ---- functions ---- */

/* A function of a code and a day; NULL of NULL. */
typedef enum icd10_result answer_code(struct state *state, sqlite3_context *context, icd10_view *view,
				      const char *code);

static enum icd10_result answer_valid(struct state *state, sqlite3_context *context, icd10_view *view, const char *code)
{
	struct icd10_check check = {.size = sizeof check};
	enum icd10_result result = icd10_check(view, code, &check, &state->err);
	sqlite3_result_int(context, check.detail == ICD10_DETAIL_OK);
	return result;
}

static enum icd10_result answer_detail(struct state *state, sqlite3_context *context, icd10_view *view,
				       const char *code)
{
	struct icd10_check check = {.size = sizeof check};
	enum icd10_result result = icd10_check(view, code, &check, &state->err);
	sqlite3_result_text(context, icd10_detail_name(check.detail), -1, SQLITE_STATIC);
	return result;
}

static enum icd10_result answer_title(struct state *state, sqlite3_context *context, icd10_view *view, const char *code)
{
	struct icd10_card_facts facts = {.size = sizeof facts};
	icd10_card *card = NULL;
	enum icd10_result result = icd10_card_open(view, code, &card, &state->err);
	if (result == ICD10_OK && icd10_card_facts(card, &facts))
		sqlite3_result_text(context, facts.title, -1, SQLITE_TRANSIENT);
	else
		sqlite3_result_null(context);
	icd10_card_free(card);
	return result;
}

static const struct function {
	const char *name;
	answer_code *answer;
} functions[] = {
	{"icd10_valid", answer_valid},
	{"icd10_detail", answer_detail},
	{"icd10_title", answer_title},
};
#define FUNCTIONS (sizeof functions / sizeof *functions)

/* What a function or table is registered with. */
struct registered {
	struct state *state;
	const struct function *function;
	const struct table *table;
};

static void leave_registered(void *data)
{
	struct registered *registered = data;
	leave(registered->state);
	sqlite3_free(registered);
}

static void run_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct registered *registered = sqlite3_user_data(context);
	const char *code = (const char *)sqlite3_value_text(values[0]);
	/* A day that is not known is not today. */
	if (!code || (count > 1 && sqlite3_value_type(values[1]) == SQLITE_NULL))
		return;
	icd10_view *view = view_of(registered->state, count > 1 ? values[1] : NULL);
	if (!view || registered->function->answer(registered->state, context, view, code) < 0)
		sqlite3_result_error(context, registered->state->err.text, -1);
}

/* icd10_open(PATH): the index to ask from now on. */
static void run_open(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct state *state = ((const struct registered *)sqlite3_user_data(context))->state;
	const char *path = (const char *)sqlite3_value_text(values[0]);
	(void)count;
	if (!path || strlen(path) >= sizeof state->path) {
		sqlite3_result_error(context, "icd10_open: the path of an index was expected", -1);
		return;
	}
	close_book(state);
	snprintf(state->path, sizeof state->path, "%s", path);
	if (open_book(state))
		sqlite3_result_text(context, state->path, -1, SQLITE_TRANSIENT);
	else
		sqlite3_result_error(context, state->err.text, -1);
}

/* ---- tables ---- */

#define COLUMNS_MAX   8
#define ARGUMENTS_MAX 3

struct row {
	char *values[COLUMNS_MAX]; /* NULL: no value */
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct row *rows;
	size_t count, room, at;
	bool failed; /* out of memory */
};

struct table {
	const char *name, *schema;
	int columns;             /* that are seen; the hidden ones follow, the day last */
	int number;              /* the column that is a number; -1: none */
	int arguments, required; /* hidden columns; how many of them must be given */
	bool (*fill)(struct state *state, struct cursor *cursor, icd10_view *view, const char *const *texts);
};

static void add_row(struct cursor *cursor, const char *const *values, size_t count)
{
	if (cursor->count == cursor->room) {
		size_t room = cursor->room ? 2 * cursor->room : 16;
		struct row *rows = sqlite3_realloc64(cursor->rows, room * sizeof *rows);
		cursor->failed |= !rows;
		if (!rows)
			return;
		cursor->rows = rows;
		cursor->room = room;
	}
	struct row *row = &cursor->rows[cursor->count++];
	memset(row, 0, sizeof *row);
	for (size_t i = 0; i < count; i++) {
		row->values[i] = values[i] ? sqlite3_mprintf("%s", values[i]) : NULL;
		cursor->failed |= values[i] && !row->values[i];
	}
}

static bool fill_search(struct state *state, struct cursor *cursor, icd10_view *view, const char *const *texts)
{
	struct icd10_search_options options = {.size = sizeof options, .limit = 200, .finished = true};
	icd10_search *search = NULL;
	if (icd10_search_open(view, texts[0], &options, &search, &state->err) < 0)
		return false;
	struct icd10_hit hit = {.size = sizeof hit};
	for (size_t i = 0; icd10_search_hit(search, i, &hit); i++) {
		char rank[24];
		snprintf(rank, sizeof rank, "%zu", i + 1);
		add_row(cursor,
			(const char *const[]){rank, hit.code, hit.title, icd10_status_name(hit.status), hit.matched,
					      icd10_field_name(hit.field)},
			6);
	}
	icd10_search_free(search);
	return true;
}

static bool fill_children(struct state *state, struct cursor *cursor, icd10_view *view, const char *const *texts)
{
	icd10_card *card = NULL;
	if (icd10_card_open(view, texts[0], &card, &state->err) < 0)
		return false;
	struct icd10_code code = {.size = sizeof code};
	for (size_t i = 0; icd10_card_code(card, ICD10_LIST_CHILDREN, i, &code); i++)
		add_row(cursor, (const char *const[]){code.code, code.title, icd10_status_name(code.status)}, 3);
	icd10_card_free(card);
	return true;
}

/* A row for each note that speaks of the two, and one where none does. */
static bool fill_pair(struct state *state, struct cursor *cursor, icd10_view *view, const char *const *texts)
{
	icd10_pair *pair = NULL;
	if (icd10_pair_open(view, texts[0], texts[1], &pair, &state->err) < 0)
		return false;
	const char *together = icd10_together_name(icd10_pair_together(pair));
	struct icd10_note note = {.size = sizeof note};
	for (size_t i = 0; icd10_pair_note(pair, i, &note); i++)
		add_row(cursor, (const char *const[]){together, icd10_note_kind_name(note.kind), note.at, note.text},
			4);
	if (cursor->count == 0)
		add_row(cursor, &together, 1);
	icd10_pair_free(pair);
	return true;
}

/* A row for each code of the day that stands for a target, and one where none does. */
static void add_mapping(struct cursor *cursor, const icd10_mapping *mapping, const char *way)
{
	struct icd10_mapping_row row = {.size = sizeof row};
	for (size_t i = 0; icd10_mapping_row(mapping, i, &row); i++) {
		char scenario[16], choice[16];
		const char *values[] = {way,
					row.source,
					row.target[0] ? row.target : NULL,
					row.approximate ? "approximate" : "equal",
					scenario,
					choice,
					NULL};
		snprintf(scenario, sizeof scenario, "%u", row.scenario);
		snprintf(choice, sizeof choice, "%u", row.choice);
		for (size_t j = 0; j == 0 || j < row.today_count; j++) {
			values[6] = row.today_count ? row.today[j] : NULL;
			add_row(cursor, values, 7);
		}
	}
}

/* Of a code that both systems may have, both ways. */
static bool fill_mapping(struct state *state, struct cursor *cursor, icd10_view *view, const char *const *texts)
{
	static const char *const names[] = {[ICD10_WAY_FROM_9] = "from_icd9", [ICD10_WAY_TO_9] = "to_icd9"};
	for (int way = ICD10_WAY_FROM_9; way <= ICD10_WAY_TO_9; way++) {
		icd10_mapping *mapping;
		if (icd10_mapping_open(view, (enum icd10_way)way, texts[0], &mapping, &state->err) < 0)
			return false;
		add_mapping(cursor, mapping, names[way]);
		icd10_mapping_free(mapping);
	}
	return true;
}

static const struct table tables[] = {
	{"icd10_search",
	 "CREATE TABLE x(rank INTEGER, code TEXT, title TEXT, status TEXT, matched TEXT, field TEXT, "
	 "words HIDDEN, day HIDDEN)",
	 6, 0, 2, 1, fill_search},
	{"icd10_children", "CREATE TABLE x(code TEXT, title TEXT, status TEXT, above HIDDEN, day HIDDEN)", 3, -1, 2, 1,
	 fill_children},
	{"icd10_pair",
	 "CREATE TABLE x(together TEXT, kind TEXT, place TEXT, text TEXT, first HIDDEN, second HIDDEN, day HIDDEN)", 4,
	 -1, 3, 2, fill_pair},
	{"icd10_mapping",
	 "CREATE TABLE x(way TEXT, source TEXT, target TEXT, fit TEXT, scenario TEXT, choice TEXT, today TEXT, "
	 "code HIDDEN, day HIDDEN)",
	 7, -1, 2, 1, fill_mapping},
};
#define TABLES (sizeof tables / sizeof *tables)

struct virtual_table {
	sqlite3_vtab base;
	const struct registered *registered;
};

static int table_connect(sqlite3 *db, void *data, int count, const char *const *values, sqlite3_vtab **out,
			 char **message)
{
	const struct registered *registered = data;
	(void)count;
	(void)values;
	(void)message;
	int status = sqlite3_declare_vtab(db, registered->table->schema);
	struct virtual_table *table = status == SQLITE_OK ? sqlite3_malloc64(sizeof *table) : NULL;
	if (!table)
		return status == SQLITE_OK ? SQLITE_NOMEM : status;
	*table = (struct virtual_table){.registered = registered};
	*out = &table->base;
	return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* Takes the hidden columns as arguments: which were given is idxNum, a bit for each. */
static int table_plan(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const struct table *table = ((struct virtual_table *)base)->registered->table;
	int at[ARGUMENTS_MAX] = {-1, -1, -1}, given = 0, place = 0;
	for (int i = 0; i < info->nConstraint; i++) {
		int argument = info->aConstraint[i].iColumn - table->columns;
		if (argument < 0 || argument >= table->arguments ||
		    info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!info->aConstraint[i].usable)
			return SQLITE_CONSTRAINT;
		at[argument] = i;
	}
	for (int i = 0; i < ARGUMENTS_MAX && i < table->arguments; i++) {
		if (at[i] < 0)
			continue;
		given |= 1 << i;
		info->aConstraintUsage[at[i]].argvIndex = ++place;
		info->aConstraintUsage[at[i]].omit = 1;
	}
	info->idxNum = given;
	info->estimatedCost = 1000;
	info->estimatedRows = 20;
	return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);
	(void)table;
	if (!cursor)
		return SQLITE_NOMEM;
	memset(cursor, 0, sizeof *cursor);
	*out = &cursor->base;
	return SQLITE_OK;
}

static void forget_rows(struct cursor *cursor)
{
	for (size_t i = 0; i < cursor->count; i++) {
		for (size_t j = 0; j < COLUMNS_MAX; j++)
			sqlite3_free(cursor->rows[i].values[j]);
	}
	cursor->count = cursor->at = 0;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
	struct cursor *cursor = (struct cursor *)base;
	forget_rows(cursor);
	sqlite3_free(cursor->rows);
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int say(sqlite3_vtab *table, const char *name, const char *what)
{
	sqlite3_free(table->zErrMsg);
	table->zErrMsg = sqlite3_mprintf("%s: %s", name, what);
	return SQLITE_ERROR;
}

static int cursor_filter(sqlite3_vtab_cursor *base, int given, const char *plan, int count, sqlite3_value **values)
{
	struct cursor *cursor = (struct cursor *)base;
	const struct registered *registered = ((struct virtual_table *)base->pVtab)->registered;
	const struct table *table = registered->table;
	const char *texts[ARGUMENTS_MAX] = {0};
	sqlite3_value *day = NULL;
	(void)plan;
	(void)count;
	forget_rows(cursor);
	for (int i = 0, next = 0; i < ARGUMENTS_MAX && i < table->arguments; i++) {
		sqlite3_value *value = given & 1 << i ? values[next++] : NULL;
		texts[i] = value ? (const char *)sqlite3_value_text(value) : NULL;
		if (i < table->required && !value)
			return say(base->pVtab, table->name, "an argument is missing");
		/* Of a code that is not known, or on such a day, nothing is. */
		if (value && !texts[i])
			return SQLITE_OK;
		day = i + 1 == table->arguments ? value : NULL;
	}
	icd10_view *view = view_of(registered->state, day);
	if (!view || !table->fill(registered->state, cursor, view, texts))
		return say(base->pVtab, table->name, registered->state->err.text);
	return cursor->failed ? SQLITE_NOMEM : SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
	((struct cursor *)base)->at++;
	return SQLITE_OK;
}

static int cursor_end(sqlite3_vtab_cursor *base)
{
	const struct cursor *cursor = (struct cursor *)base;
	return cursor->at >= cursor->count;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct cursor *cursor = (struct cursor *)base;
	const struct table *table = ((struct virtual_table *)base->pVtab)->registered->table;
	const char *value = column < table->columns ? cursor->rows[cursor->at].values[column] : NULL;
	if (value && column == table->number)
		sqlite3_result_int64(context, atoll(value));
	else if (value)
		sqlite3_result_text(context, value, -1, SQLITE_TRANSIENT);
	return SQLITE_OK;
}

static int cursor_row(sqlite3_vtab_cursor *base, sqlite3_int64 *row)
{
	*row = (sqlite3_int64)((struct cursor *)base)->at;
	return SQLITE_OK;
}

/* Without xCreate a table is there without being made. */
static const sqlite3_module module = {
	.xConnect = table_connect,
	.xBestIndex = table_plan,
	.xDisconnect = table_disconnect,
	.xOpen = cursor_open,
	.xClose = cursor_close,
	.xFilter = cursor_filter,
	.xNext = cursor_next,
	.xEof = cursor_end,
	.xColumn = cursor_column,
	.xRowid = cursor_row,
};

/* ---- loading ---- */

static struct registered *enter(struct state *state)
{
	struct registered *registered = sqlite3_malloc64(sizeof *registered);
	if (!registered)
		return NULL;
	*registered = (struct registered){.state = state};
	state->users++;
	return registered;
}

/* SQLite calls leave_registered also when it takes the function or table not. */
static int add_function(sqlite3 *db, struct state *state, const struct function *function, const char *name, int count)
{
	struct registered *registered = enter(state);
	if (!registered)
		return SQLITE_NOMEM;
	registered->function = function;
	return sqlite3_create_function_v2(db, name, count, SQLITE_UTF8 | SQLITE_DIRECTONLY, registered,
					  function ? run_function : run_open, NULL, NULL, leave_registered);
}

static int add_table(sqlite3 *db, struct state *state, const struct table *table)
{
	struct registered *registered = enter(state);
	if (!registered)
		return SQLITE_NOMEM;
	registered->table = table;
	return sqlite3_create_module_v2(db, table->name, &module, registered, leave_registered);
}

static int add_all(sqlite3 *db, struct state *state)
{
	int status = add_function(db, state, NULL, "icd10_open", 1);
	for (size_t i = 0; status == SQLITE_OK && i < 2 * FUNCTIONS; i++)
		status = add_function(db, state, &functions[i / 2], functions[i / 2].name, 1 + (int)(i % 2));
	for (size_t i = 0; status == SQLITE_OK && i < TABLES; i++)
		status = add_table(db, state, &tables[i]);
	return status;
}

/* What SQLite calls when it loads the file icd10.so: its name without digits. */
__attribute__((visibility("default"))) int sqlite3_icd_init(sqlite3 *db, char **message,
							    const sqlite3_api_routines *api);
int sqlite3_icd_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
	SQLITE_EXTENSION_INIT2(api);
	struct state *state = sqlite3_malloc64(sizeof *state);
	if (!state)
		return SQLITE_NOMEM;
	memset(state, 0, sizeof *state);
	state->users = 1; /* until all is registered */
	icd10_default_path(state->path, sizeof state->path);
	int status = add_all(db, state);
	if (status != SQLITE_OK)
		*message = sqlite3_mprintf("icd10: %s", sqlite3_errmsg(db));
	leave(state);
	return status;
}
