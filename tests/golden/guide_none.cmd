mkdir made
cd made || exit
. "$ICD10_TESTS/support/releases.sh"
list 2024-10-01 <<'L'
chapter 1 Infections
section A00-A09 Of the gut
A00 Cholera
L
icd10-build-index -q -o none.mdb .
icd10-lookup -i none.mdb guide I.A
echo "status $?"
icd10-lookup -i none.mdb -f json guide I.A
icd10-lookup -i none.mdb -f json A00 | grep -o '"guidelines":[^]]*.'
icd10-lookup -i none.mdb claim -v A00 A00 | tail -3
