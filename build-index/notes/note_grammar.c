/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scanner that gives one token ahead and a recursive descent over it:
 *
 *	note      = { group | list | any token }
 *	group     = "(" { lead-in } list ")" [ qualifier ]
 *	list      = item { [ separators ] item | qualifier }
 *	item      = code { "." | dash } [ range ( code | part ) { "." | dash } ]
 *	range     = dash | "to" | "through"
 *	qualifier = [ "," ] [ "with" ] ( places values | places "to indicate intent"
 *	          | "open fracture" places | values )
 *	places    = ordinal { ( "or" | "to" | ... ) ordinal } "character" | "final character"
 *	values    = value { separators value }
 *	value     = [ dash ] [ "." ] characters [ ( dash | "to" ) characters ] [ dash ]
 *
 * Whatever fails goes back to where it began: the parser's position is a small value.
 */
#include "note_grammar.h"
#include "place_notes.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum token_kind {
	TOKEN_END,
	TOKEN_CODE,     /* spelled like a code */
	TOKEN_MISSPELT, /* meant as one, but no code can be spelled so: "F1.5" */
	TOKEN_PART,     /* ".52" */
	TOKEN_WORD,
	TOKEN_DASH,
	TOKEN_COMMA,
	TOKEN_SEMICOLON,
	TOKEN_PERIOD,
	TOKEN_SLASH, /* or & */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_OTHER
};

/* What the words of the grammar do; one word may do several things. */
enum word_class {
	WORD_AND = 1, /* separates codes or values */
	WORD_TO = 2,  /* between the ends of a range */
	WORD_WITH = 4,
	WORD_CATEGORY = 8,    /* a code right behind it is a code */
	WORD_CLASSIFIES = 16, /* the sentence speaks of codes: one behind a preposition is a code */
	WORD_CONDITION = 32,  /* the same behind "in" and "under" only */
	WORD_IN = 64,
	WORD_PREPOSITION = 128,
	WORD_EXCEPT = 256,
	WORD_NOT = 512,      /* except when "classified", "than" or the like follows */
	WORD_ARTICLE = 1024, /* between "with" and what matters; "A" behind "character" is a value */
	WORD_CHARACTER = 2048,
	WORD_FINAL = 4096,
	WORD_INDICATE = 8192,
	WORD_ORDINAL = 16384,
	WORD_FOR = 32768,    /* the codes behind it are those the note is about */
	WORD_COPULA = 65536, /* between "character" and its values */
	WORD_ALSO = 131072   /* "see also" is "see" */
};

/* What words do in a note; of ordinals, which character of a code they count. */
static const struct word_row {
	const char *words;
	unsigned classes;
	unsigned position;
} word_rows[] = {
	{"and or plus", WORD_AND, 0},
	{"to", WORD_TO | WORD_PREPOSITION, 0},
	{"through thru", WORD_TO, 0},
	{"with", WORD_WITH | WORD_PREPOSITION, 0},
	{"having", WORD_WITH, 0},
	{"category categories subcategory subcategories code codes see", WORD_CATEGORY | WORD_CLASSIFIES, 0},
	{"coded classifiable classified classification assigned listed included", WORD_CLASSIFIES, 0},
	{"than", WORD_CLASSIFIES | WORD_PREPOSITION, 0},
	{"condition conditions", WORD_CONDITION, 0},
	{"in under", WORD_IN, 0},
	{"from by", WORD_PREPOSITION, 0},
	{"for", WORD_PREPOSITION | WORD_FOR, 0},
	{"except excepting excluding", WORD_EXCEPT | WORD_CATEGORY, 0},
	{"not other", WORD_NOT, 0},
	{"also", WORD_ALSO, 0},
	{"a an the either", WORD_ARTICLE, 0},
	{"of is being as", WORD_COPULA, 0},
	{"character characters digit digits position positions", WORD_CHARACTER, 0},
	{"final last ending", WORD_FINAL, 0},
	{"indicate indicating identify identifying", WORD_INDICATE, 0},
	{"fourth four 4th", WORD_ORDINAL, 4},
	{"fifth five 5th", WORD_ORDINAL, 5},
	{"sixth six 6th", WORD_ORDINAL, 6},
	{"seventh seven 7th", WORD_ORDINAL, 7},
};

#define INTENT_CHARACTERS        "1234"       /* of poisoning: accident, self-harm, assault, undetermined */
#define OPEN_FRACTURE_CHARACTERS "BCEFHJMNQR" /* first and subsequent encounters for open fractures */
#define EXCEPT_REACH             4            /* words from "except" to the code: "except those listed in" */

