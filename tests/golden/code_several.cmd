icd10-lookup M54.51 M54.99 M54.59
