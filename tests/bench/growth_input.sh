# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154
# Rows of growth.sh: by number of releases, and by size of what is asked about.

official_index "growth by releases and by size" || return 0

# ---- by releases: the last so many of them ----

last_releases()
{
	mkdir -p "$FILE" && find "$RELEASES" -mindepth 1 -maxdepth 1 -type d | sort | tail -n "$SIZE" |
		while read -r folder; do ln -s "$(realpath "$folder")" "$FILE/"; done
}

indexed_releases()
{
	kept=$work/last_$SIZE.mdb
	[ -f "$kept" ] || { last_releases && "$builder" -q -o "$kept" "$FILE" >/dev/null; }
	rm -rf "$FILE"
	ln -s "$kept" "$FILE"
}

by_releases="1 2 4 8 15"
ROUNDS=1 grow "build, releases" last_releases "$builder -q -o $work/made.mdb $work/input" "$by_releases" 1.0 0.5
ROUNDS=200 grow "card, releases" indexed_releases "$lookup -i $work/input M54.50" "$by_releases" 0.05
ROUNDS=50 grow "search, releases" indexed_releases "$lookup -i $work/input low back pain" "$by_releases" 0.05
rm -f "$work"/last_*.mdb "$work/made.mdb"

# ---- by rows, thousands of them ----

rows()
{
	generate "$1" $((SIZE * 1000)) >"$FILE"
}

# Half of the codes with their dots.
spellings()
{
	generate claims $((SIZE * 1000)) | awk 'BEGIN { srand(1) } {
		for (i = 1; i <= NF; i++)
			if (length($i) > 3 && rand() < 0.5) $i = substr($i, 1, 3) "." substr($i, 4)
		print
	}' >"$FILE"
}

thousands="20 100 500"
grow "check, codes" "rows list" "$lookup check $work/input" "100 400 1600" 1.05 0.05
grow "check, dates" "rows dated" "$lookup check --column dx --date-column date $work/input" "$thousands" 1.05 0.1
grow "check --summary" "rows dated" "$lookup check --column dx --date-column date --summary $work/input" "$thousands"
grow "claim, common codes" "rows common" "$lookup claim - <$work/input" "$thousands" 1.05 0.1
grow "claim, random codes" "rows claims" "$lookup claim - <$work/input" "2 8 32" 1.05 0.05
# Of different codes each pair is looked at, and may be said: the square.
grow "claim, codes of one line" 'generate claims "$SIZE" | tr "\n" " " >"$FILE"' "$lookup claim - <$work/input" "150 300 600" 2.05 -
grow "claim, both spellings" spellings "$lookup claim - <$work/input" "75 150 300" 1.05 0.3
grow "claim, X12" "rows x12" "$lookup claim $work/input" "$thousands" 1.05 0.1

grow "search, two conditions" 'awk -v n="$SIZE" '\''BEGIN { for (i = 0; i < n; i++) print "cough congestion" }'\'' >"$FILE"' \
	"xargs -s 1900000 -n 1000000 $lookup search <$work/input" "2000 4000 8000"
grow "words, short codes" 'awk -v n="$SIZE" '\''BEGIN { for (i = 0; i < n; i++) print "HLA B27 positive" }'\'' >"$FILE"' \
	"xargs -s 1900000 -n 1000000 $lookup <$work/input" "2000 4000 8000"
grow "tree, different codes" 'awk -v n="$SIZE" '\''NR <= n { print $1 }'\'' "$work/codes" >"$FILE"' "xargs -s 1900000 -n 1000000 $lookup tree <$work/input" \
	"5000 10000 20000" 1.1
ROUNDS=1 grow "bookmarks, in a shell" 'rm -rf "${work:?}/home"; awk -v n=$((SIZE * 1000)) '\''NR <= n { print "bookmark " $1 }'\'' "$work/codes" >"$FILE"' \
	"env XDG_DATA_HOME=$work/home $lookup shell <$work/input" "4 8 16" 1.1
rm -rf "${work:?}/home"

# ---- scan, by bytes ----

megabytes()
{
	generate "$1" "$(awk -v size="$SIZE" 'BEGIN { printf "%d", size * 1000000 }')" >"$FILE"
}

for kind in text csv html json; do
	grow "scan, $kind" "megabytes $kind" "$lookup scan $work/input" "0.5 5 50" 1.05 0.2
done
for kind in array object cells rows codes undotted unknown doubtful; do
	grow "scan, one line: $kind" "megabytes $kind" "$lookup scan --summary $work/input" "0.5 5 50"
done
# As many bytes in lines cost what they cost in one.
grow "scan, lines: array" "megabytes array_lines" "$lookup scan --summary $work/input" "0.5 5 50"
