/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"
#include "guideline/guideline.h"
#include "input/input.h"
#include "lists/lists.h"
#include "claim/finding_tally.h"
#include "memory/memory.h"
#include "pages/pages.h"
#include "print/print.h"
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a summary is split by. */
enum split_kind { SPLIT_NONE, SPLIT_DAY, SPLIT_MONTH, SPLIT_YEAR, SPLIT_ID };
struct split {
	enum split_kind kind;
	unsigned length; /* of SPLIT_ID */
};
#define SPLIT_SIZE 160

struct claim_run {
	struct session *session;
	struct printer *printer; /* of claims; NULL: text, or a summary */
	struct icd_claims *claims;
	struct icd_tally *tally; /* of a summary */
	struct icd_finding_tally sections;
	struct icd_claim_groups groups;
	unsigned fail_on;
	enum icd_severity least;
	bool least_given, matrix, summary, batch, verbose;
	const char *list_name, *list_column;
	struct icd_code_list *list; /* that codes are held against; NULL: none */
	struct icd_view view;       /* of the last claim's day */
	const char *file;
	const char *read;          /* the file that was read */
	struct progress *progress; /* of a file that is read */
	bool quiet;
	struct split split[2];
	unsigned split_count;
	struct summary_page page;
	const char *html; /* the file that the page goes to; NULL: none is wanted */
	uint64_t claim_count, icd9;
	uint64_t by_rule[ICD_RULES], by_severity[ICD_ERROR + 1], claims_by_worst[ICD_ERROR + 2];
	struct icd_circumstances said; /* by options, of all claims */
	bool failed_on;                /* a finding at or above fail_on was there */
	bool warned;
	bool bad_lines; /* some were none, and that was said */
	struct icd_error err;
};

/* ---- one claim ---- */

/* How many bytes the first `count` letters of an id have: as many whole ones as 63 bytes hold, at most. */
static size_t id_start(const char *id, unsigned count)
{
	size_t end = 0;
	for (size_t next = 0; count > 0 && id[end]; count--, end = next) {
		do
			next++;
		while (((unsigned char)id[next] & 0xC0) == 0x80);
		if (next > 63)
			break;
	}
	return end;
}

static const char *split_part(const struct split *split, const struct claim_label *label, char out[64])
{
	const char *id = label->id ? label->id : "";
	char date[ICD_DATE_SIZE];
	icd_date_format(label->on, date);
	if (split->kind == SPLIT_ID)
		snprintf(out, 64, "%.*s", (int)id_start(id, split->length), id);
	else
		snprintf(out, 64, "%.*s", split->kind == SPLIT_DAY ? 10 : split->kind == SPLIT_MONTH ? 7 : 4, date);
	return out;
}

static const char *split_name(const struct claim_run *run, const struct claim_label *label, char out[SPLIT_SIZE])
{
	char part[64];
	size_t used = 0;
	out[0] = '\0';
	for (unsigned i = 0; i < run->split_count; i++) {
		split_part(&run->split[i], label, part);
		if (i)
			out[used++] = ICD_TALLY_AND;
		used += (size_t)snprintf(out + used, SPLIT_SIZE - used, "%s", part);
	}
	return out;
}

static bool count_codes(struct claim_run *run, const struct claim_label *label, const struct icd_claim_result *result)
{
	char by[SPLIT_SIZE];
	split_name(run, label, by);
	for (unsigned i = 0; i < result->code_count; i++) {
		const struct icd_claim_code *code = result->codes[i];
		struct icd_tally_item item = {.code = code->shown,
					      .category = code->category,
					      .group = code->group,
					      .unspecified = code->unspecified,
					      .detail = code->detail};
		if (!icd_tally_add(run->tally, by, &item))
			return icd_out_of_memory(&run->err);
	}
	return true;
}

static bool count_claim(struct claim_run *run, const struct claim_label *label, unsigned worst)
{
	char by[SPLIT_SIZE];
	return icd_claim_groups_add(&run->groups, split_name(run, label, by), worst) || icd_out_of_memory(&run->err);
}

