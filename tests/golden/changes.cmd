icd10-lookup changes 2020-10-01 2021-10-01
icd10-lookup -f tsv changes --only codes 2020-10-01 2021-10-01
