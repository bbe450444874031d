# What cannot be seen in a cell is named; what only looks like a code is none.
printf 'M54.50\302\240\n="M54.50"\n\342\200\234M54.5\342\200\235\n\320\23454.50\n\357\274\255\357\274\225\357\274\224\nM54\342\200\213.50\nM54.50\240\nM54.50\302\240x\n' >odd
icd10-lookup check odd
icd10-lookup -f tsv check odd | cut -f 2-
icd10-lookup -f json check odd | head -n 1
printf 'dx\n"=""M54.50"""\n="M54.50"\n' | icd10-lookup check --keep --column dx
# Tables as spreadsheets and databases write them.
printf '\377\376d\0x\0\t\0d\0\r\0\n\0I\0001\0000\0\t\0002\0000\0002\0005\0-\0001\0\r\0\n\0' >wide.txt
icd10-lookup check --keep --column dx wide.txt | tr '\r' '@'
icd10-lookup check --column dx --date-column d wide.txt
for day in 2021-10-01 2021/10/01 20211001 10/1/2021 '10/1/2021 8:30 AM' 2021-10-01T08:30:00Z 01-OCT-2021 01OCT2021 20211001083000 2021-09-30T23:59 1.10.2021 2021-10 44470; do
	printf 'dx\td\nM54.5\t%s\n' "$day" | icd10-lookup -f tsv check --column dx --date-column d | cut -f 5,6,8
done
