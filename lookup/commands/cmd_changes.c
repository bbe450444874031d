/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base.h"
#include "guideline/guideline.h"
#include "history/changes.h"
#include "lists/lists.h"
#include "pages/pages.h"
#include "print/print.h"
#include "scan/scan.h"
#include "user/user.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LISTS_MAX 32

struct request {
	struct session *session;
	struct icd_pool pool; /* of what was typed, and of the answer */
	icd_date dates[2];
	int date_count;
	const char **places; /* codes, sections and the like, as typed */
	size_t place_count, place_room;
	const char *lists[LISTS_MAX]; /* files, or names of the user's code lists */
	const char *list_column;
	int list_count;
	unsigned what;
	const char *html;
	bool bookmarks, all;
	bool guidelines;   /* these alone */
	bool swapped;      /* the dates stood the wrong way round */
	bool selects;      /* not the whole book */
	bool missed;       /* something asked for is in no release, or a list is empty; that was said */
	uint16_t from, to; /* releases */
	struct icd_selection selection;
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

/* What was compared to see such events: code sets, tabular lists or POA lists. */
static struct icd_compared compared_for(const struct icd_changes *changes, enum icd_event_kind kind)
{
	if (kind == ICD_EVENT_POA_ADDED || kind == ICD_EVENT_POA_REMOVED)
		return changes->poa;
	return kind >= ICD_EVENT_SECTION_ADDED ? changes->lists : changes->sets;
}

/* Null where nothing was there to compare: 0 would say that nothing changed. */
static void tell_count(struct printer *printer, const char *name, struct icd_compared compared, uint32_t count)
{
	if (icd_compared_differ(compared))
		tell_number(printer, name, count);
	else
		tell_null(printer, name);
}

static void tell_counts(struct printer *printer, const struct icd_changes *changes)
{
	tell_object(printer, "counts");
	tell_count(printer, "billable_added", changes->sets, changes->billable_added);
	tell_count(printer, "billable_removed", changes->sets, changes->billable_removed);
	tell_count(printer, "header_added", changes->sets, changes->header_added);
	tell_count(printer, "header_removed", changes->sets, changes->header_removed);
	for (int i = 0; i < ICD_EVENTS; i++) {
		enum icd_event_kind kind = (enum icd_event_kind)i;
		tell_count(printer, icd_event_names[i], compared_for(changes, kind), changes->counts[i]);
	}
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

/* What was asked for, when it is one code or beginning of codes. */
static const char *prefix_of(const struct icd_selection *selection)
{
	return selection->item_count == 1 && selection->stretch_count == 0 ? selection->items[0] : NULL;
}

static void tell_changes(struct printer *printer, const struct request *request, const struct icd_changes *changes)
{
	struct icd_view view;
	tell_answer(printer);
	tell_fields(printer, "from:%x to:%x prefix:%s", changes->from->date, changes->to->date,
		    prefix_of(&request->selection));
	if (request->selects)
		tell_texts(printer, "selection", request->selection.items, request->selection.item_count);
	tell_members(printer, "lists", &changes->about->lists, changes->lists);
	tell_members(printer, "poa", &changes->about->poa, changes->poa);
	tell_remarks(printer, request, changes);
	tell_counts(printer, changes);
	tell_list(printer, "events");
	for (uint32_t i = 0; i < changes->events.count; i++)
		tell_event(printer, &changes->events.at[i], request->selects);
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
			command_say("%s", remark);
	}
}

/* ---- the request ---- */

static bool add_place(struct request *request, const char *text)
{
	if (!icd_pool_room(&request->pool, &request->places, request->place_count, &request->place_room,
			   sizeof *request->places))
		return false;
	request->places[request->place_count++] = text;
	return true;
}

/* What stands between dates, or between the ends of a range. */
static bool is_between(const char *word)
{
	static const char *const between[] = {"to", "until", "through", "and", "-", "\xe2\x80\x93"};
	bool found = false;
	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		found |= icd_same_but_case(word, between[i]);
	return found;
}

/* As many words as make a date; 0 when none do. */
static int read_date(struct request *request, char **words, int count)
{
	for (int taken = count < 4 ? count : 4; taken > 0; taken--) {
		icd_date date;
		if (!icd_date_read(command_join(&request->pool, words, taken), &date))
			continue;
		if (request->date_count == 2)
			return 0;
		request->dates[request->date_count++] = date;
		return taken;
	}
	return 0;
}

/* Is it spelled like the beginning of codes, a chapter's number or a range? */
static bool is_place(const char *word)
{
	char start[ICD_CODE_SIZE];
	struct icd_typed_code typed, last;
	size_t size = strlen(word), digits = strspn(word, "0123456789");
	while (size > 0 && strchr("-_.", word[size - 1]))
		size--;
	return (digits > 0 && digits == size && size < 3) || (size == 1 && icd_is_letter(word[0])) ||
	       icd_code_start(word, size, start) || icd_code_parse(word, size, &typed) ||
	       icd_code_range_parse(word, &typed, &last);
}

/* "chapter 13", "M50 to M54", "bookmarks", or what is one word. Returns how many words it took, 0 when they are none of these. */
static int read_place(struct request *request, char **words, int count)
{
	bool chapter = count > 1 && icd_is_chapter_word(words[0]);
	struct icd_typed_code typed;
	if (icd_same_but_case(words[0], "bookmarks")) {
		request->bookmarks = true;
		return 1;
	}
	if (count > 2 && is_between(words[1]) && icd_code_parse(words[0], strlen(words[0]), &typed) &&
	    icd_code_parse(words[2], strlen(words[2]), &typed))
		return add_place(request, icd_pool_print(&request->pool, "%s-%s", words[0], words[2])) ? 3 : 0;
	if (!is_place(words[chapter]))
		return 0;
	return add_place(request, command_join(&request->pool, words, chapter ? 2 : 1)) ? 1 + chapter : 0;
}

/* The arguments as words: they may be quoted together, and commas and ".." part them. NULL when memory is out. */
static char **split_words(struct icd_pool *pool, char **arguments, int count, int *word_count)
{
	const char *joined = command_join(pool, arguments, count);
	size_t size = strlen(joined) + 1;
	char *text = icd_pool_take(pool, size, 1), *rest, *word;
	char **words = icd_pool_take(pool, size / 2 + 2, sizeof *words);
	*word_count = 0;
	if (pool->failed)
		return NULL;
	rest = memcpy(text, joined, size);
	for (char *dots = strstr(text, ".."); dots; dots = strstr(dots, ".."))
		memset(dots, ' ', 2);
	while ((word = strtok_r(rest, " \t\n,;", &rest)) != NULL)
		words[(*word_count)++] = word;
	return words;
}

/* "from", which stands before the first of two dates or, with one alone, means: up to the newest release. */
static bool is_from(const char *word)
{
	return icd_same_but_case(word, "from") || icd_same_but_case(word, "since");
}

static void end_at_newest(struct request *request)
{
	const struct icd_about *about = request->session->view.about;
	if (request->date_count == 1)
		request->dates[request->date_count++] = about->releases[about->release_count - 1].date;
}

/* False when there are more than two dates, or memory is out. */
static bool read_words(struct request *request, char **arguments, int count)
{
	int word_count;
	char **words = split_words(&request->pool, arguments, count, &word_count);
	int from_at = -1; /* where a date behind "from" would stand */
	bool from = false;
	for (int i = 0; words && i < word_count;) {
		icd_date date;
		bool says_from = is_from(words[i]);
		int taken = says_from || is_between(words[i]) ? 1 : read_date(request, words + i, word_count - i);
		from |= i == from_at && taken && request->date_count == 1;
		from_at = says_from ? i + 1 : from_at;
		if (request->pool.failed)
			break;
		if (!taken && icd_date_read(words[i], &date))
			return command_usage(request->session, "two dates at most were expected: %s", words[i]), false;
		if (!taken)
			taken = read_place(request, words + i, word_count - i);
		if (!taken && !request->pool.failed)
			return command_usage(request->session,
					     "a date, or codes, a section or a chapter was expected: %s", words[i]),
			       false;
		i += taken ? taken : word_count;
	}
	if (from)
		end_at_newest(request);
	return !request->pool.failed || (command_fail("out of memory"), false);
}

static const char *take_only(void *chosen, const char *value)
{
	static const char *const names[] = {"codes", "titles", "notes", "poa"};
	static const unsigned kinds[] = {ICD_CHANGES_CODES, ICD_CHANGES_TITLES, ICD_CHANGES_NOTES, ICD_CHANGES_POA};
	struct request *request = chosen;
	if (strcmp(value, "guidelines") == 0) {
		request->guidelines = true;
		return NULL;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], value) == 0) {
			request->what |= kinds[i];
			return NULL;
		}
	}
	return "--only: codes, titles, notes, poa or guidelines was expected: %s";
}

