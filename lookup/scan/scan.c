/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_work.h"

#include "book/book.h"
#include "label/label.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLANKS_MAX 64   /* between a dash and the words behind it */
#define CODE_MAX   1024 /* bytes of a code, with characters of no width */
#define CODES_SAID 6    /* codes that a message names */

static const enum scan_rule rule_of_detail[] = {
	[ICD_DETAIL_HEADER] = SCAN_HEADER,           [ICD_DETAIL_NEEDS_SEVENTH] = SCAN_NEEDS_SEVENTH,
	[ICD_DETAIL_BAD_SEVENTH] = SCAN_BAD_SEVENTH, [ICD_DETAIL_RETIRED] = SCAN_RETIRED,
	[ICD_DETAIL_FUTURE] = SCAN_FUTURE,           [ICD_DETAIL_UNKNOWN] = SCAN_UNKNOWN,
	[ICD_DETAIL_UNCERTAIN] = SCAN_UNCERTAIN,     [ICD_DETAIL_MALFORMED] = SCAN_MALFORMED,
};

#define SCAN_PATH_SIZE 4096

struct scan {
	char warning[SCAN_PATH_SIZE + 200]; /* warn: not on the stack, where folders lie deep in each other */
	struct icd_store *store;
	struct scan_options options;
	struct icd_check *check;
	struct scan_tokens *tokens;
	struct icd_labels *labels;
	struct scan_icd9 *icd9; /* NULL: the index holds no mapping */
	struct icd_view view, against;
	struct scan_refresh *refresh; /* of --against */
	struct scan_families *families;
	struct text_reader *reader;
	struct icd_pool pool;
	struct scan_counts counts;
	struct icd_error *err;
	bool failed; /* the sentence is in *err; no more codes are looked at */
	/* the file being read */
	const char *file;
	struct scan_context context;
	struct scan_beside beside;
	struct text_fixes fixes;
	struct stat read; /* the file, when reading began */
	struct text_window window;
	struct scan_unmarked unmarked;
	const char *counted;    /* lines and columns are counted up to here */
	const char *line_start; /* of the line that holds it, or where that is seen from */
	uint64_t line, columns; /* the line, and how many columns of it are before */
	uint64_t warned_line;
};

/* ---- places ---- */

/* Characters, unless bytes are wanted; bytes that are no UTF-8 count one each. */
static uint64_t columns_between(const struct scan *scan, const char *from, const char *to)
{
	uint64_t columns = 0;
	unsigned char seen = 0;
	if (scan->options.byte_columns)
		return (uint64_t)(to - from);
	for (const char *at = from; at < to; at++)
		seen |= (unsigned char)*at;
	if (seen < 0x80)
		return (uint64_t)(to - from);
	for (; from < to; from += (unsigned char)*from < 0x80 ? 1 : icd_char_at(from, to).size)
		columns++;
	return columns;
}

/* Moves the count on, from one place to the next. */
static void count_to(struct scan *scan, const char *to)
{
	if (to <= scan->counted)
		return;
	const char *feed = memrchr(scan->counted, '\n', (size_t)(to - scan->counted));
	if (feed) {
		scan->line += scan_count_feeds(scan->counted, feed + 1);
		scan->counted = scan->line_start = feed + 1;
		scan->columns = 0;
	}
	scan->columns += columns_between(scan, scan->counted, to);
	scan->counted = to;
}

/* A byte order mark is no column. */
static void start_counting(struct scan *scan)
{
	const struct text_window *window = &scan->window;
	scan->counted = scan->line_start = window->text;
	if (window->end - window->text >= 3 && memcmp(window->text, "\xef\xbb\xbf", 3) == 0)
		scan->counted += 3;
}

/* ---- findings ---- */

static void warn_unknown_rule(struct scan *scan, const struct scan_place *place, const struct scan_words *name)
{
	char text[512];
	if (!scan->options.warn || scan->warned_line == place->line)
		return;
	scan->warned_line = place->line;
	snprintf(text, sizeof text, "%s:%llu: icd10:ignore: no rule is named %.*s", scan->file,
		 (unsigned long long)place->line, (int)(name->end - name->at), name->at);
	scan->options.warn(scan->options.context, text);
}

