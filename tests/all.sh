#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs test programs and scripts (the arguments), each to its end, and says at the end which failed, what was skipped
# and why, and how many there were of each. $WRAPPER, if set, runs the programs (valgrind and the like).
passed=0 failed=0 names=
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
: >"$scratch/skipped"

run() {
	case $1 in
	*.sh) sh "$1" ;;
	*) $WRAPPER "$1" ;;
	esac
	echo $? >"$scratch/status"
}

# What a test says to be skipped, each reason once: "skipped: no curl", "progress: skipped, script(1) is not installed".
note_skipped() {
	awk -v test="$1" '
	/skipped/ && !/ 0 skipped/ && !seen[$0]++ { print "  " test ": " $0 }
	' "$scratch/said" >>"$scratch/skipped"
}

for test in "$@"; do
	echo 1 >"$scratch/status"
	run "$test" 2>&1 | tee "$scratch/said"
	note_skipped "$test"
	if [ "$(cat "$scratch/status")" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		names="$names $test"
	fi
done
skipped=$(($(wc -l <"$scratch/skipped")))
if [ "$skipped" -gt 0 ]; then
	echo "skipped, in tests that passed but for them:"
	cat "$scratch/skipped"
fi
[ -z "$names" ] || echo "failed:$names"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
