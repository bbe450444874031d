/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each record has one walk over its fields, which both writes and reads it (struct icd_codec). A list is its count,
 * then its items.
 */
#include "record.h"

#include "dated.h"

#include <string.h>

static void walk_span(const struct icd_codec *c, struct icd_span *span)
{
	uint32_t length = c->out ? (uint32_t)(span->last - span->first) : 0;
	ICD_CODEC_NUMBER(c, span->first, ICD_RELEASES_MAX);
	ICD_CODEC_NUMBER(c, length, ICD_RELEASES_MAX);
	if (c->in)
		span->last = (uint16_t)(span->first + length);
}

static void walk_spans(const struct icd_codec *c, struct icd_span **spans, uint32_t *count)
{
	icd_codec_items(c, spans, count, sizeof **spans);
	for (uint32_t i = 0; i < *count && icd_codec_well(c); i++)
		walk_span(c, &(*spans)[i]);
}

void icd_put_spans(struct icd_buffer *out, const struct icd_span *spans, uint32_t count)
{
	struct icd_span *at = (struct icd_span *)spans;
	walk_spans(&(struct icd_codec){.out = out}, &at, &count);
}

struct icd_span *icd_get_spans(struct icd_reader *in, struct icd_pool *pool, uint32_t *count)
{
	struct icd_span *spans = NULL;
	walk_spans(&(struct icd_codec){.in = in, .pool = pool}, &spans, count);
	return spans;
}

bool icd_get_long_spans_have(struct icd_reader *in, uint16_t member)
{
	const struct icd_codec codec = {.in = in};
	bool have = false;
	uint32_t count = icd_get_count(in);
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		struct icd_span span = {0, 0};
		walk_span(&codec, &span);
		have |= icd_span_has(span, member);
	}
	return have;
}

static void walk_date(const struct icd_codec *c, icd_date *date)
{
	ICD_CODEC_NUMBER(c, *date, 99991231);
	icd_codec_expect(c, *date == 0 || icd_date_valid(*date));
}

/* ---- runs: the state's two bits and whether dates follow share a byte ---- */

enum { RUN_STATE = 3, RUN_SINCE = 4, RUN_UNTIL = 8 };

static void walk_run(const struct icd_codec *c, struct icd_run *run)
{
	unsigned byte = (unsigned)run->state | (run->since ? RUN_SINCE : 0) | (run->until ? RUN_UNTIL : 0);
	ICD_CODEC_BYTE(c, byte);
	if (c->in)
		run->state = byte & RUN_STATE;
	icd_codec_expect(c, run->state <= ICD_BILLABLE);
	walk_span(c, &run->span);
	if (byte & RUN_SINCE)
		walk_date(c, &run->since);
	if (byte & RUN_UNTIL)
		walk_date(c, &run->until);
}

static void walk_runs(const struct icd_codec *c, struct icd_runs *runs)
{
	icd_codec_items(c, &runs->at, &runs->count, sizeof *runs->at);
	for (uint32_t i = 0; i < runs->count && icd_codec_well(c); i++)
		walk_run(c, &runs->at[i]);
}

ICD_CODEC_BOTH_WAYS(runs, walk_runs, struct icd_runs)

/* ---- dated texts ---- */

static void walk_phrased(const struct icd_codec *c, const char **text)
{
	if (c->out)
		icd_put_phrased(c->out, *text);
	else
		*text = icd_get_phrased(c->in, c->pool);
}

static void walk_texts(const struct icd_codec *c, struct icd_texts *texts)
{
	icd_codec_items(c, &texts->at, &texts->count, sizeof *texts->at);
	for (uint32_t i = 0; i < texts->count && icd_codec_well(c); i++) {
		walk_span(c, &texts->at[i].span);
		icd_codec_text(c, &texts->at[i].text);
	}
}

/* Titles, in phrases. */
static void walk_titles(const struct icd_codec *c, struct icd_texts *texts)
{
	icd_codec_items(c, &texts->at, &texts->count, sizeof *texts->at);
	for (uint32_t i = 0; i < texts->count && icd_codec_well(c); i++) {
		walk_span(c, &texts->at[i].span);
		walk_phrased(c, &texts->at[i].text);
	}
}

/* ---- entries ---- */

static void walk_reference(const struct icd_codec *c, struct icd_reference *reference)
{
	if (c->out)
		icd_put_reference(c->out, reference);
	else
		icd_get_reference(c->in, reference);
}