/* What the line is known again by, and what its comments say. */
static void mark_place(struct scan *scan, const struct scan_token *token, struct scan_place *place)
{
	const char *text = scan->window.text, *end = scan->window.end;
	struct scan_words unknown;
	place->line_hash = scan->options.baseline ? scan_line_hash(token, text, end) : 0;
	place->ignored = scan_line_ignored(&scan->unmarked, token, text, end, &unknown);
	if (unknown.at)
		warn_unknown_rule(scan, place, &unknown);
}

/* As it stands there; what is longer than a code with its placeholder is cut between characters. */
static void copy_written(const struct scan_token *token, char *out, size_t size)
{
	size_t length = (size_t)(token->end - token->at);
	if (length >= size) {
		length = size - 1;
		while (length && ((unsigned char)token->at[length] & 0xc0) == 0x80)
			length--;
	}
	memcpy(out, token->at, length);
	out[length] = '\0';
}

static struct scan_place place_of(struct scan *scan, const struct scan_token *token)
{
	struct scan_place place;
	count_to(scan, token->at);
	place.line = scan->line;
	place.column = scan->columns + 1;
	place.end_column = place.column + columns_between(scan, token->at, token->end);
	copy_written(token, place.written, sizeof place.written);
	mark_place(scan, token, &place);
	return place;
}

/* Is it new, known, or to be ignored? */
static enum scan_state state_of(struct scan *scan, const struct scan_place *place, struct scan_finding *finding)
{
	struct scan_met met = {finding->file, scan_rules[finding->rule].name, finding->code, finding->message,
			       place->line_hash};
	bool known = false;
	if (place->ignored >> finding->rule & 1)
		return SCAN_IGNORED;
	finding->line_hash = place->line_hash;
	/* That a code stays right is nothing to get used to. */
	if (scan->options.baseline && finding->rule != SCAN_REFRESH_OK &&
	    !scan_baseline_meet(scan->options.baseline, &met, &finding->number, &known))
		scan->failed = !icd_out_of_memory(scan->err);
	return known ? SCAN_KNOWN : SCAN_NEW;
}

static void count_finding(struct scan_counts *counts, const struct scan_finding *finding)
{
	counts->known += finding->state == SCAN_KNOWN;
	counts->ignored += finding->state == SCAN_IGNORED;
	if (finding->state != SCAN_NEW)
		return;
	counts->by_rule[finding->rule]++;
	counts->by_severity[finding->severity]++;
}

/* Is it of a code that the user cares for? */
static bool is_wanted(const struct scan *scan, const char *code)
{
	struct icd_typed_code typed;
	return !scan->options.wanted ||
	       (icd_code_parse(code, strlen(code), &typed) && scan->options.wanted(scan->options.context, typed.code));
}

/* Is it told of, and not ignored? */
static bool report_at(struct scan *scan, const struct scan_place *place, enum scan_rule rule, const char *code,
		      const char *message, const char *put)
{
	struct scan_finding finding = {
		.file = scan->file,
		.line = place->line,
		.column = place->column,
		.end_column = place->end_column,
		.rule = rule,
		.severity = scan_rules[rule].severity,
		.code = code,
		.written = place->written,
		.message = message,
		.replacement = put,
	};
	if ((scan->options.rules && !(scan->options.rules >> rule & 1)) || !is_wanted(scan, code))
		return false;
	finding.state = state_of(scan, place, &finding);
	count_finding(&scan->counts, &finding);
	scan->options.visit(scan->options.context, &finding);
	return finding.state != SCAN_IGNORED;
}

static bool report(struct scan *scan, const struct scan_token *token, enum scan_rule rule, const char *code,
		   const char *message, const char *put)
{
	struct scan_place place = place_of(scan, token);
	return report_at(scan, &place, rule, code, message, put);
}

