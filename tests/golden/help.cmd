icd10-lookup --help
