#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The ranks that searching gives to the cases of tables, and its time, on the official releases in $ICD10_RELEASES.
# ICD10_SEARCH_CASES names the tables (bench_search.c).
set -u
# shellcheck source=tests/bench/setup.sh disable=SC1091,SC2154
. tests/bench/setup.sh
RELEASES=${ICD10_RELEASES:-../shared/releases}
[ -d "$RELEASES" ] || { echo "bench-search: skipped, no releases in $RELEASES"; exit 0; }
"$builder" -q -o "$work/index.mdb" "$RELEASES" >/dev/null || exit 2
for cases in ${ICD10_SEARCH_CASES:-../shared/search-cases.tsv ../shared/search-queries.tsv}; do
	[ -f "$cases" ] && "$BUILD/tests/bench/bench_search" "$work/index.mdb" "$cases"
done