static void note_fix(struct scan *scan, const struct scan_token *token, const char *put)
{
	struct text_fixes *fixes = &scan->fixes;
	if (!icd_array_room(&fixes->at, fixes->count, &fixes->room, sizeof *fixes->at)) {
		scan->failed = true;
		icd_out_of_memory(scan->err);
		return;
	}
	struct text_fix *fix = &fixes->at[fixes->count++];
	fix->place = text_reader_place(scan->reader, token->at);
	copy_written(token, fix->written, sizeof fix->written);
	snprintf(fix->put, sizeof fix->put, "%s", put);
}

/* The successor as the code is written: with or without its dot, in small letters. */
static const char *replacement(const struct scan_token *token, const struct icd_answer *answer, char out[16])
{
	/* One that is not written plainly is left for people. */
	bool plain = !token->open && (size_t)(token->end - token->at) == token->length + token->dotted;
	/* One of three characters has no dot to go by. */
	bool dotted = token->dotted || token->length == 3;
	return plain ? icd_answer_replacement(answer, dotted, token->lower, out) : NULL;
}

/* ---- judging a code ---- */

/*
 * What stands behind the code and says that more characters follow: "x" (X, or _), "-", or "" for nothing. A dash
 * that words follow is punctuation: "M54.50- low back pain".
 */
static const char *placeholder(const struct scan_token *token)
{
	if (!token->open || token->wildcard)
		return "";
	const char *after = token->end;
	if (token->end == token->core)
		return "X";
	if (after[-1] == '_')
		return "_";
	while (*after == ' ' && after - token->end < BLANKS_MAX)
		after++;
	return scan_is(*after, SCAN_ALNUM) || *after == '(' || (unsigned char)*after >= 0x80 ? "" : "-";
}

/* What the code is on a date, as a code alone; false when that cannot be read. */
static bool answer_on(struct scan *scan, const struct scan_token *token, icd_date on, struct icd_answer *answer)
{
	scan->failed |= !icd_check_code(scan->check, token->code, token->length, on, answer, scan->err);
	return !scan->failed;
}

/* The same of a complete code with the placeholder that stands behind it, which then is no code. */
static bool answer_placeholder(struct scan *scan, const struct scan_token *token, struct icd_answer *answer)
{
	char typed[ICD_DOTTED_SIZE + 2];
	const char *behind = placeholder(token);
	if (!*behind) /* then it is the code alone, which was asked about */
		return true;
	int length = snprintf(typed, sizeof typed, "%s%s", token->code, behind);
	scan->failed |= !icd_check_code(scan->check, typed, (size_t)length, scan->options.on, answer, scan->err);
	return !scan->failed;
}

/* What a message calls the code: as the index has it or, where more stands behind it than belongs there, as written. */
static const char *name_of(const struct scan_token *token, const struct icd_answer *answer, const char *shown,
			   char out[32])
{
	if (answer->status != ICD_STATUS_UNKNOWN || !token->open)
		return shown;
	copy_written(token, out, 32);
	return out;
}

static void report_invalid(struct scan *scan, const struct scan_token *token, const struct icd_answer *answer,
			   const char *shown)
{
	char message[1400], fix[256], put[16], written[32];
	const char *name = name_of(token, answer, shown, written);
	enum scan_rule rule = rule_of_detail[answer->detail];
	const char *new = replacement(token, answer, put);
	if (answer->icd9 && answer->status == ICD_STATUS_UNKNOWN)
		rule = SCAN_ICD9;
	icd_answer_fix(answer, CODES_SAID, fix, sizeof fix);
	if (token->open && (rule == SCAN_HEADER || rule == SCAN_NEEDS_SEVENTH)) {
		rule = SCAN_PLACEHOLDER;
		snprintf(message, sizeof message, "%s needs more characters%s%s", name, *fix ? ": " : "", fix);
	} else {
		snprintf(message, sizeof message, "%s: %s%s%s", name, answer->reason, *fix ? "; " : "", fix);
	}
	/* A pattern may mean codes of another year. */
	if (token->wildcard)
		rule = SCAN_PLACEHOLDER;
	if (report(scan, token, rule, shown, message, new) && new && scan->options.fix)
		note_fix(scan, token, new);
}