static const char *take_list(void *chosen, const char *value)
{
	struct request *request = chosen;
	if (request->list_count == LISTS_MAX)
		return "too many --list";
	request->lists[request->list_count++] = value;
	return NULL;
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
			command_say("%s", warning);
	} else if (held != asked) {
		command_say("%s: no release of that date is held; %s %s", icd_date_format(asked, date),
			    icd_date_format(held, release),
			    icd_gap_on(&about->sets, asked) ? "is the newest one held before it" : "is in force then");
	}
}

/* What the dates given were taken for. */
static void say_releases(const struct request *request)
{
	const struct session *session = request->session;
	char remark[ICD_REMARK_SIZE];
	if (request->swapped && session->out.format != FORMAT_JSON)
		command_say("%s", swapped_remark(request, remark));
	for (int i = 0; i < request->date_count; i++)
		say_date(request, request->dates[i]);
	if (request->date_count == 0 && session->on_given)
		say_date(request, session->view.on);
}

/* ---- what was asked for ---- */

/* The codes of a list so far, each once. */
struct listed {
	struct request *request;
	struct icd_hash table;
	size_t first; /* of the request's places */
};

static bool same_place(const void *context, uint32_t item, const void *key)
{
	const struct listed *listed = context;
	return strcmp(listed->request->places[item], key) == 0;
}

