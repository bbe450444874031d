#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A release whose tabular list is not out yet, with the addendum that tells it: as PDF, as text, in a zip; PDFs that
# cannot be read; and no program that reads them.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

cc=${CC:-cc}
# shellcheck disable=SC2086
$cc ${CFLAGS-} ${LDFLAGS-} -o "$scratch/make_pdf" tests/support/make_pdf.c || exit 2
# shellcheck disable=SC2086
$cc ${CFLAGS-} ${LDFLAGS-} -o "$scratch/make_bad" tests/support/make_bad.c -lzip || exit 2
cd "$scratch" || exit 2

passed=0
failed=0

# says NAME REGEX FILE, says_not: is there such a line?
says() {
	if grep -q -e "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: '$2' was expected in:"
		head -20 "$3" | sed 's/^/    /'
	fi
}
says_not() {
	if grep -q -e "$2" "$3"; then
		failed=$((failed + 1))
		echo "$1: '$2' was not expected in:"
		head -20 "$3" | sed 's/^/    /'
	else
		passed=$((passed + 1))
	fi
}
rebuild() {
	icd10-build-index -v -o index.mdb releases >report 2>&1 || {
		failed=$((failed + 1))
		echo "$1: the build failed:"
		cat report
	}
}

# The day: codes are out, the tabular list is not.
mkdir -p releases
cp -r "$root/data/sample/2025-10-01" releases/
next=releases/2026-04-01
mkdir $next
cp "$root/data/sample/2025-10-01/icd10cm_order_2026.txt" $next/icd10cm_order_2026_april.txt
cat >addendum.txt <<'END'
      ICD-10-CM TABULAR LIST of DISEASES and INJURIES
                     2026 Addenda April Update
No Change     Chapter 13
No Change     Diseases of the musculoskeletal system and connective tissue (M00-M99)
No Change     Other dorsopathies (M50-M54)
No Change     M54 Dorsalgia
No Change         M54.5 Low back pain
No Change               Excludes1:
Add                               an ache made up for this test (M54.2)
Delete                            low back strain (S39.012)
Add                               nowhere to be placed
Delete                            a note that never was
END

# told NAME: the card and what the builder says of the release.
told() {
	icd10-lookup -i index.mdb --on 2026-04-01 M54.5 >card
	icd10-lookup -i index.mdb --on 2026-03-31 M54.5 >before
	says "$1: the card has the new note" 'an ache made up for this test' card
	says_not "$1: and not the old one" 'low back strain' card
	says "$1: the day before has" 'low back strain' before
	says "$1: the card says where from" '2026-04-01, notes by the tabular list of 2025-10-01 and the addenda since' card
	says "$1: what was not placed" 'page 1, Delete "a note that never was": no such note there' report
	says "$1: how many" 'addenda of the tabular list: 10 lines, 9 placed, 1 not' report
}

