/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "memory/memory.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- tables ---- */

static const char *const stop_words[] = {"of",   "the",  "an",  "and", "or",  "in",  "to",   "for", "on",     "by",
					 "at",   "with", "is",  "was", "be",  "has", "have", "as",  "from",   "that",
					 "this", "it",   "its", "nos", "nec", "due", "my",   "pt",  "patient"};

/* Roman numerals; the single letters only behind a word that is counted by them. */
static const struct fold {
	const char *from, *to;
} numerals[] = {{"ii", "2"},  {"iii", "3"},  {"iv", "4"},    {"vi", "6"}, {"vii", "7"}, {"viii", "8"}, {"ix", "9"},
		{"xi", "11"}, {"xii", "12"}, {"xiii", "13"}, {"i", "1"},  {"v", "5"},   {"x", "10"}};
static const char *const counted[] = {"type",   "stage", "grade", "class", "group", "bipolar",
				      "factor", "cin",   "vin",   "vain",  "ain",   "category",
				      "degree", "level", "phase", "part",  "nerve"};

/* Words that "a" may follow as a letter, not as an article. */
static const char *const lettered[] = {"vitamin",    "hepatitis",   "influenza",      "type", "group",
				       "hemophilia", "haemophilia", "immunoglobulin", "stage"};

static const struct fold ordinals[] = {
	{"1st", "first"}, {"2nd", "second"}, {"3rd", "third"}, {"4th", "fourth"}, {"5th", "fifth"}};

/* Word forms no rule would find, and adjectives of places in the body. */
static const struct fold irregular[] = {{"feet", "foot"},
					{"teeth", "tooth"},
					{"children", "child"},
					{"women", "woman"},
					{"men", "man"},
					{"lice", "louse"},
					{"mice", "mouse"},
					{"varices", "varix"},
					{"ova", "ovum"},
					{"testes", "testis"},
					{"bitten", "bite"},
					{"bit", "bite"},
					{"fallen", "fall"},
					{"fell", "fall"},
					{"torn", "tear"},
					{"swollen", "swell"},
					{"bled", "bleed"},
					{"burnt", "burn"},
					{"stung", "sting"},
					{"struck", "strike"},
					{"broken", "break"},
					{"broke", "break"},
					{"frozen", "freeze"},
					{"pelves", "pelvis"},
					{"apices", "apex"},
					{"indices", "index"},
					{"viscera", "viscus"},
					{"thoraces", "thorax"},
					{"phalanges", "phalanx"},
					{"larynges", "larynx"},
					{"menses", "menstruation"},
					{"feces", "fecal"},
					{"biceps", "biceps"},
					{"triceps", "triceps"},
					{"herpes", "herpes"},
					{"diabetes", "diabetes"},
					{"species", "species"},
					{"both", "bilateral"},
					/* Not of one meaning, but of one stem to the English stemmer. */
					{"conduction", "conductio"},
					{"organism", "microbe"},
					{"cyclist", "cycle"},
					{"pregnant", "pregnancy"},
					{"anxious", "anxiety"},
					{"allergic", "allergy"},
					{"epileptic", "epilepsy"},
					{"inflamed", "inflammation"},
					{"malnourished", "malnutrition"},
					{"dizzy", "dizziness"},
					{"obese", "obesity"},
					{"sacral", "sacrum"},
					{"femoral", "femur"},
					{"humeral", "humerus"},
					{"ulnar", "ulna"},
					{"radial", "radius"},
					{"tibial", "tibia"},
					{"fibular", "fibula"},
					{"patellar", "patella"},
					{"meniscal", "meniscus"},
					{"scapular", "scapula"},
					{"sternal", "sternum"},
					{"spinal", "spine"},
					{"vertebral", "vertebra"},
					{"coccygeal", "coccyx"},
					{"pelvic", "pelvis"},
					{"thoracic", "thorax"},
					{"cranial", "cranium"},
					{"mandibular", "mandible"},
					{"maxillary", "maxilla"},
					{"nasal", "nose"},
					{"laryngeal", "larynx"},
					{"pharyngeal", "pharynx"},
					{"tracheal", "trachea"},
					{"bronchial", "bronchus"},
					{"pleural", "pleura"},
					{"esophageal", "esophagus"},
					{"duodenal", "duodenum"},
					{"jejunal", "jejunum"},
					{"ileal", "ileum"},
					{"cecal", "cecum"},
					{"colonic", "colon"},
					{"rectal", "rectum"},
					{"anal", "anus"},
					{"pancreatic", "pancreas"},
					{"splenic", "spleen"},
					{"umbilical", "umbilicus"},
					{"axillary", "axilla"},
					{"ovarian", "ovary"},
					{"uterine", "uterus"},
					{"vaginal", "vagina"},
					{"vulvar", "vulva"},
					{"testicular", "testis"},
					{"prostatic", "prostate"},
					{"scrotal", "scrotum"},
					{"penile", "penis"},
					{"arterial", "artery"},
					{"venous", "vein"},
					{"pericardial", "pericardium"},
					{"myocardial", "myocardium"},
					{"cerebral", "cerebrum"},
					{"cerebellar", "cerebellum"},
					{"meningeal", "meninges"},
					{"retinal", "retina"},
					{"corneal", "cornea"},
					{"conjunctival", "conjunctiva"},
					{"tonsillar", "tonsil"},
					{"muscular", "muscle"},
					{"ventricular", "ventricle"},
					{"atrial", "atrium"},
					{"ureteral", "ureter"},
					{"urethral", "urethra"}};

