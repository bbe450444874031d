#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a summary counts of a large table is what its rows come to one by one: split by dates however they are spelled,
# by days and months, by many groups and not at all; codes that are there once, and those that are in every other row.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

# shellcheck disable=SC2154 # of script.sh
icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
cd "$scratch" || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb"
passed=0
failed=0

icd10-lookup export dated | awk -F '\t' '
	{ code[NR] = $1 }
	END {
		print "id,code,date,odd,who"
		split("12 13 01 1 x", month, " ")
		for (i = 0; i < 150000; i++) {
			day = sprintf("20%02d-%02d-15", 20 + i % 6, 1 + i % 11)
			odd = i % 7 == 1 ? "" : i % 7 == 2 ? "2024-" month[1 + i % 5] "-02" : i % 7 == 3 ? "1/2/2024" : day
			print i "," (i % 2 ? "M54.50" : i % 9 ? code[1 + i * 7 % NR] : "zz" i % 50) "," day "," odd "," int(i / 4)
		}
	}' >rows.csv

# expected DATE-COLUMN [COLUMN [LENGTH]]: group, detail and count, of the rows one by one
expected() {
	icd10-lookup check --keep --column code --date-column "$1" rows.csv 2>/dev/null |
		awk -F , -v OFS='\t' -v column="${2:-0}" -v size="${3:-99}" '
			NR > 1 { n[(column ? substr($column, 1, size) : "") OFS $10]++ }
			END { for (key in n) print key, n[key] }' | sort >rows.tsv
}

# counted NAME OPTION...: the same of a summary
counted() {
	name=$1
	shift
	icd10-lookup -f tsv check --summary --column code "$@" rows.csv 2>/dev/null |
		awk -F '\t' -v OFS='\t' '$3 == "" && $2 != "codes" && $4 > 0 { print $1, $2, $4 }' | sort >summary.tsv
	if [ -s rows.tsv ] && cmp -s rows.tsv summary.tsv; then
		passed=$((passed + 1))
	else
		echo "$name: not what the rows come to"
		diff rows.tsv summary.tsv | head -n 5
		failed=$((failed + 1))
	fi
}

expected date
counted 'all' --date-column date
expected date 3
counted 'by the column of dates' --date-column date --by date
counted 'by day' --date-column date --by day
expected date 3 7
counted 'by month' --date-column date --by month
expected date 5
counted 'by many groups' --date-column date --by who
expected odd 4
counted 'by dates of all kinds' --date-column odd --by odd
expected odd 3
counted 'by a column beside the dates' --date-column odd --by date

# What is too long for a name is cut between letters.
long=$(printf '%0125d' 0)
printf 'code,who\nI10,%s\nI10,%s\nI10,%s\n' "${long}ée" "${long}0ée" "${long}00ée" >rows.csv
printf '%s\tok\t1\n' "${long}é" "${long}0" "${long}00" | sort >rows.tsv
counted 'by long names' --by who

echo "summaries: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
