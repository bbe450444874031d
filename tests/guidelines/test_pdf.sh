#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Guidelines as PDF, all the way: a small document made here, with a bold font and without bookmarks, is found by its
# first page, read by poppler's programs and answered from. Skipped without poppler-utils.

set -u
cd "$(dirname "$0")/../.." || exit 2
if ! command -v pdftohtml >/dev/null || ! command -v pdftotext >/dev/null; then
	echo "skipped: no poppler-utils"
	exit 0
fi
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
export ICD10_TODAY=2025-01-01 ICD10_INDEX="$scratch/x.mdb"
cd "$scratch" || exit 2
# shellcheck source=tests/support/releases.sh
. "$root/tests/support/releases.sh"

failed=0
# is NAME EXPECTED GOT
is() {
	[ "$2" = "$3" ] && return
	failed=$((failed + 1))
	printf '%s:\nexpected: %s\ngot:      %s\n' "$1" "$2" "$3"
}

# pdf: a document of one page, of lines "b TEXT" (bold) and "p TEXT" on standard input.
pdf() {
	awk '
	function object(text) { offset[++count] = length(out); out = out count " 0 obj\n" text "\nendobj\n" }
	BEGIN { y = 740 }
	{
		font = $1 == "b" ? "B" : "P"
		gsub(/[()\\]/, "\\\\&")
		page = page "BT /" font " 11 Tf 60 " y " Td (" substr($0, 3) ") Tj ET\n"
		y -= 16
	}
	END {
		out = "%PDF-1.4\n"
		object("<</Type/Catalog/Pages 2 0 R>>")
		object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</B 4 0 R/P 5 0 R>>>>/Contents 6 0 R>>")
		object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>")
		object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
		object("<</Length " length(page) ">>\nstream\n" page "endstream")
		start = length(out)
		out = out "xref\n0 " count + 1 "\n0000000000 65535 f \n"
		for (i = 1; i <= count; i++)
			out = out sprintf("%010d 00000 n \n", offset[i])
		printf "%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", out, count + 1, start
	}'
}

list 2024-10-01 <<'L'
chapter 1 Infections
section A00-A09 Of the gut
A00 Cholera
L
pdf >2024-10-01/rules.pdf <<'L'
b ICD-10-CM Official Guidelines for Coding and Reporting
p Made for a test.
b Section I. The first
p What holds for all.
b A. Alpha
p Of A00-A09 and of (A00).
b B. Beta
p Nothing of note.
L
pdf >2024-10-01/other.pdf <<'L'
b A letter
p That has nothing to do with it.
L
icd10-build-index -v . >report 2>&1
is 'the build' '0 1' "$? $(grep -c 'official guidelines: 4 sections' report)"
is 'a section' 'Of A00-A09 and of (A00).' "$(icd10-lookup -f tsv guide i.a | cut -f 6)"
is 'a code' 'I.A' "$(icd10-lookup -f tsv guide A00 | cut -f 2)"
is 'the card' '"guidelines":["I.A"]' "$(icd10-lookup -f json A00 | grep -o '"guidelines":[^]]*.')"
is 'a word' 'I.B' "$(icd10-lookup -f tsv guide beta | cut -f 2)"
is 'verify' 0 "$(icd10-lookup verify >/dev/null; echo $?)"

# A release that is known from the cache, whose guidelines must be read again and cannot be, is left out as one that is new.
mkdir bin again
cp -r 2024-10-01 again/
cat >bin/pdftohtml <<END
#!/bin/sh
[ -e "$scratch/broken" ] && exit 3
exec $(command -v pdftohtml) "\$@"
END
chmod +x bin/pdftohtml
cd again || exit 2
list 2023-10-01 <<'L'
chapter 1 Infections
section A00-A09 Of the gut
A00 Cholera
L
cd .. || exit 2
# again OUT: builds again/ into OUT.mdb, goes on without what it cannot read, and reports into OUT.report.
again() {
	PATH=$scratch/bin:$PATH XDG_CACHE_HOME=$scratch/cache icd10-build-index --keep-going -q -o "$1.mdb" again \
		>"$1.report" 2>&1
}
again kept
# What the guidelines say, and what poppler made of them; the book of the releases stays.
grep -lE 'Made for a test|<pdf2xml' cache/icd10/read/* >gone
is 'kept of the guidelines' 2 "$(grep -c . gone)"
xargs rm <gone
touch broken
rm kept.mdb
again kept
status=$?
rm -r cache
again cold
is 'guidelines that cannot be read' '1 1' "$? $(grep -c 'left out: .*rules.pdf' cold.report)"
is 'guidelines that cannot be read again' "1 $(cat cold.report)" "$status $(cat kept.report)"
rm -r again cache

# Cut off it is none, and the rest is there.
head -c 300 2024-10-01/rules.pdf >2024-10-01/cut && mv 2024-10-01/cut 2024-10-01/rules.pdf
icd10-build-index -q .
is 'a PDF cut off' '0 1' "$? $(icd10-lookup guide I.A >/dev/null 2>&1; echo $?)"

[ $failed -eq 0 ] && echo 'guidelines as PDF: read'
exit $failed