static void count_section(struct claim_run *run, const struct claim_label *label, const struct icd_finding *finding)
{
	char codes[256];
	size_t used = 0;
	if (icd_finding_tally_again(&run->sections, finding))
		return;
	codes[0] = '\0';
	for (unsigned i = 0; i < finding->code_count && used < sizeof codes - ICD_DOTTED_SIZE - 1; i++)
		used += (size_t)snprintf(codes + used, sizeof codes - used, "%s%.*s", i ? " " : "", ICD_DOTTED_SIZE - 1,
					 finding->codes[i]);
	struct icd_finding_count count = {.severity = finding->severity,
					  .rule = finding->rule,
					  .guideline = finding->guideline,
					  .id = label->id ? label->id : "",
					  .codes = codes,
					  .line = label->line};
	icd_finding_tally_add(&run->sections, &count);
}

/* 0: no finding, else 1 + the worst severity. */
static unsigned count_findings(struct claim_run *run, const struct claim_label *label,
			       const struct icd_claim_result *result)
{
	unsigned worst = 0;
	for (unsigned i = 0; i < result->count; i++) {
		const struct icd_finding *finding = &result->findings[i];
		run->by_rule[finding->rule]++;
		run->by_severity[finding->severity]++;
		if (run->summary)
			count_section(run, label, finding);
		if (finding->severity + 1u > worst)
			worst = finding->severity + 1u;
	}
	run->claims_by_worst[worst]++;
	run->failed_on |= worst > run->fail_on;
	return worst;
}

static const char *warn_date(struct claim_run *run, icd_date on, char warning[ICD_WARNING_SIZE])
{
	if (run->view.on != on)
		icd_view_make(&run->view, run->session->store, on);
	if (*icd_view_warning(&run->view, warning) && run->session->out.format != FORMAT_JSON && !run->warned) {
		progress_aside(run->progress, stderr);
		fflush(run->session->out.file);
		command_say("%s", warning);
		progress_back(run->progress);
		run->warned = true;
	}
	return warning;
}

/* The section of the guidelines that a finding names: with --verbose all of its text, in a shell its line, numbered, so
 * that the number opens it. Without guidelines nothing. */
static bool print_cited(struct claim_run *run, icd_date on, const struct icd_finding *finding)
{
	const struct output *out = &run->session->out;
	struct icd_store *store = run->session->store;
	struct icd_pool pool = {0};
	struct icd_guidelines guidelines;
	const char *text = "";
	int edition = icd_guidelines_on(run->session->view.about, on);
	bool marked = out->numbers && out->numbers->names_place; /* has its number already */
	if (edition < 0 || !*finding->guideline || !(run->verbose || (out->numbers && !marked)))
		return true;
	bool ok = icd_guidelines_read(store, &pool, (uint16_t)edition, &guidelines, &run->err);
	const struct icd_guideline *section = ok ? icd_guideline_find(&guidelines, finding->guideline) : NULL;
	if (section)
		ok = icd_guideline_text(store, &pool, (uint16_t)edition, section->number, &text, &run->err);
	if (section && ok) {
		guideline_print_line(out, 0, section->number, section->title);
		if (run->verbose)
			guideline_print_text(out, 4, text);
	}
	icd_pool_free(&pool);
	return ok;
}

static bool print_claim(struct claim_run *run, const struct claim_label *label, const struct icd_claim_result *result)
{
	const struct output *out = &run->session->out;
	char on[ICD_DATE_SIZE], release[ICD_DATE_SIZE];
	fprintf(out->file, "%s%s, release %s%s\n", ink(out, INK_DIM), icd_date_format(label->on, on),
		icd_date_format(result->release, release), ink_end(out));
	for (unsigned i = 0; i < result->code_count; i++) {
		char number[OUTPUT_NUMBER_SIZE];
		if (!*output_number(out, result->codes[i]->shown, number))
			snprintf(number, sizeof number, "%2u  ", i + 1);
		output_item(out, OUTPUT_UNDER, INK_PLAIN, result->codes[i]->title, "%s%s%-8s%s  ", number,
			    ink(out, INK_CODE), result->codes[i]->shown, ink_end(out));
	}
	for (unsigned i = 0; i < result->count; i++) {
		if (result->findings[i].severity < run->least)
			continue;
		fputc('\n', out->file);
		finding_print_text(out, &result->findings[i]);
		if (!print_cited(run, label->on, &result->findings[i]))
			return false;
	}
	if (result->count == 0)
		fprintf(out->file, "\n%sno findings%s\n", ink(out, INK_GOOD), ink_end(out));
	return true;
}

