icd10-lookup compare M54.50 M54.51 M54.59
