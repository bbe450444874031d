/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "x12.h"

#include "source.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ISA_SIZE     106   /* fixed: the separators stand at known places in it */
#define SEGMENT_SIZE 65536 /* far longer than any segment of an 837 */
#define ELEMENTS     64    /* of a segment; an HI has 12 */

/* The segments that are read; all others are passed over. */
enum segment {
	SEGMENT_OTHER,
	SEGMENT_CLM,
	SEGMENT_DMG,
	SEGMENT_DTP,
	SEGMENT_HI,
	SEGMENT_HL,
	SEGMENT_IEA,
	SEGMENT_SE,
	SEGMENT_ST
};

struct icd_x12 {
	FILE *file;
	char *name;
	char begun[ICD_X12_BEGUN]; /* bytes the caller read before */
	size_t begun_at, begun_count;
	char element, component, terminator, repetition;
	unsigned long segments;
	bool open;   /* between ISA and IEA */
	bool claims; /* within ST*837 */
	bool in_claim;
	bool inpatient;
	icd_date service, statement_end, admitted;
	icd_date born; /* of the subscriber, or of the patient where another one is named */
	char sex;
	struct icd_x12_claim claim; /* being read */
	enum segment segment;
	char *elements[ELEMENTS]; /* of a segment that is read */
	unsigned element_count;
	bool cut; /* the segment has more elements, or the claim more codes, than there is room for */
	char text[SEGMENT_SIZE];
};

bool icd_x12_begins(const char *text, size_t length)
{
	return length >= 4 && memcmp(text, "ISA", 3) == 0 && !isalnum((unsigned char)text[3]);
}

bool icd_x12_lacks_isa(const char *text, size_t length)
{
	static const char *const ids[] = {"GS", "ST", "BHT", "CLM", "HL", "HI"};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		size_t id = strlen(ids[i]);
		if (length > id && memcmp(text, ids[i], id) == 0 && strchr("*|^~", text[id]))
			return true;
	}
	return false;
}

bool icd_x12_open(FILE *file, const char *begun, size_t length, const char *name, struct icd_x12 **out,
		  struct icd_error *err)
{
	struct icd_x12 *x12 = length <= ICD_X12_BEGUN ? calloc(1, sizeof *x12) : NULL;
	if (!x12 || !(x12->name = strdup(name))) {
		free(x12);
		return icd_out_of_memory(err);
	}
	x12->file = file;
	memcpy(x12->begun, begun, length);
	x12->begun_count = length;
	*out = x12;
	return true;
}

void icd_x12_close(struct icd_x12 *x12)
{
	if (!x12)
		return;
	free(x12->name);
	free(x12);
}

static bool fail(struct icd_x12 *x12, struct icd_error *err, const char *what)
{
	return icd_fail(err, "%s: segment %lu: %s", x12->name, x12->segments, what);
}

/* ---- segments ---- */

static int get(struct icd_x12 *x12)
{
	if (x12->begun_at < x12->begun_count)
		return (unsigned char)x12->begun[x12->begun_at++];
	return getc_unlocked(x12->file);
}

/* The first byte of the next segment, line ends between segments skipped. */
static int first_byte(struct icd_x12 *x12)
{
	int c = get(x12);
	/* NUL bytes fill blocks; between interchanges also the marks that old systems put at the end of a file. */
	while (c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '\0' || (!x12->open && c == 0x1a))
		c = get(x12);
	return c;
}

static bool read_isa(struct icd_x12 *x12, struct icd_error *err)
{
	size_t read = 1;
	for (int c; read < ISA_SIZE && (c = get(x12)) != EOF; read++)
		x12->text[read] = (char)c;
	x12->segments++;
	if (read < ISA_SIZE || !icd_x12_begins(x12->text, read))
		return fail(x12, err, "not an X12 interchange, a whole ISA segment was expected");
	x12->element = x12->text[3];
	x12->component = x12->text[104];
	x12->repetition = x12->text[82];
	x12->terminator = x12->text[105];
	if (memchr(x12->text, '\0', ISA_SIZE) || isalnum((unsigned char)x12->component) ||
	    isalnum((unsigned char)x12->terminator) || x12->terminator == x12->element)
		return fail(x12, err, "the ISA segment is not 106 characters long, its separators cannot be told");
	x12->open = true;
	return true;
}

