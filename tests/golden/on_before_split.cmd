icd10-lookup --on 2021-09-30 M54.5
