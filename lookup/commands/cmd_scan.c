/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/print.h"
#include "scan/scan.h"
#include "commands.h"

#include <inttypes.h>
#include <string.h>

struct scanning {
	struct session *session;
	struct printer *printer; /* of findings as JSON or rows, else NULL */
	bool summary;
	uint64_t printed;
};

struct scan_choices {
	struct scan_options options;
	enum icd_severity fail_on;
	bool summary;
};

/* ---- findings ---- */

static const struct columns columns = {NULL, "file line column severity rule code message", false};

static void tell_scanned(struct printer *printer, const struct scan_finding *finding)
{
	tell_answer(printer);
	tell_fields(printer,
		    "file:%s line:%lld column:%lld end_column:%lld severity:%s rule:%s code:%s "
		    "written:%s message:%s replacement:%s",
		    finding->file, (long long)finding->line, (long long)finding->column, (long long)finding->end_column,
		    icd_severity_names[finding->severity], scan_rules[finding->rule].name, finding->code,
		    finding->written, finding->message, finding->replacement);
	tell_end(printer);
}

static void print_text(const struct output *out, const struct scan_finding *finding)
{
	fprintf(out->file, "%s:%" PRIu64 ":%" PRIu64 ": %s%s%s: %s [%s]\n", finding->file, finding->line,
		finding->column, ink(out, severity_ink(finding->severity)), icd_severity_names[finding->severity],
		ink_end(out), finding->message, scan_rules[finding->rule].name);
}

static void print_finding(void *context, const struct scan_finding *finding)
{
	struct scanning *scanning = context;
	const struct output *out = &scanning->session->out;
	if (scanning->summary || finding->state != SCAN_NEW)
		return;
	if (out->format == FORMAT_SARIF)
		scan_sarif_finding(&scanning->session->printer, out->file, finding, scanning->printed == 0);
	else if (scanning->printer)
		tell_scanned(scanning->printer, finding);
	else
		print_text(out, finding);
	scanning->printed++;
}

static void print_warning(void *context, const char *text)
{
	struct scanning *scanning = context;
	fflush(scanning->session->out.file);
	fprintf(stderr, "icd10-lookup: %s\n", text);
}

/* ---- summary ---- */

static void summarize_text(const struct output *out, const struct scan_counts *counts)
{
	fprintf(out->file,
		"%" PRIu64 " files, %" PRIu64 " codes: %" PRIu64 " errors, %" PRIu64 " warnings, %" PRIu64 " info\n",
		counts->files, counts->codes, counts->by_severity[ICD_ERROR], counts->by_severity[ICD_WARNING],
		counts->by_severity[ICD_INFO]);
	for (int i = 0; i < SCAN_RULES; i++) {
		if (counts->by_rule[i])
			fprintf(out->file, "  %-26s %8" PRIu64 "  %s\n", scan_rules[i].name, counts->by_rule[i],
				scan_rules[i].summary);
	}
}

static void tell_summary(struct printer *printer, const struct scan_counts *counts)
{
	tell_answer(printer);
	tell_fields(printer, "files:%lld binary_files:%lld codes:%lld errors:%lld warnings:%lld info:%lld",
		    (long long)counts->files, (long long)counts->binary, (long long)counts->codes,
		    (long long)counts->by_severity[ICD_ERROR], (long long)counts->by_severity[ICD_WARNING],
		    (long long)counts->by_severity[ICD_INFO]);
	tell_object(printer, "rules");
	for (int i = 0; i < SCAN_RULES; i++) {
		if (counts->by_rule[i])
			tell_number(printer, scan_rules[i].name, (int64_t)counts->by_rule[i]);
	}
	tell_end(printer);
	tell_end(printer);
}

static void summarize_tsv(const struct output *out, const struct scan_counts *counts)
{
	if (out->header)
		output_row(out, (const char *const[]){"severity", "rule", "count"}, 3);
	for (int i = 0; i < SCAN_RULES; i++) {
		if (counts->by_rule[i])
			fprintf(out->file, "%s\t%s\t%" PRIu64 "\n", icd_severity_names[scan_rules[i].severity],
				scan_rules[i].name, counts->by_rule[i]);
	}
}

