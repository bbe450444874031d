#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The layout of the index cannot change under an unchanged number: layout.tsv holds, for each version of
# the format, a checksum of the code that defines keys and records. Wording and white space may change.
#
#	tests/format/test_layout.sh [--record]
#
# --record writes the checksum of today's code for ICD_FORMAT_VERSION, in place of the one it had. README.md says when to do that.

set -u
cd "$(dirname "$0")/../.." || exit 2

# The headers of keys and records, then their encoders and decoders.
files='store/format.h store/key.h store/record.h store/reference.h index/index_record.h index/manifestations.h
	guideline/records.h edits/records.h icd9/records.h search/search_record.h words/side.h store/key.c store/record.c store/reference.c memory/buffer.h memory/buffer.c index/index_record.c
	index/manifestations.c guideline/records.c edits/records.c icd9/records.c search/search_record.c'

# The program text of all of them, without comments, includes and white space, and without the version itself.
program_text() {
	for file in $files; do
		sed '/^#include/d; /^#define ICD_FORMAT_VERSION/d' "lookup/$file" || echo "missing: $file"
	done | awk '{ text = text $0 "\n" }
		END { gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", text); gsub(/[ \t\n]/, "", text); print text }'
}

version=$(sed -n 's/^#define ICD_FORMAT_VERSION \([0-9]*\)$/\1/p' lookup/store/format.h)
layout=$(program_text | sha256sum | cut -d ' ' -f 1)
recorded=$(awk -v version="$version" '$1 == version { print $2 }' tests/format/layout.tsv)

if [ "${1-}" = --record ]; then
	awk -v version="$version" '$1 != version' tests/format/layout.tsv >tests/format/layout.tsv.new &&
		printf '%s\t%s\n' "$version" "$layout" >>tests/format/layout.tsv.new &&
		mv tests/format/layout.tsv.new tests/format/layout.tsv
	exit
fi
for file in $files; do
	[ -f "lookup/$file" ] || {
		echo "lookup/$file is not there: name in tests/format/test_layout.sh the file its records moved to"
		exit 1
	}
done
if [ "$layout" != "$recorded" ]; then
	echo "the layout changed: count ICD_FORMAT_VERSION (now $version) up and record the new hash with"
	echo "tests/format/test_layout.sh --record; see tests/format/README.md"
	exit 1
fi
echo "format $version: the layout is the recorded one"
