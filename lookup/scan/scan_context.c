/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "scan_words.inc" /* diagnosis_keys, neutral_keys, code_columns, ...: see data/scan_words.tsv */

#include <string.h>
#include <strings.h>

#define LOOK_BACK  400 /* bytes before a value in which its key may stand */
#define KEY_MAX    60  /* bytes of a key of several words */
#define KEY_WORDS  5
#define NAMED_NEAR 200  /* bytes before a key for codes of any kind in which a diagnosis may be named */
#define OBJECT_MAX 600  /* bytes on either side in which the object or tag around a value ends */
#define HEAD_MAX   4000 /* bytes of the first lines of a table that are looked at */
#define BLANKS_MAX 200  /* blanks before a key on its line */
#define FIELDS_MAX 64

/* ---- names ---- */

/* A word begins here: no letter before it, or a capital after a small letter ("principalDx"). */
static bool word_begins(const char *text, const char *at)
{
	return at == text || !scan_is(at[-1], SCAN_LETTER) || (at[-1] >= 'a' && *at >= 'A' && *at <= 'Z');
}

static bool word_ends(const char *at, const char *end)
{
	return at == end || !(*at >= 'a' && *at <= 'z');
}

/* The first row of the list that the text begins with, NULL for none. */
static const struct icd_word_row *row_at(const struct icd_word_list *list, const char *at, const char *end)
{
	char first = icd_lower(*at);
	unsigned i = icd_is_letter(first)  ? list->first[first - 'a']
		     : icd_is_digit(first) ? list->first[26 + first - '0']
					   : 0;
	for (; i; i = list->at[i - 1].next) {
		const struct icd_word_row *row = &list->at[i - 1];
		size_t length = strlen(row->word);
		if ((size_t)(end - at) >= length && strncasecmp(at, row->word, length) == 0)
			return row;
	}
	return NULL;
}

/* What the first key that the text begins with says of it. */
static enum scan_named key_at(const char *at, const char *end)
{
	const struct icd_word_row *row = row_at(&diagnosis_keys, at, end);
	if (!row)
		return SCAN_NAMED_NOTHING;
	if (row->form[0] == 'q') {
		size_t length = strlen(row->word);
		bool whole = at + length == end && *at < 'a' && at[1] < 'a' && !scan_is(at[-1], SCAN_ALNUM);
		return !whole ? SCAN_NAMED_NOTHING : row->form[9] ? SCAN_NAMED_ICD9 : SCAN_NAMED_DIAGNOSIS;
	}
	if (strcmp(row->form, "icd9") == 0)
		return SCAN_NAMED_ICD9;
	return row->form[0] == 'b' || word_ends(at + strlen(row->word), end) ? SCAN_NAMED_DIAGNOSIS
									     : SCAN_NAMED_NOTHING;
}

/* Does the text name a diagnosis code: "diagnosis", "dx1", "ICD-10"? Where it names ICD-9-CM, one of these. */
static enum scan_named names(const char *text, const char *end)
{
	enum scan_named named = SCAN_NAMED_NOTHING;
	for (const char *at = text; at < end; at++) {
		if (!scan_is(*at, SCAN_LETTER) || !word_begins(text, at))
			continue;
		enum scan_named here = key_at(at, end);
		if (here == SCAN_NAMED_ICD9)
			return here;
		if (here)
			named = here;
	}
	return named;
}

/* ---- tables ---- */

static char sniff(const char *text, const char *end)
{
	static const char candidates[] = ",;\t|";
	size_t counts[sizeof candidates] = {0}, best = 0;
	bool quoted = false;
	for (; text < end; text++) {
		const char *found = *text ? strchr(candidates, *text) : NULL;
		quoted ^= *text == '"';
		if (found && !quoted)
			counts[found - candidates]++;
	}
	for (size_t i = 1; candidates[i]; i++)
		best = counts[i] > counts[best] ? i : best;
	return counts[best] ? candidates[best] : '\0';
}

