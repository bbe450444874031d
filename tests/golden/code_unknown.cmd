icd10-lookup M54.99
