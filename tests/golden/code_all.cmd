icd10-lookup -a M54.50
