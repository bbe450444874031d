icd10-lookup narrow M50-M54
