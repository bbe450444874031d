/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lists/lists.h"
#include "print/print.h"
#include "user/user.h"
#include "scan/scan.h"
#include "cli/progress.h"
#include "commands.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct scan_choices {
	struct scan_options options;
	unsigned fail_on;
	enum icd_severity least; /* that is shown */
	bool summary, quiet;
	const char *list, *list_column;
	const char *known, *write_known; /* files of baselines */
};

struct scanning {
	struct session *session;
	const struct scan_choices *choices;
	struct printer *printer; /* of findings as JSON or rows, else NULL */
	struct icd_code_list *list;
	bool list_failed; /* what it has could not be looked up, and that was said */
	struct scan_sarif sarif;
	struct progress *progress;
	char *const *paths;
	int path_count;
	unsigned gone; /* findings of the baseline that were told to be gone */
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
	icd_text_show(out->file, finding->file);
	fprintf(out->file, ":%" PRIu64 ":%" PRIu64 ": %s%s%s: ", finding->line, finding->column,
		ink(out, severity_ink(finding->severity)), icd_severity_names[finding->severity], ink_end(out));
	icd_text_show(out->file, finding->message);
	fprintf(out->file, " [%s]\n", scan_rules[finding->rule].name);
}

/* A log of SARIF has findings that are known or ignored too, and says so. */
static void print_finding(void *context, const struct scan_finding *finding)
{
	struct scanning *scanning = context;
	const struct output *out = &scanning->session->out;
	const struct scan_choices *choices = scanning->choices;
	if (choices->summary || choices->write_known || finding->severity < choices->least)
		return;
	if (out->format != FORMAT_SARIF && finding->state != SCAN_NEW)
		return;
	progress_aside(scanning->progress, stdout);
	if (out->format == FORMAT_SARIF)
		scan_sarif_finding(&scanning->sarif, finding);
	else if (scanning->printer)
		tell_scanned(scanning->printer, finding);
	else
		print_text(out, finding);
	progress_back(scanning->progress);
}

/* Is the code on the list, on the day or on that of --against? */
static bool is_listed(void *context, const char *code)
{
	struct scanning *scanning = context;
	const struct scan_options *options = &scanning->choices->options;
	const struct icd_pattern *by;
	struct icd_error err;
	bool ok = icd_code_list_has(scanning->list, code, -1, options->on, &by, &err);
	if (ok && !by && options->against)
		ok = icd_code_list_has(scanning->list, code, -1, options->against, &by, &err);
	if (!ok && !scanning->list_failed)
		command_fail("%s", err.text);
	scanning->list_failed |= !ok;
	return ok && by;
}

static void print_warning(void *context, const char *text)
{
	struct scanning *scanning = context;
	if (scanning->session->out.format == FORMAT_SARIF)
		scan_sarif_notify(&scanning->sarif, text);
	progress_aside(scanning->progress, stderr);
	fflush(scanning->session->out.file);
	command_fail("%s", text);
	progress_back(scanning->progress);
}

static void on_reading(void *context, int fd)
{
	progress_file(((struct scanning *)context)->progress, fd);
}

/* What all paths have to be read. */
static uint64_t measure(const void *context, const volatile bool *stop)
{
	const struct scanning *scanning = context;
	uint64_t total = 0;
	for (int i = 0; i < scanning->path_count && !*stop; i++) {
		struct progress_files one = {&scanning->paths[i], 1};
		total += strcmp(scanning->paths[i], "-") == 0
				 ? progress_measure_files(&one, stop)
				 : scan_size(&scanning->choices->options, scanning->paths[i], stop);
	}
	return total;
}

/* ---- summary ---- */

static void summarize_text(const struct output *out, const struct scan_counts *counts)
{
	fprintf(out->file,
		"%" PRIu64 " files, %" PRIu64 " codes: %" PRIu64 " errors, %" PRIu64 " warnings, %" PRIu64 " info",
		counts->files, counts->codes, counts->by_severity[ICD_ERROR], counts->by_severity[ICD_WARNING],
		counts->by_severity[ICD_INFO]);
	if (counts->known)
		fprintf(out->file, ", %" PRIu64 " known", counts->known);
	if (counts->ignored)
		fprintf(out->file, ", %" PRIu64 " ignored", counts->ignored);
	fputc('\n', out->file);
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
	tell_fields(printer, "known:%lld ignored:%lld", (long long)counts->known, (long long)counts->ignored);
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
	if (scanning->choices->summary && out->format == FORMAT_JSON)
		tell_summary(session_printer(scanning->session, NULL), counts);
	else if (scanning->choices->summary && out->format == FORMAT_TSV)
		summarize_tsv(out, counts);
	else if (scanning->choices->summary)
		summarize_text(out, counts);
	if (counts->fixed) {
		fflush(out->file);
		command_say("%" PRIu64 " codes replaced in %" PRIu64 " files; the old ones are kept as .bak",
			    counts->fixed, counts->fixed_files);
	}
}