/* Takes quotes and blanks off a field. */
static void trim(const char **at, const char **end)
{
	while (*at < *end && **at && strchr(" \t\r\"'", **at))
		++*at;
	while (*at < *end && (*end)[-1] && strchr(" \t\r\"'", (*end)[-1]))
		--*end;
}

/* A known code, and nothing else; 0 for none. */
static icd_packed whole_code(const struct scan_tokens *tokens, const char *at, const char *end)
{
	trim(&at, &end);
	icd_packed packed = icd_pack_typed(at, (size_t)(end - at));
	return packed && icd_status_ordinal(tokens->table, packed) >= 0 ? packed : 0;
}

/* A column's name is a few words; running text that mentions a diagnosis is none, and a line of codes has no names. */
static bool is_column_name(const struct scan_tokens *tokens, const char *at, const char *end)
{
	size_t words = 1;
	int open = 0; /* brackets: a list that is parted by commas, too, is no name */
	trim(&at, &end);
	for (const char *c = at; c < end; c++) {
		words += *c == ' ';
		open += (*c == '(') - (*c == ')');
		if ((*c && strchr("<>{}=:", *c)) || (*c == '.' && c + 1 < end && c[1] == ' '))
			return false;
	}
	return words <= 5 && open == 0 && end - at <= 48 && !whole_code(tokens, at, end);
}

/* The end of the field: at the delimiter outside of quotes. */
static const char *field_end(const char *at, const char *end, char delimiter)
{
	bool quoted = false;
	for (; at < end && (*at != delimiter || quoted); at++)
		quoted ^= *at == '"';
	return at;
}

/* "Diagnosis description" has words, not codes. */
static bool has_words(const char *at, const char *end)
{
	size_t length = (size_t)(end - at);
	return memmem(at, length, "esc", 3) || memmem(at, length, "ame", 3) || memmem(at, length, "itle", 4) ||
	       memmem(at, length, "ext", 3) || memmem(at, length, "ersion", 6) || memmem(at, length, "DESC", 4);
}

struct cells {
	unsigned filled, codes, telling; /* of these: are known codes, and spelled like nothing else */
};

static void count_cell(const struct scan_tokens *tokens, const char *at, const char *end, struct cells *cells)
{
	trim(&at, &end);
	if (at == end)
		return;
	bool code = whole_code(tokens, at, end) != 0;
	cells->filled++;
	cells->codes += code;
	cells->telling += code && end - at > 3 && !scan_like_hcpcs(at, (size_t)(end - at));
}

/* Do the cells below say that a column headed "code" has diagnoses? */
static uint64_t columns_of_codes(const struct scan_tokens *tokens, const char *at, const char *end, char delimiter,
				 uint64_t neutral)
{
	struct cells cells[FIELDS_MAX] = {{0, 0, 0}};
	uint64_t columns = 0;
	while (neutral && at < end) {
		const char *stop = scan_line_end(at, end);
		for (unsigned column = 0; at <= stop && column < FIELDS_MAX && stop < end; column++) {
			const char *cell = field_end(at, stop, delimiter);
			if (neutral >> column & 1)
				count_cell(tokens, at, cell, &cells[column]);
			at = cell + 1;
		}
		at = stop + 1;
	}
	for (unsigned column = 0; column < FIELDS_MAX; column++) {
		if (cells[column].telling && cells[column].codes * 10 >= cells[column].filled * 6)
			columns |= UINT64_C(1) << column;
	}
	return columns;
}

