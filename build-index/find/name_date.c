/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "name_date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_YEAR  2009 /* drafts of fiscal year 2010 are the oldest files there are */
#define LAST_YEAR   2099
#define TOKENS_MAX  64
#define DIGITS_MAX  8
#define READINGS    8 /* ways to read one run of digits */
#define GAP_MAX     3
#define NAME_LENGTH 512

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_MONTH, TOKEN_FISCAL, TOKEN_CHANGED, TOKEN_WORD };

struct token {
	enum token_kind kind;
	char digits[DIGITS_MAX + 1]; /* of a number; "" when it has more */
	int count;                   /* its digits */
	int value;                   /* of a number; the month of a month */
	bool joined;                 /* to the token before: nothing, blanks, or one of -_./, between */
	bool glued;                  /* nothing between */
	bool blanks;                 /* only blanks between */
};

/* What has been read of a name. */
struct reading {
	struct token tokens[TOKENS_MAX + 4]; /* the last ones TOKEN_END */
	struct name_date says;
	icd_date choice[READINGS]; /* a day that can be read in several ways */
	int choices;
	icd_date perhaps; /* a day that a release could have, if nothing else is said */
	bool may_be_month, may_be_two;
	int year, other_year; /* that stand alone */
};

/* ---- tokens ---- */

static int hex_value(const char *at)
{
	char digits[3] = {at[0], at[0] ? at[1] : '\0', '\0'}, *end;
	long value = strtol(digits, &end, 16);
	return digits[1] && !*end && isxdigit((unsigned char)digits[0]) ? (int)value : -1;
}

/* The name in small letters, "%20" and "+" as blanks, a break before a capital that starts a word. */
static void normalise(const char *name, char out[NAME_LENGTH])
{
	size_t used = 0;
	for (const char *c = name; *c && used + 2 < NAME_LENGTH; c++) {
		int escaped = *c == '%' ? hex_value(c + 1) : -1;
		unsigned char now = (unsigned char)(escaped > 0 ? escaped : *c == '+' ? ' ' : *c);
		if (c > name && isupper(now) && islower((unsigned char)c[-1]))
			out[used++] = ' ';
		out[used++] = (char)tolower(now);
		c += escaped > 0 ? 2 : 0;
	}
	out[used] = '\0';
}

/* The name of the classification is no number: "icd10cm", "icd-10-cm", "10cmguidelines", "i10gem". */
static size_t skip_classification(const char *at)
{
	size_t length = strncmp(at, "icd", 3) == 0                                ? 3
			: strncmp(at, "i10", 3) == 0 || strncmp(at, "i9", 2) == 0 ? 1
										  : 0;
	if (length == 3)
		length += strspn(at + length, " -_.");
	size_t digits = strspn(at + length, "0123456789");
	bool is_number = (digits == 2 && strncmp(at + length, "10", 2) == 0) || (digits == 1 && at[length] == '9');
	if (is_number && (length || strncmp(at + digits, "cm", 2) == 0))
		return length + digits;
	return 0;
}

static const struct {
	const char *name;
	int month;
} months[] = {
	{"january", 1}, {"february", 2},  {"march", 3},    {"april", 4},     {"june", 6},      {"july", 7},
	{"august", 8},  {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12}, {"jan", 1},
	{"feb", 2},     {"mar", 3},       {"apr", 4},      {"may", 5},       {"jun", 6},       {"jul", 7},
	{"aug", 8},     {"sept", 9},      {"sep", 9},      {"oct", 10},      {"nov", 11},      {"dec", 12},
};

static bool is_release_month(int month)
{
	return month == 1 || month == 4 || month == 10;
}

/*
 * The month that a word is. The months of releases are found in longer words, too: where they end one that digits
 * follow ("poaexemptcodesapr22"), or start one, written out ("aprilupdate").
 */