static void walk_entry(const struct icd_codec *c, struct icd_entry *entry)
{
	ICD_CODEC_BYTE(c, entry->kind);
	icd_codec_expect(c, entry->kind < ICD_ENTRY_KINDS);
	ICD_CODEC_BYTE(c, entry->flags);
	icd_codec_text(c, &entry->text);
	if (entry->kind == ICD_ENTRY_SEVENTH)
		icd_codec_text(c, &entry->character);
	else if (c->in)
		entry->character = "";
	walk_spans(c, &entry->spans, &entry->span_count);
	icd_codec_items(c, &entry->references, &entry->reference_count, sizeof *entry->references);
	for (uint32_t i = 0; i < entry->reference_count && icd_codec_well(c); i++)
		walk_reference(c, &entry->references[i]);
}

static void walk_entries(const struct icd_codec *c, struct icd_entries *entries)
{
	icd_codec_items(c, &entries->at, &entries->count, sizeof *entries->at);
	for (uint32_t i = 0; i < entries->count && icd_codec_well(c); i++)
		walk_entry(c, &entries->at[i]);
}

/* ---- children: the titles of a place begin as its own does, more often than not ---- */

static void walk_child(const struct icd_codec *c, struct icd_child *child, const char *parent)
{
	icd_codec_text(c, &child->code);
	walk_runs(c, &child->runs);
	icd_codec_items(c, &child->titles.at, &child->titles.count, sizeof *child->titles.at);
	for (uint32_t i = 0; i < child->titles.count && icd_codec_well(c); i++) {
		walk_span(c, &child->titles.at[i].span);
		icd_codec_rest(c, &child->titles.at[i].text, parent);
	}
	walk_spans(c, &child->spans, &child->span_count);
}

/* Of a section or chapter. `titles` are its own: the newest one counts. */
static void walk_children(const struct icd_codec *c, const struct icd_texts *titles, struct icd_children *children)
{
	const char *parent = titles->count && icd_codec_well(c) ? titles->at[titles->count - 1].text : "";
	if (c->in)
		children->pool = NULL;
	icd_codec_items(c, &children->at, &children->count, sizeof *children->at);
	for (uint32_t i = 0; i < children->count && icd_codec_well(c); i++)
		walk_child(c, &children->at[i], parent);
}

static const char *code_below(const struct icd_codec *c, const char *code, size_t length, const char *rest)
{
	size_t more = strlen(rest);
	icd_codec_expect(c, more > 0 && length + more < ICD_CODE_SIZE);
	char *below = c->in->failed ? NULL : icd_reader_take(c->in, c->pool, ICD_CODE_SIZE, 1);
	if (!below)
		return "";
	memcpy(mempcpy(below, code, length), rest, more + 1);
	return below;
}

/* Of a code: what theirs have after its own. */
static void walk_codes_below(const struct icd_codec *c, const char *code, struct icd_children *children)
{
	size_t length = strlen(code);
	if (c->in)
		children->pool = c->pool;
	icd_codec_items(c, &children->at, &children->count, sizeof *children->at);
	for (uint32_t i = 0; i < children->count && icd_codec_well(c); i++) {
		const char *rest = c->out ? children->at[i].code + length : "";
		icd_codec_text(c, &rest);
		if (c->in)
			children->at[i].code = code_below(c, code, length, rest);
	}
}

/* ---- conversions ---- */

static void walk_conversion(const struct icd_codec *c, struct icd_conversion *one)
{
	walk_date(c, &one->date);
	icd_codec_text(c, &one->text);
	icd_codec_texts(c, &one->codes, &one->count);
}

static void walk_conversions(const struct icd_codec *c, struct icd_conversions *conversions)
{
	icd_codec_items(c, &conversions->at, &conversions->count, sizeof *conversions->at);
	for (uint32_t i = 0; i < conversions->count && icd_codec_well(c); i++)
		walk_conversion(c, &conversions->at[i]);
}

/* ---- a code ---- */

static void walk_diags(const struct icd_codec *c, struct icd_code_record *record)
{
	icd_codec_items(c, &record->diags, &record->diag_count, sizeof *record->diags);
	for (uint32_t i = 0; i < record->diag_count && icd_codec_well(c); i++) {
		struct icd_diag *diag = &record->diags[i];
		walk_span(c, &diag->span);
		ICD_CODEC_BYTE(c, diag->placeholder);
		walk_phrased(c, &diag->title);
	}
}