static void print_findings(const struct claim_run *run, const struct claim_label *label,
			   const struct icd_claim_result *result)
{
	const struct output *out = &run->session->out;
	for (unsigned i = 0; i < result->count; i++) {
		if (result->findings[i].severity < run->least)
			continue;
		if (run->matrix)
			finding_print_text(out, &result->findings[i]);
		else
			finding_print_line(out, label, &result->findings[i]);
	}
}

static bool print_result(struct claim_run *run, const struct claim_label *label, const struct icd_claim_result *result,
			 const char *warning)
{
	progress_aside(run->progress, stdout);
	if (run->printer)
		tell_claim(run->printer, label, result, run->least, warning);
	else if (run->batch || run->matrix)
		print_findings(run, label, result);
	progress_back(run->progress);
	return run->printer || run->batch || run->matrix || print_claim(run, label, result);
}

/* ---- a code list ---- */

/* A coverage list speaks for a claim that has one of its codes; others beside that one are only said. What the list excepts
 * is warned of. */
static bool judge_code(struct claim_run *run, const struct claim_label *label, const struct icd_claim_code *code,
		       struct icd_pool *pool, struct icd_finding *out, bool *found)
{
	struct icd_listing listing;
	const char **codes = icd_pool_take(pool, 1, sizeof *codes);
	const char *name = icd_code_list_name(run->list);
	if (!codes)
		return icd_out_of_memory(&run->err);
	if (!icd_code_list_find(run->list, code->code, -1, label->on, &listing, &run->err))
		return false;
	const struct icd_pattern *by = listing.excepted;
	*found = by || !listing.by;
	codes[0] = code->shown;
	*out = (struct icd_finding){.rule = ICD_RULE_NOT_LISTED,
				    .severity = by ? ICD_WARNING : ICD_INFO,
				    .code_count = 1,
				    .codes = codes,
				    .at = "",
				    .guideline = "",
				    .advice = ""};
	if (by)
		out->text = icd_pool_print(pool, "line %llu of the list %s excepts it%s%s",
					   (unsigned long long)by->line, name, *by->note ? ": " : "", by->note);
	else
		out->text = icd_pool_print(pool, "not on the list %s", name);
	return true;
}

static int by_severity(const void *a, const void *b)
{
	const struct icd_finding *x = a, *y = b;
	return ICD_ORDER(y->severity, x->severity) ?: ICD_ORDER(x->rule, y->rule) ?: ICD_ORDER(x->codes, y->codes);
}

/* Adds what the list says of the codes to the findings of the claim. */
static bool judge_list(struct claim_run *run, const struct claim_label *label, struct icd_pool *pool,
		       struct icd_claim_result *result)
{
	struct icd_finding *all = icd_pool_take(pool, result->count + result->reported + 1, sizeof *all);
	unsigned own = 0, off = 0;
	if (!all)
		return icd_out_of_memory(&run->err);
	for (unsigned i = 0; i < result->reported; i++) {
		bool found = false;
		if (!judge_code(run, label, result->codes[i], pool, &all[own], &found))
			return false;
		off += found && all[own].severity == ICD_INFO;
		own += found;
	}
	for (unsigned i = 0; off && own == result->reported && i < own; i++)
		all[i].severity = ICD_WARNING;
	if (own) {
		qsort(all, own, sizeof *all, by_severity);
		unsigned warnings = 0, at = 0, kept = 0;
		struct icd_finding *merged = icd_pool_take(pool, result->count + own, sizeof *merged);
		if (!merged)
			return icd_out_of_memory(&run->err);
		while (warnings < own && all[warnings].severity == ICD_WARNING)
			warnings++;
		for (; at < result->count && result->findings[at].severity >= ICD_WARNING; at++)
			merged[kept++] = result->findings[at];
		for (unsigned i = 0; i < warnings; i++)
			merged[kept++] = all[i];
		for (; at < result->count; at++)
			merged[kept++] = result->findings[at];
		for (unsigned i = warnings; i < own; i++)
			merged[kept++] = all[i];
		result->findings = merged;
		result->count = kept;
	}
	return !pool->failed || icd_out_of_memory(&run->err);
}

