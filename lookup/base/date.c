/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "date.h"

#include "ascii.h"

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

bool icd_date_valid(icd_date date)
{
	int year = date / 10000, month = date / 100 % 100, day = date % 100;
	return year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month(year, month);
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
		shaped = take_number(&c, 4, 4, &year) && take_char(&c, '-') && take_number(&c, 2, 2, &month) &&
			 take_char(&c, '-') && take_number(&c, 2, 2, &day);
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