static void walk_code_place(const struct icd_codec *c, uint32_t *ordinal, uint32_t *last)
{
	uint32_t below = c->out ? *last - *ordinal : 0;
	ICD_CODEC_NUMBER(c, *ordinal, UINT32_MAX / 2);
	ICD_CODEC_NUMBER(c, below, UINT32_MAX / 2);
	if (c->in)
		*last = *ordinal + below;
}

bool icd_get_code_place(struct icd_reader *in, uint32_t *ordinal, uint32_t *last)
{
	*ordinal = *last = 0;
	walk_code_place(&(struct icd_codec){.in = in}, ordinal, last);
	return !in->failed;
}

static void walk_code_start(const struct icd_codec *c, struct icd_code_record *record)
{
	walk_code_place(c, &record->ordinal, &record->last);
	walk_runs(c, &record->runs);
	walk_titles(c, &record->long_titles);
	walk_titles(c, &record->short_titles);
	walk_titles(c, &record->display_titles);
}

static void walk_code_rest(const struct icd_codec *c, struct icd_code_record *record)
{
	walk_texts(c, &record->sections);
	walk_phrased(c, &record->derived_section);
	walk_codes_below(c, record->code, &record->children);
	walk_spans(c, &record->poa, &record->poa_count);
	walk_conversions(c, &record->replaced);
	walk_conversions(c, &record->replaced_by);
	icd_codec_items(c, &record->twins, &record->twin_count, sizeof *record->twins);
	for (uint32_t i = 0; i < record->twin_count && icd_codec_well(c); i++)
		icd_codec_text(c, &record->twins[i]);
	walk_entries(c, &record->entries);
}

static void walk_code(const struct icd_codec *c, struct icd_code_record *record)
{
	walk_code_start(c, record);
	walk_diags(c, record);
	walk_code_rest(c, record);
}

void icd_put_code(struct icd_buffer *out, const struct icd_code_record *record)
{
	walk_code(&(struct icd_codec){.out = out}, (struct icd_code_record *)record);
}

/* An empty record of the code; the reader fails where it is too long to be one. */
static void start_record(struct icd_reader *in, const char *code, struct icd_code_record *record)
{
	size_t length = strlen(code);
	*record = (struct icd_code_record){.derived_section = ""};
	in->failed |= length >= sizeof record->code;
	if (!in->failed)
		memcpy(record->code, code, length);
}

__attribute__((flatten)) bool icd_get_code(struct icd_reader *in, struct icd_pool *pool, const char *code,
					   struct icd_code_record *record)
{
	start_record(in, code, record);
	walk_code(&(struct icd_codec){.in = in, .pool = pool}, record);
	return !in->failed;
}

bool icd_get_code_start(struct icd_reader *in, struct icd_pool *pool, const char *code, struct icd_code_record *record)
{
	start_record(in, code, record);
	walk_code_start(&(struct icd_codec){.in = in, .pool = pool}, record);
	return !in->failed;
}

static void skip_runs(struct icd_reader *in)
{
	const struct icd_codec c = {.in = in};
	struct icd_run run;
	for (uint32_t runs = icd_get_count(in); runs > 0 && !in->failed; runs--)
		walk_run(&c, &run);
}

static void skip_span(struct icd_reader *in)
{
	struct icd_span span = {0};
	walk_span(&(struct icd_codec){.in = in}, &span);
}

bool icd_get_code_titled(struct icd_reader *in, const char *title)
{
	const size_t length = strlen(title);
	uint32_t ordinal, last;
	icd_get_code_place(in, &ordinal, &last);
	skip_runs(in);
	for (int kind = 0; kind < 3; kind++) { /* long ones, short ones, those for display */
		for (uint32_t count = icd_get_count(in); count > 0 && !in->failed; count--) {
			skip_span(in);
			if (icd_is_phrased(in, title, length))
				return true;
		}
	}
	return false;
}

/* ---- a code as of a code set ---- */

/* One of dated titles, not put together yet. */
struct coded_title {
	struct icd_span span;
	struct icd_reader text;
};

