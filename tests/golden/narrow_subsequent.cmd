icd10-lookup S39.012 subsequent
