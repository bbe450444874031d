# Notes that come, go, move and stand twice: each list is given back, and what stayed is no change.
. "$ICD10_TESTS/support/releases.sh"
outline() {
	printf 'chapter 1 Infections (A00-B99)\nsection A00-A09 Of the gut\nA00 Cholera\n'
	for note; do
		echo "excludes1: $note"
	done
	printf -- '-A00.0 First\n-A00.1 Second\n'
}
outline one two three | list 2020-10-01
outline one three two | list 2021-10-01
outline two two four one | list 2022-10-01
outline | list 2023-10-01
outline one three two | list 2024-10-01
outline one three two | list 2025-10-01
# The same notes, in two lists of the kind.
outline one three two | sed 's/^excludes1: two/excludes1+: two/' | list 2026-10-01
icd10-build-index -q -o notes.mdb 2*
icd10-lookup -i notes.mdb verify
icd10-lookup -i notes.mdb -f tsv history A00
for year in 2021 2022 2023 2024 2025 2026; do
	echo "$year"
	icd10-lookup -i notes.mdb -f tsv changes --only notes $((year - 1))-10-01 $year-10-01 2>&1 | grep -v '^icd10'
	icd10-lookup -i notes.mdb --on $year-10-01 -a A00.0 | sed -n '/^Excludes1/,/^Release/p'
done
