#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A row of data/place_notes.tsv that is malformed is refused with a sentence.
cd "$(dirname "$0")/../.." || exit 1
make_table() { LC_ALL=C awk -f lookup/base/table.awk -f build-index/notes/place_notes.awk "$1"; }
table=$(mktemp) || exit 1
trap 'rm -f "$table"' EXIT
failed=0

# refused ROW SENTENCE
refused() {
	printf '# a table\nbus\tV60\tV70-V79\n%b\n' "$1" > "$table"
	if said=$(make_table "$table" 2>&1 > /dev/null); then
		echo "taken: $1"
		failed=1
	elif [ "$said" != "$table:3: $2" ]; then
		echo "of \"$1\": $said"
		failed=1
	fi
}

refused 'bus' 'note, place and codes were expected, not 1 columns'
refused 'Bus\t*\tV70' 'the note is not folded: "Bus"'
refused 'a  bus\t*\tV70' 'the note is not folded: "a  bus"'
refused 'a bus\t\tV70' "the start of a place's name or * was expected, not \"\""
refused 'bus\tV60\tV71' 'there is such a row already'
refused 'a bus\t*\t' 'codes were expected, not ""'
refused 'a bus\t*\t{BUS}' 'no line =BUS above it says which codes {BUS} stands for'
refused '=BUS\tV70\tV71' 'a name and its codes were expected, not 3 columns'

printf 'motorcoach\tV60\t{BUS}\n' > "$table"
make_table "$table" > /dev/null 2>&1 && { echo "taken: a group that is not there"; failed=1; }
printf '=BUS\tV70-V79\nmotorcoach\tV60\t{BUS}, V86\nbus\t*\t{BUS}\n' > "$table"
[ "$(make_table "$table")" = '{"bus", "", "V70-V79"},
{"motorcoach", "V60", "V70-V79, V86"},' ] || { echo "not sorted, or a group not written out"; failed=1; }
exit $failed