/* The columns whose names name diagnoses; those named for codes of any kind into *neutral. */
static bool read_head(struct scan_context *context, const char *text, const char *end, char delimiter,
		      uint64_t *neutral)
{
	unsigned filled = 0;
	for (unsigned column = 0; text <= end && column < FIELDS_MAX; column++) {
		const char *stop = field_end(text, end, delimiter), *at = text, *name_end = stop;
		if (!is_column_name(context->tokens, text, stop))
			return false;
		trim(&at, &name_end);
		filled += at < name_end;
		enum scan_named named = has_words(at, name_end) ? SCAN_NAMED_NOTHING : names(at, name_end);
		if (named == SCAN_NAMED_DIAGNOSIS)
			context->columns |= UINT64_C(1) << column;
		else if (named == SCAN_NAMED_ICD9)
			context->icd9 |= UINT64_C(1) << column;
		else if (icd_word_find(&code_columns, at, (size_t)(name_end - at)))
			*neutral |= UINT64_C(1) << column;
		text = stop + 1;
	}
	/* One statement of a program with its semicolon is no table. */
	return filled > 1;
}

void scan_context_start(struct scan_context *context, const struct scan_tokens *tokens,
			const struct text_window *window)
{
	const char *text = window->text, *end = window->end - text > HEAD_MAX ? text + HEAD_MAX : window->end;
	uint64_t neutral = 0;
	*context = (struct scan_context){.tokens = tokens, .counted = text, .header = true};
	if (end - text >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	if (end - text > 6 && memcmp(text, "sep=", 4) == 0 && scan_ends_line(text + 5, end)) /* for spreadsheets */
		text = scan_line_end(text, end) + (scan_line_end(text, end) < end);
	const char *stop = scan_line_end(text, end);
	char delimiter = sniff(text, stop);
	if (!delimiter || stop == end || !read_head(context, text, stop, delimiter, &neutral)) {
		context->columns = context->icd9 = 0;
		return;
	}
	/* The last line that is looked at may be cut off. */
	const char *last = end;
	if (!window->last || end < window->end) {
		last = memrchr(stop, '\n', (size_t)(end - stop));
		last++;
	}
	context->columns |= columns_of_codes(tokens, stop + 1, last, delimiter, neutral);
	if (context->columns | context->icd9)
		context->delimiter = delimiter;
}

/* Moves the count of columns on. */
static void count_columns(struct scan_context *context, const char *to)
{
	const char *at = context->counted;
	const char *feed = memrchr(at, '\n', (size_t)(to - at));
	if (feed) {
		at = feed + 1;
		context->column = 0;
		context->quoted = context->header = false;
	}
	for (; at < to; at++) {
		context->quoted ^= *at == '"';
		context->column += *at == context->delimiter && !context->quoted;
	}
	context->counted = to;
}

/* Does a cell begin here, or an item of a list in it: after quotes, brackets, blanks and other values? */
static bool begins_item(const struct scan_context *context, const struct text_window *window, const char *at)
{
	const char *floor = at - window->text > LOOK_BACK ? at - LOOK_BACK : window->text;
	const char *earlier =
		context->value_end && context->value_end <= at ? context->value_end : context->earlier_end;
	while (at > floor && at[-1] != context->delimiter && at[-1] != '\n' && at != earlier) {
		struct icd_char c = icd_char_before(floor, at);
		if (c.kind == ICD_CHAR_CODE || c.kind == ICD_CHAR_WORD)
			return false;
		at -= c.size;
	}
	return true;
}

bool scan_context_in_columns(struct scan_context *context, const struct text_window *window, const char *at,
			     uint64_t columns)
{
	count_columns(context, at);
	return !context->header && context->column < FIELDS_MAX && columns >> context->column & 1 &&
	       begins_item(context, window, at);
}

void scan_context_leave(struct scan_context *context, const char *to)
{
	if (context->delimiter && context->counted < to)
		count_columns(context, to);
}

/* A place in the last window, in this one; the start where it is no longer seen. */
static void move(const char **place, const struct text_window *window)
{
	if (*place)
		*place = (size_t)(*place - window->text) > window->moved ? *place - window->moved : window->text;
}

void scan_context_window(struct scan_context *context, const struct text_window *window)
{
	const char **const places[] = {&context->counted,     &context->value_end,  &context->earlier_end,
				       &context->neutral_end, &context->searched,   &context->named_at,
				       &context->object,      &context->object_end, &context->clean,
				       &context->clean_end,   &context->other,      &context->other_end};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		move(places[i], window);
}

/* ---- keys ---- */

/* The place where a name ends that begins before `at` and holds a diagnosis, searched once. */
static bool named_before(struct scan_context *context, const struct text_window *window, const char *at)
{
	const char *floor = at - window->text > NAMED_NEAR ? at - NAMED_NEAR : window->text;
	const char *from = context->searched && context->searched > floor ? context->searched : floor;
	for (; from < at; from++) {
		if (scan_is(*from, SCAN_LETTER) && (from == window->text || word_begins(window->text, from)) &&
		    key_at(from, at) == SCAN_NAMED_DIAGNOSIS)
			context->named_at = from;
	}
	if (!context->searched || context->searched < at)
		context->searched = at;
	return context->named_at && context->named_at >= floor && context->named_at < at;
}

static bool is_enclosed(const struct text_window *window, const char *at, const char *end)
{
	char before = at[-1], after = *end;
	(void)window;
	return (before == '"' && after == '"') || (before == '\'' && after == '\'') || (before == '>' && after == '<');
}

/* "code: M545" on a line of its own, as in YAML. */
static bool is_line_of_key(const struct text_window *window, const char *key, const char *end)
{
	const char *floor = key - window->text > BLANKS_MAX ? key - BLANKS_MAX : window->text;
	while (key > floor && (key[-1] == ' ' || key[-1] == '-' || key[-1] == '\t'))
		key--;
	return (key == window->text || key[-1] == '\n') && scan_ends_line(end, window->end);
}

/* Where the identifier begins that ends at `at`. */
static const char *identifier(const char *at, const char *floor)
{
	while (at > floor &&
	       (scan_is(at[-1], SCAN_ALNUM) || (at[-1] && strchr("_-.#$@", at[-1])) || (unsigned char)at[-1] >= 0x80))
		at--;
	return at;
}

/* Where a key of several words begins, as before a colon: "Primary diagnosis code (ICD-10)". */
static const char *words_of_key(const char *at, const char *floor)
{
	const char *start = at;
	unsigned words = 0;
	if (at - floor > KEY_MAX)
		floor = at - KEY_MAX;
	while (at > floor && words < KEY_WORDS) {
		const char *word = identifier(at, floor);
		if (word == at && !(at[-1] && strchr(" ()/", at[-1])))
			break;
		words += word < at;
		at = word < at ? word : at - 1;
		start = word < at ? start : at;
		if (at > floor && at[-1] == '.')
			break;
	}
	return at < start ? at : start;
}

/* Back to the bracket that is closed before `at`, NULL where it is not near. */
static const char *opening(const char *at, const char *floor)
{
	int depth = 0;
	if (at - floor > KEY_MAX)
		floor = at - KEY_MAX;
	while (at > floor) {
		at--;
		depth += (*at == ')' || *at == ']' || *at == '}') - (*at == '(' || *at == '[' || *at == '{');
		if (depth == 0)
			return at;
	}
	return NULL;
}

/* What a key says; one for codes of any kind, that the value is such a code. */
static enum scan_named of_key(const struct text_window *window, const char *key, const char *key_end, const char *at,
			      const char *end)
{
	enum scan_named named = names(key, key_end);
	if (named != SCAN_NAMED_NOTHING)
		return named;
	if (icd_word_find(&neutral_keys, key, (size_t)(key_end - key)) &&
	    (is_enclosed(window, at, end) || is_line_of_key(window, key, end)))
		return SCAN_NAMED_CODE;
	return SCAN_NAMED_NOTHING;
}

/* Where the bracket around `at` opens, not farther back than `floor`; NULL for none. */
static const char *opens_around(const char *at, const char *floor, char open, char close)
{
	unsigned depth = 0;
	while (at > floor) {
		at--;
		if (*at == close)
			depth++;
		else if (*at == open && depth-- == 0)
			return at;
	}
	return NULL;
}

/* The tag that ends before `at`; NULL for none. */
static const char *tag_before(const char *at, const char *floor)
{
	if (at - floor > 160)
		floor = at - 160;
	const char *open = memrchr(floor, '<', (size_t)(at - floor));
	return open && open + 1 < at && (scan_is(open[1], SCAN_LETTER) || open[1] == '/') ? open : NULL;
}

/* Of the text between tags: what its tag says. */
static enum scan_named of_tag(const struct text_window *window, const char *tag, const char *tag_end, const char *at,
			      const char *end)
{
	enum scan_named named = names(tag + 1, tag_end);
	if (named != SCAN_NAMED_NOTHING)
		return named;
	size_t length = 0;
	while (tag + 1 + length < tag_end && tag[1 + length] != ' ' && tag[1 + length] != '>')
		length++;
	return icd_word_find(&neutral_keys, tag + 1, length) && is_enclosed(window, at, end) ? SCAN_NAMED_CODE
											     : SCAN_NAMED_NOTHING;
}

/* Tags before `at` that only say how it looks are passed over. */
static const char *before_plain_tags(const char *at, const char *floor)
{
	const char *tag;
	while (at > floor && at[-1] == '>' && (tag = tag_before(at, floor)) != NULL) {
		const char *name = tag + 1 + (tag[1] == '/'), *stop = name;
		while (scan_is(*stop, SCAN_ALNUM))
			stop++;
		if (!icd_word_find(&plain_tags, name, (size_t)(stop - name)))
			break;
		at = tag;
		while (at > floor && (at[-1] == ' ' || at[-1] == '\n' || at[-1] == '\t' || at[-1] == '\r'))
			at--;
	}
	return at;
}

/* What is read backwards from a value to its key. */
struct key_search {
	const struct text_window *window;
	const char *at, *floor;  /* read so far; not farther back */
	const char *value, *end; /* the value */
	bool compared, colon;    /* after "=", IN, ":" and the like; the last of them was a colon */
	bool comma, opened;      /* a comma, an opening bracket stands before the value */
};

static void skip_back(struct key_search *search, const char *bytes)
{
	while (search->at > search->floor && search->at[-1] && strchr(bytes, search->at[-1]))
		search->at--;
}

/* The call that the key is the first argument of: inlist(dx, "I10"). */
static bool is_call(const struct key_search *search, const char *key)
{
	if (!search->comma || key == search->floor || key[-1] != '(')
		return false;
	const char *name = identifier(key - 1, search->floor), *dot = key - 1;
	while (dot > name && dot[-1] != '.')
		dot--;
	const struct icd_word_row *row = icd_word_find(&list_words, dot, (size_t)(key - 1 - dot));
	return row && row->form[0] == 'c';
}

/* The name of a format of SAS: value $dx 'I10' = 'Hypertension' */
static bool is_format(const struct key_search *search, const char *name)
{
	const char *stop = name;
	while (stop > search->floor && stop[-1] == ' ')
		stop--;
	const char *word = identifier(stop, search->floor);
	const struct icd_word_row *row = icd_word_find(&list_words, word, (size_t)(stop - word));
	return stop < name && row && row->form[0] == 'f';
}

/* "ICD-10 M545", "Dx M545": right before the value. */
static enum scan_named of_word_before(const struct key_search *search, const char *word)
{
	const char *stop = search->at;
	bool near = stop < search->value && search->value - stop <= 3 &&
		    strspn(stop, " ") >= (size_t)(search->value - stop);
	enum scan_named named = names(word, stop);
	if (!named || stop - word > 12)
		return SCAN_NAMED_NOTHING;
	if (is_format(search, word))
		return named;
	if (!near)
		return SCAN_NAMED_NOTHING;
	return search->end - search->value > 3 || icd_lower(*word) == 'i' ? named : SCAN_NAMED_NOTHING;
}

/* The word that ends at search->at: true when it is one of those between key and value, and was passed over. */
static bool pass_list_word(struct key_search *search, const char *word)
{
	const char *dot = search->at;
	while (dot > word && dot[-1] != '.' && dot[-1] != '$')
		dot--;
	const struct icd_word_row *row = icd_word_find(&list_words, dot, (size_t)(search->at - dot));
	if (!row)
		return false;
	search->compared = true;
	search->colon = false;
	search->at = dot > word ? dot - 1 : dot;
	return true;
}

/* A letter before a quote that says what kind of string it is: N'R05' of SQL, r"R05" of Python. */
static bool pass_prefix(struct key_search *search, const char *word)
{
	if (search->at - word != 1 || !strchr("NnRrBbUuEeFf", *word) || (*search->at != '"' && *search->at != '\''))
		return false;
	search->at = word;
	return true;
}

/* A type between the key and its value: dx_code: str = "R05", dx::text = 'R05'. */
static bool pass_type(struct key_search *search, const char *word)
{
	const char *at = word;
	while (at > search->floor && at[-1] == ' ')
		at--;
	if (search->colon || !search->compared || at == search->floor || at[-1] != ':' || names(word, search->at))
		return false;
	search->at = word;
	return true;
}

/* The name of an item of a list, of the first one or of any in c(): dx <- c(cough = "R05", back = "M545"). */
static bool pass_item_name(struct key_search *search, const char *word)
{
	if (search->colon || !search->compared || word == search->floor || names(word, search->at))
		return false;
	const char *open = opens_around(word, search->floor, '(', ')');
	if (!open || open == search->floor)
		return false;
	const char *list = identifier(open, search->floor);
	const struct icd_word_row *row = icd_word_find(&list_words, list, (size_t)(open - list));
	bool any = open - list == 1 && *list == 'c';
	if (!row || row->form[0] != 'b' || (!any && open + 1 != word))
		return false;
	search->at = open + 1;
	return true;
}

static enum scan_named of_words(struct key_search *search, bool *done)
{
	const char *word = identifier(search->at, search->floor);
	*done = true;
	if (word == search->at)
		return SCAN_NAMED_NOTHING;
	if (pass_prefix(search, word) || pass_type(search, word) || pass_item_name(search, word)) {
		*done = false;
		return SCAN_NAMED_NOTHING;
	}
	if ((search->compared || search->comma || search->opened) && !search->colon && pass_list_word(search, word)) {
		*done = false;
		return SCAN_NAMED_NOTHING;
	}
	if (is_call(search, word))
		return names(word, search->at);
	if (!search->compared)
		return of_word_before(search, word);
	bool quoted = *search->at == '"' || *search->at == '\'' || *search->at == '`';
	const char *key = search->colon || quoted ? words_of_key(search->at, search->floor) : word;
	if (search->colon && !quoted && icd_word_find(&neutral_keys, word, (size_t)(search->at - word)))
		key = names(key, search->at) ? key : word;
	return of_key(search->window, key, search->at, search->value, search->end);
}

/* A sign between key and value, passed over; false where there is none. */
static bool pass_sign(struct key_search *search)
{
	char sign = search->at > search->floor ? search->at[-1] : '\0';
	if (sign == '-' && search->at - search->floor >= 2 && search->at[-2] == '<') {
		search->at--; /* an arrow of R */
		sign = '<';
	}
	if (!sign || !strchr(":=<>~!%", sign))
		return false;
	search->colon = sign == ':';
	search->compared = true;
	search->at--;
	return true;
}

/* A key's brackets: substr(dx, 1, 3) = , df["dx"] = , "Diagnosis (ICD-10):". */
static enum scan_named pass_brackets(struct key_search *search)
{
	const char *open = opening(search->at, search->floor);
	if (!open)
		return SCAN_NAMED_NOTHING;
	enum scan_named named = names(open, search->at);
	search->at = open;
	return named;
}

static enum scan_named search_key(struct key_search *search)
{
	enum scan_named named = SCAN_NAMED_NOTHING;
	bool done = false;
	for (int i = 0; i < 16 && !done && !named; i++) {
		skip_back(search, search->compared ? " \t\r\n\"'`" : " \t\r\n");
		search->at = before_plain_tags(search->at, search->floor);
		char last = search->at > search->floor ? search->at[-1] : '\0';
		const char *tag = last == '>' ? tag_before(search->at, search->floor) : NULL;
		if (tag && !search->compared)
			return of_tag(search->window, tag, search->at, search->value, search->end);
		if (pass_sign(search))
			continue;
		if (last == '(' || last == '[' || last == '{')
			search->at--;
		else if (last == ']' && search->opened && search->at - search->floor > 1 && search->at[-2] == '[')
			search->at -= 2; /* new[] {"R05"}, []string{"R05"} */
		else if ((last == ')' || last == ']' || last == '}') && search->compared)
			named = pass_brackets(search);
		else
			named = of_words(search, &done);
	}
	return named;
}

#define SEGMENT_MAX 64 /* bytes of a segment of HL7 before its third field */

/* The code of a diagnosis segment of HL7: its third field. */
static bool is_hl7_diagnosis(const struct text_window *window, const char *at)
{
	unsigned bars = 0;
	if (at == window->text || at[-1] != '|')
		return false;
	const char *floor = at - window->text > SEGMENT_MAX ? at - SEGMENT_MAX : window->text, *start = at;
	while (start > floor && start[-1] != '\n' && start[-1] != '\r')
		bars += *--start == '|';
	return bars == 3 && memcmp(start, "DG1|", 4) == 0;
}

/* A coded element of HL7 whose third component is ICD-10-CM (table 0396): "R05^Cough^I10". */
static bool is_hl7_element(const struct text_window *window, const char *at, const char *end)
{
	static const char *const systems[] = {"I10", "I10C", "ICD10", "ICD-10", "ICD10CM", "ICD-10-CM"};
	const char *stop = window->end - end > SEGMENT_MAX * 4 ? end + SEGMENT_MAX * 4 : window->end;
	if (at == window->text || !at[-1] || !strchr("|~^", at[-1]) || end == stop || *end != '^')
		return false;
	const char *text = end + 1;
	while (text < stop && *text && !strchr("^|~\r\n", *text))
		text++;
	const char *system = text + 1, *after = system;
	if (text == stop || *text != '^')
		return false;
	while (after < stop && *after && !strchr("^|~&\r\n", *after))
		after++;
	for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
		size_t length = strlen(systems[i]);
		if ((size_t)(after - system) == length && strncasecmp(system, systems[i], length) == 0)
			return true;
	}
	return false;
}

