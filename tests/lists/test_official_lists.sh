#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Code lists over the official releases: what is on them on a day is held against the official order file of that day,
# read here line by line.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/support/script.sh
. tests/support/check.sh

. tests/support/official_index.sh

if [ "$releases" = data/sample ]; then
	echo "code lists of official releases: skipped, the releases are not there"
	exit 0
fi
export ICD10_INDEX="$index"

# of DAY AWK: the billable codes of the order file in force, those for which the condition holds of `code`.
of() {
	[ -f "$scratch/$1" ] || icd10-lookup --on "$1" export order >"$scratch/$1"
	awk "
	{ code = substr(\$0, 7, 7); sub(/ +\$/, \"\", code); billable = substr(\$0, 15, 1) == 1 }
	billable && ($2) { print code }" "$scratch/$1"
}
# same_codes NAME DAY AWK LIST: the list has these codes on that day.
same_codes() {
	of "$2" "$3" | sort >"$scratch/expected"
	printf '%b' "$4" | icd10-lookup --on "$2" list expand -1 - 2>/dev/null | tr -d . | sort >"$scratch/got"
	check_same "$1, $2" "$scratch/expected" "$scratch/got"
}

for day in 2016-10-01 2021-09-30 2025-04-01; do
	same_codes 'below a header' $day 'code ~ /^M54/' 'M54-\n'
	same_codes 'but not' $day 'code ~ /^E11/ && code !~ /^E112/ && code != "E119"' 'E11.-\n!E11.2-\n!E11.9\n'
	same_codes 'a range, and what is below its end' $day 'code ~ /^M5[0-4]/' 'M50-M54\n'
	same_codes 'a range over chapters' $day 'code ~ /^[A-E]/ && code !~ /^D[0-9A-Z]/' 'A00-C96\n!D00-D89\nE00-E89\n'
	same_codes 'all' $day 1 'A00-Z99\nU00-U99\n'
	same_codes 'days of a pattern' $day "code ~ /^I1[0-2]/ && (code !~ /^I12/ || \"$day\" >= \"2021-10-01\")" \
		'I10-I11\nI12-\t2021-10-01\n'
done

# Each billable code of a day written out is that day's list; half a year later what came and went is told apart.
of 2021-09-30 1 >"$scratch/whole.txt"
icd10-lookup --on 2021-09-30 list expand -1 "$scratch/whole.txt" | tr -d . | sort >"$scratch/got"
sort "$scratch/whole.txt" >"$scratch/expected"
check_same 'all codes, written out' "$scratch/expected" "$scratch/got"
of 2021-10-01 1 | sort >"$scratch/then"
comm -23 "$scratch/expected" "$scratch/then" >"$scratch/lost"
icd10-lookup -f tsv list diff "$scratch/whole.txt" 2021-09-30 2021-10-01 >"$scratch/diff"
awk -F '\t' '$1 == "gone" || $1 == "split" { gsub(/\./, "", $2); print $2 }' "$scratch/diff" | sort >"$scratch/told"
check_same 'what a release takes off a list' "$scratch/lost" "$scratch/told"

echo "code lists of official releases: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