/* The words beside it; "" for none. */
static void find_words(struct scan *scan, const struct scan_token *token, char label[SCAN_LABEL_MAX])
{
	count_to(scan, token->at);
	scan_beside_find(&scan->beside, scan->tokens, &scan->window, token,
			 (struct scan_line){scan->line, scan->line_start}, label);
}

static void judge_label(struct scan *scan, const struct scan_token *token, const char *shown)
{
	char label[SCAN_LABEL_MAX];
	find_words(scan, token, label);
	const char *sentence = *label ? icd_label_judge(scan->labels, &scan->view, token->code, label) : "";
	if (*sentence)
		report(scan, token, SCAN_LABEL, shown, sentence, NULL);
}

/* ---- the next refresh ---- */

/* Has it another title then? "" for no, and when that cannot be read. */
static const char *new_title(struct scan *scan, const struct scan_token *token, const char *shown, char *out,
			     size_t size)
{
	struct icd_code_record record;
	out[0] = '\0';
	icd_pool_reset(&scan->pool);
	enum icd_found found = icd_store_code(scan->store, &scan->pool, token->code, &record, scan->err);
	scan->failed |= found == ICD_FAILED;
	if (found != ICD_FOUND)
		return out;
	const char *now = icd_view_title(&scan->view, &record), *then = icd_view_title(&scan->against, &record);
	if (strcmp(now, then) != 0)
		snprintf(out, size, "%s has a new title: \"%s\", was \"%s\"", shown, then, now);
	return out;
}

/* Of a code that is billable on both days: what of it changes, else that nothing does. */
static void report_changes(struct scan *scan, const struct scan_token *token, const char *shown)
{
	struct scan_place place = place_of(scan, token);
	struct scan_refreshed changes;
	char title[1400], date[ICD_DATE_SIZE];
	if (!scan_refresh_code(scan->refresh, token->code, place.line, &changes, scan->err)) {
		scan->failed = true;
		return;
	}
	icd_date_format(scan->options.against, date);
	if (*new_title(scan, token, shown, title, sizeof title))
		report_at(scan, &place, SCAN_REFRESH_RETITLED, shown, title, NULL);
	if (*changes.notes)
		report_at(scan, &place, SCAN_REFRESH_NOTES, shown,
			  icd_pool_print(&scan->pool, "%s on %s: %s", shown, date, changes.notes), NULL);
	if (*changes.poa)
		report_at(scan, &place, SCAN_REFRESH_POA, shown,
			  icd_pool_print(&scan->pool, "%s on %s: %s", shown, date, changes.poa), NULL);
	if (!*title && !*changes.notes && !*changes.poa)
		report_at(scan, &place, SCAN_REFRESH_OK, shown,
			  icd_pool_print(&scan->pool, "%s stays as it is%s", shown, changes.missing), NULL);
	if (scan->pool.failed)
		scan->failed = !icd_out_of_memory(scan->err);
}

static void judge_refresh(struct scan *scan, const struct scan_token *token, const char *shown)
{
	struct icd_answer answer;
	char message[1400], fix[256], date[ICD_DATE_SIZE];
	if (!answer_on(scan, token, scan->options.against, &answer))
		return;
	if (answer.detail == ICD_DETAIL_OK) {
		report_changes(scan, token, shown);
		return;
	}
	bool header = answer.status == ICD_STATUS_HEADER;
	icd_answer_fix(&answer, CODES_SAID, fix, sizeof fix);
	icd_date_format(scan->options.against, date);
	snprintf(message, sizeof message, "%s on %s: %s%s%s", shown, date, answer.reason, *fix ? "; " : "", fix);
	report(scan, token, header ? SCAN_REFRESH_HEADER : SCAN_REFRESH_DELETED, shown, message, NULL);
}

/* ---- is it a code ---- */

static bool is_whole_line(const struct scan *scan, const struct scan_token *token)
{
	return (token->at == scan->window.text || token->at[-1] == '\n') &&
	       (token->end >= scan->window.end || *token->end == '\n' || *token->end == '\r' || *token->end == '\0');
}