static enum scan_named named_by_key(const struct text_window *window, const char *at, const char *end)
{
	struct key_search search = {.window = window, .value = at, .end = end};
	if (is_hl7_diagnosis(window, at) || is_hl7_element(window, at, end))
		return SCAN_NAMED_DIAGNOSIS;
	search.floor = at - window->text > LOOK_BACK ? at - LOOK_BACK : window->text;
	while (at > search.floor) {
		struct icd_char c = icd_char_before(search.floor, at);
		if (!scan_parts_values(c, at[-1]) && c.kind != ICD_CHAR_HIDDEN)
			break;
		search.comma |= at[-1] == ',';
		search.opened |= at[-1] && strchr("([{\"'", at[-1]);
		at -= c.size;
	}
	if (at == search.floor)
		return SCAN_NAMED_NOTHING;
	search.at = at;
	/* Brackets were passed as what stands between values; a word before one is a call's or operator's name. */
	return search_key(&search);
}

void scan_context_value(struct scan_context *context, const struct text_window *window, const char *at, const char *end)
{
	context->earlier_end = context->value_end;
	if (context->delimiter) {
		context->value_end = end;
		return;
	}
	if (!context->value_end || !context->named || !scan_goes_on(window, context->value_end, at, end))
		context->named = named_by_key(window, at, end);
	context->value_end = end;
}