struct token {
	enum token_kind kind;
	size_t at, length;
	bool spaced;       /* white space before it */
	bool dotted;       /* of codes */
	unsigned classes;  /* of words */
	unsigned position; /* of ordinals */
	char code[ICD_CODE_SIZE];
};

struct parser {
	const char *text;
	size_t at;          /* behind the token */
	struct token token; /* the one ahead */
	note_code_known *known;
	void *context;
	struct note_reference *out;
	size_t count;
	bool garbled;                        /* something about the codes was not understood */
	bool grouped;                        /* codes stand in parentheses: those that describe are mentioned only */
	bool describes[NOTE_REFERENCES_MAX]; /* stands in prose, behind "in", "to" or "category" */
	/* What stands before the token, in the same sentence. */
	unsigned sentence;    /* classes of its words */
	unsigned before;      /* classes of the word right before */
	unsigned before_that; /* and of the one before that */
	unsigned excepting;   /* how many more words "except" reaches */
};

/* Where the parser stands: enough to come back to it. */
struct mark {
	size_t at, count;
	struct token token;
};

static struct mark mark_here(const struct parser *p)
{
	return (struct mark){.at = p->at, .count = p->count, .token = p->token};
}

static bool go_back(struct parser *p, const struct mark *mark)
{
	p->at = mark->at;
	p->count = mark->count;
	p->token = mark->token;
	return false;
}

/* ---- scanner ---- */

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Bytes of the dash at text, 0 when there is none: hyphens, en and em dashes, the minus sign. */
static size_t dash_size(const char *text)
{
	if (*text == '-')
		return 1;
	if (!starts(text, "\xe2\x80"))
		return starts(text, "\xe2\x88\x92") ? 3 : 0;
	unsigned char last = (unsigned char)text[2];
	return last >= 0x90 && last <= 0x95 ? 3 : 0;
}

static size_t space_size(const char *text)
{
	if (*text == ' ' || (*text >= '\t' && *text <= '\r'))
		return 1;
	if (starts(text, "\xc2\xa0"))
		return 2;
	if (!starts(text, "\xe2\x80"))
		return 0;
	unsigned char last = (unsigned char)text[2];
	return (last >= 0x80 && last <= 0x8b) || last == 0xaf ? 3 : 0;
}

/* Bytes of the sign at text that is none of the above: U+2000 to U+203F are spaces, dashes, quotes. */
static size_t sign_size(const char *text)
{
	return starts(text, "\xe2\x80") && text[2] ? 3 : 1;
}

static bool is_letter(const char *text)
{
	return (unsigned char)*text < 0x80 ? isalnum((unsigned char)*text) != 0
					   : !dash_size(text) && !space_size(text) && sign_size(text) == 1;
}

static size_t run_size(const char *text)
{
	size_t size = 0;
	while (is_letter(text + size))
		size++;
	return size;
}

/* Characters as codes have them; the placeholder may be a small x. */
static bool code_characters(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_upper(text[i]) && !is_digit(text[i]) && text[i] != 'x')
			return false;
	return length > 0;
}

static void copy_upper(char *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		out[i] = (char)toupper((unsigned char)text[i]);
	out[length] = '\0';
}

static bool category_shape(const char *text)
{
	return is_upper(text[0]) && code_characters(text, 3) && text[1] != 'x' && text[2] != 'x' &&
	       (is_digit(text[1]) || is_digit(text[2]));
}

/* A run of letters and digits at text: is it, with what hangs on it by a dot, a code? */
static bool scan_code(const char *text, size_t run, struct token *token)
{
	bool dot = text[run] == '.';
	size_t rest = dot ? run_size(text + run + 1) : 0;
	bool detail = rest && (is_digit(text[run + 1]) || code_characters(text + run + 1, rest));
	if (run != 3 || !category_shape(text)) {
		/* "F1.5": a letter and digits, a dot and digits, but no category. */
		if (!is_upper(text[0]) || run < 2 || run > 4 || !rest || strspn(text + 1, "0123456789") != run - 1 ||
		    strspn(text + run + 1, "0123456789") != rest)
			return false;
		token->kind = TOKEN_MISSPELT;
		token->length = run + 1 + rest;
		return true;
	}
	token->kind = TOKEN_CODE;
	token->length = run;
	memcpy(token->code, text, 3);
	token->code[3] = '\0';
	if (!detail)
		return true;
	token->dotted = true;
	token->length += 1 + rest;
	if (rest > ICD_CODE_LENGTH - 3 || !code_characters(text + run + 1, rest))
		token->kind = TOKEN_MISSPELT;
	else
		copy_upper(token->code + 3, text + run + 1, rest);
	return true;
}

