#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the programs cost beside a rival and beside a limit, measured in turn: a table on standard output, and as TSV in
# $BUILD/bench.tsv. On the official releases in $ICD10_RELEASES.
# usage: bench.sh [ROW...], rows by the word their name begins with
set -u
# shellcheck source=tests/bench/setup.sh disable=SC1091,SC2154
. tests/bench/setup.sh
RELEASES=${ICD10_RELEASES:-../shared/releases}
rows=${*:-}
[ -d "$RELEASES" ] || { echo "bench: skipped, no releases in $RELEASES"; exit 0; }

# missing PROGRAM ROWS: is it not installed? Says so.
missing()
{
	has "$1" && return 1
	printf '%-24s (no %s here)\n' "$2" "$1"
}

# row NAME ROUNDS GOAL OURS [RIVAL [LIMIT]]
# GOAL is "limit 1.5" or "rival 10" (times), or "ms 0.9". RIVAL and LIMIT may be - for none.
row()
{
	wanted "$1" || return 0
	set -- "$1" "$2" "$3" "$4" "${5:--}" "${6:--}"
	rival=$5 limit=$6
	[ "$rival" = - ] && rival=true
	[ "$limit" = - ] && limit=true
	"$measure" -n "$2" "$4" "$rival" "$limit" >"$work/measured" || exit 2
	tell "$1" "$3" "$5" "$6"
}

# tell NAME GOAL RIVAL LIMIT: a row from what was measured
tell()
{
	LC_ALL=C awk -F '\t' -v OFS='\t' -v name="$1" -v goal="$2" -v rival="$3" -v limit="$4" '
	function ratio(of) { return of > 0 ? sprintf("%.2f", us[1] / of) : "-" }
	{ us[NR] = $1; least[NR] = $2; memory[NR] = $3; if ($5 >= 126) failed = 1 }
	END {
		if (rival == "-") us[2] = 0
		if (limit == "-") us[3] = 0
		split(goal, wants, " ")
		value = wants[1] == "ms" ? us[1] / 1000 : wants[1] == "limit" ? ratio(us[3]) : ratio(us[2])
		met = failed ? "failed" : value == "-" ? "-" : value + 0 <= wants[2] + 0 ? "yes" : "no"
		print name, sprintf("%.3f", us[1] / 1000), us[2] ? sprintf("%.3f", us[2] / 1000) : "-",
			us[3] ? sprintf("%.3f", us[3] / 1000) : "-", ratio(us[2]), ratio(us[3]), goal, met,
			sprintf("%.1f", memory[1] / 1024), rival, limit
	}' "$work/measured" | tee -a "$work/tsv" | show
}

show()
{
	LC_ALL=C awk -F '\t' '{ printf "%-24s %10s %10s %10s %7s %7s  %-11s %-4s %6s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }'
}

# ---- what is measured with ----

echo 'int main(void) { return 0; }' >"$work/true.c"
${CC:-cc} -O2 -static -o "$work/true" "$work/true.c" || exit 2
${CC:-cc} -O2 -D_GNU_SOURCE -o "$work/hash" tests/bench/rival_hash.c || exit 2
index=$work/index.mdb
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
"$builder" -q -o "$index" "$RELEASES" >/dev/null || exit 2
ICD10_INDEX=$index
ICD10_ON=2025-05-01
export ICD10_INDEX ICD10_ON
"$lookup" export codes -o "$work/codes" >/dev/null || exit 2
cut -c 1-7 "$work/codes" | tr -d ' ' >"$work/billable"
: >"$work/tsv"
printf 'row\tours_ms\trival_ms\tlimit_ms\tto_rival\tto_limit\tgoal\tmet\tmemory_mb\trival\tlimit\n' >"$work/tsv"
printf 'row\tours ms\trival ms\tlimit ms\tto riv.\tto lim.\tgoal\tmet\tMB\n' | show

# ---- one question ----

row "card" 300 "limit 1.5" "$lookup M54.50" - "$work/true"
row "search" 200 "ms 0.9" "$lookup low back pain" - "$work/true"
row "index" 200 "ms 0.9" "$lookup index pain low back" - "$work/true"
row "refs" 200 "ms 0.8" "$lookup refs M54.50" - "$work/true"
echo M54.50 >"$work/single"
row "check, one code" 100 "ms 1" "$lookup check $work/single" "$lookup code -1 M54.50" "$work/true"
row "changes, first screen" 20 "ms 16" "$lookup changes 2024-10-01 | head -n 40"

# ---- many codes ----

generate list 1000000 >"$work/million"
{ cat "$work/billable"; cut -c 1-3 "$work/billable" | sort -u; } | "$lookup" check -f tsv - >"$work/verdicts" 2>/dev/null
row "check, codes" 3 "limit 1.5" "$lookup check -f tsv $work/million >$work/out" \
	"grep -Fxf $work/billable $work/million >$work/out" "$work/hash $work/verdicts <$work/million >$work/out"
generate dated 1000000 >"$work/dated.csv"
row "check, dates" 2 "limit 1.3" "$lookup check -f tsv --column dx --date-column date $work/dated.csv >$work/out" \
	"mawk -F , 'NR == FNR { had[\$1]; next } \$2 in had' $work/billable $work/dated.csv >$work/out" \
	"$lookup check -f tsv --column dx $work/dated.csv >$work/out"
row "check --summary" 2 "limit 1" "$lookup check --column dx --date-column date --summary $work/dated.csv" \
	"mawk -F , '{ n[\$2]++ } END { for (c in n) print c, n[c] }' $work/dated.csv" \
	"$lookup check -f tsv --column dx --date-column date $work/dated.csv >$work/out"