/* The title of the set (icd_text_reaches). False: there is none. */
static bool find_title(struct icd_reader *in, uint16_t set, struct coded_title *found)
{
	const struct icd_codec c = {.in = in};
	uint32_t count = icd_get_count(in);
	for (uint32_t i = 0; i < count && !in->failed; i++) {
		struct icd_span span = {0, 0};
		walk_span(&c, &span);
		if (icd_text_reaches(i, span, set))
			*found = (struct coded_title){span, *in};
		icd_skip_phrased(in);
	}
	return count > 0 && !in->failed;
}

static void get_title_on(struct icd_reader *in, struct icd_pool *pool, uint16_t set, struct icd_texts *titles)
{
	struct coded_title title, other;
	bool found = find_title(in, set, &title);
	find_title(in, set, &other); /* short ones */
	if (find_title(in, set, &other)) {
		title = other;
		found = true;
	}
	if (!found || !(titles->at = icd_reader_take(in, pool, 1, sizeof *titles->at)))
		return;
	titles->count = 1;
	titles->at[0] = (struct icd_dated_text){title.span, icd_get_phrased(&title.text, pool)};
	in->failed |= title.text.failed;
	in->out_of_memory |= title.text.out_of_memory;
}

static void get_diags_untitled(struct icd_reader *in, struct icd_pool *pool, struct icd_code_record *record)
{
	const struct icd_codec c = {.in = in, .pool = pool};
	record->diags = icd_get_items(in, pool, &record->diag_count, sizeof *record->diags);
	for (uint32_t i = 0; i < record->diag_count && !in->failed; i++) {
		walk_span(&c, &record->diags[i].span);
		record->diags[i].placeholder = icd_get_byte(in) != 0;
		record->diags[i].title = "";
		icd_skip_phrased(in);
	}
}

bool icd_get_code_on(struct icd_reader *in, struct icd_pool *pool, const char *code, uint16_t set,
		     struct icd_code_record *record)
{
	const struct icd_codec c = {.in = in, .pool = pool};
	start_record(in, code, record);
	walk_code_place(&c, &record->ordinal, &record->last);
	walk_runs(&c, &record->runs);
	get_title_on(in, pool, set, &record->display_titles);
	if (record->display_titles.count)
		get_diags_untitled(in, pool, record);
	else
		walk_diags(&c, record); /* the title of a diag stands in for it */
	walk_code_rest(&c, record);
	return !in->failed;
}

bool icd_get_child(struct icd_reader *in, struct icd_pool *pool, struct icd_child *child)
{
	const struct icd_codec c = {.in = in, .pool = pool};
	struct icd_texts display;
	uint32_t ordinal = 0, last = 0;
	walk_code_place(&c, &ordinal, &last);
	walk_runs(&c, &child->runs);
	walk_titles(&c, &child->titles);
	for (uint32_t shorts = icd_get_count(in); shorts > 0 && !in->failed; shorts--) {
		skip_span(in);
		icd_skip_phrased(in);
	}
	walk_titles(&c, &display);
	child->titles = display.count ? display : child->titles;
	return !in->failed;
}

/* ---- sections and chapters ---- */

static void walk_section(const struct icd_codec *c, struct icd_section_record *record)
{
	ICD_CODEC_NUMBER(c, record->chapter, 99);
	ICD_CODEC_NUMBER(c, record->first, UINT32_MAX / 2);
	ICD_CODEC_NUMBER(c, record->last, UINT32_MAX / 2);
	walk_texts(c, &record->ids);
	walk_texts(c, &record->titles);
	walk_texts(c, &record->blocks);
	walk_children(c, &record->titles, &record->categories);
	walk_entries(c, &record->entries);
}

ICD_CODEC_BOTH_WAYS(section, walk_section, struct icd_section_record)

static void walk_chapter(const struct icd_codec *c, struct icd_chapter_record *record)
{
	ICD_CODEC_NUMBER(c, record->number, 99);
	walk_texts(c, &record->titles);
	walk_children(c, &record->titles, &record->sections);
	walk_entries(c, &record->entries);
}

ICD_CODEC_BOTH_WAYS(chapter, walk_chapter, struct icd_chapter_record)

/* ---- incoming notes ---- */

static void walk_incoming(const struct icd_codec *c, struct icd_incoming *one)
{
	ICD_CODEC_BYTE(c, one->place);
	icd_codec_expect(c, one->place <= ICD_PLACE_CODE);
	icd_codec_text(c, &one->name);
	icd_codec_text(c, &one->label);
	ICD_CODEC_NUMBER(c, one->first, UINT32_MAX);
	ICD_CODEC_NUMBER(c, one->last, UINT32_MAX);
	walk_entry(c, &one->entry);
}

