icd10-lookup -f json tree M54.5
