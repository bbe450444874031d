#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Seeds of the fuzz targets that data/sample has: a folder for each target in the folder given. usage: seeds.sh FOLDER
set -eu
to=$1
sample=data/sample
mkdir -p "$to"
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}
	mkdir -p "$to/${name%.c}"
done
cp "$sample"/*/*tabular_2*.xml "$to/tabular"
cp "$sample"/2025-10-01/*neoplasm*.xml "$to/xml"
cp "$sample"/*/*index*.xml "$sample"/2025-10-01/*drug*.xml "$sample"/2025-10-01/*neoplasm*.xml "$to/index_xml"
cp "$sample"/2025-10-01/*.txt "$sample"/2025-10-01/*.csv "$sample"/2020-10-01/*gem.txt "$to/lines"
cp "$sample"/*/*addenda_2021_january.txt "$to/words"
cp "$sample"/2025-10-01/*guidelines*.xml "$to/guidelines"
cp "$sample"/2025-10-01/*tabular*.xml "$to/scan"
awk -F '[<>]' '/<note>/ { print $3 }' "$sample"/2025-10-01/*tabular*.xml >"$to/notes/notes"

# "date/name", a line feed, the file; form feeds between files.
pack()
{
	for file; do
		[ "$file" = "$1" ] || printf '\f'
		printf '%s\n' "${file#"$root"/}"
		cat "$file"
	done
}
root=tests/format/release
# shellcheck disable=SC2046
pack $(find $root -type f | sort) >"$to/release/all"
for date in "$root"/*; do
	# shellcheck disable=SC2046
	pack $(find "$date" -type f | sort) >"$to/release/${date##*/}"
	cp "$to/release/${date##*/}" "$to/zip"
done
