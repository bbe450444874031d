icd10-lookup -f json M54.99
