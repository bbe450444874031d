#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the builder says when it makes an index anew: what was gained, lost or came from other files
# since the index before; and that a published file lies in another release's folder.

set -u
cd "$(dirname "$0")/../.." || exit 2
releases=${ICD10_RELEASES:-../shared/releases}
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
case $releases in
/*) ;;
*) releases=$root/$releases ;;
esac

cd "$scratch" || exit 2
sample=$root/data/sample

passed=0
failed=0

# rebuild ARGUMENT...: makes the index anew; what came since the one before goes to `said`.
rebuild() {
	icd10-build-index -o index.mdb "$@" >report 2>&1 || cat report
	sed -n '/^since the index before:/,$p; /not compared/p; /nothing to do/p' report >said
}

# says NAME PATTERN, says_not NAME PATTERN
says() {
	if grep -q -e "$2" said; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: '$2' was expected in:"
		sed 's/^/    /' said
	fi
}

says_not() {
	if grep -q -e "$2" said; then
		failed=$((failed + 1))
		echo "$1: '$2' was not expected"
	else
		passed=$((passed + 1))
	fi
}

rebuild "$sample/2020-10-01"
says_not 'first index' .

rebuild "$sample"
says 'three gained' 'releases gained  *3 (2025-10-01, 2021-10-01, 2021-01-01)$'
says_not 'none lost' 'releases lost'
says 'the newest in detail' '^what 2025-10-01 changed since 2021-10-01 '
says 'its codes' '  codes added  *17 (K60.42, '
says 'the other in a line' '^what 2021-10-01 changed since 2021-01-01: billable codes +4 -1$'

rebuild "$sample"
says 'nothing to do' 'nothing to do: made of the same [0-9]* files by this program already'
rebuild --no-cache "$sample"
says 'made all the same' '^  the same releases, from the same files$'
rm -r "${XDG_CACHE_HOME:-$HOME/.cache}/icd10"
rebuild "$sample"
says 'nothing new' '^  the same releases, from the same files$'
says_not 'nothing new, no comparison' '^what '

cp -r "$sample" other
rm other/2025-10-01/icd10cm_drug_2026.xml
rm -r other/2020-10-01
mv other/2021-10-01/icd10cm_order_2022.txt other/2021-10-01/renamed.txt
sed 2d "$sample/2025-10-01/POAexemptCodes2026.txt" >other/2025-10-01/POAexemptCodes2026.txt
rebuild other
says 'one lost' 'releases lost  *1 (2020-10-01)$'
says 'another file' 'other files  *2025-10-01: .*-icd10cm_drug_2026.xml.*+POAexemptCodes2026.txt'
says_not 'a file by another name' '2021-10-01:'
says_not 'none gained' '^what '

# In the middle: compared with the one before it, not with the newest.
icd10-build-index -q -o index.mdb "$sample/2020-10-01" "$sample/2025-10-01"
rebuild "$sample"
says 'gained in the middle' '^what 2021-10-01 changed since 2021-01-01 '
says_not 'and nothing of the newest' '^what 2025-10-01'

head -c 5000 index.mdb >cut.mdb && mv cut.mdb index.mdb
rebuild "$sample"
says 'index before is broken' '^  ! not compared with the index before: index.mdb: '

# ---- a published file in another release's folder ----

zip=$releases/2020-10-01/POAexemptCodes2021.zip
drug=$releases/2020-10-01/icd10cm_drug_2021.xml
if [ -e "$zip" ] && [ -e "$drug" ]; then
	mkdir stray stray/2025-10-01 right right/2020-10-01
	cp "$sample/2025-10-01/icd10cm_tabular_2026.xml" stray/2025-10-01
	cp "$sample/2020-10-01/icd10cm_tabular_2021.xml" right/2020-10-01
	cp "$zip" "$drug" stray/2025-10-01 # a link would be dated by where it leads
	cp "$zip" "$drug" right/2020-10-01 # a link would be dated by where it leads
	icd10-build-index -o stray.mdb stray >said 2>&1
	says 'zip of another release' '! .*POAexemptCodes2021.zip: published for 2020-10-01 by its checksum, taken as of 2025-10-01'
	says 'file of another release' '! .*icd10cm_drug_2021.xml: published for 2020-10-01 by its checksum, taken as of 2025-10-01'
	icd10-build-index -o right.mdb right >said 2>&1
	says_not 'files of the release' 'published for'
	says 'codes without their categories' '^right.mdb: .* 1 releases'
else
	echo 'files of another release: skipped, no official files'
fi

# ---- names that speak of another release than the folder ----

mkdir -p april/2025-10-01 no-day/2026-04-31
cp "$sample/2025-10-01/icd10cm_tabular_2026.xml" april/2025-10-01/icd10cm_tabular_April-2026.xml
icd10-build-index -o april.mdb april >said 2>&1
says 'April file in the folder of October' '! .*icd10cm_tabular_April-2026.xml: its name speaks of another release, taken as of 2025-10-01 by its folder'
mv april/2025-10-01/icd10cm_tabular_April-2026.xml april/2025-10-01/icd10cm_tabular_2027.xml
icd10-build-index -o april.mdb april >said 2>&1
says 'a file of the next year' '! .*icd10cm_tabular_2027.xml: its name speaks of another release'
icd10-build-index -o sample.mdb "$sample" >said 2>&1
says_not 'names of their releases' 'speaks of another'
cp "$sample/2025-10-01/icd10cm_tabular_2026.xml" no-day/2026-04-31
icd10-build-index -o no-day.mdb no-day >said 2>&1
says 'a folder named by no day' 'icd10cm_tabular_2026.xml: of which release? The names of it'

echo "refresh: $passed passed, $failed failed"
[ $failed -eq 0 ]
