# A release that is held with its codes and came without a tabular list may have changed notes: what changed between the
# lists around it has a window, although nobody knows that release but for its folder. With its addendum it has none.
. "$ICD10_TESTS/support/releases.sh"
list 2030-10-01 <<'END'
chapter 1 Aches
section A00-A09 Aches of all kinds
A00 Ache
  includes: pain
A01 Sting
END
order 2031-02-01 <<'END'
A00 1 Ache
A01 1 Sting
END
list 2031-05-01 <<'END'
chapter 1 Aches
section A00-A09 Aches of all kinds
A00 Ache
  includes: hurt
A01 Sting
END
icd10-build-index -q -o between.mdb 2030-10-01 2031-02-01 2031-05-01
icd10-lookup -i between.mdb history A00
icd10-lookup -i between.mdb --on 2031-03-01 A00 | grep -e pain -e hurt -e Release -e 'notes are'
cat >2031-02-01/addendum.txt <<'END'
  ICD-10-CM TABULAR LIST of DISEASES and INJURIES
                 2031 Addenda
No Change   Chapter 1
No Change   Aches (A00-A09)
No Change   Aches of all kinds (A00-A09)
No Change   A00 Ache
Revise from     Includes: pain
Revise to       Includes: hurt
END
icd10-build-index -q -o between.mdb 2030-10-01 2031-02-01 2031-05-01
icd10-lookup -i between.mdb history A00
icd10-lookup -i between.mdb --on 2031-03-01 A00 | grep -e pain -e hurt -e Release -e 'notes are'
icd10-lookup -i between.mdb releases