static bool show(struct claim_run *run, const struct claim_label *label, const struct icd_claim_result *result)
{
	char warning[ICD_WARNING_SIZE];
	run->claim_count++;
	run->icd9 += label->icd9;
	unsigned worst = count_findings(run, label, result);
	warn_date(run, label->on, warning);
	if (run->summary)
		return count_codes(run, label, result) && count_claim(run, label, worst);
	return print_result(run, label, result, warning) &&
	       (!ferror(run->session->out.file) || icd_fail(&run->err, "the output cannot be written"));
}

static bool handle(struct claim_run *run, const struct claim_label *label, const struct icd_claim_input *input)
{
	struct icd_claim_result result;
	struct icd_claim_input shown = *input;
	struct icd_pool pool = {0};
	shown.worded = run->summary ? ICD_ERROR + 1 : run->least;
	bool ok = run->matrix ? icd_claims_matrix(run->claims, label->on, &shown, &result, &run->err)
			      : icd_claims_check(run->claims, label->on, &shown, &result, &run->err);
	if (!ok)
		return false;
	ok = (!run->list || run->matrix || judge_list(run, label, &pool, &result)) && show(run, label, &result);
	icd_pool_free(&pool);
	return ok;
}

/* ---- claims from a file ---- */

/* Full years from the one day to the other. */
static int years_between(icd_date born, icd_date on)
{
	return (on - born) / 10000;
}

/* What the claim itself says goes before the options. */
static void tell_circumstances(const struct icd_x12_claim *claim, struct icd_circumstances *said)
{
	icd_date on = claim->admitted ? claim->admitted : claim->on;
	said->x12 = true;
	said->icd9 = claim->icd9;
	said->inpatient |= claim->inpatient;
	said->poa = claim->poa;
	if (claim->sex)
		said->sex = claim->sex;
	if (claim->born && on >= claim->born)
		said->age = years_between(claim->born, on);
}

static bool handle_x12(struct claim_run *run, const struct icd_x12_claim *claim)
{
	const char *codes[ICD_X12_CODES], *validated[ICD_X12_CODES];
	struct claim_label label = {claim->id, claim->segment, claim->on ? claim->on : run->session->view.on,
				    claim->icd9};
	struct icd_circumstances said = run->said;
	struct icd_claim_input input = {.codes = codes,
					.count = claim->count,
					.validated = validated,
					.validated_count = claim->validated_count,
					.said = &said};
	tell_circumstances(claim, &said);
	for (unsigned i = 0; i < claim->count; i++)
		codes[i] = claim->codes[i];
	for (unsigned i = 0; i < claim->validated_count; i++)
		validated[i] = claim->validated[i];
	return handle(run, &label, &input);
}

static bool read_x12(struct claim_run *run, FILE *file, const char *begun, size_t length, const char *name)
{
	struct icd_x12 *x12;
	struct icd_x12_claim *claim = malloc(sizeof *claim);
	bool more = true, ok = claim != NULL;
	if (!ok || !icd_x12_open(file, begun, length, name, &x12, &run->err)) {
		free(claim);
		return ok ? false : icd_out_of_memory(&run->err);
	}
	while (ok && more) {
		ok = icd_x12_next(x12, claim, &more, &run->err);
		if (ok && more)
			ok = handle_x12(run, claim);
	}
	icd_x12_close(x12);
	free(claim);
	return ok;
}

/* Codes of all lines, for a matrix. */
struct gathered {
	const char **codes; /* the array is malloc'd, the texts are in the pool */
	size_t count, capacity;
	struct icd_pool pool;
};

static bool gather(struct gathered *all, const struct claim_line *line)
{
	for (unsigned i = 0; i < line->count; i++) {
		struct icd_typed_code typed;
		if (!icd_code_parse(line->codes[i], strlen(line->codes[i]), &typed))
			continue;
		if (!icd_array_room(&all->codes, all->count, &all->capacity, sizeof *all->codes))
			return false;
		all->codes[all->count++] = icd_pool_text(&all->pool, typed.code, strlen(typed.code));
	}
	return !all->pool.failed;
}

