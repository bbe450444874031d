#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets on all processors. With "hour" they try other inputs each time, and those that reach something
# new are kept in BUILD/fuzz-corpus for the next run. With seconds each target tries a number of inputs, the same ones in
# the same order each time, that take about so long on a busy machine, and stops after four times as long: so nothing
# hangs on luck, and a longer run has tried all that a shorter one will. What goes wrong is in BUILD/fuzz-finds: an input
# that is a find belongs into tests/fuzz/corpus, under a name that says what it was.
# usage: run.sh BUILD SECONDS|hour [TARGET...]
set -eu
build=$(realpath "$1") seconds=$2
shift 2
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(for target in tests/fuzz/fuzz_*.c; do basename "$target" .c | sed 's/^fuzz_//'; done)
jobs=$(nproc)
reached=$build/fuzz-reached
rm -rf "$reached" "$build/fuzz-finds" "$build/fuzz-said"
fixed=
if [ "$seconds" = hour ]; then
	reached=$build/fuzz-corpus
elif setarch "$(uname -m)" -R true 2>/dev/null; then
	fixed="setarch $(uname -m) -R" # numbers that libFuzzer sees compared go into what it makes up: addresses, too
fi

# How many inputs a target tries in a second on a busy machine, with the sanitizers.
rate_of() {
	case $1 in
	records) echo 40000 ;;
	index_xml | xml) echo 4000 ;;
	guidelines | notes | tabular) echo 1500 ;;
	lines | words | workbook | zip) echo 500 ;;
	claims | desk | synonyms) echo 300 ;;
	lists | rows) echo 200 ;;
	shell) echo 30 ;;
	index | release | scan) echo 15 ;;
	*) echo 60 ;;
	esac
}

# A line for each target: its name, and how long it runs.
runs() {
	for name; do
		if [ "$seconds" = hour ]; then
			echo "$name -max_total_time=$((3600 * jobs / $#))"
		else
			echo "$name -max_total_time=$((4 * seconds)) -seed=1 -runs=$((seconds * $(rate_of "$name")))"
		fi
	done
}

sh tests/fuzz/seeds.sh "$build/fuzz-seeds"
mkdir -p "$build/fuzz-finds" "$build/fuzz-said"

# Leaks are looked for at the end of a run only: of the index that is kept open there are none to be found.
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 build reached fixed
corpus=$PWD/tests/fuzz/corpus
export corpus
status=0
# shellcheck disable=SC2016
runs "$@" | xargs -P "$jobs" -L 1 sh -c '
	name=$1 kept=$reached/$1
	shift
	mkdir -p "$kept" "$corpus/$name"
	$fixed "$build/tests/fuzz/fuzz_$name" "$@" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
		-max_len=65536 -print_final_stats=1 -close_fd_mask=1 -artifact_prefix="$build/fuzz-finds/$name-" \
		"$kept" "$corpus/$name" "$build/fuzz-seeds/$name" >"$build/fuzz-said/$name" 2>&1 </dev/null' sh ||
	status=1

printf '%-12s %12s %10s %8s %9s\n' target executions 'a second' edges 'peak MB'
for name; do
	LC_ALL=C awk -v name="$name" '
		/^stat::number_of_executed_units/ { runs = $2 }
		/^stat::average_exec_per_sec/ { speed = $2 }
		/^stat::peak_rss_mb/ { memory = $2 }
		/ cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
		END { printf "%-12s %12s %10s %8s %9s\n", name, runs, speed, edges, memory }' "$build/fuzz-said/$name"
done
for find in "$build"/fuzz-finds/*; do
	[ -e "$find" ] || continue
	status=1
	echo "find: $find"
	name=${find##*/}
	grep -m 3 -e '^fuzz: ' -e 'ERROR: ' -e 'runtime error' -e 'SUMMARY' "$build/fuzz-said/${name%%-*}" || true
done
exit $status
