# Between two releases in succession a conversion table may still know the day: of a code, and of the header it came with.
. "$ICD10_TESTS/support/releases.sh"
order 2021-10-01 <<'END'
A0A 1 Nought
A00 0 One
A000 1 One a
A001 1 One b
B10 1 Whole
C10 1 Gone
END
order 2022-04-01 <<'END'
A00 0 One
A000 1 One a
A002 1 One c
A003 1 One d
A01 0 Two
A010 1 Two a
A011 1 Two b
A02 0 Three
A020 1 Three a
B10 0 Whole
B100 1 Part
D10 1 New
END
order 2022-10-01 <<'END'
A00 0 One
A000 1 One a
A002 1 One c
A003 1 One d
A01 0 Two
A010 1 Two a
A011 1 Two b
A012 1 Two c
A02 0 Three
A020 1 Three a
B10 1 Whole
D10 1 New
END
conversion 2022-04-01 <<'END'
A00.2,12/01/2021,A00.1
A00.3,04/01/2022,A00.1
A01.0,02/01/2022,A0A
A01.1,01/15/2022,None
A02.0,03/15/2022,None
B10.0,03/01/2022,B10
D10,10/01/2021,C10; A0A; Z99.9
END
conversion 2022-10-01 <<'END'
A01.2,2022,A00.9
B10,09/01/2022,B10.0
END
icd10-build-index -q -o days.mdb 2*
for code in A0A A00 A00.1 A00.2 A00.3 A01 A01.0 A01.1 A01.2 A02 A02.0 B10 B10.0 C10 D10; do
	icd10-lookup -i days.mdb -f tsv history $code
done
days='2021-10-01 2021-11-30 2021-12-01 2022-01-14 2022-01-15 2022-02-28 2022-03-01 2022-03-31 2022-04-01 2022-08-31 2022-09-01 2022-10-01'
codes='A00.1 A00.2 A01 A01.0 A02 B10 B10.0 C10 D10'
for date in $days; do
	echo "$date"
	printf '%s\n' $codes | icd10-lookup -i days.mdb check -f tsv --on $date | cut -f 1,3-5,7
done | tee apart
# All days in one run, forwards and backwards, are answered alike.
for date in $days; do
	for code in $codes; do
		echo "$date,$code"
	done
done >rows
{ echo date,code && cat rows; } | icd10-lookup -i days.mdb check -f tsv --column code --date-column date | cut -f 1,3-5,7 >once
{ echo date,code && tac rows; } | icd10-lookup -i days.mdb check -f tsv --column code --date-column date | cut -f 1,3-5,7 | tac >back
grep -v '^20' apart | cmp - once && cmp once back && echo alike
icd10-lookup -i days.mdb -f json --on 2022-10-01 A0A | sed 's/.*\("replaced_by":[^]]*]\).*/\1/'
