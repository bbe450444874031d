#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets on all processors. With "hour" they try other inputs each time, and those that reach something
# new are kept in BUILD/fuzz-corpus for the next run. With seconds they try the same inputs in the same order each time,
# as many as the time allows, so a longer run has tried all that a shorter one will. What goes wrong is in
# BUILD/fuzz-finds: an input that is a find belongs into tests/fuzz/corpus, under a name that says what it was.
# usage: run.sh BUILD SECONDS|hour [TARGET...]
set -eu
build=$(realpath "$1") seconds=$2
shift 2
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(for target in tests/fuzz/fuzz_*.c; do basename "$target" .c | sed 's/^fuzz_//'; done)
jobs=$(nproc)
reached=$build/fuzz-reached order=-seed=1
rm -rf "$reached" "$build/fuzz-finds" "$build/fuzz-said"
[ "$seconds" != hour ] || { seconds=$((3600 * jobs / $#)) reached=$build/fuzz-corpus order=-seed=0; }
sh tests/fuzz/seeds.sh "$build/fuzz-seeds"
mkdir -p "$build/fuzz-finds" "$build/fuzz-said"

# Leaks are looked for at the end of a run only: of the index that is kept open there are none to be found.
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 build seconds reached order
corpus=$PWD/tests/fuzz/corpus
export corpus
status=0
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P "$jobs" -I NAME sh -c '
	name=NAME kept=$reached/NAME
	mkdir -p "$kept" "$corpus/$name"
	"$build/tests/fuzz/fuzz_$name" "$order" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
		-max_len=65536 -print_final_stats=1 -close_fd_mask=1 -artifact_prefix="$build/fuzz-finds/$name-" \
		"$kept" "$corpus/$name" "$build/fuzz-seeds/$name" >"$build/fuzz-said/$name" 2>&1 </dev/null' ||
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