static int month_of(const char *word, size_t length, bool before_digits)
{
	for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
		size_t size = strlen(months[i].name);
		if (size > length)
			continue;
		bool starts = strncmp(word, months[i].name, size) == 0;
		bool ends = strncmp(word + length - size, months[i].name, size) == 0;
		if ((starts && size == length) ||
		    (is_release_month(months[i].month) && ((ends && before_digits) || (starts && size > 3))))
			return months[i].month;
	}
	return 0;
}

static bool word_is_one_of(const char *word, size_t length, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == length && strncmp(word, *words, length) == 0)
			return true;
	}
	return false;
}

static bool word_ends(const char *word, size_t length, const char *end)
{
	size_t size = strlen(end);
	return length >= size && strncmp(word + length - size, end, size) == 0;
}

static void take_word(struct token *token, const char *word, size_t length)
{
	static const char *const changed[] = {
		"updated",  "revised", "posted",  "downloaded", "retrieved", "accessed", "modified", "published",
		"released", "created", "printed", "rev",        "draft",     "saved",    "dated",    NULL};
	bool before_digits = isdigit((unsigned char)word[length]);
	token->kind = TOKEN_WORD;
	token->value = month_of(word, length, before_digits);
	if (token->value)
		token->kind = TOKEN_MONTH;
	else if (word_ends(word, length, "fy"))
		token->kind = TOKEN_FISCAL;
	else if (word_is_one_of(word, length, changed))
		token->kind = TOKEN_CHANGED;
}

static void take_number(struct token *token, const char *digits, size_t length)
{
	token->kind = TOKEN_NUMBER;
	token->count = (int)length;
	if (length > DIGITS_MAX)
		return;
	memcpy(token->digits, digits, length);
	token->value = atoi(token->digits);
}

/* Words that stand inside a date and mean nothing. */
static bool is_idle(const char *word, size_t length)
{
	static const char *const idle[] = {"st", "nd", "rd", "th", "of", "on", "as", "the", "effective", "eff", NULL};
	return word_is_one_of(word, length, idle);
}

static size_t run_length(const char *at, int (*is_kind)(int))
{
	size_t length = 0;
	while ((unsigned char)at[length] < 0x80 && at[length] && is_kind((unsigned char)at[length]))
		length++;
	return length;
}

static void take_gap(struct token *token, const char *gap, size_t length)
{
	size_t blanks = 0, joining = 0;
	for (size_t i = 0; i < length; i++) {
		blanks += gap[i] == ' ';
		joining += strchr(" -_./,", gap[i]) != NULL;
	}
	token->glued = length == 0;
	token->joined = joining == length && length <= GAP_MAX;
	token->blanks = length > 0 && blanks == length;
}

static void tokenize(const char *text, struct reading *r)
{
	size_t count = 0;
	const char *gap = text;
	for (const char *at = text; *at && count < TOKENS_MAX;) {
		size_t skipped = at == text || !isdigit((unsigned char)at[-1]) ? skip_classification(at) : 0;
		size_t digits = run_length(at, isdigit), letters = run_length(at, isalpha);
		struct token *token = &r->tokens[count];
		if (skipped || (!digits && !letters)) {
			at += skipped ? skipped : 1;
			gap = skipped ? at : gap;
			continue;
		}
		take_gap(token, gap, (size_t)(at - gap));
		if (digits)
			take_number(token, at, digits);
		else
			take_word(token, at, letters);
		at += digits + letters;
		if (token->kind == TOKEN_WORD && count && is_idle(at - letters, letters)) {
			*token = (struct token){0}; /* what follows it is joined to what stands before it */
			gap = at;
			continue;
		}
		gap = at;
		count++;
	}
}

/* ---- days ---- */

static bool is_year(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->count == 4 && token->value >= FIRST_YEAR &&
	       token->value <= LAST_YEAR;
}

/* The year that a token is, "2026" or "26"; 0 when it is none. */
static int year_of(const struct token *token)
{
	if (is_year(token))
		return token->value;
	return token->kind == TOKEN_NUMBER && token->count == 2 && token->value >= FIRST_YEAR % 100
		       ? 2000 + token->value
		       : 0;
}

static bool is_day(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->count <= 2 && token->value >= 1 && token->value <= 31;
}

