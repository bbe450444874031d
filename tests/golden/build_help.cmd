icd10-build-index --help