/* A line that is none is said, and counts as a failure in the end; those behind it are claims all the same. */
static void say_bad_line(struct claim_run *run)
{
	progress_aside(run->progress, stderr);
	fflush(run->session->out.file);
	command_fail("%s", run->err.text);
	progress_back(run->progress);
	run->bad_lines = true;
}

static bool handle_claim(struct claim_run *run, unsigned long number, const struct claim_line *line)
{
	struct claim_label label = {line->id, number, run->session->view.on, 0};
	struct icd_claim_input input = {.codes = line->codes, .count = line->count, .said = &run->said};
	return handle(run, &label, &input);
}

static bool is_too_long(struct claim_run *run, const char *where, size_t count)
{
	return !run->matrix && count > ICD_CLAIM_CODES_MAX &&
	       !icd_fail(&run->err, "%sa claim of %zu codes, at most %d were expected; --matrix is for long lists",
			 where, count, ICD_CLAIM_CODES_MAX);
}

static bool handle_line(struct claim_run *run, const struct text_lines *text, struct claim_line *line,
			struct gathered *all)
{
	char where[300];
	if (!claim_line_split(text->line, line) || (run->matrix && !gather(all, line)))
		return icd_out_of_memory(&run->err);
	*where = '\0';
	if (line->count > ICD_CLAIM_CODES_MAX)
		snprintf(where, sizeof where, "%.250s:%lu: ", text->name, text->number);
	if (is_too_long(run, where, line->count))
		say_bad_line(run);
	else if (!run->matrix && line->count > 0)
		return handle_claim(run, text->number, line);
	return true;
}

static bool read_lines(struct claim_run *run, struct text_lines *text)
{
	struct claim_line line = {0};
	struct gathered all = {0};
	enum text_line read = TEXT_LINE_READ;
	bool ok = true;
	while (ok && (read = text_lines_next(text, &run->err)) > TEXT_LINE_END) {
		if (read == TEXT_LINE_BAD)
			say_bad_line(run);
		else
			ok = handle_line(run, text, &line, &all);
	}
	ok = ok && read != TEXT_LINE_FAILED;
	if (ok && run->matrix) {
		struct claim_label label = {.on = run->session->view.on};
		struct icd_claim_input input = {.codes = all.codes, .count = (unsigned)all.count, .said = &run->said};
		ok = handle(run, &label, &input);
	}
	icd_pool_free(&all.pool);
	free(all.codes);
	claim_line_free(&line);
	text_lines_free(text);
	return ok;
}

/* Passes over empty lines; gives how many there were. */
static unsigned long skip_lead(FILE *file)
{
	unsigned long number = 0;
	int before = 0, c = getc(file);
	for (; c == '\n' || c == '\r' || c == ' '; c = getc(file)) {
		number += c == '\r' || (c == '\n' && before != '\r');
		before = c;
	}
	if (c != EOF)
		ungetc(c, file);
	return number;
}

static bool read_file(struct claim_run *run, FILE *file, const char *name)
{
	char begun[ICD_X12_BEGUN];
	size_t length = 0;
	int c;
	run->batch = true;
	if (!run->least_given && !run->matrix && run->session->out.format == FORMAT_TEXT)
		run->least = ICD_WARNING;
	unsigned long number = skip_lead(file);
	while (length < sizeof begun && (c = getc(file)) != EOF) {
		begun[length++] = (char)c;
		if (c == '\n' || c == '\r')
			break;
	}
	if (icd_x12_begins(begun, length) && !run->matrix)
		return read_x12(run, file, begun, length, name);
	if (icd_x12_lacks_isa(begun, length))
		return icd_fail(&run->err, "%s: an 837 without its ISA segment, which says how the file is written",
				name);
	struct text_lines text = {.file = file,
				  .name = name,
				  .wanted = "a claim",
				  .begun = begun,
				  .begun_length = length,
				  .number = number};
	return read_lines(run, &text);
}