static icd_date day_of(int year, int month, int day)
{
	bool usable = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31;
	icd_date date = usable ? year * 10000 + month * 100 + day : 0;
	return icd_date_valid(date) ? date : 0;
}

/* Adds a way to read a day, if it is the first of a month. */
static void add_choice(struct reading *r, int year, int month, int day)
{
	icd_date date = day_of(year, month, day);
	for (int i = 0; i < r->choices; i++) {
		if (r->choice[i] == date)
			return;
	}
	if (date && day == 1 && r->choices < READINGS)
		r->choice[r->choices++] = date;
}

/* Takes a day as the name's; one that is not the first of a month says nothing. */
static void take_day(struct reading *r, icd_date date)
{
	if (!date || date % 100 != 1)
		return;
	if (r->says.date && r->says.date != date)
		r->says.unclear = true;
	r->says.date = date;
}

/* A month and its year, without a day. Other months than those of releases are days of publication, if anything. */
static void take_month(struct reading *r, int year, int month)
{
	if (is_release_month(month))
		take_day(r, day_of(year, month, 1));
	else
		r->perhaps = day_of(year, month, 1);
}

/* ---- dates with the month as a word ---- */

static void take_month_and_day(struct reading *r, int month, int day)
{
	if (day != 1 || !is_release_month(month))
		return;
	if (r->says.month && r->says.month != month)
		r->says.unclear = true;
	r->says.month = month;
}

/* A month at `at`: how many tokens its date takes. */
static size_t take_month_first(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	int month = t[0].value;
	bool day = is_day(&t[1]) && t[1].joined;
	int after_day = day && t[2].joined ? year_of(&t[2]) : 0;
	if (day && after_day && (t[1].count == 1 || t[1].value <= 31)) {
		take_day(r, day_of(after_day, month, t[1].value));
		return 3;
	}
	if (t[1].joined && year_of(&t[1]) && (t[1].count == 4 || t[1].value >= 15)) {
		take_month(r, year_of(&t[1]), month); /* "Apr22" */
		return 2;
	}
	if (day) {
		take_month_and_day(r, month, t[1].value);
		return 2;
	}
	take_month_and_day(r, month, 1);
	return 1;
}

/* "1 April 2026", "1-Apr-26", "2026 April 1", "2026-Apr": how many tokens the date takes, 0 when there is none. */
static size_t take_month_second(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	if (t[0].kind != TOKEN_NUMBER || t[1].kind != TOKEN_MONTH || !t[1].joined)
		return 0;
	bool day_follows = is_day(&t[2]) && t[2].joined;
	bool year_follows = (t[2].joined && is_year(&t[2])) || (day_follows && t[3].joined && year_of(&t[3]));
	if (is_year(&t[0]) && !year_follows) {
		if (day_follows)
			take_day(r, day_of(t[0].value, t[1].value, t[2].value));
		else
			take_month(r, t[0].value, t[1].value);
		return day_follows ? 3 : 2;
	}
	if (is_day(&t[0]) && t[2].joined && year_of(&t[2])) {
		take_day(r, day_of(year_of(&t[2]), t[1].value, t[0].value));
		return 3;
	}
	return 0;
}

/* ---- dates of numbers ---- */

/* Settles a day that was read in the ways collected; the second way of a day and a month makes it unclear. */
static void settle_numbers(struct reading *r, icd_date first, icd_date second)
{
	bool first_counts = first && first % 100 == 1, second_counts = second && second % 100 == 1;
	if (first_counts)
		take_day(r, first);
	else if (second_counts && !first)
		take_day(r, second);
	else if (second_counts)
		r->may_be_two = true; /* 01-04-2026: January 4, or the first of April? */
}