/* Is the word, in any case, one of those of the list? */
static bool is_among(const char *list, const char *word, size_t length)
{
	while (*list) {
		size_t next = strcspn(list, " ");
		if (next == length && (*list | 0x20) == (*word | 0x20) && strncasecmp(list, word, length) == 0)
			return true;
		list += next + (list[next] == ' ');
	}
	return false;
}

static void classify_word(const char *text, struct token *token)
{
	for (size_t i = 0; i < sizeof word_rows / sizeof *word_rows; i++) {
		if (is_among(word_rows[i].words, text, token->length)) {
			token->classes = word_rows[i].classes;
			token->position = word_rows[i].position;
			return;
		}
	}
}

static void scan_sign(const char *text, struct token *token)
{
	static const struct {
		char sign;
		enum token_kind kind;
	} signs[] = {
		{',', TOKEN_COMMA}, {';', TOKEN_SEMICOLON}, {'.', TOKEN_PERIOD}, {'/', TOKEN_SLASH},
		{'&', TOKEN_SLASH}, {'(', TOKEN_OPEN},      {')', TOKEN_CLOSE},
	};
	size_t dash = dash_size(text);
	token->kind = dash ? TOKEN_DASH : TOKEN_OTHER;
	token->length = dash ? dash : sign_size(text);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (*text == signs[i].sign)
			token->kind = signs[i].kind;
}

static void advance(struct parser *p)
{
	struct token *token = &p->token;
	const char *text = p->text;
	size_t at = p->at, space;
	while ((space = space_size(text + at)) != 0)
		at += space;
	*token = (struct token){.at = at, .spaced = at != p->at || at == 0};
	size_t run = run_size(text + at);
	if (text[at] == '\0') {
		token->kind = TOKEN_END;
	} else if (run && scan_code(text + at, run, token)) {
		/* length and kind are set */
	} else if (run) {
		token->kind = TOKEN_WORD;
		token->length = run;
		classify_word(text + at, token);
	} else if (text[at] == '.' && (at == 0 || !isalnum((unsigned char)text[at - 1])) &&
		   (run = run_size(text + at + 1)) != 0 && code_characters(text + at + 1, run)) {
		token->kind = TOKEN_PART;
		token->length = run + 1;
	} else {
		scan_sign(text + at, token);
	}
	p->at = at + token->length;
}

static bool is_word(const struct parser *p, unsigned classes)
{
	return p->token.kind == TOKEN_WORD && (p->token.classes & classes);
}

static bool is_text(const struct parser *p, const char *word)
{
	return p->token.kind == TOKEN_WORD && strlen(word) == p->token.length &&
	       strncasecmp(p->text + p->token.at, word, p->token.length) == 0;
}

static bool accept(struct parser *p, enum token_kind kind)
{
	if (p->token.kind != kind)
		return false;
	advance(p);
	return true;
}

static bool accept_word(struct parser *p, unsigned classes)
{
	if (!is_word(p, classes))
		return false;
	advance(p);
	return true;
}

static bool accept_text(struct parser *p, const char *word)
{
	if (!is_text(p, word))
		return false;
	advance(p);
	return true;
}

/* Stands, behind the token ahead, one of these? Of words: those of the classes. */
static bool behind_is(const struct parser *p, unsigned kinds, unsigned classes)
{
	struct parser ahead = *p;
	advance(&ahead);
	return (kinds & (1u << ahead.token.kind)) || is_word(&ahead, classes);
}

#define KIND(name) (1u << TOKEN_##name)

static bool accept_separators(struct parser *p)
{
	bool any = false;
	while (((KIND(COMMA) | KIND(SEMICOLON) | KIND(PERIOD) | KIND(SLASH)) & (1u << p->token.kind)) ||
	       is_word(p, WORD_AND)) {
		any = true;
		advance(p);
	}
	return any;
}

/* ---- codes, ranges, lists ---- */

/* A code as read, before it is known whether it is wanted. */
struct item {
	struct note_reference reference;
	bool dotted, open, range; /* shows that it is a code by a dot, a dash, another end */
	bool hyphenated;          /* a bare code with a word hung on: "B19-associated" */
	bool misspelt;
};

/* How a code goes on: "C-", "C.-" are attached, "C -" is not. */
struct tail {
	size_t end; /* of the code as written, with what is attached */
	bool attached, dash;
};

/* Dots and dashes behind a code; a dot that ends a sentence or stands before the next code is left. */
static void take_tail(struct parser *p, struct tail *tail)
{
	for (;;) {
		bool closes = p->token.kind == TOKEN_PERIOD && !p->token.spaced &&
			      behind_is(p, KIND(DASH) | KIND(CLOSE) | KIND(COMMA) | KIND(SEMICOLON), WORD_WITH);
		if (!closes && p->token.kind != TOKEN_DASH)
			return;
		if (p->token.kind == TOKEN_DASH) {
			tail->dash = true;
			if (!p->token.spaced) {
				tail->attached = true;
				tail->end = p->at;
			}
		}
		advance(p);
	}
}