/* ---- the baseline ---- */

#define GONE_SAID 10

static void say_gone(void *context, const struct scan_met *gone, uint64_t count)
{
	struct scanning *scanning = context;
	if (scanning->choices->quiet || scanning->gone++ >= GONE_SAID)
		return;
	char times[40] = "";
	if (count > 1)
		snprintf(times, sizeof times, ", %" PRIu64 " times", count);
	command_fail("gone: %s: %s [%s]%s", gone->file, gone->message, gone->rule, times);
}

static bool looked_for(const void *choices, const char *rule)
{
	uint64_t rules = ((const struct scan_choices *)choices)->options.rules;
	return !rules || (rules & scan_rule_named(rule, strlen(rule)));
}

static bool write_baseline(void *baseline, FILE *file, struct icd_error *err)
{
	return scan_baseline_write(baseline, file) || icd_out_of_memory(err);
}

/* What the scan was against the baseline; a new one is written where that is wanted. */
static bool finish_baseline(struct scanning *scanning, struct icd_error *err)
{
	const struct scan_choices *choices = scanning->choices;
	struct scan_baseline *baseline = choices->options.baseline;
	if (!choices->known && !choices->write_known)
		return true;
	fflush(scanning->session->out.file);
	struct scan_baseline_counts counts = scan_baseline_finish(baseline, looked_for, choices, say_gone, scanning);
	if (choices->write_known && !write_file(choices->write_known, write_baseline, baseline, err))
		return false;
	if (choices->quiet)
		return true;
	if (choices->write_known)
		command_say("%s: known findings: %" PRIu64 " (new: %" PRIu64 ", gone: %" PRIu64 ")",
			    choices->write_known, counts.all, counts.fresh, counts.gone);
	else if (counts.gone)
		command_say("%s: known findings that are gone: %" PRIu64 "; --write-baseline leaves them out",
			    choices->known, counts.gone);
	return true;
}

/* A baseline that is written anew is read first: what it says of files that are not scanned now stays. */
static bool open_baseline(struct scan_choices *choices, bool sarif, struct icd_error *err)
{
	const char *path = choices->known ? choices->known : choices->write_known;
	if (!path && !sarif)
		return true;
	choices->options.baseline = scan_baseline_new();
	if (!choices->options.baseline)
		return icd_out_of_memory(err);
	return !path || (path == choices->write_known && access(path, F_OK) != 0) ||
	       scan_baseline_read(choices->options.baseline, path, err);
}

/* ---- running ---- */

static bool has_finding(const struct scan_counts *counts, unsigned least)
{
	for (unsigned i = least; i <= ICD_ERROR; i++) {
		if (counts->by_severity[i])
			return true;
	}
	return false;
}

static void start(struct scanning *scanning)
{
	struct session *session = scanning->session;
	scanning->sarif =
		(struct scan_sarif){&session->printer, session->out.file, scanning->choices->known != NULL, 0, {0}};
	if (session->out.format == FORMAT_SARIF)
		scan_sarif_start(&scanning->sarif);
	else if (!scanning->choices->summary)
		scanning->printer = session_printer(session, &columns);
}

/* A path that cannot be read does not keep the others from being scanned. */
static bool scan_paths(struct scanning *scanning, struct scan *scan, int count, char **paths)
{
	struct icd_error err;
	bool ok = true;
	for (int i = 0; i < count; i++) {
		if (!scan_path(scan, paths[i], &err)) {
			ok = false;
			print_warning(scanning, err.text);
		}
	}
	return ok && scan_counts(scan)->unreadable == 0;
}

static int run_scan(struct scanning *scanning, struct scan *scan, int count, char **paths)
{
	const struct scan_choices *choices = scanning->choices;
	struct icd_error err;
	start(scanning);
	scanning->progress = progress_start("scan", choices->quiet, measure, scanning);
	bool ok = scan_paths(scanning, scan, count, paths);
	progress_end(scanning->progress);
	scanning->progress = NULL;
	finish(scanning, scan_counts(scan));
	int status = !choices->write_known && has_finding(scan_counts(scan), choices->fail_on) ? STATUS_NO : STATUS_OK;
	if (scanning->session->out.format == FORMAT_SARIF)
		scan_sarif_end(&scanning->sarif, ok, ok ? status : STATUS_FAILED);
	if (!finish_baseline(scanning, &err))
		return command_fail("%s", err.text);
	return ok ? status : STATUS_FAILED;
}

