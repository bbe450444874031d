icd10-lookup index pain low back
icd10-lookup drug aspirin
icd10-lookup neoplasm breast
icd10-lookup cause fall ladder
icd10-lookup index nothing of the kind
