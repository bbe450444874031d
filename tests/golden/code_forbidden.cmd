icd10-lookup S06.1X7D
