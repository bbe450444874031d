icd10-lookup code -1 - </dev/null
