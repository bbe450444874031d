#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# `scan` of folders in which codes stand close together, beside rg over the same bytes, and how its time grows with the
# length of one line. ICD10_INDEX names an index of official releases.
# usage: bench_scan.sh [MB of the mixed folder, 40]
set -eu

BUILD=${BUILD:-build}
lookup=$BUILD/icd10-lookup
dense=$(dirname "$0")/generate.awk
megabytes=${1:-40}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
[ -x "$lookup" ] || { echo "bench_scan: no $lookup"; exit 1; }
"$lookup" export codes -o "$work/codes" >/dev/null

# make KIND BYTES SEED FILE
make_dense()
{
	awk -v kind="$1" -v size="$2" -v seed="$3" -f "$dense" "$work/codes" >"$4"
}

# CPU milliseconds of a command, the best of three; its output goes nowhere.
cpu()
{
	best=
	for _ in 1 2 3; do
		took=$( { TIMEFORMAT='%U %S'; bash -c "TIMEFORMAT='%U %S'; time $1 >/dev/null 2>&1 || :" 2>&1; } |
			awk '{ printf "%d", ($1 + $2) * 1000 }')
		[ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
	done
	[ "$best" -gt 0 ] || best=1
	echo "$best"
}

pattern='\b[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\b'

# beside NAME PATH GOAL
beside()
{
	ours=$(cpu "$lookup scan $2")
	if command -v rg >/dev/null 2>&1; then
		theirs=$(cpu "rg -n '$pattern' $2")
		awk -v name="$1" -v ours="$ours" -v theirs="$theirs" -v goal="$3" 'BEGIN {
			printf "  %-12s %7d ms, rg %6d ms: %6.1f times (goal %s)\n", name, ours, theirs, ours / theirs, goal }'
	else
		printf '  %-12s %7d ms (no rg to compare with)\n' "$1" "$ours"
	fi
}

echo "scan, $megabytes MB dense with codes (CPU):"
mkdir "$work/mixed"
seed=0
for kind in text csv html json; do
	seed=$((seed + 1))
	make_dense $kind $((megabytes * 250000)) $seed "$work/mixed/$kind"
done
beside "mixed" "$work/mixed" 10
for kind in text csv html json; do
	beside "$kind" "$work/mixed/$kind" "$([ $kind = csv ] && echo 20 || echo 10)"
done

echo "scan, one line of 1 and of 8 MB (CPU), and the exponent (goal 1.05):"
for kind in array object cells rows codes undotted unknown doubtful; do
	make_dense $kind 1000000 1 "$work/one"
	make_dense $kind 8000000 1 "$work/eight"
	small=$(cpu "$lookup scan --summary $work/one") large=$(cpu "$lookup scan --summary $work/eight")
	awk -v name="$kind" -v small="$small" -v large="$large" 'BEGIN {
		printf "  %-12s %7d ms %7d ms  %.2f\n", name, small, large, log(large / small) / log(8) }'
done