static void finish(const struct scanning *scanning, const struct scan_counts *counts)
{
	const struct output *out = &scanning->session->out;
	if (out->format == FORMAT_SARIF)
		scan_sarif_end(out->file);
	else if (scanning->summary && out->format == FORMAT_JSON)
		tell_summary(session_printer(scanning->session, NULL), counts);
	else if (scanning->summary && out->format == FORMAT_TSV)
		summarize_tsv(out, counts);
	else if (scanning->summary)
		summarize_text(out, counts);
	if (counts->fixed) {
		fflush(out->file);
		fprintf(stderr,
			"icd10-lookup: %" PRIu64 " codes replaced in %" PRIu64
			" files; the old ones are kept as .bak\n",
			counts->fixed, counts->fixed_files);
	}
}

/* ---- running ---- */

static bool has_finding(const struct scan_counts *counts, enum icd_severity least)
{
	for (int i = (int)least; i <= ICD_ERROR; i++) {
		if (counts->by_severity[i])
			return true;
	}
	return false;
}

static void start(struct scanning *scanning)
{
	struct session *session = scanning->session;
	if (session->out.format == FORMAT_SARIF)
		scan_sarif_start(&session->printer, session->out.file);
	else if (!scanning->summary)
		scanning->printer = session_printer(session, &columns);
}

static int run(struct session *session, struct scan_choices *choices, int count, char **paths)
{
	struct scanning scanning = {.session = session, .summary = choices->summary};
	struct icd_error err;
	struct scan *scan;
	bool ok = true;
	choices->options.on = session->view.on;
	choices->options.visit = print_finding;
	choices->options.warn = print_warning;
	choices->options.context = &scanning;
	if (!scan_open(session->store, &choices->options, &scan, &err))
		return command_fail("%s", err.text);
	start(&scanning);
	for (int i = 0; i < count; i++) {
		/* A path that cannot be read does not keep the others from being scanned. */
		if (!scan_path(scan, paths[i], &err)) {
			ok = false;
			fflush(session->out.file);
			command_fail("%s", err.text);
		}
	}
	finish(&scanning, scan_counts(scan));
	int status = has_finding(scan_counts(scan), choices->fail_on) ? STATUS_NO : STATUS_OK;
	ok &= scan_counts(scan)->unreadable == 0;
	scan_close(scan);
	return ok ? status : STATUS_FAILED;
}

/* ---- options ---- */

static const char *take_exclude(void *chosen, const char *value)
{
	struct scan_options *options = &((struct scan_choices *)chosen)->options;
	if (options->exclude_count == SCAN_EXCLUDES_MAX)
		return "too many --exclude";
	options->excludes[options->exclude_count++] = value;
	return NULL;
}

static const char *take_against(void *chosen, const char *value)
{
	struct scan_choices *choices = chosen;
	return icd_date_read(value, &choices->options.against) ? NULL
							       : "--against: a date was expected: " ICD_DATE_FORMS;
}

static const char *take_fail_on(void *chosen, const char *value)
{
	struct scan_choices *choices = chosen;
	return icd_severity_named(value, &choices->fail_on) ? NULL : "--fail-on: error, warning or info was expected";
}

int cmd_scan(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"exclude", 0, OPTION_TAKEN, 0, take_exclude},
		{"fix", 0, OPTION_FLAG, offsetof(struct scan_choices, options.fix), NULL},
		{"against", 0, OPTION_TAKEN, 0, take_against},
		{"fail-on", 0, OPTION_TAKEN, 0, take_fail_on},
		{"summary", 0, OPTION_FLAG, offsetof(struct scan_choices, summary), NULL},
		{0}};
	struct scan_choices choices = {.fail_on = ICD_WARNING};
	int count = options_read(session, argc, argv, options, &choices, "a file or a folder was");
	if (count < 0)
		return STATUS_FAILED;
	if (choices.summary && session->out.format == FORMAT_SARIF)
		return command_usage(session, "--summary has no SARIF form");
	session_warn_date(session);
	return run(session, &choices, count, argv + 1);
}
