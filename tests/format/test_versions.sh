#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# An index of each version of the format that was ever published: the newest is read, the others are refused
# by every command, with one sentence that names the file and both versions, and replaced by the builder.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

version=$(sed -n 's/^#define ICD_FORMAT_VERSION \([0-9]*\)$/\1/p' lookup/store/format.h)
for file in tests/format/format-*.mdb.gz; do
	name=$(basename "$file" .gz)
	gzip -d <"$file" >"$scratch/$name" || exit 2
done
cd "$scratch" || exit 2

passed=0
failed=0

# count NAME PROBLEM: "" is none.
count() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: $2"
	fi
}

# refused NAME VERSION ARGUMENT...: status 2, the sentence, and nothing else.
refused() {
	name=$1 old=$2
	shift 2
	echo "icd10-lookup: format-$old.mdb: made by index format $old, this program reads $version:" \
		"build it again with icd10-build-index" >expected
	icd10-lookup -i "format-$old.mdb" "$@" >stdout 2>stderr </dev/null
	status=$?
	if [ $status -ne 2 ] || [ -s stdout ]; then
		count "$name" "status $status; $(head -c 200 stdout)"
	else
		count "$name" "$(diff expected stderr)"
	fi
}

# answers NAME PATTERN ARGUMENT... Where the word tables changed since it was made, searches are refused: that is
# right, and no change of the format.
answers() {
	name=$1 pattern=$2
	shift 2
	icd10-lookup -i "format-$version.mdb" "$@" >stdout 2>stderr
	status=$?
	if [ $status -eq 2 ] && grep -q "format-$version.mdb: made with another word list: build it again" stderr; then
		echo "$name: made with other words than today's: tests/format/make.sh makes it anew"
		passed=$((passed + 1))
	elif [ $status -ne 0 ]; then
		count "$name" "status $status: $(cat stderr)"
	elif grep -q -e "$pattern" stdout; then
		count "$name" ''
	else
		count "$name" "'$pattern' was expected: $(head -c 400 stdout)"
	fi
}

# ---- every version before ----

commands=$(icd10-lookup --help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
[ -n "$commands" ] || count 'commands' 'none are listed'
old=1
while [ "$old" -lt "$version" ]; do
	[ -f "format-$old.mdb" ] || count "format $old" "there is no tests/format/format-$old.mdb.gz"
	for command in $commands; do
		for form in text json tsv; do
			refused "format $old: $command as $form" "$old" -f $form "$command" M54.50
		done
	done
	refused "format $old: words" "$old" low back pain
	refused "format $old: a code" "$old" M54.50
	cp "format-$old.mdb" index.mdb
	icd10-build-index -o index.mdb "$root/tests/format/release" >report 2>stderr
	count "format $old: replaced" "$(cat stderr)"
	grep -q '^  the index before is of another format: replaced, not compared$' report ||
		count "format $old: report" "$(tail -n 3 report)"
	icd10-lookup -i index.mdb M54.50 >stdout 2>stderr
	count "format $old: read when replaced" "$(cat stderr)"
	old=$((old + 1))
done

# ---- this version ----

if [ -f "format-$version.mdb" ]; then
	answers 'card' '^M54.50 *Pain of the low back, unspecified' code M54.50
	answers 'note above' 'strain of the low back (S39.0-)' code M54.50
	answers 'before the split' '^M54.5 *Pain of the low back' --on 2025-01-01 code M54.5
	answers 'search' '^M54.50 .*Pain of the low back, unspecified' search low back pain
	answers 'synonym' '^M54.5' search lbp
	answers 'index' 'M54.50' index pain
	answers 'cause' 'W11' cause fall
	answers 'drug' 'T39.015' drug aspirin
	answers 'history' '2025-10-01' history M54.5
	answers 'verify' 'whole; 10 files given back as they were, 0 not' verify
else
	count "format $version" "there is no tests/format/format-$version.mdb.gz: make it with tests/format/make.sh"
fi

echo "versions of the format: $passed passed, $failed failed"
[ $failed -eq 0 ]