/* Endings of adjectives and the nouns they go with: "stenotic", "ischemic", "neuropathic". */
static const struct fold adjectives[] = {{"otic", "osis"},    {"emic", "emia"},       {"plegic", "plegia"},
					 {"pathic", "pathy"}, {"trophic", "trophy"},  {"phasic", "phasia"},
					 {"oxic", "oxia"},    {"paretic", "paresis"}, {"lytic", "lysis"}};

/*
 * Words that say less or more than their rarity has it. In 1/64. Words of the first group leave
 * a text what it is; those of the last make it a text about something else: who reads
 * "history of", "in pregnancy" or "sequelae" without having asked for it is in the wrong place.
 */
static const struct weighted {
	const char *word;
	uint8_t text, query;
} weighted[] = {{"unspecified", 3, 10},
		{"type", 8, 14},
		{"site", 5, 10},
		{"region", 6, 10},
		{"part", 8, 12},
		{"side", 2, 6},
		{"nature", 6, 8},
		{"cause", 8, 12},
		{"mention", 4, 6},
		{"elsewhere", 12, 6},
		{"classified", 16, 8},
		{"not", 12, 12},
		{"without", 6, 30},
		{"no", 12, 16},
		{"specified", 16, 14},
		{"other", 26, 16},
		{"others", 26, 16},
		{"stated", 8, 8},
		{"a", 12, 14},
		{"encounter", 16, 16},
		{"initial", 10, 20},
		{"uncomplicated", 8, 20},
		{"accidental", 10, 26},
		{"unintentional", 6, 26},
		{"primary", 22, 26},
		{"disease", 14, 18},
		{"disorder", 14, 16},
		{"syndrome", 16, 24},
		{"condition", 14, 10},
		{"level", 10, 20},
		{"structure", 14, 20},
		{"unilateral", 20, 24},
		{"essential", 14, 30},
		{"right", 24, 30},
		{"left", 24, 30},
		{"bilateral", 36, 32},
		{"subsequent", 64, 40},
		{"recurrent", 44, 44},
		{"secondary", 56, 40},
		{"acquired", 30, 34},
		{"congenital", 84, 60},
		{"familial", 60, 56},
		{"juvenile", 64, 56},
		{"neonatal", 128, 64},
		{"newborn", 128, 64},
		{"perinatal", 120, 64},
		{"birth", 80, 52},
		{"fetal", 100, 60},
		{"fetus", 90, 56},
		{"maternal", 120, 60},
		{"pregnancy", 128, 64},
		{"pregnant", 128, 64},
		{"childbirth", 80, 40},
		{"puerperium", 80, 52},
		{"puerperal", 110, 64},
		{"postpartum", 100, 64},
		{"obstetric", 110, 60},
		{"gestational", 100, 64},
		{"history", 150, 84},
		{"family", 110, 64},
		{"personal", 24, 24},
		{"screening", 150, 84},
		{"sequela", 150, 80},
		{"aftercare", 130, 76},
		{"examination", 90, 60},
		{"observation", 120, 70},
		{"exposure", 96, 60},
		{"contact", 84, 48},
		{"carrier", 120, 70},
		{"donor", 120, 70},
		{"vaccination", 100, 64},
		{"immunization", 100, 60},
		{"counseling", 100, 60},
		{"presence", 26, 40},
		{"status", 14, 44},
		{"poisoning", 76, 56},
		{"adverse", 90, 60},
		{"underdosing", 130, 72},
		{"toxic", 64, 52},
		{"assault", 100, 70},
		{"harm", 100, 64},
		{"undetermined", 96, 64},
		{"legal", 100, 60},
		{"military", 110, 60},
		{"war", 110, 60},
		{"terrorism", 110, 64},
		{"postprocedural", 80, 60},
		{"intraoperative", 80, 60},
		{"remission", 50, 50},
		{"fitting", 110, 70},
		{"attention", 110, 60},
		{"checking", 110, 60},
		{"maintenance", 80, 50},
		{"prophylactic", 96, 64},
		{"management", 64, 40},
		{"removal", 84, 60},
		{"insertion", 76, 60},
		{"complication", 64, 44},
		{"complicating", 84, 44},
		{"mechanical", 64, 50},
		{"rejection", 84, 64},
		{"supervision", 110, 64},
		{"traumatic", 24, 40},
		{"nontraumatic", 10, 30},
		{"rheumatic", 60, 56},
		{"nonrheumatic", 20, 30},
		{"pathological", 60, 56},
		{"syphilitic", 76, 64},
		{"tuberculous", 76, 64}};