static void take_listed(void *context, const char *code)
{
	struct listed *listed = context;
	struct request *request = listed->request;
	uint64_t hash = icd_hash_text(code);
	if (icd_hash_find(&listed->table, hash, same_place, listed, code) != ICD_HASH_NONE)
		return;
	if (!icd_hash_add(&listed->table, hash, (uint32_t)request->place_count) ||
	    !add_place(request, icd_pool_print(&request->pool, "%s", code)))
		request->pool.failed = true;
}

/* Those of a code list's codes that one of its patterns has. Of a list with exceptions nothing below them is meant, for
 * it may be excepted. */
static bool select_pattern(struct request *request, const struct icd_view *view, const struct icd_listed *codes,
			   size_t count, bool alone, struct icd_error *err)
{
	uint32_t *ordinals = icd_pool_take(&request->pool, count, sizeof *ordinals);
	const struct icd_selected selected = {ordinals, count, alone};
	char name[ICD_PATTERN_SIZE];
	if (!ordinals)
		return icd_out_of_memory(err);
	for (size_t i = 0; i < count; i++)
		ordinals[i] = codes[i].ordinal;
	return icd_selection_add_codes(&request->selection, &request->pool, view, icd_pattern_name(codes->by, name),
				       &selected, err);
}

static int by_pattern(const void *a, const void *b)
{
	const struct icd_listed *x = a, *y = b;
	return ICD_ORDER(x->by, y->by) ?: ICD_ORDER(x->ordinal, y->ordinal);
}

/* The codes of a code list on the day before and on the day after; both in order, each once. */
static bool list_codes(struct request *request, const struct icd_code_list *list, const struct icd_view views[2],
		       struct icd_listed **out, size_t *count, struct icd_error *err)
{
	struct icd_listed *at[2];
	size_t counts[2];
	for (int i = 0; i < 2; i++) {
		if (!icd_code_list_expand(list, &views[i], &request->pool, &at[i], &counts[i], err))
			return false;
	}
	*count = 0;
	*out = icd_pool_take(&request->pool, counts[0] + counts[1] + 1, sizeof **out);
	if (!*out)
		return icd_out_of_memory(err);
	for (size_t i = 0, j = 0; i < counts[0] || j < counts[1];) {
		bool old = i < counts[0] && (j == counts[1] || at[0][i].ordinal <= at[1][j].ordinal);
		bool both = old && j < counts[1] && at[0][i].ordinal == at[1][j].ordinal;
		(*out)[(*count)++] = old ? at[0][i] : at[1][j];
		i += old;
		j += !old || both;
	}
	if (*count)
		qsort(*out, *count, sizeof **out, by_pattern);
	return true;
}

