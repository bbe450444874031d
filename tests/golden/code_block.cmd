# M00-M25 has sections below it and no codes of its own.
icd10-lookup tree --depth 1 M00-M25
icd10-lookup M17.11
