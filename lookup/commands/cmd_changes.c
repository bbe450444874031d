/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/changes.h"
#include "pages/pages.h"
#include "print/print.h"
#include "user/user.h"
#include "commands.h"

#include <ctype.h>
#include <string.h>

struct request {
	struct session *session;
	icd_date dates[2];
	int date_count;
	char prefix[ICD_CODE_SIZE];  /* stored spelling of what codes are to begin with */
	char label[ICD_DOTTED_SIZE]; /* the same with its dot */
	unsigned what;
	const char *html;
	bool swapped;      /* the dates stood the wrong way round */
	uint16_t from, to; /* releases */
};

/* The date that TO goes by, 0 when none was given: then it is the newest release. */
static icd_date to_date(const struct request *request)
{
	const struct session *session = request->session;
	if (request->date_count)
		return request->dates[request->date_count - 1];
	return session->on_given ? session->view.on : 0;
}

/* What was taken for what, when the dates stood the wrong way round. */
static const char *swapped_remark(const struct request *request, char out[ICD_REMARK_SIZE])
{
	const struct icd_release *releases = request->session->view.about->releases;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], older[ICD_DATE_SIZE], newer[ICD_DATE_SIZE];
	snprintf(out, ICD_REMARK_SIZE, "%s is later than %s: shown from %s to %s",
		 icd_date_format(request->dates[1], from), icd_date_format(request->dates[0], to),
		 icd_date_format(releases[request->from].date, older),
		 icd_date_format(releases[request->to].date, newer));
	return out;
}

/* ---- text ---- */

static void print_count(const struct output *out, const char *what, uint32_t more, uint32_t less)
{
	fprintf(out->file, "  %-28s %s+%-6u%s %s-%u%s\n", what, ink(out, INK_GOOD), more, ink_end(out),
		ink(out, INK_BAD), less, ink_end(out));
}

static void print_counts(const struct output *out, const struct icd_changes *changes)
{
	const uint32_t *counts = changes->counts;
	if (changes->what & ICD_CHANGES_CODES) {
		print_count(out, "billable codes", changes->billable_added, changes->billable_removed);
		print_count(out, "headers", changes->header_added, changes->header_removed);
	}
	if (changes->what & ICD_CHANGES_TITLES)
		fprintf(out->file, "  %-28s %u\n", "codes retitled", counts[ICD_EVENT_RETITLED]);
	if (changes->what & ICD_CHANGES_NOTES && icd_compared_differ(changes->lists))
		print_count(out, "notes", counts[ICD_EVENT_NOTE_ADDED], counts[ICD_EVENT_NOTE_DELETED]);
	if (changes->what & ICD_CHANGES_POA && icd_compared_differ(changes->poa))
		print_count(out, "exempt from POA reporting", counts[ICD_EVENT_POA_ADDED],
			    counts[ICD_EVENT_POA_REMOVED]);
}

static void print_summary(const struct output *out, const struct icd_changes *changes, const char *scope)
{
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE], remark[ICD_REMARK_SIZE];
	fprintf(out->file, "%sChanges from %s to %s%s%s%s\n", ink(out, INK_HEAD),
		icd_date_format(changes->from->date, from), icd_date_format(changes->to->date, to), *scope ? ", " : "",
		scope, ink_end(out));
	print_counts(out, changes);
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(changes, i, remark))
			output_wrap(out, "  ", 2, 4, INK_WARN, remark);
	}
}

static void print_two(const struct output *out, const char *from, const char *to)
{
	output_wrap(out, "          - ", 12, 12, INK_BAD, from);
	output_wrap(out, "          + ", 12, 12, INK_GOOD, to);
}

static void print_event(const struct output *out, const struct icd_event *event)
{
	char others[4096];
	const char *title = event->to ? event->to : event->from ? event->from : "";
	bool retitled = event->kind >= ICD_EVENT_RETITLED && event->from && event->to;
	bool header = event->state == ICD_HEADER && event->kind != ICD_EVENT_BECAME_HEADER;
	if (retitled) {
		fprintf(out->file, "  %s%s%s\n", ink(out, INK_CODE), event->at, ink_end(out));
		print_two(out, event->from, event->to);
	} else {
		output_item(out, 11, INK_PLAIN, title, "  %s%-8s%s %s", ink(out, INK_CODE), event->at, ink_end(out),
			    header ? "(header) " : "");
	}
	if (*event_others_text(event, others, sizeof others))
		output_wrap(out, "             ", 13, 15, INK_DIM, others);
}

static void print_note(const struct output *out, const struct icd_event *event)
{
	bool added = event->kind == ICD_EVENT_NOTE_ADDED;
	output_item(out, 8, added ? INK_GOOD : INK_BAD, added ? event->to : event->from,
		    "    %c %s: ", added ? '+' : '-', note_kinds[event->note].title);
}