/* Letters and digits without the dot ("M5450"), where the position in a list says that it is a code. */
static bool is_compact_code(struct parser *p)
{
	struct token *token = &p->token;
	if (token->kind != TOKEN_WORD || token->length < 4 || token->length > ICD_CODE_LENGTH ||
	    !category_shape(p->text + token->at) || !code_characters(p->text + token->at, token->length))
		return false;
	copy_upper(token->code, p->text + token->at, token->length);
	return p->known(p->context, token->code);
}

static bool is_code(struct parser *p, bool listed)
{
	return p->token.kind == TOKEN_CODE || (listed && (p->token.kind == TOKEN_MISSPELT || is_compact_code(p)));
}

/* "K50.1-.2": the second end's own characters, behind the first one's category. */
static bool complete_part(const struct parser *p, const char *from, char to[ICD_CODE_SIZE])
{
	size_t length = p->token.length - 1;
	if (p->token.kind != TOKEN_PART || length > ICD_CODE_LENGTH - 3)
		return false;
	memcpy(to, from, 3);
	copy_upper(to + 3, p->text + p->token.at + 1, length);
	return true;
}

static void take_second_end(struct parser *p, struct item *item, struct tail *tail, bool listed)
{
	struct icd_reference *reference = &item->reference.reference;
	if (is_word(p, WORD_TO) && behind_is(p, KIND(CODE), 0))
		advance(p);
	else if (!tail->dash)
		return;
	if (is_code(p, listed))
		memcpy(reference->to, p->token.code, sizeof reference->to);
	else if (!complete_part(p, reference->from, reference->to))
		return;
	item->range = true;
	item->misspelt |= p->token.kind == TOKEN_MISSPELT;
	item->dotted |= p->token.dotted;
	tail->end = p->at;
	advance(p);
	take_tail(p, tail);
}

/* The token is a code: takes it with its tail and second end. */
static void take_item(struct parser *p, bool listed, struct item *item)
{
	struct icd_reference *reference = &item->reference.reference;
	memset(item, 0, sizeof *item);
	size_t start = p->token.at;
	struct tail tail = {.end = p->at};
	const char *behind = p->text + p->at;
	memcpy(reference->from, p->token.code, sizeof reference->from);
	memcpy(reference->to, p->token.code, sizeof reference->to);
	item->misspelt = p->token.kind == TOKEN_MISSPELT;
	item->dotted = p->token.dotted || (*behind == '.' && dash_size(behind + 1));
	size_t dash = dash_size(behind);
	bool hyphen = dash && run_size(behind + dash) > 0;
	advance(p);
	take_tail(p, &tail);
	item->open = tail.attached;
	take_second_end(p, item, &tail, listed);
	item->hyphenated = hyphen && !item->range && !item->dotted && !is_word(p, WORD_WITH);
	if (item->misspelt)
		reference->from[0] = reference->to[0] = '\0';
	reference->text_at = (uint32_t)start;
	reference->text_length = (uint32_t)(tail.end - start);
	item->reference.from_known = !item->misspelt && p->known(p->context, reference->from);
	item->reference.to_known = !item->misspelt && p->known(p->context, reference->to);
}

static void append(struct parser *p, const struct item *item, enum icd_role role)
{
	if (p->count == NOTE_REFERENCES_MAX) {
		p->garbled = true;
		return;
	}
	p->out[p->count] = item->reference;
	p->describes[p->count] = false;
	p->out[p->count++].reference.role = (uint8_t)role;
}

/* ---- qualifiers ---- */

/* Characters a qualifier lists, ranges written out. */
struct values {
	size_t count;
	bool dotted; /* written with a dot */
	char at[ICD_REFERENCE_PARTS][ICD_REFERENCE_PART_SIZE];
};

static bool add_value(struct values *values, const char *text)
{
	if (values->count == ICD_REFERENCE_PARTS)
		return false;
	strcpy(values->at[values->count++], text);
	return true;
}

/* Adds what lies behind `first` up to `last`: they are equally long and differ in one kind of
 * character at the end, or are numbers. */