/* ---- objects ---- */

/* The code system that a stretch of text names. */
static enum scan_named system_of(const char *text, const char *end)
{
	for (const char *at = text; at < end; at++) {
		if (!scan_is(*at, SCAN_ALNUM) || (at > text && scan_is(at[-1], SCAN_ALNUM)))
			continue;
		const struct icd_word_row *row = row_at(&code_systems, at, end);
		const char *stop = row ? at + strlen(row->word) : at;
		if (!row || (stop < end && scan_is(*stop, SCAN_DIGIT)) ||
		    (row->form[0] == 'o' && stop < end && scan_is(*stop, SCAN_LETTER)))
			continue;
		return row->form[0] == 'o'              ? SCAN_NAMED_OTHER
		       : strcmp(row->form, "icd9") == 0 ? SCAN_NAMED_ICD9
							: SCAN_NAMED_DIAGNOSIS;
	}
	return SCAN_NAMED_NOTHING;
}

static const char *closes_around(const char *at, const char *end, char open, char close)
{
	unsigned depth = 0;
	for (; at < end; at++) {
		if (*at == open)
			depth++;
		else if (*at == close && depth-- == 0)
			return at;
	}
	return end;
}

/* In no object: vocabulary_id = 'ICD10CM' AND concept_code IN ('R05'), on one line; kept up to the next bracket. */
static enum scan_named system_on_line(struct scan_context *context, const char *at, const char *floor, const char *end)
{
	const char *feed = memrchr(floor, '\n', (size_t)(at - floor)), *stop = at;
	end = scan_line_end(at, end);
	enum scan_named system = system_of(feed ? feed + 1 : floor, end);
	while (stop < end && *stop != '<' && *stop != '{')
		stop++;
	context->object = at;
	context->object_end = stop;
	return context->system = system == SCAN_NAMED_DIAGNOSIS ? system : SCAN_NAMED_NOTHING;
}

