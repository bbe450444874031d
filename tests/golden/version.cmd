icd10-lookup --version | sed 's/[0-9.]*$/VERSION/'
icd10-build-index --version | sed 's/[0-9.]*$/VERSION/'
