#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The printed card of a code: valid HTML, and one Letter sheet however much the book says of the code. By the W3C's
# checker, Debian's chromium and poppler's pdfinfo, each where it is installed.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/validators.sh
. tests/support/validators.sh
# shellcheck source=tests/support/releases.sh
. tests/support/releases.sh

# shellcheck disable=SC2154 # of script.sh
cd "$scratch" || exit 2

# A code of which more is said than any sheet holds, with names that would be tags.
{
	printf 'chapter 1 Infections <&> (A00-B99)\nsection A00-A09 Of the gut\nA00 A code with "much" said of it\n'
	for kind in codeFirst useAdditionalCode codeAlso includes inclusionTerm excludes1 excludes2; do
		i=0
		while [ $i -lt 40 ]; do
			echo "  $kind: note number $i, which is as long as notes of the book are, with <b> and a code (B00), and goes on"
			i=$((i + 1))
		done
	done
	printf '%s\n' '-A00.1 One' '-A00.2 Other' 'section B00-B09 Others' 'B00 Other'
} | list 2025-10-01
order 2025-10-01 <<'END'
A00 0 A code with much said of it
A00.1 1 One
A00.2 1 Other
B00 1 Other
END
icd10-build-index -q -o made.mdb 2025-10-01 || exit 2
icd10-build-index -q -o icd10cm.mdb "$root/data/sample" || exit 2
export ICD10_INDEX=icd10cm.mdb

passed=0
failed=0
wrong() {
	echo "card page: $*"
	failed=$((failed + 1))
}

for code in M54.50 M54 S39.012A W21.89 Z51.5 K60.4 E35 T39.011A; do
	icd10-lookup code --html "$code.html" "$code" || wrong "$code: status $?"
done
for code in A00 A00.1; do
	icd10-lookup -i made.mdb code --html "$code.html" "$code" || wrong "$code: status $?"
done
grep -q 'BILLABLE since 2021-10-01' M54.50.html || wrong "M54.50: no verdict"
grep -q 'lines than fit on the sheet' A00.html || wrong "A00: does not say that more is said"
grep -q 'number 1,.*&lt;b&gt;' A00.html || wrong "A00: a note is not there, or not escaped"
icd10-lookup code --html none.html M54.99 2>/dev/null
[ $? -eq 1 ] && [ ! -e none.html ] || wrong "a page of a code that is none"
icd10-lookup code --html two.html M54.50 M54.51 2>/dev/null
[ $? -eq 2 ] && [ ! -e two.html ] || wrong "a page of two codes"

if have_html; then
	html_valid ./*.html || wrong "not valid HTML"
else
	echo "card page: the HTML checker skipped, it is not installed (make validators)"
fi
if have_browser && command -v pdfinfo >/dev/null; then
	for page in M54.50 M54 A00 A00.1; do
		browser --no-pdf-header-footer --print-to-pdf="$page.pdf" "file://$scratch/$page.html" >/dev/null
		pdfinfo "$page.pdf" >said
		grep -q '^Pages: *1$' said && grep -q 'letter' said || wrong "$page: $(grep '^Page' said | tr '\n' ' ')"
		passed=$((passed + 1))
	done
else
	echo "card page: skipped in a browser, chromium or pdfinfo is not installed"
fi
echo "card page: $passed printed, $failed wrong"
[ "$failed" -eq 0 ]
