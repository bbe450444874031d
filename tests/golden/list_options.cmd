# Code lists where other commands take one.
export ICD10_ON=2025-05-01
printf 'M54.5-\n!M54.59\t\t\tnot covered\nM51.2-\n' >covered
printf '{"dx": ["M54.5", "M54.59", "R52.0", "S39.012"]}\n' >template.json
icd10-lookup claim --list covered M54.50 I10
icd10-lookup claim --list covered I10 R52
icd10-lookup -f tsv claim --list covered M54.50 M54.59
echo "status $?"
printf 'a: M54.50 I10\nb: I10 R52\n' | icd10-lookup claim --list covered -
icd10-lookup scan template.json
icd10-lookup scan --list covered template.json
printf 'R52-\n' | icd10-lookup -f tsv scan --list - template.json
icd10-lookup scan --list covered --against 2021-10-01 --on 2021-09-30 template.json
icd10-lookup -f tsv search --list covered low back pain
icd10-lookup -f tsv search --list covered M54
printf 'M54.51\n' >one
icd10-lookup -f tsv search --list one low back pain
icd10-lookup search --list one diabetes
echo "status $?"
icd10-lookup -f tsv changes 2021-09-30 2021-10-01 --list covered --only codes
icd10-lookup -f tsv changes 2021-09-30 2021-10-01 --list one
printf 'code,title\nM54.59,x\n' >table.csv
icd10-lookup -f tsv changes 2021-09-30 2021-10-01 --list table.csv --only codes
icd10-lookup check --list table.csv --list-column Title one
echo M54.59 | icd10-lookup check --list table.csv
for command in claim scan search; do icd10-lookup $command --list nowhere.txt M54.50 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"; done
