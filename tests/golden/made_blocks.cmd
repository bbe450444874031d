# Sections without categories are blocks over the sections in their range, whatever the list: blocks in blocks, a
# letter among the digits (C4A before C43), a range whose ends no list has, a block that holds nothing, one that came,
# and one that gained a note. Categories that are in no list: between two sections, and in the range of a section.
. "$ICD10_TESTS/support/releases.sh"
list 2023-10-01 <<'END'
chapter 2 Neoplasms (C00-D49)
section C00-C96 Malignant
  excludes1: of the outer block (D10)
section C00-C45 Solid
section C15-C26 Of the gut
C15 Of the gullet
section C43-C45 Of the skin
C4A Merkel
C43 Melanoma
C44 Other
section C50-C51 None of these
section C81-C97 Of the blood
C81 Hodgkin
section D10-D19 Benign
D10 Of the mouth
D12 Of the bowel
section D20-D29 Benign, other
D22 Moles
END
list 2024-10-01 <<'END'
chapter 2 Neoplasms (C00-D49)
section C00-C96 Malignant
  excludes1: of the outer block (D10)
  useAdditionalCode: of the outer block
section C00-C45 Solid
  excludes1: of the inner block (C81)
section C15-C26 Of the gut
C15 Of the gullet
section C43-C45 Of the skin
C4A Merkel
C43 Melanoma
C44 Other
section C50-C51 None of these
section C81-C97 Of the blood
C81 Hodgkin
section D00-D29 Not malignant
section D10-D19 Benign
D10 Of the mouth
D12 Of the bowel
section D20-D29 Benign, other
D22 Moles
END
order 2024-10-01 <<'END'
C15 1 Of the gullet
C4A 1 Merkel
C43 1 Melanoma
C44 1 Other
C81 1 Hodgkin
D10 1 Of the mouth
D12 1 Of the bowel
D22 1 Moles
END
order 2025-10-01 <<'END'
C15 1 Of the gullet
C16 0 New in the gut
C160 1 New in the gut, one
C4A 1 Merkel
C43 1 Melanoma
C44 1 Other
C46 1 New after the skin
C81 1 Hodgkin
D10 1 Of the mouth
D12 1 Of the bowel
D20 1 New before the moles
D22 1 Moles
D3A 1 New at the end
U07 1 Of a chapter that no list has
END
icd10-build-index -q -o blocks.mdb 2*
book() { icd10-lookup -i blocks.mdb "$@"; }
book verify
book --on 2024-10-01 -f json C4A | tr '{' '\n'
book --on 2024-10-01 C4A D10
book --on 2023-10-01 -f json D10 | tr '{' '\n' | head -6
for pair in 'C15 D10' 'D10 C44' 'C43 C81' 'C81 D10' 'C81 C15'; do
	echo "$pair"
	book --on 2023-10-01 -f tsv pair ${pair% *} ${pair#* }
	book --on 2024-10-01 -f tsv pair ${pair% *} ${pair#* }
done
book -f tsv changes 2023-10-01 2024-10-01
book --on 2024-10-01 tree
book tree all
for place in C00-C96 c00-c45 D00-D29 C43-C4A C4A-C43 C16-C46 C00-D49 C4A-D12 C01-C99 C50-C51 D30-D39 C97-C01; do
	echo "$ tree $place"
	book tree $place
	echo "status $?"
done
book -f json tree C43-D12 | tr '{' '\n'
book -f tsv tree --depth 1
book tree --html sheet.html C43-D12 && grep -c 'class="place' sheet.html && grep 'tabular order' sheet.html
book C16.0 C46 D20 D3A
book U07
book -f json U07 D3A | tr '{' '\n'
book -f tsv pair D3A D10
book pair C46 D10
book export tabular | grep 'section'
printf '%s\n' 'C4A' '..' '..' '..' '..' 'C00-C45' next prev 'C15-C26' next next | book shell | grep '^C\|^D\|^There'
