#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check in pipelines: another program that asks line by line has each answer at once; pieces of a table checked apart
# are, one after the other, what the table checked at once is.

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

# same NAME EXPECTED GOT
same() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		echo "$1: not as expected: $3"
		failed=$((failed + 1))
	fi
}

# ---- a program that asks ----

# asks NAME EXPECTED... -- ARGUMENTS of check; the questions are in the file `questions`, a question a line, and each
# is put only when the one before was answered.
asks() {
	name=$1
	shift
	rm -f ask answer
	mkfifo ask answer
	icd10-lookup check "$@" <ask >answer &
	asked=$!
	exec 3>ask 4<answer
	while read -r question; do
		printf '%b' "$question" >&3
		# The answer to a row of names is none.
		case $question in dx*) continue ;; esac
		timeout 20 head -n 1 <&4 || echo 'no answer came'
	done <questions >answers
	exec 3>&- 4<&-
	wait "$asked"
	same "$name" "$(cat expected)" "$(cut -c 1-30 answers)"
}

printf '%s\n' 'M54.50\n' 'M54.5\n' 'zzz\n' >questions
printf 'M54.50    ok\nM54.5     header: not reportab\nzzz       malformed: not spell\n' >expected
asks text
printf 'M54.50\tM54.50\tbillable\t2021-10\nM54.5\tM54.5\theader\t2021-10-01\t\nzzz\t\tunknown\t\t\tmalformed\t\tnot \n' >expected
asks tsv -f tsv
printf '{"v":1,"input":"M54.50","code"\n{"v":1,"input":"M54.5","code":\n{"v":1,"input":"zzz","code":nu\n' >expected
asks JSON -f json
printf '%s\n' 'dx,n\n' 'M54.50,1\n' '"M54.\n5",2\n' >questions
printf 'M54.50\tM54.50\tbillable\t2021-10\nM54.\\n5\tM54.5\theader\t2021-10-0\n' >expected
asks table -f tsv --column dx

# ---- pieces ----

awk 'BEGIN { split("M54.50 M54.5 I10 S39.012 zzz W21.89A M54.59 m545", codes, " ")
	for (i = 0; i < 5000; i++) printf "%d,\"a, b\",%s,20%02d-10-01\n", i, codes[i * 7 % 8 + 1], 19 + i % 7 }' >rows
options='--keep --column 3 --date-column 4 --fail-on none'
# shellcheck disable=SC2086 # several options
icd10-lookup check $options rows >whole 2>/dev/null
same 'a row for a row' "$(wc -l <rows)" "$(wc -l <whole)"
same 'the columns as they came' "$(cksum <rows)" "$(cut -d , -f 1-5 whole | cksum)"
split -n l/5 rows piece.
for piece in piece.*; do
	# shellcheck disable=SC2086
	icd10-lookup check $options "$piece" 2>/dev/null
	same "status of $piece" 0 $?
done >pieces
same pieces "$(cksum <whole)" "$(cksum <pieces)"
# shellcheck disable=SC2002,SC2086 # a pipe is what is tried
same 'through a pipe' "$(cksum <whole)" "$(cat rows | icd10-lookup check $options 2>/dev/null | cksum)"
same 'awk on the reason' "$(grep -c ',M54.5,202[1-9]' rows)" "$(icd10-lookup -f tsv check --row --column 3 --date-column 4 rows 2>/dev/null |
	awk -F '\t' '$9 ~ /^not reportable/ && $3 == "M54.5" && $2 == "M54.5"' | wc -l)"

# ---- delimiters ----

# kept DELIMITER OPTION...: the cells of a table that is kept, as a program reads them that knows of quotes
kept() {
	by=$1
	shift
	{
		echo '"id"|"visit"|"dx"'
		for id in $(seq 1 20); do
			cat <<-END
				"$id"|"2020-10-15"|"M54.50"
				"$id"|"2026-01-02"|"M54.50"
				"$id"|"2026-01-03"|"M54.5"
				"$id"|"none"|"I10"
				"$id"|"2026-01-05"|"zz, ""x"
				"$id"|"2026-01-06"|""
			END
		done
	} | sed "s/|/$by/g" >table
	icd10-lookup check --keep --column 3 --date-column 2 --delimiter "$by" "$@" table 2>/dev/null |
		icd10-lookup -f json check --keep --column 1 --delimiter "$by" - 2>/dev/null | sed -n 's/.*"columns": *//p'
}

for option in --fail-on=none --row --invalid; do
	whole=$(kept , "$option")
	same "cells of a kept table, $option" 0 "$([ -n "$whole" ]; echo $?)"
	for by in ';' '-' '.' '_' ' ' ':' b k w 0 2 M; do
		same "the same cells between '$by', $option" "$whole" "$(kept "$by" "$option")"
	done
done
same 'a quote parts nothing' 2 "$(echo M54.50 | icd10-lookup check --column 1 --delimiter '"' - >/dev/null 2>&1; echo $?)"

# A code without quotes is left where its successor has the delimiter in it.
same 'one that would be parted' 'x2K60.42y x2"K60.421"2y' "$(printf 'x2K60.42y\nx2"K60.4"2y\n' |
	icd10-lookup --on 2025-12-01 check --fix --column 2 --delimiter 2 2>/dev/null | paste -sd ' ')"

echo "pipes: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