static bool add_values_to(struct values *values, const char *first, const char *last)
{
	size_t length = strlen(first);
	char value[ICD_REFERENCE_PART_SIZE];
	if (strlen(last) != length || strcmp(first, last) >= 0)
		return false;
	bool numbers = strspn(first, "0123456789") == length && strspn(last, "0123456789") == length;
	if (!numbers &&
	    (strncmp(first, last, length - 1) != 0 || is_digit(first[length - 1]) != is_digit(last[length - 1])))
		return false;
	strcpy(value, first);
	while (strcmp(value, last) != 0) {
		size_t i = length - 1;
		while (value[i] == '9')
			value[i--] = '0';
		value[i]++;
		if (!add_value(values, value))
			return false;
	}
	return true;
}

/* [ dash ] [ "." ] characters */
static bool take_characters(struct parser *p, char out[ICD_REFERENCE_PART_SIZE], bool *dotted)
{
	struct mark mark = mark_here(p);
	accept(p, TOKEN_DASH);
	*dotted |= accept(p, TOKEN_PERIOD) || p->token.kind == TOKEN_PART;
	size_t dot = p->token.kind == TOKEN_PART;
	size_t length = p->token.length - dot;
	const char *text = p->text + p->token.at + dot;
	if ((!dot && p->token.kind != TOKEN_WORD) || length >= ICD_REFERENCE_PART_SIZE ||
	    !code_characters(text, length))
		return go_back(p, &mark);
	copy_upper(out, text, length);
	advance(p);
	return true;
}

static bool take_value(struct parser *p, struct values *values)
{
	char first[ICD_REFERENCE_PART_SIZE], last[ICD_REFERENCE_PART_SIZE];
	if (!take_characters(p, first, &values->dotted) || !add_value(values, first))
		return false;
	struct mark mark = mark_here(p);
	bool dash = accept(p, TOKEN_DASH);
	if (!dash && !accept_word(p, WORD_TO))
		return true;
	if (take_characters(p, last, &values->dotted))
		return add_values_to(values, first, last);
	/* ".62-": a dash that says more may follow. */
	if (!dash || mark.token.spaced)
		go_back(p, &mark);
	return true;
}

static bool take_values(struct parser *p, struct values *values)
{
	memset(values, 0, sizeof *values);
	if (!take_value(p, values))
		return false;
	for (;;) {
		struct mark mark = mark_here(p);
		size_t count = values->count;
		if (!accept_separators(p) || !take_value(p, values)) {
			go_back(p, &mark);
			return values->count == count; /* else a range that makes no sense */
		}
	}
}

/* The places that a qualifier speaks of. */
struct places {
	uint8_t positions;
	unsigned first, last;
	bool either; /* "fifth or sixth": one of them */
	bool final;
	bool indicates_open_fracture;
};

/* "character", "characters", "character(s)" */
static bool accept_character_word(struct parser *p)
{
	if (!accept_word(p, WORD_CHARACTER))
		return false;
	struct mark mark = mark_here(p);
	if (accept(p, TOKEN_OPEN) && !(accept_text(p, "s") && accept(p, TOKEN_CLOSE)))
		go_back(p, &mark);
	return true;
}

static void add_ordinal(struct parser *p, struct places *places)
{
	places->positions |= icd_position_bit(p->token.position);
	if (!places->first)
		places->first = p->token.position;
	places->last = p->token.position;
	advance(p);
}

/* ordinal { connective ordinal } "character" | "final" [ "character" ] */
static bool take_places(struct parser *p, struct places *places)
{
	if (accept_word(p, WORD_FINAL)) {
		places->final = true;
		accept_character_word(p);
		return true;
	}
	while (is_word(p, WORD_ORDINAL)) {
		add_ordinal(p, places);
		accept(p, TOKEN_DASH);
		if (accept_character_word(p)) {
			accept(p, TOKEN_COMMA);
			if (!is_text(p, "or") || !behind_is(p, 0, WORD_ORDINAL))
				return true;
		}
		accept(p, TOKEN_COMMA);
		places->either |= is_text(p, "or") || p->token.kind == TOKEN_SLASH;
		accept_separators(p);
		accept_word(p, WORD_TO);
	}
	return false;
}

/* What the codes must fulfil, read from places and values. */
struct qualifier {
	struct icd_reference narrowed; /* only the fields of the qualifier */
	size_t length;                 /* holds for codes of this length only; 0: for all */
};

static void set_characters(struct icd_reference *narrowed, uint8_t positions, const char *characters)
{
	narrowed->qualifier = ICD_QUALIFIER_CHARACTERS;
	narrowed->positions |= positions;
	for (; *characters; characters++)
		narrowed->characters |= icd_character_bit(*characters);
}

static void set_parts(struct icd_reference *narrowed, enum icd_qualifier kind, unsigned position,
		      const struct values *values)
{
	narrowed->qualifier = (uint8_t)kind;
	narrowed->position = (uint8_t)position;
	narrowed->part_count = (uint8_t)values->count;
	memcpy(narrowed->parts, values->at, sizeof values->at);
}

