icd10-lookup -f json history M54.5 M54.51
icd10-lookup -f tsv --header history M51.36
icd10-lookup --on 2021-09-30 history M54.5
icd10-lookup -f json history M54.99
echo "status $?"
icd10-lookup history M54.99
