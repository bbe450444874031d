# What a code takes from above it: notes and their headings, seventh characters, section and chapter; dated.
. "$ICD10_TESTS/support/releases.sh"
list 2023-10-01 <<'END'
chapter 1 Infections (A00-B99)
  notes: for all
section A00-A09 Of the gut
  useAdditionalCode: at the section
A00 Cholera
  codeFirst: a cause, such as:
  codeFirst: one (B01)
  codeFirst+: not under the heading (B02)
  excludes1: what is elsewhere:
  excludes1: two (B02)
  excludes2: not under it
  excludes1: nor this (B01)
-A00.0 First
  inclusionTerm: here
-A00.1 Second
chapter 2 Others (C00-S99)
section S00-S09 Of the head
S00 Skin
  sevenChrNote: one of these is added
  sevenChrDef: A first
  sevenChrDef: D later
-S00.0 Scalp
-S00.1 Lid
  sevenChrDef: S left over
--S00.11 Right
END
list 2024-10-01 <<'END'
chapter 1 Infections (A00-B99)
  notes: for all
section A00-A09 Of the gut
  useAdditionalCode: at the section
A00 Cholera
  codeFirst: a cause, such as:
  codeFirst: nought (B00)
  codeFirst: one (B01)
-A00.0 First
  inclusionTerm: here
  inclusionTerm: there
-A00.2 Third
  inclusionTerm: a new one
section B00-B09 Of the skin
B00 Other
  excludes1: first cholera (A00.0)
B01 Another
B02 One more
  excludes2: all of it (A00-A09)
  codeFirst: cholera (A00.-)
chapter 2 Others (C00-S99)
section S00-S09 Of the head
S00 Skin
  sevenChrNote: one of these is added
  sevenChrDef: A first
  sevenChrDef: B second
-S00.0 Scalp
-S00.1 Lid
--S00.11 Right
  sevenChrDef: S left over
END
order 2023-10-01 <<'END'
A00 0 Cholera
A000 1 First
A001 1 Second
A002 1 Third, early
B99 1 Never in a list
S00 0 Skin
S000 0 Scalp
S000XXA 1 Scalp, first
S000XXD 1 Scalp, later
S001 0 Lid
S0011 0 Right
S0011XS 1 Right, left over
END
icd10-build-index -q -o cards.mdb 2023-10-01 2024-10-01
for date in 2023-10-01 2024-10-01; do
	for code in A00.0 A00.1 A00.2 B00 B01 B99 S00.0 S00.0XXA S00.11 S00.11XS; do
		icd10-lookup -i cards.mdb --on $date -a $code
		echo
	done
done
icd10-lookup -i cards.mdb -f json --on 2023-10-01 A00.0 A00.2 S00.0XXD
icd10-lookup -i cards.mdb -f json --on 2024-10-01 A00 S00.11XS B99
icd10-lookup -i cards.mdb -f tsv history A00.0
icd10-lookup -i cards.mdb -f tsv history A00
icd10-lookup -i cards.mdb -f tsv history S00
icd10-lookup -i cards.mdb --on 2024-10-01 compare A00.0 A00.2
icd10-lookup -i cards.mdb --on 2024-10-01 refs A00.0
icd10-lookup -i cards.mdb --on 2023-10-01 refs A00.0
icd10-lookup -i cards.mdb verify