/*
 * Before each stand the codes that it may mean, as the first ordinal and how many there are from it on to the last, and
 * the size of what follows: most answers want few of the notes, and pass over the others.
 */
static struct icd_incoming_head head_of(const struct icd_incoming *one)
{
	uint64_t first = UINT64_MAX, end = 0;
	for (uint32_t i = 0; i < one->entry.reference_count; i++) {
		const struct icd_reference *reference = &one->entry.references[i];
		if (reference->role != ICD_ROLE_MEANT || reference->first > reference->last)
			continue;
		first = reference->first < first ? reference->first : first;
		end = reference->last >= end ? (uint64_t)reference->last + 1 : end;
	}
	return end ? (struct icd_incoming_head){.first = first, .count = end - first}
		   : (struct icd_incoming_head){.first = 0};
}

void icd_put_incoming(struct icd_buffer *out, const struct icd_incoming_record *record)
{
	struct icd_buffer note = {0};
	icd_put_number(out, record->count);
	for (uint32_t i = 0; i < record->count; i++) {
		struct icd_incoming_head head = head_of(&record->at[i]);
		icd_buffer_clear(&note);
		walk_incoming(&(struct icd_codec){.out = &note}, &record->at[i]);
		icd_put_number(out, head.first);
		icd_put_number(out, head.count);
		icd_put_number(out, note.size);
		icd_put_bytes(out, note.data, note.size);
	}
	out->failed |= note.failed;
	icd_buffer_free(&note);
}

static bool get_head(struct icd_reader *in, struct icd_incoming_head *head)
{
	*head = (struct icd_incoming_head){.first = icd_get_number(in)};
	head->count = icd_get_number(in);
	uint32_t size = icd_get_count(in);
	head->note = *in;
	icd_get_bytes(in, size);
	head->note.end = in->at;
	return !in->failed;
}

bool icd_get_incoming_heads(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_heads *heads)
{
	heads->at = icd_get_items(in, pool, &heads->count, sizeof *heads->at);
	for (uint32_t i = 0; i < heads->count && !in->failed; i++)
		get_head(in, &heads->at[i]);
	return !in->failed;
}

bool icd_incoming_may_mean(const struct icd_incoming_head *head, const struct icd_interval *of)
{
	return head->count && head->first <= of->last && of->first < head->first + head->count;
}

bool icd_get_incoming_note(struct icd_incoming_head *head, struct icd_pool *pool, struct icd_incoming *one)
{
	struct icd_reader *in = &head->note;
	walk_incoming(&(struct icd_codec){.in = in, .pool = pool}, one);
	in->failed |= in->at != in->end;
	if (in->failed)
		return false;
	struct icd_incoming_head meant = head_of(one);
	in->failed |= meant.first != head->first || meant.count != head->count;
	return !in->failed;
}

static void get_one_incoming(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_head *head,
			     struct icd_incoming_record *record)
{
	record->at = icd_pool_grown(pool, record->at, record->count, sizeof *record->at);
	if (record->at && icd_get_incoming_note(head, pool, &record->at[record->count++]))
		return;
	in->failed = true;
	in->out_of_memory |= !record->at || head->note.out_of_memory;
}

bool icd_get_incoming_of(struct icd_reader *in, struct icd_pool *pool, const struct icd_interval *of,
			 struct icd_incoming_record *record)
{
	struct icd_incoming_head head;
	for (uint32_t more = icd_get_count(in); more > 0 && !in->failed; more--) {
		if (get_head(in, &head) && (!of || icd_incoming_may_mean(&head, of)))
			get_one_incoming(in, pool, &head, record);
	}
	return !in->failed;
}

bool icd_get_incoming(struct icd_reader *in, struct icd_pool *pool, struct icd_incoming_record *record)
{
	return icd_get_incoming_of(in, pool, NULL, record);
}

/* ---- some of the codes: each ordinal as its distance from the one before ---- */

static void walk_ordinals(const struct icd_codec *c, struct icd_ordinals *some)
{
	uint32_t before = 0;
	icd_codec_items(c, &some->ordinals, &some->count, sizeof *some->ordinals);
	for (uint32_t i = 0; i < some->count && icd_codec_well(c); i++) {
		if (c->out)
			icd_put_number(c->out, some->ordinals[i] - before);
		else
			some->ordinals[i] = icd_get_step(c->in, before, UINT32_MAX);
		before = some->ordinals[i];
	}
}