/* The same, with a line on the terminal that tells how far it has got. */
static bool read_with_progress(struct claim_run *run, FILE *file, const char *path, const char *name)
{
	char *paths[] = {(char *)path};
	struct progress_files files = {paths, 1};
	FILE *text = text_source_stream(fileno(file), name);
	if (!text)
		return icd_out_of_memory(&run->err);
	run->read = name;
	run->progress = progress_start("claim", run->quiet, progress_measure_files, &files);
	progress_file(run->progress, fileno(file));
	bool ok = read_file(run, text, name);
	fclose(text);
	progress_end(run->progress);
	run->progress = NULL;
	return ok;
}

static bool read_named(struct claim_run *run, const char *name)
{
	FILE *file = fopen(name, "rb");
	if (!file)
		return icd_fail(&run->err, "%s: %s", name, strerror(errno));
	bool ok = read_with_progress(run, file, name, name);
	fclose(file);
	return ok;
}

/* ---- the summary ---- */

/* Findings by rule and section, worst first, with the first of each as an example. */
static void tell_sections(struct printer *printer, const struct icd_finding_tally *sections)
{
	tell_list(printer, "sections");
	for (size_t i = 0; i < sections->count; i++) {
		const struct icd_finding_count *row = &sections->at[i];
		tell_object(printer, NULL);
		tell_text(printer, "severity", icd_severity_names[row->severity]);
		tell_text(printer, "rule", icd_rule_names[row->rule]);
		tell_text(printer, "guideline", row->guideline);
		tell_number(printer, "count", (int64_t)row->count);
		tell_text(printer, "example", row->codes);
		tell_text(printer, "id", *row->id ? row->id : NULL);
		tell_number(printer, "line", (int64_t)row->line);
		tell_end(printer);
	}
	tell_end(printer);
}

static void sections_text(const struct output *out, const struct icd_finding_tally *sections)
{
	for (size_t i = 0; i < sections->count; i++) {
		const struct icd_finding_count *row = &sections->at[i];
		fprintf(out->file, "  %-7s  %-17s  %-12s %6" PRIu64 "  %s", icd_severity_names[row->severity],
			icd_rule_names[row->rule], row->guideline, row->count, row->codes);
		if (*row->id)
			fprintf(out->file, " (%s)\n", row->id);
		else if (row->line)
			fprintf(out->file, " (line %lu)\n", row->line);
		else
			fputc('\n', out->file);
	}
}

static void tell_summary(struct printer *printer, const struct claim_run *run)
{
	tell_answer(printer);
	tell_number(printer, "claims", (int64_t)run->claim_count);
	tell_object(printer, "claims_by_worst");
	for (unsigned i = ICD_ERROR + 1; i-- > 0;)
		tell_number(printer, icd_severity_names[i], (int64_t)run->claims_by_worst[i + 1]);
	tell_number(printer, "none", (int64_t)run->claims_by_worst[0]);
	tell_end(printer);
	tell_object(printer, "findings");
	for (unsigned i = 0; i < ICD_RULES; i++) {
		if (run->by_rule[i])
			tell_number(printer, icd_rule_names[i], (int64_t)run->by_rule[i]);
	}
	tell_end(printer);
	tell_tally(printer, run->tally);
	tell_sections(printer, &run->sections);
	tell_number(printer, "icd9", (int64_t)run->icd9);
	tell_end(printer);
}

static void summary_rows(const struct claim_run *run)
{
	const struct output *out = &run->session->out;
	if (out->header)
		tally_print_names(out);
	tally_print_row(out, "", "claims", "", run->claim_count, NULL);
	for (unsigned i = 0; i < ICD_RULES; i++) {
		if (run->by_rule[i])
			tally_print_row(out, "", "finding", icd_rule_names[i], run->by_rule[i], NULL);
	}
	for (size_t i = 0; i < run->sections.count; i++) {
		const struct icd_finding_count *row = &run->sections.at[i];
		char name[320];
		snprintf(name, sizeof name, "%s %s %s %s", icd_severity_names[row->severity], icd_rule_names[row->rule],
			 *row->guideline ? row->guideline : "-", row->codes);
		tally_print_row(out, "", "section", name, row->count, NULL);
	}
	tally_print_rows(out, run->tally);
}

