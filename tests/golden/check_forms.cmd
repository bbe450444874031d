printf 'm5450\nM54.5\nW21.89A\nS06.1X7D\nM54.99\nlow back\n' >codes.txt
icd10-lookup -f json check codes.txt
icd10-lookup -f tsv check --on 2021-09-30 codes.txt
printf 'date;dx 1;dx 2;site\n2021-09-30;M54.5;;north\n20211001;M54.5;M54.50;south\n10/2/2021 08:15;m54.59;S39.012;south\nlate;M54.50;;north\n' >visits.csv
icd10-lookup -f json check --column 'dx 1' --column 'dx 2' --date-column date visits.csv
icd10-lookup check --column 'DX 1' --date-column date --by month visits.csv
icd10-lookup -f tsv check --column 2 --column 3 --date-column 1 --by 4 visits.csv
icd10-lookup -f json check --summary --on 2025-11-01 codes.txt
icd10-lookup check --by 4 visits.csv
