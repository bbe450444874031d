# A release without an order file: what its tabular list only spells otherwise is no change, and the short titles of
# the order file before it stand in.
. "$ICD10_TESTS/support/releases.sh"
rows() {
	sed "s/CHANGED/$1/" <<'END'
A00 0 Of the gut
A000 1 Menetrier's disease
A001 1 A title that is longer than the sixty columns of a short title: it has one of its own
A002 1 Of the upper gut
A003 1 Of the lower gut
A004 1 CHANGED title
A005 1 Taken back
END
}
outline() {
	sed "s/CHANGED/$1/; s/BACK/$2/; s/Menetrier/$3/; s/Upper/$4/" <<'END'
chapter 1 Of the gut (A00-A09)
section A00-A09 Of the gut
A00 Of the gut
-A00.0 Menetrier's disease
-A00.1 A title that is longer than the sixty columns of a short title:  it has one of its own
-A00.2 of the Upper gut
-A00.3 Of the gut below
-A00.4 CHANGED title
-A00.5 BACK
END
}
titles() {
	icd10-build-index -q -o "$1.mdb" ????-??-?? 2>/dev/null
	for date in 2025-04-01 2025-10-01; do
		echo "$date:"
		icd10-lookup -i "$1.mdb" -f tsv changes --only titles "$date" 2>/dev/null
	done
	icd10-lookup -i "$1.mdb" --on 2025-05-01 -f json A00.0 A00.1 A00.2 A00.3 A00.4 A00.5 2>/dev/null |
		sed 's/.*\("code":"[^"]*","title":.*\),"status".*/\1/'
}
rows Old | order 2024-10-01
outline Old 'Taken back' Menetrier upper | list 2024-10-01
outline New 'Said once' Ménétrier Upper | list 2025-04-01
rows New | order 2025-10-01
echo 'a list between two order files'
titles between
echo 'a list at the end'
rm -r 2025-10-01
titles end 2>/dev/null
echo 'the report counts the same'
rm -r 2025-04-01 end.mdb
icd10-build-index -q -o report.mdb ????-??-??
outline New 'Taken back' Ménétrier Upper | list 2025-04-01
icd10-build-index -o report.mdb ????-??-?? | grep 'codes retitled'
echo 'a codes file and a list'
rows Old | sed -n 's/^\(A00.\) 1 /\1 /p' | codes 2025-04-01
titles codes
echo 'what was not there is not counted'
icd10-lookup -i report.mdb -f json releases | sed 's/"files":[^]]*]//; s/"index":"[^"]*",//'
icd10-lookup -i codes.mdb -f json changes 2024-10-01 2025-04-01 | sed 's/.*\("counts":{[^}]*}\).*/\1/'
