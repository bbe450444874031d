# Lists, tables and claims at their edges: blanks, marks at the beginning, long fields, quotes, Windows line ends.
printf '\357\273\277  m5450 \r\n\tM54.5\t\r\n\n%0400d\nM54.50,\n' 1 >codes.txt
icd10-lookup check codes.txt
icd10-lookup -f tsv check codes.txt codes.txt | head -4
icd10-lookup check --invalid - <codes.txt
printf 'dx\tdate\n" M54.50 "\t2025-11-01T10:00\nM54.5\t\n\t2025-11-01\nM54.59 \t1990-01-01\nM54.59\t1990-01-02\n' >table.tsv
icd10-lookup check --column dx --date-column date table.tsv
icd10-lookup -f json check --column dx --date-column date --by date --delimiter '\t' table.tsv
icd10-lookup check --column dx --delimiter '\t' --summary table.tsv
icd10-lookup check --column dx --by month --date-column date table.tsv
icd10-lookup check --column dx --by day --date-column date table.tsv
icd10-lookup check --column dx --by year --date-column date table.tsv
icd10-lookup check --column nothing table.tsv
icd10-lookup check --column 9 table.tsv
icd10-lookup check --column 0 table.tsv
icd10-lookup check --column 1 table.tsv
printf 'M54.50|M54.5\nx|y\n' | icd10-lookup check --column 2 --delimiter '|' -
printf 'dx,n\n"M54.50,1\n' | icd10-lookup check --column dx -
printf 'dx,n\n"M54.50",1' | icd10-lookup check --column dx -
: | icd10-lookup check -
: | icd10-lookup check --column dx -
awk 'BEGIN { printf "dx\n\""; for (i = 0; i < 1100000; i++) printf "x"; print "" }' >long.csv
icd10-lookup check --column dx long.csv
awk 'BEGIN { for (i = 0; i < 70000; i++) printf "x"; print "\nM54.50" }' | icd10-lookup check - | cut -c 1-120
icd10-lookup check .
printf '\357\273\277a: M54.50, M54.41' >claims
icd10-lookup claim claims
printf '\n\r\n  \na: M54.50 ; M54.41 \nb:\n  \n' >claims
icd10-lookup claim claims
icd10-lookup claim --min info claims
awk 'BEGIN { printf "a:"; for (i = 0; i < 400; i++) printf " M54.50"; print "\nM54.41, M54.50" }' >claims
icd10-lookup -f tsv claim claims | cut -c 1-100 | head -5
printf 'M54.50' | icd10-lookup claim -
printf 'x: 724.2, M54.50\n250.00 V45.81 E880.9\n' | icd10-lookup claim -
printf '2025-01-01x: M54.50 M54.41\n' | icd10-lookup claim --by id:10 -
printf 'é1: M54.50\nä1: M54.50\néa: M54.50\n' | icd10-lookup -f tsv claim --by id:1 - | grep codes
icd10-lookup --on 1990-01-01 claim M54.50 M54.41
icd10-lookup -f json claim --matrix - <claims | cut -c 1-100
icd10-lookup claim --matrix M54.50 M54.59
icd10-lookup -f tsv --header claim --matrix M54.50 M54.41 zzz
: | icd10-lookup claim -
claim() {
	printf 'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~\n'
	printf 'GS*HC*SENDER*RECEIVER*20250301*1200*1*X*005010X222A1~ST*%s*0001*005010X222A1~\n' "$1"
	printf '%s' "$2"
	printf 'SE*12*0001~GE*1*1~IEA*1*000000001~\n'
}
claim 837 'CLM*one*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450*BF:7242~DTP*472*D8*20259999~' >a.x12
icd10-lookup claim a.x12
icd10-lookup -f json claim a.x12
icd10-lookup claim --summary --by day a.x12
claim 837 'CLM*two*100***11:A:1*Y*A*Y*Y~DTP*434*RD8*20251030-2025~HI*ABK:M5459:::::::Y*APR:M545*ABN:W2189XA~HI*BBR:0DTJ4ZZ:D8:20251030~' >b.x12
icd10-lookup claim b.x12
claim 835 'CLM*two*100~' >c.x12
icd10-lookup claim c.x12
head -c 250 a.x12 | icd10-lookup claim -
head -c 60 a.x12 | icd10-lookup claim -
sed 's/00501/0050/' a.x12 | icd10-lookup claim -
sed 's/\*T\*:~/*T*A~/' a.x12 | icd10-lookup claim -
awk 'BEGIN { printf "CLM*"; for (i = 0; i < 70000; i++) printf "x"; printf "~" }' >long
claim 837 "$(cat long)" | icd10-lookup claim - | cut -c 1-100
sed 's/$/\r/; s/~/~\n/g' a.x12 | icd10-lookup claim -
icd10-lookup claim --matrix a.x12
