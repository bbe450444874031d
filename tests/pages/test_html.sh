#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each page that a command writes is valid HTML, by the W3C's checker where that is installed.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/validators.sh
. tests/support/validators.sh
if ! have_html; then
	echo "pages: skipped, the HTML checker is not installed (make validators)"
	exit 0
fi

cd "$scratch" || exit 2
icd10-build-index -q -o icd10cm.mdb "$root/data/sample" || exit 2
export ICD10_INDEX=icd10cm.mdb
icd10-lookup changes --html changes.html 2020-10-01 2021-10-01
icd10-lookup changes --html none.html FY2026 K56
icd10-lookup tree --html tree.html M54
icd10-lookup tree --html chapter.html 13
icd10-lookup tree --html range.html S06-S39

html_valid ./*.html || exit 1
echo "pages: all are valid HTML"
