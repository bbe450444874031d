# What replaced a code: by a conversion table, by the codes below a header, by the same title; over the years, in
# circles, and never what is left under the code above.
. "$ICD10_TESTS/support/releases.sh"
order 2020-10-01 <<'END'
A00 0 Chain
A000 1 Chain one
A001 1 Chain two
B00 0 Circle
B000 1 Circle one
B001 1 Circle two
C00 0 Left
C000 1 Left over
C001 1 Gone without a word
D00 1 Split
D01 1 Split below a header
E00 1 Stays and lends
T52 0 Solvents
T528 0 Other solvents
T528X 0 Other solvents
T528X1 0 Other solvents, accidental
T528X1A 1 Other solvents, accidental, initial encounter
T529 1 Unspecified solvent
END
order 2021-10-01 <<'END'
A00 0 Chain
A001 1 Chain two
A002 1 Chain three
B00 0 Circle
B001 1 Circle two
C00 0 Left
C000 1 Left over
D00 0 Split
D000 1 Split one
D001 1 Split two
D01 0 Split below a header
D010 0 A header
D0101 1 A header, one
D0102 1 A header, two
E00 1 Stays and lends
E01 1 Lent
T52 0 Solvents
T528 0 Other solvents
T528X 0 Other solvents
T528X1 0 Other solvents, accidental
T528X1A 1 Other solvents, accidental, initial encounter
T529 1 Unspecified solvent
END
order 2022-10-01 <<'END'
A00 0 Chain
A002 1 Chain three
C00 0 Left
C000 1 Left over
D00 0 Split
D000 1 Split one
D002 1 Split three
D003 1 Split four
D01 0 Split below a header
D010 0 A header
D0101 1 A header, one
D0102 1 A header, two
E00 1 Stays and lends
E01 1 Lent
T52 0 Solvents
T528 0 Other solvents
T5281 0 A new one
T52811A 1 A new one, accidental
T5289 0 Other solvents
T52891 0 Other solvents, accidental
T52891A 1 Other solvents, Accidental, initial encounter
T529 1 Unspecified solvent
END
conversion 2022-10-01 <<'END'
A00.1,2021,A00.0
A00.2,2022,A00.1
B00.1,2021,B00.0
B00.0,2022,B00.1
D00.2,2022,D00.1
D00.3,2022,D00.1
E01,2021,E00
END
icd10-build-index -q -o book.mdb 20* 2>/dev/null
codes='A00.0 A00.1 B00.0 B00.1 C00.1 D00 D00.1 E00 T52.8X T52.8X1 T52.8X1A'
for date in 2021-10-01 2022-10-01; do
	echo "$date: cards"
	icd10-lookup -i book.mdb --on $date -f json $codes |
		sed 's/.*"code":"\([^"]*\)".*"status":"\([a-z]*\)".*"poa_exempt":\([^,]*\),"replaced_by":\(.*\),"release".*/\1 \2 \4/'
	echo "$date: checks"
	printf '%s\n' $codes | icd10-lookup -i book.mdb --on $date -f tsv check | cut -f 1,6,7
done
icd10-lookup -i book.mdb --on 2022-10-01 T52.8X1A A00.0 C00.1 | grep -v '^Release'
echo 'changes, followed to the newer release'
icd10-lookup -i book.mdb -f tsv changes 2020-10-01 2022-10-01 | grep '^deleted\|^became'
echo 'history, each step'
for code in A00.0 A00.1 D00 D00.1 T52.8X1A T52.891A; do icd10-lookup -i book.mdb -f tsv history $code; done
echo 'scan'
printf 'A00.0\nT52.8X1A\nD00.1\nC00.1\nD00\n' >codes.txt
icd10-lookup -i book.mdb --on 2022-10-01 scan codes.txt
icd10-lookup -i book.mdb --on 2022-10-01 scan --fix codes.txt >/dev/null 2>&1
cat codes.txt
echo 'a code of the next release'
printf 'D00.0\nD00.2\nT52.891A\nA00.2\n' | icd10-lookup -i book.mdb --on 2020-10-01 check
echo 'a crosswalk'
icd10-lookup -i book.mdb --on 2022-10-01 --header export crosswalk
icd10-lookup -i book.mdb --on 2021-10-01 -f json export crosswalk
echo 'column names stand once'
printf 'A00.0\nD00\n' >one.txt
cp one.txt two.txt
for command in 'history A00.0 D00' 'tree A00 D00' 'refs A00.0 D00' 'check one.txt two.txt' 'check --summary one.txt two.txt' \
	'scan one.txt two.txt' 'scan --summary one.txt two.txt'; do
	icd10-lookup -i book.mdb --on 2022-10-01 -f tsv --header $command 2>/dev/null >rows.txt
	names=$(head -n 1 rows.txt)
	echo "$(grep -cxF "$names" rows.txt) $names"
done