#define WEIGHTED (sizeof weighted / sizeof *weighted)

static const char *look_up(const struct fold *table, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].from[0] == word[0] && strcmp(table[i].from, word) == 0)
			return table[i].to;
	}
	return NULL;
}
#define LOOK_UP(table, word) look_up(table, sizeof(table) / sizeof *(table), word)

static bool is_among(const char *const *list, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i][0] == word[0] && strcmp(list[i], word) == 0)
			return true;
	}
	return false;
}
#define IS_AMONG(list, word) is_among(list, sizeof(list) / sizeof *(list), word)

static const char *const denials[] = {"without", "no", "not"};

/* A denied word says next to nothing in a text, where most of them are: "without complications". */
static const struct icd_word_weight denied_weight = {6, 30};

/* ---- splitting ---- */

struct splitter {
	const char *at;
	struct icd_word *out;
	size_t count, max;
	unsigned depth; /* of parentheses */
	bool opens;
	unsigned denied; /* behind a denial: depth + 1 where it stands; 0: not */
	bool hyphen;     /* a hyphen joins the word to the one before it */
	size_t chain;    /* words so joined, with the last one */
};

/* The character at `at` folded, as UTF-8; its length there. 0: no letter or digit. */
static size_t fold_character(const char *at, char folded[16], size_t *taken)
{
	utf8proc_int32_t character;
	unsigned char byte = (unsigned char)*at;
	if (byte < 0x80) {
		*taken = 1;
		folded[0] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
		return (byte >= '0' && byte <= '9') || (folded[0] >= 'a' && folded[0] <= 'z');
	}
	utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &character);
	if (length <= 0) {
		*taken = 1;
		return 0;
	}
	*taken = (size_t)length;
	utf8proc_int32_t parts[8];
	int bound = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(
		character, parts, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
		&bound);
	size_t size = 0;
	for (utf8proc_ssize_t i = 0; i < count && i < 8 && size <= 12; i++) {
		utf8proc_category_t kind = utf8proc_category(parts[i]);
		if (kind <= UTF8PROC_CATEGORY_LO || kind == UTF8PROC_CATEGORY_ND)
			size += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)folded + size);
	}
	return size;
}

/* The apostrophes people and files use. */
static size_t apostrophe_at(const char *at)
{
	if (*at == '\'' || *at == '`')
		return 1;
	if (strncmp(at, "\xe2\x80\x99", 3) == 0 || strncmp(at, "\xe2\x80\x98", 3) == 0)
		return 3;
	return strncmp(at, "\xc2\xb4", 2) == 0 ? 2 : 0;
}

