#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The JSON answers of every command are as its schema in data/schema/ says, and no schema lets a field in that it does
# not name: a new field is to be described there. On the sample and, where the library's test has made it, on the index of
# the official releases.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

if ! python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
	echo 'skipped: python3-jsonschema is not installed'
	exit 0
fi
passed=0
failed=0
validate() {
	python3 "$root/tests/schema/validate.py" "$root/data/schema" "$@"
}
verdict() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}
validate
verdict $?

# ---- every command has one, every field is in one ----

# Commands without JSON of their own, and those that share a schema.
schema_of() {
	case $1 in
	shell) echo none ;;
	drug | neoplasm | cause) echo index ;;
	*) echo "$1" ;;
	esac
}
commands=$(sed -n 's/^	{"\([a-z0-9]*\)", cmd_.*/\1/p' lookup/commands.c)
[ "$(echo "$commands" | wc -l)" -gt 20 ] || failed=$((failed + 1))
for command in $commands; do
	schema=$(schema_of "$command")
	[ "$schema" = none ] || [ -f "data/schema/$schema.json" ]
	verdict $?
	[ "$schema" = none ] || [ -f "data/schema/$schema.json" ] || echo "$command: there is no data/schema/$schema.json"
done
# SARIF is a form of its own.
# shellcheck disable=SC2046 # names without blanks
validate --fields $(find lookup/tell lookup/print lookup/commands lookup/tables -name '*.c' ! -name sarif.c ! -name printer.c)
verdict $?

# ---- answers ----

icd10-build-index -q -o "$scratch/sample.mdb" data/sample || exit 2
export ICD10_NOTES="$root/data/notes" XDG_DATA_HOME="$scratch/home/data" XDG_CONFIG_HOME="$scratch/home/config"
mkdir -p "$scratch/home" "$scratch/answers"
printf 'M54.5-\nI10\n' >"$scratch/list"
# shellcheck disable=SC2154 # of script.sh
ln -s "$root/tests" "$root/data" "$scratch/"
cd "$scratch" || exit 2

# ask SCHEMA ARGUMENT...: what is asked is told on standard input where it is given there
ask() {
	schema=$1
	shift
	icd10-lookup -i "$index" -f json "$@" >>"answers/$schema" 2>said
	[ $? -lt 2 ] || { echo "$*: $(cat said)"; failed=$((failed + 1)); }
}

odd='zzz M54.5x 724.2 M54.50X S720 Q99.99 I10X I10- 080 250.00 m545 W2189A S061X7D E11.9- K60.42 U07.1 V00.01XA'
ask_all() {
	icd10-lookup -i "$index" export dated | cut -f 1 | uniq | awk -v n="$1" 'NR % n == 0' >codes
	echo "$odd" | tr ' ' '\n' >>codes
	sed 's/$/,2021-12-01,x/' codes >table
	for day in 2015-10-01 2021-09-30 2021-12-01 2023-01-01 2031-01-01; do
		ask code --on $day code - <codes
		ask check --on $day check codes
		ask history --on $day history M54.5 U07.1 zzz
		ask icd9 --on $day icd9 - <codes
		ask tree --on $day tree M54 13 M50-M54
	done
	ask check check --column 1 --date-column 2 --delimiter , --row --keep --list list table
	ask check check --summary codes
	ask check check --summary --by 3 --column 1 --delimiter , table
	for words in lumbago 'right lumbago with sciatica' diabetis qqqqzz M54 'fall ladder' 'no fever cough'; do
		# shellcheck disable=SC2086
		ask search search $words
		# shellcheck disable=SC2086
		ask narrow narrow -- $words
	done
	ask search search --all-dates --within M54 pain
	ask tree tree --depth 1 all
	for code in M54 S52.5 M54.50 S39.012 zzz M25.56; do
		ask narrow narrow $code
		ask refs refs $code
		ask guide guide $code
		ask pair pair $code M54.41
		ask claim claim -v $code I10 N18.30 M54.41
	done
	ask narrow narrow --answers 1 S39.012
	ask refs refs --below M54
	ask compare compare M54.50 M54.59 zzz
	ask pair pair M54.59 S39.012S
	echo 'a: M54.50 M54.41 2021-12-01' | ask claim claim -
	printf '%s\n' 'M54.50 M54.41' 'I10 zzz' | ask claim claim --summary -
	ask claim claim --setting inpatient --age 3 --sex F O80 N40.0
	ask scan scan tests/scan data/sample
	ask scan scan --summary tests/scan
	ask scan --on 2021-09-30 scan --against 2021-10-01 list
	for term in lumbago 'pain low back' 'pain loin' zzz; do
		# shellcheck disable=SC2086
		ask index index --below --follow $term
	done
	ask index drug aspirin
	ask index neoplasm breast
	ask index cause fall
	for section in I.C.9.a I.A laterality 'pain chronic' 'qqq zzz'; do
		# shellcheck disable=SC2086
		ask guide guide $section
	done
	ask guide guide
	ask guide --on 2018-01-01 guide I10
	ask releases releases
	ask releases releases --files
	ask releases releases --newer
	ask changes changes 2021-10-01
	ask changes changes -a 2021-10-01 M54
	ask changes changes --only poa 2021-10-01
	ask changes changes --list list 2021-10-01
	ask changes changes --only guidelines 2025-10-01
	ask note note M54.5- 'which side?'
	ask note note M54.50
	ask note note
	ask note note --edit 1 'which side, and since when?'
	ask note note --delete 1
	ask bookmark bookmark M54.50 I10
	ask bookmarks bookmarks
	ask bookmark bookmark --delete I10
	for table in dated dated-notes dated-excludes crosswalk; do
		icd10-lookup -i "$index" -f json export $table | awk -v n="$1" 'NR % n == 1 || n == 1' >>answers/export
	done
	mkdir -p "$XDG_DATA_HOME/icd10/lists"
	printf '# Back\nM54.5-\t\t\tlow back\n!M54.59\nM54.5\nM99.99Z\nI10\t\t2020-12-31\n' >"$XDG_DATA_HOME/icd10/lists/back.txt"
	ask list list
	ask list list expand back
	ask list list diff back 2021-09-30 2021-10-01
	ask list list diff back list
	ask list list check back
	ask list list find M54.50 M54.59 R52
	ask code code M54.50
	rm "$XDG_DATA_HOME/icd10/lists/back.txt"
	ask verify verify
}

# Of one release, without guidelines.
icd10-build-index -q -o first.mdb data/sample/2020-10-01 || exit 2
index=first.mdb
ask guide guide I.A
ask code code M54.5 M54.50
index=$scratch/sample.mdb
ask_all 1
official=$build/tests/official.mdb
if [ -f "$official" ] && [ "$(icd10-lookup -i "$official" -f json releases 2>/dev/null | grep -c '"effective":"2024-10-01"')" = 1 ]; then
	index=$official
	ask_all 997
else
	echo 'skipped: no index of the official releases'
fi

for schema in "$root"/data/schema/*.json; do
	name=$(basename "$schema" .json)
	[ "$name" != common ] || continue
	touch "answers/$name"
	validate "$name" <"answers/$name"
	verdict $?
done
echo "schema: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