cp addendum.txt $next/
rebuild text
told text
icd10-lookup -i index.mdb history M54.5 >history.out
says 'dated to the day' '2026-04-01  note removed, Excludes1: low back strain (S39.012)' history.out
says_not 'no window' 'some day after' history.out
icd10-lookup -i index.mdb --on 2026-04-01 pair M54.5 M54.2 >pair.out
says 'pairs know it' 'an ache made up' pair.out
icd10-lookup -i index.mdb changes 2025-10-01 2026-04-01 >changes.out
says 'changes know it' 'an ache made up' changes.out
icd10-lookup -i index.mdb --on 2026-04-01 -f json code M54.5 >json.out
says 'JSON' '"notes_release":"2026-04-01","notes_source":"rebuilt","notes_base":"2025-10-01","notes_addenda":\["2026-04-01"\]' json.out
icd10-lookup -i index.mdb --on 2026-04-01 export tabular >tabular.xml
says 'an export says what it is' '^<!-- Not an official file: rebuilt from the tabular list of 2025-10-01 and the addenda of 2026-04-01 -->$' tabular.xml
# What was rebuilt is no source.
mkdir -p again/2026-04-01
cp -r releases/2025-10-01 again/
cp tabular.xml $next/icd10cm_order_2026_april.txt again/2026-04-01/
icd10-build-index -o again.mdb again >again.out 2>&1
says 'an export is no source' 'passed over: again/2026-04-01/tabular.xml: an export of a list that was rebuilt' again.out
# A download that broke off at once is no addendum, and that is told.
: >again/2026-04-01/icd10cm_tabular_addenda_2026.pdf
icd10-build-index -o again.mdb again >again.out 2>&1
says 'an empty document' '! not understood, passed over: again/2026-04-01/icd10cm_tabular_addenda_2026.pdf' again.out
# A release between, whose addenda are not held.
mkdir releases/2027-04-01
sed 's/2026 Addenda/2027 Addenda/; s/an ache/a later ache/; /Delete/d' addendum.txt >releases/2027-04-01/addendum.txt
cp $next/icd10cm_order_2026_april.txt releases/2027-04-01/icd10cm_order_2027_april.txt
rebuild gap
says 'the gap is told' '! tabular list rebuilt without what the addenda of 2026-10-01 tell: they are not held' report
icd10-lookup -i index.mdb --on 2027-05-01 M54.5 >gap.out
says 'the card knows' 'notes by the tabular list of 2025-10-01 and the addenda since, but for those of 2026-10-01' gap.out
icd10-lookup -i index.mdb --on 2027-05-01 -f json code M54.5 >gap.out
says 'JSON knows' '"notes_missing":"2026-10-01"' gap.out
rm -r releases/2027-04-01
rebuild again
icd10-lookup -i index.mdb verify >verify.out
says 'verified' '^2026-04-01  tabular list  *equal  *addendum.txt' verify.out

./make_bad zip $next/addendum.zip "2026 addenda/addendum.txt" addendum.txt && rm $next/addendum.txt
rebuild 'text in a zip'
told 'text in a zip'
rm $next/addendum.zip

if command -v pdftotext >/dev/null; then
	./make_pdf $next/addendum.pdf <addendum.txt
	rebuild PDF
	told PDF
	cp addendum.txt $next/
	rebuild 'the same twice'
	told 'the same twice'
	rm $next/addendum.txt

	# What cannot be read is none of the release's, and the rest is.
	./make_pdf -e $next/locked.pdf <addendum.txt
	printf '%%PDF-1.4\nno more' >$next/cut.pdf
	: >$next/empty.pdf
	rebuild 'beside broken ones'
	told 'beside broken ones'
	says 'an encrypted one is named' 'left out: .*locked.pdf: pdftotext cannot read it.*password' report
	says 'one cut off is named' 'left out: .*cut.pdf: pdftotext cannot read it' report

	# Two that contradict each other.
	sed 's/made up/of another kind/' addendum.txt | ./make_pdf $next/other.pdf
	icd10-build-index -q -o index.mdb releases >refused 2>&1
	says 'two that differ' 'two different files of one kind for 2026-04-01' refused
	rm $next/other.pdf
else
	echo "PDFs: skipped, no pdftotext"
	cp addendum.txt $next/
fi

# No program that reads PDFs: one sentence, and the rest is built.
mkdir path
for tool in sh cat sed grep rm; do
	ln -s "$(command -v $tool)" path/$tool
done
./make_pdf $next/addendum.pdf <addendum.txt
PATH="$build:$scratch/path" icd10-build-index -o index.mdb releases >report 2>&1 || failed=$((failed + 1))
says 'no pdftotext' 'pdftotext is not installed (Debian has it in poppler-utils): [0-9]* PDFs not looked at' report
[ "$(grep -c 'pdftotext is not installed' report)" = 1 ] || {
	failed=$((failed + 1))
	echo "that pdftotext is missing is to be said once"
}

echo "addenda: $passed passed, $failed failed"
[ "$failed" = 0 ]
