icd10-lookup tree M54.5
icd10-lookup tree M50-M54
icd10-lookup tree --depth 1 13
icd10-lookup tree S39.012
icd10-lookup tree --depth 0 chapter 13
icd10-lookup tree --depth 0 'Ch. 13'
icd10-lookup tree --depth 1 chapter 13 S39.012
icd10-lookup tree chapter