/* A header alone, which has no billable code, is asked for with all below it, as one that is typed. */
static bool add_header(struct request *request, const struct icd_code_list *list, const struct icd_pattern *pattern,
		       const struct icd_view views[2], struct icd_error *err)
{
	char name[ICD_PATTERN_SIZE];
	if (pattern->except || pattern->kind != ICD_PATTERN_CODE)
		return true;
	for (int i = 0; i < 2; i++) {
		const struct icd_pattern *by;
		if (!icd_code_list_has(list, pattern->code, -1, views[i].on, &by, err))
			return false;
		if (by == pattern)
			return add_place(request,
					 icd_pool_print(&request->pool, "%s", icd_pattern_name(pattern, name))) ||
			       icd_out_of_memory(err);
	}
	return true;
}

static bool select_listed(struct request *request, const struct icd_code_list *list, struct icd_error *err)
{
	const struct icd_about *about = request->session->view.about;
	struct icd_view views[2];
	struct icd_listed *codes;
	size_t count, at = 0;
	bool excepts = false;
	icd_view_make(&views[0], request->session->store, about->releases[request->from].date);
	icd_view_make(&views[1], request->session->store, about->releases[request->to].date);
	if (!list_codes(request, list, views, &codes, &count, err))
		return false;
	for (size_t i = 0; i < icd_code_list_count(list); i++)
		excepts |= icd_code_list_at(list, i)->except;
	for (size_t i = 0; i < icd_code_list_count(list); i++) {
		size_t first = at;
		while (at < count && codes[at].by == icd_code_list_at(list, i))
			at++;
		if (at > first ? !select_pattern(request, &views[1], codes + first, at - first, excepts, err)
			       : !add_header(request, list, icd_code_list_at(list, i), views, err))
			return false;
	}
	if (icd_code_list_count(list) == 0) {
		command_fail("%s: no code was found in it", icd_code_list_file(list));
		request->missed = true;
	}
	return true;
}

/* A code list; *other, with what is wrong with it, when the file is a text of another kind, in which codes are found. */
static bool read_code_list(struct request *request, const char *name, bool *other, struct icd_error *err)
{
	struct icd_code_list *list;
	if (!icd_code_list_open(request->session->store, name, request->list_column, &list, other, err))
		return false;
	bool ok = select_listed(request, list, err);
	icd_code_list_close(list);
	return ok;
}

static bool find_codes(struct request *request, const char *path, struct listed *listed, struct icd_error *err)
{
	struct scan_options options = {
		.on = request->session->view.about->releases[request->to].date, .code = take_listed, .context = listed};
	struct scan *scan;
	size_t before = request->place_count;
	if (!scan_open(request->session->store, &options, &scan, err))
		return false;
	bool ok = scan_path(scan, path, err);
	scan_close(scan);
	if (ok && request->place_count == before) {
		command_fail("%s: no code was found in it", path);
		request->missed = true;
	}
	return ok;
}

static bool read_list(struct request *request, const char *name, struct listed *listed, struct icd_error *err)
{
	struct stat status;
	bool other = stat(name, &status) == 0 && S_ISDIR(status.st_mode);
	if (!other && read_code_list(request, name, &other, err))
		return true;
	return other && strcmp(name, "-") != 0 && find_codes(request, name, listed, err);
}

static bool read_lists(struct request *request, struct icd_error *err)
{
	struct listed listed = {.request = request};
	bool ok = true;
	for (int i = 0; ok && i < request->list_count; i++)
		ok = read_list(request, request->lists[i], &listed, err);
	icd_hash_free(&listed.table);
	return ok;
}

static bool read_bookmarks(struct request *request, struct icd_error *err)
{
	struct icd_desk_notes *bookmarks;
	if (!icd_desk_notes_read(ICD_DESK_BOOKMARKS, &bookmarks, err))
		return false;
	size_t count = icd_desk_notes_count(bookmarks);
	for (size_t i = 0; i < count; i++)
		add_place(request, icd_pool_print(&request->pool, "%s", icd_desk_notes_at(bookmarks, i)->place.code));
	icd_desk_notes_free(bookmarks);
	if (count == 0) {
		command_fail("there are no bookmarks");
		request->missed = true;
	}
	return true;
}

