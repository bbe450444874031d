#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Golden tests: each tests/golden/NAME.cmd is run by sh, and what it prints must be NAME.out:
# standard output; behind a line "2>", if there is any, standard error; "status N".
#
#	tests/run_golden.sh [--update|--stop] [NAME...]
#
# The commands run in an empty folder that holds `sample` (data/sample) and the index made
# of it, icd10cm.mdb, which is the default index. Today is 2026-02-01. --update writes the
# .out files anew: look at their difference before you commit it. --stop ends with the first that fails.

set -u
cd "$(dirname "$0")/.." || exit 2

update=false
stop=false
case ${1-} in
--update)
	update=true
	shift
	;;
--stop)
	stop=true
	shift
	;;
esac
if [ $# -eq 0 ]; then
	for command in tests/golden/*.cmd; do
		set -- "$@" "$(basename "$command" .cmd)"
	done
fi

# shellcheck source=tests/support/script.sh
. tests/support/script.sh

export TERM=xterm HOME="$scratch/home" XDG_DATA_HOME="$scratch/home/data" XDG_CONFIG_HOME="$scratch/home/config"
export XDG_STATE_HOME="$scratch/home/state" XDG_CACHE_HOME="$scratch/home/cache"
export ICD10_NOTES="$root/data/notes" ICD10_TESTS="$root/tests"
mkdir -p "$HOME"

"$build/icd10-build-index" -q -o "$scratch/icd10cm.mdb" data/sample || exit 2

# Runs the command $1 and writes what it prints to $2.
run() {
	rm -rf "$scratch/run" "$HOME"
	mkdir "$scratch/run" "$HOME"
	cp "$scratch/icd10cm.mdb" "$scratch/run/"
	ln -s "$root/data/sample" "$scratch/run/sample"
	(
		cd "$scratch/run" || exit 2
		ICD10_INDEX=icd10cm.mdb sh "$1" <"$scratch/nothing" >"$scratch/stdout" 2>"$scratch/stderr"
		echo "status $?" >"$scratch/status"
	)
	{
		cat "$scratch/stdout"
		if [ -s "$scratch/stderr" ]; then
			echo '2>'
			cat "$scratch/stderr"
		fi
		cat "$scratch/status"
	} >"$2"
}

: >"$scratch/nothing"
passed=0
failed=0
for name; do
	command=$root/tests/golden/$name.cmd
	expected=$root/tests/golden/$name.out
	if [ ! -f "$command" ]; then
		echo "$name: there is no tests/golden/$name.cmd"
		failed=$((failed + 1))
		continue
	fi
	run "$command" "$scratch/got"
	if $update; then
		cmp -s "$scratch/got" "$expected" || { cp "$scratch/got" "$expected" && echo "$name: updated"; }
		passed=$((passed + 1))
	elif cmp -s "$scratch/got" "$expected"; then
		passed=$((passed + 1))
	else
		echo "$name: not as expected:"
		diff -u "$expected" "$scratch/got" | sed '1,2d'
		failed=$((failed + 1))
		! $stop || break
	fi
done
echo "golden: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