/* The length all values share, 0 when they differ. */
static size_t common_length(const struct values *values)
{
	size_t length = strlen(values->at[0]);
	for (size_t i = 1; i < values->count; i++)
		if (strlen(values->at[i]) != length)
			return 0;
	return length;
}

static bool set_placed(struct icd_reference *narrowed, const struct places *places, const struct values *values)
{
	size_t length = common_length(values);
	size_t span = places->last - places->first + 1;
	if (places->final) {
		/* ".00" ends the code too, but from its dot on. */
		bool whole = values->dotted && length != 1;
		set_parts(narrowed, whole ? ICD_QUALIFIER_FROM : ICD_QUALIFIER_ENDING, whole ? 4 : 0, values);
		return true;
	}
	if (length == 1 && (places->first == places->last || places->either)) {
		for (size_t i = 0; i < values->count; i++)
			set_characters(narrowed, places->positions, values->at[i]);
		return true;
	}
	if (length > 1 && (span == 1 || span == length) && places->first <= places->last) {
		set_parts(narrowed, ICD_QUALIFIER_FROM, places->first, values);
		return true;
	}
	return false;
}

/* Values without a place continue the codes: ".52" behind a category, "1" behind B27.0-B27.9. */
static bool set_unplaced(struct qualifier *qualifier, const struct parser *p, const struct values *values)
{
	const struct icd_reference *code = &p->out[p->count - 1].reference;
	size_t length = strlen(code->from);
	if (length < 3 || length >= ICD_CODE_LENGTH || strlen(code->to) != length)
		return false;
	qualifier->length = length;
	set_parts(&qualifier->narrowed, ICD_QUALIFIER_FROM, (unsigned)length + 1, values);
	return true;
}

/* Where a qualifier stands decides how much of its form may be missing. */
enum setting {
	IN_GROUP, /* inside the parentheses */
	BEHIND_GROUP,
	IN_PROSE
};

/* The token is an ordinal, "final" or "open": places and what follows them. */
static bool take_placed(struct parser *p, struct qualifier *qualifier)
{
	struct places places = {0};
	struct values values;
	places.indicates_open_fracture = accept_text(p, "open") && accept_text(p, "fracture");
	if (!take_places(p, &places))
		return false;
	while (accept_word(p, WORD_COPULA | WORD_IN) || accept(p, TOKEN_OTHER))
		;
	if (places.indicates_open_fracture) {
		set_characters(&qualifier->narrowed, places.positions, OPEN_FRACTURE_CHARACTERS);
		return places.positions == icd_position_bit(7);
	}
	if (take_values(p, &values) && set_placed(&qualifier->narrowed, &places, &values))
		return true;
	accept_word(p, WORD_TO);
	if (accept_word(p, WORD_INDICATE) && accept_text(p, "intent") && places.positions) {
		set_characters(&qualifier->narrowed, places.positions, INTENT_CHARACTERS);
		return true;
	}
	/* It speaks of characters, but of which? */
	p->garbled = true;
	return false;
}

static bool take_qualifier(struct parser *p, enum setting setting, struct qualifier *qualifier, size_t *start)
{
	struct values values;
	memset(qualifier, 0, sizeof *qualifier);
	if (!accept(p, TOKEN_COMMA))
		accept(p, TOKEN_SEMICOLON);
	*start = p->token.at;
	bool with = accept_word(p, WORD_WITH);
	while (with && accept_word(p, WORD_ARTICLE))
		;
	bool placed = is_word(p, WORD_ORDINAL | WORD_FINAL) || is_text(p, "open");
	if (placed && (with || setting == IN_GROUP))
		return take_placed(p, qualifier);
	if (!with || setting == BEHIND_GROUP || (setting == IN_PROSE && p->token.kind != TOKEN_PART))
		return false;
	return take_values(p, &values) && set_unplaced(qualifier, p, &values);
}

static void narrow(struct icd_reference *reference, const struct qualifier *qualifier, size_t start, size_t end)
{
	const struct icd_reference *by = &qualifier->narrowed;
	if (qualifier->length &&
	    (strlen(reference->from) != qualifier->length || strlen(reference->to) != qualifier->length))
		return;
	reference->qualifier = by->qualifier;
	reference->position = by->position;
	reference->positions = by->positions;
	reference->characters = by->characters;
	reference->part_count = by->part_count;
	memcpy(reference->parts, by->parts, sizeof by->parts);
	reference->qualifier_at = (uint32_t)start;
	reference->qualifier_length = (uint32_t)(end - start);
}

