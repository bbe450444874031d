#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How many instructions the programs take, by callgrind: on the sample, the same everywhere for the same compiler and
# libraries. As TSV into $BUILD/bench-instr.tsv, and beside those kept in tests/bench/instructions.tsv: status 1 where one
# rose by more than 5 percent. Those of another compiler are not compared.
# usage: instructions.sh [--record]
set -u
# shellcheck source=tests/bench/setup.sh disable=SC1091,SC2154
. tests/bench/setup.sh
kept=tests/bench/instructions.tsv
has valgrind || { echo "bench-instr: skipped, no valgrind here"; exit 0; }
made_by=$({ ${CC:-cc} --version | head -n 1; uname -m; } | tr '\n' ' ')

# count NAME COMMAND...: a line of the table. With few variables of the environment: the C library looks at each.
count()
{
	name=$1
	shift
	env -i PATH="$PATH" HOME="$work" ICD10_INDEX="$ICD10_INDEX" ICD10_ON="$ICD10_ON" \
		valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" >/dev/null 2>"$work/said"
	printf '%s\t%s\n' "$name" "$(sed -n 's/.*Collected : //p' "$work/said" | tail -n 1)" | tee -a "$work/tsv"
}

ICD10_INDEX=$work/index.mdb
ICD10_ON=2025-05-01
export ICD10_INDEX ICD10_ON
"$builder" -q -o "$ICD10_INDEX" data/sample >/dev/null || exit 2
"$lookup" export codes -o "$work/codes" >/dev/null || exit 2
printf '# %s\n' "$made_by" >"$work/tsv"
for kind in list dated common x12; do
	generate $kind 5000 >"$work/$kind"
done
for kind in text csv html json array unknown sparse; do
	generate $kind 200000 >"$work/scan_$kind"
done
head -n 200 "$work/list" >"$work/few"
count "card" "$lookup" M54.50
count "search" "$lookup" low back pain
count "index" "$lookup" index pain
count "index, no such" "$lookup" index nope
count "refs" "$lookup" refs M54.50
count "code, no such" "$lookup" code nope
count "code -1" "$lookup" code -1 - <"$work/few"
count "code -f json" "$lookup" code -f json - <"$work/few"
count "history" "$lookup" history - <"$work/few"
count "check" "$lookup" check -f tsv "$work/list"
count "check, dates" "$lookup" check -f tsv --column dx --date-column date "$work/dated"
count "check --summary" "$lookup" check --column dx --date-column date --summary "$work/dated"
count "claim" "$lookup" claim --file "$work/common"
count "claim, X12" "$lookup" claim "$work/x12"
for kind in text csv html json array unknown sparse; do
	count "scan, $kind" "$lookup" scan "$work/scan_$kind"
done
count "verify" "$lookup" verify
count "build" "$builder" -q -o "$work/again.mdb" data/sample
cp "$work/tsv" "$BUILD/bench-instr.tsv"

if [ "${1:-}" = --record ]; then
	cp "$work/tsv" $kept
elif [ "$(head -n 1 $kept)" != "# $made_by" ]; then
	echo "bench-instr: not compared, $kept is of another compiler"
else
	LC_ALL=C awk -F '\t' '/^#/ { next }
		NR == FNR { was[$1] = $2; next }
		$1 in was && $2 > was[$1] * 1.05 { printf "%s: %d instructions, were %d (%+.1f%%)\n", $1, $2, was[$1], ($2 / was[$1] - 1) * 100; rose = 1 }
		END { exit rose }' $kept "$work/tsv"
fi
