/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build_report.h"

#include <stdint.h>
#include <stdio.h>

#define TROUBLES_SHOWN 6
#define SAID_SHOWN     4
#define RELEASES_LEAST 3

#define TELL(out, ...) report_add((out), 0, REPORT_FACT, __VA_ARGS__)

/* How many lines of the weight there are, of one release or (0) of all. */
static size_t count_lines(const struct report *details, enum report_weight weight, icd_date release)
{
	size_t count = 0;
	for (size_t i = 0; i < details->count; i++) {
		const struct report_line *line = &details->lines[i];
		count += line->weight == weight && (!release || line->release == release);
	}
	return count;
}

/* ---- is all well? ---- */

static void tell_lines(const struct report *details, enum report_weight weight, size_t most, const char *sign,
		       struct report *out)
{
	size_t told = 0, all = count_lines(details, weight, 0);
	for (size_t i = 0; i < details->count && told < most; i++) {
		if (details->lines[i].weight != weight)
			continue;
		TELL(out, "%s%s", sign, details->lines[i].text);
		told++;
	}
	if (told < all)
		TELL(out, "%s... and %zu more (-v shows all)", sign, all - told);
}

static void tell_head(const struct build_facts *facts, struct report *out)
{
	size_t troubles = count_lines(facts->details, REPORT_TROUBLE, 0);
	if (troubles)
		TELL(out, "not all is well: %zu %s to look at", troubles, troubles == 1 ? "thing" : "things");
	else
		TELL(out, "all is well");
	tell_lines(facts->details, REPORT_TROUBLE, facts->all ? SIZE_MAX : TROUBLES_SHOWN, "  ! ", out);
	tell_lines(facts->details, REPORT_SAID, facts->all ? SIZE_MAX : SAID_SHOWN, "  ", out);
	TELL(out, "%s", facts->index);
}

/* ---- the releases ---- */

static const char *count_text(unsigned long count, char text[32])
{
	snprintf(text, 32, "%lu", count);
	return count ? text : "-";
}

static void tell_release(const struct build_facts *facts, const struct icd_release *release, struct report *out)
{
	char date[ICD_DATE_SIZE], numbers[5][32];
	const char *basis = icd_release_basis(release);
	TELL(out, "%-10s  %9s  %8s  %7s  %10s  %11s  %s", icd_date_format(release->date, date),
	     count_text(release->billable, numbers[0]), count_text(release->headers, numbers[1]),
	     count_text(icd_release_notes(release), numbers[2]), count_text(release->poa, numbers[3]),
	     count_text(count_lines(facts->details, REPORT_DIFFER, release->date), numbers[4]),
	     *basis ? basis : "none");
}

/* The newest releases, in as many lines as are left. */
static void tell_releases(const struct build_facts *facts, size_t lines, struct report *out)
{
	size_t count = facts->about->release_count, most = lines > RELEASES_LEAST + 2 ? lines - 2 : RELEASES_LEAST;
	size_t skipped = count > most ? count - most : 0;
	TELL(out, "%-10s  %9s  %8s  %7s  %10s  %11s  %s", "effective", "billable", "headers", "notes", "POA exempt",
	     "differences", "code set from");
	if (skipped)
		TELL(out, "... %zu earlier (-v shows all)", skipped);
	for (size_t i = skipped; i < count; i++)
		tell_release(facts, &facts->about->releases[i], out);
}

/* ---- what follows ---- */

static icd_date set_before(const struct icd_about *about, icd_date date)
{
	icd_date before = 0;
	for (uint16_t i = 0; i < about->sets.count && about->sets.at[i].date < date; i++)
		before = about->sets.at[i].date;
	return before;
}

static void tell_commands(const struct build_facts *facts, struct report *out)
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], eve[ICD_DATE_SIZE];
	icd_date before = set_before(facts->about, facts->newest);
	TELL(out, "next:");
	if (before) {
		icd_date_format(facts->newest, to);
		TELL(out, "  icd10-lookup %schanges %s %s", facts->option, icd_date_format(before, from), to);
		TELL(out, "  icd10-lookup %sscan --on %s --against %s FOLDER-OF-YOUR-TEMPLATES", facts->option,
		     icd_date_format(icd_date_add_days(facts->newest, -1), eve), to);
	}
	TELL(out, "  icd10-lookup %sverify", facts->option);
}

static void tell_refresh(const struct build_facts *facts, struct report *out)
{
	size_t asides = 0;
	for (size_t i = 0; i < facts->refresh->count; i++) {
		const struct report_line *line = &facts->refresh->lines[i];
		if (line->weight == REPORT_ASIDE && !facts->all)
			asides++;
		else
			TELL(out, "%s", line->text);
	}
	if (asides)
		TELL(out, "  ... and %zu more (-v shows all)", asides);
}

void build_report(const struct build_facts *facts, struct report *out)
{
	struct report end = {0};
	tell_refresh(facts, &end);
	tell_commands(facts, &end);
	tell_head(facts, out);
	size_t used = out->count + end.count, left = SUMMARY_LINES > used ? SUMMARY_LINES - used : 0;
	tell_releases(facts, facts->all ? SIZE_MAX : left, out);
	report_append(out, &end);
	report_free(&end);
}