/* Three numbers: year, month and day, or month, day and year. */
static size_t take_three_numbers(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	if (t[1].kind != TOKEN_NUMBER || t[2].kind != TOKEN_NUMBER || !t[1].joined || !t[2].joined || t[1].count > 2)
		return 0;
	if (is_year(&t[0]) && is_day(&t[1]) && is_day(&t[2]) && day_of(t[0].value, t[1].value, t[2].value)) {
		take_day(r, day_of(t[0].value, t[1].value, t[2].value));
		return 3;
	}
	if (is_year(&t[0]) && t[1].count == 2 && t[2].count == 2) {
		r->says.unclear = r->says.impossible = true; /* "2026-04-31" */
		return 3;
	}
	bool named_year = is_year(&t[2]) || (year_of(&t[2]) && !t[1].blanks && !t[2].blanks);
	int year = named_year && is_day(&t[0]) ? year_of(&t[2]) : 0;
	icd_date first = day_of(year, t[0].value, t[1].value), second = day_of(year, t[1].value, t[0].value);
	if (!first && !second)
		return 0;
	settle_numbers(r, first, second);
	return 3;
}

/* "2026-04" and "04-2026". One digit may be the month as well as the number of a copy. */
static size_t take_two_numbers(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	if (t[1].kind != TOKEN_NUMBER || !t[1].joined || t[1].blanks || is_year(&t[0]) == is_year(&t[1]))
		return 0;
	if (is_year(&t[0]) && t[1].count == 2 && t[1].value == (t[0].value + 1) % 100 && t[1].value > 12) {
		r->other_year = r->year = t[0].value; /* "2025-26" */
		return 2;
	}
	const struct token *year = is_year(&t[0]) ? &t[0] : &t[1], *month = is_year(&t[0]) ? &t[1] : &t[0];
	if (month->count > 2 || month->value < 1 || month->value > 12)
		return 0;
	if (month->count == 2) {
		take_month(r, year->value, month->value);
		return 2;
	}
	r->may_be_month |= is_release_month(month->value);
	r->year = year->value;
	return 2;
}

static int number_in(const char *digits, int from, int count)
{
	char part[DIGITS_MAX + 1] = "";
	memcpy(part, digits + from, (size_t)count);
	return atoi(part);
}

/* The day in a run of six to eight digits: "20260401", "04012026", "1012018", "202604", "040126". */
static size_t take_run_of_digits(struct reading *r, const struct token *token)
{
	static const struct {
		int digits, year, year_digits, month, month_digits, day, day_digits; /* where they start */
	} forms[] = {{8, 0, 4, 4, 2, 6, 2}, {8, 4, 4, 0, 2, 2, 2}, {7, 3, 4, 0, 2, 2, 1},
		     {7, 3, 4, 0, 1, 1, 2}, {6, 0, 4, 4, 2, 0, 0}, {6, 2, 4, 0, 2, 0, 0},
		     {6, 2, 4, 0, 1, 1, 1}, {6, 4, 2, 0, 2, 2, 2}, {6, 0, 2, 2, 2, 4, 2}};
	if (token->count < 6 || token->count > DIGITS_MAX || r->choices)
		return 0;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (forms[i].digits != token->count)
			continue;
		int year = number_in(token->digits, forms[i].year, forms[i].year_digits);
		int day = forms[i].day_digits ? number_in(token->digits, forms[i].day, forms[i].day_digits) : 1;
		add_choice(r, forms[i].year_digits == 2 ? 2000 + year : year,
			   number_in(token->digits, forms[i].month, forms[i].month_digits), day);
	}
	return 1;
}

/* ---- everything ---- */

static void take_fiscal_year(struct reading *r, int year)
{
	if (r->says.fiscal_year && r->says.fiscal_year != year)
		r->says.unclear = true;
	r->says.fiscal_year = year;
}

static void take_year(struct reading *r, int year)
{
	if (r->year && r->year != year)
		r->other_year = year;
	else
		r->year = year;
}

static size_t take_date(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	size_t used = 0;
	if (t->kind == TOKEN_MONTH)
		return take_month_first(r, at);
	if (t->kind != TOKEN_NUMBER)
		return 0;
	used = take_month_second(r, at);
	used = used ? used : take_three_numbers(r, at);
	used = used ? used : take_two_numbers(r, at);
	return used ? used : take_run_of_digits(r, t);
}

