#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures, on the official releases in $ICD10_RELEASES: build time beside reading the same XML,
# a one-shot look-up beside `true`, search, check, scan. Ratios of one run are what counts.
# usage: bench.sh [search|build|lookup|check|scan]
set -u
BUILD=${BUILD:-build}
RELEASES=${ICD10_RELEASES:-../shared/releases}
what=${1:-all}
[ -d "$RELEASES" ] || { echo "bench: skipped, no releases in $RELEASES"; exit 0; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM
index=$work/bench.mdb

now() { date +%s.%N; }
span() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b - a }'; }
wanted() { [ "$what" = all ] || [ "$what" = "$1" ]; }

start=$(now)
"$BUILD/icd10-build-index" -q -o "$index" "$RELEASES" || exit 2
built=$(span "$start" "$(now)")

if wanted build; then
	size=$(wc -c <"$index")
	echo "build: $built s, $size bytes, all of $RELEASES"
	if command -v xmllint >/dev/null; then
		start=$(now)
		find "$RELEASES" -name '*.xml' -exec xmllint --stream --noout {} +
		echo "build: xmllint --stream --noout of its loose XML files: $(span "$start" "$(now)") s"
	fi
fi

if wanted lookup; then
	runs=300
	for command in /bin/true "$BUILD/icd10-lookup -i $index --on 2025-05-01 M54.50"; do
		start=$(now)
		i=0
		while [ $i -lt $runs ]; do
			$command >/dev/null
			i=$((i + 1))
		done
		echo "lookup: $runs times $(span "$start" "$(now)") s: $command"
	done
fi

if wanted search && [ -x "$BUILD/tests/bench/bench_search" ]; then
	for cases in ${ICD10_SEARCH_CASES:-../shared/search-cases.tsv ../shared/search-queries.tsv}; do
		[ -f "$cases" ] && "$BUILD/tests/bench/bench_search" "$index" "$cases"
	done
fi

if wanted check && [ -f tests/bench/bench_check.sh ]; then
	BUILD=$BUILD ICD10_INDEX=$index sh tests/bench/bench_check.sh
fi

if wanted scan; then
	BUILD=$BUILD ICD10_INDEX=$index sh tests/bench/bench_scan.sh
fi