static size_t end_of_previous(const struct parser *p, size_t start)
{
	size_t end = p->token.at;
	while (end > start && (isspace((unsigned char)p->text[end - 1]) || strchr(",;", p->text[end - 1])))
		end--;
	return end;
}

/* A qualifier, put on the references from `first` on. */
static bool qualify(struct parser *p, enum setting setting, size_t first)
{
	struct mark mark = mark_here(p);
	struct qualifier qualifier;
	size_t start;
	if (p->count == first || !take_qualifier(p, setting, &qualifier, &start))
		return go_back(p, &mark);
	size_t end = end_of_previous(p, start);
	for (size_t i = first; i < p->count; i++)
		narrow(&p->out[i].reference, &qualifier, start, end);
	return true;
}

/* ---- lists, groups, prose ---- */

/* Separators and lead-in words up to the next code; changes *role when one of them takes codes out. */
static bool next_in_list(struct parser *p, bool listed, enum icd_role *role)
{
	struct mark mark = mark_here(p);
	bool takes_out = false;
	accept_separators(p);
	while (is_word(p, WORD_CATEGORY | WORD_EXCEPT)) {
		takes_out |= is_word(p, WORD_EXCEPT);
		advance(p);
	}
	if (!is_code(p, listed) || (!listed && p->token.at == mark.token.at))
		return go_back(p, &mark);
	if (takes_out)
		*role = ICD_ROLE_EXCEPT;
	return true;
}

/* The list goes on behind its first item, which has been appended. */
static void take_list(struct parser *p, enum setting setting, enum icd_role role)
{
	size_t first = p->count - 1;
	for (;;) {
		if (qualify(p, setting, first)) {
			first = p->count;
			continue;
		}
		struct mark mark = mark_here(p);
		struct item item;
		if (!next_in_list(p, setting == IN_GROUP, &role))
			return;
		take_item(p, setting == IN_GROUP, &item);
		if (setting == IN_PROSE && (item.hyphenated || !item.reference.from_known)) {
			go_back(p, &mark);
			return;
		}
		append(p, &item, role);
	}
}

/* Moves over punctuation, up to a word, a code, a parenthesis or the end. */
static void skip_signs(struct parser *p)
{
	while (p->token.kind == TOKEN_DASH || p->token.kind == TOKEN_COMMA || p->token.kind == TOKEN_SEMICOLON ||
	       p->token.kind == TOKEN_PERIOD || p->token.kind == TOKEN_SLASH || p->token.kind == TOKEN_OTHER)
		advance(p);
}

/* What follows the codes of a group is part of it: their parenthesis has not been closed yet. */
static bool goes_on(const struct parser *p)
{
	const char *sign = strpbrk(p->text + p->token.at, "()");
	return p->token.kind == TOKEN_OPEN || (sign && *sign == ')' && p->token.kind != TOKEN_CLOSE);
}

/* "(A1C)", "(B12 deficiency)": no known code, and not even spelled as codes mostly are. */
static bool is_unlikely(const struct parser *p, const struct item *item)
{
	if (item->reference.from_known || item->dotted)
		return false;
	const char *code = item->reference.reference.from;
	return (p->token.kind == TOKEN_WORD && !is_word(p, WORD_WITH | WORD_AND)) ||
	       (!item->misspelt && (!is_digit(code[1]) || !is_digit(code[2])));
}

/* The token opens a parenthesis. False, and nothing moved, when no code stands first in it. */
static bool take_group(struct parser *p)
{
	struct mark mark = mark_here(p);
	struct item item;
	bool except = (p->before & WORD_EXCEPT) != 0;
	size_t first = p->count;
	advance(p);
	while (is_word(p, WORD_CATEGORY | WORD_CLASSIFIES | WORD_ARTICLE | WORD_ALSO | WORD_IN | WORD_PREPOSITION |
				  WORD_EXCEPT)) {
		except |= is_word(p, WORD_EXCEPT);
		advance(p);
	}
	if (!is_code(p, true))
		return go_back(p, &mark);
	take_item(p, true, &item);
	if (item.hyphenated || is_unlikely(p, &item))
		return go_back(p, &mark);
	enum icd_role role = except ? ICD_ROLE_EXCEPT : ICD_ROLE_MEANT;
	append(p, &item, role);
	take_list(p, IN_GROUP, role);
	p->grouped = true;
	skip_signs(p);
	if (goes_on(p))
		p->garbled = true;
	if (accept(p, TOKEN_CLOSE))
		qualify(p, BEHIND_GROUP, first);
	return true;
}