static void summary_text(const struct claim_run *run)
{
	const struct output *out = &run->session->out;
	fprintf(out->file,
		"%" PRIu64 " claims: %" PRIu64 " with an error, %" PRIu64 " with a warning, %" PRIu64 " without\n",
		run->claim_count, run->claims_by_worst[ICD_ERROR + 1], run->claims_by_worst[ICD_WARNING + 1],
		run->claims_by_worst[0] + run->claims_by_worst[ICD_INFO + 1]);
	sections_text(out, &run->sections);
	if (run->icd9)
		fprintf(out->file, "%" PRIu64 " ICD-9-CM codes were not looked at\n", run->icd9);
	tally_print_text(out, run->tally);
}

static bool write_page(void *context, FILE *file, struct icd_error *err)
{
	struct claim_run *run = context;
	run->page.view = &run->session->view;
	run->page.source = run->read ? run->read : "codes of one claim";
	run->page.tally = run->tally;
	run->page.claims = &run->groups;
	run->page.findings = &run->sections;
	for (unsigned i = 0; i < run->split_count; i++)
		run->page.by[i] = run->split[i].kind == SPLIT_ID ? "id" : "time";
	return html_summary(file, &run->page, err);
}

static bool print_summary(struct claim_run *run)
{
	icd_finding_tally_sort(&run->sections);
	if (run->sections.pool.failed || !icd_tally_settle(run->tally))
		return icd_out_of_memory(&run->err);
	if (run->html)
		return write_file(run->html, write_page, run, &run->err);
	if (run->session->out.format == FORMAT_JSON)
		tell_summary(session_printer(run->session, NULL), run);
	else if (run->session->out.format == FORMAT_TSV)
		summary_rows(run);
	else
		summary_text(run);
	return !icd_tally_failed(run->tally) || icd_out_of_memory(&run->err);
}

static bool print_summary_of(struct claim_run *run, bool whole)
{
	struct icd_error why = run->err;
	bool ok = print_summary(run);
	if (!whole)
		run->err = why;
	return ok && whole;
}

/* ---- the command ---- */

static const char *take_setting(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	run->said.inpatient = strcmp(value, "inpatient") == 0;
	return run->said.inpatient || strcmp(value, "outpatient") == 0
		       ? NULL
		       : "--setting %s: inpatient or outpatient was expected";
}

static const char *take_age(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	char *end;
	long age = strtol(value, &end, 10);
	run->said.age = (int)age;
	return icd_is_digit(*value) && !*end && age <= 150 ? NULL : "--age %s: full years were expected";
}

static const char *take_sex(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	run->said.sex = icd_upper(value[0]);
	bool known = icd_same_but_case(value, "F") || icd_same_but_case(value, "M") ||
		     icd_same_but_case(value, "female") || icd_same_but_case(value, "male");
	return known ? NULL : "--sex %s: F or M was expected";
}

static const char *take_fail_on(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	return icd_fail_on_named(value, &run->fail_on) ? NULL
						       : "--fail-on %s: error, warning, info or none was expected";
}

static const char *take_least(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	run->least_given = true;
	return icd_severity_named(value, &run->least) ? NULL : "--min %s: error, warning or info was expected";
}

static const char *take_split(void *chosen, const char *value)
{
	static const char *const names[] = {[SPLIT_DAY] = "day", [SPLIT_MONTH] = "month", [SPLIT_YEAR] = "year"};
	struct claim_run *run = chosen;
	if (run->split_count == 2)
		return "--by %s: two were given before";
	struct split *split = &run->split[run->split_count++];
	run->summary = true;
	for (unsigned i = SPLIT_DAY; i <= SPLIT_YEAR; i++) {
		if (strcmp(value, names[i]) == 0) {
			split->kind = (enum split_kind)i;
			return NULL;
		}
	}
	split->kind = SPLIT_ID;
	split->length = strncmp(value, "id:", 3) == 0 ? (unsigned)strtoul(value + 3, NULL, 10) : 0;
	return split->length > 0 ? NULL : "--by %s: day, month, year or id:LENGTH was expected";
}

static const char *take_html(void *chosen, const char *value)
{
	struct claim_run *run = chosen;
	run->summary = true;
	run->html = value;
	return NULL;
}

static const char *take_family(void *chosen, const char *value)
{
	return html_summary_follow(&((struct claim_run *)chosen)->page, value);
}

