/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "asking_words.h"

#include "base/base.h"

#include <string.h>

/* Words around codes, by what they ask for; the others say what the codes mean. */
static const struct {
	enum asks asks;
	const char *words;
} asking_words[] = {
	{ASKS_COMPARE, " vs versus compare compared difference differences differ different or "},
	{ASKS_HISTORY,
	 " history replaced replaces replace replacement became become becomes deleted retired expired "
	 "discontinued changed changes change revised introduced added new termed terminated expire expires happened "},
	{ASKS_TREE, " tree under below children subcodes family "},
	{ASKS_REFS, " refs references reference "},
	{ASKS_GUIDE, " guideline guidelines guide "},
	{ASKS_CLAIM, " claim "},
	{ASKS_NOISE,
	 " dx dxs diagnosis diagnoses diag code codes icd icd10 icd10cm icdcode cm primary secondary principal admitting "
	 "admit billable valid invalid active deny denied denial reject rejected rejection accepted accept covered "
	 "coverage payable paid ok okay still why was were is are be been a an the of for what whats does do did mean "
	 "means meaning meant can could should may must we you i use used using it its this that these those on at as "
	 "from date dates service dos by in to not no yes when how which who please show tell me us about look lookup "
	 "up find check my our your pt assessment impression plan problem problems list pos poa and with without plus "
	 "together same time both bill billed billing report reported coded coding specific enough excludes exclude "
	 "excludes1 excludes2 between since until today now there any com cpt hcpcs modifier unit units n y see also "
	 "correct wrong error errors status start end effective longer w wo ocg payer insurance medicare medicaid header hcc "
	 "first additional note notes everything all 7th seventh character characters exempt exemption sequence sequenced "
	 "sequencing "},
};

enum asks asks_word(const char *word)
{
	char spaced[40];
	char *to = spaced;
	if (word[strspn(word, "0123456789.'")] == '\0')
		return ASKS_NOISE;
	if (strlen(word) + 3 > sizeof spaced)
		return ASKS_NOTHING;
	*to++ = ' ';
	for (; *word; word++) {
		if (*word != '.' && *word != '\'')
			*to++ = icd_lower(*word);
	}
	/* "dx1" */
	while (to > spaced + 3 && icd_is_digit(to[-1]) && strncmp(spaced, " icd", 4) != 0)
		to--;
	*to++ = ' ';
	*to = '\0';
	for (size_t i = 0; i < sizeof asking_words / sizeof *asking_words; i++) {
		if (strstr(asking_words[i].words, spaced))
			return asking_words[i].asks;
	}
	return ASKS_NOTHING;
}