/* Outside parentheses: what shows that a code is meant? */
static bool is_evident(const struct parser *p, const struct item *item, unsigned before)
{
	if (item->hyphenated || item->misspelt)
		return false;
	if (item->dotted) {
		char category[4] = {0};
		memcpy(category, item->reference.reference.from, 3);
		return p->known(p->context, category);
	}
	if (before & WORD_CATEGORY)
		return true;
	if (!item->reference.from_known)
		return false;
	if ((before & WORD_PREPOSITION) && (p->sentence & WORD_CLASSIFIES))
		return true;
	if ((before & WORD_IN) && (p->sentence & (WORD_CLASSIFIES | WORD_CONDITION)))
		return true;
	return item->open || (item->range && item->reference.to_known);
}

/* The token is a code outside parentheses. */
static void take_prose_list(struct parser *p)
{
	struct mark mark = mark_here(p);
	struct item item;
	bool at_start = strspn(p->text, " \t\r\n") == p->token.at;
	bool about = (p->before & WORD_FOR) || ((p->before_that & WORD_FOR) && (p->before & WORD_CATEGORY));
	bool describes = p->before & (WORD_IN | WORD_PREPOSITION | WORD_CATEGORY);
	enum icd_role role = p->excepting ? ICD_ROLE_EXCEPT : about ? ICD_ROLE_MENTIONED : ICD_ROLE_MEANT;
	take_item(p, false, &item);
	bool evident = is_evident(p, &item, p->before);
	if (!evident && (!at_start || item.hyphenated || !item.reference.from_known)) {
		go_back(p, &mark);
		advance(p);
		return;
	}
	append(p, &item, role);
	take_list(p, IN_PROSE, role);
	for (size_t i = mark.count; i < p->count; i++)
		p->describes[i] = describes;
	/* A note that is nothing but codes needs no other evidence. */
	if (!evident)
		skip_signs(p);
	if (!evident && p->token.kind != TOKEN_END) {
		go_back(p, &mark);
		advance(p);
	}
}

/* Moves over a token that is no code, keeping in mind what the sentence says. */
static void take_other(struct parser *p)
{
	unsigned classes = p->token.classes;
	const char *behind = p->text + p->at;
	bool ends = p->token.kind == TOKEN_SEMICOLON ||
		    (p->token.kind == TOKEN_PERIOD && is_upper(behind[strspn(behind, " \t\r\n")]));
	if (p->token.kind == TOKEN_WORD) {
		bool negates = (p->before & WORD_NOT) && (classes & WORD_CLASSIFIES);
		if ((classes & WORD_EXCEPT) || negates)
			p->excepting = EXCEPT_REACH;
		else if (p->excepting)
			p->excepting--;
		p->sentence |= classes;
		if (!(classes & WORD_ALSO)) {
			p->before_that = p->before;
			p->before = classes;
		}
	} else {
		p->before = p->before_that = 0;
		p->excepting = 0;
	}
	if (ends)
		p->sentence = 0;
	advance(p);
}

static void parse(struct parser *p)
{
	advance(p);
	while (p->token.kind != TOKEN_END) {
		size_t count = p->count;
		if (p->token.kind == TOKEN_CODE)
			take_prose_list(p);
		else if (p->token.kind != TOKEN_OPEN || !take_group(p))
			take_other(p);
		if (p->count != count)
			p->excepting = p->before = p->before_that = 0;
	}
	for (size_t i = 0; i < p->count; i++)
		if (p->grouped && p->describes[i] && p->out[i].reference.role == ICD_ROLE_MEANT)
			p->out[i].reference.role = ICD_ROLE_MENTIONED;
}

static enum note_outcome outcome_of(const struct parser *p)
{
	if (p->garbled)
		return NOTE_NOT_UNDERSTOOD;
	for (size_t i = 0; i < p->count; i++)
		if (p->out[i].from_known && p->out[i].to_known)
			return NOTE_RESOLVED;
	return NOTE_NAMES_NO_CODE;
}

/* The spans are those of the table's text: the note does not have them. */
static void forget_spans(struct parser *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct icd_reference *reference = &p->out[i].reference;
		reference->text_at = reference->text_length = 0;
		reference->qualifier_at = reference->qualifier_length = 0;
	}
}

enum note_outcome note_parse(const char *text, const char *at, note_code_known *known, void *context,
			     struct note_reference out[NOTE_REFERENCES_MAX], size_t *count)
{
	const char *codes = place_note_references(text, at);
	struct parser p = {.text = codes ? codes : text, .known = known, .context = context, .out = out};
	/* No code is without a digit, and most notes are. */
	if (strpbrk(p.text, "0123456789"))
		parse(&p);
	if (codes)
		forget_spans(&p);
	*count = p.count;
	return outcome_of(&p);
}