static bool read_claims(struct claim_run *run, char **codes, int count)
{
	if (run->file)
		return read_named(run, run->file);
	if (count == 1 && strcmp(codes[0], "-") == 0)
		return read_with_progress(run, stdin, "-", "standard input");
	for (int i = 0; i < count; i++) {
		enum icd_found file = command_names_file(run->session, codes[i], &run->err);
		if (file == ICD_FOUND && count > 1)
			return icd_fail(&run->err, "%s is a file: codes, or one file alone, were expected", codes[i]);
		if (file != ICD_NOT_FOUND)
			return file == ICD_FOUND && read_named(run, codes[i]);
	}
	if (is_too_long(run, "", (size_t)count))
		return false;
	struct claim_label label = {.on = run->session->view.on};
	struct icd_claim_input input = {
		.codes = (const char *const *)codes, .count = (unsigned)count, .said = &run->said};
	return handle(run, &label, &input);
}

static int run_claims(struct claim_run *run, char **codes, int count)
{
	const struct output *out = &run->session->out;
	if (!run->summary)
		run->printer = session_printer(run->session, &claim_columns);
	run->tally = icd_tally_new(0, false);
	bool ok = run->tally || icd_out_of_memory(&run->err);
	if (ok && run->list_name)
		ok = icd_code_list_open(run->session->store, run->list_name, run->list_column, &run->list, NULL,
					&run->err);
	ok = ok && icd_claims_open(run->session->store, &run->claims, &run->err) && read_claims(run, codes, count);
	/* Of a file that breaks off, the claims before the break are summed up. */
	if (run->summary && (ok || run->claim_count))
		ok = print_summary_of(run, ok);
	if (ok && run->matrix && !run->summary && out->format == FORMAT_TEXT && run->by_rule[ICD_RULE_EXCLUDES1] == 0)
		fputs("no Excludes1 pair on the list\n", out->file);
	icd_claims_close(run->claims);
	icd_code_list_close(run->list);
	icd_tally_free(run->tally);
	icd_pool_free(&run->sections.pool);
	icd_claim_groups_free(&run->groups);
	if (!ok)
		return command_fail("%s", run->err.text);
	return run->bad_lines ? STATUS_FAILED : run->failed_on ? STATUS_NO : STATUS_OK;
}

int cmd_claim(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"fail-on", 'x', OPTION_TAKEN, 0, take_fail_on},
		{"min", 'l', OPTION_TAKEN, 0, take_least},
		{"by", 'b', OPTION_TAKEN, 0, take_split},
		{"html", 0, OPTION_TAKEN, 0, take_html},
		{"family", 0, OPTION_TAKEN, 0, take_family},
		{"setting", 0, OPTION_TAKEN, 0, take_setting},
		{"age", 0, OPTION_TAKEN, 0, take_age},
		{"sex", 0, OPTION_TAKEN, 0, take_sex},
		{"file", 'F', OPTION_TEXT, offsetof(struct claim_run, file), NULL},
		{"list", 0, OPTION_TEXT, offsetof(struct claim_run, list_name), NULL},
		{"list-column", 0, OPTION_TEXT, offsetof(struct claim_run, list_column), NULL},
		{"matrix", 'm', OPTION_FLAG, offsetof(struct claim_run, matrix), NULL},
		{"summary", 's', OPTION_FLAG, offsetof(struct claim_run, summary), NULL},
		{"quiet", 'q', OPTION_FLAG, offsetof(struct claim_run, quiet), NULL},
		{"verbose", 'v', OPTION_FLAG, offsetof(struct claim_run, verbose), NULL},
		{0},
	};
	struct claim_run run = {
		.session = session, .fail_on = ICD_WARNING, .least = ICD_INFO, .said.age = -1, .view = session->view};
	int count = options_read(session, argc, argv, options, &run, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (!run.file == (count == 0))
		return command_usage(session, run.file ? "codes and --file together" : "codes were expected");
	if (run.html && run.split_count == 0)
		run.split[run.split_count++].kind = SPLIT_MONTH;
	if (run.matrix && run.summary)
		return command_usage(session, "--matrix and --summary together");
	return run_claims(&run, argv + 1, count);
}