/* Does the label beside it have the words of its title? */
static bool is_labelled(struct scan *scan, const struct scan_token *token)
{
	char label[SCAN_LABEL_MAX];
	if (!token->known)
		return false;
	find_words(scan, token, label);
	if (*label && icd_label_fits(scan->labels, &scan->view, token->code, label))
		return true;
	/* Whatever else they may belong to: its own title says that it is a code. */
	for (int behind = 0; behind < 2; behind++) {
		scan_beside_words(scan->tokens, &scan->window, token, (struct scan_line){scan->line, scan->line_start},
				  behind, label);
		if (*label && icd_label_fits(scan->labels, &scan->view, token->code, label))
			return true;
	}
	return false;
}

/* What the place of the token names it; for one that is spelled like other things, too, a key for any code is not enough. */
static enum scan_named named(struct scan *scan, const struct scan_token *token)
{
	bool short_one = token->length == 3 && token->code[0] == 'V';
	return scan_context_named(&scan->context, &scan->window, token->at, token->end, short_one);
}

/* Of a spelling that no release has: characters as codes have them, so that a slip of the pen is what is left. */
static bool could_be_code(const struct scan_token *token)
{
	unsigned digits = 0;
	for (unsigned i = 3; i < token->length; i++)
		digits += scan_is(token->code[i], SCAN_DIGIT);
	return token->length > 3 && scan_is(token->code[3], SCAN_DIGIT) && !token->lower &&
	       token->length - 3 - digits <= 2;
}

/* A version or temperature, or a spelling that no release has: what else speaks for it? */
static bool is_backed(struct scan *scan, const struct scan_token *token)
{
	if (is_whole_line(scan, token))
		return true;
	if (token->code[0] == 'V' && scan_is_doubtful(token)) {
		const struct scan_token *before = scan_token_before(scan->tokens),
					*after = scan_token_after(scan->tokens);
		return (before && before->sure && scan_is_next(&scan->window, before, token)) ||
		       (after && after->sure && scan_is_next(&scan->window, token, after));
	}
	return scan_has_company(scan->tokens, token) && !scan_is_vital_sign(&scan->window, token);
}

/* With its dot a code is one, unless something else is likelier. */
static bool accept_dotted(struct scan *scan, const struct scan_token *token)
{
	if (token->sure)
		return true;
	if (named(scan, token) == SCAN_NAMED_DIAGNOSIS)
		return true;
	if (token->drawing)
		return false;
	if (!token->lower && !scan_is_number(&scan->window, token) && (token->known || could_be_code(token)) &&
	    ((token->known && !scan_is_doubtful(token)) || is_backed(scan, token)))
		return true;
	return is_labelled(scan, token);
}

/* "diagnosis_id: D10023" numbers a record. */
static bool is_identifier(const struct scan *scan, const struct scan_token *token)
{
	const char *at = token->at, *floor = scan->window.text;
	while (at > floor && at[-1] && strchr(" \"':=", at[-1]))
		at--;
	return at < token->at && at - floor >= 2 && strncasecmp(at - 2, "id", 2) == 0;
}

/* Without its dot, and in no release: a slip of the pen only where its place names a diagnosis. */
static bool is_misspelled(struct scan *scan, const struct scan_token *token)
{
	bool quoted = token->at > scan->window.text && (token->at[-1] == '"' || token->at[-1] == '\'');
	if (!could_be_code(token) || token->open || scan->options.code || is_identifier(scan, token) ||
	    named(scan, token) != SCAN_NAMED_DIAGNOSIS)
		return false;
	/* "Dx: E11.9, Z00.00, G0438" goes on with a procedure of HCPCS. */
	return quoted || scan->context.delimiter || !scan_like_hcpcs(token->at, (size_t)(token->end - token->at)) ||
	       !scan->context.earlier_end ||
	       !scan_goes_on(&scan->window, scan->context.earlier_end, token->at, token->end);
}

