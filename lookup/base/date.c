/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "date.h"

#include "ascii.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool is_day(int year, int month, int day)
{
	return year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       (day <= 28 || day <= days_in_month(year, month));
}

bool icd_date_valid(icd_date date)
{
	return is_day(date / 10000, date / 100 % 100, date % 100);
}

/* Reads exactly `min` to `max` digits and moves the cursor after them. */
static bool take_number(const char **cursor, int min, int max, int *out)
{
	int count = 0, value = 0;
	while (count < max && icd_is_digit(**cursor)) {
		value = value * 10 + (**cursor - '0');
		(*cursor)++;
		count++;
	}
	*out = value;
	return count >= min;
}

static bool take_char(const char **cursor, char c)
{
	if (**cursor != c)
		return false;
	(*cursor)++;
	return true;
}

bool icd_date_parse(const char *text, icd_date *out)
{
	int year = 0, month = 10, day = 1;
	const char *c = text;
	size_t digits = strspn(text, "0123456789");
	bool shaped;
	if (icd_upper(c[0]) == 'F' && icd_upper(c[1]) == 'Y') {
		c += 2;
		shaped = take_number(&c, 4, 4, &year);
		year--;
	} else if (digits == 8) {
		shaped = take_number(&c, 4, 4, &year) && take_number(&c, 2, 2, &month) && take_number(&c, 2, 2, &day);
	} else if (digits == 4) {
		bool slash = c[4] == '/';
		shaped = take_number(&c, 4, 4, &year) && take_char(&c, slash ? '/' : '-') &&
			 take_number(&c, slash ? 1 : 2, 2, &month) && take_char(&c, slash ? '/' : '-') &&
			 take_number(&c, slash ? 1 : 2, 2, &day);
	} else {
		shaped = take_number(&c, 1, 2, &month) && take_char(&c, '/') && take_number(&c, 1, 2, &day) &&
			 take_char(&c, '/') && take_number(&c, 4, 4, &year);
	}
	icd_date date = year * 10000 + month * 100 + day;
	if (!shaped || *c != '\0' || !icd_date_valid(date))
		return false;
	*out = date;
	return true;
}

/* ---- dates as people say them ---- */

/* A run of letters or of digits. */
struct date_word {
	const char *at;
	size_t length;
	int number; /* of digits, else -1 */
};

#define DATE_WORDS     4
#define DATE_CELL_SIZE 64

const char *const icd_month_names[12] = {"January", "February", "March",     "April",   "May",      "June",
					 "July",    "August",   "September", "October", "November", "December"};

/* The number of a month by its English name or three letters of it at least; 0 when it is none. */
static int month_named(const struct date_word *word)
{
	for (int i = 0; i < 12; i++) {
		size_t same = 0;
		while (same < word->length && icd_lower(word->at[same]) == icd_lower(icd_month_names[i][same]))
			same++;
		if (same == word->length && same >= 3)
			return i + 1;
	}
	return 0;
}

static bool is_ordinal_ending(const struct date_word *word)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	bool found = false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		found |= word->length == 2 && icd_lower(word->at[0]) == endings[i][0] &&
			 icd_lower(word->at[1]) == endings[i][1];
	return found;
}

/* Splits into words; what may stand between them is left out, "1st" is 1. Returns how many there are, 0 when there
 * are too many or something else stands there. */
static int date_words(const char *c, struct date_word words[DATE_WORDS])
{
	int count = 0;
	while (*(c += strspn(c, " \t,-."))) {
		struct date_word word = {c, 0, -1};
		if (icd_is_digit(*c))
			take_number(&c, 1, 8, &word.number);
		else
			while (icd_is_letter(*c))
				c++;
		word.length = (size_t)(c - word.at);
		if (word.length == 0)
			return 0;
		if (count && words[count - 1].number >= 0 && words[count - 1].at + words[count - 1].length == word.at &&
		    is_ordinal_ending(&word))
			continue;
		if (count == DATE_WORDS)
			return 0;
		words[count++] = word;
	}
	return count;
}

/* "FY2025", "FY 25". */
static icd_date fiscal_start(const struct date_word *words, int count)
{
	const struct date_word *name = words, *year = words + 1;
	if (count != 2 || name->length != 2 || icd_upper(name->at[0]) != 'F' || icd_upper(name->at[1]) != 'Y' ||
	    (year->length != 2 && year->length != 4))
		return 0;
	return ((year->length == 2 ? 2000 : 0) + year->number - 1) * 10000 + 1001;
}

/* "October 2024", "Oct 1, 2024", "1 October 2024". */
static icd_date named_day(const struct date_word *words, int count)
{
	if (count < 2 || count > 3)
		return 0;
	int month_at = count == 3 && words[0].number >= 0, month = month_named(&words[month_at]);
	const struct date_word *day = count == 3 ? &words[1 - month_at] : NULL, *year = &words[count - 1];
	if (!month || year->number < 0 || year->length != 4 || (day && (day->number < 0 || day->length > 2)))
		return 0;
	return year->number * 10000 + month * 100 + (day ? day->number : 1);
}

/* "2024-10", "10/2024". */
static icd_date numbered_month(const char *c)
{
	int year, month;
	bool year_first = strspn(c, "0123456789") == 4;
	bool shaped = year_first ? take_number(&c, 4, 4, &year) && take_char(&c, '-') && take_number(&c, 2, 2, &month)
				 : take_number(&c, 1, 2, &month) && take_char(&c, '/') && take_number(&c, 4, 4, &year);
	return shaped && *c == '\0' ? year * 10000 + month * 100 + 1 : 0;
}

