/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include <stddef.h>
#include <string.h>

struct known_file {
	icd_date date;
	const char *sha256;
};

static const struct known_file known_files[] = {
#include "sources.inc" /* made from data/sources.tsv and data/members.tsv by the Makefile */
#include "members.inc"
};

#define KNOWN_COUNT (sizeof known_files / sizeof *known_files)

icd_date known_file_date(const char *sha256)
{
	icd_date found = 0;
	for (size_t i = 0; i < KNOWN_COUNT; i++) {
		if (!known_files[i].sha256[0] || strcmp(known_files[i].sha256, sha256) != 0)
			continue;
		if (found && found != known_files[i].date)
			return 0;
		found = known_files[i].date;
	}
	return found;
}

icd_date known_release_between(icd_date from, icd_date to)
{
	icd_date october = from / 10000 * 10000 + 1001;
	icd_date found = october > from ? october : october + 10000;
	for (size_t i = 0; i < KNOWN_COUNT; i++) {
		if (known_files[i].date > from && known_files[i].date < found)
			found = known_files[i].date;
	}
	return found < to ? found : 0;
}