static void print_text(const struct output *out, const struct icd_changes *changes, const char *scope)
{
	const char *place = "";
	const struct icd_event *last = NULL;
	print_summary(out, changes, scope);
	for (uint32_t i = 0; i < changes->events.count; i++) {
		const struct icd_event *event = &changes->events.at[i];
		bool note = icd_event_of_note(event->kind);
		if (!last || (last->kind != event->kind && !(note && icd_event_of_note(last->kind))))
			fprintf(out->file, "\n%s%s%s\n", ink(out, INK_HEAD), event_heading(event->kind), ink_end(out));
		if (!note) {
			print_event(out, event);
		} else {
			if (strcmp(place, event->at) != 0)
				fprintf(out->file, "  %s%s%s\n", ink(out, INK_CODE), event->at, ink_end(out));
			print_note(out, event);
			place = event->at;
		}
		last = event;
	}
}

/* ---- JSON and rows ---- */

static void tell_members(struct printer *printer, const char *name, const struct icd_sequence *sequence,
			 struct icd_compared compared)
{
	if (!icd_compared_differ(compared)) {
		tell_null(printer, name);
		return;
	}
	tell_object(printer, name);
	tell_fields(printer, "from:%x to:%x", sequence->at[compared.from].date, sequence->at[compared.to].date);
	tell_end(printer);
}

static void tell_counts(struct printer *printer, const struct icd_changes *changes)
{
	tell_object(printer, "counts");
	tell_fields(printer, "billable_added:%u billable_removed:%u header_added:%u header_removed:%u",
		    changes->billable_added, changes->billable_removed, changes->header_added, changes->header_removed);
	for (int i = 0; i < ICD_EVENTS; i++)
		tell_number(printer, icd_event_names[i], changes->counts[i]);
	tell_end(printer);
}

static void tell_remarks(struct printer *printer, const struct request *request, const struct icd_changes *changes)
{
	char remark[ICD_REMARK_SIZE];
	tell_list(printer, "remarks");
	if (request->swapped)
		tell_text(printer, NULL, swapped_remark(request, remark));
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(changes, i, remark))
			tell_text(printer, NULL, remark);
	}
	tell_end(printer);
}

static void tell_changes(struct printer *printer, const struct request *request, const struct icd_changes *changes)
{
	struct icd_view view;
	tell_answer(printer);
	tell_fields(printer, "from:%x to:%x prefix:%s", changes->from->date, changes->to->date,
		    *request->label ? request->label : NULL);
	tell_members(printer, "lists", &changes->about->lists, changes->lists);
	tell_members(printer, "poa", &changes->about->poa, changes->poa);
	tell_remarks(printer, request, changes);
	tell_counts(printer, changes);
	tell_list(printer, "events");
	for (uint32_t i = 0; i < changes->events.count; i++)
		tell_event(printer, &changes->events.at[i]);
	tell_end(printer);
	icd_view_make(&view, request->session->store, to_date(request));
	if (to_date(request))
		tell_warning(printer, &view);
	tell_end(printer);
}

/* What a reader of rows must know of the comparison goes to stderr. */
static void warn_of_remarks(const struct icd_changes *changes)
{
	char remark[ICD_REMARK_SIZE];
	for (unsigned i = 0; i < ICD_REMARKS; i++) {
		if (*icd_changes_remark(changes, i, remark))
			fprintf(stderr, "icd10-lookup: %s\n", remark);
	}
}

/* ---- the request ---- */

/* "M54.5", "m54-", "S": the beginning of codes. */
static bool read_prefix(struct request *request, const char *text)
{
	size_t length = 0, size = strlen(text);
	while (size > 0 && (text[size - 1] == '-' || text[size - 1] == '.'))
		size--;
	if (size == 0 || !isalpha((unsigned char)text[0]) || *request->prefix)
		return false;
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '.' && i == 3)
			continue;
		if (!isalnum((unsigned char)text[i]) || length == ICD_CODE_LENGTH)
			return false;
		request->prefix[length++] = (char)toupper((unsigned char)text[i]);
	}
	icd_code_format(request->prefix, request->label);
	return true;
}

static bool read_argument(struct request *request, const char *text)
{
	icd_date date;
	if (!icd_date_parse(text, &date))
		return read_prefix(request, text);
	if (request->date_count == 2)
		return false;
	request->dates[request->date_count++] = date;
	return true;
}

