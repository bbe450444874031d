# The index and the tables at their edges: terms that see one another, codes that are headers, retired or unknown,
# two editions of which the newer has a term more.
. "$ICD10_TESTS/support/releases.sh"
alphabetic() {
	mkdir -p "$1"
	{
		printf '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n<version>1</version>\n<title>Index</title>\n<letter><title>%s</title>\n' A
		cat
		printf '</letter>\n</ICD10CM.index>\n'
	} >"$1/index.xml"
}
for date in 2023-10-01 2024-10-01; do
	list $date <<'LIST'
chapter 1 Infections & <others> "of note"
  notes: for all < & > "quoted"
section A00-A09 Of the gut
  includes: a section & its note
A00 Cholera
  includes: at <cholera>
-A00.0 First
-A00.1 Second & last
--A00.11 Right
--A00.12 Left
--A00.13 Both
--A00.14 Other
--A00.15 Fifth
--A00.16 Sixth
--A00.17 Seventh
-A00.2 "Third"
A01 Other
LIST
done
order 2023-10-01 <<'LIST'
A00 0 Cholera
A000 1 First
A001 0 Second & last
A0011 1 Right
A0012 1 Left
A0013 1 Both
A0014 1 Other
A0015 1 Fifth
A0016 1 Sixth
A0017 1 Seventh
A002 1 "Third"
A01 1 Other
LIST
order 2024-10-01 <<'LIST'
A00 0 Cholera
A000 1 First
A001 0 Second & last
A0011 1 Right
A0012 1 Left
A0013 1 Both
A0014 1 Other
A0015 1 Fifth
A0016 1 Sixth
A0017 1 Seventh
A002 1 "Third"
A01 0 Other
A010 1 A part
LIST
conversion 2024-10-01 <<'LIST'
A01.0,2024,A01
LIST
terms='<mainTerm><title>Ache <nemod>(of all kinds)</nemod></title><code>A00.1-</code>
 <term level="1"><title>belly</title><code>A00.2</code><manif>A00.0</manif></term>
 <term level="1"><title>with</title><term level="2"><title>fever</title><code>A01</code></term></term>
 <term level="1"><title>nowhere</title><see>Zebra</see></term>
 <term level="1"><title>old</title><code>Z99.9</code></term>
 <term level="1"><title>place</title><seeAlso>Agony, belly</seeAlso><code>A00</code></term></mainTerm>
<mainTerm><title>Agony</title><see>Ache</see><term level="1"><title>belly</title><see>condition</see></term>
 <term level="1"><title>drug</title><see>Table of Drugs and Chemicals</see></term></mainTerm>
<mainTerm><title>Ague</title><seecat>A00</seecat></mainTerm>'
echo "$terms" | alphabetic 2023-10-01
echo "$terms<mainTerm><title>Anew</title><code>A01.0</code></mainTerm>" | alphabetic 2024-10-01
icd10-build-index -q -o made.mdb 2023-10-01 2024-10-01
echo "status $?"
# ask DATE WORD...: in each form
ask() {
	on=$1
	shift
	echo "--- $on $*"
	icd10-lookup -i made.mdb --on "$on" index --below --follow "$@"
	icd10-lookup -i made.mdb --on "$on" -f json index --below --follow "$@"
	icd10-lookup -i made.mdb --on "$on" -f tsv --header index -a "$@"
}
for words in ache 'ache belly' agony 'agony belly' ague anew 'ache unheard' zzz 'ache nowhere' 'agony drug'; do
	# shellcheck disable=SC2086
	ask 2023-10-01 $words
done
ask 2024-10-01 ache
ask 2024-10-01 anew
for code in A00 A00.1 A00.2 A01 A01.0; do
	icd10-lookup -i made.mdb --on 2024-10-01 refs --below $code
	icd10-lookup -i made.mdb --on 2024-10-01 -f json refs $code
done
icd10-lookup -i made.mdb drug ache
icd10-lookup -i made.mdb export drug
icd10-lookup -i made.mdb --on 2023-10-01 export index
icd10-lookup -i made.mdb tree --html page.html A00-A09 && grep -c 'First' page.html
icd10-lookup -i made.mdb tree --html page.html 1 && sed -n '/<body/,/<table/p' page.html | head -40
icd10-lookup -i made.mdb tree --html page.html A01
icd10-lookup -i made.mdb changes --html page.html && sed -n '/<body/,$p' page.html
icd10-lookup -i made.mdb A01
icd10-lookup -i made.mdb history A01
icd10-lookup -i made.mdb releases
icd10-lookup -i made.mdb releases --files | sed 's/[0-9a-f]\{64\}/HASH/'