/* False on failure; what no release has is said. */
static bool select_places(struct request *request, struct icd_error *err)
{
	const struct session *session = request->session;
	const struct icd_about *about = session->view.about;
	struct icd_view from, to;
	icd_view_make(&from, session->store, about->releases[request->from].date);
	icd_view_make(&to, session->store, about->releases[request->to].date);
	for (size_t i = 0; i < request->place_count; i++) {
		const char *place = request->places[i];
		enum icd_found found = icd_selection_add(&request->selection, &request->pool, &to, &from, place, err);
		if (found == ICD_FAILED)
			return false;
		if (found == ICD_NOT_FOUND) {
			command_fail("%s: no release held has such a code, section or chapter", place);
			request->missed = true;
		}
	}
	icd_selection_settle(&request->selection);
	return true;
}

/* All that was asked for: typed, in lists, among the bookmarks. */
static bool choose_places(struct request *request, struct icd_error *err)
{
	request->selects = request->place_count || request->list_count || request->bookmarks;
	return read_lists(request, err) && (!request->bookmarks || read_bookmarks(request, err)) &&
	       (!request->selects || select_places(request, err)) && (!request->pool.failed || icd_out_of_memory(err));
}

/* The names of what was asked for, the first few. */
#define SCOPE_SAID 4
static const char *scope_of(struct request *request)
{
	const struct icd_selection *selection = &request->selection;
	const char *text = "";
	size_t said = selection->item_count <= SCOPE_SAID ? selection->item_count : SCOPE_SAID - 1;
	for (size_t i = 0; i < said; i++)
		text = icd_pool_print(&request->pool, "%s%s%s", text, i ? ", " : "", selection->items[i]);
	if (said < selection->item_count)
		text = icd_pool_print(&request->pool, "%s and %zu more", text, selection->item_count - said);
	return text;
}

/* ---- the answer ---- */

struct page {
	const struct icd_changes *changes;
	const char *scope;
};

static bool write_page(void *context, FILE *file, struct icd_error *err)
{
	const struct page *page = context;
	return html_changes(file, page->changes, page->scope, err);
}

/* ---- the official guidelines ---- */

/* The editions that the releases go by, and what differs; *both is false where one is missing or they are the same. */
static bool compare_guidelines(struct request *request, struct icd_guideline_changes *changes, bool *both,
			       struct icd_error *err)
{
	const struct icd_about *about = request->session->view.about;
	int from = icd_member_on(&about->guidelines, about->releases[request->from].date);
	int to = icd_member_on(&about->guidelines, about->releases[request->to].date);
	*both = from >= 0 && to != from;
	*changes = (struct icd_guideline_changes){0};
	return !*both || icd_guideline_changes(request->session->store, &request->pool, (uint16_t)from, (uint16_t)to,
					       changes, err);
}

static const char *guidelines_remark(const struct request *request, char out[ICD_REMARK_SIZE])
{
	const struct icd_about *about = request->session->view.about;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	int newest = icd_member_on(&about->guidelines, about->releases[request->to].date);
	icd_date_format(about->releases[request->from].date, from);
	icd_date_format(about->releases[request->to].date, to);
	if (newest < 0)
		snprintf(out, ICD_REMARK_SIZE, "no official guidelines of %s or before are held", to);
	else
		snprintf(out, ICD_REMARK_SIZE, "no two editions of the guidelines are held for %s and %s", from, to);
	return out;
}

static void tell_guidelines(struct printer *printer, const struct request *request,
			    const struct icd_guideline_changes *changes, bool both)
{
	const struct icd_about *about = request->session->view.about;
	const struct icd_sequence *editions = &about->guidelines;
	char remark[ICD_REMARK_SIZE];
	tell_answer(printer);
	tell_fields(printer, "from:%x to:%x", about->releases[request->from].date, about->releases[request->to].date);
	if (both)
		tell_item(printer, "guidelines", "from:%x to:%x", editions->at[changes->from.edition].date,
			  editions->at[changes->to.edition].date);
	else
		tell_null(printer, "guidelines");
	tell_list(printer, "remarks");
	if (!both)
		tell_text(printer, NULL, guidelines_remark(request, remark));
	tell_end(printer);
	tell_list(printer, "events");
	for (uint32_t i = 0; i < changes->count; i++)
		tell_guideline_change(printer, &changes->at[i], editions->at[changes->to.edition].date);
	tell_end(printer);
	tell_end(printer);
}

