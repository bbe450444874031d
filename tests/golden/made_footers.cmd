# What the footer of addenda counts, held against their rows and against the releases.
. "$ICD10_TESTS/support/releases.sh"
rows() {
	echo 'A00 0 Cholera'
	seq "$1" "$2" | sed 's/.*/A00& 1 Code &/'
}
# footer HEADERS-BEFORE AFTER ADDED DELETED REVISED CODES-BEFORE AFTER ADDED DELETED REVISED
footer() {
	printf '\nHeaders\n  %4d headers in order_a.txt\n  %4d headers in order_b.txt\n  %4d additions\n  %4d deletions\n  %4d revisions\n' \
		"$1" "$2" "$3" "$4" "$5"
	printf '\nCodes\n  %4d codes in order_a.txt\n  %4d codes in order_b.txt\n  %4d additions\n  %4d deletions\n  %4d revisions\n' \
		"$6" "$7" "$8" "$9" "${10}"
}
build() {
	rm -f footers.mdb
	icd10-build-index -v -o footers.mdb 2* 2>&1 | sed -n '/^2022-10-01$/,$p; /^icd10/p' | grep -v ' MB, '
}
rows 10 69 | order 2020-10-01
rows 10 68 | order 2021-10-01
{ rows 12 60 && echo 'A0061 1 Code 61 revised' && rows 62 70 | sed 1d; } | order 2022-10-01
edits() {
	printf 'Delete 1 A0010 Code 10\nDelete 1 A0011 Code 11\nFrom 1 A0061 Code 61\nTo 1 A0061 Code 61 revised\nAdd 1 A0070 Code 70\n'
}
echo '# against the release before'
{ edits && echo 'Add 1 A0069 Code 69' && footer 1 1 0 0 0 59 59 2 2 1; } | addenda 2022-10-01
build
echo '# cumulative, against the one before that'
{ edits && footer 1 1 0 0 0 60 59 1 2 1; } | addenda 2022-10-01
build
echo '# against a release that is not held'
{ edits && footer 1 1 0 0 0 58 59 1 2 1; } | addenda 2022-10-01
build
echo '# counts that are wrong'
{ edits && footer 1 1 1 2 3 60 59 2 3 2; } | addenda 2022-10-01
build
echo '# nothing counted'
{ edits && footer 1 1 0 0 0 60 59 0 0 0; } | addenda 2022-10-01
build
echo '# one code more than the file has is no sign of a file cut off'
{ edits && footer 1 1 0 0 0 60 60 1 2 1; } | addenda 2022-10-01
build
echo '# a tenth of them is'
{ edits && footer 1 1 0 0 0 60 66 1 2 1; } | addenda 2022-10-01
build
