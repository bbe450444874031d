# Codes that come, go, come back, become headers and are retitled, on the days around their changes.
. "$ICD10_TESTS/support/releases.sh"
order 2020-10-01 <<'END'
A00 0 Cholera
A000 1 First
A001 1 Second, still one code
A002 1 Third
A003 1 Fourth
B99 1 Last
END
order 2021-10-01 <<'END'
A00 0 Cholera
A001 0 Second, still one code
A0010 1 Second, left
A0011 1 Second, right
A002 1 Third, with another title
A003 1 Fourth
A004 1 Fifth
B99 1 Last
END
order 2023-10-01 <<'END'
A00 0 Cholera
A000 1 First
A001 0 Second, still one code
A0010 1 Second, left
A0011 1 Second, right
A004 1 Fifth
A003 1 Fourth
A005 1 Sixth
B99 1 Last
END
conversion 2023-10-01 <<'END'
A00.5,2022,A00.2; A00.0
A00.10,2021,A00.1
A00.11,2021,A00.1
END
icd10-build-index -q -o codes.mdb 2*
for date in 2020-10-01 2021-10-01 2023-10-01; do
	icd10-lookup -i codes.mdb export order --on $date | cmp - $date/order.txt
done
for date in 2020-10-01 2021-09-30 2021-10-01 2022-09-30 2022-10-01 2023-09-30 2023-10-01; do
	echo "$date"
	printf 'A00.0\nA00.1\nA00.10\nA00.2\nA00.4\nA00.5\nB99\n' | icd10-lookup -i codes.mdb check -f tsv --on $date
done
for code in A00.0 A00.1 A00.10 A00.2 A00.3 A00.4 A00.5; do
	icd10-lookup -i codes.mdb -f tsv history $code
done
icd10-lookup -i codes.mdb -f tsv changes --only codes 2020-10-01 2021-10-01
icd10-lookup -i codes.mdb -f tsv changes --only titles 2020-10-01 2021-10-01
icd10-lookup -i codes.mdb --on 2023-10-01 tree A00
icd10-lookup -i codes.mdb --on 2021-10-01 tree A00
