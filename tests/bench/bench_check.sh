#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How long `check` takes for a million codes beside grep and sqlite3, and `scan` beside rg.
# ICD10_INDEX names an index of official releases. What is not installed is passed over.
set -eu

BUILD=${BUILD:-build}
lookup=$BUILD/icd10-lookup
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
[ -x "$lookup" ] || { echo "bench_check: no $lookup"; exit 1; }

has()
{
	command -v "$1" >/dev/null 2>&1
}

# Seconds that a command takes, output into a file, the best of three.
seconds()
{
	best=
	for _ in 1 2 3; do
		start=$(date +%s%N)
		sh -c "$1" >"$work/out" 2>/dev/null || :
		took=$((($(date +%s%N) - start) / 1000000))
		[ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
	done
	[ "$best" -gt 0 ] || best=1
	echo "$best"
}

report()
{
	awk -v name="$1" -v ms="$2" -v base="$3" 'BEGIN {
		printf "  %-34s %6d ms  %5.1f times check or scan\n", name, ms, ms / base }'
}

# ---- check: a million codes, three in a hundred not billable ----

"$lookup" export codes -o "$work/codes" >/dev/null
awk '{ print $1 }' "$work/codes" >"$work/billable"
awk 'BEGIN { srand(1) }
	{ codes[NR] = $1 }
	END {
		for (i = 0; i < 1000000; i++) {
			code = codes[int(rand() * NR) + 1]
			print rand() < 0.03 ? substr(code, 1, 3) : code
		}
	}' "$work/billable" >"$work/million"

echo "check, a million codes through a pipe:"
check=$(seconds "cat $work/million | $lookup check -f tsv")
report "icd10-lookup check -f tsv" "$check" "$check"
report "grep -Fxf billable" "$(seconds "cat $work/million | grep -Fxf $work/billable")" "$check"
if has sqlite3; then
	sqlite3 "$work/db" "create table billable (code text primary key) without rowid;" \
		".import $work/billable billable"
	cat >"$work/join" <<-END
	create temp table input (code text);
	.import /dev/stdin input
	select input.code, billable.code is not null from input left join billable using (code);
	END
	report "sqlite3 join" "$(seconds "cat $work/million | sqlite3 -cmd '.read $work/join' $work/db .quit")" "$check"
fi

# ---- scan: text of about 300 MB, a code in every hundredth line ----

has rg || exit 0
mkdir "$work/folder"
awk 'BEGIN {
	words = "the patient was seen today for a visit and 12 of 45 forms were filled in by the nurse at 10:30. Back in 2 weeks."
	for (i = 0; i < 100000; i++)
		print i % 100 ? words " " i : words " M54.50 " i
}' >"$work/folder/0"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do
	cp "$work/folder/0" "$work/folder/$i"
done

echo "scan, $(du -sm "$work/folder" | cut -f1) MB:"
scan=$(seconds "$lookup scan $work/folder")
report "icd10-lookup scan" "$scan" "$scan"
report "rg -n" "$(seconds "rg -n '\b[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}\b' $work/folder")" "$scan"
