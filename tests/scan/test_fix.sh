#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scan --fix changes what it says and not a byte else, wherever the windows are cut in which a file is read: in files
# made at random, of all encodings and line ends, with codes thick around each cut. A second --fix changes nothing.
. tests/support/script.sh
command -v python3 >/dev/null || {
	echo "skipped: no python3"
	exit 0
}
cd "$scratch" || exit 2
mkdir -p next/2026-10-01
sed '/^[0-9]* M5459 /d; /^[0-9]* M542 /d' "$root/data/sample/2025-10-01/icd10cm_order_2026.txt" \
	>next/2026-10-01/order.txt
printf 'Current code assignment,Effective,Previous Code(s) Assignment\nM54.50,2026,M54.59\nM54.50,2026,M54.2\n' \
	>next/2026-10-01/conversion.csv
icd10-build-index -q -o next.mdb "$root/data/sample" next >/dev/null || exit 2
exec python3 "$root/tests/scan/fix.py" icd10-lookup next.mdb
