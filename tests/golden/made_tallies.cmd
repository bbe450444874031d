# Lists of codes summed up: by category, by header, by month and by provider; many rows; each kind of wrong code.
. "$ICD10_TESTS/support/releases.sh"
list 2024-10-01 <<'END'
chapter 1 Infections (A00-B99)
section A00-B99 All
A00 Cholera
-A00.0 First
-A00.1 Second
-A00.9 Cholera, unspecified
A01 Typhoid
-A01.0 Typhoid of something
--A01.00 Typhoid, unspecified
--A01.01 Typhoid, here
-A01.1 Unspecified fever
A02 Nothing left open
-A02.0 Specified
-A02.1 Known
B01 Unspecified as such
S00 Skin
  sevenChrDef: A first
-S00.0 Scalp
END
list 2025-10-01 <<'END'
chapter 1 Infections (A00-B99)
section A00-B99 All
A00 Cholera
-A00.0 First
-A00.2 Third
-A00.9 Cholera, unspecified
A01 Typhoid
-A01.0 Typhoid of something
--A01.00 Typhoid, unspecified
--A01.01 Typhoid, here
-A01.1 Fever, known
B01 Unspecified as such
S00 Skin
  sevenChrDef: A first
-S00.0 Scalp
END
icd10-build-index -q -o tallies.mdb 2*
repeat() {
	seq "$1" | sed "s/.*/$2/"
}
{
	repeat 7 2025-10-01,A00.9,anna
	repeat 3 2025-10-02,A00.0,anna
	repeat 2 2025-10-31,A00.2,anna
	repeat 2 2025-11-01,A01.00,bert
	repeat 1 2025-11-30,A01.01,bert
	repeat 2 2025-09-30,A01.1,bert
	repeat 3 2025-10-01,A01.1,bert
	repeat 4 2025-10-01,B01,anna
	repeat 2 2025-09-30,A02.1,anna
	repeat 2 2025-10-01,A02.1,anna
	repeat 2 2025-10-01,A00.1,bert
	repeat 3 2025-10-01,A00,bert
	repeat 1 2025-10-01,S00.0,bert
	repeat 1 2025-10-01,S00.0A,anna
	repeat 1 2025-10-01,A99.9,anna
	repeat 1 2025-09-30,A00.2,anna
	repeat 1 2025-10-01,what,anna
	repeat 1 2025-13-01,A00.0,anna
} >rows
{ echo date,code,who && cat rows; } >visits.csv
run() {
	icd10-lookup -i tallies.mdb "$@" --column code --date-column date visits.csv
	echo "status $?"
}
run check
run check --summary
run check --invalid
run -f tsv check --by month
run check --by who
run -f json check --by year
seq 1500 | sed 's/.*/A&,A00.0,p&/' | sed '1i date,code,who' >many.csv
icd10-lookup -i tallies.mdb --on 2025-10-01 -f tsv check --column code --by who many.csv | cksum
icd10-lookup -i tallies.mdb --on 2025-10-01 -f tsv check --column code --by code many.csv
cut -d , -f 2 rows | icd10-lookup -i tallies.mdb --on 2024-10-01 check --summary
cut -d , -f 2 rows | icd10-lookup -i tallies.mdb --on 2025-05-01 -f tsv check --summary