row "check --by" 2 "limit 1" "$lookup check --column dx --date-column date --summary --by date $work/dated.csv" \
	"mawk -F , '{ n[\$2,\$3]++ } END { for (c in n) print c, n[c] }' $work/dated.csv" \
	"$lookup check -f tsv --column dx --date-column date $work/dated.csv >$work/out"
rm -f "$work/million" "$work/dated.csv"
row "code -1, all" 2 "ms $(awk 'END { print NR / 1000 }' "$work/billable")" "$lookup code -1 - <$work/billable >$work/out" - \
	"$lookup check -f tsv $work/billable >$work/out"
"$lookup" code -f json - <"$work/billable" >"$work/cards" 2>/dev/null
row "code -f json, all" 1 "ms $(awk 'END { print NR * 25 / 1000 }' "$work/billable")" \
	"$lookup code -f json - <$work/billable >$work/out" - "cat $work/cards >$work/out"
rm -f "$work/cards"

# ---- claims ----

generate common 100000 >"$work/common"
row "claim, common codes" 2 "ms 350" "$lookup claim - <$work/common >$work/out" - "$lookup check -f tsv - <$work/common >$work/out"
generate claims 20000 >"$work/random"
row "claim, random (20,000)" 2 "ms 300" "$lookup claim - <$work/random >$work/out"
generate x12 130000 >"$work/x12"
sed 's/^DTP.472.*/DTP*472*D8*20240115~/' "$work/x12" >"$work/x12day"
row "claim, X12 (20 MB)" 1 "ms 360" "$lookup claim $work/x12 >$work/out" "$lookup claim $work/x12day >$work/out" "cat $work/x12 >$work/out"
rm -f "$work/x12" "$work/x12day"

# ---- scan ----

pattern='\b[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\b'
searcher="rg -n '$pattern'"
missing rg "scan" && searcher="grep -rnP '$pattern'"
mkdir "$work/mixed" "$work/sparse"
seed=0
for kind in text csv html json; do
	seed=$((seed + 1))
	generate $kind 10000000 $seed >"$work/mixed/$kind"
done
row "scan, mixed (40 MB)" 3 "rival 10" "$lookup scan $work/mixed" "$searcher $work/mixed"
row "scan, CSV (10 MB)" 3 "rival 20" "$lookup scan $work/mixed/csv" "$searcher $work/mixed/csv"
generate array 10000000 >"$work/array"
generate array_lines 10000000 >"$work/lines"
row "scan, a line of 10 MB" 2 "limit 1.1" "$lookup scan $work/array" "$searcher -o $work/array" "$lookup scan $work/lines"
generate sparse 60000000 >"$work/sparse/text"
row "scan, sparse (60 MB)" 3 "rival 1" "$lookup scan $work/sparse" "$searcher $work/sparse"
rm -rf "$work/mixed" "$work/sparse" "$work/array" "$work/lines"

# ---- the index ----

zips()
{
	find "$RELEASES" -name '*.zip'
}
# The floor of a build: every file inflated, its XML parsed, its PDFs made words, and nothing done with any of it.
cat >"$work/read_all" <<'END'
find "$1" -name '*.zip' -exec unzip -p {} \; | cat >/dev/null
find "$1" "$2" -iname '*.xml' -exec xmllint --stream --noout {} +
find "$1" "$2" -iname '*.pdf' -exec pdftotext -tsv {} - \; | cat >/dev/null
END
reads=-
if wanted "build" && ! missing xmllint "build" && ! missing unzip "build" && ! missing pdftotext "build"; then
	mkdir "$work/members"
	number=0
	zips | while read -r zip; do
		number=$((number + 1))
		unzip -qqo "$zip" -d "$work/members/$number"
	done
	reads="sh $work/read_all $RELEASES $work/members"
fi
row "build" 1 "limit 2.2" "$builder -q --no-cache -o $work/made.mdb $RELEASES" - "$reads"
rm -rf "$work/members"
row "build, same again" 1 "ms 500" "$builder -q -o $index $RELEASES"
mkdir "$work/older"
find "$RELEASES" -mindepth 1 -maxdepth 1 -type d | sort >"$work/folders"
sed '$d' "$work/folders" | while read -r folder; do ln -s "$(realpath "$folder")" "$work/older/"; done
last=$(realpath "$(tail -n 1 "$work/folders")")
if wanted "build, one more"; then
	rm -rf "$XDG_CACHE_HOME"
	"$builder" -q -o "$work/more.mdb" "$work/older" >/dev/null || exit 2
	ln -s "$last" "$work/older/"
fi
row "build, one more" 1 "ms 2500" "$builder -q -o $work/more.mdb $work/older" - "$builder -q --no-cache -o $work/alone.mdb $last"
row "verify" 1 "limit 1.5" "$lookup verify" - "find $RELEASES -type f -exec sha256sum {} +"
if wanted "index size"; then
	awk -v OFS='\t' -v name="index size, MB" -v ours="$(wc -c <"$index")" \
		-v limit="$(zips | tr '\n' '\0' | xargs -0 cat | wc -c)" 'BEGIN {
		print name, sprintf("%.1f", ours / 1e6), "-", sprintf("%.1f", limit / 1e6), "-", sprintf("%.2f", ours / limit), "MB 36",
			ours <= 36e6 ? "yes" : "no", "-", "-", "zips" }' | tee -a "$work/tsv" | show
fi
cp "$work/tsv" "$BUILD/bench.tsv"
