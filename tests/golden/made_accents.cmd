# Order files have no accents. Codes are shown as the tabular list spells them, and those that a seventh character made as
# it spells the code above, where the title above begins theirs. No title changes by that.
. "$ICD10_TESTS/support/releases.sh"
list 2023-10-01 <<'END_LIST'
chapter 1 Injuries (S00-S99)
section S00-S09 Of the cord
S00 Séquard cord
  sevenChrDef: A initial encounter
  sevenChrDef: S sequela
-S00.1 Séquard cord of Sjögren
-S00.2 Séquard cord, other
END_LIST
order 2022-10-01 <<'END_ORDER'
S00 0 Sequard cord
S001 0 Sequard cord of Sjogren
S001XXA 1 Sequard cord of Sjogren, initial encounter
S001XXS 1 Sequard cord of Sjogren sequela
S002 0 Sequard cord, another
S002XXA 1 Sequard cord, another, initial encounter
S002XXS 1 Sequard cord, another, sequela
END_ORDER
order 2023-10-01 <<'END_ORDER'
S00 0 Sequard cord
S001 0 Sequard cord of Sjogren
S001XXA 1 Sequard cord of Sjogren, initial encounter
S001XXS 1 Sequard cord of Sjogren sequela
S002 0 Sequard cord, other
S002XXA 1 Sequard cord, other, initial encounter
S002XXS 1 Sequard cord, other, sequela
END_ORDER
icd10-build-index -q -o book.mdb 20*
export ICD10_INDEX=book.mdb
for date in 2022-10-01 2023-10-01; do
	icd10-lookup --on $date code -1 S00 S00.1 S00.1XXA S00.1XXS S00.2 S00.2XXA
done
icd10-lookup history S00.1XXA S00.2XXA
icd10-lookup changes 2022-10-01 2023-10-01
icd10-lookup --on 2023-10-01 search sequard sjogren initial
icd10-lookup export order --on 2023-10-01
icd10-lookup verify
