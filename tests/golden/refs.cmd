icd10-lookup refs M54.5
