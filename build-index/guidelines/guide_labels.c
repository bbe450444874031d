/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide_labels.h"

#include <ctype.h>
#include <string.h>

static const char *const romans[] = {"i",  "ii",  "iii",  "iv",  "v",  "vi",  "vii",  "viii",  "ix",  "x",
				     "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"};

/* ---- what a text begins with ---- */

/* Letters of a Roman numeral at the start, in one case; its value, 0 for none. */
static unsigned roman_at(const char *text, bool capital, size_t *length)
{
	size_t count = strspn(text, capital ? "IVX" : "ivx");
	for (unsigned i = 0; i < sizeof romans / sizeof *romans; i++) {
		if (strlen(romans[i]) == count && strncasecmp(romans[i], text, count) == 0) {
			*length = count;
			return i + 1;
		}
	}
	return 0;
}

static unsigned digits_at(const char *text, size_t *length)
{
	size_t count = strspn(text, "0123456789");
	if (count == 0 || count > 2)
		return 0;
	*length = count;
	return count == 1 ? (unsigned)(text[0] - '0') : (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

/* After "A." comes the title or nothing, never "1" as in "A.1". */
static bool ends_label(const char *at)
{
	return *at == '\0' || *at == ' ' || (isalpha((unsigned char)at[0]) && isalpha((unsigned char)at[1]));
}

static bool section_at(const char *text, struct guide_label *out)
{
	static const char *const words[] = {"Section ", "Appendix "};
	for (int i = 0; i < 2; i++) {
		size_t word = strlen(words[i]), length;
		unsigned order = strncmp(text, words[i], word) == 0 ? roman_at(text + word, true, &length) : 0;
		if (!order)
			continue;
		const char *end = text + word + length;
		end += *end == '.' || *end == ':';
		if (!ends_label(end))
			return false;
		*out = (struct guide_label){GUIDE_SECTION, order, i == 1, (size_t)(end - text)};
		return true;
	}
	return false;
}

/* "A.", "a.", "1.", "1)" */
static bool plain_at(const char *text, struct guide_label *out)
{
	size_t length = 1;
	unsigned order = digits_at(text, &length);
	enum guide_level level = order && text[length] == ')' ? GUIDE_ITEM : GUIDE_NUMBER;
	if (!order && isupper((unsigned char)text[0])) {
		level = GUIDE_CAPITAL;
		order = (unsigned)(text[0] - 'A') + 1;
	} else if (!order && islower((unsigned char)text[0])) {
		level = GUIDE_LETTER;
		order = (unsigned)(text[0] - 'a') + 1;
	}
	char mark = level == GUIDE_ITEM ? ')' : '.';
	if (!order || text[length] != mark || !ends_label(text + length + 1))
		return false;
	*out = (struct guide_label){level, order, false, length + 1};
	return true;
}

/* "(a)", "(i)" */
static size_t bracketed_at(const char *text, struct guide_label out[GUIDE_READINGS])
{
	size_t count = 0, length;
	if (text[0] != '(')
		return 0;
	if (islower((unsigned char)text[1]) && text[2] == ')')
		out[count++] = (struct guide_label){GUIDE_PART, (unsigned)(text[1] - 'a') + 1, false, 3};
	unsigned order = roman_at(text + 1, false, &length);
	if (order && text[1 + length] == ')')
		out[count++] = (struct guide_label){GUIDE_ROMAN, order, false, length + 2};
	return count;
}

size_t guide_labels_of(const char *text, struct guide_label out[GUIDE_READINGS])
{
	size_t count = section_at(text, out) || plain_at(text, out) ? 1 : bracketed_at(text, out);
	for (size_t i = 0; i < count; i++)
		out[i].length += strspn(text + out[i].length, " ");
	return count;
}

/* ---- numbering ---- */

enum guide_step guide_step_to(const struct guide_place *place, const struct guide_label *label)
{
	if (label->level == GUIDE_SECTION) {
		/* An appendix comes after the sections, which are counted apart. */
		unsigned before = place->appendix == label->appendix ? place->orders[GUIDE_SECTION] : 0;
		bool comes = label->order == before + 1 && !(place->appendix && !label->appendix) &&
			     (!label->appendix || place->orders[GUIDE_SECTION]);
		return comes ? GUIDE_NEXT : GUIDE_NO_STEP;
	}
	unsigned before = place->orders[label->level];
	if (place->appendix || !place->orders[label->level - 1])
		return GUIDE_NO_STEP;
	if (label->order == before + 1)
		return GUIDE_NEXT;
	if (label->order == before)
		return GUIDE_AGAIN;
	return label->order > before ? GUIDE_LATER : GUIDE_NO_STEP;
}

void guide_go_to(struct guide_place *place, const struct guide_label *label, enum guide_step step)
{
	place->appendix = label->level == GUIDE_SECTION ? label->appendix : place->appendix;
	place->orders[label->level] = label->order + (step == GUIDE_AGAIN);
	for (int level = label->level + 1; level < GUIDE_LEVELS; level++)
		place->orders[level] = 0;
}

static const char *part_text(struct icd_pool *pool, enum guide_level level, unsigned order)
{
	switch (level) {
	case GUIDE_CAPITAL:
		return need_print(pool, "%c", (int)('A' + order - 1));
	case GUIDE_LETTER:
	case GUIDE_PART:
		return need_print(pool, "%c", (int)('a' + order - 1));
	case GUIDE_ROMAN:
		return romans[order - 1];
	default:
		return need_print(pool, "%u", order);
	}
}

const char *guide_place_number(struct icd_pool *pool, const struct guide_place *place)
{
	char roman[8] = "";
	for (size_t i = 0; romans[place->orders[GUIDE_SECTION] - 1][i]; i++)
		roman[i] = (char)toupper((unsigned char)romans[place->orders[GUIDE_SECTION] - 1][i]);
	const char *number = need_print(pool, "%s%s", place->appendix ? "Appendix " : "", roman);
	for (int level = GUIDE_CAPITAL; level < GUIDE_LEVELS && place->orders[level]; level++)
		number = need_print(pool, "%s.%s", number, part_text(pool, level, place->orders[level]));
	return number;
}