/* "updated 9-21-2023": a day that could be a release's leaves in doubt which of the two it is. */
static size_t take_changed(struct reading *r, size_t at)
{
	struct reading aside = {0};
	memcpy(aside.tokens, r->tokens, sizeof aside.tokens);
	aside.tokens[at + 1].joined = true;
	size_t used = take_date(&aside, at + 1);
	if (aside.says.date)
		r->perhaps = aside.says.date;
	else if (aside.choices || aside.says.month || aside.may_be_two)
		r->may_be_month = true;
	if (!used && is_year(&r->tokens[at + 1]))
		used = 1;
	return 1 + used;
}

static size_t take_tokens(struct reading *r, size_t at)
{
	const struct token *t = &r->tokens[at];
	if (t->kind == TOKEN_CHANGED)
		return take_changed(r, at);
	if (t->kind == TOKEN_FISCAL && t[1].joined && year_of(&t[1])) {
		take_fiscal_year(r, year_of(&t[1]));
		return 2;
	}
	size_t used = take_date(r, at);
	if (!used && is_year(t))
		take_year(r, t->value);
	return used ? used : 1;
}

/* Of a run of digits read in several ways, the one that the fiscal year allows. */
static void settle_choices(struct reading *r)
{
	int kept = 0;
	for (int i = 0; i < r->choices; i++) {
		if (!r->says.fiscal_year || icd_date_fiscal_year(r->choice[i]) == r->says.fiscal_year)
			r->choice[kept++] = r->choice[i];
	}
	if (kept == 1)
		take_day(r, r->choice[0]);
	else if (r->choices)
		r->says.unclear |= !r->says.date;
}

/* A year that stands alone is the fiscal year, beside a day of it also the calendar's. */
static void settle_year(struct reading *r)
{
	struct name_date *says = &r->says;
	if (!r->year || (says->date && !r->other_year && r->year == says->date / 10000))
		return;
	if (r->other_year)
		says->unclear = true;
	if (says->month == 10 && !says->fiscal_year)
		says->unclear = true; /* October of that year, or of the year before? */
	if (!says->fiscal_year)
		says->fiscal_year = r->year;
	else if (r->year != says->fiscal_year && r->year != says->fiscal_year - 1)
		says->unclear = true;
}

/* The day of a month whose year is the fiscal year that was given, here or in another name. */
static void settle_month(struct name_date *says)
{
	if (!says->month || !(says->date || says->fiscal_year))
		return;
	icd_date date = says->date;
	if (!date)
		date = (says->fiscal_year - (says->month >= 10)) * 10000 + says->month * 100 + 1;
	if (date / 100 % 100 != says->month)
		says->unclear = true;
	says->date = date;
	says->month = 0;
}

static void check_fiscal_year(struct name_date *says)
{
	if (says->date && says->fiscal_year && icd_date_fiscal_year(says->date) != says->fiscal_year)
		says->unclear = true;
}

struct name_date name_date_of(const char *name)
{
	struct reading r = {0};
	char text[NAME_LENGTH] = "";
	normalise(name, text);
	tokenize(text, &r);
	for (size_t at = 0; r.tokens[at].kind != TOKEN_END;)
		at += take_tokens(&r, at);
	settle_choices(&r);
	settle_year(&r);
	settle_month(&r.says);
	check_fiscal_year(&r.says);
	if (!r.says.date && (r.perhaps || r.may_be_month || r.may_be_two))
		r.says.unclear = true;
	return r.says;
}

void name_date_join(struct name_date *all, const struct name_date *more)
{
	all->unclear |= more->unclear;
	all->unclear |= all->date && more->date && all->date != more->date;
	all->unclear |= all->month && more->month && all->month != more->month;
	all->unclear |= all->fiscal_year && more->fiscal_year && all->fiscal_year != more->fiscal_year;
	all->date = all->date ? all->date : more->date;
	all->month = all->month ? all->month : more->month;
	all->fiscal_year = all->fiscal_year ? all->fiscal_year : more->fiscal_year;
	settle_month(all);
	check_fiscal_year(all);
}
