# What must be coded besides comes before what must not be; notes elsewhere for a whole chapter or more fold to a count;
# seventh characters are told once; codes beside it by what sets them apart; terms of the index by the nearest code.
. "$ICD10_TESTS/support/releases.sh"
list 2024-10-01 <<'END'
chapter 1 Infections (A00-B99)
section A00-A09 Of the gut
A00 Pain of belly
  excludes1: pain of the back (B00)
  useAdditionalCode: for the organism (B01)
  codeFirst: what causes it (B02)
  codeAlso: what goes with it (B03)
-A00.1 Pain of right belly
  inclusionTerm: belly pain, right
-A00.2 Pain of left belly
-A00.9 Pain of unspecified belly
section B00-B09 Of the back
B00 Pain of back
  excludes1: any infection (A00-B99)
  excludes1: pain of belly (A00.-)
  excludes1: whatever comes before it (A00-C10)
B01 Organism
B02 Cause
B03 Companion
chapter 2 Others (C00-C99)
section C00-C10 Others
C10 Other
  sevenChrNote: The appropriate 7th character is to be added to C10
  sevenChrDef: A initial encounter
  sevenChrDef: D subsequent encounter
  sevenChrDef: S sequela
END
order 2024-10-01 <<'END'
A00 0 Pain of belly
A00.1 1 Pain of right belly
A00.2 1 Pain of left belly
A00.9 1 Pain of unspecified belly
B00 1 Pain of back
B01 1 Organism
B02 1 Cause
B03 1 Companion
C10 0 Other
C10.XXXA 1 Other, initial encounter
C10.XXXD 1 Other, subsequent encounter
C10.XXXS 1 Other, sequela
END
icd10-build-index -q -o book.mdb 20*
export ICD10_INDEX=book.mdb
icd10-lookup A00.1
icd10-lookup A00.1 -a | grep -A 4 "^Other codes"
icd10-lookup C10
icd10-lookup C10.XXXD
