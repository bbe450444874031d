#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The line that tells how far a long command has got: on a terminal, after half a second, and gone at the end; nowhere
# else. The input is a pipe that stays open a while, so that the command takes long; the terminal is that of script(1).

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
if ! command -v script >/dev/null; then
	echo "progress: skipped, script(1) is not installed"
	exit 0
fi

# shellcheck disable=SC2154 # of script.sh
icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
cd "$scratch" || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb" TERM=xterm
passed=0
failed=0

printf 'M54.50\nM54.5\n' >codes

# on_terminal COMMAND...: what the terminal gets goes to `screen`, a carriage return as "<".
on_terminal() {
	script -qec "$*" typescript </dev/null >/dev/null
	sed '1d;/^Script done/d' typescript | tr '\r' '<' >screen
}
# says NAME PATTERN, says_not NAME PATTERN: of the screen
says() {
	if grep -q "$2" screen; then
		passed=$((passed + 1))
	else
		echo "$1: not on the screen: $2"
		cat screen
		failed=$((failed + 1))
	fi
}
says_not() {
	if grep -q "$2" screen; then
		echo "$1: on the screen: $2"
		cat screen
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

for command in scan check claim; do
	file=-
	[ "$command" != check ] || file=
	on_terminal "(sleep 0.9; cat codes) | icd10-lookup $command $file"
	says "$command on a terminal" "<$command: file 1, "
	says "$command, the line is gone before what is printed" '<  *<[^<]*M54\.5'
	times=$(tr '<' '\n' <screen | grep -c "^$command: file")
	[ "$times" -le 8 ] || { echo "$command: the line was written $times times"; failed=$((failed + 1)); }
	on_terminal "cat codes | icd10-lookup $command $file"
	says_not "$command that is quick" 'file 1'
done
on_terminal "(sleep 0.9; cat codes) | icd10-lookup scan -q -"
says_not 'scan -q' 'file 1'
on_terminal "(sleep 0.9; cat codes) | icd10-lookup scan - 2>errors"
says_not 'scan with its errors in a file' 'file 1'
[ ! -s errors ] || { echo "scan wrote to standard error:"; cat errors; failed=$((failed + 1)); }

on_terminal "sh -c 'icd10-lookup check </dev/tty & sleep 0.9; kill \$!'"
says_not 'check of what is typed' 'file 1'

# Files: what there is to be read, and how long that will take. A pipe among them makes it long.
mkfifo pipe
awk 'BEGIN { for (i = 0; i < 100000; i++) print "words, words, words, words" }' >long.txt
on_terminal '(sleep 0.9; echo M54.50) >pipe & icd10-lookup scan long.txt pipe long.txt; wait'
says 'scan of files' '<scan: file 2, 2\.7 MB of 5\.4 MB, [0-9.]* MB/s, [0-9]* s left'

echo "progress: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