static bool print_guidelines(const struct request *request, const struct icd_guideline_changes *changes)
{
	const struct output *out = &request->session->out;
	const struct icd_sequence *editions = &request->session->view.about->guidelines;
	char from[ICD_DATE_SIZE], to[ICD_DATE_SIZE];
	output_line(out, 2, INK_HEAD, "Guidelines of %s and of %s: %u sections differ",
		    icd_date_format(editions->at[changes->from.edition].date, from),
		    icd_date_format(editions->at[changes->to.edition].date, to), changes->count);
	return guideline_changes_print_text(out, changes);
}

static int run_guidelines(struct request *request)
{
	struct session *session = request->session;
	struct icd_guideline_changes changes;
	struct icd_error err;
	char remark[ICD_REMARK_SIZE];
	bool both;
	if (request->what || request->html || request->place_count || request->list_count || request->bookmarks)
		return command_usage(session, "--only guidelines stands alone, beside dates");
	say_releases(request);
	if (!compare_guidelines(request, &changes, &both, &err))
		return command_fail("%s", err.text);
	if (!both && session->out.format != FORMAT_JSON)
		command_say("%s", guidelines_remark(request, remark));
	struct printer *printer = session_printer(session, &event_columns);
	if (printer)
		tell_guidelines(printer, request, &changes, both);
	else if (both && !print_guidelines(request, &changes))
		return command_fail("out of memory");
	return changes.count ? STATUS_OK : STATUS_NO;
}

/* A line on the guidelines, below what is told of the codes. */
static bool print_guidelines_line(struct request *request, struct icd_error *err)
{
	struct icd_guideline_changes changes;
	bool both;
	if (!compare_guidelines(request, &changes, &both, err))
		return false;
	if (both && changes.count)
		fprintf(request->session->out.file,
			"\nOfficial guidelines: %u sections differ; --only guidelines shows them\n", changes.count);
	return true;
}

/* ---- */

static bool show(struct request *request, const struct icd_changes *changes, struct icd_error *err)
{
	struct session *session = request->session;
	struct page page = {changes, scope_of(request)};
	if (request->html)
		return write_file(request->html, write_page, &page, err);
	if (session->out.format == FORMAT_TSV)
		warn_of_remarks(changes);
	struct printer *printer = session_printer(session, request->selects ? &selected_event_columns : &event_columns);
	if (printer)
		tell_changes(printer, request, changes);
	else
		changes_print_text(&session->out, changes, page.scope, request->all || request->what);
	return printer || request->what || request->selects || print_guidelines_line(request, err);
}

static int run(struct request *request)
{
	struct icd_changes changes;
	struct icd_error err;
	say_releases(request);
	bool ok = choose_places(request, &err);
	if (ok && request->selects && request->selection.item_count == 0 && request->session->out.format == FORMAT_TEXT)
		return STATUS_NO;
	ok = ok &&
	     icd_changes_make(request->session->store, &request->pool, request->from, request->to,
			      request->selects ? &request->selection : NULL,
			      request->what ? request->what : ICD_CHANGES_ALL, &changes, &err) &&
	     show(request, &changes, &err);
	if (!ok)
		return command_fail("%s", err.text);
	return changes.events.count && !request->missed ? STATUS_OK : STATUS_NO;
}

int cmd_changes(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"only", 0, OPTION_TAKEN, 0, take_only},
		{"all", 'a', OPTION_FLAG, offsetof(struct request, all), NULL},
		{"list", 0, OPTION_TAKEN, 0, take_list},
		{"list-column", 0, OPTION_TEXT, offsetof(struct request, list_column), NULL},
		{"bookmarks", 0, OPTION_FLAG, offsetof(struct request, bookmarks), NULL},
		{"html", 0, OPTION_TEXT, offsetof(struct request, html), NULL},
		{0}};
	struct request request = {.session = session};
	int status = STATUS_FAILED, count = options_read(session, argc, argv, options, &request, NULL);
	if (count >= 0 && read_words(&request, argv + 1, count) && choose_releases(&request))
		status = request.guidelines ? run_guidelines(&request) : run(&request);
	icd_pool_free(&request.pool);
	return status;
}
