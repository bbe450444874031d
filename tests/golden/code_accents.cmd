icd10-lookup -1 M35.0
icd10-lookup -1 --on 2021-01-01 M35.0
