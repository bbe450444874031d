#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What fuzzing has found stays found: each target runs on the inputs that were kept, and on the seeds. KEPT: other folders
# with a folder of inputs for each target.
set -u
build=${BUILD:-build}
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
sh tests/fuzz/seeds.sh "$scratch/seeds" || exit 2
bad=0 count=0
for source in tests/fuzz/fuzz_*.c; do
	target=$(basename "$source" .c)
	name=${target#fuzz_}
	set -- "$scratch/seeds/$name"
	for kept in tests/fuzz/corpus ${KEPT:-}; do
		[ ! -d "$kept/$name" ] || set -- "$kept/$name" "$@"
	done
	[ -n "$(find "$@" -type f | head -n 1)" ] || { echo "$target: no inputs" >&2; bad=1; }
	if "$build/tests/fuzz/$target" "$@" >"$scratch/said" 2>&1; then
		count=$((count + $(tail -n 1 "$scratch/said" | sed 's/ inputs//')))
	else
		echo "$target fails:" >&2
		tail -n 30 "$scratch/said" >&2
		bad=1
	fi
done
"$build/tests/fuzz/flips" 100 100 || bad=1
echo "corpus: $count inputs"
exit $bad
