# What a wrong code may have been meant to be, and the codes below one that fit words.
. "$ICD10_TESTS/support/releases.sh"
list 2025-10-01 <<'END'
chapter 1 One (A00-Z99)
section A00-Z99 All
B1O Letter O
B1I Letter I
B1L Letter L
B1S Letter S
B1B Letter B
B1Z Letter Z
C10 Nought
C11 One
C15 Five
C18 Eight
C12 Two
D12 Swapped
-D12.3 Once
-D12.4 Twice
--D12.40 Twice, nought
--D12.41 Twice, one
E10 Many
-E10.0 a
-E10.1 b
--E10.10 ba
-E10.2 c
-E10.3 d
-E10.4 e
-E10.5 f
-E10.6 g
-E10.7 h
-E10.8 i
-E10.9 j
-E10.A k
-E10.B l
F10 Alone
S10 Hurt
  sevenChrDef: A first
  sevenChrDef: D later
  notes: 7th character D does not apply to codes in category S10 with 6th character 7 - gone
-S10.0 Here
-S10.1 There
--S10.11 There, on the right
---S10.117 Gone
---S10.118 Not gone
H10 Sides
-H10.1 Right hand
-H10.2 Left hand, and foot
-H10.3 Bilateral
-H10.4 Upright hand
-H10.5 Unspecified hand
-H10.6 More
--H10.61 Hand, right side
END
icd10-build-index -q -o slips.mdb 2025-10-01
printf '%s\n' B10 B11 B15 B18 B12 C1O C1I C1L C1S C1B C1Z D13.2 D21.3 D12.14 D124.1 E10.Z E10.11 E10.101 F10.1 FI0 F01 S10.0A S10.0D S10.0C \
	S10.0XXC S10.0XA S10.117D S10.118D S10.117A S10.117X S10.11A S10.A S10.2 G10 A1O | icd10-lookup -i slips.mdb check -f tsv --on 2025-10-01
for words in right r RT left lt 'l foot' 'right hand' 'hand right' bilat unspec hand and an side nothing; do
	echo "H10 $words"
	# shellcheck disable=SC2086
	icd10-lookup -i slips.mdb --on 2025-10-01 -1 H10 $words
done
icd10-lookup -i slips.mdb --on 2025-10-01 S10.117D
icd10-lookup -i slips.mdb --on 2025-10-01 E10.Z