/* Without its dot only where its place names a diagnosis, or its own title stands beside it. */
static bool accept_plain(struct scan *scan, const struct scan_token *token)
{
	if (scan_is_system_name(&scan->window, token))
		return false;
	if (!token->known)
		return is_misspelled(scan, token);
	switch (named(scan, token)) {
	case SCAN_NAMED_DIAGNOSIS:
		return true;
	case SCAN_NAMED_ICD9:
	case SCAN_NAMED_OTHER:
		return false;
	default:
		break;
	}
	return (!scan->context.delimiter && scan_context_lists(&scan->context, &scan->window, token)) ||
	       (scan->options.code && is_whole_line(scan, token)) || (!token->lower && is_labelled(scan, token));
}

static bool accept(struct scan *scan, const struct scan_token *token)
{
	if (!token->alone)
		return false;
	scan_context_value(&scan->context, &scan->window, token->at, token->end);
	if (scan->icd9 && scan_icd9_wants_place(scan->icd9, token)) {
		enum scan_named place = named(scan, token);
		return place == SCAN_NAMED_DIAGNOSIS || place == SCAN_NAMED_ICD9;
	}
	return token->dotted ? accept_dotted(scan, token) : accept_plain(scan, token);
}

static void hold_code(struct scan *scan, const struct scan_token *token)
{
	struct scan_place place = place_of(scan, token);
	if (!scan_families_add(scan->families, token->code, &place))
		scan->failed = !icd_out_of_memory(scan->err);
}

/* With the dot where ICD-9-CM has it. */
static bool icd9_format(const char *code, char shown[ICD_DOTTED_SIZE])
{
	char icd9[ICD9_CODE_SIZE];
	return icd9_code_parse(code, strlen(code), icd9) && icd9_code_format(icd9, shown);
}

static void judge(struct scan *scan, const struct scan_token *token)
{
	struct icd_answer answer;
	char shown[ICD_DOTTED_SIZE];
	icd_labels_expect(scan->labels, token->packed);
	if (!accept(scan, token) || scan_in_range(scan->tokens, &scan->window, token))
		return;
	scan->counts.codes++;
	if (scan->options.code) {
		scan->options.code(scan->options.context, token->code);
		return;
	}
	if (!answer_on(scan, token, scan->options.on, &answer))
		return;
	if (scan->families && (answer.detail == ICD_DETAIL_OK || answer.detail == ICD_DETAIL_NEEDS_SEVENTH))
		hold_code(scan, token);
	bool complete = answer.detail == ICD_DETAIL_OK;
	if (complete && !answer_placeholder(scan, token, &answer))
		return;
	/* The finding's code is what the index has; a dash that words follow is punctuation. */
	if (!(answer.icd9 && answer.status == ICD_STATUS_UNKNOWN && icd9_format(token->code, shown)))
		icd_code_format(token->code, shown);
	if (answer.detail != ICD_DETAIL_OK) {
		report_invalid(scan, token, &answer, shown);
	} else {
		struct scan_token plain = *token;
		if (token->open && token->end[-1] == '-')
			plain.end--;
		judge_label(scan, &plain, shown);
	}
	if (complete && scan->options.against)
		judge_refresh(scan, token, shown);
}

/* Codes of ICD-9-CM that stand before a place. */
static void judge_icd9(struct scan *scan, const char *to)
{
	struct scan_token token;
	while (scan->icd9 && !scan->failed && scan_icd9_next(scan->icd9, &scan->context, &scan->window, to, &token)) {
		struct icd_answer answer;
		char shown[ICD9_DOTTED_SIZE];
		icd9_code_format(token.code, shown);
		scan->failed |=
			!icd_check_code(scan->check, shown, strlen(shown), scan->options.on, &answer, scan->err);
		if (scan->failed || !answer.icd9)
			continue;
		scan->counts.codes++;
		report_invalid(scan, &token, &answer, shown);
	}
}

/* ---- files ---- */

static void start_window(struct scan *scan)
{
	const struct text_window *window = &scan->window;
	scan->unmarked = (struct scan_unmarked){0};
	if (window->first) {
		start_counting(scan);
		scan_tokens_start(scan->tokens);
		scan_context_start(&scan->context, scan->tokens, window);
		scan->beside = (struct scan_beside){0};
	} else {
		/* Where the line begins is not seen any more when it is long. */
		scan->counted -= window->moved;
		bool seen = (size_t)(scan->line_start - window->text) > window->moved;
		scan->line_start = seen ? scan->line_start - window->moved : window->text;
		scan_context_window(&scan->context, window);
	}
	scan_tokens_window(scan->tokens, window);
	if (scan->icd9)
		scan_icd9_window(scan->icd9, &scan->context, window);
}

