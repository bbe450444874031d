printf 'id,date,dx\n1,2021-09-30,M54.5\n2,10/1/2021,M54.5\n3,,M54.50\n' >visits.csv
icd10-lookup check --column dx --date-column date visits.csv
icd10-lookup -f tsv check --column 3 --invalid visits.csv