/* By its first element, of a text that ends with a NUL. */
static enum segment segment_of(const char *text, char element)
{
	static const char *const ids[] = {
		[SEGMENT_CLM] = "CLM", [SEGMENT_DMG] = "DMG", [SEGMENT_DTP] = "DTP", [SEGMENT_HI] = "HI",
		[SEGMENT_HL] = "HL",   [SEGMENT_IEA] = "IEA", [SEGMENT_SE] = "SE",   [SEGMENT_ST] = "ST",
	};
	for (unsigned i = SEGMENT_CLM; i <= SEGMENT_ST; i++) {
		size_t length = ids[i][2] ? 3 : 2;
		if (ids[i][0] == text[0] && memcmp(text, ids[i], length) == 0 &&
		    (text[length] == element || text[length] == '\0'))
			return (enum segment)i;
	}
	return SEGMENT_OTHER;
}

static void split(struct icd_x12 *x12)
{
	char *at = x12->text;
	x12->element_count = 0;
	while (at && x12->element_count < ELEMENTS) {
		x12->elements[x12->element_count++] = at;
		at = strchr(at, x12->element);
		if (at)
			*at++ = '\0';
	}
	x12->cut = at != NULL;
}

/* Reads up to the terminator; the first byte is in place, and what the caller had read was part of the ISA segment. */
static bool read_rest(struct icd_x12 *x12, struct icd_error *err)
{
	const int terminator = (unsigned char)x12->terminator;
	size_t length = 1;
	int c;
	x12->segments++;
	while ((c = getc_unlocked(x12->file)) != EOF && c != terminator) {
		if (length + 1 == SEGMENT_SIZE)
			return fail(x12, err, "the segment is too long");
		x12->text[length] = (char)c;
		length += c != '\r' && c != '\n' && c != '\0';
	}
	if (c == EOF)
		return fail(x12, err, "the file breaks off within a segment");
	x12->text[length] = '\0';
	x12->segment = segment_of(x12->text, x12->element);
	if (x12->segment != SEGMENT_OTHER)
		split(x12);
	return true;
}

/* *more is false at the end of the file. */
static bool read_segment(struct icd_x12 *x12, bool *more, struct icd_error *err)
{
	int c = first_byte(x12);
	*more = c != EOF;
	if (c == EOF && ferror(x12->file))
		return fail(x12, err, text_source_failure(errno));
	if (c == EOF)
		return !x12->open || fail(x12, err, "the file breaks off, IEA was expected");
	x12->text[0] = (char)c;
	x12->segment = SEGMENT_OTHER;
	x12->element_count = 0;
	if (x12->open)
		return read_rest(x12, err);
	return read_isa(x12, err);
}

static const char *element(const struct icd_x12 *x12, unsigned number)
{
	return number < x12->element_count ? x12->elements[number] : "";
}

static const char *component_end(const struct icd_x12 *x12, const char *text)
{
	const char *end = strchr(text, x12->component);
	return end ? end : text + strlen(text);
}

/* Copies a component, cut at `size` - 1 bytes; returns where the next one begins, NULL when it is the last. */
static const char *copy_component(const struct icd_x12 *x12, const char *text, char *out, size_t size)
{
	const char *end = component_end(x12, text);
	size_t length = (size_t)(end - text) < size ? (size_t)(end - text) : size - 1;
	memcpy(out, text, length);
	out[length] = '\0';
	return *end ? end + 1 : NULL;
}

/* The n-th component of an element, copied; "" when it has fewer. */
static const char *component(const struct icd_x12 *x12, const char *text, unsigned number, char *out, size_t size)
{
	for (; number > 0; number--) {
		text = component_end(x12, text);
		text += *text != '\0';
	}
	copy_component(x12, text, out, size);
	return out;
}

/* ---- what claims are made of ---- */

enum use { USE_NONE, USE_FIRST, USE_OTHER, USE_VALIDATED, USE_ICD9 };

static enum use use_of(const char *qualifier)
{
	static const struct {
		const char *qualifier;
		enum use use;
	} uses[] = {
		{"ABK", USE_FIRST},     {"ABF", USE_OTHER}, {"ABN", USE_OTHER}, {"ABJ", USE_VALIDATED},
		{"APR", USE_VALIDATED}, {"BK", USE_ICD9},   {"BF", USE_ICD9},   {"BN", USE_ICD9},
		{"BJ", USE_ICD9},       {"PR", USE_ICD9},
	};
	if (strnlen(qualifier, 4) > 3) /* a code */
		return USE_NONE;
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		if (uses[i].qualifier[0] == qualifier[0] && strcmp(uses[i].qualifier, qualifier) == 0)
			return uses[i].use;
	}
	return USE_NONE;
}

