#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A malformed row of data/sources.tsv or data/synonyms.tsv is refused with a sentence.
cd "$(dirname "$0")/../.." || exit 1
table=$(mktemp) || exit 1
trap 'rm -f "$table"' EXIT
failed=0

# refused PROGRAM ROW SENTENCE
refused() {
	printf '# a table\n%b\n' "$2" >"$table"
	if said=$(LC_ALL=C awk -f lookup/base/table.awk -f "build-index/$1.awk" "$table" 2>&1 >/dev/null); then
		echo "taken: $2"
		failed=1
	elif [ "$said" != "$table:2: $3" ]; then
		echo "of \"$2\": $said"
		failed=1
	fi
}

refused find/sources '2015-10-01\tcodes\t1' 'an effective date and three more columns were expected'
refused find/sources '\tcodes\t1\tabc' 'an effective date and three more columns were expected'
refused find/sources '2015-1-01\tcodes\t1\tabc' 'a date like 2025-10-01 or nothing was expected, not "2015-1-01"'
refused search_facts/synonyms 'lonely' 'a term and its expansions were expected'
refused search_facts/synonyms 'term\t' 'a term and its expansions were expected'
refused search_facts/synonyms 'term\t\tword' 'a term and its expansions were expected'

[ "$failed" -eq 0 ] && echo 'tables of the builder: malformed rows are refused'
[ "$failed" -eq 0 ]