/* Reads the letters and digits at the place; false when there are none. */
static bool take_word(struct splitter *s, struct icd_word *word, bool *capital)
{
	size_t size = 0, taken, length;
	char folded[16];
	*capital = *s->at >= 'A' && *s->at <= 'Z';
	for (;;) {
		size_t apostrophe = size ? apostrophe_at(s->at) : 0;
		if (apostrophe) {
			s->at += apostrophe;
			continue;
		}
		if (!*s->at || (length = fold_character(s->at, folded, &taken)) == 0)
			break;
		if (size + length < ICD_WORD_SIZE) {
			memcpy(word->text + size, folded, length);
			size += length;
		}
		s->at += taken;
	}
	word->text[size] = '\0';
	return size > 0;
}

static void fold_numeral(const struct splitter *s, struct icd_word *word)
{
	const char *to = LOOK_UP(ordinals, word->text);
	if (!to && (word->text[0] == 'i' || word->text[0] == 'v' || word->text[0] == 'x')) {
		bool after = s->count && IS_AMONG(counted, s->out[s->count - 1].text);
		if (word->text[1] || after)
			to = LOOK_UP(numerals, word->text);
	}
	if (to)
		strcpy(word->text, to);
}

static void add_word(struct splitter *s, const struct icd_word *word)
{
	if (s->count < s->max)
		s->out[s->count++] = *word;
}

/* Two words that a hyphen joins also stand as one, before them. */
static void add_joined(struct splitter *s, const struct icd_word *second)
{
	struct icd_word joined = s->out[s->count - 1];
	size_t first_size = strlen(joined.text), second_size = strlen(second->text);
	bool figures = joined.text[0] <= '9' && second->text[0] <= '9';
	if (first_size + second_size >= ICD_WORD_SIZE || figures || s->count + 2 > s->max)
		return;
	memcpy(joined.text + first_size, second->text, second_size + 1);
	joined.flags = (uint8_t)((joined.flags & ~ICD_WORD_STOP) | ICD_WORD_JOINED);
	s->out[s->count] = s->out[s->count - 1];
	s->out[s->count - 1] = joined;
	s->count++;
}

/* Does a hyphen with a letter or digit behind it stand here? */
static bool at_hyphen(const char *at)
{
	char folded[16];
	size_t taken;
	return at[0] == '-' && at[1] && fold_character(at + 1, folded, &taken) > 0;
}

static bool is_article(const struct splitter *s, const struct icd_word *word, bool capital)
{
	return !capital && strcmp(word->text, "a") == 0 && *s->at == ' ' &&
	       !(s->count && IS_AMONG(lettered, s->out[s->count - 1].text));
}

static void split_word(struct splitter *s, bool glued)
{
	struct icd_word word = {.flags = 0};
	bool capital;
	if (!take_word(s, &word, &capital))
		return;
	/* "vertebra(e)", "Pain(s)" */
	if (glued && s->depth && !word.text[1] && *s->at == ')')
		return;
	fold_numeral(s, &word);
	if (IS_AMONG(stop_words, word.text) || is_article(s, &word, capital))
		word.flags |= ICD_WORD_STOP;
	if (s->depth)
		word.flags |= ICD_WORD_OPTIONAL;
	if (s->opens)
		word.flags |= ICD_WORD_OPENS;
	if (s->denied)
		word.flags |= ICD_WORD_DENIED;
	if (strcmp(word.text, "with") == 0 || strcmp(word.text, "but") == 0)
		s->denied = 0;
	if (IS_AMONG(denials, word.text))
		s->denied = s->depth + 1;
	s->opens = false;
	s->chain = s->hyphen ? s->chain + 1 : 1;
	s->hyphen = at_hyphen(s->at);
	if (s->chain == 2 && !s->hyphen && s->count)
		add_joined(s, &word);
	add_word(s, &word);
}

static void split_mark(struct splitter *s)
{
	switch (*s->at) {
	case '(':
	case '[':
		s->depth++;
		break;
	case ')':
	case ']':
		s->depth -= s->depth > 0;
		if (s->denied > s->depth + 1)
			s->denied = 0;
		break;
	case ',':
	case ';':
	case ':':
		s->opens = true;
		s->denied = 0;
		break;
	}
	if (*s->at != '-')
		s->hyphen = false;
	s->at++;
}

size_t icd_words_split(const char *text, struct icd_word *out, size_t max)
{
	struct splitter s = {.at = text, .out = out, .max = max, .opens = true};
	while (*s.at) {
		char folded[16];
		size_t taken;
		bool glued = s.at > text + 1 && s.at[-1] == '(' && s.at[-2] != ' ';
		if (fold_character(s.at, folded, &taken))
			split_word(&s, glued);
		else if (taken > 1)
			s.at += taken;
		else
			split_mark(&s);
	}
	return s.count;
}

