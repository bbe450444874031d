/* SPDX-License-Identifier: GPL-3.0-or-later */
/* releases --newer: what is out and not held, by the table of addresses (data/sources.tsv) and by the calendar. */
#include "cli/arguments.h"
#include "commands.h"

#include <stdlib.h>

/* A release that the table has; reached: somebody has had a file of it, so that it is published. */
struct known {
	icd_date date;
	bool reached;
};

static const struct known known[] = {
#include "release_dates.inc"
};
#define KNOWN (sizeof known / sizeof *known)

/* There is a release each October; of other months the table alone tells. */
enum newer_state { NEWER_PUBLISHED, NEWER_EXPECTED, NEWER_BY_CALENDAR };
static const char *const state_names[] = {"published", "expected", "by_calendar"};

struct newer {
	icd_date date;
	enum newer_state state;
	char fetch[16]; /* what icd10-fetch takes: "2027", "2026-04-01" */
};

#define NEWER_MOST 64

struct newer_list {
	unsigned count;
	struct newer at[NEWER_MOST];
};

static void add(struct newer_list *list, icd_date date, enum newer_state state)
{
	char text[ICD_DATE_SIZE];
	if (list->count == NEWER_MOST)
		return;
	struct newer *one = &list->at[list->count++];
	*one = (struct newer){.date = date, .state = state};
	if (date % 10000 == 1001)
		snprintf(one->fetch, sizeof one->fetch, "%d", icd_date_fiscal_year(date));
	else
		snprintf(one->fetch, sizeof one->fetch, "%s", icd_date_format(date, text));
}

static bool in_table(icd_date date)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (known[i].date == date)
			return true;
	}
	return false;
}

static int by_date(const void *a, const void *b)
{
	return ICD_ORDER(((const struct newer *)a)->date, ((const struct newer *)b)->date);
}

static void find_newer(icd_date held, icd_date today, struct newer_list *list)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (known[i].date > held && (known[i].reached || known[i].date <= today))
			add(list, known[i].date, known[i].reached ? NEWER_PUBLISHED : NEWER_EXPECTED);
	}
	for (icd_date october = held / 10000 * 10000 + 1001; october <= today; october += 10000) {
		if (october > held && !in_table(october))
			add(list, october, NEWER_BY_CALENDAR);
	}
	qsort(list->at, list->count, sizeof *list->at, by_date);
}

/* "October 2026" */
static const char *month_of(icd_date date, char out[24])
{
	static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
					     "July",    "August",   "September", "October", "November", "December"};
	snprintf(out, 24, "%s %d", months[(date / 100 % 100 + 11) % 12], (int)(date / 10000));
	return out;
}

static void print_newer(const struct output *out, const struct newer *one, icd_date today)
{
	char month[24], date[ICD_DATE_SIZE];
	month_of(one->date, month);
	icd_date_format(one->date, date);
	if (one->state == NEWER_BY_CALENDAR)
		fprintf(out->file, "%s is out since %s, by the calendar; no address of it is known here\n", month,
			date);
	else if (one->state == NEWER_EXPECTED)
		fprintf(out->file, "%s may be out since %s; icd10-fetch %s looks where it is expected\n", month, date,
			one->fetch);
	else if (one->date > today)
		fprintf(out->file, "%s is published, in force from %s on; icd10-fetch %s\n", month, date, one->fetch);
	else
		fprintf(out->file, "%s is out since %s; icd10-fetch %s\n", month, date, one->fetch);
}

static const struct columns newer_columns = {"newer", "effective state fetch", false};

static void tell_newer(struct printer *printer, const struct newer_list *list, icd_date held, icd_date today)
{
	tell_answer(printer);
	tell_fields(printer, "newest_held:%x today:%x", held, today);
	tell_list(printer, "newer");
	for (unsigned i = 0; i < list->count; i++) {
		const struct newer *one = &list->at[i];
		tell_item(printer, NULL, "effective:%x state:%s fetch:%s", one->date, state_names[one->state],
			  one->state == NEWER_BY_CALENDAR ? NULL : one->fetch);
	}
	tell_end(printer);
	tell_end(printer);
}

int releases_newer(struct session *session)
{
	const struct icd_about *about = session->view.about;
	icd_date held = about->releases[about->release_count - 1].date, today = arguments_today();
	struct newer_list list = {0};
	char month[24];
	find_newer(held, today, &list);
	struct printer *printer = session_printer(session, &newer_columns);
	if (printer)
		tell_newer(printer, &list, held, today);
	for (unsigned i = 0; !printer && i < list.count; i++)
		print_newer(&session->out, &list.at[i], today);
	if (!printer && list.count == 0)
		fprintf(session->out.file, "Nothing newer than %s is known.\n", month_of(held, month));
	return list.count ? STATUS_OK : STATUS_NO;
}