static void add_code(struct icd_x12 *x12, enum use use, const char *code, char poa)
{
	struct icd_x12_claim *claim = &x12->claim;
	bool validated = use == USE_VALIDATED;
	unsigned *count = validated ? &claim->validated_count : &claim->count;
	char(*codes)[ICD_X12_CODE_SIZE] = validated ? claim->validated : claim->codes;
	x12->cut |= *count == ICD_X12_CODES;
	if (*count == ICD_X12_CODES)
		return;
	unsigned at = use == USE_FIRST ? 0 : *count;
	memmove(codes[at + 1 < ICD_X12_CODES ? at + 1 : at], codes[at], (*count - at) * sizeof codes[0]);
	strcpy(codes[at], code);
	if (!validated) {
		memmove(claim->poa + (at + 1 < ICD_X12_CODES ? at + 1 : at), claim->poa + at, *count - at);
		claim->poa[at] = poa;
	}
	(*count)++;
}

#define POA_COMPONENT 8 /* counted from 0: the ninth of C022 */

/* Is a component behind the first code another one, where the format has dates, amounts and versions? */
static bool is_code(const char *text)
{
	struct icd_typed_code typed;
	return strlen(text) > 2 && strcmp(text, "RD8") != 0 && icd_code_parse(text, strlen(text), &typed) &&
	       (icd_is_digit(text[1]) || icd_is_digit(text[2]));
}

/*
 * C022: a qualifier, a code, and behind it what a diagnosis has no use for but the POA indicator. Codes that stand
 * there all the same are read, with their own qualifier where one stands before them: the first alone is principal.
 */
static void read_composite(struct icd_x12 *x12, const char *text)
{
	char part[ICD_X12_CODE_SIZE], poa[4];
	enum use use = USE_NONE;
	bool any = false;
	component(x12, text, POA_COMPONENT, poa, sizeof poa);
	char indicator = poa[0] && !poa[1] && strchr("YNUW1", poa[0]) ? poa[0] : '\0';
	for (unsigned i = 0; text && i <= POA_COMPONENT; i++) {
		text = copy_component(x12, text, part, sizeof part);
		enum use named = use_of(part);
		if (i == 0 || named != USE_NONE) {
			use = named;
			any = false;
		} else if (use == USE_ICD9) {
			x12->claim.icd9 += !any && *part;
			any = true;
		} else if (use != USE_NONE && *part && (i == 1 || is_code(part))) {
			add_code(x12, any && use == USE_FIRST ? USE_OTHER : use, part, any ? '\0' : indicator);
			any = true;
		}
	}
}

static bool read_hi(struct icd_x12 *x12, struct icd_error *err)
{
	for (unsigned i = 1; i < x12->element_count; i++) {
		char *at = x12->elements[i];
		while (at) {
			char *repeated = isalnum((unsigned char)x12->repetition) ? NULL : strchr(at, x12->repetition);
			if (repeated)
				*repeated++ = '\0';
			read_composite(x12, at);
			at = repeated;
		}
	}
	return !x12->cut || fail(x12, err, "more diagnoses than any claim has");
}

/* CCYYMMDD at the start of a text; 0 when it is none. */
static icd_date day_of(const char *text)
{
	char day[9];
	icd_date date;
	size_t length = strnlen(text, sizeof day - 1);
	memcpy(day, text, length);
	day[length] = '\0';
	return icd_date_parse(day, &date) ? date : 0;
}

/* The person a claim is for: the subscriber (HL*..*22), or the patient that follows (HL*..*23). */
static void read_person(struct icd_x12 *x12)
{
	if (x12->segment == SEGMENT_HL) {
		x12->born = 0;
		x12->sex = '\0';
	} else if (x12->segment == SEGMENT_DMG && !x12->in_claim) {
		x12->born = day_of(element(x12, 2));
		x12->sex = strcmp(element(x12, 3), "F") == 0 ? 'F' : strcmp(element(x12, 3), "M") == 0 ? 'M' : '\0';
	}
}

/* D8 is a day, RD8 a first and a last one; times after a day are left out. */
static void read_days(const struct icd_x12 *x12, icd_date *first, icd_date *last)
{
	const char *text = element(x12, 3), *dash = strchr(text, '-');
	*first = *last = day_of(text);
	if (dash && strncmp(element(x12, 2), "RD", 2) == 0) {
		icd_date end = day_of(dash + 1);
		*last = end ? end : *first;
	}
}

