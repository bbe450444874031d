icd10-lookup -1 --on 2019-05-01 M54.5
icd10-lookup -1 --on 2027-05-01 M54.5
icd10-lookup -f json --on 2027-05-01 Z51.5
