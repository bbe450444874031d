icd10-lookup -f json guide | cut -c1-200
icd10-lookup -f json guide I.C.21.c.16
icd10-lookup -f json --on 2022-01-01 guide I.C.13.b
icd10-lookup -f json guide M54.50
icd10-lookup -f json guide bilateral
icd10-lookup -f json guide xyzzy
echo "status $?"
icd10-lookup -f tsv --header guide I.A.12.a
icd10-lookup -f tsv --header guide M54.50
icd10-lookup -f tsv --header guide bilateral
icd10-lookup -f tsv guide | head -2
