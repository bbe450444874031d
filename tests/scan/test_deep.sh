#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Folders that lie deep in each other, and deeper than a path can name: scan reads what it can name and warns of the rest.
. tests/support/script.sh
. tests/support/check.sh
icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb" ICD10_ON=2026-02-01

# deeper COUNT: goes so many folders down.
deeper() {
	i=0
	while [ "$i" -lt "$1" ]; do
		mkdir d && cd -P d || exit 2
		i=$((i + 1))
	done
}

mkdir "$scratch/top" && cd "$scratch/top" || exit 2
deeper 1950
echo 'M54.5' >form.txt
scan() { (cd "$scratch" && icd10-lookup scan -q top) >"$scratch/found" 2>"$scratch/warned"; }
scan
check 'what is found in a deep folder' [ "$?" -eq 1 ]
check 'where' grep -q '/d/form.txt:1:1: error: M54.5: ' "$scratch/found"
deeper 200
scan
check 'what a path cannot name' [ "$?" -eq 2 ]
check 'is warned of' grep -q ': File name too long$' "$scratch/warned"
check 'the others are scanned all the same' grep -q '/d/form.txt:1:1: error: M54.5: ' "$scratch/found"
echo "scan, deep folders: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