/* A code that begins before the end of what was looked at may be found with the next window. */
static const char *looked_to(const struct text_window *window)
{
	return window->last ? window->to : window->to - window->text > CODE_MAX ? window->to - CODE_MAX : window->text;
}

static void scan_window_text(struct scan *scan)
{
	struct scan_token *token;
	start_window(scan);
	while (!scan->failed) {
		if (!scan_tokens_next(scan->tokens, &scan->window, &token))
			scan->failed = !icd_out_of_memory(scan->err);
		else
			judge_icd9(scan, token ? token->at : looked_to(&scan->window));
		if (scan->failed || !token)
			break;
		judge(scan, token);
		scan->failed |= icd_labels_failed(scan->labels, scan->err);
	}
	if (!scan->window.last) {
		count_to(scan, looked_to(&scan->window));
		scan_context_leave(&scan->context, looked_to(&scan->window));
	}
}

static void report_family(void *context, const struct scan_place *place, const char *header, const char *message)
{
	report_at(context, place, SCAN_REFRESH_NEW, header, message, NULL);
}

/* New codes beside those of the file. */
static bool tell_families(struct scan *scan)
{
	struct scan_days days = {&scan->view, &scan->against};
	return !scan->families || scan_families_tell(scan->families, &days, report_family, scan, scan->err);
}

static bool fix_file(struct scan *scan)
{
	if (scan->fixes.count == 0)
		return true;
	if (strcmp(scan->file, "-") == 0)
		return icd_fail(scan->err, "standard input cannot be changed; --fix wants files");
	if (!text_fix_file(scan->file, &scan->read, text_reader_encoding(scan->reader), &scan->fixes, scan->err))
		return false;
	scan->counts.fixed += scan->fixes.count;
	scan->counts.fixed_files++;
	return true;
}

static void tell_reading(const struct scan *scan, int fd)
{
	if (scan->options.reading)
		scan->options.reading(scan->options.context, fd);
}

static bool scan_fd(struct scan *scan, int fd, const char *name)
{
	bool failed;
	scan->file = name;
	scan->line = 1;
	scan->columns = 0;
	scan->warned_line = 0;
	scan->fixes.count = 0;
	if (fstat(fd, &scan->read) != 0)
		return icd_fail(scan->err, "%s: %s", name, strerror(errno));
	if (scan->options.against) {
		scan_refresh_file(scan->refresh);
		scan_families_file(scan->families);
	}
	if (scan->options.baseline && !scan_baseline_file(scan->options.baseline, name))
		return icd_out_of_memory(scan->err);
	tell_reading(scan, fd);
	text_reader_start(scan->reader, fd, name);
	while (!scan->failed && text_reader_next(scan->reader, &scan->window, &failed, scan->err)) {
		if (scan->window.first &&
		    scan_baseline_begins(scan->window.text, (size_t)(scan->window.end - scan->window.text)))
			break;
		scan_window_text(scan);
	}
	tell_reading(scan, -1);
	if (text_reader_encoding(scan->reader) == TEXT_BINARY)
		scan->counts.binary++;
	else
		scan->counts.files++;
	return !scan->failed && !failed && tell_families(scan) && fix_file(scan);
}

static bool scan_file(struct scan *scan, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return icd_fail(scan->err, "%s: %s", path, strerror(errno));
	bool ok = scan_fd(scan, fd, path);
	close(fd);
	return ok;
}

/* ---- folders ---- */

