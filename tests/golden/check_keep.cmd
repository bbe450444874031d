# check as a filter: the user's own columns stay as they came, the verdict's follow.
printf 'id,dx1,"when, exactly",dx2\r\n1,"M54.5",2021/10/01,I10\r\n"2,x",M54.50,10/1/2021 8:30 AM\r\n\r\n3,,01-OCT-2021,\r\n4,"zzz",never,I10\r\n' >visits.csv
icd10-lookup check --keep --column dx1 --date-column 'when, exactly' visits.csv | tr '\r' '@'
icd10-lookup check --keep --row --invalid --column dx1 --column dx2 --date-column 3 visits.csv | tr '\r' '@'
icd10-lookup -f tsv --header check --keep --row --column dx1 --date-column 3 visits.csv
icd10-lookup -f tsv check --row --column dx1 visits.csv
icd10-lookup -f json check --keep --column dx1 --date-column 3 visits.csv | tail -n 2
icd10-lookup check --row --column dx1 --fail-on none visits.csv
echo "status $?"
# A row for a row, whatever the delimiter; the mark at the beginning stays there, names of further files are left out.
printf '\357\273\277dx;n\nM54.50;"a;b"\n' >a.csv
printf 'dx|n\nI10\nM54.50|a;b' >b.csv
icd10-lookup check --keep --column dx a.csv b.csv
printf 'dx\tn\nI10\t\\n\n' | icd10-lookup -f tsv check --keep --column dx
printf 'I10,x\nM54.5,y\n' | icd10-lookup check --keep --column 1
printf 'dx,n\nI10,x\n' | icd10-lookup check --keep --column 1
# Lines are tables of one column.
printf 'm5450\n\n M54.5 \r\n\\' | icd10-lookup check --keep --row | tr '\r' '@'
printf ' m5450 \n\\\n"I10"\n' | icd10-lookup -f tsv check --keep
printf 'dx, n \n"I10", x \n' | icd10-lookup -f tsv check --keep --column dx
awk 'BEGIN { for (i = 0; i < 70000; i++) printf "x" }' | icd10-lookup check --keep
# What the status counts.
status() {
	icd10-lookup check "$@" >/dev/null
	echo "status $?: $*"
}
echo I10 >right
echo QA0.0101 >doubtful
echo M54.5 >wrong
for level in warning error none; do
	status --fail-on $level right
	status --fail-on $level --on 2023-01-15 doubtful
	status --fail-on $level wrong
	status --fail-on $level nowhere
done
status --fail-on info right