static void read_dtp(struct icd_x12 *x12)
{
	icd_date first, last;
	read_days(x12, &first, &last);
	if (strcmp(element(x12, 1), "472") == 0 && !x12->service)
		x12->service = first;
	else if (strcmp(element(x12, 1), "434") == 0)
		x12->statement_end = last;
	else if (strcmp(element(x12, 1), "435") == 0)
		x12->admitted = first;
}

/*
 * CLM05 is "11:A:1": type of bill (or, of 837P, place of service), A for an institutional
 * claim. Bills of hospitals and other facilities whose second digit is 1, 2 or 8 are for inpatients.
 */
static bool is_inpatient(const struct icd_x12 *x12)
{
	char type[4] = "", qualifier[4] = "";
	component(x12, element(x12, 5), 0, type, sizeof type);
	component(x12, element(x12, 5), 1, qualifier, sizeof qualifier);
	return strcmp(qualifier, "A") == 0 && strlen(type) == 2 && strchr("128", type[1]);
}

static void start_claim(struct icd_x12 *x12)
{
	snprintf(x12->claim.id, sizeof x12->claim.id, "%s", element(x12, 1));
	x12->claim.count = x12->claim.validated_count = x12->claim.icd9 = 0;
	x12->claim.segment = x12->segments;
	x12->inpatient = is_inpatient(x12);
	x12->service = x12->statement_end = x12->admitted = 0;
	x12->claim.born = x12->born;
	x12->claim.sex = x12->sex;
	x12->claim.inpatient = x12->inpatient;
	x12->in_claim = true;
}

/* Without the room for codes that it has not: that is most of it. */
static void copy_claim(const struct icd_x12_claim *claim, struct icd_x12_claim *out)
{
	const size_t behind = offsetof(struct icd_x12_claim, born);
	memcpy(out, claim, offsetof(struct icd_x12_claim, codes));
	memcpy(out->codes, claim->codes, claim->count * sizeof *claim->codes);
	memcpy(out->poa, claim->poa, claim->count);
	out->validated_count = claim->validated_count;
	memcpy(out->validated, claim->validated, claim->validated_count * sizeof *claim->validated);
	memcpy((char *)out + behind, (const char *)claim + behind, sizeof *out - behind);
}

static void finish_claim(struct icd_x12 *x12, struct icd_x12_claim *out)
{
	bool by_statement = x12->statement_end && (x12->inpatient || !x12->service);
	x12->claim.on = by_statement ? x12->statement_end : x12->service;
	x12->claim.admitted = x12->admitted;
	copy_claim(&x12->claim, out);
	x12->in_claim = false;
}

/* ---- claims ---- */

static bool ends_claim(enum segment segment)
{
	return segment == SEGMENT_CLM || segment == SEGMENT_HL || segment == SEGMENT_SE || segment == SEGMENT_IEA;
}

static bool read_into_claim(struct icd_x12 *x12, struct icd_error *err)
{
	if (x12->segment == SEGMENT_HI)
		return read_hi(x12, err);
	if (x12->segment == SEGMENT_DTP)
		read_dtp(x12);
	return true;
}

static bool read_envelope(struct icd_x12 *x12, struct icd_error *err)
{
	if (x12->segment == SEGMENT_ST) {
		x12->claims = strcmp(element(x12, 1), "837") == 0;
		if (!x12->claims)
			return fail(x12, err, "not a claim file: ST*837 was expected");
	} else if (x12->segment == SEGMENT_IEA) {
		x12->open = false;
	}
	return true;
}

bool icd_x12_next(struct icd_x12 *x12, struct icd_x12_claim *claim, bool *more, struct icd_error *err)
{
	bool segment;
	while (read_segment(x12, &segment, err)) {
		bool finished = segment && x12->in_claim && ends_claim(x12->segment);
		*more = finished;
		if (!segment)
			return true;
		if (finished)
			finish_claim(x12, claim);
		if (!read_envelope(x12, err))
			return false;
		read_person(x12);
		if (x12->claims && x12->segment == SEGMENT_CLM)
			start_claim(x12);
		else if (x12->in_claim && !read_into_claim(x12, err))
			return false;
		if (finished)
			return true;
	}
	return false;
}
