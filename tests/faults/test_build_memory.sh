#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each allocation of a build fails once. The build then says one sentence, its status is 2, the index is what it was and
# nothing is left behind; or it makes the very index it makes without the failure, where what could not be had was of no
# use to it.
#
#	ICD10_FAULTS=all    every allocation; otherwise one of many
. tests/support/script.sh
cd "$scratch" || exit 2

if grep -q __asan_init "$build/icd10-build-index"; then
	echo "skipped: sanitizers have allocations of their own"
	exit 0
fi
${CC:-cc} -O2 -D_GNU_SOURCE -shared -fPIC -o faults.so "$root/tests/support/memory_faults.c" || exit 2
cp -r "$root/data/sample" sample
# One release zipped, in a zip, as some are published.
if command -v python3 >/dev/null; then
	(cd sample/2025-10-01 && python3 -m zipfile -c inner.zip ./*.* && python3 -m zipfile -c release.zip inner.zip &&
		find . -type f ! -name release.zip -exec rm {} +) || exit 2
fi
icd10-build-index -q -o old.mdb sample/2021-10-01 || exit 2
icd10-build-index -q -o new.mdb sample || exit 2
old=$(cksum <old.mdb) new=$(cksum <new.mdb)
# No folder for what is kept from build to build: each build does the whole work.
export HOME='' XDG_CACHE_HOME=''
MEMORY_COUNT=count LD_PRELOAD="$scratch/faults.so" icd10-build-index -q -o all.mdb sample || exit 2
count=$(cat count)
passed=0 failed=0

wrong() {
	echo "allocation $1 of $count fails: $2"
	sed 's/^/    /' err | head -3
	failed=$((failed + 1))
}

build_without() {
	cp old.mdb out/index.mdb
	MEMORY_FAULT=$1 LD_PRELOAD="$scratch/faults.so" icd10-build-index -q -o out/index.mdb sample >out.txt 2>err
	status=$?
	sum=$(cksum <out/index.mdb)
	left=$(find out -mindepth 1 ! -name index.mdb)
	if [ -n "$left" ]; then
		wrong "$1" "left behind: $left"
		rm -rf out && mkdir out
	elif [ $status -eq 0 ] && [ "$sum" = "$new" ]; then
		passed=$((passed + 1))
	elif [ $status -ne 2 ]; then
		wrong "$1" "status $status, and the index is not the whole one"
	elif [ "$sum" != "$old" ]; then
		wrong "$1" "status 2, and the index is not the old one"
	elif [ "$(wc -l <err)" -ne 1 ] || ! grep -q '^icd10-build-index: ' err; then
		wrong "$1" "no sentence"
	else
		passed=$((passed + 1))
	fi
}

mkdir out
if [ "${ICD10_FAULTS-}" = all ]; then
	step=1 first=1
else
	step=$((count / 60 + 1)) first=7
fi
[ "$count" -gt 1000 ] || { echo "only $count allocations were seen" && exit 1; }
for number in $(seq "$first" "$step" "$count"); do
	build_without "$number"
done
echo "allocations of a build that fail: $passed passed, $failed failed (of $count)"
[ "$failed" -eq 0 ]
