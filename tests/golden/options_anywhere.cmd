icd10-lookup M54.50 -1 --on 2021-09-30
icd10-lookup -1 -- M54.50
icd10-lookup code M54.50 -f tsv
icd10-lookup -ftsv M54.50
