icd10-lookup M25.56 right
