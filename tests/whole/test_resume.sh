#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A release more: the builder goes on from the book that an earlier build kept, and makes the same index and report, byte
# for byte, as from all files; also when codes went and come back, when lists were rebuilt from addenda, when an older
# release has changed since, and when what was kept is damaged.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh

cd "$scratch" || exit 2
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME
kept=$XDG_CACHE_HOME/icd10
mkdir all
cp -r "$root"/data/sample/20* all/ || exit 2
# Codes alone, with a list by addenda; then the files of years before, whose codes were gone; then those of the years
# between.
mkdir all/2026-04-01
cp all/2025-10-01/icd10cm_order_2026.txt all/2026-04-01/
cat >all/2026-04-01/addendum.txt <<'END'
      ICD-10-CM TABULAR LIST of DISEASES and INJURIES
                     2026 Addenda April Update
No Change     Chapter 13
No Change     Diseases of the musculoskeletal system and connective tissue (M00-M99)
No Change     Other dorsopathies (M50-M54)
No Change     M54 Dorsalgia
No Change         M54.5 Low back pain
No Change               Excludes1:
Add                               an ache made up for this test (M54.2)
Delete                            a note that never was
END
# Indexes by addenda alone, the second of them from the one before; then one that is published again.
cat >all/2026-04-01/index.txt <<'END'
ICD-10-CM INDEX to DISEASES and INJURIES
2026 Addenda April Update
No Change     P
No Change     Pain(s) (see also Painful) R52
Add           - hallux M79.674
Revise from   - loin M54.50
Revise to     - loin, flank M54.50
Delete        - that never was R52
Add           Pang R52
END
mkdir all/2026-07-01
cp all/2025-10-01/icd10cm_order_2026.txt all/2025-10-01/icd10cm_tabular_2026.xml all/2026-07-01/
sed 's/April/July/; s/hallux/heel/; s/loin, flank/loin, right/; s/- loin /- loin, flank /; s/Pang/Pangs/' \
	all/2026-04-01/index.txt >all/2026-07-01/index.txt
cp -r all/2020-10-01 all/2026-10-01
cp -r all/2025-10-01 all/2027-10-01

# have RELEASE...: these are the releases there are.
have() {
	rm -rf releases
	mkdir releases
	for release; do
		cp -r "all/$release" releases/
	done
}

# made NAME: the index and its report, and those that are made without a cache.
made() {
	rm -f index.mdb
	check "$1" sh -c 'icd10-build-index -v -o index.mdb releases >report 2>&1'
	mv index.mdb kept.mdb
	mv report kept.report
	icd10-build-index -v --no-cache -o index.mdb releases >report 2>&1
	check "$1: the same index" cmp index.mdb kept.mdb
	check_same "$1: the same report" report kept.report
}

# shellcheck disable=SC2012,SC2046 # their names are dates
set -- $(ls all)
count=0
while [ $count -lt $# ]; do
	first=$(echo "$@" | cut -d ' ' -f "1-$((count + 1))")
	rm -rf "$XDG_CACHE_HOME"
	# shellcheck disable=SC2086
	have $first
	made "$((count + 1)) releases"
	find "$kept" -type f -exec touch -d '2 days ago' {} +
	have "$@"
	made "$((count + 1)) releases, then all"
	count=$((count + 1))
done
check 'indexes are rebuilt from addenda' test "$(grep -c 'alphabetic index rebuilt' kept.report)" -eq 2
check 'what the book has is not read again' test "$(find "$kept" -type f -mmin +60 | wc -l)" -gt 10

rm -rf "$XDG_CACHE_HOME"
have
for release; do
	cp -r "all/$release" releases/
	made "one release after the other: $release"
done
# In another folder the report names the files where they lie now.
mv releases moved
rm -f index.mdb
icd10-build-index -v -o index.mdb moved >kept.report 2>&1
mv index.mdb kept.mdb
icd10-build-index -v --no-cache -o index.mdb moved >report 2>&1
mv moved releases
check 'moved: the same index' cmp index.mdb kept.mdb
check_same 'moved: the same report' report kept.report
have "$1" "$3" "$4" "$6"
made 'releases left out'
have "$@"
sed -i 's/Low back pain, unspecified/Low back pain, whatever it be/' "releases/$3"/*.txt "releases/$3"/*.xml
made 'an older release that has changed'
find "$kept" -type f -size +64k | while read -r entry; do
	printf '\377\377\377\377' | dd of="$entry" bs=1 seek=1000 conv=notrunc 2>/dev/null
done
made 'damaged'

echo "resume: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