bool icd_date_read(const char *text, icd_date *out)
{
	struct date_word words[DATE_WORDS];
	if (icd_date_parse(text, out))
		return true;
	int count = date_words(text, words);
	icd_date date = numbered_month(text);
	if (!date)
		date = fiscal_start(words, count);
	if (!date)
		date = named_day(words, count);
	if (!icd_date_valid(date))
		return false;
	*out = date;
	return true;
}

/* ---- dates in tables ---- */

/* How many digits stand here, `most` at most. */
static size_t digits_at(const char *text, size_t most)
{
	size_t count = 0;
	while (count < most && icd_is_digit(text[count]))
		count++;
	return count;
}

/* Does a time of day stand here: "8:30 AM", "08:30:00.000", after T also "0830"? */
static bool is_time(const char *text, bool after_t)
{
	size_t digits = digits_at(text, 6);
	return (digits > 0 && digits <= 2 && text[digits] == ':') || (after_t && digits >= 2 && digits % 2 == 0);
}

/* Where the date ends and a time of day begins, or the end: "2021-10-01T08:30", "10/1/2021 8:30 AM",
 * "01OCT2021:08:30:00", "20211001083000". */
static size_t time_start(const char *text)
{
	size_t digits = digits_at(text, 12);
	if (digits == 12)
		return 8;
	for (size_t i = 1; text[i]; i++) {
		bool t = (text[i] == 'T' || text[i] == 't') && icd_is_digit(text[i - 1]);
		bool parts = text[i] == ' ' || text[i] == ':' || text[i] == ',';
		if ((t || parts) && is_time(text + i + 1 + strspn(text + i + 1, " "), t))
			return i;
	}
	return strlen(text);
}

/*
 * Eight digits, the first in the lowest byte, as numbers of two, each in the lower of their bytes; all at once. False when
 * there is anything else among them.
 */
static inline bool pairs_of_digits(uint64_t digits, uint64_t *pairs)
{
	uint64_t values = digits ^ ICD_OF_EACH('0');
	*pairs = values * 10 + (values >> 8);
	return icd_bytes_below(values, 10) == ICD_OF_EACH(0x80);
}

/* The usual spelling, "2024-10-01", which a table has in each of a million rows. */
static bool parse_usual(const char *text, size_t length, icd_date *out)
{
	uint64_t start, pairs;
	if (length != 10 || text[4] != '-' || text[7] != '-')
		return false;
	memcpy(&start, text, sizeof start);
	start = le64toh(start);
	uint64_t year_month = (start & UINT32_MAX) | (start >> 40 & 0xffff) << 32;
	uint64_t day_of_it = (uint64_t)(unsigned char)text[9] << 8 | (unsigned char)text[8];
	if (!pairs_of_digits(year_month | day_of_it << 48, &pairs))
		return false;
	int year = (int)(pairs & 0xff) * 100 + (int)(pairs >> 16 & 0xff);
	int month = (int)(pairs >> 32 & 0xff), day = (int)(pairs >> 48 & 0xff);
	if (!is_day(year, month, day))
		return false;
	*out = year * 10000 + month * 100 + day;
	return true;
}

/* Any other spelling; apart, so that the usual one has nothing to do with its memory. */
static __attribute__((noinline)) bool parse_unusual(const char *text, size_t length, icd_date *out)
{
	struct date_word words[DATE_WORDS];
	char day[DATE_CELL_SIZE] = "";
	while (length && icd_is_space(*text)) {
		text++;
		length--;
	}
	while (length && icd_is_space(text[length - 1]))
		length--;
	if (length >= sizeof day)
		return false;
	memcpy(day, text, length);
	day[length] = '\0';
	if (icd_date_parse(day, out))
		return true;
	day[time_start(day)] = '\0';
	if (icd_date_parse(day, out))
		return true;
	icd_date date = date_words(day, words) == 3 ? named_day(words, 3) : 0;
	if (!icd_date_valid(date))
		return false;
	*out = date;
	return true;
}

bool icd_date_parse_cell(const char *text, size_t length, icd_date *out)
{
	return parse_usual(text, length, out) || parse_unusual(text, length, out);
}

const char *icd_date_format(icd_date date, char out[ICD_DATE_SIZE])
{
	unsigned left = (unsigned)date;
	memcpy(out, date ? "0000-00-00" : "", date ? ICD_DATE_SIZE : 1);
	for (int i = ICD_DATE_SIZE - 2; date && i >= 0; i--) {
		if (out[i] == '-')
			continue;
		out[i] = (char)('0' + left % 10);
		left /= 10;
	}
	return out;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar, and back: the era
 * arithmetic counts years from March so that the leap day comes last. */
static long to_days(icd_date date)
{
	long year = date / 10000, month = date / 100 % 100, day = date % 100;
	year -= month <= 2;
	long era = year / 400, of_era = year - era * 400;
	long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static icd_date from_days(long days)
{
	days += 719468;
	long era = days / 146097, of_era = days - era * 146097;
	long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year + year / 4 - year / 100);
	long month = (5 * of_year + 2) / 153;
	long day = of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	year += era * 400 + (month <= 2);
	return (icd_date)(year * 10000 + month * 100 + day);
}

icd_date icd_date_add_days(icd_date date, int days)
{
	return from_days(to_days(date) + days);
}

icd_date icd_date_from_excel(long serial)
{
	/* Day 60 is the 29 February 1900 that never was; the tables hold later days only. */
	if (serial <= 60 || serial > 2958465)
		return 0;
	return from_days(serial - 25569);
}

int icd_date_fiscal_year(icd_date date)
{
	return date / 10000 + (date / 100 % 100 >= 10);
}

icd_date icd_date_today(void)
{
	time_t now = time(NULL);
	struct tm local;
	if (!localtime_r(&now, &local))
		return 19700101;
	return (local.tm_year + 1900) * 10000 + (local.tm_mon + 1) * 100 + local.tm_mday;
}