ICD_CODEC_BOTH_WAYS(ordinals, walk_ordinals, struct icd_ordinals)

static void walk_unspecified(const struct icd_codec *c, struct icd_unspecified *unspecified)
{
	walk_ordinals(c, &unspecified->always);
	if (icd_codec_well(c))
		walk_ordinals(c, &unspecified->at_times);
}

ICD_CODEC_BOTH_WAYS(unspecified, walk_unspecified, struct icd_unspecified)

/* ---- official files ---- */

static void walk_moves(const struct icd_codec *c, struct icd_moves *moves)
{
	icd_codec_items(c, &moves->at, &moves->count, sizeof *moves->at);
	for (uint32_t i = 0; i < moves->count && icd_codec_well(c); i++) {
		ICD_CODEC_NUMBER(c, moves->at[i].code, UINT32_MAX);
		ICD_CODEC_NUMBER(c, moves->at[i].after, UINT32_MAX);
	}
}

static void walk_export(const struct icd_codec *c, struct icd_export_record *record)
{
	icd_codec_text(c, &record->front);
	walk_moves(c, &record->moves);
	walk_moves(c, &record->parents);
}

ICD_CODEC_BOTH_WAYS(export, walk_export, struct icd_export_record)

/* ---- about the index ---- */

static void walk_sequence(const struct icd_codec *c, const struct icd_about *about, struct icd_sequence *sequence)
{
	ICD_CODEC_NUMBER(c, sequence->count, about->release_count);
	if (c->in)
		sequence->at = icd_reader_take(c->in, c->pool, sequence->count, sizeof *sequence->at);
	for (uint16_t i = 0; i < sequence->count && icd_codec_well(c); i++) {
		struct icd_member *member = &sequence->at[i];
		ICD_CODEC_NUMBER(c, member->release, ICD_RELEASES_MAX);
		walk_date(c, &member->gap);
		icd_codec_expect(c, member->release < about->release_count);
		if (c->in && !c->in->failed)
			member->date = about->releases[member->release].date;
	}
}

static void walk_file(const struct icd_codec *c, struct icd_file *file)
{
	ICD_CODEC_BYTE(c, file->kind);
	icd_codec_expect(c, file->kind < ICD_FILE_KINDS);
	icd_codec_text(c, &file->name);
	ICD_CODEC_NUMBER64(c, file->size);
	icd_codec_text(c, &file->sha256);
	ICD_CODEC_BYTE(c, file->flags);
}

static void walk_release(const struct icd_codec *c, struct icd_release *release)
{
	walk_date(c, &release->date);
	ICD_CODEC_NUMBER(c, release->flags, UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->billable, UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->headers, UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->diags, UINT32_MAX);
	for (int i = 0; i <= ICD_NOTE_KINDS; i++)
		ICD_CODEC_NUMBER(c, release->notes[i], UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->poa, UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->edits, UINT32_MAX);
	for (int i = 0; i < ICD_GEMS; i++)
		ICD_CODEC_NUMBER(c, release->gems[i], UINT32_MAX);
	ICD_CODEC_NUMBER(c, release->guidelines, UINT32_MAX);
}

/* What a release was made from, in a record of its own: most answers need none of it, and it is long. */
static void walk_source(const struct icd_codec *c, struct icd_release *release)
{
	icd_codec_text(c, &release->tabular_digest);
	for (int i = 0; i < ICD_INDEXES; i++)
		icd_codec_text(c, &release->index_digest[i]);
	icd_codec_text(c, &release->guidelines_digest);
	icd_codec_items(c, &release->files, &release->file_count, sizeof *release->files);
	for (uint32_t i = 0; i < release->file_count && icd_codec_well(c); i++)
		walk_file(c, &release->files[i]);
	ICD_CODEC_NUMBER(c, release->addenda.lines, UINT32_MAX);
	icd_codec_texts(c, &release->addenda.unplaced, &release->addenda.unplaced_count);
	icd_codec_texts(c, &release->addenda.differences, &release->addenda.difference_count);
}

