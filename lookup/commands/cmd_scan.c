/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/print.h"
#include "scan/scan.h"
#include "commands.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct scanning {
	struct output *out;
	bool summary;
	uint64_t printed;
};

struct scan_choices {
	struct scan_options options;
	enum icd_severity fail_on;
	bool summary;
};

/* ---- findings ---- */

static enum ink ink_of(enum icd_severity severity)
{
	return severity == ICD_ERROR ? INK_BAD : severity == ICD_WARNING ? INK_WARN : INK_DIM;
}

static void print_text(const struct output *out, const struct scan_finding *finding)
{
	fprintf(out->file, "%s:%" PRIu64 ":%" PRIu64 ": %s%s%s: %s [%s]\n", finding->file, finding->line,
		finding->column, ink(out, ink_of(finding->severity)), icd_severity_names[finding->severity],
		ink_end(out), finding->message, scan_rules[finding->rule].name);
}

static void print_row(const struct output *out, const struct scan_finding *finding)
{
	char line[24], column[24];
	snprintf(line, sizeof line, "%" PRIu64, finding->line);
	snprintf(column, sizeof column, "%" PRIu64, finding->column);
	const char *fields[] = {finding->file,
				line,
				column,
				icd_severity_names[finding->severity],
				scan_rules[finding->rule].name,
				finding->code,
				finding->message};
	output_row(out, fields, sizeof fields / sizeof *fields);
}

static void print_json(const struct output *out, const struct scan_finding *finding)
{
	output_json(out,
		    json_pack("{s:i,s:o,s:I,s:I,s:I,s:s,s:s,s:s,s:o,s:o,s:o}", "v", 1, "file", json_text(finding->file),
			      "line", (json_int_t)finding->line, "column", (json_int_t)finding->column, "end_column",
			      (json_int_t)finding->end_column, "severity", icd_severity_names[finding->severity],
			      "rule", scan_rules[finding->rule].name, "code", finding->code, "written",
			      json_text(finding->written), "message", json_text(finding->message), "replacement",
			      json_text(finding->replacement)));
}

static void print_finding(void *context, const struct scan_finding *finding)
{
	struct scanning *scanning = context;
	if (scanning->summary)
		return;
	switch (scanning->out->format) {
	case FORMAT_JSON:
		print_json(scanning->out, finding);
		break;
	case FORMAT_TSV:
		print_row(scanning->out, finding);
		break;
	case FORMAT_SARIF:
		scan_sarif_finding(scanning->out->file, finding, scanning->printed == 0);
		break;
	default:
		print_text(scanning->out, finding);
	}
	scanning->printed++;
}

static void print_warning(void *context, const char *text)
{
	struct scanning *scanning = context;
	fflush(scanning->out->file);
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

static void summarize_json(const struct output *out, const struct scan_counts *counts)
{
	json_t *rules = json_object();
	for (int i = 0; i < SCAN_RULES; i++) {
		if (counts->by_rule[i])
			json_object_set_new(rules, scan_rules[i].name, json_integer((json_int_t)counts->by_rule[i]));
	}
	output_json(out, json_pack("{s:i,s:I,s:I,s:I,s:I,s:I,s:I,s:o}", "v", 1, "files", (json_int_t)counts->files,
				   "binary_files", (json_int_t)counts->binary, "codes", (json_int_t)counts->codes,
				   "errors", (json_int_t)counts->by_severity[ICD_ERROR], "warnings",
				   (json_int_t)counts->by_severity[ICD_WARNING], "info",
				   (json_int_t)counts->by_severity[ICD_INFO], "rules", rules));
}

static void summarize_tsv(const struct output *out, const struct scan_counts *counts)
{
	for (int i = 0; i < SCAN_RULES; i++) {
		if (counts->by_rule[i])
			fprintf(out->file, "%s\t%s\t%" PRIu64 "\n", icd_severity_names[scan_rules[i].severity],
				scan_rules[i].name, counts->by_rule[i]);
	}
}

static void finish(const struct scanning *scanning, const struct scan_counts *counts)
{
	const struct output *out = scanning->out;
	if (out->format == FORMAT_SARIF)
		scan_sarif_end(out->file);
	else if (scanning->summary && out->format == FORMAT_JSON)
		summarize_json(out, counts);
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

static void start(const struct scanning *scanning)
{
	if (scanning->out->format == FORMAT_SARIF)
		scan_sarif_start(scanning->out->file);
	else if (scanning->out->format == FORMAT_TSV && scanning->out->header && !scanning->summary)
		fputs("file\tline\tcolumn\tseverity\trule\tcode\tmessage\n", scanning->out->file);
}

static int run(struct session *session, struct scan_choices *choices, int count, char **paths)
{
	struct scanning scanning = {.out = &session->out, .summary = choices->summary};
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

enum { OPTION_EXCLUDE = 1000, OPTION_FIX, OPTION_AGAINST, OPTION_FAIL_ON, OPTION_SUMMARY };

static bool read_severity(const char *text, enum icd_severity *severity)
{
	for (int i = ICD_INFO; i <= ICD_ERROR; i++) {
		if (strcmp(text, icd_severity_names[i]) == 0) {
			*severity = (enum icd_severity)i;
			return true;
		}
	}
	return false;
}

/* What is wrong with the option, NULL when nothing is. */
static const char *take_option(int option, const char *value, struct scan_choices *choices)
{
	switch (option) {
	case OPTION_EXCLUDE:
		if (choices->options.exclude_count == SCAN_EXCLUDES_MAX)
			return "too many --exclude";
		choices->options.excludes[choices->options.exclude_count++] = value;
		return NULL;
	case OPTION_AGAINST:
		return icd_date_parse(value, &choices->options.against)
			       ? NULL
			       : "--against: a date was expected: YYYY-MM-DD, YYYYMMDD, M/D/YYYY or FY2025";
	case OPTION_FAIL_ON:
		return read_severity(value, &choices->fail_on) ? NULL
							       : "--fail-on: error, warning or info was expected";
	default:
		choices->options.fix |= option == OPTION_FIX;
		choices->summary |= option == OPTION_SUMMARY;
		return NULL;
	}
}

int cmd_scan(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{"exclude", 0, true},  {"fix", 0, false},
							{"against", 0, true},  {"fail-on", 0, true},
							{"summary", 0, false}, {0}};
	struct option_reader reader;
	struct scan_choices choices = {.fail_on = ICD_WARNING};
	int option;
	options_start(&reader, argc, argv, options);
	while ((option = options_next(&reader)) != -1) {
		const char *wrong = option == '?' ? NULL : take_option(option, reader.value, &choices);
		if (option == '?')
			return STATUS_FAILED;
		if (wrong)
			return command_usage("scan", "%s", wrong);
	}
	if (reader.count == 0)
		return command_usage("scan", "a file or a folder was expected");
	if (choices.summary && session->out.format == FORMAT_SARIF)
		return command_usage("scan", "--summary has no SARIF form");
	session_warn_date(session);
	return run(session, &choices, reader.count, argv + 1);
}