/* What the object of JSON or the tag of XML around the value says of its code system; kept for its other values. */
static enum scan_named system_around(struct scan_context *context, const struct text_window *window, const char *at)
{
	if (context->object && at >= context->object && at < context->object_end)
		return context->system;
	const char *floor = at - window->text > OBJECT_MAX ? at - OBJECT_MAX : window->text;
	const char *end = window->end - at > OBJECT_MAX ? at + OBJECT_MAX : window->end;
	const char *tag = opens_around(at, floor, '<', '>');
	bool in_tag = tag && scan_is(tag[1], SCAN_LETTER);
	context->object = in_tag ? tag : opens_around(at, floor, '{', '}');
	if (!context->object)
		return at[-1] == '\'' || at[-1] == '"' ? system_on_line(context, at, floor, end) : SCAN_NAMED_NOTHING;
	context->object_end = in_tag ? closes_around(at, end, '<', '>') : closes_around(at, end, '{', '}');
	return context->system = system_of(context->object, context->object_end);
}

/* What a value under a key for codes of any kind is. */
static enum scan_named resolve(struct scan_context *context, const struct text_window *window, const char *at,
			       const char *end, bool short_one)
{
	enum scan_named system = system_around(context, window, at);
	if (system == SCAN_NAMED_NOTHING && !short_one) {
		bool follows =
			context->neutral_end && at - context->neutral_end < LOOK_BACK && at > context->neutral_end;
		if (follows || named_before(context, window, at))
			system = SCAN_NAMED_DIAGNOSIS;
	}
	if (system == SCAN_NAMED_DIAGNOSIS)
		context->neutral_end = end;
	return system;
}

enum scan_named scan_context_named(struct scan_context *context, const struct text_window *window, const char *at,
				   const char *end, bool short_one)
{
	if (context->delimiter)
		return scan_context_in_columns(context, window, at, context->columns) ? SCAN_NAMED_DIAGNOSIS
										      : SCAN_NAMED_NOTHING;
	return context->named == SCAN_NAMED_CODE ? resolve(context, window, at, end, short_one) : context->named;
}