/* ---- stems and weights ---- */

struct stem_weight {
	char stem[ICD_WORD_SIZE];
	struct icd_word_weight weight;
};

struct icd_stemmer {
	struct sb_stemmer *english;
	struct stem_weight weights[WEIGHTED]; /* by stem */
};

static int compare_stems(const void *a, const void *b)
{
	return strcmp(((const struct stem_weight *)a)->stem, ((const struct stem_weight *)b)->stem);
}

struct icd_stemmer *icd_stemmer_new(void)
{
	struct icd_stemmer *stemmer = calloc(1, sizeof *stemmer);
	if (!stemmer || !(stemmer->english = sb_stemmer_new("english", NULL))) {
		free(stemmer);
		return NULL;
	}
	for (size_t i = 0; i < WEIGHTED; i++) {
		icd_stemmer_stem(stemmer, weighted[i].word, stemmer->weights[i].stem);
		stemmer->weights[i].weight = (struct icd_word_weight){weighted[i].text, weighted[i].query};
	}
	qsort(stemmer->weights, WEIGHTED, sizeof *stemmer->weights, compare_stems);
	return stemmer;
}

void icd_stemmer_free(struct icd_stemmer *stemmer)
{
	if (!stemmer)
		return;
	sb_stemmer_delete(stemmer->english);
	free(stemmer);
}

static bool ends_in(const char *word, size_t length, const char *end)
{
	size_t size = strlen(end);
	return length >= size && memcmp(word + length - size, end, size) == 0;
}

/* Plurals of Latin and Greek words, for which the English stemmer has no rule. */
static void to_singular(char *word, size_t length)
{
	if (length >= 7 && ends_in(word, length, "mata"))
		length -= 2;
	else if (length >= 5 && ends_in(word, length, "ae"))
		length -= 1;
	else if (length >= 5 && word[length - 1] == 'i' && !strchr("aeiou", word[length - 2]) &&
		 length + 1 < ICD_WORD_SIZE) {
		word[length - 1] = 'u';
		word[length++] = 's';
	}
	word[length] = '\0';
}

/* "tonsillitis" must not become the stem of "tonsil": an inflammation keeps its "it". */
static bool is_inflammation(char *word, size_t length)
{
	static const char *const ends[] = {"itis", "itic", "itides"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (length >= 7 && ends_in(word, length, ends[i])) {
			word[length - strlen(ends[i]) + 2] = '\0';
			return true;
		}
	}
	return false;
}

static void to_noun(char *word, size_t length)
{
	for (size_t i = 0; i < sizeof adjectives / sizeof *adjectives; i++) {
		size_t size = strlen(adjectives[i].from);
		if (length >= size + 3 && length + 1 < ICD_WORD_SIZE && ends_in(word, length, adjectives[i].from)) {
			strcpy(word + length - size, adjectives[i].to);
			return;
		}
	}
}

static bool has_figure(const char *word)
{
	return strpbrk(word, "0123456789") != NULL;
}

void icd_stemmer_stem(struct icd_stemmer *stemmer, const char *word, char out[ICD_WORD_SIZE])
{
	const char *form = LOOK_UP(irregular, word);
	snprintf(out, ICD_WORD_SIZE, "%s", form ? form : word);
	size_t length = strlen(out);
	if (length < 4 || has_figure(out) || is_inflammation(out, length))
		return;
	to_singular(out, length);
	to_noun(out, strlen(out));
	length = strlen(out);
	const sb_symbol *stem = sb_stemmer_stem(stemmer->english, (const sb_symbol *)out, (int)length);
	int size = stem ? sb_stemmer_length(stemmer->english) : 0;
	if (size <= 0 || size >= ICD_WORD_SIZE)
		return;
	memcpy(out, stem, (size_t)size);
	out[size] = '\0';
	/* stenosis and stenoses */
	if (size >= 6 && out[size - 1] == 'i' && out[size - 2] == 's')
		out[size - 1] = '\0';
}

