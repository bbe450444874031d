# A letter of the index changed, in a small record, in one of many pages, in the list of releases: no answer from it.
. "$ICD10_TESTS/support/releases.sh"
{
	printf 'chapter 1 Infections (A00-B99)\nsection A00-B99 All\nA00 Cholera\n'
	seq 100 399 | sed 's/.*/includes: note & of the many that stand at cholera/'
	printf -- '-A00.0 Firstborn\nB00 Secondary\n  excludes1: thirdly (A00.0)\n'
} | list 2025-10-01
icd10-build-index -q -o sound.mdb 2025-10-01
change() {
	LC_ALL=C sed "s/$1/$2/" sound.mdb >changed.mdb
	cmp -s sound.mdb changed.mdb && echo "$1: nothing changed"
	for command in verify "$3"; do
		icd10-lookup -i changed.mdb --on 2025-10-01 "$command" 2>&1 | sed -n "1s/page [0-9]*/page N/; 1s/^/$command: /p"
	done
}
icd10-lookup -i sound.mdb --on 2025-10-01 -1 A00 A00.0 B00
icd10-lookup -i sound.mdb --on 2025-10-01 A00 | grep -c ' note [1-3][0-9][0-9] of '
for note in 100 150 200 250 300 350 399; do
	change "note $note of" "note $note or" A00
done
change Secondary Secundary B00
change list.xml lost.xml B00
