icd10-lookup --on 2021-10-01 M54.5