static int wanted_entry(const struct dirent *entry)
{
	return scan_is_wanted_name(entry->d_name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void warn(struct scan *scan, const char *path)
{
	snprintf(scan->warning, sizeof scan->warning, "%s: %s", path, strerror(errno));
	scan->counts.unreadable++;
	if (scan->options.warn)
		scan->options.warn(scan->options.context, scan->warning);
}

static bool scan_folder(struct scan *scan, char path[SCAN_PATH_SIZE]);

/* Files that cannot be read are warned of; the others are scanned all the same. */
static bool scan_entry(struct scan *scan, char path[SCAN_PATH_SIZE])
{
	struct stat status;
	if (scan_is_excluded(&scan->options, path))
		return true;
	if (lstat(path, &status) != 0) {
		warn(scan, path);
		return true;
	}
	if (S_ISDIR(status.st_mode))
		return scan_folder(scan, path);
	if (!S_ISREG(status.st_mode))
		return true;
	if (access(path, R_OK) != 0) {
		warn(scan, path);
		return true;
	}
	return scan_file(scan, path);
}

/* The path is as it was afterwards: folders may lie deep in each other, so all share one. */
static bool scan_folder(struct scan *scan, char path[SCAN_PATH_SIZE])
{
	struct dirent **entries;
	int count = scandir(path, &entries, wanted_entry, by_name);
	bool ok = true;
	if (count < 0) {
		warn(scan, path);
		return true;
	}
	size_t length = strlen(path), room = SCAN_PATH_SIZE - length;
	const char *slash = length && path[length - 1] == '/' ? "" : "/";
	for (int i = 0; i < count; i++) {
		bool fits = (size_t)snprintf(path + length, room, "%s%s", slash, entries[i]->d_name) < room;
		errno = ENAMETOOLONG;
		if (!fits)
			warn(scan, path);
		ok = ok && (!fits || scan_entry(scan, path));
		free(entries[i]);
	}
	free(entries);
	path[length] = '\0';
	return ok;
}

static bool scan_named_folder(struct scan *scan, const char *folder)
{
	char path[SCAN_PATH_SIZE];
	snprintf(path, sizeof path, "%s", folder);
	return scan_folder(scan, path);
}

bool scan_path(struct scan *scan, const char *path, struct icd_error *err)
{
	struct stat status;
	scan->err = err;
	scan->failed = false;
	if (strcmp(path, "-") == 0)
		return scan_fd(scan, STDIN_FILENO, "-");
	if (stat(path, &status) != 0)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	return S_ISDIR(status.st_mode) ? scan_named_folder(scan, path) : scan_file(scan, path);
}

/* ---- opening ---- */

bool scan_open(struct icd_store *store, const struct scan_options *options, struct scan **out, struct icd_error *err)
{
	const struct icd_status_table *table;
	struct scan *scan = calloc(1, sizeof *scan);
	*out = NULL;
	if (!scan)
		return icd_out_of_memory(err);
	scan->store = store;
	scan->options = *options;
	scan->reader = text_reader_new(options->step);
	scan->labels = icd_labels_new(store);
	icd_view_make(&scan->view, store, options->on);
	icd_view_make(&scan->against, store, options->against);
	if (options->against) {
		scan->refresh = scan_refresh_new(store, options->on, options->against);
		scan->families = scan_families_new();
	}
	if (!scan->reader || !scan->labels || (options->against && (!scan->refresh || !scan->families))) {
		icd_out_of_memory(err);
	} else if (icd_check_open(store, &scan->check, err) && (table = icd_check_table(scan->check, err)) != NULL) {
		scan->tokens = scan_tokens_new(table);
		if (!scan->tokens)
			icd_out_of_memory(err);
		else if (options->code || scan_icd9_new(&scan->view, scan->tokens, &scan->icd9, err)) {
			*out = scan;
			return true;
		}
	}
	scan_close(scan);
	return false;
}

void scan_close(struct scan *scan)
{
	if (!scan)
		return;
	icd_check_close(scan->check);
	icd_labels_free(scan->labels);
	scan_icd9_free(scan->icd9);
	scan_refresh_free(scan->refresh);
	scan_families_free(scan->families);
	text_reader_free(scan->reader);
	scan_tokens_free(scan->tokens);
	icd_pool_free(&scan->pool);
	free(scan->fixes.at);
	free(scan);
}

const struct scan_counts *scan_counts(const struct scan *scan)
{
	return &scan->counts;
}