static void walk_about(const struct icd_codec *c, struct icd_about *about)
{
	ICD_CODEC_NUMBER(c, about->release_count, ICD_RELEASES_MAX);
	if (c->in)
		about->releases = icd_reader_take(c->in, c->pool, about->release_count, sizeof *about->releases);
	for (uint16_t i = 0; i < about->release_count && icd_codec_well(c); i++)
		walk_release(c, &about->releases[i]);
	if (!icd_codec_well(c))
		return;
	walk_sequence(c, about, &about->sets);
	walk_sequence(c, about, &about->lists);
	walk_sequence(c, about, &about->poa);
	for (int i = 0; i < ICD_INDEXES; i++)
		walk_sequence(c, about, &about->index[i]);
	walk_sequence(c, about, &about->edits);
	for (int i = 0; i < ICD_GEMS; i++)
		walk_sequence(c, about, &about->gems[i]);
	walk_sequence(c, about, &about->guidelines);
	ICD_CODEC_NUMBER(c, about->code_count, UINT32_MAX / 2);
	ICD_CODEC_NUMBER64(c, about->words);
}

ICD_CODEC_BOTH_WAYS(about, walk_about, struct icd_about)

static void walk_sources(const struct icd_codec *c, struct icd_about *about)
{
	uint16_t count = about->release_count;
	ICD_CODEC_NUMBER(c, count, ICD_RELEASES_MAX);
	icd_codec_expect(c, count == about->release_count);
	for (uint16_t i = 0; i < count && icd_codec_well(c); i++)
		walk_source(c, &about->releases[i]);
}

ICD_CODEC_BOTH_WAYS(sources, walk_sources, struct icd_about)

/* ---- spans within their sequences ---- */

bool icd_runs_fit(const struct icd_runs *runs, const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < runs->count; i++)
		fit &= runs->at[i].span.last < about->sets.count;
	return fit;
}

static bool texts_fit(const struct icd_texts *texts, const struct icd_sequence *sequence)
{
	bool fit = true;
	for (uint32_t i = 0; i < texts->count; i++)
		fit &= texts->at[i].span.last < sequence->count;
	return fit;
}

static bool spans_fit(const struct icd_span *spans, uint32_t count, const struct icd_sequence *sequence)
{
	bool fit = true;
	for (uint32_t i = 0; i < count; i++)
		fit &= spans[i].last < sequence->count;
	return fit;
}

static bool entries_fit(const struct icd_entries *entries, const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < entries->count; i++)
		fit &= spans_fit(entries->at[i].spans, entries->at[i].span_count, &about->lists);
	return fit;
}

bool icd_child_fits(const struct icd_child *child, const struct icd_about *about)
{
	return icd_runs_fit(&child->runs, about) && texts_fit(&child->titles, &about->sets);
}

/* `titles` is the sequence that the children's titles are dated by. */
static bool children_fit(const struct icd_children *children, const struct icd_sequence *titles,
			 const struct icd_about *about)
{
	bool fit = true;
	for (uint32_t i = 0; i < children->count; i++) {
		const struct icd_child *child = &children->at[i];
		fit &= icd_runs_fit(&child->runs, about) && texts_fit(&child->titles, titles) &&
		       spans_fit(child->spans, child->span_count, &about->lists);
	}
	return fit;
}

bool icd_code_start_fits(const struct icd_code_record *record, const struct icd_about *about)
{
	return icd_runs_fit(&record->runs, about) && texts_fit(&record->long_titles, &about->sets) &&
	       texts_fit(&record->short_titles, &about->sets) && texts_fit(&record->display_titles, &about->sets);
}

bool icd_code_fits(const struct icd_code_record *record, const struct icd_about *about)
{
	bool fit = icd_code_start_fits(record, about) && texts_fit(&record->sections, &about->lists) &&
		   spans_fit(record->poa, record->poa_count, &about->poa) && entries_fit(&record->entries, about);
	for (uint32_t i = 0; i < record->diag_count; i++)
		fit &= record->diags[i].span.last < about->lists.count;
	return fit;
}

bool icd_section_fits(const struct icd_section_record *record, const struct icd_about *about)
{
	return texts_fit(&record->ids, &about->lists) && texts_fit(&record->titles, &about->lists) &&
	       texts_fit(&record->blocks, &about->lists) && children_fit(&record->categories, &about->sets, about) &&
	       entries_fit(&record->entries, about);
}

bool icd_chapter_fits(const struct icd_chapter_record *record, const struct icd_about *about)
{
	return texts_fit(&record->titles, &about->lists) && children_fit(&record->sections, &about->lists, about) &&
	       entries_fit(&record->entries, about);
}
