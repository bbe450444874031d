# A note within the definitions of seventh characters is a term of the character it stands behind: below it in lists, a
# note of the codes that have it, and of no others. What follows the sequela is a term of the place.
. "$ICD10_TESTS/support/releases.sh"
list 2023-10-01 <<'END'
chapter 1 Injuries (S00-S99)
section S00-S09 Of the head
S00 Skull
  sevenChrDef: A initial, closed
  sevenChrDef: B initial, open type I
  sevenChrDef: - old name
  sevenChrDef: S sequela
-S00.0 Vault
  inclusionTerm: Roof
-S00.1 Base
  sevenChrDef: B initial, torus
S01 Stool
  sevenChrDef: A initial
  sevenChrDef: D subsequent
  sevenChrDef: S sequela
  sevenChrDef: - Fall from stool
END
list 2024-10-01 <<'END'
chapter 1 Injuries (S00-S99)
section S00-S09 Of the head
S00 Skull
  sevenChrDef: A initial, closed
  sevenChrDef: - closed NOS
  sevenChrDef: B initial, open type I
  sevenChrDef: - open NOS
  sevenChrDef: - opened
  sevenChrDef: S sequela
-S00.0 Vault
  inclusionTerm: Roof
-S00.1 Base
  sevenChrDef: B initial, torus
S01 Stool
  sevenChrDef: A initial
  sevenChrDef: D subsequent
  sevenChrDef: S sequela
  sevenChrDef: - Fall from stool
END
order 2023-10-01 <<'END'
S00 0 Skull
S000 0 Vault
S000XXA 1 Vault, initial, closed
S000XXB 1 Vault, initial, open type I
S000XXS 1 Vault, sequela
S001 0 Base
S001XXB 1 Base, initial, torus
S01 0 Stool
S01XXXA 1 Stool, initial
S01XXXD 1 Stool, subsequent
S01XXXS 1 Stool, sequela
END
icd10-build-index -q -o book.mdb 20*
export ICD10_INDEX=book.mdb
for code in S00 S00.0 S00.0XXA S00.0XXB S00.0XXS S00.1XXB S01.XXXA; do
	icd10-lookup --on 2024-10-01 "$code"
	echo
done
icd10-lookup --on 2023-10-01 S00.0XXB | grep -A 1 "7th character B"
icd10-lookup --on 2024-10-01 -f json code S00.0 S00.0XXB
icd10-lookup --on 2024-10-01 compare S00.0XXA S00.0XXB
for code in S00.0 S00.0XXB; do
	icd10-lookup --on 2024-10-01 code --html page.html "$code" >/dev/null
	grep -A 6 "7th character" page.html
done
icd10-lookup verify
