# The page of a summary: codes by month and provider, claims by month, nothing at all, and what is no wish for one.
. "$ICD10_TESTS/support/releases.sh"
list 2024-10-01 <<'END'
chapter 1 Bones (A00-B99)
section A00-B99 All
A00 Pain
-A00.1 Pain in knee
--A00.11 Pain in right knee
--A00.12 Pain in left knee
--A00.19 Pain in unspecified knee
-A00.2 Unspecified pain
--A00.20 Unspecified pain, early
--A00.21 Unspecified pain, late
-A00.9 Pain & swelling <of bone>, unspecified
A01 Strain
END
icd10-build-index -q -o made.mdb 2*
show() { sed '/<style>/,/<\/style>/d'; }
{
	echo 'date,dx,provider'
	for month in 01 02 04; do
		for time in 1 2 3 4 5 6 7 8 9 10; do
			echo "2025-$month-$time,A00.19,\"Smith, J. & <sons>\""
			[ $time -gt 4 ] || echo "2025-$month-$time,A00.11,Brown"
			[ $time -gt 4 ] || echo "2025-$month-$time,A00.19,Brown"
			[ $time -gt 4 ] || echo "2025-$month-$time,A00.12,Brown"
		done
	done
	echo '2025-04-01,A00.1,Brown'
	printf '2025-04-01,"A00.1\001\377",Brown\n'
	echo '2025-04-01,A00.9,'
	echo ',A00.9,Brown'
	echo '2025-04-01,A00.20,Brown'
} | sed 's/-\([0-9]\),/-0\1,/' >visits.csv
echo "== by month and provider"
icd10-lookup -i made.mdb check --column dx --date-column date --by month --by provider --html page.html visits.csv; echo "status $?"
show <page.html
echo "== the same as text and JSON"
icd10-lookup -i made.mdb check --column dx --date-column date --by month --by provider visits.csv | grep -n '^2025'
icd10-lookup -i made.mdb -f json check --column dx --date-column date --by provider --by month visits.csv | grep -o '"by":"[^"]*","codes":[0-9]*,"billable":[0-9]*,"also":"[^"]*"'
echo "== by provider alone, a family that was asked for and one that nothing was counted of"
icd10-lookup -i made.mdb check --column dx --on 2025-05-01 --by provider --html - --family a00- --family A01 visits.csv | show | sed -n '/<h2>A0/,/<.section>/p'
echo "== all right, without groups"
printf 'A01\nA00.11\n' | icd10-lookup -i made.mdb check --on 2025-05-01 --html - | show
echo "== nothing"
: | icd10-lookup -i made.mdb check --on 2025-05-01 --html - | show | sed -n '/<h1/,$p'
echo "== claims"
printf 'C1: A00.19 A00.11\nC2: A00.1\nD1: A00.12 A00.12\n' | icd10-lookup -i made.mdb claim --on 2025-05-01 --by id:1 --html claims.html -; echo "status $?"
show <claims.html | sed -n '/<h1/,/<.dl/p; /Findings by rule/,/<.section>/p; /By id/,/<.section>/p'
echo "== what is no wish for one"
icd10-lookup -i made.mdb check --by a --by b --by c x 2>&1 | head -n 1
icd10-lookup -i made.mdb check --html page.html --family '' x 2>&1 | head -n 1
icd10-lookup -i made.mdb claim --by month --by year --by day x 2>&1 | head -n 1
icd10-lookup -i made.mdb check --on 2025-05-01 --html no/such/folder.html visits.csv; echo "status $?"