static const char *take_only(void *chosen, const char *value)
{
	static const char *const names[] = {"codes", "titles", "notes", "poa"};
	static const unsigned kinds[] = {ICD_CHANGES_CODES, ICD_CHANGES_TITLES, ICD_CHANGES_NOTES, ICD_CHANGES_POA};
	struct request *request = chosen;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], value) == 0) {
			request->what |= kinds[i];
			return NULL;
		}
	}
	return "--only: codes, titles, notes or poa was expected: %s";
}

/* Dates in the wrong order are taken in the right one, and that is said. */
static void order_dates(struct request *request)
{
	icd_date *dates = request->dates, first = dates[0];
	request->swapped = request->date_count == 2 && first > dates[1];
	if (request->swapped) {
		dates[0] = dates[1];
		dates[1] = first;
	}
}

/* The two releases that are meant. A date on which none came goes to the one in force. */
static bool choose_releases(struct request *request)
{
	const struct icd_about *about = request->session->view.about;
	order_dates(request);
	icd_date asked = to_date(request);
	int to = asked ? icd_release_on(about, asked) : about->release_count - 1;
	int from = request->date_count == 2 ? icd_release_on(about, request->dates[0]) : to - 1;
	char first[ICD_DATE_SIZE];
	icd_date_format(about->releases[0].date, first);
	if (to < 0 || (request->date_count == 2 && from < 0)) {
		command_fail("the date is before the first release held, %s", first);
		return false;
	}
	if (from < 0) {
		command_fail("no release before %s is held: nothing to compare it with", first);
		return false;
	}
	request->from = (uint16_t)from;
	request->to = (uint16_t)to;
	return true;
}

static void say_date(const struct request *request, icd_date asked)
{
	const struct session *session = request->session;
	const struct icd_about *about = session->view.about;
	char date[ICD_DATE_SIZE], release[ICD_DATE_SIZE], warning[ICD_WARNING_SIZE];
	struct icd_view view;
	icd_view_make(&view, session->store, asked);
	icd_date held = about->releases[icd_release_on(about, asked)].date;
	if (*icd_view_warning(&view, warning)) {
		if (session->out.format != FORMAT_JSON)
			fprintf(stderr, "icd10-lookup: %s\n", warning);
	} else if (held != asked) {
		fprintf(stderr, "icd10-lookup: %s: no release of that date is held; %s %s\n",
			icd_date_format(asked, date), icd_date_format(held, release),
			icd_gap_on(&about->sets, asked) ? "is the newest one held before it" : "is in force then");
	}
}

/* What the dates given were taken for. */
static void say_releases(const struct request *request)
{
	const struct session *session = request->session;
	char remark[ICD_REMARK_SIZE];
	if (request->swapped && session->out.format != FORMAT_JSON)
		fprintf(stderr, "icd10-lookup: %s\n", swapped_remark(request, remark));
	for (int i = 0; i < request->date_count; i++)
		say_date(request, request->dates[i]);
	if (request->date_count == 0 && session->on_given)
		say_date(request, session->view.on);
}

struct page {
	const struct icd_changes *changes;
	const char *scope;
};

static bool write_page(void *context, FILE *file, struct icd_error *err)
{
	const struct page *page = context;
	return html_changes(file, page->changes, page->scope, err);
}

static bool show(const struct request *request, const struct icd_changes *changes, struct icd_error *err)
{
	struct session *session = request->session;
	struct page page = {changes, request->label};
	if (request->html)
		return write_file(request->html, write_page, &page, err);
	if (session->out.format == FORMAT_TSV)
		warn_of_remarks(changes);
	struct printer *printer = session_printer(session, &event_columns);
	if (printer)
		tell_changes(printer, request, changes);
	else
		print_text(&session->out, changes, request->label);
	return true;
}

static int run(struct request *request)
{
	struct icd_pool pool = {0};
	struct icd_changes changes;
	struct icd_error err;
	say_releases(request);
	bool ok = icd_changes_make(request->session->store, &pool, request->from, request->to, request->prefix,
				   request->what ? request->what : ICD_CHANGES_ALL, &changes, &err) &&
		  show(request, &changes, &err);
	int status = !ok ? command_fail("%s", err.text) : changes.events.count ? STATUS_OK : STATUS_NO;
	icd_pool_free(&pool);
	return status;
}

int cmd_changes(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"only", 0, OPTION_TAKEN, 0, take_only},
							{"html", 0, OPTION_TEXT, offsetof(struct request, html), NULL},
							{0}};
	struct request request = {.session = session};
	int count = options_read(session, argc, argv, options, &request, NULL);
	if (count < 0)
		return STATUS_FAILED;
	for (int i = 1; i <= count; i++) {
		if (!read_argument(&request, argv[i]))
			return command_usage(session, "a date (two at most) or the beginning of codes was expected: %s",
					     argv[i]);
	}
	return choose_releases(&request) ? run(&request) : STATUS_FAILED;
}