void icd_stemmer_stem_word(struct icd_stemmer *stemmer, const struct icd_word *word, char out[ICD_WORD_SIZE])
{
	char stem[ICD_WORD_SIZE];
	icd_stemmer_stem(stemmer, word->text, stem);
	snprintf(out, ICD_WORD_SIZE, "%s%.*s", word->flags & ICD_WORD_DENIED ? "-" : "", ICD_WORD_SIZE - 2, stem);
}

struct icd_word_weight icd_stemmer_weight(const struct icd_stemmer *stemmer, const char *stem)
{
	size_t low = 0, high = WEIGHTED;
	if (stem[0] == '-')
		return denied_weight;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(stemmer->weights[middle].stem, stem);
		if (order == 0)
			return stemmer->weights[middle].weight;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct icd_word_weight){0, 0};
}

/* ---- the fingerprint ---- */

static void mix(uint64_t *print, const void *bytes, size_t size)
{
	uint64_t both[] = {*print, icd_hash_bytes(bytes, size)};
	*print = icd_hash_bytes(both, sizeof both);
}

static void mix_text(uint64_t *print, const char *text)
{
	mix(print, text, strlen(text));
}

static void mix_list(uint64_t *print, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mix_text(print, list[i]);
}
#define MIX_LIST(print, list) mix_list(print, list, sizeof(list) / sizeof *(list))

static void mix_folds(uint64_t *print, const struct fold *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mix_text(print, table[i].from);
		mix_text(print, table[i].to);
	}
}
#define MIX_FOLDS(print, table) mix_folds(print, table, sizeof(table) / sizeof *(table))

/* What the rules that stand in no table make of words that need them. */
static void mix_rules(uint64_t *print, struct icd_stemmer *stemmer)
{
	static const char text[] =
		"Crohn's disease, type II (1st stage) of vertebra(e); Sj\xc3\xb6gren X-ray: no carcinomata or "
		"bacilli, tonsillitis with arthritic stenoses, stenotic, ischemic, hemiplegic, neuropathic fractures, "
		"bleeding, swollen ankles, generalized anxieties, infectious, hypertensive, lacerations, 2nd toes";
	struct icd_word words[ICD_WORDS_MAX];
	size_t count = icd_words_split(text, words, ICD_WORDS_MAX);
	for (size_t i = 0; i < count; i++) {
		char stem[ICD_WORD_SIZE];
		icd_stemmer_stem_word(stemmer, &words[i], stem);
		mix_text(print, stem);
		mix(print, &words[i].flags, sizeof words[i].flags);
	}
}

uint64_t icd_stemmer_fingerprint(struct icd_stemmer *stemmer)
{
	uint64_t print = 0;
	MIX_LIST(&print, stop_words);
	MIX_LIST(&print, counted);
	MIX_LIST(&print, lettered);
	MIX_LIST(&print, denials);
	MIX_FOLDS(&print, numerals);
	MIX_FOLDS(&print, ordinals);
	MIX_FOLDS(&print, irregular);
	MIX_FOLDS(&print, adjectives);
	for (size_t i = 0; i < WEIGHTED; i++) {
		mix_text(&print, stemmer->weights[i].stem);
		mix(&print, &stemmer->weights[i].weight, sizeof stemmer->weights[i].weight);
	}
	mix(&print, &denied_weight, sizeof denied_weight);
	mix_rules(&print, stemmer);
	return print;
}

/* The logarithm to base 2 in 1/256; whole numbers only, so that every machine gets the same. */
static uint32_t log2_of(uint32_t number)
{
	uint32_t whole = 0, fraction = 0;
	uint64_t rest = (uint64_t)number << 16;
	while (rest >= (uint64_t)2 << 16) {
		rest >>= 1;
		whole++;
	}
	for (int bit = 7; bit >= 0; bit--) {
		rest = rest * rest >> 16;
		if (rest >= (uint64_t)2 << 16) {
			rest >>= 1;
			fraction |= 1u << bit;
		}
	}
	return whole << 8 | fraction;
}

uint8_t icd_word_rarity(uint32_t count, uint32_t all)
{
	const uint32_t least = ICD_WEIGHT_ONE / 8;
	if (count < 1 || all < 3 || count > all)
		return count > all ? least : ICD_WEIGHT_ONE;
	uint32_t weight = (log2_of(all) - log2_of(count)) * ICD_WEIGHT_ONE / log2_of(all);
	return (uint8_t)(weight < least ? least : weight);
}
