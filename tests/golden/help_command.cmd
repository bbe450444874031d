icd10-lookup tree --help
icd10-lookup --help code
