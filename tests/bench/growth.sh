#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How cost grows with size: for each row CPU time and memory at several sizes, and the exponents between them: 1.0 is
# linear, 0 is flat. A table on standard output, and as TSV into $BUILD/bench-growth.tsv.
# usage: growth.sh [ROW...], rows by the word their name begins with
set -u
. tests/bench/setup.sh
rows=${*:-}
tsv=$BUILD/bench-growth.tsv
RELEASES=${ICD10_RELEASES:-../shared/releases}

# grow NAME GENERATOR COMMAND SIZES [GOAL [MEMORY_GOAL]]
# GENERATOR and COMMAND are shell commands, COMMAND as bench_measure takes them. GENERATOR makes $FILE of the size $SIZE
# (SIZES are numbers in a unit of its own); COMMAND reads $FILE. GOAL is the greatest exponent of time that is well, 1.05
# unless said; `-` for none. What COMMAND prints goes nowhere. A status of signals, of commands that are not found or,
# unless MAY_REFUSE is set, of what is refused (2) is said: nothing was measured then.
grow()
{
	wanted "$1" || return 0
	: >"$work/points"
	for SIZE in $4; do
		FILE=$work/input
		rm -rf "$FILE"
		export SIZE FILE work lookup builder here
		(eval "$2") || { printf '%s\tskipped\n' "$1"; return 0; }
		measured=$("$measure" -n "${ROUNDS:-3}" "$3") || exit 2
		printf '%s\t%s\n' "$SIZE" "$measured" >>"$work/points"
	done
	rm -rf "$work/input"
	LC_ALL=C awk -F '\t' -v OFS='\t' -v name="$1" -v goal="${5:-1.05}" -v most="${6:--}" -v may_refuse="${MAY_REFUSE:-}" \
		-f "$here/growth.awk" "$work/points" | tee -a "$work/tsv" | LC_ALL=C awk -F '\t' '{
			printf "%-34s %-26s %-34s %5s (%s)  %-26s %5s (%s)%s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }'
}

# The index of all official releases, made once; false, and said, where there are none.
official_index()
{
	[ -d "$RELEASES" ] || { echo "$1: skipped, no releases in $RELEASES"; return 1; }
	ICD10_INDEX=$work/index.mdb
	export ICD10_INDEX
	[ -f "$ICD10_INDEX" ] || "$builder" -q -o "$ICD10_INDEX" "$RELEASES" || exit 2
	"$lookup" export codes -o "$work/codes" >/dev/null 2>&1 || exit 2
}

printf '%-34s %-26s %-34s %-12s %-26s %s\n' row sizes 'CPU ms' 'exponent(goal)' 'memory MB' 'exponent(goal)'
printf 'row\tsizes\tcpu_ms\texponent\tgoal\tmemory_mb\tmemory_exponent\tmemory_goal\tsaid\n' >"$work/tsv"
for table in "$here"/growth_*.sh; do
	# shellcheck disable=SC1090
	. "$table"
done
cp "$work/tsv" "$tsv"