static int run(struct session *session, struct scan_choices *choices, int count, char **paths)
{
	struct scanning scanning = {.session = session, .choices = choices, .paths = paths, .path_count = count};
	struct icd_error err;
	struct scan *scan;
	int status = STATUS_FAILED;
	choices->options.on = session->view.on;
	choices->options.visit = print_finding;
	choices->options.warn = print_warning;
	choices->options.reading = on_reading;
	choices->options.context = &scanning;
	choices->options.wanted = choices->list ? is_listed : NULL;
	if ((choices->list &&
	     !icd_code_list_open(session->store, choices->list, choices->list_column, &scanning.list, NULL, &err)) ||
	    !open_baseline(choices, session->out.format == FORMAT_SARIF, &err) ||
	    !scan_open(session->store, &choices->options, &scan, &err)) {
		command_fail("%s", err.text);
	} else {
		status = run_scan(&scanning, scan, count, paths);
		scan_close(scan);
	}
	icd_code_list_close(scanning.list);
	status = scanning.list_failed ? STATUS_FAILED : status;
	scan_baseline_free(choices->options.baseline);
	choices->options.context = NULL;
	return status;
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
	return icd_fail_on_named(value, &choices->fail_on) ? NULL
							   : "--fail-on %s: error, warning, info or none was expected";
}

static const char *take_least(void *chosen, const char *value)
{
	struct scan_choices *choices = chosen;
	return icd_severity_named(value, &choices->least) ? NULL : "--min %s: error, warning or info was expected";
}

static const char *take_columns(void *chosen, const char *value)
{
	struct scan_choices *choices = chosen;
	choices->options.byte_columns = strcmp(value, "bytes") == 0;
	return choices->options.byte_columns || strcmp(value, "characters") == 0
		       ? NULL
		       : "--columns %s: characters or bytes was expected";
}

/* Names of rules with commas between; those with "!" before them are left out. */
static const char *take_rules(void *chosen, const char *value)
{
	static char wrong[1024];
	uint64_t *rules = &((struct scan_choices *)chosen)->options.rules;
	for (const char *at = value, *end; at; at = *end ? end + 1 : NULL) {
		end = at + strcspn(at, ",");
		bool out = *at == '!';
		uint64_t rule = scan_rule_named(at + out, (size_t)(end - at) - out);
		if (!rule) {
			size_t used =
				(size_t)snprintf(wrong, sizeof wrong, "--rule %%s: no rule is named %.*s; they are",
						 (int)(end - at < 40 ? end - at : 40), at);
			for (int i = 0; i < SCAN_RULES && used < sizeof wrong; i++)
				used += (size_t)snprintf(wrong + used, sizeof wrong - used, "%s %s", i ? "," : "",
							 scan_rules[i].name);
			return wrong;
		}
		if (out)
			*rules = (*rules ? *rules : SCAN_ALL_RULES) & ~rule;
		else
			*rules |= rule;
	}
	return NULL;
}

int cmd_scan(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"exclude", 0, OPTION_TAKEN, 0, take_exclude},
		{"fix", 0, OPTION_FLAG, offsetof(struct scan_choices, options.fix), NULL},
		{"against", 0, OPTION_TAKEN, 0, take_against},
		{"fail-on", 0, OPTION_TAKEN, 0, take_fail_on},
		{"min", 0, OPTION_TAKEN, 0, take_least},
		{"rule", 0, OPTION_TAKEN, 0, take_rules},
		{"columns", 0, OPTION_TAKEN, 0, take_columns},
		{"baseline", 0, OPTION_TEXT, offsetof(struct scan_choices, known), NULL},
		{"write-baseline", 0, OPTION_TEXT, offsetof(struct scan_choices, write_known), NULL},
		{"list", 0, OPTION_TEXT, offsetof(struct scan_choices, list), NULL},
		{"list-column", 0, OPTION_TEXT, offsetof(struct scan_choices, list_column), NULL},
		{"summary", 0, OPTION_FLAG, offsetof(struct scan_choices, summary), NULL},
		{"quiet", 'q', OPTION_FLAG, offsetof(struct scan_choices, quiet), NULL},
		{0}};
	struct scan_choices choices = {.fail_on = ICD_WARNING, .least = ICD_INFO};
	int count = options_read(session, argc, argv, options, &choices, "a file or a folder was");
	if (count < 0)
		return STATUS_FAILED;
	if (choices.summary && session->out.format == FORMAT_SARIF)
		return command_usage(session, "--summary has no SARIF form");
	if (choices.options.byte_columns && session->out.format == FORMAT_SARIF)
		return command_usage(session, "--columns: SARIF counts characters");
	session_warn_date(session);
	return run(session, &choices, count, argv + 1);
}
