# Sections that are renamed or moved, codes that change their section, titles and notes of chapters: by date.
. "$ICD10_TESTS/support/releases.sh"
list 2020-10-01 <<'END'
chapter 1 Infections (A00-B99)
  excludes2: of the chapter (B20)
section A00-A05 Of the gut
  excludes1: of the section (B20.0)
A00 Cholera
  includes: of the category
-A00.0 First
  inclusionTerm: a term
section A06-A09 Other
A06 Amoebic
section B20 A virus
B20 The virus
-B20.0 A kind
-B20.1 Another
END
list 2021-10-01 <<'END'
chapter 1 Certain infections (A00-B99)
  excludes1: of the chapter (B20)
section A00-A06 Of the gut, and amoebic
  excludes1: of the section (B20.0)
A00 Cholera
  includes: of the category
-A00.1 Second
  inclusionTerm: a term
-A00.0 First
  inclusionTerm: another term
  inclusionTerm: a term
A06 Amoebic
section B20 A virus
B20 The virus
-B20.0 A kind, with another title
END
icd10-build-index -q -o places.mdb 2*
icd10-lookup -i places.mdb verify
icd10-lookup -i places.mdb -f tsv changes 2020-10-01 2021-10-01
for date in 2020-10-01 2021-10-01; do
	icd10-lookup -i places.mdb --on $date -a A00.0 A06
	icd10-lookup -i places.mdb --on $date tree 1
	icd10-lookup -i places.mdb --on $date pair A00.0 B20.0
	icd10-lookup -i places.mdb --on $date pair B20.1 A00.0
done
icd10-lookup -i places.mdb -f tsv history A00.0
icd10-lookup -i places.mdb -f tsv history B20.1
icd10-lookup -i places.mdb -f tsv --on 2021-10-01 tree A00-A06
