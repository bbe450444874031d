/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "list_work.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PATTERN_SIZE 64 /* bytes of a pattern, blanks and all; no code is that long */

/* ---- how it is spelled ---- */

/* What people and word processors write in place of a dash or a blank. */
static const struct {
	const char *written, *meant;
} readings[] = {
	{"\xe2\x80\x90", "-"},
	{"\xe2\x80\x91", "-"},
	{"\xe2\x80\x92", "-"},
	{"\xe2\x80\x93", "-"},
	{"\xe2\x80\x94", "-"},
	{"\xe2\x88\x92", "-"},
	{"\xc2\xa0", " "},
	{" to ", "-"},
	{" through ", "-"},
	{" thru ", "-"},
	{"*", "-"},
	{"\t", " "},
};

/* What stands at `text` for something plainer: how long it is, and *meant is that; 0 for what is as it is. */
static size_t reading_of(const char *text, const char **meant)
{
	if (icd_is_letter_or_digit(*text))
		return 0;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		const char *written = readings[i].written;
		if (*written == *text && strncasecmp(text, written, strlen(written)) == 0) {
			*meant = readings[i].meant;
			return strlen(written);
		}
	}
	return 0;
}

/* The pattern in plain characters, without blanks around it; false when it is too long to be one. */
static bool make_plain(const char *text, char out[PATTERN_SIZE])
{
	size_t used = 0;
	while (*text && used < PATTERN_SIZE - 1) {
		const char *meant;
		size_t length = reading_of(text, &meant);
		out[used] = length ? *meant : *text;
		used += used > 0 || out[used] != ' ';
		text += length ? length : 1;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
	return !*text;
}

/* Do two words stand there? A code may have no blank within. What is made plain may begin with a blank. */
static bool has_words(const char *text)
{
	for (const char *at = text + strspn(text, " "); (at = strchr(at, ' ')) != NULL; at++) {
		if (icd_is_letter_or_digit(at[-1]) && icd_is_letter_or_digit(at[1 + strspn(at + 1, " ")]))
			return true;
	}
	return false;
}

static void take_code(struct icd_pattern *pattern, const struct icd_typed_code *typed)
{
	memcpy(pattern->code, typed->code, sizeof pattern->code);
	pattern->kind = typed->open ? ICD_PATTERN_BELOW : ICD_PATTERN_CODE;
}

bool pattern_read(const char *text, struct icd_pattern *pattern)
{
	struct icd_typed_code low, high;
	char written[PATTERN_SIZE];
	if (!make_plain(text, written))
		return false;
	pattern->except = *written == '!';
	const char *plain = written + (pattern->except ? 1 + strspn(written + 1, " ") : 0);
	if (has_words(plain))
		return false;
	if (icd_code_range_parse(plain, &low, &high)) {
		take_code(pattern, &low);
		pattern->kind = ICD_PATTERN_RANGE;
		memcpy(pattern->last, high.code, sizeof pattern->last);
		return true;
	}
	if (!icd_code_parse(plain, strlen(plain), &low))
		return false;
	take_code(pattern, &low);
	return true;
}

const char *icd_pattern_name(const struct icd_pattern *pattern, char out[ICD_PATTERN_SIZE])
{
	char first[ICD_DOTTED_SIZE], last[ICD_DOTTED_SIZE] = "";
	if (pattern->kind == ICD_PATTERN_RANGE)
		icd_code_format(pattern->last, last);
	snprintf(out, ICD_PATTERN_SIZE, "%s%s%s", icd_code_format(pattern->code, first),
		 pattern->kind == ICD_PATTERN_CODE ? "" : "-", last);
	return out;
}

bool icd_pattern_counts(const struct icd_pattern *pattern, icd_date on)
{
	return (!pattern->from || pattern->from <= on) && (!pattern->to || on <= pattern->to);
}

/* ---- what it means in the book ---- */

/* The codes whose spelling lies in a stretch of keys. */
struct spelled {
	char first[ICD_CODE_SIZE], last[ICD_CODE_SIZE]; /* "" where there are none */
	bool first_only;
};

static bool visit_spelled(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct spelled *spelled = context;
	(void)value;
	snprintf(spelled->last, sizeof spelled->last, "%.*s", (int)(key.size - 1), (const char *)key.data + 1);
	if (!*spelled->first)
		memcpy(spelled->first, spelled->last, sizeof spelled->first);
	return !spelled->first_only;
}

static bool scan_spelled(struct icd_store *store, const char *from, const char *to, bool first_only,
			 struct spelled *out, struct icd_error *err)
{
	struct icd_key low = icd_key_of(ICD_TABLE_CODE, from), high = icd_key_of(ICD_TABLE_CODE, to);
	*out = (struct spelled){.first_only = first_only};
	return icd_store_scan(store, &low, &high, visit_spelled, out, err);
}

/* A code's own place and that of the last one below it; *known is false of what no release has. */
static bool stretch_of(struct icd_store *store, const char *code, struct stretch *out, bool *known,
		       struct icd_error *err)
{
	*out = (struct stretch){1, 0};
	enum icd_found found = icd_store_code_place(store, code, &out->first, &out->last, err);
	*known = found == ICD_FOUND;
	return found != ICD_FAILED;
}

/* The first code that spells after one that no release has. */
static bool first_after(struct icd_store *store, const char *code, uint32_t *ordinal, struct icd_error *err)
{
	struct spelled spelled;
	struct stretch stretch;
	bool known;
	if (!scan_spelled(store, code, "\x7f", true, &spelled, err) ||
	    !stretch_of(store, spelled.first, &stretch, &known, err))
		return false;
	*ordinal = known ? stretch.first : UINT32_MAX;
	return true;
}

/* The last one that spells before: in its category, else under its letter. */
static bool last_before(struct icd_store *store, const char *code, uint32_t *ordinal, bool *any, struct icd_error *err)
{
	struct spelled spelled;
	struct stretch stretch;
	char start[4];
	snprintf(start, sizeof start, "%.3s", code);
	if (!scan_spelled(store, start, code, false, &spelled, err))
		return false;
	start[1] = '\0';
	if (!*spelled.last && !scan_spelled(store, start, code, false, &spelled, err))
		return false;
	if (!stretch_of(store, spelled.last, &stretch, any, err))
		return false;
	*ordinal = stretch.first;
	return true;
}

static bool settle_range(struct icd_store *store, struct icd_pattern *pattern, const char *where, struct icd_error *err)
{
	struct stretch low, high;
	bool low_known, high_known, any = true;
	if (!stretch_of(store, pattern->code, &low, &low_known, err) ||
	    !stretch_of(store, pattern->last, &high, &high_known, err) ||
	    (!low_known && !first_after(store, pattern->code, &low.first, err)) ||
	    (!high_known && !last_before(store, pattern->last, &high.last, &any, err)))
		return false;
	uint32_t end = high_known ? high.first : high.last;
	bool reversed = low_known && high_known ? low.first > end : strcmp(pattern->code, pattern->last) > 0;
	if (reversed)
		return icd_fail(err, "%s: %s: its end stands before its beginning in the tabular list", where,
				pattern->text);
	pattern->odd_first = !low_known;
	pattern->odd_last = !high_known;
	pattern->first_ordinal = any ? low.first : 1;
	pattern->last_ordinal = any ? high.last : 0;
	return true;
}

/* "M54.5x" is written for M54.5-, unless it is the spelling of a code: T74.A1X. */
static bool settle_placeholder(struct icd_store *store, struct icd_pattern *pattern, struct icd_error *err)
{
	struct stretch stretch;
	bool known = false;
	char shorter[ICD_CODE_SIZE];
	memcpy(shorter, pattern->code, sizeof shorter);
	if (!icd_code_without_placeholder(shorter))
		return true;
	if (!stretch_of(store, pattern->code, &stretch, &known, err))
		return false;
	if (known || !stretch_of(store, shorter, &stretch, &known, err))
		return known;
	if (stretch.first < stretch.last) {
		pattern->kind = ICD_PATTERN_BELOW;
		memcpy(pattern->code, shorter, sizeof shorter);
	}
	return true;
}

bool pattern_settle(struct icd_store *store, struct icd_pattern *pattern, const char *where, struct icd_error *err)
{
	if (pattern->kind == ICD_PATTERN_RANGE)
		return settle_range(store, pattern, where, err);
	return pattern->kind == ICD_PATTERN_BELOW || settle_placeholder(store, pattern, err);
}

/* All that begins so, where no release has the beginning itself as a code. */
static bool stretch_below(struct icd_store *store, const char *start, struct stretch *out, struct icd_error *err)
{
	struct spelled spelled;
	struct stretch last;
	bool known;
	char end[ICD_CODE_SIZE + 1];
	snprintf(end, sizeof end, "%s\x7f", start);
	if (!scan_spelled(store, start, end, false, &spelled, err))
		return false;
	if (!stretch_of(store, spelled.first, out, &known, err) || !stretch_of(store, spelled.last, &last, &known, err))
		return false;
	out->last = known ? last.last : 0;
	return true;
}

bool pattern_stretch(struct icd_store *store, const struct icd_pattern *pattern, struct stretch *out,
		     struct icd_error *err)
{
	bool known;
	if (pattern->kind == ICD_PATTERN_RANGE) {
		*out = (struct stretch){pattern->first_ordinal, pattern->last_ordinal};
		return true;
	}
	if (!stretch_of(store, pattern->code, out, &known, err))
		return false;
	if (pattern->kind == ICD_PATTERN_CODE && known)
		out->last = out->first;
	return known || pattern->kind == ICD_PATTERN_CODE || stretch_below(store, pattern->code, out, err);
}
